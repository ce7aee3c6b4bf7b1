"""OGC API Features: pages, counts, CRS and login."""

import json

import pytest
from shapely import Point

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.http import Innlogging
from gis.kilder.kanal import Kanal
from gis.kilder.ogcapi import Samling, hent_ogcapi

URI = "http://www.opengis.net/def/crs/EPSG/0/{}"


class Api:
    """A made-up API with 25 points in pages of 10, and chosen vices."""

    def __init__(self, tjener, **laster):
        self.tjener, self.laster = tjener, laster
        self.hoder = {}
        self.x, self.y = (11.4, 62.6) if "crs" not in laster else (314_000, 6_943_000)
        tjener.svar = self.svar

    def svar(self, sti, spor):
        if sti == "/collections":
            return 200, {}, json.dumps({"collections": [{"id": "kulturmiljoer"}]}).encode()
        if not sti.startswith("/collections/kulturmiljoer"):
            return 404, {}, b'{"title": "Not found"}'
        if not sti.endswith("/items"):
            crs = [URI.format(self.laster["crs"])] if "crs" in self.laster else []
            om = {"id": "kulturmiljoer", "crs": crs, "storageCrs": crs[0] if crs else ""}
            return 200, {}, json.dumps(om).encode()
        if "bbox-crs" in spor and "bbox_crs" in self.laster:
            return self.laster["bbox_crs"], {}, b'{"features": []}'
        start = 0 if "overser_offset" in self.laster else int(spor.get("offset", 0))
        objekter = [
            {
                "type": "Feature",
                "id": f"k{nr}",
                "properties": {"navn": f"nr {nr}", "dato": None, "plan": {"planid": "001"}},
                "geometry": {"type": "Point", "coordinates": [self.x, self.y]},
            }
            for nr in range(start, min(start + 10, self.laster.get("har", 25)))
        ]
        side = {"type": "FeatureCollection", "features": objekter, "links": []}
        if not self.laster.get("teller_ikke"):
            side["numberMatched"] = 25
        if start + 10 < 25 and "uten_lenker" not in self.laster:
            vert = self.laster.get("neste_vert", self.tjener.url)
            videre = 0 if self.laster.get("ring") else start + 10
            lenke = f"{vert}{sti}?f=json&offset={videre}"
            side["links"] = [{"rel": "self", "href": "x"}, {"rel": "next", "href": lenke}]
        hoder = {"Content-Type": "application/geo+json"}
        if "content_crs" in self.laster:
            hoder["Content-Crs"] = f"<{self.laster['content_crs']}>"
        return 200, hoder, json.dumps(side).encode()


@pytest.fixture
def samling(tjener):
    return Samling(url=tjener.url, navn="kulturmiljoer")


def test_alle_sider(tjener, klient, boks, samling):
    Api(tjener)
    svar = hent_ogcapi(Kanal(klient), samling, boks)
    assert len(svar.data) == svar.ventet == svar.mottatt == 25
    assert len(svar.raafiler) == 3
    assert svar.data.crs.to_epsg() == 4326
    assert svar.data["plan.planid"].tolist() == ["001"] * 25
    assert svar.data.geometry[0].equals(Point(11.4, 62.6))
    assert svar.merknader == ()
    x0, y0, x1, y1 = map(float, tjener.sporringer[1]["bbox"].split(","))
    assert (x0 < 11.4 < x1, y0 < 62.6 < y1) == (True, True)


def test_lenken_videre_har_mistet_rammen(tjener, klient, boks, samling):
    """MapServer links to the next page of all there is; the question is put back."""
    Api(tjener)
    hent_ogcapi(Kanal(klient), samling, boks)
    sider = [spor for spor in tjener.sporringer if "bbox" in spor]
    assert [spor.get("offset") for spor in sider] == [None, "10", "20"]
    assert len({spor["bbox"] for spor in sider}) == 1


def test_lagret_crs_brukes(tjener, klient, boks, samling):
    Api(tjener, crs=25833, content_crs=URI.format(25833))
    assert hent_ogcapi(Kanal(klient), samling, boks).data.crs.to_epsg() == 25833
    assert tjener.sporringer[1]["crs"] == URI.format(25833)


def test_rammen_gis_i_det_crs_det_bes_om(tjener, klient, boks, samling):
    """A box of degrees is not a box in metres: QGIS Server loses what lies along its edges."""
    Api(tjener, crs=25833, content_crs=URI.format(25833))
    svar = hent_ogcapi(Kanal(klient), samling, boks)
    assert svar.merknader == ()
    spor = [spor for spor in tjener.sporringer if "bbox" in spor][-1]
    assert spor["bbox-crs"] == spor["crs"] == URI.format(25833)
    assert spor["bbox"] == ",".join(f"{tall:.3f}" for tall in boks.i_epsg(25833).grenser)


