"""The municipality as faces: what each lies in, how it is valued, how far development has come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.konfliktkart.interesser import IKKE_SATT, Heltall, Part, er_saerlig
from analyser.felles.m1941 import TEMAER, VERDIER
from analyser.felles.modell import Status
from gis.dekke.flatedekke import Flatedekke, flatedekke

Merker = NDArray[np.bool_]
IKKE_TREFF, IKKE_KARTLAGT, IKKE_KJENT, AARSTID, REGISTRERT, SAERLIG, LAVEST_VERDI = range(7)
"""Steps of protection on a face, least first; from `LAVEST_VERDI` on the values of M-1941. Every
step is at least as grave as those before, so that a layer added never lowers a face."""
HOYEST = LAVEST_VERDI + len(VERDIER) - 1
UTEN_DEL = -1
"""Planned area of a face outside them all."""
MINSTE_M2 = 0.1
"""Shared ground, m², below which two interests do not meet: rounding of borders that coincide."""


@dataclass(frozen=True, slots=True, eq=False)
class Konfliktflater:
    """Faces that share no area and leave no gap, with all that is known of each."""

    dekke: Flatedekke
    """Shapes, areas, and the features that each lies in."""
    vern: tuple[Part, ...]
    """Protection."""
    utvikling: tuple[Part, ...]
    """Development."""
    i_vern: tuple[Heltall, Heltall, Heltall]
    """(k,) face, part and feature of every protected feature on a face, face by face."""
    i_utvikling: tuple[Heltall, Heltall, Heltall]
    """(k,) the same of development."""
    i_andre: tuple[Merker, ...]
    """(f,) per extra group of polygons: whether the face lies in it."""
    dekket: Merker
    """(f, v) whether a protection part is mapped on the face."""
    tema: Heltall
    """(f, t) step of each theme of `TEMAER`."""
    trinn: Heltall
    """(f,) how far development has come, 0 for none."""

    @property
    def areal_m2(self) -> NDArray[np.float64]:
        """(f,) area of each face."""
        return self.dekke.areal_m2

    @property
    def vernetrinn(self) -> Heltall:
        """(f,) the gravest step of all themes."""
        gravest: Heltall = self.tema.max(axis=1)
        return gravest


def legg_sammen(
    omraade: BaseGeometry,
    vern: Sequence[Part],
    utvikling: Sequence[Part],
    andre: Sequence[Former] = (),
) -> Konfliktflater:
    """Lay all over one another and cut `omraade` into faces.

    Parameters
    ----------
    omraade    valid polygon, metres
    andre      more polygons, by group: built ground, neighbours; they cut faces too

    Raises
    ------
    DataFeil    where the overlay does not hang together
    """
    dekninger, dekning_av = _dekninger(omraade, vern)
    grupper = [p.former for p in (*vern, *utvikling)] + list(andre) + dekninger
    tomt: Former = np.empty(0, dtype=object)
    dekke = flatedekke(np.concatenate([tomt, *grupper]), omraade)
    antall = len(dekke)
    flate = np.repeat(np.arange(antall), np.diff(dekke.start))
    start = np.cumsum([0, *(len(g) for g in grupper)])
    del_ = np.searchsorted(start, dekke.objekt, side="right") - 1
    nr = dekke.objekt - start[del_]
    n_vern, n_utv = len(vern), len(utvikling)
    er_vern = del_ < n_vern
    er_utv = (del_ >= n_vern) & (del_ < n_vern + n_utv)
    i_vern = (flate[er_vern], del_[er_vern], nr[er_vern])
    i_utv = (flate[er_utv], del_[er_utv] - n_vern, nr[er_utv])
    i_gruppe = np.zeros((antall, len(grupper) - n_vern - n_utv), dtype=np.bool_)
    resten = del_ >= n_vern + n_utv
    i_gruppe[flate[resten], del_[resten] - n_vern - n_utv] = True
    dekket = np.stack(
        [_er_dekket(hvor, i_gruppe[:, len(andre) :]) for hvor in dekning_av], axis=1
    ) if vern else np.zeros((antall, 0), dtype=np.bool_)  # fmt: skip
    trinn = np.zeros(antall, dtype=np.int64)
    np.maximum.at(trinn, i_utv[0], _grad(utvikling, i_utv))
    return Konfliktflater(
        dekke=dekke, vern=tuple(vern), utvikling=tuple(utvikling), i_vern=i_vern,
        i_utvikling=i_utv, i_andre=tuple(i_gruppe[:, : len(andre)].T), dekket=dekket,
        tema=_temaer(vern, i_vern, dekket), trinn=trinn,
    )  # fmt: skip


def _dekninger(
    omraade: BaseGeometry, vern: Sequence[Part]
) -> tuple[list[Former], list[int | bool]]:
    """Distinct coverages that must be cut out, and per part: place among them, or all or nothing.

    The parts of a layer that is not known are mapped nowhere.
    """
    former: dict[bytes, Former] = {}
    hvor: list[int | bool] = []
    for part in vern:
        dekning = part.dekning
        if not part.kjent or dekning.is_empty:
            hvor.append(False)
        elif dekning.covers(omraade):
            hvor.append(True)
        else:
            nokkel = shapely.to_wkb(dekning)
            rekke: Former = np.empty(1, dtype=object)
            rekke[0] = shapely.force_2d(dekning)
            former.setdefault(nokkel, rekke)
            hvor.append(list(former).index(nokkel))
    return list(former.values()), hvor


def _er_dekket(hvor: int | bool, i_dekning: Merker) -> Merker:
    """(f,) whether a part is mapped on each face."""
    if isinstance(hvor, bool):
        return np.full(len(i_dekning), hvor, dtype=np.bool_)
    return i_dekning[:, hvor]


def _grad(parter: Sequence[Part], inne: tuple[Heltall, Heltall, Heltall]) -> Heltall:
    """(k,) grade of each feature on a face."""
    start = np.cumsum([0, *(len(p.ider) for p in parter)])
    alle = np.concatenate([np.zeros(0, dtype=np.int64), *(p.grad for p in parter)])
    grader: Heltall = alle[start[inne[1]] + inne[2]]
    return grader


def trinn_av(part: Part, grad: Heltall) -> Heltall:
    """Step that features of a part with these grades give a face."""
    uten = REGISTRERT
    if part.tema == "reindrift":
        uten = SAERLIG if er_saerlig(part) else AARSTID
    return np.where(grad == IKKE_SATT, uten, LAVEST_VERDI - 1 + grad)


def _temaer(
    vern: Sequence[Part], i_vern: tuple[Heltall, Heltall, Heltall], dekket: Merker
) -> Heltall:
    """(f, t) step of each theme: the gravest hit, else the gravest of what is not known.

    A theme that no layer speaks of is not mapped anywhere.
    """
    ut = np.full((len(dekket), len(TEMAER)), IKKE_KARTLAGT, dtype=np.int64)
    for t, tema in enumerate(TEMAER):
        egne = [nr for nr, part in enumerate(vern) if part.tema == tema]
        if egne:
            ukjent = any(not vern[nr].kjent for nr in egne)
            ut[:, t] = np.where(
                dekket[:, egne].all(axis=1), IKKE_TREFF, IKKE_KJENT if ukjent else IKKE_KARTLAGT
            )
    tema_nr = np.array([TEMAER.index(p.tema) for p in vern], dtype=np.int64)
    start = np.cumsum([0, *(len(p.ider) for p in vern)])
    alle = [trinn_av(p, p.grad) for p in vern]
    trinn = np.concatenate([np.zeros(0, dtype=np.int64), *alle])
    flate, del_, nr = i_vern
    np.maximum.at(ut, (flate, tema_nr[del_]), trinn[start[del_] + nr])
    return ut


def status_av(trinn: int) -> Status:
    """Which of the four answers a step is."""
    return {
        IKKE_TREFF: Status.IKKE_TREFF, IKKE_KARTLAGT: Status.IKKE_KARTLAGT,
        IKKE_KJENT: Status.IKKE_KJENT,
    }.get(trinn, Status.TREFF)  # fmt: skip


def grunn_per_part(
    antall_flater: int, antall_parter: int, inne: tuple[Heltall, Heltall, Heltall]
) -> Merker:
    """(f, p) whether the face lies in any feature of each part."""
    ut = np.zeros((antall_flater, antall_parter), dtype=np.bool_)
    ut[inne[0], inne[1]] = True
    return ut
