"""Geometry, extents, rasters and the configuration file: laws and hand-made cases."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS
from rasterio.transform import Affine
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from gis.akser import er_grader, forslag, i_norge, krev_rimelig
from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.geometri import areal_m2, bare_flater, del_opp, felles, reparer, snitt, union, uten
from gis.kilder.raster import les_raster
from gis.kilder.skriving import skriv_geotiff
from gis.kommune import tolk_kommune
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

ROROS = Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832)
TALL = st.integers(-1000, 1000)


@st.composite
def flater(tegn):
    """Polygons with holes and many points: a union of discs less a union of discs."""
    skiver = [
        Point(tegn(TALL), tegn(TALL)).buffer(tegn(st.integers(50, 400)), quad_segs=16)
        for _ in range(tegn(st.integers(1, 6)))
    ]
    hull = Point(tegn(TALL), tegn(TALL)).buffer(tegn(st.integers(10, 200)))
    return shapely.union_all(skiver).difference(hull)


@settings(max_examples=40, deadline=None)
@given(flater(), st.integers(8, 64))
def test_oppdeling_bevarer_arealet(flate, maks):
    deler = del_opp(flate, maks)
    assert all(shapely.is_valid(deler))
    assert all(shapely.get_num_coordinates(del_) <= maks for del_ in deler)
    assert sum(del_.area for del_ in deler) == pytest.approx(flate.area, rel=1e-9)
    assert union(deler).symmetric_difference(flate).area <= 1e-6 * max(flate.area, 1)


def test_liten_flate_deles_ikke():
    assert del_opp(box(0, 0, 1, 1)) == [box(0, 0, 1, 1)]
    assert del_opp(Polygon()) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(flater(), min_size=1, max_size=4))
def test_areal_teller_overlapp_en_gang(flatene):
    assert areal_m2([*flatene, *flatene]) == pytest.approx(areal_m2(flatene))
    assert areal_m2(flatene) <= sum(f.area for f in flatene) + 1e-6


def test_reparer_og_bare_flater():
    sloyfe = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    ut = reparer(np.array([sloyfe, None, box(0, 0, 1, 1)], dtype=object))
    assert ut[0].is_valid
    assert ut[0].area == 2
    assert ut[1] is None
    assert ut[2] == box(0, 0, 1, 1)
    blanding = GeometryCollection([Point(0, 0), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)])
    assert bare_flater(blanding).equals(box(0, 0, 1, 1))
    assert bare_flater(LineString([(0, 0), (1, 1)])).is_empty
    assert union([]).is_empty
    assert areal_m2([MultiPolygon([box(0, 0, 1, 1)]), None, box(0.5, 0, 1.5, 1)]) == 1.5


# -- extents --------------------------------------------------------------------------------


def test_forslag_til_sone_og_akser():
    sone33 = (301_459.0, 6_911_984.0, 357_800.0, 6_970_585.0)
    naer = ROROS.utvidet(50_000)
    assert "EPSG:25833" in forslag(sone33, naer)
    assert "25832" not in forslag(sone33, naer)
    assert "25832" in forslag(sone33)  # without a place to be near, zone 32 is possible too
    assert "byttet" in forslag((62.3, 11.1, 62.8, 12.2), naer)
    assert "passer ikke" in forslag((1.0, 1.0, 2.0, 2.0))
    assert er_grader((11.0, 62.0, 12.0, 63.0))
    assert not er_grader(sone33)
    assert not i_norge((11.0, 62.0, 12.0, 63.0), 25832)


def test_krev_rimelig():
    krev_rimelig((11.0, 62.0, 12.0, 63.0), 4326, "fil")
    krev_rimelig((2.3, -0.9, 9.6, 3.9), 25832, "fil")  # odd, but swapping would not help
    with pytest.raises(CrsFeil, match="meter"):
        krev_rimelig((301_459.0, 6_911_984.0, 357_800.0, 6_970_585.0), 4326, "fil")
    with pytest.raises(CrsFeil, match="byttet"):
        krev_rimelig((6_911_984.0, 301_459.0, 6_970_585.0, 357_800.0), 25833, "fil")


# -- the configuration file -----------------------------------------------------------------

OPPSETT = '[kommune]\nnummer = "5025"\nnavn = "Røros"\nepsg = 25832\nboks = [0, 0, 9, 9]\n'


@pytest.mark.parametrize(
    ("fra", "til", "setning"),
    [
        ('"5025"', "5025", "«kommune.nummer» er 5025, men må være fire sifre i hermetegn."),
        ("0, 9, 9", '"x", 9, 9', "«kommune.boks nr. 2» har en verdi som ikke kan brukes ('x')."),
        ("navn", "nvn", "nøkkelen «kommune.navn» mangler."),
    ],
)
def test_feil_i_oppsettet_naar_leseren(fra, til, setning):
    with pytest.raises(ParameterFeil) as feil:
        tolk_kommune(OPPSETT.replace(fra, til), "k.toml", Path())
    assert f"k.toml: {setning}" in str(feil.value).splitlines()


# -- rasters --------------------------------------------------------------------------------


def _terreng(tmp_path, epsg=25832, **valg):
    """A plane: the height is the easting's last three digits, by ten."""
    rader = kolonner = 100
    verdier = np.tile(np.arange(kolonner, dtype=np.float32), (rader, 1))
    nett = Rutenett(verdier, 620_000, 6_941_000, 10, epsg)
    skriv_geotiff(tmp_path / "t.tif", nett)
    return nett


