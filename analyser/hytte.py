"""Hytte: where large cabin areas can come, with world heritage and reindeer husbandry in view."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Analyse, Grunnlag, Kolonneinfo, Resultat, Status
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
from analyser.felles.overlapp import KOLONNER, vurder
from analyser.felles.rangering import NOKLER, RANGERINGSTEKST, ranger
from analyser.felles.regler import Regel
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, daa, meter, tall, verste
from analyser.felles.terreng import andel_over, helning, median
from analyser.felles.tomter import Bygdmaal, Utvalg, antall_inni
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
from lag.katalog.grunnlag import TERRENG
from lag.katalog.koder import FRITIDSBYGG, VERDENSARVSONER
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import HYTTEOMRAADER
from lag.katalog.plankoder import KP_FRITID
from lag.katalog.reindrift import FLYTTLEI, KALVINGSLAND, OPPSAMLINGSOMRAADE

SAERVERDI = (FLYTTLEI, OPPSAMLINGSOMRAADE, KALVINGSLAND)
"""Reindeer layers that are never soft criteria. Source: domain rule of the screening (X)."""
HYTTENOKLER = (*NOKLER[:2], ("mest_over", True), *NOKLER[2:])
"""Order of the areas: as everywhere, but the tree line is asked third."""
HYTTETEKST = (
    f"{RANGERINGSTEKST} For hytter er det et tredje ledd foran de uvisse svarene: områder med mer "
    "enn halvparten over skoggrensen står etter de andre."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    stort_daa: float = 100.0
    """Connected free ground, dekar, from which a cabin area is «stort».
    arealsils forslag (uverifisert): the plan does not say how large «store» is."""
    skoggrense_moh: float = 850.0
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
    kp_status: tuple[str, ...] = ("2",)
    """`arealbruksstatus` of kommuneplan areas that are candidates: 2 is future. Source: the code
    list of the national plan service (kilde sett); leaving out 1, built, is kommunens valg."""
    byggradius_m: float = 25.0
    """Ground within this distance of a building point is built, metres.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 2.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""
    vegkategorier: tuple[str, ...] = ("E", "R", "F", "K")
    """`vegkategori` of public roads. Source: code list of the national road database
    (kilde sett)."""


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(
        formaal="fritid", regulert=HYTTEOMRAADER, kp_formaal=KP_FRITID, kp_status=p.kp_status
    )


