"""A grid of square cells over a tile: which segments each holds, and which pairs may meet."""

import numpy as np

from gis.dekke.segmenter import Heltall
from gis.kompilering import kompiler

LAVE = 0xFFFFFFFF
"""Bits of a key that hold its second number; the first stands above them."""
FAA = 32
"""Keys of a cell that are sorted by insertion."""


def rutenett(antall: int, side: int) -> tuple[int, int]:
    """Grid of about as many cells as segments: cells to a side, bits of a coordinate inside one.

    Parameters
    ----------
    side    side of the tile, lattice units; coordinates run from 0 to it
    """
    skift = max(int(np.log2(side / np.sqrt(max(antall, 1)))), 1)
    return (side >> skift) + 1, skift


@kompiler
def fordel(segmenter: Heltall, per_side: int, skift: int) -> tuple[Heltall, Heltall]:
    """List the segments of each square cell.

    Returns
    -------
    start      (per_side² + 1,) first entry of each cell, row by row
    i_celle    (k,) positions of segments
    """
    start = np.zeros(per_side * per_side + 1, dtype=np.int64)
    eneste = np.empty(len(segmenter), dtype=np.int32)
    for i in range(len(segmenter)):
        r0, r1 = _rader(segmenter[i], per_side, skift)
        eneste[i] = -1
        for rad in range(r0, r1 + 1):
            k0, k1 = _kolonner(segmenter[i], rad, per_side, skift, r0 == r1)
            if r0 == r1 and k0 == k1:
                eneste[i] = rad * per_side + k0
            for kolonne in range(k0, k1 + 1):
                start[rad * per_side + kolonne + 1] += 1
    for nr in range(1, len(start)):
        start[nr] += start[nr - 1]
    neste = start[:-1].copy()
    i_celle = np.empty(start[-1], dtype=np.int64)
    for i in range(len(segmenter)):
        if eneste[i] >= 0:
            i_celle[neste[eneste[i]]] = i
            neste[eneste[i]] += 1
            continue
        r0, r1 = _rader(segmenter[i], per_side, skift)
        for rad in range(r0, r1 + 1):
            k0, k1 = _kolonner(segmenter[i], rad, per_side, skift, r0 == r1)
            for kolonne in range(k0, k1 + 1):
                nr = rad * per_side + kolonne
                i_celle[neste[nr]] = i
                neste[nr] += 1
    return start, i_celle


@kompiler
def _rader(segment: Heltall, per_side: int, skift: int) -> tuple[int, int]:
    """First and last row of cells that the segment comes within a unit of."""
    lav, hoy = min(segment[1], segment[3]) - 1, max(segment[1], segment[3]) + 1
    return max(lav >> skift, 0), min(hoy >> skift, per_side - 1)


@kompiler
def _kolonner(
    segment: Heltall, rad: int, per_side: int, skift: int, alene: bool
) -> tuple[int, int]:
    """First and last column of cells that the segment comes within a unit of in a row.

    Parameters
    ----------
    alene    whether it is the only row of the segment
    """
    ax, ay, bx, by = segment
    lav, hoy = min(ax, bx), max(ax, bx)
    if not alene and ay != by and (lav - 1) >> skift != (hoy + 1) >> skift:
        stigning = (bx - ax) / (by - ay)
        x0 = ax + ((rad << skift) - 2 - ay) * stigning
        x1 = ax + (((rad + 1) << skift) + 2 - ay) * stigning
        lav, hoy = max(lav, np.int64(min(x0, x1)) - 2), min(hoy, np.int64(max(x0, x1)) + 2)
    return max((lav - 1) >> skift, 0), min((hoy + 1) >> skift, per_side - 1)


@kompiler
def naere_par(segmenter: Heltall, start: Heltall, i_celle: Heltall) -> Heltall:
    """(m,) pairs of segments that share a cell and whose boxes come within a unit of one another.

    A pair is packed as i << 32 | j and stands once for every cell that they share. The segments of
    a cell are swept from left to right, so that those beyond the right side of one are never met.
    """
    par = np.empty(4096, dtype=np.int64)
    antall, flest = 0, 0
    for nr in range(len(start) - 1):
        flest = max(flest, start[nr + 1] - start[nr])
    hvem = np.empty(flest, dtype=np.int64)
    boks = np.empty((flest, 4), dtype=np.int64)
    for nr in range(len(start) - 1):
        n = start[nr + 1] - start[nr]
        if n == 0:
            continue
        _fra_venstre(segmenter, i_celle, start[nr], n, hvem, boks)
        for a in range(n - 1):
            x1, y0, y1 = boks[a, 1] + 1, boks[a, 2] - 1, boks[a, 3] + 1
            for b in range(a + 1, n):
                if boks[b, 0] > x1:
                    break
                if boks[b, 2] <= y1 and boks[b, 3] >= y0:
                    if antall == len(par):
                        par = np.concatenate((par, np.empty_like(par)))
                    par[antall] = hvem[a] << 32 | hvem[b]
                    antall += 1
    return par[:antall].copy()


@kompiler
def _fra_venstre(
    segmenter: Heltall, i_celle: Heltall, fra: int, n: int, hvem: Heltall, boks: Heltall
) -> None:
    """Write numbers and boxes of the `n` segments of a cell, those that begin leftmost first."""
    for k in range(n):
        i = i_celle[fra + k]
        hvem[k] = min(segmenter[i, 0], segmenter[i, 2]) << 32 | i
    sorter(hvem, 0, n)
    for k in range(n):
        i = hvem[k] & LAVE
        hvem[k] = i
        ax, ay, bx, by = segmenter[i, 0], segmenter[i, 1], segmenter[i, 2], segmenter[i, 3]
        boks[k, 0], boks[k, 1] = min(ax, bx), max(ax, bx)
        boks[k, 2], boks[k, 3] = min(ay, by), max(ay, by)


@kompiler
def sorter(nokler: Heltall, fra: int, til: int) -> None:
    """Sort the keys from `fra` to `til` where they stand."""
    if til - fra > FAA:
        nokler[fra:til].sort()
        return
    for k in range(fra + 1, til):
        verdi, m = nokler[k], k
        while m > fra and nokler[m - 1] > verdi:
            nokler[m] = nokler[m - 1]
            m -= 1
        nokler[m] = verdi
