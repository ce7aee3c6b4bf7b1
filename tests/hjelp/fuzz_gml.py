"""Throw bytes at the GML reader with atheris; stops at the first error that is not one of ours.

    python tests/hjelp/fuzz_gml.py [-runs=N] [-max_total_time=S] [MAPPE]

MAPPE keeps what was found interesting. Every input is read as it is, as the inside of a feature
collection, and as a choice among pieces of GML; by its shape and by the parser alone, and both must
read alike.
"""

import codecs
import sys
import warnings
from pathlib import Path

import atheris
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["gis"]):
    from gis.feil import ArealsilFeil
    from gis.kilder import gmlstrom
    from gis.kilder.gml import gml_typer, les_gml

HODE = (
    b'<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
    b'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://x/1">'
)
FRO = (
    b'<wfs:member><app:T gml:id="a"><app:g><gml:Polygon srsName="urn:ogc:def:crs:EPSG::25833">'
    b"<gml:exterior><gml:LinearRing><gml:posList>0 0 1 0 1 1 0 0</gml:posList></gml:LinearRing>"
    b"</gml:exterior></gml:Polygon></app:g></app:T></wfs:member>",
    b'<wfs:member><app:T gml:id="b"><app:g><gml:MultiSurface srsName="EPSG:4258">'
    b'<gml:surfaceMember><gml:Surface srsDimension="3"><gml:patches><gml:PolygonPatch>'
    b"<gml:exterior><gml:Ring>"
    b"<gml:curveMember><gml:Curve><gml:segments><gml:Arc><gml:posList>0 0 0 1 1 0 2 0 0"
    b"</gml:posList></gml:Arc></gml:segments></gml:Curve></gml:curveMember></gml:Ring></gml:exterior>"
    b"</gml:PolygonPatch></gml:patches></gml:Surface></gml:surfaceMember></gml:MultiSurface></app:g>"
    b'<app:i><app:I><app:x xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/></app:I></app:i>'
    b"</app:T></wfs:member>",
    b'<gml:featureMembers><app:T fid="c"><app:g><gml:Point srsName="CRS84"><gml:pos>1 2</gml:pos>'
    b"</gml:Point></app:g></app:T></gml:featureMembers>",
)
"""Where the search starts: one of each that the reader treats differently."""


RING = "0 0 10.5 0 10 10 0 0"
FLATE = (
    '<gml:Polygon srsName="EPSG:25833"><gml:exterior><gml:LinearRing><gml:posList>{}</gml:posList>'
    "</gml:LinearRing></gml:exterior></gml:Polygon>"
)
MEDLEM = (
    '<wfs:member><app:T gml:id="t.{nr}"><app:navn>{navn}</app:navn><app:g>{g}</app:g></app:T>'
    "</wfs:member>"
)
HODER = (
    HODE.decode(),
    HODE.decode().replace('"', "'"),
    HODE.decode().replace(":app=", "=").replace(">", ' xmlns:app="http://x/2">'),
    HODE.decode().replace('"http://x/1"', " = \n'http://x/1' "),
    '<!DOCTYPE a [<!ENTITY b "c">]>' + HODE.decode(),
    HODE.decode() + "<gml:boundedBy><gml:Envelope srsName='EPSG:25832'><gml:lowerCorner>0 0"
    "</gml:lowerCorner><gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>",
)
NAVN = (
    "a", "Ås", "", " ", " a ", "a&amp;b", "&#65;", "&#x10;", "&b;", "<![CDATA[a]]>",
    "<![CDATA[<]]>",
    "<!-- c -->", "a<!-- c -->b", "<?pi x?>", "]]>", "a>b", "\r\n", "\t", "\x85", "\u2028", "\x7f",
    "\ufffe", "北", "[[0]]", "<app:x/>", "<x xmlns=''>1</x>", "</wfs:member>",
)  # fmt: skip
GEOMETRIER = (
    FLATE.format(RING), FLATE.format(f"\n{RING}\t"), FLATE.format(f"<!-- c -->{RING}"),
    FLATE.format(f"<![CDATA[{RING}]]>"), FLATE.format("0 0&#32;1 0 1 1 0 0"),
    FLATE.format("0 0 1 1"),
    FLATE.format("0,0 1,0 1,1 0,0"), FLATE.format("0 0 1e400 0 1 1 0 0"),
    FLATE.format("0 0 ٣ 0 1 1 0 0"), FLATE.format("0 0 1_0 0 1 1 0 0"),
    FLATE.format("0 0 0x1 0 1 1 0 0"), FLATE.format("+0 -0 1. .0 1 1 0 0"),
    FLATE.format(RING).replace('"', "'"), FLATE.format(RING).replace("gml:", "g:"),
    FLATE.format(RING).replace("<gml:Polygon", "<gml:Polygon srsDimension='3'"), "<gml:Null/>", "",
    FLATE.format(RING).replace("<gml:", "<q:").replace("</gml:", "</q:").replace(
        "<q:Polygon", "<q:Polygon xmlns:q='http://www.opengis.net/gml/3.2'"),
    FLATE.format(RING).replace("<gml:Polygon", "<gml:Polygon xmlns:gml='http://annet'"),
)  # fmt: skip
ENDRE = (
    ("", ""), ("", ""), ("<wfs:member>", "<wfs:member >"), ("</app:T>", "</app:T\n>"),
    ("<app:T gml:id", "<app:T a='1' gml:id"), ("<app:T gml:id", "<app:T  gml:id"),
    ("<app:T gml:id", "<app:T xmlns:app='http://annet' gml:id"), ("gml:id", "fid"),
    ("app:navn", "navn"),
    ("<wfs:member>", "<wfs:member><!-- x -->"),
    ("<wfs:member>", "<wfs:member xmlns:gml='http://annet'>"),
    ("</app:T>", "<app:navn>to</app:navn></app:T>"), ("<app:T ", "<app:U "), ("app:", "b:"),
    ("</wfs:member>", "</wfs:member><!-- <wfs:member> -->"), ("</app:navn>", "</app:navn>&#10;"),
    ("</wfs:member>", ""), ("<app:navn>", "<app:navn xml:space='preserve'>"),
)  # fmt: skip
KODINGER = (
    ("", "utf-8", b""), ("UTF-8", "utf-8", b""), ("utf-8", "utf-8", codecs.BOM_UTF8),
    ("", "utf-8", codecs.BOM_UTF8), ("ISO-8859-1", "latin-1", b""), ("UTF-8", "latin-1", b""),
    ("UTF-16", "utf-16", b""), ("", "utf-16", b""), ("US-ASCII", "utf-8", b""),
    ("windows-1252", "cp1252", b""),
)  # fmt: skip
"""What is declared, how it is written, and what stands before."""


