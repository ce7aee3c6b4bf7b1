"""The same free ground from two other engines: cells of 10 m, and outlines by winding.

The candidates come from exact overlay square by square. Both engines here start from the layers
anew; their answers are shown beside it, so that a fault in one of them is seen.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import rene_flater
from analyser.felles.regelmodell import Regel
from analyser.felles.regler import utvalgte
from gis.ledig import Hensyn, ledig
from gis.ruter import Fordeling, Ruter, fordeling
from gis.utsnitt import Utsnitt

RUTE_M = 10.0
"""Cell of the raster engine, metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motorsvar:
    """Free ground of the searched area by each engine, m²."""

    overlegg_m2: float
    """Exact overlay, square by square."""
    vikling_m2: float
    """Outlines by winding, chords for arcs as in the overlay."""
    fordelt: Fordeling | None
    """Cells of `RUTE_M` by what takes them, in the order of the exclusions; None without ground."""

    @property
    def ruter_m2(self) -> float:
        """Cells whose centre is free, m²."""
        return self.fordelt.fritt_m2 if self.fordelt else 0.0

    @property
    def avvik_ruter(self) -> float:
        """Deviation of the cells, as a share; NaN where nothing is free."""
        if not self.overlegg_m2 > 0:
            return float("nan")
        return self.ruter_m2 / self.overlegg_m2 - 1.0


def hensyn_av(grunnlag: Grunnlag, regel: Regel, grunn: Former) -> Hensyn:
    """Return what a rule takes: its features and distance; its ground where it has conditions."""
    laget = utvalgte(regel, grunnlag.lag[regel.lag])
    if regel.bare_i is not None or regel.unntatt_i is not None or not laget.kjent:
        return Hensyn(grunn, 0.0)
    er_flate = laget.post.geometri == "flate"
    former = rene_flater(laget.data) if er_flate else laget.data.geometry.to_numpy()
    return Hensyn(np.asarray(former, dtype=object), regel.avstand_m)


def prov_motorer(
    omraade: BaseGeometry, hensyn: Sequence[Hensyn], overlegg_m2: float, epsg: int
) -> Motorsvar:
    """Measure the free ground of an area anew by both engines."""
    if omraade.is_empty:
        return Motorsvar(overlegg_m2=0.0, vikling_m2=0.0, fordelt=None)
    ruter = Ruter.over(Utsnitt(*omraade.bounds, epsg), RUTE_M)
    return Motorsvar(
        overlegg_m2=overlegg_m2,
        vikling_m2=ledig(omraade, hensyn).kantet_m2,
        fordelt=fordeling(omraade, hensyn, ruter),
    )
