"""Interest against interest: how much ground two layers share, each square metre counted once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Grunnlag, Status
from analyser.felles.overlapp import en_gang, treffgeometri, vurder
from analyser.felles.reindrift import distrikt_for, med_distrikt
from analyser.felles.tekst import M2_PER_DAA, oppramsing, verste
from gis.geometri import flater, snitt, union
from lag.katalog.kultur import VERDENSARV
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lagdata

BUFFERSONE = "buffer"
"""`sone` of the world heritage's buffer (catalogue, code list of zones)."""
ANDEL_OVERLAPP = 1e-9
"""Share by which the sum of areas may exceed their union before features count as overlapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interesse:
    """A layer, or a part of one, that is set against others."""

    navn: str
    """ASCII id, unique within the table."""
    tittel: str
    """Name in bokmål."""
    lagdata: Lagdata
    """Its features; already narrowed to the part meant."""


def hel(lagdata: Lagdata) -> Interesse:
    """Return the whole layer as an interest."""
    return Interesse(navn=lagdata.post.navn, tittel=lagdata.post.tittel, lagdata=lagdata)


def del_av(lagdata: Lagdata, navn: str, tittel: str, med: Sequence[bool]) -> Interesse:
    """Return the features where `med` is true as an interest of their own."""
    valgt = lagdata.data[np.asarray(med, dtype=bool)] if lagdata.kjent else lagdata.data
    return Interesse(navn=navn, tittel=tittel, lagdata=replace(lagdata, data=valgt))


def verdensarv(lagdata: Lagdata) -> list[Interesse]:
    """World heritage in two: the buffer zone, which covers nearly all, and the rest.

    Features without a stated zone go with the rest.
    """
    soner = lagdata.data["sone"] if "sone" in lagdata.data else [None] * len(lagdata.data)
    buffer = [sone == BUFFERSONE for sone in soner]
    resten = [not b for b in buffer]
    return [
        del_av(lagdata, VERDENSARV.navn, "Verdensarv utenom buffersonen", resten),
        del_av(lagdata, f"{VERDENSARV.navn}_buffer", "Verdensarv: buffersonen", buffer),
    ]


def innenfor(data: GeoDataFrame, grense: BaseGeometry) -> GeoDataFrame:
    """Return the polygons of `data` cut to `grense`; those outside are dropped, columns kept."""
    former = np.array(data.geometry.to_numpy(), dtype=object)
    shapely.prepare(grense)
    over = ~shapely.covers(grense, former)
    former[over] = flater(snitt(former[over], grense))
    return data.set_geometry(former, crs=data.crs)[~shapely.is_empty(former)]


def kryss(
    grunnlag: Grunnlag, interesser: Iterable[Interesse], utvikling: Iterable[Interesse]
) -> DataFrame:
    """Set every interest against every development within the municipality.

    Parameters
    ----------
    interesser    what is to be protected or regarded; polygons, lines or points
    utvikling     polygons that would be built on or mined

    Returns
    -------
    celler    one row per pair, development by development: interesse, utvikling (ids),
              interesse_tittel, utvikling_tittel, status, areal_daa (shared ground, counted once),
              andel (of the development's ground, 0–1), lengde_m (lines), antall_omraader
              (development features hit), antall_objekter (interest features hit), merknad, kilder
              (the two layers);
              numbers are NaN where the pair is «ikke kjent» or «ikke kartlagt»
    """
    rader: list[dict[str, object]] = []
    vern = list(interesser)
    for utbygging in utvikling:
        steder = _steder(grunnlag, utbygging)
        for interesse in vern:
            rader.append(_celle(grunnlag, interesse, utbygging, steder))
    return DataFrame(rader)


@dataclass(frozen=True, slots=True, eq=False)
class _Steder:
    """Ground of one development, ready to be asked about."""

    hver: GeoDataFrame
    """Its features within the municipality."""
    samlet: GeoDataFrame
    """The same ground without overlaps; the same frame where nothing overlaps."""
    distrikt: str
    """Reindeer districts that it lies in; empty outside them all."""
    distrikt_kjent: bool
    """Whether the districts are known."""


def _steder(grunnlag: Grunnlag, utbygging: Interesse) -> _Steder:
    """Cut to the municipality, and dissolve where features overlap."""
    hver = innenfor(utbygging.lagdata.data, grunnlag.grense)
    samlet = en_gang(hver)
    overlapper = hver.area.sum() > samlet.area.sum() * (1 + ANDEL_OVERLAPP)
    distrikter = grunnlag[REINBEITE]
    navn = distrikt_for(hver, distrikter)
    inne = oppramsing(sorted({del_ for rad in navn for del_ in rad.split(" og ") if del_}))
    return _Steder(hver, samlet if overlapper else hver, inne, distrikter.kjent)


def _celle(
    grunnlag: Grunnlag, interesse: Interesse, utbygging: Interesse, steder: _Steder
) -> dict[str, object]:
    """One pair."""
    celle: dict[str, object] = {
        "interesse": interesse.navn,
        "interesse_tittel": interesse.tittel,
        "utvikling": utbygging.navn,
        "utvikling_tittel": utbygging.tittel,
        "status": Status.IKKE_KJENT,
        "areal_daa": np.nan,
        "andel": np.nan,
        "lengde_m": np.nan,
        "antall_omraader": np.nan,
        "antall_objekter": np.nan,
        "merknad": "",
        "kilder": f"{interesse.lagdata.post.navn}, {utbygging.lagdata.post.navn}",
    }
    if not (interesse.lagdata.kjent and utbygging.lagdata.kjent):
        return celle
    per_omraade = vurder(steder.hver, interesse.lagdata)
    likt = steder.samlet is steder.hver
    samlet = per_omraade if likt else vurder(steder.samlet, interesse.lagdata)
    grunn_m2 = float(steder.samlet.area.sum())
    felles_m2 = float(samlet["areal_m2"].sum())
    typen = interesse.lagdata.post.geometri
    ider = {ident for rad in per_omraade["treff_ider"] for ident in rad}
    status, merknad = med_distrikt(
        _status(grunnlag, utbygging, list(per_omraade["status"])),
        interesse.lagdata.post,
        steder.distrikt,
        steder.distrikt_kjent,
    )
    if merknad or status == Status.IKKE_KARTLAGT:  # no number stands for what is not known
        return celle | {"status": status, "merknad": merknad}
    return celle | {
        "status": status,
        "merknad": merknad,
        "areal_daa": felles_m2 / M2_PER_DAA if typen == "flate" else np.nan,
        "andel": felles_m2 / grunn_m2 if grunn_m2 > 0 and typen == "flate" else np.nan,
        "lengde_m": float(samlet["lengde_m"].sum()) if typen == "linje" else np.nan,
        "antall_omraader": float((per_omraade["status"] == Status.TREFF).sum()),
        "antall_objekter": float(len(ider)),
    }


def _status(grunnlag: Grunnlag, utbygging: Interesse, svar: Sequence[Status]) -> Status:
    """Answer for the pair: «ikke treff» only where both sides are mapped."""
    if Status.TREFF in svar:
        return Status.TREFF
    heldekket = utbygging.lagdata.dekning.covers(grunnlag.grense)
    return verste([*svar, Status.IKKE_TREFF if heldekket else Status.IKKE_KARTLAGT])


def overlappflater(
    grunnlag: Grunnlag, interesser: Iterable[Interesse], utvikling: Iterable[Interesse]
) -> GeoDataFrame:
    """Return the shared ground of every pair that has any, for drawing and export.

    Returns
    -------
    flater    (k,) features: id «development × interest», navn, interesse, utvikling, tema,
              areal_daa as drawn; polygons, lines or points
    """
    rader: list[dict[str, object]] = []
    vern = [i for i in interesser if i.lagdata.kjent]
    for utbygging in utvikling:
        if not utbygging.lagdata.kjent or utbygging.lagdata.data.empty:
            continue
        samlet = _steder(grunnlag, utbygging).samlet
        for interesse in vern:
            form = union(treffgeometri(samlet, interesse.lagdata).to_numpy())
            if not form.is_empty:
                rader.append(
                    {
                        "id": f"{utbygging.navn} × {interesse.navn}",
                        "navn": f"{interesse.tittel} i {utbygging.tittel}",
                        "interesse": interesse.tittel,
                        "utvikling": utbygging.tittel,
                        "tema": interesse.lagdata.post.tema,
                        "areal_daa": form.area / M2_PER_DAA,
                        "geometry": form,
                    }
                )
    kolonner = ["id", "navn", "interesse", "utvikling", "tema", "areal_daa", "geometry"]
    return GeoDataFrame(DataFrame(rader, columns=kolonner), crs=grunnlag.kommune.epsg)
