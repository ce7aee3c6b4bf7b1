"""The network: lines joined where they meet, cut where points are attached, nothing lost."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, Point

from analyser.felles.fiber.linjer import rens
from analyser.felles.fiber.nett import bygg_nett, former_av
from analyser.felles.fiber.oppsett import broene, koblinger, oyer_i, sjokabler


def nett(linjer, punkter=(), lengst_m=500.0, snapp_m=1.0):
    rene = rens([LineString(linje) for linje in linjer], ["K"] * len(linjer))
    prikker = np.array([Point(p) for p in punkter], dtype=object)
    return rene, *bygg_nett(rene, prikker, lengst_m, snapp_m)


def deler(n):
    k = len(n.xy)
    graf = coo_array((np.ones(len(n.fra)), (n.fra, n.til)), shape=(k, k))
    return connected_components(graf, directed=False)[0]


def test_tomt_og_doble_linjer_tas_ut():
    rene = rens(
        [LineString([(0, 0), (9, 0)]), LineString([(9, 0), (0, 0)]), LineString([(5, 5), (5, 5)]),
         shapely.MultiLineString([[(0, 1), (1, 1)], [(2, 1), (3, 1)]])],
        ["K", "K", "K", "P"],
    )  # fmt: skip
    assert (len(rene.former), rene.tomme, rene.doble) == (3, 1, 1)


def test_samme_form_av_to_slag_er_to_linjer():
    linje = LineString([(0, 0), (9, 0)])
    assert len(rens([linje, linje], ["K", "ror"]).former) == 2


@pytest.mark.parametrize(
    ("linjer", "noder", "kanter"),
    [
        ([[(0, 0), (100, 0)], [(50, 0), (50, 80)]], 4, 3),  # end on the inside of another
        ([[(0, 0), (100, 0)], [(50, 0.6), (50, 80)]], 4, 3),  # nearly
        ([[(0, 0), (100, 0)], [(50, -40), (50, 80)]], 5, 4),  # a crossing without a vertex
        ([[(0, 0), (100, 0)], [(100.5, 0), (200, 0)]], 3, 2),  # ends that nearly meet
        ([[(0, 0), (100, 0)], [(103, 0), (200, 0)]], 4, 2),  # ends that do not
        ([[(0, 0), (50, 0), (50, 50), (0, 50), (0, 0)], [(50, 50), (99, 99)]], 3, 3),  # a ring
    ],
)
def test_moter(linjer, noder, kanter):
    _, n, _ = nett(linjer)
    assert (len(n.xy), len(n.fra)) == (noder, kanter)


def test_adresser_deler_linjen_der_de_ligger():
    _, n, feste = nett([[(0, 0), (100, 0)]], [(30, 20), (30, -10), (100, 7), (60, 900)])
    assert sorted(n.lengde_m.tolist()) == [30.0, 70.0]
    assert feste.node[0] == feste.node[1] and feste.node[3] == -1
    assert n.xy[feste.node[0]].tolist() == [30.0, 0.0]
    assert n.xy[feste.node[2]].tolist() == [100.0, 0.0]
    assert feste.avstand_m[:3].tolist() == [20.0, 10.0, 7.0] and np.isnan(feste.avstand_m[3])


punkt_ = st.tuples(st.integers(0, 60), st.integers(0, 60))
linjer_ = st.lists(st.lists(punkt_, min_size=2, max_size=4, unique=True), min_size=1, max_size=7)
punkter_ = st.lists(st.tuples(st.integers(-5, 65), st.integers(-5, 65)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(linjer_, punkter_)
def test_lengden_bevares_og_kantene_er_linjene(linjer, punkter):
    rene, n, feste = nett(linjer, punkter, lengst_m=1000.0, snapp_m=0.001)
    former = former_av(n, rene, np.arange(len(n.fra)))
    assert n.lengde_m.sum() == pytest.approx(
        shapely.length(rene.former).sum(), abs=0.5 * len(n.fra)
    )
    hele = shapely.union_all(rene.former)
    assert hele.buffer(0.2).covers(shapely.union_all(former))
    assert (feste.node >= 0).all()
    for node, punkt in zip(feste.node, punkter, strict=True):
        assert Point(n.xy[node]).distance(Point(punkt)) == pytest.approx(
            hele.distance(Point(punkt)), abs=0.2
        )
    samlet = shapely.get_parts(shapely.union_all(rene.former))
    assert deler(n) == len(_grupper(samlet))


def _grupper(linjer):
    """Connected groups by shapely's own touching."""
    k = len(linjer)
    i, j = shapely.STRtree(linjer).query(linjer, predicate="intersects")
    graf = coo_array((np.ones(len(i)), (i, j)), shape=(k, k))
    return set(connected_components(graf, directed=False)[1].tolist())


@settings(max_examples=30, deadline=None)
@given(linjer_, punkter_, st.randoms(use_true_random=False))
def test_rekkefolge_og_retning_er_uten_betydning(linjer, punkter, terning):
    stokket = [linje[::-1] if terning.random() < 0.5 else linje for linje in linjer]
    terning.shuffle(stokket)
    _, a, fa = nett(linjer, punkter)
    _, b, fb = nett(stokket, punkter)
    for felt in ("xy", "fra", "til", "a_m", "b_m"):
        assert np.array_equal(getattr(a, felt), getattr(b, felt)), felt
    assert np.array_equal(fa.node, fb.node)


def test_en_kant_som_er_delt_gir_samme_nett():
    hel = nett([[(0, 0), (100, 0)], [(100, 0), (100, 90)]], [(20, 5), (100, 50)])
    delt = nett(
        [[(0, 0), (60, 0)], [(60, 0), (100, 0)], [(100, 0), (100, 90)]], [(20, 5), (100, 50)]
    )
    assert hel[1].lengde_m.sum() == delt[1].lengde_m.sum()
    assert deler(hel[1]) == deler(delt[1]) == 1


def test_oyer_meldes_og_bygges_bro_til_bare_naar_det_er_lov():
    _, n, feste = nett(
        [[(0, 0), (100, 0)], [(130, 0), (200, 0)], [(0, 900), (90, 900)]],
        [(0, 0), (200, 0), (90, 900)],
    )
    rot, behov = feste.node[:1], feste.node[1:]
    assert oyer_i(n, rot) == 2
    assert broene(n, rot, behov, 0.0) == []
    kort = broene(n, rot, behov, 100.0)
    assert [linje.length for linje in kort] == [30.0]
    assert len(broene(n, rot, behov, 2000.0)) == 2
    assert broene(n, rot, np.array([-1]), 2000.0) == []  # nobody lives on the islands


def test_ror_kobles_til_naermeste_veg():
    veger = np.array([LineString([(0, 0), (100, 0)])], dtype=object)
    ror = np.array([LineString([(10, 8), (90, 8)]), LineString([(0, 90), (9, 90)])], dtype=object)
    assert sorted(k.length for k in koblinger(veger, ror, 30.0)) == [8.0, 8.0]


def test_sjokabel_bare_over_vann_og_ikke_for_lang():
    vann = np.array([shapely.box(10, -50, 90, 50)], dtype=object)
    veger = np.array(
        [LineString([(-90, 0), (5, 0)]), LineString([(95, 0), (190, 0)])], dtype=object
    )
    linjer = sjokabler(vann, veger, 500.0)
    assert [linje.length for linje in linjer] == [90.0]
    assert sjokabler(vann, veger, 50.0) == [] and sjokabler(vann, veger, 0.0) == []
