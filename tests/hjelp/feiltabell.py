"""The table of faults, and the servers that make them: see tests/lag/test_feiltabell.py."""

import gzip
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from gis.kilder.http import Grenser
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.modell import ArcGis, Dekning, Kilde, Kolonne, Lag, OgcApi, Stil, Wfs
from tests.hjelp.falsk import ogcapi_svar, sporring
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
GRENSER = Grenser(forsok=2, ventetid_s=0.0, maks_bytes=2_000_000)
UTAALMODIG = replace(GRENSER, tilkobling_s=0.2, lesing_s=0.15, totalt_s=0.6)
"""For servers that keep one waiting; the others may take the time that a busy machine needs."""
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


def hver(**egne: Any) -> Svarer:
    """The good API with these properties on every feature."""
    return _api_med(lambda side: [o["properties"].update(egne) for o in side["features"]])


def arc(side: dict[str, Any], om: dict[str, Any] | None = None, antall: int = 3) -> Svarer:
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
        status, hode, kropp = hver(navn="Langmyra")(url, hoder)
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


SIER_AVKORTET = f"<wfs:truncatedResponse>{UNNTAK}</wfs:truncatedResponse></wfs:FeatureCollection>"


def _med_dimensjon(tekst: str) -> str:
    """The second square, with this for the numbers of a position."""
    flate = GOD.flate(X, Y)
    return flate.replace("<gml:posList>", f'<gml:posList srsDimension="{tekst}">')


def _med_linje_foran(url, hoder):
    """A blank line before the declaration, as scripts before the server write it."""
    status, hode, kropp = GOD(url, hoder)
    hode = {"Content-Type": hode["Content-Type"]}
    return status, hode, b'\n<?xml version="1.0" encoding="UTF-8"?>' + kropp


def _html_forst() -> Svarer:
    """The good API in pages whose first link leads to the same page for people."""

    def svar(url, hoder):
        status, hode, kropp = _sidevis()(url, hoder)
        if "/items" not in url:
            return status, hode, kropp
        if sporring(url).get("f") == "html":
            return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Myr</title>"
        side = json.loads(kropp)
        for lenke in side.get("links", []):
            html = {**lenke, "type": "text/html", "href": f"{lenke['href']}&f=html"}
            side["links"] = [html, {**lenke, "type": "application/geo+json"}]
        return status, hode, json.dumps(side).encode()

    return svar


def _rett_etter(hale: bytes) -> Svarer:
    """The good WFS with these bytes after the document."""
    return lambda url, h: (200, {"Content-Type": "text/xml"}, GOD(url, h)[2] + hale)


