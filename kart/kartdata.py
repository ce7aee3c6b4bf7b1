"""What a page needs to draw a map: plain records, read off the folium map by `kart.nettkart`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kart.stil import Slag
from lag.modell import Stil

Objekt = Mapping[str, Any]
"""A GeoJSON feature, EPSG:4326; properties id, navn, verdier (texts, one per `kolonner`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fliser:
    """The background map from a tile server."""

    url: str
    """Address with {z}, {x} and {y}."""
    navngivelse: str
    """Attribution that must stand by the map."""
    storste_zoom: int
    """Deepest zoom that is asked for."""


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
    fliser: Fliser | None
    """Tile background, or None when the map has none."""
    sidelag: tuple[Sidelag, ...]
    """Layers, bottom first."""

    @property
    def temaer(self) -> tuple[Sidelag, ...]:
        """The layers that are results, bottom first."""
        return tuple(s for s in self.sidelag if not s.bakgrunn)
