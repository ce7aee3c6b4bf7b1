"""Split large shapes into small pieces that know which shape they come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from gis import geometri

MAKS_PUNKTER = 256
"""Vertices a piece may have: the size at which splitting and intersecting together are cheapest."""
AVVIK_ANDEL, AVVIK_M2 = 1e-9, 1e-6
"""Deviation (share of the area, and m²) that rounding of cut corners may cause."""

Former = NDArray[np.object_]
Heltall = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Deler:
    """Pieces and where they come from."""

    former: Former
    """(k,) geometries; the pieces of one shape do not overlap."""
    opphav: Heltall
    """(k,) position of the shape that each piece is a part of."""


def del_opp(polygoner: Former, maks: int = MAKS_PUNKTER) -> Deler:
    """Split valid polygons until no piece has more than `maks` vertices.

    Parameters
    ----------
    polygoner    (n,) valid 2D polygons or multipolygons; empty ones give no piece

    Returns
    -------
    deler    pieces in order of origin; a polygon whose pieces do not add up to its own area stays
             whole (fast clipping is silently wrong once in ten thousand)
    """
    antall = shapely.get_num_coordinates(polygoner)
    smaa, store = np.flatnonzero((antall > 0) & (antall <= maks)), np.flatnonzero(antall > maks)
    biter, eiere = [polygoner[smaa]], [smaa]
    for i in store:
        hel = polygoner[i]
        deler = som_rekke(geometri.del_opp(hel, maks))
        avvik = abs(shapely.area(deler).sum() - hel.area)
        if avvik > AVVIK_ANDEL * hel.area + AVVIK_M2:
            deler = som_rekke([hel])
        biter.append(deler)
        eiere.append(np.full(len(deler), i))
    opphav = np.concatenate(eiere)
    rekke = np.argsort(opphav, kind="stable")
    return Deler(np.concatenate(biter)[rekke], opphav[rekke])


def som_rekke(former: Sequence[Geometry]) -> Former:
    """(n,) object array of geometries."""
    rekke: Former = np.empty(len(former), dtype=object)
    rekke[:] = former
    return rekke


def del_linjer(linjer: Former, maks: int = MAKS_PUNKTER) -> Deler:
    """Cut lines into runs of at most `maks` vertices; neighbours share one vertex."""
    enkle, opphav = shapely.get_parts(linjer, return_index=True)
    biter: list[Geometry] = []
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
    former, eier_av = som_rekke(biter), np.array(eiere, dtype=np.intp)
    brukes = ~shapely.is_empty(former)
    return Deler(former[brukes], eier_av[brukes])


def delte_punkter(punkter: Former) -> Deler:
    """Take multipoints apart."""
    enkle, opphav = shapely.get_parts(punkter, return_index=True)
    brukes = ~shapely.is_empty(enkle)
    return Deler(enkle[brukes], opphav[brukes])


def grupper(nokler: Heltall) -> Iterator[tuple[int, Heltall]]:
    """Yield (key, positions with that key), keys ascending, positions in order."""
    if not len(nokler):
        return
    rekke = np.argsort(nokler, kind="stable")
    verdier, starter = np.unique(nokler[rekke], return_index=True)
    for verdi, gruppe in zip(verdier, np.split(rekke, starter[1:]), strict=True):
        yield int(verdi), gruppe
