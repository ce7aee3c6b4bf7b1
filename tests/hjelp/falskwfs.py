"""A WFS in memory with three squares, and every way in which it may answer otherwise."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.hjelp.falsk import Svar, sporring

TIDSROM = 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2"'
EVNER = """<wfs:WFS_Capabilities version="2.0.0" {rom} xmlns:ows="http://www.opengis.net/ows/1.1">
<ows:ServiceIdentification><ows:Title>x</ows:Title><ows:ServiceType>WFS</ows:ServiceType>
<ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<ows:OperationsMetadata>{vilkaar}</ows:OperationsMetadata>
<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>{type}</wfs:Name><wfs:Title>Myr</wfs:Title>
<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::25833</wfs:DefaultCRS></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>"""
SIDER = (
    '<ows:Constraint name="ImplementsResultPaging"><ows:NoValues/>'
    "<ows:DefaultValue>TRUE</ows:DefaultValue></ows:Constraint>"
)
RUTER = ((310_000.0, 6_940_000.0), (311_000.0, 6_940_000.0), (330_000.0, 6_950_000.0))
"""South-west corners of the squares of 100 m, EPSG:25833, at Røros."""


@dataclass(frozen=True)
class FalskWfs:
    """How the service answers; the defaults are right."""

    ruter: Sequence[tuple[float, float]] = RUTER
    type: str = "app:Myr"
    navnerom: str = "http://skjema.geonorge.no/SOSI/prove/20240101"
    geometrifelt: str = "område"
    kolonne: str = "arealtype"
    verdi: str = "60"
    dato: str = "2020-05-17"
    ekstra: str = ""
    srs: str = "urn:ogc:def:crs:EPSG::25833"
    dimensjon: int = 2
    snudd: bool = False
    ider: tuple[str, ...] = ("m1", "m2", "m3")
    sider: bool = False
    overser_start: bool = False
    tak: int = 0
    treff: int | str | None = None
    geometri: Callable[[int, float, float], str] | None = None
    """Replaces the square with number `n` by the GML returned; empty text keeps it."""
    bytt: Callable[[str], str] = str
    """Changes the whole answer of GetFeature."""

    def __call__(self, url: str, _: dict[str, str]) -> Svar:
        """Answer one request."""
        spor = sporring(url)
        if spor.get("request") == "GetCapabilities":
            vilkaar = SIDER if self.sider else ""
            return _xml(EVNER.format(rom=TIDSROM, vilkaar=vilkaar, type=self.type))
        x0, y0, x1, y1 = map(float, spor["bbox"].split(",")[:4])
        inne = [
            nr for nr, (x, y) in enumerate(self.ruter)
            if x <= x1 and x + 100 >= x0 and y <= y1 and y + 100 >= y0
        ]  # fmt: skip
        if spor.get("resultType") == "hits":
            antall = len(inne) if self.treff is None else self.treff
            return _xml(self._samling(antall, ""))
        start = 0 if self.overser_start else int(spor.get("startIndex", 0))
        inne = inne[start : start + min(self.tak or 10**9, int(spor.get("count", 10**9)))]
        return _xml(self.bytt(self._samling("unknown", "".join(map(self._objekt, inne)))))

    def _samling(self, antall: int | str, medlemmer: str) -> str:
        return (
            f'<wfs:FeatureCollection {TIDSROM} xmlns:app="{self.navnerom}" '
            f'numberMatched="{antall}" numberReturned="0">{medlemmer}</wfs:FeatureCollection>'
        )

    def _objekt(self, nr: int) -> str:
        x, y = self.ruter[nr]
        gml = self.geometri(nr, x, y) if self.geometri else ""
        navn = self.type.rpartition(":")[2]
        return (
            f'<wfs:member><app:{navn} gml:id="g{nr}"><app:lokalid>{self.ider[nr]}</app:lokalid>'
            f"<app:{self.kolonne}>{self.verdi}</app:{self.kolonne}><app:dato>{self.dato}</app:dato>"
            f"{self.ekstra}<app:{self.geometrifelt}>{gml or self.flate(x, y)}"
            f"</app:{self.geometrifelt}></app:{navn}></wfs:member>"
        )

    def flate(self, x: float, y: float) -> str:
        """Square of 100 m as GML."""
        return self.polygon([(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y)])

    def polygon(self, punkter: Sequence[tuple[object, object]]) -> str:
        """Polygon with the points as GML; further dimensions are zeros."""
        fyll = " 0" * (self.dimensjon - 2)
        par = [(b, a) if self.snudd else (a, b) for a, b in punkter]
        liste = " ".join(f"{a} {b}{fyll}" for a, b in par)
        srs = f' srsName="{self.srs}"' if self.srs else ""
        dim = f' srsDimension="{self.dimensjon}"' if self.dimensjon != len("xy") else ""
        return (
            f"<gml:Polygon{srs}{dim}><gml:exterior><gml:LinearRing><gml:posList>{liste}"
            "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        )

    def med(self, **egne: Any) -> "FalskWfs":
        """Return the same service with other vices."""
        return replace(self, **egne)


def _xml(tekst: str) -> Svar:
    kropp = tekst.encode("utf-8", "surrogatepass")
    return 200, {"Content-Type": "text/xml", "Content-Length": str(len(kropp))}, kropp


def tekstsvar(status: int, kropp: bytes | str, **hoder: str) -> Callable[..., Svar]:
    """A server that says the same whatever it is asked."""
    innhold = kropp.encode() if isinstance(kropp, str) else kropp
    egne = {navn.replace("_", "-"): verdi for navn, verdi in hoder.items()}
    return lambda *_: (status, egne, innhold)


def etter_tur(forst: Sequence[Svar], siden: Callable[..., Svar]) -> Callable[..., Svar]:
    """A server that says each of `forst` once, and then as `siden`."""
    igjen = list(forst)
    return lambda url, hoder: igjen.pop(0) if igjen else siden(url, hoder)


def jsonsvar(objekt: object) -> Callable[..., Svar]:
    """A server that says this JSON whatever it is asked."""
    return tekstsvar(200, json.dumps(objekt), Content_Type="application/json")
