"""Raster files: read a window, in the CRS that is asked for, with NaN where nothing is known."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.errors import RasterioError
from rasterio.transform import Affine
from rasterio.vrt import WarpedVRT
from rasterio.warp import Resampling, calculate_default_transform
from rasterio.windows import Window

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.gdal import en_om_gangen
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

MAKS_RUTER = 400_000_000
"""Cells that are read at most (1.6 GB as float32): our own choice, to stop before memory does."""


@en_om_gangen
def les_raster(sti: Path, utsnitt: Utsnitt, epsg: int) -> Rutenett:
    """Read what the file has of `utsnitt`, as a grid in `epsg`.

    A file in another CRS is resampled (bilinear) to its own cell size; nodata becomes NaN, and
    values that are stored by scale and offset become what they stand for.

    Raises
    ------
    KildeFeil    if the file is missing or unreadable, or the window is too large
    CrsFeil      if it carries no CRS, or does not meet `utsnitt`
    """
    if not sti.exists():
        raise KildeFeil(f"Filen {sti} finnes ikke.")
    try:
        with rasterio.open(sti) as fil:
            if fil.crs is None:
                raise CrsFeil(f"{sti}: koordinatsystem mangler. Skriv det inn i filen (gdal_edit).")
            if fil.crs.to_epsg() == epsg and _nordvendt(fil.transform):
                lest = _les_vindu(fil, sti, utsnitt.i_epsg(epsg), fil.nodata)
            else:
                lest = _les_omregnet(fil, sti, utsnitt.i_epsg(epsg))
            return _i_maal(lest, fil.scales[0], fil.offsets[0])
    except RasterioError as err:
        raise KildeFeil(
            f"Filen {sti} kan ikke leses som raster ({err}). Hent den på nytt."
        ) from err


def _i_maal(lest: Rutenett, skala: float, fra: float) -> Rutenett:
    """Return the grid with its values scaled and offset as the file says."""
    if (skala, fra) == (1.0, 0.0):
        return lest
    return replace(lest, verdier=(lest.verdier * skala + fra).astype(np.float32))


def _les_omregnet(fil: rasterio.DatasetReader, sti: Path, utsnitt: Utsnitt) -> Rutenett:
    """Read the open file resampled to the CRS of `utsnitt`."""
    maal = CRS.from_epsg(utsnitt.epsg)
    with warnings.catch_warnings():
        # rasterio 1.4 multiplies affines with *, which affine 3 asks to be written @
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        transform, bredde, hoyde = calculate_default_transform(
            fil.crs, maal, fil.width, fil.height, *fil.bounds
        )
        with WarpedVRT(
            fil, crs=maal, transform=transform, width=bredde, height=hoyde,
            resampling=Resampling.bilinear, nodata=float("nan"), dtype="float32",
        ) as forvridd:  # fmt: skip
            return _les_vindu(forvridd, sti, utsnitt, float("nan"))


def _nordvendt(transform: Affine) -> bool:
    """Tell whether the grid has square cells and north up, as Rutenett requires."""
    rett = transform.b == 0 and transform.d == 0 and transform.a > 0 > transform.e
    return rett and bool(np.isclose(transform.a, -transform.e, rtol=1e-9))


def _les_vindu(
    fil: rasterio.DatasetReader, sti: Path, utsnitt: Utsnitt, nodata: float | None
) -> Rutenett:
    """Read the cells of the open file that meet `utsnitt` (its own CRS)."""
    rute, vest, nord = fil.transform.a, fil.transform.c, fil.transform.f
    kol0 = max(int(np.floor((utsnitt.xmin - vest) / rute)), 0)
    kol1 = min(int(np.ceil((utsnitt.xmax - vest) / rute)), fil.width)
    rad0 = max(int(np.floor((nord - utsnitt.ymax) / rute)), 0)
    rad1 = min(int(np.ceil((nord - utsnitt.ymin) / rute)), fil.height)
    if kol0 >= kol1 or rad0 >= rad1:
        raise CrsFeil(
            f"{sti}: rasteret ligger i {tuple(round(g) for g in fil.bounds)} og møter ikke "
            f"{tuple(round(g) for g in utsnitt.grenser)} i EPSG:{utsnitt.epsg}. Er det gitt i "
            "feil sone?"
        )
    if (kol1 - kol0) * (rad1 - rad0) > MAKS_RUTER:
        raise KildeFeil(
            f"{sti}: utsnittet har {(kol1 - kol0) * (rad1 - rad0)} ruter, mer enn {MAKS_RUTER}. "
            "Lag en fil med større ruter."
        )
    vindu = Window(kol0, rad0, kol1 - kol0, rad1 - rad0)
    with np.errstate(over="ignore"):  # the largest double is a common mark for nothing
        verdier: NDArray[np.float32] = fil.read(1, window=vindu).astype(np.float32)
        if nodata is not None and not np.isnan(nodata):
            verdier[verdier == np.float32(nodata)] = np.nan
    return Rutenett(verdier, vest + kol0 * rute, nord - rad0 * rute, rute, int(fil.crs.to_epsg()))
