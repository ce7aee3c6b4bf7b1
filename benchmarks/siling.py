"""Screening: every parcel against every layer – covered area counted once, nearest distance.

python -m benchmarks.siling [--json] [--liten]

Ours is `analyser.felles.overlapp.vurder_alle`. Every installed peer runs on the same geometries
in the same run, and its answers are compared with ours. DuckDB and SedonaDB answer the areas alone,
while our time holds areas, distances, coverage and the ids that hit: their ratio is to our
disadvantage.
"""

import argparse
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import del_opp
from analyser.felles.overlapp import vurder_alle
from benchmarks.arbeidsmengde import Arbeidsmengde, Former, lag_arbeidsmengde
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from lag.modell import Dekning, IngenTjeneste, Lag, Lagdata, Stil

EPSG = 25832
HEL = (20_000, 60_000, 50_000.0, 40_000.0)
"""Workload S: parcels, polygons, width and height in metres."""
LITEN = (500, 1_500, 7_900.0, 6_320.0)
"""The same density on a fortieth of the area."""
TOLERANSE_M2 = 0.01
"""Areas agree when no pair of parcel and layer differs by more, m²."""
TOLERANSE_M = 0.001
"""Distances agree when none differs by more, metres."""

IKKE_MAALT = {"postgis": "trenger en egen tjener, som ikke startes herfra"}
"""Peers that no process of ours can hold."""

Svar = dict[str, NDArray[np.float64]]
"""areal_m2 and, where the engine gives it, avstand_m; (parcels, layers)."""


# -- engines --------------------------------------------------------------------------------


def _lagdata(navn: str, former: Former, dekning: BaseGeometry) -> Lagdata:
    """Make one layer as the house hands it to the analyses."""
    post = Lag(
        navn=navn, tittel=navn, kilde=IngenTjeneste(grunn="laget her"), geometri="flate",
        kolonner=(), eier="", lisens="", navngivelse="", metadata="", rolle="grunnlag",
        tema="grunnlag", dekning=Dekning(type="hel", grunn="laget her"), stil=Stil(farge="#808080"),
    )  # fmt: skip
    ider = [f"{navn}.{i}" for i in range(len(former))]
    data = gpd.GeoDataFrame({"lokalid": ider}, geometry=former, crs=EPSG)
    return Lagdata(post=post, status="hentet", data=data, dekning=dekning)


def vaar(mengde: Arbeidsmengde) -> Svar:
    """Answer as arealsil does."""
    omraader = gpd.GeoDataFrame(geometry=mengde.parseller, crs=EPSG)
    dekning = shapely.box(*omraader.total_bounds).buffer(100)
    svar = vurder_alle(omraader, [_lagdata(n, f, dekning) for n, f in mengde.lagene.items()])
    return {
        navn: np.stack([rad[navn].to_numpy(np.float64) for rad in svar], axis=1)
        for navn in ("areal_m2", "avstand_m")
    }


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


def _biter(former: Former) -> DataFrame:
    """Pieces of at most 256 vertices as WKB, which is how both SQL engines are fastest."""
    deler = del_opp(former)
    return DataFrame({"nr": deler.opphav, "wkb": shapely.to_wkb(deler.former)})


def _areal(rader: DataFrame, antall: int) -> NDArray[np.float64]:
    """Column of areas from the rows (nr, areal) that an SQL engine gave."""
    ut = np.zeros(antall)
    ut[rader["nr"].to_numpy(np.intp)] = rader["areal"].to_numpy(np.float64)
    return ut


SNITT_SQL = """
    SELECT p.nr AS nr, ST_Area({samle}(ST_Intersection(p.g, f.g))) AS areal
    FROM p JOIN f ON ST_Intersects(p.g, f.g) GROUP BY p.nr
"""
"""Covered area per parcel, overlaps united."""


def duckdb_spatial(mengde: Arbeidsmengde) -> Svar:
    """Answer the areas with DuckDB's spatial extension."""
    base = import_module("duckdb").connect()
    base.execute(f"LOAD '{_duckdb_utvidelse() or 'spatial'}'")
    til_geometri = "CREATE OR REPLACE TABLE {} AS SELECT nr, ST_GeomFromWKB(wkb) AS g FROM raa"
    base.register("raa", _parsellrader(mengde))
    base.execute(til_geometri.format("p"))
    kolonner = []
    for former in mengde.lagene.values():
        base.register("raa", _biter(former))
        base.execute(til_geometri.format("f"))
        rader = base.execute(SNITT_SQL.format(samle="ST_Union_Agg")).df()
        kolonner.append(_areal(rader, len(mengde.parseller)))
    return {"areal_m2": np.stack(kolonner, axis=1)}


