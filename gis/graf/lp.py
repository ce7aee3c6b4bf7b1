"""The cut relaxation in HiGHS: arcs and lost prizes as columns, cuts as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import highspy
import numpy as np

from gis.graf.snitt import Snittliste
from gis.graf.teller import Teller
from gis.graf.typer import STOR, Heltall, Maske, Oppgave, Tall

MAALKOSTNAD = 100.0
"""Costs are scaled so that the mean open arc costs this in the LP (HiGHS' tolerances are 1e-7)."""
UBRUKT_RUNDER = 5
"""A row that has been slack while the bound rose in so many rounds is dropped."""
STIGNING = 1e-9


_highs = cast("Callable[[], Any]", highspy.Highs.__base__)
"""The engine below `highspy.Highs`, which prints a banner when it is made; ships no types."""


@dataclass(frozen=True, slots=True, eq=False)
class Lpsvar:
    """An optimal point of the relaxation."""

    x: Tall
    """(2m,)"""
    mangler: Tall
    """(n,) share of each finite prize that is given up."""
    vekt: Heltall
    """(rows,) scaled weight of each cut."""
    ferdig: bool
    """Optimal; where a limit struck, the weights still bound, and `x` only guides."""


class Relaksering:
    """A growing LP; rows are cuts of `oppgave`."""

    def __init__(self, oppgave: Oppgave, fro: int) -> None:
        self.oppgave = oppgave
        self.buer = np.flatnonzero(oppgave.pris < STOR)
        self.kolonne = np.full(oppgave.pris.size, -1, np.int64)
        self.kolonne[self.buer] = np.arange(self.buer.size)
        self.premierte = np.flatnonzero((oppgave.premie > 0) & (oppgave.premie < STOR))
        self.premiekolonne = np.full(oppgave.premie.size, -1, np.int64)
        self.premiekolonne[self.premierte] = self.buer.size + np.arange(self.premierte.size)
        kost = np.concatenate([oppgave.pris[self.buer], oppgave.premie[self.premierte]])
        self.faktor = MAALKOSTNAD / max(1.0, float(oppgave.pris[self.buer].mean()))
        self.deler: list[Snittliste] = []
        self.slakk = np.zeros(0, np.int64)
        self.verdi = 0.0
        self.h = _highs()
        valg: dict[str, Any] = {
            "output_flag": False,
            "threads": 1,
            "random_seed": fro,
            "solver": "simplex",
        }
        for navn, verdi in valg.items():
            self.h.setOptionValue(navn, verdi)
        antall = kost.size
        tom = np.zeros(0, np.int32)
        self.h.addCols(
            antall, kost * self.faktor, np.zeros(antall), np.full(antall, highspy.kHighsInf),
            0, np.zeros(antall, np.int32), tom, np.zeros(0),
        )  # fmt: skip

    @property
    def snitt(self) -> Snittliste:
        """Every cut that is a row, in the order of the rows."""
        if len(self.deler) > 1:
            self.deler = [_skjot(self.deler)]
        return self.deler[0]

    def legg_til(self, snitt: Snittliste) -> None:
        """Add cuts as rows."""
        k = snitt.terminal.size
        self.deler.append(snitt)
        self.slakk = np.concatenate([self.slakk, np.zeros(k, np.int64)])
        rad = np.repeat(np.arange(k), np.diff(snitt.bue_start))
        kolonne = self.kolonne[snitt.bue]
        premie = self.premiekolonne[snitt.terminal]
        med = np.flatnonzero(premie >= 0)
        rad, kolonne = np.concatenate([rad, med]), np.concatenate([kolonne, premie[med]])
        rekke = np.argsort(rad, kind="stable")
        start = np.zeros(k + 1, np.int64)
        np.cumsum(np.bincount(rad, minlength=k), out=start[1:])
        self.h.addRows(
            k, np.ones(k), np.full(k, highspy.kHighsInf), rekke.size, start[:-1].astype(np.int32),
            kolonne[rekke].astype(np.int32), np.ones(rekke.size),
        )  # fmt: skip

    def lukk(self, buer: Heltall, noder: Heltall) -> None:
        """Fix arcs that are closed, and prizes that are no longer given up, at nothing."""
        kolonner = np.concatenate([self.kolonne[buer], self.premiekolonne[noder]])
        kolonner = kolonner[kolonner >= 0].astype(np.int32)
        null = np.zeros(kolonner.size)
        self.h.changeColsBounds(kolonner.size, kolonner, null, null)

    def los(self, teller: Teller) -> Lpsvar | None:
        """Solve within what is left of work and time; None where nothing useful came out."""
        per_iterasjon = self.oppgave.premie.size + 10 * self.slakk.size
        self.h.setOptionValue("simplex_iteration_limit", teller.iterasjoner(per_iterasjon))
        tid_s = self.h.getRunTime() + max(0.01, teller.igjen_s)
        self.h.setOptionValue("time_limit", tid_s)
        self.h.run()
        info, losning = self.h.getInfo(), self.h.getSolution()
        teller.tell(per_iterasjon * (info.simplex_iteration_count + 1))
        ferdig = self.h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        if not ferdig and not (losning.value_valid and losning.dual_valid):
            return None
        verdi = np.asarray(losning.col_value)
        dual = np.asarray(losning.row_dual)
        verdien = float(info.objective_function_value)
        steg = int(verdien > self.verdi * (1 + STIGNING))
        self.verdi = verdien
        self.slakk = np.where(dual > 0, 0, self.slakk + steg)
        x = np.zeros(self.oppgave.pris.size)
        x[self.buer] = verdi[: self.buer.size]
        mangler = np.zeros(self.oppgave.premie.size)
        mangler[self.premierte] = verdi[self.buer.size :]
        vekt = np.rint(np.maximum(dual, 0.0) / self.faktor).astype(np.int64)
        return Lpsvar(np.clip(x, 0, 1), np.clip(mangler, 0, 1), vekt, ferdig)

    def rydd(self) -> None:
        """Drop rows that have been slack for long."""
        bort = self.slakk >= UBRUKT_RUNDER
        if bort.sum() * 5 < bort.size:
            return
        rader = np.flatnonzero(bort).astype(np.int32)
        self.h.deleteRows(rader.size, rader)
        self.deler = [_behold(self.snitt, ~bort)]
        self.slakk = self.slakk[~bort]


def _skjot(deler: list[Snittliste]) -> Snittliste:
    """Join lists of cuts."""
    node_fra = np.cumsum([0, *(d.node.size for d in deler)])
    bue_fra = np.cumsum([0, *(d.bue.size for d in deler)])
    start = [d.start[:-1] + fra for d, fra in zip(deler, node_fra[:-1], strict=True)]
    bue_start = [d.bue_start[:-1] + fra for d, fra in zip(deler, bue_fra[:-1], strict=True)]
    return Snittliste(
        np.concatenate([d.terminal for d in deler]),
        np.append(np.concatenate(start), node_fra[-1]),
        np.concatenate([d.node for d in deler]),
        np.append(np.concatenate(bue_start), bue_fra[-1]),
        np.concatenate([d.bue for d in deler]),
    )


def _behold(snitt: Snittliste, valgt: Maske) -> Snittliste:
    """Keep the chosen cuts."""
    nodetall, buetall = np.diff(snitt.start), np.diff(snitt.bue_start)
    return Snittliste(
        snitt.terminal[valgt],
        np.concatenate([[0], np.cumsum(nodetall[valgt])]),
        snitt.node[np.repeat(valgt, nodetall)],
        np.concatenate([[0], np.cumsum(buetall[valgt])]),
        snitt.bue[np.repeat(valgt, buetall)],
    )
