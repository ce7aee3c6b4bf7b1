"""The planner's own areas, row by row: one bad row never stops the rest, and each is accounted for.

Vector files of any kind that the house reads (several layers and CRS may be mixed), and lists of
gnr/bnr. Only id, name and purpose are taken from a file: whoever sent a proposal stays unread.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from gis.akser import forslag
from gis.feil import CrsFeil, KildeFeil
from gis.geometri import Geometrier, bare_flater
from gis.kilder.fil import fillag, filtid, les_vektor, sha256_av
from gis.kilder.tabellfil import CSV_ENDELSER, EXCEL_ENDELSER, WKT, les_rader
from gis.kommune import Kommune
from gis.tekst import celletekst
from lag.eiendomsliste import KOLONNER, finn_eiendommer
from lag.katalog.plan import AREALINNSPILL
from lag.modell import Lagdata

Utfall = Literal["silt", "silt, rettet", "satt til side"]
SILT: Final = "silt"
RETTET: Final = "silt, rettet"
TIL_SIDE: Final = "satt til side"
MINSTE_M2 = 1.0
"""Area below which a row is no area, m²: less than the drawing can mean. Our own choice."""
OVERLAPP_M2 = 1.0
"""Shared ground that is worth telling, m². Our own choice."""
M2_PER_DAA = 1000.0
GRUNNER = {
    "Self-intersection": "kanten krysser seg selv",
    "Ring Self-intersection": "kanten berører seg selv",
    "Hole lies outside shell": "et hull ligger utenfor flaten",
    "Holes are nested": "hull ligger i hverandre",
    "Interior is disconnected": "flaten henger ikke sammen",
    "Nested shells": "deler ligger i hverandre",
    "Duplicate Rings": "en kant er tegnet to ganger",
    "Too few points in geometry component": "en kant har for få punkter",
}
"""What GEOS says of an invalid shape → bokmål."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Innspillsrad:
    """What became of one row."""

    fil: str
    """File name, with layer where it has several."""
    rad: int
    """Row as the file's own program counts it: features from 1, sheet rows with the heading."""
    lokalid: str
    """Id in the screening; empty for a row that was set aside."""
    navn: str
    """Name."""
    utfall: Utfall
    """Screened as drawn, screened after mending, or set aside."""
    merknad: str
    """What was mended, found or wrong; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Innspill:
    """Everything that was read."""

    data: GeoDataFrame
    """(n,) areas to screen: lokalid (unique), navn, formaal, geometry; working CRS, valid, 2D."""
    rader: tuple[Innspillsrad, ...]
    """Every row of every file, in order."""
    merknader: tuple[str, ...]
    """What concerns whole files."""
    sha256: str
    """Of the files; several: of their checksums."""
    hentet: str
    """When the newest file was changed, ISO 8601."""

    @property
    def til_side(self) -> tuple[str, ...]:
        """One line for each row that was set aside."""
        return tuple(
            f"{r.fil}, rad {r.rad}: {r.merknad}" for r in self.rader if r.utfall == TIL_SIDE
        )

    def som_lagdata(self, kommune: Kommune) -> Lagdata:
        """Return it as the layer `arealinnspill`, mapped everywhere."""
        filer = dict.fromkeys(rad.fil for rad in self.rader)
        satt = [f"{r.fil}, rad {r.rad}: {r.merknad}" for r in self.rader if r.utfall != SILT]
        return Lagdata(
            post=AREALINNSPILL,
            status="hentet",
            data=self.data,
            dekning=kommune.boks.utvidet(kommune.margin_m).flate,
            hentet=self.hentet,
            sha256=self.sha256,
            kilde=", ".join(filer),
            merknader=(*self.merknader, *satt),
        )


@dataclass(frozen=True, slots=True)
class _Raa:
    """One row as read, in the working CRS."""

    fil: str
    rad: int
    lokalid: str
    navn: str
    formaal: str
    geometri: BaseGeometry | None
    merknad: str = ""


def les_innspill(
    filer: Sequence[Path],
    kommune: Kommune,
    teiger: Lagdata,
    formaal: str = "",
    epsg: int | None = None,
) -> Innspill:
    """Read the files and account for every row.

    Parameters
    ----------
    filer      GeoPackage, GeoJSON, Shapefile, GML, SOSI, or a list of gnr/bnr (.xlsx, .csv, .txt)
    teiger     parcels, where a list is looked up
    formaal    purpose of rows that state none
    epsg       CRS of files that carry none

    Raises
    ------
    KildeFeil    if a file cannot be read at all, or no row of any file can be screened
    CrsFeil      if a file's CRS is missing or cannot be right
    """
    raa: list[_Raa] = []
    merknader: list[str] = []
    for fil in filer:
        raa.extend(_les(fil, kommune, teiger, epsg, merknader))
    naer = shapely.box(*kommune.boks.utvidet(kommune.margin_m).grenser)
    vurdert = [_vurder(en, naer) for en in raa]
    rader = [
        Innspillsrad(
            fil=en.fil, rad=en.rad, lokalid="", navn=en.navn, utfall=utfall, merknad=merknad
        )
        for en, (_, utfall, merknad) in zip(raa, vurdert, strict=True)
    ]
    beholdt = [i for i, (form, _, _) in enumerate(vurdert) if form is not None]
    if not beholdt:
        raise _ingen(filer, rader, raa, kommune)
    for ident, i in zip(_entydige([raa[i].lokalid for i in beholdt]), beholdt, strict=True):
        rader[i] = replace(rader[i], lokalid=ident, navn=rader[i].navn or ident)
    former = np.array([*(vurdert[i][0] for i in beholdt), None], dtype=object)[:-1]
    _meld_overlapp(rader, beholdt, former)
    data = DataFrame(
        {
            "lokalid": [rader[i].lokalid for i in beholdt],
            "navn": [rader[i].navn for i in beholdt],
            "formaal": [raa[i].formaal or formaal or None for i in beholdt],
        }
    )
    summer = [sha256_av(fil) for fil in filer]
    samlet = hashlib.sha256("\n".join(summer).encode()).hexdigest()
    return Innspill(
        data=GeoDataFrame(data, geometry=former, crs=kommune.epsg),
        rader=tuple(rader),
        merknader=tuple(dict.fromkeys(merknader)),
        sha256=summer[0] if len(summer) == 1 else samlet,
        hentet=max(filtid(fil) for fil in filer),
    )


# -- reading --------------------------------------------------------------------------------


def _les(
    fil: Path, kommune: Kommune, teiger: Lagdata, epsg: int | None, merknader: list[str]
) -> Iterator[_Raa]:
    """Yield the rows of one file."""
    if fil.suffix.lower() in (*CSV_ENDELSER, *EXCEL_ENDELSER):
        liste = les_rader(fil, merknader)
        if not liste or not {celle.casefold() for celle in liste[0][1]} & set(WKT):
            for rad in finn_eiendommer(liste, teiger, kommune, fil.name):
                yield _Raa(
                    fil.name, rad.rad, rad.lokalid, rad.navn, rad.formaal, rad.geometri, rad.merknad
                )
            return
    naer = kommune.boks.utvidet(kommune.margin_m)
    try:
        lagene = {laget: les_vektor(fil, laget, epsg, naer) for laget in fillag(fil)}
    except CrsFeil as err:
        raise CrsFeil(f"{err} Her oppgis kartplanet med --epsg.") from err
    har_flater = {laget for laget, data in lagene.items() if _noen_flate(data)}
    for laget, data in lagene.items():
        merknader.extend(data.attrs.get("merknader", ()))
        if har_flater and laget not in har_flater:
            merknader.append(f"{fil.name}: laget «{laget}» har ingen flater og er ikke brukt.")
            continue
        navn = fil.name if len(har_flater or lagene) == 1 else f"{fil.name}, {laget}"
        yield from _rader(data, navn, kommune)


def _noen_flate(data: GeoDataFrame) -> bool:
    """Whether a layer holds any polygon, alone or in a collection."""
    deler = shapely.get_parts(np.asarray(data.geometry.to_numpy(), dtype=object))
    flater = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    return bool(np.isin(shapely.get_type_id(deler), flater).any())


def _rader(data: GeoDataFrame, fil: str, kommune: Kommune) -> Iterator[_Raa]:
    """Yield the features of one layer, brought to the working CRS."""
    numre = data.attrs.get("rader") or range(1, len(data) + 1)
    if data.crs is not None and any(form is not None for form in data.geometry):
        data = data.to_crs(kommune.epsg)
    egne = {str(k).casefold(): k for k in data.columns}
    kolonner = {
        mening: next((egne[ord_] for ord_ in KOLONNER[mening] if ord_ in egne), None)
        for mening in ("lokalid", "navn", "formaal")
    }
    verdier = {
        mening: [""] * len(data) if k is None else [_tekst(v) for v in data[k]]
        for mening, k in kolonner.items()
    }
    for nr, (rad, form) in enumerate(zip(numre, data.geometry, strict=True)):
        lokalid, navn, formaal = (verdier[k][nr] for k in ("lokalid", "navn", "formaal"))
        yield _Raa(fil, rad, lokalid, navn, formaal, form)


def _tekst(verdi: object) -> str:
    """Cell as text; a whole number that a driver made a float of stays whole."""
    if isinstance(verdi, float) and verdi.is_integer():
        return str(int(verdi))
    return celletekst(verdi)


# -- one row --------------------------------------------------------------------------------


def _vurder(en: _Raa, naer: BaseGeometry) -> tuple[BaseGeometry | None, Utfall, str]:
    """Return the shape to screen (None: set aside), the outcome, and what to tell."""
    form = en.geometri
    feil = _mangler(form, en.merknad)
    if feil or form is None:
        return None, TIL_SIDE, feil
    form = shapely.force_2d(form)
    ord_: list[str] = [en.merknad] if en.merknad else []
    ren, rettelse = _som_flate(form)
    if ren.is_empty or ren.area < MINSTE_M2:
        return None, TIL_SIDE, rettelse or "flaten har ikke noe areal"
    if not ren.intersects(naer):
        km = ren.distance(naer) / 1000.0
        return None, TIL_SIDE, f"ligger {km:.0f} km utenfor området som er hentet"
    if rettelse:
        ord_.append(rettelse)
    deler = shapely.get_num_geometries(ren)
    if deler > 1 and not en.merknad:
        ord_.append(f"består av {deler} deler og siles som ett område")
    return ren, RETTET if rettelse else SILT, "; ".join(ord_)


def _mangler(form: BaseGeometry | None, merknad: str) -> str:
    """Say why there is no shape to look at; empty when there is."""
    if form is None:
        return merknad or "mangler geometri"
    if form.is_empty:
        return "har tom geometri"
    if not np.isfinite(shapely.get_coordinates(form)).all():
        return "har koordinater som ikke er tall, eller som ikke kan regnes om til kartplanet"
    return ""


def _som_flate(form: BaseGeometry) -> tuple[BaseGeometry, str]:
    """Return the shape as valid polygons, and what had to be mended."""
    typer = {del_.geom_type for del_ in shapely.get_parts(form)}
    if not typer & {"Polygon", "MultiPolygon"}:
        slag = "en linje" if any("Line" in t for t in typer) else "et punkt"
        return shapely.Polygon(), f"er {slag}; et område må tegnes som flate"
    rettelser = []
    if form.geom_type == "GeometryCollection":
        rettelser.append("bare flatene i en blandet geometri er brukt")
    if form.is_valid:
        return bare_flater(form), "; ".join(rettelser)
    grunn = shapely.is_valid_reason(form).partition("[")[0].strip()
    ren = bare_flater(shapely.make_valid(form, method="structure", keep_collapsed=False))
    rettelser.append(
        f"ugyldig flate ({GRUNNER.get(grunn, grunn)}) er reparert; arealet er etterpå "
        f"{ren.area / M2_PER_DAA:.2f} daa".replace(".", ",")
    )
    return ren, "; ".join(rettelser)


# -- all rows -------------------------------------------------------------------------------


def _entydige(ider: Iterable[str]) -> list[str]:
    """Give every row an id of its own: as written, numbered where it is missing or taken."""
    ut: list[str] = []
    skrevne = list(ider)
    opptatt = set(skrevne)
    sett: set[str] = set()
    for nr, ident in enumerate(skrevne, 1):
        ny, teller = ident or f"innspill-{nr}", 1
        while ny in sett or (ny != ident and ny in opptatt):
            teller += 1
            ny = f"{ident or f'innspill-{nr}'}-{teller}"
        sett.add(ny)
        ut.append(ny)
    return ut


def _meld_overlapp(rader: list[Innspillsrad], beholdt: Sequence[int], former: Geometrier) -> None:
    """Tell each row which others lie upon it; each is still screened whole."""
    tre = shapely.STRtree(former)
    forste, andre = tre.query(former, predicate="intersects")
    for a, b in zip(forste.tolist(), andre.tolist(), strict=True):
        felles = former[a].intersection(former[b]).area if a != b else 0.0
        if felles <= OVERLAPP_M2:
            continue
        rad, annen = rader[beholdt[a]], rader[beholdt[b]]
        likt = felles >= (1 - 1e-6) * max(former[a].area, former[b].area)
        maal = f"{felles / M2_PER_DAA:.1f} daa".replace(".", ",")
        ord_ = "dekker det samme som" if likt else f"overlapper {maal} med"
        ledd = filter(None, (rad.merknad, f"{ord_} «{annen.navn}»"))
        rader[beholdt[a]] = replace(rad, merknad="; ".join(ledd))


def _ingen(
    filer: Sequence[Path], rader: Sequence[Innspillsrad], raa: Sequence[_Raa], kommune: Kommune
) -> KildeFeil | CrsFeil:
    """Make the error for files where no row can be screened."""
    navn = ", ".join(fil.name for fil in filer)
    if not rader:
        return KildeFeil(f"{navn} har ingen områder.")
    fjerne = [r.geometri for r in raa if r.geometri is not None and not r.geometri.is_empty]
    forste = "; ".join(f"rad {r.rad}: {r.merknad}" for r in rader[:3])
    if fjerne and all("utenfor området" in r.merknad for r in rader):
        x0, y0, x1, y1 = (float(t) for t in shapely.total_bounds(fjerne))
        sted = forslag((x0, y0, x1, y1), kommune.boks)
        raad = sted if "EPSG" in sted else "Gjelder filen en annen kommune?"
        return CrsFeil(
            f"{navn}: ingen av områdene ligger i nærheten av {kommune.navn} ({forste}). {raad} Er "
            "kartplanet et annet enn filen sier, oppgi det rette med --epsg."
        )
    return KildeFeil(f"{navn}: ingen av radene kan siles ({forste}).")
