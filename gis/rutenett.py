"""Grids: an array with its place on the ground (the GeoBox idea), and sums over polygons.

Geometries lie in the grid's CRS, metres.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rasterio.features import geometry_mask, shapes
from rasterio.transform import Affine
from rasterio.windows import from_bounds
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from gis.utsnitt import Utsnitt

Boks = tuple[float, float, float, float]
"""West, south, east, north."""
HUSKEDE_FLATER = 4096
"""Polygons whose cells are remembered: several grids are asked about the same areas."""


@dataclass(frozen=True, slots=True, eq=False)
class Rutenett:
    """North-up grid with square cells; NaN where nothing is known."""

    verdier: NDArray[np.float32]
    """(rows, columns), first row northernmost."""
    xmin: float
    """West edge of the first column, metres."""
    ymax: float
    """North edge of the first row, metres."""
    rute_m: float
    """Cell size, metres."""
    epsg: int
    """CRS of xmin and ymax."""

    @property
    def transform(self) -> Affine:
        """Affine transform from (column, row) to (x, y)."""
        return Affine(self.rute_m, 0.0, self.xmin, 0.0, -self.rute_m, self.ymax)

    @property
    def utsnitt(self) -> Utsnitt:
        """The box that the grid covers."""
        rader, kolonner = self.verdier.shape
        return Utsnitt(
            self.xmin,
            self.ymax - rader * self.rute_m,
            self.xmin + kolonner * self.rute_m,
            self.ymax,
            self.epsg,
        )

    def dekker(self, flate: BaseGeometry) -> bool:
        """Tell whether `flate` lies within the grid and every cell in its box has a value."""
        x0, y0, x1, y1 = flate.bounds
        g0, h0, g1, h1 = self.utsnitt.grenser
        if not (g0 <= x0 and h0 <= y0 and x1 <= g1 and y1 <= h1):
            return False
        rad0, rad1 = (int((self.ymax - y) // self.rute_m) for y in (y1, y0))
        kol0, kol1 = (int((x - self.xmin) // self.rute_m) for x in (x0, x1))
        return not bool(np.isnan(self.verdier[rad0 : rad1 + 1, kol0 : kol1 + 1]).any())

    def innenfor(self, flate: BaseGeometry) -> NDArray[np.float32]:
        """Return the values of the cells whose centre lies in `flate`, as a flat array.

        Cells without value (NaN) are left out; the array is empty where nothing is known.
        """
        if flate.is_empty or not self.utsnitt.moter(flate.bounds):
            return np.empty(0, dtype=np.float32)
        utdrag, lokal = self._utdrag(flate.bounds)
        if not utdrag.size:
            return np.empty(0, dtype=np.float32)
        treff: NDArray[np.float32] = utdrag[_inne(flate, utdrag.shape, lokal)]
        return treff[~np.isnan(treff)]

    def flater_over(self, grense: float, boks: Boks) -> list[BaseGeometry]:
        """Return polygons of the cells in `boks` with a value above `grense`, whole cells."""
        utdrag, lokal = self._utdrag(boks)
        over = utdrag > grense
        if not over.any():
            return []
        return [shape(f) for f, _ in shapes(over.astype(np.uint8), mask=over, transform=lokal)]

    def flater_per_verdi(self) -> dict[int, BaseGeometry]:
        """Return whole value → ground of the cells that have it; cells without value are left out.

        Shapes are valid and follow the cells' sides.
        """
        kjent = ~np.isnan(self.verdier)
        hele = np.where(kjent, self.verdier, 0).astype(np.int32)
        deler: dict[int, list[Polygon]] = {}
        for form, verdi in shapes(hele, mask=kjent, transform=self.transform):
            ytre, *hull = form["coordinates"]
            deler.setdefault(int(verdi), []).append(Polygon(ytre, hull))
        return {verdi: MultiPolygon(deler[verdi]) for verdi in sorted(deler)}

    def _utdrag(self, boks: Boks) -> tuple[NDArray[np.float32], Affine]:
        """Cells that meet a box, and their transform; none where they do not meet."""
        rader, kolonner = self.verdier.shape
        vindu = from_bounds(*boks, transform=self.transform)
        rad0 = max(int(np.floor(vindu.row_off)), 0)
        kol0 = max(int(np.floor(vindu.col_off)), 0)
        rad1 = min(int(np.ceil(vindu.row_off + vindu.height)) + 1, rader)
        kol1 = min(int(np.ceil(vindu.col_off + vindu.width)) + 1, kolonner)
        if rad0 >= rad1 or kol0 >= kol1:
            return np.empty((0, 0), dtype=np.float32), self.transform
        vest, nord = self.xmin + kol0 * self.rute_m, self.ymax - rad0 * self.rute_m
        return (
            self.verdier[rad0:rad1, kol0:kol1],
            Affine(self.rute_m, 0.0, vest, 0.0, -self.rute_m, nord),
        )


@lru_cache(maxsize=HUSKEDE_FLATER)
def _inne(flate: BaseGeometry, form: tuple[int, ...], transform: Affine) -> NDArray[np.bool_]:
    """Cells of a grid whose centre lies in `flate`; read-only."""
    ut: NDArray[np.bool_] = geometry_mask([flate], form, transform, invert=True)
    ut.setflags(write=False)
    return ut
