"""Konflikt by hand: shared ground is counted once, and silence is never peace."""

import numpy as np
import pytest

from analyser.felles.modell import Status
from analyser.felles.tekst import REINDRIFT_VARSEL
from analyser.konflikt import ANALYSE, KREVER, VERN
from lag.katalog import KATALOG
from lag.katalog.kultur import FREDEDE_BYGNINGER, VERDENSARV
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import BOLIGTOMTER, HENSYNSSONER, KOMMUNEPLAN
from lag.katalog.reindrift import FLYTTLEI, REINBEITE, TREKKLEI


@pytest.fixture
def kjor(grunnlag, lag_data, rute):
    """Run on a board where every layer is mapped whole and empty, but for `lagene`."""
    alt = rute(0, 0, 10_000, 10_000)

    def bygg(*lagene, parametre=None, **valg):
        alle = {post.navn: lag_data(post, dekning=alt) for post in KREVER}
        alle |= {data.post.navn: data for data in lagene}
        return ANALYSE.kjor(grunnlag(KREVER, *alle.values(), **valg), parametre)

    return bygg


def celle(resultat, interesse, utvikling):
    par = resultat.tabeller[1].data
    return par[(par["interesse"] == interesse) & (par["utvikling"] == utvikling)].iloc[0]


def ord_i_matrisen(resultat, tittel, utvikling):
    matrise = resultat.tabeller[0].data
    return matrise.set_index("interesse").loc[tittel, utvikling].replace("\u00a0", " ")


@pytest.fixture
def boliger(lag_data, rute):
    """Two housing areas that overlap: 15 daa of ground in all."""
    return lag_data(
        BOLIGTOMTER,
        [rute(0, 0, 100, 100), rute(50, 0, 150, 100)],
        dekning=rute(0, 0, 10_000, 10_000),
    )


def test_overlapp_telles_en_gang(kjor, boliger, lag_data, rute):
    vern = lag_data(NATURVERN, [rute(0, 0, 120, 100), rute(0, 0, 60, 100)])
    resultat = kjor(boliger, vern)
    par = celle(resultat, "naturvern", "boligtomter")
    assert par["areal_daa"] == pytest.approx(12.0)
    assert par["andel_prosent"] == pytest.approx(80.0)
    assert (par["antall_omraader"], par["antall_objekter"]) == (2, 2)
    assert ord_i_matrisen(resultat, "Naturvernområder", "boligtomter") == "12,0 daa"
    assert "Naturvernområder og Boligområder i reguleringsplan: 12,0" in resultat.svar.replace(
        "\u00a0", " "
    )


def test_bare_grunn_i_kommunen_teller(kjor, lag_data, rute):
    hel = rute(0, 0, 10_000, 10_000)
    over = lag_data(BOLIGTOMTER, [rute(-100, 0, 100, 100)], dekning=hel)
    resultat = kjor(over, lag_data(NATURVERN, [rute(-500, -500, 500, 500)]))
    assert celle(resultat, "naturvern", "boligtomter")["areal_daa"] == pytest.approx(10.0)


def test_linjer_og_punkter_har_egne_maal(kjor, boliger, lag_data, strek, prikk):
    resultat = kjor(
        boliger,
        lag_data(TREKKLEI, [strek((-50, 50), (500, 50))]),
        lag_data(FREDEDE_BYGNINGER, [prikk(10, 10), prikk(60, 10), prikk(900, 10)]),
    )
    lei = celle(resultat, "trekklei", "boligtomter")
    assert lei["lengde_m"] == pytest.approx(150.0)
    assert np.isnan(lei["areal_daa"])
    assert celle(resultat, "fredede_bygninger", "boligtomter")["antall_objekter"] == 2
    assert ord_i_matrisen(resultat, "Fredede bygninger", "boligtomter") == "2 objekter"


