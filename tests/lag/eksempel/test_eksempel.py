"""The example: the same each time, of real size, complete after the catalogue, plausible."""

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis.utsnitt import Utsnitt
from lag.eksempel import FASIT, GPKG, TERRENG, lag_eksempel
from lag.eksempel.felles import terning
from lag.katalog import KATALOG

VEKTOR = [navn for navn, post in KATALOG.items() if post.geometri != "raster"]
BOKS = Utsnitt(608785.0, 6912647.0, 668567.0, 6969673.0, 25832)
FORMER = {
    "punkt": {"Point"},
    "linje": {"LineString", "MultiLineString"},
    "flate": {"Polygon", "MultiPolygon"},
}
STORWARTZ = (630524.0, 6946718.0)


def test_samme_bytes_hver_gang(mappe, tmp_path):
    lag_eksempel(tmp_path, "2026-01-01T00:00:00Z")
    for navn in (GPKG, TERRENG, FASIT):
        assert (tmp_path / navn).read_bytes() == (mappe / navn).read_bytes(), navn


def test_temaer_har_egne_terninger():
    a, b = terning("veger").random(4), terning("planer").random(4)
    assert not np.array_equal(a, b)
    assert np.array_equal(a, terning("veger").random(4))


def test_alle_lag_i_katalogen(mappe):
    assert [navn for navn, _ in pyogrio.list_layers(mappe / GPKG)] == VEKTOR


@pytest.mark.parametrize("navn", VEKTOR)
def test_kolonner_koder_og_form(navn, les):
    post, data = KATALOG[navn], les(navn)
    assert len(data) > 0
    assert data.crs.to_epsg() == 25833
    assert set(data.geom_type) <= FORMER[post.geometri]
    for kolonne in post.kolonner:
        assert kolonne.kilde in data.columns, kolonne.kilde
        verdier = data[kolonne.kilde].dropna()
        if kolonne.koder:
            assert set(verdier.astype(str)) <= set(kolonne.koder), kolonne.navn
        if kolonne.paakrevd:
            assert len(verdier) > 0
        if kolonne.type == "dato":
            assert verdier.astype(str).str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    id_kilde = next(k.kilde for k in post.kolonner if k.navn == "lokalid")
    assert data[id_kilde].is_unique
    assert data[id_kilde].notna().all()


@pytest.mark.parametrize("navn", [n for n in VEKTOR if KATALOG[n].utvalg])
def test_utvalget_har_objekter(navn, les):
    post, data = KATALOG[navn], les(navn)
    for kolonne, koder in post.utvalg.items():
        kilde = next(k.kilde for k in post.kolonner if k.navn == kolonne)
        assert data[kilde].astype(str).isin(koder).any()


@pytest.mark.parametrize("navn", VEKTOR)
def test_lagene_moter_kommunens_boks(navn, les):
    data = les(navn, 25832)
    grenser = shapely.bounds(data.geometry.to_numpy())
    stor = BOKS.utvidet(50_000.0)
    assert all(stor.moter(tuple(g)) for g in grenser)


def test_kommunens_areal_og_boks(les):
    kommune = les("kommunegrense", 25832)
    assert list(kommune["kommunenummer"]) == ["5025"]
    assert kommune.area.sum() == pytest.approx(1957e6, abs=5e6)
    assert kommune.total_bounds == pytest.approx(BOKS.grenser, abs=1.0)


@pytest.mark.parametrize(
    ("navn", "minst", "mest"),
    [
        ("teiger", 5500, 6500), ("adresser", 4000, 4000), ("bygninger", 6200, 6500),
        ("boligtomter", 300, 700), ("hytteomraader", 200, 500), ("naeringstomter", 30, 80),
        ("arealinnspill", 24, 24), ("gruveinteresser", 12, 30), ("sefrak", 400, 1000),
    ],
)  # fmt: skip
def test_antall(navn, minst, mest, les):
    assert minst <= len(les(navn)) <= mest


