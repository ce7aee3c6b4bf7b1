"""Proposals whose answers are known beforehand: each site lies in cleared ground with planted hits.

All figures are drawn in metres from the site's own corner, so that every area below is arithmetic
that a reader can do by hand; nothing here calls an overlay to find an answer.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import EPSG, Lagene, tabell
from lag.katalog.koder import AR5_DYRKA, AR5_MYR

RYDDET_M = 150.0
"""Ground cleared about each site's box."""
HELDEKKENDE = ("circumferensen", "kommunegrense", "kommuneplan", "verdensarv")
"""Layers with one object over every site (the border case says its own)."""
URYDDET = frozenset({
    *HELDEKKENDE, "reinbeite", "befolkning", "arealressurs", "dyrka_jord", "myr", "dyrkbar_jord",
    "flomsoner_dekning", "naturtyper_dekning", "teiger", "adresser", "veger", "stedsnavn",
})  # fmt: skip
"""Layers that are not cut away about the sites: they cover all, or keep clear by themselves."""
UTENOM = ("arealressurs", "befolkning", "flomsoner_dekning", "naturtyper_dekning", "arealinnspill")
"""Layers for which the truth file says nothing."""
TOLERANSE_ANDEL = 1e-6
"""Relative error that the trip through EPSG:25833 and back may cost an area."""
MERKNAD = (
    "Fasit for innspillene i eksempelkommunen; leses bare av tester. Areal i kartplanet, "
    "EPSG:25832. Lag som ikke er nevnt under treff, treffes ikke."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plantet:
    """An object put down to be hit, or to be just missed."""

    lag: str
    """Catalogue id."""
    wkt: str
    """Shape in metres from the site's corner."""
    kolonner: Mapping[str, object] = field(default_factory=dict)
    """Attributes other than `lokalid`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sak:
    """One proposal."""

    nr: int
    """Running number; `lokalid` is «innspill-NN»."""
    formaal: str
    """bolig, fritid, naering, raastoff or annet."""
    hjorne: tuple[float, float]
    """Corner, EPSG:25832."""
    wkt: str
    """Shape in metres from the corner."""
    areal_m2: float
    """Its area; of an invalid ring: of what it encloses."""
    prove: str
    """What it tests, bokmål."""
    plantet: tuple[Plantet, ...] = ()
    """Objects put down for it."""
    distrikt: str = ""
    """Reindeer district that the whole site lies in; empty: in none."""
    treff: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    """Layer → (area m², or length m for lines, or 0 for points; objects hit)."""
    avstand_m: Mapping[str, float] = field(default_factory=dict)
    """Layer → distance to the nearest object, where that is the point."""
    kartlagt: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Coverage layer → (mapped m², unmapped m²)."""
    i_kommunen_m2: float | None = None
    """Part within the municipality, where that is not all."""

    @property
    def flate(self) -> BaseGeometry:
        """The site in EPSG:25832, as drawn (may be invalid)."""
        return flytt(self.wkt, self.hjorne)

    @property
    def ryddet(self) -> BaseGeometry:
        """Ground that is cleared for it."""
        x0, y0, x1, y1 = self.flate.bounds
        return shapely.box(x0 - RYDDET_M, y0 - RYDDET_M, x1 + RYDDET_M, y1 + RYDDET_M)

    @property
    def lokalid(self) -> str:
        """Id of the site in `arealinnspill`."""
        return f"innspill-{self.nr:02d}"

    def alle_treff(self) -> dict[str, tuple[float, int]]:
        """Return what was planted, and what covers every site."""
        ut = dict.fromkeys(HELDEKKENDE, (self.areal_m2, 1))
        if self.distrikt:
            ut["reinbeite"] = (self.areal_m2, 1)
        return dict(sorted((ut | dict(self.treff)).items()))


def flytt(wkt: str, hjorne: tuple[float, float]) -> BaseGeometry:
    """Shape of a WKT moved to its corner."""
    geometri = shapely.from_wkt(wkt)
    flyttet: BaseGeometry = shapely.transform(geometri, lambda xy: xy + hjorne)
    return flyttet


def boks(x0: float, y0: float, x1: float, y1: float) -> str:
    """WKT of an axis-aligned rectangle."""
    return f"POLYGON (({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


def plasser(saker: Sequence[Sak], kommune: Polygon) -> tuple[Sak, ...]:
    """Put the border case on the middle of the longest straight border.

    Any line through its middle halves a square.
    """
    return tuple(
        replace(sak, hjorne=_midt_paa_lengste(kommune)) if sak.i_kommunen_m2 is not None else sak
        for sak in saker
    )  # fmt: skip


def _midt_paa_lengste(kommune: Polygon) -> tuple[float, float]:
    """Middle of the longest straight piece of the outline."""
    xy = np.asarray(kommune.exterior.coords)
    lengder = np.hypot(*np.diff(xy, axis=0).T)
    nr = int(lengder.argmax())
    x, y = (xy[nr] + xy[nr + 1]) / 2
    return (float(x), float(y))


def ryddet(saker: Sequence[Sak]) -> BaseGeometry:
    """All ground that is cleared."""
    return shapely.union_all([sak.ryddet for sak in saker])


def lag_innspill(saker: Sequence[Sak]) -> GeoDataFrame:
    """Layer `arealinnspill`, as a planner would have it: one ring is invalid."""
    return tabell("arealinnspill", [sak.flate for sak in saker], {
        "lokalid": [sak.lokalid for sak in saker],
        "navn": [f"Eksempelinnspill {sak.nr}" for sak in saker],
        "formaal": [sak.formaal for sak in saker],
    })  # fmt: skip


def rydd(ferdige: Lagene, omraade: BaseGeometry) -> Lagene:
    """Cut the cleared ground out of every layer that is not in URYDDET."""
    ut: Lagene = {}
    for lag_id, data in ferdige.items():
        if lag_id in URYDDET:
            ut[lag_id] = data
            continue
        geometri = data.geometry.to_numpy()
        treff = shapely.intersects(geometri, omraade)
        geometri[treff] = shapely.difference(geometri[treff], omraade)
        ny = data.set_geometry(geometri, crs=EPSG)
        ut[lag_id] = ny[~shapely.is_empty(geometri)].reset_index(drop=True)
    return ut


def flett(ferdige: Lagene, saker: Sequence[Sak]) -> Lagene:
    """Add the planted objects to their layers."""
    nye: dict[str, list[tuple[str, BaseGeometry, Mapping[str, object]]]] = {}
    for sak in saker:
        planter = [*sak.plantet, *_fyll(sak)]
        for nr, p in enumerate(planter, 1):
            rad = (f"plantet-{sak.nr:02d}-{nr}", flytt(p.wkt, sak.hjorne), p.kolonner)
            for lag_id in (p.lag, *_underlag(p)):
                nye.setdefault(lag_id, []).append(rad)
    return ferdige | {lag_id: _legg_til(ferdige[lag_id], rader) for lag_id, rader in nye.items()}


def _underlag(p: Plantet) -> tuple[str, ...]:
    """Layers that repeat a class of land cover."""
    kode = p.kolonner.get("arealtype")
    if kode in AR5_DYRKA:
        return ("dyrka_jord",)
    return ("myr",) if kode in AR5_MYR else ()


def _fyll(sak: Sak) -> tuple[Plantet, ...]:
    """Forest on the rest of the cleared ground, where land cover was planted."""
    jord = [shapely.from_wkt(p.wkt) for p in sak.plantet if p.lag == "arealressurs"]
    if not jord:
        return ()
    x0, y0, x1, y1 = shapely.from_wkt(sak.wkt).bounds
    hele = shapely.box(x0 - RYDDET_M, y0 - RYDDET_M, x1 + RYDDET_M, y1 + RYDDET_M)
    rest = hele.difference(shapely.union_all(jord))
    return (Plantet(lag="arealressurs", wkt=rest.wkt, kolonner={"arealtype": "30"}),)


def _legg_til(
    data: GeoDataFrame, rader: Sequence[tuple[str, BaseGeometry, Mapping[str, object]]]
) -> GeoDataFrame:
    """Rows after the others, in the columns of the layer."""
    ny = tabell("", [flate for _, flate, _ in rader], {
        str(kolonne): [lokalid if kolonne == "lokalid" else egne.get(str(kolonne))
                       for lokalid, _, egne in rader]
        for kolonne in data.columns if kolonne != data.geometry.name
    })  # fmt: skip
    return GeoDataFrame(pd.concat([data, ny], ignore_index=True), crs=EPSG)


def fasit(saker: Sequence[Sak]) -> str:
    """Write the truth file: JSON with a record per proposal."""
    poster = [{
        "lokalid": sak.lokalid,
        "formaal": sak.formaal,
        "prove": sak.prove,
        "areal_m2": sak.areal_m2,
        "i_kommunen_m2": sak.areal_m2 if sak.i_kommunen_m2 is None else sak.i_kommunen_m2,
        "distrikt": sak.distrikt,
        "treff": {lag_id: {"maal": maal, "antall": antall}
                  for lag_id, (maal, antall) in sak.alle_treff().items()},
        "avstand_m": dict(sak.avstand_m),
        "kartlagt_m2": {k: v[0] for k, v in sak.kartlagt.items()},
        "ukartlagt_m2": {k: v[1] for k, v in sak.kartlagt.items()},
    } for sak in saker]  # fmt: skip
    dokument = {
        "merknad": MERKNAD, "toleranse_andel": TOLERANSE_ANDEL, "utenom": list(UTENOM),
        "saker": poster,
    }  # fmt: skip
    return json.dumps(dokument, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
