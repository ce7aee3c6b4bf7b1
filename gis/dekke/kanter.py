"""Noded segments as a planar graph: corners, edges with what changes across them, half-edges.

Half-edge 2e runs along edge e from its lower to its higher corner number, 2e + 1 the other way;
each has its face on the left.
"""

from dataclasses import dataclass

import numpy as np

from gis.dekke.segmenter import Heltall
from gis.kompilering import kompiler

RAMME = -1
"""Owner of the tile's own border."""


@dataclass(frozen=True, slots=True, eq=False)
class Kanter:
    """The planar graph of one tile."""

    xy: Heltall
    """(v, 2) corners, lattice units."""
    ender: Heltall
    """(e, 2) corner numbers, the lower first."""
    start: Heltall
    """(e + 1,) first entry of each edge below."""
    eier: Heltall
    """(k,) polygons that begin or end at the edge."""
    endring: Heltall
    """(k,) how many more times the left side of half-edge 2e lies in the polygon than the right."""
    neste: Heltall
    """(2e,) half-edge that follows along the same face."""


def bygg(segmenter: Heltall, eier: Heltall) -> Kanter:
    """Build the graph of noded segments; edges that separate nothing are dropped."""
    xy, fra, til = _nummerer(segmenter)
    lav, hoy = np.minimum(fra, til), np.maximum(fra, til)
    rekke = _grupper(lav, hoy, eier)
    vei = np.where(fra < til, 1, -1)[rekke]
    ender, start, hvem, endring = _slaa_sammen(lav[rekke], hoy[rekke], eier[rekke], vei)
    neste = _neste(xy, ender)
    return Kanter(xy=xy, ender=ender, start=start, eier=hvem, endring=endring, neste=neste)


SPREDNING = 0x9E3779B97F4A7C15
"""Odd multiplier that spreads keys (2^64 divided by the golden ratio)."""


@kompiler
def _plass(nokkel: int, bits: int) -> np.int64:
    """Place of a key in a table of 2^bits."""
    return np.int64((np.uint64(nokkel) * np.uint64(SPREDNING)) >> np.uint64(64 - bits))


@kompiler
def _bits(antall: int) -> int:
    """Bits of a table that is at most half full."""
    bits = 4
    while (1 << bits) < 2 * antall:
        bits += 1
    return bits


@kompiler
def _nummerer(segmenter: Heltall) -> tuple[Heltall, Heltall, Heltall]:
    """Return the corners in the order that they occur, and from and to of each segment."""
    n = len(segmenter)
    bits = _bits(2 * n)
    tabell = np.full(1 << bits, -1, dtype=np.int64)
    xy = np.empty((2 * n, 2), dtype=np.int64)
    ender = np.empty((2, n), dtype=np.int64)
    antall = 0
    for i in range(n):
        for ende in range(2):
            x, y = segmenter[i, 2 * ende], segmenter[i, 2 * ende + 1]
            p = _plass(x << 32 | y, bits)
            while tabell[p] >= 0 and (xy[tabell[p], 0] != x or xy[tabell[p], 1] != y):
                p = (p + 1) & ((1 << bits) - 1)
            if tabell[p] < 0:
                xy[antall, 0], xy[antall, 1] = x, y
                tabell[p] = antall
                antall += 1
            ender[ende, i] = tabell[p]
    return xy[:antall].copy(), ender[0], ender[1]


