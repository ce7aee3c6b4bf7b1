"""A finished run read back: answers, tables with types, layers; and what is said when it is not."""

import json

import geopandas as gpd
import openpyxl
import pytest
from shapely.geometry import box

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.skriving import skriv_gpkg
from kart.ferdig import les_ferdig


@pytest.fixture
def mappe(tmp_path):
    logg = {"kjoring": "a1", "oppskrift": {"dato": "2026-11-20"}, "svar": {"bolig": "To."},
            "kilder": []}  # fmt: skip
    (tmp_path / "kjoring.json").write_text(json.dumps(logg), encoding="utf-8")
    bok = openpyxl.Workbook()
    bok.active.title = "bolig omraader"
    for rad in (["Tittel"], ["Merknad"], ["Område", "Areal (daa)"], ["Øra", 37.5], ["Moen", None]):
        bok.active.append(rad)
    bok.create_sheet("boligliste x")
    bok.save(tmp_path / "resultater.xlsx")
    data = gpd.GeoDataFrame({"navn": ["Øra"]}, geometry=[box(0, 0, 1, 1)], crs=25832)
    skriv_gpkg(tmp_path / "resultater.gpkg", {"bolig_omraader": data}, "2026-01-01")
    return tmp_path


def test_svar_tabell_og_lag(mappe):
    kjort = les_ferdig(mappe)
    assert kjort.svar("bolig") == "To."
    assert kjort.ark("bolig") == ["bolig omraader"]
    tabell = kjort.tabell("bolig omraader")
    assert list(tabell.columns) == ["Område", "Areal (daa)"]
    assert tabell["Areal (daa)"].sum() == 37.5
    assert kjort.kartlag("bolig") == ["bolig_omraader"]
    assert kjort.lag("bolig_omraader").crs.to_epsg() == 25832
    assert kjort.side("bolig").endswith("bolig.html") and kjort.side().endswith("index.html")


def test_det_som_ikke_finnes_nevnes(mappe, tmp_path):
    kjort = les_ferdig(mappe)
    with pytest.raises(ParameterFeil, match="Den har: bolig"):
        kjort.svar("hytte")
    with pytest.raises(ParameterFeil, match="Mente du «bolig omraader»"):
        kjort.tabell("bolig omrader")
    (mappe / "resultater.xlsx").write_text("ikke et regneark", encoding="utf-8")
    with pytest.raises(KildeFeil, match="kan ikke leses"):
        kjort.ark("bolig")
    with pytest.raises(KildeFeil, match="Kjør «arealsil kjor» først"):
        les_ferdig(tmp_path / "tom")
