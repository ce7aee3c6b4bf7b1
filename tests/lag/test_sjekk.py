"""Probing the services: what is said of each, and the table that can be sent on."""

import contextlib
import csv
import json
import socket
import threading
from dataclasses import replace
from io import StringIO

import pytest

from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag import sjekkrunde
from lag.bakgrunn import FLISADRESSE, FLISER, MATRISESETT
from lag.lasting import Oppsett
from lag.modell import (
    ArcGis,
    Dekning,
    Fil,
    IngenTjeneste,
    Lag,
    Nedlasting,
    OgcApi,
    Rest,
    Stil,
    Wcs,
    Wfs,
    Wms,
)
from lag.sjekk import bakgrunner, prov, prov_bakgrunn
from lag.sjekkrunde import sjekk_tjenester
from lag.sjekktabell import linjer, sluttord, som_csv, som_json
from tests.hjelp.falsk import FalskTjener, sporring

KOMMUNE = Kommune(nummer="5025", navn="Røros", boks=Utsnitt(608e3, 6.91e6, 669e3, 6.97e6, 25832))
WFS = b"""<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:ows="http://www.opengis.net/ows/1.1"><ows:ServiceIdentification><ows:Title>x</ows:Title>
<ows:ServiceType>WFS</ows:ServiceType><ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion>
</ows:ServiceIdentification><ows:OperationsMetadata/><wfs:FeatureTypeList><wfs:FeatureType>
<wfs:Name>app:Teig</wfs:Name><wfs:Title>Teig</wfs:Title></wfs:FeatureType></wfs:FeatureTypeList>
</wfs:WFS_Capabilities>"""
WMS = b"""<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
 xmlns:xlink="http://www.w3.org/1999/xlink"><Service><Name>WMS</Name><Title>x</Title></Service>
<Capability><Request/><Layer><Title>x</Title><CRS>EPSG:25833</CRS><Layer queryable="1">
<Name>ar5</Name><Title>AR5</Title>%s</Layer></Layer></Capability></WMS_Capabilities>"""
WCS = b"<W><C><CoverageOfferingBrief><name>dtm</name></CoverageOfferingBrief></C></W>"
SVAR = {
    "wfs getcapabilities": WFS,
    "wfs getfeature": b'<FeatureCollection numberMatched="17"/>',
    "wms getcapabilities": WMS % b"<CRS>EPSG:3857</CRS>",
    "wcs getcapabilities": WCS,
    "api items": b'{"numberMatched": 4, "features": []}',
    "api ": b'{"collections": [{"id": "miljo"}]}',
    "arcgis query": b'{"count": 9}',
    "arcgis ": b'{"name": "Vern"}',
    "fil ": b"{}",
    "rest ": b'{"metadata": {"totaltAntallTreff": 12}, "adresser": []}',
    "html getcapabilities": b"<!doctype html><title>Logg inn</title>",
}
"""Host and what is asked → answer."""


def _svar(url, _):
    spor = sporring(url)
    siste = url.partition("?")[0].rpartition("/")[2]
    hva = spor.get("request", siste if siste in {"items", "query"} else "").lower()
    kropp = SVAR.get(f"{url.split('/')[2]} {hva}")
    return (200, {}, kropp) if kropp else (404, {}, b"borte")


def _post(kilde):
    return Lag(
        navn="myr", tittel="Myr", kilde=kilde, geometri="flate", kolonner=(), eier="=Eier",
        lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
        dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"),
    )  # fmt: skip


@pytest.fixture
def oppsett(tmp_path):
    tjener = FalskTjener(_svar)
    klient = Klient("x", Grenser(forsok=1), okt=tjener.okt)
    yield Oppsett(lager=Lager(tmp_path), klient=klient, naa="2026-11-24T14:00:00+00:00")
    tjener.okt.close()


