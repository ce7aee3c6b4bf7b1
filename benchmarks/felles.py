"""What every benchmark shares: one process per engine, wall time, peak memory, one report."""

import ctypes
import gc
import json
import math
import pickle
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

VAAR = "arealsil"
"""Name of our own engine in every report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maaling:
    """What one engine did."""

    tid_s: float
    """Wall time of the work, seconds; reading the workload and making ready are not counted."""
    cpu_s: float = math.nan
    """Processor time of its process for the same work; NaN where another process works for it."""
    minne_mb: float
    """Peak resident memory of its process, MB, the workload included."""
    svar: Any
    """What it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motor:
    """One engine: ours or a peer's."""

    navn: str
    """Name in the report."""
    regn: Callable[[Any], Any]
    """Workload → answer; a function of a module, so that another process finds it."""
    klargjor: Callable[[Any], AbstractContextManager[Any]] = nullcontext
    """Workload → what `regn` takes, before the clock: start a server, load its tables."""
    egen_tjener: bool = False
    """True where the work is done by a server, whose processor time and memory are not seen."""
    mangler: str = ""
    """Why it cannot run here; empty where it can."""
    etter: Callable[[Any], Any] | None = None
    """What `regn` answered → the answer, after the clock: measures something on it."""
    varm: Callable[[], object] | None = None
    """Called before the clock starts: compiles, or reads what was compiled before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapport:
    """One run of a benchmark."""

    navn: str
    """Benchmark."""
    arbeidsmengde: Mapping[str, object]
    """What was worked on."""
    maalinger: Mapping[str, Maaling]
    """Engine → measurement, ours first."""
    feil: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Peer → how far its answers lie from ours."""
    avvik: tuple[str, ...] = ()
    """Answers that do not agree, one sentence each."""
    hoppet_over: Mapping[str, str] = field(default_factory=dict)
    """Peer → why it did not run."""
    funn: Mapping[str, object] = field(default_factory=dict)
    """What else was measured of ours: name → figure."""

    @property
    def forhold(self) -> dict[str, float]:
        """Peer → its time divided by ours."""
        vaar = self.maalinger[VAAR].tid_s
        return {n: m.tid_s / vaar for n, m in self.maalinger.items() if n != VAAR}


