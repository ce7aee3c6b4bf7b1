"""Overlay: every layer cut against every other into faces that know which layers they lie in.

python -m benchmarks.overlegg [--json] [--liten] [--storrelse N] [--vekst]

Ours is `gis.dekke.flatedekke`, which also knows the single features; the peers know the layers
alone. It gives faces as rings of corners; «arealsil, polygoner» makes shapely objects of them too.
Engines must agree on the ground of every combination of layers. Compiling, and loading PostGIS'
tables, are not counted. `--vekst` runs ours on twice and four times the workload as well.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from analyser.felles.deling import del_opp
from benchmarks import postgis
from benchmarks.arbeidsmengde import HJORNE_M, Former, lag_blandet
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from gis.dekke.flatedekke import flatedekke

EPSG = 25832
HEL = (20_000, 80_000, 50_000.0, 40_000.0)
"""Parcels, polygons of the other 24 layers, width and height in metres."""
LITEN = (100, 400, 3_536.0, 2_829.0)
"""The same density on a two-hundredth of the area: small enough for geopandas.overlay."""
RUTE_M = 1_000.0
"""Side of the tiles that the peers work in, metres (the fastest for both of 500, 1 000, 2 000)."""
TOLERANSE_M2 = 1.0
"""Engines agree when no combination of layers differs by more ground, m²."""
VEKST = (2, 4)
"""Sizes that `--vekst` runs besides."""
GEOPANDAS_TAAL = 1_000
"""Polygons above which geopandas.overlay is not run: 2 500 take it two minutes."""

Svar = dict[int, float]
"""Bit mask of layers → ground that lies in exactly those, m²."""


@dataclass(frozen=True, slots=True)
class Oppgave:
    """What every engine gets."""

    lagene: dict[str, Former]
    """Layer → valid polygons, which may overlap one another."""
    omraade: shapely.Polygon
    """Ground that the faces fill."""


def _samlet(masker: NDArray[np.int64], areal_m2: NDArray[np.float64]) -> Svar:
    """Ground per mask."""
    unike, nr = np.unique(masker, return_inverse=True)
    return dict(zip(unike.tolist(), np.bincount(nr, weights=areal_m2).tolist(), strict=True))


def _biter_av(gruppe: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(f,) bit mask of each row."""
    return gruppe @ (1 << np.arange(gruppe.shape[1], dtype=np.int64))


def vaar(oppgave: Oppgave) -> Svar:
    """Answer as arealsil does."""
    alle = np.concatenate(list(oppgave.lagene.values()))
    lag_av = np.repeat(np.arange(len(oppgave.lagene)), [len(f) for f in oppgave.lagene.values()])
    dekke = flatedekke(alle, oppgave.omraade)
    return _samlet(_biter_av(dekke.per_gruppe(lag_av, len(oppgave.lagene))), dekke.areal_m2)


def vaar_polygoner(oppgave: Oppgave) -> Svar:
    """Answer as arealsil does where every face is wanted as a polygon."""
    alle = np.concatenate(list(oppgave.lagene.values()))
    lag_av = np.repeat(np.arange(len(oppgave.lagene)), [len(f) for f in oppgave.lagene.values()])
    dekke = flatedekke(alle, oppgave.omraade)
    masker = _biter_av(dekke.per_gruppe(lag_av, len(oppgave.lagene)))
    return _samlet(masker, shapely.area(dekke.former))


def _ruter(omraade: shapely.Polygon) -> list[shapely.Polygon]:
    """Tiles over the area, cut to it."""
    x0, y0, x1, y1 = omraade.bounds
    hjorner = product(np.arange(x0, x1, RUTE_M), np.arange(y0, y1, RUTE_M))
    return [shapely.box(x, y, min(x + RUTE_M, x1), min(y + RUTE_M, y1)) for x, y in hjorner]


def med_shapely(oppgave: Oppgave) -> Svar:
    """Answer with shapely: node and polygonise by tile, then ask where a point of each lies."""
    deler = [del_opp(former) for former in oppgave.lagene.values()]
    flater = np.concatenate([del_.former for del_ in deler])
    lag_av = np.repeat(np.arange(len(deler)), [len(del_.former) for del_ in deler])
    linjer = shapely.get_parts(shapely.boundary(np.concatenate(list(oppgave.lagene.values()))))
    linjetre, flatetre = shapely.STRtree(linjer), shapely.STRtree(flater)
    masker, arealer = [], []
    for rute in _ruter(oppgave.omraade):
        egne = shapely.clip_by_rect(linjer[linjetre.query(rute)], *rute.bounds)
        nodet = shapely.union_all(np.append(egne, rute.exterior))
        biter = shapely.get_parts(shapely.polygonize([nodet]))
        punkt, flate = flatetre.query(shapely.point_on_surface(biter), predicate="intersects")
        inne = np.zeros((len(biter), len(deler)), dtype=np.bool_)
        inne[punkt, lag_av[flate]] = True
        masker.append(_biter_av(inne))
        arealer.append(shapely.area(biter))
    return _samlet(np.concatenate(masker), np.concatenate(arealer))


