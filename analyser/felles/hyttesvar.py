"""The answer about cabins in one sentence, and what was found beside it.

Geometries lie in the working CRS (a map plane, metres).
"""

import numpy as np
from geopandas import GeoDataFrame
from pandas import Series

from analyser.felles.modell import Grunnlag, Status
from analyser.felles.tekst import M2_PER_DAA, antall, daa, tall
from analyser.felles.tomter import Utvalg
from analyser.felles.utredning import (
    JA,
    Utredning,
    forbehold,
    ingen_omraader,
    navneliste,
    samlet_daa,
)
from lag.katalog.koder import VERDENSARVSONER
from lag.katalog.kultur import VERDENSARV


def hyttesvar(
    grunnlag: Grunnlag, utvalg: Utvalg, stort_daa: float, rader: GeoDataFrame, funnet: Utredning
) -> str:
    """Answer in one sentence."""
    if rader.empty:
        return ingen_omraader(grunnlag, utvalg, "områder for fritidsbebyggelse")
    if funnet.ledig is None:
        return (
            f"{antall(len(rader), 'hytteområde', 'hytteområder')} er vurdert, men hvilke som har "
            "stor ledig flate, er ikke kjent: bygningene er ikke hentet."
        )
    store = rader[rader["har_plass"] == JA]
    flate = f"minst {tall(stort_daa)} daa ledig flate"
    if store.empty:
        ingen = f"Ingen av {antall(len(rader), 'hytteområde', 'hytteområder')} har {flate}."
        return ingen + forbehold(grunnlag, funnet, utvalg)
    arven = grunnlag[VERDENSARV]
    if not arven.kjent or arven.data["sone"].isna().any():
        return (
            f"{tall(len(store))} av {antall(len(rader), 'hytteområde', 'hytteområder')} har "
            f"{flate}, men om de ligger i verdensarvens kjerneområde, er ikke kjent."
            + forbehold(grunnlag, funnet, utvalg)
        )
    ute = store[_utenfor(store)]
    uvisst = ute["saerverdi"].isin([Status.IKKE_KARTLAGT, Status.IKKE_KJENT]).sum()
    hvem = f"; øverst i rekkefølgen står {navneliste(ute)}" if len(ute) else ""
    return (
        f"{tall(len(store))} av {antall(len(rader), 'hytteområde', 'hytteområder')} har {flate}, "
        f"og {tall(len(ute))} av dem har verken treff i verdensarvens kjerneområde eller i "
        "flyttlei, oppsamlingsområde eller kalvingsland (men for "
        f"{tall(float(uvisst))} av disse er særverdiene ikke kartlagt eller ikke kjent){hvem}."
        + forbehold(grunnlag, funnet, utvalg)
    )


def _utenfor(rader: GeoDataFrame) -> Series:
    """Areas without known hit in core or særverdi; not knowing the world heritage is no pass."""
    kjerne = rader["verdensarv"].isin(
        [VERDENSARVSONER["kjerne"], VERDENSARVSONER["ukjent"], Status.IKKE_KJENT]
    )
    utenfor: Series = ~kjerne & (rader["saerverdi"] != Status.TREFF)
    return utenfor


def hyttepunkter(
    tetthet: tuple[float, float], skoggrense_moh: float, rader: GeoDataFrame, funnet: Utredning
) -> tuple[str, ...]:
    """Return the findings that only this analysis has."""
    if rader.empty or funnet.ledig is None:
        return ()
    punkter = []
    for opphav, dem in rader.groupby("opphav", sort=True):
        ledig_daa = samlet_daa(funnet.ledig, dem["id"])
        punkter.append(
            f"Fra {opphav}: {antall(len(dem), 'område', 'områder')} med "
            f"{daa(ledig_daa * M2_PER_DAA, 0)} ledig grunn (overlapp regnet én gang), anslagsvis "
            f"{tall(np.floor(ledig_daa * tetthet[0]))}–"
            f"{tall(np.floor(ledig_daa * tetthet[1]))} hytter (tettheten er uverifisert)."
        )
    inne = int(rader["reindrift"].str.startswith("innenfor").sum())
    over = int((rader["over_prosent"] > 0).sum())
    punkter.append(
        f"{tall(inne)} av {antall(len(rader), 'område', 'områder')} ligger innenfor et "
        f"reinbeitedistrikt, og {tall(over)} har grunn over {tall(skoggrense_moh)} moh."
    )
    return tuple(punkter)
