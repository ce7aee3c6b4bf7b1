"""Shapes laid flat: all vertices in one array, ring after ring, with boxes over runs of edges.

Loops over edges skip or settle whole runs at a time by their boxes; nothing is cut or copied.
"""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, tomme_bokser

Former = NDArray[np.object_]

BLOKK = 16
"""Consecutive edges in a block, and blocks in a large block; measured, a power of two is enough."""
FLATE = 3
"""shapely's type number of a single polygon."""


class Kanter(NamedTuple):
    """n shapes as r runs of vertices: rings of polygons, lines, or single points."""

    xy: Flyt
    """(m, 2) vertices, metres; rings are closed."""
    strek: Heltall
    """(r + 1,) first vertex of each run."""
    fortegn: Flyt
    """(r,) +1 where ground lies to the right of the ring's direction, −1 to the left; 0 else."""
    form: Heltall
    """(n + 1,) first run of each shape."""
    boks: Flyt
    """(n, 4) box of each shape: x0, y0, x1, y1; an empty shape has an empty box (x0 > x1)."""
    blokk: Heltall
    """(r + 1,) first block of each run."""
    blokkboks: Flyt
    """(b, 4) boxes of `BLOKK` consecutive edges."""
    stor: Heltall
    """(r + 1,) first large block of each run."""
    storboks: Flyt
    """(s, 4) boxes of `BLOKK` consecutive blocks."""


def flat_ut(former: Former) -> Kanter:
    """Lay shapes flat; heights are dropped.

    Parameters
    ----------
    former    (n,) geometries of one kind each: polygons, lines or points, single or multiple;
              polygons valid. Missing and empty ones have no run. No collections.
    """
    enkle, opphav = shapely.get_parts(former, return_index=True)
    flate = shapely.get_type_id(enkle) == FLATE
    if flate.any():
        if not flate.all():
            enkle, opphav = enkle[flate], opphav[flate]
        streker, i_enkel = shapely.get_rings(enkle, return_index=True)
        opphav = opphav[i_enkel]
        skall = np.ones(len(streker), dtype=np.bool_)
        skall[1:] = i_enkel[1:] != i_enkel[:-1]
    else:
        streker, skall = enkle, np.ones(len(enkle), dtype=np.bool_)
    antall = shapely.get_num_coordinates(streker).astype(np.int64)
    if not antall.all():
        streker, opphav, skall = streker[antall > 0], opphav[antall > 0], skall[antall > 0]
        antall = antall[antall > 0]
    strek = np.concatenate([[0], np.cumsum(antall)]).astype(np.int64)
    form = np.searchsorted(opphav, np.arange(len(former) + 1)).astype(np.int64)
    xy = np.ascontiguousarray(shapely.get_coordinates(streker))
    fortegn = _fortegn(xy, strek, skall) if flate.any() else np.zeros(len(antall))
    blokk, stor = _antall_blokker(strek)
    blokkboks, storboks, boks = _bokser(xy, strek, form, blokk, stor)
    return Kanter(xy, strek, fortegn, form, boks, blokk, blokkboks, stor, storboks)


@kompiler
def _fortegn(xy: Flyt, strek: Heltall, skall: NDArray[np.bool_]) -> Flyt:
    """(r,) side of the ground, from the ring's turn and whether it is a shell or a hole."""
    ut = np.zeros(len(strek) - 1)
    for r in range(len(ut)):
        fra, til = strek[r], strek[r + 1]
        x0, y0 = xy[fra, 0], xy[fra, 1]
        dobbelt = 0.0
        for k in range(fra + 1, til - 1):
            dobbelt += (xy[k, 0] - x0) * (xy[k + 1, 1] - y0)
            dobbelt -= (xy[k + 1, 0] - x0) * (xy[k, 1] - y0)
        ut[r] = -1.0 if (dobbelt > 0.0) == skall[r] else 1.0
    return ut


@kompiler
def _antall_blokker(strek: Heltall) -> tuple[Heltall, Heltall]:
    """Offsets of blocks and large blocks per run; a single point counts as one edge."""
    n = len(strek) - 1
    blokk = np.zeros(n + 1, dtype=np.int64)
    stor = np.zeros(n + 1, dtype=np.int64)
    for r in range(n):
        kanter = max(strek[r + 1] - strek[r] - 1, 1)
        blokker = (kanter + BLOKK - 1) // BLOKK
        blokk[r + 1] = blokk[r] + blokker
        stor[r + 1] = stor[r] + (blokker + BLOKK - 1) // BLOKK
    return blokk, stor


@kompiler
def _utvid(boks: Flyt, i: int, x: float, y: float) -> None:
    """Grow box i to hold a point."""
    boks[i, 0], boks[i, 1] = min(boks[i, 0], x), min(boks[i, 1], y)
    boks[i, 2], boks[i, 3] = max(boks[i, 2], x), max(boks[i, 3], y)


@kompiler
def _hold(boks: Flyt, i: int, andre: Flyt, k: int) -> None:
    """Grow box i to hold box k of the others."""
    _utvid(boks, i, andre[k, 0], andre[k, 1])
    _utvid(boks, i, andre[k, 2], andre[k, 3])


@kompiler
def _bokser(
    xy: Flyt, strek: Heltall, form: Heltall, blokk: Heltall, stor: Heltall
) -> tuple[Flyt, Flyt, Flyt]:
    """Boxes of blocks, large blocks and shapes."""
    blokkboks, storboks = tomme_bokser(blokk[-1]), tomme_bokser(stor[-1])
    boks = tomme_bokser(len(form) - 1)
    for i in range(len(form) - 1):
        for r in range(form[i], form[i + 1]):
            for b in range(blokk[r], blokk[r + 1]):
                lokal = b - blokk[r]
                fra = strek[r] + lokal * BLOKK
                til = min(fra + BLOKK + 1, strek[r + 1])
                for k in range(fra, til):
                    _utvid(blokkboks, b, xy[k, 0], xy[k, 1])
                _hold(storboks, stor[r] + lokal // BLOKK, blokkboks, b)
            for s in range(stor[r], stor[r + 1]):
                _hold(boks, i, storboks, s)
    return blokkboks, storboks, boks
