"""The atomic writer: all or nothing, and the same bytes twice."""

import errno
import hashlib
import time
from datetime import date
from enum import Enum
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
from shapely import MultiPolygon, Point, box, force_3d

from gis.feil import CrsFeil, SkriveFeil
from gis.kilder.fil import sha256_av, urorte
from gis.kilder.skriving import (
    atomisk,
    samlet_mappe,
    skriv_bytes,
    skriv_geotiff,
    skriv_gpkg,
    skriv_tekst,
)
from gis.rutenett import Rutenett


class Farge(Enum):
    BLAA = "blå"


def _ramme():
    return gpd.GeoDataFrame(
        {
            "navn": ["Øra", None],
            "ok": [True, None],
            "ider": [("a", "b"), ()],
            "dag": [date(2026, 1, 2), None],
            "fid": [7, 7],
            "område": [Farge.BLAA, None],
            "tall": [np.float64(1.5), None],
            "heltall": [3, None],
        },
        geometry=[box(0, 0, 1, 1), None],
        crs=25832,
    ).astype({"heltall": object})


def _navn(mappe):
    return sorted(fil.name for fil in mappe.iterdir())


def _sum(sti):
    return hashlib.sha256(sti.read_bytes()).hexdigest()


def test_skriver_og_lager_mappen(tmp_path):
    skriv_tekst(tmp_path / "ny" / "a.txt", "blåbær\n")
    assert (tmp_path / "ny" / "a.txt").read_bytes() == "blåbær\n".encode()
    assert _navn(tmp_path / "ny") == ["a.txt"]


@pytest.mark.parametrize("feil", [KeyboardInterrupt(), ValueError("x")])
def test_avbrudd_lar_den_gamle_staa(tmp_path, feil):
    skriv_bytes(tmp_path / "a.gpkg", b"gammel")
    with pytest.raises(type(feil)), atomisk(tmp_path / "a.gpkg") as ny:
        ny.write_bytes(b"halv")
        ny.with_name(ny.name + "-journal").write_bytes(b"")
        raise feil
    assert (tmp_path / "a.gpkg").read_bytes() == b"gammel"
    assert _navn(tmp_path) == ["a.gpkg"]


def test_full_disk_sies_paa_bokmaal(tmp_path):
    skriv_bytes(tmp_path / "a.txt", b"gammel")
    with pytest.raises(SkriveFeil, match=r"a\.txt.*Disken er full"), atomisk(tmp_path / "a.txt"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (tmp_path / "a.txt").read_bytes() == b"gammel"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="trenger /dev/full")
def test_virkelig_full_disk(tmp_path):
    maal = tmp_path / "a.txt"
    with pytest.raises(SkriveFeil, match="full"), atomisk(maal) as ny:
        ny.symlink_to("/dev/full")
        with ny.open("wb", buffering=0) as fil:
            fil.write(b"x")
    assert not maal.exists()


def test_fil_der_mappen_skulle_vaert(tmp_path):
    skriv_tekst(tmp_path / "a", "")
    with pytest.raises(SkriveFeil, match="fil"):
        skriv_tekst(tmp_path / "a" / "b.txt", "")


def test_gpkg_er_bytelik_og_leses_igjen(tmp_path):
    tom = _ramme().iloc[:0].copy()
    tom.attrs["geometri"] = "flate"
    summer = set()
    for nummer in (1, 2):
        sti = tmp_path / f"{nummer}.gpkg"
        lagene = {"en": _ramme(), "tom": tom, "tabell": pd.DataFrame({"k": [1, 2]})}
        skriv_gpkg(sti, lagene, "2026-01-01T00:00:00Z")
        summer.add(_sum(sti))
        time.sleep(1.1 * (nummer == 1))  # the clock of the format counts seconds
    assert len(summer) == 1
    assert dict(pyogrio.list_layers(sti)) == {"en": "Polygon", "tom": "Polygon", "tabell": None}
    lest = pyogrio.read_dataframe(sti, layer="en")
    assert lest.crs.to_epsg() == 25832
    assert lest["ider"].tolist() == ["a; b", ""]
    assert lest["dag"][0] == "2026-01-02"
    assert lest["område"][0] == "blå"
    assert lest["fid"].tolist() == [7, 7]
    assert lest[["navn", "ok", "dag", "tall", "heltall"]].iloc[1].isna().all()
    assert lest.geometry[0].equals(box(0, 0, 1, 1))


