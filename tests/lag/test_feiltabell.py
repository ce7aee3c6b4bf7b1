"""The table of faults: what real and hostile services do, and what must happen each time.

Every row is run twice: where a good copy lies in the store, and where there is none. After each:
what was good before is still there, no site that was hit has become «ikke treff», and the message
names the layer and the cause.

    taales     the answer is used, and gives the same features; what was odd is remarked
    svekkes    the answer is used without the features that cannot be; no hit is «ikke kartlagt»
    feiler     the answer is refused: the copy from before is used with its age, else «ikke kjent»
    stopper    the run stops, since the answer would give wrong answers; the copy is untouched
"""

import errno
import gzip
import json
import os
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import geopandas as gpd
import pytest
from shapely import box

from analyser.felles.overlapp import vurder
from gis.feil import ArealsilFeil, CrsFeil, SkjemaFeil, SkriveFeil
from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import verifiser
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.lasting import Oppsett, hent, last
from lag.modell import ArcGis, Dekning, Kilde, Kolonne, Lag, OgcApi, Stil, Wfs
from tests.hjelp.falsk import FalskTjener, ogcapi_svar, sporring
from tests.hjelp.falskwfs import RUTER, FalskWfs, etter_tur, jsonsvar, tekstsvar

NAA, SENERE = "2026-11-01T10:00:00+00:00", "2026-11-13T10:00:00+00:00"
GOD = FalskWfs()
WFS = Wfs(url="http://tjeneste/wfs", typenavn="app:Myr", geometrifelt="område")
API = OgcApi(url="http://tjeneste/api", samling="myr")
ARC = ArcGis(url="http://tjeneste/arc", lagnummer=0, lagtittel="Myr")
POST = Lag(
    navn="myr", tittel="Myr", kilde=WFS, geometri="flate",
    kolonner=(
        Kolonne(navn="lokalid", kilde="lokalid", tittel="ID"),
        Kolonne(navn="arealtype", kilde="arealtype", tittel="Arealtype", paakrevd=True,
                koder={"60": "Myr"}),
        Kolonne(navn="dato", kilde="dato", tittel="Dato", type="dato"),
        Kolonne(navn="navn", kilde="navn", tittel="Navn"),
    ),
    eier="x", lisens="x", navngivelse="x", metadata="", rolle="vern", tema="grunnlag",
    dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"),
)  # fmt: skip
KOMMUNE = Kommune(
    nummer="5025", navn="Røros", boks=Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832)
)
GRENSER = Grenser(
    tilkobling_s=0.2, lesing_s=0.15, totalt_s=0.6, forsok=2, ventetid_s=0.0, maks_bytes=2_000_000
)
Utfall = Literal["taales", "svekkes", "feiler", "stopper"]
Svarer = Callable[..., tuple[int, dict[str, str], bytes]]


@dataclass(frozen=True)
class Feil:
    """One row of the table."""

    navn: str
    utfall: Utfall
    sier: str
    """Stands in the message or in a remark."""
    svar: Svarer = field(repr=False)
    """The faulty server; `god` before it."""
    kilde: Kilde = WFS
    igjen: int = 3
    """Features that are left when it is used."""


def _api(**egne: Any) -> Svarer:
    return ogcapi_svar(antall=3, arealtype="60", **egne)


def _api_med(endre: Callable[[dict[str, Any]], object]) -> Svarer:
    """The good API with its page of features changed."""

    def svar(url, hoder):
        status, hode, kropp = _api()(url, hoder)
        if "/items" not in url:
            return status, hode, kropp
        side = json.loads(kropp)
        endre(side)
        return status, hode, json.dumps(side).encode()

    return svar


def _hver(**egne: Any) -> Svarer:
    """The good API with these properties on every feature."""
    return _api_med(lambda side: [o["properties"].update(egne) for o in side["features"]])


def _arc(side: dict[str, Any], om: dict[str, Any] | None = None, antall: int = 3) -> Svarer:
    def svar(url, _):
        if "/query" not in url:
            return jsonsvar(om or {"name": "Myr", "objectIdField": "OBJECTID"})()
        talt = "returnCountOnly" in sporring(url)
        return jsonsvar({"count": antall} if talt else side)()

    return svar


def _uten_samling(url, _):
    kjent = url.partition("?")[0].endswith("/collections")
    return jsonsvar({"collections": [{"id": "myrer"}]})() if kjent else (404, {}, b"")


def _en_annen(gml: str) -> Callable[[int, float, float], str]:
    """The second square has this geometry instead; the first and third keep theirs."""
    return lambda nr, *_: gml if nr == 1 else ""


def _gode_objekter() -> list[dict[str, Any]]:
    objekter = json.loads(_api()("http://x/items", {})[2])["features"]
    assert isinstance(objekter, list)
    return objekter


def _punkter(*xy: tuple[object, object]) -> str:
    return GOD.polygon(list(xy))


