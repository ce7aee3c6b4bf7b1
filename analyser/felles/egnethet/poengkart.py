"""Scores of all searched ground that is free, cell by cell: the numbers that order the areas.

The same layers, curves and weights as for the areas; a cell is measured at its centre. The ground
is taken window by window, so that memory does not grow with the municipality.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.deling import Former, som_rekke
from analyser.felles.egnethet.felter import utredning
from analyser.felles.egnethet.lop import Funn
from analyser.felles.egnethet.modell import Kriterium, Spenn
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, tall
from analyser.felles.tilbud import Steder
from gis.crs import arealmerknad
from gis.geometri import differanse
from gis.ledig import Hensyn
from gis.ruter import Maske, Ruter, flater_av, inne_i, tatt, uten_flekker
from gis.utsnitt import Utsnitt
from gis.vegnett import Feste, Nodereise, Vegnett, feste_i_ruter, fra_feste, reis_til_flere
from lag.katalog.grunnlag import TERRENG
from lag.modell import Stil

RUTE_M = 10.0
"""Cells, metres."""
VINDU_M = 3000.0
"""Side of a window, metres."""
JEVNES_M = 9.0
"""Borders of the drawing are smoothed within this: less than a cell, metres."""
MINSTE_RUTER = 12
"""Smaller specks are drawn as their neighbour; the table counts every cell."""
GRENSER = (80.0, 70.0, 60.0, 50.0, 40.0, 30.0, 0.0)
"""Lower ends of the classes, points."""
FARGER = ("#00441b", "#006d2c", "#238b45", "#41ab5d", "#74c476", "#a1d99b", "#e5f5e0")
"""ColorBrewer Greens, darkest best."""
KOLONNER = (
    tekstkolonne("klasse", "Poeng, lavest"),
    tallkolonne("areal_daa", "Areal", "daa", 0, "Ruter med så mange poeng når det som ikke er "
                "kjent, regnes som dårligst."),
    tallkolonne("hoyest_daa", "Areal om alt ukjent er godt", "daa", 0,
                "Ruter med så mange poeng når det som ikke er kjent, regnes som best."),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Veger:
    """The road network cut where every criterion's places meet it, and the way to each."""

    nett: Vegnett
    reiser: dict[str, tuple[Steder, Nodereise | None]]
    """Criterion → places, and the way to them; no way where there are no places."""


def poengkart(grunnlag: Grunnlag, funn: Funn, nett: Vegnett | None) -> tuple[Kartlag, Tabell]:
    """Return the map of scores in classes, and the ground in each class.

    A criterion that cannot be measured in cells counts as not known.
    """
    u = funn.utelukkelse
    rest = differanse(u.rutene, u.grunn)
    rest = rest[~shapely.is_empty(rest)]
    klasser: NDArray[np.uint8] = np.zeros((1, 1), dtype=np.uint8)
    lave, hoye = np.zeros(len(GRENSER)), np.zeros(len(GRENSER))
    ruter = Ruter(0.0, 0.0, RUTE_M, 1, 1, grunnlag.kommune.epsg)
    if len(rest):
        x0, y0, x1, y1 = map(float, shapely.total_bounds(rest))
        boks = Utsnitt(x0, y0, x1, y1, grunnlag.kommune.epsg)
        ruter = Ruter.over(boks, RUTE_M)
        klasser = np.zeros(ruter.form, dtype=np.uint8)
        veger = _veger(grunnlag, funn, nett)
        egen = utredning(grunnlag, funn.skiller)
        kriteriene = [
            replace(k, felt=egen) if k.id == "utredning" else k for k in funn.modell.kriterier
        ]
        for rad, kol, vindu, fri in _vinduer(rest, ruter):
            lav, hoy = _poeng(grunnlag, funn, kriteriene, veger, vindu, fri)
            nr, hoyest = _klasse(lav), _klasse(hoy)
            klasser[rad : rad + vindu.rader, kol : kol + vindu.kolonner][fri] = nr + 1
            lave += np.bincount(nr, minlength=len(GRENSER))
            hoye += np.bincount(hoyest, minlength=len(GRENSER))
    return _kartlag(grunnlag, klasser, ruter, lave), _tabell(grunnlag, lave, hoye)


def _klasse(poeng: Flyt) -> NDArray[np.int64]:
    """(n,) number of the class, the best first."""
    stigende = np.array(GRENSER[::-1])
    plass = np.searchsorted(stigende, 100.0 * poeng + 1e-9, side="right") - 1
    ut: NDArray[np.int64] = len(GRENSER) - 1 - np.clip(plass, 0, len(GRENSER) - 1)
    return ut


def _vinduer(rest: Former, ruter: Ruter) -> Iterator[tuple[int, int, Ruter, Maske]]:
    """Yield the windows with free ground: first row and column, cells, which are free."""
    n = int(VINDU_M / RUTE_M)
    tre = shapely.STRtree(rest)
    for rad in range(0, ruter.rader, n):
        for kol in range(0, ruter.kolonner, n):
            vindu = Ruter(
                ruter.xmin + kol * RUTE_M, ruter.ymax - rad * RUTE_M, RUTE_M,
                min(n, ruter.rader - rad), min(n, ruter.kolonner - kol), ruter.epsg,
            )  # fmt: skip
            naere = rest[tre.query(shapely.box(*vindu.grenser))]
            if len(naere):
                fri = tatt([Hensyn(naere, 0.0)], vindu)
                if fri.any():
                    yield rad, kol, vindu, fri


