"""Verdensarv by hand: a ridge hides one area and shows another; parts, layers and fallbacks."""

from functools import partial

import numpy as np
import pytest
from shapely import Point

from analyser.felles.arv.delomraader import DEL_AV, JORD, OFFISIELL, TILNAERMET, UKJENT
from analyser.felles.arv.tabeller import KJERNE, KLASSEORD, SKJULT, SYNLIG, UVISST
from analyser.verdensarv import ANALYSE
from gis.rutenett import Rutenett
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.kultur import (
    CIRCUMFERENSEN,
    FREDEDE_BYGNINGER,
    KULTURMILJOER,
    SEFRAK,
    VERDENSARV,
)
from lag.katalog.landbruk import DYRKA_JORD
from lag.katalog.plan import (
    AREALINNSPILL,
    BOLIGTOMTER,
    HENSYNSSONER,
    REGULERINGSPLANER,
)

X0, Y0 = 600_000.0, 6_900_000.0


@pytest.fixture(scope="module")
def brettet(tomt_brett, lag_data, rute, prikk):
    """Flat land at 600 m with a ridge of 700 m along x = 5 km; the town lies west of it."""
    hoyder = np.full((100, 100), 600.0, dtype=np.float32)
    hoyder[:, 50] = 700.0
    lagene = [
        lag_data(TERRENG, raster=Rutenett(hoyder, X0, Y0 + 10_000, 100.0, 25832)),
        lag_data(STEDSNAVN, [prikk(2050, 5050), prikk(1050, 9050)],
                 navn=["Bergstaden (sentrum)", "Storwartz"]),
        lag_data(
            VERDENSARV,
            [rute(1500, 4500, 2500, 5500), rute(900, 8900, 1300, 9300), rute(0, 0, 10_000, 9900)],
            navn=["Røros bergstad", "Gruvene utenfor Røros bergstad", "Circumferensen"],
            sone=["kjerne", "kjerne", "buffer"], vernetype=["WHS"] * 3,
        ),
        lag_data(DYRKA_JORD, [rute(2400, 5000, 2600, 5100)]),
        lag_data(
            AREALINNSPILL,
            [rute(2000, 4600, 2100, 4700), rute(3000, 5000, 3200, 5200),
             rute(7000, 5000, 7200, 5200)],
            navn=["I byen", "På sletta", "Bak åsen"],
        ),
        lag_data(KULTURMILJOER, [rute(3000, 5000, 3100, 5100)], kategori=["M-FRED"]),
    ]  # fmt: skip

    return partial(tomt_brett, ANALYSE, *lagene)


@pytest.fixture(scope="module")
def svaret(brettet):
    return brettet()


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def test_synligheten_skiller(svaret):
    saker = tabell(svaret, "saker").set_index("navn")
    assert saker.loc["I byen", "svar"] == KLASSEORD[KJERNE]
    assert saker.loc["I byen", "kjerne_daa"] == pytest.approx(10)
    assert saker.loc["På sletta", "svar"] == KLASSEORD[SYNLIG]
    assert saker.loc["På sletta", "synlig"] == 100
    assert "Bergstaden" in saker.loc["På sletta", "fra"]
    assert saker.loc["På sletta", "avstand_m"] == pytest.approx(500)
    assert saker.loc["På sletta", "lag"] == "Fredete kulturmiljøer (§ 20)"
    assert saker.loc["Bak åsen", "svar"] == KLASSEORD[SKJULT]
    assert list(saker.index) == ["I byen", "På sletta", "Bak åsen"]
    assert "99,0" in svaret.svar.replace("\u00a0", " ")


def test_planen_heter_det_den_heter(brettet, lag_data, rute):
    resultat = brettet(
        lag_data(BOLIGTOMTER, [rute(3000, 3000, 3100, 3100), rute(3200, 3000, 3300, 3100)],
                 planid=["P1", "P2"]),
        lag_data(REGULERINGSPLANER, [rute(3000, 3000, 3100, 3100)], planid=["P1"], navn=["Øra"]),
    )  # fmt: skip
    assert {"Øra", "plan P2"} <= set(tabell(resultat, "saker")["navn"])


def test_hoyere_bygg_ses_over_aasen(brettet):
    """The ridge rises 100 m; from 3 km off, a mast of 400 m two kilometres behind shows."""
    saker = tabell(brettet(parametre={"hoyde_m": 400}), "saker").set_index("navn")
    assert saker.loc["Bak åsen", "svar"] == KLASSEORD[SYNLIG]


def test_kartet_viser_hva_som_ses_og_hva_ingen_vet(svaret, brettet, lag_data, ukjent_data):
    """West of the ridge all is seen from the town; the table counts the same ground."""
    laget = svaret.kartlag[0]
    assert laget.navn == "synlig" and laget.merkefelt == "merke"
    flater = laget.data.set_index("klasse").geometry
    assert "-1" not in flater
    i_vest, bak = Point(X0 + 3100, Y0 + 5100), Point(X0 + 7100, Y0 + 5100)
    assert flater["2"].covers(i_vest) and not flater.intersects(bak).any()
    syn = tabell(svaret, "synsfelt").set_index("punkt")
    alt = flater.area.sum() / 1000
    assert syn.loc["minst ett av punktene", "synlig_daa"] == pytest.approx(alt, rel=0.03)
    assert syn.loc["Bergstaden", "kjent_daa"] == pytest.approx(100_000)
    assert np.isnan(syn.loc["Nordgruvefeltet", "synlig_daa"])  # no such place in the register
    uten = brettet(ukjent_data(TERRENG)).kartlag[0].data
    assert list(uten["klasse"]) == ["-1"]
    assert uten.geometry.iloc[0].area == pytest.approx(100e6)


