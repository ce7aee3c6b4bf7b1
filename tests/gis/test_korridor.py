"""Corridors: widths worked out by hand, and laws that hold wherever they lie."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box
from shapely.affinity import rotate, translate

from gis.korridor import apning, ender

DAL = box(0, 0, 4000, 400)


def aapent(korridor, *hinder):
    """Lower and upper bound of what is left open."""
    fri = korridor.difference(shapely.union_all(list(hinder))) if hinder else korridor
    svar = apning(fri, ender(korridor))
    return svar.minst_m, svar.mest_m


@pytest.mark.parametrize(
    ("hinder", "bredde"),
    [
        ((), 400.0),
        ((box(2000, 0, 2500, 300),), 100.0),
        ((box(2000, 150, 2100, 250),), 150.0),  # in the middle: 150 m on either side
        ((box(2000, 100, 2100, 200), box(2500, 300, 2600, 400)), 200.0),
        ((box(1000, 0, 1100, 330), box(3000, 0, 3100, 350)), 50.0),
    ],
)
def test_bredden_for_haand(hinder, bredde):
    minst, mest = aapent(DAL, *hinder)
    assert minst <= bredde + 1e-9
    assert mest >= bredde - 0.01
    assert minst >= 0.98 * bredde - 0.01
    assert mest <= 1.02 * bredde + 0.01


def test_stengt_er_null_og_uten_strek():
    svar = apning(DAL.difference(box(2000, -1, 2100, 401)), ender(DAL))
    assert (svar.minst_m, svar.mest_m, svar.strek) == (0.0, 0.0, None)


def test_streken_ligger_der_det_er_smalest():
    svar = apning(DAL.difference(box(2000, 0, 2500, 300)), ender(DAL))
    assert svar.strek is not None
    x, y = svar.strek.centroid.coords[0]
    assert 1990 <= x <= 2510
    assert 300 <= y <= 400


def test_en_bukt_er_ikke_en_vei():
    """A side valley wider than the corridor does not make it wider."""
    fri = DAL.difference(box(2000, 0, 2100, 300)).union(box(2000, 400, 3000, 2000))
    svar = apning(fri, ender(DAL))
    assert svar.mest_m <= 2 * 400
    stengt = fri.difference(box(1990, -1, 2000, 2001))
    assert apning(stengt, ender(DAL)).mest_m == 0


def test_timeglass_og_sving():
    glass = Polygon([(0, 0), (1000, 180), (2000, 0), (2000, 400), (1000, 220), (0, 400)])
    minst, mest = aapent(glass)
    assert minst <= 40.0 <= mest + 0.01
    sving = LineString([(0, 0), (2000, 0), (3000, 2500)]).buffer(150)
    minst, mest = aapent(sving)
    assert minst == pytest.approx(300, rel=0.02)
    assert ender(sving).lengde_m == pytest.approx(2000 + np.hypot(1000, 2500), rel=0.02)


def skraa(bredde, fra_grader, til_grader):
    """A valley along x whose ends are cut at an angle to it; its middle is 2 000 m long."""
    halv = bredde / 2
    a, b = (halv / np.tan(np.radians(g)) for g in (fra_grader, til_grader))
    return Polygon([(-a, -halv), (2000 - b, -halv), (2000 + b, halv), (a, halv)])


@pytest.mark.parametrize("vinkler", [(90, 90), (45, 45), (45, 135), (30, 60), (25, 155)])
def test_skraa_ender_gjor_den_ikke_smalere(vinkler):
    """141.42 m wide wherever its ends are cut, and 60 m beside a site that leaves 60 m."""
    dal = skraa(100 * 2**0.5, *vinkler)
    minst, mest = aapent(dal)
    assert minst == pytest.approx(100 * 2**0.5, rel=0.005)
    assert mest == pytest.approx(100 * 2**0.5, rel=0.005)
    oppe = 50 * 2**0.5
    minst, mest = aapent(dal, box(950, oppe - (100 * 2**0.5 - 60), 1050, oppe))
    assert minst <= 60.01
    assert minst >= 59.0
    assert mest <= 60.5


def test_paa_skraa_av_rutenettet_med_spisse_hjorner():
    """A strip 200 m across along the grid that runs at 45°: 200/√2 across its way."""
    dal = Polygon([(0, 0), (200, 0), (1200, 1000), (1000, 1000)])
    assert aapent(dal)[1] == pytest.approx(200 / 2**0.5, rel=0.005)


def test_en_trang_munning_er_ikke_en_skraa_ende():
    """700 m of 100 m before 1 000 m of room, and the room as far as the mouth opens evenly."""
    trang = box(0, 450, 700, 550).union(box(700, 0, 3700, 1000))
    assert aapent(trang)[1] == pytest.approx(100, rel=0.005)
    trakt = Polygon([(0, -50), (5000, -250), (5000, 250), (0, 50)])
    assert aapent(trakt)[1] <= 110


def test_knekt_dal_med_skraa_ender():
    """200 m wide, turns by 63°, one end cut at 45°; a site in its lower half leaves 100 m."""
    midt = LineString([(0, 0), (2000, 0), (3000, 2000)])
    dal = midt.buffer(100, cap_style="flat", join_style="mitre")
    dal = dal.difference(Polygon([(-1, -101), (-1, 101), (200, 101)]))
    assert aapent(dal)[0] == pytest.approx(200, rel=0.005)
    assert aapent(dal, box(1000, -100, 1100, 0))[1] == pytest.approx(100, rel=0.01)


def test_det_som_staar_i_enden_teller():
    assert aapent(DAL, box(220, 0, 280, 300))[1] == pytest.approx(100, abs=3)
    assert aapent(DAL, box(0, 0, 300, 400))[1] == 0


def test_uten_form_er_det_ingen_ender():
    assert ender(Polygon()) is None


@settings(max_examples=8, deadline=None)
@given(
    st.floats(0, 360), st.floats(-5e4, 5e4), st.floats(260, 3600), st.floats(20, 380),
    st.floats(20, 380),
)  # fmt: skip
def test_lovene(vinkel, flytt, x, inn, mer):
    """Turning and moving changes nothing; more in the way never opens it; bounds hold the truth."""
    forut, etter = box(x, -1, x + 60, inn), box(x, -1, x + 60, max(inn, mer))

    def lagt(form):
        return translate(rotate(form, vinkel, origin=(2000, 200)), 6e5 + flytt, 6.9e6)

    dal = lagt(DAL)
    minst, mest = aapent(dal, lagt(forut))
    assert minst <= 400 - inn + 0.01
    assert mest >= 400 - inn - 0.01
    assert aapent(dal, lagt(forut), lagt(etter))[0] <= mest + 0.01
