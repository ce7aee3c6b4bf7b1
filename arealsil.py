"""The door: command line, and the only place that wires the floors together.

Only this module reads arguments, environment and clock, and only it turns an error into one
bokmål line and a non-zero exit.
"""

import signal
from contextlib import suppress

with suppress(ValueError):  # a stop while the libraries load ends us at once, without a trace
    VANLIG = signal.signal(signal.SIGINT, signal.SIG_DFL)  # only the main thread may

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from analyser import ANALYSER
from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.kjede import kjor_i_rekke
from analyser.felles.modell import Grunnlag, Resultat
from analyser.felles.sammenligning import sammenlign
from analyser.siling import SILES
from gis import avbrudd
from gis.feil import ArealsilFeil
from gis.kilder.fil import les_bytes, sha256_av, urorte
from gis.kilder.husket import Husket
from gis.kilder.lager import Lager
from gis.kilder.pdf import finn_nettleser
from gis.kilder.skriving import samlet_mappe, skriv_tekst
from gis.kilder.tjener import (
    LOKAL,
    aapne,
    filtjener,
    kjor_wsgi,
    krev_pygeoapi,
    med_sider,
    midlertidig_mappe,
)
from gis.kommune import velg
from kart.etterpaa import si_ferdig, vis_kvittering, vis_nytt, vis_parametre
from kart.forberedelse import med_journal, ny_kjoring
from kart.hentevisning import Hentevisning
from kart.kartark import PAA_SKJERM, Utskrift, bestilt_utskrift
from kart.kjoring import Kjoring
from kart.kjoringslogg import filer_i, logg
from kart.kommandoer.bilde import kommando_bilde
from kart.kommandoer.katalog import kommando_sjekk, vis_lag
from kart.kommandoer.lager import lagergruppe
from kart.kommandoer.nykommune import kommando_ny_kommune
from kart.kommandoer.program import fullfor_blant, kommando_fullforing, versjonsvalg
from kart.kommandoer.status import kommando_status
from kart.kommandoer.valg import Omverden, Valg, felles, oppsett_for
from kart.kvittering import etterregn
from kart.kvitteringsfil import les_maskinsvar, skriv_kvitteringer
from kart.publisering import FORSIDE, publiser_alt
from kart.sammenligningsside import sammenligningsside
from kart.silpakke import (
    INGEN_NETTLESER,
    SAMMENDRAG,
    UTEN_PDF,
    Silpakke,
    innspillsgrunnlag,
    skriv_sil,
)
from kart.terminal import (
    SPRAAKVALG,
    Gruppe,
    framdrift,
    les_sett,
    meld,
    paa_bokmaal,
    si,
    skriv_linjer,
    vis_forventninger,
    vis_kontroll,
    vis_svar,
)
from kart.tjeneste import SIDER, knyttet, tjeneste
from kart.utgavemappe import Bestilling, krev_bestilling, publiser_utgave
from kart.utgaver import TO_SIDER, UTGAVER
from lag.eksempel import lag_eksempel
from lag.hentekjoring import Utvalg, hent_lagene, sluttord, velg_poster
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.lasting import grunnlagskart, last
from lag.modell import Lag, Lagdata
from lag.torr import torrtekst

with suppress(ValueError, NameError):
    signal.signal(signal.SIGINT, VANLIG)

VERSJON = "0.1.0"
"""Version of the program; equals pyproject.toml (tested)."""
PAKKER = ("geopandas", "shapely", "fiona", "folium", "rasterio", "owslib", "pyproj", "pandas")
VERSJONER = {"arealsil": VERSJON, **{pakke: version(pakke) for pakke in PAKKER}}
"""What a run is computed with."""
SILLOGG = "innspill-kjoring.json"
"""Record of a screening of proposals."""
AVBRUTT = 130
"""Exit code after Ctrl-C, as shells use it."""


