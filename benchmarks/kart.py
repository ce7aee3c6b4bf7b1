"""The size and speed of a published map, beside folium's own page and GeoDataFrame.explore.

The workload is a coverage: polygons that touch along wiggling borders, as parcels and soil maps do.
Each engine writes one page with one layer and eight attributes. Ours is then opened in headless
Chromium with the network cut, and the borders are put together again to look for gaps.
"""

import argparse
import base64
import gzip
import re
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely

from analyser.felles.modell import Kartlag, Klasse, Kolonneinfo, Resultat
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.blokk import UVIRKSOM
from kart.kjoring import Kjoring
from kart.nettkart import bygg, les_av
from kart.publisering import tegn_side
from kart.sideskript import PAKKET
from lag.modell import Stil

SIDE_M = 500.0
"""Width of a cell, metres."""
HEL = (100, 50, 47)
"""Columns, rows, points along each border: 5 000 polygons, about 950 000 vertices."""
MANGE = (200, 125, 5)
"""25 000 parcels with straighter borders."""
LITEN = (20, 10, 47)
FORENKLING_M = 5.0
NULL = (600_000.0, 6_930_000.0)
EPSG = 25832
ATTRIBUTTER = 8
HJELPER = Path(__file__).resolve().parents[1] / "tests/hjelp/nettleser.py"
"""The browser that the tests use: it lets no foreign host be asked."""


