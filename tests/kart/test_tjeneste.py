"""The pages served on this machine, and the run as an OGC API, asked as a client would."""

import json
import threading
import urllib.error
import urllib.request
from dataclasses import replace
from math import cos, pi, sin

import pytest
from geopandas import GeoSeries
from shapely.geometry import shape

from analyser.felles.modell import Grunnlag
from analyser.siling import ANALYSE
from gis.feil import DataFeil, KildeFeil, ParameterFeil
from gis.kilder import tjener
from kart.tjeneste import (
    FLEST_HJORNER,
    PROSESS,
    oppsett,
    silfunksjon,
    som_innspill,
    tjeneste,
)

FLATE = {
    "type": "Polygon",
    "coordinates": [[[11.3, 62.55], [11.31, 62.55], [11.31, 62.56], [11.3, 62.55]]],
}


def _hent(adresse: str, vert: str = "") -> tuple[int, bytes, dict]:
    sporsmaal = urllib.request.Request(adresse, headers={"Host": vert} if vert else {})
    try:
        with urllib.request.urlopen(sporsmaal, timeout=10) as svar:
            return svar.status, svar.read(), dict(svar.headers)
    except urllib.error.HTTPError as feil:
        return feil.code, b"", dict(feil.headers)


def test_sidene_vises_bare_for_denne_maskinen(leketoysider):
    with tjener.filtjener(leketoysider, 0) as server:
        traad = threading.Thread(target=server.serve_forever, daemon=True)
        traad.start()
        rot = f"http://127.0.0.1:{server.server_port}"
        assert server.server_address[0] == "127.0.0.1"
        status, innhold, hoder = _hent(f"{rot}/prove.html")
        assert status == 200 and b"Arbeidsutkast" in innhold
        assert hoder["X-Content-Type-Options"] == "nosniff"
        assert _hent(f"{rot}/")[0] == 200
        assert _hent(f"{rot}/", "ond.example")[0] == 403
        assert _hent(f"{rot}/../../etc/passwd")[0] == 404
        assert _hent(f"{rot}/%2e%2e/%2e%2e/etc/passwd")[0] == 404
        server.shutdown()
        traad.join()


def test_uten_forside_eller_port_sies_det(tmp_path, leketoysider):
    with pytest.raises(ParameterFeil, match="arealsil kjor"):
        tjener.filtjener(tmp_path, 0)
    with (
        tjener.filtjener(leketoysider, 0) as server,
        pytest.raises(ParameterFeil, match="--port"),
    ):
        tjener.filtjener(leketoysider, server.server_port)


def test_uten_pygeoapi_sies_det(monkeypatch):
    monkeypatch.setattr(tjener, "find_spec", lambda _: None)
    with pytest.raises(KildeFeil, match=r"arealsil\[tjeneste\]"):
        tjener.krev_pygeoapi()


@pytest.fixture(scope="module")
def klient(leketoyresultater, leketoykommune, leketoygrense, leketoykjoring, tmp_path_factory):
    pytest.importorskip("pygeoapi")
    mappe = tmp_path_factory.mktemp("ogc")
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )

    class Siling:
        """Answers with how many areas it was given, so that the way in and out is tried alone."""

        @staticmethod
        def kjor(eget):
            data = eget.lag["arealinnspill"].data
            svar = f"{len(data)} områder, {data.area.sum():.0f} m², formål {data['formaal'][0]}"
            return replace(leketoyresultater[0], svar=svar)

    app = tjeneste(leketoyresultater[:1], grunnlag, leketoykjoring, Siling, mappe, 5099)
    return app.test_client()


@pytest.mark.filterwarnings("ignore")
def test_kartlagene_er_samlinger_med_objekter(klient):
    samlinger = klient.get("/collections?f=json").get_json()["collections"]
    assert {s["id"] for s in samlinger} == {
        f"prove-{n}" for n in ("vern", "felt", "leier", "adresser")
    }
    svar = klient.get("/collections/prove-felt/items?f=json&limit=3").get_json()
    assert (svar["numberMatched"], svar["numberReturned"]) == (15, 3)
    trekk = svar["features"][0]
    assert trekk["properties"]["Areal (daa)"] == 160.0
    assert "Kari Nordmann" not in json.dumps(svar, ensure_ascii=False)
    inne = klient.get("/collections/prove-felt/items?f=json&bbox=11.3,62.5,11.34,62.7").get_json()
    assert 0 < inne["numberMatched"] < 15
    adresse = "/collections/prove-felt/items?f=json"
    siste = klient.get(f"{adresse}&offset=12&limit=9").get_json()
    assert [t["id"] for t in siste["features"]] == ["f12", "f13", "f14"]
    truffet = klient.get(f"{adresse}&Svar=treff").get_json()
    assert {t["properties"]["Svar"] for t in truffet["features"]} == {"treff"}
    assert truffet["numberMatched"] == 8
    telt = klient.get(f"{adresse}&resulttype=hits").get_json()
    assert (telt["numberMatched"], telt["features"]) == (15, [])
    ett = klient.get("/collections/prove-felt/items/f3?f=json").get_json()
    assert (ett["id"], ett["geometry"]["type"]) == ("f3", "Polygon")
    assert klient.get("/collections/prove-felt/items/finnes-ikke?f=json").status_code == 404
    felter = klient.get("/collections/prove-felt/queryables?f=json").get_json()["properties"]
    assert felter["Areal (daa)"]["type"] == "number"


