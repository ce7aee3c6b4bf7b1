"""Hytte: where large cabin areas can come, with world heritage and reindeer husbandry in view.

Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import asdict, dataclass, replace

import numpy as np
from geopandas import GeoDataFrame
from pandas import Series

from analyser.felles.adkomst import vegnett
from analyser.felles.egnethet import kriterier
from analyser.felles.egnethet import tilbudskriterier as tk
from analyser.felles.egnethet.modell import (
    VERN_FORST,
    Egnethetsmodell,
    Flatekrav,
    Kriterium,
    Kurve,
    Scenario,
    Sokerom,
)
from analyser.felles.egnethet.planvask import planvask
from analyser.felles.egnethet.produkt import Produkt, lag_produkt, sokelag
from analyser.felles.egnethet.reise import EN_FART_KMT
from analyser.felles.egnethet.sokerom import offentlige_veger
from analyser.felles.egnethet.sokevalg import Sokevalg, sok
from analyser.felles.hyttekart import Kartvalg, klassekart
from analyser.felles.hytteklasser import (
    KLASSEKOLONNER,
    KLASSER,
    inngrepsfri,
    klyngelag,
    klynger,
    med_klasser,
    reinbaand,
)
from analyser.felles.hyttemaal import saerverdi, skoggrense, verdensarvsone
from analyser.felles.hyttereserve import reservetabell
from analyser.felles.hyttesvar import hyttepunkter, hyttesvar
from analyser.felles.lokale import lokal
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Kolonneinfo, Resultat, Tabell
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
from analyser.felles.rangering import NOKLER, RANGERINGSTEKST, ranger
from analyser.felles.regler import gjeldende
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import meter, tall
from analyser.felles.terreng import andel_over, helning, median
from analyser.felles.tomter import REGULERT, Utvalg, antall_inni
from analyser.felles.utredning import (
    Oppgave,
    Utredning,
    fellespunkter,
    grunnkartlag,
    kildelag,
    krevde_lag,
    ramme,
    utred,
)
from analyser.felles.utsyn import UTSYNSKOLONNER, utsyn
from gis.kommune import Kommune
from gis.vegnett import Vegnett
from lag.katalog.grunnlag import TERRENG
from lag.katalog.koder import FRITIDSBYGG
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import HYTTEOMRAADER
from lag.katalog.plankoder import KP_FRITID
from lag.katalog.samferdsel import JERNBANE, VEGER

HYTTENOKLER = (*NOKLER[:2], ("mest_over", True), *NOKLER[2:])
"""Order of the areas: as everywhere, but the tree line is asked third."""
HYTTETEKST = (
    f"{RANGERINGSTEKST} For hytter er det et tredje ledd foran de uvisse svarene: områder med mer "
    "enn halvparten over skoggrensen står etter de andre."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre(Sokevalg):
    """Choices that the planner can change."""

    stort_daa: float = 100.0
    """Connected free ground, dekar, from which a cabin area is «stort».
    arealsils forslag (uverifisert): the plan does not say how large «store» is."""
    skoggrense_moh: float = lokal(850.0, 850.0)
    """Height above sea level, metres, above which ground counts as over the tree line. Source:
    about 800–900 m at Femundsmarka (kilde sett); 850 is the middle (kommunens valg)."""
    brattest_grader: float = 18.4
    """Slope, degrees, above which ground is steep: 1:3. arealsils forslag (uverifisert)."""
    naerhet_m: float = 500.0
    """Distance within which existing cabins are counted, metres.
    arealsils forslag (uverifisert)."""
    hytter_per_daa_lav: float = 0.7
    """Cabins per dekar, roads included, low estimate. Uverifisert."""
    hytter_per_daa_hoy: float = 1.0
    """Cabins per dekar, roads included, high estimate. Uverifisert."""
    sok_fra_veg_m: float = 500.0
    """New ground is looked for within this distance of a public road, metres, anywhere in the
    municipality. The middle step of regel.naerhet_veg (uverifisert)."""
    minste_nye_daa: float = 20.0
    """Smallest new area, dekar: regel.minste_flate_fritid (uverifisert)."""
    storste_flate_daa: float = 300.0
    """A larger area is cut in two, dekar. arealsils forslag (uverifisert)."""
    minste_bredde_m: float = 60.0
    """Narrower ground is left out, metres. arealsils forslag (uverifisert)."""
    tomt_bredde_m: float = 30.0
    """Plot of the sketch along the road, metres. arealsils forslag (uverifisert)."""
    tomt_dybde_m: float = 35.0
    """Plot of the sketch away from the road, metres. arealsils forslag (uverifisert)."""
    veg_bredde_m: float = 6.0
    """Ground that the access road takes across, metres. arealsils forslag (uverifisert)."""
    vises: int = 25
    """New areas that are shown. arealsils forslag."""
    bygghoyde_m: float = 6.0
    """Height of a cabin above the ground, metres. arealsils forslag (uverifisert)."""


KLYNGEKURVE = Kurve(
    hjorner=((200.0, 1.0), (2000.0, 0.0)),
    kilde="arealsils forslag: bygg videre der det er hytter", merke="uverifisert",
)  # fmt: skip
SCENARIER = (
    VERN_FORST,
    Scenario(
        id="samle", tittel="Samle i dagens felt",
        tekst="avstanden til hyttefelt som står, veier fem ganger",
        vekter={"klynge": 5.0},
    ),
    Scenario(
        id="billig", tittel="Billig å bygge ut",
        tekst="veg, ledninger og slakt terreng veier fire ganger",
        vekter={"veg": 4.0, "vann_avlop": 4.0, "helning": 4.0},
    ),
    Scenario(
        id="rein", tittel="Uten årstidsbeite og trekklei",
        tekst="vår-, sommer-, høst-, høstvinter- og vinterbeite, trekklei og hensynssone reindrift "
        "utelukker",
        skjerpet=("reinbeite_vaar", "reinbeite_sommer", "reinbeite_host", "reinbeite_hostvinter",
                  "reinbeite_vinter", "trekklei", "reindriftsanlegg", "hensynssoner_reindrift"),
    ),
)  # fmt: skip
"""Named sets of weights and rules. arealsils forslag (uverifisert): the council makes its own."""


def modell(
    kommune: Kommune, p: Parametre, felt: GeoDataFrame, nett: Vegnett | None = None
) -> Egnethetsmodell:
    """Return the suitability model for cabins; `felt` are today's clusters of them."""
    t = kriterier.terskler(kommune)
    til_veg = kriterier.avstand_til(VEGER, lambda g: offentlige_veger(g, p.vegkategorier))
    return Egnethetsmodell(
        formaal="fritid",
        enhet=("hytte", "hytter"),
        sokerom=Sokerom(fra_veg_m=p.sok_fra_veg_m, fra_sted_m=np.inf),
        krav=Flatekrav(
            minst_daa=p.minste_nye_daa,
            storst_daa=p.storste_flate_daa,
            bredde_m=p.minste_bredde_m,
            brattest=t["helning_fritid_bratt"].terskel,
            hoyest_moh=p.skoggrense_moh,
        ),
        tomt=p.tomtekrav,
        tetthet=(p.hytter_per_daa_lav, p.hytter_per_daa_hoy),
        kriterier=(
            Kriterium(
                id="klynge", tittel="Nær hyttefelt i dag", enhet="m",
                hva="luftlinje til fritidsbygg som står samlet", kurve=KLYNGEKURVE,
                maal=kriterier.avstand_til(BYGNINGER, lambda _: felt), lag=(BYGNINGER,),
            ),
            kriterier.naerhet(t["naerhet_veg"], "Nær veg", til_veg, VEGER),
            tk.naer_ledning(t["naerhet_vann_avlop"], nett),
            tk.naer_strom(t["naerhet_strom"], nett),
            tk.solforhold(),
            kriterier.helning(t["helning_fritid"], t["helning_fritid_bratt"], TERRENG),
            kriterier.utredning(),
        ),
        scenarier=SCENARIER,
    )  # fmt: skip


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(
        formaal="fritid", regulert=HYTTEOMRAADER, kp_formaal=KP_FRITID, kp_status=p.kp_status
    )


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Rank the areas that are planned or proposed for cabins."""
    utvalg = _utvalg(p)
    oppgave = Oppgave(
        utvalg=utvalg, maal=p.bygdmaal, minste_flate_daa=p.stort_daa,
        vegkategorier=p.vegkategorier, tillegg=skoggrense(p.skoggrense_moh),
    )  # fmt: skip
    funnet = utred(grunnlag, oppgave)
    rader = _raderte(grunnlag, funnet, p)
    egne = (*KLASSEKOLONNER, *UTSYNSKOLONNER, *_egne_kolonner(p))
    kolonner = (*OMRAADE, *egne, *GRUNN, *SVAR, *AVSTANDER)
    nytt, felt, vask = _nye_flater(grunnlag, p, rader)
    tetthet = (p.hytter_per_daa_lav, p.hytter_per_daa_hoy)
    reserve, reserveord = reservetabell(grunnlag, p.bygdmaal, tetthet)
    punkter = hyttepunkter(tetthet, p.skoggrense_moh, rader, funnet)
    kartet, klassene = _hele_kommunen(grunnlag, p)
    return replace(
        ramme(ANALYSE, grunnlag, asdict(p), funnet.regler),
        svar=hyttesvar(grunnlag, utvalg, p.stort_daa, rader, funnet),
        punkter=(*punkter, *reserveord, *nytt.punkter, *fellespunkter(funnet, p.bygdmaal)),
        tabeller=(
            omraadetabell(
                rader, kolonner, "Hytteområder etter rang", grunnlag.kommune.epsg, HYTTETEKST
            ),
            klassene,
            reserve,
            *nytt.tabeller,
            vask,
            sted_tabell(rader, funnet.ledig),
            treff_tabell(rader, funnet.svar, funnet.regler),
            regel_tabell(funnet.svar, funnet.regler),
        ),
        kartlag=(
            kartet,
            klyngelag(felt),
            *nytt.kartlag,
            omraadelag(rader, kolonner, kildelag(utvalg), KLASSER, "klasse"),
            *grunnkartlag(funnet, utvalg),
        ),
    )


def _hele_kommunen(grunnlag: Grunnlag, p: Parametre) -> tuple[Kartlag, Tabell]:
    """Return the three classes wall to wall."""
    valg = Kartvalg(
        skoggrense_moh=p.skoggrense_moh,
        brattest=kriterier.terskler(grunnlag.kommune)["helning_fritid_bratt"].terskel,
        byggradius_m=p.byggradius_m,
    )
    return klassekart(grunnlag, gjeldende(grunnlag.kommune, "fritid"), valg)


def _raderte(grunnlag: Grunnlag, funnet: Utredning, p: Parametre) -> GeoDataFrame:
    """Put in what is measured, the classes and what is seen, and rank."""
    maalt = _med_hyttetall(grunnlag, funnet, p)
    maalt = med_klasser(grunnlag, maalt, funnet.svar, funnet.regler)
    maalt = maalt.assign(**utsyn(grunnlag, maalt, p.utsiktspunkter, p.bygghoyde_m))
    return ranger(maalt, HYTTENOKLER)


def _nye_flater(
    grunnlag: Grunnlag, p: Parametre, rader: GeoDataFrame
) -> tuple[Produkt, GeoDataFrame, Tabell]:
    """Look for ground outside the plans; return it, today's clusters, and the plans washed."""
    felt, nett = klynger(grunnlag), vegnett(grunnlag, EN_FART_KMT)
    funn = sok(ANALYSE.navn, grunnlag, modell(grunnlag.kommune, p, felt, nett), p)
    former = funn.vist.geometry.to_numpy()
    egne = {"rein_baand": reinbaand(grunnlag, former), "inngrep": inngrepsfri(grunnlag, former)}
    egne |= utsyn(grunnlag, funn.vist, p.utsiktspunkter, p.bygghoyde_m)
    kolonner = (*KLASSEKOLONNER[2:], *UTSYNSKOLONNER)
    ubygde = rader[(rader["bygg"] == 0) & (rader["opphav"] == REGULERT)]
    return (
        lag_produkt(grunnlag, funn, kolonner, lambda dem: dem.assign(**egne)),
        felt,
        planvask(grunnlag, funn, ubygde),
    )


