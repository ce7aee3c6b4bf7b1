"""Downloads: feeds, orders that take time, archives that are out to harm. ATOM in the shape that
Kartverket's own mass-download client reads."""

import hashlib
import io
import json
import stat
import zipfile
from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest
from shapely import box

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder import utpakking
from gis.kilder.atom import les_feed, velg
from gis.kilder.http import Innlogging
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.mottak import mottak
from gis.kilder.nedlasting import Pakke, hent_nedlasting
from gis.kilder.skriving import skriv_gpkg
from gis.kilder.utpakking import pakk_ut

UUID = "ea192681-d039-42ec-b1bc-f3ce04c189ac"
FLATE = box(314_000, 6_943_000, 314_100, 6_943_100)


def _pakk(mappe):
    """Zip a folder, paths from its parent."""
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for fil in sorted(f for f in mappe.rglob("*") if f.is_file()):
            arkiv.write(fil, fil.relative_to(mappe.parent))
    return ut.getvalue()


@pytest.fixture(scope="module")
def filer(tmp_path_factory):
    """One polygon as a zipped FGDB, SHP, GML, and as a bare GPKG; GDAL writes all but the last."""
    data = gpd.GeoDataFrame({"navn": ["Aursunden"]}, geometry=[FLATE], crs=25833)
    ut = {}
    for format_, sti, driver in (
        ("FGDB", "fgdb/reinbeite.gdb", "OpenFileGDB"), ("SHP", "shp/innsjo.shp", "ESRI Shapefile"),
        ("GML", "gml/n50.gml", "GML"),
    ):  # fmt: skip
        fil = tmp_path_factory.mktemp(format_) / sti
        fil.parent.mkdir()
        pyogrio.write_dataframe(data, fil, layer="Innsjø" if format_ == "GML" else "Innsjo",
                                driver=driver)  # fmt: skip
        ut[format_] = _pakk(fil.parent)
    gpkg = tmp_path_factory.mktemp("gpkg") / "a.gpkg"
    skriv_gpkg(gpkg, {"Innsjo": data, "Elv": data}, "2026-01-01")
    return ut | {"GPKG": gpkg.read_bytes()}


@pytest.mark.parametrize("format_", ["FGDB", "SHP", "GML", "GPKG"])
def test_filen_selv(tjener, klient, boks, filer, format_):
    tjener.svar = lambda *_: (200, {}, filer[format_])
    lag = {"GPKG": "Innsjo", "GML": "Innsjø"}.get(format_, "")
    pakke = Pakke(url=f"{tjener.url}/fil.zip", format=format_, fillag=lag)
    svar = hent_nedlasting(Kanal(klient), pakke, boks, "5025")
    assert svar.data["navn"].tolist() == ["Aursunden"]
    assert svar.data.geometry.iloc[0].equals(FLATE)
    assert (svar.mottatt, svar.bytes) == (1, len(filer[format_]))


@pytest.fixture
def uten_hele_svar(monkeypatch):
    monkeypatch.setattr(Svar, "innhold", property(lambda _: pytest.fail("lest hel")))


@pytest.mark.parametrize("format_", ["FGDB", "GML", "GPKG"])
@pytest.mark.usefixtures("uten_hele_svar")
def test_filen_gaar_rett_til_disk(tjener, klient, boks, filer, format_, tmp_path):
    """With a store to put it in, no file is ever whole in memory."""
    tjener.svar = lambda *_: (200, {}, filer[format_])
    lager, lag = Lager(tmp_path), {"GPKG": "Innsjo", "GML": "Innsjø"}.get(format_, "")
    with mottak(lager, "innsjoer", "n", "2026-11-01T10:00:00+00:00", fortsett=False) as inn:
        kanal = Kanal(klient, lager.legg_i_raa, notater=tmp_path / "bestilt", mottak=inn)
        pakke = Pakke(url=f"{tjener.url}/fil.zip", format=format_, fillag=lag)
        svar = hent_nedlasting(kanal, pakke, boks, "5025")
    assert svar.data["navn"].tolist() == ["Aursunden"]
    assert svar.bytes == len(filer[format_])
    hel = lager.hel_raa(svar.raafiler[0])
    assert hel is not None and hel.read_bytes() == filer[format_]
    assert not list((tmp_path / "raa").glob(".*"))


