"""Vector files: what is wrong with them is found, named and never passed on in silence."""

import json
import shutil
import sqlite3
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import Point, box

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.fil import (
    fillag,
    filtid,
    les_bytes,
    les_pakkebytes,
    les_pakketekst,
    les_tekst,
    les_vektor,
    sha256_av,
    storrelse,
)
from gis.kilder.filcrs import med_crs
from gis.utsnitt import Utsnitt

ROROS = Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832).utvidet(50_000)


def _gpkg(sti, crs=25833):
    data = gpd.GeoDataFrame(
        {"nr": ["01", "02", "03"]},
        geometry=[box(314_000 + i, 6_943_000, 314_001 + i, 6_943_001) for i in range(3)],
        crs=crs,
    )
    data.to_file(sti, layer="teig", engine="pyogrio")
    return data


def _geojson(sti, geometrier, crs=None):
    innhold = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"nr": i, "id": {"x": "y"}}, "geometry": g}
            for i, g in enumerate(geometrier)
        ],
    }
    if crs:
        innhold["crs"] = {"type": "name", "properties": {"name": crs}}
    sti.write_text(json.dumps(innhold), encoding="utf-8")


# -- text -----------------------------------------------------------------------------------


def test_tekst_og_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbf\xc3\xb8")
    assert les_tekst(tmp_path / "a") == "ø"
    assert les_bytes(tmp_path / "a")[-2:] == "ø".encode()
    (tmp_path / "b").write_bytes("ø".encode("latin-1"))
    with pytest.raises(KildeFeil, match="UTF-8"):
        les_tekst(tmp_path / "b")
    with pytest.raises(KildeFeil, match="finnes ikke"):
        les_tekst(tmp_path / "c")
    with pytest.raises(KildeFeil, match="kan ikke leses"):
        les_tekst(tmp_path)
    assert les_pakketekst("gis", "crs.py") == les_pakkebytes("gis", "crs.py").decode()


def test_sjekksum_og_tid(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_av(tmp_path / "a").startswith("ba7816bf8f01cfea")  # FIPS 180-2, «abc»
    assert sha256_av(tmp_path / "a") != sha256_av(_skriv(tmp_path / "b", b"abd"))
    assert sha256_av(tmp_path / "a") == sha256_av(_skriv(tmp_path / "c", b"abc"))
    assert filtid(tmp_path / "a").endswith("Z")
    assert storrelse(tmp_path / "a") == 3
    mappe = tmp_path / "m.gdb"
    mappe.mkdir()
    _skriv(mappe / "x", b"1")
    forut = sha256_av(mappe)
    _skriv(mappe / "x", b"2")
    assert sha256_av(mappe) != forut
    assert storrelse(mappe) == 1
    with pytest.raises(KildeFeil):
        sha256_av(tmp_path / "borte")


@pytest.mark.parametrize("endelser", [(".shp", ".dbf", ".prj"), (".SHP", ".DBF", ".Prj")])
def test_alle_delene_av_en_shapefil_teller_uansett_skrivemaate(tmp_path, endelser):
    for nr, endelse in enumerate(endelser):
        _skriv(tmp_path / f"a{endelse}", str(nr).encode())
    _skriv(tmp_path / "annen.dbf", b"x")
    fil = tmp_path / f"a{endelser[0]}"
    summer = {sha256_av(fil)}
    for endelse in endelser:
        _skriv(tmp_path / f"a{endelse}", b"endret")
        summer.add(sha256_av(fil))
    assert len(summer) == 4
    assert storrelse(fil) == 18


def _skriv(sti, innhold):
    sti.write_bytes(innhold)
    return sti


# -- formats --------------------------------------------------------------------------------


@pytest.mark.parametrize("endelse", ["gpkg", "shp", "gdb"])
def test_formatene(tmp_path, endelse):
    ventet = _gpkg(tmp_path / "kilde.gpkg")
    sti = tmp_path / f"teig.{endelse}"
    if endelse == "gdb":
        ventet.to_file(sti, driver="OpenFileGDB", layer="teig", engine="pyogrio")
    elif endelse == "shp":
        ventet.to_file(sti, engine="pyogrio")
    else:
        shutil.copy(tmp_path / "kilde.gpkg", sti)
    assert fillag(sti) == ["teig"]
    lest = les_vektor(sti)
    assert lest["nr"].tolist() == ["01", "02", "03"]
    assert lest.crs.to_epsg() == 25833
    assert lest.geometry.normalize().geom_equals(ventet.geometry.normalize()).all()
    assert lest.attrs["merknader"] == []


def test_nostede_egenskaper_blir_punktum(tmp_path):
    _geojson(tmp_path / "a.geojson", [{"type": "Point", "coordinates": [11.4, 62.6]}])
    lest = les_vektor(tmp_path / "a.geojson")
    assert lest["id.x"].tolist() == ["y"]
    assert lest.crs.to_epsg() == 4326


def test_naken_geometri_med_gammelt_crs(tmp_path):
    naken = {
        "type": "Polygon",
        "coordinates": [[[314e3, 6943e3], [314.1e3, 6943e3], [314e3, 6944e3], [314e3, 6943e3]]],
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}},
    }
    (tmp_path / "a.geojson").write_text(json.dumps(naken), encoding="utf-8")
    lest = les_vektor(tmp_path / "a.geojson")
    assert (len(lest), lest.crs.to_epsg()) == (1, 25833)