def hent_alle(
    valg: Valg, poster: Sequence[Lag], utvalg: Utvalg = "alle", godta_fall: bool = False
) -> str:
    """Fetch the layers into the store; returns how it went, in one sentence.

    A service that fails leaves its layer unknown; a file of one's own that fails stops the run.
    """
    if valg.kommune.eksempel and not valg.frakoblet:
        with framdrift("Henter", 1) as neste:
            neste("lager eksempeldata")
            lag_eksempel(valg.eksempelmappe, valg.tidspunkt)
    oppsett = oppsett_for(valg, godta_fall)
    oppsett = replace(oppsett, husket=Husket(oppsett.lager, oppsett.naa))
    poster = velg_poster(poster, valg.kommune, oppsett, utvalg)
    with Hentevisning(len(poster)) as visning:
        meldinger = hent_lagene(poster, valg.kommune, oppsett, visning, utvalg)
    return sluttord(meldinger)


def last_alle(valg: Valg) -> dict[str, Lagdata]:
    """Every layer of the catalogue from the store, checked."""
    lager = Lager(valg.lager)
    with framdrift("Leser", len(KATALOG)) as neste:
        lagene, kart = {}, grunnlagskart(valg.kommune, lager)
        for navn, post in KATALOG.items():
            neste(navn)
            lagene[navn] = last(post, valg.kommune, lager, kart)
    return lagene


def svar_paa(
    grunnlag: Grunnlag, analysene: Sequence[Any], sett: Mapping[str, str]
) -> list[Resultat]:
    """Run the analyses one by one."""
    bestilt = {analyse.navn for analyse in analysene}
    with framdrift("Regner", len(analysene)) as neste:
        return kjor_i_rekke(
            grunnlag, analysene, ANALYSER, lambda navn: sett if navn in bestilt else {}, neste
        )


Skriver = Callable[[Path, Kjoring, Callable[[str], None]], Sequence[Path]]
"""Writes into a folder, telling what it is at; returns the files."""


def skriv_ut(
    valg: Valg,
    grunnlag: Grunnlag,
    resultater: Sequence[Resultat],
    startet: datetime,
    skriver: Skriver,
    loggfil: str,
) -> Kjoring:
    """Write what `skriver` makes and the run's record; `ut` is changed only when all is written.

    What the run before wrote and this one does not, goes away unless somebody has changed it.
    """
    kjoring, oppskriften = ny_kjoring(grunnlag, resultater, VERSJONER, valg.tidspunkt, SILES)
    antall = max(1, *(len(r.steder) for r in resultater))
    forrige = valg.ut / loggfil
    gamle = urorte(valg.ut, filer_i(les_bytes(forrige)) if forrige.is_file() else {})
    with samlet_mappe(valg.ut, gamle) as mappe, framdrift("Tegner", antall) as neste:
        filer = skriver(mappe, kjoring, neste)
        summer = {str(fil.relative_to(mappe)): sha256_av(fil) for fil in sorted(filer)}
        klokke = {"startet": startet.isoformat(), "ferdig": datetime.now(UTC).isoformat()}
        tekst = logg(oppskriften, grunnlag.lag, resultater, summer, klokke)
        skriv_tekst(mappe / loggfil, tekst)
    return kjoring


# -- the commands ---------------------------------------------------------------------------


@click.group(
    cls=Gruppe,
    subcommand_metavar="KOMMANDO [VALG]",
    epilog="""arealsil kjor
arealsil kjor --kommune os.toml --ut ut-os
arealsil lag --markdown""",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False,
    callback=versjonsvalg(VERSJON, os.environ),
    help="Vis versjonene av programmet og bibliotekene det hviler på, og avslutt.",
)  # fmt: skip
@click.pass_context
def cli(kontekst: click.Context) -> None:
    """Sil arealer: hent kartlag, regn, og tegn kart og tabeller."""
    kontekst.obj = Omverden(klokke=lambda: datetime.now(UTC), miljo=os.environ, versjon=VERSJON)


for kommando in (
    vis_lag, kommando_sjekk, kommando_bilde, lagergruppe, kommando_fullforing, kommando_ny_kommune,
    kommando_status,
):  # fmt: skip
    cli.add_command(kommando)


