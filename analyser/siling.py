"""Siling: the planner's own areas against every layer and every rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame, isna

from analyser.felles.formaal import formaal_av, formaal_i_ord
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Resultat, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.regler import Regel, bruk, gjeldende
from analyser.felles.sjekk import per_lag, per_regel, stabile_ider
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    M2_PER_DAA,
    REINDRIFT_VARSEL,
    antall,
    daa,
    oppramsing,
    tall,
)
from analyser.felles.utfall import (
    ADVARER,
    IKKE_AVKLARTE,
    UTELUKKER,
    UTEN_REGEL,
    UTFALL,
    detaljer,
    med_avstand,
    sammendrag,
    truffet,
)
from gis.crs import arealmerknad
from lag.katalog import KATALOG
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN, REGULERINGSPLANER
from lag.modell import Lag, Lagdata

ROLLER = ("vern", "fare", "infrastruktur", "utvikling")
"""Roles whose vector layers are screened; a new layer of such a role joins by itself."""
SILES: tuple[Lag, ...] = tuple(
    post
    for post in KATALOG.values()
    if post.geometri != "raster"
    and (post.rolle in ROLLER or post in (KOMMUNEPLAN, REGULERINGSPLANER, BYGNINGER))
    and post.navn != AREALINNSPILL.navn
    and post.tema != "fiber"
)
"""What is screened: everything that can stand in the way of an area or change what it can be."""
NEVNES = 5
"""Areas named one by one in the findings; the table holds them all."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    formaal_uten: str = ""
    """Purpose whose rules an area gets when it states none that is known; «» asks the rules of
    every purpose, so that nothing is passed over. Source: kommunens valg."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Screen every area of `arealinnspill`; see the module's tables for what comes out."""
    innspill = grunnlag[AREALINNSPILL]
    if p.formaal_uten:
        gjeldende(grunnlag.kommune, p.formaal_uten)  # stops on an unknown purpose
    regler = gjeldende(grunnlag.kommune)
    if not innspill.kjent or innspill.data.empty:
        return _resultat(grunnlag, p, _tomt_svar(grunnlag), (), (), ())
    omraader = _omraader(grunnlag, p)
    fyrte = truffet(per_regel(omraader, grunnlag, regler))
    lagsvar = med_avstand(per_lag(omraader, grunnlag, SILES), fyrte, regler)
    samlet = sammendrag(omraader, lagsvar, fyrte, KATALOG)
    hvert = detaljer(grunnlag, lagsvar, fyrte, regler)
    hvert.insert(1, "navn", hvert["id"].map(omraader["navn"]))
    return _resultat(
        grunnlag,
        p,
        _svar(samlet, grunnlag),
        (*_ikke_silt(innspill), *_punkter(samlet, fyrte, regler)),
        (
            _sammendragstabell(samlet, grunnlag),
            _detaljtabell(hvert, grunnlag),
        ),
        (_kartlag(omraader, samlet),),
    )


def _omraader(grunnlag: Grunnlag, p: Parametre) -> GeoDataFrame:
    """Areas with stable ids as index, name, purpose, and area inside and outside the border."""
    data = grunnlag[AREALINNSPILL].data
    ider = stabile_ider(data)
    navn = [str(i) if isna(n) else str(n) for n, i in zip(data["navn"], ider, strict=True)]
    formaal = [formaal_av(f) or p.formaal_uten for f in data["formaal"]]
    i_ord = [formaal_i_ord(formaal_av(f), f) for f in data["formaal"]]
    omraader = GeoDataFrame(
        {"id": ider, "navn": navn, "formaal": formaal, "formaal_ord": i_ord},
        geometry=rene_flater(data),
        index=ider,
        crs=data.crs,
    )
    areal = omraader.area
    utenfor = areal - omraader.intersection(grunnlag.grense).area
    return omraader.assign(
        areal_daa=areal / M2_PER_DAA,
        utenfor_daa=utenfor.where(utenfor > 1e-6 * areal, 0.0) / M2_PER_DAA,
    )


