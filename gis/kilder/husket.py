"""What services say of themselves, kept in the store from one run to the next.

    evner/<sha256 of key>.json    key, checksum of the answer under raa/, and when it was asked for

An answer is believed for a day; one that is older, missing or damaged is asked for anew.
"""

import hashlib
import json
from collections import UserDict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from gis.kilder.lager import Lager
from gis.kilder.mottak import les_notat, nyere_enn
from gis.kilder.skriving import skriv_tekst

EVNER: Final = "evner"
"""Folder of the records."""
GYLDIG: Final = timedelta(days=1)
"""How long an answer is believed; our own choice: types change a few times a year."""


class Husket(UserDict[str, bytes]):
    """Key → answer; what was kept less than a day before `naa` (ISO 8601 with zone) is there."""

    def __init__(self, lager: Lager, naa: str) -> None:
        super().__init__()
        self._lager, self._naa = lager, naa

    def __contains__(self, nokkel: object) -> bool:
        if nokkel not in self.data and isinstance(nokkel, str):
            innhold = self._fra_lageret(nokkel)
            if innhold is not None:
                self.data[nokkel] = innhold
        return nokkel in self.data

    def __missing__(self, nokkel: str) -> bytes:
        """Return what the store kept; KeyError where it kept nothing. `get` and `[]` end here."""
        if nokkel not in self:
            raise KeyError(nokkel)
        return self.data[nokkel]

    def __setitem__(self, nokkel: str, innhold: bytes) -> None:
        self.data[nokkel] = innhold
        summen = self._lager.legg_i_raa(innhold)
        post = {"nokkel": nokkel, "sha256": summen, "tid": self._naa}
        skriv_tekst(self._sti(nokkel), json.dumps(post, ensure_ascii=False, indent=1) + "\n")

    def _sti(self, nokkel: str) -> Path:
        return self._lager.mappe / EVNER / f"{hashlib.sha256(nokkel.encode()).hexdigest()}.json"

    def _fra_lageret(self, nokkel: str) -> bytes | None:
        """Read what an earlier run kept; None when it is old, missing or damaged."""
        post = _les(self._sti(nokkel))
        if post is None or post["nokkel"] != nokkel or not nyere_enn(post, self._naa, GYLDIG):
            return None
        return self._lager.raa(post["sha256"])


def _les(sti: Path) -> dict[str, str] | None:
    """Read a record; None when there is none, or it does not say what a record says."""
    post, felt = les_notat(sti), ("nokkel", "sha256", "tid")
    hel = post is not None and all(isinstance(post.get(navn), str) for navn in felt)
    return post if hel else None


def evnefiler(lager: Lager) -> Iterator[Path]:
    """Files that the kept answers rest on: the records and what they name under raa/."""
    for sti in (lager.mappe / EVNER).glob("[!.]*.json"):
        post = _les(sti)
        if post is not None:
            yield sti
            yield lager.mappe / "raa" / post["sha256"]
