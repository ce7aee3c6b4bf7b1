"""Versions of the C libraries, and the clash that must be told."""

import subprocess
import sys
from pathlib import Path

import pyogrio
import pyproj
import pytest
import shapely

from gis.kilder.biblioteker import REGNERE, advarsler, versjoner

ROT = Path(__file__).resolve().parents[2]


def test_versjonene_er_pakkenes_egne():
    funnet = versjoner()
    assert set(funnet) == {"GDAL", "PROJ", "GEOS"}
    assert dict(funnet["GDAL"])["pyogrio"] == pyogrio.__gdal_version_string__
    assert dict(funnet["PROJ"])["pyproj"] == pyproj.proj_version_str
    assert dict(funnet["GEOS"])["shapely"] == shapely.geos_version_string
    assert "ukjent" not in {nr for bringere in funnet.values() for _, nr in bringere}


def test_pakkene_her_er_enige():
    assert advarsler({}) == []


def test_en_millimeter_er_grensen():
    assert not advarsler({}, {"a": lambda: (0.0, 0.0), "b": lambda: (0.0, 0.0009)})
    (sagt,) = advarsler({}, {"a": lambda: (0.0, 0.0), "b": lambda: (0.0, 1.5)})
    assert "a og b" in sagt and "1.500 m" in sagt


def test_et_sted_som_ikke_er_tall_er_ikke_enighet():
    assert advarsler({}, {"a": lambda: (0.0, 0.0), "b": lambda: (float("inf"), 0.0)})
    assert advarsler({}, {"a": lambda: (0.0, 0.0), "b": lambda: (float("nan"), 0.0)})


@pytest.mark.parametrize("variabel", ["PROJ_LIB", "PROJ_DATA", "GDAL_DATA"])
def test_en_variabel_som_leder_pakkene_vill_blir_sagt(variabel):
    (sagt,) = advarsler({variabel: "/opt/annet"}, {})
    assert variabel in sagt and "/opt/annet" in sagt


def test_feil_projdatabase_blir_oppdaget(tmp_path):
    """A folder without proj.db, as another program's environment may leave behind."""
    svar = subprocess.run(
        [sys.executable, str(ROT / "arealsil.py"), "--version"], env={"PROJ_LIB": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr
    assert svar.stdout.startswith("arealsil ")
    assert "PROJ_LIB er satt" in svar.stderr
    assert "kan ikke regne om koordinater" in svar.stderr


def test_hver_pakke_blir_spurt():
    assert set(REGNERE) == {"pyproj", "fiona", "rasterio"}
