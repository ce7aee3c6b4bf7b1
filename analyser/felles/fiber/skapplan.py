"""Where cabinets stand on a tree at least cost: dynamic programming from the leaves. Compiled.

Exact for a given number of fibres from splitters on every edge; those follow from the cabinets, so
the caller repeats it. Fibres that leave a node upwards are the state; a second one tells whether
none, one or more thick cables meet below it, for the splice.
"""

from typing import NamedTuple

import numpy as np

from analyser.felles.fiber.linjer import Heltall
from analyser.felles.maaling import Flyt
from gis.graf.typer import Maske
from gis.kompilering import kompiler


class Skapsak(NamedTuple):
    """One tree, nodes with parents first; node 0 is the root, existing nodes are its children."""

    node: Heltall
    mor: Heltall
    behov: Heltall
    """(noder,) addresses at every node."""
    lengde_m: Flyt
    """(k,) length of the edge above each node of the tree."""
    mating: Heltall
    """(k,) fibres from splitters on it."""
    skap_kr: Flyt
    """(flest+1,) cabinets and splitters at a place with so many addresses."""
    kabel_kr_m: Flyt
    """Price of a metre with so many fibres in use."""
    skjot_kr: float
    tynn: int
    """Fibres in use that the smallest cable carries."""


class Bord(NamedTuple):
    """Tables of one node."""

    alt: Flyt
    """(3, u+1) least cost below the node, by thick cables and fibres that arrive."""
    ut: Flyt
    """(u+1,) the same when they leave upwards, with the edge."""
    skap: int
    """Addresses behind the cabinet that is best; 0 where none is better."""


@kompiler
def _lukk(s: Skapsak, alt: Flyt, i: int) -> Bord:
    """Let the fibres go on, with a splice, or end in a cabinet; add the edge."""
    n = alt.shape[1]
    ut, med_skap, best = np.empty(n), 0, np.inf
    for u in range(n):
        ut[u] = min(alt[0, u], alt[1, u], alt[2, u] + s.skjot_kr)
        if u > 0:
            kr = min(alt[0, u], alt[1, u], alt[2, u]) + s.skap_kr[u]
            if kr < best:
                best, med_skap = kr, u
    if best < ut[0]:
        ut[0] = best
    else:
        med_skap = 0
    for u in range(n):
        ut[u] += s.kabel_kr_m[u + s.mating[i]] * s.lengde_m[i]
    return Bord(alt, ut, med_skap)


@kompiler
def _med_barn(s: Skapsak, alt: Flyt, ut: Flyt, mating: int) -> Flyt:
    """Join the table of a child to that of its parent."""
    flest = s.skap_kr.size - 1
    n = min(flest, alt.shape[1] + ut.size - 2) + 1
    ny = np.full((3, n), np.inf)
    for j in range(3):
        for a in range(alt.shape[1]):
            if alt[j, a] == np.inf:
                continue
            for c in range(min(ut.size, n - a)):
                t = min(2, j + (1 if c + mating > s.tynn else 0))
                ny[t, a + c] = min(ny[t, a + c], alt[j, a] + ut[c])
    return ny


@kompiler
def _blad(s: Skapsak, v: int) -> Flyt:
    """Table of a node without children."""
    ut = np.full((3, s.behov[v] + 1), np.inf)
    ut[0, s.behov[v]] = 0.0
    return ut


@kompiler
def _finn(s: Skapsak, alt: Flyt, ut: Flyt, hva: tuple[int, int, int]) -> tuple[int, int]:
    """Fibres that come from the last child when `u` arrive in state `t`; state before it."""
    u, t, mating = hva
    best, fra, forut = np.inf, 0, 0
    for c in range(max(0, u - alt.shape[1] + 1), min(ut.size - 1, u) + 1):
        tykk = 1 if c + mating > s.tynn else 0
        for j in range(3):
            if min(2, j + tykk) == t and alt[j, u - c] + ut[c] < best:
                best, fra, forut = alt[j, u - c] + ut[c], c, j
    return fra, forut


@kompiler
def _tilstand(bord: Bord, skjot_kr: float, u: int, med_skap: bool) -> int:
    """State in which `u` fibres arrive cheapest."""
    best, t = np.inf, 0
    for j in range(3):
        kr = bord.alt[j, u] + (skjot_kr if j > 1 and not med_skap else 0.0)
        if kr < best:
            best, t = kr, j
    return t


@kompiler
def _ved_roten(s: Skapsak, ut: Flyt) -> int:
    """Fibres that reach the root when their cabinet stands there."""
    best, u = ut[0], 0
    for c in range(1, ut.size):
        if ut[c] + s.skap_kr[c] < best:
            best, u = ut[c] + s.skap_kr[c], c
    return u


@kompiler
def skapplan(s: Skapsak) -> Maske:
    """(noder,) the nodes with a cabinet."""
    k, n = s.node.size, s.behov.size
    alt = [_blad(s, v) for v in range(n)]
    forut = [alt[0] for _ in range(k)]
    bord = [Bord(alt[0], alt[0][0], 0) for _ in range(k)]
    for i in range(k - 1, -1, -1):
        m = s.mor[i]
        bord[i] = _lukk(s, alt[s.node[i]], i)
        if m > 0:
            forut[i] = alt[m]
            alt[m] = _med_barn(s, alt[m], bord[i].ut, s.mating[i])
    skap = np.zeros(n, np.bool_)
    rest, tilstand = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(k):
        v, m = s.node[i], s.mor[i]
        if m > 0:
            u, t = _finn(s, forut[i], bord[i].ut, (rest[m], tilstand[m], s.mating[i]))
            rest[m], tilstand[m] = rest[m] - u, t
        else:
            u = _ved_roten(s, bord[i].ut)
        skap[v] = u == 0 and bord[i].skap > 0
        rest[v] = bord[i].skap if skap[v] else u
        tilstand[v] = _tilstand(bord[i], s.skjot_kr, rest[v], skap[v])
    return skap
