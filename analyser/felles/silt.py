"""The screening itself: sites against layers, rules and thresholds, before it is explained.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame, Series, concat

from analyser.felles.modell import Grunnlag, Status
from analyser.felles.regler import Regel
from analyser.felles.sjekk import per_lag, per_regel
from analyser.felles.terskelsvar import terskelsvar
from analyser.felles.utfall import med_avstand, truffet, utfall
from lag.modell import Lag

KOLONNER = ["id", "lag", "regel", "type"]
"""What is kept of a rule that fired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treffendringer:
    """Hits that the planner has changed, as (site, layer) pairs."""

    til_side: frozenset[tuple[str, str]] = frozenset()
    lagt_til: frozenset[tuple[str, str]] = frozenset()


UENDRET = Treffendringer()
"""The planner has changed no hit."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Silt:
    """What came out, as long tables."""

    omraader: GeoDataFrame
    """(n,) sites with index id and the column formaal."""
    lagsvar: DataFrame
    """One row per site and layer, distances of rules put in."""
    regelsvar: DataFrame
    """One row per site and rule."""
    terskler: DataFrame
    """One row per site and threshold."""
    fyrte: DataFrame
    """Rules and thresholds that fired: id, lag, regel, type."""


def sil(
    grunnlag: Grunnlag, omraader: GeoDataFrame, regler: Sequence[Regel], poster: Sequence[Lag]
) -> Silt:
    """Screen the sites; the same function is asked again for every changed shape."""
    regelsvar = per_regel(omraader, grunnlag, regler)
    terskler = terskelsvar(omraader, grunnlag)
    fyrte = truffet(regelsvar)
    varsler = truffet(terskler[terskler["type"] != "poeng"])
    lagsvar = med_avstand(per_lag(omraader, grunnlag, poster), fyrte, regler)
    return Silt(
        omraader=omraader,
        lagsvar=lagsvar,
        regelsvar=regelsvar,
        terskler=terskler,
        fyrte=varsler if fyrte.empty else concat([fyrte, varsler], ignore_index=True),
    )


def gjeldende_treff(silt: Silt, endret: Treffendringer = UENDRET) -> DataFrame:
    """Rules that fired once the planner's hits are put in and taken out: id, lag, regel, type.

    A hit that the planner adds has no shape, so every rule that asks of the layer counts as fired.
    """
    beholdt = ~_i_par(silt.fyrte, endret.til_side)
    nye = _i_par(silt.regelsvar, endret.lagt_til) & (silt.regelsvar["status"] != Status.TREFF)
    deler = [silt.fyrte[beholdt], silt.regelsvar.loc[nye, KOLONNER]]
    return concat([d for d in deler if not d.empty] or deler[:1], ignore_index=True)


def utfallene(silt: Silt, endret: Treffendringer = UENDRET) -> dict[str, str]:
    """Return id → outcome, with the planner's changes of hits."""
    svar = {str(i): list(g) for i, g in silt.lagsvar.groupby("id")["status"]}
    fyrte = gjeldende_treff(silt, endret)
    return {str(i): utfall(typer, svar[str(i)]) for i, typer in _typer(silt, fyrte).items()}


def verst_mulige(silt: Silt, endret: Treffendringer = UENDRET) -> dict[str, str]:
    """Return id → outcome if every source that failed would hit: never milder than the truth.

    Hits that the planner adds count; those set aside count still.
    """
    egne = gjeldende_treff(silt, Treffendringer(lagt_til=endret.lagt_til))
    ukjente = [
        rader.loc[rader["status"] == Status.IKKE_KJENT, KOLONNER]
        for rader in (silt.regelsvar, silt.terskler[silt.terskler["type"] != "poeng"])
    ]
    mulige = concat([egne, *(u for u in ukjente if not u.empty)], ignore_index=True)
    svar = {str(i): list(g) for i, g in silt.lagsvar.groupby("id")["status"]}
    return {str(i): utfall(typer, svar[str(i)]) for i, typer in _typer(silt, mulige).items()}


def _typer(silt: Silt, fyrte: DataFrame) -> dict[str, list[str]]:
    """Kinds of the rules that fired, per site."""
    ut: dict[str, list[str]] = {str(ident): [] for ident in silt.omraader.index}
    for ident, type_ in zip(fyrte["id"], fyrte["type"], strict=True):
        ut[str(ident)].append(str(type_))
    return ut


def _i_par(rader: DataFrame, par: frozenset[tuple[str, str]]) -> Series:
    """Tell which rows are of one of the (site, layer) pairs."""
    egne = [(str(i), str(lag)) in par for i, lag in zip(rader["id"], rader["lag"], strict=True)]
    return Series(egne, index=rader.index, dtype=bool)
