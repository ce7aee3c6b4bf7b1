"""The facts of one run that every page and file carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from geopandas import GeoDataFrame

from kart.kartdata import Oppslag
from kart.sileside import Sileemne
from kart.tekster import BOKMAAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Kjoring:
    """One run, as the door knows it; nothing in `kart` asks the clock."""

    kjoring_id: str
    """Identity of the run, made from its input: the same input gives the same id."""
    dato: date
    """The day that the answers are for."""
    tidspunkt: str
    """`dato` as an ISO time, for file formats that insist on one."""
    bakgrunn: Mapping[str, GeoDataFrame] = field(default_factory=dict)
    """Vector background by layer id (innsjoer, elver, veger, jernbane, stedsnavn), working CRS."""
    oppslag: tuple[Oppslag, ...] = ()
    """Properties and addresses that a reader can search for."""
    sileemne: Sileemne | None = None
    """What the page for drawing and screening is made of; None leaves the page out."""
    utgave: str = ""
    """Who this edition is for, in words; empty for the municipality's own run."""
    spraak: str = BOKMAAL
    """Language of what the map's script says, and the pages' `lang`."""
    maaltabell: tuple[Mapping[str, str], ...] = ()
    """The measures of the business plan, one record per measure, as text."""
    tiltak: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Analysis → numbers of the measures that it answers; empty without a plan."""
    planmerknad: str = ""
    """Name, period, source and doubts of the plan, shown above its measures."""
    eksempel: bool = False
    """Whether the data are made up; then every page says so."""