X, Y = RUTER[1]
SLOYFE = _punkter((X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100), (X, Y))
UTEN_TALL = _punkter((X, "NaN"), (X + 100, Y), (X + 100, Y + 100), (X, "NaN"))
ABSURD = _punkter((X, Y), (1e12, Y), (X + 100, Y + 100), (X, Y))
AAPEN = _punkter((X, Y), (X + 100, Y), (X + 100, Y + 100), (X, Y + 100))
BUE = (
    '<gml:Surface srsName="urn:ogc:def:crs:EPSG::25833"><gml:patches><gml:PolygonPatch>'
    "<gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>"
    f"{X} {Y} {X} {Y} {X} {Y}</gml:posList></gml:Arc></gml:segments></gml:Curve></gml:curveMember>"
    "</gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
)
UNNTAK = (
    '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception '
    'exceptionCode="NoApplicableCode"><ows:ExceptionText>UKJENT APPLIKASJON</ows:ExceptionText>'
    "</ows:Exception></ows:ExceptionReport>"
)
BOMBE = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
FIL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
TI_MILLIONER = 2_500_000
"""Rounds of four corners: ten million vertices."""
GODE = _gode_objekter()


def _stor_flate(tekst: str) -> str:
    """The answer with one polygon of ten million vertices."""
    runde = f"{X} {Y} {X + 100} {Y} {X + 100} {Y + 100} {X} {Y + 100} "
    return tekst.replace("<gml:posList>", "<gml:posList>" + runde * TI_MILLIONER, 1)


def _sidevis(*, ny_id: bool = False, endelos: bool = False, stengt: bool = False) -> Svarer:
    """The good API with one feature a page, and no number of features."""

    def svar(url, hoder):
        status, hode, kropp = _hver(navn="Langmyra")(url, hoder)
        if "/items" not in url:
            return status, hode, kropp
        nr = int(sporring(url).get("side", "0"))
        if stengt and nr == 1:
            return 401, {}, b"<html>Logg inn</html>"
        side = json.loads(kropp)
        egen = side["features"][0 if endelos else nr]
        side = {"features": [egen | ({"id": 1} if ny_id else {})]}
        if endelos or nr < 2:
            side["links"] = [{"rel": "next", "href": f"items?side={nr + 1}"}]
        return status, hode, json.dumps(side).encode()

    return svar


def _omkodet(koding: str, sier: str) -> Svarer:
    """The good WFS in another encoding than UTF-8."""

    def svar(url, hoder):
        status, hode, kropp = GOD(url, hoder)
        if sporring(url).get("request") != "GetFeature":
            return status, hode, kropp
        tekst = kropp.decode().partition("?>")[2] or kropp.decode()
        hode = {"Content-Type": hode["Content-Type"]}
        return status, hode, f'<?xml version="1.0" encoding="{sier}"?>{tekst}'.encode(koding)

    return svar


def _uten_andre_geometri(tekst: str) -> str:
    """The second feature points at its geometry instead of giving it."""
    foran, merke, resten = tekst.partition('gml:id="g1"')
    ring = re.sub(
        r"<app:område>.*?</app:område>",
        '<app:område xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        resten, count=1, flags=re.DOTALL,
    )  # fmt: skip
    return foran + merke + ring


