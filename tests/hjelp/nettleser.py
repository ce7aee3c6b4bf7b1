"""A headless Chromium for tests, spoken to over DevTools; it lets no foreign host be asked."""

import base64
import contextlib
import json
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FLISVERT = "cache.kartverket.no"
TIDSFRIST_S = 30.0
SPORES = ["toplevel", "disabled-by-default-devtools.timeline"]


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
        self.spor: list[dict] = []
        self.sporet = True

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
        if melding["method"] == "Tracing.dataCollected":
            self.spor += melding["params"]["value"]
        self.sporet |= melding["method"] == "Tracing.tracingComplete"
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
        if deler.scheme in {"file", "data", "blob", "about"} or deler.hostname == "127.0.0.1":
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

    def aapne(
        self, sti: Path | str, bredde: int = 1280, skript: bool = True, hash_: str = ""
    ) -> Side:
        """Open a file as from a double click, or an address, and wait until its map is drawn."""
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
        adresse = sti if isinstance(sti, str) else Path(sti).resolve().as_uri()
        side.kall("Page.navigate", url=adresse + hash_)
        slutt = time.monotonic() + TIDSFRIST_S
        ferdig = (
            "document.readyState === 'complete' && location.href !== 'about:blank' && "
            "(!document.documentElement.classList.contains('js') || "
            "document.documentElement.dataset.tabeller === 'klare') && "
            "(!document.getElementById('kartdata') || !document.documentElement.classList"
            ".contains('js') || document.getElementById('kartflate').dataset.klar === 'ja')"
        )
        while not side.evaluate(ferdig):
            assert time.monotonic() < slutt, (f"{sti} ble ikke ferdig", side.console_errors)
            self.les(0.05)
        return side

    def oppgaver(self, handling: Callable[[], object]) -> list[tuple[float, float]]:
        """Wall and processor time, ms, of every task on the pages' main threads meanwhile."""
        self.spor.clear()
        self.kall(
            "Tracing.start", transferMode="ReportEvents",
            traceConfig={"includedCategories": SPORES},
        )  # fmt: skip
        handling()
        self.sporet = False
        self.kall("Tracing.end")
        while not self.sporet:
            self.les(1.0)
        hoved = {
            (h["pid"], h["tid"])
            for h in self.spor
            if h["name"] == "thread_name" and h["args"]["name"] == "CrRendererMain"
        }
        return [
            (h["dur"] / 1000, h.get("tdur", 0) / 1000)
            for h in self.spor
            if h["name"] == "RunTask" and (h["pid"], h["tid"]) in hoved and "dur" in h
        ]

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
