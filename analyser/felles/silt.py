"""The screening itself: sites against layers, rules and thresholds, before it is explained."""

from collections.abc import Sequence
from dataclasses import dataclass

from geopandas import GeoDataFrame
from pandas import DataFrame, concat

from analyser.felles.modell import Grunnlag, Status
from analyser.felles.regler import Regel
from analyser.felles.sjekk import per_lag, per_regel
from analyser.felles.terskelsvar import terskelsvar
from analyser.felles.utfall import med_avstand, truffet, utfall
from lag.modell import Lag


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


def utfallene(silt: Silt, uten: frozenset[tuple[str, str]] = frozenset()) -> dict[str, str]:
    """Return id → outcome.

    Parameters
    ----------
    uten    (site, layer) pairs whose hits the planner has set aside
    """
    svar = {str(i): list(g) for i, g in silt.lagsvar.groupby("id")["status"]}
    return {
        str(i): utfall(typer, svar[str(i)]) for i, typer in _typer(silt, silt.fyrte, uten).items()
    }


def verst_mulige(silt: Silt) -> dict[str, str]:
    """Return id → outcome if every source that failed would hit: never milder than the truth."""
    kolonner = ["id", "lag", "regel", "type"]
    ukjente = [
        rader.loc[rader["status"] == Status.IKKE_KJENT, kolonner]
        for rader in (silt.regelsvar, silt.terskler[silt.terskler["type"] != "poeng"])
    ]
    mulige = concat([silt.fyrte, *(u for u in ukjente if not u.empty)], ignore_index=True)
    svar = {str(i): list(g) for i, g in silt.lagsvar.groupby("id")["status"]}
    return {str(i): utfall(typer, svar[str(i)]) for i, typer in _typer(silt, mulige).items()}


def _typer(
    silt: Silt, fyrte: DataFrame, uten: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, list[str]]:
    """Kinds of the rules that fired, per site."""
    ut: dict[str, list[str]] = {str(ident): [] for ident in silt.omraader.index}
    for ident, lag, type_ in zip(fyrte["id"], fyrte["lag"], fyrte["type"], strict=True):
        if (str(ident), str(lag)) not in uten:
            ut[str(ident)].append(str(type_))
    return ut
