"""The municipality's own lists: vacant premises, trails, schools, shops, capacity; made up.

Geometries lie in EPSG:25832, metres.
"""

import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator

from lag.eksempel.felles import Lagene, klump, slyng, tabell
from lag.eksempel.ramme import sted

LOKALER = (
    ("lokale", 180.0, "2026-09-01"), ("lokale", 95.0, "2026-11-01"), ("lokale", 420.0, ""),
    ("tomt", 2400.0, ""), ("tomt", 5200.0, "2027-01-01"),
)  # fmt: skip
"""Kind, size in square metres, day from which it is vacant; invented."""
STIER = (("Storwartz", "vandring", "ja", "nei"), ("Olavsgruva", "sykkel", "nei", "nei"))
"""Where the trail from Bergstaden ends, kind, marked, universally designed; invented."""


SKOLER = (
    ("Bergstaden", "barneskole", 40), ("Gjøsvikmoen", "ungdomsskole", 25),
    ("Stormoen", "barnehage", 6), ("Brekken", "barneskole", 30), ("Glåmos", "barneskole", 22),
)  # fmt: skip
"""Where, kind, free places; invented."""
BUTIKKER = ("Bergstaden", "Øra", "Brekken")
"""Where there is a shop for groceries; invented."""
STASJONER = ("Røros stasjon", "Glåmos")
VA_SONER = (
    ("Bergstaden", 4200.0, "vann", 900.0), ("Bergstaden", 4000.0, "avlop", 260.0),
    ("Brekken", 1500.0, "vann", 60.0), ("Brekken", 1500.0, "avlop", 25.0),
    ("Glåmos", 1400.0, "vann", 0.0), ("Glåmos", 1400.0, "avlop", 40.0),
)  # fmt: skip
"""Middle, radius (m), kind, free personal equivalents; invented. Galåen has stated nothing."""
STOYVEG = "9030"
"""Number of the road whose noise is reckoned; see `veger`."""
FLYSTOY_M = {"gul": (2600.0, 520.0), "rod": (1500.0, 230.0)}
"""Half axes of the airport's zones along the runway; invented."""
VEGSTOY_M = {"gul": 55.0, "rod": 14.0}
"""Half width of the road's zones; invented."""


def lag_egne(rng: Generator) -> Lagene:
    """Make ledige_lokaler and kulturstier."""
    x, y = sted("Bergstaden")
    punkter = [shapely.Point(x + float(dx), y + float(dy))
               for dx, dy in rng.normal(0, 300, (len(LOKALER), 2)).round(1)]  # fmt: skip
    linjer = [slyng(rng, ((x, y), sted(maal)), 150.0, 60.0) for maal, *_ in STIER]
    return {
        "ledige_lokaler": tabell("ledige_lokaler", punkter, {
            "navn": [f"Eksempellokale {nr}" for nr in range(1, len(LOKALER) + 1)],
            "slag": [slag for slag, *_ in LOKALER], "areal_m2": [areal for _, areal, _ in LOKALER],
            "ledig_fra": [fra or None for *_, fra in LOKALER]}),
        "kulturstier": tabell("kulturstier", linjer, {
            "navn": [f"Eksempelløype til {maal}" for maal, *_ in STIER],
            "slag": [s[1] for s in STIER], "merket": [s[2] for s in STIER],
            "uu": [s[3] for s in STIER]}),
    }  # fmt: skip


def lag_tilbud(rng: Generator) -> Lagene:
    """Make skoler, butikker, stasjoner and va_soner, a little beside the places' middles."""

    def ved(navn: str, ut_m: float) -> shapely.Point:
        x, y = sted(navn)
        dx, dy = rng.normal(0.0, ut_m, 2).round(1)
        return shapely.Point(x + float(dx), y + float(dy))

    soner = [shapely.Point(sted(n)).buffer(r, quad_segs=12) for n, r, *_ in VA_SONER]
    return {
        "skoler": tabell("skoler", [ved(n, 250.0) for n, *_ in SKOLER], {
            "navn": [f"Eksempelskolen på {n}" for n, *_ in SKOLER],
            "slag": [slag for _, slag, _ in SKOLER],
            "ledige_plasser": [plasser for *_, plasser in SKOLER]}),
        "butikker": tabell("butikker", [ved(n, 150.0) for n in BUTIKKER], {
            "navn": [f"Eksempelbutikken på {n}" for n in BUTIKKER],
            "slag": ["dagligvare"] * len(BUTIKKER)}),
        "stasjoner": tabell("stasjoner", [shapely.Point(sted(n)) for n in STASJONER], {
            "navn": list(STASJONER)}),
        "va_soner": tabell("va_soner", soner, {
            "navn": [f"Eksempelsone {n}" for n, *_ in VA_SONER],
            "slag": [slag for *_, slag, _ in VA_SONER],
            "ledig_pe": [pe for *_, pe in VA_SONER], "oppgitt": ["2026-09-15"] * len(VA_SONER)}),
    }  # fmt: skip


def lag_stoysoner(rng: Generator, veger: GeoDataFrame) -> Lagene:
    """Make stoysoner about the airport and one county road; other sources are not mapped."""
    x, y = sted("Røros lufthavn")
    fly = [klump(rng, (x, y), akser, -45.0, 0.05) for akser in FLYSTOY_M.values()]
    fylkesveger = veger[veger["vegnummer"] == STOYVEG].geometry.to_numpy()
    veg = [shapely.union_all(shapely.buffer(fylkesveger, m, quad_segs=3)).simplify(2.0)
           for m in VEGSTOY_M.values()]  # fmt: skip
    return {"stoysoner": tabell("stoysoner", [*fly, *veg], {
        "sone": [*FLYSTOY_M, *VEGSTOY_M], "stoykilde": ["fly"] * 2 + ["veg"] * 2})}  # fmt: skip
