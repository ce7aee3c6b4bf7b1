"""Travel along roads: distance and time from anywhere to the nearest of some places.

Every corner of a road is a node, every straight part an edge with its speed. Roads that cross
without a shared corner do not meet (a bridge); an end that touches another road does. The way from
a place to the nearest road is straight, walked, and told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import STRtree

from gis.avstandsfelt import naermeste_kant
from gis.feil import DataFeil
from gis.kanter import Former
from gis.rekker import Flyt, Heltall
from gis.ruter import Ruter

SNAPP_M = 0.5
"""An end this near another road or its end meets it, metres: the roads' own lattice is coarser."""
LIKT_M = 1e-3
"""Corners this near each other are one and the same, metres."""
GANGFART_KMT = 5.0
"""Walking, km/h. arealsils forslag (uverifisert)."""
MIN_PER_TIME = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Vegnett:
    """Nodes and straight edges of a road network."""

    xy: Flyt
    """(n, 2) nodes, map plane."""
    ender: Heltall
    """(m, 2) nodes at both ends of each edge."""
    lengde_m: Flyt
    """(m,) length."""
    tid_min: Flyt
    """(m,) time along it, minutes."""
    delnett: Heltall
    """(n,) number of the connected part that the node lies in; 0 is the longest."""

    @property
    def kanter(self) -> Former:
        """(m,) edges as lines."""
        return _linjer(self.xy[self.ender])


def _linjer(xy: Flyt) -> Former:
    """(m,) lines of (m, 2, 2) ends."""
    return np.atleast_1d(np.asarray(shapely.linestrings(xy), dtype=object))


def _punkter(xy: Flyt) -> Former:
    """(k,) points."""
    return np.atleast_1d(np.asarray(shapely.points(xy), dtype=object))


@dataclass(frozen=True, slots=True, eq=False)
class Reise:
    """The way to the nearest place from each of k points, or from each cell."""

    vei_m: NDArray[np.float64]
    """Metres along roads and to them; infinite where no road leads."""
    tid_min: NDArray[np.float64]
    """Minutes by the fastest way, the way to the road included; infinite likewise."""
    utenfor_m: NDArray[np.float64]
    """Metres of it that run straight from the point to the road."""


def bygg_vegnett(linjer: Former, fart_kmt: Flyt, snapp_m: float = SNAPP_M) -> Vegnett:
    """Make the network.

    Parameters
    ----------
    linjer      (n,) lines, single or multiple, map plane, metres; empty ones are left out
    fart_kmt    (n,) speed on each, km/h

    Raises
    ------
    DataFeil    without a line, or for a speed that is not above zero
    """
    deler, eier = shapely.get_parts(linjer, return_index=True)
    deler, eier = deler[~shapely.is_empty(deler)], eier[~shapely.is_empty(deler)]
    if not len(deler):
        raise DataFeil("Veglaget har ingen linjer; reiseveg kan ikke regnes ut.")
    if not (fart_kmt[eier] > 0.0).all():
        raise DataFeil("Farten må være over null på alle veger; rett tabellen over fart.")
    xy, linje = shapely.get_coordinates(deler, return_index=True)
    hjorner, node = _noder(xy)
    i = np.flatnonzero((linje[:-1] == linje[1:]) & (node[:-1] != node[1:]))
    ender = np.stack([node[i], node[i + 1]], axis=1)
    fart = fart_kmt[eier[linje[i]]]
    ender, kilde, andel = _kutt(ender, *_beroringer(deler, node, i, snapp_m))
    lengde = np.hypot(*(xy[i + 1] - xy[i]).T)[kilde] * andel
    tid_min = _minutter(lengde, fart[kilde])
    return Vegnett(hjorner, ender, lengde, tid_min, _delnett(len(hjorner), ender, lengde))


def _minutter(lengde_m: Flyt, fart_kmt: Flyt | float) -> Flyt:
    """Time along lengths at a speed."""
    return lengde_m / fart_kmt * MIN_PER_TIME / 1000.0