def _egne_kolonner(p: Parametre) -> tuple[Kolonneinfo, ...]:
    return (
        tekstkolonne("har_plass", "Stort", f"Ledig flate på minst {tall(p.stort_daa)} daa."),
        tekstkolonne("verdensarv", "Verdensarv", "Hvilken sone området ligger i."),
        tallkolonne("kjerne_m", "Til kjerneområde", "m", 0, "Luftlinje."),
        tekstkolonne("saerverdi", "Reindriftens særverdi", "Flyttlei, oppsamling og kalvingsland."),
        tekstkolonne("reindrift", "Reindrift"),
        tallkolonne("moh", "Høyde, median", "moh.", 0, "Fra terrengmodellen."),
        tallkolonne("over_prosent", "Over skoggrensen", "%", 0, "Andel over skoggrense_moh."),
        tallkolonne("bratt_prosent", "Bratt", "%", 0, f"Over {tall(p.brattest_grader, 1)} grader."),
        tekstkolonne("hytter", "Fritidsbygg", "Bygningspunkt av type 161, 162 og 163 i området."),
        tekstkolonne("hytter_naer", f"Fritidsbygg innen {meter(p.naerhet_m)}"),
        tallkolonne("nye_lav", "Nye hytter, lavt anslag", "stk.", 0, "Uverifisert tetthet."),
        tallkolonne("nye_hoy", "Nye hytter, høyt anslag", "stk.", 0, "Uverifisert tetthet."),
    )  # fmt: skip


