"""Distance along roads from areas to places: by the road that is nearest to the area."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import STRtree

from analyser.felles.adkomst import ANNET
from analyser.felles.deling import Former
from analyser.felles.egnethet.kriterier import ukjent
from analyser.felles.egnethet.modell import Maal, Spenn
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.tilbud import Finn
from gis.vegnett import Vegnett, fra_punkter, reis_til

EN_FART_KMT = {ANNET: 50.0}
"""One speed on every road: only lengths are asked for here, km/h."""
HVA = "langs veg fra flatens indre punkt (rett linje fram til nærmeste veg)"
HVA_KANT = (
    "grøft langs veg fra flatens kant (rett linje fram til nærmeste veg og fra vegen til målet)"
)


def reise_til(nett: Vegnett | None, finn: Finn, fra_kanten: bool = False) -> Maal:
    """Return the measure of the way along roads to the nearest of some places, metres.

    Not known where roads or places are not; infinite where there is no place or no road leads. As
    far as something nearer may be missing from the layer, the least is 0.

    Parameters
    ----------
    fra_kanten    from the area's edge where a road is nearest, as a ditch would be dug; else from
                  its inner point
    """

    def maal(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
        maalene = None if nett is None else finn(grunnlag)
        if nett is None or maalene is None or not len(steder):
            return ukjent(len(steder))
        former = rene_flater(steder)
        vei_m = np.full(len(former), np.inf)
        if len(maalene.xy):
            start = _ved_veg(nett, former) if fra_kanten else shapely.point_on_surface(former)
            til = reis_til(nett, maalene.xy)
            vei_m = fra_punkter(til, shapely.get_coordinates(start)).vei_m
        if maalene.dekning is None:
            return vei_m, vei_m
        dekket = shapely.covers(maalene.dekning, former)
        return np.where(dekket, vei_m, 0.0), vei_m

    return maal


def _ved_veg(nett: Vegnett, former: Former) -> Former:
    """(n,) the point of each area that is nearest to a road."""
    kanter = nett.kanter
    i_form, i_kant = STRtree(kanter).query_nearest(former, all_matches=False)
    ut: Former = np.empty(len(former), dtype=object)
    ut[i_form] = shapely.get_point(shapely.shortest_line(former[i_form], kanter[i_kant]), 0)
    return ut
