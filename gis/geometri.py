"""Pure arithmetic on geometries, vectorised; planar, in the CRS of the input."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, Polygon
from shapely.geometry.base import BaseGeometry

Geometrier = NDArray[np.object_]
MAKS_DYBDE = 40
"""Halvings before the subdivision gives up: 2^40 is finer than any map."""
Boks = tuple[float, float, float, float]
FLATETYPER = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
SAMLING = shapely.GeometryType.GEOMETRYCOLLECTION


def reparer(geometrier: Geometrier) -> Geometrier:
    """Make every geometry valid, keeping its area as drawn («structure»); valid ones untouched."""
    ugyldige = ~shapely.is_valid(geometrier) & ~shapely.is_missing(geometrier)
    svar = np.array(geometrier, dtype=object)
    svar[ugyldige] = shapely.make_valid(svar[ugyldige], method="structure", keep_collapsed=False)
    return svar


def bare_flater(geometri: BaseGeometry) -> BaseGeometry:
    """Return the polygon part of a geometry; an empty polygon where it has none."""
    if geometri.geom_type in ("Polygon", "MultiPolygon"):
        return geometri
    deler = [del_ for del_ in shapely.get_parts([geometri]) if _er_flate(del_)]
    return union(deler) if deler else Polygon()


def flater(geometrier: Geometrier) -> Geometrier:
    """Return the geometries with everything but their polygons dropped; (n,) like the input."""
    typer = shapely.get_type_id(geometrier)
    svar = np.array(geometrier, dtype=object)
    svar[~np.isin(typer, FLATETYPER)] = Polygon()
    for sted in np.flatnonzero(typer == SAMLING):
        svar[sted] = bare_flater(geometrier[sted])
    return svar


def _er_flate(geometri: Geometry) -> bool:
    return shapely.get_type_id(geometri) in FLATETYPER


FINT_M = 1e-6
"""Grid, metres, that overlay is made on: far below any map, far above the rounding of doubles.
A hundredth of it is too fine: in map coordinates GEOS 3.14.1 stops there, or loses polygons."""
_stille = np.errstate(all="ignore")
"""GEOS leaves floating-point flags behind from coordinates next to 0; the answers are right."""


@_stille
def snitt(geometrier: Geometrier, andre: Geometrier | BaseGeometry) -> Geometrier:
    """Pairwise intersection, or with one shape, on a grid of `FINT_M`.

    Without a grid GEOS can return nothing where the corners of one shape lie on the edges of the
    other within rounding (seen with 3.14.1: a whole corner of a site was lost).
    """
    ut: Geometrier = shapely.intersection(geometrier, andre, grid_size=FINT_M)
    return ut


@_stille
def forening(geometrier: Geometrier, andre: Geometrier) -> Geometrier:
    """Pairwise union of polygons on a grid of `FINT_M`, as polygons only; see `snitt`.

    A spike narrower than the grid comes out of GEOS as a line beside the polygon.
    """
    return flater(shapely.union(geometrier, andre, grid_size=FINT_M))


@_stille
def differanse(geometrier: Geometrier, andre: Geometrier | BaseGeometry) -> Geometrier:
    """Pairwise difference of polygons on a grid of `FINT_M`, as polygons only; see `forening`."""
    return flater(shapely.difference(geometrier, andre, grid_size=FINT_M))


@_stille
def felles(geometri: BaseGeometry, annen: BaseGeometry) -> BaseGeometry:
    """Return the polygon part that two shapes share; see `snitt`."""
    return bare_flater(shapely.intersection(geometri, annen, grid_size=FINT_M))


@_stille
def uten(geometri: BaseGeometry, annen: BaseGeometry) -> BaseGeometry:
    """Return the polygon part of the first shape outside the second; see `snitt`."""
    return bare_flater(shapely.difference(geometri, annen, grid_size=FINT_M))


def areal_m2(geometrier: Iterable[BaseGeometry]) -> float:
    """Area of the union, square metres: overlaps counted once."""
    return float(union(geometrier).area)


@_stille
def union(geometrier: Iterable[BaseGeometry]) -> BaseGeometry:
    """Union of the geometries; an empty polygon when there are none.

    Made twice, freely and on a grid of `FINT_M`: the free one is the more exact, but GEOS 3.14.1
    has lost a whole polygon there of seven that met along their sides. Where the two differ by more
    than the grid can move them, the one on the grid is taken.
    """
    liste = [geometri for geometri in geometrier if geometri is not None and not geometri.is_empty]
    if not liste:
        return Polygon()
    if len(liste) == 1 and isinstance(liste[0], Polygon):
        return liste[0]
    fri, paa_rute = shapely.union_all(liste), shapely.union_all(liste, grid_size=FINT_M)
    slingring = FINT_M * (1.0 + float(shapely.length(liste).sum()))
    tapt_m2 = abs(fri.area - paa_rute.area)
    tapt_m = abs(fri.length - paa_rute.length) if fri.area == 0 else 0.0
    return fri if max(tapt_m2, tapt_m) <= slingring else paa_rute


def del_opp(geometri: BaseGeometry, maks_punkter: int = 256) -> list[BaseGeometry]:
    """Cut a polygon into pieces of at most `maks_punkter` points that together are the polygon.

    Kd-subdivision: the box is halved across its longer side until a piece is small. Cuts fall on
    the halving lines, so the areas add up to the whole within rounding. Only the finished pieces
    are tested for validity; the caller compares their sum with the whole.

    Parameters
    ----------
    geometri        valid polygon or multipolygon
    maks_punkter    upper bound per piece; at least 8

    Returns
    -------
    deler           polygons or multipolygons, valid, in a fixed order
    """
    ventende = [(geometri, geometri.bounds, 0)]
    ferdige: list[BaseGeometry] = []
    while ventende:
        denne, boks, dybde = ventende.pop()
        if denne.is_empty:
            continue
        if shapely.get_num_coordinates(denne) <= max(maks_punkter, 8) or dybde >= MAKS_DYBDE:
            ferdige.append(_gyldig(denne, geometri, boks))
            continue
        for halv in reversed(_halver(boks)):
            ventende.append((bare_flater(shapely.clip_by_rect(denne, *halv)), halv, dybde + 1))
    return ferdige


def _halver(boks: Boks) -> tuple[Boks, Boks]:
    """Cut a box in two across its longer side."""
    x0, y0, x1, y1 = boks
    if x1 - x0 >= y1 - y0:
        midt = (x0 + x1) / 2
        return (x0, y0, midt, y1), (midt, y0, x1, y1)
    midt = (y0 + y1) / 2
    return (x0, y0, x1, midt), (x0, midt, x1, y1)


def _gyldig(bit: BaseGeometry, hel: BaseGeometry, boks: Boks) -> BaseGeometry:
    """Return the piece; where fast clipping went wrong, the exact part of the whole in its box."""
    return bit if shapely.is_valid(bit) else felles(hel, shapely.box(*boks))
