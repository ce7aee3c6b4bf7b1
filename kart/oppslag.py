"""What a reader can search for besides what is drawn: properties and addresses, with a place."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from geopandas import GeoDataFrame, GeoSeries
from pandas import isna

from gis.crs import LENGDE_BREDDE
from kart.kartdata import Oppslag
from kart.tegnegeometri import deltakodet
from kart.tekster import avkortet


def _adresser(data: GeoDataFrame) -> list[str]:
    """Address with its property: «Storgata 3 (gnr./bnr. 12/3)»."""
    ut = []
    for rad in data.drop(columns="geometry").to_dict("records"):
        navn, gnr, bnr = (rad.get(k) for k in ("adressetekst", "gardsnummer", "bruksnummer"))
        eiendom = "" if isna(gnr) or isna(bnr) else f"gnr./bnr. {gnr}/{bnr}"
        kjent = "" if isna(navn) else str(navn)
        ut.append(f"{kjent} ({eiendom})" if kjent and eiendom else kjent or eiendom)
    return ut


def _teiger(data: GeoDataFrame) -> list[str]:
    """Property number of a parcel."""
    if "matrikkelnummer" not in data:
        return [""] * len(data)
    return ["" if isna(v) else str(v) for v in data["matrikkelnummer"]]


REGISTRE: Mapping[str, tuple[str, Callable[[GeoDataFrame], list[str]]]] = {
    "teiger": ("eiendom, gnr./bnr.", _teiger),
    "adresser": ("adresse", _adresser),
}
"""Layer id → what its entries are called, and how they read."""


def oppslag_i(lagene: Mapping[str, GeoDataFrame]) -> tuple[Oppslag, ...]:
    """Return the entries of the layers that are there; what has no words or no shape is left out.

    Parameters
    ----------
    lagene    teiger and adresser by layer id, any CRS
    """
    return tuple(_registre(lagene))


def _registre(lagene: Mapping[str, GeoDataFrame]) -> Iterator[Oppslag]:
    for navn, (hva, les) in REGISTRE.items():
        data = lagene.get(navn)
        if data is None or data.empty:
            continue
        ord_ = np.array([avkortet(navnet) for navnet in les(data)], dtype=object)
        med = (ord_ != "") & ~(data.geometry.isna() | data.geometry.is_empty).to_numpy()
        if not med.any():
            continue
        former = GeoSeries(data.geometry[med].representative_point(), crs=data.crs)
        steder = former.to_crs(LENGDE_BREDDE)
        rekke = np.lexsort((ord_[med], steder.x, steder.y))
        xy = np.column_stack([steder.x, steder.y])[rekke]
        yield Oppslag(
            lag=navn, hva=hva, tekst=tuple(ord_[med][rekke]), xy=tuple(deltakodet(xy.tolist()))
        )
