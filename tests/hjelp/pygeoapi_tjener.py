"""Serve GeoJSON files as OGC API Features with pygeoapi, in a process of its own.

    python tests/hjelp/pygeoapi_tjener.py MAPPE

Each MAPPE/<samling>.geojson becomes a collection. Prints the address on one line when it is ready,
and serves until it is stopped. Pages hold 200 features. Loopback only; for tests.
"""

import logging
import os
import socket
import sys
from pathlib import Path

import yaml

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
SIDE = 200


def oppsett(mappe: Path, url: str) -> dict:
    """Make pygeoapi's configuration."""
    ressurser = {
        fil.stem: {
            "type": "collection",
            "title": fil.stem,
            "description": fil.stem,
            "keywords": ["prove"],
            "links": [],
            "extents": {"spatial": {"bbox": [-180, -90, 180, 90], "crs": CRS84}},
            "providers": [
                {"type": "feature", "name": "GeoJSON", "data": str(fil), "id_field": "fid"}
            ],
        }
        for fil in sorted(mappe.glob("*.geojson"))
    }
    tekst = {"title": "prove", "description": "prove", "keywords": ["prove"],
             "keywords_type": "theme", "terms_of_service": url, "url": url}  # fmt: skip
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 0}, "url": url, "mimetype": "application/json",
            "encoding": "utf-8", "languages": ["en-US"], "pretty_print": False,
            "limits": {"default_items": 10, "max_items": SIDE, "on_exceed": "throttle"},
            "map": {"url": url, "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": tekst, "license": {"name": "x", "url": url},
            "provider": {"name": "x", "url": url},
            "contact": {"name": "x", "url": url, "email": "x@x.invalid"},
        },
        "resources": ressurser,
    }  # fmt: skip


def main() -> None:
    """Write the configuration, print the address, serve."""
    mappe = Path(sys.argv[1])
    with socket.socket() as ledig:
        ledig.bind(("127.0.0.1", 0))
        port = ledig.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    konfig, openapi = mappe / "pygeoapi.yml", mappe / "openapi.yml"
    konfig.write_text(yaml.safe_dump(oppsett(mappe, url)), encoding="utf-8")
    openapi.write_text("{}", encoding="utf-8")
    os.environ |= {"PYGEOAPI_CONFIG": str(konfig), "PYGEOAPI_OPENAPI": str(openapi)}
    from pygeoapi.flask_app import APP  # it reads the environment when it is imported

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    print(url, flush=True)
    APP.run(host="127.0.0.1", port=port, threaded=True)


if __name__ == "__main__":
    main()
