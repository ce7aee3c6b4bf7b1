"""Toy results to draw, and a headless Chromium that lets no foreign host be asked."""

import base64
import contextlib
import json
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from analyser.felles.modell import (
    Kartlag,
    Kildebruk,
    Klasse,
    Kolonneinfo,
    Regelbruk,
    Resultat,
    Status,
    Tabell,
)
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.kjoring import Kjoring
from kart.ordlyd import REINDRIFT
from kart.publisering import publiser
from lag.modell import Stil

FLISVERT = "cache.kartverket.no"
TIDSFRIST_S = 30.0
FIENDTLIG = '<img src=x onerror="window.__x=1">${window.__x=1}`\'"</script><script>window.__x=1'
"""Text that would run wherever it is taken for markup or script."""


def _png() -> bytes:
    """One grey pixel."""

    def bit(slag: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + slag + data + struct.pack(">I", zlib.crc32(slag + data))
        )

    hode = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bit(b"IHDR", hode)
        + bit(b"IDAT", zlib.compress(b"\x00\xe0"))
        + bit(b"IEND", b"")
    )


FLIS = base64.b64encode(_png()).decode()


# -- a browser ------------------------------------------------------------------------------


class Side:
    """One open page."""

    def __init__(self, nettleser: "Nettleser", okt: str) -> None:
        self.nettleser = nettleser
        self.okt = okt
        self.console_errors: list[str] = []
        self.requests: list[str] = []
        self.fremmede: list[str] = []

    def kall(self, metode: str, **valg) -> dict:
        """Call the page over DevTools."""
        return self.nettleser.kall(metode, self.okt, **valg)

    def evaluate(self, uttrykk: str):
        """Value of a JavaScript expression; promises are waited for."""
        svar = self.kall(
            "Runtime.evaluate", expression=uttrykk, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in svar:
            raise AssertionError(svar["exceptionDetails"].get("exception", svar))
        return svar["result"].get("value")

    def vent(self, uttrykk: str) -> None:
        """Wait until `uttrykk` is true."""
        slutt = time.monotonic() + TIDSFRIST_S
        while not self.evaluate(f"Boolean({uttrykk})"):
            assert time.monotonic() < slutt, f"ventet forgjeves på {uttrykk}"
            self.nettleser.les(0.05)

    def bredde(self, bredde: int, hoyde: int = 900) -> None:
        """Set the size of the window, as a phone or a desk has it."""
        self.kall(
            "Emulation.setDeviceMetricsOverride",
            width=bredde, height=hoyde, deviceScaleFactor=1, mobile=bredde < 600,
        )  # fmt: skip

    def tast(self, tast: str, kode: int, tekst: str = "") -> None:
        """Press a key."""
        felles = {"key": tast, "code": tast, "windowsVirtualKeyCode": kode}
        ned = {"type": "keyDown" if tekst else "rawKeyDown", **felles}
        self.kall("Input.dispatchKeyEvent", **ned, **({"text": tekst} if tekst else {}))
        self.kall("Input.dispatchKeyEvent", type="keyUp", **felles)

    def klikk(self, x: float, y: float) -> None:
        """Press the left mouse button at a place in the window."""
        felles = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self.kall("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.kall("Input.dispatchMouseEvent", type="mousePressed", **felles)
        self.kall("Input.dispatchMouseEvent", type="mouseReleased", **felles)

    def screenshot(self, sti: Path, hele: bool = False) -> None:
        """Picture of the window, or of the whole page, as PNG."""
        svar = self.kall("Page.captureScreenshot", captureBeyondViewport=hele)
        Path(sti).write_bytes(base64.b64decode(svar["data"]))

    def krev_ren(self) -> None:
        """No error in the console, no request to another host than the tiles'."""
        self.nettleser.les(0.2)
        assert not self.console_errors
        assert not self.fremmede

    def lukk(self) -> None:
        """Close the page."""
        self.nettleser.lukk_side(self.okt)


class Nettleser:
    """Headless Chromium over DevTools; every request is stopped and looked at."""

    def __init__(self, program: str, mappe: Path) -> None:
        websocket = pytest.importorskip("websocket", reason="websocket-client er ikke installert")
        self.tidsavbrudd = websocket.WebSocketTimeoutException
        valg = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-component-update",
            "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={mappe}",
        ]  # fmt: skip
        self.prosess = subprocess.Popen(
            [program, *valg, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        port = mappe / "DevToolsActivePort"
        slutt = time.monotonic() + TIDSFRIST_S
        while not (port.is_file() and port.read_text().count("\n")):
            if self.prosess.poll() is not None or time.monotonic() > slutt:
                self.lukk()
                pytest.skip("Chromium startet ikke")
            time.sleep(0.05)
        nummer, sti = port.read_text().splitlines()[:2]
        self.ws = websocket.create_connection(f"ws://127.0.0.1:{nummer}{sti}", timeout=TIDSFRIST_S)
        self.teller = 0
        self.svar: dict[int, dict] = {}
        self.sider: dict[str, Side] = {}
        self.maal: dict[str, str] = {}

    def send(self, metode: str, okt: str = "", **valg) -> int:
        """Send a command; returns its number."""
        self.teller += 1
        melding = {"id": self.teller, "method": metode, "params": valg}
        self.ws.send(json.dumps(melding | ({"sessionId": okt} if okt else {})))
        return self.teller

    def kall(self, metode: str, okt: str = "", **valg) -> dict:
        """Send a command and wait for its answer."""
        nummer = self.send(metode, okt, **valg)
        slutt = time.monotonic() + TIDSFRIST_S
        while nummer not in self.svar:
            assert time.monotonic() < slutt, f"{metode} svarte ikke"
            self.les(1.0)
        svar = self.svar.pop(nummer)
        assert "error" not in svar, (metode, svar["error"])
        return svar["result"]

    def les(self, sekunder: float) -> None:
        """Take in what the browser says for at most `sekunder`, or until it has said something."""
        self.ws.settimeout(sekunder)
        try:
            melding = json.loads(self.ws.recv())
        except self.tidsavbrudd:
            return
        if "id" in melding:
            self.svar[melding["id"]] = melding
            return
        side = self.sider.get(melding.get("sessionId", ""))
        if side:
            self._hendelse(side, melding["method"], melding["params"])

    def _hendelse(self, side: Side, metode: str, data: dict) -> None:
        if metode == "Fetch.requestPaused":
            self._foresporsel(side, data["requestId"], data["request"]["url"])
        elif metode == "Runtime.exceptionThrown":
            detalj = data["exceptionDetails"]
            side.console_errors.append(str(detalj.get("exception", detalj).get("description")))
        elif metode == "Runtime.consoleAPICalled" and data["type"] == "error":
            side.console_errors.append(
                str([a.get("value", a.get("description")) for a in data["args"]])
            )
        elif metode == "Log.entryAdded" and data["entry"]["level"] == "error":
            side.console_errors.append(data["entry"]["text"])

    def _foresporsel(self, side: Side, nummer: str, adresse: str) -> None:
        """Let own files through, answer the tile host with a stub, stop everything else."""
        side.requests.append(adresse)
        deler = urlsplit(adresse)
        if deler.scheme in {"file", "data", "blob", "about"}:
            self.send("Fetch.continueRequest", side.okt, requestId=nummer)
        elif deler.hostname == FLISVERT:
            hoder = [{"name": "Content-Type", "value": "image/png"}]
            self.send(
                "Fetch.fulfillRequest", side.okt,
                requestId=nummer, responseCode=200, responseHeaders=hoder, body=FLIS,
            )  # fmt: skip
        else:
            side.fremmede.append(adresse)
            self.send("Fetch.failRequest", side.okt, requestId=nummer, errorReason="Aborted")

    def aapne(self, sti: Path, bredde: int = 1280, skript: bool = True, hash_: str = "") -> Side:
        """Open a file as from a double click, and wait until its map is drawn."""
        maal = self.kall("Target.createTarget", url="about:blank")["targetId"]
        okt = self.kall("Target.attachToTarget", targetId=maal, flatten=True)["sessionId"]
        side = self.sider[okt] = Side(self, okt)
        self.maal[okt] = maal
        for omraade in ("Page", "Runtime", "Log"):
            side.kall(f"{omraade}.enable")
        side.kall("Fetch.enable", patterns=[{"urlPattern": "*"}])
        side.bredde(bredde)
        if not skript:
            side.kall("Emulation.setScriptExecutionDisabled", value=True)
        side.kall("Page.navigate", url=Path(sti).resolve().as_uri() + hash_)
        slutt = time.monotonic() + TIDSFRIST_S
        ferdig = (
            "document.readyState === 'complete' && location.href !== 'about:blank' && "
            "(!document.getElementById('kartdata') || !document.documentElement.classList"
            ".contains('js') || document.getElementById('kartflate').dataset.klar === 'ja')"
        )
        while not side.evaluate(ferdig):
            assert time.monotonic() < slutt, (f"{sti} ble ikke ferdig", side.console_errors)
            self.les(0.05)
        return side

    def lukk_side(self, okt: str) -> None:
        """Close one page."""
        self.sider.pop(okt)
        self.kall("Target.closeTarget", targetId=self.maal.pop(okt))

    def lukk(self) -> None:
        """End the process that was started here."""
        if hasattr(self, "ws"):
            with contextlib.suppress(Exception):
                self.send("Browser.close")
                self.ws.close()
        try:
            self.prosess.wait(5)
        except subprocess.TimeoutExpired:
            self.prosess.kill()
            self.prosess.wait()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory) -> Iterator[Nettleser]:
    """One browser for all tests; skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    program = program or shutil.which("google-chrome")
    if not program:
        pytest.skip("Chromium er ikke installert")
    nettleser = Nettleser(program, tmp_path_factory.mktemp("chromium"))
    yield nettleser
    nettleser.lukk()


@pytest.fixture
def nettleser(chromium) -> Iterator[Nettleser]:
    """Open pages with `nettleser.aapne(sti)`; after the test every page must be clean."""
    yield chromium
    sider = list(chromium.sider.values())
    try:
        for side in sider:
            side.krev_ren()
    finally:
        for side in sider:
            side.lukk()


# -- a toy run ------------------------------------------------------------------------------

ROD = Stil(farge="#b23300", skravur="45")
BLAA = Stil(farge="#0070c0", skravur="rutenett")
GUL = Stil(farge="#ffe500", dekkevne=0.8)
GRONN = Stil(farge="#1b7a3d", kant="#1b7a3d", tykkelse_px=3.0, strek="8 4")
X0, Y0 = 620_000.0, 6_940_000.0


@pytest.fixture(scope="session")
def leketoykommune() -> Kommune:
    """A municipality of 10 × 8 km."""
    return Kommune(
        nummer="5025", navn="Røros", parallellnavn="Plaassje", datakilde="eksempel",
        boks=Utsnitt(X0, Y0, X0 + 10_000, Y0 + 8_000, 25832),
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoygrense():
    """Its area."""
    return box(X0, Y0, X0 + 10_000, Y0 + 8_000)


def _ramme(rader: list[dict], former: list) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rader, geometry=former, crs=25832)


def _felt(antall: int, tekst: str) -> gpd.GeoDataFrame:
    """`antall` squares in a row, every second one a hit."""
    former = [box(X0 + 500 * i, Y0 + 1000, X0 + 500 * i + 400, Y0 + 1400) for i in range(antall)]
    svar = [Status.TREFF.value, Status.IKKE_KARTLAGT.value]
    rader = [
        {"id": f"f{i}", "navn": f"Felt {i} {tekst}", "svar": svar[i % 2], "areal": 160.0 + i,
         "eier": "Kari Nordmann"}
        for i in range(antall)
    ]  # fmt: skip
    return _ramme(rader, former)


def leketoyresultat(analyse: str, tekst: str = "", antall: int = 15) -> Resultat:
    """A result with areas, lines and points; `tekst` is put into every text field."""
    felt = _felt(antall, tekst)
    kolonner = (
        Kolonneinfo(navn="navn", tittel=f"Navn{tekst}"),
        Kolonneinfo(navn="svar", tittel="Svar", forklaring=f"Etter reglene.{tekst}"),
        Kolonneinfo(navn="areal", tittel="Areal", enhet="daa", desimaler=1),
    )
    klasser = (
        Klasse(verdi="treff", tittel=f"Treff{tekst}", stil=ROD),
        Klasse(verdi="ikke kartlagt", tittel=f"Ikke kartlagt{tekst}", stil=BLAA),
        Klasse(verdi="ikke kjent", tittel="Ikke kjent", stil=GUL),
    )
    linjer = _ramme(
        [{"id": "l1", "navn": f"Flyttlei{tekst}"}],
        [LineString([(X0, Y0), (X0 + 4000, Y0 + 6000), (X0 + 9000, Y0 + 7000)])],
    )
    hull = Polygon(
        box(X0 + 6000, Y0 + 3000, X0 + 8000, Y0 + 5000).exterior,
        [box(X0 + 6500, Y0 + 3500, X0 + 7500, Y0 + 4500).exterior],
    )
    punkter = _ramme(
        [{"id": f"p{i}", "navn": f"Adresse {i}{tekst}"} for i in range(4)],
        [Point(X0 + 1000 + 700 * i, Y0 + 3000) for i in range(4)],
    )
    kartlag = (
        Kartlag(
            navn="vern", tittel=f"Vern{tekst}", data=_ramme([{"id": "v1", "navn": tekst}], [hull]),
            klasser=(Klasse(verdi="", tittel=f"Vern{tekst}", stil=GUL),), synlig=False,
        ),
        Kartlag(
            navn="felt", tittel=f"Felt{tekst}", data=felt, klasser=klasser, klassefelt="svar",
            kolonner=kolonner, kildelag=("innspill",), forenkling_m=1.0,
        ),
        Kartlag(
            navn="leier", tittel=f"Leier{tekst}", data=linjer,
            klasser=(Klasse(verdi="", tittel=f"Lei{tekst}", stil=GRONN),),
        ),
        Kartlag(
            navn="adresser", tittel=f"Adresser{tekst}", data=punkter,
            klasser=(Klasse(verdi="", tittel=f"Adresse{tekst}", stil=ROD),),
        ),
    )  # fmt: skip
    tabell = Tabell(
        navn="rangering", tittel=f"Rangering{tekst}", kolonner=kolonner, kartlag="felt",
        data=pd.DataFrame(felt.drop(columns="geometry")), forklaring=f"Best først.{tekst}",
    )  # fmt: skip
    kilde = Kildebruk(
        lag="innspill", tittel=f"Innspill{tekst}", eier=f"Kommunen{tekst}", lisens="NLOD 2.0",
        navngivelse=f"© kommunen{tekst}", status="hentet", antall=antall,
        hentet="2026-01-01T00:00:00Z", sha256="ab" * 32, dekning=f"hele kommunen{tekst}",
        noyaktighet="2 m", merknader=(f"ett objekt satt til side{tekst}",), eksempel=True,
    )  # fmt: skip
    return Resultat(
        analyse=analyse, tittel=f"Prøve {analyse}{tekst}", sporsmaal=f"Hvor kan det bygges?{tekst}",
        tiltak=("1.1",), svar=f"8 av 15 felt har treff, i alt 1 280 daa.{tekst}",
        punkter=(f"Ikke treff er ikke det samme som avklart.{tekst}", REINDRIFT),
        tabeller=(tabell,), kartlag=kartlag,
        regler=(
            Regelbruk(
                id="flom-20", tekst=f"20 m til flom{tekst}", lag="flomsoner",
                hjemmel=f"TEK17{tekst}", merke="uverifisert", versjon="1",
            ),
        ),
        kilder=(kilde,), ukjent=(f"Grunnforholdene er ikke kjent.{tekst}",),
        parametre={"avstand_m": 20.0, "ord": tekst or "x"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoykjoring() -> Kjoring:
    """The run, with a lake, roads and names."""
    sjo = _ramme([{"navn": "Sjøen"}], [Point(X0 + 3000, Y0 + 5500).buffer(800)])
    veger = _ramme(
        [{"vegkategori": "F"}, {"vegkategori": "P"}],
        [
            LineString([(X0, Y0 + 2000), (X0 + 10_000, Y0 + 2500)]),
            LineString([(X0 + 5000, Y0), (X0 + 5000, Y0 + 8000)]),
        ],
    )
    navn = _ramme(
        [{"navn": "Byen", "type": "tettsted"}, {"navn": "Byen to", "type": "grend"}],
        [Point(X0 + 5000, Y0 + 2200), Point(X0 + 5001, Y0 + 2200)],
    )
    return Kjoring(
        kjoring_id="leketoy-1", dato=date(2026, 1, 1), tidspunkt="2026-01-01T00:00:00Z",
        bakgrunn={"innsjoer": sjo, "veger": veger, "stedsnavn": navn}, eksempel=True,
        maaltabell=({"nummer": "1.1", "tekst": "Bygg tettere"},),
    )  # fmt: skip


@pytest.fixture(scope="session")
def leketoyresultater() -> tuple[Resultat, ...]:
    """Two plain results and a hostile one."""
    return (
        leketoyresultat("prove"),
        leketoyresultat("mange", antall=20),
        leketoyresultat("fiendtlig", FIENDTLIG),
    )


@pytest.fixture(scope="session")
def leketoysider(
    tmp_path_factory, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
) -> Path:
    """A folder with the published toy run."""
    mappe = tmp_path_factory.mktemp("ut")
    publiser(leketoyresultater, leketoykommune, leketoygrense, mappe, leketoykjoring)
    return mappe
