"""Peers of the screening: geopandas, PostGIS, SedonaDB and DuckDB, as their users do it fast.

All answer the covered area of every parcel and layer, overlaps counted once, and the distance to
the nearest polygon. DuckDB has no nearest-join and answers the areas alone. PostGIS subdivides,
indexes and asks on the clock; its server is started and its tables loaded before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.deling import del_opp
from benchmarks import postgis
from benchmarks.arbeidsmengde import Arbeidsmengde, Former

EPSG = 25832

Svar = dict[str, NDArray[np.float64]]
"""areal_m2 and, where the engine gives it, avstand_m; (parcels, layers)."""


def geopandas_overlay(mengde: Arbeidsmengde) -> Svar:
    """Answer with geopandas: overlay, dissolve by parcel, sjoin_nearest."""
    antall = len(mengde.parseller)
    omraader = gpd.GeoDataFrame({"nr": range(antall)}, geometry=mengde.parseller, crs=EPSG)
    areal = np.zeros((antall, len(mengde.lagene)))
    avstand = np.full_like(areal, np.nan)
    for kolonne, former in enumerate(mengde.lagene.values()):
        laget = gpd.GeoDataFrame(geometry=former, crs=EPSG)
        biter = gpd.overlay(omraader, laget, how="intersection", keep_geom_type=True)
        samlet = biter.dissolve("nr").area
        areal[samlet.index, kolonne] = samlet
        naer = gpd.sjoin_nearest(omraader, laget, distance_col="avstand_m")
        avstand[:, kolonne] = naer.groupby("nr")["avstand_m"].min()
    return {"areal_m2": areal, "avstand_m": avstand}


def biter(former: Former) -> DataFrame:
    """Pieces of at most 256 vertices as WKB, which is how both SQL engines are fastest."""
    deler = del_opp(former)
    return DataFrame({"nr": deler.opphav, "wkb": shapely.to_wkb(deler.former)})


def per_parsell(rader: DataFrame, antall: int, ellers: float) -> NDArray[np.float64]:
    """(antall,) numbers from the rows (nr, tall) that an SQL engine gave."""
    ut = np.full(antall, ellers)
    ut[rader["nr"].to_numpy(np.intp)] = rader["tall"].to_numpy(np.float64)
    return ut


SNITT_SQL = """
    SELECT p.nr AS nr, ST_Area({samle}(ST_Intersection(p.g, f.g))) AS tall
    FROM p JOIN f ON ST_Intersects(p.g, f.g) GROUP BY p.nr
"""
"""Covered area per parcel, overlaps united."""
NAERMESTE_SQL = """
    SELECT p.nr AS nr, MIN(ST_Distance(p.g, f.g)) AS tall
    FROM p JOIN f ON ST_KNN(p.g, f.g, 1, FALSE) GROUP BY p.nr
"""
"""Distance to the nearest piece, which is a part of the nearest polygon."""


def duckdb_spatial(mengde: Arbeidsmengde) -> Svar:
    """Answer the areas with DuckDB's spatial extension."""
    base = import_module("duckdb").connect()
    base.execute(f"LOAD '{_duckdb_utvidelse() or 'spatial'}'")
    til_geometri = "CREATE OR REPLACE TABLE {} AS SELECT nr, ST_GeomFromWKB(wkb) AS g FROM raa"
    base.register("raa", parsellrader(mengde))
    base.execute(til_geometri.format("p"))
    kolonner = []
    for former in mengde.lagene.values():
        base.register("raa", biter(former))
        base.execute(til_geometri.format("f"))
        rader = base.execute(SNITT_SQL.format(samle="ST_Union_Agg")).df()
        kolonner.append(per_parsell(rader, len(mengde.parseller), 0.0))
    return {"areal_m2": np.stack(kolonner, axis=1)}


def sedonadb(mengde: Arbeidsmengde) -> Svar:
    """Answer with SedonaDB: pieces of at most 256 vertices, and its join to the nearest."""
    base = import_module("sedonadb").connect()

    def tabell(navn: str, rader: DataFrame) -> None:
        base.create_data_frame(rader).to_view("raa", overwrite=True)
        geometri = base.sql("SELECT nr, ST_GeomFromWKB(wkb) AS g FROM raa").to_memtable()
        geometri.to_view(navn, overwrite=True)

    tabell("p", parsellrader(mengde))
    arealer, avstander = [], []
    for former in mengde.lagene.values():
        tabell("f", biter(former))
        rader = base.sql(SNITT_SQL.format(samle="ST_Union_Agg")).to_arrow_table().to_pandas()
        arealer.append(per_parsell(rader, len(mengde.parseller), 0.0))
        rader = base.sql(NAERMESTE_SQL).to_arrow_table().to_pandas()
        avstander.append(per_parsell(rader, len(mengde.parseller), np.nan))
    return {"areal_m2": np.stack(arealer, axis=1), "avstand_m": np.stack(avstander, axis=1)}


