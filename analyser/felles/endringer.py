"""Changed shapes of a site: cut out what is taken, or move one edge.

Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.maaling import Flyt
from gis.geometri import bare_flater, felles, union, uten

MINSTE_DEL_DAA = 0.1
"""Loose part, dekar, below which it is given up with the strip. arealsils forslag (uverifisert)."""
MINST_IGJEN = 0.1
"""Share of the site that must be left for a moved edge to be worth telling.
arealsils forslag (uverifisert)."""
FLEST_KANTER = 48
"""Edges of the hull, the longest first, that are tried; a round site has thousands."""
GROVT_FRA = 2000
"""Corners above which the directions are first told apart on a simplified site."""
GROV_ANDEL = 0.001
"""How coarse that is, as share of the site's diagonal."""
PROEVES = 3
"""Directions that are cut exactly: those that looked best."""
HIMMELRETNINGER = ("øst", "nordøst", "nord", "nordvest", "vest", "sørvest", "sør", "sørøst")
"""Eight directions, from east against the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flytting:
    """One edge moved inwards."""

    form: BaseGeometry
    """What is left."""
    retning: str
    """Side of the site whose edge is moved."""
    avstand_m: float
    """How far, metres."""


def klippet(sted: BaseGeometry, tatt: BaseGeometry) -> BaseGeometry:
    """Return the site without the ground that is taken; loose slivers go with it.

    Among all shapes within the site that keep clear of `tatt` this one is the largest, but for
    the slivers.
    """
    rest = uten(sted, tatt)
    deler = [d for d in shapely.get_parts([rest]) if d.area >= MINSTE_DEL_DAA * 1000.0]
    return bare_flater(union(deler))


def flyttet(sted: BaseGeometry, tatt: BaseGeometry) -> Flytting | None:
    """Return the site with one edge moved inwards past all that is taken, losing least.

    The edges tried are those of the site's convex hull and the eight directions. None where every
    one of them would leave less than `MINST_IGJEN` of the site.
    """
    retninger = _retninger(sted)
    grenser = [float(_langs(tatt, retning).min()) for retning in retninger]
    grovt = sted if shapely.get_num_coordinates(sted) <= GROVT_FRA else _forenklet(sted)
    igjen = [
        grovt.intersection(_halvplan(sted, retning, grense)).area
        for retning, grense in zip(retninger, grenser, strict=True)
    ]
    beste: Flytting | None = None
    for nr in np.argsort(igjen, kind="stable")[::-1][:PROEVES]:
        form = felles(sted, _halvplan(sted, retninger[nr], grenser[nr]))
        if form.area < MINST_IGJEN * sted.area or (beste and form.area <= beste.form.area):
            continue
        innover_m = float(_langs(sted, retninger[nr]).max()) - grenser[nr]
        beste = Flytting(form=form, retning=_navn(retninger[nr]), avstand_m=innover_m)
    return beste


def _forenklet(sted: BaseGeometry) -> BaseGeometry:
    """Site drawn with fewer corners, to tell directions apart; never the answer."""
    x0, y0, x1, y1 = sted.bounds
    return sted.simplify(GROV_ANDEL * float(np.hypot(x1 - x0, y1 - y0)), preserve_topology=False)


def _retninger(sted: BaseGeometry) -> Flyt:
    """(k, 2) unit vectors out of the site: the hull's edge normals and the eight directions."""
    hjorner = shapely.get_coordinates(shapely.orient_polygons(sted.convex_hull))
    kanter = np.diff(hjorner, axis=0)
    lengder = np.hypot(kanter[:, 0], kanter[:, 1])
    lengst = np.argsort(-lengder, kind="stable")[:FLEST_KANTER]
    lengst = lengst[lengder[lengst] > 0]
    kanter = kanter[lengst] / lengder[lengst, None]
    vinkler = np.arange(8) * np.pi / 4
    normaler = np.column_stack([kanter[:, 1], -kanter[:, 0]])
    alle = np.vstack([normaler, np.column_stack([np.cos(vinkler), np.sin(vinkler)])])
    ut: Flyt = np.unique(np.round(alle, 9), axis=0)
    return ut


def _langs(form: BaseGeometry, retning: Flyt) -> Flyt:
    """(k,) how far each corner lies in a direction, metres."""
    ut: Flyt = shapely.get_coordinates(form) @ retning
    return ut


def _halvplan(sted: BaseGeometry, retning: Flyt, grense: float) -> BaseGeometry:
    """Ground that lies no further in a direction than `grense`, large enough to hold the site."""
    x0, y0, x1, y1 = sted.bounds
    langt = 4.0 * np.hypot(x1 - x0, y1 - y0) + 1.0
    midt = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    tvers = np.array([-retning[1], retning[0]])
    fot = midt + (grense - midt @ retning) * retning
    hjorner = [
        fot + langt * tvers, fot - langt * tvers,
        fot - langt * tvers - langt * retning, fot + langt * tvers - langt * retning,
    ]  # fmt: skip
    return shapely.Polygon(hjorner)


def _navn(retning: Flyt) -> str:
    """Nearest of the eight directions."""
    vinkel = np.arctan2(retning[1], retning[0])
    return HIMMELRETNINGER[round(float(vinkel) / (np.pi / 4)) % 8]
