"""New homes against the need, and against the distance to the centre."""

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from analyser.felles.egnethet.lop import Funn
from analyser.felles.modell import Grunnlag
from analyser.felles.regler import REGLER
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import HARDT, oppramsing, tall
from analyser.felles.utredning import JA, NEI, UKJENT
from lag.katalog import KATALOG

SENTER = "senter"
"""Criterion that holds the distance to the centre."""
IKKE_OPPGITT = "behovet er ikke oppgitt"
BEHOVSKOLONNER = (
    tekstkolonne(
        "behov", "Andel av behovet", "Av boligene kommunen trenger (behov_lav, behov_hoy)."
    ),
    tallkolonne("senter_m", "Til sentrum", "m", 0, "Langs veg."),
    tekstkolonne("utleie", "Egnet for utleie", "Nær sentrum; avstanden står i parametrene."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behov:
    """What is needed."""

    lav: float
    """Homes, low; NaN where the municipality has not said."""
    hoy: float
    """Homes, high."""
    utleie_m: float
    """Within this distance of the centre an area suits rental homes, metres."""
    sentersted: str
    """Name of the centre."""


def med_behov(rader: DataFrame, funn: Funn, behov: Behov) -> DataFrame:
    """Put in the share of the need, the distance to the centre, and whether it suits rental."""
    plass = [kriterium.id for kriterium in funn.modell.kriterier].index(SENTER)
    til_senter = funn.maalt[plass][1][: len(rader)]
    senter_m = np.where(np.isfinite(til_senter), til_senter, np.nan)
    lave, hoye = 100.0 * rader["lavt"] / behov.hoy, 100.0 * rader["hoyt"] / behov.lav
    naer = np.where(senter_m <= behov.utleie_m, JA, NEI)
    return rader.assign(
        behov=[
            f"{tall(a)}–{tall(b)}{HARDT}%" if np.isfinite(a + b) else IKKE_OPPGITT
            for a, b in zip(lave, hoye, strict=True)
        ],
        senter_m=senter_m,
        utleie=np.where(np.isnan(senter_m), UKJENT, naer),
    )


def senterpunkter(
    grunnlag: Grunnlag, rader: DataFrame, innen_m: float, sentersted: str
) -> tuple[str, ...]:
    """Say what there is near the centre, and what heritage asks there as far as it is known."""
    if rader.empty or not sentersted:
        return ()
    arvelag = (KATALOG[r.lag] for r in REGLER if KATALOG[r.lag].tema == "kulturmiljo")
    ukjente = [post.tittel for post in dict.fromkeys(arvelag) if not grunnlag[post].kjent]
    forbehold = f" (ikke kjent: {oppramsing(ukjente)})" if ukjente else ""
    naere = rader[rader["utleie"] == JA]
    arv = naere["utredes"].str.contains("kultur|verdensarv|SEFRAK|fredet", regex=True)
    return (
        f"Av flatene som vises, ligger {tall(len(naere))} innen {tall(innen_m)} m fra "
        f"{sentersted} (aktuelle for utleieboliger); på minst {tall(int(arv.sum()))} "
        f"av dem må kulturarven utredes{forbehold}.",
    )
