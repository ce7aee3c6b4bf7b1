"""Toy results to draw, and a headless Chromium that lets no foreign host be asked."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from analyser.felles.modell import (
    Kartlag,
    Kildebruk,
    Klasse,
    Kolonneinfo,
    Regelbruk,
    Resultat,
    Status,
    Tabell,
)
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kjoring import Kjoring
from kart.nettkart import bygg
from kart.oppslag import oppslag_i
from kart.ordlyd import REINDRIFT
from kart.publisering import publiser, tegn_side
from lag.modell import Stil
from tests.hjelp.nettleser import Nettleser

FIENDTLIG = '<img src=x onerror="window.__x=1">${window.__x=1}`\'"</script><script>window.__x=1'
"""Text that would run wherever it is taken for markup or script."""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory) -> Iterator[Nettleser]:
    """One browser for all tests; skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    program = program or shutil.which("google-chrome")
    if not program:
        pytest.skip("Chromium er ikke installert")
    nettleser = Nettleser(program, tmp_path_factory.mktemp("chromium"))
    yield nettleser
    nettleser.lukk()


@pytest.fixture
def nettleser(chromium) -> Iterator[Nettleser]:
    """Open pages with `nettleser.aapne(sti)`; after the test every page must be clean."""
    yield chromium
    sider = list(chromium.sider.values())
    try:
        for side in sider:
            side.krev_ren()
    finally:
        for side in sider:
            side.lukk()


# -- a toy run ------------------------------------------------------------------------------

ROD = Stil(farge="#b23300", skravur="45")
BLAA = Stil(farge="#0070c0", skravur="rutenett")
GUL = Stil(farge="#ffe500", dekkevne=0.8)
GRONN = Stil(farge="#1b7a3d", kant="#1b7a3d", tykkelse_px=3.0, strek="8 4")
X0, Y0 = 620_000.0, 6_940_000.0


