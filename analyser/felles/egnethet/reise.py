"""Distance along roads from areas to places: from the area's inner point, by the nearest road."""

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.egnethet.kriterier import Velg, ukjent
from analyser.felles.egnethet.modell import Maal, Spenn
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from gis.vegnett import Vegnett, bygg_vegnett, fra_punkter, reis_til
from lag.katalog.samferdsel import VEGER
from lag.modell import Lag

FART_KMT = 50.0
"""One speed on every road: only lengths are asked for here, km/h."""
HVA = "langs veg fra flatens indre punkt (rett linje fram til nærmeste veg)"


def vegnett(grunnlag: Grunnlag) -> Vegnett | None:
    """Return the network of all roads; None where roads are not known or there are none."""
    linjer = np.asarray(grunnlag[VEGER].data.geometry.to_numpy(), dtype=object)
    linjer = linjer[~shapely.is_empty(linjer)]
    if not grunnlag[VEGER].kjent or not len(linjer):
        return None
    return bygg_vegnett(linjer, np.full(len(linjer), FART_KMT))


def reise_til(nett: Vegnett | None, post: Lag, velg: Velg) -> Maal:
    """Return the measure of the way along roads to the nearest of some places, metres.

    Not known where roads or places are not; infinite where no road leads.
    """

    def maal(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
        if nett is None or not grunnlag[post].kjent or not len(steder):
            return ukjent(len(steder))
        maalene = velg(grunnlag).geometry.to_numpy()
        if not len(maalene):
            return ukjent(len(steder))
        til = reis_til(nett, shapely.get_coordinates(maalene))
        punkter = shapely.point_on_surface(rene_flater(steder))
        vei_m = fra_punkter(til, shapely.get_coordinates(punkter)).vei_m
        return vei_m, vei_m

    return maal
