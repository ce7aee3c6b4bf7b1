"""Small words: numbers with their nouns in bokmål, and the words that mark a loss."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pandas as pd

SATT_TIL_SIDE = "satt til side"
"""Stands in every remark on features that were received but cannot be used."""
MAKS_EKSEMPLER = 5
"""Things that a remark names."""
MAKS_SAMLET = 10_000
"""Characters in a value made of several; a service may repeat an element millions of times."""
MAKS_SIFRE = 18
"""Digits of the largest whole number that is read."""
MEGABYTE_FRA = 100_000
"""Bytes from which megabytes read better."""
FORMELTEGN = ("=", "+", "-", "@", "\t", "\r")
"""First letters that a spreadsheet takes for a formula."""
MER = "; …"
"""Ends a value that had no room for more."""


def legg_sammen(gammel: str, verdi: str) -> str:
    """Return two values of one name as one, «; » between, so long as there is room."""
    if gammel.endswith(MER):
        return gammel
    ny = f"{gammel}; {verdi}"
    return ny if len(ny) <= MAKS_SAMLET else gammel[:MAKS_SAMLET] + MER


def mangler(verdi: object) -> bool:
    """Tell whether a cell holds nothing: None, NaN, NA or NaT."""
    return verdi is None or verdi is pd.NA or verdi is pd.NaT or verdi != verdi  # noqa: PLR0124 – NaN


def celletekst(verdi: object) -> str:
    """Return a cell as text without blanks at the ends; empty where it holds nothing."""
    return "" if mangler(verdi) else str(verdi).strip()


def kortet(tekst: str, lengde: int = 80) -> str:
    """Return the text on one line, cut at `lengde`: for messages about what others wrote."""
    en_linje = " ".join(tekst.split())
    return en_linje if len(en_linje) <= lengde else en_linje[: lengde - 1] + "…"


def heltall(tekst: str) -> int | None:
    """Return the whole number that others wrote; None when it is none, or beyond all counting."""
    tekst = tekst.strip()
    return (
        int(tekst) if tekst.isascii() and tekst.isdecimal() and len(tekst) <= MAKS_SIFRE else None
    )


def noe_tapt(merknader: Iterable[str]) -> bool:
    """Tell whether a remark speaks of features set aside: the layer is then not whole."""
    return any(SATT_TIL_SIDE in merknad for merknad in merknader)


def eksempler(alle: Sequence[str], skille: str = "; ") -> str:
    """Name the first few, and say where there are more."""
    hale = " …" if len(alle) > MAKS_EKSEMPLER else ""
    return skille.join(alle[:MAKS_EKSEMPLER]) + hale


def uten_geometri(daarlige: Sequence[str]) -> list[str]:
    """Return the remark on features whose geometry cannot be read; none where there are none."""
    if not daarlige:
        return []
    hva = f"{antall(len(daarlige))} {SATT_TIL_SIDE}, geometrien kan ikke leses"
    return [f"{hva}: {eksempler(daarlige)}"]


def antall(tall: int, entall: str = "objekt", flertall: str = "objekter") -> str:
    """Return the number with its noun: «1 objekt», «3 objekter»."""
    return f"{tall} {entall if tall == 1 else flertall}"


def alder(fra: str, til: str) -> str:
    """Age in whole days at `til` of what bears the time `fra` (ISO 8601): «12 dager gammel»."""
    return f"{antall(max(0, (_tid(til) - _tid(fra)).days), 'dag', 'dager')} gammel"


def _tid(tekst: str) -> datetime:
    tid = datetime.fromisoformat(tekst)
    return tid if tid.tzinfo else tid.replace(tzinfo=UTC)


def mengde(byte: int) -> str:
    """Size as a reader wants it: «1,0 MB», «12 kB»."""
    if byte < MEGABYTE_FRA:
        return f"{byte / 1e3:.0f} kB"
    return f"{byte / 1e6:.1f} MB".replace(".", ",")


def uten_formel(tekst: str) -> str:
    """Return text that a spreadsheet shows and never runs: a ' before what looks like a formula."""
    return f"'{tekst}" if tekst.startswith(FORMELTEGN) else tekst
