"""Coverage for the money: one nested order of building, and a ceiling that no plan can pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.plan import (
    Behov,
    Kostnader,
    Plan,
    Planvalg,
    per_sted,
    premiegrense,
    pris_paa,
)
from analyser.felles.fiber.rekkefolge import MINST_KR, Jobber, horn
from analyser.felles.fiber.tre import Tre

STEG = 0.05
"""Step of the curve, share of the full build."""
FORSOK = 300
"""Changes of one cabinet that are tried at each step."""


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
    """Cost of what is built so far, cables and all."""
    adresser: int
    """Addresses reached, by the places' `antall`."""
    stotte: int
    """Of them, those that the state scheme covers."""
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


def kurve(
    g: Grofter, plan: Plan, rekke: Byggerekke, valg: Planvalg, steg: float = STEG
) -> tuple[Kurvepunkt, ...]:
    """Return what the nested order reaches at each step of cost, and the ceiling there."""
    if not len(plan.behov.node):
        return ()
    ender = stopp(rekke, steg)
    grenser = taklinjer(plan, rekke, ender, valg)
    punkter = []
    for slutt in ender:
        kost, behov = kostnad_av(g, plan, rekke, rekke.rekke[: slutt + 1], valg)
        if slutt == ender[-1]:
            kost = plan.kostnader
        punkter.append(
            Kurvepunkt(
                kr=kost.sum,
                adresser=int(behov.antall.sum()),
                stotte=int(behov.stotte.sum()),
                tak=tak(grenser, plan.behov, kost.sum),
            )
        )
    return tuple(punkter)


def stopp(rekke: Byggerekke, steg: float) -> Heltall:
    """Positions in the order near each step of cost where the curve is shown.

    The last whole block that ends within the step, where there is one: halfway through a block a
    trench may be paid for that has not reached its addresses yet.
    """
    kr = np.cumsum(rekke.jobber.kr[rekke.rekke])
    med_sted = np.flatnonzero(rekke.jobber.vekt[rekke.rekke] > 0)
    hele = np.intersect1d(np.cumsum([len(b) for b in blokker(rekke)[0]]) - 1, med_sted)
    ut = []
    for maal in np.arange(1, round(1.0 / steg) + 1) * steg * kr[-1]:
        naer = hele[(kr[hele] <= maal * (1 + 1e-9)) & (kr[hele] > maal - steg * kr[-1])]
        neste = min(int(np.searchsorted(kr[med_sted], maal * (1 - 1e-9))), len(med_sted) - 1)
        ut.append(naer[-1] if len(naer) else med_sted[neste])
    return np.unique(np.array([*ut, med_sted[-1]], dtype=np.int64))


Taklinje = tuple[float, float]
"""Kroner per address left out, and the least of cost + that; kroner."""


def taklinjer(
    plan: Plan, rekke: Byggerekke, ender: Heltall, valg: Planvalg
) -> tuple[Taklinje, ...]:
    """Bound cost + λ · left out for the λ that the order meets at `ender`."""
    verdier = sorted({round(v, 2) for v in marginer(rekke, ender) if v > MINST_KR})
    return tuple((v, premiegrense(plan.k, plan.behov, v, valg)[0]) for v in verdier)


def marginer(rekke: Byggerekke, ender: Heltall) -> list[float]:
    """Kroner per address of the block that the order is in at each of `ender`."""
    kr, vekt = blokker(rekke)
    slutt = np.cumsum([len(b) for b in kr])
    pris = np.array([sum(b) / max(v, 1e-9) for b, v in zip(kr, vekt, strict=True)])
    return [
        float(p) for p in pris[np.searchsorted(slutt, ender, side="right").clip(max=len(pris) - 1)]
    ]


def blokker(rekke: Byggerekke) -> tuple[list[list[float]], list[float]]:
    """Cut the order into blocks of falling addresses per krone: costs of the jobs, and weight."""
    kr: list[list[float]] = []
    vekt: list[float] = []
    for j in rekke.rekke.tolist():
        kr.append([float(rekke.jobber.kr[j])])
        vekt.append(float(rekke.jobber.vekt[j]))
        while len(kr) > 1 and vekt[-1] * sum(kr[-2]) >= vekt[-2] * sum(kr[-1]):
            siste, v = kr.pop(), vekt.pop()
            kr[-1] += siste
            vekt[-1] += v
    return kr, vekt


def tak(linjer: Sequence[Taklinje], behov: Behov, kr: float) -> int:
    """Most addresses that any plan can reach for `kr`: served ≤ all − (bound(λ) − kr) / λ."""
    alle = int(behov.antall.sum())
    beste = min((alle - (grense - kr) / verdi for verdi, grense in linjer), default=float(alle))
    return max(0, min(alle, int(np.floor(beste + 1e-6))))
