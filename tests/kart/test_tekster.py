"""The words of every language: what is asked for is there, and none says more than it may."""

import ast
import json
import re
from datetime import date
from pathlib import Path

import pytest

from gis.feil import ParameterFeil
from gis.kilder.fil import les_pakketekst
from kart.oversetting import NAVN, stykker
from kart.sideskript import FELLES, KARTDELER
from kart.tekster import (
    BOKMAAL,
    ENGELSK,
    SPRAAK,
    dag,
    merket,
    merket_navn,
    ordbok,
    oversatt,
    paa_spraak,
    setning,
    spraaket,
    t,
    tekster,
)

FORBUDT = (
    "ingen konflikt", "konfliktfri", "trygt å bygge", "godkjent for", "tapt beite",
    "no conflict", "conflict-free", "safe to build", "approved for", "lost pasture",
)  # fmt: skip
IKKE_AVKLART = {BOKMAAL: "ikke det samme som avklart", ENGELSK: "not the same as cleared"}
KART = Path(__file__).resolve().parents[2] / "kart"
SKRIPT = "\n".join(les_pakketekst("kart.maler", f"js/{navn}.js") for navn in KARTDELER)
SATT_SAMMEN = ("setning.", "status.", "betyr.", "tiltak.", "type.", "utfall.")
"""Beginnings of keys that the script puts together."""


@pytest.mark.parametrize("spraak", SPRAAK)
def test_alle_ordene_finnes_og_ingen_er_til_overs(spraak):
    ord_ = tekster(spraak)
    brukt = set(re.findall(r"'([a-zæøå-]+(?:\.[a-z-]+)?)'", SKRIPT)) & set(ord_)
    faste = set(re.findall(r"\bt\('([^']+)'", SKRIPT))
    assert faste <= set(ord_)
    assert {n for n in ord_ if not n.startswith(SATT_SAMMEN)} <= brukt | faste
    for status in ("treff", "mulig", "ikke kjent", "ikke kartlagt", "ikke treff"):
        assert {f"setning.{status}", f"status.{status}", f"betyr.{status}"} <= set(ord_)


@pytest.mark.parametrize("spraak", SPRAAK)
def test_ordene_lover_ikke_noe(spraak):
    alt = json.dumps([dict(tekster(spraak)), dict(ordbok(spraak))], ensure_ascii=False).lower()
    assert not [ord_ for ord_ in FORBUDT if ord_ in alt]
    assert IKKE_AVKLART[spraak] in tekster(spraak)["setning.ikke treff"]


def _navn(tekst: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", tekst))


@pytest.mark.parametrize("spraak", SPRAAK)
def test_hvert_spraak_har_de_samme_ordene_som_bokmaal(spraak):
    kilde, egne = tekster(BOKMAAL), tekster(spraak)
    assert set(egne) == set(kilde)
    assert {n: _navn(v) for n, v in egne.items()} == {n: _navn(v) for n, v in kilde.items()}
    for fra, til in ordbok(spraak).items():
        assert _navn(fra) == _navn(til)
        numre = [int(n) for n in re.findall(r"[#@](\d)", til)]
        assert til.count("#") <= fra.count("#") or numre, fra
        assert til.count("~") == fra.count("~"), fra
        assert "@" not in til or "@" in fra, fra


def _faste_setninger() -> set[str]:
    """Every text that is written in the code and given to `t` or `setning`."""
    funnet = set()
    for fil in KART.glob("*.py"):
        tre = ast.parse(fil.read_text(encoding="utf-8"))
        konstanter = {
            navn.id: del_.value.value
            for del_ in tre.body
            if isinstance(del_, ast.Assign) and isinstance(del_.value, ast.Constant)
            for navn in del_.targets
            if isinstance(navn, ast.Name)
        }
        for del_ in ast.walk(tre):
            if isinstance(del_, ast.Call) and getattr(del_.func, "id", "") in {"t", "setning"}:
                ledd = del_.args[0]
                verdi = (
                    ledd.value
                    if isinstance(ledd, ast.Constant)
                    else konstanter.get(getattr(ledd, "id", ""))
                )
                funnet |= {verdi} if isinstance(verdi, str) else set()
    return funnet


@pytest.mark.parametrize("spraak", [s for s in SPRAAK if s != BOKMAAL])
def test_alt_siden_selv_sier_er_oversatt(spraak):
    faste = _faste_setninger()
    assert len(faste) > 50
    with paa_spraak(spraak):
        assert not [tekst for tekst in faste if oversatt(tekst) is None]


def test_setninger_oversettes_uansett_tall_og_navn():
    with paa_spraak(ENGELSK):
        assert spraaket() == ENGELSK
        assert t("«Flomsoner» er kartlagt i 12,5 % av kommunen; utenfor er svaret «ikke kartlagt» "
                 "der laget ikke har treff.") == (
            "“Flood zones” is mapped in 12.5 % of the municipality; outside that the answer is "
            "“not mapped” where the layer has no hit."
        )  # fmt: skip
        assert t("8 av 8 navngitte kartlag er hentet, med 6\u00a0177 objekter i alt.") == (
            "8 of 8 named map layers have been fetched, with 6,177 features in all."
        )
        assert t("Øra # 3 ligger delvis utenfor kommunen: 1\u00a0080,5 daa.") == (
            "Øra # 3 lies partly outside the municipality: 1,080.5 daa."
        )
        assert setning("1.1a") == "1.1a"
        assert setning("Noe nytt <b>") == '<span lang="nb">Noe nytt &lt;b&gt;</span>'
        assert dag("2026-01-31") == "31 January 2026"
    assert spraaket() == BOKMAAL
    assert setning("Noe nytt") == "Noe nytt"
    assert dag(date(2026, 1, 31)) == "31.1.2026"


def test_ukjent_spraak_stopper():
    with pytest.raises(ParameterFeil, match="sma"):
        tekster("sma")


@pytest.mark.parametrize("navn", (*FELLES, *KARTDELER))
def test_skriptdelene_er_smaa_og_bruker_ikke_markup(navn):
    tekst = les_pakketekst("kart.maler", f"js/{navn}.js")
    assert tekst.count("\n") <= 300
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|localStorage", tekst
    )


