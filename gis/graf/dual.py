"""Dual ascent for the rooted (prize-collecting) Steiner problem.

Wong (1984), with the order of Pajor, Uchoa and Werneck (2018): the terminal whose set touches the
fewest arcs is raised first. Every terminal has one growing set of the nodes that reach it through
arcs of no reduced cost; its potential is kept as the level at which each node joined.
"""

from typing import NamedTuple

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.sti import avstander
from gis.graf.typer import STOR, Dual, Heltall, Maske, Nett, Oppgave
from gis.kompilering import kompiler


class Sett(NamedTuple):
    """The growing sets, pooled; each terminal owns a stretch that moves when it is full."""

    plass: Heltall
    antall: Heltall
    rom: Heltall
    slutt: Heltall
    """(1,) first free place of the pool."""


class Arbeid(NamedTuple):
    """Scratch of one ascent."""

    merke: Heltall
    ko: Heltall
    aktiv: Maske
    nivaa: Heltall
    """(n,) what each terminal has been raised to."""


@kompiler
def _vokse(oppgave: Oppgave, red: Heltall, arb: Arbeid, antall: int, stempel: int) -> int:
    """Grow the set in `ko` backwards through free arcs.

    Gives -1 when it meets the root, or another active terminal that must be reached: what is
    raised there helps both.
    """
    nett, krevd = oppgave.nett, oppgave.premie[arb.ko[0]] == STOR
    i = 0
    while i < antall:
        v = arb.ko[i]
        i += 1
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            if red[a ^ 1] == 0:
                u = nett.hode[a]
                if arb.merke[u] != stempel:
                    if u == oppgave.rot:
                        return -1
                    if krevd and arb.aktiv[u] and oppgave.premie[u] == STOR:
                        return -1
                    arb.merke[u] = stempel
                    arb.ko[antall] = u
                    antall += 1
    return antall


@kompiler
def _snitt(nett: Nett, red: Heltall, arb: Arbeid, antall: int, stempel: int) -> tuple[int, int]:
    """Least reduced cost of an arc into the set, and how many open arcs enter it."""
    minst, bredde = STOR, 0
    for i in range(antall):
        v = arb.ko[i]
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            r = red[a ^ 1]
            if r < STOR and arb.merke[nett.hode[a]] != stempel:
                bredde += 1
                minst = min(minst, r)
    return minst, bredde


@kompiler
def _senk(nett: Nett, red: Heltall, arb: Arbeid, antall: int, hva: tuple[int, int]) -> None:
    """Lower the reduced cost of every open arc into the set."""
    stempel, delta = hva
    for i in range(antall):
        v = arb.ko[i]
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            if red[a ^ 1] < STOR and arb.merke[nett.hode[a]] != stempel:
                red[a ^ 1] -= delta


@kompiler
def _lagre(
    sett: Sett, pool: tuple[Heltall, Heltall], ko: Heltall, t: int, antall: int, nivaa: int
) -> tuple[Heltall, Heltall]:
    """Write the members of t that are new, with the level at which they joined."""
    node, verdi = pool
    gamle, p = sett.antall[t], sett.plass[t]
    if antall > sett.rom[t]:
        rom, ny = 2 * antall, sett.slutt[0]
        if ny + rom > node.size:
            storre = max(2 * node.size, ny + rom)
            node2, verdi2 = np.empty(storre, np.int64), np.empty(storre, np.int64)
            node2[:ny], verdi2[:ny] = node[:ny], verdi[:ny]
            node, verdi = node2, verdi2
        node[ny : ny + gamle] = node[p : p + gamle].copy()
        verdi[ny : ny + gamle] = verdi[p : p + gamle].copy()
        sett.plass[t], sett.rom[t], p = ny, rom, ny
        sett.slutt[0] = ny + rom
    node[p + gamle : p + antall] = ko[gamle:antall]
    verdi[p + gamle : p + antall] = nivaa
    sett.antall[t] = antall
    return node, verdi


@kompiler
def _hent(sett: Sett, node: Heltall, arb: Arbeid, t: int, stempel: int) -> int:
    """Put the members of t in the queue and mark them."""
    p, k = sett.plass[t], sett.antall[t]
    arb.ko[:k] = node[p : p + k]
    for i in range(k):
        arb.merke[arb.ko[i]] = stempel
    return int(k)


@kompiler
def _nytt_sett(n: int, terminaler: Heltall) -> tuple[Sett, Arbeid, tuple[Heltall, Heltall]]:
    """One set per terminal, holding the terminal alone."""
    k = terminaler.size
    sett = Sett(
        np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(1, np.int64)
    )
    arb = Arbeid(
        np.full(n, -1, np.int64),
        np.empty(n, np.int64),
        np.zeros(n, np.bool_),
        np.zeros(n, np.int64),
    )
    node, verdi = np.empty(16 * k + 16, np.int64), np.empty(16 * k + 16, np.int64)
    for i in range(k):
        t = terminaler[i]
        arb.aktiv[t] = True
        sett.plass[t], sett.antall[t], sett.rom[t] = 4 * i, 1, 4
        node[4 * i], verdi[4 * i] = t, 0
    sett.slutt[0] = 4 * k
    return sett, arb, (node, verdi)