KONVOLUTT = (
    '<gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::25832"><gml:lowerCorner>0 0'
    "</gml:lowerCorner><gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>"
)

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
         hver(navn=7), API),
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
         arc({"features": GODE, "exceededTransferLimit": True}, antall=9), ARC),
    Feil("lagnummeret har flyttet (ArcGIS)", "feiler", "har nå laget «Vann»",
         arc({}, {"name": "Vann"}), ARC),
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
         hver(**{f"k{nr}": nr for nr in range(3000)}), API),
    Feil("styretegn og halve tegn", "taales", "Styretegn er tatt ut av 3 verdier i «navn»",
         hver(navn="a\x00\x1b[31m\ud800\u202eb"), API),
    Feil("HTML i en egenskap", "taales", "", hver(navn="<script>alert(1)</script>"), API),
    Feil("egenskaper som heter geometri", "taales", "",
         hver(**{"geometry": "x", "Geometry": "y", "fid": 1, "geom": 2}), API),
    Feil("tall uten ende", "taales", "", hver(stort=10**40), API),
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
        200, {}, b"\xef\xbb\xbf" + hver(navn="Langmyra")(url, h)[2]), API),
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
    # -- found by trying what real servers have been seen to do
    Feil("avkortet, og sier det", "feiler", "avkortet, sier tjenesten.*UKJENT APPLIKASJON", GOD.med(
        treff="unknown", bytt=lambda t: t.replace("</wfs:FeatureCollection>", SIER_AVKORTET))),
    Feil("srsDimension er tekst", "svekkes", "satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_med_dimensjon("abc")))),
    Feil("srsDimension er null", "svekkes", "satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_med_dimensjon("0")))),
    Feil("ett objekt med byttede akser", "svekkes", "byttede akser, og er satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_punkter(
             (Y, X), (Y, X + 100), (Y + 100, X + 100), (Y, X))))),
    Feil("ett objekt i nullpunktet", "svekkes", "nullpunktet .*satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_punkter((0, 0), (100, 0), (100, 100), (0, 0))))),
    Feil("samling uten medlemmer", "svekkes", "satt til side", igjen=2, svar=GOD.med(
        geometri=_en_annen('<gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::25833"/>'))),
    Feil("mellomrom i srsName", "taales", "", GOD.med(srs=" EPSG:25833 ")),
    Feil("tom linje først", "taales", "", _med_linje_foran),
    Feil("NaN i JSON", "svekkes", "satt til side", _api_med(
        lambda s: s["features"][1]["geometry"].update(
            coordinates=[[[11.4, 62.6], [math.nan, 62.6], [11.41, 62.61], [11.4, 62.6]]])), API, 2),
    Feil("tomme koordinater i JSON", "svekkes", "satt til side", _api_med(
        lambda s: s["features"][1]["geometry"].update(coordinates=[])), API, 2),
    # -- and fifteen more, invented
    Feil("neste side først som HTML", "taales", "", _html_forst(), API),
    Feil("to BOM", "feiler", "ikke XML|kan ikke leses", lambda url, h: (
        200, {}, b"\xef\xbb\xbf" * 2 + GOD(url, h)[2])),
    Feil("to dokumenter etter hverandre", "feiler", "ødelagt|kan ikke leses",
         lambda url, h: (200, {}, GOD(url, h)[2] * 2)),
    Feil("nullbytes etter dokumentet", "feiler", "ødelagt|kan ikke leses", _rett_etter(b"\0\0")),
    Feil("HTML etter dokumentet", "feiler", "ødelagt|kan ikke leses",
         _rett_etter(b"<script src='//ond.invalid'></script>")),
    Feil("konvolutt i et annet koordinatsystem", "taales", "", GOD.med(
        bytt=lambda t: t.replace("<wfs:member>", f"{KONVOLUTT}<wfs:member>", 1))),
    Feil("tegnsett som ikke finnes", "feiler", "ødelagt|ikke XML|kan ikke leses",
         _omkodet("utf-8", "x-ukjent")),
    Feil("GML som sier at den er JSON", "taales", "",
         lambda url, h: (200, {"Content-Type": "application/json"}, GOD(url, h)[2])),
    Feil("komprimert på en måte vi ikke kan", "feiler", "ikke XML|pakkes ut",
         tekstsvar(200, b"\x1f\x9d\x90<wfs>", Content_Encoding="compress")),
    Feil("stengt av rettslige grunner (451)", "feiler", "451|ikke XML", tekstsvar(451, "stengt")),
    Feil("eksponent i koordinatene", "taales", "", GOD.med(geometri=_en_annen(_punkter(
        (f"{X:e}".replace("e", "E"), Y), (X + 100, Y), (X + 100, Y + 100), (f"{X:e}", Y))))),
    Feil("koordinat på tre hundre tusen sifre", "svekkes", "satt til side", igjen=2,
         svar=GOD.med(geometri=_en_annen(_punkter(
             (X, Y), ("9" * 300_000, Y), (X + 100, Y + 100), (X, Y))))),
    Feil("gml:id på en megabyte", "taales", "",
         GOD.med(bytt=lambda t: t.replace('gml:id="g1"', f'gml:id="{"g" * 1_000_000}"'))),
    Feil("objekt som er null", "svekkes", "satt til side",
         _api_med(lambda s: s["features"].__setitem__(1, None)), API, 2),
    Feil("id som er en liste", "taales", "",
         _api_med(lambda s: s["features"][1].update(id=[{"a": 1}])), API),
    Feil("egenskap uten navn", "taales", "", hver(**{"": "x", " ": "y"}), API),
    Feil("ett objekt i stedet for en samling", "feiler", "ingen «features»",
         lambda url, h: jsonsvar(GODE[0])() if "/items" in url else _api()(url, h), API),
    Feil("samme nøkkel to ganger i JSON", "taales", "", lambda url, h: (
        200, {}, _api()(url, h)[2].replace(b'"type": "P', b'"type": "x", "type": "P')), API),
    Feil("antall som desimaltall (ArcGIS)", "taales", "",
         lambda url, h: jsonsvar({"count": 3.0})() if "returnCountOnly" in sporring(url)
         else arc({"features": GODE})(url, h), ARC),
    Feil("lagbeskrivelse som HTML (ArcGIS)", "feiler", "ikke JSON.*Logg inn",
         tekstsvar(200, "<!doctype html><title>Logg inn</title>"), ARC),
)  # fmt: skip
