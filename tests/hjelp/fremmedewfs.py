"""Answers in the shape of WFS servers that the catalogue does not name, written by hand.

Each shape is a service of three squares of 100 m. What differs is what differs between the servers:
versions, namespaces, containers, ways to write a CRS and a polygon, and what they say of numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tests.hjelp.falsk import Svar, sporring

RUTER = ((310_000.0, 6_940_000.0), (311_000.0, 6_940_000.0), (330_000.0, 6_950_000.0))
"""South-west corners, east and north."""
EVNER2 = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:fes="http://www.opengis.net/fes/2.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" updateSequence="148">
<ows:ServiceIdentification><ows:Title/><ows:ServiceType>WFS</ows:ServiceType>
<ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<ows:OperationsMetadata>{vilkaar}</ows:OperationsMetadata><wfs:FeatureTypeList>
<wfs:FeatureType><wfs:Name>{type}</wfs:Name><wfs:Title>x</wfs:Title>
<wfs:DefaultCRS>{crs}</wfs:DefaultCRS><ows:WGS84BoundingBox><ows:LowerCorner>10 62</ows:LowerCorner>
<ows:UpperCorner>12 63</ows:UpperCorner></ows:WGS84BoundingBox>
</wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"""
EVNER11 = """<?xml version="1.0"?>
<wfs:WFS_Capabilities version="1.1.0" xmlns:wfs="http://www.opengis.net/wfs"
 xmlns:ows="http://www.opengis.net/ows" xmlns:ogc="http://www.opengis.net/ogc">
<ows:ServiceIdentification><ows:Title>x</ows:Title><ows:ServiceType>WFS</ows:ServiceType>
<ows:ServiceTypeVersion>1.1.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>{type}</wfs:Name><wfs:Title>x</wfs:Title>
<wfs:DefaultSRS>{crs}</wfs:DefaultSRS></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"""
EVNER10 = """<?xml version="1.0"?>
<WFS_Capabilities version="1.0.0" xmlns="http://www.opengis.net/wfs"><Service><Name>WFS</Name>
<Title>x</Title><OnlineResource>http://x</OnlineResource></Service><Capability><Request/></Capability>
<FeatureTypeList><FeatureType><Name>{type}</Name><Title>x</Title><SRS>{crs}</SRS></FeatureType>
</FeatureTypeList></WFS_Capabilities>"""
SIDER = """<ows:Constraint name="ImplementsResultPaging"><ows:NoValues/>
<ows:DefaultValue>TRUE</ows:DefaultValue></ows:Constraint><ows:Constraint name="CountDefault">
<ows:NoValues/><ows:DefaultValue>{tak}</ows:DefaultValue></ows:Constraint>"""
GML32, GML3 = "http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml"


def hjorner(rute: int, nord_forst: bool = False) -> list[tuple[float, float]]:
    """Corners of a square, closed; north before east if that is asked for."""
    x, y = RUTER[rute]
    ring = [(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y)]
    return [(b, a) for a, b in ring] if nord_forst else ring


def posliste(rute: int, nord_forst: bool = False) -> str:
    """The corners as a posList's text."""
    return " ".join(f"{a} {b}" for a, b in hjorner(rute, nord_forst))


@dataclass(frozen=True)
class Fremmed:
    """One server."""

    navn: str
    type: str
    objekt: Callable[[int], str]
    """Feature number n, member element included."""
    samling: str
    """The collection: {antall} matched, {n} returned, {inni}."""
    evner: str = EVNER2
    crs: str = "urn:ogc:def:crs:EPSG::25833"
    vilkaar: str = ""
    versjon: str = "2.0.0"
    epsg: int = 25833
    geometrifelt: str = ""
    treff: str | None = None
    """What is said to be matched; None for the truth."""
    uten_treff: bool = False
    """Does not know resultType=hits, and answers with the features."""
    tak: int = 100

    def __call__(self, url: str, _: dict[str, str]) -> Svar:
        """Answer one request, whose parameters may be written in any case."""
        spor = {navn.lower(): verdi for navn, verdi in sporring(url).items()}
        if spor["request"] == "GetCapabilities":
            return _xml(self.evner.format(type=self.type, vilkaar=self.vilkaar, crs=self.crs))
        a, b, c, d = map(float, spor["bbox"].split(",")[:4])
        inne = [nr for nr in range(len(RUTER)) if self._inne(nr, a, b, c, d)]
        antall = str(len(inne)) if self.treff is None else self.treff
        if spor.get("resulttype") == "hits" and not self.uten_treff:
            return _xml(self.samling.format(antall=antall, n=0, inni=""))
        fra = int(spor.get("startindex", 0))
        til = fra + min(self.tak, int(spor.get("count", spor.get("maxfeatures", self.tak))))
        gitt = inne[fra:til]
        inni = "".join(map(self.objekt, gitt))
        return _xml(self.samling.format(antall=antall, n=len(gitt), inni=inni))

    def _inne(self, nr: int, a: float, b: float, c: float, d: float) -> bool:
        """Whether the square meets the box, axes as the CRS has them."""
        ring = hjorner(nr, self.epsg == NORD_FORST)
        (u, v), (s, t) = ring[0], ring[2]
        return u <= c and s >= a and v <= d and t >= b


