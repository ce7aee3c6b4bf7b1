"""WFS against servers that behave as the real ones do, and worse."""

import hashlib

import pytest

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.kanal import Kanal
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt

EVNER = """<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:fes="http://www.opengis.net/fes/2.0">
<ows:ServiceIdentification><ows:Title>x</ows:Title><ows:ServiceType>WFS</ows:ServiceType>
<ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<ows:OperationsMetadata>{vilkaar}</ows:OperationsMetadata>
<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>app:Teig</wfs:Name><wfs:Title>Teig</wfs:Title>
<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::25833</wfs:DefaultCRS></wfs:FeatureType></wfs:FeatureTypeList>
</wfs:WFS_Capabilities>"""
VILKAAR = (
    '<ows:Constraint name="{}"><ows:NoValues/><ows:DefaultValue>{}</ows:DefaultValue>'
    "</ows:Constraint>"
)
HODE = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://x/20990101" '
    'numberMatched="{}" numberReturned="0">'
)


class Wfs:
    """A made-up WFS: one point per kilometre on a line, and chosen vices."""

    def __init__(self, tjener, antall=25, tak=0, sider=False, **laster):
        self.punkter = [(250_500.0 + 1000 * i, 6_900_000.0) for i in range(antall)]
        self.tak, self.sider, self.laster = tak, sider, laster
        tjener.svar = self.svar

    def svar(self, sti, spor):
        if spor["request"] == "GetCapabilities":
            vilkaar = VILKAAR.format("ImplementsResultPaging", str(self.sider).upper())
            if self.laster.get("oppgir_tak"):
                vilkaar += VILKAAR.format("CountDefault", self.tak)
            return 200, {"Content-Type": "text/xml"}, EVNER.format(vilkaar=vilkaar).encode()
        x0, y0, x1, y1 = (float(t) for t in spor["bbox"].split(",")[:4])
        treff = [
            (nr, p) for nr, p in enumerate(self.punkter) if x0 <= p[0] <= x1 and y0 <= p[1] <= y1
        ]
        if spor.get("resultType") == "hits":
            teller = "unknown" if self.laster.get("teller_ikke") else len(treff)
            return 200, {}, (HODE.format(teller) + "</wfs:FeatureCollection>").encode()
        start = 0 if self.laster.get("overser_start") else int(spor.get("startIndex", 0))
        tak = min(self.tak or 10**9, int(spor.get("count", 10**9)))
        srs = self.laster.get("srs", "urn:ogc:def:crs:EPSG::25833")
        medlemmer = "".join(
            f'<wfs:member><app:Teig gml:id="t.{nr}"><app:nr>{nr:03}</app:nr><app:område>'
            f'<gml:Point srsName="{srs}"><gml:pos>{x} {y}</gml:pos></gml:Point></app:område>'
            "</app:Teig></wfs:member>"
            for nr, (x, y) in treff[start : start + tak]
        )
        return 200, {}, (HODE.format("unknown") + medlemmer + "</wfs:FeatureCollection>").encode()


def _tjeneste(tjener, **valg):
    return Tjeneste(url=f"{tjener.url}/wfs", typenavn="app:Teig", **valg)


def _numre(svar):
    return sorted(svar.data["nr"].tolist())


ALLE = [f"{nr:03}" for nr in range(25)]


@pytest.mark.parametrize(
    "server",
    [
        {},
        {"tak": 10},
        {"tak": 10, "sider": True},
        {"tak": 10, "sider": True, "oppgir_tak": True, "teller_ikke": True},
        {"tak": 10, "oppgir_tak": True, "teller_ikke": True},
        {"tak": 10, "sider": True, "overser_start": True},
        {"tak": 10, "sider": True, "overser_start": True, "teller_ikke": True},
        {"tak": 1},
    ],
    ids=lambda s: " ".join(s) or "snill",
)
def test_alt_kommer_med_og_bare_en_gang(tjener, klient, boks, server):
    Wfs(tjener, **server)
    svar = hent_wfs(Kanal(klient), _tjeneste(tjener), boks)
    assert _numre(svar) == ALLE
    assert svar.mottatt == 25
    assert svar.data.crs.to_epsg() == 25833
    assert len(svar.raafiler) >= 1


def test_daarlig_objekt_paa_delelinjen_telles_en_gang(tjener, klient, boks):
    """It meets two quarters; counted twice it would stand in for one that never came."""
    server = Wfs(tjener, tak=10)
    midt = (250_000 + 400_000) / 2
    server.punkter[24] = (midt, 6_900_000.0)
    server.punkter[23] = (midt - 1.0, 6_900_000.0)
    hele = server.svar

    def svar(sti, spor):
        status, hoder, kropp = hele(sti, spor)
        if spor["request"] == "GetFeature" and "resultType" not in spor:
            kropp = kropp.replace(f"<gml:pos>{midt} ".encode(), b"<gml:pos>x ")
            start = kropp.find(b'<wfs:member><app:Teig gml:id="t.23"')
            if start >= 0:  # one that is counted, but never sent
                kropp = kropp[:start] + kropp[kropp.find(b"</wfs:member>", start) + 13 :]
        return status, hoder, kropp

    tjener.svar = svar
    with pytest.raises(KildeFeil, match=r"færre objekter enn den har|ga bare"):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


