"""Copies and sorting of short arrays inside compiled loops, written out as loops.

numpy's own slices and sorts would do, but each costs seconds to compile where it is used.
"""

import numpy as np
from numpy.typing import NDArray

from gis.kompilering import kompiler

Flyt = NDArray[np.float64]
Heltall = NDArray[np.int64]


@kompiler
def rader(tabell: Flyt, fra: int, til: int, plass: int) -> Flyt:
    """(plass, c) copy of the rows fra … til − 1, with room for more."""
    ut = np.empty((plass, tabell.shape[1]))
    for i in range(fra, til):
        for k in range(tabell.shape[1]):
            ut[i - fra, k] = tabell[i, k]
    return ut


@kompiler
def tall(rekke: Flyt, antall: int, plass: int) -> Flyt:
    """(plass,) copy of the first numbers, with room for more."""
    ut = np.empty(plass)
    for i in range(antall):
        ut[i] = rekke[i]
    return ut


@kompiler
def heltall(rekke: Heltall, fra: int, til: int, plass: int) -> Heltall:
    """(plass,) copy of the whole numbers at fra … til − 1, with room for more."""
    ut = np.empty(plass, dtype=np.int64)
    for i in range(fra, til):
        ut[i - fra] = rekke[i]
    return ut


@kompiler
def tomme_bokser(antall: int) -> Flyt:
    """(antall, 4) empty boxes: x0, y0 infinite, x1, y1 minus infinite."""
    ut = np.empty((antall, 4))
    for i in range(antall):
        ut[i, 0], ut[i, 1], ut[i, 2], ut[i, 3] = np.inf, np.inf, -np.inf, -np.inf
    return ut


@kompiler
def rekkefolge(verdier: Flyt, antall: int) -> Heltall:
    """(antall,) positions that put the first values in ascending order (Shell's sort)."""
    ut = np.arange(antall)
    steg = antall // 2
    while steg > 0:
        for i in range(steg, antall):
            denne = ut[i]
            k = i
            while k >= steg and verdier[ut[k - steg]] > verdier[denne]:
                ut[k] = ut[k - steg]
                k -= steg
            ut[k] = denne
        steg //= 2
    return ut


@kompiler
def stigende(verdier: Flyt, antall: int) -> Flyt:
    """(antall,) the first values, ascending."""
    rekke = rekkefolge(verdier, antall)
    ut = np.empty(antall)
    for k in range(antall):
        ut[k] = verdier[rekke[k]]
    return ut


@kompiler
def kolonne(tabell: Flyt, k: int) -> Flyt:
    """(n,) copy of column k."""
    ut = np.empty(len(tabell))
    for i in range(len(tabell)):
        ut[i] = tabell[i, k]
    return ut
