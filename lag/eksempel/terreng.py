"""Heights: valleys along the rivers at some 620–720 m, plateaus to 1 200 m, Storvigelen 1 561 m.

Geometries lie in EPSG:25832, metres.
"""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter, zoom
from shapely import LineString, Polygon

from gis.rutenett import Rutenett
from lag.eksempel.felles import EPSG, terning
from lag.eksempel.ramme import BOKS, INNSJOER, sted

RUTE_M = 50.0
MARGIN_M = 2000.0
TOPP_M = 1561.0
"""Storvigelen, the highest point of Røros kommune."""
SKOGGRENSE_M = 870.0
"""Where forest ends in the example; 800–900 m is stated for the Femund country."""
HOYDER: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "Glåma": ((627600, 6951900, 690), (622300, 6948200, 660), (619200, 6941800, 624),
              (613900, 6931300, 598)),
    "Hyttelva": ((632000, 6944800, 705), (625200, 6943600, 655), (622300, 6941900, 630),
                 (619700, 6941500, 624)),
    "Håelva": ((629000, 6940000, 745), (622900, 6936600, 640), (618700, 6936800, 618)),
    "Orva": ((627600, 6954200, 760), (622500, 6948700, 662)),
    "Feragselva": ((640200, 6933400, 655), (627500, 6935900, 648), (622900, 6936600, 640)),
    "Tufsa": ((646500, 6929500, 690), (642600, 6919600, 672)),
}  # fmt: skip
"""Levels along the rivers (x, y, m): Røros station lies at 628 m, the airport at 626 m."""


