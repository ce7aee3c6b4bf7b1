"""WMS against a real MapServer: the picture lies where the feature lies; WMTS from a document."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from shapely import box

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder import wms
from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_gpkg
from gis.kilder.wms import Visning, les_wms
from gis.kilder.wmsbilde import hent_bilde, hent_tegnforklaring, hent_treff, skriv_bilde
from gis.kilder.wmts import les_wmts
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.bilde import hent_kartbilde, spor_sted
from lag.katalog import KATALOG
from lag.lasting import Oppsett
from lag.modell import Wms

X, Y = 314_000, 6_943_000
BOKS = Utsnitt(X, Y, X + 1000, Y + 600, 25833)


@pytest.fixture(scope="module")
def fil(tmp_path_factory):
    """One square of 300 × 200 m, EPSG:25833."""
    sti = tmp_path_factory.mktemp("wms") / "myr.gpkg"
    flate = [box(X + 100, Y + 300, X + 400, Y + 500)]
    data = gpd.GeoDataFrame({"navn": ["Måsåmyra"]}, geometry=flate, crs=25833)
    skriv_gpkg(sti, {"Myr": data}, "2026-01-01")
    return sti


@pytest.fixture
def kanal():
    klient = Klient("arealsil/prove", Grenser(lesing_s=60.0, forsok=1))
    yield Kanal(klient)
    klient.okt.close()


@pytest.mark.mapserver
def test_bildet_ligger_der_flaten_ligger(mapserver, kanal, fil, tmp_path, monkeypatch):
    monkeypatch.setattr(wms, "MAKS_PIKSLER", 64)  # several pictures joined
    visning = les_wms(kanal, mapserver(fil), "Myr")
    assert (visning.tittel, visning.spores, visning.maks_piksler) == ("Myr", True, 64)
    assert "EPSG:25833" in visning.crs and "image/png" in visning.formater
    bilde = hent_bilde(kanal, visning, BOKS, 5.0)
    assert bilde.piksler.shape == (4, 120, 200)
    skriv_bilde(tmp_path / "b.tif", bilde)
    with rasterio.open(tmp_path / "b.tif") as tif:
        assert tif.crs.to_epsg() == 25833
        rader, kolonner = np.nonzero(tif.read(4) > 127)
        plass = tif.transform
        vest, aust = (plass.c + plass.a * k for k in (kolonner.min(), kolonner.max() + 1))
        nord, sor = (plass.f + plass.e * r for r in (rader.min(), rader.max() + 1))
        farge = tif.read()[:3, 40, 50]
    fasit = (X + 100, Y + 300, X + 400, Y + 500)
    np.testing.assert_allclose((vest, sor, aust, nord), fasit, atol=5)
    assert farge.tolist() == [200, 30, 30]


@pytest.mark.mapserver
@pytest.mark.parametrize("epsg", [25832, 4326, 4258])
def test_aksene_er_rette_i_hvert_crs(mapserver, kanal, fil, epsg):
    visning = les_wms(kanal, mapserver(fil), "Myr")
    boks = BOKS.i_epsg(epsg)
    bilde = hent_bilde(kanal, visning, boks, (boks.xmax - boks.xmin) / 200)
    dekket = (bilde.piksler[3] > 127).mean()
    assert dekket == pytest.approx(0.1, abs=0.03)  # 300 × 200 of 1000 × 600 m, and box edges


@pytest.mark.mapserver
def test_punkt_og_tegnforklaring(mapserver, kanal, fil):
    visning = les_wms(kanal, mapserver(fil), "Myr")
    (treff,) = hent_treff(kanal, visning, BOKS, (X + 250, Y + 400))
    assert treff["properties"]["navn"] == "Måsåmyra"
    assert hent_treff(kanal, visning, BOKS, (X + 900, Y + 50)) == []
    assert hent_tegnforklaring(kanal, visning).startswith(b"\x89PNG")
    with pytest.raises(ParameterFeil, match="utenfor"):
        hent_treff(kanal, visning, BOKS, (X - 10, Y))


@pytest.mark.parametrize(
    ("status", "kropp", "hva"),
    [
        (200, b'{"exceptions": [{"text": "LayerNotDefined"}]}', "ingen «features»"),
        (404, b'{"features": []}', "404"),
        (200, b"<msGMLOutput><a_layer><a_feature>", "ødelagt eller avkortet"),
        (499, b"<msGMLOutput/>", "499"),
    ],
)
def test_en_feil_er_ikke_ingen_treff(tjener, klient, status, kropp, hva):
    visning = Visning(
        url=tjener.url, lag="Myr", tittel="Myr", crs=(), stiler=(), tegnforklaring="", spores=True,
        minste_nevner=None, storste_nevner=None, navngivelse="", maks_piksler=1, formater=(),
        trefformater=(),
    )  # fmt: skip
    tjener.svar = lambda *_: (status, {}, kropp)
    with pytest.raises(KildeFeil, match=hva):
        hent_treff(Kanal(klient), visning, BOKS, (X + 250, Y + 400))


@pytest.mark.mapserver
def test_det_som_ville_blitt_et_stille_tomt_bilde(mapserver, kanal, fil):
    visning = les_wms(kanal, mapserver(fil), "Myr")
    with pytest.raises(CrsFeil, match="vises ikke i EPSG:3857"):
        hent_bilde(kanal, visning, BOKS.i_epsg(3857), 5.0)
    with pytest.raises(ParameterFeil, match="Mente du «Myr»"):
        les_wms(kanal, visning.url, "Myrr")
    grense = replace(visning, storste_nevner=5000.0)
    with pytest.raises(KildeFeil, match=r"vises ikke i målestokk 1:17857 .*0–5000"):
        hent_bilde(kanal, grense, BOKS, 5.0)
    with pytest.raises(KildeFeil, match=r"målestokk 1:17857 .*20000–∞"):
        hent_bilde(kanal, replace(visning, minste_nevner=20_000.0), BOKS, 5.0)


@pytest.mark.ekte
def test_feil_bak_status_200(ekte, tjener, klient):
    unntak = (ekte / "svar/wms_serviceexceptionreport.xml").read_bytes()
    tjener.svar = lambda *_: (200, {}, unntak)
    with pytest.raises(KildeFeil, match="melder feil"):
        les_wms(Kanal(klient), tjener.url, "arealformal_vn9")


WMTS = """<Capabilities xmlns="http://www.opengis.net/wmts/1.0" version="1.0.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<ows:ServiceIdentification><ows:Title>x</ows:Title><ows:ServiceType>OGC WMTS</ows:ServiceType>
<ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<Contents><Layer><ows:Title>Topografisk</ows:Title><ows:Identifier>topo</ows:Identifier>
<Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>
<TileMatrixSetLink><TileMatrixSet>utm33n</TileMatrixSet></TileMatrixSetLink>
<ResourceURL format="image/png" resourceType="tile"
 template="https://cache.invalid/topo/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/>
