"""WMTS: what a tile service has, as a tile map and a picture need to know it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pyproj
from lxml import etree
from owslib.wmts import WebMapTileService
from pyproj.exceptions import CRSError

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.http import krev_ok
from gis.kilder.kanal import Kanal
from gis.kilder.svar import krev_xml
from gis.kommune import naermeste

PUNKT_M = 0.00028
"""The standard's pixel, metres on paper."""
GRAD_M = 111_319.49079327358
"""Metres that the standard reckons for a degree: the equator of the WGS 84 ellipsoid by 360."""
CRS84, WEBMERCATOR, GOOGLE = 4326, 3857, 900913
"""CRS that are written without their own code; the last is the oldest name of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrise:
    """One zoom level: a grid of tiles."""

    navn: str
    """Identifier."""
    punkt: float
    """Side of a pixel, in the unit of the CRS."""
    punkt_m: float
    """The same in metres, as the standard reckons it: at the equator, for a CRS of the world."""
    vest: float
    """Easting (or longitude) of the grid's upper left corner."""
    nord: float
    """Northing (or latitude) of it."""
    flis: tuple[int, int]
    """Columns and rows of pixels in a tile."""
    kolonner: tuple[int, int]
    """First tile column that the layer has, and the one after the last."""
    rader: tuple[int, int]
    """The same of rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bakgrunn:
    """One layer in one tile matrix set."""

    url: str
    """Service address, as it was given."""
    lag: str
    tittel: str
    matrisesett: str
    """Tile matrix set, e.g. webmercator or utm33n."""
    epsg: int
    """Its CRS."""
    maler: tuple[str, ...]
    """Addresses of a tile with {z}, {y}, {x} in place: the service's templates, then as questions
    to the given address."""
    format: str
    """Picture format."""
    matriser: tuple[Matrise, ...]
    """Zoom levels, coarsest first."""
    tegnforklaring: str
    """Address of the legend; empty where the service names none."""

    @property
    def mal(self) -> str:
        """Address of a tile, as the service gives it first."""
        return self.maler[0]


def les_wmts(kanal: Kanal, url: str, lag: str, matrisesett: str) -> Bakgrunn:
    """Return what the capabilities say of one layer; owslib reads them, once in a run.

    Raises
    ------
    KildeFeil        if the service fails, or has no plain tile addresses for the layer
    ParameterFeil    if the layer or the matrix set does not exist, naming the nearest
    CrsFeil          if the matrix set does not say its CRS
    """
    tjeneste = _tjeneste(kanal, url)
    _krev(lag, tjeneste.contents, f"WMTS {url}: laget «{lag}» finnes ikke.")
    om = tjeneste.contents[lag]
    mangler = f"WMTS {url}, {lag}: matrisesettet «{matrisesett}» finnes ikke."
    _krev(matrisesett, om.tilematrixsetlinks, mangler)
    return _bakgrunn(url, tjeneste, om, matrisesett)


def les_settene(kanal: Kanal, url: str, lag: str) -> dict[str, int]:
    """Return the layer's tile matrix sets and their CRS, EPSG; sets of unknown CRS are left out.

    Raises
    ------
    KildeFeil, ParameterFeil    as `les_wmts`
    """
    tjeneste = _tjeneste(kanal, url)
    _krev(lag, tjeneste.contents, f"WMTS {url}: laget «{lag}» finnes ikke.")
    ut = {}
    for navn in tjeneste.contents[lag].tilematrixsetlinks:
        sett = tjeneste.tilematrixsets.get(navn)
        epsg = _epsg(str(sett.crs or "")) if sett is not None else None
        if epsg is not None:
            ut[navn] = epsg
    return ut


def _krev(navn: str, kjente: Mapping[str, object], mangler: str) -> None:
    if navn not in kjente:
        raise ParameterFeil(f"{mangler} {naermeste(navn, list(kjente))}")


def _tjeneste(kanal: Kanal, url: str) -> Any:  # noqa: ANN401 – owslib is untyped
    """Ask what the service has, unless it was asked before."""
    nokkel = f"WMTS {url}"
    innhold = kanal.husket.get(nokkel)
    if innhold is None:
        parametre = {} if _er_dokument(url) else {
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
    return tjeneste


def _er_dokument(url: str) -> bool:
    """Tell whether the address is of the capabilities themselves, not of a service to ask."""
    return urlsplit(url).path.lower().endswith(".xml")


def _bakgrunn(url: str, tjeneste: Any, om: Any, settet: str) -> Bakgrunn:  # noqa: ANN401 – owslib is untyped
    """Gather what we need of owslib's record."""
    hva = f"WMTS {url}, {om.id}"
    sett = tjeneste.tilematrixsets.get(settet)
    epsg = _epsg(str(getattr(sett, "crs", "") or ""))
    if sett is None or epsg is None:
        raise CrsFeil(f"{hva}: matrisesettet «{settet}» oppgir ikke koordinatsystemet.")
    format_ = _format(om.formats)
    maler = tuple(_maler(url, tjeneste, om, format_))
    if not maler:
        raise KildeFeil(f"{hva}: tjenesten oppgir ikke adressen til flisene.")
    grenser = om.tilematrixsetlinks[settet].tilematrixlimits
    enhet_m, nord_forst = _akser(epsg, str(sett.crs))
    matriser = [_matrise(m, enhet_m, nord_forst, grenser, hva) for m in sett.tilematrix.values()]
    stil, tegn = _stil(om.styles)
    return Bakgrunn(
        url=url, lag=om.id, tittel=str(om.title or om.id), matrisesett=settet, epsg=epsg,
        maler=tuple(_utfylt(mal, settet, stil, om.dimensions) for mal in maler), format=format_,
        matriser=tuple(sorted(matriser, key=lambda m: -m.punkt)), tegnforklaring=tegn,
    )  # fmt: skip


