"""Where the pages of one layer are put as they come: straight to disk, and remembered.

    raa/.kommer-<hex>/             answers that are on their way, or not yet found good
    deler/<lag>/<sha256>.json      a page of a fetch that is not done: address, checksum and time

A fetch that is broken off, by Ctrl-C or by kill -9, leaves its records; the next one that is told
to go on (`--fortsett`) takes those pages from the store.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from gis.feil import KildeFeil, SkriveFeil
from gis.kilder.fil import les_tekst
from gis.kilder.httpsvar import Svar
from gis.kilder.lager import DELER, Lager
from gis.kilder.skriving import ny_fil, skriv_tekst

GYLDIG: Final = timedelta(hours=1)
"""How long a page of a broken-off fetch is believed; our own choice. Pages of two states of a
register must not be put together: the number of features is asked for anew, and must still hold."""


@dataclass(frozen=True, slots=True)
class Mottak:
    """Receives the pages of one layer."""

    lager: Lager
    """The store."""
    navn: str
    """Id of the layer."""
    nokkel: str
    """Checksum of source and box: pages of another question are not used."""
    naa: str
    """The time of the run, ISO 8601 with zone."""
    mappe: Path
    """Folder for answers on their way, on the store's own disk."""
    fortsett: bool = False
    """Whether pages of a broken-off fetch may be used."""

    def kjent(self, url: str) -> Svar | None:
        """Return the page that `url` gave a fetch that was broken off; None when there is none."""
        post = les_notat(self._sti(url)) if self.fortsett else None
        if post is None or (post.get("url"), post.get("nokkel")) != (url, self.nokkel):
            return None
        summen, hoder, status = post.get("sha256"), post.get("hoder"), post.get("status")
        sti = self.lager.hel_raa(str(summen))
        hel = sti is not None and isinstance(hoder, dict) and isinstance(status, int)
        if sti is None or not hel or not nyere_enn(post, self.naa, GYLDIG):
            return None
        return Svar(url, int(str(status)), dict(hoder or {}), sti, sum=str(summen))

    def ta_vare(self, svar: Svar) -> Svar:
        """Keep a page that was found good; returns it as it lies in the store."""
        summen = svar.sha256
        if isinstance(svar.kropp, bytes):
            self.lager.legg_i_raa(svar.kropp)
        elif svar.kropp.parent == self.mappe:
            self.lager.flytt_til_raa(svar.kropp, summen)
        post = {
            "url": svar.url, "nokkel": self.nokkel, "tid": self.naa, "sha256": summen,
            "status": svar.status, "hoder": dict(svar.hoder),
        }  # fmt: skip
        with suppress(SkriveFeil):  # another run may forget them while we write; nothing is lost
            skriv_tekst(self._sti(svar.url), json.dumps(post, ensure_ascii=False, indent=1) + "\n")
        return replace(svar, kropp=self.lager.raasti(summen), sum=summen)

    def _sti(self, url: str) -> Path:
        navn = hashlib.sha256(url.encode()).hexdigest()
        return self.lager.mappe / DELER / self.navn / f"{navn}.json"


@contextmanager
def mottak(lager: Lager, navn: str, nokkel: str, naa: str, *, fortsett: bool) -> Iterator[Mottak]:
    """Receive while the block runs; what was not kept then is thrown away."""
    if not fortsett:
        lager.glem_deler(navn)
    mappe = ny_fil(lager.mappe / "raa")
    mappe = mappe.with_name(f".kommer-{mappe.name[1:]}")
    try:
        yield Mottak(lager, navn, nokkel, naa, mappe, fortsett)
    finally:
        shutil.rmtree(mappe, ignore_errors=True)


def les_notat(sti: Path) -> dict[str, Any] | None:
    """Read a small record that may be lost; None when there is none, or it is no record."""
    try:
        post = json.loads(les_tekst(sti)) if sti.is_file() else None
    except (KildeFeil, ValueError):
        return None
    return post if isinstance(post, dict) else None


def nyere_enn(post: dict[str, Any], naa: str, gyldig: timedelta) -> bool:
    """Tell whether the record's `tid` lies less than `gyldig` before `naa` (ISO 8601)."""
    try:
        alder = datetime.fromisoformat(naa) - datetime.fromisoformat(str(post.get("tid")))
    except (TypeError, ValueError):
        return False
    return timedelta(0) <= alder < gyldig
