"""Slabs: ground covered more than once in a small window, by exact decomposition.

Between two neighbouring x where an edge begins, ends, crosses another or leaves the window, the
edges keep their order and the covered length is linear in x; its value in the middle times the
width is exact. Coincident edges need no case of their own.
"""

import numpy as np

from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, kolonne, rekkefolge, stigende, tall

Firkant = tuple[float, float, float, float]
"""x0, y0, x1, y1: a window, or a directed edge."""


@kompiler
def halver(vindu: Firkant) -> tuple[Firkant, Firkant]:
    """Cut a window in two across its longer side: the left or lower half, the other."""
    x0, y0, x1, y1 = vindu
    if x1 - x0 >= y1 - y0:
        midt = x0 + 0.5 * (x1 - x0)
        return (x0, y0, midt, y1), (midt, y0, x1, y1)
    midt = y0 + 0.5 * (y1 - y0)
    return (x0, y0, x1, midt), (x0, midt, x1, y1)


@kompiler
def _positivt(dl: float, dr: float, w: float) -> float:
    """Integral over a width w of what is positive of a line from dl to dr."""
    if dl <= 0.0 and dr <= 0.0:
        return 0.0
    if dl >= 0.0 and dr >= 0.0:
        return 0.5 * w * (dl + dr)
    topp = max(dl, dr)
    return 0.5 * w * topp * topp / (abs(dl) + abs(dr))


@kompiler
def over_kant(kant: Firkant, vindu: Firkant) -> float:
    """Area of the window above a directed edge, within its width; negative when it runs west."""
    ax, ay, bx, by = kant
    fortegn = 1.0
    if ax > bx:
        ax, ay, bx, by, fortegn = bx, by, ax, ay, -1.0
    xl, xr = max(ax, vindu[0]), min(bx, vindu[2])
    w = xr - xl
    if w <= 0.0:
        return 0.0
    stigning = (by - ay) / (bx - ax)
    dl, dr = vindu[3] - ay - (xl - ax) * stigning, vindu[3] - ay - (xr - ax) * stigning
    hoyde = vindu[3] - vindu[1]
    return fortegn * (_positivt(dl, dr, w) - _positivt(dl - hoyde, dr - hoyde, w))


@kompiler
def over_begge(a: Firkant, b: Firkant, vindu: Firkant) -> float:
    """Area of the window above both directed edges, within the width they share, signed."""
    ax, ay, bx, by = a
    cx, cy, dx, dy = b
    fortegn = 1.0
    if ax > bx:
        ax, ay, bx, by, fortegn = bx, by, ax, ay, -1.0
    if cx > dx:
        cx, cy, dx, dy, fortegn = dx, dy, cx, cy, -fortegn
    xl, xr = max(ax, cx, vindu[0]), min(bx, dx, vindu[2])
    w = xr - xl
    if w <= 0.0:
        return 0.0
    en, to = (by - ay) / (bx - ax), (dy - cy) / (dx - cx)
    al, cl = vindu[3] - ay - (xl - ax) * en, vindu[3] - cy - (xl - cx) * to
    ar, cr = al - w * en, cl - w * to
    dl, dr, hoyde = min(al, cl), min(ar, cr), vindu[3] - vindu[1]
    midt, delt = dr, 1.0
    if (al < cl) != (ar < cr):
        delt = (cl - al) / ((cl - al) + (ar - cr))
        midt = al + delt * (ar - al)
    ut = _positivt(dl, midt, delt * w) - _positivt(dl - hoyde, midt - hoyde, delt * w)
    if delt < 1.0:
        rest = (1.0 - delt) * w
        ut += _positivt(midt, dr, rest) - _positivt(midt - hoyde, dr - hoyde, rest)
    return fortegn * ut


@kompiler
def _hoyde(kant: Flyt, k: int, x: float) -> float:
    """Y of edge k at x; exact at both ends."""
    return float(kant[k, 3] if x == kant[k, 2] else kant[k, 1] + (x - kant[k, 0]) * kant[k, 6])


@kompiler
def _mot_hoyre(rettet: Flyt) -> Flyt:
    """Edges with x0 < x1; the sign tells what is met from below: +1 into the ground, −1 out."""
    ut = np.empty((len(rettet), 7))
    for k in range(len(ut)):
        ax, ay, bx, by, fortegn = rettet[k, 0], rettet[k, 1], rettet[k, 2], rettet[k, 3], -1.0
        if ax > bx:
            ax, ay, bx, by, fortegn = bx, by, ax, ay, 1.0
        ut[k, 0], ut[k, 1], ut[k, 2], ut[k, 3] = ax, ay, bx, by
        ut[k, 4], ut[k, 5] = fortegn * rettet[k, 4], rettet[k, 5]
        ut[k, 6] = (by - ay) / (bx - ax)
    return ut


@kompiler
def _snittsteder(kant: Flyt, vindu: Firkant) -> Flyt:
    """Ascending x at which an edge begins, ends or crosses the window's lower or upper side."""
    n, x0, x1 = len(kant), vindu[0], vindu[2]
    xs = np.empty(4 * n + 2)
    xs[0], xs[1], antall = x0, x1, 2
    for k in range(n):
        for x in (kant[k, 0], kant[k, 2]):
            if x0 < x < x1:
                xs[antall] = x
                antall += 1
        for y in (vindu[1], vindu[3]):
            dl, dr = kant[k, 1] - y, kant[k, 3] - y
            if (dl < 0.0) != (dr < 0.0):
                x = kant[k, 0] + (kant[k, 2] - kant[k, 0]) * (dl / (dl - dr))
                if x0 < x < x1:
                    xs[antall] = x
                    antall += 1
    return stigende(xs, antall)


