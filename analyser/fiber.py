"""Fiber: who lacks fibre, neighbourhood by neighbourhood."""

from dataclasses import asdict, dataclass

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import MultiPoint

from analyser.felles.adresser import (
    JA,
    NEI,
    UKJENT,
    fibersvar,
    grend_for,
    innenfor,
    koble,
    maal_for_adresser,
)
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Analyse, Grunnlag, Kartlag, Klasse, Resultat, Tabell
from analyser.felles.rangering import naermeste
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import antall, dato, meter, oppramsing, tall
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.koder import FRITIDSBYGG
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.modell import Stil

KLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=NEI, tittel="uten tilbud om fiber", stil=Stil(farge="#d55e00", dekkevne=0.9)),
    Klasse(verdi=JA, tittel="med tilbud om fiber", stil=Stil(farge="#0072b2", dekkevne=0.9)),
    Klasse(verdi=UKJENT, tittel="ikke kjent", stil=Stil(farge="#7f7f7f", dekkevne=0.9)),
)
FRITID, ANNET = "fritidsbygg", "annet bygg"
GRENDER = (
    tekstkolonne("grend", "Grend", "Nærmeste stedsnavn av typen tettsted eller grend."),
    tekstkolonne("adresser", "Adresser"),
    tekstkolonne("uten", "Uten fiber"),
    tekstkolonne("uten_fritid", "… ved fritidsbygg", "Bygningstype 161, 162 eller 163."),
    tekstkolonne("med", "Med fiber"),
    tekstkolonne("ukjent", "Ikke kjent", "Uten svar i undersøkelsen; ikke det samme som uten."),
    tallkolonne("andel_prosent", "Med fiber", "%", 0, "Av adressene der svaret er kjent."),
    tallkolonne("node_m", "Til fibernode", "m", 0, "Median luftlinje for adressene uten fiber."),
    tallkolonne("dekket_m", "Til adresse med fiber", "m", 0, "Median luftlinje, som over."),
)
UTEN = (
    tekstkolonne("grend", "Grend"),
    tekstkolonne("navn", "Adresse"),
    tekstkolonne("gnr_bnr", "Gnr./bnr."),
    tekstkolonne("bygg", "Bygg"),
    tallkolonne("dekket_m", "Til adresse med fiber", "m", 0, "Luftlinje til den nærmeste."),
    tallkolonne("node_m", "Til fibernode", "m", 0, "Luftlinje til den nærmeste."),
    tekstkolonne("node", "Nærmeste node"),
)
KORT = (*UTEN, tekstkolonne("fiber", "Fiber"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre:
    """Choices that the planner can change."""

    koblingsavstand_m: float = 50.0
    """Distance within which the nearest building belongs to an address, metres.
    arealsils forslag (uverifisert)."""
    uten_adresse: tuple[str, ...] = ("18",)
    """Beginnings of `bygningstype` that are passed over when an address looks for its building:
    garages and outbuildings. Uverifisert."""
    grendtyper: tuple[str, ...] = ("tettsted", "grend")
    """`type` of the place names that neighbourhoods are named after. kommunens valg."""
    rute_m: float = 2000.0
    """Side of the squares that stand for neighbourhoods where no place names are known, metres.
    arealsils forslag (uverifisert)."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Tell which addresses have fibre, which have not, and for which it is not known."""
    adresser, lose = _adresser(grunnlag, p)
    grender = _grender(adresser)
    uten = _uten(adresser, grender)
    stedfestet = grend_for(adresser, grunnlag[STEDSNAVN], p.grendtyper, p.rute_m)[1]
    return Resultat(
        analyse=ANALYSE.navn,
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        tiltak=ANALYSE.tiltak,
        svar=_svar(grunnlag, adresser, grender),
        punkter=_punkter(grunnlag, p, adresser, lose, stedfestet),
        tabeller=(_grendtabell(grender, stedfestet, p), _adressetabell(uten)),
        kartlag=_kartlag(grunnlag, adresser, grender),
        regler=(),
        kilder=kildebruk(grunnlag, ANALYSE.krever),
        ukjent=ukjent_tekster(grunnlag, ANALYSE.krever),
        parametre=asdict(p),
    )


def _adresser(grunnlag: Grunnlag, p: Parametre) -> tuple[GeoDataFrame, int]:
    """Addresses with all that is known of them, and the number of answers without address."""
    adresser = innenfor(grunnlag[ADRESSER].data, grunnlag.grense)
    svar = fibersvar(innenfor(grunnlag[FIBERDEKNING].data, grunnlag.grense))
    bygninger = innenfor(grunnlag[BYGNINGER].data, grunnlag.grense)
    maal = maal_for_adresser(bygninger, svar, p.uten_adresse)
    kobling = koble(adresser, maal, p.koblingsavstand_m)
    brukte = set(kobling["maal"])
    besvart = maal.index[maal["fiber"] != UKJENT]
    adresser = adresser.join(kobling)
    adresser["grend"] = grend_for(adresser, grunnlag[STEDSNAVN], p.grendtyper, p.rute_m)[0]
    adresser["bygg"] = [
        FRITID if t in FRITIDSBYGG else ANNET if t else UKJENT for t in adresser["bygningstype"]
    ]
    adresser["id"] = [f"adresse {i}" for i in adresser["lokalid"]]
    adresser["navn"] = adresser["adressetekst"].fillna("uten adressetekst")
    adresser["gnr_bnr"] = [
        "/".join(str(del_) for del_ in par if isinstance(del_, str))
        for par in zip(adresser["gardsnummer"], adresser["bruksnummer"], strict=True)
    ]
    adresser["node_m"], adresser["node"] = _til_node(grunnlag, adresser)
    dekket = adresser[adresser["fiber"] == JA]
    adresser["dekket_m"] = naermeste(list(adresser.geometry), dekket)[1]
    return adresser, sum(i not in brukte for i in besvart)


def _til_node(grunnlag: Grunnlag, adresser: GeoDataFrame) -> tuple[Flyt, list[str]]:
    """Distance to the nearest fibre node, and its name."""
    noder = grunnlag[FIBERNODER].data
    plass, avstand_m = naermeste(list(adresser.geometry), noder)
    navn = [n if isinstance(n, str) else "uten navn" for n in noder["navn"]]
    return avstand_m, [navn[p] if p >= 0 else UKJENT for p in plass]


def _grender(adresser: GeoDataFrame) -> DataFrame:
    """Count the answers per neighbourhood; most without fibre first, then nearest to a node."""
    rader: list[dict[str, object]] = []
    for grend, dem in adresser.groupby("grend", sort=True):
        uten = dem[dem["fiber"] == NEI]
        med, kjente = int((dem["fiber"] == JA).sum()), int((dem["fiber"] != UKJENT).sum())
        rader.append(
            {
                "grend": grend,
                "adresser": len(dem),
                "uten": len(uten) if kjente else np.nan,
                "uten_fritid": int((uten["bygg"] == FRITID).sum()) if kjente else np.nan,
                "med": med if kjente else np.nan,
                "ukjent": len(dem) - kjente,
                "andel_prosent": 100.0 * med / kjente if kjente else np.nan,
                "node_m": uten["node_m"].median(),
                "dekket_m": uten["dekket_m"].median(),
            }
        )
    ut = DataFrame(rader, columns=[k.navn for k in GRENDER])
    orden = ["uten", "node_m", "grend"]
    return ut.sort_values(orden, ascending=[False, True, True], kind="stable", ignore_index=True)


def _uten(adresser: GeoDataFrame, grender: DataFrame) -> DataFrame:
    """Addresses without fibre in the order of the neighbourhoods, nearest to a served one first."""
    plass = {grend: i for i, grend in enumerate(grender["grend"])}
    uten = adresser[adresser["fiber"] == NEI]
    uten = uten.assign(grendnummer=uten["grend"].map(plass))
    uten = uten.sort_values(["grendnummer", "dekket_m", "node_m", "id"], kind="stable")
    return DataFrame(uten[["id", *(k.navn for k in UTEN)]]).reset_index(drop=True)


def _grendtabell(grender: DataFrame, stedfestet: bool, p: Parametre) -> Tabell:
    """Return the neighbourhoods as a table."""
    hva = (
        "En adresse hører til det nærmeste stedsnavnet av typen " + " eller ".join(p.grendtyper)
        if stedfestet
        else f"Stedsnavn er ikke kjent; ruter på {meter(p.rute_m)} står i stedet for grender"
    )
    return Tabell(
        navn="grender",
        tittel="Dekning grend for grend",
        kolonner=GRENDER,
        data=grender.assign(id=grender["grend"]),
        forklaring=f"{hva}. Flest uten fiber står først, så de nærmest en fibernode.",
        kartlag="grender",
    )


def _adressetabell(uten: DataFrame) -> Tabell:
    """Return the addresses without fibre as a table."""
    return Tabell(
        navn="adresser_uten",
        tittel="Adresser uten tilbud om fiber",
        kolonner=UTEN,
        data=uten,
        forklaring=(
            "Avstandene er luftlinje, ikke grøft. Fritidsbygg kan få fiber, men regnes ikke med i "
            "den statlige støtteordningen."
        ),
        kartlag="adresser",
    )


def _kartlag(grunnlag: Grunnlag, adresser: GeoDataFrame, grender: DataFrame) -> tuple[Kartlag, ...]:
    """Return neighbourhoods, addresses and nodes for the map."""
    midt = {g: MultiPoint(list(dem.geometry)).centroid for g, dem in adresser.groupby("grend")}
    steder = GeoDataFrame(
        grender.assign(id=grender["grend"], navn=grender["grend"]),
        geometry=[midt[g] for g in grender["grend"]],
        crs=grunnlag.kommune.epsg,
    )
    noder = innenfor(grunnlag[FIBERNODER].data, grunnlag.grense)
    noder = noder.assign(id=[f"node {i}" for i in noder["lokalid"]])
    kilder = (ADRESSER.navn, BYGNINGER.navn, FIBERDEKNING.navn)
    felt = ["id", "fiber", "geometry", *(k.navn for k in UTEN)]
    return (
        Kartlag(
            navn="grender",
            tittel="Grender (midt i adressene)",
            data=steder,
            klasser=(Klasse(verdi="", tittel="grend", stil=Stil(farge="#ffffff")),),
            kolonner=GRENDER[1:],
            kildelag=(*kilder, STEDSNAVN.navn),
        ),
        Kartlag(
            navn="adresser",
            tittel="Adresser",
            data=GeoDataFrame(adresser[felt], crs=adresser.crs),
            klasser=KLASSER,
            klassefelt="fiber",
            kolonner=KORT,
            kildelag=kilder,
        ),
        Kartlag(
            navn="fibernoder",
            tittel=FIBERNODER.tittel,
            data=noder,
            klasser=(Klasse(verdi="", tittel="fibernode", stil=FIBERNODER.stil),),
            kildelag=(FIBERNODER.navn,),
        ),
    )


def _svar(grunnlag: Grunnlag, adresser: GeoDataFrame, grender: DataFrame) -> str:
    """Answer in one sentence."""
    if not grunnlag[ADRESSER].kjent:
        return "Ikke kjent: adressene er ikke hentet, så dekningen kan ikke telles opp."
    n = antall(len(adresser), "adresse", "adresser")
    if not grunnlag[FIBERDEKNING].kjent:
        return f"Ikke kjent: fiberdekningen er ikke hentet, så ingen av {n} har et svar."
    telt = adresser["fiber"].value_counts()
    flest = grender[grender["uten"] > 0].head(3)
    steder = [f"{g} ({tall(u)})" for g, u in zip(flest["grend"], flest["uten"], strict=True)]
    hvor = f"; flest uten er det i {oppramsing(steder)}" if steder else ""
    return (
        f"{tall(telt.get(NEI, 0))} av {n} er uten tilbud om fiber, {tall(telt.get(JA, 0))} har "
        f"tilbud, og for {tall(telt.get(UKJENT, 0))} er svaret ikke kjent{hvor}."
    )


def _punkter(
    grunnlag: Grunnlag, p: Parametre, adresser: GeoDataFrame, lose: int, stedfestet: bool
) -> tuple[str, ...]:
    """Return the findings, and how the answers were joined to the addresses."""
    if adresser.empty or not grunnlag[FIBERDEKNING].kjent:
        return ()
    uten = adresser[adresser["fiber"] == NEI]
    fritid = int((uten["bygg"] == FRITID).sum())
    ukoblet = int((adresser["maal"] < 0).sum())
    maalt = sorted({str(d) for d in grunnlag[FIBERDEKNING].data["maalt"].dropna()})
    punkter = [
        f"Av adressene uten fiber er {tall(fritid)} ved fritidsbygg; de regnes ikke med i den "
        "statlige støtteordningen (kontroller mot årets regler).",
        "Svarene gjelder bygg: hver adresse får svaret til nærmeste bygg (garasjer og uthus "
        f"unntatt) innen {meter(p.koblingsavstand_m)}, koblet på bygningsnummer. "
        f"{antall(ukoblet, 'adresse', 'adresser')} har ikke noe bygg så nær, og "
        f"{antall(lose, 'undersøkt bygg', 'undersøkte bygg')} hører ikke til noen adresse.",
        "Et bygg uten rad i undersøkelsen er ikke kjent; det er ikke det samme som uten fiber.",
    ]
    if maalt:
        dager = sorted({dato(maalt[0]), dato(maalt[-1])}, key=lambda d: d != dato(maalt[0]))
        punkter.append(f"Dekningen ble undersøkt {'–'.join(dager)}.")
    if not grunnlag[FIBERNODER].kjent:
        punkter.append("Avstand til fibernode er ikke kjent: nodene er ikke hentet.")
    if not stedfestet:
        punkter.append("Stedsnavn er ikke kjent; grendene er ruter i kartplanet.")
    return tuple(punkter)


ANALYSE = Analyse(
    navn="fiber",
    tittel="Fiber",
    sporsmaal="Hvilke adresser mangler fiber, og hvor er det flest av dem?",
    tiltak=("3.10",),
    krever=(ADRESSER, BYGNINGER, FIBERDEKNING, FIBERNODER, STEDSNAVN),
    parametre=Parametre(),
    beregn=beregn,
)
