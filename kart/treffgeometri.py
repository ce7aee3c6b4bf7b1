"""The ground behind the answers: the shared shape of each site and each feature that hits it."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.deling import Former
from analyser.felles.modell import Kartlag, Status
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.svar import TEMAORD, tallkolonne, tekstkolonne, temaklasser
from analyser.felles.tekst import M2_PER_DAA
from gis.geometri import flater, snitt
from lag.modell import Geometri, Lagdata

TITLER: Mapping[Geometri, tuple[str, str]] = {
    "flate": ("treff_flater", "Treff: grunnen som er truffet"),
    "linje": ("treff_linjer", "Treff: linjer i områdene"),
    "punkt": ("treff_punkter", "Treff: punkter i områdene"),
}
"""Kind → name and title of the layer."""
KOLONNER = (
    tekstkolonne("omraade", "Innspill"),
    tekstkolonne("lag_tittel", "Kartlag"),
    tekstkolonne("tema_ord", "Tema"),
    tekstkolonne("objekt", "Objekt"),
    tekstkolonne("egenskaper", "Egenskaper"),
    tallkolonne("areal_daa", "Truffet", "daa", 2),
    tallkolonne("lengde_m", "Lengde", "m", 0),
)


def treffkartlag(
    steder: Sequence[Stedssvar], lagene: Mapping[str, Lagdata], epsg: int
) -> tuple[Kartlag, ...]:
    """Return the hit geometries of all sites as map layers, one per kind of geometry.

    A feature that only lies within the distance of a rule shares no ground and is left out.
    """
    rader: dict[Geometri, list[dict[str, object]]] = {"flate": [], "linje": [], "punkt": []}
    former: dict[Geometri, list[tuple[shapely.Geometry, shapely.Geometry]]] = {
        "flate": [], "linje": [], "punkt": [],
    }  # fmt: skip
    plasser: dict[str, dict[str, int]] = {}
    for sted in steder:
        for svar in sted.lag:
            lagdata = lagene.get(svar.lag)
            if svar.status != Status.TREFF or lagdata is None or not svar.objekter:
                continue
            idfelt = lagdata.data[lagdata.post.idfelt]
            plass = plasser.setdefault(svar.lag, {str(v): i for i, v in enumerate(idfelt)})
            for objekt in svar.objekter:
                if objekt.lokalid not in plass or objekt.avstand_m > 0:
                    continue
                slag = lagdata.post.geometri
                former[slag].append(
                    (sted.geometri, lagdata.data.geometry.iloc[plass[objekt.lokalid]])
                )
                rader[slag].append(
                    {
                        "id": f"{sted.id} {svar.lag} {objekt.lokalid}",
                        "navn": f"{sted.navn}: {svar.tittel}",
                        "omraade": sted.id,
                        "lag_tittel": svar.tittel,
                        "tema": svar.tema,
                        "tema_ord": TEMAORD[svar.tema],
                        "objekt": objekt.lokalid,
                        "egenskaper": "; ".join(f"{k}: {v}" for k, v in objekt.egenskaper),
                    }
                )
    return tuple(
        laget for slag in TITLER if (laget := _laget(slag, rader[slag], former[slag], epsg))
    )


def _laget(
    slag: Geometri,
    rader: Sequence[Mapping[str, object]],
    par: Sequence[tuple[shapely.Geometry, shapely.Geometry]],
    epsg: int,
) -> Kartlag | None:
    """One layer; None where nothing of the kind is hit."""
    if not rader:
        return None
    steder: Former = np.array([sted for sted, _ in par], dtype=object)
    objekter: Former = shapely.force_2d(np.array([objekt for _, objekt in par], dtype=object))
    delt = snitt(steder, objekter)
    delt = flater(delt) if slag == "flate" else delt
    data = GeoDataFrame(DataFrame(list(rader)), geometry=delt, crs=epsg)
    data = data.assign(areal_daa=data.area / M2_PER_DAA, lengde_m=data.length)
    if slag != "flate":
        data["areal_daa"] = np.nan
    if slag != "linje":
        data["lengde_m"] = np.nan
    data = data[~data.geometry.is_empty].drop_duplicates("id").reset_index(drop=True)
    if data.empty:
        return None
    navn, tittel = TITLER[slag]
    return Kartlag(
        navn=navn,
        tittel=tittel,
        data=data,
        klasser=temaklasser(set(data["tema"])),
        klassefelt="tema",
        kolonner=KOLONNER,
        synlig=False,
    )
