"""Unpacking zip files from others: bounded in size, number and place."""

import stat
import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError
from pathlib import Path, PurePosixPath

from gis.feil import KildeFeil
from gis.kilder.grenser import MAKS_ARKIVFILER, MAKS_PAKKEGRAD, MAKS_UTPAKKET_BYTES

FORHOLD_FRA = 64 * 2**20
"""Unpacked bytes below which the ratio is of no concern; our own choice."""
ZIPMERKE = 4
"""Bytes by which a zip archive is known."""
BIT = 1 << 20
"""Bytes copied at a time."""
KRYPTERT = 0x1
"""Flag bit of an encrypted entry."""
ODELAGT = (
    zipfile.BadZipFile, zlib.error, LZMAError, NotImplementedError, EOFError, RuntimeError,
    ValueError,
)  # fmt: skip
"""What reading a broken archive raises, its packed bytes included."""


def er_zip(innhold: bytes) -> bool:
    """Tell whether the bytes begin as a zip archive does."""
    return innhold[:ZIPMERKE] in (b"PK\x03\x04", b"PK\x05\x06")


def pakk_ut(kropp: bytes | Path, mappe: Path, hva: str) -> None:
    """Unpack an archive, in memory or in a file, into the empty folder `mappe`.

    Raises
    ------
    KildeFeil    if it is broken or encrypted, holds paths that lead out of `mappe`, links, or
                 grows beyond the bounds; sizes are counted while unpacking, never believed
    """
    pakket = len(kropp) if isinstance(kropp, bytes) else kropp.stat().st_size
    rest = min(MAKS_UTPAKKET_BYTES, max(FORHOLD_FRA, pakket * MAKS_PAKKEGRAD))
    try:
        with zipfile.ZipFile(BytesIO(kropp) if isinstance(kropp, bytes) else kropp) as arkiv:
            poster = arkiv.infolist()
            if len(poster) > MAKS_ARKIVFILER:
                raise KildeFeil(
                    f"{hva}: zip-filen har {len(poster)} filer, flere enn {MAKS_ARKIVFILER}."
                )
            for post in poster:
                maal = _trygt_maal(post, mappe, hva)
                if maal is not None:
                    rest -= _skriv(arkiv, post, maal, rest, hva)
    except ODELAGT as err:
        raise KildeFeil(f"{hva}: zip-filen er ødelagt ({err}). Hent den på nytt.") from err
    except OSError as err:
        raise KildeFeil(f"{hva}: zip-filen kan ikke pakkes ut ({err.strerror}).") from err


def _trygt_maal(post: zipfile.ZipInfo, mappe: Path, hva: str) -> Path | None:
    """Return where an entry goes; None for folders; refuse what leads elsewhere."""
    navn = post.filename.replace("\\", "/")
    ledd = PurePosixPath(navn).parts
    if navn.startswith("/") or ".." in ledd or ":" in (ledd[0] if ledd else "") or "\0" in navn:
        raise KildeFeil(f"{hva}: zip-filen har en sti ut av mappen ({navn!r}) og brukes ikke.")
    if stat.S_ISLNK(post.external_attr >> 16):
        raise KildeFeil(f"{hva}: zip-filen har en lenke ({navn!r}) og brukes ikke.")
    if post.flag_bits & KRYPTERT:
        raise KildeFeil(f"{hva}: zip-filen er kryptert og kan ikke leses.")
    if post.is_dir() or not ledd:
        return None
    maal = mappe.joinpath(*ledd)
    if maal.exists():
        raise KildeFeil(f"{hva}: zip-filen har {navn!r} to ganger og brukes ikke.")
    return maal


def _skriv(arkiv: zipfile.ZipFile, post: zipfile.ZipInfo, maal: Path, rest: int, hva: str) -> int:
    """Unpack one entry; returns its true size."""
    maal.parent.mkdir(parents=True, exist_ok=True)
    antall = 0
    with arkiv.open(post) as inn, maal.open("wb") as ut:
        while bit := inn.read(BIT):
            antall += len(bit)
            if antall > rest:
                raise KildeFeil(
                    f"{hva}: zip-filen vokser over grensen når den pakkes ut, og brukes ikke."
                )
            ut.write(bit)
    return antall
