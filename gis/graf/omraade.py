"""A bound raised region by region: linear programming for a few terminals at a time.

The potentials of all other terminals stand and use up their part of the costs; those of the region
are chosen anew on what is left, among nodes so near that they can matter. Everything beyond counts
as the root. The bound never falls, and no program is larger than a region.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gis.graf.dual import sum_dual
from gis.graf.haug import dytt, trekk
from gis.graf.lp import Relaksering
from gis.graf.pakking import legg_sammen, oppforinger, sikker_dual
from gis.graf.snitt import nivaasnitt, skill_ut
from gis.graf.sti import avstander
from gis.graf.teller import PER_BUE_FLYT, PER_KANT_TRE, Teller
from gis.graf.typer import STOR, Dual, Heltall, Maske, Nett, Oppgave, lag_nett
from gis.kompilering import kompiler

I_OMRAADET = 120
"""Terminals in a region, about."""
LP_RUNDER = (6, 10, 15)
"""Times that the cuts of a region are looked for anew, at most: first, second, later sweeps."""
SNITT = 400
FLEST_NODER = 4_000
"""Nodes of a region, besides those that have a potential; what is farther counts as the root."""
BRUKT = 1e-3
"""Part of an arc that a region must use for it to count as used."""

Potensialer = tuple[Heltall, Heltall, Heltall]
"""Terminal, node, value; terminal by terminal."""


@dataclass(frozen=True, slots=True, eq=False)
class Omraade:
    """The problem of one region; its node 0 is the root and everything beyond."""

    oppgave: Oppgave
    noder: Heltall
    """Node in the whole, per node here; the root first."""
    kanter: Heltall
    """Edge in the whole, per edge here."""
    nr: Heltall
    """(n,) number here, 0 for everything beyond."""


@kompiler
def _belast(nett: Nett, pot: Potensialer, red: Heltall, fortegn: int) -> None:
    """Add `fortegn` times the loads of the potentials to the costs of the open arcs."""
    terminal, node, verdi = pot
    p = np.zeros(nett.start.size - 1, np.int64)
    i = 0
    while i < terminal.size:
        slutt = i
        while slutt < terminal.size and terminal[slutt] == terminal[i]:
            p[node[slutt]] = verdi[slutt]
            slutt += 1
        for s in range(i, slutt):
            v = node[s]
            for j in range(nett.start[v], nett.start[v + 1]):
                inn = nett.ut[j] ^ 1
                forskjell = p[v] - p[nett.hode[nett.ut[j]]]
                if forskjell > 0 and red[inn] < STOR:
                    red[inn] += fortegn * forskjell
        for s in range(i, slutt):
            p[node[s]] = 0
        i = slutt


@kompiler
def _naere(nett: Nett, red: Heltall, terminaler: Heltall, rekkevidde: Heltall) -> Maske:
    """Nodes nearer to one of the terminals than the reach of that terminal, the safest first."""
    n = nett.start.size - 1
    lengst = rekkevidde.max()
    avstand, inne = np.full(n, lengst, np.int64), np.zeros(n, np.bool_)
    nokkel, post = np.empty(nett.ut.size + n, np.int64), np.empty(nett.ut.size + n, np.int64)
    antall, med = 0, 0
    for i in range(terminaler.size):
        avstand[terminaler[i]] = lengst - rekkevidde[i]
        antall = dytt(nokkel, post, antall, lengst - rekkevidde[i], terminaler[i])
    while antall > 0 and med < FLEST_NODER:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if d > avstand[v] or inne[v]:
            continue
        inne[v] = True
        med += 1
        for j in range(nett.start[v], nett.start[v + 1]):
            inn, u = nett.ut[j] ^ 1, nett.hode[nett.ut[j]]
            if red[inn] < STOR and d + red[inn] < avstand[u]:
                avstand[u] = d + red[inn]
                antall = dytt(nokkel, post, antall, avstand[u], u)
    return inne


def _staaende(egne: Potensialer, storste: int) -> Heltall:
    """Find what each entry has from sets of more than `storste` nodes (dense rows) and leave it."""
    ut = np.zeros(egne[0].size, np.int64)
    start = np.flatnonzero(np.diff(egne[0], prepend=-1))
    for fra, til in pairwise([*start.tolist(), ut.size]):
        if til - fra > storste:
            verdier = egne[2][fra:til]
            ut[fra:til] = np.minimum(verdier, np.partition(verdier, -storste - 1)[-storste - 1])
    return ut


def _omraadet(
    o: Oppgave, red: Heltall, terminaler: Heltall, egne: Potensialer, brukt: Heltall
) -> Omraade | None:
    """Cut out what matters to the terminals on the costs `red`; None where nothing can be won.

    `egne` is chosen anew; `brukt` is what of the prize of each terminal is used already.
    """
    premier = np.where(o.premie[terminaler] < STOR, o.premie[terminaler] - brukt, STOR)
    fra_rot, _ = avstander(o.nett, red, np.array([o.rot]), 0)
    rekkevidde = np.minimum(fra_rot[terminaler], premier)
    valgte = terminaler[rekkevidde > 0]
    if not valgte.size:
        return None
    inne = _naere(o.nett, red, valgte, np.minimum(rekkevidde[rekkevidde > 0], STOR >> 2))
    inne[egne[1]] = inne[valgte] = True
    inne[o.rot] = False
    noder = np.concatenate([[o.rot], np.flatnonzero(inne)])
    nr = np.zeros(inne.size, np.int64)
    nr[noder] = np.arange(noder.size)
    nr[o.rot] = 0
    fra, til = nr[o.nett.hode[1::2]], nr[o.nett.hode[0::2]]
    kanter = np.flatnonzero((fra > 0) | (til > 0))
    pris = np.empty(2 * kanter.size, np.int64)
    pris[0::2] = np.where(til[kanter] > 0, red[2 * kanter], STOR)
    pris[1::2] = np.where(fra[kanter] > 0, red[2 * kanter + 1], STOR)
    premie = np.zeros(noder.size, np.int64)
    premie[nr[valgte]] = premier[rekkevidde > 0]
    nett = lag_nett(noder.size, fra[kanter], til[kanter])
    return Omraade(Oppgave(nett, pris, premie, 0), noder, kanter, nr)


def _over_null(egne: Potensialer, verdi: Heltall) -> Potensialer:
    """Give the entries other values, and keep those above nothing."""
    med = verdi > 0
    return egne[0][med], egne[1][med], verdi[med]


def _ved_seg_selv(potensialer: Potensialer, terminaler: Heltall) -> Heltall:
    """Potential of each of the terminals (sorted) at itself."""
    t, v, p = potensialer
    ut = np.zeros(terminaler.size, np.int64)
    ut[np.searchsorted(terminaler, t[t == v])] = p[t == v]
    return ut


def _loft(om: Omraade, start: Dual, hva: tuple[int, int, Teller]) -> tuple[Dual, Heltall]:
    """Best dual solution of a region that cuts give, and the edges that its fractions use."""
    o, best = om.oppgave, start
    runder, fro, teller = hva
    lp = Relaksering(o, fro)
    lp.legg_til(nivaasnitt(o, start)[0])
    verdi = sum_dual(start)
    brukt = np.zeros(0, np.int64)
    terminaler = np.flatnonzero(o.premie)
    for nr in range(runder):
        svar = lp.los(teller)
        if svar is None:
            break
        dual, _ = sikker_dual(o, lp.snitt, svar.vekt)
        if sum_dual(dual) > verdi:
            best, verdi = dual, sum_dual(dual)
        teller.tell(PER_KANT_TRE * om.kanter.size)
        brukt = np.flatnonzero(np.maximum(svar.x[0::2], svar.x[1::2]) > BRUKT)
        if not svar.ferdig or teller.ute:
            break
        rekke = np.random.default_rng((fro, nr)).permutation(terminaler)
        nye, provd = skill_ut(o, svar.x, svar.mangler, rekke, SNITT)
        teller.tell(PER_BUE_FLYT * o.pris.size * provd)
        if not nye.terminal.size:
            break
        lp.rydd()
        lp.legg_til(nye)
    return best, om.kanter[brukt]


@kompiler
def _del_opp(
    hode: Heltall, bue: Heltall, rekke: Heltall, terminal: Maske, storrelse: int
) -> Heltall:
    """Cut a tree into parts of about so many terminals, leaves first: part of every node."""
    n = bue.size
    antall, del_ = np.zeros(n, np.int64), np.full(n, -1, np.int64)
    for i in range(rekke.size - 1, -1, -1):
        v = rekke[i]
        antall[v] += terminal[v]
        if bue[v] < 0 or antall[v] >= storrelse:
            del_[v] = v
        else:
            antall[hode[bue[v] ^ 1]] += antall[v]
    for v in rekke:
        u = v
        while del_[u] < 0:
            u = hode[bue[u] ^ 1]
        del_[v] = del_[u]
    return del_


def inndeling(o: Oppgave, kost: Heltall, fro: int) -> list[Heltall]:
    """Share the terminals between regions, along the shortest ways from one that is drawn."""
    er = o.premie > 0
    er[o.rot] = False
    terminaler = np.flatnonzero(er)
    midt = np.random.default_rng(fro).choice(terminaler, 1)
    avstand, bue = avstander(o.nett, np.repeat(kost, 2), midt, 0)
    rekke = np.argsort(avstand, kind="stable")
    rekke = rekke[avstand[rekke] < STOR]
    eier = _del_opp(o.nett.hode, bue, rekke, er, I_OMRAADET)[terminaler]
    return [terminaler[eier == m] for m in np.unique(eier)]


def loft_grensen(
    o: Oppgave, dual: Dual, red: Heltall, deler: list[Heltall], hva: tuple[int, int, int, Teller]
) -> tuple[Dual, Heltall, Heltall]:
    """Raise a dual solution, one region after another.

    Parameters
    ----------
    red      (2m,) what the dual leaves of the costs
    deler    terminals of every region
    hva      number of the sweep, largest set that is chosen anew (nodes), seed, limits

    Returns
    -------
    dual     feasible for `oppgave`, its bound at least the same
    red      (2m,) what it leaves
    brukt    edges that the regions' fractions use
    """
    sveip, storste, fro, teller = hva
    runder = LP_RUNDER[min(sveip, len(LP_RUNDER) - 1)]
    t, v, p = oppforinger(dual)
    nye: list[Potensialer] = []
    kanter = [np.zeros(0, np.int64)]
    red = red.copy()
    ferdig = np.zeros(t.size, np.bool_)
    for nr, terminaler in enumerate(deler):
        if teller.ute:
            break
        sine = np.isin(t, terminaler)
        egne = (t[sine], v[sine], p[sine])
        staar = _staaende(egne, storste)
        nye.append(_over_null(egne, staar))
        egne = _over_null(egne, egne[2] - staar)
        _belast(o.nett, egne, red, 1)
        om = _omraadet(o, red, terminaler, egne, _ved_seg_selv(nye[-1], terminaler))
        if om is not None:
            start = legg_sammen(
                om.noder.size, 0, [(om.nr[egne[0]], om.nr[egne[1]], egne[2])]
            )  # fmt: skip
            ny, brukt = _loft(om, start, (runder, fro + nr, teller))
            a, b, c = oppforinger(ny)
            egne = (om.noder[a], om.noder[b], c)
            kanter.append(brukt)
        _belast(o.nett, egne, red, -1)
        nye.append(egne)
        ferdig |= sine
    nye.append((t[~ferdig], v[~ferdig], p[~ferdig]))
    return legg_sammen(o.premie.size, o.rot, nye), red, np.unique(np.concatenate(kanter))