@pytest.mark.filterwarnings("ignore")
def test_silingen_er_en_prosess(klient):
    assert klient.get(f"/processes/{PROSESS}?f=json").get_json()["title"] == "Sil et område"
    svar = klient.post(
        f"/processes/{PROSESS}/execution",
        json={"inputs": {"omraade": FLATE, "formaal": "bolig"}},
    )
    assert svar.status_code == 200
    flaten = GeoSeries([shape(FLATE)], crs=4326).to_crs(25832).area.iloc[0]
    assert svar.get_json()["svar"] == f"1 områder, {flaten:.0f} m², formål bolig"
    daarlig = klient.post(f"/processes/{PROSESS}/execution", json={"inputs": {"omraade": {"x": 1}}})
    assert daarlig.status_code >= 400


@pytest.mark.parametrize(
    "omraade", [{"x": 1}, {"type": "Point", "coordinates": [11, 62]}, {"features": [3]}]
)
def test_det_som_ikke_er_flater_avvises(leketoykommune, leketoygrense, leketoykjoring, omraade):
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )
    with pytest.raises(DataFeil):
        silfunksjon(grunnlag, leketoykjoring, ANALYSE)(omraade, "")


def test_hvert_omraade_faar_svar_eller_ingen(leketoykommune, leketoygrense, leketoykjoring):
    """What cannot be screened is never left out in silence; what crosses itself is mended."""
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )
    punkt = {"type": "Point", "coordinates": [11.3, 62.55]}
    trekk = [{"type": "Feature", "geometry": g} for g in (FLATE, punkt, FLATE)]
    with pytest.raises(DataFeil, match="Område 2 er ikke en flate"):
        som_innspill({"type": "FeatureCollection", "features": trekk}, "", grunnlag)
    (a, b, c, _) = FLATE["coordinates"][0]
    sloyfe = {"type": "Polygon", "coordinates": [[a, c, b, [11.3, 62.56], a]]}
    laget = som_innspill(sloyfe, "", grunnlag)
    assert laget.data.is_valid.all() and "Område 1 krysset seg selv" in laget.merknader[0]


def test_for_mange_hjorner_avvises(leketoykommune, leketoygrense, leketoykjoring):
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )
    rundt = [2 * pi * i / FLEST_HJORNER for i in range(FLEST_HJORNER)]
    ring = [[11.3 + 0.1 * cos(v), 62.5 + 0.05 * sin(v)] for v in rundt]
    stor = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    with pytest.raises(DataFeil, match="hjørner"):
        silfunksjon(grunnlag, leketoykjoring, ANALYSE)(stor, "")


def test_den_som_ikke_blir_ferdig_sier_det(
    monkeypatch, leketoykommune, leketoygrense, leketoykjoring
):
    """A client is told, and not left waiting."""
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )
    slipp = threading.Event()

    class Siling:
        @staticmethod
        def kjor(_):
            slipp.wait()
            raise DataFeil("sluppet")

    monkeypatch.setattr("kart.tjeneste.FRIST_S", 0.0)
    try:
        with pytest.raises(DataFeil, match="ble ikke ferdig"):
            silfunksjon(grunnlag, leketoykjoring, Siling)(FLATE, "")
    finally:
        slipp.set()


def test_tomme_kartlag_blir_ingen_samling(leketoyresultater, leketoykommune, leketoykjoring):
    tomt = replace(
        leketoyresultater[0].kartlag[1], data=leketoyresultater[0].kartlag[1].data.iloc[:0]
    )
    endret = replace(leketoyresultater[0], kartlag=(tomt,))
    ut = oppsett((endret,), leketoykommune, leketoykjoring, 5000)
    assert set(ut["resources"]) == {PROSESS}
