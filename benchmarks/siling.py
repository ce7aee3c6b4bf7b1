"""Screening: every parcel against every layer – covered area counted once, nearest distance.

python -m benchmarks.siling [--json] [--liten] [--fro N] [--motor NAVN ...]

Ours is `analyser.felles.overlapp.vurder_alle`. Every installed peer runs on the same geometries
in the same run, and its answers are compared with ours. Our time also holds coverage and the ids
that hit, which no peer gives. Outside the clock: compiling our loops, and starting PostGIS and
loading its tables.
"""

import argparse
import sys
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analyser.felles.overlapp import vurder_alle
from benchmarks import postgis
from benchmarks.arbeidsmengde import FRO, Arbeidsmengde, Former, lag_arbeidsmengde
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from benchmarks.motparter import (
    EPSG,
    Svar,
    duckdb_mangler,
    duckdb_spatial,
    geopandas_overlay,
    postgis_svar,
    postgis_tjener,
    sedonadb,
    sedonadb_mangler,
)
from lag.modell import Dekning, IngenTjeneste, Lag, Lagdata, Stil

HEL = (20_000, 60_000, 50_000.0, 40_000.0)
"""Workload S: parcels, polygons, width and height in metres."""
LITEN = (500, 1_500, 7_900.0, 6_320.0)
"""The same density on a fortieth of the area."""
OPPVARMING = (600, 300, 3_000.0, 3_000.0)
"""Enough to compile every loop, in both threads."""
TOLERANSE_ANDEL, TOLERANSE_M2 = 1e-9, 1e-5
"""Areas agree when no pair of parcel and layer differs by more than the larger of this share of the
parcel and this many m²."""
TOLERANSE_M = 0.001
"""Distances agree when none differs by more, metres."""

UNOYAKTIGE = ("sedonadb",)
"""Peers that are known to be off (0.5.0: 8.7 of the tolerance on 2 449 pairs where geopandas and
PostGIS agree with us): what they differ by is printed, but does not fail the run."""

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


def varm() -> None:
    """Compile every loop on a tiny workload before the clock starts."""
    vaar(lag_arbeidsmengde(*OPPVARMING))


def motorer() -> tuple[Motor, ...]:
    """Ours and every peer, with the reason where one cannot run."""
    return (
        Motor(navn=VAAR, regn=vaar, varm=varm),
        Motor(navn="geopandas", regn=geopandas_overlay),
        Motor(
            navn="postgis",
            regn=postgis_svar,
            klargjor=postgis_tjener,
            egen_tjener=True,
            mangler=postgis.mangler(),
        ),
        Motor(navn="sedonadb", regn=sedonadb, mangler=sedonadb_mangler()),
        Motor(navn="duckdb", regn=duckdb_spatial, mangler=duckdb_mangler()),
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
    avvik    one sentence for every peer but `UNOYAKTIGE` and measure beyond tolerance
    """
    fasit: Svar = maalinger[VAAR].svar
    feil: dict[str, dict[str, float]] = {}
    for navn, maaling in maalinger.items():
        if navn == VAAR:
            continue
        forskjell = np.abs(maaling.svar["areal_m2"] - fasit["areal_m2"])
        grense = np.maximum(TOLERANSE_ANDEL * arealer_m2, TOLERANSE_M2)[:, None]
        feil[navn] = {
            "feil m²": float(forskjell.max()),
            "feil andel": float((forskjell / arealer_m2[:, None]).max()),
            "av toleransen": float((forskjell / grense).max()),
        }
        if "avstand_m" in maaling.svar:
            avstand = np.abs(maaling.svar["avstand_m"] - fasit["avstand_m"])
            feil[navn]["feil m"] = float(avstand.max())
    avvik = tuple(
        f"{navn}: {maal} er {verdi:.3g}, mer enn {grense}"
        for navn, maalene in feil.items()
        if navn not in UNOYAKTIGE
        for maal, grense in (("av toleransen", 1.0), ("feil m", TOLERANSE_M))
        for verdi in [maalene.get(maal, 0.0)]
        if not verdi <= grense
    )
    return feil, avvik


def kjor(
    storrelse: tuple[int, int, float, float], motorene: tuple[Motor, ...], fro: int = FRO
) -> Rapport:
    """Make the workload of `storrelse` from a seed, run the engines and compare."""
    mengde = lag_arbeidsmengde(*storrelse, fro=fro)
    maalinger, hoppet_over = kjor_motorer(motorene, mengde)
    feil, avvik = sammenlign(maalinger, shapely.area(mengde.parseller))
    return Rapport(
        navn="siling",
        arbeidsmengde={"fro": fro, **mengde.beskrivelse},
        maalinger=maalinger,
        feil=feil,
        avvik=avvik,
        hoppet_over=hoppet_over,
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the command line, run, print; exit code 1 where the answers differ."""
    alle = motorer()
    leser = argparse.ArgumentParser(prog="python -m benchmarks.siling", description=__doc__)
    leser.add_argument("--json", action="store_true", help="skriv ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="liten arbeidsmengde, under ett minutt")
    leser.add_argument("--fro", type=int, default=FRO, help="frø for arbeidsmengden")
    navn = [m.navn for m in alle]
    leser.add_argument("--motor", nargs="+", choices=navn, default=navn, help="bare disse motorene")
    valg = leser.parse_args(argumenter)
    valgte = tuple(m for m in alle if m.navn in {VAAR, *valg.motor})
    return meld(kjor(LITEN if valg.liten else HEL, valgte, valg.fro), valg.json)


if __name__ == "__main__":
    sys.exit(main())
