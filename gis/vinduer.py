"""Windows: ground covered more than once, by halving until a window is simple.

Where at most one boundary runs through a window the area is a sum over its edges, else it is cut
into slabs (`gis.striper`). What lies below a window counts as one edge along its lower side.
"""

import numpy as np

from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, rader
from gis.striper import Firkant, halver, over_begge, over_kant, stripevis

TO = 2
"""Polygons that share ground pair by pair."""
MANGE_PAR = 1024
"""Pairs of edges in a window beyond which it is cheaper to halve it."""
FAA_KANTER = 24
"""Edges in a window that are cheaper to cut into slabs than to halve (measured)."""
MAKS_DYBDE = 30
"""Halvings before slabs are used whatever the number of edges: many edges may meet in a point."""
UTE, DEKKER, VARIERER = 0, 1, 2
"""What an owner does in a window: nothing, cover it all, or have its boundary run through."""


@kompiler
def _legg_til(
    kant: Flyt, n: int, forste: int, ende: Firkant, slag: tuple[float, float]
) -> tuple[Flyt, int]:
    """Put one directed edge last; vertical ones are dropped. `slag`: side of the ground, owner.

    An edge along the lower side that goes on where the last one ended is joined to it.
    """
    ax, ay, bx, by = ende
    fortegn, eier = slag
    if ax == bx:
        return kant, n
    if n > forste and ay == by and kant[n - 1, 5] == eier and kant[n - 1, 2] == ax:
        flat = kant[n - 1, 1] == ay and kant[n - 1, 3] == ay
        if flat and kant[n - 1, 4] == fortegn:
            kant[n - 1, 2] = bx
            return kant, n - (kant[n - 1, 0] == bx)
    if n == len(kant):
        kant = rader(kant, 0, n, 2 * n)
    kant[n, 0], kant[n, 1], kant[n, 2], kant[n, 3] = ax, ay, bx, by
    kant[n, 4], kant[n, 5] = fortegn, eier
    return kant, n + 1


@kompiler
def ta_med(
    kant: Flyt, n: int, forste: int, ende: Firkant, slag: tuple[float, float], vindu: Firkant
) -> tuple[Flyt, int]:
    """Put an edge last where it matters in the window; below it, as a part of the lower side."""
    ax, ay, bx, by = ende
    x0, y0, x1, y1 = vindu
    lav, hoy = min(ay, by), max(ay, by)
    if max(ax, bx) <= x0 or min(ax, bx) >= x1 or lav >= y1 or ax == bx:
        return kant, n
    if lav >= y0 and hoy > y0 and hoy <= y1:
        return _legg_til(kant, n, forste, ende, slag)
    a, b = min(max(ax, x0), x1), min(max(bx, x0), x1)
    if hoy > y0 and (a != ax or b != bx):  # only the part in the window's width counts
        stigning = (by - ay) / (bx - ax)
        ya, yb = ay + (a - ax) * stigning, by + (b - bx) * stigning
        lav, hoy = min(ya, yb), max(ya, yb)
        if lav >= y1:
            return kant, n
    if hoy <= y0:
        return _legg_til(kant, n, forste, (a, y0, b, y0), slag)
    return _legg_til(kant, n, forste, ende, slag)


@kompiler
def i_vindu(kant: Flyt, eiere: int, bredde: float, hoyde: float) -> float:
    """Ground in the window from (0, 0), within owner 0, that owners 1 … cover, beyond once; m².

    A window that is not simple gives way to its halves; the edges of waiting windows lie one after
    another in one array, the next window's last.
    """
    vinduer, fra = np.empty((2 * MAKS_DYBDE + 2, 5)), np.zeros(2 * MAKS_DYBDE + 2, dtype=np.int64)
    vinduer[0, 0], vinduer[0, 1], vinduer[0, 4] = 0.0, 0.0, 0.0
    vinduer[0, 2], vinduer[0, 3] = bredde, hoyde
    n, topp, ut = len(kant), 1, 0.0
    while topp > 0:
        topp -= 1
        start, dybde = fra[topp], vinduer[topp, 4]
        vindu = (vinduer[topp, 0], vinduer[topp, 1], vinduer[topp, 2], vinduer[topp, 3])
        egne = rader(kant, start, n, n - start)
        n = start
        ferdig, areal = _enkelt(egne, eiere, vindu)
        if ferdig:
            ut += areal
        elif len(egne) <= FAA_KANTER or dybde >= MAKS_DYBDE:
            ut += stripevis(egne, eiere, vindu)
        else:
            for delt in halver(vindu):
                fra[topp] = n
                vinduer[topp, 0], vinduer[topp, 1], vinduer[topp, 2], vinduer[topp, 3] = delt
                vinduer[topp, 4] = dybde + 1
                topp += 1
                kant, n = _del_av(egne, delt, kant, n)
    return ut


