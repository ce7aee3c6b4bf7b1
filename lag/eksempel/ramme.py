"""The true frame of the example: where things lie, and an outline made here (not the official one).

Coordinates are EPSG:25832. Those of SETT were read in public sources; those of ANSLAATT are our
estimates and every name made from them ends with «(omtrentlig plassert)».
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.rutenett import Rutenett
from lag.eksempel.felles import OMTRENTLIG, klump, slyng, terning

BOKS = (608785.0, 6912647.0, 668567.0, 6969673.0)
"""Box of Røros kommune: what the outline must touch."""
AREAL_M2 = 1957e6
"""Area of the municipality, square metres (1 956.5 km²)."""
CIRCUMFERENS_M = 45_200.0
"""Radius of the Circumference as roros.kommune.no gives it."""

SETT: Mapping[str, tuple[float, float]] = {
    "Bergstaden": (622499, 6940468),
    "Røros stasjon": (622240, 6940380),
    "Smelthytta": (622851, 6940746),
    "Røros lufthavn": (620469, 6940860),
    "Brekken": (646902, 6949592),
    "Glåmos": (623852, 6951569),
    "Hitterdalen": (635322, 6944903),
    "Aursunden": (635458, 6951355),
    "Olavsgruva": (631409, 6947008),
    "Langen": (647209, 6925823),
    "Ljøsnåvollen": (653709, 6932843),
    "Marenvollen": (635749, 6937482),
}
ANSLAATT: Mapping[str, tuple[float, float]] = {
    "Storwartz": (630524, 6946718),
    "Nordgruvefeltet": (625902, 6953453),
    "Øra": (622290, 6939850),
    "Galåen": (618866, 6935351),
    "Femundshytta": (645228, 6909630),
    "Gjøsvika": (624500, 6938700),
    "Gjøsvikmoen": (622500, 6938350),
    "Stormoen": (624050, 6942200),
    "Mattislia": (620900, 6942600),
    "Renholthagan": (623500, 6939900),
    "Hånesåsen": (626300, 6942300),
    "Kløftberget": (628600, 6938400),
    "Storvigelen": (657800, 6950500),
    "Djupsjøen": (628300, 6945300),
    "Store Hittersjøen": (632700, 6944900),
    "Håsjøen": (629800, 6940600),
    "Feragen": (642600, 6936800),
    "Femunden": (651500, 6915500),
    "Orvsjøen": (628300, 6954600),
}
INNSJOER: Mapping[str, tuple[float, float, float, float]] = {
    "Aursunden": (8200.0, 1790.0, -4.0, 690.0),
    "Djupsjøen": (900.0, 350.0, 30.0, 672.0),
    "Store Hittersjøen": (1100.0, 420.0, 10.0, 705.0),
    "Håsjøen": (1500.0, 600.0, 40.0, 745.0),
    "Feragen": (4200.0, 1150.0, 55.0, 655.0),
    "Femunden": (2400.0, 6500.0, -8.0, 662.0),
    "Orvsjøen": (1000.0, 520.0, 20.0, 760.0),
}
"""Half axes (m), turn (degrees) and level (m). Aursunden: 46 km², 690 m; the rest is made up."""
ELVER: Mapping[str, tuple[tuple[float, float], ...]] = {
    "Glåma": ((627600, 6951900), (625300, 6951050), (622300, 6948200), (621400, 6944600),
              (619200, 6941800), (619300, 6938900), (617700, 6935100), (613900, 6931300)),
    "Hyttelva": ((632000, 6944800), (628900, 6945000), (625200, 6943600), (623150, 6943250),
                 (622300, 6941900), (621900, 6941350), (619700, 6941500)),
    "Håelva": ((629000, 6940000), (626300, 6937000), (622900, 6936600), (618700, 6936800)),
    "Orva": ((627600, 6954200), (625000, 6953300), (622900, 6952300), (622500, 6948700)),
    "Feragselva": ((640200, 6933400), (634500, 6934800), (627500, 6935900), (622900, 6936600)),
    "Tufsa": ((646500, 6929500), (645500, 6924000), (642600, 6919600)),
}  # fmt: skip
"""Courses drawn by hand; every one is an estimate."""
OMRISS = (
    (0.00, 0.42), (0.03, 0.50), (0.02, 0.58), (0.09, 0.66), (0.12, 0.76), (0.20, 0.84),
    (0.24, 0.93), (0.33, 1.00), (0.42, 0.96), (0.50, 0.90), (0.60, 0.92), (0.68, 0.86),
    (0.80, 0.84), (0.88, 0.76), (0.97, 0.66), (1.00, 0.55), (0.95, 0.47), (0.93, 0.38),
    (0.87, 0.30), (0.86, 0.20), (0.80, 0.10), (0.75, 0.00), (0.66, 0.03), (0.58, 0.10),
    (0.55, 0.18), (0.47, 0.22), (0.40, 0.20), (0.34, 0.27), (0.26, 0.26), (0.19, 0.31),
    (0.10, 0.30), (0.05, 0.35),
)  # fmt: skip
"""Outline as shares of the box, drawn freehand; the four extremes lie on its edges."""


def navn_paa(sted: str) -> str:
    """Name of a place, with «(omtrentlig plassert)» where we guessed the coordinates."""
    return sted if sted in SETT else sted + OMTRENTLIG


def sted(navn: str) -> tuple[float, float]:
    """Coordinates of a place, EPSG:25832."""
    return SETT[navn] if navn in SETT else ANSLAATT[navn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ramme:
    """What all themes build upon."""

    kommune: Polygon
    """Outline of the example municipality."""
    innsjoer: Mapping[str, Polygon]
    """Lake name → shape."""
    elver: Mapping[str, LineString]
    """River name → course."""
    circumferens: BaseGeometry
    """Circle about Storwartz, 128 points per quarter turn."""
    terreng: Rutenett
    """Heights, metres above the sea, EPSG:25832."""
    bebygd: BaseGeometry
    """Ground of all settlements."""
    fritt_omraade: BaseGeometry
    """Ground about the proposals: nothing random is put there."""
    vann: BaseGeometry
    """All lakes as one geometry."""
    sperret: BaseGeometry
    """Lakes, settlements and cleared ground: where no stray road or cabin may go."""


def omriss() -> Polygon:
    """Outline of the example municipality: area AREAL_M2, touching the four edges of BOKS."""
    rng = terning("omriss")
    andeler = np.array(OMRISS)
    neste = np.roll(andeler, -1, axis=0)
    midt = (andeler + neste) / 2 + rng.normal(0.0, 0.006, andeler.shape)
    punkter = np.clip(np.stack([andeler, midt], axis=1).reshape(-1, 2), 0.0, 1.0)
    fast = ((punkter == 0.0) | (punkter == 1.0)).any(axis=1)
    lav, hoy = 0.3, 1.6
    for _ in range(60):
        faktor = (lav + hoy) / 2
        if Polygon(_skalert(punkter, fast, faktor)).area < AREAL_M2:
            lav = faktor
        else:
            hoy = faktor
    return Polygon(np.round(_skalert(punkter, fast, (lav + hoy) / 2), 2))


def _skalert(
    punkter: NDArray[np.float64], fast: NDArray[np.bool_], faktor: float
) -> NDArray[np.float64]:
    """Pull the free points from (or towards) the middle of the box; shares → metres."""
    ut = 0.5 + (punkter - 0.5) * faktor
    ut = np.clip(np.where(fast[:, None], punkter, ut), 0.0, 1.0)
    return ut * (BOKS[2] - BOKS[0], BOKS[3] - BOKS[1]) + (BOKS[0], BOKS[1])


def lag_innsjoer() -> dict[str, Polygon]:
    """Shape every lake about its place."""
    rng = terning("innsjoer")
    ut: dict[str, Polygon] = {}
    for navn, (a, b, vinkel, _) in INNSJOER.items():
        ut[navn] = klump(rng, sted(navn), (a, b), vinkel, 0.16, 72)
    return ut


def lag_elver() -> dict[str, LineString]:
    """Wind every river through its points."""
    rng = terning("elver")
    return {navn: slyng(rng, punkter, 160.0, 120.0) for navn, punkter in ELVER.items()}


def lag_circumferens() -> BaseGeometry:
    """Draw the circle about Storwartz."""
    return Point(*sted("Storwartz")).buffer(CIRCUMFERENS_M, quad_segs=128)
