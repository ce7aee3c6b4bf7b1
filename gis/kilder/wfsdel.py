"""What one WFS request gave, and how such parts are joined.

Geometries come in the CRS that was asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from gis.feil import CrsFeil

Avtrykk = NDArray[np.bytes_]
AVTRYKK = "S16"
"""Digests, of which a million take 16 MB."""
SKIVE = 1_000
"""Features whose places are written out at a time, for their digests."""


@dataclass(frozen=True, slots=True)
class Del:
    """What one request gave."""

    data: GeoDataFrame
    raafiler: tuple[str, ...]
    storrelse: int
    hoder: Mapping[str, str]
    merknader: tuple[str, ...]
    mottatt: int
    hel: bool = True
    """False when something suggests that the service held more back."""
    nokler: Avtrykk = field(default_factory=lambda: np.empty(0, AVTRYKK))
    """What tells each feature apart."""
    tapte: tuple[str, ...] = ()
    """Ids of those set aside, empty text for none."""


def slaa_sammen(deler: list[Del]) -> Del:
    """Join parts; a feature that came twice counts once. The list is emptied, to save memory."""
    alle_tapte = [ident for delen in deler for ident in delen.tapte]
    tapte = (*dict.fromkeys(filter(None, alle_tapte)), *(i for i in alle_tapte if not i))
    egne = np.concatenate([delen.nokler for delen in deler])
    dobbelt = _dobbelt(egne)
    samlet = replace(
        deler[0],
        data=deler[0].data.iloc[:0].copy(),
        raafiler=tuple(summen for delen in deler for summen in delen.raafiler),
        storrelse=sum(delen.storrelse for delen in deler),
        merknader=tuple(dict.fromkeys(m for delen in deler for m in delen.merknader)),
        nokler=egne[~dobbelt] if dobbelt.any() else egne,
        mottatt=len(egne) - int(dobbelt.sum()) + len(tapte),
        tapte=tapte,
    )
    rammer = [delen.data for delen in deler if len(delen.data)]
    deler.clear()
    if not rammer:
        return samlet
    _krev_samme_crs(rammer)
    return replace(samlet, data=_samlet(rammer, ~dobbelt))


def _dobbelt(egne: Avtrykk) -> NDArray[np.bool_]:
    """Tell which digests stand earlier in the list; what takes memory is done only where needed."""
    dobbelt = np.zeros(len(egne), dtype=bool)
    sortert = np.sort(egne)
    if (sortert[1:] == sortert[:-1]).any():
        rekke = np.argsort(egne, kind="stable")
        dobbelt[rekke[1:]] = egne[rekke[1:]] == egne[rekke[:-1]]
    return dobbelt


def _samlet(rammer: list[GeoDataFrame], valgte: NDArray[np.bool_]) -> GeoDataFrame:
    """Join frames column by column, each taken from them as it is joined; rows in order."""
    navnene = dict.fromkeys(navn for ramme in rammer for navn in ramme.columns)
    crs, rader, alle = rammer[0].crs, len(valgte), bool(valgte.all())
    ender = np.cumsum([len(ramme) for ramme in rammer]).tolist()
    tabeller = [
        pd.DataFrame(ramme).set_axis(range(slutt - len(ramme), slutt), axis="index")
        for ramme, slutt in zip(rammer, ender, strict=True)
    ]
    rammer.clear()
    kolonner = {}
    for navn in navnene:
        kolonne = pd.concat([tabell.pop(navn) for tabell in tabeller if navn in tabell])
        kolonne = kolonne if len(kolonne) == rader else kolonne.reindex(range(rader))
        kolonner[navn] = kolonne if alle else kolonne[valgte].reset_index(drop=True)
    former = kolonner.pop("geometry")
    return GeoDataFrame(pd.DataFrame(kolonner, copy=False), geometry=former, crs=crs, copy=False)


def _krev_samme_crs(rammer: list[GeoDataFrame]) -> None:
    koder = {ramme.crs.to_string() for ramme in rammer if ramme.crs is not None}
    if len(koder) > 1:
        raise CrsFeil(f"Sidene i svaret har ulike koordinatsystemer: {', '.join(sorted(koder))}.")


def nokler(data: GeoDataFrame) -> Avtrykk:
    """Return what tells features apart: lokalId and place, else gml:id, else the whole row."""
    for kolonne in ("identifikasjon.lokalId", "lokalId", "lokalid"):
        if kolonne in data.columns and data[kolonne].notna().all():
            return _avtrykk(data[kolonne], data)
    if "gml_id" in data.columns and data["gml_id"].notna().all():
        return _avtrykk(data["gml_id"], None)
    return _avtrykk(data.drop(columns="geometry").astype(str).agg("|".join, axis=1), data)


def _avtrykk(tekster: "pd.Series[str]", data: GeoDataFrame | None) -> Avtrykk:
    """Short digest of each feature's text and (of frames that are given) place."""
    ut = np.empty(len(tekster), AVTRYKK)
    for fra in range(0, len(tekster), SKIVE):
        del_ = slice(fra, fra + SKIVE)
        former: Any = [] if data is None else np.asarray(data.geometry.array[del_], dtype=object)
        steder = shapely.to_wkb(former) if len(former) else [None] * len(ut[del_])
        ut[del_] = [
            blake2b(str(tekst).encode() + (sted or b""), digest_size=16).digest()
            for tekst, sted in zip(tekster.iloc[del_], steder, strict=True)
        ]
    return ut
