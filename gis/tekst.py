"""Small words: numbers with their nouns in bokmål, and the words that mark a loss."""

from collections.abc import Iterable
from datetime import UTC, datetime

SATT_TIL_SIDE = "satt til side"
"""Stands in every remark on features that were received but cannot be used."""


def noe_tapt(merknader: Iterable[str]) -> bool:
    """Tell whether a remark speaks of features set aside: the layer is then not whole."""
    return any(SATT_TIL_SIDE in merknad for merknad in merknader)


def antall(tall: int, entall: str = "objekt", flertall: str = "objekter") -> str:
    """Return the number with its noun: «1 objekt», «3 objekter»."""
    return f"{tall} {entall if tall == 1 else flertall}"


def alder(fra: str, til: str) -> str:
    """Age in whole days at `til` of what bears the time `fra` (ISO 8601): «12 dager gammel»."""
    return f"{antall(max(0, (_tid(til) - _tid(fra)).days), 'dag', 'dager')} gammel"


def _tid(tekst: str) -> datetime:
    tid = datetime.fromisoformat(tekst)
    return tid if tid.tzinfo else tid.replace(tzinfo=UTC)
