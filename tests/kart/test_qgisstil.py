"""Styles inside the GeoPackage: the table as QGIS asks it, and QML that says what the map says."""

import sqlite3
from datetime import date

import pytest
from geopandas import GeoDataFrame
from lxml import etree
from shapely import LineString, Point, box

from analyser.felles.modell import Kartlag, Klasse
from analyser.felles.svar import STATUSKLASSER
from gis.kilder.skriving import skriv_gpkg
from kart.qgisstil import som_qml, stiltabell
from lag.modell import Stil

FLATE, LINJE, PUNKT = box(0, 0, 9, 9), LineString([(0, 0), (9, 9)]), Point(1, 1)
FIENDTLIG = """<b>"rød" & 'blå'</b>"""


def kartlag(form=FLATE, klasser=STATUSKLASSER, felt="status"):
    data = GeoDataFrame(
        {"id": ["a"], "navn": ["A"], "status": ["treff"]}, geometry=[form], crs=25832
    )
    return Kartlag(navn="felt", tittel=FIENDTLIG, data=data, klasser=klasser, klassefelt=felt)


def test_qgis_finner_stilen_som_standard(tmp_path):
    """The question that QGIS asks of a GeoPackage when a layer is opened."""
    sti = tmp_path / "x.gpkg"
    laget = kartlag()
    stiler = stiltabell({"siling_felt": laget}, date(2026, 11, 24))
    skriv_gpkg(sti, {"siling_felt": laget.data, "layer_styles": stiler}, "2026-11-24T00:00:00Z")
    with sqlite3.connect(sti) as base:
        rader = base.execute(
            "SELECT styleQML FROM layer_styles "
            "WHERE f_table_schema='' AND f_table_name='siling_felt' "
            "AND f_geometry_column='geom' ORDER BY CASE WHEN useAsDefault THEN 1 ELSE 2 END, "
            "update_time DESC LIMIT 1"
        ).fetchall()
        geometri = base.execute("SELECT column_name FROM gpkg_geometry_columns").fetchall()
        kolonner = [rad[1] for rad in base.execute("PRAGMA table_info(layer_styles)")]
    base.close()
    assert rader[0][0] == som_qml(laget)
    assert geometri == [("geom",)]
    assert kolonner == [
        "id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName",
        "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui", "update_time",
    ]  # fmt: skip


def test_hver_klasse_har_farge_skravur_og_ord():
    rot = etree.fromstring(som_qml(kartlag()).encode())
    assert rot.find("renderer-v2").get("attr") == "status"
    kategorier = {k.get("value"): k for k in rot.iter("category")}
    assert set(kategorier) == {k.verdi for k in STATUSKLASSER}
    symboler = {s.get("name"): s for s in rot.find("renderer-v2/symbols")}
    for klasse in STATUSKLASSER:
        kategori = kategorier[klasse.verdi]
        assert kategori.get("label") == klasse.tittel
        symbol = symboler[kategori.get("symbol")]
        fyll = symbol.find("layer[@class='SimpleFill']/Option/Option[@name='color']").get("value")
        farge = klasse.stil.farge
        assert fyll.split(",")[:3] == [str(int(farge[i : i + 2], 16)) for i in (1, 3, 5)]
        assert fyll.split(",")[3] == str(round(255 * klasse.stil.dekkevne))
        monstre = [laget for laget in symbol if "PatternFill" in laget.get("class")]
        assert len(monstre) == {"": 0, "rutenett": 2}.get(klasse.stil.skravur, 1)


@pytest.mark.parametrize(
    ("form", "type_", "nummer"),
    [(FLATE, "fill", "2"), (LINJE, "line", "1"), (PUNKT, "marker", "0")],
)
@pytest.mark.parametrize("skravur", ["", "45", "prikker"])
def test_ett_symbol_av_lagets_slag(form, type_, nummer, skravur):
    klasse = Klasse(verdi="", tittel="x", stil=Stil(farge="#225588", skravur=skravur, strek="4 2"))
    rot = etree.fromstring(som_qml(kartlag(form, (klasse,), "")).encode())
    tegner = rot.find("renderer-v2")
    assert (tegner.get("type"), len(tegner.find("symbols"))) == ("singleSymbol", 1)
    assert tegner.find("symbols/symbol").get("type") == type_
    assert rot.findtext("layerGeometryType") == nummer


def test_fiendtlig_tekst_blir_tekst():
    klasse = Klasse(verdi=FIENDTLIG, tittel=FIENDTLIG, stil=Stil(farge="#225588"))
    rot = etree.fromstring(som_qml(kartlag(klasser=(klasse,))).encode())
    (kategori,) = rot.iter("category")
    assert (kategori.get("value"), kategori.get("label")) == (FIENDTLIG, FIENDTLIG)
