"""CSV, Excel and SOSI: files as municipalities have them. SOSI's answers are written by hand."""

import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import shapely

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder import sosi
from gis.kilder.fil import fillag, les_vektor
from gis.kilder.tabellfil import les_rader
from gis.tekst import noe_tapt

PUNKT = shapely.Point(314_000.5, 6_943_000)


@pytest.mark.parametrize(
    "tekst",
    [
        "navn;øst;nord\nÅsen;314000,5;6943000\n",
        "navn,x,y\nÅsen,314000.5,6943000\n",
        "navn\tEast\tNorth\nÅsen\t314 000,5\t6 943 000\n",
        'navn;WKT\n"Åsen";"POINT (314000.5 6943000)"\n',
    ],
)
@pytest.mark.parametrize("koding", ["utf-8-sig", "cp1252"])
def test_csv(tmp_path, tekst, koding):
    fil = tmp_path / "a.csv"
    fil.write_bytes(tekst.encode(koding))
    data = les_vektor(fil, epsg=25833)
    assert data["navn"].tolist() == ["Åsen"]
    assert data.geometry[0].equals(PUNKT)
    assert ("Windows-1252" in " ".join(data.attrs["merknader"])) == (koding == "cp1252")


def test_csv_i_grader_og_med_egen_crs_kolonne(tmp_path):
    fil = tmp_path / "a.csv"
    fil.write_text("id,lengdegrad,breddegrad\n007,11.38,62.57\n")
    data = les_vektor(fil)
    assert (data.crs.to_epsg(), data["id"].tolist()) == (4326, ["007"])
    fil.write_text("id;x;y;epsg\n1;314000;6943000;EPSG:25833\n")
    assert les_vektor(fil).crs.to_epsg() == 25833
    fil.write_text("id;x;y;epsg\n1;314000;6943000;25833\n2;314000;6943000;25832\n")
    with pytest.raises(CrsFeil, match="samme EPSG"):
        les_vektor(fil)


def test_rader_uten_sted_settes_til_side_ved_nummer(tmp_path):
    fil = tmp_path / "a.csv"
    fil.write_text("id;x;y\n1;314000;6943000\n2;;6943000\n\n3;abc;1\n4;inf;1\n")
    data = les_vektor(fil, epsg=25833)
    assert data["id"].tolist() == ["1"]
    (merknad,) = data.attrs["merknader"]
    assert "3 rader" in merknad and "satt til side" in merknad
    assert "rad 3, rad 5, rad 6" in merknad


@pytest.mark.parametrize(
    ("tekst", "feil", "hva"),
    [
        ("", KildeFeil, "tom"),
        ("a;b\0\n", KildeFeil, "ikke en tekstfil"),
        ('x;y\n"1;2\n', KildeFeil, "kan ikke leses som CSV"),
        ("x;y\n314000;6943000\n", CrsFeil, "koordinatsystem mangler.*25833"),
        ("\nnavn;x;y\na;314000;6943000\n", KildeFeil, "første rad er tom"),
        ("x;y;epsg\n1;2;99999\n", ParameterFeil, "EPSG:99999 finnes ikke"),
        ("x;y;epsg\n1;2;²\n", CrsFeil, "samme EPSG"),
    ],
)
def test_csv_som_ikke_kan_brukes(tmp_path, tekst, feil, hva):
    fil = tmp_path / "a.csv"
    fil.write_text(tekst)
    with pytest.raises(feil, match=hva):
        les_vektor(fil)


