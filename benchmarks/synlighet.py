"""Visibility: a municipality at 10 m seen from twenty points, beside gdal_viewshed.

python -m benchmarks.synlighet [--json] [--liten] [--fro N]

Both read the terrain from a file within the clock and write nothing but the answer. The points
stand on a small flat of 3 × 3 cells: GDAL 3.6 hides neighbours lower than the observer's ground.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin
from scipy.ndimage import gaussian_filter, zoom

from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld
from gis.kompilering import TRAADER
from gis.rutenett import Rutenett
from gis.synlighet import KRUMNING, Utsiktspunkt, synlighet

EPSG, RUTE_M, XMIN, YMAX = 25832, 10.0, 600_000.0, 6_970_000.0
HEL, LITEN = (5_200, 5_400), (400, 500)
"""Rows and columns: a box around a municipality of 1 957 km², and one for trying."""
PUNKTER = 20
OYE_M, BYGG_M = 2.0, 8.0
"""Eyes and building above the ground, metres."""
TAAL = 1e-3
"""Share of the cells that may differ, of each point."""


@dataclass(frozen=True, slots=True)
class Oppgave:
    """A terrain in a file, and where to look from."""

    fil: str
    punkter: tuple[tuple[float, float], ...]


def lag_terreng(
    fro: int, form: tuple[int, int]
) -> tuple[NDArray[np.float32], list[tuple[int, int]]]:
    """Hills of several sizes, and the cells that are looked from."""
    rng = np.random.default_rng(fro)
    z = np.zeros(form)
    for bolge, hoyde in ((300, 350.0), (60, 90.0), (12, 12.0)):
        grov = max(bolge // 6, 1)
        liten = gaussian_filter(rng.normal(size=(form[0] // grov + 4, form[1] // grov + 4)), 2.5)
        z += hoyde * zoom(liten / liten.std(), grov, order=1)[: form[0], : form[1]]
    z = gaussian_filter(z, 2.0)
    z += 600.0 - z.min()
    rader, kolonner = (rng.integers(5, n - 5, PUNKTER).tolist() for n in form)
    steder = list(zip(rader, kolonner, strict=True))
    for rad, kol in steder:
        z[rad - 1 : rad + 2, kol - 1 : kol + 2] = z[rad, kol]
    return z.astype(np.float32), steder


def _pakket(sett: NDArray[np.bool_]) -> bytes:
    return np.packbits(sett).tobytes()


def vaar(oppgave: Oppgave) -> list[bytes]:
    """All points in one go."""
    with rasterio.open(oppgave.fil) as fil:
        terreng = Rutenett(fil.read(1), XMIN, YMAX, RUTE_M, EPSG)
    punkter = [Utsiktspunkt(x, y, OYE_M) for x, y in oppgave.punkter]
    fra = synlighet(terreng, punkter, BYGG_M).fra
    return [_pakket((fra >> np.uint32(n)) & 1 > 0) for n in range(len(punkter))]


def med_gdal(oppgave: Oppgave) -> list[bytes]:
    """One run of the program per point, two at a time."""

    def ett(nr: int) -> bytes:
        x, y = oppgave.punkter[nr]
        ut = Path(oppgave.fil).with_name(f"sett{nr}.tif")
        tall = ["-ox", x, "-oy", y, "-oz", OYE_M, "-tz", BYGG_M, "-cc", KRUMNING, "-md", 0]
        subprocess.run(["gdal_viewshed", "-q", *map(str, tall), oppgave.fil, str(ut)], check=True)
        with rasterio.open(ut) as fil:
            return _pakket(fil.read(1) > 0)

    with ThreadPoolExecutor(TRAADER) as traader:
        return list(traader.map(ett, range(len(oppgave.punkter))))


def varm() -> None:
    """Compile."""
    z = np.zeros((9, 9), dtype=np.float32)
    synlighet(Rutenett(z, 0.0, 90.0, 10.0, EPSG), [Utsiktspunkt(45.0, 45.0)])


def rapporter(fro: int, form: tuple[int, int]) -> Rapport:
    """Run both on one terrain."""
    z, steder = lag_terreng(fro, form)
    punkter = tuple(
        (XMIN + RUTE_M * (kol + 0.5), YMAX - RUTE_M * (rad + 0.5)) for rad, kol in steder
    )
    mangler = "" if shutil.which("gdal_viewshed") else "gdal_viewshed (gdal-bin) finnes ikke"
    motorer = (
        Motor(navn=VAAR, regn=vaar, varm=varm),
        Motor(navn="gdal_viewshed", regn=med_gdal, mangler=mangler, egen_tjener=True),
    )
    with tempfile.TemporaryDirectory() as mappe:
        fil = str(Path(mappe) / "terreng.tif")
        with rasterio.open(
            fil, "w", driver="GTiff", dtype="float32", count=1, crs=EPSG, height=form[0],
            width=form[1], transform=from_origin(XMIN, YMAX, RUTE_M, RUTE_M),
        ) as ut:  # fmt: skip
            ut.write(z, 1)
        maalinger, hoppet_over = kjor_motorer(motorer, Oppgave(fil, punkter))
    return _rapport(form, maalinger, hoppet_over)


def _rapport(
    form: tuple[int, int], maalinger: dict[str, Maaling], hoppet_over: dict[str, str]
) -> Rapport:
    """Compare cell by cell."""
    antall = form[0] * form[1]
    vaare = [np.unpackbits(np.frombuffer(b, np.uint8), count=antall) for b in maalinger[VAAR].svar]
    feil = {}
    for navn, maaling in maalinger.items():
        if navn != VAAR:
            deres = (np.unpackbits(np.frombuffer(b, np.uint8), count=antall) for b in maaling.svar)
            feil[navn] = max(float((v != d).mean()) for v, d in zip(vaare, deres, strict=True))
    return Rapport(
        navn="synlighet",
        arbeidsmengde={"ruter": antall, "punkter": len(vaare)},
        maalinger=maalinger,
        feil={n: {"ulike ruter, verste punkt": f} for n, f in feil.items()},
        avvik=tuple(f"{n}: {f:.2%} av rutene er ulike" for n, f in feil.items() if f > TAAL),
        hoppet_over=hoppet_over,
        funn={"sett i snitt": f"{np.mean([v.mean() for v in vaare]):.1%} av rutene"},
    )


def main(argumenter: list[str] | None = None) -> int:
    """Read the arguments and print the report."""
    leser = argparse.ArgumentParser(description=__doc__)
    leser.add_argument("--json", action="store_true", help="som ett JSON-objekt")
    leser.add_argument("--liten", action="store_true", help="200 000 ruter")
    leser.add_argument("--fro", type=int, default=5025, help="frø for terrenget")
    valg = leser.parse_args(argumenter)
    return meld(rapporter(valg.fro, LITEN if valg.liten else HEL), valg.json)


if __name__ == "__main__":
    sys.exit(main())
