"""GML geometries of the common kinds, gathered and made many at a time.

Points, lines, polygons of linear rings, and multi-geometries of these are gathered as the texts of
their positions, which are read together and become shapely geometries a few hundred at a time. All
else, and whatever turns out not to be quite right, goes the careful way
(`gis.kilder.gmlgeometri`), which also words the faults.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.feil import DataFeil
from gis.kilder.buer import Punkter
from gis.kilder.gmlgeometri import NAVN, Akser, Element, dimensjon, les_geometri, lokal
from gis.kilder.tallesing import les_tallister

_FLATE, _LINJE, _PUNKT = "flate", "linje", "punkt"
MINST = {_FLATE: 4, _LINJE: 2, _PUNKT: 1}
"""Positions of the smallest ring, line and point."""
I_PLANET = 2
"""Numbers of a position without height."""

Liste = tuple[str, int]
"""The text of a posList or pos, and how many numbers make a position."""
Ringer = list[Liste]
Former = NDArray[Any]
Heltall = NDArray[np.int64]


def _liste(element: Element, akser: Akser) -> Liste | None:
    """Text and width of a posList or pos; None when something is odd."""
    tekst = element.text
    if not tekst:
        return None
    oppgitt = element.get("srsDimension")
    if oppgitt == "2":
        return tekst, 2
    bredde = int(oppgitt) if oppgitt == "3" else dimensjon(element, akser)
    return (tekst, bredde) if bredde in (2, 3) else None


def _ene(element: Element, *navn: str) -> Element | None:
    """Follow a path of only children; None when the path is another."""
    for ett in navn:
        if len(element) != 1:
            return None
        element = element[0]
        if (NAVN.get(element.tag) or lokal(element.tag)) != ett:
            return None
    return element


def _polygon(element: Element, akser: Akser) -> list[Ringer] | None:
    """Rings of a Polygon or PolygonPatch, the outer one first."""
    ytre: Ringer = []
    hull: Ringer = []
    for grense in element:
        navn = NAVN.get(grense.tag) or lokal(grense.tag)
        if navn not in ("exterior", "interior"):
            return None
        liste = _ene(grense, "LinearRing", "posList")
        ring = None if liste is None else _liste(liste, akser)
        if ring is None:
            return None
        (ytre if navn == "exterior" else hull).append(ring)
    return [ytre + hull] if len(ytre) == 1 else None


def _surface(element: Element, akser: Akser) -> list[Ringer] | None:
    """Rings of a Surface of one patch."""
    lapp = _ene(element, "patches", "PolygonPatch")
    return None if lapp is None else _polygon(lapp, akser)


def _linje(element: Element, akser: Akser) -> list[Ringer] | None:
    """Positions of a LineString or LineStringSegment."""
    element_ = _ene(element, "posList")
    liste = None if element_ is None else _liste(element_, akser)
    return None if liste is None else [[liste]]


def _kurve(element: Element, akser: Akser) -> list[Ringer] | None:
    """Positions of a Curve of one straight segment."""
    segment = _ene(element, "segments", "LineStringSegment")
    return None if segment is None else _linje(segment, akser)


def _punkt(element: Element, akser: Akser) -> list[Ringer] | None:
    element_ = _ene(element, "pos")
    liste = None if element_ is None else _liste(element_, akser)
    return None if liste is None else [[liste]]


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
SLAG: dict[str, tuple[str, bool, Leser]] = {
    **{navn: (_FLATE, False, leser) for navn, leser in _FLATER.items()},
    **{navn: (_LINJE, False, leser) for navn, leser in _LINJER.items()},
    **{navn: (_PUNKT, False, leser) for navn, leser in _PUNKTER.items()},
    "MultiSurface": (_FLATE, True, _multi(("surfaceMember", "surfaceMembers"), _FLATER)),
    "MultiCurve": (_LINJE, True, _multi(("curveMember", "curveMembers"), _LINJER)),
    "MultiPoint": (_PUNKT, True, _multi(("pointMember", "pointMembers"), _PUNKTER)),
}
"""Element → what it is made of, whether it is a multi-geometry, and its reader."""


def les_deler(element: Element, akser: Akser) -> tuple[str, bool, list[Ringer]] | None:
    """Kind, whether it is a multi-geometry, and the parts of what can be read the quick way."""
    slag = SLAG.get(NAVN.get(element.tag) or lokal(element.tag))
    deler = slag[2](element, akser) if slag else None
    return None if slag is None or deler is None else (slag[0], slag[1], deler)


@dataclass(frozen=True, slots=True)
class Ventende:
    """A geometry that waits to be made."""

    rad: int
    """Its row."""
    akser: Akser
    """Its CRS."""
    multi: bool
    """Whether it is a multi-geometry."""
    deler: list[Ringer]
    """Its parts."""
    element: Callable[[], Element]
    """Finds it in the document, for the careful way."""


@dataclass(slots=True)
class Bunke:
    """Geometries of a collection, by row."""

    rader: list[Heltall] = field(default_factory=list)
    """Rows of the geometries that are made."""
    former: list[Former] = field(default_factory=list)
    """The geometries of these rows."""
    daarlige: dict[int, str] = field(default_factory=dict)
    """Row → why its geometry cannot be read."""
    kurver: dict[str, list[Ventende]] = field(default_factory=dict)
    """Those that wait, by kind."""

    def ta(self, rad: int, element: Element, akser: Akser) -> None:
        """Take the geometry of a row; the element must live until `lag`."""
        lest = les_deler(element, akser)
        if lest is None:
            self._nennsomt(rad, lambda: element, akser)
        else:
            self.vent(lest[0], Ventende(rad, akser, lest[1], lest[2], lambda: element))

    def vent(self, slag: str, ett: Ventende) -> None:
        """Let a geometry wait for `lag`."""
        self.kurver.setdefault(slag, []).append(ett)

    def lag(self) -> None:
        """Make the geometries that wait."""
        while self.kurver:
            self._lag(*self.kurver.popitem())

    def geometri(self, antall: int) -> Former:
        """Return the geometries of `antall` rows, None where a row has none."""
        ut = np.full(antall, None, dtype=object)
        for rader, former in zip(self.rader, self.former, strict=True):
            ut[rader] = former
        return ut

    def _nennsomt(self, rad: int, element: Callable[[], Element], akser: Akser) -> None:
        """Read one geometry the careful way."""
        try:
            former = np.array([les_geometri(element(), akser), None], dtype=object)[:1]
        except DataFeil as err:
            self.daarlige[rad] = str(err)
            return
        self.rader.append(np.array([rad]))
        self.former.append(former)

    def _lag(self, slag: str, kurv: list[Ventende]) -> None:
        """Make the geometries of one kind; those with odd positions are read the careful way."""
        deler = [ringer for ett in kurv for ringer in ett.deler]
        ringer = list(chain.from_iterable(deler))
        tall, antall = les_tallister([tekst for tekst, _ in ringer])
        bredde = np.fromiter((b for _, b in ringer), np.int64, len(ringer))
        per_del = np.fromiter(map(len, deler), np.int64, len(deler))
        geometri = np.repeat(np.arange(len(kurv)), [len(ett.deler) for ett in kurv])
        xy, slutt = _punkter(tall, antall, bredde)
        odde = _odde(slag, xy, slutt) | (antall % bredde != 0)
        god = np.ones(len(kurv), dtype=bool)
        god[np.repeat(geometri, per_del)[odde]] = False
        for nr in np.flatnonzero(~god).tolist():
            self._nennsomt(kurv[nr].rad, kurv[nr].element, kurv[nr].akser)
        if not god.any():
            return
        gode_deler = god[geometri]
        lengder, gode_ringer = np.diff(slutt), np.repeat(gode_deler, per_del)
        bytt = np.repeat(np.array([ett.akser.bytt for ett in kurv])[geometri], per_del)
        xy = np.where(np.repeat(bytt, lengder)[:, None], xy[:, ::-1], xy) if bytt.any() else xy
        xy = xy[np.repeat(gode_ringer, lengder)]
        ender = _ender(lengder[gode_ringer]), _ender(per_del[gode_deler])
        self._samle(slag, kurv, _former(slag, xy, *ender), geometri[gode_deler])

    def _samle(self, slag: str, kurv: list[Ventende], former: Former, geometri_av: Heltall) -> None:
        """Keep single parts as they are, and put those of multi-geometries together."""
        rader = np.array([ett.rad for ett in kurv])
        multi = np.array([ett.multi for ett in kurv])[geometri_av]
        self.rader.append(rader[geometri_av[~multi]])
        self.former.append(former[~multi])
        if multi.any():
            egne, nr = np.unique(geometri_av[multi], return_inverse=True)
            self.rader.append(rader[egne])
            self.former.append(SAMLERE[slag](former[multi], indices=nr))


def _ender(antall: Heltall) -> Heltall:
    """Turn lengths into where each begins, and where the last one ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(antall, dtype=np.int64)])


