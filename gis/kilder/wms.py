"""WMS 1.3.0: what a service shows, as an overlay needs to know it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lxml import etree
from owslib.wms import WebMapService

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.http import krev_ok
from gis.kilder.kanal import Kanal
from gis.kilder.svar import krev_xml
from gis.kilder.xmlvern import les_xml
from gis.kommune import naermeste
from gis.tekst import heltall

VERSJON = "1.3.0"
MAKS_PIKSLER = 2000
"""Side of one picture where the service names no limit; our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visning:
    """One layer of a WMS, as an overlay needs to know it."""

    url: str
    """Service address without query."""
    lag: str
    """Layer name."""
    tittel: str
    """Title as the service gives it."""
    crs: tuple[str, ...]
    """CRS that the layer is shown in, «EPSG:n»; others give a silent, empty picture."""
    stiler: tuple[str, ...]
    """Style names, the default first."""
    tegnforklaring: str
    """Address of the legend; empty where the service names none."""
    spores: bool
    """Whether GetFeatureInfo answers."""
    minste_nevner: float | None
    """Least scale denominator at which it is shown."""
    storste_nevner: float | None
    """Greatest scale denominator at which it is shown."""
    navngivelse: str
    """Attribution as the service gives it."""
    maks_piksler: int
    """Side of a picture."""
    formater: tuple[str, ...]
    """Picture formats."""
    trefformater: tuple[str, ...]
    """Formats of GetFeatureInfo."""


# -- what the service says ------------------------------------------------------------------


def les_wms(kanal: Kanal, url: str, lag: str) -> Visning:
    """Return what the capabilities say of one layer; owslib reads them, once in a run.

    Raises
    ------
    KildeFeil        if the service fails
    ParameterFeil    if the layer does not exist, naming the nearest
    """
    nokkel = f"WMS {url}"
    innhold = kanal.husket.get(nokkel)
    if innhold is None:
        parametre = {"service": "WMS", "version": VERSJON, "request": "GetCapabilities"}
        svar = kanal.klient.hent(url, parametre, godta="application/xml, text/xml")
        innhold = krev_xml(svar, f"WMS {url}, GetCapabilities")
        krev_ok(svar)
    try:
        tjeneste = WebMapService(url, version=VERSJON, xml=innhold)
        formater = {navn: _formater(tjeneste, navn) for navn in ("GetMap", "GetFeatureInfo")}
    except (etree.XMLSyntaxError, AttributeError, KeyError, TypeError, ValueError) as err:
        raise KildeFeil(f"WMS {url}: GetCapabilities kan ikke leses ({err}).") from err
    kanal.husket[nokkel] = innhold
    if lag not in tjeneste.contents:
        raise ParameterFeil(
            f"WMS {url}: laget «{lag}» finnes ikke. {naermeste(lag, list(tjeneste.contents))}"
        )
    return _visning(url, lag, tjeneste.contents[lag], formater, innhold)


def _formater(tjeneste: Any, operasjon: str) -> tuple[str, ...]:  # noqa: ANN401 – owslib is untyped
    """List the formats of an operation; none where the service lacks it."""
    funnet = [op for op in tjeneste.operations if op.name == operasjon]
    return tuple(funnet[0].formatOptions) if funnet else ()


def _visning(
    url: str, lag: str, om: Any, formater: dict[str, tuple[str, ...]], innhold: bytes  # noqa: ANN401 – owslib is untyped
) -> Visning:  # fmt: skip
    """Gather what we need of owslib's record."""
    rot = les_xml(innhold, f"WMS {url}")
    sider = [rot.findtext(f"{{*}}Service/{{*}}{navn}") for navn in ("MaxWidth", "MaxHeight")]
    grenser = [tall for side in sider if (tall := heltall(side or ""))]
    tegn = next((s.get("legend") for s in om.styles.values() if s.get("legend")), "")
    return Visning(
        url=url, lag=lag, tittel=str(om.title or lag), crs=tuple(om.crsOptions or ()),
        stiler=tuple(om.styles), tegnforklaring=str(tegn or ""), spores=bool(om.queryable),
        minste_nevner=_nevner(rot, lag, "Min"), storste_nevner=_nevner(rot, lag, "Max"),
        navngivelse=_navngivelse(rot, lag),
        maks_piksler=min([MAKS_PIKSLER, *grenser]), formater=formater["GetMap"],
        trefformater=formater["GetFeatureInfo"],
    )  # fmt: skip


def _navngivelse(rot: etree._Element, lag: str) -> str:
    """Return the layer's attribution, inherited from the layers above it."""
    for ledd in _over(rot, lag):
        tekst = ledd.findtext("{*}Attribution/{*}Title")
        if tekst:
            return tekst.strip()
    return ""


def _over(rot: etree._Element, lag: str) -> list[etree._Element]:
    """Return the layer and those above it, from within and out."""
    for navn in rot.iterfind(".//{*}Layer/{*}Name"):
        if navn.text == lag:
            return list(navn.iterancestors("{*}Layer"))
    return []


def _nevner(rot: etree._Element, lag: str, ende: str) -> float | None:
    """Scale limit of a layer, inherited from the layers above it."""
    for ledd in _over(rot, lag):
        tekst = ledd.findtext(f"{{*}}{ende}ScaleDenominator")
        if tekst:
            with suppress(ValueError):  # what is no number limits nothing
                return float(tekst)
    return None