@cli.command("hent", epilog="arealsil hent\narealsil hent reinbeite teiger\narealsil hent --torr")
@click.argument("navn", nargs=-1, metavar="[LAG]...", shell_complete=fullfor_blant(KATALOG))
@click.option("--fortsett", is_flag=True, help="Ta bare det en avbrutt henting ikke rakk.")
@click.option("--foreldet", is_flag=True, help="Ta bare lag som mangler eller er for gamle.")
@click.option("--torr", is_flag=True, help="Vis hva som ville bli spurt om; spør ingen.")
@click.option(
    "--godta-fall", is_flag=True, help="Godta et svar med under halvparten så mange objekter."
)
@felles
def kommando_hent(
    valg: Valg, navn: tuple[str, ...], fortsett: bool, foreldet: bool, torr: bool, godta_fall: bool
) -> None:
    """Hent lag til lageret (alle, eller de som nevnes)."""
    utvalg: Utvalg = "resten" if fortsett else "foreldet" if foreldet else "alle"
    poster = velg(navn, KATALOG, "Laget")
    if torr:
        oppsett = oppsett_for(valg)
        for post in velg_poster(poster, valg.kommune, oppsett, utvalg):
            skriv_linjer(torrtekst(post, valg.kommune, oppsett))
        return
    meld(hent_alle(valg, poster, utvalg, godta_fall))


@cli.command("kontroll", epilog="arealsil kontroll\narealsil kontroll --forventninger")
@click.option("--forventninger", is_flag=True, help="Vis hva som ventes av hvert lag.")
@felles
def kommando_kontroll(valg: Valg, forventninger: bool) -> None:
    """Vis hva som ligger i lageret, og hva som ble rettet, satt til side eller betvilt."""
    if forventninger:
        vis_forventninger()
    else:
        vis_kontroll(last_alle(valg), valg.dato)


@cli.command(
    "analyser",
    epilog="""arealsil analyser gruve --dato 2027-01-01
arealsil analyser hytte --parametre""",
)  # fmt: skip
@click.argument("navn", nargs=-1, metavar="[ANALYSE]...", shell_complete=fullfor_blant(ANALYSER))
@click.option(
    "--sett", multiple=True, metavar="NAVN=VERDI", help="Endre en parameter; kan gjentas."
)
@click.option("--parametre", is_flag=True, help="Vis hva som kan endres, som i kommune.toml.")
@felles
def kommando_analyser(
    valg: Valg, navn: tuple[str, ...], sett: tuple[str, ...], parametre: bool
) -> None:
    """Regn på lagene i lageret og vis svarene (alle analyser, eller de som nevnes)."""
    analysene, verdier = velg(navn, ANALYSER, "Analysen"), les_sett(sett)
    if parametre:
        vis_parametre(analysene, valg.kommune.analyse)
        return
    for analyse in analysene:
        analyse.med(verdier)
    grunnlag = grunnlag_av(valg.kommune, last_alle(valg), valg.dato)
    vis_svar(svar_paa(med_journal(grunnlag, valg.journal), analysene, verdier))


@cli.command("kvittering", epilog="arealsil kvittering siling.detaljer.3.areal_daa")
@click.argument("ident", metavar="ID")
@felles
def kommando_kvittering(valg: Valg, ident: str) -> None:
    """Regn tallet analyse.tabell.rad[.kolonne] på nytt fra lageret, med formel og sjekksummer."""
    vis_kvittering(etterregn(ident, valg.ut, Lager(valg.lager), valg.kommune.mappe, VERSJONER))


@cli.command(
    "sammenlign",
    epilog="arealsil sammenlign ut-mars ut\narealsil sammenlign ut-mars ut --kart nytt.html",
)
@click.argument("forrige", type=Path, metavar="FORRIGE")
@click.argument("ny", type=Path, metavar="NY")
@click.option("--kart", type=Path, metavar="FIL", help="Skriv også en side der du drar mellom dem.")
def kommando_sammenlign(forrige: Path, ny: Path, kart: Path | None) -> None:
    """Vis hva som er nytt siden sist og hvorfor, fra to mapper eller to JSON-svar."""
    svarene = les_maskinsvar(forrige), les_maskinsvar(ny)
    nytt = sammenlign(*svarene)
    if kart:
        skriv_tekst(kart, sammenligningsside(*svarene, nytt))
    vis_nytt(nytt)
    if kart:
        si(f"Skrevet til {kart}.")


@cli.command("kart", epilog="arealsil kart --pdf\narealsil kart --spraak en")
@click.option(
    "--pdf", is_flag=True, help="Lag også hvert kart som PDF i A3 og A4 (trenger Chromium)."
)
@click.option("--staaende", is_flag=True, help="Med --pdf: stående ark i stedet for liggende.")
@SPRAAKVALG
@felles
def kommando_kart(valg: Valg, pdf: bool, staaende: bool) -> None:
    """Regn på lagene i lageret og skriv kart, tabeller og regneark."""
    utskrift = bestilt_utskrift(finn_nettleser(), staaende) if pdf or staaende else PAA_SKJERM
    tegn(valg, datetime.now(UTC), utskrift)


