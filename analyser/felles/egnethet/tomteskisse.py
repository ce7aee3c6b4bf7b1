"""Layout sketch: rows of plots along access roads inside an area, counted and not guessed.

The area is turned so that its longest side lies along x. One collector road runs along y; rows of
access road cross it along x, with plots on both sides. A band of ground is free between the x
where the area's border enters it: exact, from the border's edges, without a grid. The sketch with
most plots among some phases, two directions and several places of the collector is kept.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.egnethet.modell import Tomtekrav
from analyser.felles.maaling import Flyt
from gis.geometri import union

FASER = 4
"""Shifts of the rows that are tried."""
SAMLEVEGER = 12
"""Places of the collector that are tried."""
LUFT_M = 1e-6
"""What touches a border within this distance does not cross it: rounding of the turn, metres."""

Intervall = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Skisse:
    """Plots and road of one area."""

    tomter: Former
    """(n,) rectangles, disjoint, inside the area, each along the road."""
    veg: BaseGeometry
    """The road's ground, one connected polygon inside the area; empty where nothing fits."""
    veg_m: float
    """Its length, metres."""


TOM = Skisse(tomter=som_rekke([]), veg=Polygon(), veg_m=0.0)


@dataclass(frozen=True, slots=True)
class _Rad:
    """One row in the turned plane: its road and the free ground on each side."""

    y: float
    """Lower edge of the road."""
    veg: list[Intervall]
    sider: tuple[list[Intervall], list[Intervall]]
    """Below and above the road."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A sketch in the turned plane, before it is drawn."""

    antall: int
    x: float
    """Left edge of the collector."""
    rader: list[tuple[_Rad, list[float], list[float]]]
    """Row, and the left edges of its plots below and above."""


def skisse(flate: BaseGeometry, krav: Tomtekrav) -> Skisse:
    """Return the layout with most plots; `TOM` where none fits, or where it is no one polygon."""
    if not isinstance(flate, Polygon) or flate.is_empty:
        return TOM
    hjorner = shapely.get_coordinates(shapely.minimum_rotated_rectangle(flate))[:2]
    vinkel = float(np.degrees(np.arctan2(*(hjorner[1] - hjorner[0])[::-1])))
    midt = flate.centroid
    beste, dreid = _Plan(0, 0.0, []), 0.0
    for dreining in (vinkel, vinkel + 90.0):
        plan = _beste_plan(rotate(flate, -dreining, origin=midt), krav)
        if plan.antall > beste.antall:
            beste, dreid = plan, dreining
    if not beste.antall:
        return TOM
    tomter, veg, veg_m = _tegnet(beste, krav)
    return Skisse(
        tomter=som_rekke([rotate(t, dreid, origin=midt) for t in tomter]),
        veg=rotate(veg, dreid, origin=midt),
        veg_m=veg_m,
    )


def _beste_plan(flate: Polygon, krav: Tomtekrav) -> _Plan:
    """Try the phases, and for each the places of the collector."""
    beste = _Plan(0, 0.0, [])
    x0, y0, x1, y1 = flate.bounds
    hoyde = 2.0 * krav.dybde_m + krav.vegbredde_m
    xer = np.linspace(x0, x1 - krav.vegbredde_m, SAMLEVEGER)
    kanter, snudd = _kanter(flate), _kanter(shapely.transform(flate, lambda xy: xy[:, ::-1]))
    samleveger = [(float(x), _frie(flate, snudd, x, x + krav.vegbredde_m, snu=True)) for x in xer]
    faser = y0 - hoyde * np.arange(FASER) / FASER
    for start in (y0 + ((y1 - y0) % hoyde) / 2.0, *faser):
        rader = [_rad(flate, kanter, y, krav) for y in np.arange(start, y1, hoyde)]
        for x, aapent in samleveger:
            for plan in _planer(rader, x, aapent, krav):
                if plan.antall > beste.antall:
                    beste = plan
    return beste


def _kanter(flate: Polygon) -> Flyt:
    """(e, 4) edges of the border, holes included: x0, y0, x1, y1."""
    ringer = [shapely.get_coordinates(r) for r in (flate.exterior, *flate.interiors)]
    return np.concatenate([np.hstack([r[:-1], r[1:]]) for r in ringer])


def _rad(flate: Polygon, kanter: Flyt, y: float, krav: Tomtekrav) -> _Rad:
    """Row whose lower plots begin at y."""
    veg0, veg1 = y + krav.dybde_m, y + krav.dybde_m + krav.vegbredde_m
    return _Rad(
        veg0,
        _frie(flate, kanter, veg0, veg1),
        (
            _frie(flate, kanter, y, veg0),
            _frie(flate, kanter, veg1, veg1 + krav.dybde_m),
        ),
    )


