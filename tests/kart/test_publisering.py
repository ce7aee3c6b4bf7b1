"""Everything that a run writes, twice the same."""

from dataclasses import replace

from docx import Document

from analyser.felles.modell import Sak, Saksdel
from kart.publisering import publiser
from kart.sak import saksutkast
from kart.tekster import spraaket

STORST_BYTES = 5_000_000


def test_alle_filer_skrives(leketoysider):
    assert sorted(f.name for f in leketoysider.iterdir()) == [
        "fiendtlig.html", "index.html", "mange.html", "prove.html", "resultater.gpkg",
        "resultater.xlsx", "tilgjengelighet.html", "veiledning.html",
    ]  # fmt: skip
    assert all(f.stat().st_size < STORST_BYTES for f in leketoysider.iterdir())


def test_to_kjoringer_gir_de_samme_byte(
    tmp_path, leketoysider, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    skrevet = publiser(leketoyresultater, leketoykommune, leketoygrense, tmp_path, leketoykjoring)
    assert len(skrevet) == 8
    for sti in skrevet:
        assert sti.read_bytes() == (leketoysider / sti.name).read_bytes(), sti.name


def test_menyen_naar_alle_sider(leketoysider):
    for navn in ("index", "prove", "mange", "fiendtlig"):
        html = (leketoysider / f"{navn}.html").read_text(encoding="utf-8")
        meny = html[html.index("<nav") : html.index("</nav>")]
        assert meny.count("<a ") == 4
        assert f'<a href="{navn}.html" aria-current="page">' in meny


def test_saksutkastet_skrives_ved_siden_av_siden(
    tmp_path, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    forste = leketoyresultater[0]
    fiendtlig = '<script>"&\x07'
    del_ = Saksdel(tittel="Rekke", avsnitt=("Først A.", fiendtlig), tabell=forste.tabeller[0].navn)
    sak = Sak(tittel="Plan for noe", deler=(del_,))
    med = replace(forste, sak=sak)
    filer = publiser([med], leketoykommune, leketoygrense, tmp_path, leketoykjoring)
    docx = tmp_path / f"sak-{forste.analyse}.docx"
    assert docx in filer
    tekst = "\n".join(a.text for a in Document(str(docx)).paragraphs)
    assert "Plan for noe" in tekst and "Først A." in tekst and "Forslag til vedtak" in tekst
    assert '<script>"&\n' in tekst
    assert f'href="{docx.name}"' in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert saksutkast(med, sak, leketoykommune, leketoykjoring) == docx.read_bytes()


def test_engelsk_utgave_har_de_samme_tallene_og_navnene(
    tmp_path, leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    engelsk = replace(leketoykjoring, spraak="en")
    publiser(leketoyresultater[:1], leketoykommune, leketoygrense, tmp_path, engelsk)
    side = (tmp_path / "prove.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in side
    for ord_ in (
        "Example data – not official", "Working draft – not an adopted plan", "Legend", "Skip to",
        "not the same as cleared", ">Answer<", ">Area (daa)<", "Felt 3 ", ">163.0<",
        "1 January 2026",        "</span> not mapped</span>",
    ):  # fmt: skip
        assert ord_ in side, ord_
    assert '<p class="svar"><span lang="nb">8 av 15 felt har treff' in side  # no words for it
    assert ">Tegnforklaring" not in side and "ikke vedtatt" not in side
    forside = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Questions and answers" in forside and "the Norwegian text prevails" in forside
    assert spraaket() == "nb"
