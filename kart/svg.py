"""A still map as SVG, in the working CRS: for paper, for readers without scripts, for cards.

Same Stil records as the interactive map; presentation attributes only, everything escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Kartlag, Resultat
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.merkelapper import BOKSTAV_PX, LINJE_PX, merker_svg
from kart.ordlyd import EKSEMPEL
from kart.stil import (
    GRENSE,
    Slag,
    bakgrunnsformer,
    monstre,
    punkt_svg,
    slag_av,
    tegn_attributter,
)
from kart.svgsti import sti
from kart.tegnegeometri import aapningsutsnitt, i_klasser, sammenhengende
from kart.tekster import t, tallform
from lag.modell import Stil

HOYEST, LAVEST = 1.1, 0.55
"""Largest and smallest height as a share of the width."""
ARKFORHOLD = {"liggende": 0.82, "staaende": 0.95}
"""Height of the map on a sheet as a share of its width (kart/maler/kartark.css)."""
Retning = Literal["liggende", "staaende"]
"""How the sheet lies."""
TOLERANSE_PX = 0.6
"""Vertices closer to the line than this are left out."""
SKJERM_PX = 0.9
"""The same in a page, where the still map stands in for the real one."""
FLEST_TEGN = 250
"""Above this many points in a class, dots replace the symbols."""
SKRAVUR_PX = 8
"""Between the lines of a hatch on paper."""
MAALSTOKKER_KM = (50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
"""Lengths that a scale bar may have."""


@dataclass(frozen=True, slots=True)
class _Papir:
    """Maps metres to pixels, y downwards."""

    utsnitt: Utsnitt
    bredde: float
    hoyde: float
    toleranse_px: float = TOLERANSE_PX

    @property
    def per_m(self) -> float:
        """Pixels per metre."""
        return self.bredde / (self.utsnitt.xmax - self.utsnitt.xmin)

    def midter(self, serie: GeoSeries) -> list[tuple[float, float]]:
        """Middle of every shape, in pixels."""
        midt = serie.centroid
        x = (midt.x - self.utsnitt.xmin) * self.per_m
        y = (self.utsnitt.ymax - midt.y) * self.per_m
        return list(zip(x.tolist(), y.tolist(), strict=True))

    def former(self, serie: GeoSeries) -> list[BaseGeometry]:
        """Shapes clipped to the paper, in pixels, simplified below what is seen."""
        naere = np.asarray(serie.iloc[sorted(serie.sindex.query(self.utsnitt.flate))].values)
        if not len(naere):
            return []
        pytt = self.toleranse_px / self.per_m
        enkle = shapely.simplify(naere, pytt, preserve_topology=True)
        klipt = shapely.clip_by_rect(enkle, *self.utsnitt.utvidet(20 * pytt).grenser)
        null = np.array([self.utsnitt.xmin, self.utsnitt.ymax])
        piksler = shapely.transform(klipt, lambda xy: (xy - null) * (self.per_m, -self.per_m))
        return [f for f in piksler if not f.is_empty]


def _papir(
    utsnitt: Utsnitt, bredde_px: int, lavest: float = LAVEST, hoyest: float = HOYEST
) -> _Papir:
    """Paper of the given width; a narrow or flat view is widened to a readable shape."""
    bredde, hoyde = utsnitt.xmax - utsnitt.xmin, utsnitt.ymax - utsnitt.ymin
    mer_hoyde = max(0.0, lavest * bredde - hoyde) / 2
    mer_bredde = max(0.0, hoyde / hoyest - bredde) / 2
    videt = Utsnitt(
        utsnitt.xmin - mer_bredde,
        utsnitt.ymin - mer_hoyde,
        utsnitt.xmax + mer_bredde,
        utsnitt.ymax + mer_hoyde,
        utsnitt.epsg,
    )
    forhold = (videt.ymax - videt.ymin) / (videt.xmax - videt.xmin)
    return _Papir(videt, bredde_px, round(bredde_px * forhold))


def _punkter(former: list[BaseGeometry], stil: Stil, prefiks: str) -> str:
    """Symbols, or plain dots when there are many."""
    xy = shapely.get_coordinates(former)
    if len(xy) <= FLEST_TEGN:
        return "".join(punkt_svg(stil, (round(x, 1), round(y, 1)), 4, prefiks) for x, y in xy)
    prikker = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in xy)
    return (
        f'<path d="{prikker}" stroke="{escape(stil.farge)}" stroke-width="3" '
        'stroke-linecap="round" fill="none"/>'
    )


def _skraverte(former: list[BaseGeometry], stil: Stil, hoyde: float, bredde: float) -> str:
    """Areas with their hatch drawn as lines: printers make pictures of patterns, and huge files."""
    ren = tegn_attributter(replace(stil, skravur=""), "flate")
    stier = "".join(f'<path d="{sti([f])}"/>' for f in former)
    strek = ' stroke-linecap="round" stroke-dasharray="0 5"' if stil.skravur == "prikker" else ""
    tykkelse = 2 if stil.skravur == "prikker" else 0.7
    linjer = shapely.multilinestrings(
        [[(x0, y0), (x1, y1)] for x0, y0, x1, y1 in _skravurlinjer(stil.skravur, hoyde, bredde)]
    )
    klipt = shapely.intersection(linjer, shapely.make_valid(np.array(former)))
    skravur = sti(d for d in shapely.get_parts(klipt) if d.length > 0)
    return (
        f'<g {ren} fill-rule="evenodd">{stier}</g><path d="{skravur}" fill="none" '
        f'stroke="{escape(stil.kant)}" stroke-width="{tykkelse}" stroke-opacity="0.7"{strek}/>'
    )


def _skravurlinjer(
    skravur: str, hoyde: float, bredde: float
) -> list[tuple[float, float, float, float]]:
    """Lines over the whole paper, from x, y to x, y."""
    ut: list[tuple[float, float, float, float]] = []
    if skravur in ("vannrett", "rutenett", "prikker"):
        ut += [(0, y, bredde, y) for y in np.arange(4, hoyde, SKRAVUR_PX)]
    if skravur == "rutenett":
        ut += [(x, 0, x, hoyde) for x in np.arange(4, bredde, SKRAVUR_PX)]
    if skravur in ("45", "315"):
        fra, til = (hoyde, 0.0) if skravur == "45" else (0.0, hoyde)
        skritt = np.arange(-hoyde, bredde, SKRAVUR_PX * 2**0.5)
        ut += [(x, fra, x + hoyde, til) for x in skritt]
    return ut


def _klasse(
    papir: _Papir, serie: GeoSeries, stil: Stil, prefiks: str, *, skriver: bool = False
) -> str:
    """One class as SVG."""
    slag_former: dict[Slag, list[BaseGeometry]] = {"flate": [], "linje": [], "punkt": []}
    for form in papir.former(serie):
        for del_ in shapely.get_parts(form) if form.geom_type == "GeometryCollection" else [form]:
            slag_former[slag_av(del_.geom_type)].append(del_)
    deler = []
    for slag in ("flate", "linje"):
        egne = slag_former[slag]
        # filled areas over each other must not cancel out; what is not filled may be one path
        tom = slag == "linje" or (stil.dekkevne == 0 and not stil.skravur)
        hver = [egne] if tom and egne else [[f] for f in egne]
        stier = "".join(f'<path d="{sti(f)}"/>' for f in hver)
        if stier and skriver and slag == "flate" and stil.skravur:
            deler.append(_skraverte(egne, stil, papir.hoyde, papir.bredde))
        elif stier:
            utseende = tegn_attributter(stil, slag, prefiks)
            deler.append(f'<g {utseende} fill-rule="evenodd">{stier}</g>')
    if slag_former["punkt"]:
        deler.append(_punkter(slag_former["punkt"], stil, prefiks))
    return "".join(deler)


def _navn(papir: _Papir, steder: GeoDataFrame) -> str:
    """Place names, the first ones first, none over another."""
    deler: list[str] = []
    opptatt: list[BaseGeometry] = []
    inne = steder.iloc[sorted(steder.sindex.query(papir.utsnitt.flate))].dropna(subset="navn")
    for midt, navn in zip(papir.midter(inne.geometry), inne["navn"], strict=True):
        x, y = midt
        boks = shapely.box(x, y - LINJE_PX, x + BOKSTAV_PX * len(str(navn)), y + 4)
        if boks.bounds[2] > papir.bredde or any(boks.intersects(b) for b in opptatt):
            continue
        opptatt.append(boks)
        deler.append(f'<text x="{x:.1f}" y="{y:.1f}">{escape(str(navn))}</text>')
    return (
        '<g font-family="sans-serif" font-size="11" fill="#1b1b1b" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke">{"".join(deler)}</g>'
    )


def _bakgrunn(papir: _Papir, bakgrunn: Mapping[str, GeoDataFrame]) -> Iterator[str]:
    """Water, roads and railway."""
    for stil, former in bakgrunnsformer(bakgrunn):
        yield _klasse(papir, sammenhengende(former), stil, "")


def _maalestokk(papir: _Papir) -> str:
    """Scale bar, about a quarter of the width at most."""
    plass = papir.bredde / 4
    km = next((k for k in MAALSTOKKER_KM if k * 1000 * papir.per_m <= plass), MAALSTOKKER_KM[-1])
    lengde, y = km * 1000 * papir.per_m, papir.hoyde - 12
    return (
        f'<path d="M12 {y - 5:g}v5h{lengde:.1f}v-5" fill="none" stroke="#1b1b1b" '
        f'stroke-width="2"/><text x="16" y="{y - 6:g}" font-family="sans-serif" font-size="11" '
        f'fill="#1b1b1b">{tallform(str(km).replace(".", ","))} km</text>'
    )


def _vannmerke(papir: _Papir) -> str:
    """Mark example data, over the picture itself."""
    return (
        f'<text x="{papir.bredde / 2:g}" y="24" text-anchor="middle" font-family="sans-serif" '
        'font-size="18" font-weight="700" fill="#8a0f0f" stroke="#ffffff" stroke-width="4" '
        f'paint-order="stroke">{t(EKSEMPEL)}</text>'
    )


def _synlige(resultat: Resultat) -> tuple[Kartlag, ...]:
    """Layers that are shown when the map opens; all when none is."""
    tegnes = tuple(p for p in resultat.kartlag if not p.bare_fil)
    return tuple(p for p in tegnes if p.synlig) or tegnes


def kart_svg(
    resultat: Resultat,
    kommune: Kommune,
    grense: BaseGeometry,
    bakgrunn: Mapping[str, GeoDataFrame],
    bredde_px: int,
    *,
    ark: Retning | None = None,
) -> str:
    """Return the map of a result as a still SVG picture with its own name for screen readers.

    Parameters
    ----------
    resultat     the answer, whose visible layers are drawn
    kommune      the municipality, whose CRS everything is in
    grense       its area
    bakgrunn     background layers by id
    bredde_px    width in pixels; the height follows
    ark          for paper: hatches as lines, not as patterns, and the shape of the sheet
    """
    forhold = (ARKFORHOLD[ark], ARKFORHOLD[ark]) if ark else (LAVEST, HOYEST)
    papir = _papir(aapningsutsnitt(resultat, kommune, grense), bredde_px, *forhold)
    papir = papir if ark else replace(papir, toleranse_px=SKJERM_PX)
    prefiks = f"o-{resultat.analyse}"
    deler = list(_bakgrunn(papir, bakgrunn))
    deler.append(_klasse(papir, GeoSeries([grense], crs=kommune.epsg), GRENSE, ""))
    stiler = []
    for post in _synlige(resultat):
        for klasse, data in i_klasser(post):
            stiler.append(klasse.stil)
            former = GeoSeries(data.geometry.dropna())
            deler.append(_klasse(papir, former, klasse.stil, prefiks, skriver=bool(ark)))
    steder = bakgrunn.get("stedsnavn")
    if steder is not None and len(steder):
        deler.append(_navn(papir, steder))
    hjorne = papir.utsnitt.xmin, papir.utsnitt.ymax
    deler.append(merker_svg(_synlige(resultat), hjorne, papir.per_m))
    deler.append(_maalestokk(papir))
    if kommune.eksempel:
        deler.append(_vannmerke(papir))
    navn = escape(f"{t('Oversiktskart')}: {t(resultat.tittel)}, {kommune.navn}")
    return (
        f'<svg class="oversikt" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{navn}" '
        f'viewBox="0 0 {papir.bredde:g} {papir.hoyde:g}" width="{papir.bredde:g}" '
        f'height="{papir.hoyde:g}">{monstre(stiler, prefiks)}{_innfelt(papir, deler)}</svg>'
    )


def _innfelt(papir: _Papir, deler: Sequence[str]) -> str:
    """Drawing on its ground, cut at the paper's edge wherever the picture is put."""
    return (
        f'<svg width="{papir.bredde:g}" height="{papir.hoyde:g}">'
        f'<rect width="100%" height="100%" fill="#f4f2ec"/>{"".join(deler)}</svg>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Utsnittskart:
    """What a still map of one place shows, bottom first."""

    utsnitt: Utsnitt
    """Box of the map, working CRS, not much flatter or higher than a square."""
    bakgrunn: Sequence[tuple[Stil, GeoSeries]]
    """Water, roads and railway."""
    lag: Sequence[tuple[Stil, GeoSeries]]
    """Layers, then the place itself."""
    steder: GeoDataFrame | None
    """Place names with a column «navn»; None for none."""
    navn: str
    """Name for screen readers, plain text."""
    eksempel: bool
    """Made-up data: the picture says so."""


def utsnitt_svg(kart: Utsnittskart, bredde_px: int) -> str:
    """Return a still map of one place; hatches carry the default prefix of `kart.stil`."""
    papir = _papir(kart.utsnitt, bredde_px)
    deler = [_klasse(papir, serie, stil, "m") for stil, serie in (*kart.bakgrunn, *kart.lag)]
    if kart.steder is not None and len(kart.steder):
        deler.append(_navn(papir, kart.steder))
    deler.append(_maalestokk(papir))
    if kart.eksempel:
        deler.append(_vannmerke(papir))
    return (
        '<svg class="utsnitt" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-label="{escape(kart.navn)}" viewBox="0 0 {papir.bredde:g} {papir.hoyde:g}">'
        f"{monstre([stil for stil, _ in kart.lag])}{_innfelt(papir, deler)}</svg>"
    )
