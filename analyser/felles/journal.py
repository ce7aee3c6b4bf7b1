"""The planner's journal: changes with reason, name and date, and whether they still hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from pydantic import Field

from analyser.felles.konsekvenser import satt
from analyser.felles.m1941 import PAAVIRKNINGSORD, VERDIER, Vifte
from analyser.felles.modell import Status
from analyser.felles.reindrift import UTEN_SAERVERDI
from analyser.felles.silt import Treffendringer
from analyser.felles.stedssvar import (
    Journalfelt,
    Journalpost,
    Journalrad,
    Konsekvens,
    Lagsvar,
)
from gis.feil import ParameterFeil
from gis.kommune import naermeste
from gis.strengt import Nokkelsti, Streng, tolk_toml
from lag.katalog import KATALOG
from lag.modell import VERDIORD

GYLDIGE: Mapping[str, tuple[str, ...]] = {
    "verdi": VERDIER,
    "paavirkning": tuple(navn for navn in PAAVIRKNINGSORD if navn),
    "treff": ("ja", "nei"),
    "vurdering": ("JA", "NEI", "ANNET"),
}
"""What each field may be set to."""
FORELDET = "foreldet: objektene eller regelen er endret siden (merket er nå «{merke}»); ikke brukt"
UTEN_MERKE = "kan ikke kontrolleres mot senere endringer; legg til merke = «{merke}»"
UTEN_DIALOG = (
    "reindriftens verdi, påvirkning og treff endres bare etter dialog; oppgi dialog = "
    '"ÅÅÅÅ-MM-DD"; ikke brukt'
)


class _Endring(Streng):
    sted: str = Field(min_length=1)
    felt: Literal["verdi", "paavirkning", "treff", "vurdering"]
    ny: str = Field(min_length=1)
    grunn: str = Field(min_length=1)
    navn: str = Field(min_length=1)
    dato: date
    lag: str = ""
    merke: str = ""
    dialog: date | None = None


class _Journal(Streng):
    endring: list[_Endring] = Field(default_factory=list)


def _nokler(sti: Nokkelsti) -> list[str]:
    return list(_Journal.model_fields if len(sti) == 1 else _Endring.model_fields)


def tolk_journal(tekst: str, fil: str) -> tuple[Journalrad, ...]:
    """Read a journal.

    Parameters
    ----------
    tekst    TOML with one [[endring]] per change: sted, felt, ny, grunn, navn, dato; lag for all
             but «vurdering»; merke and dialog where there are any
    fil      its name, for messages

    Raises
    ------
    ParameterFeil    naming file, line of the journal and key
    """
    lest = tolk_toml(tekst, fil, _Journal, _nokler, {})
    rader = tuple(_rad(nr, e, f"{fil}: endring {nr}") for nr, e in enumerate(lest.endring, 1))
    sett: dict[tuple[str, str, str], int] = {}
    for rad in rader:
        forst = sett.setdefault((rad.sted, rad.lag, rad.felt), rad.nr)
        if forst != rad.nr:
            raise ParameterFeil(
                f"{fil}: endring {forst} og {rad.nr} setter begge {rad.felt} for {rad.sted}"
                f"{f' og {rad.lag}' if rad.lag else ''}. Behold den som gjelder."
            )
    return rader


def _rad(nr: int, e: _Endring, sted: str) -> Journalrad:
    """One line, checked."""
    gyldige = GYLDIGE[e.felt]
    if e.ny not in gyldige:
        raise ParameterFeil(
            f"{sted}: ny er «{e.ny}», men {e.felt} må være en av {', '.join(gyldige)}."
        )
    if e.felt == "vurdering" and e.lag:
        raise ParameterFeil(f"{sted}: vurdering gjelder hele området; fjern «lag».")
    if e.felt != "vurdering" and e.lag not in KATALOG:
        hva = f"laget «{e.lag}» finnes ikke" if e.lag else "«lag» mangler"
        raise ParameterFeil(f"{sted}: {hva}. {naermeste(e.lag, list(KATALOG))}")
    return Journalrad(
        nr=nr, sted=e.sted, lag=e.lag, felt=e.felt, ny=e.ny, grunn=e.grunn, navn=e.navn,
        dato=e.dato.isoformat(), merke=e.merke, dialog=e.dialog.isoformat() if e.dialog else "",
    )  # fmt: skip


def ukjente_steder(journal: Sequence[Journalrad], ider: Sequence[str]) -> tuple[str, ...]:
    """Say which lines name a site that is not among `ider`."""
    return tuple(
        f"Journalen: endring {rad.nr} gjelder området «{rad.sted}», som ikke er i innspillet. "
        f"{naermeste(rad.sted, list(ider))}"
        for rad in journal
        if rad.sted not in ider
    )


def poster_for(journal: Sequence[Journalrad], svar: Sequence[Lagsvar]) -> tuple[Journalpost, ...]:
    """Return the lines of one site with what becomes of them; `journal` holds only its own."""
    per_lag = {s.lag: s for s in svar}
    return tuple(_post(rad, per_lag.get(rad.lag)) for rad in journal)


def _post(rad: Journalrad, svar: Lagsvar | None) -> Journalpost:
    """Judge one line: used, stale, without mark, without dialogue."""
    if rad.felt == "vurdering":
        return Journalpost(rad=rad, for_="", etter=rad.ny, brukt=True, merknad="")
    if svar is None:
        return Journalpost(
            rad=rad, for_="", etter=rad.ny, brukt=False, merknad="laget siles ikke; ikke brukt"
        )
    brukt, merknad = True, ""
    if not rad.merke:
        merknad = UTEN_MERKE.format(merke=svar.merke)
    elif rad.merke != svar.merke:
        brukt, merknad = False, FORELDET.format(merke=svar.merke)
    if svar.tema == "reindrift" and not rad.dialog:
        brukt, merknad = False, UTEN_DIALOG
    forut, etter = _ord(rad.felt, _forut(rad.felt, svar)), _ord(rad.felt, rad.ny)
    return Journalpost(rad=rad, for_=forut, etter=etter, brukt=brukt, merknad=merknad)


def _forut(felt: Journalfelt, svar: Lagsvar) -> str:
    """Return what stood before."""
    if felt == "treff":
        bare_distrikt = svar.merknad.endswith(UTEN_SAERVERDI)
        return "ja" if svar.status == Status.TREFF and not bare_distrikt else "nei"
    k = svar.konsekvens
    return "" if k is None else k.verdi if felt == "verdi" else k.paavirkning


def _ord(felt: Journalfelt, verdi: str) -> str:
    """Value of a field in words."""
    if felt == "verdi":
        return VERDIORD[verdi]
    return PAAVIRKNINGSORD[verdi] if felt == "paavirkning" else verdi


def med_journal(
    svar: Sequence[Lagsvar], poster: Sequence[Journalpost], vifte: Vifte
) -> tuple[Lagsvar, ...]:
    """Return the answers with the planner's values and impacts put in; hits stay as facts."""
    ut = []
    for ett in svar:
        egne = {p.rad.felt: p.rad for p in poster if p.brukt and p.rad.lag == ett.lag}
        verdi, paavirkning = egne.get("verdi"), egne.get("paavirkning")
        if egne.get("treff") and egne["treff"].ny == "nei" and ett.konsekvens is not None:
            ut.append(replace(ett, konsekvens=None))
        elif verdi or paavirkning:
            ut.append(replace(ett, konsekvens=_satt(ett.konsekvens, verdi, paavirkning, vifte)))
        else:
            ut.append(ett)
    return tuple(ut)


