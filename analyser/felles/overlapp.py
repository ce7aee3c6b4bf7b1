"""One layer laid over many sites: exact planar areas, lengths, counts and distances.

Sites and layer are made ready once (`forberedt`) and measured edge by edge (`maaling`); nothing is
cut for an area. Only buffers and drawings make new shapes.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pandas import DataFrame
from shapely import STRtree

from analyser.felles.deling import Deler, Former, del_opp, grupper, som_rekke
from analyser.felles.forberedt import (
    ForberedtLag,
    Steder,
    forbered,
    klare_biter,
    klare_steder,
    rene_flater,
)
from analyser.felles.maaling import (
    TRAADER,
    Flyt,
    Treff,
    avrundet,
    avstander,
    flatetreff,
    linjetreff,
    punkttreff,
    unike_par,
)
from analyser.felles.modell import Status
from gis.crs import krev_crs
from gis.feil import CrsFeil, DataFeil
from gis.geometri import flater, snitt, union
from gis.naermeste import innenfor
from lag.modell import Lagdata

__all__ = [
    "KOLONNER", "KVARTBUER", "en_gang", "rene_flater", "treffgeometri", "vurder", "vurder_alle",
]  # fmt: skip

KOLONNER = (
    "status", "areal_m2", "andel", "lengde_m", "antall", "avstand_m", "kartlagt_m2",
    "ukartlagt_m2", "treff_ider",
)  # fmt: skip
UDEKKET_ANDEL = 1e-6
"""Share of a site that may lie outside the coverage without making it «ikke kartlagt»."""
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
    return _vurder(omraader, klare_steder(rene_flater(omraader)), lagdata, buffer_m, TRAADER)


def vurder_alle(omraader: GeoDataFrame, lagene: Sequence[Lagdata]) -> list[DataFrame]:
    """Answer as `vurder` does for every layer, in their order; `TRAADER` layers at a time.

    The loops run outside Python's lock, so two cores do two layers, the largest first. Every layer
    may stand only once.
    """
    steder = klare_steder(rene_flater(omraader))
    rekke = sorted(range(len(lagene)), key=lambda i: -_punkter(lagene[i]))
    with ThreadPoolExecutor(TRAADER) as traader:
        jobber = {i: traader.submit(_vurder, omraader, steder, lagene[i]) for i in rekke}
        return [jobber[i].result() for i in range(len(lagene))]


def _punkter(lagdata: Lagdata) -> int:
    """Vertices of a layer."""
    return int(shapely.get_num_coordinates(lagdata.data.geometry.to_numpy()).sum())


def _vurder(
    omraader: GeoDataFrame,
    steder: Steder,
    lagdata: Lagdata,
    buffer_m: float = 0.0,
    traader: int = 1,
) -> DataFrame:
    """Answer for sites that are ready; see `vurder`."""
    if lagdata.post.geometri == "raster":
        raise DataFeil(f"{lagdata.post.navn}: et rutenett kan ikke legges over som objekter.")
    if not lagdata.kjent:
        return _ukjent(omraader)
    krev_samme_crs(omraader, lagdata)
    laget = forbered(lagdata)
    svar = kolonner(steder, laget, kartlagt(steder, laget, traader), buffer_m, traader)
    return DataFrame(svar, index=omraader.index)


def kartlagt(steder: Steder, laget: ForberedtLag, traader: int = 1) -> Flyt:
    """(n,) part of each site, m², that lies within the layer's coverage."""
    return flatetreff(steder, laget.dekning, en_gang=False, traader=traader).areal_m2


def kolonner(
    steder: Steder,
    laget: ForberedtLag,
    kartlagt_m2: Flyt,
    buffer_m: float = 0.0,
    traader: int = 1,
) -> dict[str, object]:
    """Columns of `vurder`, for sites and a layer that are ready and share their CRS."""
    treff = _maal(steder, laget, traader)
    avstand_m = avstander(steder, laget.biter, np.unique(treff.omraade), traader)
    if buffer_m > 0:
        treff = _innen_buffer(steder, laget, treff, buffer_m, traader)
    antall, ider = _treff_ider(laget, treff, len(steder.former))
    flate = steder.areal_m2
    ukartlagt_m2 = np.maximum(avrundet(flate - kartlagt_m2, flate), 0.0)
    udekket = ukartlagt_m2 > UDEKKET_ANDEL * flate
    if buffer_m > 0:
        dekning = laget.dekning.former[0]
        shapely.prepare(dekning)
        udekket |= ~shapely.covers(dekning, shapely.buffer(steder.former, buffer_m))
    andel = np.divide(treff.areal_m2, flate, out=np.zeros(len(flate)), where=flate > 0)
    return {
        "status": _status(steder.former, antall > 0, udekket),
        "areal_m2": treff.areal_m2,
        "andel": np.clip(andel, 0.0, 1.0),
        "lengde_m": treff.lengde_m,
        "antall": antall,
        "avstand_m": avstand_m,
        "kartlagt_m2": kartlagt_m2,
        "ukartlagt_m2": ukartlagt_m2,
        "treff_ider": ider,
    }


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
        biter = _smaabiter(forbered(lagdata))
        i_bit, i_sted = STRtree(steder).query(biter.former, predicate="intersects")
        delt = snitt(biter.former[i_bit], steder[i_sted])
        if lagdata.post.geometri == "flate":
            delt = flater(delt)
        for sted, gruppe in grupper(i_sted):
            ut[sted] = shapely.union_all(delt[gruppe], grid_size=1e-3)
    return GeoSeries(ut, index=omraader.index, crs=omraader.crs)


