"""Gruve: mining rights against world heritage, reindeer, nature, water, buildings and plans."""

from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.bergrett import SNART, STATUSER, UTLOPT, UVISST, doble, parter, retter
from analyser.felles.kryss import Interesse, del_av, hel, innenfor, kryss, verdensarv
from analyser.felles.kryssvisning import matrisetabell, overlappkart, partabell
from analyser.felles.modell import (
    Analyse,
    Grunnlag,
    Kartlag,
    Kolonneinfo,
    Resultat,
    Status,
    Tabell,
)
from analyser.felles.overlapp import en_gang
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    M2_PER_DAA,
    REINDRIFT_VARSEL,
    antall,
    daa,
    dato,
    oppramsing,
    tall,
)
from gis.crs import arealmerknad
from lag.katalog.kultur import CIRCUMFERENSEN, KULTURMILJOER, VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER, GRUVER_GAMLE
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.plan import HENSYNSSONER, HYTTEOMRAADER, KOMMUNEPLAN
from lag.katalog.reindrift import REINBEITE
from lag.katalog.vann import ELVER, INNSJOER
from lag.modell import Lag

HELE_LAG: tuple[Lag, ...] = (
    CIRCUMFERENSEN, KULTURMILJOER, *REINDRIFTSLAG, NATURVERN, NATURTYPER, INNSJOER,
    ELVER, BYGNINGER, HYTTEOMRAADER, GRUVER_GAMLE,
)  # fmt: skip
"""Layers that the rights are set against whole."""
DRIKKEVANN = ("H110", "H120", "110", "120")
"""Hensynssoner for drinking water, with and without the leading H (pbl § 11-8, code list)."""
RETTSKOLONNER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("type", "Rettighet"),
    tekstkolonne("mineral", "Mineral"),
    tallkolonne("areal_daa", "Areal", "daa"),
    tekstkolonne("utstedt", "Utstedt"),
    tekstkolonne("forfall", "Forfaller"),
    tekstkolonne("status", "Status"),
    tallkolonne("aar_igjen", "Til forfall", "år", 1, "Negativt for utløpte rettigheter."),
)
"""What is shown of a right, in the table and in the map's card."""
NEVNES = 5
"""Interests named in the findings; the matrix holds them all."""
IKKE_TEGNET = (
    f"{VERDENSARV.navn}_buffer",
    CIRCUMFERENSEN.navn,
    REINBEITE.navn,
    "kommuneplan_ovrig",
)
"""Interests that cover nearly everything: in the tables, not in the map of overlaps."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    snart_aar: float = 1.0
    """Years before expiry in which a right «utløper snart». Source: kommunens valg."""
    minste_daa: float = 0.1
    """Overlaps smaller than this are counted but not drawn, dekar. Source: kommunens valg."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Set mining rights, in force and expired, against every other interest."""
    rettene = retter(grunnlag, p.snart_aar)
    interesser, partene = _interesser(grunnlag), parter(grunnlag, rettene)
    celler = kryss(grunnlag, interesser, partene)
    epsg = grunnlag.kommune.epsg
    tegnes = [i for i in interesser if i.navn not in IKKE_TEGNET]
    par = doble(grunnlag)
    return Resultat(
        analyse="gruve",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        tiltak=ANALYSE.tiltak,
        svar=_svar(rettene, grunnlag),
        punkter=_punkter(celler, par),
        tabeller=(
            matrisetabell(
                celler, partene, epsg, ("Bergrettigheter mot andre interesser", "Interesse")
            ),
            _rettstabell(rettene, grunnlag),
            _overlappende(par, grunnlag),
            partabell(celler, epsg, ("Interesse", "Rettigheter")),
        ),
        kartlag=(
            _rettslag(rettene),
            overlappkart(
                grunnlag, tegnes, partene, "Der rettigheter møter andre interesser", p.minste_daa
            ),
        ),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=ukjent_tekster(grunnlag, KREVER),
        parametre={"snart_aar": p.snart_aar, "minste_daa": p.minste_daa},
    )


def _interesser(grunnlag: Grunnlag) -> list[Interesse]:
    """Everything that the rights are set against."""
    soner, plan = grunnlag[HENSYNSSONER], grunnlag[KOMMUNEPLAN]
    vann = [str(kode).partition("_")[0] in DRIKKEVANN for kode in soner.data["kode"]]
    bygg = [str(formaal).startswith("1") for formaal in plan.data["arealformaal"]]
    return [
        *verdensarv(grunnlag[VERDENSARV]),
        *(hel(grunnlag[post]) for post in HELE_LAG),
        del_av(soner, "drikkevann", "Hensynssoner for drikkevann", vann),
        del_av(plan, "kommuneplan_bygg", "Kommuneplan: bebyggelse og anlegg", bygg),
        del_av(plan, "kommuneplan_ovrig", "Kommuneplan: øvrige formål", [not b for b in bygg]),
    ]