@kompiler
def _del_av(kant: Flyt, vindu: Firkant, ut: Flyt, n: int) -> tuple[Flyt, int]:
    """Put the edges that matter in the window last in `ut`."""
    forste = n
    for k in range(len(kant)):
        ende = (kant[k, 0], kant[k, 1], kant[k, 2], kant[k, 3])
        ut, n = ta_med(ut, n, forste, ende, (kant[k, 4], kant[k, 5]), vindu)
    return ut, n


@kompiler
def _slag(kant: Flyt, eiere: int, vindu: Firkant) -> tuple[Heltall, Heltall]:
    """(owners,) what each does in the window, and its number of edges there."""
    antall, bunn = np.zeros(eiere + 1, dtype=np.int64), np.zeros(eiere + 1)
    slag = np.zeros(eiere + 1, dtype=np.int64)
    for k in range(len(kant)):
        e = int(kant[k, 5])
        antall[e] += 1
        if kant[k, 1] == vindu[1] and kant[k, 3] == vindu[1]:
            bunn[e] -= kant[k, 4] * (kant[k, 2] - kant[k, 0])
        else:
            slag[e] = VARIERER
    for e in range(eiere + 1):
        if slag[e] == UTE and bunn[e] != 0.0:
            slag[e] = DEKKER if bunn[e] == vindu[2] - vindu[0] else VARIERER
    return slag, antall


@kompiler
def _enkelt(kant: Flyt, eiere: int, vindu: Firkant) -> tuple[bool, float]:
    """Area of a window that needs no slabs; (False, 0) for others.

    Where some polygon covers all of it, the rest count whole. Where none does, two polygons count
    what they share. Within a site whose own boundary runs through, each counts what it shares with
    the site.
    """
    slag, antall = _slag(kant, eiere, vindu)
    fulle, varierer, en, to = 0, 0, 0, 0
    for e in range(1, eiere + 1):
        if slag[e] == DEKKER:
            fulle += 1
        elif slag[e] == VARIERER:
            varierer, en, to = varierer + 1, e, en
    if fulle + varierer <= 1 or slag[0] == UTE:
        return True, 0.0
    inne = slag[0] == DEKKER
    if fulle == 0:
        if inne and varierer == TO and antall[en] * antall[to] <= MANGE_PAR:
            return True, _felles(kant, en, to, vindu)
        return False, 0.0
    if not inne and antall[0] * (len(kant) - antall[0]) > MANGE_PAR:
        return False, 0.0
    ut = (fulle - 1) * _areal(kant, 0, vindu)
    for e in range(1, eiere + 1):
        if slag[e] != VARIERER:
            continue
        ut += _areal(kant, e, vindu) if inne else _felles(kant, 0, e, vindu)
    return True, ut


@kompiler
def _areal(kant: Flyt, eier: int, vindu: Firkant) -> float:
    """Area, m², of one owner within the window."""
    ut = 0.0
    for k in range(len(kant)):
        if kant[k, 5] == eier:
            ende = (kant[k, 0], kant[k, 1], kant[k, 2], kant[k, 3])
            ut -= kant[k, 4] * over_kant(ende, vindu)
    return ut


@kompiler
def _felles(kant: Flyt, en: int, to: int, vindu: Firkant) -> float:
    """Area, m², that two owners share within the window."""
    ut = 0.0
    for k in range(len(kant)):
        if kant[k, 5] != en:
            continue
        a = (kant[k, 0], kant[k, 1], kant[k, 2], kant[k, 3])
        for m in range(len(kant)):
            if kant[m, 5] == to:
                b = (kant[m, 0], kant[m, 1], kant[m, 2], kant[m, 3])
                ut += kant[k, 4] * kant[m, 4] * over_begge(a, b, vindu)
    return ut
