"""The municipality: one configuration file, read strictly.

An unknown key stops the run and names the nearest valid ones; nothing is ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from gis.crs import les_epsg
from gis.feil import ParameterFeil
from gis.strengt import Nokkelsti, Streng, naermeste, tolk_toml
from gis.utsnitt import Utsnitt

__all__ = ["Datakilde", "Kommune", "LagValg", "med_fil", "naermeste", "tolk_kommune", "velg"]

Datakilde = Literal["eksempel", "tjenester"]


class LagValg(Streng):
    """What a municipality may say of one layer, under [lag.<id>]."""

    protokoll: Literal[
        "", "wfs", "ogcapi", "arcgis", "wcs", "wms", "wmts", "nedlasting", "rest", "fil", "ingen"
    ] = ""
    """Kind of source that replaces the catalogue's; empty keeps the catalogue's own."""
    url: str = ""
    """Service address; for nedlasting: the file, the ATOM feed or the download API."""
    typenavn: str = ""
    """WFS type, OGC API collection, ArcGIS layer number, WCS coverage, WMS or WMTS layer; for rest:
    adresser or stedsnavn."""
    matrisesett: str = ""
    """For wmts: tile matrix set; without it the one that fits the map plane best."""
    format: str = ""
    """For nedlasting: FGDB, GML, GPKG, SHP, GEOJSON, CSV or SOSI."""
    uuid: str = ""
    """For nedlasting: the dataset's metadata uuid, where the address is a feed of many."""
    rute_m: float = Field(default=10.0, gt=0)
    """For wcs: cell size to ask for, metres."""
    innlogging: bool = False
    """For ogcapi and nedlasting: whether the server asks for name and password."""
    geometrifelt: str = ""
    """Geometry property, where the type has several."""
    versjon: Literal["1.1.0", "2.0.0"] = "2.0.0"
    """WFS version."""
    epsg: int | None = None
    """CRS to ask for; for a file: its CRS where the file carries none."""
    sti: str = ""
    """File, relative to the configuration file."""
    fillag: str = ""
    """Layer inside the file."""
    kolonner: dict[str, str] = Field(default_factory=dict)
    """Our column name → the source's."""
    faste: dict[str, str] = Field(default_factory=dict)
    """Our column name → a fixed value, where the source lacks the column."""
    gyldig_dager: int | None = Field(default=None, gt=0)
    """Age in days at which a copy is called old; replaces the catalogue's."""
    dekning: Literal["", "hel", "delvis", "kommuner", "fil", "dekningskart"] = ""
    """The municipality's own statement of coverage."""
    dekning_kommuner: tuple[str, ...] = ()
    """For kommuner: numbers of the municipalities in which the layer is mapped."""
    dekning_fil: str = ""
    """For fil: polygons within which the layer is mapped, relative to the configuration file."""
    dekning_lag: str = ""
    """For dekningskart: id of the layer whose polygons say where this one is mapped."""
    dekning_grunn: str = ""
    """What that statement rests on; required with dekning."""
    eier: str = ""
    """Who owns the data of a source of your own; shown instead of the catalogue's owner."""
    lisens: str = ""
    """Licence of a source of your own."""
    navngivelse: str = ""
    """Attribution of a source of your own."""
    noyaktighet_m: float | None = Field(default=None, gt=0)
    """Positional accuracy that replaces the catalogue's, metres."""
    grunn: str = ""
    """For protokoll = "ingen": why there is no source."""


NUMMERFORM = "^[0-9]{4}$"
"""A municipality's number; other digits than 0–9 are not taken."""


class _KommuneTabell(Streng):
    nummer: str = Field(pattern=NUMMERFORM)
    navn: str = Field(min_length=1)
    parallellnavn: str = ""
    epsg: int
    boks: tuple[float, float, float, float]
    margin_m: float = Field(default=50_000.0, gt=0)
    datakilde: Datakilde = "tjenester"
    plan: str = "plan.toml"


