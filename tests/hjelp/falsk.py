"""A server in memory: answers requests of a session without a socket."""

import json
from collections.abc import Callable
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from gis.kilder.vakt import ny_okt

Svar = tuple[int, dict[str, str], bytes]
Svarer = Callable[[str, dict[str, str]], Svar]


class FalskTjener(BaseAdapter):
    """Answers with `svar(url, headers)`; an exception that it raises is raised to the client."""

    def __init__(self, svar: Svarer) -> None:
        super().__init__()
        self.svar = svar
        self.sporringer: list[str] = []
        self.sendt = 0
        self.okt = ny_okt()
        self.okt.mount("http://", self)
        self.okt.mount("https://", self)

    def send(self, request, *_, **__) -> requests.Response:
        """Answer one request."""
        self.sporringer.append(request.url)
        status, hoder, kropp = self.svar(request.url, dict(request.headers))
        self.sendt += len(kropp)
        svar = requests.Response()
        svar.status_code, svar.url, svar.request = status, request.url, request
        svar.headers.update(hoder)
        svar.raw = HTTPResponse(BytesIO(kropp), headers=hoder, status=status, preload_content=False)
        return svar

    def close(self) -> None:
        """Nothing is open."""


def sporring(url: str) -> dict[str, str]:
    """Query of an address, last value of each name."""
    return {navn: verdier[-1] for navn, verdier in parse_qs(urlsplit(url).query).items()}


def ogcapi_svar(antall: int = 3, sted: tuple[float, float] = (11.4, 62.6), **egne) -> Svarer:
    """Answers of an OGC API with one page of small squares around `sted` (lon, lat)."""

    def svar(url: str, _: dict[str, str]) -> Svar:
        sti = urlsplit(url).path
        if not sti.endswith("/items"):
            return 200, {"Content-Type": "application/json"}, b'{"id": "x"}'
        objekter = [_kvadrat(nr, *sted, egne) for nr in range(antall)]
        kropp = {"type": "FeatureCollection", "numberMatched": antall, "features": objekter}
        return 200, {"Content-Type": "application/geo+json"}, json.dumps(kropp).encode()

    return svar


def _kvadrat(nr: int, x: float, y: float, egne: dict[str, object]) -> dict[str, object]:
    x, d = x + 0.001 * nr, 0.0005
    ring = [[x, y], [x + d, y], [x + d, y + d], [x, y + d], [x, y]]
    return {
        "type": "Feature",
        "id": f"k{nr}",
        "properties": {"lokalid": f"k{nr}", **egne},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
