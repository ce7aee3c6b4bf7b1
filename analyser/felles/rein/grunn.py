"""What there is: pastures by district, what is built, what is planned.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import isna
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.formaal import utbygging_i
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.reindrift import DELLAG, distriktnavn
from analyser.felles.sjekk import stabile_ider
from gis.geometri import union
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.koder import AR5_BYGD
from lag.katalog.landbruk import AREALRESSURS
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import (
    AREALINNSPILL,
    BOLIGTOMTER,
    HYTTEOMRAADER,
    KOMMUNEPLAN,
    NAERINGSTOMTER,
    REGULERINGSPLANER,
)
from lag.katalog.reindrift import REINBEITE
from lag.katalog.samferdsel import JERNBANE, VEGER
from lag.modell import Lag, Lagdata

BYGGET: tuple[Lag, ...] = (BYGNINGER, VEGER, JERNBANE, AREALRESSURS, KRAFTLINJER)
"""What says where something is built; power lines take no ground, but bands go from them."""
PLANLAGT: tuple[Lag, ...] = (
    AREALINNSPILL, KOMMUNEPLAN, BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER, GRUVEINTERESSER,
)  # fmt: skip
"""What is planned, proposed or held as a right."""
NAVNGIR: tuple[Lag, ...] = (REGULERINGSPLANER,)
"""What the plans are called."""
UTEN_DISTRIKT = "Distrikt ikke oppgitt"
PLAN, BERGRETT = "plan", "bergrett"
BUER = 16
"""Segments per quarter circle of the bands: the radius is at most 0.12 % short."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Enhet:
    """What one layer holds for one district."""

    distrikt: str
    """Name, Sami form first."""
    post: Lag
    """The layer."""
    former: Former
    """(n,) its features, valid and 2D."""
    ider: tuple[str, ...]
    """(n,) their ids."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sak:
    """Something planned: one area, or all fields of one plan."""

    id: str
    navn: str
    slag: str
    """What it is, in bokmål."""
    gruppe: str
    """PLAN or BERGRETT."""
    form: BaseGeometry
    """Its ground, overlaps dissolved."""


def enheter(grunnlag: Grunnlag) -> list[Enhet]:
    """Return every part of the reindeer map by district, in the order of the catalogue."""
    distrikter = grunnlag[REINBEITE]
    ut = []
    for post in DELLAG:
        lagdata = grunnlag[post]
        if not lagdata.kjent or lagdata.data.empty:
            continue
        former = _plane(lagdata)
        eiere = np.array(_distrikt_av(lagdata.data, former, distrikter), dtype=object)
        ider = np.array(stabile_ider(lagdata.data), dtype=object)
        for eier in sorted(set(eiere)):
            egne = eiere == eier
            ut.append(Enhet(distrikt=eier, post=post, former=former[egne], ider=tuple(ider[egne])))
    return ut


def distriktene(grunnlag: Grunnlag, egne: Sequence[Enhet]) -> dict[str, BaseGeometry]:
    """Return name → ground of every district, those of the register first; empty where unknown."""
    ut: dict[str, BaseGeometry] = {}
    lagdata = grunnlag[REINBEITE]
    if lagdata.kjent:
        navn = distriktnavn(lagdata.data)
        flater = rene_flater(lagdata.data)
        for ident, form in zip(lagdata.data["lokalid"], flater, strict=True):
            ut[navn[str(ident)]] = union([ut.get(navn[str(ident)], shapely.Polygon()), form])
    return ut | {e.distrikt: shapely.Polygon() for e in egne if e.distrikt not in ut}


def _plane(lagdata: Lagdata) -> Former:
    """(n,) 2D features; polygons valid."""
    if lagdata.post.geometri == "flate":
        return rene_flater(lagdata.data)
    return som_rekke(list(shapely.force_2d(lagdata.data.geometry.to_numpy())))


def _distrikt_av(data: GeoDataFrame, former: Former, distrikter: Lagdata) -> list[str]:
    """(n,) district per feature: as the layer says, else where it lies."""
    navn = distriktnavn(distrikter.data) if distrikter.kjent else {}
    ord_: dict[str, str] = {}
    for _, rad in distrikter.data.iterrows():
        for form in (rad.get("navn"), rad.get("navn_samisk")):
            if not isna(form):
                ord_[str(form).casefold()] = navn[str(rad["lokalid"])]
    flater = rene_flater(distrikter.data)
    ider = [navn[str(i)] for i in distrikter.data["lokalid"]] if distrikter.kjent else []
    oppgitt = data["distrikt"] if "distrikt" in data else [None] * len(data)
    ut = []
    for sagt, form in zip(oppgitt, former, strict=True):
        if isna(sagt):
            inne = shapely.intersects(flater, shapely.point_on_surface(form))
            ut.append(next((n for n, i in zip(ider, inne, strict=False) if i), UTEN_DISTRIKT))
        else:
            ut.append(ord_.get(str(sagt).casefold(), str(sagt)))
    return ut


def bygd_grunn(grunnlag: Grunnlag, bygg_m: float, veg_m: float) -> Former:
    """(k,) ground that is built on: round buildings, along roads and rails, AR5 11 and 12."""
    deler = [
        shapely.buffer(_alle(grunnlag[BYGNINGER]), bygg_m, quad_segs=BUER // 4),
        shapely.buffer(_alle(grunnlag[VEGER]), veg_m, quad_segs=BUER // 4),
        shapely.buffer(_alle(grunnlag[JERNBANE]), veg_m, quad_segs=BUER // 4),
    ]
    laget = grunnlag[AREALRESSURS]
    if laget.kjent and not laget.data.empty:
        bygd = laget.data["arealtype"].astype(str).isin(AR5_BYGD)
        deler.append(rene_flater(laget.data[bygd]))
    return np.concatenate([np.asarray(d, dtype=object) for d in deler])


def kraftlinjer(grunnlag: Grunnlag) -> Former:
    """(k,) power lines."""
    return _alle(grunnlag[KRAFTLINJER])


def _alle(lagdata: Lagdata) -> Former:
    """(n,) features of a layer; none where it is not known."""
    return som_rekke(list(shapely.force_2d(lagdata.data.geometry.to_numpy())))


def saker(grunnlag: Grunnlag) -> list[Sak]:
    """Return everything planned that lies in or touches the municipality, in a fixed order."""
    ut = [sak for post in PLANLAGT if grunnlag[post].kjent for sak in _saker_i(grunnlag, post)]
    shapely.prepare(grunnlag.grense)
    return [sak for sak in ut if grunnlag.grense.intersects(sak.form)]


def _saker_i(grunnlag: Grunnlag, post: Lag) -> Iterator[Sak]:
    """Yield what one layer plans; zoned fields of one plan are one case."""
    data = grunnlag[post].data
    if post is KOMMUNEPLAN:
        bygg, naa = utbygging_i(grunnlag[post])
        data = data[bygg & ~naa]
    if post is GRUVEINTERESSER:
        i_dag = grunnlag.dato.isoformat()
        i_kraft = [isna(d) or str(d)[:10] >= i_dag for d in data["forfall"]]
        data = data[np.array(i_kraft, dtype=bool)]
    former = rene_flater(data)
    navn = [None if isna(n) else str(n) for n in data["navn"]]
    ider = stabile_ider(data)
    samles = post in (BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER)
    planer = data["planid"] if samles else [None] * len(data)
    plannavn = _plannavn(grunnlag[REGULERINGSPLANER].data) if samles else {}
    grupper: dict[str, list[int]] = {}
    for i, (ident, plan) in enumerate(zip(ider, planer, strict=True)):
        grupper.setdefault(ident if isna(plan) else f"plan {plan}", []).append(i)
    for ident, plasser in sorted(grupper.items()):
        yield Sak(
            id=f"{post.navn}: {ident}",
            navn=plannavn.get(ident) or (navn[plasser[0]] if not samles else None) or ident,
            slag=post.tittel,
            gruppe=BERGRETT if post is GRUVEINTERESSER else PLAN,
            form=union(former[plasser]),
        )


def _plannavn(planer: GeoDataFrame) -> dict[str, str]:
    """Return group of fields → name of their plan, where it has one."""
    par = zip(planer["planid"], planer["navn"], strict=True)
    return {f"plan {plan}": str(navn) for plan, navn in par if not isna(navn)}
