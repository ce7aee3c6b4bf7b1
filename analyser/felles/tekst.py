"""Numbers and sentences in bokmål, the same everywhere."""

import math
from collections.abc import Sequence
from datetime import date

from analyser.felles.modell import Status

M2_PER_DAA = 1000.0
"""Square metres in a dekar."""
HARDT = "\u00a0"
"""Space that does not break: between thousands, and between number and unit."""
UKJENT_TALL = "–"
"""What stands where there is no number."""

IKKE_AVKLART = "«Ikke treff» er ikke det samme som avklart."
"""Must stand wherever «ikke treff» is shown (wording rule 1)."""
REINDRIFT_VARSEL = (
    "Kartene er veiledende. Berørte reinbeitedistrikt og Sametinget skal varsles og kan kreve "
    "konsultasjon (sameloven kap. 4)."
)
"""Must end every answer that uses a reindeer layer. Source: sameloven ch. 4, to be checked by a
jurist before print."""
IKKE_KONSEKVENSUTREDNING = "Dette er ikke en konsekvensutredning."
"""Must stand where conflicts are graded without following M-1941."""

ALVOR: tuple[Status, ...] = (
    Status.TREFF,
    Status.IKKE_KJENT,
    Status.IKKE_KARTLAGT,
    Status.IKKE_TREFF,
)
"""The four answers, worst first: what is not known is worse than what is known to be free."""


def tall(verdi: float, desimaler: int = 0) -> str:
    """Write a number as Norwegian does, «1 234,5»; «–» for NaN."""
    if math.isnan(verdi):
        return UKJENT_TALL
    skrevet = f"{verdi:,.{desimaler}f}".replace(",", HARDT).replace(".", ",")
    return skrevet.removeprefix("-") if not skrevet.strip("-0," + HARDT) else skrevet


def kort(verdi: float) -> str:
    """Write a number with the decimals that it has and no more, «0,5» or «15»."""
    return f"{verdi:.9g}".replace(".", ",")


def daa(areal_m2: float, desimaler: int = 1) -> str:
    """Write an area given in m² as dekar with unit, «12,3 daa»; a trace is «< 0,1 daa»."""
    minst = 10.0**-desimaler
    verdi = areal_m2 / M2_PER_DAA
    if 0 < verdi < minst:
        return f"<{HARDT}{tall(minst, desimaler)}{HARDT}daa"
    return f"{tall(verdi, desimaler)}{HARDT}daa"


def prosent(andel: float, desimaler: int = 0) -> str:
    """Write a share 0–1 in per cent; neither 0 nor 100 unless it is exactly that."""
    minst = 10.0**-desimaler
    verdi = 100.0 * andel
    if 0 < verdi < minst:
        return f"<{HARDT}{tall(minst, desimaler)}{HARDT}%"
    if 100.0 - minst < verdi < 100.0:  # noqa: PLR2004 – hundred per cent
        return f">{HARDT}{tall(100.0 - minst, desimaler)}{HARDT}%"
    return f"{tall(verdi, desimaler)}{HARDT}%"


def meter(lengde_m: float) -> str:
    """Write a length in metres below 1 km and in km above, with unit."""
    if lengde_m < 1000.0:  # noqa: PLR2004 – metres in a kilometre
        return f"{tall(lengde_m)}{HARDT}m"
    return f"{tall(lengde_m / 1000.0, 1)}{HARDT}km"


def antall(n: int, entall: str, flertall: str) -> str:
    """Write a count with its noun, «1 område» or «3 områder»."""
    return f"{tall(n)}{HARDT}{entall if n == 1 else flertall}"


def oppramsing(ledd: Sequence[str]) -> str:
    """Join with commas and a final «og»."""
    if len(ledd) < 2:  # noqa: PLR2004 – one or none: nothing to join
        return "".join(ledd)
    return f"{', '.join(ledd[:-1])} og {ledd[-1]}"


def dato(dag: date | str) -> str:
    """Write a day as «24.11.2026»; an ISO text may carry a time, which is left out."""
    dagen = date.fromisoformat(dag[:10]) if isinstance(dag, str) else dag
    return f"{dagen.day}.{dagen.month}.{dagen.year}"


def verste(svar: Sequence[Status]) -> Status:
    """Return the answer that weighs most; «ikke kjent» when there is none."""
    return min(svar, key=ALVOR.index, default=Status.IKKE_KJENT)
