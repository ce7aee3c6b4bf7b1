"""A drawn area screened in the browser gets the program's own answers, or «mulig»."""

import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import date
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame
from pyproj import Transformer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from analyser.felles.modell import Grunnlag
from analyser.felles.regler import gjeldende
from analyser.felles.sjekk import per_lag, per_regel
from analyser.felles.utfall import med_avstand, truffet
from gis.geometri import reparer
from gis.kilder.fil import les_pakketekst
from gis.kilder.tjener import med_sider
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kjoring import Kjoring
from kart.nettkart import bygg, les_av
from kart.publisering import tegn_side
from kart.sideskript import KARTDELER
from kart.sileside import TOLERANSE_M, sileemne, silegrunnlag, sileresultat
from kart.tjeneste import PROSESS, SIDER, knyttet
from lag.katalog import KATALOG
from lag.modell import Lagdata

pytestmark = pytest.mark.nettleser
X0, Y0, EPSG = 600_000.0, 6_930_000.0, 25832
RAMME = box(X0, Y0, X0 + 8000, Y0 + 8000)
UKARTLAGT = box(X0 + 6500, Y0 + 1500, X0 + 6540, Y0 + 1540)
SILES = tuple(
    KATALOG[n]
    for n in (
        "flomsoner", "veger", "sefrak", "naturvern", "myr", "reinbeite", "reinbeite_vaar",
        "innsjoer", "jernbane", "hensynssoner",
    )
)  # fmt: skip
PROVER = 60


class Stille(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_):
        pass


def _bukter(x: float, y: float, radius: float, tilfeldig) -> Polygon:
    """A lake with 400 wobbling corners."""
    vinkler = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    r = radius * (1 + 0.15 * np.sin(5 * vinkler) + 0.01 * tilfeldig.standard_normal(400))
    return Polygon(np.column_stack([x + r * np.cos(vinkler), y + r * np.sin(vinkler)]))


def _data(laget: str, former: list, dekning, **kolonner) -> Lagdata:
    post = KATALOG[laget]
    felter = {k.navn: kolonner.get(k.navn, [None] * len(former)) for k in post.kolonner}
    felter["lokalid"] = [f"{laget}-{i}" for i in range(len(former))]
    return Lagdata(
        post=post, status="hentet", data=GeoDataFrame(felter, geometry=former, crs=EPSG),
        dekning=dekning, hentet="2026-11-20T00:00:00Z",
    )  # fmt: skip


@pytest.fixture(scope="module")
def grunnlag() -> Grunnlag:
    tilfeldig = np.random.default_rng(7)
    sjoer = [_bukter(X0 + 2000 + 2500 * i, Y0 + 2000, 600, tilfeldig) for i in range(3)]
    soner = [_bukter(X0 + 3000, Y0 + 5000, 900, tilfeldig)]
    xs = np.linspace(X0 - 500, X0 + 8500, 300)
    veg = LineString(np.column_stack([xs, Y0 + 3500 + 300 * np.sin((xs - X0) / 700)]))
    prikker = [Point(X0 + x, Y0 + y) for x, y in tilfeldig.uniform(0, 8000, (80, 2))]
    tomt = Polygon()
    distrikt = [box(X0 - 1000, Y0 + 4000, X0 + 4000, Y0 + 9000)]
    lagene = [
        _data("innsjoer", sjoer, RAMME, navn=["Ett", "To", "Tre"]),
        _data("flomsoner", soner, box(X0, Y0, X0 + 5000, Y0 + 8000), gjentaksintervall=["200"]),
        _data("veger", [veg], RAMME, vegkategori=["F"]),
        _data("sefrak", prikker, RAMME),
        _data("naturvern", [s.buffer(-100) for s in soner], RAMME, navn=["Vernet"]),
        _data("reinbeite", distrikt, RAMME, navn=["Prøvedistriktet"]),
        _data("reinbeite_vaar", [box(X0, Y0 + 6000, X0 + 1500, Y0 + 8000)], tomt),
        _data("jernbane", [LineString([(X0, Y0), (X0 + 8000, Y0 + 8000)])], RAMME - UKARTLAGT),
        _data(
            "hensynssoner", [box(X0 + 5000, Y0 + 5000, X0 + 6000, Y0 + 6000),
            box(X0 + 6000, Y0 + 5000, X0 + 7000, Y0 + 6000)], RAMME, kode=["H310", "H730"],
        ),
    ]  # fmt: skip
    myr = KATALOG["myr"]
    tom = GeoDataFrame({k.navn: [] for k in myr.kolonner}, geometry=[], crs=EPSG)
    lagene.append(Lagdata(post=myr, status="ikke_kjent", data=tom, dekning=tomt, feil="nede"))
    teiger = _data("teiger", [box(X0 + 10, Y0 + 10, X0 + 90, Y0 + 60)], RAMME)
    teiger.data["matrikkelnummer"] = ["12/3"]
    kommune = Kommune(nummer="5025", navn="Prøve", boks=Utsnitt(X0, Y0, X0 + 8000, Y0 + 8000, EPSG))
    alle = {d.post.navn: d for d in (*lagene, teiger)}
    return Grunnlag(kommune=kommune, grense=RAMME, lag=alle, dato=date(2026, 11, 24))


