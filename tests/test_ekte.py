"""The whole run on real data: N1000 behind a real MapServer, Kartverket's own Røros polygon."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

ROT = Path(__file__).resolve().parents[1]
LAG = {
    # our layer: (N1000 layer, columns, fixed values)
    "kommunegrense": ("Kommune", {"kommunenummer": "kommunenummer", "navn": "kommunenavn"}, {}),
    "naturvern": ("Naturvernomrade", {"navn": "navn", "verneform": "verneform"}, {}),
    "innsjoer": ("Innsjo", {}, {}),
    "elver": ("ElvBekk", {}, {}),
    "myr": ("Myr", {}, {"arealtype": "60"}),
    "tettsteder": ("Tettbebyggelse", {}, {}),
    "veger": ("Veglenke", {"vegkategori": "vegkategori", "vegnummer": "vegnummer"}, {}),
    "jernbane": ("Bane", {}, {}),
}
HELE = {"kommunegrense"}
GRUNN = "N1000: bare de største objektene, generalisert (1:1 mill.)"


def _toml(tabell):
    return "{ " + ", ".join(f'{k} = "{v}"' for k, v in tabell.items()) + " }"


def _oppsett(url):
    tekst = (ROT / "kommune.toml").read_text(encoding="utf-8")
    tekst = tekst.replace('datakilde = "eksempel"', 'datakilde = "tjenester"')
    for lag, (typenavn, kolonner, faste) in LAG.items():
        dekning = "hel" if lag in HELE else "delvis"
        tekst += (
            f'\n[lag.{lag}]\nprotokoll = "wfs"\nurl = "{url}"\ntypenavn = "app:{typenavn}"\n'
            f'geometrifelt = "omrade"\nepsg = 25833\nkolonner = {_toml(kolonner)}\n'
            f'faste = {_toml(faste)}\ndekning = "{dekning}"\ndekning_grunn = "{GRUNN}"\n'
            'noyaktighet_m = 500\neier = "Kartverket"\nlisens = "CC BY 4.0"\n'
        )
    return tekst


@pytest.fixture(scope="module")
def tjeneste(ekte):
    if not Path("/usr/bin/mapserv").exists():
        pytest.skip("MapServer (cgi-mapserver) er ikke installert")
    program, fil = ROT / "tests/hjelp/mapserver.py", ekte / "ekte/n1000_roros.gpkg"
    prosess = subprocess.Popen(
        [sys.executable, str(program), str(fil), "0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert prosess.stdout is not None
    yield prosess.stdout.readline().strip()
    prosess.terminate()
    prosess.wait(timeout=20)
    prosess.stdout.close()


@pytest.fixture(scope="module")
def kjort(tjeneste, ekte, tmp_path_factory):
    mappe = tmp_path_factory.mktemp("ekte")
    (mappe / "kommune.toml").write_text(_oppsett(tjeneste), encoding="utf-8")
    shutil.copy(ROT / "plan.toml", mappe / "plan.toml")
    svar = subprocess.run(
        [
            sys.executable, str(ROT / "arealsil.py"), "kjor", "--dato", "2026-11-24",
            "--innspill", str(ekte / "ekte/dok_roeros.geojson"), "--formaal", "bolig",
        ],
        cwd=mappe, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr
    return mappe


@pytest.fixture(scope="module")
def fasit(ekte, tmp_path_factory):
    """Areas and distances by Debian's own GDAL and SQLite, not by our code or our libraries."""
    if not shutil.which("ogr2ogr"):
        pytest.skip("ogr2ogr (gdal-bin) er ikke installert")
    mappe = tmp_path_factory.mktemp("fasit")

    samlet = mappe / "samlet.gpkg"
    kilder = {
        "innspill": (ekte / "ekte/dok_roeros.geojson", []),
        "Innsjo": (ekte / "ekte/n1000_roros.gpkg", ["Innsjo"]),
        "Tettbebyggelse": (ekte / "ekte/n1000_roros.gpkg", ["Tettbebyggelse"]),
    }
    for navn, (kilde, lag) in kilder.items():
        ord_ = ["ogr2ogr", "-update", "-append", "-t_srs", "EPSG:25832", "-nln", navn]
        felt = ["-lco", "GEOMETRY_NAME=geom", str(samlet), str(kilde), *lag]
        if not samlet.exists():
            ord_ = [ledd for ledd in ord_ if ledd not in {"-update", "-append"}]
        subprocess.run([*ord_, *felt], check=True, capture_output=True)
    return {"samlet": samlet}


