"""Trees: grown along shortest paths, spanned anew, pruned to the best subtree. Compiled."""

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.typer import STOR, Heltall, Maske, Nett, Oppgave
from gis.kompilering import kompiler


@kompiler
def _legg_til(bue: Heltall, hode: Heltall, v: int, med: Maske, vei: Heltall) -> int:
    """Put the way back from v into the tree; return how many nodes are new."""
    k = 0
    while not med[v]:
        med[v] = True
        vei[k] = v
        k += 1
        v = hode[bue[v] ^ 1]
    return k


@kompiler
def _utvid(
    nett: Nett, kost: Heltall, d: int, v: int, felt: tuple[Heltall, Heltall, Heltall, Heltall],
    antall: int,
) -> int:  # fmt: skip
    """Relax the edges of v; return the new number of items in the heap."""
    avstand, bue, nokkel, post = felt
    for j in range(nett.start[v], nett.start[v + 1]):
        a = nett.ut[j]
        c = kost[a >> 1]
        w = nett.hode[a]
        if c < STOR and d + c < avstand[w]:
            avstand[w] = d + c
            bue[w] = a
            antall = dytt(nokkel, post, antall, d + c, w)
    return antall


@kompiler
def voks(nett: Nett, kost: Heltall, premie: Heltall, rot: int) -> Maske:
    """Shortest path heuristic: from the root, ever the nearest prize that is worth its way.

    Takahashi and Matsuyama (1980) with one continued Dijkstra search.
    """
    n = nett.start.size - 1
    avstand = np.full(n, STOR, np.int64)
    bue = np.full(n, -1, np.int64)
    vei = np.empty(n, np.int64)
    plass = 4 * nett.ut.size + 4 * n
    nokkel, post = np.empty(plass, np.int64), np.empty(plass, np.int64)
    felt = (avstand, bue, nokkel, post)
    med = np.zeros(n, np.bool_)
    med[rot], avstand[rot] = True, 0
    antall = dytt(nokkel, post, 0, 0, rot)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if d > avstand[v]:
            continue
        if premie[v] >= d and premie[v] > 0 and not med[v]:
            for i in range(_legg_til(bue, nett.hode, v, med, vei)):
                avstand[vei[i]] = 0
                antall = dytt(nokkel, post, antall, 0, vei[i])
            continue
        antall = _utvid(nett, kost, d, v, felt, antall)
        if antall > plass - nett.ut.size - n:
            antall = _komprimer(nokkel, post, antall, avstand)
    return med


@kompiler
def _komprimer(nokkel: Heltall, post: Heltall, antall: int, avstand: Heltall) -> int:
    """Drop stale items of the heap; return how many remain."""
    ny = 0
    for i in range(antall):
        k, p = nokkel[i], post[i]
        if k == avstand[p]:
            avstand[p] = -k - 1
            ny = dytt(nokkel, post, ny, k, p)
    for i in range(ny):
        avstand[post[i]] = -avstand[post[i]] - 1
    return ny


@kompiler
def spenn(nett: Nett, kost: Heltall, med: Maske, rot: int) -> tuple[Heltall, Heltall]:
    """Least spanning tree from the root of what it reaches within the nodes `med`.

    Returns
    -------
    inn      (n,) arc by which each node is entered, -1 at the root and outside
    orden    nodes in the order in which they were reached, the root first
    """
    n = nett.start.size - 1
    inn = np.full(n, -1, np.int64)
    best = np.full(n, STOR, np.int64)
    ferdig = np.zeros(n, np.bool_)
    orden = np.empty(n, np.int64)
    nokkel, post = np.empty(nett.ut.size + 1, np.int64), np.empty(nett.ut.size + 1, np.int64)
    best[rot] = 0
    antall, k = dytt(nokkel, post, 0, 0, rot), 0
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        v = post[antall]
        if ferdig[v]:
            continue
        ferdig[v] = True
        orden[k] = v
        k += 1
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            w, c = nett.hode[a], kost[a >> 1]
            if med[w] and not ferdig[w] and c < best[w]:
                best[w], inn[w] = c, a
                antall = dytt(nokkel, post, antall, c, w)
    return inn, orden[:k]


@kompiler
def beskjaer(
    hode: Heltall, kost: Heltall, premie: Heltall, inn: Heltall, orden: Heltall
) -> tuple[Maske, int]:
    """Keep the subtree from the root that is worth most; drop the rest from `inn`.

    Returns
    -------
    med      (n,) nodes of the tree
    kostnad  its edges plus the finite prizes outside it; STOR or more where a node is missed
    """
    n = premie.size
    med = np.zeros(n, np.bool_)
    gevinst = premie.copy()
    for i in range(orden.size - 1, 0, -1):
        v = orden[i]
        a = inn[v]
        netto = gevinst[v] - kost[a >> 1]
        if netto > 0:
            u = hode[a ^ 1]
            gevinst[u] = min(STOR, gevinst[u] + netto)
    kostnad = 0
    for i in range(orden.size):
        v = orden[i]
        a = inn[v]
        if a < 0:
            med[v] = True
        elif med[hode[a ^ 1]] and gevinst[v] > kost[a >> 1]:
            med[v] = True
            kostnad += kost[a >> 1]
        else:
            inn[v] = -1
    for v in range(n):
        if not med[v]:
            kostnad = min(STOR, kostnad + premie[v])
    return med, kostnad


@kompiler
def tre_av(oppgave: Oppgave, kost: Heltall, med: Maske) -> tuple[Heltall, Maske, int]:
    """Span the nodes `med` and prune: entering arcs, nodes, cost."""
    inn, orden = spenn(oppgave.nett, kost, med, oppgave.rot)
    ute, kostnad = beskjaer(oppgave.nett.hode, kost, oppgave.premie, inn, orden)
    return inn, ute, kostnad