def _satt(
    forut: Konsekvens | None, verdi: Journalrad | None, paavirkning: Journalrad | None, vifte: Vifte
) -> Konsekvens:
    """Consequence with the planner's own value or impact."""
    verdien = (verdi.ny, _sagt(verdi)) if verdi else _gammel(forut, "verdi")
    virkning = (
        (paavirkning.ny, _sagt(paavirkning)) if paavirkning else _gammel(forut, "paavirkning")
    )
    return satt(vifte, verdien, virkning, forslag=not (verdi and paavirkning))


def _gammel(forut: Konsekvens | None, felt: str) -> tuple[str, str]:
    """Return what stood, or nothing."""
    if forut is None:
        return "", "ikke satt"
    return (
        (forut.verdi, forut.verdi_grunn)
        if felt == "verdi"
        else (forut.paavirkning, forut.paavirkning_grunn)
    )


def _sagt(rad: Journalrad) -> str:
    """Who set it, when and why."""
    return f"journal: {rad.grunn} ({rad.navn}, {rad.dato})"


def treffendringer(poster: Sequence[Journalpost]) -> Treffendringer:
    """Gather the hits that the planner has set aside or added, with reason."""
    par = {
        ny: frozenset(
            (p.rad.sted, p.rad.lag)
            for p in poster
            if p.brukt and p.rad.felt == "treff" and p.rad.ny == ny
        )
        for ny in GYLDIGE["treff"]
    }
    return Treffendringer(til_side=par["nei"], lagt_til=par["ja"])
