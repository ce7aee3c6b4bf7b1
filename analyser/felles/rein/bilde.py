"""Everything that the tables, maps and sheets of reindeer husbandry are made of, measured once.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former, som_rekke
from analyser.felles.forberedt import klare_steder
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.rein.grunn import (
    BYGGET,
    Enhet,
    Sak,
    bygd_grunn,
    distriktene,
    enheter,
    kraftlinjer,
    saker,
)
from analyser.felles.rein.leier import Lei, leier
from analyser.felles.rein.oppsett import MAANEDSNAVN, brukstider, krev_baand
from analyser.felles.rein.soner import (
    SAA_LANGT,
    Soner,
    flate_av,
    innen,
    kartlagt_land,
    maalt,
    rundt_saker,
    skiver,
    soner,
)
from analyser.felles.reindrift import DELLAG
from gis.geometri import uten
from lag.katalog.matrikkel import BYGNINGER
from lag.modell import Lag


@dataclass(frozen=True, slots=True)
class Rammer:
    """Choices that the picture is made with."""

    baand_m: tuple[float, ...]
    maaneder: tuple[str, ...]
    bygg_m: float
    veg_m: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bilde:
    """The picture."""

    distrikter: Mapping[str, BaseGeometry]
    """Name → ground, in the order of the register."""
    ukjente: tuple[Lag, ...]
    """The parts that are not known."""
    enheter: tuple[Enhet, ...]
    """What each layer holds for each district."""
    flater: tuple[BaseGeometry, ...]
    """(units,) ground of each, overlaps dissolved; empty for lines and points."""
    saker: tuple[Sak, ...]
    """What is planned."""
    leier: tuple[Lei, ...]
    """Migration routes, measured."""
    tider: Mapping[str, tuple[int, ...]]
    """Layer → months in use."""
    soner: Soner
    """Ground built on and near to it."""
    mangler: tuple[str, ...]
    """Titles of the layers that tell what is built and are not known."""
    bygg_kjent: bool
    """Whether buildings are known; where not, what is built so far is NaN in every measure."""
    enhet_m2: Flyt
    """(units, 3, bands + 1) m² of each unit in each zone; 0 for lines and points."""
    maanedsmaal: Mapping[tuple[str, int], Flyt]
    """District and month → (3, bands + 1) m² of all ground in use then."""
    maanedsareal_m2: Mapping[tuple[str, int], float]
    """District and month → m² of all ground in use then."""
    samlet: Mapping[str, BaseGeometry]
    """District → ground of all its mapped parts, overlaps dissolved."""
    samlet_m2: Mapping[str, Flyt]
    """District → (3, bands + 1) m² of that ground in each zone."""
    sak_m2: Mapping[tuple[str, str], Flyt]
    """District and layer («» for all) → (cases, bands + 1) m² on and about each case."""
    ukjent_m2: Flyt
    """(cases,) m² of the widest zone about each case, beyond every fetched municipality."""
    utenfor_m2: Mapping[str, Flyt]
    """District → (cases,) m² of its ground within the widest zone, outside the municipality."""

    def flate(self, enhet: Enhet) -> BaseGeometry:
        """Ground of one part, overlaps dissolved."""
        return self.flater[self.enheter.index(enhet)]


def bildet(grunnlag: Grunnlag, rammer: Rammer) -> Bilde:
    """Measure everything."""
    baand_m = krev_baand(rammer.baand_m)
    tider = brukstider(rammer.maaneder, [post.navn for post in DELLAG])
    egne, planlagt = enheter(grunnlag), saker(grunnlag)
    bygd = bygd_grunn(grunnlag, rammer.bygg_m, rammer.veg_m)
    alle_soner = soner(bygd, kraftlinjer(grunnlag), planlagt, baand_m)
    distrikter = distriktene(grunnlag, egne)
    flater = [flate_av([enhet]) for enhet in egne]
    bygg_kjent = grunnlag[BYGNINGER].kjent
    maal, areal = _maaneder(distrikter, egne, tider, (alle_soner, bygg_kjent))
    om, antall = skiver(planlagt, baand_m), len(baand_m) + 1
    samlet = {navn: flate_av(_i(egne, navn)) for navn in distrikter}
    sak_m2 = {(navn, ""): rundt_saker(om, flate, antall) for navn, flate in samlet.items()} | {
        (enhet.distrikt, enhet.post.navn): rundt_saker(om, flate, antall)
        for enhet, flate in zip(egne, flater, strict=True)
        if enhet.post.geometri == "flate"
    }
    ytterst = om.former[antall - 1 :: antall]
    return Bilde(
        distrikter=distrikter,
        ukjente=tuple(post for post in DELLAG if not grunnlag[post].kjent),
        enheter=tuple(egne),
        flater=tuple(flater),
        saker=tuple(planlagt),
        leier=tuple(leier(egne, _hus(grunnlag, rammer.bygg_m), planlagt, bygg_kjent)),
        tider=tider,
        soner=alle_soner,
        mangler=tuple(post.tittel for post in BYGGET if not grunnlag[post].kjent),
        bygg_kjent=bygg_kjent,
        enhet_m2=_kjent_maalt(flater, alle_soner, bygg_kjent),
        maanedsmaal=maal,
        maanedsareal_m2=areal,
        samlet=samlet,
        samlet_m2=dict(
            zip(samlet, _kjent_maalt(list(samlet.values()), alle_soner, bygg_kjent), strict=True)
        ),
        sak_m2=sak_m2,
        ukjent_m2=_ukjent(ytterst, grunnlag),
        utenfor_m2={navn: _utenfor(ytterst, flate, grunnlag) for navn, flate in samlet.items()},
    )


def _i(egne: Sequence[Enhet], distrikt: str) -> list[Enhet]:
    return [enhet for enhet in egne if enhet.distrikt == distrikt]


def _hus(grunnlag: Grunnlag, bygg_m: float) -> Former:
    """(n,) ground of buildings: what an animal must go round."""
    punkter = som_rekke(list(shapely.force_2d(grunnlag[BYGNINGER].data.geometry.to_numpy())))
    return np.asarray(shapely.buffer(punkter, bygg_m, quad_segs=4), dtype=object)


def _maaneder(
    distrikter: Mapping[str, BaseGeometry],
    egne: Sequence[Enhet],
    tider: Mapping[str, tuple[int, ...]],
    alle: tuple[Soner, bool],
) -> tuple[dict[tuple[str, int], Flyt], dict[tuple[str, int], float]]:
    """Ground in use per district and month, and how much of it lies in each zone.

    Layers without stated months count in every month.

    Parameters
    ----------
    alle    the zones, and whether buildings are known
    """
    nokler: dict[tuple[str, int], frozenset[str]] = {}
    flater: dict[tuple[str, frozenset[str]], BaseGeometry] = {}
    for navn in distrikter:
        for maaned in range(1, len(MAANEDSNAVN) + 1):
            bruk = [e for e in _i(egne, navn) if maaned in tider.get(e.post.navn, (maaned,))]
            lagene = frozenset(e.post.navn for e in bruk)
            nokler[navn, maaned] = lagene
            if (navn, lagene) not in flater:
                flater[navn, lagene] = flate_av(bruk)
    maal = dict(zip(flater, _kjent_maalt(list(flater.values()), *alle), strict=True))
    return (
        {n: maal[n[0], lagene] for n, lagene in nokler.items()},
        {n: float(flater[n[0], lagene].area) for n, lagene in nokler.items()},
    )


def _kjent_maalt(flater: Sequence[BaseGeometry], alle: Soner, bygg_kjent: bool) -> Flyt:
    """Return what `maalt` gives; NaN for what is built so far where buildings are not known."""
    ut = maalt(flater, alle)
    if not bygg_kjent:
        ut[:, SAA_LANGT] = np.nan
    return ut


def _ukjent(ytterst: Former, grunnlag: Grunnlag) -> Flyt:
    """(n,) m² of each zone that lies beyond every municipality that was fetched."""
    if not len(ytterst):
        return np.zeros(0)
    kartlagt = innen(klare_steder(ytterst), kartlagt_land(grunnlag))
    return np.asarray(np.maximum(shapely.area(ytterst) - kartlagt, 0.0), dtype=np.float64)


def _utenfor(ytterst: Former, flate: BaseGeometry, grunnlag: Grunnlag) -> Flyt:
    """(n,) m² of `flate` within each zone that lies outside the municipality."""
    if not len(ytterst):
        return np.zeros(0)
    return innen(klare_steder(ytterst), uten(flate, grunnlag.grense))
