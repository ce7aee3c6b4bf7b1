"""Cables, cabinets and splitters on a tree: capacity, reach, optical loss and what they cost.

Passive optical network: every address has one fibre to a splitter in a cabinet, every splitter one
fibre to the existing node. A cabinet stands in a node of the tree, or beside the existing node.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyser.felles.fiber.kostnad import KABLER, SKAP, Priser, skapene
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.skapplan import Skapsak, skapplan
from analyser.felles.fiber.tre import Tre
from analyser.felles.maaling import Flyt
from gis.kompilering import kompiler

Maske = NDArray[np.bool_]
STORRELSER = np.array([fibre for fibre, _ in KABLER], dtype=np.int64)
"""Fibres of each cable."""
FORSOK = 200
"""Changes of one cabinet that are tried at most."""
OMGANGER = 2
"""Placings that are made, each with the splitters of the one before."""


@dataclass(frozen=True, slots=True, eq=False)
class Kabelplan:
    """What runs in the trenches."""

    fibre: Heltall
    """(k,) fibres on the edge above each node of the tree, spare ones included."""
    kabel: Heltall
    """(k,) cable: position in `KABLER`; several of the largest where one is not enough."""
    antall_kabler: Heltall
    """(k,) how many of it."""
    skap: dict[int, int]
    """Node → addresses behind its cabinets; keys below 0 are existing nodes (−1 − root)."""
    skapstorrelser: dict[int, int]
    """Size of cabinet → how many."""
    splittere: int
    skjoter: int
    """Nodes without cabinet where two cables larger than the smallest part."""
    kabel_kr: float
    """Cables and ducts."""
    skap_kr: float
    splitter_kr: float
    skjote_kr: float

    @property
    def kr(self) -> float:
        """All of it."""
        return self.kabel_kr + self.skap_kr + self.splitter_kr + self.skjote_kr


@dataclass(frozen=True, slots=True, eq=False)
class Oppgave:
    """What a cable plan is made for."""

    tre: Tre
    behov: Heltall
    """(noder,) addresses at every node."""
    lengde_m: Flyt
    """(k,) length of the edge above each node of the tree."""
    rot: Heltall
    """(k,) existing node (any numbering, 0 …) that each node of the tree hangs on."""
    ved_rot: dict[int, int]
    """Existing node → addresses that lie at it, with no trench at all."""
    priser: Priser


def planlegg(o: Oppgave, forbedre: int = FORSOK) -> Kabelplan:
    """Place cabinets, size cables; cabinets are then added, removed and moved while that pays."""
    pris = _prisliste(o)
    skap = min(_grunnplasseringer(o, pris), key=lambda s: _kr(o, s, pris))
    kr = _kr(o, skap, pris)
    bedre, forsok = True, forbedre
    while bedre and forsok > 0:
        bedre = False
        for nodene in _trekk(o, skap):
            forslag = skap.copy()
            forslag[nodene] = ~forslag[nodene]
            ny, forsok = _kr(o, forslag, pris), forsok - 1
            if ny < kr - 1.0:
                skap, kr, bedre = forslag, ny, True
            if forsok <= 0:
                break
    return regn(o, skap)


def _grunnplasseringer(o: Oppgave, pris: Flyt) -> Iterator[Maske]:
    """Give the best placings, each for the splitter fibres of the one before."""
    grad, k, n = int(o.priser["splittgrad"]), len(o.tre.node), len(o.behov)
    yield np.zeros(n, dtype=np.bool_)
    if not k:
        return
    rot, hvilken = np.unique(o.rot, return_inverse=True)
    ved_rot = np.array([o.ved_rot.get(int(r), 0) for r in rot], dtype=np.int64)
    behov = np.concatenate([o.behov, ved_rot]).astype(np.int64)
    node = np.concatenate([n + np.arange(len(rot)), o.tre.node])
    mor = np.where(o.tre.mor == 0, n + hvilken.ravel(), o.tre.mor)
    mor = np.concatenate([np.zeros(len(rot), dtype=np.int64), mor])
    lengde = np.concatenate([np.zeros(len(rot)), o.lengde_m])
    flest = min(len(pris) - 1, max(SKAP[-1][0], int(behov.max())))
    tykkelse = _med_reserve(o, np.arange(2 * len(pris) + k))
    tynn = int(np.searchsorted(tykkelse, STORRELSER[0], side="right")) - 1
    fast = (pris[: flest + 1], _kabelpriser(o, tykkelse), float(o.priser["skjotepunkt"]), tynn)
    mating = np.zeros(len(node), dtype=np.int64)
    for _ in range(OMGANGER):
        skap = skapplan(Skapsak(node, mor, behov, lengde, mating, *fast))[:n]
        yield skap
        ved = _fibre(o.tre.node, o.tre.mor, o.behov, skap, grad)[1]
        mating[len(rot) :] = o.tre.summer(-(-ved // grad).astype(np.float64), n)


@kompiler
def _fibre(
    node: Heltall, mor: Heltall, behov: Heltall, skap: Maske, grad: int
) -> tuple[Heltall, Heltall, Heltall]:
    """Fibres above each node (k,), addresses behind its cabinets (noder,), and what goes on (k,).

    The last are addresses without cabinet below the root: their cabinet stands at the node there.
    """
    i_bruk = behov.copy()
    mating = np.zeros(len(behov), np.int64)
    ved = np.zeros(len(behov), np.int64)
    fibre = np.zeros(len(node), np.int64)
    ved_rot = np.zeros(len(node), np.int64)
    for i in range(len(node) - 1, -1, -1):
        n, m = node[i], mor[i]
        if skap[n] and i_bruk[n] > 0:
            ved[n] = i_bruk[n]
            mating[n] += (ved[n] + grad - 1) // grad
            i_bruk[n] = 0
        fibre[i] = i_bruk[n] + mating[n]
        if m == 0:
            ved_rot[i] = i_bruk[n]
        else:
            i_bruk[m] += i_bruk[n]
            mating[m] += mating[n]
    return fibre, ved, ved_rot


def _prisliste(o: Oppgave) -> Flyt:
    """(n,) price of cabinets and splitters at a place with 0, 1, 2 … addresses."""
    n = np.arange(int(o.behov.sum()) + sum(o.ved_rot.values()) + 1)
    storst, navn = SKAP[-1]
    rest = np.array([skapene(i, o.priser)[0] for i in range(min(storst, len(n)))])
    splittere = -(-n // int(o.priser["splittgrad"])) * o.priser["splitter"]
    ut: Flyt = n // storst * o.priser[navn] + rest[n % storst] + splittere
    return ut


def _ved(o: Oppgave, ved: Heltall, ved_rot: Heltall) -> dict[int, int]:
    """Place of cabinets → addresses behind them; existing nodes as −1 − root."""
    ut = {-1 - r: n for r, n in o.ved_rot.items() if n}
    for i in np.flatnonzero(ved_rot).tolist():
        rot = -1 - int(o.rot[i])
        ut[rot] = ut.get(rot, 0) + int(ved_rot[i])
    return ut | {int(n): int(ved[n]) for n in np.flatnonzero(ved)}


def _med_reserve(o: Oppgave, fibre: Heltall) -> Heltall:
    """Fibres with the spare ones."""
    ut: Heltall = np.ceil(fibre * (1.0 + o.priser["fiberreserve"]) - 1e-9).astype(np.int64)
    return ut


def _kabler(fibre: Heltall) -> tuple[Heltall, Heltall]:
    """Cable for so many fibres, and how many of it."""
    kabel = np.minimum(np.searchsorted(STORRELSER, fibre), len(KABLER) - 1)
    return kabel, np.maximum(-(-fibre // STORRELSER[kabel]), 1)


def _kabelpriser(o: Oppgave, fibre: Heltall) -> Flyt:
    """Kroner per metre with so many fibres, the spare ones included."""
    kabel, antall = _kabler(fibre)
    ut: Flyt = np.array([o.priser[navn] for _, navn in KABLER])[kabel] * antall
    return ut


def _skjoter(o: Oppgave, fibre: Heltall, skap: set[int]) -> int:
    """Nodes without cabinet where two cables larger than the smallest part."""
    tykke = o.tre.mor[(fibre > STORRELSER[0]) & (o.tre.mor > 0)]
    deles = np.flatnonzero(np.bincount(tykke) > 1) if len(tykke) else tykke
    return sum(int(n) not in skap for n in deles)


def _kr(o: Oppgave, skap: Maske, pris: Flyt) -> float:
    """Price a placing of cabinets, all in all."""
    grad = int(o.priser["splittgrad"])
    fibre, ved, ved_rot = _fibre(o.tre.node, o.tre.mor, o.behov, skap, grad)
    fibre = _med_reserve(o, fibre)
    steder = _ved(o, ved, ved_rot)
    skap_kr = float(pris[list(steder.values())].sum()) if steder else 0.0
    skjoter = _skjoter(o, fibre, set(steder)) * o.priser["skjotepunkt"]
    return float((_kabelpriser(o, fibre) * o.lengde_m).sum()) + skap_kr + skjoter


def regn(o: Oppgave, skap: Maske) -> Kabelplan:
    """Size and price everything for given cabinets, (noder,) yes or no."""
    grad, skap_kr = int(o.priser["splittgrad"]), 0.0
    fibre, bak, ved_rot = _fibre(o.tre.node, o.tre.mor, o.behov, skap, grad)
    fibre = _med_reserve(o, fibre)
    kabel, antall = _kabler(fibre)
    kabel_kr = float((_kabelpriser(o, fibre) * o.lengde_m).sum())
    ved = _ved(o, bak, ved_rot)
    bokser: dict[int, int] = {}
    for n in ved.values():
        kr, storre = skapene(n, o.priser)
        skap_kr += kr
        for plasser, a in storre.items():
            bokser[plasser] = bokser.get(plasser, 0) + a
    splittere = sum(-(-n // grad) for n in ved.values())
    skjoter = _skjoter(o, fibre, set(ved))
    return Kabelplan(
        fibre, kabel, antall, ved, dict(sorted(bokser.items())), splittere, skjoter, kabel_kr,
        skap_kr, splittere * o.priser["splitter"], skjoter * o.priser["skjotepunkt"],
    )  # fmt: skip


def _trekk(o: Oppgave, skap: Maske) -> Iterator[list[int]]:
    """Nodes to switch: one cabinet more where fibres run far, one fewer, or one moved up."""
    for n in _lovende(o, skap):
        yield [n]
    mor = np.zeros(len(skap), dtype=np.int64)
    mor[o.tre.node] = o.tre.mor
    for n in np.flatnonzero(skap).tolist():
        yield [n]
        if mor[n] > 0 and not skap[mor[n]]:
            yield [n, int(mor[n])]


def _lovende(o: Oppgave, skap: Maske) -> list[int]:
    """Nodes where one more cabinet would take most fibre-metres away above it: at most twenty."""
    grad = int(o.priser["splittgrad"])
    fibre, _, _ = _fibre(o.tre.node, o.tre.mor, o.behov, skap, grad)
    over, langt = np.zeros(len(skap)), np.zeros(len(skap))
    for n, m, f, lengde in zip(
        o.tre.node.tolist(), o.tre.mor.tolist(), fibre.tolist(), o.lengde_m.tolist(), strict=True
    ):
        langt[n] = (0.0 if skap[m] else langt[m]) + lengde
        over[n] = 0.0 if skap[n] else f * langt[n]
    beste = np.argsort(-over, kind="stable")[:20]
    return [int(n) for n in beste if over[n] > 0]


def tap_db(avstand_m: Flyt, priser: Priser) -> Flyt:
    """(k,) optical loss from node to address, dB."""
    tap: Flyt = (
        avstand_m / 1000.0 * priser["fibertap"]
        + np.log2(priser["splittgrad"]) * priser["splittertap"]
        + priser["fasttap"]
    )
    return tap


def lengst_m(priser: Priser) -> float:
    """Longest way from node to address that both reach and optical budget allow, metres."""
    uten_fiber = float(tap_db(np.zeros(1), priser)[0])
    i_budsjett = (priser["budsjett_db"] - uten_fiber) / max(priser["fibertap"], 1e-9)
    return max(min(priser["rekkevidde_km"], i_budsjett), 0.0) * 1000.0
