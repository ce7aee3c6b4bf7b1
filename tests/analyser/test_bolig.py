"""Bolig on a board that can be computed by hand."""

from dataclasses import replace

import numpy as np
import pytest

from analyser.bolig import ANALYSE, NEVNT, UTENOM
from analyser.felles.modell import Status
from analyser.felles.tekst import REINDRIFT_VARSEL
from lag.katalog.fare import FLOMSONER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import AREALINNSPILL, BOLIGTOMTER, KOMMUNEPLAN
from lag.katalog.samferdsel import VEGER

FORBUDT = ("ingen konflikt", "trygt", "godkjent", "tapt beite")


@pytest.fixture
def lagene(lag_data, rute, strek, prikk):
    """Gjøsvika (10 daa, one house), Lia (20 daa, half flooded), Moen (6 daa, on Lia)."""
    return [
        lag_data(BOLIGTOMTER, [rute(0, 0, 100, 100), rute(1000, 0, 1200, 100)],
                 navn=["Gjøsvika B1", "Lia"], arealformaal=["1111", "1111"]),
        lag_data(KOMMUNEPLAN, [rute(1140, 0, 1200, 100)], navn=["Moen"], arealformaal=["1110"],
                 arealbruksstatus=["2"]),
        lag_data(AREALINNSPILL, [rute(3000, 0, 3010, 10)], navn=["Lita Søra"], formaal=["bolig"]),
        lag_data(BYGNINGER, [prikk(10, 10)], bygningstype=["111"]),
        lag_data(TEIGER, [rute(0, 0, 40, 50)]),
        lag_data(FLOMSONER, [rute(1000, 0, 1100, 100)], gjentaksintervall=["200"]),
        lag_data(VEGER, [strek((0, 600), (2000, 600))], vegkategori=["F"]),
        lag_data(STEDSNAVN, [prikk(50, 200)], navn=["Senter"], type=["tettsted"]),
    ]  # fmt: skip


def _tabell(resultat, navn="omraader"):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def _grunnlag(grunnlag, lagene):
    return grunnlag(ANALYSE.krever, *lagene)


def test_grunn_og_rekkefolge(grunnlag, lagene):
    rader = _tabell(ANALYSE.kjor(_grunnlag(grunnlag, lagene)))
    assert rader["navn"].tolist() == ["Gjøsvika B1", "Moen", "Lia", "Lita Søra"]
    rader = rader.set_index("navn")
    assert rader.loc["Gjøsvika B1", ["areal_daa", "bebygd_daa", "ledig_daa"]].tolist() == [10, 2, 8]
    assert rader.loc["Lia", ["areal_daa", "utelukket_daa", "ledig_daa"]].tolist() == [20, 10, 10]
    assert rader.loc["Moen", ["areal_daa", "ledig_daa", "boliger"]].tolist() == [6, 6, 4]
    assert rader["nevnt"].tolist() == [NEVNT, UTENOM, UTENOM, UTENOM]
    assert rader["har_plass"].tolist() == ["ja", "ja", "ja", "nei"]
    assert rader.loc["Lia", ["antall_utelukker", "antall_tellende"]].tolist() == [1, 1]
    assert rader["veg_m"].tolist()[:3] == [500, 500, 500]
    assert rader["sentrum"].unique().tolist() == ["Senter"]


def test_svaret_teller_overlapp_en_gang(grunnlag, lagene):
    resultat = ANALYSE.kjor(_grunnlag(grunnlag, lagene))
    # Lia has 10 daa free, Moen's 6 daa lie within them
    assert "2 av 3\u00a0vurderte boligområder utenom Gjøsvika, Gjøsvikmoen og Øra" in resultat.svar
    assert "10\u00a0daa ledig grunn" in resultat.svar
    assert resultat.punkter[-1] == REINDRIFT_VARSEL


def test_fire_svar_telles_per_regel(grunnlag, lagene):
    resultat = ANALYSE.kjor(_grunnlag(grunnlag, lagene))
    regler = _tabell(resultat, "regler")
    assert len(regler) == len(resultat.regler)
    assert (regler[[f"n_{i}" for i in range(len(Status))]].sum(axis=1) == 4).all()
    flom = regler.iloc[0]
    assert (flom["n_0"], flom["n_1"], flom["areal_daa"]) == (1, 3, 10.0)
    myr = regler[regler["lag"].str.startswith("Myr")].iloc[0]
    assert myr["n_3"] == 4 and np.isnan(myr["areal_daa"])


def test_rekkefolgen_i_lagene_er_uten_betydning(grunnlag, lagene):
    snudd = [replace(d, data=d.data.iloc[::-1].reset_index(drop=True)) for d in lagene]
    forste, andre = (ANALYSE.kjor(_grunnlag(grunnlag, dem)) for dem in (lagene, snudd))
    assert forste.svar == andre.svar and forste.punkter == andre.punkter
    for a, b in zip(forste.tabeller, andre.tabeller, strict=True):
        assert a.data.equals(b.data), a.navn
    for a, b in zip(forste.kartlag, andre.kartlag, strict=True):
        assert a.data.drop(columns="geometry").equals(b.data.drop(columns="geometry"))
        assert a.data.geometry.geom_equals(b.data.geometry).all()


def test_alt_ukjent_er_ikke_kjent_og_ikke_null(grunnlag):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever))
    assert resultat.svar.startswith("Ikke kjent")
    assert len(resultat.ukjent) == len(ANALYSE.krever)


def test_ukjente_bygninger_blir_ikke_null(grunnlag, lagene):
    uten = [d for d in lagene if d.post is not BYGNINGER]
    resultat = ANALYSE.kjor(_grunnlag(grunnlag, uten))
    rader = _tabell(resultat)
    assert "ikke kjent" in resultat.svar
    for kolonne in ("bebygd_daa", "ledig_daa", "storste_daa", "boliger", "bygg"):
        assert rader[kolonne].isna().all(), kolonne
    assert (rader["har_plass"] == "ikke kjent").all()
    assert not any(k.navn == "ledig" for k in resultat.kartlag)


def test_ingen_omraader_sier_hva_som_er_hentet(grunnlag, lag_data):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, lag_data(BOLIGTOMTER), lag_data(BYGNINGER)))
    assert "har ingen områder for bolig" in resultat.svar
    assert "Kommuneplanens arealdel" in resultat.svar


def test_parametre_styrer(grunnlag, lagene):
    g = _grunnlag(grunnlag, lagene)
    resultat = ANALYSE.kjor(g, {"minste_flate_daa": "0,05", "nevnte_steder": "Lia"})
    rader = _tabell(resultat).set_index("navn")
    assert (rader["har_plass"] == "ja").all()
    assert rader.index[rader["nevnt"] == NEVNT].tolist() == ["Lia"]


def test_ordlyd(grunnlag, lagene):
    resultat = ANALYSE.kjor(_grunnlag(grunnlag, lagene))
    tekst = " ".join([resultat.svar, *resultat.punkter, *(t.forklaring for t in resultat.tabeller)])
    assert "ikke det samme som avklart" in tekst
    assert "areal i kartplanet, EPSG:25832" in tekst
    assert not any(ord_ in tekst.lower() for ord_ in FORBUDT)


def test_forbehold_nevner_det_som_ikke_er_kjent(grunnlag, lagene):
    uten = [d for d in lagene if d.post is not KOMMUNEPLAN]
    svar = ANALYSE.kjor(_grunnlag(grunnlag, uten)).svar
    assert "Forbehold: Kommuneplanens arealdel: arealformål" in svar
    assert FLOMSONER.tittel not in svar