def _ikke_silt(innspill: Lagdata) -> tuple[str, ...]:
    """Tell what happened to proposals that were read but are not screened as they were drawn."""
    return tuple(f"Innspillsfilen: {merknad}" for merknad in innspill.merknader)


def _tomt_svar(grunnlag: Grunnlag) -> str:
    """Say that there was nothing to screen, and why."""
    innspill = grunnlag[AREALINNSPILL]
    if not innspill.kjent:
        return f"Ingen arealinnspill er lest: {innspill.feil or 'laget er ikke kjent'}."
    return "Ingen arealinnspill er lest: filen har ingen områder."


def _svar(rader: DataFrame, grunnlag: Grunnlag) -> str:
    """Answer in one sentence."""
    ord_for = {
        UTELUKKER: "treffer minst én utelukkende regel",
        ADVARER: "må utredes",
        IKKE_AVKLARTE: "er ikke avklart",
        UTEN_REGEL: "treffer ingen regel",
    }
    telt = {utfall: int((rader["utfall"] == utfall).sum()) for utfall in ord_for}
    deler = [f"{tall(telt[utfall])} {ord_}" for utfall, ord_ in ord_for.items() if telt[utfall]]
    samlet = daa(rader["areal_daa"].sum() * M2_PER_DAA)
    return (
        f"Av {antall(len(rader), 'område', 'områder')} på til sammen {samlet} "
        f"({arealmerknad(grunnlag.kommune.epsg)}): {oppramsing(deler)}."
    )


def _punkter(rader: DataFrame, fyrte: DataFrame, regler: Sequence[Regel]) -> tuple[str, ...]:
    """Write the findings, one sentence each; what excludes is named."""
    tekst = {regel.id: regel.tekst for regel in regler}
    traff = {
        ident: [tekst[regel] for regel in dem["regel"]]
        for ident, dem in fyrte[fyrte["type"] == "utelukker"].groupby("id")
    }
    punkter = [
        f"{rad['navn']} (formål: {rad['formaal_ord']}, "
        f"{daa(rad['areal_daa'] * M2_PER_DAA)}): {rad['utfall']} – {oppramsing(traff[rad['id']])}."
        for rad in rader.head(NEVNES).to_dict("records")
        if rad["id"] in traff
    ]
    punkter += [
        f"{rad['navn']} ligger {'helt' if rad['utenfor_daa'] >= rad['areal_daa'] else 'delvis'} "
        f"utenfor kommunen: {daa(rad['utenfor_daa'] * M2_PER_DAA)}."
        for rad in rader[rader["utenfor_daa"] > 0].to_dict("records")
    ]
    return (*punkter, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING, REINDRIFT_VARSEL)


def _sammendragstabell(rader: DataFrame, grunnlag: Grunnlag) -> Tabell:
    """Summary as people read it."""
    return Tabell(
        navn="sammendrag",
        tittel="Områdene, de strengeste utfallene først",
        kolonner=(
            tekstkolonne("id", "ID"),
            tekstkolonne("navn", "Område"),
            tekstkolonne("formaal_ord", "Formål"),
            tallkolonne("areal_daa", "Areal", "daa", 1, arealmerknad(grunnlag.kommune.epsg)),
            tallkolonne("utenfor_daa", "Utenfor kommunen", "daa"),
            tekstkolonne("utfall", "Utfall", "Den strengeste regelen som er truffet."),
            tekstkolonne("utelukker", "Utelukkende regler"),
            tekstkolonne("advarer", "Advarsler"),
            tekstkolonne("treff", "Treff", "Antall lag med treff."),
            tekstkolonne("ikke_treff", "Ikke treff", IKKE_AVKLART),
            tekstkolonne("ikke_kartlagt", "Ikke kartlagt"),
            tekstkolonne("ikke_kjent", "Ikke kjent"),
            tekstkolonne("verste", "Strengeste svar"),
            tekstkolonne(
                "innenfor",
                "Innenfor reinbeitedistrikt",
                "Antall reindriftslag der distriktet ikke har registrert særverdi i området.",
            ),
            tekstkolonne("lag_truffet", "Lag som er truffet"),
        ),
        data=rader,
        forklaring=f"{IKKE_AVKLART} Utfallet er en siling, ikke en vurdering.",
        kartlag="omraader",
    )