def test_sporringen(tjener, klient):
    Wfs(tjener)
    boks = Utsnitt(600_000, 6_900_000, 660_000, 6_960_000, 25832)
    hent_wfs(Kanal(klient), _tjeneste(tjener), boks)
    spor = tjener.sporringer[-1]
    assert spor["typeNames"] == "app:Teig"
    assert spor["srsName"] == "urn:ogc:def:crs:EPSG::25833"
    x0, y0, x1, y1, urn = spor["bbox"].split(",")
    assert urn == spor["srsName"]
    assert 285_000 < float(x0) < float(x1) < 370_000  # the box was brought to 25833
    assert 6_890_000 < float(y0) < float(y1) < 6_970_000


def test_bredde_forst_i_grader(tjener, klient, boks):
    Wfs(tjener, srs="urn:ogc:def:crs:EPSG::4258")
    hent_wfs(Kanal(klient), _tjeneste(tjener, epsg=4258), boks)
    y0, x0, *_ = tjener.sporringer[-1]["bbox"].split(",")
    assert 61 < float(y0) < 63
    assert 9 < float(x0) < 12


def test_ett_tett_punkt_som_aldri_blir_helt(tjener, klient, boks):
    server = Wfs(tjener, antall=5, tak=3)
    server.punkter = [(314_000.0, 6_943_000.0)] * 5
    with pytest.raises(KildeFeil, match="selv for et lite område"):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


def test_annet_crs_enn_bedt_om(tjener, klient, boks):
    Wfs(tjener, srs="urn:ogc:def:crs:EPSG::25832")
    with pytest.raises(CrsFeil, match=r"ba om EPSG:25833.*25832"):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


def test_prefiks_kan_skifte_men_ikke_navn(tjener, klient, boks):
    Wfs(tjener)
    kanal = Kanal(klient)
    assert len(hent_wfs(kanal, Tjeneste(url=tjener.url, typenavn="ms:Teig"), boks).data) == 25
    with pytest.raises(ParameterFeil, match="Mente du «app:Teig»"):
        hent_wfs(kanal, Tjeneste(url=tjener.url, typenavn="app:Teigg"), boks)
    # a type that is not in what was remembered may be new: asked for once more
    assert [spor["request"] for spor in tjener.sporringer].count("GetCapabilities") == 2


def test_tomt_svar_er_ikke_feil(tjener, klient, boks):
    Wfs(tjener, antall=0)
    svar = hent_wfs(Kanal(klient), _tjeneste(tjener), boks)
    assert (len(svar.data), svar.ventet) == (0, 0)


@pytest.mark.ekte
@pytest.mark.parametrize("status", [400, 200])
@pytest.mark.parametrize("fil", ["wfs_exceptionreport.xml", "wms_serviceexceptionreport.xml"])
def test_feilmelding_med_enhver_status(ekte, tjener, klient, boks, status, fil):
    tjener.svar = lambda *_: (status, {}, (ekte / "svar" / fil).read_bytes())
    with pytest.raises(KildeFeil, match=r"melder feil: .*(Teigg|LayerNotDefined)"):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


@pytest.mark.parametrize(
    ("kropp", "hva"),
    [
        (b"<!DOCTYPE html><html><body>Vedlikehold</body></html>", "ikke XML.*Vedlikehold"),
        (b"", "ikke XML"),
        (b'{"feil": 1}', "ikke XML"),
        (b"<annet/>", "GetCapabilities kan ikke leses"),
        (EVNER.encode()[:300], "GetCapabilities kan ikke leses"),
    ],
)
def test_noe_annet_enn_wfs(tjener, klient, boks, kropp, hva):
    tjener.svar = lambda *_: (200, {"Content-Type": "text/html"}, kropp)
    with pytest.raises(KildeFeil, match=hva):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


def test_avkortet_gml(tjener, klient, boks):
    server = Wfs(tjener)
    hele = server.svar

    def halv(sti, spor):
        status, hoder, kropp = hele(sti, spor)
        er_data = spor["request"] == "GetFeature" and "resultType" not in spor
        return status, hoder, kropp[:-30] if er_data else kropp

    tjener.svar = halv
    with pytest.raises(KildeFeil, match="avkortet"):
        hent_wfs(Kanal(klient), _tjeneste(tjener), boks)


@pytest.mark.ekte
def test_opptak_med_numberreturned_0(ekte, tjener, klient):
    """The recorded parcels: the header says 0 returned, three follow."""
    innhold = (ekte / "svar/wfs_teig_bergen.xml").read_bytes()
    server = Wfs(tjener)

    def svar(sti, spor):
        if spor["request"] == "GetCapabilities":
            return server.svar(sti, spor)
        if spor.get("resultType") == "hits":
            return 200, {}, (HODE.format(3) + "</wfs:FeatureCollection>").encode()
        return 200, {"Content-Type": "text/xml; subtype=gml/3.2.1"}, innhold

    tjener.svar = svar
    bergen = Utsnitt(-32_000, 6_735_000, -31_000, 6_736_000, 25833)
    hentet = hent_wfs(Kanal(klient), _tjeneste(tjener, geometrifelt="område"), bergen)
    assert (hentet.ventet, hentet.mottatt, len(hentet.data)) == (3, 3, 3)
    assert hentet.raafiler == (hashlib.sha256(innhold).hexdigest(),)
