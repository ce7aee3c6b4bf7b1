"""Land cover: a tiling of the valleys in AR5 classes, and what follows from it.

Geometries lie in EPSG:25832, metres.
"""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.terreng import helning_og_retning
from lag.eksempel.felles import Lagene, klump, tabell
from lag.eksempel.ramme import Ramme, sted
from lag.eksempel.terreng import RUTE_M, SKOGGRENSE_M, hoyde, ruter, storrelse, stoy
from lag.katalog.koder import AR5_DYRKA, AR5_MYR

CELLE_M = 230.0
"""Mean width of a piece of land cover."""
DALER = ((616000, 6933500, 628500, 6946500), (643500, 6946300, 650500, 6952500),
         (620500, 6948500, 626500, 6954500))  # fmt: skip
"""Boxes that are mapped: Røros, Brekken, Glåmos. The hills are not."""
MYR_FUKT, TIL_ELV_M, TIL_GREND_M = 0.9, 750.0, 450.0
JORD_GRADER, JORD_MOH, JORD_ANDEL = 6.5, 760.0, 0.5
"""Where bog and fields lie in the example: wetness, distances, slope, height, share; made up."""


def lag_landbruk(ramme: Ramme, rng: Generator, veger: GeoDataFrame) -> Lagene:
    """Make arealressurs, dyrka_jord, myr and dyrkbar_jord."""
    dal = shapely.union_all([shapely.box(*d) for d in DALER]).intersection(ramme.kommune)
    veg = veger[veger["vegkategori"].isin(("F", "K"))].geometry.buffer(6.0, cap_style="flat")
    vegflate = shapely.union_all(veg.to_numpy())
    fast = [
        (ramme.fritt_omraade, None), (ramme.vann, "81"), (ramme.bebygd, "11"), (vegflate, "12"),
    ]  # fmt: skip
    flater, typer = _celler(ramme, rng, dal, shapely.union_all([f for f, _ in fast]))
    brukt: BaseGeometry = shapely.Polygon()
    for flate, kode in fast:
        if kode is not None:
            deler = _flater(flate.intersection(dal).difference(brukt))
            flater += deler
            typer += [kode] * len(deler)
        brukt = brukt.union(flate)
    flater.append(klump(rng, sted("Storvigelen"), (160.0, 90.0), 20.0))
    typer.append("70")
    alle = tabell("arealressurs", flater, {"arealtype": typer})
    return {
        "arealressurs": alle,
        "dyrka_jord": alle[alle["arealtype"].isin(AR5_DYRKA)].reset_index(drop=True),
        "myr": alle[alle["arealtype"].isin(AR5_MYR)].reset_index(drop=True),
        "dyrkbar_jord": _dyrkbar(rng, alle),
    }


def _flater(geometri: BaseGeometry) -> list[BaseGeometry]:
    """Polygons of a geometry, larger than a square metre."""
    return [d for d in shapely.get_parts(geometri) if d.geom_type == "Polygon" and d.area > 1.0]


def _celler(
    ramme: Ramme, rng: Generator, dal: BaseGeometry, opptatt: BaseGeometry
) -> tuple[list[BaseGeometry], list[str]]:
    """Voronoi cells about jittered points, typed by terrain, less what is taken already."""
    x0, y0, x1, y1 = dal.bounds
    xx, yy = np.meshgrid(np.arange(x0, x1, CELLE_M), np.arange(y0, y1, CELLE_M))
    xy = np.column_stack([xx.ravel(), yy.ravel()])
    xy = np.round(xy + rng.uniform(-0.38, 0.38, xy.shape) * CELLE_M, 1)
    naer = dal.buffer(2 * CELLE_M)
    shapely.prepare(naer)
    xy = xy[shapely.contains_xy(naer, xy[:, 0], xy[:, 1])]
    celler = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=naer.envelope, ordered=True)
    )
    typer = _typer(ramme, rng, xy)
    celler = shapely.intersection(celler, dal)
    shapely.prepare(opptatt)
    celler = np.where(
        shapely.intersects(celler, opptatt), shapely.difference(celler, opptatt), celler
    )
    par = [(del_, str(kode)) for celle, kode in zip(celler, typer, strict=True)
           for del_ in _flater(celle)]  # fmt: skip
    return [flate for flate, _ in par], [kode for _, kode in par]


def _typer(ramme: Ramme, rng: Generator, xy: NDArray[np.float64]) -> NDArray[np.object_]:
    """Class of each point: open above the tree line, fields by the river, bog where it is flat."""
    z = hoyde(ramme.terreng, xy)
    bratt = helning_og_retning(ramme.terreng)[0].verdier[ruter(xy)]
    punkter = shapely.points(xy)
    elver = shapely.union_all(list(ramme.elver.values()))
    til_elv = shapely.distance(punkter, elver)
    til_grend = shapely.distance(punkter, ramme.bebygd)
    fuktig = stoy(rng, storrelse(), 1400.0)[ruter(xy)]
    typer = np.full(len(xy), "30", dtype=object)
    typer[z > SKOGGRENSE_M + 15.0 * fuktig] = "50"
    typer[(fuktig > MYR_FUKT) & (bratt < JORD_GRADER)] = "60"
    jord = ((til_elv < TIL_ELV_M) | (til_grend < TIL_GREND_M)) & (bratt < JORD_GRADER)
    jord &= (z < JORD_MOH) & (rng.uniform(size=len(xy)) < JORD_ANDEL)
    typer[jord] = rng.choice(AR5_DYRKA, int(jord.sum()), p=(0.6, 0.12, 0.28))
    return typer


def _dyrkbar(rng: Generator, alle: GeoDataFrame) -> GeoDataFrame:
    """Forest and bog near fields that could be tilled."""
    skog = alle[alle["arealtype"].isin(("30", "60"))]
    jord = alle[alle["arealtype"].isin(AR5_DYRKA)]
    tre = shapely.STRtree(jord.geometry.to_numpy())
    naer = tre.query(skog.geometry.to_numpy(), predicate="dwithin", distance=RUTE_M)[0]
    kandidater = np.unique(naer)
    valgt = np.sort(rng.choice(kandidater, min(260, len(kandidater)), replace=False))
    return tabell("dyrkbar_jord", list(skog.geometry.iloc[valgt]), {})
