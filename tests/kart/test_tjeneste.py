"""The pages served on this machine, and the run as an OGC API, asked as a client would."""

import json
import threading
import urllib.error
import urllib.request
from dataclasses import replace
from math import cos, pi, sin

import pytest
from geopandas import GeoSeries
from shapely.geometry import box, shape

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


def _hent(adresse: str, vert: str = "", metode: str = "GET") -> tuple[int, bytes, dict]:
    hoder = {"Host": vert} if vert else {}
    sporsmaal = urllib.request.Request(adresse, headers=hoder, method=metode)
    try:
        with urllib.request.urlopen(sporsmaal, timeout=10) as svar:
            return svar.status, svar.read(), dict(svar.headers)
    except urllib.error.HTTPError as feil:
        return feil.code, feil.read(), dict(feil.headers)


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
        assert hoder["Content-type"] == "text/html; charset=utf-8"
        assert "Til forsiden" in _hent(f"{rot}/finnes-ikke")[1].decode()
        assert _hent(f"{rot}/prove.html%00.txt")[0] == 404
        assert _hent(f"{rot}/", metode="POST")[0] == 405
        server.shutdown()
        traad.join()


def test_det_en_lenke_i_mappen_peker_ut_til_vises_ikke(tmp_path):
    (tmp_path / "hemmelig.txt").write_text("hemmelig", encoding="utf-8")
    mappe = tmp_path / "ut"
    mappe.mkdir()
    (mappe / "index.html").write_text("<p>Forside</p>", encoding="utf-8")
    (mappe / "ut.txt").symlink_to(tmp_path / "hemmelig.txt")
    (mappe / "inn.html").symlink_to(mappe / "index.html")
    (mappe / "hele").symlink_to(tmp_path)
    with tjener.filtjener(mappe, 0) as server:
        traad = threading.Thread(target=server.serve_forever, daemon=True)
        traad.start()
        rot = f"http://127.0.0.1:{server.server_port}"
        svar = {n: _hent(f"{rot}/{n}")[0] for n in ("ut.txt", "hele/hemmelig.txt", "inn.html")}
        server.shutdown()
        traad.join()
    assert svar == {"ut.txt": 404, "hele/hemmelig.txt": 404, "inn.html": 200}
    klienten = pytest.importorskip("werkzeug.test").Client

    def bakenfor(_, start):
        start("200 OK", [])
        return [b"bak"]

    bak = klienten(tjener.med_sider(bakenfor, mappe, "/k/"))
    assert [bak.get(f"/k/{n}").status_code for n in ("ut.txt", "inn.html", "")] == [404, 200, 200]
    assert bak.post("/k/inn.html").status_code == 405
    assert bak.get("/", headers={"Accept": "text/html"}).text == "<p>Forside</p>"
    assert bak.post("/x", headers={"Origin": "http://localhost"}).text == "bak"
    assert bak.post("/x", headers={"Origin": "https://ond.example"}).status_code == 403


def test_ctrl_c_er_slutten_og_ingen_feil(monkeypatch, leketoysider):
    def avbrutt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("http.server.ThreadingHTTPServer.serve_forever", avbrutt)
    with tjener.filtjener(leketoysider, 0) as server:
        assert server.serve_forever() is None


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
    return pytest.importorskip("werkzeug.test").Client(app)


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


ADRESSE = "/collections/prove-felt/items"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("spor", "ord_"),
    [
        ("limit=0", "«limit»"), ("offset=-1", "«offset»"), ("bbox=11,62", "«bbox»"),
        ("bbox=nan,62,12,63", "«bbox»"), ("bbox=11,63,12,62", "sør før nord"),
        ("bbox-crs=x", "«bbox-crs»"), ("crs=http://ond.example/25832", "«crs»"),
        ("datetime=i+dag", "«datetime»"), ("datetime=", "«datetime»"),
        ("datetime=2026-13-45", "«datetime»"), ("datetime=2026-02-01/2026-02-30", "«datetime»"),
        ("limit=1&limit=2", "«limit»"), ("Svar=treff&Svar=ikke+treff", "«Svar»"),
        ("filter=Svar='treff'", "«filter»"),
        ("q=x", "«q»"), ("Svra=treff", "«Svra»"), ("sortby=-finnes", "«sortby»"),
        ("properties=eier", "«eier»"), ("resulttype=x", "«resulttype»"), ("f=html", "«f»"),
        ("skipGeometry=kanskje", "«skipGeometry»"),
    ],
)  # fmt: skip
def test_det_som_ikke_kan_besvares_sies_paa_bokmaal(klient, spor, ord_):
    """Nothing that a client asks for is left out in silence."""
    svar = klient.get(f"{ADRESSE}?{spor}")
    assert svar.status_code == 400
    assert ord_ in svar.get_json()["description"]


