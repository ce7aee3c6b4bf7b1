"""From the layers to a network with prices, existing nodes and places to reach.

Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from analyser.felles.adresser import JA
from analyser.felles.fiber.grofter import (
    HOVEDVEG,
    Grofter,
    Grofteregler,
    Omgivelser,
    forholdene,
    grofter,
    samlet,
)
from analyser.felles.fiber.kostnad import Priser
from analyser.felles.fiber.linjer import (
    BRO,
    LUFT,
    ROR,
    SJO,
    Former,
    Heltall,
    Linjer,
    rens,
    veglinjer,
)
from analyser.felles.fiber.nett import Feste, Nett, bygg_nett
from analyser.felles.fiber.plan import Behov
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fiber import FIBERNODER, FIBERTRASEER, GRAVEPLANER
from lag.katalog.grunnlag import TETTSTEDER
from lag.katalog.kultur import KULTURMINNER
from lag.katalog.landbruk import AREALRESSURS
from lag.katalog.natur import NATURVERN
from lag.katalog.samferdsel import JERNBANE, VEGER
from lag.katalog.vann import ELVER, INNSJOER
from lag.modell import Lag

KOBLING = "kobling"
"""Kind of the short line from a duct or an overhead line to the nearest road; it is dug."""
AAPEN = ("50",)
"""AR5 classes with little soil above the rock: åpen fastmark."""
SJO_STRAND_M, SJO_PUNKTER, SJO_I_VANN = 150.0, 8, 0.6
"""Lake cable: how near the shore a road must come, places tried per lake, share in the water.
arealsils forslag (uverifisert)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nettvalg:
    """Choices about the network."""

    ramme_m: float
    """How far outside the municipality roads are used, metres."""
    snapp_m: float
    """Ends this near are joined, metres."""
    lengst_stikk_m: float
    """An address further from every line than this is not planned for, metres."""
    kobling_m: float
    """How far a duct or overhead line may be from the road it is joined to, metres."""
    luft_kv: float
    """Highest voltage of lines whose poles may carry fibre, kV; 0 for none."""
    sjo_m: float
    """Longest lake cable, metres; 0 for none."""
    bro_m: float
    """Longest way off road to an island of roads, metres; 0 for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Oppsett:
    """All that the optimisation needs."""

    linjer: Linjer
    grofter: Grofter
    rotter: Heltall
    """Existing nodes, as nodes of the network."""
    antatt: bool
    """True when no node is known and the addresses with fibre stand in for them."""
    behov: Behov
    """Every place without fibre that a line is near enough to."""
    adresse: Heltall
    """(a,) place of each address that is to be reached; −1 for none."""
    langt_fra_veg: int
    """Addresses to be reached that lie too far from every line."""
    oyer: int
    """Parts of the network without an existing node."""
    broer: int
    """Ways off road that were added to reach such parts."""
    plangraving: GeoDataFrame
    """Planned digging in the order that `Grofter.samgraving` counts."""


def sett_opp(
    grunnlag: Grunnlag, adresser: GeoDataFrame, priser: Priser, valg: Nettvalg, regler: Grofteregler
) -> Oppsett:
    """Build the network and attach the nodes and the places to it."""
    linjer = _linjer(grunnlag, valg)
    mangler = np.flatnonzero(adresser["mangler"].to_numpy())
    steder, sted_av = _steder(adresser, mangler)
    start, antatt = _start(grunnlag, adresser, valg)
    punkter = np.concatenate([steder, start])
    graving = _ordnet(grunnlag, GRAVEPLANER, valg.ramme_m)
    rundt = _omgivelser(grunnlag, valg, graving)
    nett, feste = bygg_nett(linjer, punkter, valg.lengst_stikk_m, valg.snapp_m, rundt.prisflater)
    k = len(steder)
    oyer = oyer_i(nett, feste.node[k:])
    broer = broene(nett, feste.node[k:], feste.node[:k], valg.bro_m)
    if broer:
        linjer = rens([*linjer.former, *broer], [*linjer.slag, *[BRO] * len(broer)])
        nett, feste = bygg_nett(
            linjer, punkter, valg.lengst_stikk_m, valg.snapp_m, rundt.prisflater
        )  # fmt: skip
    forhold = forholdene(nett, linjer, rundt, regler)
    festet = np.flatnonzero(feste.node[:k] >= 0)
    plass = np.full(k, -1, dtype=np.int64)
    plass[festet] = np.arange(len(festet))
    adresse = np.full(len(adresser), -1, dtype=np.int64)
    adresse[mangler] = plass[sted_av]
    return Oppsett(
        linjer, grofter(forhold, priser), np.unique(feste.node[k:][feste.node[k:] >= 0]), antatt,
        _behov(adresser, adresse, _delfeste(feste, festet), linjer, priser), adresse,
        int((adresse[mangler] < 0).sum()), oyer, len(broer), graving,
    )  # fmt: skip


def _delfeste(feste: Feste, hvilke: Heltall) -> Feste:
    """Return some of the attachments."""
    return Feste(feste.node[hvilke], feste.linje[hvilke], feste.avstand_m[hvilke])


def _steder(adresser: GeoDataFrame, mangler: Heltall) -> tuple[Former, Heltall]:
    """Places of the addresses without fibre, each once, and the place of each address."""
    former = np.asarray(adresser.geometry.to_numpy(), dtype=object)[mangler]
    if not len(former):
        return samlet([]), np.empty(0, dtype=np.int64)
    xy, plass = np.unique(shapely.get_coordinates(former), axis=0, return_inverse=True)
    return samlet([shapely.Point(p) for p in xy]), plass.ravel().astype(np.int64)


def _start(grunnlag: Grunnlag, adresser: GeoDataFrame, valg: Nettvalg) -> tuple[Former, bool]:
    """Existing nodes; where none is known, the addresses that have fibre."""
    noder = _ordnet(grunnlag, FIBERNODER, valg.ramme_m)
    if len(noder):
        return samlet(list(noder.geometry)), False
    return samlet(list(adresser.geometry[adresser["fiber"] == JA])), True


def _ordnet(grunnlag: Grunnlag, post: Lag, ramme_m: float) -> GeoDataFrame:
    """Features of a layer within the municipality and its frame, by lokalid and shape."""
    data = grunnlag[post].data
    ramme = grunnlag.grense.buffer(ramme_m)
    shapely.prepare(ramme)
    former = np.asarray(data.geometry.to_numpy(), dtype=object)
    med = data[shapely.intersects(ramme, former)]
    nokkel = list(zip(med["lokalid"].astype(str), med.geometry.to_wkb(), strict=True))
    return med.iloc[sorted(range(len(med)), key=nokkel.__getitem__)].reset_index(drop=True)


def _former(grunnlag: Grunnlag, post: Lag, ramme_m: float) -> Former:
    """Shapes of a layer within the frame."""
    return samlet(list(_ordnet(grunnlag, post, ramme_m).geometry))


def _linjer(grunnlag: Grunnlag, valg: Nettvalg) -> Linjer:
    """Roads, ducts, overhead lines with their joints to roads, and lake cables."""
    former, slag = veglinjer(_ordnet(grunnlag, VEGER, valg.ramme_m))
    veger = samlet(former)
    andre = [(f, ROR) for f in _former(grunnlag, FIBERTRASEER, valg.ramme_m)]
    kraft = _ordnet(grunnlag, KRAFTLINJER, valg.ramme_m)
    lave = [_kv(v) <= valg.luft_kv for v in kraft["spenning"]]
    andre += [(f, LUFT) for f in kraft.geometry[np.array(lave, dtype=bool)]]
    koblet = koblinger(veger, samlet([f for f, _ in andre]), valg.kobling_m)
    sjo = sjokabler(_former(grunnlag, INNSJOER, valg.ramme_m), veger, valg.sjo_m)
    former += [*(f for f, _ in andre), *koblet, *sjo]
    slag += [*(s for _, s in andre), *[KOBLING] * len(koblet), *[SJO] * len(sjo)]
    return rens(former, slag)


def _kv(verdi: object) -> float:
    """Voltage in kV; what cannot be read is too high."""
    try:
        return float(str(verdi).replace(",", "."))
    except ValueError:
        return float("inf")


def koblinger(veger: Former, andre: Former, lengst_m: float) -> list[shapely.LineString]:
    """Shortest lines from the ends of other lines to a road within `lengst_m`."""
    if not len(veger) or not len(andre):
        return []
    deler = shapely.get_parts(andre)
    ender = np.concatenate([shapely.get_point(deler, 0), shapely.get_point(deler, -1)])
    i, j = shapely.STRtree(veger).query_nearest(ender, max_distance=lengst_m)
    lenker = shapely.shortest_line(ender[i], veger[j])
    return [lenke for lenke in lenker if lenke.length > 0]


def sjokabler(innsjoer: Former, veger: Former, lengst_m: float) -> list[shapely.LineString]:
    """Straight lines across lakes between road ends near the shore, no longer than `lengst_m`."""
    if lengst_m <= 0 or not len(innsjoer) or not len(veger):
        return []
    deler = shapely.get_parts(veger)
    ender = np.concatenate([shapely.get_point(deler, 0), shapely.get_point(deler, -1)])
    tre, ut = shapely.STRtree(ender), []
    for vann in innsjoer:
        naer = tre.query(vann, predicate="dwithin", distance=SJO_STRAND_M)
        xy = _spredt(np.unique(shapely.get_coordinates(ender[naer]), axis=0), SJO_PUNKTER)
        for a in range(len(xy)):
            for b in range(a + 1, len(xy)):
                linje = shapely.LineString([xy[a], xy[b]])
                if 0 < linje.length <= lengst_m and (
                    linje.intersection(vann).length >= SJO_I_VANN * linje.length
                ):
                    ut.append(linje)
    return ut


def _spredt(xy: Flyt, antall: int) -> Flyt:
    """Choose at most `antall` points, each time the one furthest from those chosen."""
    if len(xy) <= antall:
        return xy
    valgt, avstand = [0], np.hypot(*(xy - xy[0]).T)
    while len(valgt) < antall:
        neste = int(np.argmax(avstand))
        valgt.append(neste)
        avstand = np.minimum(avstand, np.hypot(*(xy - xy[neste]).T))
    ut: Flyt = xy[np.sort(valgt)]
    return ut


def _omgivelser(grunnlag: Grunnlag, valg: Nettvalg, graving: GeoDataFrame) -> Omgivelser:
    """Gather what the trenches meet."""
    ar5 = _ordnet(grunnlag, AREALRESSURS, valg.ramme_m)
    minner = _former(grunnlag, KULTURMINNER, valg.ramme_m)
    sone = samlet(list(shapely.buffer(minner, KULTURMINNER.buffer_m)))
    return Omgivelser(
        elver=_former(grunnlag, ELVER, valg.ramme_m),
        bane=_former(grunnlag, JERNBANE, valg.ramme_m),
        tettsteder=_former(grunnlag, TETTSTEDER, valg.ramme_m),
        vern=np.concatenate([_former(grunnlag, NATURVERN, valg.ramme_m), sone]),
        aapen=samlet(list(ar5.geometry[ar5["arealtype"].isin(AAPEN)])),
        graving=samlet(list(graving.geometry)),
    )


def _behov(
    adresser: GeoDataFrame, adresse: Heltall, feste: Feste, linjer: Linjer, priser: Priser
) -> Behov:
    """Count the addresses of every place and price its connection."""
    k = len(feste.node)
    med = adresse >= 0
    antall = np.bincount(adresse[med], minlength=k)
    stotte = np.bincount(adresse[med & adresser["stotte"].to_numpy(dtype=bool)], minlength=k)
    hoved = np.isin(linjer.slag[feste.linje], HOVEDVEG) if k else np.zeros(0, dtype=bool)
    behov = Behov(feste.node, antall, stotte, feste.avstand_m, hoved, np.zeros(k))
    return behov.priset(priser)


def _deler(nett: Nett) -> Heltall:
    """(n,) connected part of every node."""
    n = len(nett.xy)
    graf = coo_array((np.ones(len(nett.fra)), (nett.fra, nett.til)), shape=(n, n))
    ut: Heltall = connected_components(graf, directed=False)[1].astype(np.int64)
    return ut


def oyer_i(nett: Nett, rotter: Heltall) -> int:
    """Count the connected parts without an existing node."""
    if not len(nett.xy):
        return 0
    deler = _deler(nett)
    return len(set(deler.tolist()) - set(deler[rotter[rotter >= 0]].tolist()))


def broene(
    nett: Nett, rotter: Heltall, behov: Heltall, lengst_m: float
) -> list[shapely.LineString]:
    """Straight ways off road from parts with addresses to the nearest part that is reached.

    One at a time, the shortest first; equal lengths by coordinates.
    """
    ut: list[shapely.LineString] = []
    rot, med = rotter[rotter >= 0], behov[behov >= 0]
    if lengst_m <= 0 or not len(rot) or not len(nett.xy):
        return ut
    deler = _deler(nett)
    naadd = np.isin(deler, deler[rot])
    venter = sorted(set(deler[med].tolist()) - set(deler[rot].tolist()))
    while venter:
        tre, inne = cKDTree(nett.xy[naadd]), np.flatnonzero(naadd)
        kandidater: list[tuple[float, int, int, int]] = []
        for d in venter:
            noder = np.flatnonzero(deler == d)
            avstand, plass = tre.query(nett.xy[noder])
            i = int(np.argmin(avstand))
            kandidater.append((float(avstand[i]), d, int(noder[i]), int(inne[plass[i]])))
        lengde, d, fra, til = min(kandidater)
        if lengde > lengst_m:
            break
        ut.append(shapely.LineString([nett.xy[fra], nett.xy[til]]))
        naadd |= deler == d
        venter.remove(d)
    return ut
