"""Gruve: mineral interests against world heritage, reindeer, nature, water, buildings and plans."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.bergrett import SNART, STATUSER, UTLOPT, UVISST, doble, retter
from analyser.felles.kryss import Interesse, innenfor, kryss
from analyser.felles.kryssvisning import matrisetabell, overlappkart, partabell
from analyser.felles.mineral.interesser import KREVER as INTERESSELAG
from analyser.felles.mineral.interesser import interesser, parter
from analyser.felles.mineral.lov import gjeldende_lov, lovtabell
from analyser.felles.mineral.tabeller import (
    i_kraft,
    naboretter,
    overlappende,
    tidslinje,
    virkningssoner,
)
from analyser.felles.modell import (
    Analyse,
    Grunnlag,
    Kartlag,
    Klasse,
    Kolonneinfo,
    Resultat,
    Status,
    Tabell,
)
from analyser.felles.overlapp import en_gang
from analyser.felles.sjekk import stabile_ider
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
from gis.crs import arealmerknad, arealsetning
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.mineral import (
    GRUVEINTERESSER,
    GRUVER_GAMLE,
    MINERALFOREKOMSTER,
    MINERALPROSPEKTER,
)
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag

RETTSKOLONNER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("type", "Rettighet"),
    tekstkolonne("mineral", "Mineral"),
    tekstkolonne("haver", "Slags haver", "Selskapsform; hvem det er, publiseres ikke."),
    tallkolonne("areal_daa", "Areal", "daa"),
    tekstkolonne("utstedt", "Utstedt"),
    tekstkolonne("forfall", "Forfaller"),
    tekstkolonne("status", "Status"),
    tekstkolonne("varsel", "Varsel"),
    tallkolonne("aar_igjen", "Til forfall", "år", 1, "Negativt for utløpte rettigheter."),
)
"""What is shown of a right, in the table and in the map's card."""
NEVNES = 5
"""Interests named in the findings; the matrix holds them all."""
NEVNES_FOR = ("i_kraft", "utvinning", "h590")
"""Mineral interests that the findings are about."""
TEGNES_MOT = ("i_kraft", "utlopt")
"""Mineral interests whose shared ground is drawn."""
IKKE_TEGNET = (
    f"{VERDENSARV.navn}_buffer",
    CIRCUMFERENSEN.navn,
    REINBEITE.navn,
    "kommuneplan_ovrig",
)
"""Interests that cover nearly everything: in the tables, not in the map of overlaps."""
GRUNNLAGSLAG = (MINERALFOREKOMSTER, MINERALPROSPEKTER, GRUVER_GAMLE)
"""What is drawn below the rights."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    snart_aar: float = 1.0
    """Years before expiry in which a right «utløper snart». Source: kommunens valg."""
    minste_daa: float = 0.1
    """Overlaps smaller than this are counted but not drawn, dekar. Source: kommunens valg."""
    hus_m: float = 100.0
    """Zone about homes and cabins, metres. Source: Prop. 71 L (lest i utdrag), paragrafen må
    kontrolleres mot Lovdata."""
    anlegg_m: float = 20.0
    """Zone about public works, metres. Source: Prop. 71 L (lest i utdrag), paragrafen må
    kontrolleres mot Lovdata."""
    stoy_m: tuple[float, ...] = (500.0, 1000.0, 2000.0)
    """Distances that homes are counted within for noise, metres. arealsils forslag (uverifisert);
    T-1442 gives limits in dB, which must be calculated for the project."""
    stov_m: tuple[float, ...] = (250.0, 500.0, 1000.0)
    """The same for dust, metres. arealsils forslag (uverifisert)."""
    nabo_m: float = 10_000.0
    """Rights across the border are told of within this distance, metres. kommunens valg."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Set mineral interests, in force and expired, against every other interest."""
    rettene = retter(grunnlag, p.snart_aar)
    partene = parter(grunnlag, rettene)
    mot = interesser(grunnlag, partene, p.hus_m, p.anlegg_m)
    celler = kryss(grunnlag, mot, partene)
    tegnes = [i for i in mot if i.navn not in IKKE_TEGNET]
    par = doble(rettene)
    return Resultat(
        analyse="gruve",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(rettene, grunnlag),
        punkter=_punkter(celler, rettene, par, grunnlag),
        tabeller=_tabeller(grunnlag, p, (celler, partene), (rettene, par)),
        kartlag=(
            *(_grunnlagslag(grunnlag, post) for post in GRUNNLAGSLAG),
            _rettslag(rettene),
            overlappkart(
                grunnlag,
                tegnes,
                [part for part in partene if part.navn in TEGNES_MOT],
                "Der rettigheter møter andre interesser",
                p.minste_daa,
            ),
        ),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=(
            *ukjent_tekster(grunnlag, KREVER),
            "Sverige: ikke kartlagt. Rettigheter og boliger der er ikke med.",
            "Avstandene for støy og støv er ikke beregnet for noe tiltak (uverifisert).",
        ),
        parametre=asdict(p),
    )


