"""Positional accuracy carried through: certain hit, possible hit, certainly clear.

A layer's accuracy is one standard deviation σ of where a border lies. At the stated confidence a
border lies within `SIGMA` · σ of where it is drawn. Ground is hit for certain when it lies at
least that far inside the layer, and may be hit when it lies within that distance of it. The site
is the planner's own drawing and is taken as exact. For lines and points the site is narrowed and
widened instead, which is the same question turned round.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.modell import Status
from analyser.felles.overlapp import KVARTBUER, rene_flater
from analyser.felles.stedssvar import Baand, Baandord
from analyser.felles.tekst import M2_PER_DAA
from gis.geometri import bare_flater, felles, flater, snitt, union
from lag.modell import Geometri, Lagdata

KONFIDENS = 0.95
"""Stated confidence, for one border and normally distributed deviation."""
SIGMA = 1.96
"""Standard deviations to each side that hold 95 % of a normal distribution."""
BAANDTEKST = (
    "Båndet bruker datasettets oppgitte nøyaktighet (ett standardavvik) og gjelder med 95 % "
    "sannsynlighet for en grense med normalfordelt avvik; området selv regnes som eksakt tegnet."
)
MARGIN_M = 1.0
"""Ground kept around the narrowed window, metres, so that no cut edge is taken for a border."""
Enhet = Literal["daa", "m", "stk."]
ENHETER: dict[Geometri, Enhet] = {"flate": "daa", "linje": "m", "punkt": "stk.", "raster": "daa"}


@dataclass(frozen=True, slots=True, eq=False)
class Soker:
    """One layer, ready to be asked about its surroundings."""

    former: Former
    """(m,) 2D features, polygons valid."""
    tre: shapely.STRtree
    """Over them."""
    geometri: Geometri
    """What they are."""
    utslag_m: float
    """How far a border may be off, metres; NaN where the accuracy is not known."""
    noyaktighet_m: float
    """One standard deviation, metres; NaN where not known."""


def soker(lagdata: Lagdata) -> Soker:
    """Make the layer ready."""
    former = rene_flater(lagdata.data)
    if lagdata.post.geometri != "flate":
        former = np.asarray(shapely.force_2d(lagdata.data.geometry.to_numpy()), dtype=object)
    sigma_m = lagdata.post.noyaktighet_m
    sigma_m = np.nan if sigma_m is None else sigma_m
    return Soker(former, shapely.STRtree(former), lagdata.post.geometri, SIGMA * sigma_m, sigma_m)


def baand(
    sted: BaseGeometry, laget: Soker | None, status: Status, avstand_m: float, innen_m: float = 0.0
) -> Baand:
    """Tell how sure an answer is.

    Parameters
    ----------
    sted         valid polygon, working CRS
    laget        from `soker`; None where the layer is not known
    status       the answer as drawn; without coverage nothing is «sikkert klar»
    avstand_m    to the nearest feature as drawn, metres; NaN where there is none
    innen_m      distance within which the layer counts as hit, metres
    """
    enhet: Enhet = "daa" if laget is None or innen_m > 0 else ENHETER[laget.geometri]
    if laget is None or np.isnan(laget.utslag_m) or sted.is_empty:
        sigma_m = np.nan if laget is None else laget.noyaktighet_m
        return _baand(Baandord.UKJENT, (np.nan, np.nan), enhet, sigma_m)
    ute = np.isnan(avstand_m) or avstand_m > innen_m + laget.utslag_m
    if ute:
        klar = status == Status.IKKE_TREFF
        tall = (0.0, 0.0) if klar else (np.nan, np.nan)
        return _baand(Baandord.KLAR if klar else Baandord.UKJENT, tall, enhet, laget.noyaktighet_m)
    naere = laget.former[
        laget.tre.query(sted, predicate="dwithin", distance=innen_m + laget.utslag_m)
    ]
    if laget.geometri == "flate" or innen_m > 0:
        tall, sikkert = _flatebaand(sted, naere, laget, innen_m)
    else:
        tall, sikkert = _objektbaand(sted, naere, laget)
    ord_ = Baandord.SIKKERT if sikkert else Baandord.MULIG
    return _baand(ord_, tall, enhet, laget.noyaktighet_m)


def _flatebaand(
    sted: BaseGeometry, naere: Former, laget: Soker, innen_m: float
) -> tuple[tuple[float, float], bool]:
    """Least and most ground hit, dekar, and whether something is hit for certain."""
    x0, y0, x1, y1 = sted.bounds
    m = 2 * (innen_m + laget.utslag_m) + MARGIN_M
    vindu = shapely.box(x0 - m, y0 - m, x1 + m, y1 + m)
    delt = snitt(naere, vindu)
    utsnitt = union(flater(delt) if laget.geometri == "flate" else delt)
    minst = felles(_flyttet(utsnitt, innen_m - laget.utslag_m), sted)
    mest = felles(_flyttet(utsnitt, innen_m + laget.utslag_m), sted)
    sikkert = minst.area > 0 or (
        innen_m <= laget.utslag_m and bool(_flyttet(sted, -laget.utslag_m).intersects(utsnitt))
    )
    return (minst.area / M2_PER_DAA, mest.area / M2_PER_DAA), sikkert


def _objektbaand(
    sted: BaseGeometry, naere: Former, laget: Soker
) -> tuple[tuple[float, float], bool]:
    """Least and most length or points hit, and whether something is hit for certain."""
    indre, ytre = _flyttet(sted, -laget.utslag_m), _flyttet(sted, laget.utslag_m)
    if laget.geometri == "punkt":
        punkter = shapely.get_parts(naere)
        tall = (float(shapely.covers(indre, punkter).sum()),
                float(shapely.covers(ytre, punkter).sum()))  # fmt: skip
    else:
        linje = som_rekke([union(naere)])
        tall = (float(shapely.length(snitt(linje, indre)[0])),
                float(shapely.length(snitt(linje, ytre)[0])))  # fmt: skip
    return tall, tall[0] > 0


def _flyttet(form: BaseGeometry, avstand_m: float) -> BaseGeometry:
    """Shape with its border moved outwards (or inwards, below 0); lines shrink to nothing."""
    if avstand_m == 0:
        return form
    return bare_flater(shapely.buffer(form, avstand_m, quad_segs=KVARTBUER))


def _baand(ord_: Baandord, tall: tuple[float, float], enhet: Enhet, sigma_m: float) -> Baand:
    return Baand(
        ord=ord_,
        sikkert=tall[0],
        mulig=tall[1],
        enhet=enhet,
        noyaktighet_m=sigma_m,
        utslag_m=SIGMA * sigma_m,
        konfidens=KONFIDENS,
    )
