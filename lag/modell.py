"""The nouns of the catalogue: Lag (what exists) and Lagdata (what was fetched).

Only data; nothing here reads network or disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from gis.rutenett import Rutenett

Geometri = Literal["punkt", "linje", "flate", "raster"]
Rolle = Literal["vern", "utvikling", "fare", "infrastruktur", "grunnlag"]
Tema = Literal[
    "kulturmiljo", "naturmangfold", "reindrift", "landbruk", "friluftsliv", "landskap", "vann",
    "fare", "bolig", "naering", "fritid", "mineral", "fiber", "samferdsel", "energi", "plan",
    "grunnlag",
]  # fmt: skip
Verdi = Literal["", "uten", "noe", "middels", "stor", "svaert_stor"]
VERDIORD: Mapping[str, str] = {
    "": "ikke satt",
    "uten": "uten betydning",
    "noe": "noe verdi",
    "middels": "middels verdi",
    "stor": "stor verdi",
    "svaert_stor": "svært stor verdi",
}
"""Value scale of Miljødirektoratet's M-1941, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wfs:
    """OGC WFS that gives GML."""

    url: str
    """Service address without query."""
    typenavn: str
    """Feature type with prefix, as GetCapabilities spells it."""
    geometrifelt: str
    """Name of the geometry property to use when the type has several."""
    epsg: int = 25833
    """CRS that is asked for and that the answer must carry."""
    versjon: Literal["1.1.0", "2.0.0"] = "2.0.0"
    """WFS version to speak."""
    kommunefelt: str = ""
    """Attribute that holds the municipality number, where the server can filter on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OgcApi:
    """OGC API Features that gives GeoJSON."""

    url: str
    """Root of the API."""
    samling: str
    """Collection id."""
    innlogging: bool = False
    """True where the API needs HTTP Basic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcGis:
    """ArcGIS REST MapServer layer."""

    url: str
    """Address of the MapServer."""
    lagnummer: int
    """Layer number; reported unstable, so `lagtittel` is compared."""
    lagtittel: str = ""
    """Layer name that the number must carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wms:
    """OGC WMS: a picture only; such a layer can be shown, not analysed."""

    url: str
    """Service address."""
    lag: str
    """Layer name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wmts:
    """OGC WMTS: pictures in tiles; such a layer can be shown, not analysed."""

    url: str
    """Service address, or that of the capabilities."""
    lag: str
    """Layer name."""
    matrisesett: str = ""
    """Tile matrix set; empty for the one that fits the map plane best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wcs:
    """OGC WCS for rasters."""

    url: str
    """Service address."""
    dekning: str
    """Coverage id."""
    versjon: str = "1.0.0"
    """WCS version."""
    rute_m: float = 10.0
    """Cell size to ask for, metres."""
    epsg: int = 25833
    """CRS that is asked for and that the answer must carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nedlasting:
    """Whole files from a download API or an ATOM feed."""

    url: str
    """Whole file, ATOM feed, or capabilities of a download API (…/api/capabilities/<uuid>)."""
    format: str
    """One of `gis.kilder.pakke.ENDELSER`: FGDB, GML, GPKG, SHP, GEOJSON, CSV or SOSI."""
    fillag: str = ""
    """Layer inside the file."""
    uuid: str = ""
    """Metadata uuid of the dataset, where the address is a feed of many."""
    innlogging: bool = False
    """True where the server needs HTTP Basic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Kartverket's REST services for addresses and place names."""

    url: str
    """Address of the search."""
    hva: Literal["adresser", "stedsnavn"]
    """What it gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fil:
    """A file that the municipality has, or the embedded example."""

    sti: str
    """Path; relative paths start at the folder of kommune.toml."""
    fillag: str = ""
    """Layer inside the file; empty for the only one."""
    epsg: int | None = None
    """CRS stated by the user for files that carry none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngenTjeneste:
    """No open service is known; the file must be asked for."""

    grunn: str
    """Where the data are and what to do to get them."""