@pytest.mark.parametrize(
    ("bokmaal", "engelsk"),
    [
        ("Kalvingsland (vårbeite, kode 1)", "Calving land (spring pasture, code 1)"),
        ("sommer, høst og vinter", "summer, autumn and winter"),
        ("januar–april og juni–august; brukstid ikke oppgitt",
         "January–April and June–August; time of use not stated"),
        ("Innsjøer: sone på 50 m 1\u00a0012,5 daa; Flyttlei < 0,1 daa",
         "Lakes: zone of 50 m 1,012.5 daa; Migration route < 0.1 daa"),
        ("flyttlei, nærmere midtlinja i europa-, riks- eller fylkesveg enn 50 m og verneområde",
         "migration route, nearer the centre line of a European, national or county road than 50 m"
         " and protected area"),
        ("Øvre Øra og Nedre Øra: utviklet", None),
    ],
)  # fmt: skip
def test_tekster_settes_sammen_av_kjente_deler(bokmaal, engelsk):
    with paa_spraak(ENGELSK):
        assert oversatt(bokmaal) == engelsk


def test_navn_og_hull_er_merket_hver_for_seg():
    with paa_spraak(ENGELSK, {"Innsjøen"}):
        assert setning("Innsjøen") == '<span lang="nb" translate="no">Innsjøen</span>'
        assert setning("Ukjent ting her. Dette er ikke en konsekvensutredning.") == (
            '<span lang="nb">Ukjent ting her.</span> This is not an impact assessment.'
        )
        assert setning("\ue000falsk\ue001 <b>") == '<span lang="nb">falsk &lt;b&gt;</span>'
        assert merket_navn("Øra (omtrentlig plassert)") == "\ue000Øra\ue001 (approximately placed)"


def test_merknaden_om_sted_staar_utenfor_navnet():
    steder = ("Stormoen (omtrentlig plassert)", "Øra (omtrentlig plassert) B21")
    navn = {*steder, "Ås (omtrentlig plassert) 2"}
    with paa_spraak(ENGELSK, navn):
        assert list(stykker(merket("Stormoen (omtrentlig plassert)"))) == [
            (NAVN, "Stormoen"), ("", " (approximately placed)"),
        ]  # fmt: skip
        assert list(stykker(merket("Øra (omtrentlig plassert) B21"))) == [
            (NAVN, "Øra"), ("", " (approximately placed) "), (NAVN, "B21"),
        ]  # fmt: skip
        assert list(stykker(merket("Ås (omtrentlig plassert) 2"))) == [
            (NAVN, "Ås"), ("", " (approximately placed) 2"),
        ]  # fmt: skip
