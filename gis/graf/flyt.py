"""Which cuts a fractional solution breaks: maximum flow from the nearest node that is served.

A terminal that gets all it needs is served, and so is what whole arcs lead on to. A violated cut
of another terminal never holds a served node, so flow may start there: every search is a local
one. Compiled.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.typer import STOR, Heltall, Maske, Oppgave
from gis.kompilering import kompiler

HEL = 1 << 30
"""Capacity of an arc that is wholly used."""
FRAVIK = HEL >> 17
"""A cut is violated when this much is missing."""
NESTET = 6
"""Cuts that one terminal may give in one round."""


class Flyt(NamedTuple):
    """Capacities and scratch; `rest` and `kap` differ only on the arcs in `rort`."""

    kap: Heltall
    """(2m,)"""
    rest: Heltall
    """(2m,) capacity left in this flow."""
    kilde: Maske
    """(n,) served nodes."""
    merke: Heltall
    """(n,) number of the search that met the node last."""
    bue: Heltall
    """(n,) first arc of the way to the terminal."""
    ko: Heltall
    rort: Heltall
    """Arcs whose rest this flow has changed, repeats among them."""
    tall: Heltall
    """[0] searches, [1] changes, which may be more than `rort` has room for."""


def lag_flyt(oppgave: Oppgave, kap: Heltall) -> Flyt:
    """Make scratch; the root is served."""
    n, m2 = oppgave.premie.size, kap.size
    kilde = np.zeros(n, np.bool_)
    kilde[oppgave.rot] = True
    f = Flyt(
        kap, kap.copy(), kilde, np.zeros(n, np.int64), np.full(n, -1, np.int64),
        np.empty(n, np.int64), np.empty(2 * m2 + 2, np.int64), np.zeros(2, np.int64),
    )  # fmt: skip
    _spre(oppgave, f, oppgave.rot)
    return f


@kompiler
def _spre(oppgave: Oppgave, f: Flyt, v: int) -> None:
    """Serve v, and everything that whole arcs lead on to."""
    nett = oppgave.nett
    f.kilde[v] = True
    f.ko[0], i, antall = v, 0, 1
    while i < antall:
        u = f.ko[i]
        i += 1
        for j in range(nett.start[u], nett.start[u + 1]):
            a = nett.ut[j]
            w = nett.hode[a]
            if f.kap[a] >= HEL and not f.kilde[w]:
                f.kilde[w] = True
                f.ko[antall] = w
                antall += 1


@kompiler
def _let(oppgave: Oppgave, f: Flyt, t: int, kryp: int) -> tuple[int, int]:
    """Search back from t through arcs with capacity left: served node (or -1), nodes met.

    Parameters
    ----------
    kryp    what every open arc carries besides: 1 makes the cut that is found one of few arcs
    """
    nett = oppgave.nett
    f.tall[0] += 1
    sok = f.tall[0]
    f.merke[t], f.bue[t], f.ko[0] = sok, -1, t
    i, antall = 0, 1
    while i < antall:
        v = f.ko[i]
        i += 1
        for j in range(nett.start[v], nett.start[v + 1]):
            inn = nett.ut[j] ^ 1
            u = nett.hode[nett.ut[j]]
            if f.merke[u] == sok:
                continue
            ekstra = kryp if oppgave.pris[inn] < STOR else 0
            if f.rest[inn] + ekstra > 0:
                f.merke[u], f.bue[u] = sok, inn
                if f.kilde[u]:
                    return u, antall
                f.ko[antall] = u
                antall += 1
    return -1, antall


@kompiler
def _nullstill(f: Flyt) -> None:
    """Forget the flow."""
    if f.tall[1] > f.rort.size:
        f.rest[:] = f.kap
    else:
        for i in range(f.tall[1]):
            f.rest[f.rort[i]] = f.kap[f.rort[i]]
    f.tall[1] = 0


@kompiler
def _skyv(oppgave: Oppgave, f: Flyt, fra: int, tak: int, kryp: int) -> int:
    """Send what the way found can carry, at most `tak`."""
    hode, mengde, v = oppgave.nett.hode, tak, fra
    while f.bue[v] >= 0:
        a = f.bue[v]
        mengde = min(mengde, f.rest[a] + (kryp if oppgave.pris[a] < STOR else 0))
        v = hode[a]
    v = fra
    while f.bue[v] >= 0:
        a = f.bue[v]
        f.rest[a] -= mengde
        f.rest[a ^ 1] += mengde
        if f.tall[1] + 2 <= f.rort.size:
            f.rort[f.tall[1]], f.rort[f.tall[1] + 1] = a, a ^ 1
        f.tall[1] += 2
        v = hode[a]
    return mengde


@kompiler
def _send(oppgave: Oppgave, f: Flyt, t: int, behov: int, kryp: int) -> tuple[int, int]:
    """Send flow to t until `behov` or nothing more passes: what was sent, nodes behind the cut."""
    sendt = 0
    while sendt < behov:
        fra, k = _let(oppgave, f, t, kryp)
        if fra < 0:
            return sendt, k
        sendt += _skyv(oppgave, f, fra, behov - sendt, kryp)
    return sendt, 0


@kompiler
def _aapne(oppgave: Oppgave, f: Flyt, antall: int) -> bool:
    """Let every open arc into the nodes just met be whole; tell whether there is one."""
    nett, fant = oppgave.nett, False
    for i in range(antall):
        v = f.ko[i]
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j] ^ 1
            if f.merke[nett.hode[nett.ut[j]]] != f.tall[0] and oppgave.pris[a] < STOR:
                f.rest[a] += HEL - f.kap[a]
                f.kap[a] = HEL
                fant = True
    return fant


@kompiler
def skill_terminal(oppgave: Oppgave, f: Flyt, t: int, behov: int) -> tuple[int, Heltall]:
    """Find violated cuts of one terminal, each nearer the root than the one before.

    Returns how many, and for each its number of nodes and the nodes.
    """
    ut, antall, funnet = np.empty(16, np.int64), 0, 0
    _nullstill(f)
    sendt, k = _send(oppgave, f, t, behov, 0)
    while sendt < behov - FRAVIK and funnet < NESTET:
        ekstra, k = _send(oppgave, f, t, behov - sendt, 1)
        if k == 0:
            break
        if antall + k + 1 > ut.size:
            storre = np.empty(2 * (antall + k + 1), np.int64)
            storre[:antall] = ut[:antall]
            ut = storre
        ut[antall], ut[antall + 1 : antall + 1 + k] = k, f.ko[:k]
        antall, funnet = antall + k + 1, funnet + 1
        if not _aapne(oppgave, f, k):
            break
        sendt += ekstra
        ekstra, k = _send(oppgave, f, t, behov - sendt, 0)
        sendt += ekstra
    if behov == HEL and sendt >= HEL - FRAVIK:
        _spre(oppgave, f, t)
    return funnet, ut[:antall]
