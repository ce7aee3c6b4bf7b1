"""A headless Firefox for tests, spoken to over WebDriver BiDi; its network leads nowhere."""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

TIDSFRIST_S = 90.0
VALG = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "security.fileuri.strict_origin_policy": True,
}
"""Every address outside the disk goes to a port where nobody listens."""
KLAR = """new Promise((ferdig) => { const ur = setInterval(() => {
const kart = document.getElementById('kartflate');
if (document.documentElement.dataset.tabeller === 'klare' && (!kart || kart.dataset.klar === 'ja'))
{ clearInterval(ur); ferdig(true); } }, 50); })"""


class Firefox:
    """One tab."""

    def __init__(self, program: str, mappe: Path) -> None:
        websocket = pytest.importorskip("websocket", reason="websocket-client er ikke installert")
        linjer = [f"user_pref({json.dumps(n)}, {json.dumps(v)});" for n, v in VALG.items()]
        (mappe / "user.js").write_text("\n".join(linjer), encoding="utf-8")
        utskrift = mappe / "utskrift"
        with utskrift.open("w") as fil:
            self.prosess = subprocess.Popen(
                [program, "--headless", "--no-remote", "--profile", str(mappe),
                 "--remote-debugging-port", "0"],
                stdout=fil, stderr=fil,
            )  # fmt: skip
        slutt = time.monotonic() + TIDSFRIST_S
        while not (treff := re.search(r"listening on (ws://\S+)", utskrift.read_text())):
            if self.prosess.poll() is not None or time.monotonic() > slutt:
                self.lukk()
                pytest.skip("Firefox startet ikke")
            time.sleep(0.1)
        self.ws = websocket.create_connection(
            f"{treff[1]}/session", timeout=TIDSFRIST_S, suppress_origin=True
        )
        self.teller = 0
        self.feil: list[str] = []
        self.kall("session.new", capabilities={})
        self.kall("session.subscribe", events=["log.entryAdded"])
        (self.fane,) = (c["context"] for c in self.kall("browsingContext.getTree")["contexts"])

    def kall(self, metode: str, **valg) -> dict:
        """Send a command and wait for its answer."""
        self.teller += 1
        self.ws.send(json.dumps({"id": self.teller, "method": metode, "params": valg}))
        while True:
            svar = json.loads(self.ws.recv())
            if svar.get("method") == "log.entryAdded" and svar["params"]["level"] == "error":
                self.feil.append(str(svar["params"].get("text")))
            if svar.get("id") == self.teller:
                assert svar["type"] == "success", svar
                return svar["result"]

    def evaluate(self, uttrykk: str):
        """Value of a JavaScript expression; promises are waited for."""
        svar = self.kall(
            "script.evaluate", expression=uttrykk, target={"context": self.fane}, awaitPromise=True
        )
        assert svar["type"] == "success", svar
        return svar["result"].get("value")

    def aapne(self, sti: Path, bredde: int) -> None:
        """Open a file as from a double click, and wait until its map and tables are there."""
        self.feil.clear()
        mal = {"width": bredde, "height": 900}
        self.kall("browsingContext.setViewport", context=self.fane, viewport=mal)
        adresse = Path(sti).resolve().as_uri()
        self.kall("browsingContext.navigate", context=self.fane, url=adresse, wait="complete")
        assert self.evaluate(KLAR)

    def lukk(self) -> None:
        """End the process that was started here."""
        if hasattr(self, "ws"):
            self.ws.close()
        self.prosess.terminate()
        try:
            self.prosess.wait(20)
        except subprocess.TimeoutExpired:
            self.prosess.kill()
            self.prosess.wait()
