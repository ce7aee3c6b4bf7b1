"""ArcGIS REST: errors behind 200, transfer limits, layer numbers that move."""

import json

import pytest

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.arcgis import Kartlag, hent_arcgis
from gis.kilder.kanal import Kanal


class Rest:
    """A made-up MapServer layer with 25 points, ten at a time, and chosen vices."""

    def __init__(self, tjener, **laster):
        self.laster = laster
        self.punkt = laster.get("punkt", [314_000, 6_943_000])
        tjener.svar = self.svar

    def svar(self, sti, spor):
        if not sti.endswith("/query"):
            om = {
                "name": "Naturvernområder", "maxRecordCount": 10,
                "fields": [{"name": "OID", "type": "esriFieldTypeOID"}],
                "supportedQueryFormats": self.laster.get("formater", "JSON, geoJSON"),
            }  # fmt: skip
            return 200, {}, json.dumps(om).encode()
        if "feil" in self.laster:
            return 200, {}, json.dumps({"error": {"code": 400, "message": "Ugyldig"}}).encode()
        if spor.get("returnCountOnly") == "true":
            return 200, {}, json.dumps({"count": 25}).encode()
        start = 0 if self.laster.get("overser_start") else int(spor["resultOffset"])
        slutt = min(start + 10, self.laster.get("har", 25))
        side = {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature", "id": nr, "properties": {"OID": nr, "navn": "x"},
                    "geometry": {"type": "Point", "coordinates": self.punkt},
                }
                for nr in range(start, slutt)
            ],
            "properties": {"exceededTransferLimit": slutt < 25},
        }  # fmt: skip
        if "crs" in self.laster:
            side["crs"] = {"type": "name", "properties": {"name": self.laster["crs"]}}
        return 200, {}, json.dumps(side).encode()


def _lag(tjener, tittel="naturvernområder"):
    return Kartlag(url=f"{tjener.url}/MapServer", nummer=4, tittel=tittel)


def test_alle_sider(tjener, klient, boks):
    Rest(tjener, crs="EPSG:25833")
    svar = hent_arcgis(Kanal(klient), _lag(tjener), boks)
    assert len(svar.data) == svar.ventet == 25
    assert svar.data.crs.to_epsg() == 25833
    assert svar.data["OID"].tolist() == list(range(25))
    spor = tjener.sporringer[-1]
    assert (spor["outSR"], spor["inSR"], spor["orderByFields"]) == ("25833", "25833", "OID")
    assert [s["resultOffset"] for s in tjener.sporringer[2:]] == ["0", "10", "20"]


def test_tjener_som_overser_outsr(tjener, klient, boks):
    Rest(tjener, punkt=[11.4, 62.6])
    assert hent_arcgis(Kanal(klient), _lag(tjener), boks).data.crs.to_epsg() == 4326
    Rest(tjener)
    assert hent_arcgis(Kanal(klient), _lag(tjener), boks).data.crs.to_epsg() == 25833


def test_feil_bak_200(tjener, klient, boks):
    Rest(tjener, feil=True)
    with pytest.raises(KildeFeil, match="400 Ugyldig"):
        hent_arcgis(Kanal(klient), _lag(tjener), boks)


@pytest.mark.parametrize("last", [{"har": 17}, {"overser_start": True}])
def test_faerre_enn_oppgitt(tjener, klient, boks, last):
    Rest(tjener, **last)
    with pytest.raises(KildeFeil, match="har 25 objekter"):
        hent_arcgis(Kanal(klient), _lag(tjener), boks)


def test_lagnummeret_har_flyttet(tjener, klient, boks):
    Rest(tjener)
    with pytest.raises(KildeFeil, match=r"«Naturvernområder», ikke «Naturtyper»"):
        hent_arcgis(Kanal(klient), _lag(tjener, "Naturtyper"), boks)


def test_uten_geojson(tjener, klient, boks):
    Rest(tjener, formater="JSON, AMF")
    with pytest.raises(KildeFeil, match="gir ikke GeoJSON"):
        hent_arcgis(Kanal(klient), _lag(tjener), boks)


def test_annet_crs(tjener, klient, boks):
    Rest(tjener, crs="EPSG:3857")
    with pytest.raises(CrsFeil, match="3857"):
        hent_arcgis(Kanal(klient), _lag(tjener), boks)
