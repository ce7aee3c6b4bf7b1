"""What goes into the graph solvers and what comes out: graph, options, tree, proof."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.feil import DataFeil, ParameterFeil

Heltall = NDArray[np.int64]
"""Array of whole numbers: node numbers, edge numbers, scaled costs."""
Tall = NDArray[np.float64]
"""Array of costs as the caller gave them."""
Maske = NDArray[np.bool_]
"""Array of yes and no."""

STOR = 1 << 60
"""Scaled cost of a closed arc, and scaled prize of a node that must be reached."""


MEST_ARBEID, MEST_TID_S = 20_000.0, 1_800.0
"""Million steps, and seconds, that a run may take where nothing else is said."""
ARBEID, TID = "arbeid", "tid"
"""What may stop a run before it is proven: counted work; the clock, or a wish to stop."""


@dataclass(frozen=True, slots=True, eq=False)
class Graf:
    """An undirected graph with costs; parallel edges and loops are allowed."""

    noder: int
    """Number of nodes; they are numbered 0 … noder-1."""
    fra: Heltall
    """(m,) one end of every edge."""
    til: Heltall
    """(m,) the other end."""
    kostnad: Tall
    """(m,) cost of every edge, finite and not negative (any one unit, say kroner)."""


def lag_graf(noder: int, fra: Heltall, til: Heltall, kostnad: Tall) -> Graf:
    """Make a graph, refusing what no solver can use.

    Raises
    ------
    DataFeil    arrays of different length, unknown nodes, costs that are negative or not finite
    """
    f, t = np.asarray(fra, np.int64).ravel(), np.asarray(til, np.int64).ravel()
    k = np.asarray(kostnad, np.float64).ravel()
    if not f.size == t.size == k.size:
        raise DataFeil(
            f"Grafen har {f.size} startnoder, {t.size} sluttnoder og {k.size} kostnader; "
            "antallene må være like."
        )
    gale = np.flatnonzero((f < 0) | (f >= noder) | (t < 0) | (t >= noder))
    if gale.size:
        raise DataFeil(f"Kant {gale[0]} peker på en node utenfor 0–{noder - 1}.")
    gale = np.flatnonzero(~np.isfinite(k) | (k < 0))
    if gale.size:
        raise DataFeil(
            f"Kant {gale[0]} har kostnaden {k[gale[0]]}; den må være et tall fra null og opp."
        )
    return Graf(noder, f, t, k)


class Nett(NamedTuple):
    """A graph as compiled loops read it. Edge e is the arcs 2e and 2e+1, each other's reverse."""

    start: Heltall
    """(n+1,) where the arcs that leave each node begin in `ut`."""
    ut: Heltall
    """(2m,) arcs, grouped by the node that they leave."""
    hode: Heltall
    """(2m,) node that each arc enters; arc a leaves hode[a ^ 1]."""


class Oppgave(NamedTuple):
    """A rooted prize-collecting problem in whole numbers."""

    nett: Nett
    pris: Heltall
    """(2m,) scaled cost of each arc, away from the root; STOR where the arc is closed."""
    premie: Heltall
    """(n,) scaled prize; STOR where the node must be reached, 0 where nothing is won."""
    rot: int


