"""Protected areas (real names, made-up shapes) and nature types, mapped in part."""

import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import OMTRENTLIG, Lagene, klump, spredt, tabell
from lag.eksempel.ramme import Ramme

VERN = (
    ("Femundsmarka", "nasjonalpark", 653500, 6922500, 10500, 7200, 80.0),
    ("Langtjønna", "landskapsvernområde", 650500, 6937500, 4400, 2700, 10.0),
    ("Øyongen", "landskapsvernområde", 629500, 6964000, 4500, 2600, 60.0),
    ("Sølendet", "naturreservat", 643900, 6953300, 1300, 800, 0.0),
    ("Sakrisodden", "naturreservat", 637000, 6948900, 700, 350, 0.0),
    ("Molinga", "naturreservat", 624500, 6951000, 800, 400, 40.0),
    ("Kvitsanda", "landskapsvernområde", 619600, 6943900, 900, 600, 120.0),
    ("Lille Korssjøen", "naturreservat", 634500, 6958500, 900, 500, 20.0),
    ("Mølmannsdalen", "naturreservat", 618500, 6963200, 2300, 650, 50.0),
)
"""Name, kind, middle, half axes, turn: 17 areas cover some 26 % in truth, these nine less."""
NATURTYPER = ("Slåttemyr", "Rik bakkemyr", "Kalkrik slåttemark", "Gammel granskog", "Kilde")
VERDIER = ("Svært stor verdi", "Stor verdi", "Middels verdi", "Noe verdi")
DEKNING = ((617000, 6936500, 628000, 6946000), (640500, 6945500, 649500, 6954500))


def lag_natur(ramme: Ramme, rng: Generator) -> Lagene:
    """Make naturvern, naturtyper and naturtyper_dekning."""
    flater: list[BaseGeometry] = []
    for _, _, x, y, a, b, vinkel in VERN:
        flate = klump(rng, (x, y), (a, b), vinkel, 0.2, 64).intersection(ramme.kommune)
        flater.append(max(shapely.get_parts(flate), key=lambda d: d.area))
    flater[1] = flater[1].difference(klump(rng, (650500, 6937500), (600, 350)))
    dekning = [shapely.box(*boks).intersection(ramme.kommune) for boks in DEKNING]
    return {
        "naturvern": tabell("naturvern", flater, {
            "navn": [v[0] + OMTRENTLIG for v in VERN], "verneform": [v[1] for v in VERN]}),
        "naturtyper": _naturtyper(ramme, rng, shapely.union_all(dekning)),
        "naturtyper_dekning": tabell("naturtyper_dekning", dekning, {
            "navn": [f"Eksempelkartlegging {nr}" for nr in range(1, len(dekning) + 1)]}),
    }  # fmt: skip


def _naturtyper(ramme: Ramme, rng: Generator, dekning: BaseGeometry) -> GeoDataFrame:
    """Blobs within the mapped part, outside water and settlements."""
    flater: list[Polygon] = []
    for xy in spredt(rng, dekning, 260):
        r = float(rng.uniform(25.0, 170.0))
        flate = klump(rng, (float(xy[0]), float(xy[1])), (r, r * 0.6), float(rng.uniform(0, 180)),
                      0.25, 28)  # fmt: skip
        if dekning.contains(flate) and not flate.intersects(ramme.sperret):
            flater.append(flate)
    antall = len(flater)
    return tabell("naturtyper", flater, {
        "navn": [str(n) for n in rng.choice(NATURTYPER, antall)],
        "verdikategori": [str(v) for v in rng.choice(VERDIER, antall, p=(0.15, 0.3, 0.35, 0.2))],
    })  # fmt: skip
