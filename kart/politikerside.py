"""The politicians' edition: every question with its answer and what is not known, on two pages."""

from collections.abc import Sequence
from html import escape
from textwrap import shorten

from analyser.felles.modell import Resultat
from analyser.felles.tekst import dato
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.resultatside import har_reindrift

LENGST_SVAR, LENGST_UKJENT = 420, 150
"""Characters of an answer and of one doubt; the pages of the run hold the whole."""
FLEST_UKJENTE = 2
"""Doubts that are written out for each question."""


def _kort(tekst: str, lengst: int) -> str:
    """Cut a text at a word, escaped."""
    return escape(shorten(tekst, lengst, placeholder=" …"))


def _svar(resultat: Resultat) -> str:
    """One question: answer first, then how much is open."""
    ukjent = [setning for setning in resultat.ukjent if setning != REINDRIFT]
    flere = (
        f" … og {len(ukjent) - FLEST_UKJENTE} forhold til." if len(ukjent) > FLEST_UKJENTE else ""
    )
    vist = " ".join(_kort(s, LENGST_UKJENT) for s in ukjent[:FLEST_UKJENTE])
    tiltak = f" Tiltak {', '.join(resultat.tiltak)} i planen." if resultat.tiltak else ""
    tvil = f'<p class="ukjent">Vi vet ikke: {vist}{flere}</p>' if ukjent else ""
    return (
        f"<section><h2>{escape(resultat.tittel)}</h2>"
        f'<p class="sporsmaal">{escape(resultat.sporsmaal + tiltak)}</p>'
        f"<p><strong>{_kort(resultat.svar, LENGST_SVAR)}</strong></p>{tvil}</section>"
    )


def politikerside(resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring) -> str:
    """Return the edition as HTML that prints to two pages of A4.

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    merke = f'<p><span class="eksempel">{EKSEMPEL}</span></p>' if kjoring.eksempel else ""
    rein = f" {REINDRIFT}" if any(har_reindrift(r) for r in resultater) else ""
    return utskriftsark(
        "politiker.html",
        "politiker.css",
        {
            "tittel": escape(f"Hva kartene sier om {kommune.navn}"),
            "utkast": escape(UTKAST),
            "innledning": (
                f"{merke}<p>Svarene gjelder {dato(kjoring.dato)}. «Ikke treff» er ikke det samme "
                "som avklart, og det vi ikke vet, står ved hvert svar.</p>"
            ),
            "svarene": "\n".join(_svar(r) for r in resultater),
            "bunn": (
                f"<p>{escape(FORBEHOLD + rein)}</p><p>Kjøring {escape(kjoring.kjoring_id)}. "
                "Tallene er de samme som i saksbehandlerens utgave; kart, tabeller, regler og "
                "kilder står der.</p>"
            ),
        },
    )
