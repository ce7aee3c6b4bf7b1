"""A few sites against every layer; layers are made ready once, for a running process."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.forberedt import ForberedtLag, forbered, klare_steder, rene_flater
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Status
from analyser.felles.overlapp import KOLONNER, kartlagt, kolonner, krev_samme_crs
from lag.modell import Lagdata


@dataclass(frozen=True, slots=True, eq=False)
class Forberedt:
    """Vector layers ready to be asked; immutable, and safe to ask from several threads."""

    lag: Mapping[str, ForberedtLag | Lagdata]
    """Layer id → the layer ready, or as it is where it is not known."""
    ulike_crs: tuple[ForberedtLag, ...]
    """One layer of each CRS among them: one, where loading did its work."""


def forbered_alle(lagene: Iterable[Lagdata]) -> Forberedt:
    """Make every vector layer ready; rasters are left out."""
    vektor = (lagdata for lagdata in lagene if lagdata.post.geometri != "raster")
    lag = {d.post.navn: forbered(d) if d.kjent else d for d in vektor}
    klare = [laget for laget in lag.values() if isinstance(laget, ForberedtLag)]
    per_crs = {str(laget.lagdata.data.crs): laget for laget in klare}
    return Forberedt(lag, tuple(per_crs.values()))


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
    for en in forberedt.ulike_crs:
        krev_samme_crs(omraader, en.lagdata)
    deler = []
    dekket: dict[int, Flyt] = {}
    for laget in forberedt.lag.values():
        if isinstance(laget, ForberedtLag):
            nokkel = id(laget.dekning)  # the layers of a municipality share a few coverages
            if nokkel not in dekket:
                dekket[nokkel] = kartlagt(steder, laget)
            deler.append(kolonner(steder, laget, dekket[nokkel]))
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