def _punkter(
    tall: NDArray[np.float64], antall: Heltall, bredde: Heltall
) -> tuple[Punkter, Heltall]:
    """Two first numbers of every position, and where each ring's positions begin and end."""
    lengder = antall // bredde
    slutt = _ender(lengder)
    if (bredde == I_PLANET).all() and (antall % I_PLANET == 0).all():
        return tall.reshape(-1, I_PLANET), slutt
    inni = np.arange(slutt[-1]) - np.repeat(slutt[:-1], lengder)
    forste = np.repeat(_ender(antall)[:-1], lengder) + inni * np.repeat(bredde, lengder)
    return np.column_stack([tall[forste], tall[forste + 1]]), slutt


def _odde(slag: str, xy: Punkter, slutt: Heltall) -> NDArray[np.bool_]:
    """Tell which rings have too few positions, numbers without end, or are not closed."""
    lengder = np.diff(slutt)
    odde = lengder < MINST[slag]
    if slag == _PUNKT:
        odde |= lengder > MINST[slag]
    if slag == _FLATE:
        hele = np.flatnonzero(~odde)
        odde[hele] = (xy[slutt[hele]] != xy[slutt[hele + 1] - 1]).any(axis=1)
    uendelig = np.flatnonzero(~np.isfinite(xy).all(axis=1))
    odde[np.searchsorted(slutt, uendelig, side="right") - 1] = True
    return odde


SAMLERE: dict[str, Callable[..., Former]] = {
    _FLATE: shapely.multipolygons, _LINJE: shapely.multilinestrings, _PUNKT: shapely.multipoints,
}  # fmt: skip


def _former(slag: str, xy: Punkter, slutt: Heltall, deler_slutt: Heltall) -> Former:
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
