"""GML geometries of the common kinds, gathered and made many at a time.

Points, lines, polygons of linear rings, and multi-geometries of these are read as arrays of
positions and become shapely geometries a few thousand together; all else, and whatever is not quite
right, goes the careful way (`gis.kilder.gmlgeometri`), which also words the faults.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.kilder.buer import Punkter
from gis.kilder.gmlgeometri import Akser, Element, dimensjon, lokal
from gis.kilder.tallesing import les_tall

STORRELSE = 4000
"""Geometries made at a time."""
RING = 4
"""Positions of the smallest ring."""

Ringer = list[Punkter]
Former = NDArray[Any]


def _posisjoner(element: Element, akser: Akser) -> Punkter | None:
    """Positions of a posList or pos, east first; None when something is odd."""
    tekst = element.text
    if tekst is None:
        return None
    try:
        tall = les_tall(tekst)
    except ValueError:
        return None
    oppgitt = element.get("srsDimension")
    bredde = int(oppgitt) if oppgitt in ("2", "3") else dimensjon(element, akser)
    if bredde not in (2, 3) or not len(tall) or len(tall) % bredde:
        return None
    punkter: Punkter = tall.reshape(-1, bredde)
    return punkter[:, 1::-1] if akser.bytt else punkter[:, :2]


def _ene(element: Element, *navn: str) -> Element | None:
    """Follow a path of only children; None when the path is another."""
    for ett in navn:
        if len(element) != 1:
            return None
        element = element[0]
        if lokal(element.tag) != ett:
            return None
    return element


def _ring(grense: Element, akser: Akser) -> Punkter | None:
    """Positions of exterior/LinearRing/posList; None when it is anything else, or not closed."""
    liste = _ene(grense, "LinearRing", "posList")
    punkter = None if liste is None else _posisjoner(liste, akser)
    if punkter is None or len(punkter) < RING:
        return None
    lukket = punkter[0, 0] == punkter[-1, 0] and punkter[0, 1] == punkter[-1, 1]
    return punkter if lukket else None


def _polygon(element: Element, akser: Akser) -> list[Ringer] | None:
    """Rings of a Polygon or PolygonPatch, the outer one first."""
    ytre: Ringer = []
    hull: Ringer = []
    for grense in element:
        navn = lokal(grense.tag)
        if navn not in ("exterior", "interior"):
            return None
        ring = _ring(grense, akser)
        if ring is None:
            return None
        (ytre if navn == "exterior" else hull).append(ring)
    return [ytre + hull] if len(ytre) == 1 else None


def _surface(element: Element, akser: Akser) -> list[Ringer] | None:
    """Rings of a Surface of one patch."""
    lapp = _ene(element, "patches", "PolygonPatch")
    return None if lapp is None else _polygon(lapp, akser)


def _linje(element: Element, akser: Akser) -> list[Ringer] | None:
    liste = _ene(element, "posList")
    punkter = None if liste is None else _posisjoner(liste, akser)
    return None if punkter is None or len(punkter) < 2 else [[punkter]]  # noqa: PLR2004 – a line has two ends


def _kurve(element: Element, akser: Akser) -> list[Ringer] | None:
    """Positions of a Curve of one straight segment."""
    segment = _ene(element, "segments", "LineStringSegment")
    return None if segment is None else _linje(segment, akser)


def _punkt(element: Element, akser: Akser) -> list[Ringer] | None:
    liste = _ene(element, "pos")
    punkter = None if liste is None else _posisjoner(liste, akser)
    return None if punkter is None or len(punkter) != 1 else [[punkter]]


def _multi(
    medlemmer: tuple[str, str], lesere: "dict[str, Leser]"
) -> "Callable[[Element, Akser], list[Ringer] | None]":
    """Reader of a multi-geometry whose members carry no CRS of another kind."""

    def les(element: Element, akser: Akser) -> list[Ringer] | None:
        ut: list[Ringer] = []
        for medlem in element:
            if lokal(medlem.tag) not in medlemmer:
                return None
            for inni in medlem:
                leser = lesere.get(lokal(inni.tag))
                if leser is None or inni.get("srsName") not in (None, element.get("srsName")):
                    return None
                deler = leser(inni, akser)
                if deler is None:
                    return None
                ut.extend(deler)
        return ut or None

    return les


Leser = Callable[[Element, Akser], "list[Ringer] | None"]
_FLATER: dict[str, Leser] = {"Polygon": _polygon, "Surface": _surface}
_LINJER: dict[str, Leser] = {"LineString": _linje, "Curve": _kurve}
_PUNKTER: dict[str, Leser] = {"Point": _punkt}
_FLATE, _LINJE, _PUNKT = "flate", "linje", "punkt"
SLAG: dict[str, tuple[str, bool, Leser]] = {
    **{navn: (_FLATE, False, leser) for navn, leser in _FLATER.items()},
    **{navn: (_LINJE, False, leser) for navn, leser in _LINJER.items()},
    **{navn: (_PUNKT, False, leser) for navn, leser in _PUNKTER.items()},
    "MultiSurface": (_FLATE, True, _multi(("surfaceMember", "surfaceMembers"), _FLATER)),
    "MultiCurve": (_LINJE, True, _multi(("curveMember", "curveMembers"), _LINJER)),
    "MultiPoint": (_PUNKT, True, _multi(("pointMember", "pointMembers"), _PUNKTER)),
}
"""Element → what it is made of, whether it is a multi-geometry, and its reader."""


@dataclass(slots=True)
class _Kurv:
    """Parts of one kind that wait to be made."""

    rader: list[int] = field(default_factory=list)
    """Row of each part."""
    multi: list[bool] = field(default_factory=list)
    """Whether the row is a multi-geometry."""
    ringer: list[Ringer] = field(default_factory=list)
    """Positions of each part."""


@dataclass(slots=True)
class Bunke:
    """Geometries of a collection, by row."""

    ferdige: dict[int, Any] = field(default_factory=dict)
    """Row → geometry."""
    daarlige: list[int] = field(default_factory=list)
    """Rows whose positions are not finite numbers."""
    kurver: dict[str, _Kurv] = field(default_factory=dict)

    def ta(self, rad: int, element: Element, akser: Akser) -> bool:
        """Take a geometry that can be read the quick way; False leaves it to the careful one."""
        slag = SLAG.get(lokal(element.tag))
        deler = slag[2](element, akser) if slag else None
        if slag is None or deler is None:
            return False
        kurv = self.kurver.setdefault(slag[0], _Kurv())
        kurv.rader.extend([rad] * len(deler))
        kurv.multi.extend([slag[1]] * len(deler))
        kurv.ringer.extend(deler)
        if len(kurv.rader) >= STORRELSE:
            self._lag(slag[0], self.kurver.pop(slag[0]))
        return True

    def ferdig(self) -> dict[int, Any]:
        """Make what is left; return row → geometry."""
        while self.kurver:
            self._lag(*self.kurver.popitem())
        return self.ferdige

    def _lag(self, slag: str, kurv: _Kurv) -> None:
        """Make the parts, and the multi-geometries of them."""
        biter = [ring for ringer in kurv.ringer for ring in ringer]
        xy = np.concatenate(biter)
        lengder = np.fromiter(map(len, biter), np.int64, len(biter))
        per_del = np.fromiter(map(len, kurv.ringer), np.int64, len(kurv.ringer))
        slutt = np.concatenate([[0], np.cumsum(lengder)])
        deler_slutt = np.concatenate([[0], np.cumsum(per_del)])
        rader = np.array(kurv.rader)
        uendelig = ~np.asarray(np.isfinite(xy).all(axis=1))
        if uendelig.any():
            bit = np.searchsorted(slutt, np.flatnonzero(uendelig), side="right") - 1
            delen = np.searchsorted(deler_slutt, bit, side="right") - 1
            self.daarlige.extend(int(rad) for rad in np.unique(rader[delen]))
            xy = np.where(uendelig[:, None], 0.0, xy)
        former = _former(slag, xy, slutt, deler_slutt)
        multi = np.array(kurv.multi)
        self.ferdige.update(zip(rader[~multi].tolist(), former[~multi], strict=True))
        if multi.any():
            egne, nr = np.unique(rader[multi], return_inverse=True)
            samlet = SAMLERE[slag](former[multi], indices=nr)
            self.ferdige.update(zip(egne.tolist(), samlet, strict=True))


SAMLERE: dict[str, Callable[..., Former]] = {
    _FLATE: shapely.multipolygons, _LINJE: shapely.multilinestrings, _PUNKT: shapely.multipoints,
}  # fmt: skip


def _former(
    slag: str, xy: Punkter, slutt: NDArray[np.int64], deler_slutt: NDArray[np.int64]
) -> Former:
    """Make the parts of one kind from positions and where rings and parts end."""
    if slag == _PUNKT:
        return np.asarray(shapely.points(xy), dtype=object)
    if slag == _LINJE:
        linjer: Former = shapely.from_ragged_array(shapely.GeometryType.LINESTRING, xy, (slutt,))
        return linjer
    flater: Former = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, xy, (slutt, deler_slutt)
    )
    return flater
