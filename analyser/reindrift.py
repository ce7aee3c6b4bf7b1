"""Reindrift: the districts' own land – seasons, months, corridors, and what comes near it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from analyser.felles.formaal import OM_UTBYGGING
from analyser.felles.modell import Analyse, Grunnlag, Resultat
from analyser.felles.rein.ark import distriktsark
from analyser.felles.rein.bilde import Bilde, Rammer, bildet
from analyser.felles.rein.grunn import BYGGET, NAVNGIR, PLANLAGT
from analyser.felles.rein.kartlagene import beitelag, distriktlag, objektlag, sakslag
from analyser.felles.rein.leitabeller import leilag, leisakstabell, leitabell
from analyser.felles.rein.oppsett import BAAND_M, MAANEDER, SONEORD
from analyser.felles.rein.ord import (
    BEITE,
    INNENFOR,
    SAER,
    Mote,
    aapent_i_dag,
    bygd_i_ord,
    moter,
    om_bygd,
)
from analyser.felles.rein.soner import MED_PLANER, lagt_til
from analyser.felles.rein.tabeller import (
    beitetabell,
    distrikttabell,
    kalendertabell,
    objekttabell,
    sakstabell,
    studietabell,
)
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    REINDRIFT_VARSEL,
    antall,
    daa,
    meter,
    oppramsing,
)
from gis.crs import arealmerknad
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.reindrift import FLYTTLEI, REINBEITE
from lag.modell import Lag

DIALOG = "Hva virkningene er, avklares i dialog med reinbeitedistriktet."


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    baand_m: tuple[float, ...] = BAAND_M
    """Outer edges of the bands, metres, rising. Source: the studies lie between 0.9 and 5 km and
    disagree (table «studier»)."""
    maaneder: tuple[str, ...] = MAANEDER
    """Layer = months in use («reinbeite_vaar=4-6»). arealsils forslag (uverifisert); the
    district's own plan decides."""
    bygg_m: float = 10.0
    """Ground of a building, metres from its point. arealsils anslag (uverifisert)."""
    veg_m: float = 4.0
    """Half the width of a road or a railway, metres. arealsils anslag (uverifisert)."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Measure pastures, corridors and months against what is built and planned; never a verdict."""
    bilde = bildet(grunnlag, Rammer(p.baand_m, p.maaneder, p.bygg_m, p.veg_m))
    alle = moter(bilde, grunnlag[REINBEITE].kjent)
    epsg = grunnlag.kommune.epsg
    tabeller = (
        distrikttabell(bilde, grunnlag.grense, epsg),
        sakstabell(bilde, alle, epsg),
        kalendertabell(bilde, epsg),
        leitabell(bilde.leier),
        leisakstabell(bilde.leier),
        beitetabell(bilde, grunnlag.grense, epsg),
        objekttabell(bilde),
        studietabell(),
    )
    kartlag = (
        distriktlag(bilde, epsg),
        beitelag(bilde, epsg),
        *leilag(bilde.leier, epsg),
        objektlag(bilde, epsg),
        sakslag(bilde, alle, epsg),
    )
    return Resultat(
        analyse="reindrift",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(bilde, alle, grunnlag),
        punkter=_punkter(bilde, alle),
        tabeller=tabeller,
        kartlag=kartlag,
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=(*ukjent_tekster(grunnlag, KREVER), *_ukjent(bilde)),
        parametre=asdict(p),
        ark=distriktsark(bilde, alle, tabeller),
    )


def _svar(bilde: Bilde, alle: Sequence[Mote], grunnlag: Grunnlag) -> str:
    """Answer in one sentence, with numbers."""
    distrikter = grunnlag[REINBEITE]
    if not distrikter.kjent:
        return (
            f"Reinbeitedistriktene er ikke kjent: {distrikter.feil.rstrip('.')}. Om noe ligger i "
            "et distrikt, kan derfor ikke sies."
        )
    slag = {s: len({m.sak for m in alle if m.slag == s}) for s in (SAER, BEITE, INNENFOR)}
    bygd = sum(float(m[0, 0]) for m in bilde.samlet_m2.values())
    nytt = sum(float(lagt_til(m, MED_PLANER)[0]) for m in bilde.samlet_m2.values())
    return (
        f"Kartene viser {antall(len(bilde.distrikter), 'reinbeitedistrikt', 'reinbeitedistrikt')}. "
        f"Av {antall(len(bilde.saker), 'planlagt område', 'planlagte områder')} treffer "
        f"{slag[SAER]} kalvingsland, leier, oppsamlingsområder eller anlegg, {slag[BEITE]} "
        f"ligger på årstidsbeite, og {slag[INNENFOR]} innenfor et distrikt uten registrert "
        f"særverdi. {_mangler(bilde)}"
        f"På kartlagt bruk er {bygd_i_ord(bilde, bygd)} bygd så langt, og planer og innspill "
        f"legger til {daa(nytt)} ({arealmerknad(grunnlag.kommune.epsg)})."
    )


def _mangler(bilde: Bilde) -> str:
    """Say which parts of the districts the counts are without."""
    borte = [post.tittel for post in bilde.ukjente]
    return f"Ikke kjent, og ikke med i tallene: {oppramsing(borte)}. " if borte else ""


def _punkter(bilde: Bilde, alle: Sequence[Mote]) -> tuple[str, ...]:
    """Write the findings: corridors first, then district by district."""
    ut = []
    for lei in bilde.leier:
        for sak, apning, _ in lei.saker:
            igjen = (
                "lar ingenting av bredden være åpent"
                if apning.mest_m == 0
                else f"lar {meter(apning.minst_m)} være åpent på det smaleste"
            )
            ut.append(
                f"{sak.navn} ligger i flyttleia «{lei.id}» i {lei.distrikt} og {igjen}; "
                f"{aapent_i_dag(lei)}."
            )
    for navn, maal in bilde.samlet_m2.items():
        egne = [bilde.saker[m.sak].navn for m in alle if m.distrikt == navn and m.slag == SAER]
        treff = f"; {oppramsing(egne)} treffer særverdi" if egne else ""
        nytt = daa(float(lagt_til(maal, MED_PLANER)[0]))
        ut.append(
            f"{navn}: {bygd_i_ord(bilde, float(maal[0, 0]))} av kartlagt bruk er bygd på så langt, "
            f"planer og innspill legger til {nytt}{treff}."
        )
    return (*ut, DIALOG, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING, REINDRIFT_VARSEL)


def _ukjent(bilde: Bilde) -> tuple[str, ...]:
    """Say what the method cannot tell."""
    return (
        "Sverige: ikke kartlagt. Grunn utenfor de kommunene som er hentet, er ikke med i noe bånd.",
        f"Båndene er {SONEORD}; studiene er uenige, og kartet viser areal, ikke virkning.",
        *om_bygd(bilde),
        OM_UTBYGGING,
        "Månedene er ikke bekreftet av distriktene (uverifisert).",
        *(
            ("Flyttleiene er ikke målt: ingen er tegnet inn.",)
            if FLYTTLEI not in bilde.ukjente and not any(e.post is FLYTTLEI for e in bilde.enheter)
            else ()
        ),
    )


KREVER: tuple[Lag, ...] = (*REINDRIFTSLAG, *BYGGET, *PLANLAGT, *NAVNGIR, KOMMUNEGRENSE)

ANALYSE = Analyse(
    navn="reindrift",
    tittel="Reindrift",
    sporsmaal="Hvor og når møter det som er bygd og planlagt, reindriftens arealer?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