POSTGIS_SQL = """
    WITH flater AS (
        SELECT (ST_Dump(ST_Polygonize(nodet))).geom AS g FROM (
            SELECT ST_UnaryUnion(ST_Collect(ARRAY[ST_Boundary(r.g),
                       ST_Collect(ST_ClipByBox2D(l.g, r.g::box2d))])) AS nodet
            FROM r LEFT JOIN l ON l.g && r.g GROUP BY r.nr, r.g
        ) AS per_rute GROUP BY ST_Envelope(nodet)
    ), punkter AS MATERIALIZED (
        SELECT row_number() OVER () AS nr, ST_PointOnSurface(g) AS g, ST_Area(g) AS areal
        FROM flater
    ), svar AS (
        SELECT punkter.nr, min(areal) AS areal, coalesce(bit_or(1::bigint << f.lag), 0) AS maske
        FROM punkter LEFT JOIN f ON ST_Intersects(f.g, punkter.g) GROUP BY punkter.nr
    )
    SELECT maske, sum(areal) FROM svar GROUP BY maske
"""
"""Node and polygonise tile by tile, then ask where a point of each face lies."""


def _rader(oppgave: Oppgave) -> Iterator[tuple[int, str]]:
    """Layer number and polygon as hex WKB."""
    for nr, former in enumerate(oppgave.lagene.values()):
        yield from ((nr, wkb) for wkb in shapely.to_wkb(former, hex=True))


@contextmanager
def postgis_tjener(oppgave: Oppgave) -> Iterator[Any]:
    """Start a server and load polygons and tiles into it."""
    with postgis.kobling() as base:
        postgis.skriv(base, "raa", "lag int, g geometry", _rader(oppgave))
        ruter = enumerate(shapely.to_wkb(_ruter(oppgave.omraade), hex=True))
        postgis.skriv(base, "r", "nr int, g geometry", ruter)
        yield base


def med_postgis(base: Any) -> Svar:
    """Answer with PostGIS: subdivide, index and ask."""
    base.execute("CREATE TABLE f AS SELECT lag, ST_Subdivide(g, 128) AS g FROM raa")
    base.execute("CREATE TABLE l AS SELECT (ST_Dump(ST_Boundary(g))).geom AS g FROM raa")
    for tabell in ("f", "l", "r"):
        base.execute(f"CREATE INDEX ON {tabell} USING gist (g)")
        base.execute(f"ANALYZE {tabell}")
    return {int(maske): float(areal) for maske, areal in base.execute(POSTGIS_SQL)}


def med_geopandas(oppgave: Oppgave) -> Svar:
    """Answer with geopandas: dissolve every layer, then overlay one after another."""
    samlet = gpd.GeoDataFrame({"maske": [0]}, geometry=[oppgave.omraade], crs=EPSG)
    for nr, former in enumerate(oppgave.lagene.values()):
        laget = gpd.GeoDataFrame(geometry=[shapely.union_all(former)], crs=EPSG).explode()
        laget = laget.clip(oppgave.omraade, keep_geom_type=True).assign(ny=1 << nr)
        samlet = gpd.overlay(samlet, laget, how="union", keep_geom_type=True)
        maske = samlet["maske"].fillna(0).astype(int) | samlet["ny"].fillna(0).astype(int)
        samlet = gpd.GeoDataFrame({"maske": maske}, geometry=samlet.geometry)
    return _samlet(samlet["maske"].to_numpy(np.int64), samlet.area.to_numpy(np.float64))


# -- the report -----------------------------------------------------------------------------


def sammenlign(vaare: Svar, deres: Svar) -> float:
    """Largest difference of ground, m², over all combinations of layers."""
    return max(abs(vaare.get(n, 0.0) - deres.get(n, 0.0)) for n in vaare.keys() | deres.keys())


