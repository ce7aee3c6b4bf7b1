"""GML geometry → shapely: 3.2, 3.1.1 and what is left of 2, by local name.

Coordinates come out east before north (longitude before latitude) whatever the file's axis
order; heights are dropped; arcs become chords (`gis.kilder.buer`).
CRS and units are the file's own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from lxml import etree
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from gis.feil import DataFeil
from gis.geometri import union
from gis.kilder.buer import Punkter, bue, sirkel
from gis.kilder.tallesing import les_tall
from gis.tekst import heltall

Element = etree._Element

EPSG_MONSTER = re.compile(r"EPSG(?:[:/]+[\d.]*)?[:/#]+(\d+)$|epsg\.xml#(\d+)$", re.IGNORECASE)
"""urn:ogc:def:crs:EPSG::n, http://www.opengis.net/def/crs/EPSG/0/n, EPSG:n, …epsg.xml#n."""
DIMENSJONER = (2, 3, 4)
"""Numbers that a position may have; heights and measures are dropped."""
BREDDE_LENGDE_FORMER = ("urn:", "/def/crs/")
"""Forms of srsName that promise EPSG's own axis order; the others mean x, y."""


@dataclass(frozen=True, slots=True)
class Akser:
    """What a srsName says."""

    epsg: int
    """Horizontal EPSG code: a compound code with heights is given by its plane part."""
    bytt: bool
    """Whether the file has north (latitude) first."""
    dimensjon: int
    """Numbers per position, where srsDimension does not tell."""


@cache
def tolk_srs(srs: str) -> Akser | None:
    """Read a srsName; None when it names no EPSG code that is known."""
    srs = srs.strip()
    if srs.upper().endswith("CRS84"):
        return Akser(4326, False, 2)
    treff = EPSG_MONSTER.search(srs)
    if not treff:
        return None
    try:
        crs = CRS.from_epsg(int(treff.group(1) or treff.group(2)))
    except CRSError:
        return None
    akser = len(crs.axis_info)
    plan = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d() if akser > 2 else crs  # noqa: PLR2004 – three axes mean heights
    nord_forst = crs.axis_info[0].direction in ("north", "south")
    egen = any(form in srs for form in BREDDE_LENGDE_FORMER)
    return Akser(
        plan.to_epsg() or int(treff.group(1) or treff.group(2)), egen and nord_forst, akser
    )


NAVN: dict[str, str] = {}
"""Tags seen → their local names."""
MAKSNAVN = 10_000
"""Names that are remembered; a document that has more is no map data."""


def lokal(tag: Any) -> str:  # noqa: ANN401 – lxml's tags may be functions
    """Local name of a tag, remembered; empty for comments and processing instructions."""
    navn = NAVN.get(tag)
    if navn is None:
        navn = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(NAVN) < MAKSNAVN:
            NAVN[tag] = navn
    return navn


def lokalnavn(element: Element) -> str:
    """Name without namespace; empty for comments and processing instructions."""
    return lokal(element.tag)


def barn(element: Element) -> Iterator[Element]:
    """Child elements, comments left out."""
    return (under for under in element if isinstance(under.tag, str))


def er_geometri(element: Element) -> bool:
    """Tell whether the element is a GML geometry that can be read (or refused by name)."""
    return er_geometrinavn(lokal(element.tag))


def er_geometrinavn(navn: str) -> bool:
    """Tell whether a local name is a GML geometry's."""
    return navn in LESERE or navn in UTEN_STOTTE


def les_geometri(element: Element, akser: Akser) -> BaseGeometry:
    """Make a shapely geometry, east before north, of a GML geometry element.

    Raises
    ------
    DataFeil    if it is broken or of a kind that is not supported (solids, TIN, xlink)
    """
    try:
        geometri = _les(element, akser)
        return shapely.transform(geometri, lambda xy: xy[:, ::-1]) if akser.bytt else geometri
    except (ValueError, shapely.errors.ShapelyError) as err:
        raise DataFeil(str(err).splitlines()[0]) from err


