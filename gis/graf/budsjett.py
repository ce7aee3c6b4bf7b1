"""Most addresses for a budget, with a ceiling that no plan can beat.

For any price λ per address every plan has cost + λ · missed ≥ LB(λ), the proven bound of the
prize-collecting tree; so n addresses of N cost at least LB(λ) - λ (N - n), and what n addresses
cost besides the edges. Plans come from the trees of the same prices, cut down to the budget by
dynamic programming.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from gis.feil import DataFeil
from gis.graf.loser import naadd, premietre, steinertre
from gis.graf.teller import Teller, start_teller
from gis.graf.trevalg import Delvalg, delvalg
from gis.graf.typer import Graf, Heltall, Tall, Tre, Valg, krev_noder

SIFRE = 5
"""Significant digits of a price λ."""
PRISGAP = 1e-5
"""Proven gap of the tree of one price that is near enough: a small part of one customer."""
NAER = 1e-9
"""A budget is kept within this share of it, which is the rounding of one sum."""


@dataclass(frozen=True, slots=True, eq=False)
class Kurvepunkt:
    """One budget."""

    budsjett: float
    kostnad: float
    """Cost of the edges of the plan; with what comes besides, at most the budget."""
    dekket: int
    """Weight that the plan serves."""
    tak: int
    """No plan within the budget serves more weight."""
    pris: float
    """The price λ whose bound gives the ceiling; infinite where all can be served."""
    kanter: Heltall
    """Edges of the plan."""

    @property
    def gap(self) -> float:
        """How much more weight any plan could serve, as a share of what this one does."""
        return (self.tak - self.dekket) / max(1, self.dekket)


@dataclass(frozen=True, slots=True, eq=False)
class Kurve:
    """The whole curve."""

    punkter: tuple[Kurvepunkt, ...]
    fullt: Tre
    """The tree that serves everything that can be reached."""
    grenser: dict[float, Tre]
    """Price λ → tree with its proof."""
    vekt: int
    """Weight that can be reached at all."""
    delvalg: tuple[Delvalg, ...]
    """The best subtrees of every tree that was found."""
    tillegg: Tall
    """(vekt+1,) what any plan that serves so much costs besides its edges."""
    avbrutt: str
    """`ARBEID` or `TID` where that ended the search before all was near enough."""

    def plan(self, budsjett: float) -> Heltall:
        """Edges of the plan that serves most within a budget, of all that were found."""
        dekket, hvilket = _beste(self.delvalg, self.tillegg, budsjett)
        return self.delvalg[hvilket].kanter(dekket)

    def tak(self, budsjett: float) -> int:
        """No plan within a budget serves more weight."""
        return _tak(self.grenser, self.tillegg, budsjett)[0]

    def minst_kostnad(self, dekket: int) -> float:
        """Return what the edges of any plan that serves this weight cost at least."""
        grenser = [
            tre.nedre_grense - pris * (self.vekt - dekket) for pris, tre in self.grenser.items()
        ]
        if dekket >= self.vekt:
            grenser.append(self.fullt.nedre_grense)
        return max(0.0, *grenser) if grenser else 0.0


@dataclass(slots=True, eq=False)
class _Sok:
    """What has been found so far."""

    graf: Graf
    rotter: Heltall
    vekt: Heltall
    budsjetter: tuple[float, ...]
    sum_vekt: int
    valg: Valg
    teller: Teller
    tillegg: Tall
    delvalg: list[Delvalg] = field(default_factory=list)
    grenser: dict[float, Tre] = field(default_factory=dict)
    skrog: dict[int, float] = field(default_factory=dict)
    """Weight → least known cost."""

    def ta_tre(self, tre: Tre) -> None:
        """Use a tree: its subtrees, and its point on the hull."""
        self.teller.ta(tre)
        deler = delvalg(self.graf, self.rotter, tre.kanter, self.vekt)
        self.delvalg.append(deler)
        n = deler.billigst.size - 1
        kostnad = float(deler.billigst[-1] + self.tillegg[n])
        self.skrog[n] = min(self.skrog.get(n, math.inf), kostnad)

    def beste(self, budsjett: float) -> tuple[int, int]:
        """Most weight within the budget, and which tree gives it."""
        return _beste(self.delvalg, self.tillegg, budsjett)

    def tak(self, budsjett: float) -> tuple[int, float]:
        """Least ceiling, and the price that gives it."""
        return _tak(self.grenser, self.tillegg, budsjett)

    def neste_pris(self, budsjett: float) -> float:
        """Slope of the hull of known points where the budget lies."""
        x = sorted(self.skrog)
        nedre = [x[0]]
        for n in x[1:]:
            while len(nedre) > 1 and _over(self.skrog, nedre[-2], nedre[-1], n):
                nedre.pop()
            nedre.append(n)
        for a, b in pairwise(nedre):
            if self.skrog[b] >= budsjett:
                return _rund((self.skrog[b] - self.skrog[a]) / (b - a))
        return _rund(self.skrog[nedre[-1]] / max(1, nedre[-1]))


def _beste(deler: Sequence[Delvalg], tillegg: Tall, budsjett: float) -> tuple[int, int]:
    """Most weight within the budget, and which tree gives it."""
    svar = []
    for i, d in enumerate(deler):
        innen = d.billigst + tillegg[: d.billigst.size] <= budsjett * (1 + NAER)
        svar.append((int(np.flatnonzero(innen)[-1]) if innen.any() else 0, -i))
    dekket, minus_i = max(svar)
    return dekket, -minus_i


def _tak(grenser: dict[float, Tre], tillegg: Tall, budsjett: float) -> tuple[int, float]:
    """Least ceiling, and the price that gives it."""
    n = np.arange(tillegg.size)
    minst, pris = tillegg.copy(), np.full(n.size, math.inf)
    for p, tre in grenser.items():
        her = tillegg + tre.nedre_grense - p * (n[-1] - n)
        pris = np.where(her > minst, p, pris)
        minst = np.maximum(minst, her)
    tak = int(np.flatnonzero(minst <= budsjett * (1 + NAER))[-1])
    return tak, float(pris[min(tak + 1, n[-1])])


def _over(skrog: dict[int, float], a: int, b: int, c: int) -> bool:
    """Tell whether point b lies on or above the line from a to c."""
    return (skrog[b] - skrog[a]) * (c - a) >= (skrog[c] - skrog[a]) * (b - a)


def _rund(pris: float) -> float:
    """Round a price to a few digits, so that whole costs stay whole."""
    if pris <= 0:
        return 0.0
    return float(round(pris, SIFRE - 1 - math.floor(math.log10(pris))))


def budsjettkurve(
    graf: Graf, rotter: Heltall, vekt: Heltall, budsjetter: Tall, valg: Valg | None = None,
    tillegg: Tall | None = None,
) -> Kurve:  # fmt: skip
    """Find plans and ceilings for a list of budgets.

    Parameters
    ----------
    vekt         (noder,) whole weight of each node (1 per address, or households), 0 for none
    budsjetter   in the unit of the edge costs; shares of the whole are the caller's to compute
    valg         limits for the whole curve; `gap` is the share of weight that is near enough
    tillegg      (all weight + 1,) what any plan that serves so much costs besides its edges,
                 nothing for nothing

    Raises
    ------
    DataFeil    weights, budgets or what comes besides are negative, or not whole
    """
    rotter = krev_noder(graf, rotter, "Røtter")
    v = np.asarray(vekt, np.int64).copy()
    if v.shape != (graf.noder,) or (v < 0).any() or (v != vekt).any():
        raise DataFeil(f"Vektene må være {graf.noder} hele tall fra null og opp, ett per node.")
    if not (np.asarray(budsjetter) >= 0).all():
        raise DataFeil("Budsjettene må være tall fra null og opp.")
    valg = valg or Valg()
    teller = start_teller(valg)
    v[rotter] = 0
    v[~naadd(graf, rotter)] = 0
    andre = _tillegget(tillegg, int(v.sum()))
    fullt = steinertre(graf, rotter, np.flatnonzero(v), replace(valg, gap=0.0))
    sok = _Sok(graf, rotter, v, tuple(map(float, budsjetter)), int(v.sum()), valg, teller, andre)
    sok.skrog[0] = 0.0
    sok.ta_tre(fullt)

    def los(pris: float) -> Tre:
        premier = pris * v.astype(np.float64)
        return premietre(graf, rotter, premier, teller.resten(replace(valg, gap=PRISGAP)))

    _let(sok, fullt, los)
    punkter = tuple(_punkt(sok, fullt, b) for b in sok.budsjetter)
    return Kurve(
        punkter, fullt, sok.grenser, sok.sum_vekt, tuple(sok.delvalg), andre, teller.slo_til
    )


def _tillegget(tillegg: Tall | None, vekt: int) -> Tall:
    """Cost besides the edges for every weight 0 … `vekt`."""
    if tillegg is None:
        return np.zeros(vekt + 1)
    ut = np.asarray(tillegg, np.float64)[: vekt + 1]
    if ut.shape != (vekt + 1,) or ut[0] != 0 or not (ut >= 0).all():
        raise DataFeil(f"Tillegget må være {vekt + 1} tall fra null og opp, det første null.")
    return ut


def _let(sok: _Sok, fullt: Tre, los: Callable[[float], Tre]) -> None:
    """Ask for the price at the worst budget until all are near enough."""
    ferdige: set[float] = set()
    while True:
        verst = [
            ((sok.tak(b)[0] - sok.beste(b)[0]) / max(1, sok.beste(b)[0]), b)
            for b in sok.budsjetter
            if b not in ferdige and b < fullt.nedre_grense + sok.tillegg[-1]
        ]
        verst = [(gap, b) for gap, b in verst if gap > sok.valg.gap]
        if not verst or sok.teller.ute:
            return
        budsjett = max(verst)[1]
        pris = sok.neste_pris(budsjett)
        if pris <= 0 or pris in sok.grenser:
            ferdige.add(budsjett)
            continue
        tre = los(pris)
        sok.grenser[pris] = tre
        sok.ta_tre(tre)


def _punkt(sok: _Sok, fullt: Tre, budsjett: float) -> Kurvepunkt:
    """Make the plan of one budget."""
    if budsjett >= fullt.kostnad + sok.tillegg[-1]:
        return Kurvepunkt(
            budsjett, fullt.kostnad, sok.sum_vekt, sok.sum_vekt, math.inf, fullt.kanter
        )
    dekket, hvilket = sok.beste(budsjett)
    kanter = sok.delvalg[hvilket].kanter(dekket)
    tak, pris = sok.tak(budsjett)
    return Kurvepunkt(
        budsjett, math.fsum(sok.graf.kostnad[kanter]), dekket, max(tak, dekket), pris, kanter
    )
