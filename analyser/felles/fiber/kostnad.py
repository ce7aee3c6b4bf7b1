"""What fibre costs, and what light allows: every figure with source, year and mark.

A municipality puts in its own under `[analyse.fiber]`:
`kostnader = ["ploying=150 | tilbud fra entreprenør 2026"]`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from analyser.felles.regelmodell import Merke
from gis.feil import ParameterFeil
from gis.kommune import naermeste

ANSLAG = "arealsils anslag; ikke bekreftet av noen kilde"
"""Source of figures that nobody has confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kostnad:
    """One figure as it is used."""

    navn: str
    """ASCII id."""
    tekst: str
    """What it is, in bokmål."""
    verdi: float
    """The figure."""
    lav: float
    """Low end of its range."""
    hoy: float
    """High end of its range."""
    enhet: str
    """Unit, as printed."""
    kilde: str = ANSLAG
    """Where it comes from."""
    aar: int = 2026
    """Year of the figure."""
    merke: Merke = "uverifisert"
    """How sure it is."""


def _per_m(navn: str, tekst: str, lav: float, hoy: float) -> Kostnad:
    """Cost per metre; the figure used is the middle of the range."""
    return Kostnad(
        navn=navn, tekst=tekst, verdi=(lav + hoy) / 2, lav=lav, hoy=hoy, enhet="kr per m"
    )


def _stykk(navn: str, tekst: str, lav: float, hoy: float) -> Kostnad:
    """Cost of one; the figure used is the middle of the range."""
    return Kostnad(navn=navn, tekst=tekst, verdi=(lav + hoy) / 2, lav=lav, hoy=hoy, enhet="kr")


def _fast(
    navn: str, tekst: str, verdi: float, enhet: str, spenn: tuple[float, float] | None = None
) -> Kostnad:
    """Figure with a range of its own, or none."""
    lav, hoy = spenn or (verdi, verdi)
    return Kostnad(navn=navn, tekst=tekst, verdi=verdi, lav=lav, hoy=hoy, enhet=enhet)


PON_REKKEVIDDE = Kostnad(
    navn="rekkevidde_km",
    tekst="Største kabellengde fra node til adresse",
    verdi=20.0,
    lav=20.0,
    hoy=40.0,
    enhet="km",
    kilde="ITU-T G.984.7 (lest i sammendrag): 20 km, valgfritt 40 km",
    merke="kilde sett",
)

TALLENE: tuple[Kostnad, ...] = (
    _per_m("ploying", "Pløying i løsmasser", 80.0, 200.0),
    _per_m("graving_grus", "Graving i grus eller vegskulder", 200.0, 450.0),
    _per_m("graving_asfalt", "Graving i asfalt", 600.0, 1500.0),
    _per_m("mikrogroft", "Mikrogrøft i asfalt", 250.0, 500.0),
    _per_m("fjell", "Grøft i fjell", 1500.0, 3000.0),
    _per_m("luft", "Luftstrekk på eksisterende stolper (leie kommer i tillegg)", 60.0, 150.0),
    _per_m("sjokabel", "Kabel i innsjø", 100.0, 300.0),
    _per_m("eksisterende_ror", "Trekking i eksisterende rør", 5.0, 25.0),
    _per_m("vern_paaslag", "Påslag i vernet område eller ved kulturminne", 100.0, 500.0),
    _stykk("vegboring", "Boring under veg", 15_000.0, 40_000.0),
    _stykk("baneboring", "Boring under jernbane", 50_000.0, 150_000.0),
    _stykk("elvekryssing", "Kryssing av elv eller bekk", 10_000.0, 50_000.0),
    _stykk("ilandforing", "Ilandføring av innsjøkabel", 20_000.0, 60_000.0),
    _stykk("tilknytning", "Stikk inn i huset, kundeutstyr og montering", 10_000.0, 25_000.0),
    _stykk("skap_16", "Skjøteboks med splitter, 16 adresser", 10_000.0, 20_000.0),
    _fast("skap_48", "Skap med splitter, 48 adresser", 50_000.0, "kr"),
    _fast("skap_96", "Skap med splitter, 96 adresser", 70_000.0, "kr"),
    _fast("skap_288", "Skap med splitter, 288 adresser", 150_000.0, "kr"),
    _stykk("skjotepunkt", "Skjøtepunkt der kabelen deler seg", 10_000.0, 20_000.0),
    _stykk("splitter", "Splitter", 1_000.0, 4_000.0),
    _fast("kabel_12", "Rør og kabel med 12 fibre", 30.0, "kr per m"),
    _fast("kabel_24", "Rør og kabel med 24 fibre", 34.0, "kr per m"),
    _fast("kabel_48", "Rør og kabel med 48 fibre", 40.0, "kr per m"),
    _fast("kabel_96", "Rør og kabel med 96 fibre", 48.0, "kr per m"),
    _fast("kabel_192", "Rør og kabel med 192 fibre", 60.0, "kr per m"),
    _fast("kabel_288", "Rør og kabel med 288 fibre", 70.0, "kr per m"),
    _fast("fjellandel", "Andel av grøfta som går i fjell", 0.05, "andel", (0.0, 0.2)),
    _fast("fjellandel_aapen", "Andel i fjell der AR5 sier åpen fastmark", 0.3, "andel", (0.1, 0.6)),
    _fast("hovedvegandel", "Andel av møtene med hovedveg der vegen må krysses", 0.5, "andel"),
    _fast("samgraving", "Andel av gravekostnaden som spares ved samgraving", 0.5, "andel",
          (0.3, 0.7)),
    _fast("splittgrad", "Adresser per splitter", 32.0, "stk.", (32.0, 64.0)),
    _fast("fiberreserve", "Ledige fibre i hver kabel", 0.1, "andel", (0.0, 0.3)),
    _fast("budsjett_db", "Optisk budsjett (klasse B+)", 28.0, "dB"),
    _fast("fibertap", "Tap i fiber ved 1310 nm", 0.35, "dB per km"),
    _fast("splittertap", "Tap per halvering i splitter", 3.5, "dB"),
    _fast("fasttap", "Tap i kontakter og skjøter", 2.0, "dB", (1.0, 3.0)),
    PON_REKKEVIDDE,
)  # fmt: skip
"""Every figure, in the order in which it is shown."""


