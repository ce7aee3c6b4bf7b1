"""Siling: the planner's own areas against every layer and every rule."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, isna

from analyser.felles.forklaring import forklart
from analyser.felles.formaal import formaal_av, formaal_i_ord
from analyser.felles.journal import ukjente_steder
from analyser.felles.m1941 import vifte_av
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Resultat
from analyser.felles.overlapp import rene_flater
from analyser.felles.regler import bruk, gjeldende, gjeldende_terskler
from analyser.felles.silingstabeller import (
    detaljtabell,
    med_kvittering,
    med_steder,
    med_svar,
    sammendragstabell,
    stedstabeller,
)
from analyser.felles.silt import sil
from analyser.felles.sjekk import stabile_ider
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.steder import stedene
from analyser.felles.stedssvar import Stedssvar
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
from analyser.felles.terskelsvar import TERSKELLAG
from analyser.felles.utfall import (
    ADVARER,
    IKKE_AVKLARTE,
    UTELUKKER,
    UTEN_REGEL,
    UTFALL,
    detaljer,
    sammendrag,
    truffet,
)
from analyser.felles.verdensarv import verdensarvtabeller
from gis.crs import arealmerknad
from gis.geometri import snitt
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
    konsekvensvifte: tuple[str, ...] = ()
    """Cells of the simplified table that the municipality has changed, «forringet.middels=--».
    Source: kommunens valg; the table itself is «forenklet» (uverifisert)."""
    vis_2011: bool = False
    """Whether the world heritage matrix of 2011 is shown, labelled «erstattet 2022»."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Screen every area of `arealinnspill`; see the module's tables for what comes out."""
    innspill = grunnlag[AREALINNSPILL]
    if p.formaal_uten:
        gjeldende(grunnlag.kommune, p.formaal_uten)  # stops on an unknown purpose
    regler, vifte = gjeldende(grunnlag.kommune), vifte_av(p.konsekvensvifte)
    if not innspill.kjent or innspill.data.empty:
        return _resultat(grunnlag, p, _tomt_svar(grunnlag))
    omraader = _omraader(grunnlag, p)
    silt = sil(grunnlag, omraader, regler, SILES)
    steder = forklart(
        grunnlag,
        stedene(grunnlag, silt, regler, vifte),
        (*regler, *gjeldende_terskler(grunnlag.kommune)),
        lambda endrede: sil(grunnlag, endrede, regler, SILES),
    )
    samlet = sammendrag(omraader, silt.lagsvar, silt.fyrte, KATALOG)
    samlet = med_steder(samlet, steder)
    hvert = detaljer(grunnlag, silt.lagsvar, truffet(silt.regelsvar), regler)
    hvert = med_svar(hvert, steder)
    tabellene = (
        sammendragstabell(samlet, grunnlag.kommune.epsg),
        detaljtabell(hvert, grunnlag.kommune.epsg),
        *verdensarvtabeller(steder, p.vis_2011),
        *stedstabeller(steder, (*regler, *gjeldende_terskler(grunnlag.kommune))),
    )
    return replace(
        _resultat(grunnlag, p, _svar(samlet, grunnlag)),
        punkter=(
            *_ikke_silt(innspill),
            *ukjente_steder(grunnlag.journal, list(omraader.index)),
            *_punkter(samlet, steder),
        ),
        tabeller=tabellene,
        kartlag=(_kartlag(omraader, samlet),),
        steder=med_kvittering(steder, samlet, hvert),
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
    utenfor = areal - shapely.area(snitt(omraader.geometry.to_numpy(), grunnlag.grense))
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


def _punkter(rader: DataFrame, steder: Sequence[Stedssvar]) -> tuple[str, ...]:
    """Write the findings, one sentence each; what excludes is named."""
    per_id = {sted.id: sted for sted in steder}
    verste = [per_id[ident] for ident in rader["id"]]
    punkter = [
        f"{sted.navn} (formål: {sted.formaal_ord}, {daa(sted.areal_daa * M2_PER_DAA)}): "
        f"{sted.utfall} – {sted.utfall_grunn}"
        for sted in verste[:NEVNES]
        if sted.utfall == UTELUKKER
    ]
    punkter += [
        f"{sted.navn} ligger {'helt' if sted.utenfor_daa >= sted.areal_daa else 'delvis'} "
        f"utenfor kommunen: {daa(sted.utenfor_daa * M2_PER_DAA)}."
        for sted in verste
        if sted.utenfor_daa > 0
    ]
    return (*punkter, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING, REINDRIFT_VARSEL)


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


def _resultat(grunnlag: Grunnlag, p: Parametre, svar: str) -> Resultat:
    """Answer with its trace, before any site is told of."""
    regler = (*gjeldende(grunnlag.kommune), *gjeldende_terskler(grunnlag.kommune))
    return Resultat(
        analyse="siling",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=svar,
        punkter=(),
        tabeller=(),
        kartlag=(),
        regler=tuple(bruk(regel) for regel in regler),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre=asdict(p),
    )


KREVER: tuple[Lag, ...] = tuple(dict.fromkeys((AREALINNSPILL, *SILES, *TERSKELLAG)))

ANALYSE = Analyse(
    navn="siling",
    tittel="Siling av arealinnspill",
    sporsmaal="Hva treffer hvert arealinnspill, og hva er ikke kjent?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
