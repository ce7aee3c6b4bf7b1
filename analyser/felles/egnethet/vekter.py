"""Weights: written straight, from pairwise comparison (AHP), or from swings.

In kommune.toml under [analyse.<navn>], one of them:

    vekter = ["sentrum=30", "veg=20"]          # criteria that are not named get no weight
    parvis = ["sentrum/veg=3", …]              # 1/9–9: how much more the first counts; every pair
                                               # of the criteria named, the others get no weight
    sving = ["sentrum=100", "veg=60"]          # what the step from worst to best is worth, 0–100

Source of the comparison and of the random index: Saaty (1980), The Analytic Hierarchy Process.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from analyser.felles.maaling import Flyt
from gis.feil import ParameterFeil
from gis.kommune import naermeste

LIKE, SATT, PARVIS, SVING = "like vekter", "satt direkte", "parvis sammenligning", "svingvekter"
TILFELDIG = (
    0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
"""Mean consistency index of random matrices, by size. Source: Saaty (1980)."""
HOYESTE_CR = 0.1
"""Consistency ratio above which the comparisons should be gone through again: Saaty (1980)."""
STORST_PAR = 9.0
"""Largest answer of a comparison: Saaty's scale."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vekting:
    """Weights and how they were come by."""

    vekter: Flyt
    """(k,) at least 0, sum 1."""
    metode: str
    """`LIKE`, `SATT`, `PARVIS` or `SVING`."""
    cr: float = float("nan")
    """Consistency ratio of the comparisons; NaN for the other methods."""

    @property
    def konsistent(self) -> bool:
        """Whether the comparisons agree well enough; true for the other methods."""
        return bool(not self.cr > HOYESTE_CR)


def vekting(
    analyse: str,
    ider: Sequence[str],
    vekter: Sequence[str],
    parvis: Sequence[str],
    sving: Sequence[str],
) -> Vekting:
    """Return the weights of the criteria `ider`; equal when the municipality has set none.

    Raises
    ------
    ParameterFeil    for an unknown criterion, a pair that is missing, anything said twice,
                     a value out of range, or more than one method at once
    """
    brukt = [navn for navn, valg in zip(("vekter", "parvis", "sving"),
                                        (vekter, parvis, sving), strict=True) if valg]  # fmt: skip
    if len(brukt) > 1:
        raise ParameterFeil(f"{analyse}: velg én av {' og '.join(brukt)}.")
    if parvis:
        return _parvis(f"{analyse}.parvis", ider, parvis)
    if not vekter and not sving:
        return Vekting(vekter=np.full(len(ider), 1.0 / len(ider)), metode=LIKE)
    sted = f"{analyse}.{brukt[0]}"
    tall = _tallene(sted, ider, vekter or sving)
    if not tall.sum() > 0:
        raise ParameterFeil(f"{sted}: minst ett kriterium må ha en vekt over null.")
    return Vekting(vekter=tall / tall.sum(), metode=SATT if vekter else SVING)


def _tallene(sted: str, ider: Sequence[str], ledd: Sequence[str]) -> Flyt:
    """(k,) the numbers written «id=number»; 0 for those not named."""
    tall = np.full(len(ider), np.nan)
    for ett in ledd:
        navn, _, verdi = (del_.strip() for del_ in ett.partition("="))
        plass = _plass(sted, ider, navn)
        if not np.isnan(tall[plass]):
            raise ParameterFeil(f"{sted}: «{navn}» er oppgitt to ganger.")
        tall[plass] = _tall(sted, ett, verdi)
    return np.where(np.isnan(tall), 0.0, tall)


def _plass(sted: str, ider: Sequence[str], navn: str) -> int:
    """Position of a criterion."""
    if navn not in ider:
        raise ParameterFeil(f"{sted}: «{navn}» er ikke et kriterium. {naermeste(navn, list(ider))}")
    return list(ider).index(navn)


def _tall(sted: str, ledd: str, verdi: str) -> float:
    """Read a number from zero up; «1/3» is a number too."""
    teller, strek, nevner = verdi.replace(",", ".").partition("/")
    try:
        tall = float(teller) / (float(nevner) if strek else 1.0)
    except (ValueError, ZeroDivisionError) as err:
        raise ParameterFeil(f"{sted}: «{ledd}» må ha et tall etter likhetstegnet.") from err
    if not 0.0 <= tall < np.inf:
        raise ParameterFeil(f"{sted}: «{ledd}» må ha et tall fra null og opp.")
    return tall


def _parvis(sted: str, ider: Sequence[str], ledd: Sequence[str]) -> Vekting:
    """Weights as the principal eigenvector of the comparisons."""
    n = len(ider)
    matrise = np.full((n, n), np.nan)
    np.fill_diagonal(matrise, 1.0)
    for ett in ledd:
        par, _, verdi = ett.partition("=")
        a, strek, b = (del_.strip() for del_ in par.partition("/"))
        if not strek:
            raise ParameterFeil(f"{sted}: «{ett}» må skrives a/b=tall.")
        i, j = _plass(sted, ider, a), _plass(sted, ider, b)
        tall = _tall(sted, ett, verdi.strip())
        if i == j or not 1.0 / STORST_PAR - 1e-9 <= tall <= STORST_PAR:
            raise ParameterFeil(f"{sted}: «{ett}» må gi et tall fra 1/9 til 9 for to kriterier.")
        if not np.isnan(matrise[i, j]):
            raise ParameterFeil(f"{sted}: paret {a}/{b} er oppgitt to ganger.")
        matrise[i, j], matrise[j, i] = tall, 1.0 / tall
    nevnt = [i for i in range(n) if np.isfinite(np.delete(matrise[i], i)).any()]
    mangler = [f"{ider[i]}/{ider[j]}" for i, j in combinations(nevnt, 2)
               if np.isnan(matrise[i, j])]  # fmt: skip
    if mangler:
        raise ParameterFeil(f"{sted}: disse parene mangler: {', '.join(mangler)}.")
    svar, vekter = egenvekter(matrise[np.ix_(nevnt, nevnt)]), np.zeros(n)
    vekter[nevnt] = svar.vekter
    return replace(svar, vekter=vekter)


def egenvekter(matrise: Flyt) -> Vekting:
    """Weights and consistency ratio of a reciprocal (k, k) matrix of comparisons."""
    n = len(matrise)
    verdier, vektorer = np.linalg.eig(matrise)
    storst = int(np.argmax(verdier.real))
    vekter = np.abs(vektorer[:, storst].real)
    indeks = (float(verdier[storst].real) - n) / (n - 1) if n > 1 else 0.0
    tilfeldig = TILFELDIG[min(n, len(TILFELDIG) - 1)]
    cr = max(indeks, 0.0) / tilfeldig if tilfeldig else 0.0
    return Vekting(vekter=vekter / vekter.sum(), metode=PARVIS, cr=cr)
