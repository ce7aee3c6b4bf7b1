"""The terminal: progress, answers and help in bokmål. No file is written here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from analyser.felles.modell import Resultat
from gis import avbrudd
from gis.feil import ParameterFeil
from gis.kommune import naermeste
from kart.tekster import BOKMAAL, SPRAAK
from lag.forventning import FORVENTNINGER, funn
from lag.lageroversikt import Forskjell
from lag.modell import Lagdata

UT = Console(highlight=False)
"""Answers go to standard output."""
FEIL = Console(stderr=True, highlight=False)
"""Progress, remarks and errors go to standard error."""

MAKS_VIST = 20
"""Features of each kind that a comparison lists on the terminal."""
OVERSKRIFTER = {"Options": "Valg", "Commands": "Kommandoer", "[OPTIONS]": "[VALG]"}
"""click's headings in bokmål."""


FELLES = (
    click.option(
        "--kommune", "kommunefil", type=Path, default=Path("kommune.toml"), metavar="FIL",
        help="Kommunens oppsett. Uten valget: kommune.toml.",
    ),
    click.option(
        "--lager", type=Path, default=Path("lager"), metavar="MAPPE",
        help="Mappen der hentede lag ligger. Uten valget: lager.",
    ),
    click.option(
        "--ut", type=Path, default=Path("ut"), metavar="MAPPE",
        help="Mappen der kart og tabeller skrives. Uten valget: ut.",
    ),
    click.option(
        "--dato", type=click.DateTime(["%Y-%m-%d"]), metavar="ÅÅÅÅ-MM-DD",
        help="Dagen som skal gjelde som i dag. Uten valget: dagens dato.",
    ),
    click.option(
        "--journal", type=Path, metavar="FIL",
        help="Planleggerens endringer (TOML). Uten valget: filen ved siden av --innspill som heter "
        "det samme, men ender på .journal.toml.",
    ),
    click.option("--frakoblet", is_flag=True, help="Spør ingen tjeneste; bruk bare lageret."),
    click.option(
        "--innspill", type=Path, metavar="FIL",
        help="Egne områder som skal siles (GeoPackage, GeoJSON, Shapefile, GML).",
    ),
    click.option(
        "--formaal", default="", metavar="FORMÅL",
        type=click.Choice(["", "bolig", "fritid", "naering", "raastoff", "annet"]),
        help="Formålet som gjelder for alle områdene i --innspill, der filen ikke sier det.",
    ),
)  # fmt: skip
"""Options that every working command shares."""
SPRAAKVALG = click.option(
    "--spraak", type=click.Choice(SPRAAK), default=BOKMAAL, metavar="|".join(SPRAAK),
    help="Språket på sidene; annet enn bokmål skrives til mappen UT-SPRÅK. Uten valget: nb.",
)  # fmt: skip
"""Language of what is published."""


class Norsk(click.HelpFormatter):
    """click's help page with bokmål headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that begins with «Bruk:»."""
        super().write_usage(prog, args, prefix or "Bruk: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a section under its bokmål heading."""
        with super().section(OVERSKRIFTER.get(name, name)):
            yield


class _Kontekst(click.Context):
    formatter_class = Norsk


class _Hjelp(click.Command):
    """A command whose help option speaks bokmål."""

    context_class = _Kontekst

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return click's help option with a bokmål text."""
        valg = super().get_help_option(ctx)
        if isinstance(valg, click.Option):
            valg.help = "Vis denne hjelpen og avslutt."
        return valg

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line, with click's placeholder in bokmål."""
        return [OVERSKRIFTER.get(ledd, ledd) for ledd in super().collect_usage_pieces(ctx)]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand, line by line."""
        if self.epilog:
            with formatter.section("Eksempler"):
                for linje in self.epilog.splitlines():
                    formatter.write(f"{' ' * formatter.current_indent}{linje.strip()}\n")


class Kommando(_Hjelp):
    """One command."""


class Gruppe(_Hjelp, click.Group):
    """The program: a group of commands."""

    command_class = Kommando
    group_class = type

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; without any, show the help instead of an error."""
        if not args and not ctx.resilient_parsing:
            skriv_linjer(ctx.get_help().splitlines())
            ctx.exit()
        return super().parse_args(ctx, args)


def _krav(feil: click.UsageError) -> str:
    """Name the option or argument that a click error speaks of."""
    valg = getattr(feil, "param", None)
    if valg is None:
        return ""
    return str(
        getattr(valg, "opts", [valg.name])[0]
        if valg.param_type_name == "option"
        else valg.make_metavar(feil.ctx)
        if feil.ctx
        else valg.name
    )


def paa_bokmaal(feil: click.ClickException) -> str:
    """Put a click error as one bokmål line with the nearest valid word."""
    kommando = feil.ctx.command if isinstance(feil, click.UsageError) and feil.ctx else None
    match feil:
        case click.NoSuchOption():
            gyldige = [o for p in kommando.params for o in p.opts] if kommando else []
            return f"ukjent valg «{feil.option_name}». {naermeste(feil.option_name, gyldige)}"
        case click.MissingParameter():
            return f"{_krav(feil)} mangler. Se --help."
        case click.BadParameter():
            return f"verdien for {_krav(feil)} kan ikke brukes ({feil.message.rstrip('.')})."
        case click.BadOptionUsage():
            return f"valget «{feil.option_name}» mangler en verdi, eller fikk en det ikke skal ha."
    if isinstance(kommando, click.Group):
        ord_ = feil.message.split("'")[1] if "'" in feil.message else ""
        return f"ukjent kommando «{ord_}». {naermeste(ord_, sorted(kommando.commands))}"
    return f"kommandoen ble ikke forstått ({feil.message.rstrip('.')}). Se --help."


@contextmanager
def framdrift(tittel: str, antall: int) -> Iterator[Callable[[str], None]]:
    """Progress bar; the yielded function is called before each piece of work with its name.

    Raises KeyboardInterrupt there if a stop has been asked for.
    """
    kolonner = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*kolonner, TimeElapsedColumn(), console=FEIL, transient=True) as linje:
        oppgave = linje.add_task(tittel, total=antall)
        begynt = 0

        def neste(hva: str) -> None:
            nonlocal begynt
            avbrudd.sjekk()
            linje.update(oppgave, completed=begynt, description=f"{tittel}: {escape(hva)}")
            begynt += 1

        yield neste