def _tabeller(
    grunnlag: Grunnlag,
    p: Parametre,
    moter: tuple[DataFrame, Sequence[Interesse]],
    rett: tuple[GeoDataFrame, DataFrame],
) -> tuple[Tabell, ...]:
    """Tables, the most important first."""
    (celler, partene), (rettene, par) = moter, rett
    epsg = grunnlag.kommune.epsg
    soner = [("støy (uverifisert)", m) for m in p.stoy_m]
    soner += [("støv (uverifisert)", m) for m in p.stov_m]
    matriseord = ("Mineralinteresser mot andre interesser", "Interesse")
    return (
        matrisetabell(celler, partene, epsg, matriseord),
        _rettstabell(rettene, grunnlag),
        tidslinje(rettene, grunnlag),
        lovtabell(grunnlag.dato, _felles_m2(celler), _maalt_m(p)),
        virkningssoner(grunnlag, partene[:2], soner),
        overlappende(par, rettene, epsg),
        naboretter(grunnlag, rettene, p.nabo_m, p.snart_aar),
        partabell(celler, epsg, ("Interesse", "Mineralinteresse")),
    )


def _maalt_m(p: Parametre) -> dict[str, float]:
    """Row of the interest table → the distance that it was measured with, metres."""
    hus, anlegg = ("boliger_naer", "fritid_naer"), ("veger_naer", "bane_naer")
    return dict.fromkeys(hus, p.hus_m) | dict.fromkeys(anlegg, p.anlegg_m)


def _felles_m2(celler: DataFrame) -> Mapping[str, float]:
    """Row of the interest table → m² shared with the rights in force."""
    egne = celler[celler["utvikling"] == "i_kraft"]
    return dict(zip(egne["interesse"], egne["areal_daa"] * M2_PER_DAA, strict=True))


def _svar(rettene: GeoDataFrame, grunnlag: Grunnlag) -> str:
    """Answer in one sentence, with numbers."""
    lagdata = grunnlag[GRUVEINTERESSER]
    if not lagdata.kjent:
        return f"Gruveinteressene er ikke kjent: {lagdata.feil.rstrip('.')}."
    gjelder = i_kraft(rettene)
    grunn = en_gang(innenfor(gjelder, grunnlag.grense)).area.sum()
    snart = int((rettene["status"] == SNART).sum())
    utlopt = int((rettene["status"] == UTLOPT).sum())
    uvisst = int((rettene["status"] == UVISST).sum())
    forbehold = f" ({tall(uvisst)} uten oppgitt forfall)" if uvisst else ""
    return (
        f"{antall(len(gjelder), 'bergrettighet', 'bergrettigheter')} i kraft{forbehold} dekker "
        f"{daa(grunn)} "
        f"av kommunen, overlapp regnet én gang ({arealmerknad(grunnlag.kommune.epsg)}); "
        f"{tall(snart)} utløper snart og {tall(utlopt)} er utløpt per {dato(grunnlag.dato)}."
    )


def _punkter(
    celler: DataFrame, rettene: GeoDataFrame, par: DataFrame, grunnlag: Grunnlag
) -> tuple[str, ...]:
    """Write the findings, one sentence each."""
    punkter = [
        f"{rad['navn']} {rad['varsel']} ({rad['forfall']})."
        for rad in rettene[rettene["varsel"] != ""].to_dict("records")
    ]
    nevnes = celler[celler["utvikling"].isin(NEVNES_FOR)]
    for tittel, gruppe in nevnes.groupby("utvikling_tittel", sort=False):
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
            "ikke summeres, og hver kvadratmeter er regnet hos den eldste."
        )
    punkter.append(
        f"{gjeldende_lov(grunnlag.dato)} gjelder per {dato(grunnlag.dato)}; hva den unntar og "
        "krever, må kontrolleres mot Lovdata."
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
            tallkolonne(
                "eldst_daa",
                "Herav som eldste rett",
                "daa",
                1,
                "Grunn i kommunen som ingen eldre rett i kraft dekker; summen er grunnen som "
                "rettighetene i kraft dekker, regnet én gang.",
            ),
        ),
        data=DataFrame(rettene.drop(columns="geometry")).reset_index(drop=True),
        forklaring=(
            f"Status per {dato(grunnlag.dato)}. "
            f"{arealsetning(grunnlag.kommune.epsg)}. Eldst etter utstedt "
            "dato; registeret gir prioritet etter innsendt dato."
        ),
        kartlag="rettigheter",
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


def _grunnlagslag(grunnlag: Grunnlag, post: Lag) -> Kartlag:
    """Deposits, prospects and old mines, as fetched."""
    data = grunnlag[post].data
    vist = data[["navn", "geometry"]].assign(id=stabile_ider(data))
    return Kartlag(
        navn=post.navn,
        tittel=post.tittel,
        data=vist.reset_index(drop=True),
        klasser=(Klasse(verdi="", tittel=post.tittel, stil=post.stil),),
        kildelag=(post.navn,),
    )


KREVER: tuple[Lag, ...] = (*INTERESSELAG, KOMMUNEGRENSE)

ANALYSE = Analyse(
    navn="gruve",
    tittel="Gruveinteresser",
    sporsmaal="Hvor møter mineralinteressene verdensarv, reindrift, natur, vann og bebyggelse?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
