"""Divide ground by several classifications at once, so that every square metre is counted once.

The ground is cut into faces (`gis.dekke`), which share no area and leave no gap; a face goes to the
class that stands first among those that claim it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from gis.dekke.flatedekke import flatedekke
from gis.feil import DataFeil

LUKKER_M2 = 1.0
"""The parts may differ from the whole by at most this, square metres: the account closes to the
square metre."""
MINSTE_OVERLAPP_M2 = 1e-3
"""A face claimed twice, m², below which it is rounding of shared edges."""
INGEN: Former = np.empty(0, dtype=object)
Heltall = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inndeling:
    """One classification of the ground."""

    navn: str
    """Column of the answer."""
    former: Former
    """(n,) valid 2D polygons, working CRS."""
    verdier: Sequence[object]
    """(n,) class of each; ground claimed by several goes to the class that stands first."""
    rest: object
    """Class of the ground that no shape covers."""
    skal_vaere_delt: bool = True
    """Whether the shapes should not lie upon one another, so that overlap is worth telling."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Oppdeling:
    """The ground, divided."""

    deler: DataFrame
    """One row per combination that occurs: a column per classification and areal_m2."""
    hele_m2: float
    """Area of the ground, measured on its own shape."""
    dobbelt_m2: dict[str, float]
    """Classification → ground that several classes claimed, m²; counted once in `deler`."""

    @property
    def sum_m2(self) -> float:
        """Sum of the parts, m²."""
        return float(self.deler["areal_m2"].sum())

    @property
    def avvik_m2(self) -> float:
        """Parts minus whole, m²."""
        return self.sum_m2 - self.hele_m2


def krev_lukket(oppdeling: Oppdeling, hva: str) -> None:
    """Stop unless the parts add up to the whole, to the square metre.

    Raises
    ------
    DataFeil    with whole, sum and difference
    """
    krev_dekket(oppdeling.sum_m2, oppdeling.hele_m2, hva)


def krev_dekket(sum_m2: float, hele_m2: float, hva: str) -> None:
    """Stop unless parts add up to the whole, to the square metre.

    Raises
    ------
    DataFeil    with whole, sum and difference
    """
    if not abs(sum_m2 - hele_m2) <= LUKKER_M2:
        raise DataFeil(
            f"{hva} går ikke opp: delene er til sammen {sum_m2:.2f} m², men "
            f"arealet er {hele_m2:.2f} m² (avvik {sum_m2 - hele_m2:+.2f} m²). "
            "Ingenting publiseres. Kontroller kartlagene med «arealsil kontroll», og meld fra om "
            "feilen."
        )


def del_grunnen(grunn: BaseGeometry, inndelinger: Sequence[Inndeling]) -> Oppdeling:
    """Divide `grunn` by every classification at once.

    Parameters
    ----------
    grunn          valid polygon or multipolygon, metres
    inndelinger    the classifications; their order is that of the columns

    Returns
    -------
    oppdeling      rows sorted by the classes; parts that are empty are left out
    """
    dekke = flatedekke(np.concatenate([INGEN, *(i.former for i in inndelinger)]), grunn)
    flate = np.repeat(np.arange(len(dekke)), np.diff(dekke.start))
    kolonner, dobbelt, fra = {}, {}, 0
    for inndeling in inndelinger:
        til = fra + len(inndeling.former)
        egne = (dekke.objekt >= fra) & (dekke.objekt < til)
        klasse, krav = _klasser(inndeling, flate[egne], dekke.objekt[egne] - fra, len(dekke))
        kolonner[inndeling.navn] = klasse
        teller = krav & inndeling.skal_vaere_delt & (dekke.areal_m2 > MINSTE_OVERLAPP_M2)
        dobbelt[inndeling.navn] = float(dekke.areal_m2[teller].sum())
        fra = til
    return Oppdeling(
        deler=_summer(kolonner, dekke.areal_m2),
        hele_m2=float(grunn.area),
        dobbelt_m2=dobbelt,
    )


def _klasser(
    inndeling: Inndeling, flate: Heltall, objekt: Heltall, antall: int
) -> tuple[list[object], NDArray[np.bool_]]:
    """(f,) class of every face, first come first served, and whether several claimed it."""
    rekke = {verdi: nr for nr, verdi in enumerate(dict.fromkeys(inndeling.verdier))}
    plass = np.array([rekke[verdi] for verdi in inndeling.verdier], dtype=np.int64)[objekt]
    forst = np.full(antall, len(rekke))
    sist = np.full(antall, -1)
    np.minimum.at(forst, flate, plass)
    np.maximum.at(sist, flate, plass)
    verdier = [*rekke, inndeling.rest]
    return [verdier[nr] for nr in forst], sist > forst


def _summer(kolonner: Mapping[str, Sequence[object]], areal_m2: NDArray[np.float64]) -> DataFrame:
    """Ground per combination of classes."""
    summer: defaultdict[tuple[object, ...], float] = defaultdict(float)
    nokler = zip(*kolonner.values(), strict=True) if kolonner else [()] * len(areal_m2)
    for nokkel, areal in zip(nokler, areal_m2.tolist(), strict=True):
        summer[nokkel] += areal
    rader = [(*nokkel, areal) for nokkel, areal in summer.items()]
    rader.sort(key=lambda rad: [str(verdi) for verdi in rad[:-1]])
    return DataFrame(rader, columns=[*kolonner, "areal_m2"])
