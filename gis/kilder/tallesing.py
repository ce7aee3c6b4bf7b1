"""Lists of decimal numbers, read exactly: the compiled way where it is exact, else Python's."""

from array import array

import numpy as np
from numpy.typing import NDArray

from gis.kompilering import kompiler

SIFFER = 15
"""Significant digits up to which a whole number is exact in 64 bits."""
POTENSER: NDArray[np.float64] = np.power(10.0, np.arange(23), dtype=np.float64)
"""Powers of ten that are exact in 64 bits: one division then rounds correctly (Clinger 1990)."""


def les_tall(tekst: str) -> NDArray[np.float64]:
    """Read numbers with white space between, each the nearest float to what is written.

    Raises
    ------
    ValueError    if something is no number
    """
    raa = np.frombuffer(tekst.encode("utf-8"), np.uint8)
    ut = np.empty(len(raa) // 2 + 1, np.float64)
    antall = _les(raa, ut, POTENSER)
    if antall >= 0:
        return ut[:antall].copy()  # the buffer is many times as large
    if "_" in tekst:
        raise ValueError(f"could not convert string to float: {tekst[:30]!r}")
    return np.array(array("d", map(float, tekst.split())))


@kompiler
def _les(raa: NDArray[np.uint8], ut: NDArray[np.float64], potenser: NDArray[np.float64]) -> int:
    """Fill `ut`; return how many, or -1 where a number is not plain or has too many digits."""
    antall, i, slutt = 0, 0, raa.size
    while i < slutt:
        tegn = raa[i]
        if tegn == 32 or 9 <= tegn <= 13:  # noqa: PLR2004 – ASCII white space
            i += 1
            continue
        minus = tegn == 45  # noqa: PLR2004 – ASCII minus
        if minus:
            i += 1
        mantisse, siffer, desimaler, punkt, noe = np.int64(0), 0, 0, False, False
        while i < slutt:
            tegn = raa[i]
            if 48 <= tegn <= 57:  # noqa: PLR2004 – ASCII digits
                noe = True
                siffer += 1 if mantisse > 0 or tegn > 48 else 0  # noqa: PLR2004 – ASCII zero
                if siffer > SIFFER:
                    return -1
                mantisse = mantisse * 10 + (np.int64(tegn) - 48)
                desimaler += 1 if punkt else 0
            elif tegn == 46 and not punkt:  # noqa: PLR2004 – ASCII point
                punkt = True
            else:
                break
            i += 1
        hel = i == slutt or raa[i] == 32 or 9 <= raa[i] <= 13  # noqa: PLR2004 – ASCII white space
        if not noe or not hel or desimaler >= potenser.size:
            return -1
        verdi = mantisse / potenser[desimaler]
        ut[antall] = -verdi if minus else verdi
        antall += 1
    return antall
