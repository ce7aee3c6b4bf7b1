"""Measure shapes against sites: areas, lengths and points, each counted once.

Areas are sums over edges (`gis.flatesum`); only what several features cover is looked at again
(`gis.dobbelt`). Whether something is hit never rests on an area near zero: at and below the
tolerance an exact predicate decides, and borders that merely coincide are no hit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from analyser.felles.deling import Former, Heltall, grupper
from analyser.felles.forberedt import Biter, Steder
from gis.boksetre import boksepar
from gis.dobbelt import dobbeltareal
from gis.flatesum import parareal
from gis.geometri import snitt, union
from gis.naermeste import MOTES_M, naermeste

TOLERANSE_ANDEL = 1e-9
"""Share of the site below which an area is rounding noise of shared edges (double precision)."""
TOLERANSE_M2 = 1e-5
"""Area, m² (3 mm × 3 mm), below which it is noise whatever the site's size."""
TOLERANSE_M = 1e-6
"""Length, metres, below which a line only touches."""
TRAADER = 2
"""Threads: as many as a small machine has cores."""
FAA_STEDER = 500
"""Sites below which a second thread costs more than it saves."""

Flyt = NDArray[np.float64]
R = TypeVar("R")


@dataclass(frozen=True, slots=True, eq=False)
class Treff:
    """What one layer does to n sites."""

    areal_m2: Flyt
    """(n,) hit area, overlaps counted once."""
    lengde_m: Flyt
    """(n,) length of line inside; NaN for other layers."""
    omraade: Heltall
    """(k,) position of the site, one entry per pair of site and feature that meet."""
    objekt: Heltall
    """(k,) position of the feature."""


def flatetreff(steder: Steder, biter: Biter, *, en_gang: bool, traader: int = 1) -> Treff:
    """Areas of polygons inside sites; with `en_gang`, what several cover counts once.

    Parameters
    ----------
    traader    threads to share the sites among

    A pair whose shared area is at most `toleranse` hits only where it is wider than `MOTES_M` and
    the interiors meet exactly: a small feature in a large site does, a shared border does not.
    """

    def bit(fra: int, til: int) -> tuple[Heltall, Heltall, Flyt, Flyt]:
        par = parareal(steder.kanter, biter.kanter, biter.tre, fra, til)
        if not en_gang:
            return *par, np.zeros(0)
        return *par, dobbeltareal(steder.kanter, biter.kanter, *par, steder.areal_m2)

    n = len(steder.former)
    deler = _stykkevis(bit, n, traader)
    i_sted, i_bit, areal = (np.concatenate([d[k] for d in deler]) for k in range(3))
    if not len(i_sted):
        return Treff(np.zeros(n), np.full(n, np.nan), i_sted, i_sted)
    arealer = _sum(i_sted, areal, n)
    if en_gang:
        arealer -= np.sum([d[3] for d in deler], axis=0)
    omraade, objekt, per_par = _sum_per_par(i_sted, biter.opphav[i_bit], areal)
    ekte = per_par > _noe(steder.areal_m2)[omraade]
    smaa = np.flatnonzero(~ekte)
    if len(smaa):
        par, alle = _nokkel(omraade[smaa], objekt[smaa]), _nokkel(i_sted, biter.opphav[i_bit])
        tvil = np.isin(alle, par)
        moter = moter_smaa(
            steder.former[i_sted[tvil]], biter.former[i_bit[tvil]], areal[tvil],
            (steder.kanter.boks[i_sted[tvil]], biter.kanter.boks[i_bit[tvil]]),
        )  # fmt: skip
        ekte[smaa] = np.isin(par, alle[tvil][moter])
    truffet = np.isin(np.arange(n), omraade[ekte])
    arealer = np.where(truffet, np.clip(hele(arealer, steder.areal_m2), 0, steder.areal_m2), 0.0)
    return Treff(arealer, np.full(n, np.nan), omraade[ekte], objekt[ekte])


def _stykkevis(bit: Callable[[int, int], R], n: int, traader: int) -> list[R]:
    """Do 0 … n in pieces, in several threads where it pays; answers in order."""
    if traader <= 1 or n < FAA_STEDER:
        return [bit(0, n)]
    skille = np.linspace(0, n, 8 * traader + 1).astype(int)
    with ThreadPoolExecutor(traader) as gruppe:
        return list(gruppe.map(bit, skille[:-1].tolist(), skille[1:].tolist()))


def _nokkel(sted: Heltall, objekt: Heltall) -> Heltall:
    """(k,) one number per pair of site and feature."""
    return sted.astype(np.int64) << 32 | objekt