@pytest.mark.parametrize(
    ("valg", "hva"),
    [
        (("GPKG", "Innsjoo"), "Mente du «Innsjo»"),
        (("GPKG", ""), "flere lag"),
        (("FGDB", ""), "ventet en zip-fil"),
        (("GML", ""), "ødelagt"),
    ],
)
def test_det_filen_ikke_er(tjener, klient, boks, filer, valg, hva):
    tjener.svar = lambda *_: (200, {}, filer["GPKG"])
    with pytest.raises((KildeFeil, ParameterFeil), match=hva) as melding:
        pakke = Pakke(url=tjener.url, format=valg[0], fillag=valg[1])
        hent_nedlasting(Kanal(klient), pakke, boks, "5025")
    assert "/tmp" not in str(melding.value).replace(tjener.url, "")


def test_zip_uten_formatet_og_nettside(tjener, klient, boks, filer):
    tjener.svar = lambda *_: (200, {}, filer["SHP"])
    with pytest.raises(KildeFeil, match=r"ingen GML-fil, bare .*\.shp"):
        hent_nedlasting(Kanal(klient), Pakke(url=tjener.url, format="GML"), boks, "5025")
    tjener.svar = lambda *_: (200, {}, b"<!DOCTYPE html><html>Logg inn</html>")
    with pytest.raises(KildeFeil, match="nettside"):
        hent_nedlasting(Kanal(klient), Pakke(url=tjener.url, format="GML"), boks, "5025")


# -- ATOM -----------------------------------------------------------------------------------

EPSG_SKJEMA = "https://register.geonorge.no/api/epsg-koder"
OMRAADE_SKJEMA = (
    "https://register.geonorge.no/sosi-kodelister/inndelinger/inndelingsbase/kommunenummer"
)
SPERRE = (
    "https://register.geonorge.no/subregister/metadata-kodelister/kartverket/tilgangsrestriksjoner/"
)


def _feed(*oppforinger):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:inspire_dls="http://inspire.ec.europa.eu/schemas/inspire_dls/1.0">'
        "<title>x</title>" + "".join(oppforinger) + "</feed>"
    ).encode()


def _post(tittel, lenke, uuid="", epsg="", omraade="", sperre=""):
    deler = [f"<title>{tittel}</title><id>x</id>"]
    deler.append(f'<link rel="alternate" href="{lenke}"/>')
    if uuid:
        navn = "inspire_dls:spatial_dataset_identifier_code"
        deler.append(f"<{navn}>{uuid}</{navn}>")
    for skjema, ord_ in ((EPSG_SKJEMA, epsg), (OMRAADE_SKJEMA, omraade), (SPERRE, sperre)):
        if ord_:
            deler.append(f'<category scheme="{skjema}" term="{ord_}"/>')
    return f"<entry>{''.join(deler)}</entry>"


@pytest.fixture
def feeder(tjener, filer):
    """A feed of datasets that leads to a feed of files."""
    datasett = _feed(
        _post("Andre data", "/annet.xml", "0" * 36), _post("N50 Kartdata", "/n50.xml", UUID)
    )
    fil = _feed(
        _post("SOSI-format, Røros", "/nei.zip", epsg="EPSG:25833", omraade="5025"),
        _post("GML-format, Røros", "/nei.zip", epsg="EPSG:25835", omraade="5025"),
        _post("GML-format, Røros", "/5025.zip", epsg="EPSG:25833", omraade="5025"),
        _post("GML-format, Trøndelag", "/nei.zip", epsg="EPSG:25833", omraade="50"),
        _post("GML-format, Oslo", "/nei.zip", epsg="EPSG:25833", omraade="0301"),
    )
    svarene = {"/rot": datasett, "/n50.xml": fil, "/5025.zip": filer["GML"]}
    tjener.svar = lambda sti, _: (200, {}, svarene[sti]) if sti in svarene else (404, {}, b"")
    return svarene


