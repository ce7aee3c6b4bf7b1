"""Mining rights of invented holders, old mines' caution zones, deposits."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import Lagene, klump, tabell, terning
from lag.eksempel.ramme import navn_paa, sted

HAVERE = ("Eksempel Malm AS", "Prøveboring AS", "Mønstergruver ASA", "Skisse Mineral AS")
RETTIGHETER = (
    ("Nordgruvefeltet", -2200, -1400, 3000, 2600, "UN", 0, "2021-03-15", "2028-03-15", "kobber"),
    ("Nordgruvefeltet", -400, -900, 2800, 2400, "UN", 1, "2020-05-20", "2027-05-20", "sink"),
    ("Nordgruvefeltet", 900, -2100, 2400, 3000, "UN", 2, "2019-02-11", "2026-02-11", "kobber"),
    ("Nordgruvefeltet", -1500, 800, 3100, 2200, "UN", 3, "2022-09-01", "2029-09-01", "sølv"),
    ("Nordgruvefeltet", -300, -200, 900, 700, "UT", 0, "2017-06-30", "2027-06-30", "kobber"),
    ("Nordgruvefeltet", 1700, 300, 2500, 2500, "UN", 1, "2023-01-10", None, "sink"),
    ("Storwartz", -1800, -1300, 3000, 2900, "UN", 0, "2020-11-02", "2027-11-02", "kobber"),
    ("Storwartz", 300, -700, 3100, 2700, "UN", 2, "2018-08-24", "2025-08-24", "sink"),
    ("Storwartz", -700, 400, 2600, 2300, "UN", 3, "2024-04-19", "2031-04-19", "kobber"),
    ("Storwartz", -200, -300, 800, 600, "UT", 2, "2016-10-01", "2026-10-01", "kobber"),
    ("Storwartz", -2700, 500, 2000, 2400, "UN", 1, "2019-12-05", "2026-12-05", "sølv"),
    ("Olavsgruva", 100, -100, 700, 500, "UT", 3, "2021-01-31", "2031-01-31", "kobber"),
    ("Orvsjøen", 600, -500, 3000, 3000, "UN", 0, "2025-06-12", "2032-06-12", "sink"),
    ("Brekken", 2500, 1500, 3000, 3000, "UN", 1, "2022-02-02", "2029-02-02", "nikkel"),
)
"""Place, corner from it (m), size (m), kind, holder, issued, expiry, mineral. UN at most 10 km²."""
GRUVER = (
    ("Storwartz", 0, 0, 260), ("Storwartz", 700, 400, 140), ("Storwartz", -600, 350, 120),
    ("Olavsgruva", 0, 0, 180), ("Nordgruvefeltet", 0, 0, 240), ("Nordgruvefeltet", 900, -400, 160),
    ("Nordgruvefeltet", -800, 500, 150), ("Nordgruvefeltet", 300, 1000, 130),
    ("Nordgruvefeltet", -1300, -700, 110),
)  # fmt: skip
FOREKOMSTER = (
    ("Storwartz", 0, 100, 900, "metall"), ("Olavsgruva", 0, 0, 400, "metall"),
    ("Nordgruvefeltet", 0, 0, 1100, "metall"), ("Nordgruvefeltet", 1500, -900, 350, "metall"),
    ("Orvsjøen", 1900, 400, 500, "metall"), ("Galåen", 1400, -1500, 420, "byggeråstoff"),
    ("Glåmos", 900, 900, 300, "byggeråstoff"),
)  # fmt: skip
PROSPEKTER = (
    ("Nordgruvefeltet", 700, 700, 1500), ("Storwartz", 1200, -600, 1300),
    ("Orvsjøen", 1900, 700, 900), ("Brekken", 3800, 2600, 800),
)  # fmt: skip


def lag_mineral(rng: Generator) -> Lagene:
    """Make gruveinteresser, gruver_gamle, mineralforekomster and mineralprospekter."""
    gamle = [
        klump(rng, _ved(navn, dx, dy), (r, r * 0.7), 40.0, 0.2, 20) for navn, dx, dy, r in GRUVER
    ]
    flater = [
        klump(rng, _ved(navn, dx, dy), (r, r * 0.5), 55.0) for navn, dx, dy, r, _ in FOREKOMSTER
    ]
    prospekter = terning("mineralprospekter")
    typer = rng.choice(("nedgang sikret", "dagbrudd", "synk", "stoll"), len(gamle))
    return {
        "gruveinteresser": _rettigheter(),
        "gruver_gamle": tabell("gruver_gamle", gamle, {
            "navn": [f"Eksempelgruve {nr} ved {navn_paa(g[0])}" for nr, g in enumerate(GRUVER, 1)],
            "sikringstype": [str(t) for t in typer]}),
        "mineralforekomster": tabell("mineralforekomster", flater, {
            "navn": [f"Eksempelforekomst {nr} ved {navn_paa(f[0])}"
                     for nr, f in enumerate(FOREKOMSTER, 1)],
            "type": [f[4] for f in FOREKOMSTER]}),
        "mineralprospekter": tabell("mineralprospekter", [
            klump(prospekter, _ved(navn, dx, dy), (r, r * 0.6), 35.0)
            for navn, dx, dy, r in PROSPEKTER
        ], {
            "navn": [f"Eksempelprospekt {nr} ved {navn_paa(p[0])}"
                     for nr, p in enumerate(PROSPEKTER, 1)],
            "type": ["metall"] * len(PROSPEKTER)}),
    }  # fmt: skip


def _ved(navn: str, dx: float, dy: float) -> tuple[float, float]:
    x, y = sted(navn)
    return (x + dx, y + dy)


def _rettigheter() -> GeoDataFrame:
    """Rectangles that overlap, as exploration rights may; one without expiry."""
    flater: list[BaseGeometry] = []
    for navn, dx, dy, bredde, hoyde, *_ in RETTIGHETER:
        x, y = np.round(_ved(navn, dx, dy), -1)
        flater.append(shapely.box(x, y, x + bredde, y + hoyde))
    nummer = [f"EKS-{r[5]}-{nr:03d}" for nr, r in enumerate(RETTIGHETER, 1)]
    return tabell("gruveinteresser", flater, {
        "lokalid": nummer,
        "navn": [f"Eksempelrett {nr} {r[0]}" for nr, r in enumerate(RETTIGHETER, 1)],
        "type": [r[5] for r in RETTIGHETER],
        "rettighetshaver": [HAVERE[r[6]] for r in RETTIGHETER],
        "utstedt": [r[7] for r in RETTIGHETER],
        "forfall": [r[8] for r in RETTIGHETER],
        "mineral": [r[9] for r in RETTIGHETER],
    })  # fmt: skip
