"""A graph that shrinks: arcs in linked lists, with a log of every step. Compiled.

Every step keeps the best value (apart from the constant) and can be checked on its own, and undone
for a tree. Records of the log: code, length, numbers; edges by identity, nodes by number.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.typer import STOR, Heltall
from gis.kompilering import kompiler

STI = 1
"""(edge, detour…): the edge goes; the detour is at least as good wherever the edge is used."""
BLAD = 2
"""(node, edge or -1, neighbour or -1, 1 if the edge is paid): a node with one edge at most goes."""
GRAD2 = 3
"""(node, edge, edge, new edge): a node that is never an end; its two edges become one."""
NABO = 4
"""(edge, kept, gone): two prizes worth the edge between them, the cheapest at one: joined."""
NAER = 5
"""(edge, kept, gone, terminal, way…): cheapest edge of a terminal, by its nearest neighbour."""

ERSTATT = 6
"""(node, 3 edges, 3 new edges or -1, detours…): a node of degree three gives way to its pairs."""

TO = 2
"""A root alone needs no edge; two edges in a row are one."""
LENGDE, IDENT, KONSTANT, ROT, KREVDE = range(5)
"""Places in `Lenket.tall`."""


class Lenket(NamedTuple):
    """The shrinking graph; an edge slot is dead when its cost is STOR."""

    forste: Heltall
    """(n,) first arc that leaves each node, -1 where there is none."""
    neste: Heltall
    forrige: Heltall
    hode: Heltall
    """(2m,) node that each arc enters."""
    kost: Heltall
    """(m,) scaled cost of each edge."""
    stengt: Heltall
    """(2m,) 1 where no better tree uses the arc away from the root."""
    ident: Heltall
    """(m,) identity of the edge: original number, or the number it got in the log."""
    grad: Heltall
    premie: Heltall
    """(n,) scaled prizes; the root has STOR."""
    logg: Heltall
    tall: Heltall


@kompiler
def hekt_paa(g: Lenket, v: int, a: int) -> None:
    """Let arc a leave v."""
    h = g.forste[v]
    g.neste[a], g.forrige[a] = h, -1
    if h >= 0:
        g.forrige[h] = a
    g.forste[v] = a
    g.hode[a ^ 1] = v
    g.grad[v] += 1


@kompiler
def _hekt_av(g: Lenket, a: int) -> None:
    """Take arc a away from the node that it leaves."""
    v = g.hode[a ^ 1]
    f, n = g.forrige[a], g.neste[a]
    if f >= 0:
        g.neste[f] = n
    else:
        g.forste[v] = n
    if n >= 0:
        g.forrige[n] = f
    g.grad[v] -= 1


@kompiler
def lenk(fra: Heltall, til: Heltall, g: Lenket) -> None:
    """Put every edge that is not dead into the lists."""
    for e in range(fra.size):
        if g.kost[e] < STOR:
            hekt_paa(g, fra[e], 2 * e)
            hekt_paa(g, til[e], 2 * e + 1)


@kompiler
def slett(g: Lenket, e: int) -> None:
    """Take edge e away."""
    _hekt_av(g, 2 * e)
    _hekt_av(g, 2 * e + 1)
    g.kost[e] = STOR


@kompiler
def skriv(g: Lenket, kode: int, data: Heltall, antall: int) -> None:
    """Append a record to the log."""
    p = g.tall[LENGDE]
    g.logg[p], g.logg[p + 1] = kode, antall
    g.logg[p + 2 : p + 2 + antall] = data[:antall]
    g.tall[LENGDE] = p + 2 + antall


@kompiler
def plass_igjen(g: Lenket) -> bool:
    """Tell whether the log has room for one more record of any kind."""
    return bool(g.tall[LENGDE] + 256 < g.logg.size)


@kompiler
def flytt(g: Lenket, bort: int, behold: int) -> None:
    """Let every arc of `bort` belong to `behold`; loops go without a word in the log."""
    a = g.forste[bort]
    while a >= 0:
        n = g.neste[a]
        if g.hode[a] == behold:
            slett(g, a >> 1)
        else:
            _hekt_av(g, a)
            hekt_paa(g, behold, a)
        a = n


@kompiler
def slaa_sammen(g: Lenket, e: int, behold: int, bort: int) -> None:
    """Contract edge e, paying it; both prizes are worth it. The root is always kept."""
    c = g.kost[e]
    slett(g, e)
    flytt(g, bort, behold)
    g.tall[KONSTANT] += c
    if g.premie[behold] == STOR and g.premie[bort] == STOR:
        g.tall[KREVDE] -= 1
    if g.premie[behold] == STOR or g.premie[bort] == STOR:
        g.premie[behold] = STOR
    else:
        g.premie[behold] += g.premie[bort] - c
    g.premie[bort] = 0


@kompiler
def _parallelle(g: Lenket, v: int, sett: Heltall) -> None:
    """Drop all but the cheapest of parallel edges at v; `sett` is -1 before and after."""
    data = np.empty(2, np.int64)
    a = g.forste[v]
    while a >= 0:
        n, w = g.neste[a], g.hode[a]
        b = sett[w]
        if b < 0:
            sett[w] = a
        else:
            bort, igjen = a, b
            if g.kost[a >> 1] < g.kost[b >> 1]:
                bort, igjen = b, a
            data[0], data[1] = g.ident[bort >> 1], g.ident[igjen >> 1]
            skriv(g, STI, data, 2)
            slett(g, bort >> 1)
            sett[w] = igjen
        a = n
    a = g.forste[v]
    while a >= 0:
        sett[g.hode[a]] = -1
        a = g.neste[a]


@kompiler
def _blad(g: Lenket, v: int) -> int:
    """Remove a node with at most one edge; return the neighbour, or -1."""
    data = np.empty(4, np.int64)
    a, p = g.forste[v], g.premie[v]
    data[0], data[1], data[2], data[3] = v, -1, -1, 0
    if a < 0:
        if 0 < p < STOR:
            skriv(g, BLAD, data, 4)
            g.tall[KONSTANT] += p
            g.premie[v] = 0
        return -1
    u, c = g.hode[a], g.kost[a >> 1]
    data[1], data[2], data[3] = g.ident[a >> 1], u, p > c
    skriv(g, BLAD, data, 4)
    if p > c:
        slaa_sammen(g, a >> 1, u, v)
    else:
        slett(g, a >> 1)
        g.tall[KONSTANT] += p
        g.premie[v] = 0
    return int(u)


@kompiler
def _grad2(g: Lenket, v: int) -> bool:
    """Join the two edges of a node that is never an end of a best tree."""
    a = g.forste[v]
    b = g.neste[a]
    e, f, p = a >> 1, b >> 1, g.premie[v]
    if p > min(g.kost[e], g.kost[f]):
        return False
    data = np.empty(4, np.int64)
    data[0], data[1], data[2], data[3] = v, g.ident[e], g.ident[f], g.tall[IDENT]
    skriv(g, GRAD2, data, 4)
    c, w = g.kost[e] + g.kost[f] - p, g.hode[b]
    inn, ut = max(g.stengt[b ^ 1], g.stengt[a]), max(g.stengt[a ^ 1], g.stengt[b])
    slett(g, f)
    _hekt_av(g, a)
    hekt_paa(g, w, a)
    g.stengt[a], g.stengt[a ^ 1] = inn, ut
    g.kost[e] = c
    g.ident[e] = g.tall[IDENT]
    g.tall[IDENT] += 1
    g.tall[KONSTANT] += p
    g.premie[v] = 0
    return True


@kompiler
def _grad1_rot(g: Lenket) -> int:
    """Contract the only edge of the root when something must be reached; return its far end."""
    r = g.tall[ROT]
    a = g.forste[r]
    if a < 0 or g.grad[r] != 1 or g.tall[KREVDE] < TO:
        return -1
    u = g.hode[a]
    data = np.empty(4, np.int64)
    data[0], data[1], data[2], data[3] = g.ident[a >> 1], r, u, r
    skriv(g, NAER, data, 4)
    slaa_sammen(g, a >> 1, r, u)
    return int(r)


@kompiler
def _naboer_i_ko(g: Lenket, v: int, ko: Heltall, antall: int, i_ko: Heltall) -> int:
    """Queue v and its neighbours."""
    if i_ko[v] == 0:
        i_ko[v] = 1
        ko[antall] = v
        antall += 1
    a = g.forste[v]
    while a >= 0:
        w = g.hode[a]
        if i_ko[w] == 0:
            i_ko[w] = 1
            ko[antall] = w
            antall += 1
        a = g.neste[a]
    return antall


@kompiler
def grader(g: Lenket) -> int:
    """Degree tests until none applies; return how many nodes went."""
    n = g.forste.size
    sett, i_ko, ko = np.full(n, -1, np.int64), np.ones(n, np.int64), np.arange(n)
    antall, borte, rot = n, 0, g.tall[ROT]
    while antall > 0 and plass_igjen(g):
        antall -= 1
        v = ko[antall]
        i_ko[v] = 0
        _parallelle(g, v, sett)
        u = -1
        if v == rot:
            u = _grad1_rot(g)
        elif g.grad[v] <= 1:
            u = _blad(g, v)
        elif g.grad[v] == TO:
            w = g.hode[g.forste[v]]
            u = w if _grad2(g, v) else -1
        if u >= 0:
            borte += 1
            antall = _naboer_i_ko(g, u, ko, antall, i_ko)
    return borte
