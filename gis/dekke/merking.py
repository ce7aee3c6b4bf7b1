"""Which polygons each face lies in: known for one face, then carried across every edge."""

import numpy as np

from gis.dekke.kanter import Kanter
from gis.dekke.segmenter import Heltall
from gis.dekke.sykler import UTE, Sykler
from gis.feil import DataFeil
from gis.kompilering import kompiler


def merk(kanter: Kanter, sykler: Sykler, rot: int, i_rot: Heltall) -> tuple[Heltall, Heltall]:
    """Carry the polygons of face `rot` to all the others.

    Parameters
    ----------
    rot      a face
    i_rot    (r,) polygons that it lies in, ascending

    Returns
    -------
    start    (f + 1,) first entry of each face
    eier     (k,) polygons that the face lies in, ascending within a face

    Raises
    ------
    DataFeil    if two ways to a face disagree, so that no wrong answer is ever given
    """
    venstre = sykler.flate[sykler.av_halvkant]
    start, eier, ganger, enige = _spre(
        venstre, (kanter.start, kanter.eier, kanter.endring), rot, i_rot, sykler.antall_flater
    )
    if not enige:
        raise DataFeil("Overlegget henger ikke sammen: en flate fikk to ulike svar.")
    inne = ganger != 0
    antall = np.concatenate([[0], np.cumsum(inne)])
    return antall[start], eier[inne]


@kompiler
def _spre(
    venstre: Heltall,
    kanter: tuple[Heltall, Heltall, Heltall],
    rot: int,
    i_rot: Heltall,
    antall: int,
) -> tuple[Heltall, Heltall, Heltall, bool]:
    """Visit faces from `rot`; each list is its parent's with the changes of the edge between."""
    naboer, kant_av = _naboskap(venstre, antall)
    fra = np.zeros(antall, dtype=np.int64)
    til = np.full(antall, -1, dtype=np.int64)
    liste = np.empty((2, max(len(venstre), 1024)), dtype=np.int64)
    brukt = len(i_rot)
    liste[0, :brukt], liste[1, :brukt] = i_rot, 1
    til[rot] = brukt
    ko = np.empty(antall, dtype=np.int64)
    ko[0], lengde, hode, enige = rot, 1, 0, True
    while hode < lengde:
        flate = ko[hode]
        hode += 1
        for k in range(naboer[flate], naboer[flate + 1]):
            h = kant_av[k]
            nabo = venstre[h ^ 1]
            if til[nabo] >= 0 and h % 2:  # compared from the other side of the edge
                continue
            mangler = til[flate] - fra[flate] + kanter[0][h // 2 + 1] - kanter[0][h // 2]
            if brukt + mangler > liste.shape[1]:
                storre = np.empty((2, 2 * liste.shape[1] + mangler), dtype=np.int64)
                storre[:, :brukt] = liste[:, :brukt]
                liste = storre
            slutt = _over(liste, (fra[flate], til[flate]), kanter, h, brukt)
            if til[nabo] < 0:
                fra[nabo], til[nabo], brukt = brukt, slutt, slutt
                ko[lengde] = nabo
                lengde += 1
            elif not _like(liste, fra[nabo], til[nabo], brukt, slutt):
                enige = False
    start = np.zeros(antall + 1, dtype=np.int64)
    for flate in range(antall):
        start[flate + 1] = start[flate] + til[flate] - fra[flate]
    eier, ganger = np.empty(start[-1], dtype=np.int64), np.empty(start[-1], dtype=np.int64)
    for flate in range(antall):
        eier[start[flate] : start[flate + 1]] = liste[0, fra[flate] : til[flate]]
        ganger[start[flate] : start[flate + 1]] = liste[1, fra[flate] : til[flate]]
    return start, eier, ganger, enige and lengde == antall


@kompiler
def _naboskap(venstre: Heltall, antall: int) -> tuple[Heltall, Heltall]:
    """Half-edges of each face whose other side is a face too."""
    naboer = np.zeros(antall + 1, dtype=np.int64)
    for h in range(len(venstre)):
        if venstre[h] != UTE and venstre[h ^ 1] != UTE:
            naboer[venstre[h] + 1] += 1
    naboer = np.cumsum(naboer)
    neste = naboer[:-1].copy()
    kant_av = np.empty(naboer[-1], dtype=np.int64)
    for h in range(len(venstre)):
        if venstre[h] != UTE and venstre[h ^ 1] != UTE:
            kant_av[neste[venstre[h]]] = h
            neste[venstre[h]] += 1
    return naboer, kant_av


@kompiler
def _over(
    liste: Heltall, her: tuple[int, int], kanter: tuple[Heltall, Heltall, Heltall], h: int, ut: int
) -> int:
    """Write the list on the other side of half-edge h at `ut`; returns where it ends."""
    start, eier, endring = kanter
    i, slutt = her
    k, kant_slutt = start[h // 2], start[h // 2 + 1]
    fortegn = -1 if h % 2 == 0 else 1  # 2e: we stand on the left and leave it
    while i < slutt or k < kant_slutt:
        if k == kant_slutt or (i < slutt and liste[0, i] < eier[k]):
            liste[0, ut], liste[1, ut] = liste[0, i], liste[1, i]
            i += 1
            ut += 1
            continue
        antall = fortegn * endring[k]
        if i < slutt and liste[0, i] == eier[k]:
            antall += liste[1, i]
            i += 1
        if antall != 0:
            liste[0, ut], liste[1, ut] = eier[k], antall
            ut += 1
        k += 1
    return ut


@kompiler
def _like(liste: Heltall, a: int, a_slutt: int, b: int, b_slutt: int) -> bool:
    """Whether two stretches of the list are the same."""
    if a_slutt - a != b_slutt - b:
        return False
    for k in range(a_slutt - a):
        if liste[0, a + k] != liste[0, b + k] or liste[1, a + k] != liste[1, b + k]:
            return False
    return True
