"""Value × impact → consequence in the manner of Miljødirektoratet's M-1941, always as a proposal.

The true figure is stepless; the table here is a simplified one (`VIFTE`, to be edited by the
municipality) and is called «forenklet konsekvensvifte» wherever it is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analyser.felles.regelmodell import Merke, Utvalg
from gis.feil import ParameterFeil
from gis.kommune import naermeste
from lag.modell import VERDIORD, Tema

VIFTENAVN = "forenklet konsekvensvifte"
"""Must stand wherever the table is used."""
FORSLAG = "forslag"
"""Must stand by every value, impact and consequence that the planner has not set."""
TEMAER: tuple[Tema, ...] = (
    "kulturmiljo", "naturmangfold", "friluftsliv", "landskap", "vann", "landbruk", "reindrift",
)  # fmt: skip
"""Themes that get a consequence. Landbruk and reindrift belong to V712 (naturressurser)."""
VERDIER = tuple(navn for navn in VERDIORD if navn)
"""Values, least first."""
PAAVIRKNINGSORD: Mapping[str, str] = {
    "": "ikke satt",
    "sterkt_forringet": "sterkt forringet",
    "forringet": "forringet",
    "noe_forringet": "noe forringet",
    "ubetydelig": "ubetydelig endring",
    "forbedret": "forbedret",
}
"""Impact, as printed. Source: M-1941."""
TEGN = ("----", "---", "--", "-", "0", "+", "++", "+++", "++++")
"""Signs of consequence, worst first."""
KONSEKVENSORD: Mapping[str, str] = {
    "": "ikke satt",
    "----": "svært stor konsekvens",
    "---": "stor konsekvens",
    "--": "middels konsekvens",
    "-": "noe konsekvens",
    "0": "ubetydelig konsekvens",
    "+": "noe positiv konsekvens",
    "++": "middels positiv konsekvens",
    "+++": "stor positiv konsekvens",
    "++++": "svært stor positiv konsekvens",
}
"""Names of the web edition 2024–25. Source: miljodirektoratet.no."""
VIFTE: Mapping[str, tuple[str, ...]] = {
    "sterkt_forringet": ("0", "-/--", "--", "---", "----"),
    "forringet": ("0", "-", "-/--", "--", "---"),
    "noe_forringet": ("0", "0/-", "-", "-", "-/--"),
    "ubetydelig": ("0", "0", "0", "0", "0"),
    "forbedret": ("+/+++", "+/+++", "+/++", "+", "+"),
}
"""Simplified table, one cell per value from «uten» to «svært stor»; two signs: a border case.
Uverifisert: the cells were not found in the guidance, which draws a stepless figure."""
TAP_STERKT, TAP_MIDDELS = 0.5, 0.2
"""Shares of an object's area lost that part the impacts. M-1941's criteria, from memory
(uverifisert)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdiregel:
    """Value of a theme, by layer and attributes."""

    lag: str
    """Layer id."""
    utvalg: Utvalg
    """Column → codes; empty for every feature."""
    verdi: str
    """Key of `VERDIORD`; «» where it must not be set."""
    grunn: str
    """What it rests on, bokmål."""
    merke: Merke
    """How sure it is."""


_ALLTID = "M-1941: verneområder og verdensarv har alltid svært stor verdi"
_VANLIG = "arealsils forslag, ikke kontrollert mot M-1941s kriterier"
_KATEGORI = "verdikategori i kilden (naturtyper med KU-verdi)"


def _verdi(
    lag: str, verdi: str, utvalg: Utvalg | None = None, grunn: str = _VANLIG,
    merke: Merke = "uverifisert",
) -> Verdiregel:  # fmt: skip
    """Short form."""
    return Verdiregel(lag=lag, utvalg=utvalg or {}, verdi=verdi, grunn=grunn, merke=merke)


