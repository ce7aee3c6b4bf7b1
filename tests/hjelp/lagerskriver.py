"""Fill a store with fetches that differ; as a program, to do so in a process of its own.

    python tests/hjelp/lagerskriver.py FOLDER FIRST ROUNDS

Prints «klar» when it begins.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import geopandas as gpd
from shapely import box

from gis.kilder.lager import Forsok, Kopi, Lager, Opphav, Utveksling

TIDER = [f"2026-11-{dag:02}T10:00:00+00:00" for dag in range(1, 29)]


def lagre(lager: Lager, nummer: int, navn: str = "teiger") -> Kopi:
    """One fetch whose data and time go by its number."""
    summen = lager.legg_i_raa(f"svar {nummer}".encode())
    svar = Utveksling(url="http://x/?a=1", sha256=summen, bytes=6, hoder={"ETag": f'"{nummer}"'})
    opphav = Opphav(
        nokkel="n", kilde="http://x", hentet=TIDER[nummer], sha256=summen, raafiler=(summen,),
        svarene=(svar,), mottatt=1,
    )  # fmt: skip
    sted = [box(600_000, 6_930_000, 600_001, 6_930_001)]
    data = gpd.GeoDataFrame({"navn": [f"nr {nummer}"]}, geometry=sted, crs=25833)
    return lager.lagre(navn, opphav, data, TIDER[nummer])


def main() -> None:
    """Write every second number from FIRST, with a failed attempt after each."""
    lager, forst, runder = Lager(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    print("klar", flush=True)
    for runde in range(runder):
        with lager.i_bruk():
            lagre(lager, (forst + 2 * runde) % len(TIDER))
            lager.noter("teiger", Forsok(tid=TIDER[0], nokkel="n", status="feilet", feil="nede"))


if __name__ == "__main__":
    main()
