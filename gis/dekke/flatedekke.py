"""The overlay itself: polygons in, faces out, tile by tile on two threads.

The faces of a tile share no area and leave no gap: both are properties of the graph, not of
rounding. Tile borders run through faces; `samlet` puts faces together again.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.dekke.former import Omriss, areal_m2, omriss, samlet_omriss
from gis.dekke.kanter import RAMME, bygg
from gis.dekke.merking import merk
from gis.dekke.noding import nod
from gis.dekke.segmenter import (
    MASKE_M,
    Former,
    Heltall,
    Rute,
    Segmenter,
    klipp,
    ruter,
    som_segmenter,
)
from gis.dekke.sykler import finn_sykler
from gis.geometri import union
from gis.kompilering import TRAADER

MARG_M = 16.0
"""Ground around the area that the outermost tiles hold, metres."""


@dataclass(frozen=True, eq=False)
class Flatedekke:
    """Faces that share no area and together are the area asked about."""

    omriss: Omriss
    """(f,) the faces' corners, the plane of the input."""
    areal_m2: NDArray[np.float64]
    """(f,) area, square metres, exact for the corners given."""
    start: Heltall
    """(f + 1,) first entry of each face in `objekt`."""
    objekt: Heltall
    """(k,) polygons that the face lies in, by position in the input, ascending per face."""
    rute: Heltall
    """(f,) number of the tile that the face was made in, ascending."""

    def __len__(self) -> int:
        return len(self.areal_m2)

    @cached_property
    def former(self) -> Former:
        """(f,) valid polygons, made when first asked for."""
        return self.omriss.former()

    def per_gruppe(self, gruppe: Heltall, antall: int) -> NDArray[np.bool_]:
        """(f, antall) whether the face lies in any polygon of each group (layer).

        Parameters
        ----------
        gruppe    (n,) group of each polygon of the input, 0 ≤ group < antall
        """
        ut = np.zeros((len(self), antall), dtype=np.bool_)
        flate = np.repeat(np.arange(len(self)), np.diff(self.start))
        ut[flate, gruppe[self.objekt]] = True
        return ut

    def samlet(self, gruppe: Heltall, antall: int) -> Former:
        """(antall,) the faces of each group as one shape; faces with a negative group are left out.

        Faces of one tile share their borders to the last bit, so that their union is what is left
        when shared borders are dropped; only the tiles are united the slow way.

        Parameters
        ----------
        gruppe    (f,) group of each face, < antall
        """
        rekke = np.lexsort((self.rute, gruppe))
        start = np.searchsorted(gruppe[rekke], np.arange(antall + 1))
        ut: Former = np.empty(antall, dtype=object)
        for g in range(antall):
            nr = rekke[start[g] : start[g + 1]]
            if not len(nr):
                ut[g] = shapely.Polygon()
                continue
            kutt = np.flatnonzero(np.diff(self.rute[nr])) + 1
            biter = [_smeltet(self.former[del_]) for del_ in np.split(nr, kutt)]
            ut[g] = biter[0] if len(biter) == 1 else _forent(biter)
        return ut


AVVIK_M2, AVVIK_ANDEL = 1e-3, 1e-9
"""Difference between a union and its faces that is rounding: m², and share."""


def _smeltet(former: Former) -> BaseGeometry:
    """Faces of one tile as one shape."""
    try:
        form = shapely.coverage_union_all(former)
    except shapely.GEOSException:  # a face that had to be taken apart where it touches itself
        return _forent(former)
    return form if form.is_valid and _hel(form, former) else _forent(former)


def _forent(former: Former | list[BaseGeometry]) -> BaseGeometry:
    """Union of shapes that share no ground; on a grid where GEOS loses some of it without."""
    fri = shapely.union_all(former)
    return fri if _hel(fri, former) else union(former)


def _hel(form: BaseGeometry, deler: Former | list[BaseGeometry]) -> bool:
    """Whether a shape has all the ground of the parts, which share none."""
    hel = float(shapely.area(deler).sum())
    return bool(abs(form.area - hel) <= AVVIK_M2 + AVVIK_ANDEL * hel)


