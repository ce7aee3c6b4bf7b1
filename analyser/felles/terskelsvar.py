"""Thresholds asked of the sites themselves: slope, height, size, nearness."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import rene_flater, vurder
from analyser.felles.regler import Regel, gjeldende_terskler
from analyser.felles.stedssvar import Baandord, Regelsvar
from analyser.felles.tekst import M2_PER_DAA, tall
from analyser.felles.terreng import helning
from analyser.felles.tilbud import GRUNNSKOLE, TETTSTED
from gis.rutenett import Rutenett
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.samferdsel import STASJONER, VEGER
from lag.katalog.vann import LEDNINGER

KOLONNER = ("id", "regel", "lag", "type", "status", "areal_daa", "verdi", "merknad")
TERSKELLAG = (
    TERRENG, VEGER, STEDSNAVN, SKOLER, BUTIKKER, STASJONER, LEDNINGER, KRAFTLINJER, FIBERDEKNING,
)  # fmt: skip
"""Layers that thresholds are asked of."""
TELLER = {
    STEDSNAVN.navn: ("type", TETTSTED),
    SKOLER.navn: ("slag", GRUNNSKOLE),
    FIBERDEKNING.navn: ("har_fiber", ("ja",)),
}
"""Layer → column and values of the features that count as near."""

Celler = dict[object, NDArray[np.float32]]
INGEN = np.empty(0, dtype=np.float32)
Maalt = tuple[list[Status], Flyt, Flyt, list[str]]
"""Per site: answer, dekar over the threshold, what was measured, remark."""


def terskelsvar(omraader: GeoDataFrame, grunnlag: Grunnlag) -> DataFrame:
    """Ask every threshold that can be asked, of the sites whose purpose it concerns.

    Parameters
    ----------
    omraader    (n,) sites with the column «formaal» («»: every purpose) and a unique index

    Returns
    -------
    svar    one row per site and threshold: id, regel, lag, type, status, areal_daa (part of the
            site over the threshold), verdi (per cent of the site over it, dekar or metres), merknad
    """
    deler = []
    raster = grunnlag[TERRENG].raster
    bratthet, hoyder = _celler(helning(raster), omraader), _celler(raster, omraader)
    for regel in gjeldende_terskler(grunnlag.kommune):
        valgte = omraader[omraader["formaal"].isin({*regel.formaal, ""})]
        if regel.operator == "regnetall" or valgte.empty:
            continue
        match regel.operator:
            case "helning_over":
                grader = float(np.degrees(np.arctan(1.0 / regel.terskel)))
                maalt = _andel(valgte, grunnlag, regel, _andel_over(bratthet, valgte, grader))
            case "hoyde_over":
                andel = _andel_over(hoyder, valgte, regel.terskel)
                maalt = _andel(valgte, grunnlag, regel, andel)
            case "areal_under":
                maalt = _storrelse(valgte, regel)
            case _:
                maalt = _naerhet(valgte, grunnlag, regel)
        status, areal, verdi, merknad = maalt
        deler += [
            dict(zip(KOLONNER, rad, strict=True))
            for rad in zip(
                valgte.index, [regel.id] * len(valgte), [regel.lag] * len(valgte),
                [regel.type] * len(valgte), status, areal, verdi, merknad, strict=True,
            )
        ]  # fmt: skip
    return DataFrame(deler, columns=list(KOLONNER))


def _celler(rutenett: Rutenett | None, omraader: GeoDataFrame) -> Celler:
    """Values of the cells in each site, by its id."""
    if rutenett is None:
        return {}
    par = zip(omraader.index, omraader.geometry, strict=True)
    return {ident: rutenett.innenfor(flate) for ident, flate in par}


def _andel_over(celler: Celler, omraader: GeoDataFrame, grense: float) -> Flyt:
    """(n,) share of the cells in each site with a value above `grense`; NaN without cells."""
    verdier = [celler.get(ident, INGEN) for ident in omraader.index]
    andeler = [float((v > grense).mean()) if v.size else np.nan for v in verdier]
    return np.array(andeler, dtype=np.float64)


def _andel(omraader: GeoDataFrame, grunnlag: Grunnlag, regel: Regel, andel: Flyt) -> Maalt:
    """Share of the terrain's cells over a threshold."""
    raster = grunnlag[TERRENG].raster
    status = []
    for flate, verdi in zip(omraader.geometry, andel, strict=True):
        if raster is None:
            status.append(Status.IKKE_KJENT)
        elif verdi > regel.minste_andel:
            status.append(Status.TREFF)
        else:
            hel = not np.isnan(verdi) and raster.dekker(flate)
            status.append(Status.IKKE_TREFF if hel else Status.IKKE_KARTLAGT)
    ord_ = [f"{tall(100 * a)} % av området er over" if not np.isnan(a) else "" for a in andel]
    return status, andel * _dekar(omraader), 100.0 * andel, ord_


def _dekar(omraader: GeoDataFrame) -> Flyt:
    """(n,) area of the sites, dekar."""
    flate = [geometri.area / M2_PER_DAA for geometri in omraader.geometry]
    return np.array(flate, dtype=np.float64)


def _storrelse(omraader: GeoDataFrame, regel: Regel) -> Maalt:
    """Size of the site against the smallest patch."""
    dekar = _dekar(omraader)
    status = [Status.TREFF if d < regel.terskel else Status.IKKE_TREFF for d in dekar]
    return status, np.full(len(dekar), np.nan), dekar, [""] * len(dekar)


def _naerhet(omraader: GeoDataFrame, grunnlag: Grunnlag, regel: Regel) -> Maalt:
    """Points that fall with the distance; «treff» where there are any.

    «Ikke treff» only where all within the last step is mapped: nearer ones may be missing else.
    """
    n = len(omraader)
    ingen = np.full(n, np.nan)
    lagdata = grunnlag.lag[regel.lag]
    if not lagdata.kjent:
        return [Status.IKKE_KJENT] * n, ingen, ingen, [""] * n
    kolonne, verdier = TELLER.get(regel.lag, ("", ()))
    if kolonne:
        valgt = lagdata.data[lagdata.data[kolonne].isin(verdier)]
        lagdata = replace(lagdata, data=valgt)
    avstand_m = vurder(omraader, lagdata)["avstand_m"].to_numpy(dtype=float)
    forst, sist = regel.trinn[0], regel.trinn[-1]
    poeng = np.clip((sist - avstand_m) / max(sist - forst, 1.0), 0.0, 1.0)
    kartlagt = shapely.covers(lagdata.dekning, shapely.buffer(rene_flater(omraader), sist))
    status = [
        Status.TREFF if p > 0 else Status.IKKE_TREFF if p == 0 and k else Status.IKKE_KARTLAGT
        for p, k in zip(poeng, kartlagt, strict=True)
    ]
    ord_ = ["" if np.isnan(p) else f"{tall(p, 2)} poeng av 1" for p in poeng]
    return status, ingen, avstand_m, ord_


def som_regelsvar(rader: Iterable[dict[str, object]]) -> tuple[Regelsvar, ...]:
    """Return the rows of one site as records."""
    return tuple(
        Regelsvar(
            regel=str(rad["regel"]),
            type=rad["type"],  # type: ignore[arg-type]  # a Regeltype, lost in the frame
            status=Status(str(rad["status"])),
            areal_daa=float(str(rad["areal_daa"])),
            verdi=float(str(rad["verdi"])),
            baand=Baandord.UKJENT,
            merknad=str(rad["merknad"]),
        )
        for rad in rader
    )
