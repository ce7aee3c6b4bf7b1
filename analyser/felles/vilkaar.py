"""Rules with conditions: one that counts only on some ground, one that is exempt there.

What is not known must not soften an answer: a condition whose layer is not known is taken as met,
and an exemption whose layer is not known is not given.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import KOLONNER, rene_flater, vurder
from analyser.felles.regler import Omfang, Regel, omfangsdata, utvalgte
from gis.geometri import felles, flater, union, uten
from lag.katalog import KATALOG
from lag.modell import Lagdata

MAALT = [k for k in KOLONNER if k not in ("kartlagt_m2", "ukartlagt_m2")]
"""Columns that a condition changes."""
Klipp = Callable[[Former, BaseGeometry], Former]


def virkefelt(grunnlag: Grunnlag, steder: Former, regel: Regel) -> Former:
    """Return, per site, the ground on which the rule counts with full weight."""
    for omfang, klipp in ((regel.bare_i, _innenfor), (regel.unntatt_i, _uten)):
        steder = _klippet(grunnlag, steder, omfang, klipp)
    return steder


def _innenfor(steder: Former, grunn: BaseGeometry) -> Former:
    return som_rekke([felles(sted, grunn) for sted in steder])


def _uten(steder: Former, grunn: BaseGeometry) -> Former:
    return som_rekke([uten(sted, grunn) for sted in steder])


def _klippet(grunnlag: Grunnlag, steder: Former, omfang: Omfang | None, klipp: Klipp) -> Former:
    """Sites inside or outside the ground of a condition; unchanged where it is not known."""
    laget = None if omfang is None else grunnlag.lag.get(omfang.lag)
    if omfang is None or laget is None or not laget.kjent:
        return steder
    grunn = union(rene_flater(omfangsdata(omfang, laget).data))
    return flater(np.asarray(klipp(steder, grunn), dtype=object))


def spurt(omraader: GeoDataFrame, grunnlag: Grunnlag, regel: Regel) -> DataFrame:
    """Ask one rule of every site, its condition and exemption taken in.

    Where the rule hits only ground outside its condition it does not hit, or is «ikke kartlagt»
    where the condition's own layer is not mapped. Where it hits only exempt ground, it warns.

    Returns
    -------
    svar    (n,) rows, index of `omraader`: the columns of `vurder`, type (as it counts here) and
            merknad (what a condition changed)
    """
    lagdata = utvalgte(regel, grunnlag.lag[regel.lag])
    svar = vurder(omraader, lagdata, regel.avstand_m).assign(type=regel.type, merknad="")
    if regel.bare_i is not None:
        svar = _med_vilkaar(svar, omraader, grunnlag, (regel, regel.bare_i, lagdata))
    if regel.unntatt_i is not None:
        svar = _med_unntak(svar, omraader, grunnlag, (regel, regel.unntatt_i, lagdata))
    return svar


Sporsmaal = tuple[Regel, Omfang, Lagdata]
"""The rule, the ground of its condition, and the features that it is about."""


def _inne(
    omraader: GeoDataFrame, grunnlag: Grunnlag, sporsmaal: Sporsmaal, klipp: Klipp
) -> DataFrame | None:
    """Answer for the part of the sites that is left; None where the condition is not known."""
    regel, omfang, lagdata = sporsmaal
    laget = grunnlag.lag.get(omfang.lag)
    if laget is None or not laget.kjent:
        return None
    felt = _klippet(grunnlag, rene_flater(omraader), omfang, klipp)
    return vurder(omraader.set_geometry(felt, crs=omraader.crs), lagdata, regel.avstand_m)


def _med_vilkaar(
    svar: DataFrame, omraader: GeoDataFrame, grunnlag: Grunnlag, sporsmaal: Sporsmaal
) -> DataFrame:
    """Answers where the rule counts only on some ground."""
    tittel = KATALOG[sporsmaal[1].lag].tittel
    inne = _inne(omraader, grunnlag, sporsmaal, _innenfor)
    if inne is None:
        return svar.assign(
            merknad=f"vilkåret kan ikke prøves ({tittel} er ikke kjent); regnes som oppfylt"
        )
    traff = svar["status"].eq(Status.TREFF)
    utenfor = traff & ~inne["status"].eq(Status.TREFF)
    svar.loc[traff, MAALT] = inne.loc[traff, MAALT]
    svar["andel"] = svar["areal_m2"] / omraader.area.where(omraader.area > 0)
    kartlagt = shapely.covers(grunnlag.lag[sporsmaal[1].lag].dekning, rene_flater(omraader))
    nytt = [Status.IKKE_TREFF if k else Status.IKKE_KARTLAGT for k in kartlagt]
    svar["status"] = svar["status"].mask(utenfor, Series(nytt, index=svar.index, dtype=object))
    svar.loc[utenfor, "merknad"] = f"gjelder bare i {tittel}"
    return svar


def _med_unntak(
    svar: DataFrame, omraader: GeoDataFrame, grunnlag: Grunnlag, sporsmaal: Sporsmaal
) -> DataFrame:
    """Answers where the rule is exempt on some ground."""
    tittel = KATALOG[sporsmaal[1].lag].tittel
    resten = _inne(omraader, grunnlag, sporsmaal, _uten)
    if resten is None:
        return svar.assign(merknad=f"unntaket kan ikke prøves ({tittel} er ikke kjent); gis ikke")
    bare_unntatt = svar["status"].eq(Status.TREFF) & ~resten["status"].eq(Status.TREFF)
    svar.loc[bare_unntatt & svar["type"].eq("utelukker"), "type"] = "advarer"
    svar.loc[bare_unntatt, "merknad"] = f"unntatt i {tittel}"
    return svar
