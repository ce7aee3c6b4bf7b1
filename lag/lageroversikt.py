"""What the store holds, layer by layer, and what came, went and changed between two fetches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import shapely
from geopandas import GeoDataFrame

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.lager import Kopi, Lager
from gis.kilder.lagerstell import historien, lagene
from gis.kommune import Kommune
from gis.tekst import antall
from lag.kildevalg import kilde_for, med_valg, nokkel_for
from lag.kontroll import kontroller
from lag.modell import Lag

HODE = ("lag", "objekter", "hentet", "alder i dager", "kopier", "tilstand")
"""Headings of the list."""


def rader(
    lager: Lager, katalog: Mapping[str, Lag], kommune: Kommune, i_dag: date
) -> list[tuple[str, ...]]:
    """One row per layer that the store has or has tried to get, cells as in HODE."""
    return [_rad(navn, lager, katalog, kommune, i_dag) for navn in lagene(lager)]


def _rad(
    navn: str, lager: Lager, katalog: Mapping[str, Lag], kommune: Kommune, i_dag: date
) -> tuple[str, ...]:
    try:
        kopi, forsok = lager.kopi(navn), lager.forsok(navn)
    except KildeFeil:
        return (navn, *["–"] * 4, "skadet: hent på nytt")
    tilstand = f"siste forsøk feilet {forsok.tid[:10]}" if forsok and forsok.feil else ""
    kopier = str(len(historien(lager, navn)))
    if kopi is None:
        return (navn, *["–"] * 3, kopier, tilstand)
    opphav = kopi.opphav
    bekreftet = forsok and forsok.status == "uendret" and opphav.raafiler
    sist = forsok.tid if forsok and bekreftet else opphav.hentet  # a file has a time of its own
    dager = (i_dag - datetime.fromisoformat(sist).date()).days
    taaler = ""
    if navn in katalog:
        post = med_valg(katalog[navn], kommune)
        taaler = f" av {post.gyldig_dager}"
        if opphav.nokkel != nokkel_for(post, kommune, kilde_for(katalog[navn], kommune)):
            tilstand = "annen kilde eller annet område"
        elif not tilstand and dager > post.gyldig_dager:
            tilstand = "gammel"
    return (
        navn, str(opphav.mottatt), opphav.hentet[:10], f"{dager}{taaler}", kopier,
        tilstand or "fersk",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Forskjell:
    """What came, went and changed between two fetches of a layer."""

    fra: str
    """When the older was stored, ISO 8601."""
    til: str
    """When the newer was stored."""
    kom: tuple[str, ...]
    """Ids that only the newer has, sorted."""
    gikk: tuple[str, ...]
    """Ids that only the older has, sorted."""
    endret: Mapping[str, tuple[str, ...]]
    """Id → columns that differ («geometri» for the place)."""
    like: int
    """Features that are the same in both."""


def velg_kopier(lager: Lager, navn: str, fra: str, til: str) -> tuple[Kopi, Kopi]:
    """Return the two fetches to compare.

    They are those whose time begins with `fra` and `til`, else the newest and the one before.

    Raises
    ------
    ParameterFeil    if there are not two, or none begins so
    """
    alle = historien(lager, navn)
    tider = ", ".join(kopi.lagret for kopi in alle) or "ingen"
    if len(alle) < 2:  # noqa: PLR2004 – two are compared
        raise ParameterFeil(
            f"Laget «{navn}» har {antall(len(alle), 'lagret henting', 'lagrede hentinger')} "
            f"({tider}); det må to til."
        )
    return _finn(alle, fra, alle[1], tider), _finn(alle, til, alle[0], tider)


def _finn(alle: Sequence[Kopi], tid: str, ellers: Kopi, tider: str) -> Kopi:
    if not tid:
        return ellers
    for kopi in alle:
        if kopi.lagret.startswith(tid):
            return kopi
    raise ParameterFeil(f"Ingen lagret henting begynner med «{tid}». Lageret har: {tider}.")


def sammenlign(post: Lag, kommune: Kommune, lager: Lager, fra: Kopi, til: Kopi) -> Forskjell:
    """Compare two fetches of a vector layer by id and content, both brought to our columns.

    Raises
    ------
    KildeFeil    if a file is missing or damaged, or the layer is a raster
    """
    if post.geometri == "raster":
        raise KildeFeil(f"Laget «{post.navn}» er et raster og kan ikke sammenlignes slik.")
    gammel = _rammen(post, kommune, lager, fra)
    ny = _rammen(post, kommune, lager, til)
    felles = gammel.index.intersection(ny.index)
    endret = _endringer(gammel.loc[felles], ny.loc[felles])
    return Forskjell(
        fra=fra.lagret, til=til.lagret,
        kom=tuple(sorted(map(str, ny.index.difference(gammel.index)))),
        gikk=tuple(sorted(map(str, gammel.index.difference(ny.index)))),
        endret=endret, like=len(felles) - len(endret),
    )  # fmt: skip


def _rammen(post: Lag, kommune: Kommune, lager: Lager, kopi: Kopi) -> GeoDataFrame:
    data, _ = kontroller(post, lager.les(post.navn, kopi), kommune)
    return data.set_index(post.idfelt)


def _endringer(gammel: GeoDataFrame, ny: GeoDataFrame) -> dict[str, tuple[str, ...]]:
    """Id → columns that differ, for frames with the same ids in the same order."""
    avvik: dict[str, list[str]] = {}
    for kolonne in gammel.columns:
        if kolonne == "geometry":
            former = [shapely.normalize(np.asarray(r.geometry.array)) for r in (gammel, ny)]
            ulike = shapely.to_wkb(former[0]) != shapely.to_wkb(former[1])
        else:
            a, b = gammel[kolonne], ny[kolonne]
            ulike = ~((a == b) | (a.isna() & b.isna())).fillna(False).to_numpy(dtype=bool)
        for lokalid in gammel.index[ulike]:
            avvik.setdefault(str(lokalid), []).append(
                "geometri" if kolonne == "geometry" else str(kolonne)
            )
    return {lokalid: tuple(kolonner) for lokalid, kolonner in sorted(avvik.items())}
