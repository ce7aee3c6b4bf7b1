"""One layer laid over many sites: exact planar areas, lengths, counts and distances.

The tree stands over the sites and is asked with pieces of the layer; large polygons are split by
their boxes first, so that no pair is dearer than `MAKS_PUNKTER` vertices against as many.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pandas import DataFrame, isna
from shapely import STRtree

from analyser.felles.deling import (
    Deler,
    Former,
    del_linjer,
    del_opp,
    delte_punkter,
    flater,
    grupper,
    som_rekke,
)
from analyser.felles.maaling import (
    Flyt,
    Treff,
    avrundet,
    flatetreff,
    linjetreff,
    punkttreff,
    unike_par,
)
from analyser.felles.modell import Status
from gis.crs import krev_crs
from gis.feil import CrsFeil, DataFeil
from gis.geometri import reparer
from lag.modell import Lagdata

KOLONNER = (
    "status", "areal_m2", "andel", "lengde_m", "antall", "avstand_m", "kartlagt_m2",
    "ukartlagt_m2", "treff_ider",
)  # fmt: skip
UDEKKET_ANDEL = 1e-6
"""Share of a site that may lie outside the coverage without making it «ikke kartlagt»."""
TRAADER = 2
"""Layers worked on at the same time: as many as a small machine has cores."""
KVARTBUER = 32
"""Segments per quarter circle of a buffer: radius right to 0.03 %, never too large."""


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
        status        a `Status`; «ikke treff» only where `lagdata.dekning` holds the whole site,
                      with a buffer also all that lies within it
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
    steder = rene_flater(omraader)
    if not lagdata.kjent:
        return _ukjent(omraader)
    _krev_samme_crs(omraader, lagdata)
    deler = del_opp(steder)
    objekter = _objekter(lagdata)
    kartlagt = flatetreff(steder, deler, _dekning(lagdata), en_gang=False)
    biter = _i_biter(lagdata, objekter)
    treff = _maal(steder, deler, lagdata, biter, buffer_m)
    ider = _treff_ider(lagdata, treff, len(steder))
    flate = shapely.area(steder)
    ukartlagt_m2 = np.maximum(avrundet(flate - kartlagt.areal_m2, steder), 0.0)
    udekket = ukartlagt_m2 > UDEKKET_ANDEL * flate
    if buffer_m > 0:
        dekning = shapely.force_2d(lagdata.dekning)
        shapely.prepare(dekning)
        udekket |= ~shapely.covers(dekning, shapely.buffer(steder, buffer_m))
    antall = np.array([len(i) for i in ider], dtype=np.float64)
    andel = np.divide(treff.areal_m2, flate, out=np.zeros(len(steder)), where=flate > 0)
    return DataFrame(
        {
            "status": _status(steder, antall > 0, udekket),
            "areal_m2": treff.areal_m2,
            "andel": np.clip(andel, 0.0, 1.0),
            "lengde_m": treff.lengde_m,
            "antall": antall,
            "avstand_m": _avstander(steder, biter),
            "kartlagt_m2": kartlagt.areal_m2,
            "ukartlagt_m2": ukartlagt_m2,
            "treff_ider": ider,
        },
        index=omraader.index,
    )


def vurder_alle(omraader: GeoDataFrame, lagene: Sequence[Lagdata]) -> list[DataFrame]:
    """Answer as `vurder` does for every layer, in their order; `TRAADER` layers at a time.

    GEOS works outside Python's lock, so two cores do two layers. Every layer may stand only once.
    """
    with ThreadPoolExecutor(TRAADER) as traader:
        return list(traader.map(lambda lagdata: vurder(omraader, lagdata), lagene))


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
        steder = rene_flater(omraader)
        biter = _i_biter(lagdata, _objekter(lagdata))
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
    samlet = shapely.union_all(rene_flater(data))
    biter = shapely.normalize(shapely.get_parts(flater(som_rekke([samlet]))))
    grenser = shapely.bounds(biter).reshape(-1, 4)
    rekke = np.lexsort((shapely.area(biter), grenser[:, 1], grenser[:, 0]))
    return GeoDataFrame(geometry=biter[rekke], crs=data.crs)


def _krev_samme_crs(omraader: GeoDataFrame, lagdata: Lagdata) -> None:
    """Stop unless sites and layer are in the same known CRS."""
    epsg = omraader.crs.to_epsg() if omraader.crs else None
    if epsg is None:
        raise CrsFeil("Områdene som skal vurderes, mangler koordinatsystem.")
    krev_crs(lagdata.data, epsg, lagdata.post.tittel)


def _plane(data: GeoDataFrame) -> Former:
    """(n,) 2D geometries of `data`; missing ones become empty polygons."""
    former: Former = np.array(shapely.force_2d(data.geometry.to_numpy()), dtype=object)
    former[shapely.is_missing(former)] = shapely.Polygon()
    return former


def rene_flater(data: GeoDataFrame) -> Former:
    """(n,) valid 2D polygons of `data`; missing ones become empty."""
    return flater(reparer(_plane(data)))


def _objekter(lagdata: Lagdata) -> Former:
    """(m,) 2D features of the layer; polygons valid, missing ones empty."""
    er_flate = lagdata.post.geometri == "flate"
    return rene_flater(lagdata.data) if er_flate else _plane(lagdata.data)


def _dekning(lagdata: Lagdata) -> Deler:
    """Ground that the layer is mapped on, in pieces that do not overlap."""
    return del_opp(flater(reparer(som_rekke([shapely.force_2d(lagdata.dekning)]))))


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
    biter: Deler,
    buffer_m: float,
) -> Treff:
    """Pick the way to measure by geometry type and buffer."""
    hele = Deler(steder, np.arange(len(steder)))
    if lagdata.post.geometri == "flate":
        treff = flatetreff(steder, deler, biter, en_gang=True)
    elif lagdata.post.geometri == "linje":
        treff = linjetreff(hele, biter)
    else:
        treff = punkttreff(hele, biter)
    if buffer_m <= 0:
        return treff
    i_sted, i_bit = STRtree(biter.former).query(steder, predicate="dwithin", distance=buffer_m)
    omraade, objekt = unike_par(i_sted, biter.opphav[i_bit])
    brukte = np.unique(i_bit)
    bufret = shapely.buffer(biter.former[brukte], buffer_m, quad_segs=KVARTBUER)
    innen = flatetreff(steder, deler, Deler(bufret, brukte), en_gang=True)
    return Treff(innen.areal_m2, treff.lengde_m, omraade, objekt)


def _avstander(steder: Former, biter: Deler) -> Flyt:
    """(n,) metres to the nearest feature; NaN without features or for an empty site.

    Asked among the small pieces: the nearest piece is a part of the nearest feature. Sites that
    meet a piece are settled first, for a nearest-search inside large polygons is slow.
    """
    ut = np.full(len(steder), np.nan)
    spurt = np.flatnonzero(~shapely.is_empty(steder))
    if not len(biter.former) or not len(spurt):
        return ut
    moter = STRtree(steder).query(biter.former, predicate="intersects")[1]
    ut[moter] = 0.0
    spurt = spurt[np.isnan(ut[spurt])]
    if len(spurt):
        tre = STRtree(biter.former)
        (i_sted, _), avstand = tre.query_nearest(
            steder[spurt], return_distance=True, all_matches=False
        )
        ut[spurt[i_sted]] = avstand
    return ut


def _treff_ider(lagdata: Lagdata, treff: Treff, n: int) -> list[tuple[str, ...]]:
    """Sorted ids of the features that hit, per site; a row number where the layer has no id."""
    idfelt = lagdata.post.idfelt
    verdier = lagdata.data[idfelt].to_list() if idfelt in lagdata.data else None
    per_sted: list[set[str]] = [set() for _ in range(n)]
    for sted, objekt in zip(treff.omraade.tolist(), treff.objekt.tolist(), strict=True):
        verdi = verdier[objekt] if verdier else None
        per_sted[sted].add(f"rad {objekt + 1}" if isna(verdi) else str(verdi))
    return [tuple(sorted(ider)) for ider in per_sted]


def _status(
    steder: Former, treff: NDArray[np.bool_], udekket: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """(n,) answers: hit, covered without hit, not mapped; unknown for a site without shape."""
    svar: NDArray[np.object_] = np.empty(len(steder), dtype=object)
    svar.fill(Status.IKKE_TREFF)
    for hvor, status in (
        (udekket, Status.IKKE_KARTLAGT),
        (treff, Status.TREFF),
        (shapely.is_empty(steder), Status.IKKE_KJENT),
    ):
        svar[hvor] = [status] * int(hvor.sum())
    return svar


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
