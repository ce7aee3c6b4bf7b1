"""Criteria that the models share: what is measured, and the curve from the rule set's own steps.

A measure answers with the lowest and the highest value that the site may have. Where a layer is
not known both are NaN. A layer that is mapped only in part gives an upper bound of a distance:
something nearer may be missing from it. Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.egnethet.felter import fra_terreng, rett_linje
from analyser.felles.egnethet.modell import Kriterium, Kurve, Maal, Spenn
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.rangering import naermeste
from analyser.felles.regelmodell import Regel
from analyser.felles.regler import gjeldende_terskler
from analyser.felles.terreng import helning as bratthet
from analyser.felles.tilbud import Finn
from gis.kommune import Kommune
from lag.katalog.grunnlag import TERRENG
from lag.modell import Lag

FRA, TIL = "_fra", "_til"
"""Endings of the columns that hold the ends of a measured interval."""
Velg = Callable[[Grunnlag], GeoDataFrame]
"""Features of a layer that count."""


def avstand_til(post: Lag, velg: Velg | None = None) -> Maal:
    """Return the measure of the distance as the crow flies, from the site's edge, metres."""

    def maal(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
        laget = grunnlag[post]
        if not laget.kjent:
            return ukjent(len(steder))
        former = rene_flater(steder)
        _, avstand_m = naermeste(list(former), laget.data if velg is None else velg(grunnlag))
        avstand_m = np.where(np.isnan(avstand_m), np.inf, avstand_m)
        dekket = shapely.covers(laget.dekning, former)
        return np.where(dekket, avstand_m, 0.0), avstand_m

    return maal


def ukjent(n: int) -> Spenn:
    """Nothing known of n sites."""
    return np.full(n, np.nan), np.full(n, np.nan)


def kolonne(navn: str) -> Maal:
    """Return the measure that stands in a column of the sites already."""

    def maal(_: Grunnlag, steder: GeoDataFrame) -> Spenn:
        verdier = steder[navn].to_numpy(dtype=np.float64)
        return verdier, verdier

    return maal


def spenn(navn: str) -> Maal:
    """Return the measure whose ends stand in two columns of the sites."""

    def maal(_: Grunnlag, steder: GeoDataFrame) -> Spenn:
        return (
            steder[navn + FRA].to_numpy(dtype=np.float64),
            steder[navn + TIL].to_numpy(dtype=np.float64),
        )

    return maal


def terskler(kommune: Kommune) -> dict[str, Regel]:
    """Thresholds by id, with the municipality's own values."""
    return {regel.id: regel for regel in gjeldende_terskler(kommune)}


def naerhet(
    regel: Regel, tittel: str, maal: Maal, *lag: Lag, hva: str = "", finn: Finn | None = None
) -> Kriterium:
    """Nearness by the steps of a rule: full points to the first, none from the last."""
    return Kriterium(
        id=regel.id.removeprefix("naerhet_"),
        tittel=tittel,
        enhet="m",
        hva=hva or f"{regel.tekst}, luftlinje fra flatens kant",
        kurve=Kurve(
            hjorner=((regel.trinn[0], 1.0), (regel.trinn[-1], 0.0)),
            kilde=f"regel.{regel.id}: {regel.kilde}",
            merke=regel.merke,
        ),
        maal=maal,
        lag=lag,
        finn=finn,
    )


def naer_veg(regel: Regel, velg: Velg, post: Lag) -> Kriterium:
    """Nearness to the roads of a layer that count, as the crow flies."""
    return replace(
        naerhet(regel, "Nær veg", avstand_til(post, velg), post),
        felt=rett_linje(post, velg, regel.trinn[-1]),
    )


def helning(best: Regel, verst: Regel, *lag: Lag) -> Kriterium:
    """Slope between two rules written 1:n; the measure is the median of the cells, degrees."""
    return Kriterium(
        id="helning",
        tittel="Helning",
        enhet="grader",
        hva="median av rutene i flaten, fra terrengmodellen",
        kurve=Kurve(
            hjorner=((grader(best.terskel), 1.0), (grader(verst.terskel), 0.0)),
            kilde=f"regel.{best.id} og regel.{verst.id}: {best.kilde}",
            merke=best.merke,
        ),
        maal=kolonne("helning"),
        lag=lag,
        felt=fra_terreng(lambda grunnlag: bratthet(grunnlag[TERRENG].raster)),
    )


def utredning() -> Kriterium:
    """Share of the rules that ask for a study; what is not known or mapped may hit as well."""
    return Kriterium(
        id="utredning",
        tittel="Lite å utrede",
        enhet="%",
        hva="andel av reglene for utredning som treffer (reindriftens regler er ikke med); "
        "«ikke kjent» og «ikke kartlagt» kan treffe og gir et spenn",
        kurve=Kurve(
            hjorner=((0.0, 1.0), (50.0, 0.0)),
            kilde="arealsils forslag: ingen poeng fra halvparten av reglene",
            merke="uverifisert",
        ),
        maal=spenn("utredes"),
    )


def grader(n: float) -> float:
    """Degrees of a slope written 1:n."""
    return float(np.degrees(np.arctan(1.0 / n)))


def poengene(
    kriterier: tuple[Kriterium, ...], grunnlag: Grunnlag, steder: GeoDataFrame
) -> tuple[Flyt, Flyt, list[Spenn]]:
    """(n, k) lowest and highest points, and the measured intervals criterion by criterion."""
    maalt = [kriterium.maal(grunnlag, steder) for kriterium in kriterier]
    par = [k.kurve(spennet) for k, spennet in zip(kriterier, maalt, strict=True)]
    form = (len(steder), len(kriterier))
    lav = np.array([lave for lave, _ in par]).T.reshape(form)
    hoy = np.array([hoye for _, hoye in par]).T.reshape(form)
    return lav, hoy, maalt
