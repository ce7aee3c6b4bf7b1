"""Text and columns from outside, made fit to be stored: what means harm or nothing is taken out.

Markup is left as it is: it is text, and is escaped where it is shown.
Geometries and their CRS are not touched.
"""

import re
from collections.abc import Sequence
from typing import Any

from geopandas import GeoDataFrame
from pandas import Series, StringDtype

from gis.feil import KildeFeil
from gis.kilder.grenser import MAKS_KOLONNER
from gis.tekst import antall

STYRETEGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, half surrogates, and marks that turn the direction of the text."""
MAKS_NAVN = 128
"""Longest column name that is kept."""
UTEN_NAVN = "uten_navn"
"""Name of a column that has none."""


def rens(data: GeoDataFrame) -> tuple[GeoDataFrame, list[str]]:
    """Take control characters out of texts and column names.

    Returns
    -------
    data         (n,) same rows and order
    merknader    one bokmål remark per column that was changed

    Raises
    ------
    KildeFeil    if there are more columns than a layer can have
    """
    if len(data.columns) > MAKS_KOLONNER:
        raise KildeFeil(
            f"Svaret har {len(data.columns)} kolonner; mer enn {MAKS_KOLONNER} brukes ikke."
        )
    merknader: list[str] = []
    nye: dict[str, Series] = {}
    for kolonne in data.columns:
        if kolonne != data.geometry.name and kan_ha_tekst(data[kolonne]):
            renset, rammet = _renset(data[kolonne].tolist())
            if rammet:
                nye[kolonne] = Series(renset, index=data.index, dtype=object)
                hva = antall(rammet, "verdi", "verdier")
                merknader.append(f"Styretegn er tatt ut av {hva} i «{renset_navn(kolonne)}».")
    ut = data.assign(**nye) if nye else data
    navn = [k if k == data.geometry.name else renset_navn(k) for k in map(str, data.columns)]
    if navn != list(data.columns):
        ut = med_kolonnenavn(ut, navn)
        merknader.append("Kolonnenavn med styretegn eller uten ende er rettet.")
    return ut, merknader


def med_kolonnenavn(data: GeoDataFrame, navn: Sequence[str]) -> GeoDataFrame:
    """Return the frame with these column names, numbered where one is taken, as SQLite asks.

    Names that differ in case alone are the same. The geometry keeps its name, whatever the source
    calls its own columns.
    """
    egen = str(data.geometry.name)
    sett = {egen.casefold()}
    nye = []
    for gammelt, onsket in zip(data.columns, navn, strict=True):
        nytt, nummer = egen if gammelt == egen else onsket, 2
        while gammelt != egen and nytt.casefold() in sett:
            nytt, nummer = f"{onsket}_{nummer}", nummer + 1
        sett.add(nytt.casefold())
        nye.append(nytt)
    return data.set_axis(nye, axis="columns")


def kan_ha_tekst(kolonne: Series) -> bool:
    """Whether a column may hold text: pandas has two kinds for it."""
    return kolonne.dtype == object or isinstance(kolonne.dtype, StringDtype)


def renset_navn(navn: str) -> str:
    """Return the column name without control characters; never empty."""
    return STYRETEGN.sub("", navn).strip()[:MAKS_NAVN] or UTEN_NAVN


def _renset(verdier: Sequence[Any]) -> tuple[list[Any], int]:
    """Return the values without control characters, and how many were changed."""
    ut, rammet = [], 0
    for verdi in verdier:
        if isinstance(verdi, str) and STYRETEGN.search(verdi):
            ut.append(STYRETEGN.sub(" ", verdi))
            rammet += 1
        else:
            ut.append(verdi)
    return ut, rammet
