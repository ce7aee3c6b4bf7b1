"""Attributes of GML features, column by column: nested elements under dotted names, all text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pandas import DataFrame

from gis.feil import KildeFeil
from gis.kilder.gmlgeometri import Element, barn, er_geometri, lokal
from gis.kilder.grenser import MAKS_KOLONNER
from gis.tekst import legg_sammen

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
MAKS_DELTE = 2_000
"""Different values of a column that are kept once and shared; codes and names are few, ids many."""

Rad = dict[str, str | None]
"""Name → value of one feature."""


@dataclass(slots=True)
class Tabell:
    """Rows read so far, as columns; a column may be shorter than the table until the end."""

    rader: int = 0
    """Rows so far."""
    kolonner: dict[str, list[str | None]] = field(default_factory=dict)
    """Name → values."""
    delte: dict[str, dict[str | None, str | None]] = field(default_factory=dict)
    """Name → values that rows of the column share, while they are few."""

    def legg_til(self, rader: Sequence[Rad]) -> None:
        """Append rows.

        Raises
        ------
        KildeFeil    if there are more columns than a layer can have
        """
        if set().union(*rader) - self.kolonner.keys():
            self._nye_kolonner(rader)
        for navn, kolonne in self.kolonner.items():
            verdier = [rad.get(navn) for rad in rader]
            delte = self.delte.get(navn)
            if delte is not None:
                verdier = [delte.setdefault(verdi, verdi) for verdi in verdier]
                if len(delte) > MAKS_DELTE:
                    del self.delte[navn]
            kolonne.extend(verdier)
        self.rader += len(rader)

    def _nye_kolonner(self, rader: Sequence[Rad]) -> None:
        """Begin the columns that are not there, in order of appearance."""
        for navn in dict.fromkeys(navn for rad in rader for navn in rad):
            if navn in self.kolonner:
                continue
            if len(self.kolonner) >= MAKS_KOLONNER:
                raise KildeFeil(f"GML-en har flere enn {MAKS_KOLONNER} egenskaper og brukes ikke.")
            self.kolonner[navn] = [None] * self.rader
            self.delte[navn] = {}

    def ramme(self, valgte: list[int] | None) -> DataFrame:
        """Return the rows (or those that are named) as a frame of text."""
        ut: dict[str, Any] = {}
        for navn, kolonne in self.kolonner.items():
            verdier = np.array([*kolonne, None], dtype=object)[:-1]
            ut[navn] = verdier if valgte is None else verdier[valgte]
        return DataFrame(ut, index=range(self.rader if valgte is None else len(valgte)))


def sett(rad: Rad, navn: str, verdi: str | None) -> None:
    """Set a value of the row; several values of one name stand with «; » between."""
    gammel = rad.get(navn)
    rad[navn] = verdi if gammel is None else gammel if verdi is None else legg_sammen(gammel, verdi)


def flat_ut(element: Element, sti: str, rad: Rad) -> None:
    """Write the element's values into the row under dotted names, object levels left out."""
    if len(element) == 0:
        sett(rad, sti, verdi_av(element))
        return
    for under in barn(element):
        if er_geometri(under):
            continue
        navn = lokal(under.tag)
        if navn[:1].isupper() and len(under):
            for egenskap in barn(under):
                flat_ut(egenskap, f"{sti}.{lokal(egenskap.tag)}", rad)
        else:
            flat_ut(under, f"{sti}.{navn}", rad)


def verdi_av(element: Element) -> str | None:
    """Text of a leaf; the target of a reference; None for nil and empty."""
    tekst = (element.text or "").strip()
    if element.get(NIL) == "true":
        return None
    if tekst:
        return tekst
    viser: Any = next((v for n, v in element.attrib.items() if str(n).endswith("}href")), None)
    return str(viser) if viser else None