NORD_FORST = 3006
"""SWEREF 99 TM: north comes first."""


def _xml(tekst: str) -> Svar:
    kropp = tekst.encode()
    return 200, {"Content-Type": "text/xml", "Content-Length": str(len(kropp))}, kropp


def _geoserver2(nr: int) -> str:
    return (
        f'<wfs:member><ku:teiger gml:id="teiger.{nr}"><gml:boundedBy><gml:Envelope '
        'srsDimension="2" srsName="http://www.opengis.net/gml/srs/epsg.xml#25833">'
        "<gml:lowerCorner>0 0</gml:lowerCorner><gml:upperCorner>1 1</gml:upperCorner>"
        "</gml:Envelope></gml:boundedBy>"
        f'<ku:the_geom><gml:MultiSurface srsName="http://www.opengis.net/gml/srs/epsg.xml#25833" '
        f'srsDimension="2" gml:id="teiger.{nr}.the_geom"><gml:surfaceMember><gml:Polygon '
        f'gml:id="teiger.{nr}.the_geom.1" srsName="http://www.opengis.net/gml/srs/epsg.xml#25833" '
        f'srsDimension="2"><gml:exterior><gml:LinearRing><gml:posList>{posliste(nr)}</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>"
        f"</ku:the_geom><ku:navn>nr {nr}</ku:navn></ku:teiger></wfs:member>"
    )


def _geoserver11(nr: int) -> str:
    return (
        f'<ku:teiger gml:id="teiger.{nr}"><ku:the_geom><gml:MultiSurface srsDimension="2" '
        'srsName="urn:x-ogc:def:crs:EPSG:25833"><gml:surfaceMember><gml:Polygon><gml:exterior>'
        f"<gml:LinearRing><gml:posList>{posliste(nr)}</gml:posList></gml:LinearRing></gml:exterior>"
        "</gml:Polygon></gml:surfaceMember></gml:MultiSurface></ku:the_geom>"
        f"<ku:navn>nr {nr}</ku:navn></ku:teiger>"
    )


def _gml2(nr: int) -> str:
    par = " ".join(f"{a},{b}" for a, b in hjorner(nr))
    return (
        f'<gml:featureMember><ku:teiger fid="teiger.{nr}"><ku:the_geom><gml:MultiPolygon '
        'srsName="http://www.opengis.net/gml/srs/epsg.xml#25833"><gml:polygonMember><gml:Polygon>'
        '<gml:outerBoundaryIs><gml:LinearRing><gml:coordinates decimal="." cs="," ts=" ">'
        f"{par}</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>"
        "</gml:polygonMember></gml:MultiPolygon></ku:the_geom>"
        f"<ku:navn>nr {nr}</ku:navn></ku:teiger>"
        "</gml:featureMember>"
    )


def _deegree11(nr: int) -> str:
    pos = "".join(f"<gml:pos>{a} {b}</gml:pos>" for a, b in hjorner(nr))
    return (
        f'<gml:featureMember><app:Teig gml:id="APP_TEIG_{nr}"><app:geom><gml:Polygon '
        f'srsName="EPSG:25833"><gml:exterior><gml:LinearRing>{pos}</gml:LinearRing></gml:exterior>'
        f"</gml:Polygon></app:geom><app:navn>nr {nr}</app:navn></app:Teig></gml:featureMember>"
    )


