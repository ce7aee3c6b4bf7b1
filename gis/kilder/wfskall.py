"""WFS: the single questions – what the service has, how many, and one GetFeature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from lxml import etree
from owslib.wfs import WebFeatureService

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.gml import les_gml
from gis.kilder.http import Klient, krev_ok
from gis.kilder.svar import krev_xml
from gis.kommune import naermeste
from gis.utsnitt import Utsnitt

GEOGRAFISKE = (4326, 4258)
"""CRS whose urn means latitude first."""
BIT = 4096
"""Bytes fed at a time when only the root element is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tjeneste:
    """One feature type of one WFS."""

    url: str
    """Service address without query."""
    typenavn: str
    """Feature type with prefix."""
    geometrifelt: str = ""
    """Geometry property; empty for the most telling one."""
    epsg: int = 25833
    """CRS to ask for and to get."""
    versjon: str = "2.0.0"
    """WFS version."""


@dataclass(frozen=True, slots=True)
class Evner:
    """What GetCapabilities says that we need."""

    typer: tuple[str, ...]
    """Feature types with prefix."""
    sider: bool
    """Whether the server says that it pages."""
    tak: int
    """Features that an answer holds at most (CountDefault); 0 when it does not say."""


@dataclass(frozen=True, slots=True)
class Del:
    """What one request gave."""

    data: GeoDataFrame
    raa: tuple[bytes, ...]
    hoder: Mapping[str, str]
    merknader: tuple[str, ...]
    mottatt: int
    hel: bool = True
    """False when something suggests that the service held more back."""


def hva(tjeneste: Tjeneste) -> str:
    """Name of what is asked for, for messages."""
    return f"WFS {tjeneste.url}, {tjeneste.typenavn}"


# -- capabilities ---------------------------------------------------------------------------


def les_evner(klient: Klient, tjeneste: Tjeneste) -> Evner:
    """Ask what the service has; owslib reads the answer, our client fetches it."""
    svar = klient.hent(
        tjeneste.url,
        {"service": "WFS", "request": "GetCapabilities", "version": tjeneste.versjon},
        godta="application/xml, text/xml",
    )
    innhold = krev_xml(svar, f"WFS {tjeneste.url}, GetCapabilities")
    krev_ok(svar)
    try:
        leser = WebFeatureService(tjeneste.url, version=tjeneste.versjon, xml=innhold)
    except (etree.XMLSyntaxError, AttributeError, KeyError, TypeError, ValueError) as err:
        raise KildeFeil(
            f"WFS {tjeneste.url}: GetCapabilities kan ikke leses ({err}). Kontroller adressen."
        ) from err
    sider = _vilkaar(innhold, "ImplementsResultPaging").upper() == "TRUE"
    tak = _vilkaar(innhold, "CountDefault")
    return Evner(tuple(leser.contents), sider, int(tak) if tak.isdigit() else 0)


def _vilkaar(innhold: bytes, navn: str) -> str:
    """Return the default value of a constraint in the capabilities; empty when it is not there."""
    rot = etree.fromstring(innhold, _tolk())
    for vilkaar in rot.iterfind(f".//{{*}}Constraint[@name='{navn}']"):
        verdi = vilkaar.find("{*}DefaultValue")
        if verdi is not None and verdi.text:
            return verdi.text.strip()
    return ""


@cache
def _tolk() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def velg_type(tjeneste: Tjeneste, evner: Evner) -> str:
    """Return the type as the service spells it; the prefix may differ."""
    if tjeneste.typenavn in evner.typer:
        return tjeneste.typenavn
    lokalt = tjeneste.typenavn.rpartition(":")[2]
    like = [navn for navn in evner.typer if navn.rpartition(":")[2] == lokalt]
    if len(like) == 1:
        return like[0]
    hint = naermeste(tjeneste.typenavn, list(evner.typer))
    raise ParameterFeil(f"WFS {tjeneste.url}: typen «{tjeneste.typenavn}» finnes ikke. {hint}")


# -- requests -------------------------------------------------------------------------------


def parametre(tjeneste: Tjeneste, boks: Utsnitt) -> dict[str, str]:
    """Build the query of GetFeature; box and answer in the same CRS, axes as its urn says."""
    urn = f"urn:ogc:def:crs:EPSG::{tjeneste.epsg}"
    grader = tjeneste.epsg in GEOGRAFISKE
    x0, y0, x1, y1 = (f"{tall:.{9 if grader else 3}f}" for tall in boks.grenser)
    hjorner = (y0, x0, y1, x1) if grader else (x0, y0, x1, y1)
    nyere = tjeneste.versjon.startswith("2")
    return {
        "service": "WFS",
        "version": tjeneste.versjon,
        "request": "GetFeature",
        "typeNames" if nyere else "typeName": tjeneste.typenavn,
        "srsName": urn,
        "bbox": ",".join((*hjorner, urn)),
    }


