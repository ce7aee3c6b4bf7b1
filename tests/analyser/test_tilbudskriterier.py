"""What people need, measured by hand on the board: by road, with what is missing as an interval."""

import numpy as np
import pytest
import shapely
from shapely import Polygon

from analyser.felles.adkomst import vegnett
from analyser.felles.egnethet import kriterier
from analyser.felles.egnethet import tilbudskriterier as tk
from analyser.felles.egnethet.kriterier import poengene
from analyser.felles.egnethet.maaletabell import maalt_i_ord
from analyser.felles.egnethet.reise import EN_FART_KMT
from analyser.felles.tilbud import butikker, skoler, stasjoner
from gis.rutenett import Rutenett
from lag.katalog.egne import BUTIKKER, SKOLER
from lag.katalog.energi import KRAFTLINJER
from lag.katalog.fare import STOYSONER
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import HENSYNSSONER
from lag.katalog.samferdsel import STASJONER, VEGER
from lag.katalog.vann import LEDNINGER, VA_SONER

ALT = (*tk.LAGENE, STEDSNAVN)


@pytest.fixture
def sted(omraader):
    """A triangle that points at the road from 50 m north of it; its inner point is (1050, 100)."""
    x, y = 600_000.0 + 1050.0, 6_900_000.0
    flate = Polygon([(x, y + 50), (x + 50, y + 150), (x - 50, y + 150)])
    assert shapely.point_on_surface(flate).equals(shapely.Point(x, y + 100))
    return omraader(flate)


@pytest.fixture
def maal(grunnlag, lag_data, strek, sted, kommune):
    """Measure a criterion of the site: a road of 3 km along y = 0, and the layers given."""

    def kjor(lag_kriterium, *lagene):
        veg = lag_data(VEGER, [strek((0, 0), (3000, 0))], vegkategori=["K"])
        g = grunnlag(ALT, veg, *lagene)
        kriterium = lag_kriterium(kriterier.terskler(kommune()), vegnett(g, EN_FART_KMT))
        _, _, ((fra, til),) = poengene((kriterium,), g, sted)
        return fra.item(), til.item()

    return kjor


def test_grofta_folger_vegen_fra_kanten(maal, lag_data, strek, prikk):
    def ledning(t, nett):
        return tk.naer_ledning(t["naerhet_vann_avlop"], nett)

    def strom(t, nett):
        return tk.naer_strom(t["naerhet_strom"], nett)

    def fiber(t, nett):
        return tk.naer_fiber(t["naerhet_fiber"], nett)

    # 50 m to the road, 1 050 m along it
    assert maal(ledning, lag_data(LEDNINGER, [strek((0, 0), (0, 90))])) == pytest.approx(
        (1100, 1100)
    )
    # a line that crosses 100 m east of the apex, from a mast 400 m away: asked every 50 m
    assert maal(strom, lag_data(KRAFTLINJER, [strek((1150, -400), (1150, 400))])) == pytest.approx(
        (150, 150)
    )
    # whoever was not asked may have fibre at the gate
    tilbud = lag_data(FIBERDEKNING, [prikk(1060, 90), prikk(1250, 30)], har_fiber=["nei", "ja"])
    assert maal(fiber, tilbud) == pytest.approx((0, 50 + 200 + 30))
    assert maal(ledning, lag_data(LEDNINGER)) == (np.inf, np.inf)
    assert np.isnan(maal(ledning)).all()


def test_skole_fra_listen_ellers_fra_bygningene(maal, lag_data, prikk):
    def skole(t, nett):
        return tk.naer_skole(t["naerhet_skole"], nett, skoler())

    barnehage_naermest = lag_data(SKOLER, [prikk(1050, 0), prikk(2050, 0)],
                                  slag=["barnehage", "barneskole"])  # fmt: skip
    bygg = lag_data(BYGNINGER, [prikk(1550, 0), prikk(1051, 0)], bygningstype=["613", "111"])
    assert maal(skole, barnehage_naermest, bygg) == pytest.approx((1100, 1100))
    assert maal(skole, bygg) == pytest.approx((600, 600))
    assert maal(skole, lag_data(SKOLER), bygg) == (np.inf, np.inf)  # the list says: none
    assert np.isnan(maal(skole)).all()