def test_tidspunktet_staar_i_gpkg(tmp_path):
    for navn, tid in (("a.gpkg", "2026-01-01T00:00:00Z"), ("b.gpkg", "2026-01-02T00:00:00Z")):
        skriv_gpkg(tmp_path / navn, {"en": _ramme()}, tid)
    assert _sum(tmp_path / "a.gpkg") != _sum(tmp_path / "b.gpkg")


def test_gpkg_som_ikke_kan_skrives(tmp_path):
    skriv_gpkg(tmp_path / "a.gpkg", {"en": _ramme()}, "2026-01-01T00:00:00Z")
    forut = _sum(tmp_path / "a.gpkg")
    daarlig = _ramme().rename(columns={"navn": "OK"})  # the name of another column but for case
    with pytest.raises(SkriveFeil, match=r"a\.gpkg"):
        skriv_gpkg(tmp_path / "a.gpkg", {"en": daarlig}, "2026-01-01T00:00:00Z")
    assert _sum(tmp_path / "a.gpkg") == forut
    assert _navn(tmp_path) == ["a.gpkg"]


def test_geotiff_rundt(tmp_path):
    verdier = np.array([[1, 2, 3], [4, np.nan, 6]], dtype=np.float32)
    nett = Rutenett(verdier, 600_000, 6_900_000, 10, 25832)
    skriv_geotiff(tmp_path / "a.tif", nett)
    skriv_geotiff(tmp_path / "b.tif", nett)
    assert _sum(tmp_path / "a.tif") == _sum(tmp_path / "b.tif")
    with rasterio.open(tmp_path / "a.tif") as fil:
        np.testing.assert_array_equal(fil.read(1), verdier)
        assert fil.crs.to_epsg() == 25832
        assert fil.bounds == (600_000, 6_899_980, 600_030, 6_900_000)


def test_samlet_mappe_flytter_alt_til_slutt(tmp_path):
    ut = tmp_path / "ut"
    skriv_tekst(ut / "egen.txt", "brukerens")
    skriv_tekst(ut / "a.txt", "gammel")
    with samlet_mappe(ut) as mappe:
        skriv_tekst(mappe / "a.txt", "ny")
        skriv_tekst(mappe / "u" / "b.txt", "ny")
        assert (ut / "a.txt").read_text() == "gammel"
    assert (ut / "a.txt").read_text() == "ny"
    assert (ut / "u" / "b.txt").read_text() == "ny"
    assert _navn(ut) == ["a.txt", "egen.txt", "u"]


def test_det_forrige_kjoring_skrev_gaar_bort_naar_ingen_har_rort_det(tmp_path):
    ut = tmp_path / "ut"
    for navn in ("ark/1.html", "ark/2.html", "sak.docx"):
        skriv_tekst(ut / navn, navn)
    summer = {n: sha256_av(ut / n) for n in ("ark/1.html", "ark/2.html", "sak.docx")}
    summer |= {"../ute.txt": "0", str(tmp_path / "ute.txt"): "0", "borte.html": "0"}
    skriv_tekst(tmp_path / "ute.txt", "utenfor")
    skriv_tekst(ut / "sak.docx", "rettet av planleggeren")
    gamle = urorte(ut, summer)
    assert sorted(map(str, gamle)) == ["ark/1.html", "ark/2.html"]
    with pytest.raises(KeyboardInterrupt), samlet_mappe(ut, gamle):
        raise KeyboardInterrupt
    assert _navn(ut / "ark") == ["1.html", "2.html"]
    with samlet_mappe(ut, gamle) as mappe:
        skriv_tekst(mappe / "ark" / "1.html", "ny")
    assert (ut / "ark" / "1.html").read_text() == "ny"
    assert _navn(ut / "ark") == ["1.html"]
    assert (ut / "sak.docx").read_text() == "rettet av planleggeren"


@pytest.mark.parametrize("fantes", [True, False])
def test_samlet_mappe_avbrutt(tmp_path, fantes):
    ut = tmp_path / "ut"
    if fantes:
        skriv_tekst(ut / "a.txt", "gammel")
    with pytest.raises(KeyboardInterrupt), samlet_mappe(ut) as mappe:
        skriv_tekst(mappe / "a.txt", "ny")
        raise KeyboardInterrupt
    assert ut.exists() == fantes
    assert not fantes or (ut / "a.txt").read_text() == "gammel"


