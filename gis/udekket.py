"""Ground that no outline covers, by halving windows; no union is made.

A window keeps the edges that run through it and how many times each piece winds round its lower
left corner. A piece without an edge in a window covers all of it or none; a window that some piece
covers is settled. What remains is cut into slabs when few edges are left.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.boksetre import Boksetre, moter
from gis.kompilering import kompiler
from gis.omriss import Omriss
from gis.rekker import Flyt, Heltall, heltall, rader, tomme_bokser
from gis.striper import Firkant, halver
from gis.udekketblad import blad, passerer, snur, til_hoyre

FAA_KANTER = 20
"""Edges in a window that are cheaper to cut into slabs than to halve (measured)."""
MAKS_DYBDE = 44
"""Halvings before slabs are used whatever the number of edges: many edges may meet in a point."""


class Stabel(NamedTuple):
    """Windows that wait, each with its edges and the pieces that they belong to."""

    boks: Flyt
    """(v, 5) x0, y0, x1, y1, depth."""
    kant: Heltall
    """(k,) first corners of the edges, window after window, piece after piece."""
    kant_fra: Heltall
    """(v + 1,) first edge of each window."""
    bit: Heltall
    """(p, 3) piece by piece: winding round the lower left corner, first edge, edge after the last;
    edges counted from the window's first."""
    bit_fra: Heltall
    """(v + 1,) first piece of each window."""


@kompiler
def bokser(former: Omriss) -> Flyt:
    """(b, 4) box of each piece."""
    ut = tomme_bokser(len(former.brikke) - 1)
    for b in range(len(ut)):
        for k in range(former.ring[former.brikke[b]], former.ring[former.brikke[b + 1]]):
            x, y = former.xy[k, 0], former.xy[k, 1]
            ut[b, 0], ut[b, 1] = min(ut[b, 0], x), min(ut[b, 1], y)
            ut[b, 2], ut[b, 3] = max(ut[b, 2], x), max(ut[b, 3], y)
    return ut


@kompiler
def _i_rute(former: Omriss, tre: Boksetre, utenfor: int, vindu: Firkant) -> tuple[bool, Stabel]:
    """Lay one window out from all pieces; tells whether a piece covers all of it."""
    boks = np.array(vindu)
    kandidater = np.empty(len(tre.rekke), dtype=np.int64)
    antall = moter(tre, boks, kandidater)
    kant, bit, n, p = np.empty(256, dtype=np.int64), np.empty((antall, 3), dtype=np.int64), 0, 0
    null = np.zeros(2, dtype=np.int64)
    tom = Stabel(np.zeros((1, 5)), kant, null, bit, null)
    for c in range(antall):
        b = kandidater[c]
        vind, forste = int(b < utenfor), n
        for r in range(former.brikke[b], former.brikke[b + 1]):
            if n + former.ring[r + 1] - former.ring[r] > len(kant):
                kant = heltall(kant, 0, n, 2 * (n + former.ring[r + 1] - former.ring[r]))
            for k in range(former.ring[r], former.ring[r + 1] - 1):
                ax, ay = former.xy[k, 0], former.xy[k, 1]
                bx, by = former.xy[k + 1, 0], former.xy[k + 1, 1]
                if (ay > vindu[1]) != (by > vindu[1]) and til_hoyre(
                    ax, ay, bx, by, vindu[0], vindu[1]
                ):
                    vind += 1 if by > ay else -1
                if _gjennom((ax, ay, bx, by), vindu) and (ax != bx or ay != by):
                    kant[n] = k
                    n += 1
        if n > forste:
            bit[p, 0], bit[p, 1], bit[p, 2] = vind, forste, n
            p += 1
        elif vind > 0:
            return True, tom
    kant_fra, bit_fra, vinduer = null.copy(), null.copy(), np.zeros((1, 5))
    kant_fra[1], bit_fra[1] = n, p
    vinduer[0, 0], vinduer[0, 1], vinduer[0, 2], vinduer[0, 3] = vindu
    return False, Stabel(vinduer, kant, kant_fra, bit, bit_fra)


@kompiler
def _gjennom(ende: Firkant, vindu: Firkant) -> bool:
    """Tell whether an edge may run through the window."""
    ax, ay, bx, by = ende
    x0, y0, x1, y1 = vindu
    if max(ax, bx) < x0 or min(ax, bx) > x1 or max(ay, by) < y0 or min(ay, by) > y1:
        return False
    if x0 < ax < x1 and y0 < ay < y1:
        return True
    side = snur(ax, ay, bx, by, x0, y0)
    if snur(ax, ay, bx, by, x1, y0) != side or snur(ax, ay, bx, by, x0, y1) != side:
        return True
    return snur(ax, ay, bx, by, x1, y1) != side


@kompiler
def _barn(
    xy: Flyt,
    sitt: tuple[Heltall, Heltall],
    fra: tuple[float, float],
    vindu: Firkant,
    stabel: Stabel,
    v: int,
) -> tuple[bool, int, int]:
    """Write what matters in one half as window v; tells whether a piece covers all of it.

    Parameters
    ----------
    sitt      edges and pieces of the whole window
    fra       its lower left corner

    Returns
    -------
    dekket    then the rest means nothing
    k, p      places after its edges and its pieces
    """  # fmt: skip
    egne, biter = sitt
    k0, p = stabel.kant_fra[v], stabel.bit_fra[v]
    n, til = k0, (vindu[0], vindu[1])
    flyttet = fra != til
    for b in range(len(biter)):
        vind, forste = biter[b, 0], n
        for i in range(biter[b, 1], biter[b, 2]):
            k = egne[i]
            ende = (xy[k, 0], xy[k, 1], xy[k + 1, 0], xy[k + 1, 1])
            if flyttet:
                vind += passerer(ende, fra, til)
            if _gjennom(ende, vindu):
                stabel.kant[n] = k
                n += 1
        if n > forste:
            stabel.bit[p, 0], stabel.bit[p, 1], stabel.bit[p, 2] = vind, forste - k0, n - k0
            p += 1
        elif vind > 0:
            return True, n, p
    return False, n, p


