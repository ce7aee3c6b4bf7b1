"""Segments cut where they cross, by snap rounding on the lattice (Hobby 1999).

Hot squares are the lattice squares about every end and every crossing of the segments as given. A
segment that passes through a hot square is bent to its middle, and afterwards segments meet only in
their ends. Squares that arise from bending are not hot: bending again and again lets bundles drift.
"""

import numpy as np

from gis.dekke.celler import LAVE, fordel, naere_par, rutenett, sorter
from gis.dekke.segmenter import Heltall
from gis.feil import DataFeil
from gis.kompilering import kompiler

MAKS_RUNDER = 50
"""Rounds before the noding gives up; two are usual: the second finds nothing left."""


def nod(segmenter: Heltall, eier: Heltall, side: int) -> tuple[Heltall, Heltall]:
    """Cut segments at every crossing.

    Parameters
    ----------
    segmenter    (n, 4) lattice units within a square of `side` units
    eier         (n,) whose each is; its pieces inherit it

    Returns
    -------
    segmenter, eier    the pieces, none of length zero; none moved by more than a lattice unit

    Raises
    ------
    DataFeil    if cutting does not come to rest within `MAKS_RUNDER` rounds
    """
    for runde in range(MAKS_RUNDER):
        mal = rutenett(len(segmenter), side)
        celler = fordel(segmenter, *mal)
        par = naere_par(segmenter, *celler)
        kutt = _kryss(segmenter, par)
        if runde == 0:
            varme, plass = _varme(segmenter, kutt, *mal)
            kutt = _gjennom_varme(segmenter, celler, varme, plass)
        if not len(kutt):
            return segmenter, eier
        segmenter, eier, forste = _del(segmenter, eier, _langs(segmenter, kutt))
        if runde == 0 and _atskilt(segmenter, par, forste):
            return segmenter, eier
    raise DataFeil("Overlegget lot seg ikke kutte rent: for mange sammenfallende linjer.")


@kompiler
def _kryss(segmenter: Heltall, par: Heltall) -> Heltall:
    """(m, 3) segment, x, y: where the segments of the pairs must be cut."""
    kutt = np.empty((1024, 3), dtype=np.int64)
    antall = 0
    for begge in par:
        if antall + 4 > len(kutt):
            kutt = _storre(kutt)
        antall = _mote(segmenter, begge >> 32, begge & LAVE, kutt, antall)
    return kutt[:antall].copy()


@kompiler
def _atskilt(stykker: Heltall, par: Heltall, forste: Heltall) -> bool:
    """Whether pieces meet in their ends only.

    No piece leaves the box of its segment, or goes more than a unit from it: pieces that meet come
    from segments that stand in `par`, or from one and the same.

    Parameters
    ----------
    forste    (n + 1,) first piece of each segment
    """
    for begge in par:
        i, j = begge >> 32, begge & LAVE
        if forste[i + 1] - forste[i] == 1 and forste[j + 1] - forste[j] == 1:
            continue
        p, q = forste[j], forste[j + 1] - 1
        px, py, qx, qy = stykker[p, 0], stykker[p, 1], stykker[q, 2], stykker[q, 3]
        for a in range(forste[i], forste[i + 1]):
            if not _bokser_motes(stykker, a, px, py, qx, qy):
                continue
            for b in range(p, q + 1):
                if _berorer(stykker, a, b):
                    return False
    return _hver_for_seg(stykker, forste)


@kompiler
def _hver_for_seg(stykker: Heltall, forste: Heltall) -> bool:
    """Whether the pieces of each segment meet one another in their ends only."""
    for i in range(len(forste) - 1):
        for a in range(forste[i], forste[i + 1] - 1):
            for b in range(a + 1, forste[i + 1]):
                if _berorer(stykker, a, b):
                    return False
    return True


@kompiler
def _bokser_motes(s: Heltall, i: int, px: int, py: int, qx: int, qy: int) -> bool:
    """Whether the box of segment i meets that of another."""
    ax, ay, bx, by = s[i, 0], s[i, 1], s[i, 2], s[i, 3]
    if min(ax, bx) > max(px, qx) or min(px, qx) > max(ax, bx):
        return False
    return not (
        (ay > py and ay > qy and by > py and by > qy)
        or (ay < py and ay < qy and by < py and by < qy)
    )


