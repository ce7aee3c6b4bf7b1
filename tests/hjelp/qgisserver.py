"""Serve the layers of a GeoPackage as WFS, WMS, WMTS and OGC API with Debian's QGIS Server.

    python tests/hjelp/qgisserver.py GPKG PORT

Each layer is served under its own name. Prints the service address on one line when it is ready
(OGC API Features: ADDRESS/wfs3), and serves until it is stopped. PORT 0 takes a free one. Loopback
only; for tests.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from cgi_tjener import FELLES, cgi_tjener

PROGRAM = "/usr/lib/cgi-bin/qgis_mapserv.fcgi"
PYTHON = "/usr/bin/python3"
"""Debian's own, which has QGIS' library."""
PROSJEKT = """
import sys
from qgis.core import (
    QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsProviderRegistry, QgsVectorLayer,
)
gpkg, ut = sys.argv[1:]
app = QgsApplication([], False)
app.initQgis()
prosjekt = QgsProject.instance()
prosjekt.setCrs(QgsCoordinateReferenceSystem("EPSG:25833"))
ider = []
for del_ in QgsProviderRegistry.instance().querySublayers(gpkg):
    lag = QgsVectorLayer(del_.uri(), del_.name(), "ogr")
    assert lag.isValid(), del_.uri()
    prosjekt.addMapLayer(lag)
    ider.append(lag.id())
    prosjekt.writeEntry("WFSLayersPrecision", "/" + lag.id(), 6)
prosjekt.writeEntry("WFSLayers", "/", ider)
prosjekt.writeEntry("WMSServiceTitle", "/", "prove")
prosjekt.writeEntry("WMSCrsList", "/", ["EPSG:25833", "EPSG:25832", "EPSG:3857", "EPSG:4326"])
prosjekt.writeEntry("WMTSLayers", "Layer", ider)
prosjekt.writeEntry("WMTSPngLayers", "Layer", ider)
prosjekt.writeEntry("WMTSGrids", "CRS", ["EPSG:3857", "EPSG:25833"])
prosjekt.writeEntry("WMTSGrids", "Config", [
    "EPSG:3857,20037508.342789,-20037508.342789,559082264.0287178,18",
    "EPSG:25833,9045984,-2500000,77371428.57,16",
])
assert prosjekt.write(ut)
"""


def main() -> None:
    """Make the project, print the address, serve."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("gpkg", type=Path)
    leser.add_argument("port", type=int)
    valg = leser.parse_args()
    with tempfile.TemporaryDirectory() as mappe:
        prosjekt = Path(mappe) / "prosjekt.qgs"
        eget = {"HOME": mappe, "XDG_RUNTIME_DIR": mappe, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            [PYTHON, "-c", PROSJEKT, str(valg.gpkg.resolve()), str(prosjekt)],
            env={**FELLES, **eget}, check=True, capture_output=True,
        )  # fmt: skip
        eget |= {"QGIS_PROJECT_FILE": str(prosjekt), "QGIS_SERVER_LOG_LEVEL": "2"}

        def miljo(sti: str) -> dict[str, str]:
            return {**eget, "SCRIPT_NAME": "/qgis", "PATH_INFO": sti.removeprefix("/qgis")}

        tjener = cgi_tjener(valg.port, PROGRAM, miljo)
        print(f"http://127.0.0.1:{tjener.server_port}/qgis", flush=True)
        try:
            tjener.serve_forever()
        except KeyboardInterrupt:
            sys.exit(0)


if __name__ == "__main__":
    main()