def _status_mb(felt: str) -> float | None:
    """Return a figure of /proc/self/status, MB; None where there is no such file."""
    status = Path("/proc/self/status")
    funnet = re.search(rf"{felt}:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(funnet[1]) / 1024 if funnet else None


def levende_mb() -> float:
    """Resident memory of this process now, MB, what was freed handed back; NaN if unknown."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    naa = _status_mb("VmRSS")
    return math.nan if naa is None else naa


def toppminne_mb() -> float:
    """Peak resident memory of this process, MB.

    Linux hands a parent's peak down through `getrusage`, so /proc is asked first.
    """
    hoyeste = _status_mb("VmHWM")
    if hoyeste is not None:
        return hoyeste
    topp = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return topp / (1024**2 if sys.platform == "darwin" else 1024)


def _maal_her(motor: Motor, sti: str) -> Maaling:
    """Run in the engine's own process: read the workload, make ready, then measure the work."""
    arbeidsmengde = pickle.loads(Path(sti).read_bytes())
    if motor.varm is not None:
        motor.varm()
    with motor.klargjor(arbeidsmengde) as klart:
        start, cpu = time.perf_counter(), time.process_time()
        svar = motor.regn(klart)
        tid_s, cpu_s = time.perf_counter() - start, time.process_time() - cpu
        minne_mb = toppminne_mb()
        svar = svar if motor.etter is None else motor.etter(svar)
    if motor.egen_tjener:
        return Maaling(tid_s=tid_s, minne_mb=math.nan, svar=svar)
    return Maaling(tid_s=tid_s, cpu_s=cpu_s, minne_mb=minne_mb, svar=svar)


def kjor_motorer(
    motorer: tuple[Motor, ...], arbeidsmengde: object
) -> tuple[dict[str, Maaling], dict[str, str]]:
    """Run every engine that can, one after another, each in a fresh process.

    Returns
    -------
    maalinger     engine → measurement
    hoppet_over   engine → why it did not run; a process that was killed or failed is named here too

    Raises
    ------
    Exception     what our own engine raised
    """
    maalinger: dict[str, Maaling] = {}
    hoppet_over = {m.navn: m.mangler for m in motorer if m.mangler}
    with tempfile.TemporaryDirectory() as mappe:
        sti = Path(mappe) / "arbeidsmengde.pickle"
        sti.write_bytes(pickle.dumps(arbeidsmengde))
        for motor in motorer:
            if motor.mangler:
                continue
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as prosess:
                try:
                    jobb = prosess.submit(_maal_her, motor, str(sti))
                    maalinger[motor.navn] = jobb.result()
                except BrokenProcessPool:
                    hoppet_over[motor.navn] = "prosessen ble drept (for lite minne?)"
                except Exception as feil:
                    if motor.navn == VAAR:
                        raise
                    hoppet_over[motor.navn] = f"feilet: {str(feil)[:200]}"
    return maalinger, hoppet_over


def som_json(rapport: Rapport) -> str:
    """Return the report as one JSON object."""
    return json.dumps(
        {
            "maaling": rapport.navn,
            "arbeidsmengde": dict(rapport.arbeidsmengde),
            "tid_s": {n: m.tid_s for n, m in rapport.maalinger.items()},
            "cpu_s": {n: _eller_null(m.cpu_s) for n, m in rapport.maalinger.items()},
            "minne_mb": {n: _eller_null(m.minne_mb) for n, m in rapport.maalinger.items()},
            "feil": {n: dict(f) for n, f in rapport.feil.items()},
            "forhold": rapport.forhold,
            "avvik": list(rapport.avvik),
            "hoppet_over": dict(rapport.hoppet_over),
            "funn": dict(rapport.funn),
        },
        ensure_ascii=False,
        indent=2,
    )


def _eller_null(verdi: float) -> float | None:
    """JSON has no NaN."""
    return None if math.isnan(verdi) else verdi


def som_tekst(rapport: Rapport) -> str:
    """Return the report as a table for people."""
    mengde = ", ".join(f"{navn} {verdi}" for navn, verdi in rapport.arbeidsmengde.items())
    linjer = [f"{rapport.navn}: {mengde}", ""]
    feilnavn = list(dict.fromkeys(n for f in rapport.feil.values() for n in f))
    hode = ["motor", "tid s", "cpu s", "topp MB", *feilnavn, "tid / vår"]
    rader = [hode]
    for navn, maaling in rapport.maalinger.items():
        feil = rapport.feil.get(navn, {})
        rader.append(
            [
                navn,
                f"{maaling.tid_s:.2f}",
                "" if math.isnan(maaling.cpu_s) else f"{maaling.cpu_s:.2f}",
                "" if math.isnan(maaling.minne_mb) else f"{maaling.minne_mb:.0f}",
                *(f"{feil[n]:.1e}" if n in feil else "" for n in feilnavn),
                f"{rapport.forhold.get(navn, 1.0):.2f}",
            ]
        )
    bredder = [max(len(rad[i]) for rad in rader) for i in range(len(hode))]
    for rad in rader:
        celler = [rad[0].ljust(bredder[0]), *map(str.rjust, rad[1:], bredder[1:])]
        linjer.append("  ".join(celler).rstrip())
    linjer += [f"{navn}: {verdi}" for navn, verdi in rapport.funn.items()]
    linjer += [f"hoppet over {navn}: {grunn}" for navn, grunn in rapport.hoppet_over.items()]
    linjer += [f"AVVIK {setning}" for setning in rapport.avvik]
    return "\n".join(linjer)


def meld(rapport: Rapport, som_objekt: bool) -> int:
    """Print the report; return 1 where answers do not agree, else 0."""
    print(som_json(rapport) if som_objekt else som_tekst(rapport))
    return 1 if rapport.avvik else 0
