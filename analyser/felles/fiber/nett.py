"""From lines and points to a network: noded where lines meet, cut where points are attached.

A line ends and crosses exactly where the data say, within `snapp_m`: ends that near are one node,
an end that near to another line cuts it, and lines that cross are joined there.
Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely import LineString
from shapely.ops import substring

from analyser.felles.fiber.linjer import MINST_M, Former, Heltall, Linjer
from analyser.felles.maaling import Flyt

INGEN: Former = np.empty(0, dtype=object)
"""No shapes."""
SAMME_M = 0.1
"""Attachments nearer than this along a line are one node, metres."""


@dataclass(frozen=True, slots=True, eq=False)
class Nett:
    """Nodes and the edges between them; edge e is the part a_m–b_m of a line."""

    xy: NDArray[np.float64]
    """(n, 2) nodes, metres."""
    fra: Heltall
    """(m,) node where the part begins."""
    til: Heltall
    """(m,) node where it ends."""
    linje: Heltall
    """(m,) number of the line."""
    a_m: Flyt
    """(m,) where the part begins, metres along the line."""
    b_m: Flyt
    """(m,) where it ends."""
    sloyfer: int
    """Parts that were left out because they begin and end in the same node."""

    @property
    def lengde_m(self) -> Flyt:
        """(m,) length of every edge."""
        lengde: Flyt = self.b_m - self.a_m
        return lengde


@dataclass(frozen=True, slots=True, eq=False)
class Feste:
    """Where points are attached to the network."""

    node: Heltall
    """(k,) node; −1 where no line is near enough."""
    linje: Heltall
    """(k,) line; −1 likewise."""
    avstand_m: Flyt
    """(k,) straight distance to the line; NaN likewise."""


def bygg_nett(
    linjer: Linjer, punkter: Former, lengst_m: float, snapp_m: float, flater: Former = INGEN
) -> tuple[Nett, Feste]:
    """Node the lines and attach the points to the nearest line within `lengst_m`.

    Parameters
    ----------
    linjer     from `linjer.rens`
    punkter    (k,) points; several may share a place
    lengst_m   a point further from every line than this is not attached
    snapp_m    ends within this distance of each other or of a line are joined, metres; at least
               the precision of the lines
    flater     areas that decide what a trench costs: lines are cut where they cross the boundary,
               so that every part lies inside or outside, wherever the lines happen to be split
    """
    snapp_m = max(snapp_m, MINST_M)
    hjorner = _moter(linjer.former, snapp_m)
    kutt = _kutt(linjer.former, hjorner, snapp_m)
    feste, egne = _fest(linjer.former, punkter, lengst_m)
    linje, m, node, xy = _med_fester(linjer.former, kutt, hjorner, _skilt(linjer, egne, flater))
    n, k = len(xy), len(kutt.linje)
    feste_node = np.full(len(punkter), -1, dtype=np.int64)
    feste_node[egne.punkt] = node[k : k + len(egne.punkt)]
    nett = _kanter(linje, m, node, xy)
    brukt, nr = np.unique(
        np.concatenate([nett.fra, nett.til, feste_node[feste_node >= 0]]), return_inverse=True
    )
    plass = np.full(n, -1, dtype=np.int64)
    plass[brukt] = np.arange(len(brukt))
    k = len(nett.fra)
    tett = Nett(xy[brukt], nr[:k], nr[k : 2 * k], nett.linje, nett.a_m, nett.b_m, nett.sloyfer)
    node_ut = np.where(feste_node >= 0, plass[feste_node], -1)
    return tett, Feste(node_ut, feste.linje, feste.avstand_m)


@dataclass(frozen=True, slots=True, eq=False)
class _Kutt:
    """Places on lines: line, metres along it, and the node (of `_moter`) that lies there."""

    linje: Heltall
    m: Flyt
    node: Heltall


@dataclass(frozen=True, slots=True, eq=False)
class _Egne:
    """Attached points: which point (−1 for a cut alone), on which line, metres along it."""

    punkt: Heltall
    linje: Heltall
    m: Flyt


def _moter(former: Former, snapp_m: float) -> NDArray[np.float64]:
    """(c, 2) places where lines end or cross, those nearer than `snapp_m` made one."""
    if not len(former):
        return np.empty((0, 2))
    ender = shapely.get_coordinates(
        np.concatenate([shapely.get_point(former, 0), shapely.get_point(former, -1)])
    )
    i, j = shapely.STRtree(former).query(former, predicate="crosses")
    par = i < j
    snitt = shapely.intersection(former[i[par]], former[j[par]])
    alle = np.vstack([ender, shapely.get_coordinates(shapely.extract_unique_points(snitt))])
    grupper = _grupper(alle, snapp_m)
    forste = np.unique(grupper, return_index=True)[1]
    ut: NDArray[np.float64] = alle[np.sort(forste)]
    return ut


def _grupper(xy: NDArray[np.float64], radius_m: float) -> Heltall:
    """(n,) group of every point: chains of points at most `radius_m` apart share one."""
    par = cKDTree(xy).query_pairs(radius_m, output_type="ndarray")
    graf = coo_array((np.ones(len(par)), (par[:, 0], par[:, 1])), shape=(len(xy), len(xy)))
    nummer: Heltall = connected_components(graf, directed=False)[1].astype(np.int64)
    return nummer


def _kutt(former: Former, hjorner: NDArray[np.float64], snapp_m: float) -> _Kutt:
    """Both ends of every line, and the meeting places that lie on its inside."""
    if not len(former):
        tom = np.empty(0, dtype=np.int64)
        return _Kutt(tom, np.empty(0), tom)
    n, lengde = len(former), shapely.length(former)
    tre = cKDTree(hjorner)
    ender = [shapely.get_coordinates(shapely.get_point(former, p)) for p in (0, -1)]
    start, slutt = (np.asarray(tre.query(e)[1], dtype=np.int64) for e in ender)
    prikker = np.array([shapely.Point(p) for p in hjorner], dtype=object)
    i_punkt, i_linje = shapely.STRtree(former).query(prikker, predicate="dwithin", distance=snapp_m)
    m = shapely.line_locate_point(former[i_linje], prikker[i_punkt])
    inne = (m > snapp_m) & (m < lengde[i_linje] - snapp_m)
    inne &= (i_punkt != start[i_linje]) & (i_punkt != slutt[i_linje])
    alle = np.arange(n)
    return _Kutt(
        np.concatenate([alle, alle, i_linje[inne]]).astype(np.int64),
        np.concatenate([np.zeros(n), lengde, m[inne]]),
        np.concatenate([start, slutt, i_punkt[inne].astype(np.int64)]),
    )


def _fest(former: Former, punkter: Former, lengst_m: float) -> tuple[Feste, _Egne]:
    """Nearest line of every point within `lengst_m`.

    Of equal distances the foot furthest west, then south, is taken: the order of the lines, and
    where they are split, must not decide the plan.
    """
    k = len(punkter)
    linje, avstand = np.full(k, -1, dtype=np.int64), np.full(k, np.nan)
    if k and len(former):
        (i, j), d = shapely.STRtree(former).query_nearest(
            punkter, max_distance=lengst_m, return_distance=True
        )
        fot = shapely.line_interpolate_point(
            former[j], shapely.line_locate_point(former[j], punkter[i])
        )
        x, y = np.round(shapely.get_coordinates(fot), 6).T
        orden = np.lexsort([j, y, x, i])[::-1]
        linje[i[orden]], avstand[i[orden]] = j[orden], d[orden]
    funnet = np.flatnonzero(linje >= 0)
    m = shapely.line_locate_point(former[linje[funnet]], punkter[funnet])
    return Feste(linje, linje, avstand), _Egne(funnet, linje[funnet], m)


def _skilt(linjer: Linjer, egne: _Egne, flater: Former) -> _Egne:
    """Add the places (of no point, −1) where lines cross the boundary of an area."""
    grenser = shapely.boundary(flater)
    i, j = shapely.STRtree(linjer.former).query(grenser, predicate="intersects")
    snitt = shapely.intersection(linjer.former[j], grenser[i])
    punkter, opphav = shapely.get_parts(shapely.extract_unique_points(snitt), return_index=True)
    linje = j[opphav].astype(np.int64)
    return _Egne(
        np.concatenate([egne.punkt, np.full(len(linje), -1, dtype=np.int64)]),
        np.concatenate([egne.linje, linje]),
        np.concatenate([egne.m, shapely.line_locate_point(linjer.former[linje], punkter)]),
    )


def _med_fester(
    former: Former, kutt: _Kutt, hjorner: NDArray[np.float64], egne: _Egne
) -> tuple[Heltall, Flyt, Heltall, NDArray[np.float64]]:
    """Cuts, then attachments in their order, each with its node; and the nodes' coordinates.

    An attachment within `SAMME_M` of a cut or of another attachment on its line shares its node.
    """
    linje = np.concatenate([kutt.linje, egne.linje])
    m = np.concatenate([kutt.m, egne.m])
    node = np.concatenate([kutt.node, np.full(len(egne.linje), -1, dtype=np.int64)])
    nye: list[tuple[int, float]] = []
    orden = np.lexsort([node < 0, m, linje])
    _arv(linje, m, node, orden)
    _arv(linje, m, node, orden[::-1])
    siste = (-1, -1.0, -1)
    for i in orden:
        if node[i] >= 0:
            continue
        if siste[0] == linje[i] and m[i] - siste[1] <= SAMME_M:
            node[i] = siste[2]
            continue
        node[i] = len(hjorner) + len(nye)
        nye.append((int(linje[i]), float(m[i])))
        siste = (int(linje[i]), float(m[i]), int(node[i]))
    if not nye:
        return linje, m, node, hjorner
    i_linje, i_m = (np.array(k) for k in zip(*nye, strict=True))
    punkter = shapely.line_interpolate_point(former[i_linje], i_m)
    return linje, m, node, np.vstack([hjorner, shapely.get_coordinates(punkter)])


def _arv(linje: Heltall, m: Flyt, node: Heltall, orden: Heltall) -> None:
    """Give attachments the node of the cut just before them in `orden`, within `SAMME_M`."""
    siste = -1
    for i in orden:
        if node[i] >= 0:
            siste = i
        elif siste >= 0 and linje[siste] == linje[i] and abs(m[i] - m[siste]) <= SAMME_M:
            node[i] = node[siste]


def _kanter(linje: Heltall, m: Flyt, node: Heltall, xy: NDArray[np.float64]) -> Nett:
    """Parts between neighbouring places on each line; two nodes at one place get a part of 0 m."""
    orden = np.lexsort([node, m, linje])
    en, to = orden[:-1], orden[1:]
    samme = linje[en] == linje[to]
    ulike = node[en] != node[to]
    sloyfer = samme & ~ulike & (m[to] > m[en] + SAMME_M)
    en, to = en[samme & ulike], to[samme & ulike]
    return Nett(xy, node[en], node[to], linje[en], m[en], m[to], int(sloyfer.sum()))


def former_av(nett: Nett, linjer: Linjer, kanter: Heltall) -> Former:
    """(k,) the shape of each edge in `kanter`, from `fra` to `til`."""
    ut = np.empty(len(kanter), dtype=object)
    for nr, e in enumerate(kanter):
        form = substring(linjer.former[nett.linje[e]], nett.a_m[e], nett.b_m[e])
        punkt = form.geom_type == "Point"  # two nodes at one place of the line
        ut[nr] = LineString(nett.xy[[nett.fra[e], nett.til[e]]]) if punkt else form
    return ut
