"""Thresholds that no feature of a layer answers: slope, size, nearness, density, levels.

Those with an operator that the terrain, the site or a layer can answer are asked in the screening;
«regnetall» are figures that people look up. What was written from memory is «uverifisert»,
whatever it looks like; the municipality overrides each by id.
"""

from dataclasses import replace

from analyser.felles.regelmodell import (
    ALLE,
    BYGG,
    DIBK,
    MINNE,
    OPPHOLD,
    RAASTOFF,
    Grunn,
    Operator,
    Regel,
    Regeltype,
)
from analyser.felles.tekst import kort

FORSLAG: Grunn = ("god skikk i planlegging", MINNE, "uverifisert")
FLOM: Grunn = ("TEK17 § 7-2", DIBK, "kilde sett")
SKRED: Grunn = ("TEK17 § 7-3", DIBK, "kilde sett")
STOY_FLY: Grunn = ("T-1442", "stoyforeningen.no", "kilde sett")
STOY: Grunn = ("T-1442", MINNE, "uverifisert")
LETING: Grunn = ("minste flate når det letes etter nye områder", MINNE, "uverifisert")
BRATT = (
    "Tallet er ikke kontrollert mot kilde; derfor er det et varsel og ikke en grense. SINTEF Fag "
    "36 «Boligbygging i bratt terreng» finnes, men er ikke lest."
)
POLITIKK = "Lokal politikk: kommunen bør sette sine egne tall."
HALVE = 0.5
"""More than half of the site, for slope and height. arealsils forslag (uverifisert)."""

Maal = tuple[float, str]
"""Threshold and unit."""


def _terskel(
    ident: str, lag: str, hva: tuple[Operator, Regeltype, Maal], tekst: str,
    grunn: Grunn = FORSLAG, formaal: tuple[str, ...] = ALLE,
) -> Regel:  # fmt: skip
    """Short form."""
    (operator, type_, (terskel, enhet)), (hjemmel, kilde, merke) = hva, grunn
    return Regel(
        id=ident, lag=lag, tekst=tekst, type=type_, formaal=formaal, hjemmel=hjemmel, kilde=kilde,
        merke=merke, operator=operator, terskel=terskel, enhet=enhet, myndighet="kommunen",
    )  # fmt: skip


def _helning(ident: str, type_: Regeltype, n: float, tekst: str, formaal: str) -> Regel:
    """Build a slope 1:n."""
    hva: tuple[Operator, Regeltype, Maal] = ("helning_over", type_, (n, "1:n"))
    regel = _terskel(f"helning_{ident}", "terreng", hva, tekst, FORSLAG, (formaal,))
    return replace(regel, minste_andel=HALVE, usikkerhet=BRATT)


def _naer(ident: str, lag: str, trinn: tuple[float, ...], tekst: str) -> Regel:
    """Nearness: points fall from the first step to the last."""
    hva: tuple[Operator, Regeltype, Maal] = ("naerhet", "poeng", (trinn[-1], "m"))
    regel = _terskel(f"naerhet_{ident}", lag, hva, tekst, FORSLAG, BYGG)
    return replace(regel, trinn=trinn, usikkerhet=POLITIKK)


def _tall(
    ident: str, tall: Maal, tekst: str, grunn: Grunn = FORSLAG, formaal: tuple[str, ...] = ALLE
) -> Regel:
    """Build a figure to look up."""
    return _terskel(ident, "", ("regnetall", "poeng", tall), tekst, grunn, formaal)


def _flate(ident: str, minst_daa: float, hvem: str, formaal: tuple[str, ...]) -> Regel:
    """Smallest patch."""
    hva: tuple[Operator, Regeltype, Maal] = ("areal_under", "poeng", (minst_daa, "daa"))
    regel = _terskel(
        f"minste_flate_{ident}",
        "",
        hva,
        f"mindre enn {kort(minst_daa)} daa ({hvem})",
        LETING,
        formaal,
    )
    return replace(regel, usikkerhet="Utelukker når det letes etter nye flater, ikke et innspill.")