def _skoggrense(p: Parametre) -> Callable[[Grunnlag, GeoDataFrame], tuple[Regel, DataFrame]]:
    """Return the rule of the tree line; it is asked of the terrain, which has no features."""
    regel = Regel(
        id="skoggrense",
        lag=TERRENG.navn,
        tekst=f"over skoggrensen ({tall(p.skoggrense_moh)} moh.): må utredes",
        type="advarer",
        formaal=("fritid",),
        hjemmel="kommunens hyttepolitikk; skoggrense 800–900 moh. ved Femundsmarka",
        kilde="tall for Femundsmarka; at grensen skal styre hytter, er ikke kontrollert",
        merke="uverifisert",
    )

    def spor(grunnlag: Grunnlag, omraader: GeoDataFrame) -> tuple[Regel, DataFrame]:
        terreng = grunnlag[TERRENG].raster
        andel = andel_over(terreng, omraader, p.skoggrense_moh)
        hele = [terreng is not None and terreng.dekker(flate) for flate in omraader.geometry]
        svar = DataFrame(np.nan, index=omraader.index, columns=list(KOLONNER), dtype=object)
        svar["status"] = [
            Status.IKKE_KJENT
            if np.isnan(a)
            else Status.TREFF
            if a > 0
            else Status.IKKE_TREFF
            if h
            else Status.IKKE_KARTLAGT
            for a, h in zip(andel, hele, strict=True)
        ]
        svar["andel"], svar["areal_m2"] = andel, andel * omraader.area.to_numpy()
        svar["antall"], svar["treff_ider"] = (andel > 0).astype(float), [()] * len(omraader)
        return regel, svar

    return spor


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Rank the areas that are planned or proposed for cabins."""
    utvalg = _utvalg(p)
    maal = Bygdmaal(byggradius_m=p.byggradius_m, hel_tomt_daa=p.hel_tomt_daa)
    funnet = utred(
        grunnlag,
        Oppgave(
            utvalg=utvalg,
            maal=maal,
            minste_flate_daa=p.stort_daa,
            vegkategorier=p.vegkategorier,
            tillegg=_skoggrense(p),
        ),
    )
    rader = ranger(_med_hyttetall(grunnlag, funnet, p), HYTTENOKLER)
    kolonner = (*OMRAADE, *_egne_kolonner(p), *GRUNN, *SVAR, *AVSTANDER)
    return replace(
        ramme(ANALYSE, grunnlag, asdict(p), funnet.regler),
        svar=_svar(grunnlag, p, rader, funnet),
        punkter=(*_punkter(p, rader, funnet), *fellespunkter(funnet, maal)),
        tabeller=(
            omraadetabell(
                rader, kolonner, "Hytteområder etter rang", grunnlag.kommune.epsg, HYTTETEKST
            ),
            sted_tabell(rader, funnet.ledig),
            treff_tabell(rader, funnet.svar, funnet.regler),
            regel_tabell(funnet.svar, funnet.regler),
        ),
        kartlag=(omraadelag(rader, kolonner, kildelag(utvalg)), *grunnkartlag(funnet, utvalg)),
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
    sone, kjerne_m = _verdensarv(grunnlag, rader)
    return rader.assign(
        verdensarv=sone,
        kjerne_m=kjerne_m,
        saerverdi=_saerverdi(funnet.svar, rader),
        moh=median(terreng, rader),
        over_prosent=over_prosent,
        mest_over=mest_over.where(~np.isnan(over_prosent)),
        bratt_prosent=100.0 * andel_over(helning(terreng), rader, p.brattest_grader),
        hytter=antall_inni(rader, hytter) if bygg.kjent else np.nan,
        hytter_naer=antall_inni(rader, hytter, p.naerhet_m) if bygg.kjent else np.nan,
        nye_lav=np.floor(rader["ledig_daa"] * p.hytter_per_daa_lav),
        nye_hoy=np.floor(rader["ledig_daa"] * p.hytter_per_daa_hoy),
    )


def _verdensarv(grunnlag: Grunnlag, rader: GeoDataFrame) -> tuple[list[str], Flyt]:
    """Zone of the world heritage that each area lies in, and metres to the nearest core."""
    arven = grunnlag[VERDENSARV]
    sone = [str(s) for s in vurder(rader, arven)["status"]]
    kjerne_m = np.full(len(rader), np.nan)
    for verdi in ("ukjent", "buffer", "kjerne"):
        data = arven.data[arven.data["sone"].fillna("ukjent") == verdi]
        svar = vurder(rader, replace(arven, data=data))
        truffet = svar["status"] == Status.TREFF
        sone = [VERDENSARVSONER[verdi] if t else s for t, s in zip(truffet, sone, strict=True)]
        if verdi == "kjerne":
            kjerne_m = svar["avstand_m"].to_numpy(dtype=float)
    return sone, kjerne_m


def _saerverdi(svar: DataFrame, rader: GeoDataFrame) -> list[str]:
    """Weightiest answer of the layers that are never soft."""
    dem = svar[svar["lag"].isin([post.navn for post in SAERVERDI])]
    verst: Series = dem.groupby("id", sort=False)["status"].agg(lambda s: verste(list(s)))
    return [str(s) for s in verst.reindex(rader.index, fill_value=Status.IKKE_KJENT)]


def _svar(grunnlag: Grunnlag, p: Parametre, rader: GeoDataFrame, funnet: Utredning) -> str:
    """Answer in one sentence."""
    if rader.empty:
        return ingen_omraader(grunnlag, _utvalg(p), "områder for fritidsbebyggelse")
    if funnet.ledig is None:
        return (
            f"{antall(len(rader), 'hytteområde', 'hytteområder')} er vurdert, men hvilke som har "
            "stor ledig flate, er ikke kjent: bygningene er ikke hentet."
        )
    store = rader[rader["har_plass"] == JA]
    flate = f"minst {tall(p.stort_daa)} daa ledig flate"
    if store.empty:
        ingen = f"Ingen av {antall(len(rader), 'hytteområde', 'hytteområder')} har {flate}."
        return ingen + forbehold(grunnlag, funnet, _utvalg(p))
    arven = grunnlag[VERDENSARV]
    if not arven.kjent or arven.data["sone"].isna().any():
        return (
            f"{tall(len(store))} av {antall(len(rader), 'hytteområde', 'hytteområder')} har "
            f"{flate}, men om de ligger i verdensarvens kjerneområde, er ikke kjent."
            + forbehold(grunnlag, funnet, _utvalg(p))
        )
    ute = store[_utenfor(store)]
    uvisst = ute["saerverdi"].isin([Status.IKKE_KARTLAGT, Status.IKKE_KJENT]).sum()
    hvem = f"; øverst i rekkefølgen står {navneliste(ute)}" if len(ute) else ""
    return (
        f"{tall(len(store))} av {antall(len(rader), 'hytteområde', 'hytteområder')} har {flate}, "
        f"og {tall(len(ute))} av dem har verken treff i verdensarvens kjerneområde eller i "
        "flyttlei, oppsamlingsområde eller kalvingsland (men for "
        f"{tall(float(uvisst))} av disse er særverdiene ikke kartlagt eller ikke kjent){hvem}."
        + forbehold(grunnlag, funnet, _utvalg(p))
    )


def _utenfor(rader: GeoDataFrame) -> Series:
    """Areas without known hit in core or særverdi; not knowing the world heritage is no pass."""
    kjerne = rader["verdensarv"].isin(
        [VERDENSARVSONER["kjerne"], VERDENSARVSONER["ukjent"], Status.IKKE_KJENT]
    )
    utenfor: Series = ~kjerne & (rader["saerverdi"] != Status.TREFF)
    return utenfor


def _punkter(p: Parametre, rader: GeoDataFrame, funnet: Utredning) -> tuple[str, ...]:
    """Return the findings that only this analysis has."""
    if rader.empty or funnet.ledig is None:
        return ()
    punkter = []
    for opphav, dem in rader.groupby("opphav", sort=True):
        ledig_daa = samlet_daa(funnet.ledig, dem["id"])
        punkter.append(
            f"Fra {opphav}: {antall(len(dem), 'område', 'områder')} med "
            f"{daa(ledig_daa * M2_PER_DAA, 0)} ledig grunn (overlapp regnet én gang), anslagsvis "
            f"{tall(np.floor(ledig_daa * p.hytter_per_daa_lav))}–"
            f"{tall(np.floor(ledig_daa * p.hytter_per_daa_hoy))} hytter (tettheten er uverifisert)."
        )
    inne = int(rader["reindrift"].str.startswith("innenfor").sum())
    over = int((rader["over_prosent"] > 0).sum())
    punkter.append(
        f"{tall(inne)} av {antall(len(rader), 'område', 'områder')} ligger innenfor et "
        f"reinbeitedistrikt, og {tall(over)} har grunn over {tall(p.skoggrense_moh)} moh."
    )
    return tuple(punkter)


ANALYSE = Analyse(
    navn="hytte",
    tittel="Hytteområder",
    sporsmaal="Hvor kan store hytteområder komme uten å skade verdensarv og reindrift?",
    tiltak=("4.3", "5.4"),
    krever=krevde_lag(_utvalg(Parametre()), TERRENG, VERDENSARV),
    parametre=Parametre(),
    beregn=beregn,
)
