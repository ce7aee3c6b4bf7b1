"""A real QGIS Server, as the mining authority's: WFS, OGC API Features, WMS and WMTS."""

import geopandas as gpd
import numpy as np
import pytest
from rasterio.io import MemoryFile
from shapely import MultiPolygon, Polygon, box

from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.ogcapi import Samling, hent_ogcapi
from gis.kilder.skriving import skriv_gpkg
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.kilder.wms import les_wms
from gis.kilder.wmsbilde import hent_bilde, hent_tegnforklaring, hent_treff
from gis.kilder.wmts import les_wmts
from gis.kilder.wmtsbilde import hent_flisbilde
from gis.utsnitt import Utsnitt

X, Y, ANTALL = 314_000, 6_943_000, 30
UT_VEST, UT_NORD = -20037508.342789, 20037508.342789


@pytest.fixture(scope="module")
def fasit():
    """Squares with a hole each, one of two parts, EPSG:25833."""
    flater = [
        Polygon(
            box(X + 100 * i, Y, X + 100 * i + 50, Y + 50).exterior,
            [box(X + 100 * i + 10, Y + 10, X + 100 * i + 20, Y + 20).exterior.coords],
        )
        for i in range(ANTALL)
    ]
    flater[7] = MultiPolygon([flater[7], box(X + 760, Y, X + 770, Y + 10)])
    numre = ["0502" if i % 2 else "5025" for i in range(ANTALL)]
    return gpd.GeoDataFrame(
        {"kommunenummer": numre, "målemetode": [f"m{i}" for i in range(ANTALL)]},
        geometry=flater, crs=25833,
    )  # fmt: skip


@pytest.fixture(scope="module")
def url(qgisserver, fasit, tmp_path_factory):
    sti = tmp_path_factory.mktemp("qgis") / "teig.gpkg"
    skriv_gpkg(sti, {"Teig": fasit}, "2026-01-01")
    return qgisserver(sti)


@pytest.fixture
def kanal():
    klient = Klient("arealsil/prove", Grenser(lesing_s=60.0, forsok=1))
    yield Kanal(klient)
    klient.okt.close()


def _krev_likt(svar, fasit, avvik_m2):
    data = svar.data.to_crs(25833).set_index("målemetode").loc[fasit["målemetode"]]
    assert (len(svar.data), svar.ventet) == (len(fasit), len(fasit))
    assert data["kommunenummer"].tolist() == fasit["kommunenummer"].tolist()
    egne = data.geometry.reset_index(drop=True)
    ventet = fasit.geometry.reset_index(drop=True)
    assert egne.symmetric_difference(ventet).area.max() < avvik_m2


@pytest.mark.parametrize(
    ("epsg", "avvik_m2"), [(25832, 1e-3), (4258, 0.06 * 280)]
)  # QGIS Server writes six decimals, of degrees too
def test_wfs_i_den_versjonen_den_kan(url, kanal, fasit, boks, epsg, avvik_m2):
    """Version 2.0.0 is asked for, 1.1.0 is the newest that it speaks."""
    tjeneste = Tjeneste(url=url, typenavn="app:Teig", epsg=epsg)
    svar = hent_wfs(kanal, tjeneste, boks)
    _krev_likt(svar, fasit, avvik_m2)
    assert svar.parametre["version"] == "1.1.0"


def test_wfs_med_filter(url, kanal, fasit, boks):
    tjeneste = Tjeneste(url=url, typenavn="Teig", likhet=("kommunenummer", "5025"))
    svar = hent_wfs(kanal, tjeneste, boks)
    _krev_likt(svar, fasit[fasit["kommunenummer"] == "5025"], 1e-6)


def test_ogcapi_gir_meter_og_ikke_avrundede_grader(url, kanal, fasit, boks, monkeypatch):
    monkeypatch.setattr("gis.kilder.ogcapi.SIDE", 12)
    svar = hent_ogcapi(kanal, Samling(url=f"{url}/wfs3", navn="Teig"), boks)
    _krev_likt(svar, fasit, 1e-6)
    assert len(svar.raafiler) == 3


def test_wms_bilde_punkt_og_tegnforklaring(url, kanal, fasit):
    visning = les_wms(kanal, url, "Teig")
    boks = Utsnitt(X, Y, X + 1000, Y + 100, 25833)
    bilde = hent_bilde(kanal, visning, boks, 5.0)
    dekket = (bilde.piksler[3] > 127).mean()
    assert dekket == pytest.approx(fasit.clip(boks.grenser).area.sum() / 1e5, abs=0.06)
    (treff,) = hent_treff(kanal, visning, boks, (X + 235, Y + 40))
    assert "m2" in str(treff["properties"])
    assert hent_tegnforklaring(kanal, visning).startswith(b"\x89PNG")


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_wmts_bakgrunn(url, kanal, fasit):
    """The tile that the address gives shows the features that lie in it."""
    bakgrunn = les_wmts(kanal, url, "Teig", "EPSG:3857")
    nivaa = 17
    side = 256 * bakgrunn.matriser[nivaa].punkt
    midt = gpd.GeoSeries(fasit.geometry[:1], crs=25833).to_crs(3857).total_bounds
    kol, rad = int((midt[0] - UT_VEST) // side), int((UT_NORD - midt[3]) // side)
    adresse = bakgrunn.mal.format(z=bakgrunn.matriser[nivaa].navn, y=rad, x=kol)
    svar = kanal.klient.hent(adresse)
    assert svar.innhold.startswith(b"\x89PNG"), svar.innhold[:300]
    with MemoryFile(svar.innhold) as minne, minne.open() as fil:
        assert (fil.width, fil.height) == (256, 256)
        dekket = (fil.read(4) > 127).mean()
    flis = box(UT_VEST + kol * side, UT_NORD - (rad + 1) * side,
               UT_VEST + (kol + 1) * side, UT_NORD - rad * side)  # fmt: skip
    ventet = fasit.to_crs(3857).clip(flis).area.sum() / side**2
    assert dekket == pytest.approx(ventet, abs=0.02)


def test_wmts_som_bilde_i_kartplanet(url, kanal, fasit):
    """Tiles put together lie where the features lie, outlines apart."""
    bakgrunn = les_wmts(kanal, url, "Teig", "EPSG:25833")
    boks = Utsnitt(X, Y, X + 1000, Y + 100, 25833)
    bilde = hent_flisbilde(kanal, bakgrunn, boks, 3.0)
    vest, sor, aust, nord = bilde.utsnitt.grenser
    side = (aust - vest) / bilde.piksler.shape[2]
    assert vest <= X < vest + side and aust - side < X + 1000 <= aust
    rader, kolonner = np.nonzero(bilde.piksler[3] > 127)
    funnet = (vest + side * kolonner.min(), nord - side * (rader.max() + 1),
              vest + side * (kolonner.max() + 1), nord - side * rader.min())  # fmt: skip
    ventet = fasit.clip(bilde.utsnitt.grenser).total_bounds
    np.testing.assert_allclose(funnet, ventet, atol=2 * side)
    assert sor <= Y < sor + side
