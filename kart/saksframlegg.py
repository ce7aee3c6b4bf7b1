"""The council case as an editable document, from the same numbers as the fact sheets.

The text is a draft for the planner; the verdict JA / NEI / ANNET is left open.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Dokument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from analyser.felles.m1941 import VIFTENAVN
from analyser.felles.modell import Resultat, Status
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.svar import TEMAORD
from analyser.felles.tekst import IKKE_AVKLART, antall, dato, oppramsing
from gis.crs import arealmerknad
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD, REINDRIFT, UTKAST
from kart.stedsord import hvor_mye, kort, ku_rader, med_status, treffene, veiledning
from kart.tabell import tall

UGYLDIG = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Letters that XML cannot hold."""
FAST_TID = (1980, 1, 1, 0, 0, 0)
"""Time of the parts inside the file, so that equal input gives equal bytes."""
FLEST_KU = 12
"""Rows of the KU table per site; the fact sheet and the workbook hold all."""


def _rent(tekst: str) -> str:
    """Text that XML can hold."""
    return UGYLDIG.sub("", tekst)


def _avsnitt(dok: Dokument, tekst: str, stil: str = "") -> None:
    dok.add_paragraph(_rent(tekst), style=stil or None)


def _tabell(dok: Dokument, hode: Sequence[str], rader: Sequence[Sequence[str]]) -> None:
    """Add a table whose first row repeats on every page and is marked as heading."""
    tabell: Table = dok.add_table(rows=1 + len(rader), cols=len(hode), style="Table Grid")
    alle = [celle for rad in tabell.rows for celle in rad.cells]
    for celle, tekst in zip(alle, (t for rad in (hode, *rader) for t in rad), strict=True):
        celle.text = _rent(tekst)
    for celle in tabell.rows[0].cells:
        celle.paragraphs[0].runs[0].bold = True
    egenskaper = tabell.rows[0]._tr.get_or_add_trPr()
    merke = OxmlElement("w:tblHeader")
    merke.set(qn("w:val"), "true")
    egenskaper.append(merke)
    for avsnitt in (avsnitt for celle in alle for avsnitt in celle.paragraphs):
        avsnitt.paragraph_format.space_after = Pt(0)
        for bit in avsnitt.runs:
            bit.font.size = Pt(9)


def _oppsett(dok: Dokument, kommune: Kommune, kjoring: Kjoring) -> None:
    """A4, Norwegian, marked in the head of every page."""
    seksjon = dok.sections[0]
    seksjon.page_width, seksjon.page_height = Cm(21), Cm(29.7)
    seksjon.left_margin = seksjon.right_margin = Cm(2.2)
    stil = dok.styles["Normal"]
    stil.font.name, stil.font.size = "Calibri", Pt(11)
    spraak = stil.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "nb-NO"})
    stil.element.get_or_add_rPr().append(spraak)
    merke = f"{EKSEMPEL} · {UTKAST}" if kjoring.eksempel else UTKAST
    seksjon.header.paragraphs[0].text = merke
    seksjon.footer.paragraphs[0].text = f"Kjøring {kjoring.kjoring_id}"
    tid = datetime(kjoring.dato.year, kjoring.dato.month, kjoring.dato.day, tzinfo=UTC)
    egne = dok.core_properties
    egne.title = f"Siling av arealinnspill, {kommune.navn}"
    egne.author, egne.language, egne.comments = "arealsil", "nb-NO", merke
    egne.created = egne.modified = tid.replace(tzinfo=None)


