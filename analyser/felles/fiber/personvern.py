"""What may be published: groups of enough addresses, never what one household lacks.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely.geometry.base import BaseGeometry

from analyser.felles.adresser import JA, NEI, SVARORD, UKJENT
from analyser.felles.fiber.linjer import Former
from analyser.felles.modell import Klasse
from gis.geometri import union
from lag.modell import Stil

ANDRE = "andre steder"
"""What the groups that are too small are called together."""
ALLE_MED, NOEN_UTEN, ALLE_UTEN = "alle har tilbud", "noen er uten tilbud", "alle er uten tilbud"
NOEN_MED = "noen har tilbud, resten er ikke kjent"
RUTEKLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=ALLE_UTEN, tittel=ALLE_UTEN, stil=Stil(farge="#d55e00", skravur="45")),
    Klasse(verdi=NOEN_UTEN, tittel=NOEN_UTEN, stil=Stil(farge="#e69f00", skravur="prikker")),
    Klasse(verdi=NOEN_MED, tittel=NOEN_MED, stil=Stil(farge="#56b4e9", skravur="315")),
    Klasse(verdi=ALLE_MED, tittel=ALLE_MED, stil=Stil(farge="#0072b2", dekkevne=0.35)),
    Klasse(verdi=UKJENT, tittel="ikke kjent", stil=Stil(farge="#7f7f7f", skravur="rutenett")),
)
"""What is said of a square, the worst first."""

GROV_M = 100.0
"""Side of the squares that areas are drawn in: a rounded edge would point at a house."""


def grupper(verdier: Sequence[str], minst: int) -> list[str]:
    """Return the group of every address, those of fewer than `minst` put together.

    Where even these together are too few, the smallest of the others joins them, so that no group
    can be found by subtraction.
    """
    telling = Series(list(verdier), dtype=object).value_counts()
    rekke = sorted(telling.index, key=lambda v: (int(telling[v]), str(v)))
    smaa = [v for v in rekke if telling[v] < minst]
    store = [v for v in rekke if telling[v] >= minst]
    while smaa and store and sum(int(telling[v]) for v in smaa) < minst:
        smaa.append(store.pop(0))
    skjult = set(smaa)
    return [ANDRE if v in skjult else v for v in verdier]


def statusruter(adresser: GeoDataFrame, side_m: float, minst: int) -> tuple[GeoDataFrame, int]:
    """Count the answers in squares; squares with fewer than `minst` addresses are left out.

    Returns
    -------
    ruter     id, navn, status (value of `RUTEKLASSER`), adresser, med, uten, uten_stotte, ukjent,
              geometry
    skjulte   addresses in the squares left out
    """
    xy = np.floor(adresser.get_coordinates().to_numpy() / side_m).astype(np.int64)
    rader, former, skjulte = [], [], 0
    steder, gruppe = np.unique(xy, axis=0, return_inverse=True)
    hver = adresser.groupby(gruppe.ravel(), sort=True)
    for (x, y), (_, dem) in zip(steder.tolist(), hver, strict=True):
        if len(dem) < minst:
            skjulte += len(dem)
            continue
        rader.append({"id": f"rute {x}-{y}", **_rute(dem)})
        former.append(shapely.box(x * side_m, y * side_m, (x + 1) * side_m, (y + 1) * side_m))
    kolonner = ["id", "navn", "status", "adresser", "med", "uten", "uten_stotte", "ukjent"]
    ut = DataFrame(rader, columns=kolonner)
    return GeoDataFrame(ut, geometry=former, crs=adresser.crs), skjulte


def _rute(dem: DataFrame) -> dict[str, object]:
    """Numbers and status of one square."""
    med, uten = int((dem["fiber"] == JA).sum()), dem[dem["fiber"] == NEI]
    if uten.empty:
        status = ALLE_MED if med == len(dem) else NOEN_MED if med else UKJENT
    else:
        status = ALLE_UTEN if len(uten) == len(dem) else NOEN_UTEN
    return {
        "navn": f"Rute ved {dem['grend'].mode().iloc[0]}",
        "status": status,
        "adresser": len(dem),
        "med": med,
        "uten": len(uten),
        "uten_stotte": int(uten["stotte"].sum()),
        "ukjent": len(dem) - med - len(uten),
    }


def byggruter(bygg: GeoDataFrame, side_m: float, minst: int) -> GeoDataFrame:
    """Count surveyed buildings (layer `fiberdekning`) in squares; the small ones are left out."""
    svar = [SVARORD.get(str(v), UKJENT) for v in bygg["har_fiber"]]
    ramme = GeoDataFrame(
        {"fiber": svar, "grend": "bygg", "stotte": False},
        geometry=bygg.geometry.to_numpy(),
        crs=bygg.crs,
    )
    ruter = statusruter(ramme, side_m, minst)[0]
    return ruter.assign(navn=[f"{n} bygg" for n in ruter["adresser"]])


def grov_flate(
    flate: shapely.Geometry, adresser: Former, minst: int, side_m: float = GROV_M
) -> BaseGeometry:
    """Draw an area in squares, without the parts that hold fewer than `minst` of its addresses.

    A square is in where its middle is in the area; empty where no part is great enough.
    """
    ruter: list[BaseGeometry] = []
    for del_ in shapely.get_parts(flate):
        if int(shapely.intersects(del_, adresser).sum()) < minst:
            continue
        vest, sor, ost, nord = np.floor(np.array(del_.bounds) / side_m).astype(np.int64).tolist()
        x, y = np.meshgrid(np.arange(vest, ost + 1), np.arange(sor, nord + 1))
        med = shapely.contains_xy(del_, (x + 0.5) * side_m, (y + 0.5) * side_m)
        x0, y0 = x[med] * side_m, y[med] * side_m
        ruter.extend(shapely.box(x0, y0, x0 + side_m, y0 + side_m))
    return union(ruter)
