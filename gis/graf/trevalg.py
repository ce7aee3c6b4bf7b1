"""The best subtrees of one tree: least cost for every number of addresses, by dynamic programming.

Knapsack on a tree; with subtree sizes as limits the time is O(W²) for total weight W. Compiled.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gis.graf.typer import Graf, Heltall, Maske, Tall, lag_nett
from gis.kompilering import kompiler


class Nokkeltre(NamedTuple):
    """A tree of key nodes: the root, nodes with weight, branchings; parents come first."""

    far: Heltall
    """(k,) -1 at the root."""
    kost: Tall
    """(k,) cost of the way to the parent."""
    vekt: Heltall
    """(k,) weight of the node itself."""
    sum_vekt: Heltall
    """(k,) weight of its subtree."""
    node: Heltall
    """(k,) number in the graph."""


class Tabell(NamedTuple):
    """Prefix tables: entry (v, j) is the least cost below v with weight j, by children so far."""

    start: Heltall
    """(k,) where the table of each node's own children begins."""
    lengde: Heltall
    """(k,) length of the table after the last child."""
    verdi: Tall


@kompiler
def _nokkelnoder(orden: Heltall, far: Heltall, vekt: Heltall) -> Maske:
    """Tell which nodes of a tree are key nodes."""
    barn = np.zeros(far.size, np.int64)
    for i in range(orden.size - 1, 0, -1):
        barn[far[orden[i]]] += 1
    ut = np.zeros(far.size, np.bool_)
    for i in range(orden.size):
        v = orden[i]
        ut[v] = i == 0 or vekt[v] > 0 or barn[v] > 1
    return ut


@kompiler
def _samle(
    orden: Heltall, far: Heltall, kost: Tall, vekt: Heltall, viktig: Maske
) -> Nokkeltre:  # fmt: skip
    """Contract everything between key nodes."""
    ny = np.full(far.size, -1, np.int64)
    k = 0
    for v in orden:
        if viktig[v]:
            ny[v] = k
            k += 1
    ut = Nokkeltre(
        np.full(k, -1, np.int64), np.zeros(k), np.zeros(k, np.int64), np.zeros(k, np.int64),
        np.empty(k, np.int64),
    )  # fmt: skip
    for v in orden:
        if not viktig[v]:
            continue
        i, u, c = ny[v], v, 0.0
        ut.node[i], ut.vekt[i] = v, vekt[v]
        while far[u] >= 0 and (u == v or not viktig[u]):
            c += kost[u]
            u = far[u]
        if u != v:
            ut.far[i], ut.kost[i] = ny[u], c
    ut.sum_vekt[:] = ut.vekt
    for i in range(k - 1, 0, -1):
        ut.sum_vekt[ut.far[i]] += ut.sum_vekt[i]
    return ut


@kompiler
def _plass(tre: Nokkeltre) -> tuple[Heltall, int]:
    """Start of the tables of every node, and their total size: one table per prefix of children."""
    k = tre.far.size
    storrelse, lop = np.zeros(k, np.int64), tre.vekt.copy()
    for i in range(k):
        storrelse[i] = tre.vekt[i] + 1
    for i in range(k - 1, 0, -1):
        f = tre.far[i]
        lop[f] += tre.sum_vekt[i]
        storrelse[f] += lop[f] + 1
    start = np.zeros(k, np.int64)
    for i in range(1, k):
        start[i] = start[i - 1] + storrelse[i - 1]
    return start, start[k - 1] + storrelse[k - 1]


@kompiler
def _barn(verdi: Tall, forrige: tuple[int, int], barn: tuple[int, int], c: float) -> None:
    """Write the table after `forrige` (start, length) with one more child behind it."""
    p, n = forrige
    q, m = barn
    ut = p + n
    for j in range(n + m - 1):
        verdi[ut + j] = verdi[p + j] if j < n else np.inf
    for i in range(n):
        a = verdi[p + i] + c
        if a == np.inf:
            continue
        for j in range(1, m):
            b = a + verdi[q + j]
            verdi[ut + i + j] = min(verdi[ut + i + j], b)


@kompiler
def tabeller(tre: Nokkeltre) -> Tabell:
    """Fill every table, leaves first."""
    start, plass = _plass(tre)
    k = tre.far.size
    verdi, siste, lengde = np.empty(plass), start.copy(), tre.vekt + 1
    for i in range(k):
        for j in range(tre.vekt[i]):
            verdi[start[i] + j] = np.inf
        verdi[start[i] + tre.vekt[i]] = 0.0
    for i in range(k - 1, 0, -1):
        f = tre.far[i]
        _barn(verdi, (siste[f], lengde[f]), (siste[i], lengde[i]), tre.kost[i])
        siste[f] += lengde[f]
        lengde[f] += lengde[i] - 1
    return Tabell(siste, lengde, verdi)


