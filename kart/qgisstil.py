"""QGIS styles for a GeoPackage: the table `layer_styles`, from the same records as the map.

QGIS reads `layer_styles` when a layer is opened and uses the row marked as default, so that the
file opens finished. The format is QML as QGIS 3 writes it; symbol properties stand both as
`Option` (3.26 and later) and as `prop` (earlier). Source: files written by QGIS itself.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from lxml import etree
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Klasse
from gis.kilder.gpkglag import GEOMETRIKOLONNE
from gis.kilder.rens import STYRETEGN
from kart.stil import RADIUS_PX, RUTE_PX, SKRAVURSTYRKE, Slag, slag_i
from kart.tegnegeometri import i_klasser
from lag.modell import Stil

STILTABELL = "layer_styles"
"""Name that QGIS looks for."""
STILNAVN = "arealsil"
SYMBOLTYPE: Mapping[Slag, str] = {"flate": "fill", "linje": "line", "punkt": "marker"}
GEOMETRITYPE: Mapping[Slag, str] = {"punkt": "0", "linje": "1", "flate": "2"}
"""QGIS' own numbers for kinds of layers."""
VINKLER: Mapping[str, tuple[float, ...]] = {
    "45": (45.0,), "315": (135.0,), "vannrett": (0.0,), "rutenett": (0.0, 90.0),
}  # fmt: skip
"""Hatch → directions of its lines, degrees."""
MARKORER: Mapping[str, tuple[str, int]] = {
    "": ("circle", 0), "45": ("triangle", 0), "315": ("diamond", 0), "rutenett": ("square", 0),
    "prikker": ("circle", 0), "vannrett": ("triangle", 180),
}  # fmt: skip
"""Hatch → shape of a point and how far it is turned, degrees: the shapes of `kart.stil.FORMER`."""
FJERNT = 35_000
"""Scale from which small areas and points are drawn lighter, as on the page (below zoom 13)."""
MANGE = 8
"""Parts in a class; fewer are drawn the same at every scale, as on the page."""
FLEST_FORMER, FLEST_PUNKTER = 2500, 50_000
"""Features of a layer and points of its shapes past which the page draws tiles, outlines as they
are at every scale."""
MERKE_PX, MERKEKANT_PX = 12.8, 2.5
"""Height of a letter on an area, and width of the white about it."""
FJERN_KANT_PX = 2.5
"""Width of an outline from afar, where it has the colour of the area."""
DOKUMENTTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
VANNRETT = "4"
"""QGIS' own number for labels that lie level within an area."""
PX_TIL_MM = 0.2646
"""One CSS pixel, millimetres."""


def _mm(px: float) -> str:
    """Pixels of the page as millimetres on screen."""
    return f"{px * PX_TIL_MM:.3g}"


def _rgba(farge: str, dekkevne: float = 1.0) -> str:
    """Colour as QGIS writes it: red,green,blue,alpha."""
    r, g, b = (int(farge[i : i + 2], 16) for i in (1, 3, 5))
    return f"{r},{g},{b},{round(255 * dekkevne)}"


def _symbollag(
    symbol: etree._Element, klasse: str, egenskaper: Mapping[str, str]
) -> etree._Element:
    """Add one layer to a symbol; classes are drawn one after another, by their numbers."""
    omgang = symbol.get("name", "0")
    laget = etree.SubElement(
        symbol,
        "layer",
        {
            "class": klasse, "pass": omgang if omgang.isdecimal() else "0", "locked": "0",
            "enabled": "1",
        },
    )  # fmt: skip
    kart = etree.SubElement(laget, "Option", type="Map")
    for navn, verdi in egenskaper.items():
        etree.SubElement(kart, "Option", type="QString", name=navn, value=verdi)
        etree.SubElement(laget, "prop", k=navn, v=verdi)
    return laget


def _symbol(far: etree._Element, navn: str, type_: str) -> etree._Element:
    """Add an empty symbol."""
    return etree.SubElement(
        far, "symbol", type=type_, name=navn, alpha="1", clip_to_extent="1", force_rhr="0"
    )


