"""The single features behind an answer: which they are, what they say, how much of them is hit.

Geometries lie in the working CRS (a map plane, metres).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import shapely
from pandas import isna
from shapely.geometry.base import BaseGeometry

from analyser.felles.baand import Soker, soker
from analyser.felles.deling import Heltall
from analyser.felles.maaling import TOLERANSE_M, moter_smaa, toleranse
from analyser.felles.modell import Grunnlag
from analyser.felles.regler import Regel, merke_av, utvalgte
from analyser.felles.stedssvar import Objekttreff
from analyser.felles.tekst import M2_PER_DAA
from gis.geometri import flater, snitt
from lag.modell import Lagdata

MERKE_LENGDE = 12
"""Hex digits of a mark: enough to tell changes of one layer apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Lagboks:
    """One known layer with its search tree."""

    lagdata: Lagdata
    """The layer."""
    soker: Soker
    """Its features, ready to be asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Funn:
    """Features of one layer that one site hits."""

    objekter: tuple[Objekttreff, ...]
    """By id."""
    koder: tuple[Mapping[str, str], ...]
    """Raw codes of the same features, column → code."""
    merke: str
    """Mark of their ids, attributes and shapes."""


INGEN = Funn((), (), "")


def lagbokser(grunnlag: Grunnlag, lagene: Sequence[str]) -> dict[str, Lagboks]:
    """Return layer id → layer with search tree, for the known vector layers."""
    ut = {}
    for navn in lagene:
        lagdata = grunnlag.lag[navn]
        if lagdata.kjent and lagdata.post.geometri != "raster":
            ut[navn] = Lagboks(lagdata, soker(lagdata))
    return ut


def funn(sted: BaseGeometry, boks: Lagboks, fyrte: Sequence[Regel] = ()) -> Funn:
    """Find the features that hit a site, those within the distance of a rule that fired included.

    Parameters
    ----------
    sted     valid polygon
    fyrte    rules of this layer that fired
    """
    plasser = _treff(sted, boks.soker)
    for regel in fyrte:
        if regel.avstand_m > 0:
            naere = boks.soker.tre.query(sted, predicate="dwithin", distance=regel.avstand_m)
            gjelder = utvalgte(regel, boks.lagdata).data.index
            naere = naere[boks.lagdata.data.index[naere].isin(gjelder)]
            plasser = np.union1d(plasser, naere)
    if not len(plasser):
        return INGEN
    rader = sorted((_ett(sted, boks, int(p)) for p in plasser), key=lambda rad: rad[0].lokalid)
    innhold = [(objekt.lokalid, dict(koder), form) for objekt, koder, form in rader]
    return Funn(
        tuple(objekt for objekt, _, _ in rader),
        tuple(koder for _, koder, _ in rader),
        _sum(innhold),
    )


def merke(status: str, funnet: Funn, regler: Sequence[Regel]) -> str:
    """Mark of what an answer rests on: the features hit and the rules that were asked."""
    innhold = [status, funnet.merke, sorted(merke_av(regel) for regel in regler)]
    return _sum(innhold)[:MERKE_LENGDE]


def _sum(innhold: object) -> str:
    return sha256(json.dumps(innhold, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _treff(sted: BaseGeometry, laget: Soker) -> Heltall:
    """(k,) positions of the features that hit, by the measure of their type."""
    plasser: Heltall = np.sort(laget.tre.query(sted, predicate="intersects"))
    if laget.geometri == "punkt" or not len(plasser):
        return plasser
    delt = snitt(laget.former[plasser], sted)
    if laget.geometri == "linje":
        nok = shapely.length(delt) > TOLERANSE_M
    else:
        areal, steder = shapely.area(flater(delt)), np.full(len(plasser), sted, dtype=object)
        nok = areal > toleranse(steder[:1])[0]
        former = laget.former[plasser[~nok]]
        bokser = (shapely.bounds(steder[~nok]), shapely.bounds(former))
        nok[~nok] = moter_smaa(steder[~nok], former, areal[~nok], bokser)
    return plasser[nok]


def _ett(
    sted: BaseGeometry, boks: Lagboks, plass: int
) -> tuple[Objekttreff, Mapping[str, str], str]:
    """One feature: the record, its raw codes, and the checksum of its shape."""
    post, form = boks.lagdata.post, boks.soker.former[plass]
    rad = boks.lagdata.data.iloc[plass]
    delt = snitt(np.array([form], dtype=object), sted)[0]
    flate, linje = post.geometri == "flate", post.geometri == "linje"
    del_ = delt.area if flate else delt.length
    hele = form.area if flate else form.length
    verdier = [(k, rad.get(k.navn)) for k in post.kolonner if k.navn != post.idfelt]
    kjente = [(k, str(v)) for k, v in verdier if not isna(v) and str(v).strip()]
    ident = rad.get(post.idfelt)
    objekt = Objekttreff(
        lokalid=f"rad {plass + 1}" if isna(ident) else str(ident),
        egenskaper=tuple((k.tittel, k.koder.get(v, v)) for k, v in kjente if k.publiseres),
        areal_daa=delt.area / M2_PER_DAA if flate else np.nan,
        lengde_m=delt.length if linje else np.nan,
        andel_av_objekt=min(del_ / hele, 1.0) if (flate or linje) and hele > 0 else np.nan,
        avstand_m=float(shapely.distance(form, sted)),
    )
    return objekt, {k.navn: v for k, v in kjente}, sha256(form.wkb).hexdigest()
