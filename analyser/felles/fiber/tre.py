"""The rooted tree: orientation, distances, and what hangs below."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from analyser.felles.fiber.linjer import Heltall
from analyser.felles.maaling import Flyt
from gis.kompilering import kompiler

LIKT_M = 1e-6
"""Lengths this near are equal, metres."""
ROT = 0
"""The root after contraction: every existing node at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Kontrahert:
    """The network with all existing nodes made one: node 0 is the root."""

    noder: int
    """Number of nodes."""
    nr: Heltall
    """(n,) network node → contracted node."""
    kant: Heltall
    """(m,) network edge of each contracted edge; only allowed edges, none inside the root."""
    fra: Heltall
    til: Heltall
    lengde_m: Flyt
    kr: Flyt
    """(m,) cost of each contracted edge, smallest cable included."""

    def avstander(self, vekt: Flyt) -> Flyt:
        """(n,) least sum of `vekt` from the root; inf where there is no way."""
        graf = _graf(self, np.arange(len(self.fra)), np.maximum(vekt, 1e-9))
        ut: Flyt = dijkstra(graf, directed=False, indices=ROT)
        return ut


@dataclass(frozen=True, slots=True, eq=False)
class Tre:
    """A tree from the root; node i hangs under its parent by one edge."""

    node: Heltall
    """(k,) nodes but the root, parents before children."""
    mor: Heltall
    """(k,) parent of each."""
    kant: Heltall
    """(k,) contracted edge to the parent."""
    avstand_m: Flyt
    """(k,) length of the way from the root."""

    def plass(self, noder: int) -> Heltall:
        """(noder,) position of every node in the tree; −1 for the root and nodes outside."""
        ut = np.full(noder, -1, dtype=np.int64)
        ut[self.node] = np.arange(len(self.node))
        return ut

    def summer(self, verdi: Flyt, noder: int) -> Flyt:
        """(k,) sum of the node values `verdi` (noder,) at each node and below it."""
        sum_ = _samle_opp(self.node, self.mor, verdi.astype(np.float64))
        ut: Flyt = sum_[self.node] if noder else np.empty(0)
        return ut


@kompiler
def _samle_opp(node: Heltall, mor: Heltall, verdi: Flyt) -> Flyt:
    """(noder,) sum of the values at each node and below it, in a copy."""
    ut = verdi.copy()
    for i in range(node.size - 1, -1, -1):
        ut[mor[i]] += ut[node[i]]
    return ut


@kompiler
def _samle_ned(node: Heltall, mor: Heltall, verdi: Flyt, noder: int) -> Flyt:
    """(k,) sum of the values (k,) of the edges on the way from the root to each node."""
    til, ut = np.zeros(noder), np.empty(node.size)
    for i in range(node.size):
        til[node[i]] = ut[i] = til[mor[i]] + verdi[i]
    return ut


def kontraher(
    nett: tuple[Heltall, Heltall, Flyt], kr: Flyt, lov: Heltall, rotter: Heltall, noder: int
) -> Kontrahert:
    """Make the nodes `rotter` one.

    Parameters
    ----------
    nett      ends of every edge and its length
    kr        (m,) cost of every edge
    lov       edges that may be used
    rotter   nodes where fibre is; may be empty, then nothing can be reached
    """
    fra, til, lengde = nett
    er_rot = np.zeros(noder, dtype=bool)
    er_rot[rotter] = True
    nr = np.where(er_rot, 0, np.cumsum(~er_rot))
    f, t = nr[fra[lov]], nr[til[lov]]
    ut = f != t
    kant = lov[ut]
    return Kontrahert(
        int((~er_rot).sum()) + 1, nr.astype(np.int64), kant, f[ut], t[ut], lengde[kant], kr[kant]
    )