def lag_nett(noder: int, fra: Heltall, til: Heltall) -> Nett:
    """Index the arcs of the edges (fra, til) by the node that they leave."""
    hode = np.empty(2 * fra.size, np.int64)
    hode[0::2], hode[1::2] = til, fra
    hale = np.empty_like(hode)
    hale[0::2], hale[1::2] = fra, til
    start = np.zeros(noder + 1, np.int64)
    np.cumsum(np.bincount(hale, minlength=noder), out=start[1:])
    return Nett(start, np.argsort(hale, kind="stable"), hode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framdrift:
    """How far a solver has come."""

    tid_s: float
    """Seconds since it began."""
    kostnad: float
    """Cost of the best tree so far."""
    nedre_grense: float
    """No tree costs less."""

    @property
    def gap(self) -> float:
        """Greatest share of the cost that any better tree could save, 0–1."""
        return max(0.0, self.kostnad - self.nedre_grense) / self.kostnad if self.kostnad else 0.0


def _aldri() -> bool:
    return False


def _stille(_: Framdrift) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Valg:
    """How long and how hard to work."""

    arbeid: float = MEST_ARBEID
    """The solver returns the best it has when so many million steps are counted (within a step).

    Steps are counted, not timed: the limit strikes at the same place on every machine."""
    tid_s: float = MEST_TID_S
    """The same for seconds: an outer safety; where it strikes, answers differ by machine."""
    fro: int = 0
    """Seed: equal input and seed give an equal answer where the clock did not strike."""
    eksakt: bool = True
    """Use linear programming and branching when heuristics and dual ascent leave a gap."""
    gap: float = 0.0
    """Good enough: stop when the proven gap (share of the cost) is no more than this."""
    framdrift: Callable[[Framdrift], None] = _stille
    """Told of every better tree and every better bound."""
    stopp: Callable[[], bool] = _aldri
    """Asked between steps; the solver returns the best it has when it says True."""
    klokke: Callable[[], float] = time.perf_counter
    """Seconds; only differences count."""


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """A feasible dual solution, one sparse potential per terminal.

    Potential p of terminal k, zero where it is not listed and at the root, carries the bound
    p[k]; for every arc i → j the sum over terminals of max(0, p[j] - p[i]) is at most its cost,
    and p[k] is at most the prize of k. Then no tree costs less than the sum of all p[k].
    """

    rot: int
    terminal: Heltall
    """(k,) node of each terminal."""
    start: Heltall
    """(k+1,) where its entries begin."""
    node: Heltall
    """Nodes with a potential, terminal by terminal."""
    verdi: Heltall
    """Their scaled potentials, positive."""


@dataclass(frozen=True, slots=True, eq=False)
class Dualsteg:
    """What a dual solution excludes, given a tree that costs `Bevis.verdi`."""

    dual: Dual
    grense: int
    """The bound that the dual gives, the constant of the steps before it included."""
    stengt: Heltall
    """(2, q) edge, and the node that it is left from, of arcs that no better tree uses."""
    krevd: Heltall
    """Nodes that every better tree reaches."""


@dataclass(frozen=True, slots=True, eq=False)
class Gren:
    """One leaf of the branching: the problem with some nodes forced in and some out."""

    inne: Heltall
    ute: Heltall
    dual: Dual
    grense: int


@dataclass(frozen=True, slots=True, eq=False)
class Bevis:
    """Everything needed to recompute the lower bound: steps in order, then the branches.

    Costs are whole numbers: floor(cost · 2^skala). `steg` holds reductions as tuples
    (name, numbers…) and `Dualsteg`; tests/hjelp/steinerbevis.py checks each with other code.
    """

    skala: int
    heltallig: bool
    """Every cost is whole, so that a bound above verdi - 2^skala proves verdi optimal."""
    verdi: int
    """Scaled cost of the best tree."""
    steg: tuple[tuple[int, ...] | Dualsteg, ...]
    grener: tuple[Gren, ...]
    grense: int
    """Scaled lower bound: the least over the branches, or `verdi` where that is less."""


@dataclass(frozen=True, slots=True, eq=False)
class Tre:
    """The best tree that was found, and how much better any tree could be."""

    kanter: Heltall
    """Edges of the tree, numbers into the graph."""
    utelatt: Heltall
    """Nodes with a prize that the tree does not reach."""
    kostnad: float
    """Cost of the edges plus the prizes left out."""
    kantkostnad: float
    """Cost of the edges alone."""
    nedre_grense: float
    """No tree costs less; equal to `kostnad` where whole costs are proven optimal."""
    optimal: bool
    """Proven: exactly for whole costs, within 2^-36 of the sum of all costs for others."""
    bevis: Bevis
    forlop: tuple[Framdrift, ...] = field(default=())
    """Every improvement with its time."""
    arbeid: float = 0.0
    """Million steps that were counted."""
    avbrutt: str = ""
    """`ARBEID` or `TID` where that stopped the run; empty where it ended by itself."""

    @property
    def gap(self) -> float:
        """Greatest share of the cost that any better tree could save, 0–1."""
        return max(0.0, self.kostnad - self.nedre_grense) / self.kostnad if self.kostnad else 0.0


def krev_noder(graf: Graf, noder: Heltall, hva: str) -> Heltall:
    """Return `noder` as sorted unique node numbers, or refuse them.

    Raises
    ------
    ParameterFeil    if a node is not in the graph
    """
    ut = np.unique(np.asarray(noder, np.int64))
    if ut.size and (ut[0] < 0 or ut[-1] >= graf.noder):
        raise ParameterFeil(f"{hva}: nodene må ligge i 0–{graf.noder - 1}.")
    return ut
