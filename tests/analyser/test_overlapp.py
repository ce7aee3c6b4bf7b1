"""Overlap: numbers by hand, laws, and agreement with the slow exact way."""

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely import MultiPoint, MultiPolygon, Polygon, box
from shapely.affinity import rotate, translate

from analyser.felles.egnethet.regelstatus import IKKE_TREFF, TREFF, statuser
from analyser.felles.modell import Status
from analyser.felles.overlapp import KOLONNER, en_gang, treffgeometri, vurder
from analyser.felles.regler import gjeldende
from gis.feil import CrsFeil, DataFeil
from lag.katalog.kultur import SEFRAK
from lag.katalog.natur import NATURVERN

EPSG = 25832
billig = settings(max_examples=50, deadline=None)


def noyaktig(sted_m2: float):
    return pytest.approx(sted_m2, rel=1e-9, abs=1e-5)


@pytest.fixture
def steder(omraader, rute):
    return omraader(rute(0, 0, 100, 100), rute(500, 0, 600, 100))


def test_tall_for_haand(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(50, 0, 150, 100), rute(50, 0, 80, 50)])
    svar = vurder(steder, laget)
    assert tuple(svar.columns) == KOLONNER
    assert list(svar.index) == ["a", "b"]
    a, b = svar.loc["a"], svar.loc["b"]
    assert a["status"] is Status.TREFF
    assert a["areal_m2"] == noyaktig(5000.0)  # the two overlap: 5000, not 6500
    assert a["andel"] == pytest.approx(0.5)
    assert (a["antall"], a["treff_ider"]) == (2, ("prove-1", "prove-2"))
    assert a["avstand_m"] == 0
    assert b["status"] is Status.IKKE_TREFF
    assert (b["areal_m2"], b["antall"], b["treff_ider"]) == (0, 0, ())
    assert b["avstand_m"] == pytest.approx(350.0)
    assert (b["kartlagt_m2"], b["ukartlagt_m2"]) == (10_000, 0)


def test_felles_kant_er_ikke_treff(steder, lagpost, lag_data, rute):
    svar = vurder(steder, lag_data(lagpost(), [rute(100, 0, 200, 100)]))
    assert svar.loc["a", "status"] is Status.IKKE_TREFF
    assert svar.loc["a", "avstand_m"] == 0


def test_hull_og_flere_deler(steder, lagpost, lag_data, rute):
    ring = rute(-50, -50, 150, 150).difference(rute(20, 20, 80, 80))
    flerdelt = MultiPolygon([ring, rute(30, 30, 40, 40)])
    svar = vurder(steder, lag_data(lagpost(), [flerdelt]))
    assert svar.loc["a", "areal_m2"] == noyaktig(10_000 - 3600 + 100)
    assert svar.loc["a", "antall"] == 1


def test_heldekket_er_noyaktig_hele(steder, lagpost, lag_data, rute):
    svar = vurder(steder, lag_data(lagpost(), [rute(-9, -9, 33.3, 200), rute(33.3, -9, 200, 200)]))
    assert svar.loc["a", "areal_m2"] == 10_000.0
    assert svar.loc["a", "andel"] == 1.0


def test_halvt_kartlagt_sted(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(0, 0, 10, 10)], dekning=rute(0, 0, 550, 100))
    svar = vurder(steder, laget)
    assert svar.loc["b", "status"] is Status.IKKE_KARTLAGT
    assert svar.loc["b", "kartlagt_m2"] == noyaktig(5000.0)
    assert svar.loc["b", "ukartlagt_m2"] == noyaktig(5000.0)
    assert svar.loc["a", "status"] is Status.TREFF


def test_ikke_kjent_har_ingen_tall(steder, lagpost, ukjent_data):
    svar = vurder(steder, ukjent_data(lagpost()))
    assert set(svar["status"]) == {Status.IKKE_KJENT}
    assert svar.drop(columns=["status", "treff_ider"]).isna().all(axis=None)
    assert list(svar["treff_ider"]) == [(), ()]


def test_tomt_lag_med_dekning_er_ikke_treff(steder, lagpost, lag_data):
    svar = vurder(steder, lag_data(lagpost()))
    assert set(svar["status"]) == {Status.IKKE_TREFF}
    assert svar["avstand_m"].isna().all()


