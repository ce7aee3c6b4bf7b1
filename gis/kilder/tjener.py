"""Serving on this machine only: the pages of a run, and results as an OGC API.

Both listen on loopback and answer nobody else; the request's Host is checked, so that no page on
the web can reach them under another name.
"""

import io
import json
import os
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from typing import Any, BinaryIO

from gis.feil import KildeFeil, ParameterFeil

LOKAL = "127.0.0.1"
NAVN = (LOKAL, "localhost", "[::1]")
"""Names under which this machine may be asked."""
HODER = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Cache-Control", "no-cache"),
)
TAUSHET_S = 60
"""Seconds that a client may be silent in the middle of a request before it is let go."""
MANGLER = (
    "Tjenesten trenger pygeoapi. Installer det med «pip install 'arealsil[tjeneste]'» og prøv "
    "igjen."
)
Wsgi = Callable[[dict[str, object], Callable[..., object]], object]
"""An application as web servers call it."""


class _Filer(SimpleHTTPRequestHandler):
    """Files of one folder, without listings, to this machine alone."""

    timeout = TAUSHET_S

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Refuse other names than this machine's own."""
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in NAVN:
            self.send_error(HTTPStatus.FORBIDDEN, "Only this machine")
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> io.BytesIO | None:
        """Refuse to list a folder."""
        del path
        self.send_error(HTTPStatus.NOT_FOUND, "Not found")
        return None

    def end_headers(self) -> None:
        """Add what keeps the pages to themselves."""
        for navn, verdi in HODER:
            self.send_header(navn, verdi)
        super().end_headers()

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing for each request."""


def filtjener(mappe: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the folder on loopback, not yet running; port 0 takes a free one.

    Raises
    ------
    ParameterFeil    if there is no front page, or the port is taken
    """
    if not (mappe / "index.html").is_file():
        raise ParameterFeil(f"{mappe} har ingen index.html. Kjør «arealsil kjor» først.")
    try:
        return ThreadingHTTPServer((LOKAL, port), partial(_Filer, directory=str(mappe)))
    except OSError as err:
        raise ParameterFeil(
            f"Port {port} kan ikke brukes ({err.strerror}). Velg en med --port."
        ) from err


def aapne(adresse: str) -> bool:
    """Open an address in the user's own browser; tells whether one was found."""
    return webbrowser.open(adresse)


def krev_pygeoapi() -> None:
    """Stop unless the OGC API can be served.

    Raises
    ------
    KildeFeil    when pygeoapi is not installed, with what to do
    """
    if find_spec("pygeoapi") is None:
        raise KildeFeil(MANGLER)


@contextmanager
def midlertidig_mappe() -> Iterator[Path]:
    """Give a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="arealsil-") as mappe:
        yield Path(mappe)


def ogc_tjener(oppsett: Mapping[str, Any], mappe: Path) -> Wsgi:
    """Return pygeoapi as a WSGI application over `oppsett`.

    Parameters
    ----------
    oppsett    pygeoapi's configuration
    mappe      folder for its two files

    Raises
    ------
    KildeFeil    when pygeoapi is not installed
    """
    krev_pygeoapi()
    konfig, openapi = mappe / "pygeoapi.json", mappe / "openapi.json"
    konfig.write_text(json.dumps(oppsett, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    os.environ["PYGEOAPI_CONFIG"] = str(konfig)
    os.environ["PYGEOAPI_OPENAPI"] = str(openapi)
    lest = import_module("pygeoapi.config").get_config()
    dokument = import_module("pygeoapi.openapi").get_oas(lest)
    openapi.write_text(import_module("pygeoapi.util").to_json(dokument), encoding="utf-8")
    app: Wsgi = import_module("pygeoapi.flask_app").APP
    return app


def med_sider(
    app: Wsgi, mappe: Path, under: str, endret: Callable[[bytes], bytes] = lambda side: side
) -> Wsgi:
    """Return an application that shows a folder's files too, and answers this machine's names only.

    Parameters
    ----------
    app       the application behind
    mappe     folder of pages
    under     beginning of the address of every file, with slashes: «/kart/»
    endret    what is done to an HTML page before it is sent
    """
    rot = mappe.resolve()

    def svar(miljo: dict[str, object], start: Callable[..., object]) -> object:
        if str(miljo.get("HTTP_HOST", "")).rsplit(":", 1)[0] not in NAVN:
            start("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"Only this machine"]
        sti = str(miljo.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace")
        if not sti.startswith(under):
            return app(miljo, start)
        fil = (rot / (sti.removeprefix(under) or "index.html")).resolve()
        if not fil.is_relative_to(rot) or not fil.is_file():
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Not found"]
        slag = guess_type(fil.name)[0] or "application/octet-stream"
        innhold = fil.read_bytes()
        start("200 OK", [("Content-Type", slag), *HODER])
        return [endret(innhold) if slag == "text/html" else innhold]

    return svar


def kjor_wsgi(app: Wsgi, port: int) -> None:
    """Answer on loopback until the user stops it; a client that falls silent is let go."""
    serving = import_module("werkzeug.serving")
    behandler = type("Behandler", (serving.WSGIRequestHandler,), {"timeout": TAUSHET_S})
    serving.run_simple(LOKAL, port, app, threaded=True, request_handler=behandler)
