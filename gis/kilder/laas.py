"""Locks between processes, on files: one writer, or several readers, at a time."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gis.feil import KildeFeil
from gis.kilder.skriving import skrivefeil

if sys.platform == "win32":  # not tried: the project has run on Linux only
    import portalocker

    def flock(nummer: int, *, delt: bool, vent: bool) -> None:
        """Take the lock on an open file, as on other systems."""
        slag = portalocker.LockFlags.SHARED if delt else portalocker.LockFlags.EXCLUSIVE
        maate = slag if vent else slag | portalocker.LockFlags.NON_BLOCKING
        try:
            portalocker.lock(nummer, maate)
        except portalocker.AlreadyLocked as err:
            raise BlockingIOError(errno.EAGAIN, "tatt") from err
        except portalocker.LockException as err:
            raise OSError(errno.EIO, str(err)) from err

else:
    import fcntl

    def flock(nummer: int, *, delt: bool, vent: bool) -> None:
        """Take the lock on an open file; BlockingIOError where it is taken and `vent` is False."""
        slag = fcntl.LOCK_SH if delt else fcntl.LOCK_EX
        fcntl.flock(nummer, slag if vent else slag | fcntl.LOCK_NB)


UTEN_LAAS = frozenset({errno.EACCES, errno.EROFS, errno.EPERM})
"""A folder that may only be read cannot be changed by others in our name: readers go on."""

KAN_IKKE_LAASE = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
"""Some network disks have no locks: what is only added and replaced whole is written all the same,
and tidying, which must be alone, is refused."""


NYTT_FORSOK_S: Final = 0.1
"""Seconds between two looks at a lock that is taken, where the wait has an end."""


@contextlib.contextmanager
def laast(sti: Path, *, delt: bool = False, frist_s: float | None = None) -> Iterator[None]:
    """Hold the lock at `sti` while the block runs; the kernel lets go when a process dies.

    Parameters
    ----------
    delt       True: together with others that share it; False: alone
    frist_s    seconds to wait for the others; None: as long as it takes

    Raises
    ------
    KildeFeil     if it is still taken after `frist_s`
    SkriveFeil    if the lock file cannot be made
    """
    try:
        sti.parent.mkdir(parents=True, exist_ok=True)
        nummer = os.open(sti, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as err:
        if delt and err.errno in UTEN_LAAS:
            yield
            return
        raise skrivefeil(sti, err) from err
    try:
        try:
            _ta(nummer, delt=delt, frist_s=frist_s)
        except BlockingIOError as err:
            raise KildeFeil(
                f"{sti.parent} er fortsatt i bruk av en annen kjøring etter {frist_s:.0f} s. Vent "
                "til den er ferdig. Ingenting er endret."
            ) from err
        except OSError as err:
            if frist_s is not None or err.errno not in KAN_IKKE_LAASE:
                raise KildeFeil(
                    f"{sti.parent} kan ikke låses ({err.strerror}), så ingen vet om lageret er i "
                    "bruk. Flytt det til en lokal disk."
                ) from err
        yield
    finally:
        os.close(nummer)


def _ta(nummer: int, *, delt: bool, frist_s: float | None) -> None:
    """Take the lock on an open file; BlockingIOError where it is still taken after `frist_s`."""
    slutt = time.monotonic() + (frist_s or 0.0)
    while True:
        try:
            return flock(nummer, delt=delt, vent=frist_s is None)
        except BlockingIOError:
            if time.monotonic() >= slutt:
                raise
            time.sleep(NYTT_FORSOK_S)
