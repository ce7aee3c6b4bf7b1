"""Reindeer husbandry: inside a district no answer is ever «ikke treff».

Geometries lie in the working CRS (a map plane, metres).
"""

from typing import TypeAlias

from geopandas import GeoDataFrame
from pandas import DataFrame, Series, isna

from analyser.felles.modell import Status
from analyser.felles.overlapp import vurder
from lag.katalog import KATALOG
from lag.katalog.reindrift import (
    FLYTTLEI,
    KALVINGSLAND,
    OPPSAMLINGSOMRAADE,
    REINBEITE,
    REINDRIFTSANLEGG,
    TREKKLEI,
)
from lag.modell import Lag, Lagdata

REINDRIFTSLAG: tuple[Lag, ...] = tuple(p for p in KATALOG.values() if p.tema == "reindrift")
"""Every reindeer layer of the catalogue, the districts included."""
DELLAG: tuple[Lag, ...] = tuple(p for p in REINDRIFTSLAG if p.navn != REINBEITE.navn)
"""The parts: seasons, migration routes, gathering areas, works."""
SAERVERDI: tuple[Lag, ...] = (FLYTTLEI, OPPSAMLINGSOMRAADE, KALVINGSLAND)
"""Ground that is never searched and never a soft criterion, whatever type its rules have."""
SAERLAG: tuple[str, ...] = tuple(p.navn for p in (*SAERVERDI, TREKKLEI, REINDRIFTSANLEGG))
"""Parts that count as særverdi; seasonal pastures are named beside them."""
Navnerekke: TypeAlias = "Series[str]"
"""Text per site."""
UTEN_SAERVERDI = "ingen registrert særverdi"
UTEN_NAVN = "reinbeitedistrikt"
"""What a district without name or id is called."""
UKJENT_DISTRIKT = "om området ligger i et reinbeitedistrikt, er ikke kjent"


def distriktnavn(distrikter: GeoDataFrame) -> dict[str, str]:
    """Return id → name, Sami form first: «Gåebrien sijte (Riast/Hylling)»."""
    navn: dict[str, str] = {}
    for _, rad in distrikter.iterrows():
        former = [rad.get("navn_samisk"), rad.get("navn")]
        kjente = [str(form) for form in former if not isna(form) and str(form).strip()]
        samisk, norsk = kjente[0] if kjente else UTEN_NAVN, kjente[-1] if kjente else ""
        samme = norsk in ("", samisk)
        navn[str(rad["lokalid"])] = samisk if samme else f"{samisk} ({norsk})"
    return navn


def distrikt_for(omraader: GeoDataFrame, distrikter: Lagdata) -> Navnerekke:
    """Names of the districts that each site lies in, joined by « og »; «» outside them all.

    A site that only touches a district lies outside. Unknown districts give «» everywhere: ask
    `distrikter.kjent` first.
    """
    if not distrikter.kjent:
        return Series("", index=omraader.index, dtype=object)
    navn = distriktnavn(distrikter.data)
    ider = vurder(omraader, distrikter)["treff_ider"]
    return Series(
        [" og ".join(sorted({navn.get(i, UTEN_NAVN) for i in rad})) for rad in ider],
        index=omraader.index,
        dtype=object,
    )


def med_distrikt(status: Status, post: Lag, distrikt: str, kjent: bool) -> tuple[Status, str]:
    """Return the answer for one site with the districts' rule put in, and what to say about it.

    Inside a district a part without hit is a «treff» that says so; where the districts are not
    known (`kjent` false), «ikke treff» becomes «ikke kjent». Other layers are left alone.
    """
    del_av_reindrift = post.tema == REINBEITE.tema and post.navn != REINBEITE.navn
    if not del_av_reindrift or status in (Status.TREFF, Status.IKKE_KJENT):
        return status, ""
    if distrikt:
        return Status.TREFF, f"innenfor {distrikt}; {UTEN_SAERVERDI}"
    if not kjent and status == Status.IKKE_TREFF:
        return Status.IKKE_KJENT, UKJENT_DISTRIKT
    return status, ""


def reindriftssvar(
    svar: DataFrame, post: Lag, distrikter: Lagdata, distrikt: Navnerekke
) -> DataFrame:
    """Return the answers of `vurder` with the districts' rule put in, and a column «merknad».

    Parameters
    ----------
    svar          what `vurder` said of the layer `post`, any theme
    distrikter    the district layer
    distrikt      name of the district per site, from `distrikt_for`
    """
    par = [
        med_distrikt(status, post, navn, distrikter.kjent)
        for status, navn in zip(svar["status"], distrikt.reindex(svar.index), strict=True)
    ]
    nye = DataFrame(par, columns=["status", "merknad"], index=svar.index, dtype=object)
    return svar.assign(status=nye["status"], merknad=nye["merknad"])
