"""Sites and layers made ready to be measured: valid, laid flat, indexed; immutable.

A layer that is asked again (other rules, other sites, a running service) is not made ready again:
what was made is remembered for as long as its features live.
Geometries lie in the working CRS (a map plane, metres).
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import (
    Former,
    Heltall,
    del_linjer,
    delte_punkter,
    som_rekke,
)
from gis.boksetre import Boksetre, bygg
from gis.geometri import flater, reparer
from gis.kanter import Kanter, flat_ut
from gis.rekker import Flyt
from gis.tekst import mangler
from lag.modell import Lagdata


@dataclass(frozen=True, slots=True, eq=False)
class Steder:
    """n sites."""

    former: Former
    """(n,) valid 2D polygons; empty ones where there was none."""
    kanter: Kanter
    """The same, laid flat."""
    areal_m2: Flyt
    """(n,) area."""


@dataclass(frozen=True, slots=True, eq=False)
class Biter:
    """k pieces of m shapes: whole polygons, runs of lines, single points."""

    former: Former
    """(k,) valid 2D geometries, none empty for lines and points."""
    opphav: Heltall
    """(k,) position of the shape that each is a part of."""
    kanter: Kanter
    """The same, laid flat."""
    tre: Boksetre
    """Tree over their boxes."""


@dataclass(frozen=True, slots=True, eq=False)
class ForberedtLag:
    """A known vector layer, ready."""

    lagdata: Lagdata
    """What it was made from."""
    biter: Biter
    """Its features."""
    dekning: Biter
    """Ground that it is mapped on, one polygon."""
    ider: NDArray[np.object_]
    """(u,) ids of its features, sorted, each once."""
    kode: Heltall
    """(m,) position of each feature's id in `ider`."""


def plane(former: Former) -> Former:
    """(n,) geometries without heights; missing ones become empty polygons."""
    ut: Former = np.array(former, dtype=object)
    if shapely.has_z(ut).any():
        ut = np.array(shapely.force_2d(ut), dtype=object)
    ut[shapely.is_missing(ut)] = shapely.Polygon()
    return ut


def rene_flater(data: GeoDataFrame) -> Former:
    """(n,) valid 2D polygons of `data`; missing ones become empty."""
    return flater(reparer(plane(data.geometry.to_numpy())))


def klare_steder(former: Former) -> Steder:
    """Make (n,) valid 2D polygons ready."""
    return Steder(former, flat_ut(former), shapely.area(former))


def klare_biter(former: Former, opphav: Heltall | None = None) -> Biter:
    """Make (k,) valid shapes ready; each is its own origin where none is given."""
    kanter = flat_ut(former)
    egne = np.arange(len(former)) if opphav is None else opphav
    return Biter(former, egne, kanter, bygg(kanter.boks))


@dataclass(frozen=True, slots=True, eq=False)
class _Husket:
    """What was made of one array of geometries, and of the frame that it stood in."""

    former: "weakref.ref[Former]"
    biter: Biter
    ramme: "weakref.ref[GeoDataFrame]"
    ider: NDArray[np.object_]
    kode: Heltall


_HUSKET: dict[tuple[int, str], _Husket] = {}
"""(id of the array, geometry type) → what was made of it; entries leave with their array."""
_DEKNINGER: dict[int, tuple[BaseGeometry, Biter]] = {}
"""id of a coverage → itself, so that the id stays its own, and what was made of it."""
FAA_PUNKTER = 200_000
"""Vertices of a layer up to which its polygons are checked once more (0.1 s at most)."""
FLEST_DEKNINGER = 16
"""Coverages remembered: the layers of a municipality share a few."""


def forbered(lagdata: Lagdata) -> ForberedtLag:
    """Make a known vector layer ready, or take it as it was made before.

    Geometries and ids of a layer are never changed in place; a changed layer is a new frame.
    """
    former, ramme = lagdata.data.geometry.to_numpy(), lagdata.data
    nokkel = (id(former), lagdata.post.geometri)
    husket = _HUSKET.get(nokkel)
    if husket is None or husket.former() is not former:
        husket = _Husket(
            weakref.ref(former, lambda _: _HUSKET.pop(nokkel, None)),
            _delt(former, lagdata.post.geometri),
            weakref.ref(ramme),
            *_ider(lagdata),
        )
        _HUSKET[nokkel] = husket
    elif husket.ramme() is not ramme:
        husket = _Husket(husket.former, husket.biter, weakref.ref(ramme), *_ider(lagdata))
        _HUSKET[nokkel] = husket
    dekning = _dekning(lagdata.dekning)
    return ForberedtLag(lagdata, husket.biter, dekning, husket.ider, husket.kode)


def _delt(former: Former, geometri: str) -> Biter:
    """Polygons whole, lines in runs, points one by one.

    Loading has made polygons valid; those that were made elsewhere are few, and mended here.
    """
    if geometri == "flate":
        rene = plane(former)
        if shapely.get_num_coordinates(rene).sum() <= FAA_PUNKTER:
            rene = reparer(rene)
        return klare_biter(flater(rene))
    deler = del_linjer(plane(former)) if geometri == "linje" else delte_punkter(plane(former))
    return klare_biter(deler.former, deler.opphav)


def _dekning(dekning: BaseGeometry) -> Biter:
    """Coverage as one valid polygon."""
    husket = _DEKNINGER.get(id(dekning))
    if husket is not None and husket[0] is dekning:
        return husket[1]
    biter = klare_biter(flater(reparer(plane(som_rekke([dekning])))))
    if len(_DEKNINGER) >= FLEST_DEKNINGER:
        _DEKNINGER.clear()
    _DEKNINGER[id(dekning)] = (dekning, biter)
    return biter


def _ider(lagdata: Lagdata) -> tuple[NDArray[np.object_], Heltall]:
    """Ids of the features, and which each has; a row number where the layer has no id."""
    idfelt = lagdata.post.idfelt
    antall = len(lagdata.data)
    verdier: Sequence[object] = lagdata.data[idfelt].to_list() if idfelt in lagdata.data else []
    tekster = [
        f"rad {i + 1}" if not verdier or mangler(verdier[i]) else str(verdier[i])
        for i in range(antall)
    ]
    ider = sorted(set(tekster))
    plass = {ident: i for i, ident in enumerate(ider)}
    kode = np.array([plass[tekst] for tekst in tekster], dtype=np.intp)
    return som_tekster(ider), kode


def som_tekster(tekster: Sequence[str]) -> NDArray[np.object_]:
    """(n,) object array of text."""
    rekke: NDArray[np.object_] = np.empty(len(tekster), dtype=object)
    rekke[:] = tekster
    return rekke
