"""Migration routes: how wide they are at their narrowest, and what a planned area leaves open.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.maaling import TOLERANSE_M2
from analyser.felles.rein.grunn import BERGRETT, PLAN, Enhet, Sak
from gis.geometri import felles, union, uten
from gis.korridor import Apning, Ender, apning, ender
from lag.katalog.reindrift import FLYTTLEI

INGEN = Apning(minst_m=0.0, mest_m=0.0, strek=None)
UKJENT = Apning(minst_m=float("nan"), mest_m=float("nan"), strek=None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lei:
    """One migration route, measured."""

    id: str
    distrikt: str
    form: BaseGeometry
    lengde_m: float
    """Along its middle, metres."""
    tegnet: Apning
    """As the map draws it."""
    i_dag: Apning
    """With the buildings that stand in it; NaN where buildings are not known."""
    med_planer: Apning
    """With all that is planned besides."""
    med_retter: Apning
    """If the mining rights in force were built on whole besides."""
    saker: tuple[tuple[Sak, Apning, float], ...]
    """What lies in it: the case, what it leaves open alone with today's buildings, and m² taken."""

    @property
    def strek(self) -> LineString | None:
        """Across the narrowest place as things are planned; where that is closed, as today."""
        return self.med_planer.strek or self.i_dag.strek


def leier(
    enheter: Sequence[Enhet], bygd: Former, saker: Sequence[Sak], bygg_kjent: bool = True
) -> list[Lei]:
    """Measure every migration route, part by part.

    Parameters
    ----------
    bygd          ground that animals cannot go through: the ground of buildings
    bygg_kjent    whether buildings are known; if not, how much is open today is not either
    """
    ut = []
    tre = shapely.STRtree(bygd)
    for enhet in (e for e in enheter if e.post is FLYTTLEI):
        for ident, form in zip(enhet.ider, enhet.former, strict=True):
            deler = shapely.get_parts(form)
            for nr, del_ in enumerate(deler, 1):
                naere = bygd[np.sort(tre.query(del_, predicate="intersects"))]
                egen = ident if len(deler) == 1 else f"{ident}, del {nr}"
                lei = _maalt((egen, enhet.distrikt), del_, union(naere), saker)
                if lei:
                    ut.append(lei if bygg_kjent else replace(lei, i_dag=UKJENT))
    return ut


def _maalt(
    hvem: tuple[str, str], form: BaseGeometry, bygd: BaseGeometry, saker: Sequence[Sak]
) -> Lei | None:
    """Measure one route; None where its shape has no middle."""
    mellom = ender(form)
    if mellom is None:
        return None
    egne = [s for s in saker if felles(s.form, form).area > TOLERANSE_M2]
    planer = [s.form for s in egne if s.gruppe == PLAN]
    retter = [s.form for s in egne if s.gruppe == BERGRETT]
    i_dag = _aapen(form, mellom, bygd)
    plan = union([bygd, *planer])
    med_planer = _aapen(form, mellom, plan) if planer else i_dag
    return Lei(
        id=hvem[0],
        distrikt=hvem[1],
        form=form,
        lengde_m=mellom.lengde_m,
        tegnet=apning(form, mellom),
        i_dag=i_dag,
        med_planer=med_planer,
        med_retter=_aapen(form, mellom, union([plan, *retter])) if retter else med_planer,
        saker=tuple(
            (s, _aapen(form, mellom, union([bygd, s.form])), felles(s.form, form).area)
            for s in egne
        ),
    )


def _aapen(form: BaseGeometry, mellom: Ender, hinder: BaseGeometry) -> Apning:
    """Return the widest way past what stands in the route."""
    fri = uten(form, hinder)
    return INGEN if fri.is_empty else apning(fri, mellom)
