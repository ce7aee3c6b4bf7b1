"""Our own scripts and style sheets as they lie in a page, and the policy that lets only them run.

What only a map needs lies packed: a sixth of the size. The first script unpacks it into elements
whose hashes the policy names, so the browser runs what was written here and nothing else.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gis.feil import SkriveFeil
from gis.kilder.fil import les_pakketekst
from kart.blokk import uvirksom_blokk

MALER = "kart.maler"
FLISVERT = "https://cache.kartverket.no"
"""The only host that a page asks by itself, and only for pictures."""
FELLES = ("side", "tabell")
"""Scripts of every page, put together to one."""
KARTDELER = (
    "felles", "data", "plan", "symboler", "flislag", "kart", "lagene", "kort", "rader", "sok",
    "rangering", "sveip", "tjeneste", "tegn", "siling", "utskrift", "verktoy",
    "adresse", "start",
)  # fmt: skip
"""Parts of the map's script, in the order that they are put together."""
PAKKET = "kartskript"
"""Id of the block."""


def ressurs(navn: str) -> str:
    """Return one of our own scripts or style sheets, as it stands in the page.

    Raises
    ------
    SkriveFeil    if the text would close its own element
    """
    tekst = les_pakketekst(MALER, navn).replace("\r\n", "\n")  # as the browser hashes it
    tekst = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", tekst)
    # The images belong to controls that the pages do not use; the policy would stop them anyway.
    tekst = re.sub(r"\s*(background-image: url\(images/|behavior: url\()[^;]*;", "", tekst)
    if re.search(r"</(script|style)", tekst, re.IGNORECASE):
        raise SkriveFeil(f"{navn} kan ikke ligge inne i en side: teksten lukker elementet.")
    return tekst


@dataclass(frozen=True, slots=True, kw_only=True)
class Skriptdel:
    """Scripts and styles of one kind of page."""

    stilark: str
    """Style elements, HTML."""
    skript: str
    """Packed block, if any, and the one script that stands open, HTML."""
    summer_js: tuple[str, ...]
    """Hashes of every script, the packed ones included."""
    summer_css: tuple[str, ...]
    """Hashes of every style sheet, the packed ones included."""


@lru_cache(maxsize=2)
def skriptdel(med_kart: bool) -> Skriptdel:
    """Return what a page with or without a map is made alive by."""
    felles = "\n".join(ressurs(f"js/{navn}.js") for navn in FELLES)
    stil = ressurs("stil.css")
    pakkede: list[tuple[str, str]] = []
    blokk = ""
    if med_kart:
        deler = "\n".join(ressurs(f"js/{navn}.js") for navn in KARTDELER)
        pakkede = [
            ("style", ressurs("leaflet/leaflet.css")),
            ("style", ressurs("kartutskrift.css")),
            ("script", ressurs("leaflet/leaflet.js")),
            ("script", f"'use strict';\n(() => {{\n{deler}}})();\n"),
        ]
        lisens = les_pakketekst(MALER, "leaflet/LICENSE").strip()
        blokk = f"<!-- Leaflet 1.9.4\n{lisens} -->\n{uvirksom_blokk(pakkede, PAKKET)}\n"
    return Skriptdel(
        stilark=f"<style>{stil}</style>",
        skript=f"{blokk}<script>{felles}</script>",
        summer_js=tuple(map(_sum, (felles, *(t for navn, t in pakkede if navn == "script")))),
        summer_css=tuple(map(_sum, (stil, *(t for navn, t in pakkede if navn == "style")))),
    )


def _sum(tekst: str) -> str:
    """Hash as a policy writes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(tekst.encode()).digest()).decode()}'"


def politikk(summer_js: Sequence[str], summer_css: Sequence[str], verter: str) -> str:
    """Return the policy: scripts and styles with these hashes, pictures from `verter`, no more."""
    skript = " ".join(summer_js) or "'none'"
    return (
        f"default-src 'none'; script-src {skript}; "
        f"style-src {' '.join(summer_css)}; img-src data: {verter}; connect-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    )


def arkstil(stilark: str) -> tuple[str, str]:
    """Return the style element of a page for paper, and its policy: no script, no host."""
    stil = ressurs(stilark)
    return f"<style>{stil}</style>", politikk((), (_sum(stil),), "")