def test_linjer_maales_i_lengde(steder, lagpost, lag_data, strek):
    post = lagpost("linjelag", "linje")
    laget = lag_data(post, [strek((-50, 50), (250, 50)), strek((0, 50), (60, 50))])
    svar = vurder(steder, laget)
    assert svar.loc["a", "lengde_m"] == pytest.approx(100.0)
    assert (svar.loc["a", "antall"], svar.loc["a", "areal_m2"]) == (2, 0)
    assert svar.loc["b", "status"] is Status.IKKE_TREFF
    assert svar.loc["b", "lengde_m"] == 0
    assert svar.loc["b", "avstand_m"] == pytest.approx(250.0)


def test_lang_linje_deles_uten_tap(steder, lagpost, lag_data, strek):
    punkter = [(x / 10, 50 + 10 * np.sin(x)) for x in range(1001)]
    linje = strek(*punkter)
    svar = vurder(steder, lag_data(lagpost("linjelag", "linje"), [linje]))
    assert svar.loc["a", "lengde_m"] == pytest.approx(linje.length)
    assert svar.loc["a", "antall"] == 1


def test_punkter_telles_ogsaa_paa_kanten(steder, lagpost, lag_data, prikk):
    par = MultiPoint([prikk(550, 50), prikk(560, 50)])
    laget = lag_data(lagpost("punktlag", "punkt"), [prikk(50, 50), prikk(100, 50), par])
    svar = vurder(steder, laget)
    assert list(svar["antall"]) == [2, 1]
    assert np.isnan(svar.loc["a", "lengde_m"])


def test_buffer_gir_rund_sone(steder, lagpost, lag_data, prikk, rute):
    vidt = rute(-1000, -1000, 9000, 9000)
    laget = lag_data(lagpost("punktlag", "punkt"), [prikk(50, 150)], dekning=vidt)
    svar = vurder(steder, laget, 100.0)
    vinkel = np.arccos(0.5)
    avskaaret = 100.0**2 * (vinkel - np.sin(vinkel) * np.cos(vinkel))
    utenfor = shapely.Point(650_050, 150).buffer(100, quad_segs=4096)
    eksakt = utenfor.intersection(box(650_000, 0, 650_100, 100)).area
    assert eksakt <= avskaaret
    assert svar.loc["a", "status"] is Status.TREFF
    assert svar.loc["a", "areal_m2"] == pytest.approx(eksakt, rel=2e-3)
    assert svar.loc["a", "areal_m2"] <= eksakt
    assert svar.loc["a", "avstand_m"] == pytest.approx(50.0)
    assert svar.loc["b", "status"] is Status.IKKE_TREFF


def test_buffer_teller_avstand_lik_grensen(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(150, 0, 200, 100)], dekning=rute(-99, -99, 9000, 9000))
    assert vurder(steder, laget, 50.0).loc["a", "status"] is Status.TREFF
    assert vurder(steder, laget, 49.9).loc["a", "status"] is Status.IKKE_TREFF
    assert vurder(steder, laget, 60.0).loc["a", "areal_m2"] == noyaktig(1000.0)


def test_ugyldig_sted_repareres(omraader, lagpost, lag_data, rute):
    sloyfe = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    sloyfe = translate(sloyfe, 600_000, 6_900_000)
    svar = vurder(omraader(sloyfe), lag_data(lagpost(), [rute(0, 0, 100, 100)]))
    assert svar.loc["a", "areal_m2"] == noyaktig(5000.0)
    assert svar.loc["a", "andel"] == 1.0


def test_sted_uten_geometri_er_ikke_kjent(lagpost, lag_data, rute):
    steder = GeoDataFrame(geometry=[None, rute(0, 0, 10, 10)], crs=EPSG)
    svar = vurder(steder, lag_data(lagpost(), [rute(0, 0, 5, 10)]))
    assert list(svar["status"]) == [Status.IKKE_KJENT, Status.TREFF]


def test_ingen_steder(omraader, lagpost, lag_data, rute):
    tomme = omraader(rute(0, 0, 1, 1)).iloc[:0]
    assert vurder(tomme, lag_data(lagpost(), [rute(0, 0, 5, 10)])).empty


