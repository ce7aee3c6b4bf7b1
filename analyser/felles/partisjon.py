"""Divide ground by several classifications at once, so that every square metre is counted once.

Tile by tile: the shapes that a tile meets are few, so that unions and cuts stay cheap, and the
parts of a tile add up to the tile whatever the layers look like.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, flater, grupper
from gis.feil import DataFeil
from gis.geometri import bare_flater, reparer

LUKKER_M2 = 1.0
"""The parts may differ from the whole by at most this, square metres: the account closes to the
square metre."""
AVVIK_M2 = 1e-3
"""Deviation within a tile, m², that makes it be divided anew in quarters."""
MAKS_DYBDE = 6
"""How often a tile may be quartered."""
TRAADER = 2
"""Tiles worked on at the same time."""
MINSTE_OVERLAPP_M2 = 1e-3
"""Ground claimed twice within a tile, m², below which it is rounding of shared edges."""


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
    if not abs(oppdeling.avvik_m2) <= LUKKER_M2:
        raise DataFeil(
            f"{hva} går ikke opp: delene er til sammen {oppdeling.sum_m2:.2f} m², men "
            f"arealet er {oppdeling.hele_m2:.2f} m² (avvik {oppdeling.avvik_m2:+.2f} m²). "
            "Ingenting publiseres. Kontroller kartlagene med «arealsil kontroll», og meld fra om "
            "feilen."
        )


def del_grunnen(
    grunn: BaseGeometry, inndelinger: Sequence[Inndeling], rute_m: float = 2000.0
) -> Oppdeling:
    """Divide `grunn` by every classification at once.

    Parameters
    ----------
    grunn          valid polygon or multipolygon, metres
    inndelinger    the classifications; their order is that of the columns
    rute_m         side of a tile; any value gives the same areas within rounding

    Returns
    -------
    oppdeling      rows sorted by the classes; parts that are empty are left out
    """
    travere = [(inndeling, STRtree(inndeling.former)) for inndeling in inndelinger]
    summer: defaultdict[tuple[object, ...], float] = defaultdict(float)
    dobbelt = dict.fromkeys((inndeling.navn for inndeling in inndelinger), 0.0)
    with ThreadPoolExecutor(TRAADER) as traader:
        svarene = traader.map(lambda rute: _del_sikkert(rute, travere), _ruter(grunn, rute_m))
        for celler, ganger_to in svarene:
            for nokkel, areal_m2 in celler:
                summer[nokkel] += areal_m2
            for navn, areal_m2 in ganger_to.items():
                dobbelt[navn] += areal_m2
    rader = [(*nokkel, areal_m2) for nokkel, areal_m2 in summer.items() if areal_m2 > 0]
    rader.sort(key=lambda rad: [str(verdi) for verdi in rad[:-1]])
    kolonner = [*(inndeling.navn for inndeling in inndelinger), "areal_m2"]
    deler = DataFrame(rader, columns=kolonner)
    return Oppdeling(deler=deler, hele_m2=float(grunn.area), dobbelt_m2=dobbelt)


def _ruter(grunn: BaseGeometry, rute_m: float) -> Iterator[BaseGeometry]:
    """Yield the parts of the ground in square tiles, row by row."""
    if grunn.is_empty:
        return
    x0, y0, x1, y1 = grunn.bounds
    for y in np.arange(np.floor(y0 / rute_m) * rute_m, y1, rute_m):
        stripe = bare_flater(grunn.intersection(shapely.box(x0 - 1, y, x1 + 1, y + rute_m)))
        if stripe.is_empty:
            continue
        for x in np.arange(np.floor(x0 / rute_m) * rute_m, x1, rute_m):
            bit = bare_flater(stripe.intersection(shapely.box(x, y, x + rute_m, y + rute_m)))
            if not bit.is_empty:
                yield bit


Celler = list[tuple[tuple[object, ...], float]]


def _del_rute(
    rute: BaseGeometry, inndelinger: Sequence[tuple[Inndeling, STRtree]]
) -> tuple[Celler, dict[str, float]]:
    """Divide one piece of ground: area per combination of classes, and what was claimed twice."""
    former: NDArray[Any] = np.array([rute], dtype=object)
    nokler: list[tuple[object, ...]] = [()]
    dobbelt = {}
    for inndeling, tre in inndelinger:
        verdier, klasser, ganger_to = _klasser(rute, inndeling, tre)
        dobbelt[inndeling.navn] = ganger_to
        if not len(klasser):
            nokler = [(*nokkel, inndeling.rest) for nokkel in nokler]
            continue
        snitt = shapely.intersection(former[:, None], klasser[None, :])
        resten = shapely.difference(former, shapely.union_all(klasser))
        alle = np.concatenate([flater(snitt.ravel()), flater(resten)])
        nye = [(*nokkel, verdi) for nokkel in nokler for verdi in verdier]
        nye += [(*nokkel, inndeling.rest) for nokkel in nokler]
        brukes = np.flatnonzero(~shapely.is_empty(alle))
        former, nokler = alle[brukes], [nye[i] for i in brukes]
    return list(zip(nokler, shapely.area(former).tolist(), strict=True)), dobbelt


def _del_sikkert(
    rute: BaseGeometry, inndelinger: Sequence[tuple[Inndeling, STRtree]], dybde: int = 0
) -> tuple[Celler, dict[str, float]]:
    """Divide one tile; where the parts do not add up to it, divide its quarters instead.

    Intersections of nearly coincident edges are silently wrong now and then (once in 120 tiles of
    4 km on the example municipality); other cuts give other crossings.
    """
    celler, dobbelt = _del_rute(rute, inndelinger)
    avvik = abs(sum(areal_m2 for _, areal_m2 in celler) - rute.area)
    if avvik <= AVVIK_M2 or dybde >= MAKS_DYBDE:
        return celler, dobbelt
    celler, dobbelt = [], dict.fromkeys(dobbelt, 0.0)
    x0, y0, x1, y1 = rute.bounds
    for fjerdedel in _ruter(rute, max(x1 - x0, y1 - y0) / 2):
        nye, ganger_to = _del_sikkert(fjerdedel, inndelinger, dybde + 1)
        celler.extend(nye)
        for navn, areal_m2 in ganger_to.items():
            dobbelt[navn] += areal_m2
    return celler, dobbelt


def _klasser(
    rute: BaseGeometry, inndeling: Inndeling, tre: STRtree
) -> tuple[list[object], Former, float]:
    """Classes within the tile as disjoint shapes, first come first served."""
    naere = np.sort(tre.query(rute, predicate="intersects"))
    ingen: Former = np.empty(0, dtype=object)
    if not len(naere):
        return [], ingen, 0.0
    klipt = flater(reparer(shapely.intersection(inndeling.former[naere], rute)))
    rekke = {verdi: nr for nr, verdi in enumerate(dict.fromkeys(inndeling.verdier))}
    plass = np.array([rekke[inndeling.verdier[i]] for i in naere], dtype=np.intp)
    verdier_i_rekke = list(rekke)
    verdier: list[object] = []
    former: list[BaseGeometry] = []
    tatt: BaseGeometry = shapely.Polygon()
    dobbelt = 0.0
    for nr, gruppe in grupper(plass):
        hel = bare_flater(shapely.union_all(klipt[gruppe]))
        ny = bare_flater(hel.difference(tatt)) if former else hel
        dobbelt += hel.area - ny.area
        if ny.is_empty:
            continue
        verdier.append(verdier_i_rekke[nr])
        former.append(ny)
        tatt = tatt.union(ny)
    rekken = np.array([*former, None], dtype=object)[:-1]
    teller = inndeling.skal_vaere_delt and dobbelt > MINSTE_OVERLAPP_M2
    return verdier, rekken, dobbelt if teller else 0.0
