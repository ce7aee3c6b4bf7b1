"""Roads and railway: main roads between the settlements, the streets inside them, one graph."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString

from lag.eksempel.bosetting import Utlagt
from lag.eksempel.felles import Lagene, slyng, tabell
from lag.eksempel.ramme import Ramme, sted

Vegstrekning = tuple[str, str, str, str, tuple[tuple[float, float], ...]]

HOVEDVEGER: tuple[Vegstrekning, ...] = (
    ("sør", "Galåen", "F", "9030", ((617300, 6934000),)),
    ("Galåen", "Øra", "F", "9030", ((620900, 6937400), (621600, 6939000))),
    ("Øra", "Bergstaden", "K", "9001", ()),
    ("Bergstaden", "Stormoen", "F", "9030", ((623600, 6941350),)),
    ("Stormoen", "Glåmos", "F", "9030", ((624600, 6944600), (624900, 6948300))),
    ("Glåmos", "nordvest", "F", "9030", ((621500, 6956600),)),
    ("Bergstaden", "Mattislia", "K", "9002", ((621600, 6941900),)),
    ("Mattislia", "lufthavn", "K", "9003", ()),
    ("Øra", "Gjøsvikmoen", "K", "9004", ()),
    ("Gjøsvikmoen", "Eksempel næringspark sør", "K", "9005", ()),
    ("Bergstaden", "Renholthagan", "K", "9006", ()),
    ("Renholthagan", "Gjøsvika", "K", "9007", ()),
    ("Stormoen", "Eksempel næringspark nord", "K", "9008", ()),
    ("Stormoen", "Hånesåsen", "K", "9009", ()),
    ("Gjøsvika", "Kløftberget", "K", "9010", ()),
    ("Gjøsvika", "Marenvollen", "F", "9028", ((627100, 6938600), (631500, 6937700))),
    ("Marenvollen", "Langen", "F", "9028", ((638800, 6932600), (643300, 6929600))),
    ("Langen", "Ljøsnåvollen", "F", "9028", ((650500, 6928400),)),
    ("Hånesåsen", "Storwartz", "K", "9011", ((629200, 6944000),)),
    ("Storwartz", "Hitterdalen", "F", "9031", ((632800, 6946300),)),
    ("Hitterdalen", "Brekken", "F", "9031", ((640500, 6946200), (644500, 6948300))),
    ("Brekken", "øst", "F", "9031", ((651500, 6949700),)),
    ("Brekken", "Brekken sør", "K", "9012", ()),
    ("Glåmos", "Nordgruvefeltet", "K", "9013", ()),
)
"""From, to, category, invented number, points on the way."""
ENDER = {
    "sør": (614300.0, 6930800.0),
    "nordvest": (620600.0, 6959800.0),
    "øst": (664500.0, 6945200.0),
    "lufthavn": (620900.0, 6941150.0),
}
"""Where main roads end without a settlement."""
JERNBANE = (
    (614700, 6929400), (618000, 6935600), (620150, 6937700), (622240, 6940380), (623050, 6943300),
    (622700, 6948000), (623300, 6950900), (622300, 6954000), (620300, 6957500), (618700, 6960500),
)  # fmt: skip
"""Rørosbanen through Røros station; the rest of the course is drawn by hand."""
SKOGSVEGER = 40


def lag_veger(ramme: Ramme, rng: Generator, utlagt: Sequence[Utlagt]) -> Lagene:
    """Make veger (noded: lines meet only at their ends) and jernbane."""
    linjer: list[tuple[LineString, str, str]] = []
    for fra, til, kategori, nummer, via in HOVEDVEGER:
        linjer.append((_hovedveg(rng, utlagt, fra, til, via), kategori, nummer))
    for u in utlagt:
        kategori = "P" if u.bosetting.bruk == "fritid" else "K"
        linjer += [(gate, kategori, str(9100 + u.bosetting.gnr % 100)) for gate in u.gater]
    hovednett = [linje for linje, kategori, _ in linjer if kategori == "F"]
    for nr in range(SKOGSVEGER):
        linjer.append((_stikkveg(ramme, rng, hovednett), "S", str(9900 + nr)))
    noder = _nod(linjer)
    bane = slyng(rng, JERNBANE, 250.0, 60.0)
    return {
        "veger": tabell("veger", [linje for linje, _, _ in noder], {
            "vegkategori": [k for _, k, _ in noder], "vegnummer": [n for _, _, n in noder],
        }),
        "jernbane": tabell("jernbane", [bane], {"navn": ["Rørosbanen (omtrentlig tegnet)"]}),
    }  # fmt: skip


def _hovedveg(
    rng: Generator,
    utlagt: Sequence[Utlagt],
    fra: str,
    til: str,
    via: tuple[tuple[float, float], ...],
) -> LineString:
    """Wind between the crossings of two settlements that are nearest to each other's side."""
    start = _port(utlagt, fra, via[0] if via else _midt(utlagt, til))
    slutt = _port(utlagt, til, via[-1] if via else start)
    return slyng(rng, [start, *via, slutt], 120.0, 45.0)


def _midt(utlagt: Sequence[Utlagt], navn: str) -> tuple[float, float]:
    """Middle of a settlement, or the point of that name."""
    for u in utlagt:
        if u.bosetting.navn == navn:
            return u.bosetting.midt
    return ENDER.get(navn) or sted(navn)


def _port(utlagt: Sequence[Utlagt], navn: str, mot: tuple[float, float]) -> tuple[float, float]:
    """Crossing of the settlement nearest to `mot`; for a bare place the place itself."""
    for u in utlagt:
        if u.bosetting.navn == navn:
            x, y = u.kryss[int(np.argmin(np.hypot(*(u.kryss - np.array(mot)).T)))]
            return (float(x), float(y))
    return _midt(utlagt, navn)


def _stikkveg(ramme: Ramme, rng: Generator, hovednett: Sequence[LineString]) -> LineString:
    """Build a forest road from a vertex of a main road into the hills, clear of lakes."""
    while True:
        langs = hovednett[int(rng.integers(len(hovednett)))]
        x, y = langs.coords[int(rng.integers(1, len(langs.coords) - 1))][:2]
        vinkel, lengde = rng.uniform(0.0, 2.0 * np.pi), rng.uniform(800.0, 2600.0)
        slutt = (round(x + lengde * np.cos(vinkel), 2), round(y + lengde * np.sin(vinkel), 2))
        veg = slyng(rng, [(x, y), slutt], 150.0, 80.0)
        if not veg.intersects(ramme.sperret) and ramme.kommune.contains(veg):
            return veg


def _nod(linjer: Sequence[tuple[LineString, str, str]]) -> list[tuple[LineString, str, str]]:
    """Cut all lines where they meet; each piece keeps the category of the line it came from."""
    biter = shapely.get_parts(shapely.node(shapely.multilinestrings([ln for ln, _, _ in linjer])))
    tre = shapely.STRtree([linje for linje, _, _ in linjer])
    midt = shapely.line_interpolate_point(biter, 0.5, normalized=True)
    naermest = tre.query_nearest(midt, all_matches=True)
    forste = np.unique(naermest[0], return_index=True)[1]
    valg = naermest[1][forste]
    orden = np.lexsort((shapely.get_y(midt), shapely.get_x(midt), valg))
    return [(biter[i], linjer[valg[i]][1], linjer[valg[i]][2]) for i in orden]
