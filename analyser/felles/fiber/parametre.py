"""What the planner may change in the fibre analysis."""

import math
from dataclasses import dataclass

from analyser.felles.fiber.kostnad import gjeldende
from analyser.felles.lokale import lokal
from gis.feil import ParameterFeil

VALG = {
    "maal": ("stotte", "alle"),
    "vern": ("priset", "forbudt"),
    "utgave": ("offentlig", "intern"),
}
"""Parameters that are one word of a few."""
UTEN_RAMME = -1.0
"""Budget that means: everything may be built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    maal: str = "stotte"
    """Whom the plan is for: «stotte» (year-round homes, active businesses, public buildings) or
    «alle» (cabins and the rest as well). kommunens valg."""
    forankring: str = lokal(
        "Strategisk næringsplan, tiltak 3.10: «utarbeide en plan for videre utbygging av "
        "fiberkabel».",
        "",
    )
    """What the case for the council rests on, its first sentence. kommunens valg."""
    utgave: str = "offentlig"
    """«offentlig»: no single address; «intern»: every address and every trench. kommunens valg."""
    koblingsavstand_m: float = 50.0
    """Distance within which the nearest building belongs to an address, metres.
    arealsils forslag (uverifisert)."""
    uten_adresse: tuple[str, ...] = ("18",)
    """Beginnings of `bygningstype` that are passed over when an address looks for its building:
    garages and outbuildings. Uverifisert."""
    grendtyper: tuple[str, ...] = ("tettsted", "grend")
    """`type` of the place names that neighbourhoods are named after. kommunens valg."""
    rute_m: float = 2000.0
    """Side of the squares that stand for neighbourhoods where no place names are known, metres.
    arealsils forslag (uverifisert)."""
    statusrute_m: float = 250.0
    """Side of the squares that show the coverage in the public map. arealsils forslag."""
    minste_gruppe: int = 5
    """Addresses below which a group is not shown in the public edition. kommunens valg."""
    kostnader: tuple[str, ...] = ()
    """The municipality's own figures, «navn=verdi» or «navn=verdi | kilde». Names: the table of
    costs."""
    ramme_m: float = 5000.0
    """How far outside the municipality roads and nodes are used, metres. arealsils forslag."""
    snapp_m: float = 1.0
    """Line ends this near are joined, metres. arealsils forslag (uverifisert)."""
    lengst_stikk_m: float = 500.0
    """An address further from every line is reported, not planned for, metres. kommunens valg."""
    kobling_m: float = 30.0
    """How far a duct or overhead line may lie from the road it is joined to. arealsils forslag."""
    luft_kv: float = 24.0
    """Highest voltage of poles that may carry fibre, kV; 0 for none. Uverifisert: net owner."""
    sjokabel_m: float = 3000.0
    """Longest lake cable, metres; 0 for none. arealsils forslag (uverifisert)."""
    bro_m: float = 0.0
    """Longest trench off road to roads that hang on nothing; 0: they are only reported."""
    mikrogroft: bool = True
    """Whether micro-trench may be used in municipal roads. kommunens valg (road owner)."""
    vern: str = "priset"
    """Protected ground: «priset» (at a surcharge) or «forbudt». kommunens valg."""
    samgraving: bool = True
    """Whether planned digging is shared. kommunens valg."""
    samgraving_m: float = 10.0
    """How near planned digging must lie, metres. arealsils forslag (uverifisert)."""
    tilknytning_lav: float = 0.65
    """Lowest share of the addresses that connects; only connection cost depends on it.
    arealsils anslag (uverifisert); just under 60 % of homes with access in 2014 (PT)."""
    tilknytning_hoy: float = 0.80
    """Highest share. arealsils anslag (uverifisert)."""
    bidrag_kr: float = 25_000.0
    """What builder and customer pay per connection, kroner. arealsils anslag (uverifisert)."""
    lokal_andel: float = 0.30
    """Local share of the grant sum. Source: call of Trøndelag county, at least 30 % (2024)."""
    forhaandsbestilling: float = 0.70
    """Share of an area that must order before it is built. Source: local builder, 70 %."""
    budsjett_kr: float = UTEN_RAMME
    """Kroner in all; −1 for no limit, with 0 nothing is built. kommunens valg."""
    aarsbudsjett_kr: float = 10_000_000.0
    """Kroner a year; with 0 nothing is built. kommunens valg."""
    aarskapasitet_m: float = 20_000.0
    """Dug metres a year; with 0 nothing is built. kommunens valg."""
    minste_omraade: int = 20
    """Addresses that an area of building should have. arealsils forslag."""
    omraade_m: float = 150.0
    """How far from its addresses an area reaches, metres. arealsils forslag."""
    tomter_bolig: float = 1.0
    """Plots per dekar in zoned housing. arealsils anslag (uverifisert)."""
    tomter_hytte: float = 0.8
    """Plots per dekar in zoned cabin areas. arealsils anslag (uverifisert)."""
    tomter_naering: float = 0.3
    """Plots per dekar in zoned business areas. arealsils anslag (uverifisert)."""
    kurvesteg: float = 0.05
    """Step of the curve, share of the full build. arealsils forslag."""
    arbeid: float = 20_000.0
    """Work that one optimisation may take, million counted steps: equal input gives an equal plan
    on every machine. arealsils forslag; the page says what is proven."""
    tid_s: float = 1_800.0
    """Outer safety of one optimisation, seconds; the page says so where it struck, since the plan
    may then differ from machine to machine. arealsils forslag."""

    def __post_init__(self) -> None:
        """Refuse what cannot be used.

        Raises
        ------
        ParameterFeil    naming the parameter and what it may be
        """
        for navn, ord_ in VALG.items():
            verdi = getattr(self, navn)
            if verdi not in ord_:
                raise ParameterFeil(
                    f"fiber.{navn} er «{verdi}», men må være: {' eller '.join(ord_)}."
                )
        if not 0.0 <= self.tilknytning_lav <= self.tilknytning_hoy <= 1.0:
            raise ParameterFeil(
                "fiber.tilknytning_lav og fiber.tilknytning_hoy må ligge mellom 0 og 1, den lave "
                "først."
            )
        if not 0.0 < self.kurvesteg <= 1.0:
            raise ParameterFeil("fiber.kurvesteg må være større enn 0 og høyst 1.")
        for navn in ("statusrute_m", "rute_m", "snapp_m", "omraade_m", "arbeid", "tid_s"):
            if not getattr(self, navn) > 0:
                raise ParameterFeil(f"fiber.{navn} må være større enn 0.")
        for navn in ("aarsbudsjett_kr", "aarskapasitet_m", "bidrag_kr"):
            if not getattr(self, navn) >= 0:
                raise ParameterFeil(f"fiber.{navn} må være 0 eller mer.")
        if not self.budsjett_kr >= 0 and self.budsjett_kr != UTEN_RAMME:
            raise ParameterFeil(
                "fiber.budsjett_kr må være 0 kr eller mer, eller -1 for ingen ramme."
            )
        gjeldende(self.kostnader)

    @property
    def ramme_kr(self) -> float:
        """Kroner that may be spent in all: nothing where no year holds anything; inf for all."""
        if self.aarsbudsjett_kr == 0 or self.aarskapasitet_m == 0:
            return 0.0
        return math.inf if self.budsjett_kr == UTEN_RAMME else self.budsjett_kr
