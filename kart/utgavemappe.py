"""Writing one edition of a run: what was ordered, cut, let through the gate, and written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Grunnlag, Resultat
from analyser.felles.reindrift import distriktnavn
from gis.feil import KildeFeil, ParameterFeil
from kart.kjoring import Kjoring
from kart.port import uten_begrensede
from kart.publisering import publiser, publiser_ark, publiser_to_sider
from kart.tekster import paa_spraak, t
from kart.utgaver import TO_SIDER, Utgave, flaten, navngitte, utvalget
from lag.katalog.matrikkel import TEIGER
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag


@dataclass(frozen=True, slots=True)
class Bestilling:
    """One edition as it was ordered."""

    utgave: Utgave
    """Which."""
    om: str = ""
    """Property or district that it is about."""
    uten_begrensede: bool = False
    """True: map layers with a restricted licence are left out."""


OM: dict[str, tuple[Lag, tuple[str, ...], str]] = {
    "eiendom": (TEIGER, ("matrikkelnummer",), "eiendommen"),
    "distrikt": (REINBEITE, ("navn_samisk", "navn", "lokalid"), "distriktet"),
}
"""What an edition can be about → layer, columns that name it, and word."""


def _flaten(bestilling: Bestilling, grunnlag: Grunnlag) -> tuple[BaseGeometry | None, str]:
    """Return the ground that the edition is about, and what it is in words."""
    utgave = bestilling.utgave
    if not utgave.om:
        if bestilling.om:
            raise ParameterFeil(f"Utgaven «{utgave.navn}» gjelder hele kommunen.")
        return None, ""
    post, kolonner, ord_ = OM[utgave.om]
    if not bestilling.om:
        raise ParameterFeil(f"Utgaven «{utgave.navn}» trenger --{utgave.om}.")
    laget = grunnlag[post]
    if not laget.kjent:
        raise KildeFeil(f"Laget «{post.tittel}» er ikke kjent ({laget.feil}).")
    return flaten(laget.data, kolonner, bestilling.om, ord_), f"{ord_} {bestilling.om}"


def krev_bestilling(bestilling: Bestilling, grunnlag: Grunnlag) -> None:
    """Stop at once, before anything is computed, unless what the edition is about is found.

    Raises
    ------
    ParameterFeil    if it is missing or not found
    KildeFeil        if the layer that holds it is not known
    """
    _flaten(bestilling, grunnlag)


def publiser_utgave(
    bestilling: Bestilling,
    resultater: Sequence[Resultat],
    grunnlag: Grunnlag,
    mappe: Path,
    kjoring: Kjoring,
    nettleser: str = "",
) -> tuple[Path, ...]:
    """Write the edition into `mappe`; returns the files.

    Parameters
    ----------
    nettleser    path of a Chromium, for the edition on paper; empty: no PDF

    Raises
    ------
    ParameterFeil    if what it is about is missing or not found
    DataFeil         if something must not be published, or a number would differ
    """
    flate, hva = _flaten(bestilling, grunnlag)
    valgte = utvalget(resultater, bestilling.utgave, flate, hva)
    if bestilling.uten_begrensede:
        valgte = tuple(uten_begrensede(r) for r in valgte)
    with paa_spraak(kjoring.spraak):
        tittel = f"{t(bestilling.utgave.tittel)}{f', {t(hva)}' if hva else ''}"
    # that page holds every layer whole: it goes through the gate, or is left out
    siler = bestilling.utgave.siler and not bestilling.uten_begrensede
    egen = replace(
        kjoring,
        utgave=tittel,
        sileemne=kjoring.sileemne if siler else None,
        oppslag=() if flate else kjoring.oppslag,
    )
    if bestilling.utgave.navn == TO_SIDER:
        return publiser_to_sider(valgte, grunnlag.kommune, mappe, egen, nettleser)
    ark = _ark_om(bestilling, resultater, grunnlag)
    egne = {r.analyse: r.ark for r in ark}
    valgte = tuple(replace(r, ark=egne.get(r.analyse, r.ark)) for r in valgte)
    sider = publiser(valgte, grunnlag.kommune, grunnlag.grense, mappe, egen)
    return (*sider, *publiser_ark(ark or valgte, grunnlag.kommune, mappe, egen))


def _ark_om(
    bestilling: Bestilling, resultater: Sequence[Resultat], grunnlag: Grunnlag
) -> tuple[Resultat, ...]:
    """Return the results that have sheets about the district ordered, with what those show only.

    A sheet names rows of the whole tables, so its result is not cut to the district.
    """
    if bestilling.utgave.om != "distrikt":
        return ()
    data = grunnlag[REINBEITE].data
    ider = navngitte(data, OM["distrikt"][1], bestilling.om)["lokalid"].astype(str)
    navnene = {distriktnavn(data)[ident] for ident in ider}
    ut = []
    for resultat in resultater:
        ark = tuple(a for a in resultat.ark if a.tittel in navnene)
        vises = {d.tabell for a in ark for d in a.deler} | {navn for a in ark for navn in a.kartlag}
        tabeller = tuple(t_ for t_ in resultat.tabeller if t_.navn in vises)
        kartlag = tuple(k for k in resultat.kartlag if k.navn in vises)
        if ark:
            ut.append(replace(resultat, ark=ark, tabeller=tabeller, kartlag=kartlag))
    return tuple(uten_begrensede(r) if bestilling.uten_begrensede else r for r in ut)
