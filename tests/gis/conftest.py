"""Servers on loopback: MapServer in a process of its own, and one that answers as told."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gis.kilder.http import Grenser, Klient
from gis.utsnitt import Utsnitt

ROT = Path(__file__).resolve().parents[2]
Svar = tuple[int, dict[str, str], bytes]


class Tjener:
    """A server whose answers come from `svar(path, query) -> (status, headers, body)`."""

    def __init__(self) -> None:
        self.svar: Callable[[str, dict[str, str]], Svar] = lambda *_: (404, {}, b"")
        self.post: Callable[[bytes], Svar] = lambda _: (405, {}, b"")
        self.sporringer: list[dict[str, str]] = []
        self.hoder: list[dict[str, str]] = []
        ytre = self

        class Behandler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                ledd = urlsplit(self.path)
                sporring = {n: v[-1] for n, v in parse_qs(ledd.query).items()}
                ytre.sporringer.append(sporring)
                ytre.hoder.append(dict(self.headers))
                self._gi(ytre.svar(ledd.path, sporring))

            def do_POST(self) -> None:
                self._gi(ytre.post(self.rfile.read(int(self.headers["Content-Length"]))))

            def _gi(self, svar: Svar) -> None:
                status, hoder, kropp = svar
                self.send_response(status)
                for navn, verdi in {"Content-Length": str(len(kropp)), **hoder}.items():
                    self.send_header(navn, verdi)
                self.end_headers()
                self.wfile.write(kropp)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Behandler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def tjener() -> Iterator[Tjener]:
    """A server that the test tells what to answer."""
    en = Tjener()
    traad = threading.Thread(target=en.http.serve_forever, args=(0.02,), daemon=True)
    traad.start()
    yield en
    en.http.shutdown()
    en.http.server_close()
    traad.join()


@pytest.fixture
def venting() -> list[float]:
    """How long the client has waited between its attempts."""
    return []


@pytest.fixture
def klient(venting: list[float]) -> Iterator[Klient]:
    """An impatient client that does not really sleep."""
    en = Klient(
        "arealsil/prove",
        Grenser(tilkobling_s=1.0, lesing_s=0.3, maks_bytes=1_000_000),
        sov=venting.append,
    )
    yield en
    en.okt.close()


@pytest.fixture
def boks() -> Utsnitt:
    """A box around Røros, EPSG:25833."""
    return Utsnitt(250_000, 6_850_000, 400_000, 7_050_000, 25833)


@pytest.fixture
def mapserver(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start MapServer on a GeoPackage: `mapserver(gpkg, *arguments) -> url`."""
    if not os.access("/usr/bin/mapserv", os.X_OK):
        pytest.skip("MapServer er ikke installert (Debian: apt install cgi-mapserver)")
    with _starter("mapserver.py") as start:
        yield start


@pytest.fixture(scope="module")
def qgisserver() -> Iterator[Callable[..., str]]:
    """Start QGIS Server on a GeoPackage: `qgisserver(gpkg) -> url`."""
    if not os.access("/usr/lib/cgi-bin/qgis_mapserv.fcgi", os.X_OK):
        pytest.skip("QGIS Server er ikke installert (Debian: apt install qgis-server)")
    with _starter("qgisserver.py") as start:
        yield start


@contextmanager
def _starter(program: str) -> Iterator[Callable[..., str]]:
    """Start servers, and stop them again."""
    startet: list[subprocess.Popen[str]] = []

    def start(gpkg: Path, *resten: str) -> str:
        kommando = [sys.executable, str(ROT / "tests/hjelp" / program), str(gpkg), "0", *resten]
        prosess = subprocess.Popen(kommando, stdout=subprocess.PIPE, text=True)
        startet.append(prosess)
        assert prosess.stdout is not None
        return prosess.stdout.readline().strip()

    yield start
    for prosess in startet:
        prosess.terminate()
        prosess.communicate()
