"""Cabin areas in three classes with the rule behind each, and what lies around them.

«frarådes», «krever avklaring», «aktuelt å utrede». None of them is a decision: the class says which
known rule speaks loudest. Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.deling import Former
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Status
from analyser.felles.overlapp import rene_flater
from analyser.felles.rangering import naermeste
from analyser.felles.regelmodell import Regel
from analyser.felles.svar import tekstkolonne
from analyser.felles.tekst import oppramsing
from analyser.felles.utredning import NEI, UKJENT
from gis.geometri import union
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.koder import FRITIDSBYGG, VERDENSARVSONER
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.reindrift import FLYTTLEI, KALVINGSLAND, OPPSAMLINGSOMRAADE
from lag.katalog.samferdsel import JERNBANE, VEGER
from lag.modell import Lagdata, Stil

AKTUELT, AVKLARES, FRARAADES = "aktuelt å utrede", "krever avklaring", "frarådes"
KLASSER: tuple[Klasse, ...] = (
    Klasse(verdi=FRARAADES, tittel="frarådes: en regel taler tungt mot",
           stil=Stil(farge="#b35806", skravur="45", dekkevne=0.5)),
    Klasse(verdi=AVKLARES, tittel="krever avklaring: noe må utredes, eller er ikke kjent",
           stil=Stil(farge="#fdb863", skravur="prikker", dekkevne=0.5)),
    Klasse(verdi=AKTUELT, tittel="aktuelt å utrede (ikke det samme som avklart)",
           stil=Stil(farge="#8073ac", dekkevne=0.5)),
)  # fmt: skip
"""Legend of the classes (ColorBrewer PuOr)."""
KLASSEKOLONNER = (
    tekstkolonne("klasse", "Klasse", "Etter den regelen som taler tyngst."),
    tekstkolonne("grunn", "Regelen bak"),
    tekstkolonne("rein_baand", "Til reindriftens særverdier",
                 "Bånd for mulig påvirkningssone: 0,5, 1, 2, 4 og 5 km (kildene spriker)."),
    tekstkolonne("inngrep", "Inngrepsfri natur",
                 "Luftlinje til veg, jernbane eller kraftlinje i kartet; ingen rettslig virkning."),
)  # fmt: skip
BAAND_M = (0.0, 500.0, 1000.0, 2000.0, 4000.0, 5000.0)
"""Bands of possible influence, metres. Source: the literature spreads from 1 to 5 km (SSB 2020/16,
Eftestøl 2019, Vistnes & Nellemann 2001); bands, never one number."""
SONER_M = ((5000.0, "over 5 km fra inngrep"), (3000.0, "3–5 km fra inngrep"),
           (1000.0, "1–3 km fra inngrep"))  # fmt: skip
"""Zones of nature without heavy intervention. Source: INON (regel.inon)."""
KLYNGE_M, MINST_I_KLYNGE = 150.0, 5
"""Cabins this near one another are one cluster, from so many. arealsils forslag (uverifisert)."""


def med_klasser(
    grunnlag: Grunnlag, rader: GeoDataFrame, svar: DataFrame, regler: Sequence[Regel]
) -> GeoDataFrame:
    """Put in class, the rule behind it, reindeer band and untouched nature."""
    par = [
        _klasse(rad.to_dict(), svar[svar["id"] == ident], regler) for ident, rad in rader.iterrows()
    ]
    return rader.assign(
        klasse=[k for k, _ in par],
        grunn=[g for _, g in par],
        rein_baand=reinbaand(grunnlag, rene_flater(rader)),
        inngrep=inngrepsfri(grunnlag, rene_flater(rader)),
    )


def _klasse(rad: Mapping[Any, Any], svar: DataFrame, regler: Sequence[Regel]) -> tuple[str, str]:
    """Class of one area, and why."""
    tekst = {r.id: r.tekst.removesuffix(": må utredes") for r in regler}
    tunge = []
    if rad["saerverdi"] == Status.TREFF:
        tunge.append("flyttlei, oppsamlingsområde eller kalvingsland")
    if rad["verdensarv"] == VERDENSARVSONER["kjerne"]:
        tunge.append("verdensarvens kjerneområde")
    if rad["mest_over"] == 1.0:
        tunge.append("mer enn halvparten over skoggrensen")
    if rad["har_plass"] == NEI and rad["antall_tellende"] > 0:
        treff = svar[(svar["status"] == Status.TREFF) & (svar["type"] == "utelukker")]
        tunge += [tekst[str(r)] for r in treff["regel"]]
    if tunge:
        return FRARAADES, oppramsing(list(dict.fromkeys(tunge)))
    lette = [tekst[str(r)] for r in svar["regel"][svar["status"] == Status.TREFF]]
    ukjent = svar["regel"][svar["status"] == Status.IKKE_KJENT]
    lette += [f"{tekst[str(r)]} (ikke kjent)" for r in ukjent]
    inne = str(rad["reindrift"])
    if inne.startswith("innenfor") or "ikke k" in inne:
        lette.append("dialog med reinbeitedistriktet")
    if rad["har_plass"] == UKJENT:
        lette.append("hvor mye som er ledig, er ikke kjent")
    if lette:
        return AVKLARES, oppramsing(list(dict.fromkeys(lette)))
    return AKTUELT, "ingen kjent regel treffer"


def reinbaand(grunnlag: Grunnlag, former: Former) -> list[str]:
    """Per area, the band of distance to what is never a soft criterion."""
    poster = (FLYTTLEI, OPPSAMLINGSOMRAADE, KALVINGSLAND)
    if not all(grunnlag[post].kjent for post in poster):
        return ["ikke kjent"] * len(former)
    naermest = _naermest(former, [grunnlag[post] for post in poster])
    return [_baand(avstand_m) for avstand_m in naermest]


def _baand(avstand_m: float) -> str:
    """Words of a distance, «0,5–1 km»."""
    if avstand_m <= 0:
        return "treff"
    for fra, til in pairwise(BAAND_M):
        if avstand_m <= til:
            return f"{fra / 1000:g}–{til / 1000:g} km".replace(".", ",")
    return "over 5 km fra det som er registrert"


def inngrepsfri(grunnlag: Grunnlag, former: Former) -> list[str]:
    """Per area, how far it lies from roads, railway and power lines."""
    poster = (VEGER, JERNBANE, KRAFTLINJER)
    if not all(grunnlag[post].kjent for post in poster):
        return ["ikke kjent"] * len(former)
    naermest = _naermest(former, [grunnlag[post] for post in poster])
    return [
        next((ord_ for fra, ord_ in SONER_M if avstand_m > fra), "inngrepsnær (under 1 km)")
        for avstand_m in naermest
    ]


def _naermest(former: Former, lagene: Sequence[Lagdata]) -> Flyt:
    """(n,) distance to the nearest feature of any of the layers, inf without features."""
    alle = [naermeste(list(former), laget.data)[1] for laget in lagene]
    ut: Flyt = np.min(np.where(np.isnan(alle), np.inf, alle), axis=0)
    return ut


def klynger(grunnlag: Grunnlag) -> GeoDataFrame:
    """Existing cabins gathered where they stand close: ground and number."""
    bygg = grunnlag[BYGNINGER].data
    punkter = bygg[bygg["bygningstype"].isin(FRITIDSBYGG)].geometry.to_numpy()
    grunn = union(shapely.buffer(punkter, KLYNGE_M / 2.0, quad_segs=8))
    deler = shapely.get_parts(np.array([grunn], dtype=object))
    hvor = shapely.STRtree(deler).query(punkter, predicate="intersects")[1]
    antall = np.bincount(hvor, minlength=len(deler))
    store = (antall >= MINST_I_KLYNGE) & ~shapely.is_empty(deler)
    midter = shapely.get_coordinates(shapely.centroid(deler[store])).reshape(-1, 2)
    return GeoDataFrame(
        {
            "id": [f"klynge {x:.0f}-{y:.0f}" for x, y in midter],
            "lokalid": [f"klynge {x:.0f}-{y:.0f}" for x, y in midter],
            "navn": [f"{n} fritidsbygg" for n in antall[store]],
        },
        geometry=deler[store],
        crs=grunnlag.kommune.epsg,
    )


def klyngelag(data: GeoDataFrame) -> Kartlag:
    """Return the clusters of existing cabins."""
    return Kartlag(
        navn="klynger",
        tittel=f"Hyttefelt i dag (minst {MINST_I_KLYNGE} fritidsbygg)",
        data=data,
        klasser=(
            Klasse(verdi="", tittel="fritidsbygg som står nær hverandre",
                   stil=Stil(farge="#7f3b08", skravur="prikker", dekkevne=0.3)),
        ),
        kolonner=(tekstkolonne("navn", "Antall"),),
        kildelag=(BYGNINGER.navn,),
        synlig=False,
        forenkling_m=5.0,
    )  # fmt: skip
