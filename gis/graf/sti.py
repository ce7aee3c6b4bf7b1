"""Shortest paths over arcs with whole costs, compiled."""

import numpy as np

from gis.graf.haug import dytt, trekk
from gis.graf.typer import STOR, Heltall, Nett
from gis.kompilering import kompiler


@kompiler
def avstander(nett: Nett, pris: Heltall, kilder: Heltall, mot: int) -> tuple[Heltall, Heltall]:
    """Least distance from the nodes `kilder` (mot=0), or to the nearest of them (mot=1).

    Returns
    -------
    avstand   (n,) STOR where there is no way
    bue       (n,) last arc on the way (mot=0), first arc of the way (mot=1); -1 at the sources
    """
    n = nett.start.size - 1
    avstand = np.full(n, STOR, np.int64)
    bue = np.full(n, -1, np.int64)
    nokkel = np.empty(nett.ut.size + kilder.size + 1, np.int64)
    post = np.empty_like(nokkel)
    antall = 0
    for v in kilder:
        avstand[v] = 0
        antall = dytt(nokkel, post, antall, 0, v)
    while antall > 0:
        antall = trekk(nokkel, post, antall)
        d, v = nokkel[antall], post[antall]
        if d > avstand[v]:
            continue
        for j in range(nett.start[v], nett.start[v + 1]):
            a = nett.ut[j]
            c = pris[a ^ mot]
            w = nett.hode[a]
            if c < STOR and d + c < avstand[w]:
                avstand[w] = d + c
                bue[w] = a ^ mot
                antall = dytt(nokkel, post, antall, d + c, w)
    return avstand, bue
