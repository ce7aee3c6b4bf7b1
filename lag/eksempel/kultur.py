"""World heritage, the Circumference as a circle, monuments, listed and SEFRAK buildings.

Geometries lie in EPSG:25832, metres.
"""

import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import OMTRENTLIG, Lagene, klump, slyng, spredt, tabell
from lag.eksempel.ramme import Ramme, sted

KATEGORIER = ("E-ARK", "E-BER", "E-RUI")
VERN = ("AUT", "UAV", "FJE", "IKKEV", "LIST")
STATUSER = ("0", "1", "2")
MINNER = 220
VINTERLEDEN = ((622700, 6940200), (627000, 6931500), (634000, 6927500), (641500, 6921000),
               (644800, 6911500))  # fmt: skip
"""Course from Røros towards Tufsingdalen and Femundshytta, drawn by hand."""


def lag_kultur(ramme: Ramme, rng: Generator, bygninger: GeoDataFrame) -> Lagene:
    """Make verdensarv, circumferensen, kulturmiljoer, kulturminner, fredede_bygninger, sefrak."""
    sirkel = ramme.circumferens
    kjerner = _kjerner(rng)
    bergstaden = shapely.Point(sted("Bergstaden")).buffer(520.0)
    byhus = bygninger[bygninger.geometry.intersects(bergstaden) & (bygninger["tomt"] >= 0)]
    miljo = [bergstaden.intersection(ramme.bebygd).buffer(20.0),
             klump(rng, sted("Storwartz"), (1900, 1200), 20.0),
             klump(rng, sted("Marenvollen"), (1500, 800), 70.0)]  # fmt: skip
    return {
        "verdensarv": tabell("verdensarv", [*(f for f, _ in kjerner), sirkel], {
            "navn": [*(n for _, n in kjerner), "Circumferensen"],
            "kategori": ["M-VERD"] * 5, "vernetype": ["WHS"] * 5,
            "sone": ["kjerne"] * 4 + ["buffer"]}),
        "circumferensen": tabell("circumferensen", [sirkel], {
            "navn": ["Circumferensen"], "kategori": ["M-VERD"], "vernetype": ["WHS"]}),
        "kulturmiljoer": tabell("kulturmiljoer", miljo, {
            "navn": ["Eksempelmiljø Bergstaden", "Eksempelmiljø Storwartz", "Eksempelmiljø seter"],
            "kategori": ["M-TRE", "M-FRED", "M-KULA"], "vernetype": ["LIST", "VED", "LIST"]}),
        "kulturminner": _kulturminner(ramme, rng),
        **_hus(rng, byhus, bygninger),
    }  # fmt: skip


def _kjerner(rng: Generator) -> list[tuple[BaseGeometry, str]]:
    """Core areas, all roughly placed; mines as one multipart area."""
    gruver = shapely.multipolygons([
        klump(rng, sted("Storwartz"), (2600, 1500), 30.0),
        klump(rng, sted("Nordgruvefeltet"), (2900, 1800), 45.0),
    ])  # fmt: skip
    led = slyng(rng, VINTERLEDEN, 500.0, 250.0)
    return [
        (klump(rng, sted("Bergstaden"), (2300, 1500), 56.0), "Røros bergstad" + OMTRENTLIG),
        (gruver, "Gruvene utenfor Røros bergstad" + OMTRENTLIG),
        (klump(rng, sted("Femundshytta"), (1500, 1000), 10.0), "Femundshytta" + OMTRENTLIG),
        (led.buffer(150.0, quad_segs=3), "Vinterleden Røros–Tufsingdalen" + OMTRENTLIG),
    ]


def _kulturminner(ramme: Ramme, rng: Generator) -> GeoDataFrame:
    """Small polygons, some in several parts, crowded about the mines."""
    steder = [(float(x), float(y)) for x, y in spredt(rng, ramme.kommune, MINNER // 2)]
    for navn in ("Storwartz", "Nordgruvefeltet", "Olavsgruva", "Bergstaden"):
        x, y = sted(navn)
        steder += [(x + float(dx), y + float(dy)) for dx, dy in rng.normal(0, 700, (28, 2))]
    flater: list[BaseGeometry] = []
    for nr, (x, y) in enumerate(steder):
        r = float(rng.uniform(3.0, 28.0))
        flate: BaseGeometry = klump(rng, (x, y), (r, r * 0.7), 0.0, 0.2, 14)
        if nr % 15 == 0:
            flate = shapely.union(flate, klump(rng, (x + 4 * r, y), (r, r), 0.0, 0.2, 14))
        flater.append(flate)
    antall = len(flater)
    return tabell("kulturminner", flater, {
        "navn": [f"Eksempelminne {nr}" for nr in range(1, antall + 1)],
        "vernetype": [str(v) for v in rng.choice(VERN, antall, p=(0.5, 0.3, 0.05, 0.1, 0.05))],
        "kategori": [str(k) for k in rng.choice(KATEGORIER, antall)],
    })  # fmt: skip


def _hus(rng: Generator, byhus: GeoDataFrame, bygninger: GeoDataFrame) -> Lagene:
    """Draw listed houses and SEFRAK houses: most of Bergstaden, some elsewhere."""
    fredet = byhus.iloc[::5]
    andre = bygninger[~bygninger.index.isin(byhus.index)]
    valgt = andre.iloc[sorted(rng.choice(len(andre), 420, replace=False))]
    sefrak = [*byhus.geometry, *valgt.geometry]
    return {
        "fredede_bygninger": tabell("fredede_bygninger", list(fredet.geometry), {
            "navn": [f"Eksempelgård {nr}" for nr in range(1, len(fredet) + 1)]}),
        "sefrak": tabell("sefrak", sefrak, {
            "navn": [f"Eksempelhus {nr}" for nr in range(1, len(sefrak) + 1)],
            "status": [str(s) for s in rng.choice(STATUSER, len(sefrak), p=(0.1, 0.7, 0.2))]}),
    }  # fmt: skip
