"""The door: command line, and the only place that wires the floors together.

Only this module reads arguments, environment and clock, and only it turns an error into one
bokmål line and a non-zero exit.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import reduce, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from analyser import ANALYSER
from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.modell import Grunnlag, Resultat
from analyser.felles.oppsett import kontrollert_kommune
from analyser.felles.sammenligning import sammenlign
from analyser.siling import SILES
from gis.feil import ArealsilFeil, DataFeil, ParameterFeil
from gis.kilder.fil import les_tekst, sha256_av
from gis.kilder.http import Klient
from gis.kilder.husket import Husket
from gis.kilder.lager import Lager
from gis.kilder.lagerstell import lagene, rydd, verifiser
from gis.kilder.pdf import finn_nettleser
from gis.kilder.skriving import samlet_mappe, skriv_tekst
from gis.kilder.tjener import (
    LOKAL,
    aapne,
    filtjener,
    kjor_wsgi,
    krev_pygeoapi,
    midlertidig_mappe,
)
from gis.kommune import Kommune, med_fil, velg
from gis.tekst import antall, mengde
from kart.etterpaa import vis_kvittering, vis_nytt
from kart.forberedelse import journal_ved, med_journal, ny_kjoring
from kart.hentevisning import Hentevisning
from kart.kjoring import Kjoring
from kart.kjoringslogg import logg
from kart.kvittering import etterregn
from kart.kvitteringsfil import les_maskinsvar, skriv_kvitteringer
from kart.publisering import FORSIDE, publiser, skriv_maskinsvar
from kart.silpakke import (
    INGEN_NETTLESER,
    SAMMENDRAG,
    UTEN_PDF,
    Silpakke,
    innspillsgrunnlag,
    skriv_sil,
)
from kart.terminal import (
    FELLES,
    Gruppe,
    framdrift,
    les_sett,
    meld,
    paa_bokmaal,
    si,
    skriv_linjer,
    vis_forskjell,
    vis_forventninger,
    vis_kontroll,
    vis_svar,
    vis_tabell,
)
from kart.tjeneste import tjeneste
from kart.utgavemappe import Bestilling, publiser_utgave
from kart.utgaver import TO_SIDER, UTGAVER
from lag import lageroversikt, sjekk
from lag.eksempel import lag_eksempel
from lag.hentekjoring import Utvalg, hent_lagene, sluttord, velg_poster
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.plan import AREALINNSPILL
from lag.lasting import Oppsett, grunnlagskart, last
from lag.modell import Lag, Lagdata
from lag.oversikt import som_json, som_markdown, tabell
from lag.sjekk import sjekk_tjenester
from lag.torr import torrtekst

VERSJON = "0.1.0"
"""Version of the program; equals pyproject.toml (tested)."""
PAKKER = ("geopandas", "shapely", "fiona", "folium", "rasterio", "owslib", "pyproj", "pandas")
VERSJONER = {"arealsil": VERSJON, **{pakke: version(pakke) for pakke in PAKKER}}
"""What a run is computed with."""
SILLOGG = "innspill-kjoring.json"
"""Record of a screening of proposals."""
AVBRUTT = 130
"""Exit code after Ctrl-C, as shells use it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valg:
    """What the user chose, read once: municipality, folders, the day that counts as today."""

    kommune: Kommune
    lager: Path
    ut: Path
    dato: date
    frakoblet: bool
    """True: only what lies in the store."""
    formaal: str
    """Purpose of proposals that state none; empty: none."""
    journal: Path | None
    """The planner's journal; None without one."""

    @property
    def eksempelmappe(self) -> Path:
        """Where the embedded example is written."""
        return self.lager / "eksempel"

    @property
    def tidspunkt(self) -> str:
        """Time that written files bear: the day's beginning, so that equal runs are equal."""
        return f"{self.dato.isoformat()}T00:00:00Z"