def test_bak_ukjent_terreng_er_synligheten_ikke_kjent(brettet, lag_data):
    """A gap in the terrain along x = 6 km: nobody knows what is seen beyond it."""
    hoyder = np.full((100, 100), 600.0, dtype=np.float32)
    hoyder[:, 60] = np.nan
    terreng = lag_data(TERRENG, raster=Rutenett(hoyder, X0, Y0 + 10_000, 100.0, 25832))
    resultat = brettet(terreng)
    saker = tabell(resultat, "saker").set_index("navn")
    assert saker.loc["Bak åsen", "svar"] == KLASSEORD[UVISST]
    assert saker.loc["På sletta", "svar"] == KLASSEORD[SYNLIG]
    flater = resultat.kartlag[0].data.set_index("klasse").geometry
    assert flater["-1"].covers(Point(X0 + 7100, Y0 + 5100))
    assert flater.area.sum() == pytest.approx(100e6, rel=1e-9)


def test_delomraadene_har_hver_sin_flate(svaret):
    deler = tabell(svaret, "delomraader").set_index("id")
    assert list(deler.index) == [
        "bergstaden", "jordbruk", "storwartz", "nordgruva", "femundshytta", "vinterleden",
    ]  # fmt: skip
    assert deler.loc["bergstaden", "grunnlag"] == OFFISIELL
    assert deler.loc["bergstaden", "areal_daa"] == pytest.approx(1000)  # not the mines
    assert deler.loc["jordbruk", "grunnlag"] == JORD
    assert deler.loc["jordbruk", "areal_daa"] == pytest.approx(10)  # the part within the core
    assert deler.loc["storwartz", "grunnlag"] == DEL_AV
    assert deler.loc["vinterleden", "grunnlag"] == UKJENT
    assert np.isnan(deler.loc["vinterleden", "saker"])
    assert deler["regel"].is_unique
    assert any("Delområder uten flate" in setning for setning in svaret.ukjent)


def test_uten_offisiell_flate_er_alt_tilnaermet(brettet, ukjent_data, lag_data):
    resultat = brettet(ukjent_data(VERDENSARV), ukjent_data(CIRCUMFERENSEN))
    deler = tabell(resultat, "delomraader").set_index("id")
    assert deler.loc["storwartz", "grunnlag"] == TILNAERMET
    assert resultat.svar.startswith("Verdensarvområdet er ikke kjent")
    lag = tabell(resultat, "regellag")
    assert lag["lag"].str.contains("tilnærmet").any()
    assert any("tegnet som sirkel (tilnærmet)" in setning for setning in resultat.ukjent)
    tomt = brettet(lag_data(VERDENSARV), lag_data(CIRCUMFERENSEN))
    assert any("tegnet som sirkel (tilnærmet)" in setning for setning in tomt.ukjent)


def test_lagene_staar_hver_for_seg(brettet, lag_data, rute, prikk):
    resultat = brettet(
        lag_data(KULTURMILJOER, [rute(0, 0, 100, 100), rute(0, 0, 200, 100)],
                 kategori=["M-FRED", "M-TRE"]),
        lag_data(SEFRAK, [prikk(50, 50), prikk(60, 60)]),
        lag_data(HENSYNSSONER, [rute(0, 0, 300, 100)], kode=["H570_3"]),
        lag_data(VERDENSARV, [rute(1500, 4500, 2500, 5500), rute(-9000, 0, -8000, 1000)],
                 navn=["Røros bergstad", "Femundshytta"], sone=["kjerne"] * 2),
        lag_data(FREDEDE_BYGNINGER, dekning=rute(0, 0, 0, 0)),  # something was set aside
        lag_data(STEDSNAVN),
    )  # fmt: skip
    lag = tabell(resultat, "regellag").set_index("lag")
    assert lag.loc["Fredete kulturmiljøer (§ 20)", "areal_daa"] == pytest.approx(10)
    assert lag.loc["Tette trehusmiljøer", "areal_daa"] == pytest.approx(20)
    assert lag.loc["Hensynssone kulturmiljø (H570)", "areal_daa"] == pytest.approx(30)
    assert lag.loc["SEFRAK-bygninger", "antall"] == 2
    kjerner = lag.loc["Kjerneområder"]  # Femundshytta lies in another municipality
    assert (kjerner["antall"], kjerner["areal_daa"]) == (1, pytest.approx(1000))
    assert lag.loc["Fredete bygninger", "svar"] == "ikke kartlagt"
    assert lag.loc["Circumferensen, buffersonen", "svar"] == "ikke kjent"
    assert np.isnan(lag.loc["Circumferensen, buffersonen", "areal_daa"])
    assert lag.loc["NB!-områder", "svar"] in ("ikke kartlagt", "ikke treff")
    assert "koden er ikke sett" in lag.loc["NB!-områder", "sikkerhet"]


def test_attributtene_har_tomt_felt_og_ingen_dom(svaret):
    data = tabell(svaret, "attributter")
    assert set(data["vurdering"]) == {""}
    assert set(data["navn"]) == {"I byen", "På sletta"}
    utsyn = data[(data["navn"] == "På sletta")]
    assert set(utsyn["attributt"]) == {"Utsyn fra og til Bergstaden"}
    assert len(utsyn) == 4


def test_ukjent_terreng_gir_ikke_skjult(brettet, ukjent_data):
    resultat = brettet(ukjent_data(TERRENG))
    saker = tabell(resultat, "saker").set_index("navn")
    assert saker.loc["Bak åsen", "svar"] == KLASSEORD[UVISST]
    assert any("Synlighet er ikke kjent" in setning for setning in resultat.ukjent)
