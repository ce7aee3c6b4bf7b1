"""The analyses: pure functions from Grunnlag to Resultat, found by looking in this folder.

A new module here that holds an `ANALYSE` is a new analysis; nothing else must be edited.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from analyser.felles.modell import Analyse

REKKEFOLGE = (
    "kartlag", "bolig", "naeringstomt", "hytte", "gruve", "reindrift", "verdensarv", "fiber",
    "konflikt", "siling", "arealregnskap",
)  # fmt: skip
"""Order in which the analyses are shown; others follow, by name."""


def finn(mappe: Iterable[str], pakke: str) -> Mapping[str, Analyse[Any]]:
    """Return id → analysis for every module in `mappe`, in the order they are shown.

    Raises
    ------
    TypeError    if a module has no ANALYSE, or one under another name than the module's own
    """
    moduler = [modul.name for modul in iter_modules(mappe) if not modul.ispkg]
    moduler.sort(key=lambda m: (REKKEFOLGE.index(m) if m in REKKEFOLGE else len(REKKEFOLGE), m))
    funnet: dict[str, Analyse[Any]] = {}
    for modul in moduler:
        analyse = getattr(import_module(f"{pakke}.{modul}"), "ANALYSE", None)
        if not isinstance(analyse, Analyse) or analyse.navn != modul:
            raise TypeError(f"{pakke}/{modul}.py må ha en ANALYSE med navn «{modul}»")
        funnet[modul] = analyse
    return MappingProxyType(funnet)


ANALYSER: Mapping[str, Analyse[Any]] = finn(__path__, __name__)
"""Analysis id → analysis; read-only."""
