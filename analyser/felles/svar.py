"""How answers are drawn and headed, the same in every analysis."""

from dataclasses import replace
from typing import Literal

from analyser.felles.modell import Klasse, Kolonneinfo
from lag.modell import Stil

TEMAORD = {
    "kulturmiljo": "kulturmiljø",
    "naturmangfold": "naturmangfold",
    "reindrift": "reindrift",
    "landbruk": "landbruk",
    "friluftsliv": "friluftsliv",
    "landskap": "landskap",
    "vann": "vann",
    "fare": "fare",
    "bolig": "bolig",
    "naering": "næring",
    "fritid": "fritid",
    "mineral": "mineral",
    "fiber": "fiber",
    "samferdsel": "samferdsel",
    "energi": "energi",
    "plan": "plan",
    "grunnlag": "grunnlag",
}
"""Theme as it is written."""
_TEMASTIL = {
    "kulturmiljo": Stil(farge="#762a83", skravur="45", dekkevne=0.5),
    "naturmangfold": Stil(farge="#1b7837", skravur="prikker", dekkevne=0.5),
    "reindrift": Stil(farge="#b35806", skravur="315", dekkevne=0.5),
    "landbruk": Stil(farge="#e0a000", skravur="vannrett", dekkevne=0.5),
    "vann": Stil(farge="#2166ac", dekkevne=0.5),
    "plan": Stil(farge="#4d4d4d", skravur="rutenett", dekkevne=0.4),
    "fare": Stil(farge="#b2182b", skravur="rutenett", dekkevne=0.5),
}
_ANNET = Stil(farge="#969696", dekkevne=0.5)


def temaklasser(temaer: set[str]) -> tuple[Klasse, ...]:
    """Return the legend of the themes that occur, in alphabetical order of their words."""
    rekke = sorted(temaer, key=TEMAORD.__getitem__)
    return tuple(
        Klasse(verdi=tema, tittel=TEMAORD[tema], stil=_TEMASTIL.get(tema, _ANNET)) for tema in rekke
    )


def tekstkolonne(navn: str, tittel: str, forklaring: str = "") -> Kolonneinfo:
    """Column of words or whole numbers."""
    return Kolonneinfo(navn=navn, tittel=tittel, forklaring=forklaring)


def tallkolonne(
    navn: str, tittel: str, enhet: str, desimaler: int = 1, forklaring: str = ""
) -> Kolonneinfo:
    """Column of numbers with unit."""
    return Kolonneinfo(
        navn=navn, tittel=tittel, enhet=enhet, desimaler=desimaler, forklaring=forklaring
    )


def ordnet(kolonne: Kolonneinfo, retning: Literal["hoy", "lav"]) -> Kolonneinfo:
    """Return the column with what a reader who weighs candidates wants: much or little of it."""
    return replace(kolonne, retning=retning)
