"""Ground that several polygons cover more than once, exactly and without a union.

Polygons whose boxes meet within a site are looked at together, in the window that their boxes
share (`gis.vinduer`).
"""

import numpy as np

from gis.flatesum import plassering
from gis.kanter import BLOKK, Kanter
from gis.kompilering import kompiler
from gis.rekker import Flyt, Heltall, heltall, kolonne, rader, rekkefolge, tomme_bokser
from gis.vinduer import i_vindu, ta_med

UNDER, NAER = 1, 2
"""As in `gis.flatesum`; above counts as nothing here, and beside as below with no width."""
FULLT = 1e-12
"""Share of the site by which a polygon that covers all of it may fall short, from rounding."""


@kompiler
def dobbeltareal(
    steder: Kanter, flater: Kanter, sted: Heltall, flate: Heltall, areal: Flyt, hele: Flyt
) -> Flyt:
    """Measure the ground within each site that the sum over its polygons counts too often.

    Parameters
    ----------
    sted, flate    (k,) pairs that share ground, all pairs of a site next to one another
    areal          (k,) what each pair shares, m²
    hele           (n,) area of each site, m²

    Returns
    -------
    dobbelt        (n,) m² to take off the site's sum, so that each square metre counts once
    """
    ut = np.zeros(len(hele))
    fra = 0
    while fra < len(sted):
        til, storst, samlet = fra, 0.0, 0.0
        while til < len(sted) and sted[til] == sted[fra]:
            storst, samlet = max(storst, areal[til]), samlet + areal[til]
            til += 1
        i = sted[fra]
        if til - fra > 1:
            if storst >= hele[i] * (1.0 - FULLT):
                ut[i] = samlet - storst
            else:
                ut[i] = _i_stedet(steder, i, flater, heltall(flate, fra, til, til - fra))
        fra = til
    return ut


@kompiler
def _i_stedet(steder: Kanter, i: int, flater: Kanter, flate: Heltall) -> float:
    """Doubly counted ground in site i: polygons whose boxes meet are taken group by group."""
    antall = len(flate)
    bokser = np.empty((antall, 4))
    for a in range(antall):
        _felles_boks(flater.boks[flate[a]], steder.boks[i], bokser[a])
    gruppe, vindu = _grupper(bokser)
    ut = 0.0
    for g in range(antall):
        if gruppe[g] != g or vindu[g, 0] >= vindu[g, 2] or vindu[g, 1] >= vindu[g, 3]:
            continue
        kant, n = _start()
        kant, n = _samle(steder, i, vindu[g], 0.0, kant, n)
        eiere = _antall(gruppe, g)
        eier = 0.0
        for a in range(antall):
            if gruppe[a] == g:
                eier += 1.0
                kant, n = _samle(flater, flate[a], vindu[g], eier, kant, n)
        bredde, hoyde = vindu[g, 2] - vindu[g, 0], vindu[g, 3] - vindu[g, 1]
        ut += i_vindu(rader(kant, 0, n, n), eiere, bredde, hoyde)
    return ut


@kompiler
def _start() -> tuple[Flyt, int]:
    """Room for edges, and none of them yet."""
    return np.empty((64, 6)), 0


@kompiler
def _antall(gruppe: Heltall, g: int) -> int:
    """Members of group g."""
    n = 0
    for a in range(len(gruppe)):
        n += gruppe[a] == g
    return n


@kompiler
def _felles_boks(a: Flyt, b: Flyt, ut: Flyt) -> None:
    """Box that two boxes share; empty where they only touch."""
    ut[0], ut[1] = max(a[0], b[0]), max(a[1], b[1])
    ut[2], ut[3] = min(a[2], b[2]), min(a[3], b[3])


@kompiler
def _grupper(bokser: Flyt) -> tuple[Heltall, Flyt]:
    """Group boxes that meet, directly or through others.

    Returns
    -------
    gruppe    (k,) number of the group's first box
    vindu     (k, 4) at a group's first box: box around all that two of its boxes share
    """
    antall = len(bokser)
    gruppe = np.arange(antall)
    vindu = tomme_bokser(antall)
    felles = np.empty(4)
    rekke = rekkefolge(kolonne(bokser, 0), antall)
    for p in range(antall):
        a = rekke[p]
        for q in range(p + 1, antall):
            b = rekke[q]
            if bokser[b, 0] >= bokser[a, 2]:
                break
            _felles_boks(bokser[a], bokser[b], felles)
            if felles[0] >= felles[2] or felles[1] >= felles[3]:
                continue
            ra, rb = _rot(gruppe, a), _rot(gruppe, b)
            ny, gammel = min(ra, rb), max(ra, rb)
            gruppe[gammel] = ny
            for boks in (felles, vindu[gammel]):
                vindu[ny, 0], vindu[ny, 1] = min(vindu[ny, 0], boks[0]), min(vindu[ny, 1], boks[1])
                vindu[ny, 2], vindu[ny, 3] = max(vindu[ny, 2], boks[2]), max(vindu[ny, 3], boks[3])
    for a in range(antall):
        gruppe[a] = _rot(gruppe, a)
    return gruppe, vindu


@kompiler
def _rot(gruppe: Heltall, a: int) -> int:
    """First box of the group that a belongs to."""
    while gruppe[a] != a:
        gruppe[a] = gruppe[gruppe[a]]
        a = gruppe[a]
    return a


@kompiler
def _samle(
    former: Kanter, j: int, vindu: Flyt, eier: float, kant: Flyt, n: int
) -> tuple[Flyt, int]:
    """Gather the edges of shape j that matter in the window, local to its lower left corner."""
    xy, x0, y0, forste = former.xy, vindu[0], vindu[1], n
    lokalt = (0.0, 0.0, vindu[2] - x0, vindu[3] - y0)
    for r in range(former.form[j], former.form[j + 1]):
        slag = (former.fortegn[r], eier)
        for q in range(former.stor[r], former.stor[r + 1]):
            b0 = former.blokk[r] + (q - former.stor[r]) * BLOKK
            b1 = min(b0 + BLOKK, former.blokk[r + 1])
            hvor = plassering(former.storboks[q], vindu)
            if hvor != NAER:
                k0 = former.strek[r] + (b0 - former.blokk[r]) * BLOKK
                k1 = min(k0 + BLOKK * BLOKK, former.strek[r + 1] - 1)
                ende = (xy[k0, 0] - x0, -1.0, xy[k1, 0] - x0, -1.0)
                if hvor == UNDER:
                    kant, n = ta_med(kant, n, forste, ende, slag, lokalt)
                continue
            for b in range(b0, b1):
                k0 = former.strek[r] + (b - former.blokk[r]) * BLOKK
                k1 = min(k0 + BLOKK, former.strek[r + 1] - 1)
                her = plassering(former.blokkboks[b], vindu)
                if her == UNDER:
                    ende = (xy[k0, 0] - x0, -1.0, xy[k1, 0] - x0, -1.0)
                    kant, n = ta_med(kant, n, forste, ende, slag, lokalt)
                elif her == NAER:
                    for k in range(k0, k1):
                        ende = (
                            xy[k, 0] - x0,
                            xy[k, 1] - y0,
                            xy[k + 1, 0] - x0,
                            xy[k + 1, 1] - y0,
                        )
                        kant, n = ta_med(kant, n, forste, ende, slag, lokalt)
    return kant, n
