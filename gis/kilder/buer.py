"""Circular arcs as chords."""

import numpy as np
from numpy.typing import NDArray

from gis.feil import DataFeil

Punkter = NDArray[np.float64]
"""(n, 2) positions."""
BUESTEG = 2.0
"""Degrees between points on an arc: chords lose about 0.02 % of a circle's area."""
RETT = 1e-9
"""Twice the triangle's area over the square of its size, below which three points are a line."""


def bue(tre: Punkter) -> Punkter:
    """Points along the circular arc through three points, ends included; a line if they are one."""
    midt = _senter(tre)
    if midt is None:
        return tre
    vinkler = np.arctan2(tre[:, 1] - midt[1], tre[:, 0] - midt[0])
    omlop = 2 * np.pi
    sving = (vinkler[2] - vinkler[0]) % omlop
    if (vinkler[1] - vinkler[0]) % omlop > sving:
        sving -= omlop
    punkter = _paa_sirkel(tre[0], midt, float(sving))
    punkter[-1] = tre[2]
    return punkter


def sirkel(tre: Punkter) -> Punkter:
    """Points round the circle through three points, closed.

    Raises
    ------
    DataFeil    if the points lie on a line
    """
    midt = _senter(tre)
    if midt is None:
        raise DataFeil("sirkelen er en rett linje")
    punkter = _paa_sirkel(tre[0], midt, 2 * np.pi)
    punkter[-1] = punkter[0]
    return punkter


def _paa_sirkel(start: Punkter, midt: Punkter, sving: float) -> Punkter:
    """Points from `start` round `midt` through the angle `sving`, radians."""
    antall = max(int(np.ceil(abs(np.degrees(sving)) / BUESTEG)), 2)
    steg = sving * np.arange(antall + 1) / antall
    arm = start - midt
    x = arm[0] * np.cos(steg) - arm[1] * np.sin(steg)
    y = arm[0] * np.sin(steg) + arm[1] * np.cos(steg)
    punkter: Punkter = midt + np.column_stack([x, y])
    punkter[0] = start
    return punkter


def _senter(tre: Punkter) -> Punkter | None:
    """Centre of the circle through three points; None when they lie on a line."""
    b, c = tre[1] - tre[0], tre[2] - tre[0]
    d = 2 * (b[0] * c[1] - b[1] * c[0])
    if abs(d) <= RETT * float(np.ptp(tre, axis=0).max()) ** 2:
        return None
    b2, c2 = float(b @ b), float(c @ c)
    bort = np.array([c[1] * b2 - b[1] * c2, b[0] * c2 - c[0] * b2]) / d
    senter: Punkter = tre[0] + bort
    return senter