@cli.command(
    "utgave",
    epilog="arealsil utgave politiker\narealsil utgave grunneier --eiendom 12/3",
)  # fmt: skip
@click.argument("navn", type=click.Choice(list(UTGAVER)), metavar="|".join(UTGAVER))
@click.option("--eiendom", default="", metavar="GNR/BNR", help="Eiendommen, for grunneier.")
@click.option("--distrikt", default="", metavar="NAVN", help="Distriktet, for reinbeitedistrikt.")
@click.option("--uten-begrensede", is_flag=True, help="Utelat kartlag med begrenset lisens.")
@SPRAAKVALG
@felles
def kommando_utgave(
    valg: Valg, navn: str, eiendom: str, distrikt: str, uten_begrensede: bool
) -> None:
    """Skriv en utgave for andre, til mappen UT-UTGAVE: samme tall, mindre å lese."""
    ny = replace(valg, ut=valg.ut.with_name(f"{valg.ut.name}-{navn}"))
    bestilling = Bestilling(UTGAVER[navn], eiendom or distrikt, uten_begrensede)
    nettleser = finn_nettleser() if navn == TO_SIDER else ""
    tegn(ny, datetime.now(UTC), Utskrift(nettleser), bestilling)


@cli.command("kjor", epilog="arealsil kjor\narealsil kjor --innspill innspill.gpkg --formaal bolig")
@felles
def kommando_kjor(valg: Valg) -> None:
    """Hent, kontroller, regn og tegn: alt i ett."""
    startet = datetime.now(UTC)
    hent_alle(valg, list(KATALOG.values()))
    tegn(valg, startet)


@cli.command("vis", epilog="arealsil vis\narealsil vis --ut ut-grunneier")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Uten valget: en ledig port."
)
@click.option("--uten-nettleser", is_flag=True, help="Vis bare adressen.")
@felles
def kommando_vis(valg: Valg, port: int, uten_nettleser: bool) -> None:
    """Vis sidene i nettleseren, fra denne maskinen og bare til den (Ctrl-C avslutter)."""
    with filtjener(valg.ut, port) as tjener:
        adresse = f"http://{LOKAL}:{tjener.server_port}/"
        si(f"Viser {valg.ut} på {adresse} (Ctrl-C avslutter).")
        if not uten_nettleser and not aapne(adresse):
            meld("Fant ingen nettleser; åpne adressen selv.")
        tjener.serve_forever()


@cli.command("tjeneste", epilog="arealsil tjeneste --port 5000")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, help="Uten valget: 5000.")
@felles
def kommando_tjeneste(valg: Valg, port: int) -> None:
    """Gi ut kartlagene og silingen som OGC API til QGIS på denne maskinen (krever pygeoapi).

    Sidene i --ut vises også; det du tegner der, siles mot hele katalogen.
    """
    krev_pygeoapi()
    grunnlag = grunnlag_av(valg.kommune, last_alle(valg), valg.dato)
    resultater = svar_paa(grunnlag, list(ANALYSER.values()), {})
    kjoring, _ = ny_kjoring(grunnlag, resultater, {"arealsil": VERSJON}, valg.tidspunkt, SILES)
    with midlertidig_mappe() as mappe:
        app = tjeneste(resultater, grunnlag, kjoring, ANALYSER["siling"], mappe, port)
        si(f"OGC API på http://{LOKAL}:{port}/ (Ctrl-C avslutter).")
        if (valg.ut / FORSIDE).is_file():
            si(f"Sidene i {valg.ut} på http://{LOKAL}:{port}{SIDER}")
        kjor_wsgi(med_sider(app, valg.ut, SIDER, knyttet), port)


