"""Outlines of ground within a distance: closed rings whose winding tells what is covered.

A ring walks along the shape at the distance, in an arc round every outward corner and through the
corner itself at every inward one. It crosses itself, but winds zero times or more round every
point, and more than zero times round a point within the distance: the convolution of a curve with
a disc counts the parts of the curve that lie in the disc. Nothing is united or repaired.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.kanter import Former, flat_ut
from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, rader, tall

KVARTBUER = 32
"""Chords in a quarter of a circle: they leave the circle by at most 0.03 % of the distance."""
MASKE_M = 2.0**-20
"""Corners lie on a lattice of this size, metres (1 µm): none lies on a window's side."""


class Omriss(NamedTuple):
    """r closed rings in b pieces; the rings of a piece wind zero times or more in all."""

    xy: Flyt
    """(m, 2) corners about the origin, metres, ring after ring; first and last are equal."""
    bue: Flyt
    """(m,) radius, metres, of the arc whose chord begins here; 0 for a straight edge."""
    ring: Heltall
    """(r + 1,) first corner of each ring."""
    brikke: Heltall
    """(b + 1,) first ring of each piece."""


def omriss(former: Former, avstand_m: float, hjorne: Flyt, kvartbuer: int = KVARTBUER) -> Omriss:
    """Outline the ground that lies within a distance of shapes.

    Parameters
    ----------
    former       (n,) valid polygons, or lines, or points, single or multiple; map plane, metres
    avstand_m    0: the polygons themselves (lines and points then cover nothing)
    hjorne       (2,) origin of the corners that are returned, map plane
    kvartbuer    chords in a quarter of a circle

    Returns
    -------
    omriss    one piece per shell, line or point; where a polygon has holes, one for the polygon
              itself and one for the ground around each of its rings
    """
    kanter = flat_ut(former)
    xy, n = kanter.xy - hjorne, len(kanter.strek) - 1
    er_flate = bool((kanter.fortegn != 0.0).any())
    if n == 0 or (avstand_m <= 0.0 and not er_flate):
        null = np.zeros(1, dtype=np.int64)
        return Omriss(np.empty((0, 2)), np.empty(0), null, null)
    if not er_flate:
        deler = [_rundt(xy, kanter.strek, np.zeros(n, dtype=np.int64), avstand_m, kvartbuer)]
        return samlet(deler)
    slag = _ringslag(xy, kanter.strek, kanter.fortegn)
    deler = []
    if avstand_m > 0.0:
        enkel = np.where(slag == ENKEL, np.where(kanter.fortegn < 0.0, 1, -1), 0)
        deler.append(_rundt(xy, kanter.strek, enkel, avstand_m, kvartbuer))
    med = (slag != ENKEL) | (avstand_m <= 0.0)
    if med.any():
        deler.append(_flatene(xy, kanter.strek, kanter.fortegn, slag, med))
    return samlet(deler)


def samlet(deler: list[Omriss]) -> Omriss:
    """Put outlines after one another."""
    ring, brikke, hjorner, ringer = (
        [np.zeros(1, dtype=np.int64)],
        [np.zeros(1, dtype=np.int64)],
        0,
        0,
    )
    for del_ in deler:
        ring.append(del_.ring[1:] + hjorner)
        brikke.append(del_.brikke[1:] + ringer)
        hjorner, ringer = hjorner + int(del_.ring[-1]), ringer + int(del_.brikke[-1])
    xy = np.concatenate([del_.xy for del_ in deler])
    bue = np.concatenate([del_.bue for del_ in deler])
    return Omriss(xy, bue, np.concatenate(ring), np.concatenate(brikke))


ENKEL, MED_HULL, HULL = 0, 1, 2
"""A ring: shell without holes, shell with holes, hole."""


@kompiler
def _ringslag(xy: Flyt, strek: Heltall, fortegn: Flyt) -> Heltall:
    """(r,) what each ring is; a shell stands before its holes."""
    n = len(strek) - 1
    ut = np.zeros(n, dtype=np.int64)
    for r in range(n):
        fra, til = strek[r], strek[r + 1]
        x0, y0, dobbelt = xy[fra, 0], xy[fra, 1], 0.0
        for k in range(fra + 1, til - 1):
            dobbelt += (xy[k, 0] - x0) * (xy[k + 1, 1] - y0)
            dobbelt -= (xy[k + 1, 0] - x0) * (xy[k, 1] - y0)
        if (dobbelt > 0.0) != (fortegn[r] < 0.0):
            ut[r] = HULL
            if ut[r - 1] == ENKEL:
                ut[r - 1] = MED_HULL
    return ut


@kompiler
def _flatene(
    xy: Flyt, strek: Heltall, fortegn: Flyt, slag: Heltall, med: NDArray[np.bool_]
) -> Omriss:
    """Rings of the polygons that are `med`, ground to the left, one piece per shell."""
    n, m, biter, ringer = len(strek) - 1, 0, 0, 0
    for r in range(n):
        if med[r]:
            m += strek[r + 1] - strek[r]
            ringer += 1
            biter += slag[r] != HULL
    ut, bue = np.empty((m, 2)), np.zeros(m)
    ring, brikke = np.zeros(ringer + 1, dtype=np.int64), np.zeros(biter + 1, dtype=np.int64)
    m, biter, ringer = 0, 0, 0
    for r in range(n):
        if not med[r]:
            continue
        if slag[r] != HULL:
            brikke[biter] = ringer
            biter += 1
        antall = strek[r + 1] - strek[r]
        for k in range(antall):
            fra = strek[r] + k if fortegn[r] < 0.0 else strek[r + 1] - 1 - k
            ut[m + k, 0], ut[m + k, 1] = xy[fra, 0], xy[fra, 1]
        m += antall
        ringer += 1
        ring[ringer] = m
    brikke[biter] = ringer
    _paa_masken(ut, m)
    return Omriss(ut, bue, ring, brikke)


