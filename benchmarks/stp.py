"""Steiner instances as the public collections write them, and their known optima."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis.graf.loser import premietre, steinertre
from gis.graf.typer import Graf, Tre, Valg, lag_graf


@dataclass(slots=True)
class Instans:
    """One file: a Steiner problem, or a prize-collecting one with or without a root."""

    graf: Graf
    terminaler: list[int] = field(default_factory=list)
    premier: dict[int, float] = field(default_factory=dict)
    rot: int = -1


def les_stp(tekst: str) -> Instans:
    """Read an .stp or .gr text; nodes become zero-based."""
    noder, kanter = 0, []
    terminaler: list[int] = []
    premier: dict[int, float] = {}
    rot = -1
    for linje in tekst.splitlines():
        match linje.split():
            case ["Nodes", n]:
                noder = int(n)
            case ["E" | "A", u, v, c, *_]:
                kanter.append((int(u) - 1, int(v) - 1, float(c)))
            case ["T", v]:
                terminaler.append(int(v) - 1)
            case ["TP", v, p]:
                premier[int(v) - 1] = float(p)
            case ["Root" | "RootP", v]:
                rot = int(v) - 1
    tall = np.array(kanter)
    graf = lag_graf(noder, tall[:, 0].astype(np.int64), tall[:, 1].astype(np.int64), tall[:, 2])
    return Instans(graf, terminaler, premier, rot)


def les_optima(mappe: Path, bare: str) -> Iterator[tuple[str, float]]:
    """Give the instances of optima.csv that lie in the folder, with the known optimum."""
    with (mappe / "optima.csv").open(encoding="utf-8", newline="") as fil:
        for rad in csv.DictReader(fil):
            if rad["file"].startswith(bare) and (mappe / rad["file"]).exists():
                yield rad["file"], float(rad["optimum"])


def los_stp(instans: Instans, valg: Valg) -> Tre:
    """Solve an instance of any of the kinds."""
    if not instans.premier:
        rot = instans.rot if instans.rot >= 0 else instans.terminaler[0]
        return steinertre(instans.graf, np.array([rot]), np.array(instans.terminaler), valg)
    premier = np.zeros(instans.graf.noder)
    for v, p in instans.premier.items():
        premier[v] = p
    premier[instans.terminaler] = np.inf
    if instans.rot >= 0:
        return premietre(instans.graf, np.array([instans.rot]), premier, valg)
    return _uten_rot(instans.graf, premier, valg)


def _uten_rot(graf: Graf, premier: NDArray[np.float64], valg: Valg) -> Tre:
    """Without a root: a new node with an edge of one price to every prize.

    A tree found with one such edge is best of all trees (cost less the price); the price is raised
    or lowered until there is one. Every price gives a bound; where no whole one gives such a tree,
    the best part of what the best bound came with is taken.
    """
    ender = np.flatnonzero(premier > 0)
    rot = graf.noder
    lav, hoy = 0.0, float(premier[ender].max()) + float(graf.kostnad.sum())
    pris = float(np.median(premier[ender]))
    best: tuple[float, Tre] | None = None
    while True:
        storre = lag_graf(
            rot + 1,
            np.concatenate([graf.fra, np.full(ender.size, rot)]),
            np.concatenate([graf.til, ender]),
            np.concatenate([graf.kostnad, np.full(ender.size, pris)]),
        )
        tre = premietre(storre, np.array([rot]), np.append(premier, 0.0), valg)
        fra_rot = int((tre.kanter >= graf.fra.size).sum())
        if fra_rot == 1:
            return _trukket_fra(tre, graf, pris)
        if best is None or tre.nedre_grense - pris > best[0]:
            best = tre.nedre_grense - pris, tre
        lav, hoy = (pris, hoy) if fra_rot > 1 else (lav, pris)
        if hoy - lav <= 1:
            return _beste_del(best[1], graf, premier, best[0])
        pris = float(round((lav + hoy) / 2))


def _trukket_fra(tre: Tre, graf: Graf, pris: float) -> Tre:
    """Take the price of the one edge away from cost and bound."""
    kanter = tre.kanter[tre.kanter < graf.fra.size]
    return Tre(
        kanter, tre.utelatt, tre.kostnad - pris, tre.kantkostnad - pris, tre.nedre_grense - pris,
        tre.optimal, tre.bevis, tre.forlop,
    )  # fmt: skip


def _beste_del(tre: Tre, graf: Graf, premier: NDArray[np.float64], grense: float) -> Tre:
    """Keep the part of a forest that costs least with every prize outside it."""
    kanter = tre.kanter[tre.kanter < graf.fra.size]
    koblet = coo_array(
        (np.ones(kanter.size), (graf.fra[kanter], graf.til[kanter])), shape=(graf.noder, graf.noder)
    )
    antall, del_ = connected_components(koblet, directed=False)
    i_del = del_[graf.fra[kanter]]
    kantkostnad = np.bincount(i_del, weights=graf.kostnad[kanter], minlength=antall)
    kostnad = kantkostnad + premier.sum() - np.bincount(del_, weights=premier)
    best = int(np.argmin(kostnad))
    hele = float(kostnad[best])
    return Tre(
        kanter[i_del == best], np.flatnonzero((premier > 0) & (del_ != best)), hele,
        float(kantkostnad[best]), min(grense, hele), grense >= hele, tre.bevis, tre.forlop,
    )  # fmt: skip
