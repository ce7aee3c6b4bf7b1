"""What every service reader hands back, and the marks of a service's own error reports."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from geopandas import GeoDataFrame
from lxml import etree

from gis.feil import KildeFeil
from gis.kilder.grenser import MAKS_JSON_LEDD, MAKS_OBJEKTER
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import Svar
from gis.kilder.xmlvern import rotnavn
from gis.rutenett import Rutenett
from gis.tekst import kortet

XML_FEIL = ("ExceptionReport", "ServiceExceptionReport", "ServiceException")
"""Root elements of OWS and older OGC error reports, whatever the HTTP status."""
AVKORTET = re.compile(rb"<(?:[\w.-]+:)?(?:truncatedResponse|(?:Service)?ExceptionReport)[\s>]")
"""Ends a collection that the service gave up."""
SKILLER = (b",", b"[", b"{")
"""One of these stands before each value of a JSON document."""
FOR_LANGT_TALL = "integer string conversion"
"""Python's words for a whole number of more digits than it reads (4 300)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uthenting:
    """A layer as a service gave it."""

    data: GeoDataFrame | Rutenett
    """(n,) features with the source's columns, duplicates between pages removed; or a grid."""
    raafiler: tuple[str, ...]
    """SHA-256 of the answers as received, in order; the bytes were put aside as they came."""
    bytes: int
    """Size of the answers together."""
    url: str
    """Address without query."""
    parametre: Mapping[str, str] = field(default_factory=dict)
    """Query parameters of the first request."""
    hoder: Mapping[str, str] = field(default_factory=dict)
    """Headers of interest of the first answer."""
    ventet: int | None = None
    """Features that the service says match; None when it does not say."""
    mottatt: int = 0
    """Features received, those set aside included, duplicates not."""
    merknader: tuple[str, ...] = ()
    """What was set aside or doubted, bokmål."""


def krev_xml(svar: Svar, hva: str) -> bytes:
    """Return the body, stripped, if it is XML and no error report; raises as `krev_xmlrot`."""
    krev_xmlrot(svar, hva)
    return svar.innhold.strip()


def krev_xmlrot(svar: Svar, hva: str) -> None:
    """Stop unless the body begins as XML, and as no error report.

    Raises
    ------
    KildeFeil    with the service's own text, whatever its HTTP status; also for HTML and JSON
    """
    innhold = svar.begynnelse()
    start = innhold.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if not start.startswith(b"<") or start.startswith((b"<!doctype html", b"<html")):
        raise KildeFeil(
            f"{hva}: svaret er ikke XML (status {svar.status}, "
            f"{svar.type or 'uten innholdstype'}). {_utdrag(innhold)}"
        )
    rot = rotnavn(innhold, hva)
    if rot in XML_FEIL:
        raise KildeFeil(f"{hva}: tjenesten melder feil: {_feiltekst(innhold)}")


def krev_hel(svar: Svar, hva: str) -> None:
    """Stop when the answer ends by saying that it was cut short, or with an error report.

    Raises
    ------
    KildeFeil    with the service's own text
    """
    hale = svar.slutt()
    funnet = AVKORTET.search(hale)
    if funnet is not None:
        utdrag = _utdrag(re.sub(rb"<[^>]*>", b" ", hale[funnet.start() :]))
        raise KildeFeil(f"{hva}: svaret er avkortet, sier tjenesten: {utdrag}")


def krev_json(svar: Svar, hva: str) -> dict[str, Any]:
    """Return the body as a JSON object if it is no error report.

    Raises
    ------
    KildeFeil    with the service's own text; also when an error hides behind status 200
    """
    innhold = svar.innhold
    if sum(map(innhold.count, SKILLER)) > MAKS_JSON_LEDD:
        raise KildeFeil(
            f"{hva}: svaret har mer enn {MAKS_JSON_LEDD} verdier og leses ikke. Be om et mindre "
            "område, eller last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    try:
        objekt = json.loads(innhold, parse_constant=lambda _: None)  # NaN is no JSON
    except RecursionError as err:
        raise KildeFeil(f"{hva}: svaret er nøstet for dypt og brukes ikke.") from err
    except ValueError as err:
        if FOR_LANGT_TALL in str(err):
            raise KildeFeil(f"{hva}: svaret har et tall uten ende og brukes ikke.") from err
        raise KildeFeil(
            f"{hva}: svaret er ikke JSON (status {svar.status}, "
            f"{svar.type or 'uten innholdstype'}). {_utdrag(innhold)}"
        ) from err
    if not isinstance(objekt, dict):
        raise KildeFeil(f"{hva}: svaret er JSON, men ikke et objekt.")
    if "error" in objekt:
        raise KildeFeil(f"{hva}: tjenesten melder feil: {_jsonfeil(objekt['error'])}")
    return objekt


def krev_objekter(svar: Svar, hva: str) -> dict[str, Any]:
    """Return the body as a JSON object with the list `features`; otherwise as `krev_json`.

    Raises
    ------
    KildeFeil    also when the status is an error, or there is no such list
    """
    side = krev_json(krev_ok(svar), hva)
    if not isinstance(side.get("features"), list):
        raise KildeFeil(f"{hva}: svaret er JSON, men har ingen «features».")
    return side


def krev_rimelig(antall: int, hva: str) -> None:
    """Stop a service that gives more features than any municipality has.

    Raises
    ------
    KildeFeil    beyond the bound
    """
    if antall > MAKS_OBJEKTER:
        raise KildeFeil(
            f"{hva}: tjenesten gir mer enn {MAKS_OBJEKTER} objekter; det leses ikke. Kontroller "
            "adressen og området."
        )


def deler(objekt: Mapping[str, Any], navn: str) -> list[dict[str, Any]]:
    """Return the objects in the list `navn`; whatever else the service put there is no part."""
    liste = objekt.get(navn)
    return [en for en in liste if isinstance(en, dict)] if isinstance(liste, list) else []


def ordbok(verdi: object) -> dict[str, Any]:
    """Return a JSON object, or an empty one where the service put something else."""
    return verdi if isinstance(verdi, dict) else {}


def _jsonfeil(feil: object) -> str:
    """Return what the service says is wrong, on one line."""
    kjent = ordbok(feil)
    sagt = " ".join(str(kjent[felt]) for felt in ("code", "message") if kjent.get(felt))
    return kortet(sagt or str(feil), 500)


def _feiltekst(innhold: bytes) -> str:
    """Readable text of an error report."""
    tolk = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    rot = etree.fromstring(innhold, tolk)
    tekster = [" ".join(str(tekst).split()) for tekst in rot.itertext()]
    koder = [str(e.get("exceptionCode") or e.get("code") or "") for e in rot.iter()]
    return " ".join(filter(None, [*dict.fromkeys(koder), *tekster]))[:500]


def _utdrag(innhold: bytes) -> str:
    """Return the beginning of a body as one line."""
    return " ".join(innhold[:200].decode("utf-8", "replace").split())