def moter_smaa(
    steder: Former, biter: Former, areal: Flyt, bokser: tuple[Flyt, Flyt]
) -> NDArray[np.bool_]:
    """(k,) whether the interiors of a site and a piece meet though their shared area is small.

    An area below `MOTES_M` times the size of the box that the two share is a border that coincides
    but for rounding.

    Parameters
    ----------
    steder, biter    (k,) polygons, pair by pair
    areal            (k,) shared area, m²
    bokser           (k, 4) and (k, 4) bounds of the two
    """
    a, b = bokser
    mal = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    bred: NDArray[np.bool_] = areal > MOTES_M * np.maximum(mal, 0.0).sum(axis=1)
    bred[bred] = shapely.relate_pattern(steder[bred], biter[bred], "T********")
    return bred


def linjetreff(steder: Steder, biter: Biter) -> Treff:
    """Lengths of line inside the closed sites; doubled lines counted once."""
    n = len(steder.former)
    sted, i_bit = _som_moter(steder, biter)
    delt = snitt(biter.former[i_bit], steder.former[sted])
    lengde = shapely.length(delt)
    beholdt = lengde > TOLERANSE_M
    i_bit, sted, delt, lengde = i_bit[beholdt], sted[beholdt], delt[beholdt], lengde[beholdt]
    lengder = np.zeros(n)
    for stedet, gruppe in grupper(sted):
        en = len(gruppe) == 1
        lengder[stedet] = lengde[gruppe[0]] if en else union(delt[gruppe]).length
    return Treff(np.zeros(n), lengder, *unike_par(sted, biter.opphav[i_bit]))


def punkttreff(steder: Steder, biter: Biter) -> Treff:
    """Points that the closed sites cover."""
    n = len(steder.former)
    sted, i_bit = _som_moter(steder, biter)
    return Treff(np.zeros(n), np.full(n, np.nan), *unike_par(sted, biter.opphav[i_bit]))


def _som_moter(steder: Steder, biter: Biter) -> tuple[Heltall, Heltall]:
    """Pairs of closed site and piece that meet, by exact predicate."""
    sted, i_bit = boksepar(steder.kanter.boks, biter.tre)
    moter = shapely.intersects(steder.former[sted], biter.former[i_bit])
    return sted[moter], i_bit[moter]


def avstander(steder: Steder, biter: Biter, truffet: Heltall, traader: int = 1) -> Flyt:
    """(n,) metres to the nearest feature; NaN without features or for an empty site.

    Parameters
    ----------
    truffet    sites that meet a feature, for which it is 0
    """
    ut = np.full(len(steder.former), np.nan)
    ut[truffet] = 0.0
    spurt = np.flatnonzero(np.isnan(ut) & ~shapely.is_empty(steder.former)).astype(np.int64)

    def bit(fra: int, til: int) -> Flyt:
        return naermeste(steder.kanter, biter.kanter, biter.tre, spurt[fra:til])

    funnet = np.concatenate(_stykkevis(bit, len(spurt), traader))
    ut[spurt] = np.where(np.isinf(funnet), np.nan, funnet)
    return ut


def toleranse(steder: Former) -> Flyt:
    """(n,) area, m², that cannot be told from nothing."""
    return _noe(shapely.area(steder))


def _noe(areal_m2: Flyt) -> Flyt:
    """(n,) `toleranse` of sites with these areas."""
    return np.maximum(TOLERANSE_ANDEL * areal_m2, TOLERANSE_M2)


def avrundet(areal_m2: Flyt, av_m2: Flyt) -> Flyt:
    """Areas with rounding noise removed: exactly 0 or the whole site where they are that near."""
    return np.where(np.abs(areal_m2) <= _noe(av_m2), 0.0, hele(areal_m2, av_m2))


def hele(areal_m2: Flyt, av_m2: Flyt) -> Flyt:
    """Areas that are exactly the whole site where they are near it."""
    noe = _noe(av_m2)
    return np.where((np.abs(areal_m2 - av_m2) <= noe) & (av_m2 > noe), av_m2, areal_m2)


def unike_par(omraade: Heltall, objekt: Heltall) -> tuple[Heltall, Heltall]:
    """Pairs without repetition, sorted."""
    if not len(omraade):
        return omraade, objekt
    par = np.unique(np.stack([omraade, objekt], axis=1), axis=0)
    return par[:, 0], par[:, 1]


def _sum(nokler: Heltall, verdier: Flyt, antall: int) -> Flyt:
    """(antall,) sum of the values per key."""
    return np.bincount(nokler, weights=verdier, minlength=antall).astype(np.float64)


def _sum_per_par(omraade: Heltall, objekt: Heltall, areal: Flyt) -> tuple[Heltall, Heltall, Flyt]:
    """Pairs without repetition and the sum of `areal` over each, sorted."""
    rekke = np.lexsort((objekt, omraade))
    omraade, objekt, areal = omraade[rekke], objekt[rekke], areal[rekke]
    ny = np.ones(len(rekke), dtype=bool)
    ny[1:] = (omraade[1:] != omraade[:-1]) | (objekt[1:] != objekt[:-1])
    starter = np.flatnonzero(ny)
    return omraade[ny], objekt[ny], np.add.reduceat(areal, starter) if len(starter) else areal
