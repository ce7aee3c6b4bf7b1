"""What can be searched for, packed tightly: words that differ in their numbers only stand once.

«Storgata 3 (gnr./bnr. 12/3)» is a pattern and its numbers; numbers and places are steps from the
entry before. maler/js/sok.js reads them back.
"""

import re
from collections.abc import Sequence

import numpy as np

from kart.blokk import som_json
from kart.former import Heltall, sikksakk, varint
from kart.kartdata import Oppslag
from kart.tekster import t

TALL = re.compile(r"(?<!\d)(?:0|[1-9]\d{0,8})(?!\d)")
"""A number that is read back as it was written: no leading zeros, and not too long."""
PLASS = "\0"
"""Stands for a number in a pattern."""


def pakket(oppslag: Sequence[Oppslag]) -> bytes:
    """Return the entries as bytes.

    Returns
    -------
    bytes    length of the head; the head as JSON: per layer hva, antall and monstre; then, per
             layer, as `varint`: which pattern each entry has; the first number of every entry that
             has one, the second …; places, longitude and latitude in turn. Numbers and places are
             steps, signed as `sikksakk`
    """
    hode, strom = [], b""
    for ett in oppslag:
        monstre: dict[str, int] = {}
        rene = [tekst.replace(PLASS, "") for tekst in ett.tekst]
        hvilket = [monstre.setdefault(TALL.sub(PLASS, r), len(monstre)) for r in rene]
        tallene = [[int(v) for v in TALL.findall(r)] for r in rene]
        hode.append({"hva": t(ett.hva), "antall": len(rene), "monstre": list(monstre)})
        strom += varint(np.array(hvilket, dtype=np.int64))
        for plass in range(max(map(len, tallene), default=0)):
            strom += _steg([v[plass] for v in tallene if len(v) > plass])
        strom += varint(sikksakk(np.array(ett.xy, dtype=np.int64)))
    tekst = som_json(hode)
    return varint(np.array([len(tekst)], dtype=np.int64)) + tekst + strom


def _steg(tall: Sequence[int]) -> bytes:
    """Numbers as steps from the one before."""
    rekke: Heltall = np.array(tall, dtype=np.int64)
    return varint(sikksakk(np.diff(rekke, prepend=np.int64(0))))
