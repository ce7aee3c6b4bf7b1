"""Serve a GeoPackage (and a raster) as WFS, WMS and WCS with Debian's MapServer, in a process of
its own.

    python tests/hjelp/mapserver.py GPKG PORT [LAG[=TYPENAVN[=GEOMETRI]]…] [--hver] [--raster TIF]
                                    [--maks N] [--epsg N]

Prints the service address on one line when it is ready, and serves until it is stopped. PORT 0
takes a free one. `--maks` caps an answer, as careful services do. `--hver` gives each layer a
service of its own at ADDRESS/LAG, as Geonorge does. Loopback only; for tests.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import pyogrio
import rasterio
from cgi_tjener import cgi_tjener

PROGRAMMER = ("/usr/bin/mapserv", "/usr/lib/cgi-bin/mapserv")
PROGRAM = next((sti for sti in PROGRAMMER if Path(sti).exists()), "")
TYPER = {"Point": "POINT", "LineString": "LINE", "Polygon": "POLYGON"}
KONFIG = 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n'
KART = """MAP
  NAME "prove"
  SIZE 10 10
  MAXSIZE 4096
  EXTENT {grenser}
  PROJECTION "init=epsg:{epsg}" END
  CONFIG "MS_ERRORFILE" "stderr"
  OUTPUTFORMAT NAME "GTiff32" DRIVER "GDAL/GTiff" MIMETYPE "image/tiff" IMAGEMODE FLOAT32
    EXTENSION "tif" FORMATOPTION "NULLVALUE=-32767" END
  WEB METADATA
    "ows_title" "prove" "ows_enable_request" "*" "ows_onlineresource" "{url}?"
    "ows_srs" "EPSG:25833 EPSG:25832 EPSG:4258 EPSG:4326"
    "wfs_namespace_prefix" "app" "wfs_namespace_uri" "http://skjema.geonorge.no/SOSI/prove/1.0"
    "wcs_label" "terreng" "wcs_formats" "GTiff32"
    {maks}
  END END
{lagene}
END
"""
LAG = """  LAYER
    NAME "{navn}"
    TYPE {type}
    STATUS ON
    CONNECTIONTYPE OGR
    CONNECTION "{fil}"
    DATA 'SELECT *, "{fid}" AS pid FROM "{kilde}"'
    TEMPLATE "void"
    PROJECTION "init=epsg:{epsg}" END
    METADATA
      "ows_title" "{navn}" "gml_include_items" "all" "ows_include_items" "all"
      "gml_types" "auto" "gml_featureid" "pid" "ows_extent" "{grenser}"
      "gml_geometries" "{geometri}" "gml_{geometri}_type" "{gmltype}"
    END
    CLASS NAME "{navn}" STYLE COLOR 200 30 30 WIDTH 3 SIZE 6 END END
  END
"""
RASTER = """  LAYER
    NAME "{navn}"
    TYPE RASTER
    STATUS ON
    DATA "{fil}"
    PROJECTION "init=epsg:{epsg}" END
    METADATA
      "ows_title" "{navn}" "wcs_rangeset_name" "hoyde" "wcs_rangeset_label" "hoyde"
      "wcs_extent" "{grenser}" "wcs_srs" "EPSG:{epsg}" "wcs_formats" "GTiff32"
      "wcs_rangeset_nullvalue" "-32767"
    END
  END
"""


def kartlag(gpkg: Path, valg: str, epsg: int | None) -> tuple[str, str, int] | None:
    """Make one layer of the map file, with its box and CRS; None for tables without geometry."""
    navn, _, resten = valg.partition("=")
    typenavn, _, geometri = resten.partition("=")
    info = pyogrio.read_info(gpkg, layer=navn)
    if info["geometry_type"] is None:
        return None
    gtype = str(info["geometry_type"])
    enkel = gtype.removeprefix("Multi").removesuffix(" Z").strip()
    kode = epsg or int(str(info["crs"]).rpartition(":")[2])
    grenser = " ".join(f"{tall:.3f}" for tall in info["total_bounds"])
    tekst = LAG.format(
        navn=typenavn or navn, kilde=navn, type=TYPER.get(enkel, "POLYGON"), fil=gpkg.resolve(),
        epsg=kode, grenser=grenser, fid=info["fid_column"] or "fid", geometri=geometri or "omrade",
        gmltype=f"{'multi' if gtype.startswith('Multi') else ''}{enkel.lower()}"
        .replace("multilinestring", "multiline").replace("linestring", "line"),
    )  # fmt: skip
    return tekst, grenser, kode


def rasterlag(fil: Path) -> tuple[str, str, int]:
    """Make the raster's layer, with its box and CRS."""
    with rasterio.open(fil) as raster:
        kode, grenser = raster.crs.to_epsg(), " ".join(f"{tall:.3f}" for tall in raster.bounds)
    return (
        RASTER.format(navn="terreng", fil=fil.resolve(), epsg=kode, grenser=grenser),
        grenser,
        kode,
    )


def kartfil(lagene: list[tuple[str, str, int]], url: str, maks: int) -> str:
    """Make a map file of layers."""
    tak = f'"wfs_maxfeatures" "{maks}"' if maks else ""
    _, grenser, epsg = lagene[0]
    tekst = "".join(lag[0] for lag in lagene)
    return KART.format(grenser=grenser, epsg=epsg, url=url, maks=tak, lagene=tekst)


def main() -> None:
    """Read the arguments, print the address, serve."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("gpkg", type=Path, help="- for ingen")
    leser.add_argument("port", type=int)
    leser.add_argument("lag", nargs="*")
    leser.add_argument("--hver", action="store_true")
    leser.add_argument("--raster", type=Path)
    leser.add_argument("--maks", type=int, default=0)
    leser.add_argument("--epsg", type=int, default=None)
    valg = leser.parse_args()
    if not PROGRAM:
        raise SystemExit("mapserv finnes ikke (Debian: apt install cgi-mapserver)")
    alle = [] if str(valg.gpkg) == "-" else pyogrio.list_layers(valg.gpkg)
    onsket = valg.lag or [str(navn) for navn, _ in alle]
    with tempfile.TemporaryDirectory() as mappe:

        def miljo(sti: str) -> dict[str, str]:
            kart = f"{sti.strip('/').rpartition('/')[2] or 'ms'}.map"
            return {
                "SCRIPT_NAME": sti, "MS_MAPFILE": str(Path(mappe) / kart),
                "MAPSERVER_CONFIG_FILE": str(Path(mappe) / "mapserver.conf"),
            }  # fmt: skip

        tjener = cgi_tjener(valg.port, PROGRAM, miljo)
        url = f"http://127.0.0.1:{tjener.server_port}/ms"
        laget = {ett.partition("=")[0]: kartlag(valg.gpkg, ett, valg.epsg) for ett in onsket}
        deler = {navn: lag for navn, lag in laget.items() if lag is not None}
        if valg.raster:
            deler["terreng"] = rasterlag(valg.raster)
        if not deler:
            raise SystemExit(f"ingen av lagene {valg.lag} finnes i {valg.gpkg}")
        filer = {navn: ([lag], f"{url}/{navn}") for navn, lag in deler.items()} if valg.hver else {
            "ms": (list(deler.values()), url)
        }  # fmt: skip
        for navn, (lagene, adresse) in filer.items():
            tekst = kartfil(lagene, adresse, valg.maks)
            (Path(mappe) / f"{navn}.map").write_text(tekst, encoding="utf-8")
        (Path(mappe) / "mapserver.conf").write_text(KONFIG, encoding="utf-8")
        print(url, flush=True)
        try:
            tjener.serve_forever()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
