"""One layer of a GeoPackage: columns as it can hold them, written slice by slice.

What GDAL is handed stands in memory once more, as bytes; so a large layer is handed over in parts.
"""

import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from gis.feil import CrsFeil
from gis.tekst import mangler

GEOMETRIKOLONNE: Final = "geom"
"""Geometry column of every layer that we write."""
GEOMETRITYPER: Final = {"punkt": "Point", "linje": "LineString", "flate": "Polygon"}
"""Our word in `frame.attrs["geometri"]` → the type declared for a layer without features."""
SKIVE: Final = 10_000
"""Features handed over at a time; our own choice, some 5 MB of parcels."""


def skriv_lag(sti: Path, navn: str, ramme: DataFrame) -> None:
    """Append one layer to the GeoPackage at `sti`.

    Raises
    ------
    CrsFeil    if the frame has geometries and no CRS
    """
    opptatt = {str(kolonne).casefold() for kolonne in ramme.columns}
    fid = str(ramme.attrs.get("fid", "fid"))
    valg = {"FID": fid if fid not in opptatt else "arealsil_fid"}
    geometritype = None
    if isinstance(ramme, GeoDataFrame):
        geometri = ramme.geometry.name
        ledig = GEOMETRIKOLONNE not in opptatt - {geometri}
        valg["GEOMETRY_NAME"] = GEOMETRIKOLONNE if ledig else "arealsil_geom"
        geometritype = _geometritype(ramme)
        if ramme.crs is None and not shapely.is_missing(ramme.geometry.to_numpy()).all():
            raise CrsFeil(f"{sti.name}: laget «{navn}» mangler koordinatsystem og skrives ikke.")
    for nummer, skive in enumerate(_skiver(ramme)):
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="'crs' was not provided")
            pyogrio.write_dataframe(
                skive, sti, layer=navn, driver="GPKG", append=sti.exists(),
                geometry_type=geometritype, layer_options=valg if nummer == 0 else {},
            )  # fmt: skip


def _geometritype(ramme: GeoDataFrame) -> str:
    """Say what the whole layer holds: one type, a type and the multi of it, or anything."""
    former = np.asarray(ramme.geometry.array, dtype=object)
    navnene = set(ramme.geometry.geom_type.dropna())
    enkle = {navn.removeprefix("Multi") for navn in navnene}
    if not navnene:
        return GEOMETRITYPER.get(str(ramme.attrs.get("geometri", "")), "Unknown")
    if len(enkle) > 1 or (len(navnene) > 1 and enkle.isdisjoint(GEOMETRITYPER.values())):
        return "Unknown"
    navn = navnene.pop() if len(navnene) == 1 else f"Multi{enkle.pop()}"
    return f"{navn} Z" if shapely.has_z(former[~shapely.is_empty(former)]).any() else navn


def _skiver(ramme: DataFrame) -> Iterator[DataFrame]:
    """Yield the frame in parts, columns in the form that they have in the whole."""
    geometri = ramme.geometry.name if isinstance(ramme, GeoDataFrame) else None
    former = {navn: _form(ramme[navn]) for navn in ramme.columns if navn != geometri}
    for fra in range(0, max(len(ramme), 1), SKIVE):
        del_ = ramme.iloc[fra : fra + SKIVE]
        flat = DataFrame(
            {navn: _som(del_[navn], form) for navn, form in former.items()}, index=del_.index
        )
        if isinstance(del_, GeoDataFrame):
            flat = GeoDataFrame(flat, geometry=del_.geometry.array, crs=ramme.crs)
        yield flat


def _form(kolonne: Series) -> str:
    """Return the dtype in which a GeoPackage can hold the column without loss of meaning."""
    if kolonne.dtype != object:
        return str(kolonne.dtype)
    typer = {type(verdi) for verdi in map(_verdi, kolonne) if verdi is not None}
    for egne, dtype in (({bool}, "boolean"), ({int}, "Int64"), ({int, float}, "float64")):
        if typer and typer <= egne:
            with suppress(OverflowError):  # whole numbers beyond 64 bits are kept as text
                _som(kolonne, dtype)
                return dtype
    return "object"


def _som(kolonne: Series, form: str) -> Series:
    """Return the column, or a part of it, in the form that was found for the whole."""
    if kolonne.dtype != object:
        return kolonne
    verdier: list[Any] = [_verdi(verdi) for verdi in kolonne]
    if form == "object":
        verdier = [verdi if verdi is None else str(verdi) for verdi in verdier]
    return Series(verdier, index=kolonne.index, name=kolonne.name, dtype=form)


def _verdi(verdi: object) -> object:
    """One value as bool, int, float, text or None."""
    if isinstance(verdi, tuple | list):
        return "; ".join(str(ledd) for ledd in verdi)
    if isinstance(verdi, np.generic | Enum):
        return _verdi(verdi.item() if isinstance(verdi, np.generic) else verdi.value)
    if mangler(verdi):
        return None
    return verdi.isoformat() if isinstance(verdi, date) else verdi