@kompiler
def _med_plass(stabel: Stabel, v: int, kanter: int, biter: int) -> Stabel:
    """Make room for one window, and so many edges and pieces, after the first v."""
    boks, kant, kant_fra, bit, bit_fra = stabel
    k, p = kant_fra[v], bit_fra[v]
    if v + 2 > len(boks):
        boks = rader(boks, 0, v, 2 * v + 4)
        kant_fra = heltall(kant_fra, 0, v + 1, 2 * v + 5)
        bit_fra = heltall(bit_fra, 0, v + 1, 2 * v + 5)
    if k + kanter > len(kant):
        kant = heltall(kant, 0, k, 2 * (k + kanter))
    if p + biter > len(bit):
        ny = np.empty((2 * (p + biter), 3), dtype=np.int64)
        for i in range(p):
            ny[i, 0], ny[i, 1], ny[i, 2] = bit[i, 0], bit[i, 1], bit[i, 2]
        bit = ny
    return Stabel(boks, kant, kant_fra, bit, bit_fra)


@kompiler
def _ett(stabel: Stabel, v: int) -> tuple[Firkant, Heltall, Heltall]:
    """Box, edges and pieces of window v, copied."""
    k0, k1, p0, p1 = (
        stabel.kant_fra[v], stabel.kant_fra[v + 1], stabel.bit_fra[v], stabel.bit_fra[v + 1],
    )  # fmt: skip
    biter = np.empty((p1 - p0, 3), dtype=np.int64)
    for i in range(p1 - p0):
        for s in range(3):
            biter[i, s] = stabel.bit[p0 + i, s]
    boks = stabel.boks[v]
    return (boks[0], boks[1], boks[2], boks[3]), heltall(stabel.kant, k0, k1, k1 - k0), biter


@kompiler
def _legg(stabel: Stabel, v: int, vindu: Firkant, dybde: float, k: int, p: int) -> None:
    """Close window v: its edges end before k, its pieces before p."""
    for s in range(4):
        stabel.boks[v, s] = vindu[s]
    stabel.boks[v, 4] = dybde
    stabel.kant_fra[v + 1], stabel.bit_fra[v + 1] = k, p


@kompiler
def udekket(
    former: Omriss, tre: Boksetre, utenfor: int, vindu: Firkant, synlig: NDArray[np.bool_]
) -> tuple[float, float]:
    """Measure the ground in a window that no piece covers.

    Parameters
    ----------
    tre       tree of the pieces' boxes, those of the first `utenfor` without bound
    utenfor   so many pieces, the first, wind once round everything that lies outside them
    vindu     its sides lie between the lattice of the corners
    synlig    (m,) set for the edges that bound uncovered ground

    Returns
    -------
    areal     uncovered ground, m², with the chords
    buer      ground between chords and arcs along its border, m²
    """
    dekket, stabel = _i_rute(former, tre, utenfor, vindu)
    areal, buer, v = 0.0, 0.0, 0 if dekket else 1
    if v == 1 and stabel.bit_fra[1] == 0:
        return (vindu[2] - vindu[0]) * (vindu[3] - vindu[1]), 0.0
    while v > 0:
        v -= 1
        vindu, egne, biter = _ett(stabel, v)
        dyp = stabel.boks[v, 4]
        if len(egne) <= FAA_KANTER or dyp >= MAKS_DYBDE:
            rett, rund = blad(former, egne, _sum(biter), vindu, synlig)
            areal, buer = areal + rett, buer + rund
            continue
        forste, siste = halver(vindu)
        for halvt in (siste, forste):
            stabel = _med_plass(stabel, v, len(egne), len(biter))
            dekket, k, p = _barn(former.xy, (egne, biter), (vindu[0], vindu[1]), halvt, stabel, v)
            if not dekket and p > stabel.bit_fra[v]:
                _legg(stabel, v, halvt, dyp + 1.0, k, p)
                v += 1
            elif not dekket:
                areal += (halvt[2] - halvt[0]) * (halvt[3] - halvt[1])
    return areal, buer


@kompiler
def _sum(biter: Heltall) -> int:
    """Winding of all pieces together round a window's corner."""
    ut = 0
    for b in range(len(biter)):
        ut += biter[b, 0]
    return ut


@kompiler
def fritt(former: Omriss, tre: Boksetre, utenfor: int, punkter: Flyt) -> NDArray[np.bool_]:
    """(k,) whether no piece covers the point."""
    ut, boks = np.empty(len(punkter), dtype=np.bool_), np.empty(4)
    kandidater = np.empty(len(tre.rekke), dtype=np.int64)
    for i in range(len(punkter)):
        x, y = punkter[i, 0], punkter[i, 1]
        boks[0], boks[1], boks[2], boks[3] = x, y, x, y
        vind = 0
        for c in range(moter(tre, boks, kandidater)):
            b = kandidater[c]
            vind += int(b < utenfor)
            for r in range(former.brikke[b], former.brikke[b + 1]):
                for k in range(former.ring[r], former.ring[r + 1] - 1):
                    ax, ay = former.xy[k, 0], former.xy[k, 1]
                    bx, by = former.xy[k + 1, 0], former.xy[k + 1, 1]
                    if (ay > y) != (by > y) and til_hoyre(ax, ay, bx, by, x, y):
                        vind += 1 if by > ay else -1
        ut[i] = vind <= 0
    return ut