class _KommuneFil(Streng):
    kommune: _KommuneTabell
    lag: dict[str, LagValg] = Field(default_factory=dict)
    analyse: dict[str, dict[str, Any]] = Field(default_factory=dict)
    regel: dict[str, dict[str, Any]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kommune:
    """One municipality as configured."""

    nummer: str
    """Municipality number as text, four digits."""
    navn: str
    """Norwegian name."""
    parallellnavn: str = ""
    """Name in another official language, as the official register spells it."""
    boks: Utsnitt
    """Box of the municipality in the working CRS."""
    margin_m: float = 50_000.0
    """How far beyond the box data are asked for: the largest buffer of any rule."""
    datakilde: Datakilde = "tjenester"
    """eksempel: the embedded made-up data; tjenester: the true services and local files."""
    plan: Path | None = None
    """The measures of the business plan; None where the municipality has entered none."""
    lag: Mapping[str, LagValg] = field(default_factory=dict)
    """Local choices per layer id."""
    analyse: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Overridden parameters per analysis."""
    regel: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Overridden rules by id."""
    mappe: Path = Path()
    """Folder of the configuration file; relative paths start here."""

    @property
    def epsg(self) -> int:
        """Working CRS, in which every area is measured."""
        return self.boks.epsg

    @property
    def eksempel(self) -> bool:
        """Whether the data are made up."""
        return self.datakilde == "eksempel"


def _gyldige_nokler(sti: Nokkelsti) -> list[str]:
    """Keys that are valid in the table that `sti` points into."""
    match sti:
        case (_,):
            return list(_KommuneFil.model_fields)
        case ("kommune", _):
            return list(_KommuneTabell.model_fields)
        case ("lag", _, _):
            return list(LagValg.model_fields)
    return []


def _krev_metrisk(epsg: int, fil: str) -> None:
    """Stop unless `epsg` is a known projected CRS in metres."""
    crs = les_epsg(epsg, fil)
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        raise ParameterFeil(
            f"{fil}: EPSG:{epsg} er ikke et kartplan i meter. Bruk 25832, 25833 eller 25835."
        )


def tolk_kommune(tekst: str, fil: str, mappe: Path) -> Kommune:
    """Make a Kommune from the text of a configuration file.

    Parameters
    ----------
    tekst    the file's content, TOML
    fil      its name, for messages
    mappe    its folder, where relative paths start

    Raises
    ------
    ParameterFeil    if the text is no TOML, or a key is unknown, missing or unusable
    """
    modell = tolk_toml(
        tekst, fil, _KommuneFil, _gyldige_nokler, {"nummer": "fire sifre i hermetegn"}
    )
    tabell = modell.kommune
    _krev_metrisk(tabell.epsg, fil)
    return Kommune(
        nummer=tabell.nummer,
        navn=tabell.navn,
        parallellnavn=tabell.parallellnavn,
        boks=Utsnitt(*tabell.boks, tabell.epsg),
        margin_m=tabell.margin_m,
        datakilde=tabell.datakilde,
        plan=mappe / tabell.plan if tabell.plan else None,
        lag=modell.lag,
        analyse=modell.analyse,
        regel=modell.regel,
        mappe=mappe,
    )


def med_fil(kommune: Kommune, lag: str, fil: Path, faste: Mapping[str, str]) -> Kommune:
    """Return `kommune` with `fil` as the source of the layer `lag`.

    Parameters
    ----------
    fil      any file that the house reads, with absolute path
    faste    our column → value for features that lack it; empty values are left out
    """
    gammelt = kommune.lag.get(lag, LagValg())
    nye = {kolonne: verdi for kolonne, verdi in faste.items() if verdi}
    valg = gammelt.model_copy(
        update={"protokoll": "fil", "sti": str(fil), "faste": {**gammelt.faste, **nye}}
    )
    return replace(kommune, lag={**kommune.lag, lag: valg})


def velg(navn: Sequence[str], gyldige: Mapping[str, Any], hva: str) -> list[Any]:
    """Return what is called `navn`, all of it when nothing is named.

    Parameters
    ----------
    hva    what is chosen among, for the message: «Laget»

    Raises
    ------
    ParameterFeil    for a name that does not exist, with the nearest that do
    """
    for ett in navn:
        if ett not in gyldige:
            raise ParameterFeil(f"{hva} «{ett}» finnes ikke. {naermeste(ett, list(gyldige))}")
    return [gyldige[ett] for ett in navn or gyldige]
