"""What is laid into the conflict map: protection with its value, development with its stage.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.formaal import formaal_av, utbygging_i
from analyser.felles.konfliktkart.fibergrofter import fibergrofter
from analyser.felles.m1941 import TEMAER, VERDIER, verdi_av
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regnskap import hovedformaal
from analyser.felles.reindrift import SAERLAG
from analyser.felles.sjekk import stabile_ider
from gis.tekst import celletekst
from lag.katalog import KATALOG
from lag.katalog.fiber import GRAVEPLANER
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.mineral import GRUVEINTERESSER, MINERALFOREKOMSTER, MINERALPROSPEKTER
from lag.katalog.plan import (
    AREALINNSPILL,
    BOLIGTOMTER,
    HENSYNSSONER,
    HYTTEOMRAADER,
    KOMMUNEPLAN,
    NAERINGSTOMTER,
    PLANLEGGING_IGANGSATT,
    REGULERINGSPLANER,
)
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag, Lagdata

Heltall = NDArray[np.int64]
VERN: tuple[Lag, ...] = tuple(p for p in KATALOG.values() if p.rolle == "vern")
"""Protection: every layer of that role; a new one joins by itself."""
UTVIKLING: tuple[Lag, ...] = (
    BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER, KOMMUNEPLAN, AREALINNSPILL,
    PLANLEGGING_IGANGSATT, GRAVEPLANER, GRUVEINTERESSER, MINERALFOREKOMSTER,
    MINERALPROSPEKTER,
)  # fmt: skip
"""Development: what is planned, proposed or possible."""
REGULERT = (BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER)
ENERGI = ("1510", "1520", "1530", "1531")
"""Energy, district heating, wind and solar power. Source: code list of arealformål (pbl 2008)."""
SONETEMA: Mapping[str, str] = {
    "11": "vann", "12": "vann",
    "51": "landbruk", "52": "reindrift", "53": "friluftsliv", "54": "friluftsliv",
    "55": "landskap", "56": "naturmangfold", "57": "kulturmiljo", "58": "naturmangfold",
    "72": "naturmangfold", "73": "kulturmiljo",
}  # fmt: skip
"""Two first digits of a hensynssone (pbl § 11-8 a, c, d) → theme that it protects: drinking water,
hensyn to a theme, and what is set aside by law."""
MINERALSONE = "59"
"""Hensynssone for mineral resources: an interest in extraction, not protection."""
GAMMEL_KODE = 3
"""Digits of a land-use code after pbl 1985."""
MULIG, FORESLAATT, VEDTATT = 1, 2, 3
"""Stages of development: may come, has been proposed or announced, stands in a plan or a right."""
TRINNORD: Mapping[int, str] = {
    VEDTATT: "vedtatt", FORESLAATT: "foreslått", MULIG: "mulig",
    0: "ingen kjent plan eller forslag",
}  # fmt: skip
IKKE_SATT = 0
"""Grade of protection whose value is not set."""
KVARTBUER = 16
"""Segments per quarter circle of a zone: the radius is at most 0.12 % short, never too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soner:
    """How wide lines and points are on a map of areas."""

    punkt_m: float
    """Radius about a point, metres."""
    linje_m: float
    """To each side of a line, metres."""
    groft_m: float
    """To each side of a planned trench, metres."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A layer, or a part of one, as it goes into the overlay."""

    navn: str
    """ASCII id, unique."""
    tittel: str
    """Name in bokmål."""
    lagdata: Lagdata
    """The layer that it comes from."""
    tema: str
    """Theme of the value; of development the kind where all of it is one kind."""
    former: Former
    """(n,) valid 2D polygons, working CRS; zones about lines and points."""
    ider: tuple[str, ...]
    """(n,) ids."""
    navnene: tuple[str, ...]
    """(n,) names."""
    grad: Heltall
    """(n,) protection: `IKKE_SATT` or 1 + place in `VERDIER`; development: stage."""
    slag: tuple[str, ...]
    """(n,) of development the kind (bolig, fritid, naering …); «» for protection."""
    grupper: tuple[str, ...]
    """(n,) planned area that the feature is a part of; its own id for protection."""
    rader: Heltall
    """(n,) position of the feature in the layer."""
    trinn: int = 0
    """Development: the stage of every feature that it may have; 0 for protection."""

    @property
    def kjent(self) -> bool:
        """Whether its layer is known."""
        return self.lagdata.kjent

    @property
    def dekning(self) -> BaseGeometry:
        """Where no hit means «ikke treff»."""
        return self.lagdata.dekning


