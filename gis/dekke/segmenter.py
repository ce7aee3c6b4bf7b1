"""Polygons as directed segments on a fine lattice, and the tiles that share them out.

All arithmetic below is on whole numbers of `MASKE_M`, so that predicates are exact and two tiles
that share a border compute the same corners, bit for bit.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.kompilering import kompiler

MASKE_M = 2.0**-16
"""Lattice, metres (15 µm): a power of two, so that every corner is exact as a double."""
MAKS_SEGMENTER = 30_000
"""Segments of a tile before it is cut in four."""
MINST_SIDE, STORST_SIDE = 1 << 22, 1 << 30
"""Smallest and largest side of a tile, lattice units (64 m and 16 km): products of two lengths
within the largest fit a 64-bit integer, sums of four of them included."""

Heltall = NDArray[np.int64]
Former = NDArray[np.object_]


Korte = NDArray[np.int32]
BUNKE = 20_000
"""Polygons taken apart at a time, so that their coordinates never stand in memory all at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Segmenter:
    """Directed segments with the interior on the left: from each corner to the next of its ring."""

    punkt: Heltall
    """(k, 2) corners ring after ring, the first again at the end, lattice units."""
    eier: Korte
    """(k,) polygon of the segment that begins in the corner; −1 where none does."""


@dataclass(frozen=True, slots=True, eq=False)
class Rute:
    """One square tile and the segments that may meet it."""

    boks: Heltall
    """(4,) xmin, ymin, xmax, ymax, lattice units."""
    med: Korte
    """(k,) positions of the segments whose boxes meet the tile."""


def som_segmenter(polygoner: Former, hjorne: NDArray[np.float64]) -> Segmenter:
    """Take polygons apart into segments.

    Parameters
    ----------
    polygoner    (n,) valid 2D polygons or multipolygons, metres; empty ones give nothing
    hjorne       (2,) corner that the lattice starts in, metres, whole numbers

    Returns
    -------
    segmenter    none has length zero
    """
    antall = shapely.get_num_coordinates(polygoner)
    punkt = np.empty((int(antall.sum()), 2), dtype=np.int64)
    eier = np.empty(len(punkt), dtype=np.int32)
    brukt = 0
    for fra in range(0, len(polygoner), BUNKE):
        bunke = polygoner[fra : fra + BUNKE]
        for xy, lengde, eiere in (_ringer_av_enkle(bunke), _ringer_av_andre(bunke)):
            ut = punkt[brukt:], eier[brukt:]
            _fyll(ut, xy, lengde, (eiere[0], fra + eiere[1]), hjorne)
            brukt += len(xy)
    return Segmenter(punkt[:brukt], eier[:brukt])


Ringer = tuple[NDArray[np.float64], Heltall, tuple[Heltall, Heltall]]
"""Corners ring after ring, (r,) how many each has, and (r,) its polygon with (p,) where that came
from."""


def _ringer_av_enkle(polygoner: Former) -> Ringer:
    """Rings of the polygons that have one: no ring needs to be made an object of its own."""
    nr = np.flatnonzero(_er_enkel(polygoner))
    lengde = shapely.get_num_coordinates(polygoner[nr]).astype(np.int64)
    return shapely.get_coordinates(polygoner[nr]), lengde, (np.arange(len(nr)), nr)


def _ringer_av_andre(polygoner: Former) -> Ringer:
    """Rings of the polygons with holes or several parts."""
    nr = np.flatnonzero(~_er_enkel(polygoner))
    flater, flate_av = shapely.get_parts(polygoner[nr], return_index=True)
    ringer, ring_av = shapely.get_rings(flater, return_index=True)
    lengde = shapely.get_num_coordinates(ringer).astype(np.int64)
    return shapely.get_coordinates(ringer), lengde, (ring_av, nr[flate_av])


def _er_enkel(polygoner: Former) -> NDArray[np.bool_]:
    """Whether each is one polygon without holes."""
    polygon = shapely.get_type_id(polygoner) == shapely.GeometryType.POLYGON
    hel = (shapely.get_num_interior_rings(polygoner) == 0) & ~shapely.is_empty(polygoner)
    return np.asarray(polygon & hel, dtype=np.bool_)


@kompiler
def _fyll(
    ut: tuple[Heltall, Korte],
    xy: NDArray[np.float64],
    lengde: Heltall,
    eiere: tuple[Heltall, Heltall],
    hjorne: NDArray[np.float64],
) -> None:
    """Write rings on the lattice: the outer one of a polygon anticlockwise, others clockwise."""
    punkt, eier = ut
    ring_av, flate_av = eiere
    start = 0
    for r in range(len(lengde)):
        slutt = start + lengde[r]
        dobbelt = 0.0
        for k in range(start + 1, slutt - 1):
            ax, ay = xy[k, 0] - xy[start, 0], xy[k, 1] - xy[start, 1]
            bx, by = xy[k + 1, 0] - xy[start, 0], xy[k + 1, 1] - xy[start, 1]
            dobbelt += ax * by - ay * bx
        ytre = r == 0 or ring_av[r] != ring_av[r - 1]
        riktig = (dobbelt > 0) == ytre
        for k in range(start, slutt):
            fra = k if riktig else start + slutt - 1 - k
            punkt[k, 0] = np.int64(np.rint((xy[fra, 0] - hjorne[0]) / MASKE_M))
            punkt[k, 1] = np.int64(np.rint((xy[fra, 1] - hjorne[1]) / MASKE_M))
            if k > start:
                borte = punkt[k, 0] == punkt[k - 1, 0] and punkt[k, 1] == punkt[k - 1, 1]
                eier[k - 1] = -1 if borte else flate_av[ring_av[r]]
        eier[slutt - 1] = -1
        start = slutt


