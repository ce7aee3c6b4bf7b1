"""Small words: numbers with their nouns in bokmål, and the words that mark a loss."""

from collections.abc import Iterable

SATT_TIL_SIDE = "satt til side"
"""Stands in every remark on features that were received but cannot be used."""


def noe_tapt(merknader: Iterable[str]) -> bool:
    """Tell whether a remark speaks of features set aside: the layer is then not whole."""
    return any(SATT_TIL_SIDE in merknad for merknad in merknader)


def antall(tall: int, entall: str = "objekt", flertall: str = "objekter") -> str:
    """Return the number with its noun: «1 objekt», «3 objekter»."""
    return f"{tall} {entall if tall == 1 else flertall}"