@kompiler
def _til_roten(
    oppgave: Oppgave, red: Heltall, arb: Arbeid, hvem: tuple[int, int],
    lager: tuple[Sett, Heltall, Heltall],
) -> tuple[Heltall, Heltall]:  # fmt: skip
    """Raise the last active terminal at once: its set grows by distance until the root is met."""
    (t, inne), (sett, node, verdi) = hvem, lager
    nett = oppgave.nett
    avstand, lengst = _bakover(oppgave, red, arb, inne, oppgave.premie[t] - arb.nivaa[t])
    antall = inne
    for v in range(avstand.size):
        if 0 < avstand[v] < lengst:
            arb.ko[antall] = v
            antall += 1
    node, verdi = _lagre(sett, (node, verdi), arb.ko, t, antall, arb.nivaa[t])
    for i in range(inne, antall):
        verdi[sett.plass[t] + i] += avstand[arb.ko[i]]
    for i in range(antall):
        v = arb.ko[i]
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            mer = min(lengst, avstand[nett.hode[a]]) - avstand[v]
            if mer > 0 and red[a ^ 1] < STOR:
                red[a ^ 1] -= mer
    arb.nivaa[t] += lengst
    return node, verdi


@kompiler
def _bakover(
    oppgave: Oppgave, red: Heltall, arb: Arbeid, inne: int, mest: int
) -> tuple[Heltall, int]:
    """Distances to the set in `ko` (0 inside), and that of the root or `mest`, the less."""
    nett = oppgave.nett
    avstand = np.full(nett.start.size - 1, STOR, np.int64)
    nokkel = np.empty(nett.ut.size + inne + 1, np.int64)
    post = np.empty_like(nokkel)
    antall = 0
    for i in range(inne):
        avstand[arb.ko[i]] = 0
        antall = dytt(nokkel, post, antall, 0, arb.ko[i])
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if v == oppgave.rot or d >= mest:
            return avstand, min(d, mest)
        if d > avstand[v]:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            c, u = red[a ^ 1], nett.hode[a]
            if c < STOR and d + c < avstand[u]:
                avstand[u] = d + c
                antall = dytt(nokkel, post, antall, d + c, u)
    return avstand, mest


@kompiler
def _stig(
    oppgave: Oppgave, red: Heltall, terminaler: Heltall, orden: Heltall
) -> tuple[Sett, Arbeid, Heltall, Heltall]:
    """Raise terminals until every set has met the root or its prize is spent."""
    nett, premie = oppgave.nett, oppgave.premie
    n = nett.start.size - 1
    sett, arb, (node, verdi) = _nytt_sett(n, terminaler)
    nokkel, post = np.empty(terminaler.size + 1, np.int64), np.empty(terminaler.size + 1, np.int64)
    antall, stempel = 0, 0
    for t in terminaler:
        antall = dytt(nokkel, post, antall, orden[t], t)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        t = post[antall]
        stempel += 1
        gamle = _hent(sett, node, arb, t, stempel)
        i = _vokse(oppgave, red, arb, gamle, stempel)
        if i < 0:
            arb.aktiv[t] = False
            continue
        node, verdi = _lagre(sett, (node, verdi), arb.ko, t, i, arb.nivaa[t])
        if antall == 0:
            node, verdi = _til_roten(oppgave, red, arb, (t, i), (sett, node, verdi))
            break
        minst, bredde = _snitt(nett, red, arb, i, stempel)
        if bredde * 8 > nokkel[0] * 9 + 8:
            antall = dytt(nokkel, post, antall, bredde, t)
            continue
        delta = min(minst, premie[t] - arb.nivaa[t])
        _senk(nett, red, arb, i, (stempel, delta))
        arb.nivaa[t] += delta
        if delta < minst or minst == STOR or arb.nivaa[t] == premie[t]:
            arb.aktiv[t] = False
            continue
        antall = dytt(nokkel, post, antall, bredde, t)
    return sett, arb, node, verdi


def stig(oppgave: Oppgave, orden: Heltall | None = None) -> tuple[Dual, Heltall]:
    """Dual ascent on the reduced costs of `oppgave`.

    Parameters
    ----------
    orden   (n,) first key of each terminal in the queue; zero for all where it is not given

    Returns
    -------
    dual      feasible for `oppgave`
    redusert  (2m,) what remains of the cost of each arc
    """
    n = oppgave.premie.size
    terminaler = np.flatnonzero(oppgave.premie)
    terminaler = terminaler[terminaler != oppgave.rot]
    red = oppgave.pris.copy()
    nokkel = np.zeros(n, np.int64) if orden is None else orden
    sett, arb, node, verdi = _stig(oppgave, red, terminaler, nokkel)
    return _pakk(oppgave.rot, terminaler, sett, arb.nivaa, (node, verdi)), red


def _pakk(
    rot: int, terminaler: Heltall, sett: Sett, nivaa: Heltall, pool: tuple[Heltall, Heltall]
) -> Dual:
    """Turn join levels into potentials; entries that are zero are left out."""
    node, verdi = pool
    antall = sett.antall[terminaler]
    start = np.zeros(terminaler.size + 1, np.int64)
    np.cumsum(antall, out=start[1:])
    hvor = np.repeat(sett.plass[terminaler] - start[:-1], antall) + np.arange(start[-1])
    eier = np.repeat(np.arange(terminaler.size), antall)
    potensial = nivaa[terminaler][eier] - verdi[hvor]
    brukt = potensial > 0
    np.cumsum(np.bincount(eier[brukt], minlength=terminaler.size), out=start[1:])
    return Dual(rot, terminaler, start, node[hvor][brukt], potensial[brukt])


def sum_dual(dual: Dual) -> int:
    """Return the bound that the dual carries: every terminal's potential at itself."""
    eier = np.repeat(dual.terminal, np.diff(dual.start))
    return int(dual.verdi[dual.node == eier].sum())


def avstand_ut(oppgave: Oppgave, red: Heltall) -> tuple[Heltall, Heltall]:
    """Least reduced cost from the root to every node, and from every node to a terminal."""
    fra_rot, _ = avstander(oppgave.nett, red, np.array([oppgave.rot]), 0)
    til_terminal, _ = avstander(oppgave.nett, red, np.flatnonzero(oppgave.premie), 1)
    return fra_rot, til_terminal