def _pakke(tjener, **valg):
    felt = {"url": f"{tjener.url}/rot", "format": "GML", "fillag": "Innsjø", "uuid": UUID}
    return Pakke(**(felt | valg))


def test_feeden_folges_til_kommunens_fil(tjener, klient, boks, feeder):
    svar = hent_nedlasting(Kanal(klient), _pakke(tjener), boks, "5025")
    assert svar.data["navn"].tolist() == ["Aursunden"]
    assert svar.url == f"{tjener.url}/5025.zip"


@pytest.mark.parametrize(
    ("navnene", "nummer", "valgt"),
    [
        (["03_Oslo_25833_N50Kartdata", "50_Trondelag_25833_N50Kartdata"], "5025", 1),
        (["50_Trondelag_25833_AR50", "5025_Roros_4258_AR50"], "5025", 1),
        (["1000_Feil_25833_N50", "0000_Norge_25833_N1000Kartdata"], "5025", 1),
    ],
)
def test_maalestokk_og_koordinatsystem_i_filnavnet_er_ingen_kommune(navnene, nummer, valgt):
    poster = [_post("GML", f"/Basisdata_{navn}_GML.zip") for navn in navnene]
    url = "https://x.no/feed"
    funnet = velg(les_feed(_feed(*poster), url), "GML", "", nummer, url)
    assert navnene[valgt] in funnet.lenke


@pytest.mark.parametrize(
    ("valg", "hva"),
    [
        ({"uuid": "f" * 36}, "har ikke datasettet"),
        ({"format": "FGDB"}, r"ingen fil i formatet FGDB\. Feeden har: SOSI-format"),
    ],
)
def test_feeden_har_det_ikke(tjener, klient, boks, feeder, valg, hva):
    with pytest.raises(KildeFeil, match=hva):
        hent_nedlasting(Kanal(klient), _pakke(tjener, **valg), boks, "5025")


def test_fylket_naar_kommunen_mangler_og_ingen_andres(tjener, klient, boks, feeder, filer):
    feeder["/nei.zip"] = filer["GML"]
    svar = hent_nedlasting(Kanal(klient), _pakke(tjener), boks, "5006")
    assert svar.url.endswith("/nei.zip")
    with pytest.raises(KildeFeil, match="ingen fil for kommune 1103"):
        hent_nedlasting(Kanal(klient), _pakke(tjener), boks, "1103")


def test_sperret_fil_krever_innlogging_som_bare_sendes_egen_vert(tjener, klient, boks, filer):
    tjener.svar = lambda sti, _: (
        (200, {}, filer["GML"]) if sti == "/f.zip"
        else (200, {}, _feed(_post("GML", "/f.zip", sperre="norway digital restricted")))
    )  # fmt: skip
    with pytest.raises(KildeFeil, match="er ikke åpen"):
        hent_nedlasting(Kanal(klient), _pakke(tjener, uuid=""), boks, "5025")
    kanal = Kanal(klient, innlogging=Innlogging("kari", "p"))
    hent_nedlasting(kanal, _pakke(tjener, uuid=""), boks, "5025")
    assert "Authorization" in tjener.hoder[-1]
    annen = tjener.url.replace("127.0.0.1", "localhost")
    tjener.svar = lambda sti, _: (
        (200, {}, filer["GML"]) if sti == "/f.zip"
        else (200, {}, _feed(_post("GML", f"{annen}/f.zip", sperre="norway digital restricted")))
    )  # fmt: skip
    hent_nedlasting(kanal, _pakke(tjener, uuid=""), boks, "5025")
    assert "Authorization" not in tjener.hoder[-1]


def test_feed_i_ring_og_lenke_til_disken(tjener, klient, boks):
    tjener.svar = lambda *_: (200, {}, _feed(_post("GML", "/rot")))
    with pytest.raises(KildeFeil, match="viser til hverandre"):
        hent_nedlasting(Kanal(klient), _pakke(tjener, uuid=""), boks, "5025")
    tjener.svar = lambda *_: (200, {}, _feed(_post("GML", "file:///etc/passwd")))
    with pytest.raises(KildeFeil, match="kan ikke følges"):
        hent_nedlasting(Kanal(klient), _pakke(tjener, uuid=""), boks, "5025")
    tjener.svar = lambda *_: (200, {}, _feed(_post("GML", "http://[ikke")))
    with pytest.raises(KildeFeil, match="er ikke en adresse"):
        hent_nedlasting(Kanal(klient), _pakke(tjener, uuid=""), boks, "5025")


