"""Where that lies which people need: schools, shops, stations, pipes, power, fibre, the centre.

The municipality's own list comes first; where there is none, what the national layers hold in its
stead. What is not known is None, never an empty place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.adkomst import bygg_av_type, navngitte
from analyser.felles.deling import Former
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regler import valgte
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fare import STOYSONER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import HENSYNSSONER
from lag.katalog.samferdsel import STASJONER
from lag.katalog.vann import LEDNINGER
from lag.modell import Lag

SKOLETYPER = ("613", "614", "615")
"""`bygningstype` of schools. NS 3457 from memory (uverifisert)."""
BUTIKKTYPER = ("322",)
"""`bygningstype` of shops. NS 3457 from memory (uverifisert)."""
GRUNNSKOLE = ("barneskole", "ungdomsskole")
"""Kinds that count as a school near home."""
TETTSTED = ("tettsted", "grend")
"""`type` of a place name that counts as a settlement."""
STOYKODER = ("H210", "H220")
"""`kode` of noise zones in the municipal plan."""
STEG_M = 50.0
"""A line is asked at its corners and at every so many metres. arealsils forslag."""


@dataclass(frozen=True, slots=True, eq=False)
class Steder:
    """Places of one kind."""

    xy: Flyt
    """(k, 2) map plane; none is an answer too."""
    dekning: BaseGeometry | None = None
    """Where none nearer can be missing; None: anywhere."""


Finn = Callable[[Grunnlag], Steder | None]
"""Places of one kind; None where they are not known."""


def skoler(typer: Sequence[str] = SKOLETYPER) -> Finn:
    """Return the schools: the municipality's list, else buildings of some types."""
    return _liste_eller_bygg(
        SKOLER, lambda data: data[data["slag"].isin(GRUNNSKOLE)], typer
    )  # fmt: skip


def butikker(typer: Sequence[str] = BUTIKKTYPER) -> Finn:
    """Return the shops for groceries: the municipality's list, else buildings of some types."""
    return _liste_eller_bygg(
        BUTIKKER, lambda data: data[data["slag"].fillna("dagligvare") == "dagligvare"], typer
    )


def stasjoner(navn: Sequence[str] = ()) -> Finn:
    """Return the stations: the layer of them, else places by name."""

    def finn(grunnlag: Grunnlag) -> Steder | None:
        laget = grunnlag[STASJONER]
        if laget.kjent:
            return Steder(_xy(laget.data), laget.dekning)
        return steder_ved_navn(navn)(grunnlag)

    return finn


def steder_ved_navn(navn: Sequence[str]) -> Finn:
    """Return the places with any of the names; not known where there is none."""

    def finn(grunnlag: Grunnlag) -> Steder | None:
        xy = navngitte(grunnlag, navn) if grunnlag[STEDSNAVN].kjent else np.empty((0, 2))
        return Steder(xy) if len(xy) else None

    return finn


def tettsteder(grunnlag: Grunnlag) -> Steder | None:
    """Return the settlements of the register of place names; not known where it has none."""
    data = grunnlag[STEDSNAVN].data
    data = data[data["type"].isin(TETTSTED)]
    return Steder(_xy(data)) if len(data) else None


def med_fiber(grunnlag: Grunnlag) -> Steder | None:
    """Return the buildings that were offered fibre when last asked."""
    laget = grunnlag[FIBERDEKNING]
    if not laget.kjent:
        return None
    return Steder(_xy(laget.data[laget.data["har_fiber"] == "ja"]), laget.dekning)


def ledninger(grunnlag: Grunnlag) -> Steder | None:
    """Return the municipal pipes, as points along them."""
    return langs(LEDNINGER, grunnlag)


def kraftlinjer(grunnlag: Grunnlag) -> Steder | None:
    """Return the power lines, as points along them."""
    return langs(KRAFTLINJER, grunnlag)


def langs(post: Lag, grunnlag: Grunnlag) -> Steder | None:
    """Return points along the lines of a layer, at most `STEG_M` apart."""
    laget = grunnlag[post]
    if not laget.kjent:
        return None
    linjer = shapely.segmentize(laget.data.geometry.to_numpy(), STEG_M)
    punkter: Flyt = np.unique(shapely.get_coordinates(linjer), axis=0)
    return Steder(punkter, laget.dekning)


def stoyflater(grunnlag: Grunnlag) -> Former:
    """(k,) noise zones: those that are reckoned, and those of the municipal plan."""
    plan = valgte(grunnlag[HENSYNSSONER], {"kode": STOYKODER})
    return np.concatenate([rene_flater(laget.data) for laget in (grunnlag[STOYSONER], plan)])


def _liste_eller_bygg(
    post: Lag, velg: Callable[[GeoDataFrame], GeoDataFrame], typer: Sequence[str]
) -> Finn:
    """Return the places of a list, else buildings of some types."""

    def finn(grunnlag: Grunnlag) -> Steder | None:
        laget = grunnlag[post]
        if laget.kjent:
            return Steder(_xy(velg(laget.data)), laget.dekning)
        if not grunnlag[BYGNINGER].kjent:
            return None
        return Steder(bygg_av_type(grunnlag, typer), grunnlag[BYGNINGER].dekning)

    return finn


def _xy(data: GeoDataFrame) -> Flyt:
    """(k, 2) middle of each feature."""
    ut: Flyt = shapely.get_coordinates(shapely.centroid(data.geometry.to_numpy()))
    return ut
