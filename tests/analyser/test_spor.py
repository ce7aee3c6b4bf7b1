"""The trace, the unknown, and how numbers are written."""

from dataclasses import replace
from datetime import date

import pytest
from shapely import Polygon

from analyser.felles.modell import Status
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import (
    antall,
    daa,
    dato,
    meter,
    oppramsing,
    prosent,
    tall,
    verste,
)


def test_kildene_staar_i_fast_rekkefolge(grunnlag, lagpost, lag_data, rute):
    b, a = lagpost("b"), replace(lagpost("a"), uverifisert=("koden",), noyaktighet_m=2.0)
    gitt = grunnlag([a, b], lag_data(a, [rute(0, 0, 1, 1)]))
    spor = kildebruk(gitt, [b, a, b])
    assert [k.lag for k in spor] == ["a", "b"]
    assert (spor[0].status, spor[0].antall, spor[0].noyaktighet) == ("hentet", 1, "± 2,0 m")
    assert spor[0].merknader == ("Uverifisert: koden.",)
    assert spor[1].status == "ikke kjent"
    assert spor[1].merknader == ("Ikke kjent: tjenesten svarte ikke",)
    navngitt = replace(lagpost("c"), navngitt=True)
    assert kildebruk(grunnlag([a, navngitt]), [a, navngitt])[0].lag == "c"


def test_hver_mangel_faar_en_setning(grunnlag, lagpost, lag_data, rute):
    ukjent, hel, halv, delvis = (lagpost(navn) for navn in ("ukjent", "hel", "halv", "delvis"))
    gitt = grunnlag(
        [ukjent, hel, halv, delvis],
        lag_data(hel),
        lag_data(halv, dekning=rute(0, 0, 5000, 10_000)),
        lag_data(delvis, dekning=Polygon()),
    )
    assert ukjent_tekster(gitt, [ukjent, hel, halv, delvis]) == (
        "«Prøvelag ukjent» er ikke kjent: tjenesten svarte ikke.",
        "«Prøvelag halv» er kartlagt i 50\u00a0% av kommunen; utenfor er svaret «ikke kartlagt» "
        "der laget ikke har treff.",
        "Ikke fullstendig kartlagt, så svaret er «ikke kartlagt» der laget ikke har treff: "
        "«Prøvelag delvis».",
    )


def test_gamle_data_nevnes(grunnlag, lagpost, lag_data):
    post = lagpost()
    gitt = grunnlag([post], lag_data(post), dato=date(2028, 1, 1))
    assert ukjent_tekster(gitt, [post]) == (
        "Hentet for lenge siden til å regnes som oppdatert: «Prøvelag prove» (20.11.2026).",
    )


@pytest.mark.parametrize(
    ("skrevet", "ventet"),
    [
        (tall(1234567.891, 2), "1 234 567,89"),
        (tall(-0.04, 1), "0,0"),
        (tall(-12.0), "-12"),
        (tall(float("nan")), "–"),
        (daa(12_345), "12,3 daa"),
        (daa(0), "0,0 daa"),
        (daa(3), "< 0,1 daa"),
        (prosent(0.5), "50 %"),
        (prosent(0.0001), "< 1 %"),
        (prosent(0.9999), "> 99 %"),
        (prosent(1.0), "100 %"),
        (meter(349.6), "350 m"),
        (meter(12_340), "12,3 km"),
        (antall(1, "område", "områder"), "1 område"),
        (antall(0, "område", "områder"), "0 områder"),
        (oppramsing(["a"]), "a"),
        (oppramsing(["a", "b", "c"]), "a, b og c"),
        (dato("2026-11-04T10:00:00Z"), "4.11.2026"),
        (daa(100.0), "0,1 daa"),
        (daa(999.0, 0), "< 1 daa"),
        (prosent(0.0), "0 %"),
        (prosent(0.01), "1 %"),
        (prosent(0.99), "99 %"),
        (prosent(0.9999, 1), "> 99,9 %"),
        (meter(999.0), "999 m"),
        (meter(1000.0), "1,0 km"),
        (oppramsing([]), ""),
        (oppramsing(["a", "b"]), "a og b"),
    ],
)
def test_tall_paa_norsk(skrevet, ventet):
    assert skrevet.replace("\u00a0", " ") == ventet


def test_verste_svar():
    assert verste([Status.IKKE_TREFF, Status.IKKE_KARTLAGT]) is Status.IKKE_KARTLAGT
    assert verste([Status.IKKE_KJENT, Status.IKKE_KARTLAGT]) is Status.IKKE_KJENT
    assert verste([Status.IKKE_KJENT, Status.TREFF]) is Status.TREFF
    assert verste([]) is Status.IKKE_KJENT