@pytest.mark.parametrize(
    ("kilde", "svarer", "finnes", "treff", "feil"),
    [
        (Wfs(url="http://wfs/a", typenavn="app:Teig", geometrifelt=""), True, True, 17, ""),
        (Wfs(url="http://wfs/a", typenavn="app:Tieg", geometrifelt=""), True, False, None,
         "Mente du «app:Teig»"),
        (Wfs(url="http://borte/a", typenavn="app:Teig", geometrifelt=""), False, None, None,
         "borte"),
        (Wfs(url="http://html/a", typenavn="app:Teig", geometrifelt=""), False, None, None,
         "ikke XML"),
        (OgcApi(url="http://api", samling="miljo"), True, True, 4, ""),
        (OgcApi(url="http://api", samling="miljoe"), True, False, None, "Mente du «miljo»"),
        (ArcGis(url="http://arcgis/x", lagnummer=1, lagtittel="Vern"), True, True, 9, ""),
        (ArcGis(url="http://arcgis/x", lagnummer=1, lagtittel="Bru"), True, False, None, "«Bru»"),
        (Wms(url="http://wms", lag="ar5"), True, True, None, ""),
        (Wms(url="http://wms", lag="ar50"), True, False, None, "ar5"),
        (Wcs(url="http://wcs", dekning="dtm"), True, True, None, ""),
        (Nedlasting(url="http://fil/a.zip", format="GML"), True, None, None, ""),
        (Rest(url="http://rest/sok", hva="adresser"), True, True, 12, ""),
        (Rest(url="http://rest/sok", hva="stedsnavn"), True, False, None,
         "ingen «navn»"),
        (Nedlasting(url="http://borte/a.zip", format="GML"), False, None, None, "404"),
        (OgcApi(url="http://api", samling="miljo", innlogging=True), None, None, None, "passord"),
    ],
)  # fmt: skip
def test_prover(oppsett, kilde, svarer, finnes, treff, feil):
    prove = prov(_post(kilde), KOMMUNE, oppsett)
    assert (prove.svarer, prove.typen_finnes, prove.treff) == (svarer, finnes, treff)
    assert feil in prove.feil
    assert prove.god is not bool(feil)


def test_alle_og_tabellene(oppsett):
    poster = [
        _post(Wfs(url="http://wfs/a", typenavn="app:Teig", geometrifelt="")),
        _post(Wfs(url="http://wfs/a", typenavn="app:Bygg", geometrifelt="")),
        _post(Fil(sti="a.gpkg")),
        _post(IngenTjeneste(grunn="x")),
    ]
    spurt: list[str] = []
    provene = sjekk_tjenester(poster, KOMMUNE, oppsett, spurt.append)
    assert len(provene) == len(spurt) == 2
    tekst = "\n".join(linjer(provene))
    assert tekst.startswith("Spurt 2026-11-24T14:00:00+00:00 om det som ligger i 5025 Røros")
    assert tekst.count("\n=Eier\n=====\n\nWFS 2.0.0 http://wfs/a\n") == 1
    assert "    ! myr: WFS http://wfs/a: typen «app:Bygg» finnes ikke." in tekst
    assert sluttord(provene) == ["2 lag er spurt om; 1 har noe galt."]
    assert json.loads(som_json(provene))[0]["treff"] == 17
    rader = list(csv.DictReader(StringIO(som_csv(provene)), delimiter=";"))
    assert rader[0]["eier"] == "'=Eier"  # never run as a formula
    assert rader[1]["typen_finnes"] == "nei"
    assert linjer([]) == ["Ingen av lagene har en tjeneste å spørre."]


@pytest.mark.parametrize(
    ("side", "svarer", "feil"),
    [(b'{"features": []}', True, ""), (b"{}", False, "ingen «features»")],
)
def test_uten_antall(oppsett, side, svarer, feil):
    """A service that does not count is no worse for that; what is no answer is a fault."""
    tjener = FalskTjener(
        lambda url, _: (200, {}, side if "items" in url else b'{"collections": [{"id": "s"}, 1]}')
    )
    klient = replace(oppsett.klient, okt=tjener.okt)
    prove = prov(
        _post(OgcApi(url="http://api", samling="s")), KOMMUNE, replace(oppsett, klient=klient)
    )
    assert (prove.treff, prove.svarer, prove.god) == (None, svarer, svarer)
    assert feil in prove.feil
    tjener.okt.close()


def test_bilde_som_ikke_kan_legges_paa_sidene(oppsett, monkeypatch):
    monkeypatch.setitem(SVAR, "wms getcapabilities", WMS % b"")
    prove = prov(_post(Wms(url="http://wms/w", lag="ar5")), KOMMUNE, oppsett)
    assert (prove.svarer, prove.typen_finnes, prove.god) == (True, True, False)
    assert "ikke legges på kartsidene" in prove.feil