# -- orders ---------------------------------------------------------------------------------


class Api:
    """A download API whose orders take some questions to be ready."""

    def __init__(self, tjener, fil, vent=2):
        self.tjener, self.fil, self.vent, self.bestilt = tjener, fil, vent, []
        tjener.svar, tjener.post = self.svar, self.post
        self.kjenner_ordren, self.feilet, self.vert = True, False, tjener.url

    def svar(self, sti, _):
        rel = "http://rel.geonorge.no/download/{}"
        svarene = {
            f"/api/capabilities/{UUID}": {"_links": [
                {"href": f"{self.vert}/api/codelists/{ord_}/{UUID}", "rel": rel.format(ord_)}
                for ord_ in ("area", "format", "projection")
            ] + [{"href": f"{self.vert}/api/order", "rel": rel.format("order")}, "tull"]},
            f"/api/codelists/area/{UUID}": [
                {"code": "0301", "type": "kommune", "name": "Oslo"},
                {"code": "5025", "type": "kommune", "name": "Rosse - Røros"},
            ],
            f"/api/codelists/format/{UUID}": [{"name": "SOSI"}, {"name": "GML  "}],
            f"/api/codelists/projection/{UUID}": [
                {"code": "25832", "name": "x"}, {"code": "25833", "name": "y"},
            ],
        }  # fmt: skip
        if sti == "/fil.zip":
            return 200, {}, self.fil
        if sti == "/api/order/r1":
            if not self.kjenner_ordren:
                return 404, {}, b"{}"
            self.vent -= 1
            return 200, {}, json.dumps(self._ordre()).encode()
        return (200, {}, json.dumps(svarene[sti]).encode()) if sti in svarene else (404, {}, b"")

    def _ordre(self):
        if self.feilet:
            return {"referenceNumber": "r1", "files": [{"name": "n50.zip", "status": "Error"}]}
        filer = [{"name": "n50.zip", "downloadUrl": f"{self.tjener.url}/fil.zip"}]
        return {"referenceNumber": "r1", "files": filer if self.vent <= 0 else []}

    def post(self, kropp):
        self.bestilt.append(json.loads(kropp))
        self.kjenner_ordren = True
        return 200, {}, json.dumps(self._ordre()).encode()


def _api_pakke(tjener, **valg):
    felt = {"url": f"{tjener.url}/api/capabilities/{UUID}", "format": "GML", "fillag": "Innsjø"}
    return Pakke(**(felt | valg))


def test_bestilling(tjener, klient, boks, filer, venting, tmp_path):
    api = Api(tjener, filer["GML"])
    svar = hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    assert svar.data["navn"].tolist() == ["Aursunden"]
    (ordre,) = api.bestilt
    assert ordre["orderLines"] == [{
        "metadataUuid": UUID,
        "areas": [{"code": "5025", "type": "kommune", "name": "Rosse - Røros"}],
        "formats": [{"name": "GML  "}],  # as the list spells it, blanks and all
        "projections": [{"code": "25833", "name": "y"}],
    }]  # fmt: skip
    assert venting == [5.0, 5.0]
    assert [fil for fil in tmp_path.iterdir() if fil.is_file()] == []


def test_avbrutt_bestilling_fortsetter_der_den_var(tjener, klient, boks, filer, tmp_path):
    api = Api(tjener, filer["GML"], vent=10**6)
    with pytest.raises(KildeFeil, match=r"r1 ble ikke klar.*samme bestillingen"):
        hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    api.vent = 1
    hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    assert len(api.bestilt) == 1
    assert [fil for fil in tmp_path.iterdir() if fil.is_file()] == []


def test_ordre_som_tjenesten_har_glemt_bestilles_paa_nytt(tjener, klient, boks, filer, tmp_path):
    api = Api(tjener, filer["GML"], vent=10**6)
    with pytest.raises(KildeFeil):
        hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    api.vent, api.kjenner_ordren = 0, False
    hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    assert len(api.bestilt) == 2


