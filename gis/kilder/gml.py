"""GML feature collections → GeoDataFrame, by our own parser.

Names are matched without namespace (the date in it changes), nothing is fetched, entities are
not expanded. Nested attributes become dotted columns with the object levels left out:
`identifikasjon/Identifikasjon/lokalId` is `identifikasjon.lokalId`. All values are text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from geopandas import GeoDataFrame, GeoSeries
from lxml import etree
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from gis.feil import CrsFeil, DataFeil, ParameterFeil
from gis.kilder.gmlgeometri import (
    Akser,
    Element,
    barn,
    er_geometri,
    les_geometri,
    lokalnavn,
    tolk_srs,
)
from gis.kilder.xmlvern import rotnavn, xmlfeil
from gis.kommune import naermeste
from gis.tekst import SATT_TIL_SIDE, antall, legg_sammen

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
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
MAKS_EKSEMPLER = 5


@dataclass(slots=True)
class _Samling:
    """What has been read so far."""

    rader: list[dict[str, str | None]] = field(default_factory=list)
    geometrier: list[BaseGeometry | None] = field(default_factory=list)
    srs: dict[str, int] = field(default_factory=dict)
    """srsName → number of geometries of any type that carry it."""
    arvet: set[int] = field(default_factory=set)
    """EPSG codes that chosen geometries inherited from a bounding box."""
    daarlige: list[str] = field(default_factory=list)
    andre: dict[str, int] = field(default_factory=dict)
    """Feature types that were not asked for."""


def objekter(innhold: bytes, hva: str) -> Iterator[Element]:
    """Stream the feature elements of a collection; each is freed after use.

    Raises
    ------
    KildeFeil    if the XML is broken (also: cut short), or declares entities
    """
    rotnavn(innhold, hva)
    leser = etree.iterparse(
        BytesIO(innhold), events=("end",), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in leser:
            far = element.getparent()
            if far is None or lokalnavn(far) not in MEDLEM or lokalnavn(element) in BEHOLDERE:
                continue
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                far.remove(far[0])
    except etree.XMLSyntaxError as err:
        raise xmlfeil(hva, err) from err


def gml_typer(innhold: bytes, hva: str) -> list[str]:
    """Feature types in a collection, in order of appearance."""
    return list(dict.fromkeys(lokalnavn(element) for element in objekter(innhold, hva)))


def les_gml(
    innhold: bytes, typenavn: str, geometrifelt: str = "", hva: str = "GML-svaret"
) -> GeoDataFrame:
    """Read the features of one type.

    Parameters
    ----------
    innhold         the collection, GML 3.2, 3.1.1 or 2
    typenavn        feature type, with or without prefix; empty for every type
    geometrifelt    geometry property to use; empty for the most telling one that is there
    hva             what is read, for messages

    Returns
    -------
    data            (n,) features, text columns, `gml_id`, east before north; the CRS is the
                    file's (None when nothing carries one). `attrs["merknader"]`: what was set
                    aside; `attrs["mottatt"]`: features seen, those set aside included

    Raises
    ------
    KildeFeil    if the XML is broken
    CrsFeil      if CRS are mixed or unknown, or missing where there are geometries
    """
    onsket = typenavn.rpartition(":")[2]
    samling = _Samling()
    for element in objekter(innhold, hva):
        if onsket and lokalnavn(element) != onsket:
            samling.andre[lokalnavn(element)] = samling.andre.get(lokalnavn(element), 0) + 1
            _noter_srs(element, samling)
            continue
        _les_objekt(element, geometrifelt, samling, hva)
    if onsket and not samling.rader and samling.andre and not samling.daarlige:
        hint = naermeste(onsket, sorted(samling.andre))
        raise ParameterFeil(f"{hva}: typen «{onsket}» finnes ikke. {hint}")
    return _ramme(samling, hva)


def _ramme(samling: _Samling, hva: str) -> GeoDataFrame:
    """Put the parts together, after the CRS has been settled."""
    epsg = _felles_crs(samling, hva)
    kolonner = list(dict.fromkeys(navn for rad in samling.rader for navn in rad))
    tabell = DataFrame(
        {navn: [rad.get(navn) for rad in samling.rader] for navn in kolonner}, dtype=object
    )
    geometri = np.array([*samling.geometrier, None], dtype=object)[:-1]
    data = GeoDataFrame(tabell, geometry=GeoSeries(geometri, index=tabell.index, crs=epsg))
    merknader = []
    if samling.daarlige:
        eksempler = "; ".join(samling.daarlige[:MAKS_EKSEMPLER])
        merknader.append(
            f"{antall(len(samling.daarlige))} {SATT_TIL_SIDE}, geometrien kan ikke leses: "
            f"{eksempler}"
        )
    data.attrs["merknader"] = merknader
    data.attrs["mottatt"] = len(samling.rader) + len(samling.daarlige)
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


def _les_objekt(element: Element, geometrifelt: str, samling: _Samling, hva: str) -> None:
    """Read one feature into the collection, or set it aside."""
    _noter_srs(element, samling)
    rad: dict[str, str | None] = {"gml_id": _gml_id(element)}
    geometrier: dict[str, Element] = {}
    for egenskap in barn(element):
        navn = lokalnavn(egenskap)
        if navn in UTELATES:
            continue
        indre = next((under for under in barn(egenskap) if er_geometri(under)), None)
        if indre is not None:
            geometrier.setdefault(navn, indre)
        else:
            _flat_ut(egenskap, navn, rad)
    valgt = _velg_geometri(geometrier, geometrifelt)
    try:
        geometri = None if valgt is None else _geometri(valgt, samling, hva)
    except CrsFeil:
        raise
    except DataFeil as err:
        samling.daarlige.append(f"{rad['gml_id'] or 'uten id'}: {err}")
        return
    samling.rader.append(rad)
    samling.geometrier.append(geometri)


def _geometri(element: Element, samling: _Samling, hva: str) -> BaseGeometry:
    """Read the geometry and note its CRS, which may be inherited."""
    akser = _akser(element, hva)
    samling.arvet.add(akser.epsg)
    return les_geometri(element, akser)


def _gml_id(element: Element) -> str | None:
    """Return gml:id, or GML 2's fid."""
    for navn, verdi in element.attrib.items():
        if str(navn).rpartition("}")[2] in ("id", "fid"):
            return str(verdi)
    return None


