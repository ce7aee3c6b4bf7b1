"""One site against every layer gives what `vurder` gives, and nothing is made ready twice."""

import pytest
import shapely
from pandas.testing import assert_frame_equal
from shapely.affinity import translate

from analyser.felles.ettsted import forbered_alle, vurder_mot_alle
from analyser.felles.forberedt import forbered
from analyser.felles.modell import Status
from analyser.felles.overlapp import KOLONNER, vurder, vurder_alle
from gis.feil import CrsFeil


@pytest.fixture
def lagene(lagpost, lag_data, ukjent_data, rute, strek, prikk):
    return [
        lag_data(lagpost("flater"), [rute(50, 0, 150, 100), rute(50, 0, 80, 50)]),
        lag_data(lagpost("linjer", "linje"), [strek((-50, 50), (250, 50))]),
        lag_data(lagpost("punkter", "punkt"), [prikk(50, 50), prikk(550, 900)]),
        lag_data(lagpost("hoyde", "raster")),
        ukjent_data(lagpost("borte")),
        lag_data(lagpost("tomt"), dekning=rute(0, 0, 550, 100)),
    ]


@pytest.fixture
def steder(omraader, rute):
    return omraader(rute(0, 0, 100, 100), rute(500, 0, 600, 100))


def test_lik_vurder_for_hvert_lag(steder, lagene):
    forberedt = forbered_alle(lagene)
    svar = vurder_mot_alle(steder, forberedt)
    assert list(forberedt.lag) == ["flater", "linjer", "punkter", "borte", "tomt"]
    vektor = [laget for laget in lagene if laget.post.geometri != "raster"]
    for laget, alene in zip(vektor, vurder_alle(steder, vektor), strict=True):
        egne = svar[svar["lag"] == laget.post.navn].set_index("id")[list(KOLONNER)]
        for fasit in (alene, vurder(steder, laget)):
            assert_frame_equal(egne, fasit, check_names=False, check_dtype=False)
    assert set(svar.loc[svar["lag"] == "borte", "status"]) == {Status.IKKE_KJENT}


def test_feil_crs_stopper(steder, lagene):
    with pytest.raises(CrsFeil):
        vurder_mot_alle(steder.to_crs(25833), forbered_alle(lagene))


def test_klargjores_en_gang_og_glemmes_med_dataene(lagpost, lag_data, rute):
    laget = lag_data(lagpost(), [rute(0, 0, 9, 9)])
    assert forbered(laget).biter is forbered(laget).biter
    assert forbered(laget).kode is forbered(laget).kode
    annet = lag_data(lagpost(), [rute(0, 0, 9, 9), rute(20, 0, 29, 9)])
    assert len(forbered(annet).biter.former) == 2
    delvis = type(laget)(**{
        **{felt: getattr(annet, felt) for felt in annet.__dataclass_fields__},
        "data": annet.data.iloc[1:],
    })  # fmt: skip
    assert [b.bounds for b in forbered(delvis).biter.former] == [rute(20, 0, 29, 9).bounds]


def test_lite_objekt_i_stort_sted_er_treff_men_felles_kant_er_det_ikke(
    omraader, lagpost, lag_data, rute
):
    """10 km × 10 km: the tolerance is 0.1 m², and a stone of 0.04 m² is still there."""
    sted = omraader(rute(0, 0, 10_000, 10_000))
    stein, nabo = rute(5000, 5000, 5000.2, 5000.2), rute(10_000, 0, 10_100, 10_000)
    svar = vurder(sted, lag_data(lagpost(), [stein, nabo])).loc["a"]
    assert svar["status"] is Status.TREFF
    assert svar["treff_ider"] == ("prove-1",)
    assert svar["areal_m2"] == pytest.approx(0.04, rel=1e-6)
    assert svar["avstand_m"] == 0
    alene = vurder(sted, lag_data(lagpost(), [nabo])).loc["a"]
    assert alene["status"] is Status.IKKE_TREFF
    assert (alene["areal_m2"], alene["avstand_m"]) == (0, 0)


def test_skjev_felles_kant_med_ulike_punkter_er_ikke_treff(omraader, lagpost, lag_data, rute):
    """The neighbour has a vertex more on the shared border, rounded to the last bit."""
    kant = shapely.LineString([(600_000, 6_900_000), (600_070.3, 6_900_099.7)])
    midt = kant.interpolate(0.37, normalized=True).coords[0]
    sted = shapely.Polygon([*kant.coords, (600_001, 6_900_090)])
    nabo = shapely.Polygon([kant.coords[0], (600_200, 6_900_000), kant.coords[1], midt])
    svar = vurder(omraader(sted), lag_data(lagpost(), [nabo])).loc["a"]
    assert svar["status"] is Status.IKKE_TREFF
    assert (svar["areal_m2"], svar["avstand_m"]) == (0, 0)


def test_sloyfe_i_et_lag_repareres(omraader, lagpost, lag_data, rute):
    sloyfe = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    flyttet = translate(sloyfe, 600_000, 6_900_000)
    svar = vurder(omraader(rute(0, 0, 100, 100)), lag_data(lagpost(), [flyttet])).loc["a"]
    assert svar["areal_m2"] == pytest.approx(5000.0)