def _epsg(tekst: str) -> int | None:
    """Code of a CRS, whatever way it is written in; None where there is none."""
    if tekst.upper().endswith("CRS84"):
        return CRS84
    funnet = re.search(r"EPSG[/:].*?(\d+)$", tekst.strip(), re.IGNORECASE)
    kode = int(funnet[1]) if funnet else None
    return WEBMERCATOR if kode == GOOGLE else kode


def _akser(epsg: int, tekst: str) -> tuple[float, bool]:
    """Return what the unit of the CRS is in metres, and whether north comes before east."""
    try:
        crs = pyproj.CRS.from_epsg(epsg)
    except CRSError as err:
        raise CrsFeil(f"Koordinatsystemet «{tekst}» er ikke kjent.") from err
    nord_forst = crs.axis_info[0].direction.lower() == "north" and not tekst.endswith("CRS84")
    return (GRAD_M if crs.is_geographic else 1.0), nord_forst


def _matrise(
    m: Any, enhet_m: float, nord_forst: bool, grenser: Mapping[str, Any], hva: str  # noqa: ANN401 – owslib is untyped
) -> Matrise:  # fmt: skip
    """Read one zoom level; `enhet_m` is what the CRS's unit is in metres.

    Raises
    ------
    KildeFeil    if it is no grid
    """
    try:
        x, y = map(float, m.topleftcorner)
        punkt_m = float(m.scaledenominator) * PUNKT_M
        flis = (int(m.tilewidth), int(m.tileheight))
        storrelse = (int(m.matrixwidth), int(m.matrixheight))
    except (TypeError, ValueError) as err:
        raise KildeFeil(f"{hva}: nivået «{m.identifier}» kan ikke leses ({err}).") from err
    if not (punkt_m > 0 and min(*flis, *storrelse) > 0):
        raise KildeFeil(f"{hva}: nivået «{m.identifier}» er uten ruter.")
    if nord_forst:
        x, y = y, x
    tak = grenser.get(m.identifier)
    kolonner, rader = (0, storrelse[0]), (0, storrelse[1])
    if tak is not None:
        kolonner = (max(0, int(tak.mintilecol)), min(storrelse[0], int(tak.maxtilecol) + 1))
        rader = (max(0, int(tak.mintilerow)), min(storrelse[1], int(tak.maxtilerow) + 1))
    return Matrise(
        navn=m.identifier, punkt=punkt_m / enhet_m, punkt_m=punkt_m, vest=x, nord=y, flis=flis,
        kolonner=kolonner, rader=rader,
    )  # fmt: skip


def _format(formater: list[str]) -> str:
    """Picture format to ask for: one that can be transparent, where the service has it."""
    bilder = [ett for ett in formater if ett and ett.startswith("image/")]
    return next((ett for ett in bilder if "png" in ett), bilder[0] if bilder else "image/png")


def _maler(url: str, tjeneste: Any, om: Any, format_: str) -> Iterator[str]:  # noqa: ANN401 – owslib is untyped
    """Templates of the layer's tiles, then the questions of services that take them."""
    egne = [r for r in om.resourceURLs if r.get("resourceType") == "tile"]
    egne.sort(key=lambda r: r.get("format") != format_)
    yield from (r["template"] for r in egne)
    spors = any(op.name == "GetTile" and op.methods for op in tjeneste.operations)
    if spors and not _er_dokument(url):
        sporring = (
            f"service=WMTS&request=GetTile&version=1.0.0&layer={quote(om.id)}&style={{Style}}"
            f"&format={quote(format_)}&tilematrixset={{TileMatrixSet}}&tilematrix={{TileMatrix}}"
            "&tilerow={TileRow}&tilecol={TileCol}"
        )
        sporring += "".join(f"&{quote(navn)}={{{navn}}}" for navn in om.dimensions)
        skille = "" if url[-1] in "?&" else "&" if "?" in url else "?"
        yield f"{url}{skille}{sporring}"


def _stil(stiler: Mapping[str, Mapping[str, object]]) -> tuple[str, str]:
    """Name of the default style, else the first, and the address of its legend."""
    valgt = [navn for navn, stil in stiler.items() if stil.get("isDefault")]
    navn = next(iter(valgt or stiler), None)
    return ("default", "") if navn is None else (navn, str(stiler[navn].get("legend") or ""))


def _utfylt(mal: str, settet: str, stil: str, dimensjoner: Mapping[str, Any]) -> str:
    """Fill in all but the tile's own place, whatever the case of the names."""
    fast = {"tilematrixset": settet, "style": stil}
    fast |= {navn.lower(): str(dim.get("default") or "") for navn, dim in dimensjoner.items()}
    plass = {"tilematrix": "{z}", "tilerow": "{y}", "tilecol": "{x}"}

    def bytt(funnet: re.Match[str]) -> str:
        navn = funnet[1].lower()
        return plass.get(navn) or (quote(fast[navn], safe=":") if navn in fast else funnet[0])

    return re.sub(r"\{([^{}]+)\}", bytt, mal)
