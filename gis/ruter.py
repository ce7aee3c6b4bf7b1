"""Cells whose centre is taken by rules, in strips: memory follows the strip, not the municipality.

The same outlines as in `gis.ledig` are counted along each row of centres, so that round buffers,
holes, overlaps and shapes beyond the border come out as in the exact answer; only the cells round.
Geometries lie in a map plane, metres.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rasterio.features import shapes, sieve
from rasterio.transform import Affine
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis.feil import DataFeil
from gis.kanter import Former
from gis.kompilering import TRAADER, kompiler
from gis.ledig import Hensyn, naere
from gis.omriss import KVARTBUER, Omriss, omriss
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

STRIMMEL = 256
"""Rows that a thread works on at a time."""
MAKS_REGLER = 64
"""Bits in a mask of rules."""
HOYST_TO = 2
"""Rules that ground is told to be shared by; what more of them take is nobody's in particular."""

Maske = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ruter:
    """Where cells lie: north up, square, first row northernmost."""

    xmin: float
    """West edge, metres."""
    ymax: float
    """North edge, metres."""
    rute_m: float
    """Cell size, metres."""
    rader: int
    kolonner: int
    epsg: int
    """CRS of xmin and ymax."""

    @classmethod
    def over(cls, utsnitt: Utsnitt, rute_m: float) -> "Ruter":
        """Cells on whole multiples of `rute_m` that hold the box."""
        x0, y0 = np.floor(utsnitt.xmin / rute_m), np.floor(utsnitt.ymin / rute_m)
        x1, y1 = np.ceil(utsnitt.xmax / rute_m), np.ceil(utsnitt.ymax / rute_m)
        return cls(
            float(x0 * rute_m), float(y1 * rute_m), rute_m, int(y1 - y0), int(x1 - x0), utsnitt.epsg
        )

    @property
    def form(self) -> tuple[int, int]:
        """(rows, columns)."""
        return (self.rader, self.kolonner)

    @property
    def grenser(self) -> tuple[float, float, float, float]:
        """(xmin, ymin, xmax, ymax)."""
        return (
            self.xmin,
            self.ymax - self.rader * self.rute_m,
            self.xmin + self.kolonner * self.rute_m,
            self.ymax,
        )

    def strimler(self, hoyde: int = STRIMMEL) -> list[tuple[int, "Ruter"]]:
        """Cut into strips from north to south: first row, and the cells of the strip."""
        return [
            (
                rad,
                replace(
                    self, ymax=self.ymax - rad * self.rute_m, rader=min(hoyde, self.rader - rad)
                ),
            )
            for rad in range(0, self.rader, hoyde)
        ]


def tatt(hensyn: Sequence[Hensyn], ruter: Ruter, kvartbuer: int = KVARTBUER) -> Maske:
    """(rows, columns) cells whose centre lies within the distance of any shape.

    Parameters
    ----------
    hensyn    shapes beyond the grid count; order and repetition do not matter
    """
    vind = np.zeros((ruter.rader, ruter.kolonner + 1), dtype=np.int32)
    hjorne, boks = np.array([ruter.xmin, ruter.ymax]), np.array(ruter.grenser)
    for h in hensyn:
        former = naere(h.former, h.avstand_m, boks)
        if len(former):
            _tell(omriss(former, h.avstand_m, hjorne, kvartbuer), ruter.rute_m, vind)
    return _over_null(vind)


def inne_i(omraade: BaseGeometry, ruter: Ruter) -> Maske:
    """(rows, columns) cells whose centre lies in the area."""
    return tatt([Hensyn(np.array([omraade], dtype=object), 0.0)], ruter)


def ledige_strimler(
    omraade: BaseGeometry, hensyn: Sequence[Hensyn], ruter: Ruter
) -> Iterator[tuple[int, Maske]]:
    """Cells of the area that nothing takes, strip by strip: first row, and (rows, columns) mask."""
    with ThreadPoolExecutor(TRAADER) as traader:
        strimler = ruter.strimler()
        svar = traader.map(lambda s: inne_i(omraade, s[1]) & ~tatt(hensyn, s[1]), strimler)
        yield from zip((rad for rad, _ in strimler), svar, strict=True)


def ledig_ruteareal_m2(omraade: BaseGeometry, hensyn: Sequence[Hensyn], ruter: Ruter) -> float:
    """Area of the cells that nothing takes, m²: what the exact area is compared with."""
    antall = sum(int(maske.sum()) for _, maske in ledige_strimler(omraade, hensyn, ruter))
    return antall * ruter.rute_m**2


@dataclass(frozen=True, slots=True, eq=False)
class Fordeling:
    """Ground of an area by how many rules take it, in whole cells, m²."""

    fritt_m2: float
    """What none takes."""
    alene_m2: NDArray[np.float64]
    """(r,) what one takes and no other does."""
    par_m2: NDArray[np.float64]
    """(r, r) what two take and no third does; symmetric, 0 on the diagonal."""


