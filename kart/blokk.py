"""Inert blocks: data inside a page that no browser runs, packed and in base64."""

import base64
import gzip
import json

UVIRKSOM = "application/octet-stream"
"""Type of a script element that no browser runs."""
KOMPRIMERING = 9


def som_json(innhold: object) -> bytes:
    """JSON without blanks, UTF-8."""
    tekst = json.dumps(innhold, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return tekst.encode("utf-8")


def uvirksom_blokk(innhold: object, ident: str = "") -> str:
    """Return bytes, or what becomes JSON, as an inert block: packed without time stamp, base64.

    Parameters
    ----------
    ident    id of the element, one of our own words; empty for none
    """
    raa = innhold if isinstance(innhold, bytes) else som_json(innhold)
    pakket = gzip.compress(raa, compresslevel=KOMPRIMERING, mtime=0)
    koden = base64.b64encode(pakket).decode("ascii")
    navn = f' id="{ident}"' if ident else ""
    return f'<script type="{UVIRKSOM}"{navn}>{koden}</script>'
