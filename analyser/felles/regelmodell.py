"""What a rule is: one record per rule, so that rules can be read, overridden and versioned."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Formaal = Literal["bolig", "fritid", "naering", "camping", "raastoff", "annet"]
Regeltype = Literal["utelukker", "advarer", "poeng"]
Merke = Literal["kilde sett", "kommunens valg", "uverifisert"]
Operator = Literal["innen", "naerhet", "helning_over", "hoyde_over", "areal_under", "regnetall"]
OPERATORORD: Mapping[str, str] = {
    "innen": "nærmere enn",
    "naerhet": "avstand, poeng avtar jevnt",
    "helning_over": "brattere enn",
    "hoyde_over": "høyere enn",
    "areal_under": "mindre enn",
    "regnetall": "regnetall",
}
"""How a threshold is compared, as printed."""

ALLE: tuple[str, ...] = get_args(Formaal)
BYGG: tuple[str, ...] = ("bolig", "fritid", "naering", "camping", "annet")
"""Purposes that put up buildings where people stay."""
OPPHOLD: tuple[str, ...] = ("bolig", "fritid", "camping")
"""Purposes where people sleep."""
RAASTOFF: tuple[str, ...] = ("raastoff",)

DIBK = "Direktoratet for byggkvalitet, TEK17 med veiledning"
MINNE = "arealsils forslag, ikke kontrollert mot kilde"

Utvalg = Mapping[str, tuple[str, ...]]
"""Our column → codes; empty for every feature of the layer."""
Grunn = tuple[str, str, Merke]
"""Legal basis, where the threshold was read, how sure it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Omfang:
    """Ground that a condition speaks of: the features of a layer, or some of them."""

    lag: str
    """Layer id in the catalogue."""
    utvalg: Utvalg = field(default_factory=dict)
    """Which of its features."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """One rule about one layer, or about the site itself."""

    id: str
    """ASCII id, unique; kommune.toml overrides by it."""
    lag: str
    """Layer id in the catalogue; «» where no layer of the catalogue can answer it."""
    tekst: str
    """What it says, in bokmål, as part of a sentence."""
    type: Regeltype
    """utelukker: no building there; advarer: must be studied; poeng: counts in a ranking."""
    formaal: tuple[str, ...]
    """Purposes that it applies to."""
    hjemmel: str
    """Legal basis or principle."""
    kilde: str
    """Where the threshold was read."""
    merke: Merke
    """How sure it is."""
    operator: Operator = "innen"
    """How the threshold is compared."""
    terskel: float = 0.0
    """The threshold, in `enhet`; «innen» 0: only on the feature."""
    enhet: str = "m"
    """Unit of the threshold; «1:n» for slopes."""
    trinn: tuple[float, ...] = ()
    """For «naerhet»: full points up to the first, none from the last, linear between."""
    minste_andel: float = 0.0
    """For slope and height: the rule fires when more than this share of the site is over."""
    utvalg: Utvalg = field(default_factory=dict)
    """Codes that the rule is about; empty for every feature of the layer."""
    bare_i: Omfang | None = None
    """Condition: the rule counts only on this ground. Unknown ground counts as inside."""
    unntatt_i: Omfang | None = None
    """Force-include: on this ground the rule only warns. Unknown ground is not exempt."""
    gyldig_fra: str = "2026-07-01"
    """ISO day from which this wording has been used."""
    usikkerhet: str = ""
    """What is doubtful about it, in bokmål."""
    myndighet: str = ""
    """Who can be asked; not checked against law unless `merke` says so."""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def avstand_m(self) -> float:
        """Distance from the feature within which the rule counts, metres; 0: only on it."""
        return self.terskel if self.operator == "innen" else 0.0
