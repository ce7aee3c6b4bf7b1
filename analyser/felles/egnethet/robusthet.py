"""How well an order of sites stands: weights from the whole space, thresholds, Pareto front.

Points are intervals: [lav, hoy] per site and criterion, one number where the value is known, [0, 1]
where it is not. Sites are ordered by the lower score, so that what is missing never counts as good.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analyser.felles.maaling import Flyt

TOPP = 5
"""«Among the best»: the first five. arealsils forslag (uverifisert)."""
TREKK = 10_000
"""Weightings drawn."""
FRO = 5025
"""Seed of the draws."""
BOLK = 500
"""Draws at a time, so that memory does not grow with their number."""
LIKT = 1e-12
"""Scores nearer than this are equal."""

Ja = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robusthet:
    """What sampling and exact bounds say, per site."""

    topp_sikkert: Flyt
    """(n,) share of the weightings in which the site is among the best whatever the missing
    data hold."""
    topp_mulig: Flyt
    """(n,) share of the weightings in which it may be among the best."""
    alltid_topp: Ja
    """(n,) among the best in every possible weighting (by dominance, not by sampling)."""
    vinner_alltid: Ja
    """(n,) first in every possible weighting: no other is better on any criterion."""
    pareto: Ja
    """(n,) not surely beaten by another site on every criterion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knekk:
    """The nearest single weight that takes a site out of the best."""

    kriterium: int
    """Position of the criterion; −1 where no single weight does."""
    vekt: float
    """Its weight from which the site is out, the others scaled evenly; NaN for none."""


def rekkefolge(lav: Flyt, hoy: Flyt, vekter: Flyt, ider: NDArray[np.object_]) -> NDArray[np.intp]:
    """(n,) positions, best first: by lower score, then by higher score, then by id."""
    orden: NDArray[np.intp] = np.lexsort(
        [ider.astype(str), -np.round(hoy @ vekter, 12), -np.round(lav @ vekter, 12)]
    )
    return orden


def prov(lav: Flyt, hoy: Flyt, topp: int = TOPP, trekk: int = TREKK, fro: int = FRO) -> Robusthet:
    """Try `trekk` weightings drawn evenly over the whole space (flat Dirichlet).

    Parameters
    ----------
    lav, hoy    (n, k) points between 0 and 1

    Returns
    -------
    robusthet    equal scores share a place: both count as among the best
    """
    n, k = lav.shape
    sikkert, mulig = np.zeros(n), np.zeros(n)
    if n:
        rng = np.random.default_rng(fro)
        for start in range(0, trekk, BOLK):
            vekter = rng.dirichlet(np.ones(k), min(BOLK, trekk - start)).T
            lave, hoye = lav @ vekter, hoy @ vekter
            sikkert += _blant_beste(lave, hoye, topp, egen_hoy=True).sum(axis=1)
            mulig += _blant_beste(hoye, lave, topp, egen_hoy=False).sum(axis=1)
    slaatt_av = _kan_slaa(lav, hoy)
    return Robusthet(
        topp_sikkert=sikkert / trekk,
        topp_mulig=mulig / trekk,
        alltid_topp=slaatt_av.sum(axis=1) < topp,
        vinner_alltid=slaatt_av.sum(axis=1) == 0,
        pareto=~_sikkert_slaatt(lav, hoy),
    )


def _blant_beste(egne: Flyt, andres: Flyt, topp: int, *, egen_hoy: bool) -> Ja:
    """(n, t) fewer than `topp` others have `andres` above the site's own `egne`."""
    likt = egne + LIKT
    ut: Ja = _storste(andres, topp) <= likt
    if egen_hoy:  # the site's own higher score is no rival
        ut |= (andres > likt) & (_storste(andres, topp + 1) <= likt)
    return ut


def _storste(verdier: Flyt, nummer: int) -> Flyt:
    """(t,) the `nummer`-th largest of each column; −∞ where the column is shorter."""
    plass = len(verdier) - nummer
    if plass < 0:
        return np.full(verdier.shape[1], -np.inf)
    ut: Flyt = np.partition(verdier.T, plass, axis=1)[:, plass]
    return ut


def _kan_slaa(lav: Flyt, hoy: Flyt) -> Ja:
    """(n, n) [i, j]: some weighting may put j before i, namely all weight on one criterion."""
    ut = np.array([(hoy > rad + LIKT).any(axis=1) for rad in lav], dtype=bool)
    ut = ut.reshape(len(lav), len(lav))
    np.fill_diagonal(ut, val=False)
    return ut


def _sikkert_slaatt(lav: Flyt, hoy: Flyt) -> Ja:
    """(n,) another site is surely as good on every criterion and better on one."""
    ut = np.zeros(len(lav), dtype=bool)
    for i, rad in enumerate(hoy):
        minst_like, bedre = (lav >= rad - LIKT).all(axis=1), (lav > rad + LIKT).any(axis=1)
        ut[i] = bool((minst_like & bedre).any())
    return ut


def knekk(lav: Flyt, vekter: Flyt, sted: int, topp: int = TOPP) -> Knekk:
    """Return the single weight nearest to today's that takes site `sted` out of the best.

    The others keep their mutual ratio. Scores are straight lines in the weight, so the thresholds
    are where lines cross: exact, not sampled.
    """
    beste = Knekk(kriterium=-1, vekt=float("nan"))
    kortest = np.inf
    for k in range(lav.shape[1]):
        for vekt in _kryss(lav, vekter, sted, k, topp):
            if abs(vekt - vekter[k]) < kortest - LIKT:
                kortest, beste = abs(vekt - vekter[k]), Knekk(kriterium=k, vekt=float(vekt))
    return beste


def _kryss(lav: Flyt, vekter: Flyt, sted: int, k: int, topp: int) -> list[float]:
    """Weights of criterion k, at most one each way, from which the site is not among the best."""
    rest = vekter.copy()
    rest[k] = 0.0
    if not rest.sum() > 0:
        rest[np.arange(len(rest)) != k] = 1.0
    rest = rest / max(rest.sum(), LIKT)
    uten, bare = lav @ rest, lav[:, k]
    forspraang, stigning = uten - uten[sted], (bare - uten) - (bare[sted] - uten[sted])
    with np.errstate(divide="ignore", invalid="ignore"):
        kryss = np.where(np.abs(stigning) > LIKT, -forspraang / stigning, np.nan)
    her = float(vekter[k])
    ut: list[float] = []
    for retning in (-1.0, 1.0):
        ende = 0.0 if retning < 0 else 1.0
        paa_vei = np.unique(kryss[(kryss - her) * retning >= 0])
        paa_vei = paa_vei[(paa_vei >= 0) & (paa_vei <= 1)]
        punkter = np.append(paa_vei if retning > 0 else paa_vei[::-1], ende)
        for fra, til in pairwise(punkter):
            midt = 0.5 * (fra + til)
            if (forspraang + stigning * midt > LIKT).sum() >= topp:
                ut.append(float(fra))
                break
    return ut
