"""Lines in which trenches may be laid, cleaned: no empties, no doubles, a fixed order and sense.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

Former = NDArray[np.object_]
Heltall = NDArray[np.int64]
Ord = NDArray[np.object_]

ROR, LUFT, SJO, BRO = "ror", "luft", "sjo", "bro"
"""Kinds of line beside the roads: duct, overhead line, lake cable, bridge to an island."""
UKJENT_VEG = "ukjent"
"""Kind of a road without category."""
MINST_M = 0.01
"""Shorter lines are points: a centimetre, the precision that is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Linjer:
    """Lines with their kind, sorted by shape so that the order of the input is of no account."""

    former: Former
    """(n,) LineStrings in the working CRS, each in its canonical sense."""
    slag: Ord
    """(n,) road category, `ROR`, `LUFT`, `SJO` or `BRO`."""
    tomme: int
    """Lines left out because they have no length."""
    doble: int
    """Lines left out because another with the same shape and kind is there."""


def rens(former: Sequence[shapely.Geometry], slag: Sequence[str]) -> Linjer:
    """Break up multi-part lines, drop those without length and doubles (either sense)."""
    alle = np.asarray(former, dtype=object)
    deler, opphav = shapely.get_parts(alle, return_index=True)
    deler = shapely.set_precision(shapely.force_2d(deler), MINST_M, mode="pointwise")
    med = shapely.length(deler) >= MINST_M
    tomme = int((~med).sum())
    deler, kinds = deler[med], np.asarray(slag, dtype=object)[opphav[med]]
    if not len(deler):
        return Linjer(deler, kinds, tomme, 0)
    fram, bak = shapely.to_wkb(deler), shapely.to_wkb(shapely.reverse(deler))
    snudd = np.array([b < f for f, b in zip(fram, bak, strict=True)], dtype=bool)
    deler = np.where(snudd, shapely.reverse(deler), deler)
    nokler = [(min(f, b), s) for f, b, s in zip(fram, bak, kinds, strict=True)]
    orden = sorted(range(len(nokler)), key=nokler.__getitem__)
    forste = [i for n, i in enumerate(orden) if n == 0 or nokler[i] != nokler[orden[n - 1]]]
    return Linjer(deler[forste], kinds[forste], tomme, len(orden) - len(forste))


def veglinjer(veger: GeoDataFrame) -> tuple[list[shapely.Geometry], list[str]]:
    """Return the roads as lines with their category."""
    slag = [v if isinstance(v, str) and v else UKJENT_VEG for v in veger["vegkategori"]]
    return list(veger.geometry), slag