def _svar(rettene: GeoDataFrame, grunnlag: Grunnlag) -> str:
    """Answer in one sentence, with numbers."""
    lagdata = grunnlag[GRUVEINTERESSER]
    if not lagdata.kjent:
        return f"Gruveinteressene er ikke kjent: {lagdata.feil.rstrip('.')}."
    i_kraft = rettene[rettene["status"] != UTLOPT]
    grunn = en_gang(innenfor(i_kraft, grunnlag.grense)).area.sum()
    snart = int((rettene["status"] == SNART).sum())
    utlopt = len(rettene) - len(i_kraft)
    uvisst = int((rettene["status"] == UVISST).sum())
    forbehold = f" ({tall(uvisst)} uten oppgitt forfall)" if uvisst else ""
    return (
        f"{antall(len(i_kraft), 'bergrettighet', 'bergrettigheter')} i kraft{forbehold} dekker "
        f"{daa(grunn)} "
        f"av kommunen, overlapp regnet én gang ({arealmerknad(grunnlag.kommune.epsg)}); "
        f"{tall(snart)} utløper snart og {tall(utlopt)} er utløpt per {dato(grunnlag.dato)}."
    )


def _punkter(celler: DataFrame, par: DataFrame) -> tuple[str, ...]:
    """Write the findings, one sentence each."""
    punkter = []
    for tittel, gruppe in celler.groupby("utvikling_tittel", sort=False):
        skiller = ~gruppe["interesse"].isin(IKKE_TEGNET)
        traff = gruppe[skiller & (gruppe["status"] == Status.TREFF) & (gruppe["areal_daa"] > 0)]
        traff = traff.sort_values("areal_daa", ascending=False, kind="stable").head(NEVNES)
        if not traff.empty:
            ledd = [
                f"{rad['interesse_tittel']} {daa(rad['areal_daa'] * M2_PER_DAA)}"
                for rad in traff.to_dict("records")
            ]
            punkter.append(f"{tittel} deler mest grunn med {oppramsing(ledd)}.")
    if not par.empty:
        punkter.append(
            f"{antall(len(par), 'par', 'par')} av rettigheter ligger over hverandre; arealene kan "
            "ikke summeres."
        )
    return (*punkter, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING, REINDRIFT_VARSEL)


def _rettstabell(rettene: GeoDataFrame, grunnlag: Grunnlag) -> Tabell:
    """Table of the rights; who holds them is not published."""
    return Tabell(
        navn="rettigheter",
        tittel="Bergrettighetene",
        kolonner=(
            tekstkolonne("id", "Nummer"),
            tekstkolonne("navn", "Navn"),
            *RETTSKOLONNER,
            tallkolonne("i_kommunen_daa", "I kommunen", "daa"),
        ),
        data=DataFrame(rettene.drop(columns="geometry")).reset_index(drop=True),
        forklaring=(
            f"Status per {dato(grunnlag.dato)}. {arealmerknad(grunnlag.kommune.epsg).capitalize()}."
        ),
        kartlag="rettigheter",
    )


def _overlappende(par: DataFrame, grunnlag: Grunnlag) -> Tabell:
    """Table of rights that lie over one another."""
    return Tabell(
        navn="overlappende",
        tittel="Rettigheter som ligger over hverandre",
        kolonner=(
            tekstkolonne("id", "Nummer"),
            tekstkolonne("med", "Ligger over"),
            tallkolonne("felles_daa", "Felles grunn", "daa"),
        ),
        data=par,
        forklaring=f"Hele rettigheten, {arealmerknad(grunnlag.kommune.epsg)}.",
    )


def _rettslag(rettene: GeoDataFrame) -> Kartlag:
    """Rights by status."""
    return Kartlag(
        navn="rettigheter",
        tittel="Bergrettigheter",
        data=rettene.reset_index(drop=True),
        klasser=STATUSER,
        klassefelt="status",
        kolonner=RETTSKOLONNER,
        kildelag=(GRUVEINTERESSER.navn,),
    )


KREVER: tuple[Lag, ...] = (GRUVEINTERESSER, VERDENSARV, *HELE_LAG, HENSYNSSONER, KOMMUNEPLAN)

ANALYSE = Analyse(
    navn="gruve",
    tittel="Gruveinteresser",
    sporsmaal="Hvor møter bergrettighetene verdensarv, reindrift, natur, vann og bebyggelse?",
    tiltak=("3.9a", "3.9b", "5.4"),
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