def _med_hyttetall(grunnlag: Grunnlag, funnet: Utredning, p: Parametre) -> GeoDataFrame:
    """Put in terrain, cabins, world heritage and reindeer husbandry."""
    rader, bygg = funnet.rader, grunnlag[BYGNINGER]
    hytter = bygg.data[bygg.data["bygningstype"].isin(FRITIDSBYGG)]
    terreng = grunnlag[TERRENG].raster
    over_prosent = 100.0 * andel_over(terreng, rader, p.skoggrense_moh)
    mest_over = Series((over_prosent > 50.0).astype(float), rader.index)  # noqa: PLR2004 – half
    sone, kjerne_m = verdensarvsone(grunnlag, rader)
    return rader.assign(
        verdensarv=sone,
        kjerne_m=kjerne_m,
        saerverdi=saerverdi(funnet.svar, rader),
        moh=median(terreng, rader),
        over_prosent=over_prosent,
        mest_over=mest_over.where(~np.isnan(over_prosent)),
        bratt_prosent=100.0 * andel_over(helning(terreng), rader, p.brattest_grader),
        hytter=antall_inni(rader, hytter) if bygg.kjent else np.nan,
        hytter_naer=antall_inni(rader, hytter, p.naerhet_m) if bygg.kjent else np.nan,
        nye_lav=np.floor(rader["ledig_daa"] * p.hytter_per_daa_lav),
        nye_hoy=np.floor(rader["ledig_daa"] * p.hytter_per_daa_hoy),
    )


ANALYSE = Analyse(
    navn="hytte",
    tittel="Hytteområder",
    sporsmaal="Hvor kan store hytteområder komme uten å skade verdensarv og reindrift?",
    krever=krevde_lag(_utvalg(Parametre()), *sokelag(VERDENSARV, JERNBANE, *tk.LAGENE)),
    parametre=Parametre(),
    beregn=beregn,
)
