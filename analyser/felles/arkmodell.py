"""A sheet for one reader: what it says, which rows of the result's tables it shows."""

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Arkdel:
    """One heading of a sheet; its rows are rows of the result's own tables."""

    tittel: str
    """Heading."""
    avsnitt: tuple[str, ...] = ()
    """Paragraphs."""
    tabell: str = ""
    """Name of a table of the result; or empty."""
    rader: tuple[int, ...] = ()
    """Which of its rows, from 0."""
    kolonner: tuple[str, ...] = ()
    """Which of its columns, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ark:
    """A sheet for one reader, printed on A4."""

    navn: str
    """ASCII, unique within the result: the file's name."""
    tittel: str
    """Heading."""
    under: str
    """Who it is for, and what it is."""
    deler: tuple[Arkdel, ...]
    """What it says, in order."""
    flate: BaseGeometry
    """Ground that its map shows."""
    kartlag: tuple[str, ...]
    """Names of the result's map layers that are drawn, bottom first."""
    slutt: str
    """The sentence that it ends with."""