def sedonadb(mengde: Arbeidsmengde) -> Svar:
    """Answer the areas with SedonaDB."""
    base = import_module("sedonadb").connect()

    def tabell(navn: str, rader: DataFrame) -> None:
        base.create_data_frame(rader).to_view("raa", overwrite=True)
        geometri = base.sql("SELECT nr, ST_GeomFromWKB(wkb) AS g FROM raa").to_memtable()
        geometri.to_view(navn, overwrite=True)

    tabell("p", _parsellrader(mengde))
    kolonner = []
    for former in mengde.lagene.values():
        tabell("f", _biter(former))
        rader = base.sql(SNITT_SQL.format(samle="ST_Union_Agg")).to_arrow_table().to_pandas()
        kolonner.append(_areal(rader, len(mengde.parseller)))
    return {"areal_m2": np.stack(kolonner, axis=1)}


def _parsellrader(mengde: Arbeidsmengde) -> DataFrame:
    """Parcels as numbered WKB."""
    numre = np.arange(len(mengde.parseller))
    return DataFrame({"nr": numre, "wkb": shapely.to_wkb(mengde.parseller)})


# -- which peers are here -------------------------------------------------------------------


def _duckdb_utvidelse() -> str:
    """Path of the extension that the package duckdb-extension-spatial holds; empty without it."""
    pakke = find_spec("duckdb_extension_spatial")
    mapper = list(pakke.submodule_search_locations or ()) if pakke else []
    funnet = sorted(
        fil for mappe in mapper for fil in Path(mappe).rglob("spatial.duckdb_extension")
    )
    return str(funnet[0]) if funnet else ""


def motorer() -> tuple[Motor, ...]:
    """Ours and every peer, with the reason where one cannot run."""
    duckdb = "" if find_spec("duckdb") else "pakken duckdb er ikke installert"
    if not duckdb and not _duckdb_utvidelse():
        duckdb = "pakken duckdb-extension-spatial er ikke installert"
    return (
        Motor(navn=VAAR, regn=vaar),
        Motor(navn="geopandas", regn=geopandas_overlay),
        Motor(navn="duckdb", regn=duckdb_spatial, mangler=duckdb),
        Motor(
            navn="sedonadb",
            regn=sedonadb,
            mangler="" if find_spec("sedonadb") else "pakken sedonadb er ikke installert",
        ),
    )


# -- the run --------------------------------------------------------------------------------


def sammenlign(
    maalinger: Mapping[str, Maaling], arealer_m2: NDArray[np.float64]
) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    """Lay every peer's answers beside ours.

    Parameters
    ----------
    maalinger     engine → measurement
    arealer_m2    (parcels,) whole area

    Returns
    -------
    feil     peer → largest difference in area (m² and as share of the parcel) and distance (m)
    avvik    one sentence for every peer and measure beyond tolerance
    """
    fasit: Svar = maalinger[VAAR].svar
    feil: dict[str, dict[str, float]] = {}
    for navn, maaling in maalinger.items():
        if navn == VAAR:
            continue
        forskjell = np.abs(maaling.svar["areal_m2"] - fasit["areal_m2"])
        feil[navn] = {
            "feil m²": float(forskjell.max()),
            "feil andel": float((forskjell / arealer_m2[:, None]).max()),
        }
        if "avstand_m" in maaling.svar:
            avstand = np.abs(maaling.svar["avstand_m"] - fasit["avstand_m"])
            feil[navn]["feil m"] = float(avstand.max())
    avvik = tuple(
        f"{navn}: {maal} er {verdi:.3g}, mer enn {grense}"
        for navn, maalene in feil.items()
        for maal, grense in (("feil m²", TOLERANSE_M2), ("feil m", TOLERANSE_M))
        for verdi in [maalene.get(maal, 0.0)]
        if not verdi <= grense
    )
    return feil, avvik


def kjor(storrelse: tuple[int, int, float, float], motorene: tuple[Motor, ...]) -> Rapport:
    """Make the workload of `storrelse`, run the engines and compare."""
    mengde = lag_arbeidsmengde(*storrelse)
    maalinger, hoppet_over = kjor_motorer(motorene, mengde)
    feil, avvik = sammenlign(maalinger, shapely.area(mengde.parseller))
    return Rapport(
        navn="siling",
        arbeidsmengde=mengde.beskrivelse,
        maalinger=maalinger,
        feil=feil,
        avvik=avvik,
        hoppet_over=hoppet_over | IKKE_MAALT,
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where the answers differ."""
    leser = argparse.ArgumentParser(prog="python -m benchmarks.siling", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="liten arbeidsmengde, under 30 s")
    valg = leser.parse_args(argumenter)
    return meld(kjor(LITEN if valg.liten else HEL, motorer()), valg.json)


if __name__ == "__main__":
    sys.exit(main())
