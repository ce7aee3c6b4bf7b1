"""Workload S: parcels that tile a valley, and fifteen layers with a heavy tail of vertices.

Seeded; the same arguments give the same geometries. Nothing here is made from real data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

Former = NDArray[Any]

FRO = 5025
"""Seed."""
HJORNE_M = np.array([600_000.0, 6_920_000.0])
"""Lower left corner, EPSG:25832."""
KLYNGER = 24
"""Settlements that the parcels gather about."""
SEGMENT_M = 60.0
"""Spacing of vertices along parcel borders."""
BOLGER = ((9.0, 140.0), (5.0, 90.0))
"""(amplitude, wave length) of the wiggle, metres; 2π·A/L stays below 1, so nothing folds."""
MINST_PUNKTER, FLEST_PUNKTER, HALE = 8, 20_000, 0.9
"""Vertices of a blob: Pareto with this exponent between these bounds."""
HULL_ANDEL = 0.08
"""Share of the blobs that have a hole."""


@dataclass(frozen=True, slots=True)
class Lagtype:
    """How one layer is made."""

    andel: float
    """Share of all polygons."""
    slag: str
    """flate, bygning or linje (a buffered line)."""
    storrelse_m: float
    """Median radius, side or length, metres."""


LAGTYPER: Mapping[str, Lagtype] = {
    "innsjoer": Lagtype(0.250, "flate", 120),
    "myr": Lagtype(0.200, "flate", 100),
    "bygninger": Lagtype(0.133, "bygning", 12),
    "kulturminner": Lagtype(0.100, "flate", 15),
    "veger": Lagtype(0.065, "linje", 900),
    "elver": Lagtype(0.065, "linje", 1_200),
    "naturtyper": Lagtype(0.050, "flate", 150),
    "kvikkleire": Lagtype(0.033, "flate", 200),
    "skog": Lagtype(0.040, "flate", 250),
    "flom": Lagtype(0.020, "flate", 300),
    "kraftlinjer": Lagtype(0.014, "linje", 2_500),
    "nedborfelt": Lagtype(0.012, "flate", 600),
    "vern": Lagtype(0.008, "flate", 600),
    "villrein": Lagtype(0.005, "flate", 800),
    "beite": Lagtype(0.005, "flate", 800),
}


@dataclass(frozen=True, slots=True)
class Arbeidsmengde:
    """Parcels and layers, all valid polygons in one metric plane."""

    parseller: Former
    """(n,) parcels that tile the box."""
    lagene: dict[str, Former]
    """Layer → its polygons, which may overlap one another."""

    @property
    def beskrivelse(self) -> dict[str, int]:
        """Counts that characterise the workload."""
        alle = np.concatenate(list(self.lagene.values()))
        punkter = shapely.get_num_coordinates(alle)
        return {
            "parseller": len(self.parseller),
            "lag": len(self.lagene),
            "polygoner": len(alle),
            "punkter": int(punkter.sum()),
            "storste_polygon": int(punkter.max()),
        }


def lag_arbeidsmengde(
    antall_parseller: int,
    antall_polygoner: int,
    bredde_m: float,
    hoyde_m: float,
    fro: int = FRO,
) -> Arbeidsmengde:
    """Make the workload.

    Parameters
    ----------
    antall_parseller     parcels wanted; the box holds exactly that many
    antall_polygoner     polygons over all layers; every layer gets at least two
    bredde_m, hoyde_m    size of the box, metres
    fro                  seed
    """
    tilfeldig = np.random.default_rng(fro)
    parseller = _parseller(tilfeldig, antall_parseller, bredde_m, hoyde_m)
    lagene = {}
    for navn, lagtype in LAGTYPER.items():
        antall = max(round(lagtype.andel * antall_polygoner), 2)
        sentre = tilfeldig.uniform((0, 0), (bredde_m, hoyde_m), (antall, 2)) + HJORNE_M
        lagene[navn] = _lag_former(
            tilfeldig, lagtype.slag, sentre, lagtype.storrelse_m, FLEST_PUNKTER
        )
    return Arbeidsmengde(parseller, lagene)


BLANDET_FLEST, BLANDET_LAG, BLANDET_SKALA = 600, 24, 0.5
"""Mixed workload: most vertices of a polygon, layers beside the parcels, size against workload S
(so that half the ground lies in three layers or fewer, as in the example municipality)."""


def lag_blandet(
    antall_parseller: int, antall_polygoner: int, bredde_m: float, hoyde_m: float
) -> dict[str, Former]:
    """Make 25 layers for an overlay: parcels, and 24 layers of the types above, some twice.

    Parameters
    ----------
    antall_polygoner     polygons over the 24 layers
    bredde_m, hoyde_m    size of the box, metres
    """
    tilfeldig = np.random.default_rng(FRO)
    lagene = {"parseller": _parseller(tilfeldig, antall_parseller, bredde_m, hoyde_m)}
    typer = list(LAGTYPER.items())
    valgte = [(*typer[i % len(typer)], i // len(typer)) for i in range(BLANDET_LAG)]
    sum_ = sum(lagtype.andel for _, lagtype, _ in valgte)
    for navn, lagtype, gang in valgte:
        antall = max(round(lagtype.andel / sum_ * antall_polygoner), 2)
        sentre = tilfeldig.uniform((0, 0), (bredde_m, hoyde_m), (antall, 2)) + HJORNE_M
        storrelse_m = lagtype.storrelse_m * BLANDET_SKALA
        former = _lag_former(tilfeldig, lagtype.slag, sentre, storrelse_m, BLANDET_FLEST)
        lagene[f"{navn}_{gang + 1}"] = former
    return lagene


def _lag_former(
    tilfeldig: Generator, slag: str, sentre: NDArray[np.float64], storrelse_m: float, flest: int
) -> Former:
    """Polygons of one kind about the centres."""
    if slag == "flate":
        return _klatter(tilfeldig, sentre, storrelse_m, flest)
    lage = {"bygning": _bygninger, "linje": _linjebuffere}[slag]
    return lage(tilfeldig, sentre, storrelse_m)


def _parseller(tilfeldig: Generator, antall: int, bredde_m: float, hoyde_m: float) -> Former:
    """Voronoi cells of clustered points, with borders that wiggle alike on both sides."""
    klynger = tilfeldig.uniform((0, 0), (bredde_m, hoyde_m), (KLYNGER, 2))
    spredning = min(bredde_m, hoyde_m) / 12
    naer = klynger[tilfeldig.integers(0, KLYNGER, antall)]
    punkter = naer + tilfeldig.normal(0, spredning, (antall, 2))
    spredt = tilfeldig.random(antall) < 0.3
    utenfor = (punkter < 0).any(axis=1) | (punkter > (bredde_m, hoyde_m)).any(axis=1)
    nye = spredt | utenfor
    punkter[nye] = tilfeldig.uniform((0, 0), (bredde_m, hoyde_m), (int(nye.sum()), 2))
    ramme = shapely.box(0, 0, bredde_m, hoyde_m)
    celler = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(punkter), extend_to=ramme, ordered=True)
    )
    celler = shapely.intersection(celler, ramme)
    krusete = shapely.transform(shapely.segmentize(celler, SEGMENT_M), _krus)
    foldet = ~shapely.is_valid(krusete)
    krusete[foldet] = shapely.transform(celler[foldet], _krus)
    gyldig = np.where(shapely.is_valid(krusete), krusete, celler)
    return shapely.transform(gyldig, lambda xy: xy + HJORNE_M)


def _krus(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move every point by a smooth field: equal points move alike, so borders stay shared."""
    ut = xy.copy()
    for amplitude, lengde in BOLGER:
        fase = 2 * np.pi * xy / lengde
        ut[:, 0] += amplitude / 2 * np.sin(fase[:, 1])
        ut[:, 1] += amplitude / 2 * np.sin(fase[:, 0])
    return ut