def ruter(segmenter: Segmenter, boks: Heltall) -> Iterator[Rute]:
    """Cut the square `boks` in four until a tile is small or has few segments; empty ones too.

    Tiles come one by one, so that others can work on the first while the last are cut.
    """
    alle = np.flatnonzero(segmenter.eier >= 0).astype(np.int32)
    ventende = [Rute(boks, _moter(segmenter.punkt, alle, boks))]
    while ventende:
        rute = ventende.pop()
        x0, y0, x1, y1 = rute.boks
        faa = len(rute.med) <= MAKS_SEGMENTER and x1 - x0 <= STORST_SIDE
        if faa or x1 - x0 <= MINST_SIDE:
            yield rute
            continue
        xm, ym = (x0 + x1) // 2, (y0 + y1) // 2
        for del_ in ((x0, y0, xm, ym), (xm, y0, x1, ym), (x0, ym, xm, y1), (xm, ym, x1, y1)):
            firkant = np.array(del_, dtype=np.int64)
            ventende.append(Rute(firkant, _moter(segmenter.punkt, rute.med, firkant)))


@kompiler
def _moter(punkt: Heltall, med: Korte, boks: Heltall) -> Korte:
    """Positions among `med` of the segments whose boxes meet `boks`."""
    ut = np.empty(len(med), dtype=np.int32)
    antall = 0
    for i in med:
        ax, ay, bx, by = punkt[i, 0], punkt[i, 1], punkt[i + 1, 0], punkt[i + 1, 1]
        if (
            min(ax, bx) <= boks[2]
            and max(ax, bx) >= boks[0]
            and min(ay, by) <= boks[3]
            and max(ay, by) >= boks[1]
        ):
            ut[antall] = i
            antall += 1
    return ut[:antall].copy()


@kompiler
def klipp(punkt: Heltall, med: Korte, boks: Heltall) -> tuple[Heltall, Korte]:
    """Cut segments to a tile; corners on its border depend on the segment and the border alone.

    Returns
    -------
    kuttet    (k, 4) lattice units from the tile's lower left corner
    kilde     (k,) positions of the segments they come from
    """
    kuttet = np.empty((len(med), 4), dtype=np.int64)
    kilde = np.empty(len(med), dtype=np.int32)
    antall = 0
    for i in med:
        ax, ay, bx, by = punkt[i, 0], punkt[i, 1], punkt[i + 1, 0], punkt[i + 1, 1]
        t0, t1 = _innenfor(ax, ay, bx, by, boks)
        if t0 > t1:
            continue
        px, py = _paa(ax, ay, bx, by, t0, boks)
        qx, qy = _paa(ax, ay, bx, by, t1, boks)
        if px != qx or py != qy:
            kuttet[antall, 0], kuttet[antall, 1] = px - boks[0], py - boks[1]
            kuttet[antall, 2], kuttet[antall, 3] = qx - boks[0], qy - boks[1]
            kilde[antall] = i
            antall += 1
    return kuttet[:antall].copy(), kilde[:antall].copy()


@kompiler
def _innenfor(ax: int, ay: int, bx: int, by: int, boks: Heltall) -> tuple[float, float]:
    """Part of the segment (0–1 along it) inside the tile, by Liang and Barsky; t0 > t1: none."""
    t0, t1 = 0.0, 1.0
    for start, lengde, lav, hoy in (
        (ax, bx - ax, boks[0], boks[2]),
        (ay, by - ay, boks[1], boks[3]),
    ):
        if lengde == 0:
            if start < lav or start > hoy:
                return 1.0, 0.0
            continue
        inn, ut = (lav - start) / lengde, (hoy - start) / lengde
        if lengde < 0:
            inn, ut = ut, inn
        t0, t1 = max(t0, inn), min(t1, ut)
    return t0, t1


@kompiler
def _paa(ax: int, ay: int, bx: int, by: int, t: float, boks: Heltall) -> tuple[int, int]:
    """Lattice point at `t` along the segment, kept within the tile."""
    x, y = ax + np.int64(np.rint(t * (bx - ax))), ay + np.int64(np.rint(t * (by - ay)))
    return min(max(x, boks[0]), boks[2]), min(max(y, boks[1]), boks[3])
