"""The plan as data: the true file, and every way in which a file can be wrong."""

from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from gis.feil import ParameterFeil
from lag.plan import STATUSER, tolk_plan

PLANFIL = Path(__file__).resolve().parents[2] / "plan.toml"
HODE = '[plan]\nnavn = "Plan"\nperiode = "2015–2022"\nkilde = "oppdiktet"\n'
TILTAK = '[[tiltak]]\nnummer = "1.1a"\ntekst = "Bygge"\nordlyd = "ordrett"\n'


@pytest.fixture(scope="module")
def plan():
    return tolk_plan(PLANFIL.read_text(encoding="utf-8"), "plan.toml")


def test_planen_sier_hvilke_analyser_som_svarer(plan):
    assert plan.per_analyse()["gruve"] == ("3.9a", "3.9b", "5.4")
    numre = {tiltak.nummer for tiltak in plan.tiltak}
    assert {"1.1a", "1.4", "3.2c", "3.9a", "3.9b", "3.10", "4.3", "5.4", "6.2"} <= numre
    assert len(numre) == len(plan.tiltak)


def test_ingen_tekst_utgir_seg_for_planens_egne_ord(plan):
    assert {tiltak.ordlyd for tiltak in plan.tiltak} <= {"forkortet", "uklar"}
    assert all(rad["merknad"] for rad in plan.rader())


def test_kommunen_har_ikke_meldt_status_ennaa(plan):
    assert {tiltak.status for tiltak in plan.tiltak} == {"ikke meldt"}


def test_radene_er_tekst_i_filens_rekkefolge(plan):
    rader = plan.rader()
    assert [rad["nummer"] for rad in rader] == [tiltak.nummer for tiltak in plan.tiltak]
    assert len({tuple(rad) for rad in rader}) == 1
    assert all(isinstance(verdi, str) for rad in rader for verdi in rad.values())


def test_tvil_staar_i_merknaden():
    tekst = HODE + TILTAK.replace("ordrett", "uklar") + 'uverifisert = ["stedet", "fristen"]\n'
    (rad,) = tolk_plan(tekst, "p.toml").rader()
    assert rad["merknad"] == "Planens tekst er uklar i kilden. Uverifisert: stedet; fristen."


def test_tiltaket_er_laast():
    (tiltak,) = tolk_plan(HODE + TILTAK, "p.toml").tiltak
    assert tiltak.rad()["merknad"] == ""
    with pytest.raises(FrozenInstanceError):
        tiltak.status = "fullført"


@pytest.mark.parametrize("status", STATUSER)
def test_kommunen_forer_status(status):
    (tiltak,) = tolk_plan(f'{HODE}{TILTAK}status = "{status}"\n', "p.toml").tiltak
    assert tiltak.status == status


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        (
            HODE + TILTAK + 'frits = "2014"',
            "ukjent nøkkel «tiltak nr. 1, frits». Mente du «frist»?",
        ),
        (HODE.replace("navn", "navm"), "Mente du «navn»?"),
        (HODE + '[maal]\na = "b"\n', "ukjent nøkkel «maal». Gyldige er: plan, tiltak."),
        (HODE + TILTAK + TILTAK, "p.toml: tiltak med samme nummer: 1.1a."),
        (HODE + TILTAK.replace("1.1a", "en"), "må være et nummer som «1.4» eller «1.1a»"),
        (HODE + TILTAK + 'frist = "snart"', "må være et årstall i hermetegn, eller tom"),
        (HODE + TILTAK + 'status = "ferdig"', "'fullført' eller 'utgått'"),
        (HODE + TILTAK.replace('tekst = "Bygge"\n', ""), "nøkkelen «tiltak nr. 1, tekst» mangler"),
        (HODE + TILTAK.replace("Bygge", " "), "«tiltak nr. 1, tekst» har en verdi"),
        (TILTAK, "nøkkelen «plan» mangler"),
        ("[plan", "p.toml: ikke gyldig TOML"),
    ],
)
def test_feil_i_filen_stanser_med_navnet_paa_nokkelen(tekst, melding):
    with pytest.raises(ParameterFeil) as feil:
        tolk_plan(tekst, "p.toml")
    assert melding in str(feil.value)
    assert str(feil.value).startswith("p.toml: ")


def test_alle_feil_meldes_samtidig():
    tekst = HODE + TILTAK.replace("1.1a", "en") + 'frits = "2014"\n'
    with pytest.raises(ParameterFeil) as feil:
        tolk_plan(tekst, "p.toml")
    assert len(str(feil.value).splitlines()) == 2


def test_en_plan_som_er_gaatt_ut_sier_det(plan):
    assert "2015–2022 (utløpt)." in plan.merknad(date(2026, 1, 1))
    assert "(utløpt)" not in plan.merknad(date(2022, 12, 31))


def test_aarshjulet_har_fire_ledd_eller_ingen():
    hode = HODE + 'aarshjul = ["a", "b", "c"]\n'
    with pytest.raises(ParameterFeil, match="fire ledd"):
        tolk_plan(hode + TILTAK, "p.toml")
    assert tolk_plan(HODE + TILTAK, "p.toml").aarshjul == ()


def test_status_med_dato_bevis_og_lag():
    (tiltak,) = tolk_plan(
        HODE + TILTAK + 'status = "påbegynt"\nstatus_dato = 2026-11-01\nbevis = "Sak 1"\n'
        'lag = ["myr"]\n',
        "p.toml",
    ).tiltak
    assert (tiltak.status_dato, tiltak.bevis, tiltak.lag) == (date(2026, 11, 1), "Sak 1", ("myr",))