def dokument(valgt: bytes) -> bytes:
    """Put a collection together of pieces that the bytes choose."""
    velger = atheris.FuzzedDataProvider(valgt)

    def velg(blant):
        return blant[velger.ConsumeIntInRange(0, len(blant) - 1)]

    sier, koding, foran = velg(KODINGER)
    ut = [f'<?xml version="1.0" encoding="{sier}"?>\n' if sier else "", velg(HODER)]
    for nr in range(velger.ConsumeIntInRange(1, 24)):
        navn, g, (fra, til) = NAVN[0], GEOMETRIER[0], ENDRE[0]
        if velger.ConsumeIntInRange(0, 2) == 0:
            navn, g, (fra, til) = velg(NAVN), velg(GEOMETRIER), velg(ENDRE)
        ut.append(MEDLEM.format(nr=nr, navn=navn, g=g).replace(fra, til) if fra else
                  MEDLEM.format(nr=nr, navn=navn, g=g))  # fmt: skip
        ut.append(velg(("", "", "\n", " ", "<!-- c -->", "<?pi?>")))
    ut.append("</wfs:FeatureCollection>")
    return foran + "".join(ut).encode(koding, "replace")


def lest(innhold: bytes, typenavn: str) -> object:
    """Read; what came of it in a form that can be compared."""
    try:
        data = les_gml(innhold, typenavn)
    except ArealsilFeil as err:
        return type(err)
    former = [None if form is None else shapely.to_wkb(form) for form in data.geometry]
    verdier = data.drop(columns=data.geometry.name).astype(object)
    rader = verdier.where(verdier.notna(), None).to_dict("list")
    return list(data.columns), rader, former, str(data.attrs), str(data.crs)


def prov(innhold: bytes) -> None:
    """Read the bytes in every way; only our own errors may come out, and both ways read alike."""
    hele = [innhold, HODE + innhold + b"</wfs:FeatureCollection>", dokument(innhold)]
    for nr, ett in enumerate(hele):
        for typenavn in ("T", "") if nr < len(hele) - 1 else ("app:T",):
            ny = lest(ett, typenavn)
            gjenkjent, gmlstrom.finn_ramme = gmlstrom.finn_ramme, lambda _: None
            try:
                gammel = lest(ett, typenavn)
            finally:
                gmlstrom.finn_ramme = gjenkjent
            if ny != gammel:
                raise AssertionError(f"{ett!r}: {ny!r} mot {gammel!r}")
            try:
                gml_typer(ett, "prøve")
            except ArealsilFeil:
                continue


def main() -> None:
    """Lay out the seeds and search."""
    warnings.simplefilter("error")
    mapper = [ord_ for ord_ in sys.argv[1:] if not ord_.startswith("-")]
    if mapper:
        Path(mapper[0]).mkdir(parents=True, exist_ok=True)
        for nr, fro in enumerate(FRO):
            (Path(mapper[0]) / f"fro{nr}").write_bytes(fro)
    atheris.Setup(sys.argv, prov)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
