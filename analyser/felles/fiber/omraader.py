"""Stages and areas: what is built when, closed areas with all their addresses, what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.kostnad import KABLER
from analyser.felles.fiber.kurve import Byggerekke
from analyser.felles.fiber.linjer import Former, Heltall
from analyser.felles.fiber.plan import Plan, Planvalg
from analyser.felles.fiber.rekkefolge import etapper
from analyser.felles.maaling import Flyt
from gis.geometri import snitt, union


@dataclass(frozen=True, slots=True, kw_only=True)
class Rammer:
    """What one year can hold, and how small an area may be."""

    kr: float
    """Kroner a year."""
    meter: float
    """Dug metres a year."""
    minst: int
    """Addresses that an area must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stotteregler:
    """What the finance is reckoned with."""

    andel_lav: float
    """Lowest share of the addresses that connects, 0–1."""
    andel_hoy: float
    """Highest share."""
    bidrag_kr: float
    """What builder and customer pay per connection, kroner."""


@dataclass(frozen=True, slots=True, eq=False)
class Inndeling:
    """Which stage and area every trench and place belongs to; −1 for what is not built."""

    sted: Heltall
    """(p,) area of each place of the plan."""
    kant: Heltall
    """(t,) area of the trench to each node of the tree."""
    etappe: Heltall
    """(o,) stage of each area, 1 …; areas are numbered by stage, then by their first place."""
    sted_kr: Flyt
    """(p,) cost of each place: its connection, its part of cabinets, splitters and splices."""
    kant_kr: Flyt
    """(t,) cost of each trench with its cables."""


def fordel(plan: Plan, g: Grofter, valg: Planvalg) -> tuple[Flyt, Flyt]:
    """Share the whole cost on trenches (t,) and places (p,); the sum is that of the plan."""
    tre, kabler, priser = plan.tre, plan.kabler, valg.priser
    pris_m = np.array([priser[navn] for _, navn in KABLER])
    lengde = plan.k.lengde_m[tre.kant]
    kant_kr = g.kr[plan.k.kant[tre.kant]] + pris_m[kabler.kabel] * kabler.antall_kabler * lengde
    felles = kabler.skap_kr + kabler.splitter_kr + kabler.skjote_kr
    alle = max(int(plan.behov.antall.sum()), 1)
    sted_kr = valg.andel * plan.behov.tilknytning_kr + felles * plan.behov.antall / alle
    return kant_kr, sted_kr


def del_inn(plan: Plan, g: Grofter, rekke: Byggerekke, valg: Planvalg, rammer: Rammer) -> Inndeling:
    """Cut the order into stages, and every stage into areas that hang together."""
    t, p = rekke.noder, len(plan.behov.node)
    kant_kr, sted_kr = fordel(plan, g, valg)
    kr = np.concatenate([kant_kr, sted_kr])
    gravd = np.where(
        g.metode[plan.k.kant[plan.tre.kant]] == "eksisterende_ror",
        0.0,
        plan.k.lengde_m[plan.tre.kant],
    )
    meter = np.concatenate([gravd, np.zeros(p)])
    etappe = etapper(rekke.rekke, kr, meter, (rammer.kr, rammer.meter), rekke.jobber.vekt)
    gruppe = _grupper(rekke, etappe)
    gruppe = _slaa_sammen(plan, gruppe, etappe, rammer.minst)
    nr, av_omraade = _nummerer(gruppe, etappe, t)
    return Inndeling(nr[t:], nr[:t], av_omraade, sted_kr, kant_kr)


def _grupper(rekke: Byggerekke, etappe: Heltall) -> Heltall:
    """(j,) pieces of a stage that hang together; every place hangs on its trench."""
    j = len(rekke.jobber.mor)
    mor = rekke.jobber.mor
    par = np.flatnonzero((mor >= 0) & (etappe == etappe[np.maximum(mor, 0)]))
    graf = coo_array((np.ones(len(par)), (par, mor[par])), shape=(j, j))
    ut: Heltall = connected_components(graf, directed=False)[1].astype(np.int64)
    return ut


def _slaa_sammen(plan: Plan, gruppe: Heltall, etappe: Heltall, minst: int) -> Heltall:
    """Join pieces with fewer than `minst` addresses to the nearest piece of the same stage."""
    t = len(gruppe) - len(plan.behov.node)
    ny = np.arange(int(gruppe.max(initial=-1)) + 1)
    for nr in np.unique(etappe[etappe > 0]):
        her = np.flatnonzero(etappe[t:] == nr)
        _i_etappen(gruppe[t:][her], plan_xy(plan)[her], plan.behov.antall[her], (ny, minst))
    while (ny != ny[ny]).any():
        ny = ny[ny]
    return ny[gruppe]


