"""Faces as rings of corners: the walks of each face written out, and made polygons when asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.dekke.kanter import Kanter
from gis.dekke.segmenter import MASKE_M, Former, Heltall
from gis.dekke.sykler import UTE, Sykler
from gis.kompilering import kompiler


def areal_m2(sykler: Sykler) -> NDArray[np.float64]:
    """(f,) area of every face, square metres: exact on the lattice, holes taken out."""
    har = sykler.flate != UTE
    dobbelt = np.zeros(sykler.antall_flater, dtype=np.int64)
    np.add.at(dobbelt, sykler.flate[har], sykler.areal2[har])
    return dobbelt.astype(np.float64) * (MASKE_M * MASKE_M / 2)


@dataclass(frozen=True, slots=True, eq=False)
class Omriss:
    """Faces as rings of corners, the outer ring of each first (GeoArrow's layout of polygons)."""

    xy: NDArray[np.float64]
    """(k, 2) corners ring after ring, the first again at the end, metres, exact."""
    ringer: Heltall
    """(r + 1,) first corner of each ring."""
    flater: Heltall
    """(m + 1,) first ring of each face."""
    uklar: NDArray[np.bool_]
    """(m,) whether rings of the face may touch one another or themselves."""

    def former(self) -> Former:
        """(m,) valid polygons; one whose ring touches itself is taken apart."""
        ut: Former = shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, self.xy, (self.ringer, self.flater)
        )
        uklare = np.flatnonzero(self.uklar)
        uklare = uklare[~shapely.is_valid(ut[uklare])]
        ut[uklare] = shapely.make_valid(ut[uklare], method="structure")
        return ut


def omriss(kanter: Kanter, sykler: Sykler, med: Heltall, hjorne: NDArray[np.float64]) -> Omriss:
    """Write faces out.

    Parameters
    ----------
    med       (m,) faces wanted
    hjorne    (2,) the tile's lower left corner, metres
    """
    ringer = _rekkefolge(sykler, med)
    xy, start, rort = _langs((kanter.xy, kanter.ender), kanter.neste, sykler.forste[ringer], hjorne)
    per_flate = np.bincount(sykler.flate[ringer], minlength=sykler.antall_flater)[med]
    flatestart = np.concatenate([[0], np.cumsum(per_flate)])
    beror = np.add.reduceat(rort, flatestart[:-1]) if len(med) else rort
    return Omriss(
        xy=xy, ringer=start, flater=flatestart,
        uklar=(beror > 0) | (per_flate > 1),
    )  # fmt: skip


def samlet_omriss(deler: Sequence[Omriss]) -> Omriss:
    """Return the faces of all tiles after one another."""
    punkt = np.cumsum([0, *(len(d.xy) for d in deler)])
    ring = np.cumsum([0, *(len(d.ringer) - 1 for d in deler)])
    return Omriss(
        xy=np.concatenate([np.empty((0, 2)), *(d.xy for d in deler)]),
        ringer=np.concatenate(
            [*(d.ringer[:-1] + p for d, p in zip(deler, punkt[:-1], strict=True)), punkt[-1:]]
        ),
        flater=np.concatenate(
            [*(d.flater[:-1] + r for d, r in zip(deler, ring[:-1], strict=True)), ring[-1:]]
        ),
        uklar=np.concatenate([np.empty(0, dtype=np.bool_), *(d.uklar for d in deler)]),
    )


def _rekkefolge(sykler: Sykler, med: Heltall) -> Heltall:
    """Sort the walks of the faces wanted: face by face, the outer one first."""
    plass = np.full(sykler.antall_flater, -1, dtype=np.int64)
    plass[med] = np.arange(len(med))
    av = np.where(sykler.flate == UTE, -1, plass[sykler.flate])
    valgt = np.flatnonzero(av >= 0)
    return valgt[np.lexsort((sykler.areal2[valgt] < 0, av[valgt]))]


@kompiler
def _langs(
    graf: tuple[Heltall, Heltall], neste: Heltall, forste: Heltall, opphav: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Heltall, Heltall]:
    """Corners along each walk, the first one again at the end.

    Parameters
    ----------
    graf      corners and ends of the edges
    opphav    (2,) where the lattice starts, metres

    Returns
    -------
    xy       (k, 2) all walks after one another, metres
    start    (r + 1,) first entry of each walk
    rort     (r,) how many corners the walk passes more than once
    """
    hjorner, ender = graf
    start = np.zeros(len(forste) + 1, dtype=np.int64)
    for r in range(len(forste)):
        h, lengde = neste[forste[r]], 2
        while h != forste[r]:
            h = neste[h]
            lengde += 1
        start[r + 1] = start[r] + lengde
    xy = np.empty((start[-1], 2), dtype=np.float64)
    rort = np.zeros(len(forste), dtype=np.int64)
    sist = np.full(len(hjorner), -1, dtype=np.int32)
    for r in range(len(forste)):
        h = forste[r]
        for k in range(start[r], start[r + 1]):
            hjorne = ender[h >> 1, h & 1]
            xy[k, 0] = hjorner[hjorne, 0] * MASKE_M + opphav[0]
            xy[k, 1] = hjorner[hjorne, 1] * MASKE_M + opphav[1]
            if sist[hjorne] == r and k < start[r + 1] - 1:
                rort[r] += 1
            sist[hjorne] = r
            h = neste[h]
    return xy, start, rort