def antall(klient: Klient, tjeneste: Tjeneste, boks: Utsnitt, tak: int) -> int | None:
    """Ask how many features match; None when the service does not know.

    Some services count no further than an answer may hold (seen in MapServer): a count that
    equals `tak`, or an answer that speaks of more, is therefore no count.
    """
    sporring = {**parametre(tjeneste, boks), "resultType": "hits"}
    svar = klient.hent(tjeneste.url, sporring)
    innhold = krev_xml(svar, f"{hva(tjeneste)}, antall")
    krev_ok(svar)
    rot = _rot(innhold, tjeneste)
    tall = rot.get("numberMatched") or rot.get("numberOfFeatures") or ""
    if not tall.isdigit() or rot.get("next") or (tak and int(tall) == tak):
        return None
    return int(tall)


def _rot(innhold: bytes, tjeneste: Tjeneste) -> etree._Element:
    try:
        return etree.fromstring(innhold, _tolk())
    except etree.XMLSyntaxError as err:
        raise KildeFeil(
            f"{hva(tjeneste)}: svaret er ødelagt eller avkortet ({err.msg}). Prøv igjen senere."
        ) from err


def hent_del(
    klient: Klient, tjeneste: Tjeneste, boks: Utsnitt, tak: int, ekstra: Mapping[str, str]
) -> Del:
    """Send one GetFeature and read what it gives."""
    svar = klient.hent(tjeneste.url, {**parametre(tjeneste, boks), **ekstra})
    innhold = krev_xml(svar, hva(tjeneste))
    krev_ok(svar)
    data = les_gml(innhold, tjeneste.typenavn, tjeneste.geometrifelt, hva(tjeneste))
    mottatt = int(data.attrs["mottatt"])
    hel = not har_mer(innhold) and not (tak and mottatt >= tak)
    return Del(data, (innhold,), svar.hoder, tuple(data.attrs["merknader"]), mottatt, hel)


def har_mer(innhold: bytes) -> bool:
    """Tell whether the answer's root element points at a next page."""
    leser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    for start in range(0, len(innhold), BIT):
        leser.feed(innhold[start : start + BIT])
        for hendelse in leser.read_events():
            rot: Any = hendelse[1]
            return rot.get("next") is not None
    return False


# -- joining --------------------------------------------------------------------------------


def slaa_sammen(deler: Sequence[Del]) -> Del:
    """Join parts; a feature that came twice counts once."""
    rammer = [delen.data for delen in deler if len(delen.data)]
    satt_til_side = sum(delen.mottatt - len(delen.data) for delen in deler)
    raa = tuple(bit for delen in deler for bit in delen.raa)
    merknader = tuple(dict.fromkeys(m for delen in deler for m in delen.merknader))
    if not rammer:
        return replace(deler[0], raa=raa, merknader=merknader, mottatt=satt_til_side)
    _krev_samme_crs(rammer)
    alle = GeoDataFrame(pd.concat(rammer, ignore_index=True), crs=rammer[0].crs)
    alle = alle[~nokler(alle).duplicated()].reset_index(drop=True)
    return Del(alle, raa, deler[0].hoder, merknader, len(alle) + satt_til_side)


def _krev_samme_crs(rammer: list[GeoDataFrame]) -> None:
    koder = {ramme.crs.to_string() for ramme in rammer if ramme.crs is not None}
    if len(koder) > 1:
        raise CrsFeil(f"Sidene i svaret har ulike koordinatsystemer: {', '.join(sorted(koder))}.")


def nokler(data: GeoDataFrame) -> "pd.Series[str]":
    """Return what tells features apart: lokalId and place, else gml:id, else the whole row."""
    steder = data.geometry.to_wkb(hex=True).astype(str)
    for kolonne in ("identifikasjon.lokalId", "lokalId", "lokalid"):
        if kolonne in data.columns and data[kolonne].notna().all():
            return data[kolonne].astype(str) + steder
    if "gml_id" in data.columns and data["gml_id"].notna().all():
        return data["gml_id"].astype(str)
    return steder + data.drop(columns="geometry").astype(str).agg("|".join, axis=1)
