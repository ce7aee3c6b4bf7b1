"""The words of the pages in other languages; bokmål is the source.

`maler/tekster/` holds one catalogue per language: `<språk>.json` for the map's script, key → words,
and, for every language but bokmål, `<språk>.ord.json` for what Python writes and for the words
that the analyses give, bokmål → words. There «#» stands for a number, «@» for words in «…» or a
list of such, and «~» for any words, names above all, which stay as they are: one entry serves a
sentence whatever its figures are. In the translation `#2` is the second number. What no catalogue
has stays in bokmål.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from html import escape
from types import MappingProxyType

from analyser.felles import tekst as bokmaal
from gis.feil import ParameterFeil
from gis.kilder.fil import les_pakketekst

MALER = "kart.maler"
BOKMAAL = "nb"
ENGELSK = "en"
SPRAAK = (BOKMAAL, ENGELSK)
"""Languages that there are words in; the name is also the pages' `lang`."""
MAANEDER = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
TALLFORM = "\\d{1,3}(?:\u00a0\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?"
TALL = re.compile(TALLFORM)
"""A number as bokmål writes it."""
SITATFORM = "«[^«»]*»(?:(?:, | og )«[^«»]*»)*"
SITAT = re.compile(SITATFORM)
"""Words in quotes, or a list of such."""
PLASS = re.compile(r"([#@~])(\d?)")
ORD = re.compile("[A-Za-zÆØÅæøå]{3}")
"""What a text must hold to be in a language at all."""

_valgt: ContextVar[str] = ContextVar("spraak", default=BOKMAAL)


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
def paa_spraak(spraak: str) -> Iterator[None]:
    """Write in a language within the block.

    Raises
    ------
    ParameterFeil    for a language without words
    """
    merke = _valgt.set(krev_spraak(spraak))
    try:
        yield
    finally:
        _valgt.reset(merke)


def spraaket() -> str:
    """Return the language that is written in."""
    return _valgt.get()


def oversatt(tekst: str) -> str | None:
    """Return the text in the language that is written in; None where it has no words for it."""
    if _valgt.get() == BOKMAAL:
        return tekst
    ordene = ordbok(_valgt.get())
    if tekst in ordene:
        return ordene[tekst]
    sitater = [m.group() for m in SITAT.finditer(tekst)]
    uten = SITAT.sub("@", tekst)
    tallene = TALL.findall(uten)
    mal = ordene.get(TALL.sub("#", uten).replace("\u00a0", " "))
    if mal is not None:
        return _fylt(mal, {"#": tallene, "@": sitater})
    for monster, plasser, med_navn in _monstre(_valgt.get()):
        if treff := monster.fullmatch(tekst.replace("\u00a0", " ")):
            funnet: dict[str, list[str]] = {"#": [], "@": [], "~": []}
            for slag, verdi in zip(plasser, treff.groups(), strict=True):
                funnet[slag].append(verdi)
            return _fylt(med_navn, funnet)
    return None


@cache
def _monstre(spraak: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Sentences with names in them: pattern, the kinds of its groups, translation."""
    former = {"#": f"({TALLFORM.replace(chr(0xA0), ' ')})", "@": f"({SITATFORM})", "~": "(.+?)"}
    ut = []
    for fra, til in ordbok(spraak).items():
        if "~" in fra:
            deler = re.split("([#@~])", fra)
            monster = "".join(former.get(d) or re.escape(d) for d in deler)
            ut.append((re.compile(monster), "".join(d for d in deler if d in former), til))
    return tuple(ut)


def _fylt(mal: str, funnet: Mapping[str, list[str]]) -> str:
    """Put numbers, quoted words and names into a translation."""
    brukt = {"#": 0, "@": 0, "~": 0}
    alle = {
        "#": [engelsk_tall(v.replace(" ", "\u00a0")) for v in funnet["#"]],
        "@": [_sitat(v) for v in funnet["@"]],
        "~": [_liste(v) for v in funnet.get("~", [])],
    }

    def ett(treff: re.Match[str]) -> str:
        slag, nummer = treff.groups()
        brukt[slag] += 1
        return alle[slag][(int(nummer) if nummer else brukt[slag]) - 1]

    return PLASS.sub(ett, mal)


def _liste(navn: str) -> str:
    """Names as they are; «og» before the last one of a list is a word of the sentence."""
    return re.sub("^(.+, .+) og (.+?)$", r"\1 and \2", navn)


def _sitat(sitat: str) -> str:
    """Quoted words, each in the language where it has words for it."""
    ordene = [f"“{t(ord_)}”" for ord_ in re.findall("«([^«»]*)»", sitat)]
    return ordene[0] if len(ordene) == 1 else f"{', '.join(ordene[:-1])} and {ordene[-1]}"


def engelsk_tall(tall: str) -> str:
    """Return a number that bokmål wrote as English writes it: 12 345,6 becomes 12,345.6."""
    return tall.replace(",", ".").replace("\u00a0", ",")


def tallform(tall: str) -> str:
    """Return a number that bokmål wrote as the language that is written in writes it."""
    return tall if _valgt.get() == BOKMAAL else engelsk_tall(tall)


def dag(dagen: date | str) -> str:
    """Return a day as the language writes it: 31.1.2026, or 31 January 2026; ISO texts may do."""
    if _valgt.get() == BOKMAAL:
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


def setning(tekst: str) -> str:
    """Return a sentence as HTML, escaped; marked as bokmål where the language has no words."""
    funnet = oversatt(tekst) if ORD.search(tekst) else tekst
    return f'<span lang="{BOKMAAL}">{escape(tekst)}</span>' if funnet is None else escape(funnet)


def paa_bokmaal(html: str) -> str:
    """Return finished HTML that is always in bokmål, marked so in every other language."""
    return html if _valgt.get() == BOKMAAL else f'<div lang="{BOKMAAL}">{html}</div>'