def parsellrader(mengde: Arbeidsmengde) -> DataFrame:
    """Parcels as numbered WKB."""
    numre = np.arange(len(mengde.parseller))
    return DataFrame({"nr": numre, "wkb": shapely.to_wkb(mengde.parseller)})


def _duckdb_utvidelse() -> str:
    """Path of the extension that the package duckdb-extension-spatial holds; empty without it."""
    pakke = find_spec("duckdb_extension_spatial")
    mapper = list(pakke.submodule_search_locations or ()) if pakke else []
    funnet = sorted(
        fil for mappe in mapper for fil in Path(mappe).rglob("spatial.duckdb_extension")
    )
    return str(funnet[0]) if funnet else ""


def duckdb_mangler() -> str:
    """Why DuckDB cannot run here; empty where it can."""
    if not find_spec("duckdb"):
        return "pakken duckdb er ikke installert"
    return "" if _duckdb_utvidelse() else "pakken duckdb-extension-spatial er ikke installert"


def sedonadb_mangler() -> str:
    """Why SedonaDB cannot run here; empty where it can."""
    trengs = ("sedonadb", "pyarrow", "geoarrow")
    borte = [pakke for pakke in trengs if not find_spec(pakke)]
    return f"pakken {borte[0]} er ikke installert" if borte else ""


POSTGIS_DELER = 128
"""Vertices per piece: the size at which ST_Subdivide and the join together are fastest."""

POSTGIS_OPPDELING = (
    f"CREATE TABLE f AS SELECT ST_Subdivide(g, {POSTGIS_DELER}) AS g FROM raa",
    "CREATE INDEX ON f USING gist (g)",
    "ANALYZE f",
)
POSTGIS_SNITT = """
    SELECT p.nr, ST_Area(ST_Union(
        CASE WHEN ST_CoveredBy(p.g, f.g) THEN p.g ELSE ST_Intersection(p.g, f.g) END)) AS tall
    FROM p JOIN f ON ST_Intersects(p.g, f.g) GROUP BY p.nr
"""
POSTGIS_NAERMESTE = """
    SELECT p.nr, n.tall FROM p CROSS JOIN LATERAL
        (SELECT p.g <-> f.g AS tall FROM f ORDER BY p.g <-> f.g LIMIT 1) n
"""


@dataclass(frozen=True, slots=True)
class Base:
    """A running server with the workload in its tables."""

    kobling: Any
    """Open connection."""
    mengde: Arbeidsmengde
    """What lies there: table p, and lag_0, lag_1 … in the order of the layers."""


@contextmanager
def postgis_tjener(mengde: Arbeidsmengde) -> Iterator[Base]:
    """Start a server and load parcels and layers into it."""
    with postgis.kobling() as kobling:
        postgis.skriv(kobling, "p", "nr int, g geometry", _wkb(mengde.parseller))
        kobling.execute("CREATE INDEX ON p USING gist (g)")
        kobling.execute("ANALYZE p")
        for nummer, former in enumerate(mengde.lagene.values()):
            postgis.skriv(kobling, f"lag_{nummer}", "nr int, g geometry", _wkb(former))
        yield Base(kobling, mengde)


def _wkb(former: Former) -> Iterator[tuple[Any, ...]]:
    """Numbered geometries as hex WKB."""
    return enumerate(shapely.to_wkb(former, hex=True))


def postgis_svar(base: Base) -> Svar:
    """Subdivide, index and ask, layer by layer."""
    antall = len(base.mengde.parseller)
    arealer, avstander = [], []
    for nummer in range(len(base.mengde.lagene)):
        base.kobling.execute("DROP TABLE IF EXISTS f")
        for setning in POSTGIS_OPPDELING:
            base.kobling.execute(setning.replace("raa", f"lag_{nummer}"))
        arealer.append(per_parsell(_rader(base, POSTGIS_SNITT), antall, 0.0))
        avstander.append(per_parsell(_rader(base, POSTGIS_NAERMESTE), antall, np.nan))
    return {"areal_m2": np.stack(arealer, axis=1), "avstand_m": np.stack(avstander, axis=1)}


def _rader(base: Base, sporring: str) -> DataFrame:
    """Rows (nr, tall) of a query."""
    return DataFrame(base.kobling.execute(sporring).fetchall(), columns=["nr", "tall"])
