"""Defects as data have them in life: invalid rings, doubles, a spike; none near the proposals."""

from collections.abc import Mapping

import pandas as pd
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import EPSG, Lagene
from lag.eksempel.innspill import flytt

SLOYFE = "POLYGON ((0 0, 120 120, 120 0, 0 120, 0 0))"
"""Ring that crosses itself."""
PIGG = "POLYGON ((0 0, 200 0, 200 100, 260 160, 200 100, 0 100, 0 0))"
"""Ring with a spike of no width."""
HULL_UTE = "POLYGON ((0 0, 20 0, 20 20, 0 20, 0 0), (30 0, 40 0, 40 10, 30 10, 30 0))"
"""Hole outside its shell."""
UGYLDIGE: Mapping[str, tuple[str, tuple[float, float]]] = {
    "naturtyper": (SLOYFE, (622900, 6945000)),
    "flom_aktsomhet": (SLOYFE, (621500, 6954500)),
    "skred_jord_flom": (PIGG, (659500, 6949000)),
    "kulturminner": (HULL_UTE, (640300, 6950400)),
    "reinbeite_host": (SLOYFE, (644500, 6959500)),
}
"""Layer → shape and corner; the attributes are those of the layer's first row."""
DOBLE = ("boligtomter", "flom_aktsomhet")
"""Layers whose first feature occurs twice, with another id."""


def skjem(ferdige: Lagene) -> Lagene:
    """Add the defects, each with an id of its own."""
    ut = dict(ferdige)
    for lag_id, (wkt, hjorne) in UGYLDIGE.items():
        ut[lag_id] = _med(ut[lag_id], flytt(wkt, hjorne), f"{lag_id}-ugyldig")
    for lag_id in DOBLE:
        ut[lag_id] = _med(ut[lag_id], ut[lag_id].geometry.iloc[0], f"{lag_id}-dobbel")
    return ut


def _med(data: GeoDataFrame, flate: BaseGeometry, lokalid: str) -> GeoDataFrame:
    """Put one more row last: the first row's attributes, another shape and id."""
    rad = data.iloc[[0]].copy()
    rad["lokalid"] = lokalid
    rad = rad.set_geometry([flate], crs=EPSG)
    return GeoDataFrame(pd.concat([data, rad], ignore_index=True), crs=EPSG)
