"""Letters on areas, so that a class is read without its colour: where they stand, how big a shape.

A letter stands in the middle of the largest circle inside a part of an area; how large that circle
is, decides from which scale there is room for it.
"""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain, islice

import numpy as np
import shapely
from geopandas import GeoSeries
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag
from kart.tabell import tekst
from kart.tegnegeometri import til_grader

FLEST_DELER = 40
"""Parts of one feature that get a letter, the largest first."""
MINST_M = 4.0
"""Radius below which a part gets no letter at any scale, metres."""
NOYAKTIG_ANDEL = 0.05
"""How near the largest circle the one that is found must be, share of the part's size."""
ROM_PX, LINJE_PX, BOKSTAV_PX = 6.0, 14.0, 6.5
"""On a still map: radius that a letter needs, height of its line, width of one."""
HJORNER = 400
"""A part with more corners is simplified before its circle is looked for."""
Merke = tuple[float, float, float]
"""Middle and radius of a circle: x, y, metres."""


def merkesteder(form: BaseGeometry) -> list[Merke]:
    """Circles inside the largest parts of a shape, working CRS; only what has an area has any."""
    deler = np.asarray(shapely.get_parts(shapely.force_2d(form)), dtype=object)
    flater = shapely.get_type_id(deler) == shapely.GeometryType.POLYGON
    deler = deler[flater & (shapely.area(deler) > 0)]
    storst = deler[np.argsort(-shapely.area(deler), kind="stable")[:FLEST_DELER]]
    ut = []
    for del_ in storst:
        noye_m = NOYAKTIG_ANDEL * float(np.sqrt(del_.area))
        enkel = shapely.simplify(del_, noye_m / 2) if len(del_.exterior.coords) > HJORNER else del_
        sirkel = shapely.maximum_inscribed_circle(enkel, max(noye_m, MINST_M / 2))
        if sirkel.length >= MINST_M:
            x, y = sirkel.coords[0]
            ut.append((x, y, sirkel.length))
    return ut


def sidemerker(post: Kartlag, synlige: Sequence[object], former: GeoSeries) -> list[list[object]]:
    """Text of each feature, and longitude, latitude and metres of its circles one after another.

    Parameters
    ----------
    synlige    (n,) what the text is written from
    former     (n,) shapes, working CRS
    """
    if not post.merkefelt:
        return [[] for _ in synlige]
    steder = [merkesteder(form) for form in former]
    midter = til_grader(GeoSeries([shapely.Point(s[:2]) for s in chain(*steder)], crs=former.crs))
    punkter = zip(midter.x, midter.y, strict=True)
    ut: list[list[object]] = []
    for verdi, egne in zip(synlige, steder, strict=True):
        tall: list[object] = []
        for (_, _, radius_m), (lon, lat) in zip(egne, islice(punkter, len(egne)), strict=True):
            tall += [lon, lat, round(radius_m, 1)]
        ut.append([tekst(verdi), *tall] if tall else [])
    return ut


def merker_svg(poster: Iterable[Kartlag], hjorne: tuple[float, float], per_m: float) -> str:
    """Return the letters of a still map: where there is room, the largest first, none over another.

    Parameters
    ----------
    hjorne    upper left corner of the map, working CRS
    per_m     pixels per metre
    """
    alle: list[tuple[float, float, float, str]] = []
    for post in (p for p in poster if p.merkefelt):
        for verdi, form in zip(post.data[post.merkefelt], post.data.geometry, strict=True):
            alle += [(r * per_m, x, y, tekst(verdi)) for x, y, r in merkesteder(form)]
    deler: list[str] = []
    opptatt: list[BaseGeometry] = []
    for radius, x, y, ord_ in sorted(alle, reverse=True):
        px, py = (x - hjorne[0]) * per_m, (hjorne[1] - y) * per_m
        bredde, hoyde = BOKSTAV_PX * len(ord_) / 2, LINJE_PX / 2
        boks = shapely.box(px - bredde, py - hoyde, px + bredde, py + hoyde)
        if radius < ROM_PX or any(boks.intersects(b) for b in opptatt):
            continue
        opptatt.append(boks)
        deler.append(f'<text x="{px:.1f}" y="{py + 4:.1f}">{escape(ord_)}</text>')
    utseende = 'font-size="11" font-weight="700" text-anchor="middle" fill="#1b1b1b"'
    return (
        f'<g font-family="sans-serif" {utseende} stroke="#ffffff" stroke-width="3" '
        f'paint-order="stroke">{"".join(deler)}</g>'
    )
