"""Naeringstomt: which business areas and plots are free, and where new ones can go."""

from dataclasses import asdict, dataclass, replace

from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.adkomst import vegnett
from analyser.felles.egnethet import kriterier
from analyser.felles.egnethet import tilbudskriterier as tk
from analyser.felles.egnethet.camping import CAMPINGLAG, campingmodell
from analyser.felles.egnethet.modell import (
    VERN_FORST,
    Egnethetsmodell,
    Flatekrav,
    Scenario,
    Sokerom,
)
from analyser.felles.egnethet.produkt import Produkt, lag_produkt, merket, sokelag
from analyser.felles.egnethet.reise import EN_FART_KMT
from analyser.felles.egnethet.sokerom import offentlige_veger
from analyser.felles.egnethet.sokevalg import Sokevalg, senterkriterium, sok
from analyser.felles.lokale import lokal
from analyser.felles.modell import Analyse, Grunnlag, Resultat
from analyser.felles.naeringsreserve import (
    BEBYGD,
    DELVIS,
    LEDIG,
    TILSTANDER,
    Tomtevalg,
    regnskapstabell,
    tilstand,
    tomterader,
    tomtetabell,
)
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
from analyser.felles.planreserve import ubebygde_tomter
from analyser.felles.rangering import ranger
from analyser.felles.svar import tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, daa, tall
from analyser.felles.tomter import REGULERT, Utvalg
from analyser.felles.utredning import (
    Oppgave,
    Utredning,
    fellespunkter,
    forbehold,
    grunnkartlag,
    ingen_omraader,
    kildelag,
    krevde_lag,
    ramme,
    samlet_daa,
    utred,
)
from analyser.felles.utsyn import UTSYNSKOLONNER, utsyn
from gis.kommune import Kommune
from gis.vegnett import Vegnett
from lag.katalog.grunnlag import TERRENG
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import NAERINGSTOMTER
from lag.katalog.plankoder import KP_NAERING
from lag.katalog.samferdsel import VEGER

