"""What is seen from the key points: over the bare terrain, without woods and houses.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from analyser.felles.arv.delomraader import stedet
from analyser.felles.modell import Grunnlag
from gis.feil import ParameterFeil
from gis.rutenett import Rutenett
from gis.synlighet import Utsiktspunkt, synlighet
from lag.katalog.grunnlag import TERRENG


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Synsfelt:
    """What can be seen from the key points."""

    punkter: tuple[str, ...]
    """Names of the points that were looked from."""
    mangler: tuple[str, ...]
    """Points that have no place in the register, or lie outside the terrain."""
    fra: Rutenett | None
    """Bit n set where a thing is seen from point n, as numbers; None where it is not known."""
    ukjent: str = ""
    """Why not."""


def synsfelt(
    grunnlag: Grunnlag, navn: Sequence[str], hoyde_m: float, rekkevidde_m: float
) -> Synsfelt:
    """Look from every key point.

    Parameters
    ----------
    navn            place names, looked up in the register
    hoyde_m         of what is to be seen, above the ground
    rekkevidde_m    nothing beyond it is seen
    """
    terreng = grunnlag[TERRENG].raster
    if not grunnlag[TERRENG].kjent or terreng is None:
        return Synsfelt(punkter=(), mangler=tuple(navn), fra=None, ukjent="terrenget er ikke kjent")
    funnet: list[tuple[str, Utsiktspunkt]] = []
    for ett in navn:
        sted = stedet(grunnlag, ett)
        if sted is not None and _har_hoyde(terreng, sted.x, sted.y):
            funnet.append((ett, Utsiktspunkt(sted.x, sted.y)))
    mangler = tuple(n for n in navn if n not in {f[0] for f in funnet})
    if not funnet:
        return Synsfelt(punkter=(), mangler=mangler, fra=None,
                        ukjent="ingen av nøkkelpunktene har et sted i terrenget")  # fmt: skip
    sett = synlighet(terreng, [p for _, p in funnet], hoyde_m, rekkevidde_m)
    uvisst = np.isnan(terreng.verdier) | ((sett.fra == 0) & np.isnan(sett.skjult_m))
    verdier = np.where(uvisst, np.nan, sett.fra.astype(np.float64))
    felt = Rutenett(
        verdier.astype(np.float32), terreng.xmin, terreng.ymax, terreng.rute_m, terreng.epsg
    )
    return Synsfelt(punkter=tuple(n for n, _ in funnet), mangler=mangler, fra=felt)


def _har_hoyde(terreng: Rutenett, x: float, y: float) -> bool:
    """Tell whether the terrain is known at a point."""
    rad = int(np.floor((terreng.ymax - y) / terreng.rute_m))
    kol = int(np.floor((x - terreng.xmin) / terreng.rute_m))
    rader, kolonner = terreng.verdier.shape
    return 0 <= rad < rader and 0 <= kol < kolonner and not np.isnan(terreng.verdier[rad, kol])


def synlig(felt: Synsfelt, form: BaseGeometry) -> tuple[float, tuple[str, ...]]:
    """Return the share of an area that is seen from some key point, and from which.

    Returns
    -------
    andel    0–1; NaN where it is not known: also where nothing of it is seen and part of it, or of
             the way there, lies beyond the terrain that is known
    """
    if felt.fra is None:
        return float("nan"), ()
    ruter = felt.fra.innenfor(form)
    if not len(ruter):
        ruter = felt.fra.innenfor(form.representative_point().buffer(felt.fra.rute_m))
    if not len(ruter):
        return float("nan"), ()
    biter = ruter.astype(np.uint32)
    if not biter.any() and not felt.fra.dekker(form):
        return float("nan"), ()
    hvem = tuple(n for nr, n in enumerate(felt.punkter) if (biter & np.uint32(1 << nr)).any())
    return float((biter > 0).mean()), hvem


def krev_faa(navn: Sequence[str]) -> tuple[str, ...]:
    """Return the key points when there is room for them.

    Raises
    ------
    ParameterFeil    for more than 24, which is what the answer's numbers hold
    """
    if len(navn) > FLEST:
        raise ParameterFeil(f"verdensarv.nokkelpunkter: høyst {FLEST} punkter; fikk {len(navn)}.")
    return tuple(navn)


FLEST = 24
"""Key points: bits that a 32-bit float holds exactly."""
