"""Faces as polygons: the walks of each face written out as rings."""

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


def polygoner(kanter: Kanter, sykler: Sykler, med: Heltall, hjorne: NDArray[np.float64]) -> Former:
    """Write faces out.

    Parameters
    ----------
    med       (m,) faces wanted
    hjorne    (2,) the tile's lower left corner, metres

    Returns
    -------
    former    (m,) valid polygons, corners on the lattice; a ring that touches itself is taken apart
    """
    ringer = _rekkefolge(sykler, med)
    halvkanter, start, rort = _langs(kanter.ender, kanter.neste, sykler.forste[ringer])
    hjorner = kanter.xy[kanter.ender[halvkanter // 2, halvkanter % 2]]
    per_flate = np.bincount(sykler.flate[ringer], minlength=sykler.antall_flater)[med]
    flatestart = np.concatenate([[0], np.cumsum(per_flate)])
    former: Former = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, hjorner * MASKE_M + hjorne, (start, flatestart)
    )
    beror = np.add.reduceat(rort, flatestart[:-1]) if len(med) else rort
    uklare = np.flatnonzero((beror > 0) | (per_flate > 1))
    uklare = uklare[~shapely.is_valid(former[uklare])]
    former[uklare] = shapely.make_valid(former[uklare], method="structure")
    return former


def _rekkefolge(sykler: Sykler, med: Heltall) -> Heltall:
    """Sort the walks of the faces wanted: face by face, the outer one first."""
    plass = np.full(sykler.antall_flater, -1, dtype=np.int64)
    plass[med] = np.arange(len(med))
    av = np.where(sykler.flate == UTE, -1, plass[sykler.flate])
    valgt = np.flatnonzero(av >= 0)
    return valgt[np.lexsort((sykler.areal2[valgt] < 0, av[valgt]))]


@kompiler
def _langs(ender: Heltall, neste: Heltall, forste: Heltall) -> tuple[Heltall, Heltall, Heltall]:
    """Half-edges along each walk, the first one again at the end.

    Returns
    -------
    halvkanter    (k,) all walks after one another
    start         (r + 1,) first entry of each walk
    rort          (r,) how many corners the walk passes more than once
    """
    start = np.zeros(len(forste) + 1, dtype=np.int64)
    for r in range(len(forste)):
        h, lengde = neste[forste[r]], 2
        while h != forste[r]:
            h = neste[h]
            lengde += 1
        start[r + 1] = start[r] + lengde
    halvkanter = np.empty(start[-1], dtype=np.int64)
    rort = np.zeros(len(forste), dtype=np.int64)
    sist = np.full(ender.max() + 1 if len(ender) else 1, -1, dtype=np.int64)
    for r in range(len(forste)):
        h = forste[r]
        for k in range(start[r], start[r + 1]):
            halvkanter[k] = h
            hjorne = ender[h // 2, h % 2]
            if sist[hjorne] == r and k < start[r + 1] - 1:
                rort[r] += 1
            sist[hjorne] = r
            h = neste[h]
    return halvkanter, start, rort