TABELL = (
    # -- what HTTP does
    Feil("429 med Retry-After, så 200", "taales", "",
         etter_tur([(429, {"Retry-After": "0"}, b"")], GOD)),
    Feil("503 med Retry-After, så 200", "taales", "",
         etter_tur([(503, {"Retry-After": "0"}, b"")], GOD)),
    Feil("500, så 200", "taales", "", etter_tur([(500, {}, b"")], GOD)),
    Feil("429 med en times pause", "feiler", "vente 3600 s",
         tekstsvar(429, "", Retry_After="3600")),
    Feil("503 for alltid", "feiler", "503.*Prøvd 2 ganger", tekstsvar(503, "")),
    Feil("500 for alltid", "feiler", "500.*Prøvd 2 ganger", tekstsvar(500, "")),
    Feil("404", "feiler", "404", tekstsvar(404, "<html>borte</html>")),
    Feil("401", "feiler", "ingen tilgang|ikke XML", tekstsvar(401, "")),
    Feil("403", "feiler", "ingen tilgang|ikke XML", tekstsvar(403, "")),
    Feil("videre til annen vert", "feiler", "annen vert",
         tekstsvar(302, "", Location="http://ond.invalid/")),
    Feil("videre til file:", "feiler", "annen vert",
         tekstsvar(302, "", Location="file:///etc/passwd")),
    Feil("videre til noe som ikke er en adresse", "feiler", "ikke er en adresse|annen vert",
         tekstsvar(302, "", Location="http://[::1")),
    Feil("Retry-After er tull", "feiler", "503.*Prøvd 2 ganger",
         tekstsvar(503, "", Retry_After="²")),
    Feil("Content-Length er tull", "taales", "",
         lambda url, hoder: (200, {"Content-Length": "²"}, GOD(url, hoder)[2])),
    Feil("videre i ring", "feiler", "omdirigeringer",
         tekstsvar(302, "", Location="http://tjeneste/wfs")),
    Feil("oppgir en terabyte", "feiler", "større enn",
         tekstsvar(200, "<a/>", Content_Length=str(10**12))),
    Feil("gir mer enn grensen", "feiler", "større enn", tekstsvar(200, b" " * 3_000_000)),
    Feil("pakkebombe", "feiler", "større enn",
         tekstsvar(200, gzip.compress(b"0" * 9_000_000), Content_Encoding="gzip")),
    Feil("ødelagt gzip", "feiler", "kan ikke pakkes ut",
         tekstsvar(200, b"ikke gzip", Content_Encoding="gzip")),
    Feil("kortere enn oppgitt", "feiler", "brutt|avkortet",
         tekstsvar(200, "<a>", Content_Length="10")),
    # -- what stands in the answer
    Feil("tomt svar", "feiler", "ikke XML", tekstsvar(200, "")),
    Feil("innloggingsside med 200", "feiler", "ikke XML.*Logg inn",
         tekstsvar(200, "<!DOCTYPE html><html><title>Logg inn</title></html>",
                   Content_Type="text/html")),
    Feil("JSON for XML", "feiler", "ikke XML", tekstsvar(200, '{"a": 1}')),
    Feil("feilmelding med 200", "feiler", "NoApplicableCode UKJENT APPLIKASJON",
         tekstsvar(200, UNNTAK)),
    Feil("feilmelding med 400", "feiler", "UKJENT APPLIKASJON", tekstsvar(400, UNNTAK)),
    Feil("gammel feilmelding", "feiler", "LayerNotDefined",
         tekstsvar(200, '<ServiceExceptionReport><ServiceException code="LayerNotDefined"/>'
                        "</ServiceExceptionReport>")),
    Feil("XML-bombe", "feiler", "entiteter", tekstsvar(200, BOMBE)),
    Feil("ytre entitet", "feiler", "entiteter", tekstsvar(200, FIL)),
    Feil("avkortet GML", "feiler", "ødelagt eller avkortet",
         GOD.med(bytt=lambda tekst: tekst[: len(tekst) // 2])),
    Feil("ugyldige bytes i GML", "feiler", "ødelagt eller avkortet",
         GOD.med(bytt=lambda tekst: tekst.replace("m1", "m\ud800"))),
    Feil("evner uten typer", "feiler", "finnes ikke|kan ikke leses",
         tekstsvar(200, "<WFS_Capabilities/>")),
    Feil("annet typenavn", "feiler", "«app:Myr» finnes ikke. Mente du «app:Myrer»",
         GOD.med(type="app:Myrer")),
    # -- what the features look like
    Feil("annet navnerom", "taales", "", GOD.med(navnerom="https://x/20990101")),
    Feil("annet geometrifelt", "feiler", "geometrifelt", GOD.med(geometrifelt="flate")),
    Feil("påkrevd kolonne har nytt navn", "stopper", "«arealtype».*mangler",
         GOD.med(kolonne="typen")),
    Feil("ny kolonne", "taales", "«ekstra» er ny siden kopien",
         GOD.med(ekstra="<app:ekstra>1</app:ekstra>")),
    Feil("kolonne er borte", "taales", "«navn» er borte siden kopien", _api(), API),
    Feil("kolonne har skiftet type", "taales", "«navn» har gått fra tekst til tall",
         _hver(navn=7), API),
    Feil("ukjent kode", "taales", "ukjent kode i «Arealtype»: «99»", GOD.med(verdi="99")),
    Feil("umulig dato", "taales", "ikke en rimelig dato.*0001-01-01", GOD.med(dato="0001-01-01")),
    Feil("byttede akser", "stopper", "byttede akser", GOD.med(snudd=True)),
    Feil("uten koordinatsystem", "stopper", "koordinatsystem", GOD.med(srs="")),
    Feil("annet koordinatsystem", "stopper", "ba om EPSG:25833",
         GOD.med(srs="urn:ogc:def:crs:EPSG::25832")),
    Feil("ukjent koordinatsystem", "stopper", "koordinatsystem",
         GOD.med(srs="urn:ogc:def:crs:EPSG::999999")),
    Feil("to koordinatsystemer", "stopper", "flere koordinatsystemer",
         GOD.med(bytt=lambda t: t.replace("EPSG::25833", "EPSG::25832", 1))),
    Feil("3D", "taales", "", GOD.med(dimensjon=3)),
    Feil("målt (fire tall)", "taales", "", GOD.med(dimensjon=4)),
    Feil("udugelig bue", "svekkes", "satt til side", GOD.med(geometri=_en_annen(BUE)), igjen=2),
    Feil("sløyfe", "taales", "1 ugyldig geometri er reparert", GOD.med(geometri=_en_annen(SLOYFE))),
    Feil("ikke tall", "svekkes", "satt til side", GOD.med(geometri=_en_annen(UTEN_TALL)), igjen=2),
    Feil("utenfor jorden", "svekkes", "utenfor jorden", GOD.med(geometri=_en_annen(ABSURD)),
         igjen=2),
    Feil("åpen ring", "svekkes", "satt til side", GOD.med(geometri=_en_annen(AAPEN)), igjen=2),
    Feil("flate med 10 000 000 hjørner", "feiler", "større enn|for mange|ødelagt",
         GOD.med(bytt=_stor_flate)),
    Feil("tomt lag", "feiler", "0 objekter.*mot 3 sist", GOD.med(ruter=())),
    Feil("falt til under halvparten", "feiler", "1 objekt som kan brukes, mot 3",
         GOD.med(ruter=RUTER[:1])),
    Feil("like id-er", "taales", "delte id", GOD.med(ider=("m1", "m1", "m3"))),
    Feil("samme objekt to ganger", "taales", "helt likt",
         GOD.med(ruter=(*RUTER, RUTER[0]), ider=("m1", "m2", "m3", "m1"),
                 bytt=lambda t: t.replace('gml:id="g3"', 'gml:id="annen"'))),
    # -- what the server does with numbers
    Feil("kutter stille", "taales", "", GOD.med(tak=1)),
    Feil("overser startIndex", "taales", "", GOD.med(tak=1, sider=True, overser_start=True)),
    Feil("flere treff enn objekter", "feiler", "har 9 objekter|færre objekter", GOD.med(treff=9)),
    Feil("færre treff enn objekter", "taales", "oppga 2 objekter, men ga 3", GOD.med(treff=2)),
    Feil("ukjent antall", "taales", "oppgir verken antall", GOD.med(treff="unknown")),
    Feil("antall er uendelig", "taales", "oppgir verken antall", GOD.med(treff="9" * 6000)),
    Feil("antall er et opphøyd tall", "taales", "oppgir verken antall", GOD.med(treff="²")),
    Feil("antall er tekst", "taales", "oppgir verken antall", GOD.med(treff="mange")),
    # -- JSON
    Feil("feil bak 200 (ArcGIS)", "feiler", "melder feil: 500 Nede",
         jsonsvar({"error": {"code": 500, "message": "Nede"}}), ARC),
    Feil("holder tilbake for alltid (ArcGIS)", "feiler", "har 9 objekter, men ga bare 3",
         _arc({"features": GODE, "exceededTransferLimit": True}, antall=9), ARC),
    Feil("lagnummeret har flyttet (ArcGIS)", "feiler", "har nå laget «Vann»",
         _arc({}, {"name": "Vann"}), ARC),
    Feil("dyp JSON", "feiler", "nøstet for dypt", tekstsvar(200, "[" * 200_000), API),
    Feil("avkortet JSON", "feiler", "ikke JSON", tekstsvar(200, '{"features": ['), API),
    Feil("JSON uten objekter", "feiler", "ingen «features»", jsonsvar({"a": 1}), API),
    Feil("sidene går i ring", "feiler", "i ring", _api_med(
        lambda s: s.update(links=[{"rel": "next", "href": "items"}])), API),
    Feil("neste side på annen vert", "feiler", "annen vert", _api_med(
        lambda s: s.update(links=[{"rel": "next", "href": "http://ond.invalid/"}])), API),
    Feil("numberMatched er for stort", "feiler", "har 9 objekter",
         _api_med(lambda side: side.update(numberMatched=9)), API),
    Feil("samlingen er borte", "feiler", "«myr» finnes ikke. Mente du «myrer»", _uten_samling,
         API),
    Feil("tre tusen kolonner", "feiler", "kolonner",
         _hver(**{f"k{nr}": nr for nr in range(3000)}), API),
    Feil("styretegn og halve tegn", "taales", "Styretegn er tatt ut av 3 verdier i «navn»",
         _hver(navn="a\x00\x1b[31m\ud800\u202eb"), API),
    Feil("HTML i en egenskap", "taales", "", _hver(navn="<script>alert(1)</script>"), API),
    Feil("egenskaper som heter geometri", "taales", "",
         _hver(**{"geometry": "x", "Geometry": "y", "fid": 1, "geom": 2}), API),
    Feil("tall uten ende", "taales", "", _hver(stort=10**40), API),
    Feil("geometri som ikke er geometri", "svekkes", "satt til side",
         _api_med(lambda s: s["features"][1].update(geometry={"type": "Polygon"})), API, 2),
    Feil("objekt uten geometri", "svekkes", "satt til side",
         _api_med(lambda s: s["features"][1].update(geometry=None)), API, 2),
    Feil("objekt som er tekst", "svekkes", "satt til side",
         _api_med(lambda s: s["features"].__setitem__(1, "hei")), API, 2),
    Feil("egenskaper som er en liste", "svekkes", "satt til side",
         _api_med(lambda s: s["features"][1].update(properties=[1])), API, 2),
    Feil("id-ene begynner på nytt på hver side", "taales", "", _sidevis(ny_id=True), API),
    Feil("samme side for alltid, under nye adresser", "feiler", "i ring|ikke noe nytt",
         _sidevis(endelos=True), API),
    Feil("numberMatched er negativt", "taales", "oppgir ikke antall",
         _api_med(lambda side: side.update(numberMatched=-1)), API),
    Feil("tall som tekst i koordinatene", "svekkes", "satt til side",
         _api_med(lambda s: s["features"][1]["geometry"]["coordinates"][0].__setitem__(
             0, ["11.4", "øst"])), API, 2),
    Feil("flate i en samling", "taales", "", _api_med(
        lambda s: s["features"][1].update(geometry={
            "type": "GeometryCollection", "geometries": [s["features"][1]["geometry"]]})), API),
    Feil("BOM foran JSON", "taales", "", lambda url, h: (
        200, {}, b"\xef\xbb\xbf" + _hver(navn="Langmyra")(url, h)[2]), API),
    Feil("innlogging midt i sidene", "feiler", "401|ingen tilgang", _sidevis(stengt=True), API),
    Feil("bare en del (206)", "feiler", "bare en del",
         lambda url, h: (206, *GOD(url, h)[1:])),
    Feil("ikke ferdig (202)", "feiler", "ikke XML|ikke ferdig", tekstsvar(202, "vent litt")),
    Feil("ikke noe innhold (204)", "feiler", "ikke XML|uten innhold", tekstsvar(204, "")),
    Feil("UTF-16", "feiler", "ikke XML", _omkodet("utf-16", "UTF-16")),
    Feil("latin-1 som sier det", "taales", "", _omkodet("latin-1", "ISO-8859-1")),
    Feil("latin-1 som sier UTF-8", "feiler", "ødelagt eller avkortet",
         _omkodet("latin-1", "UTF-8")),
    Feil("antall er negativt", "taales", "oppgir verken antall", GOD.med(treff=-1)),
    Feil("peker på geometrien", "svekkes", "satt til side", igjen=2, svar=GOD.med(
        bytt=_uten_andre_geometri)),
    Feil("tom flate", "svekkes", "satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen('<gml:Polygon srsName="EPSG:25833"/>'))),
    Feil("komma for punktum", "svekkes", "satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_punkter(
             (X, Y), (f"{X:.0f},5", Y), (X + 100, Y + 100), (X, Y))))),
    Feil("pakket fil uten å si det", "feiler", "ikke XML",
         lambda url, h: (200, {}, gzip.compress(GOD(url, h)[2]))),
    Feil("negativ lengde", "taales", "",
         lambda url, h: (200, {"Content-Length": "-5"}, GOD(url, h)[2])),
    Feil("Retry-After i fortiden, så 200", "taales", "", etter_tur(
        [(503, {"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}, b"")], GOD)),
)  # fmt: skip


def _god(kilde: Kilde) -> Svarer:
    """The server before anything went wrong."""
    match kilde:
        case OgcApi():
            return _hver(navn="Langmyra")
        case ArcGis():
            return _arc({"features": GODE})
    return GOD


def _steder(lagdata):
    """Two sites: one on the first feature that the good server gives, one beside all of them."""
    x, y = lagdata.data.geometry.iloc[0].centroid.coords[0]
    flater = [box(x - 10, y - 10, x + 10, y + 10), box(x, y + 20_000, x + 10, y + 20_010)]
    return gpd.GeoDataFrame(geometry=flater, crs=lagdata.data.crs)


def _status(steder, lagdata) -> list[str]:
    return [str(status) for status in vurder(steder, lagdata)["status"]]


@contextmanager
def _oppsett(mappe, svar: Svarer, naa=NAA) -> Iterator[Oppsett]:
    tjener = FalskTjener(svar)
    klient = Klient("arealsil/prove", GRENSER, sov=lambda _: None, okt=tjener.okt)
    yield Oppsett(lager=Lager(mappe), klient=klient, naa=naa)
    tjener.okt.close()


@pytest.fixture(scope="module")
def gode(tmp_path_factory):
    """Good store per kind of source, made once: folder, layer as loaded, sites, answers."""
    ut = {}
    for kilde in (WFS, API, ARC):
        mappe = tmp_path_factory.mktemp("god")
        post = replace(POST, kilde=kilde)
        with _oppsett(mappe, _god(kilde)) as oppsett:
            assert hent(post, KOMMUNE, oppsett).status == "hentet"
        data = last(post, KOMMUNE, oppsett.lager)
        steder = _steder(data)
        assert len(data.data) == 3
        assert _status(steder, data) == ["treff", "ikke treff"]
        ut[type(kilde)] = (mappe, data, steder)
    return ut


def _bytes(mappe) -> dict[str, bytes]:
    return {
        str(fil.relative_to(mappe)): fil.read_bytes()
        for navn in ("kopi", "lag", "raa", "historie")
        for fil in (mappe / navn).rglob("*")
        if fil.is_file()
    }


def _kopi_av(mappe, tmp_path):
    for navn, innhold in _bytes(mappe).items():
        (tmp_path / navn).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / navn).write_bytes(innhold)
    return tmp_path


def _hent(post, oppsett) -> tuple[str, type[ArealsilFeil] | None]:
    """Fetch; returns the message, and the error that stopped the run."""
    try:
        return hent(post, KOMMUNE, oppsett).tekst, None
    except (CrsFeil, SkjemaFeil) as err:
        return str(err), type(err)


def _krev(feil: Feil, tekst: str) -> None:
    """The message names the layer and the cause."""
    flat = " ".join(tekst.split())
    assert "myr" in flat
    assert re.search(feil.sier, flat), flat


@pytest.mark.parametrize("feil", TABELL, ids=lambda feil: feil.navn)
def test_med_en_god_kopi(feil, gode, tmp_path):
    mappe, foer, steder = gode[type(feil.kilde)]
    post, lager = replace(POST, kilde=feil.kilde), Lager(_kopi_av(mappe, tmp_path))
    bytes_foer = _bytes(tmp_path)
    with _oppsett(tmp_path, feil.svar, SENERE) as oppsett:
        startet = time.monotonic()
        tekst, stoppet = _hent(post, oppsett)
        assert time.monotonic() - startet < 10
    etter = last(post, KOMMUNE, lager)
    status = _status(steder, etter)
    assert status[0] == "treff"  # whatever happened, what was hit is still known
    alt = " ".join((tekst, *etter.merknader, etter.feil))
    _krev(feil, alt)
    assert list(verifiser(lager, "myr")) == []
    if feil.utfall in {"feiler", "stopper"}:
        assert _bytes(tmp_path).items() >= bytes_foer.items()
        assert etter.data.equals(foer.data)
        assert status == ["treff", "ikke treff"]
        assert any("Siste henting" in m and "12 dager gammel" in m for m in etter.merknader)
        assert (stoppet is not None) == (feil.utfall == "stopper")
    else:
        assert stoppet is None and "henting feilet" not in tekst
        assert len(etter.data) == feil.igjen
        assert status[1] == ("ikke treff" if feil.utfall == "taales" else "ikke kartlagt")
    if feil.utfall == "feiler":
        assert "henting feilet" in tekst
        assert "12 dager gammel" in tekst


UTEN_FOER = {
    "kolonne er borte", "ny kolonne", "kolonne har skiftet type", "tomt lag",
    "falt til under halvparten",
}  # fmt: skip
"""Rows that are faults only because something else came before."""


@pytest.mark.parametrize(
    "feil", [f for f in TABELL if f.navn not in UTEN_FOER], ids=lambda feil: feil.navn
)
def test_uten_kopi(feil, gode, tmp_path):
    _, _, steder = gode[type(feil.kilde)]
    post = replace(POST, kilde=feil.kilde)
    with _oppsett(tmp_path, feil.svar) as oppsett:
        tekst, stoppet = _hent(post, oppsett)
    etter = last(post, KOMMUNE, Lager(tmp_path))
    status = _status(steder, etter)
    _krev(feil, " ".join((tekst, *etter.merknader, etter.feil)))
    if feil.utfall in {"feiler", "stopper"}:
        assert status == ["ikke kjent", "ikke kjent"]
        assert not etter.kjent
        assert (stoppet is not None) == (feil.utfall == "stopper")
    else:
        assert status[0] == "treff"
        assert status[1] == ("ikke treff" if feil.utfall == "taales" else "ikke kartlagt")


# -- on the wire: real sockets --------------------------------------------------------------------


@contextmanager
def _lytter(svar: Callable[[socket.socket], None] | None) -> Iterator[int]:
    """A socket on loopback whose callers are handed to `svar`; None: nobody answers the door."""
    with socket.create_server(("127.0.0.1", 0)) as dor:

        def ta_imot():
            with suppress(OSError):
                while svar is not None:
                    forbindelse, _ = dor.accept()
                    with forbindelse, suppress(OSError):
                        svar(forbindelse)

        traad = threading.Thread(target=ta_imot, daemon=True)
        traad.start()
        yield dor.getsockname()[1]
        with suppress(OSError):
            dor.shutdown(socket.SHUT_RDWR)
    traad.join(2)


def _drypp(hode: bytes) -> Callable[[socket.socket], None]:
    def svar(forbindelse):
        forbindelse.recv(4096)
        forbindelse.sendall(hode)
        for _ in range(200):
            forbindelse.sendall(b"a")
            time.sleep(0.01)

    return svar


def _stans(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")
    time.sleep(0.3)


def _brudd(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a>")


def _legg_paa(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _tull(forbindelse: socket.socket) -> None:
    forbindelse.recv(4096)
    forbindelse.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


OK_HODE = b"HTTP/1.1 200 OK\r\n"
LINJE = {
    "ingen lytter": (None, "fikk ikke kontakt"),
    "vertsnavnet finnes ikke": (None, "vertsnavnet ble ikke funnet"),
    "TLS mot en som ikke kan TLS": (_tull, "sertifikatet|fikk ikke kontakt"),
    "stillhet før svaret": (None, "innen fristen"),
    "stillhet midt i svaret": (_stans, "innen fristen|fikk ikke kontakt|brutt"),
    "en byte om gangen i hodet": (_drypp(OK_HODE + b"X: "), r"ikke ferdig etter 0\.6 s"),
    "en byte om gangen i kroppen": (_drypp(OK_HODE + b"\r\n"), r"ikke ferdig etter 0\.6 s"),
    "legger på før svaret": (_legg_paa, "fikk ikke kontakt|brutt"),
    "legger på midt i svaret": (_brudd, "brutt|avkortet"),
    "snakker ikke HTTP": (_tull, "fikk ikke kontakt|brutt"),
}
"""What happens on the wire → who answers the door, and what is said of it."""


@pytest.mark.parametrize("navn", LINJE)
def test_paa_linjen(navn, gode, tmp_path):
    svar, sier = LINJE[navn]
    _, foer, steder = gode[Wfs]
    with _lytter(svar) as port:
        url = f"http://127.0.0.1:{port}/wfs"
        if navn == "vertsnavnet finnes ikke":
            url = "http://finnes.invalid/wfs"
        if navn.startswith("TLS"):
            url = url.replace("http", "https")
        post = replace(POST, kilde=replace(WFS, url=url))
        with _oppsett(tmp_path, GOD) as oppsett:
            assert hent(post, KOMMUNE, oppsett).status == "hentet"
        if navn == "ingen lytter":
            post = _paa_ledig_port(post, tmp_path)
        klient = Klient("arealsil/prove", GRENSER, sov=lambda _: None)
        klient.okt.trust_env = False  # past the closed proxy of the tests
        startet = time.monotonic()
        melding = hent(post, KOMMUNE, replace(oppsett, klient=klient, naa=SENERE))
        assert time.monotonic() - startet < 4
        klient.okt.close()
    assert melding.status == "hentet"
    assert re.search(f"myr: henting feilet: .*({sier}).*12 dager gammel", melding.tekst)
    etter = last(post, KOMMUNE, oppsett.lager)
    assert etter.data.equals(foer.data)
    assert _status(steder, etter) == ["treff", "ikke treff"]
    assert re.search(sier, " ".join(etter.merknader))


def _paa_ledig_port(post: Lag, mappe) -> Lag:
    """The layer at a port where nobody listens, its good copy fetched from there."""
    with socket.create_server(("127.0.0.1", 0)) as ledig:
        url = f"http://127.0.0.1:{ledig.getsockname()[1]}/wfs"
    flyttet = replace(post, kilde=replace(WFS, url=url))
    with _oppsett(mappe, GOD) as oppsett:
        assert hent(flyttet, KOMMUNE, oppsett).status == "hentet"
    return flyttet


# -- in the store ---------------------------------------------------------------------------------


def _ny_dag(tmp_path) -> FalskWfs:
    """A server whose data have changed since the good copy."""
    return GOD.med(ider=("m1", "m2", "ny"))


def _full_disk(monkeypatch, steg: int) -> Callable[[], bool]:
    """Make the disk full at flush number `steg`; what is returned tells whether it came so far."""
    ekte, talt = os.fsync, 0

    def full(nummer):
        nonlocal talt
        talt += 1
        if talt >= steg:
            raise OSError(errno.ENOSPC, "No space left on device")
        ekte(nummer)

    monkeypatch.setattr("gis.kilder.skriving.os.fsync", full)
    return lambda: talt >= steg


def test_full_disk_ved_hvert_steg(gode, tmp_path, monkeypatch):
    """The disk is full at the first, second, … time that something is flushed to it."""
    god, _, steder = gode[Wfs]
    steg, ble_full = 0, True
    while ble_full:
        steg += 1
        mappe = _kopi_av(god, tmp_path / str(steg))
        naadd = _full_disk(monkeypatch, steg)
        with _oppsett(mappe, GOD.med(ider=("m1", "m2", "ny")), SENERE) as oppsett:
            try:
                hent(POST, KOMMUNE, oppsett)
            except SkriveFeil as err:
                assert "Disken er full" in str(err)
                assert str(mappe) in str(err)
        ble_full = naadd()
        monkeypatch.undo()
        etter = last(POST, KOMMUNE, oppsett.lager)
        assert set(etter.data["lokalid"]) in ({"m1", "m2", "m3"}, {"m1", "m2", "ny"})
        assert _status(steder, etter) == ["treff", "ikke treff"]
        assert list(verifiser(oppsett.lager, "myr")) == []
        assert not list(mappe.rglob(".*"))
    assert steg > 5


@pytest.mark.parametrize("hva", ["lag", "kopi", "raa", "forsok", "historie"])
def test_skadet_lager_nektes_og_rettes(hva, gode, tmp_path):
    """A changed byte is found; what rests on it is «ikke kjent»; fetching again mends it."""
    _, _, steder = gode[Wfs]
    lager = Lager(tmp_path)
    with _oppsett(tmp_path, GOD) as oppsett:
        hent(POST, KOMMUNE, oppsett)
    for fil in (tmp_path / hva).rglob("*"):
        if fil.is_file():
            god = fil.read_bytes()
            fil.write_bytes(god[:-3] + bytes([god[-3] ^ 1]) + god[-2:])
    assert list(verifiser(lager, "myr"))
    skadet = last(POST, KOMMUNE, lager)
    if hva in {"lag", "kopi", "forsok"}:
        assert _status(steder, skadet) == ["ikke kjent", "ikke kjent"]
        assert "skadet" in skadet.feil
        assert "arealsil hent myr" in skadet.feil
    with _oppsett(tmp_path, GOD, SENERE) as oppsett:
        assert hent(POST, KOMMUNE, oppsett).status == "hentet"
    assert _status(steder, last(POST, KOMMUNE, lager)) == ["treff", "ikke treff"]
    assert [f for f in verifiser(lager, "myr") if not f.fil.startswith("historie")] == []


def test_uendret_svar_hentes_ikke_paa_nytt(tmp_path):
    """A server with ETags is asked conditionally; its 304 confirms the copy; damage is mended."""
    sendt: list[int] = []

    def svar(url, hoder):
        status, hode, kropp = GOD(url, hoder)
        if hoder.get("If-None-Match") == '"1"':
            return 304, {}, b""
        sendt.append(len(kropp))
        return status, {**hode, "ETag": '"1"'}, kropp

    for naa, ventet in ((NAA, 3), (SENERE, 2)):
        sendt.clear()
        with _oppsett(tmp_path, svar, naa) as oppsett:
            assert hent(POST, KOMMUNE, oppsett).status == "hentet"
        assert len(sendt) == ventet  # capabilities and hits are not kept, the features are
    data = last(POST, KOMMUNE, oppsett.lager)
    assert (data.hentet, data.bekreftet) == (NAA, SENERE)
    for fil in (tmp_path / "lag").iterdir():
        fil.write_bytes(b"x")
    for fil in (tmp_path / "raa").iterdir():
        fil.write_bytes(b"x")
    with _oppsett(tmp_path, svar, SENERE) as oppsett:
        assert hent(POST, KOMMUNE, oppsett).status == "hentet"
    assert last(POST, KOMMUNE, oppsett.lager).kjent
    assert list(verifiser(oppsett.lager, "myr")) == []


def test_et_fall_kan_godtas(gode, tmp_path):
    mappe, _, _ = gode[Wfs]
    _kopi_av(mappe, tmp_path)
    with _oppsett(tmp_path, GOD.med(ruter=RUTER[:1]), SENERE) as oppsett:
        assert "--godta-fall" in hent(POST, KOMMUNE, oppsett).tekst
        assert hent(POST, KOMMUNE, replace(oppsett, godta_fall=True)).antall == 1
    assert len(last(POST, KOMMUNE, oppsett.lager).data) == 1


def test_tabellen_er_lang_nok():
    """At least forty faults, each with its own name."""
    navn = [feil.navn for feil in TABELL]
    assert len(set(navn)) == len(navn)
    assert len(navn) + len(LINJE) >= 40
    assert {feil.utfall for feil in TABELL} == {"taales", "svekkes", "feiler", "stopper"}


@pytest.mark.parametrize(
    ("fil", "status", "sier"),
    [
        ("wfs_exceptionreport.xml", 400, "InvalidParameterValue"),
        ("wfs_exceptionreport.xml", 200, "InvalidParameterValue"),
        ("wms_serviceexceptionreport.xml", 200, "LayerNotDefined"),
        ("wfs_teig_bergen.xml", 200, "GetCapabilities kan ikke leses|finnes ikke"),
    ],
)
def test_svar_som_ekte_tjenester_har_gitt(fil, status, sier, gode, tmp_path, ekte):
    """Recorded answers, byte for byte, where something else was expected."""
    mappe, foer, steder = gode[Wfs]
    lager = Lager(_kopi_av(mappe, tmp_path))
    svar = tekstsvar(status, (ekte / "svar" / fil).read_bytes(), Content_Type="text/xml")
    with _oppsett(tmp_path, svar, SENERE) as oppsett:
        melding = hent(POST, KOMMUNE, oppsett)
    assert re.search(f"myr: henting feilet: .*({sier})", melding.tekst)
    etter = last(POST, KOMMUNE, lager)
    assert etter.data.equals(foer.data)
    assert _status(steder, etter) == ["treff", "ikke treff"]
