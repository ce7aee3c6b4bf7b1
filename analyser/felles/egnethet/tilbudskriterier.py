"""Criteria about what homes, business and cabins need: sun, quiet, school, pipes, power, fibre.

Each analysis picks those that its purpose asks for; curves come from the rule set's steps.
"""

from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.egnethet import felter
from analyser.felles.egnethet.kriterier import naerhet, ukjent
from analyser.felles.egnethet.modell import Kriterium, Kurve, Spenn
from analyser.felles.egnethet.reise import HVA, HVA_KANT, reise_til
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regelmodell import Regel
from analyser.felles.terreng import median, sol
from analyser.felles.tilbud import Finn, kraftlinjer, ledninger, med_fiber, stoyflater
from gis.geometri import snitt, union
from gis.vegnett import Vegnett
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fare import STOYSONER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import TERRENG
from lag.katalog.koder import VASLAG
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import HENSYNSSONER
from lag.katalog.samferdsel import STASJONER, VEGER
from lag.katalog.vann import LEDNINGER, VA_SONER
from lag.modell import Lag

MINST_M2 = 1e-9
"""Stands for the area of an empty shape."""
LISTE_ELLER_BYGG = "kommunens liste, ellers bygninger med bygningstype etter NS 3457 (uverifisert)"
LAGENE: tuple[Lag, ...] = (
    SKOLER, BUTIKKER, STASJONER, BYGNINGER, FIBERDEKNING, KRAFTLINJER, LEDNINGER, STOYSONER,
    HENSYNSSONER, VA_SONER, TERRENG, VEGER,
)  # fmt: skip
"""What the criteria read."""

SOLKURVE = Kurve(
    hjorner=((50.0, 0.0), (100.0, 1.0)),
    kilde="arealsils forslag: like mye sol som på flat, åpen mark gir full skår",
    merke="uverifisert",
)
STOYKURVE = Kurve(
    hjorner=((0.0, 1.0), (100.0, 0.0)),
    kilde="arealsils forslag: ingen poeng når hele flaten ligger i en støysone",
    merke="uverifisert",
)
KAPASITETSKURVE = Kurve(
    hjorner=((0.0, 0.0), (20.0, 1.0)),
    kilde="arealsils forslag: plass til 20 boliger gir full skår",
    merke="uverifisert",
)


