"""What every theme of the example shares: the seed, frames, and small shapes; EPSG:25832."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

EPSG = 25832
"""Working CRS of the generator: the municipality's own."""
FRO = 5025
"""Root of every seed."""
OMTRENTLIG = " (omtrentlig plassert)"
"""Follows every name whose coordinates are our estimate."""

Koordinater = NDArray[np.float64]
"""(n, 2) east, north; metres."""
Punkt = tuple[float, float]
"""East, north; metres."""
Lagene = dict[str, GeoDataFrame]
"""Catalogue id → features with our column names, EPSG:25832."""


def terning(tema: str) -> Generator:
    """Random numbers of one theme: a child seed made of its name, so no theme shifts another."""
    return default_rng(SeedSequence(FRO, spawn_key=(crc32(tema.encode()),)))


def tabell(
    lag_id: str, geometrier: Sequence[BaseGeometry], kolonner: Mapping[str, Sequence[object]]
) -> GeoDataFrame:
    """Frame with running `lokalid` («flyttlei-0001») unless the columns give one."""
    egne: dict[str, object] = {}
    if "lokalid" not in kolonner:
        egne["lokalid"] = [f"{lag_id}-{nr:04d}" for nr in range(1, len(geometrier) + 1)]
    egne |= {navn: pd.Series(list(verdier), dtype=object) for navn, verdier in kolonner.items()}
    return GeoDataFrame(egne, geometry=list(geometrier), crs=EPSG)


def klump(
    rng: Generator,
    midt: Punkt,
    akser: Punkt,
    vinkel_grader: float = 0.0,
    ujevnhet: float = 0.12,
    punkter: int = 48,
) -> Polygon:
    """Smooth blob: an ellipse with half axes `akser` (m) whose edge waves by `ujevnhet` (share)."""
    t = np.linspace(0.0, 2.0 * np.pi, punkter, endpoint=False)
    r = np.ones(punkter)
    for orden in range(2, 7):
        r += ujevnhet / orden * np.sin(orden * t + rng.uniform(0.0, 2.0 * np.pi))
    xy = np.column_stack([akser[0] * r * np.cos(t), akser[1] * r * np.sin(t)])
    v = np.radians(vinkel_grader)
    dreid = xy @ np.array([[np.cos(v), np.sin(v)], [-np.sin(v), np.cos(v)]])
    return Polygon(np.round(dreid + np.array(midt), 2))


def slyng(rng: Generator, punkter: Sequence[Punkt], steg_m: float, utslag_m: float) -> LineString:
    """Line through `punkter` that winds between them: a vertex each `steg_m`, sideways noise."""
    ut: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(punkter):
        antall = max(int(np.hypot(x1 - x0, y1 - y0) // steg_m), 1)
        t = np.arange(antall) / antall
        vei = np.cumsum(rng.normal(0.0, 1.0, antall))
        bro = vei - t * vei[-1]
        avvik = utslag_m * bro / max(float(np.abs(bro).max()), 1.0) * np.sin(np.pi * t)
        nx, ny = -(y1 - y0), x1 - x0
        lengde = float(np.hypot(nx, ny))
        ut += [
            (round(float(x0 + a * (x1 - x0) + d * nx / lengde), 3),
             round(float(y0 + a * (y1 - y0) + d * ny / lengde), 3))
            for a, d in zip(t, avvik, strict=True)
        ]  # fmt: skip
    return LineString([*ut, punkter[-1]])


def spredt(rng: Generator, flate: BaseGeometry, antall: int) -> Koordinater:
    """Draw `antall` points within `flate`: array (antall, 2), centimetres kept."""
    x0, y0, x1, y1 = flate.bounds
    funnet: Koordinater = np.empty((0, 2))
    shapely.prepare(flate)
    while len(funnet) < antall:
        xy = np.round(rng.uniform((x0, y0), (x1, y1), (4 * antall, 2)), 2)
        funnet = np.vstack([funnet, xy[shapely.contains_xy(flate, xy[:, 0], xy[:, 1])]])
    return funnet[:antall]
