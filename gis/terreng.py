"""What a terrain model says of every cell: slope, aspect, sunshine with shadows."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.feil import DataFeil
from gis.kompilering import TRAADER, kompiler
from gis.rutenett import Rutenett

JEVNDOEGN = 80
"""Day of the year, 21 March."""
TIMER = tuple(float(t) for t in range(6, 19))
"""Hours of true solar time whose sun is summed; 12 is noon. One an hour, arealsils forslag."""
MINSTE_SIDE = 3
"""Rows and columns that a 3 × 3 stencil needs."""

LANGT_NEDE_M = -1e9
"""Height of the ground beyond the grid, metres: it casts no shadow."""

Felt = NDArray[np.float32]


def helning_og_retning(terreng: Rutenett) -> tuple[Rutenett, Rutenett]:
    """Slope in degrees, and the way the slope faces in degrees clockwise from north.

    Horn's 3 × 3 stencil; the outermost cells and NaN's neighbours are NaN, and so is the aspect of
    flat ground. Source: Horn, B.K.P. (1981), Hill shading and the reflectance map, Proc. IEEE
    69(1).

    Raises
    ------
    DataFeil    below 3 × 3 cells
    """
    if min(terreng.verdier.shape) < MINSTE_SIDE:
        raise DataFeil("Terrenget har færre enn 3 × 3 ruter; helning kan ikke regnes ut.")
    z = np.ascontiguousarray(terreng.verdier, dtype=np.float32)
    grader, retning = np.full_like(z, np.nan), np.full_like(z, np.nan)
    _i_strimler(len(z), lambda fra, til: _horn(z, terreng.rute_m, (fra, til), grader, retning))
    return _som(terreng, grader), _som(terreng, retning)


def _i_strimler(rader: int, regn: Callable[[int, int], None]) -> None:
    """Do the rows from … to of every strip, on threads."""
    kutt = np.linspace(0, rader, 4 * TRAADER + 1).astype(int).tolist()
    with ThreadPoolExecutor(TRAADER) as traader:
        list(traader.map(regn, kutt[:-1], kutt[1:]))


def _som(terreng: Rutenett, verdier: Felt) -> Rutenett:
    return Rutenett(verdier, terreng.xmin, terreng.ymax, terreng.rute_m, terreng.epsg)


@kompiler
def _horn(z: Felt, rute_m: float, strimmel: tuple[int, int], grader: Felt, retning: Felt) -> None:
    """Slope and aspect of the rows of a strip."""
    per = 1.0 / (8.0 * rute_m)
    for r in range(max(strimmel[0], 1), min(strimmel[1], z.shape[0] - 1)):
        for k in range(1, z.shape[1] - 1):
            nv, no = float(z[r - 1, k - 1]), float(z[r - 1, k + 1])
            sv, so = float(z[r + 1, k - 1]), float(z[r + 1, k + 1])
            dx = per * ((no - nv) + 2.0 * (float(z[r, k + 1]) - float(z[r, k - 1])) + (so - sv))
            dy = per * ((nv - sv) + 2.0 * (float(z[r - 1, k]) - float(z[r + 1, k])) + (no - so))
            stigning = np.sqrt(dx * dx + dy * dy) + 0.0 * z[r, k]
            grader[r, k] = np.degrees(np.arctan(stigning))
            if stigning > 0.0:
                retning[r, k] = np.degrees(np.arctan2(-dx, -dy)) % 360.0


@dataclass(frozen=True, slots=True)
class Sol:
    """Where the sun stands."""

    hoyde: float
    """Angle above the horizon, radians."""
    asimut: float
    """Clockwise from north, radians."""


def solstillinger(breddegrad: float, dag: int, timer: Sequence[float] = TIMER) -> tuple[Sol, ...]:
    """Places of the sun above the horizon on a day of the year.

    Parameters
    ----------
    breddegrad    degrees north
    dag           day of the year, 1–365
    timer         hours of true solar time

    Source of the declination: Cooper, P.I. (1969), The absorption of radiation in solar stills,
    Solar Energy 12(3): 23,45° · sin(360° · (284 + n) / 365).
    """
    bredde = np.radians(breddegrad)
    deklinasjon = np.radians(23.45 * np.sin(np.radians(360.0 * (284 + dag) / 365.0)))
    ut = []
    for time in timer:
        vinkel = np.radians(15.0 * (time - 12.0))
        opp = np.sin(bredde) * np.sin(deklinasjon)
        opp += np.cos(bredde) * np.cos(deklinasjon) * np.cos(vinkel)
        ost = -np.cos(deklinasjon) * np.sin(vinkel)
        nord = np.cos(bredde) * np.sin(deklinasjon)
        nord -= np.sin(bredde) * np.cos(deklinasjon) * np.cos(vinkel)
        if opp > 0.0:
            ut.append(Sol(float(np.arcsin(opp)), float(np.arctan2(ost, nord) % (2 * np.pi))))
    return tuple(ut)


def solandel(terreng: Rutenett, stillinger: Sequence[Sol]) -> Rutenett:
    """Direct sunshine on the ground as a share of that on flat, open ground: 1 is as much.

    The terrain's own shadows count, the air does not; hours weigh by the sun's height. Beyond the
    grid the ground is taken to be flat and low: hand in a margin.

    Raises
    ------
    DataFeil    when the sun does not rise
    """
    if not stillinger:
        raise DataFeil("Sola står ikke over horisonten den dagen; solforhold kan ikke regnes ut.")
    z = np.ascontiguousarray(terreng.verdier, dtype=np.float32)
    grader, retning = helning_og_retning(terreng)
    sum_ = np.zeros_like(z)
    bredde = len(stillinger) // TRAADER + 1
    bunker = [stillinger[i : i + bredde] for i in range(0, len(stillinger), bredde)]

    def regn(bunke: Sequence[Sol]) -> Felt:
        her = np.zeros_like(z)
        for sol in bunke:
            _belys(z, (grader.verdier, retning.verdier), terreng.rute_m,
                   (sol.hoyde, sol.asimut), her)  # fmt: skip
        return her

    with ThreadPoolExecutor(TRAADER) as traader:
        for her in traader.map(regn, bunker):
            sum_ += her
    sum_ /= sum(np.sin(sol.hoyde) for sol in stillinger)
    sum_[np.isnan(grader.verdier)] = np.nan
    return _som(terreng, sum_)


@kompiler
def _belys(
    z: Felt, skraaning: tuple[Felt, Felt], rute_m: float, sol: tuple[float, float], ut: Felt
) -> None:
    """Add the sine of the sun's angle to the ground, where the sun reaches it.

    The shadow's height goes cell by cell away from the sun: that of the ground or of the shadow
    where the ray comes from, between two cells, less the fall of the ray.
    """
    grader, retning = skraaning
    opp, ost, nord = np.sin(sol[0]), np.sin(sol[1]), np.cos(sol[1])
    storst = max(abs(ost), abs(nord))
    fall = np.tan(sol[0]) * rute_m / storst
    langs_rad = abs(nord) >= abs(ost)
    n, m = (z.shape[0], z.shape[1]) if langs_rad else (z.shape[1], z.shape[0])
    steg = -1 if (langs_rad and nord > 0.0) or (not langs_rad and ost < 0.0) else 1
    side = ost / storst if langs_rad else -nord / storst
    forrige, denne = np.full(m, LANGT_NEDE_M), np.empty(m)
    for nr in range(n):
        i = nr if steg < 0 else n - 1 - nr
        for j in range(m):
            r, k = (i, j) if langs_rad else (j, i)
            fra = j + side
            lav = int(np.floor(fra))
            skygge, del_ = LANGT_NEDE_M, fra - lav
            if lav >= 0 and lav + 1 < m:
                skygge = (1.0 - del_) * forrige[lav] + del_ * forrige[lav + 1] - fall
            elif 0 <= lav < m and del_ == 0.0:
                skygge = forrige[lav] - fall
            hoyde = float(z[r, k])
            if np.isnan(hoyde):
                denne[j] = skygge
                continue
            denne[j] = max(hoyde, skygge)
            helning = np.radians(grader[r, k])
            if hoyde >= skygge and not np.isnan(helning):
                lys = np.cos(helning) * opp
                if helning > 0.0:
                    lys += (
                        np.sin(helning)
                        * np.cos(sol[0])
                        * np.cos(sol[1] - np.radians(retning[r, k]))
                    )
                ut[r, k] += max(lys, 0.0)
        forrige, denne = denne, forrige
