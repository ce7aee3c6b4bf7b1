"""One run of the solver: the best tree, the best bound, the clock, the steps of the proof."""

import math
from dataclasses import dataclass, field

import numpy as np

from gis.graf.dual import stig, sum_dual
from gis.graf.erstatt import erstatt
from gis.graf.fiks import fra_annen_rot, utelukk
from gis.graf.heltall import Skala
from gis.graf.lenket import ROT, grader
from gis.graf.lokalsok import bygg, forbedre
from gis.graf.modell import Modell, Utdrag, loft
from gis.graf.prover import omveier, sammentrekk
from gis.graf.teller import MILLION, PER_KANT_REDUKSJON, PER_KANT_RUNDE, Teller, start_teller
from gis.graf.typer import (
    STOR,
    Bevis,
    Dual,
    Dualsteg,
    Framdrift,
    Graf,
    Gren,
    Heltall,
    Maske,
    Oppgave,
    Tall,
    Tre,
    Valg,
)

TOM = np.zeros(0, np.int64)
RUNDER = 12
"""Rounds of dual ascent and reduction, at most."""
SOKEKANTER = 1_200
"""Edges that one search for a detour may look at."""
MINST_NYTTE = 0.98
"""Stop the rounds when so large a share of the edges is left after one."""
LUKK_ANDEL = 0.03
"""Arcs of a problem at hand are closed when this share of them would go."""


