"""Plan data: the municipal plan, zoning plans with their fields, zones, plans under way.

Geometries lie in EPSG:25832, metres.
"""

from collections.abc import Sequence

import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely.geometry.base import BaseGeometry

from lag.eksempel.bosetting import Utlagt, lokal_flate
from lag.eksempel.felles import Lagene, klump, tabell
from lag.eksempel.ramme import Ramme, navn_paa, sted

KPA = "EKS-KPA-2019"
FELTKODER = {"bolig": ("1111", "1112", "1113", "1110", "1802"), "fritid": ("1121", "1122", "1120"),
             "naering": ("1340", "1350", "1310", "1826")}  # fmt: skip
FELTVEKT = {"bolig": (0.6, 0.2, 0.08, 0.1, 0.02), "fritid": (0.8, 0.15, 0.05),
            "naering": (0.4, 0.25, 0.15, 0.2)}  # fmt: skip
KP_KODE = {"bolig": "1110", "fritid": "1120", "naering": "1300"}
LAGNAVN = {"bolig": "boligtomter", "fritid": "hytteomraader", "naering": "naeringstomter"}
PBL_2008 = 2010
"""From this year on a plan bears a type of the act of 2008 in the example."""
UTVIDELSE_M = 220.0
"""Width of the future area beside each settlement."""
ANDRE_KPA = (
    ("Eksempel camping Brekken", "Brekken", 1400, 300, 260, "1170"),
    ("Eksempel camping Langen", "Langen", -900, 500, 240, "1170"),
    ("Eksempel masseuttak", "Galåen", 1500, -1400, 380, "1200"),
    ("Eksempel idrettspark", "Gjøsvika", -150, 800, 160, "1400"),
    ("Eksempel friområde", "Bergstaden", -150, -450, 120, "3040"),
    ("Eksempel spredt fritid", "Marenvollen", 2200, 1100, 900, "5220"),
    ("Eksempel spredt bolig", "Glåmos", 1600, 1500, 700, "5210"),
)
"""Name, place, from it (m), radius (m), code."""


def lag_planer(ramme: Ramme, rng: Generator, utlagt: Sequence[Utlagt], ferdige: Lagene) -> Lagene:
    """Make every plan layer but the proposals."""
    planer = _reguleringsplaner(utlagt, rng)
    felt = _felt(utlagt, rng, planer)
    return {
        **{LAGNAVN[bruk]: felt[felt["bruk"] == bruk].reset_index(drop=True) for bruk in LAGNAVN},
        "reguleringsplaner": planer,
        "kommuneplan": _kommuneplan(ramme, rng, utlagt),
        "hensynssoner": _hensynssoner(ramme, rng, ferdige),
        "planlegging_igangsatt": _igangsatt(utlagt),
    }


def utvidelse(u: Utlagt) -> BaseGeometry:
    """Future area on the upper side of a settlement's grid."""
    bredde, hoyde = u.bosetting.storrelse_m
    return lokal_flate(u.bosetting, 0, hoyde, bredde, hoyde + UTVIDELSE_M)


def _visning(u: Utlagt) -> str:
    """Name of a settlement as shown."""
    navn = u.bosetting.navn
    return navn_paa(navn) if navn == u.bosetting.sted else navn


def _reguleringsplaner(utlagt: Sequence[Utlagt], rng: Generator) -> GeoDataFrame:
    """One plan per settlement, one for its extension, and older ones that overlap them."""
    rader: list[tuple[BaseGeometry, str, str, str, str | None]] = []
    for u in utlagt:
        aar = int(rng.integers(1986, 2023))
        dato = f"{aar}-{int(rng.integers(1, 13)):02d}-15"
        flate = u.flate.buffer(12.0, join_style="mitre")
        rader.append((flate, _visning(u), "34" if aar >= PBL_2008 else "30", "3", dato))
        if u.bosetting.navn != "Bergstaden":
            rader.append((utvidelse(u), _visning(u) + " utvidelse", "35", "3", "2022-08-24"))
    for u, status in zip(utlagt[:6], ("5", "4", "3", "5", "3", "2"), strict=True):
        bredde, hoyde = u.bosetting.storrelse_m
        flate = lokal_flate(u.bosetting, -30, -40, bredde / 2, hoyde / 2)
        rader.append((flate, _visning(u) + ", eldre plan", "30", status, None))
    return tabell("reguleringsplaner", [r[0] for r in rader], {
        "planid": [f"EKS-{2001 + nr}" for nr in range(len(rader))],
        "navn": [r[1] for r in rader],
        "plantype": [r[2] for r in rader],
        "planstatus": [r[3] for r in rader],
        "ikrafttredelse": [r[4] for r in rader],
    })  # fmt: skip


