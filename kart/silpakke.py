"""Everything that a screening of proposals is handed over as: pages, sheets, tables, machine files.

The entry point of `arealsil sil`; `publisering` is that of a whole run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from pandas import DataFrame

from analyser.felles.grunnlag import grunnlag_av
from analyser.felles.modell import Grunnlag, Resultat, Tabell
from analyser.felles.svar import tekstkolonne
from gis.kilder.pdf import pdfskriver
from gis.kilder.skriving import skriv_bytes, skriv_tekst
from gis.kommune import Kommune
from kart.dokanalyse import dokanalyse
from kart.egennavn import egennavn
from kart.eksport import skriv_excel, skriv_geopackage
from kart.faktaark import faktaark
from kart.faktakart import kartgrunn, tegn
from kart.faktatabeller import Arkgrunn
from kart.forberedelse import journal_ved, med_journal
from kart.innspillside import FILER, innspillside
from kart.kjoring import Kjoring
from kart.maskinsvar import som_csv, som_json
from kart.nettkart import bygg
from kart.planside import side
from kart.port import krev
from kart.publisering import tegn_side
from kart.saksframlegg import saksframlegg
from kart.stedsord import filnavn
from kart.tekster import paa_spraak, t
from kart.treffgeometri import treffkartlag
from kart.uuside import UU_SIDE, uu_erklaering
from lag.innspill import Innspill, Innspillsrad, les_innspill
from lag.katalog.matrikkel import TEIGER
from lag.katalog.plan import AREALINNSPILL
from lag.modell import Lagdata

SAMMENDRAG, KARTSIDE = "innspill.html", "siling.html"
MENY = ((SAMMENDRAG, "Innspillene"), (KARTSIDE, "Kart og lag"))
"""Menu of the pages."""
UTEN_PDF = "PDF er ikke laget ({grunn}). HTML-arkene har det samme innholdet og skrives ut på A4."
INGEN_NETTLESER = "fant ingen Chromium på maskinen"
"""Why there are no PDFs."""


@dataclass(frozen=True, slots=True, eq=False)
class Silpakke:
    """One screening, ready to be written."""

    grunnlag: Grunnlag
    """What was screened against; gives maps and hit geometries."""
    resultat: Resultat
    """Of the analysis `siling`, with at least one site."""
    rader: tuple[Innspillsrad, ...]
    """What became of every row of the input."""
    kjoring: Kjoring
    """The run."""


def innspillsgrunnlag(
    filer: Sequence[Path],
    kommune: Kommune,
    lagene: Mapping[str, Lagdata],
    dato: date,
    formaal: str,
    epsg: int | None,
) -> tuple[Grunnlag, Innspill]:
    """Read proposals, and the journal beside the first file, and put them among the layers.

    The journal of `innspill.gpkg` is `innspill.journal.toml`.

    Raises
    ------
    KildeFeil, CrsFeil    if a file cannot be used at all
    ParameterFeil         if the journal is not as it must be
    """
    innspill = les_innspill(filer, kommune, lagene[TEIGER.navn], formaal, epsg)
    alle = {**lagene, AREALINNSPILL.navn: innspill.som_lagdata(kommune)}
    grunnlag = grunnlag_av(kommune, alle, dato)
    return med_journal(grunnlag, journal_ved(filer[0])), innspill


def radtabell(rader: Sequence[Innspillsrad]) -> Tabell:
    """Return the account of the rows as a table."""
    return Tabell(
        navn="rader",
        tittel="Hver rad i innspillsfilen",
        kolonner=(
            tekstkolonne("fil", "Fil"),
            tekstkolonne("rad", "Rad"),
            tekstkolonne("lokalid", "ID"),
            tekstkolonne("navn", "Navn"),
            tekstkolonne("utfall", "Hva som ble gjort"),
            tekstkolonne("merknad", "Merknad"),
        ),
        data=DataFrame(
            [asdict(rad) for rad in rader],
            columns=["fil", "rad", "lokalid", "navn", "utfall", "merknad"],
        ),
        forklaring="En rad som er satt til side, er ikke silt og står ikke i de andre tabellene.",
    )


def skriv_sil(
    pakke: Silpakke, mappe: Path, nettleser: str, neste: Callable[[str], None]
) -> tuple[Path, ...]:
    """Write everything into `mappe`; returns the files.

    Parameters
    ----------
    nettleser    path of a Chromium for the PDFs; empty: none are made, and the page says so
    neste        told the name of each site as its sheet is made

    Raises
    ------
    DataFeil      if something must not be published
    SkriveFeil    if a file cannot be written, or a page would not be safe
    """
    r, kjoring, grunnlag = pakke.resultat, pakke.kjoring, pakke.grunnlag
    kommune = grunnlag.kommune
    krev((r,), kjoring, eksternt=False)
    arkene = filnavn([sted.id for sted in r.steder])
    radene = radtabell(pakke.rader)
    fullt = replace(
        r,
        tabeller=(*r.tabeller, radene),
        kartlag=(*r.kartlag, *treffkartlag(r.steder, grunnlag.lag, kommune.epsg)),
    )
    regneark, csv, gpkg, json_, docx = (mappe / navn for navn, _ in FILER)
    with paa_spraak(kjoring.spraak, egennavn((fullt,), kommune, kjoring)):
        filer = list(_arkene(pakke, mappe / "faktaark", arkene, neste))
        filer += _sidene(pakke, radene, mappe, arkene, bool(nettleser))
        skriv_bytes(docx, saksframlegg(r, kommune, kjoring))
    if nettleser:
        filer += _pdfene([f for f in filer if f.parent != mappe], kjoring, nettleser, neste)
    skriv_excel(regneark, [fullt], kommune, kjoring)
    skriv_tekst(csv, som_csv(r.tabeller[0]))
    skriv_geopackage(gpkg, [fullt], kjoring.tidspunkt, kjoring.kjoring_id)
    skriv_tekst(json_, som_json(r, kommune, kjoring))
    for sted in r.steder:
        filer.append(mappe / "dok-analyse" / f"{arkene[sted.id]}.json")
        skriv_tekst(filer[-1], dokanalyse(sted, r, kommune, kjoring, arkene[sted.id]))
    return (*filer, regneark, csv, gpkg, json_, docx)


def _sidene(
    pakke: Silpakke, radene: Tabell, mappe: Path, arkene: Mapping[str, str], med_pdf: bool
) -> list[Path]:
    """Write the summary, the map and the statement, in the language that is written in."""
    r, kjoring, kommune = pakke.resultat, pakke.kjoring, pakke.grunnlag.kommune
    grense, meny = pakke.grunnlag.grense, [(fil, t(navn)) for fil, navn in MENY]
    merknad = "" if med_pdf else t(UTEN_PDF, grunn=t(INGEN_NETTLESER))
    kropp = innspillside(r, kommune, arkene, radene, [navn for navn, _ in FILER], merknad)
    kartside = tegn_side(r, bygg(r, kommune, grense, kjoring), kommune, grense, kjoring, meny)
    erklaering = uu_erklaering(kommune, kjoring)
    innspill = f"{t('Arealinnspill')}, {kommune.navn}"
    sider = {
        SAMMENDRAG: side(innspill, kropp, kjoring, meny, SAMMENDRAG),
        KARTSIDE: kartside,
        UU_SIDE: side(t("Tilgjengelighetserklæring"), erklaering, kjoring, meny),
    }
    for navn, siden in sider.items():
        skriv_tekst(mappe / navn, siden)
    return [mappe / navn for navn in sider]


def _arkene(
    pakke: Silpakke, mappe: Path, arkene: Mapping[str, str], neste: Callable[[str], None]
) -> Sequence[Path]:
    """Write one fact sheet per site."""
    r = pakke.resultat
    kommune, lagene = pakke.grunnlag.kommune, pakke.grunnlag.lag
    kartene = kartgrunn(kommune, lagene, pakke.kjoring.bakgrunn, pakke.kjoring.eksempel)
    grunn = Arkgrunn(
        kommune=kommune,
        kjoring=pakke.kjoring,
        regler={regel.id: regel for regel in r.regler},
        kilder={kilde.lag: kilde for kilde in r.kilder},
    )
    stier = []
    for sted in r.steder:
        neste(f"faktaark {sted.navn}")
        sti = mappe / f"{arkene[sted.id]}.html"
        skriv_tekst(sti, faktaark(sted, tegn(sted, kartene), grunn))
        stier.append(sti)
    return stier


def _pdfene(
    sider: Sequence[Path], kjoring: Kjoring, nettleser: str, neste: Callable[[str], None]
) -> list[Path]:
    """Print every fact sheet beside its HTML."""
    stier = []
    with pdfskriver(nettleser) as skriver:
        for html in sider:
            neste(f"PDF {html.stem}")
            sti = html.with_suffix(".pdf")
            skriv_bytes(sti, skriver.skriv(html, kjoring.dato.isoformat()))
            stier.append(sti)
    return stier
