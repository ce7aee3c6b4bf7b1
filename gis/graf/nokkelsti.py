"""Key-path exchange: every path of the tree between key nodes against the best way around it.

Uchoa and Werneck (2012): regions of nearest tree node, boundary edges in meldable heaps that follow
the tree from the leaves up, and regions of the removed path mended on the spot. All improving
exchanges of a pass are found at once. Compiled.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.typer import STOR, Heltall, Maske, Nett
from gis.kompilering import kompiler


class Kart(NamedTuple):
    """The tree and the regions of its nodes."""

    nett: Nett
    kost: Heltall
    avstand: Heltall
    """(n,) to the nearest tree node."""
    grunn: Heltall
    """(n,) that tree node."""
    bak: Heltall
    """(n,) last arc on the way from it, -1 at tree nodes."""
    inn: Heltall
    """(n,) arc by which the tree enters each node."""
    nr: Heltall
    """(n,) place in preorder, -1 outside the tree."""
    stor: Heltall
    """(n,) size of each subtree."""
    region: Heltall
    """(n+1,) start of the nodes of each region in `medlem`."""
    medlem: Heltall


class Hauger(NamedTuple):
    """Skew heaps of arcs (2m,)."""

    nokkel: Heltall
    venstre: Heltall
    hoyre: Heltall


class Lapp(NamedTuple):
    """Scratch for mending regions: distances and arcs that hold where `merke` is the path's."""

    merke: Heltall
    avstand: Heltall
    grunn: Heltall
    bak: Heltall
    nokkel: Heltall
    post: Heltall


@kompiler
def _flett(h: Hauger, a: int, b: int) -> int:
    """Meld two skew heaps; return the top."""
    if a < 0:
        return b
    if b < 0:
        return a
    if h.nokkel[b] < h.nokkel[a]:
        a, b = b, a
    topp, p = a, a
    a = h.hoyre[p]
    h.hoyre[p] = h.venstre[p]
    while a >= 0 and b >= 0:
        if h.nokkel[b] < h.nokkel[a]:
            a, b = b, a
        h.venstre[p] = a
        p = a
        a = h.hoyre[p]
        h.hoyre[p] = h.venstre[p]
    h.venstre[p] = max(a, b)
    return topp


@kompiler
def _regioner(nett: Nett, kost: Heltall, med: Maske) -> tuple[Heltall, Heltall, Heltall]:
    """Nearest tree node of every node: distance, node, last arc."""
    n = med.size
    avstand, grunn = np.full(n, STOR, np.int64), np.full(n, -1, np.int64)
    bak = np.full(n, -1, np.int64)
    nokkel, post = np.empty(nett.ut.size + n, np.int64), np.empty(nett.ut.size + n, np.int64)
    antall = 0
    for v in range(n):
        if med[v]:
            avstand[v], grunn[v] = 0, v
            antall = dytt(nokkel, post, antall, 0, v)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if d > avstand[v]:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            w, c = nett.hode[a], kost[a >> 1]
            if c < STOR and d + c < avstand[w]:
                avstand[w], grunn[w], bak[w] = d + c, grunn[v], a
                antall = dytt(nokkel, post, antall, d + c, w)
    return avstand, grunn, bak


@kompiler
def _fororden(nett: Nett, inn: Heltall, orden: Heltall) -> tuple[Heltall, Heltall, Heltall]:
    """Preorder numbers, subtree sizes, and nodes by preorder; `orden` has parents first."""
    n = inn.size
    nr, stor, neste = np.full(n, -1, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64)
    rekke = np.empty(orden.size, np.int64)
    for i in range(orden.size - 1, -1, -1):
        v = orden[i]
        stor[v] += 1
        if inn[v] >= 0:
            stor[nett.hode[inn[v] ^ 1]] += stor[v]
    for i in range(orden.size):
        v = orden[i]
        if inn[v] < 0:
            nr[v] = 0
        else:
            u = nett.hode[inn[v] ^ 1]
            nr[v] = neste[u]
            neste[u] += stor[v]
        neste[v] = nr[v] + 1
        rekke[nr[v]] = v
    return nr, stor, rekke


