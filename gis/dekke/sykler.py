"""The faces of a planar graph: boundary walks, and which walk is a hole in which face."""

from dataclasses import dataclass

import numpy as np

from gis.dekke.celler import fordel, rutenett
from gis.dekke.kanter import Kanter
from gis.dekke.segmenter import Heltall
from gis.kompilering import kompiler

UTE = -1
"""Face number of what lies outside the tile."""
CELLER_PER_HULL = 16
"""Cells of the grid that holes look for their face in: few holes need no fine one."""


@dataclass(frozen=True, slots=True, eq=False)
class Sykler:
    """Boundary walks of one tile and the faces they bound."""

    av_halvkant: Heltall
    """(2e,) walk of each half-edge."""
    forste: Heltall
    """(c,) a half-edge of each walk."""
    areal2: Heltall
    """(c,) twice the signed area, lattice units²: positive walks bound a face from outside."""
    flate: Heltall
    """(c,) face of each walk; `UTE` for the outside of the tile."""
    antall_flater: int
    """Number of faces."""


def finn_sykler(kanter: Kanter, side: int) -> Sykler:
    """Walk round every face and put the holes where they belong.

    Parameters
    ----------
    kanter    graph with the border of the square tile in it
    side      side of the tile, lattice units
    """
    av_halvkant, forste, areal2, venstre = _gaa(kanter.xy, kanter.ender, kanter.neste)
    ytre = areal2 > 0
    flate = np.where(ytre, np.cumsum(ytre) - 1, UTE)
    hull = np.flatnonzero(~ytre & (areal2 != -2 * side * side))
    if len(hull):
        segmenter = _som_segmenter(kanter.xy, kanter.ender)
        mal = rutenett(min(len(segmenter), CELLER_PER_HULL * len(hull)), side)
        peker = _naboer(segmenter, kanter.xy[venstre[hull]], fordel(segmenter, *mal), mal)
        _tildel(flate, hull, av_halvkant[peker])
    return Sykler(av_halvkant, forste, areal2, flate, int(ytre.sum()))


@kompiler
def _som_segmenter(xy: Heltall, ender: Heltall) -> Heltall:
    """(e, 4) edges from their lower to their higher corner number."""
    ut = np.empty((len(ender), 4), dtype=np.int64)
    for e in range(len(ender)):
        fra, til = ender[e, 0], ender[e, 1]
        ut[e, 0], ut[e, 1] = xy[fra, 0], xy[fra, 1]
        ut[e, 2], ut[e, 3] = xy[til, 0], xy[til, 1]
    return ut


@kompiler
def _gaa(xy: Heltall, ender: Heltall, neste: Heltall) -> tuple[Heltall, Heltall, Heltall, Heltall]:
    """Walk along `neste`: walk of each half-edge; per walk a start, area and leftmost corner."""
    n = len(neste)
    av_halvkant = np.full(n, -1, dtype=np.int64)
    forste = np.empty(n, dtype=np.int64)
    areal2 = np.zeros(n, dtype=np.int64)
    venstre = np.empty(n, dtype=np.int64)
    antall = 0
    for h0 in range(n):
        if av_halvkant[h0] >= 0:
            continue
        forste[antall] = h0
        lengst = ender[h0 // 2, h0 % 2]
        h, sum_ = h0, 0
        while av_halvkant[h] < 0:
            av_halvkant[h] = antall
            a, b = ender[h // 2, h % 2], ender[h // 2, 1 - h % 2]
            sum_ += xy[a, 0] * xy[b, 1] - xy[a, 1] * xy[b, 0]
            if xy[a, 0] < xy[lengst, 0]:
                lengst = a
            h = neste[h]
        areal2[antall], venstre[antall] = sum_, lengst
        antall += 1
    return av_halvkant, forste[:antall].copy(), areal2[:antall].copy(), venstre[:antall].copy()


@kompiler
def _naboer(
    segmenter: Heltall, punkter: Heltall, celler: tuple[Heltall, Heltall], mal: tuple[int, int]
) -> Heltall:
    """(p,) half-edge that each point sees to its left, with the point on its own left side."""
    ut = np.empty(len(punkter), dtype=np.int64)
    start, i_celle = celler
    per_side, skift = mal
    for p in range(len(punkter)):
        x, y = punkter[p]
        rad, kolonne = y >> skift, x >> skift
        hvor, kryss = np.int64(-1), -1.0
        while kolonne >= 0 and (hvor < 0 or kryss < (kolonne + 1) << skift):
            nr = rad * per_side + kolonne
            for k in range(start[nr], start[nr + 1]):
                i = i_celle[k]
                if _til_venstre(segmenter[i], x, y) and (
                    hvor < 0 or _til_hoyre_for(_opp(segmenter[i]), _opp(segmenter[hvor]))
                ):
                    s, hvor = segmenter[i], i
                    kryss = s[0] + (s[2] - s[0]) * ((y - s[1]) / (s[3] - s[1]))
            kolonne -= 1
        # the point is to the right: on the left of the half-edge that runs downwards
        ut[p] = 2 * hvor if segmenter[hvor, 1] > segmenter[hvor, 3] else 2 * hvor + 1
    return ut


@kompiler
def _opp(s: Heltall) -> tuple[int, int, int, int]:
    """Lower end and upper end of a segment."""
    if s[1] < s[3]:
        return s[0], s[1], s[2], s[3]
    return s[2], s[3], s[0], s[1]


@kompiler
def _til_venstre(s: Heltall, x: int, y: int) -> bool:
    """Whether the segment crosses the height just above y, left of the point (x, y)."""
    if (s[1] <= y) == (s[3] <= y):
        return False
    lx, ly, ux, uy = _opp(s)
    return bool((ux - lx) * (y - ly) - (uy - ly) * (x - lx) < 0)


@kompiler
def _til_hoyre_for(e: tuple[int, int, int, int], f: tuple[int, int, int, int]) -> bool:
    """Whether e lies right of f where both are; they meet in ends only, so the sign is exact."""
    ex, ey, fx, fy = e[2] - e[0], e[3] - e[1], f[2] - f[0], f[3] - f[1]
    dx, dy = e[0] - f[0], e[1] - f[1]
    side = fx * dy - fy * dx if dy >= 0 else ex * dy - ey * dx
    return bool(side < 0 or (side == 0 and fx * ey - fy * ex < 0))


@kompiler
def _tildel(flate: Heltall, hull: Heltall, ser: Heltall) -> None:
    """Give every hole the face it lies in; a hole that sees another hole shares its face."""
    peker = np.full(len(flate), -1, dtype=np.int64)
    for k in range(len(hull)):
        peker[hull[k]] = ser[k]
    for k in range(len(hull)):
        syklus = hull[k]
        while flate[syklus] < 0:
            syklus = peker[syklus]
        funnet, syklus = flate[syklus], hull[k]
        while flate[syklus] < 0:
            flate[syklus] = funnet
            syklus = peker[syklus]