def test_boliger_og_hytter(les):
    typer = les("bygninger")["bygningstype"]
    assert typer.isin(("111", "113", "121", "131")).sum() == 2900
    assert typer.isin(("161", "162", "163")).sum() == 3200


def test_innbyggere(les):
    assert les("befolkning")["pop_tot"].sum() == 5681


@pytest.mark.parametrize("epsg", [25832, 25833])
def test_teigene_dekker_uten_overlapp(epsg, les):
    flater = les("teiger", epsg).geometry.to_numpy()
    assert shapely.is_valid(flater).all()
    tre = shapely.STRtree(flater)
    a, b = tre.query(flater, predicate="intersects")
    par = a < b
    overlapp = shapely.area(shapely.intersection(flater[a[par]], flater[b[par]]))
    assert overlapp.max() <= 1e-6
    samlet = shapely.union_all(flater)
    assert samlet.area == pytest.approx(shapely.area(flater).sum(), rel=1e-9)
    assert sum(len(del_.interiors) for del_ in shapely.get_parts(samlet)) == 0


def test_vegnettet_henger_sammen(les):
    linjer = les("veger").geometry.to_numpy()
    ender = np.vstack([shapely.get_coordinates(shapely.get_point(linjer, i)) for i in (0, -1)])
    noder, nummer = np.unique(ender.round(3), axis=0, return_inverse=True)
    fra, til = np.split(nummer.ravel(), 2)
    graf = coo_array((np.ones(len(fra)), (fra, til)), shape=(len(noder), len(noder)))
    assert connected_components(graf, directed=False)[0] == 1


def test_vegene_er_nodet(les):
    """Roads meet only at their ends."""
    linjer = les("veger", 25832).geometry.to_numpy()
    tre = shapely.STRtree(linjer)
    a, b = tre.query(linjer, predicate="intersects")
    assert not shapely.crosses(linjer[a[a < b]], linjer[b[a < b]]).any()


def test_adressene_ligger_ved_veg_i_boksen(les):
    adresser, veger = les("adresser", 25832), les("veger", 25832)
    x, y = adresser.geometry.x, adresser.geometry.y
    assert ((x > BOKS.xmin) & (x < BOKS.xmax) & (y > BOKS.ymin) & (y < BOKS.ymax)).all()
    avstand = adresser.geometry.distance(veger.geometry.union_all())
    assert avstand.max() < 100.0


def test_circumferensen_er_sirkelen(les):
    sirkel = les("circumferensen", 25832).geometry.iloc[0]
    radius = np.hypot(*(shapely.get_coordinates(sirkel) - STORWARTZ).T)
    assert radius == pytest.approx(np.full(len(radius), 45_200.0), abs=0.01)


def test_reinbeite_har_inne_og_ute(les):
    distrikter = les("reinbeite", 25832).geometry.union_all()
    kommune = les("kommunegrense", 25832).geometry.iloc[0]
    andel = distrikter.intersection(kommune).area / kommune.area
    assert 0.8 < andel < 0.97
    assert not distrikter.contains(shapely.Point(622499, 6940468))
    assert distrikter.contains(shapely.Point(646902, 6949592))


def test_rettighetene_forfaller_ulikt(les):
    forfall = les("gruveinteresser")["forfallsDato"]
    assert forfall.isna().sum() == 1
    datoer = forfall.dropna().astype(str)
    assert (datoer < "2026-11-24").sum() >= 2
    assert ((datoer >= "2026-11-24") & (datoer <= "2027-11-24")).sum() >= 2


def test_fiber_i_klynger_med_hull(les):
    svar = les("fiberdekning")["har_fiber"]
    assert 20 <= svar.isna().sum() <= 100
    assert 0.3 < (svar == "ja").mean() < 0.8


