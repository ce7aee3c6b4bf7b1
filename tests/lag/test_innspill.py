"""Proposals row by row: whatever one row holds, the others are screened and it is accounted for."""

import json
import shutil
import subprocess

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
from geopandas import GeoDataFrame
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from gis.feil import CrsFeil, KildeFeil
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.innspill import RETTET, SILT, TIL_SIDE, les_innspill
from lag.katalog.matrikkel import TEIGER
from lag.modell import Lagdata

X0, Y0, EPSG = 620_000.0, 6_940_000.0, 25832
BOKS = Utsnitt(X0 - 10_000, Y0 - 10_000, X0 + 10_000, Y0 + 10_000, EPSG)
KOMMUNE = Kommune(nummer="5025", navn="Røros", boks=BOKS)


def rute(x, y, side=100.0):
    return box(X0 + x, Y0 + y, X0 + x + side, Y0 + y + side)


SLOYFE = Polygon(
    [(X0, Y0), (X0 + 100, Y0 + 100), (X0 + 100, Y0), (X0, Y0 + 100), (X0, Y0)]
)  # fmt: skip


@pytest.fixture
def teiger():
    data = GeoDataFrame(
        {
            "lokalid": ["t1", "t2", "t3", "t4"],
            "kommunenummer": ["5025", "5025", "5025", "5021"],
            "matrikkelnummer": ["132/197", "132/197", "152/7", "9/9"],
        },
        geometry=[rute(0, 0), rute(500, 0), rute(0, 500), rute(0, 900)],
        crs=EPSG,
    )
    return Lagdata(post=TEIGER, status="hentet", data=data, dekning=box(*BOKS.grenser))


@pytest.fixture
def les(teiger):
    return lambda *filer, **valg: les_innspill(filer, KOMMUNE, teiger, **valg)


def skriv(sti, former, epsg=EPSG, **kolonner):
    ramme = GeoDataFrame(kolonner or {"n": range(len(former))}, geometry=list(former), crs=EPSG)
    pyogrio.write_dataframe(ramme.to_crs(epsg), sti, layer=kolonner.get("lag", sti.stem))
    return sti


def test_en_daarlig_rad_stopper_ikke_resten(les, tmp_path):
    lenger_borte = rute(300_000, 0)
    former = [
        rute(0, 0), None, Point(X0, Y0), LineString([(X0, Y0), (X0 + 9, Y0)]), SLOYFE,
        MultiPolygon([rute(1000, 0), rute(2000, 0)]), Polygon(), lenger_borte,
        GeometryCollection([rute(0, 2000), Point(X0, Y0)]), rute(3000, 0, 0.5),
    ]  # fmt: skip
    navn = [f"felt {i}" for i in range(len(former))]
    fil = tmp_path / "blandet.gpkg"
    skriv(fil, former, navn=navn, formaal=["bolig", None] * 5)
    svar = les(fil, formaal="fritid")
    utfall = [r.utfall for r in svar.rader]
    assert utfall == [
        SILT, TIL_SIDE, TIL_SIDE, TIL_SIDE, RETTET, SILT, TIL_SIDE, TIL_SIDE, RETTET, TIL_SIDE,
    ]  # fmt: skip
    assert [r.rad for r in svar.rader] == list(range(1, 11))
    assert list(svar.data["navn"]) == ["felt 0", "felt 4", "felt 5", "felt 8"]
    assert list(svar.data["formaal"]) == ["bolig", "bolig", "fritid", "bolig"]
    assert svar.data.area.tolist() == pytest.approx([10_000, 5000, 20_000, 10_000])
    tekst = {r.rad: r.merknad for r in svar.rader}
    assert tekst[2] == "mangler geometri"
    assert "er et punkt" in tekst[3]
    assert "er en linje" in tekst[4]
    assert "kanten krysser seg selv" in tekst[5]
    assert "5,00 daa" in tekst[5]
    assert "består av 2 deler" in tekst[6]
    assert tekst[7] == "har tom geometri"
    assert "km utenfor" in tekst[8]
    assert "bare flatene" in tekst[9]
    lagdata = svar.som_lagdata(KOMMUNE)
    assert any("blandet.gpkg, rad 3: er et punkt" in m for m in lagdata.merknader)


