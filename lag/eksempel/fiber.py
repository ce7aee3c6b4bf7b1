"""Fibre: what a survey says of each building with an address, and the nodes."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator

from lag.eksempel.bosetting import Utlagt
from lag.eksempel.felles import Lagene, tabell

ANDEL: Mapping[str, float] = {
    "Bergstaden": 0.97, "Øra": 0.94, "Gjøsvika": 0.9, "Gjøsvikmoen": 0.35, "Stormoen": 0.88,
    "Mattislia": 0.0, "Renholthagan": 0.95, "Glåmos": 0.45, "Brekken": 0.55, "Galåen": 0.1,
    "Eksempel næringspark nord": 1.0, "Eksempel næringspark sør": 0.6, "Hånesåsen": 0.25,
}  # fmt: skip
"""Share with fibre; 0 where nothing is said."""
UBESVART = 0.012
"""Share of buildings without an answer."""
MAALT = "2026-06-30"
"""Day of the survey; made up."""


def lag_fiber(rng: Generator, utlagt: Sequence[Utlagt], ferdige: Lagene) -> Lagene:
    """Make fiberdekning (buildings at addresses) and fibernoder (one per served settlement)."""
    bygninger = _med_adresse(ferdige)
    svar = np.array(["nei"] * len(bygninger), dtype=object)
    punkter = bygninger.geometry.to_numpy()
    noder, navn = [], []
    for u in utlagt:
        inne = np.flatnonzero(shapely.intersects(u.flate, punkter))
        andel = ANDEL.get(u.bosetting.navn, 0.0)
        svar[_dekket(rng, u, punkter, inne, andel)] = "ja"
        if andel > 0.0:
            noder.append(shapely.Point(u.kryss[0]))
            navn.append(f"Eksempelnode {u.bosetting.navn}")
    svar[rng.choice(len(svar), int(UBESVART * len(svar)), replace=False)] = None
    return {
        "fiberdekning": tabell("fiberdekning", list(punkter), {
            "bygningsnummer": list(bygninger["bygningsnummer"]), "har_fiber": list(svar),
            "maalt": [MAALT if s is not None else None for s in svar]}),
        "fibernoder": tabell("fibernoder", noder, {"navn": navn}),
    }  # fmt: skip


def _med_adresse(ferdige: Lagene) -> GeoDataFrame:
    """Return the buildings whose point is an address."""
    bygninger, adresser = ferdige["bygninger"], ferdige["adresser"]
    return bygninger[bygninger.geometry.isin(adresser.geometry)]


def _dekket(
    rng: Generator, u: Utlagt, punkter: np.ndarray, inne: np.ndarray, andel: float
) -> np.ndarray:
    """Choose the served buildings: the share nearest to the node, with some disorder."""
    node = shapely.Point(u.kryss[0])
    avstand = shapely.distance(punkter[inne], node) * rng.uniform(0.9, 1.1, len(inne))
    dekket: np.ndarray = inne[np.argsort(avstand, kind="stable")[: round(andel * len(inne))]]
    return dekket