def _les(element: Element, akser: Akser) -> BaseGeometry:
    navn = lokalnavn(element)
    if navn not in LESERE:
        raise DataFeil(f"geometritypen {navn} er ikke støttet")
    return LESERE[navn](element, akser)


# -- positions ------------------------------------------------------------------------------


def _tall(tekst: str | None, dimensjon: int) -> Punkter:
    """Positions of a list of numbers, heights dropped."""
    if dimensjon not in DIMENSJONER:
        raise DataFeil("srsDimension er ikke to, tre eller fire")
    try:
        tall = les_tall(tekst or "")
    except ValueError as err:
        raise DataFeil("koordinatene er ikke tall") from err
    if not len(tall) or len(tall) % dimensjon:
        raise DataFeil(f"{len(tall)} tall går ikke opp i posisjoner à {dimensjon}")
    punkter = tall.reshape(-1, dimensjon)[:, :2]
    if not np.isfinite(punkter).all():
        raise DataFeil("koordinatene er ikke endelige tall")
    return punkter


def dimensjon(element: Element, akser: Akser) -> int:
    """Return the nearest srsDimension (0 for what is no number), else what the CRS says."""
    for ledd in (element, *element.iterancestors()):
        if ledd.get("srsDimension"):
            return heltall(str(ledd.get("srsDimension"))) or 0
        if lokalnavn(ledd).endswith(("ember", "embers")):
            break
    return akser.dimensjon


def _punkter(element: Element, akser: Akser) -> Punkter:
    """Positions straight below an element, in any of GML's spellings."""
    deler: list[Punkter] = []
    for under in barn(element):
        match lokalnavn(under):
            case "posList" | "pos":
                deler.append(_tall(under.text, dimensjon(under, akser)))
            case "coordinates":
                par = (under.text or "").split()
                deler.extend(_tall(ett.replace(",", " "), ett.count(",") + 1) for ett in par)
            case "pointProperty" | "pointRep":
                deler.extend(_punkter(punkt, akser) for punkt in barn(under))
    if not deler:
        raise DataFeil(f"{lokalnavn(element)} mangler koordinater")
    return np.vstack(deler)


# -- curves ---------------------------------------------------------------------------------


def _segment(element: Element, akser: Akser) -> Punkter:
    """Positions along one curve segment."""
    punkter = _punkter(element, akser)
    match lokalnavn(element):
        case "LineStringSegment" | "GeodesicString":
            return punkter
        case "Arc" | "ArcString" if len(punkter) >= 3 and len(punkter) % 2:  # noqa: PLR2004 – three points an arc
            buer = [bue(punkter[i : i + 3]) for i in range(0, len(punkter) - 2, 2)]
            return np.vstack([buer[0], *(bue[1:] for bue in buer[1:])])
        case "Circle" if len(punkter) == 3:  # noqa: PLR2004 – three points a circle
            return sirkel(punkter)
    raise DataFeil(f"kurven {lokalnavn(element)} med {len(punkter)} punkter er ikke støttet")


def _skjot(deler: list[Punkter]) -> Punkter:
    """Join positions end to start, a shared point once."""
    if not deler:
        raise DataFeil("kurven er tom")
    ut = [deler[0]]
    for del_ in deler[1:]:
        ut.append(del_[1:] if np.array_equal(ut[-1][-1], del_[0]) else del_)
    return np.vstack(ut)


def _kurvepunkter(element: Element, akser: Akser) -> Punkter:
    """Positions along any curve element."""
    navn = lokalnavn(element)
    if navn in ("LineString", "LinearRing"):
        return _punkter(element, akser)
    if navn == "Curve":
        segmenter = [
            s for del_ in barn(element) if lokalnavn(del_) == "segments" for s in barn(del_)
        ]
        return _skjot([_segment(segment, akser) for segment in segmenter])
    if navn in ("Ring", "CompositeCurve"):
        return _skjot([_kurvepunkter(kurve, akser) for kurve in _medlemmer(element)])
    if navn == "OrientableCurve":
        punkter = _skjot([_kurvepunkter(kurve, akser) for kurve in _medlemmer(element)])
        return punkter[::-1] if element.get("orientation") == "-" else punkter
    raise DataFeil(f"kurvetypen {navn} er ikke støttet")


