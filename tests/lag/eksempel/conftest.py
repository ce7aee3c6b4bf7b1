"""The example made once per test session, as a file and as frames."""

import json
from pathlib import Path

import pyogrio
import pytest

from lag.eksempel import FASIT, GPKG, lag_eksempel

TIDSPUNKT = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="session")
def mappe(tmp_path_factory) -> Path:
    sti = tmp_path_factory.mktemp("eksempel")
    lag_eksempel(sti, TIDSPUNKT)
    return sti


@pytest.fixture(scope="session")
def fasit(mappe) -> dict:
    return json.loads((mappe / FASIT).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def les(mappe):
    """Read one layer of the file, with the sources' column names."""

    def les_lag(navn: str, epsg: int = 25833):
        data = pyogrio.read_dataframe(mappe / GPKG, layer=navn)
        return data if epsg == 25833 else data.to_crs(epsg)

    return les_lag
