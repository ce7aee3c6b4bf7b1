"""The rules are data with a source each, and the municipality's word goes first."""

import re
from datetime import date

import pytest

from analyser.felles.regler import (
    ALLE,
    EGET_VALG,
    REGELVERSJON,
    REGLER,
    bruk,
    gjeldende,
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
