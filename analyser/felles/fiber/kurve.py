"""Coverage for the money: the best plan for each sum, the order of building, and the ceiling."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from analyser.felles.fiber.faseplan import Faseplan, delt
from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.kabel import FORSOK as KABELFORSOK
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.plan import Plan, Planvalg, innen_lengde, per_sted, pris_paa
from analyser.felles.fiber.rekkefolge import Jobber, horn

FORSOK = 0
"""Changes of one cabinet that are tried at each sum, after the placing that is made first."""
TILPASNINGER, NAER = 12, 0.0005
"""Plans that are priced for one sum at most, and the unused share of it that is small enough."""
INGEN = np.empty(0, dtype=np.int64)


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
    plan: Plan = field(repr=False, compare=False)
    """The best plan for just this sum."""
    i_rekken: int
    """Addresses that the order of building has reached for the sum."""
    tak: int
    """No plan reaches more for that sum."""

    @property
    def adresser(self) -> int:
        """Addresses that the best plan for just this sum reaches."""
        return self.plan.adresser

    @property
    def stotte(self) -> int:
        """Of them, those that the state scheme covers."""
        return int(self.plan.behov.stotte.sum())


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


def utsnitt(
    g: Grofter, plan: Plan, kanter: Heltall, steder: Heltall, valg: Planvalg, forbedre: int = FORSOK
) -> Plan:
    """Plan for some of the places on some of the edges, priced by itself.

    Parameters
    ----------
    kanter    contracted edges that connect the places; what reaches none of them is left out
    steder    positions among the places of `plan`
    """
    behov = plan.behov.utvalg(steder)
    tre = innen_lengde(plan.k, kanter, behov, valg)
    kabler, kostnader = pris_paa(g, plan.k, tre, behov, valg, forbedre)
    return replace(
        plan, behov=behov, steder=plan.steder[steder], tre=tre, kabler=kabler,
        kostnader=kostnader, nedre_grense=0.0, bevist=False, lengdebevis=None,
    )  # fmt: skip


Forslag = Callable[[float], Plan]
"""From a sum for trench and connection to a plan."""


def kurve(
    g: Grofter, f: Faseplan | None, rekke: Byggerekke, valg: Planvalg
) -> tuple[Kurvepunkt, ...]:
    """Return what each step of the cost buys, freely and in the order of building."""
    if f is None:
        return ()
    ut = list[Kurvepunkt]()
    fri, nostet = _fri(g, f, valg), _nostet(g, f.plan, rekke, valg)
    deler = [1.0, 1.0]
    i_rekken, beste = 0, fri(0.0)
    for punkt in f.kurve.punkter[:-1]:
        b, deler[0] = _innenfor(fri, punkt.budsjett, deler[0])
        r, deler[1] = _innenfor(nostet, punkt.budsjett, deler[1])
        i_rekken = max(i_rekken, r.adresser)
        beste = max(beste, b, r, key=lambda plan: plan.adresser)
        ut.append(
            Kurvepunkt(kr=punkt.budsjett, plan=beste, i_rekken=i_rekken, tak=punkt.tak)
        )  # fmt: skip
    alle = f.plan.adresser
    return (*ut, Kurvepunkt(kr=f.plan.kostnader.sum, plan=f.plan, i_rekken=alle, tak=alle))


def innenfor(
    g: Grofter, f: Faseplan, rekke: Byggerekke, valg: Planvalg,
    sum_: tuple[float, tuple[Kurvepunkt, ...]],
) -> tuple[Plan, int]:  # fmt: skip
    """Find what a sum builds: the full plan where it is enough, else the best part of it.

    Parameters
    ----------
    sum_    kroner, and the curve, whose plans for less are tried as well

    Returns
    -------
    plan    costs no more than the sum
    tak     no plan reaches more addresses for it
    """
    budsjett, punkter = sum_
    if budsjett >= f.plan.kostnader.sum:
        return f.plan, f.plan.adresser
    if budsjett <= 0.0:
        return utsnitt(g, f.plan, INGEN, INGEN, valg), 0
    forslagene = (_fri(g, f, valg), _nostet(g, f.plan, rekke, valg))
    planer = [_innenfor(forslag, budsjett, 1.0)[0] for forslag in forslagene]
    planer += [p.plan for p in punkter if p.plan.kostnader.sum <= budsjett]
    beste = max(planer, key=lambda plan: plan.adresser)
    tak = max(f.kurve.tak(budsjett), beste.adresser)
    steder = np.searchsorted(f.plan.steder, beste.steder)
    bygd = utsnitt(g, f.plan, beste.tre.kant, steder, valg, KABELFORSOK)
    minst = f.kurve.minst_kostnad(bygd.adresser) + float(f.kurve.tillegg[bygd.adresser])
    return replace(bygd, nedre_grense=min(minst, bygd.kostnader.sum)), tak


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


def _fri(g: Grofter, f: Faseplan, valg: Planvalg) -> Forslag:
    """Return plans that care for one sum only."""
    return lambda kr: utsnitt(g, f.plan, *delt(f.plan, f.kurve.plan(kr)), valg)


def _nostet(g: Grofter, plan: Plan, rekke: Byggerekke, valg: Planvalg) -> Forslag:
    """Return what the order has built for a sum: whole steps to the next place."""
    brukt = np.cumsum(rekke.jobber.kr[rekke.rekke])
    trinn = np.flatnonzero(rekke.jobber.vekt[rekke.rekke] > 0)

    def forslag(kr: float) -> Plan:
        antall = int(np.searchsorted(brukt[trinn], kr, side="right"))
        bygd = rekke.rekke[: int(trinn[antall - 1]) + 1 if antall else 0]
        steder = np.sort(bygd[bygd >= rekke.noder]) - rekke.noder
        return utsnitt(g, plan, plan.tre.kant[bygd[bygd < rekke.noder]], steder, valg)

    return forslag


def _innenfor(forslag: Forslag, budsjett: float, andel: float) -> tuple[Plan, float]:
    """Find the plan whose whole cost comes nearest below a sum.

    Parameters
    ----------
    andel    share of the sum that trench and connection may take, a guess

    Returns
    -------
    plan     nothing where no plan that was tried is within the sum
    andel    a better guess for the next sum
    """
    beste, andel_ut = forslag(0.0), andel
    lav, hoy = 0.0, math.inf
    for _ in range(TILPASNINGER):
        plan = forslag(andel * budsjett)
        kr = plan.kostnader.sum
        if kr <= budsjett and plan.adresser >= beste.adresser:
            beste, andel_ut = plan, andel
        lav, hoy = (andel, hoy) if kr <= budsjett else (lav, andel)
        if kr <= 0.0 or (1.0 - NAER) * budsjett <= kr <= budsjett or hoy - lav < NAER / 4.0:
            break
        andel *= (1.0 - NAER / 4.0) * budsjett / kr
        if not lav < andel < hoy:
            andel = (lav + min(hoy, 2.0 * lav)) / 2.0 if lav else hoy / 2.0
    return beste, andel_ut