@pytest.mark.parametrize("status", [200, 400])
def test_tjener_som_ikke_kan_rammen_i_meter(tjener, klient, boks, samling, status):
    """It says that it does, and gives nothing, or refuses: then the box goes in degrees."""
    Api(tjener, crs=25833, content_crs=URI.format(25833), bbox_crs=status)
    svar = hent_ogcapi(Kanal(klient), samling, boks)
    assert len(svar.data) == 25
    assert "gitt i grader" in svar.merknader[0]
    assert "bbox-crs" not in [spor for spor in tjener.sporringer if "bbox" in spor][-1]


def test_tjener_som_overser_crs_og_tier(tjener, klient, boks, samling):
    api = Api(tjener, crs=25833)
    assert hent_ogcapi(Kanal(klient), samling, boks).data.crs.to_epsg() == 25833
    api.x, api.y = 11.4, 62.6
    assert hent_ogcapi(Kanal(klient), samling, boks).data.crs.to_epsg() == 4326


def test_bredde_forst_naar_content_crs_sier_det(tjener, klient, boks, samling):
    api = Api(tjener, content_crs=URI.format(4258))
    api.x, api.y = 62.6, 11.4
    assert hent_ogcapi(Kanal(klient), samling, boks).data.geometry[0].equals(Point(11.4, 62.6))


def test_ukjent_content_crs(tjener, klient, boks, samling):
    Api(tjener, content_crs="http://lokal/crs/1")
    with pytest.raises(CrsFeil, match="ukjent"):
        hent_ogcapi(Kanal(klient), samling, boks)


def test_faerre_enn_oppgitt(tjener, klient, boks, samling):
    Api(tjener, har=17)
    with pytest.raises(KildeFeil, match="har 25 objekter, men ga bare 17"):
        hent_ogcapi(Kanal(klient), samling, boks)


def test_uten_antall_far_merknad(tjener, klient, boks, samling):
    """One that can be asked for more until it has no more has given all."""
    Api(tjener, teller_ikke=True)
    assert "ikke hadde mer" in hent_ogcapi(Kanal(klient), samling, boks).merknader[0]
    Api(tjener, teller_ikke=True, uten_lenker=True, overser_offset=True)
    svar = hent_ogcapi(Kanal(klient), samling, boks)
    assert (len(svar.data), len(svar.raafiler)) == (10, 1)
    assert "ikke kontrollert" in svar.merknader[0]


def test_tjener_som_verken_lenker_eller_teller(tjener, klient, boks, samling):
    """pg_featureserv gives the first page and no word of more."""
    Api(tjener, teller_ikke=True, uten_lenker=True)
    svar = hent_ogcapi(Kanal(klient), samling, boks)
    assert svar.data["navn"].tolist() == [f"nr {nr}" for nr in range(25)]
    assert len(svar.raafiler) == 3
    assert "ikke hadde mer" in svar.merknader[0]


def test_sider_i_ring(tjener, klient, boks, samling):
    Api(tjener, ring=True)
    with pytest.raises(KildeFeil, match="i ring"):
        hent_ogcapi(Kanal(klient), samling, boks)


def test_neste_side_paa_annen_vert(tjener, klient, boks, samling):
    Api(tjener, neste_vert="http://annen.invalid")
    with pytest.raises(KildeFeil, match="annen vert"):
        hent_ogcapi(Kanal(klient), samling, boks)
    Api(tjener, neste_vert="http://[ikke")
    with pytest.raises(KildeFeil, match="ikke en adresse"):
        hent_ogcapi(Kanal(klient), samling, boks)


def test_ukjent_samling(tjener, klient, boks):
    Api(tjener)
    with pytest.raises(ParameterFeil, match="Mente du «kulturmiljoer»"):
        hent_ogcapi(Kanal(klient), Samling(url=tjener.url, navn="kulturmiljø"), boks)


def test_innlogging_folger_med(tjener, klient, boks, samling):
    Api(tjener)
    hent_ogcapi(Kanal(klient, innlogging=Innlogging("a", "b")), samling, boks)
    assert all("Authorization" in hoder for hoder in tjener.hoder)


@pytest.mark.parametrize(
    ("kropp", "hva"),
    [
        (b"<html>", "ikke JSON"),
        (b"[]", "ikke et objekt"),
        (b'{"type": "x"}', "ingen «features»"),
        (b'{"error": {"code": 500, "message": "nede"}}', "500 nede"),
    ],
)
def test_galt_svar(tjener, klient, boks, samling, kropp, hva):
    api = Api(tjener)

    def svar(sti, spor):
        return (200, {}, kropp) if sti.endswith("/items") else api.svar(sti, spor)

    tjener.svar = svar
    with pytest.raises(KildeFeil, match=hva):
        hent_ogcapi(Kanal(klient), samling, boks)


def test_daarlig_geometri_settes_til_side(tjener, klient, boks, samling):
    api = Api(tjener)

    def svar(sti, spor):
        status, hoder, innhold = api.svar(sti, spor)
        return status, hoder, innhold.replace(b'"Point"', b'"Punkt"', 1)

    tjener.svar = svar
    hentet = hent_ogcapi(Kanal(klient), samling, boks)
    assert (len(hentet.data), hentet.mottatt) == (22, 25)
    assert "3 objekter satt til side" in hentet.merknader[0]
