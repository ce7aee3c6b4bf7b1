"""Segments cut where they cross, by snap rounding on the lattice (Hobby 1999).

Hot squares are the lattice squares about every end and every crossing of the segments as given. A
segment that passes through a hot square is bent to its middle, and afterwards segments meet only in
their ends. Squares that arise from bending are not hot: bending again and again lets bundles drift.
"""

import numpy as np
from numpy.typing import NDArray

from gis.dekke.segmenter import Heltall
from gis.feil import DataFeil
from gis.kompilering import kompiler

Merker = NDArray[np.bool_]
MAKS_RUNDER = 50
"""Rounds before the noding gives up; two are usual: the second finds nothing left."""


LAVE = 0xFFFFFFFF
"""Bits of a key that hold y; x stands above them."""
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


def nod(segmenter: Heltall, eier: Heltall, side: int) -> tuple[Heltall, Heltall]:
    """Cut segments at every crossing.

    Parameters
    ----------
    segmenter    (n, 4) lattice units within a square of `side` units
    eier         (n,) whose each is; its pieces inherit it

    Returns
    -------
    segmenter, eier    the pieces, none of length zero; none moved by more than a lattice unit
    """
    ny = np.ones(len(segmenter), dtype=np.bool_)
    for runde in range(MAKS_RUNDER):
        per_side, skift = rutenett(len(segmenter), side)
        start, i_celle = fordel(segmenter, per_side, skift)
        kutt = _finn_kryss(segmenter, ny, start, i_celle)
        if runde == 0:
            varme, plass = _varme(segmenter, kutt, per_side, skift)
            kutt = _gjennom_varme(segmenter, (start, i_celle), varme, plass)
        if not len(kutt):
            return segmenter, eier
        rekke = np.lexsort((_langs(segmenter, kutt), kutt[:, 0]))
        segmenter, eier, ny = _del(segmenter, eier, kutt[rekke])
    raise DataFeil("Overlegget lot seg ikke kutte rent: for mange sammenfallende linjer.")


@kompiler
def _varme(segmenter: Heltall, kutt: Heltall, per_side: int, skift: int) -> tuple[Heltall, Heltall]:
    """Middles of the hot squares: ends and crossings, each once, cell by cell.

    Returns
    -------
    varme    (h, 2) middles
    plass    (per_side² + 1,) first of each cell
    """
    n = 2 * len(segmenter) + len(kutt)
    alle = np.empty(n, dtype=np.int64)
    for i in range(len(segmenter)):
        alle[2 * i] = segmenter[i, 0] << 32 | segmenter[i, 1]
        alle[2 * i + 1] = segmenter[i, 2] << 32 | segmenter[i, 3]
    for i in range(len(kutt)):
        alle[2 * len(segmenter) + i] = kutt[i, 1] << 32 | kutt[i, 2]
    start = np.zeros(per_side * per_side + 1, dtype=np.int64)
    for k in range(n):
        start[((alle[k] & LAVE) >> skift) * per_side + (alle[k] >> 32 >> skift) + 1] += 1
    start = np.cumsum(start)
    neste = start[:-1].copy()
    sortert = np.empty(n, dtype=np.int64)
    for k in range(n):
        nr = ((alle[k] & LAVE) >> skift) * per_side + (alle[k] >> 32 >> skift)
        sortert[neste[nr]] = alle[k]
        neste[nr] += 1
    return _hver_en_gang(sortert, start)


@kompiler
def _hver_en_gang(nokler: Heltall, start: Heltall) -> tuple[Heltall, Heltall]:
    """Keys sorted and kept once within each cell, as corners; and the first of each cell."""
    varme = np.empty((len(nokler), 2), dtype=np.int64)
    plass = np.zeros(len(start), dtype=np.int64)
    antall = 0
    for nr in range(len(start) - 1):
        egne = nokler[start[nr] : start[nr + 1]]
        if len(egne) > FAA:
            egne = np.sort(egne)
        else:
            for k in range(1, len(egne)):
                verdi, m = egne[k], k
                while m > 0 and egne[m - 1] > verdi:
                    egne[m] = egne[m - 1]
                    m -= 1
                egne[m] = verdi
        for k in range(len(egne)):
            if k == 0 or egne[k] != egne[k - 1]:
                varme[antall, 0], varme[antall, 1] = egne[k] >> 32, egne[k] & LAVE
                antall += 1
        plass[nr + 1] = antall
    return varme[:antall].copy(), plass