def test_overlapp_meldes_begge_veier_og_begge_siles_hele(les, tmp_path):
    fil = skriv(
        tmp_path / "o.gpkg", [rute(0, 0), rute(50, 0), rute(0, 0), rute(100, 100)],
        navn=["A", "B", "C", "D"],
    )  # fmt: skip
    svar = les(fil)
    tekst = [r.merknad for r in svar.rader]
    assert "overlapper 5,0 daa med «B»" in tekst[0]
    assert "dekker det samme som «C»" in tekst[0]
    assert "overlapper 5,0 daa med «A»" in tekst[1]
    assert tekst[3] == ""  # a shared corner is no overlap
    assert svar.data.area.tolist() == pytest.approx([10_000] * 4)


@pytest.mark.parametrize("endelse", ["gpkg", "geojson", "shp", "gml"])
@pytest.mark.parametrize("epsg", [25832, 25833, 4326])
def test_samme_omraade_i_alle_formater_og_kartplan(les, tmp_path, endelse, epsg):
    fil = skriv(tmp_path / f"felt.{endelse}", [rute(0, 0)], epsg, navn=["Øra"])
    svar = les(fil)
    assert list(svar.data["navn"]) == ["Øra"]
    assert svar.data.area.iloc[0] == pytest.approx(10_000, rel=1e-4)
    assert svar.data.geometry.iloc[0].symmetric_difference(rute(0, 0)).area < 1.0


def test_flere_lag_og_filer_med_hvert_sitt_kartplan(les, tmp_path):
    fil = tmp_path / "lag.gpkg"
    for navn, epsg, form in (("sone32", 25832, rute(0, 0)), ("sone33", 25833, rute(500, 0))):
        ramme = GeoDataFrame({"navn": [navn]}, geometry=[form], crs=EPSG).to_crs(epsg)
        pyogrio.write_dataframe(ramme, fil, layer=navn)
    annen = skriv(tmp_path / "grader.geojson", [rute(900, 0)], 4326, navn=["grader"])
    svar = les(fil, annen)
    assert [r.fil for r in svar.rader] == ["lag.gpkg, sone32", "lag.gpkg, sone33", annen.name]
    assert [r.navn for r in svar.rader] == ["sone32", "sone33", "grader"]
    assert svar.data.area.tolist() == pytest.approx([10_000] * 3, rel=1e-4)
    assert svar.data.crs.to_epsg() == EPSG
    assert len(svar.sha256) == 64


def test_tegnet_i_kartet(les, tmp_path):
    """A naked geometry, and a collection without attributes, as a map exports them."""
    form = gpd.GeoSeries([rute(0, 0)], crs=EPSG).to_crs(4326).iloc[0].__geo_interface__
    naken = tmp_path / "naken.geojson"
    naken.write_text(json.dumps(form))
    samling = tmp_path / "samling.geojson"
    trekk = {"type": "Feature", "properties": {}, "geometry": form}
    tom = {"type": "Feature", "properties": {}, "geometry": None}
    samling.write_text(json.dumps({"type": "FeatureCollection", "features": [trekk, tom, trekk]}))
    svar = les(naken, samling)
    assert [r.utfall for r in svar.rader] == [SILT, SILT, TIL_SIDE, SILT]
    assert list(svar.data["lokalid"]) == ["innspill-1", "innspill-2", "innspill-3"]
    assert list(svar.data["navn"]) == ["innspill-1", "innspill-2", "innspill-3"]


LISTER = {
    "med_hode.csv": "gnr;bnr;navn;formål\n132;197;Mattislia;bolig\n999;1;;\nx;7;;\n152;7;;hytte\n",
    "uten_hode.txt": "132/197\n999/1\nikke et nummer\n5025-152/7\n",
    "tabulator.tsv": "Matrikkelnummer\tNavn\n132/197/0/0\tMattislia\n999/1\t\n?\t\n0152/07\t\n",
}