def tegn(
    valg: Valg,
    startet: datetime,
    utskrift: Utskrift = PAA_SKJERM,
    bestilling: Bestilling | None = None,
) -> None:
    """Load, run every analysis, write everything or one edition, and say where."""
    valg = valg.i_spraakets_mappe()
    grunnlag = med_journal(grunnlag_av(valg.kommune, last_alle(valg), valg.dato), valg.journal)
    if bestilling:
        krev_bestilling(bestilling, grunnlag)
    resultater = svar_paa(grunnlag, list(ANALYSER.values()), {})

    def skriver(mappe: Path, kjoring: Kjoring, neste: Callable[[str], None]) -> Sequence[Path]:
        neste(str(valg.ut))
        kjoring = replace(kjoring, spraak=valg.spraak)
        if bestilling:
            program = utskrift.nettleser
            return publiser_utgave(bestilling, resultater, grunnlag, mappe, kjoring, program)
        kvitteringer = skriv_kvitteringer(mappe / "kjoring.json", grunnlag, resultater, VERSJONER)
        filer = publiser_alt(resultater, valg.kommune, grunnlag.grense, mappe, kjoring, utskrift)
        return (*filer, kvitteringer)

    kjoring = skriv_ut(valg, grunnlag, resultater, startet, skriver, "kjoring.json")
    vis_svar(resultater)
    si_ferdig(kjoring, valg.ut / FORSIDE)


@cli.command(
    "sil",
    epilog="""arealsil sil innspill.gpkg --formaal bolig
arealsil sil eiendommer.xlsx tegnet.geojson --ut innspill""",
)
@click.argument("filer", nargs=-1, required=True, type=Path, metavar="FIL...")
@click.option("--epsg", type=int, metavar="KODE", help="Kartplanet til filer som ikke sier det.")
@click.option("--uten-pdf", is_flag=True, help="Lag faktaarkene bare som HTML.")
@SPRAAKVALG
@felles
def kommando_sil(valg: Valg, filer: tuple[Path, ...], epsg: int | None, uten_pdf: bool) -> None:
    """Sil arealinnspill: sammendrag, ett faktaark per innspill, regneark, kart og saksframlegg.

    FIL er GeoPackage, GeoJSON, Shapefile, GML, SOSI eller en liste med gnr./bnr. (Excel, CSV).
    """
    startet = datetime.now(UTC)
    valg = valg.i_spraakets_mappe()
    if not Lager(valg.lager).har(KOMMUNEGRENSE.navn):
        hent_alle(valg, list(KATALOG.values()), "resten")
    grunnlag, innspill = innspillsgrunnlag(
        filer, valg.kommune, last_alle(valg), valg.dato, valg.formaal, epsg
    )
    grunnlag = med_journal(grunnlag, valg.journal)
    for linje in innspill.til_side:
        meld(f"  Satt til side: {linje}")
    (resultat,) = svar_paa(grunnlag, [ANALYSER["siling"]], {})
    nettleser = "" if uten_pdf else finn_nettleser()

    def skriver(mappe: Path, kjoring: Kjoring, neste: Callable[[str], None]) -> Sequence[Path]:
        pakke = Silpakke(grunnlag, resultat, innspill.rader, replace(kjoring, spraak=valg.spraak))
        kvitteringer = skriv_kvitteringer(mappe / SILLOGG, grunnlag, [resultat], VERSJONER)
        return (*skriv_sil(pakke, mappe, nettleser, neste), kvitteringer)

    kjoring = skriv_ut(valg, grunnlag, [resultat], startet, skriver, SILLOGG)
    vis_svar([resultat])
    if not nettleser:
        meld(UTEN_PDF.format(grunn="--uten-pdf" if uten_pdf else INGEN_NETTLESER))
    si_ferdig(kjoring, valg.ut / SAMMENDRAG)


def main() -> int:
    """Run the command line; every foreseen error becomes one bokmål line and exit code 1."""
    avbrudd.lytt()
    try:
        cli(standalone_mode=False, prog_name="arealsil")
    except ArealsilFeil as feil:
        meld(f"Feil: {feil}")
        return 1
    except click.ClickException as feil:
        meld(f"Feil: {paa_bokmaal(feil)}")
        return 2
    except (KeyboardInterrupt, click.Abort):
        meld(
            "Avbrutt. Det som var ferdig hentet, ligger i lageret, og resultatene fra før er "
            "urørt. Fortsett med «arealsil hent --fortsett»."
        )
        return AVBRUTT
    return 0


if __name__ == "__main__":
    sys.exit(main())
