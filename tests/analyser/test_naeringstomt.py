"""Naeringstomt on a board that can be computed by hand."""

import pytest

from analyser.naeringstomt import ANALYSE
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import AREALINNSPILL, NAERINGSTOMTER
from lag.katalog.samferdsel import VEGER


@pytest.fixture
def lagene(lag_data, rute, strek, prikk):
    """Three areas of 10 daa: empty, one built plot of two, and built all over."""
    return [
        lag_data(NAERINGSTOMTER,
                 [rute(0, 0, 100, 100), rute(200, 0, 300, 100), rute(400, 0, 500, 100)],
                 navn=["Tom", "Halv", "Full"], arealformaal=["1300"] * 3),
        lag_data(AREALINNSPILL, [rute(800, 0, 900, 50)], navn=["Nytt"], formaal=["naering"]),
        lag_data(TEIGER,
                 [rute(0, 0, 100, 92), rute(0, 92, 100, 100), rute(200, 0, 250, 100),
                  rute(250, 0, 300, 100), rute(400, 0, 450, 100), rute(450, 0, 500, 100)],
                 matrikkelnummer=["1/1", "1/2", "1/3", "1/4", "1/5", "1/6"]),
        lag_data(BYGNINGER, [prikk(225, 50), prikk(425, 50), prikk(475, 50)],
                 bygningstype=["211"] * 3),
        lag_data(VEGER, [strek((-10, 100), (110, 100))], vegkategori=["K"]),
    ]  # fmt: skip


def _tabell(resultat, navn="omraader"):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def test_tilstand_og_svar(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene))
    rader = _tabell(resultat).set_index("navn")
    assert rader["tilstand"].to_dict() == {
        "Tom": "ledig", "Halv": "delvis bebygd", "Full": "bebygd", "Nytt": "ledig",
    }  # fmt: skip
    assert rader.loc["Halv", ["bebygd_daa", "ledig_daa"]].tolist() == [5, 5]
    assert rader.loc["Tom", ["utelukket_daa", "ledig_daa"]].tolist() == [1.5, 8.5]
    assert rader.loc["Tom", "vegklasse"] == "kommunal veg"
    assert resultat.svar.startswith(
        "Av 3\u00a0regulerte næringsområder er 1 ledige, 1 delvis bebygd og 1 bebygd; til sammen "
        "har de 14\u00a0daa"
    )


def test_ledige_tomter(grunnlag, lagene):
    tomter = _tabell(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene)), "tomter")
    # 1/2 (0.8 daa) lies wholly within 15 m of the road; 1/4 is free; the built ones are not
    assert tomter["matrikkelnummer"].tolist() == ["1/1", "1/4"]
    assert tomter["areal_daa"].tolist() == [9.2, 5.0]
    assert tomter["ledig_daa"].tolist() == [8.5, 5.0]


def test_smaa_tomter_skilles_ut(grunnlag, lagene):
    uten_veg = [d for d in lagene if d.post is not VEGER]
    tomter = _tabell(ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten_veg)), "tomter")
    assert dict(zip(tomter["matrikkelnummer"], tomter["storrelse"], strict=True)) == {
        "1/1": "stor", "1/2": "småverksted", "1/4": "stor",
    }  # fmt: skip


def test_ukjente_bygninger(grunnlag, lagene):
    uten = [d for d in lagene if d.post is not BYGNINGER]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten))
    assert "ikke kjent" in resultat.svar
    assert set(_tabell(resultat)["tilstand"]) == {"ikke kjent"}
    assert _tabell(resultat, "tomter").empty
    assert any("enkelttomter" in p for p in resultat.punkter)


def test_alt_ukjent(grunnlag):
    assert ANALYSE.kjor(grunnlag(ANALYSE.krever)).svar.startswith("Ikke kjent")


def test_ukjente_regulerte_omraader_blir_ikke_null(grunnlag, lagene):
    uten = [d for d in lagene if d.post is not NAERINGSTOMTER]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten))
    assert "er ikke kjent" in resultat.svar and "1\u00a0annet område er vurdert" in resultat.svar
    assert any("enkelttomter" in p for p in resultat.punkter)