@pytest.mark.parametrize("navn", LISTER)
def test_liste_med_gnr_bnr(les, tmp_path, navn):
    fil = tmp_path / navn
    fil.write_text(LISTER[navn], encoding="utf-8")
    svar = les(fil, formaal="naering")
    assert [r.utfall for r in svar.rader] == [SILT, TIL_SIDE, TIL_SIDE, SILT]
    forste = 1 if navn.endswith("txt") else 2
    assert [r.rad for r in svar.rader] == [forste, forste + 1, forste + 2, forste + 3]
    assert "eiendommen har 2 teiger" in svar.rader[0].merknad
    assert "finnes ikke i eiendomskartet" in svar.rader[1].merknad
    assert svar.data.area.tolist() == pytest.approx([20_000, 10_000])
    if navn == "med_hode.csv":
        assert list(svar.data["formaal"]) == ["bolig", "hytte"]
        assert list(svar.data["navn"]) == ["Mattislia", "152/7"]


def test_liste_i_excel_og_windows_tegn(les, tmp_path):
    bok = openpyxl.Workbook()
    for rad in (["Gnr", "Bnr", "Navn"], [132, 197, "Øra"], [152.0, 7, None]):
        bok.active.append(rad)
    bok.save(tmp_path / "liste.xlsx")
    svar = les(tmp_path / "liste.xlsx")
    assert list(svar.data["navn"]) == ["Øra", "152/7"]
    windows = tmp_path / "liste.csv"
    windows.write_bytes("gnr;bnr;navn\n132;197;Øra\n".encode("cp1252"))
    svar = les(windows)
    assert list(svar.data["navn"]) == ["Øra"]
    assert "Windows-1252" in svar.merknader[0]


def test_rader_i_en_tabell_med_wkt_har_arkets_nummer(les, tmp_path):
    flate = "POLYGON ((621000 6941000, 621100 6941000, 621100 6941100, 621000 6941000))"
    fil = tmp_path / "omraader.csv"
    fil.write_text(f"navn;wkt\nA;{flate}\nB;tull\n\nC;POINT (621000 6941000)\n", encoding="utf-8")
    svar = les(fil, epsg=25832)
    assert [(r.rad, r.navn, r.utfall) for r in svar.rader] == [(2, "A", SILT), (5, "C", TIL_SIDE)]
    assert "rad 3" in svar.merknader[0]


def test_annen_kommune_slaas_ikke_opp_her(les, tmp_path):
    fil = tmp_path / "l.txt"
    fil.write_text("5021-9/9\n132/197\n")
    assert "ligger ikke i kommune 5025" in les(fil).rader[0].merknad


def test_liste_uten_eiendomskart(tmp_path):
    fil = tmp_path / "l.txt"
    fil.write_text("132/197\n")
    tomt = GeoDataFrame({"matrikkelnummer": []}, geometry=[], crs=EPSG)
    ukjent = Lagdata(
        post=TEIGER, status="ikke_kjent", data=tomt, dekning=Polygon(), feil="ikke hentet"
    )
    with pytest.raises(KildeFeil, match="arealsil hent teiger"):
        les_innspill([fil], KOMMUNE, ukjent)


def test_ingen_kolonne_med_gnr(les, tmp_path):
    fil = tmp_path / "l.csv"
    fil.write_text("navn;telefon\nOla;12345678\n")
    with pytest.raises(KildeFeil, match="fant ingen kolonne med gnr"):
        les(fil)


def test_skadet_regneark(les, tmp_path):
    fil = tmp_path / "l.xlsx"
    fil.write_bytes(b"PK\x03\x04 ikke et regneark")
    with pytest.raises(KildeFeil, match="kan ikke leses som Excel"):
        les(fil)


