"""A municipality to find free ground in: a wavy region, twelve layers with set-backs, seeded."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator

from gis.kanter import Former

EPSG = 25833
MIDT_M = (320_000.0, 6_940_000.0)
AREAL_M2 = 1_957e6
HJORNER = 720
"""Corners of the region."""
KANTER = 40
"""Corners of a patch, segments of most lines."""


@dataclass(frozen=True, slots=True)
class Flater:
    """Patches with a logarithmically uniform radius."""

    antall: int
    minst_m: float
    storst_m: float
    avstand_m: float


@dataclass(frozen=True, slots=True)
class Linjer:
    """Random walks."""

    antall: int
    ledd: int
    ledd_m: float
    avstand_m: float


LAGENE: dict[str, Flater | Linjer] = {
    "naturvern": Flater(60, 300, 6_000, 0),
    "naturtyper": Flater(1_800, 20, 600, 0),
    "myr": Flater(9_000, 20, 500, 0),
    "dyrka": Flater(2_500, 20, 350, 0),
    "vann": Flater(1_200, 30, 2_500, 100),
    "vassdrag": Linjer(900, 40, 120, 50),
    "kulturminner": Flater(1_500, 3, 40, 100),
    "flyttlei": Linjer(20, 120, 250, 250),
    "skred": Flater(700, 60, 900, 0),
    "flom": Flater(500, 50, 800, 0),
    "kraftlinje": Linjer(60, 100, 250, 40),
    "bebyggelse": Flater(6_000, 5, 60, 200),
}
"""Layer → how many features, their size and the set-back: 24 240 features at size 1."""


@dataclass(frozen=True, slots=True)
class Mengde:
    """What every engine gets."""

    region: shapely.Polygon
    """The municipality."""
    lagene: dict[str, tuple[Former, float]]
    """Layer → valid shapes, some beyond the region, and the set-back, metres."""


def lag_mengde(fro: int = 5025, storrelse: float = 1.0) -> Mengde:
    """Make the workload; `storrelse` is the share of the whole area and of the features."""
    rng = np.random.default_rng(fro)
    region = _region(rng, storrelse)
    x0, y0, x1, y1 = region.buffer(1_500.0).bounds
    lagene = {}
    for navn, slag in LAGENE.items():
        n = max(round(slag.antall * storrelse), 1)
        midt = rng.uniform((x0, y0), (x1, y1), (n, 2))
        former = _flater(rng, midt, slag) if isinstance(slag, Flater) else _linjer(rng, midt, slag)
        lagene[navn] = (former, float(slag.avstand_m))
    return Mengde(region, lagene)


def _bolget(rng: Generator, vinkler: np.ndarray, ledd: int, styrke: float) -> np.ndarray:
    """(n, a) radii about 1 as sums of waves."""
    n = len(vinkler) if vinkler.ndim > 1 else 1
    ut = np.ones((n, vinkler.shape[-1]))
    for k in range(1, ledd + 1):
        ut += rng.normal(0, styrke / k, (n, 1)) * np.cos(
            k * vinkler + rng.uniform(0, 2 * np.pi, (n, 1))
        )
    return np.clip(ut, 0.25, None)


def _region(rng: Generator, storrelse: float) -> shapely.Polygon:
    """Star-shaped, of exactly the area asked for."""
    vinkler = np.linspace(0, 2 * np.pi, HJORNER, endpoint=False)
    radius = _bolget(rng, vinkler, 40, 0.12)[0]
    xy = np.c_[np.cos(vinkler), np.sin(vinkler)] * radius[:, None]
    enhet = shapely.Polygon(xy)
    return shapely.Polygon(xy * np.sqrt(AREAL_M2 * storrelse / enhet.area) + MIDT_M)


def _flater(rng: Generator, midt: np.ndarray, slag: Flater) -> Former:
    """Star-shaped patches."""
    n = len(midt)
    radius = np.exp(rng.uniform(np.log(slag.minst_m), np.log(slag.storst_m), n))
    vinkler = np.sort(rng.uniform(0, 2 * np.pi, (n, KANTER)), axis=1)
    r = radius[:, None] * _bolget(rng, vinkler, 6, 0.22)
    xy = midt[:, None, :] + np.stack([r * np.cos(vinkler), r * np.sin(vinkler)], axis=2)
    former = shapely.polygons(xy)
    ugyldige = ~shapely.is_valid(former)  # where no corner lies in a half plane about the middle
    former[ugyldige] = shapely.convex_hull(former[ugyldige])
    return former


def _linjer(rng: Generator, midt: np.ndarray, slag: Linjer) -> Former:
    """Walks that turn a little at every step."""
    n = len(midt)
    retning = rng.uniform(0, 2 * np.pi, (n, 1)) + np.cumsum(
        rng.normal(0, 0.35, (n, slag.ledd)), axis=1
    )
    skritt = slag.ledd_m * np.stack([np.cos(retning), np.sin(retning)], axis=2)
    xy = np.concatenate([np.zeros((n, 1, 2)), np.cumsum(skritt, axis=1)], axis=1)
    return shapely.linestrings(xy + midt[:, None, :])
