"""Stand between a client and pygeoapi: what cannot be answered is refused, and told in bokmål.

pygeoapi leaves out in silence what it does not know (a filter, a misspelt parameter, an odd date),
answers some input with an internal error, calls an address that a request names, and shows pages
that fetch scripts from elsewhere. Here such requests stop; JSON is all that is given.
"""

import io
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from gis.crs import LENGDE_BREDDE
from gis.feil import DataFeil
from gis.kilder.tjener import HODER, Wsgi

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""Longitude and latitude, as OGC names it."""
EPSG_NAVN = "http://www.opengis.net/def/crs/EPSG/0/{}"
VALG = frozenset(
    ("bbox", "bbox-crs", "crs", "datetime", "f", "lang", "limit", "offset", "properties",
     "resulttype", "skipGeometry", "sortby")
)  # fmt: skip
"""Parameters of a question for features, beside the layer's own columns."""
OBJEKTER = re.compile(r"/collections/([^/]+)/items/?")
UTFORING = re.compile(r"/processes/[^/]+/execution/?")
TIDSPUNKT = r"(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)"
TIDSROM = re.compile(rf"{TIDSPUNKT}|({TIDSPUNKT}|\.\.)?/({TIDSPUNKT}|\.\.)?")
STORST = 20_000_000
"""Largest request that is read, bytes."""
BITER = 16
"""Pieces that each side of a box is cut into before it is turned into degrees."""
INNDATA = frozenset(("omraade", "formaal"))
BARE_JSON = ("text/html", "application/ld+json")
"""Types that are not given; links to them are taken out."""
IKKE_SANT = ("/conf/html", "/conf/create-replace-delete", "/conf/callback")
"""Endings of conformance classes that pygeoapi declares, and that do not hold here."""
PREFIKS = "Error executing process: "
ORD = {
    HTTPStatus.NOT_FOUND: "Det finnes ikke her. Adressene står på «/collections» og «/processes».",
    HTTPStatus.METHOD_NOT_ALLOWED: "Adressen kan ikke brukes med denne metoden.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Tjenesten feilet; spørsmålet ble ikke besvart.",
}
"""What is said where pygeoapi's own words are English."""
BOKSEN: ContextVar[BaseGeometry | None] = ContextVar("boksen", default=None)
"""The box of the question that is being answered, in degrees; a rectangle in the CRS of the box."""


def vakt(
    app: Wsgi,
    felter: Mapping[str, Sequence[str]],
    crs: Mapping[str, int],
    formaal: Sequence[str],
) -> Wsgi:
    """Return pygeoapi with the guard before it.

    Parameters
    ----------
    app       pygeoapi
    felter    collection → its columns
    crs       URI of each CRS that features are given in → its EPSG code
    formaal   purposes that areas may be screened for
    """

    def svar(miljo: dict[str, object], start: Callable[..., object]) -> object:
        sti = str(miljo.get("PATH_INFO", ""))
        merke = BOKSEN.set(None)
        try:
            egen = _kontrollert(miljo, sti, felter, crs, formaal)
            status, hoder, innhold = _spurt(app, egen)
        except DataFeil as err:
            return _nei(HTTPStatus.BAD_REQUEST, str(err), start)
        finally:
            BOKSEN.reset(merke)
        if int(status[:3]) >= HTTPStatus.BAD_REQUEST:
            kode = HTTPStatus(int(status[:3]))
            return _nei(kode, _paa_bokmaal(kode, innhold), start)
        if innhold[:1] == b"{":
            innhold = _uten_html(innhold)
        beholdt = [(n, v) for n, v in hoder if n.lower() != "content-length"]
        start(status, [*beholdt, ("Content-Length", str(len(innhold))), *HODER])
        return [innhold]

    return svar


def _kontrollert(
    miljo: dict[str, object],
    sti: str,
    felter: Mapping[str, Sequence[str]],
    crs: Mapping[str, int],
    formaal: Sequence[str],
) -> dict[str, object]:
    """Return the request as pygeoapi is to have it.

    Raises
    ------
    DataFeil    when it cannot be answered as it is asked
    """
    par = parse_qsl(str(miljo.get("QUERY_STRING", "")), keep_blank_values=True)
    valg = dict(par)
    if len(valg) < len(par):
        navn = next(navn for navn, antall in Counter(navn for navn, _ in par).items() if antall > 1)
        raise DataFeil(f"«{navn}» er oppgitt flere ganger.")
    if valg.get("f", "json") != "json":
        raise DataFeil("«f» må være json.")
    egen = {**miljo, "HTTP_ACCEPT": "application/json"}
    if (treff := OBJEKTER.fullmatch(sti)) and treff[1] in felter:
        egen["QUERY_STRING"] = urlencode(_objektvalg(valg, felter[treff[1]], crs))
    elif UTFORING.fullmatch(sti) and miljo.get("REQUEST_METHOD") == "POST":
        egen["wsgi.input"] = io.BytesIO(_bestilling(miljo, formaal))
    return egen


