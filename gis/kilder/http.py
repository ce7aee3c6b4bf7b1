"""The one HTTP client: time limits, retries with back-off, size cap, no strange redirects."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import HTTPBasicAuth
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectTimeout,
    ContentDecodingError,
    ReadTimeout,
    RequestException,
    SSLError,
)
from requests.exceptions import ConnectionError as Tilkoblingsfeil

from gis.feil import KildeFeil

NYE_FORSOK: Final = frozenset({429, 500, 502, 503, 504})
"""Answers that may pass: too many requests, and servers behind the server that are down."""
OMDIRIGERING: Final = frozenset({301, 302, 303, 307, 308})
OK, OMDIRIGERING_FRA, TJENERFEIL_FRA = 200, 300, 500
FORBIGAAENDE: Final[Mapping[type[RequestException], str]] = {
    ConnectTimeout: "fikk ikke kontakt innen fristen.",
    ReadTimeout: "tjenesten svarte ikke innen fristen.",
    ChunkedEncodingError: "svaret ble brutt av.",
    ContentDecodingError: "svaret kan ikke pakkes ut.",
    Tilkoblingsfeil: "fikk ikke kontakt med tjenesten. Er maskinen på nett?",
}
"""Faults on the wire that may pass, most particular first."""
BIT: Final = 1 << 16
"""Bytes read at a time."""
HODER: Final = ("Content-Type", "Content-Crs", "Last-Modified", "ETag", "Date", "OGC-NumberMatched")
"""Headers that are kept with the copy."""


@dataclass(frozen=True, slots=True, repr=False)
class Innlogging:
    """Name and password for HTTP Basic; never printed."""

    brukernavn: str
    """Name."""
    passord: str
    """Password."""

    def __repr__(self) -> str:
        return "Innlogging(skjult)"


@dataclass(frozen=True, slots=True)
class Grenser:
    """How patient the client is."""

    tilkobling_s: float = 10.0
    """Seconds to wait for a connection."""
    lesing_s: float = 60.0
    """Seconds to wait for the next bytes; Kartverket's own client uses 30 (kilder §8.1)."""
    totalt_s: float = 600.0
    """Seconds for one whole answer."""
    forsok: int = 4
    """Times to ask before giving up."""
    ventetid_s: float = 1.0
    """Wait before the second time; doubled each time, with jitter."""
    lengste_venting_s: float = 60.0
    """A server that asks for a longer wait than this (Retry-After) is given up."""
    maks_bytes: int = 256 * 1024 * 1024
    """Largest answer that is accepted."""


@dataclass(frozen=True, slots=True)
class Svar:
    """An answer as received."""

    url: str
    """Address that was asked, query included."""
    status: int
    """HTTP status."""
    hoder: Mapping[str, str]
    """Headers of interest, by the names of HODER."""
    innhold: bytes
    """The bytes."""

    @property
    def type(self) -> str:
        """Content type in lower case."""
        return self.hoder.get("Content-Type", "").lower()


class _Forbigaende(Exception):
    """A fault that may pass; carries the bokmål text and the wait that the server asks for."""

    def __init__(self, tekst: str, vent_s: float | None = None) -> None:
        super().__init__(tekst)
        self.vent_s = vent_s


