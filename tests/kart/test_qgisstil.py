"""Styles inside the GeoPackage: the table as QGIS asks it, and QML that says what the map says."""

import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from lxml import etree
from shapely import LineString, MultiPoint, Point, box

from analyser.felles.modell import Kartlag, Klasse
from analyser.felles.rangering import SVARKLASSER
from gis.kilder.skriving import skriv_gpkg
from kart.qgisstil import FJERNT, MANGE, som_qml, stiltabell
from lag.modell import Stil

FLATE, LINJE, PUNKT = box(0, 0, 9, 9), LineString([(0, 0), (9, 9)]), Point(1, 1)
QGISTEGNER = Path(__file__).resolve().parents[1] / "hjelp/qgistegner.py"
FIENDTLIG = """<b>"rød" & 'blå'</b>"""


def kartlag(form=FLATE, klasser=SVARKLASSER, felt="status"):
    data = GeoDataFrame(
        {"id": ["a"], "navn": ["A"], "status": [klasser[0].verdi]}, geometry=[form], crs=25832
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
    assert set(kategorier) == {k.verdi for k in SVARKLASSER}
    symboler = {s.get("name"): s for s in rot.find("renderer-v2/symbols")}
    for klasse in SVARKLASSER:
        kategori = kategorier[klasse.verdi]
        assert kategori.get("label") == klasse.tittel
        symbol = symboler[kategori.get("symbol")]
        fyll = symbol.find("layer[@class='SimpleFill']/Option/Option[@name='color']").get("value")
        farge = klasse.stil.farge
        assert fyll.split(",")[:3] == [str(int(farge[i : i + 2], 16)) for i in (1, 3, 5)]
        assert fyll.split(",")[3] == str(round(255 * klasse.stil.dekkevne))
        monstre = [laget for laget in symbol if "PatternFill" in laget.get("class")]
        assert len(monstre) == {"": 0, "rutenett": 2}.get(klasse.stil.skravur, 1)


def test_det_som_tegnforklaringen_ikke_kjenner_tegnes_som_paa_siden():
    """QGIS leaves a feature out in silence where no category takes it."""
    laget = kartlag()
    fremmed = replace(laget, data=laget.data.assign(status="noe annet"))
    kategorier = list(etree.fromstring(som_qml(fremmed).encode()).iter("category"))
    assert len(kategorier) == len(SVARKLASSER) + 1
    assert (kategorier[-1].get("value"), kategorier[-1].get("label")) == ("", "Uten klasse")


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


def test_streker_former_og_avstand_er_sidens_egne():
    stiplet = Klasse(verdi="", tittel="x", stil=Stil(farge="#225588", strek="1 3", skravur="45"))
    flate = etree.fromstring(som_qml(kartlag(FLATE, (stiplet,), "")).encode())
    verdi = {o.get("name"): o.get("value") for o in flate.iter("Option")}
    assert verdi["customdash"] == "0.265;0.794"  # pixels as millimetres
    assert verdi["outline_style"] == "no"  # the dashes are a line of their own
    trekant = Klasse(verdi="", tittel="x", stil=Stil(farge="#225588", skravur="vannrett"))
    punkt = etree.fromstring(som_qml(kartlag(PUNKT, (trekant,), "")).encode())
    verdi = {o.get("name"): o.get("value") for o in punkt.iter("Option")}
    assert (verdi["name"], verdi["angle"]) == ("triangle", "180")


def test_fra_langt_hold_har_mange_smaa_flater_egen_farge_i_kanten():
    klasse = Klasse(verdi="", tittel="x", stil=Stil(farge="#225588", kant="#000000"))
    ett = kartlag(FLATE, (klasse,), "")
    mange = replace(ett, data=ett.data.iloc[[0] * MANGE].reset_index(drop=True))
    uttrykk = {
        o.get("value")
        for o in etree.fromstring(som_qml(mange).encode()).iter("Option")
        if o.get("name") == "expression"
    }
    assert f"if(@map_scale > {FJERNT}, '34,85,136,255', '0,0,0,255')" in uttrykk
    assert b"map_scale" not in som_qml(ett).encode()


def test_bokstaver_og_rekkefolge_er_sidens_egne():
    laget = kartlag()
    rot = etree.fromstring(som_qml(replace(laget, merkefelt="navn")).encode())
    assert rot.get("labelsEnabled") == "1"
    assert rot.find("labeling/settings/text-style").get("fieldName") == "navn"
    assert etree.fromstring(som_qml(laget).encode()).get("labelsEnabled") is None
    # a class is drawn whole before the next
    assert rot.find("renderer-v2").get("symbollevels") == "1"
    symboler = rot.findall("renderer-v2/symbols/symbol")
    assert [s.find("layer").get("pass") for s in symboler] == [s.get("name") for s in symboler]


def test_det_siden_tegner_i_fliser_har_samme_kant_paa_lang_avstand(monkeypatch):
    mange = kartlag()
    mange = replace(mange, data=mange.data.iloc[[0] * MANGE].reset_index(drop=True))
    assert b"map_scale" in som_qml(mange).encode()
    monkeypatch.setattr("kart.qgisstil.FLEST_FORMER", MANGE - 1)
    assert b"map_scale" not in som_qml(mange).encode()


def test_deler_telles_i_hver_klasse():
    """As on the page: one class of many parts shrinks from afar, another of few does not."""
    biter = MultiPoint([(i, i) for i in range(MANGE)])
    data = GeoDataFrame(
        {"id": ["a", "b"], "navn": ["A", "B"], "status": ["x", "y"]},
        geometry=[biter, PUNKT], crs=25832,
    )  # fmt: skip
    klasser = tuple(Klasse(verdi=v, tittel=v, stil=Stil(farge="#225588")) for v in "xy")
    rot = etree.fromstring(som_qml(replace(kartlag(klasser=klasser), data=data)).encode())
    symboler = rot.findall("renderer-v2/symbols/symbol")
    assert [b"map_scale" in etree.tostring(s) for s in symboler] == [True, False]


def test_qgis_tegner_det_som_staar_i_filen(tmp_path):
    """Real QGIS, where there is one: every style is read, and the colours are in the picture."""
    program = shutil.which("python3", path="/usr/bin")
    spor = [program or "", "-c", "import qgis.core"]
    if not program or subprocess.run(spor, capture_output=True, check=False).returncode:
        pytest.skip("QGIS er ikke installert (python3-qgis)")
    stil = Stil(farge="#ff0000", kant="#0000ff", dekkevne=1.0, tykkelse_px=8.0)
    klasse = Klasse(verdi="", tittel="x", stil=stil)
    laget = kartlag(FLATE, (klasse,), "")
    gpkg, bilde = tmp_path / "x.gpkg", tmp_path / "x.png"
    stiler = stiltabell({"felt": laget}, date(2026, 11, 24))
    skriv_gpkg(gpkg, {"felt": laget.data, "layer_styles": stiler}, "2026-11-24T00:00:00Z")
    svar = subprocess.run(
        [program, str(QGISTEGNER), str(gpkg), "felt", str(bilde)],
        capture_output=True, text=True, check=True, timeout=120,
    ).stdout  # fmt: skip
    assert svar.split() == ["#ff0000", "#0000ff"]  # inside, and on the edge
    assert bilde.stat().st_size > 0
