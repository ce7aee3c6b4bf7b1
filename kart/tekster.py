"""The words of the pages in other languages; bokmål is the source.

`maler/tekster/` holds one catalogue per language: `<språk>.json` for the map's script, key → words,
and, for every language but bokmål, `<språk>.ord.json` for what Python writes and for the words
that the analyses give, bokmål → words, as `kart.oversetting` reads them. In the translation `#2`
is the second number. What no catalogue has stays in bokmål and is marked so.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from types import MappingProxyType

from analyser.felles import tekst as bokmaal
from gis.feil import ParameterFeil
from gis.kilder.fil import les_pakketekst
from kart.oversetting import (
    NAVN,
    SLUTT,
    UKJENT,
    Oversetter,
    engelsk_tall,
    stykker,
    uten_merker,
)

MALER = "kart.maler"
BOKMAAL = "nb"
ENGELSK = "en"
SPRAAK = (BOKMAAL, ENGELSK)
"""Languages that there are words in; the name is also the pages' `lang`."""
VIST_HOYST = 2000
"""Most letters of one value that are shown; files and services have it whole."""
MAANEDER = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
NAVNEFORM = f'<span lang="{BOKMAAL}" translate="no">{{}}</span>'
GAPFORM = f'<span lang="{BOKMAAL}">{{}}</span>'


@dataclass(frozen=True, slots=True)
class Valgt:
    """The language that is written in."""

    spraak: str = BOKMAAL
    oversetter: Oversetter | None = None
    """None for bokmål."""


PAA_BOKMAAL = Valgt()
_valgt: ContextVar[Valgt] = ContextVar("spraak", default=PAA_BOKMAAL)


def krev_spraak(spraak: str) -> str:
    """Return the language.

    Raises
    ------
    ParameterFeil    for a language without words
    """
    if spraak not in SPRAAK:
        raise ParameterFeil(f"Språket «{spraak}» finnes ikke. Velg ett av: {', '.join(SPRAAK)}.")
    return spraak


@cache
def tekster(spraak: str) -> Mapping[str, str]:
    """Return key → words of the map's script, with {names} of what is put in.

    Raises
    ------
    ParameterFeil    for a language without words
    """
    fil = f"tekster/{krev_spraak(spraak)}.json"
    return MappingProxyType(json.loads(les_pakketekst(MALER, fil)))


@cache
def ordbok(spraak: str) -> Mapping[str, str]:
    """Return bokmål → the language's words; empty for bokmål."""
    if krev_spraak(spraak) == BOKMAAL:
        return MappingProxyType({})
    return MappingProxyType(json.loads(les_pakketekst(MALER, f"tekster/{spraak}.ord.json")))


@contextmanager
def paa_spraak(spraak: str, navn: Iterable[str] | None = None) -> Iterator[None]:
    """Write in a language within the block.

    Parameters
    ----------
    navn    names that stay as they are; None: those of the block around, if it has the language

    Raises
    ------
    ParameterFeil    for a language without words
    """
    ny = Valgt(krev_spraak(spraak))
    if spraak != BOKMAAL:
        gammel = _valgt.get()
        if navn is None and gammel.spraak == spraak:
            ny = gammel
        else:
            ny = Valgt(spraak, Oversetter(ordbok(spraak), frozenset(navn or ())))
    merke = _valgt.set(ny)
    try:
        yield
    finally:
        _valgt.reset(merke)


def spraaket() -> str:
    """Return the language that is written in."""
    return _valgt.get().spraak


def merket(tekst: str) -> str:
    """Return the text in the language that is written in, its names and gaps between marks.

    Bokmål is returned as it is, and so is what the language has no words for, marked.
    """
    oversetter = _valgt.get().oversetter
    if oversetter is None:
        return tekst
    funnet = oversetter.finn(tekst)
    return f"{UKJENT}{uten_merker(tekst)}{SLUTT}" if funnet is None else funnet


def merket_navn(navn: str) -> str:
    """Return a name as it is, marked; what stands in brackets behind it is translated."""
    oversetter = _valgt.get().oversetter
    return navn if oversetter is None else oversetter.navnet(navn)


def oversatt(tekst: str) -> str | None:
    """Return the text in the language that is written in; None where it has no words for it."""
    oversetter = _valgt.get().oversetter
    if oversetter is None:
        return tekst
    funnet = oversetter.finn(tekst)
    return None if funnet is None else uten_merker(funnet)


def tallform(tall: str) -> str:
    """Return a number that bokmål wrote as the language that is written in writes it."""
    return tall if spraaket() == BOKMAAL else engelsk_tall(tall)


def dag(dagen: date | str) -> str:
    """Return a day as the language writes it: 31.1.2026, or 31 January 2026; ISO texts may do."""
    if spraaket() == BOKMAAL:
        return bokmaal.dato(dagen)
    dagen = date.fromisoformat(dagen[:10]) if isinstance(dagen, str) else dagen
    return f"{dagen.day} {MAANEDER[dagen.month - 1]} {dagen.year}"


def t(tekst: str, **verdier: object) -> str:
    """Return the text in the language that is written in, or as it is; `verdier` fill its {names}.

    Never give a text from the data any `verdier`: its braces would be read as names.
    """
    funnet = oversatt(tekst)
    funnet = tekst if funnet is None else funnet
    return funnet.format(**verdier) if verdier else funnet


def som_html(merket_tekst: str) -> str:
    """Return a marked text as HTML, escaped: names and gaps say that they are bokmål.

    A name is not to be translated; a gap is what the language has no words for yet.
    """
    former = {"": "{}", NAVN: NAVNEFORM, UKJENT: GAPFORM}
    return "".join(former[merke].format(escape(ord_)) for merke, ord_ in stykker(merket_tekst))


def setning(tekst: str) -> str:
    """Return a text as HTML, escaped and as long as is shown; what stays in bokmål is marked so."""
    tekst = avkortet(tekst)
    return escape(tekst) if spraaket() == BOKMAAL else som_html(merket(tekst))


def avkortet(tekst: str) -> str:
    """Return the text, or so much of it as is shown: a browser stalls on a name of 100 kB."""
    if len(tekst) <= VIST_HOYST:
        return tekst
    return f"{tekst[:VIST_HOYST]} … ({t('avkortet fra {antall} tegn', antall=len(tekst))})"