def _objektvalg(
    valg: dict[str, str], felter: Sequence[str], crs: Mapping[str, int]
) -> dict[str, str]:
    """Check a question for features; a box of six numbers is left with four."""
    ukjente = sorted(set(valg) - VALG - set(felter))
    if ukjente:
        raise DataFeil(
            f"Tjenesten kjenner ikke «{ukjente[0]}». Den kjenner {', '.join(sorted(VALG))} og "
            f"lagets felter: {', '.join(felter)}."
        )
    _krev_verdier(valg, felter, crs)
    if "datetime" in valg and not _er_tid(valg["datetime"]):
        raise DataFeil("«datetime» må være en dato (2026-11-26) eller et tidsrom (2026-01-01/..).")
    if "bbox-crs" in valg and "bbox" not in valg:
        raise DataFeil("«bbox-crs» kan bare brukes sammen med «bbox».")
    if "bbox" in valg:
        hjorner = _hjorner(valg["bbox"])
        BOKSEN.set(_boks(hjorner, valg.get("bbox-crs", CRS84), crs))
        valg = {**valg, "bbox": ",".join(map(repr, hjorner))}
    return valg


def _er_tid(tekst: str) -> bool:
    """Tell whether a text is a day, a point in time or a span, and the days are in the calendar."""
    if not tekst or not TIDSROM.fullmatch(tekst):
        return False
    try:
        return all(datetime.fromisoformat(v) for v in tekst.split("/") if v.strip("."))
    except ValueError:
        return False


def _krev_verdier(valg: Mapping[str, str], felter: Sequence[str], crs: Mapping[str, int]) -> None:
    """Check numbers, choices and names of columns."""
    for navn, minst in (("limit", 1), ("offset", 0)):
        if navn in valg and not (re.fullmatch(r"\d{1,9}", valg[navn]) and int(valg[navn]) >= minst):
            raise DataFeil(f"«{navn}» må være et helt tall, minst {minst}.")
    for navn, lovlige in (
        ("resulttype", ("results", "hits")),
        ("skipGeometry", ("true", "false")),
        ("crs", tuple(crs)),
        ("bbox-crs", tuple(crs)),
    ):
        if navn in valg and valg[navn] not in lovlige:
            raise DataFeil(f"«{navn}» må være {' eller '.join(lovlige)}.")
    for navn in ("properties", "sortby"):
        for felt in valg[navn].split(",") if navn in valg else ():
            if felt.lstrip("+- " if navn == "sortby" else "") not in felter:
                raise DataFeil(f"«{navn}»: laget har ikke feltet «{felt}».")


def _hjorner(tekst: str) -> tuple[float, float, float, float]:
    """Lower and upper corner of a box; heights are left out."""
    try:
        tall = [float(ledd) for ledd in tekst.split(",")]
    except ValueError:
        tall = []
    if len(tall) not in (4, 6) or not all(map(math.isfinite, tall)):
        raise DataFeil("«bbox» må være fire tall med komma mellom: vest,sør,øst,nord.")
    halv = len(tall) // 2
    if tall[1] > tall[halv + 1]:
        raise DataFeil("«bbox»: det andre tallet må være mindre enn det siste (sør før nord).")
    return tall[0], tall[1], tall[halv], tall[halv + 1]


def _boks(
    hjorner: tuple[float, float, float, float], navn: str, crs: Mapping[str, int]
) -> BaseGeometry:
    """Return a box as the shape that it is in degrees; across the date line it is two."""
    x0, y0, x1, y1 = hjorner
    if navn == EPSG_NAVN.format(LENGDE_BREDDE):  # latitude first
        x0, y0, x1, y1 = y0, x0, y1, x1
    if crs[navn] == LENGDE_BREDDE:
        if x0 <= x1:
            return shapely.box(x0, y0, x1, y1)
        return shapely.union(shapely.box(x0, y0, 180, y1), shapely.box(-180, y0, x1, y1))
    if x0 > x1:
        raise DataFeil("«bbox»: det første tallet må være mindre enn det tredje (vest før øst).")
    kant = shapely.segmentize(shapely.box(x0, y0, x1, y1), max(x1 - x0, y1 - y0, 1.0) / BITER)
    til_grader = Transformer.from_crs(crs[navn], LENGDE_BREDDE, always_xy=True)
    i_grader = shapely.transform(kant, lambda xy: np.column_stack(til_grader.transform(*xy.T)))
    if not np.isfinite(shapely.get_coordinates(i_grader)).all():
        raise DataFeil("«bbox» ligger utenfor det som «bbox-crs» dekker.")
    return i_grader


