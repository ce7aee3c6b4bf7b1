"""The plan's status for the quarterly case."""

import click

from analyser import ANALYSER
from gis.feil import ParameterFeil
from gis.kilder.skriving import skriv_bytes, skriv_tekst
from kart.forberedelse import plan_for
from kart.kommandoer.valg import Valg, felles
from kart.planstatus import (
    CSVFIL,
    WORDFIL,
    innledning,
    les_siste,
    linjer,
    rader,
    som_csv,
    som_word,
)
from kart.terminal import Kommando, si, skriv_linjer


@click.command(
    "status", cls=Kommando, epilog="arealsil status\narealsil status --dato 2026-12-01 --skriv"
)
@click.option("--skriv", is_flag=True, help=f"Skriv også {WORDFIL} og {CSVFIL} til --ut.")
@felles
def kommando_status(valg: Valg, skriv: bool) -> None:
    """Vis status per tiltak i planen mot frist og indikator, med bevis fra siste kjøring."""
    plan = plan_for(valg.kommune)
    if plan is None:
        raise ParameterFeil(
            f"{valg.kommune.navn} har ingen plan ført inn. Lag plan.toml (se Røros' som mønster), "
            'og sett plan = "plan.toml" i kommune.toml.'
        )
    siste = les_siste(valg.ut)
    radene = rader(plan, valg.dato, siste, ANALYSER)
    innledet = innledning(plan, valg.dato, siste, radene)
    skriv_linjer([*innledet, *linjer(radene)])
    if skriv:
        word, tabellen = valg.ut / WORDFIL, valg.ut / CSVFIL
        skriv_bytes(word, som_word(valg.kommune, valg.dato, siste, innledet, radene))
        skriv_tekst(tabellen, som_csv(radene))
        si(f"Skrevet: {word} og {tabellen}.")
