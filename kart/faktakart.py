"""The map excerpt of one site: the site, what hits it, and enough around it to know the place.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from analyser.felles.stedssvar import Stedssvar
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.stedsord import treffene
from kart.stil import bakgrunnsformer, prove_svg, slag_i
from kart.svg import Utsnittskart, utsnitt_svg
from kart.tekster import t
from lag.modell import Lag, Lagdata, Stil

OMKRETS = 2.4
"""Side of the map as a multiple of the site's longer side."""
MINSTE_M = 600.0
"""Least side of the map, metres."""
HELDEKKENDE = 0.95
"""Share of the map above which a layer is named but not drawn: it would hide the rest."""
FLEST_LAG = 6
"""Layers drawn; the table holds all."""
LETTEST = 0.3
"""Most opaque fill of a layer, 0–1."""
TYNNEST_PX = 1.6
"""Widest outline of a layer, pixels."""
BREDDE_PX = 460
STEDET = Stil(farge="#ffffff", kant="#c2185b", tykkelse_px=3.5, dekkevne=0.15)
"""The site: a strong outline that no layer has."""
HVIT = Stil(farge="#ffffff", kant="#ffffff", tykkelse_px=6.5, dekkevne=0.0)
"""Casing under the outline."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kartgrunn:
    """What every map of a run shares, made ready once."""

    kommune: Kommune
    bakgrunn: tuple[tuple[Stil, GeoSeries], ...]
    steder: GeoDataFrame | None
    lagene: Mapping[str, Lagdata]
    eksempel: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Faktakart:
    """A map and its legend."""

    svg: str
    """The picture."""
    tegnforklaring: tuple[tuple[str, str], ...]
    """Sample as SVG, and title, of each layer that is drawn."""
    dekker_alt: tuple[str, ...]
    """Titles of hit layers that cover the whole picture and are not drawn."""
    utelatt: tuple[str, ...]
    """Titles of hit layers that there was no room to draw."""


def kartgrunn(
    kommune: Kommune,
    lagene: Mapping[str, Lagdata],
    bakgrunn: Mapping[str, GeoDataFrame],
    eksempel: bool,
) -> Kartgrunn:
    """Make ready what every map shares."""
    return Kartgrunn(
        kommune=kommune,
        bakgrunn=tuple(bakgrunnsformer(bakgrunn)),
        steder=bakgrunn.get("stedsnavn"),
        lagene=lagene,
        eksempel=eksempel,
    )


def tegn(sted: Stedssvar, grunn: Kartgrunn) -> Faktakart:
    """Draw the excerpt of one site."""
    utsnitt = _utsnitt(sted.geometri, grunn.kommune.epsg)
    tegnes: list[tuple[Lag, Stil, GeoSeries]] = []
    dekker_alt: list[str] = []
    utelatt: list[str] = []
    for svar in treffene(sted):
        lagdata = grunn.lagene.get(svar.lag)
        if lagdata is None or lagdata.data.empty:
            continue
        serie = lagdata.data.geometry
        naere = GeoSeries(
            serie.iloc[sorted(serie.sindex.query(utsnitt.flate, predicate="intersects"))]
        )
        if _dekker(naere, utsnitt.flate):
            dekker_alt.append(svar.tittel)
        elif len(naere) and len(tegnes) >= FLEST_LAG:
            utelatt.append(svar.tittel)
        elif len(naere):
            tegnes.append((lagdata.post, _lett(lagdata.post.stil), naere))
    egen = GeoSeries([sted.geometri], crs=grunn.kommune.epsg)
    samme = t("Tabellene på arket har det samme innholdet.")
    svg = utsnitt_svg(
        Utsnittskart(
            utsnitt=utsnitt,
            bakgrunn=grunn.bakgrunn,
            lag=(
                *((stil, serie) for _, stil, serie in sorted(tegnes, key=_nederst)),
                (HVIT, egen),
                (STEDET, egen),
            ),
            steder=grunn.steder,
            navn=f"{t('Kartutsnitt')}: {sted.navn}. {samme}",
            eksempel=grunn.eksempel,
        ),
        BREDDE_PX,
    )
    return Faktakart(
        svg=svg,
        tegnforklaring=_forklaring(tegnes),
        dekker_alt=tuple(dekker_alt),
        utelatt=tuple(utelatt),
    )


def _lett(stil: Stil) -> Stil:
    """Return the layer's own look, lighter: hatch and outline in its colour, so that all shows."""
    return replace(
        stil,
        kant=stil.farge,
        dekkevne=min(stil.dekkevne, LETTEST),
        tykkelse_px=min(stil.tykkelse_px, TYNNEST_PX),
    )


def _nederst(ett: tuple[Lag, Stil, GeoSeries]) -> bool:
    """Areas below, lines and points above."""
    return ett[0].geometri != "flate"


def _forklaring(tegnes: Sequence[tuple[Lag, Stil, GeoSeries]]) -> tuple[tuple[str, str], ...]:
    linjer = [(prove_svg(STEDET, "flate"), "Innspillet")]
    linjer += [
        (prove_svg(stil, slag_i(GeoDataFrame(geometry=serie))), post.tittel)
        for post, stil, serie in tegnes
    ]
    return tuple(linjer)


def _utsnitt(form: BaseGeometry, epsg: int) -> Utsnitt:
    """Square box around the site."""
    x0, y0, x1, y1 = form.bounds
    halv = max(OMKRETS * max(x1 - x0, y1 - y0), MINSTE_M) / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return Utsnitt(x - halv, y - halv, x + halv, y + halv, epsg)


def _dekker(naere: GeoSeries, flate: BaseGeometry) -> bool:
    """Whether the features cover nearly the whole picture."""
    if not naere.geom_type.isin(["Polygon", "MultiPolygon"]).any():
        return False
    x0, y0, x1, y1 = flate.bounds
    klipt = shapely.clip_by_rect(naere.to_numpy(), x0, y0, x1, y1)
    return float(shapely.area(klipt).sum()) >= HELDEKKENDE * flate.area and (
        float(shapely.union_all(shapely.make_valid(klipt)).area) >= HELDEKKENDE * flate.area
    )