@pytest.fixture(scope="module")
def silesiden(grunnlag, tmp_path_factory):
    emne = sileemne(grunnlag, SILES)
    kjoring = Kjoring(
        kjoring_id="k", dato=grunnlag.dato, tidspunkt="2026-11-24T00:00:00Z", sileemne=emne
    )
    resultat = sileresultat(emne)
    kartet = bygg(resultat, grunnlag.kommune, grunnlag.grense, kjoring)
    fil = tmp_path_factory.mktemp("sil") / "tegn.html"
    fil.write_text(
        tegn_side(resultat, kartet, grunnlag.kommune, grunnlag.grense, kjoring), encoding="utf-8"
    )
    return fil


def _steder() -> GeoDataFrame:
    """Sites of all sizes, some close to a border on purpose."""
    tilfeldig = np.random.default_rng(11)
    former = []
    for i in range(PROVER):
        x, y = tilfeldig.uniform(100, 7900, 2)
        side = 10 ** tilfeldig.uniform(1, 3)
        form = shapely.affinity.rotate(box(X0 + x, Y0 + y, X0 + x + side, Y0 + y + side), 17 * i)
        former.append(form)
    former.append(box(X0 - 100, Y0 + 100, X0 + 50, Y0 + 300))  # over the border of the coverage
    former.append(UKARTLAGT.buffer(150))  # around a hole in the coverage
    navn = [f"s{i}" for i in range(len(former))]
    return GeoDataFrame({"formaal": [""] * len(former)}, geometry=former, index=navn, crs=EPSG)


def _programmets(grunnlag: Grunnlag, steder: GeoDataFrame):
    regler = gjeldende(grunnlag.kommune)
    fyrte = truffet(per_regel(steder, grunnlag, regler))
    svar = med_avstand(per_lag(steder, grunnlag, SILES), fyrte, regler)
    telt = Counter(zip(fyrte["id"], fyrte["lag"], strict=True))
    rader = zip(svar["id"], svar["lag"], svar["status"], strict=True)
    return {(i, n): (str(s), telt[i, n]) for i, n, s in rader}


DELER = "\n".join(les_pakketekst("kart.maler", f"js/{n}.js") for n in KARTDELER if n != "start")
SPOR = """(async () => {
%s
const data = await lesData();
tekster = data.tekster;
const tilstand = { data, lagene: new Map(data.lag.map((post) => [post.navn, { post }])) };
return %s.map((ringer) => sil(tilstand, [ringer.map((r) => Float64Array.from(r))], '')
  .map((s) => [s.laget.navn, s.status, s.regler.length, s.mulige.length]));
})()"""


def test_svarene_er_programmets_innenfor_toleransen(nettleser, silesiden, grunnlag):
    steder = _steder()
    ringer = [
        [shapely.get_coordinates(r).ravel().tolist() for r in (form.exterior, *form.interiors)]
        for form in steder.geometry
    ]
    side = nettleser.aapne(silesiden)
    ut = side.evaluate(SPOR % (DELER, json.dumps(ringer)))
    fasit = _programmets(grunnlag, steder)
    utfall: Counter[str] = Counter()
    for navn, svarene in zip(steder.index, ut, strict=True):
        for lagnavn, status, regler, mulige in svarene:
            riktig, antall = fasit[navn, lagnavn]
            utfall[status] += 1
            if status == "mulig":
                continue
            assert status == riktig, (navn, lagnavn)
            assert regler <= antall <= regler + mulige, (navn, lagnavn)
    assert sum(utfall.values()) == len(steder) * len(SILES)
    assert ["jernbane", "ikke kartlagt"] in [ett[:2] for ett in ut[-1]]
    assert utfall["mulig"] < 0.05 * sum(utfall.values())
    assert all(utfall[s] for s in ("treff", "ikke treff", "ikke kartlagt", "ikke kjent"))


