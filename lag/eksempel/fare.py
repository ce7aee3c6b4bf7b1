"""Landslide, rockfall and avalanche caution where the terrain is steep; contaminated ground."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from scipy.ndimage import binary_dilation
from shapely.geometry.base import BaseGeometry

from gis.rutenett import Rutenett
from gis.terreng import helning_og_retning
from lag.eksempel.felles import Lagene, klump, tabell
from lag.eksempel.ramme import Ramme, navn_paa, sted

GRENSER = {"skred_jord_flom": 12.5, "steinsprang": 22.0, "snoskred": 17.0}
"""Slope in degrees of the example's 50 m cells from which the zone is drawn; made up, lower than
the thresholds of the national maps because the terrain is coarse."""
UTLOP = {"skred_jord_flom": 2, "steinsprang": 1, "snoskred": 4}
"""Cells that the run-out reaches beyond the steep ground."""


def lag_fare(ramme: Ramme, rng: Generator) -> Lagene:
    """Make skred_jord_flom, steinsprang, snoskred and forurenset_grunn."""
    helning = helning_og_retning(ramme.terreng)[0]
    ut: Lagene = {}
    for lag_id, grense in GRENSER.items():
        flater = [f for f in _soner(helning, grense, UTLOP[lag_id]) if f.intersects(ramme.kommune)]
        ut[lag_id] = tabell(lag_id, flater, {})
    return ut | {"forurenset_grunn": _forurenset(rng)}


def _soner(helning: Rutenett, grense: float, utlop: int) -> list[BaseGeometry]:
    """Trace the connected ground of cells steeper than `grense`, grown by `utlop` cells."""
    bratt = binary_dilation(np.nan_to_num(helning.verdier) > grense, iterations=utlop)
    kant = np.diff(np.pad(bratt.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rad, start = np.nonzero(kant == 1)
    slutt = np.nonzero(kant == -1)[1]
    x0 = helning.xmin + start * helning.rute_m
    x1 = helning.xmin + slutt * helning.rute_m
    y1 = helning.ymax - rad * helning.rute_m
    striper = shapely.box(x0, y1 - helning.rute_m, x1, y1)
    samlet = shapely.union_all(striper)
    jevn = samlet.buffer(40.0, quad_segs=2).buffer(-40.0, quad_segs=2).simplify(12.0)
    deler = [f for f in shapely.get_parts(jevn) if f.area > 4 * helning.rute_m**2]
    return sorted(deler, key=lambda f: f.bounds)


def _forurenset(rng: Generator) -> GeoDataFrame:
    """Tips at the mines and the smelter, one of them multipart."""
    steder = [("Smelthytta", 90.0), ("Storwartz", 320.0), ("Nordgruvefeltet", 380.0),
              ("Olavsgruva", 140.0)]  # fmt: skip
    flater: list[BaseGeometry] = [klump(rng, sted(navn), (r, r * 0.6), 30.0) for navn, r in steder]
    x, y = sted("Nordgruvefeltet")
    nabo = klump(rng, (x + 1100, y - 300), (160, 90))
    flater[2] = shapely.union(flater[2], nabo)
    navn = [f"Eksempellokalitet ved {navn_paa(n)}" for n, _ in steder]
    return tabell("forurenset_grunn", flater, {"navn": navn})