def solforhold() -> Kriterium:
    """Sunshine at the equinox, slope, aspect and the terrain's own shadows counted."""

    def maal(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
        rutenett = sol(grunnlag[TERRENG].raster)
        verdi = 100.0 * median(rutenett, steder)
        return verdi, verdi

    return Kriterium(
        id="sol", tittel="Sol", enhet="%",
        hva="sol på bakken ved jevndøgn, av det flat og åpen mark får; helning, retning og "
        "terrengets skygge er med, skog og hus er ikke (median av rutene)",
        kurve=SOLKURVE, maal=maal, lag=(TERRENG,),
        felt=felter.fra_terreng(lambda grunnlag: sol(grunnlag[TERRENG].raster), 100.0),
    )  # fmt: skip


def stille() -> Kriterium:
    """Share of the area in a noise zone; ground that nobody has reckoned may lie in one."""
    return Kriterium(
        id="stoy", tittel="Utenfor støysone", enhet="%",
        hva="andel av flaten i gul eller rød støysone (beregnede soner, og H210 og H220 i "
        "kommuneplanen); der ingen har beregnet støy, kan hele flaten ligge i en sone",
        kurve=STOYKURVE, maal=_stoyandel, lag=(STOYSONER, HENSYNSSONER), felt=felter.stoy,
    )  # fmt: skip


def _stoyandel(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
    """(n,) least and greatest share of the area in a noise zone, per cent."""
    former, i_sone = rene_flater(steder), union(stoyflater(grunnlag))
    inne = _andel(former, i_sone)
    utenfor = 1.0 - _andel(former, union([grunnlag[STOYSONER].dekning, i_sone]))
    return 100.0 * inne, 100.0 * np.clip(inne + utenfor, 0.0, 1.0)


def _andel(former: np.ndarray, av: BaseGeometry) -> Flyt:
    """(n,) share of each area that lies in another."""
    ut: Flyt = shapely.area(snitt(former, av)) / np.maximum(shapely.area(former), MINST_M2)
    return ut


def naer_skole(regel: Regel, nett: Vegnett | None, finn: Finn) -> Kriterium:
    """Nearness to school along roads."""
    return naerhet(
        regel,
        "Nær skole",
        reise_til(nett, finn),
        SKOLER,
        BYGNINGER,
        VEGER,
        hva=f"til nærmeste grunnskole ({LISTE_ELLER_BYGG}) {HVA}",
        finn=finn,
    )


def naer_butikk(regel: Regel, nett: Vegnett | None, finn: Finn) -> Kriterium:
    """Nearness to a shop along roads."""
    return naerhet(
        regel,
        "Nær butikk",
        reise_til(nett, finn),
        BUTIKKER,
        BYGNINGER,
        VEGER,
        hva=f"til nærmeste dagligvarebutikk ({LISTE_ELLER_BYGG}) {HVA}",
        finn=finn,
    )


def naer_stasjon(regel: Regel, nett: Vegnett | None, finn: Finn) -> Kriterium:
    """Nearness to a station along roads."""
    svar = naerhet(
        regel,
        "Nær togstasjon",
        reise_til(nett, finn),
        STASJONER,
        VEGER,
        hva=f"til nærmeste jernbanestasjon {HVA}; buss er ikke med",
        finn=finn,
    )
    return replace(svar, id="stasjon")


def naer_ledning(regel: Regel, nett: Vegnett | None) -> Kriterium:
    """Nearness to water and sewer, as a ditch along roads."""
    return naerhet(
        regel,
        "Nær vann og avløp",
        reise_til(nett, ledninger, fra_kanten=True),
        LEDNINGER,
        VEGER,
        hva=f"til nærmeste kommunale ledning: {HVA_KANT}",
        finn=ledninger,
    )


def naer_strom(regel: Regel, nett: Vegnett | None) -> Kriterium:
    """Nearness to the power grid, as a ditch along roads."""
    return naerhet(
        regel,
        "Nær kraftlinje",
        reise_til(nett, kraftlinjer, fra_kanten=True),
        KRAFTLINJER,
        VEGER,
        hva=f"til nærmeste luftlinje i NVEs kart: {HVA_KANT}; jordkabler, spenning og kapasitet er "
        "ikke kjent",
        finn=kraftlinjer,
    )


def naer_fiber(regel: Regel, nett: Vegnett | None) -> Kriterium:
    """Nearness to fibre, as a ditch along roads; who was not asked may have it."""
    return naerhet(
        regel,
        "Nær fiber",
        reise_til(nett, med_fiber, fra_kanten=True),
        FIBERDEKNING,
        VEGER,
        hva=f"til nærmeste bygg med fibertilbud: {HVA_KANT}; bygg som ikke er undersøkt, kan ligge "
        "nærmere",
        finn=med_fiber,
    )


def kapasitet(pe_per_bolig: float) -> Kriterium:
    """Homes that water works and sewage plant have room for, by the municipality's own figures."""

    def maal(grunnlag: Grunnlag, steder: GeoDataFrame) -> Spenn:
        if not grunnlag[VA_SONER].kjent:
            return ukjent(len(steder))
        ledig = [_ledig_pe(grunnlag[VA_SONER].data, rene_flater(steder), slag) for slag in VASLAG]
        lav, hoy = (np.min(ende, axis=0) / pe_per_bolig for ende in zip(*ledig, strict=True))
        return lav, hoy

    return Kriterium(
        id="kapasitet", tittel="Ledig kapasitet i vann og avløp", enhet="boliger",
        hva=f"det minste av ledig i vannverk og renseanlegg etter kommunens egne tall, ved "
        f"{pe_per_bolig:g} pe per bolig; hver flate regnet for seg".replace(".", ","),
        kurve=KAPASITETSKURVE, maal=maal, lag=(VA_SONER,), felt=felter.kapasitet(pe_per_bolig),
    )  # fmt: skip


def _ledig_pe(soner: GeoDataFrame, former: np.ndarray, slag: str) -> Spenn:
    """(n,) least and greatest free capacity of one kind; [0, ∞] outside its zones."""
    dem = soner[(soner["slag"] == slag) & soner["ledig_pe"].notna()]
    flatene, pe = rene_flater(dem), dem["ledig_pe"].to_numpy(dtype=np.float64)
    lav, hoy = np.full(len(former), np.inf), np.zeros(len(former))
    i_form, i_sone = shapely.STRtree(flatene).query(former, predicate="intersects")
    np.minimum.at(lav, i_form, pe[i_sone])
    np.maximum.at(hoy, i_form, pe[i_sone])
    dekket = shapely.covers(union(flatene), former)
    return np.where(dekket, lav, 0.0), np.where(dekket, hoy, np.inf)
