"""An answer over HTTP: its body in memory, or in a file where it may be large."""

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from gis.feil import KildeFeil
from gis.kilder.skriving import ny_fil, skrivefeil

HODE_BYTES: Final = (1 << 20) + 1
"""Bytes of a body in which what it is must show: a mebibyte, and one to tell that there is more."""
HALE_BYTES: Final = 1 << 16
"""Bytes of a body in which it shows how it ended."""
BIT: Final = 1 << 20
"""Bytes copied at a time."""


@dataclass(frozen=True, slots=True)
class Svar:
    """An answer as received."""

    url: str
    """Address that was asked, query included."""
    status: int
    """HTTP status."""
    hoder: Mapping[str, str]
    """Headers of interest, by the names of HODER."""
    kropp: bytes | Path = field(repr=False)
    """The body, or the file that holds it."""
    uendret: bool = False
    """True when the server said (304) that the bytes known from before still hold."""
    sum: str = ""
    """SHA-256 of a body in a file, counted while it came; empty for one in memory."""

    @property
    def type(self) -> str:
        """Content type in lower case."""
        return self.hoder.get("Content-Type", "").lower()

    @property
    def innhold(self) -> bytes:
        """The whole body."""
        with aapnet(self.kropp) as strom:
            return strom.read()

    @property
    def storrelse(self) -> int:
        """Size of the body in bytes."""
        return len(self.kropp) if isinstance(self.kropp, bytes) else self.kropp.stat().st_size

    @property
    def sha256(self) -> str:
        """SHA-256 of the body."""
        return self.sum or hashlib.sha256(self.innhold).hexdigest()

    def slutt(self) -> bytes:
        """Return the last bytes of the body."""
        with aapnet(self.kropp) as strom:
            strom.seek(max(0, self.storrelse - HALE_BYTES))
            return strom.read()

    def begynnelse(self, antall: int = HODE_BYTES) -> bytes:
        """Return the first bytes of the body."""
        with aapnet(self.kropp) as strom:
            return strom.read(antall)


def aapnet(kropp: bytes | Path) -> BinaryIO:
    """Open a body for reading; a file is read bit by bit.

    Raises
    ------
    KildeFeil    if the file is missing or may not be read
    """
    try:
        return BytesIO(kropp) if isinstance(kropp, bytes) else kropp.open("rb")
    except OSError as err:
        raise KildeFeil(f"Filen {kropp!s} kan ikke leses ({err.strerror}).") from err


class Fangst:
    """Gathers a body as it comes: in memory, or in a new file of `mappe`.

    The file is removed unless `ferdig` was called before the block ended.
    """

    def __init__(self, mappe: Path | None) -> None:
        self._minne = BytesIO()  # hands its bytes over without a copy of them
        self._mappe, self._summen, self._stabel = mappe, hashlib.sha256(), ExitStack()
        self._sti: Path | None = None
        self._fil: BinaryIO = self._minne
        self.antall = 0
        """Bytes so far."""

    def __enter__(self) -> Self:
        if self._mappe is not None:
            self._sti = ny_fil(self._mappe)
            self._stabel.callback(self._sti.unlink, missing_ok=True)
            self._fil = self._stabel.enter_context(self._sti.open("wb"))
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._stabel.close()

    def write(self, bit: bytes) -> None:
        """Take what came.

        Raises
        ------
        SkriveFeil    if the disk takes no more
        """
        self.antall += len(bit)
        if self._sti is None:
            self._minne.write(bit)
            return
        self._summen.update(bit)
        try:
            self._fil.write(bit)
        except OSError as err:
            raise skrivefeil(self._sti, err) from err

    def ta_fil(self, sti: Path) -> None:
        """Take the bytes of a file; otherwise as `write`.

        Raises
        ------
        KildeFeil    if it is missing or may not be read
        """
        with aapnet(sti) as strom:
            while bit := strom.read(BIT):
                self.write(bit)

    def ferdig(self) -> tuple[bytes | Path, str]:
        """Return the body and, of a file, its checksum.

        Raises
        ------
        SkriveFeil    if the disk takes no more
        """
        if self._sti is None:
            return self._minne.getvalue(), ""
        try:
            self._fil.close()
        except OSError as err:
            raise skrivefeil(self._sti, err) from err
        self._stabel.pop_all()
        return self._sti, self._summen.hexdigest()