def _bakgrunn(dok: Dokument, r: Resultat, kommune: Kommune, kjoring: Kjoring) -> None:
    """Head of the case: what it is about, and how it was done."""
    dok.add_heading(f"Siling av arealinnspill til kommuneplanens arealdel, {kommune.navn}", 0)
    if kjoring.eksempel:
        _avsnitt(dok, f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")
    dok.add_heading("Forslag til vedtak", 1)
    _avsnitt(dok, "(Fylles ut av kommunen.)")
    dok.add_heading("Bakgrunn", 1)
    _avsnitt(
        dok,
        f"Kommunen har mottatt {antall(len(r.steder), 'arealinnspill', 'arealinnspill')}. De er "
        f"silt mot {len(r.steder[0].lag)} kartlag og {len(r.regler)} regler og terskler per "
        f"{dato(kjoring.dato)}. Arealene er {arealmerknad(kommune.epsg)}; 1 daa = 1000 m².",
    )
    _avsnitt(dok, r.svar)
    _avsnitt(
        dok,
        f"Konsekvensene er forslag etter {VIFTENAVN}, i mønster av Miljødirektoratets M-1941. "
        f"Dette er en siling, ikke en konsekvensutredning. {IKKE_AVKLART}",
    )


def _oversikt(dok: Dokument, steder: Sequence[Stedssvar]) -> None:
    """One row per site."""
    dok.add_heading("Innspillene samlet", 1)
    rader = [
        (
            kort(s.navn, 60), s.formaal_ord, tall(s.areal_daa, 1), s.utfall,
            f"{s.konsekvens} {s.konsekvens_ord}".strip() or "ikke satt",
            str(len(med_status(s, Status.IKKE_KARTLAGT)) + len(med_status(s, Status.IKKE_KJENT))),
            s.vurdering or "JA / NEI / ANNET",
        )
        for s in steder
    ]  # fmt: skip
    hode = (
        "Innspill", "Formål", "Daa", "Utfall", "Konsekvens",
        "Lag uten svar", "Vurdering",
    )  # fmt: skip
    _tabell(dok, hode, rader)


def _et_sted(dok: Dokument, sted: Stedssvar, r: Resultat) -> None:
    """One site: assessment theme by theme, KU table, uncertainty, the planner's verdict."""
    dok.add_heading(_rent(kort(sted.navn, 90)), 2)
    _avsnitt(
        dok,
        f"Formål: {sted.formaal_ord}. Areal: {tall(sted.areal_daa, 1)} daa. Utfall: {sted.utfall}. "
        f"{sted.utfall_grunn}",
    )
    temaer: dict[str, list[str]] = {}
    for svar in treffene(sted):
        temaer.setdefault(svar.tema, []).append(f"{svar.tittel} ({hvor_mye(svar)})")
    for tema, treff in temaer.items():
        _avsnitt(
            dok,
            f"{TEMAORD.get(tema, tema).capitalize()}: treff i {oppramsing(treff)}.",
            "List Bullet",
        )
    rader = [(*rad[:4], kort(rad[4])) for rad in ku_rader(sted)]
    if rader:
        hode = ("Tema og kartlag", "Verdi", "Påvirkning", "Konsekvens", "Merknad")
        _tabell(dok, hode, rader[:FLEST_KU])
        if len(rader) > FLEST_KU:
            _avsnitt(dok, f"… og {len(rader) - FLEST_KU} til, se faktaarket.")
    if sted.konsekvens_grunn:
        samlet = f"{sted.konsekvens} {sted.konsekvens_ord}".strip() or "ikke satt"
        _avsnitt(dok, f"Samlet konsekvens: {samlet}. {kort(sted.konsekvens_grunn, 300)}")
    for setning in veiledning(sted, {regel.id: regel for regel in r.regler}):
        _avsnitt(dok, setning, "List Bullet")
    _usikkerhet(dok, sted)
    vurdering = sted.vurdering or "JA / NEI / ANNET"
    _avsnitt(dok, f"Kommunens vurdering: {vurdering}. Begrunnelse:")


def _usikkerhet(dok: Dokument, sted: Stedssvar) -> None:
    """Say what is not known about the site."""
    deler = [
        f"{status}: {oppramsing(titler)}"
        for status in (Status.IKKE_KJENT, Status.IKKE_KARTLAGT)
        if (titler := med_status(sted, status))
    ]
    if deler:
        _avsnitt(dok, f"Usikkerhet. {'. '.join(d.capitalize() for d in deler)}.")


def _slutt(dok: Dokument, r: Resultat) -> None:
    """Uncertainty of the whole, sources, reservation."""
    dok.add_heading("Usikkerhet", 1)
    for setning in r.ukjent:
        if setning != REINDRIFT:
            _avsnitt(dok, setning, "List Bullet")
    usikre = sum(regel.merke == "uverifisert" for regel in r.regler)
    if usikre:
        _avsnitt(
            dok,
            f"{usikre} av {len(r.regler)} terskler er uverifisert og må bekreftes før de brukes.",
        )
    dok.add_heading("Kilder", 1)
    rader = [
        (k.tittel, k.eier, dato(k.hentet) if k.hentet else "ikke hentet", k.lisens, k.navngivelse)
        for k in r.kilder
    ]
    _tabell(dok, ("Kartlag", "Eier", "Hentet", "Lisens", "Navngivelse"), rader)
    _avsnitt(dok, "")
    _avsnitt(dok, REINDRIFT)
    _avsnitt(dok, FORBEHOLD)


def saksframlegg(resultat: Resultat, kommune: Kommune, kjoring: Kjoring) -> bytes:
    """Return the case as .docx; same input, same bytes."""
    dok = Document()
    _oppsett(dok, kommune, kjoring)
    _bakgrunn(dok, resultat, kommune, kjoring)
    _oversikt(dok, resultat.steder)
    dok.add_heading("Vurdering av hvert innspill", 1)
    for sted in resultat.steder:
        _et_sted(dok, sted, resultat)
    _slutt(dok, resultat)
    minne = BytesIO()
    dok.save(minne)
    return _uten_klokke(minne.getvalue())


def _uten_klokke(docx: bytes) -> bytes:
    """Pack the document anew with a fixed time on every part."""
    ut = BytesIO()
    with ZipFile(BytesIO(docx)) as gammel, ZipFile(ut, "w", ZIP_DEFLATED) as ny:
        for navn in gammel.namelist():
            ny.writestr(ZipInfo(navn, FAST_TID), gammel.read(navn), ZIP_DEFLATED)
    return ut.getvalue()