@kompiler
def _berorer(s: Heltall, i: int, j: int) -> bool:
    """Whether two segments have a point in common that is not an end of both."""
    ax, ay, bx, by = s[i, 0], s[i, 1], s[i, 2], s[i, 3]
    px, py, qx, qy = s[j, 0], s[j, 1], s[j, 2], s[j, 3]
    if not _bokser_motes(s, i, px, py, qx, qy):
        return False
    dx, dy, ex, ey, fx, fy = bx - ax, by - ay, qx - px, qy - py, px - ax, py - ay
    vri = dx * ey - dy * ex
    ca, cb = px == ax and py == ay, qx == bx and qy == by
    da, db = px == bx and py == by, qx == ax and qy == ay
    if ca or cb or da or db:
        like = (ca and cb) or (da and db)
        return vri == 0 and not like and (dx * ex + dy * ey > 0) == (ca or cb)
    c0, d0 = dx * fy - dy * fx, ey * fx - ex * fy
    c1, d1 = c0 + vri, d0 - vri
    if (c0 > 0 and c1 > 0) or (c0 < 0 and c1 < 0):
        return False
    return not ((d0 > 0 and d1 > 0) or (d0 < 0 and d1 < 0))


@kompiler
def _varme(segmenter: Heltall, kutt: Heltall, per_side: int, skift: int) -> tuple[Heltall, Heltall]:
    """Middles of the hot squares: ends and crossings, each once, cell by cell.

    Returns
    -------
    varme    (h, 2) middles
    plass    (per_side² + 1,) first of each cell
    """
    alle = np.empty(2 * len(segmenter) + len(kutt), dtype=np.int64)
    n = 0
    for i in range(len(segmenter)):
        ende = segmenter[i, 2] << 32 | segmenter[i, 3]
        alle[n] = segmenter[i, 0] << 32 | segmenter[i, 1]
        n += 1
        neste = min(i + 1, len(segmenter) - 1)
        if segmenter[neste, 0] << 32 | segmenter[neste, 1] != ende:  # else it stands there
            alle[n] = ende
            n += 1
    for i in range(len(kutt)):
        alle[n] = kutt[i, 1] << 32 | kutt[i, 2]
        n += 1
    start = np.zeros(per_side * per_side + 1, dtype=np.int64)
    for k in range(n):
        start[((alle[k] & LAVE) >> skift) * per_side + (alle[k] >> 32 >> skift) + 1] += 1
    start = np.cumsum(start)
    plass = start[:-1].copy()
    sortert = np.empty(n, dtype=np.int64)
    for k in range(n):
        nr = ((alle[k] & LAVE) >> skift) * per_side + (alle[k] >> 32 >> skift)
        sortert[plass[nr]] = alle[k]
        plass[nr] += 1
    return _hver_en_gang(sortert, start)


@kompiler
def _hver_en_gang(nokler: Heltall, start: Heltall) -> tuple[Heltall, Heltall]:
    """Keys sorted and kept once within each cell, as corners; and the first of each cell."""
    varme = np.empty((len(nokler), 2), dtype=np.int64)
    plass = np.zeros(len(start), dtype=np.int64)
    antall = 0
    for nr in range(len(start) - 1):
        sorter(nokler, start[nr], start[nr + 1])
        for k in range(start[nr], start[nr + 1]):
            if k == start[nr] or nokler[k] != nokler[k - 1]:
                varme[antall, 0], varme[antall, 1] = nokler[k] >> 32, nokler[k] & LAVE
                antall += 1
        plass[nr + 1] = antall
    return varme[:antall].copy(), plass


@kompiler
def _storre(kutt: Heltall) -> Heltall:
    """Return the list with room for twice as many cuts."""
    storre = np.empty((2 * len(kutt), 3), dtype=np.int64)
    storre[: len(kutt)] = kutt
    return storre


@kompiler
def _mote(segmenter: Heltall, i: int, j: int, kutt: Heltall, antall: int) -> int:
    """Write down the cuts that a pair asks for; returns how many cuts there are now."""
    ax, ay, bx, by = segmenter[i, 0], segmenter[i, 1], segmenter[i, 2], segmenter[i, 3]
    px, py, qx, qy = segmenter[j, 0], segmenter[j, 1], segmenter[j, 2], segmenter[j, 3]
    dx, dy, ex, ey, fx, fy = bx - ax, by - ay, qx - px, qy - py, px - ax, py - ay
    c0, d0 = dx * fy - dy * fx, ey * fx - ex * fy
    vri = dx * ey - dy * ex
    c1, d1 = c0 + vri, d0 - vri
    if (c0 > 0 and c1 > 0) or (c0 < 0 and c1 < 0) or (d0 > 0 and d1 > 0) or (d0 < 0 and d1 < 0):
        return antall
    if c0 != 0 and c1 != 0 and d0 != 0 and d1 != 0:
        u = d0 / (d0 - d1)
        x, y = ax + np.int64(np.rint(u * dx)), ay + np.int64(np.rint(u * dy))
        antall = _skriv(kutt, antall, i, x, y)
        return _skriv(kutt, antall, j, x, y)
    if c0 == 0 and _innenfor(ax, ay, bx, by, px, py):
        antall = _skriv(kutt, antall, i, px, py)
    if c1 == 0 and _innenfor(ax, ay, bx, by, qx, qy):
        antall = _skriv(kutt, antall, i, qx, qy)
    if d0 == 0 and _innenfor(px, py, qx, qy, ax, ay):
        antall = _skriv(kutt, antall, j, ax, ay)
    if d1 == 0 and _innenfor(px, py, qx, qy, bx, by):
        antall = _skriv(kutt, antall, j, bx, by)
    return antall


