"""Word documents: A4, marked in the head of every page, equal bytes for equal input.

Texts are given in the language that is written in; what stays in bokmål lies between the marks of
`kart.oversetting`, and is said to be bokmål to whoever reads the document aloud.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as Dokument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from analyser.felles.modell import Resultat
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, UTKAST
from kart.oversetting import stykker
from kart.tekster import BOKMAAL, ENGELSK, dag, merket, spraaket, t

UGYLDIG = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Letters that XML cannot hold."""
FAST_TID = (1980, 1, 1, 0, 0, 0)
"""Time of the parts inside the file, so that equal input gives equal bytes."""
SPRAAKKODE = {BOKMAAL: "nb-NO", ENGELSK: "en-GB"}
"""Languages as Word names them."""
PUNKT, UNDEROVERSKRIFT = "ListBullet", "Heading2"
"""Ids of styles in the template of python-docx."""


def rent(tekst: str) -> str:
    """Text that XML can hold."""
    return UGYLDIG.sub("", tekst)


def _skriv(ledd: Paragraph, tekst: str) -> None:
    """Put a marked text into a paragraph."""
    for merke, ord_ in stykker(rent(tekst)):
        bit = ledd.add_run(ord_)
        if merke:
            _paa(bit._r.get_or_add_rPr(), BOKMAAL)


def _paa(egenskaper: BaseOxmlElement, spraak: str) -> None:
    """Say which language something is in."""
    egenskaper.append(egenskaper.makeelement(qn("w:lang"), {qn("w:val"): SPRAAKKODE[spraak]}))


def avsnitt(dok: Dokument, tekst: str, stil: str = "") -> None:
    """Add a paragraph; `stil` is the id of a style, since a look-up by name is dear."""
    nytt = dok.add_paragraph()
    _skriv(nytt, tekst)
    if stil:
        nytt._p.style = stil


def tittel(dok: Dokument, tekst: str, nivaa: int = 1) -> None:
    """Add a heading; 0 is the document's own."""
    _skriv(dok.add_heading("", nivaa), tekst)


def tabell(dok: Dokument, hode: Sequence[str], rader: Sequence[Sequence[str]]) -> None:
    """Add a table whose first row repeats on every page and is marked as heading."""
    tabell: Table = dok.add_table(rows=1 + len(rader), cols=len(hode), style="Table Grid")
    alle = [celle for rad in tabell.rows for celle in rad.cells]
    for celle, tekst in zip(alle, (c for rad in (hode, *rader) for c in rad), strict=True):
        _skriv(celle.paragraphs[0], tekst)
    for bit in (b for celle in tabell.rows[0].cells for b in celle.paragraphs[0].runs):
        bit.bold = True
    egenskaper = tabell.rows[0]._tr.get_or_add_trPr()
    merke = OxmlElement("w:tblHeader")
    merke.set(qn("w:val"), "true")
    egenskaper.append(merke)
    for ledd in (ledd for celle in alle for ledd in celle.paragraphs):
        ledd.paragraph_format.space_after = Pt(0)
        for bit in ledd.runs:
            bit.font.size = Pt(9)


def oppsett(dok: Dokument, navn: str, kjoring: Kjoring) -> None:
    """A4, in its language, marked in the head of every page; `navn` is plain text."""
    seksjon = dok.sections[0]
    seksjon.page_width, seksjon.page_height = Cm(21), Cm(29.7)
    seksjon.left_margin = seksjon.right_margin = Cm(2.2)
    stil = dok.styles["Normal"]
    stil.font.name, stil.font.size = "Calibri", Pt(11)
    _paa(stil.element.get_or_add_rPr(), spraaket())
    merke = f"{t(EKSEMPEL)} · {t(UTKAST)}" if kjoring.eksempel else t(UTKAST)
    seksjon.header.paragraphs[0].text = merke
    seksjon.footer.paragraphs[0].text = f"{t('Kjøring')} {kjoring.kjoring_id}"
    tid = datetime(kjoring.dato.year, kjoring.dato.month, kjoring.dato.day, tzinfo=UTC)
    egne = dok.core_properties
    egne.title = navn
    egne.author, egne.language, egne.comments = "arealsil", SPRAAKKODE[spraaket()], merke
    egne.created = egne.modified = tid.replace(tzinfo=None)


def kildetabell(dok: Dokument, r: Resultat) -> None:
    """Add the sources of a result."""
    tittel(dok, t("Kilder"))
    rader = [
        (
            merket(k.tittel), merket(k.eier), dag(k.hentet) if k.hentet else t("ikke hentet"),
            merket(k.lisens), merket(k.navngivelse),
        )
        for k in r.kilder
    ]  # fmt: skip
    tabell(dok, [t(h) for h in ("Kartlag", "Eier", "Hentet", "Lisens", "Navngivelse")], rader)


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