@kompiler
def _rundt(xy: Flyt, strek: Heltall, vei: Heltall, r_m: float, kvartbuer: int) -> Omriss:
    """Walk round every run of corners at the distance `r_m`; one piece each.

    Parameters
    ----------
    vei    (r,) 1, −1: round a shell whose ground lies left, right of its direction; 0: along a
           run and back, on both sides of it
    """
    n, m = len(strek) - 1, 0
    ring = np.zeros(n + 1, dtype=np.int64)
    ut = Omriss(np.empty((8 * len(xy), 2)), np.empty(8 * len(xy)), ring, np.arange(n + 1))
    for r in range(n):
        sti = _sti(xy, strek[r], strek[r + 1], vei[r])
        plass = m + len(sti) * 4 + (len(sti) * 2 + 8) * kvartbuer
        if plass > len(ut.xy):
            storre = rader(ut.xy, 0, m, 2 * plass), tall(ut.bue, m, 2 * plass)
            ut = Omriss(storre[0], storre[1], ring, ut.brikke)
        m = _gaa(sti, r_m, 0.5 * np.pi / kvartbuer, ut, m)
        ring[r + 1] = m
    _paa_masken(ut.xy, m)
    return Omriss(rader(ut.xy, 0, m, m), tall(ut.bue, m, m), ring, ut.brikke)


@kompiler
def _paa_masken(xy: Flyt, antall: int) -> None:
    """Round the first corners to the lattice."""
    for k in range(antall):
        for s in range(2):
            xy[k, s] = np.rint(xy[k, s] / MASKE_M) * MASKE_M


@kompiler
def _sti(xy: Flyt, fra: int, til: int, vei: int) -> Flyt:
    """(k, 2) corners of a closed path with the ground on its left, none twice after another."""
    n = til - fra
    ut, k = np.empty((2 * n, 2)), 0
    for i in range(n if vei != 0 else 2 * n - 1):
        j = fra + (i if i < n else 2 * n - 2 - i)
        if vei < 0:
            j = til - 1 - i
        if k == 0 or xy[j, 0] != ut[k - 1, 0] or xy[j, 1] != ut[k - 1, 1]:
            ut[k, 0], ut[k, 1] = xy[j, 0], xy[j, 1]
            k += 1
    while k > 1 and ut[k - 1, 0] == ut[0, 0] and ut[k - 1, 1] == ut[0, 1]:
        k -= 1
    return rader(ut, 0, k, k)


@kompiler
def _skriv(ut: Omriss, m: int, x: float, y: float) -> int:
    """Write a corner that begins a straight edge."""
    ut.xy[m, 0], ut.xy[m, 1], ut.bue[m] = x, y, 0.0
    return m + 1


@kompiler
def _gaa(sti: Flyt, r_m: float, steg: float, ut: Omriss, m: int) -> int:
    """Write the ring round one path from place m on; returns the place after it."""
    k, forste = len(sti), m
    if k == 1:
        m = _bue(sti[0], (0.0, -r_m), 2.0 * np.pi, steg, ut, m)
    for i in range(k if k > 1 else 0):
        a, b, c = sti[i - 1 if i > 0 else k - 1], sti[i], sti[i + 1 if i + 1 < k else 0]
        ux, uy, wx, wy = b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]
        u, w = r_m / np.sqrt(ux * ux + uy * uy), r_m / np.sqrt(wx * wx + wy * wy)
        kryss, prikk = ux * wy - uy * wx, ux * wx + uy * wy
        if kryss > 0.0 or (kryss == 0.0 and prikk < 0.0):
            m = _bue(b, (u * uy, -u * ux), np.arctan2(abs(kryss), prikk), steg, ut, m)
            m -= 1  # the arc's own end gives way to the exact start of the next edge
        else:
            m = _skriv(ut, m, b[0] + u * uy, b[1] - u * ux)
            if kryss < 0.0:
                m = _skriv(ut, m, b[0], b[1])
        m = _skriv(ut, m, b[0] + w * wy, b[1] - w * wx)
    return _skriv(ut, m, ut.xy[forste, 0], ut.xy[forste, 1])


@kompiler
def _bue(
    midt: Flyt, fra: tuple[float, float], vinkel: float, steg: float, ut: Omriss, m: int
) -> int:
    """Write an arc, both ends included, from `midt + fra` turning left by `vinkel` (radians)."""
    antall = max(int(np.ceil(vinkel / steg - 1e-9)), 1)
    c, s = np.cos(vinkel / antall), np.sin(vinkel / antall)
    x, y = fra
    radius = np.sqrt(x * x + y * y)
    for _ in range(antall + 1):
        ut.xy[m, 0], ut.xy[m, 1], ut.bue[m] = midt[0] + x, midt[1] + y, radius
        m += 1
        x, y = x * c - y * s, x * s + y * c
    return m