def test_uten_kolonner_med_koordinater(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    data = les_vektor(tmp_path / "a.csv")
    assert data.geometry.isna().all()
    assert "Tabellen har: a, b" in data.attrs["merknader"][0]


def test_excel(tmp_path):
    bok = openpyxl.Workbook()
    bok.active.title = "Tomt"
    ark = bok.create_sheet("Tomter")
    ark.append(["gnr/bnr", "øst", "nord", "dato", "areal", None])
    ark.append(["12/3", 314000.5, 6943000, datetime(2026, 1, 2), 3.0])  # noqa: DTZ001 – Excel has no zones
    ark.append([None] * 5)
    ark.append(["12/4", "ukjent", 6943000, date(2026, 1, 3), 4.5])
    bok.save(tmp_path / "a.xlsx")
    assert fillag(tmp_path / "a.xlsx") == ["Tomter"]
    data = les_vektor(tmp_path / "a.xlsx", epsg=25833)
    assert data.iloc[0].drop("geometry").tolist() == [
        "12/3", "314000.5", "6943000", "2026-01-02", "3"
    ]  # fmt: skip
    assert data.geometry[0].equals(PUNKT)
    assert "rad 4" in data.attrs["merknader"][0]
    with pytest.raises(ParameterFeil, match="Mente du «Tomter»"):
        les_vektor(tmp_path / "a.xlsx", "Tomte", 25833)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 ikke excel")
    with pytest.raises(KildeFeil, match="kan ikke leses som Excel"):
        les_vektor(tmp_path / "b.xlsx", epsg=25833)


def test_regneark_som_er_odelagt_inni(tmp_path):
    """The frame of the workbook is whole; what is wrong shows when the rows are read."""
    bok = openpyxl.Workbook()
    for nr in range(50):
        bok.active.append([f"a{nr}", nr])
    bok.save(tmp_path / "hel.xlsx")
    hel = bytearray((tmp_path / "hel.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "hel.xlsx") as arkiv:
        fra = arkiv.getinfo("xl/worksheets/sheet1.xml").header_offset
        deler = {navn: arkiv.read(navn) for navn in arkiv.namelist()}
    hel[fra + 60 : fra + 90] = b"\xff" * 30
    (tmp_path / "pakking.xlsx").write_bytes(hel)
    with zipfile.ZipFile(tmp_path / "kuttet.xlsx", "w") as arkiv:
        for navn, innhold in deler.items():
            arkiv.writestr(navn, innhold[: len(innhold) // 2] if "sheet1" in navn else innhold)
    for navn in ("pakking.xlsx", "kuttet.xlsx"):
        with pytest.raises(KildeFeil, match=f"{navn} kan ikke leses som Excel"):
            les_rader(tmp_path / navn, [])


def test_bare_overskrifter_er_et_tomt_lag(tmp_path):
    (tmp_path / "a.csv").write_text("navn;x;y;epsg\n")
    assert les_vektor(tmp_path / "a.csv").empty


# -- SOSI -----------------------------------------------------------------------------------

SOSI = """.HODE
..TEGNSETT {tegnsett}
..OMRÅDE
...MIN-NØ 6940000 310000
...MAX-NØ 6950000 320000
..SOSI-VERSJON 4.5
..SOSI-NIVÅ 4
..TRANSPAR
...KOORDSYS 23
...ORIGO-NØ 6940000 310000
...ENHET 0.01
.KURVE 1:
..OBJTYPE RpFormålGrense
..NØ
0 0 ...KP 1
..NØ
0 20000
..NØ
10000 20000
..NØ
10000 0
..NØ
0 0 ...KP 1
.FLATE 2:
..OBJTYPE RpArealformålOmråde
..RPAREALFORMÅL 1120
..FELTNAVN "BFR1 Åsen"
..REF :1
..NØ
5000 10000
.SLUTT
"""
FLATE = shapely.box(310_000, 6_940_000, 310_200, 6_940_100)


@pytest.fixture
def skriv_sosi(tmp_path):
    if not sosi._har_driver():
        pytest.skip("ogr2ogr med SOSI-driver er ikke installert (Debian: apt install gdal-bin)")

    def skriv(tegnsett, koding, tekst=SOSI):
        fil = tmp_path / "plan.sos"
        fil.write_bytes(tekst.format(tegnsett=tegnsett).encode(koding))
        return fil

    return skriv


@pytest.mark.parametrize(
    ("tegnsett", "koding"),
    [("UTF-8", "utf-8"), ("ISO8859-1", "latin-1"), ("ISO8859-10", "iso8859-10"),
     ("ISO8859-1", "utf-8")],
)  # fmt: skip
def test_sosi(skriv_sosi, tegnsett, koding):
    fil = skriv_sosi(tegnsett, koding)
    assert fillag(fil) == ["RpFormålGrense", "RpArealformålOmråde"]
    data = les_vektor(fil, "RpArealformålOmråde")
    assert data.crs.to_epsg() == 25833
    assert data.geometry[0].equals(FLATE)
    assert "BFR1 Åsen" in data.iloc[0].astype(str).tolist()
    assert "1120" in data.iloc[0].astype(str).tolist()
    falsk = any("er skrevet i UTF-8" in m for m in data.attrs["merknader"])
    assert falsk == ((tegnsett, koding) == ("ISO8859-1", "utf-8"))
    grense = les_vektor(fil, "RpFormålGrense").geometry[0]
    assert grense.length == pytest.approx(600)


def test_sosi_med_samiske_tegn_og_to_slag_geometri(skriv_sosi):
    """The driver knows latin-1 only; what it may not say is that a feature was left out."""
    punkt = ".PUNKT 3:\n..OBJTYPE RpArealformålOmråde\n..FELTNAVN Šibmor\n..NØ\n0 0\n.SLUTT"
    tekst = SOSI.replace("BFR1 Åsen", "Čáhcesuolu").replace(".SLUTT", punkt)
    fil = skriv_sosi("UTF-8", "utf-8", tekst)
    data = les_vektor(fil, "RpArealformålOmråde")
    assert "Čáhcesuolu" in data.iloc[0].astype(str).tolist()
    assert data.geometry[0].equals(FLATE)
    (merknad,) = data.attrs["merknader"]
    assert "1 objekt «RpArealformålOmråde»" in merknad and noe_tapt([merknad])
    assert "Šibmor" in les_vektor(fil, "points").iloc[0].astype(str).tolist()


def test_sosi_lag_som_ikke_finnes(skriv_sosi):
    fil = skriv_sosi("UTF-8", "utf-8")
    with pytest.raises(ParameterFeil, match="Mente du «RpArealformålOmråde»"):
        les_vektor(fil, "RpArealformalOmraade")
    with pytest.raises(ParameterFeil, match="flere lag"):
        les_vektor(fil)


def test_uten_ogr2ogr_sies_det_hva_som_maa_installeres(tmp_path, monkeypatch):
    monkeypatch.setattr(sosi, "_har_driver", lambda: False)
    (tmp_path / "a.sos").write_text(SOSI.format(tegnsett="UTF-8"))
    with pytest.raises(KildeFeil, match="apt install gdal-bin"):
        les_vektor(tmp_path / "a.sos", "RpArealformålOmråde")


def test_det_som_ikke_er_sosi(tmp_path):
    (tmp_path / "a.sos").write_bytes(b"\x00\x01PK ikke sosi")
    with pytest.raises(KildeFeil, match="ikke SOSI"):
        fillag(tmp_path / "a.sos")


@pytest.mark.ekte
@pytest.mark.parametrize(
    ("navn", "lag", "antall", "epsg"),
    [("1001_Hoyde.sos", "polygons", 71, 25832), ("1001_Hoyde.sos", "lines", 313, 25832),
     ("flate_oy.sos", "polygons", 3, 25835), ("non-linear.sos", "polygons", 2, 25835)],
)  # fmt: skip
def test_ekte_sosi(ekte, skriv_sosi, navn, lag, antall, epsg):
    """Counts and CRS from the files' own text (see the test data's read-me)."""
    data = les_vektor(ekte / "sosi" / navn, lag, naer=None)
    assert (len(data), data.crs.to_epsg()) == (antall, epsg)
