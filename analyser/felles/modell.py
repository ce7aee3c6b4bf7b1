"""What an analysis takes in (Grunnlag) and gives back (Resultat).

`kart` knows only these records, never an analysis by name.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.arkmodell import Ark
from analyser.felles.lokale import Parametre, ikke_satt, laante, som_type
from analyser.felles.stedssvar import Journalrad, Status, Stedssvar
from gis.feil import ParameterFeil
from gis.kommune import Kommune, naermeste
from lag.modell import Lag, Lagdata, Stil

__all__ = [
    "Analyse", "Celleaapning", "Grunnlag", "Kartlag", "Kildebruk", "Klasse", "Kolonneinfo",
    "Regelbruk", "Resultat", "Status", "Tabell",
]  # fmt: skip

P = TypeVar("P", bound=Parametre)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grunnlag:
    """Everything an analysis may know; handed in, never fetched."""

    kommune: Kommune
    """The municipality."""
    grense: BaseGeometry
    """Its area in the working CRS, valid (Multi)Polygon."""
    lag: Mapping[str, Lagdata]
    """Layer id → what was fetched; holds every layer that the analysis requires."""
    dato: date
    """Day the run counts as today (expiry dates, ages)."""
    journal: tuple[Journalrad, ...] = ()
    """The planner's own changes, read from the journal beside the input."""
    svar: Mapping[str, "Resultat"] = field(default_factory=dict)
    """Analysis → its result, for those that another builds on; one that is missing is not known."""

    def __getitem__(self, laget: Lag) -> Lagdata:
        return self.lag[laget.navn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kolonneinfo:
    """How a column is shown."""

    navn: str
    """Column in the frame, ASCII."""
    tittel: str
    """Heading in bokmål."""
    enhet: str = ""
    """Unit as printed: daa, %, m, stk."""
    desimaler: int | None = None
    """Decimals for numbers; None for text and whole numbers."""
    forklaring: str = ""
    """One sentence that tells how the column was made."""
    retning: Literal["", "hoy", "lav"] = ""
    """What a reader who weighs candidates wants much («hoy») or little («lav») of; «» neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linjefigur:
    """A figure of a table: some columns as lines against another."""

    x: str
    """Column along the axis: numbers from zero up, rising."""
    y: tuple[str, ...]
    """Columns that are drawn, the most important first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Celleaapning:
    """Numbers of a table that open the rows of another which they are the sum of."""

    tabell: str
    """The other table, in the same result."""
    radnokkel: str
    """Column of this table's frame that the key begins with; rows where it is «» open nothing."""
    kolonner: Mapping[str, str]
    """Column → how the key ends."""
    felt: str
    """Column of the other table, shown there, that holds the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabell:
    """A table that people read: on the page, in Excel."""

    navn: str
    """ASCII id, unique within the result; sheet and layer name."""
    tittel: str
    """Heading in bokmål."""
    kolonner: tuple[Kolonneinfo, ...]
    """Columns in order; those of the frame that are not named here are not shown."""
    data: DataFrame
    """The rows; RangeIndex. Text, numbers, bool; missing numbers are NaN and shown as «–»."""
    forklaring: str = ""
    """What a reader must know to read it."""
    kartlag: str = ""
    """Name of the Kartlag whose features the rows are, joined on the column «id»; or empty."""
    figur: Linjefigur | None = None
    """How it is drawn above its rows; None for no figure."""
    aapner: Celleaapning | None = None
    """Which numbers open rows of another table; None for none."""
    alle_kilder: bool = False
    """Whether a row rests on every layer of the analysis, not only on those that its words name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Klasse:
    """One class of a map layer: legend and style come from the same record."""

    verdi: str
    """Value in the class column; empty for a layer with one class."""
    tittel: str
    """Words in the legend."""
    stil: Stil
    """How it looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kartlag:
    """A layer to draw and to export."""

    navn: str
    """ASCII id, unique within the result."""
    tittel: str
    """Name in the legend."""
    data: GeoDataFrame
    """(n,) features with a text column «id», working CRS."""
    klasser: tuple[Klasse, ...]
    """Legend; one entry without value for a plain layer."""
    klassefelt: str = ""
    """Column that picks the class."""
    kolonner: tuple[Kolonneinfo, ...] = ()
    """Attributes shown in the card."""
    navnefelt: str = "navn"
    """Column used as heading of the card."""
    merkefelt: str = ""
    """Column whose text is written on the areas, so that colour is never alone; empty for none."""
    synlig: bool = True
    """Shown when the map opens."""
    kildelag: tuple[str, ...] = ()
    """Ids of the catalogue layers that it was made from."""
    forenkling_m: float = 0.0
    """Tolerance, metres, within which the drawn shape may differ (areas are made before)."""
    bare_fil: bool = False
    """Whether it is written to files only: too many features for a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regelbruk:
    """A rule as it was used."""

    id: str
    """Rule id."""
    tekst: str
    """What it says, with threshold and unit."""
    lag: str
    """Layer id."""
    hjemmel: str
    """Legal basis or source."""
    merke: Literal["kilde sett", "kommunens valg", "uverifisert"]
    """How sure the threshold is."""
    versjon: str
    """Version of the rule set, or «kommune.toml» when overridden."""
    type: str = ""
    """utelukker, advarer or poeng."""
    operator: str = ""
    """How the threshold is compared, in words."""
    terskel: float = math.nan
    """The threshold; NaN where the rule has none."""
    enhet: str = ""
    """Its unit."""
    formaal: tuple[str, ...] = ()
    """Purposes that it applies to."""
    gyldig_fra: str = ""
    """ISO day from which the wording has been used; «» for the municipality's own."""
    usikkerhet: str = ""
    """What is doubtful about it."""
    myndighet: str = ""
    """Who can be asked about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kildebruk:
    """A layer as it was used: the trace of every number."""

    lag: str
    """Layer id."""
    tittel: str
    """Its name."""
    eier: str
    """Owner."""
    lisens: str
    """Licence."""
    navngivelse: str
    """Attribution."""
    status: str
    """hentet or ikke kjent."""
    antall: int | None
    """Features used; None where the layer is not known, or is a grid."""
    hentet: str
    """Fetch time, ISO 8601."""
    sha256: str
    """Checksum of the stored bytes."""
    dekning: str
    """Statement of coverage."""
    noyaktighet: str
    """Positional accuracy in words."""
    merknader: tuple[str, ...]
    """Mended, set aside, unverified."""
    eksempel: bool
    """Made-up data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saksdel:
    """One heading of a draft for the council."""

    tittel: str
    """Heading."""
    avsnitt: tuple[str, ...] = ()
    """Paragraphs."""
    tabell: str = ""
    """Name of a table of the result that stands there; or empty."""
    kolonner: tuple[str, ...] = ()
    """Columns of it that are shown; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sak:
    """A draft for the council that goes with a result."""

    tittel: str
    """Title of the case."""
    deler: tuple[Saksdel, ...]
    """What it says, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resultat:
    """The answer of one analysis, ready to be drawn, tabulated and traced."""

    analyse: str
    """Id of the analysis."""
    tittel: str
    """Heading in bokmål."""
    sporsmaal: str
    """The question it answers."""
    svar: str
    """The answer in one sentence, with numbers and units."""
    punkter: tuple[str, ...]
    """Findings, one sentence each."""
    tabeller: tuple[Tabell, ...]
    """Tables, the most important first."""
    kartlag: tuple[Kartlag, ...]
    """Map layers, bottom first."""
    regler: tuple[Regelbruk, ...]
    """Rules used."""
    kilder: tuple[Kildebruk, ...]
    """Sources used, failed ones included."""
    ukjent: tuple[str, ...]
    """What is not known, one sentence each; must be shown."""
    parametre: Mapping[str, Any] = field(default_factory=dict)
    """Parameter → value as used."""
    steder: tuple[Stedssvar, ...] = ()
    """Answers site by site, for fact sheets and machine answers; empty where none are asked."""
    sak: Sak | None = None
    """Draft for the council, written as a Word document beside the page."""
    internt: str = ""
    """Why only the municipality itself may have it, and what to do; empty where others may."""
    ark: tuple[Ark, ...] = ()
    """Sheets for readers of their own, written beside the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyse(Generic[P]):
    """One analysis: what it needs, what may be changed, and the pure function itself."""

    navn: str
    """ASCII id, the module's name."""
    tittel: str
    """Heading in bokmål."""
    sporsmaal: str
    """The question it answers."""
    krever: tuple[Lag, ...]
    """Layers it reads; a failed one makes answers «ikke kjent», it never stops the run."""
    parametre: P
    """Default parameters (frozen dataclass)."""
    beregn: Callable[[Grunnlag, P], Resultat]
    """The pure function."""
    bygger_paa: tuple[str, ...] = ()
    """Analyses whose results it takes in."""
    som_ledd: Callable[[Grunnlag, P], Resultat] | None = None
    """What others take in, without what only its own page shows; the same as `beregn` gives it.
    None where that is all of it."""

    def med(self, overstyrt: Mapping[str, Any]) -> P:
        """Return the parameters with `overstyrt` put in, each made into the field's own type.

        Raises
        ------
        ParameterFeil    for an unknown parameter or a value that does not fit
        """
        gyldige = {f.name: getattr(self.parametre, f.name) for f in fields(self.parametre)}
        nye: dict[str, Any] = {}
        for navn, verdi in overstyrt.items():
            if navn not in gyldige:
                raise ParameterFeil(
                    f"{self.navn}: ukjent parameter «{navn}». {naermeste(navn, list(gyldige))}"
                )
            nye[navn] = som_type(gyldige[navn], verdi, f"{self.navn}.{navn}")
        return replace(self.parametre, **nye)

    def kjor(
        self,
        grunnlag: Grunnlag,
        overstyrt: Mapping[str, Any] | None = None,
        bare_ledd: bool = False,
    ) -> Resultat:
        """Run the analysis on `grunnlag` with the municipality's parameters, then `overstyrt`.

        What only the municipality itself can set, and has not, is told among what is not known.
        With `bare_ledd` only what other analyses take in is made, where it is less than all.
        """
        satt = {**grunnlag.kommune.analyse.get(self.navn, {}), **(overstyrt or {})}
        laant = laante(self.parametre, grunnlag.kommune.nummer, satt)
        regn = self.som_ledd if bare_ledd and self.som_ledd else self.beregn
        svar = regn(grunnlag, self.med({**laant, **satt}))
        mangler = ikke_satt(self.navn, laant)
        return replace(svar, ukjent=(*svar.ukjent, *mangler)) if mangler else svar
