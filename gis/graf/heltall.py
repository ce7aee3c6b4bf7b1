"""Costs as whole numbers, so that no bound rests on rounding.

A cost c becomes floor(c · 2^skala): a bound for the floored costs holds for the true ones. The
scale is chosen so that every sum stays below 2^50. Whole costs of moderate size are exact.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gis.graf.typer import STOR, Graf, Heltall, Maske, Tall

BITER = 50
"""Sums of scaled costs stay below 2^50."""
RELATIV = 2.0**-36
"""Costs that are not whole: values closer than this share of all costs count as equal."""


@dataclass(frozen=True, slots=True)
class Skala:
    """How the costs of one problem became whole numbers."""

    skala: int
    """Power of two."""
    heltallig: bool
    """Every cost and every prize is whole and exact after scaling."""
    enhet: int
    """No tree is better unless it is better by this much."""

    def gulv(self, verdier: Tall) -> Heltall:
        """Scale and round down."""
        return np.floor(np.ldexp(verdier, self.skala)).astype(np.int64)

    def tall(self, heltall: int) -> float:
        """Scale back, rounded down to a float."""
        eksakt = Fraction(heltall) / Fraction(2) ** self.skala
        ut = float(eksakt)
        return ut if Fraction(ut) <= eksakt else math.nextafter(ut, -math.inf)


def velg_skala(graf: Graf, premier: Tall, naadde: Maske) -> Skala:
    """Choose the scale of a problem; infinite prizes are nodes that must be reached.

    Prizes out of reach (not `naadde`) are lost whatever they are, so they count in full.
    """
    endelige = premier[np.isfinite(premier) & (premier > 0)]
    kanter = float(graf.kostnad.sum())
    tellende = np.where(naadde, np.minimum(premier, kanter), premier)
    sum_alt = kanter + float(tellende[np.isfinite(tellende)].sum())
    skala = BITER - (math.frexp(sum_alt)[1] if sum_alt > 0 else 1)
    hele = bool((graf.kostnad % 1 == 0).all() and (endelige % 1 == 0).all()) and skala >= 0
    if hele:
        skala = min(skala, BITER // 2)
    enhet = 1 << skala if hele else max(1, int(math.ldexp(sum_alt, skala) * RELATIV))
    return Skala(skala, hele, enhet)


def skaler_premier(skala: Skala, premier: Tall, tak: float) -> Heltall:
    """Scale prizes; a prize above `tak` (the sum of all costs) is as good as infinite."""
    store = ~(premier <= tak)
    ut = skala.gulv(np.where(store, 0.0, premier))
    ut[store] = STOR
    return ut
