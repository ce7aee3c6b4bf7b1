"""What a page needs to draw a map: plain records, read off the folium map by `kart.nettkart`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kart.stil import Slag
from lag.modell import Stil

Objekt = Mapping[str, Any]
"""A GeoJSON feature, EPSG:4326; properties id, navn, verdier (texts, one per `kolonner`), merke
(what is written on it and where, see `kart.merkelapper`)."""


TO_KJORINGER = ("forrige", "ny")
"""Names of two layers that are two runs: a page that has both opens with them compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fliser:
    """The background map from a tile server."""

    url: str
    """Address with {z}, {x} and {y}."""
    navngivelse: str
    """Attribution that must stand by the map."""
    storste_zoom: int
    """Deepest zoom that is asked for."""
    tittel: str = ""
    """Name in the legend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kartbilde:
    """An official layer as a picture from its own service (WMS), off until it is asked for."""

    url: str
    """Service address."""
    lag: str
    """Layer name in the service."""
    tittel: str
    """Name in the legend."""
    navngivelse: str
    """Attribution that must stand by the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funn:
    """What the tables say of the objects."""

    linjer: tuple[Mapping[str, str], ...] = ()
    """Lines of the cards: status, lag, merknad, regel, hjemmel, type, eier, opphav, rein."""
    per_lag: Mapping[str, Mapping[str, list[int]]] = field(default_factory=dict)
    """Layer on the page → object id → numbers of `linjer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oppslag:
    """Entries that can be searched for and are not drawn."""

    lag: str
    """Layer id that they come from."""
    hva: str
    """What they are, for the reader."""
    tekst: tuple[str, ...]
    """Words of each."""
    xy: tuple[int, ...]
    """Longitude and latitude of each in turn, whole steps from the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silegrunnlag:
    """What the browser needs to screen a drawn area against the layers of the page."""

    lag: tuple[Mapping[str, Any], ...]
    """navn, kartlag, tittel, kjent, toleranse_m, dekning (place in `dekninger`, or −1), rein and
    opphav; kartlag is the layer's name on the page."""
    regler: tuple[Mapping[str, Any], ...]
    """lag, tekst, type, formaal, avstand_m, utvalg (object ids, None: all), hjemmel, merke, and
    vilkaar: a condition that only the program can try, so that a hit is only «mulig»."""
    dekninger: tuple[Mapping[str, Any], ...]
    """GeoJSON geometries, EPSG:4326."""
    formaal: tuple[tuple[str, str], ...]
    """Purposes: code and words."""
    distrikt: str
    """Layer of the reindeer districts."""
    reindrift: str
    """Sentence that ends every answer about reindeer herding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sideklasse:
    """Objects drawn alike: one line of the legend."""

    tittel: str
    """Words in the legend."""
    stil: Stil
    """How they look."""
    slag: Slag
    """Areas, lines or points."""
    objekter: tuple[Objekt, ...]
    """The features, in drawing order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidelag:
    """A layer that the reader can switch on and off."""

    navn: str
    """ASCII id, unique on the page."""
    tittel: str
    """Name in the legend."""
    synlig: bool
    """Shown when the page opens."""
    klasser: tuple[Sideklasse, ...]
    """Legend and features."""
    kolonner: tuple[str, ...] = ()
    """Headings of the card, with unit."""
    kilde: str = ""
    """Where the features come from, one line for the card."""
    bakgrunn: bool = False
    """True for context that is drawn below and cannot be clicked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidekart:
    """The whole map as the page draws it."""

    utsnitt: tuple[float, float, float, float]
    """West, south, east, north in degrees: what the map shows when it opens."""
    fliser: tuple[Fliser, ...]
    """Tile backgrounds, the one that is shown first; empty when the map has none."""
    sidelag: tuple[Sidelag, ...]
    """Layers, bottom first."""
    kartbilder: tuple[Kartbilde, ...] = ()
    """Official pictures."""
    navn: str = "kart"
    """What files that a reader saves are called."""
    epsg: int = 0
    """The municipality's map plane."""
    funn: Funn = Funn()
    """What the cards say."""
    sveip: tuple[str, str] | tuple[()] = ()
    """Layers that are compared when the page opens, left and right; or none."""
    oppslag: tuple[Oppslag, ...] = ()
    """What can be searched for besides what is drawn."""
    sil: Silegrunnlag | None = None
    """What a drawn area is screened against, or None where the page cannot screen."""

    @property
    def temaer(self) -> tuple[Sidelag, ...]:
        """The layers that are results, bottom first."""
        return tuple(s for s in self.sidelag if not s.bakgrunn)
