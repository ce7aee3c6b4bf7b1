"""Limits of a run: counted work first, so that equal input gives equal answers; time for safety."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from gis.graf.typer import ARBEID, TID, Tre, Valg

MILLION = 1e6
FLEST_ITERASJONER = 2**31 - 1
"""The largest limit that the linear programming takes."""
PER_KANT_REDUKSJON, PER_KANT_RUNDE, PER_KANT_TRE = 60, 300, 100
"""Steps counted for each edge in one pass of reductions, of tree with dual ascent, of one tree."""
PER_BUE_FLYT = 2
"""Steps counted for each arc and terminal in separation."""


@dataclass(slots=True, eq=False)
class Teller:
    """Work and time of one run; whoever asks `ute` learns when to stop."""

    arbeid: float
    """Steps at most."""
    tid_s: float
    klokke: Callable[[], float]
    stopp: Callable[[], bool]
    start_s: float
    brukt: float = 0.0
    """Steps counted so far."""
    slo_til: str = ""
    """What stopped the run: `ARBEID` or `TID`; empty where nothing did."""

    def tell(self, steg: float) -> None:
        """Count steps."""
        self.brukt += steg

    @property
    def brukt_s(self) -> float:
        """Seconds since the run began."""
        return self.klokke() - self.start_s

    @property
    def igjen_s(self) -> float:
        """Seconds left."""
        return self.tid_s - self.brukt_s

    def iterasjoner(self, per_iterasjon: float) -> int:
        """Return how many iterations the work left allows, at least one."""
        rest = (self.arbeid - self.brukt) / max(1.0, per_iterasjon)
        return int(min(max(1.0, rest), FLEST_ITERASJONER))

    @property
    def ute(self) -> bool:
        """Tell whether to stop, and remember why."""
        if self.brukt >= self.arbeid:
            self.slo_til = ARBEID
        elif self.brukt_s > self.tid_s or self.stopp():
            self.slo_til = TID
        return bool(self.slo_til)

    def ta(self, tre: Tre) -> None:
        """Count the work of a tree, and remember the clock that stopped it."""
        self.brukt += tre.arbeid * MILLION
        if tre.avbrutt == TID:
            self.slo_til = TID

    def resten(self, valg: Valg) -> Valg:
        """Give a tree what is left of work and time."""
        igjen = max(0.0, self.arbeid - self.brukt) / MILLION
        return replace(valg, arbeid=igjen, tid_s=max(0.0, self.igjen_s))


def start_teller(valg: Valg) -> Teller:
    """Begin to count."""
    tak = valg.arbeid * MILLION if math.isfinite(valg.arbeid) else math.inf
    return Teller(tak, valg.tid_s, valg.klokke, valg.stopp, valg.klokke())
