"""Which CRS a file's numbers are in: what it says, what the user says, and what can be right."""

import json
from pathlib import Path

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pyproj import CRS

from gis.akser import forslag, krev_rimelig, skriv_grenser
from gis.crs import LIKEVERDIGE, les_epsg
from gis.feil import CrsFeil
from gis.utsnitt import Utsnitt

JSON_ENDELSER = (".geojson", ".json")
"""Suffixes of GeoJSON files."""


def med_crs(
    data: GeoDataFrame, sti: Path, epsg: int | None, merknader: list[str], naer: Utsnitt | None
) -> GeoDataFrame:
    """Return the data with a CRS that the numbers agree with.

    Raises
    ------
    CrsFeil          if no CRS is stated, or the numbers do not fit the one that is
    ParameterFeil    if `epsg` is no code
    """
    grenser = _grenser(data)
    oppgitt = _epsg(data.crs)
    if epsg is not None:
        if data.crs is not None and oppgitt != epsg and not _uten_crs(sti):
            merknader.append(
                f"{sti.name} oppgir {data.crs.to_string()}, men EPSG:{epsg} er oppgitt av brukeren "
                "og er brukt."
            )
        data = data.set_crs(les_epsg(epsg, str(sti)), allow_override=True)
        oppgitt = epsg
    if grenser is None:
        return data
    if data.crs is None:
        raise CrsFeil(
            f"{sti}: koordinatsystem mangler. Utstrekningen er {skriv_grenser(grenser)}. "
            f"{forslag(grenser, naer)} Oppgi epsg for filen under [lag.<id>] i kommune.toml."
        )
    if oppgitt is not None:
        krev_rimelig(grenser, oppgitt, str(sti), naer)
    if oppgitt in LIKEVERDIGE and oppgitt != 4258:  # noqa: PLR2004 – EPSG code of ETRS89 itself
        merknader.append(
            f"{sti.name} oppgir EPSG:{oppgitt} (WGS 84); det er likeverdig med "
            f"EPSG:{LIKEVERDIGE[oppgitt]} (ETRS89) innenfor 1 m og er godtatt."
        )
    return data


def _grenser(data: GeoDataFrame) -> tuple[float, float, float, float] | None:
    """Extent of the finite geometries; None where there is none."""
    alle = shapely.bounds(data.geometry.to_numpy())
    endelige = alle[np.isfinite(alle).all(axis=1)]
    if not len(endelige):
        return None
    (x0, y0), (x1, y1) = endelige[:, :2].min(axis=0), endelige[:, 2:].max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _epsg(crs: CRS | None) -> int | None:
    return None if crs is None else crs.to_epsg()


def _uten_crs(sti: Path) -> bool:
    """Tell whether a GeoJSON file lacks the crs member (4326 is then the format's, not its own)."""
    if sti.suffix.lower() not in JSON_ENDELSER:
        return False
    try:
        innhold = json.loads(sti.read_bytes().decode("utf-8-sig"))
    except (ValueError, OSError):
        return False
    return isinstance(innhold, dict) and "crs" not in innhold
