"""The door, run as a user runs it: as a program of its own."""

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point, box

ROT = Path(__file__).resolve().parents[1]
KOMMANDOER = (
    "lag", "hent", "kontroll", "analyser", "kart", "kjor", "sjekk-tjenester", "bilde", "kvittering",
    "sammenlign",
)  # fmt: skip
OPPSETT = (ROT / "kommune.toml").read_text(encoding="utf-8")


def arealsil(*ord_, mappe, **valg):
    """Run the program in `mappe`; returns the finished process."""
    return subprocess.run(
        [sys.executable, str(ROT / "arealsil.py"), *map(str, ord_)],
        cwd=mappe, capture_output=True, text=True, check=False, timeout=600, **valg,
    )  # fmt: skip


def med_oppsett(mappe, tillegg="", bytt=()):
    """A kommune.toml in `mappe`, changed by `bytt` and with `tillegg` at the end."""
    tekst = OPPSETT
    for gammelt, nytt in bytt:
        assert gammelt in tekst
        tekst = tekst.replace(gammelt, nytt)
    (mappe / "kommune.toml").write_text(tekst + tillegg, encoding="utf-8")
    shutil.copy(ROT / "plan.toml", mappe / "plan.toml")
    return mappe


def kvadrat(fil, epsg=25832, sted=(620000, 6940000), **kolonner):
    """A file with one square of 1 km in the municipality."""
    x, y = sted
    ramme = gpd.GeoDataFrame({**kolonner, "geometry": [box(x, y, x + 1000, y + 1000)]}, crs=epsg)
    ramme.to_file(fil)
    return fil


@pytest.fixture
def kopi(eksempelkjoring, tmp_path):
    """A copy of that folder which a test may spoil."""
    shutil.copytree(eksempelkjoring, tmp_path / "kopi")
    return tmp_path / "kopi"


def summer(mappe):
    return {
        str(fil.relative_to(mappe)): hashlib.sha256(fil.read_bytes()).hexdigest()
        for fil in sorted(mappe.rglob("*"))
        if fil.is_file() and fil.name != "kjoring.json"
    }