TERSKLER: tuple[Regel, ...] = (
    _helning("bolig_best", "poeng", 10.0, "brattere enn 1:10: ikke blant de flateste", "bolig"),
    _helning("bolig", "advarer", 6.0, "brattere enn 1:6: varsomhet (over 1:4 særlig)", "bolig"),
    _helning("bolig_varsom", "advarer", 4.0, "brattere enn 1:4: særlig varsomhet", "bolig"),
    _helning("bolig_bratt", "advarer", 3.0, "brattere enn 1:3: regnes som uegnet", "bolig"),
    _helning("fritid", "advarer", 4.0, "brattere enn 1:4: varsomhet", "fritid"),
    _helning("fritid_bratt", "advarer", 3.0, "brattere enn 1:3: regnes som uegnet", "fritid"),
    _helning("naering_best", "poeng", 15.0, "brattere enn 1:15: ikke blant de flateste", "naering"),
    _helning("naering", "advarer", 10.0, "brattere enn 1:10: varsomhet", "naering"),
    _helning("naering_bratt", "advarer", 6.0, "brattere enn 1:6: regnes som uegnet", "naering"),
    _helning("camping_best", "poeng", 15.0, "brattere enn 1:15: ikke blant de flateste", "camping"),
    _helning("camping", "advarer", 10.0, "brattere enn 1:10: varsomhet", "camping"),
    _helning("camping_bratt", "advarer", 6.0, "brattere enn 1:6: regnes som uegnet", "camping"),
    replace(
        _terskel("skoggrense", "terreng", ("hoyde_over", "advarer", (850.0, "moh.")),
                 "over skoggrensen (850 moh.): må utredes",
                 ("kommunens hyttepolitikk; 800–900 moh. ved Femundsmarka",
                  "tall for Femundsmarka; at grensen skal styre hytter, er ikke kontrollert",
                  "uverifisert"), ("fritid",)),
        minste_andel=HALVE,
    ),
    _naer("veg", "veger", (200.0, 500.0, 1000.0), "avstand til veg"),
    _naer("vann_avlop", "ledninger", (100.0, 300.0, 1000.0), "avstand til vann- og avløpsledning"),
    _naer("skole", "skoler", (1000.0, 2000.0, 4000.0), "avstand til skole"),
    _naer("butikk", "butikker", (1000.0, 2000.0, 4000.0), "avstand til dagligvarebutikk"),
    _naer("fiber", "fiberdekning", (100.0, 300.0, 1000.0), "avstand til bygg med fibertilbud"),
    _naer("strom", "kraftlinjer", (200.0, 500.0), "avstand til kraftlinje i NVEs kart"),
    _naer("sentrum", "stedsnavn", (1000.0, 2000.0, 4000.0),
          "avstand til sentrum (her: nærmeste tettsted eller grend, luftlinje)"),
    _naer("kollektiv", "stasjoner", (500.0, 1000.0), "avstand til togstasjon (buss er ikke med)"),
    _flate("bolig", 5.0, "bolig", ("bolig",)),
    _flate("fritid", 20.0, "hytter", ("fritid",)),
    _flate("naering", 3.0, "næring", ("naering",)),
    _flate("haandverk", 0.5, "småverksted", ("naering",)),
    _flate("camping", 10.0, "campingplass", ("camping",)),
    _tall("vegstigning", (8.0, "%"), "stigning på veg høyst 8 % (10 % på korte stykker)"),
    _tall("uu_stigning", (20.0, "1:n"), "universelt utformet gangveg høyst 1:20 (1:15, kort 1:12)"),
    _tall("skoleskyss_fra_2", (4000.0, "m"), "rett til skoleskyss over 4 km fra 2. trinn",
          FORSLAG, ("bolig",)),
    _tall("skoleskyss_1", (2000.0, "m"), "rett til skoleskyss over 2 km på 1. trinn",
          FORSLAG, ("bolig",)),
    _tall("flom_f1", (20.0, "år"), "flomklasse F1: største nominelle årlige sannsynlighet 1/20",
          FLOM),
    _tall("flom_f2", (200.0, "år"), "flomklasse F2 (boliger): 1/200", FLOM),
    _tall("flom_f3", (1000.0, "år"), "flomklasse F3: 1/1000", FLOM),
    _tall("skred_s1", (100.0, "år"), "skredklasse S1: 1/100", SKRED),
    _tall("skred_s2", (1000.0, "år"), "skredklasse S2: 1/1000", SKRED),
    _tall("skred_s3", (5000.0, "år"), "skredklasse S3: 1/5000; bygg med beredskap ikke i faresone",
          SKRED),
    _tall("kvikkleire", (600.0, "moh."),
          "kvikkleire finnes under marin grense; Røros ligger over 600 moh. og over den"),
    _tall("stoy_fly_gul", (52.0, "dB Lden"), "gul støysone, fly", STOY_FLY, OPPHOLD),
    _tall("stoy_fly_rod", (62.0, "dB Lden"), "rød støysone, fly", STOY_FLY, OPPHOLD),
    _tall("stoy_veg_gul", (55.0, "dB Lden"), "gul støysone, veg", STOY, OPPHOLD),
    _tall("stoy_veg_rod", (65.0, "dB Lden"), "rød støysone, veg", STOY, OPPHOLD),
    _tall("stoy_bane_gul", (58.0, "dB Lden"), "gul støysone, bane", STOY, OPPHOLD),
    _tall("stoy_bane_rod", (68.0, "dB Lden"), "rød støysone, bane", STOY, OPPHOLD),
    _tall("magnetfelt", (0.4, "µT"), "utredningsnivå for magnetfelt fra kraftlinje; ingen fast "
          "minsteavstand", ("utredningsnivå for magnetfelt", "NVE, Kartverket og NRPA 2007",
                            "kilde sett"), BYGG),
    _tall("inon", (1000.0, "m"), "inngrepsfri natur regnes fra 1, 3 og 5 km fra tyngre inngrep; "
          "ingen rettslig virkning", ("INON", "miljodirektoratet.no", "kilde sett")),
    _tall("jordvernmaal", (2000.0, "daa/år"), "nasjonalt mål: høyst 2 000 daa dyrka jord "
          "omdisponert per år innen 2030", ("nasjonalt jordvernmål",
                               "Landbruksdirektoratet; Prop. 121 S", "kilde sett")),
    _tall("lufthavn", (0.0, ""), "byggerestriksjoner om lufthavnen (BRA og restriksjonsplan) må "
          "sjekkes hos Avinor", ("Avinors datasett", "geonorge.no", "kilde sett"), BYGG),
    _tall("radon", (0.0, ""), "radon: alunskifer og aktsomhetskart må sjekkes", FORSLAG, OPPHOLD),
    _tall("tetthet_sentrum", (4.0, "boliger/daa"), "sentrum: 4–8 boliger per daa",
          FORSLAG, ("bolig",)),
    _tall("tetthet_sentrumsnaer", (2.0, "boliger/daa"), "sentrumsnært: 2–3 boliger per daa",
          FORSLAG, ("bolig",)),
    _tall("tetthet_frittliggende", (1.0, "boliger/daa"), "frittliggende: 1–1,2 boliger per daa "
          "(Granterveien: om lag 0,8)", FORSLAG, ("bolig",)),
    _tall("tetthet_grend", (0.7, "boliger/daa"), "grend: 0,7–1 bolig per daa",
          FORSLAG, ("bolig",)),
    _tall("tetthet_hytter", (0.7, "hytter/daa"), "hytter: 0,7–1 per daa, veger medregnet",
          FORSLAG, ("fritid",)),
    _tall("bya_frittliggende", (25.0, "%"), "BYA frittliggende bolig 25–30 %",
          FORSLAG, ("bolig",)),
    _tall("bya_hytter", (12.0, "%"), "BYA hytter 12–20 %", FORSLAG, ("fritid",)),
    _tall("undersokelsesrett_areal", (10.0, "km²"), "undersøkelsesområde høyst 10 km²",
          ("mineralloven 2009; ny lov fra 1.7.2026 er ikke kontrollert", "dirmin.no",
           "uverifisert"), RAASTOFF),
    _tall("undersokelsesrett_tid", (7.0, "år"), "undersøkelsesrett varer 7 år",
          ("mineralloven 2009; ny lov fra 1.7.2026 er ikke kontrollert", "dirmin.no",
           "uverifisert"), RAASTOFF),
)  # fmt: skip
"""Every threshold, theme by theme."""