def test_feil_sone_stopper_med_raad(les, tmp_path):
    ramme = GeoDataFrame({"navn": ["A"]}, geometry=[box(314_000, 6_943_000, 314_100, 6_943_100)])
    fil = tmp_path / "sone.gpkg"
    pyogrio.write_dataframe(ramme.set_crs(25832), fil)
    with pytest.raises(CrsFeil, match="EPSG:25833"):
        les(fil)
    assert len(les(fil, epsg=25833).data) == 1


def test_bare_navn_id_og_formaal_tas_med(les, tmp_path):
    fil = skriv(tmp_path / "p.gpkg", [rute(0, 0)], navn=["A"], eier=["Kari Nordmann"])
    svar = les(fil)
    assert list(svar.data.columns) == ["lokalid", "navn", "formaal", "geometry"]
    assert "Kari" not in str(svar.rader)


def test_like_ider_faar_nummer(les, tmp_path):
    fil = skriv(tmp_path / "i.gpkg", [rute(0, 0), rute(200, 0), rute(400, 0)], id=["a", "a", "a-2"])
    assert list(les(fil).data["lokalid"]) == ["a", "a-3", "a-2"]


def test_tre_dimensjoner_er_som_to(les, tmp_path):
    hoyt = Polygon([(*xy, 700.0) for xy in np.asarray(rute(0, 0).exterior.coords)])
    assert les(skriv(tmp_path / "z.gpkg", [hoyt])).data.area.iloc[0] == pytest.approx(10_000)


def test_en_rad_i_grader_stopper_ikke_de_i_meter(les, tmp_path):
    grader = gpd.GeoSeries([rute(0, 0)], crs=EPSG).to_crs(4326).iloc[0]
    fil = skriv(tmp_path / "m.gpkg", [rute(0, 0), grader], navn=["meter", "grader"])
    svar = les(fil)
    assert [r.utfall for r in svar.rader] == [SILT, TIL_SIDE]


SOSI = """.HODE
..TEGNSETT UTF-8
..SOSI-VERSJON 4.5
..SOSI-NIVÅ 4
..TRANSPAR
...KOORDSYS 22
...ORIGO-NØ 0 0
...ENHET 1
..OMRÅDE
...MIN-NØ 6939000 619000
...MAX-NØ 6942000 622000
.KURVE 1:
..OBJTYPE Grense
..NØ
6940000 620000
6940000 620100
6940100 620100
6940100 620000
6940000 620000
.FLATE 2:
..OBJTYPE Planområde
..NAVN "Øvre felt"
..REF :1
..NØ
6940050 620050
.SLUTT
"""


def test_sosi_gir_flaten_og_ikke_kurven_om_den(les, tmp_path):
    fil = tmp_path / "felt.sos"
    fil.write_text(SOSI, encoding="utf-8")
    if not shutil.which("ogr2ogr"):
        pytest.skip("ogr2ogr er ikke installert")
    formater = subprocess.run(
        ["ogr2ogr", "--formats"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    if "SOSI" not in formater:
        pytest.skip("ogr2ogr har ikke SOSI-driveren")
    svar = les(fil)
    assert [(r.fil, r.navn, r.utfall) for r in svar.rader] == [("felt.sos", "Øvre felt", SILT)]
    assert svar.data.geometry.iloc[0].equals(rute(0, 0))
    assert "«Grense» har ingen flater" in " ".join(svar.merknader)


def test_annen_kommune_blir_ikke_kalt_feil_sone(les, tmp_path):
    borte = box(484_802, 6_476_863, 485_248, 6_477_342)
    with pytest.raises(CrsFeil, match=r"Gjelder filen en annen kommune\?"):
        les(skriv(tmp_path / "arendal.gpkg", [borte]))


def test_manglende_kartplan_oppgis_med_epsg(les, tmp_path):
    fil = skriv(tmp_path / "uten.shp", [rute(0, 0)], navn=["A"])
    fil.with_suffix(".prj").unlink()
    with pytest.raises(CrsFeil, match=r"mangler.*--epsg"):
        les(fil)
    assert len(les(fil, epsg=EPSG).data) == 1