def uten_stil(side):
    return re.sub(r"<style>.*?</style>", "", side.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_hjelpen_er_paa_bokmaal(tmp_path):
    lagerord = (["lager", ord_] for ord_ in ("", "liste", "verifiser", "sammenlign", "rydd"))
    for ord_ in ([], *([k] for k in KOMMANDOER), *(list(filter(None, o)) for o in lagerord)):
        svar = arealsil(*ord_, "--help", mappe=tmp_path)
        assert svar.returncode == 0
        assert "Bruk: arealsil" in svar.stdout
        assert "Eksempler" in svar.stdout
        for engelsk in ("Usage", "Options", "Commands", "Show this", "OPTIONS", "ARGS"):
            assert engelsk not in svar.stdout, (ord_, engelsk)


@pytest.mark.parametrize(
    ("ord_", "venter"),
    [
        (("hnet",), "hent"),
        (("hent", "--frakobla"), "--frakoblet"),
        (("hent", "reinbeitet"), "reinbeite"),
        (("analyser", "hyte"), "hytte"),
        (("kjor", "--dato", "24.11.2026"), "--dato"),
        (("kvittering", "silng.detaljer.1"), "siling"),
        (("sammenlign", "a.json", "b.json"), "a.json"),
        (("kjor", "--kommune", "finnes-ikke.toml"), "finnes-ikke.toml"),
        (("analyser", "hytte", "--sett", "storst"), "navn=verdi"),
    ],
)
def test_feil_ord_gir_naermeste(tmp_path, ord_, venter):
    svar = arealsil(*ord_, mappe=med_oppsett(tmp_path))
    assert svar.returncode != 0
    assert svar.stderr.startswith("Feil: ")
    assert venter in svar.stderr.replace("\n", " ")
    assert "Traceback" not in svar.stderr


@pytest.mark.parametrize(
    ("tillegg", "bytt", "venter"),
    [
        ("\n[lag.reinbeitet]\n", (), "reinbeite"),
        ('\n[lag.reinbeite]\nprotokol = "fil"\n', (), "protokoll"),
        ("\n[analyse.gruver]\n", (), "gruve"),
        ("\n[analyse.hytte]\nfinnesikke = 1\n", (), "finnesikke"),
        ("\n[regel.finnesikke]\navstand_m = 3\n", (), "finnesikke"),
        ("\n[kommuna]\n", (), "kommune"),
        ("", (("margin_m", "marginm"),), "margin_m"),
        ("", (("epsg = 25832", "epsg = 4326"),), "25832"),
        ("", (('nummer = "5025"', "nummer = 5025"),), "nummer"),
        ("", (('nummer = "5025"', 'nummer = "3430"'),), "eksempel"),
        ("\n[lag", (), "TOML"),
    ],
)
def test_feil_i_oppsettet_stopper(tmp_path, tillegg, bytt, venter):
    svar = arealsil("kontroll", mappe=med_oppsett(tmp_path, tillegg, bytt))
    assert svar.returncode == 1
    assert svar.stderr.startswith("Feil: ")
    assert venter in svar.stderr.replace("\n", " ")
    assert "Traceback" not in svar.stderr


def test_hele_kjoringen_skriver_alt(eksempelkjoring):
    filer = {fil.name for fil in (eksempelkjoring / "ut").iterdir()}
    navn = (
        "kartlag", "bolig", "naeringstomt", "hytte", "gruve", "fiber", "konflikt", "siling",
        "arealregnskap", "reindrift", "verdensarv", "reisetid", "sentrum",
        "index", "tegn", "tilgjengelighet",
        "veiledning",
    )  # fmt: skip
    ventet = {f"{ett}.html" for ett in navn}
    assert filer == ventet | {
        "resultater.gpkg",
        "resultater.xlsx",
        "kjoring.json",
        "sak-fiber.docx",
        "kvitteringer.json",
        "siling.json",
        "faktaark",
    }
    ark = {fil.name for fil in (eksempelkjoring / "ut" / "faktaark").iterdir()}
    assert ark == {f"reindrift-distrikt-{nr}.html" for nr in (1, 2, 3)}
    logg = json.loads((eksempelkjoring / "ut" / "kjoring.json").read_text(encoding="utf-8"))
    for navn, sum_ in logg["filer"].items():
        assert hashlib.sha256((eksempelkjoring / "ut" / navn).read_bytes()).hexdigest() == sum_
    assert all(kilde["sha256"] for kilde in logg["kilder"] if kilde["status"] == "hentet")
    for side in filer:
        if side.endswith(".html"):
            tekst = uten_stil(eksempelkjoring / "ut" / side)
            assert "Eksempeldata – ikke offisielle" in tekst, side


def test_to_like_kjoringer_gir_like_bytes(eksempelkjoring, tmp_path):
    mappe = med_oppsett(tmp_path)
    assert arealsil("kjor", "--dato", "2026-11-24", mappe=mappe).returncode == 0
    assert summer(mappe / "ut") == summer(eksempelkjoring / "ut")


def test_ingen_rettighetshaver_blir_publisert(eksempelkjoring):
    lagret = gpd.read_file(
        eksempelkjoring / "lager" / "eksempel" / "eksempel.gpkg", layer="gruveinteresser"
    )
    tekstkolonner = [lagret[k].dropna().astype(str) for k in lagret.columns if k != "geometry"]
    haver = {v for k in tekstkolonner for v in k if v.endswith(("AS", "ASA")) or "oppdiktet" in v}
    assert haver, "eksempelet har ingen rettighetshavere å lete etter"
    for fil in (f for f in (eksempelkjoring / "ut").rglob("*") if f.is_file()):
        innhold = fil.read_bytes()
        assert not [h for h in haver if h.encode() in innhold], fil.name


def _med_lag(mappe, lag, fil, ekstra=""):
    tillegg = f'\n[lag.{lag}]\nprotokoll = "fil"\nsti = "{fil.name}"\n{ekstra}'
    return med_oppsett(mappe, tillegg)


def test_odelagt_fil_blir_ikke_kjent(kopi):
    fil = kopi / "vann.gpkg"
    fil.write_bytes(b"SQLite format 3\0" + b"skrot" * 999)
    svar = arealsil("hent", "innsjoer", mappe=_med_lag(kopi, "innsjoer", fil))
    assert svar.returncode == 1
    assert "innsjoer" in svar.stderr
    assert "vann.gpkg" in svar.stderr.replace("\n", "")
    assert "Traceback" not in svar.stderr


@pytest.mark.parametrize("innhold", [None, b"", b"hei", b"PK\x03\x04skrot"])
def test_uleselige_innspill_stopper(kopi, innhold):
    fil, forut = kopi / "innspill.geojson", summer(kopi / "ut")
    if innhold is not None:
        fil.write_bytes(innhold)
    svar = arealsil("kjor", "--innspill", fil, mappe=kopi)
    assert svar.returncode == 1
    assert "arealinnspill" in svar.stderr
    assert "innspill.geojson" in svar.stderr.replace("\n", "")
    assert "Traceback" not in svar.stderr
    assert summer(kopi / "ut") == forut


def test_feil_sone_stopper(kopi):
    fil = kvadrat(kopi / "vann.gpkg", sted=(300000, 6940000), objid=["1"])
    forut = summer(kopi / "ut")
    svar = arealsil("kjor", mappe=_med_lag(kopi, "innsjoer", fil))
    assert svar.returncode == 1
    assert "innsjoer" in svar.stderr
    assert "25833" in svar.stderr
    assert summer(kopi / "ut") == forut


def test_manglende_kolonne_stopper(kopi):
    fil = kvadrat(kopi / "plan.gpkg", formal=["1110"])
    svar = arealsil("kjor", mappe=_med_lag(kopi, "kommuneplan", fil))
    assert svar.returncode == 1
    assert "kommuneplan" in svar.stderr
    assert "arealformaal" in svar.stderr.replace("\n", " ")


def test_tomt_lag_er_lov(kopi):
    fil = kopi / "tomt.gpkg"
    gpd.GeoDataFrame({"a": []}, geometry=[], crs=25832).to_file(fil)
    svar = arealsil("hent", "innsjoer", mappe=_med_lag(kopi, "innsjoer", fil))
    assert svar.returncode == 0, svar.stderr
    svar = arealsil("kontroll", mappe=kopi)
    assert svar.returncode == 0, svar.stderr


def test_full_disk_taper_ingenting(kopi):
    forut = summer(kopi / "ut")

    def liten_disk():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    svar = arealsil("kart", mappe=kopi, preexec_fn=liten_disk)
    assert svar.returncode == 1, svar.stderr
    assert "Feil: " in svar.stderr
    assert "Traceback" not in svar.stderr
    assert summer(kopi / "ut") == forut
    assert not [fil for fil in kopi.iterdir() if fil.name.startswith(".")]


@pytest.mark.parametrize(
    ("kommando", "signalet"),
    [("hent", signal.SIGINT), ("kjor", signal.SIGINT), ("kjor", signal.SIGTERM)],
)
def test_avbrudd_taper_ingenting(kopi, kommando, signalet):
    forut = summer(kopi / "ut")
    with subprocess.Popen(
        [sys.executable, str(ROT / "arealsil.py"), kommando],
        cwd=kopi, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as prosess:  # fmt: skip
        assert prosess.stderr is not None
        prosess.stderr.readline()
        time.sleep(0.3)
        prosess.send_signal(signalet)
        resten = prosess.stderr.read()
        assert prosess.wait(timeout=120) == 130, resten
    assert "Avbrutt" in resten
    assert "Traceback" not in resten
    assert summer(kopi / "ut") == forut
    videre = arealsil("hent", "--fortsett", mappe=kopi)
    assert videre.returncode == 0, videre.stderr
    assert arealsil("kontroll", mappe=kopi).returncode == 0


def test_en_annen_kommune_er_en_kopi_av_oppsettet(tmp_path):
    """Os (3430) with only its own files: what is not there is «ikke kjent», never zero."""
    kvadrat(tmp_path / "grense.gpkg", sted=(609000, 6920000), nr=["3430"])
    kvadrat(tmp_path / "innspill.geojson", epsg=25832, sted=(609500, 6920500))
    bytt = (
        ('nummer = "5025"', 'nummer = "3430"'),
        ('navn = "Røros"', 'navn = "Os"'),
        ('datakilde = "eksempel"', 'datakilde = "tjenester"'),
        ("608785.0, 6912647.0, 668567.0, 6969673.0", "600000, 6900000, 640000, 6950000"),
    )
    tillegg = (
        '\n[lag.kommunegrense]\nprotokoll = "fil"\nsti = "grense.gpkg"\n'
        'kolonner = { kommunenummer = "nr" }\n'
    )
    med_oppsett(tmp_path, tillegg, bytt)
    egne = ("--innspill", tmp_path / "innspill.geojson", "--formaal", "bolig")
    assert arealsil("hent", "kommunegrense", "arealinnspill", *egne, mappe=tmp_path).returncode == 0
    svar = arealsil("kart", *egne, mappe=tmp_path)
    assert svar.returncode == 0, svar.stderr
    assert "ikke kjent" in svar.stdout
    assert "Eksempeldata" not in svar.stdout
    siden = uten_stil(tmp_path / "ut" / "siling.html")
    assert "Eksempeldata" not in siden
    assert "ikke kjent" in siden


def test_lag_viser_katalogen(tmp_path):
    json_ = arealsil("lag", "--json", mappe=tmp_path)
    navn = [post["navn"] for post in json.loads(json_.stdout)]
    assert navn[0] == "verdensarv"
    assert {"circumferensen", "reinbeite", "fiberdekning"} < set(navn)
    assert "| verdensarv |" in arealsil("lag", "--markdown", mappe=tmp_path).stdout
    assert "verdensarv" in arealsil("lag", mappe=tmp_path).stdout


def test_punkter_er_ingen_innspill(kopi):
    """Proposals without area stop with what to do; nothing is screened as zero."""
    fil = kopi / "punkt.geojson"
    gpd.GeoDataFrame(geometry=[Point(620000, 6940000)], crs=25832).to_file(fil)
    forut = summer(kopi / "ut")
    svar = arealsil("kjor", "--innspill", fil, mappe=kopi)
    assert svar.returncode == 1
    assert "punkt.geojson" in svar.stderr
    assert "flate" in svar.stderr
    assert summer(kopi / "ut") == forut


def test_lageret_ses_kontrolleres_sammenlignes_og_ryddes(kopi):
    """The store's own commands, on a layer that was fetched twice."""
    fil = kvadrat(kopi / "vann.gpkg", objid=["1"])
    med_lag = _med_lag(kopi, "innsjoer", fil)
    for sted in ((620000, 6940000), (621000, 6940000)):
        kvadrat(fil, sted=sted, objid=["1"])
        os.utime(fil, (sted[0], sted[0]))
        assert arealsil("hent", "innsjoer", mappe=med_lag).returncode == 0
    assert "innsjoer" in arealsil("lager", "liste", mappe=kopi).stdout
    ulikt = arealsil("lager", "sammenlign", "innsjoer", mappe=kopi)
    assert "endret" in ulikt.stdout, ulikt.stderr
    alt = json.loads(arealsil("lager", "sammenlign", "innsjoer", "--json", mappe=kopi).stdout)
    assert list(alt["endret"].values()) == [["geometri"]]
    assert arealsil("lager", "rydd", mappe=kopi).returncode == 0
    godt = arealsil("lager", "verifiser", mappe=kopi)
    assert (godt.returncode, "alle sjekksummer stemmer" in godt.stdout) == (0, True)
    for skadet in (kopi / "lager" / "lag").glob("innsjoer-*"):
        skadet.write_bytes(skadet.read_bytes()[:-1] + b"x")
    daarlig = arealsil("lager", "verifiser", mappe=kopi)
    assert daarlig.returncode == 1
    assert skadet.name in daarlig.stdout
    assert "ikke kjent" in arealsil("kontroll", mappe=kopi).stdout.replace("\n", " ")


def test_torr_henting_og_sjekk_uten_nett(tmp_path):
    bytt = (('datakilde = "eksempel"', 'datakilde = "tjenester"'),)
    mappe = med_oppsett(tmp_path, bytt=bytt)
    torr = arealsil("hent", "teiger", "--torr", mappe=mappe)
    assert torr.returncode == 0, torr.stderr
    assert "GET https://wfs.geonorge.no/" in torr.stdout
    assert not (mappe / "lager" / "raa").exists()
    sjekk = arealsil("sjekk-tjenester", "verdensarv", "--csv", mappe=mappe)
    assert sjekk.returncode == 0, sjekk.stderr
    assert "fikk ikke kontakt" in sjekk.stdout
    assert "1 har noe galt" in sjekk.stderr


def test_sil_tar_filer_og_lister_i_en_omgang(kopi):
    """A polygon in another plane, a property from a list, and rows that are set aside."""
    kvadrat(kopi / "tegnet.gpkg", navn="Øvre felt")
    (kopi / "liste.csv").write_text("gnr;bnr;formål\n901;1;hytte\n901;99999;\n", encoding="utf-8")
    svar = arealsil(
        "sil", "tegnet.gpkg", "liste.csv", "--formaal", "bolig", "--ut", "silt", "--uten-pdf",
        "--dato", "2026-11-24", mappe=kopi,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr
    assert "Satt til side: liste.csv, rad 3: gnr./bnr. 901/99999 finnes ikke" in svar.stderr
    assert "PDF er ikke laget (--uten-pdf)" in svar.stderr.replace("\n", " ")
    alt = json.loads((kopi / "silt" / "innspill.json").read_text(encoding="utf-8"))
    assert {s["navn"]: s["formaal"] for s in alt["steder"]} == {
        "Øvre felt": "bolig", "901/1": "fritid",
    }  # fmt: skip
    assert len(list((kopi / "silt" / "faktaark").glob("*.html"))) == 2
    logg = json.loads((kopi / "silt" / "innspill-kjoring.json").read_text(encoding="utf-8"))
    for navn, sum_ in logg["filer"].items():
        assert hashlib.sha256((kopi / "silt" / navn).read_bytes()).hexdigest() == sum_


def test_sil_uten_brukbare_rader_skriver_ingenting(kopi):
    (kopi / "liste.csv").write_text("gnr;bnr\n901;99999\n", encoding="utf-8")
    svar = arealsil("sil", "liste.csv", "--ut", "silt", mappe=kopi)
    assert svar.returncode == 1
    assert "ingen av radene kan siles (rad 2: " in svar.stderr.replace("\n", " ")
    assert not (kopi / "silt").exists()