def dekke(kolonner: int, rader: int, punkter: int) -> gpd.GeoDataFrame:
    """Return touching polygons with shared wiggling borders and eight attributes, seeded."""
    tilfeldig = np.random.default_rng(20261124)
    hjorner = np.stack(np.meshgrid(np.arange(kolonner + 1), np.arange(rader + 1)), axis=-1) * SIDE_M
    hjorner = hjorner + tilfeldig.uniform(-0.25, 0.25, hjorner.shape) * SIDE_M

    def kant(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Line from a to b that wanders as a brook does."""
        t = np.linspace(0, 1, punkter + 1)[:, None]
        vandring = np.cumsum(tilfeldig.normal(0, 2.0, (punkter + 1, 2)), axis=0)
        vandring -= vandring[:1] + t * (vandring[-1:] - vandring[:1])
        return a + t * (b - a) + np.sin(np.pi * t) * vandring

    vann = [
        [kant(hjorner[r, k], hjorner[r, k + 1]) for k in range(kolonner)] for r in range(rader + 1)
    ]
    loddr = [
        [kant(hjorner[r, k], hjorner[r + 1, k]) for k in range(kolonner + 1)] for r in range(rader)
    ]
    former = [
        shapely.Polygon(
            np.concatenate(
                [vann[r][k][:-1], loddr[r][k + 1][:-1], vann[r + 1][k][:0:-1], loddr[r][k][:0:-1]]
            ).round(2)
            + NULL
        )
        for r in range(rader)
        for k in range(kolonner)
    ]
    data: dict[str, Any] = {"id": [f"t{i}" for i in range(len(former))]}
    data["navn"] = [f"{i // 40 + 1}/{i % 40 + 1}" for i in range(len(former))]
    data["areal_daa"] = shapely.area(former) / 1000  # before simplifying
    ord_ = np.array(["skog", "myr", "åker", "beite", "vann"])
    for nummer in range(ATTRIBUTTER - 2):
        data[f"egenskap_{nummer}"] = ord_[tilfeldig.integers(0, len(ord_), len(former))]
    ramme = gpd.GeoDataFrame(data, geometry=former, crs=EPSG)
    if not shapely.coverage_is_valid(ramme.geometry.to_numpy()):
        raise ValueError("arbeidsmengden er ikke et dekke")
    return ramme


def _resultat(data: gpd.GeoDataFrame) -> tuple[Resultat, Kommune, Any, Kjoring]:
    """Everything that our page is made of."""
    grense = shapely.box(*data.total_bounds)
    kommune = Kommune(nummer="5025", navn="Måling", boks=Utsnitt(*data.total_bounds, EPSG))
    kolonner = tuple(
        Kolonneinfo(navn=n, tittel=n.title(), desimaler=1 if n == "areal_daa" else None)
        for n in data.columns
        if n not in ("id", "navn", "geometry")
    )
    post = Kartlag(
        navn="teiger", tittel="Teiger", data=data, kolonner=kolonner, forenkling_m=FORENKLING_M,
        klasser=(Klasse(verdi="", tittel="Teig", stil=Stil(farge="#0070c0")),),
    )  # fmt: skip
    resultat = Resultat(
        analyse="maaling", tittel="Måling", sporsmaal="Hvor stor?", svar="", punkter=(),
        tabeller=(), kartlag=(post,), regler=(), kilder=(), ukjent=(),
    )  # fmt: skip
    kjoring = Kjoring(
        kjoring_id="maaling", dato=date(2026, 11, 24), tidspunkt="2026-11-24T00:00:00Z"
    )
    return resultat, kommune, grense, kjoring


def vaar(data: gpd.GeoDataFrame) -> dict[str, Any]:
    """Write our page."""
    resultat, kommune, grense, kjoring = _resultat(data)
    kartet = bygg(resultat, kommune, grense, kjoring)
    return {"side": tegn_side(resultat, kartet, kommune, grense, kjoring)}


def foliums(data: gpd.GeoDataFrame) -> dict[str, Any]:
    """Write folium's own page."""
    kartet = folium.Map(location=(62.6, 11.4), zoom_start=9)
    folium.GeoJson(data.to_crs(4326), name="Teiger", tooltip=None).add_to(kartet)
    return {"side": kartet.get_root().render()}


def utforsk(data: gpd.GeoDataFrame) -> dict[str, Any]:
    """Write the page of GeoDataFrame.explore."""
    return {"side": data.explore().get_root().render()}


def motorer() -> tuple[Motor, ...]:
    """Ours first."""
    borte = [navn for navn in ("mapclassify", "matplotlib") if not find_spec(navn)]
    mangler = f"{' og '.join(borte)} er ikke installert" if borte else ""
    return (
        Motor(navn=VAAR, regn=vaar),
        Motor(navn="folium", regn=foliums),
        Motor(navn="GeoDataFrame.explore", regn=utforsk, mangler=mangler),
    )


def datablokker_mb(side: str) -> float:
    """Size of our blocks of data as they lie in the page, MB; the packed scripts are none."""
    blokker = re.findall(rf'<script type="{UVIRKSOM}"([^>]*)>([^<]*)<', side)
    return sum(len(data) for egne, data in blokker if f'"{PAKKET}"' not in egne) / 1e6


def hele(data: gpd.GeoDataFrame) -> tuple[float, float]:
    """Return ground lost to gaps and counted twice after packing, m² in the map plane."""
    resultat, kommune, grense, kjoring = _resultat(data)
    (sidelag,) = les_av(bygg(resultat, kommune, grense, kjoring)).temaer
    former = [shapely.geometry.shape(o["geometry"]) for k in sidelag.klasser for o in k.objekter]
    flater = gpd.GeoSeries(former, crs=4326).to_crs(EPSG)
    # Degrees are straight between points; in the map plane the same points are compared.
    union = shapely.coverage_union_all(flater.to_numpy())
    ytre = shapely.area(shapely.Polygon(shapely.get_exterior_ring(shapely.get_parts(union)[0])))
    return float(ytre - union.area), float(shapely.area(flater.to_numpy()).sum() - union.area)


GANG_MS = 450
"""Between two keys, milliseconds."""
TUR = """new Promise((ferdig) => {
const kart = document.querySelector('#kartflate'); kart.focus();
const taster = ['+', 'ArrowRight', 'ArrowUp', '+', 'ArrowLeft', '-', '-'];
const neste = () => { const tast = taster.shift();
if (!tast) { setTimeout(() => ferdig(true), 300); return; }
kart.dispatchEvent(new KeyboardEvent('keydown', { key: tast, bubbles: true,
keyCode: { '+': 187, '-': 189, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39 }[tast] }));
setTimeout(neste, %d); }; neste(); })"""
"""Moves and zooms by key, as a reader does."""


def i_nettleser(side: str, nettleser: Any, mappe: Path) -> dict[str, float]:
    """Open our page with the network cut: time until it answers, longest task of a move.

    Both as wall time and as processor time of the page's main thread: the latter is the same
    whatever else the machine is doing. Wall time until it answers is taken by the page itself,
    in an opening that is not recorded: recording takes several times as long.
    """
    fil = mappe / "maaling.html"
    fil.write_text(side, encoding="utf-8")
    alene = nettleser.aapne(fil)
    klar_s = alene.evaluate("performance.getEntriesByName('klar')[0].startTime") / 1000
    alene.lukk()
    aapne: list[Any] = []
    lasting = nettleser.oppgaver(lambda: aapne.append(nettleser.aapne(fil)))
    (aapen,) = aapne
    turen = nettleser.oppgaver(lambda: aapen.evaluate(TUR % GANG_MS))
    aapen.lukk()
    return {
        "interaktiv s": klar_s,
        "interaktiv s cpu": sum(cpu for _, cpu in lasting) / 1000,
        "lengste oppgave ms": max(vegg for vegg, _ in turen),
        "lengste oppgave ms cpu": max(cpu for _, cpu in turen),
    }


def uten_nett(side: str, nettleser: Any, mappe: Path) -> dict[str, object]:
    """Open a peer's page with the network cut: how many addresses it asks, and what it draws."""
    fil = mappe / "motpart.html"
    fil.write_text(side, encoding="utf-8")
    aapen = nettleser.aapne(fil)
    tegnet = aapen.evaluate("document.querySelectorAll('.leaflet-container path').length")
    verter = {adresse.split("/")[2] for adresse in aapen.fremmede}
    aapen.lukk()
    return {"fremmede verter": len(verter), "former tegnet uten nett": tegnet}


def _funn(maalinger: dict[str, Maaling], data: gpd.GeoDataFrame) -> dict[str, object]:
    """Sizes of every page."""
    ut: dict[str, object] = {}
    for navn, maaling in maalinger.items():
        raa = maaling.svar["side"].encode()
        pakket = len(base64.b64encode(gzip.compress(raa, 6))) if navn != VAAR else 0
        ut[f"{navn}: side MB"] = round(len(raa) / 1e6, 2)
        if pakket:
            ut[f"{navn}: side pakket (gzip, base64) MB"] = round(pakket / 1e6, 2)
    egen = maalinger[VAAR].svar["side"]
    ut["arealsil: data i siden MB (gzip, base64)"] = round(datablokker_mb(egen), 3)
    ut["hjørner inn"] = int(shapely.get_num_coordinates(data.geometry.to_numpy()).sum())
    return ut


def _nettleser(mappe: Path) -> Any:
    """Headless Chromium of the tests, or None where there is none."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        return None
    # by its path: another package called «tests» may be installed
    spes = spec_from_file_location("nettleser", HJELPER)
    modul = module_from_spec(spes)
    spes.loader.exec_module(modul)
    return modul.Nettleser(program, mappe / "profil")


def _aapnet(sider: dict[str, str], mange: str, nettleser: Any, mappe: str) -> dict[str, object]:
    """Open every page; `mange` is our page of many parcels, or empty."""
    ut: dict[str, object] = {}
    for navn, side in {VAAR: sider[VAAR], "25 000 teiger": mange}.items():
        if side:
            maalt = i_nettleser(side, nettleser, Path(mappe))
            ut |= {f"{navn}: {k}": round(v, 2) for k, v in maalt.items()}
    if mange:
        ut["25 000 teiger: side MB"] = round(len(mange) / 1e6, 2)
    for navn in sider.keys() - {VAAR}:
        ut |= {f"{navn}: {k}": v for k, v in uten_nett(sider[navn], nettleser, Path(mappe)).items()}
    return ut


def kjor(storrelse: tuple[int, int, int], mange: tuple[int, int, int] | None) -> Rapport:
    """Make the workload, let every engine write its page, and open ours."""
    data = dekke(*storrelse)
    maalinger, hoppet_over = kjor_motorer(motorer(), data)
    funn = _funn(maalinger, data)
    hull_m2, dobbelt_m2 = hele(data)
    funn |= {"hull m²": round(hull_m2, 3), "dobbelt m²": round(dobbelt_m2, 3)}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as navn:
        nettleser = _nettleser(Path(navn))
        if nettleser is None:
            hoppet_over["nettleser"] = "Chromium er ikke installert"
        else:
            sider = {n: m.svar["side"] for n, m in maalinger.items()}
            funn |= _aapnet(sider, vaar(dekke(*mange))["side"] if mange else "", nettleser, navn)
            nettleser.lukk()
    grense_m2 = 1.0
    avvik = tuple(
        f"{VAAR}: {navn} er {verdi:.3g} m², mer enn {grense_m2}"
        for navn, verdi in (("hull", hull_m2), ("dobbelt", dobbelt_m2))
        if abs(verdi) > grense_m2
    )
    return Rapport(
        navn="kart",
        arbeidsmengde={"flater": len(data), "egenskaper": ATTRIBUTTER},
        maalinger={n: replace(m, svar=None) for n, m in maalinger.items()},
        avvik=avvik,
        hoppet_over=hoppet_over,
        funn=funn,
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where there are gaps or overlaps."""
    leser = argparse.ArgumentParser(prog="python -m benchmarks.kart", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="liten arbeidsmengde, under 30 s")
    valg = leser.parse_args(argumenter)
    rapport = kjor(LITEN, None) if valg.liten else kjor(HEL, MANGE)
    return meld(rapport, valg.json)


if __name__ == "__main__":
    sys.exit(main())
