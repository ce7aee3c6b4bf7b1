"""The one atomic writer: every file of every floor goes through here.

A file is written under a temporary name in its own folder, flushed to disk, and then takes the
final name in one step; whatever goes wrong, the old file is untouched and no temporary is left.
"""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import rasterio
from pandas import DataFrame
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from rasterio.crs import CRS
from rasterio.errors import RasterioError

from gis import avbrudd
from gis.feil import SkriveFeil
from gis.kilder.gdal import en_om_gangen
from gis.kilder.gpkglag import skriv_lag
from gis.rutenett import Rutenett

WINDOWS = sys.platform == "win32"
"""Windows flushes no folder to disk."""
OGR_FEIL = (DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError)
"""What pyogrio raises when GDAL cannot read or write."""
DATO_VALG = "OGR_CURRENT_DATE"
"""GDAL's own switch for the time that a GeoPackage bears."""
RAAD = {
    errno.ENOSPC: "Disken er full. Frigjør plass og kjør på nytt.",
    errno.EDQUOT: "Kvoten på disken er brukt opp. Frigjør plass og kjør på nytt.",
    errno.EACCES: "Du har ikke skriverettighet dit. Velg en annen mappe.",
    errno.EPERM: "Du har ikke skriverettighet dit. Velg en annen mappe.",
    errno.EROFS: "Disken kan bare leses. Velg en annen mappe.",
    errno.ENOTDIR: "Et ledd i stien er en fil, ikke en mappe. Velg en annen mappe.",
    errno.EISDIR: "Det ligger en mappe med samme navn. Flytt den eller velg et annet navn.",
    errno.EEXIST: "Det ligger en fil med samme navn som mappen. Flytt den eller velg en annen.",
}
"""What the user can do, by the operating system's error number."""


def skrivefeil(sti: Path, err: OSError) -> SkriveFeil:
    """Make the bokmål error for `sti` from what the operating system said."""
    raad = RAAD.get(err.errno or 0, f"Systemet svarte: {err.strerror or err}.")
    return SkriveFeil(f"Kunne ikke skrive {sti}. {raad} Det som lå der fra før, er urørt.")


def ny_fil(mappe: Path) -> Path:
    """Return a name in `mappe`, which is made if it is missing, that no file has.

    Raises
    ------
    SkriveFeil    if the folder cannot be made
    """
    try:
        mappe.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise skrivefeil(mappe, err) from err
    return mappe / f".{secrets.token_hex(8)}"


@contextmanager
def atomisk(sti: Path) -> Iterator[Path]:
    """Hand out a temporary path beside `sti` that becomes `sti` when the block ends well.

    The folder is made if it is missing. The temporary has the same suffix, so that GDAL chooses
    the same driver, and does not exist yet. Any exception removes it and is raised again.

    Raises
    ------
    SkriveFeil    if the operating system refuses (full disk, no permission, …)
    """
    midlertidig = sti.with_name(f".{sti.stem}.{secrets.token_hex(8)}{sti.suffix}")
    try:
        sti.parent.mkdir(parents=True, exist_ok=True)
        yield midlertidig
        flytt(midlertidig, sti)
    except OSError as err:
        raise skrivefeil(sti, err) from err
    finally:
        _fjern(midlertidig)


def flytt(fra: Path, til: Path) -> None:
    """Give a written file its name, in one step, and for good.

    Raises
    ------
    SkriveFeil    if the operating system refuses
    """
    try:
        _til_disk(fra)
        fra.replace(til)
        _til_disk(til.parent)
    except OSError as err:
        raise skrivefeil(til, err) from err


def _til_disk(sti: Path) -> None:
    """Flush a file or a folder to the disk itself; Windows opens no folder, and flushes none."""
    if WINDOWS and sti.is_dir():
        return
    nummer = os.open(sti, os.O_RDWR if WINDOWS else os.O_RDONLY)
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)


def _fjern(midlertidig: Path) -> None:
    """Remove a temporary file and what a driver may have left beside it (journals)."""
    if not midlertidig.parent.is_dir():
        return
    for fil in midlertidig.parent.glob(f"{midlertidig.name}*"):
        fil.unlink(missing_ok=True)


def skriv_bytes(sti: Path, innhold: bytes) -> None:
    """Write `innhold` to `sti`, all or nothing."""
    with atomisk(sti) as midlertidig, midlertidig.open("wb") as fil:
        fil.write(innhold)


def skriv_tekst(sti: Path, tekst: str) -> None:
    """Write `tekst` as UTF-8 with plain line feeds, all or nothing."""
    skriv_bytes(sti, tekst.encode("utf-8"))


# -- several files at once ------------------------------------------------------------------