@kompiler
def fordel(segmenter: Heltall, per_side: int, skift: int) -> tuple[Heltall, Heltall]:
    """List the segments of each square cell.

    Returns
    -------
    start      (per_side² + 1,) first entry of each cell, row by row
    i_celle    (k,) positions of segments
    """
    start = np.zeros(per_side * per_side + 1, dtype=np.int64)
    for i in range(len(segmenter)):
        r0, r1 = _rader(segmenter[i], per_side, skift)
        for rad in range(r0, r1 + 1):
            k0, k1 = _kolonner(segmenter[i], rad, per_side, skift, r0 == r1)
            for kolonne in range(k0, k1 + 1):
                start[rad * per_side + kolonne + 1] += 1
    start = np.cumsum(start)
    neste = start[:-1].copy()
    i_celle = np.empty(start[-1], dtype=np.int64)
    for i in range(len(segmenter)):
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
def _finn_kryss(segmenter: Heltall, ny: Merker, start: Heltall, i_celle: Heltall) -> Heltall:
    """(m, 3) segment, x, y: where segments must be cut; pairs with no new segment are settled."""
    kutt = np.empty((1024, 3), dtype=np.int64)
    antall = 0
    for nr in range(len(start) - 1):
        noen_ny = False
        for a in range(start[nr], start[nr + 1]):
            noen_ny = noen_ny or ny[i_celle[a]]
        if not noen_ny:
            continue
        for a in range(start[nr], start[nr + 1]):
            i = i_celle[a]
            x0 = min(segmenter[i, 0], segmenter[i, 2]) - 1
            x1 = max(segmenter[i, 0], segmenter[i, 2]) + 1
            y0 = min(segmenter[i, 1], segmenter[i, 3]) - 1
            y1 = max(segmenter[i, 1], segmenter[i, 3]) + 1
            for b in range(a + 1, start[nr + 1]):
                j = i_celle[b]
                utenfor = (
                    (segmenter[j, 0] > x1 and segmenter[j, 2] > x1)
                    or (segmenter[j, 0] < x0 and segmenter[j, 2] < x0)
                    or (segmenter[j, 1] > y1 and segmenter[j, 3] > y1)
                    or (segmenter[j, 1] < y0 and segmenter[j, 3] < y0)
                )
                if not utenfor and (ny[i] or ny[j]):
                    kutt = _plass(kutt, antall)
                    antall = _moete(segmenter, i, j, kutt, antall)
    return kutt[:antall].copy()


@kompiler
def _plass(kutt: Heltall, antall: int) -> Heltall:
    """Return the list with room for the cuts of one more pair."""
    if antall + 6 <= len(kutt):
        return kutt
    storre = np.empty((2 * len(kutt), 3), dtype=np.int64)
    storre[:antall] = kutt[:antall]
    return storre


@kompiler
def _moete(segmenter: Heltall, i: int, j: int, kutt: Heltall, antall: int) -> int:
    """Write down the cuts that a pair asks for; returns how many cuts there are now."""
    s, t = segmenter[i], segmenter[j]
    dx, dy, ex, ey = s[2] - s[0], s[3] - s[1], t[2] - t[0], t[3] - t[1]
    fx, fy = t[0] - s[0], t[1] - s[1]
    c0, c1 = dx * fy - dy * fx, dx * (fy + ey) - dy * (fx + ex)
    d0, d1 = ey * fx - ex * fy, ey * (fx - dx) - ex * (fy - dy)
    for ende, c, d in ((0, c0, d0), (2, c1, d1)):
        if c == 0 and _innenfor(s, t[ende], t[ende + 1]):
            kutt[antall, 0], kutt[antall, 1], kutt[antall, 2] = i, t[ende], t[ende + 1]
            antall += 1
        if d == 0 and _innenfor(t, s[ende], s[ende + 1]):
            kutt[antall, 0], kutt[antall, 1], kutt[antall, 2] = j, s[ende], s[ende + 1]
            antall += 1
    if c0 == 0 or c1 == 0 or d0 == 0 or d1 == 0 or (c0 > 0) == (c1 > 0) or (d0 > 0) == (d1 > 0):
        return antall
    u = d0 / (d0 - d1)
    x, y = s[0] + np.int64(np.rint(u * dx)), s[1] + np.int64(np.rint(u * dy))
    for nr in (i, j):
        kutt[antall, 0], kutt[antall, 1], kutt[antall, 2] = nr, x, y
        antall += 1
    return antall