@dataclass(slots=True, eq=False)
class Kjoring:
    """Mutable state of one call."""

    graf: Graf
    premier: Tall
    skala: Skala
    modell: Modell
    valg: Valg
    verdi: int = STOR
    """Scaled cost of the best tree."""
    beste: tuple[Heltall, Heltall, int] = (TOM, TOM, 0)
    """Its edges and nodes by identity, and how many steps had been taken."""
    grense: int = 0
    """Scaled lower bound."""
    bladdual: tuple[Gren, ...] = ()
    """The branches that carry `grense`, valid after `steg_ved_dual` steps."""
    steg_ved_dual: int = 0
    teller: Teller = field(init=False)
    forlop: list[Framdrift] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.teller = start_teller(self.valg)

    @property
    def bevist(self) -> bool:
        """Tell whether no tree can be better."""
        return self.grense > self.verdi - self.skala.enhet

    @property
    def ferdig(self) -> bool:
        """Tell whether to stop: proven, good enough, out of work or time, or asked to."""
        if self.bevist:
            return True
        nok = self.verdi < STOR and self.verdi - self.grense <= self.valg.gap * self.verdi
        return nok or self.teller.ute

    def meld(self) -> None:
        """Tell how far we have come."""
        melding = Framdrift(
            tid_s=self.teller.brukt_s,
            kostnad=self.skala.tall(min(self.verdi, STOR)),
            nedre_grense=self.skala.tall(min(self.grense, self.verdi)),
        )
        self.forlop.append(melding)
        self.valg.framdrift(melding)

    def ta_tre(self, ut: Utdrag, inn: Heltall, med: Maske, kostnad: int) -> bool:
        """Keep a tree of the current graph if it is the best so far."""
        verdi = kostnad + ut.konstant
        if kostnad >= STOR or verdi >= self.verdi:
            return False
        g = self.modell.g
        self.verdi = verdi
        buer = inn[inn >= 0]
        self.beste = (
            g.ident[ut.plasser[buer >> 1]], ut.noder[np.flatnonzero(med)], len(self.modell.steg)
        )  # fmt: skip
        self.meld()
        return True

    def ta_dual(self, ut: Utdrag, dual: Dual) -> None:
        """Keep a dual solution of the current graph if its bound is the best so far."""
        grense = ut.konstant + sum_dual(dual)
        if grense > self.grense:
            self.grense = grense
            self.bladdual = (Gren(TOM, TOM, globalt(ut, dual), grense),)
            self.steg_ved_dual = len(self.modell.steg)
            self.meld()

    def reduser(self) -> None:
        """Run the tests that need no bound until they give little."""
        g, felt = self.modell.g, self.modell.felt
        grense = SOKEKANTER
        while True:
            for_kanter = self.modell.kanter
            self.teller.tell(PER_KANT_REDUKSJON * for_kanter)
            grader(g)
            levende = np.flatnonzero(g.kost < STOR)
            rekke = levende[np.argsort(-g.kost[levende], kind="stable")]
            omveier(g, felt, rekke, grense)
            sammentrekk(g, felt, grense)
            grader(g)
            erstatt(g, felt, grense)
            grader(g)
            self.modell.tom_logg()
            if self.modell.kanter >= 0.97 * for_kanter or self.ferdig:
                return

    def runde(self, nr: int) -> None:
        """Tree, dual ascent, reduced cost; odd rounds see the problem from another root."""
        ut = self.modell.utdrag()
        o = ut.oppgave
        self.teller.tell(PER_KANT_RUNDE * ut.kost.size)
        if nr == 0:
            self.ta_tre(ut, *forbedre(o, ut.kost, bygg(o, ut.kost, ut.kost)))
        andre = np.flatnonzero(o.premie == STOR)
        if nr % 2 and andre.size:
            valgt = np.random.default_rng((self.valg.fro, nr)).choice(andre)
            o = fra_annen_rot(o, ut.kost, int(valgt))
        dual, red = stig(o)
        self.ta_dual(ut, dual)
        if self.ferdig:
            return
        fri = np.where(np.minimum(red[0::2], red[1::2]) == 0, ut.kost, STOR)
        self.ta_tre(ut, *forbedre(ut.oppgave, ut.kost, bygg(ut.oppgave, ut.kost, fri)))
        self.utelukk(ut, o, dual, red)

    def utelukk(self, ut: Utdrag, o: Oppgave, dual: Dual, red: Heltall) -> None:
        """Close what the dual solution of `o` excludes; from another root, only whole edges."""
        grense = ut.konstant + sum_dual(dual)
        buer, krevd = utelukk(o, dual, red, self.verdi - self.skala.enhet - grense)
        if o.rot != ut.oppgave.rot:
            buer = np.repeat(buer[0::2] & buer[1::2], 2)
        stengt, noder = self.modell.steng(ut, buer, krevd)
        if stengt.size or noder.size:
            self.modell.steg.append(Dualsteg(globalt(ut, dual), grense, stengt, noder))

    def lukk(self, ut: Utdrag, dual: Dual, red: Heltall) -> tuple[Heltall, Heltall]:
        """Close what a dual solution of `ut` excludes, where it is much: here, in `ut` and `red`.

        Returns
        -------
        buer    arcs of `ut` that were closed now
        noder   nodes of `ut` that every better tree reaches
        """
        o = ut.oppgave
        grense = ut.konstant + sum_dual(dual)
        buer, krevd = utelukk(o, dual, red, self.verdi - self.skala.enhet - grense)
        aapne = o.pris < STOR
        nye = buer & aapne
        krevd &= (o.premie > 0) & (o.premie < STOR)
        if nye.sum() < LUKK_ANDEL * aapne.sum() and krevd.sum() < LUKK_ANDEL * o.premie.size:
            return TOM, TOM
        stengt, noder = self.modell.steng(ut, nye, krevd)
        if stengt.size or noder.size:
            self.modell.steg.append(Dualsteg(globalt(ut, dual), grense, stengt, noder))
        o.pris[nye] = STOR
        red[nye] = STOR
        o.premie[krevd] = STOR
        return np.flatnonzero(nye), np.flatnonzero(krevd)

    def forbered(self) -> None:
        """Reduce, find trees and bounds, until rounds give little."""
        self.forste_svar()
        for nr in range(RUNDER):
            for_kanter = self.modell.kanter
            self.reduser()
            self.ta_kontant()
            if self.bevist or self.modell.kanter == 0 or (nr > 0 and self.ferdig):
                return
            if nr > 1 and self.modell.kanter > MINST_NYTTE * for_kanter:
                return
            self.runde(nr)
            if self.ferdig:
                return
        self.reduser()
        self.ta_kontant()

    def forste_svar(self) -> None:
        """Make some tree at once, and the bound that needs no work: nothing costs less than 0."""
        ut = self.modell.utdrag()
        o = ut.oppgave
        self.ta_tre(ut, *bygg(o, ut.kost, ut.kost))
        ingen = Dual(o.rot, TOM, np.zeros(1, np.int64), TOM, TOM)
        self.bladdual = (Gren(TOM, TOM, globalt(ut, ingen), ut.konstant),)

    def ta_kontant(self) -> None:
        """Note what stands when no edge is left: the constant and the prizes outside."""
        if self.modell.kanter:
            return
        ut = self.modell.utdrag()
        premier = int(ut.oppgave.premie.sum())
        rot = np.zeros(ut.noder.size, np.bool_)
        rot[ut.oppgave.rot] = True
        self.ta_tre(ut, np.full(ut.noder.size, -1, np.int64), rot, premier)
        dual, _ = stig(ut.oppgave)
        self.ta_dual(ut, dual)

    def ferdigstill(self) -> Tre:
        """Lift the best tree to the caller's graph and put the proof together."""
        identer, noder, lengde = self.beste
        kanter, med = loft(
            self.modell.steg[:lengde], set(identer.tolist()), set(noder.tolist())
        )  # fmt: skip
        rekke = np.array(sorted(kanter), np.int64)
        inne = np.zeros(self.graf.noder, np.bool_)
        inne[list(med)] = True
        inne[int(self.modell.g.tall[ROT])] = True
        utelatt = np.flatnonzero((self.premier > 0) & ~inne)
        kantkostnad = math.fsum(self.graf.kostnad[rekke])
        kostnad = math.fsum([kantkostnad, *self.premier[utelatt]])
        optimal = self.bevist
        helt = optimal and self.skala.heltallig
        grense = kostnad if helt else min(kostnad, self.skala.tall(min(self.grense, self.verdi)))
        bevis = Bevis(
            self.skala.skala, self.skala.heltallig, self.verdi,
            tuple(self.modell.steg[: self.steg_ved_dual]), self.bladdual,
            min(self.grense, self.verdi),
        )  # fmt: skip
        return Tre(
            rekke, utelatt, kostnad, kantkostnad, grense, optimal, bevis, tuple(self.forlop),
            self.teller.brukt / MILLION, "" if optimal else self.teller.slo_til,
        )  # fmt: skip


def globalt(ut: Utdrag, dual: Dual) -> Dual:
    """Give a dual solution the node numbers of the whole graph."""
    n = ut.noder
    return Dual(int(n[dual.rot]), n[dual.terminal], dual.start, n[dual.node], dual.verdi)
