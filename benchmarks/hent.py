"""Fetching: 100 000 parcels as GML 3.2 from MapServer, fetched, read and stored.

python -m benchmarks.hent [--json] [--liten]

Ours is what `arealsil hent` does: the WFS client, the GML reader and the store, raw answers kept.
GDAL's WFS driver (given pages as large as ours; its own hold 100 and take many times as long) and
owslib (whose bytes GDAL reads) fetch the same layer and write a GeoPackage.
The server is the same for all, in a process of its own; its time is in every figure.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from benchmarks.arbeidsmengde import lag_arbeidsmengde
from benchmarks.felles import (
    VAAR,
    Maaling,
    Motor,
    Rapport,
    kjor_motorer,
    levende_mb,
    meld,
    toppminne_mb,
)
from gis.kilder.http import Klient
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager, Opphav
from gis.kilder.mottak import mottak
from gis.kilder.skriving import skriv_gpkg
from gis.kilder.svar import Uthenting
from gis.kilder.wfs import STORST, Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt

TJENER = Path(__file__).resolve().parents[1] / "tests/hjelp/mapserver.py"
"""The tests' own MapServer."""
EPSG = 25833
HEL, LITEN = 100_000, 3_000
"""Parcels."""
NAA = "2026-01-01T00:00:00+00:00"
TOLERANSE_M2 = 1.0
"""Total areas agree when they differ by no more, m²: MapServer writes micrometres."""


@dataclass(frozen=True, slots=True)
class Oppdrag:
    """What every engine is handed."""

    url: str
    boks: tuple[float, float, float, float]
    mappe: str


Svar = dict[str, float]
"""antall, areal_m2, and (ours) svar_mb, lag_mb: the layer while it lives, and utover_mb: what the
peak is above that and what the process holds before and after."""


def lag_teiger(sti: Path, antall: int) -> tuple[float, float, float, float]:
    """Write parcels with the attributes of Geonorge's Teig; return their box grown by a metre."""
    del_ = (antall / 20_000) ** 0.5
    flater = lag_arbeidsmengde(antall, 30, 50_000 * del_, 40_000 * del_).parseller
    numre = np.arange(len(flater))
    data = gpd.GeoDataFrame(
        {
            "lokalId": [f"{nr:08d}-0000-4000-8000-{nr * 7919 % 10**12:012d}" for nr in numre],
            "navnerom": "https://data.geonorge.no/matrikkelen/teig",
            "kommunenummer": "5025",
            "matrikkelnummerTekst": [f"{nr % 300}/{nr % 977}" for nr in numre],
            "lagretBeregnetAreal": shapely.area(flater).round(1),
            "noyaktighetsklasseTeig": "god",
            "tvist": "false",
            "oppdateringsdato": "2026-01-01T00:00:00",
        },
        geometry=flater,
        crs=25832,
    ).to_crs(EPSG)
    skriv_gpkg(sti, {"Teig": data}, "2026-01-01")
    x0, y0, x1, y1 = (float(tall) for tall in data.total_bounds)
    return x0 - 1, y0 - 1, x1 + 1, y1 + 1


@contextmanager
def tjener(gpkg: Path) -> Iterator[str]:
    """Serve the file while the block runs."""
    kommando = [sys.executable, str(TJENER), str(gpkg), "0"]
    prosess = subprocess.Popen(kommando, stdout=subprocess.PIPE, text=True)
    try:
        assert prosess.stdout is not None
        yield prosess.stdout.readline().strip()
    finally:
        prosess.terminate()
        prosess.communicate()


# -- engines --------------------------------------------------------------------------------


def _svar(data: gpd.GeoDataFrame) -> Svar:
    return {"antall": float(len(data)), "areal_m2": float(data.area.sum())}


def vaar(oppdrag: Oppdrag) -> list[Uthenting]:
    """Fetch as arealsil does, raw answers and record included."""
    lager = Lager(Path(oppdrag.mappe) / VAAR)
    tjeneste = Tjeneste(url=oppdrag.url, typenavn="app:Teig", epsg=EPSG)
    with mottak(lager, "teiger", "n", NAA, fortsett=False) as inn:
        kanal = Kanal(Klient("arealsil/maaling"), lager.legg_i_raa, mottak=inn)
        hentet = hent_wfs(kanal, tjeneste, Utsnitt(*oppdrag.boks, EPSG))
    assert isinstance(hentet.data, gpd.GeoDataFrame)
    opphav = Opphav(
        nokkel="n", kilde=hentet.url, hentet=NAA, sha256=hentet.raafiler[0],
        raafiler=hentet.raafiler, mottatt=hentet.mottatt, ventet=hentet.ventet,
    )  # fmt: skip
    lager.lagre("teiger", opphav, hentet.data, NAA)
    return [hentet]


