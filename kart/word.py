"""Word documents: A4, Norwegian, marked in the head of every page, equal bytes for equal input."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as Dokument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

from analyser.felles.modell import Resultat
from analyser.felles.tekst import dato
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, UTKAST

UGYLDIG = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Letters that XML cannot hold."""
FAST_TID = (1980, 1, 1, 0, 0, 0)
"""Time of the parts inside the file, so that equal input gives equal bytes."""
PUNKT, UNDEROVERSKRIFT = "ListBullet", "Heading2"
"""Ids of styles in the template of python-docx."""


def rent(tekst: str) -> str:
    """Text that XML can hold."""
    return UGYLDIG.sub("", tekst)


def avsnitt(dok: Dokument, tekst: str, stil: str = "") -> None:
    """Add a paragraph; `stil` is the id of a style, since a look-up by name is dear."""
    nytt = dok.add_paragraph(rent(tekst))
    if stil:
        nytt._p.style = stil


def tabell(dok: Dokument, hode: Sequence[str], rader: Sequence[Sequence[str]]) -> None:
    """Add a table whose first row repeats on every page and is marked as heading."""
    tabell: Table = dok.add_table(rows=1 + len(rader), cols=len(hode), style="Table Grid")
    alle = [celle for rad in tabell.rows for celle in rad.cells]
    for celle, tekst in zip(alle, (t for rad in (hode, *rader) for t in rad), strict=True):
        celle.text = rent(tekst)
    for celle in tabell.rows[0].cells:
        celle.paragraphs[0].runs[0].bold = True
    egenskaper = tabell.rows[0]._tr.get_or_add_trPr()
    merke = OxmlElement("w:tblHeader")
    merke.set(qn("w:val"), "true")
    egenskaper.append(merke)
    for ledd in (ledd for celle in alle for ledd in celle.paragraphs):
        ledd.paragraph_format.space_after = Pt(0)
        for bit in ledd.runs:
            bit.font.size = Pt(9)


def oppsett(dok: Dokument, tittel: str, kjoring: Kjoring) -> None:
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
    egne.title = tittel
    egne.author, egne.language, egne.comments = "arealsil", "nb-NO", merke
    egne.created = egne.modified = tid.replace(tzinfo=None)


def kildetabell(dok: Dokument, r: Resultat) -> None:
    """Add the sources of a result."""
    dok.add_heading("Kilder", 1)
    rader = [
        (k.tittel, k.eier, dato(k.hentet) if k.hentet else "ikke hentet", k.lisens, k.navngivelse)
        for k in r.kilder
    ]
    tabell(dok, ("Kartlag", "Eier", "Hentet", "Lisens", "Navngivelse"), rader)


def som_bytes(dok: Dokument) -> bytes:
    """Return the document as the bytes of a .docx."""
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
