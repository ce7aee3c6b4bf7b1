"""Where a layer is mapped at all: what decides between «ikke treff» and «ikke kartlagt»."""

from collections.abc import Callable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.feil import ArealsilFeil, DataFeil, ParameterFeil
from gis.kilder.fil import les_vektor
from gis.kommune import Kommune, naermeste
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.kildevalg import bare_egen_kommune, kilde_for, med_valg, omraade_for
from lag.modell import Dekning, Lag, Lagdata

Innhold = Callable[[Lag], Lagdata]
"""Gives another layer's data from the store; its coverage is not asked for."""
INGENSTEDS = shapely.Polygon()


def dekning_av(post: Lag, kommune: Kommune, innhold: Innhold) -> BaseGeometry:
    """Return where no hit means «ikke treff», in the working CRS; empty for nowhere.

    Never beyond the area that was asked for, nor beyond the municipalities that are known: a
    national layer says nothing of Sweden.

    Raises
    ------
    ParameterFeil    if the coverage file that kommune.toml names cannot be used
    """
    dekning = med_valg(post, kommune).dekning
    if dekning.type == "delvis":
        return INGENSTEDS
    spurt = _spurt_omraade(post, kommune, innhold)
    match dekning.type:
        case "kommuner":
            return spurt.intersection(_kommunene(dekning.kommuner, innhold))
        case "dekningskart":
            if dekning.lag not in KATALOG:
                hint = naermeste(dekning.lag, list(KATALOG))
                raise ParameterFeil(
                    f"[lag.{post.navn}]: laget «{dekning.lag}» i dekning_lag finnes ikke. {hint}"
                )
            return spurt.intersection(_flatene(innhold(KATALOG[dekning.lag])))
        case "fil":
            return spurt.intersection(_fra_fil(post, kommune, dekning))
    return spurt


def _spurt_omraade(post: Lag, kommune: Kommune, innhold: Innhold) -> BaseGeometry:
    """Return the area that was asked for, within the municipalities that are known."""
    kilde = kilde_for(post, kommune)
    boksen = omraade_for(kommune, kilde).flate
    if post.navn == KOMMUNEGRENSE.navn:
        return boksen
    landet = innhold(KOMMUNEGRENSE)
    if not landet.kjent or landet.data.empty:
        return boksen
    kjent = landet.data
    if bare_egen_kommune(kilde):
        kjent = kjent[kjent["kommunenummer"] == kommune.nummer]
    return kjent.geometry.union_all().intersection(boksen)


def _flatene(kart: Lagdata) -> BaseGeometry:
    return kart.data.geometry.union_all() if kart.kjent else INGENSTEDS


def _kommunene(numre: tuple[str, ...], innhold: Innhold) -> BaseGeometry:
    """Return the area of the municipalities on the list; those that are not known are nowhere."""
    landet = innhold(KOMMUNEGRENSE)
    if not landet.kjent:
        return INGENSTEDS
    return landet.data[landet.data["kommunenummer"].isin(numre)].geometry.union_all()


def _fra_fil(post: Lag, kommune: Kommune, dekning: Dekning) -> BaseGeometry:
    """Read the planner's own statement: polygons within which the theme is mapped."""
    sted = f"[lag.{post.navn}]: dekning_fil «{dekning.fil}»"
    try:
        data = les_vektor(kommune.mappe / dekning.fil, naer=kommune.boks)
        if data.crs is None:
            raise DataFeil("koordinatsystem mangler")
    except ArealsilFeil as err:
        raise ParameterFeil(f"{sted} kan ikke brukes: {err}") from err
    flater = shapely.make_valid(np.asarray(data.to_crs(kommune.epsg).geometry.dropna().array))
    samlet = shapely.union_all(flater)
    if shapely.get_dimensions(samlet) < 2:  # noqa: PLR2004 – an area has two
        raise ParameterFeil(f"{sted} har ingen flater, så den sier ikke hvor laget er kartlagt.")
    return samlet
