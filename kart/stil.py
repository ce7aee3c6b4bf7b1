"""How a Stil is drawn, on screen and on paper: map, legend and overview use the same functions.

Hatches are SVG patterns, so that colour is never alone (WCAG 1.4.1). Points carry the same
difference as a shape. Geometries lie in the working CRS (a map plane, metres).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any, Literal

from geopandas import GeoDataFrame, GeoSeries

from lag.modell import Stil

Slag = Literal["flate", "linje", "punkt"]

FLERTALL: Mapping[Slag, str] = {"flate": "flater", "linje": "linjer", "punkt": "punkter"}
"""Kinds of shape in drawing order, and their name where a class holds several."""
RUTE_PX = 8
"""Side of one hatch tile."""
SKRAVURSTYRKE = 0.7
"""Opacity of the hatch, so that what lies below large areas still reads."""
RADIUS_PX = 6.0
"""Radius of a point symbol."""
PROVE_PX = (26, 18)
"""Width and height of a legend sample."""
FORMER: Mapping[str, tuple[int, float]] = {
    "": (0, 0.0),
    "45": (3, -90.0),
    "315": (4, 0.0),
    "rutenett": (4, 45.0),
    "prikker": (0, 0.0),
    "vannrett": (3, 90.0),
}
"""Hatch → corners of the point symbol (0 = circle) and the direction of the first, degrees."""
HULE = frozenset({"prikker"})
"""Hatches whose point symbol is hollow."""

_STREKER: Mapping[str, str] = {
    "45": "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    "315": "M-2 6L2 10M0 0L8 8M6 -2L10 2",
    "rutenett": "M4 0V8M0 4H8",
    "vannrett": "M0 4H8",
}

GRENSE = Stil(farge="#1b1b1b", kant="#1b1b1b", tykkelse_px=2.0, dekkevne=0.0, strek="8 4")
"""Municipality boundary."""
BAKGRUNN: Mapping[str, tuple[str, Stil]] = {
    "innsjoer": ("Innsjøer", Stil(farge="#c3dcec", kant="#8fb5cc", tykkelse_px=0.6, dekkevne=1.0)),
    "elver": ("Elver", Stil(farge="#8fb5cc", tykkelse_px=1.2)),
    "veger": ("Veger", Stil(farge="#8f8578", tykkelse_px=1.3)),
    "jernbane": ("Jernbane", Stil(farge="#4a4a4a", tykkelse_px=1.6, strek="6 3")),
    "stedsnavn": ("Stedsnavn", Stil(farge="#1b1b1b", tykkelse_px=0.0)),
}
"""Background layer id → title and look, bottom first: muted, so that results stand out."""
HOVEDVEGER = ("E", "R", "F")
"""Road categories drawn as main roads: europaveg, riksveg, fylkesveg."""


def slag_av(geometritype: str) -> Slag:
    """Tell what kind of drawing a geometry type asks for."""
    if geometritype.endswith("Polygon"):
        return "flate"
    return "linje" if geometritype.endswith(("LineString", "LinearRing")) else "punkt"


def slag_i(data: GeoDataFrame) -> Slag:
    """Tell what kind of drawing the features ask for; areas where there are none."""
    typer = data.geometry.geom_type.dropna()
    return slag_av(str(typer.iloc[0])) if len(typer) else "flate"


def bakgrunnsdeler(navn: str, data: GeoDataFrame) -> Iterator[tuple[str, Stil, GeoDataFrame]]:
    """Title, look and features of the parts that a background layer is drawn in."""
    tittel, stil = BAKGRUNN[navn]
    if navn != "veger" or "vegkategori" not in data:
        yield tittel, stil, data
        return
    hoved = data["vegkategori"].isin(HOVEDVEGER)
    yield "Andre veger", replace(stil, tykkelse_px=stil.tykkelse_px * 0.5), data[~hoved]
    yield "Europa-, riks- og fylkesveger", replace(stil, tykkelse_px=2.6), data[hoved]


def bakgrunnsformer(
    bakgrunn: Mapping[str, GeoDataFrame],
) -> Iterator[tuple[Stil, GeoSeries]]:
    """Yield look and shapes of water, roads and railway, bottom first; place names are no shapes.

    Parameters
    ----------
    bakgrunn    background layers by id; those that are missing or empty are left out
    """
    for navn in BAKGRUNN:
        data = bakgrunn.get(navn)
        if navn != "stedsnavn" and data is not None and len(data):
            yield from ((stil, delen.geometry) for _, stil, delen in bakgrunnsdeler(navn, data))


def til_leaflet(stil: Stil, slag: Slag) -> dict[str, Any]:
    """Return the style as Leaflet's path options (used by folium), plus our hatch."""
    return {
        "color": stil.farge if slag == "linje" else stil.kant,
        "weight": stil.tykkelse_px,
        "fillColor": stil.farge,
        "fillOpacity": stil.dekkevne,
        "dashArray": stil.strek or None,
        "skravur": stil.skravur,
        "slag": slag,
    }


