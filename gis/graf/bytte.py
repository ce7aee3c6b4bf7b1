"""Make a tree cheaper while every target stays within its longest way from the root.

Local search: a way outside the tree is added between two of its nodes, the dearest stretch of the
ring that then may go is taken away, and what hung below it hangs on the new way. Compiled.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.typer import STOR, Graf, Heltall, Maske, Nett, Tall, lag_nett
from gis.kompilering import kompiler

INGEN = -STOR
"""Depth where nothing is to be reached."""
RUNDER = 50
"""Rounds of ways and exchanges, at most."""
DELER = 16
"""Costs are whole sixteenths, lengths whole thousandths rounded up."""


class Sak(NamedTuple):
    """What does not change."""

    nett: Nett
    kost: Heltall
    lengde: Heltall
    maal: Maske
    rot: int
    lengst: int


class Lenker(NamedTuple):
    """The tree."""

    far: Heltall
    """(n,) parent; -1 at the root and outside."""
    kant: Heltall
    """(n,) edge to the parent."""
    inne: Maske


class Maalt(NamedTuple):
    """What is measured on the tree."""

    orden: Heltall
    antall: Heltall
    """(1,) nodes in `orden`: parents first."""
    avstand: Heltall
    dypest: Heltall
    """(n,) longest way down to a target."""
    nest: Heltall
    """(n,) the same without the child `gjennom`."""
    gjennom: Heltall
    inn: Heltall
    ut: Heltall
    """(n,) nodes below v are those with inn[v] ≤ inn < ut[v]."""
    barn: Heltall
    """(n,) number of children."""


class Omegn(NamedTuple):
    """Cheapest way from the tree to every node outside."""

    kost: Heltall
    lengde: Heltall
    fra: Heltall
    kant: Heltall


@kompiler
def _ned(sak: Sak, tre: Lenker, m: Maalt) -> None:
    """Walk from the root: order and distances."""
    n = tre.far.size
    forste, neste = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    for v in range(n):
        if tre.far[v] >= 0:
            neste[v], forste[tre.far[v]] = forste[tre.far[v]], v
    stakk = np.empty(n, np.int64)
    stakk[0], topp, k = sak.rot, 1, 0
    m.avstand[sak.rot] = 0
    while topp > 0:
        topp -= 1
        v = stakk[topp]
        m.orden[k], m.inn[v] = v, k
        k += 1
        c = forste[v]
        while c >= 0:
            m.avstand[c] = m.avstand[v] + sak.lengde[tre.kant[c]]
            stakk[topp] = c
            topp += 1
            c = neste[c]
    m.antall[0] = k


@kompiler
def _mal(sak: Sak, tre: Lenker, m: Maalt) -> None:
    """Measure the whole tree."""
    _ned(sak, tre, m)
    for i in range(m.antall[0]):
        v = m.orden[i]
        m.dypest[v] = 0 if sak.maal[v] else INGEN
        m.nest[v], m.gjennom[v], m.ut[v], m.barn[v] = INGEN, -1, i + 1, 0
    for i in range(m.antall[0] - 1, 0, -1):
        v = m.orden[i]
        p = tre.far[v]
        dyp = m.dypest[v] + sak.lengde[tre.kant[v]]
        if dyp > m.dypest[p]:
            m.nest[p], m.dypest[p], m.gjennom[p] = m.dypest[p], dyp, v
        else:
            m.nest[p] = max(m.nest[p], dyp)
        m.ut[p] = max(m.ut[p], m.ut[v])
        m.barn[p] += 1


@kompiler
def _veier(sak: Sak, inne: Maske) -> Omegn:
    """Find the cheapest way from the tree to every node outside it."""
    n, nett = inne.size, sak.nett
    o = Omegn(
        np.full(n, STOR, np.int64), np.zeros(n, np.int64), np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
    )  # fmt: skip
    nokkel = np.empty(nett.ut.size + n + 1, np.int64)
    post = np.empty_like(nokkel)
    antall = 0
    for v in range(n):
        if inne[v]:
            o.kost[v], o.fra[v] = 0, v
            antall = dytt(nokkel, post, antall, 0, v)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if d > o.kost[v]:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            w, e = nett.hode[nett.ut[j]], nett.ut[j] >> 1
            if not inne[w] and d + sak.kost[e] < o.kost[w]:
                o.kost[w], o.lengde[w] = d + sak.kost[e], o.lengde[v] + sak.lengde[e]
                o.fra[w], o.kant[w] = o.fra[v], e
                antall = dytt(nokkel, post, antall, o.kost[w], w)
    return o


@kompiler
def _kutt(sak: Sak, tre: Lenker, m: Maalt, vei: tuple[int, int, int, int]) -> tuple[int, int]:
    """Find the stretch that is best to take away when a way comes to `y`.

    Parameters
    ----------
    vei    x, y, cost and length of the way

    Returns
    -------
    spart    cost of the stretch less that of the way; 0 where none may go
    nederst  the node that it ends in below
    """
    x, y, kost, lengde = vei
    best, hvor = 0, -1
    nederst, c, strekning = y, y, 0
    dypest, ny = m.dypest[y], m.avstand[x] + lengde
    while c != sak.rot:
        p = tre.far[c]
        strekning += sak.kost[tre.kant[c]]
        siste = p == sak.rot or m.inn[p] <= m.inn[x] < m.ut[p]
        if siste or sak.maal[p] or m.barn[p] > 1:
            if ny + dypest <= sak.lengst and strekning - kost > best:
                best, hvor = strekning - kost, nederst
            if siste:
                break
            andre = m.nest[p] if m.gjennom[p] == c else m.dypest[p]
            dypest = max(dypest, m.avstand[y] - m.avstand[p] + andre)
            nederst, strekning = p, 0
        c = p
    return best, hvor


@kompiler
def _vurder(
    sak: Sak, tre: Lenker, m: Maalt, o: Omegn, e: int
) -> tuple[int, int, int]:  # fmt: skip
    """Best exchange over edge e: what is saved, the lower end of the stretch, which end is new."""
    ender = (sak.nett.hode[2 * e + 1], sak.nett.hode[2 * e])
    best, hvor, retning = 0, -1, 0
    if o.fra[ender[0]] < 0 or o.fra[ender[1]] < 0 or o.fra[ender[0]] == o.fra[ender[1]]:
        return best, hvor, retning
    kost = o.kost[ender[0]] + sak.kost[e] + o.kost[ender[1]]
    lengde = o.lengde[ender[0]] + sak.lengde[e] + o.lengde[ender[1]]
    for r in range(2):
        x, y = o.fra[ender[r]], o.fra[ender[1 - r]]
        if y == sak.rot or m.inn[y] <= m.inn[x] < m.ut[y] or tre.kant[y] == e:
            continue
        spart, nederst = _kutt(sak, tre, m, (x, y, kost, lengde))
        if spart > best:
            best, hvor, retning = spart, nederst, r
    return best, hvor, retning


@kompiler
def _ledig(sak: Sak, inne: Maske, o: Omegn, e: int) -> bool:
    """Tell whether the way over edge e still runs outside the tree between two nodes in it."""
    for i in range(2):
        v = sak.nett.hode[2 * e + i]
        slutt = o.fra[v]
        if slutt < 0 or not inne[slutt]:
            return False
        while v != slutt:
            if inne[v]:
                return False
            a = 2 * o.kant[v]
            v = sak.nett.hode[a] if sak.nett.hode[a] != v else sak.nett.hode[a + 1]
    return True


@kompiler
def _bytt(sak: Sak, tre: Lenker, m: Maalt, o: Omegn, hva: tuple[int, int, int]) -> None:
    """Take the stretch above `nederst` away, turn what is below it, and hang it on the way."""
    e, nederst, r = hva
    a, b = sak.nett.hode[2 * e + 1 - r], sak.nett.hode[2 * e + r]
    x, y = o.fra[a], o.fra[b]
    p = tre.far[nederst]
    while p not in (sak.rot, x) and not sak.maal[p] and m.barn[p] == 1:
        over = tre.far[p]
        tre.far[p], tre.kant[p], tre.inne[p] = -1, -1, False
        p = over
    v, far, kant = y, -1, -1
    while True:
        neste, neste_kant = tre.far[v], tre.kant[v]
        tre.far[v], tre.kant[v] = far, kant
        if v == nederst:
            break
        v, far, kant = neste, v, neste_kant
    v, far, kant = b, a, e
    while v != y:
        ny_kant = o.kant[v]
        ende = 2 * ny_kant
        neste = sak.nett.hode[ende] if sak.nett.hode[ende] != v else sak.nett.hode[ende + 1]
        tre.far[v], tre.kant[v], tre.inne[v] = far, kant, True
        v, far, kant = neste, v, ny_kant
    tre.far[y], tre.kant[y] = far, kant
    v = a
    while v != x:
        ende = 2 * o.kant[v]
        neste = sak.nett.hode[ende] if sak.nett.hode[ende] != v else sak.nett.hode[ende + 1]
        tre.far[v], tre.kant[v], tre.inne[v] = neste, o.kant[v], True
        v = neste


@kompiler
def _runde(sak: Sak, tre: Lenker, m: Maalt) -> int:
    """Look at every edge once, the most promising first; how many exchanges were made."""
    antall_kanter = sak.kost.size
    _mal(sak, tre, m)
    o = _veier(sak, tre.inne)
    spart = np.zeros(antall_kanter, np.int64)
    for e in range(antall_kanter):
        spart[e] = _vurder(sak, tre, m, o, e)[0]
    gjort = 0
    for e in np.argsort(-spart, kind="mergesort"):
        if spart[e] <= 0:
            break
        if not _ledig(sak, tre.inne, o, e):
            continue
        verdi, nederst, r = _vurder(sak, tre, m, o, e)
        if verdi > 0:
            _bytt(sak, tre, m, o, (e, nederst, r))
            _mal(sak, tre, m)
            gjort += 1
    return gjort


def forbedre_innen(
    graf: Graf, lengde_m: Tall, rot: int, maal: Maske, tre: tuple[Heltall, Heltall], lengst_m: float
) -> Heltall:
    """Improve a tree; targets that are within `lengst_m` stay so, the rest get no further away.

    Parameters
    ----------
    lengde_m   (m,) length of every edge
    maal       (noder,) what must stay in the tree
    tre        (noder,) parent of every node, -1 at the root and outside, and the edge to it

    Returns
    -------
    kanter     edges of a tree that costs no more
    """
    n = graf.noder
    sak = Sak(
        lag_nett(n, graf.fra, graf.til), np.floor(graf.kostnad * DELER).astype(np.int64),
        np.ceil(lengde_m * 1000.0).astype(np.int64), maal, rot, int(lengst_m * 1000.0),
    )  # fmt: skip
    lenker = Lenker(tre[0].copy(), tre[1].copy(), tre[0] >= 0)
    lenker.inne[rot] = True
    m = Maalt(*(np.zeros(1 if felt == "antall" else n, np.int64) for felt in Maalt._fields))
    for _ in range(RUNDER):
        if not _runde(sak, lenker, m):
            break
    return np.sort(lenker.kant[lenker.kant >= 0])