def _felt(utlagt: Sequence[Utlagt], rng: Generator, planer: GeoDataFrame) -> GeoDataFrame:
    """Fields of the plans: a block each, built or not, and free ones in the extensions."""
    planid = dict(zip(planer["navn"], planer["planid"], strict=True))
    deler: list[GeoDataFrame] = []
    for u in utlagt:
        b, navn = u.bosetting, _visning(u)
        bokstav = {"bolig": "B", "fritid": "BFR", "naering": "BN"}[b.bruk]
        flater: list[BaseGeometry] = list(u.kvartaler)
        planene = [planid[navn]] * len(flater)
        if b.navn != "Bergstaden":
            fri = _frie_felt(u)
            flater += fri
            planene += [planid[navn + " utvidelse"]] * len(fri)
        koder = rng.choice(FELTKODER[b.bruk], len(flater), p=FELTVEKT[b.bruk])
        deler.append(tabell(LAGNAVN[b.bruk], flater, {
            "lokalid": [f"{LAGNAVN[b.bruk]}-{b.gnr}-{nr:03d}" for nr in range(1, len(flater) + 1)],
            "navn": [f"{navn} {bokstav}{nr}" for nr in range(1, len(flater) + 1)],
            "planid": planene, "arealformaal": [str(k) for k in koder],
            "bruk": [b.bruk] * len(flater),
        }))  # fmt: skip
    return GeoDataFrame(pd.concat(deler, ignore_index=True), crs=deler[0].crs)


def _frie_felt(u: Utlagt) -> list[BaseGeometry]:
    """Three free fields in the extension; the middle one has a hole (a playground)."""
    bredde, hoyde = u.bosetting.storrelse_m
    tredel = bredde / 3
    felt: list[BaseGeometry] = [
        lokal_flate(u.bosetting, nr * tredel + 6, hoyde + 10, (nr + 1) * tredel - 6,
                    hoyde + UTVIDELSE_M - 10) for nr in range(3)]  # fmt: skip
    hull = lokal_flate(u.bosetting, 1.4 * tredel, hoyde + 80, 1.6 * tredel, hoyde + 130)
    felt[1] = felt[1].difference(hull)
    return felt


def _kommuneplan(ramme: Ramme, rng: Generator, utlagt: Sequence[Utlagt]) -> GeoDataFrame:
    """Areas by name, then water, then LNFR as all the rest: together they tile the municipality."""
    rader: list[tuple[BaseGeometry, str, str, str]] = []
    for u in utlagt:
        kode = "1130" if u.bosetting.navn == "Bergstaden" else KP_KODE[u.bosetting.bruk]
        rader.append((u.flate, _visning(u), kode, "1"))
        if kode != "1130":
            rader.append((utvidelse(u), _visning(u) + " utvidelse", kode, "2"))
    rader.append((_lufthavn(), "Røros lufthavn", "2030", "1"))
    for navn, stedet, dx, dy, radius, kode in ANDRE_KPA:
        x, y = sted(stedet)
        flate = klump(rng, (x + dx, y + dy), (radius, radius * 0.7), 30.0)
        rader.append((flate, navn, kode, "2" if kode in ("1200", "1170") else "1"))
    rader += [(flate, navn_paa(navn), "6001", "1") for navn, flate in ramme.innsjoer.items()]
    flater = [r[0].intersection(ramme.kommune) for r in rader]
    brukt = shapely.union_all(flater)
    rest = shapely.difference(ramme.kommune, brukt, grid_size=0.01)
    lnfr_flater = [d for d in shapely.get_parts(rest) if d.area > 1.0]
    flater += sorted(lnfr_flater, key=lambda d: (-d.area, d.bounds))
    lnfr = len(lnfr_flater)
    return tabell("kommuneplan", flater, {
        "navn": [*(r[1] for r in rader), *(f"LNFR {nr}" for nr in range(1, lnfr + 1))],
        "planid": [KPA] * len(flater),
        "arealformaal": [*(r[2] for r in rader), *["5100"] * lnfr],
        "arealbruksstatus": [*(r[3] for r in rader), *["1"] * lnfr],
    })  # fmt: skip


