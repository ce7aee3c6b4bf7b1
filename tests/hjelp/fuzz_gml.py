"""Throw bytes at the GML reader with atheris; stops at the first error that is not one of ours.

    python tests/hjelp/fuzz_gml.py [-runs=N] [-max_total_time=S] [MAPPE]

MAPPE keeps what was found interesting. Every input is read as it is, and as the inside of a feature
collection.
"""

import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["gis"]):
    from gis.feil import ArealsilFeil
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


def prov(innhold: bytes) -> None:
    """Read the bytes in every way; only our own errors may come out."""
    for hele in (innhold, HODE + innhold + b"</wfs:FeatureCollection>"):
        for typenavn in ("T", ""):
            try:
                les_gml(hele, typenavn)
                gml_typer(hele, "prøve")
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
