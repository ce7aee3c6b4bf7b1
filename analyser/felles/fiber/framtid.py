"""Future demand and shared digging: plots per metre of trench, and planned work along the way."""

from collections.abc import Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.fiber.grofter import Grofter
from analyser.felles.fiber.linjer import Former
from analyser.felles.fiber.plan import Plan
from analyser.felles.maaling import Flyt
from analyser.felles.tekst import M2_PER_DAA

FRAMTID = ("planid", "bruk", "felt", "tomter", "groft_m", "tomter_per_100m")
MINST_M = 10.0
"""Shorter ways are reckoned as this, metres: a field beside a trench is not worth infinitely."""
SAMGRAVING = ("navn", "slag", "aar", "lengde_m", "felles_m", "spart_kr")


def til_nettet(g: Grofter, plan: Plan, former: Former) -> Flyt:
    """(f,) metres of new trench to each area from what is there or planned; inf for no way.

    To the nearest node of the network along allowed edges, and straight from there to the area.
    """
    k, nett = plan.k, g.nett
    if not len(former) or not len(nett.xy):
        return np.full(len(former), np.inf)
    lengde = k.lengde_m.copy()
    lengde[plan.tre.kant] = 0.0
    avstand = k.avstander(lengde)
    noder = np.array([shapely.Point(p) for p in nett.xy], dtype=object)
    (i, j), rett = shapely.STRtree(noder).query_nearest(former, return_distance=True)
    ut = np.full(len(former), np.inf)
    np.minimum.at(ut, i, avstand[k.nr[j]] + rett)
    return ut


def framtidige(
    g: Grofter, plan: Plan, felt: GeoDataFrame, bygg: Former, tomter_per_daa: dict[str, float]
) -> DataFrame:
    """Vacant plots in zoned fields, plan by plan, with the trench they need; most per metre first.

    Parameters
    ----------
    felt             planid, bruk, polygons
    bygg             buildings that take a plot each
    tomter_per_daa   use → plots per dekar
    """
    former = np.asarray(felt.geometry.to_numpy(), dtype=object)
    i = shapely.STRtree(former).query(bygg, predicate="intersects")[1]
    bygde = np.bincount(i, minlength=len(former)) if len(former) else np.zeros(0)
    tetthet = np.array([tomter_per_daa[b] for b in felt["bruk"]])
    plass = np.floor(shapely.area(former) / M2_PER_DAA * tetthet + 1e-9)
    ledige = np.maximum(plass - bygde, 0.0)
    aapne = np.flatnonzero(ledige > 0)
    groft = til_nettet(g, plan, former[aapne])
    ramme = DataFrame(
        {"planid": [str(p) for p in felt["planid"].iloc[aapne]],
         "bruk": list(felt["bruk"].iloc[aapne]), "tomter": ledige[aapne], "groft_m": groft}
    )  # fmt: skip
    rader = [
        {"planid": planid, "bruk": bruk, "felt": len(dem), "tomter": int(dem["tomter"].sum()),
         "groft_m": float(dem["groft_m"].min())}
        for (planid, bruk), dem in ramme.groupby(["planid", "bruk"], sort=True)
    ]  # fmt: skip
    ut = DataFrame(rader, columns=FRAMTID[:-1])
    ut["groft_m"] = ut["groft_m"].replace(np.inf, np.nan).astype(float)
    ut["tomter_per_100m"] = 100.0 * ut["tomter"] / ut["groft_m"].clip(lower=MINST_M)
    return ut.sort_values(
        ["tomter_per_100m", "planid"], ascending=[False, True], kind="stable", ignore_index=True
    )


def samgraving(g: Grofter, plan: Plan, planlagt: GeoDataFrame) -> DataFrame:
    """Planned digging along the trenches of the plan: metres in common, and what is saved."""
    kanter = plan.k.kant[plan.tre.kant]
    hvem = g.forhold.samgraving[kanter]
    lengde = g.nett.lengde_m[kanter]
    rader = []
    for nr in range(len(planlagt)):
        her = hvem == nr
        rader.append(
            {
                "navn": _ord(planlagt["navn"].iloc[nr]),
                "slag": _ord(planlagt["slag"].iloc[nr]),
                "aar": _ord(planlagt["aar"].iloc[nr]),
                "lengde_m": float(planlagt.geometry.iloc[nr].length),
                "felles_m": float(lengde[her].sum()),
                "spart_kr": float(g.spart_kr[kanter][her].sum()),
            }
        )
    return DataFrame(rader, columns=SAMGRAVING)


def _ord(verdi: object) -> str:
    """Write a value, whole numbers without decimals; «ikke kjent» for none."""
    if isinstance(verdi, float):
        return f"{verdi:.0f}" if np.isfinite(verdi) else "ikke kjent"
    return str(verdi) if verdi is not None else "ikke kjent"


def samlet_felt(deler: Sequence[tuple[str, GeoDataFrame]]) -> DataFrame:
    """Stack zoned fields with their use; planid «uten planid» where it is missing."""
    rader = [
        {"planid": p if isinstance(p, str) else "uten planid", "bruk": bruk, "geometry": f}
        for bruk, data in deler
        for p, f in zip(data["planid"], data.geometry, strict=True)
    ]
    return DataFrame(rader, columns=["planid", "bruk", "geometry"])
