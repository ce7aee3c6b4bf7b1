"""What every test shares: two closed networks, and the example run made once."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.kilder.laas import laast

ROT = Path(__file__).resolve().parents[1]
LOKALE = {"127.0.0.1", "::1", "localhost"}
DELT = Path(__file__).resolve().parents[2] / "shared" / "data"

# GDAL and the programs that tests start have networks of their own: a proxy where nothing listens
# closes them.
os.environ.update(
    GDAL_HTTP_PROXY="127.0.0.1:9",
    GDAL_HTTP_MAX_RETRY="0",
    HTTP_PROXY="http://127.0.0.1:9",
    HTTPS_PROXY="http://127.0.0.1:9",
    NO_PROXY="127.0.0.1,localhost",
    no_proxy="127.0.0.1,localhost",
)


class NettStengt(RuntimeError):
    """A test reached for the network."""


def _vert(adresse: object) -> str:
    return str(adresse[0]) if isinstance(adresse, tuple) else ""


FORST = ("test_dor.py", "analyser", "test_ut.py", "test_notatboker.py")
"""Files and folders in the order that they go: the example is run for the first while another
process has the analyses, and what takes minutes is not left for one process alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in the order of `FORST`; the order is else as collected."""
    plass = {navn: nr for nr, navn in enumerate(FORST)}

    def rang(test: pytest.Item) -> int:
        return min(plass.get(n, len(FORST)) for n in (test.path.name, test.path.parent.name))

    items.sort(key=rang)


@pytest.fixture(autouse=True, scope="session")
def stengt_nett() -> Iterator[None]:
    """No Python socket reaches beyond loopback."""
    koble, koble_ex, slaa_opp = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def bare_lokalt(self, adresse):
        if isinstance(adresse, tuple) and _vert(adresse) not in LOKALE:
            raise NettStengt(f"testen prøvde å nå {adresse}")
        return koble(self, adresse)

    def bare_lokalt_ex(self, adresse):
        if isinstance(adresse, tuple) and _vert(adresse) not in LOKALE:
            raise NettStengt(f"testen prøvde å nå {adresse}")
        return koble_ex(self, adresse)

    def bare_lokale_navn(vert, *resten, **valg):
        if vert is not None and str(vert) not in LOKALE and not str(vert).endswith(".invalid"):
            raise NettStengt(f"testen prøvde å slå opp {vert}")
        return slaa_opp(vert, *resten, **valg)

    with pytest.MonkeyPatch.context() as bytt:
        bytt.setattr(socket.socket, "connect", bare_lokalt)
        bytt.setattr(socket.socket, "connect_ex", bare_lokalt_ex)
        bytt.setattr(socket, "getaddrinfo", bare_lokale_navn)
        yield


@pytest.fixture(scope="session")
def ekte() -> Path:
    """The folder of real test data that lies beside the project; skipped where it is missing."""
    if not DELT.is_dir():
        pytest.skip("de ekte testdataene ligger ikke ved siden av prosjektet (../shared/data)")
    return DELT


@pytest.fixture(scope="session")
def eksempelkjoring(tmp_path_factory, worker_id) -> Path:
    """A folder where the whole example has been run, as a user runs it.

    It is run once whatever the number of test processes; each has a copy of its own.
    """
    felles = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        felles = felles.parent
    mappe, kjort = tmp_path_factory.mktemp("kjort"), felles / "eksempelkjoring"
    with laast(felles / "eksempelkjoring.laas"):
        if not (kjort / "ferdig").exists():
            _kjor_eksempel(kjort)
    shutil.copytree(kjort, mappe, dirs_exist_ok=True)
    return mappe


def _kjor_eksempel(mappe: Path) -> None:
    """Run the example in a folder, and leave a mark there when it is done."""
    shutil.rmtree(mappe, ignore_errors=True)
    mappe.mkdir()
    for fil in ("kommune.toml", "plan.toml"):
        shutil.copy(ROT / fil, mappe / fil)
    svar = subprocess.run(
        [sys.executable, str(ROT / "arealsil.py"), "kjor", "--dato", "2026-11-24"],
        cwd=mappe, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr
    (mappe / "ferdig").touch()