@kompiler
def lag_kart(
    nett: Nett, kost: Heltall, med: Maske, inn: Heltall, orden: Heltall
) -> tuple[Kart, Heltall]:
    """Regions and preorder of a tree; also its nodes by preorder."""
    n = med.size
    avstand, grunn, bak = _regioner(nett, kost, med)
    nr, stor, rekke = _fororden(nett, inn, orden)
    region, medlem = np.zeros(n + 1, np.int64), np.empty(n, np.int64)
    for v in range(n):
        if grunn[v] >= 0:
            region[grunn[v] + 1] += 1
    for v in range(n):
        region[v + 1] += region[v]
    neste = region.copy()
    for v in range(n):
        if grunn[v] >= 0:
            medlem[neste[grunn[v]]] = v
            neste[grunn[v]] += 1
    return Kart(nett, kost, avstand, grunn, bak, inn, nr, stor, region, medlem), rekke


@kompiler
def _grensebuer(k: Kart, h: Hauger, v: int) -> int:
    """Heap of the arcs that leave the region of v."""
    topp = -1
    for i in range(k.region[v], k.region[v + 1]):
        u = k.medlem[i]
        for j in range(k.nett.start[u], k.nett.start[u + 1]):
            a = k.nett.ut[j]
            w, c = k.nett.hode[a], k.kost[a >> 1]
            if c < STOR and k.grunn[w] >= 0 and k.grunn[w] != v:
                h.nokkel[a] = k.avstand[u] + c + k.avstand[w]
                h.venstre[a], h.hoyre[a] = -1, -1
                topp = _flett(h, topp, a)
    return topp


@kompiler
def _side(k: Kart, v: int, w: int) -> bool:
    """Tell whether tree node w lies in the subtree of v."""
    return bool(k.nr[v] <= k.nr[w] < k.nr[v] + k.stor[v])


@kompiler
def _opp(k: Kart, v: int, viktig: Maske, sti: Heltall) -> tuple[int, int]:
    """Inner nodes of the key path above v into `sti`: how many, and the length of the path."""
    antall = 0
    a = k.inn[v]
    lengde = k.kost[a >> 1]
    u = k.nett.hode[a ^ 1]
    while not viktig[u]:
        sti[antall] = u
        antall += 1
        a = k.inn[u]
        lengde += k.kost[a >> 1]
        u = k.nett.hode[a ^ 1]
    return antall, int(lengde)


@kompiler
def _merk(k: Kart, p: Lapp, sti: Heltall, antall: int, stempel: int) -> int:
    """Forget the regions of the inner nodes and offer their nodes the ways in; heap size."""
    for i in range(antall):
        for j in range(k.region[sti[i]], k.region[sti[i] + 1]):
            u = k.medlem[j]
            p.merke[u], p.avstand[u], p.grunn[u], p.bak[u] = stempel, STOR, -1, -1
    n = 0
    for i in range(antall):
        for j in range(k.region[sti[i]], k.region[sti[i] + 1]):
            u = k.medlem[j]
            for s in range(k.nett.start[u], k.nett.start[u + 1]):
                a = k.nett.ut[s]
                w, c = k.nett.hode[a], k.kost[a >> 1]
                if c < STOR and k.grunn[w] >= 0 and p.merke[w] != stempel:
                    d = k.avstand[w] + c
                    if d < p.avstand[u]:
                        p.avstand[u], p.grunn[u], p.bak[u] = d, k.grunn[w], a ^ 1
            if p.grunn[u] >= 0:
                n = dytt(p.nokkel, p.post, n, p.avstand[u], u)
    return n


@kompiler
def _fyll(k: Kart, p: Lapp, n: int, stempel: int) -> None:
    """Spread the ways in over the mended nodes."""
    while n > 0:
        n = trekk(p.nokkel, p.post, n)
        d, u = p.nokkel[n], p.post[n]
        if d > p.avstand[u]:
            continue
        for s in range(k.nett.start[u], k.nett.start[u + 1]):
            a = k.nett.ut[s]
            w, c = k.nett.hode[a], k.kost[a >> 1]
            if c < STOR and p.merke[w] == stempel and d + c < p.avstand[w]:
                p.avstand[w], p.grunn[w], p.bak[w] = d + c, p.grunn[u], a
                n = dytt(p.nokkel, p.post, n, d + c, w)


