"""What other programs read: JSON, CSV, DOK-analyse's form, workbook, GeoPackage, Word."""

import json
import math
import re
from io import BytesIO

import jsonschema
import numpy as np
import openpyxl
import pyogrio
import pytest
from docx import Document
from pandas import DataFrame, Series
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from analyser.felles.modell import Kolonneinfo, Status, Tabell
from kart.dokanalyse import dokanalyse, status
from kart.maskinsvar import som_csv
from kart.saksframlegg import saksframlegg
from kart.silpakke import skriv_sil
from kart.stedsord import bare_distrikt, fyrte
from tests.kart.conftest import FIENDTLIG

TALL = {"type": "array", "items": {"type": "number"}, "minItems": 2}
RING = {"type": "array", "items": TALL, "minItems": 4}
GEOJSON = {
    "http://geojson.org/schema/Polygon.json": {
        "type": "object", "required": ["type", "coordinates"],
        "properties": {
            "type": {"enum": ["Polygon"]},
            "coordinates": {"type": "array", "items": RING},
        },
    },
    "http://geojson.org/schema/MultiPolygon.json": {
        "type": "object", "required": ["type", "coordinates"],
        "properties": {
            "type": {"enum": ["MultiPolygon"]},
            "coordinates": {"type": "array", "items": {"type": "array", "items": RING}},
        },
    },
}  # fmt: skip
"""The two geojson.org schemas that theirs refers to, as far as rings go."""


@pytest.fixture(scope="module")
def dok(skrevet):
    mappe, _ = skrevet
    return {
        f.stem: json.loads(f.read_text("utf-8")) for f in (mappe / "dok-analyse").glob("*.json")
    }


def test_dok_svaret_holder_kartverkets_skjema(dok, ekte):
    filer = sorted((ekte / "dok_skjema").glob("*.schema.json"))
    skjemaer = [json.loads(fil.read_text(encoding="utf-8-sig")) for fil in filer]
    register = Registry().with_resources(
        [(s["$id"], Resource.from_contents(s)) for s in skjemaer]
        + [(navn, DRAFT7.create_resource(s)) for navn, s in GEOJSON.items()]
    )
    ut = next(s for s in skjemaer if s["title"] == "AnalysisOutput")
    kontroll = jsonschema.Draft7Validator(
        ut, registry=register, format_checker=jsonschema.FormatChecker()
    )
    for navn, svar in dok.items():
        assert [f"{navn} {e.json_path}: {e.message}" for e in kontroll.iter_errors(svar)] == []
    feil = {**svar, "resultList": [{**svar["resultList"][0], "resultStatus": "OK"}]}
    assert list(kontroll.iter_errors(feil))  # the check can fail


def test_dok_statusene_er_vaare_svar(dok, pakke):
    sted = next(s for s in pakke.resultat.steder if s.id == "a/b")
    assert len(dok["a-b"]["resultList"]) == len(sted.lag)
    for svar, deres in zip(sted.lag, dok["a-b"]["resultList"], strict=True):
        assert deres["resultStatus"] == status(svar)
        assert deres["theme"] == deres["themes"][0]
        match svar.status:
            case Status.IKKE_KJENT:
                assert deres["resultStatus"] == "ERROR" and "distanceToObject" not in deres
            case Status.IKKE_KARTLAGT:
                assert deres["resultStatus"] == "NO-HIT-YELLOW"
            case Status.IKKE_TREFF:
                assert deres["resultStatus"] == "NO-HIT-GREEN"
                assert "ikke det samme som avklart" in deres["description"]
            case Status.TREFF if not bare_distrikt(svar):
                rodt = any(r.type == "utelukker" for r in fyrte(svar))
                assert rodt == (deres["resultStatus"] == "HIT-RED")
        if svar.areal_daa > 0:
            assert deres["data"]["hitAreaExact"] == pytest.approx(svar.areal_daa * 1000)
            assert deres["hitArea"] == max(1, round(svar.areal_daa * 1000))


