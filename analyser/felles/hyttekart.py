"""The whole municipality in three classes for cabins, with the rule behind each.

Cells are asked at their centre; the answers are those of the cabin areas, laid over all ground.
None of the classes is a decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.deling import Former, som_rekke
from analyser.felles.egnethet.kriterier import grader
from analyser.felles.egnethet.motorer import hensyn_av
from analyser.felles.hytteklasser import AKTUELT, AVKLARES, FRARAADES, KLASSER
from analyser.felles.modell import Grunnlag, Kartlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.regelmodell import Regel
from analyser.felles.reindrift import SAERVERDI
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, kort, oppramsing, prosent, tall
from analyser.felles.terreng import helning
from analyser.felles.utelukket import regelgrunn
from gis.crs import arealmerknad
from gis.ledig import Hensyn
from gis.ruter import Maske, Ruter, flater_av, fra_rutenett, inne_i, regelbiter
from gis.utsnitt import Utsnitt
from lag.katalog import KATALOG
from lag.katalog.grunnlag import TERRENG
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import BOLIGTOMTER, NAERINGSTOMTER
from lag.katalog.reindrift import REINBEITE
from lag.katalog.vann import INNSJOER
from lag.modell import Lag

RUTE_M = 50.0
"""Cells of the map, metres. arealsils forslag."""
JEVNES_M = 40.0
"""Borders of the drawing are smoothed within this: less than a cell, metres."""
INGEN_REGEL = "ingen kjent regel treffer"
SPOERRES = (
    TERRENG, REINBEITE, VERDENSARV, INNSJOER, BYGNINGER, BOLIGTOMTER, NAERINGSTOMTER,
)  # fmt: skip
"""Layers that the map asks besides those of the rules."""
KARTKLASSER = tuple(
    replace(k, stil=replace(k.stil, kant=k.stil.farge, tykkelse_px=0.4, dekkevne=0.45))
    for k in KLASSER
)
"""The classes of the areas, without outlines: they would cover the ground."""
KOLONNER = (
    tekstkolonne("klasse", "Klasse"),
    tekstkolonne("regel", "Regelen bak"),
    tallkolonne("areal_daa", "Treffer", "daa", 0, "Ruter i klassen som regelen treffer."),
    tallkolonne("bare_daa", "Treffer alene", "daa", 0, "Ruter i klassen som bare den treffer."),
    tallkolonne("andel_prosent", "Av landarealet", "%", 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kartvalg:
    """What the map asks of the terrain."""

    skoggrense_moh: float
    """Ground above is over the tree line."""
    brattest: float
    """Steeper ground is unfit; 1:n."""
    byggradius_m: float
    """Ground this near a building is built."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sats:
    """One reason, and where it holds."""

    ord: str
    hensyn: tuple[Hensyn, ...]
    felt: Maske | None = None
    """Cells where it holds, for what no shapes tell."""


def klassekart(
    grunnlag: Grunnlag, regler: Sequence[Regel], valg: Kartvalg
) -> tuple[Kartlag, Tabell]:
    """Return the map of the three classes, and the account of what lies behind them."""
    ruter = Ruter.over(Utsnitt(*grunnlag.grense.bounds, grunnlag.kommune.epsg), RUTE_M)
    land = inne_i(grunnlag.grense, ruter) & ~_vann(grunnlag, ruter)
    tunge, lette = _satser(grunnlag, regler, valg, ruter)
    tung, lett = (_biter(satser, ruter) for satser in (tunge, lette))
    grupper = [
        (FRARAADES, tunge, tung, land & (tung > 0)),
        (AVKLARES, lette, lett, land & (tung == 0) & (lett > 0)),
    ]
    fritt = land & (tung == 0) & (lett == 0)
    navn: list[tuple[str, str]] = []
    nummer = np.full(ruter.form, -1, dtype=np.int16)
    for klasse, satser, biter, med in grupper:
        for i, sats in enumerate(satser):
            forst = med & (nummer < 0) & ((biter >> np.uint64(i)) & np.uint64(1) > 0)
            if forst.any():
                nummer[forst] = len(navn)
                navn.append((klasse, sats.ord))
    if fritt.any():
        nummer[fritt] = len(navn)
        navn.append((AKTUELT, INGEN_REGEL))
    return _kartlag(grunnlag, navn, nummer, ruter), _tabell(
        grunnlag, grupper, fritt, _delvise(grunnlag, regler)
    )


