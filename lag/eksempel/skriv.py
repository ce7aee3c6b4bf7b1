"""From our names and EPSG:25832 to the sources' names and EPSG:25833, as national data come."""

import pandas as pd
from geopandas import GeoDataFrame

from gis.crs import NASJONAL
from lag.eksempel.felles import Lagene
from lag.katalog import KATALOG
from lag.modell import Lag


def til_kilden(ferdige: Lagene) -> dict[str, GeoDataFrame]:
    """Every vector layer of the catalogue as its source would send it, in the catalogue's order."""
    return {
        navn: _som_kilden(post, ferdige[navn])
        for navn, post in KATALOG.items()
        if post.geometri != "raster"
    }


def _som_kilden(post: Lag, data: GeoDataFrame) -> GeoDataFrame:
    """One layer: rows by `lokalid`, columns renamed, CRS changed."""
    ordnet = data.sort_values("lokalid", kind="stable")
    kolonner: dict[str, pd.Series] = {}
    for kolonne in post.kolonner:
        kolonner.setdefault(kolonne.kilde, _verdier(ordnet, kolonne.navn))
    geometri = ordnet.geometry.to_crs(NASJONAL)
    return GeoDataFrame(kolonner, geometry=geometri.to_numpy(), crs=NASJONAL)


def _verdier(data: GeoDataFrame, navn: str) -> pd.Series:
    """One column without index; all missing where the generator has none."""
    return pd.Series(list(data[navn]) if navn in data else [None] * len(data), dtype=object)
