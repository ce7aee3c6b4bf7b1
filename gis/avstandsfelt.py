"""Distance from every cell's centre to shapes: exact Euclidean."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.boksetre import Boksetre, bygg, moter
from gis.kanter import BLOKK, Former, Kanter, flat_ut
from gis.kompilering import TRAADER, kompiler
from gis.ledig import Hensyn
from gis.naermeste import naermeste
from gis.rekker import Flyt, Heltall, rader
from gis.ruter import Ruter, tatt

BOLK, SMAABOLK = 32, 8
"""Cells along the side of a large and of a small block that share their candidate edges."""

Felt = NDArray[np.float32]
Sted = tuple[float, float, float]
"""West and north edge of the grid, cell size, metres."""
Svar = tuple[Felt, NDArray[np.int32]]
"""Distance; number of the nearest edge, of any other size where it is not asked for."""


def avstandsfelt(former: Former, ruter: Ruter, inntil_m: float = np.inf) -> Felt:
    """(rows, columns) distance in metres from each centre to the nearest shape.

    Parameters
    ----------
    former      (n,) valid polygons, lines or points of one kind; those beyond the grid count
    inntil_m    longer distances are given as this

    Returns
    -------
    felt    0 within polygons; `inntil_m` everywhere where there are no shapes
    """
    felt, _ = _felt(former, ruter, inntil_m, False)
    return felt


def naermeste_kant(linjer: Former, ruter: Ruter) -> tuple[Felt, NDArray[np.int32]]:
    """(rows, columns) distance to the nearest of all edges, and its number in `flat_ut(linjer).xy`.

    The number is that of the edge's first corner; −1 where there are no lines.
    """
    return _felt(linjer, ruter, np.inf, True)


def _felt(
    former: Former, ruter: Ruter, inntil_m: float, med_kant: bool
) -> tuple[Felt, NDArray[np.int32]]:
    """Distance, and the number of the nearest edge where it is asked for."""
    felt = np.full(ruter.form, inntil_m, dtype=np.float32)
    kant = np.full(ruter.form if med_kant else (1, 1), -1, dtype=np.int32)
    ting = flat_ut(former)
    if len(ting.blokkboks) == 0:
        return felt, kant
    flate = bool((ting.fortegn != 0.0).any())
    tre, midter = bygg(ting.blokkboks), _midter(ruter)
    former_tre = bygg(ting.boks)
    sted = (ruter.xmin, ruter.ymax, ruter.rute_m)

    def regn(rad: int) -> None:
        steder = flat_ut(shapely.points(midter[rad]))
        naer = naermeste(steder, ting, former_tre, np.arange(len(midter[rad])))
        _rad(ting, tre, sted, rad, naer, (felt, kant))

    with ThreadPoolExecutor(TRAADER) as traader:
        list(traader.map(regn, range(len(midter))))
        if flate:
            for fra, del_ in ruter.strimler():
                felt[fra : fra + del_.rader][tatt([Hensyn(former, 0.0)], del_)] = 0.0
    return felt, kant


def _midter(ruter: Ruter) -> Flyt:
    """(block rows, block columns, 2) middle of each block, those at the edges taken as whole."""
    side = BOLK * ruter.rute_m
    x = ruter.xmin + side * (np.arange(-(-ruter.kolonner // BOLK)) + 0.5)
    y = ruter.ymax - side * (np.arange(-(-ruter.rader // BOLK)) + 0.5)
    xx, yy = np.meshgrid(x, y)
    return np.stack([xx, yy], axis=2)


@kompiler
def _rad(ting: Kanter, tre: Boksetre, sted: Sted, bolkrad: int, naer: Flyt, ut: Svar) -> None:
    """Measure one row of blocks."""
    xmin, ymax, rute_m = sted
    felt = ut[0]
    kandidater, boks = np.empty(len(tre.rekke), dtype=np.int64), np.empty(4)
    halv = BOLK * rute_m * np.sqrt(0.5)
    for bolk in range(len(naer)):
        x = xmin + (bolk + 0.5) * BOLK * rute_m
        y = ymax - (bolkrad + 0.5) * BOLK * rute_m
        lengst = naer[bolk] + 2.0 * halv
        boks[0], boks[1], boks[2], boks[3] = x - lengst, y - lengst, x + lengst, y + lengst
        antall = moter(tre, boks, kandidater)
        naere = _naere(ting, kandidater, antall, (x, y), lengst)
        for rad in range(bolkrad * BOLK, min((bolkrad + 1) * BOLK, len(felt)), SMAABOLK):
            for kol in range(bolk * BOLK, min((bolk + 1) * BOLK, felt.shape[1]), SMAABOLK):
                _smaa(naere, sted, (rad, kol), ut)


@kompiler
def _naere(
    ting: Kanter, blokker: Heltall, antall: int, punkt: tuple[float, float], lengst: float
) -> tuple[Flyt, Heltall]:
    """Edges of the blocks near the point: (k, 5) x, y, dx, dy, 1 by length²; numbers."""
    ut, nr, n = np.empty((64, 5)), np.empty(64, dtype=np.int64), 0
    for c in range(antall):
        b = blokker[c]
        r = np.searchsorted(ting.blokk, b, side="right") - 1
        fra = ting.strek[r] + (b - ting.blokk[r]) * BLOKK
        siste = ting.strek[r + 1] - 1
        til, steg = min(fra + BLOKK, siste), 1
        if ting.strek[r] == siste:
            til, steg = fra + 1, 0
        for k in range(fra, til):
            ax, ay = ting.xy[k, 0], ting.xy[k, 1]
            dx, dy = ting.xy[k + steg, 0] - ax, ting.xy[k + steg, 1] - ay
            lengde2 = dx * dx + dy * dy
            per = 1.0 / lengde2 if lengde2 > 0.0 else 0.0
            if _fra(punkt[0] - ax, punkt[1] - ay, dx, dy, per) > lengst * lengst:
                continue
            if n == len(ut):
                ut = rader(ut, 0, n, 2 * n)
                ny = np.empty(2 * n, dtype=np.int64)
                ny[:n] = nr
                nr = ny
            ut[n, 0], ut[n, 1], ut[n, 2], ut[n, 3] = ax, ay, dx, dy
            ut[n, 4], nr[n] = per, k
            n += 1
    return rader(ut, 0, n, n), nr[:n]


@kompiler
def _fra(px: float, py: float, dx: float, dy: float, per: float) -> float:
    """Squared distance from a point to the segment 0 → d; `per` is 1 by its squared length."""
    t = min(max((px * dx + py * dy) * per, 0.0), 1.0)
    ex, ey = px - t * dx, py - t * dy
    return ex * ex + ey * ey


@kompiler
def _smaa(naere: tuple[Flyt, Heltall], sted: Sted, hjorne: tuple[int, int], ut: Svar) -> None:
    """Measure one small block with the edges that may be nearest to some cell of it."""
    segment, nr = naere
    felt, kant = ut
    xmin, ymax, rute_m = sted
    rad0, kol0 = hjorne
    x, y = xmin + (kol0 + 0.5 * SMAABOLK) * rute_m, ymax - (rad0 + 0.5 * SMAABOLK) * rute_m
    naermest, antall = _ordnet(segment, (x, y), 2.0 * SMAABOLK * rute_m * np.sqrt(0.5))
    for rad in range(rad0, min(rad0 + SMAABOLK, felt.shape[0])):
        dy = ymax - (rad + 0.5) * rute_m - y
        for kol in range(kol0, min(kol0 + SMAABOLK, felt.shape[1])):
            dx = xmin + (kol + 0.5) * rute_m - x
            fra_midten = np.sqrt(dx * dx + dy * dy)
            best, grense, hvem = np.inf, np.inf, 0
            for m in range(antall):
                if naermest[m, 0] > grense:
                    break  # the rest lie farther from here than the best
                k = int(naermest[m, 1])
                d = _fra(
                    x + dx - segment[k, 0], y + dy - segment[k, 1],
                    segment[k, 2], segment[k, 3], segment[k, 4],
                )  # fmt: skip
                if d < best:
                    best, hvem = d, k
                    grense = np.sqrt(d) + fra_midten
            felt[rad, kol] = min(np.sqrt(best), felt[rad, kol])
            if kant.size == felt.size:
                kant[rad, kol] = nr[hvem]


@kompiler
def _ordnet(segment: Flyt, punkt: tuple[float, float], slingring: float) -> tuple[Flyt, int]:
    """Edges at most `slingring` farther from the point than the nearest, that first.

    Returns
    -------
    naermest    (k, 2) distance from the point, place among the edges
    antall      how many
    """
    n, naer, antall = len(segment), np.inf, 0
    avstand = np.empty(n)
    for k in range(n):
        avstand[k] = np.sqrt(_fra(
            punkt[0] - segment[k, 0], punkt[1] - segment[k, 1],
            segment[k, 2], segment[k, 3], segment[k, 4],
        ))  # fmt: skip
        naer = min(naer, avstand[k])
    ut = np.empty((n, 2))
    for k in range(n):
        if avstand[k] > naer + slingring:
            continue
        m = antall
        while m > 0 and ut[m - 1, 0] > avstand[k]:
            ut[m, 0], ut[m, 1] = ut[m - 1, 0], ut[m - 1, 1]
            m -= 1
        ut[m, 0], ut[m, 1] = avstand[k], k
        antall += 1
    return ut, antall
