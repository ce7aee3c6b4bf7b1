"""A seeded municipality for the fibre solver: roads, methods, addresses on stubs, roots."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, Voronoi, cKDTree

from gis.graf.typer import Graf, lag_graf

ADRESSER, VEGKANTER = 5_000, 20_000
"""Size of the workload that the targets are stated for."""
TETTHET = 1.25
"""Road edges per road node: towns with blocks, valleys with one road."""
METODER = ((60, 150, 1.0), (150, 350, 0.5), (400, 1_200, 0.3))
"""Kroner per metre, least and most, and how often the method is allowed: aerial or plough in soft
ground, gravel shoulder, asphalt. Made up, in the ranges that the configuration holds."""
STIKK_KR_M = (80, 250)
ROETTER = 6
BYDEL_M, KUNDE_KR = 4_000, 45_000
DYRE, DYR_KR, BILLIG_KR, HUS_KR = 0.25, (1e5, 1e6), (200.0, 3e3), (1.8e5, 5e5)
"""Share of the street links that are dear; cost of dear and cheap ones, and of a way to a house."""


@dataclass(frozen=True, slots=True)
class Kommunegraf:
    """One workload."""

    graf: Graf
    rotter: NDArray[np.int64]
    adresser: NDArray[np.int64]
    punkt_m: NDArray[np.float64]
    """(noder, 2)"""


def _punkter(r: np.random.Generator, antall: int) -> NDArray[np.float64]:
    """Road nodes: two thirds in villages, the rest scattered over 45 × 45 km at full size."""
    side = 45_000 * np.sqrt(antall / 16_000)
    bygder = r.random((max(2, antall // 500), 2)) * side
    tette = bygder[r.integers(0, len(bygder), 2 * antall // 3)]
    tette = tette + r.normal(0, 700, tette.shape)
    return np.concatenate([tette, r.random((antall - len(tette), 2)) * side])


def _veger(r: np.random.Generator, punkt: NDArray[np.float64], antall: int):
    """Least spanning tree of the triangulation, and the shortest-leaning of its other edges."""
    tre = Delaunay(punkt).simplices
    sider = np.concatenate([tre[:, [0, 1]], tre[:, [1, 2]], tre[:, [0, 2]]])
    par = np.unique(np.sort(sider, axis=1), axis=0).astype(np.int64)
    lengde = np.hypot(*(punkt[par[:, 0]] - punkt[par[:, 1]]).T) + 1.0
    n = len(punkt)
    alle = coo_array((lengde, (par[:, 0], par[:, 1])), shape=(n, n)).tocsr()
    mst = minimum_spanning_tree(alle).tocoo()
    i_tre = np.isin(par[:, 0] * n + par[:, 1], mst.row.astype(np.int64) * n + mst.col)
    andre = np.flatnonzero(~i_tre)
    vekt = lengde[andre] * r.exponential(1.0, andre.size)
    valgt = andre[np.argsort(vekt, kind="stable")[: max(0, antall - i_tre.sum())]]
    rekke = np.sort(np.concatenate([np.flatnonzero(i_tre), valgt]))
    return par[rekke], lengde[rekke] * r.uniform(1.0, 1.4, rekke.size)


def lag_kommunegraf(
    adresser: int = ADRESSER, vegkanter: int = VEGKANTER, fro: int = 5025
) -> Kommunegraf:
    """Make the workload; equal arguments give an equal graph. Costs are whole kroner."""
    r = np.random.default_rng(fro)
    n = int(vegkanter / TETTHET)
    punkt = _punkter(r, n)
    par, lengde = _veger(r, punkt, vegkanter)
    fra, til, kost = [], [], []
    for minst, mest, andel in METODER:
        tillatt = np.flatnonzero(r.random(len(par)) < andel) if andel < 1 else np.arange(len(par))
        fra.append(par[tillatt, 0])
        til.append(par[tillatt, 1])
        kost.append(lengde[tillatt] * r.uniform(minst, mest, tillatt.size))
    ved = r.integers(0, n, adresser)
    husene = np.arange(n, n + adresser)
    stikk_m = r.gamma(2.0, 20.0, adresser) + 5
    fra.append(ved)
    til.append(husene)
    kost.append(stikk_m * r.uniform(*STIKK_KR_M, adresser))
    hus_m = punkt[ved] + r.normal(0, 30, (adresser, 2))
    graf = lag_graf(
        n + adresser, np.concatenate(fra), np.concatenate(til), np.round(np.concatenate(kost))
    )
    rotter = np.sort(r.choice(n, ROETTER, replace=False))
    return Kommunegraf(graf, rotter, husene, np.concatenate([punkt, hus_m]))


def lag_bygraf(noder: int, naboer: int, kunder: int, fro: int) -> tuple[Graf, NDArray[np.float64]]:
    """Make a dense quarter with customers who pay: graph, and prize of every node; whole numbers.

    Every node is joined to its nearest ones, as the published last-mile graphs of cities are.
    """
    r = np.random.default_rng(fro)
    punkt = r.random((noder, 2)) * BYDEL_M
    naer = cKDTree(punkt).query(punkt, naboer + 1)[1][:, 1:]
    par = np.stack([np.repeat(np.arange(noder), naboer), naer.ravel()], axis=1)
    par = np.unique(np.sort(par, axis=1), axis=0).astype(np.int64)
    lengde = np.hypot(*(punkt[par[:, 0]] - punkt[par[:, 1]]).T)
    kost = np.round(lengde * r.uniform(50, 120, len(par)) + 100)
    premie = np.zeros(noder)
    hvem = r.choice(np.arange(1, noder), kunder, replace=False)
    premie[hvem] = np.round(r.gamma(1.5, KUNDE_KR / 1.5, kunder))
    return lag_graf(noder, par[:, 0], par[:, 1], kost), premie


def lag_gategraf(noder: int, hus: int, fro: int) -> tuple[Graf, NDArray[np.int64]]:
    """Make streets with houses: graph, and the houses; whole costs.

    Planar, three ways at most crossings, dear links among cheap ones and four dear ways to every
    house, as in the published last-mile graphs.
    """
    r = np.random.default_rng(fro)
    flis = Voronoi(r.random((noder // 2, 2)))
    par = np.array(flis.ridge_vertices)
    inne = ((flis.vertices > 0) & (flis.vertices < 1)).all(axis=1)
    par = par[(par >= 0).all(axis=1) & inne[par].all(axis=1)]
    brukt, nye = np.unique(par, return_inverse=True)
    par, n = nye.reshape(-1, 2), len(brukt)
    dyr = r.random(len(par)) < DYRE
    lav, hoy = (np.where(dyr, d, b) for d, b in zip(DYR_KR, BILLIG_KR, strict=True))
    kost = np.exp(r.uniform(np.log(lav), np.log(hoy)))
    naer = cKDTree(flis.vertices[brukt]).query(r.random((hus, 2)), 4)[1]
    husene = n + np.arange(hus)
    graf = lag_graf(
        n + hus,
        np.concatenate([par[:, 0], np.repeat(husene, 4)]).astype(np.int64),
        np.concatenate([par[:, 1], naer.ravel()]).astype(np.int64),
        np.round(np.concatenate([kost, r.uniform(*HUS_KR, 4 * hus)])),
    )
    return graf, husene
