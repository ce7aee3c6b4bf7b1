"""The exact end of a run: cutting planes, closing by reduced cost, branching on nodes."""

import heapq
from dataclasses import dataclass

import numpy as np

from gis.graf.kjoring import Kjoring, globalt
from gis.graf.kuttplan import Kuttplan, runde, start_plan
from gis.graf.modell import Utdrag
from gis.graf.typer import STOR, Dual, Gren, Heltall, Maske, Oppgave

BYGG_ANDEL = 0.5
"""Reduce and build anew when so few of the arcs are left."""
FORGREN_ANDEL = 0.95
"""Branch when so many of the arcs are left where no cut is violated; reduce before that."""
HELTALL = 1e-6
"""A fraction nearer than this to 0 or 1 is whole."""


@dataclass(slots=True, eq=False)
class Blad:
    """An open leaf of the branching."""

    inne: tuple[int, ...]
    ute: tuple[int, ...]
    dual: Dual
    grense: int
    """Without the constant."""


def los_eksakt(k: Kjoring) -> None:
    """Raise the bound and mend the tree until proven or out of time."""
    while not k.ferdig and k.modell.kanter:
        ut = k.modell.utdrag()
        plan = start_plan(ut.oppgave, ut.kost, None, k.valg.fro, k.teller)
        k.ta_dual(ut, plan.dual)
        if not _kutt(k, ut, plan):
            if plan.ferdig and not k.ferdig:
                _forgren(k, ut, plan)
            return
        k.reduser()
        k.ta_kontant()


def _kutt(k: Kjoring, ut: Utdrag, plan: Kuttplan) -> bool:
    """Run cutting planes; True when so many arcs have gone that reductions pay."""
    aapne = int((ut.oppgave.pris < STOR).sum())
    nr = 0
    while not k.ferdig:
        nr += 1
        mer = runde(plan, k.valg.fro + nr, lambda *tre: k.ta_tre(ut, *tre))
        k.ta_dual(ut, plan.dual)
        if k.ferdig or not mer:
            return plan.ferdig and not k.ferdig and _slankes(k, ut, plan, aapne)
        plan.lp.lukk(*k.lukk(ut, plan.dual, plan.red))
        if (ut.oppgave.pris < STOR).sum() < BYGG_ANDEL * aapne:
            return True
    return False


def _slankes(k: Kjoring, ut: Utdrag, plan: Kuttplan, aapne: int) -> bool:
    """Close what the last bound excludes; tell whether to reduce once more before branching."""
    k.lukk(ut, plan.dual, plan.red)
    return bool((ut.oppgave.pris < STOR).sum() < FORGREN_ANDEL * aapne)


def _delproblem(o: Oppgave, inne: tuple[int, ...], ute: tuple[int, ...]) -> tuple[Oppgave, int]:
    """Force nodes in and out; the prizes of those out are paid."""
    pris, premie = o.pris.copy(), o.premie.copy()
    premie[list(inne)] = STOR
    betalt = int(premie[list(ute)].sum())
    premie[list(ute)] = 0
    borte = np.zeros(premie.size, np.bool_)
    borte[list(ute)] = True
    hode = o.nett.hode
    pris[borte[hode] | borte[hode.reshape(-1, 2)[:, ::-1].ravel()]] = STOR
    return Oppgave(o.nett, pris, premie, o.rot), betalt


def _uten(dual: Dual, ute: tuple[int, ...]) -> Dual:
    """Drop the potentials of terminals that are out, and nodes that are out."""
    eier = np.repeat(np.arange(dual.terminal.size), np.diff(dual.start))
    med = ~np.isin(dual.terminal[eier], ute)
    start = np.zeros(dual.start.size, np.int64)
    np.cumsum(np.bincount(eier[med], minlength=dual.terminal.size), out=start[1:])
    return Dual(dual.rot, dual.terminal, start, dual.node[med], dual.verdi[med])