def test_dok_geometrien_er_stedet_i_kartplanet(dok):
    form = dok["a-b"]["inputGeometry"]
    assert form["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::25832"
    x, y = form["coordinates"][0][0]
    assert 600_000 < x < 610_000 and 6_900_000 < y < 6_910_000
    assert dok["a-b"]["inputGeometryArea"] == 5100 * 6100
    assert dok["a-b"]["report"] == "../faktaark/a-b.html"


def test_json_har_alt_og_intet_som_ikke_er_tall(skrevet, pakke):
    mappe, _ = skrevet
    alt = json.loads((mappe / "innspill.json").read_text("utf-8"), parse_constant=pytest.fail)
    assert [s["id"] for s in alt["steder"]] == [s.id for s in pakke.resultat.steder]
    assert alt["crs"] == "EPSG:25832"
    assert alt["merking"][0] == "Eksempeldata – ikke offisielle"
    forste, vaart = alt["steder"][0]["lag"][0], pakke.resultat.steder[0].lag[0]
    ventet = None if math.isnan(vaart.areal_daa) else pytest.approx(vaart.areal_daa)
    assert forste["areal_daa"] == ventet
    assert forste["status"] == str(vaart.status)


def test_csv_er_norsk_og_uten_formler(pakke):
    csv = som_csv(pakke.resultat.tabeller[0])
    assert csv.startswith("\ufeffID;")
    assert "'=HYPERLINK" in csv
    assert not re.search(r"(^|;)[=@]", csv, flags=re.M)
    assert re.search(r";31110,0;", csv)


def test_csv_har_hele_tall_uten_skille_og_ja_og_nei():
    kolonner = tuple(Kolonneinfo(navn=n, tittel=n) for n in "ab")
    data = DataFrame({"a": [True, False], "b": Series([np.int64(12345), "x"], dtype=object)})
    csv = som_csv(Tabell(navn="t", tittel="T", kolonner=kolonner, data=data))
    assert csv.splitlines()[1:] == ["ja;12345", "nei;x"]


def test_regnearket_har_filter_og_laast_hode(skrevet):
    mappe, _ = skrevet
    bok = openpyxl.load_workbook(mappe / "innspill.xlsx")
    navn = bok.sheetnames
    assert navn[0] == "Les meg"
    assert {"Kilder", "Regler", "Ukjent"} <= set(navn)
    ark = bok[next(n for n in navn if "sammendrag" in n)]
    assert ark.freeze_panes == "B4"
    assert ark.auto_filter.ref.startswith("A3:")
    rader = bok[next(n for n in navn if n.endswith("rader"))]
    assert "er et punkt" in [celle.value for celle in rader["F"]]
    assert not any(c.data_type == "f" for a in bok for rad in a.iter_rows() for c in rad)


def test_geopackage_har_grunnen_som_er_truffet_og_stiler(skrevet, pakke):
    mappe, _ = skrevet
    lagene = {str(navn) for navn, _ in pyogrio.list_layers(mappe / "innspill.gpkg")}
    assert {"siling_omraader", "siling_treff_flater", "siling_treff_linjer", "siling_treff_punkter",
            "layer_styles", "les_meg"} <= lagene  # fmt: skip
    flater = pyogrio.read_dataframe(mappe / "innspill.gpkg", layer="siling_treff_flater")
    sted = next(s for s in pakke.resultat.steder if s.id == "a/b")
    for svar in sted.lag:
        if svar.areal_daa > 0:
            egne = flater[(flater["omraade"] == "a/b") & (flater["lag_tittel"] == svar.tittel)]
            assert egne.geometry.union_all().area / 1000 == pytest.approx(svar.areal_daa)
            assert (egne["areal_daa"] * 1000).tolist() == pytest.approx(egne.area.tolist())
    stiler = pyogrio.read_dataframe(mappe / "innspill.gpkg", layer="layer_styles")
    assert set(stiler["f_table_name"]) == {n for n in lagene if n.startswith("siling_")}


def test_saksframlegget_kan_redigeres_og_overlater_vurderingen(skrevet, pakke):
    mappe, _ = skrevet
    dok = Document(mappe / "saksframlegg.docx")
    titler = [a.text for a in dok.paragraphs if a.style.name.startswith(("Heading", "Title"))]
    for tittel in ("Forslag til vedtak", "Bakgrunn", "Vurdering av hvert innspill", "Usikkerhet",
                   "Kilder"):  # fmt: skip
        assert tittel in titler
    assert any("Intet" in t for t in titler)
    sagt = "\n".join(a.text for a in dok.paragraphs)
    assert sagt.count("Kommunens vurdering: JA / NEI / ANNET. Begrunnelse:") == 3
    assert "ikke en konsekvensutredning" in sagt
    assert "«Ikke treff» er ikke det samme som avklart" in sagt
    assert FIENDTLIG[:20] in sagt  # hostile text is just text
    hode = dok.sections[0].header.paragraphs[0].text
    assert hode == "Eksempeldata – ikke offisielle · Arbeidsutkast – ikke vedtatt plan"
    assert [c.text for c in dok.tables[0].rows[0].cells][-1] == "Vurdering"
    lik = saksframlegg(pakke.resultat, pakke.grunnlag.kommune, pakke.kjoring)
    assert lik == (mappe / "saksframlegg.docx").read_bytes()
    assert Document(BytesIO(lik)).core_properties.language == "nb-NO"


def test_alt_er_likt_neste_gang(skrevet, pakke, tmp_path):
    mappe, filer = skrevet
    like = skriv_sil(pakke, tmp_path, "", lambda _: None)
    assert [f.relative_to(tmp_path) for f in like] == [f.relative_to(mappe) for f in filer]
    ulike = [f.name for f, g in zip(filer, like, strict=True) if f.read_bytes() != g.read_bytes()]
    assert ulike == []


def test_hver_lenke_paa_hver_side_finnes(skrevet, pakke):
    mappe, _ = skrevet
    for side in mappe.rglob("*.html"):
        lenker = re.findall(r'href="([^"#]+)"', side.read_text("utf-8"))
        egne = [adresse for adresse in lenker if not adresse.startswith("https://")]
        borte = [adresse for adresse in egne if not (side.parent / adresse).is_file()]
        assert egne and not borte, f"{side.name}: {borte}"
    html = (mappe / "innspill.html").read_text("utf-8")
    assert html.count('href="faktaark/') == len(pakke.resultat.steder)
    assert html.count('data-type="tall"') and "data-sort" in html


def test_dok_svaret_er_likt_hver_gang(pakke):
    sted, grunn = pakke.resultat.steder[0], pakke.grunnlag
    to = [dokanalyse(sted, pakke.resultat, grunn.kommune, pakke.kjoring, "x") for _ in range(2)]
    assert to[0] == to[1]
