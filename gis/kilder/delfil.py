"""What has come of a large file, kept beside until it is whole, so that it is gone on with.

    <sha256 of address>.del         the bytes so far
    <sha256 of address>.del.json    what the server said of the file: its mark and its size

Only a server that marks its files (ETag, else Last-Modified) is asked to go on (Range with
If-Range); one that answers with the whole file, or with another part, makes us begin anew.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gis.feil import KildeFeil, SkriveFeil
from gis.kilder.fil import les_tekst
from gis.kilder.httpledd import Forbigaende
from gis.kilder.laas import laast
from gis.kilder.skriving import skriv_tekst
from gis.tekst import heltall

MINST: Final = 1 << 18
"""Bytes below which a file is fetched anew rather than kept in part; our own choice."""
HEL, DEL, UTENFOR = 200, 206, 416
"""HTTP: the whole, the part that was asked for, no such part."""
OMRAADE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass(slots=True)
class Delfil:
    """The part of one file; whoever holds it is alone with it."""

    sti: Path
    """The bytes so far."""
    tar_vare: bool = False
    """Whether what comes now is kept."""

    def hoder(self) -> dict[str, str]:
        """Headers that ask for the rest; packing on the way would make its bytes others."""
        hoder = {"Accept-Encoding": "identity"}
        merke, _, antall = self._opplysninger()
        if merke and antall:
            hoder |= {"Range": f"bytes={antall}-", "If-Range": merke}
        return hoder

    def begynn(self, status: int, hoder: Mapping[str, str]) -> Path | None:
        """Return the file of the bytes that the answer goes on from; None where it is the whole.

        Raises
        ------
        Forbigaende    if the part offered does not fit; ours is thrown away, so that the next
                       question is for the whole
        """
        self.tar_vare = False
        if status == DEL and self._passer(hoder):
            self.tar_vare = True
            return self.sti
        self.fjern()
        if status in (DEL, UTENFOR):
            raise Forbigaende("filen kan ikke fortsettes der den ble brutt av.")
        merke, stor = _merke(hoder), heltall(hoder.get("Content-Length", "")) or 0
        if status == HEL and merke and stor >= MINST and not hoder.get("Content-Encoding"):
            with suppress(SkriveFeil):
                skriv_tekst(self._om, json.dumps({"merke": merke, "bytes": stor}))
                self.tar_vare = True
        return None

    def legg_til(self, bit: bytes) -> None:
        """Keep what came; a disk that takes no more ends the keeping, not the fetching."""
        if not self.tar_vare:
            return
        try:
            with self.sti.open("ab") as fil:
                fil.write(bit)
        except OSError:
            self.tar_vare = False
            self.fjern()

    def fjern(self) -> None:
        """Throw the part away: it is whole, or of no use."""
        for sti in (self.sti, self._om):
            sti.unlink(missing_ok=True)

    @property
    def _om(self) -> Path:
        return self.sti.with_name(f"{self.sti.name}.json")

    def _opplysninger(self) -> tuple[str, int, int]:
        """Mark and size of the file, and how many bytes of it are here; nothing if damaged."""
        try:
            om = json.loads(les_tekst(self._om))
            merke, stor, antall = str(om["merke"]), int(om["bytes"]), self.sti.stat().st_size
        except (KildeFeil, OSError, KeyError, TypeError, ValueError):
            return "", 0, 0
        return (merke, stor, antall) if antall < stor else ("", 0, 0)

    def _passer(self, hoder: Mapping[str, str]) -> bool:
        """Whether the answer is all the rest of the same file."""
        merke, stor, antall = self._opplysninger()
        funnet = OMRAADE.fullmatch(hoder.get("Content-Range", ""))
        if not merke or funnet is None or hoder.get("Content-Encoding"):
            return False
        samme = _merke(hoder) in ("", merke)
        return samme and tuple(map(int, funnet.groups())) == (antall, stor - 1, stor)


def _merke(hoder: Mapping[str, str]) -> str:
    """Return what marks this very version of the file; a weak ETag does not."""
    etag = hoder.get("ETag", "")
    return etag if etag.startswith('"') else hoder.get("Last-Modified", "")


@contextmanager
def delfil(mappe: Path | None, url: str) -> Iterator[Delfil | None]:
    """Hold the part of the file at `url`; None where there is no folder, or another holds it."""
    if mappe is None:
        yield None
        return
    navn = hashlib.sha256(url.encode()).hexdigest()
    with ExitStack() as stabel:
        try:
            stabel.enter_context(laast(mappe / "laas" / navn, frist_s=0))
        except KildeFeil:
            en = None
        else:
            en = Delfil(mappe / f"{navn}.del")
        yield en
