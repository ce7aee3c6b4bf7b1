"""WFS: the single questions – what the service has, how many, and one GetFeature.

Geometries come in the CRS that was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from owslib.wfs import WebFeatureService
from pyproj import CRS

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.gml import les_gml
from gis.kilder.gmlgeometri import tolk_srs
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.svar import krev_hel, krev_xml, krev_xmlrot
from gis.kilder.wfsdel import Del, nokler
from gis.kilder.xmlvern import les_xml
from gis.kommune import naermeste
from gis.tekst import heltall
from gis.utsnitt import Utsnitt

VERSJONER = ("2.0.0", "1.1.0", "1.0.0")
"""Versions that we speak."""
BIT = 4096
"""Bytes fed at a time when only the root element is wanted."""
FES = "http://www.opengis.net/fes/2.0"
OGC = "http://www.opengis.net/ogc"
"""Namespaces of filters in WFS 2.0.0 and 1.1.0."""


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
    likhet: tuple[str, str] | None = None
    """Attribute and the value it must have, asked of the server beside the box."""


@dataclass(frozen=True, slots=True)
class Evner:
    """What GetCapabilities says that we need."""

    typer: tuple[str, ...]
    """Feature types with prefix."""
    sider: bool
    """Whether the server says that it pages."""
    tak: int
    """Features that an answer holds at most (CountDefault); 0 when it does not say."""
    versjon: str
    """Version that it speaks: its newest where it lacks the one that was asked for."""


def hva(tjeneste: Tjeneste) -> str:
    """Name of what is asked for, for messages."""
    return f"WFS {tjeneste.url}, {tjeneste.typenavn}"


# -- capabilities ---------------------------------------------------------------------------


def les_evner(kanal: Kanal, tjeneste: Tjeneste) -> Evner:
    """Read what the service has; what was remembered is asked for anew where the type is missing.

    owslib reads the answer, our client fetches it.
    """
    nokkel = f"WFS {tjeneste.versjon} {tjeneste.url}"
    husket = kanal.husket.get(nokkel)
    if husket is not None:
        evner = _tolk_evner(husket, tjeneste)
        lokalt = tjeneste.typenavn.rpartition(":")[2]
        if lokalt in {navn.rpartition(":")[2] for navn in evner.typer}:
            return evner
    innhold = _evnesvar(kanal, tjeneste)
    evner = _tolk_evner(innhold, tjeneste)
    kanal.husket[nokkel] = innhold
    return evner


def _tolk_evner(innhold: bytes, tjeneste: Tjeneste) -> Evner:
    """Read an answer to GetCapabilities."""
    rot = les_xml(innhold, f"WFS {tjeneste.url}: GetCapabilities kan ikke leses")
    oppgitt = rot.get("version")
    versjon = oppgitt if oppgitt in VERSJONER else tjeneste.versjon
    try:
        leser = WebFeatureService(tjeneste.url, version=versjon, xml=innhold)
    except (etree.XMLSyntaxError, AttributeError, KeyError, TypeError, ValueError) as err:
        raise KildeFeil(
            f"WFS {tjeneste.url}: GetCapabilities kan ikke leses ({err}). Kontroller adressen."
        ) from err
    sider = _vilkaar(rot, "ImplementsResultPaging").upper() == "TRUE"
    tak = _vilkaar(rot, "CountDefault")
    return Evner(tuple(leser.contents), sider, heltall(tak) or 0, versjon)


def _evnesvar(kanal: Kanal, tjeneste: Tjeneste) -> bytes:
    svar = kanal.klient.hent(
        tjeneste.url,
        {"service": "WFS", "request": "GetCapabilities", "version": tjeneste.versjon},
        godta="application/xml, text/xml",
    )
    innhold = krev_xml(svar, f"WFS {tjeneste.url}, GetCapabilities")
    krev_ok(svar)
    return innhold


def _vilkaar(rot: etree._Element, navn: str) -> str:
    """Return the default value of a constraint in the capabilities; empty when it is not there."""
    for vilkaar in rot.iterfind(f".//{{*}}Constraint[@name='{navn}']"):
        verdi = vilkaar.find("{*}DefaultValue")
        if verdi is not None and verdi.text:
            return verdi.text.strip()
    return ""


def tilpasset(tjeneste: Tjeneste, evner: Evner) -> Tjeneste:
    """Return what to ask for in the version that the service speaks, the type as it spells it."""
    return replace(tjeneste, typenavn=_velg_type(tjeneste, evner), versjon=evner.versjon)


def _velg_type(tjeneste: Tjeneste, evner: Evner) -> str:
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


def nord_forst(tjeneste: Tjeneste) -> bool:
    """Tell whether the urn of the CRS means north (latitude) before east; not only degrees do."""
    akser = tolk_srs(f"urn:ogc:def:crs:EPSG::{tjeneste.epsg}")
    return akser is not None and akser.bytt


def parametre(tjeneste: Tjeneste, boks: Utsnitt) -> dict[str, str]:
    """Build the query of GetFeature; box and answer in the same CRS, axes as its urn says."""
    urn = f"urn:ogc:def:crs:EPSG::{tjeneste.epsg}"
    desimaler = 9 if CRS.from_epsg(tjeneste.epsg).is_geographic else 3
    x0, y0, x1, y1 = (f"{tall:.{desimaler}f}" for tall in boks.grenser)
    hjorner = (y0, x0, y1, x1) if nord_forst(tjeneste) else (x0, y0, x1, y1)
    nyere = tjeneste.versjon.startswith("2")
    hvor = (
        {"bbox": ",".join((*hjorner, urn))}
        if tjeneste.likhet is None
        else {"filter": _filter(tjeneste.likhet, hjorner, urn, nyere)}
    )
    return {
        "service": "WFS",
        "version": tjeneste.versjon,
        "request": "GetFeature",
        "typeNames" if nyere else "typeName": tjeneste.typenavn,
        "srsName": urn,
        **hvor,
    }


def _filter(likhet: tuple[str, str], hjorner: Sequence[str], urn: str, nyere: bool) -> str:
    """Box and equality in one filter: the KVP bbox and a filter exclude each other."""
    felt, verdi = (escape(ledd) for ledd in likhet)
    navnerom, navn = (FES, "ValueReference") if nyere else (OGC, "PropertyName")
    gml = "http://www.opengis.net/gml/3.2" if nyere else "http://www.opengis.net/gml"
    nede, oppe = " ".join(hjorner[:2]), " ".join(hjorner[2:])
    return (
        f'<Filter xmlns="{navnerom}" xmlns:gml="{gml}"><And>'
        f"<PropertyIsEqualTo><{navn}>{felt}</{navn}><Literal>{verdi}</Literal></PropertyIsEqualTo>"
        f'<BBOX><gml:Envelope srsName="{urn}"><gml:lowerCorner>{nede}</gml:lowerCorner>'
        f"<gml:upperCorner>{oppe}</gml:upperCorner></gml:Envelope></BBOX></And></Filter>"
    )


def antall(kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt, tak: int) -> int | None:
    """Ask how many features match; None when the service does not know.

    Some services count no further than an answer may hold (seen in MapServer): a count that
    equals `tak`, or an answer that speaks of more, is therefore no count.
    """
    sporring = {**parametre(tjeneste, boks), "resultType": "hits"}
    svar = kanal.klient.hent(tjeneste.url, sporring)
    innhold = krev_xml(svar, f"{hva(tjeneste)}, antall")
    krev_ok(svar)
    rot = les_xml(innhold, hva(tjeneste))
    tall = heltall(rot.get("numberMatched") or rot.get("numberOfFeatures") or "")
    return None if rot.get("next") or (tak and tall == tak) else tall


def hent_del(kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt, tak: int) -> Del:
    """Send one GetFeature, put the answer aside, and read what it gives."""
    svar = kanal.side(tjeneste.url, parametre(tjeneste, boks))
    return les_del(kanal, tjeneste, svar, tak)


def hent_side(kanal: Kanal, tjeneste: Tjeneste, boks: Utsnitt, start: int, antall_: int) -> Svar:
    """Send one GetFeature for `antall_` features from number `start`; the answer as it came."""
    felt = "count" if tjeneste.versjon.startswith("2") else "maxFeatures"
    side = {felt: str(antall_), "startIndex": str(start)}
    return kanal.side(tjeneste.url, {**parametre(tjeneste, boks), **side})


def les_del(kanal: Kanal, tjeneste: Tjeneste, svar: Svar, tak: int) -> Del:
    """Read what an answer gives, and put it aside."""
    krev_xmlrot(svar, hva(tjeneste))
    krev_ok(svar)
    krev_hel(svar, hva(tjeneste))
    data = les_gml(svar.kropp, tjeneste.typenavn, tjeneste.geometrifelt, hva(tjeneste))
    mottatt = int(data.attrs["mottatt"])
    kanal.klient.tilsyn.objekter(mottatt)
    hel = not har_mer(svar.begynnelse().lstrip()) and not (tak and mottatt >= tak)
    svar = kanal.ta_vare(svar)
    return Del(
        data=data, raafiler=(svar.sum,), storrelse=svar.storrelse, hoder=svar.hoder,
        merknader=tuple(data.attrs["merknader"]), mottatt=mottatt, hel=hel, nokler=nokler(data),
        tapte=tuple(data.attrs["tapte"]),
    )  # fmt: skip


def har_mer(innhold: bytes) -> bool:
    """Tell whether the answer's root element points at a next page."""
    leser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    for start in range(0, len(innhold), BIT):
        leser.feed(innhold[start : start + BIT])
        for hendelse in leser.read_events():
            rot: Any = hendelse[1]
            return rot.get("next") is not None
    return False
