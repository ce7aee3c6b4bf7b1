"""GML: against GDAL's reader or coordinates written by hand, never against our own."""

import math
import shutil

import numpy as np
import pyogrio
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.gml import gml_typer, les_gml
from gis.kilder.gmlgeometri import tolk_srs

UTM = "urn:ogc:def:crs:EPSG::25833"
RING = "0 0 10 0 10 10 0 10 0 0"
HULL = "2 2 2 4 4 4 4 2 2 2"


def samling(*medlemmer, versjon="3.2", ekstra=""):
    """Wrap features as a server does."""
    gml = "http://www.opengis.net/gml/3.2" if versjon == "3.2" else "http://www.opengis.net/gml"
    medlem = "wfs:member" if versjon == "3.2" else "gml:featureMember"
    inni = "".join(f"<{medlem}>{m}</{medlem}>" for m in medlemmer)
    return (
        f'<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="{gml}" '
        f'xmlns:app="http://skjema.geonorge.no/prove/20990101" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {ekstra}>{inni}'
        "</wfs:FeatureCollection>"
    ).encode()


def teig(geometri, egenskaper="", nr="1"):
    return (
        f'<app:Teig gml:id="teig.{nr}">{egenskaper}<app:område>{geometri}</app:område></app:Teig>'
    )


def polygon(ring=RING, hull="", srs=UTM):
    indre = f"<gml:LinearRing><gml:posList>{hull}</gml:posList></gml:LinearRing>"
    indre = f"<gml:interior>{indre}</gml:interior>"
    return (
        f'<gml:Polygon srsName="{srs}"><gml:exterior><gml:LinearRing><gml:posList>{ring}'
        f"</gml:posList></gml:LinearRing></gml:exterior>{indre if hull else ''}</gml:Polygon>"
    )


def en(geometri, **valg):
    return les_gml(samling(teig(geometri), **valg), "app:Teig").geometry.iloc[0]


# -- recorded answers, with GDAL as the judge -----------------------------------------------


@pytest.mark.ekte
@pytest.mark.parametrize(
    ("navn", "typen", "fasit"),
    [
        ("svar/wfs_teig_bergen.xml", "app:Teig", (3, 25833)),
        ("svar/wfs_kulturminner_lokalitet_drammen.xml", "app:Lokalitet", (10, 4326)),
        ("plan/gml.xlink.1-2D-pass.gml", "RpOmråde", (1, 25832)),
        ("plan/gml.avgr.1-pass.gml", "RpArealformålOmråde", (3, 25832)),
    ],
)
def test_som_gdal_leser_dem(ekte, tmp_path, monkeypatch, navn, typen, fasit):
    antall, epsg = fasit
    innhold = (ekte / navn).read_bytes()
    lest = les_gml(innhold, typen)
    monkeypatch.setenv("GML_DOWNLOAD_SCHEMA", "NO")
    kopi = shutil.copy(ekte / navn, tmp_path / "kopi.gml")
    gdal = pyogrio.read_dataframe(kopi, layer=typen.rpartition(":")[2])
    assert (len(lest), lest.crs.to_epsg()) == (antall, epsg)
    assert lest.attrs["mottatt"] == antall  # numberReturned="0" in the answer is a trap
    # GDAL makes arcs into chords of 4°, ours are of 2°
    riktige, egne = gdal.geometry.to_numpy(), lest.geometry.to_numpy()
    avvik = shapely.area(shapely.symmetric_difference(egne, riktige))
    assert (avvik / shapely.area(riktige) < 1e-3).all()
    np.testing.assert_allclose(lest.total_bounds, gdal.total_bounds, atol=1e-6)


@pytest.mark.ekte
def test_egenskaper_i_teigsvaret(ekte):
    lest = les_gml((ekte / "svar/wfs_teig_bergen.xml").read_bytes(), "app:Teig", "app:område")
    assert lest["kommunenummer"].tolist() == ["4601"] * 3  # text, also where GDAL makes a number
    assert all(t.startswith("167/") for t in lest["matrikkelnummerTekst"])
    assert lest["identTeig.teigId"].is_unique
    punkt = les_gml(
        (ekte / "svar/wfs_teig_bergen.xml").read_bytes(), "Teig", "representasjonspunkt"
    )
    assert set(punkt.geom_type) == {"Point"}


# -- geometry by hand -----------------------------------------------------------------------


def test_flate_med_hull():
    assert en(polygon(hull=HULL)).equals(
        Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4), (4, 2)]])
    )


def test_multisurface_og_surface():
    flate = (
        f'<gml:Surface srsName="{UTM}"><gml:patches><gml:PolygonPatch><gml:exterior>'
        f"<gml:LinearRing><gml:posList>20 0 30 0 30 10 20 0</gml:posList></gml:LinearRing>"
        f"</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
    )
    multi = (
        f'<gml:MultiSurface srsName="{UTM}"><gml:surfaceMember>{polygon()}</gml:surfaceMember>'
        f"<gml:surfaceMembers>{flate}</gml:surfaceMembers></gml:MultiSurface>"
    )
    lest = en(multi)
    assert isinstance(lest, MultiPolygon)
    assert lest.area == 150
    to_biter = flate.replace(
        "</gml:patches>",
        "<gml:PolygonPatch><gml:exterior><gml:LinearRing><gml:posList>20 0 20 -5 30 0 20 0"
        "</gml:posList></gml:LinearRing></gml:exterior></gml:PolygonPatch></gml:patches>",
    )
    assert en(to_biter).geom_type == "Polygon"
    assert en(to_biter).area == 75


