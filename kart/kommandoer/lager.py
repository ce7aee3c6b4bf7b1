"""The store: what it has, whether its bytes are whole, what changed, what may go."""

import json
from dataclasses import asdict

import click

from gis.feil import DataFeil
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import Funn, lagene, rydd, verifiser
from gis.kommune import velg
from gis.tekst import antall, mengde
from kart.kommandoer.program import fullfor_blant
from kart.kommandoer.valg import Valg, felles
from kart.terminal import Gruppe, framdrift, si, skriv_linjer, vis_forskjell, vis_tabell
from lag import lageroversikt
from lag.katalog import KATALOG


@click.group(
    "lager", cls=Gruppe, subcommand_metavar="KOMMANDO [VALG]", epilog="arealsil lager liste"
)
def lagergruppe() -> None:
    """Se, kontroller, sammenlign og rydd det som er hentet."""


@lagergruppe.command("liste", epilog="arealsil lager liste")
@felles
def lager_liste(valg: Valg) -> None:
    """Vis hva lageret har av hvert lag, og hvor gammelt det er."""
    alle = lageroversikt.rader(Lager(valg.lager), KATALOG, valg.kommune, valg.dato)
    vis_tabell(lageroversikt.HODE, alle, f"Lageret {valg.lager}")


@lagergruppe.command("verifiser", epilog="arealsil lager verifiser")
@click.argument("navn", nargs=-1, metavar="[LAG]...", shell_complete=fullfor_blant(KATALOG))
@felles
def lager_verifiser(valg: Valg, navn: tuple[str, ...]) -> None:
    """Regn sjekksummen av hver fil på nytt; feiler hvis noe er endret."""
    lager = Lager(valg.lager)
    alle = lagene(lager)
    valgte = velg(navn, {ett: ett for ett in (*KATALOG, *alle)}, "Laget") if navn else alle
    with framdrift("Verifiserer", len(valgte)) as neste, lager.i_bruk():
        funn: list[Funn] = []
        for ett in valgte:
            neste(ett)
            funn += verifiser(lager, ett)
    skriv_linjer(f"{ett.lag}: {ett.fil}: {ett.hva}" for ett in funn)
    if funn:
        raise DataFeil(f"{antall(len(funn), 'fil', 'filer')} i lageret er endret eller mangler.")
    med_kopi = sum(map(lager.har, valgte))
    si(f"{med_kopi} lag med kopi er verifisert; alle sjekksummer stemmer.")


@lagergruppe.command(
    "sammenlign",
    epilog="arealsil lager sammenlign teiger\narealsil lager sammenlign teiger --fra 2026-01",
)
@click.argument("navn", metavar="LAG", shell_complete=fullfor_blant(KATALOG))
@click.option("--fra", default="", metavar="TID", help="Eldre henting; begynnelsen av tiden.")
@click.option("--til", default="", metavar="TID", help="Nyere henting. Uten valgene: de to siste.")
@click.option("--json", "json_", is_flag=True, help="Alt, som JSON.")
@felles
def lager_sammenlign(valg: Valg, navn: str, fra: str, til: str, json_: bool) -> None:
    """Vis hva som kom til, ble borte og ble endret mellom to hentinger av et lag."""
    (post,) = velg((navn,), KATALOG, "Laget")
    lager = Lager(valg.lager)
    with lager.i_bruk():
        kopier = lageroversikt.velg_kopier(lager, navn, fra, til)
        forskjell = lageroversikt.sammenlign(post, valg.kommune, lager, *kopier)
    if json_:
        click.echo(json.dumps(asdict(forskjell), ensure_ascii=False, indent=2))
    else:
        vis_forskjell(navn, forskjell)


@lagergruppe.command("rydd", epilog="arealsil lager rydd --behold 3")
@click.option(
    "--behold", type=click.IntRange(1), default=2, metavar="ANTALL",
    help="Hentinger av hvert lag som beholdes. Uten valget: 2.",
)  # fmt: skip
@click.option("--torr", is_flag=True, help="Vis hva som ville bli fjernet; fjern ingenting.")
@click.option(
    "--vent", type=click.FloatRange(0), default=60.0, metavar="SEKUNDER",
    help="Hvor lenge det ventes på kjøringer som bruker lageret. Uten valget: 60.",
)  # fmt: skip
@felles
def lager_rydd(valg: Valg, behold: int, torr: bool, vent: float) -> None:
    """Fjern gamle hentinger og rester etter avbrutte kjøringer; gode kopier røres ikke."""
    with framdrift("Rydder", 1) as neste:
        neste("venter på dem som bruker lageret")
        ryddet = rydd(Lager(valg.lager), behold, torr=torr, frist_s=vent)
    skriv_linjer(ryddet.filer if torr else ())
    ord_ = "ville bli fjernet" if torr else "er fjernet"
    si(f"{antall(len(ryddet.filer), 'fil', 'filer')} ({mengde(ryddet.bytes)}) {ord_}.")