def test_fillag_maa_velges(tmp_path):
    _gpkg(tmp_path / "a.gpkg")
    _gpkg(tmp_path / "b.gpkg").to_file(tmp_path / "a.gpkg", layer="bygg", engine="pyogrio")
    assert len(les_vektor(tmp_path / "a.gpkg", "bygg")) == 3
    with pytest.raises(ParameterFeil, match=r"flere lag.*teig, bygg"):
        les_vektor(tmp_path / "a.gpkg")
    with pytest.raises(ParameterFeil, match="Mente du «bygg»"):
        les_vektor(tmp_path / "a.gpkg", "byg")


def test_tabell_uten_geometri(tmp_path):
    (tmp_path / "a.csv").write_text("byggnr,fiber\n01,ja\n", encoding="utf-8")
    lest = les_vektor(tmp_path / "a.csv")
    assert lest["byggnr"].tolist() == ["01"]
    assert lest.geometry.isna().all()


# -- CRS ------------------------------------------------------------------------------------


def test_manglende_crs_faar_forslag(tmp_path):
    _gpkg(tmp_path / "a.gpkg").set_crs(None, allow_override=True)
    data = pyogrio.read_dataframe(tmp_path / "a.gpkg").set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        data.to_file(tmp_path / "b.gpkg", engine="pyogrio")
    with pytest.raises(CrsFeil, match="25833"):
        les_vektor(tmp_path / "b.gpkg", naer=ROROS)
    assert les_vektor(tmp_path / "b.gpkg", epsg=25833).crs.to_epsg() == 25833


def test_brukerens_crs_gaar_foran_med_merknad(tmp_path):
    _gpkg(tmp_path / "a.gpkg", crs=25832)
    lest = les_vektor(tmp_path / "a.gpkg", epsg=25833)
    assert lest.crs.to_epsg() == 25833
    assert "25832" in lest.attrs["merknader"][0]
    with pytest.raises(ParameterFeil, match=r"a\.gpkg: EPSG:99999 finnes ikke"):
        les_vektor(tmp_path / "a.gpkg", epsg=99999)


@pytest.mark.parametrize("crs", [None, 25833])
def test_ett_uendelig_tall_skjuler_ikke_de_andres_sted(crs):
    """The check of CRS and axes goes by the features that have a place."""
    former = [Point(float("inf"), 5), Point(6_943_000, 314_000)]
    data = gpd.GeoDataFrame(geometry=former, crs=crs)
    with pytest.raises(CrsFeil, match=r"mangler|aksene er byttet"):
        med_crs(data, Path("a.shp"), None, [], None)


def test_meter_i_geojson_uten_crs(tmp_path):
    _geojson(tmp_path / "a.geojson", [{"type": "Point", "coordinates": [314000, 6943000]}])
    with pytest.raises(CrsFeil, match=r"meter, ikke grader.*25833"):
        les_vektor(tmp_path / "a.geojson", naer=ROROS)
    lest = les_vektor(tmp_path / "a.geojson", epsg=25833)
    assert lest.crs.to_epsg() == 25833
    assert lest.attrs["merknader"] == []


@pytest.mark.parametrize(
    ("punkt", "crs"), [([62.6, 11.4], None), ([6943000, 314000], "urn:ogc:def:crs:EPSG::25833")]
)
def test_byttede_akser(tmp_path, punkt, crs):
    _geojson(tmp_path / "a.geojson", [{"type": "Point", "coordinates": punkt}], crs)
    with pytest.raises(CrsFeil, match="aksene er byttet"):
        les_vektor(tmp_path / "a.geojson")


# -- damage ---------------------------------------------------------------------------------


def test_ett_daarlig_objekt_settes_til_side(tmp_path):
    god = {"type": "Polygon", "coordinates": [[[11, 62], [12, 62], [12, 63], [11, 62]]]}
    aapen = {"type": "Polygon", "coordinates": [[[11, 62], [12, 62]]]}
    _geojson(tmp_path / "a.geojson", [god, aapen, god])
    lest = les_vektor(tmp_path / "a.geojson")
    assert lest["nr"].tolist() == [0, 2]
    assert lest["id.x"].tolist() == ["y", "y"]  # nested members as where all are good
    assert "1 objekt" in lest.attrs["merknader"][0]
    assert "nr. 1" in lest.attrs["merknader"][0]


