"""Sweeps over the regions of a great graph: bound, tree and what they exclude, again and again.

The trees of a sweep are joined: the problem is solved anew on the edges that the tree at hand and
the regions' fractions use, which are so few that it is soon done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from gis.graf.dual import avstand_ut, stig, sum_dual
from gis.graf.kjoring import Kjoring
from gis.graf.lokalsok import Losning, bygg, forbedre
from gis.graf.modell import Utdrag
from gis.graf.omraade import I_OMRAADET, inndeling, loft_grensen
from gis.graf.primal import tre_av
from gis.graf.typer import STOR, Graf, Heltall, Oppgave, Tall, Tre, Valg, lag_graf

MINST = I_OMRAADET
"""Terminals of a problem that is worth regions."""
SVEIP = 40
"""Sweeps at most."""
NYTTE = 0.03
"""A sweep that wins less than this share of what is missing gives little."""
STOR_GRAF, STORSTE = 8_000, 500
"""In graphs of so many nodes, what is had from larger sets stands until a sweep is weak."""
SVAKE = 1
"""So many sweeps may give little before the last."""
BYGG_ANDEL = 0.85
"""Reduce when so few of the arcs are left."""
FELLES_GAP = 1e-6
FELLES_ARBEID = 300.0
"""Million steps that joining trees may take."""

Loser = Callable[[Graf, Heltall, Tall, Valg], Tre]
"""Solves a problem: graph, roots, prizes, limits."""


@dataclass(slots=True)
class _Tilstand:
    """How far the sweeps have come."""

    nr: int = 0
    svake: int = 0
    """Sweeps that gave little."""


def sveip(k: Kjoring, los: Loser) -> None:
    """Raise the bound and mend the tree until sweeps give little."""
    t = _Tilstand()
    while t.nr < SVEIP and not k.ferdig and k.modell.g.premie.astype(bool).sum() > MINST:
        if not _sveip_modell(k, los, t) or k.ferdig:
            return
        k.reduser()
        k.ta_kontant()


def _sveip_modell(k: Kjoring, los: Loser, t: _Tilstand) -> bool:
    """Sweep the graph as it is; tell whether reductions pay."""
    ut = k.modell.utdrag()
    o = ut.oppgave
    aapne = int((o.pris < STOR).sum())
    dual, red = stig(o)
    losning = _forste(k, ut, red)
    while t.nr < SVEIP and not k.ferdig:
        for_ = k.verdi - ut.konstant - sum_dual(dual)
        deler = inndeling(o, ut.kost, k.valg.fro + t.nr)
        storste = STORSTE if o.premie.size > STOR_GRAF and not t.svake else o.premie.size
        dual, red, brukt = loft_grensen(
            o, dual, red, deler, (t.nr, storste, k.valg.fro, k.teller)
        )  # fmt: skip
        t.nr += 1
        k.ta_dual(ut, dual)
        if k.ferdig:
            return False
        losning = _felles(k, ut, losning, np.union1d(brukt, _nyttige(o, red, brukt.size)), los)
        k.ta_tre(ut, *losning)
        if k.ferdig:
            return False
        k.lukk(ut, dual, red)
        if (o.pris < STOR).sum() < BYGG_ANDEL * aapne:
            return True
        if k.verdi - ut.konstant - sum_dual(dual) > (1 - NYTTE) * for_:
            t.svake += 1
            if t.svake > SVAKE:
                return False
    return False


def _forste(k: Kjoring, ut: Utdrag, red: Heltall) -> Losning:
    """Tree to begin with, along arcs that the bound leaves free."""
    fri = np.where(np.minimum(red[0::2], red[1::2]) == 0, ut.kost, STOR)
    return forbedre(ut.oppgave, ut.kost, bygg(ut.oppgave, ut.kost, fri))


def _nyttige(o: Oppgave, red: Heltall, antall: int) -> Heltall:
    """So many edges that a way from the root to a terminal pays least to use."""
    fra_rot, til_terminal = avstand_ut(o, red)
    hode = o.nett.hode
    ledd = np.stack([fra_rot[hode.reshape(-1, 2)[:, ::-1].ravel()], red, til_terminal[hode]])
    sum_ = np.where((ledd < STOR).all(axis=0), ledd.sum(axis=0), STOR)
    return np.argsort(np.minimum(sum_[0::2], sum_[1::2]), kind="stable")[:antall]


def _felles(k: Kjoring, ut: Utdrag, losning: Losning, brukt: Heltall, los: Loser) -> Losning:
    """Join a tree with the edges `brukt`, and improve it; never worse than the tree."""
    o = ut.oppgave
    buer = losning[0][losning[0] >= 0]
    kanter = np.union1d(buer >> 1, brukt)
    graf = lag_graf(
        ut.noder.size, o.nett.hode[2 * kanter + 1], o.nett.hode[2 * kanter],
        ut.kost[kanter].astype(np.float64),
    )  # fmt: skip
    premier = np.where(o.premie == STOR, np.inf, o.premie.astype(np.float64))
    rest = k.teller.resten(k.valg)
    valg = replace(
        rest, arbeid=min(rest.arbeid, FELLES_ARBEID), gap=FELLES_GAP, framdrift=lambda _: None
    )  # fmt: skip
    tre = los(graf, np.array([o.rot]), premier, valg)
    k.teller.ta(tre)
    med = np.zeros(ut.noder.size, np.bool_)
    med[o.rot] = True
    med[graf.fra[tre.kanter]] = med[graf.til[tre.kanter]] = True
    ny = forbedre(o, ut.kost, tre_av(o, ut.kost, med))
    return ny if ny[2] < losning[2] else losning
