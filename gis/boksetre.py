"""A packed tree over boxes, for compiled loops: which meet a box, which come nearest first."""

from typing import NamedTuple

import numpy as np

from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, heltall

GREINER = 8
"""Children of a node."""
STABEL = 512
"""Room on the stack: children × levels for any number of boxes that fits in memory."""
RUTER = 65_535
"""Steps per axis of the order along which boxes are packed."""


class Boksetre(NamedTuple):
    """Tree over the non-empty ones of n boxes; leaves first, the root last."""

    rekke: Heltall
    """(k,) box number of each leaf."""
    boks: Flyt
    """(t, 4) boxes of all nodes, level after level."""
    nivaa: Heltall
    """(levels + 1,) first node of each level."""


def bygg(boks: Flyt) -> Boksetre:
    """Build the tree of (n, 4) boxes x0, y0, x1, y1; boxes with x0 > x1 are left out."""
    brukes = np.flatnonzero(boks[:, 0] <= boks[:, 2])
    bokser = boks[brukes]
    rekke = brukes[np.argsort(_orden(bokser), kind="stable")].astype(np.int64)
    antall = [len(rekke)]
    while antall[-1] > 1:
        antall.append(-(-antall[-1] // GREINER))
    nivaa = np.concatenate([[0], np.cumsum(antall)]).astype(np.int64)
    return Boksetre(rekke, _noder(boks, rekke, nivaa), nivaa)


@kompiler
def _spre(tall: int) -> int:
    """Put a zero bit between the 16 bits of a number."""
    tall = (tall | (tall << 8)) & 0x00FF00FF
    tall = (tall | (tall << 4)) & 0x0F0F0F0F
    tall = (tall | (tall << 2)) & 0x33333333
    return (tall | (tall << 1)) & 0x55555555


@kompiler
def _orden(boks: Flyt) -> Heltall:
    """(n,) place of each box's middle along a Z-curve."""
    n = len(boks)
    ut = np.zeros(n, dtype=np.int64)
    if n == 0:
        return ut
    x0, y0, x1, y1 = np.inf, np.inf, -np.inf, -np.inf
    for i in range(n):
        x, y = boks[i, 0] + boks[i, 2], boks[i, 1] + boks[i, 3]
        x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
    bredde, hoyde = max(x1 - x0, 1e-9), max(y1 - y0, 1e-9)
    for i in range(n):
        kx = int((boks[i, 0] + boks[i, 2] - x0) / bredde * RUTER)
        ky = int((boks[i, 1] + boks[i, 3] - y0) / hoyde * RUTER)
        ut[i] = _spre(kx) | (_spre(ky) << 1)
    return ut


@kompiler
def _noder(boks: Flyt, rekke: Heltall, nivaa: Heltall) -> Flyt:
    """Boxes of all nodes."""
    ut = np.empty((nivaa[-1], 4))
    for i in range(len(rekke)):
        for s in range(4):
            ut[i, s] = boks[rekke[i], s]
    for h in range(1, len(nivaa) - 1):
        for i in range(nivaa[h], nivaa[h + 1]):
            fra = nivaa[h - 1] + (i - nivaa[h]) * GREINER
            for s in range(4):
                ut[i, s] = ut[fra, s]
            for k in range(fra + 1, min(fra + GREINER, nivaa[h])):
                ut[i, 0], ut[i, 1] = min(ut[i, 0], ut[k, 0]), min(ut[i, 1], ut[k, 1])
                ut[i, 2], ut[i, 3] = max(ut[i, 2], ut[k, 2]), max(ut[i, 3], ut[k, 3])
    return ut


@kompiler
def moter(tre: Boksetre, boks: Flyt, ut: Heltall) -> int:
    """Write the numbers of the boxes that meet (4,) `boks`, edges included; returns how many.

    `ut` has room for every leaf. The order is the tree's.
    """
    antall = 0
    if len(tre.rekke) == 0:
        return antall
    node_av, hoyde_av = np.empty(STABEL, dtype=np.int64), np.empty(STABEL, dtype=np.int64)
    node_av[0], hoyde_av[0] = tre.nivaa[-1] - 1, len(tre.nivaa) - 2
    topp = 1
    while topp > 0:
        topp -= 1
        i, h = node_av[topp], hoyde_av[topp]
        if (
            tre.boks[i, 0] > boks[2]
            or tre.boks[i, 2] < boks[0]
            or tre.boks[i, 1] > boks[3]
            or tre.boks[i, 3] < boks[1]
        ):
            continue
        if h == 0:
            ut[antall] = tre.rekke[i]
            antall += 1
            continue
        fra = tre.nivaa[h - 1] + (i - tre.nivaa[h]) * GREINER
        for k in range(fra, min(fra + GREINER, tre.nivaa[h])):
            node_av[topp], hoyde_av[topp] = k, h - 1
            topp += 1
    return antall


@kompiler
def avstand2(a: Flyt, b: Flyt) -> float:
    """Squared distance between two boxes; 0 when they meet."""
    dx = max(a[0] - b[2], b[0] - a[2], 0.0)
    dy = max(a[1] - b[3], b[1] - a[3], 0.0)
    return float(dx * dx + dy * dy)


@kompiler
def boksepar(bokser: Flyt, tre: Boksetre) -> tuple[Heltall, Heltall]:
    """Numbers of every box among (n, 4) `bokser` and every box of the tree that meet."""
    kandidater = np.empty(len(tre.rekke), dtype=np.int64)
    en, to, antall = np.empty(64, dtype=np.int64), np.empty(64, dtype=np.int64), 0
    for i in range(len(bokser)):
        if bokser[i, 0] > bokser[i, 2]:
            continue
        for c in range(moter(tre, bokser[i], kandidater)):
            if antall == len(en):
                en = heltall(en, 0, antall, 2 * antall)
                to = heltall(to, 0, antall, 2 * antall)
            en[antall], to[antall] = i, kandidater[c]
            antall += 1
    return heltall(en, 0, antall, antall), heltall(to, 0, antall, antall)
