"""Shapes of a page packed tightly: every border once, however many shapes and layers share it.

Points are whole steps of 10^-`DESIMALER` degrees. Borders are cut into arcs where they meet, equal
arcs are kept once, and the rest are numbers that name arcs (the idea of TopoJSON, in bytes).
maler/js/data.js reads them back.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.feil import SkriveFeil
from kart.tegnegeometri import DESIMALER

Heltall = NDArray[np.int64]
HJORNE = 2
"""Borders that leave a plain corner; any other number makes a junction."""
HALVT = 32
"""Bits that hold one coordinate where two are made one number."""
LAVE_BITS = 7
"""Bits of a number in each byte; the eighth tells that more follow."""


def _deler(form: dict[str, Any]) -> list[list[Any]]:
    """Parts of a geometry, each a list of rings, lines or points."""
    punkter = form["coordinates"]
    match form["type"]:
        case "Point":
            return [[[punkter]]]
        case "MultiPoint":
            return [[[p]] for p in punkter]
        case "LineString":
            return [[punkter]]
        case "MultiLineString":
            return [[linje] for linje in punkter]
        case "Polygon":
            return [punkter]
        case "MultiPolygon":
            return list(punkter)
    raise SkriveFeil(f"Kartet har geometri som siden ikke kan tegne: {form['type']}.")


def _hele(punkter: Sequence[Sequence[float]]) -> Heltall:
    """(n, 2) whole steps; points that fall together are kept once."""
    raa = np.asarray(punkter, dtype=float)[:, :2] * 10**DESIMALER
    hele = np.rint(raa).astype(np.int64)
    ulik = np.ones(len(hele), dtype=bool)
    ulik[1:] = (hele[1:] != hele[:-1]).any(axis=1)
    return np.asarray(hele[ulik], dtype=np.int64)


def varint(verdier: Heltall) -> bytes:
    """Numbers of 0 or more as bytes, seven bits in each, the low ones first."""
    rest = np.asarray(verdier, dtype=np.uint64)
    lengde = np.ones(len(rest), dtype=np.int64)
    hoyest = int(rest.max(initial=0)).bit_length()
    for bits in range(LAVE_BITS, hoyest, LAVE_BITS):
        lengde += rest >= np.uint64(1 << bits)
    slutt = np.cumsum(lengde)
    ut = np.zeros(int(slutt[-1]) if len(slutt) else 0, dtype=np.uint8)
    for plass in range(int(lengde.max(initial=0))):
        med = lengde > plass
        flere = np.where(lengde[med] > plass + 1, 128, 0).astype(np.uint8)
        ut[slutt[med] - lengde[med] + plass] = (rest[med] & np.uint64(127)).astype(np.uint8) | flere
        rest = rest >> np.uint64(LAVE_BITS)
    return ut.tobytes()


def sikksakk(verdier: Heltall) -> Heltall:
    """Signed numbers as numbers of 0 or more: 0, −1, 1, −2 … become 0, 1, 2, 3 …."""
    return np.asarray(np.where(verdier < 0, -2 * verdier - 1, 2 * verdier), dtype=np.int64)


class Formlager:
    """Gathers the shapes of all layers of a page; `pakket` gives the bytes."""

    def __init__(self) -> None:
        self._linjer: list[Heltall] = []
        self._objekter: list[list[list[int]]] = []

    def legg_til(self, form: dict[str, Any]) -> None:
        """Take in one GeoJSON geometry, EPSG:4326; the order of the calls is the order of objects.

        Raises
        ------
        SkriveFeil    for a type that a page cannot draw
        """
        objekt = []
        for delen in _deler(form):
            objekt.append(list(range(len(self._linjer), len(self._linjer) + len(delen))))
            self._linjer.extend(_hele(linje) for linje in delen)
        self._objekter.append(objekt)

    def _noder(self) -> tuple[list[Heltall], NDArray[np.bool_], Heltall]:
        """Every line as numbers of its points; which points are junctions; (p, 2) the points."""
        lengder = [len(linje) for linje in self._linjer]
        alle = np.concatenate([np.zeros((0, 2), np.int64), *self._linjer])
        nokler, forst, nummer = np.unique(
            (alle[:, 0] << HALVT) + alle[:, 1], return_index=True, return_inverse=True
        )
        punkter = alle[forst]
        linjer = np.split(nummer, np.cumsum(lengder)[:-1]) if lengder else []
        fra = np.concatenate([np.zeros(0, np.int64), *(linje[:-1] for linje in linjer)])
        til = np.concatenate([np.zeros(0, np.int64), *(linje[1:] for linje in linjer)])
        kanter = np.unique(np.minimum(fra, til) * (len(nokler) + 1) + np.maximum(fra, til))
        ender = np.concatenate([kanter // (len(nokler) + 1), kanter % (len(nokler) + 1)])
        knute = np.bincount(ender, minlength=len(nokler)) != HJORNE
        for linje in linjer:
            if linje[0] != linje[-1]:
                knute[linje[[0, -1]]] = True
        return linjer, knute, punkter

    def pakket(self) -> bytes:
        """Return the page's shapes.

        Returns
        -------
        bytes    numbers as `varint`: arcs; points per arc; their steps (signed as `sikksakk`,
                 x and y in turn, the first of an arc from the first of the arc before); then
                 objects, and per object parts, per part lines, per line arcs and their names
                 (twice the number, plus one when run backwards)
        """
        linjer, knute, punkter = self._noder()
        buer: dict[bytes, int] = {}
        samlet: list[Heltall] = []
        navn = [[_navn(bue, buer, samlet) for bue in _kutt(linje, knute)] for linje in linjer]
        strom = [len(self._objekter)]
        for objekt in self._objekter:
            strom.append(len(objekt))
            for delen in objekt:
                strom.append(len(delen))
                for linje in delen:
                    strom += [len(navn[linje]), *navn[linje]]
        hode = np.array([len(samlet), *(len(bue) for bue in samlet)], dtype=np.int64)
        steg = _steg([punkter[bue] for bue in samlet])
        return varint(hode) + varint(sikksakk(steg)) + varint(np.array(strom, dtype=np.int64))


def _steg(buer: Sequence[Heltall]) -> Heltall:
    """Return the steps from point to point, and from one arc's first to the next one's."""
    if not buer:
        return np.zeros(0, np.int64)
    forste = np.array([bue[0] for bue in buer])
    alle = np.concatenate(buer)
    steg = np.diff(alle, axis=0, prepend=np.zeros((1, 2), np.int64))
    start = np.cumsum([0, *(len(bue) for bue in buer[:-1])])
    steg[start] = np.diff(forste, axis=0, prepend=np.zeros((1, 2), np.int64))
    return steg.reshape(-1)


def _kutt(linje: Heltall, knute: NDArray[np.bool_]) -> Iterable[Heltall]:
    """Cut a line where it meets others; a ring begins at a junction, or at its smallest point."""
    if len(linje) > 1 and linje[0] == linje[-1]:
        aapen = linje[:-1]
        treff = np.flatnonzero(knute[aapen])
        start = int(treff[0]) if len(treff) else int(np.argmin(aapen))
        rundt = np.roll(aapen, -start)
        linje = np.append(rundt, rundt[0])
    kutt = np.flatnonzero(knute[linje[1:-1]]) + 1
    grenser = [0, *kutt.tolist(), len(linje) - 1]
    if len(linje) == 1:
        return [linje]
    return [linje[a : b + 1] for a, b in pairwise(grenser)]


def _navn(bue: Heltall, buer: dict[bytes, int], samlet: list[Heltall]) -> int:
    """Name of an arc; an arc that is already kept is named, whichever way it runs."""
    fram, bak = bue.tobytes(), bue[::-1].tobytes()
    if fram in buer:
        return 2 * buer[fram]
    if bak in buer:
        return 2 * buer[bak] + 1
    buer[fram] = len(samlet)
    samlet.append(bue)
    return 2 * buer[fram]
