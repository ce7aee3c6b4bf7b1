"""How wide a corridor is where it is narrowest, and what is left open when something stands in it.

The width asked for is that of the widest disc that can be moved from one end to the other: along
the Voronoi diagram of points on the border, where the distance to what is nearest is greatest.
The border is sampled, so the answer comes as two bounds that hold whatever lies between samples.
Geometries lie in a map plane, metres.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Voronoi
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from gis.geometri import bare_flater

PUNKTER = 1_500
"""Samples along the border to begin with."""
FLEST_PUNKTER = 12_000
"""Samples that are enough; they grow fourfold, so that the last round may hold twice as many."""
ANDEL = 0.02
"""Width may be uncertain by about this share; otherwise the border is sampled more closely."""
FINEST_M = 1.0
"""Samples are never closer than this, metres."""
FAERREST_PROVER = 4
"""Samples of a border that a diagram needs: a triangle and one more."""
RISTET_M = 1e-3
"""Samples are moved by up to this each way: points in exact rows make the diagram slow."""
FRO = 5025
"""Seed of that."""
NAER_NOK = 0.99
"""Share of the most room in an end that makes a place its middle; the outermost is taken."""
UJEVN = 2.0
"""What lies within this many radii of a way's tip is the unevenness of an end, not a way."""
GROVEST = 8
"""Ends are looked for with samples no further apart than this part of the most room."""
JEVNT = 0.12
"""An end that is cut askew, or comes to a point, opens evenly from its tip: the room deviates from
a straight line by at most this share of what it opens to. A mouth more than about an eighth as wide
as what it opens to is a narrowing, and is measured."""

Flyt = NDArray[np.float64]
Heltall = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ende:
    """One end: the half disc, turned outwards, that animals come in and out through."""

    midt: Point
    """Middle of the disc."""
    radius_m: float
    """Its radius: half the corridor's width there, metres."""
    inn: tuple[float, float]
    """Unit vector from the middle into the corridor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ender:
    """The two ends of a corridor."""

    fra: Ende
    """The one."""
    til: Ende
    """The other."""
    lengde_m: float
    """Way between them along the corridor's middle, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apning:
    """The widest way through."""

    minst_m: float
    """Width at its narrowest, metres, at least; 0 where the corridor is closed."""
    mest_m: float
    """The same, at most."""
    strek: LineString | None
    """Across the narrowest place; None where it is closed."""


@dataclass(frozen=True, slots=True, eq=False)
class _Skjelett:
    """Middle lines of a shape."""

    punkter: Flyt
    """(n, 2) corners of the diagram within the shape."""
    klaring_m: Flyt
    """(n,) from each to the nearest sample."""
    kanter: Heltall
    """(e, 2) which corners each edge joins."""
    kantklaring_m: Flyt
    """(e,) least distance to a sample along each edge."""
    naboer: Flyt
    """(e, 2, 2) the two samples that each edge lies between."""
    avstand_m: float
    """Between neighbouring samples at most, metres."""


def ender(korridor: BaseGeometry) -> Ender | None:
    """Return the two ends of a corridor: those of the longest way along its middle.

    Parameters
    ----------
    korridor    valid polygon, metres

    Returns
    -------
    ender    None where the shape is empty or too small to have a middle line
    """
    skjelett = _skjelett(korridor, PUNKTER)
    if skjelett is None:
        return None
    if skjelett.avstand_m > max(float(skjelett.klaring_m.max()) / GROVEST, FINEST_M):
        skjelett = _skjelett(korridor, FLEST_PUNKTER) or skjelett
    graf = _graf(skjelett)
    forst = int(np.argmax(skjelett.klaring_m))
    lengder = dijkstra(graf, indices=forst, directed=False)
    a = _fjernest(lengder)
    fra_a, forgjengere = dijkstra(graf, indices=a, directed=False, return_predecessors=True)
    b = _fjernest(fra_a)
    vei = _veien(forgjengere, b)[::-1]
    langs = fra_a[vei]
    rom = skjelett.klaring_m[vei]
    i = _endens_midt(langs, rom)
    j = len(vei) - 1 - _endens_midt(langs[-1] - langs[::-1], rom[::-1])
    if j < i:
        i = j = int(np.argmax(rom))
    punkter = skjelett.punkter[vei[i : j + 1]]
    return Ender(
        fra=_ende(punkter, float(rom[i])),
        til=_ende(punkter[::-1], float(rom[j])),
        lengde_m=float(langs[j] - langs[i]),
    )


