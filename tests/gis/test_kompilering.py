"""The compiled cache is fresh: a change in what a function calls in another file is seen."""

import subprocess
import sys

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

@kompiler
def dobbelt(x: float) -> float:
    return 2 * tall(x)
"""


def test_endring_i_en_annen_fil_blir_sett(tmp_path):
    pakke = tmp_path / "proevepakke"
    pakke.mkdir()
    (pakke / "__init__.py").write_text("")
    (pakke / "kaller.py").write_text(KALLER.format(pakke="proevepakke"))
    svar = []
    for ledd in (1.0, 1.0, 20.0):
        (pakke / "kalt.py").write_text(KALT.format(ledd=ledd))
        kjort = subprocess.run(
            [sys.executable, "-c", "from proevepakke.kaller import dobbelt; print(dobbelt(1.0))"],
            capture_output=True, text=True, check=True,
            env={"PYTHONPATH": f"{tmp_path}:."},
        )  # fmt: skip
        svar.append(float(kjort.stdout))
    assert svar == [4.0, 4.0, 42.0]
