"""Travel by road from places to destinations: the network of the layer `veger`, with speeds."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from gis.feil import ParameterFeil
from gis.vegnett import Vegnett, bygg_vegnett
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.samferdsel import VEGER

FART_KMT = ("E=80", "R=80", "F=60", "K=40", "P=30", "S=20", "annet=30")
"""Speed by `vegkategori`, km/h. arealsils forslag (uverifisert): the layer has no speed limits."""
ANNET = "annet"
"""Key of the speed on roads whose category is missing or not named."""


def tolk_fart(sted: str, ledd: Sequence[str]) -> dict[str, float]:
    """Read «category=km/h».

    Raises
    ------
    ParameterFeil    for a term that is not so written, or without one for «annet»
    """
    ut: dict[str, float] = {}
    for ett in ledd:
        kategori, _, tall = ett.partition("=")
        try:
            ut[kategori.strip()] = float(tall.replace(",", "."))
        except ValueError as err:
            raise ParameterFeil(f"{sted}: «{ett}» må skrives vegkategori=km/t.") from err
        if not 0.0 < ut[kategori.strip()] < np.inf:
            raise ParameterFeil(f"{sted}: «{ett}» må ha en fart over null.")
    if ANNET not in ut:
        raise ParameterFeil(f"{sted}: farten på andre veger mangler; legg til «{ANNET}=30».")
    return ut


def vegnett(grunnlag: Grunnlag, fart_kmt: Mapping[str, float]) -> Vegnett | None:
    """Return the road network; None where roads are not known or there are none."""
    veger = grunnlag[VEGER].data
    veger = veger[~(veger.geometry.is_empty | veger.geometry.isna())]
    if not grunnlag[VEGER].kjent or veger.empty:
        return None
    fart = [fart_kmt.get(str(k), fart_kmt[ANNET]) for k in veger["vegkategori"]]
    linjer = shapely.force_2d(veger.geometry.to_numpy())
    return bygg_vegnett(linjer, np.array(fart, dtype=np.float64))


def navngitte(grunnlag: Grunnlag, navn: Sequence[str]) -> Flyt:
    """(k, 2) places with any of the names, whatever case."""
    data = grunnlag[STEDSNAVN].data
    sokt = {n.casefold() for n in navn}
    return _xy(data[np.array([str(n).casefold() in sokt for n in data["navn"]], dtype=bool)])


def bygg_av_type(grunnlag: Grunnlag, typer: Sequence[str]) -> Flyt:
    """(k, 2) building points whose type begins with any of the codes."""
    data = grunnlag[BYGNINGER].data
    med = [str(t).startswith(tuple(typer)) for t in data["bygningstype"]]
    return _xy(data[np.array(med, dtype=bool)])


def _xy(data: GeoDataFrame) -> Flyt:
    """(k, 2) middle of each feature."""
    ut: Flyt = shapely.get_coordinates(shapely.centroid(data.geometry.to_numpy()))
    return ut
