"""The rules are data with a source each, and the municipality's word goes first."""

import math
import re
from datetime import date

import pytest

from analyser.felles.regler import (
    ALLE,
    EGET_VALG,
    REGELVERSJON,
    REGLER,
    TERSKLER,
    bruk,
    gjeldende,
    gjeldende_terskler,
    utvalgte,
)
from gis.feil import ParameterFeil
from lag.katalog import KATALOG


@pytest.mark.parametrize("regel", REGLER, ids=lambda r: r.id)
def test_regelen_er_hel(regel):
    assert re.fullmatch(r"[a-z0-9_]+", regel.id)
    assert regel.lag in KATALOG
    assert KATALOG[regel.lag].geometri != "raster"
    assert regel.hjemmel and regel.kilde and regel.tekst
    assert regel.formaal and set(regel.formaal) <= set(ALLE)
    assert regel.avstand_m >= 0
    date.fromisoformat(regel.gyldig_fra)
    kolonner = {k.navn: k for k in KATALOG[regel.lag].kolonner}
    assert set(regel.utvalg) <= set(kolonner)
    if regel.avstand_m:
        assert f"{regel.avstand_m:g} m" in regel.tekst


def test_id_er_unik_og_versjonen_en_dato():
    assert len({regel.id for regel in REGLER}) == len(REGLER)
    assert date.fromisoformat(REGELVERSJON)


def test_aktsomhet_utelukker_aldri():
    """A caution area means «must be studied», not «no»."""
    for regel in REGLER:
        if regel.lag in ("flom_aktsomhet", "skred_jord_flom", "steinsprang", "snoskred"):
            assert regel.type == "advarer"
            assert "må utredes" in regel.tekst


def test_reindriftens_saerverdier_er_aldri_myke():
    typer = {regel.lag: regel.type for regel in REGLER}
    assert {typer[navn] for navn in ("flyttlei", "oppsamlingsomraade", "kalvingsland")} == {
        "utelukker"
    }


def test_det_ingen_har_kontrollert_er_uverifisert():
    for regel in REGLER:
        if "ikke kontrollert" in regel.kilde:
            assert regel.merke == "uverifisert"


def test_formaal_velger_regler(kommune):
    bolig = {regel.id for regel in gjeldende(kommune(), "bolig")}
    raastoff = {regel.id for regel in gjeldende(kommune(), "raastoff")}
    assert "hensynssoner_rod_stoy" in bolig - raastoff
    assert "bygninger_raastoff" in raastoff - bolig
    assert gjeldende(kommune()) == REGLER


def test_kommunens_valg_gaar_foran(kommune):
    valgt = kommune(regel={"innsjoer": {"avstand_m": 50, "type": "utelukker"}})
    regel = next(r for r in gjeldende(valgt, "fritid") if r.id == "innsjoer")
    assert (regel.avstand_m, regel.type, regel.merke) == (50.0, "utelukker", "kommunens valg")
    assert "50 m" in regel.tekst
    assert bruk(regel).versjon == EGET_VALG
    urort = next(r for r in gjeldende(valgt) if r.id == "elver")
    assert bruk(urort).versjon == REGELVERSJON


@pytest.mark.parametrize(
    ("valg", "hint"),
    [
        ({"innsjo": {"avstand_m": 50}}, "Mente du «innsjoer»"),
        ({"innsjoer": {"avstnd_m": 50}}, "Mente du «avstand_m»"),
        ({"innsjoer": {"avstand_m": -1}}, "tall i meter"),
        ({"innsjoer": {"avstand_m": True}}, "tall i meter"),
        ({"innsjoer": {"type": "forby"}}, "utelukker"),
        ({"innsjoer": {"tekst": " "}}, "tekst"),
    ],
)
def test_ukjente_valg_stopper(kommune, valg, hint):
    with pytest.raises(ParameterFeil, match=hint):
        gjeldende(kommune(regel=valg), "bolig")


def test_ukjent_formaal_stopper(kommune):
    with pytest.raises(ParameterFeil, match="«bolig»"):
        gjeldende(kommune(), "boliger")


