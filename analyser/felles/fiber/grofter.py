"""What a trench costs along every edge: cheapest allowed method, crossings, protected ground.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from analyser.felles.fiber.kostnad import KABLER, Priser
from analyser.felles.fiber.linjer import LUFT, ROR, SJO, Former, Heltall, Linjer, Ord
from analyser.felles.fiber.nett import Nett, former_av
from analyser.felles.maaling import Flyt
from gis.geometri import union

METODER: Mapping[str, str] = {
    "ploying": "pløying",
    "graving_grus": "graving i grus",
    "graving_asfalt": "graving i asfalt",
    "mikrogroft": "mikrogrøft",
    "luft": "luftstrekk på stolper",
    "sjokabel": "kabel i innsjø",
    "eksisterende_ror": "eksisterende rør",
}
"""Price → method as it is written."""
HOVEDVEG = ("E", "R", "F")
"""Road categories that count as main road."""
I_GRUNNEN = ("ploying", "graving_grus")
"""Methods that meet rock."""
Mulige = tuple[str, ...]

UTENFOR: Mapping[str, Mulige] = {
    "E": ("graving_grus",), "R": ("graving_grus",), "F": ("graving_grus",),
    "K": ("graving_grus",), ROR: ("eksisterende_ror",), LUFT: ("luft",), SJO: ("sjokabel",),
}  # fmt: skip
"""Kind of line → methods outside built-up areas; every other kind is ploughed. arealsils forslag
(uverifisert): the road owner decides."""
INNENFOR: Mapping[str, Mulige] = {
    "E": ("graving_asfalt",), "R": ("graving_asfalt",), "F": ("graving_asfalt",),
    "K": ("graving_asfalt", "mikrogroft"), "P": ("graving_grus",),
}  # fmt: skip
"""The same inside built-up areas; micro-trench only where the municipality owns the road."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Omgivelser:
    """What the trenches meet; empty arrays where a layer is not known."""

    elver: Former
    """Rivers, lines."""
    bane: Former
    """Railway, lines."""
    tettsteder: Former
    """Built-up areas."""
    vern: Former
    """Protected areas and monuments with their safety zone."""
    aapen: Former
    """Open ground with little soil (AR5 50)."""
    graving: Former
    """Planned digging, lines."""

    @property
    def prisflater(self) -> Former:
        """Areas that decide the method: lines are cut where they cross their boundaries."""
        return np.concatenate([self.tettsteder, self.aapen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Grofteregler:
    """Choices about where and how."""

    mikrogroft: bool
    """Whether micro-trench may be used."""
    vern_forbudt: bool
    """True: no trench in protected ground; False: at a price."""
    samgraving: bool
    """Whether planned digging is shared."""
    samgraving_m: float
    """How near planned digging must be, metres."""


@dataclass(frozen=True, slots=True, eq=False)
class Forhold:
    """What every edge of a network runs through and crosses, whatever it costs."""

    nett: Nett
    slag: Ord
    """(m,) kind of line."""
    tett: NDArray[np.bool_]
    """(m,) in a built-up area."""
    aapen: NDArray[np.bool_]
    """(m,) on open ground with little soil."""
    elv: Heltall
    """(m,) rivers crossed."""
    bane: Heltall
    """(m,) railways crossed."""
    hovedveg: Heltall
    """(m,) ends at which a smaller road meets a main road."""
    vern_m: Flyt
    """(m,) metres in protected ground."""
    samgraving: Heltall
    """(m,) planned digging that can be shared: number of the line; −1 for none."""
    lov: NDArray[np.bool_]
    """(m,) whether the edge may be used."""
    regler: Grofteregler


@dataclass(frozen=True, slots=True, eq=False)
class Grofter:
    """The edges of a network with what they cost."""

    forhold: Forhold
    metode: Ord
    """(m,) key of `METODER`."""
    kr: Flyt
    """(m,) trench and crossings, without cable."""
    kabel_kr: Flyt
    """(m,) the smallest cable and its duct."""
    spart_kr: Flyt
    """(m,) what sharing planned digging saves."""

    @property
    def nett(self) -> Nett:
        """The network."""
        return self.forhold.nett

    @property
    def lov(self) -> NDArray[np.bool_]:
        """(m,) whether each edge may be used."""
        return self.forhold.lov

    @property
    def fast_kr(self) -> Flyt:
        """(m,) what an edge costs whatever runs in it."""
        return self.kr + self.kabel_kr


def forholdene(nett: Nett, linjer: Linjer, omgivelser: Omgivelser, regler: Grofteregler) -> Forhold:
    """Find what every edge meets."""
    former = former_av(nett, linjer, np.arange(len(nett.fra)))
    slag = linjer.slag[nett.linje] if len(nett.linje) else np.empty(0, dtype=object)
    midt = shapely.line_interpolate_point(former, 0.5, normalized=True)
    ute = np.isin(slag, (LUFT, SJO, ROR))
    hovednode = _hovednoder(nett, slag)
    liten = ~np.isin(slag, (*HOVEDVEG, ROR, SJO, LUFT))
    ender = hovednode[nett.fra].astype(np.int64) + hovednode[nett.til]
    vern_m = np.where(slag == ROR, 0.0, _innenfor_m(former, omgivelser.vern))
    return Forhold(
        nett, slag, _i(midt, omgivelser.tettsteder), _i(midt, omgivelser.aapen),
        np.where(ute, 0, _kryss(nett, linjer, omgivelser.elver)),
        np.where(ute, 0, _kryss(nett, linjer, omgivelser.bane)),
        np.where(liten, ender, 0), vern_m,
        np.where(ute, -1, _samgraving(former, omgivelser.graving, regler)),
        ~(regler.vern_forbudt & (vern_m > 0)), regler,
    )  # fmt: skip


def grofter(forhold: Forhold, priser: Priser) -> Grofter:
    """Price every edge of the network."""
    f, lengde = forhold, forhold.nett.lengde_m
    metode, per_m = _metoder(f, priser)
    gravekost = lengde * per_m
    spart = np.where(f.samgraving >= 0, priser["samgraving"] * gravekost, 0.0)
    kr = (
        gravekost - spart
        + f.elv * priser["elvekryssing"] + f.bane * priser["baneboring"]
        + f.hovedveg * priser["hovedvegandel"] * priser["vegboring"]
        + f.vern_m * priser["vern_paaslag"]
        + 2.0 * priser["ilandforing"] * (f.slag == SJO)
    )  # fmt: skip
    return Grofter(f, metode, kr, lengde * priser[KABLER[0][1]], spart)


def _metoder(f: Forhold, priser: Priser) -> tuple[Ord, Flyt]:
    """Cheapest allowed method of every edge, and its price per metre."""
    metode, per_m = np.empty(len(f.slag), dtype=object), np.zeros(len(f.slag))
    valg: dict[tuple[str, bool, bool], tuple[str, float]] = {}
    for i, nokkel in enumerate(zip(f.slag, f.tett, f.aapen, strict=True)):
        if nokkel not in valg:
            valg[nokkel] = billigste(*nokkel, priser, mikrogroft=f.regler.mikrogroft)
        metode[i], per_m[i] = valg[nokkel]
    return metode, per_m


def billigste(
    slag: str, tett: bool, aapen: bool, priser: Priser, *, mikrogroft: bool
) -> tuple[str, float]:
    """Return the cheapest allowed method on one kind of line, and its price per metre."""
    mulige = (INNENFOR.get(slag) if tett else None) or UTENFOR.get(slag, ("ploying",))
    fjell = priser["fjellandel_aapen" if aapen else "fjellandel"]

    def pris(metode: str) -> float:
        andel = min(fjell, 1.0) if metode in I_GRUNNEN else 0.0
        return (1.0 - andel) * priser[metode] + andel * priser["fjell"]

    tillatt = [m for m in mulige if mikrogroft or m != "mikrogroft"]
    best = min(tillatt, key=lambda m: (pris(m), m))
    return best, pris(best)


def _i(punkter: Former, flater: Former) -> NDArray[np.bool_]:
    """(m,) whether each point lies in one of the areas."""
    inne = np.zeros(len(punkter), dtype=bool)
    if len(flater):
        inne[shapely.STRtree(flater).query(punkter, predicate="intersects")[0]] = True
    return inne


def _hovednoder(nett: Nett, slag: Ord) -> NDArray[np.bool_]:
    """(n,) whether a main road meets the node."""
    paa = np.isin(slag, HOVEDVEG)
    ut = np.zeros(len(nett.xy), dtype=bool)
    ut[nett.fra[paa]] = True
    ut[nett.til[paa]] = True
    return ut


def _kryss(nett: Nett, linjer: Linjer, hindre: Former) -> Heltall:
    """(m,) how often each edge crosses one of the obstacles."""
    antall = np.zeros(len(nett.fra), dtype=np.int64)
    if not len(hindre) or not len(linjer.former):
        return antall
    i_hinder, i_linje = shapely.STRtree(linjer.former).query(hindre, predicate="intersects")
    snitt = shapely.intersection(hindre[i_hinder], linjer.former[i_linje])
    deler, opphav = shapely.get_parts(snitt, return_index=True)
    punkter = shapely.point_on_surface(deler)
    linje = i_linje[opphav]
    m = shapely.line_locate_point(linjer.former[linje], punkter)
    langt = 1.0 + float(shapely.length(linjer.former).max())
    start = nett.linje * langt + nett.a_m
    kant = np.searchsorted(start, linje * langt + m, side="right") - 1
    gyldig = (kant >= 0) & (nett.linje[kant] == linje)
    np.add.at(antall, kant[gyldig], 1)
    return antall


def _innenfor_m(former: Former, flater: Former) -> Flyt:
    """(m,) metres of each edge inside the areas, overlaps counted once."""
    ut = np.zeros(len(former))
    if not len(flater) or not len(former):
        return ut
    deler = shapely.get_parts(np.array([union(flater)], dtype=object))
    i_kant, i_del = shapely.STRtree(deler).query(former, predicate="intersects")
    np.add.at(ut, i_kant, shapely.length(shapely.intersection(former[i_kant], deler[i_del])))
    return ut


def _samgraving(former: Former, graving: Former, regler: Grofteregler) -> Heltall:
    """(m,) planned digging along the whole of each edge: middle and both ends are near it."""
    ut = np.full(len(former), -1, dtype=np.int64)
    if not regler.samgraving or not len(graving) or not len(former):
        return ut
    naer = [
        _par(graving, shapely.line_interpolate_point(former, a, normalized=True), regler)
        for a in (0.0, 0.5, 1.0)
    ]
    for kant, plan in sorted(set.intersection(*naer), reverse=True):
        ut[kant] = plan
    return ut


def _par(graving: Former, punkter: Former, regler: Grofteregler) -> set[tuple[int, int]]:
    """Pairs of point and planned digging within the distance."""
    i, j = shapely.STRtree(graving).query(
        punkter, predicate="dwithin", distance=regler.samgraving_m
    )
    return set(zip(i.tolist(), j.tolist(), strict=True))


def samlet(former: Sequence[shapely.Geometry]) -> Former:
    """Return shapes as an array, also when there are none."""
    ut = np.empty(len(former), dtype=object)
    ut[:] = list(former)
    return ut