def test_butikk_og_stasjon(maal, lag_data, prikk, rute):
    def butikk(t, nett):
        return tk.naer_butikk(t["naerhet_butikk"], nett, butikker())

    def tog(t, nett):
        return tk.naer_stasjon(t["naerhet_kollektiv"], nett, stasjoner(("Byen",)))

    listen = lag_data(BUTIKKER, [prikk(50, 0)], slag=["dagligvare"])
    assert maal(butikk, listen) == pytest.approx(
        (0, 1100)
    )  # another shop may be missing from the list
    hele = lag_data(BUTIKKER, [prikk(50, 0)], dekning=rute(0, 0, 9000, 9000))
    assert maal(butikk, hele) == pytest.approx((1100, 1100))
    byen = lag_data(STEDSNAVN, [prikk(550, 0)], navn=["Byen"], type=["tettsted"])
    assert maal(tog, byen) == pytest.approx((600, 600))
    assert maal(tog, byen, lag_data(STASJONER, [prikk(1050, 0)])) == pytest.approx((100, 100))


def test_stoy_utvider_der_ingen_har_beregnet(maal, lag_data, rute):
    def stoy(_, __):
        return tk.stille()

    gul = rute(1050, 0, 2000, 500)  # the eastern half
    beregnet = lag_data(STOYSONER, [gul], sone=["gul"], dekning=rute(0, 0, 9000, 9000))
    assert maal(stoy, beregnet) == pytest.approx((50, 50))
    assert maal(stoy, lag_data(STOYSONER, [gul], sone=["gul"])) == pytest.approx((50, 100))
    assert maal(stoy) == pytest.approx((0, 100))
    for kode in ("H220", "220", "H210_1"):  # as plans write them
        plan = lag_data(HENSYNSSONER, [rute(0, 0, 2000, 500)], kode=[kode])
        assert maal(stoy, plan) == pytest.approx((100, 100))


def test_kapasiteten_er_det_minste_av_vann_og_avlop(maal, lag_data, rute):
    def ledig(_, __):
        return tk.kapasitet(2.2)

    def soner(*tall):
        return lag_data(VA_SONER, [rute(0, 0, x, 500) for x, _, _ in tall],
                        slag=[s for _, s, _ in tall], ledig_pe=[pe for *_, pe in tall])  # fmt: skip

    assert maal(ledig, soner((2000, "vann", 44.0), (2000, "avlop", 22.0))) == pytest.approx(
        (10, 10)
    )
    assert maal(ledig, soner((2000, "vann", 44.0))) == pytest.approx((0, 20))
    assert maal(ledig, soner((2000, "vann", 44.0), (1050, "avlop", 22.0))) == pytest.approx((0, 20))
    assert maal(ledig, soner((2000, "vann", None), (2000, "avlop", 0.0))) == pytest.approx((0, 0))
    assert np.isnan(maal(ledig)).all()


def test_sola_kommer_fra_sor(maal, lag_data):
    def sol(_, __):
        return tk.solforhold()

    def skraa(per_rute):
        z = np.add.outer(-per_rute * np.arange(60.0), np.zeros(60)).astype(np.float32)
        return lag_data(TERRENG, raster=Rutenett(z, 600_800.0, 6_900_400.0, 10.0, 25832))

    flatt, sorvendt, nordvendt = (maal(sol, skraa(fall))[0] for fall in (0.0, 2.0, -2.0))
    assert flatt == pytest.approx(100, abs=0.01)
    assert sorvendt > 120 and nordvendt < 80
    assert np.isnan(maal(sol)).all()


def test_maalte_verdier_i_ord():
    assert maalt_i_ord(320, 320, "m") == "320\u00a0m"
    assert maalt_i_ord(0, 320, "m") == "0–320\u00a0m"
    assert maalt_i_ord(20, np.inf, "boliger") == "20\u00a0boliger eller mer"
    assert maalt_i_ord(np.inf, np.inf, "m") == "ingen (m)"
    assert maalt_i_ord(np.nan, np.nan, "m") == "ikke kjent"
