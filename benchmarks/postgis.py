"""A PostGIS of one's own for the benchmarks: in a temporary folder, reached by a socket there."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BRUKER = "postgres"
"""The server refuses to run as root; then this account runs it."""
OPPSETT = (
    "listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
    "shared_buffers=1GB", "work_mem=256MB", "maintenance_work_mem=512MB", "max_wal_size=8GB",
    "max_parallel_workers_per_gather=2", "jit=off",
)  # fmt: skip
"""Settings for speed on a small machine; nothing is kept, so nothing needs to survive."""


def _programmer() -> Path | None:
    """Folder of the newest server that has PostGIS; None where there is none."""
    for mappe in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        utvidelse = Path("/usr/share/postgresql") / mappe.parent.name / "extension/postgis.control"
        if (mappe / "initdb").exists() and utvidelse.exists():
            return mappe
    return None


def mangler() -> str:
    """Why PostGIS cannot run here; empty where it can."""
    if _programmer() is None:
        return "PostGIS er ikke installert (postgresql med postgis)"
    if find_spec("psycopg") is None:
        return "psycopg er ikke installert"
    if os.geteuid() == 0 and not shutil.which("runuser"):
        return "tjeneren nekter å kjøre som root, og runuser mangler"
    return ""


def _som_bruker(ordre: list[str]) -> None:
    """Run a program as someone who is not root."""
    som = ["runuser", "-u", BRUKER, "--", *ordre] if os.geteuid() == 0 else ordre
    subprocess.run(som, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


@contextlib.contextmanager
def kobling() -> Iterator[Any]:
    """Start a server, hand out a psycopg connection with PostGIS in it, and take all away."""
    programmer = _programmer()
    assert programmer is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as mappe:
        if os.geteuid() == 0:
            shutil.chown(mappe, BRUKER)
        data = f"{mappe}/data"
        _som_bruker([f"{programmer}/initdb", "-D", data, "-A", "trust", "-U", BRUKER, "--no-sync"])
        valg = " ".join(f"-c {del_}" for del_ in (*OPPSETT, f"unix_socket_directories={mappe}"))
        styr = [f"{programmer}/pg_ctl", "-D", data, "-w", "-l", f"{mappe}/logg"]
        _som_bruker([*styr, "-o", valg, "start"])
        try:
            with import_module("psycopg").connect(
                host=mappe, user=BRUKER, dbname=BRUKER, autocommit=True
            ) as base:
                base.execute("CREATE EXTENSION postgis")
                yield base
        finally:
            _som_bruker([*styr, "-m", "immediate", "stop"])


def skriv(base: Any, tabell: str, kolonner: str, rader: Iterator[tuple[Any, ...]]) -> None:
    """Make a table and fill it by COPY; `kolonner` as in CREATE TABLE, geometry as hex WKB."""
    base.execute(f"CREATE TABLE {tabell} ({kolonner})")
    with base.cursor().copy(f"COPY {tabell} FROM STDIN") as inn:
        for rad in rader:
            inn.write_row(rad)