def _storrelser(hva: str) -> tuple[tuple[int, str], ...]:
    """Size and figure of what comes in sizes, the smallest first."""
    return tuple((int(k.navn.removeprefix(hva)), k.navn) for k in TALLENE if k.navn.startswith(hva))


KABLER = _storrelser("kabel_")
"""Number of fibres and figure of each cable."""
SKAP = _storrelser("skap_")
"""Number of addresses and figure of each cabinet."""
ENHETSPRISER: tuple[str, ...] = tuple(k.navn for k in TALLENE if k.enhet in ("kr per m", "kr"))
"""The figures that are prices; the ones that the order is tried against."""

GRENSER: Mapping[str, tuple[float, float]] = {"andel": (0.0, 1.0), "stk.": (1.0, np.inf)}
"""Unit → least and greatest value that makes sense: a share of a whole, and at least one."""
Priser = Mapping[str, float]
"""Figure → value."""


def gjeldende(egne: Iterable[str]) -> tuple[Kostnad, ...]:
    """Return the figures with the municipality's own put in, «navn=verdi» or «navn=verdi | kilde».

    Raises
    ------
    ParameterFeil    for an unknown name, or a value that the figure cannot have
    """
    tallene = {k.navn: k for k in TALLENE}
    for ledd in egne:
        par, _, kilde = (del_.strip() for del_ in ledd.partition("|"))
        navn, skille, tekst = (del_.strip() for del_ in par.partition("="))
        if navn not in tallene:
            raise ParameterFeil(
                f"fiber.kostnader: «{navn}» finnes ikke. {naermeste(navn, list(tallene))}"
            )
        verdi = _tall(tekst) if skille else None
        if verdi is None:
            raise ParameterFeil(
                f"fiber.kostnader: «{ledd}» må skrives navn=verdi med et tall fra null og opp, "
                f'for eksempel "{navn}={tallene[navn].verdi:g} | tilbud 2026".'
            )
        gammel = tallene[navn]
        minst, mest = GRENSER.get(gammel.enhet, (0.0, np.inf))
        if not minst <= verdi <= mest:
            raise ParameterFeil(
                f"fiber.kostnader: «{ledd}» må være "
                + (f"minst {minst:g}." if verdi < minst else f"høyst {mest:g}.")
            )
        tallene[navn] = replace(
            gammel,
            verdi=verdi,
            lav=min(gammel.lav, verdi) if not kilde else verdi,
            hoy=max(gammel.hoy, verdi) if not kilde else verdi,
            kilde=kilde or "kommunens eget tall",
            merke="kommunens valg",
        )
    return tuple(tallene.values())


def _tall(tekst: str) -> float | None:
    """Read a number of zero or more, None for anything else."""
    try:
        verdi = float(tekst.replace(",", "."))
    except ValueError:
        return None
    return verdi if 0.0 <= verdi < float("inf") else None


def priser(tallene: Iterable[Kostnad]) -> Priser:
    """Return figure → value."""
    return MappingProxyType({k.navn: k.verdi for k in tallene})


def skapene(adresser: int, priser: Priser) -> tuple[float, dict[int, int]]:
    """Return price and number of each size for the cabinets of one place: the largest, and a rest.

    The rest is the cheapest single cabinet that takes it.
    """
    storst = SKAP[-1][0]
    hele, rest = divmod(adresser, storst)
    antall = {storst: hele} if hele else {}
    if rest:
        _, plasser = min((priser[navn], n) for n, navn in SKAP if n >= rest)
        antall[plasser] = antall.get(plasser, 0) + 1
    navn = dict(SKAP)
    return sum(priser[navn[n]] * a for n, a in antall.items()), antall


def minst_per_adresse(priser: Priser) -> float:
    """Return the least that cabinet and splitter cost per address, however they are shared."""
    skap = min(priser[navn] / plasser for plasser, navn in SKAP)
    return skap + priser["splitter"] / priser["splittgrad"]


def minst_skap(flest: int, priser: Priser) -> NDArray[np.float64]:
    """(flest+1,) least that cabinets and splitters for 0, 1, 2 … addresses cost, wherever they are.

    Whole cabinets and whole splitters; every address has a place and a fibre.
    """
    ut = np.zeros(flest + 1)
    for n in range(1, flest + 1):
        ut[n] = min(ut[max(0, n - plasser)] + priser[navn] for plasser, navn in SKAP)
    return ut + np.ceil(np.arange(flest + 1) / int(priser["splittgrad"])) * priser["splitter"]


def skalert(prisene: Priser, navn: str, faktor: float) -> Priser:
    """Return the prices with one of them multiplied."""
    return MappingProxyType({**prisene, navn: prisene[navn] * faktor})
