"""Travel along roads: a small town by hand, and networkx."""

import networkx as nx
import numpy as np
import pytest
import shapely

from gis.feil import DataFeil
from gis.ruter import Ruter
from gis.vegnett import (
    bygg_vegnett,
    feste_i_ruter,
    fra_punkter,
    fra_ruter,
    reis_til,
    reis_til_flere,
)

BYEN = shapely.linestrings(
    [[(0, 0), (1_000, 0)], [(1_000, 0), (1_000, 500)], [(500, 0), (500, -300)]]
)
FART = np.array([60.0, 30.0, 30.0])


def test_byen_for_haand():
    """To a shop 10 m off the main road, 200 m along it."""
    nett = bygg_vegnett(BYEN[:2], FART[:2])
    til = reis_til(nett, np.array([[200.0, 10.0]]))
    svar = fra_punkter(
        til, np.array([[1_000.0, 400.0], [1_040.0, 400.0], [300.0, 0.0], [200.0, -5.0]])
    )
    gang = 0.01 / 5 * 60
    assert svar.vei_m.tolist() == pytest.approx([1_210.0, 1_250.0, 110.0, 15.0])
    assert svar.utenfor_m.tolist() == pytest.approx([0.0, 40.0, 0.0, 5.0])
    assert svar.tid_min.tolist() == pytest.approx(
        [0.8 + 0.8 + gang, 0.8 + 0.8 + gang + 0.04 / 5 * 60, 0.1 + gang, 0.015 / 5 * 60]
    )


def test_stikkvegen_som_slutter_paa_hovedvegen_henger_sammen():
    nett = bygg_vegnett(BYEN, FART)
    svar = fra_punkter(reis_til(nett, np.array([[0.0, 0.0]])), np.array([[500.0, -300.0]]))
    assert svar.vei_m[0] == pytest.approx(800.0)


def test_sideveger_midt_imot_hverandre_henger_sammen_med_hovedvegen():
    """Their common end is no dead end, and the through road has no corner there."""
    midt_imot = shapely.linestrings([[(500, 0), (500, 300)], [(500, -300), (500, 0)]])
    nett = bygg_vegnett(np.concatenate([BYEN[:1], midt_imot]), FART)
    svar = fra_punkter(reis_til(nett, np.array([[0.0, 0.0]])), np.array([[500.0, 300.0]]))
    assert svar.vei_m[0] == pytest.approx(800.0)


def test_tette_hjorner_korter_ikke_vegen():
    """Corners nearer one another than ends are joined: the road keeps its length."""
    tett = shapely.segmentize(BYEN[:1], 0.4)
    nett = bygg_vegnett(np.concatenate([tett, BYEN[1:]]), FART)
    svar = fra_punkter(reis_til(nett, np.array([[0.0, 0.0]])), np.array([[1_000.0, 500.0]]))
    assert svar.vei_m[0] == pytest.approx(1_500.0)


def test_bro_over_veg_er_ikke_et_kryss():
    kryss = shapely.linestrings([[(0, 0), (100, 0)], [(50, -50), (50, 50)]])
    nett = bygg_vegnett(kryss, np.array([50.0, 50.0]))
    svar = fra_punkter(
        reis_til(nett, np.array([[0.0, 0.0]])), np.array([[50.0, 50.0], [90.0, 0.0]])
    )
    assert np.isinf(svar.vei_m[0]) and svar.vei_m[1] == pytest.approx(90.0)
    assert nett.delnett.max() == 1


def test_raskest_er_ikke_alltid_kortest():
    veier = [(0, 0), (100, 0)], [(0, 0), (50, 200), (100, 0)]
    omveg = np.array([shapely.LineString(v) for v in veier])
    nett = bygg_vegnett(omveg, np.array([2.0, 100.0]))
    til = reis_til(nett, np.array([[0.0, 0.0]]))
    svar = fra_punkter(til, np.array([[100.0, 0.0]]))
    assert svar.vei_m[0] == pytest.approx(100.0)
    assert svar.tid_min[0] == pytest.approx(2 * np.hypot(50, 200) / 100_000 * 60)


def test_fra_ruter_som_fra_punkter():
    nett = bygg_vegnett(BYEN, FART)
    til = reis_til(nett, np.array([[200.0, 10.0], [1_000.0, 450.0]]))
    ruter = Ruter(-100.0, 600.0, 50.0, 18, 24, 25832)
    svar = fra_ruter(til, ruter)
    x = ruter.xmin + 50.0 * (np.arange(24) + 0.5)
    y = ruter.ymax - 50.0 * (np.arange(18) + 0.5)
    fasit = fra_punkter(til, np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2))
    ulike = np.abs(svar.vei_m.ravel() - fasit.vei_m) > 0.01  # equally near two roads
    assert ulike.mean() < 0.03
    assert np.abs(svar.utenfor_m.ravel() - fasit.utenfor_m).max() < 1e-3


def test_flere_maal_i_ett_nett_gir_de_samme_veiene():
    nett = bygg_vegnett(BYEN, FART)
    maalene = [np.array([[200.0, 10.0]]), np.array([[1_000.0, 450.0], [30.0, 0.0]])]
    delt, reiser = reis_til_flere(nett, maalene)
    fra = np.random.default_rng(3).uniform(-100, 1_100, (40, 2))
    for xy, til in zip(maalene, reiser, strict=True):
        hver_for_seg = fra_punkter(reis_til(nett, xy), fra)
        assert til.nett is delt
        assert fra_punkter(til, fra).vei_m == pytest.approx(hver_for_seg.vei_m, abs=1e-6)
    assert reis_til_flere(nett, []) == (nett, [])
    with pytest.raises(DataFeil, match="ingen veg nær"):
        feste_i_ruter(nett, Ruter(1e6, 1e6, 10.0, 2, 2, 25832), 100.0)


def test_som_networkx():
    rng = np.random.default_rng(5)
    hjorner = rng.uniform(0, 90_000, (60, 2))
    par = np.array([(a, b) for a in range(60) for b in range(a) if rng.random() < 0.06])
    nett = bygg_vegnett(shapely.linestrings(hjorner[par]), np.full(len(par), 50.0))
    graf = nx.Graph()
    for a, b in par:
        graf.add_edge(a, b, weight=float(np.hypot(*(hjorner[a] - hjorner[b]))))
    fasit = nx.multi_source_dijkstra_path_length(graf, {3, 17})
    steder = sorted(graf)
    svar = fra_punkter(reis_til(nett, hjorner[[3, 17]]), hjorner[steder])
    assert svar.vei_m.tolist() == pytest.approx([fasit.get(n, np.inf) for n in steder], abs=1e-6)


def test_uten_veger_steder_eller_fart():
    with pytest.raises(DataFeil, match="ingen linjer"):
        bygg_vegnett(np.empty(0, dtype=object), np.empty(0))
    with pytest.raises(DataFeil, match="Farten"):
        bygg_vegnett(BYEN, np.zeros(3))
    with pytest.raises(DataFeil, match="Ingen steder"):
        reis_til(bygg_vegnett(BYEN, FART), np.empty((0, 2)))
