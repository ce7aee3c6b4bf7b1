"""What is installed: four floors and the door, with types, and nothing that one system lacks."""

import ast
import tomllib
from pathlib import Path

from click.testing import CliRunner

import arealsil
from gis.feil import ParameterFeil
from gis.kommune import tolk_kommune

ROT = Path(__file__).resolve().parents[1]
ETASJER = ("gis", "lag", "analyser", "kart")
BARE_POSIX = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"}
"""Modules of the standard library that Windows does not have."""
DATAENDELSER = {".css", ".html", ".js", ".json", ".md", ".py", ".txt", ".typed"}


def _prosjekt():
    return tomllib.loads((ROT / "pyproject.toml").read_text(encoding="utf-8"))


def test_hjulet_har_etasjene_og_dora():
    hjul = _prosjekt()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert hjul["only-include"] == [*ETASJER, "arealsil.py"]
    assert all((ROT / etasje / "py.typed").is_file() for etasje in ETASJER)
    for fra, til in hjul["force-include"].items():
        assert (ROT / fra).is_file() and til == f"lag/eksempel/{fra}"
    assert _prosjekt()["project"]["scripts"] == {"arealsil": "arealsil:main"}


def test_ingen_data_fra_andre_i_pakkene():
    """Templates and the vendored Leaflet with its licence, and no map data."""
    endelser = {
        fil.suffix for etasje in ETASJER for fil in (ROT / etasje).rglob("*")
        if fil.is_file() and "__pycache__" not in fil.parts
    }  # fmt: skip
    assert endelser - {""} <= DATAENDELSER


def _importert(node):
    return [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]


def test_ingen_modul_krever_posix():
    """At the top of a module nothing is imported that Windows lacks; a branch may."""
    for fil in (f for etasje in ETASJER for f in (ROT / etasje).rglob("*.py")):
        for node in ast.parse(fil.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                funnet = {navn.partition(".")[0] for navn in _importert(node)}
                assert not BARE_POSIX & funnet, fil


def test_eksempelet_kan_skrives_og_skrives_aldri_over(tmp_path):
    svar = CliRunner().invoke(arealsil.cli, ["ny-kommune", "--eksempel", "--mappe", str(tmp_path)])
    assert svar.exit_code == 0, svar.output
    for fil in ("kommune.toml", "plan.toml"):
        assert (tmp_path / fil).read_bytes() == (ROT / fil).read_bytes()
    tekst = (tmp_path / "kommune.toml").read_text(encoding="utf-8")
    assert tolk_kommune(tekst, "kommune.toml", tmp_path).eksempel
    igjen = CliRunner().invoke(arealsil.cli, ["ny-kommune", "--eksempel", "--mappe", str(tmp_path)])
    assert isinstance(igjen.exception, ParameterFeil)


def test_den_som_nettopp_har_installert_faar_vite_hva_som_skal_til(tmp_path):
    svar = CliRunner().invoke(arealsil.cli, ["status", "--kommune", str(tmp_path / "kommune.toml")])
    assert "ny-kommune --eksempel" in str(svar.exception)
    tomt = CliRunner().invoke(arealsil.cli, ["ny-kommune"])
    assert "fire sifre" in str(tomt.exception)
