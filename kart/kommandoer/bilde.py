"""A picture of a layer that a WMS or WMTS shows, for other map programs."""

import click

from gis.kilder.skriving import skriv_bytes
from gis.kilder.wmsbilde import skriv_bilde
from gis.kommune import velg
from gis.tekst import antall
from kart.kommandoer.program import fullfor_blant
from kart.kommandoer.valg import Valg, felles, oppsett_for
from kart.terminal import Kommando, framdrift, si, skriv_linjer
from lag.bilde import hent_kartbilde, spor_sted
from lag.katalog import KATALOG
from lag.kildevalg import bildenavngivelse


@click.command(
    "bilde",
    cls=Kommando,
    epilog="arealsil bilde arealressurs\narealsil bilde arealressurs --sted 622590 6940505",
)
@click.argument("navn", metavar="LAG", shell_complete=fullfor_blant(KATALOG))
@click.option(
    "--meter", type=click.FloatRange(min=0, min_open=True), default=10.0, metavar="M",
    help="Side av et punkt i bildet, i meter. Uten valget: 10.",
)  # fmt: skip
@click.option(
    "--sted", type=(float, float), metavar="ØST NORD",
    help="Lag ikke bilde; spør hva laget har på stedet, i kommunens kartplan.",
)  # fmt: skip
@felles
def kommando_bilde(valg: Valg, navn: str, meter: float, sted: tuple[float, float] | None) -> None:
    """Hent kartbildet av et lag som en WMS eller WMTS viser (GeoTIFF), med tegnforklaring."""
    (post,) = velg((navn,), KATALOG, "Laget")
    oppsett = oppsett_for(valg)
    if sted is not None:
        funnet = spor_sted(post, valg.kommune, oppsett, sted)
        skriv_linjer(f"{felt}: {verdi}" for ett in funnet for felt, verdi in ett.items())
        si(f"{post.tittel} har {antall(len(funnet))} på stedet, sier tjenesten.")
        return
    with framdrift("Henter", 1) as neste:
        neste(navn)
        bilde, tegnforklaring = hent_kartbilde(post, valg.kommune, oppsett, meter)
    fil = valg.ut / "bilder" / f"{navn}.tif"
    skriv_bilde(fil, bilde)
    filer = [str(fil)]
    if tegnforklaring is not None:
        forklaring = fil.with_name(f"{navn}-tegnforklaring.png")
        skriv_bytes(forklaring, tegnforklaring)
        filer.append(str(forklaring))
    navngivelse = bildenavngivelse(post, valg.kommune).rstrip(".")
    si(f"Skrev {' og '.join(filer)}. Bildet kan vises, men ikke regnes på. {navngivelse}.")
