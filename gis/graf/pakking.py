"""From weights on cuts, as linear programming gives them, to a dual solution that surely holds."""

import numpy as np

from gis.graf.dual import stig
from gis.graf.snitt import Snittliste
from gis.graf.typer import STOR, Dual, Heltall, Oppgave
from gis.kompilering import kompiler


@kompiler
def _pakk(snitt: Snittliste, vekt: Heltall, rekke: Heltall, red: Heltall, igjen: Heltall) -> None:
    """Lower each weight to what arcs and prize still carry, heaviest first, in place."""
    for s in rekke:
        y = min(vekt[s], igjen[snitt.terminal[s]])
        for i in range(snitt.bue_start[s], snitt.bue_start[s + 1]):
            y = min(y, red[snitt.bue[i]])
        vekt[s] = y
        if y > 0:
            if igjen[snitt.terminal[s]] < STOR:
                igjen[snitt.terminal[s]] -= y
            for i in range(snitt.bue_start[s], snitt.bue_start[s + 1]):
                if red[snitt.bue[i]] < STOR:
                    red[snitt.bue[i]] -= y


@kompiler
def _potensialer(
    snitt: Snittliste, vekt: Heltall, rekke: Heltall, n: int
) -> tuple[Heltall, Heltall, Heltall]:
    """Sum the weights by terminal and node; `rekke` sorts the cuts by terminal."""
    ut_t = np.empty(snitt.node.size, np.int64)
    ut_v, ut_p = np.empty_like(ut_t), np.empty_like(ut_t)
    hvor = np.full(n, -1, np.int64)
    plass, forrige, begynt = 0, -1, 0
    for s in rekke:
        if snitt.terminal[s] != forrige:
            for i in range(begynt, plass):
                hvor[ut_v[i]] = -1
            forrige, begynt = snitt.terminal[s], plass
        if vekt[s] <= 0:
            continue
        for i in range(snitt.start[s], snitt.start[s + 1]):
            v = snitt.node[i]
            if hvor[v] < 0:
                hvor[v] = plass
                ut_t[plass], ut_v[plass], ut_p[plass] = forrige, v, 0
                plass += 1
            ut_p[hvor[v]] += vekt[s]
    return ut_t[:plass], ut_v[:plass], ut_p[:plass]


def legg_sammen(n: int, rot: int, deler: list[tuple[Heltall, Heltall, Heltall]]) -> Dual:
    """Add potentials given as (terminal, node, value) entries."""
    t, v, p = (np.concatenate([d[i] for d in deler]) for i in range(3))
    nokkel, hvor = np.unique(t * n + v, return_inverse=True)
    verdi = np.zeros(nokkel.size, np.int64)
    np.add.at(verdi, hvor, p)
    terminal, start = np.unique(nokkel // n, return_index=True)
    return Dual(rot, terminal, np.append(start, nokkel.size), nokkel % n, verdi)


def oppforinger(dual: Dual) -> tuple[Heltall, Heltall, Heltall]:
    """Return a dual solution as (terminal, node, value) entries."""
    return np.repeat(dual.terminal, np.diff(dual.start)), dual.node, dual.verdi


def sikker_dual(oppgave: Oppgave, snitt: Snittliste, vekt: Heltall) -> tuple[Dual, Heltall]:
    """Make weights feasible in whole numbers, and raise what is left by dual ascent.

    The sum of potentials of nested or crossing sets loads no arc more than the sets do.

    Returns
    -------
    dual      feasible for `oppgave`
    redusert  (2m,) reduced costs, at least those that the potentials leave
    """
    n = oppgave.premie.size
    vekt = np.maximum(vekt, 0)
    red, igjen = oppgave.pris.copy(), oppgave.premie.copy()
    _pakk(snitt, vekt, np.argsort(-vekt, kind="stable"), red, igjen)
    egne = _potensialer(snitt, vekt, np.argsort(snitt.terminal, kind="stable"), n)
    rest, red = stig(Oppgave(oppgave.nett, red, igjen, oppgave.rot))
    return legg_sammen(n, oppgave.rot, [egne, oppforinger(rest)]), red
