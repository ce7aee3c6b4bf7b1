"""From free ground to candidate areas: connected, wide and large enough, cut to size, named.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.egnethet.modell import Flatekrav
from analyser.felles.maaling import Flyt
from analyser.felles.overlapp import KVARTBUER
from analyser.felles.rangering import naermeste
from analyser.felles.tekst import M2_PER_DAA
from gis.geometri import differanse, felles, flater, snitt, union, uten
from gis.rutenett import Rutenett

RENT_M = 0.01
"""Free ground is joined on a lattice of this width, metres: seams between squares close."""
FLEST_KUTT = 12
"""Halvings of one area before it is left as it is."""


def frie_flater(rutene: Former, grunn: Former, krav: Flatekrav) -> Former:
    """(m,) polygons of free ground that are connected, wide and large enough, none too large.

    What is narrower than `bredde_m` is left out (erosion and dilation by half of it), so that two
    areas that only touch in a strip are two areas.
    """
    rest = differanse(rutene, grunn)
    hele = shapely.get_parts(shapely.union_all(rest[~shapely.is_empty(rest)], grid_size=RENT_M))
    hele = hele[shapely.area(hele) >= krav.minst_daa * M2_PER_DAA]
    halv = krav.bredde_m / 2.0
    kjerner = shapely.buffer(hele, -halv, quad_segs=KVARTBUER)
    brede = snitt(shapely.buffer(kjerner, halv, quad_segs=KVARTBUER), hele)
    deler = shapely.get_parts(flater(brede))
    ut: list[BaseGeometry] = []
    for del_ in deler[shapely.area(deler) >= krav.minst_daa * M2_PER_DAA]:
        ut += kutt(del_, krav.storst_daa * M2_PER_DAA)
    former = som_rekke(ut)
    return former[shapely.area(former) >= krav.minst_daa * M2_PER_DAA] if len(former) else former


def kutt(flate: Polygon, storst_m2: float, igjen: int = FLEST_KUTT) -> list[BaseGeometry]:
    """Cut an area across its longest way until no part is larger; the parts add up to it."""
    if flate.area <= storst_m2 or igjen == 0:
        return [flate]
    hjorner = shapely.get_coordinates(shapely.minimum_rotated_rectangle(flate))[:4]
    a, b = hjorner[1] - hjorner[0], hjorner[2] - hjorner[1]
    langs, tvers = (a, b) if np.hypot(*a) >= np.hypot(*b) else (b, a)
    midt = hjorner.mean(axis=0)
    halv = Polygon([midt - tvers, midt + tvers, midt + tvers + langs, midt - tvers + langs])
    ut: list[BaseGeometry] = []
    for part in (felles(flate, halv), uten(flate, halv)):
        for del_ in shapely.get_parts(flater(som_rekke([part]))):
            ut += kutt(del_, storst_m2, igjen - 1)
    return ut


def kompakthet(former: Former) -> Flyt:
    """(n,) 4π·area / perimeter²: 1 for a circle, 0.79 for a square, near 0 for a thread."""
    omkrets = shapely.length(former)
    ut: Flyt = 4.0 * np.pi * shapely.area(former) / np.where(omkrets > 0, omkrets, np.inf) ** 2
    return ut


def navngitt(former: Former, stedsnavn: GeoDataFrame, epsg: int) -> GeoDataFrame:
    """Frame of candidates: id from its middle, name from the nearest place name, both stable.

    Several by one name are numbered from the place and outwards. Without place names the name is
    the coordinate.
    """
    midter = shapely.get_coordinates(shapely.point_on_surface(former)).reshape(-1, 2)
    rekke = np.lexsort([midter[:, 1], midter[:, 0]])
    former, midter = former[rekke], midter[rekke]
    plass, avstand_m = naermeste(list(former), stedsnavn)
    navn = [
        f"Ved {_kort(stedsnavn['navn'].iloc[i])}" if i >= 0 else "Flate uten stedsnavn"
        for i in plass
    ]
    return GeoDataFrame(
        {
            "id": [f"flate {x:.0f}-{y:.0f}" for x, y in midter],
            "navn": _nummerert(navn, avstand_m),
        },
        geometry=former,
        crs=epsg,
    ).set_index("id", drop=False).rename_axis(None)  # fmt: skip


def _kort(navn: object) -> str:
    """Place name without what stands in brackets after it."""
    return str(navn).partition(" (")[0]


def _nummerert(navn: Sequence[str], avstand_m: Flyt) -> list[str]:
    """Names with a number where one occurs more than once, the nearest first."""
    ut = list(navn)
    for ett in set(navn):
        dem = [i for i, annet in enumerate(navn) if annet == ett]
        for nr, i in enumerate(sorted(dem, key=lambda i: (avstand_m[i], i)), 1):
            ut[i] = f"{ett} {nr}" if len(dem) > 1 else ett
    return ut


def ruter_over(rutenett: Rutenett | None, grense: float, innen: Former) -> Former:
    """(n,) ground of the cells with a value above `grense` in each square; none where not known."""
    tom: Former = np.full(len(innen), Polygon(), dtype=object)
    if rutenett is None or not len(innen):
        return tom
    for i, felt in enumerate(innen):
        flatene = rutenett.flater_over(grense, felt.bounds)
        if len(flatene):
            tom[i] = felles(union(flatene), felt)
    return tom
