"""The grammar of a suitability model: what excludes, what is weighed, and what a site must have.

An analysis declares one `Egnethetsmodell` in its own file. Hard exclusions are the rules of
`regeldata` (type «utelukker»), those that a model adds, and a slope. Soft criteria have a measure,
a value curve with unit and source, and a weight. Reindeer layers are never soft criteria.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.regelmodell import Merke, Regel
from analyser.felles.tilbud import Finn
from gis.feil import ParameterFeil
from gis.ruter import Ruter
from lag.modell import Lag

Spenn = tuple[Flyt, Flyt]
"""(n,) lowest and (n,) highest value that a site may have; the same twice where it is known, NaN
where nothing is."""
Maal = Callable[[Grunnlag, GeoDataFrame], Spenn]
"""Measured value per site in the criterion's unit."""
Felt = NDArray[np.float32]
Feltspenn = tuple[Felt, Felt]
"""(rows, columns) lowest and highest value of cells, as `Spenn`."""
Feltmaal = Callable[[Grunnlag, Ruter], Feltspenn]
"""Measured value per cell, at its centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kurve:
    """From a measured value to points between 0 and 1: falls or rises, straight between corners."""

    hjorner: tuple[tuple[float, float], ...]
    """(value, points), values rising; flat outside the first and the last."""
    kilde: str
    """Where the corners were read."""
    merke: Merke
    """How sure they are."""

    def __post_init__(self) -> None:
        verdier, poeng = zip(*self.hjorner, strict=True)
        skritt = np.sign(np.diff(poeng))
        if list(verdier) != sorted(set(verdier)) or not all(0.0 <= p <= 1.0 for p in poeng):
            raise ParameterFeil("En verdikurve må ha stigende verdier og poeng mellom 0 og 1.")
        if (skritt > 0).any() and (skritt < 0).any():
            raise ParameterFeil("En verdikurve må enten stige eller synke.")

    def __call__(self, maalt: Spenn) -> Spenn:
        """(n,) lowest and (n,) highest points; 0 and 1 where nothing is known."""
        verdier, poeng = zip(*self.hjorner, strict=True)
        a, b = (np.interp(ende, verdier, poeng) for ende in maalt)
        ukjent = np.isnan(a) | np.isnan(b)
        return np.where(ukjent, 0.0, np.minimum(a, b)), np.where(ukjent, 1.0, np.maximum(a, b))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kriterium:
    """One thing that is weighed."""

    id: str
    """ASCII id; kommune.toml sets its weight by it."""
    tittel: str
    """Name in bokmål."""
    enhet: str
    """Unit of the measured value."""
    hva: str
    """How it is measured, one sentence."""
    kurve: Kurve
    """From measured value to points."""
    maal: Maal
    """What measures it."""
    lag: tuple[Lag, ...] = ()
    """Layers it reads; when none of them is known, neither is the value."""
    finn: Finn | None = None
    """Places that it is the way along roads to; None for what is measured otherwise."""
    felt: Feltmaal | None = None
    """How cells are measured, where it is not along roads; None where they are not."""

    def __post_init__(self) -> None:
        if rein := [post.tittel for post in self.lag if post.tema == "reindrift"]:
            raise ParameterFeil(
                f"Kriteriet «{self.tittel}» bruker {', '.join(rein)}: reindriftens lag er aldri et "
                "mykt kriterium."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sokerom:
    """Where candidates are looked for."""

    fra_veg_m: float
    """At most this far from a public road, metres as the crow flies."""
    fra_sted_m: float
    """At most this far from a settlement's name, metres as the crow flies; inf for anywhere."""
    steder: tuple[str, ...] = ()
    """Names of the settlements that count; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatekrav:
    """What a candidate must have."""

    minst_daa: float
    """Smallest connected area, dekar."""
    storst_daa: float
    """A larger one is cut across, dekar."""
    bredde_m: float
    """Narrower ground is left out, metres."""
    brattest: float
    """Steeper cells are left out; 1:n."""
    hoyest_moh: float = np.inf
    """Higher cells are left out, metres above sea level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomtekrav:
    """The plot of the layout sketch."""

    bredde_m: float
    """Along the access road, metres."""
    dybde_m: float
    """Away from it, metres."""
    vegbredde_m: float
    """Ground that the access road takes across, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named set of weights and rules."""

    id: str
    """ASCII id."""
    tittel: str
    """Name in bokmål."""
    tekst: str
    """What it puts first, one sentence."""
    vekter: Mapping[str, float] = field(default_factory=dict)
    """Criterion → weight; those not named count 1. Empty: the municipality's own weights."""
    skjerpet: tuple[str, ...] = ()
    """Ids of warning rules that exclude in this scenario."""


VERN_FORST = Scenario(
    id="vern",
    tittel="Vern først",
    tekst="lite å utrede veier mest; myr, jord, beite, naturtyper og kulturmiljø utelukker",
    vekter={"utredning": 5.0},
    skjerpet=(
        "myr", "dyrkbar_jord", "dyrka_jord_beite", "naturtyper", "kulturmiljoer",
        "kulturmiljoer_fredet", "kulturmiljoer_nb",
        "hensynssoner_kulturmiljo", "verdensarv",
    ),
)  # fmt: skip
"""Shared by the models. arealsils forslag (uverifisert)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Egnethetsmodell:
    """Everything that finds and orders new areas for one purpose."""

    formaal: str
    """Purpose as the rules spell it."""
    enhet: tuple[str, str]
    """What is built, in singular and plural: bolig, boliger."""
    sokerom: Sokerom
    """Where it is looked."""
    krav: Flatekrav
    """What a candidate must have."""
    tomt: Tomtekrav
    """The plot of the sketch."""
    tetthet: tuple[float, float]
    """Units per dekar, roads included: low and high."""
    kriterier: tuple[Kriterium, ...]
    """What is weighed."""
    egne_regler: tuple[Regel, ...] = ()
    """Exclusions beside those of the rule set."""
    scenarier: tuple[Scenario, ...] = ()
    """Named sets of weights and rules."""

    def __post_init__(self) -> None:
        kjente = {k.id for k in self.kriterier}
        for scenario in self.scenarier:
            if fremmede := sorted(set(scenario.vekter) - kjente):
                raise ParameterFeil(
                    f"Scenariet «{scenario.tittel}» veier {fremmede[0]}, som ikke er et kriterium."
                )
