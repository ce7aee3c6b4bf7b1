"""The compiled cache is fresh: a change in what a function takes from another file is seen."""

import subprocess
import sys
from pathlib import Path

from gis.kompilering import cachemappe

KALT = """
import numpy as np
from gis.kompilering import kompiler

@kompiler
def tall(x: float) -> float:
    return x + {ledd}
"""
KALLER = """
from gis.kompilering import kompiler
from {pakke}.kalt import tall
from {pakke}.fast import FAKTOR

@kompiler
def dobbelt(x: float) -> float:
    return FAKTOR * tall(x)
"""


def test_endring_i_en_annen_fil_blir_sett(tmp_path):
    pakke = tmp_path / "provepakke"
    pakke.mkdir()
    (pakke / "__init__.py").write_text("")
    (pakke / "kaller.py").write_text(KALLER.format(pakke="provepakke"))
    svar = []
    for ledd, faktor in ((1.0, 2), (20.0, 2), (20.0, 10)):
        for fil, tekst in (("kalt", KALT.format(ledd=ledd)), ("fast", f"FAKTOR = {faktor}\n")):
            sti = pakke / f"{fil}.py"
            if not sti.exists() or sti.read_text() != tekst:
                sti.write_text(tekst)
        kjort = subprocess.run(
            [sys.executable, "-c", "from provepakke.kaller import dobbelt; print(dobbelt(1.0))"],
            capture_output=True, text=True, check=True,
            env={"PYTHONPATH": f"{tmp_path}:."},
        )  # fmt: skip
        svar.append(float(kjort.stdout))
    assert svar == [4.0, 42.0, 210.0]


def test_uten_skriverett_ligger_det_kompilerte_hos_brukeren(tmp_path, monkeypatch):
    """A program folder that cannot be written in (here: a file stands in the way), then no home."""
    (tmp_path / "program").write_text("")
    hjem = tmp_path / "hjem"
    monkeypatch.setenv("HOME", str(hjem))
    monkeypatch.setenv("USERPROFILE", str(hjem))
    cachemappe.cache_clear()
    egen = cachemappe(tmp_path / "program" / "__pycache__")
    assert egen is not None and egen.is_relative_to(hjem)
    assert cachemappe(tmp_path / "program" / "annet") not in (None, egen)
    assert cachemappe(tmp_path / "gis" / "__pycache__") == tmp_path / "gis" / "__pycache__"
    monkeypatch.setenv("HOME", str(tmp_path / "program"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "program"))
    cachemappe.cache_clear()
    assert cachemappe(tmp_path / "program" / "__pycache__") is None
    cachemappe.cache_clear()


def test_uten_noe_sted_aa_skrive_kompileres_det_hver_gang(tmp_path):
    kode = "import gis.kompilering as k; k.cachemappe = lambda her: None; "
    kode += "from gis.rekker import rader; print(rader.stats.cache_path)"
    kjort = subprocess.run(
        [sys.executable, "-c", kode], capture_output=True, text=True, check=False,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert (kjort.returncode, kjort.stdout) == (0, "None\n"), kjort.stderr
