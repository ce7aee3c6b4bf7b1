"""Reindeer districts with invented names, their seasons, migration routes and installations."""

from collections.abc import Mapping

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from lag.eksempel.felles import Lagene, klump, slyng, spredt, tabell
from lag.eksempel.ramme import Ramme

NORD = "Eksempeldistrikt Nord"
SOR = "Eksempeldistrikt Sør"
FELLES = "Eksempeldistrikt Felles vinterbeite"
DISTRIKTER: Mapping[str, tuple[tuple[float, float], ...]] = {
    NORD: ((606000, 6946500), (616000, 6945800), (626000, 6945600), (634000, 6942300),
           (650000, 6941000), (671000, 6938000), (671000, 6972500), (606000, 6972500)),
    SOR: ((606000, 6931000), (615000, 6934200), (626000, 6935200), (634000, 6942300),
          (650000, 6941000), (671000, 6938000), (671000, 6910000), (606000, 6910000)),
    FELLES: ((640000, 6934000), (664000, 6931000), (671000, 6938000), (671000, 6910000),
             (640000, 6910000)),
}  # fmt: skip
"""Corners. Nord and Sør share a border in the east; the valley by Bergstaden is outside both."""
ARTER: Mapping[str, tuple[tuple[str, ...], int]] = {
    "reinbeite_vaar": (("1", "2"), 5),
    "reinbeite_sommer": (("3", "4"), 5),
    "reinbeite_host": (("5", "6"), 4),
    "reinbeite_hostvinter": (("7", "8"), 4),
    "reinbeite_vinter": (("9", "10"), 4),
}
"""Layer → its season codes, and pastures per code and district."""
LEIER = (
    (NORD, ((612500, 6951500), (620500, 6957500), (630500, 6959500), (641000, 6955800))),
    (NORD, ((641000, 6955800), (649500, 6953600), (660500, 6948500))),
    (SOR, ((652500, 6916500), (644500, 6927500), (637800, 6934200), (628500, 6933600))),
    (SOR, ((628500, 6933600), (621000, 6931500))),
)
"""Middle lines of the migration routes."""
ANLEGGSTYPER = ("gjerde", "slakteanlegg", "gjeterhytte", "merkegjerde")


def lag_reindrift(ramme: Ramme, rng: Generator) -> Lagene:
    """Make the districts and every part."""
    distrikter = {navn: Polygon(hjorner) for navn, hjorner in DISTRIKTER.items()}
    ut: Lagene = {"reinbeite": tabell("reinbeite", list(distrikter.values()), {
        "navn": list(distrikter),
        "navn_samisk": [f"Eksempel sijte {nr}" for nr in range(1, len(distrikter) + 1)],
        "distriktkode": [f"X{nr}" for nr in range(1, len(distrikter) + 1)],
    })}  # fmt: skip
    naer = ramme.kommune.buffer(3000.0)
    innenfor = {navn: flate.intersection(naer) for navn, flate in distrikter.items()}
    for lag_id in ARTER:
        ut[lag_id] = _beiter(rng, innenfor, lag_id)
    vaar = ut["reinbeite_vaar"]
    ut["kalvingsland"] = vaar[vaar["sesongkode"] == "1"].reset_index(drop=True)
    leier = [slyng(rng, punkter, 400.0, 250.0) for _, punkter in LEIER]
    eiere = [distrikt for distrikt, _ in LEIER]
    ut["flyttlei"] = tabell("flyttlei", [lei.buffer(350.0, quad_segs=4) for lei in leier],
                            {"distrikt": eiere})  # fmt: skip
    ut["oppsamlingsomraade"] = tabell("oppsamlingsomraade", [
        klump(rng, (617500, 6955000), (1500, 900), 20.0),
        klump(rng, (655500, 6951500), (1300, 800), 80.0),
        klump(rng, (625500, 6933200), (1200, 700)),
        klump(rng, (649000, 6921500), (1600, 900), 45.0),
    ], {"distrikt": [NORD, NORD, SOR, SOR]})  # fmt: skip
    ut["trekklei"] = _trekkleier(rng, innenfor)
    ut["reindriftsanlegg"] = _anlegg(rng, ut)
    return ut


def _beiter(rng: Generator, distrikter: Mapping[str, BaseGeometry], lag_id: str) -> GeoDataFrame:
    """Overlapping blobs inside the districts; the joint winter district has winter only."""
    koder, antall = ARTER[lag_id]
    rader: list[tuple[BaseGeometry, str, str]] = []
    for navn, inne in distrikter.items():
        if navn == FELLES and lag_id != "reinbeite_vinter":
            continue
        for kode in koder:
            for x, y in spredt(rng, inne, antall):
                akser = (float(rng.uniform(2200, 6000)), float(rng.uniform(1500, 3600)))
                vinkel = float(rng.uniform(0, 180))
                form = klump(rng, (float(x), float(y)), akser, vinkel)
                rader.append((_storste(form.intersection(inne)), navn, kode))
    return tabell(lag_id, [flate for flate, _, _ in rader], {
        "distrikt": [navn for _, navn, _ in rader], "sesongkode": [kode for _, _, kode in rader],
    })  # fmt: skip


def _storste(geometri: BaseGeometry) -> BaseGeometry:
    """Largest polygon of a geometry."""
    deler: list[BaseGeometry] = sorted(shapely.get_parts(geometri), key=lambda del_: -del_.area)
    return deler[0]


def _trekkleier(rng: Generator, distrikter: Mapping[str, BaseGeometry]) -> GeoDataFrame:
    """Short lines between the pastures, wholly inside their district."""
    linjer: list[BaseGeometry] = []
    eiere: list[str] = []
    for navn in (NORD, SOR):
        for x, y in spredt(rng, distrikter[navn].buffer(-2500.0), 12):
            v = float(rng.uniform(0, 2 * np.pi))
            slutt = (round(x + 4200 * np.cos(v), 2), round(y + 4200 * np.sin(v), 2))
            linje = slyng(rng, [(float(x), float(y)), slutt], 300.0, 200.0)
            if distrikter[navn].contains(linje):
                linjer.append(linje)
                eiere.append(navn)
    return tabell("trekklei", linjer, {"distrikt": eiere})


def _anlegg(rng: Generator, ferdige: Lagene) -> GeoDataFrame:
    """Installations by the gathering areas and along the routes."""
    punkter: list[BaseGeometry] = []
    eiere: list[str] = []
    for lag_id in ("oppsamlingsomraade", "flyttlei"):
        flater = ferdige[lag_id]
        for flate, distrikt in zip(flater.geometry, flater["distrikt"], strict=True):
            punkter += [flate.centroid, flate.representative_point()]
            eiere += [distrikt, distrikt]
    typer = [str(t) for t in rng.choice(ANLEGGSTYPER, len(punkter))]
    return tabell("reindriftsanlegg", punkter, {"distrikt": eiere, "type": typer})
