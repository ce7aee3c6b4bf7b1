"""Uncovered ground in a window of few edges: cut into slabs, exact, with the arcs on its border."""

import numpy as np
from numpy.typing import NDArray

from gis.kompilering import kompiler
from gis.omriss import Omriss
from gis.rekker import Flyt, Heltall, stigende
from gis.striper import Firkant


@kompiler
def snur(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    """Tell whether the point lies left of the edge."""
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0


@kompiler
def til_hoyre(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    """Tell whether an edge that passes the point's height passes to the right of the point."""
    if min(ax, bx) > x:
        return True
    if max(ax, bx) < x:
        return False
    return snur(ax, ay, bx, by, x, y) == (by > ay)


@kompiler
def over(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> bool:
    """Tell whether an edge that passes the point's x passes above the point."""
    if min(ay, by) > y:
        return True
    if max(ay, by) < y:
        return False
    return snur(ax, ay, bx, by, x, y) != (bx > ax)


@kompiler
def passerer(ende: Firkant, fra: tuple[float, float], til: tuple[float, float]) -> int:
    """Change of winding along an axis-parallel way, right or up, past one edge."""
    ax, ay, bx, by = ende
    if fra[0] != til[0]:
        if (ay > fra[1]) == (by > fra[1]) or not til_hoyre(ax, ay, bx, by, fra[0], fra[1]):
            return 0
        forbi = not til_hoyre(ax, ay, bx, by, til[0], til[1])
        return (-1 if by > ay else 1) if forbi else 0
    if (ax > fra[0]) == (bx > fra[0]) or not over(ax, ay, bx, by, fra[0], fra[1]):
        return 0
    forbi = not over(ax, ay, bx, by, til[0], til[1])
    return (1 if bx > ax else -1) if forbi else 0


@kompiler
def blad(
    former: Omriss, egne: Heltall, vind: int, vindu: Firkant, synlig: NDArray[np.bool_]
) -> tuple[float, float]:
    """Measure one window.

    Parameters
    ----------
    egne      (n,) first corners of the edges that run through it
    vind      winding of all pieces round its lower left corner
    synlig    (m,) set for the edges that bound uncovered ground

    Returns
    -------
    areal, buer    uncovered ground with the chords; what lies between chords and arcs, m²
    """
    kant, bunn = _kanter(former, egne, vindu)
    for k in range(len(egne)):
        if kant[k, 0] == kant[k, 2]:  # upright edges take no part in the slabs
            synlig[egne[k]] = True  # only ever set: other threads mark the same edges
    xs = _delesteder(kant, bunn, vindu)
    rekke, hoyde = np.empty(len(kant), dtype=np.int64), np.empty(len(kant))
    areal, buer = 0.0, 0.0
    for s in range(len(xs) - 1):
        if xs[s + 1] <= xs[s]:
            continue
        x, her = 0.5 * (xs[s] + xs[s + 1]), vind
        for k in range(len(kant)):
            if bunn[k, 0] < x:
                her += int(bunn[k, 1])
        antall = _i_orden(kant, (xs[s], xs[s + 1]), (vindu[1], vindu[3]), rekke, hoyde)
        lengde, forrige = 0.0, vindu[1]
        for a in range(antall):
            k = rekke[a]
            forut, her = her, her + int(kant[k, 4])
            if forut <= 0:
                lengde += hoyde[a] - forrige
            if (forut <= 0) != (her <= 0):
                synlig[egne[k]] = True
                buer += _pil(kant[k], former.bue[egne[k]], xs[s], xs[s + 1])
            forrige = hoyde[a]
        lengde += vindu[3] - forrige if her <= 0 else 0.0
        areal += lengde * (xs[s + 1] - xs[s])
    return areal, buer


@kompiler
def _kanter(former: Omriss, egne: Heltall, vindu: Firkant) -> tuple[Flyt, Flyt]:
    """Edges from left to right, and where they pass the window's lower side.

    Returns
    -------
    kant    (n, 6) x0, y0, x1, y1, change of winding from below, slope; upright ones have x0 = x1
    bunn    (n, 2) x, to the right of the lower left corner, and change of winding from the left;
            infinite for the others
    """
    n = len(egne)
    kant, bunn = np.empty((n, 6)), np.full((n, 2), np.inf)
    for k in range(n):
        e = egne[k]
        ax, ay, bx, by = former.xy[e, 0], former.xy[e, 1], former.xy[e + 1, 0], former.xy[e + 1, 1]
        y0 = vindu[1]
        if (ay > y0) != (by > y0) and til_hoyre(ax, ay, bx, by, vindu[0], y0):
            bunn[k, 0] = ax + (bx - ax) * ((y0 - ay) / (by - ay))
            bunn[k, 1] = -1.0 if by > ay else 1.0
        fortegn = 1.0
        if ax > bx:
            ax, ay, bx, by, fortegn = bx, by, ax, ay, -1.0
        kant[k, 0], kant[k, 1], kant[k, 2], kant[k, 3], kant[k, 4] = ax, ay, bx, by, fortegn
        kant[k, 5] = (by - ay) / (bx - ax) if ax < bx else 0.0
    return kant, bunn


@kompiler
def _delesteder(kant: Flyt, bunn: Flyt, vindu: Firkant) -> Flyt:
    """Ascending x at which an edge begins, ends, leaves the window or crosses another."""
    n, x0, x1 = len(kant), vindu[0], vindu[2]
    xs = np.empty(2 + 4 * n + n * (n - 1) // 2)
    xs[0], xs[1], m = x0, x1, 2
    for k in range(n):
        steder = (kant[k, 0], kant[k, 2], bunn[k, 0])
        for x in steder:
            if x0 < x < x1:
                xs[m] = x
                m += 1
        if (kant[k, 1] > vindu[3]) != (kant[k, 3] > vindu[3]) and kant[k, 5] != 0.0:
            x = kant[k, 0] + (vindu[3] - kant[k, 1]) / kant[k, 5]
            if x0 < x < x1:
                xs[m] = x
                m += 1
        if (kant[k, 1] > vindu[1]) != (kant[k, 3] > vindu[1]) and kant[k, 5] != 0.0:
            x = kant[k, 0] + (vindu[1] - kant[k, 1]) / kant[k, 5]
            if x0 < x < x1 and bunn[k, 0] == np.inf:
                xs[m] = x
                m += 1
        for j in range(k):
            x = _krysning(kant, k, j, x0, x1)
            if x0 < x < x1:
                xs[m] = x
                m += 1
    return stigende(xs, m)


@kompiler
def _krysning(kant: Flyt, k: int, j: int, x0: float, x1: float) -> float:
    """X at which two edges cross between x0 and x1; infinite where they do not."""
    xl, xr = max(kant[k, 0], kant[j, 0], x0), min(kant[k, 2], kant[j, 2], x1)
    if xr <= xl:
        return np.inf
    dl = kant[k, 1] - kant[j, 1] + (xl - kant[k, 0]) * kant[k, 5] - (xl - kant[j, 0]) * kant[j, 5]
    dr = dl + (xr - xl) * (kant[k, 5] - kant[j, 5])
    if dl * dr >= 0.0:
        return np.inf
    return float(xl + (xr - xl) * (dl / (dl - dr)))


@kompiler
def _i_orden(
    kant: Flyt,
    stripe: tuple[float, float],
    hoyder: tuple[float, float],
    rekke: Heltall,
    hoyde: Flyt,
) -> int:
    """Write the edges that span the slab within the window, from below; returns how many."""
    antall, midt = 0, 0.5 * (stripe[0] + stripe[1])
    for k in range(len(kant)):
        if kant[k, 0] > stripe[0] or kant[k, 2] < stripe[1]:
            continue
        y = kant[k, 1] + (midt - kant[k, 0]) * kant[k, 5]
        if y <= hoyder[0] or y >= hoyder[1]:
            continue
        a = antall
        while a > 0 and hoyde[a - 1] > y:
            rekke[a], hoyde[a] = rekke[a - 1], hoyde[a - 1]
            a -= 1
        rekke[a], hoyde[a] = k, y
        antall += 1
    return antall


@kompiler
def _pil(kant: Flyt, radius: float, xl: float, xr: float) -> float:
    """Ground between a chord and its arc, over a part of the chord, m² (arc taken as parabola)."""
    if radius <= 0.0:
        return 0.0
    bredde = kant[2] - kant[0]
    lengde = np.sqrt(bredde * bredde + (kant[3] - kant[1]) ** 2)
    pil = radius - np.sqrt(max(radius * radius - 0.25 * lengde * lengde, 0.0))
    t0, t1 = (xl - kant[0]) / bredde, (xr - kant[0]) / bredde
    integral = t1 * t1 * (0.5 - t1 / 3.0) - t0 * t0 * (0.5 - t0 / 3.0)
    return float(4.0 * pil * lengde * integral)