NAERINGSKOLONNER = (
    *OMRAADE,
    tekstkolonne("tilstand", "Tilstand", "Etter bygningspunktene i området."),
    *GRUNN,
    tekstkolonne("har_plass", "Har plass", "Om største ledige flate er stor nok."),
    *AVSTANDER,
    tekstkolonne("bygg", "Bygg", "Antall bygningspunkt i området."),
    *SVAR,
    tekstkolonne("reindrift", "Reindrift"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre(Sokevalg):
    """Choices that the planner can change."""

    minste_flate_daa: float = 3.0
    """Connected free ground, dekar, that an area needs to have room; an area with buildings and
    less unbuilt ground than this is «bebygd». arealsils forslag (uverifisert)."""
    minste_tomt_daa: float = 0.5
    """Smallest plot that is listed, dekar: room for a workshop. arealsils forslag
    (uverifisert)."""
    smaaverksted_daa: float = 1.0
    """Plots below this are listed as «småverksted», dekar (measure 6.3). arealsils forslag
    (uverifisert)."""
    stor_tomt_daa: float = 5.0
    """Plots from this on are listed as «stor», dekar. arealsils forslag (uverifisert)."""
    byggradius_m: float = 40.0
    """Ground within this distance of a building point is built, metres.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 5.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""
    sentrumsnaer_m: float = 1500.0
    """Plots this near the centre are «sentrumsnær», metres (measure 3.2c). arealsils forslag
    (uverifisert)."""
    tomt_bredde_m: float = 45.0
    """Plot of the sketch along the road, metres. arealsils forslag (uverifisert)."""
    tomt_dybde_m: float = 50.0
    """Plot of the sketch away from the road, metres. arealsils forslag (uverifisert)."""
    veg_bredde_m: float = 10.0
    """Ground that the access road takes across, metres. arealsils forslag (uverifisert)."""
    vises: int = 25
    """New areas that are shown. arealsils forslag."""
    camping_steder: tuple[str, ...] = lokal(("Brekken",), ())
    """Places that campsites are looked for at, besides outside the centre. Source: measure 4.2b
    (kilde sett)."""


SCENARIER = (
    Scenario(
        id="sentrum", tittel="Sentrumsnært", tekst="avstanden til sentrum veier fem ganger",
        vekter={"senter": 5.0},
    ),
    Scenario(
        id="transport", tittel="Tungtransport", tekst="avstanden til europa-, riks- eller "
        "fylkesveg og slakt terreng veier fire ganger",
        vekter={"hovedveg": 4.0, "helning": 4.0},
    ),
    VERN_FORST,
)  # fmt: skip
"""Named sets of weights and rules. arealsils forslag (uverifisert): the council makes its own."""
HOVEDVEG = ("E", "R", "F")
TETTHET = (0.3, 0.5)
"""Business plots per dekar, low and high: 2–3 daa each with roads. arealsils forslag
(uverifisert)."""


def modell(kommune: Kommune, p: Parametre, nett: Vegnett | None) -> Egnethetsmodell:
    """Return the suitability model for business."""
    t = kriterier.terskler(kommune)
    til_hovedveg = kriterier.avstand_til(VEGER, lambda g: offentlige_veger(g, HOVEDVEG))
    return Egnethetsmodell(
        formaal="naering",
        enhet=("næringstomt", "næringstomter"),
        sokerom=Sokerom(fra_veg_m=p.sok_fra_veg_m, fra_sted_m=p.sok_fra_sted_m),
        krav=_krav(kommune, p),
        tomt=p.tomtekrav,
        tetthet=TETTHET,
        kriterier=(
            senterkriterium(p, nett),
            replace(
                kriterier.naerhet(t["naerhet_veg"], "Nær hovedveg", til_hovedveg, VEGER),
                id="hovedveg", hva="luftlinje til europa-, riks- eller fylkesveg",
            ),
            tk.naer_strom(t["naerhet_strom"], nett),
            tk.naer_ledning(t["naerhet_vann_avlop"], nett),
            tk.naer_fiber(t["naerhet_fiber"], nett),
            kriterier.helning(t["helning_naering_best"], t["helning_naering_bratt"], TERRENG),
            kriterier.utredning(),
        ),
        scenarier=SCENARIER,
    )  # fmt: skip


def _krav(kommune: Kommune, p: Parametre) -> Flatekrav:
    """Return what an area must have."""
    return Flatekrav(
        minst_daa=p.minste_flate_daa,
        storst_daa=p.storste_flate_daa,
        bredde_m=p.minste_bredde_m,
        brattest=kriterier.terskler(kommune)["helning_naering_bratt"].terskel,
    )


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(
        formaal="naering", regulert=NAERINGSTOMTER, kp_formaal=KP_NAERING, kp_status=p.kp_status
    )


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Tell which business areas are free, built in part or built, and list the free plots."""
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
    rader = ranger(funnet.rader.assign(tilstand=tilstand(funnet.rader, p.minste_flate_daa)))
    valg = _tomtevalg(p)
    ubebygde = ubebygde_tomter(grunnlag, rader, funnet, p.minste_tomt_daa)
    tomter = tomterader(grunnlag, ubebygde, rader, valg)
    epsg = grunnlag.kommune.epsg
    nytt, camping = _nye_flater(grunnlag, p)
    return replace(
        ramme(ANALYSE, grunnlag, asdict(p), funnet.regler),
        svar=_svar(grunnlag, p, rader, funnet),
        punkter=(
            *_punkter(grunnlag, p, rader, tomter),
            *nytt.punkter,
            *camping.punkter,
            *fellespunkter(funnet, p.bygdmaal),
        ),
        tabeller=(
            omraadetabell(rader, NAERINGSKOLONNER, "Næringsområder etter rang", epsg),
            regnskapstabell(rader, funnet, epsg),
            tomtetabell(tomter, valg),
            *nytt.tabeller,
            *camping.tabeller[:3],
            sted_tabell(rader, funnet.ledig),
            treff_tabell(rader, funnet.svar, funnet.regler),
            regel_tabell(funnet.svar, funnet.regler),
        ),
        kartlag=(
            *camping.kartlag,
            *nytt.kartlag,
            omraadelag(rader, NAERINGSKOLONNER, kildelag(utvalg), TILSTANDER, "tilstand"),
            *grunnkartlag(funnet, utvalg),
        ),
    )


def _tomtevalg(p: Parametre) -> Tomtevalg:
    return Tomtevalg(
        minst_daa=p.minste_tomt_daa,
        smaatt_daa=p.smaaverksted_daa,
        stor_daa=p.stor_tomt_daa,
        sentrumsnaer_m=p.sentrumsnaer_m,
        sentersted=p.senterord,
        vegkategorier=p.vegkategorier,
    )


def _nye_flater(grunnlag: Grunnlag, p: Parametre) -> tuple[Produkt, Produkt]:
    """Look for ground outside the plans: for business, and for campsites."""
    nett = vegnett(grunnlag, EN_FART_KMT)
    naering = sok(ANALYSE.navn, grunnlag, modell(grunnlag.kommune, p, nett), p)
    uten_vekter = replace(p, vekter=(), parvis=(), sving=(), vises=10)
    camping = sok(
        ANALYSE.navn,
        grunnlag,
        campingmodell(grunnlag.kommune, p, p.camping_steder, nett),
        uten_vekter,
    )
    sett = utsyn(grunnlag, naering.vist, p.utsiktspunkter, p.bygghoyde_m)
    nytt = lag_produkt(grunnlag, naering, UTSYNSKOLONNER, lambda rader: rader.assign(**sett))
    return nytt, merket(lag_produkt(grunnlag, camping), "camping", "Camping")


def _svar(grunnlag: Grunnlag, p: Parametre, rader: GeoDataFrame, funnet: Utredning) -> str:
    """Answer in one sentence."""
    if rader.empty:
        return ingen_omraader(grunnlag, _utvalg(p), "områder for næring")
    regulerte = rader[rader["opphav"] == REGULERT]
    hvem = antall(len(regulerte), "regulert næringsområde", "regulerte næringsområder")
    if not grunnlag[NAERINGSTOMTER].kjent:
        return (
            "Hvilke regulerte næringsområder som er ledige, er ikke kjent: "
            f"{NAERINGSTOMTER.tittel} er ikke hentet; "
            f"{antall(len(rader), 'annet område', 'andre områder')} er vurdert."
        )
    if funnet.ledig is None:
        return f"Hvilke av {hvem} som er ledige, er ikke kjent: bygningene er ikke hentet."
    telt = regulerte["tilstand"].value_counts()
    ledig_m2 = samlet_daa(funnet.ledig, regulerte["id"]) * M2_PER_DAA
    return (
        f"Av {hvem} er {tall(telt.get(LEDIG, 0))} ledige, {tall(telt.get(DELVIS, 0))} delvis "
        f"bebygd og {tall(telt.get(BEBYGD, 0))} bebygd; til sammen har de {daa(ledig_m2, 0)} "
        f"ubebygd grunn som ingen kjent regel utelukker.{forbehold(grunnlag, funnet, _utvalg(p))}"
    )


def _punkter(
    grunnlag: Grunnlag, p: Parametre, rader: GeoDataFrame, tomter: DataFrame
) -> tuple[str, ...]:
    """Return the findings that only this analysis has."""
    punkter: list[str] = []
    if not all(grunnlag[post].kjent for post in (NAERINGSTOMTER, TEIGER, BYGNINGER)):
        punkter.append(
            "Hvilke enkelttomter som er ledige, er ikke kjent: det krever både regulerte områder, "
            "teiger og bygninger."
        )
    elif not rader.empty:
        smaa = int((tomter["storrelse"] == "småverksted").sum())
        punkter.append(
            f"{antall(len(tomter), 'tomt', 'tomter')} uten bygg på minst "
            f"{tall(p.minste_tomt_daa, 1)} daa ligger i de regulerte områdene, "
            f"{tall(smaa)} av dem under {tall(p.smaaverksted_daa, 1)} daa (småverksted)."
        )
    andre = rader[rader["opphav"] != REGULERT]
    if len(andre):
        punkter.append(
            f"I tillegg er {antall(len(andre), 'område', 'områder')} fra kommuneplanen og "
            "arealinnspill vurdert; de kan dekke de regulerte."
        )
    return tuple(punkter)


ANALYSE = Analyse(
    navn="naeringstomt",
    tittel="Næringstomter",
    sporsmaal="Hvilke næringsområder og næringstomter er ledige?",
    krever=krevde_lag(_utvalg(Parametre()), *sokelag(*tk.LAGENE, *CAMPINGLAG)),
    parametre=Parametre(),
    beregn=beregn,
)
