"""One site against the whole catalogue, in a running process with a warm store.

python -m benchmarks.ett_sted [--json] [--antall N] [--lager MAPPE]

The example municipality is fetched into the store first where it is not there; reading it, making
the layers ready and compiling are told apart and not counted. Sites are properties of the example
and shapes drawn about them, up to some square kilometres.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

import arealsil
from analyser.felles.ettsted import Forberedt, forbered_alle, vurder_mot_alle
from analyser.felles.oppsett import kontrollert_kommune
from gis.kilder.lager import Lager
from gis.kommune import Kommune
from lag.katalog import KATALOG
from lag.katalog.matrikkel import TEIGER
from lag.lasting import grunnlagskart, last
from lag.modell import Lagdata

OPPSETT = Path(arealsil.__file__).parent / "kommune.toml"
"""The example's configuration file."""
DAG = "2026-11-24"
"""Day that the example counts as today."""
FRO = 5025
"""Seed of the sites."""
UTVIDELSER_M = (0.0, 50.0, 500.0, 1500.0)
"""How far beyond the property a drawn site reaches, metres, in turn."""
MAAL_MS = {"median": 50.0, "p95": 150.0}
"""What is wanted."""


def les_kommune() -> Kommune:
    """The example municipality, as its configuration file has it."""
    return kontrollert_kommune(OPPSETT.read_text(encoding="utf-8"), OPPSETT.name, OPPSETT.parent)


def les_lag(lager: Path) -> dict[str, Lagdata]:
    """Every layer of the example, fetched where the store lacks it."""
    if not any(lager.glob("*")):
        ordre = ["hent", "--kommune", str(OPPSETT), "--lager", str(lager), "--dato", DAG]
        arealsil.cli(ordre, standalone_mode=False, prog_name="arealsil")
    kommune, lageret = les_kommune(), Lager(lager)
    kart = grunnlagskart(kommune, lageret)
    return {navn: last(post, kommune, lageret, kart) for navn, post in KATALOG.items()}


def steder(teiger: gpd.GeoDataFrame, antall: int) -> list[gpd.GeoDataFrame]:
    """(antall,) frames of one site each."""
    tilfeldig = np.random.default_rng(FRO)
    former = teiger.geometry.to_numpy()[tilfeldig.integers(0, len(teiger), antall)]
    vidde = np.array([UTVIDELSER_M[i % len(UTVIDELSER_M)] for i in range(antall)])
    return [
        gpd.GeoDataFrame(geometry=[form], crs=teiger.crs) for form in shapely.buffer(former, vidde)
    ]


def maal(omraader: list[gpd.GeoDataFrame], forberedt: Forberedt) -> tuple[list[float], list[float]]:
    """Milliseconds per site, by the wall and by the processor."""
    tider, cpu = [], []
    for omraade in omraader:
        start, prosessor = time.perf_counter(), time.process_time()
        svar = vurder_mot_alle(omraade, forberedt)
        tider.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - prosessor))
        if len(svar) != len(forberedt.lag):
            raise RuntimeError("svaret mangler lag")
    return tider, cpu


def kjor(lager: Path, antall: int) -> dict[str, float]:
    """Measure; milliseconds, and what was made ready before."""
    start = time.perf_counter()
    lagene = les_lag(lager)
    lest = time.perf_counter()
    forberedt = forbered_alle(lagene.values())
    klart = time.perf_counter()
    omraader = steder(lagene[TEIGER.navn].data, antall)
    vurder_mot_alle(omraader[0], forberedt)
    kompilert = time.perf_counter()
    tider, cpu = maal(omraader, forberedt)
    return {
        "steder": antall,
        "lag": len(forberedt.lag),
        "lese_s": lest - start,
        "klargjore_s": klart - lest,
        "forste_s": kompilert - klart,
        "median_ms": float(np.median(tider)),
        "p95_ms": float(np.percentile(tider, 95)),
        "storst_ms": max(tider),
        "median_cpu_ms": float(np.median(cpu)),
        "p95_cpu_ms": float(np.percentile(cpu, 95)),
    }


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where the goal is missed."""
    leser = argparse.ArgumentParser(prog="python -m benchmarks.ett_sted", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--antall", type=int, default=400, help="steder som måles")
    leser.add_argument("--lager", type=Path, help="lager som finnes fra før, ellers et nytt")
    valg = leser.parse_args(argumenter)
    with tempfile.TemporaryDirectory() as mappe:
        svar = kjor(valg.lager or Path(mappe), valg.antall)
    if valg.json:
        print(json.dumps(svar, ensure_ascii=False, indent=2))
    else:
        print("ett sted: " + ", ".join(f"{navn} {verdi:.4g}" for navn, verdi in svar.items()))
    naadd = all(svar[f"{navn}_ms"] <= MAAL_MS.get(navn, math.inf) for navn in MAAL_MS)
    return 0 if naadd else 1


if __name__ == "__main__":
    sys.exit(main())
