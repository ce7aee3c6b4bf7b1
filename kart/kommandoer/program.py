"""The program itself: its version and libraries, and completion in the shell."""

from collections.abc import Callable, Mapping

import click
from click.shell_completion import get_completion_class

from gis.kilder.biblioteker import advarsler, versjoner
from kart.terminal import Kommando, meld, skriv_linjer

SKALL = {
    "bash": 'Legg linjen i ~/.bashrc: eval "$(arealsil fullforing bash)"',
    "zsh": 'Legg linjen i ~/.zshrc: eval "$(arealsil fullforing zsh)"',
    "fish": "Kjør: arealsil fullforing fish > ~/.config/fish/completions/arealsil.fish",
}
"""Shells that completion is made for → where it is put."""
FULLFORINGSVARIABEL = "_AREALSIL_COMPLETE"
"""Environment variable by which the shell asks the program for words; click names it."""


def versjonslinjer(versjon: str) -> list[str]:
    """Return the program's version, and below it each library with who brings which version."""
    return [
        f"arealsil {versjon}",
        *(
            f"  {bibliotek}: {', '.join(f'{nr} ({pakke})' for pakke, nr in bringere)}"
            for bibliotek, bringere in versjoner().items()
        ),
    ]


def versjonsvalg(
    versjon: str, miljo: Mapping[str, str]
) -> Callable[[click.Context, click.Parameter, bool], None]:
    """Return what --version does: print the versions, warn of a clash, and end."""

    def vis(kontekst: click.Context, _: click.Parameter, bedt: bool) -> None:
        if bedt and not kontekst.resilient_parsing:
            skriv_linjer(versjonslinjer(versjon))
            for advarsel in advarsler(miljo):
                meld(f"Advarsel: {advarsel}")
            kontekst.exit()

    return vis


@click.command(
    "fullforing",
    cls=Kommando,
    epilog='eval "$(arealsil fullforing bash)"\narealsil fullforing fish',
)
@click.argument("skall", type=click.Choice(list(SKALL)), metavar="|".join(SKALL))
@click.pass_context
def kommando_fullforing(kontekst: click.Context, skall: str) -> None:
    """Skriv det som skal til for at skallet fullfører kommandoer, valg og navn på lag."""
    klasse = get_completion_class(skall)
    if klasse is None:
        raise LookupError(f"click kjenner ikke {skall}")
    rot = kontekst.find_root()
    skriv_linjer(klasse(rot.command, {}, "arealsil", FULLFORINGSVARIABEL).source().splitlines())
    meld(SKALL[skall])


def fullfor_blant(
    navn: Mapping[str, object],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes a word with one of `navn` that begins so."""

    def fullfor(_: click.Context, __: click.Parameter, begynnelse: str) -> list[str]:
        return [ett for ett in navn if ett.startswith(begynnelse)]

    return fullfor