def _arcgis(nr: int) -> str:
    return (
        f'<wfs:member><vern:naturvern_omrade gml:id="naturvern_omrade.{nr}"><vern:OBJECTID>{nr}'
        f"</vern:OBJECTID><vern:navn>nr {nr}</vern:navn><vern:SHAPE><gml:MultiSurface "
        f'gml:id="naturvern_omrade.{nr}.pn.0" srsName="urn:ogc:def:crs:EPSG::25833">'
        f'<gml:surfaceMember><gml:Surface gml:id="s{nr}"><gml:patches><gml:PolygonPatch>'
        f'<gml:exterior><gml:Ring><gml:curveMember><gml:LineString gml:id="l{nr}"><gml:posList> '
        f"{posliste(nr)} </gml:posList></gml:LineString></gml:curveMember></gml:Ring>"
        "</gml:exterior>"
        "</gml:PolygonPatch></gml:patches></gml:Surface></gml:surfaceMember></gml:MultiSurface>"
        "</vern:SHAPE></vern:naturvern_omrade></wfs:member>"
    )


def _sverige(nr: int) -> str:
    return (
        f'<wfs:member><lm:Fastighetsytor gml:id="f.{nr}"><lm:geom><gml:Polygon gml:id="g{nr}" '
        f'srsName="urn:ogc:def:crs:EPSG::3006"><gml:exterior><gml:LinearRing><gml:posList>'
        f"{posliste(nr, True)}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        "</lm:geom>"
        f"<lm:navn>nr {nr}</lm:navn></lm:Fastighetsytor></wfs:member>"
    )


def _snowflake(nr: int) -> str:
    """Default namespaces, and none for the properties."""
    return (
        f'<member><teig gml:id="t.{nr}" xmlns=""><geometri><gml:Polygon gml:id="g.{nr}" '
        f'srsName="http://www.opengis.net/def/crs/EPSG/0/25833"><gml:exterior><gml:LinearRing>'
        f"<gml:posList>\n{posliste(nr)}\n</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        f"</geometri><navn><![CDATA[nr {nr}]]></navn></teig></member>"
    )


def _xtraserver(nr: int) -> str:
    """Curves of segments around patches, the CRS with a version, lists and nil values."""
    ring = hjorner(nr)
    par = [f"{a[0]} {a[1]} {b[0]} {b[1]}" for a, b in pairwise(ring)]
    kurver = "".join(
        f'<gml:curveMember><gml:Curve gml:id="c{nr}.{i}"><gml:segments><gml:LineStringSegment>'
        f"<gml:posList>{ett}</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>"
        "</gml:curveMember>"
        for i, ett in enumerate(par)
    )
    return (
        f'<wfs:member><adv:AX_Flurstueck gml:id="DE{nr}"><gml:identifier codeSpace="http://adv">'
        f'urn:adv:oid:DE{nr}</gml:identifier><adv:position><gml:Surface gml:id="p{nr}" '
        'srsName="urn:ogc:def:crs:EPSG:9.4:25833"><gml:patches><gml:PolygonPatch><gml:exterior>'
        f"<gml:Ring>{kurver}</gml:Ring></gml:exterior></gml:PolygonPatch></gml:patches>"
        f"</gml:Surface></adv:position><adv:navn>nr {nr}</adv:navn><adv:kode>1</adv:kode>"
        "<adv:kode>2</adv:kode></adv:AX_Flurstueck></wfs:member>"
    )


def _django(nr: int) -> str:
    """The name and the box first, points of the box in the CRS, the feature's prefix «app»."""
    return (
        f'<wfs:member><app:buurt gml:id="buurt.{nr}"><gml:name>x</gml:name><gml:boundedBy>'
        '<gml:Envelope srsDimension="2" srsName="urn:ogc:def:crs:EPSG::25833"><gml:lowerCorner>'
        "0 0</gml:lowerCorner><gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>"
        f'<app:navn>nr {nr}</app:navn><app:slutt xsi:nil="true"/><app:geometrie><gml:Polygon '
        f'gml:id="buurt.{nr}.1" srsName="urn:ogc:def:crs:EPSG::25833"><gml:exterior>'
        f'<gml:LinearRing><gml:posList srsDimension="2">{posliste(nr)}</gml:posList>'
        "</gml:LinearRing></gml:exterior></gml:Polygon></app:geometrie></app:buurt></wfs:member>"
    )


def _walkin(nr: int) -> str:
    """The geometry in a namespace that is called «gml», named as the feature itself."""
    return (
        f'<wfs:member><w:geom gml:id="{nr}"><w:navn>nr {nr}</w:navn><w:tom/><w:geom><MultiSurface '
        'xmlns="gml" srsName="http://www.opengis.net/gml/srs/epsg.xml#25833" srsDimension="2">'
        f"<surfaceMember><Polygon><exterior><LinearRing><posList>{posliste(nr)}</posList>"
        "</LinearRing></exterior></Polygon></surfaceMember></MultiSurface></w:geom></w:geom>"
        "</wfs:member>"
    )


