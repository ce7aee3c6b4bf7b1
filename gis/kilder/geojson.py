"""GeoJSON features as services send them → GeoDataFrame."""

import marshal
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.feil import KildeFeil
from gis.kilder.gmlgeometri import Akser
from gis.tekst import kortet

FORMFEIL = (
    ShapelyError, ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
"""What a feature of the wrong shape makes of itself while it is read."""
UTEN_VISERE = 2
"""Version of marshal in which equal values give equal bytes."""
STORSTE_TALL = 1e300
"""Whole numbers beyond it are no coordinates, and no floats either."""


def les_objekter(
    objekter: Sequence[Mapping[str, Any]], akser: Akser
) -> tuple[GeoDataFrame, list[str]]:
    """Make a frame of GeoJSON features.

    Parameters
    ----------
    objekter    the features; nested properties become dotted columns, the feature's own id the
                column `id` where there is no such property
    akser       CRS of the coordinates, and whether north comes first in them

    Returns
    -------
    data         (n,) features, east before north
    daarlige     one bokmål note per feature that was set aside
    """
    rader: list[dict[str, Any]] = []
    geometrier: list[Any] = []
    daarlige: list[str] = []
    for nummer, objekt in enumerate(objekter):
        try:
            rad, geometri = _les(objekt)
        except FORMFEIL as err:
            hvem = objekt.get("id") if isinstance(objekt, Mapping) else None
            grunn = (str(err).splitlines() or [type(err).__name__])[0]
            navn = f"nr. {nummer}" if hvem is None else kortet(str(hvem))
            daarlige.append(f"{navn}: {kortet(grunn, 200)}")
            continue
        if objekt.get("id") is not None:
            rad.setdefault("id", str(objekt["id"]))
        rader.append(rad)
        geometrier.append(geometri)
    tabell = _tabell(rader)
    verdier = np.array([*geometrier, None], dtype=object)[:-1]
    if akser.bytt and len(verdier):
        verdier = shapely.transform(verdier, lambda xy: xy[:, ::-1])
    serie = GeoSeries(verdier, index=tabell.index, crs=akser.epsg)
    return GeoDataFrame(tabell, geometry=serie), daarlige


def avtrykk(objekt: Any) -> bytes:  # noqa: ANN401 – whatever stands in a JSON document
    """Short digest of everything that a feature says.

    Raises
    ------
    KildeFeil    for what is nested beyond all sense (some Pythons read deeper JSON than others)
    """
    try:
        bytene = marshal.dumps(objekt, UTEN_VISERE)
    except ValueError as err:
        raise KildeFeil("Svaret har et objekt som er nøstet for dypt; det leses ikke.") from err
    return blake2b(bytene, digest_size=16).digest()


def forste_tall(objekt: object) -> list[float]:
    """Return the first coordinate of a feature, as a list of none or one."""
    geometri = objekt.get("geometry") if isinstance(objekt, Mapping) else None
    ledd = geometri.get("coordinates") if isinstance(geometri, Mapping) else None
    while isinstance(ledd, list) and ledd:
        ledd = ledd[0]
    if isinstance(ledd, bool) or not isinstance(ledd, int | float) or abs(ledd) > STORSTE_TALL:
        return []
    return [float(ledd)]


def _les(objekt: object) -> tuple[dict[str, Any], BaseGeometry | None]:
    """Return properties and geometry of one feature, or raise what is wrong with it."""
    if not isinstance(objekt, Mapping):
        raise TypeError("er ikke et objekt")
    raa, egenskaper = objekt.get("geometry"), objekt.get("properties") or {}
    if not isinstance(egenskaper, Mapping):
        raise TypeError("egenskapene er ikke et objekt")
    rad: dict[str, Any] = {}
    _flat_ut(egenskaper, "", rad)
    return rad, None if raa is None else shape(raa)


def _tabell(rader: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows with differing members as one table, None where a member is missing."""
    navnene = list(dict.fromkeys(navn for rad in rader for navn in rad))
    kolonner = {navn: pd.Series([rad.get(navn) for rad in rader], dtype=object) for navn in navnene}
    return pd.DataFrame(kolonner, index=range(len(rader)))


def _flat_ut(verdier: Mapping[str, Any], sti: str, rad: dict[str, Any]) -> None:
    """Write nested members under dotted names; lists become text."""
    for navn, verdi in verdier.items():
        if isinstance(verdi, Mapping):
            _flat_ut(verdi, f"{sti}{navn}.", rad)
        elif isinstance(verdi, list):
            rad[f"{sti}{navn}"] = "; ".join(str(ledd) for ledd in verdi) or None
        else:
            rad[f"{sti}{navn}"] = verdi