def test_feil_crs_og_raster_stopper(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(0, 0, 5, 5)])
    with pytest.raises(CrsFeil):
        vurder(steder.to_crs(25833), laget)
    with pytest.raises(CrsFeil):
        vurder(steder.set_crs(None, allow_override=True), laget)
    with pytest.raises(DataFeil):
        vurder(steder, lag_data(lagpost("hoyde", "raster")))


def test_stor_flate_mot_stor_flate(omraader, lagpost, lag_data, prikk):
    """Both sides split: the answer is that of the plain intersection."""
    vinkler = np.linspace(0, 2 * np.pi, 4001)[:-1]
    former = []
    for sentrum, fase in (((3000, 3000), 0), ((3700, 3400), 1)):
        radius = 2000 + 300 * np.sin(37 * vinkler + fase)
        midt = prikk(*sentrum)
        former.append(
            Polygon(np.c_[midt.x + radius * np.cos(vinkler), midt.y + radius * np.sin(vinkler)])
        )
    svar = vurder(omraader(former[0]), lag_data(lagpost(), [former[1]]))
    assert svar.loc["a", "areal_m2"] == pytest.approx(
        former[0].intersection(former[1]).area, abs=1e-9 * former[0].area
    )
    assert svar.loc["a", "antall"] == 1


def test_treffgeometri_er_flater_ogsaa_der_laget_har_en_braatt_smal_spiss(
    omraader, lagpost, lag_data, rute
):
    """A spike a tenth of a millimetre wide becomes a line on the grid of the drawing."""
    nal = shapely.union(rute(0, 0, 50, 50), rute(50, 25, 90, 25.0001))
    former = treffgeometri(omraader(rute(0, 0, 100, 100)), lag_data(lagpost(), [nal]))
    assert former.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert former.area.sum() == pytest.approx(2_500, abs=0.01)


def test_treffgeometri_tegner_det_som_maales(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(50, 0, 150, 100), rute(50, 0, 80, 50)])
    former = treffgeometri(steder, laget)
    assert list(former.index) == ["a", "b"]
    assert former["a"].area == pytest.approx(5000, abs=0.1)
    assert former["b"].is_empty


def test_en_gang_loser_opp_overlapp(omraader, rute):
    delt = en_gang(omraader(rute(0, 0, 20, 10), rute(10, 0, 30, 10), rute(100, 0, 110, 10)))
    assert [round(a, 6) for a in delt.area] == [300.0, 100.0]


firkant = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(1, 30)] * 2, st.integers(0, 89)).map(
    lambda v: translate(rotate(box(v[0], v[1], v[0] + v[2], v[1] + v[3]), v[4]), 600_000, 6_900_000)
)
flere = st.lists(firkant, min_size=1, max_size=6)


@billig
@given(sted=firkant, objekter=flere)
def test_lik_den_trege_maaten(omraader, lagpost, lag_data, sted, objekter):
    svar = vurder(omraader(sted), lag_data(lagpost(), objekter)).loc["a"]
    fasit = sted.intersection(shapely.union_all(objekter)).area
    assert svar["areal_m2"] == pytest.approx(fasit, abs=2e-5)
    assert 0 <= svar["andel"] <= 1
    if fasit > 2e-5:
        assert svar["status"] is Status.TREFF


@billig
@given(sted=firkant, objekter=flere, x=st.integers(600_000, 600_070))
def test_delt_i_to_gir_samme_sum(omraader, lagpost, lag_data, sted, objekter, x):
    _, y0, _, y1 = sted.bounds
    venstre, hoyre = sted & box(0, y0, x, y1), sted & box(x, y0, 1e7, y1)
    laget = lag_data(lagpost(), objekter)
    hel = vurder(omraader(sted), laget)["areal_m2"].sum()
    assert vurder(omraader(venstre, hoyre), laget)["areal_m2"].sum() == pytest.approx(hel, abs=5e-5)


@billig
@given(steder=flere, objekter=flere, tilfeldig=st.randoms(use_true_random=False))
def test_rekkefolge_og_dobbel_betyr_ingenting(
    omraader, lagpost, lag_data, steder, objekter, tilfeldig
):
    omr, post = omraader(*steder), lagpost()
    ider = [f"o{i}" for i in range(len(objekter))]
    par = list(zip(objekter, ider, strict=True))
    tilfeldig.shuffle(par)
    par.append(par[0])
    forut = vurder(omr, lag_data(post, objekter, lokalid=ider))
    etter = vurder(omr, lag_data(post, [p[0] for p in par], lokalid=[p[1] for p in par]))
    assert_frame_equal(forut, etter, atol=2e-5)


