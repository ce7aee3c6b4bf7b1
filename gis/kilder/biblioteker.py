"""The C libraries that the packages bring: their versions, and whether they agree.

The wheels of fiona, pyogrio and rasterio each hold a GDAL and a PROJ of their own, and pyproj a
PROJ; different versions side by side are usual and harmless. Harm comes when one of them reads
another's PROJ database (through PROJ_DATA, PROJ_LIB or GDAL_DATA), so that coordinates differ.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from math import dist

import fiona
import pyogrio
import pyproj
import rasterio
import shapely
from fiona.errors import FionaError
from fiona.transform import transform as i_fiona
from pyproj.exceptions import ProjError
from rasterio.errors import RasterioError
from rasterio.warp import transform as i_rasterio

STIER = ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "GDAL_DRIVER_PATH")
"""Environment variables that lead a package to another's files."""
PROVESTED = (11.386, 62.575)
"""Longitude and latitude of the trial point, EPSG:4326: Røros, in the middle of zone 32's north."""
FRA, TIL = "EPSG:4326", "EPSG:25832"
ULIKT_M = 0.001
"""Results further apart than this are not the same: a millimetre, our own choice."""
XY = tuple[float, float]


def versjoner() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return library → (package that brings it, version), for GDAL, PROJ and GEOS."""
    return {
        "GDAL": (
            ("fiona", _tekst(fiona.__gdal_version__)),
            ("pyogrio", _tekst(pyogrio.__gdal_version__)),
            ("rasterio", _tekst(rasterio.__gdal_version__)),
        ),
        "PROJ": (
            ("pyproj", _tekst(pyproj.proj_version_str)),
            ("rasterio", _tekst(rasterio.__proj_version__)),
        ),
        "GEOS": (
            ("shapely", _tekst(shapely.geos_version_string)),
            ("pyogrio", _tekst(pyogrio.__gdal_geos_version__)),
            ("rasterio", _tekst(rasterio.__geos_version__)),
        ),
    }


def _tekst(versjon: object) -> str:
    """Write a version as text, also one that is given as numbers; «ukjent» for none."""
    if isinstance(versjon, tuple):
        return ".".join(map(str, versjon))
    return str(versjon) if versjon else "ukjent"


def advarsler(
    miljo: Mapping[str, str], regnere: Mapping[str, Callable[[], XY]] | None = None
) -> list[str]:
    """Say in bokmål what clashes; empty when the packages agree.

    Parameters
    ----------
    miljo      the environment
    regnere    package → its projection of the trial point to metres; the installed ones when None
    """
    ut = [
        f"{navn} er satt ({miljo[navn]}). Da kan pakkene lese hverandres filer; fjern variabelen "
        "hvis koordinater eller formater feiler."
        for navn in STIER
        if miljo.get(navn)
    ]
    steder: dict[str, XY] = {}
    for navn, regn in (REGNERE if regnere is None else regnere).items():
        try:
            steder[navn] = regn()
        except (ProjError, FionaError, RasterioError, ValueError) as err:
            ut.append(f"{navn} kan ikke regne om koordinater ({err}). Installer pakken på nytt.")
    for (ene, her), (andre, der) in combinations(steder.items(), 2):
        if not dist(her, der) <= ULIKT_M:
            ut.append(
                f"{ene} og {andre} regner om til {TIL} med {dist(her, der):.3f} m forskjell. "
                "Installer alt på nytt i et tomt miljø."
            )
    return ut


def _i_pyproj() -> XY:
    til = pyproj.Transformer.from_crs(FRA, TIL, always_xy=True)
    x, y = til.transform(*PROVESTED)
    return float(x), float(y)


def _med(transform: Callable[..., tuple[list[float], ...]]) -> Callable[[], XY]:
    """Wrap a function of fiona's and rasterio's kind."""

    def regn() -> XY:
        x, y = transform(FRA, TIL, [PROVESTED[0]], [PROVESTED[1]])[:2]
        return float(x[0]), float(y[0])

    return regn


REGNERE: Mapping[str, Callable[[], XY]] = {
    "pyproj": _i_pyproj, "fiona": _med(i_fiona), "rasterio": _med(i_rasterio),
}  # fmt: skip
"""Package → how it projects the trial point."""