@kompiler
def _grupper(lav: Heltall, hoy: Heltall, eier: Heltall) -> Heltall:
    """(n,) order of the segments: edge by edge as they occur, by owner within an edge."""
    n = len(lav)
    bits = _bits(n)
    tabell = np.full(1 << bits, -1, dtype=np.int64)
    forst = np.empty(n, dtype=np.int64)
    kant = np.empty(n, dtype=np.int64)
    antall = 0
    for i in range(n):
        p = _plass(lav[i] << 32 | hoy[i], bits)
        while tabell[p] >= 0:
            f = forst[tabell[p]]
            if lav[f] == lav[i] and hoy[f] == hoy[i]:
                break
            p = (p + 1) & ((1 << bits) - 1)
        if tabell[p] < 0:
            tabell[p], forst[antall] = antall, i
            antall += 1
        kant[i] = tabell[p]
    start = np.zeros(antall + 1, dtype=np.int64)
    for i in range(n):
        start[kant[i] + 1] += 1
    start = np.cumsum(start)
    slutt = start[:-1].copy()
    rekke = np.empty(n, dtype=np.int64)
    for i in range(n):
        k = slutt[kant[i]]
        while k > start[kant[i]] and eier[rekke[k - 1]] > eier[i]:
            rekke[k] = rekke[k - 1]
            k -= 1
        rekke[k] = i
        slutt[kant[i]] += 1
    return rekke


@kompiler
def _slaa_sammen(
    lav: Heltall, hoy: Heltall, eier: Heltall, vei: Heltall
) -> tuple[Heltall, Heltall, Heltall, Heltall]:
    """One edge per pair of corners, with the net change per owner; sorted input."""
    n = len(lav)
    ender = np.empty((n, 2), dtype=np.int64)
    start = np.zeros(n + 1, dtype=np.int64)
    hvem = np.empty(n, dtype=np.int64)
    endring = np.empty(n, dtype=np.int64)
    kanter, antall, i = 0, 0, 0
    while i < n:
        u, v, ramme = lav[i], hoy[i], False
        while i < n and lav[i] == u and hoy[i] == v:
            hvis, netto = eier[i], 0
            while i < n and lav[i] == u and hoy[i] == v and eier[i] == hvis:
                netto += vei[i]
                i += 1
            if hvis == RAMME:
                ramme = True
            elif netto != 0:
                hvem[antall], endring[antall] = hvis, netto
                antall += 1
        if ramme or antall > start[kanter]:
            ender[kanter, 0], ender[kanter, 1] = u, v
            kanter += 1
            start[kanter] = antall
    return (
        ender[:kanter].copy(), start[: kanter + 1].copy(),
        hvem[:antall].copy(), endring[:antall].copy(),
    )  # fmt: skip


@kompiler
def _forut(xy: Heltall, ender: Heltall, g: int, h: int) -> bool:
    """Whether half-edge g comes before h, anticlockwise from west, about their common corner."""
    a, b, c = ender[g // 2, g % 2], ender[g // 2, 1 - g % 2], ender[h // 2, 1 - h % 2]
    gx, gy, hx, hy = (
        xy[b, 0] - xy[a, 0],
        xy[b, 1] - xy[a, 1],
        xy[c, 0] - xy[a, 0],
        xy[c, 1] - xy[a, 1],
    )
    g_oppe, h_oppe = gy > 0 or (gy == 0 and gx > 0), hy > 0 or (hy == 0 and hx > 0)
    if g_oppe != h_oppe:
        return bool(h_oppe)
    return bool(gx * hy - gy * hx > 0)


@kompiler
def _neste(xy: Heltall, ender: Heltall) -> Heltall:
    """(2e,) for every half-edge the one that follows: at its end, the first clockwise from back."""
    antall, hjorner = 2 * len(ender), len(xy)
    start = np.zeros(hjorner + 1, dtype=np.int64)
    for h in range(antall):
        start[ender[h // 2, h % 2] + 1] += 1
    start = np.cumsum(start)
    plass = start[:-1].copy()
    ut_fra = np.empty(antall, dtype=np.int64)
    for h in range(antall):
        hjorne = ender[h // 2, h % 2]
        k = plass[hjorne]
        while k > start[hjorne] and _forut(xy, ender, h, ut_fra[k - 1]):
            ut_fra[k] = ut_fra[k - 1]
            k -= 1
        ut_fra[k] = h
        plass[hjorne] += 1
    neste = np.empty(antall, dtype=np.int64)
    for hjorne in range(hjorner):
        a, b = start[hjorne], start[hjorne + 1]
        for k in range(a, b):
            forrige = ut_fra[k - 1] if k > a else ut_fra[b - 1]
            neste[ut_fra[k] ^ 1] = forrige
    return neste