VERDIREGLER: tuple[Verdiregel, ...] = (
    _verdi("verdensarv", "", {"sone": ("buffer",)},
           "buffersonen er ikke selve verdensarven og dekker nesten hele kommunen"),
    _verdi("verdensarv", "svaert_stor", {}, _ALLTID, "kilde sett"),
    _verdi("naturvern", "svaert_stor", {}, _ALLTID, "kilde sett"),
    *(
        _verdi("naturtyper", verdi, {"verdikategori": (f"{ord_} verdi",)}, _KATEGORI, "kilde sett")
        for ord_, verdi in (("Svært stor", "svaert_stor"), ("Stor", "stor"),
                            ("Middels", "middels"), ("Noe", "noe"))
    ),
    _verdi("kulturminner", "stor", {"vernetype": ("AUT",)}),
    _verdi("kulturminner", "middels"),
    _verdi("fredede_bygninger", "stor"),
    _verdi("sefrak", "noe"),
    _verdi("kulturmiljoer", "stor", {"kategori": ("M-FRE", "M-FRED")}),
    _verdi("kulturmiljoer", "middels"),
    _verdi("myr", "middels"),
    _verdi("dyrka_jord", "stor", {"arealtype": ("21",)}),
    _verdi("dyrka_jord", "middels"),
    _verdi("dyrkbar_jord", "noe"),
    _verdi("innsjoer", "middels"),
    _verdi("elver", "middels"),
)  # fmt: skip
"""First match counts, per feature; the layer takes the feature hit whose consequence is worst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vifte:
    """The table as it is used."""

    celler: Mapping[str, tuple[str, ...]]
    """Impact → signs, one per value from «uten» to «svært stor»."""
    egen: bool
    """Whether the municipality has edited it."""


def vifte_av(egne: Sequence[str]) -> Vifte:
    """Return the table with the municipality's own cells.

    Parameters
    ----------
    egne    «påvirkning × verdi = tegn», written «forringet.middels=--»

    Raises
    ------
    ParameterFeil    for an unknown impact, value or sign
    """
    celler = {navn: list(rad) for navn, rad in VIFTE.items()}
    for ledd in egne:
        sted, _, tegn = (del_.strip() for del_ in ledd.partition("="))
        paavirkning, _, verdi = sted.partition(".")
        for ord_, gyldige in ((paavirkning, list(VIFTE)), (verdi, list(VERDIER))):
            if ord_ not in gyldige:
                raise ParameterFeil(
                    f"konsekvensvifte «{ledd}»: «{ord_}» finnes ikke. {naermeste(ord_, gyldige)}"
                )
        if not tegn or any(t not in TEGN for t in tegn.split("/")):
            raise ParameterFeil(f"konsekvensvifte «{ledd}»: bruk tegn som {', '.join(TEGN)}.")
        celler[paavirkning][VERDIER.index(verdi)] = tegn
    return Vifte(celler={k: tuple(v) for k, v in celler.items()}, egen=bool(egne))


def konsekvens(vifte: Vifte, verdi: str, paavirkning: str) -> tuple[str, bool]:
    """Return (sign, border case); the worse of two signs counts, «» where either is not set."""
    if not verdi or not paavirkning:
        return "", False
    tegn = vifte.celler[paavirkning][VERDIER.index(verdi)].split("/")
    return min(tegn, key=TEGN.index), len(tegn) > 1


def tegn_i_ord(tegn: str) -> str:
    """Sign as printed, «– –»; «» when it is not set."""
    return " ".join("–" if t == "-" else t for t in tegn)


def verdi_av(lag: str, egenskaper: Mapping[str, str]) -> Verdiregel | None:
    """Return the rule that gives one feature its value; None where no rule speaks of it."""
    for regel in VERDIREGLER:
        if regel.lag == lag and all(egenskaper.get(k) in v for k, v in regel.utvalg.items()):
            return regel
    return None


def verste_tegn(tegn: Sequence[str]) -> str:
    """Return the most negative sign; «» when none is set."""
    return min((t for t in tegn if t), key=TEGN.index, default="")