def _frie(
    flate: Polygon, kanter: Flyt, y0: float, y1: float, *, snu: bool = False
) -> list[Intervall]:
    """Intervals of x where the whole band [y0, y1] lies in the area; `snu` swaps x and y."""
    ax, ay, bx, by = kanter.T
    y0, y1 = y0 + LUFT_M, y1 - LUFT_M
    med = (np.maximum(ay, by) > y0) & (np.minimum(ay, by) < y1)
    if not med.any():
        return []
    ax, ay, bx, by = ax[med], ay[med], bx[med], by[med]
    with np.errstate(divide="ignore", invalid="ignore"):
        stigning = np.where(ay == by, 0.0, (bx - ax) / (by - ay))
    ende0 = np.where(ay == by, ax, ax + (np.clip(ay, y0, y1) - ay) * stigning)
    ende1 = np.where(ay == by, bx, ax + (np.clip(by, y0, y1) - ay) * stigning)
    fra, til = np.minimum(ende0, ende1), np.maximum(ende0, ende1)
    rekke = np.argsort(fra, kind="stable")
    fra, til = fra[rekke], np.maximum.accumulate(til[rekke])
    hull = np.flatnonzero(fra[1:] > til[:-1])
    venstre, hoyre = til[hull], fra[hull + 1]
    midt_x, midt_y = (venstre + hoyre) / 2.0, np.full(len(hull), (y0 + y1) / 2.0)
    inne = shapely.contains_xy(flate, *((midt_y, midt_x) if snu else (midt_x, midt_y)))
    return [(float(a), float(b)) for a, b in zip(venstre[inne], hoyre[inne], strict=True)]


def _planer(
    rader: list[_Rad], x: float, aapent: list[Intervall], krav: Tomtekrav
) -> Iterator[_Plan]:
    """Lay the plots that a collector at x reaches, one plan per free stretch of it."""
    bredde = krav.vegbredde_m
    for lav, hoy in aapent:
        valgt: list[tuple[_Rad, list[float], list[float]]] = []
        for rad in rader:
            if not (lav - LUFT_M <= rad.y and rad.y + bredde <= hoy + LUFT_M):
                continue
            vegen = [(a, b) for a, b in rad.veg if a - LUFT_M <= x and x + bredde <= b + LUFT_M]
            if vegen:
                under, over = (_tomtene(side, vegen[0], x, krav) for side in rad.sider)
                if under or over:
                    valgt.append((rad, under, over))
        yield _Plan(sum(len(u) + len(o) for _, u, o in valgt), x, valgt)


def _tomtene(side: list[Intervall], vegen: Intervall, x: float, krav: Tomtekrav) -> list[float]:
    """Left edges of the plots in the free ground of one side, along the road, off the collector."""
    ut: list[float] = []
    for a, b in side:
        for start, slutt in ((a, min(b, x)), (max(a, x + krav.vegbredde_m), b)):
            fra, til = max(start, vegen[0]), min(slutt, vegen[1])
            n = int((til - fra + LUFT_M) // krav.bredde_m)
            forste = til - n * krav.bredde_m if til <= x else fra  # nearest the collector
            ut += [forste + i * krav.bredde_m for i in range(n)]
    return ut


def _tegnet(plan: _Plan, krav: Tomtekrav) -> tuple[list[Polygon], BaseGeometry, float]:
    """Return plots, road ground and road length in the turned plane."""
    tomter: list[Polygon] = []
    veger: list[BaseGeometry] = []
    lengde_m = 0.0
    for rad, under, over in plan.rader:
        for xer, bunn in ((under, rad.y - krav.dybde_m), (over, rad.y + krav.vegbredde_m)):
            tomter += [shapely.box(x, bunn, x + krav.bredde_m, bunn + krav.dybde_m) for x in xer]
        fra = min([plan.x, *under, *over])
        til = max([plan.x + krav.vegbredde_m, *(x + krav.bredde_m for x in (*under, *over))])
        veger.append(shapely.box(fra, rad.y, til, rad.y + krav.vegbredde_m))
        lengde_m += til - fra
    nederst, overst = plan.rader[0][0].y, plan.rader[-1][0].y
    veger.append(shapely.box(plan.x, nederst, plan.x + krav.vegbredde_m, overst + krav.vegbredde_m))
    return tomter, union(veger), lengde_m + overst - nederst