def _ende(langs: Flyt, radius_m: float) -> Ende:
    """Return the end that a way starts in; `langs` are points along it."""
    unna = np.hypot(*(langs - langs[0]).T)
    inn = langs[int(np.argmax(unna > radius_m)) or -1] - langs[0]
    lengde = float(np.hypot(*inn))
    x, y = (inn / lengde).tolist() if lengde > 0 else (0.0, 0.0)
    return Ende(midt=Point(langs[0]), radius_m=radius_m, inn=(x, y))


def apning(fri: BaseGeometry, mellom: Ender) -> Apning:
    """Return the widest way through what is free of a corridor, between its ends.

    Parameters
    ----------
    fri       the corridor without what stands in it; valid, may be in several parts or empty
    mellom    the ends, from the whole corridor

    A way counts from the outer half of the disc at each end; what stands there is not measured.
    """
    antall, svar = PUNKTER, Apning(minst_m=0.0, mest_m=0.0, strek=None)
    while (skjelett := _skjelett(fri, antall)) is not None:
        kant = _flaskehals(skjelett, mellom)
        if kant is not None:
            rom, ristet = float(skjelett.kantklaring_m[kant]), RISTET_M * 2**0.5
            mest = rom + ristet
            minst = max(
                max(rom**2 - (skjelett.avstand_m / 2 + ristet) ** 2, 0.0) ** 0.5 - ristet, 0
            )
            strek = LineString(skjelett.naboer[kant])
            svar = Apning(minst_m=2 * float(minst), mest_m=2 * mest, strek=strek)
            if minst >= (1 - ANDEL) * mest:
                break
        if antall >= FLEST_PUNKTER or skjelett.avstand_m <= FINEST_M:
            break
        antall *= 4
    return svar


def _skjelett(form: BaseGeometry, antall: int) -> _Skjelett | None:
    """Return the part of the Voronoi diagram of the border that lies within."""
    flate = bare_flater(form)
    if flate.is_empty:
        return None
    steg = max(flate.length / antall, FINEST_M)
    kant = shapely.get_coordinates(shapely.segmentize(flate.boundary, steg))
    prover = np.unique(kant - (nullpunkt := kant.mean(axis=0)), axis=0)
    if len(prover) < FAERREST_PROVER:
        return None
    prover += np.random.default_rng(FRO).uniform(-RISTET_M, RISTET_M, prover.shape)
    diagram = Voronoi(prover)
    endelig = np.array([i for i, par in enumerate(diagram.ridge_vertices) if -1 not in par])
    par = np.array([diagram.ridge_vertices[i] for i in endelig], dtype=np.int64).reshape(-1, 2)
    a, b = (diagram.vertices[par[:, k]] + nullpunkt for k in (0, 1))
    shapely.prepare(flate)
    inne = shapely.contains(flate, shapely.linestrings(np.stack([a, b], axis=1)))
    if not inne.any():
        return None
    naboer = prover[diagram.ridge_points[endelig[inne]]] + nullpunkt
    brukte, nye = np.unique(par[inne], return_inverse=True)
    kanter = nye.reshape(-1, 2)
    punkter = diagram.vertices[brukte] + nullpunkt
    klaring = np.full(len(brukte), np.inf)
    for k in (0, 1):
        np.minimum.at(klaring, kanter[:, k], np.hypot(*(punkter[kanter[:, k]] - naboer[:, 0]).T))
    return _Skjelett(punkter, klaring, kanter, _kantklaring(punkter[kanter], naboer), naboer, steg)


