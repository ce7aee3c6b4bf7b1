"""Terrain by WCS from a real MapServer: tiles that meet, nodata kept, places checked."""

import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder import wcs
from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.skriving import skriv_geotiff
from gis.kilder.wcs import Flis, hent_wcs
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

X, Y, RUTE = 314_000.0, 6_943_000.0, 10.0


@pytest.fixture
def kanal():
    klient = Klient("arealsil/prove", Grenser(lesing_s=60.0, forsok=1))
    yield Kanal(klient)
    klient.okt.close()


@pytest.fixture
def terreng(tmp_path):
    """60 × 80 cells, every one different, a hole of nothing, EPSG:25833."""
    hoyder = np.arange(60 * 80, dtype=np.float32).reshape(60, 80) / 7
    hoyder[20:25, 30:40] = np.nan
    nett = Rutenett(hoyder, X, Y + 600, RUTE, 25833)
    skriv_geotiff(tmp_path / "t.tif", nett)
    return tmp_path / "t.tif", hoyder


@pytest.mark.mapserver
def test_fliser_uten_sommer_og_hull_som_er_hull(mapserver, kanal, terreng, monkeypatch):
    sti, fasit = terreng
    monkeypatch.setattr(wcs, "MAKS_PIKSLER", 23)
    flis = Flis(url=mapserver("-", "--raster", str(sti)), dekning="terreng", rute_m=RUTE)
    boks = Utsnitt(X + 3, Y + 3, X + 797, Y + 597, 25833)
    hentet = hent_wcs(kanal, flis, boks)
    nett = hentet.data
    assert (nett.xmin, nett.ymax, nett.rute_m, nett.epsg) == (X, Y + 600, RUTE, 25833)
    assert len(hentet.raafiler) == 3 * 4  # 60 rows and 80 columns in tiles of 23
    np.testing.assert_array_equal(nett.verdier, fasit)


@pytest.mark.mapserver
def test_utenfor_dekningen_er_det_ingenting(mapserver, kanal, terreng):
    sti, fasit = terreng
    flis = Flis(url=mapserver("-", "--raster", str(sti)), dekning="terreng", rute_m=RUTE)
    delvis = hent_wcs(kanal, flis, Utsnitt(X - 100, Y, X + 100, Y + 600, 25833)).data.verdier
    assert np.isnan(delvis[:, :10]).all()
    np.testing.assert_array_equal(delvis[:, 10:], fasit[:, :10])
    with pytest.raises(KildeFeil, match=r"ingen verdier|melder feil"):
        hent_wcs(kanal, flis, Utsnitt(X + 20_000, Y, X + 20_600, Y + 600, 25833))


@pytest.mark.mapserver
def test_dekning_som_ikke_finnes(mapserver, kanal, terreng):
    sti, _ = terreng
    flis = Flis(url=mapserver("-", "--raster", str(sti)), dekning="tereng")
    with pytest.raises(ParameterFeil, match="Mente du «terreng»"):
        hent_wcs(kanal, flis, Utsnitt(X, Y, X + 100, Y + 100, 25833))


EVNER = (
    '<WCS_Capabilities version="1.0.0" xmlns="http://www.opengis.net/wcs"><Service><name>x</name>'
    "</Service><Capability/><ContentMetadata><CoverageOfferingBrief><name>d</name><label>d</label>"
    "</CoverageOfferingBrief></ContentMetadata></WCS_Capabilities>"
)
BESKRIVELSE = (
    '<CoverageDescription xmlns="http://www.opengis.net/wcs"><CoverageOffering><supportedFormats>'
    "<formats>GeoTIFF</formats></supportedFormats></CoverageOffering></CoverageDescription>"
)


UNNTAK = (
    b"<ServiceExceptionReport><ServiceException>nede</ServiceException></ServiceExceptionReport>"
)


@pytest.mark.parametrize(
    ("plass", "feil", "hva"),
    [
        ((5.0, 25833, 10), CrsFeil, "ligger 5.00 m fra"),
        ((0.0, 25832, 10), CrsFeil, "ba om EPSG:25833"),
        ((0.0, 25833, 9), KildeFeil, "ba om 10 × 10 ruter"),
        (None, KildeFeil, "melder feil: .*nede"),
    ],
    ids=["forskjøvet", "annet CRS", "annen størrelse", "feilmelding"],
)
def test_flis_som_ikke_er_det_det_ble_bedt_om(tjener, klient, tmp_path, plass, feil, hva):
    flytt_m, epsg, rader = plass or (0.0, 25833, 10)
    ruter = np.ones((rader, 10), np.float32)
    skriv_geotiff(tmp_path / "f.tif", Rutenett(ruter, X + flytt_m, Y + 100, RUTE, epsg))
    svarene = {"GetCapabilities": EVNER.encode(), "DescribeCoverage": BESKRIVELSE.encode()}
    svarene["GetCoverage"] = UNNTAK if plass is None else (tmp_path / "f.tif").read_bytes()
    tjener.svar = lambda _, spor: (200, {}, svarene[spor["request"]])
    with pytest.raises(feil, match=hva):
        hent_wcs(
            Kanal(klient), Flis(url=tjener.url, dekning="d"),
            Utsnitt(X, Y, X + 100, Y + 100, 25833),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("lavest", "tomt", "ukjente", "sier"),
    [
        (600.0, None, 12, "12 ruter er 0 og regnes som ukjente"),
        (0.4, None, 0, "12 ruter er 0 og kan være hull"),  # a shore: nought may be the sea
        (600.0, -9999.0, 0, ""),  # what stands for nothing is said: nought is a height
        (600.0, 0.0, 12, ""),
    ],
)
def test_hull_som_tjenesten_fyller_med_null(tjener, klient, lavest, tomt, ukjente, sier):
    ruter = np.full((10, 10), lavest, np.float32)
    ruter[2:5, 3:7] = 0
    with MemoryFile() as minne:
        plass = Affine(RUTE, 0, X, 0, -RUTE, Y + 100)
        with minne.open(driver="GTiff", width=10, height=10, count=1, dtype="float32",
                        crs=CRS.from_epsg(25833), transform=plass, nodata=tomt) as fil:  # fmt: skip
            fil.write(ruter, 1)
        svarene = {"GetCapabilities": EVNER.encode(), "DescribeCoverage": BESKRIVELSE.encode(),
                   "GetCoverage": minne.read()}  # fmt: skip
    tjener.svar = lambda _, spor: (200, {}, svarene[spor["request"]])
    boks = Utsnitt(X, Y, X + 100, Y + 100, 25833)
    svar = hent_wcs(Kanal(klient), Flis(url=tjener.url, dekning="d"), boks)
    assert np.isnan(svar.data.verdier).sum() == ukjente
    assert sier in " ".join(svar.merknader) and bool(svar.merknader) is bool(sier)
