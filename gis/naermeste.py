"""Distance from each site's edge to the nearest of many shapes, segment against segment."""

import numpy as np

from gis.boksetre import GREINER, STABEL, Boksetre, avstand2, moter
from gis.kanter import BLOKK, Kanter
from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, heltall, rader

MOTES_M = 1e-6
"""Distance, metres, at and below which two edges meet."""


@kompiler
def naermeste(steder: Kanter, ting: Kanter, tre: Boksetre, spurt: Heltall) -> Flyt:
    """Distance from the edge of each site in `spurt` to the nearest edge, line or point.

    Parameters
    ----------
    tre      tree of `ting.boks`
    spurt    (k,) sites; what lies wholly inside another shape must have been settled before

    Returns
    -------
    avstand    (k,) metres, exactly 0 at and below `MOTES_M`; infinite where there is nothing
    """
    ut = np.full(len(spurt), np.inf)
    if len(tre.rekke) == 0:
        return ut
    node_av, hoyde_av = np.empty(STABEL, dtype=np.int64), np.empty(STABEL, dtype=np.int64)
    fjern_av = np.empty(STABEL)
    for s in range(len(spurt)):
        i = spurt[s]
        boks, best = steder.boks[i], np.inf
        if boks[0] > boks[2]:
            continue
        node_av[0], hoyde_av[0], fjern_av[0] = tre.nivaa[-1] - 1, len(tre.nivaa) - 2, 0.0
        topp = 1
        while topp > 0:
            topp -= 1
            if fjern_av[topp] >= best:
                continue
            p, h = node_av[topp], hoyde_av[topp]
            if h == 0:
                best = _til_form(steder, i, ting, tre.rekke[p], best)
                continue
            fra = tre.nivaa[h - 1] + (p - tre.nivaa[h]) * GREINER
            bunn = topp
            for k in range(fra, min(fra + GREINER, tre.nivaa[h])):
                fjern = avstand2(tre.boks[k], boks)
                if fjern >= best:
                    continue
                m = topp  # the nearest child lies uppermost
                while m > bunn and fjern_av[m - 1] < fjern:
                    node_av[m], hoyde_av[m], fjern_av[m] = (
                        node_av[m - 1],
                        hoyde_av[m - 1],
                        fjern_av[m - 1],
                    )
                    m -= 1
                node_av[m], hoyde_av[m], fjern_av[m] = k, h - 1, fjern
                topp += 1
        ut[s] = 0.0 if best <= MOTES_M * MOTES_M else np.sqrt(best)
    return ut


@kompiler
def _naermeste_blokk(boks: Flyt, ting: Kanter, j: int, best: float) -> tuple[int, int]:
    """Run and block of shape j whose boxes lie nearest (4,) `boks`; (−1, −1) beyond `best`."""
    fjern, naer_r, naer_q = best, -1, -1
    for r in range(ting.form[j], ting.form[j + 1]):
        for q in range(ting.stor[r], ting.stor[r + 1]):
            d = avstand2(ting.storboks[q], boks)
            if d < fjern:
                fjern, naer_r, naer_q = d, r, q
    if naer_r < 0:
        return -1, -1
    fra, til = _blokker(ting, naer_r, naer_q)
    naer_b, fjern = fra, np.inf
    for b in range(fra, til):
        d = avstand2(ting.blokkboks[b], boks)
        if d < fjern:
            fjern, naer_b = d, b
    return naer_r, naer_b


@kompiler
def _til_form(steder: Kanter, i: int, ting: Kanter, j: int, best: float) -> float:
    """Smallest squared distance from site i to shape j, or `best` where that is smaller.

    The nearest block is measured first, so that most of the others fall away.
    """
    boks = steder.boks[i]
    naer_r, naer_b = _naermeste_blokk(boks, ting, j, best)
    if naer_r < 0:
        return best
    best = _til_blokk(steder, i, ting, naer_r, naer_b, best)
    for r in range(ting.form[j], ting.form[j + 1]):
        for q in range(ting.stor[r], ting.stor[r + 1]):
            if avstand2(ting.storboks[q], boks) >= best:
                continue
            fra, til = _blokker(ting, r, q)
            for b in range(fra, til):
                if b != naer_b and avstand2(ting.blokkboks[b], boks) < best:
                    best = _til_blokk(steder, i, ting, r, b, best)
    return best


@kompiler
def _blokker(ting: Kanter, r: int, q: int) -> tuple[int, int]:
    """First block of large block q of run r, and the one after its last."""
    fra = ting.blokk[r] + (q - ting.stor[r]) * BLOKK
    return fra, min(fra + BLOKK, ting.blokk[r + 1])


@kompiler
def _kanter(ting: Kanter, r: int, b: int) -> tuple[int, int, int]:
    """Vertices of block b of run r: first of its edges, after its last, step to an edge's end."""
    fra = ting.strek[r] + (b - ting.blokk[r]) * BLOKK
    siste = ting.strek[r + 1] - 1
    if ting.strek[r] == siste:
        return fra, fra + 1, 0
    return fra, min(fra + BLOKK, siste), 1


