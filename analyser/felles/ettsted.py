"""A few sites against every layer at once; layers are made ready one time, for a running process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.forberedt import ForberedtLag, forbered, klare_steder, rene_flater
from analyser.felles.modell import Status
from analyser.felles.overlapp import KOLONNER, kolonner, krev_samme_crs
from lag.modell import Lagdata


@dataclass(frozen=True, slots=True, eq=False)
class Forberedt:
    """Vector layers ready to be asked; immutable, and safe to ask from several threads."""

    lag: Mapping[str, ForberedtLag | Lagdata]
    """Layer id → the layer ready, or as it is where it is not known."""


def forbered_alle(lagene: Iterable[Lagdata]) -> Forberedt:
    """Make every vector layer ready; rasters are left out."""
    vektor = (lagdata for lagdata in lagene if lagdata.post.geometri != "raster")
    return Forberedt({d.post.navn: forbered(d) if d.kjent else d for d in vektor})


def vurder_mot_alle(omraader: GeoDataFrame, forberedt: Forberedt) -> DataFrame:
    """Answer as `overlapp.vurder` does, for every layer in turn.

    Parameters
    ----------
    omraader    (n,) polygons, the layers' CRS

    Returns
    -------
    svar    (n × layers,) rows, layer by layer: id (the site's index), lag, and `KOLONNER`

    Raises
    ------
    CrsFeil     if the CRS differ or are missing
    """
    steder = klare_steder(rene_flater(omraader))
    deler = []
    for laget in forberedt.lag.values():
        if isinstance(laget, ForberedtLag):
            krev_samme_crs(omraader, laget.lagdata)
            deler.append(kolonner(steder, laget))
        else:
            deler.append(_ukjent(len(omraader)))
    n = len(omraader)
    svar: dict[str, object] = {
        "id": list(omraader.index) * len(deler),
        "lag": np.repeat(np.array(list(forberedt.lag), dtype=object), n),
    }
    for navn in KOLONNER:
        if navn == "treff_ider":
            svar[navn] = [rad for del_ in deler for rad in del_[navn]]  # type: ignore[attr-defined]
        else:
            tom = np.zeros(0, dtype=object if navn == "status" else np.float64)
            svar[navn] = np.concatenate([tom, *(np.asarray(del_[navn]) for del_ in deler)])
    return DataFrame(svar)


def _ukjent(n: int) -> dict[str, object]:
    """Columns that say «ikke kjent» and hold no number."""
    svar: dict[str, object] = {navn: np.full(n, np.nan) for navn in KOLONNER}
    status = np.empty(n, dtype=object)
    status[:] = [Status.IKKE_KJENT] * n
    return svar | {"status": status, "treff_ider": [()] * n}