def fra_leaflet(valg: Mapping[str, Any]) -> Stil:
    """Return the Stil behind `valg`; what it leaves out gets our defaults."""
    kant = str(valg.get("color") or "#1b1b1b")
    return Stil(
        farge=str(valg.get("fillColor") or kant),
        kant=kant,
        tykkelse_px=float(valg.get("weight", 1.5)),
        dekkevne=float(valg.get("fillOpacity", 0.6)),
        strek=str(valg.get("dashArray") or ""),
        skravur=valg.get("skravur") or "",
    )


def monster_id(stil: Stil, prefiks: str = "m") -> str:
    """Id of the pattern that fills an area; equal looks have equal ids."""
    deler = (stil.skravur, stil.farge, stil.kant, f"{stil.dekkevne:g}")
    return prefiks + "-" + "-".join(d.lstrip("#").replace(".", "_") for d in deler)


def monster_svg(stil: Stil, prefiks: str = "m") -> str:
    """SVG pattern: the fill colour at its opacity, hatched in the outline colour."""
    flate = (
        f'<rect width="{RUTE_PX}" height="{RUTE_PX}" fill="{escape(stil.farge)}" '
        f'fill-opacity="{stil.dekkevne:g}"/>'
    )
    if stil.skravur == "prikker":
        svak = f'r="1.1" fill="{escape(stil.kant)}" fill-opacity="{SKRAVURSTYRKE}"'
        tegn = "".join(f'<circle cx="{x}" cy="{x}" {svak}/>' for x in (2, 6))
    else:
        tegn = (
            f'<path d="{_STREKER[stil.skravur]}" stroke="{escape(stil.kant)}" '
            f'stroke-opacity="{SKRAVURSTYRKE}" fill="none"/>'
        )
    return (
        f'<pattern id="{escape(monster_id(stil, prefiks))}" width="{RUTE_PX}" height="{RUTE_PX}" '
        f'patternUnits="userSpaceOnUse">{flate}{tegn}</pattern>'
    )


def monstre(stilene: Iterable[Stil], prefiks: str = "m") -> str:
    """Return the patterns that `stilene` need, each once, as an SVG defs element."""
    unike = {monster_id(s, prefiks): s for s in stilene if s.skravur}
    return "<defs>" + "".join(monster_svg(unike[n], prefiks) for n in sorted(unike)) + "</defs>"


def tegn_attributter(stil: Stil, slag: Slag, prefiks: str = "m") -> str:
    """SVG presentation attributes; no style attribute, which the pages' policy forbids."""
    strek = f' stroke-dasharray="{escape(stil.strek)}"' if stil.strek else ""
    if slag == "linje":
        return (
            f'fill="none" stroke="{escape(stil.farge)}" stroke-width="{stil.tykkelse_px:g}"{strek}'
        )
    fyll, dekk = escape(stil.farge), stil.dekkevne
    if slag == "flate" and stil.skravur:
        fyll, dekk = f"url(#{escape(monster_id(stil, prefiks))})", 1.0
    if slag == "punkt":
        dekk = 1.0
    if slag == "punkt" and stil.skravur in HULE:
        fyll = "#ffffff"
    kant = escape(stil.farge if slag == "punkt" and stil.skravur in HULE else stil.kant)
    return (
        f'fill="{fyll}" fill-opacity="{dekk:g}" stroke="{kant}" '
        f'stroke-width="{stil.tykkelse_px:g}"{strek}'
    )


def punkt_svg(stil: Stil, midt: tuple[float, float], radius: float, prefiks: str = "m") -> str:
    """Return the symbol of a point, its shape chosen by the hatch."""
    x, y = midt
    utseende = tegn_attributter(stil, "punkt", prefiks)
    hjorner, retning = FORMER[stil.skravur]
    if not hjorner:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {utseende}/>'
    vinkler = [math.radians(retning + 360 * i / hjorner) for i in range(hjorner)]
    sti = "L".join(
        f"{x + 1.2 * radius * math.cos(v):.1f} {y + 1.2 * radius * math.sin(v):.1f}"
        for v in vinkler
    )
    return f'<path d="M{sti}Z" {utseende}/>'


def prove_svg(stil: Stil, slag: Slag) -> str:
    """Legend sample; its hatch is the page's own pattern."""
    bredde, hoyde = PROVE_PX
    if slag == "punkt":
        innhold = punkt_svg(stil, (bredde / 2, hoyde / 2), RADIUS_PX)
    elif slag == "linje":
        innhold = f'<path d="M1 {hoyde / 2:g}H{bredde - 1}" {tegn_attributter(stil, slag)}/>'
    else:
        innhold = (
            f'<rect x="1.5" y="1.5" width="{bredde - 3}" height="{hoyde - 3}" '
            f"{tegn_attributter(stil, slag)}/>"
        )
    return (
        f'<svg class="prove" width="{bredde}" height="{hoyde}" viewBox="0 0 {bredde} {hoyde}" '
        f'aria-hidden="true" focusable="false">{innhold}</svg>'
    )