def _sql(fil, sporring):
    svar = subprocess.run(
        ["ogrinfo", "-ro", "-q", "-dialect", "SQLite", "-sql", sporring, str(fil)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    linje = next(rad for rad in svar.stdout.splitlines() if " = " in rad)
    return float(linje.split("=")[1])


def _kilder(mappe):
    logg = json.loads((mappe / "ut/kjoring.json").read_text(encoding="utf-8"))
    return {kilde["lag"]: kilde for kilde in logg["kilder"]}


def test_alle_lag_som_ble_servert_ble_hentet_helt(kjort, ekte):
    kilder = _kilder(kjort)
    for lag, (typenavn, _, _) in LAG.items():
        servert = gpd.read_file(ekte / "ekte/n1000_roros.gpkg", layer=typenavn)
        assert kilder[lag]["status"] == "hentet", kilder[lag]["feil"]
        assert kilder[lag]["antall"] <= len(servert)
        assert kilder[lag]["antall"] > 0
        assert len(kilder[lag]["sha256"]) == 64


def test_det_som_ikke_finnes_er_ikke_kjent(kjort):
    kilder = _kilder(kjort)
    for lag in ("fiberdekning", "gruveinteresser", "reinbeite", "verdensarv", "teiger"):
        assert kilder[lag]["status"] == "ikke_kjent"
        assert kilder[lag]["feil"]
    for side in ("fiber.html", "gruve.html"):
        assert "ikke kjent" in (kjort / "ut" / side).read_text(encoding="utf-8")


def test_ingen_side_sier_eksempel(kjort):
    for side in (kjort / "ut").glob("*.html"):
        tekst = re.sub(r"<style>.*?</style>", "", side.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "Eksempeldata" not in tekst


@pytest.fixture(scope="module")
def silt(kjort):
    """Rows of the sieve as published, keyed by layer title."""
    bok = openpyxl.load_workbook(kjort / "ut/resultater.xlsx")
    for ark in bok.worksheets:
        rader = [list(rad) for rad in ark.iter_rows(values_only=True)]
        for nummer, rad in enumerate(rader):
            if rad and "Svar" in rad and "Lag" in rad:
                hode = [str(navn) for navn in rad]
                return {
                    str(dict(zip(hode, r, strict=True))["Lag"]): dict(zip(hode, r, strict=True))
                    for r in rader[nummer + 1 :]
                    if r and r[0] is not None
                }
    pytest.fail("regnearket har ingen tabell med Lag og Svar")


def test_generaliserte_lag_er_aldri_ikke_treff(silt):
    for rad in silt.values():
        assert rad["Svar"] != "ikke treff", rad


def test_tre_tall_stemmer_med_uavhengig_regning(silt, fasit):
    """Area of the site, distance to the nearest lake, ground shared with the built-up area."""
    omraadet = "(SELECT geom FROM innspill)"
    fil = fasit["samlet"]
    areal_m2 = _sql(fil, f"SELECT ST_Area({omraadet})")
    tettsted = silt["Tettsteder"]
    kartlagt_daa = tettsted["Kartlagt (daa)"] + tettsted["Ikke kartlagt (daa)"]
    assert kartlagt_daa * 1000 == pytest.approx(areal_m2, abs=0.01)
    snitt = f"SELECT ST_Area(ST_Intersection({omraadet}, ST_Union(geom))) FROM Tettbebyggelse"
    assert tettsted["Truffet (daa)"] * 1000 == pytest.approx(_sql(fil, snitt), abs=0.01)
    naermest = f"SELECT MIN(ST_Distance(geom, {omraadet})) FROM Innsjo"
    assert silt["Innsjøer"]["Avstand (m)"] == pytest.approx(_sql(fil, naermest), abs=0.001)
