"""What a finished page says, piece by piece, also what lies packed in it for its script."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

BLOKK = re.compile(r'<script type="application/octet-stream"(?: id="(\w+)")?>([^<]*)<')
SKRIPT = re.compile(r"(<(script|style)\b[^>]*>).*?(</\2>)", re.DOTALL)
UTENFOR = frozenset({"title", "code", "pre", "nav"})
"""Elements whose words are names, code, or said elsewhere too."""
NAVNETITLER = frozenset({"Navn", "ID", "Sted", "Område", "Plan", "Distrikt", "Grunnkrets", "Grend"})
"""Headings of columns that hold names."""


class _Tekster(HTMLParser):
    """Text nodes outside `UTENFOR`, and those inside name columns apart."""

    def __init__(self) -> None:
        super().__init__()
        self.utenfor = 0
        self.tekster: list[str] = []
        self.navn: set[str] = set()
        self.hode: list[str] = []
        self.celle = -1
        self.i_hode = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.utenfor += tag in UTENFOR
        if tag == "table":
            self.hode = []
        if tag == "tr":
            self.celle = -1
        if tag in ("td", "th"):
            self.celle += 1
        self.i_hode |= tag == "thead"

    def handle_endtag(self, tag: str) -> None:
        self.utenfor -= tag in UTENFOR
        if tag == "thead":
            self.i_hode = False
        if tag in ("table", "tr"):
            self.celle = -1

    def handle_data(self, data: str) -> None:
        tekst = data.strip()
        if self.utenfor or not tekst:
            return
        if self.i_hode:
            self.hode.append(tekst)
        elif 0 <= self.celle < len(self.hode) and self.hode[self.celle] in NAVNETITLER:
            self.navn.add(tekst)
            return
        self.tekster.append(tekst)


def _pakket(ident: str, data: dict) -> Iterator[tuple[str, bool]]:
    """Texts of a block, each with whether it is a name."""
    if ident == "kartdata":
        for laget in data["lag"]:
            yield from ((n, True) for klasse in laget["klasser"] for n in klasse["navn"])
            if laget["bakgrunn"]:
                continue
            yield from ((ord_, False) for ord_ in (laget["tittel"], *laget["kolonner"]))
            for klasse in laget["klasser"]:
                yield klasse["tittel"], False
                for tittel, verdier in zip(laget["kolonner"], klasse["verdier"], strict=False):
                    yield from ((v, tittel in NAVNETITLER) for v in verdier)
        felt = ("lag", "merknad", "regel", "hjemmel", "eier")
        yield from ((linje.get(n, ""), False) for linje in data["funnlinjer"] for n in felt)
    elif not ident:
        yield from ((ord_, False) for kolonne in data["kolonner"] for ord_ in kolonne["t"])


def tekster_i(side: Path) -> tuple[set[str], set[str]]:
    """Return the texts of a page, and the names on it."""
    html = side.read_text(encoding="utf-8")
    leser = _Tekster()
    leser.feed(SKRIPT.sub(r"\1\3", html))
    tekster, navn = set(leser.tekster), leser.navn
    for ident, koden in BLOKK.findall(html):
        if ident in ("kartformer", "sokdata"):
            continue
        data = json.loads(gzip.decompress(base64.b64decode(koden)))
        for tekst, er_navn in _pakket(ident, data):
            (navn if er_navn else tekster).add(tekst)
    return tekster - navn - {""}, navn - {""}