@pytest.mark.filterwarnings("ignore")
def test_boksen_er_et_rektangel_i_det_planet_den_er_gitt_i(klient, leketoyresultater):
    data = next(p.data for p in leketoyresultater[0].kartlag if p.navn == "felt")
    x0, y0, x1, y1 = data.total_bounds
    boks = (x0, y0, (x0 + x1) / 2, (y0 + y1) / 2)
    fasit = {str(i) for i in data.loc[data.intersects(box(*boks)), "id"]}
    plan = "http://www.opengis.net/def/crs/EPSG/0/25832"
    spor = {"bbox": ",".join(map(repr, map(float, boks))), "bbox-crs": plan, "crs": plan}
    svar = klient.get(ADRESSE, query_string=spor).get_json()
    assert {t["id"] for t in svar["features"]} == fasit
    assert 0 < len(fasit) < len(data)
    forste = svar["features"][0]
    ekte = data.geometry[data["id"] == forste["id"]].iloc[0]
    assert shape(forste["geometry"]).symmetric_difference(ekte).area < 1e-3
    grader = data.to_crs(4326).total_bounds
    nord_forst = ",".join(repr(float(grader[i])) for i in (1, 0, 3, 2))
    hele = {"bbox": nord_forst, "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}
    assert klient.get(ADRESSE, query_string=hele).get_json()["numberMatched"] == len(data)
    rundt = f"{ADRESSE}?bbox=170,62,-170,63"  # across the date line, and nothing there
    assert klient.get(rundt).get_json()["numberMatched"] == 0
    hoyde = f"{ADRESSE}?bbox=11,62,0,12,63,9"
    assert klient.get(hoyde).get_json()["numberMatched"] == len(data)


@pytest.mark.filterwarnings("ignore")
def test_rekkefolgen_er_den_en_ber_om(klient):
    felt = "Areal (daa)"
    svar = klient.get(ADRESSE, query_string={"sortby": f"-{felt}", "limit": "5"}).get_json()
    tallene = [t["properties"][felt] for t in svar["features"]]
    assert tallene == sorted(tallene, reverse=True)
    neste = next(en["href"] for en in svar["links"] if en["rel"] == "next")
    assert "sortby" in neste
    assert not any(en["type"] == "text/html" for en in svar["links"])


@pytest.mark.filterwarnings("ignore")
def test_bare_det_som_holder_er_erklaert(klient):
    klasser = klient.get("/conformance").get_json()["conformsTo"]
    assert any(k.endswith("features-1/1.0/conf/core") for k in klasser)
    assert not any(k.endswith(("html", "create-replace-delete", "callback")) for k in klasser)
    rot = klient.get("/", headers={"Accept": "text/html"})
    assert rot.content_type == "application/json"
    lenker = [en for s in klient.get("/collections").get_json()["collections"] for en in s["links"]]
    assert lenker and not any(en["type"] in ("text/html", "application/ld+json") for en in lenker)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("kropp", "ord_"),
    [
        (b"[]", "inputs"), (b"null", "inputs"), (b"{", "JSON"), (b"[" * 100_000, "JSON"),
        (b'{"inputs": {"omraade": {}, "eier": 1}}', "inputs"),
        (b'{"inputs": {"omraade": {}, "formaal": "tull"}}', "«formaal»"),
        (b'{"inputs": {"omraade": {}, "formaal": ["bolig"]}}', "«formaal»"),
        (b'{"inputs": {"omraade": {}, "formaal": 0}}', "«formaal»"),
        (b'{"inputs": {"omraade": {}}, "outputs": {"x": {}}}', "«outputs»"),
        (b'{"inputs": {"omraade": {}}, "outputs": 5}', "«outputs»"),
        (b'{"inputs": {"omraade": {}}, "outputs": [{}]}', "«outputs»"),
        (b'{"inputs": {"omraade": {}}, "outputs": {"svar": 1}}', "«outputs»"),
        (b'{"inputs": {"omraade": {}}, "subscriber": {"successUri": "http://127.0.0.1:9/"}}',
         "«subscriber»"),
    ],
)  # fmt: skip
def test_en_bestilling_som_ikke_kan_brukes_avvises(klient, kropp, ord_):
    """Also one that would make the service call an address."""
    adresse = f"/processes/{PROSESS}/execution"
    svar = klient.post(adresse, data=kropp, content_type="application/json")
    assert svar.status_code == 400
    assert ord_ in svar.get_json()["description"]
    som_tekst = klient.post(adresse, data=kropp, content_type="text/plain")
    assert "application/json" in som_tekst.get_json()["description"]


@pytest.mark.filterwarnings("ignore")
def test_silingen_er_en_prosess(klient):
    assert klient.get(f"/processes/{PROSESS}?f=json").get_json()["title"] == "Sil et område"
    svar = klient.post(
        f"/processes/{PROSESS}/execution",
        json={
            "inputs": {"omraade": FLATE, "formaal": "bolig"},
            "outputs": {"svar": {"transmissionMode": "value"}},
        },
    )
    assert svar.status_code == 200
    flaten = GeoSeries([shape(FLATE)], crs=4326).to_crs(25832).area.iloc[0]
    assert svar.get_json()["svar"] == f"1 områder, {flaten:.0f} m², formål bolig"
    daarlig = klient.post(f"/processes/{PROSESS}/execution", json={"inputs": {"omraade": {"x": 1}}})
    assert daarlig.status_code == 400
    assert "GeoJSON" in daarlig.get_json()["description"].split(".")[0]
    stort = {"type": "Polygon", "coordinates": [[[11, 62], [12, 62], [12, 63], [11, 62]]]}
    langt_borte = {
        "type": "Polygon",
        "coordinates": [[[6e5, 7e6], [7e5, 7e6], [7e5, 8e6], [6e5, 7e6]]],
    }
    for omraade, ord_ in ((stort, "km²"), (langt_borte, "lengde og bredde")):
        nei = klient.post(f"/processes/{PROSESS}/execution", json={"inputs": {"omraade": omraade}})
        assert nei.status_code == 400
        assert ord_ in nei.get_json()["description"]


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
