"""The catalogue and its services: what there is, and whether it answers."""

from dataclasses import replace

import click

from gis.feil import ParameterFeil
from gis.kommune import velg
from kart.kommandoer.program import fullfor_blant
from kart.kommandoer.valg import Valg, felles, oppsett_for
from kart.terminal import Kommando, framdrift, meld, skriv_linjer, vis_tabell
from lag import sjekktabell
from lag.bakgrunn import FLISER
from lag.katalog import KATALOG
from lag.oversikt import som_json, som_markdown, tabell
from lag.sjekkrunde import sjekk_tjenester


@click.command("lag", cls=Kommando, epilog="arealsil lag\narealsil lag --json")
@click.option("--markdown", is_flag=True, help="Som Markdown-tabell.")
@click.option("--json", "som_json_", is_flag=True, help="Alt om hvert lag, som JSON.")
def vis_lag(markdown: bool, som_json_: bool) -> None:
    """Vis katalogen: hvert lag, hvor det kommer fra og hva som er uverifisert."""
    if markdown or som_json_:
        click.echo((som_markdown if markdown else som_json)(KATALOG))
    else:
        vis_tabell(*tabell(KATALOG))


@click.command(
    "sjekk-tjenester",
    cls=Kommando,
    epilog="arealsil sjekk-tjenester\narealsil sjekk-tjenester --csv",
)  # fmt: skip
@click.argument("navn", nargs=-1, metavar="[LAG]...", shell_complete=fullfor_blant(KATALOG))
@click.option("--json", "json_", is_flag=True, help="Som JSON.")
@click.option("--csv", "csv_", is_flag=True, help="Som CSV med semikolon.")
@felles
def kommando_sjekk(valg: Valg, navn: tuple[str, ...], json_: bool, csv_: bool) -> None:
    """Spør hver tjeneste: svarer den, har den laget, har den noe i kommunen."""
    if valg.frakoblet:
        raise ParameterFeil("Tjenestene kan ikke sjekkes frakoblet.")
    kommune = replace(valg.kommune, datakilde="tjenester")
    poster = velg(navn, KATALOG, "Laget")
    bakgrunn = not navn
    with framdrift("Spurt", len(poster) + bakgrunn * len(FLISER)) as ferdig:
        provene = sjekk_tjenester(poster, kommune, oppsett_for(valg), ferdig, bakgrunn=bakgrunn)
    if json_ or csv_:
        click.echo((sjekktabell.som_json if json_ else sjekktabell.som_csv)(provene))
    else:
        skriv_linjer(sjekktabell.linjer(provene))
    for linje in sjekktabell.sluttord(provene):
        meld(linje)
