"""Nested phases: plans where each one holds the one before, close to the best of each alone.

A chain is made through each plan of the curve in turn: smaller phases are its best subtrees, larger
ones grow from it. The chain whose worst phase is nearest to its bound is kept.
"""

from dataclasses import dataclass, replace

import numpy as np

from gis.graf.budsjett import Kurve
from gis.graf.loser import steinertre
from gis.graf.teller import start_teller
from gis.graf.trevalg import delvalg
from gis.graf.typer import Graf, Heltall, Valg, krev_noder

NAER_NOK = 1e-4
"""Proven gap of what is built beside a phase that is near enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Fase:
    """One phase, all earlier phases included."""

    budsjett: float
    kostnad: float
    dekket: int
    minst_kostnad: float
    """No plan that serves as much costs less, nested or not."""
    kanter: Heltall

    @property
    def merkostnad(self) -> float:
        """What nesting costs at most, as a share of the bound."""
        return self.kostnad / self.minst_kostnad - 1.0 if self.minst_kostnad > 0 else 0.0


def noder_i(graf: Graf, rotter: Heltall, kanter: Heltall) -> Heltall:
    """Nodes of a plan, the roots included."""
    return np.unique(np.concatenate([rotter, graf.fra[kanter], graf.til[kanter]]))


def _deltre(
    graf: Graf, rotter: Heltall, kanter: Heltall, vekt: Heltall, budsjett: float
) -> Heltall:  # fmt: skip
    """Best subtree of a plan within a budget."""
    deler = delvalg(graf, rotter, kanter, vekt)
    dekket = int(np.searchsorted(deler.billigst, budsjett, side="right")) - 1
    return deler.kanter(dekket) if dekket >= 0 else kanter[:0]


def _kjede(
    graf: Graf, rotter: Heltall, vekt: Heltall, planer: tuple[list[float], int, Heltall, Heltall]
) -> list[Heltall]:
    """Chain through the plan `midt` of phase q; `alt` reaches everything from it."""
    budsjetter, q, midt, alt = planer
    ut = [midt] * len(budsjetter)
    hit = noder_i(graf, rotter, midt)
    brukt = float(graf.kostnad[midt].sum())
    ny = alt
    for i in range(len(budsjetter) - 1, q, -1):
        ny = _deltre(graf, hit, ny, vekt, budsjetter[i] - brukt)
        ut[i] = np.concatenate([midt, ny])
    ny = midt
    for i in range(q - 1, -1, -1):
        ny = _deltre(graf, rotter, ny, vekt, budsjetter[i])
        ut[i] = ny
    return ut


def fasekjede(
    graf: Graf, rotter: Heltall, vekt: Heltall, kurve: Kurve, valg: Valg | None = None
) -> tuple[tuple[Fase, ...], str]:
    """Nest the phases whose budgets are those of `kurve` (which must rise).

    A last budget without limit gives a last phase that reaches everything; at exactly the cost of
    the full tree it does not, since nesting costs a little.

    Parameters
    ----------
    vekt    (noder,) whole weights, as for the curve
    valg    limits for the whole; at least one chain is made

    Returns
    -------
    faser     the best chain
    avbrutt   `ARBEID` or `TID` where that ended the search before every chain was tried
    """
    rotter = krev_noder(graf, rotter, "Røtter")
    v = np.asarray(vekt, np.int64).copy()
    fullt = kurve.fullt.kanter
    v[np.setdiff1d(np.arange(graf.noder), noder_i(graf, rotter, fullt))] = 0
    v[rotter] = 0
    budsjetter = [p.budsjett for p in kurve.punkter]
    best: tuple[Fase, ...] = ()
    valg = replace(valg or Valg(), gap=NAER_NOK)
    teller = start_teller(valg)
    for q, punkt in enumerate(kurve.punkter):
        if best and teller.ute:
            break
        hit = noder_i(graf, rotter, punkt.kanter)
        tre = steinertre(graf, hit, np.flatnonzero(v), teller.resten(valg))
        teller.ta(tre)
        rest = np.setdiff1d(tre.kanter, punkt.kanter)
        planer = _kjede(graf, rotter, v, (budsjetter, q, punkt.kanter, rest))
        faser = tuple(
            _fase(graf, rotter, v, kurve, (b, k)) for b, k in zip(budsjetter, planer, strict=True)
        )
        verst = max(f.merkostnad for f in faser)
        if not best or verst < max(f.merkostnad for f in best):
            best = faser
    return best, teller.slo_til


def _fase(
    graf: Graf, rotter: Heltall, vekt: Heltall, kurve: Kurve, plan: tuple[float, Heltall]
) -> Fase:  # fmt: skip
    """Sum up one phase."""
    budsjett, kanter = plan
    dekket = int(vekt[noder_i(graf, rotter, kanter)].sum())
    kostnad = float(graf.kostnad[kanter].sum())
    return Fase(budsjett, kostnad, dekket, kurve.minst_kostnad(dekket), np.sort(kanter))