@kompiler
def _til_blokk(steder: Kanter, i: int, ting: Kanter, r: int, b: int, best: float) -> float:
    """Smallest squared distance from site i to block b, or `best`.

    The site's edges that come near the block at all are found first.
    """
    blokk, xy = ting.blokkboks[b], ting.xy
    egne, antall = _naere_kanter(steder, i, blokk, best)
    if antall == 0:
        return best
    fra, til, steg = _kanter(ting, r, b)
    for k in range(fra, til):
        ax, ay, bx, by = xy[k, 0], xy[k, 1], xy[k + steg, 0], xy[k + steg, 1]
        x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        for e in range(antall):
            cx, cy, dx, dy = egne[e, 0], egne[e, 1], egne[e, 2], egne[e, 3]
            ux = max(min(cx, dx) - x1, x0 - max(cx, dx), 0.0)
            uy = max(min(cy, dy) - y1, y0 - max(cy, dy), 0.0)
            if ux * ux + uy * uy < best:
                d = _mellom(bx - ax, by - ay, dx - cx, dy - cy, cx - ax, cy - ay)
                best = min(best, d)
    return best


@kompiler
def _naere_kanter(steder: Kanter, i: int, blokk: Flyt, best: float) -> tuple[Flyt, int]:
    """Edges of site i whose boxes lie nearer the box than `best` (squared), and how many."""
    xy, n = steder.xy, 0
    ut = np.empty((32, 4))
    for r in range(steder.form[i], steder.form[i + 1]):
        for q in range(steder.stor[r], steder.stor[r + 1]):
            if avstand2(steder.storboks[q], blokk) >= best:
                continue
            b0, b1 = _blokker(steder, r, q)
            for b in range(b0, b1):
                if avstand2(steder.blokkboks[b], blokk) >= best:
                    continue
                fra, til, steg = _kanter(steder, r, b)
                for k in range(fra, til):
                    cx, cy, dx, dy = xy[k, 0], xy[k, 1], xy[k + steg, 0], xy[k + steg, 1]
                    ux = max(min(cx, dx) - blokk[2], blokk[0] - max(cx, dx), 0.0)
                    uy = max(min(cy, dy) - blokk[3], blokk[1] - max(cy, dy), 0.0)
                    if ux * ux + uy * uy >= best:
                        continue
                    if n == len(ut):
                        ut = rader(ut, 0, n, 2 * n)
                    ut[n, 0], ut[n, 1], ut[n, 2], ut[n, 3] = cx, cy, dx, dy
                    n += 1
    return ut, n


@kompiler
def _mellom(rx: float, ry: float, sx: float, sy: float, wx: float, wy: float) -> float:
    """Squared distance between the segments 0 → r and w → w + s; 0 where they cross."""
    d1 = rx * wy - ry * wx
    d2 = rx * (wy + sy) - ry * (wx + sx)
    d3 = sy * wx - sx * wy
    d4 = sx * (ry - wy) - sy * (rx - wx)
    if d1 * d2 < 0.0 and d3 * d4 < 0.0:
        return 0.0
    ut = _fra_punkt(wx, wy, rx, ry)
    ut = min(ut, _fra_punkt(wx + sx, wy + sy, rx, ry))
    ut = min(ut, _fra_punkt(-wx, -wy, sx, sy))
    return min(ut, _fra_punkt(rx - wx, ry - wy, sx, sy))


@kompiler
def _fra_punkt(px: float, py: float, rx: float, ry: float) -> float:
    """Squared distance from a point to the segment 0 → r."""
    lengde2 = rx * rx + ry * ry
    t = 0.0
    if lengde2 > 0.0:
        t = min(max((px * rx + py * ry) / lengde2, 0.0), 1.0)
    dx, dy = px - t * rx, py - t * ry
    return dx * dx + dy * dy


@kompiler
def innenfor(steder: Kanter, ting: Kanter, tre: Boksetre, radius: float) -> tuple[Heltall, Heltall]:
    """Find every shape whose edge, line or point lies within `radius` (≤) of a site's edge.

    Returns
    -------
    sted, ting    (k,) numbers of the pairs, site by site; pairs where one holds the other and the
                  edges lie farther apart are not among them
    """
    best = np.nextafter(radius * radius, np.inf)
    kandidater = np.empty(len(tre.rekke), dtype=np.int64)
    sted, funnet = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)
    antall, rundt = 0, np.empty(4)
    for i in range(len(steder.boks)):
        boks = steder.boks[i]
        if boks[0] > boks[2]:
            continue
        rundt[0], rundt[1] = boks[0] - radius, boks[1] - radius
        rundt[2], rundt[3] = boks[2] + radius, boks[3] + radius
        for c in range(moter(tre, rundt, kandidater)):
            if _til_form(steder, i, ting, kandidater[c], best) < best:
                if antall == len(sted):
                    sted = heltall(sted, 0, antall, 2 * antall)
                    funnet = heltall(funnet, 0, antall, 2 * antall)
                sted[antall], funnet[antall] = i, kandidater[c]
                antall += 1
    return heltall(sted, 0, antall, antall), heltall(funnet, 0, antall, antall)