def oppsett_for(valg: Valg, godta_fall: bool = False) -> Oppsett:
    """Gather what fetching needs beside layer and municipality."""
    return Oppsett(
        lager=Lager(valg.lager),
        klient=Klient(f"arealsil/{VERSJON}"),
        naa=datetime.now(UTC).isoformat(timespec="seconds"),
        frakoblet=valg.frakoblet,
        eksempelmappe=valg.eksempelmappe,
        eksempeltid=valg.tidspunkt,
        godta_fall=godta_fall,
        miljo=os.environ,
    )


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
    resultater = []
    with framdrift("Regner", len(analysene)) as neste:
        for analyse in analysene:
            neste(analyse.navn)
            resultater.append(analyse.kjor(grunnlag, sett))
    return resultater


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
    """Write what `skriver` makes and the run's record; `ut` is changed only when all is written."""
    kjoring, oppskriften = ny_kjoring(grunnlag, resultater, VERSJONER, valg.tidspunkt, SILES)
    antall = max(1, *(len(r.steder) for r in resultater))
    with samlet_mappe(valg.ut) as mappe, framdrift("Tegner", antall) as neste:
        filer = skriver(mappe, kjoring, neste)
        summer = {str(fil.relative_to(mappe)): sha256_av(fil) for fil in sorted(filer)}
        klokke = {"startet": startet.isoformat(), "ferdig": datetime.now(UTC).isoformat()}
        tekst = logg(oppskriften, grunnlag.lag, resultater, summer, klokke)
        skriv_tekst(mappe / loggfil, tekst)
    return kjoring


# -- the commands ---------------------------------------------------------------------------


