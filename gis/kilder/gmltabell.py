"""Attributes of GML features, column by column: nested elements under dotted names, all text."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pandas import DataFrame

from gis.feil import KildeFeil
from gis.kilder.gmlgeometri import Element, barn, er_geometri, lokal
from gis.kilder.grenser import MAKS_KOLONNER
from gis.tekst import legg_sammen

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
MAKS_DELTE = 20_000
"""Different values that are kept once and shared; codes and names are few, ids are many."""


@dataclass(slots=True)
class Tabell:
    """Rows read so far, as columns; a column may be shorter than the table until the end."""

    rader: int = 0
    """Rows begun."""
    kolonner: dict[str, list[str | None]] = field(default_factory=dict)
    """Name → values."""
    delte: dict[str, str] = field(default_factory=dict)
    """Values that many rows share."""

    def ny_rad(self, gml_id: str | None) -> int:
        """Begin a row; return its number."""
        self.rader += 1
        self.sett("gml_id", gml_id)
        return self.rader - 1

    def sett_neste(self, navn: str, tekst: str) -> bool:
        """Set a plain value in a column that is up to date; False leaves it to `sett`."""
        kolonne = self.kolonner.get(navn)
        if kolonne is None or len(kolonne) != self.rader - 1 or tekst[0] <= " " or tekst[-1] <= " ":
            return False
        delt = self.delte.get(tekst)
        if delt is None:
            delt = tekst
            if len(self.delte) < MAKS_DELTE:
                self.delte[tekst] = tekst
        kolonne.append(delt)
        return True

    def sett(self, navn: str, verdi: str | None) -> None:
        """Set a value of the row; several values of one name stand with «; » between."""
        kolonne = self.kolonner.get(navn)
        if kolonne is None:
            if len(self.kolonner) >= MAKS_KOLONNER:
                raise KildeFeil(f"GML-en har flere enn {MAKS_KOLONNER} egenskaper og brukes ikke.")
            kolonne = self.kolonner[navn] = []
        rad = self.rader - 1
        if len(kolonne) < rad:
            kolonne.extend([None] * (rad - len(kolonne)))
        if verdi is not None:
            delte = self.delte
            verdi = delte.setdefault(verdi, verdi) if len(delte) < MAKS_DELTE else (
                delte.get(verdi, verdi)
            )  # fmt: skip
        if len(kolonne) == rad:
            kolonne.append(verdi)
        elif verdi is not None:
            gammel = kolonne[rad]
            kolonne[rad] = verdi if gammel is None else legg_sammen(gammel, verdi)

    def ramme(self, valgte: list[int] | None) -> DataFrame:
        """Return the rows (or those that are named) as a frame of text."""
        ut: dict[str, Any] = {}
        for navn, kolonne in self.kolonner.items():
            verdier = np.empty(self.rader, dtype=object)
            verdier[: len(kolonne)] = kolonne
            ut[navn] = verdier if valgte is None else verdier[valgte]
        return DataFrame(ut, index=range(self.rader if valgte is None else len(valgte)))


def flat_ut(element: Element, sti: str, tabell: Tabell) -> None:
    """Write the element's values into the row under dotted names, object levels left out."""
    if len(element) == 0:
        tabell.sett(sti, verdi_av(element))
        return
    for under in barn(element):
        if er_geometri(under):
            continue
        navn = lokal(under.tag)
        if navn[:1].isupper() and len(under):
            for egenskap in barn(under):
                flat_ut(egenskap, f"{sti}.{lokal(egenskap.tag)}", tabell)
        else:
            flat_ut(under, f"{sti}.{navn}", tabell)


def verdi_av(element: Element) -> str | None:
    """Text of a leaf; the target of a reference; None for nil and empty."""
    tekst = (element.text or "").strip()
    if element.get(NIL) == "true":
        return None
    if tekst:
        return tekst
    viser: Any = next((v for n, v in element.attrib.items() if str(n).endswith("}href")), None)
    return str(viser) if viser else None
