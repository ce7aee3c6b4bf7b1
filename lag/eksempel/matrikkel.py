"""Parcels, buildings and addresses of the settlements, and cabins spread outside them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import Point

from lag.eksempel.bosetting import Utlagt
from lag.eksempel.felles import EPSG, Lagene, spredt, tabell
from lag.eksempel.ramme import Ramme
from lag.eksempel.terreng import hoyde

BOLIGER = 2900
"""Dwellings: our estimate from 5 681 inhabitants at about 2 to a dwelling."""
HYTTER = 3196
"""Cabins: 3 200 with the four of the proposals; in truth 3 228 fritidsboliger in 2015."""
HYTTE_MOH = 950.0
"""No stray cabin lies higher."""
ADRESSER = 4000
SPREDTE_HYTTER = 1496
ANDRE_BYGG = 120
NAERINGSBYGG = 130
UTBYGD: Mapping[str, float] = {
    "Bergstaden": 1.4, "Øra": 0.95, "Gjøsvika": 0.8, "Gjøsvikmoen": 0.8, "Stormoen": 0.82,
    "Mattislia": 0.6, "Renholthagan": 1.0, "Glåmos": 0.75, "Brekken": 0.85, "Galåen": 0.75,
    "Hånesåsen": 1.1, "Kløftberget": 0.6,
}  # fmt: skip
"""Weight of a settlement when built plots are chosen; 0.8 where nothing is said."""
BOLIGTYPER = ("111", "113", "121", "131")
ANDRE_TYPER = ("241", "322", "613", "653")
NAERINGSTYPER = ("211", "212", "214", "311")
GATENAVN = ("Eksempelvegen", "Prøvegata", "Mønsterlia", "Øvingsvegen", "Skissegata", "Kladdevegen")


def lag_matrikkel(ramme: Ramme, rng: Generator, utlagt: Sequence[Utlagt]) -> Lagene:
    """Make teiger, bygninger and adresser."""
    tomter = _tomter(utlagt)
    tomter["bygd"] = False
    for bruk, antall in (("bolig", BOLIGER + ANDRE_BYGG), ("naering", NAERINGSBYGG),
                         ("fritid", HYTTER - SPREDTE_HYTTER)):  # fmt: skip
        tomter.loc[_velg(tomter[tomter["bruk"] == bruk], antall, rng), "bygd"] = True
    bygninger = _bygninger(tomter, ramme, rng)
    return {
        "teiger": _teiger(tomter, utlagt),
        "bygninger": bygninger,
        "adresser": _adresser(tomter, bygninger),
    }


def _tomter(utlagt: Sequence[Utlagt]) -> GeoDataFrame:
    """Every plot with settlement, use, gnr and bnr."""
    deler: list[GeoDataFrame] = []
    for u in utlagt:
        b = u.bosetting
        ut = GeoDataFrame(geometry=list(u.tomter), crs=EPSG)
        sentrum = shapely.points([u.kryss[0]])[0]
        ut["bosetting"], ut["bruk"], ut["gnr"] = b.navn, b.bruk, b.gnr
        ut["bnr"] = range(1, len(ut) + 1)
        ut["rang"] = ut.geometry.centroid.distance(sentrum).rank(pct=True)
        deler.append(ut)
    return GeoDataFrame(pd.concat(deler, ignore_index=True), crs=EPSG)


def _velg(tomter: GeoDataFrame, antall: int, rng: Generator) -> NDArray[np.int64]:
    """Index of the `antall` plots that are built: from one corner of each settlement outwards."""
    vekt = np.array([UTBYGD.get(str(navn), 0.8) for navn in tomter["bosetting"]])
    poeng = (tomter["rang"].to_numpy() + rng.normal(0.0, 0.05, len(tomter))) / vekt
    valgt: NDArray[np.int64] = tomter.index.to_numpy()[np.argsort(poeng, kind="stable")[:antall]]
    return np.sort(valgt)


def _bygninger(tomter: GeoDataFrame, ramme: Ramme, rng: Generator) -> GeoDataFrame:
    """One building per built plot, and the spread cabins."""
    bygd = tomter[tomter["bygd"]]
    typer = np.array(["161"] * len(bygd), dtype=object)
    bolig = np.flatnonzero(bygd["bruk"] == "bolig")
    typer[bolig] = rng.choice(BOLIGTYPER, len(bolig), p=(0.75, 0.1, 0.09, 0.06))
    typer[rng.choice(bolig, ANDRE_BYGG, replace=False)] = rng.choice(ANDRE_TYPER, ANDRE_BYGG)
    typer[np.flatnonzero(bygd["bruk"] == "naering")] = rng.choice(NAERINGSTYPER, NAERINGSBYGG)
    xy = _spredte_hytter(ramme, rng)
    punkter = [*bygd.geometry.representative_point(), *(Point(*p) for p in xy)]
    antall = len(punkter)
    numre = [str(900_000_001 + nr) for nr in range(antall)]
    spredttyper = rng.choice(("161", "162", "163"), len(xy), p=(0.94, 0.03, 0.03))
    status = rng.choice(("TB", "MB", "IG", "RA"), antall, p=(0.72, 0.22, 0.04, 0.02))
    return tabell("bygninger", punkter, {
        "bygningsnummer": numre,
        "bygningstype": [*typer, *spredttyper],
        "bygningsstatus": list(status),
        "tomt": [*bygd.index, *([-1] * len(xy))],
    })  # fmt: skip


def _spredte_hytter(ramme: Ramme, rng: Generator) -> NDArray[np.float64]:
    """Cabins outside the fields: below 950 m, dry, most of them near the lakes."""
    strand = ramme.vann.buffer(1500.0).intersection(ramme.kommune)
    naer = spredt(rng, strand, 3000)
    fjern = spredt(rng, ramme.kommune, 3000)
    xy = np.vstack([naer[:1600], fjern[:1400]])[rng.permutation(3000)]
    forbudt = shapely.union_all([ramme.vann.buffer(40.0), ramme.fritt_omraade,
                                 ramme.bebygd.buffer(60.0)])  # fmt: skip
    shapely.prepare(forbudt)
    ok = ~shapely.contains_xy(forbudt, xy[:, 0], xy[:, 1]) & (hoyde(ramme.terreng, xy) < HYTTE_MOH)
    return xy[ok][:SPREDTE_HYTTER]


def _teiger(tomter: GeoDataFrame, utlagt: Sequence[Utlagt]) -> GeoDataFrame:
    """Make plots and street grounds into parcels."""
    gater = [(u.gateflate, f"{u.bosetting.gnr}/{len(u.tomter) + 1}") for u in utlagt]
    numre = [f"{g}/{b}" for g, b in zip(tomter["gnr"], tomter["bnr"], strict=True)]
    flater = [*tomter.geometry, *(flate for flate, _ in gater)]
    return tabell("teiger", flater, {
        "kommunenummer": ["5025"] * len(flater),
        "matrikkelnummer": [*numre, *(nr for _, nr in gater)],
        "noyaktighetsklasse": ["gronn" if nr % 7 else "gul" for nr in range(len(flater))],
    })  # fmt: skip


def _adresser(tomter: GeoDataFrame, bygninger: GeoDataFrame) -> GeoDataFrame:
    """Addresses at buildings on plots: first dwellings, then business, then cabins."""
    med_tomt = bygninger[bygninger["tomt"] >= 0].join(
        tomter[["bosetting", "bruk", "gnr", "bnr"]], on="tomt"
    )
    med_tomt["orden"] = med_tomt["bruk"].map({"bolig": 0, "naering": 1, "fritid": 2})
    valgt = med_tomt.sort_values(["orden", "lokalid"], kind="stable").iloc[:ADRESSER]
    valgt = valgt.sort_values("lokalid")
    gate = [f"{navn} {GATENAVN[int(bnr) % len(GATENAVN)]} {int(bnr)}"
            for navn, bnr in zip(valgt["bosetting"], valgt["bnr"], strict=True)]  # fmt: skip
    return tabell("adresser", list(valgt.geometry), {
        "adressetekst": gate,
        "gardsnummer": [str(g) for g in valgt["gnr"]],
        "bruksnummer": [str(b) for b in valgt["bnr"]],
    })  # fmt: skip
