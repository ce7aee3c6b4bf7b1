"""How many homes more a quarter could hold: per quarter, never per owner or parcel.

Geometries lie in the working CRS (a map plane, metres).
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, Series
from shapely import STRtree

from analyser.felles.deling import Former
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.rangering import naermeste
from analyser.felles.regler import Regel, gjeldende, utvalgte
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, antall, oppramsing, tall
from analyser.felles.tomter import antall_inni
from lag.katalog import KATALOG
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import BOLIGTOMTER

BOLIGBYGG = "1"
"""First digit of `bygningstype` of homes, cabins and their outbuildings apart. Source: the code
list of the national register: 1xx bolig (kilde sett for 161–163)."""
IKKE_HELAARS = ("16", "17", "18", "19")
"""Beginnings of the types that are no homes: cabins, huts, garages, other. Uverifisert."""
MINST_EIENDOMMER = 3
"""Properties below which a quarter is not shown alone: it would be one owner's. arealsils forslag
(uverifisert)."""
KOLONNER = (
    tekstkolonne("kvartal", "Kvartal"),
    tallkolonne("areal_daa", "Areal", "daa", 1),
    tekstkolonne("eiendommer", "Eiendommer"),
    tekstkolonne("boliger", "Boligbygg i dag", "Antall bygningspunkt, ikke boenheter."),
    tallkolonne("tetthet", "Tetthet i dag", "per daa", 1),
    ordnet(tallkolonne("potensial", "Kan romme flere", "stk.", 0,
                       "Et øvre tall: ved tettheten i forklaringen."), "hoy"),
    tallkolonne("senter_m", "Til sentrum", "m", 0, "Luftlinje."),
    tekstkolonne("kulturarv", "Kulturarv som må utredes"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Fortetting:
    """What is asked of the quarters."""

    innen_m: float
    """Only quarters this near the centre, metres."""
    per_daa: float
    """Homes per dekar that a quarter could have."""


def fortettingstabell(grunnlag: Grunnlag, senter: GeoDataFrame, valg: Fortetting) -> Tabell | None:
    """Return the quarters by what they could hold; None where a layer or the centre lacks."""
    bygninger, teiger = grunnlag[BYGNINGER], grunnlag[TEIGER]
    felt = grunnlag[BOLIGTOMTER]
    if not (bygninger.kjent and teiger.kjent and felt.kjent and len(senter)):
        return None
    kvartaler = GeoDataFrame(
        {"kvartal": felt.data["navn"].fillna("uten navn")},
        geometry=rene_flater(felt.data), crs=grunnlag.kommune.epsg,
    )  # fmt: skip
    _, senter_m = naermeste(list(kvartaler.geometry), senter)
    kvartaler = kvartaler.assign(senter_m=senter_m)[senter_m <= valg.innen_m]
    typer = bygninger.data["bygningstype"].astype(str)
    hjem = bygninger.data[typer.str.startswith(BOLIGBYGG) & ~typer.str.startswith(IKKE_HELAARS)]
    boliger = antall_inni(kvartaler, hjem)
    kvartaler = kvartaler.assign(
        boliger=boliger,
        eiendommer=_eiendommer(kvartaler, rene_flater(teiger.data)),
        areal_daa=kvartaler.area / M2_PER_DAA,
        kulturarv=Series(_kulturarv(grunnlag, kvartaler), index=kvartaler.index),
    )
    kvartaler = kvartaler[kvartaler["boliger"] > 0]
    return _tabell(kvartaler, valg, _ikke_kjent(grunnlag))


def _eiendommer(kvartaler: GeoDataFrame, teiger: Former) -> Flyt:
    """(n,) parcels whose inner point lies in each quarter."""
    punkter = shapely.point_on_surface(teiger)
    i_kvartal, _ = STRtree(punkter).query(rene_flater(kvartaler), predicate="intersects")
    return np.bincount(i_kvartal, minlength=len(kvartaler)).astype(np.float64)


def _kulturregler(grunnlag: Grunnlag) -> list[Regel]:
    """Return the rules for homes that speak of heritage."""
    regler = gjeldende(grunnlag.kommune, "bolig")
    return [r for r in regler if KATALOG[r.lag].tema == "kulturmiljo" or "kultur" in r.id]


def _kulturarv(grunnlag: Grunnlag, kvartaler: GeoDataFrame) -> list[list[str]]:
    """Per quarter, the heritage rules that hit, in words."""
    former = rene_flater(kvartaler)
    truffet: list[list[str]] = [[] for _ in former]
    for regel in _kulturregler(grunnlag):
        data = utvalgte(regel, grunnlag.lag[regel.lag])
        if data.kjent and len(former):
            tre = STRtree(data.data.geometry.to_numpy())
            i, _ = tre.query(former, predicate="dwithin", distance=regel.avstand_m)
            for sted in np.unique(i):
                truffet[sted].append(regel.tekst.removesuffix(": må utredes"))
    return truffet


def _ikke_kjent(grunnlag: Grunnlag) -> str:
    """Say which heritage layers are not known; empty when all are."""
    poster = dict.fromkeys(KATALOG[regel.lag] for regel in _kulturregler(grunnlag))
    ukjente = [post.tittel for post in poster if not grunnlag[post].kjent]
    return f"ikke kjent: {oppramsing(ukjente)}" if ukjente else ""


def _tabell(kvartaler: GeoDataFrame, valg: Fortetting, ukjent: str) -> Tabell:
    """Gather the quarters, those of few owners in one row; `ukjent` stands by every answer."""
    rader = DataFrame(kvartaler.drop(columns="geometry"))
    faa = rader["eiendommer"] < MINST_EIENDOMMER
    if faa.any():
        sum_ = rader.loc[faa, ["areal_daa", "boliger", "eiendommer"]].sum()
        samlet = {
            "kvartal": antall(int(faa.sum()), "kvartal", "kvartaler") + " med få eiendommer",
            "senter_m": float(rader.loc[faa, "senter_m"].min()),
            "kulturarv": list(dict.fromkeys(chain(*rader.loc[faa, "kulturarv"]))),
            **sum_.to_dict(),
        }
        rader = rader[~faa]
        if samlet["eiendommer"] >= MINST_EIENDOMMER:
            rader = DataFrame([*rader.to_dict("records"), samlet], columns=list(rader.columns))
    mulig = np.floor(rader["areal_daa"].astype(float) * valg.per_daa)
    rader = rader.assign(
        tetthet=rader["boliger"] / rader["areal_daa"],
        potensial=np.maximum(mulig - rader["boliger"].astype(float), 0.0),
        eiendommer=rader["eiendommer"].astype(int),
        boliger=rader["boliger"].astype(int),
        kulturarv=["; ".join(filter(None, (oppramsing(k), ukjent))) for k in rader["kulturarv"]],
    )
    return Tabell(
        navn="fortetting",
        tittel="Fortetting, kvartal for kvartal",
        kolonner=KOLONNER,
        data=rader.sort_values(
            ["potensial", "kvartal"], ascending=[False, True], kind="stable", ignore_index=True
        )[[k.navn for k in KOLONNER]],
        forklaring=(
            f"Kvartaler er regulerte boligfelt med bygg innen {tall(valg.innen_m)} m fra sentrum. "
            f"Regnet med {tall(valg.per_daa, 1)} boliger per daa (uverifisert). Boligbygg er "
            "bygningspunkt, ikke boenheter, så tallet er et øvre tall. Tabellen er per kvartal, "
            f"aldri per eier: kvartaler med færre enn {MINST_EIENDOMMER} eiendommer vises ikke "
            "alene. Utnyttingen som planen tillater, og kulturminnevernet, avgjør hva som kan "
            "bygges."
        ),
    )
