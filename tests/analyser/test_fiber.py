"""Fiber on a board that can be computed by hand."""

from dataclasses import replace

import pytest

from analyser.fiber import ANALYSE, JA, NEI, UKJENT
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER


@pytest.fixture
def lagene(lag_data, prikk):
    """Vika: 3 addresses, 1 with, 1 without (100 m off), 1 unknown. Lia: 2 without, 1 a cabin."""
    xer = [0, 100, 200, 5000, 5300]
    punkter = [prikk(x, 0) for x in xer]
    numre = [str(x) for x in xer]
    return [
        lag_data(ADRESSER, punkter, adressetekst=[f"Vegen {x}" for x in xer],
                 gardsnummer=["7"] * 5, bruksnummer=["1", "2", "3", "4", None]),
        lag_data(BYGNINGER, punkter, bygningsnummer=numre,
                 bygningstype=["111", "111", "111", "161", "111"]),
        lag_data(FIBERDEKNING, punkter, bygningsnummer=numre,
                 har_fiber=["ja", "nei", None, "nei", "nei"], maalt=["2026-06-30"] * 5),
        lag_data(FIBERNODER, [prikk(0, 300)], navn=["Node A"]),
        lag_data(STEDSNAVN, [prikk(0, 10), prikk(5000, 10)], navn=["Vika", "Lia"],
                 type=["grend", "tettsted"]),
    ]  # fmt: skip


def _tabell(resultat, navn):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def test_grend_for_grend(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene))
    grender = _tabell(resultat, "grender").set_index("grend")
    assert grender.index.tolist() == ["Lia", "Vika"]
    assert grender.loc["Vika", ["adresser", "uten", "med", "ukjent"]].tolist() == [3, 1, 1, 1]
    assert grender.loc["Lia", ["adresser", "uten", "uten_fritid", "med"]].tolist() == [2, 2, 1, 0]
    assert grender.loc["Vika", "andel_prosent"] == 50.0
    assert grender.loc["Lia", "dekket_m"] == 5150.0
    assert resultat.svar == (
        "3 av 5\u00a0adresser er uten tilbud om fiber, 1 har tilbud, og for 1 er svaret ikke "
        "kjent; flest uten er det i Lia (2) og Vika (1)."
    )


def test_adressene_uten_med_avstander(grunnlag, lagene):
    uten = _tabell(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene)), "adresser_uten")
    assert uten["navn"].tolist() == ["Vegen 5000", "Vegen 5300", "Vegen 100"]
    assert uten["dekket_m"].tolist() == [5000.0, 5300.0, 100.0]
    assert uten["node_m"].iloc[2] == pytest.approx(100_000**0.5)
    assert uten["gnr_bnr"].tolist() == ["7/4", "7", "7/2"]
    assert uten["bygg"].tolist() == ["fritidsbygg", "annet bygg", "annet bygg"]


def test_kartet_har_tre_svar(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene))
    laget = next(k for k in resultat.kartlag if k.navn == "adresser")
    assert laget.data["fiber"].tolist() == [JA, NEI, UKJENT, NEI, NEI]
    assert {k.verdi for k in laget.klasser} == {JA, NEI, UKJENT}


@pytest.mark.parametrize("mangler", [FIBERDEKNING, ADRESSER])
def test_ukjent_kilde_er_ikke_kjent(grunnlag, lagene, mangler):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *(d for d in lagene if d.post is not mangler)))
    assert resultat.svar.startswith("Ikke kjent")
    assert _tabell(resultat, "adresser_uten").empty
    grender = _tabell(resultat, "grender")
    assert grender[["uten", "med", "andel_prosent"]].isna().all(axis=None)


def test_uten_noder_og_bygninger(grunnlag, lagene):
    faa = [d for d in lagene if d.post not in (FIBERNODER, BYGNINGER)]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *faa))
    uten = _tabell(resultat, "adresser_uten")
    assert len(uten) == 3 and uten["node_m"].isna().all()
    assert set(uten["bygg"]) == {UKJENT}


def test_alt_ukjent(grunnlag):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever))
    assert resultat.svar.startswith("Ikke kjent")
    assert len(resultat.ukjent) == len(ANALYSE.krever)


def test_rekkefolgen_i_lagene_er_uten_betydning(grunnlag, lagene):
    snudd = [replace(d, data=d.data.iloc[::-1].reset_index(drop=True)) for d in lagene]
    forste, andre = (ANALYSE.kjor(grunnlag(ANALYSE.krever, *dem)) for dem in (lagene, snudd))
    assert (forste.svar, forste.punkter) == (andre.svar, andre.punkter)
    for a, b in zip(forste.tabeller, andre.tabeller, strict=True):
        assert a.data.equals(b.data), a.navn
