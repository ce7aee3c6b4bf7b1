"""The draft for the council that goes with a result, as an editable document."""

from docx import Document
from docx.document import Document as Dokument
from pandas import DataFrame

from analyser.felles.modell import Kolonneinfo, Resultat, Sak, Saksdel, Tabell
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD
from kart.tabell import overskrift, tekst
from kart.word import PUNKT, avsnitt, kildetabell, oppsett, rent, som_bytes, tabell

FLEST_RADER = 40
"""Rows of a table in the document; the workbook holds all."""


def saksfil(resultat: Resultat) -> str:
    """Return the name of the file that the draft is written to; empty where there is none."""
    return f"sak-{resultat.analyse}.docx" if resultat.sak else ""


def saksutkast(resultat: Resultat, sak: Sak, kommune: Kommune, kjoring: Kjoring) -> bytes:
    """Return the draft as .docx; same input, same bytes."""
    dok = Document()
    oppsett(dok, f"{sak.tittel}, {kommune.navn}", kjoring)
    dok.add_heading(rent(f"{sak.tittel}, {kommune.navn}"), 0)
    if kjoring.eksempel:
        avsnitt(dok, f"{EKSEMPEL}. {EKSEMPEL_FORKLART}")
    dok.add_heading("Forslag til vedtak", 1)
    avsnitt(dok, "(Fylles ut av kommunen.)")
    tabellene = {t.navn: t for t in resultat.tabeller}
    for del_ in sak.deler:
        dok.add_heading(rent(del_.tittel), 1)
        for setning in del_.avsnitt:
            avsnitt(dok, setning)
        if del_.tabell:
            _tabell(dok, tabellene[del_.tabell], del_)
    dok.add_heading("Usikkerhet", 1)
    for setning in resultat.ukjent:
        avsnitt(dok, setning, PUNKT)
    kildetabell(dok, resultat)
    avsnitt(dok, "")
    avsnitt(dok, FORBEHOLD)
    return som_bytes(dok)


def _tabell(dok: Dokument, post: Tabell, del_: Saksdel) -> None:
    """Add a table of the result, or some of its columns."""
    kolonner: list[Kolonneinfo] = [
        k for k in post.kolonner if not del_.kolonner or k.navn in del_.kolonner
    ]
    data: DataFrame = post.data.head(FLEST_RADER)
    rader = [
        [tekst(verdi, k.desimaler) for k, verdi in zip(kolonner, rad, strict=True)]
        for rad in data[[k.navn for k in kolonner]].itertuples(index=False)
    ]
    tabell(dok, [overskrift(k) for k in kolonner], rader)
    if len(post.data) > FLEST_RADER:
        avsnitt(dok, f"… og {len(post.data) - FLEST_RADER} rader til i regnearket.")
    avsnitt(dok, post.forklaring)
