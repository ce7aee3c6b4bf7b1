"""GML feature collections → GeoDataFrame, by our own parser.

Names are matched without namespace (the date in it changes), nothing is fetched, entities are
not expanded. Nested attributes become dotted columns with the object levels left out:
`identifikasjon/Identifikasjon/lokalId` is `identifikasjon.lokalId`. All values are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from geopandas import GeoDataFrame, GeoSeries
from lxml import etree

from gis.feil import CrsFeil, DataFeil, ParameterFeil
from gis.kilder.gmlbunke import Bunke
from gis.kilder.gmlgeometri import (
    NAVN,
    Akser,
    Element,
    er_geometri,
    les_geometri,
    lokal,
    lokalnavn,
    tolk_srs,
)
from gis.kilder.gmltabell import Tabell, flat_ut, verdi_av
from gis.kilder.httpsvar import HODE_BYTES, aapnet
from gis.kilder.xmlvern import rotnavn, xmlfeil
from gis.kommune import naermeste
from gis.tekst import SATT_TIL_SIDE, antall

MEDLEM = {"member", "featureMember", "featureMembers", "members"}
"""Elements whose children are features."""
BEHOLDERE = {"FeatureCollection", "SimpleFeatureCollection", "Tuple"}
"""Collections inside a collection; their own members are the features."""
UTELATES = {"boundedBy", "metaDataProperty", "location"}
"""Feature properties that carry nothing of ours."""
GEOMETRINAVN = (
    "område", "omrade", "flate", "geometri", "geometry", "geom", "the_geom", "msGeometry",
    "senterlinje", "linje", "grense", "posisjon", "lokalisering", "representasjonspunkt",
)  # fmt: skip
"""Order of preference where the caller names no geometry property; source: kilder §8.1."""
GML_ID = "{http://www.opengis.net/gml/3.2}id"
SRS = re.compile(rb"srsName\s*=\s*[\"']([^\"']*)[\"']")
"""Every srsName of a document in an ASCII-like encoding."""
SRSNAVN = b"srsName"
MAKS_SRSNAVN = 4096
"""Bytes after which a srsName that is not closed is none: its document is not taken to have one."""
BIT = 1 << 20
"""Bytes looked through at a time for srsNames."""
MAKS_EKSEMPLER = 5


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
    daarlige: dict[int, str] = field(default_factory=dict)
    """Row → why its geometry cannot be read."""
    andre: dict[str, int] = field(default_factory=dict)
    """Feature types that were not asked for."""


def objekter(innhold: bytes | Path, hva: str, type_: str = "") -> Iterator[Element]:
    """Stream the feature elements of a collection (of one type, if named); each is freed after use.

    Raises
    ------
    KildeFeil    if the XML is broken (also: cut short), or declares entities
    """
    with aapnet(innhold) as strom:
        rotnavn(strom.read(HODE_BYTES), hva)
        strom.seek(0)
        leser = etree.iterparse(
            strom, events=("end",), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
            tag=f"{{*}}{type_}" if type_ else None,
        )  # fmt: skip
        try:
            for _, element in leser:
                far = element.getparent()
                if far is None or lokal(far.tag) not in MEDLEM or lokal(element.tag) in BEHOLDERE:
                    continue
                yield element
                element.clear(keep_tail=False)
                _frigjor(element)
                if type_:
                    _frigjor(far)
        except etree.XMLSyntaxError as err:
            raise xmlfeil(hva, err) from err


def _frigjor(element: Element) -> None:
    """Let go of what stands before an element; boxes that CRS are inherited from stay."""
    forrige = element.getprevious()
    while forrige is not None and lokal(forrige.tag) != "boundedBy":
        far = element.getparent()
        if far is None:
            return
        far.remove(forrige)
        forrige = element.getprevious()


def gml_typer(innhold: bytes | Path, hva: str) -> list[str]:
    """Feature types in a collection, in order of appearance."""
    return list(dict.fromkeys(lokalnavn(element) for element in objekter(innhold, hva)))


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
    for element in objekter(innhold, hva, onsket):
        _les_objekt(element, samling, hva)
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
    for element in objekter(innhold, hva):
        if lokal(element.tag) != onsket:
            _noter_srs(element, samling)


def _ramme(samling: _Samling, hva: str) -> GeoDataFrame:
    """Put the parts together, after the CRS has been settled."""
    former = samling.bunke.ferdig()
    for rad in samling.bunke.daarlige:
        samling.daarlige.setdefault(rad, "koordinatene er ikke endelige tall")
    epsg = _felles_crs(samling, hva)
    antall_rader = samling.tabell.rader
    gode = [rad for rad in range(antall_rader) if rad not in samling.daarlige]
    tabell = samling.tabell.ramme(None if len(gode) == antall_rader else gode)
    geometri = np.empty(len(gode), dtype=object)
    geometri[:] = [former.get(rad) for rad in gode]
    data = GeoDataFrame(tabell, geometry=GeoSeries(geometri, index=tabell.index, crs=epsg))
    ider = samling.tabell.kolonner.get("gml_id", [])
    daarlige = [f"{ider[rad] or 'uten id'}: {hvorfor}" for rad, hvorfor in samling.daarlige.items()]
    merknader = []
    if daarlige:
        merknader.append(
            f"{antall(len(daarlige))} {SATT_TIL_SIDE}, geometrien kan ikke leses: "
            f"{'; '.join(daarlige[:MAKS_EKSEMPLER])}"
        )
    data.attrs["merknader"] = merknader
    data.attrs["mottatt"] = antall_rader
    data.attrs["tapte"] = [str(ider[rad] or "") for rad in samling.daarlige]
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


def _les_objekt(element: Element, samling: _Samling, hva: str) -> None:
    """Read one feature into the collection, or mark it as set aside."""
    if not samling.ett_srs:
        _noter_srs(element, samling)
    tabell = samling.tabell
    rad = tabell.ny_rad(_gml_id(element))
    geometrier: dict[str, Element] = {}
    for egenskap in element:
        navn = NAVN.get(egenskap.tag) or lokal(egenskap.tag)
        if navn in UTELATES or not navn:
            continue
        if len(egenskap) == 0:
            tekst = egenskap.text
            if not (tekst and tabell.sett_neste(navn, tekst)):
                tabell.sett(navn, verdi_av(egenskap))
            continue
        indre = next((under for under in egenskap if er_geometri(under)), None)
        if indre is not None:
            geometrier.setdefault(navn, indre)
        else:
            flat_ut(egenskap, navn, tabell)
    valgt = _velg_geometri(geometrier, samling.geometrifelt)
    if valgt is None:
        return
    akser = _akser(valgt, hva)
    samling.arvet.add(akser.epsg)
    if samling.bunke.ta(rad, valgt, akser):
        return
    try:
        samling.bunke.ferdige[rad] = les_geometri(valgt, akser)
    except DataFeil as err:
        samling.daarlige[rad] = str(err)


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
    for ledd in geometri.iter():
        if ledd.get("srsName"):
            srs = str(ledd.get("srsName"))
            break
    else:
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
