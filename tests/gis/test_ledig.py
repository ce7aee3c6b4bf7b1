"""Free ground: by hand, beside shapely's union, and by laws that hold for any shapes."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.ledig import Hensyn, Ledig, ledig

HUNDRE = shapely.box(0, 0, 100, 100)


def _av(*former, avstand_m=0.0):
    return Hensyn(np.array(former, dtype=object), avstand_m)


def _fasit(omraade, hensyn, kvartbuer=512):
    tatt = [shapely.buffer(h.former, h.avstand_m, quad_segs=kvartbuer) for h in hensyn]
    return omraade.difference(shapely.union_all(np.concatenate(tatt))).area


def test_kvadratet_for_haand():
    """A square of 100 m: a 20 × 30 m field, a well with 10 m, a path along the side with 5 m."""
    aaker, bronn = _av(shapely.box(10, 10, 30, 40)), _av(shapely.Point(60, 60), avstand_m=10.0)
    sti = _av(shapely.LineString([(0, 0), (100, 0)]), avstand_m=5.0)
    assert ledig(HUNDRE, []).areal_m2 == 10_000.0
    assert ledig(HUNDRE, [aaker]).areal_m2 == pytest.approx(9_400.0, abs=1e-6)
    alle = ledig(HUNDRE, [aaker, bronn, sti])
    assert alle.areal_m2 == pytest.approx(9_400.0 - 100.0 * np.pi - 500.0, abs=2e-4)
    sirkel_m2 = 100.0 * 0.5 * 128 * np.sin(2 * np.pi / 128)
    assert alle.kantet_m2 == pytest.approx(9_400.0 - sirkel_m2 - 500.0, abs=1e-4)


def test_bufferen_er_rund_om_hjorner():
    """A square grown by r: sides, and four quarters of a circle."""
    omraade = shapely.box(-1_000, -1_000, 1_000, 1_000)
    svar = ledig(omraade, [_av(shapely.box(0, 0, 100, 100), avstand_m=200.0)])
    assert svar.areal_m2 == pytest.approx(4e6 - 1e4 - 4 * 100 * 200 - np.pi * 200**2, abs=0.02)


def test_alt_er_tatt():
    svar = ledig(HUNDRE, [_av(shapely.Point(50, 50), avstand_m=90.0)], med_former=True)
    assert svar.areal_m2 == 0.0 and len(svar.former) == 0


def test_det_som_ligger_utenfor_grensen_teller():
    svar = ledig(HUNDRE, [_av(shapely.box(105, -50, 300, 150), avstand_m=15.0)])
    assert svar.areal_m2 == pytest.approx(9_000.0, abs=1e-6)


def test_hull_i_flaten_er_fritt_til_avstanden_lukker_det():
    ring = shapely.box(10, 10, 90, 90).difference(shapely.box(30, 30, 70, 70))
    assert ledig(HUNDRE, [_av(ring)]).areal_m2 == pytest.approx(3_600 + 1_600, abs=1e-6)
    assert ledig(HUNDRE, [_av(ring, avstand_m=9.0)]).areal_m2 == pytest.approx(
        10_000 - 98**2 + (4 - np.pi) * 81 + 22**2, abs=2e-3
    )
    assert ledig(HUNDRE, [_av(ring, avstand_m=20.0)]).areal_m2 == pytest.approx(0.0, abs=1e-6)


def test_linjer_som_krysser_seg_selv_og_snur():
    kryss = shapely.LineString([(20, 20), (80, 80), (80, 20), (20, 80)])
    spiss = shapely.LineString([(10, 50), (90, 50), (30, 50)])
    for hensyn in ([_av(kryss, avstand_m=6.0)], [_av(spiss, avstand_m=6.0)]):
        assert ledig(HUNDRE, hensyn).areal_m2 == pytest.approx(_fasit(HUNDRE, hensyn), abs=0.01)


def test_omraade_med_hull_og_flere_deler():
    en = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    omraade = shapely.MultiPolygon([en, shapely.box(200, 0, 300, 50)])
    hensyn = [_av(shapely.box(50, -10, 250, 30))]
    svar = ledig(omraade, hensyn, med_former=True)
    assert svar.areal_m2 == pytest.approx(10_000 - 400 - 1_500 + 5_000 - 1_500, abs=1e-6)
    assert shapely.area(svar.former).sum() == pytest.approx(svar.kantet_m2, abs=1e-4)
    assert shapely.within(svar.former, omraade.buffer(1e-5)).all()


def test_like_og_inntilliggende_flater_etterlater_ingenting():
    """Coincident edges: the same field twice, and four that meet in a point and fill the square."""
    fire = [shapely.box(x, y, x + 50, y + 50) for x in (0, 50) for y in (0, 50)]
    svar = ledig(HUNDRE, [_av(*fire), _av(*fire)], med_former=True)
    assert svar.areal_m2 == 0.0
    assert len(svar.former) == 0
    assert ledig(HUNDRE, [_av(*fire[:3])]).areal_m2 == pytest.approx(2_500.0, abs=1e-6)


def test_tomme_lag_og_tomme_geometrier():
    tomt = Hensyn(np.empty(0, dtype=object), 10.0)
    blandet = _av(shapely.Polygon(), shapely.box(0, 0, 10, 10))
    assert ledig(HUNDRE, [tomt, blandet]).areal_m2 == pytest.approx(9_900.0, abs=1e-6)
    assert ledig(HUNDRE, [_av(shapely.LineString([(0, 0), (9, 9)]))]).areal_m2 == 10_000.0


@st.composite
def hensynene(trekk):
    """Up to three layers of random patches and lines about the square, with any distance."""
    rng = np.random.default_rng(trekk(st.integers(0, 2**32 - 1)))
    ut = []
    for _ in range(trekk(st.integers(1, 3))):
        n, avstand_m = int(rng.integers(1, 6)), float(rng.choice([0.0, 0.5, 7.0, 40.0]))
        if rng.random() < 0.3:
            former = shapely.linestrings(rng.uniform(-40, 140, (n, 5, 2)))
        else:
            vinkel = np.sort(rng.uniform(0, 2 * np.pi, (n, 9)), axis=1)
            r = rng.uniform(2, 45, (n, 9))
            xy = rng.uniform(-20, 120, (n, 1, 2)) + r[..., None] * np.stack(
                [np.cos(vinkel), np.sin(vinkel)], axis=2
            )
            former = shapely.make_valid(shapely.polygons(np.round(xy, 1)))
            former = shapely.get_parts(former)
            former = former[shapely.get_type_id(former) == shapely.GeometryType.POLYGON]
        ut.append(Hensyn(former, avstand_m))
    return ut


@settings(max_examples=40, deadline=None)
@given(hensynene())
def test_som_shapely_og_lovene(hensyn):
    svar = ledig(HUNDRE, hensyn, med_former=True)
    assert svar.areal_m2 == pytest.approx(_fasit(HUNDRE, hensyn), abs=0.05)
    _former_er_gyldige_og_atskilte(svar)
    assert ledig(HUNDRE, hensyn[::-1]).areal_m2 == pytest.approx(svar.areal_m2, abs=1e-6)
    assert ledig(HUNDRE, [*hensyn, hensyn[0]]).areal_m2 == pytest.approx(svar.areal_m2, abs=1e-6)
    assert ledig(HUNDRE, hensyn[1:]).areal_m2 >= svar.areal_m2 - 1e-6
    venstre, hoyre = shapely.box(0, 0, 37.3, 100), shapely.box(37.3, 0, 100, 100)
    delt = ledig(venstre, hensyn).areal_m2 + ledig(hoyre, hensyn).areal_m2
    assert delt == pytest.approx(svar.areal_m2, abs=1e-4)


def _former_er_gyldige_og_atskilte(svar: Ledig) -> None:
    assert shapely.is_valid(svar.former).all()
    assert shapely.area(svar.former).sum() == pytest.approx(svar.kantet_m2, abs=0.1)
    assert shapely.union_all(svar.former).area == pytest.approx(svar.kantet_m2, abs=0.1)


def test_samme_form_mange_ganger_teller_og_koster_en_gang():
    omraade, punkt = shapely.box(0, 0, 1_000, 1_000), shapely.Point(500, 500)
    en = ledig(omraade, [_av(punkt, avstand_m=300.0)])
    mange = ledig(omraade, [_av(*[punkt] * 400, avstand_m=300.0)])
    assert (mange.areal_m2, mange.kantet_m2) == (en.areal_m2, en.kantet_m2)