def _delingsnode(plan: Kuttplan) -> int:
    """Node that is most undecided; ties to the one with most arcs. -1 where all are whole."""
    o = plan.oppgave
    inn = np.bincount(o.nett.hode, weights=plan.x, minlength=o.premie.size)
    brok = np.minimum(inn, 1.0)
    poeng = np.minimum(brok, 1.0 - brok)
    poeng[(o.premie == STOR) | (np.arange(poeng.size) == o.rot)] = 0.0
    grader = np.diff(o.nett.start)
    best = int(np.argmax(np.round(poeng, 3) + 1e-5 * np.minimum(grader, 50)))
    if poeng[best] > HELTALL:
        return best
    best = int(np.argmax(poeng))
    return best if poeng[best] > HELTALL else -1


def _forgren(k: Kjoring, ut: Utdrag, plan: Kuttplan) -> None:
    """Branch, best bound first, until no leaf is below the best tree."""
    rekke: list[tuple[int, int, Blad]] = []
    lukket: list[Blad] = []
    nr = 0
    node = _delingsnode(plan)
    if node < 0:
        return
    rot = Blad((), (), plan.dual, plan.grense)
    _del(rekke, rot, node, nr)
    while rekke and not k.ferdig:
        _, _, blad = heapq.heappop(rekke)
        nr += 2
        node, blad = _los_blad(k, ut, blad)
        if node < 0:
            lukket.append(blad)
        else:
            _del(rekke, blad, node, nr)
        aapne = [b for _, _, b in rekke]
        _ta_grener(k, ut, lukket + aapne)


def _del(rekke: list[tuple[int, int, Blad]], blad: Blad, node: int, nr: int) -> None:
    """Put the two halves of a leaf in the queue."""
    for i, (inne, ute) in enumerate(
        ((( *blad.inne, node), blad.ute), (blad.inne, (*blad.ute, node)))
    ):  # fmt: skip
        heapq.heappush(rekke, (blad.grense, nr + i, Blad(inne, ute, blad.dual, blad.grense)))


def _los_blad(k: Kjoring, ut: Utdrag, blad: Blad) -> tuple[int, Blad]:
    """Bound one leaf; return the node to branch on, or -1 where the leaf is done."""
    o, betalt = _delproblem(ut.oppgave, blad.inne, blad.ute)
    plan = start_plan(o, ut.kost, _uten(blad.dual, blad.ute), k.valg.fro, k.teller)
    maal = k.verdi - k.skala.enhet - ut.konstant - betalt

    def ta_tre(inn: Heltall, med: Maske, kostnad: int) -> bool:
        return k.ta_tre(ut, inn, med, kostnad + betalt)

    nr = 0
    while plan.grense <= maal and not k.ferdig:
        nr += 1
        if not runde(plan, k.valg.fro + nr, ta_tre):
            break
        maal = k.verdi - k.skala.enhet - ut.konstant - betalt
    bedre = plan.grense + betalt
    nytt = Blad(blad.inne, blad.ute, plan.dual, max(bedre, 0))
    if bedre > k.verdi - k.skala.enhet - ut.konstant or not plan.ferdig:
        return -1, nytt
    return _delingsnode(plan), nytt


def _ta_grener(k: Kjoring, ut: Utdrag, blader: list[Blad]) -> None:
    """Let the leaves carry the bound where they are better than what we have."""
    grense = ut.konstant + min(b.grense for b in blader)
    if grense <= k.grense:
        return
    k.grense = grense
    k.steg_ved_dual = len(k.modell.steg)
    k.bladdual = tuple(
        Gren(
            ut.noder[np.array(b.inne, np.int64)], ut.noder[np.array(b.ute, np.int64)],
            globalt(ut, _uten(b.dual, b.ute)), ut.konstant + b.grense,
        )
        for b in blader
    )  # fmt: skip
    k.meld()
