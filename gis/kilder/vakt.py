"""A deadline for one whole exchange: when it is reached the socket is shut, whoever waits on it.

The read timeout of requests counts from byte to byte, so that a server which drips one byte a
second could hold us for ever, both in the headers and in the body.
"""

import contextlib
import socket
import threading
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_aktiv = threading.local()
"""`vakt`: the guard of the exchange that this thread is in."""


class Vakt:
    """Guards one exchange of the thread that enters it."""

    def __init__(self, frist_s: float, vaktene: "Vakter") -> None:
        self.utlopt = False
        """Whether the deadline was reached."""
        self._vaktene = vaktene
        self._sokkel: socket.socket | None = None
        self._laas = threading.Lock()
        self._klokke = threading.Timer(max(0.0, frist_s), self.steng)
        self._klokke.daemon = True

    def __enter__(self) -> Self:
        _aktiv.vakt = self
        self._vaktene.inne(self)
        self._klokke.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._klokke.cancel()
        self._vaktene.ute(self)
        _aktiv.vakt = None

    def folg(self, sokkel: socket.socket | None) -> None:
        """Watch the socket that the exchange goes over."""
        with self._laas:
            self._sokkel = sokkel
        if self.utlopt:
            self.steng()

    def steng(self) -> None:
        """Shut the socket: whoever reads from it gets no more."""
        with self._laas:
            self.utlopt = True
            if self._sokkel is not None:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._sokkel, socket.SHUT_RDWR)


class Vakter:
    """Every exchange of a client, so that all can be broken off at once."""

    def __init__(self) -> None:
        self.avbrutt = threading.Event()
        """Set when nothing more must be asked."""
        self._laas = threading.Lock()
        self._alle: set[Vakt] = set()

    def inne(self, vakt: Vakt) -> None:
        """Note an exchange that begins; one that comes after `avbryt` is shut at once."""
        with self._laas:
            self._alle.add(vakt)
        if self.avbrutt.is_set():
            vakt.steng()

    def ute(self, vakt: Vakt) -> None:
        """Forget an exchange that is over."""
        with self._laas:
            self._alle.discard(vakt)

    def avbryt(self) -> None:
        """Break off what is under way and let nothing new begin."""
        self.avbrutt.set()
        with self._laas:
            alle = list(self._alle)
        for vakt in alle:
            vakt.steng()


def _folg(sokkel: socket.socket | None) -> None:
    vakt = getattr(_aktiv, "vakt", None)
    if vakt is not None:
        vakt.folg(sokkel)


class _Forbindelse(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _folg(self.sock)
        return super().getresponse()


class _SikkerForbindelse(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _folg(self.sock)
        return super().getresponse()


class _Samling(HTTPConnectionPool):
    ConnectionCls = _Forbindelse


class _SikkerSamling(HTTPSConnectionPool):
    ConnectionCls = _SikkerForbindelse


SAMLINGER = {"http": _Samling, "https": _SikkerSamling}


class _Bru(HTTPAdapter):
    """Connections that the guard can shut, also those that go through a proxy."""

    def init_poolmanager(self, *ledd: Any, **valg: Any) -> None:  # noqa: ANN401 – as in requests
        super().init_poolmanager(*ledd, **valg)
        self.poolmanager.pool_classes_by_scheme = SAMLINGER

    def proxy_manager_for(self, *ledd: Any, **valg: Any) -> Any:  # noqa: ANN401 – as in requests
        styrer = super().proxy_manager_for(*ledd, **valg)
        styrer.pool_classes_by_scheme = SAMLINGER
        return styrer


class _Okt(requests.Session):
    """Leaves redirects to the client: requests would read their whole body, however large."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Say that there is none."""


def ny_okt() -> requests.Session:
    """Return a session whose exchanges a `Vakt` can end."""
    okt = _Okt()
    for skjema in ("http://", "https://"):
        okt.mount(skjema, _Bru(pool_maxsize=32))
    return okt
