"""Serving on this machine only: the pages of a run, and results as an OGC API.

Both listen on loopback and answer nobody else; the request's Host is checked, so that no page on
the web can reach them under another name.
"""

import io
import json
import logging
import os
import tempfile
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
FORSIDE = "index.html"
LESEMETODER = "GET, HEAD"
NAVN = (LOKAL, "localhost", "[::1]")
"""Names under which this machine may be asked."""
HODER = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "SAMEORIGIN"),
    ("Cache-Control", "no-cache"),
)
FEILORD = {
    HTTPStatus.FORBIDDEN: ("Bare denne maskinen", "Sidene vises bare for denne maskinen."),
    HTTPStatus.NOT_FOUND: ("Siden finnes ikke", "Det er ingen slik side i mappen."),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Bare lesing", "Sidene kan bare leses (GET og HEAD)."),
}
"""What went wrong → its name and a sentence."""
FEILSIDE = """<!DOCTYPE html>
<html lang="nb"><head><meta charset="utf-8"><title>{tittel}</title></head>
<body><main><h1>{tittel}</h1><p>{setning}</p>
<p><a href="{forside}">Til forsiden</a></p></main></body>
</html>
"""
TAUSHET_S = 60
"""Seconds that a client may be silent in the middle of a request before it is let go."""
MANGLER = (
    "Tjenesten trenger pygeoapi. Installer det med «pip install 'arealsil[tjeneste]'» og prøv "
    "igjen."
)
Wsgi = Callable[[dict[str, object], Callable[..., object]], object]
"""An application as web servers call it."""


def _feilside(kode: HTTPStatus, forside: str) -> bytes:
    """Page that tells what went wrong, with the way to the front page."""
    tittel, setning = FEILORD[kode]
    return FEILSIDE.format(tittel=tittel, setning=setning, forside=forside).encode()


def _denne_maskinen(vert: str) -> bool:
    """Tell whether the request's Host is one of this machine's own names."""
    return vert.rsplit(":", 1)[0].lower() in NAVN


def _lovlig_fil(fil: Path, rot: Path) -> Path | None:
    """Follow links to the file itself; None where that is no file in the folder `rot`."""
    try:
        ekte = fil.resolve()
        return ekte if ekte.is_relative_to(rot) and ekte.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _innholdstype(fil: Path) -> str:
    """Type of a file as HTTP names it; text says that it is UTF-8."""
    slag = guess_type(fil.name)[0] or "application/octet-stream"
    return f"{slag}; charset=utf-8" if slag.startswith("text/") else slag


class _Filer(SimpleHTTPRequestHandler):
    """Files of one folder, without listings, to this machine alone."""

    timeout = TAUSHET_S

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Refuse other names than this machine's own, and what lies outside the folder."""
        if not _denne_maskinen(self.headers.get("Host") or ""):
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        sti = Path(self.translate_path(self.path))
        fil = sti / FORSIDE if self.path.partition("?")[0].endswith("/") else sti
        if _lovlig_fil(fil, Path(self.directory).resolve()) is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Type of a file, text as UTF-8."""
        return _innholdstype(Path(path))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with a page in bokmål; a method that is not known may not be used."""
        del explain
        kode = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code
        if kode not in FEILORD:
            super().send_error(code, message)
            return
        innhold = _feilside(HTTPStatus(kode), "/")
        self.send_response(kode)
        if kode == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", LESEMETODER)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(innhold)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(innhold)

    def end_headers(self) -> None:
        """Add what keeps the pages to themselves."""
        for navn, verdi in HODER:
            self.send_header(navn, verdi)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing for each request."""


class _Filtjener(ThreadingHTTPServer):
    """Answers until the user stops it, which is how it is meant to end."""

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Answer until Ctrl-C."""
        with suppress(KeyboardInterrupt):
            super().serve_forever(poll_interval)


def filtjener(mappe: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the folder on loopback, not yet running; port 0 takes a free one.

    Raises
    ------
    ParameterFeil    if there is no front page, or the port is taken
    """
    if not (mappe / FORSIDE).is_file():
        raise ParameterFeil(f"{mappe} har ingen {FORSIDE}. Kjør «arealsil kjor» først.")
    try:
        return _Filtjener((LOKAL, port), partial(_Filer, directory=str(mappe)))
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

    def feil(kode: HTTPStatus, start: Callable[..., object]) -> list[bytes]:
        tillatt = [("Allow", LESEMETODER)] if kode == HTTPStatus.METHOD_NOT_ALLOWED else []
        slag = [("Content-Type", "text/html; charset=utf-8")]
        start(f"{kode.value} {kode.phrase}", [*slag, *tillatt, *HODER])
        return [_feilside(kode, under)]

    def svar(miljo: dict[str, object], start: Callable[..., object]) -> object:
        vert = str(miljo.get("HTTP_HOST", ""))
        # another name of this machine, or a page from elsewhere that asks
        eget = f"http://{vert}"
        if not _denne_maskinen(vert) or miljo.get("HTTP_ORIGIN", eget) != eget:
            return feil(HTTPStatus.FORBIDDEN, start)
        sti = str(miljo.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace")
        if sti == "/" and "text/html" in str(miljo.get("HTTP_ACCEPT")):
            sti = under
        if not sti.startswith(under):
            return app(miljo, start)
        if miljo.get("REQUEST_METHOD") not in LESEMETODER.split(", "):
            return feil(HTTPStatus.METHOD_NOT_ALLOWED, start)
        fil = _lovlig_fil(rot / (sti.removeprefix(under) or FORSIDE), rot)
        if fil is None:
            return feil(HTTPStatus.NOT_FOUND, start)
        slag = _innholdstype(fil)
        innhold = fil.read_bytes()
        sendes = endret(innhold) if slag.startswith("text/html") else innhold
        start("200 OK", [("Content-Type", slag), ("Content-Length", str(len(sendes))), *HODER])
        return [b"" if miljo.get("REQUEST_METHOD") == "HEAD" else sendes]

    return svar


def kjor_wsgi(app: Wsgi, port: int) -> None:
    """Answer on loopback until the user stops it; a client that falls silent is let go."""
    serving = import_module("werkzeug.serving")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # says nothing for each request
    behandler = type("Behandler", (serving.WSGIRequestHandler,), {"timeout": TAUSHET_S})
    serving.run_simple(LOKAL, port, app, threaded=True, request_handler=behandler)