@dataclass(frozen=True, slots=True)
class Klient:
    """Fetches bytes. One per run; keeps its connections open."""

    brukeragent: str
    """User-Agent, «arealsil/<version>»: some servers refuse anonymous ones (kilder §4.6)."""
    grenser: Grenser = Grenser()
    """Time limits and size cap."""
    sov: Callable[[float], None] = time.sleep
    """How to wait; tests hand in their own."""
    okt: requests.Session = field(default_factory=requests.Session, repr=False)
    """Connection pool."""
    tause: dict[str, str] = field(default_factory=dict, repr=False)
    """Hosts that gave no contact in this run, and what was said; they are not waited for again."""

    def hent(
        self,
        url: str,
        parametre: Mapping[str, str] | None = None,
        innlogging: Innlogging | None = None,
        godta: str = "*/*",
    ) -> Svar:
        """GET `url` and return the answer, whatever its status below 500.

        Client errors (4xx) are returned: their body tells what was wrong, and the protocol that
        asked knows how to read it. Server errors are tried again, and raise in the end.

        Raises
        ------
        KildeFeil    if there is no answer, it is cut short or too large, or it leads elsewhere
        """
        vert = urlsplit(url).netloc
        if vert in self.tause:
            raise KildeFeil(f"{_kort(url)}: {self.tause[vert]} Verten er ikke spurt på nytt.")
        for nummer in range(self.grenser.forsok):
            try:
                return self._en_gang(url, parametre, innlogging, godta)
            except _Forbigaende as err:
                siste = nummer + 1 == self.grenser.forsok
                vent_s = err.vent_s if err.vent_s is not None else self._vent_s(nummer)
                if siste or vent_s > self.grenser.lengste_venting_s:
                    if isinstance(err.__cause__, Tilkoblingsfeil):
                        self.tause[vert] = str(err)
                    raise KildeFeil(
                        f"{_kort(url)}: {err} Prøvd {nummer + 1} ganger. Prøv igjen senere."
                    ) from err
                self.sov(vent_s)
        raise KildeFeil(f"{_kort(url)}: ingen forsøk er tillatt (forsok = {self.grenser.forsok}).")

    def _vent_s(self, nummer: int) -> float:
        """Doubling wait with up to half again as jitter, so that clients do not march in step."""
        return float(self.grenser.ventetid_s * 2**nummer * (1 + random.random() / 2))

    def _en_gang(
        self, url: str, parametre: Mapping[str, str] | None, innlogging: Innlogging | None,
        godta: str,
    ) -> Svar:  # fmt: skip
        """Ask once, following redirects within the same host."""
        auth = HTTPBasicAuth(innlogging.brukernavn, innlogging.passord) if innlogging else None
        hoder = {"User-Agent": self.brukeragent, "Accept": godta}
        adresse, sporring = url, parametre
        for _ in range(5):
            try:
                with self.okt.get(
                    adresse, params=dict(sporring or {}), headers=hoder, auth=auth, stream=True,
                    timeout=(self.grenser.tilkobling_s, self.grenser.lesing_s),
                    allow_redirects=False,
                ) as svar:  # fmt: skip
                    if svar.status_code not in OMDIRIGERING:
                        return self._les(svar)
                    adresse, sporring = _ny_adresse(svar), None
            except RequestException as err:
                raise _oversatt(err, url) from err
        raise KildeFeil(f"{_kort(url)}: for mange omdirigeringer.")

    def _les(self, svar: requests.Response) -> Svar:
        """Read the body under the size cap and the time limit."""
        if svar.status_code in NYE_FORSOK:
            raise _Forbigaende(
                f"tjenesten svarte {svar.status_code} {svar.reason}.", _retry_after(svar)
            )
        if svar.status_code >= TJENERFEIL_FRA:
            raise KildeFeil(
                f"{_kort(svar.url)}: tjenesten svarte {svar.status_code} {svar.reason}."
            )
        slutt = time.monotonic() + self.grenser.totalt_s
        deler, antall = [], 0
        for bit in svar.iter_content(BIT):
            deler.append(bit)
            antall += len(bit)
            if antall > self.grenser.maks_bytes:
                raise KildeFeil(
                    f"{_kort(svar.url)}: svaret er større enn {self.grenser.maks_bytes // 2**20} "
                    "MB. Be om et mindre område, eller last ned filen og pek på den under "
                    "[lag.<id>] i kommune.toml."
                )
            if time.monotonic() > slutt:
                raise _Forbigaende(f"svaret var ikke ferdig etter {self.grenser.totalt_s:.0f} s.")
        lengde = svar.headers.get("Content-Length")
        if lengde and not svar.headers.get("Content-Encoding") and int(lengde) != antall:
            raise _Forbigaende(f"svaret er avkortet ({antall} av {lengde} byte).")
        hoder = {navn: svar.headers[navn] for navn in HODER if navn in svar.headers}
        return Svar(svar.url or "", svar.status_code, hoder, b"".join(deler))


def krev_ok(svar: Svar) -> Svar:
    """Return the answer unless its status is an error.

    Raises
    ------
    KildeFeil    with the status and the beginning of the body
    """
    if OK <= svar.status < OMDIRIGERING_FRA:
        return svar
    if svar.status in (401, 403):
        raise KildeFeil(
            f"{_kort(svar.url)}: ingen tilgang ({svar.status}). Tjenesten krever innlogging eller "
            "avtale. Last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    utdrag = " ".join(svar.innhold[:300].decode("utf-8", "replace").split())
    raise KildeFeil(f"{_kort(svar.url)}: tjenesten svarte {svar.status}. {utdrag}".strip())


def _kort(url: str) -> str:
    """Address without query and credentials, for messages."""
    ledd = urlsplit(url)
    return f"{ledd.scheme}://{ledd.hostname or ''}{f':{ledd.port}' if ledd.port else ''}{ledd.path}"


def _ny_adresse(svar: requests.Response) -> str:
    """Return the target of a redirect within the same host; https may replace http."""
    maal = urljoin(svar.url, svar.headers.get("Location", ""))
    fra, til = urlsplit(svar.url), urlsplit(maal)
    skjema_ok = til.scheme == fra.scheme or (fra.scheme, til.scheme) == ("http", "https")
    if not skjema_ok or til.hostname != fra.hostname:
        raise KildeFeil(
            f"{_kort(svar.url)}: tjenesten viser videre til {_kort(maal)}, en annen vert. "
            "Kontroller adressen, og sett den nye som url under [lag.<id>] i kommune.toml."
        )
    return maal


def _retry_after(svar: requests.Response) -> float | None:
    """Seconds that the server asks to be left alone; None when it does not say it in seconds."""
    tekst = svar.headers.get("Retry-After", "").strip()
    return float(tekst) if tekst.isdigit() else None


def _oversatt(err: RequestException, url: str) -> Exception:
    """Make the bokmål error of what went wrong on the wire."""
    if isinstance(err, SSLError):
        return KildeFeil(f"{_kort(url)}: sertifikatet kan ikke godkjennes.")
    for type_, tekst in FORBIGAAENDE.items():
        if isinstance(err, type_):
            return _Forbigaende(tekst)
    return KildeFeil(f"{_kort(url)}: adressen kan ikke brukes ({err}).")
