"""Eligible area: a municipality less twelve layers with set-backs, or less classes of a raster.

python -m benchmarks.egnet_areal [--json] [--liten] [--fro N] [--klasser] [--former]

Every engine reads the same files within the clock. Ours answers exactly and by cells of 10 m; the
peers are shapely (buffer, dissolve, subtract) and atlite at 10 m. Errors are shares of the exact
area.
"""

import argparse
import importlib
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter

from benchmarks.egnet_mengde import EPSG, Mengde, lag_mengde
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from gis.kanter import Former
from gis.ledig import Hensyn, ledig
from gis.ruter import Ruter, flater_av, ledig_ruteareal_m2
from gis.utsnitt import Utsnitt

RUTE_M, GROV_M = 10.0, 100.0
"""Cells that engines work in, and cells of the class raster, metres."""
MARG_M = 1_500.0
KLASSER = {1: 500.0, 2: 0.0}
"""Class → set-back, metres: settlement and farmland."""
REGION, KLASSEFIL = "region.gpkg", "klasser.tif"
TAAL = {"shapely": 2e-4, "arealsil, ruter": 1e-3, "atlite": 1e-3, "atlite, rund": 1.0}
"""Share of the exact area that an engine may differ by before it is told as a disagreement;
atlite's class buffers are known to be several per cent off."""


@dataclass(frozen=True, slots=True)
class Oppgave:
    """Files, and what to take away."""

    mappe: str
    """Folder of one GeoPackage per layer, the region and the class raster."""
    avstand_m: dict[str, float]
    """Layer → set-back; empty when classes are asked for."""


def _les(oppgave: Oppgave, navn: str) -> Former:
    """Shapes of one layer."""
    _, _, wkb, _ = pyogrio.raw.read(Path(oppgave.mappe) / f"{navn}.gpkg", columns=[])
    return shapely.from_wkb(wkb)


def _grunnlag(oppgave: Oppgave) -> tuple[shapely.Polygon, list[Hensyn]]:
    """Region, and what takes ground, read from the files."""
    region = _les(oppgave, "region")[0]
    if oppgave.avstand_m:
        return region, [Hensyn(_les(oppgave, n), a) for n, a in oppgave.avstand_m.items()]
    with rasterio.open(Path(oppgave.mappe) / KLASSEFIL) as fil:
        klasser, flytt = fil.read(1), fil.transform
    ruter = Ruter(flytt.c, flytt.f, GROV_M, *klasser.shape, EPSG)
    return region, [Hensyn(flater_av(klasser == k, ruter), a) for k, a in KLASSER.items()]


def vaar(oppgave: Oppgave) -> float:
    """Exact, round arcs, m²."""
    return ledig(*_grunnlag(oppgave)).areal_m2


def vaar_med_former(oppgave: Oppgave) -> float:
    """Exact, with the polygons made as well, m²."""
    svar = ledig(*_grunnlag(oppgave), med_former=True)
    assert shapely.is_valid(svar.former).all()
    return svar.areal_m2


def vaare_ruter(oppgave: Oppgave) -> float:
    """Cells of 10 m in strips, m²."""
    region, hensyn = _grunnlag(oppgave)
    return ledig_ruteareal_m2(region, hensyn, Ruter.over(Utsnitt(*region.bounds, EPSG), RUTE_M))


def med_shapely(oppgave: Oppgave) -> float:
    """Buffer with 32 chords a quarter, dissolve each layer, unite, subtract, m²."""
    region, hensyn = _grunnlag(oppgave)
    lag = [shapely.union_all(shapely.buffer(h.former, h.avstand_m, quad_segs=32)) for h in hensyn]
    return region.difference(shapely.union_all(lag)).area


def _atlite(oppgave: Oppgave, form: str) -> float:
    motpart = importlib.import_module("atlite.gis")
    region = gpd.read_file(Path(oppgave.mappe) / REGION).geometry
    alt = motpart.ExclusionContainer(crs=EPSG, res=RUTE_M)
    for navn, avstand_m in oppgave.avstand_m.items():
        alt.add_geometry(str(Path(oppgave.mappe) / f"{navn}.gpkg"), buffer=avstand_m)
    if not oppgave.avstand_m:
        fil = str(Path(oppgave.mappe) / KLASSEFIL)
        for klasse, avstand_m in KLASSER.items():
            alt.add_raster(fil, codes=klasse, buffer=avstand_m, buffer_geometry=form)
    alt.open_files()
    ledige, _ = motpart.shape_availability(region, alt)
    return float(ledige.sum()) * RUTE_M**2


def atlite_standard(oppgave: Oppgave) -> float:
    """Answer with atlite as it comes (class buffers are diamonds), m²."""
    return _atlite(oppgave, "diamond")


def atlite_rund(oppgave: Oppgave) -> float:
    """Answer with atlite's round class buffers, m²."""
    return _atlite(oppgave, "circular")


