"""What a screening answers about one site: plain records, from which every output is written.

`Resultat.steder` carries them; layers and rules are named by id and looked up in `Resultat.kilder`
and `Resultat.regler`. Numbers that are not known are NaN, words that are not set are «».
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from shapely.geometry.base import BaseGeometry


class Status(StrEnum):
    """The four answers, and no other; `felles.tekst.ALVOR` orders them by weight."""

    TREFF = "treff"
    IKKE_TREFF = "ikke treff"
    IKKE_KARTLAGT = "ikke kartlagt"
    IKKE_KJENT = "ikke kjent"


class Baandord(StrEnum):
    """What can be said when the layer's positional accuracy is taken into account."""

    SIKKERT = "sikkert treff"
    MULIG = "mulig treff"
    KLAR = "sikkert klar"
    UKJENT = "nøyaktighet ikke kjent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baand:
    """Hit with positional accuracy carried through."""

    ord: Baandord
    """In words; UKJENT where the accuracy or the answer is not known."""
    sikkert: float
    """Least that is hit, in `enhet`; NaN where not known."""
    mulig: float
    """Most that may be hit, in `enhet`; NaN where not known."""
    enhet: Literal["daa", "m", "stk."]
    """Unit of the two: ground, length of line, or points."""
    noyaktighet_m: float
    """The layer's standard deviation, metres; NaN where not known."""
    utslag_m: float
    """How far a border may lie from where it is drawn at `konfidens`, metres."""
    konfidens: float
    """Share of borders that lie within `utslag_m`, 0–1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objekttreff:
    """One feature that hits the site."""

    lokalid: str
    """Its id in the layer."""
    egenskaper: tuple[tuple[str, str], ...]
    """(title, text) of every attribute that may be published, codes in words; no empty ones."""
    areal_daa: float
    """Ground shared with the site, dekar; NaN for lines and points."""
    lengde_m: float
    """Length of line inside, metres; NaN for other layers."""
    andel_av_objekt: float
    """Share of the feature that lies in the site, 0–1; NaN for points."""
    avstand_m: float
    """From the site to the feature, metres; 0 when it meets the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regelsvar:
    """One rule or threshold asked of the site."""

    regel: str
    """Rule id; text, threshold, legal basis and version are in `Resultat.regler`."""
    type: Literal["utelukker", "advarer", "poeng"]
    """Kind of the rule as it was used."""
    status: Status
    """The answer."""
    areal_daa: float
    """Part of the site within the rule's distance, dekar; NaN where it has none."""
    verdi: float
    """What was measured against the threshold, in the rule's unit; NaN where not known."""
    baand: Baandord
    """The same with positional accuracy."""
    merknad: str
    """What changed the answer: a condition, an exemption, the planner's journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Konsekvens:
    """Value × impact → consequence in the manner of M-1941; a proposal until the planner speaks."""

    verdi: str
    """Value of the theme (key of `lag.modell.VERDIORD`); «» where it is not set."""
    verdi_grunn: str
    """What the value rests on, with its mark; or why it is not set."""
    paavirkning: str
    """Impact (key of `m1941.PAAVIRKNINGSORD`); «» where it is not set."""
    paavirkning_grunn: str
    """What the impact rests on."""
    tegn: str
    """Sign of the consequence, «– –»; «» where it cannot be told."""
    ord: str
    """The consequence in words."""
    grensetilfelle: bool
    """Whether the cell holds two signs, of which the worse is shown."""
    forslag: bool
    """True as long as the planner has not set both value and impact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagsvar:
    """One site against one layer."""

    lag: str
    """Layer id; owner, licence, fetch date, sha256 and accuracy are in `Resultat.kilder`."""
    tittel: str
    """Its name."""
    tema: str
    """Its theme id."""
    status: Status
    """The answer."""
    merknad: str
    """What makes the answer: «innen 100 m», the reindeer district."""
    areal_daa: float
    """Ground hit, overlaps counted once, dekar; NaN for other than polygons."""
    andel: float
    """The same as share of the site, 0–1."""
    lengde_m: float
    """Length of line inside, metres; NaN for other than lines."""
    antall: float
    """Features that hit."""
    avstand_m: float
    """To the nearest feature, also beyond the municipality's border, metres; 0 at a hit."""
    kartlagt_daa: float
    """The site inside the layer's coverage, dekar."""
    ukartlagt_daa: float
    """The site outside it, dekar."""
    baand: Baand
    """Positional accuracy carried through."""
    objekter: tuple[Objekttreff, ...]
    """Every feature that hits, by id."""
    regler: tuple[Regelsvar, ...]
    """Rules that were asked of this layer, in the set's order."""
    konsekvens: Konsekvens | None
    """The M-1941 proposal; None for layers that are no environmental theme."""
    merke: str
    """Mark of the features and rules behind the answer: changes when they do."""
    kvittering: str
    """Receipt of the row; a number's own is this with «.» and the column's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributtrad:
    """One attribute of the world heritage against one element of the action."""

    attributt: str
    """What carries the value."""
    element: str
    """Part of what is proposed."""
    opplysninger: str
    """What the maps say of it, in words."""
    faglig_vurdering: str
    """The expert's own field; never set by the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forklaring:
    """What would make a red site yellow, or what is known to be needed for it."""

    maate: Literal["klipp", "flytt grensen", "avklar"]
    """Cut out the ground that is hit, move one edge, or ask the authority."""
    tekst: str
    """In one sentence."""
    mistet_daa: float
    """Ground given up, dekar; 0 for «avklar»."""
    beholdt_daa: float
    """Ground left, dekar."""
    geometri: BaseGeometry | None
    """The changed shape, working CRS; None for «avklar»."""
    utfall_etter: str
    """Outcome when the changed shape was screened again; «» for «avklar»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skyld:
    """Ground that one rule, or two together, keep excluded."""

    regler: tuple[str, ...]
    """One rule id, or two."""
    daa: float
    """Dekar released if just these fell, and not if fewer did."""


Journalfelt = Literal["verdi", "paavirkning", "treff", "vurdering"]
"""What the planner may speak about in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journalrad:
    """One line of the planner's journal as it was read."""

    nr: int
    """Its number in the file, from 1."""
    sted: str
    """Id of the site."""
    lag: str
    """Layer id; «» for «vurdering»."""
    felt: Journalfelt
    """What it is about."""
    ny: str
    """What is set: a value, an impact, ja/nei for a hit, JA/NEI/ANNET."""
    grunn: str
    """Why."""
    navn: str
    """Who."""
    dato: str
    """When, ISO 8601."""
    merke: str
    """Mark of the answer it was made about; «» where the planner gave none."""
    dialog: str
    """Day of the dialogue with the reindeer district, ISO 8601; «» where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journalpost:
    """One line of the planner's journal, and what became of it."""

    rad: Journalrad
    """The line."""
    for_: str
    """What stood before, in words."""
    etter: str
    """What was set, in words."""
    brukt: bool
    """Whether it counts in the totals."""
    merknad: str
    """Why it does not count, or that it cannot be checked; «» when all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stedssvar:
    """Everything that is answered about one site."""

    id: str
    """Id, unique within the run."""
    navn: str
    """Name."""
    formaal: str
    """Purpose, our code; «» where it is not known."""
    formaal_ord: str
    """Purpose in words."""
    areal_daa: float
    """Area, dekar, in the municipality's map plane."""
    utenfor_daa: float
    """Of it beyond the municipality's border, dekar."""
    geometri: BaseGeometry
    """The site as screened: mended, 2D, working CRS."""
    utfall: str
    """Outcome, the planner's journal counted in."""
    utfall_uten_journal: str
    """Outcome of the data and rules alone."""
    utfall_grunn: str
    """The rules that decided it, in a sentence."""
    verst_mulig: str
    """Outcome if every source that failed would hit: a failed source never lowers it."""
    konsekvens: str
    """Overall sign, the most negative of the layers; «» where none can be told."""
    konsekvens_ord: str
    """The same in words."""
    konsekvens_grunn: str
    """What decided it, how many, and what is not set."""
    konsekvens_uten_journal: str
    """Overall sign without the planner's journal."""
    lag: tuple[Lagsvar, ...]
    """Every layer, in catalogue order."""
    terskler: tuple[Regelsvar, ...]
    """Thresholds asked of the site itself: slope, height, size, nearness."""
    verdensarv: tuple[Attributtrad, ...]
    """Screening of the world heritage, attribute × element; empty outside it."""
    ukjent: tuple[str, ...]
    """What is not known about the site, one sentence each."""
    vurdering: Literal["", "JA", "NEI", "ANNET"]
    """The planner's own field; never set by the program."""
    journal: tuple[Journalpost, ...]
    """The planner's changes that concern the site."""
    forklaringer: tuple[Forklaring, ...]
    """For a red site: what would make it yellow, the smallest change first."""
    skyld: tuple[Skyld, ...]
    """For a red site: ground that single rules and pairs keep excluded, most first."""
    kvittering: str
    """Receipt of the site's row in the summary."""