def _graf(k: Kontrahert, kanter: Heltall, vekt: Flyt) -> coo_array:
    """Sparse graph of some edges; of parallel edges the least holds."""
    a, b = np.minimum(k.fra[kanter], k.til[kanter]), np.maximum(k.fra[kanter], k.til[kanter])
    orden = np.lexsort([kanter, vekt[kanter], b, a])
    a, b, w = a[orden], b[orden], vekt[kanter][orden]
    forste = np.ones(len(a), dtype=bool)
    forste[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return coo_array((w[forste], (a[forste], b[forste])), shape=(k.noder, k.noder)).tocsr()


def hengt_opp(k: Kontrahert, kanter: Heltall) -> Tre:
    """Orient the edges of a tree (or forest; only what hangs on the root) away from the root."""
    rekke = kanter[np.lexsort((kanter, k.kr[kanter]))]
    ende = np.sort(np.stack([k.fra[rekke], k.til[rekke]]), axis=0)
    par, forste = np.unique(ende[0] * k.noder + ende[1], return_index=True)
    billigst = rekke[forste]
    graf = coo_array(
        (np.ones(len(par)), (par // k.noder, par % k.noder)), shape=(k.noder, k.noder)
    ).tocsr()
    rekke, forrige = breadth_first_order(graf, ROT, directed=False)
    node = rekke[1:].astype(np.int64)
    mor = forrige[node].astype(np.int64)
    hvor = np.searchsorted(par, np.minimum(node, mor) * k.noder + np.maximum(node, mor))
    kant = billigst[hvor] if len(node) else np.empty(0, dtype=np.int64)
    return Tre(node, mor, kant, _samle_ned(node, mor, k.lengde_m[kant], k.noder))


def beskjaer(k: Kontrahert, kanter: Heltall, maal: Iterable[int]) -> Heltall:
    """Return the edges of the tree that lie on a way from the root to one of `maal`."""
    tre = hengt_opp(k, kanter)
    trengs = np.zeros(k.noder)
    trengs[list(maal)] = 1.0
    ut: Heltall = np.sort(tre.kant[tre.summer(trengs, k.noder) > 0])
    return ut


def innen_rekkevidde(
    k: Kontrahert, kanter: Heltall, maal: Heltall, rekkevidde_m: float
) -> tuple[Heltall, Heltall]:
    """Change the tree so that every target that can be within reach is, and keep the rest of it.

    From the root outwards: the first node whose targets below lie too far along the tree, and
    would not along its own shortest way, gets that way instead (the idea of Khuller, Raghavachari
    and Young 1995). What is left of the tree is then oriented by the way to the root.

    Returns
    -------
    kanter     edges of the new tree
    utenfor    targets that no way reaches within `rekkevidde_m`
    """
    vekt = np.maximum(k.lengde_m, 1e-9)
    korteste, forrige = dijkstra(
        _graf(k, np.arange(len(k.fra)), vekt), directed=False, indices=ROT,
        return_predecessors=True,
    )  # fmt: skip
    utenfor = maal[korteste[maal] > rekkevidde_m]
    med = maal[korteste[maal] <= rekkevidde_m]
    tre = hengt_opp(k, kanter)
    avstand = np.full(k.noder, np.inf)
    avstand[ROT], avstand[tre.node] = 0.0, tre.avstand_m
    if not (avstand[med] > rekkevidde_m).any():
        return beskjaer(k, kanter, med.tolist()), utenfor
    mor = np.full(k.noder, -1, dtype=np.int64)
    mor[tre.node] = tre.mor
    under = _dypest(tre, med, k.noder)
    ny = avstand.copy()
    for n, m in zip(tre.node.tolist(), tre.mor.tolist(), strict=True):
        ny[n] = min(ny[n], ny[m] + avstand[n] - avstand[m])
        if ny[n] + under[n] > rekkevidde_m and korteste[n] + under[n] <= rekkevidde_m:
            _pod(n, (mor, ny), forrige, korteste)
    for n in med[ny[med] > rekkevidde_m].tolist():
        _pod(n, (mor, ny), forrige, korteste)
    har = np.flatnonzero(mor >= 0)
    opp_m = np.zeros(k.noder)
    opp_m[har] = ny[har] - ny[mor[har]]
    return beskjaer(k, _kanter_av(k, mor, opp_m), med.tolist()), utenfor


def _dypest(tre: Tre, maal: Heltall, noder: int) -> Flyt:
    """(noder,) longest way down the tree from each node to a target; −inf where there is none."""
    ut = np.full(noder, -np.inf)
    ut[maal] = 0.0
    lengde = np.zeros(noder)
    lengde[tre.node] = tre.avstand_m
    for n, m in zip(tre.node[::-1].tolist(), tre.mor[::-1].tolist(), strict=True):
        ut[m] = max(ut[m], ut[n] + lengde[n] - lengde[m])
    return ut


def _pod(node: int, tilstand: tuple[Heltall, Flyt], forrige: Heltall, korteste: Flyt) -> None:
    """Give a node its shortest way from the root, as far as it is shorter than what it has."""
    mor, avstand = tilstand
    her = node
    while her != ROT and avstand[her] > korteste[her]:
        avstand[her] = korteste[her]
        mor[her] = forrige[her]
        her = int(forrige[her])


def _kanter_av(k: Kontrahert, mor: Heltall, lengst_m: Flyt) -> Heltall:
    """Edges between each node and its parent, the cheapest of those no longer than `lengst_m`."""
    ut: dict[int, int] = {}
    for e, (a, b) in enumerate(zip(k.fra.tolist(), k.til.tolist(), strict=True)):
        for n, m in ((a, b), (b, a)):
            kort_nok = k.lengde_m[e] <= lengst_m[n] + LIKT_M
            if mor[n] == m and kort_nok and (n not in ut or k.kr[e] < k.kr[ut[n]]):
                ut[n] = e
    return np.array(sorted(set(ut.values())), dtype=np.int64)


def korteste_veier(k: Kontrahert, maal: Heltall) -> Heltall:
    """Edges on the cheapest way from the root to each target: what a plan without a tree builds."""
    graf = _graf(k, np.arange(len(k.fra)), np.maximum(k.kr, 1e-9))
    _, forrige = dijkstra(graf, directed=False, indices=ROT, return_predecessors=True)
    mor = np.full(k.noder, -1, dtype=np.int64)
    for n in maal.tolist():
        her = n
        while her != ROT and forrige[her] >= 0 and mor[her] < 0:
            mor[her] = forrige[her]
            her = int(forrige[her])
    return _kanter_av(k, mor, np.full(k.noder, np.inf))