def skriv(mengde: Mengde, mappe: Path, fro: int) -> None:
    """Write the workload's files."""
    for navn, (former, _) in mengde.lagene.items():
        pyogrio.write_dataframe(gpd.GeoDataFrame(geometry=former, crs=EPSG), mappe / f"{navn}.gpkg")
    region = gpd.GeoDataFrame(geometry=[mengde.region], crs=EPSG)
    pyogrio.write_dataframe(region, mappe / REGION)
    ruter = Ruter.over(Utsnitt(*mengde.region.bounds, EPSG).utvidet(MARG_M), GROV_M)
    rng = np.random.default_rng(fro)
    bygd, dyrka = (gaussian_filter(rng.normal(size=ruter.form), s) for s in (1.5, 5.0))
    klasser = np.zeros(ruter.form, dtype=np.uint8)
    klasser[dyrka > np.quantile(dyrka, 0.8)] = 2
    klasser[bygd > np.quantile(bygd, 0.985)] = 1
    with rasterio.open(
        mappe / KLASSEFIL, "w", driver="GTiff", dtype="uint8", count=1, crs=EPSG, nodata=255,
        height=ruter.rader, width=ruter.kolonner,
        transform=from_origin(ruter.xmin, ruter.ymax, GROV_M, GROV_M),
    ) as fil:  # fmt: skip
        fil.write(klasser, 1)


def varm_atlite() -> None:
    """Import the peer before the clock."""
    importlib.import_module("atlite.gis")


def varm() -> None:
    """Compile."""
    with tempfile.TemporaryDirectory() as mappe:
        liten = lag_mengde(1, 0.002)
        skriv(liten, Path(mappe), 1)
        oppgave = Oppgave(mappe, {navn: a for navn, (_, a) in liten.lagene.items()})
        vaar_med_former(oppgave)
        vaare_ruter(oppgave)


def rapporter(fro: int, storrelse: float, klasser: bool, former: bool) -> Rapport:
    """Run every engine on one workload."""
    mangler = "" if find_spec("atlite") else "pakken atlite er ikke installert"
    motorer = [
        Motor(navn=VAAR, regn=vaar, varm=varm),
        Motor(navn="arealsil, ruter", regn=vaare_ruter, varm=varm),
        Motor(navn="atlite", regn=atlite_standard, mangler=mangler, varm=varm_atlite),
        Motor(navn="shapely", regn=med_shapely),
    ]
    if former:
        motorer.insert(1, Motor(navn="arealsil, med flater", regn=vaar_med_former, varm=varm))
    if klasser:
        motorer.append(
            Motor(navn="atlite, rund", regn=atlite_rund, mangler=mangler, varm=varm_atlite)
        )
    mengde = lag_mengde(fro, storrelse)
    with tempfile.TemporaryDirectory() as mappe:
        skriv(mengde, Path(mappe), fro)
        avstand_m = {} if klasser else {n: a for n, (_, a) in mengde.lagene.items()}
        maalinger, hoppet_over = kjor_motorer(tuple(motorer), Oppgave(mappe, avstand_m))
    return _rapport(mengde, klasser, maalinger, hoppet_over)


def _rapport(
    mengde: Mengde, klasser: bool, maalinger: dict[str, Maaling], hoppet_over: dict[str, str]
) -> Rapport:
    """Gather what was measured."""
    eksakt = maalinger[VAAR].svar
    feil = {n: abs(m.svar - eksakt) / eksakt for n, m in maalinger.items() if n != VAAR}
    kjent = klasser and "atlite"  # its diamonds are off by design
    avvik = [
        f"{n}: {f:.2%} fra det eksakte arealet"
        for n, f in feil.items() if f > TAAL.get(n, 1e-9) and n != kjent
    ]  # fmt: skip
    antall = sum(len(former) for former, _ in mengde.lagene.values())
    return Rapport(
        navn="egnet_areal_klasser" if klasser else "egnet_areal",
        arbeidsmengde={
            "km2": round(mengde.region.area / 1e6, 1),
            "hensyn": "klasser i raster" if klasser else f"{antall} former",
            "ledig_m2": round(eksakt, 1),
        },
        maalinger=maalinger,
        feil={n: {"andel": f} for n, f in feil.items()},
        avvik=tuple(avvik),
        hoppet_over=hoppet_over,
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the arguments and print the report."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("--json", action="store_true", help="som ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="en femtidel av kommunen")
    leser.add_argument("--fro", type=int, default=5025, help="frø for arbeidsmengden")
    leser.add_argument("--klasser", action="store_true", help="klasser i et raster, ikke former")
    leser.add_argument("--former", action="store_true", help="mål også med flatene")
    valg = leser.parse_args(argumenter)
    storrelse = 0.02 if valg.liten else 1.0
    return meld(rapporter(valg.fro, storrelse, valg.klasser, valg.former), valg.json)


if __name__ == "__main__":
    sys.exit(main())
