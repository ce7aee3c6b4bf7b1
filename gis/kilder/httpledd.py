"""Small parts of the HTTP client: addresses, redirects, waits, and faults in bokmål."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectTimeout,
    ContentDecodingError,
    ReadTimeout,
    RequestException,
    SSLError,
)
from requests.exceptions import ConnectionError as Tilkoblingsfeil
from urllib3.exceptions import ReadTimeoutError

from gis.feil import KildeFeil
from gis.tekst import heltall, kortet

FLERE: Final = 2
"""Hosts without a name that are no longer one host's fault; our own choice."""
FORBIGAAENDE: Final[Mapping[type[RequestException], str]] = {
    ConnectTimeout: "fikk ikke kontakt innen fristen.",
    ReadTimeout: "tjenesten svarte ikke innen fristen.",
    ChunkedEncodingError: "svaret ble brutt av.",
    ContentDecodingError: "svaret kan ikke pakkes ut.",
    Tilkoblingsfeil: "fikk ikke kontakt med tjenesten. Er maskinen på nett?",
}
"""Faults on the wire that may pass, most particular first."""


class Forbigaende(Exception):
    """A fault that may pass; carries the bokmål text and the wait that the server asks for."""

    def __init__(
        self,
        tekst: str,
        vent_s: float | None = None,
        *,
        uten_navn: bool = False,
        uten_kontakt: bool = False,
        sen: bool = False,
    ) -> None:
        super().__init__(tekst)
        self.vent_s = vent_s
        self.uten_navn = uten_navn
        """Whether the host's name was not found."""
        self.uten_kontakt = uten_kontakt
        """Whether there was no contact with the host: it is not waited for again in the run."""
        self.sen = sen
        """Whether the time was up before the answer was."""


class Porter:
    """Doors to the hosts: so many questions at a time to each, and how late their answers were."""

    def __init__(self) -> None:
        self._laas = threading.Lock()
        self._porter: dict[str, threading.BoundedSemaphore] = {}
        self._sene: dict[str, int] = {}

    def til(self, vert: str, plass: int) -> threading.BoundedSemaphore:
        """Return the door to `vert`, with room for `plass` at a time."""
        with self._laas:
            return self._porter.setdefault(vert, threading.BoundedSemaphore(plass))

    def sen(self, vert: str, sen: bool | None) -> int:
        """Note how a question to `vert` went: True late, None answered; False neither.

        Returns the number that were late since it last answered.
        """
        with self._laas:
            if sen is None:
                self._sene.pop(vert, None)
            elif sen:
                self._sene[vert] = self._sene.get(vert, 0) + 1
            return self._sene.get(vert, 0)


@dataclass(slots=True)
class Nett:
    """Whether there is a network at all, as far as a run has seen."""

    svarte: bool = False
    """Whether any host has answered."""
    navnlose: set[str] = field(default_factory=set)
    """Hosts whose name was not found."""

    @property
    def borte(self) -> bool:
        """True when nobody answers and several names are unknown: asking again is in vain."""
        return not self.svarte and len(self.navnlose) >= FLERE


def kort(url: str) -> str:
    """Address without query and credentials, for messages."""
    ledd = urlsplit(url)
    return f"{ledd.scheme}://{ledd.netloc.rpartition('@')[2]}{ledd.path}"


def verten(url: str) -> str:
    """Host that an address is on, with its port where it names one."""
    return urlsplit(url).netloc


def hel_url(url: str, parametre: Mapping[str, str] | None) -> str:
    """Address with its query, as it goes on the wire.

    Raises
    ------
    KildeFeil    if it is no http or https address, or holds credentials
    """
    if not url.lower().startswith(("http://", "https://")):
        raise KildeFeil(f"{url[:80]}: adressen kan ikke brukes; den må begynne med https://.")
    if "@" in url.partition("?")[0]:
        raise KildeFeil(
            f"{kort(url)}: adressen har navn og passord i seg og brukes ikke, for den lagres og "
            "vises. Ta dem ut."
        )
    try:
        hel = requests.Request("GET", url, params=dict(parametre or {})).prepare().url
        kort(str(hel))
    except (RequestException, ValueError) as err:
        raise KildeFeil(f"Adressen {url.partition('?')[0]} kan ikke brukes ({err}).") from err
    return str(hel)


def lenke_fra(url: str, lenke: str) -> str:
    """Full address of a link that stood in what `url` gave.

    Raises
    ------
    KildeFeil    if it is no address
    """
    try:
        return urljoin(url, lenke)
    except ValueError as err:
        raise KildeFeil(f"{kort(url)}: lenken «{kortet(lenke)}» er ikke en adresse.") from err


def _port(ledd: Any) -> int:  # noqa: ANN401 – SplitResult of text
    return int(ledd.port or {"http": 80, "https": 443}.get(ledd.scheme, 0))


def ny_adresse(svar: requests.Response) -> str:
    """Return the target of a redirect within the same host; https may replace http.

    Raises
    ------
    KildeFeil    if it is no address, another host or port, or less secure
    """
    dit = svar.headers.get("Location", "")
    try:
        maal = urljoin(svar.url, dit)
        fra, til = urlsplit(svar.url), urlsplit(maal)
        samme = til.scheme == fra.scheme and _port(til) == _port(fra)
    except ValueError as err:
        raise KildeFeil(
            f"{kort(svar.url)}: tjenesten viser videre til {kortet(dit)}, som ikke er en adresse."
        ) from err
    sikrere = (fra.scheme, til.scheme) == ("http", "https")
    if not (samme or sikrere) or til.hostname != fra.hostname:
        raise KildeFeil(
            f"{kort(svar.url)}: tjenesten viser videre til {kort(maal)}, en annen vert. "
            "Kontroller adressen, og sett den nye som url under [lag.<id>] i kommune.toml."
        )
    return maal


def vent_etter(svar: requests.Response) -> float | None:
    """Seconds that the server asks to be left alone, given as seconds or as a date."""
    tekst = svar.headers.get("Retry-After", "").strip()
    sekunder = heltall(tekst)
    if sekunder is not None:
        return float(sekunder)
    try:
        til = parsedate_to_datetime(tekst)
        fra = parsedate_to_datetime(svar.headers.get("Date") or format_datetime(datetime.now(UTC)))
    except ValueError:
        return None
    med_sone = [tid if tid.tzinfo else tid.replace(tzinfo=UTC) for tid in (til, fra)]
    return max(0.0, (med_sone[0] - med_sone[1]).total_seconds())


def feil_paa_linjen(err: RequestException, url: str) -> Exception:
    """Make the bokmål error of what went wrong on the wire."""
    if isinstance(err, SSLError):
        return KildeFeil(f"{kort(url)}: sertifikatet kan ikke godkjennes.")
    if "NameResolutionError" in str(err):
        return Forbigaende(
            "vertsnavnet ble ikke funnet. Er adressen rett, og maskinen på nett?",
            uten_navn=True, uten_kontakt=True,
        )  # fmt: skip
    if isinstance(next(iter(err.args), None), ReadTimeoutError):
        # in the body requests calls it no contact
        return Forbigaende(FORBIGAAENDE[ReadTimeout], sen=True)
    for type_, tekst in FORBIGAAENDE.items():
        if isinstance(err, type_):
            return Forbigaende(
                tekst, uten_kontakt=issubclass(type_, Tilkoblingsfeil), sen=type_ is ReadTimeout
            )
    return KildeFeil(f"{kort(url)}: adressen kan ikke brukes ({err}).")