def test_ordre_som_feilet_bestilles_paa_nytt(tjener, klient, boks, filer, tmp_path):
    api = Api(tjener, filer["GML"])
    api.feilet = True
    with pytest.raises(KildeFeil, match=r"bestillingen feilet: n50\.zip"):
        hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    api.post = tjener.post = lambda kropp: setattr(api, "feilet", False) or Api.post(api, kropp)
    hent_nedlasting(Kanal(klient, notater=tmp_path), _api_pakke(tjener), boks, "5025")
    assert len(api.bestilt) == 2


def test_api_et_faar_ikke_sende_passordet_til_en_annen_vert(tjener, klient, boks, filer):
    """The lists and the order are asked for where the API says, which may be anywhere."""
    api = Api(tjener, filer["GML"], vent=0)
    kanal = Kanal(klient, innlogging=Innlogging("kari", "p"))
    hent_nedlasting(kanal, _api_pakke(tjener), boks, "5025")
    assert all("Authorization" in hoder for hoder in tjener.hoder)
    api.vert = tjener.url.replace("127.0.0.1", "localhost")
    tjener.hoder.clear()
    hent_nedlasting(kanal, _api_pakke(tjener), boks, "5025")
    vertene = {hoder["Host"].partition(":")[0]: "Authorization" in hoder for hoder in tjener.hoder}
    assert vertene == {"127.0.0.1": True, "localhost": False}


@pytest.mark.parametrize("egen", ["https://a.no/x", "http://127.0.0.1/x"])
def test_passordet_gaar_bare_like_sikkert_eller_sikrere(klient, egen):
    kanal = Kanal(klient, innlogging=Innlogging("kari", "p"))
    for lenke, faar in (
        (egen, True), (egen.replace("http:", "https:"), True),
        (egen.replace("https:", "http:"), egen.startswith("http:")),
        ("https://annen.no/x", False), ("https://[::1]/x", False),
    ):  # fmt: skip
        assert (kanal.innlogging_til(lenke, egen) is not None) == faar


def test_json_som_bare_ligner_paa_api_et(tjener, klient, boks):
    tjener.svar = lambda *_: (200, {}, b'{"_links": {"self": {"href": "x"}}}')
    with pytest.raises(KildeFeil, match="mangler lenke til area, format"):
        hent_nedlasting(Kanal(klient), _api_pakke(tjener), boks, "5025")


@pytest.mark.parametrize(
    ("spor", "hva"),
    [
        (("5025", {"format": "FGDB"}), "FGDB kan ikke bestilles"),
        (("1103", {}), "verken kommune 1103"),
    ],
)
def test_det_som_ikke_kan_bestilles(tjener, klient, boks, filer, spor, hva):
    Api(tjener, filer["GML"])
    nummer, valg = spor
    with pytest.raises(KildeFeil, match=hva):
        hent_nedlasting(Kanal(klient), _api_pakke(tjener, **valg), boks, nummer)


# -- archives -------------------------------------------------------------------------------


def _zip(*poster):
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for navn, innhold in poster:
            arkiv.writestr(navn, innhold)
    return ut.getvalue()


def _lenke():
    post = zipfile.ZipInfo("lenke")
    post.external_attr = (stat.S_IFLNK | 0o777) << 16
    return post


def _odelagt(pakking):
    """An archive whose packed bytes are damaged, though its frame is whole."""
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w", pakking) as arkiv:
        arkiv.writestr("a", bytes(range(256)) * 400)
    kropp = bytearray(ut.getvalue())
    kropp[45:70] = b"\xff" * 25
    return bytes(kropp)