def test_regel_med_vilkaar_avgjores_av_programmet(grunnlag):
    kommune = replace(grunnlag.kommune, regel={"innsjoer": {"bare_i": "hensynssoner"}})
    regler = silegrunnlag(sileemne(replace(grunnlag, kommune=kommune), SILES)).regler
    assert {r["lag"] for r in regler if r["vilkaar"]} == {"innsjoer"}


def test_naer_en_grense_er_svaret_mulig(nettleser, silesiden, grunnlag):
    x, y = max(grunnlag.lag["naturvern"].data.geometry.iloc[0].exterior.coords)
    ved = box(x + 1, y - 50, x + 60, y + 50)
    ringer = [[shapely.get_coordinates(ved.exterior).ravel().tolist()]]
    side = nettleser.aapne(silesiden)
    (svar,) = side.evaluate(SPOR % (DELER, json.dumps(ringer)))
    assert {navn: status for navn, status, *_ in svar}["naturvern"] == "mulig"


def test_ved_grensen_for_det_kartlagte_er_svaret_mulig(nettleser, silesiden):
    """Within the tolerance of the coverage's border the page cannot tell; beyond it, it can."""
    kant = X0 + 5000  # of the flood zones' coverage
    steder = {
        "ikke treff": [box(kant - 90, Y0 + 50, kant - 20, Y0 + 90)],
        "mulig": [box(kant - 90, Y0 + 50, kant - 2, Y0 + 90)],
        "ikke kartlagt": [box(kant - 90, Y0 + 50, kant + 20, Y0 + 90)],
        # a part in it and a part wholly beyond it
        "ikke kartlagt ": [box(kant - 90, Y0 + 50, kant - 20, Y0 + 90),
                           box(kant + 100, Y0 + 50, kant + 200, Y0 + 90)],
    }  # fmt: skip
    deler = [
        [[shapely.get_coordinates(f.exterior).ravel().tolist()] for f in former]
        for former in steder.values()
    ]
    spor = SPOR.replace(
        "sil(tilstand, [ringer.map((r) => Float64Array.from(r))], '')",
        "sil(tilstand, ringer.map((d) => d.map((r) => Float64Array.from(r))), '')",
    )
    ut = nettleser.aapne(silesiden).evaluate(spor % (DELER, json.dumps(deler)))
    svar = [{n: status for n, status, *_ in ett}["flomsoner"] for ett in ut]
    assert svar == [ord_.strip() for ord_ in steder]


def test_en_liten_del_midt_i_et_objekt_treffer(nettleser, silesiden):
    """Far from the other parts it lies between the sample points, and crosses no border."""
    deler = [
        box(X0 + 100, Y0 + 7000, X0 + 110, Y0 + 7010),
        box(X0 + 2001, Y0 + 2001, X0 + 2002, Y0 + 2002),
    ]
    ringer = [[[shapely.get_coordinates(d.exterior).ravel().tolist()] for d in deler]]
    spor = SPOR.replace(
        "sil(tilstand, [ringer.map((r) => Float64Array.from(r))], '')",
        "sil(tilstand, ringer.map((d) => d.map((r) => Float64Array.from(r))), '')",
    )
    (svar,) = nettleser.aapne(silesiden).evaluate(spor % (DELER, json.dumps(ringer)))
    assert {n: status for n, status, *_ in svar}["innsjoer"] == "treff"


