"""One layer laid over many sites: exact planar areas, lengths, counts and distances.

The tree stands over the sites and is asked with pieces of the layer; large polygons are split by
their boxes first, so that no pair is dearer than `MAKS_PUNKTER` vertices against as many.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pandas import DataFrame, isna
from shapely import STRtree

from analyser.felles.deling import (
    Deler,
    Former,
    Heltall,
    del_linjer,
    del_opp,
    delte_punkter,
    flater,
    grupper,
)
from analyser.felles.modell import Status
from gis.crs import krev_crs
from gis.feil import DataFeil
from lag.modell import Lagdata

KOLONNER = (
    "status", "areal_m2", "andel", "lengde_m", "antall", "avstand_m", "kartlagt_m2",
    "ukartlagt_m2", "treff_ider",
)  # fmt: skip
TOLERANSE_ANDEL = 1e-9
"""Share of the site below which an area is rounding noise of shared edges (double precision)."""
TOLERANSE_M2 = 1e-5
"""Area, m² (3 mm × 3 mm), below which it is noise whatever the site's size."""
TOLERANSE_M = 1e-6
"""Length, metres, below which a line only touches."""
UDEKKET_ANDEL = 1e-6
"""Share of a site that may lie outside the coverage without making it «ikke kartlagt»."""
KVARTBUER = 32
"""Segments per quarter circle of a buffer: radius right to 0.03 %, never too large."""

Flyt = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Treff:
    """What one layer does to n sites."""

    areal_m2: Flyt
    """(n,) hit area, overlaps counted once."""
    lengde_m: Flyt
    """(n,) length of line inside; NaN for other layers."""
    omraade: Heltall
    """(k,) position of the site, one entry per pair of site and feature that meet."""
    objekt: Heltall
    """(k,) position of the feature."""


def vurder(omraader: GeoDataFrame, lagdata: Lagdata, buffer_m: float = 0.0) -> DataFrame:
    """Answer, per site, whether and by how much the layer hits it.

    Parameters
    ----------
    omraader    (n,) polygons, working CRS, metres; mended before use, index is kept
    lagdata     one vector layer in the same CRS; its features may overlap one another
    buffer_m    distance within which the layer counts as hit, metres

    Returns
    -------
    svar    (n,) rows, index of `omraader`:
        status        a `Status`; «ikke treff» only where `lagdata.dekning` holds the whole site
        areal_m2      hit area, overlaps counted once; with a buffer the part of the site within
                      `buffer_m` (round buffer, `KVARTBUER`: the radius is at most 0.03 % short)
        andel         areal_m2 as share of the site, 0–1
        lengde_m      length of line inside the site, its edge included; NaN for other layers
        antall        features that hit, told apart by the layer's id column
        avstand_m     to the nearest feature, 0 when it meets the site; NaN where none is known
        kartlagt_m2, ukartlagt_m2    the site inside and outside the layer's coverage
        treff_ider    sorted tuple of the ids that hit
    A shared edge is no hit for polygons; a point on the edge is one.

    Raises
    ------
    CrsFeil     if the CRS differ or are missing
    DataFeil    for a raster layer, which has no features
    """
    if lagdata.post.geometri == "raster":
        raise DataFeil(f"{lagdata.post.navn}: et rutenett kan ikke legges over som objekter.")
    steder = _rene(omraader)
    if not lagdata.kjent:
        return _ukjent(omraader)
    krev_crs(lagdata.data, int(omraader.crs.to_epsg()), lagdata.post.tittel)
    deler = del_opp(steder)
    objekter = _rene_objekter(lagdata)
    kartlagt = _flatetreff(steder, deler, del_opp(np.array([lagdata.dekning])), en_gang=False)
    treff = _maal(steder, deler, lagdata, objekter, buffer_m)
    return (
        _ramme(omraader, steder, lagdata, treff, _avstander(steder, objekter, treff))
        .assign(
            kartlagt_m2=kartlagt.areal_m2,
            ukartlagt_m2=np.maximum(_avrundet(shapely.area(steder) - kartlagt.areal_m2, steder), 0),
        )
        .pipe(_med_status, steder)
    )


def treffgeometri(omraader: GeoDataFrame, lagdata: Lagdata) -> GeoSeries:
    """Shape of the hit per site, for drawing and export (not for areas).

    Returns
    -------
    treff    (n,) polygons, lines or points, index of `omraader`; empty where nothing hits.
             Corners are rounded to 1 mm, so that the seams of the split pieces close.
    """
    tom = shapely.from_wkt("GEOMETRYCOLLECTION EMPTY")
    ut = np.full(len(omraader), tom, dtype=object)
    if lagdata.kjent and len(omraader) and len(lagdata.data):
        steder = _rene(omraader)
        biter = _i_biter(lagdata, _rene_objekter(lagdata))
        i_bit, i_sted = STRtree(steder).query(biter.former, predicate="intersects")
        snitt = shapely.intersection(biter.former[i_bit], steder[i_sted])
        if lagdata.post.geometri == "flate":
            snitt = flater(snitt)
        for sted, gruppe in grupper(i_sted):
            ut[sted] = shapely.union_all(snitt[gruppe], grid_size=1e-3)
    return GeoSeries(ut, index=omraader.index, crs=omraader.crs)