def _detaljtabell(rader: DataFrame, grunnlag: Grunnlag) -> Tabell:
    """Every area and layer, with rule and trace."""
    return Tabell(
        navn="detaljer",
        tittel="Hvert område mot hvert lag",
        kolonner=(
            tekstkolonne("id", "ID"),
            tekstkolonne("navn", "Område"),
            tekstkolonne("lag", "Lag"),
            tekstkolonne("status", "Svar"),
            tekstkolonne("merknad", "Merknad"),
            tallkolonne(
                "areal_daa",
                "Truffet",
                "daa",
                2,
                f"Overlapp telles én gang; {arealmerknad(grunnlag.kommune.epsg)}.",
            ),
            tallkolonne("andel_prosent", "Andel", "%"),
            tallkolonne("lengde_m", "Lengde", "m", 0),
            tallkolonne("antall", "Antall", "stk.", 0),
            tallkolonne("avstand_m", "Avstand", "m", 0, "Til nærmeste objekt; 0 ved treff."),
            tallkolonne("kartlagt_daa", "Kartlagt", "daa"),
            tallkolonne("ukartlagt_daa", "Ikke kartlagt", "daa"),
            tekstkolonne("treff_ider", "ID-er truffet"),
            tekstkolonne("regel", "Regel"),
            tekstkolonne("hjemmel", "Hjemmel"),
            tekstkolonne("eier", "Eier"),
            tekstkolonne("hentet", "Hentet"),
            tekstkolonne("noyaktighet", "Nøyaktighet"),
        ),
        data=rader,
        forklaring=IKKE_AVKLART,
        kartlag="omraader",
    )


def _kartlag(omraader: GeoDataFrame, rader: DataFrame) -> Kartlag:
    """Areas classed by outcome."""
    felter = ["id", "utfall", "utelukker", "advarer", "lag_truffet"]
    data = omraader.reset_index(drop=True).merge(rader[felter], on="id", validate="1:1")
    return Kartlag(
        navn="omraader",
        tittel="Arealinnspill etter utfall",
        data=data,
        klasser=UTFALL,
        klassefelt="utfall",
        kolonner=(
            tekstkolonne("formaal_ord", "Formål"),
            tallkolonne("areal_daa", "Areal", "daa"),
            tekstkolonne("utfall", "Utfall"),
            tekstkolonne("utelukker", "Utelukkende regler"),
            tekstkolonne("advarer", "Advarsler"),
            tekstkolonne("lag_truffet", "Lag som er truffet"),
        ),
        kildelag=(AREALINNSPILL.navn,),
    )


def _resultat(
    grunnlag: Grunnlag,
    p: Parametre,
    svar: str,
    punkter: tuple[str, ...],
    tabeller: tuple[Tabell, ...],
    kartlagene: tuple[Kartlag, ...],
) -> Resultat:
    """Put the answer together with its trace."""
    return Resultat(
        analyse="siling",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        tiltak=ANALYSE.tiltak,
        svar=svar,
        punkter=punkter,
        tabeller=tabeller,
        kartlag=kartlagene,
        regler=tuple(bruk(regel) for regel in gjeldende(grunnlag.kommune)),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre={"formaal_uten": p.formaal_uten},
    )


KREVER: tuple[Lag, ...] = (AREALINNSPILL, *SILES)

ANALYSE = Analyse(
    navn="siling",
    tittel="Siling av arealinnspill",
    sporsmaal="Hva treffer hvert arealinnspill, og hva er ikke kjent?",
    tiltak=("1.1a", "1.4", "4.3", "5.1", "5.4"),
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
