"""How much pasture is built on, and how much lies within each distance, so far and with the plans.

Zones are made once for what is built and what is planned, each including the ones before, so that
ground near several things counts once. Areas are exact for the zones as drawn; their arcs make
the radius at most 0.12 % short. Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, del_opp, som_rekke
from analyser.felles.forberedt import Steder, klare_biter, klare_steder
from analyser.felles.maaling import Flyt, flatetreff
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.rein.grunn import BUER, PLAN, Enhet, Sak
from gis.geometri import union
from lag.katalog.grunnlag import KOMMUNEGRENSE

SAA_LANGT, MED_PLANER, MED_RETTER = range(3)
"""What the zones are made of: the built; the planned besides; mining rights besides."""
SPOR_M2 = 0.1
"""Difference between two sums of areas that is rounding, m²."""
INGEN: Former = np.empty(0, dtype=object)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Soner:
    """Ground built on and within each distance, cumulative."""

    baand_m: tuple[float, ...]
    """Outer edges of the bands, metres."""
    former: tuple[tuple[BaseGeometry, ...], ...]
    """(3, bands + 1): direct ground and all within each edge, per what they are made of."""


def soner(bygd: Former, linjer: Former, saker: Sequence[Sak], baand_m: tuple[float, ...]) -> Soner:
    """Make the zones.

    Parameters
    ----------
    bygd      ground that is built on
    linjer    what takes no ground and is built all the same (power lines)
    saker     what is planned
    """
    plan = som_rekke([s.form for s in saker if s.gruppe == PLAN])
    rett = som_rekke([s.form for s in saker if s.gruppe != PLAN])
    rader = [_kjede(bygd, linjer, baand_m)]
    for former in (plan, rett):
        egne = _kjede(former, INGEN, baand_m)
        rader.append([union([a, b]) for a, b in zip(rader[-1], egne, strict=True)])
    return Soner(baand_m=baand_m, former=tuple(tuple(rad) for rad in rader))


def _kjede(former: Former, linjer: Former, baand_m: tuple[float, ...]) -> list[BaseGeometry]:
    """Direct ground and the ground within each distance; each zone is grown from the last."""
    ut = [_samlet(former, 0.0)]
    forrige, fra_m = np.concatenate([former, linjer]), 0.0
    for til_m in baand_m:
        ut.append(_samlet(forrige, til_m - fra_m))
        forrige, fra_m = shapely.get_parts([ut[-1]]), til_m
    return ut


def _samlet(former: Former, ut_m: float) -> BaseGeometry:
    """Union of the shapes, grown one by one: a buffer of the union is far slower."""
    grodd = shapely.buffer(former, ut_m, quad_segs=BUER) if ut_m > 0 else former
    return union(grodd)


def maalt(flater: Sequence[BaseGeometry], alle: Soner) -> Flyt:
    """(n, 3, bands + 1) m² of each polygon that lies in each zone."""
    ut = np.zeros((len(flater), len(alle.former), len(alle.baand_m) + 1))
    if not len(flater):
        return ut
    steder = klare_steder(som_rekke(list(flater)))
    for i, rad in enumerate(alle.former):
        for k, sone in enumerate(rad):
            ut[:, i, k] = innen(steder, sone)
    return ut


def innen(steder: Steder, sone: BaseGeometry) -> Flyt:
    """(n,) m² of each place that lies in a zone."""
    biter = del_opp(som_rekke([sone]))
    return flatetreff(steder, klare_biter(biter.former), en_gang=False).areal_m2


def ringer(samlet_m2: Flyt) -> Flyt:
    """(…, bands + 1) direct ground and what each band adds, from sums within each edge."""
    ut: Flyt = np.diff(samlet_m2, axis=-1, prepend=0.0)
    return np.maximum(ut, 0.0)


def lagt_til(maal: Flyt, hvilken: int, utover: int = SAA_LANGT) -> Flyt:
    """(bands + 1) m² in the zones of one state besides another's; a trace is none.

    Where what is built so far is not known (NaN) it is all of the state's: at most so much.
    """
    ny = maal[hvilken] - np.nan_to_num(maal[utover])
    return np.where(ny > SPOR_M2, ny, 0.0)


def skiver(saker: Sequence[Sak], baand_m: tuple[float, ...]) -> Steder:
    """Return the ground of each case and all within each distance of it, case by case."""
    kjeder = [_kjede(shapely.get_parts([sak.form]), INGEN, baand_m) for sak in saker]
    return klare_steder(som_rekke([sone for kjede in kjeder for sone in kjede]))


def rundt_saker(om: Steder, flate: BaseGeometry, antall: int) -> Flyt:
    """(cases, antall) m² of `flate` on the ground of each case, and within each distance of it."""
    if not len(om.former):
        return np.zeros((0, antall))
    return innen(om, flate).reshape(-1, antall)


def flate_av(enheter: Sequence[Enhet]) -> BaseGeometry:
    """Return the ground of the polygons of several parts, overlaps dissolved."""
    return union([f for e in enheter if e.post.geometri == "flate" for f in e.former])


def kartlagt_land(grunnlag: Grunnlag) -> BaseGeometry:
    """Return the municipalities that were fetched; beyond them nothing is mapped."""
    lagdata = grunnlag.lag.get(KOMMUNEGRENSE.navn)
    if lagdata is None or not lagdata.kjent:
        return grunnlag.grense
    return union([grunnlag.grense, *rene_flater(lagdata.data)])
