"""HTML pages to PDF with a headless Chromium, where one is installed; one browser for them all.

Spoken to over a pipe (DevTools protocol, messages ended by a zero byte), so that no port is opened.
Source: Chromium's `--remote-debugging-pipe`, and `Page.printToPDF` of the protocol.
"""

import base64
import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from gis.feil import SkriveFeil

NETTLESERE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Names that a Chromium goes by."""
FRIST_S = 60.0
"""Longest wait for one answer, seconds."""
INN, UT = 3, 4
"""File numbers that Chromium reads from and writes to."""
VALG = (
    "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run",
    "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "about:blank",
)  # fmt: skip
"""No profile of the user's, no network: the pages are whole."""
OMDIRIGER = (
    "import os, sys; les, skriv = [os.dup(int(nr)) for nr in sys.argv[1:3]]; "
    f"os.dup2(les, {INN}); os.dup2(skriv, {UT}); "
    f"os.set_inheritable({INN}, True); os.set_inheritable({UT}, True); "
    "os.execv(sys.argv[3], sys.argv[3:])"
)
"""Puts two files on the numbers that Chromium wants, whatever numbers they have, and becomes it."""
UTSKRIFT = {
    "preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}  # fmt: skip
"""Page size from the style sheet; tagged, so that a screen reader can follow the structure."""
DATO = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
BYTER_OM_GANGEN = 1 << 16


def finn_nettleser() -> str:
    """Return the path of an installed Chromium; empty where there is none.

    Empty on Windows: the pipe is handed over as POSIX systems do it.
    """
    if sys.platform == "win32":
        return ""
    return next((sti for navn in NETTLESERE if (sti := shutil.which(navn))), "")


class Pdfskriver:
    """A running Chromium that prints pages."""

    def __init__(self, prosess: subprocess.Popen[bytes], inn: int, ut: int) -> None:
        self._prosess, self._inn, self._ut = prosess, inn, ut
        self._rest = b""
        self._nummer = 0
        maal = self._kall("Target.createTarget", {"url": "about:blank"})["targetId"]
        svar = self._kall("Target.attachToTarget", {"targetId": maal, "flatten": True})
        self._okt = svar["sessionId"]
        self._kall("Page.enable", {}, self._okt)

    def skriv(self, side: Path, dag: str) -> bytes:
        """Return the page as PDF, tagged.

        Parameters
        ----------
        side    HTML file
        dag     ISO day that the document bears, so that equal pages give equal bytes

        Raises
        ------
        SkriveFeil    if the browser does not answer
        """
        svar = self._kall("Page.navigate", {"url": side.resolve().as_uri()}, self._okt)
        if svar.get("errorText"):
            raise SkriveFeil(f"Nettleseren kunne ikke åpne {side}: {svar['errorText']}.")
        self._vent("Page.loadEventFired")
        return self._trykk(dag)

    def skriv_tekst(self, side: str, dag: str) -> bytes:
        """Return a page that is given as HTML as PDF; see `skriv`."""
        ramme = self._kall("Page.getFrameTree", {}, self._okt)["frameTree"]["frame"]["id"]
        self._kall("Page.setDocumentContent", {"frameId": ramme, "html": side}, self._okt)
        return self._trykk(dag)

    def _trykk(self, dag: str) -> bytes:
        """Print what the browser shows."""
        pdf = base64.b64decode(self._kall("Page.printToPDF", UTSKRIFT, self._okt)["data"])
        tid = dag.replace("-", "").encode() + b"000000"
        return DATO.sub(lambda treff: b"/" + treff[1] + b" (D:" + tid, pdf)

    def _kall(self, metode: str, valg: Mapping[str, object], okt: str = "") -> dict[str, Any]:
        """Call a method and wait for its answer."""
        self._nummer += 1
        melding = {"id": self._nummer, "method": metode, "params": dict(valg)}
        if okt:
            melding["sessionId"] = okt
        ventende = json.dumps(melding).encode() + b"\0"
        try:
            while ventende:
                ventende = ventende[os.write(self._inn, ventende) :]
        except OSError as err:
            raise _stanset() from err
        for svar in self._meldinger():
            if svar.get("id") == self._nummer:
                if "error" in svar:
                    raise SkriveFeil(f"Nettleseren svarte: {svar['error'].get('message')}.")
                return dict(svar["result"])
        raise _stanset()

    def _vent(self, hendelse: str) -> None:
        """Wait until something has happened."""
        for svar in self._meldinger():
            if svar.get("method") == hendelse:
                return

    def _meldinger(self) -> Iterator[dict[str, Any]]:
        """Yield what the browser says.

        Raises
        ------
        SkriveFeil    when it is silent for too long or has ended
        """
        slutt = time.monotonic() + FRIST_S
        while True:
            mellom, skille, resten = self._rest.partition(b"\0")
            if skille:
                self._rest = resten
                yield json.loads(mellom)
                continue
            klar, _, _ = select.select([self._ut], [], [], max(slutt - time.monotonic(), 0))
            data = os.read(self._ut, BYTER_OM_GANGEN) if klar else b""
            if not data:
                raise _stanset()
            self._rest += data


def _stanset() -> SkriveFeil:
    return SkriveFeil(
        "Nettleseren som lager PDF, svarer ikke. Bruk --uten-pdf; faktaarkene i HTML har det samme "
        "innholdet."
    )


@contextmanager
def pdfskriver(nettleser: str) -> Iterator[Pdfskriver]:
    """Start a Chromium with an empty profile, and end it afterwards.

    Raises
    ------
    SkriveFeil    if it does not start
    """
    with ExitStack() as rydd:
        profil = rydd.enter_context(
            tempfile.TemporaryDirectory(prefix="arealsil-pdf-", ignore_cleanup_errors=True)
        )
        les_inn, skriv_inn = os.pipe()
        les_ut, skriv_ut = os.pipe()
        for nummer in (skriv_inn, les_ut):
            rydd.callback(os.close, nummer)
        kommando = [nettleser, f"--user-data-dir={profil}", *VALG]
        if os.geteuid() == 0:
            kommando.insert(1, "--no-sandbox")  # Chromium refuses to start for root otherwise
        try:
            prosess = _start(kommando, les_inn, skriv_ut)
        except OSError as err:
            raise SkriveFeil(f"Kunne ikke starte {nettleser} ({err.strerror}).") from err
        finally:
            os.close(les_inn)
            os.close(skriv_ut)
        rydd.callback(_avslutt, prosess)
        yield Pdfskriver(prosess, skriv_inn, les_ut)


def _start(kommando: list[str], les: int, skriv: int) -> subprocess.Popen[bytes]:
    """Start the browser with `les` and `skriv` as its file numbers 3 and 4."""
    return subprocess.Popen(
        [sys.executable, "-c", OMDIRIGER, str(les), str(skriv), *kommando],
        pass_fds=(les, skriv),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _avslutt(prosess: subprocess.Popen[bytes]) -> None:
    """End the browser that was started here."""
    prosess.terminate()
    try:
        prosess.wait(5)
    except subprocess.TimeoutExpired:
        prosess.kill()
        prosess.wait()
