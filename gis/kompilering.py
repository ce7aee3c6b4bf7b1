"""One way to compile a numeric loop: numba, cached beside the modules, typed for mypy.

numba looks only at a function's own file to tell whether its cached code is fresh, but that code
holds whatever it calls in other files too, and the constants that it takes from them. The cache of
a module therefore lies in a folder named by its own size and time and those of every module that it
imports, of its own floor and of this one. Where the program lies in a folder that its user may not
write in, the cache lies in the user's own; where there is no such folder either, every process
compiles anew.
"""

import os
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.abc import InspectLoader
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
from numba.core import config

P = ParamSpec("P")
R = TypeVar("R")

TRAADER = 2
"""Threads that compiled work is shared between: as many as a small machine has cores."""

_STEMPLER: dict[str, str] = {}
"""Module → eight hex digits that change with it and with what it builds on."""


def _stempel(modul: str) -> str:
    """Stamp of a module whose imports are done: they stand above the first compiled function."""
    if modul not in _STEMPLER:
        info = Path(str(vars(sys.modules[modul])["__file__"])).stat()
        _STEMPLER[modul] = ""  # modules of one floor never import in a ring; this ends one anyway
        andre = [_stempel(navn) for navn in sorted(_importerte(modul) - {modul})]
        sett = (info.st_size, info.st_mtime_ns, andre)
        _STEMPLER[modul] = f"{zlib.crc32(repr(sett).encode()):08x}"
    return _STEMPLER[modul]


def _importerte(modul: str) -> set[str]:
    """Modules that one imports, of its own floor and of this one: by its code, and by its names."""
    navn, spes = vars(sys.modules[modul]), sys.modules[modul].__spec__
    kode = None
    if spes is not None and isinstance(spes.loader, InspectLoader):
        kode = spes.loader.get_code(modul)
    kilder = {getattr(verdi, "__module__", None) for verdi in navn.values()}
    kilder.update(kode.co_names if kode else ())  # «from a.b import C» has the name «a.b»
    etasjer = {modul.partition(".")[0], __name__.partition(".")[0]}
    return {
        kilde
        for kilde in kilder
        if isinstance(kilde, str) and kilde in sys.modules and kilde.partition(".")[0] in etasjer
    }


@cache
def cachemappe(her: Path) -> Path | None:
    """Return a folder for compiled code that can be written in; None where there is none.

    Never a folder that others may write in: what is read from it is run.

    Parameters
    ----------
    her    the folder beside the modules, which is taken where possible
    """
    steder = [her]
    with suppress(RuntimeError):  # a user without a home
        steder.append(Path.home() / ".cache" / "arealsil" / f"{zlib.crc32(str(her).encode()):08x}")
    for mappe in steder:
        try:
            mappe.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(mappe, os.W_OK):
            return mappe
    return None


def kompiler(funksjon: Callable[P, R]) -> Callable[P, R]:
    """Compile `funksjon` without Python objects; it releases the GIL, so that threads help.

    The first call of a fresh installation compiles (seconds); later processes read the cache.
    Fused and reordered floating point is off: equal input gives equal bytes.
    """
    oppsett = vars(config)
    valgt = oppsett["CACHE_DIR"]
    her = Path(str(vars(sys.modules[funksjon.__module__])["__file__"])).parent / "__pycache__"
    mappe = Path(valgt) if valgt else cachemappe(her)
    if mappe is not None:
        oppsett["CACHE_DIR"] = str(mappe / f"kompilert-{_stempel(funksjon.__module__)}")
    try:
        ferdig = numba.njit(cache=mappe is not None, nogil=True, fastmath=False)(funksjon)
    finally:
        oppsett["CACHE_DIR"] = valgt
    return cast("Callable[P, R]", ferdig)
