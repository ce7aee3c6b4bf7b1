"""Serve the layers of a GeoPackage as WFS with Debian's MapServer, in a process of its own.

    python tests/hjelp/mapserver.py GPKG PORT [LAG…] [--maks N] [--epsg N]

Prints the service address on one line when it is ready, and serves until it is stopped. PORT 0
takes a free one. `--maks` caps an answer, as careful services do. Loopback only; for tests.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyogrio

PROGRAM = "/usr/bin/mapserv"
TYPER = {"Point": "POINT", "LineString": "LINE", "Polygon": "POLYGON"}
KONFIG = 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n'
KART = """MAP
  NAME "prove"
  SIZE 10 10
  EXTENT {grenser}
  PROJECTION "init=epsg:{epsg}" END
  CONFIG "MS_ERRORFILE" "stderr"
  WEB METADATA
    "ows_title" "prove" "ows_enable_request" "*" "ows_onlineresource" "{url}?"
    "ows_srs" "EPSG:25833 EPSG:25832 EPSG:4258 EPSG:4326"
    "wfs_namespace_prefix" "app" "wfs_namespace_uri" "http://skjema.geonorge.no/SOSI/prove/1.0"
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
    DATA 'SELECT *, "{fid}" AS pid FROM "{navn}"'
    TEMPLATE "void"
    PROJECTION "init=epsg:{epsg}" END
    METADATA
      "ows_title" "{navn}" "gml_include_items" "all" "ows_include_items" "all"
      "gml_types" "auto" "gml_featureid" "pid" "ows_extent" "{grenser}"
      "gml_geometries" "omrade" "gml_omrade_type" "{gmltype}"
    END
  END
"""


def kartfil(gpkg: Path, url: str, valgte: list[str], maks: int, epsg: int | None) -> str:
    """Make the map file for the layers chosen (all when none is named)."""
    deler, samlet = [], None
    for navn, geometri in pyogrio.list_layers(gpkg):
        if geometri is None or (valgte and navn not in valgte):
            continue
        info = pyogrio.read_info(gpkg, layer=navn)
        enkel = str(geometri).removeprefix("Multi").removesuffix(" Z").strip()
        kode = epsg or int(str(info["crs"]).rpartition(":")[2])
        grenser = " ".join(f"{tall:.3f}" for tall in info["total_bounds"])
        samlet = samlet or (grenser, kode)
        deler.append(
            LAG.format(
                navn=navn, type=TYPER[enkel], fil=gpkg.resolve(), epsg=kode, grenser=grenser,
                fid=info["fid_column"] or "fid",
                gmltype=f"{'multi' if str(geometri).startswith('Multi') else ''}{enkel.lower()}"
                .replace("multilinestring", "multiline").replace("linestring", "line"),
            )
        )  # fmt: skip
    if samlet is None:
        raise SystemExit(f"ingen av lagene {valgte} finnes i {gpkg}")
    tak = f'"wfs_maxfeatures" "{maks}"' if maks else ""
    return KART.format(grenser=samlet[0], epsg=samlet[1], url=url, maks=tak, lagene="".join(deler))


class Behandler(BaseHTTPRequestHandler):
    """Runs mapserv as CGI for every request."""

    protocol_version = "HTTP/1.1"
    mappe: Path

    def do_GET(self) -> None:
        """Answer one request."""
        vert, port = self.server.server_address[:2]
        miljo = {
            "PATH": "/usr/bin:/bin",
            "GATEWAY_INTERFACE": "CGI/1.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": self.path.partition("?")[2],
            "SCRIPT_NAME": "/ms",
            "SERVER_NAME": str(vert),
            "SERVER_PORT": str(port),
            "MS_MAPFILE": str(self.mappe / "prove.map"),
            "MAPSERVER_CONFIG_FILE": str(self.mappe / "mapserver.conf"),
        }
        svar = subprocess.run([PROGRAM], env=miljo, capture_output=True, timeout=120, check=False)
        hode, _, kropp = svar.stdout.partition(b"\r\n\r\n")
        status, hoder = 200, []
        for linje in hode.decode("latin-1").split("\r\n"):
            navn, _, verdi = linje.partition(":")
            if navn.lower() == "status":
                status = int(verdi.split()[0])
            elif navn:
                hoder.append((navn, verdi.strip()))
        self.send_response(status)
        for navn, verdi in hoder:
            self.send_header(navn, verdi)
        self.send_header("Content-Length", str(len(kropp)))
        self.end_headers()
        self.wfile.write(kropp)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def main() -> None:
    """Read the arguments, print the address, serve."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("gpkg", type=Path)
    leser.add_argument("port", type=int)
    leser.add_argument("lag", nargs="*")
    leser.add_argument("--maks", type=int, default=0)
    leser.add_argument("--epsg", type=int, default=None)
    valg = leser.parse_args()
    if not os.access(PROGRAM, os.X_OK):
        raise SystemExit(f"{PROGRAM} finnes ikke (Debian: apt install cgi-mapserver)")
    with tempfile.TemporaryDirectory() as mappe:
        Behandler.mappe = Path(mappe)
        tjener = ThreadingHTTPServer(("127.0.0.1", valg.port), Behandler)
        url = f"http://127.0.0.1:{tjener.server_port}/ms"
        tekst = kartfil(valg.gpkg, url, valg.lag, valg.maks, valg.epsg)
        (Path(mappe) / "prove.map").write_text(tekst, encoding="utf-8")
        (Path(mappe) / "mapserver.conf").write_text(KONFIG, encoding="utf-8")
        print(url, flush=True)
        try:
            tjener.serve_forever()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
