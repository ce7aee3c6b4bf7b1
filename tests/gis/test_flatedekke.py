"""The overlay into faces: by hand, by point in polygon, and by its laws."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from gis.dekke.flatedekke import Flatedekke, flatedekke
from gis.dekke.noding import nod
from gis.dekke.segmenter import MASKE_M

X, Y = 622_000.0, 6_940_000.0
OMRAADE = box(X, Y, X + 400, Y + 400)


def _former(*flater):
    ut = np.empty(len(flater), dtype=object)
    ut[:] = flater
    return ut


def _rute(x0, y0, x1, y1):
    return box(X + x0, Y + y0, X + x1, Y + y1)


def _per_sett(dekke: Flatedekke) -> dict[tuple[int, ...], float]:
    """Ground per set of polygons, m²."""
    ut: dict[tuple[int, ...], float] = {}
    for nr, areal in enumerate(dekke.areal_m2):
        sett = tuple(dekke.objekt[dekke.start[nr] : dekke.start[nr + 1]].tolist())
        ut[sett] = ut.get(sett, 0.0) + float(areal)
    return ut


def _krev_dekke(dekke: Flatedekke, omraade) -> None:
    """Faces are valid, fill the area, and share no ground."""
    assert shapely.is_valid(dekke.former).all()
    assert shapely.area(dekke.former) == pytest.approx(dekke.areal_m2, abs=1e-6)
    assert dekke.areal_m2.sum() == pytest.approx(omraade.area, abs=0.01)
    assert shapely.union_all(dekke.former).area == pytest.approx(omraade.area, abs=0.01)


def test_to_firkanter_for_haand():
    a, b = _rute(0, 0, 200, 200), _rute(100, 100, 300, 300)
    assert _per_sett(flatedekke(_former(a, b), OMRAADE)) == {
        (): 160_000 - 70_000, (0,): 30_000, (1,): 30_000, (0, 1): 10_000,
    }  # fmt: skip


def test_hull_oy_og_sammenfallende_kanter():
    ring = _rute(50, 50, 350, 350).difference(_rute(100, 100, 300, 300))
    oy, nabo = _rute(150, 150, 200, 200), _rute(200, 150, 250, 200)
    dekke = flatedekke(_former(ring, oy, nabo, ring), OMRAADE)
    _krev_dekke(dekke, OMRAADE)
    assert _per_sett(dekke) == {
        (): 70_000 + 40_000 - 5_000, (0, 3): 50_000, (1,): 2_500, (2,): 2_500,
    }  # fmt: skip


def test_hull_som_bare_rorer_i_ett_punkt_gir_gyldige_flater():
    romber = [
        Polygon([(X + x, Y + 50), (X + x + 50, Y + 100), (X + x, Y + 150), (X + x - 50, Y + 100)])
        for x in (100, 200, 300)
    ]
    dekke = flatedekke(_former(*romber), OMRAADE)
    _krev_dekke(dekke, OMRAADE)
    assert _per_sett(dekke)[()] == pytest.approx(160_000 - 15_000)


def test_ringenes_retning_er_likegyldig():
    ring = _rute(50, 50, 350, 350).difference(_rute(100, 100, 300, 300))
    snudd = Polygon(ring.exterior.coords[::-1], [h.coords[::-1] for h in ring.interiors])
    assert _per_sett(flatedekke(_former(ring, snudd), OMRAADE)) == {
        (): 110_000, (0, 1): 50_000,
    }  # fmt: skip


def test_uten_polygoner_er_omraadet_en_flate():
    dekke = flatedekke(np.empty(0, dtype=object), OMRAADE)
    assert _per_sett(dekke) == {(): 160_000}


def test_det_som_ligger_utenfor_teller_ikke():
    dekke = flatedekke(_former(_rute(500, 500, 600, 600), _rute(-100, -100, 50, 50)), OMRAADE)
    assert _per_sett(dekke) == {(): 157_500, (1,): 2_500}


def test_mange_ruter_gir_samme_svar_som_punkt_i_polygon(monkeypatch):
    monkeypatch.setattr("gis.dekke.flatedekke.ruter", _smaa_ruter)
    tilfeldig = np.random.default_rng(5025)
    omraade = Point(X + 200, Y + 200).buffer(190)
    sirkler = shapely.buffer(
        shapely.points(tilfeldig.uniform((X, Y), (X + 400, Y + 400), (80, 2))),
        tilfeldig.uniform(5, 80, 80),
    )
    dekke = flatedekke(sirkler, omraade)
    _krev_dekke(dekke, omraade)
    punkter = shapely.points(tilfeldig.uniform((X, Y), (X + 400, Y + 400), (4_000, 2)))
    punkter = punkter[shapely.intersects(punkter, omraade)]
    ventet = [set(np.flatnonzero(shapely.intersects(sirkler, punkt))) for punkt in punkter]
    i_punkt, i_flate = shapely.STRtree(dekke.former).query(punkter, predicate="intersects")
    assert len(i_punkt) == len(punkter)
    for punkt, flate in zip(i_punkt, i_flate, strict=True):
        assert set(dekke.objekt[dekke.start[flate] : dekke.start[flate + 1]]) == ventet[punkt]


def _smaa_ruter(segmenter, boks):
    """As the real one, with tiles of 64 metres."""
    from gis.dekke import segmenter as rom

    with pytest.MonkeyPatch.context() as bytt:
        bytt.setattr(rom, "MAKS_SEGMENTER", 20)
        return list(rom.ruter(segmenter, boks))


koordinat = st.integers(0, 40).map(lambda n: n * 10.0)
firkant = st.tuples(koordinat, koordinat, koordinat, koordinat).filter(
    lambda f: f[0] != f[2] and f[1] != f[3]
)
trekant = st.lists(st.tuples(koordinat, koordinat), min_size=3, max_size=3).map(
    lambda p: Polygon([(X + x, Y + y) for x, y in p])
).filter(lambda t: t.is_valid and t.area > 1)  # fmt: skip
flate = st.one_of(firkant.map(lambda f: _rute(*f)), trekant)


@settings(max_examples=60, deadline=None)
@given(st.lists(flate, min_size=1, max_size=8), st.randoms())
def test_lovene(flater, tilfeldig):
    """The area closes, every polygon gets its own ground, and the order does not matter."""
    dekke = flatedekke(_former(*flater), OMRAADE)
    _krev_dekke(dekke, OMRAADE)
    grunn = np.bincount(dekke.objekt, np.repeat(dekke.areal_m2, np.diff(dekke.start)), len(flater))
    assert grunn == pytest.approx(shapely.area(_former(*flater)), abs=0.02)
    rekke = list(range(len(flater)))
    tilfeldig.shuffle(rekke)
    andre = flatedekke(_former(*(flater[nr] for nr in rekke)), OMRAADE)
    omdopt = {
        tuple(sorted(rekke[nr] for nr in sett)): areal for sett, areal in _per_sett(andre).items()
    }
    assert omdopt == pytest.approx(_per_sett(dekke), abs=0.02)


def test_etter_noding_motes_segmenter_bare_i_ender():
    tilfeldig = np.random.default_rng(1)
    segmenter = tilfeldig.integers(0, 2_000, (120, 4))
    lange = (segmenter[:, :2] != segmenter[:, 2:]).any(axis=1)
    nodet, eier = nod(segmenter[lange], np.flatnonzero(lange), 2_000)
    linjer = shapely.linestrings(nodet.reshape(-1, 2, 2).astype(float))
    en, _ = shapely.STRtree(linjer).query(linjer, predicate="crosses")
    assert not len(en)
    punkter = shapely.points(np.unique(nodet.reshape(-1, 2), axis=0))
    _, i_linje = shapely.STRtree(linjer).query(punkter, predicate="intersects")
    assert len(i_linje) == 2 * len(nodet)
    assert set(eier.tolist()) <= set(np.flatnonzero(lange).tolist())


def test_hjorner_ligger_paa_gitteret():
    dekke = flatedekke(_former(Point(X + 200, Y + 200).buffer(33.3)), OMRAADE)
    xy = shapely.get_coordinates(dekke.former)
    assert (xy / MASKE_M == np.rint(xy / MASKE_M)).all()
