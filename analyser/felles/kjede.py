"""Analyses in turn, each with the results that it builds on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyser.felles.modell import Analyse, Grunnlag, Resultat

Parametre = Callable[[str], Mapping[str, Any]]
"""Analysis → what is set besides the municipality's own."""


def ledd_forut(analyse: Analyse[Any], kjente: Mapping[str, Analyse[Any]]) -> list[Analyse[Any]]:
    """Return the analyses that one builds on, in the order that they must be run."""
    ut: list[Analyse[Any]] = []
    for navn in analyse.bygger_paa:
        ut += [ledd for ledd in (*ledd_forut(kjente[navn], kjente), kjente[navn]) if ledd not in ut]
    return ut


def kjor_i_rekke(
    grunnlag: Grunnlag,
    analysene: Sequence[Analyse[Any]],
    kjente: Mapping[str, Analyse[Any]],
    parametre: Parametre,
    neste: Callable[[str], None] = lambda _: None,
) -> list[Resultat]:
    """Run analyses one by one; what one of them builds on is run first, and once.

    What is not asked for itself is run only as far as others take it in.

    Parameters
    ----------
    kjente       every analysis, by name
    parametre    what is set for an analysis
    neste        told the name of each as it begins
    """
    svar: dict[str, Resultat] = dict(grunnlag.svar)
    navnene = {analyse.navn for analyse in analysene}
    for bestilt in analysene:
        for analyse in (*ledd_forut(bestilt, kjente), bestilt):
            if analyse.navn not in svar:
                neste(analyse.navn)
                bruker = {navn: svar[navn] for navn in analyse.bygger_paa}
                gitt = replace(grunnlag, svar=bruker)
                svar[analyse.navn] = analyse.kjor(
                    gitt, parametre(analyse.navn), analyse.navn not in navnene
                )
    return [svar[analyse.navn] for analyse in analysene]
