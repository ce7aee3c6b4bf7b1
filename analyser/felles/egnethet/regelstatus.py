"""Which of the four answers each rule gives each of many areas: without areas, so it is quick.

The answers are those of `vurder` but for hits smaller than rounding; the areas that are shown are
measured by it. Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from shapely import STRtree

from analyser.felles.deling import Former
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regelmodell import Regel
from analyser.felles.regler import utvalgte
from analyser.felles.tekst import oppramsing
from analyser.felles.vilkaar import virkefelt
from lag.katalog import KATALOG

TREFF, IKKE_TREFF, UVISST = 1, 0, -1
"""Hit; mapped and not hit; not known or not mapped. «Ikke treff» is not the same as cleared."""
Koder = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Statuser:
    """Answers of r rules for n areas."""

    regler: tuple[Regel, ...]
    """The rules."""
    koder: Koder
    """(r, n) `TREFF`, `IKKE_TREFF` or `UVISST`."""


def statuser(grunnlag: Grunnlag, steder: GeoDataFrame, regler: Sequence[Regel]) -> Statuser:
    """Ask every rule of every area."""
    former = rene_flater(steder)
    dekket = {lag: _dekket(grunnlag, lag, former) for lag in {r.lag for r in regler}}
    rader = [np.where(_treff(grunnlag, former, r), TREFF, dekket[r.lag]) for r in regler]
    koder = np.array(rader, dtype=np.int8).reshape(len(regler), len(steder))
    return Statuser(regler=tuple(regler), koder=koder)


def _dekket(grunnlag: Grunnlag, lag: str, former: Former) -> Koder:
    """(n,) what no hit means: `IKKE_TREFF` where the layer is mapped, else `UVISST`.

    Inside a reindeer district a reindeer layer without hit is never «ikke treff»; where the
    districts lie is not asked here, so no hit of such a layer is always `UVISST`.
    """
    data = grunnlag.lag[lag]
    if not data.kjent or KATALOG[lag].tema == "reindrift" or data.dekning.is_empty:
        return np.full(len(former), UVISST, dtype=np.int8)
    shapely.prepare(data.dekning)
    inne = shapely.covers(data.dekning, former)
    return np.where(inne, IKKE_TREFF, UVISST).astype(np.int8)


def _treff(grunnlag: Grunnlag, former: Former, regel: Regel) -> NDArray[np.bool_]:
    """(n,) whether a feature of the rule lies in the area or within the rule's distance.

    A point on the area's edge lies in it; ground or a line that only touches it does not.
    """
    ut = np.zeros(len(former), dtype=bool)
    data = utvalgte(regel, grunnlag.lag[regel.lag])
    if not data.kjent or data.data.empty or not len(former):
        return ut
    felt = former
    if regel.bare_i is not None or regel.unntatt_i is not None:
        felt = virkefelt(grunnlag, former, regel)
    objekter = np.asarray(data.data.geometry.to_numpy(), dtype=object)
    tre = STRtree(objekter)
    if regel.avstand_m > 0:
        ut[tre.query(felt, predicate="dwithin", distance=regel.avstand_m)[0]] = True
        return ut
    i_sted, i_obj = tre.query(felt, predicate="intersects")
    rand = shapely.touches(felt[i_sted], objekter[i_obj])
    ut[i_sted if data.post.geometri == "punkt" else i_sted[~rand]] = True
    return ut


def som_skiller(svar: Statuser) -> tuple[Regel, ...]:
    """Return the rules that have «ikke treff» for some area: those that the share is taken of."""
    med = (svar.koder == IKKE_TREFF).any(axis=1)
    return tuple(regel for regel, tas_med in zip(svar.regler, med, strict=True) if tas_med)


def utredningsandel(svar: Statuser) -> tuple[Flyt, Flyt]:
    """(n,) lowest and highest share of the rules that hit, per cent; what is not known may hit.

    A rule that has «ikke treff» for no area is left out: where it does not hit, nobody has looked,
    so it cannot tell the areas apart. NaN where no rule is left.
    """
    veies = svar.koder[(svar.koder == IKKE_TREFF).any(axis=1)]
    if not len(veies):
        tom = np.full(svar.koder.shape[1], np.nan)
        return tom, tom
    return 100.0 * (veies == TREFF).mean(axis=0), 100.0 * (veies != IKKE_TREFF).mean(axis=0)


def utredes(svar: Statuser) -> list[str]:
    """Per area, the rules that hit, in words."""
    ord_ = [r.tekst.removesuffix(": må utredes") for r in svar.regler]
    return [
        oppramsing([ord_[i] for i in np.flatnonzero(kolonne == TREFF)]) for kolonne in svar.koder.T
    ]