def test_halvsirkel_av_bue():
    ring = (
        f'<gml:Polygon srsName="{UTM}"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve>'
        "<gml:segments><gml:Arc><gml:posList>0 0 50 50 100 0</gml:posList></gml:Arc>"
        "<gml:LineStringSegment><gml:posList>100 0 0 0</gml:posList></gml:LineStringSegment>"
        "</gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>"
    )
    flate = en(ring)
    assert flate.is_valid
    assert flate.area == pytest.approx(math.pi * 50**2 / 2, rel=3e-4)
    assert flate.bounds == pytest.approx((0, 0, 100, 50))


def test_hel_sirkel():
    ring = (
        f'<gml:Polygon srsName="{UTM}"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve>'
        "<gml:segments><gml:Circle><gml:posList>600000 6900000 600050 6900050 600100 6900000"
        "</gml:posList></gml:Circle></gml:segments></gml:Curve></gml:curveMember></gml:Ring>"
        "</gml:exterior></gml:Polygon>"
    )
    assert en(ring).area == pytest.approx(math.pi * 50**2, rel=3e-4)
    assert en(ring).centroid.distance(Point(600050, 6900000)) < 1e-3


def test_linjer_og_punkter():
    kurve = (
        f'<gml:MultiCurve srsName="{UTM}"><gml:curveMember><gml:LineString><gml:pos>0 0</gml:pos>'
        "<gml:pos>3 4</gml:pos></gml:LineString></gml:curveMember></gml:MultiCurve>"
    )
    assert en(kurve).length == 5
    snudd = (
        f'<gml:CompositeCurve srsName="{UTM}"><gml:curveMember><gml:LineString><gml:posList>0 0 1 0'
        "</gml:posList></gml:LineString></gml:curveMember><gml:curveMember>"
        '<gml:OrientableCurve orientation="-"><gml:baseCurve><gml:LineString><gml:posList>5 0 1 0'
        "</gml:posList></gml:LineString></gml:baseCurve></gml:OrientableCurve></gml:curveMember>"
        "</gml:CompositeCurve>"
    )
    assert list(en(snudd).coords) == [(0, 0), (1, 0), (5, 0)]
    punkter = (
        f'<gml:MultiPoint srsName="{UTM}"><gml:pointMember><gml:Point><gml:pos>1 2 99</gml:pos>'
        "</gml:Point></gml:pointMember></gml:MultiPoint>"
    ).replace("<gml:pos>", '<gml:pos srsDimension="3">')
    assert list(shapely.get_coordinates(en(punkter))[0]) == [1, 2]


def test_gml_2_og_311():
    gammel = (
        '<gml:Polygon srsName="EPSG:25833"><gml:outerBoundaryIs><gml:LinearRing>'
        "<gml:coordinates>0,0 10,0 10,10 0,0</gml:coordinates></gml:LinearRing>"
        "</gml:outerBoundaryIs></gml:Polygon>"
    )
    assert en(gammel, versjon="3.1.1").area == 50


@pytest.mark.parametrize(
    ("srs", "rekkefolge"),
    [
        ("urn:ogc:def:crs:EPSG::4326", "62 11"),
        ("urn:ogc:def:crs:EPSG:8.9:4258", "62 11"),
        ("http://www.opengis.net/def/crs/EPSG/0/4258", "62 11"),
        ("EPSG:4326", "11 62"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4258", "11 62"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "11 62"),
    ],
)
def test_akser(srs, rekkefolge):
    punkt = f'<gml:Point srsName="{srs}"><gml:pos>{rekkefolge}</gml:pos></gml:Point>'
    assert en(punkt).equals(Point(11, 62))


@pytest.mark.parametrize(
    "srs",
    [UTM, "EPSG:25833", "http://www.opengis.net/def/crs/EPSG/0/25833",
     "http://www.opengis.net/gml/srs/epsg.xml#25833"],
)  # fmt: skip
def test_utm_er_ost_nord_i_alle_former(srs):
    akser = tolk_srs(srs)
    assert akser is not None
    assert (akser.epsg, akser.bytt) == (25833, False)


def test_sammensatt_crs_gir_planet():
    akser = tolk_srs("urn:ogc:def:crs:EPSG::5972")
    assert akser is not None
    assert (akser.epsg, akser.dimensjon) == (25832, 3)
    punkt = '<gml:Point srsName="urn:ogc:def:crs:EPSG::5972"><gml:pos>1 2 3</gml:pos></gml:Point>'
    assert en(punkt).equals(Point(1, 2))


# -- faults ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("geometri", "hva"),
    [
        (polygon(ring="0 0 1 1 2"), "går ikke opp"),
        (polygon(ring="0 0 1 1 2 0"), "ikke lukket"),
        (polygon(ring="0 0 NaN 1 2 0 0 0"), "endelige"),
        (polygon(ring="0 0 x 1"), "koordinatene er ikke tall"),
        (polygon(ring="0 0 1_0 0 1 1 0 0"), "koordinatene er ikke tall"),
        (f'<gml:Solid srsName="{UTM}"/>', "Solid er ikke støttet"),
        (f'<gml:MultiSurface srsName="{UTM}"><gml:surfaceMember xlink:href="#a"/>'
         "</gml:MultiSurface>", "xlink"),
    ],
)  # fmt: skip
def test_daarlig_objekt_settes_til_side(geometri, hva):
    lest = les_gml(samling(teig(polygon()), teig(geometri, nr="2")), "Teig")
    assert len(lest) == 1
    assert lest.attrs["mottatt"] == 2
    assert len(lest.attrs["merknader"]) == 1
    assert "teig.2" in lest.attrs["merknader"][0]
    assert hva in lest.attrs["merknader"][0]