WFS2 = (
    '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
    f'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="{GML32}" xmlns:ku="http://ku" '
    'xmlns:vern="http://vern" xmlns:lm="http://lm" numberMatched="{antall}" numberReturned="{n}" '
    'timeStamp="2026-11-26T05:00:00Z">{inni}</wfs:FeatureCollection>'
)
WFS1 = (
    '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
    f'xmlns:gml="{GML3}" xmlns:ku="http://ku" xmlns:app="http://app" '
    'numberOfFeatures="{antall}">{inni}</wfs:FeatureCollection>'
)
BEHOLDER = WFS1.replace("{inni}", "<gml:featureMembers>{inni}</gml:featureMembers>")
BOKS = (
    "<gml:boundedBy><gml:Box srsName='EPSG:25833'><gml:coordinates>0,0 1,1</gml:coordinates>"
    "</gml:Box></gml:boundedBy>"
)
UTEN_TALL = WFS1.replace('numberOfFeatures="{antall}">{inni}', f">{BOKS}{{inni}}")
TYSK = WFS2.replace("xmlns:ku=", 'xmlns:adv="http://adv" xmlns:ku=').replace(
    'timeStamp="', 'next="http://x/?STARTINDEX=2&amp;COUNT=2" lockId="" timeStamp="')  # fmt: skip
DJANGO = WFS2.replace(
    "xmlns:ku=",
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:app="http://b" xmlns:ku=',
)
STILLE = WFS2.replace("xmlns:ku=", 'xmlns:w="walkin" xmlns:ku=').replace(
    'numberMatched="{antall}" numberReturned="{n}" ', "")  # fmt: skip
NOSTET = WFS2.replace(
    "{inni}",
    '<wfs:member><wfs:FeatureCollection timeStamp="" numberMatched="{antall}" numberReturned="{n}">'
    "{inni}</wfs:FeatureCollection></wfs:member>",
)
UTEN_PREFIKS = (
    '<FeatureCollection xmlns="http://www.opengis.net/wfs/2.0" '
    f'xmlns:gml="{GML32}" numberMatched="{{antall}}" numberReturned="{{n}}">{{inni}}'
    "</FeatureCollection>"
)
FREMMEDE = (
    Fremmed("GeoServer 2.0.0, ukjent antall", "ku:teiger", _geoserver2, WFS2, treff="unknown",
            vilkaar=SIDER.format(tak=1_000_000), crs="urn:ogc:def:crs:EPSG::25833"),
    Fremmed("GeoServer 2.0.0, to om gangen", "ku:teiger", _geoserver2, WFS2, tak=2,
            vilkaar=SIDER.format(tak=2)),
    Fremmed("GeoServer 1.1.0, alle i ett", "ku:teiger", _geoserver11, BEHOLDER, evner=EVNER11,
            versjon="1.1.0"),
    Fremmed("GeoServer 1.0.0, GML 2", "ku:teiger", _gml2, UTEN_TALL,
            evner=EVNER10, crs="EPSG:25833", versjon="1.0.0", uten_treff=True),
    Fremmed("deegree 2, 1.1.0", "app:Teig", _deegree11, WFS1, evner=EVNER11, crs="EPSG:25833"),
    Fremmed("ArcGIS Server", "vern:naturvern_omrade", _arcgis, WFS2),
    Fremmed("svensk, nord først", "lm:Fastighetsytor", _sverige, WFS2, epsg=NORD_FORST,
            crs="urn:ogc:def:crs:EPSG::3006"),
    Fremmed("XtraServer, kurver og neste side", "adv:AX_Flurstueck", _xtraserver, TYSK, tak=2,
            vilkaar=SIDER.format(tak=2)),
    Fremmed("Django gisserver", "app:buurt", _django, DJANGO),
    Fremmed("GeoNode", "geonode:teiger", lambda nr: _geoserver2(nr).replace("ku:", "geonode:"),
            WFS2.replace("xmlns:ku=", "xmlns:geonode="), treff="unknown"),
    Fremmed("navnerommet «gml», ingen tall", "w:geom", _walkin, STILLE, uten_treff=True),
    Fremmed("samling i samlingen", "ku:teiger", _geoserver2, NOSTET),
    Fremmed("uten prefiks, CDATA", "teig", _snowflake, UTEN_PREFIKS),
)  # fmt: skip
