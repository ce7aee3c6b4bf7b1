"""WMTS: what a background service has, as a tile map needs to know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree
from owslib.wmts import WebMapTileService

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.http import krev_ok
from gis.kilder.kanal import Kanal
from gis.kilder.svar import krev_xml
from gis.kommune import naermeste

PUNKT_M = 0.00028
"""The standard's pixel, metres on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bakgrunn:
    """One layer in one tile matrix set."""

    lag: str
    tittel: str
    matrisesett: str
    """Tile matrix set, e.g. webmercator or utm33n."""
    mal: str
    """Address of a tile with {z}, {y}, {x} in place."""
    format: str
    """Picture format."""
    nivaaer: tuple[str, ...]
    """Identifiers of the zoom levels, coarsest first."""
    punkt_m: tuple[float, ...]
    """Side of a pixel at each level, metres on the ground."""


def les_wmts(kanal: Kanal, url: str, lag: str, matrisesett: str) -> Bakgrunn:
    """Return what the capabilities say of one layer; owslib reads them, once in a run.

    Raises
    ------
    KildeFeil        if the service fails, or has no plain tile addresses for the layer
    ParameterFeil    if the layer or the matrix set does not exist, naming the nearest
    """
    nokkel = f"WMTS {url}"
    innhold = kanal.husket.get(nokkel)
    if innhold is None:
        parametre = {} if url.lower().endswith(".xml") else {
            "service": "WMTS", "version": "1.0.0", "request": "GetCapabilities"
        }  # fmt: skip
        svar = kanal.klient.hent(url, parametre, godta="application/xml, text/xml")
        innhold = krev_xml(svar, f"WMTS {url}, GetCapabilities")
        krev_ok(svar)
    try:
        tjeneste = WebMapTileService(url, xml=innhold)
    except (etree.XMLSyntaxError, AttributeError, KeyError, TypeError, ValueError) as err:
        raise KildeFeil(f"WMTS {url}: GetCapabilities kan ikke leses ({err}).") from err
    kanal.husket[nokkel] = innhold
    if lag not in tjeneste.contents:
        raise ParameterFeil(
            f"WMTS {url}: laget «{lag}» finnes ikke. {naermeste(lag, list(tjeneste.contents))}"
        )
    om = tjeneste.contents[lag]
    settene = list(om.tilematrixsetlinks)
    if matrisesett not in settene:
        raise ParameterFeil(
            f"WMTS {url}, {lag}: matrisesettet «{matrisesett}» finnes ikke. "
            f"{naermeste(matrisesett, settene)}"
        )
    maler = [r["template"] for r in om.resourceURLs if r.get("resourceType") == "tile"]
    maler = maler or _spoersmaal(tjeneste, lag, om.formats)
    if not maler:
        raise KildeFeil(f"WMTS {url}, {lag}: tjenesten oppgir ikke adressen til flisene.")
    matriser = tjeneste.tilematrixsets[matrisesett].tilematrix
    ordnet = sorted(matriser.values(), key=lambda m: -float(m.scaledenominator))
    mal = maler[0].replace("{TileMatrixSet}", matrisesett).replace("{Style}", _stil(om.styles))
    for navn, kort in (("{TileMatrix}", "{z}"), ("{TileRow}", "{y}"), ("{TileCol}", "{x}")):
        mal = mal.replace(navn, kort)
    return Bakgrunn(
        lag=lag, tittel=str(om.title or lag), matrisesett=matrisesett, format=om.formats[0],
        mal=mal,
        nivaaer=tuple(m.identifier for m in ordnet),
        punkt_m=tuple(float(m.scaledenominator) * PUNKT_M for m in ordnet),
    )  # fmt: skip


def _spoersmaal(tjeneste: Any, lag: str, formater: Sequence[str]) -> list[str]:  # noqa: ANN401 – owslib is untyped
    """Address of a tile where the service takes questions only (seen in QGIS Server)."""
    adresser = [
        maate["url"]
        for operasjon in tjeneste.operations
        if operasjon.name == "GetTile"
        for maate in operasjon.methods
        if maate.get("url")
    ]
    sporring = (
        f"service=WMTS&request=GetTile&version=1.0.0&layer={quote(lag)}&style={{Style}}"
        f"&format={quote(formater[0])}&tilematrixset={{TileMatrixSet}}&tilematrix={{TileMatrix}}"
        "&tilerow={TileRow}&tilecol={TileCol}"
    )
    return [
        f"{ut}{'' if ut[-1] in '?&' else '&' if '?' in ut else '?'}{sporring}" for ut in adresser
    ]


def _stil(stiler: dict[str, dict[str, object]]) -> str:
    """Name of the default style, else the first."""
    valgt = [navn for navn, stil in stiler.items() if stil.get("isDefault")]
    return next(iter(valgt or stiler), "default")