def _kolonne(lagdata: Lagdata, navn: str) -> list[str]:
    """Texts of a column; «» where one is missing."""
    if navn not in lagdata.data:
        return [""] * len(lagdata.data)
    return [celletekst(v) for v in lagdata.data[navn]]


def _former(lagdata: Lagdata, bredde_m: float) -> Former:
    """Polygons of a layer; lines and points as zones of half width `bredde_m`."""
    if lagdata.post.geometri == "flate":
        return rene_flater(lagdata.data)
    raa = shapely.force_2d(np.asarray(lagdata.data.geometry.to_numpy(), dtype=object))
    ut: Former = shapely.buffer(raa, bredde_m, quad_segs=KVARTBUER)
    return ut


def _part(lagdata: Lagdata, bredde_m: float) -> Part:
    """Part of all features of a layer, ungraded."""
    ider = tuple(stabile_ider(lagdata.data))
    navn = _kolonne(lagdata, "navn")
    return Part(
        navn=lagdata.post.navn,
        tittel=lagdata.post.tittel,
        lagdata=lagdata,
        tema=lagdata.post.tema,
        former=_former(lagdata, bredde_m),
        ider=ider,
        navnene=tuple(n or i for n, i in zip(navn, ider, strict=True)),
        grad=np.zeros(len(ider), dtype=np.int64),
        slag=("",) * len(ider),
        grupper=ider,
        rader=np.arange(len(ider), dtype=np.int64),
    )


def utvalg(part: Part, med: Sequence[bool] | NDArray[np.bool_], navn: str, tittel: str) -> Part:
    """Return the part of the features where `med` is true, under another name."""
    nr = np.flatnonzero(np.asarray(med, dtype=bool))
    return replace(
        part,
        former=part.former[nr],
        ider=tuple(part.ider[i] for i in nr),
        navnene=tuple(part.navnene[i] for i in nr),
        grad=part.grad[nr],
        slag=tuple(part.slag[i] for i in nr),
        grupper=tuple(part.grupper[i] for i in nr),
        rader=part.rader[nr],
        navn=navn,
        tittel=tittel,
    )


# -- protection -----------------------------------------------------------------------------


def vern(grunnlag: Grunnlag, soner: Soner) -> list[Part]:
    """Protection, layer by layer; what covers nearly all of the municipality is left out.

    Left out are the buffer of the world heritage, the Circumference and the reindeer districts:
    they tell no two sites apart and are named in words instead.
    """
    parter: list[Part] = []
    for post in VERN:
        lagdata = grunnlag[post]
        if post.navn in (CIRCUMFERENSEN.navn, REINBEITE.navn):
            continue
        bredde_m = soner.punkt_m if post.geometri == "punkt" else soner.linje_m
        part = _part(lagdata, bredde_m)
        if post.navn == HENSYNSSONER.navn:
            parter += _hensynssoner(part)
            continue
        part = replace(part, grad=_verdigrad(lagdata))
        if post.navn == VERDENSARV.navn:
            utenfor = [sone != "buffer" for sone in _kolonne(lagdata, "sone")]
            part = utvalg(part, utenfor, part.navn, "Verdensarv utenom buffersonen")
        parter.append(part)
        if post.buffer_m > 0:
            parter.append(_sone(part, post))
    return parter


