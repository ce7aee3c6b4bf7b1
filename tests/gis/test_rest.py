"""Addresses and place names: pages to the count, points in the right order."""

import json

import pytest
from shapely import Point

from gis.feil import KildeFeil
from gis.kilder import kartverketrest
from gis.kilder.kanal import Kanal
from gis.kilder.kartverketrest import hent_rest


class Api:
    """Hits in pages, in the shape of the two services."""

    def __init__(self, tjener, liste, punkt, antall=7, forste=0, har=None):
        self.liste, self.punkt, self.antall, self.forste = liste, punkt, antall, forste
        self.har = antall if har is None else har
        tjener.svar = self.svar

    def svar(self, _, spor):
        side, per = int(spor["side"]) - self.forste, int(spor["treffPerSide"])
        numre = range(self.har)[side * per : (side + 1) * per]
        treff = [{"navn": {"tekst": f"n{nr}"}, "representasjonspunkt": self.punkt} for nr in numre]
        svar = {"metadata": {"totaltAntallTreff": self.antall}, self.liste: treff}
        return 200, {}, json.dumps(svar).encode()


@pytest.mark.parametrize(
    "valg",
    [
        ("adresser", "adresser", {"epsg": "EPSG:4258", "lat": 62.57, "lon": 11.38}, 0,
         "kommunenummer"),
        ("stedsnavn", "navn", {"øst": 11.38, "nord": 62.57, "koordsys": 4258}, 1, "knr"),
    ],
    ids=["adresser", "stedsnavn"],
)  # fmt: skip
def test_alle_sider(tjener, klient, monkeypatch, valg):
    slag, liste, punkt, forste, kommunefelt = valg
    monkeypatch.setattr(kartverketrest, "SIDE", 3)
    Api(tjener, liste, punkt, forste=forste)
    svar = hent_rest(Kanal(klient), tjener.url, slag, "5025")
    assert svar.data["navn.tekst"].tolist() == [f"n{nr}" for nr in range(7)]
    assert (svar.ventet, svar.mottatt, len(svar.raafiler)) == (7, 7, 3)
    assert svar.data.crs.to_epsg() == 4258
    assert svar.data.geometry[0].equals(Point(11.38, 62.57))
    assert {spor[kommunefelt] for spor in tjener.sporringer} == {"5025"}


def test_faerre_enn_oppgitt_og_galt_svar(tjener, klient):
    Api(tjener, "adresser", {"lat": 1, "lon": 1}, har=5)
    with pytest.raises(KildeFeil, match="har 7 treff, men ga bare 5"):
        hent_rest(Kanal(klient), tjener.url, "adresser", "5025")
    tjener.svar = lambda *_: (200, {}, b'{"navn": 1}')
    with pytest.raises(KildeFeil, match="ingen «navn»"):
        hent_rest(Kanal(klient), tjener.url, "stedsnavn", "5025")
    tjener.svar = lambda *_: (200, {}, b'{"metadata": [1], "navn": []}')
    svar = hent_rest(Kanal(klient), tjener.url, "stedsnavn", "5025")
    assert "oppgir ikke antall" in svar.merknader[0]


def test_punkt_som_mangler_settes_til_side(tjener, klient):
    Api(tjener, "adresser", {"lat": None, "lon": 11.0}, antall=2)
    svar = hent_rest(Kanal(klient), tjener.url, "adresser", "5025")
    assert (len(svar.data), svar.mottatt) == (0, 2)
    assert "2 objekter satt til side" in svar.merknader[0]
