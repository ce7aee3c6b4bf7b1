"""Reduction tests on the shrinking graph: detours, neighbours worth their edge, nearest nodes.

Detours follow the prize-constrained distance of Rehfeldt and Koch (2022), which for nodes that must
be reached is the bottleneck Steiner distance of Duin and Volgenant (1989). Compiled.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.lenket import (
    KREVDE,
    NABO,
    NAER,
    ROT,
    STI,
    TO,
    Lenket,
    plass_igjen,
    skriv,
    slaa_sammen,
    slett,
)
from gis.graf.typer import STOR, Heltall
from gis.kompilering import kompiler

LENGSTE = 120
"""Edges in a detour that the log can hold."""


class Felt(NamedTuple):
    """Scratch of bounded searches."""

    avstand: Heltall
    bue: Heltall
    merke: Heltall
    """(n,) 2·search where the node is seen, 2·search+1 where it is settled."""
    nokkel: Heltall
    post: Heltall
    data: Heltall
    tall: Heltall
    """[0] number of the search."""


@kompiler
def lag_felt(n: int, m: int) -> Felt:
    """Make scratch for a graph of n nodes and m edges."""
    return Felt(
        np.zeros(n, np.int64),
        np.full(n, -1, np.int64),
        np.zeros(n, np.int64),
        np.empty(2 * m + n + 8, np.int64),
        np.empty(2 * m + n + 8, np.int64),
        np.empty(LENGSTE + 16, np.int64),
        np.zeros(1, np.int64),
    )


@kompiler
def slakk(g: Lenket, f: Felt, v: int, sok: int, antall: int, regel: tuple[int, int, int]) -> int:
    """Relax the edges of v but `utenom`, up to `tak`; `veg` 1 forgets prizes on the way."""
    utenom, tak, veg = regel
    grunn = f.avstand[v]
    if veg == 0:
        grunn = max(0, grunn - g.premie[v])
    a = g.forste[v]
    while a >= 0:
        w = g.hode[a]
        d = grunn + g.kost[a >> 1]
        ny = f.merke[w] != sok + 1 and (f.merke[w] != sok or d < f.avstand[w])
        if ny and d <= tak and (a >> 1) != utenom:
            f.merke[w], f.avstand[w], f.bue[w] = sok, d, a
            antall = dytt(f.nokkel, f.post, antall, d, w)
        a = g.neste[a]
    return antall


@kompiler
def _omvei(g: Lenket, f: Felt, e: int, tak: int, grense: int) -> bool:
    """Search for a detour around e from one end to the other, prize-constrained, within `tak`."""
    fra, til = g.hode[2 * e + 1], g.hode[2 * e]
    if g.grad[fra] > g.grad[til]:
        fra, til = til, fra
    f.tall[0] += 1
    sok = 2 * f.tall[0]
    f.avstand[fra], f.bue[fra], f.merke[fra] = 0, -1, sok + 1
    antall = slakk(g, f, fra, sok, 0, (e, tak, 1))
    while antall > 0 and grense > 0:
        antall = trekk(f.nokkel, f.post, antall)
        d, v = f.nokkel[antall], f.post[antall]
        if f.merke[v] == sok + 1 or d > f.avstand[v]:
            continue
        f.merke[v] = sok + 1
        if v == til:
            return True
        antall = slakk(g, f, v, sok, antall, (e, tak, 0))
        grense -= g.grad[v]
    return False


@kompiler
def _vei(g: Lenket, f: Felt, v: int, plass: int) -> int:
    """Write the edges from v back to the start of the search; -1 where they are too many."""
    while f.bue[v] >= 0:
        if plass >= LENGSTE:
            return -1
        f.data[plass] = g.ident[f.bue[v] >> 1]
        plass += 1
        v = g.hode[f.bue[v] ^ 1]
    return plass


@kompiler
def omveier(g: Lenket, f: Felt, rekke: Heltall, grense: int) -> int:
    """Drop edges (tried in order `rekke`) that have a detour as good; return how many."""
    borte = 0
    for e in rekke:
        if g.kost[e] == STOR or not plass_igjen(g):
            continue
        if not _omvei(g, f, e, g.kost[e], grense):
            continue
        fra, til = g.hode[2 * e + 1], g.hode[2 * e]
        f.data[0] = g.ident[e]
        antall = _vei(g, f, til if g.grad[fra] <= g.grad[til] else fra, 1)
        if antall > 0:
            skriv(g, STI, f.data, antall)
            slett(g, e)
            borte += 1
    return borte


@kompiler
def _to_billigste(g: Lenket, t: int) -> tuple[int, int]:
    """Arc of the cheapest edge at t, and the cost of the second cheapest."""
    best, neste = -1, STOR
    a = g.forste[t]
    while a >= 0:
        c = g.kost[a >> 1]
        if best < 0 or c < g.kost[best >> 1]:
            neste = g.kost[best >> 1] if best >= 0 else STOR
            best = a
        elif c < neste:
            neste = c
        a = g.neste[a]
    return best, neste


@kompiler
def _naermeste(g: Lenket, f: Felt, fra: int, t: int, tak: int, grense: int) -> int:
    """Nearest node from `fra` that must be reached, t not passed, within `tak`; -1 if none."""
    if g.premie[fra] == STOR:
        f.bue[fra] = -1
        return fra
    f.tall[0] += 1
    sok = 2 * f.tall[0]
    f.merke[t] = sok + 1
    f.avstand[fra], f.bue[fra], f.merke[fra] = 0, -1, sok + 1
    antall = slakk(g, f, fra, sok, 0, (-1, tak, 1))
    while antall > 0 and grense > 0:
        antall = trekk(f.nokkel, f.post, antall)
        d, v = f.nokkel[antall], f.post[antall]
        if f.merke[v] == sok + 1 or d > f.avstand[v]:
            continue
        f.merke[v] = sok + 1
        if g.premie[v] == STOR:
            return int(v)
        antall = slakk(g, f, v, sok, antall, (-1, tak, 1))
        grense -= g.grad[v]
    return -1


@kompiler
def _trekk_sammen(g: Lenket, f: Felt, t: int, grense: int) -> bool:
    """Contract the cheapest edge of t where a best tree can hold it."""
    a, neste = _to_billigste(g, t)
    x, c = g.hode[a], g.kost[a >> 1]
    behold, bort = (t, x) if t == g.tall[ROT] else (x, t)
    f.data[0], f.data[1], f.data[2], f.data[3] = g.ident[a >> 1], behold, bort, t
    if g.premie[t] >= c and g.premie[x] >= c:
        skriv(g, NABO, f.data, 4)
        slaa_sammen(g, a >> 1, behold, bort)
        return True
    if g.premie[t] < STOR or g.tall[KREVDE] < TO:
        return False
    antall = 4
    if neste < STOR:
        mot = _naermeste(g, f, x, t, neste - c, grense)
        antall = _vei(g, f, mot, 4) if mot >= 0 else -1
    if antall < 0:
        return False
    skriv(g, NAER, f.data, antall)
    slaa_sammen(g, a >> 1, behold, bort)
    return True


@kompiler
def sammentrekk(g: Lenket, f: Felt, grense: int) -> int:
    """Contract cheapest edges of prizes, all over the graph; return how many."""
    borte = 0
    for t in range(g.forste.size):
        while g.premie[t] > 0 and g.forste[t] >= 0 and plass_igjen(g):
            if not _trekk_sammen(g, f, t, grense):
                break
            borte += 1
    return borte
