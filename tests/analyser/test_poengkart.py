"""Scores in cells: the same numbers as areas of a cell's size get, from the same layers."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from analyser.bolig import ANALYSE, Parametre, modell
from analyser.felles.adkomst import vegnett
from analyser.felles.egnethet import poengkart as pk
from analyser.felles.egnethet.felter import utredning
from analyser.felles.egnethet.kriterier import poengene
from analyser.felles.egnethet.lop import med_maal, om_utredning
from analyser.felles.egnethet.reise import EN_FART_KMT
from analyser.felles.egnethet.sokevalg import sok
from gis.ledig import Hensyn
from gis.rutenett import Rutenett
from gis.ruter import tatt
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fare import FLOM_AKTSOMHET, STOYSONER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.landbruk import MYR
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER
from lag.katalog.samferdsel import STASJONER, VEGER
from lag.katalog.vann import ELVER, INNSJOER, LEDNINGER, VA_SONER

VALG = Parametre(sok_fra_veg_m=200.0, sok_fra_sted_m=700.0, storste_flate_daa=1000.0)


@pytest.fixture
def g(grunnlag, lag_data, rute, strek, prikk):
    """A road with a bend, hilly ground, one of everything; the shop's list is not whole."""
    z = (700 + 30 * np.sin(np.add.outer(np.arange(160) / 9.0, np.arange(160) / 7.0))).astype("f4")
    return grunnlag(
        ANALYSE.krever,
        lag_data(VEGER, [strek((0, 0), (900, 0), (1400, 500)), strek((900, 0), (900, 150))],
                 vegkategori=["K", "P"]),
        lag_data(STEDSNAVN, [prikk(300, 60)], navn=["Bergstaden"], type=["tettsted"]),
        lag_data(TERRENG, raster=Rutenett(z, 600_000.0 - 400, 6_900_000.0 + 1200, 10.0, 25832)),
        lag_data(SKOLER, [prikk(420, 0)], slag=["barneskole"]),
        lag_data(BUTIKKER, [prikk(700, 20)], slag=["dagligvare"]),
        lag_data(STASJONER, [prikk(350, 0)]),
        lag_data(LEDNINGER, [strek((500, -20), (500, 40))], slag=["vann"]),
        lag_data(KRAFTLINJER, [strek((100, 300), (1500, 300))]),
        lag_data(FIBERDEKNING, [prikk(330, 30)], har_fiber=["ja"]),
        lag_data(STOYSONER, [rute(0, 0, 400, 90)], sone=["gul"], dekning=rute(0, 0, 800, 900)),
        lag_data(VA_SONER, [rute(0, 0, 600, 900), rute(0, 0, 900, 900)], slag=["vann", "avlop"],
                 ledig_pe=[22.0, 90.0]),
        lag_data(FLOM_AKTSOMHET, [rute(200, 60, 500, 140)]),
        lag_data(MYR, [rute(600, 30, 700, 120)], dekning=rute(0, 0, 650, 900)),
        *(lag_data(post) for post in (BYGNINGER, TEIGER, BOLIGTOMTER, NAERINGSTOMTER,
                                      HYTTEOMRAADER, ELVER, INNSJOER)),
    )  # fmt: skip


def test_hver_rute_faar_poengene_til_en_flate_saa_liten(g, omraader):
    nett = vegnett(g, EN_FART_KMT)
    m = modell(g.kommune, VALG, nett)
    funn = sok("bolig", g, m, VALG)
    rest = shapely.difference(funn.utelukkelse.rutene, funn.utelukkelse.grunn)
    ruter = pk.Ruter.over(pk.Utsnitt(*shapely.total_bounds(rest), 25832), pk.RUTE_M)
    fri = tatt([Hensyn(np.asarray(rest), 0.0)], ruter)
    egen = utredning(g, funn.skiller)
    kriteriene = [replace(k, felt=egen) if k.id == "utredning" else k for k in m.kriterier]
    lav, hoy = pk._poeng(g, funn, kriteriene, pk._veger(g, funn, nett), ruter, fri)
    assert len(lav) == fri.sum() > 500 and (lav <= hoy + 1e-9).all()

    rad, kol = np.nonzero(fri)
    utvalg = np.random.default_rng(1).choice(len(rad), 150, replace=False)
    x = ruter.xmin + 10.0 * (kol[utvalg] + 0.5)
    y = ruter.ymax - 10.0 * (rad[utvalg] + 0.5)
    steder = omraader(*shapely.box(x - 0.01, y - 0.01, x + 0.01, y + 0.01))
    svar = om_utredning(g, steder, funn.skiller)
    flat_lav, flat_hoy, _ = poengene(m.kriterier[:-1], g, med_maal(g, steder, svar))
    vekter = funn.vekting.vekter[:-1]
    andel = (svar.koder == 1).mean(axis=0), (svar.koder != 0).mean(axis=0)
    til, fra = (np.clip(1.0 - a / 0.5, 0.0, 1.0) for a in andel)
    siste = funn.vekting.vekter[-1]
    for ruten, flaten in (
        (lav, flat_lav @ vekter + siste * fra),
        (hoy, flat_hoy @ vekter + siste * til),
    ):
        ulike = np.abs(ruten[utvalg] - flaten) > 2e-3
        assert ulike.mean() <= 0.02  # a centre that is equally near two roads


def test_kartet_og_tabellen_teller_de_samme_rutene(g):
    svar = ANALYSE.kjor(g, {"sok_fra_veg_m": 200, "sok_fra_sted_m": 700})
    tabell = next(t for t in svar.tabeller if t.navn == "poengkart").data
    kartet = next(k for k in svar.kartlag if k.navn == "poengkart")
    assert tabell["areal_daa"].sum() == pytest.approx(tabell["hoyest_daa"].sum())
    assert tabell["areal_daa"].sum() > 50
    assert kartet.data.area.sum() / 1000 == pytest.approx(tabell["areal_daa"].sum(), rel=0.02)
    assert shapely.coverage_is_valid(kartet.data.geometry.to_numpy())


def test_klassen_av_poeng():
    assert pk._klasse(np.array([1.0, 0.8, 0.7999, 0.3, 0.0])).tolist() == [0, 0, 1, 5, 6]
