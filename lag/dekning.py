"""Where a layer is mapped at all: what decides between «ikke treff» and «ikke kartlagt».

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.feil import ArealsilFeil, DataFeil, ParameterFeil
from gis.geometri import bare_flater, felles, reparer, union
from gis.kilder.fil import les_vektor
from gis.kommune import Kommune, naermeste
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.kildevalg import bare_egen_kommune, kilde_for, med_valg, omraade_for
from lag.modell import Dekning, Lag, Lagdata

INGENSTEDS = shapely.Polygon()


class Grunnlagskart:
    """The layers that coverage rests on, each read and joined once, however often asked for."""

    def __init__(self, innhold: Callable[[Lag], Lagdata]) -> None:
        self._innhold = innhold
        self._lest: dict[str, Lagdata] = {}
        self._samlet: dict[tuple[str, tuple[str, ...]], BaseGeometry] = {}

    def kjent(self, post: Lag) -> bool:
        """Whether the store has anything of the layer."""
        data = self._data(post)
        return data.kjent and not data.data.empty

    def flatene(self, post: Lag, numre: tuple[str, ...] = ()) -> BaseGeometry:
        """Return the layer's polygons as one; only those of the municipalities `numre` if given."""
        nokkel = (post.navn, numre)
        if nokkel not in self._samlet:
            data = self._data(post).data
            valgte = data[data["kommunenummer"].isin(numre)] if numre else data
            self._samlet[nokkel] = union(valgte.geometry)
        return self._samlet[nokkel]

    def _data(self, post: Lag) -> Lagdata:
        if post.navn not in self._lest:
            self._lest[post.navn] = self._innhold(post)
        return self._lest[post.navn]


def dekning_av(post: Lag, kommune: Kommune, kart: Grunnlagskart) -> BaseGeometry:
    """Return where no hit means «ikke treff», in the working CRS; empty for nowhere.

    Never beyond the area that was asked for, nor beyond the municipalities that are known: a
    national layer says nothing of Sweden.

    Raises
    ------
    ParameterFeil    if what kommune.toml names cannot be used
    """
    dekning = med_valg(post, kommune).dekning
    if dekning.type == "delvis":
        return INGENSTEDS
    spurt = _spurt_omraade(post, kommune, kart)
    match dekning.type:
        case "kommuner":
            kjent = kart.kjent(KOMMUNEGRENSE)
            kartlagt = kart.flatene(KOMMUNEGRENSE, dekning.kommuner) if kjent else INGENSTEDS
        case "dekningskart":
            dekningslag = _dekningslag(post, dekning)
            kartlagt = kart.flatene(dekningslag) if kart.kjent(dekningslag) else INGENSTEDS
        case "fil":
            kartlagt = _fra_fil(post, kommune, dekning)
        case _:
            return spurt
    return felles(spurt, kartlagt)


def _spurt_omraade(post: Lag, kommune: Kommune, kart: Grunnlagskart) -> BaseGeometry:
    """Return the area that was asked for, within the municipalities that are known."""
    kilde = kilde_for(post, kommune)
    boksen = omraade_for(kommune, kilde).flate
    if post.navn == KOMMUNEGRENSE.navn or not kart.kjent(KOMMUNEGRENSE):
        return boksen
    numre = (kommune.nummer,) if bare_egen_kommune(kilde) else ()
    return felles(kart.flatene(KOMMUNEGRENSE, numre), boksen)


def _dekningslag(post: Lag, dekning: Dekning) -> Lag:
    """Return the entry of the coverage layer."""
    if dekning.lag not in KATALOG:
        hint = naermeste(dekning.lag, list(KATALOG))
        raise ParameterFeil(
            f"[lag.{post.navn}]: laget «{dekning.lag}» i dekning_lag finnes ikke. {hint}"
        )
    return KATALOG[dekning.lag]


def _fra_fil(post: Lag, kommune: Kommune, dekning: Dekning) -> BaseGeometry:
    """Read the planner's own statement: polygons within which the theme is mapped."""
    sted = f"[lag.{post.navn}]: dekning_fil «{dekning.fil}»"
    try:
        data = les_vektor(kommune.mappe / dekning.fil, naer=kommune.boks)
        if data.crs is None:
            raise DataFeil("koordinatsystem mangler")
    except ArealsilFeil as err:
        raise ParameterFeil(f"{sted} kan ikke brukes: {err}") from err
    former = data.to_crs(kommune.epsg).geometry.dropna().array
    samlet = bare_flater(union(reparer(np.asarray(former, dtype=object))))
    if samlet.is_empty:
        raise ParameterFeil(f"{sted} har ingen flater, så den sier ikke hvor laget er kartlagt.")
    return samlet
