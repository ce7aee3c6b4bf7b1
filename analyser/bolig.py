"""Bolig: where new homes can go: in the plans, in the quarters, and on new ground."""

import math
import re
from dataclasses import asdict, dataclass, replace

import numpy as np
from geopandas import GeoDataFrame

from analyser.felles.adkomst import vegnett
from analyser.felles.egnethet import kriterier
from analyser.felles.egnethet import tilbudskriterier as tk
from analyser.felles.egnethet.behov import BEHOVSKOLONNER, Behov, med_behov, senterpunkter
from analyser.felles.egnethet.kapasitet import kapasitetstabell
from analyser.felles.egnethet.modell import (
    VERN_FORST,
    Egnethetsmodell,
    Flatekrav,
    Kriterium,
    Scenario,
    Sokerom,
)
from analyser.felles.egnethet.poengkart import poengkart
from analyser.felles.egnethet.produkt import Produkt, lag_produkt, sokelag
from analyser.felles.egnethet.reise import EN_FART_KMT, HVA, reise_til
from analyser.felles.egnethet.sokerom import offentlige_veger, sentre
from analyser.felles.egnethet.sokevalg import Sokevalg, senterkriterium, sok
from analyser.felles.fortetting import Fortetting, fortettingstabell
from analyser.felles.lokale import lokal
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Resultat, Tabell
from analyser.felles.omraadetabeller import (
    AVSTANDER,
    GRUNN,
    OMRAADE,
    SVAR,
    omraadelag,
    omraadetabell,
    regel_tabell,
    sted_tabell,
    treff_tabell,
)
from analyser.felles.planreserve import reservepunkter, reservetabell, ubebygde_tomter
from analyser.felles.rangering import ranger
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, daa, oppramsing, tall
from analyser.felles.tilbud import (
    BUTIKKTYPER,
    SKOLETYPER,
    butikker,
    skoler,
    stasjoner,
    tettsteder,
)
from analyser.felles.tomter import Utvalg
from analyser.felles.utredning import (
    JA,
    Oppgave,
    Utredning,
    fellespunkter,
    forbehold,
    grunnkartlag,
    ingen_omraader,
    kildelag,
    krevde_lag,
    navneliste,
    ramme,
    samlet_daa,
    utred,
)
from analyser.felles.utsyn import UTSYNSKOLONNER, utsyn
from gis.kommune import Kommune
from gis.vegnett import Vegnett
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.plan import BOLIGTOMTER
from lag.katalog.plankoder import KP_BOLIG
from lag.katalog.samferdsel import VEGER

NEVNT, UTENOM = "nevnt i planen", "utenom"


