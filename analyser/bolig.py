"""Bolig: where new homes can go, besides the places that the plan names."""

import re
from dataclasses import asdict, dataclass

import numpy as np
from geopandas import GeoDataFrame

from analyser.felles.modell import Analyse, Grunnlag, Resultat
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
from analyser.felles.rangering import ranger
from analyser.felles.regler import bruk
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, daa, oppramsing, tall
from analyser.felles.tomter import Bygdmaal, Utvalg
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
    samlet_daa,
    utred,
)
from lag.katalog.plan import BOLIGTOMTER
from lag.katalog.plankoder import KP_BOLIG

NEVNT, UTENOM = "nevnt i planen", "utenom"


BOLIGKOLONNER = (
    *OMRAADE,
    tekstkolonne("nevnt", "Nevnt i planen", "Om navnet er et av stedene i tiltak 1.1a og 1.4."),
    *GRUNN,
    tekstkolonne("har_plass", "Har plass", "Om største ledige flate er stor nok."),
    tallkolonne("boliger", "Boliger, anslag", "stk.", 0, "Ledig areal ganger tettheten."),
    *SVAR,
    *AVSTANDER,
    tekstkolonne("bygg", "Bygg", "Antall bygningspunkt i området."),
    tekstkolonne("reindrift", "Reindrift"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    nevnte_steder: tuple[str, ...] = ("Gjøsvika", "Gjøsvikmoen", "Øra")
    """Places that the plan names; an area whose name holds one as a whole word is «nevnt».
    Source: Strategisk næringsplan, measures 1.1a and 1.4 (kilde sett)."""
    kp_status: tuple[str, ...] = ("2",)
    """`arealbruksstatus` of kommuneplan areas that are candidates: 2 is future. Source: the code
    list of the national plan service (kilde sett); leaving out 1, built, is kommunens valg."""
    minste_flate_daa: float = 5.0
    """Connected free ground, dekar, that an area needs to have room for homes.
    arealsils forslag (uverifisert)."""
    byggradius_m: float = 25.0
    """Ground within this distance of a building point is built, metres.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 2.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""
    boliger_per_daa: float = 0.8
    """Homes per dekar of free ground, roads included. Source: Granterveien, about 4 units on
    4.8 daa (kilde sett); one case, so the number is kommunens valg."""
    vegkategorier: tuple[str, ...] = ("E", "R", "F", "K")
    """`vegkategori` of public roads. Source: code list of the national road database
    (kilde sett)."""


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(formaal="bolig", regulert=BOLIGTOMTER, kp_formaal=KP_BOLIG, kp_status=p.kp_status)


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Rank the areas that are planned or proposed for homes."""
    utvalg = _utvalg(p)
    maal = Bygdmaal(byggradius_m=p.byggradius_m, hel_tomt_daa=p.hel_tomt_daa)
    funnet = utred(
        grunnlag,
        Oppgave(
            utvalg=utvalg,
            maal=maal,
            minste_flate_daa=p.minste_flate_daa,
            vegkategorier=p.vegkategorier,
        ),
    )
    rader = ranger(_med_boligtall(funnet.rader, p))
    tabeller = (
        omraadetabell(rader, BOLIGKOLONNER, "Boligområder etter rang", grunnlag.kommune.epsg),
        sted_tabell(rader, funnet.ledig),
        treff_tabell(rader, funnet.svar, funnet.regler),
        regel_tabell(funnet.svar, funnet.regler),
    )
    return Resultat(
        analyse=ANALYSE.navn,
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        tiltak=ANALYSE.tiltak,
        svar=_svar(grunnlag, p, rader, funnet),
        punkter=(*_punkter(p, rader, funnet), *fellespunkter(funnet, maal)),
        tabeller=tabeller,
        kartlag=(
            omraadelag(rader, BOLIGKOLONNER, kildelag(utvalg)),
            *grunnkartlag(funnet, utvalg),
        ),
        regler=tuple(bruk(regel) for regel in funnet.regler),
        kilder=kildebruk(grunnlag, ANALYSE.krever),
        ukjent=ukjent_tekster(grunnlag, ANALYSE.krever),
        parametre=asdict(p),
    )


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
    if funnet.ledig is None:
        return (
            f"{antall(len(utenom), 'boligområde', 'boligområder')} ligger utenom "
            f"{oppramsing(p.nevnte_steder)}, men hvor mye som er ledig, er ikke kjent: bygningene "
            "er ikke hentet."
        )
    med_plass = utenom[utenom["har_plass"] == JA]
    steder = oppramsing(p.nevnte_steder)
    hvem = (
        f"av {antall(len(utenom), 'vurdert boligområde', 'vurderte boligområder')} utenom {steder}"
    )
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
    for gruppe, ord_ in ((NEVNT, "På stedene planen nevner"), (UTENOM, "Utenom dem")):
        dem = rader[rader["nevnt"] == gruppe]
        ledig_daa = samlet_daa(funnet.ledig, dem["id"])
        punkter.append(
            f"{ord_} er {antall(len(dem), 'område', 'områder')} vurdert, med "
            f"{daa(ledig_daa * M2_PER_DAA, 0)} ledig grunn (overlapp regnet én gang): plass til om "
            f"lag {tall(np.floor(ledig_daa * p.boliger_per_daa))} boliger ved "
            f"{tall(p.boliger_per_daa, 1)} boliger per daa (tetthet som i Granterveien, "
            "ett tilfelle)."
        )
    return tuple(punkter)


ANALYSE = Analyse(
    navn="bolig",
    tittel="Boligområder",
    sporsmaal="Hvor kan nye boliger komme, ut over Gjøsvika og Øra?",
    tiltak=("1.1a", "1.4"),
    krever=krevde_lag(_utvalg(Parametre())),
    parametre=Parametre(),
    beregn=beregn,
)