def _verdigrad(lagdata: Lagdata) -> Heltall:
    """(n,) grade of every feature by the rules of value."""
    kolonner = [k.navn for k in lagdata.post.kolonner]
    rader = zip(*(_kolonne(lagdata, k) for k in kolonner), strict=True)
    regler = (verdi_av(lagdata.post.navn, dict(zip(kolonner, rad, strict=True))) for rad in rader)
    grader = [1 + VERDIER.index(r.verdi) if r and r.verdi else IKKE_SATT for r in regler]
    return np.array(grader, dtype=np.int64)


def _sone(part: Part, post: Lag) -> Part:
    """Ground within the layer's own distance, where value is not set but regard is due."""
    raa = shapely.force_2d(np.asarray(part.lagdata.data.geometry.to_numpy(), dtype=object))
    return replace(
        part,
        navn=f"{part.navn}_sone",
        tittel=f"{part.tittel}: sone på {post.buffer_m:g} m",
        former=shapely.buffer(raa[part.rader], post.buffer_m, quad_segs=KVARTBUER),
        grad=np.zeros(len(part.ider), dtype=np.int64),
    )


def _kode(lagdata: Lagdata) -> list[str]:
    """Digits of the code of each hensynssone."""
    return [kode.lstrip("Hh") for kode in _kolonne(lagdata, "kode")]


def _hensynssoner(part: Part) -> Iterator[Part]:
    """Zones that protect, one part per theme; a zone without code counts as landskap.

    Where the zones are not known, no theme knows whether it has one.
    """
    temaene = [SONETEMA.get(k[:2], "") if k else "landskap" for k in _kode(part.lagdata)]
    for tema in TEMAER:
        if tema in temaene or not part.kjent:
            med = [t == tema for t in temaene]
            navn, tittel = f"hensynssoner_{tema}", f"Hensynssoner: {SONEORD[tema]}"
            yield replace(utvalg(part, med, navn, tittel), tema=tema)


SONEORD: Mapping[str, str] = {
    "landbruk": "landbruk", "reindrift": "reindrift", "friluftsliv": "friluftsliv og grønnstruktur",
    "landskap": "landskap eller uten kode", "naturmangfold": "naturmiljø og naturvern",
    "kulturmiljo": "kulturmiljø", "vann": "drikkevann",
}  # fmt: skip


def er_saerlig(part: Part) -> bool:
    """Whether a reindeer part is of registered special use (not a seasonal pasture)."""
    return part.navn in SAERLAG or part.navn.startswith(HENSYNSSONER.navn)


# -- development ----------------------------------------------------------------------------


def utvikling(grunnlag: Grunnlag, soner: Soner, med_naavaerende: bool) -> list[Part]:
    """Development with its stage and kind, what stands in a plan first."""
    parter = [_regulert(grunnlag, post) for post in REGULERT]
    plan = grunnlag[KOMMUNEPLAN]
    bygg, naa = utbygging_i(plan)
    parter.append(_av_plan(plan, bygg & ~naa, "kommuneplan_framtidig", "framtidig byggeformål"))
    if med_naavaerende:
        parter.append(
            _av_plan(plan, bygg & naa, "kommuneplan_naavaerende", "nåværende byggeformål")
        )
    parter += _rettigheter(grunnlag)
    innspill = grunnlag[AREALINNSPILL]
    formaal = [formaal_av(f) or "annet" for f in _kolonne(innspill, "formaal")]
    parter.append(_med_trinn(_part(innspill, 0.0), FORESLAATT, formaal))
    parter.append(_med_trinn(_part(grunnlag[PLANLEGGING_IGANGSATT], 0.0), FORESLAATT, "annet"))
    graving = _part(grunnlag[GRAVEPLANER], soner.groft_m)
    parter.append(_med_trinn(graving, FORESLAATT, "groft"))
    parter.append(_med_trinn(_part(fibergrofter(grunnlag), soner.groft_m), MULIG, "groft"))
    for post in (MINERALFOREKOMSTER, MINERALPROSPEKTER):
        parter.append(_med_trinn(_part(grunnlag[post], 0.0), MULIG, "raastoff"))
    soner_ = _part(grunnlag[HENSYNSSONER], 0.0)
    mineral = [k.startswith(MINERALSONE) for k in _kode(grunnlag[HENSYNSSONER])]
    sone = utvalg(soner_, mineral, "hensynssoner_mineral", "Hensynssoner: mineralressurser (H590)")
    return [*parter, _med_trinn(sone, MULIG, "raastoff")]