def test_odelagte_filer(tmp_path):
    _gpkg(tmp_path / "a.gpkg")
    hel = (tmp_path / "a.gpkg").read_bytes()
    (tmp_path / "halv.gpkg").write_bytes(hel[: len(hel) // 2])
    (tmp_path / "tom.gpkg").write_bytes(b"")
    (tmp_path / "x.geojson").write_text('{"type": "FeatureCollection", "features": [', "utf-8")
    (tmp_path / "x.gml").write_text("<wfs:FeatureCollection>", "utf-8")
    for navn in ("halv.gpkg", "tom.gpkg", "x.geojson", "x.gml", "finnes_ikke.gpkg"):
        with pytest.raises(KildeFeil, match=navn):
            les_vektor(tmp_path / navn)
        with pytest.raises(KildeFeil, match=navn):
            les_vektor(tmp_path / navn, "teig")


def test_odelagt_rad_i_gpkg_krasjer_ikke(tmp_path):
    _gpkg(tmp_path / "a.gpkg")
    with sqlite3.connect(tmp_path / "a.gpkg") as base:
        utlosere = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (navn,) in utlosere:
            base.execute(f'DROP TRIGGER "{navn}"')
        base.execute("UPDATE teig SET geom = x'4750' WHERE nr = '02'")
    base.close()
    lest = les_vektor(tmp_path / "a.gpkg")
    assert lest.geometry.isna().tolist() == [False, True, False]


# -- the shared real data -------------------------------------------------------------------


@pytest.mark.ekte
@pytest.mark.parametrize(
    ("navn", "monster"),
    [
        ("feller/crs/roros_uten_prj.shp", r"mangler.*EPSG:25833"),
        ("feller/crs/roros_uten_crs.gpkg", r"mangler.*EPSG:25833"),
        ("feller/crs/roros_utm33_uten_crs.geojson", r"meter, ikke grader.*EPSG:25833"),
        ("feller/crs/roros_byttet_akse_4326.geojson", "aksene er byttet"),
        ("plan/gml.epsg.1-fail.gml", r"flere koordinatsystemer.*23095.*25832"),
    ],
)
def test_crs_feller(ekte, navn, monster):
    with pytest.raises(CrsFeil, match=monster):
        les_vektor(ekte / navn, "RpOmråde" if navn.endswith("gml") else "", naer=ROROS)


@pytest.mark.ekte
def test_uten_prj_med_oppgitt_sone_er_fasit(ekte):
    fasit = pyogrio.read_dataframe(ekte / "ekte/n1000_roros.gpkg", layer="Kommune")
    fasit = fasit[fasit["kommunenummer"] == "5025"].geometry.iloc[0]
    for navn in ("roros_uten_prj.shp", "roros_uten_crs.gpkg", "roros_utm33_uten_crs.geojson"):
        lest = les_vektor(ekte / "feller/crs" / navn, epsg=25833)
        assert lest.geometry.iloc[0].symmetric_difference(fasit).area < 1.0


@pytest.mark.ekte
def test_likeverdig_crs_godtas_med_merknad(ekte):
    lest = les_vektor(ekte / "feller/crs/n50_kartblad_32633.geojson")
    assert len(lest) == 8
    assert "likeverdig med EPSG:25833" in lest.attrs["merknader"][0]


@pytest.mark.ekte
@pytest.mark.parametrize(
    ("navn", "laget", "antall", "satt_til_side"),
    [
        ("gml.xlink.1-2D-pass.gml", "RpOmråde", 1, 0),
        ("gml.flate.1-fail.gml", "RpBestemmelseOmråde", 1, 1),
        ("gml.flate.1-fail.gml", "RpArealformålOmråde", 3, 0),
        ("gml.xlink.1-3D-pass.gml", "RpRegulertTerreng", 0, 1),
        ("gml.avgr.1-pass.gml", "RpFormålGrense", 3, 0),
    ],
)
def test_sosi_plan(ekte, tmp_path, navn, laget, antall, satt_til_side):
    shutil.copy(ekte / "plan" / navn, tmp_path)
    lest = les_vektor(tmp_path / navn, laget)
    assert (len(lest), lest.crs.to_epsg()) == (antall, 25832)
    assert len(lest.attrs["merknader"]) == satt_til_side
    assert [fil.name for fil in tmp_path.iterdir()] == [navn]  # no .gfs


def test_punkt_i_norge(tmp_path):
    gpd.GeoDataFrame({"a": ["x"]}, geometry=[Point(11.4, 62.6)], crs=4326).to_file(
        tmp_path / "p.gpkg", engine="pyogrio"
    )
    assert les_vektor(tmp_path / "p.gpkg").geometry[0].equals(Point(11.4, 62.6))