def felles(funksjon: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options and hand it one Valg instead."""

    @wraps(funksjon)
    def med_valg(
        kommunefil: Path, dato: datetime | None, innspill: Path | None, formaal: str,
        journal: Path | None, **resten: object,
    ) -> None:  # fmt: skip
        kommune = kontrollert_kommune(les_tekst(kommunefil), str(kommunefil), kommunefil.parent)
        if innspill:
            kommune = med_fil(kommune, AREALINNSPILL.navn, innspill.resolve(), {"formaal": formaal})
        dag = dato.date() if dato else datetime.now(UTC).astimezone().date()
        egne = {f.name: resten.pop(f.name) for f in fields(Valg) if f.name in resten}
        egne["journal"] = journal or journal_ved(innspill)
        funksjon(Valg(kommune=kommune, dato=dag, formaal=formaal, **egne), **resten)

    return reduce(lambda kommando, valget: valget(kommando), reversed(FELLES), med_valg)


@click.group(
    cls=Gruppe,
    subcommand_metavar="KOMMANDO [VALG]",
    epilog="""arealsil kjor
arealsil kjor --kommune os.toml --ut ut-os
arealsil lag --markdown""",
)
@click.version_option(VERSJON, message="arealsil %(version)s", help="Vis versjonen og avslutt.")
def cli() -> None:
    """Sil arealer: hent kartlag, regn, og tegn kart og tabeller."""


@cli.command("lag", epilog="arealsil lag\narealsil lag --json")
@click.option("--markdown", is_flag=True, help="Som Markdown-tabell.")
@click.option("--json", "som_json_", is_flag=True, help="Alt om hvert lag, som JSON.")
def vis_lag(markdown: bool, som_json_: bool) -> None:
    """Vis katalogen: hvert lag, hvor det kommer fra og hva som er uverifisert."""
    if markdown or som_json_:
        click.echo((som_markdown if markdown else som_json)(KATALOG))
    else:
        vis_tabell(*tabell(KATALOG))


@cli.command("hent", epilog="arealsil hent\narealsil hent reinbeite teiger\narealsil hent --torr")
@click.argument("navn", nargs=-1, metavar="[LAG]...")
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


@cli.command("sjekk-tjenester", epilog="arealsil sjekk-tjenester\narealsil sjekk-tjenester --csv")
@click.argument("navn", nargs=-1, metavar="[LAG]...")
@click.option("--json", "json_", is_flag=True, help="Som JSON.")
@click.option("--csv", "csv_", is_flag=True, help="Som CSV med semikolon.")
@felles
def kommando_sjekk(valg: Valg, navn: tuple[str, ...], json_: bool, csv_: bool) -> None:
    """Spør hver tjeneste: svarer den, har den laget, har den noe i kommunen."""
    if valg.frakoblet:
        raise ParameterFeil("Tjenestene kan ikke sjekkes frakoblet.")
    kommune = replace(valg.kommune, datakilde="tjenester")
    poster = velg(navn, KATALOG, "Laget")
    with framdrift("Spør", len(poster)) as neste:
        provene = sjekk_tjenester(poster, kommune, oppsett_for(valg), neste)
    if json_ or csv_:
        click.echo((sjekk.som_json if json_ else sjekk.som_csv)(provene))
    else:
        skriv_linjer(sjekk.linjer(provene))
    daarlige = sum(not prove.god for prove in provene)
    meld(f"{antall(len(provene), 'lag', 'lag')} er spurt om; {daarlige} har noe galt.")


@cli.group("lager", subcommand_metavar="KOMMANDO [VALG]", epilog="arealsil lager liste")
def lagergruppe() -> None:
    """Se, kontroller, sammenlign og rydd det som er hentet."""


@lagergruppe.command("liste", epilog="arealsil lager liste")
@felles
def lager_liste(valg: Valg) -> None:
    """Vis hva lageret har av hvert lag, og hvor gammelt det er."""
    alle = lageroversikt.rader(Lager(valg.lager), KATALOG, valg.kommune, valg.dato)
    vis_tabell(lageroversikt.HODE, alle, f"Lageret {valg.lager}")


@lagergruppe.command("verifiser", epilog="arealsil lager verifiser")
@click.argument("navn", nargs=-1, metavar="[LAG]...")
@felles
def lager_verifiser(valg: Valg, navn: tuple[str, ...]) -> None:
    """Regn sjekksummen av hver fil på nytt; feiler hvis noe er endret."""
    lager = Lager(valg.lager)
    alle = lagene(lager)
    with framdrift("Verifiserer", len(alle)) as neste, lager.i_bruk():
        funn = []
        for ett in navn or alle:
            neste(ett)
            funn += verifiser(lager, ett)
    skriv_linjer(f"{ett.lag}: {ett.fil}: {ett.hva}" for ett in funn)
    if funn:
        raise DataFeil(f"{antall(len(funn), 'fil', 'filer')} i lageret er endret eller mangler.")
    si(f"{len(navn or alle)} lag er verifisert; alle sjekksummer stemmer.")


@lagergruppe.command(
    "sammenlign",
    epilog="arealsil lager sammenlign teiger\narealsil lager sammenlign teiger --fra 2026-01",
)
@click.argument("navn", metavar="LAG")
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
@felles
def lager_rydd(valg: Valg, behold: int, torr: bool) -> None:
    """Fjern gamle hentinger og rester etter avbrutte kjøringer; gode kopier røres ikke."""
    ryddet = rydd(Lager(valg.lager), behold, torr=torr)
    skriv_linjer(ryddet.filer if torr else ())
    ord_ = "ville bli fjernet" if torr else "er fjernet"
    si(f"{antall(len(ryddet.filer), 'fil', 'filer')} ({mengde(ryddet.bytes)}) {ord_}.")


@cli.command(
    "analyser",
    epilog="arealsil analyser\narealsil analyser gruve --dato 2027-01-01",
)  # fmt: skip
@click.argument("navn", nargs=-1, metavar="[ANALYSE]...")
@click.option(
    "--sett", multiple=True, metavar="NAVN=VERDI", help="Endre en parameter; kan gjentas."
)
@felles
def kommando_analyser(valg: Valg, navn: tuple[str, ...], sett: tuple[str, ...]) -> None:
    """Regn på lagene i lageret og vis svarene (alle analyser, eller de som nevnes)."""
    analysene, verdier = velg(navn, ANALYSER, "Analysen"), les_sett(sett)
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


@cli.command("sammenlign", epilog="arealsil sammenlign ut-mars ut")
@click.argument("forrige", type=Path, metavar="FORRIGE")
@click.argument("ny", type=Path, metavar="NY")
def kommando_sammenlign(forrige: Path, ny: Path) -> None:
    """Vis hva som er nytt siden sist og hvorfor, fra to mapper eller to JSON-svar."""
    vis_nytt(sammenlign(les_maskinsvar(forrige), les_maskinsvar(ny)))


@cli.command("kart", epilog="arealsil kart --ut ut\narealsil kart --pdf")
@click.option(
    "--pdf", is_flag=True, help="Lag også hvert kart som PDF i A3 og A4 (trenger Chromium)."
)
@felles
def kommando_kart(valg: Valg, pdf: bool) -> None:
    """Regn på lagene i lageret og skriv kart, tabeller og regneark."""
    nettleser = finn_nettleser() if pdf else ""
    if pdf and not nettleser:
        raise ParameterFeil("Fant ingen Chromium på maskinen. Installer den, eller utelat --pdf.")
    tegn(valg, datetime.now(UTC), nettleser)


@cli.command(
    "utgave",
    epilog="arealsil utgave politiker\narealsil utgave grunneier --eiendom 12/3",
)  # fmt: skip
@click.argument("navn", type=click.Choice(list(UTGAVER)), metavar="|".join(UTGAVER))
@click.option("--eiendom", default="", metavar="GNR/BNR", help="Eiendommen, for grunneier.")
@click.option("--distrikt", default="", metavar="NAVN", help="Distriktet, for reinbeitedistrikt.")
@click.option("--uten-begrensede", is_flag=True, help="Utelat kartlag med begrenset lisens.")
@felles
def kommando_utgave(
    valg: Valg, navn: str, eiendom: str, distrikt: str, uten_begrensede: bool
) -> None:
    """Skriv en utgave for andre, til mappen UT-UTGAVE: samme tall, mindre å lese."""
    ny = replace(valg, ut=valg.ut.with_name(f"{valg.ut.name}-{navn}"))
    bestilling = Bestilling(UTGAVER[navn], eiendom or distrikt, uten_begrensede)
    tegn(ny, datetime.now(UTC), finn_nettleser() if navn == TO_SIDER else "", bestilling)


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
    """Gi ut kartlagene og silingen som OGC API til QGIS på denne maskinen (krever pygeoapi)."""
    krev_pygeoapi()
    grunnlag = grunnlag_av(valg.kommune, last_alle(valg), valg.dato)
    resultater = svar_paa(grunnlag, list(ANALYSER.values()), {})
    kjoring, _ = ny_kjoring(grunnlag, resultater, {"arealsil": VERSJON}, valg.tidspunkt, SILES)
    with midlertidig_mappe() as mappe:
        app = tjeneste(resultater, grunnlag, kjoring, ANALYSER["siling"], mappe, port)
        si(f"OGC API på http://{LOKAL}:{port}/ (Ctrl-C avslutter).")
        kjor_wsgi(app, port)


def tegn(
    valg: Valg, startet: datetime, nettleser: str = "", bestilling: Bestilling | None = None
) -> None:
    """Load, run every analysis, write everything or one edition, and say where."""
    grunnlag = med_journal(grunnlag_av(valg.kommune, last_alle(valg), valg.dato), valg.journal)
    resultater = svar_paa(grunnlag, list(ANALYSER.values()), {})

    def skriver(mappe: Path, kjoring: Kjoring, neste: Callable[[str], None]) -> Sequence[Path]:
        neste(str(valg.ut))
        if bestilling:
            return publiser_utgave(bestilling, resultater, grunnlag, mappe, kjoring, nettleser)
        kvitteringer = skriv_kvitteringer(mappe / "kjoring.json", grunnlag, resultater, VERSJONER)
        sider = publiser(resultater, valg.kommune, grunnlag.grense, mappe, kjoring, nettleser)
        return (*sider, *skriv_maskinsvar(resultater, valg.kommune, mappe, kjoring), kvitteringer)

    kjoring = skriv_ut(valg, grunnlag, resultater, startet, skriver, "kjoring.json")
    vis_svar(resultater)
    si_ferdig(kjoring, valg.ut / FORSIDE)


def si_ferdig(kjoring: Kjoring, side: Path) -> None:
    """Say where the result lies, and what kind it is."""
    if kjoring.eksempel:
        si("\nEksempeldata – ikke offisielle.", "bold")
    si(f"Skrevet til {side} (kjøring {kjoring.kjoring_id}).")


@cli.command(
    "sil",
    epilog="""arealsil sil innspill.gpkg --formaal bolig
arealsil sil eiendommer.xlsx tegnet.geojson --ut innspill""",
)
@click.argument("filer", nargs=-1, required=True, type=Path, metavar="FIL...")
@click.option("--epsg", type=int, metavar="KODE", help="Kartplanet til filer som ikke sier det.")
@click.option("--uten-pdf", is_flag=True, help="Lag faktaarkene bare som HTML.")
@felles
def kommando_sil(valg: Valg, filer: tuple[Path, ...], epsg: int | None, uten_pdf: bool) -> None:
    """Sil arealinnspill: sammendrag, ett faktaark per innspill, regneark, kart og saksframlegg.

    FIL er GeoPackage, GeoJSON, Shapefile, GML, SOSI eller en liste med gnr./bnr. (Excel, CSV).
    """
    startet = datetime.now(UTC)
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
        pakke = Silpakke(grunnlag, resultat, innspill.rader, kjoring)
        kvitteringer = skriv_kvitteringer(mappe / SILLOGG, grunnlag, [resultat], VERSJONER)
        return (*skriv_sil(pakke, mappe, nettleser, neste), kvitteringer)

    kjoring = skriv_ut(valg, grunnlag, [resultat], startet, skriver, SILLOGG)
    vis_svar([resultat])
    if not nettleser:
        meld(UTEN_PDF.format(grunn="--uten-pdf" if uten_pdf else INGEN_NETTLESER))
    si_ferdig(kjoring, valg.ut / SAMMENDRAG)


def main() -> int:
    """Run the command line; every foreseen error becomes one bokmål line and exit code 1."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite stop is like Ctrl-C
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
