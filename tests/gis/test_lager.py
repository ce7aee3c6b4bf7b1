"""The store: what is good stays good, what is damaged is never used in silence."""

import threading
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from gis.feil import ArealsilFeil, KildeFeil
from gis.kilder.lager import Forsok, Lager, Opphav
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

OPPHAV = Opphav(
    nokkel="n1", kilde="http://kilde/wfs", hentet="2026-11-01T10:00:00+00:00", sha256="ab",
    parametre={"a": "ø"}, hoder={"ETag": "1"}, ventet=2, mottatt=2, merknader=("én merknad",),
)  # fmt: skip
SENERE = "2026-11-05T10:00:00+00:00"


def _data(navn="Øra"):
    return gpd.GeoDataFrame(
        {"navn": [navn, None], "Navn": ["a", "b"], "fid": [1, 1]},
        geometry=[box(600_000, 6_930_000, 600_001, 6_930_001)] * 2,
        crs=25833,
    )


def test_rundt(tmp_path):
    lager = Lager(tmp_path)
    assert not lager.har("teiger")
    assert lager.kopi("teiger") is None
    assert lager.forsok("teiger") is None
    lager.lagre("teiger", OPPHAV, _data(), SENERE)
    kopi = Lager(tmp_path).kopi("teiger")
    assert kopi is not None
    assert kopi.opphav == OPPHAV
    lest = lager.les("teiger", kopi)
    assert lest["navn"].tolist()[0] == "Øra"
    assert list(lest.columns) == ["navn", "Navn_2", "fid", "geometry"]
    assert lager.har("teiger")
    assert lager.forsok("teiger") == Forsok(tid=SENERE, nokkel="n1", status="hentet")


def test_raa_bytes_ligger_under_sin_egen_sjekksum(tmp_path):
    lager = Lager(tmp_path)
    summen = lager.legg_i_raa(b"abc")
    assert summen.startswith("ba7816bf")
    assert (tmp_path / "raa" / summen).read_bytes() == b"abc"
    (tmp_path / "raa" / summen).write_bytes(b"a")  # a half file is written anew
    assert lager.legg_i_raa(b"abc") == summen
    assert (tmp_path / "raa" / summen).read_bytes() == b"abc"


def test_uendrede_data_beholder_forste_tidspunkt(tmp_path):
    lager = Lager(tmp_path)
    forst = lager.lagre("teiger", OPPHAV, _data(), SENERE)
    svar = replace(OPPHAV, hentet=SENERE, sha256="cd", raafiler=("cd",))
    igjen = lager.lagre("teiger", svar, _data(), SENERE)
    assert igjen == forst
    forsok = lager.forsok("teiger")
    assert forsok is not None
    assert forsok.status == "uendret"
    ny = lager.lagre("teiger", replace(OPPHAV, hentet=SENERE), _data("Gjøsvika"), SENERE)
    assert ny.opphav.hentet == SENERE
    annen = lager.lagre("teiger", replace(OPPHAV, nokkel="n2"), _data("Gjøsvika"), SENERE)
    assert annen.opphav.nokkel == "n2"


def test_en_fil_med_andre_bytes_er_en_ny_kopi(tmp_path):
    """Another layer of the file was changed: the receipt must name the bytes that were read."""
    lager = Lager(tmp_path)
    lager.lagre("teiger", OPPHAV, _data(), SENERE)
    ny = lager.lagre("teiger", replace(OPPHAV, sha256="cd"), _data(), SENERE)
    assert ny.opphav.sha256 == "cd"
    kopi = lager.kopi("teiger")
    assert kopi is not None
    assert kopi.opphav.sha256 == "cd"


def test_feilet_forsok_beholder_kopien(tmp_path):
    lager = Lager(tmp_path)
    kopi = lager.lagre("teiger", OPPHAV, _data(), OPPHAV.hentet)
    lager.noter("teiger", Forsok(tid=SENERE, nokkel="n1", status="feilet", feil="nede"))
    assert lager.kopi("teiger") == kopi
    assert len(lager.les("teiger", kopi)) == 2


@pytest.mark.parametrize("skade", ["endret", "borte", "json", "liste", "felt"])
def test_skade_oppdages(tmp_path, skade):
    lager = Lager(tmp_path)
    kopi = lager.lagre("teiger", OPPHAV, _data(), SENERE)
    fil, post = tmp_path / "lag" / kopi.fil, tmp_path / "kopi" / "teiger.json"
    match skade:
        case "endret":
            fil.write_bytes(fil.read_bytes()[:-1] + b"x")
        case "borte":
            fil.unlink()
        case "json":
            post.write_text("{")
        case "liste":
            post.write_text("[]")
        case "felt":
            post.write_text("{}")
    with pytest.raises(KildeFeil, match="arealsil hent teiger"):
        lager.les("teiger", lager.kopi("teiger") or kopi)
    lager.lagre("teiger", OPPHAV, _data(), SENERE)  # fetching again mends it
    ny = lager.kopi("teiger")
    assert ny is not None
    assert len(lager.les("teiger", ny)) == 2


def test_skadet_forsok(tmp_path):
    (tmp_path / "forsok").mkdir()
    (tmp_path / "forsok" / "teiger.json").write_text('{"ukjent": 1}')
    with pytest.raises(KildeFeil, match="teiger"):
        Lager(tmp_path).forsok("teiger")


def test_raster(tmp_path):
    lager = Lager(tmp_path)
    verdier = np.arange(12, dtype=np.float32).reshape(3, 4)
    nett = Rutenett(verdier, 600_000, 6_930_030, 10, 25832)
    kopi = lager.lagre("terreng", OPPHAV, nett, SENERE)
    assert kopi.fil.endswith(".tif")
    boks = Utsnitt(599_000, 6_929_000, 601_000, 6_931_000, 25832)
    np.testing.assert_array_equal(lager.les_rutenett("terreng", kopi, boks).verdier, verdier)


def test_to_samtidige_skader_ikke_hverandre(tmp_path):
    """Two writers of different data: the record always points at a whole file of its own."""
    feil: list[ArealsilFeil | OSError] = []

    def skriv(navn):
        try:
            for nummer in range(5):
                Lager(tmp_path).lagre("teiger", OPPHAV, _data(f"{navn}{nummer}"), SENERE)
        except (ArealsilFeil, OSError) as err:
            feil.append(err)

    traader = [threading.Thread(target=skriv, args=(navn,)) for navn in "ab"]
    for traad in traader:
        traad.start()
    for traad in traader:
        traad.join()
    assert feil == []
    lager = Lager(tmp_path)
    kopi = lager.kopi("teiger")
    assert kopi is not None
    assert lager.les("teiger", kopi)["navn"][0] in {"a4", "b4"}
    assert not [fil for fil in (tmp_path / "lag").iterdir() if fil.name.startswith((".", "ny-"))]