def test_svarene_er_fire_og_aldri_ro(kjor, boliger, lag_data, ukjent_data, rute):
    resultat = kjor(boliger, ukjent_data(VERDENSARV), lag_data(NATURVERN, [rute(900, 0, 950, 50)]))
    assert ord_i_matrisen(resultat, "Verdensarv utenom buffersonen", "boligtomter") == "ikke kjent"
    assert ord_i_matrisen(resultat, "Naturvernområder", "boligtomter") == "ikke treff"
    assert set(resultat.tabeller[1].data["status"]) <= {status.value for status in Status}
    uten = kjor(boliger, lag_data(NATURVERN, dekning=rute(0, 0, 75, 100)))
    assert ord_i_matrisen(uten, "Naturvernområder", "boligtomter") == "ikke kartlagt"


def test_tomt_utviklingslag_uten_dekning_er_ikke_kartlagt(kjor, lag_data):
    resultat = kjor(lag_data(BOLIGTOMTER))
    assert ord_i_matrisen(resultat, "Naturvernområder", "boligtomter") == "ikke kartlagt"


def test_reindriften_i_distriktet(kjor, boliger, lag_data, rute):
    distrikt = lag_data(REINBEITE, [rute(0, 0, 120, 100)], navn=["Prøve"], navn_samisk=["Sijte"])
    resultat = kjor(boliger, distrikt)
    for post in VERN:
        if post.tema == "reindrift":
            assert celle(resultat, post.navn, "boligtomter")["status"] == "treff"
    assert ord_i_matrisen(resultat, FLYTTLEI.tittel, "boligtomter") == (
        "innenfor Sijte (Prøve); ingen registrert særverdi"
    )
    assert any("tiltak 5.4" in punkt and "12,0" in punkt for punkt in resultat.punkter)
    assert resultat.punkter[-1] == REINDRIFT_VARSEL


def test_utlopte_rettigheter_er_ingen_utvikling(kjor, lag_data, rute):
    retter = lag_data(
        GRUVEINTERESSER,
        [rute(0, 0, 100, 100), rute(200, 0, 300, 100), rute(400, 0, 500, 100)],
        type=["UN", "UN", "UT"],
        forfall=["2026-11-23", "2026-11-24", None],
    )
    resultat = kjor(retter, lag_data(NATURVERN, [rute(0, 0, 1000, 1000)]))
    assert celle(resultat, "naturvern", "gruveinteresser")["areal_daa"] == pytest.approx(20.0)


def test_kommuneplanen_deles_i_framtid_og_naatid(kjor, lag_data, rute):
    plan = lag_data(
        KOMMUNEPLAN,
        [rute(0, 0, 100, 100), rute(200, 0, 300, 100), rute(400, 0, 500, 100)],
        arealformaal=["1110", "1120", "5100"],
        arealbruksstatus=["1", "2", "2"],
        dekning=rute(0, 0, 10_000, 10_000),
    )
    vern = lag_data(NATURVERN, [rute(0, 0, 1000, 1000)])
    framtid = kjor(plan, vern)
    assert celle(framtid, "naturvern", "kommuneplan_framtidig")["areal_daa"] == pytest.approx(10.0)
    begge = kjor(plan, vern, parametre={"med_naavaerende": "ja"})
    assert celle(begge, "naturvern", "kommuneplan_naavaerende")["areal_daa"] == pytest.approx(10.0)


def test_bare_vernende_hensynssoner_teller(kjor, boliger, lag_data, rute):
    soner = lag_data(
        HENSYNSSONER,
        [rute(0, 0, 10, 100), rute(20, 0, 40, 100), rute(60, 0, 100, 100)],
        kode=["H310", "H570_1", "H720"],
        dekning=rute(0, 0, 10_000, 10_000),
    )
    assert celle(kjor(boliger, soner), "hensynssoner", "boligtomter")["areal_daa"] == pytest.approx(
        6.0
    )


def test_kartet_viser_det_som_deles(kjor, boliger, lag_data, rute):
    resultat = kjor(boliger, lag_data(NATURVERN, [rute(0, 0, 120, 100), rute(500, 0, 501, 1)]))
    overlapp = {k.navn: k for k in resultat.kartlag}["overlapp"].data
    assert list(overlapp["id"]) == ["boligtomter × naturvern"]
    assert overlapp["areal_daa"].iloc[0] == pytest.approx(12.0)
    assert overlapp.area.iloc[0] == pytest.approx(12_000)


def test_alle_vernelag_er_med():
    assert set(VERN) == {post for post in KATALOG.values() if post.rolle == "vern"}