def test_ar5_overlapper_ikke(les):
    flater = les("arealressurs", 25832).geometry.to_numpy()
    samlet = shapely.union_all(flater).area
    assert shapely.area(flater).sum() == pytest.approx(samlet, rel=1e-6)


def test_kommuneplanen_dekker_kommunen(les):
    plan = les("kommuneplan", 25832).geometry.union_all()
    kommune = les("kommunegrense", 25832).geometry.iloc[0]
    assert kommune.difference(plan).area < 1e-7 * kommune.area


def test_slik_data_er_i_livet(les):
    """Invalid rings, doubles, holes and parts occur; parcels and land cover are clean."""
    ugyldige = {n for n in VEKTOR if not shapely.is_valid(les(n).geometry.to_numpy()).all()}
    assert len(ugyldige) >= 5
    assert not ugyldige & {"teiger", "arealressurs", "kommuneplan", "kommunegrense"}
    tomter = les("boligtomter").geometry
    assert tomter.duplicated().sum() == 1
    deler = shapely.get_parts(les("innsjoer").geometry.to_numpy())
    assert (shapely.get_num_interior_rings(deler) > 0).any()
    assert (shapely.get_num_geometries(les("verdensarv").geometry.to_numpy()) > 1).any()


def test_myr_og_dyrka_jord_er_deler_av_ar5(les):
    ar5 = les("arealressurs").set_index("lokalId")["arealtype"]
    for navn, koder in (("dyrka_jord", {"21", "22", "23"}), ("myr", {"60"})):
        deler = les(navn).set_index("lokalId")["arealtype"]
        assert set(deler) == koder
        assert deler.equals(ar5[ar5.isin(koder)])


def test_fiberdekning_viser_til_bygninger(les):
    assert set(les("fiberdekning")["byggnr"]) <= set(les("bygninger")["bygningsnummer"])


def test_funnet_paa_er_synlig(les):
    """Invented names, numbers and ids show that they are."""
    assert les("reinbeite")["reinbeitedistriktnavn"].str.startswith("Eksempel").all()
    gnr = les("teiger")["matrikkelnummerTekst"].str.split("/").str[0].astype(int)
    assert gnr.between(900, 999).all()
    assert les("reguleringsplaner")["arealplanId.planidentifikasjon"].str.startswith("EKS-").all()
    assert les("gruveinteresser")["rettighetNavn"].str.startswith("Eksempel").all()


def test_bergstaden_med_navn_og_omtrentlige_steder(les):
    navn = set(les("kommuneplan")["områdenavn"])
    assert "Bergstaden" in navn
    for sted in ("Gjøsvika", "Gjøsvikmoen", "Øra"):
        assert f"{sted} (omtrentlig plassert)" in navn


def test_ting_ligger_ikke_oppaa_hverandre(les):
    """No settlement in a lake or a river's way; no railway or power line through settlements."""
    teiger = shapely.union_all(les("teiger").geometry.to_numpy())
    innsjoer = shapely.union_all(les("innsjoer").geometry.to_numpy())
    assert not teiger.intersects(innsjoer)
    for navn in ("jernbane", "kraftlinjer", "elver"):
        assert not les(navn).intersects(teiger).any(), navn
    assert not les("veger").intersects(innsjoer).any()
    assert len(shapely.get_parts(les("kraftlinjer").geometry.to_numpy())) == 5
    assert not les("bygninger").intersects(innsjoer).any()


def test_terrenget(mappe):
    with rasterio.open(mappe / TERRENG) as fil:
        z = fil.read(1)
        assert fil.crs.to_epsg() == 25832
        assert fil.bounds.left <= BOKS.xmin - 2000
        assert fil.bounds.top >= BOKS.ymax + 2000
        bergstaden = next(fil.sample([(622499, 6940468)]))[0]
    assert not np.isnan(z).any()
    assert 600 < bergstaden < 670
    assert 1540 < z.max() < 1570
    assert 0.2 < (z > 870.0).mean() < 0.7
    assert z.min() > 540
