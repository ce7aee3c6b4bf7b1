"""The politicians' edition: every question with its answer and what is not known, on two pages."""

import re
from collections.abc import Sequence
from html import escape

from analyser.felles.modell import Resultat
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, REINDRIFT, UTKAST
from kart.planside import utskriftsark
from kart.resultatside import har_reindrift
from kart.tekster import dag, merket, setning, som_html, t

LENGST_SVAR, LENGST_UKJENT = 390, 110
"""Characters of an answer and of one doubt; the pages of the run hold the whole."""
LISTE = re.compile("(?<=[»”])(?:, | og | and )(?=[«“])")
"""Between two of a list of words in quotes."""
FLEST_UKJENTE = 1
"""Doubts that are written out for each question."""


def _kort(tekst: str, lengst: int) -> str:
    """Shorten a text, escaped, and leave it whole in meaning: fewer of a list, fewer clauses.

    Words that the language does not have are marked as bokmål.
    """
    hel = merket(tekst)
    if len(hel) <= lengst:
        return som_html(hel)
    if ledd := [treff.start() for treff in LISTE.finditer(hel)]:
        plass = max((slutt for slutt in ledd if slutt <= lengst), default=ledd[0])
        resten = sum(map(hel[plass:].count, "«“"))
        return som_html(f"{hel[:plass]} {t('og {antall} til', antall=resten)}.")
    ende = max(hel.rfind(skille, 0, lengst) for skille in ("; ", ". "))
    if ende > 0:
        return som_html(f"{hel[:ende]}.")
    return som_html(hel if len(hel) <= 2 * lengst else f"{hel[:lengst].rpartition(' ')[0]} …")


def _svar(resultat: Resultat, tiltak: Sequence[str], sagt: set[str]) -> str:
    """One question: answer first, then how much is open; doubts that are new come first."""
    ukjent = [tvil for tvil in resultat.ukjent if tvil != REINDRIFT]
    ukjent.sort(key=sagt.__contains__)
    sagt.update(ukjent[:FLEST_UKJENTE])
    resten = len(ukjent) - FLEST_UKJENTE
    flere = f" {t('… og {antall} forhold til.', antall=resten)}" if resten > 0 else ""
    vist = " ".join(_kort(s, LENGST_UKJENT) for s in ukjent[:FLEST_UKJENTE])
    numre = ", ".join(tiltak)
    maal = escape(f" {t('Tiltak {numre} i planen.', numre=numre)}") if numre else ""
    tvil = f'<p class="ukjent">{t("Vi vet ikke:")} {vist}{flere}</p>' if ukjent else ""
    return (
        f"<section><h2>{setning(resultat.tittel)}</h2>"
        f'<p class="sporsmaal">{setning(resultat.sporsmaal)}{maal}</p>'
        f"<p><strong>{_kort(resultat.svar, LENGST_SVAR)}</strong></p>{tvil}</section>"
    )


def politikerside(resultater: Sequence[Resultat], kommune: Kommune, kjoring: Kjoring) -> str:
    """Return the edition as HTML that prints to two pages of A4.

    Raises
    ------
    SkriveFeil    if the page would hold anything executable
    """
    sagt: set[str] = set()
    merke = f'<p><span class="eksempel">{t(EKSEMPEL)}</span></p>' if kjoring.eksempel else ""
    rein = f" {t(REINDRIFT)}" if any(har_reindrift(r) for r in resultater) else ""
    innledning = t(
        "Svarene gjelder {dag}. «Ikke treff» er ikke det samme som avklart, og det vi ikke vet, "
        "står ved hvert svar.",
        dag=dag(kjoring.dato),
    )
    bunn = t(
        "Kjøring {id}. Tallene er de samme som i saksbehandlerens utgave; kart, tabeller, regler "
        "og kilder står der.",
        id=kjoring.kjoring_id,
    )
    return utskriftsark(
        "politiker.html",
        "politiker.css",
        {
            "tittel": escape(t("Hva kartene sier om {navn}", navn=kommune.navn)),
            "utkast": escape(t(UTKAST)),
            "innledning": f"{merke}<p>{escape(innledning)}</p>",
            "svarene": "\n".join(
                _svar(r, kjoring.tiltak.get(r.analyse, ()), sagt) for r in resultater
            ),
            "bunn": f"<p>{escape(t(FORBEHOLD) + rein)}</p><p>{escape(bunn)}</p>",
        },
    )