def test_et_omriss_som_krysser_seg_selv_siles_slik_programmet_gjor(nettleser, silesiden):
    """All that it goes round is inside, also what it goes round twice; its area is not told."""
    v = np.deg2rad(90 + 144 * np.arange(5))  # a five-pointed star drawn in one stroke
    stjerne = Polygon(np.column_stack([100 * np.cos(v), 100 * np.sin(v)]))
    hel = reparer(np.array([stjerne], dtype=object))[0]
    prover = [(0.0, 0.0), (0.0, 80.0), (0.0, -60.0), (70.0, 0.0), (30.0, 10.0)]
    ring = [list(p) for p in stjerne.exterior.coords[:-1]]
    regn = (
        f"(() => {{ {DELER}; const flate = [[Float64Array.from({json.dumps(ring)}.flat())]];"
        " const sted = nyttSted(flate); return [flatens(flate),"
        f" {json.dumps(prover)}.map(([x, y]) => iStedet(x, y, sted))]; }})()"
    )
    areal, inne = nettleser.aapne(silesiden).evaluate(regn)
    assert areal is None
    assert inne == [hel.contains(Point(p)) for p in prover]
    assert inne[0] and not all(inne)


def test_flate_av_flere_deler_har_areal_uten_hull_og_svarer_for_hver_del(nettleser, silesiden):
    deler = [
        (box(0, 0, 10, 10), box(8, 0, 18, 10)),  # parts may overlap
        (box(20, 0, 30, 10) - box(22, 2, 28, 8),),
    ]
    former = MultiPolygon([p for par in deler for p in par])
    ringer = [[[list(p) for p in r.coords[:-1]] for r in (d.exterior, *d.interiors)]
              for d in former.geoms]  # fmt: skip
    regn = (
        f"(() => {{ {DELER}; const d = {json.dumps(ringer)};"
        " const flate = d.map((del) => del.map((r) => Float64Array.from(r.flat())));"
        " const sted = nyttSted(flate); return [flatens(flate), somFlater(d).coordinates,"
        " [[9, 5], [25, 5], [21, 5], [19, 5]].map(([x, y]) => iStedet(x, y, sted))]; })()"
    )
    areal, sendt, inne = nettleser.aapne(silesiden).evaluate(regn)
    assert areal == pytest.approx(sum(p.area for p in former.geoms))
    # the page holds latitude first, GeoJSON longitude
    fram = shapely.transform(shapely.geometry.shape({"type": "MultiPolygon", "coordinates": sendt}),
                             lambda xy: xy[:, ::-1])  # fmt: skip
    assert shapely.equals(fram.geoms[2], former.geoms[2])
    assert inne == [True, False, True, False]


def test_kartplanet_er_det_samme_som_proj(nettleser, silesiden):
    grader = [(11.4, 62.6), (10.0, 62.0), (13.2, 63.4), (8.0, 59.0), (25.0, 70.0)]
    side = nettleser.aapne(silesiden)
    for epsg in (25832, 25833, 25835):
        fasit = Transformer.from_crs(4258, epsg, always_xy=True)
        kall = f"{json.dumps(grader)}.map((p) => mapplan({epsg})(...p))"
        regn = f"(() => {{ {DELER}; return {kall}; }})()"
        for ut, (x, y) in zip(side.evaluate(regn), grader, strict=True):
            if abs(x - ((epsg % 100) * 6 - 183)) < 12:
                assert ut == pytest.approx(fasit.transform(x, y), abs=0.002)


def test_tre_klikk_gir_svar_for_eiendommen(nettleser, silesiden):
    side = nettleser.aapne(silesiden, 375)
    side.evaluate(
        "(() => { const f = document.querySelector('#sokefelt'); f.value = '12/3';"
        " f.dispatchEvent(new Event('input')); })()"
    )
    side.vent("document.querySelector('.sokeliste button')")
    side.evaluate("document.querySelector('.sokeliste button').click()")
    side.vent("!document.querySelector('#kort').hidden")
    side.evaluate(
        "Array.from(document.querySelectorAll('#kort button'))"
        ".find((k) => k.textContent === 'Sil dette området').click()"
    )
    side.vent("document.querySelector('#silesvar h3')")
    tekst = side.evaluate("document.querySelector('#silesvar').textContent")
    assert "Tegnet areal: 4 daa" in tekst
    assert "Svaret for «Myr (AR5)» er ikke kjent." in tekst
    assert "Manglende treff betyr ikke at området er avklart." in tekst
    assert side.evaluate("document.activeElement.closest('#silesvar') !== null")
    assert side.evaluate("document.documentElement.scrollWidth <= innerWidth")


TEGN_OG_SIL = """(() => {
Array.from(document.querySelectorAll('.tegning button'))
  .find((k) => k.textContent === 'Bruk kartutsnittet').click();
document.querySelector('.knapp.hoved').click(); })()"""


