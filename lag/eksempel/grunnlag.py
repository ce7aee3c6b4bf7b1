"""Boundary, place names, population grid, built-up areas, power lines.

Geometries lie in EPSG:25832, metres.
"""

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.random import Generator
from shapely import Point

from gis.crs import NASJONAL
from lag.eksempel.felles import EPSG, Lagene, Punkt, slyng, tabell
from lag.eksempel.matrikkel import BOLIGTYPER
from lag.eksempel.ramme import ANSLAATT, SETT, Ramme, navn_paa, sted

INNBYGGERE = 5681
"""Røros kommune 1.1.2025."""
TETT_M, TETT_INNBYGGERE = 50.0, 200
"""Statistics Norway's definition of a built-up area: distance between houses, inhabitants."""
STEDSTYPER = {
    "Bergstaden": "tettsted", "Øra": "tettsted", "Gjøsvika": "tettsted", "Gjøsvikmoen": "tettsted",
    "Stormoen": "tettsted", "Brekken": "grend", "Glåmos": "grend", "Galåen": "grend",
    "Hitterdalen": "grend", "Aursunden": "vann", "Djupsjøen": "vann", "Store Hittersjøen": "vann",
    "Håsjøen": "vann", "Feragen": "vann", "Femunden": "vann", "Orvsjøen": "vann",
    "Storvigelen": "fjell",
}  # fmt: skip
KRAFT: tuple[tuple[str, tuple[Punkt, ...]], ...] = (
    ("132", ((616500, 6932500), (618900, 6933900), (621700, 6936000), (624000, 6936900),
             (625600, 6938300),
             (627250, 6939400), (627320, 6940300), (627350, 6941200), (627700, 6943000),
             (627500, 6947000))),
    ("66", ((627350, 6941200), (631800, 6943500), (636400, 6945500), (646200, 6948700))),
    ("22", ((627500, 6947000), (625100, 6950500), (624300, 6955500))),
    ("22", ((646200, 6948700), (645900, 6946300), (651200, 6940500), (652900, 6934200))),
)  # fmt: skip
"""Voltage (kV) and course; the lines meet at shared ends."""


def lag_grunnlag(ramme: Ramme, rng: Generator, bygninger: GeoDataFrame) -> Lagene:
    """Make kommunegrense, stedsnavn, befolkning and tettsteder."""
    navn = [*SETT, *ANSLAATT]
    return {
        "kommunegrense": tabell("kommunegrense", [ramme.kommune], {
            "kommunenummer": ["5025"], "navn": ["Eksempelkommune Røros"]}),
        "stedsnavn": tabell("stedsnavn", [Point(sted(n)) for n in navn], {
            "navn": [navn_paa(n) for n in navn],
            "type": [STEDSTYPER.get(n, "annet") for n in navn]}),
        "befolkning": _befolkning(rng, bygninger),
        "tettsteder": _tettsteder(bygninger),
    }  # fmt: skip


def lag_energi(rng: Generator) -> Lagene:
    """Make kraftlinjer, connected at their ends."""
    linjer = [slyng(rng, punkter, 900.0, 40.0) for _, punkter in KRAFT]
    return {"kraftlinjer": tabell("kraftlinjer", linjer, {"spenning": [kv for kv, _ in KRAFT]})}


def _befolkning(rng: Generator, bygninger: GeoDataFrame) -> GeoDataFrame:
    """Kilometre squares of EPSG:25833 with dwellings; the inhabitants add up to the total."""
    boliger = bygninger[bygninger["bygningstype"].isin(BOLIGTYPER)]
    punkter = GeoSeries(boliger.geometry, crs=EPSG).to_crs(NASJONAL)
    hjorner = pd.DataFrame({"x": punkter.x // 1000, "y": punkter.y // 1000}).astype(int)
    antall = hjorner.groupby(["x", "y"]).size()
    folk = rng.multinomial(INNBYGGERE, antall.to_numpy() / antall.sum())
    x, y = (np.array([i[k] for i in antall.index]) * 1000 for k in (0, 1))
    ruter = GeoSeries(shapely.box(x, y, x + 1000, y + 1000), crs=NASJONAL).to_crs(EPSG)
    return tabell("befolkning", list(ruter), {
        "lokalid": [f"{a + 2_000_000}{b}" for a, b in zip(x, y, strict=True)],
        "antall": [int(n) for n in folk],
    })  # fmt: skip


def _tettsteder(bygninger: GeoDataFrame) -> GeoDataFrame:
    """Clusters of dwellings at most 50 m apart with at least 200 inhabitants (SSB's definition)."""
    boliger = bygninger[bygninger["bygningstype"].isin(BOLIGTYPER)].geometry
    klynger = shapely.get_parts(boliger.buffer(TETT_M / 2, quad_segs=2).union_all())
    tre = shapely.STRtree(boliger.to_numpy())
    antall = [len(tre.query(klynge, predicate="intersects")) for klynge in klynger]
    per_bolig = INNBYGGERE / len(boliger)
    store = [k for k, n in zip(klynger, antall, strict=True) if n * per_bolig >= TETT_INNBYGGERE]
    store.sort(key=lambda klynge: (-klynge.area, klynge.bounds))
    navn = [f"Eksempeltettsted {nr}" for nr in range(1, len(store) + 1)]
    return tabell("tettsteder", store, {"navn": navn})
