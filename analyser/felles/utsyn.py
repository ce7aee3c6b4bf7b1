"""What of an area is seen from chosen places, and against the sky: bare ground, curved earth.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.svar import tekstkolonne
from analyser.felles.tekst import oppramsing, prosent
from gis.rutenett import Rutenett
from gis.synlighet import Utsiktspunkt, silhuett, synlighet
from lag.katalog.grunnlag import STEDSNAVN, TERRENG

REKKEVIDDE_M = 20_000.0
"""Beyond this nobody makes out a cabin, metres. arealsils forslag (uverifisert)."""
UTSYNSKOLONNER = (
    tekstkolonne("synlig", "Synlig fra",
                 "Andel av flaten der et bygg kan ses; bart terreng, krum jord med refraksjon."),
    tekstkolonne("silhuett", "Mot himmelen", "Andel av flaten der bygget står i silhuett."),
)  # fmt: skip
UKJENT, INGEN = "ikke kjent", "ikke synlig i modellen"


def utsyn(
    grunnlag: Grunnlag, omraader: GeoDataFrame, steder: Sequence[str], hoyde_m: float
) -> dict[str, list[str]]:
    """Return, per area, from where it is seen and how much of it stands against the sky.

    Parameters
    ----------
    steder     place names to look from; those that are not known are said to be so
    hoyde_m    of the building above the ground
    """
    terreng = grunnlag[TERRENG].raster
    punkter = _punktene(grunnlag, terreng, steder)
    if terreng is None or not punkter:
        return {"synlig": [UKJENT] * len(omraader), "silhuett": [UKJENT] * len(omraader)}
    sett = synlighet(terreng, list(punkter.values()), hoyde_m, REKKEVIDDE_M)
    synlig = np.array(
        [
            _andel(omraader, terreng, (sett.fra >> nr) & 1, np.isnan(sett.skjult_m))
            for nr in range(len(punkter))
        ]
    )
    himmel = np.any([silhuett(terreng, p, hoyde_m) for p in punkter.values()], axis=0)
    mot = _andel(omraader, terreng, himmel, np.isnan(sett.skjult_m))
    mangler = [navn for navn in steder if navn not in punkter]
    return {
        "synlig": [_ord(list(punkter), kolonne, mangler) for kolonne in synlig.T],
        "silhuett": [UKJENT if np.isnan(a) else prosent(a) for a in mot],
    }


def _punktene(
    grunnlag: Grunnlag, terreng: Rutenett | None, steder: Sequence[str]
) -> dict[str, Utsiktspunkt]:
    """Name → place to look from, those that lie on known terrain."""
    data = grunnlag[STEDSNAVN].data
    ut: dict[str, Utsiktspunkt] = {}
    for navn in steder:
        dem = data[[str(n).partition(" (")[0] == navn for n in data["navn"]]]
        if terreng is not None and len(dem):
            punkt = dem.geometry.iloc[0]
            if terreng.dekker(punkt):
                ut[navn] = Utsiktspunkt(*map(float, shapely.get_coordinates(punkt)[0]))
    return ut


def _andel(
    omraader: GeoDataFrame, terreng: Rutenett, ja: np.ndarray, ukjent: np.ndarray
) -> Flyt:  # fmt: skip
    """(n,) share of the cells in each area where it is so; NaN where nothing is known."""
    verdier = np.where(ukjent, np.nan, ja).astype(np.float32)
    felt = Rutenett(verdier, terreng.xmin, terreng.ymax, terreng.rute_m, terreng.epsg)
    celler = [felt.innenfor(flate) for flate in omraader.geometry]
    return np.array([float(c.mean()) if c.size else np.nan for c in celler], dtype=np.float64)


def _ord(navn: Sequence[str], andeler: Flyt, mangler: Sequence[str]) -> str:
    """Places that see an area, with its share."""
    if np.isnan(andeler).all():
        return UKJENT
    sett = [f"{n} ({prosent(a)})" for n, a in zip(navn, andeler, strict=True) if a > 0]
    ut = oppramsing(sett) or INGEN
    return f"{ut}; ikke kjent fra {oppramsing(mangler)}" if mangler else ut
