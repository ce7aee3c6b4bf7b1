"""Cuts: level sets of dual solutions, and separation by maximum flow. Compiled.

A cut is a terminal and a set of nodes that holds it and not the root: some open arc must enter the
set, or the prize of the terminal is lost.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.flyt import HEL, NESTET, Flyt, lag_flyt, skill_terminal
from gis.graf.typer import STOR, Dual, Heltall, Maske, Oppgave, Tall
from gis.kompilering import kompiler


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
    oppgave: Oppgave, f: Flyt, terminaler: Heltall, behov: Heltall, tak: int
) -> tuple[Heltall, Heltall, Heltall, int]:
    """Separate for the terminals in order until `tak` cuts are found.

    Returns terminals, sizes and nodes of the cuts, and how many terminals were tried.
    """
    eier, antall = np.empty(tak + NESTET, np.int64), np.empty(tak + NESTET, np.int64)
    node = np.empty(16 * oppgave.premie.size, np.int64)
    plass, k, provd = 0, 0, 0
    for i in range(terminaler.size):
        if k >= tak:
            break
        provd += 1
        funnet, sett = skill_terminal(oppgave, f, terminaler[i], behov[i])
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
    f = lag_flyt(oppgave, kap)
    forst, provd = (mangler[terminaler] > 0) | kilder(oppgave, kap, terminaler), 0
    for valgte in (terminaler[forst], terminaler[~forst]):
        behov = np.round((1.0 - mangler[valgte]) * HEL).astype(np.int64)
        eier, antall, node, her = _skill(oppgave, f, valgte, behov, tak)
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