Kilde = Wfs | OgcApi | ArcGis | Wms | Wmts | Wcs | Nedlasting | Rest | Fil | IngenTjeneste


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolonne:
    """One attribute: our ASCII name and the source's own."""

    navn: str
    """Our name, ASCII, lower case."""
    kilde: str
    """The source's name; a dotted path reaches nested elements."""
    tittel: str
    """Label in bokmål."""
    type: Literal["tekst", "heltall", "tall", "dato"] = "tekst"
    """What the values are made into; a value that does not fit is set aside and reported."""
    paakrevd: bool = False
    """True if the layer is useless without the column (missing column stops the layer)."""
    koder: Mapping[str, str] = field(default_factory=dict)
    """Code list, code to label; an unknown code is reported."""
    publiseres: bool = True
    """False for what must never reach a published file (personal data)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dekning:
    """Where the layer is mapped at all: decides between «ikke treff» and «ikke kartlagt»."""

    type: Literal["hel", "delvis", "dekningskart", "kommuner", "fil"]
    """hel: no hit is «ikke treff»; delvis: no hit is «ikke kartlagt»; the others: by geometry."""
    grunn: str
    """What the statement rests on."""
    lag: str = ""
    """For dekningskart: id of the layer whose polygons say where this one is mapped."""
    kommuner: tuple[str, ...] = ()
    """For kommuner: numbers of the municipalities that are mapped."""
    fil: str = ""
    """For fil: the planner's own polygons, path relative to kommune.toml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stil:
    """How the layer looks; map and legend are built from the same record."""

    farge: str
    """Fill or line colour, #rrggbb."""
    kant: str = "#1b1b1b"
    """Outline colour."""
    skravur: Literal["", "45", "315", "rutenett", "prikker", "vannrett"] = ""
    """Hatch, so that colour is never alone."""
    tykkelse_px: float = 1.5
    """Line or outline width on screen."""
    dekkevne: float = 0.6
    """Fill opacity, 0–1."""
    strek: str = ""
    """Dash pattern as SVG writes it; empty for a full line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """One entry of the catalogue."""

    navn: str
    """ASCII id, unique."""
    tittel: str
    """Name in bokmål, as shown."""
    kilde: Kilde
    """Where it truly comes from."""
    geometri: Geometri
    """What the features are; others are set aside."""
    kolonner: tuple[Kolonne, ...]
    """Attributes that are kept."""
    eier: str
    """Who owns the dataset."""
    lisens: str
    """Licence, as the owner names it."""
    navngivelse: str
    """Attribution that must stand where the data are shown."""
    metadata: str
    """Geonorge uuid; empty where none is known."""
    rolle: Rolle
    """What part the layer plays."""
    tema: Tema
    """Theme it belongs to."""
    dekning: Dekning
    """Where it is mapped."""
    stil: Stil
    """How it looks."""
    verdi: Verdi = ""
    """Value by M-1941; empty where it must not be set (reindeer before dialogue, development)."""
    verdi_grunn: str = ""
    """Why that value."""
    noyaktighet_m: float | None = None
    """Positional accuracy, one standard deviation in metres; None = unknown."""
    noyaktighet_grunn: str = ""
    """What the accuracy rests on."""
    buffer_m: float = 0.0
    """Distance within which the layer matters, metres."""
    buffer_grunn: str = ""
    """Source of the buffer."""
    del_av: str = ""
    """Id of the named layer that this is a part of."""
    navngitt: bool = False
    """True for the eight layers that the user named."""
    utvalg: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our column → codes that are kept; several entries may share one source."""
    idfelt: str = "lokalid"
    """Our column that identifies a feature."""
    minst: int = 0
    """Features that the layer has in any municipality; an answer with fewer is not believed."""
    gyldig_dager: int = 365
    """Age at which a copy is called old."""
    uverifisert: tuple[str, ...] = ()
    """What in the entry nobody has confirmed; shown wherever the entry is shown."""
    merknad: str = ""
    """What a reader must know to use the layer."""

    def __hash__(self) -> int:
        return hash(self.navn)


Hentestatus = Literal["hentet", "ikke_kjent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagdata:
    """A layer as fetched, checked and brought to the working CRS."""

    post: Lag
    """The entry it answers."""
    status: Hentestatus
    """hentet, or ikke_kjent: the source failed or has not been asked."""
    data: GeoDataFrame
    """(n,) features, our columns + geometry, working CRS, valid; empty when ikke_kjent."""
    dekning: BaseGeometry
    """Where no hit means «ikke treff», working CRS; empty geometry = nowhere."""
    raster: Rutenett | None = None
    """The grid, for raster layers."""
    hentet: str = ""
    """When the source was read, ISO 8601 with zone; empty when it never was."""
    bekreftet: str = ""
    """When the source last said that these are its data, ISO 8601; `hentet` or later."""
    sha256: str = ""
    """Checksum of the bytes as received."""
    kilde: str = ""
    """Address or file that was read."""
    feil: str = ""
    """Why it is ikke_kjent."""
    merknader: tuple[str, ...] = ()
    """What was mended, set aside or doubted, in bokmål."""
    eksempel: bool = False
    """True for the made-up example: every output must say so."""

    @property
    def kjent(self) -> bool:
        """Whether the layer can be used at all."""
        return self.status == "hentet"

    def gammel(self, i_dag: date) -> bool:
        """Whether the copy is older than the layer's copies may be."""
        sist = self.bekreftet or self.hentet
        return bool(sist) and (i_dag - date.fromisoformat(sist[:10])).days > self.post.gyldig_dager
