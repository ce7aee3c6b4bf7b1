"""Lakes, rivers, and flood: caution along all water, mapped zones along a part of Glåma only."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from gis.rutenett import Rutenett
from lag.eksempel.felles import Lagene, Punkt, klump, slyng, spredt, tabell
from lag.eksempel.ramme import Ramme, navn_paa
from lag.eksempel.terreng import hoyde

TJERN = 140
LENGST_GATE_M = 130.0
"""A street between two crossings; longer pieces are country roads without pipes."""
KILDER, STEG, MINST_PUNKTER = 260, 13, 5
STEG_M = 200.0
RETNINGER = tuple((dx * STEG_M, dy * STEG_M) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
"""Brooks: where they may spring, how many steps they take, and how long a step is."""
FLOM_M = {"20": 45.0, "200": 90.0, "2100": 120.0}
"""Half width of the flooded belt per return period; made up."""


def lag_vann(ramme: Ramme, rng: Generator, ferdige: Lagene) -> Lagene:
    """Make innsjoer, elver, flom_aktsomhet, flomsoner, flomsoner_dekning and ledninger."""
    faste = [*ferdige["veger"].geometry, *ferdige["bygninger"].geometry]
    tjern = _tjern(ramme, rng, shapely.STRtree(faste))
    navn = [navn_paa(n) for n in ramme.innsjoer]
    innsjoer = [*ramme.innsjoer.values(), *tjern]
    elver = [_kort(elv, ramme) for elv in ramme.elver.values()]
    elvenavn = [n + " (omtrentlig tegnet)" for n in ramme.elver]
    bekker = _bekker(ramme, rng)
    aktsomhet = [flate.buffer(60.0) for flate in innsjoer]
    aktsomhet += [elv.buffer(110.0, quad_segs=4) for elv in ramme.elver.values()]
    aktsomhet += [bekk.buffer(25.0, quad_segs=2) for bekk in bekker]
    return {
        "innsjoer": tabell("innsjoer", innsjoer, {
            "navn": [*navn, *(f"Eksempeltjønna {nr}" for nr in range(1, len(tjern) + 1))]}),
        "elver": tabell("elver", [*elver, *bekker], {
            "navn": [*elvenavn, *(f"Eksempelbekken {nr}" for nr in range(1, len(bekker) + 1))]}),
        "flom_aktsomhet": tabell("flom_aktsomhet", aktsomhet, {}),
        **_flomsoner(ramme),
        "ledninger": _ledninger(ferdige["veger"]),
    }  # fmt: skip


def _ledninger(veger: GeoDataFrame) -> GeoDataFrame:
    """Lay water pipes under the municipal streets and roads; the course is made up."""
    gater = veger[veger["vegkategori"] == "K"]
    lengst = gater.length.to_numpy() <= LENGST_GATE_M
    linjer = list(gater.geometry[lengst])
    return tabell("ledninger", linjer, {"slag": ["vann"] * len(linjer)})


def _kort(elv: LineString, ramme: Ramme) -> BaseGeometry:
    """Course outside the lakes."""
    return elv.difference(ramme.vann)


def _tjern(ramme: Ramme, rng: Generator, faste: shapely.STRtree) -> list[BaseGeometry]:
    """Small lakes in the hills, clear of settlements, roads, houses and one another."""
    ute = ramme.sperret.buffer(200.0)
    tjern: list[BaseGeometry] = []
    for xy in spredt(rng, ramme.kommune, TJERN * 2):
        a = float(rng.uniform(40.0, 260.0))
        flate = klump(rng, (float(xy[0]), float(xy[1])), (a, a * float(rng.uniform(0.4, 0.9))),
                      float(rng.uniform(0, 180)), 0.2, 24)  # fmt: skip
        fri = not flate.intersects(ute) and not len(faste.query(flate, predicate="intersects"))
        if fri and all(not flate.intersects(t) for t in tjern):
            tjern.append(flate)
    return [t.difference(t.centroid.buffer(9.0)) if nr % 20 == 0 else t
            for nr, t in enumerate(tjern[:TJERN])]  # fmt: skip


def _bekker(ramme: Ramme, rng: Generator) -> list[LineString]:
    """Brooks from points in the hills, clear of lakes, settlements and cleared ground."""
    bekker: list[LineString] = []
    for x, y in spredt(rng, ramme.kommune, KILDER):
        punkter = _nedover(ramme.terreng, (float(x), float(y)))
        if len(punkter) >= MINST_PUNKTER:
            bekk = slyng(rng, punkter, 45.0, 16.0)
            if not ramme.sperret.intersects(bekk):
                bekker.append(bekk)
    return bekker


def _nedover(terreng: Rutenett, start: Punkt) -> list[Punkt]:
    """Follow the lowest of eight neighbours, a step at a time, until there is no way down."""
    punkter = [start]
    for _ in range(STEG):
        x, y = punkter[-1]
        her_og_naboer = np.array([(x, y), *((x + dx, y + dy) for dx, dy in RETNINGER)])
        hoyder = hoyde(terreng, her_og_naboer)
        lavest = int(hoyder.argmin())
        if lavest == 0:
            break
        nx, ny = her_og_naboer[lavest]
        punkter.append((round(float(nx), 2), round(float(ny), 2)))
    return punkter


def _flomsoner(ramme: Ramme) -> Lagene:
    """Zones along Glåma by Røros, and the map that says how far the survey went."""
    dekning = shapely.box(618000, 6937600, 622600, 6943600)
    glaama = ramme.elver["Glåma"].intersection(dekning)
    soner = [glaama.buffer(bredde, quad_segs=6).intersection(dekning) for bredde in FLOM_M.values()]
    return {
        "flomsoner": tabell("flomsoner", soner, {"gjentaksintervall": list(FLOM_M)}),
        "flomsoner_dekning": tabell("flomsoner_dekning", [dekning], {
            "navn": ["Eksempelkartlegging Glåma"]}),
    }  # fmt: skip