def _i_etappen(gruppe: Heltall, xy: Flyt, antall: Heltall, maal: tuple[Heltall, int]) -> None:
    """Join the small pieces of one stage, the smallest first; writes who joins whom into `ny`."""
    ny, minst = maal
    navn, hvem = np.unique(gruppe, return_inverse=True)
    tall = np.bincount(hvem, weights=antall)
    steder = np.bincount(hvem).astype(np.float64)
    sum_xy = np.stack([np.bincount(hvem, weights=xy[:, i]) for i in (0, 1)], axis=1)
    aktive = np.ones(len(navn), dtype=bool)
    while aktive.sum() > 1:
        i = int(np.argmin(np.where(aktive, tall, np.inf)))
        if tall[i] >= minst:
            return
        aktive[i] = False
        midt = sum_xy / steder[:, None]
        til = int(np.argmin(np.where(aktive, np.hypot(*(midt - midt[i]).T), np.inf)))
        ny[navn[i]] = navn[til]
        tall[til], steder[til] = tall[til] + tall[i], steder[til] + steder[i]
        sum_xy[til] += sum_xy[i]


def plan_xy(plan: Plan) -> Flyt:
    """(p, 2) where each place meets the network."""
    return plan.xy[plan.behov.node]


def _nummerer(gruppe: Heltall, etappe: Heltall, t: int) -> tuple[Heltall, Heltall]:
    """Give the pieces numbers by stage, then by first place; −1 for what is not built."""
    bygd = etappe > 0
    forste: dict[int, tuple[int, int]] = {}
    for plass in np.flatnonzero(bygd[t:]).tolist():
        g = int(gruppe[t + plass])
        forste.setdefault(g, (int(etappe[t + plass]), plass))
    orden = sorted(forste, key=lambda g: forste[g])
    nr = {g: i for i, g in enumerate(orden)}
    ut = np.array(
        [nr.get(int(g), -1) if b else -1 for g, b in zip(gruppe, bygd, strict=True)],
        dtype=np.int64,
    )
    return ut, np.array([forste[g][0] for g in orden], dtype=np.int64)


def lukkede(
    punkter: Former, omraade: Heltall, andre: Former, radius_m: float
) -> list[shapely.Geometry]:
    """Draw the closed area of every number 0 … max(omraade): its points and no point of another.

    The cells of the points (nearest point) within `radius_m`, joined: so every place that is asked
    for and lies in the area belongs to it.

    Parameters
    ----------
    punkter   places that are built, each at a place of its own
    omraade   area of each; −1 for none
    andre     other places that are asked for, which no area may hold
    """
    antall = int(omraade.max()) + 1 if len(omraade) else 0
    alle = np.concatenate([punkter, andre])
    if antall == 0:
        return []
    if len(alle) == 1:
        celler = np.array([punkter[0].buffer(radius_m)], dtype=object)
    else:
        multi = shapely.MultiPoint(shapely.get_coordinates(alle))
        ramme = multi.envelope.buffer(2 * radius_m)
        celler = shapely.get_parts(shapely.voronoi_polygons(multi, extend_to=ramme, ordered=True))
    celler = snitt(celler[: len(punkter)], shapely.buffer(punkter, radius_m))
    return [union(celler[omraade == nr]) for nr in range(antall)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regnskap:
    """Sums of one area, or of the whole."""

    adresser: int
    stotte: int
    grofter_m: float
    ror_m: float
    kr: float
    framfort_kr: float
    tilknytning_kr: float
    """When every address connects."""
    tilskudd_lav_kr: float
    """Need of subsidy with the highest share connected."""
    tilskudd_hoy_kr: float
    """Need of subsidy with the lowest share connected."""


def regnskap(
    plan: Plan, g: Grofter, inndeling: Inndeling, omraader: Sequence[int], regler: Stotteregler,
    valg: Planvalg,
) -> Regnskap:  # fmt: skip
    """Add up some areas."""
    sted, kant = np.isin(inndeling.sted, omraader), np.isin(inndeling.kant, omraader)
    adresser = int(plan.behov.antall[sted].sum())
    full = float(plan.behov.tilknytning_kr[sted].sum())
    kr = float(inndeling.sted_kr[sted].sum() + inndeling.kant_kr[kant].sum())
    framfort = kr - valg.andel * full
    ror = g.metode[plan.k.kant[plan.tre.kant]] == "eksisterende_ror"
    lengde = plan.k.lengde_m[plan.tre.kant]

    def tilskudd(andel: float) -> float:
        return max(0.0, framfort + andel * full - andel * adresser * regler.bidrag_kr)

    begge = sorted([tilskudd(regler.andel_lav), tilskudd(regler.andel_hoy)])
    return Regnskap(
        adresser=adresser,
        stotte=int(plan.behov.stotte[sted].sum()),
        grofter_m=float(lengde[kant & ~ror].sum()),
        ror_m=float(lengde[kant & ror].sum()),
        kr=kr,
        framfort_kr=framfort,
        tilknytning_kr=full,
        tilskudd_lav_kr=begge[0],
        tilskudd_hoy_kr=begge[1],
    )