@kompiler
def _skriv(kutt: Heltall, antall: int, i: int, x: int, y: int) -> int:
    """Write down one cut; returns how many there are now."""
    kutt[antall, 0], kutt[antall, 1], kutt[antall, 2] = i, x, y
    return antall + 1


@kompiler
def _innenfor(ax: int, ay: int, bx: int, by: int, x: int, y: int) -> bool:
    """Whether a point is in the box of a segment and not one of its ends."""
    if (x == ax and y == ay) or (x == bx and y == by):
        return False
    return bool(min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by))


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
            for k in range(_forste_fra(varme, plass[nr], plass[nr + 1], x0), plass[nr + 1]):
                x, y = varme[k, 0], varme[k, 1]
                if x > x1:
                    break
                if y < y0 or y > y1 or (x == ax and y == ay):
                    continue
                if 2 * abs(dx * (y - ay) - dy * (x - ax)) <= naer and (x != bx or y != by):
                    if antall == len(kutt):
                        kutt = _storre(kutt)
                    antall = _skriv(kutt, antall, i, x, y)
    return kutt[:antall].copy()


@kompiler
def _forste_fra(varme: Heltall, fra: int, til: int, x: int) -> int:
    """First of the hot squares `fra` to `til`, sorted by x, that does not lie left of x."""
    while fra < til:
        midt = (fra + til) // 2
        if varme[midt, 0] < x:
            fra = midt + 1
        else:
            til = midt
    return fra


@kompiler
def _langs(segmenter: Heltall, kutt: Heltall) -> tuple[Heltall, Heltall]:
    """Sort the cuts by segment, and along each.

    Returns
    -------
    xy       (m, 2) the cuts
    start    (n + 1,) first cut of each segment
    """
    start = np.zeros(len(segmenter) + 1, dtype=np.int64)
    for k in range(len(kutt)):
        start[kutt[k, 0] + 1] += 1
    for i in range(len(segmenter)):
        start[i + 1] += start[i]
    slutt = start[:-1].copy()
    xy = np.empty((len(kutt), 2), dtype=np.int64)
    hvor = np.empty(len(kutt), dtype=np.int64)
    for k in range(len(kutt)):
        i, x, y = kutt[k, 0], kutt[k, 1], kutt[k, 2]
        ax, ay = segmenter[i, 0], segmenter[i, 1]
        langs = (segmenter[i, 2] - ax) * (x - ax) + (segmenter[i, 3] - ay) * (y - ay)
        m = slutt[i]
        while m > start[i] and hvor[m - 1] > langs:
            hvor[m], xy[m, 0], xy[m, 1] = hvor[m - 1], xy[m - 1, 0], xy[m - 1, 1]
            m -= 1
        hvor[m], xy[m, 0], xy[m, 1] = langs, x, y
        slutt[i] += 1
    return xy, start


@kompiler
def _del(
    segmenter: Heltall, eier: Heltall, kutt: tuple[Heltall, Heltall]
) -> tuple[Heltall, Heltall, Heltall]:
    """Cut the segments where `_langs` says; returns pieces, owners and first piece of each."""
    xy, start = kutt
    ut = np.empty((len(segmenter) + len(xy), 4), dtype=np.int64)
    ut_eier = np.empty(len(ut), dtype=np.int64)
    forste = np.zeros(len(segmenter) + 1, dtype=np.int64)
    n = 0
    for i in range(len(segmenter)):
        x, y = segmenter[i, 0], segmenter[i, 1]
        for k in range(start[i], start[i + 1] + 1):
            nx, ny = segmenter[i, 2], segmenter[i, 3]
            if k < start[i + 1]:
                nx, ny = xy[k, 0], xy[k, 1]
            if nx != x or ny != y:
                ut[n, 0], ut[n, 1], ut[n, 2], ut[n, 3] = x, y, nx, ny
                ut_eier[n] = eier[i]
                n += 1
                x, y = nx, ny
        forste[i + 1] = n
    return ut[:n].copy(), ut_eier[:n].copy(), forste