@pytest.mark.parametrize(
    ("innhold", "hva"),
    [
        (_zip(("../ut.txt", b"x")), "ut av mappen"),
        (_zip(("a/../../ut.txt", b"x")), "ut av mappen"),
        (_zip(("/etc/ut.txt", b"x")), "ut av mappen"),
        (_zip(("..\\ut.txt", b"x")), "ut av mappen"),
        (_zip(("C:/ut.txt", b"x")), "ut av mappen"),
        (_zip((_lenke(), b"/etc/passwd")), "lenke"),
        (_zip(("a", b"x"))[:-20], "ødelagt"),
        (b"PK\x03\x04 ikke noe", "ødelagt"),
        (_odelagt(zipfile.ZIP_DEFLATED), "ødelagt"),
        (_odelagt(zipfile.ZIP_LZMA), "ødelagt"),
        (_odelagt(zipfile.ZIP_BZIP2), "kan ikke pakkes ut|ødelagt"),
        (_zip(("a/b", b"x"), ("a/b/c", b"x")), "ødelagt|to ganger|kan ikke"),
    ],
    ids=[
        "opp", "opp-senere", "rot", "bakstrek", "disk", "lenke", "kuttet", "ikke-zip",
        "deflate", "lzma", "bzip2", "fil-og-mappe",
    ],
)  # fmt: skip
def test_farlig_zip(tmp_path, innhold, hva):
    mappe = tmp_path / "inne"
    mappe.mkdir()
    with pytest.raises(KildeFeil, match=hva):
        pakk_ut(innhold, mappe, "prøve")
    assert [f.name for f in tmp_path.iterdir()] == ["inne"]


def test_bomber(tmp_path, monkeypatch):
    monkeypatch.setattr(utpakking, "FORHOLD_FRA", 1000)
    with pytest.raises(KildeFeil, match="vokser over grensen"):
        pakk_ut(_zip(("null", b"\0" * 10_000_000)), tmp_path, "prøve")
    monkeypatch.setattr(utpakking, "MAKS_ARKIVFILER", 3)
    with pytest.raises(KildeFeil, match="4 filer"):
        pakk_ut(_zip(*((f"f{i}", b"") for i in range(4))), tmp_path, "prøve")


def test_bombe_som_lyver_om_storrelsen(tmp_path, monkeypatch):
    """The stated size is a trap: the true bytes are counted."""
    monkeypatch.setattr(utpakking, "FORHOLD_FRA", 1000)
    innhold = bytearray(_zip(("null", b"\0" * 1_000_000)))
    for merke, plass in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = innhold.find(merke) + plass
        innhold[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(KildeFeil, match=r"vokser over grensen|ødelagt"):
        pakk_ut(bytes(innhold), tmp_path, "prøve")
    assert sum(f.stat().st_size for f in tmp_path.rglob("*")) <= 300_000


def test_en_stor_fil_som_ble_brutt_av_hentes_videre(tjener, klient, boks, tmp_path):
    """The second run asks for what the first did not get, and reads a layer that is whole."""
    sti = tmp_path / "stor.gpkg"
    navn = [hashlib.sha256(bytes([nr])).hexdigest() * 20 for nr in range(250)]
    data = gpd.GeoDataFrame({"navn": navn}, geometry=[FLATE] * len(navn), crs=25833)
    skriv_gpkg(sti, {"Innsjo": data}, "2026-01-01")
    fil, omraader = sti.read_bytes(), []

    def svar(*_):
        omraader.append(tjener.hoder[-1].get("Range"))
        start = int(omraader[-1][6:-1]) if omraader[-1] else 0
        hoder = {"ETag": '"a"', "Content-Length": str(len(fil) - start)}
        if start:
            hoder["Content-Range"] = f"bytes {start}-{len(fil) - 1}/{len(fil)}"
        return (206, hoder, fil[start:]) if start else (200, hoder, fil[: len(fil) - 100_000])

    tjener.svar = svar
    kanal = Kanal(replace(klient, grenser=replace(klient.grenser, forsok=1)), notater=tmp_path)
    pakke = Pakke(url=f"{tjener.url}/stor.gpkg", format="GPKG")
    with pytest.raises(KildeFeil, match=r"avkortet|brutt"):
        hent_nedlasting(kanal, pakke, boks, "5025")
    hentet = hent_nedlasting(kanal, pakke, boks, "5025")
    assert hentet.data["navn"].tolist() == navn
    assert hentet.raafiler == (hashlib.sha256(fil).hexdigest(),)
    assert omraader[0] is None
    assert int(omraader[1][6:-1]) > len(fil) // 3
