"""Hytte on a board that can be computed by hand."""

import numpy as np
import pytest

from analyser.felles.tekst import REINDRIFT_VARSEL
from analyser.hytte import ANALYSE
from gis.rutenett import Rutenett
from lag.katalog.grunnlag import TERRENG
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import AREALINNSPILL, HYTTEOMRAADER
from lag.katalog.reindrift import FLYTTLEI, KALVINGSLAND, OPPSAMLINGSOMRAADE, REINBEITE

FLAT, FJELL, KJERNE, FLYTT, LITE = "Flat", "Fjell", "Kjerne", "Flytt", "Lite"


@pytest.fixture
def lagene(lag_data, rute, prikk):
    """Four areas of 160 daa, one of 10: high, in the core, on a migration route, and plain."""
    steder = [rute(x, 1000, x + 400, 1400) for x in (0, 2000, 4000, 6000)]
    hoyder = np.full((100, 100), 700, dtype=np.float32)
    hoyder[:, 20:40] = 900.0
    terreng = Rutenett(hoyder, 600_000.0, 6_910_000.0, 100.0, 25832)
    return [
        lag_data(HYTTEOMRAADER, [*steder, rute(8000, 0, 8100, 100)],
                 navn=[FLAT, FJELL, KJERNE, FLYTT, LITE], arealformaal=["1120"] * 5),
        lag_data(AREALINNSPILL),
        lag_data(TERRENG, raster=terreng),
        lag_data(VERDENSARV, [rute(4000, 1000, 4100, 1100), rute(0, 0, 7000, 2000)],
                 sone=["kjerne", "buffer"]),
        lag_data(REINBEITE, [rute(6000, 0, 9000, 9000)], navn=["Nord"], navn_samisk=[None]),
        lag_data(FLYTTLEI, [rute(6000, 1000, 6100, 1400)]),
        lag_data(OPPSAMLINGSOMRAADE), lag_data(KALVINGSLAND),
        lag_data(BYGNINGER, [prikk(200, 1200), prikk(700, 1200), prikk(201, 1200)],
                 bygningstype=["161", "163", "111"]),
    ]  # fmt: skip


def _rader(resultat):
    return resultat.tabeller[0].data.set_index("navn")


def test_tall_for_hvert_omraade(grunnlag, lagene):
    rader = _rader(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene)))
    assert rader["over_prosent"].to_dict() == {
        FLAT: 0.0, FJELL: 100.0, KJERNE: 0.0, FLYTT: 0.0, LITE: 0.0,
    }  # fmt: skip
    assert rader.loc[FJELL, "moh"] == 900.0
    assert rader["verdensarv"].to_dict() == {
        FLAT: "buffersone", FJELL: "buffersone", KJERNE: "kjerneområde", FLYTT: "buffersone",
        LITE: "ikke treff",
    }  # fmt: skip
    assert rader.loc[KJERNE, "kjerne_m"] == 0.0 and rader.loc[FJELL, "kjerne_m"] == 1600.0
    assert rader.loc[FLAT, ["hytter", "hytter_naer"]].tolist() == [1.0, 2.0]
    assert rader.loc[FLYTT, ["saerverdi", "utelukket_daa"]].tolist() == ["treff", 40.0]
    assert rader.loc[FLYTT, "reindrift"].startswith("innenfor Nord; treff: flyttlei")
    assert rader.loc[LITE, "reindrift"].startswith("innenfor Nord; ikke kjent: ")
    assert rader.loc[FJELL, ["nye_lav", "nye_hoy"]].tolist() == [112, 160]


def test_rekkefolge_skoggrense_og_storrelse(grunnlag, lagene):
    rader = _rader(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene)))
    rang = rader["rang"].to_dict()
    assert rang[FLAT] < rang[FJELL] < rang[FLYTT] < rang[LITE]
    assert rader["har_plass"].to_dict()[LITE] == "nei"


def test_svar_og_reindrift(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene))
    assert resultat.svar.startswith("4 av 5\u00a0hytteområder har minst 100 daa ledig flate, og 2 ")
    assert resultat.punkter[-1] == REINDRIFT_VARSEL
    assert "2 av 5\u00a0områder ligger innenfor et reinbeitedistrikt, og 1 har grunn over 850" in (
        " ".join(resultat.punkter)
    )


def test_skoggrensen_er_en_regel_med_merke(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene), {"skoggrense_moh": 950})
    regel = next(r for r in resultat.regler if r.id == "skoggrense")
    assert regel.merke == "uverifisert" and "950 moh." in regel.tekst
    assert (_rader(resultat)["over_prosent"] == 0).all()


def test_uten_terreng_er_hoyden_ikke_kjent(grunnlag, lagene):
    med = _rader(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene)))
    uten = [d for d in lagene if d.post is not TERRENG]
    rader = _rader(ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten)))
    assert rader[["moh", "over_prosent", "bratt_prosent"]].isna().all(axis=None)
    for navn in rader.index:
        assert rader.loc[navn, "antall_ikke_kjent"] == med.loc[navn, "antall_ikke_kjent"] + 1


def test_ukjent_verdensarv_frikjenner_ikke(grunnlag, lagene):
    uten = [d for d in lagene if d.post is not VERDENSARV]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten))
    assert set(_rader(resultat)["verdensarv"]) == {"ikke kjent"}
    assert "om de ligger i verdensarvens kjerneområde, er ikke kjent" in resultat.svar


def test_alt_ukjent(grunnlag):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever))
    assert resultat.svar.startswith("Ikke kjent")
    assert resultat.punkter[-1] == REINDRIFT_VARSEL