def _noder(xy: Flyt) -> tuple[Flyt, Heltall]:
    """Equal corners made one: (n, 2) places, and (k,) the node of each corner."""
    punkter = _punkter(xy)
    a, b = STRtree(punkter).query(punkter, predicate="dwithin", distance=LIKT_M)
    graf = coo_array((np.ones(len(a)), (a, b)), shape=(len(xy), len(xy)))
    node = connected_components(graf, directed=False)[1].astype(np.int64)
    return xy[np.unique(node, return_index=True)[1]], node


def _beroringer(
    deler: Former, node: Heltall, kant: Heltall, snapp_m: float
) -> tuple[Heltall, Flyt, Heltall]:
    """Find ends of lines that touch another line where it has no corner.

    Parameters
    ----------
    node       (k,) node of each corner of the lines
    kant       (m,) corners, ascending, that an edge to the next one begins in

    Returns
    -------
    kant, del_, node    the edge, by its place in `kant`; how far along it; the node of the end
    """
    xy, linje = shapely.get_coordinates(deler, return_index=True)
    innenfor = linje[:-1] == linje[1:]
    langs_m = np.cumsum(np.append(0.0, np.hypot(*np.diff(xy, axis=0).T) * innenfor))
    ytterst = np.flatnonzero(~(np.append(False, innenfor) & np.append(innenfor, False)))
    punkter = _punkter(xy[ytterst])
    e, linja = STRtree(deler).query(punkter, predicate="dwithin", distance=snapp_m)
    par, forst = np.unique(linja * len(xy) + node[ytterst[e]], return_index=True)
    forst = forst[~np.isin(par, linje * len(xy) + node)]
    e, linja = e[forst], linja[forst]
    fra, til = (np.searchsorted(linje[kant], linja, side=s) for s in ("left", "right"))
    e, linja, fra, til = (tall[til > fra] for tall in (e, linja, fra, til))
    hvor_m = langs_m[np.searchsorted(linje, linja)]
    hvor_m += shapely.line_locate_point(deler[linja], punkter[e])
    nr = np.clip(np.searchsorted(langs_m[kant], hvor_m, side="right") - 1, fra, til - 1)
    lengde_m = langs_m[kant[nr] + 1] - langs_m[kant[nr]]
    return nr, np.clip((hvor_m - langs_m[kant[nr]]) / lengde_m, 0.0, 1.0), node[ytterst[e]]


def _kutt(
    ender: Heltall, kant: Heltall, del_: Flyt, node: Heltall
) -> tuple[Heltall, Heltall, Flyt]:
    """Cut edges at nodes that lie on them; one at an end gets an edge of no length beyond it.

    Returns
    -------
    ender, kilde, andel    (m', 2) nodes of every edge; the edge that it is part of; its share
    """
    brukt = np.unique(kant)
    alle = np.concatenate([brukt, kant, brukt])
    hvor = np.concatenate([np.zeros(len(brukt)), del_, np.ones(len(brukt))])
    hvem = np.concatenate([ender[brukt, 0], node, ender[brukt, 1]])
    ved_ende = (del_ >= 1.0).astype(np.int64) - (del_ <= 0.0)
    orden = np.lexsort([np.concatenate([0 * brukt, ved_ende, 0 * brukt]), hvor, alle])
    alle, hvor, hvem = alle[orden], hvor[orden], hvem[orden]
    i = np.flatnonzero(alle[:-1] == alle[1:])
    hele = np.setdiff1d(np.arange(len(ender)), brukt)
    return (
        np.concatenate([ender[hele], np.stack([hvem[i], hvem[i + 1]], axis=1)]),
        np.concatenate([hele, alle[i]]),
        np.concatenate([np.ones(len(hele)), hvor[i + 1] - hvor[i]]),
    )


def _delnett(antall: int, ender: Heltall, lengde: Flyt) -> Heltall:
    """(n,) connected parts, the longest first."""
    graf = coo_array((np.ones(len(ender)), (ender[:, 0], ender[:, 1])), shape=(antall, antall))
    nummer = connected_components(graf, directed=False)[1]
    sum_m = np.bincount(nummer[ender[:, 0]], weights=lengde, minlength=nummer.max() + 1)
    plass = np.empty(len(sum_m), dtype=np.int64)
    plass[np.argsort(-sum_m, kind="stable")] = np.arange(len(sum_m))
    ut: Heltall = plass[nummer]
    return ut