@kompiler
def _innenfor(s: Heltall, x: int, y: int) -> bool:
    """Whether a point is in the segment's box and not one of its ends."""
    if _er_ende(s, x, y):
        return False
    return bool(min(s[0], s[2]) <= x <= max(s[0], s[2]) and min(s[1], s[3]) <= y <= max(s[1], s[3]))


@kompiler
def _gjennom_varme(
    segmenter: Heltall, celler: tuple[Heltall, Heltall], varme: Heltall, plass: Heltall
) -> Heltall:
    """(m, 3) segment, x, y: the hot squares that each segment passes through, its ends apart."""
    start, i_celle = celler
    kutt = np.empty((1024, 3), dtype=np.int64)
    antall = 0
    for nr in range(len(start) - 1):
        for a in range(start[nr], start[nr + 1]):
            i = i_celle[a]
            ax, ay, bx, by = segmenter[i]
            x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
            dx, dy = bx - ax, by - ay
            naer = abs(dx) + abs(dy)
            for k in range(plass[nr], plass[nr + 1]):
                x, y = varme[k, 0], varme[k, 1]
                if x < x0 or x > x1 or y < y0 or y > y1 or (x == ax and y == ay):
                    continue
                if 2 * abs(dx * (y - ay) - dy * (x - ax)) <= naer and (x != bx or y != by):
                    kutt = _plass(kutt, antall)
                    kutt[antall, 0], kutt[antall, 1], kutt[antall, 2] = i, x, y
                    antall += 1
    return kutt[:antall].copy()


@kompiler
def _er_ende(s: Heltall, x: int, y: int) -> bool:
    """Whether the point is an end of the segment."""
    return bool((s[0] == x and s[1] == y) or (s[2] == x and s[3] == y))


@kompiler
def _langs(segmenter: Heltall, kutt: Heltall) -> Heltall:
    """(m,) how far along its segment each cut lies."""
    ut = np.empty(len(kutt), dtype=np.int64)
    for k in range(len(kutt)):
        s = segmenter[kutt[k, 0]]
        ut[k] = (s[2] - s[0]) * (kutt[k, 1] - s[0]) + (s[3] - s[1]) * (kutt[k, 2] - s[1])
    return ut


@kompiler
def _del(segmenter: Heltall, eier: Heltall, kutt: Heltall) -> tuple[Heltall, Heltall, Merker]:
    """Cut the segments; `kutt` is sorted by segment and place. Pieces that are new are marked."""
    antall = len(segmenter) + len(kutt)
    ut = np.empty((antall, 4), dtype=np.int64)
    ut_eier = np.empty(antall, dtype=np.int64)
    ny = np.zeros(antall, dtype=np.bool_)
    n, k = 0, 0
    for i in range(len(segmenter)):
        x, y, bx, by = segmenter[i]
        kuttes = k < len(kutt) and kutt[k, 0] == i
        while True:
            siste = not (k < len(kutt) and kutt[k, 0] == i)
            nx, ny_ = (bx, by) if siste else (kutt[k, 1], kutt[k, 2])
            if nx != x or ny_ != y:
                ut[n, 0], ut[n, 1], ut[n, 2], ut[n, 3] = x, y, nx, ny_
                ut_eier[n], ny[n] = eier[i], kuttes
                n += 1
                x, y = nx, ny_
            if siste:
                break
            k += 1
    return ut[:n].copy(), ut_eier[:n].copy(), ny[:n].copy()
