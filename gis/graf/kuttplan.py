"""Cutting planes on one problem: LP, cuts, trees from its fractions, until nothing is violated."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gis.graf.dual import stig, sum_dual
from gis.graf.lokalsok import bygg, forbedre
from gis.graf.lp import Lpsvar, Relaksering
from gis.graf.pakking import sikker_dual
from gis.graf.snitt import nivaasnitt, skill_ut
from gis.graf.teller import PER_BUE_FLYT, PER_KANT_TRE, Teller
from gis.graf.typer import STOR, Dual, Heltall, Maske, Oppgave, Tall

SNITT_PER_RUNDE = 400
"""Cuts added before the LP is solved again."""

TaTre = Callable[[Heltall, Maske, int], bool]
"""Given entering arcs, nodes and cost of a tree."""


@dataclass(slots=True, eq=False)
class Kuttplan:
    """State of the cutting planes on one problem."""

    oppgave: Oppgave
    kost: Heltall
    dual: Dual
    red: Heltall
    lp: Relaksering
    teller: Teller
    x: Tall
    """(2m,) last fractional solution."""
    ferdig: bool = False
    """No cut is violated: the bound of this relaxation is reached."""

    @property
    def grense(self) -> int:
        """Best bound, without the constant."""
        return sum_dual(self.dual)


def start_plan(
    oppgave: Oppgave, kost: Heltall, dual: Dual | None, fro: int, teller: Teller
) -> Kuttplan:
    """Begin with the cuts of a dual solution that is feasible for `oppgave`."""
    red = oppgave.pris
    if dual is None:
        dual, red = stig(oppgave)
        teller.tell(PER_KANT_TRE * kost.size)
    lp = Relaksering(oppgave, fro)
    snitt, _ = nivaasnitt(oppgave, dual)
    lp.legg_til(snitt)
    return Kuttplan(oppgave, kost, dual, red, lp, teller, np.zeros(oppgave.pris.size))


def runde(plan: Kuttplan, fro: int, ta_tre: TaTre) -> bool:
    """Solve the LP, take its bound and a tree, add cuts; False when stopped or done."""
    o = plan.oppgave
    svar = plan.lp.los(plan.teller)
    if svar is None:
        return False
    plan.x = svar.x
    dual, red = sikker_dual(o, plan.lp.snitt, svar.vekt)
    if sum_dual(dual) > plan.grense:
        plan.dual, plan.red = dual, red
    avrund(plan, svar, ta_tre)
    plan.teller.tell(2 * PER_KANT_TRE * plan.kost.size)
    if not svar.ferdig:
        return False
    terminaler = np.flatnonzero((o.premie > 0) & (svar.mangler < 1 - 1e-6))
    terminaler = np.random.default_rng(fro).permutation(terminaler[terminaler != o.rot])
    nye, provd = skill_ut(o, svar.x, svar.mangler, terminaler, SNITT_PER_RUNDE)
    plan.teller.tell(PER_BUE_FLYT * o.pris.size * provd)
    if not nye.terminal.size:
        plan.ferdig = True
        return False
    plan.lp.rydd()
    plan.lp.legg_til(nye)
    return True


def avrund(plan: Kuttplan, svar: Lpsvar, ta_tre: TaTre) -> None:
    """Grow a tree where the fractions are large, and prune it at true cost."""
    o = plan.oppgave
    brukt = np.minimum(1.0, svar.x[0::2] + svar.x[1::2])
    lett = np.where(plan.kost < STOR, (plan.kost * (1.0 - brukt)).astype(np.int64), STOR)
    ta_tre(*forbedre(o, plan.kost, bygg(o, plan.kost, lett)))