def _lufthavn() -> BaseGeometry:
    """Ground of the airport about its reference point, along runway 13/31 (1 730 m)."""
    x, y = sted("Røros lufthavn")
    halv = (0.766 * 865.0, -0.643 * 865.0)
    bane = shapely.linestrings([(x - halv[0], y - halv[1]), (x + halv[0], y + halv[1])])
    return bane.buffer(130.0, cap_style="square")


def _hensynssoner(ramme: Ramme, rng: Generator, ferdige: Lagene) -> GeoDataFrame:
    """Zones after pbl § 11-8, some taken from the hazard and power layers."""
    bergstaden = ramme.bebygd.intersection(shapely.Point(sted("Bergstaden")).buffer(450.0))
    rader: list[tuple[BaseGeometry, str, str]] = [
        (bergstaden.convex_hull.buffer(140.0), "H570_1", "Kulturmiljø Bergstaden"),
        (klump(rng, sted("Storwartz"), (1500, 900), 30.0), "H570_2", "Kulturmiljø Storwartz"),
        (klump(rng, sted("Nordgruvefeltet"), (2100, 1300), 50.0), "H570_3", "Kulturmiljø gruver"),
        (klump(rng, sted("Nordgruvefeltet"), (2600, 1700), 10.0), "H590_1", "Mineralressurser"),
        (klump(rng, (641000, 6955000), (3200, 1500), 0.0), "H520_1", "Reindrift, flyttlei"),
        (klump(rng, (629500, 6951500), (1200, 800), 0.0), "H560_1", "Naturmiljø, delta"),
        (klump(rng, (626000, 6944500), (700, 500), 0.0), "H110_1", "Nedslagsfelt drikkevann"),
        (_lufthavn().buffer(350.0), "H220_1", "Gul støysone lufthavn"),
        (_lufthavn().buffer(120.0), "H210_1", "Rød støysone lufthavn"),
        (
            klump(rng, sted("Storwartz"), (420, 300), 30.0),
            "H730_1",
            "Båndlagt etter kulturminneloven",
        ),
    ]
    skred = sorted(ferdige["skred_jord_flom"].geometry, key=lambda f: -f.area)[:6]
    rader += [(f, f"H310_{nr}", "Rasfare") for nr, f in enumerate(skred, 1)]
    flom = ferdige["flomsoner"]
    rader.append((flom.geometry[flom["gjentaksintervall"] == "200"].iloc[0], "H320_1", "Flomfare"))
    kraft = [f.buffer(20.0) for f in ferdige["kraftlinjer"].geometry]
    rader += [(f, f"H370_{nr}", "Høyspenning") for nr, f in enumerate(kraft, 1)]
    return tabell("hensynssoner", [r[0] for r in rader], {
        "navn": ["Eksempel kommuneplan"] * len(rader),
        "kode": [r[1] for r in rader], "beskrivelse": [r[2] for r in rader],
    })  # fmt: skip


def _igangsatt(utlagt: Sequence[Utlagt]) -> GeoDataFrame:
    """Plans under way beside some settlements."""
    flater, navn = [], []
    for u in utlagt[1:7]:
        bredde, _ = u.bosetting.storrelse_m
        flater.append(lokal_flate(u.bosetting, bredde * 0.2, -150, bredde * 0.7, -10))
        navn.append(f"Detaljregulering {_visning(u)}")
    return tabell("planlegging_igangsatt", flater, {
        "planid": [f"EKS-{2101 + nr}" for nr in range(len(flater))], "navn": navn,
    })  # fmt: skip
