"""Addresses: which building and which fibre answer belong to each, and which neighbourhood.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, concat

from analyser.felles.rangering import naermeste
from analyser.felles.tekst import kort
from lag.modell import Lagdata

JA, NEI, UKJENT = "med fiber", "uten fiber", "ikke kjent"
SVARORD = {"ja": JA, "nei": NEI}
"""`har_fiber` → answer; everything else is «ikke kjent», never «uten fiber»."""
UKJENT_STED = "ikke kjent"


def innenfor(data: GeoDataFrame, grense: shapely.Geometry) -> GeoDataFrame:
    """Return the points of `data` in the municipality, sorted by lokalid and place, RangeIndex."""
    shapely.prepare(grense)
    former = np.asarray(data.geometry.to_numpy(), dtype=object)
    inne = data[shapely.intersects(grense, former)]
    xy = inne.get_coordinates()
    return inne.iloc[np.lexsort([xy["y"], xy["x"], inne["lokalid"].astype(str)])].reset_index(
        drop=True
    )


def fibersvar(fiber: GeoDataFrame) -> GeoDataFrame:
    """Return one answer per building: the newest; where the newest disagree it is not known.

    Parameters
    ----------
    fiber    layer `fiberdekning`, sorted; rows without building number stand for themselves

    Returns
    -------
    svar    lokalid, bygningsnummer («» where missing), fiber (`JA`, `NEI`, `UKJENT`), geometry
    """
    ut = fiber[["lokalid", "bygningsnummer", "maalt", "geometry"]].copy()
    ut["fiber"] = [SVARORD.get(str(verdi), UKJENT) for verdi in fiber["har_fiber"]]
    ut["bygningsnummer"] = ut["bygningsnummer"].fillna("").astype(str)
    ut["maalt"] = ut["maalt"].fillna("").astype(str)
    egne = ut["bygningsnummer"] == ""
    med_nummer = ut[~egne]
    nyest = med_nummer.groupby("bygningsnummer")["maalt"].transform("max")
    med_nummer = med_nummer[med_nummer["maalt"] == nyest]
    ulike = med_nummer.groupby("bygningsnummer")["fiber"].transform("nunique") > 1
    med_nummer = med_nummer.assign(fiber=med_nummer["fiber"].mask(ulike, UKJENT))
    med_nummer = med_nummer.drop_duplicates("bygningsnummer")
    return _samlet([med_nummer, ut[egne]])


def _samlet(deler: Sequence[GeoDataFrame]) -> GeoDataFrame:
    """Stack frames that share columns and CRS; empty ones add nothing."""
    fulle = [del_ for del_ in deler if len(del_)]
    if not fulle:
        return deler[0].reset_index(drop=True)
    return GeoDataFrame(concat(fulle, ignore_index=True), crs=deler[0].crs)


def maal_for_adresser(
    bygninger: GeoDataFrame, fiber: GeoDataFrame, uten_adresse: Sequence[str]
) -> GeoDataFrame:
    """Return what an address can be joined to: buildings, and fibre answers without a building.

    Parameters
    ----------
    bygninger       layer `bygninger`, sorted; may be empty
    fiber           from `fibersvar`
    uten_adresse    beginnings of `bygningstype` that never carry an address (outbuildings)

    Returns
    -------
    maal    lokalid, bygningstype («» where unknown), fiber, geometry
    """
    typer = bygninger["bygningstype"].fillna("").astype(str)
    egne = bygninger[~typer.str.startswith(tuple(uten_adresse))] if uten_adresse else bygninger
    svar = dict(zip(fiber["bygningsnummer"], fiber["fiber"], strict=True))
    numre = egne["bygningsnummer"].fillna("").astype(str)
    svarene = [svar.get(nummer, UKJENT) if nummer else UKJENT for nummer in numre]
    med = egne[["lokalid", "geometry"]].assign(
        bygningstype=egne["bygningstype"].fillna("").astype(str), fiber=svarene
    )
    kjente = set(bygninger["bygningsnummer"].dropna().astype(str)) - {""}
    lose = fiber[~fiber["bygningsnummer"].isin(kjente)]
    return _samlet([med, lose[["lokalid", "geometry", "fiber"]].assign(bygningstype="")])


def koble(adresser: GeoDataFrame, maal: GeoDataFrame, koblingsavstand_m: float) -> DataFrame:
    """Join every address to the nearest target within the distance.

    Returns
    -------
    kobling    index of `adresser`: fiber, bygningstype, koblet_m, and maal (position, −1: none);
               an address without target is «ikke kjent»
    """
    plass, avstand_m = naermeste(list(adresser.geometry), maal)
    nok = [p >= 0 and a <= koblingsavstand_m for p, a in zip(plass, avstand_m, strict=True)]
    fiber, typer = maal["fiber"].tolist(), maal["bygningstype"].tolist()
    return DataFrame(
        {
            "fiber": [fiber[p] if n else UKJENT for p, n in zip(plass, nok, strict=True)],
            "bygningstype": [typer[p] if n else "" for p, n in zip(plass, nok, strict=True)],
            "koblet_m": np.where(nok, avstand_m, np.nan),
            "maal": [p if n else -1 for p, n in zip(plass, nok, strict=True)],
        },
        index=adresser.index,
    )


def grend_for(
    adresser: GeoDataFrame, stedsnavn: Lagdata, typer: Sequence[str], rute_m: float
) -> tuple[list[str], bool]:
    """Return the neighbourhood of every address, and whether it is a place (else a square).

    A neighbourhood is the nearest place name of one of `typer`. Where no such name is known, it is
    a square of `rute_m` metres named by its south-west corner in km.
    """
    steder = stedsnavn.data
    steder = steder[steder["type"].isin(typer) & steder["navn"].notna()]
    if stedsnavn.kjent and len(steder):
        plass, _ = naermeste(list(adresser.geometry), steder)
        navn = steder["navn"].astype(str).tolist()
        return [navn[p] if p >= 0 else UKJENT_STED for p in plass], True
    xy = adresser.get_coordinates()
    hjorner = np.floor(xy.to_numpy() / rute_m) * rute_m / 1000.0
    return [f"rute {kort(x)} øst, {kort(y)} nord (km)" for x, y in hjorner], False
