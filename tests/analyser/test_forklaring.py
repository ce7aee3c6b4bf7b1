"""Explanations by hand: the strip to cut, the edge to move, what each rule keeps alone."""

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analyser.felles.endringer import flyttet, klippet
from analyser.felles.utfall import ADVARER, UTELUKKER, UTEN_REGEL
from gis.geometri import felles, uten
from lag.katalog import KATALOG
from lag.katalog.natur import NATURVERN
from lag.katalog.reindrift import FLYTTLEI
from lag.katalog.samferdsel import JERNBANE


def maater(sted):
    return {f.maate: f for f in sted.forklaringer}


def test_klipp_og_flytt_er_silt_paa_nytt(sil, lag_data, rute):
    vern = lag_data(NATURVERN, [rute(70, -50, 300, 300)])
    sted = sil([(rute(0, 0, 100, 100), "bolig")], vern).steder[0]
    assert sted.utfall == UTELUKKER
    dem = maater(sted)
    for maate in ("klipp", "flytt grensen"):
        assert dem[maate].utfall_etter == UTEN_REGEL
        assert dem[maate].mistet_daa == pytest.approx(3.0, abs=0.02)
        assert dem[maate].beholdt_daa == pytest.approx(7.0, abs=0.02)
    assert "Flytt grensen i øst 30 m innover" in dem["flytt grensen"].tekst.replace("\u00a0", " ")
    assert "forvaltningsmyndighet" in dem["avklar"].tekst
    igjen = sil([(dem["klipp"].geometri, "bolig")], vern).steder[0]
    assert igjen.utfall == dem["klipp"].utfall_etter


def test_byggegrense_fra_bane_klippes_med_avstand(sil, lag_data, rute, strek):
    """A railway 10 m off: 20 m of the site lie within 30 m."""
    bane = lag_data(JERNBANE, [strek((-500, -10), (900, -10))], dekning=rute(0, 0, 10_000, 10_000))
    sted = sil([(rute(0, 0, 100, 100), "bolig")], bane).steder[0]
    klipp = maater(sted)["klipp"]
    assert klipp.mistet_daa == pytest.approx(2.0, abs=0.02)
    assert klipp.utfall_etter != UTELUKKER
    assert "Bane NOR" in maater(sted)["avklar"].tekst


def test_helt_utelukket_kan_bare_avklares(sil, lag_data, rute):
    vern = lag_data(NATURVERN, [rute(-50, -50, 300, 300)])
    sted = sil([(rute(0, 0, 100, 100), "bolig")], vern).steder[0]
    assert [f.maate for f in sted.forklaringer] == ["avklar"]
    assert "Ingen mindre utgave" in sted.forklaringer[0].tekst


def test_skyld_alene_og_sammen(sil, lag_data, rute):
    """Naturvern takes 70–100, flyttlei 60–80: 2 daa and 1 daa alone, 1 daa together."""
    vern = lag_data(NATURVERN, [rute(70, -50, 300, 300)])
    lei = lag_data(FLYTTLEI, [rute(60, -50, 80, 300)])
    sted = sil([(rute(0, 0, 100, 100), "bolig")], vern, lei).steder[0]
    assert {s.regler: pytest.approx(s.daa) for s in sted.skyld} == {
        ("naturvern",): 2.0,
        ("flyttlei",): 1.0,
        ("naturvern", "flyttlei"): 1.0,
    }
    assert maater(sted)["klipp"].mistet_daa == pytest.approx(4.0, abs=0.02)


def test_gule_og_graa_steder_forklares_ikke(sil, rute):
    assert sil([(rute(0, 0, 100, 100), "bolig")]).steder[0].forklaringer == ()


@settings(max_examples=40, deadline=None)
@example(midt=(1.5, 0.0), radius=43.0, vinkel=2.75)
@given(
    st.tuples(*[st.floats(-40, 140)] * 2), st.floats(2, 80), st.floats(0, 6.3),
)  # fmt: skip
def test_endret_form_er_klar_av_det_tatte(midt, radius, vinkel):
    """Whatever is taken: both shapes lie in the site, clear of it, and the cut loses least."""
    sted = shapely.affinity.rotate(shapely.box(0, 0, 100, 60), vinkel, use_radians=True)
    tatt = shapely.Point(midt).buffer(radius).intersection(sted)
    if tatt.is_empty:
        return
    klipp, flytting = klippet(sted, tatt), flyttet(sted, tatt)
    for form in (klipp, *([flytting.form] if flytting else [])):
        assert uten(form, sted).area < 1e-3
        assert felles(form, tatt).area < 1e-3
    if flytting:
        assert klipp.area >= flytting.form.area - 100.0


def test_rettelse_advarer_etterpaa(sil, lag_data, rute):
    """Cut free of the protected area, the site still lies in a gul zone: it must be studied."""
    vern = lag_data(NATURVERN, [rute(70, -50, 300, 300)])
    soner = lag_data(
        KATALOG["hensynssoner"], [rute(-10, -10, 300, 300)], kode=["H220"],
        dekning=rute(0, 0, 10_000, 10_000),
    )  # fmt: skip
    sted = sil([(rute(0, 0, 100, 100), "bolig")], vern, soner).steder[0]
    assert maater(sted)["klipp"].utfall_etter == ADVARER