def lag_oppgave(maal: tuple[int, int, float, float]) -> Oppgave:
    """Make the workload: parcels that tile the ground, and 24 layers."""
    antall_parseller, antall_polygoner, bredde_m, hoyde_m = maal
    lagene = lag_blandet(antall_parseller, antall_polygoner, bredde_m, hoyde_m)
    x, y = HJORNE_M
    return Oppgave(lagene, shapely.box(x, y, x + bredde_m, y + hoyde_m).buffer(-50))


def varm() -> None:
    """Compile."""
    vaar(lag_oppgave((40, 100, 2_000.0, 1_600.0)))


def _ganger(maal: tuple[int, int, float, float], n: float) -> tuple[int, int, float, float]:
    """Workload `n` times as large, at the same density."""
    return round(maal[0] * n), round(maal[1] * n), maal[2] * n**0.5, maal[3] * n**0.5


def vekst(maal: tuple[int, int, float, float]) -> dict[str, object]:
    """Time and memory of ours on larger workloads."""
    funn: dict[str, object] = {}
    for n in VEKST:
        maalinger, _ = kjor_motorer((Motor(navn=VAAR, regn=vaar, varm=varm),),
                                    lag_oppgave(_ganger(maal, n)))  # fmt: skip
        maalt = maalinger[VAAR]
        funn[f"{n} ganger størrelsen"] = f"{maalt.tid_s:.1f} s, {maalt.minne_mb:.0f} MB"
    return funn


def rapporter(maal: tuple[int, int, float, float], med_vekst: bool = False) -> Rapport:
    """Run every engine on a workload of that size."""
    oppgave = lag_oppgave(maal)
    alle = np.concatenate(list(oppgave.lagene.values()))
    for_stor = len(alle) > GEOPANDAS_TAAL
    motorer = (
        Motor(navn=VAAR, regn=vaar, varm=varm),
        Motor(navn=f"{VAAR}, polygoner", regn=vaar_polygoner, varm=varm),
        Motor(navn="shapely", regn=med_shapely),
        Motor(
            navn="postgis", regn=med_postgis, klargjor=postgis_tjener, egen_tjener=True,
            mangler=postgis.mangler(),
        ),
        Motor(
            navn="geopandas.overlay", regn=med_geopandas,
            mangler=f"mer enn {GEOPANDAS_TAAL} polygoner" if for_stor else "",
        ),
    )  # fmt: skip
    maalinger, hoppet_over = kjor_motorer(motorer, oppgave)
    rapport = _rapport(oppgave, alle, maalinger, hoppet_over)
    return replace(rapport, funn=vekst(maal)) if med_vekst else rapport


def _rapport(
    oppgave: Oppgave, alle: Former, maalinger: dict[str, Maaling], hoppet_over: dict[str, str]
) -> Rapport:
    """Gather what was measured; every disagreement is a sentence."""
    vaare: Svar = maalinger[VAAR].svar
    avvik = {n: sammenlign(vaare, m.svar) for n, m in maalinger.items() if n != VAAR}
    hull_m2 = abs(sum(vaare.values()) - oppgave.omraade.area)
    setninger = [f"{n}: {a:.2f} m² forskjell" for n, a in avvik.items() if a > TOLERANSE_M2]
    if hull_m2 > TOLERANSE_M2:
        setninger.append(f"{VAAR}: flatene fyller ikke området, {hull_m2:.2f} m²")
    beskrivelse: dict[str, Any] = {
        "lag": len(oppgave.lagene),
        "polygoner": len(alle),
        "punkter": int(shapely.get_num_coordinates(alle).sum()),
        "kombinasjoner": len(vaare),
    }
    return Rapport(
        navn="overlegg", arbeidsmengde=beskrivelse, maalinger=maalinger,
        feil={n: {"m2": a} for n, a in avvik.items()},
        avvik=tuple(setninger), hoppet_over=hoppet_over,
    )  # fmt: skip


def main(argumenter: list[str] | None = None) -> int:
    """Read the arguments and print the report."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("--json", action="store_true", help="som ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="en tohundredel av arealet")
    leser.add_argument("--storrelse", type=float, default=1.0, help="andel av hel arbeidsmengde")
    leser.add_argument("--vekst", action="store_true", help="også to og fire ganger så stort")
    valg = leser.parse_args(argumenter)
    maal = _ganger(LITEN if valg.liten else HEL, valg.storrelse)
    return meld(rapporter(maal, valg.vekst), valg.json)


if __name__ == "__main__":
    sys.exit(main())