def _hele_svaret() -> bytes:
    """A machine answer as the service gives it: one layer hit, one not known."""
    regel = {"id": "r1", "tekst": "20 m til vann", "hjemmel": "pbl", "merke": "uverifisert"}
    felles = {"merknad": "", "lengde_m": None, "areal_daa": 0.0, "regler": [], "objekter": []}
    treff = {
        "lag": "innsjoer", "tittel": "Innsjøer", "status": "treff", "areal_daa": 12.5,
        "regler": [{"regel": "r1", "type": "utelukker", "status": "treff"}],
        "objekter": [{"lokalid": "i1", "egenskaper": [["Navn", "<b>Hittersjøen</b>"]]}],
    }  # fmt: skip
    ukjent = {"lag": "myr", "tittel": "Myr (AR5)", "status": "ikke kjent"}
    sted = {"areal_daa": 400.0, "lag": [felles | treff, felles | ukjent]}
    return json.dumps({"kjoring": "abc", "regler": [regel], "steder": [sted]}).encode()


def test_vist_av_tjenesten_kommer_svaret_fra_hele_katalogen(nettleser, silesiden):
    spurt = []

    def tjenesten(miljo, start):
        lengde = int(miljo["CONTENT_LENGTH"])
        spurt.append((miljo["PATH_INFO"], json.loads(miljo["wsgi.input"].read(lengde))))
        start("200 OK", [("Content-Type", "application/json")])
        return [_hele_svaret()]

    app = med_sider(tjenesten, silesiden.parent, SIDER, knyttet)
    with make_server("127.0.0.1", 0, app, handler_class=Stille) as server:
        traad = threading.Thread(target=server.serve_forever, daemon=True)
        traad.start()
        rot = f"http://127.0.0.1:{server.server_port}"
        side = nettleser.aapne(f"{rot}{SIDER}tegn.html")
        assert "sendes til tjenesten" in side.evaluate(
            "document.querySelector('.tegning').innerText"
        )
        side.evaluate(TEGN_OG_SIL)
        side.vent("document.querySelector('#silesvar').textContent.includes('kjøring abc')")
        svaret = side.evaluate("document.querySelector('#silesvar').textContent")
        side.krev_ren()
        fra_disk = nettleser.aapne(silesiden)
        stengt = fra_disk.evaluate(f"fetch('{rot}/x').then(() => 'åpen', () => 'stengt')")
        fra_disk.evaluate(TEGN_OG_SIL)
        assert "regnet på forenklede former" in fra_disk.evaluate(
            "document.querySelector('#silesvar').innerText"
        )
        fra_disk.nettleser.les(0.2)
        assert all("Content Security Policy" in feil for feil in fra_disk.console_errors)
        fra_disk.console_errors.clear()
        server.shutdown()
        traad.join()
    assert stengt == "stengt"
    assert len(spurt) == 1
    ((adresse, kropp),) = spurt
    assert adresse == f"/processes/{PROSESS}/execution"
    flate = shapely.geometry.shape(kropp["inputs"]["omraade"])
    assert flate.is_valid and flate.area > 0
    assert "En utelukkende regel er truffet" in svaret and "<b>Hittersjøen</b>" in svaret
    assert "12,5 daa er truffet" in svaret and "Tegnet areal: 400 daa" in svaret
    assert "Svaret for «Myr (AR5)» er ikke kjent." in svaret


def test_bakgrunnen_og_lagene_har_hvert_sitt_navn(grunnlag):
    emne = sileemne(grunnlag, SILES)
    kjoring = Kjoring(
        kjoring_id="k", dato=grunnlag.dato, tidspunkt="2026-11-24T00:00:00Z",
        bakgrunn={"innsjoer": grunnlag.lag["innsjoer"].data},
    )  # fmt: skip
    kartet = bygg(sileresultat(emne), grunnlag.kommune, grunnlag.grense, kjoring)
    navn = [s.navn for s in les_av(kartet).sidelag]
    assert len(navn) == len(set(navn))
    assert {"innsjoer", "sil_innsjoer"} <= set(navn)


def test_toleransen_staar_paa_siden(silesiden):
    assert f"inntil {TOLERANSE_M:g} m" in silesiden.read_text(encoding="utf-8")
