"""Coverage for the money: the best plan for each sum, the order of building, and the ceiling."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analyser.felles.fiber.faseplan import Faseplan, delt
from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.plan import (
    Behov,
    Kostnader,
    Plan,
    Planvalg,
    innen_lengde,
    per_sted,
    pris_paa,
)
from analyser.felles.fiber.rekkefolge import Jobber, horn
from analyser.felles.fiber.tre import Tre

FORSOK = 0
"""Changes of one cabinet that are tried at each sum, after the placing that is made first."""
TILPASNINGER, NAER = 4, 0.002
"""Plans that are priced for one sum at most, and the unused share of it that is small enough."""


@dataclass(frozen=True, slots=True, eq=False)
class Byggerekke:
    """Jobs in the order they are built: t tree nodes first numbered, then p places."""

    jobber: Jobber
    rekke: Heltall
    """Positions of the jobs in order of building."""
    noder: int
    """t: jobs 0 … t−1 are the tree's nodes (trench to each), the rest the places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kurvepunkt:
    """What one sum buys."""

    kr: float
    """The sum: trenches, cables, cabinets and connections."""
    adresser: int
    """Addresses that the best plan for just this sum reaches."""
    stotte: int
    """Of them, those that the state scheme covers."""
    i_rekken: int
    """Addresses that the order of building has reached for the sum."""
    tak: int
    """No plan reaches more for that sum."""


def byggerekke(plan: Plan, valg: Planvalg) -> Byggerekke:
    """Order the trenches and places of a plan so that most is reached at every sum."""
    k, tre, behov = plan.k, plan.tre, plan.behov
    t, plass = len(tre.node), tre.plass(k.noder)
    node = k.nr[behov.node]
    mor = np.concatenate([plass[tre.mor], plass[node]])
    kr = np.concatenate([k.kr[tre.kant], per_sted(behov, valg)])
    vekt = np.concatenate([np.zeros(t), behov.antall.astype(np.float64)])
    jobber = Jobber(mor, kr, vekt)
    return Byggerekke(jobber, horn(jobber), t)


def deltre(plan: Plan, bygd: Heltall, noder: int) -> tuple[Tre, Heltall]:
    """Tree and places among the jobs `bygd`; trench that reaches nobody among them is left out."""
    k, tre = plan.k, plan.tre
    steder = np.sort(bygd[bygd >= noder]) - noder
    trengs = np.zeros(k.noder, dtype=bool)
    trengs[k.nr[plan.behov.node[steder]]] = True
    for i in range(len(tre.node) - 1, -1, -1):
        if trengs[tre.node[i]]:
            trengs[tre.mor[i]] = True
    med = trengs[tre.node]
    return Tre(tre.node[med], tre.mor[med], tre.kant[med], tre.avstand_m[med]), steder


def kostnad_av(
    g: Grofter, plan: Plan, rekke: Byggerekke, bygd: Heltall, valg: Planvalg
) -> tuple[Kostnader, Behov]:
    """Price what has been built when the jobs `bygd` are done."""
    tre, steder = deltre(plan, bygd, rekke.noder)
    behov = plan.behov.utvalg(steder)
    return pris_paa(g, plan.k, tre, behov, valg, forbedre=FORSOK)[1], behov


Forslag = Callable[[float], tuple[Kostnader, Behov]]
"""From a sum for trench and connection to a plan with its whole cost."""


def kurve(
    g: Grofter, f: Faseplan | None, rekke: Byggerekke, valg: Planvalg
) -> tuple[Kurvepunkt, ...]:
    """Return what each step of the cost buys, freely and in the order of building."""
    if f is None:
        return ()
    plan, ut = f.plan, list[Kurvepunkt]()
    fri, nostet = _fri(g, f, valg), _nostet(g, plan, rekke, valg)
    deler = [1.0, 1.0]
    ingen, i_rekken = plan.behov.utvalg(np.empty(0, np.int64)), 0
    beste = ingen
    for punkt in f.kurve.punkter[:-1]:
        b, deler[0] = _innenfor(fri, punkt.budsjett, deler[0], ingen)
        r, deler[1] = _innenfor(nostet, punkt.budsjett, deler[1], ingen)
        i_rekken = max(i_rekken, int(r.antall.sum()))
        beste = max(beste, b, r, key=lambda behov: int(behov.antall.sum()))
        ut.append(_punkt(punkt.budsjett, beste, i_rekken, punkt.tak))
    alle = int(plan.behov.antall.sum())
    return (*ut, _punkt(plan.kostnader.sum, plan.behov, alle, alle))


