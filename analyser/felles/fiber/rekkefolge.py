"""In which order to build a tree so that most is reached for the money, at every sum.

A node may be built when its parent is. The order that keeps coverage as high as possible over all
sums is that of a single machine with out-tree precedence: the node with the highest ratio of
weight to cost is joined to its parent, again and again (Horn 1972, SIAM J. Appl. Math. 23(2)).
Every prefix of whole blocks is the best of its cost in this tree, and prefixes are nested.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from analyser.felles.fiber.linjer import Heltall
from analyser.felles.maaling import Flyt

MINST_KR = 1e-6
"""Cost below which a job is free; keeps the ratio finite."""


@dataclass(frozen=True, slots=True, eq=False)
class Jobber:
    """What can be built: each job hangs under another (−1: under the root)."""

    mor: Heltall
    """(j,) position of the job that must come before; −1 for none."""
    kr: Flyt
    """(j,) cost."""
    vekt: Flyt
    """(j,) what it gives."""


def horn(jobber: Jobber) -> Heltall:
    """(j,) the jobs in the order that reaches most for the money."""
    n = len(jobber.mor)
    hode = list(range(n + 1))
    neste, hale = [-1] * (n + 1), list(range(n + 1))
    vekt = [*jobber.vekt.tolist(), 0.0]
    kr = [*np.maximum(jobber.kr, MINST_KR).tolist(), 0.0]
    mor = [n if m < 0 else m for m in jobber.mor.tolist()]
    versjon = [0] * (n + 1)
    ko = [(-vekt[i] / kr[i], i, 0) for i in range(n)]
    heapq.heapify(ko)
    inne = [False] * n

    def finn(i: int) -> int:
        while hode[i] != i:
            hode[i] = hode[hode[i]]
            i = hode[i]
        return i

    while ko:
        _, i, v = heapq.heappop(ko)
        if inne[i] or v != versjon[i]:
            continue
        inne[i] = True
        m = finn(mor[i])
        neste[hale[m]] = i
        hale[m] = hale[i]
        hode[i] = m
        if m < n:
            vekt[m] += vekt[i]
            kr[m] += kr[i]
            versjon[m] += 1
            heapq.heappush(ko, (-vekt[m] / kr[m], m, versjon[m]))
    rekke = []
    i = neste[n]
    while i >= 0:
        rekke.append(i)
        i = neste[i]
    return np.array(rekke, dtype=np.int64)


def etapper(
    rekke: Heltall, kr: Flyt, meter: Flyt, ramme: tuple[float, float], vekt: Flyt
) -> Heltall:
    """(j,) stage of every job, 1 …; a stage ends when the next step would break a limit.

    A step is the jobs up to and including the next one with weight: trench that reaches nobody is
    never built for itself. A step that alone breaks the limit gets a stage of its own, so a stage
    may exceed the limit only when it is one step; jobs behind the last weight get stage 0, and so
    do all where a limit is zero: nothing is built for nothing.

    Parameters
    ----------
    rekke    from `horn`
    ramme    kroner and metres that one stage may hold; inf for no limit
    """
    ut = np.zeros(len(rekke), dtype=np.int64)
    if min(ramme) <= 0:
        return ut
    etappe, brukt_kr, brukt_m = 1, 0.0, 0.0
    steg: list[int] = []
    for jobb in rekke.tolist():
        steg.append(jobb)
        if vekt[jobb] <= 0:
            continue
        steg_kr, steg_m = float(kr[steg].sum()), float(meter[steg].sum())
        full = brukt_kr + steg_kr > ramme[0] or brukt_m + steg_m > ramme[1]
        if full and brukt_kr > 0:
            etappe, brukt_kr, brukt_m = etappe + 1, 0.0, 0.0
        ut[steg] = etappe
        brukt_kr, brukt_m = brukt_kr + steg_kr, brukt_m + steg_m
        steg = []
    return ut
