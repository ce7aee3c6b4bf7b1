"""QGIS styles for a GeoPackage: the table `layer_styles`, from the same records as the map.

QGIS reads `layer_styles` when a layer is opened and uses the row marked as default, so that the
file opens finished. The format is QML as QGIS 3 writes it; symbol properties stand both as
`Option` (3.26 and later) and as `prop` (earlier). Source: files written by QGIS itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from lxml import etree
from pandas import DataFrame

from analyser.felles.modell import Kartlag, Klasse
from gis.kilder.gpkglag import GEOMETRIKOLONNE
from kart.stil import Slag, slag_i
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
MARKORER: Mapping[str, str] = {
    "": "circle", "45": "triangle", "315": "square", "rutenett": "diamond", "prikker": "circle",
    "vannrett": "triangle",
}  # fmt: skip
"""Hatch → shape of a point, so that colour is never alone."""
AVSTAND_MM = 2.2
"""Between lines of a hatch on screen, millimetres."""
DOKUMENTTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
PX_TIL_MM = 0.2646
"""One CSS pixel, millimetres."""


def _rgba(farge: str, dekkevne: float = 1.0) -> str:
    """Colour as QGIS writes it: red,green,blue,alpha."""
    r, g, b = (int(farge[i : i + 2], 16) for i in (1, 3, 5))
    return f"{r},{g},{b},{round(255 * dekkevne)}"


def _symbollag(
    symbol: etree._Element, klasse: str, egenskaper: Mapping[str, str]
) -> etree._Element:
    """Add one layer to a symbol."""
    laget = etree.SubElement(
        symbol, "layer", {"class": klasse, "pass": "0", "locked": "0", "enabled": "1"}
    )
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
    if stil.skravur == "prikker":
        avstand = f"{AVSTAND_MM:g}"
        laget = _symbollag(
            symbol, "PointPatternFill", {"distance_x": avstand, "distance_y": avstand}
        )
        prikk = _symbol(laget, f"@{navn}@{len(symbol) - 1}", "marker")
        _symbollag(
            prikk, "SimpleMarker",
            {"name": "circle", "color": _rgba(stil.kant), "outline_style": "no", "size": "0.7"},
        )  # fmt: skip
        return
    for vinkel in VINKLER[stil.skravur]:
        laget = _symbollag(
            symbol, "LinePatternFill", {"angle": f"{vinkel:g}", "distance": f"{AVSTAND_MM:g}"}
        )
        linje = _symbol(laget, f"@{navn}@{len(symbol) - 1}", "line")
        _symbollag(linje, "SimpleLine", {"line_color": _rgba(stil.kant), "line_width": "0.2"})


def _tegn(symboler: etree._Element, navn: str, stil: Stil, slag: Slag) -> None:
    """Add the symbol of one class."""
    symbol = _symbol(symboler, navn, SYMBOLTYPE[slag])
    bredde = f"{stil.tykkelse_px * PX_TIL_MM:.2f}"
    strek = "dash" if stil.strek else "solid"
    if slag == "linje":
        egne = {"line_color": _rgba(stil.farge), "line_width": bredde, "line_style": strek}
        _symbollag(symbol, "SimpleLine", egne)
    elif slag == "punkt":
        hul = stil.skravur == "prikker"
        _symbollag(
            symbol, "SimpleMarker",
            {
                "name": MARKORER[stil.skravur], "size": "3",
                "color": _rgba("#ffffff" if hul else stil.farge),
                "outline_color": _rgba(stil.farge if hul else stil.kant), "outline_width": bredde,
            },
        )  # fmt: skip
    else:
        _symbollag(
            symbol, "SimpleFill",
            {
                "color": _rgba(stil.farge, stil.dekkevne), "style": "solid",
                "outline_color": _rgba(stil.kant), "outline_width": bredde, "outline_style": strek,
            },
        )  # fmt: skip
        if stil.skravur:
            _skraver(symbol, navn, stil)


def _kategorier(tegner: etree._Element, klasser: Sequence[Klasse], slag: Slag) -> None:
    """Add a category and a symbol per class."""
    liste = etree.SubElement(tegner, "categories")
    symboler = etree.SubElement(tegner, "symbols")
    for nr, klasse in enumerate(klasser):
        etree.SubElement(
            liste, "category", type="string", render="true", value=str(klasse.verdi),
            symbol=str(nr), label=klasse.tittel,
        )  # fmt: skip
        _tegn(symboler, str(nr), klasse.stil, slag)


def som_qml(laget: Kartlag) -> str:
    """Return the style of a map layer as QML: its classes, colours, hatches and words."""
    slag = slag_i(laget.data)
    rot = etree.Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling")
    felles = {"symbollevels": "0", "enableorderby": "0", "forceraster": "0"}
    if laget.klassefelt:
        tegner = etree.SubElement(
            rot, "renderer-v2", {**felles, "type": "categorizedSymbol", "attr": laget.klassefelt}
        )
        _kategorier(tegner, laget.klasser, slag)
    else:
        tegner = etree.SubElement(rot, "renderer-v2", {**felles, "type": "singleSymbol"})
        symboler = etree.SubElement(tegner, "symbols")
        _tegn(symboler, "0", laget.klasser[0].stil, slag)
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
