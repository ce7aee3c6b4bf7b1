"""Local search: exchange of key paths, and new nodes that pay for themselves. Deterministic."""

import numpy as np

from gis.graf.nokkelsti import finn_bytter, lag_kart
from gis.graf.primal import spenn, tre_av, voks
from gis.graf.typer import STOR, Heltall, Maske, Oppgave
from gis.kompilering import kompiler

Losning = tuple[Heltall, Maske, int]
"""Entering arcs, nodes, cost."""
TREGREN = 3
"""A tree node of this degree is a key node."""


def _viktige(o: Oppgave, inn: Heltall, med: Maske) -> Maske:
    """Key nodes: root, prizes in the tree, branchings."""
    buer = inn[inn >= 0]
    hode = o.nett.hode
    grad = np.bincount(hode[buer], minlength=med.size)
    grad += np.bincount(hode[buer ^ 1], minlength=med.size)
    viktig = med & ((o.premie > 0) | (grad >= TREGREN))
    viktig[o.rot] = True
    return np.asarray(viktig)


def _inne_i(o: Oppgave, inn: Heltall, viktig: Maske, bunn: Heltall) -> Heltall:
    """Inner nodes of the key paths above the nodes `bunn`."""
    ut = []
    for v in bunn.tolist():
        u = int(o.nett.hode[inn[v] ^ 1])
        while not viktig[u]:
            ut.append(u)
            u = int(o.nett.hode[inn[u] ^ 1])
    return np.array(ut, np.int64)


def bytt(o: Oppgave, kost: Heltall, losning: Losning) -> Losning:
    """Do one pass of key-path exchange; the answer is never worse."""
    _, med, kostnad = losning
    inn, orden = spenn(o.nett, kost, med, o.rot)
    kart, rekke = lag_kart(o.nett, kost, med, inn, orden)
    viktig = _viktige(o, inn, med)
    gevinst, slutt, node, bunn = finn_bytter(kart, rekke, viktig)
    if not gevinst.size:
        return losning
    alle = med.copy()
    alle[node] = True
    byttet = med.copy()
    byttet[_inne_i(o, inn, viktig, bunn)] = False
    byttet[node] = True
    en = med.copy()
    best = int(np.argmax(gevinst))
    en[_inne_i(o, inn, viktig, bunn[best : best + 1])] = False
    en[node[slutt[best - 1] if best else 0 : slutt[best]]] = True
    for forslag in (alle, byttet, en):
        ny = tre_av(o, kost, forslag)
        if ny[2] < losning[2]:
            losning = ny
    return losning if losning[2] < kostnad else (losning[0], losning[1], kostnad)


@kompiler
def _beste_innsetting(
    o: Oppgave, kost: Heltall, med: Maske, far: tuple[Heltall, Heltall], v: int
) -> int:
    """Estimate what the tree saves by taking in v: cheapest link, and links that replace others."""
    inn, dybde = far
    hode, nett = o.nett.hode, o.nett
    best, lenke = STOR, -1
    for j in range(nett.start[v], nett.start[v + 1]):
        a = nett.ut[j]
        if med[hode[a]] and kost[a >> 1] < best:
            best, lenke = kost[a >> 1], hode[a]
    if lenke < 0:
        return -STOR
    spart = -best
    for j in range(nett.start[v], nett.start[v + 1]):
        a = nett.ut[j]
        w, c = hode[a], kost[a >> 1]
        if not med[w] or w == lenke or c == STOR:
            continue
        u, storst = lenke, 0
        while u != w:
            if dybde[u] >= dybde[w]:
                storst = max(storst, kost[inn[u] >> 1])
                u = hode[inn[u] ^ 1]
            else:
                storst = max(storst, kost[inn[w] >> 1])
                w = hode[inn[w] ^ 1]
        spart += max(0, storst - c)
    return int(spart + o.premie[v])


@kompiler
def _innsettinger(
    o: Oppgave, kost: Heltall, med: Maske, inn: Heltall, orden: Heltall
) -> Maske:  # fmt: skip
    """Nodes outside the tree that look as if they would pay."""
    dybde = np.zeros(med.size, np.int64)
    for i in range(1, orden.size):
        dybde[orden[i]] = dybde[o.nett.hode[inn[orden[i]] ^ 1]] + 1
    ut = np.zeros(med.size, np.bool_)
    for v in range(med.size):
        if not med[v]:
            ut[v] = _beste_innsetting(o, kost, med, (inn, dybde), v) > 0
    return ut


def sett_inn(o: Oppgave, kost: Heltall, losning: Losning) -> Losning:
    """Take in nodes that pay, all at once; the answer is never worse."""
    med = losning[1]
    inn, orden = spenn(o.nett, kost, med, o.rot)
    nye = _innsettinger(o, kost, med, inn, orden)
    if not nye.any():
        return losning
    ny = tre_av(o, kost, med | nye)
    return ny if ny[2] < losning[2] else losning


def bygg(o: Oppgave, kost: Heltall, veiledende: Heltall) -> Losning:
    """Grow a tree to every prize along the guiding costs, and prune it at true cost.

    Prizes are all reached at first, and those that do not pay are pruned; where some must not be
    reached at all, only those that pay their way are. The better of the two.
    """
    alle = np.where(o.premie > 0, STOR, 0)
    best = tre_av(o, kost, voks(o.nett, veiledende, alle, o.rot))
    if (alle != o.premie).any():
        andre = tre_av(o, kost, voks(o.nett, veiledende, o.premie, o.rot))
        best = andre if andre[2] < best[2] else best
    return best


def forbedre(o: Oppgave, kost: Heltall, losning: Losning, runder: int = 60) -> Losning:
    """Exchange and insert until nothing helps, at most so many times."""
    for _ in range(runder):
        ny = sett_inn(o, kost, bytt(o, kost, losning))
        if ny[2] >= losning[2]:
            return losning
        losning = ny
    return losning
