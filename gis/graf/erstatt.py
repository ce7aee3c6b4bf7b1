"""Nodes of degree three that no best tree branches in give way to the pairs of their edges.

Duin and Volgenant (1989): where two detours between the neighbours cost no more than the three
edges, the node has at most two edges in some best tree. Compiled.
"""

import numpy as np

from gis.graf.haug import trekk
from gis.graf.lenket import ERSTATT, IDENT, ROT, Lenket, hekt_paa, plass_igjen, skriv, slett
from gis.graf.prover import Felt, slakk
from gis.graf.typer import STOR, Heltall
from gis.kompilering import kompiler

TRE = 3
LENGSTE = 30
"""Edges in one detour."""


@kompiler
def _sok(g: Lenket, f: Felt, ender: tuple[int, int], v: int, hva: tuple[int, int]) -> bool:
    """Search from one neighbour to another around v, within `tak`."""
    fra, til = ender
    tak, grense = hva
    f.tall[0] += 1
    sok = 2 * f.tall[0]
    f.merke[v] = sok + 1
    f.avstand[fra], f.bue[fra], f.merke[fra] = 0, -1, sok + 1
    antall = slakk(g, f, fra, sok, 0, (-1, tak, 1))
    while antall > 0 and grense > 0:
        antall = trekk(f.nokkel, f.post, antall)
        d, u = f.nokkel[antall], f.post[antall]
        if f.merke[u] == sok + 1 or d > f.avstand[u]:
            continue
        f.merke[u] = sok + 1
        if u == til:
            return True
        antall = slakk(g, f, u, sok, antall, (-1, tak, 0))
        grense -= g.grad[u]
    return False


@kompiler
def _skriv_vei(
    g: Lenket, f: Felt, til: int, par: tuple[int, int], ut: tuple[Heltall, int]
) -> tuple[int, int]:
    """Append (i, j, length, edges…) of the detour just found: new place, prize-constrained length.

    Gives the old place and STOR where it has too many edges.
    """
    data, plass = ut
    antall, lengde, v = 0, 0, til
    while f.bue[v] >= 0:
        antall += 1
        lengde = max(lengde, f.avstand[v])
        v = g.hode[f.bue[v] ^ 1]
    if antall > LENGSTE:
        return plass, STOR
    data[plass], data[plass + 1], data[plass + 2], data[plass + 3] = par[0], par[1], lengde, antall
    v, i = til, plass + 4 + antall
    while f.bue[v] >= 0:
        i -= 1
        data[i] = g.ident[f.bue[v] >> 1]
        v = g.hode[f.bue[v] ^ 1]
    return plass + 4 + antall, lengde


@kompiler
def _omveier(
    g: Lenket, f: Felt, v: int, buer: Heltall, felt: tuple[Heltall, Heltall, int]
) -> int:  # fmt: skip
    """Find the three detours around v: lengths into `sd`, records into `data`; its new length."""
    data, sd, grense = felt
    tak, plass, nr = 0, 7, 0
    for a in buer:
        tak += g.kost[a >> 1]
    for i in range(2):
        for j in range(i + 1, TRE):
            sd[nr] = STOR
            fra, til = g.hode[buer[i]], g.hode[buer[j]]
            if _sok(g, f, (fra, til), v, (tak, grense)):
                plass, sd[nr] = _skriv_vei(g, f, til, (i, j), (data, plass))
            nr += 1
    return plass


@kompiler
def _bytt(g: Lenket, v: int, buer: Heltall, data: Heltall, sd: Heltall) -> None:
    """Put a new edge for each pair without a detour in the place of the three edges."""
    ender, kost = np.empty(TRE, np.int64), np.empty(TRE, np.int64)
    inn, ut = np.empty(TRE, np.int64), np.empty(TRE, np.int64)
    data[0] = v
    for i in range(TRE):
        a = buer[i]
        ender[i], kost[i] = g.hode[a], g.kost[a >> 1]
        ut[i], inn[i] = g.stengt[a], g.stengt[a ^ 1]
        data[1 + i] = g.ident[a >> 1]
        slett(g, a >> 1)
    nr = 0
    for i in range(2):
        for j in range(i + 1, TRE):
            data[4 + nr] = -1
            c = kost[i] + kost[j]
            if sd[nr] > c:
                e = buer[nr] >> 1
                hekt_paa(g, ender[i], 2 * e)
                hekt_paa(g, ender[j], 2 * e + 1)
                g.stengt[2 * e], g.stengt[2 * e + 1] = max(inn[i], ut[j]), max(inn[j], ut[i])
                g.kost[e], g.ident[e] = c, g.tall[IDENT]
                data[4 + nr] = g.tall[IDENT]
                g.tall[IDENT] += 1
            nr += 1


@kompiler
def erstatt(g: Lenket, f: Felt, grense: int) -> int:
    """Replace every node of degree three that the test allows; return how many."""
    data, sd = np.empty(7 + TRE * (4 + LENGSTE), np.int64), np.empty(TRE, np.int64)
    buer, borte = np.empty(TRE, np.int64), 0
    for v in range(g.forste.size):
        if g.grad[v] != TRE or g.premie[v] > 0 or v == g.tall[ROT] or not plass_igjen(g):
            continue
        a, sum_ = g.forste[v], 0
        for i in range(TRE):
            buer[i] = a
            sum_ += g.kost[a >> 1]
            a = g.neste[a]
        x, y, z = g.hode[buer[0]], g.hode[buer[1]], g.hode[buer[2]]
        if x in (y, z) or y == z:
            continue
        plass = _omveier(g, f, v, buer, (data, sd, grense))
        if min(sd[0] + sd[1], sd[0] + sd[2], sd[1] + sd[2]) > sum_:
            continue
        _bytt(g, v, buer, data, sd)
        skriv(g, ERSTATT, data, plass)
        borte += 1
    return borte
