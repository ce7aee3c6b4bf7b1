"""Who has fibre and who has not: per address and building, else as a share from squares.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from analyser.felles.adresser import (
    JA,
    NEI,
    UKJENT,
    fibersvar,
    grend_for,
    innenfor,
    koble,
    maal_for_adresser,
)
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.rangering import naermeste
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER, FIBERRUTER
from lag.katalog.grunnlag import GRUNNKRETSER, STEDSNAVN
from lag.katalog.koder import BYGGSLAG
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.plan import REGULERINGSPLANER
from lag.modell import Lagdata

FRITID, ANNET = "fritidsbygg", "annet"
STOTTET = ("bolig", "virksomhet", "offentlig bygg")
"""Kinds of building that the state scheme covers: year-round homes, active businesses, public
buildings. Source: calls of the counties for 2024 (Troms, Trøndelag)."""
SLAGENE = (*STOTTET, FRITID, ANNET, UKJENT)
"""Kinds of building, in the order in which they are shown."""
UTEN_PLAN, UTEN_KRETS = "utenfor reguleringsplan", "utenfor grunnkrets"
ALLE, NOEN, INGEN = "alle", "noen", "ingen"


@dataclass(frozen=True, slots=True, eq=False)
class Dekning:
    """The addresses with all that is known of them."""

    adresser: GeoDataFrame
    """Layer `adresser` and: id, navn, gnr_bnr, fiber (`JA`, `NEI`, `UKJENT`), slag (`SLAGENE`),
    stotte (bool), rute (answer of the square; «» for none), mangler (bool: to be planned for),
    grend, krets, plan, maal, node_m, node, dekket_m."""
    bygg: DataFrame
    """Buildings that can carry an address: slag, fiber."""
    lose: int
    """Surveyed buildings that belong to no address."""
    ukoblet: int
    """Addresses without a building near enough."""
    stedfestet: bool
    """Whether neighbourhoods are places (else squares)."""
    maalt: tuple[str, str]
    """First and last day of the survey, ISO; empty where it is not told."""
    kjent: tuple[bool, bool]
    """Whether the layers of addresses and of buildings are known."""


def byggslag(typer: Sequence[str]) -> list[str]:
    """Return the kind of each building type; the longest beginning that is listed holds."""
    rekke = sorted(BYGGSLAG, key=len, reverse=True)
    return [
        next((BYGGSLAG[b] for b in rekke if t.startswith(b)), ANNET) if t else UKJENT for t in typer
    ]


def dekning(
    grunnlag: Grunnlag,
    koblingsavstand_m: float,
    uten_adresse: Sequence[str],
    grender: tuple[Sequence[str], float],
) -> Dekning:
    """Join addresses, buildings and answers, and say where each address lies.

    Parameters
    ----------
    koblingsavstand_m    distance within which the nearest building belongs to an address
    uten_adresse         beginnings of building types that never carry an address
    grender              types of place names, and the side of the squares that stand for them
    """
    adresser = innenfor(grunnlag[ADRESSER].data, grunnlag.grense)
    svar = fibersvar(innenfor(grunnlag[FIBERDEKNING].data, grunnlag.grense))
    bygninger = innenfor(grunnlag[BYGNINGER].data, grunnlag.grense)
    maal = maal_for_adresser(bygninger, svar, uten_adresse)
    kobling = koble(adresser, maal, koblingsavstand_m)
    besvart = maal.index[maal["fiber"] != UKJENT]
    brukte = set(kobling["maal"])
    adresser = adresser.join(kobling)
    adresser["grend"], stedfestet = grend_for(adresser, grunnlag[STEDSNAVN], *grender)
    adresser["krets"] = flate_for(adresser, grunnlag[GRUNNKRETSER], UTEN_KRETS)
    adresser["plan"] = flate_for(adresser, grunnlag[REGULERINGSPLANER], UTEN_PLAN)
    adresser["rute"] = _rutesvar(adresser, grunnlag[FIBERRUTER])
    adresser["slag"] = byggslag(adresser["bygningstype"].tolist())
    adresser["stotte"] = adresser["slag"].isin(STOTTET)
    ukjent = adresser["fiber"] == UKJENT
    adresser["mangler"] = (adresser["fiber"] == NEI) | (ukjent & (adresser["rute"] == INGEN))
    _navngi(adresser)
    adresser["node_m"], adresser["node"] = _til_node(grunnlag, adresser)
    dekket = adresser[adresser["fiber"] == JA]
    adresser["dekket_m"] = naermeste(list(adresser.geometry), dekket)[1]
    bygg = DataFrame({"slag": byggslag(maal["bygningstype"].tolist()), "fiber": maal["fiber"]})
    return Dekning(
        adresser, bygg, sum(i not in brukte for i in besvart),
        int((adresser["maal"] < 0).sum()), stedfestet, _dager(grunnlag),
        (grunnlag[ADRESSER].kjent, grunnlag[BYGNINGER].kjent),
    )  # fmt: skip


def _navngi(adresser: GeoDataFrame) -> None:
    """Give every address id, name and gnr/bnr."""
    adresser["id"] = [f"adresse {i}" for i in adresser["lokalid"]]
    adresser["navn"] = adresser["adressetekst"].fillna("uten adressetekst")
    adresser["gnr_bnr"] = [
        "/".join(str(del_) for del_ in par if isinstance(del_, str))
        for par in zip(adresser["gardsnummer"], adresser["bruksnummer"], strict=True)
    ]


def _dager(grunnlag: Grunnlag) -> tuple[str, str]:
    """First and last day of the survey, of the squares where the buildings have none."""
    for post in (FIBERDEKNING, FIBERRUTER):
        dager = sorted(str(d) for d in grunnlag[post].data["maalt"].dropna())
        if dager:
            return dager[0], dager[-1]
    return "", ""


def _til_node(grunnlag: Grunnlag, adresser: GeoDataFrame) -> tuple[Flyt, list[str]]:
    """Distance to the nearest fibre node, and its name."""
    noder = grunnlag[FIBERNODER].data
    plass, avstand_m = naermeste(list(adresser.geometry), noder)
    navn = [n if isinstance(n, str) else "uten navn" for n in noder["navn"]]
    return avstand_m, [navn[p] if p >= 0 else UKJENT for p in plass]


def flate_for(punkter: GeoDataFrame, laget: Lagdata, ellers: str) -> list[str]:
    """Return the name of the area that each point lies in; of several, the first by lokalid."""
    if not laget.kjent:
        return [UKJENT] * len(punkter)
    data = laget.data.sort_values("lokalid", kind="stable").reset_index(drop=True)
    navn = [
        n if isinstance(n, str) and n else str(i)
        for n, i in zip(data["navn"], data["lokalid"], strict=True)
    ]
    ut = [ellers] * len(punkter)
    for i, flate in _traff(punkter, data):
        ut[i] = navn[flate]
    return ut


def _traff(punkter: GeoDataFrame, flater: GeoDataFrame) -> list[tuple[int, int]]:
    """Pairs of point and area, the first area of each point last."""
    former = np.asarray(flater.geometry.to_numpy(), dtype=object)
    prikker = np.asarray(punkter.geometry.to_numpy(), dtype=object)
    i, j = shapely.STRtree(former).query(prikker, predicate="intersects")
    return sorted(zip(i.tolist(), j.tolist(), strict=True), reverse=True)


def _rutesvar(adresser: GeoDataFrame, ruter: Lagdata) -> list[str]:
    """Answer of the square that each address lies in; «» for none."""
    data = ruter.data.sort_values("lokalid", kind="stable").reset_index(drop=True)
    svar = [s if s in (ALLE, NOEN, INGEN) else "" for s in data["rutesvar"]]
    ut = [""] * len(adresser)
    for i, rute in _traff(adresser, data):
        ut[i] = svar[rute]
    return ut


def tell(adresser: DataFrame, felt: str) -> DataFrame:
    """Count the answers per value of `felt`; most without fibre first.

    Returns
    -------
    telling    felt, adresser, med, uten, uten_stotte, uten_fritid, ukjent, andel_prosent (of those
               with an answer of their own), lav_prosent and hoy_prosent (squares taken in: «noen»
               is anything from none to all), node_m, dekket_m; NaN where nothing is known
    """
    rader = [_rad(felt, str(verdi), dem) for verdi, dem in adresser.groupby(felt, sort=True)]
    ut = DataFrame(rader, columns=[felt, *TALLFELT])
    orden = ["uten", "node_m", felt]
    return ut.sort_values(orden, ascending=[False, True, True], kind="stable", ignore_index=True)


TALLFELT = (
    "adresser", "med", "uten", "uten_stotte", "uten_fritid", "ukjent", "andel_prosent",
    "lav_prosent", "hoy_prosent", "node_m", "dekket_m",
)  # fmt: skip


def _rad(felt: str, verdi: str, dem: DataFrame) -> dict[str, object]:
    """One row of `tell`."""
    uten, ukjent = dem[dem["fiber"] == NEI], dem[dem["fiber"] == UKJENT]
    med = int((dem["fiber"] == JA).sum())
    kjente = med + len(uten)
    rute: Series = ukjent["rute"].value_counts()
    alle, noen = int(rute.get(ALLE, 0)), int(rute.get(NOEN, 0))
    med_rute = kjente + alle + noen + int(rute.get(INGEN, 0))
    return {
        felt: verdi,
        "adresser": len(dem),
        "med": med if kjente else np.nan,
        "uten": len(uten) if kjente else np.nan,
        "uten_stotte": int(uten["stotte"].sum()) if kjente else np.nan,
        "uten_fritid": int((uten["slag"] == FRITID).sum()) if kjente else np.nan,
        "ukjent": len(ukjent),
        "andel_prosent": 100.0 * med / kjente if kjente else np.nan,
        "lav_prosent": 100.0 * (med + alle) / med_rute if med_rute else np.nan,
        "hoy_prosent": 100.0 * (med + alle + noen) / med_rute if med_rute else np.nan,
        "node_m": uten["node_m"].median(),
        "dekket_m": uten["dekket_m"].median(),
    }


def per_slag(d: Dekning) -> DataFrame:
    """Addresses and buildings per kind, with, without and not known; kinds in their order.

    NaN where the layer itself is not known.
    """
    rader = []
    for slag in SLAGENE:
        rad: dict[str, object] = {"slag": slag, "stottes": "ja" if slag in STOTTET else "nei"}
        for hva, ramme, kjent in zip(("adr", "bygg"), (d.adresser, d.bygg), d.kjent, strict=True):
            fiber = ramme.loc[ramme["slag"] == slag, "fiber"]
            rad[hva] = len(fiber) if kjent else np.nan
            for navn, svar in (("med", JA), ("uten", NEI), ("ukjent", UKJENT)):
                rad[f"{hva}_{navn}"] = int((fiber == svar).sum()) if kjent else np.nan
        rader.append(rad)
    return DataFrame(rader)