@kompiler
def spor(tre: Nokkeltre, tab: Tabell, maal: int) -> Maske:
    """Key nodes of the cheapest subtree with weight `maal`."""
    k = tre.far.size
    valgt, krav = np.zeros(k, np.bool_), np.zeros(k, np.int64)
    siste, lengde = tab.start.copy(), tab.lengde.copy()
    valgt[0], krav[0] = True, maal
    for i in range(1, k):
        f = tre.far[i]
        m = tab.lengde[i]
        n = lengde[f] - m + 1
        p = siste[f] - n
        siste[f], lengde[f] = p, n
        if not valgt[f]:
            continue
        naa = tab.verdi[p + n + krav[f]]
        if krav[f] < n and tab.verdi[p + krav[f]] <= naa:
            continue
        for j in range(max(1, krav[f] - n + 1), min(m - 1, krav[f]) + 1):
            if tab.verdi[p + krav[f] - j] + tre.kost[i] + tab.verdi[tab.start[i] + j] <= naa:
                valgt[i], krav[i] = True, j
                krav[f] -= j
                break
    return valgt


@dataclass(frozen=True, slots=True, eq=False)
class Delvalg:
    """Every best subtree of one tree."""

    tre: Nokkeltre
    tabell: Tabell
    billigst: Tall
    """(W+1,) least cost of a subtree with weight j or more."""
    far: Heltall
    """(noder,) parent in the tree, -1 at the root and outside."""
    kant: Heltall
    """(noder,) edge to the parent, -1 at the root and outside."""

    def kanter(self, vekt: int) -> Heltall:
        """Edges of the cheapest subtree with at least this weight."""
        rot = self.tabell.start[0]
        egen = self.tabell.verdi[rot : rot + self.tabell.lengde[0]]
        maal = vekt + int(np.argmin(egen[vekt:]))
        ut: set[int] = set()
        for v in self.tre.node[spor(self.tre, self.tabell, maal)].tolist():
            u = v
            while self.far[u] >= 0 and int(self.kant[u]) not in ut:
                ut.add(int(self.kant[u]))
                u = int(self.far[u])
        return np.array(sorted(ut), np.int64)


def delvalg(graf: Graf, rotter: Heltall, kanter: Heltall, vekt: Heltall) -> Delvalg:
    """Tabulate the best subtrees of the tree `kanter`, which hangs on the roots.

    Parameters
    ----------
    rotter   several count as one
    vekt     (noder,) whole weights, not negative
    """
    navn = np.arange(graf.noder)
    navn[rotter] = rotter[0]
    fra, til = navn[graf.fra[kanter]], navn[graf.til[kanter]]
    nett = lag_nett(graf.noder, fra, til)
    far, kant = np.full(graf.noder, -1, np.int64), np.full(graf.noder, -1, np.int64)
    orden = _gaa(nett.start, nett.ut, nett.hode, int(rotter[0]), (far, kant))
    kost = np.zeros(graf.noder)
    barn = np.flatnonzero(kant >= 0)
    kant[barn] = kanter[kant[barn]]
    kost[barn] = graf.kostnad[kant[barn]]
    v = vekt.astype(np.int64)
    v[rotter] = 0
    tre = _samle(orden, far, kost, v, _nokkelnoder(orden, far, v))
    tabell = tabeller(tre)
    egen = tabell.verdi[tabell.start[0] : tabell.start[0] + tabell.lengde[0]]
    billigst = np.minimum.accumulate(egen[::-1])[::-1]
    return Delvalg(tre, tabell, billigst, far, kant)


@kompiler
def _gaa(
    start: Heltall, ut: Heltall, hode: Heltall, rot: int, felt: tuple[Heltall, Heltall]
) -> Heltall:
    """Walk a tree from the root; fill parents and edges, return nodes, parents first."""
    far, kant = felt
    orden = np.empty(far.size, np.int64)
    orden[0], i, antall = rot, 0, 1
    while i < antall:
        v = orden[i]
        i += 1
        for j in range(start[v], start[v + 1]):
            a = ut[j]
            w = hode[a]
            if w != rot and (a >> 1) != kant[v] and kant[w] < 0:
                far[w], kant[w] = v, a >> 1
                orden[antall] = w
                antall += 1
    return orden[:antall]