@kompiler
def _beste_lapp(k: Kart, p: Lapp, v: int, sti: Heltall, hva: tuple[int, int]) -> tuple[int, int]:
    """Best arc among the mended nodes that joins the two sides: value and arc, or STOR and -1."""
    antall, stempel = hva
    best, bue = STOR, -1
    for i in range(antall):
        for j in range(k.region[sti[i]], k.region[sti[i] + 1]):
            u = k.medlem[j]
            if p.grunn[u] < 0:
                continue
            for s in range(k.nett.start[u], k.nett.start[u + 1]):
                a = k.nett.ut[s]
                w, c = k.nett.hode[a], k.kost[a >> 1]
                ny = p.merke[w] == stempel
                g = p.grunn[w] if ny else k.grunn[w]
                if c == STOR or g < 0 or _side(k, v, g) == _side(k, v, p.grunn[u]):
                    continue
                verdi = p.avstand[u] + c + (p.avstand[w] if ny else k.avstand[w])
                if verdi < best:
                    best, bue = verdi, a
    return best, bue


@kompiler
def _skriv_vei(k: Kart, p: Lapp, v: int, stempel: int, ut: tuple[Heltall, int]) -> int:
    """Append the nodes from v back to the tree; return the new length."""
    node, plass = ut
    while k.nr[v] < 0 or p.merke[v] == stempel:
        node[plass] = v
        plass += 1
        v = k.nett.hode[(p.bak[v] if p.merke[v] == stempel else k.bak[v]) ^ 1]
    return plass


@kompiler
def _prov(
    k: Kart, p: Lapp, v: int, topp: int, hauger: Hauger, felt: tuple[Maske, Heltall, Heltall, int]
) -> tuple[int, int, int, int]:
    """Try the key path above v: new top of its heap, gain, inner nodes, length of `node`."""
    viktig, sti, node, plass = felt
    antall, lengde = _opp(k, v, viktig, sti)
    for i in range(antall):
        p.merke[sti[i]] = -2 - v
    while topp >= 0:
        g = k.grunn[k.nett.hode[topp]]
        if not _side(k, v, g) and p.merke[g] != -2 - v:
            break
        topp = _flett(hauger, hauger.venstre[topp], hauger.hoyre[topp])
    best, bue = STOR, topp
    if topp >= 0:
        best = hauger.nokkel[topp]
    n = _merk(k, p, sti, antall, v)
    _fyll(k, p, n, v)
    best2, bue2 = _beste_lapp(k, p, v, sti, (antall, v))
    if best2 < best:
        best, bue = best2, bue2
    if best < lengde:
        plass = _skriv_vei(k, p, k.nett.hode[bue ^ 1], v, (node, plass))
        plass = _skriv_vei(k, p, k.nett.hode[bue], v, (node, plass))
    return topp, lengde - best, antall, plass


@kompiler
def finn_bytter(
    k: Kart, rekke: Heltall, viktig: Maske
) -> tuple[Heltall, Heltall, Heltall, Heltall]:
    """Find every key path that something cheaper can replace.

    Returns
    -------
    gevinst   (q,) what each exchange saves on its own
    slutt     (q,) end of the new nodes of each in `node`
    node      new nodes
    bunn      (q,) lower key node of each path
    """
    n, m2 = k.avstand.size, k.nett.ut.size
    hauger = Hauger(np.empty(m2, np.int64), np.empty(m2, np.int64), np.empty(m2, np.int64))
    p = Lapp(
        np.full(n, -1, np.int64), np.empty(n, np.int64), np.empty(n, np.int64),
        np.empty(n, np.int64), np.empty(m2 + n, np.int64), np.empty(m2 + n, np.int64),
    )  # fmt: skip
    haug = np.full(n, -1, np.int64)
    gevinst, slutt = np.empty(rekke.size, np.int64), np.empty(rekke.size, np.int64)
    bunn, sti = np.empty(rekke.size, np.int64), np.empty(n, np.int64)
    node = np.empty(4 * n + 16, np.int64)
    antall, plass = 0, 0
    for i in range(rekke.size - 1, 0, -1):
        v = rekke[i]
        haug[v] = _flett(hauger, haug[v], _grensebuer(k, hauger, v))
        if viktig[v] and plass + 2 * n < node.size:
            haug[v], g, _, ny = _prov(k, p, v, haug[v], hauger, (viktig, sti, node, plass))
            if ny > plass or g > 0:
                gevinst[antall], slutt[antall], bunn[antall] = g, ny, v
                antall, plass = antall + 1, ny
        u = k.nett.hode[k.inn[v] ^ 1]
        haug[u] = _flett(hauger, haug[u], haug[v])
    return gevinst[:antall], slutt[:antall], node[:plass], bunn[:antall]
