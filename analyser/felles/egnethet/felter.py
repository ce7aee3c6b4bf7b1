"""Criteria in cells: what `poengkart` measures where an area measures itself.

Each function answers (rows, columns) least and greatest value of every cell, NaN where nothing is
known, as the measures of areas do. Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.egnethet.modell import Feltmaal, Feltspenn
from analyser.felles.egnethet.motorer import hensyn_av
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regelmodell import Regel
from analyser.felles.tilbud import stoyflater
from analyser.felles.utelukket import regelgrunn
from gis.avstandsfelt import avstandsfelt
from gis.ledig import Hensyn, naere
from gis.rutenett import Rutenett
from gis.ruter import Maske, Ruter, fra_rutenett, inne_i, tatt
from lag.katalog.fare import STOYSONER
from lag.katalog.koder import VASLAG
from lag.katalog.vann import VA_SONER
from lag.modell import Lag


def ukjent(ruter: Ruter) -> Feltspenn:
    """Nothing known of the cells."""
    felt = np.full(ruter.form, np.nan, dtype=np.float32)
    return felt, felt


def dekket(dekning: BaseGeometry, ruter: Ruter) -> Maske:
    """(rows, columns) cells where no hit is an answer."""
    if dekning.is_empty or not shapely.intersects(dekning, shapely.box(*ruter.grenser)):
        return np.zeros(ruter.form, dtype=np.bool_)
    if shapely.covers(dekning, shapely.box(*ruter.grenser)):
        return np.ones(ruter.form, dtype=np.bool_)
    return inne_i(dekning, ruter)


def rett_linje(post: Lag, velg: Callable[[Grunnlag], GeoDataFrame], inntil_m: float) -> Feltmaal:
    """Return the measure of the distance as the crow flies, longer ones given as `inntil_m`."""

    def felt(grunnlag: Grunnlag, ruter: Ruter) -> Feltspenn:
        laget = grunnlag[post]
        if not laget.kjent:
            return ukjent(ruter)
        former = np.asarray(velg(grunnlag).geometry, dtype=object)
        former = naere(former, inntil_m, np.array(ruter.grenser))
        avstand_m = avstandsfelt(former, ruter, inntil_m)
        lavest = np.where(dekket(laget.dekning, ruter), avstand_m, np.float32(0.0))
        return lavest, avstand_m

    return felt


def fra_terreng(rutenett: Callable[[Grunnlag], Rutenett | None], faktor: float = 1.0) -> Feltmaal:
    """Return the measure that a grid of the terrain holds, times a factor."""

    def felt(grunnlag: Grunnlag, ruter: Ruter) -> Feltspenn:
        funnet = rutenett(grunnlag)
        if funnet is None:
            return ukjent(ruter)
        verdier = np.float32(faktor) * fra_rutenett(funnet, ruter)
        return verdier, verdier

    return felt


def stoy(grunnlag: Grunnlag, ruter: Ruter) -> Feltspenn:
    """Return 100 in a noise zone, 0 outside one where noise has been reckoned, else 0 to 100."""
    inne = tatt([Hensyn(stoyflater(grunnlag), 0.0)], ruter)
    kartlagt = inne | dekket(grunnlag[STOYSONER].dekning, ruter)
    lavest = np.where(inne, np.float32(100.0), np.float32(0.0))
    return lavest, np.where(kartlagt, lavest, np.float32(100.0))


def kapasitet(pe_per_bolig: float) -> Feltmaal:
    """Return the measure of homes that water works and sewage plant have room for."""

    def felt(grunnlag: Grunnlag, ruter: Ruter) -> Feltspenn:
        laget = grunnlag[VA_SONER]
        if not laget.kjent:
            return ukjent(ruter)
        ender = [_ledig_pe(laget.data, ruter, slag) for slag in VASLAG]
        lav, hoy = (np.min(ende, axis=0) / pe_per_bolig for ende in zip(*ender, strict=True))
        return lav.astype(np.float32), hoy.astype(np.float32)

    return felt


def _ledig_pe(soner: GeoDataFrame, ruter: Ruter, slag: str) -> Feltspenn:
    """Least and greatest free capacity of one kind; [0, ∞] outside its zones."""
    dem = soner[(soner["slag"] == slag) & soner["ledig_pe"].notna()]
    lav = np.full(ruter.form, np.inf, dtype=np.float32)
    hoy = np.zeros(ruter.form, dtype=np.float32)
    alle = np.zeros(ruter.form, dtype=np.bool_)
    for flate, pe in zip(rene_flater(dem), dem["ledig_pe"], strict=True):
        inne = inne_i(flate, ruter)
        lav[inne] = np.minimum(lav[inne], np.float32(pe))
        hoy[inne] = np.maximum(hoy[inne], np.float32(pe))
        alle |= inne
    return np.where(alle, lav, np.float32(0.0)), np.where(alle, hoy, np.float32(np.inf))


def utredning(grunnlag: Grunnlag, regler: Sequence[Regel]) -> Feltmaal:
    """Return the measure of the share of rules that ask for a study, per cent."""
    tom = np.empty(0, dtype=object)
    fast = [
        None if regel.bare_i is not None or regel.unntatt_i is not None
        else hensyn_av(grunnlag, regel, tom)
        for regel in regler
    ]  # fmt: skip

    def felt(_: Grunnlag, ruter: Ruter) -> Feltspenn:
        if not regler:
            return ukjent(ruter)
        truffet, kan = np.zeros(ruter.form, np.float32), np.zeros(ruter.form, np.float32)
        for regel, hensyn in zip(regler, fast, strict=True):
            inne = tatt([hensyn or _med_vilkaar(grunnlag, regel, ruter)], ruter)
            laget = grunnlag.lag[regel.lag]
            truffet += inne
            if laget.kjent:
                kan += inne | ~dekket(laget.dekning, ruter)
            else:
                kan += 1
        per = np.float32(100.0 / len(regler))
        return per * truffet, per * kan

    return felt


def _med_vilkaar(grunnlag: Grunnlag, regel: Regel, ruter: Ruter) -> Hensyn:
    """Return the ground of a rule with conditions within the cells' box."""
    boks: np.ndarray = np.array([shapely.box(*ruter.grenser)], dtype=object)
    return Hensyn(regelgrunn(grunnlag, boks, regel), 0.0)
