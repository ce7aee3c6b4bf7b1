"""What a dual solution and a tree together exclude: arcs, and leaving prizes out."""

import numpy as np

from gis.graf.dual import avstand_ut
from gis.graf.typer import STOR, Dual, Heltall, Maske, Oppgave


def nivaaer(dual: Dual, noder: int) -> Heltall:
    """Potential of every terminal at itself, (noder,)."""
    eier = np.repeat(dual.terminal, np.diff(dual.start))
    egne = dual.node == eier
    ut = np.zeros(noder, np.int64)
    ut[dual.node[egne]] = dual.verdi[egne]
    return ut


def utelukk(oppgave: Oppgave, dual: Dual, red: Heltall, slingring: int) -> tuple[Maske, Maske]:
    """Find what no tree better than the best can do.

    Parameters
    ----------
    red         (2m,) reduced costs of `dual`
    slingring   best cost - one unit - bound: a tree with more reduced cost is not better

    Returns
    -------
    buer    (2m,) arcs that no better tree uses
    krevd   (n,) prizes that every better tree wins
    """
    fra_rot, til_terminal = avstand_ut(oppgave, red)
    hode = oppgave.nett.hode
    hale = hode.reshape(-1, 2)[:, ::-1].ravel()
    til = til_terminal[hode]
    fra = fra_rot[hale]
    buer = (red >= STOR) | (fra >= STOR) | (til >= STOR)
    sikre = ~buer
    buer[sikre] = fra[sikre] + red[sikre] + til[sikre] > slingring
    krevd = (oppgave.premie > 0) & (oppgave.premie < STOR)
    krevd &= oppgave.premie - nivaaer(dual, oppgave.premie.size) > slingring
    return buer, krevd


def fra_annen_rot(oppgave: Oppgave, kost: Heltall, rot: int) -> Oppgave:
    """Return the same problem seen from another node that must be reached, no arc closed."""
    premie = oppgave.premie.copy()
    premie[oppgave.rot], premie[rot] = STOR, 0
    return Oppgave(oppgave.nett, np.repeat(kost, 2), premie, rot)
