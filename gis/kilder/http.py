"""The one HTTP client: time limits, retries with back-off, size cap, no strange redirects."""

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
from requests.auth import HTTPBasicAuth
from requests.exceptions import RequestException

from gis.feil import KildeFeil
from gis.kilder.delfil import DEL, Delfil
from gis.kilder.grenser import MAKS_SVAR_BYTES
from gis.kilder.httpledd import (
    Forbigaende,
    Nett,
    Porter,
    feil_paa_linjen,
    hel_url,
    kort,
    ny_adresse,
    vent_etter,
    verten,
)
from gis.kilder.httpsvar import Fangst, Svar
from gis.kilder.vakt import Vakt, Vakter, ny_okt
from gis.tekst import heltall

NYE_FORSOK: Final = frozenset({429, 500, 502, 503, 504})
"""Answers that may pass: too many requests, and servers behind the server that are down."""
OMDIRIGERING: Final = frozenset({301, 302, 303, 307, 308})
UTEN_HODE: Final = frozenset({405, 501})  # of servers that do not know HEAD: the file may be there
OK, OMDIRIGERING_FRA, UENDRET, TJENERFEIL_FRA = 200, 300, 304, 500
MAKS_OMDIRIGERINGER: Final = 5
"""Redirects followed for one question."""
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
    """Seconds to wait for the next bytes; Kartverket's own client uses 30."""
    totalt_s: float = 600.0
    """Seconds for one answer, from asking to the last byte, all tries included, queueing not."""
    forsok: int = 4
    """Times to ask before giving up."""
    ventetid_s: float = 1.0
    """Wait before the second time; doubled each time, with jitter."""
    lengste_venting_s: float = 60.0
    """A server that asks for a longer wait than this (Retry-After) is given up."""
    maks_bytes: int = MAKS_SVAR_BYTES
    """Largest answer that is accepted."""
    per_vert: int = 2
    """Questions to one host at a time; our own choice, mild to public servers."""
    taus_etter: int = 8
    """Late answers in a row, with none in between, before a host is not waited for again: two
    layers' tries."""


@dataclass(frozen=True, slots=True)
class Tilsyn:
    """What follows the fetching of one layer."""

    kjent: Callable[[str], Svar | None] = lambda _: None
    """Full address → the answer that it gave before, asked for again only if changed."""
    svar: Callable[[Svar], None] = lambda _: None
    """Told of every answer."""
    bytes_: Callable[[int], None] = lambda _: None
    """Told of bytes as they come."""
    objekter: Callable[[int], None] = lambda _: None
    """Told of features as they are read, by the protocol."""


@dataclass(frozen=True, slots=True)
class _Sporsmaal:
    """One question, as it is sent at every try."""

    metode: str
    url: str
    innlogging: "Innlogging | None"
    godta: str
    kropp: object = None
    delen: Delfil | None = None
    mappe: Path | None = None


