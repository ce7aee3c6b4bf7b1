"""Distance along roads from areas to places: from the area's inner point, by the nearest road."""

import shapely
from geopandas import GeoDataFrame

from analyser.felles.adkomst import ANNET
from analyser.felles.egnethet.kriterier import Velg, ukjent
from analyser.felles.egnethet.modell import Maal, Spenn
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from gis.vegnett import Vegnett, fra_punkter, reis_til
from lag.modell import Lag

EN_FART_KMT = {ANNET: 50.0}
"""One speed on every road: only lengths are asked for here, km/h."""
HVA = "langs veg fra flatens indre punkt (rett linje fram til nærmeste veg)"


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