BOLIGKOLONNER = (
    *OMRAADE,
    tekstkolonne("nevnt", "Nevnt i planen", "Om navnet er et av stedene i nevnte_steder."),
    *GRUNN,
    tekstkolonne("har_plass", "Har plass", "Om største ledige flate er stor nok."),
    tallkolonne("boliger", "Boliger, anslag", "stk.", 0, "Ledig areal ganger tettheten."),
    *SVAR,
    *AVSTANDER,
    tekstkolonne("bygg", "Bygg", "Antall bygningspunkt i området."),
    tekstkolonne("reindrift", "Reindrift"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre(Sokevalg):
    """Choices that the planner can change."""

    nevnte_steder: tuple[str, ...] = lokal(("Gjøsvika", "Gjøsvikmoen", "Øra"), ())
    """Places that the plan names; an area whose name holds one as a whole word is «nevnt».
    Source: Strategisk næringsplan, measures 1.1a and 1.4 (kilde sett)."""
    minste_flate_daa: float = 5.0
    """Connected free ground, dekar, that an area needs to have room for homes.
    arealsils forslag (uverifisert)."""
    boliger_per_daa: float = 0.8
    """Homes per dekar of free ground, roads included. Source: Granterveien, about 4 units on
    4.8 daa (kilde sett); one case, so the number is kommunens valg."""
    minste_tomt_daa: float = 0.4
    """Smallest unused plot that is counted, dekar. arealsils forslag (uverifisert)."""
    tetthet_lav: float = 0.7
    """Homes per dekar, low: regel.tetthet_grend (uverifisert)."""
    tetthet_hoy: float = 1.2
    """Homes per dekar, high: regel.tetthet_frittliggende (uverifisert)."""
    behov_lav: float = lokal(145.0, math.nan)
    """Homes that 6 000 inhabitants need, low: 319 more than in 2025 (SSB), 2.2 each."""
    behov_hoy: float = lokal(160.0, math.nan)
    """The same with 2.0 persons to a home (uverifisert)."""
    utleie_m: float = 1500.0
    """Rental homes for newcomers: within this distance of the centre, metres (measure 1.1c).
    arealsils forslag (uverifisert)."""
    fortett_m: float = 800.0
    """Quarters within this distance of the centre, metres. arealsils forslag (uverifisert)."""
    fortett_per_daa: float = 2.0
    """Homes per dekar in a quarter: regel.tetthet_sentrumsnaer (uverifisert)."""
    pe_per_bolig: float = 2.2
    """Personal equivalents that a home takes of water works and sewage plant: one per inhabitant.
    arealsils forslag (uverifisert)."""
    skoletyper: tuple[str, ...] = SKOLETYPER
    """`bygningstype` of schools, where the layer `skoler` is not known (uverifisert)."""
    butikktyper: tuple[str, ...] = BUTIKKTYPER
    """`bygningstype` of shops, where the layer `butikker` is not known (uverifisert)."""
    stasjon: tuple[str, ...] = lokal(("Røros stasjon",), ())
    """Place names of stations, where the layer `stasjoner` is not known (kilde sett)."""


SCENARIER = (
    VERN_FORST,
    Scenario(
        id="sentrum", tittel="Sentrumsnært",
        tekst="avstanden til sentrum veier fem ganger, til tettsted to ganger",
        vekter={"senter": 5.0, "sentrum": 2.0},
    ),
    Scenario(
        id="oppvekst", tittel="Godt å vokse opp",
        tekst="kort veg til skole, stille og sol veier fire ganger",
        vekter={"skole": 4.0, "stoy": 4.0, "sol": 4.0},
    ),
    Scenario(
        id="billig", tittel="Billig å bygge ut",
        tekst="veg, ledninger, ledig kapasitet og slakt terreng veier fire ganger",
        vekter={"veg": 4.0, "vann_avlop": 4.0, "kapasitet": 4.0, "helning": 4.0},
    ),
    Scenario(
        id="strand", tittel="Fritt for vann og fare",
        tekst="strandbelte og aktsomhetsområder utelukker",
        skjerpet=("innsjoer", "elver", "flom_aktsomhet", "skred_jord_flom", "steinsprang",
                  "snoskred"),
    ),
)  # fmt: skip
"""Named sets of weights and rules. arealsils forslag (uverifisert): the council makes its own."""


def modell(kommune: Kommune, p: Parametre, nett: Vegnett | None) -> Egnethetsmodell:
    """Return the suitability model for homes."""
    t = kriterier.terskler(kommune)
    return Egnethetsmodell(
        formaal="bolig",
        enhet=("bolig", "boliger"),
        sokerom=Sokerom(fra_veg_m=p.sok_fra_veg_m, fra_sted_m=p.sok_fra_sted_m),
        krav=Flatekrav(
            minst_daa=p.minste_flate_daa,
            storst_daa=p.storste_flate_daa,
            bredde_m=p.minste_bredde_m,
            brattest=t["helning_bolig_bratt"].terskel,
        ),
        tomt=p.tomtekrav,
        tetthet=(p.tetthet_lav, p.tetthet_hoy),
        kriterier=_kriteriene(kommune, p, nett),
        scenarier=SCENARIER,
    )


def _kriteriene(kommune: Kommune, p: Parametre, nett: Vegnett | None) -> tuple[Kriterium, ...]:
    """Return what is weighed."""
    t = kriterier.terskler(kommune)
    return (
        senterkriterium(p, nett),
        kriterier.naerhet(
            t["naerhet_sentrum"],
            "Nær tettsted",
            reise_til(nett, tettsteder),
            STEDSNAVN,
            VEGER,
            hva=f"til nærmeste tettsted eller grend {HVA}",
            finn=tettsteder,
        ),
        tk.naer_skole(t["naerhet_skole"], nett, skoler(p.skoletyper)),
        tk.naer_butikk(t["naerhet_butikk"], nett, butikker(p.butikktyper)),
        tk.naer_stasjon(t["naerhet_kollektiv"], nett, stasjoner(p.stasjon)),
        kriterier.naer_veg(t["naerhet_veg"], lambda g: offentlige_veger(g, p.vegkategorier), VEGER),
        tk.naer_ledning(t["naerhet_vann_avlop"], nett),
        tk.kapasitet(p.pe_per_bolig),
        tk.naer_strom(t["naerhet_strom"], nett),
        tk.naer_fiber(t["naerhet_fiber"], nett),
        kriterier.helning(t["helning_bolig_best"], t["helning_bolig_bratt"], TERRENG),
        tk.solforhold(),
        tk.stille(),
        kriterier.utredning(),
    )


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(formaal="bolig", regulert=BOLIGTOMTER, kp_formaal=KP_BOLIG, kp_status=p.kp_status)


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Rank what is planned for homes, count the reserve, and look for new ground."""
    utvalg = _utvalg(p)
    funnet = utred(
        grunnlag,
        Oppgave(
            utvalg=utvalg,
            maal=p.bygdmaal,
            minste_flate_daa=p.minste_flate_daa,
            vegkategorier=p.vegkategorier,
        ),
    )
    rader = ranger(_med_boligtall(funnet.rader, p))
    nytt, poengene, poengtabell = _nye_flater(grunnlag, p)
    tomter = ubebygde_tomter(grunnlag, rader, funnet, p.minste_tomt_daa)
    reserve = _reservetabeller(grunnlag, p, tomter)
    return replace(
        ramme(ANALYSE, grunnlag, asdict(p), funnet.regler),
        svar=_svar(grunnlag, p, rader, funnet),
        punkter=(
            *_punkter(p, rader, funnet),
            *reservepunkter(tomter),
            *nytt.punkter,
            *senterpunkter(grunnlag, nytt.rader, p.utleie_m, p.sentersted),
            *fellespunkter(funnet, p.bygdmaal),
        ),
        tabeller=(
            omraadetabell(rader, BOLIGKOLONNER, "Boligområder etter rang", grunnlag.kommune.epsg),
            reserve[0],
            *nytt.tabeller,
            poengtabell,
            *reserve[1:],
            sted_tabell(rader, funnet.ledig),
            treff_tabell(rader, funnet.svar, funnet.regler),
            regel_tabell(funnet.svar, funnet.regler),
        ),
        kartlag=(
            poengene,
            *nytt.kartlag,
            omraadelag(rader, BOLIGKOLONNER, kildelag(utvalg)),
            *grunnkartlag(funnet, utvalg),
        ),
    )


def _reservetabeller(
    grunnlag: Grunnlag, p: Parametre, tomter: GeoDataFrame | None
) -> tuple[Tabell, ...]:
    """Return what the plans and the quarters still hold."""
    veger = offentlige_veger(grunnlag, p.vegkategorier)
    fortett = Fortetting(innen_m=p.fortett_m, per_daa=p.fortett_per_daa)
    kvartaler = fortettingstabell(grunnlag, sentre(grunnlag, (p.sentersted,)), fortett)
    reserve = reservetabell(grunnlag, tomter, veger, p.minste_tomt_daa)
    return (reserve,) if kvartaler is None else (reserve, kvartaler)


def _nye_flater(grunnlag: Grunnlag, p: Parametre) -> tuple[Produkt, Kartlag, Tabell]:
    """Look for ground outside the plans; return it, and the scores cell by cell."""
    nett = vegnett(grunnlag, EN_FART_KMT)
    funn = sok(ANALYSE.navn, grunnlag, modell(grunnlag.kommune, p, nett), p)
    behov = Behov(lav=p.behov_lav, hoy=p.behov_hoy, utleie_m=p.utleie_m, sentersted=p.sentersted)
    sett = utsyn(grunnlag, funn.vist, p.utsiktspunkter, p.bygghoyde_m)
    produkt = lag_produkt(
        grunnlag, funn, (*BEHOVSKOLONNER, *UTSYNSKOLONNER),
        lambda rader: med_behov(rader, funn, behov).assign(**sett),
    )  # fmt: skip
    if samlet := kapasitetstabell(grunnlag, funn, produkt.rader, p.pe_per_bolig):
        produkt = replace(produkt, tabeller=(*produkt.tabeller, samlet))
    return (produkt, *poengkart(grunnlag, funn, nett))


def _med_boligtall(rader: GeoDataFrame, p: Parametre) -> GeoDataFrame:
    """Put in which areas the plan names, and the estimate of homes."""
    steder = re.compile(r"\b(" + "|".join(map(re.escape, p.nevnte_steder)) + r")\b", re.IGNORECASE)
    nevnt = [
        bool(p.nevnte_steder and steder.search(f"{navn} {plan}"))
        for navn, plan in zip(rader["navn"], rader["plan"], strict=True)
    ]
    return rader.assign(
        nevnt=np.where(nevnt, NEVNT, UTENOM),
        boliger=np.floor(rader["ledig_daa"] * p.boliger_per_daa),
    )


def _svar(grunnlag: Grunnlag, p: Parametre, rader: GeoDataFrame, funnet: Utredning) -> str:
    """Answer in one sentence."""
    if rader.empty:
        return ingen_omraader(grunnlag, _utvalg(p), "områder for bolig")
    utenom = rader[rader["nevnt"] == UTENOM]
    steder = f" utenom {oppramsing(p.nevnte_steder)}" if p.nevnte_steder else ""
    if funnet.ledig is None:
        return (
            f"{antall(len(utenom), 'boligområde', 'boligområder')} er vurdert{steder}, men hvor "
            "mye som er ledig, er ikke kjent: bygningene er ikke hentet."
        )
    med_plass = utenom[utenom["har_plass"] == JA]
    hvem = f"av {antall(len(utenom), 'vurdert boligområde', 'vurderte boligområder')}{steder}"
    flate = f"en ledig flate på minst {tall(p.minste_flate_daa)} daa"
    if med_plass.empty:
        return f"Ingen {hvem} har {flate}.{forbehold(grunnlag, funnet, _utvalg(p))}"
    ledig_m2 = samlet_daa(funnet.ledig, med_plass["id"]) * M2_PER_DAA
    return (
        f"{tall(len(med_plass))} {hvem} har {flate}, med {daa(ledig_m2, 0)} ledig grunn til "
        f"sammen; øverst i rekkefølgen står {navneliste(med_plass)}."
        + forbehold(grunnlag, funnet, _utvalg(p))
    )


def _punkter(p: Parametre, rader: GeoDataFrame, funnet: Utredning) -> tuple[str, ...]:
    """Return the findings that only this analysis has."""
    if rader.empty or funnet.ledig is None:
        return ()
    punkter = []
    grupper = ((NEVNT, "På stedene planen nevner"), (UTENOM, "Utenom dem"))
    for gruppe, ord_ in grupper if p.nevnte_steder else ((UTENOM, "I alt"),):
        dem = rader[rader["nevnt"] == gruppe]
        ledig_daa = samlet_daa(funnet.ledig, dem["id"])
        punkter.append(
            f"{ord_} er {antall(len(dem), 'område', 'områder')} vurdert, med "
            f"{daa(ledig_daa * M2_PER_DAA, 0)} ledig grunn (overlapp regnet én gang): plass til om "
            f"lag {tall(np.floor(ledig_daa * p.boliger_per_daa))} boliger ved "
            f"{tall(p.boliger_per_daa, 1)} boliger per daa (tetthet fra ett tilfelle: "
            "Granterveien på Røros)."
        )
    return tuple(punkter)


ANALYSE = Analyse(
    navn="bolig",
    tittel="Boligområder",
    sporsmaal="Hvor kan nye boliger komme, ut over stedene planen nevner?",
    krever=krevde_lag(_utvalg(Parametre()), *sokelag(*tk.LAGENE)),
    parametre=Parametre(),
    beregn=beregn,
)