@dataclass(frozen=True, slots=True, eq=False)
class Feste:
    """Where points meet the network: the nearest edge; arrays (k,), or (rows, columns) of cells."""

    kant: Heltall
    """Edge."""
    del_: Flyt
    """How far along it, 0 to 1."""
    utenfor_m: Flyt
    """Straight distance to it, metres."""


def fest(nett: Vegnett, xy: Flyt) -> Feste:
    """Find the nearest edge of every (k, 2) point; of equally near ones the first."""
    kanter, punkter = nett.kanter, _punkter(xy)
    (i, e), d = STRtree(kanter).query_nearest(punkter, return_distance=True)
    orden = np.lexsort([e, i])
    forste = orden[np.unique(i[orden], return_index=True)[1]]
    kant = e[forste].astype(np.int64)
    del_ = shapely.line_locate_point(kanter[kant], punkter, normalized=True)
    return Feste(kant, del_, d[forste])


@dataclass(frozen=True, slots=True, eq=False)
class Nodereise:
    """The way from every node to the nearest of some places."""

    nett: Vegnett
    """The network, with a node where each place meets it."""
    vei_m: Flyt
    """(n,) shortest, metres; infinite where no road leads."""
    tid_min: Flyt
    """(n,) fastest, minutes; infinite likewise."""


def reis_til(nett: Vegnett, maal: Flyt, gangfart_kmt: float = GANGFART_KMT) -> Nodereise:
    """Find the way from every node to the nearest of (k, 2) places, both directions alike.

    Raises
    ------
    DataFeil    without a place
    """
    if not len(maal):
        raise DataFeil("Ingen steder å reise til; reiseveg kan ikke regnes ut.")
    return reis_til_flere(nett, [maal], gangfart_kmt)[1][0]


def reis_til_flere(
    nett: Vegnett, maalene: Sequence[Flyt], gangfart_kmt: float = GANGFART_KMT
) -> tuple[Vegnett, list[Nodereise]]:
    """Find the ways to several kinds of places in one network, cut where any of them meets it.

    Parameters
    ----------
    maalene    (k, 2) places of each kind, none of them empty
    """
    if not maalene:
        return nett, []
    feste = fest(nett, np.concatenate(list(maalene)))
    delt, node = _delt(nett, feste)
    gang_min = _minutter(feste.utenfor_m, gangfart_kmt)
    kutt = np.cumsum([0, *(len(xy) for xy in maalene)])
    return delt, [
        Nodereise(
            delt,
            _korteste(delt, node[a:b], delt.lengde_m, feste.utenfor_m[a:b]),
            _korteste(delt, node[a:b], delt.tid_min, gang_min[a:b]),
        )
        for a, b in pairwise(kutt)
    ]


def _delt(nett: Vegnett, feste: Feste) -> tuple[Vegnett, Heltall]:
    """Cut the edges where places meet them; the node of each place."""
    node = np.arange(len(nett.xy), len(nett.xy) + len(feste.kant))
    ender, kilde, andel = _kutt(nett.ender, feste.kant, feste.del_, node)
    a, b = nett.xy[nett.ender[feste.kant, 0]], nett.xy[nett.ender[feste.kant, 1]]
    return Vegnett(
        np.concatenate([nett.xy, a + feste.del_[:, None] * (b - a)]),
        ender,
        nett.lengde_m[kilde] * andel,
        nett.tid_min[kilde] * andel,
        np.concatenate([nett.delnett, nett.delnett[nett.ender[feste.kant, 0]]]),
    ), node