def _vann(grunnlag: Grunnlag, ruter: Ruter) -> Maske:
    """Cells in a lake."""
    return regelbiter([[Hensyn(_former(grunnlag, INNSJOER), 0.0)]], ruter) > 0


def _former(grunnlag: Grunnlag, post: Lag) -> Former:
    """Shapes of a layer, areas made valid."""
    data = grunnlag[post].data
    return rene_flater(data) if post.geometri == "flate" else np.asarray(data.geometry)


def _satser(
    grunnlag: Grunnlag, regler: Sequence[Regel], valg: Kartvalg, ruter: Ruter
) -> tuple[list[_Sats], list[_Sats]]:
    """Return what speaks heavily against, and what must be cleared, each with the weightiest first.

    What is not known must be cleared everywhere.
    """
    vern = {post.navn for post in SAERVERDI}
    bratt, uvisst = _terrengsatser(grunnlag, valg, ruter)
    tunge = [
        *(_regelsats(grunnlag, r) for r in regler if r.lag in vern),
        _kjerne(grunnlag),
        *(_regelsats(grunnlag, r) for r in regler if r.type == "utelukker" and r.lag not in vern),
        *bratt,
    ]
    lette = [_regelsats(grunnlag, r) for r in regler if r.type == "advarer"]
    lette += uvisst
    lette += [
        _Sats(f"regulert til {hva}", (Hensyn(_former(grunnlag, post), 0.0),))
        for hva, post in (("bolig", BOLIGTOMTER), ("næring", NAERINGSTOMTER))
    ]
    lette.append(_Sats("bebygd", (Hensyn(_former(grunnlag, BYGNINGER), valg.byggradius_m),)))
    lette.append(
        _Sats("dialog med reinbeitedistriktet", (Hensyn(_former(grunnlag, REINBEITE), 0.0),))
    )
    lagene = {r.lag for r in regler} | {post.navn for post in SPOERRES}
    ukjente = sorted(KATALOG[navn].tittel for navn in lagene if not grunnlag.lag[navn].kjent)
    if ukjente:
        alt = np.ones(ruter.form, dtype=np.bool_)
        lette.append(_Sats(f"ikke kjent: {oppramsing(ukjente)}", (), alt))
    return tunge, lette


def _regelsats(grunnlag: Grunnlag, regel: Regel) -> _Sats:
    """Return a rule with its features, or with its ground where it has conditions."""
    grunn = som_rekke([])
    if regel.bare_i is not None or regel.unntatt_i is not None:
        grunn = regelgrunn(grunnlag, som_rekke([grunnlag.grense]), regel)
    return _Sats(regel.tekst.removesuffix(": må utredes"), (hensyn_av(grunnlag, regel, grunn),))


def _kjerne(grunnlag: Grunnlag) -> _Sats:
    """Return the core of the world heritage."""
    data = grunnlag[VERDENSARV].data
    return _Sats(
        "verdensarvens kjerneområde", (Hensyn(rene_flater(data[data["sone"] == "kjerne"]), 0.0),)
    )


def _terrengsatser(
    grunnlag: Grunnlag, valg: Kartvalg, ruter: Ruter
) -> tuple[list[_Sats], list[_Sats]]:
    """Return the tree line and the steepest ground, and where neither can be told."""
    terreng, grad = grunnlag[TERRENG].raster, helning(grunnlag[TERRENG].raster)
    if terreng is None or grad is None:
        return [], []
    moh, bratthet = fra_rutenett(terreng, ruter), fra_rutenett(grad, ruter)
    tunge = [
        _Sats(f"over skoggrensen ({tall(valg.skoggrense_moh)} moh.)", (),
              moh > valg.skoggrense_moh),
        _Sats(f"brattere enn 1:{kort(valg.brattest)}", (), bratthet > grader(valg.brattest)),
    ]  # fmt: skip
    uvisst = np.isnan(moh) | np.isnan(bratthet)
    return tunge, [_Sats("høyde eller helning er ikke kjent", (), uvisst)]


def _biter(satser: Sequence[_Sats], ruter: Ruter) -> NDArray[np.uint64]:
    """(rows, columns) one bit per reason, the first lowest."""
    ut = regelbiter([sats.hensyn for sats in satser], ruter)
    for i, sats in enumerate(satser):
        if sats.felt is not None:
            ut |= sats.felt.astype(np.uint64) << np.uint64(i)
    return ut


