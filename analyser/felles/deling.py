"""Split large shapes into small pieces that know which shape they come from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

MAKS_PUNKTER = 256
"""Vertices a piece may have: the size at which splitting and intersecting together are cheapest."""
MAKS_DYBDE = 40
"""Halvings before a shape is left as it is (all its vertices in one spot)."""
FLATE, MULTIFLATE, SAMLING = 3, 6, 7
"""Geometry type numbers of shapely."""

Former = NDArray[np.object_]
Heltall = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Deler:
    """Pieces and where they come from."""

    former: Former
    """(k,) geometries; the pieces of one shape do not overlap."""
    opphav: Heltall
    """(k,) position of the shape that each piece is a part of."""


def flater(former: Former) -> Former:
    """Return `former` with everything but its polygons dropped; (n,) like the input."""
    typer = shapely.get_type_id(former)
    ut = np.where((typer == FLATE) | (typer == MULTIFLATE), former, shapely.Polygon())
    for i in np.flatnonzero(typer == SAMLING):
        ledd = flater(shapely.get_parts(former[i]))
        ut[i] = shapely.MultiPolygon(list(shapely.get_parts(ledd[~shapely.is_empty(ledd)])))
    return ut


def del_opp(polygoner: Former, maks: int = MAKS_PUNKTER) -> Deler:
    """Split valid polygons by halving their boxes until no piece has more than `maks` vertices.

    Parameters
    ----------
    polygoner    (n,) valid 2D polygons or multipolygons; empty ones give no piece

    Returns
    -------
    deler    pieces in order of origin; together they are the input up to rounding of coordinates
    """
    venter, opphav = shapely.get_parts(polygoner, return_index=True)
    ferdige: list[Former] = []
    eiere: list[Heltall] = []
    for _ in range(MAKS_DYBDE):
        liten = shapely.get_num_coordinates(venter) <= maks
        ferdige.append(venter[liten])
        eiere.append(opphav[liten])
        venter, opphav = venter[~liten], opphav[~liten]
        if not len(venter):
            break
        venter, opphav = _halver(venter, opphav)
    former, eier = np.concatenate([*ferdige, venter]), np.concatenate([*eiere, opphav])
    brukes = ~shapely.is_empty(former)
    former, eier = former[brukes], eier[brukes]
    rekke = np.argsort(eier, kind="stable")
    return Deler(former[rekke], eier[rekke])


def _halver(polygoner: Former, opphav: Heltall) -> tuple[Former, Heltall]:
    """Cut each polygon in two across the longer side of its box."""
    biter: list[Former] = []
    eiere: list[Heltall] = []
    for polygon, eier in zip(polygoner, opphav, strict=True):
        x0, y0, x1, y1 = polygon.bounds
        midt_x, midt_y = (x0 + x1) / 2, (y0 + y1) / 2
        if x1 - x0 >= y1 - y0:
            bokser = [(x0, y0, midt_x, y1), (midt_x, y0, x1, y1)]
        else:
            bokser = [(x0, y0, x1, midt_y), (x0, midt_y, x1, y1)]
        halvdeler = np.array([_klipp(polygon, boks) for boks in bokser], dtype=object)
        avvik = abs(shapely.area(halvdeler).sum() - polygon.area)
        if avvik > 1e-9 * polygon.area + 1e-6:
            halvdeler = np.array([_klipp_noye(polygon, boks) for boks in bokser], dtype=object)
        deler = shapely.get_parts(halvdeler)
        biter.append(deler)
        eiere.append(np.full(len(deler), eier))
    return np.concatenate(biter), np.concatenate(eiere)


def _klipp(polygon: shapely.Polygon, boks: tuple[float, float, float, float]) -> shapely.Geometry:
    """Clip fast, and slowly where the fast way gives an invalid shape (it does, rarely)."""
    klippet = shapely.clip_by_rect(polygon, *boks)
    if not klippet.is_valid:
        return _klipp_noye(polygon, boks)
    return flater(np.array([klippet], dtype=object))[0]


def _klipp_noye(
    polygon: shapely.Polygon, boks: tuple[float, float, float, float]
) -> shapely.Geometry:
    """Clip by exact intersection."""
    return flater(np.array([shapely.intersection(polygon, shapely.box(*boks))], dtype=object))[0]


def del_linjer(linjer: Former, maks: int = MAKS_PUNKTER) -> Deler:
    """Cut lines into runs of at most `maks` vertices; neighbours share one vertex."""
    enkle, opphav = shapely.get_parts(linjer, return_index=True)
    biter: list[shapely.Geometry] = []
    eiere: list[int] = []
    for linje, eier in zip(enkle, opphav, strict=True):
        if shapely.get_num_coordinates(linje) <= maks:
            nye = [linje]
        else:
            punkter = shapely.get_coordinates(linje)
            starter = range(0, len(punkter) - 1, maks - 1)
            nye = [shapely.linestrings(punkter[i : i + maks]) for i in starter]
        biter.extend(nye)
        eiere.extend([int(eier)] * len(nye))
    former, eier_av = np.array(biter, dtype=object), np.array(eiere, dtype=np.intp)
    brukes = ~shapely.is_empty(former)
    return Deler(former[brukes], eier_av[brukes])


def delte_punkter(punkter: Former) -> Deler:
    """Take multipoints apart."""
    enkle, opphav = shapely.get_parts(punkter, return_index=True)
    brukes = ~shapely.is_empty(enkle)
    return Deler(enkle[brukes], opphav[brukes])


def grupper(nokler: Heltall) -> Iterator[tuple[int, Heltall]]:
    """Yield (key, positions with that key), keys ascending, positions in order."""
    rekke = np.argsort(nokler, kind="stable")
    verdier, starter = np.unique(nokler[rekke], return_index=True)
    for verdi, gruppe in zip(verdier, np.split(rekke, starter[1:]), strict=True):
        yield int(verdi), gruppe