def _velg_geometri(geometrier: dict[str, Element], onsket: str) -> Element | None:
    """Pick the named property, else the most telling one."""
    if onsket:
        return geometrier.get(onsket.rpartition(":")[2])
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


def _flat_ut(element: Element, sti: str, rad: dict[str, str | None]) -> None:
    """Write the element's values into the row under dotted names."""
    indre = list(barn(element))
    if not indre:
        _legg_til(rad, sti, _verdi(element))
        return
    for under in indre:
        if er_geometri(under):
            continue
        navn = lokalnavn(under)
        if navn[:1].isupper() and len(under):
            for egenskap in barn(under):
                _flat_ut(egenskap, f"{sti}.{lokalnavn(egenskap)}", rad)
        else:
            _flat_ut(under, f"{sti}.{navn}", rad)


def _verdi(element: Element) -> str | None:
    """Text of a leaf; the target of a reference; None for nil and empty."""
    if element.get(NIL) == "true":
        return None
    tekst = (element.text or "").strip()
    if tekst:
        return tekst
    viser: Any = next((v for n, v in element.attrib.items() if str(n).endswith("}href")), None)
    return str(viser) if viser else None


def _legg_til(rad: dict[str, str | None], navn: str, verdi: str | None) -> None:
    """Set a value; several values of one name stand with «; » between."""
    gammel = rad.get(navn)
    rad[navn] = verdi if gammel is None else gammel if verdi is None else legg_sammen(gammel, verdi)
