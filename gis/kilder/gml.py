"""GML feature collections → GeoDataFrame, by our own parser.

Names are matched without namespace (the date in it changes), nothing is fetched, entities are
not expanded. Nested attributes become dotted columns with the object levels left out:
`identifikasjon/Identifikasjon/lokalId` is `identifikasjon.lokalId`. All values are text.
"""

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from geopandas import GeoDataFrame, GeoSeries

from gis.feil import CrsFeil, DataFeil, ParameterFeil
from gis.kilder.gmlbunke import Bunke, Ventende, les_deler
from gis.kilder.gmlgeometri import (
    NAVN,
    Akser,
    Element,
    er_geometri,
    lokal,
    lokalnavn,
    tolk_srs,
)
from gis.kilder.gmlmal import Plan, Treff
from gis.kilder.gmlstrom import bunker
from gis.kilder.gmltabell import Rad, Tabell, flat_ut, sett, verdi_av
from gis.kilder.httpsvar import aapnet
from gis.kommune import naermeste
from gis.tekst import uten_geometri

UTELATES = {"boundedBy", "metaDataProperty", "location"}
"""Feature properties that carry nothing of ours."""
GEOMETRINAVN = (
    "område", "omrade", "flate", "geometri", "geometry", "geom", "the_geom", "msGeometry",
    "senterlinje", "linje", "grense", "posisjon", "lokalisering", "representasjonspunkt",
)  # fmt: skip
"""Order of preference where the caller names no geometry property."""
GML_ID = "{http://www.opengis.net/gml/3.2}id"
SRS = re.compile(rb"srsName\s*=\s*[\"']([^\"']*)[\"']")
"""Every srsName of a document in an ASCII-like encoding."""
SRSNAVN = b"srsName"
MAKS_SRSNAVN = 4096
"""Bytes after which a srsName that is not closed is none: its document is not taken to have one."""
BIT = 1 << 20
"""Bytes looked through at a time for srsNames."""


@dataclass(slots=True)
class _Samling:
    """What has been read so far."""

    geometrifelt: str = ""
    """Local name of the geometry property that is wanted; empty for the most telling one."""
    ett_srs: bool = False
    """Whether the whole document names one CRS only, so that none needs to be looked for."""
    tabell: Tabell = field(default_factory=Tabell)
    bunke: Bunke = field(default_factory=Bunke)
    srs: dict[str, int] = field(default_factory=dict)
    """srsName → number of geometries of any type that carry it."""
    arvet: set[int] = field(default_factory=set)
    """EPSG codes that chosen geometries inherited from a bounding box."""
    andre: dict[str, int] = field(default_factory=dict)
    """Feature types that were not asked for."""


def gml_typer(innhold: bytes | Path, hva: str) -> list[str]:
    """Feature types in a collection, in order of appearance."""
    alle = (ett for bunke in bunker(innhold, hva) for ett in bunke)
    return list(dict.fromkeys(lokalnavn(ett) for ett in alle if not isinstance(ett, Treff)))


def _srsnavn(strom: BinaryIO) -> set[bytes]:
    """Every srsName that stands in a document, looked through bit by bit."""
    navnene: set[bytes] = set()
    rest = b""
    while bit := strom.read(BIT):
        rest += bit
        slutt = 0
        for funn in SRS.finditer(rest):
            navnene.add(funn[1])
            slutt = funn.end()
        aapent = rest.rfind(SRSNAVN, slutt)
        if aapent >= 0 and len(rest) - aapent > MAKS_SRSNAVN:
            navnene.add(SRSNAVN)
            aapent = -1
        rest = rest[aapent if aapent >= 0 else max(slutt, len(rest) - len(SRSNAVN)) :]
    return navnene - {b""}


