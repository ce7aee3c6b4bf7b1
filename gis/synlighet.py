"""What is seen from a point: lines of sight over a terrain on the curved earth with refraction.

Rings of cells are walked outwards from the point. The line of sight to a cell passes between two
cells of the ring before it; what hides there hides on along the line (the reference planes of Wang,
Robinson & White, Photogrammetric Engineering & Remote Sensing 66(1), 2000). Four sides are walked
one by one, each with the last ring only in memory; east and west on the transposed terrain, so that
every ring lies along the rows.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gis.feil import DataFeil
from gis.kompilering import kompiler
from gis.rutenett import Rutenett

KRUMNING = 0.85714
"""Share of the earth's curvature that is left when refraction has bent the line of sight. Source:
GDAL's documentation of `GDALViewshedGenerate` («for the effect of the atmospheric refraction we can
use 0.85714»), that is, a refraction of 1/7. Weather moves it."""
JORDRADIUS_M = 6_378_137.0
"""Semi-major axis of GRS 80, the ellipsoid of EUREF89, metres."""
OYEHOYDE_M = 1.7
"""Eyes above the ground, metres. arealsils forslag (uverifisert)."""
MAKS_PUNKTER = 32
"""Bits in the answer."""
OPP, NED = -1, 1
"""Rows outwards: north and south, or west and east on the transposed terrain."""

Felt = NDArray[np.float32]
Biter = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Utsiktspunkt:
    """A place that people look from."""

    x: float
    y: float
    """Map plane of the terrain, metres."""
    hoyde_m: float = OYEHOYDE_M
    """Eyes above the ground."""


@dataclass(frozen=True, slots=True, eq=False)
class Synlighet:
    """What is seen."""

    fra: Biter
    """(rows, columns) bit n is set where a thing of the height asked about is seen from point n."""
    skjult_m: Felt
    """(rows, columns) the height, metres above the ground, up to which nothing is seen from any
    point; 0 where the ground itself is seen, infinite beyond the reach of all, NaN where the
    terrain on the way is not known («ikke kjent»)."""

    @property
    def antall(self) -> NDArray[np.uint8]:
        """(rows, columns) number of points that see it."""
        return np.bitwise_count(self.fra)


def synlighet(
    terreng: Rutenett,
    punkter: Sequence[Utsiktspunkt],
    hoyde_m: float = 0.0,
    rekkevidde_m: float = np.inf,
    krumning: float = KRUMNING,
) -> Synlighet:
    """Look from every point at a thing of a height on every cell.

    Parameters
    ----------
    terreng         heights, metres; NaN where nothing is known
    punkter         at most 32, within the terrain
    hoyde_m         of the thing above the ground: a building, a mast
    rekkevidde_m    nothing beyond it is seen

    Raises
    ------
    DataFeil    for more than 32 points, or one outside the terrain or where it is not known
    """
    if len(punkter) > MAKS_PUNKTER:
        raise DataFeil(f"Det er plass til {MAKS_PUNKTER} utsiktspunkter; det er {len(punkter)}.")
    steder = [_rute(terreng, punkt) for punkt in punkter]
    fall = krumning / (2.0 * JORDRADIUS_M)

    def regn(snudd: bool) -> Synlighet:
        z = np.ascontiguousarray(terreng.verdier.T if snudd else terreng.verdier, dtype=np.float32)
        fra = np.zeros(z.shape, dtype=np.uint32)
        skjult = np.full(z.shape, np.inf, dtype=np.float32)
        for nr, (punkt, sted) in enumerate(zip(punkter, steder, strict=True)):
            rad, kol = sted[::-1] if snudd else sted
            fra[rad, kol] |= np.uint32(1 << nr)
            skjult[rad, kol] = 0.0
            oye_m = float(z[rad, kol]) + punkt.hoyde_m
            blikk = _Blikk(rad, kol, oye_m, terreng.rute_m, hoyde_m, rekkevidde_m, fall, int(snudd))
            for vei in (OPP, NED):
                _utover(z, blikk, vei, np.uint32(1 << nr), fra, skjult)
        return Synlighet(fra, skjult)

    with ThreadPoolExecutor(2) as traader:
        rett, snudd = traader.map(regn, (False, True))
    np.bitwise_or(rett.fra, snudd.fra.T, out=rett.fra)
    np.minimum(rett.skjult_m, snudd.skjult_m.T, out=rett.skjult_m)
    return rett


def silhuett(
    terreng: Rutenett, punkt: Utsiktspunkt, hoyde_m: float, krumning: float = KRUMNING
) -> NDArray[np.bool_]:
    """(rows, columns) cells where a thing of that height is seen against the sky from the point.

    It is seen, and no ground that is known rises above its top behind it. Beyond the grid, and
    where the terrain is NaN, none is known: hand in a margin.
    """
    fra = synlighet(terreng, [punkt], hoyde_m, krumning=krumning).fra
    ut = np.zeros(fra.shape, dtype=np.bool_)
    fall = krumning / (2.0 * JORDRADIUS_M)
    for snudd in (False, True):
        z = np.ascontiguousarray(terreng.verdier.T if snudd else terreng.verdier, dtype=np.float32)
        sett = np.ascontiguousarray(fra.T if snudd else fra)
        her = np.zeros(z.shape, dtype=np.bool_)
        rad, kol = _rute(terreng, punkt)[:: -1 if snudd else 1]
        oye_m = float(z[rad, kol]) + punkt.hoyde_m
        blikk = _Blikk(rad, kol, oye_m, terreng.rute_m, hoyde_m, np.inf, fall, int(snudd))
        for vei in (OPP, NED):
            _innover(z, blikk, vei, sett, her)
        ut |= her.T if snudd else her
    return ut


def _rute(terreng: Rutenett, punkt: Utsiktspunkt) -> tuple[int, int]:
    """Row and column of the cell that holds the point."""
    rad = int(np.floor((terreng.ymax - punkt.y) / terreng.rute_m))
    kol = int(np.floor((punkt.x - terreng.xmin) / terreng.rute_m))
    rader, kolonner = terreng.verdier.shape
    if not (0 <= rad < rader and 0 <= kol < kolonner) or np.isnan(terreng.verdier[rad, kol]):
        raise DataFeil(
            f"Utsiktspunktet ({punkt.x:.0f}, {punkt.y:.0f}) ligger utenfor terrengmodellen, eller "
            "der høyden ikke er kjent."
        )
    return rad, kol


class _Blikk(NamedTuple):
    """One look from one point."""

    rad: int
    kol: int
    oye_m: float
    """Eyes above the sea."""
    rute_m: float
    hoyde_m: float
    """Of the thing that is looked for."""
    rekkevidde_m: float
    fall: float
    """Fall of the earth per square metre of distance squared, 1/m."""
    hjorne: int
    """1: the diagonals are left to the other two sides."""


@kompiler
def _utover(z: Felt, b: _Blikk, vei: int, bit: np.uint32, fra: Biter, skjult: Felt) -> None:
    """Walk the rings of one side outwards; heights are about the eye, on a flat earth.

    The ring before holds, for each cell, the height at and below which the line of sight is
    blocked there.
    """
    antall = b.rad if vei == OPP else z.shape[0] - 1 - b.rad
    foran, bak = b.kol, z.shape[1] - 1 - b.kol
    forrige, denne = np.zeros(foran + bak + 1), np.zeros(foran + bak + 1)
    for j in range(1, antall + 1):
        per = 1.0 / (j - 1.0) if j > 1 else 0.0
        fjern = j * b.rute_m
        if fjern > b.rekkevidde_m:
            break
        for i in range(-min(j, foran), min(j, bak) + 1):
            r, k = b.rad + j * vei, b.kol + i
            d2 = fjern * fjern + (i * b.rute_m) ** 2
            hoyde = float(z[r, k]) - b.oye_m - b.fall * d2
            sikt = hoyde if j == 1 else per * _mellom(forrige, i, j, foran)
            denne[foran + i] = sikt + 0.0 * hoyde if hoyde <= sikt else hoyde + 0.0 * sikt
            if abs(i) > j - b.hjorne or d2 > b.rekkevidde_m * b.rekkevidde_m:
                continue
            if hoyde + b.hoyde_m >= sikt:
                fra[r, k] |= bit
            over = sikt - hoyde
            over = 0.0 if over < 0.0 else over
            if over < skjult[r, k] or np.isnan(over):  # NaN stays, since nothing is below it
                skjult[r, k] = over
        forrige, denne = denne, forrige


@kompiler
def _mellom(ring: NDArray[np.float64], i: int, j: int, foran: int) -> float:
    """Height on ring j − 1 where the line to cell i of ring j crosses it, times j."""
    avstand = abs(i)
    innerst = i - 1 if i > 0 else i + (i < 0)
    ytterst = innerst if avstand == j else i
    return float(ring[foran + innerst] * avstand + ring[foran + ytterst] * (j - avstand))


@kompiler
def _linje(a: float, b: float, del_: float) -> float:
    """Between a and b; where no ground is known in one, the other."""
    if del_ == 0.0:
        return a
    if a == -np.inf or b == -np.inf:
        return max(a, b)
    return a + del_ * (b - a)


@kompiler
def _innover(z: Felt, b: _Blikk, vei: int, fra: Biter, ut: NDArray[np.bool_]) -> None:
    """Walk the rings of one side inwards with the steepest line to any ground farther out."""
    antall = b.rad if vei == OPP else z.shape[0] - 1 - b.rad
    foran, bak = b.kol, z.shape[1] - 1 - b.kol
    forrige, denne = np.full(foran + bak + 2, -np.inf), np.full(foran + bak + 2, -np.inf)
    for j in range(antall, 0, -1):
        for i in range(-min(j, foran), min(j, bak) + 1):
            r, k = b.rad + j * vei, b.kol + i
            d2 = (j * b.rute_m) ** 2 + (i * b.rute_m) ** 2
            hoyde = float(z[r, k]) - b.oye_m - b.fall * d2
            borte = i * (j + 1.0) / j + foran
            lav = int(np.floor(borte))
            bakenfor = -np.inf
            if j < antall and 0 <= lav < foran + bak + 1:
                bakenfor = _linje(forrige[lav], forrige[lav + 1], borte - lav)
            if abs(i) <= j - b.hjorne and fra[r, k] > 0 and (hoyde + b.hoyde_m) / j > bakenfor:
                ut[r, k] = True
            denne[foran + i] = bakenfor if np.isnan(hoyde) else max(hoyde / j, bakenfor)
        forrige, denne = denne, forrige
