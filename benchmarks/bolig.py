"""The whole search for homes at 10 m: candidates, scores in cells, 10 000 weightings.

python -m benchmarks.bolig [--json] [--liten] [--vekst] [--lager MAPPE]

The example municipality with its terrain made into cells of 10 m; fetching, reading and compiling
are outside the clock. `--vekst` runs squares of the municipality and tells how the cost grows, and
what the country's municipalities would take at that pace: it follows the ground near settlements
more than the area. Nobody else does this work, so there is no peer: the goal is 30 s and 2 GB.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from scipy.ndimage import map_coordinates

from analyser.bolig import ANALYSE
from analyser.felles.egnethet.robusthet import TREKK
from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.modell import Grunnlag
from benchmarks.ett_sted import DAG, les_kommune, les_lag
from benchmarks.felles import VAAR, Motor, Rapport, kjor_motorer, meld
from gis.rutenett import Rutenett
from lag.katalog.grunnlag import TERRENG

RUTE_M = 10.0
HELE, LITEN, VEKST = 1.0, 0.05, (0.125, 0.25, 0.5, 1.0)
"""Shares of the municipality's area."""
VARM = 0.002
KOMMUNER, LAND_KM2 = 357, 323_802.0
"""Municipalities, and the area of the mainland. Source: Kartverket, SSB (from memory)."""
MAAL_S, MAAL_MB = 30.0, 2000.0
"""What is wanted."""


@dataclass(frozen=True, slots=True)
class Oppgave:
    """Where the layers are, and how much of the municipality is asked about."""

    lager: str
    andel: float


def finere(terreng: Rutenett, rute_m: float) -> Rutenett:
    """Return the terrain in smaller cells, straight between the centres of the larger ones."""
    n = round(terreng.rute_m / rute_m)
    rader, kolonner = terreng.verdier.shape
    rad = (np.arange(rader * n) + 0.5) / n - 0.5
    kol = (np.arange(kolonner * n) + 0.5) / n - 0.5
    ut = np.empty((len(rad), len(kol)), dtype=np.float32)
    for i in range(0, len(rad), 256):  # in strips, so that the coordinates take little memory
        yy, xx = np.meshgrid(rad[i : i + 256], kol, indexing="ij")
        ut[i : i + 256] = map_coordinates(terreng.verdier, [yy, xx], order=1, mode="nearest")
    return Rutenett(ut, terreng.xmin, terreng.ymax, rute_m, terreng.epsg)


def les_grunnlag(lager: Path) -> Grunnlag:
    """Read the example with cells of `RUTE_M`."""
    lagene = les_lag(lager)
    raster = lagene[TERRENG.navn].raster
    if raster is None:
        raise RuntimeError("eksempelet mangler terreng")
    lagene[TERRENG.navn] = replace(lagene[TERRENG.navn], raster=finere(raster, RUTE_M))
    return grunnlag_av(les_kommune(), lagene, date.fromisoformat(DAG))


def utsnitt(grunnlag: Grunnlag, andel: float) -> Grunnlag:
    """Return the part of the municipality within a square about its centre, of that share."""
    if andel >= 1.0:
        return grunnlag
    hele = grunnlag.grense
    stedsnavn = grunnlag.lag["stedsnavn"].data
    midt = stedsnavn[stedsnavn["navn"] == "Bergstaden"].geometry
    x, y = float(midt.x.iloc[0]), float(midt.y.iloc[0])
    lav, hoy = 0.0, 100_000.0
    for _ in range(40):
        halv = 0.5 * (lav + hoy)
        del_ = hele.intersection(shapely.box(x - halv, y - halv,
                                             x + halv, y + halv))  # fmt: skip
        lav, hoy = (halv, hoy) if del_.area < andel * hele.area else (lav, halv)
    return replace(grunnlag, grense=del_)


@contextmanager
def klart(oppgave: Oppgave) -> Iterator[Grunnlag]:
    """Read the layers and compile, before the clock."""
    hele = les_grunnlag(Path(oppgave.lager))
    ANALYSE.kjor(utsnitt(hele, VARM))
    yield utsnitt(hele, oppgave.andel)


def vaar(grunnlag: Grunnlag) -> dict[str, float]:
    """Run the analysis; what it found."""
    svar = ANALYSE.kjor(grunnlag)
    tabell = {t.navn: t for t in svar.tabeller}
    return {
        "km2": grunnlag.grense.area / 1e6,
        "flater vist": len(tabell["kandidater"].data),
        "ruter med poeng": float(tabell["poengkart"].data["areal_daa"].sum() * 1000 / RUTE_M**2),
    }


def rapporter(andel: float, lager: Path) -> Rapport:
    """Run one size in a process of its own."""
    motor = Motor(navn=VAAR, regn=vaar, klargjor=klart)
    maalinger, hoppet_over = kjor_motorer((motor,), Oppgave(str(lager), andel))
    m = maalinger[VAAR]
    avvik = []
    if andel >= HELE and m.cpu_s > MAAL_S:
        avvik.append(f"{m.cpu_s:.1f} s er over målet på {MAAL_S:.0f} s")
    if m.minne_mb > MAAL_MB:
        avvik.append(f"{m.minne_mb:.0f} MB er over målet på {MAAL_MB:.0f} MB")
    return Rapport(
        navn="bolig",
        arbeidsmengde={"rute_m": RUTE_M, "vektinger": TREKK, "km2": round(m.svar["km2"], 1)},
        maalinger=maalinger,
        avvik=tuple(avvik),
        hoppet_over=hoppet_over,
        funn={n: round(v) for n, v in m.svar.items() if n != "km2"},
    )


def land(rapporter_: Sequence[Rapport]) -> dict[str, object]:
    """Fit processor time to area, and reckon what the country would take."""
    km2 = np.array([float(r.maalinger[VAAR].svar["km2"]) for r in rapporter_])
    cpu_s = np.array([r.maalinger[VAAR].cpu_s for r in rapporter_])
    per_km2, fast = np.polyfit(km2, cpu_s, 1)
    return {
        f"{KOMMUNER} as large as the largest here, processor minutes": (
            f"{KOMMUNER * cpu_s[-1] / 60:.0f}"
        ),
        "processor s per km2": f"{per_km2:.4f}",
        "processor s per municipality besides": f"{fast:.2f}",
        "the country, processor minutes": f"{(KOMMUNER * fast + LAND_KM2 * per_km2) / 60:.0f}",
    }


def main(argumenter: list[str] | None = None) -> int:
    """Read the arguments and print the report."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("--json", action="store_true", help="som ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="en tjuedel av kommunen")
    leser.add_argument("--vekst", action="store_true", help="flere størrelser, og hele landet")
    leser.add_argument("--lager", type=Path, help="lager som beholdes mellom kjøringene")
    valg = leser.parse_args(argumenter)
    andeler = VEKST if valg.vekst else (LITEN if valg.liten else HELE,)
    with tempfile.TemporaryDirectory() as mappe:
        alle = [rapporter(andel, valg.lager or Path(mappe) / "lager") for andel in andeler]
    if valg.vekst:
        alle[-1] = replace(alle[-1], funn={**alle[-1].funn, **land(alle)})
    return max(meld(rapport, valg.json) for rapport in alle)


if __name__ == "__main__":
    sys.exit(main())
