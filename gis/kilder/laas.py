"""Locks between processes, on files: one writer, or several readers, at a time."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

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


@contextlib.contextmanager
def laast(sti: Path, *, delt: bool = False, vent: bool = True) -> Iterator[None]:
    """Hold the lock at `sti` while the block runs; the kernel lets go when a process dies.

    Parameters
    ----------
    delt    True: together with others that share it; False: alone
    vent    False: do not wait for the others

    Raises
    ------
    KildeFeil     if it is taken and `vent` is False
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
            flock(nummer, delt=delt, vent=vent)
        except BlockingIOError as err:
            raise KildeFeil(
                f"{sti.parent} er i bruk av en annen kjøring. Vent til den er ferdig."
            ) from err
        except OSError as err:
            if not vent or err.errno not in KAN_IKKE_LAASE:
                raise KildeFeil(
                    f"{sti.parent} kan ikke låses ({err.strerror}), så ingen vet om lageret er i "
                    "bruk. Flytt det til en lokal disk."
                ) from err
        yield
    finally:
        os.close(nummer)
