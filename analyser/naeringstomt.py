"""Naeringstomt: which business areas and plots are free."""

from dataclasses import asdict, dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import STRtree

from analyser.felles.deling import flater
from analyser.felles.modell import Analyse, Grunnlag, Klasse, Resultat, Tabell
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
from analyser.felles.overlapp import rene_flater
from analyser.felles.rangering import ranger
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, daa, tall
from analyser.felles.tomter import MINSTE_M2, REGULERT, Bygdmaal, Utvalg, antall_inni
from analyser.felles.utredning import (
    UKJENT,
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
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import NAERINGSTOMTER
from lag.katalog.plankoder import KP_NAERING
from lag.modell import Stil

LEDIG, DELVIS, BEBYGD = "ledig", "delvis bebygd", "bebygd"
TILSTANDER: tuple[Klasse, ...] = (
    Klasse(verdi=LEDIG, tittel="ledig: uten bygg", stil=Stil(farge="#1b7837", dekkevne=0.5)),
    Klasse(
        verdi=DELVIS,
        tittel="delvis bebygd",
        stil=Stil(farge="#a6dba0", skravur="45", dekkevne=0.5),
    ),
    Klasse(
        verdi=BEBYGD,
        tittel="bebygd",
        stil=Stil(farge="#762a83", skravur="rutenett", dekkevne=0.5),
    ),
    Klasse(
        verdi=UKJENT,
        tittel="ikke kjent: bygningene er ikke hentet",
        stil=Stil(farge="#7f7f7f", skravur="prikker", dekkevne=0.5),
    ),
)
TOMTEKOLONNER = (
    tekstkolonne("navn", "Område"),
    tekstkolonne("matrikkelnummer", "Gnr./bnr."),
    tallkolonne("areal_daa", "Areal", "daa", 2, "Den delen av teigen som ligger i området."),
    tallkolonne("ledig_daa", "Ledig", "daa", 2, "Det ingen kjent regel utelukker."),
    tekstkolonne("storrelse", "Størrelse"),
    tekstkolonne("rang", "Områdets rang"),
)


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
class Parametre:
    """Choices that the planner can change."""

    kp_status: tuple[str, ...] = ("2",)
    """`arealbruksstatus` of kommuneplan areas that are candidates: 2 is future. Source: the code
    list of the national plan service (kilde sett); leaving out 1, built, is kommunens valg."""
    minste_flate_daa: float = 3.0
    """Connected free ground, dekar, that an area needs to have room; an area with buildings and
    less unbuilt ground than this is «bebygd». arealsils forslag (uverifisert)."""
    minste_tomt_daa: float = 0.5
    """Smallest plot that is listed, dekar: room for a workshop. arealsils forslag
    (uverifisert)."""
    smaaverksted_daa: float = 1.0
    """Plots below this are listed as «småverksted», dekar (measure 6.3). arealsils forslag
    (uverifisert)."""
    byggradius_m: float = 40.0
    """Ground within this distance of a building point is built, metres.
    arealsils forslag (uverifisert)."""
    hel_tomt_daa: float = 5.0
    """A teig of at most this size with a building on it is built as a whole, dekar.
    arealsils forslag (uverifisert)."""
    vegkategorier: tuple[str, ...] = ("E", "R", "F", "K")
    """`vegkategori` of public roads. Source: code list of the national road database
    (kilde sett)."""


def _utvalg(p: Parametre) -> Utvalg:
    return Utvalg(
        formaal="naering", regulert=NAERINGSTOMTER, kp_formaal=KP_NAERING, kp_status=p.kp_status
    )


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Tell which business areas are free, built in part or built, and list the free plots."""
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
    rader = ranger(funnet.rader.assign(tilstand=_tilstand(funnet.rader, p.minste_flate_daa)))
    tomter = _ledige_tomter(grunnlag, rader, funnet, p)
    return replace(
        ramme(ANALYSE, grunnlag, asdict(p), funnet.regler),
        svar=_svar(grunnlag, p, rader, funnet),
        punkter=(*_punkter(grunnlag, p, rader, tomter), *fellespunkter(funnet, maal)),
        tabeller=(
            omraadetabell(
                rader, NAERINGSKOLONNER, "Næringsområder etter rang", grunnlag.kommune.epsg
            ),
            _tomtetabell(tomter, p),
            sted_tabell(rader, funnet.ledig),
            treff_tabell(rader, funnet.svar, funnet.regler),
            regel_tabell(funnet.svar, funnet.regler),
        ),
        kartlag=(
            omraadelag(rader, NAERINGSKOLONNER, kildelag(utvalg), TILSTANDER, "tilstand"),
            *grunnkartlag(funnet, utvalg),
        ),
    )


def _tilstand(rader: GeoDataFrame, minste_flate_daa: float) -> list[str]:
    """State per area: by the buildings in it, and by what they leave."""
    ut: list[str] = []
    for bygg, rest in zip(rader["bygg"], rader["areal_daa"] - rader["bebygd_daa"], strict=True):
        if np.isnan(bygg):
            ut.append(UKJENT)
        elif bygg == 0:
            ut.append(LEDIG)
        else:
            ut.append(DELVIS if rest >= minste_flate_daa else BEBYGD)
    return ut


def _ledige_tomter(
    grunnlag: Grunnlag, rader: GeoDataFrame, funnet: Utredning, p: Parametre
) -> DataFrame:
    """List the teiger, or parts of them, that lie in a zoned area and hold no building."""
    kolonner = ["id", *(k.navn for k in TOMTEKOLONNER)]
    bygninger, teiger = grunnlag[BYGNINGER], grunnlag[TEIGER]
    if not bygninger.kjent or funnet.ledig is None:
        return DataFrame(columns=kolonner)
    regulerte = rader[rader["opphav"] == REGULERT]
    utelukket = dict(zip(funnet.utelukket["id"], funnet.utelukket.geometry, strict=True))
    former = rene_flater(teiger.data)
    i_omraade, i_teig = STRtree(former).query(rene_flater(regulerte), predicate="intersects")
    deler = flater(shapely.intersection(former[i_teig], rene_flater(regulerte)[i_omraade]))
    tatt = [utelukket.get(ident, shapely.Polygon()) for ident in regulerte["id"].iloc[i_omraade]]
    fri = shapely.difference(deler, np.array(tatt, dtype=object))
    tomter = DataFrame(
        {
            "id": regulerte["id"].to_numpy()[i_omraade],
            "navn": regulerte["navn"].to_numpy()[i_omraade],
            "matrikkelnummer": teiger.data["matrikkelnummer"].to_numpy()[i_teig],
            "areal_daa": shapely.area(deler) / M2_PER_DAA,
            "ledig_daa": shapely.area(fri) / M2_PER_DAA,
            "rang": regulerte["rang"].to_numpy()[i_omraade],
            "bygg": antall_inni(GeoDataFrame(geometry=deler, crs=rader.crs), bygninger.data),
        }
    )
    fri_tomt = (tomter["bygg"] == 0) & (tomter["ledig_daa"] >= p.minste_tomt_daa)
    tomter = tomter[fri_tomt & (tomter["areal_daa"] * M2_PER_DAA >= MINSTE_M2)]
    storrelse = np.where(tomter["areal_daa"] < p.smaaverksted_daa, "småverksted", "vanlig")
    orden = ["rang", "matrikkelnummer", "areal_daa"]
    return tomter.assign(storrelse=storrelse).sort_values(orden, ignore_index=True)[kolonner]


def _tomtetabell(tomter: DataFrame, p: Parametre) -> Tabell:
    """Return the free plots as a table."""
    return Tabell(
        navn="tomter",
        tittel="Ledige tomter i regulerte næringsområder",
        kolonner=TOMTEKOLONNER,
        data=tomter,
        forklaring=(
            "En tomt er den delen av en teig som ligger i området. Den er ledig når ingen "
            f"bygningspunkt ligger i den, og minst {tall(p.minste_tomt_daa, 1)} daa av den ikke er "
            f"utelukket av en kjent regel. Under {tall(p.smaaverksted_daa, 1)} daa: småverksted. "
            "Om eieren vil selge eller bygge, er ikke kjent."
        ),
        kartlag="omraader",
    )


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
    tiltak=("3.2b", "3.2c", "6.3"),
    krever=krevde_lag(_utvalg(Parametre())),
    parametre=Parametre(),
    beregn=beregn,
)
