"""Settlements: blocks along streets, split into parcels that tile them without gap or overlap.

Everything is laid out in a local grid of whole metres, noded and polygonised there, and only then
turned and moved to its place: neighbours share every vertex, so the tiling survives reprojection.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry import box

from lag.eksempel.felles import terning
from lag.eksempel.ramme import sted

Bruk = Literal["bolig", "fritid", "naering"]
Boks = tuple[int, int, int, int]
GATE_M = 8
"""Width of a street, metres."""


@dataclass(frozen=True, slots=True)
class Bosetting:
    """One settlement, cabin field or business park."""

    navn: str
    """Name; also the key into the places of the frame, unless `flytt` says otherwise."""
    bruk: Bruk
    """What the plots are for."""
    kolonner: int
    """Blocks across."""
    rader: int
    """Blocks up."""
    kvartal_m: tuple[int, int]
    """Width and height of a block, metres."""
    tomt_m2: int
    """A piece larger than this is split once more."""
    vinkel_grader: float
    """Turn of the grid, anticlockwise."""
    gnr: int
    """Invented cadastral number (900–999)."""
    sted: str
    """Place of the frame that it lies by."""
    flytt_m: tuple[float, float] = (0.0, 0.0)
    """From that place to the middle of the grid."""

    @property
    def midt(self) -> tuple[float, float]:
        """Middle of the grid, EPSG:25832."""
        x, y = sted(self.sted)
        return (x + self.flytt_m[0], y + self.flytt_m[1])

    @property
    def storrelse_m(self) -> tuple[int, int]:
        """Width and height of the whole grid."""
        bredde = self.kolonner * (self.kvartal_m[0] + GATE_M) + GATE_M
        return bredde, self.rader * (self.kvartal_m[1] + GATE_M) + GATE_M


BOSETTINGER = (
    Bosetting("Bergstaden", "bolig", 8, 4, (75, 60), 620, 56.0, 901, "Bergstaden", (141, 172)),
    Bosetting("Øra", "bolig", 6, 3, (90, 60), 1000, 20.0, 902, "Øra"),
    Bosetting("Gjøsvika", "bolig", 10, 8, (100, 60), 1150, -15.0, 903, "Gjøsvika"),
    Bosetting("Gjøsvikmoen", "bolig", 9, 7, (100, 60), 1150, 5.0, 904, "Gjøsvikmoen"),
    Bosetting("Stormoen", "bolig", 9, 8, (100, 60), 1150, 12.0, 905, "Stormoen"),
    Bosetting("Mattislia", "bolig", 7, 6, (100, 60), 1150, -20.0, 906, "Mattislia"),
    Bosetting("Renholthagan", "bolig", 6, 5, (90, 60), 1050, 35.0, 907, "Renholthagan"),
    Bosetting("Glåmos", "bolig", 7, 6, (110, 70), 1700, 75.0, 908, "Glåmos"),
    Bosetting("Brekken", "bolig", 8, 7, (110, 70), 1700, -10.0, 909, "Brekken"),
    Bosetting("Galåen", "bolig", 7, 6, (110, 70), 1700, 50.0, 910, "Galåen", (900, 300)),
    Bosetting("Eksempel næringspark nord", "naering", 5, 3, (150, 120), 5200, 12.0, 921,
              "Stormoen", (1250, -1300)),
    Bosetting("Eksempel næringspark sør", "naering", 5, 4, (150, 120), 5200, 5.0, 922,
              "Gjøsvikmoen", (-150, -1100)),
    Bosetting("Hånesåsen", "fritid", 9, 9, (110, 70), 1900, 30.0, 941, "Hånesåsen"),
    Bosetting("Kløftberget", "fritid", 9, 8, (110, 70), 1900, -25.0, 942, "Kløftberget",
              (-900, -900)),
    Bosetting("Hitterdalen", "fritid", 8, 7, (110, 70), 1900, 10.0, 943, "Hitterdalen",
              (900, -700)),
    Bosetting("Langen", "fritid", 7, 6, (110, 70), 1900, 60.0, 944, "Langen"),
    Bosetting("Ljøsnåvollen", "fritid", 7, 6, (110, 70), 1900, -35.0, 945, "Ljøsnåvollen"),
    Bosetting("Marenvollen", "fritid", 7, 6, (110, 70), 1900, 15.0, 946, "Marenvollen"),
    Bosetting("Brekken sør", "fritid", 7, 5, (110, 70), 1900, 0.0, 947, "Brekken", (600, -2300)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Utlagt:
    """A settlement laid out, in EPSG:25832."""

    bosetting: Bosetting
    """What it is."""
    flate: Polygon
    """The whole grid."""
    tomter: tuple[Polygon, ...]
    """Plots, ordered from the south-west of the local grid."""
    kvartaler: tuple[Polygon, ...]
    """Blocks, row by row."""
    gateflate: Polygon
    """The ground of the streets, one polygon with a hole per block."""
    gater: tuple[LineString, ...]
    """Centre lines between crossings; they meet at their ends."""
    kryss: NDArray[np.float64] = field(repr=False)
    """(n, 2) crossings and corners."""


def legg_ut(bosetting: Bosetting) -> Utlagt:
    """Split the blocks, node the whole, turn it and move it to its place."""
    rng = terning(f"bosetting {bosetting.navn}")
    bredde, hoyde = bosetting.storrelse_m
    kvartaler = list(_kvartaler(bosetting))
    tomter = [bit for kvartal in kvartaler for bit in _del(kvartal, bosetting.tomt_m2, rng)]
    kanter = [box(*tomt).exterior for tomt in tomter] + [box(0, 0, bredde, hoyde).exterior]
    nodet = shapely.union_all(kanter)
    flater = list(shapely.get_parts(shapely.polygonize(shapely.get_parts(nodet))))
    gateflate = max(flater, key=lambda flate: len(flate.interiors) or -1)
    plott = sorted((f for f in flater if f is not gateflate), key=lambda f: f.bounds[1::-1])
    flytt = _Flytter(bosetting)
    kryss = {p for gate in _gater(bosetting) for p in gate.coords}
    return Utlagt(
        bosetting,
        shapely.transform(box(0, 0, bredde, hoyde), flytt),
        tuple(shapely.transform(p, flytt) for p in plott),
        tuple(shapely.transform(box(*kvartal), flytt) for kvartal in kvartaler),
        shapely.transform(gateflate, flytt),
        tuple(shapely.transform(gate, flytt) for gate in _gater(bosetting)),
        flytt(np.array(sorted(kryss), dtype=np.float64)),
    )


def _kvartaler(b: Bosetting) -> Iterable[Boks]:
    """Boxes of the blocks in the local grid, row by row."""
    bredde, hoyde = b.kvartal_m
    for rad in range(b.rader):
        for kol in range(b.kolonner):
            x, y = GATE_M + kol * (bredde + GATE_M), GATE_M + rad * (hoyde + GATE_M)
            yield (x, y, x + bredde, y + hoyde)


def _del(boks: Boks, maks_m2: int, rng: Generator) -> list[Boks]:
    """Halve the box across its longer side, roughly in the middle, until it is small enough."""
    x0, y0, x1, y1 = boks
    if (x1 - x0) * (y1 - y0) <= maks_m2:
        return [boks]
    andel = rng.uniform(0.42, 0.58)
    if x1 - x0 >= y1 - y0:
        x = x0 + round((x1 - x0) * andel)
        return _del((x0, y0, x, y1), maks_m2, rng) + _del((x, y0, x1, y1), maks_m2, rng)
    y = y0 + round((y1 - y0) * andel)
    return _del((x0, y0, x1, y), maks_m2, rng) + _del((x0, y, x1, y1), maks_m2, rng)


def _gater(b: Bosetting) -> list[LineString]:
    """Centre lines of the streets, cut at every crossing."""
    halv = GATE_M // 2
    xer = [halv + kol * (b.kvartal_m[0] + GATE_M) for kol in range(b.kolonner + 1)]
    yer = [halv + rad * (b.kvartal_m[1] + GATE_M) for rad in range(b.rader + 1)]
    langs = [LineString([(x0, y), (x1, y)]) for y in yer
             for x0, x1 in pairwise(xer)]  # fmt: skip
    tvers = [LineString([(x, y0), (x, y1)]) for x in xer
             for y0, y1 in pairwise(yer)]  # fmt: skip
    return langs + tvers


class _Flytter:
    """Local grid → EPSG:25832: centre, turn, move, millimetres kept."""

    def __init__(self, bosetting: Bosetting) -> None:
        bredde, hoyde = bosetting.storrelse_m
        vinkel = np.radians(bosetting.vinkel_grader)
        cos, sin = np.cos(vinkel), np.sin(vinkel)
        self.dreining = np.array([[cos, sin], [-sin, cos]])
        self.senter = np.array([bredde / 2, hoyde / 2])
        self.midt = np.array(bosetting.midt)

    def __call__(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        ut: NDArray[np.float64] = np.round((xy - self.senter) @ self.dreining + self.midt, 3)
        return ut


def lokal_flate(b: Bosetting, x0: float, y0: float, x1: float, y1: float) -> Polygon:
    """Box of the settlement's own grid (metres from its lower left corner), in EPSG:25832."""
    flate: Polygon = shapely.transform(box(x0, y0, x1, y1), _Flytter(b))
    return flate


def legg_ut_alle() -> tuple[Utlagt, ...]:
    """Every settlement."""
    return tuple(legg_ut(bosetting) for bosetting in BOSETTINGER)