def _med_trinn(part: Part, trinn: int, slag: str | Sequence[str]) -> Part:
    """Part with one stage, and one kind or a kind per feature."""
    antall = len(part.ider)
    return replace(
        part, trinn=trinn,
        grad=np.full(antall, trinn, dtype=np.int64),
        slag=(slag,) * antall if isinstance(slag, str) else tuple(slag),
    )  # fmt: skip


def _regulert(grunnlag: Grunnlag, post: Lag) -> Part:
    """Fields of the zoning plans; those of one plan are one planned area."""
    lagdata = grunnlag[post]
    planer = grunnlag[REGULERINGSPLANER]
    navn = dict(zip(_kolonne(planer, "planid"), _kolonne(planer, "navn"), strict=True))
    part = _part(lagdata, 0.0)
    planid = _kolonne(lagdata, "planid")
    grupper = tuple(p or i for p, i in zip(planid, part.ider, strict=True))
    navnene = tuple(navn.get(p) or p or n for p, n in zip(planid, part.navnene, strict=True))
    slag = {"bolig": "bolig", "naering": "naering", "fritid": "fritid"}[post.tema]
    return _med_trinn(replace(part, grupper=grupper, navnene=navnene), VEDTATT, slag)


def _av_plan(plan: Lagdata, med: NDArray[np.bool_], navn: str, hva: str) -> Part:
    """Areas of the kommuneplan that are built upon."""
    slag = [_planslag(kode) for kode in _kolonne(plan, "arealformaal")]
    part = _med_trinn(_part(plan, 0.0), VEDTATT, slag)
    return utvalg(part, med, navn, f"Kommuneplan: {hva}")


def _planslag(kode: str) -> str:
    """Kind of development of a land-use code."""
    if len(kode) == GAMMEL_KODE:
        return {"3": "raastoff", "6": "samferdsel"}.get(kode[0], "annet")
    if kode.startswith("2"):
        return "samferdsel"
    if kode in ENERGI:
        return "energi"
    if kode.startswith("12"):
        return "raastoff"
    return hovedformaal(kode) or "annet"


def _rettigheter(grunnlag: Grunnlag) -> Iterator[Part]:
    """Mining rights in force: extraction stands as decided, exploration as possible."""
    retter = grunnlag[GRUVEINTERESSER]
    i_kraft = [not d or d >= grunnlag.dato.isoformat() for d in _kolonne(retter, "forfall")]
    uttak = [t == "UT" for t in _kolonne(retter, "type")]
    part = _part(retter, 0.0)
    for navn, tittel, trinn, med in (
        ("utvinningsrett", "Utvinningsrett i kraft", VEDTATT, uttak),
        ("undersokelsesrett", "Undersøkelsesrett i kraft", MULIG, [not u for u in uttak]),
    ):
        valgt = [a and b for a, b in zip(i_kraft, med, strict=True)]
        yield _med_trinn(utvalg(part, valgt, navn, tittel), trinn, "raastoff")


KREVER: tuple[Lag, ...] = tuple(dict.fromkeys((*VERN, *UTVIKLING, REGULERINGSPLANER)))
"""Every layer that the interests come from."""