def _kantklaring(ender_: Flyt, naboer: Flyt) -> Flyt:
    """(e,) least distance from each edge to the sample on either side of it."""
    fra, retning = ender_[:, 0], ender_[:, 1] - ender_[:, 0]
    lengde2 = np.maximum((retning**2).sum(axis=1), 1e-12)
    t = np.clip(((naboer[:, 0] - fra) * retning).sum(axis=1) / lengde2, 0.0, 1.0)
    return np.asarray(np.hypot(*(fra + t[:, None] * retning - naboer[:, 0]).T), dtype=np.float64)


def _graf(skjelett: _Skjelett) -> csr_array:
    """Graph of the middle lines, edges weighted by their length."""
    a, b = skjelett.kanter.T
    lengde = np.maximum(np.hypot(*(skjelett.punkter[a] - skjelett.punkter[b]).T), 1e-9)
    n = len(skjelett.punkter)
    return csr_array((lengde, (a, b)), shape=(n, n))


def _fjernest(lengder: Flyt) -> int:
    """Return the corner that is farthest away among those that can be reached."""
    return int(np.argmax(np.where(np.isfinite(lengder), lengder, -1.0)))


def _veien(forgjengere: Heltall, slutt: int) -> Heltall:
    """Return the corners from `slutt` back to the start."""
    vei = [slutt]
    while forgjengere[vei[-1]] >= 0:
        vei.append(int(forgjengere[vei[-1]]))
    return np.array(vei, dtype=np.int64)


def _endens_midt(langs_m: Flyt, rom_m: Flyt) -> int:
    """Return the place along a way that is the middle of the end it starts in.

    That is the outermost that has the end's whole width.

    Parameters
    ----------
    langs_m    (n,) way from the tip, ascending
    rom_m      (n,) room at each place
    """
    i_enden = langs_m <= UJEVN * rom_m
    for nr in np.flatnonzero(~i_enden):
        jevnt = rom_m[nr] / langs_m[nr] * langs_m[:nr]
        i_enden[nr] = np.abs(rom_m[:nr] - jevnt).max() <= JEVNT * rom_m[nr]
    return int(np.argmax(i_enden & (rom_m >= NAER_NOK * rom_m[i_enden].max())))


def _flaskehals(skjelett: _Skjelett, mellom: Ender) -> int | None:
    """Return the edge that decides how wide a disc can go from end to end; None where none can."""
    soner = [_i_enden(skjelett, ende) for ende in (mellom.fra, mellom.til)]
    rekke = np.argsort(-skjelett.kantklaring_m, kind="stable")
    lav, hoy = 0, len(rekke)
    if not _henger_sammen(skjelett, rekke, soner):
        return None
    while lav < hoy:
        midt = (lav + hoy) // 2
        if _henger_sammen(skjelett, rekke[:midt], soner):
            hoy = midt
        else:
            lav = midt + 1
    return int(rekke[max(lav - 1, 0)])


def _i_enden(skjelett: _Skjelett, ende: Ende) -> NDArray[np.bool_]:
    """(n,) whether each corner lies in the half disc of an end."""
    fra_midten = skjelett.punkter - (ende.midt.x, ende.midt.y)
    innover = fra_midten @ np.array(ende.inn)
    inne = np.hypot(*fra_midten.T) <= ende.radius_m
    return np.asarray(inne & (innover <= skjelett.avstand_m), dtype=np.bool_)


def _henger_sammen(skjelett: _Skjelett, kanter: Heltall, soner: list[NDArray[np.bool_]]) -> bool:
    """Tell whether some of these edges lead from a corner at one end to a corner at the other."""
    if not len(kanter):
        return False
    n = len(skjelett.punkter)
    a, b = skjelett.kanter[kanter].T
    _, del_ = connected_components(csr_array((np.ones(len(a)), (a, b)), shape=(n, n)), False)
    brukt = np.zeros(n, dtype=bool)
    brukt[a] = brukt[b] = True
    fra, til = (set(del_[sone & brukt].tolist()) for sone in soner)
    return bool(fra & til)