def maalt(hentede: list[Uthenting]) -> Svar:
    """Count, and tell what lives in memory with the layer and without it."""
    hentet = hentede.pop()
    assert isinstance(hentet.data, gpd.GeoDataFrame)
    svar = {**_svar(hentet.data), "svar_mb": hentet.bytes / 1e6}
    med_laget, topp = levende_mb(), toppminne_mb()
    del hentet
    return {**svar, "lag_mb": med_laget - levende_mb(), "utover_mb": topp - med_laget}


def gdal_wfs(oppdrag: Oppdrag) -> Svar:
    """Fetch with GDAL's WFS driver, in pages as large as ours, and write a GeoPackage."""
    pyogrio.set_gdal_config_options({"OGR_WFS_PAGE_SIZE": str(STORST)})
    data = pyogrio.read_dataframe(f"WFS:{oppdrag.url}?VERSION=2.0.0", layer="app:Teig")
    pyogrio.write_dataframe(data, Path(oppdrag.mappe) / "gdal.gpkg")
    return _svar(data)


def owslib_alene(oppdrag: Oppdrag) -> Svar:
    """Fetch with owslib in one answer, keep it, read it with GDAL and write a GeoPackage."""
    wfs: Any = import_module("owslib.wfs").WebFeatureService(oppdrag.url, version="2.0.0")
    raa = Path(oppdrag.mappe) / "owslib.gml"
    srs = f"urn:ogc:def:crs:EPSG::{EPSG}"
    raa.write_bytes(wfs.getfeature(typename="app:Teig", srsname=srs).read())
    data = pyogrio.read_dataframe(raa, WRITE_GFS="NO", DOWNLOAD_SCHEMA="NO")
    pyogrio.write_dataframe(data, Path(oppdrag.mappe) / "owslib.gpkg")
    return _svar(data)


def motorer() -> tuple[Motor, ...]:
    """Ours and every peer, with the reason where one cannot run."""
    wfs = pyogrio.list_drivers().get("WFS", "")
    return (
        Motor(navn=VAAR, regn=vaar, etter=maalt),
        Motor(navn="gdal wfs", regn=gdal_wfs, mangler="" if wfs else "GDAL er uten WFS-driver"),
        Motor(
            navn="owslib", regn=owslib_alene,
            mangler="" if find_spec("owslib") else "pakken owslib er ikke installert",
        ),
    )  # fmt: skip


# -- the run --------------------------------------------------------------------------------


def sammenlign(
    maalinger: Mapping[str, Maaling], antall: int
) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    """Lay every peer's answer beside ours, and ours beside what is served."""
    fasit: Svar = maalinger[VAAR].svar
    feil: dict[str, dict[str, float]] = {}
    avvik = []
    if fasit["antall"] != antall:
        avvik.append(f"{VAAR}: fikk {fasit['antall']:.0f} av {antall}")
    for navn, maaling in maalinger.items():
        if navn == VAAR:
            continue
        feil[navn] = {
            "mangler": antall - maaling.svar["antall"],
            "feil m²": abs(maaling.svar["areal_m2"] - fasit["areal_m2"]),
        }
        if feil[navn]["mangler"] or not feil[navn]["feil m²"] <= TOLERANSE_M2:
            avvik.append(
                f"{navn}: mangler {feil[navn]['mangler']:.0f}, feil {feil[navn]['feil m²']:.3g} m²"
            )
    return feil, tuple(avvik)


def kjor(antall: int, motorene: tuple[Motor, ...]) -> Rapport:
    """Make and serve the parcels, run the engines and compare."""
    with tempfile.TemporaryDirectory() as mappe:
        gpkg = Path(mappe) / "teiger.gpkg"
        boks = lag_teiger(gpkg, antall)
        with tjener(gpkg) as url:
            maalinger, hoppet_over = kjor_motorer(motorene, Oppdrag(url, boks, mappe))
    feil, avvik = sammenlign(maalinger, antall)
    vaart: Svar = maalinger[VAAR].svar
    return Rapport(
        navn="hent",
        arbeidsmengde={
            "parseller": antall,
            "svar_mb": round(vaart["svar_mb"], 1),
        },
        funn={
            "laget i minnet, MB": round(vaart["lag_mb"], 1),
            "toppen utover laget og programmet, MB": round(vaart["utover_mb"], 1),
        },
        maalinger=maalinger,
        feil=feil,
        avvik=avvik,
        hoppet_over=hoppet_over,
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where the answers differ."""
    leser = argparse.ArgumentParser(prog="python -m benchmarks.hent", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="liten arbeidsmengde, under 30 s")
    valg = leser.parse_args(argumenter)
    return meld(kjor(LITEN if valg.liten else HEL, motorer()), valg.json)


if __name__ == "__main__":
    sys.exit(main())
