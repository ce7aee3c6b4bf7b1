"""The doors: Steiner tree and prize-collecting Steiner tree from given roots, with proof.

Order of work: reductions that need no bound, a first tree, dual ascent, arcs and nodes settled by
reduced cost, all again while it helps; then linear programming and branching on what remains.
"""

import math

import numpy as np

from gis.feil import DataFeil
from gis.graf.eksakt import los_eksakt
from gis.graf.heltall import skaler_premier, velg_skala
from gis.graf.kjoring import Kjoring
from gis.graf.lenket import KREVDE
from gis.graf.modell import lag_modell
from gis.graf.sveip import sveip
from gis.graf.typer import STOR, Graf, Heltall, Maske, Tall, Tre, Valg, krev_noder


def naadd(graf: Graf, rotter: Heltall) -> Maske:
    """Tell which nodes can be reached from the roots, (noder,)."""
    fra, til, rot = _en_rot(graf, krev_noder(graf, rotter, "Røtter"))
    modell = lag_modell(
        graf.noder, fra, til, np.zeros(fra.size, np.int64), np.zeros(graf.noder, np.int64), rot
    )
    ut = np.asarray(modell.g.grad > 0)
    ut[rotter] = True
    return ut


def _en_rot(graf: Graf, rotter: Heltall) -> tuple[Heltall, Heltall, int]:
    """Contract the roots to the first of them."""
    if not rotter.size:
        raise DataFeil("Ingen røtter er gitt: oppgi minst én node som nettet kan bygges fra.")
    navn = np.arange(graf.noder)
    navn[rotter] = rotter[0]
    return navn[graf.fra], navn[graf.til], int(rotter[0])


def steinertre(graf: Graf, rotter: Heltall, terminaler: Heltall, valg: Valg | None = None) -> Tre:
    """Find the cheapest edges that connect every terminal with a root.

    Parameters
    ----------
    graf         edge costs in one unit
    rotter       nodes that are there already (at least one); several count as one
    terminaler   nodes to reach; roots among them are reached already
    valg         time limit, seed, progress; 60 s where it is not given

    Raises
    ------
    DataFeil       a terminal cannot be reached from any root, or there is no root
    ParameterFeil  unknown nodes
    """
    premier = np.zeros(graf.noder)
    premier[krev_noder(graf, terminaler, "Terminaler")] = math.inf
    return premietre(graf, rotter, premier, valg)


def premietre(graf: Graf, rotter: Heltall, premier: Tall, valg: Valg | None = None) -> Tre:
    """Find the tree from the roots with least cost of edges plus prizes left out.

    Parameters
    ----------
    graf      edge costs in one unit
    rotter    nodes that are there already (at least one); several count as one
    premier   (noder,) cost of leaving each node out, same unit; infinite where it must be reached

    Raises
    ------
    DataFeil       a node that must be reached cannot be, a prize is negative, or there is no root
    ParameterFeil  unknown nodes
    """
    kjoring = _kjor(graf, rotter, premier, valg or Valg())
    if kjoring.valg.eksakt:
        sveip(kjoring, _uten_sveip)
        los_eksakt(kjoring)
    return kjoring.ferdigstill()


def _uten_sveip(graf: Graf, rotter: Heltall, premier: Tall, valg: Valg) -> Tre:
    """Solve a problem that is a part of another's sweep."""
    kjoring = _kjor(graf, rotter, premier, valg)
    los_eksakt(kjoring)
    return kjoring.ferdigstill()


def _kjor(graf: Graf, rotter: Heltall, premier: Tall, valg: Valg) -> Kjoring:
    """Check and scale a problem, and do all that needs no linear programming."""
    rotter = krev_noder(graf, rotter, "Røtter")
    pris = np.array(premier, np.float64)
    if pris.shape != (graf.noder,) or np.isnan(pris).any() or (pris < 0).any():
        raise DataFeil(f"Premiene må være {graf.noder} tall fra null og opp, ett per node.")
    fra, til, rot = _en_rot(graf, rotter)
    pris[rotter] = 0.0
    skala = velg_skala(graf, pris, naadd(graf, rotter))
    heltall = skaler_premier(skala, pris, _tak(graf))
    modell = lag_modell(graf.noder, fra, til, skala.gulv(graf.kostnad), heltall, rot)
    borte = np.flatnonzero(modell.g.grad == 0)
    borte = borte[borte != rot]
    umulig = borte[np.isinf(pris[borte])]
    if umulig.size:
        raise DataFeil(
            f"{umulig.size} noder som skal nås, henger ikke sammen med noen rot, "
            f"den første er node {umulig[0]}. Finn dem med «naadd», og ta dem ut eller bygg bro."
        )
    modell.g.premie[borte] = skala.gulv(pris[borte])
    modell.g.tall[KREVDE] -= int((heltall[borte] == STOR).sum())
    kjoring = Kjoring(graf, pris, skala, modell, valg)
    kjoring.forbered()
    return kjoring


def _tak(graf: Graf) -> float:
    """Return the sum of all costs: a prize above it is always won where it can be reached."""
    return math.fsum(graf.kostnad)