def test_samlet_mappe_settes_tilbake_naar_flyttingen_stopper(tmp_path):
    ut = tmp_path / "ut"
    skriv_tekst(ut / "a.txt", "gammel")
    skriv_tekst(ut / "b.txt" / "i_veien.txt", "mappe")  # a folder where a file is to go
    with pytest.raises(SkriveFeil), samlet_mappe(ut) as mappe:
        for navn in ("0.txt", "a.txt", "b.txt", "c.txt"):
            skriv_tekst(mappe / navn, "ny")
        (ut / "c.txt").mkdir()
        (ut / "c.txt" / "x").write_text("x")
        (mappe / "c.txt").chmod(0o400)
        (mappe.parent / "gammel").write_text("en fil der mappen skulle vært")
    assert (ut / "a.txt").read_text() == "gammel"
    assert not (ut / "0.txt").exists()


def test_punkter_uten_crs_og_objekter(tmp_path):
    tom = gpd.GeoDataFrame({"a": []}, geometry=[])
    skriv_gpkg(tmp_path / "t.gpkg", {"t": tom}, "2026-01-01T00:00:00Z")
    assert pyogrio.read_info(tmp_path / "t.gpkg", layer="t")["features"] == 0
    blandet = gpd.GeoDataFrame({"a": [1, 2]}, geometry=[Point(0, 0), box(0, 0, 1, 1)], crs=25832)
    skriv_gpkg(tmp_path / "b.gpkg", {"b": blandet}, "2026-01-01T00:00:00Z")
    assert len(pyogrio.read_dataframe(tmp_path / "b.gpkg")) == 2


def test_geometri_uten_crs_skrives_ikke(tmp_path):
    with pytest.raises(CrsFeil, match="«en»"):
        skriv_gpkg(
            tmp_path / "a.gpkg", {"en": _ramme().set_crs(None, allow_override=True)}, "2026-01-01"
        )
    assert not list(tmp_path.iterdir())


def test_skive_for_skive_blir_som_helt(tmp_path, monkeypatch):
    """Types and columns are those of the whole layer, whatever its first part holds."""
    ruter = [box(i, 0, i + 1, 1) for i in range(9)]
    data = gpd.GeoDataFrame(
        {
            "heltall": [None] * 5 + [1, 2, None, 4], "tall": [1, 2, 3, 4, 5, 6, 7, 8.5, None],
            "svaert": [1] * 8 + [2**70], "ja": [None, True] * 4 + [False],
            "navn": [None] * 8 + ["ø"], "nr": range(9),
        },
        geometry=[*ruter[:7], MultiPolygon([ruter[7], box(20, 0, 21, 1)]), None], crs=25833,
    )  # fmt: skip
    linjer = gpd.GeoDataFrame(
        {"a": range(4)}, geometry=[*[Point(i, i) for i in range(3)], ruter[0]], crs=25833
    )
    hele = {"flater": data, "blandet": linjer, "tom": data.iloc[:0], "z": _hoyt(ruter)}
    skriv_gpkg(tmp_path / "hel.gpkg", hele, "2026-01-01")
    monkeypatch.setattr("gis.kilder.gpkglag.SKIVE", 2)
    for navn in ("a.gpkg", "b.gpkg"):
        skriv_gpkg(tmp_path / navn, hele, "2026-01-01")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    for lag in hele:
        helt, delt = (tmp_path / "hel.gpkg", tmp_path / "a.gpkg")
        om = [pyogrio.read_info(fil, layer=lag) for fil in (helt, delt)]
        assert om[0]["geometry_type"] == om[1]["geometry_type"]
        assert om[0]["dtypes"].tolist() == om[1]["dtypes"].tolist()
        rammer = [pyogrio.read_dataframe(fil, layer=lag) for fil in (helt, delt)]
        pd.testing.assert_frame_equal(*(pd.DataFrame(r.drop(columns="geometry")) for r in rammer))
        assert rammer[0].geometry.to_wkb().tolist() == rammer[1].geometry.to_wkb().tolist()


def _hoyt(ruter):
    former = [*ruter[:4], force_3d(ruter[4], 7.0)]
    return gpd.GeoDataFrame({"a": range(5)}, geometry=former, crs=25833)