def test_vindu_av_raster(tmp_path):
    _terreng(tmp_path)
    utsnitt = Utsnitt(620_095, 6_940_500, 620_305, 6_940_600, 25832)
    lest = les_raster(tmp_path / "t.tif", utsnitt, 25832)
    assert lest.verdier.shape == (10, 22)
    assert lest.utsnitt == Utsnitt(620_090, 6_940_500, 620_310, 6_940_600, 25832)
    assert lest.verdier[0].tolist() == list(range(9, 31))


def test_raster_i_annen_sone(tmp_path):
    """Reprojected there, heights must still be the original eastings."""
    _terreng(tmp_path)
    boks = Utsnitt(610_000, 6_930_000, 630_000, 6_950_000, 25832)
    lest = les_raster(tmp_path / "t.tif", boks, 25833)
    assert lest.epsg == 25833
    midt = Utsnitt(620_495, 6_940_495, 620_505, 6_940_505, 25832).i_epsg(25833)
    verdi = lest.innenfor(midt.flate.buffer(10))
    assert verdi.mean() == pytest.approx(49.5, abs=1.0)
    assert np.isnan(lest.verdier).any()  # the corners outside the turned grid


def _fire_ruter(sti, dtype, nodata, skala=1.0, fra=0.0):
    """Cells 1, nothing, 3 and 4 as they are stored."""
    with rasterio.open(
        sti, "w", driver="GTiff", width=2, height=2, count=1, dtype=dtype, nodata=nodata,
        crs=CRS.from_epsg(25832), transform=Affine(10, 0, 620_000, 0, -10, 6_941_000),
    ) as fil:  # fmt: skip
        fil.write(np.array([[1, nodata], [3, 4]], dtype=dtype), 1)
        fil.scales, fil.offsets = (skala,), (fra,)


@pytest.mark.parametrize(
    ("dtype", "nodata"), [("int16", -9999), ("float64", -float(np.finfo("float64").max))]
)
def test_nodata_blir_nan(tmp_path, dtype, nodata):
    _fire_ruter(tmp_path / "n.tif", dtype, nodata)
    lest = les_raster(tmp_path / "n.tif", ROROS, 25832)
    assert np.isnan(lest.verdier[0, 1])
    assert lest.verdier[1].tolist() == [3, 4]


@pytest.mark.parametrize("epsg", [25832, 25833])
def test_hoyder_lagret_med_skala_blir_meter(tmp_path, epsg):
    """Decimetres above 600 m, in whole numbers: a slope of them as they stand is ten times too
    steep."""
    _fire_ruter(tmp_path / "s.tif", "int16", -9999, 0.1, 600.0)
    lest = les_raster(tmp_path / "s.tif", ROROS, epsg)
    assert float(np.nanmin(lest.verdier)) == pytest.approx(600.1, abs=0.11)
    assert float(np.nanmax(lest.verdier)) == pytest.approx(600.4, abs=0.11)
    assert lest.verdier.dtype == np.float32


def test_raster_som_ikke_kan_brukes(tmp_path):
    with pytest.raises(KildeFeil, match="finnes ikke"):
        les_raster(tmp_path / "borte.tif", ROROS, 25832)
    (tmp_path / "x.tif").write_bytes(b"tull")
    with pytest.raises(KildeFeil, match="kan ikke leses"):
        les_raster(tmp_path / "x.tif", ROROS, 25832)
    _terreng(tmp_path, epsg=25833)
    with pytest.raises(CrsFeil, match="feil sone"):
        les_raster(tmp_path / "t.tif", ROROS, 25833)


def test_overlegg_med_hjorner_paa_kanten():
    """A circle cut by a turned rectangle, laid over it again: GEOS without a grid finds nothing."""
    flate = shapely.affinity.rotate(shapely.box(0, 0, 100, 60), 2.75, use_radians=True)
    bit = shapely.Point(1.5, 0).buffer(43).intersection(flate)
    assert felles(flate, bit).area == pytest.approx(bit.area, abs=1e-3)
    assert uten(flate, bit).area == pytest.approx(flate.area - bit.area, abs=1e-3)
    assert shapely.area(snitt(np.array([flate]), np.array([bit])))[0] == pytest.approx(
        bit.area, abs=1e-3
    )
