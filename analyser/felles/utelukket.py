"""Ground that rules take from sites: rule by rule, and in all.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely import STRtree

from analyser.felles.deling import Former, grupper
from analyser.felles.modell import Grunnlag
from analyser.felles.overlapp import KVARTBUER, rene_flater
from analyser.felles.regler import Regel, utvalgte
from analyser.felles.vilkaar import virkefelt
from gis.geometri import felles, flater, snitt, union


def utelukket_grunn(grunnlag: Grunnlag, omraader: GeoDataFrame, regler: Iterable[Regel]) -> Former:
    """Return, per area, the ground that rules of type «utelukker» take; unknown layers take none.

    Returns
    -------
    grunn    (n,) polygons, empty where nothing is taken; distances are round buffers (`KVARTBUER`)
    """
    steder = rene_flater(omraader)
    eiere: list[int] = []
    biter: list[shapely.Geometry] = []
    for regel in regler:
        if regel.type == "utelukker":
            for sted, bit in _biter(grunnlag, steder, regel, regel.avstand_m):
                eiere.append(sted)
                biter.append(bit)
    return samlet_per_sted(len(steder), eiere, biter)


def regelgrunn(grunnlag: Grunnlag, steder: Former, regel: Regel, tillegg_m: float = 0.0) -> Former:
    """Return, per site, the ground that one rule takes, whatever its type.

    Parameters
    ----------
    steder       (n,) valid polygons
    tillegg_m    distance added to the rule's own, metres; then also lines and points take ground,
                 and the buffer is drawn outside the true circle instead of inside

    Returns
    -------
    grunn    (n,) polygons, empty where nothing is taken or the layer is not known
    """
    avstand_m = regel.avstand_m
    if tillegg_m > 0:
        avstand_m = (avstand_m + tillegg_m) / np.cos(np.pi / (4 * KVARTBUER))
    par = list(_biter(grunnlag, steder, regel, avstand_m))
    return samlet_per_sted(len(steder), [sted for sted, _ in par], [bit for _, bit in par])


def _biter(
    grunnlag: Grunnlag, steder: Former, regel: Regel, avstand_m: float
) -> Iterable[tuple[int, shapely.Geometry]]:
    """Yield (site, its part within the distance of one feature of the rule)."""
    lagdata = utvalgte(regel, grunnlag.lag[regel.lag])
    if not lagdata.kjent or lagdata.post.geometri == "raster":
        return
    er_flate = lagdata.post.geometri == "flate"
    former = rene_flater(lagdata.data) if er_flate else lagdata.data.geometry.to_numpy()
    felt = virkefelt(grunnlag, steder, regel)
    yield from _innen(felt, np.asarray(former, dtype=object), avstand_m)


def _innen(
    steder: Former, former: Former, avstand_m: float
) -> Iterable[tuple[int, shapely.Geometry]]:
    """Yield (site, its part within `avstand_m` of one feature)."""
    i_sted, i_form = STRtree(former).query(steder, predicate="dwithin", distance=avstand_m)
    for sted, form in zip(i_sted, i_form, strict=True):
        naer = former[form]
        if avstand_m > 0:
            x0, y0, x1, y1 = steder[sted].bounds
            m = avstand_m + 1.0
            boks = shapely.box(x0 - m, y0 - m, x1 + m, y1 + m)
            (ved,) = snitt(np.array([naer], dtype=object), boks)
            naer = shapely.buffer(ved, avstand_m, quad_segs=KVARTBUER)
        yield int(sted), felles(steder[sted], naer)


def samlet_per_sted(n: int, eiere: Sequence[int], biter: Sequence[shapely.Geometry]) -> Former:
    """(n,) union of the polygon pieces per site; empty where a site has none."""
    ut: Former = np.full(n, shapely.Polygon(), dtype=object)
    rekke = np.array(biter, dtype=object)
    for sted, gruppe in grupper(np.array(eiere, dtype=np.intp)):
        ut[sted] = union(flater(rekke[gruppe]))
    return ut