def test_blandet_crs_stopper():
    annen = polygon(srs="urn:ogc:def:crs:EPSG::25832")
    with pytest.raises(CrsFeil, match=r"flere.*25832.*25833"):
        les_gml(samling(teig(polygon()), teig(annen, nr="2")), "Teig")


def test_ukjent_eller_manglende_crs_stopper():
    with pytest.raises(CrsFeil, match="LOKAL"):
        les_gml(samling(teig(polygon(srs="LOKAL:1"))), "Teig")
    uten = polygon().replace(f' srsName="{UTM}"', "")
    with pytest.raises(CrsFeil, match="oppgir ikke"):
        les_gml(samling(teig(uten)), "Teig")


def test_crs_arves_fra_samlingens_konvolutt():
    uten = samling(teig(polygon().replace(f' srsName="{UTM}"', "")))
    konvolutt = (
        f'<wfs:boundedBy><gml:Envelope srsName="{UTM}"><gml:lowerCorner>0 0</gml:lowerCorner>'
        "<gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></wfs:boundedBy>"
    )
    medlem = b"<wfs:member>"
    assert les_gml(uten.replace(medlem, konvolutt.encode() + medlem, 1), "Teig").crs == 25833


def test_avkortet_og_ukjent_type():
    hel = samling(teig(polygon()), teig(polygon(), nr="2"))
    with pytest.raises(KildeFeil, match="avkortet"):
        les_gml(hel[:-40], "Teig")
    with pytest.raises(ParameterFeil, match="Mente du «Teig»"):
        les_gml(hel, "app:Teigg")
    assert gml_typer(hel, "x") == ["Teig"]
    assert len(les_gml(samling(), "Teig")) == 0


def test_entiteter_foldes_ikke_ut():
    bombe = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + samling(
        teig(polygon(), "<app:navn>&a;</app:navn>")
    )
    with pytest.raises(KildeFeil, match="entiteter"):
        les_gml(bombe, "Teig")


# -- attributes -----------------------------------------------------------------------------


def test_nostede_egenskaper():
    egne = (
        "<app:identifikasjon><app:Identifikasjon><app:lokalId>0012</app:lokalId>"
        "</app:Identifikasjon></app:identifikasjon><app:målemetode>24</app:målemetode>"
        "<app:navn>a</app:navn><app:navn>b</app:navn><app:tom xsi:nil='true'/>"
        "<app:plan xlink:href='#p1'/><app:punkt><gml:Point srsName='EPSG:25833'><gml:pos>1 2"
        "</gml:pos></gml:Point></app:punkt>"
    )
    lest = les_gml(samling(teig(polygon(), egne)), "Teig", "app:område")
    rad = lest.iloc[0]
    assert rad["identifikasjon.lokalId"] == "0012"
    assert rad["målemetode"] == "24"
    assert rad["navn"] == "a; b"
    assert rad["tom"] is None
    assert rad["plan"] == "#p1"
    assert rad["gml_id"] == "teig.1"
    assert lest.geometry[0].geom_type == "Polygon"


def test_element_som_gjentas_uten_ende():
    """A value is joined of so many as there is room for: time does not grow with the square."""
    gjentatt = "<app:navn>abcdefgh</app:navn>" * 50_000
    (navn,) = les_gml(samling(teig(polygon(), gjentatt)), "Teig")["navn"]
    assert navn.startswith("abcdefgh; abcdefgh")
    assert navn.endswith("; …")
    assert len(navn) <= 10_003


def test_flate_som_er_for_stor_til_aa_leses():
    """A million corners in one ring: refused by name, not called broken, and quickly."""
    hjorner = "311000.0 6940000.0 311100.0 6940000.0 311100.0 6940100.0 " * 350_000
    flate = f"<gml:Polygon srsName='{UTM}'><gml:exterior><gml:LinearRing><gml:posList>{hjorner}"
    flate += "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    with pytest.raises(KildeFeil, match=r"mer enn 10 MB.*GeoPackage"):
        les_gml(samling(teig(flate)), "Teig")
