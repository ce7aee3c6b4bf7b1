"""Measure small pieces against sites: areas, lengths and points, each counted once."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from analyser.felles.deling import Deler, Former, Heltall, flater, grupper

TOLERANSE_ANDEL = 1e-9
"""Share of the site below which an area is rounding noise of shared edges (double precision)."""
TOLERANSE_M2 = 1e-5
"""Area, m² (3 mm × 3 mm), below which it is noise whatever the site's size."""
TOLERANSE_M = 1e-6
"""Length, metres, below which a line only touches."""

Flyt = NDArray[np.float64]


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


def flatetreff(steder: Former, deler: Deler, biter: Deler, *, en_gang: bool) -> Treff:
    """Areas of polygon pieces inside site parts, united where several features meet."""
    n = len(steder)
    i_bit, i_del = STRtree(deler.former).query(biter.former)
    snitt = _snitt(biter.former[i_bit], deler.former[i_del])
    areal = shapely.area(snitt)
    beholdt = areal > 0
    i_bit, i_del, snitt, areal = i_bit[beholdt], i_del[beholdt], snitt[beholdt], areal[beholdt]
    sted, objekt = deler.opphav[i_del], biter.opphav[i_bit]

    per_del = _sum(i_del, areal, len(deler.former))
    hele = shapely.area(deler.former)
    if en_gang:
        per_del -= _dobbelt(i_del, objekt, snitt, areal, hele)
    bidrag = np.minimum(per_del, hele)
    arealer = _sum(deler.opphav, bidrag, n)

    omraade, i_objekt, per_par = _sum_per_par(sted, objekt, areal)
    ekte = per_par > toleranse(steder)[omraade]
    truffet = np.isin(np.arange(n), omraade[ekte])
    arealer = np.where(truffet, np.minimum(avrundet(arealer, steder), shapely.area(steder)), 0.0)
    return Treff(arealer, np.full(n, np.nan), omraade[ekte], i_objekt[ekte])


def _dobbelt(i_del: Heltall, objekt: Heltall, snitt: Former, areal: Flyt, hele: Flyt) -> Flyt:
    """(d,) area that the sum over pieces counts more than once, per site part.

    Two pieces that meet share their intersection, which is taken for all such pairs at once; only
    where a piece meets several is the union made.
    """
    bokser = shapely.bounds(snitt).reshape(-1, 4)
    ut = np.zeros(len(hele))
    par: list[tuple[int, int]] = []
    for delen, gruppe in grupper(i_del):
        if len(gruppe) == 1 or areal[gruppe].max() >= hele[delen]:
            continue
        moter = _kan_dekke_dobbelt(bokser[gruppe], objekt[gruppe])
        if moter.any() and moter.sum(axis=1).max() == 1:
            par += [(gruppe[i], gruppe[j]) for i, j in np.argwhere(np.triu(moter))]
        elif moter.any():
            brukes = gruppe[moter.any(axis=1)]
            ut[delen] += areal[brukes].sum() - shapely.union_all(snitt[brukes]).area
    if par:
        en, to = np.array(par, dtype=np.intp).T
        felles = shapely.area(shapely.intersection(snitt[en], snitt[to]))
        ut += _sum(i_del[en], felles, len(hele))
    return ut


def _sum(nokler: Heltall, verdier: Flyt, antall: int) -> Flyt:
    """(antall,) sum of the values per key."""
    return np.bincount(nokler, weights=verdier, minlength=antall).astype(np.float64)


def _kan_dekke_dobbelt(bokser: Flyt, objekt: Heltall) -> NDArray[np.bool_]:
    """(k, k) whether the boxes of two pieces of different features share ground."""
    over = (bokser[:, None, :2] < bokser[None, :, 2:]).all(axis=2)
    moter: NDArray[np.bool_] = over & over.T & (objekt[:, None] != objekt[None, :])
    return moter


def _snitt(biter: Former, deler: Former) -> Former:
    """Pairwise polygon intersection; the cheap containments are settled first."""
    shapely.prepare(biter)
    heldekt = shapely.covers(biter, deler)
    ytre, indre = shapely.bounds(deler).reshape(-1, 4), shapely.bounds(biter).reshape(-1, 4)
    mulig = (ytre[:, :2] <= indre[:, :2]).all(axis=1) & (ytre[:, 2:] >= indre[:, 2:]).all(axis=1)
    inni = mulig & ~heldekt
    inni[inni] = shapely.covers(deler[inni], biter[inni])
    ut = np.where(heldekt, deler, biter)
    rest = ~(heldekt | inni)
    ut[rest] = flater(shapely.intersection(biter[rest], deler[rest]))
    return ut


def linjetreff(hele: Deler, biter: Deler) -> Treff:
    """Lengths of line inside the closed sites; doubled lines counted once."""
    n = len(hele.former)
    i_bit, sted = STRtree(hele.former).query(biter.former, predicate="intersects")
    snitt = shapely.intersection(biter.former[i_bit], hele.former[sted])
    lengde = shapely.length(snitt)
    beholdt = lengde > TOLERANSE_M
    i_bit, sted, snitt, lengde = i_bit[beholdt], sted[beholdt], snitt[beholdt], lengde[beholdt]
    lengder = np.zeros(n)
    for stedet, gruppe in grupper(sted):
        en = len(gruppe) == 1
        lengder[stedet] = lengde[gruppe[0]] if en else shapely.union_all(snitt[gruppe]).length
    return Treff(np.zeros(n), lengder, *unike_par(sted, biter.opphav[i_bit]))


def punkttreff(hele: Deler, biter: Deler) -> Treff:
    """Points that the closed sites cover."""
    n = len(hele.former)
    i_bit, sted = STRtree(hele.former).query(biter.former, predicate="intersects")
    return Treff(np.zeros(n), np.full(n, np.nan), *unike_par(sted, biter.opphav[i_bit]))


def toleranse(steder: Former) -> Flyt:
    """(n,) area, m², that cannot be told from nothing."""
    return np.maximum(TOLERANSE_ANDEL * shapely.area(steder), TOLERANSE_M2)


def avrundet(areal_m2: Flyt, steder: Former) -> Flyt:
    """Areas with rounding noise removed: exactly 0 or the whole site where they are that near."""
    hele, noe = shapely.area(steder), toleranse(steder)
    ut = np.where(np.abs(areal_m2) <= noe, 0.0, areal_m2)
    return np.where((np.abs(areal_m2 - hele) <= noe) & (hele > noe), hele, ut)


def unike_par(omraade: Heltall, objekt: Heltall) -> tuple[Heltall, Heltall]:
    """Pairs without repetition, sorted."""
    par = np.unique(np.stack([omraade, objekt], axis=1), axis=0)
    return par[:, 0], par[:, 1]


def _sum_per_par(omraade: Heltall, objekt: Heltall, areal: Flyt) -> tuple[Heltall, Heltall, Flyt]:
    """Pairs without repetition and the sum of `areal` over each."""
    par, plass = np.unique(np.stack([omraade, objekt], axis=1), axis=0, return_inverse=True)
    return par[:, 0], par[:, 1], _sum(plass.ravel(), areal, len(par))