@contextmanager
def samlet_mappe(mappe: Path, foreldede: Collection[Path] = ()) -> Iterator[Path]:
    """Hand out an empty folder whose files move into `mappe` together when the block ends well.

    Files in `mappe` that the block did not write stay as they are, but for `foreldede`. Anything
    that goes wrong, also while the files are moved, puts everything back as it was.

    Parameters
    ----------
    foreldede    names under `mappe` that go away unless the block writes them anew

    Raises
    ------
    SkriveFeil    if the operating system refuses
    """
    fantes = mappe.is_dir()
    arbeid = mappe / f".uferdig-{secrets.token_hex(8)}"
    try:
        (arbeid / "ny").mkdir(parents=True)
        yield arbeid / "ny"
        avbrudd.sjekk()
        _flytt_inn(arbeid / "ny", mappe, arbeid / "gammel", foreldede)
    except OSError as err:
        raise skrivefeil(mappe, err) from err
    finally:
        shutil.rmtree(arbeid, ignore_errors=True)
        if not fantes and mappe.is_dir() and not any(mappe.iterdir()):
            mappe.rmdir()


def _flytt_inn(ny: Path, mappe: Path, gammel: Path, foreldede: Collection[Path]) -> None:
    """Move every file of `ny` into `mappe`; on any exception move everything back."""
    flyttet: list[Path] = []
    nye = sorted(f.relative_to(ny) for f in ny.rglob("*") if f.is_file())
    try:
        for navn in dict.fromkeys((*nye, *foreldede)):
            (mappe / navn).parent.mkdir(parents=True, exist_ok=True)
            flyttet.append(navn)
            if (mappe / navn).exists():
                (gammel / navn).parent.mkdir(parents=True, exist_ok=True)
                (mappe / navn).replace(gammel / navn)
            if (ny / navn).exists():
                (ny / navn).replace(mappe / navn)
    except BaseException:
        for navn in flyttet:
            if (gammel / navn).exists():
                (gammel / navn).replace(mappe / navn)
            elif not (ny / navn).exists():
                (mappe / navn).unlink(missing_ok=True)
        raise


# -- geodata --------------------------------------------------------------------------------


@en_om_gangen
def skriv_gpkg(sti: Path, lag: Mapping[str, DataFrame], tidspunkt: str) -> None:
    """Write a GeoPackage with one layer per entry; same input gives the same bytes.

    Parameters
    ----------
    lag          layer name → frame; feature and column order are kept. Tuples become text with
                 «; » between, dates ISO text; None and NaN become NULL. A layer without features
                 is declared as `frame.attrs["geometri"]` says (punkt, linje or flate); the
                 row-number column is called `frame.attrs["fid"]`, «fid» where that is not said
    tidspunkt    the time that the file bears, ISO 8601, e.g. 2026-01-01T00:00:00Z

    Raises
    ------
    SkriveFeil    if the file cannot be written in full; the old one is untouched
    CrsFeil       if a layer with geometries has no CRS
    """
    forut = pyogrio.get_gdal_config_option(DATO_VALG)
    pyogrio.set_gdal_config_options({DATO_VALG: _gdal_tid(tidspunkt)})
    try:
        with atomisk(sti) as midlertidig:
            for navn, ramme in lag.items():
                skriv_lag(midlertidig, navn, ramme)
            _kontroller_antall(midlertidig, lag)
    except OGR_FEIL as err:
        raise SkriveFeil(
            f"Kunne ikke skrive {sti}: {err}. Kontroller at disken har plass. "
            "Det som lå der fra før, er urørt."
        ) from err
    finally:
        pyogrio.set_gdal_config_options({DATO_VALG: forut})


def _gdal_tid(tidspunkt: str) -> str:
    """ISO time as GDAL writes it: with milliseconds and Z."""
    tid = pd.Timestamp(tidspunkt)
    tid = tid.tz_convert("UTC") if tid.tzinfo else tid
    return f"{tid:%Y-%m-%dT%H:%M:%S}.{tid.microsecond // 1000:03d}Z"


def _kontroller_antall(sti: Path, lag: Mapping[str, DataFrame]) -> None:
    """Read back how many features each layer has: GDAL may be silent about a full disk."""
    for navn, ramme in lag.items():
        antall = pyogrio.read_info(sti, layer=navn)["features"]
        if antall != len(ramme):
            raise DataLayerError(f"laget {navn} fikk {antall} av {len(ramme)} objekter")


@en_om_gangen
def skriv_geotiff(sti: Path, rutenett: Rutenett) -> None:
    """Write the grid as a compressed GeoTIFF, NaN as nodata; same input gives the same bytes.

    Raises
    ------
    SkriveFeil    if the file cannot be written
    """
    rader, kolonner = rutenett.verdier.shape
    try:
        with (
            atomisk(sti) as midlertidig,
            rasterio.open(
                midlertidig, "w", driver="GTiff", width=kolonner, height=rader, count=1,
                dtype="float32", nodata=float("nan"), transform=rutenett.transform,
                crs=CRS.from_epsg(rutenett.epsg), compress="deflate", predictor=3, tiled=True,
            ) as fil,
        ):  # fmt: skip
            fil.write(rutenett.verdier.astype(np.float32), 1)
    except RasterioError as err:
        raise SkriveFeil(
            f"Kunne ikke skrive {sti}: {err}. Kontroller at disken har plass. "
            "Det som lå der fra før, er urørt."
        ) from err