</Layer><TileMatrixSet><ows:Identifier>utm33n</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::25833</ows:SupportedCRS>""" + "".join(
    f"<TileMatrix><ows:Identifier>{n:02}</ows:Identifier><ScaleDenominator>{77371428.57 / 2**n}"
    "</ScaleDenominator><TopLeftCorner>-2500000 9045984</TopLeftCorner><TileWidth>256</TileWidth>"
    "<TileHeight>256</TileHeight><MatrixWidth>1</MatrixWidth><MatrixHeight>1</MatrixHeight>"
    "</TileMatrix>"
    for n in (1, 0)
) + "</TileMatrixSet></Contents></Capabilities>"  # fmt: skip


@pytest.mark.mapserver
def test_kommunen_som_kartbilde(mapserver, kanal, fil, tmp_path):
    """What `arealsil bilde` fetches: the municipality, the legend, and a place."""
    kilde = Wms(url=mapserver(fil), lag="Myr")
    post = replace(KATALOG["arealressurs"], kilde=kilde)
    kommune = Kommune(nummer="5025", navn="Røros", boks=BOKS.i_epsg(25832))
    oppsett = Oppsett(lager=Lager(tmp_path), klient=kanal.klient, naa="2026-11-24T14:00:00+00:00")
    bilde, tegnforklaring = hent_kartbilde(post, kommune, oppsett, 5.0)
    assert bilde.utsnitt.epsg == kommune.epsg == 25832
    dekket_m2 = (bilde.piksler[3] > 127).sum() * 25.0
    assert dekket_m2 == pytest.approx(60_000, rel=0.05)
    assert tegnforklaring is not None and tegnforklaring.startswith(b"\x89PNG")
    midt = gpd.GeoSeries.from_xy([X + 250], [Y + 400], crs=25833).to_crs(25832).iloc[0]
    (treff,) = spor_sted(post, kommune, oppsett, (midt.x, midt.y))
    assert treff["navn"] == "Måsåmyra"
    assert spor_sted(post, kommune, oppsett, (midt.x + 5000, midt.y)) == []
    with pytest.raises(ParameterFeil, match=r"har ingen bildetjeneste\. Lag som har: .*myr"):
        hent_kartbilde(KATALOG["teiger"], kommune, oppsett, 5.0)
    with pytest.raises(ParameterFeil, match="frakoblet"):
        spor_sted(post, kommune, replace(oppsett, frakoblet=True), (midt.x, midt.y))


def test_wmts_som_bakgrunn(tjener, klient):
    tjener.svar = lambda *_: (200, {}, WMTS.encode())
    kanal = Kanal(klient)
    bakgrunn = les_wmts(kanal, tjener.url, "topo", "utm33n")
    assert bakgrunn.mal == "https://cache.invalid/topo/default/utm33n/{z}/{y}/{x}.png"
    assert tuple(m.navn for m in bakgrunn.matriser) == ("00", "01")
    assert [m.punkt for m in bakgrunn.matriser] == pytest.approx([21664.0, 10832.0])
    with pytest.raises(ParameterFeil, match="Mente du «topo»"):
        les_wmts(kanal, tjener.url, "topoo", "utm33n")
    with pytest.raises(ParameterFeil, match="Mente du «utm33n»"):
        les_wmts(kanal, tjener.url, "topo", "utm33")
    assert len(tjener.sporringer) == 1  # the capabilities are asked for once