def _medlemmer(element: Element) -> list[Element]:
    """Geometries one property level below an element."""
    ut = []
    for under in barn(element):
        if lokalnavn(under) in HOPP_OVER:
            continue
        inni = list(barn(under))
        if not inni and any(str(navn).endswith("href") for navn in under.attrib):
            raise DataFeil("geometrien viser til et annet objekt (xlink)")
        ut.extend(inni)
    return ut


# -- surfaces and collections ---------------------------------------------------------------


def _ring(element: Element, akser: Akser) -> Punkter:
    """Positions of the ring inside exterior, interior or GML 2's boundary elements."""
    ringer = list(barn(element))
    if len(ringer) != 1:
        raise DataFeil(f"{lokalnavn(element)} har {len(ringer)} ringer")
    punkter = _kurvepunkter(ringer[0], akser)
    if not np.array_equal(punkter[0], punkter[-1]):
        raise DataFeil("ringen er ikke lukket")
    return punkter


def _polygon(element: Element, akser: Akser) -> BaseGeometry:
    ytre: list[Punkter] = []
    hull: list[Punkter] = []
    for under in barn(element):
        match lokalnavn(under):
            case "exterior" | "outerBoundaryIs":
                ytre.append(_ring(under, akser))
            case "interior" | "innerBoundaryIs":
                hull.append(_ring(under, akser))
    if len(ytre) != 1:
        raise DataFeil(f"flaten har {len(ytre)} ytre ringer")
    return shapely.Polygon(ytre[0], hull)


def _flate(element: Element, akser: Akser) -> BaseGeometry:
    """Surface of patches, or of member surfaces that meet."""
    deler = [_les(del_, akser) for del_ in _medlemmer(element)]
    return deler[0] if len(deler) == 1 else union(deler)


def _samling(type_: Callable[[list[Any]], BaseGeometry], slag: str = "") -> "Leser":
    """Reader of a collection whose members are of one kind (of any, where none is named)."""

    def les(element: Element, akser: Akser) -> BaseGeometry:
        deler = [_les(del_, akser) for del_ in _medlemmer(element)]
        enkle = [enkel for del_ in deler for enkel in shapely.get_parts(del_)]
        andre = sorted({enkel.geom_type for enkel in enkle if slag and enkel.geom_type != slag})
        if andre:
            raise DataFeil(f"{lokalnavn(element)} har medlemmer av slaget {', '.join(andre)}")
        return type_(enkle)

    return les


def _linje(element: Element, akser: Akser) -> BaseGeometry:
    return shapely.LineString(_kurvepunkter(element, akser))


def _punkt(element: Element, akser: Akser) -> BaseGeometry:
    return shapely.Point(_punkter(element, akser)[0])


Leser = Callable[[Element, Akser], BaseGeometry]
HOPP_OVER = {"boundedBy", "description", "identifier", "metaDataProperty", "name"}
UTEN_STOTTE = {
    "CompositeSolid",
    "MultiSolid",
    "PolyhedralSurface",
    "Solid",
    "Tin",
    "TriangulatedSurface",
}
_FLATER = _samling(shapely.MultiPolygon, "Polygon")
_LINJER = _samling(shapely.MultiLineString, "LineString")
LESERE: dict[str, Leser] = {
    "Point": _punkt,
    "LineString": _linje, "Curve": _linje, "CompositeCurve": _linje, "OrientableCurve": _linje,
    "Polygon": _polygon, "PolygonPatch": _polygon, "Rectangle": _polygon, "Triangle": _polygon,
    "Surface": _flate, "CompositeSurface": _flate, "OrientableSurface": _flate,
    "MultiPoint": _samling(shapely.MultiPoint, "Point"),
    "MultiCurve": _LINJER, "MultiLineString": _LINJER,
    "MultiSurface": _FLATER, "MultiPolygon": _FLATER,
    "MultiGeometry": _samling(shapely.GeometryCollection),
}  # fmt: skip
