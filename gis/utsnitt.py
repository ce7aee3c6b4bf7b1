"""Boxes with a CRS: never a bare tuple, so that axes and zone cannot be confused."""

from dataclasses import dataclass

from pyproj import Transformer
from shapely import Polygon
from shapely.geometry import box

from gis.feil import CrsFeil

TETTHET = 21
"""Points per edge when a box is transformed, so that curved edges stay inside."""


@dataclass(frozen=True, slots=True)
class Utsnitt:
    """Axis-aligned box in one CRS, always east before north (or longitude before latitude)."""

    xmin: float
    """West edge, in the unit of the CRS."""
    ymin: float
    """South edge."""
    xmax: float
    """East edge."""
    ymax: float
    """North edge."""
    epsg: int
    """EPSG code of the four numbers."""

    def __post_init__(self) -> None:
        if not (self.xmin < self.xmax and self.ymin < self.ymax):
            raise CrsFeil(
                f"Utsnittet {self.grenser} i EPSG:{self.epsg} er tomt eller har byttede akser "
                "(rekkefølgen er xmin, ymin, xmax, ymax)."
            )

    @property
    def grenser(self) -> tuple[float, float, float, float]:
        """The box as (xmin, ymin, xmax, ymax)."""
        return (self.xmin, self.ymin, self.xmax, self.ymax)

    @property
    def flate(self) -> Polygon:
        """The box as a polygon in its own CRS."""
        return box(*self.grenser)

    def utvidet(self, margin_m: float) -> "Utsnitt":
        """Return the box grown by `margin_m` (unit of the CRS) on every side."""
        return Utsnitt(
            self.xmin - margin_m,
            self.ymin - margin_m,
            self.xmax + margin_m,
            self.ymax + margin_m,
            self.epsg,
        )

    def i_epsg(self, epsg: int) -> "Utsnitt":
        """Return the smallest box in `epsg` that holds this one (edges densified)."""
        if epsg == self.epsg:
            return self
        til = Transformer.from_crs(self.epsg, epsg, always_xy=True)
        return Utsnitt(*til.transform_bounds(*self.grenser, densify_pts=TETTHET), epsg)

    def moter(self, grenser: tuple[float, float, float, float]) -> bool:
        """Tell whether `grenser` (xmin, ymin, xmax, ymax, same CRS) meets the box."""
        x0, y0, x1, y1 = grenser
        return x0 <= self.xmax and x1 >= self.xmin and y0 <= self.ymax and y1 >= self.ymin