def _klatter(
    tilfeldig: Generator, sentre: NDArray[np.float64], radius_m: float, flest: int
) -> Former:
    """Star-shaped blobs with a ragged edge; some with a hole."""
    antall = len(sentre)
    hale = MINST_PUNKTER * (1 + tilfeldig.pareto(HALE, antall))
    punkter = np.clip(hale, MINST_PUNKTER, flest).astype(int)
    radier = radius_m * tilfeldig.lognormal(0, 0.6, antall) * (punkter / 30) ** 0.25
    former = [_klatt(tilfeldig, *rad) for rad in zip(sentre, radier, punkter, strict=True)]
    return np.array(former, dtype=object)


def _klatt(
    tilfeldig: Generator, senter: NDArray[np.float64], radius_m: float, punkter: int
) -> shapely.Polygon:
    """One blob: radius a random Fourier series with falling amplitudes, never below 0.3."""
    vinkel = np.linspace(0, 2 * np.pi, punkter, endpoint=False)
    avstand = np.ones(punkter)
    for ledd in range(2, min(2 + punkter // 4, 40)):
        fase = tilfeldig.uniform(0, 2 * np.pi)
        avstand += 0.35 / ledd * np.sin(ledd * vinkel + fase)
    avstand = np.maximum(avstand + tilfeldig.uniform(-0.02, 0.02, punkter), 0.3)
    enhet = np.stack([np.cos(vinkel), np.sin(vinkel)], axis=1)
    ring = senter + radius_m * avstand[:, None] * enhet
    if tilfeldig.random() > HULL_ANDEL:
        return shapely.Polygon(ring)
    hull = senter + 0.2 * radius_m * enhet[:: max(punkter // 24, 1)]
    return shapely.Polygon(ring, [hull])


def _bygninger(tilfeldig: Generator, sentre: NDArray[np.float64], side_m: float) -> Former:
    """Rotated rectangles."""
    antall = len(sentre)
    sider = side_m * tilfeldig.uniform(0.6, 2.0, (antall, 2))
    vinkel = tilfeldig.uniform(0, np.pi, antall)
    hjorner = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2
    lokale = hjorner[None] * sider[:, None]
    c, s = np.cos(vinkel)[:, None], np.sin(vinkel)[:, None]
    x = lokale[..., 0] * c - lokale[..., 1] * s
    y = lokale[..., 0] * s + lokale[..., 1] * c
    ringer = np.stack([x, y], axis=2) + sentre[:, None]
    return np.asarray(shapely.polygons(ringer), dtype=object)


def _linjebuffere(tilfeldig: Generator, sentre: NDArray[np.float64], lengde_m: float) -> Former:
    """Random walks with a buffer of 5 to 30 metres."""
    former = []
    for senter in sentre:
        lengde = lengde_m * tilfeldig.lognormal(0, 0.5)
        ledd = max(int(lengde / 40), 3)
        retning = tilfeldig.uniform(0, 2 * np.pi) + np.cumsum(tilfeldig.normal(0, 0.15, ledd))
        steg = lengde / ledd * np.stack([np.cos(retning), np.sin(retning)], axis=1)
        linje = shapely.linestrings(senter + np.cumsum(steg, axis=0))
        former.append(shapely.buffer(linje, tilfeldig.uniform(5, 30), quad_segs=4))
    return np.array(former, dtype=object)