def test_utvalget_kjenner_planens_skrivemaater(lag_data, rute):
    regel = next(r for r in REGLER if r.id == "hensynssoner_fare")
    koder = ["H310", "H310_2", "320", "H570", None, "H3100"]
    soner = lag_data(KATALOG["hensynssoner"], [rute(i, 0, i + 1, 1) for i in range(6)], kode=koder)
    assert list(utvalgte(regel, soner).data["kode"].fillna("uten")) == [
        "H310", "H310_2", "320", "uten",
    ]  # fmt: skip
    assert len(soner.data) == 6


@pytest.mark.parametrize("regel", TERSKLER, ids=lambda r: r.id)
def test_terskelen_er_hel_og_aldri_en_utelukkelse_fra_hukommelsen(regel):
    assert re.fullmatch(r"[a-z0-9_]+", regel.id)
    assert regel.lag == "" or regel.lag in KATALOG
    assert regel.hjemmel and regel.kilde and regel.tekst
    assert regel.formaal and set(regel.formaal) <= set(ALLE)
    assert regel.merke != "uverifisert" or regel.type != "utelukker"
    assert ("ikke kontrollert" in regel.kilde) <= (regel.merke == "uverifisert")
    assert list(regel.trinn) == sorted(regel.trinn)
    assert not regel.trinn or regel.trinn[-1] == regel.terskel


def test_id_er_unik_ogsaa_for_tersklene():
    ider = [regel.id for regel in (*REGLER, *TERSKLER)]
    assert len(set(ider)) == len(ider)


def test_alle_tersklene_kan_overstyres_av_kommunen(kommune):
    valg = {"helning_bolig_bratt": {"terskel": 4, "type": "utelukker"},
            "naerhet_veg": {"trinn": [100, 300]}, "skoggrense": {"minste_andel": 0.1}}  # fmt: skip
    nye = {regel.id: regel for regel in gjeldende_terskler(kommune(regel=valg))}
    bratt, veg = nye["helning_bolig_bratt"], nye["naerhet_veg"]
    assert (bratt.terskel, bratt.type, bratt.merke) == (4.0, "utelukker", "kommunens valg")
    assert bratt.tekst.endswith("(kommunens terskel: 1:4)")
    assert (veg.trinn, veg.terskel) == ((100.0, 300.0), 300.0)
    assert nye["skoggrense"].minste_andel == 0.1
    assert bruk(bratt).versjon == EGET_VALG
    assert bruk(nye["stoy_fly_gul"]).terskel == 52.0


@pytest.mark.parametrize(
    ("valg", "hint"),
    [
        ({"naerhet_veg": {"avstand_m": 5}}, "Bruk «trinn»"),
        ({"naerhet_veg": {"terskel": 300}}, "Bruk «trinn»"),
        ({"skoggrense": {"avstand_m": 5}}, "Bruk «terskel»"),
        ({"naerhet_veg": {"trinn": ["nær", "fjern"]}}, "stigende"),
        ({"helning_bolig": {"terskel": 0}}, "over 0"),
        ({"innsjoer": {"avstand_m": math.nan}}, "0 eller mer"),
        ({"naerhet_veg": {"trinn": [500, 200]}}, "stigende"),
        ({"skoggrense": {"minste_andel": 1.5}}, "mindre enn 1"),
        ({"skoggrense": {"terskel": "høyt"}}, "moh."),
        ({"innsjoer": {"bare_i": "kommuneplann"}}, "Mente du «kommuneplan»"),
        ({"innsjoer": {"bare_i": "elver"}}, "ikke flater"),
        ({"innsjoer": {"unntatt_i": "hensynssoner: kod=H560"}}, "Mente du «kode»"),
        ({"innsjoer": {"unntatt_i": 3}}, "må være et lag"),
    ],
)
def test_gale_terskler_og_vilkaar_stopper(kommune, valg, hint):
    with pytest.raises(ParameterFeil, match=hint):
        gjeldende(kommune(regel=valg))
