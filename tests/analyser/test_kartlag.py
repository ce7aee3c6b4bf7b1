"""The named layers: counted, drawn, and honest about what was not fetched."""

import pytest

from analyser.kartlag import ANALYSE, KREVER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import BOLIGTOMTER


def test_de_aatte_navngitte_staar_forst_i_rekken():
    assert sum(post.navngitt for post in KREVER) == 8
    assert all(post.navngitt or post.del_av for post in KREVER)


def test_overlapp_telles_en_gang(grunnlag, lag_data, rute):
    bolig = lag_data(BOLIGTOMTER, [rute(0, 0, 100, 100), rute(50, 0, 150, 100)])
    resultat = ANALYSE.kjor(grunnlag(KREVER, bolig))
    rad = resultat.tabeller[0].data.set_index("tittel").loc[BOLIGTOMTER.tittel]
    assert rad["objekter"] == 2
    assert rad["i_kommunen_daa"] == pytest.approx(15.0)
    assert resultat.svar.startswith("1 av 8 navngitte kartlag er hentet, med 2\u00a0objekter")
    assert "Ikke kjent: «Verdensarv»" in resultat.svar


def test_fiber_tegnes_i_ruter_aldri_per_bygg(grunnlag, lag_data, prikk):
    """Six buildings in one square, two in another: the two are not shown."""
    steder = [prikk(10 + n, 10) for n in range(6)] + [prikk(5000, 10), prikk(5001, 10)]
    svar = ["ja", "nei", None, "ja", "ja", "ja", "nei", "nei"]
    fiber = lag_data(FIBERDEKNING, steder, har_fiber=svar)
    laget = ANALYSE.kjor(grunnlag(KREVER, fiber)).kartlag[0]
    tall = laget.data[["status", "adresser", "med", "uten", "ukjent"]]
    assert tall.to_numpy().tolist() == [["noen er uten tilbud", 6, 4, 1, 1]]


@pytest.mark.parametrize(
    ("svar", "status"),
    [
        (["ja"] * 6, "alle har tilbud"),
        (["ja"] * 5 + [None], "noen har tilbud, resten er ikke kjent"),
        (["nei"] * 6, "alle er uten tilbud"),
        (["nei"] * 5 + [None], "noen er uten tilbud"),
        ([None] * 6, "ikke kjent"),
    ],
)
def test_alle_er_alle(grunnlag, lag_data, prikk, svar, status):
    fiber = lag_data(FIBERDEKNING, [prikk(10 + n, 10) for n in range(6)], har_fiber=svar)
    assert list(ANALYSE.kjor(grunnlag(KREVER, fiber)).kartlag[0].data["status"]) == [status]


def test_rettighetshaveren_er_ikke_med(grunnlag, lag_data, rute):
    gruve = lag_data(GRUVEINTERESSER, [rute(0, 0, 10, 10)], rettighetshaver=["Eksempel AS"])
    laget = ANALYSE.kjor(grunnlag(KREVER, gruve)).kartlag[0]
    assert "rettighetshaver" not in laget.data