def flatedekke(polygonene: Former, omraade: BaseGeometry) -> Flatedekke:
    """Cut `omraade` into faces by every polygon's border.

    Parameters
    ----------
    polygonene    (n,) valid 2D polygons in one metric plane; they may overlap, touch, coincide
    omraade       polygon that the faces fill

    Returns
    -------
    dekke    faces in a fixed order; corners lie on a lattice of `MASKE_M`, so that no border moves
             by more than 15 µm. Polygons narrower than that vanish.

    Raises
    ------
    DataFeil    where the graph does not hang together (never seen; a wrong answer is not given)
    """
    alle: Former = np.empty(len(polygonene) + 1, dtype=object)
    alle[:-1], alle[-1] = polygonene, omraade
    x0, y0, x1, y1 = shapely.bounds(omraade)
    hjorne = np.floor([x0 - MARG_M, y0 - MARG_M])
    bredde = max(x1 - hjorne[0], y1 - hjorne[1]) + MARG_M
    side = 1 << int(np.ceil(np.log2(bredde / MASKE_M)))
    segmenter = som_segmenter(alle, hjorne)
    shapely.prepare(omraade)
    tre = STRtree(polygonene)

    def regn(rute: Rute) -> Flatedekke | None:
        return _i_rute(rute, segmenter, (hjorne, omraade), (tre, len(polygonene)))

    with ThreadPoolExecutor(TRAADER) as traader:
        boks = np.array([0, 0, side, side], dtype=np.int64)
        deler = list(traader.map(regn, ruter(segmenter, boks)))
    return _samlet([del_ for del_ in deler if del_ is not None])


def _i_rute(
    rute: Rute,
    alle: Segmenter,
    sted: tuple[NDArray[np.float64], BaseGeometry],
    kjent: tuple[STRtree, int],
) -> Flatedekke | None:
    """Faces of one tile that lie in the area; None where there are none."""
    hjorne, omraade = sted[0] + rute.boks[:2] * MASKE_M, sted[1]
    side = int(rute.boks[2] - rute.boks[0])
    ramme = shapely.box(*hjorne, *(hjorne + side * MASKE_M))
    if not omraade.intersects(ramme):
        return None
    kuttet, kilde = klipp(alle.punkt, rute.med, rute.boks)
    eier = np.concatenate([alle.eier[kilde].astype(np.int64), np.full(4, RAMME)])
    kanter = bygg(*nod(np.concatenate([kuttet, _ramme(side)]), eier, side))
    sykler = finn_sykler(kanter, side)
    arealer = areal_m2(sykler)
    rot = int(np.argmax(arealer))
    punkt = omriss(kanter, sykler, np.array([rot]), hjorne).former()[0].point_on_surface()
    i_rot = np.sort(kjent[0].query(punkt, predicate="intersects")).astype(np.int64)
    if omraade.intersects(punkt):
        i_rot = np.append(i_rot, kjent[1])
    start, objekt = merk(kanter, sykler, rot, i_rot)
    flate = np.repeat(np.arange(len(arealer)), np.diff(start))
    i_omraadet = np.zeros(len(arealer), dtype=np.bool_)
    i_omraadet[flate[objekt == kjent[1]]] = True
    inne = np.flatnonzero(i_omraadet)
    if not len(inne):
        return None
    med = i_omraadet[flate] & (objekt != kjent[1])
    antall = np.bincount(flate[med], minlength=len(arealer))[inne]
    return Flatedekke(
        omriss=omriss(kanter, sykler, inne, hjorne),
        areal_m2=arealer[inne],
        start=np.concatenate([[0], np.cumsum(antall)]),
        objekt=objekt[med],
        rute=np.zeros(len(inne), dtype=np.int64),
    )


def _ramme(side: int) -> Heltall:
    """(4, 4) border of the tile."""
    return np.array(
        [(0, 0, side, 0), (side, 0, side, side), (side, side, 0, side), (0, side, 0, 0)],
        dtype=np.int64,
    )


def _samlet(deler: Sequence[Flatedekke]) -> Flatedekke:
    """All tiles as one."""
    antall = np.concatenate([[0], *(np.diff(del_.start) for del_ in deler)])
    return Flatedekke(
        omriss=samlet_omriss([del_.omriss for del_ in deler]),
        areal_m2=np.concatenate([np.empty(0), *(del_.areal_m2 for del_ in deler)]),
        start=np.cumsum(antall).astype(np.int64),
        objekt=np.concatenate([np.empty(0, dtype=np.int64), *(del_.objekt for del_ in deler)]),
        rute=np.repeat(np.arange(len(deler)), [len(del_) for del_ in deler]),
    )
