"""Fibre, the rest: coverage by square, ducts along the streets, planned digging, statistical areas.

All made up; the ducts follow the streets from each node to the buildings that are served.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from gis.crs import NASJONAL
from lag.eksempel.bosetting import Utlagt
from lag.eksempel.felles import EPSG, Lagene, tabell
from lag.eksempel.fiber import MAALT
from lag.eksempel.ramme import Ramme

RUTE_M = 100
"""Side of the squares of the survey."""
LENGST_M = 4000.0
"""No duct is laid further from its node."""
GRAVES: tuple[tuple[str, str, int], ...] = (
    ("9002", "va", 2027), ("9010", "veg", 2028), ("9012", "kraft", 2028),
)  # fmt: skip
"""Number of the road, what is dug, year; invented."""


def lag_fibernett(ramme: Ramme, utlagt: Sequence[Utlagt], ferdige: Lagene) -> Lagene:
    """Make fiberruter, fibertraseer, graveplaner and grunnkretser."""
    return {
        "fiberruter": _ruter(ferdige["fiberdekning"]),
        "fibertraseer": _traseer(ferdige),
        "graveplaner": _graveplaner(ferdige["veger"]),
        "grunnkretser": _grunnkretser(ramme, utlagt),
    }


def _ruter(dekning: GeoDataFrame) -> GeoDataFrame:
    """Squares with a surveyed building: all, some or none of them with fibre."""
    punkter = GeoSeries(dekning.geometry, crs=EPSG).to_crs(NASJONAL)
    hjorner = pd.DataFrame({"x": punkter.x // RUTE_M, "y": punkter.y // RUTE_M}).astype(int)
    har = (dekning["har_fiber"] == "ja").astype(float)
    andel = har.groupby([hjorner["x"], hjorner["y"]]).mean()
    x, y = (np.array([i[k] for i in andel.index]) * RUTE_M for k in (0, 1))
    ruter = GeoSeries(shapely.box(x, y, x + RUTE_M, y + RUTE_M), crs=NASJONAL).to_crs(EPSG)
    ord_ = np.where(andel == 1.0, "alle", np.where(andel == 0.0, "ingen", "noen"))
    return tabell("fiberruter", list(ruter), {
        "lokalid": [f"100m-{a}-{b}" for a, b in zip(x, y, strict=True)],
        "rutesvar": [str(o) for o in ord_], "maalt": [MAALT] * len(ord_),
    })  # fmt: skip


def _traseer(ferdige: Lagene) -> GeoDataFrame:
    """Streets on the shortest way from the nearest node to a served building."""
    veger = ferdige["veger"]
    xy, fra, til = _graf(veger)
    tre = shapely.STRtree([shapely.Point(p) for p in xy])
    nodene = tre.nearest(ferdige["fibernoder"].geometry.to_numpy())
    n = len(xy)
    vekt = coo_array((veger.length.to_numpy(), (fra, til)), shape=(n, n)).tocsr()
    avstand, forrige, _ = dijkstra(
        vekt, directed=False, indices=np.unique(nodene), min_only=True, return_predecessors=True
    )
    dekning = ferdige["fiberdekning"]
    dekket = dekning.geometry.to_numpy()[(dekning["har_fiber"] == "ja").to_numpy()]
    brukt: set[tuple[int, int]] = set()
    for node in np.unique(tre.nearest(dekket)):
        her = int(node)
        while avstand[node] <= LENGST_M and forrige[her] >= 0:
            brukt.add((min(her, int(forrige[her])), max(her, int(forrige[her]))))
            her = int(forrige[her])
    med = [(min(a, b), max(a, b)) in brukt for a, b in zip(fra, til, strict=True)]
    gater = veger.geometry[np.array(med)]
    return tabell("fibertraseer", list(gater), {"navn": ["Eksempeltrasé"] * len(gater)})


def _graf(
    veger: GeoDataFrame,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Make the ends of the roads nodes: coordinates (n, 2), and both ends of each road."""
    linjer = veger.geometry.to_numpy()
    ender = np.vstack([shapely.get_coordinates(shapely.get_point(linjer, p)) for p in (0, -1)])
    xy, nr = np.unique(np.round(ender, 2), axis=0, return_inverse=True)
    nr = nr.ravel()
    return xy, nr[: len(linjer)], nr[len(linjer) :]


def _graveplaner(veger: GeoDataFrame) -> GeoDataFrame:
    """Whole roads where something else is dug."""
    deler = [
        (linje, nummer, slag, aar)
        for nummer, slag, aar in GRAVES
        for linje in veger.geometry[veger["vegnummer"] == nummer]
    ]
    return tabell("graveplaner", [d[0] for d in deler], {
        "navn": [f"Eksempelanlegg veg {d[1]}" for d in deler],
        "slag": [d[2] for d in deler], "aar": [d[3] for d in deler],
    })  # fmt: skip


def _grunnkretser(ramme: Ramme, utlagt: Sequence[Utlagt]) -> GeoDataFrame:
    """Parts of the municipality nearest to each settlement."""
    midt = shapely.multipoints([u.bosetting.midt for u in utlagt])
    celler = shapely.get_parts(
        shapely.voronoi_polygons(midt, extend_to=ramme.kommune.envelope.buffer(1000), ordered=True)
    )
    flater = shapely.intersection(celler, ramme.kommune)
    return tabell("grunnkretser", list(flater), {
        "lokalid": [f"5025{nr:04d}" for nr in range(9901, 9901 + len(flater))],
        "navn": [f"Eksempelkrets {u.bosetting.navn}" for u in utlagt],
    })  # fmt: skip