def fordeling(omraade: BaseGeometry, regler: Sequence[Hensyn], ruter: Ruter) -> Fordeling:
    """Tell what each rule takes alone, and what each two of them take together, strip by strip."""
    n = len(regler)

    def regn(del_: Ruter) -> NDArray[np.int64]:
        """(n + 1, n + 1) cells by their one or two rules; the last place stands for none."""
        antall = np.zeros(del_.form, dtype=np.int16)
        sum_, kvadrat = np.zeros(del_.form, dtype=np.int32), np.zeros(del_.form, dtype=np.int32)
        for nr, hensyn in enumerate(regler):
            tar = tatt([hensyn], del_)
            antall += tar
            sum_ += nr * tar
            kvadrat += nr * nr * tar
        telles = inne_i(omraade, del_) & (antall <= HOYST_TO)
        hvor_mange, s, q = antall[telles], sum_[telles], kvadrat[telles]
        avstand = np.rint(np.sqrt(np.maximum(2 * q - s * s, 0))).astype(np.int64)
        en = np.where(hvor_mange == HOYST_TO, (s - avstand) // 2, np.where(hvor_mange == 1, s, n))
        to = np.where(hvor_mange == HOYST_TO, (s + avstand) // 2, n)
        celler = np.bincount(en * (n + 1) + to, minlength=(n + 1) ** 2)
        return np.asarray(celler.reshape(n + 1, n + 1), dtype=np.int64)

    with ThreadPoolExecutor(TRAADER) as traader:
        celler = sum(traader.map(regn, [s for _, s in ruter.strimler()]), np.zeros(1, np.int64))
    m2 = np.asarray(celler, dtype=np.float64) * ruter.rute_m**2
    par = m2[:n, :n]
    return Fordeling(fritt_m2=float(m2[n, n]), alene_m2=m2[:n, n], par_m2=par + par.T)


def regelbiter(regler: Sequence[Sequence[Hensyn]], ruter: Ruter) -> NDArray[np.uint64]:
    """(rows, columns) one bit per rule that takes the cell's centre, the first rule lowest.

    Raises
    ------
    DataFeil    for more than 64 rules
    """
    if len(regler) > MAKS_REGLER:
        raise DataFeil(f"Masken har plass til {MAKS_REGLER} regler; det er {len(regler)}.")
    ut = np.zeros(ruter.form, dtype=np.uint64)

    def regn(strimmel: tuple[int, Ruter]) -> None:
        rad, del_ = strimmel
        for nr, hensyn in enumerate(regler):
            utdrag = ut[rad : rad + del_.rader]
            utdrag |= tatt(hensyn, del_).astype(np.uint64) << np.uint64(nr)

    with ThreadPoolExecutor(TRAADER) as traader:
        list(traader.map(regn, ruter.strimler()))
    return ut


def fra_rutenett(rutenett: Rutenett, ruter: Ruter) -> NDArray[np.float32]:
    """(rows, columns) value of the grid's cell that holds each centre; NaN beyond the grid."""
    x = ruter.xmin + ruter.rute_m * (np.arange(ruter.kolonner) + 0.5)
    y = ruter.ymax - ruter.rute_m * (np.arange(ruter.rader) + 0.5)
    kol = np.floor((x - rutenett.xmin) / rutenett.rute_m).astype(np.int64)
    rad = np.floor((rutenett.ymax - y) / rutenett.rute_m).astype(np.int64)
    rader, kolonner = rutenett.verdier.shape
    inne_y, inne_x = (rad >= 0) & (rad < rader), (kol >= 0) & (kol < kolonner)
    ut = np.full(ruter.form, np.nan, dtype=np.float32)
    ut[np.ix_(inne_y, inne_x)] = rutenett.verdier[np.ix_(rad[inne_y], kol[inne_x])]
    return ut


def uten_flekker(klasser: NDArray[np.uint8], minst: int) -> NDArray[np.uint8]:
    """(rows, columns) classes with patches of fewer cells given their largest neighbour's class.

    Cells of class 0 are no part of it: they stay, and lend their class to nobody.
    """
    if klasser.size < minst:
        return klasser
    med = klasser > 0
    ut: NDArray[np.uint8] = np.where(med, sieve(klasser, minst, mask=med), np.uint8(0))
    return ut


def flater_av(maske: Maske, ruter: Ruter) -> Former:
    """Polygons of the cells in a mask, whole cells; for exact distances from raster classes."""
    flytt = Affine(ruter.rute_m, 0.0, ruter.xmin, 0.0, -ruter.rute_m, ruter.ymax)
    funnet = shapes(maske.astype(np.uint8), mask=maske, connectivity=4, transform=flytt)
    return np.array([*(shape(form) for form, _ in funnet), None], dtype=object)[:-1]


@kompiler
def _tell(former: Omriss, rute_m: float, vind: NDArray[np.int32]) -> None:
    """Add each edge's change of winding at the first centre to the right of it, row by row."""
    rader, kolonner = vind.shape[0], vind.shape[1] - 1
    for r in range(len(former.ring) - 1):
        for k in range(former.ring[r], former.ring[r + 1] - 1):
            ax, ay = former.xy[k, 0], former.xy[k, 1]
            bx, by = former.xy[k + 1, 0], former.xy[k + 1, 1]
            fra = max(int(np.floor(-max(ay, by) / rute_m - 0.5)), 0)
            til = min(int(np.ceil(-min(ay, by) / rute_m - 0.5)), rader - 1)
            if fra > til:
                continue
            for rad in range(fra, til + 1):
                y = -(rad + 0.5) * rute_m
                if (ay > y) == (by > y):
                    continue
                x = ax + (bx - ax) * ((y - ay) / (by - ay))
                kol = min(max(int(np.ceil(x / rute_m - 0.5)), 0), kolonner)
                vind[rad, kol] += -1 if by > ay else 1


@kompiler
def _over_null(vind: NDArray[np.int32]) -> Maske:
    """(rows, columns) whether the sum from the left is above zero."""
    ut = np.empty((vind.shape[0], vind.shape[1] - 1), dtype=np.bool_)
    for rad in range(ut.shape[0]):
        sum_ = 0
        for kol in range(ut.shape[1]):
            sum_ += vind[rad, kol]
            ut[rad, kol] = sum_ > 0
    return ut
