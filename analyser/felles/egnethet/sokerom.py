"""The ground that is searched, in squares, and what each rule takes of it: alone and in all.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.egnethet.modell import Sokerom
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import KVARTBUER
from analyser.felles.regelmodell import Regel
from analyser.felles.tilbud import TETTSTED
from analyser.felles.utelukket import regelgrunn
from gis.geometri import FINT_M, differanse, felles, flater, forening, snitt, union
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.samferdsel import VEGER

SIDE_M = 1000.0
"""Side of the squares that the ground is handled in, metres."""


def sentre(grunnlag: Grunnlag, steder: Sequence[str] = ()) -> GeoDataFrame:
    """Names of settlements; those in `steder` alone where any are named."""
    data = grunnlag[STEDSNAVN].data
    data = data[data["type"].isin(TETTSTED)]
    return data[data["navn"].isin(steder)] if steder else data


def offentlige_veger(grunnlag: Grunnlag, kategorier: Sequence[str]) -> GeoDataFrame:
    """Public roads; a road without category counts as one."""
    data = grunnlag[VEGER].data
    return data[data["vegkategori"].isin(kategorier) | data["vegkategori"].isna()]


def sokegrunn(grunnlag: Grunnlag, rom: Sokerom, vegkategorier: Sequence[str]) -> BaseGeometry:
    """Return the ground that is searched; empty where roads or names are not known."""
    felt = grunnlag.grense
    veger = offentlige_veger(grunnlag, vegkategorier).geometry.to_numpy()
    if np.isfinite(rom.fra_sted_m):
        punkter = sentre(grunnlag, rom.steder).geometry.to_numpy()
        naer = union(shapely.buffer(punkter, rom.fra_sted_m, quad_segs=KVARTBUER))
        felt = felles(felt, naer)
    if felt.is_empty or not len(veger):
        return Polygon()
    shapely.prepare(felt)
    veger = veger[shapely.dwithin(veger, felt, rom.fra_veg_m)]
    langs = union(shapely.buffer(veger, rom.fra_veg_m, quad_segs=KVARTBUER))
    return felles(felt, langs)


def ruter(grunn: BaseGeometry, side_m: float = SIDE_M) -> Former:
    """(n,) parts of the ground, square by square on a fixed lattice; they add up to the ground."""
    if grunn.is_empty:
        return som_rekke([])
    x0, y0, x1, y1 = np.floor(np.array(grunn.bounds) / side_m)
    xx, yy = np.meshgrid(np.arange(x0, x1 + 1), np.arange(y0, y1 + 1))
    bokser = shapely.box(
        xx.ravel() * side_m, yy.ravel() * side_m, (xx.ravel() + 1) * side_m,
        (yy.ravel() + 1) * side_m,
    )  # fmt: skip
    shapely.prepare(grunn)
    bokser = bokser[shapely.intersects(grunn, bokser)]
    deler = flater(snitt(bokser, grunn))
    return deler[shapely.area(deler) > FINT_M]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utelukkelse:
    """What is taken of the searched ground."""

    rutene: Former
    """(n,) the ground that was searched."""
    grunn: Former
    """(n,) what is taken of each."""
    total_m2: Flyt
    """(r,) what each exclusion takes, m²."""
    alene_m2: Flyt
    """(r,) what it takes that no other does, m²; the order of the exclusions is of no matter."""

    @property
    def sokt_m2(self) -> float:
        """Searched ground, m²."""
        return float(shapely.area(self.rutene).sum())

    @property
    def felles_m2(self) -> float:
        """Ground that at least one takes, m²."""
        return float(shapely.area(self.grunn).sum())


def utelukk(rutene: Former, per_regel: Sequence[Former]) -> Utelukkelse:
    """Unite the exclusions square by square, and tell what each takes alone.

    Parameters
    ----------
    per_regel    r arrays of (n,) polygons, one per exclusion
    """
    n, r = len(rutene), len(per_regel)
    tom: Former = np.full(n, Polygon(), dtype=object)
    foran = [tom]
    for grunn in per_regel:
        foran.append(_sammen(foran[-1], grunn))
    bak = tom
    alene = np.zeros(r)
    for i in range(r - 1, -1, -1):
        brukt = ~shapely.is_empty(per_regel[i])
        andre = _sammen(foran[i][brukt], bak[brukt])
        alene[i] = shapely.area(differanse(per_regel[i][brukt], andre)).sum()
        bak = _sammen(bak, per_regel[i])
    return Utelukkelse(
        rutene=rutene,
        grunn=foran[-1],
        total_m2=np.array([float(shapely.area(g).sum()) for g in per_regel]),
        alene_m2=alene,
    )


def _sammen(a: Former, b: Former) -> Former:
    """(n,) union pair by pair; the pairs with an empty part cost nothing."""
    ut = np.where(shapely.is_empty(a), b, a)
    begge = ~shapely.is_empty(a) & ~shapely.is_empty(b)
    ut[begge] = forening(a[begge], b[begge])
    return ut


def grunn_per_regel(grunnlag: Grunnlag, rutene: Former, regler: Sequence[Regel]) -> list[Former]:
    """Return, rule by rule, the ground that it takes of each square; unknown layers take none."""
    return [regelgrunn(grunnlag, rutene, regel) for regel in regler]