def les_gml(
    innhold: bytes | Path, typenavn: str, geometrifelt: str = "", hva: str = "GML-svaret"
) -> GeoDataFrame:
    """Read the features of one type.

    Parameters
    ----------
    innhold         the collection, GML 3.2, 3.1.1 or 2, or the file that holds it
    typenavn        feature type, with or without prefix; empty for every type
    geometrifelt    geometry property to use; empty for the most telling one that is there
    hva             what is read, for messages

    Returns
    -------
    data            (n,) features, text columns, `gml_id`, east before north; the CRS is the
                    file's (None when nothing carries one). `attrs["merknader"]`: what was set
                    aside; `attrs["mottatt"]`: features seen, those set aside included;
                    `attrs["tapte"]`: ids of those set aside, empty text for none

    Raises
    ------
    KildeFeil    if the XML is broken
    CrsFeil      if CRS are mixed or unknown, or missing where there are geometries
    """
    onsket = typenavn.rpartition(":")[2]
    with aapnet(innhold) as strom:
        navnene = _srsnavn(strom)
    samling = _Samling(geometrifelt.rpartition(":")[2], ett_srs=len(navnene) == 1)
    merk = partial(_merket, felt=samling.geometrifelt, hva=hva) if samling.ett_srs else None
    for objekter in bunker(innhold, hva, onsket, merk):
        samling.tabell.legg_til(
            [_les(ett, nr, samling, hva) for nr, ett in enumerate(objekter, samling.tabell.rader)]
        )
        samling.bunke.lag()
    if onsket and not samling.tabell.rader:
        _krev_ingen_andre(innhold, onsket, hva)
    if samling.ett_srs and samling.tabell.rader:
        samling.srs[navnene.pop().decode("utf-8", "replace")] = samling.tabell.rader
    elif onsket:
        _noter_andres(innhold, onsket, samling, hva)
    return _ramme(samling, hva)


def _krev_ingen_andre(innhold: bytes | Path, onsket: str, hva: str) -> None:
    """Stop when there are features, but none of the type: the name is wrong."""
    andre = gml_typer(innhold, hva)
    if andre:
        hint = naermeste(onsket, sorted(andre))
        raise ParameterFeil(f"{hva}: typen «{onsket}» finnes ikke. {hint}")


def _noter_andres(innhold: bytes | Path, onsket: str, samling: _Samling, hva: str) -> None:
    """Count the srsNames of features of other types: a mixed document is not to be trusted."""
    for objekter in bunker(innhold, hva):
        for ett in objekter:
            if not isinstance(ett, Treff) and lokal(ett.tag) != onsket:
                _noter_srs(ett, samling)


def _ramme(samling: _Samling, hva: str) -> GeoDataFrame:
    """Put the parts together, after the CRS has been settled."""
    epsg = _felles_crs(samling, hva)
    antall_rader = samling.tabell.rader
    tapte = dict(sorted(samling.bunke.daarlige.items()))
    gode = [rad for rad in range(antall_rader) if rad not in tapte] if tapte else None
    tabell = samling.tabell.ramme(gode)
    geometri = samling.bunke.geometri(antall_rader)
    geometri = geometri if gode is None else geometri[gode]
    data = GeoDataFrame(tabell, geometry=GeoSeries(geometri, index=tabell.index, crs=epsg))
    ider = samling.tabell.kolonner.get("gml_id", [])
    daarlige = [f"{ider[rad] or 'uten id'}: {hvorfor}" for rad, hvorfor in tapte.items()]
    data.attrs["merknader"] = uten_geometri(daarlige)
    data.attrs["mottatt"] = antall_rader
    data.attrs["tapte"] = [str(ider[rad] or "") for rad in tapte]
    return data


def _felles_crs(samling: _Samling, hva: str) -> int | None:
    """Return the one CRS of the document."""
    alle: dict[int, int] = {}
    for srs, tall in samling.srs.items():
        akser = tolk_srs(srs)
        if akser is None:
            raise CrsFeil(f"{hva}: koordinatsystemet «{srs}» er ukjent.")
        alle[akser.epsg] = alle.get(akser.epsg, 0) + tall
    for kode in samling.arvet:
        alle.setdefault(kode, 0)
    if len(alle) > 1:
        liste = ", ".join(f"EPSG:{epsg} ({tall})" for epsg, tall in sorted(alle.items()))
        raise CrsFeil(
            f"{hva}: flere koordinatsystemer i samme svar: {liste}. Be leverandøren om data i ett "
            "koordinatsystem, eller del filen."
        )
    return next(iter(alle), None)


def _noter_srs(element: Element, samling: _Samling) -> None:
    """Count the srsNames of a feature that is not read (bounding boxes left out)."""
    for ledd in element.iter():
        srs = ledd.get("srsName")
        if srs and lokalnavn(ledd) != "Envelope":
            samling.srs[srs] = samling.srs.get(srs, 0) + 1


