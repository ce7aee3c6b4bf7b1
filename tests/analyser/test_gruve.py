"""Gruve by hand: rights in force and expired, against others and one another."""

from dataclasses import replace
from datetime import date

import pytest

from analyser.felles.bergrett import AKTIV, SNART, UTLOPT, UVISST
from analyser.gruve import ANALYSE, KREVER
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import HENSYNSSONER


@pytest.fixture
def kjor(grunnlag, lag_data, rute):
    """Run on a board where every layer is mapped whole and empty, but for `lagene`."""
    alt = rute(0, 0, 10_000, 10_000)

    def bygg(*lagene, parametre=None, **valg):
        alle = {post.navn: lag_data(post, dekning=alt) for post in KREVER}
        alle |= {data.post.navn: data for data in lagene}
        return ANALYSE.kjor(grunnlag(KREVER, *alle.values(), **valg), parametre)

    return bygg


@pytest.fixture
def retter(lag_data, rute):
    """Four rights of 10 daa; the first two share 5 daa, the fourth lies half outside."""
    return lag_data(
        GRUVEINTERESSER,
        [
            rute(0, 0, 100, 100),
            rute(50, 0, 150, 100),
            rute(500, 0, 600, 100),
            rute(-50, 500, 50, 600),
        ],
        lokalid=["R-1", "R-2", "R-3", "R-4"],
        navn=["Nord", "Sør", None, "Vest"],
        type=["UN", "UT", "UN", "UN"],
        rettighetshaver=["Hemmelig AS"] * 4,
        utstedt=["2020-01-01", None, "2015-01-01", "2025-01-01"],
        forfall=["2028-11-24", "2027-01-01", "2022-01-01", None],
        mineral=["kobber", "sink", None, None],
    )


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def celle(resultat, interesse, part):
    par = tabell(resultat, "par")
    return par[(par["interesse"] == interesse) & (par["utvikling"] == part)].iloc[0]


def test_rettighetene_for_haand(kjor, retter):
    resultat = kjor(retter)
    data = tabell(resultat, "rettigheter").set_index("id")
    assert list(data["status"]) == [AKTIV, SNART, UTLOPT, UVISST]
    assert list(data["type"])[:2] == ["undersøkelsesrett", "utvinningsrett"]
    assert data.loc["R-1", "aar_igjen"] == pytest.approx(2.0, abs=0.01)
    assert data.loc["R-3", "aar_igjen"] < 0
    assert data.loc["R-3", "navn"] == "R-3"
    assert data.loc["R-4", "areal_daa"] == pytest.approx(10.0)
    assert data.loc["R-4", "i_kommunen_daa"] == pytest.approx(5.0)
    assert data.loc["R-2", "utstedt"] == ""
    assert "3 bergrettigheter i kraft (1 uten oppgitt forfall) dekker 20,0 daa" in (
        resultat.svar.replace("\u00a0", " ")
    )


def test_overlappende_rettigheter(kjor, retter):
    par = tabell(kjor(retter), "overlappende")
    assert par.to_dict("records") == [{"id": "R-1", "med": "R-2", "felles_daa": 5.0}]


def test_mot_verdensarv_uten_dobbelttelling(kjor, retter, lag_data, rute):
    arv = lag_data(
        VERDENSARV,
        [rute(0, 0, 1000, 100), rute(-5000, -5000, 9000, 9000)],
        sone=["kjerne", "buffer"],
        vernetype=["WHS", "WHS"],
    )
    resultat = kjor(retter, arv)
    assert celle(resultat, "verdensarv", "i_kraft")["areal_daa"] == pytest.approx(15.0)
    assert celle(resultat, "verdensarv", "utlopt")["areal_daa"] == pytest.approx(10.0)
    assert celle(resultat, "verdensarv_buffer", "i_kraft")["areal_daa"] == pytest.approx(20.0)
    overlapp = {k.navn: k for k in resultat.kartlag}["overlapp"].data
    assert "i_kraft × verdensarv" in set(overlapp["id"])
    assert "i_kraft × verdensarv_buffer" not in set(overlapp["id"])


def test_bygninger_og_drikkevann(kjor, retter, lag_data, prikk, rute):
    resultat = kjor(
        retter,
        lag_data(BYGNINGER, [prikk(75, 50), prikk(120, 50), prikk(5000, 50)]),
        lag_data(HENSYNSSONER, [rute(0, 0, 50, 50), rute(0, 50, 50, 100)], kode=["H110", "H310"]),
    )
    assert celle(resultat, "bygninger", "i_kraft")["antall_objekter"] == 2
    assert celle(resultat, "drikkevann", "i_kraft")["areal_daa"] == pytest.approx(2.5)


def test_dagen_avgjor(kjor, retter):
    senere = kjor(retter, dato=date(2030, 1, 1))
    assert list(tabell(senere, "rettigheter")["status"]) == [UTLOPT, UTLOPT, UTLOPT, UVISST]
    vid = kjor(retter, parametre={"snart_aar": "3"})
    assert next(iter(tabell(vid, "rettigheter")["status"])) == SNART


def test_rettighetshaver_slipper_ikke_ut(kjor, retter):
    resultat = kjor(retter)
    for ramme in (*(t.data for t in resultat.tabeller), *(k.data for k in resultat.kartlag)):
        assert "rettighetshaver" not in ramme
        assert not ramme.astype(str).eq("Hemmelig AS").any(axis=None)


def test_rettigheter_utenfor_er_ikke_med(kjor, lag_data, rute):
    ute = lag_data(GRUVEINTERESSER, [rute(-500, 0, -400, 100)], type=["UN"], forfall=[None])
    resultat = kjor(ute)
    assert tabell(resultat, "rettigheter").empty
    assert resultat.svar.startswith("0\u00a0bergrettigheter i kraft")


def test_ukjent_register_sies(kjor, ukjent_data, retter):
    resultat = kjor(ukjent_data(GRUVEINTERESSER))
    assert resultat.svar == "Gruveinteressene er ikke kjent: tjenesten svarte ikke."
    assert set(tabell(resultat, "par")["status"]) == {"ikke kjent"}


def test_rekkefolgen_i_kilden_er_likegyldig(kjor, retter):
    snudd = replace(retter, data=retter.data.iloc[::-1])
    for en, to in zip(kjor(retter).tabeller, kjor(snudd).tabeller, strict=True):
        assert en.data.equals(to.data)
