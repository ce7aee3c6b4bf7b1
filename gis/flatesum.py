"""Area of an intersection as a sum over pairs of edges; no overlay is made.

With the edges e of A and f of B directed, and H(x, y) the length of A's vertical section below y,

    area(A ∩ B) = Σ_f s_f ∫ H(x, y_f(x)) dx,   H(x, y) = Σ_e s_e min(y_e(x), y).

Every term is a closed form and continuous in the coordinates, so touching, coincident and vertical
edges need no case of their own. Runs of B below A's box give nothing; runs above it give A's area
between their ends. Coordinates are shifted to A's lower left corner, which is exact.
"""

from typing import NamedTuple

import numpy as np

from gis.boksetre import Boksetre, moter
from gis.kanter import BLOKK, Kanter
from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, heltall, rader, tall

GULV_M2 = 1e-12
"""Area, m² (1 µm × 1 µm), at and below which a pair is not reported: rounding at best."""
SMAA = 64
"""Edges up to which a shape is laid out whole; of two larger ones, the one with fewer."""


class Lokal(NamedTuple):
    """One shape about its own lower left corner."""

    x0: float
    y0: float
    """The corner, map plane, metres."""
    bredde: float
    hoyde: float
    """Size of its box, metres."""
    kant: Flyt
    """(e, 6) edges that are not vertical: x0 < x1, y0, y1, slope, sign: as (x0, y0, x1, y1, …)."""
    blokk: Flyt
    """(b, 3) for every `BLOKK` edges: smallest x, largest x, signed area below them."""
    areal: float
    """Its area, m²."""


@kompiler
def lokal(former: Kanter, i: int) -> Lokal:
    """Lay out shape i."""
    x0, y0 = former.boks[i, 0], former.boks[i, 1]
    forste, siste = former.form[i], former.form[i + 1]
    kant = np.empty((max(former.strek[siste] - former.strek[forste], 1), 6))
    n = 0
    for r in range(forste, siste):
        for k in range(former.strek[r], former.strek[r + 1] - 1):
            ax, ay = former.xy[k, 0] - x0, former.xy[k, 1] - y0
            bx, by = former.xy[k + 1, 0] - x0, former.xy[k + 1, 1] - y0
            if ax == bx:
                continue
            fortegn = former.fortegn[r]
            if ax > bx:
                ax, ay, bx, by, fortegn = bx, by, ax, ay, -fortegn
            kant[n, 0], kant[n, 1], kant[n, 2], kant[n, 3] = ax, ay, bx, by
            kant[n, 4], kant[n, 5] = (by - ay) / (bx - ax), fortegn
            n += 1
    antall = (n + BLOKK - 1) // BLOKK
    blokk = np.empty((antall, 3))
    areal = 0.0
    for b in range(antall):
        fra, til = b * BLOKK, min((b + 1) * BLOKK, n)
        lav, hoy, sum_ = np.inf, -np.inf, 0.0
        for k in range(fra, til):
            lav, hoy = min(lav, kant[k, 0]), max(hoy, kant[k, 2])
            bredde = kant[k, 2] - kant[k, 0]
            sum_ += kant[k, 5] * 0.5 * bredde * (kant[k, 1] + kant[k, 3])
        blokk[b, 0], blokk[b, 1], blokk[b, 2] = lav, hoy, sum_
        areal += sum_
    boks = former.boks[i]
    kant = rader(kant, 0, n, n)
    return Lokal(x0, y0, boks[2] - x0, boks[3] - y0, kant, blokk, areal)


@kompiler
def _venstre(form: Lokal, x: float) -> float:
    """Area of the shape left of x (local), m²."""
    if x <= 0.0:
        return 0.0
    if x >= form.bredde:
        return form.areal
    ut = 0.0
    kant = form.kant
    for b in range(len(form.blokk)):
        if form.blokk[b, 1] <= x:
            ut += form.blokk[b, 2]
        elif form.blokk[b, 0] < x:
            for k in range(b * BLOKK, min((b + 1) * BLOKK, len(kant))):
                if kant[k, 0] < x:
                    w = min(kant[k, 2], x) - kant[k, 0]
                    ut += kant[k, 5] * w * (kant[k, 1] + 0.5 * w * kant[k, 4])
    return ut


@kompiler
def _under(form: Lokal, ax: float, ay: float, bx: float, by: float) -> float:
    """Area of the shape below the edge from (ax, ay) to (bx, by), ax < bx, local, m²."""
    kant = form.kant
    stigning = (by - ay) / (bx - ax)
    ut = 0.0
    for b in range(len(form.blokk)):
        if form.blokk[b, 1] <= ax or form.blokk[b, 0] >= bx:
            continue
        for k in range(b * BLOKK, min((b + 1) * BLOKK, len(kant))):
            xl, xr = max(kant[k, 0], ax), min(kant[k, 2], bx)
            w = xr - xl
            if w <= 0.0:
                continue
            el = kant[k, 1] + (xl - kant[k, 0]) * kant[k, 4]
            er = el + w * kant[k, 4]
            fl = ay + (xl - ax) * stigning
            fr = fl + w * stigning
            dl, dr = el - fl, er - fr
            if dl <= 0.0 and dr <= 0.0:
                flate = 0.5 * w * (el + er)
            elif dl >= 0.0 and dr >= 0.0:
                flate = 0.5 * w * (fl + fr)
            elif dl < 0.0:
                flate = 0.5 * w * (fl + fr - dl * dl / (dr - dl))
            else:
                flate = 0.5 * w * (fl + fr - dr * dr / (dl - dr))
            ut += kant[k, 5] * flate
    return ut