def _les(ett: Element | Treff, nummer: int, samling: _Samling, hva: str) -> Rad:
    """Read one feature: its values are returned, its geometry waits in the collection's heap."""
    if isinstance(ett, Treff):
        plan = ett.mal.plan
        if plan.akser is not None:
            samling.arvet.add(plan.akser.epsg)
            igjen = partial(_igjen, ett, samling)
            ventende = Ventende(nummer, plan.akser, plan.multi, ett.deler, igjen)
            samling.bunke.vent(plan.slag, ventende)
        return ett.rad
    if not samling.ett_srs:
        _noter_srs(ett, samling)
    rad, geometrier = _egenskaper(ett)
    valgt = _velg_geometri(geometrier, samling.geometrifelt)
    if valgt is not None:
        akser = _akser(valgt, hva)
        samling.arvet.add(akser.epsg)
        samling.bunke.ta(nummer, valgt, akser)
    return rad


def _egenskaper(element: Element) -> tuple[Rad, dict[str, Element]]:
    """Values and geometries of a feature, by name."""
    rad: Rad = {"gml_id": _gml_id(element)}
    geometrier: dict[str, Element] = {}
    for egenskap in element:
        navn = NAVN.get(egenskap.tag) or lokal(egenskap.tag)
        if navn in UTELATES or not navn:
            continue
        if len(egenskap) == 0:
            tekst = (egenskap.text or "").strip()
            if tekst and navn not in rad:
                rad[navn] = tekst
            else:
                sett(rad, navn, verdi_av(egenskap))
            continue
        indre = next((under for under in egenskap if er_geometri(under)), None)
        if indre is not None:
            geometrier.setdefault(navn, indre)
        else:
            flat_ut(egenskap, navn, rad)
    return rad, geometrier


def _merket(element: Element, felt: str, hva: str) -> Plan | None:
    """Read a feature that has marks for texts; None where its geometry must be read carefully."""
    rad, geometrier = _egenskaper(element)
    valgt = _velg_geometri(geometrier, felt)
    if valgt is None:
        return Plan(rad)
    if not any(ledd.get("srsName") for ledd in valgt.iter()):
        return None  # it hangs on what stands around the feature
    akser = _akser(valgt, hva)
    lest = les_deler(valgt, akser)
    return None if lest is None else Plan(rad, *lest, akser)


def _igjen(treff: Treff, samling: _Samling) -> Element:
    """Read a recognised feature with the parser; returns its geometry."""
    objekt = treff.les(treff.kilde)
    valgt = None if objekt is None else _velg_geometri(_egenskaper(objekt)[1], samling.geometrifelt)
    if valgt is None:
        raise DataFeil("geometrien kan ikke leses")
    return valgt


def _gml_id(element: Element) -> str | None:
    """Return gml:id, or GML 2's fid."""
    vanlig = element.get(GML_ID)
    if vanlig is not None:
        return vanlig
    for navn, verdi in element.attrib.items():
        if str(navn).rpartition("}")[2] in ("id", "fid"):
            return str(verdi)
    return None


def _velg_geometri(geometrier: dict[str, Element], onsket: str) -> Element | None:
    """Pick the named property, else the most telling one."""
    if onsket:
        return geometrier.get(onsket)
    for navn in GEOMETRINAVN:
        if navn in geometrier:
            return geometrier[navn]
    return next(iter(geometrier.values()), None)


def _akser(geometri: Element, hva: str) -> Akser:
    """Return what the srsName nearest above the coordinates says."""
    egne = (str(ledd.get("srsName") or "") for ledd in geometri.iter())
    srs = geometri.get("srsName") or next(filter(None, egne), "")
    if not srs:
        arvet = (str(ledd.get("srsName") or "") for ledd in geometri.iterancestors())
        srs = next(filter(None, arvet), "") or _srs_fra_konvolutt(geometri)
    akser = tolk_srs(srs)
    if akser is None:
        raise CrsFeil(f"{hva}: geometrien oppgir ikke koordinatsystem («{srs}»).")
    return akser


def _srs_fra_konvolutt(geometri: Element) -> str:
    """Return srsName of the collection's or feature's bounding box."""
    for ledd in geometri.iterancestors():
        for konvolutt in ledd.iterfind("{*}boundedBy/{*}Envelope"):
            if konvolutt.get("srsName"):
                return str(konvolutt.get("srsName"))
    return ""
