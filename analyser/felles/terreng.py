"""What a grid says of areas: cells counted by their centre.

Geometries lie in the working CRS (a map plane, metres).
"""

from functools import lru_cache

import numpy as np
from geopandas import GeoDataFrame

from analyser.felles.maaling import Flyt
from gis.crs import LENGDE_BREDDE
from gis.rutenett import Rutenett
from gis.terreng import JEVNDOEGN, MINSTE_SIDE, helning_og_retning, solandel, solstillinger


@lru_cache(maxsize=2)
def helning(terreng: Rutenett | None) -> Rutenett | None:
    """Return the slope in degrees; None where there is no terrain or too little of it.

    The last grids' are remembered: every search asks about the same terrain.
    """
    if terreng is None or min(terreng.verdier.shape) < MINSTE_SIDE:
        return None
    return helning_og_retning(terreng)[0]


@lru_cache(maxsize=2)
def sol(terreng: Rutenett | None) -> Rutenett | None:
    """Return the share of a flat place's sunshine at the equinox; None as for the slope."""
    if terreng is None or min(terreng.verdier.shape) < MINSTE_SIDE:
        return None
    _, sor, _, nord = terreng.utsnitt.i_epsg(LENGDE_BREDDE).grenser
    breddegrad = round(0.5 * (sor + nord), 2)
    return solandel(terreng, solstillinger(breddegrad, JEVNDOEGN))


def andel_over(rutenett: Rutenett | None, omraader: GeoDataFrame, grense: float) -> Flyt:
    """(n,) share of the cells in each area with a value above `grense`; NaN without cells."""
    if rutenett is None:
        return np.full(len(omraader), np.nan)
    celler = [rutenett.innenfor(flate) for flate in omraader.geometry]
    return np.array([float((c > grense).mean()) if c.size else np.nan for c in celler], dtype=float)


def median(rutenett: Rutenett | None, omraader: GeoDataFrame) -> Flyt:
    """(n,) median value of the cells in each area; NaN without cells."""
    if rutenett is None:
        return np.full(len(omraader), np.nan)
    celler = [rutenett.innenfor(flate) for flate in omraader.geometry]
    return np.array([float(np.median(c)) if c.size else np.nan for c in celler], dtype=float)
