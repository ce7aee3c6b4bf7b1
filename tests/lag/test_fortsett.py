"""A long fetch that was broken off goes on with the pages that it has."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import rydd, verifiser
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.henting import Oppsett, hent
from lag.lasting import last
from lag.modell import ArcGis, Dekning, Kilde, Kolonne, Lag, OgcApi, Rest, Stil, Wfs
from tests.hjelp.falsk import FalskTjener, ogcapi_svar, sporring
from tests.hjelp.falskwfs import FalskWfs

NAA, LIKE_ETTER = "2026-11-24T14:00:00+00:00", "2026-11-24T14:20:00+00:00"
DAGEN_ETTER = "2026-11-25T14:00:00+00:00"
SIDER = 100
KOMMUNE = Kommune(
    nummer="5025", navn="Røros", boks=Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832)
)


def _post(kilde: Kilde) -> Lag:
    return Lag(
        navn="ruter", tittel="x", kilde=kilde, geometri="punkt" if isinstance(kilde, Rest) else
        "flate", kolonner=(Kolonne(navn="lokalid", kilde="lokalid", tittel="ID"),),
        eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
        dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"),
    )  # fmt: skip


@dataclass
class Sidevis:
    """A service of 100 pages, one feature on each, that may be stopped at one of them."""

    slag: str
    stopp: int = SIDER
    """Page at which the user presses Ctrl-C."""

    def side(self, nr: int) -> bytes:
        objekt = json.loads(ogcapi_svar(1, (11.4 + nr / 1000, 62.6))("http://x/items", {})[2])
        objekt["features"][0]["id"] = objekt["features"][0]["properties"]["lokalid"] = f"k{nr}"
        objekt |= {"numberMatched": SIDER, "exceededTransferLimit": nr + 1 < SIDER}
        if nr + 1 < SIDER:
            neste = f"http://vert/api/collections/s/items?side={nr + 1}"
            objekt["links"] = [{"rel": "next", "href": neste}]
        if self.slag == "rest":
            punkt = {"lon": 11.4 + nr / 1000, "lat": 62.6}
            sted = {"lokalid": f"k{nr}", "representasjonspunkt": punkt}
            objekt = {"metadata": {"totaltAntallTreff": SIDER}, "adresser": [sted]}
        return json.dumps(objekt).encode()

    def __call__(self, url: str, _: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        spor = sporring(url)
        if self.slag == "arcgis" and ("returnCountOnly" in spor or "/query" not in url):
            return 200, {}, json.dumps({"count": SIDER, "name": "x"}).encode()
        if self.slag == "ogcapi" and "/items" not in url:
            return 200, {}, b'{"id": "s"}'
        nr = int(spor.get("resultOffset") or spor.get("side") or 0)
        if nr == self.stopp:
            raise KeyboardInterrupt
        return 200, {}, self.side(nr)


KILDER = {
    "ogcapi": OgcApi(url="http://vert/api", samling="s"),
    "arcgis": ArcGis(url="http://vert/arc", lagnummer=0),
    "rest": Rest(url="http://vert/sok", hva="adresser"),
}


@pytest.fixture(params=KILDER)
def tjeneste(request) -> Sidevis:
    return Sidevis(request.param)


@pytest.fixture
def tjener(tjeneste) -> Iterator[FalskTjener]:
    en = FalskTjener(tjeneste)
    yield en
    en.okt.close()


@pytest.fixture
def oppsett(tmp_path, tjener) -> Oppsett:
    return Oppsett(lager=Lager(tmp_path), klient=Klient("x", Grenser(), okt=tjener.okt), naa=NAA)


def _sider(tjener: FalskTjener) -> int:
    """How many pages have been asked for since last."""
    alle = [u for u in tjener.sporringer if any(k in u for k in ("/items", "Offset", "side="))]
    tjener.sporringer.clear()
    return len(alle)


def _avbrutt_ved(nr, post, oppsett, tjeneste, tjener) -> None:
    tjeneste.stopp = nr
    with pytest.raises(KeyboardInterrupt):
        hent(post, KOMMUNE, oppsett)
    tjeneste.stopp = SIDER
    assert _sider(tjener) == nr + 1


def test_bare_resten_av_sidene_spores_om(oppsett, tjeneste, tjener):
    post = _post(KILDER[tjeneste.slag])
    _avbrutt_ved(60, post, oppsett, tjeneste, tjener)
    igjen = replace(oppsett, naa=LIKE_ETTER, fortsett=True)
    _avbrutt_ved(80, post, replace(igjen), tjeneste, _bare_nye(tjener, 60))
    melding = hent(post, KOMMUNE, igjen)
    assert _sider(tjener) == SIDER - 80
    assert (melding.status, melding.antall) == ("hentet", SIDER)
    assert len(last(post, KOMMUNE, oppsett.lager).data) == SIDER
    kopi = oppsett.lager.kopi("ruter")
    assert kopi is not None and len(kopi.opphav.svarene) == SIDER
    assert list(verifiser(oppsett.lager, "ruter")) == []
    assert not list(oppsett.lager.mappe.glob("deler/*/*")) and not _uferdige(oppsett)
    drept = oppsett.lager.mappe / "raa/.kommer-1"
    drept.mkdir()
    (drept / ".2").write_bytes(b"halvt")
    rydd(oppsett.lager, 1)
    assert list(verifiser(oppsett.lager, "ruter")) == [] and not drept.exists()


def _bare_nye(tjener, forut):
    """Count as if the pages before were asked for too."""
    tjener.sporringer.extend([f"http://x/items?side={nr}" for nr in range(forut)])
    return tjener


def _uferdige(oppsett):
    return list((oppsett.lager.mappe / "raa").glob(".*"))


@pytest.mark.parametrize("tjeneste", ["ogcapi"], indirect=True)
@pytest.mark.parametrize(
    "endring", [{"naa": LIKE_ETTER}, {"naa": DAGEN_ETTER, "fortsett": True}], ids=["uten", "gammel"]
)
def test_ellers_spores_det_om_alt(oppsett, tjeneste, tjener, endring):
    post = _post(KILDER["ogcapi"])
    _avbrutt_ved(60, post, oppsett, tjeneste, tjener)
    assert hent(post, KOMMUNE, replace(oppsett, **endring)).antall == SIDER
    assert _sider(tjener) == SIDER


@pytest.mark.parametrize("tjeneste", ["ogcapi"], indirect=True)
def test_skadde_sider_spores_om_og_feil_glemmer_alle(oppsett, tjeneste, tjener):
    post, igjen = _post(KILDER["ogcapi"]), replace(oppsett, naa=LIKE_ETTER, fortsett=True)
    _avbrutt_ved(60, post, oppsett, tjeneste, tjener)
    raa = sorted((oppsett.lager.mappe / "raa").iterdir())
    raa[0].write_bytes(b"noe annet")
    raa[1].unlink()
    next(oppsett.lager.mappe.glob("deler/ruter/*")).write_text("{", encoding="utf-8")
    assert hent(post, KOMMUNE, igjen).antall == SIDER
    assert SIDER - 60 + 2 <= _sider(tjener) <= SIDER - 60 + 3
    # a fetch that failed is no fetch that was broken off
    _avbrutt_ved(60, post, oppsett, tjeneste, tjener)
    tjener.svar = lambda *_: (404, {}, b"")
    assert hent(post, KOMMUNE, igjen).feilet
    assert not list(oppsett.lager.mappe.glob("deler/*/*")) and not _uferdige(oppsett)


def test_wfs(tmp_path, monkeypatch):
    monkeypatch.setattr("gis.kilder.wfs.STORST", 1)
    wfs = FalskWfs(sider=True)
    post = _post(Wfs(url="http://tjeneste/wfs", typenavn="app:Myr", geometrifelt="område"))
    tjener = FalskTjener(wfs)

    def stopp(url, hoder):
        if sporring(url).get("startIndex") == "2":
            raise KeyboardInterrupt
        return wfs(url, hoder)

    tjener.svar = stopp
    oppsett = Oppsett(lager=Lager(tmp_path), klient=Klient("x", okt=tjener.okt), naa=NAA)
    with pytest.raises(KeyboardInterrupt):
        hent(post, KOMMUNE, oppsett)
    tjener.svar = wfs
    tjener.sporringer.clear()
    assert hent(post, KOMMUNE, replace(oppsett, fortsett=True)).antall == 3
    starter = [sporring(url).get("startIndex") for url in tjener.sporringer]
    assert [start for start in starter if start] == ["2"]
    tjener.okt.close()


def test_flere_objekter_enn_noen_kommune_har(oppsett, tjeneste, tjener, monkeypatch):
    monkeypatch.setattr("gis.kilder.svar.MAKS_OBJEKTER", 50)
    melding = hent(_post(KILDER[tjeneste.slag]), KOMMUNE, oppsett)
    assert melding.status == "ikke_kjent" and "mer enn 50 objekter" in melding.tekst
    assert _sider(tjener) == 51
    assert not list(oppsett.lager.mappe.glob("deler/*/*")) and not _uferdige(oppsett)
