"""Every site against every layer and every rule: the long table that screening is made of.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from pandas import DataFrame, isna

from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import KOLONNER, vurder_alle
from analyser.felles.regler import Regel
from analyser.felles.reindrift import distrikt_for, reindriftssvar
from analyser.felles.vilkaar import spurt
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag


def stabile_ider(data: GeoDataFrame) -> list[str]:
    """Id per feature: lokalid, made unique by a running number; «rad n» where it is missing."""
    raa = data["lokalid"] if "lokalid" in data else [None] * len(data)
    sett: dict[str, int] = {}
    ider: list[str] = []
    for i, verdi in enumerate(raa):
        ident = f"rad {i + 1}" if isna(verdi) else str(verdi)
        sett[ident] = sett.get(ident, 0) + 1
        ider.append(ident if sett[ident] == 1 else f"{ident} ({sett[ident]})")
    return ider


def per_lag(omraader: GeoDataFrame, grunnlag: Grunnlag, poster: Sequence[Lag]) -> DataFrame:
    """Screen every site against every layer.

    Parameters
    ----------
    omraader    (n,) polygons with unique index, working CRS
    poster      vector layers, all in `grunnlag`; the reindeer districts must be in it too

    Returns
    -------
    svar    (n × layers,) rows, site by site in the order of `poster`: id (the site's index), lag,
            the columns of `vurder`, and merknad (what the reindeer districts add)
    """
    distrikter = grunnlag[REINBEITE]
    distrikt = distrikt_for(omraader, distrikter)
    deler = []
    svarene = vurder_alle(omraader, [grunnlag[post] for post in poster])
    for plass, (post, raa) in enumerate(zip(poster, svarene, strict=True)):
        svar = reindriftssvar(raa, post, distrikter, distrikt)
        deler.append(svar.assign(id=omraader.index, lag=post.navn, _lag=plass))
    return _satt_sammen(deler, omraader)


def per_regel(
    omraader: GeoDataFrame, grunnlag: Grunnlag, regler: Iterable[Regel], formaal: str = ""
) -> DataFrame:
    """Screen every site against the rules that its column «formaal» calls for.

    A site without purpose is asked by the rules of every purpose.

    Parameters
    ----------
    formaal    purpose to look at; «» for every site's own

    Returns
    -------
    svar    one row per site and rule, site by site: id, regel (id of the rule), lag, type (as it
            counts at this site), merknad (what a condition changed), and the columns of `vurder`;
            only rules whose layer is in `grunnlag`
    """
    deler = []
    for plass, regel in enumerate(r for r in regler if r.lag in grunnlag.lag):
        gjelder = {formaal} & set(regel.formaal) if formaal else {*regel.formaal, ""}
        valgte = omraader[omraader["formaal"].isin(gjelder)]
        if not valgte.empty:
            svar = spurt(valgte, grunnlag, regel)
            deler.append(svar.assign(id=valgte.index, regel=regel.id, lag=regel.lag, _lag=plass))
    return _satt_sammen(deler, omraader)


def _satt_sammen(deler: list[DataFrame], omraader: GeoDataFrame) -> DataFrame:
    """One frame, site by site in the order of `omraader`."""
    if not deler:
        return DataFrame(columns=["id", "regel", "lag", "type", *KOLONNER, "merknad"], dtype=object)
    alle = pd.concat(deler, ignore_index=True)
    plass = {ident: i for i, ident in enumerate(omraader.index)}
    rekke = np.lexsort((alle["_lag"], alle["id"].map(plass)))
    return alle.iloc[rekke].drop(columns="_lag").reset_index(drop=True)


def antall_svar(svar: DataFrame, ider: Sequence[str]) -> DataFrame:
    """Count the four answers per site; index `ider`, one column per answer."""
    if svar.empty:
        return DataFrame(0, index=list(ider), columns=[s.value for s in Status])
    telt = pd.crosstab(svar["id"], svar["status"].map(str))
    ut = telt.reindex(index=list(ider), columns=[s.value for s in Status], fill_value=0)
    return ut.astype(int)