@billig
@given(steder=flere, objekter=flere, nytt=firkant, buffer_m=st.sampled_from([0.0, 10.0]))
def test_flere_objekter_minker_aldri(
    omraader, lagpost, lag_data, *, steder, objekter, nytt, buffer_m
):
    omr, post = omraader(*steder), lagpost()
    forut = vurder(omr, lag_data(post, objekter), buffer_m)
    etter = vurder(omr, lag_data(post, [*objekter, nytt]), buffer_m)
    assert (etter["areal_m2"] >= forut["areal_m2"] - 2e-5).all()
    assert (etter["antall"] >= forut["antall"]).all()
    assert (etter["avstand_m"] <= forut["avstand_m"]).all()


@billig
@given(steder=flere, objekter=flere)
def test_to_og_tre_dimensjoner_er_like(omraader, lagpost, lag_data, steder, objekter):
    post = lagpost()
    flatt = vurder(omraader(*steder), lag_data(post, objekter))
    hoyt = vurder(
        omraader(*shapely.force_3d(steder, 7.0)),
        lag_data(post, list(shapely.force_3d(objekter, 99.0))),
    )
    assert_frame_equal(flatt, hoyt)


@billig
@given(steder=flere, objekter=flere, liten=st.integers(0, 20), mer=st.integers(1, 20))
def test_storre_buffer_favner_mindre(omraader, lagpost, lag_data, *, steder, objekter, liten, mer):
    omr, laget = omraader(*steder), lag_data(lagpost(), objekter)
    trang, vid = vurder(omr, laget, float(liten)), vurder(omr, laget, float(liten + mer))
    assert (vid["areal_m2"] >= trang["areal_m2"] - 2e-5).all()
    assert (vid["antall"] >= trang["antall"]).all()


def test_endrer_ikke_det_den_faar(steder, lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(50, 0, 150, 100)])
    kopi, kopi_steder = laget.data.copy(), steder.copy()
    forste = vurder(steder, laget, 5.0)
    assert_frame_equal(forste, vurder(steder, laget, 5.0))
    assert laget.data.equals(kopi)
    assert steder.equals(kopi_steder)


def test_buffer_utenfor_dekningen_er_ikke_kartlagt(steder, lagpost, lag_data, rute):
    """Nothing is known of the ring around a site that ends where the mapping ends."""
    laget = lag_data(lagpost(), [rute(5000, 0, 5100, 100)], dekning=rute(0, 0, 9000, 9000))
    assert vurder(steder, laget).loc["a", "status"] is Status.IKKE_TREFF
    assert vurder(steder, laget, 50.0).loc["a", "status"] is Status.IKKE_KARTLAGT


def test_et_punkt_paa_kanten_treffer_likt_begge_steder(grunnlag, lag_data, rute, prikk):
    """A point on the edge hits and touching ground does not, here as in `vurder`."""
    alt = rute(0, 0, 10_000, 10_000)
    brettet = grunnlag(
        (SEFRAK, NATURVERN),
        lag_data(SEFRAK, [prikk(100, 50)], dekning=alt),
        lag_data(NATURVERN, [rute(100, 0, 200, 100)], dekning=alt),
    )
    steder = GeoDataFrame({"id": ["a"]}, geometry=[rute(0, 0, 100, 100)], crs=EPSG)
    lagene = (SEFRAK.navn, NATURVERN.navn)
    uten_avstand = [r for r in gjeldende(brettet.kommune) if r.lag in lagene and r.avstand_m == 0]
    svar = statuser(brettet, steder, uten_avstand)
    koder = {r.lag: kode for r, kode in zip(svar.regler, svar.koder[:, 0], strict=True)}
    assert koder == {"sefrak": TREFF, "naturvern": IKKE_TREFF}
    for post in (SEFRAK, NATURVERN):
        assert (vurder(steder, brettet[post])["status"].iloc[0] == Status.TREFF) == (
            koder[post.navn] == TREFF
        )
