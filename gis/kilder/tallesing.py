"""Lists of decimal numbers as GML writes them, many lists at a time, each number read exactly."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SKILLE = " nan "
"""Stands between lists that are read together: no list of coordinates that is right has a NaN."""


def les_tall(tekst: str) -> NDArray[np.float64]:
    """Read numbers with white space between, each the nearest float to what is written.

    Raises
    ------
    ValueError    if something is no number
    """
    if not tekst.strip():
        return np.empty(0)
    try:
        return np.fromstring(tekst, sep=" ")
    except ValueError:
        if "_" in tekst:
            raise
    return np.array(array("d", map(float, tekst.split())))


def les_tallister(tekster: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read many lists.

    Returns
    -------
    tall      the numbers of all lists, one list after another
    antall    (n,) how many each list has; 0 for one that is empty or has what is no number
    """
    try:
        tall = les_tall(SKILLE.join(tekster))
    except ValueError:
        tall = np.empty(0)
    skiller = np.flatnonzero(np.isnan(tall))
    if tekster and len(skiller) == len(tekster) - 1:
        ender = np.append(skiller, len(tall))
        return np.delete(tall, skiller), np.diff(ender, prepend=-1) - 1
    lister = [_eller_tom(tekst) for tekst in tekster]
    antall = np.fromiter(map(len, lister), np.int64, len(lister))
    return np.concatenate([np.empty(0), *lister]), antall


def _eller_tom(tekst: str) -> NDArray[np.float64]:
    try:
        return les_tall(tekst)
    except ValueError:
        return np.empty(0)
