"""Text from outside: what means harm is taken out, what is only odd is left."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from gis.feil import KildeFeil
from gis.kilder.lager import Lager, Opphav
from gis.kilder.rens import rens

STED = [Point(1, 2), Point(3, 4)]


def _ramme(**kolonner):
    data = {navn: pd.Series(verdier, dtype=object) for navn, verdier in kolonner.items()}
    return gpd.GeoDataFrame(data, geometry=STED, crs=25832)


def test_styretegn_tas_ut_og_meldes():
    data, merknader = rens(_ramme(a=["x\x00\x1b[31my", "god æøå\n<b>"], b=["\u202elatin", None]))
    assert data["a"].tolist() == ["x  [31my", "god æøå\n<b>"]
    assert data["b"].tolist() == [" latin", None]
    assert merknader == [
        "Styretegn er tatt ut av 1 verdi i «a».",
        "Styretegn er tatt ut av 1 verdi i «b».",
    ]


def test_tekst_som_pandas_kaller_str():
    """Columns of nothing but text come in a type of their own."""
    data, merknader = rens(gpd.GeoDataFrame({"a": ["x\u202ey", "z"]}, geometry=STED, crs=25832))
    assert data["a"].tolist() == ["x y", "z"]
    assert merknader == ["Styretegn er tatt ut av 1 verdi i «a»."]


def test_det_som_er_rent_rores_ikke():
    god = _ramme(a=["ja", None], n=[1, 2.5])
    data, merknader = rens(god)
    assert data is god
    assert merknader == []


def test_kolonnenavn():
    data, merknader = rens(_ramme(**{"a\x07": ["1", "2"], "": ["3", "4"]}))
    assert list(data.columns) == ["a", "uten_navn", "geometry"]
    assert merknader == ["Kolonnenavn med styretegn eller uten ende er rettet."]


def test_rettede_navn_tar_ikke_hverandres_plass():
    lange = {"x" * 130 + "1": ["d", "d"], "x" * 130 + "2": ["e", "e"]}
    data, _ = rens(
        _ramme(**{"navn": ["a", "a"], "na\x01vn": ["b", "b"], "geometry\0": [1, 2]}, **lange)
    )
    assert list(data.columns) == [
        "navn", "navn_2", "geometry_2", "x" * 128, "x" * 128 + "_2", "geometry"
    ]  # fmt: skip
    assert data["navn"].tolist() == ["a", "a"] and data.geometry.tolist() == STED


def test_for_mange_kolonner():
    with pytest.raises(KildeFeil, match="1201 kolonner"):
        rens(_ramme(**{f"k{nr}": [1, 2] for nr in range(1200)}))


@pytest.mark.parametrize(
    "verdier",
    [
        ["\ud800", "a"],
        ["\x00", "\uffff"],
        [10**30, 1],
        [True, "ja"],
        [float("inf"), float("nan")],
        ["x" * 1_000_000, None],
        [{"a": 1}, [1, 2]],
    ],
)
def test_alt_som_er_renset_kan_lagres(tmp_path, verdier):
    """Whatever JSON can carry can be stored and read again."""
    data, _ = rens(_ramme(**{"geom": verdier, 'a"b': verdier, "Geometry": verdier}))
    opphav = Opphav(nokkel="n", kilde="x", hentet="2026-11-01T10:00:00+00:00", sha256="ab")
    lager = Lager(tmp_path)
    kopi = lager.lagre("myr", opphav, data, opphav.hentet)
    assert len(lager.les("myr", kopi)) == 2