OVER, UNDER, NAER = 0, 1, 2
"""Where a run of edges lies from the local shape: above or beside it, below it, near it."""


@kompiler
def plassering(boks: Flyt, vindu: Flyt) -> int:
    """Tell where (4,) `boks` lies from (4,) `vindu`."""
    if boks[1] >= vindu[3] or boks[2] <= vindu[0] or boks[0] >= vindu[2]:
        return OVER
    return UNDER if boks[3] <= vindu[1] else NAER


@kompiler
def snittareal(form: Lokal, andre: Kanter, j: int) -> float:
    """Area, m², that the laid out shape shares with shape j of `andre`; may be off by rounding."""
    vindu = np.empty(4)
    vindu[0], vindu[1] = form.x0, form.y0
    vindu[2], vindu[3] = form.x0 + form.bredde, form.y0 + form.hoyde
    xy, ut = andre.xy, 0.0
    for r in range(andre.form[j], andre.form[j + 1]):
        ring, i_lop, start = 0.0, False, 0.0
        for q in range(andre.stor[r], andre.stor[r + 1]):
            b0 = andre.blokk[r] + (q - andre.stor[r]) * BLOKK
            b1 = min(b0 + BLOKK, andre.blokk[r + 1])
            hvor = plassering(andre.storboks[q], vindu)
            if hvor != NAER:
                b1 = b0 + 1  # one step for the whole large block
            for b in range(b0, b1):
                k0 = andre.strek[r] + (b - andre.blokk[r]) * BLOKK
                her = hvor if hvor != NAER else plassering(andre.blokkboks[b], vindu)
                if her == OVER and not i_lop:
                    i_lop, start = True, xy[k0, 0] - form.x0
                elif her == UNDER and i_lop:
                    ring += _mellom(form, start, xy[k0, 0] - form.x0)
                    i_lop = False
                elif her == NAER:
                    k1 = min(k0 + BLOKK, andre.strek[r + 1] - 1)
                    bidrag, i_lop, start = _naere(form, xy, k0, k1, i_lop, start)
                    ring += bidrag
        if i_lop:
            ring += _mellom(form, start, xy[andre.strek[r + 1] - 1, 0] - form.x0)
        ut += andre.fortegn[r] * ring
    return ut


@kompiler
def _mellom(form: Lokal, fra: float, til: float) -> float:
    """Area of the shape between two x (local), negative when `til` is the smaller."""
    fra, til = min(max(fra, 0.0), form.bredde), min(max(til, 0.0), form.bredde)
    return _venstre(form, til) - _venstre(form, fra) if fra != til else 0.0


@kompiler
def _naere(
    form: Lokal, xy: Flyt, k0: int, k1: int, i_lop: bool, start: float
) -> tuple[float, bool, float]:
    """Sum over the edges k0 … k1 − 1 of a block near the shape; carries the run above it on."""
    ut = 0.0
    for k in range(k0, k1):
        ax, ay = xy[k, 0] - form.x0, xy[k, 1] - form.y0
        bx, by = xy[k + 1, 0] - form.x0, xy[k + 1, 1] - form.y0
        lav, hoy = min(ax, bx), max(ax, bx)
        if lav >= form.bredde or hoy <= 0.0 or min(ay, by) >= form.hoyde:
            if not i_lop:
                i_lop, start = True, ax
            continue
        if lav == hoy:
            continue
        if i_lop:
            ut += _mellom(form, start, ax)
            i_lop = False
        if max(ay, by) > 0.0:
            if ax < bx:
                ut += _under(form, ax, ay, bx, by)
            else:
                ut -= _under(form, bx, by, ax, ay)
    return ut, i_lop, start


@kompiler
def parareal(
    steder: Kanter, flater: Kanter, tre: Boksetre, fra: int, til: int
) -> tuple[Heltall, Heltall, Flyt]:
    """Measure the sites fra … til − 1 against every polygon whose box meets theirs.

    Returns
    -------
    sted, flate    (k,) numbers of the pairs that share more than `GULV_M2`, site by site
    areal          (k,) shared area, m²
    """
    kandidater = np.empty(len(tre.rekke), dtype=np.int64)
    sted, flate = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64)
    areal, antall = np.empty(64), 0
    for i in range(fra, til):
        funnet = moter(tre, steder.boks[i], kandidater)
        if funnet == 0:
            continue
        egne = lokal(steder, i)
        for c in range(funnet):
            j = kandidater[c]
            dens = flater.strek[flater.form[j + 1]] - flater.strek[flater.form[j]]
            if len(egne.kant) > SMAA and dens < len(egne.kant):
                delt = snittareal(lokal(flater, j), steder, i)
            else:
                delt = snittareal(egne, flater, j)
            if delt <= GULV_M2:
                continue
            if antall == len(sted):
                sted = heltall(sted, 0, antall, 2 * antall)
                flate = heltall(flate, 0, antall, 2 * antall)
                areal = tall(areal, antall, 2 * antall)
            sted[antall], flate[antall], areal[antall] = i, j, delt
            antall += 1
    sted, flate = heltall(sted, 0, antall, antall), heltall(flate, 0, antall, antall)
    return sted, flate, tall(areal, antall, antall)