def _wmts(mal):
    lagene = "".join(
        f"<Layer><ows:Title>x</ows:Title><ows:Identifier>{navn}</ows:Identifier><Style "
        'isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png'
        f"</Format><TileMatrixSetLink><TileMatrixSet>{MATRISESETT}</TileMatrixSet>"
        f'</TileMatrixSetLink><ResourceURL format="image/png" resourceType="tile" template="'
        f'{mal.format(navn=navn)}"/></Layer>'
        for navn, _ in FLISER
    )
    return (
        '<Capabilities xmlns="http://www.opengis.net/wmts/1.0" version="1.0.0" '
        'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">'
        "<ows:ServiceIdentification><ows:Title>x</ows:Title></ows:ServiceIdentification>"
        f"<Contents>{lagene}<TileMatrixSet><ows:Identifier>{MATRISESETT}</ows:Identifier>"
        "<ows:SupportedCRS>EPSG:3857</ows:SupportedCRS><TileMatrix><ows:Identifier>0"
        "</ows:Identifier><ScaleDenominator>559082264</ScaleDenominator><TopLeftCorner>0 0"
        "</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>1"
        "</MatrixWidth><MatrixHeight>1</MatrixHeight></TileMatrix></TileMatrixSet></Contents>"
        "</Capabilities>"
    ).encode()


def _bakgrunnene(oppsett):
    return [prov_bakgrunn(prove, oppsett) for prove in bakgrunner(KOMMUNE, oppsett.naa)]


def test_bakgrunnene_paa_kartsidene(oppsett, monkeypatch):
    mal = FLISADRESSE.replace("{{z}}/{{y}}/{{x}}", "{{TileMatrix}}/{{TileRow}}/{{TileCol}}")
    nokkel = "cache.kartverket.no "
    monkeypatch.setitem(SVAR, nokkel, _wmts(mal))
    provene = sjekk_tjenester([], KOMMUNE, oppsett, lambda _: None, bakgrunn=True)
    assert [(p.lag, p.svarer, p.god) for p in provene] == [(n, True, True) for n, _ in FLISER]
    monkeypatch.setitem(SVAR, nokkel, _wmts(mal.replace("/v1/", "/v2/")))
    oppsett.husket.clear()
    assert all("Flisene ligger nå på" in p.feil for p in _bakgrunnene(oppsett))
    oppsett.husket.clear()
    monkeypatch.delitem(SVAR, nokkel)
    assert [p.svarer for p in _bakgrunnene(oppsett)] == [False, False]


@contextlib.contextmanager
def _hengende():
    """A host that takes questions and never answers: (address, list of those who came)."""
    with socket.create_server(("127.0.0.1", 0)) as dor:
        gjester: list[socket.socket] = []

        def ta_imot():
            with contextlib.suppress(OSError):
                while True:
                    gjester.append(dor.accept()[0])

        traad = threading.Thread(target=ta_imot, daemon=True)
        traad.start()
        yield f"http://127.0.0.1:{dor.getsockname()[1]}", gjester
        dor.shutdown(socket.SHUT_RDWR)
        for gjest in gjester:
            gjest.close()
        traad.join()


def _hengende_poster(rot, antall):
    kilder = [Wfs(url=f"{rot}/{nr}", typenavn="a", geometrifelt="") for nr in range(antall)]
    return [replace(_post(kilde), navn=f"lag{nr}") for nr, kilde in enumerate(kilder)]


def test_en_vert_som_henger_koster_ikke_en_frist_per_lag(oppsett, monkeypatch):
    """Two questions are late; nothing more is asked there, and other hosts answer as before."""
    monkeypatch.setattr(sjekkrunde, "GRENSER", replace(sjekkrunde.GRENSER, lesing_s=0.2))
    poster = [_post(Wfs(url="http://wfs/a", typenavn="app:Teig", geometrifelt=""))]
    with _hengende() as (rot, gjester):
        klient = Klient("x", Grenser(forsok=2))
        klient.okt.mount("http://wfs", oppsett.klient.okt.get_adapter("http://wfs/"))
        egen = replace(oppsett, klient=klient)
        provene = sjekk_tjenester(poster + _hengende_poster(rot, 8), KOMMUNE, egen, lambda _: None)
        assert len(gjester) == 2
        klient.okt.close()
    assert [prove.svarer for prove in provene] == [True, *[False] * 8]
    assert sum("ikke spurt på nytt" in prove.feil for prove in provene) == 7


def test_hele_sjekken_har_en_frist(oppsett):
    with _hengende() as (rot, _):
        klient = Klient("x", Grenser(forsok=1))
        egen = replace(oppsett, klient=klient)
        provene = sjekk_tjenester(
            _hengende_poster(rot, 3), KOMMUNE, egen, lambda _: None, frist_s=0.3
        )
        klient.okt.close()
    assert all("innen fristen" in prove.feil for prove in provene)
    assert sluttord(provene)[1] == "Ingen tjeneste svarte. Er maskinen på nett?"