def _uten_netrc(foresporsel: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no credentials but those that were handed in (requests would look in ~/.netrc)."""
    return foresporsel


@dataclass(frozen=True, slots=True)
class Klient:
    """Fetches bytes. One per run; keeps its connections open; may be used by several threads."""

    brukeragent: str
    """User-Agent, «arealsil/<version>»: some servers (DMF) refuse anonymous ones."""
    grenser: Grenser = Grenser()
    """Time limits and size cap."""
    sov: Callable[[float], None] | None = None
    """How to wait between tries; tests hand in their own."""
    okt: requests.Session = field(default_factory=ny_okt, repr=False)
    """Connection pool."""
    tause: dict[str, str] = field(default_factory=dict, repr=False)
    """Hosts that gave no contact in this run, and what was said; they are not waited for again."""
    nett: Nett = field(default_factory=Nett, repr=False)
    """Whether there is a network at all."""
    porter: Porter = field(default_factory=Porter, repr=False)
    """How many ask each host at a time."""
    tilsyn: Tilsyn = field(default_factory=Tilsyn, repr=False)
    """Who follows along."""
    vakter: Vakter = field(default_factory=Vakter, repr=False)
    """The exchanges under way; `vakter.avbryt()` ends them all."""

    def hent(
        self,
        url: str,
        parametre: Mapping[str, str] | None = None,
        innlogging: Innlogging | None = None,
        godta: str = "*/*",
        mappe: Path | None = None,
    ) -> Svar:
        """GET `url` and return the answer, whatever its status below 500.

        Client errors (4xx) are returned: their body tells what was wrong, and the protocol that
        asked knows how to read it. Server errors are tried again, and raise in the end. Where
        `mappe` is given the body is written to a new file there as it comes, which is the caller's.

        Raises
        ------
        KildeFeil     if there is no answer, it is cut short or too large, or it leads elsewhere
        SkriveFeil    if the body cannot be written
        """
        spor = _Sporsmaal("GET", hel_url(url, parametre), innlogging, godta, mappe=mappe)
        return self._still(spor)

    def hent_fil(
        self,
        url: str,
        delen: Delfil | None,
        innlogging: Innlogging | None = None,
        mappe: Path | None = None,
    ) -> Svar:
        """GET a file, from where `delen` was broken off where the server allows it; as `hent`."""
        hel = hel_url(url, None)
        return self._still(_Sporsmaal("GET", hel, innlogging, "*/*", delen=delen, mappe=mappe))

    def finnes(self, url: str, innlogging: Innlogging | None = None) -> Svar:
        """HEAD `url`: the answer without its body; otherwise as `hent`."""
        return self._still(_Sporsmaal("HEAD", hel_url(url, None), innlogging, "*/*"))

    def send(
        self,
        url: str,
        kropp: Mapping[str, Any],
        innlogging: Innlogging | None = None,
        godta: str = "application/json",
    ) -> Svar:
        """POST `kropp` as JSON; otherwise as `hent`."""
        return self._still(_Sporsmaal("POST", hel_url(url, None), innlogging, godta, kropp))

    def vent(self, sekunder: float) -> None:
        """Wait; a run that is broken off waits no longer."""
        (self.sov or self.vakter.avbrutt.wait)(sekunder)

    def _still(self, spor: _Sporsmaal) -> Svar:
        """Ask until there is an answer, the tries are used up, or the time is."""
        vert, grenser = verten(spor.url), self.grenser
        slutt = math.inf
        for nummer in range(grenser.forsok):
            try:
                with self.porter.til(vert, grenser.per_vert):
                    self._krev_villig(spor, vert)
                    slutt = min(slutt, time.monotonic() + grenser.totalt_s)
                    svar = self._en_gang(spor, slutt)
            except Forbigaende as err:
                if self.vakter.avbrutt.is_set():
                    raise KeyboardInterrupt from err
                vent_s = err.vent_s if err.vent_s is not None else self._vent_s(nummer)
                if err.uten_navn:
                    self.nett.navnlose.add(vert)
                taus = self.porter.sen(vert, err.sen) >= grenser.taus_etter
                nyttelost = nummer + 1 == grenser.forsok or (err.uten_navn and self.nett.borte)
                if taus or nyttelost or not self._rekker(vent_s, slutt):
                    raise self._gir_opp(spor, err, nummer + 1, taus=taus) from err
                self.vent(vent_s)
            else:
                self.porter.sen(vert, None)
                self.tilsyn.svar(svar)
                return svar
        raise KildeFeil(f"{kort(spor.url)}: ingen forsøk er tillatt (forsok = {grenser.forsok}).")

    def _krev_villig(self, spor: _Sporsmaal, vert: str) -> None:
        """Stop when the run is broken off, or the host has shown that it gives no answer."""
        if self.vakter.avbrutt.is_set():
            raise KeyboardInterrupt
        if vert in self.tause:
            raise KildeFeil(f"{kort(spor.url)}: {self.tause[vert]} Verten er ikke spurt på nytt.")

    def _rekker(self, vent_s: float, slutt: float) -> bool:
        """Tell whether a wait is short enough, and leaves time to ask again."""
        return vent_s <= self.grenser.lengste_venting_s and vent_s < slutt - time.monotonic()

    def _gir_opp(self, spor: _Sporsmaal, err: Forbigaende, forsok: int, *, taus: bool) -> KildeFeil:
        """Make the final error; a host that cannot be reached is remembered."""
        if taus or err.uten_kontakt:
            self.tause[verten(spor.url)] = str(err)
        ganger = "1 gang" if forsok == 1 else f"{forsok} ganger"
        ber = f" Tjenesten ber oss vente {err.vent_s:.0f} s." if err.vent_s else ""
        return KildeFeil(f"{kort(spor.url)}: {err}{ber} Prøvd {ganger}. Prøv igjen senere.")

    def _vent_s(self, nummer: int) -> float:
        """Doubling wait with up to half again as jitter, so that clients do not march in step."""
        return float(self.grenser.ventetid_s * 2**nummer * (1 + random.random() / 2))

    def _en_gang(self, spor: _Sporsmaal, slutt: float) -> Svar:
        """Ask once, following redirects within the same host, within what is left of the time."""
        with Vakt(slutt - time.monotonic(), self.vakter) as vakt:
            try:
                svar = self._folg(spor)
            except RequestException as err:
                feil = self._sent() if vakt.utlopt else feil_paa_linjen(err, spor.url)
                raise feil from err
            if vakt.utlopt:
                raise self._sent()
            return svar

    def _sent(self) -> Forbigaende:
        tekst = f"svaret var ikke ferdig etter {self.grenser.totalt_s:g} s."
        return Forbigaende(tekst, sen=True)

    def _folg(self, spor: _Sporsmaal) -> Svar:
        """Send, and go where a redirect within the host leads."""
        inn, grenser = spor.innlogging, self.grenser
        auth = HTTPBasicAuth(inn.brukernavn, inn.passord) if inn else _uten_netrc
        kjent = self.tilsyn.kjent(spor.url) if spor.metode == "GET" else None
        hoder = {"User-Agent": self.brukeragent, "Accept": spor.godta, **_betingelser(kjent)}
        hoder |= spor.delen.hoder() if spor.delen else {}
        adresse = spor.url
        for _ in range(MAKS_OMDIRIGERINGER):
            with self.okt.request(
                spor.metode, adresse, headers=hoder, auth=auth, json=spor.kropp, stream=True,
                timeout=(grenser.tilkobling_s, grenser.lesing_s), allow_redirects=False,
            ) as svar:  # fmt: skip
                if svar.status_code == UENDRET and kjent is not None:
                    return kjent
                if svar.status_code not in OMDIRIGERING:
                    return self._les(svar, spor)
                adresse = ny_adresse(svar)
        raise KildeFeil(f"{kort(spor.url)}: for mange omdirigeringer.")

    def _les(self, svar: requests.Response, spor: _Sporsmaal) -> Svar:
        """Read the body under the size cap; the guard keeps the time."""
        url, delen = spor.url, spor.delen
        self.nett.svarte = True
        if svar.status_code in NYE_FORSOK:
            raise Forbigaende(
                f"tjenesten svarte {svar.status_code} {svar.reason}.", vent_etter(svar)
            )
        kan_ikke = spor.metode == "HEAD" and svar.status_code in UTEN_HODE
        if svar.status_code >= TJENERFEIL_FRA and not kan_ikke:
            raise KildeFeil(f"{kort(url)}: tjenesten svarte {svar.status_code} {svar.reason}.")
        start = delen.begynn(svar.status_code, svar.headers) if delen else None
        with Fangst(spor.mappe) as fangst:
            self._kropp(svar, spor, start, fangst)
            kropp, summen = fangst.ferdig()
        if delen:
            delen.fjern()
        hoder = {navn: svar.headers[navn] for navn in HODER if navn in svar.headers}
        return Svar(url, OK if start else svar.status_code, hoder, kropp, sum=summen)

    def _kropp(
        self, svar: requests.Response, spor: _Sporsmaal, start: Path | None, fangst: Fangst
    ) -> None:
        """Read what comes after the file `start`, and gather both."""
        if start is not None:
            fangst.ta_fil(start)
        lengde = heltall(svar.headers.get("Content-Length", "")) or 0
        oppgitt = lengde + fangst.antall if lengde and svar.request.method != "HEAD" else 0
        biter = svar.iter_content(BIT) if oppgitt <= self.grenser.maks_bytes else iter([b""])
        for bit in biter:
            fangst.write(bit)
            self.tilsyn.bytes_(len(bit))
            if max(fangst.antall, oppgitt) > self.grenser.maks_bytes:
                if spor.delen:
                    spor.delen.fjern()
                raise KildeFeil(
                    f"{kort(spor.url)}: svaret er større enn {self.grenser.maks_bytes // 2**20} "
                    "MB. Be om et mindre område, eller last ned filen og pek på den under "
                    "[lag.<id>] i kommune.toml."
                )
            if spor.delen:
                spor.delen.legg_til(bit)
        if oppgitt and not svar.headers.get("Content-Encoding") and oppgitt != fangst.antall:
            raise Forbigaende(f"svaret er avkortet ({fangst.antall} av {oppgitt} byte).")


def krev_ok(svar: Svar) -> Svar:
    """Return the answer unless its status is an error.

    Raises
    ------
    KildeFeil    with the status and the beginning of the body
    """
    if svar.status == DEL:
        raise KildeFeil(
            f"{kort(svar.url)}: tjenesten ga bare en del av svaret ({DEL}) uten å være bedt om det."
        )
    if OK <= svar.status < OMDIRIGERING_FRA:
        return svar
    if svar.status in (401, 403):
        raise KildeFeil(
            f"{kort(svar.url)}: ingen tilgang ({svar.status}). Er brukernavn og passord rett? "
            "Ellers: last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    utdrag = " ".join(svar.begynnelse(300).decode("utf-8", "replace").split())
    raise KildeFeil(f"{kort(svar.url)}: tjenesten svarte {svar.status}. {utdrag}".strip())


def _betingelser(kjent: Svar | None) -> dict[str, str]:
    """Headers that ask for the answer only if it has changed."""
    if kjent is None:
        return {}
    merker = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
    return {spor: kjent.hoder[fra] for spor, fra in merker.items() if fra in kjent.hoder}
