"""The municipality's own lists: vacant premises and plots, and trails to monuments; made up."""

import shapely
from numpy.random import Generator

from lag.eksempel.felles import Lagene, slyng, tabell
from lag.eksempel.ramme import sted

LOKALER = (
    ("lokale", 180.0, "2026-09-01"), ("lokale", 95.0, "2026-11-01"), ("lokale", 420.0, ""),
    ("tomt", 2400.0, ""), ("tomt", 5200.0, "2027-01-01"),
)  # fmt: skip
"""Kind, size in square metres, day from which it is vacant; invented."""
STIER = (("Storwartz", "vandring", "ja", "nei"), ("Olavsgruva", "sykkel", "nei", "nei"))
"""Where the trail from Bergstaden ends, kind, marked, universally designed; invented."""


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
