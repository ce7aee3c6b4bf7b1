"""The house keeps its own rules: size, contracts, wording, documents that are true."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import arealsil
from gis import feil
from lag.katalog import KATALOG
from lag.oversikt import som_markdown

ROT = Path(__file__).resolve().parents[1]
ETASJER = ("gis", "lag", "analyser", "kart")
MODULER = [
    *sorted(fil for etasje in ETASJER for fil in (ROT / etasje).rglob("*.py")),
    ROT / "arealsil.py",
]
FORBUDT = ("ingen konflikt", "konfliktfri", "trygt å bygge", "godkjent for", "tapt beite")
DOR_LINJER = 460
"""The door holds every command's words and options; what they do lies in the floors."""
FLATETYPE = re.compile(
    r"\b(Geo(DataFrame|Series)|BaseGeometry|(Multi)?(Polygon|LineString|Point))\b"
)
PLAN = re.compile(r"\bCRS\b|EPSG|plane|planar|\bmetres?\b|\bm²|degrees|\bunits?\b", re.IGNORECASE)
KASTES = [n for n, f in vars(feil).items() if isinstance(f, type) and issubclass(f, Exception)]
UFORKLART = 0.01
"""Share of the public names that may wait for their plane or errors to be stated."""
MODUL_LINJER, FUNKSJON_LINJER, ARGUMENTER = 350, 45, 6


def _funksjoner(fil: Path):
    for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("fil", MODULER, ids=lambda f: str(f.relative_to(ROT)))
def test_modulen_er_liten(fil):
    tekst = fil.read_text(encoding="utf-8")
    assert tekst.count("\n") <= (DOR_LINJER if fil.name == "arealsil.py" else MODUL_LINJER)
    for funksjon in _funksjoner(fil):
        lengde = (funksjon.end_lineno or 0) - funksjon.lineno + 1
        lengde -= (ast.get_docstring(funksjon, clean=False) or "").count("\n") + 1
        assert lengde <= FUNKSJON_LINJER, f"{funksjon.name}: {lengde} linjer"
        antall = len(funksjon.args.args) + len(funksjon.args.kwonlyargs)
        assert antall <= ARGUMENTER + 1, f"{funksjon.name}: {antall} argumenter"


@pytest.mark.parametrize("fil", MODULER, ids=lambda f: str(f.relative_to(ROT)))
def test_ingen_import_inne_i_funksjoner(fil):
    for funksjon in _funksjoner(fil):
        inni = [n for n in ast.walk(funksjon) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert not inni, funksjon.name


@pytest.mark.parametrize("fil", MODULER, ids=lambda f: str(f.relative_to(ROT)))
def test_navn_er_ascii(fil):
    for node in ast.walk(ast.parse(fil.read_text(encoding="utf-8"))):
        navn = getattr(node, "name", None) or getattr(node, "id", None) or getattr(node, "arg", "")
        assert not isinstance(navn, str) or navn.isascii(), navn


@pytest.mark.parametrize("fil", MODULER, ids=lambda f: str(f.relative_to(ROT)))
def test_ordene_vi_aldri_sier(fil):
    tekst = fil.read_text(encoding="utf-8").lower()
    assert not [ord_ for ord_ in FORBUDT if ord_ in tekst]


def _offentlige(fil: Path):
    """Public functions, classes and methods of a module that a reader can import."""
    for node in ast.parse(fil.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            for inni in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inni, ast.FunctionDef) and not inni.name.startswith("_"):
                    yield inni


def _kaster(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)


def _uten_forklaring(fil: Path):
    """Public names that lack a sentence, the plane or unit of geometry, or an error they raise."""
    modulens = ast.get_docstring(ast.parse(fil.read_text(encoding="utf-8"))) or ""
    for node in _offentlige(fil):
        sagt = ast.get_docstring(node) or ""
        if not sagt:
            yield node.name
        if isinstance(node, ast.ClassDef):
            continue
        typer = [a.annotation for a in (*node.args.args, *node.args.kwonlyargs)] + [node.returns]
        har_flate = any(FLATETYPE.search(ast.unparse(t)) for t in typer if t)
        if har_flate and not PLAN.search(f"{sagt}\n{modulens}"):
            yield f"{node.name}: plan, enhet?"
        if any(".command(" in ast.unparse(pynt) for pynt in node.decorator_list):
            continue  # the text of a command is what its user reads
        kaster = {ast.unparse(n.exc.func) for n in ast.walk(node) if _kaster(n)}
        for navn in kaster.intersection(KASTES):
            if not re.search(rf"Raises\n-+\n(.*\n)*?.*\b{navn}\b", sagt):
                yield f"{node.name}: {navn}"


def test_det_offentlige_er_forklart():
    """What it is, in a sentence; the plane or unit of geometry; the errors that it raises."""
    alle = sum(1 for fil in MODULER for _ in _offentlige(fil))
    uten = [f"{fil.relative_to(ROT)}: {hva}" for fil in MODULER for hva in _uten_forklaring(fil)]
    assert len(uten) <= UFORKLART * alle, uten


def test_kontraktene_holder():
    svar = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stdout


BRUDD = {
    "gis.crs": "lag.modell",
    "gis.akser": "requests",
    "lag.plan": "analyser",
    "analyser.bolig": "analyser.hytte",
    "analyser.gruve": "gis.kilder.fil",
    "analyser.konflikt": "rasterio",
    "lag.oversikt": "requests",
    "lag.katalog.fare": "gis.kilder.fil",
    "kart.tjeneste": "folium",
    "kart.svg": "arealsil",
}
"""Module → what it must not import."""


def test_hvert_brudd_blir_fanget(tmp_path):
    """A contract that cannot fail is no contract: break each one in a copy of the house."""
    for etasje in ETASJER:
        for kilde in (ROT / etasje).rglob("*.py"):
            maal = tmp_path / kilde.relative_to(ROT)
            maal.parent.mkdir(parents=True, exist_ok=True)
            maal.write_text(kilde.read_text(encoding="utf-8"), encoding="utf-8")
    for navn in ("pyproject.toml", "arealsil.py"):
        (tmp_path / navn).write_text((ROT / navn).read_text(encoding="utf-8"), encoding="utf-8")
    for modul, fremmed in BRUDD.items():
        with (tmp_path / f"{modul.replace('.', '/')}.py").open("a", encoding="utf-8") as fil:
            fil.write(f"\nimport {fremmed}\n")
    svar = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
    )  # fmt: skip
    assert svar.returncode != 0, svar.stdout
    for modul, fremmed in BRUDD.items():
        assert f"{modul} -> {fremmed} (" in svar.stdout, svar.stdout + svar.stderr
    assert "KEPT" not in svar.stdout  # each contract is among those broken


def test_versjonen_er_en():
    prosjekt = tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))
    assert prosjekt["project"]["version"] == arealsil.VERSJON
    assert f"## {arealsil.VERSJON}" in (ROT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_lagtabellen_i_readme_er_fersk():
    readme = (ROT / "README.md").read_text(encoding="utf-8")
    tabell = re.search(r"<!-- lag -->\n(.*?)\n<!-- /lag -->", readme, re.DOTALL)
    assert tabell, "README mangler merkene for lagtabellen"
    assert tabell.group(1).strip() == som_markdown(KATALOG).strip(), (
        "kjør «arealsil lag --markdown» og lim inn mellom merkene i README.md"
    )


def test_readme_viser_de_to_kommandoene():
    readme = (ROT / "README.md").read_text(encoding="utf-8")
    assert "make kart" in readme
    assert "make test" in readme