@kompiler
def stripevis(rettet: Flyt, eiere: int, vindu: Firkant) -> float:
    """Ground in the window, within owner 0, that owners 1 … cover, each cover beyond the first.

    Parameters
    ----------
    rettet    (n, 6) directed edges: x0, y0, x1, y1, side of the ground (`Kanter.fortegn`), owner;
              edges above and beside the window may be left out, those below lie on its lower side
    eiere     number of owners besides 0

    Returns
    -------
    areal     m²
    """
    kant = _mot_hoyre(rettet)
    xs = _snittsteder(kant, vindu)
    n = len(kant)
    rekke = rekkefolge(kolonne(kant, 0), n)
    aktiv, vind = np.empty(n, dtype=np.int64), np.zeros(eiere + 1, dtype=np.int64)
    venstre, hoyre = np.empty(n), np.empty(n)
    antall, neste, ut = 0, 0, 0.0
    for s in range(len(xs) - 1):
        xl, xr = xs[s], xs[s + 1]
        if xr <= xl:
            continue
        igjen = 0
        for a in range(antall):
            if kant[aktiv[a], 2] > xl:
                aktiv[igjen] = aktiv[a]
                igjen += 1
        antall = igjen
        while neste < n and kant[rekke[neste], 0] <= xl:
            if kant[rekke[neste], 2] > xl:
                aktiv[antall] = rekke[neste]
                antall += 1
            neste += 1
        for a in range(antall):
            venstre[a], hoyre[a] = _hoyde(kant, aktiv[a], xl), _hoyde(kant, aktiv[a], xr)
        _sorter(aktiv, venstre, hoyre, antall)
        stripe = (xl, vindu[1], xr, vindu[3])
        ut += _stripe(kant, aktiv, (venstre, hoyre), antall, stripe, vind)
    return ut


@kompiler
def _sorter(aktiv: Heltall, y: Flyt, z: Flyt, antall: int) -> None:
    """Sort by y, then z; nearly sorted from before."""
    for a in range(1, antall):
        k, ya, za = aktiv[a], y[a], z[a]
        b = a - 1
        while b >= 0 and (y[b] > ya or (y[b] == ya and z[b] > za)):
            aktiv[b + 1], y[b + 1], z[b + 1] = aktiv[b], y[b], z[b]
            b -= 1
        aktiv[b + 1], y[b + 1], z[b + 1] = k, ya, za


@kompiler
def _stripe(
    kant: Flyt,
    aktiv: Heltall,
    ender: tuple[Flyt, Flyt],
    antall: int,
    stripe: Firkant,
    vind: Heltall,
) -> float:
    """Sum of one slab between two ends; cut once more where edges cross inside it."""
    xl, xr = stripe[0], stripe[2]
    venstre, hoyre = ender
    snudd = 0
    for a in range(1, antall):
        snudd += hoyre[a] < hoyre[a - 1]
    if snudd == 0:
        for a in range(antall):
            venstre[a] = 0.5 * (venstre[a] + hoyre[a])
        return (xr - xl) * _lengde(kant, aktiv, venstre, antall, stripe, vind)
    krysninger = _krysninger(tall(venstre, antall, antall), tall(hoyre, antall, antall), xl, xr)
    midt, ut = np.empty(antall), 0.0
    null = np.zeros(antall)
    for c in range(len(krysninger) + 1):
        fra = xl if c == 0 else krysninger[c - 1]
        til = xr if c == len(krysninger) else krysninger[c]
        if til <= fra:
            continue
        for a in range(antall):
            midt[a] = _hoyde(kant, aktiv[a], 0.5 * (fra + til))
        _sorter(aktiv, midt, null, antall)
        ut += (til - fra) * _lengde(kant, aktiv, midt, antall, stripe, vind)
    return ut


@kompiler
def _krysninger(v: Flyt, h: Flyt, xl: float, xr: float) -> Flyt:
    """X of every crossing, ascending: each pair that changes its order from left to right.

    v, h are the heights at both ends, ordered by v; they are used up.
    """
    antall = len(v)
    ut = np.empty(antall * (antall - 1) // 2)
    n = 0
    for a in range(1, antall):
        b = a
        while b > 0 and h[b] < h[b - 1]:
            dl, dr = v[b] - v[b - 1], h[b - 1] - h[b]
            ut[n] = xl + (xr - xl) * (dl / (dl + dr))
            n += 1
            v[b], v[b - 1], h[b], h[b - 1] = v[b - 1], v[b], h[b - 1], h[b]
            b -= 1
    return stigende(ut, n)


@kompiler
def _lengde(
    kant: Flyt, aktiv: Heltall, midt: Flyt, antall: int, stripe: Firkant, vind: Heltall
) -> float:
    """Length along one vertical line covered more than once, each cover beyond the first."""
    for e in range(len(vind)):
        vind[e] = 0
    dekker, ut, forrige = 0, 0.0, stripe[1]
    for a in range(antall):
        y = min(max(midt[a], stripe[1]), stripe[3])
        if dekker > 1 and vind[0] > 0:
            ut += (dekker - 1) * (y - forrige)
        forrige = y
        eier = int(kant[aktiv[a], 5])
        forut = vind[eier]
        vind[eier] = forut + int(kant[aktiv[a], 4])
        if eier > 0:
            dekker += (vind[eier] > 0) - (forut > 0)
    if dekker > 1 and vind[0] > 0:
        ut += (dekker - 1) * (stripe[3] - forrige)
    return ut
