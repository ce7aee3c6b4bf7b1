"""Geometry made ready for drawing: fewer vertices, degrees, few decimals. Never for measuring."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Klasse, Resultat
from gis.crs import LENGDE_BREDDE
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.stil import Slag, slag_av
from lag.modell import Stil

DESIMALER = 6
"""Decimals of a degree on a page: about 0.1 m, well below a pixel at the deepest zoom."""
SOKEDESIMALER = 5
"""Decimals of a place that can be searched for: a metre, for a marker that is wider."""
HALVERINGER = 4
"""Times the tolerance of a coverage is halved before neighbours are simplified one by one."""

LINJETYPER = (1, 5)
"""Type ids of lines and bundles of lines, as shapely numbers them."""

OMRISSLAG = "utgaven_gjelder"
"""Name of the layer that shows what an edition is about; a map that has it opens there."""
OMRISS_RAMME_M = 250.0
"""Ground about it that the map opens on."""
MINSTE_UTSNITT_M = 1_000.0
"""Margin about what a map opens on."""
UTEN_KLASSE = Klasse(verdi="", tittel="Uten klasse", stil=Stil(farge="#9a9a9a", skravur="prikker"))
"""For features whose class the legend does not know: they are shown, not dropped."""


def i_klasser(post: Kartlag) -> Iterator[tuple[Klasse, GeoDataFrame]]:
    """Yield each class with its features; a last one for what no class takes."""
    if not post.klassefelt:
        yield post.klasser[0], post.data
        return
    verdier = post.data[post.klassefelt].astype("string").fillna("")
    for klasse in post.klasser:
        yield klasse, post.data[verdier == klasse.verdi]
    resten = post.data[~verdier.isin([k.verdi for k in post.klasser])]
    if len(resten):
        yield UTEN_KLASSE, resten


def omriss(form: BaseGeometry, epsg: int) -> Utsnitt:
    """Return the box about `form`, which is in `epsg`."""
    xmin, ymin, xmax, ymax = form.bounds
    return Utsnitt(xmin, ymin, xmax, ymax, epsg)


def rammen(kommune: Kommune, grense: BaseGeometry) -> Utsnitt:
    """Return the box about the municipality; that of its settings where no border is known."""
    return kommune.boks if grense.is_empty else omriss(grense, kommune.epsg)


def aapningsutsnitt(resultat: Resultat, kommune: Kommune, grense: BaseGeometry) -> Utsnitt:
    """Choose what a map opens on: the layer of the first linked table, or the municipality."""
    navn = next((t.kartlag for t in resultat.tabeller if t.kartlag), "")
    rundt = MINSTE_UTSNITT_M
    if any(post.navn == OMRISSLAG for post in resultat.kartlag):
        navn, rundt = OMRISSLAG, OMRISS_RAMME_M
    hoved = [p.data.geometry for p in resultat.kartlag if p.navn == navn and len(p.data)]
    ramme = rammen(kommune, grense).utvidet(MINSTE_UTSNITT_M)
    x0, y0, x1, y1 = (float(v) for v in (hoved[0].total_bounds if hoved else ramme.grenser))
    kant = (
        max(x0 - rundt, ramme.xmin),
        max(y0 - rundt, ramme.ymin),
        min(x1 + rundt, ramme.xmax),
        min(y1 + rundt, ramme.ymax),
    )
    if not (kant[0] < kant[2] and kant[1] < kant[3]):
        return ramme
    return Utsnitt(kant[0], kant[1], kant[2], kant[3], kommune.epsg)


def forenkle(former: GeoSeries, toleranse_m: float) -> GeoSeries:
    """Simplify so that no point moves more than `toleranse_m`.

    Areas that tile without overlap keep their shared borders (coverage simplification); others
    are simplified one by one. Shapes that would vanish keep their own vertices.

    Parameters
    ----------
    former         (n,) geometries in a metric CRS
    toleranse_m    largest deviation, metres; 0 leaves everything as it is
    """
    if toleranse_m <= 0 or former.empty:
        return former
    raa = np.asarray(former.values)
    enklere = _som_dekke(raa, toleranse_m)
    if enklere is None:
        enklere = shapely.simplify(raa, toleranse_m, preserve_topology=True)
    borte = shapely.is_empty(enklere) & ~shapely.is_empty(raa)
    return GeoSeries(np.where(borte, raa, enklere), index=former.index, crs=former.crs)


def _som_dekke(raa: NDArray[np.object_], toleranse_m: float) -> NDArray[np.object_] | None:
    """Simplified coverage within the tolerance, or None where the areas are none."""
    flater = bool(np.isin(shapely.get_type_id(raa), (3, 6)).all())
    if not flater or len(raa) == 1 or not shapely.coverage_is_valid(raa):
        return None
    for halvering in range(HALVERINGER):
        enklere = shapely.coverage_simplify(raa, toleranse_m / 2**halvering)
        if np.nanmax(shapely.hausdorff_distance(raa, enklere)) <= toleranse_m:
            return np.asarray(enklere, dtype=object)
    return None


def sammenhengende(former: GeoSeries) -> GeoSeries:
    """Join lines end to end where just two meet: fewer lines, the same drawing.

    Parameters
    ----------
    former    (n,) geometries in any CRS; what is not lines only comes back as it is
    """
    raa = np.asarray(former.values)
    if not len(raa) or not np.isin(shapely.get_type_id(raa), LINJETYPER).all():
        return former
    lengst = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(raa)))
    return GeoSeries(shapely.get_parts(lengst), crs=former.crs)


def til_grader(former: GeoSeries) -> GeoSeries:
    """Longitude/latitude with `DESIMALER` decimals."""
    grader = former.to_crs(LENGDE_BREDDE)
    avrundet = shapely.transform(np.asarray(grader.values), lambda xy: np.round(xy, DESIMALER))
    return GeoSeries(avrundet, index=former.index, crs=LENGDE_BREDDE)


def homogene(form: BaseGeometry) -> list[BaseGeometry]:
    """Return a collection's areas, lines and points, each as one shape; others come back whole."""
    if form.geom_type != "GeometryCollection":
        return [form]
    like: dict[Slag, list[BaseGeometry]] = {"flate": [], "linje": [], "punkt": []}
    for delen in shapely.get_parts(form):
        like[slag_av(delen.geom_type)].append(delen)
    return [shapely.union_all(former) for former in like.values() if former]


def som_geojson(form: BaseGeometry) -> dict[str, Any]:
    """GeoJSON geometry, two dimensions."""
    return dict(shapely.force_2d(form).__geo_interface__)


def deltakodet(punkter: Sequence[Sequence[float]]) -> list[int]:
    """Encode points as whole steps of 10^-`SOKEDESIMALER` degrees.

    The first is absolute, the others differences: about half of what plain coordinates take when
    compressed. maler/js/sok.js adds them up again.
    """
    hele = np.rint(np.asarray(punkter, dtype=float)[:, :2] * 10**SOKEDESIMALER).astype(np.int64)
    hele[1:] -= hele[:-1].copy()
    return [int(v) for v in hele.ravel()]