def _veger(grunnlag: Grunnlag, funn: Funn, nett: Vegnett | None) -> _Veger | None:
    """Find the places of every criterion along roads, and cut the network at all of them."""
    if nett is None:
        return None
    funnet = {
        k.id: steder
        for k in funn.modell.kriterier
        if k.finn is not None and (steder := k.finn(grunnlag)) is not None
    }
    med = [ident for ident, steder in funnet.items() if len(steder.xy)]
    delt, reiser = reis_til_flere(nett, [funnet[ident].xy for ident in med])
    til = dict(zip(med, reiser, strict=True))
    return _Veger(delt, {ident: (steder, til.get(ident)) for ident, steder in funnet.items()})


def _poeng(
    grunnlag: Grunnlag, funn: Funn, kriteriene: Sequence[Kriterium], veger: _Veger | None,
    vindu: Ruter, fri: Maske,
) -> tuple[Flyt, Flyt]:  # fmt: skip
    """(n,) least and greatest score of the free cells of a window."""
    n = int(fri.sum())
    lav, hoy = np.zeros(n), np.zeros(n)
    feste = None
    if veger is not None and veger.reiser:
        feste = feste_i_ruter(veger.nett, vindu, funn.modell.sokerom.fra_veg_m + RUTE_M)
    for kriterium, vekt in zip(kriteriene, funn.vekting.vekter, strict=True):
        if vekt == 0.0:
            continue
        spenn: Spenn = np.full(n, np.nan), np.full(n, np.nan)
        if kriterium.finn is not None:
            if veger is not None and feste is not None and kriterium.id in veger.reiser:
                spenn = _langs_veg(veger.reiser[kriterium.id], feste, vindu, fri)
        elif kriterium.felt is not None:
            fra, til = kriterium.felt(grunnlag, vindu)
            spenn = fra[fri].astype(np.float64), til[fri].astype(np.float64)
        lave, hoye = kriterium.kurve(spenn)
        lav += vekt * lave
        hoy += vekt * hoye
    return lav, hoy


def _langs_veg(
    maal: tuple[Steder, Nodereise | None], feste: Feste, vindu: Ruter, fri: Maske
) -> Spenn:
    """(n,) way along roads from each free cell; at least 0 where places may be missing."""
    steder, til = maal
    vei_m = np.full(int(fri.sum()), np.inf) if til is None else fra_feste(til, feste).vei_m[fri]
    if steder.dekning is None:
        return vei_m, vei_m
    return np.where(inne_i(steder.dekning, vindu)[fri], vei_m, 0.0), vei_m


def _kartlag(grunnlag: Grunnlag, klasser: NDArray[np.uint8], ruter: Ruter, lave: Flyt) -> Kartlag:
    """Return one shape per class, specks and steps of cells smoothed."""
    tegnet = uten_flekker(klasser, MINSTE_RUTER)
    funnet = [i for i in range(len(GRENSER)) if (tegnet == i + 1).any()]
    former = [shapely.union_all(flater_av(tegnet == i + 1, ruter)) for i in funnet]
    data = GeoDataFrame(
        {
            "id": [f"poeng-{GRENSER[i]:.0f}" for i in funnet],
            "klasse": [_ord(i) for i in funnet],
            "areal_daa": [lave[i] * RUTE_M**2 / M2_PER_DAA for i in funnet],
        },
        geometry=_jevnet(som_rekke(former)),
        crs=grunnlag.kommune.epsg,
    )
    return Kartlag(
        navn="poengkart",
        tittel="Poeng i ruter på 10 m",
        data=data,
        klasser=tuple(
            Klasse(verdi=_ord(i), tittel=_ord(i),
                   stil=Stil(farge=farge, kant=farge, tykkelse_px=0.3, dekkevne=0.7))
            for i, farge in enumerate(FARGER)
        ),
        klassefelt="klasse",
        navnefelt="klasse",
        kolonner=(tallkolonne("areal_daa", "Areal med så mange poeng", "daa", 0),),
        kildelag=(TERRENG.navn,),
        synlig=False,
    )  # fmt: skip


def _ord(i: int) -> str:
    """Words of a class."""
    til = 100.0 if i == 0 else GRENSER[i - 1]
    return f"{tall(GRENSER[i])}–{tall(til)} poeng"


def _jevnet(former: Former) -> Former:
    """Smooth the borders that the shapes share, so that they still meet."""
    if not len(former):
        return former
    delt = shapely.transform(shapely.segmentize(former, RUTE_M), np.round)
    ut: Former = shapely.coverage_simplify(delt, JEVNES_M)
    return np.where(shapely.is_empty(ut), former, ut)


def _tabell(grunnlag: Grunnlag, lave: Flyt, hoye: Flyt) -> Tabell:
    """Return the ground in each class."""
    daa = RUTE_M**2 / M2_PER_DAA
    data = DataFrame(
        {
            "klasse": [_ord(i) for i in range(len(GRENSER))],
            "areal_daa": lave * daa,
            "hoyest_daa": hoye * daa,
        }
    )
    return Tabell(
        navn="poengkart",
        tittel="Ledig grunn i søkeområdet etter poeng",
        kolonner=KOLONNER,
        data=data,
        forklaring=(
            f"All ledig grunn i søkeområdet i ruter på {tall(RUTE_M)} m, med de samme kriteriene, "
            "kurvene og vektene som flatene; hver rute er målt i midten. På kartet er grensene "
            f"jevnet med inntil {tall(JEVNES_M)} m, og flekker under {MINSTE_RUTER} ruter er "
            f"tegnet som naboen. Arealene er {arealmerknad(grunnlag.kommune.epsg)}."
        ),
    )
