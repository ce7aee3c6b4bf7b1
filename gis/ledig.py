"""Ground that is left when everything within its distance has been taken: exact, on two threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.boksetre import Boksetre, bygg
from gis.feil import DataFeil
from gis.kanter import Former
from gis.kompilering import TRAADER
from gis.omriss import KVARTBUER, MASKE_M, Omriss, omriss, samlet
from gis.rekker import Flyt, Heltall
from gis.udekket import bokser, fritt, udekket

BUNKE = 500
"""Shapes that a thread outlines at a time."""
RUTEHJORNER = 4_000
"""Corners of outlines in a window that a thread takes at a time (measured)."""
AVVIK_M2, AVVIK_ANDEL = 0.1, 1e-8
"""Polygons and area agree within the larger, m² and share; else neither is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Hensyn:
    """Shapes that take the ground within a distance of them."""

    former: Former
    """(n,) valid polygons, or lines, or points, map plane; also those beyond the border count."""
    avstand_m: float
    """Ground at most so far away is taken; 0: the polygons alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Ledig:
    """What is left."""

    areal_m2: float
    """Area with truly round arcs, m²."""
    kantet_m2: float
    """Area with chords for arcs, m²: that of the polygons."""
    former: Former
    """(k,) valid polygons that share no ground; empty where they were not asked for."""


def ledig(
    omraade: BaseGeometry,
    hensyn: Sequence[Hensyn],
    kvartbuer: int = KVARTBUER,
    med_former: bool = False,
) -> Ledig:
    """Take everything within its distance out of an area.

    Parameters
    ----------
    omraade      valid polygon, map plane, metres
    hensyn       what takes ground; order and repetition do not matter
    kvartbuer    chords in a quarter of a circle
    med_former   also make the polygons

    Raises
    ------
    DataFeil    if the polygons do not have the area that the edges sum to
    """
    boks = np.array(omraade.bounds)
    hjorne = np.floor(boks[:2])
    grense = _vrengt(omriss(np.array([omraade], dtype=object), 0.0, hjorne))
    utvalg = [(_en_gang(naere(h.former, h.avstand_m, boks)), h.avstand_m) for h in hensyn]
    bunker = [(bunke, avstand_m) for former, avstand_m in utvalg for bunke in _bunker(former)]
    with ThreadPoolExecutor(TRAADER) as traader:
        deler = traader.map(lambda b: omriss(b[0], b[1], hjorne, kvartbuer), bunker)
        alle = samlet([grense, *deler])
        tre = _tre(alle)
        synlig = np.zeros(len(alle.xy), dtype=np.bool_)
        svar = traader.map(
            lambda rute: udekket(alle, tre, 1, rute, synlig),
            _ruter(boks - np.tile(hjorne, 2), len(alle.xy)),
        )
        areal, buer = (float(sum_) for sum_ in np.array(list(svar)).sum(axis=0))
    ut: Former = np.empty(0, dtype=object)
    if med_former:
        ut = _former(alle, tre, synlig, hjorne)
        avvik_m2 = abs(float(shapely.area(ut).sum()) - areal)
        if avvik_m2 > max(AVVIK_M2, AVVIK_ANDEL * areal):
            raise DataFeil(
                f"De ledige flatene er {avvik_m2:.1f} m² fra arealet som er regnet ut. Meld fra."
            )
    return Ledig(areal - buer, areal, ut)


def _former(alle: Omriss, tre: Boksetre, synlig: NDArray[np.bool_], hjorne: Flyt) -> Former:
    """Polygons of the uncovered ground: faces between the edges that bound it."""
    if not synlig.any():
        return np.empty(0, dtype=object)
    linjer = _linjer(alle.xy, np.flatnonzero(synlig))
    biter = shapely.get_parts(shapely.polygonize([shapely.union_all(linjer)]))
    punkter = shapely.get_coordinates(shapely.point_on_surface(biter))
    ut = biter[fritt(alle, tre, 1, punkter)]
    flyttet: Former = shapely.transform(ut, lambda xy: xy + hjorne)
    return flyttet


def _linjer(xy: Flyt, kanter: Heltall) -> Former:
    """Edges as lines; neighbours make one line."""
    ny = np.ones(len(kanter), dtype=np.bool_)
    ny[1:] = np.diff(kanter) != 1
    linje = np.cumsum(ny) - 1
    punkter = np.concatenate([kanter, kanter[np.append(ny[1:], True)] + 1])
    eier = np.concatenate([linje, np.arange(linje[-1] + 1)])
    orden = np.lexsort([punkter, eier])
    ut: Former = shapely.linestrings(xy[punkter[orden]], indices=eier[orden])
    return ut


def _bunker(former: Former) -> list[Former]:
    """Shapes in portions that threads share."""
    return [former[fra : fra + BUNKE] for fra in range(0, len(former), BUNKE)]


def _tre(alle: Omriss) -> Boksetre:
    """Tree of the pieces; the area itself, which comes first, is asked everywhere."""
    boks = bokser(alle)
    lav, hoy = alle.xy.min(axis=0), alle.xy.max(axis=0)
    side = 2.0 * (hoy - lav).max() + 4.0  # no window reaches farther beyond the corners
    boks[0] = *(lav - side), *(hoy + side)
    return bygg(boks)


def _ruter(boks: Flyt, hjorner: int) -> list[tuple[float, float, float, float]]:
    """Windows over the box, fewer than `RUTEHJORNER` corners each if they lay evenly."""
    lav, hoy = np.floor(boks[:2]) - 1.0, boks[2:] + 1.0
    bredde, hoyde = hoy - lav
    side = 2.0 ** np.round(0.5 * np.log2(bredde * hoyde * RUTEHJORNER / (hjorner + 1)))
    side = min(max(side, 1.0), 2.0 ** np.ceil(np.log2(max(bredde, hoyde))))
    lav = lav + 0.5 * MASKE_M
    return [
        (x, y, x + side, y + side)
        for y in np.arange(lav[1], hoy[1], side).tolist()
        for x in np.arange(lav[0], hoy[0], side).tolist()
    ]


def naere(former: Former, avstand_m: float, boks: Flyt) -> Former:
    """Shapes whose ground may reach the box."""
    b = shapely.bounds(former)
    d = avstand_m + 1.0
    med = (b[:, 0] <= boks[2] + d) & (b[:, 2] >= boks[0] - d)
    med &= (b[:, 1] <= boks[3] + d) & (b[:, 3] >= boks[1] - d)
    ut: Former = former[med]
    return ut


def _en_gang(former: Former) -> Former:
    """Leave out repetitions: outlines that lie on one another meet everywhere, which is slow."""
    bytene = shapely.to_wkb(former)
    if len(set(bytene)) == len(former):
        return former
    ut: Former = former[np.sort(np.unique(bytene, return_index=True)[1])]
    return ut


def _vrengt(grense: Omriss) -> Omriss:
    """Turn a border round, as one piece: with one added outside it winds zero times within."""
    xy, bue = grense.xy[::-1], grense.bue[::-1]
    ring = len(xy) - grense.ring[::-1]
    brikke = np.array([0, len(ring) - 1])
    return Omriss(np.ascontiguousarray(xy), np.ascontiguousarray(bue), ring, brikke)
