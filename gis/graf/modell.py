"""The problem while it is being solved: the shrinking graph, its log, and trees lifted back."""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis.graf.lenket import (
    BLAD,
    ERSTATT,
    GRAD2,
    IDENT,
    KONSTANT,
    KREVDE,
    LENGDE,
    NABO,
    NAER,
    ROT,
    Lenket,
    lenk,
    slett,
)
from gis.graf.prover import Felt, lag_felt
from gis.graf.typer import STOR, Dualsteg, Heltall, Maske, Oppgave, lag_nett

Steg = tuple[int, ...] | Dualsteg
LOGGPLASS = 48
"""Numbers of log per edge; a test that finds the log full waits for the next round."""


@dataclass(frozen=True, slots=True, eq=False)
class Utdrag:
    """The current graph, numbered anew and dense."""

    oppgave: Oppgave
    kost: Heltall
    """(m,) scaled cost of each edge."""
    noder: Heltall
    """Node number in the whole graph, per node here."""
    plasser: Heltall
    """Edge slot in the shrinking graph, per edge here."""
    konstant: int


@dataclass(slots=True, eq=False)
class Modell:
    """Mutable state of one solver run."""

    g: Lenket
    felt: Felt
    steg: list[Steg] = field(default_factory=list)

    def tom_logg(self) -> None:
        """Move the compiled log into `steg`."""
        logg = self.g.logg[: self.g.tall[LENGDE]].tolist()
        i = 0
        while i < len(logg):
            slutt = i + 2 + logg[i + 1]
            self.steg.append((logg[i], *logg[i + 2 : slutt]))
            i = slutt
        self.g.tall[LENGDE] = 0

    @property
    def kanter(self) -> int:
        """Number of edges left."""
        return int((self.g.kost < STOR).sum())

    def utdrag(self) -> Utdrag:
        """Give what is left new numbers: the root, and nodes with edges or a finite prize."""
        g = self.g
        plasser = np.flatnonzero(g.kost < STOR)
        rot = int(g.tall[ROT])
        lever = (g.grad > 0) | (g.premie > 0)
        lever[rot] = True
        noder = np.flatnonzero(lever)
        ny = np.cumsum(lever) - 1
        nett = lag_nett(noder.size, ny[g.hode[2 * plasser + 1]], ny[g.hode[2 * plasser]])
        kost = g.kost[plasser]
        pris = np.repeat(kost, 2)
        pris[0::2][g.stengt[2 * plasser] > 0] = STOR
        pris[1::2][g.stengt[2 * plasser + 1] > 0] = STOR
        premie = g.premie[noder]
        premie[ny[rot]] = 0
        oppgave = Oppgave(nett, pris, premie, int(ny[rot]))
        return Utdrag(oppgave, kost, noder, plasser, int(g.tall[KONSTANT]))

    def steng(self, ut: Utdrag, buer: Maske, krevd: Maske) -> tuple[Heltall, Heltall]:
        """Close arcs of `ut` and require nodes; where any are, all edges closed both ways go.

        Returns
        -------
        stengt   (2, q) edge identity and node left, of the arcs that were open before
        krevd    nodes of the whole graph that had a finite prize before
        """
        g = self.g
        nye = np.flatnonzero(buer & (ut.oppgave.pris < STOR))
        plass = ut.plasser[nye >> 1]
        ident = np.stack([g.ident[plass], ut.noder[ut.oppgave.nett.hode[nye ^ 1]]])
        g.stengt[2 * plass + (nye & 1)] = 1
        noder = ut.noder[krevd & (ut.oppgave.premie < STOR) & (ut.oppgave.premie > 0)]
        if nye.size or noder.size:
            begge = (g.stengt[2 * ut.plasser] > 0) & (g.stengt[2 * ut.plasser + 1] > 0)
            for e in ut.plasser[begge & (g.kost[ut.plasser] < STOR)]:
                slett(g, e)
        g.premie[noder] = STOR
        g.tall[KREVDE] += noder.size
        return ident, noder


def lag_modell(
    noder: int, fra: Heltall, til: Heltall, kost: Heltall, premie: Heltall, rot: int
) -> Modell:
    """Make the model; edges that the root cannot reach are left out."""
    m = fra.size
    deler = connected_components(coo_array((np.ones(m), (fra, til)), shape=(noder, noder)))[1]
    lever = (deler[fra] == deler[rot]) & (fra != til)
    hode = np.empty(2 * m, np.int64)
    hode[0::2], hode[1::2] = til, fra
    tall = np.zeros(8, np.int64)
    pris = premie.copy()
    pris[rot] = STOR
    tall[IDENT], tall[ROT], tall[KREVDE] = m, rot, (pris == STOR).sum()
    g = Lenket(
        np.full(noder, -1, np.int64), np.full(2 * m, -1, np.int64), np.full(2 * m, -1, np.int64),
        hode, np.where(lever, kost, STOR), np.zeros(2 * m, np.int64), np.arange(m),
        np.zeros(noder, np.int64), pris, np.empty(LOGGPLASS * m + 8 * noder + 1024, np.int64), tall,
    )  # fmt: skip
    lenk(fra, til, g)
    return Modell(g, lag_felt(noder, m))


def loft(steg: list[Steg], kanter: set[int], noder: set[int]) -> tuple[set[int], set[int]]:
    """Undo the steps, last first, for a tree given by its edges and nodes."""
    for ett in reversed(steg):
        if isinstance(ett, Dualsteg):
            continue
        kode, data = ett[0], ett[1:]
        if kode == GRAD2:
            nytt = data[3]
            if nytt in kanter:
                kanter.remove(nytt)
                kanter.update(data[1:3])
                noder.add(data[0])
        elif kode == ERSTATT:
            _loft_erstattet(data, kanter, noder)
        elif kode in (NABO, NAER) and data[1] in noder:
            kanter.add(data[0])
            noder.add(data[2])
        elif kode == BLAD and data[3] and data[2] in noder:
            kanter.add(data[1])
            noder.add(data[0])
    return kanter, noder


def _loft_erstattet(data: tuple[int, ...], kanter: set[int], noder: set[int]) -> None:
    """Put back a node of degree three for those of its new edges that the tree uses."""
    node, gamle, nye = data[0], data[1:4], data[4:7]
    for (i, j), ny in zip(((0, 1), (0, 2), (1, 2)), nye, strict=True):
        if ny in kanter:
            kanter.remove(ny)
            kanter.update((gamle[i], gamle[j]))
            noder.add(node)
