"""Cuts: level sets of dual solutions, and separation by maximum flow. Compiled.

A cut is a terminal and a set of nodes that holds it and not the root: some open arc must enter the
set, or the prize of the terminal is lost.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.typer import STOR, Dual, Heltall, Maske, Nett, Oppgave, Tall
from gis.kompilering import kompiler

HEL = 1 << 30
"""Capacity of an arc that is wholly used."""
FRAVIK = HEL >> 17
"""A cut is violated when this much is missing."""
NESTET = 6
"""Cuts that one terminal may give in one round."""


class Snittliste(NamedTuple):
    """Cuts, one after another."""

    terminal: Heltall
    start: Heltall
    """(k+1,)"""
    node: Heltall
    bue_start: Heltall
    """(k+1,)"""
    bue: Heltall
    """Open arcs that enter each set."""


class Flyt(NamedTuple):
    """Scratch of the flows."""

    rest: Heltall
    """(2m,) capacity left in this flow."""
    lag: Heltall
    """(n,) steps to the terminal, -1 where it cannot be reached."""
    koe: Heltall
    peker: Heltall
    """(n,) next arc to try."""
    vei: Heltall


@kompiler
def _lagdel(nett: Nett, f: Flyt, t: int, rot: int) -> int:
    """Layer nodes by steps to t through arcs with capacity left; return how many were met.

    Stops when the root is met, and is then negative.
    """
    f.lag[:] = -1
    f.lag[t], f.koe[0] = 0, t
    i, antall = 0, 1
    while i < antall:
        v = f.koe[i]
        i += 1
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            u = nett.hode[a]
            if f.lag[u] < 0 and f.rest[a ^ 1] > 0:
                f.lag[u] = f.lag[v] + 1
                f.koe[antall] = u
                antall += 1
                if u == rot:
                    return -antall
    return antall


@kompiler
def _framover(nett: Nett, f: Flyt, v: int) -> int:
    """Next arc from v that leads one layer nearer, or -1."""
    while f.peker[v] < nett.start[v + 1]:
        a = nett.ut[f.peker[v]]
        if f.rest[a] > 0 and f.lag[nett.hode[a]] == f.lag[v] - 1 and f.lag[v] > 0:
            return int(a)
        f.peker[v] += 1
    return -1


@kompiler
def _skyv(f: Flyt, antall: int, tak: int) -> int:
    """Send what the way can carry, at most `tak`."""
    mengde = tak
    for i in range(antall):
        mengde = min(mengde, f.rest[f.vei[i]])
    for i in range(antall):
        f.rest[f.vei[i]] -= mengde
        f.rest[f.vei[i] ^ 1] += mengde
    return mengde


@kompiler
def _blokker(nett: Nett, f: Flyt, t: int, rot: int, tak: int) -> int:
    """Send a blocking flow of at most `tak` through the layers."""
    f.peker[:] = nett.start[:-1]
    sendt, antall, v = 0, 0, rot
    while sendt < tak:
        if v == t:
            sendt += _skyv(f, antall, tak - sendt)
            antall, v = 0, rot
            continue
        a = _framover(nett, f, v)
        if a >= 0:
            f.vei[antall] = a
            antall += 1
            v = nett.hode[a]
        elif antall == 0:
            break
        else:
            antall -= 1
            v = nett.hode[f.vei[antall] ^ 1]
            f.peker[v] += 1
    return sendt


@kompiler
def _inn_i(oppgave: Oppgave, lag: Heltall, kap: Heltall) -> int:
    """Let every open arc into the nodes with a layer have full capacity; return how many."""
    nett, antall = oppgave.nett, 0
    for v in range(lag.size):
        if lag[v] < 0:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            if lag[nett.hode[a]] < 0 and oppgave.pris[a ^ 1] < STOR:
                kap[a ^ 1] = HEL
                antall += 1
    return antall


@kompiler
def _send(oppgave: Oppgave, f: Flyt, t: int, behov: int) -> tuple[int, int]:
    """Send flow to t until `behov` or nothing more passes: what was sent, nodes behind the cut."""
    sendt = 0
    while sendt < behov:
        k = _lagdel(oppgave.nett, f, t, oppgave.rot)
        if k > 0:
            return sendt, k
        sendt += _blokker(oppgave.nett, f, t, oppgave.rot, behov - sendt)
    return sendt, 0


@kompiler
def _kryp(oppgave: Oppgave, f: Flyt, til: int) -> None:
    """Give every open arc a sliver of capacity, so that the cut found has few arcs."""
    for a in range(til):
        if oppgave.pris[a] < STOR:
            f.rest[a] += 1


@kompiler
def _skill_terminal(
    oppgave: Oppgave, kap: Heltall, f: Flyt, t: int, behov: int
) -> tuple[int, Heltall]:
    """Find violated cuts of one terminal, each nearer the root than the one before."""
    n = oppgave.premie.size
    ut = np.empty(NESTET * (n + 1), np.int64)
    antall, funnet = 0, 0
    f.rest[:] = kap
    sendt, k = _send(oppgave, f, t, behov)
    while sendt < behov - FRAVIK and funnet < NESTET:
        _kryp(oppgave, f, kap.size)
        ekstra, k = _send(oppgave, f, t, behov - sendt)
        if k == 0:
            break
        ut[antall] = k
        ut[antall + 1 : antall + 1 + k] = f.koe[:k]
        antall += k + 1
        funnet += 1
        for a in range(kap.size):
            f.rest[a] -= kap[a]
        if _inn_i(oppgave, f.lag, kap) == 0:
            break
        for a in range(kap.size):
            f.rest[a] += kap[a]
        sendt += ekstra
        ekstra, k = _send(oppgave, f, t, behov - sendt)
        sendt += ekstra
    return funnet, ut[:antall]


@kompiler
def kilder(oppgave: Oppgave, kap: Heltall, terminaler: Heltall) -> Maske:
    """Tell for which terminals nothing wholly used leads on to another terminal or the root.

    Where a whole arc comes from a node that is served, the terminal is served too.
    """
    nett = oppgave.nett
    n = oppgave.premie.size
    viktig, ut = np.zeros(n, np.bool_), np.ones(terminaler.size, np.bool_)
    viktig[oppgave.rot] = True
    for t in terminaler:
        viktig[t] = True
    for i in range(terminaler.size):
        v, skritt = terminaler[i], 0
        while ut[i] and skritt < n:
            skritt += 1
            bak = -1
            for j in range(nett.start[v], nett.start[v + 1]):
                if kap[nett.ut[j] ^ 1] >= HEL:
                    bak = nett.hode[nett.ut[j]]
            if bak < 0:
                break
            v = bak
            ut[i] = not viktig[v]
    return ut


@kompiler
def _skill(
    oppgave: Oppgave, kap: Heltall, terminaler: Heltall, behov: Heltall, tak: int
) -> tuple[Heltall, Heltall, Heltall, int]:
    """Separate for the terminals in order until `tak` cuts are found.

    Returns terminals, sizes and nodes of the cuts, and how many terminals were tried.
    """
    n, m2 = oppgave.premie.size, kap.size
    f = Flyt(
        np.empty(m2, np.int64), np.empty(n, np.int64), np.empty(n, np.int64),
        np.empty(n, np.int64), np.empty(n + 1, np.int64),
    )  # fmt: skip
    eier, antall = np.empty(tak + NESTET, np.int64), np.empty(tak + NESTET, np.int64)
    node = np.empty(16 * n, np.int64)
    plass, k, provd = 0, 0, 0
    for i in range(terminaler.size):
        if k >= tak:
            break
        provd += 1
        funnet, sett = _skill_terminal(oppgave, kap, f, terminaler[i], behov[i])
        if plass + sett.size > node.size:
            storre = np.empty(2 * (plass + sett.size), np.int64)
            storre[:plass] = node[:plass]
            node = storre
        p = 0
        for _ in range(funnet):
            eier[k], antall[k] = terminaler[i], sett[p]
            node[plass : plass + sett[p]] = sett[p + 1 : p + 1 + sett[p]]
            plass += sett[p]
            p += sett[p] + 1
            k += 1
    return eier[:k], antall[:k], node[:plass], provd


@kompiler
def _inngang(
    oppgave: Oppgave, start: Heltall, node: Heltall, valgt: Maske
) -> tuple[Heltall, Heltall]:
    """Open arcs into each set that is chosen: starts (k+1,), arcs."""
    nett = oppgave.nett
    merke = np.full(oppgave.premie.size, -1, np.int64)
    ut, plass = np.empty(1024 + 4 * node.size, np.int64), 0
    bue_start = np.zeros(start.size, np.int64)
    for s in range(start.size - 1):
        for i in range(start[s], start[s + 1]):
            merke[node[i]] = s
        for i in range(start[s], start[s + 1]):
            v = node[i]
            if plass + nett.start[v + 1] - nett.start[v] > ut.size:
                storre = np.empty(2 * ut.size + nett.ut.size, np.int64)
                storre[:plass] = ut[:plass]
                ut = storre
            for j in range(nett.start[v], nett.start[v + 1]):
                a = nett.ut[j]
                if merke[nett.hode[a]] != s and oppgave.pris[a ^ 1] < STOR and valgt[s]:
                    ut[plass] = a ^ 1
                    plass += 1
        bue_start[s + 1] = plass
    return bue_start, ut[:plass]


def med_buer(oppgave: Oppgave, terminal: Heltall, start: Heltall, node: Heltall) -> Snittliste:
    """Find the open arcs that enter each set."""
    bue_start, bue = _inngang(oppgave, start, node, np.ones(terminal.size, np.bool_))
    return Snittliste(terminal, start, node, bue_start, bue)


def skill_ut(
    oppgave: Oppgave, x: Tall, mangler: Tall, terminaler: Heltall, tak: int
) -> tuple[Snittliste, int]:
    """Find cuts that the fractional solution breaks, and tell how many terminals were tried.

    Parameters
    ----------
    x            (2m,) use of each arc, 0–1
    mangler      (n,) how much of each finite prize is given up, 0–1
    terminaler   in the order in which they are tried
    tak          stop after about so many cuts
    """
    kap = np.minimum(np.round(x * HEL), HEL).astype(np.int64)
    forst, provd = (mangler[terminaler] > 0) | kilder(oppgave, kap, terminaler), 0
    for valgte in (terminaler[forst], terminaler[~forst]):
        behov = np.round((1.0 - mangler[valgte]) * HEL).astype(np.int64)
        eier, antall, node, her = _skill(oppgave, kap, valgte, behov, tak)
        provd += her
        if eier.size:
            break
    return med_buer(oppgave, eier, np.concatenate([[0], np.cumsum(antall)]), node), provd


@kompiler
def _nivaasett(
    start: Heltall, node: Heltall, verdi: Heltall
) -> tuple[Heltall, Heltall, Heltall, Heltall]:
    """Level sets of every potential (entries sorted, highest first): owner, height, size, nodes."""
    plasser, antall = 0, 0
    for k in range(start.size - 1):
        for i in range(start[k], start[k + 1]):
            if i + 1 == start[k + 1] or verdi[i + 1] != verdi[i]:
                antall += 1
                plasser += i + 1 - start[k]
    eier, hoyde = np.empty(antall, np.int64), np.empty(antall, np.int64)
    stor, ut = np.empty(antall, np.int64), np.empty(plasser, np.int64)
    s, p = 0, 0
    for k in range(start.size - 1):
        for i in range(start[k], start[k + 1]):
            slutt = i + 1 == start[k + 1]
            if slutt or verdi[i + 1] != verdi[i]:
                eier[s], stor[s] = k, i + 1 - start[k]
                hoyde[s] = verdi[i] - (0 if slutt else verdi[i + 1])
                ut[p : p + stor[s]] = node[start[k] : i + 1]
                p += stor[s]
                s += 1
    return eier, hoyde, stor, ut


def nivaasnitt(oppgave: Oppgave, dual: Dual) -> tuple[Snittliste, Heltall]:
    """Turn a dual solution into cuts and the weight of each."""
    eier = np.repeat(np.arange(dual.terminal.size), np.diff(dual.start))
    rekke = np.lexsort((dual.node, -dual.verdi, eier))
    k, hoyde, stor, node = _nivaasett(dual.start, dual.node[rekke], dual.verdi[rekke])
    start = np.concatenate([[0], np.cumsum(stor)])
    return med_buer(oppgave, dual.terminal[k], start, node), hoyde