@pytest.fixture(scope="session")
def leketoykommune() -> Kommune:
    """A municipality of 10 × 8 km."""
    return Kommune(
        nummer="5025", navn="Røros", parallellnavn="Plaassje", datakilde="eksempel",
        boks=Utsnitt(X0, Y0, X0 + 10_000, Y0 + 8_000, 25832),
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoygrense():
    """Its area."""
    return box(X0, Y0, X0 + 10_000, Y0 + 8_000)


def _ramme(rader: list[dict], former: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rader, geometry=former, crs=25832)


def _felt(antall: int, tekst: str) -> gpd.GeoDataFrame:
    """`antall` squares in a row, every second one a hit."""
    former = [box(X0 + 500 * i, Y0 + 1000, X0 + 500 * i + 400, Y0 + 1400) for i in range(antall)]
    svar = [Status.TREFF.value, Status.IKKE_KARTLAGT.value]
    rader = [
        {"id": f"f{i}", "navn": f"Felt {i} {tekst}", "svar": svar[i % 2], "areal": 160.0 + i,
         "eier": "Kari Nordmann"}
        for i in range(antall)
    ]  # fmt: skip
    return _ramme(rader, former)


def leketoyresultat(analyse: str, tekst: str = "", antall: int = 15) -> Resultat:
    """A result with areas, lines and points; `tekst` is put into every text field."""
    felt = _felt(antall, tekst)
    kolonner = (
        Kolonneinfo(navn="navn", tittel=f"Navn{tekst}"),
        Kolonneinfo(navn="svar", tittel="Svar", forklaring=f"Etter reglene.{tekst}"),
        Kolonneinfo(navn="areal", tittel="Areal", enhet="daa", desimaler=1, retning="hoy"),
    )
    klasser = (
        Klasse(verdi="treff", tittel=f"Treff{tekst}", stil=ROD),
        Klasse(verdi="ikke kartlagt", tittel=f"Ikke kartlagt{tekst}", stil=BLAA),
        Klasse(verdi="ikke kjent", tittel="Ikke kjent", stil=GUL),
    )
    linjer = _ramme(
        [{"id": "l1", "navn": f"Flyttlei{tekst}"}],
        [LineString([(X0, Y0), (X0 + 4000, Y0 + 6000), (X0 + 9000, Y0 + 7000)])],
    )
    hull = Polygon(
        box(X0 + 6000, Y0 + 3000, X0 + 8000, Y0 + 5000).exterior,
        [box(X0 + 6500, Y0 + 3500, X0 + 7500, Y0 + 4500).exterior],
    )
    punkter = _ramme(
        [{"id": f"p{i}", "navn": f"Adresse {i}{tekst}"} for i in range(4)],
        [Point(X0 + 1000 + 700 * i, Y0 + 3000) for i in range(4)],
    )
    kartlag = (
        Kartlag(
            navn="vern", tittel=f"Vern{tekst}", data=_ramme([{"id": "v1", "navn": tekst}], [hull]),
            klasser=(Klasse(verdi="", tittel=f"Vern{tekst}", stil=GUL),), synlig=False,
        ),
        Kartlag(
            navn="felt", tittel=f"Felt{tekst}", data=felt, klasser=klasser, klassefelt="svar",
            kolonner=kolonner, kildelag=("innspill",), forenkling_m=1.0,
        ),
        Kartlag(
            navn="leier", tittel=f"Leier{tekst}", data=linjer,
            klasser=(Klasse(verdi="", tittel=f"Lei{tekst}", stil=GRONN),),
        ),
        Kartlag(
            navn="adresser", tittel=f"Adresser{tekst}", data=punkter,
            klasser=(Klasse(verdi="", tittel=f"Adresse{tekst}", stil=ROD),),
        ),
    )  # fmt: skip
    tabell = Tabell(
        navn="rangering", tittel=f"Rangering{tekst}", kolonner=kolonner, kartlag="felt",
        data=pd.DataFrame(felt.drop(columns="geometry")), forklaring=f"Best først.{tekst}",
    )  # fmt: skip
    treff = Tabell(
        navn="treff", tittel=f"Treff{tekst}", kartlag="felt",
        kolonner=tuple(
            Kolonneinfo(navn=n, tittel=n.title()) for n in ("lag", "svar", "regel", "type")
        ),
        data=pd.DataFrame(
            [
                {"id": "f0", "lag": "Flomsoner", "svar": "treff", "regel": f"20 m til flom{tekst}",
                 "type": "utelukker"},
                {"id": "f0", "lag": "Myr (AR5)", "svar": "ikke kjent", "regel": None, "type": None},
            ]
        ),
    )  # fmt: skip
    kilde = Kildebruk(
        lag="innspill", tittel=f"Innspill{tekst}", eier=f"Kommunen{tekst}", lisens="NLOD 2.0",
        navngivelse=f"© kommunen{tekst}", status="hentet", antall=antall,
        hentet="2026-01-01T00:00:00Z", sha256="ab" * 32, dekning=f"hele kommunen{tekst}",
        noyaktighet="2 m", merknader=(f"ett objekt satt til side{tekst}",), eksempel=True,
    )  # fmt: skip
    return Resultat(
        analyse=analyse, tittel=f"Prøve {analyse}{tekst}", sporsmaal=f"Hvor kan det bygges?{tekst}",
        svar=f"8 av 15 felt har treff, i alt 1 280 daa.{tekst}",
        punkter=(f"Ikke treff er ikke det samme som avklart.{tekst}", REINDRIFT),
        tabeller=(tabell, treff), kartlag=kartlag,
        regler=(
            Regelbruk(
                id="flom-20", tekst=f"20 m til flom{tekst}", lag="flomsoner",
                hjemmel=f"TEK17{tekst}", merke="uverifisert", versjon="1",
            ),
        ),
        kilder=(kilde,), ukjent=(f"Grunnforholdene er ikke kjent.{tekst}",),
        parametre={"avstand_m": 20.0, "ord": tekst or "x"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoykjoring() -> Kjoring:
    """The run, with a lake, roads and names."""
    sjo = _ramme([{"navn": "Sjøen"}], [Point(X0 + 3000, Y0 + 5500).buffer(800)])
    veger = _ramme(
        [{"vegkategori": "F"}, {"vegkategori": "P"}],
        [
            LineString([(X0, Y0 + 2000), (X0 + 10_000, Y0 + 2500)]),
            LineString([(X0 + 5000, Y0), (X0 + 5000, Y0 + 8000)]),
        ],
    )
    navn = _ramme(
        [{"navn": "Byen", "type": "tettsted"}, {"navn": "Byen to", "type": "grend"}],
        [Point(X0 + 5000, Y0 + 2200), Point(X0 + 5001, Y0 + 2200)],
    )
    teiger = _ramme(
        [{"matrikkelnummer": "12/3"}, {"matrikkelnummer": None}],
        [box(X0 + 4000, Y0, X0 + 4100, Y0 + 100), box(X0, Y0, X0 + 50, Y0 + 50)],
    )
    adresser = _ramme(
        [{"adressetekst": "Storgata 4", "gardsnummer": "12", "bruksnummer": "3"}],
        [Point(X0 + 4050, Y0 + 50)],
    )
    return Kjoring(
        kjoring_id="leketoy-1", dato=date(2026, 1, 1), tidspunkt="2026-01-01T00:00:00Z",
        oppslag=oppslag_i({"teiger": teiger, "adresser": adresser}),
        bakgrunn={"innsjoer": sjo, "veger": veger, "stedsnavn": navn}, eksempel=True,
        maaltabell=({"nummer": "1.1", "tekst": "Bygg tettere"},), tiltak={"alfa": ("1.1",)},
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoyresultater() -> tuple[Resultat, ...]:
    """Two plain results and a hostile one."""
    return (
        leketoyresultat("prove"),
        leketoyresultat("mange", antall=50),
        leketoyresultat("fiendtlig", FIENDTLIG),
    )


@pytest.fixture(scope="session")
def leketoysider(
    tmp_path_factory, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
) -> Path:
    """A folder with the published toy run."""
    mappe = tmp_path_factory.mktemp("ut")
    publiser(leketoyresultater, leketoykommune, leketoygrense, mappe, leketoykjoring)
    return mappe


@pytest.fixture(scope="session")
def storside(tmp_path_factory, leketoykommune, leketoygrense, leketoykjoring) -> Path:
    """A page with 3 000 squares, too many to draw one by one."""
    former = [
        box(X0 + 100 * x, Y0 + 100 * y, X0 + 100 * x + 100, Y0 + 100 * y + 100)
        for x in range(60) for y in range(50)
    ]  # fmt: skip
    rader = [{"id": f"f{i}", "navn": f"Felt {i}", "svar": "treff"} for i in range(len(former))]
    resultat = leketoyresultat("stor")
    felt = replace(resultat.kartlag[1], data=_ramme(rader, former), kolonner=(), forenkling_m=0.0)
    resultat = replace(resultat, kartlag=(felt,), tabeller=())
    kartet = bygg(resultat, leketoykommune, leketoygrense, leketoykjoring)
    fil = tmp_path_factory.mktemp("stor") / "stor.html"
    fil.write_text(
        tegn_side(resultat, kartet, leketoykommune, leketoygrense, leketoykjoring),
        encoding="utf-8",
    )
    return fil