def trinnene(f: Faseplan, rekke: Byggerekke) -> Heltall:
    """Addresses that the order has reached at each step of the curve, in trench and connection."""
    brukt = np.cumsum(rekke.jobber.kr[rekke.rekke])
    naadd = np.concatenate([[0.0], np.cumsum(rekke.jobber.vekt[rekke.rekke])])
    budsjetter = [punkt.budsjett for punkt in f.kurve.punkter]
    return naadd[np.searchsorted(brukt, budsjetter, side="right")].astype(np.int64)


def merkostnad(f: Faseplan | None, rekke: Byggerekke, naadd: Heltall) -> float:
    """Tell how much dearer the order makes trench and connection at most; a share.

    Against what no plan for as many addresses costs less than, whatever its reach.

    Parameters
    ----------
    naadd    addresses reached, where it is asked
    """
    if f is None:
        return 0.0
    brukt = np.cumsum(rekke.jobber.kr[rekke.rekke])
    plass = np.searchsorted(np.cumsum(rekke.jobber.vekt[rekke.rekke]), naadd)
    verst = 0.0
    for n, kr in zip(naadd.tolist(), brukt[plass.clip(max=len(brukt) - 1)].tolist(), strict=True):
        minst = f.kurve.minst_kostnad(n)
        verst = max(verst, kr / minst - 1.0 if minst > 0 else 0.0)
    return verst


def _punkt(kr: float, beste: Behov, i_rekken: int, tak: int) -> Kurvepunkt:
    """Make one point."""
    return Kurvepunkt(
        kr=kr, adresser=int(beste.antall.sum()), stotte=int(beste.stotte.sum()),
        i_rekken=i_rekken, tak=tak,
    )  # fmt: skip


def _fri(g: Grofter, f: Faseplan, valg: Planvalg) -> Forslag:
    """Return plans that care for one sum only."""

    def forslag(kr: float) -> tuple[Kostnader, Behov]:
        kanter, steder = delt(f.plan, f.kurve.plan(kr))
        behov = f.plan.behov.utvalg(steder)
        tre = innen_lengde(f.plan.k, kanter, behov, valg)
        return pris_paa(g, f.plan.k, tre, behov, valg, forbedre=FORSOK)[1], behov

    return forslag


def _nostet(g: Grofter, plan: Plan, rekke: Byggerekke, valg: Planvalg) -> Forslag:
    """Return what the order has built for a sum: whole steps to the next place."""
    brukt = np.cumsum(rekke.jobber.kr[rekke.rekke])
    steder = np.flatnonzero(rekke.jobber.vekt[rekke.rekke] > 0)

    def forslag(kr: float) -> tuple[Kostnader, Behov]:
        antall = int(np.searchsorted(brukt[steder], kr, side="right"))
        slutt = int(steder[antall - 1]) + 1 if antall else 0
        return kostnad_av(g, plan, rekke, rekke.rekke[:slutt], valg)

    return forslag


def _innenfor(forslag: Forslag, budsjett: float, andel: float, ingen: Behov) -> tuple[Behov, float]:
    """Find the plan whose whole cost comes nearest below a sum.

    Parameters
    ----------
    andel    share of the sum that trench and connection may take, a guess
    ingen    no places

    Returns
    -------
    behov    what the plan reaches; nothing where no plan that was tried is within the sum
    andel    a better guess for the next sum
    """
    beste, andel_ut = ingen, andel
    for _ in range(TILPASNINGER):
        kost, behov = forslag(andel * budsjett)
        if kost.sum <= budsjett and behov.antall.sum() >= beste.antall.sum():
            beste, andel_ut = behov, andel
            if kost.sum >= (1.0 - NAER) * budsjett:
                break
        if kost.sum <= 0.0:
            break
        andel *= (1.0 - NAER / 4.0) * budsjett / kost.sum
    return beste, andel_ut