def _bestilling(miljo: Mapping[str, object], lovlige: Sequence[str]) -> bytes:
    """Read and check a request to screen; what pygeoapi would act on by itself is refused."""
    if str(miljo.get("CONTENT_TYPE", "")).partition(";")[0].strip() != "application/json":
        raise DataFeil("Send forespørselen som JSON (Content-Type: application/json).")
    lengde = str(miljo.get("CONTENT_LENGTH") or "")
    if not lengde.isdecimal() or int(lengde) > STORST:
        raise DataFeil(f"Forespørselen må oppgi lengden, og kan være høyst {STORST // 10**6} MB.")
    strom: Any = miljo["wsgi.input"]
    kropp: bytes = strom.read(int(lengde))
    try:
        lest = json.loads(kropp)
    except (ValueError, RecursionError) as err:
        raise DataFeil("Forespørselen er ikke lesbar JSON.") from err
    inn = lest.get("inputs") if isinstance(lest, dict) else None
    if not isinstance(inn, dict) or "omraade" not in inn or set(inn) - INNDATA:
        raise DataFeil("Forespørselen må ha «inputs» med «omraade», og kan ha «formaal».")
    if inn.get("formaal") not in (None, "", *lovlige):
        raise DataFeil(f"«formaal» må være {', '.join(lovlige)}, eller utelates.")
    if "subscriber" in lest:
        raise DataFeil("«subscriber» støttes ikke: svaret kommer der det ble spurt.")
    if not _bare_svar(lest.get("outputs")):
        raise DataFeil("«outputs» kan bare være «svar».")
    return kropp


def _bare_svar(utdata: object) -> bool:
    """Tell whether the wanted outputs are none in particular, or the one there is."""
    if isinstance(utdata, dict):
        return set(utdata) <= {"svar"} and all(isinstance(v, dict) for v in utdata.values())
    return utdata in (None, [], ["svar"])


def _spurt(app: Wsgi, miljo: dict[str, object]) -> tuple[str, list[tuple[str, str]], bytes]:
    """Ask pygeoapi; its status, headers and whole answer."""
    hode: list[Any] = []
    deler: Any = app(miljo, lambda status, hoder, feil=None: hode.extend((status, hoder)))
    try:
        innhold = b"".join(deler)
    finally:
        with suppress(AttributeError):
            deler.close()
    return hode[0], hode[1], innhold


def _nei(kode: HTTPStatus, tekst: str, start: Callable[..., object]) -> list[bytes]:
    """Answer that it cannot be done, and why."""
    innhold = {"code": kode.phrase, "type": kode.phrase, "status": kode.value, "description": tekst}
    start(f"{kode.value} {kode.phrase}", [("Content-Type", "application/json"), *HODER])
    return [json.dumps(innhold, ensure_ascii=False).encode()]


def _paa_bokmaal(kode: HTTPStatus, innhold: bytes) -> str:
    """Word an error of pygeoapi; a reason of our own is kept as it is."""
    try:
        grunn = str(json.loads(innhold)["description"])
    except (ValueError, KeyError, TypeError):
        grunn = ""
    if grunn.startswith(PREFIKS):
        return grunn.removeprefix(PREFIKS)
    return ORD.get(kode) or f"Spørsmålet kan ikke besvares. Tjenestens egne ord: {grunn or kode}"


def _uten_html(innhold: bytes) -> bytes:
    """Take out links to what is not given here, and conformance classes that do not hold."""
    # features may be many: their links stand last, and a quote within a text is never bare
    plass = innhold.rfind(b'"links":[')
    if b'"FeatureCollection"' in innhold[:200] and plass > 0:
        rest = innhold[plass + len(b'"links":') :].decode()
        liste, slutt = json.JSONDecoder().raw_decode(rest)
        return innhold[: -len(rest.encode())] + (json.dumps(_lenker(liste)) + rest[slutt:]).encode()
    return json.dumps(json.loads(innhold, object_hook=_ryddet), ensure_ascii=False).encode()


def _ryddet(dok: dict[str, Any]) -> dict[str, Any]:
    """Tidy a document as it is read: it is called for every object of it, the inner ones first."""
    if isinstance(dok.get("links"), list):
        dok["links"] = _lenker(dok["links"])
    if isinstance(dok.get("conformsTo"), list):
        dok["conformsTo"] = [k for k in dok["conformsTo"] if not str(k).endswith(IKKE_SANT)]
    return dok


def _lenker(liste: Sequence[Any]) -> list[Any]:
    """Links to what is given here; «f» is left out, since some clients hang the id on behind it."""
    egne = [en for en in liste if isinstance(en, dict) and en.get("type") not in BARE_JSON]
    return [{**en, "href": str(en.get("href", "")).removesuffix("?f=json")} for en in egne]
