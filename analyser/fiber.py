"""Fiber: who lacks fibre, what the cheapest network to them is, and what to build first."""

from dataclasses import asdict, replace

from analyser.felles.adresser import JA, NEI, UKJENT
from analyser.felles.fiber.andretabeller import andre_tabeller
from analyser.felles.fiber.beregning import Fiberplan, lag_fiberplan, lag_utbygging
from analyser.felles.fiber.dekningstabeller import adressetabell, dekningstabeller
from analyser.felles.fiber.groftkart import grofter_lag
from analyser.felles.fiber.kartlagene import etapper, kartlagene
from analyser.felles.fiber.ordene import punkter, svar
from analyser.felles.fiber.parametre import Parametre
from analyser.felles.fiber.plantabeller import plantabeller
from analyser.felles.fiber.saken import saken
from analyser.felles.modell import Analyse, Grunnlag, Resultat, Tabell
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.utredning import ramme
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fiber import (
    FIBERDEKNING,
    FIBERNODER,
    FIBERRUTER,
    FIBERTRASEER,
    GRAVEPLANER,
)
from lag.katalog.grunnlag import GRUNNKRETSER, STEDSNAVN, TETTSTEDER
from lag.katalog.kultur import KULTURMINNER
from lag.katalog.landbruk import AREALRESSURS
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER, REGULERINGSPLANER
from lag.katalog.samferdsel import JERNBANE, VEGER
from lag.katalog.vann import ELVER, INNSJOER

INTERNT = (
    'den viser hvilke husstander som mangler fiber. Sett utgave = "offentlig" under '
    "[analyse.fiber] og kjør på nytt"
)
"""Why the internal edition is stopped on its way to others."""

__all__ = ["ANALYSE", "JA", "NEI", "UKJENT", "Parametre", "beregn"]


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Tell who lacks fibre, and plan the network to them."""
    f = lag_fiberplan(grunnlag, p)
    svaret, (om_dekningen, om_planen) = svar(f, grunnlag), punkter(f, grunnlag)
    return Resultat(
        analyse=ANALYSE.navn,
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=svaret,
        punkter=(*om_dekningen, *om_planen),
        tabeller=_tabeller(f, grunnlag),
        kartlag=kartlagene(f, grunnlag),
        regler=(),
        kilder=kildebruk(grunnlag, ANALYSE.krever),
        ukjent=ukjent_tekster(grunnlag, ANALYSE.krever),
        parametre=asdict(p),
        sak=saken(f, svaret, om_dekningen, om_planen),
        internt=INTERNT if p.utgave == "intern" else "",
    )


def grofter(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Return the trenches alone, as `beregn` draws them: what the conflict map takes in."""
    kartlag = (grofter_lag(lag_utbygging(grunnlag, p)),)
    return replace(ramme(ANALYSE, grunnlag, asdict(p), ()), kartlag=kartlag)


def _tabeller(f: Fiberplan, grunnlag: Grunnlag) -> tuple[Tabell, ...]:
    """Tables of this edition, the plan first."""
    interne = (adressetabell(f, etapper(f)),) if f.p.utgave == "intern" else ()
    return (
        *plantabeller(f), *dekningstabeller(f), *andre_tabeller(f, grunnlag), *interne
    )  # fmt: skip


ANALYSE = Analyse(
    navn="fiber",
    tittel="Fiber",
    sporsmaal="Hvilke adresser mangler fiber, og hva bør bygges først?",
    krever=(
        ADRESSER, BYGNINGER, FIBERDEKNING, FIBERNODER, FIBERRUTER, FIBERTRASEER, GRAVEPLANER,
        STEDSNAVN, GRUNNKRETSER, TETTSTEDER, REGULERINGSPLANER, BOLIGTOMTER, HYTTEOMRAADER,
        NAERINGSTOMTER, VEGER, JERNBANE, KRAFTLINJER, ELVER, INNSJOER, KULTURMINNER, NATURVERN,
        AREALRESSURS,
    ),
    parametre=Parametre(),
    beregn=beregn,
    som_ledd=grofter,
)  # fmt: skip