def en_gang(data: GeoDataFrame) -> GeoDataFrame:
    """Return the ground that polygons cover, each square metre once, as disjoint polygons.

    Returns
    -------
    deler    (m,) polygons sorted by place, CRS of `data`, no other column
    """
    samlet = shapely.union_all(_rene(data))
    biter = shapely.normalize(shapely.get_parts(flater(np.array([samlet]))))
    grenser = shapely.bounds(biter).reshape(-1, 4)
    rekke = np.lexsort((shapely.area(biter), grenser[:, 1], grenser[:, 0]))
    return GeoDataFrame(geometry=biter[rekke], crs=data.crs)


def _rene(data: GeoDataFrame) -> Former:
    """(n,) valid 2D polygons of `data`; missing ones become empty."""
    former = shapely.force_2d(data.geometry.to_numpy())
    former = np.where(shapely.is_missing(former), shapely.Polygon(), former)
    return flater(shapely.make_valid(former))


def _rene_objekter(lagdata: Lagdata) -> Former:
    """(m,) 2D features of the layer, polygons valid; missing ones empty."""
    if lagdata.post.geometri == "flate":
        return _rene(lagdata.data)
    former = shapely.force_2d(lagdata.data.geometry.to_numpy())
    return np.where(shapely.is_missing(former), shapely.Point(), former)


def _i_biter(lagdata: Lagdata, objekter: Former) -> Deler:
    """Features split into small pieces that know where they come from."""
    match lagdata.post.geometri:
        case "flate":
            return del_opp(objekter)
        case "linje":
            return del_linjer(objekter)
    return delte_punkter(objekter)


def _maal(
    steder: Former,
    deler: Deler,
    lagdata: Lagdata,
    objekter: Former,
    buffer_m: float,
) -> _Treff:
    """Pick the way to measure by geometry type and buffer."""
    biter = _i_biter(lagdata, objekter)
    hele = Deler(steder, np.arange(len(steder)))
    if lagdata.post.geometri == "flate":
        treff = _flatetreff(steder, deler, biter, en_gang=True)
    elif lagdata.post.geometri == "linje":
        treff = _linjetreff(hele, biter)
    else:
        treff = _punkttreff(hele, biter)
    if buffer_m <= 0:
        return treff
    i_sted, i_bit = STRtree(biter.former).query(steder, predicate="dwithin", distance=buffer_m)
    omraade, objekt = _unike_par(i_sted, biter.opphav[i_bit])
    brukte = np.unique(i_bit)
    bufret = shapely.buffer(biter.former[brukte], buffer_m, quad_segs=KVARTBUER)
    innen = _flatetreff(steder, deler, Deler(bufret, brukte), en_gang=True)
    return _Treff(innen.areal_m2, treff.lengde_m, omraade, objekt)


def _flatetreff(steder: Former, deler: Deler, biter: Deler, *, en_gang: bool) -> _Treff:
    """Areas of polygon pieces inside site parts, united where several features meet."""
    n = len(steder)
    i_bit, i_del = STRtree(deler.former).query(biter.former)
    snitt = _snitt(biter.former[i_bit], deler.former[i_del])
    areal = shapely.area(snitt)
    beholdt = areal > 0
    i_bit, i_del, snitt, areal = i_bit[beholdt], i_del[beholdt], snitt[beholdt], areal[beholdt]
    sted, objekt = deler.opphav[i_del], biter.opphav[i_bit]

    arealer = np.zeros(n)
    for delen, gruppe in grupper(i_del):
        hele = deler.former[delen].area
        bidrag = areal[gruppe].sum()
        if areal[gruppe].max() < hele and en_gang and len(set(objekt[gruppe])) > 1:
            bidrag = shapely.union_all(snitt[gruppe]).area
        arealer[deler.opphav[delen]] += min(bidrag, hele)

    omraade, i_objekt, per_par = _sum_per_par(sted, objekt, areal)
    ekte = per_par > _toleranse(steder)[omraade]
    truffet = np.isin(np.arange(n), omraade[ekte])
    arealer = np.where(truffet, np.minimum(_avrundet(arealer, steder), shapely.area(steder)), 0.0)
    return _Treff(arealer, np.full(n, np.nan), omraade[ekte], i_objekt[ekte])


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


def _linjetreff(hele: Deler, biter: Deler) -> _Treff:
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
    return _Treff(np.zeros(n), lengder, *_unike_par(sted, biter.opphav[i_bit]))