def trygg(tekst: str) -> str:
    """Return `tekst` without control characters: services must not steer the terminal."""
    return "".join(tegn if tegn.isprintable() or tegn in "\n\u00a0" else "\ufffd" for tegn in tekst)


def meld(tekst: str) -> None:
    """One remark on standard error."""
    FEIL.print(trygg(tekst), markup=False)


def si(tekst: str, stil: str = "") -> None:
    """One line of an answer on standard output."""
    UT.print(trygg(tekst), style=stil or None, markup=False)


def skriv_linjer(linjer: Iterable[str]) -> None:
    """Print lines as they are, however long, so that they can be copied and sent on."""
    for linje in linjer:
        click.echo(trygg(linje))


def vis_tabell(hode: Sequence[str], rader: Iterable[Sequence[str]], tittel: str = "") -> None:
    """Print a table on standard output."""
    oversikt = Table(title=tittel or None)
    for nummer, navn in enumerate(hode):
        oversikt.add_column(escape(navn), no_wrap=nummer == 0, overflow="fold")
    for rad in rader:
        oversikt.add_row(*(escape(trygg(celle)) for celle in rad))
    UT.print(oversikt)


def vis_kontroll(lagene: Mapping[str, Lagdata], i_dag: date) -> None:
    """Print what is in the store, and what did not hold, with its severity."""
    hode = ("lag", "objekter", "hentet", "alvor", "merknad")
    rader = [rad for navn, data in lagene.items() for rad in kontrollrader(navn, data, i_dag)]
    vis_tabell(hode, rader, "Kontroll av lagene")


def kontrollrader(navn: str, data: Lagdata, i_dag: date) -> list[tuple[str, ...]]:
    """One row per thing that did not hold for the layer; one saying so when all held."""
    avvik: list[tuple[str, str]] = [*funn(data, i_dag)] or [("i orden", "")]
    alt = len(data.raster.verdier.ravel()) if data.raster is not None else len(data.data)
    hode = (navn, str(alt) if data.kjent else "–", data.hentet[:10])
    return [
        (*(hode if nummer == 0 else ("", "", "")), alvor, tekst)
        for nummer, (alvor, tekst) in enumerate(avvik)
    ]


def vis_forventninger() -> None:
    """Print what is expected of every layer, and what it costs when it does not hold."""
    rader = [(f.navn, f.hva, f.alvor) for f in FORVENTNINGER]
    vis_tabell(("forventning", "det som skal holde", "alvor"), rader, "Forventninger til hvert lag")


def vis_forskjell(navn: str, forskjell: Forskjell) -> None:
    """Print what came, went and changed between two fetches."""
    si(f"{navn}: {forskjell.fra} → {forskjell.til}", "bold")
    si(
        f"  {len(forskjell.kom)} kom til, {len(forskjell.gikk)} ble borte, "
        f"{len(forskjell.endret)} er endret, {forskjell.like} er like"
    )
    skriv_linjer(f"  kom til: {lokalid}" for lokalid in forskjell.kom[:MAKS_VIST])
    skriv_linjer(f"  borte: {lokalid}" for lokalid in forskjell.gikk[:MAKS_VIST])
    skriv_linjer(
        f"  endret: {lokalid} ({', '.join(kolonner)})"
        for lokalid, kolonner in list(forskjell.endret.items())[:MAKS_VIST]
    )
    if max(map(len, (forskjell.kom, forskjell.gikk, forskjell.endret))) > MAKS_VIST:
        si(f"  … viser {MAKS_VIST} av hvert slag; --json gir alle")


def vis_svar(resultater: Sequence[Resultat]) -> None:
    """Print the answers, and what is not known."""
    for resultat in resultater:
        si(f"\n{resultat.tittel}", "bold")
        si(resultat.svar)
        for punkt in resultat.punkter:
            si(f"  – {punkt}")
        if resultat.ukjent:
            si("  Hva vi ikke vet:")
        for ukjent in resultat.ukjent:
            si(f"    · {ukjent}")


def les_sett(sett: Sequence[str]) -> dict[str, str]:
    """Read parameters given as navn=verdi.

    Raises
    ------
    ParameterFeil    for one without = or name
    """
    par = [ledd.partition("=") for ledd in sett]
    for navn, skille, _ in par:
        if not skille or not navn:
            raise ParameterFeil(
                f"--sett {navn}: skriv navn=verdi, for eksempel --sett storst_m=500."
            )
    return {navn.strip(): verdi.strip() for navn, _, verdi in par}
