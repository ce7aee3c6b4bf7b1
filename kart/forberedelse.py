"""From what was loaded to the facts that every page carries."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from analyser import ANALYSER
from analyser.felles.journal import tolk_journal
from analyser.felles.modell import Grunnlag, Resultat
from gis.kilder.fil import les_tekst
from gis.kommune import Kommune, velg
from kart.kjoring import Kjoring
from kart.kjoringslogg import kjoring_id, oppskrift
from kart.oppslag import oppslag_i
from kart.sileside import sileemne
from kart.stil import BAKGRUNN
from lag.katalog import KATALOG
from lag.modell import Lag
from lag.plan import Plan, tolk_plan


def journal_ved(innspill: Path | None) -> Path | None:
    """Return the journal that lies beside a file of proposals, if any."""
    fil = None if innspill is None else innspill.with_suffix(".journal.toml")
    return fil if fil is not None and fil.is_file() else None


def med_journal(grunnlag: Grunnlag, fil: Path | None) -> Grunnlag:
    """Return what the analyses may know, with the planner's journal put in.

    Raises
    ------
    KildeFeil        if the file cannot be read
    ParameterFeil    if the journal is not as it must be
    """
    if fil is None:
        return grunnlag
    return replace(grunnlag, journal=tolk_journal(les_tekst(fil), str(fil)))


def plan_for(kommune: Kommune) -> Plan | None:
    """Return the plan that the municipality has entered, if any.

    Raises
    ------
    KildeFeil        if its file cannot be read
    ParameterFeil    if it is not as it must be, or names a layer or an analysis that is not there
    """
    if kommune.plan is None:
        return None
    plan = tolk_plan(les_tekst(kommune.plan), str(kommune.plan))
    for tiltak in plan.tiltak:
        velg(tiltak.lag, KATALOG, f"{kommune.plan}: tiltak {tiltak.nummer}: laget")
        velg(tiltak.analyser, ANALYSER, f"{kommune.plan}: tiltak {tiltak.nummer}: analysen")
    return plan


def kjoring_av(
    grunnlag: Grunnlag, plan: Plan | None, ident: str, tidspunkt: str, silelag: Sequence[Lag]
) -> Kjoring:
    """Return the facts of a run.

    Parameters
    ----------
    grunnlag      every layer, the municipality and the day
    plan          the measures that the answers serve; None without any
    ident         identity of the run
    tidspunkt     time that written files bear, ISO 8601
    silelag       layers that a drawn area is screened against
    """
    return Kjoring(
        kjoring_id=ident,
        dato=grunnlag.dato,
        tidspunkt=tidspunkt,
        bakgrunn={navn: grunnlag.lag[navn].data for navn in BAKGRUNN},
        oppslag=oppslag_i({navn: data.data for navn, data in grunnlag.lag.items()}),
        sileemne=sileemne(grunnlag, silelag),
        maaltabell=plan.rader() if plan else (),
        tiltak=plan.per_analyse() if plan else {},
        planmerknad=plan.merknad(grunnlag.dato) if plan else "",
        eksempel=any(data.eksempel for data in grunnlag.lag.values()),
    )


def oppskrift_av(
    grunnlag: Grunnlag, resultater: Sequence[Resultat], versjoner: Mapping[str, str]
) -> dict[str, object]:
    """Return what was asked of a run, the planner's journal included."""
    parametre: dict[str, object] = {r.analyse: dict(r.parametre) for r in resultater}
    if grunnlag.journal:
        parametre["journal"] = [asdict(rad) for rad in grunnlag.journal]
    return oppskrift(grunnlag.kommune, grunnlag.dato.isoformat(), versjoner, parametre)


def ny_kjoring(
    grunnlag: Grunnlag,
    resultater: Sequence[Resultat],
    versjoner: Mapping[str, str],
    tidspunkt: str,
    silelag: Sequence[Lag],
) -> tuple[Kjoring, dict[str, object]]:
    """Return the run and what was asked of it, the planner's journal included.

    Raises
    ------
    KildeFeil        if the plan's file cannot be read
    ParameterFeil    if the plan is not as it must be
    """
    kommune = grunnlag.kommune
    oppskriften = oppskrift_av(grunnlag, resultater, versjoner)
    plan = plan_for(kommune)
    ident = kjoring_id(oppskriften, grunnlag.lag)
    return kjoring_av(grunnlag, plan, ident, tidspunkt, silelag), oppskriften