def _kartlag(
    grunnlag: Grunnlag, navn: Sequence[tuple[str, str]], nummer: NDArray[np.int16], ruter: Ruter
) -> Kartlag:
    """Return one shape per class and weightiest rule, borders smoothed together."""
    former = [shapely.union_all(flater_av(nummer == i, ruter)) for i in range(len(navn))]
    data = GeoDataFrame(
        {
            "id": [f"klasse-{i:02d}" for i in range(len(navn))],
            "klasse": [klasse for klasse, _ in navn],
            "grunn": [ord_ for _, ord_ in navn],
            "areal_daa": [float((nummer == i).sum()) * RUTE_M**2 / M2_PER_DAA
                          for i in range(len(navn))],
        },
        geometry=_jevnet(som_rekke(former)),
        crs=grunnlag.kommune.epsg,
    )  # fmt: skip
    return Kartlag(
        navn="klassekart",
        tittel="Hele kommunen i tre klasser",
        data=data,
        klasser=KARTKLASSER,
        klassefelt="klasse",
        navnefelt="grunn",
        kolonner=(
            tekstkolonne("klasse", "Klasse"),
            tekstkolonne("grunn", "Regelen bak", "Den tyngste; flere kan treffe samme sted."),
            tallkolonne("areal_daa", "Areal i kommunen", "daa", 0, "Ruter på 50 m."),
        ),
        kildelag=(TERRENG.navn, VERDENSARV.navn, REINBEITE.navn, *(p.navn for p in SAERVERDI)),
    )


def _jevnet(former: Former) -> Former:
    """Smooth the borders that the shapes share, so that they still meet."""
    if not len(former):
        return former
    delt = shapely.transform(shapely.segmentize(former, RUTE_M), np.round)
    ut: Former = shapely.coverage_simplify(delt, JEVNES_M)
    borte = shapely.is_empty(ut)
    return np.where(borte, former, ut)


def _tabell(
    grunnlag: Grunnlag,
    grupper: Sequence[tuple[str, Sequence[_Sats], NDArray[np.uint64], Maske]],
    fritt: Maske,
    delvise: str,
) -> Tabell:
    """Return what each rule takes of each class, alone and in all."""
    alle = max(int(fritt.sum()) + sum(int(med.sum()) for *_, med in grupper), 1)
    rader: list[tuple[str, str, int, int]] = []
    for klasse, satser, biter, med in grupper:
        egne = biter[med]
        rader.append((klasse, "i alt", len(egne), 0))
        for i, sats in enumerate(satser):
            bit = np.uint64(1) << np.uint64(i)
            truffet = int((egne & bit > 0).sum())
            if truffet:
                rader.append((klasse, sats.ord, truffet, int((egne == bit).sum())))
    rader.append((AKTUELT, "i alt", int(fritt.sum()), 0))
    daa = RUTE_M**2 / M2_PER_DAA
    data = DataFrame(
        [
            {"klasse": k, "regel": r, "areal_daa": n * daa,
             "bare_daa": np.nan if r == "i alt" else alene * daa,
             "andel_prosent": 100.0 * n / alle}
            for k, r, n, alene in rader
        ],
        columns=[k.navn for k in KOLONNER],
    )  # fmt: skip
    mangler = f" Ikke kartlagt i hele kommunen: {delvise}." if delvise else ""
    return Tabell(
        navn="klasser",
        tittel="Kommunen i tre klasser for hytter, og regelen bak",
        kolonner=KOLONNER,
        data=data,
        forklaring=(
            f"Land i kommunen delt i ruter på {tall(RUTE_M)} m, spurt i midten; innsjøer er ikke "
            f"med. {AKTUELT.capitalize()}: {prosent(fritt.sum() / alle)} av landarealet. Det er "
            "ikke det samme som avklart: det som ikke er kartlagt, kan treffe likevel, og ikke alt "
            f"aktuelt er egnet. På kartet er grensene jevnet med inntil {tall(JEVNES_M)} m, og "
            f"hver flate bærer den tyngste regelen.{mangler} Arealene er "
            f"{arealmerknad(grunnlag.kommune.epsg)}."
        ),
    )


def _delvise(grunnlag: Grunnlag, regler: Sequence[Regel]) -> str:
    """Titles of the known layers of the rules that do not cover the municipality."""
    poster = dict.fromkeys(KATALOG[regel.lag] for regel in regler)
    return oppramsing(
        [
            post.tittel
            for post in poster
            if grunnlag[post].kjent and not shapely.covers(grunnlag[post].dekning, grunnlag.grense)
        ]
    )
