"""Fetching many layers: services side by side, files one by one, and going on after a stop."""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from typing import Literal, Protocol

from gis.feil import KildeFeil
from gis.kilder.http import Tilsyn
from gis.kommune import Kommune
from lag.henting import Hentemelding, Oppsett, hent
from lag.kildevalg import kilde_for, med_valg, nokkel_for
from lag.modell import Fil, IngenTjeneste, Lag

SAMTIDIGE = 4
"""Layers that are asked for at a time; the client lets fewer to each host. Our own choice."""

Utvalg = Literal["alle", "resten", "foreldet"]
"""alle: every layer. resten: what a stopped run had left. foreldet: what is missing or too old."""


class Tilskuer(Protocol):
    """Somebody who watches the run; called from several threads."""

    def begynt(self, navn: str) -> None:
        """Note that a layer is being fetched."""

    def bytes_(self, navn: str, antall: int) -> None:
        """Note that so many more bytes came."""

    def objekter(self, navn: str, antall: int) -> None:
        """Note that so many more features were read."""

    def ferdig(self, melding: Hentemelding) -> None:
        """Note how a layer went."""


def velg_poster(
    poster: Sequence[Lag], kommune: Kommune, oppsett: Oppsett, utvalg: Utvalg
) -> list[Lag]:
    """Return the layers that are to be asked for.

    A layer is passed over only when its good copy is of the very source that kommune.toml names.
    """
    if utvalg == "alle":
        return list(poster)
    begynt = oppsett.lager.paabegynt() if utvalg == "resten" else ""
    return [post for post in poster if not _har_nyere(post, kommune, oppsett, begynt)]


def _har_nyere(post: Lag, kommune: Kommune, oppsett: Oppsett, begynt: str) -> bool:
    """Tell whether the layer was fetched after `begynt`; without that, whether it is fresh."""
    lager = oppsett.lager
    if not lager.har(post.navn):
        return False
    try:
        kopi, forsok = lager.kopi(post.navn), lager.forsok(post.navn)
    except KildeFeil:
        return False
    nokkel = nokkel_for(post, kommune, kilde_for(post, kommune))
    if kopi is None or forsok is None or forsok.status == "feilet":
        return False
    if not kopi.opphav.nokkel == forsok.nokkel == nokkel:
        return False
    if begynt:
        return forsok.tid >= begynt
    alder = datetime.fromisoformat(oppsett.naa) - datetime.fromisoformat(forsok.tid)
    return alder.days <= med_valg(post, kommune).gyldig_dager


def hent_lagene(
    poster: Sequence[Lag],
    kommune: Kommune,
    oppsett: Oppsett,
    tilskuer: Tilskuer,
    utvalg: Utvalg = "alle",
) -> list[Hentemelding]:
    """Fetch those of the layers that `utvalg` says; the messages come in their order.

    A service that fails leaves its layer unknown, or as it was. A file of one's own that fails
    stops the run where there is no copy from before; such files are therefore read first. That
    the run has begun is noted in the store until all is done.

    Raises
    ------
    CrsFeil, SkjemaFeil, SkriveFeil, ParameterFeil    as `hent`
    KildeFeil                                         when a file cannot be read, and has no copy
    """
    poster = velg_poster(poster, kommune, oppsett, utvalg)
    oppsett = replace(oppsett, fortsett=utvalg == "resten")
    if not (oppsett.frakoblet or (oppsett.fortsett and oppsett.lager.paabegynt())):
        oppsett.lager.begynn(oppsett.naa)
    filer = [post for post in poster if _lokal(post, kommune)]
    filer.sort(key=lambda post: post.navn not in kommune.lag)  # what the planner named may be wrong
    meldinger: dict[str, Hentemelding] = {}
    tropp = ThreadPoolExecutor(SAMTIDIGE, thread_name_prefix="hent")
    try:
        ventende = {
            tropp.submit(_hent_ett, post, kommune, oppsett, tilskuer)
            for post in poster
            if post not in filer
        }
        for post in filer:
            melding = _hent_ett(post, kommune, oppsett, tilskuer)
            meldinger[post.navn] = _krev_fil(post, kommune, melding)
        _samle(ventende, meldinger)
    except BaseException:
        oppsett.klient.vakter.avbryt()
        raise
    finally:
        tropp.shutdown(wait=True, cancel_futures=True)
    if not oppsett.frakoblet:
        oppsett.lager.avslutt()
    return [meldinger[post.navn] for post in poster]


def sluttord(meldinger: Sequence[Hentemelding]) -> str:
    """Sum up a run of fetching in one bokmål sentence."""
    ukjente = sum(melding.status != "hentet" for melding in meldinger)
    gamle = sum(melding.feilet and melding.status == "hentet" for melding in meldinger)
    if not meldinger:
        return "Ferdig. Ingen lag trengte å hentes."
    if not ukjente and not gamle:
        return "Ferdig. Alle lag er hentet."
    ledd = [f"{ukjente} lag er ikke kjent"] if ukjente else []
    ledd += [f"{gamle} lag bruker kopien fra før, fordi hentingen feilet"] if gamle else []
    return f"Ferdig. {'; '.join(ledd)}."


def _samle(ventende: set[Future[Hentemelding]], meldinger: dict[str, Hentemelding]) -> None:
    """Gather what the threads bring; the first error that stops the run is raised at once."""
    while ventende:
        ferdige, ventende = wait(ventende, return_when=FIRST_COMPLETED)
        for oppgave in ferdige:
            melding = oppgave.result()
            meldinger[melding.lag] = melding


def _lokal(post: Lag, kommune: Kommune) -> bool:
    """Tell whether the layer needs no network."""
    return isinstance(kilde_for(post, kommune), Fil | IngenTjeneste)


def _krev_fil(post: Lag, kommune: Kommune, melding: Hentemelding) -> Hentemelding:
    """Stop when a file of one's own could not be read, and no copy from before stands in."""
    if melding.status != "hentet" and isinstance(kilde_for(post, kommune), Fil):
        raise KildeFeil(melding.tekst)
    return melding


def _hent_ett(post: Lag, kommune: Kommune, oppsett: Oppsett, tilskuer: Tilskuer) -> Hentemelding:
    """Fetch one layer under the eyes of `tilskuer`."""
    tilskuer.begynt(post.navn)
    tilsyn = Tilsyn(
        bytes_=lambda antall: tilskuer.bytes_(post.navn, antall),
        objekter=lambda antall: tilskuer.objekter(post.navn, antall),
    )
    melding = hent(post, kommune, replace(oppsett, tilsyn=tilsyn))
    tilskuer.ferdig(melding)
    return melding