def _skraver(symbol: etree._Element, navn: str, stil: Stil) -> None:
    """Add the hatch of an area, in the outline colour."""
    farge, halv = _rgba(stil.kant, SKRAVURSTYRKE), _mm(RUTE_PX / 2)
    if stil.skravur == "prikker":
        laget = _symbollag(
            symbol, "PointPatternFill",
            {"distance_x": _mm(RUTE_PX), "distance_y": halv, "displacement_x": halv},
        )  # fmt: skip
        prikk = _symbol(laget, f"@{navn}@{len(symbol) - 1}", "marker")
        _symbollag(
            prikk, "SimpleMarker",
            {"name": "circle", "color": farge, "outline_style": "no", "size": _mm(2.2)},
        )  # fmt: skip
        return
    for vinkel in VINKLER[stil.skravur]:
        avstand = RUTE_PX if vinkel in (0, 90) else RUTE_PX / 2**0.5
        laget = _symbollag(
            symbol, "LinePatternFill", {"angle": f"{vinkel:g}", "distance": _mm(avstand)}
        )
        linje = _symbol(laget, f"@{navn}@{len(symbol) - 1}", "line")
        _symbollag(linje, "SimpleLine", {"line_color": farge, "line_width": _mm(1)})


def _linje(farge: str, stil: Stil) -> dict[str, str]:
    """Return a line with the page's own dashes."""
    rund = {"capstyle": "round", "joinstyle": "round"}
    egne = {"line_color": _rgba(farge), "line_width": _mm(stil.tykkelse_px), **rund}
    if stil.strek:
        streker = ";".join(_mm(float(px)) for px in stil.strek.split())
        egne |= {"use_custom_dash": "1", "customdash": streker, "customdash_unit": "MM"}
    return egne


def _styrt(laget: etree._Element, uttrykk: Mapping[str, str]) -> None:
    """Let expressions decide properties of a layer of a symbol."""
    styrt = etree.SubElement(laget, "data_defined_properties")
    kart = etree.SubElement(styrt, "Option", type="Map")
    etree.SubElement(kart, "Option", type="QString", name="name", value="")
    alle = etree.SubElement(kart, "Option", type="Map", name="properties")
    for navn, uttrykket in uttrykk.items():
        ett = etree.SubElement(alle, "Option", type="Map", name=navn)
        etree.SubElement(ett, "Option", type="bool", name="active", value="true")
        etree.SubElement(ett, "Option", type="QString", name="expression", value=uttrykket)
        etree.SubElement(ett, "Option", type="int", name="type", value="3")
    etree.SubElement(kart, "Option", type="QString", name="type", value="collection")


def _fra_langt(fjernt: str, naert: str) -> str:
    """Expression: one value from afar, another near by."""
    return f"if(@map_scale > {FJERNT}, {fjernt}, {naert})"


def _punkt(symbol: etree._Element, stil: Stil, mange: bool) -> None:
    """Add the shape of a point."""
    hul = stil.skravur == "prikker"
    form, vinkel = MARKORER[stil.skravur]
    storrelse, bredde = _mm(2.2 * RADIUS_PX), _mm(stil.tykkelse_px)
    laget = _symbollag(
        symbol, "SimpleMarker",
        {
            "name": form, "angle": str(vinkel), "size": storrelse,
            "color": _rgba("#ffffff" if hul else stil.farge),
            "outline_color": _rgba(stil.farge if hul else stil.kant), "outline_width": bredde,
        },
    )  # fmt: skip
    if mange:
        _styrt(
            laget,
            {
                "size": _fra_langt(_mm(1.2 * RADIUS_PX), storrelse),
                "outlineWidth": _fra_langt(_mm(0.4 * stil.tykkelse_px), bredde),
            },
        )


def _flate(symbol: etree._Element, navn: str, stil: Stil, mange: bool) -> None:
    """Add fill, hatch and outline of an area."""
    bredde = _mm(stil.tykkelse_px)
    laget = _symbollag(
        symbol, "SimpleFill",
        {
            "color": _rgba(stil.farge, stil.dekkevne), "style": "solid",
            "outline_color": _rgba(stil.kant), "outline_width": bredde, "joinstyle": "round",
            "outline_style": "no" if stil.strek or not stil.tykkelse_px else "solid",
        },
    )  # fmt: skip
    fjernt = {}
    if mange and stil.tykkelse_px:
        kanter = [f"'{_rgba(farge)}'" for farge in (stil.farge, stil.kant)]
        fjernt = {
            "outlineColor": _fra_langt(*kanter),
            "outlineWidth": _fra_langt(_mm(FJERN_KANT_PX), bredde),
        }
    if fjernt and not stil.strek:
        _styrt(laget, fjernt)
    if stil.skravur:
        _skraver(symbol, navn, stil)
    if stil.strek:
        kanten = _symbollag(symbol, "SimpleLine", _linje(stil.kant, stil))
        if fjernt:
            _styrt(kanten, fjernt)


def _tegn(symboler: etree._Element, navn: str, stil: Stil, slag: Slag, mange: bool) -> None:
    """Add the symbol of one class."""
    symbol = _symbol(symboler, navn, SYMBOLTYPE[slag])
    if slag == "linje":
        _symbollag(symbol, "SimpleLine", _linje(stil.farge, stil))
    elif slag == "punkt":
        _punkt(symbol, stil, mange)
    else:
        _flate(symbol, navn, stil, mange)