def en_gang(data: GeoDataFrame) -> GeoDataFrame:
    """Return the ground that polygons cover, each square metre once, as disjoint polygons.

    Returns
    -------
    deler    (m,) polygons sorted by place, CRS of `data`, no other column
    """
    samlet = union(rene_flater(data))
    biter = shapely.normalize(shapely.get_parts(flater(som_rekke([samlet]))))
    grenser = shapely.bounds(biter).reshape(-1, 4)
    rekke = np.lexsort((shapely.area(biter), grenser[:, 1], grenser[:, 0]))
    return GeoDataFrame(geometry=biter[rekke], crs=data.crs)


def krev_samme_crs(omraader: GeoDataFrame, lagdata: Lagdata) -> None:
    """Stop unless sites and layer are in the same known CRS.

    Raises
    ------
    CrsFeil    if either lacks a CRS, or they differ
    """
    epsg = omraader.crs.to_epsg() if omraader.crs else None
    if epsg is None:
        raise CrsFeil("Områdene som skal vurderes, mangler koordinatsystem.")
    krev_crs(lagdata.data, epsg, lagdata.post.tittel)


def _smaabiter(laget: ForberedtLag, objekter: Sequence[int] | None = None) -> Deler:
    """Features, all or those given, in pieces small enough to be cut and buffered."""
    biter = laget.biter
    valgte = np.arange(len(laget.kode)) if objekter is None else np.asarray(objekter, dtype=np.intp)
    if laget.lagdata.post.geometri == "flate":
        deler = del_opp(biter.former[valgte])
        return Deler(deler.former, valgte[deler.opphav])
    egne = np.isin(biter.opphav, valgte)
    return Deler(biter.former[egne], biter.opphav[egne])


def _maal(steder: Steder, laget: ForberedtLag, traader: int) -> Treff:
    """Pick the way to measure by geometry type."""
    match laget.lagdata.post.geometri:
        case "flate":
            return flatetreff(steder, laget.biter, en_gang=True, traader=traader)
        case "linje":
            return linjetreff(steder, laget.biter)
    return punkttreff(steder, laget.biter)


def _innen_buffer(
    steder: Steder, laget: ForberedtLag, treff: Treff, buffer_m: float, traader: int
) -> Treff:
    """Hits within `buffer_m`: the pairs, and the part of each site that lies so near."""
    biter = laget.biter
    i_sted, i_bit = innenfor(steder.kanter, biter.kanter, biter.tre, buffer_m)
    sted, objekt = unike_par(
        np.concatenate([i_sted, treff.omraade]),
        np.concatenate([biter.opphav[i_bit], treff.objekt]),
    )
    smaa = _smaabiter(laget, np.unique(objekt).tolist())
    rundt = shapely.bounds(steder.former[~shapely.is_empty(steder.former)])
    bokser = shapely.box(*(rundt + np.array([-1, -1, 1, 1]) * buffer_m).T)
    brukte = np.unique(STRtree(smaa.former).query(bokser)[1])
    bufret = shapely.buffer(smaa.former[brukte], buffer_m, quad_segs=KVARTBUER)
    innen = flatetreff(steder, klare_biter(bufret), en_gang=True, traader=traader)
    return Treff(innen.areal_m2, treff.lengde_m, sted, objekt)


def _treff_ider(laget: ForberedtLag, treff: Treff, n: int) -> tuple[Flyt, list[tuple[str, ...]]]:
    """Count per site the features that hit, and give their ids as sorted tuples."""
    sted, kode = unike_par(treff.omraade, laget.kode[treff.objekt])
    antall = np.bincount(sted, minlength=n)
    tekster = laget.ider[kode].tolist()
    skiller = [0, *np.cumsum(antall).tolist()]
    ider = [tuple(tekster[fra:til]) for fra, til in pairwise(skiller)]
    return antall.astype(np.float64), ider


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
