"""Locks between processes, on files: one writer, or several readers, at a time."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from gis.feil import KildeFeil
from gis.kilder.skriving import skrivefeil

UTEN_LAAS = frozenset({errno.EACCES, errno.EROFS, errno.EPERM})
"""A folder that may only be read cannot be changed by others in our name: readers go on."""

KAN_IKKE_LAASE = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS})
"""Some network disks have no locks: what is only added and replaced whole is written all the same,
and tidying, which must be alone, is refused."""


def _maate(*, delt: bool, vent: bool) -> int:
    return (fcntl.LOCK_SH if delt else fcntl.LOCK_EX) | (0 if vent else fcntl.LOCK_NB)


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
        nummer = os.open(sti, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as err:
        if delt and err.errno in UTEN_LAAS:
            yield
            return
        raise skrivefeil(sti, err) from err
    try:
        try:
            fcntl.flock(
                nummer, (fcntl.LOCK_SH if delt else fcntl.LOCK_EX) | (0 if vent else fcntl.LOCK_NB)
            )
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