def ruter(punkter: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of each (x, y), clipped to the grid."""
    rader, kolonner = storrelse()
    kol = np.clip((punkter[:, 0] - BOKS[0] + MARGIN_M) // RUTE_M, 0, kolonner - 1)
    rad = np.clip((BOKS[3] + MARGIN_M - punkter[:, 1]) // RUTE_M, 0, rader - 1)
    return rad.astype(np.int64), kol.astype(np.int64)


def storrelse() -> tuple[int, int]:
    """Rows and columns of the grid."""
    rader = int(np.ceil((BOKS[3] - BOKS[1] + 2 * MARGIN_M) / RUTE_M))
    return rader, int(np.ceil((BOKS[2] - BOKS[0] + 2 * MARGIN_M) / RUTE_M))


def stoy(rng: Generator, form: tuple[int, int], bolge_m: float) -> NDArray[np.float64]:
    """Smooth noise of unit spread and wavelength `bolge_m`."""
    grovhet = max(int(bolge_m / RUTE_M / 8), 1)
    liten = rng.normal(size=(form[0] // grovhet + 3, form[1] // grovhet + 3))
    jevnet = gaussian_filter(liten, bolge_m / RUTE_M / grovhet / 4, mode="reflect")
    grov: NDArray[np.float64] = zoom(jevnet, grovhet, order=1)[: form[0], : form[1]]
    stor: NDArray[np.float64] = gaussian_filter(grov, grovhet / 2, truncate=2.0)
    stor /= stor.std()
    return stor


def _bunn(elver: Mapping[str, LineString], innsjoer: Mapping[str, Polygon]) -> NDArray[np.float64]:
    """Cells that belong to a valley floor and their level; NaN elsewhere."""
    bunn = np.full(storrelse(), np.nan)
    for navn, elv in elver.items():
        maal = np.array([elv.project(shapely.Point(x, y)) for x, y, _ in HOYDER[navn]])
        langs = np.arange(0.0, elv.length, RUTE_M / 2)
        punkter = shapely.get_coordinates(elv.interpolate(langs))
        bunn[ruter(punkter)] = np.interp(langs, maal, [h for _, _, h in HOYDER[navn]])
    for navn, flate in innsjoer.items():
        bunn[_innenfor(flate)] = INNSJOER[navn][3]
    return bunn


def _innenfor(flate: Polygon) -> NDArray[np.bool_]:
    """Cells whose centre lies in `flate`."""
    rader, kolonner = storrelse()
    x = BOKS[0] - MARGIN_M + (np.arange(kolonner) + 0.5) * RUTE_M
    y = BOKS[3] + MARGIN_M - (np.arange(rader) + 0.5) * RUTE_M
    maske = np.zeros((rader, kolonner), dtype=bool)
    kol = np.flatnonzero((x >= flate.bounds[0]) & (x <= flate.bounds[2]))
    rad = np.flatnonzero((y >= flate.bounds[1]) & (y <= flate.bounds[3]))
    if len(kol) and len(rad):
        xx, yy = np.meshgrid(x[kol], y[rad])
        shapely.prepare(flate)
        maske[np.ix_(rad, kol)] = shapely.contains_xy(flate, xx, yy)
    return maske


def lag_terreng(innsjoer: Mapping[str, Polygon], elver: Mapping[str, LineString]) -> Rutenett:
    """Build the grid: valley floors, rise with distance, noise that grows upwards, one summit."""
    rng = terning("terreng")
    form = storrelse()
    bunn = _bunn(elver, innsjoer)
    avstand, (rad, kol) = distance_transform_edt(np.isnan(bunn), return_indices=True)
    avstand *= RUTE_M
    nivaa = gaussian_filter(bunn[rad, kol], 25.0)
    stigning = np.clip((avstand - 700.0) / 5200.0, 0.0, 1.0) ** 1.1
    vidde = 250.0 + 110.0 * stoy(rng, form, 9000.0)
    kupert = stoy(rng, form, 3000.0) * 48.0 + stoy(rng, form, 900.0) * 9.0
    z = nivaa + stigning * vidde + np.clip(avstand / 2500.0, 0.04, 1.0) * kupert
    z += stigning * _skrenter(rng, form)
    z = np.maximum(z, nivaa - 12.0)
    z = gaussian_filter(z, 1.0)
    z += _topp(z, rng)
    for navn, flate in innsjoer.items():
        inne = _innenfor(flate)
        z[inne] = INNSJOER[navn][3]
    return Rutenett(z.astype(np.float32), BOKS[0] - MARGIN_M, BOKS[3] + MARGIN_M, RUTE_M, EPSG)


def _skrenter(rng: Generator, form: tuple[int, int]) -> NDArray[np.float64]:
    """Make steps of some 110 m across a short way, in parts of the hills only."""
    hvor = np.clip(stoy(rng, form, 12_000.0) - 0.9, 0.0, 1.0)
    trinn: NDArray[np.float64] = 55.0 * np.tanh(stoy(rng, form, 3600.0) / 0.09) * np.sqrt(hvor)
    return trinn


def _topp(z: NDArray[np.float64], rng: Generator) -> NDArray[np.float64]:
    """Raise Storvigelen to its height, with steep sides and a ridge."""
    rader, kolonner = z.shape
    x = BOKS[0] - MARGIN_M + (np.arange(kolonner) + 0.5) * RUTE_M
    y = BOKS[3] + MARGIN_M - (np.arange(rader) + 0.5) * RUTE_M
    x0, y0 = sted("Storvigelen")
    xx, yy = np.meshgrid((x - x0) / 1500.0, (y - y0) / 1050.0)
    form = np.exp(-((xx**2 + yy**2) ** 1.1)) * (1.0 + 0.03 * stoy(rng, z.shape, 700.0))
    rad, kol = ruter(np.array([[x0, y0]]))
    mangler = TOPP_M - float(z[rad[0], kol[0]])
    loft: NDArray[np.float64] = form / form.max() * mangler
    return loft


def hoyde(terreng: Rutenett, punkter: NDArray[np.float64]) -> NDArray[np.float32]:
    """Height at each (x, y), metres; the cell's value."""
    svar: NDArray[np.float32] = terreng.verdier[ruter(punkter)]
    return svar
