"""Best plans for a sum and nested phases, from the solver, in trench and connection alone.

The graph is the network with a leaf for every place: the edge to it costs what the place costs in
any plan, and so many addresses have whole cabinets in all. Cables larger than the smallest,
cabinets that are not full and ways that the reach makes longer come on top, so a ceiling here is a
ceiling for the whole cost.
"""

from dataclasses import dataclass, replace

import numpy as np

from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.plan import Plan, Planvalg, innen_lengde, per_sted, pris_paa, skaptillegg
from analyser.felles.fiber.tre import ROT, Kontrahert
from gis.graf.budsjett import Kurve, budsjettkurve
from gis.graf.faser import fasekjede
from gis.graf.typer import Graf, lag_graf

NAER_NOK, FAA = 0.001, 1_500
"""Share of addresses between plan and ceiling at which the solver is content, for so few; more for
more, since every price takes longer."""
STEG = 0.05
"""Step of the curve, share of the full build."""


@dataclass(frozen=True, slots=True, eq=False)
class Faseplan:
    """What the solver found for a plan."""

    kurve: Kurve
    """Plans and ceilings; its budgets are the steps, the last one without limit."""
    plan: Plan
    """The full build on the trenches of the nested phases."""
    avbrutt: str
    """`ARBEID` or `TID` where that ended the search."""


def _graf(k: Kontrahert, plan: Plan, valg: Planvalg) -> tuple[Graf, Heltall]:
    """Network with one leaf per place, whole kroner rounded down; weight of every node."""
    p = len(plan.behov.node)
    blad = np.arange(k.noder, k.noder + p)
    graf = lag_graf(
        k.noder + p,
        np.concatenate([k.fra, k.nr[plan.behov.node]]),
        np.concatenate([k.til, blad]),
        np.floor(np.concatenate([k.kr, per_sted(plan.behov, valg)])),
    )
    return graf, np.concatenate([np.zeros(k.noder, np.int64), plan.behov.antall])


def delt(plan: Plan, kanter: Heltall) -> tuple[Heltall, Heltall]:
    """Split edges of the solver's graph into edges of the network and places."""
    nett = len(plan.k.fra)
    return kanter[kanter < nett], np.sort(kanter[kanter >= nett] - nett)


def faseplan(g: Grofter, plan: Plan, valg: Planvalg, steg: float = STEG) -> Faseplan | None:
    """Find the curve and nest phases at each step of the cost of `plan`; None without places."""
    if not len(plan.behov.node):
        return None
    rot = np.array([ROT])
    graf, vekt = _graf(plan.k, plan, valg)
    trinn = np.arange(1.0, round(1.0 / steg)) * steg * plan.kostnader.sum
    budsjetter = np.append(trinn, np.inf).astype(np.float64)
    nok = NAER_NOK * max(1.0, plan.adresser / FAA)
    grenser = replace(valg.grenser, gap=max(valg.gap, nok))
    tillegg = skaptillegg(plan.behov, valg)
    kurven = budsjettkurve(graf, rot, vekt, budsjetter, grenser, tillegg)
    faser, avbrutt = fasekjede(graf, rot, vekt, kurven, grenser)
    bygd = _bygd_om(g, plan, delt(plan, faser[-1].kanter)[0], valg)
    return Faseplan(kurven, bygd, kurven.avbrutt or avbrutt)


def _bygd_om(g: Grofter, plan: Plan, kanter: Heltall, valg: Planvalg) -> Plan:
    """Return the plan with other trenches; the same places."""
    tre = innen_lengde(plan.k, kanter, plan.behov, valg)
    if set(tre.kant.tolist()) == set(plan.tre.kant.tolist()):
        return plan
    kabler, kostnader = pris_paa(g, plan.k, tre, plan.behov, valg)
    return replace(plan, tre=tre, kabler=kabler, kostnader=kostnader, bevist=False)
