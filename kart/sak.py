"""The draft for the council that goes with a result, as an editable document."""

from docx import Document
from docx.document import Document as Dokument
from pandas import DataFrame

from analyser.felles.modell import Kolonneinfo, Resultat, Sak, Saksdel, Tabell
from gis.kommune import Kommune
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, EKSEMPEL_FORKLART, FORBEHOLD
from kart.tabell import merket_celle, overskrift
from kart.tekster import merket, t
from kart.word import PUNKT, avsnitt, kildetabell, oppsett, som_bytes, tabell, tittel

FLEST_RADER = 40
"""Rows of a table in the document; the workbook holds all."""


def saksfil(resultat: Resultat) -> str:
    """Return the name of the file that the draft is written to; empty where there is none."""
    return f"sak-{resultat.analyse}.docx" if resultat.sak else ""


def saksutkast(resultat: Resultat, sak: Sak, kommune: Kommune, kjoring: Kjoring) -> bytes:
    """Return the draft as .docx in the language that is written in; same input, same bytes."""
    dok = Document()
    navn = f"{t(sak.tittel)}, {kommune.navn}"
    oppsett(dok, navn, kjoring)
    tittel(dok, navn, 0)
    if kjoring.eksempel:
        avsnitt(dok, f"{t(EKSEMPEL)}. {t(EKSEMPEL_FORKLART)}")
    tittel(dok, t("Forslag til vedtak"))
    avsnitt(dok, t("(Fylles ut av kommunen.)"))
    tabellene = {t_.navn: t_ for t_ in resultat.tabeller}
    for del_ in sak.deler:
        tittel(dok, merket(del_.tittel))
        for setning in del_.avsnitt:
            avsnitt(dok, merket(setning))
        if del_.tabell:
            _tabell(dok, tabellene[del_.tabell], del_)
    tittel(dok, t("Usikkerhet"))
    for setning in resultat.ukjent:
        avsnitt(dok, merket(setning), PUNKT)
    kildetabell(dok, resultat)
    avsnitt(dok, "")
    avsnitt(dok, t(FORBEHOLD))
    return som_bytes(dok)


def _tabell(dok: Dokument, post: Tabell, del_: Saksdel) -> None:
    """Add a table of the result, or some of its columns."""
    kolonner: list[Kolonneinfo] = [
        k for k in post.kolonner if not del_.kolonner or k.navn in del_.kolonner
    ]
    data: DataFrame = post.data.head(FLEST_RADER)
    rader = [
        [merket_celle(verdi, k) for k, verdi in zip(kolonner, rad, strict=True)]
        for rad in data[[k.navn for k in kolonner]].itertuples(index=False)
    ]
    tabell(dok, [overskrift(k) for k in kolonner], rader)
    if len(post.data) > FLEST_RADER:
        rest = len(post.data) - FLEST_RADER
        avsnitt(dok, t("… og {antall} rader til i regnearket.", antall=rest))
    avsnitt(dok, merket(post.forklaring))