def _punkttreff(hele: Deler, biter: Deler) -> _Treff:
    """Points that the closed sites cover."""
    n = len(hele.former)
    i_bit, sted = STRtree(hele.former).query(biter.former, predicate="intersects")
    return _Treff(np.zeros(n), np.full(n, np.nan), *_unike_par(sted, biter.opphav[i_bit]))


def _avstander(steder: Former, objekter: Former, treff: _Treff) -> Flyt:
    """(n,) metres to the nearest feature; NaN without features or for an empty site."""
    ut = np.full(len(steder), np.nan)
    finnes = ~shapely.is_empty(objekter)
    spurt = np.flatnonzero(~shapely.is_empty(steder))
    if not finnes.any() or not len(spurt):
        return ut
    tre = STRtree(objekter[finnes])
    (i_sted, _), avstand = tre.query_nearest(steder[spurt], return_distance=True, all_matches=False)
    ut[spurt[i_sted]] = avstand
    return ut


def _ramme(
    omraader: GeoDataFrame,
    steder: Former,
    lagdata: Lagdata,
    treff: _Treff,
    avstand_m: Flyt,
) -> DataFrame:
    """Frame of the numbers, without coverage and status."""
    ider = _objektider(lagdata)
    per_sted: list[set[str]] = [set() for _ in steder]
    for sted, objekt in zip(treff.omraade, treff.objekt, strict=True):
        per_sted[sted].add(ider[objekt])
    flate = shapely.area(steder)
    andel = np.divide(treff.areal_m2, flate, out=np.zeros(len(steder)), where=flate > 0)
    return DataFrame(
        {
            "status": None,
            "areal_m2": treff.areal_m2,
            "andel": np.clip(andel, 0.0, 1.0),
            "lengde_m": treff.lengde_m,
            "antall": np.array([len(i) for i in per_sted], dtype=np.float64),
            "avstand_m": avstand_m,
            "kartlagt_m2": 0.0,
            "ukartlagt_m2": 0.0,
            "treff_ider": [tuple(sorted(i)) for i in per_sted],
        },
        index=omraader.index,
        columns=list(KOLONNER),
    )


def _med_status(ramme: DataFrame, steder: Former) -> DataFrame:
    """Put in the answer: hit, covered without hit, or not mapped."""
    treff = ramme["antall"].to_numpy() > 0
    udekket = ramme["ukartlagt_m2"].to_numpy() > UDEKKET_ANDEL * shapely.area(steder)
    svar = [
        Status.TREFF if t else Status.IKKE_KARTLAGT if u else Status.IKKE_TREFF
        for t, u in zip(treff, udekket, strict=True)
    ]
    tomme = shapely.is_empty(steder)
    svar = [Status.IKKE_KJENT if tom else s for s, tom in zip(svar, tomme, strict=True)]
    return ramme.assign(status=np.array(svar, dtype=object))


def _toleranse(steder: Former) -> Flyt:
    """(n,) area, m², that cannot be told from nothing."""
    return np.maximum(TOLERANSE_ANDEL * shapely.area(steder), TOLERANSE_M2)


def _avrundet(areal_m2: Flyt, steder: Former) -> Flyt:
    """Areas with rounding noise removed: exactly 0 or the whole site where they are that near."""
    hele, noe = shapely.area(steder), _toleranse(steder)
    ut = np.where(np.abs(areal_m2) <= noe, 0.0, areal_m2)
    return np.where((np.abs(areal_m2 - hele) <= noe) & (hele > noe), hele, ut)


def _unike_par(omraade: Heltall, objekt: Heltall) -> tuple[Heltall, Heltall]:
    """Pairs without repetition, sorted."""
    par = np.unique(np.stack([omraade, objekt], axis=1), axis=0)
    return par[:, 0], par[:, 1]


def _sum_per_par(omraade: Heltall, objekt: Heltall, areal: Flyt) -> tuple[Heltall, Heltall, Flyt]:
    """Pairs without repetition and the sum of `areal` over each."""
    par, plass = np.unique(np.stack([omraade, objekt], axis=1), axis=0, return_inverse=True)
    return par[:, 0], par[:, 1], np.bincount(plass.ravel(), weights=areal, minlength=len(par))


def _objektider(lagdata: Lagdata) -> list[str]:
    """Id of every feature; a row number where the layer gives none."""
    idfelt = lagdata.post.idfelt
    verdier = lagdata.data[idfelt] if idfelt in lagdata.data else [None] * len(lagdata.data)
    return [f"rad {i + 1}" if isna(v) else str(v) for i, v in enumerate(verdier)]


def _ukjent(omraader: GeoDataFrame) -> DataFrame:
    """Frame that says «ikke kjent» everywhere and holds no number."""
    return DataFrame(
        {
            navn: Status.IKKE_KJENT if navn == "status" else np.nan
            for navn in KOLONNER
            if navn != "treff_ider"
        }
        | {"treff_ider": [()] * len(omraader)},
        index=omraader.index,
        columns=list(KOLONNER),
    ).astype({"status": object})
