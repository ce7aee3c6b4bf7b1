"""Proposals to everything that `arealsil sil` writes but PDF: time by number of sites.

    python -m benchmarks.faktaark [--json] [--liten]

The workload is seeded: sites of 5–300 daa in and about the settlements of the example
municipality. Goal: 200 proposals below 60 s, and growth no steeper than linear.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from geopandas import GeoDataFrame

import arealsil
from analyser import ANALYSER
from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.modell import Grunnlag
from analyser.siling import SILES
from benchmarks.ett_sted import DAG, les_kommune, les_lag
from kart.forberedelse import ny_kjoring
from kart.silpakke import Silpakke, innspillsgrunnlag, skriv_sil

FRO = 20261124
HEL, LITEN = (25, 50, 100, 200), (5, 10)
MAAL_S, MAAL_ANTALL = 60.0, 200
"""Goal: so many proposals within so many seconds."""
BRATTEST = 1.15
"""Steepest growth that counts as linear: seconds ~ sites ** exponent."""
HODE = ("områder", "les s", "sil s", "skriv s", "sum s", "cpu s", "MB")
FORMAAL = ("bolig", "fritid", "naering", "raastoff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Maalt:
    """One run."""

    antall: int
    """Sites."""
    les_s: float
    """Reading and checking the file, seconds."""
    sil_s: float
    """Screening."""
    skriv_s: float
    """Sheets, tables, maps, machine answers."""
    cpu_s: float
    """Processor time of it all, every thread: what a busy machine does not disturb."""
    filer: int
    """Files written."""
    byte: int
    """Their size."""

    @property
    def sum_s(self) -> float:
        """Seconds in all."""
        return self.les_s + self.sil_s + self.skriv_s


@dataclass(slots=True, kw_only=True)
class Rapport:
    """All runs."""

    maalt: list[Maalt] = field(default_factory=list)

    @property
    def vekst(self) -> float:
        """Exponent of the growth of processor time between the smallest and the largest run."""
        forst, sist = self.maalt[0], self.maalt[-1]
        return math.log(sist.cpu_s / forst.cpu_s) / math.log(sist.antall / forst.antall)

    @property
    def innfridd(self) -> bool:
        """Whether the goals are met by what was measured."""
        tider = [m.sum_s for m in self.maalt if m.antall == MAAL_ANTALL]
        return self.vekst <= BRATTEST and all(tid <= MAAL_S for tid in tider)


def lag_innspill(antall: int, steder: np.ndarray, grense: shapely.Geometry) -> GeoDataFrame:
    """Seeded proposals: irregular areas near the points of `steder`, within `grense`."""
    tilfeldig = np.random.default_rng(FRO)
    former = []
    while len(former) < antall:
        midt = tilfeldig.choice(steder) + tilfeldig.normal(0.0, 1500.0, 2)
        radius = math.sqrt(10 ** tilfeldig.uniform(0.7, 2.5) * 1000 / math.pi)
        vinkler = np.sort(tilfeldig.uniform(0, 2 * math.pi, int(tilfeldig.integers(6, 40))))
        radier = radius * tilfeldig.uniform(0.7, 1.3, len(vinkler))
        punkter = midt + np.c_[np.cos(vinkler), np.sin(vinkler)] * radier[:, None]
        form = shapely.make_valid(shapely.Polygon(punkter))
        if form.geom_type == "Polygon" and form.within(grense):
            former.append(form)
    navn = [f"Innspill {nr}" for nr in range(1, antall + 1)]
    formaal = [FORMAAL[nr % len(FORMAAL)] for nr in range(antall)]
    return GeoDataFrame({"navn": navn, "formaal": formaal}, geometry=former, crs=25832)


def _grunnlag(mappe: Path) -> Grunnlag:
    """The example municipality, fetched from the command line and loaded."""
    return grunnlag_av(les_kommune(), les_lag(mappe / "lager"), date.fromisoformat(DAG))


def maal(antall: int, grunnlag: Grunnlag, mappe: Path) -> Maalt:
    """Time one run over `antall` sites."""
    steder = shapely.get_coordinates(grunnlag.lag["tettsteder"].data.centroid)
    fil = mappe / f"innspill-{antall}.gpkg"
    pyogrio.write_dataframe(lag_innspill(antall, steder, grunnlag.grense), fil)
    t0, c0 = time.perf_counter(), time.process_time()
    egen, innspill = innspillsgrunnlag(
        [fil], grunnlag.kommune, grunnlag.lag, grunnlag.dato, "bolig", None
    )
    t1 = time.perf_counter()
    resultat = ANALYSER["siling"].kjor(egen)
    t2 = time.perf_counter()
    versjoner = {"arealsil": arealsil.VERSJON}
    kjoring, _ = ny_kjoring(egen, [resultat], versjoner, f"{DAG}T00:00:00Z", SILES)
    ut = mappe / f"ut-{antall}"
    filer = skriv_sil(Silpakke(egen, resultat, innspill.rader, kjoring), ut, "", lambda _: None)
    t3 = time.perf_counter()
    return Maalt(
        antall=len(resultat.steder),
        les_s=t1 - t0,
        sil_s=t2 - t1,
        skriv_s=t3 - t2,
        cpu_s=time.process_time() - c0,
        filer=len(filer),
        byte=sum(fil.stat().st_size for fil in filer),
    )


def kjor(storrelser: tuple[int, ...]) -> Rapport:
    """Run every size once, after a small one that warms the process."""
    rapport = Rapport()
    with tempfile.TemporaryDirectory(prefix="arealsil-faktaark-") as navn:
        mappe = Path(navn)
        grunnlag = _grunnlag(mappe)
        maal(3, grunnlag, mappe)
        rapport.maalt.extend(maal(antall, grunnlag, mappe) for antall in storrelser)
    return rapport


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where a goal is missed."""
    leser = argparse.ArgumentParser(prog="python -m benchmarks.faktaark", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="få områder, under 30 s")
    valg = leser.parse_args(argumenter)
    rapport = kjor(LITEN if valg.liten else HEL)
    if valg.json:
        rader = [
            {"antall": m.antall, "les_s": m.les_s, "sil_s": m.sil_s, "skriv_s": m.skriv_s,
             "cpu_s": m.cpu_s, "filer": m.filer, "byte": m.byte}
            for m in rapport.maalt
        ]  # fmt: skip
        print(json.dumps({"maalt": rader, "vekst": rapport.vekst}, indent=1))
    else:
        print("".join(f"{ord_:>9}" for ord_ in HODE))
        for m in rapport.maalt:
            tall = (m.les_s, m.sil_s, m.skriv_s, m.sum_s, m.cpu_s, m.byte / 1e6)
            print(f"{m.antall:9d}" + "".join(f"{verdi:9.2f}" for verdi in tall))
        print(f"vekst: prosessortid ~ antall^{rapport.vekst:.2f}")
        print(f"mål: {MAAL_ANTALL} områder på {MAAL_S:g} s, vekst høyst {BRATTEST:g}")
    return 0 if rapport.innfridd else 1


if __name__ == "__main__":
    sys.exit(main())
