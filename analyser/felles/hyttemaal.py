"""What cabin areas are measured by besides the rules: tree line, world heritage, særverdi.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame, Series

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import KOLONNER, vurder
from analyser.felles.regler import Regel
from analyser.felles.reindrift import SAERVERDI
from analyser.felles.tekst import tall, verste
from analyser.felles.terreng import andel_over
from lag.katalog.grunnlag import TERRENG
from lag.katalog.koder import VERDENSARVSONER
from lag.katalog.kultur import VERDENSARV


def skoggrense(moh: float) -> Callable[[Grunnlag, GeoDataFrame], tuple[Regel, DataFrame]]:
    """Return the rule of the tree line; it is asked of the terrain, which has no features."""
    regel = Regel(
        id="skoggrense",
        lag=TERRENG.navn,
        tekst=f"over skoggrensen ({tall(moh)} moh.): må utredes",
        type="advarer",
        formaal=("fritid",),
        hjemmel="kommunens hyttepolitikk; skoggrense 800–900 moh. ved Femundsmarka",
        kilde="tall for Femundsmarka; at grensen skal styre hytter, er ikke kontrollert",
        merke="uverifisert",
    )

    def spor(grunnlag: Grunnlag, omraader: GeoDataFrame) -> tuple[Regel, DataFrame]:
        terreng = grunnlag[TERRENG].raster
        andel = andel_over(terreng, omraader, moh)
        hele = [terreng is not None and terreng.dekker(flate) for flate in omraader.geometry]
        svar = DataFrame(np.nan, index=omraader.index, columns=list(KOLONNER), dtype=object)
        svar["status"] = [
            Status.IKKE_KJENT
            if np.isnan(a)
            else Status.TREFF
            if a > 0
            else Status.IKKE_TREFF
            if h
            else Status.IKKE_KARTLAGT
            for a, h in zip(andel, hele, strict=True)
        ]
        svar["andel"], svar["areal_m2"] = andel, andel * omraader.area.to_numpy()
        svar["antall"], svar["treff_ider"] = (andel > 0).astype(float), [()] * len(omraader)
        return regel, svar

    return spor


def verdensarvsone(grunnlag: Grunnlag, rader: GeoDataFrame) -> tuple[list[str], Flyt]:
    """Return each area's zone of the world heritage, and metres to the nearest core."""
    arven = grunnlag[VERDENSARV]
    sone = [str(s) for s in vurder(rader, arven)["status"]]
    kjerne_m = np.full(len(rader), np.nan)
    for verdi in ("ukjent", "buffer", "kjerne"):
        data = arven.data[arven.data["sone"].fillna("ukjent") == verdi]
        svar = vurder(rader, replace(arven, data=data))
        truffet = svar["status"] == Status.TREFF
        sone = [VERDENSARVSONER[verdi] if t else s for t, s in zip(truffet, sone, strict=True)]
        if verdi == "kjerne":
            kjerne_m = svar["avstand_m"].to_numpy(dtype=float)
    return sone, kjerne_m


def saerverdi(svar: DataFrame, rader: GeoDataFrame) -> list[str]:
    """Return the weightiest answer of the layers that are never soft."""
    dem = svar[svar["lag"].isin([post.navn for post in SAERVERDI])]
    verst: Series = dem.groupby("id", sort=False)["status"].agg(lambda s: verste(list(s)))
    return [str(s) for s in verst.reindex(rader.index, fill_value=Status.IKKE_KJENT)]