def _kategorier(
    tegner: etree._Element, klasser: Iterable[tuple[Klasse, GeoDataFrame]], slag: Slag, fliser: bool
) -> None:
    """Add a category and a symbol per class; the one without value takes what no other takes."""
    liste = etree.SubElement(tegner, "categories")
    symboler = etree.SubElement(tegner, "symbols")
    for nr, (klasse, egne) in enumerate(klasser):
        etree.SubElement(
            liste, "category", type="string", render="true",
            value=STYRETEGN.sub("", str(klasse.verdi)), symbol=str(nr),
            label=STYRETEGN.sub("", klasse.tittel),
        )  # fmt: skip
        _tegn(symboler, str(nr), klasse.stil, slag, _krymper(egne, slag, fliser))


def _i_fliser(laget: Kartlag) -> bool:
    """Tell whether the page draws the layer in tiles."""
    former = np.asarray(laget.data.geometry.values)
    if len(former) > FLEST_FORMER:
        return True
    if shapely.get_num_coordinates(former).sum() <= FLEST_PUNKTER:
        return False
    enklere = shapely.simplify(former, laget.forenkling_m)
    return bool(shapely.get_num_coordinates(enklere).sum() > FLEST_PUNKTER)


def _krymper(egne: GeoDataFrame, slag: Slag, fliser: bool) -> bool:
    """Tell whether a class is drawn otherwise from afar."""
    deler = int(shapely.get_num_geometries(np.asarray(egne.geometry.values)).sum())
    return deler >= MANGE and not (fliser and slag == "flate")


def _merker(rot: etree._Element, felt: str) -> None:
    """Write the letters of a column on the areas, where there is room for them."""
    rot.set("labelsEnabled", "1")
    merking = etree.SubElement(rot, "labeling", type="simple")
    valg = etree.SubElement(merking, "settings", calloutType="simple")
    tekst = etree.SubElement(
        valg, "text-style", fieldName=felt, isExpression="0", fontFamily="Sans Serif",
        fontWeight="75", fontSize=_mm(MERKE_PX), fontSizeUnit="MM", textColor=_rgba("#1b1b1b"),
    )  # fmt: skip
    etree.SubElement(
        tekst, "text-buffer", bufferDraw="1", bufferSize=_mm(MERKEKANT_PX), bufferSizeUnits="MM",
        bufferColor=_rgba("#ffffff"),
    )  # fmt: skip
    etree.SubElement(
        valg, "placement", placement=VANNRETT, centroidInside="1", centroidWhole="0",
        fitInPolygonOnly="1",
    )  # fmt: skip
    etree.SubElement(valg, "rendering", labelPerPart="1", fitInPolygonOnly="1", drawLabels="1")


def som_qml(laget: Kartlag) -> str:
    """Return the style of a map layer as QML: its classes, colours, hatches, letters and words."""
    slag, fliser = slag_i(laget.data), _i_fliser(laget)
    rot = etree.Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling")
    felles = {"symbollevels": "1", "enableorderby": "0", "forceraster": "0"}
    if laget.klassefelt:
        tegner = etree.SubElement(
            rot, "renderer-v2", {**felles, "type": "categorizedSymbol", "attr": laget.klassefelt}
        )
        _kategorier(tegner, i_klasser(laget), slag, fliser)
    else:
        tegner = etree.SubElement(rot, "renderer-v2", {**felles, "type": "singleSymbol"})
        symboler = etree.SubElement(tegner, "symbols")
        _tegn(symboler, "0", laget.klasser[0].stil, slag, _krymper(laget.data, slag, fliser))
    if laget.merkefelt and slag == "flate":
        _merker(rot, laget.merkefelt)
    etree.SubElement(rot, "layerGeometryType").text = GEOMETRITYPE[slag]
    return etree.tostring(rot, encoding="unicode", doctype=DOKUMENTTYPE)


def stiltabell(lagene: Mapping[str, Kartlag], dag: date) -> DataFrame:
    """Return the rows of `layer_styles`.

    Parameters
    ----------
    lagene    name of the table in the file → map layer
    dag       day that the styles bear
    """
    rader = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": navn,
            "f_geometry_column": GEOMETRIKOLONNE,
            "styleName": STILNAVN,
            "styleQML": som_qml(laget),
            "styleSLD": "",
            "useAsDefault": True,
            "description": laget.tittel,
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp(dag),
        }
        for navn, laget in lagene.items()
    ]
    tabell = DataFrame(rader)
    tabell.attrs["fid"] = "id"
    return tabell