def _korteste(nett: Vegnett, node: Heltall, vekt: Flyt, tillegg: Flyt) -> Flyt:
    """(n,) least sum of weights to any place, what is added at the place included."""
    n, k = len(nett.xy), len(node)
    ender = np.concatenate([nett.ender, np.stack([np.arange(n, n + k), node], axis=1)])
    verdi = np.concatenate([vekt, tillegg])
    lav, hoy = ender.min(axis=1), ender.max(axis=1)
    orden = np.lexsort([verdi, hoy, lav])
    lav, hoy = lav[orden], hoy[orden]
    forst = np.ones(len(lav), dtype=np.bool_)  # of parallel edges the shortest
    forst[1:] = (np.diff(lav) != 0) | (np.diff(hoy) != 0)
    verdi = np.maximum(verdi[orden], np.finfo(float).tiny)  # a zero would be no edge
    graf = coo_array((verdi[forst], (lav[forst], hoy[forst])), shape=(n + k, n + k)).tocsr()
    ut: Flyt = dijkstra(graf, directed=False, indices=np.arange(n, n + k), min_only=True)[:n]
    return ut


def fra_punkter(til: Nodereise, xy: Flyt, gangfart_kmt: float = GANGFART_KMT) -> Reise:
    """Find the way from each of (k, 2) points, by the nearest road."""
    return fra_feste(til, fest(til.nett, xy), gangfart_kmt)


def fra_ruter(til: Nodereise, ruter: Ruter, gangfart_kmt: float = GANGFART_KMT) -> Reise:
    """Find the way from the centre of each cell, (rows, columns), by the nearest road."""
    return fra_feste(til, feste_i_ruter(til.nett, ruter), gangfart_kmt)


def feste_i_ruter(nett: Vegnett, ruter: Ruter, innen_m: float = np.inf) -> Feste:
    """Find the nearest edge of the centre of each cell, (rows, columns).

    Parameters
    ----------
    innen_m    every centre that is asked about lies within this distance of a road; the others
               may be given an edge that is not the nearest

    Raises
    ------
    DataFeil    where no road is that near the cells
    """
    a, b = nett.xy[nett.ender[:, 0]], nett.xy[nett.ender[:, 1]]
    x0, y0, x1, y1 = ruter.grenser
    lav, hoy = np.minimum(a, b), np.maximum(a, b)
    naer = (lav[:, 0] <= x1 + innen_m) & (hoy[:, 0] >= x0 - innen_m)
    naer &= (lav[:, 1] <= y1 + innen_m) & (hoy[:, 1] >= y0 - innen_m)
    brukt = np.flatnonzero(naer)
    if not len(brukt):
        raise DataFeil("Det er ingen veg nær rutene; reiseveg kan ikke regnes ut.")
    felt, kant = naermeste_kant(_linjer(nett.xy[nett.ender[brukt]]), ruter)
    nr = brukt[kant // 2]  # every edge has two corners of its own
    x = ruter.xmin + ruter.rute_m * (np.arange(ruter.kolonner) + 0.5)
    y = ruter.ymax - ruter.rute_m * (np.arange(ruter.rader) + 0.5)
    d = b - a
    lengde2 = np.maximum((d**2).sum(axis=1), np.finfo(float).tiny)
    prikk = (x[None, :] - a[nr, 0]) * d[nr, 0] + (y[:, None] - a[nr, 1]) * d[nr, 1]
    del_ = np.clip(prikk / lengde2[nr], 0.0, 1.0)
    return Feste(nr.astype(np.int64), del_, felt.astype(np.float64))


def fra_feste(til: Nodereise, feste: Feste, gangfart_kmt: float = GANGFART_KMT) -> Reise:
    """Go straight to the edge, then by the better of its ends."""
    nett = til.nett
    a, b = nett.ender[feste.kant, 0], nett.ender[feste.kant, 1]

    def langs(node: Flyt, kant: Flyt) -> Flyt:
        hel = kant[feste.kant]
        beste: Flyt = np.minimum(node[a] + feste.del_ * hel, node[b] + (1.0 - feste.del_) * hel)
        return beste

    return Reise(
        langs(til.vei_m, nett.lengde_m) + feste.utenfor_m,
        langs(til.tid_min, nett.tid_min) + _minutter(feste.utenfor_m, gangfart_kmt),
        feste.utenfor_m,
    )
