"""The notebooks are thin, stored without outputs but with pictures; the first one runs alone."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROT = Path(__file__).resolve().parents[1]
NOTATBOKER = sorted((ROT / "notebooks").glob("*.ipynb"))


def _les(fil: Path) -> nbformat.NotebookNode:
    return nbformat.read(fil, as_version=4)


def _kode(fil: Path) -> list[str]:
    return [celle.source for celle in _les(fil).cells if celle.cell_type == "code"]


def test_notatbokene_finnes():
    assert [fil.stem[:2] for fil in NOTATBOKER] == [f"{nr:02d}" for nr in range(1, 9)]


@pytest.mark.parametrize("fil", NOTATBOKER[1:], ids=lambda f: f.name)
def test_bildene_kan_sees_uten_aa_kjore(fil):
    """Every picture that a notebook shows is there, small, and described in words."""
    tekst = "\n".join(celle.source for celle in _les(fil).cells if celle.cell_type == "markdown")
    bilder = re.findall(r"!\[([^\]]+)\]\((bilder/[a-z_]+\.png)\)", tekst)
    assert bilder or fil.name.startswith("07")  # a file of text needs none
    for ord_, sti in bilder:
        assert len(ord_) > 10
        assert 10_000 < (fil.parent / sti).stat().st_size < 400_000
    assert "Eksempeldata – ikke offisielle" in tekst


@pytest.mark.parametrize("fil", NOTATBOKER, ids=lambda f: f.name)
def test_uten_lagrede_svar(fil):
    bok = _les(fil)
    nbformat.validate(bok)
    for celle in bok.cells:
        if celle.cell_type == "code":
            assert celle.outputs == []
            assert celle.execution_count is None


@pytest.mark.parametrize("fil", NOTATBOKER, ids=lambda f: f.name)
def test_tynn(fil):
    tynne = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try)
    for kilde in _kode(fil):
        assert not [n for n in ast.walk(ast.parse(kilde)) if isinstance(n, tynne)], kilde


def _svar(bok: nbformat.NotebookNode, slag: str) -> str:
    return "\n".join(
        str(ut.data[slag])
        for celle in bok.cells
        if celle.cell_type == "code"
        for ut in celle.outputs
        if slag in ut.get("data", {})
    )


def test_kom_i_gang_kjorer(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    bok = _les(NOTATBOKER[0])
    NotebookClient(bok, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    html, tekst = _svar(bok, "text/html"), _svar(bok, "text/markdown")
    assert "<table" in html and "data-sort" in html
    assert "leaflet" in html  # the map
    assert "verdensarv" in tekst and "ikke kjent" in tekst
