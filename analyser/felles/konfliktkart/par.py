"""Every protection layer against every development, summed over the faces."""

import numpy as np
from pandas import DataFrame

from analyser.felles.konfliktkart.flater import MINSTE_M2, Konfliktflater, grunn_per_part
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.reindrift import distriktnavn, med_distrikt
from analyser.felles.tekst import M2_PER_DAA, oppramsing
from lag.katalog.reindrift import REINBEITE


def alle_par(grunnlag: Grunnlag, flater: Konfliktflater, distrikt_nr: int) -> DataFrame:
    """Answer for every pair.

    Parameters
    ----------
    distrikt_nr    place in `i_andre` of the first reindeer district; the others follow

    Returns
    -------
    celler    interesse, utvikling (ids), interesse_tittel, utvikling_tittel, status, merknad,
              areal_daa, andel_prosent, antall_objekter, kilder (the two layers); NaN where the
              answer is not a number
    """
    f = len(flater.trinn)
    i_vern = grunn_per_part(f, len(flater.vern), flater.i_vern)
    i_utv = grunn_per_part(f, len(flater.utvikling), flater.i_utvikling)
    felles_m2 = i_vern.T.astype(float) @ (i_utv * flater.areal_m2[:, None])
    grunn_m2 = flater.areal_m2 @ i_utv
    udekket_m2 = (~flater.dekket).T.astype(float) @ (i_utv * flater.areal_m2[:, None])
    objekter = _objekter(flater, i_utv)
    rader = []
    for u, utvikling in enumerate(flater.utvikling):
        distrikt = _distrikt(grunnlag, flater, i_utv[:, u], distrikt_nr)
        helt = utvikling.dekning.covers(grunnlag.grense)
        for v, part in enumerate(flater.vern):
            status, merknad = Status.IKKE_KJENT, ""
            if part.kjent and utvikling.kjent:
                status, merknad = med_distrikt(
                    _status(float(felles_m2[v, u]), float(udekket_m2[v, u]), helt),
                    part.lagdata.post, distrikt, grunnlag[REINBEITE].kjent,
                )  # fmt: skip
            tall = status == Status.TREFF and not merknad
            null = 0.0 if status == Status.IKKE_TREFF else np.nan
            rader.append(
                {
                    "interesse": part.navn, "utvikling": utvikling.navn,
                    "interesse_tittel": part.tittel, "utvikling_tittel": utvikling.tittel,
                    "status": str(status), "merknad": merknad,
                    "areal_daa": felles_m2[v, u] / M2_PER_DAA if tall else null,
                    "andel_prosent": 100 * felles_m2[v, u] / grunn_m2[u] if tall else null,
                    "antall_objekter": float(objekter[v, u]) if tall else null,
                    "kilder": f"{part.lagdata.post.navn}, {utvikling.lagdata.post.navn}",
                }
            )  # fmt: skip
    return DataFrame(rader)


def _status(felles_m2: float, udekket_m2: float, helt: bool) -> Status:
    """«Ikke treff» only where both sides are mapped."""
    if felles_m2 >= MINSTE_M2:
        return Status.TREFF
    return Status.IKKE_TREFF if helt and udekket_m2 < MINSTE_M2 else Status.IKKE_KARTLAGT


def _objekter(flater: Konfliktflater, i_utv: np.ndarray) -> np.ndarray:
    """(v, u) how many protected features each pair has."""
    flate, del_, nr = flater.i_vern
    ut = np.zeros((len(flater.vern), len(flater.utvikling)), dtype=np.int64)
    bredde = 1 + int(nr.max(initial=0))
    for u in range(len(flater.utvikling)):
        med = i_utv[flate, u]
        unike = np.unique(del_[med] * bredde + nr[med])
        ut[:, u] = np.bincount(unike // bredde, minlength=len(flater.vern))
    return ut


def _distrikt(grunnlag: Grunnlag, flater: Konfliktflater, i_utv: np.ndarray, fra: int) -> str:
    """Reindeer districts that a development lies in; «» outside them all."""
    data = grunnlag[REINBEITE].data
    navn = distriktnavn(data)
    ider = [str(v) for v in data["lokalid"]] if "lokalid" in data else []
    inne = {
        navn[ident]
        for ident, i_distrikt in zip(ider, flater.i_andre[fra:], strict=True)
        if flater.areal_m2[i_distrikt & i_utv].sum() >= MINSTE_M2
    }
    return oppramsing(sorted(inne))
