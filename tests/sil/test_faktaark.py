"""The sheets: what they must say, that hostile text stays text, and that they fit their pages."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from gis.kilder.pdf import finn_nettleser, pdfskriver
from kart.faktaark import faktaark
from kart.faktakart import Faktakart
from kart.faktatabeller import Arkgrunn
from kart.saksframlegg import saksframlegg
from kart.stedsord import filnavn, treffene
from kart.tekster import ENGELSK, paa_spraak
from tests.kart.conftest import FIENDTLIG

FORBUDT = ("ingen konflikt", "konfliktfri", "trygt", "godkjent", "tapt beite")
FLEST_SIDER = 2


def tekst(html: str) -> str:
    """Words of a page."""
    uten = re.sub(r"<(style|title)\b.*?</\1>", "", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", uten))


@pytest.fixture(scope="module")
def arkene(skrevet):
    mappe, _ = skrevet
    return {fil.stem: fil for fil in sorted((mappe / "faktaark").glob("*.html"))}


def test_ett_ark_per_sted_med_navn_som_alle_disker_tar(arkene):
    assert sorted(arkene) == ["a-b", "a-b-2", "aero"]
    assert filnavn(["x/y", "X y", "", "å" * 90]) == {
        "x/y": "x-y", "X y": "x-y-2", "": "innspill", "å" * 90: "a" * 60,
    }  # fmt: skip


def test_arket_sier_det_det_skal(arkene):
    for ark in arkene.values():
        sagt = tekst(ark.read_text(encoding="utf-8"))
        assert "Eksempeldata – ikke offisielle" in sagt
        assert "Arbeidsutkast – ikke vedtatt plan" in sagt
        assert "ikke det samme som avklart" in sagt
        assert "avklares i dialog med reinbeitedistriktet" in sagt
        assert "☐ JA" in sagt and "☐ NEI" in sagt and "☐ ANNET" in sagt
        assert "EPSG:25832" in sagt
        assert "Analysekart – ikke juridisk bindende" in sagt
        assert "Ikke kjent" in sagt and "Naturvernområder" in sagt
        assert not [ord_ for ord_ in FORBUDT if ord_ in sagt.casefold()]


def test_ikke_treff_staar_aldri_alene(arkene):
    for ark in arkene.values():
        for del_ in re.findall(r"Ikke treff(?! –)[^<]{0,80}(?:<[^>]*>[^<]{0,80}){0,3}",
                               ark.read_text(encoding="utf-8")):  # fmt: skip
            assert "ikke det samme som avklart" in tekst(del_), del_


def test_tallene_er_stedets_egne(arkene, pakke):
    sted = next(s for s in pakke.resultat.steder if s.id == "a/b")
    sagt = tekst(arkene["a-b"].read_text(encoding="utf-8")).replace("\xa0", " ")
    assert "31 110,0 daa" in sagt
    antall = len(treffene(sted))
    assert f"{antall} av {len(sted.lag)} kartlag" in sagt
    assert "forenklet konsekvensvifte" in sagt
    assert "siling.sammendrag." in sagt
    assert "kilde sett" in sagt or "uverifisert" in sagt
    assert re.search(r"\d+ lag til har treff og er ikke tegnet; se tabellen", sagt)


def test_fiendtlig_tekst_blir_tekst(skrevet):
    mappe, _ = skrevet
    for fil in mappe.rglob("*.html"):
        html = fil.read_text(encoding="utf-8")
        synlig = re.sub(
            r'<script type="application/octet-stream".*?</script>', "", html, flags=re.S
        )
        assert "<img" not in synlig
        assert FIENDTLIG not in html
        assert 'onerror="' not in synlig


@pytest.mark.nettleser
def test_arkene_faar_plass_paa_to_sider_tagget_og_like(arkene):
    if not finn_nettleser():
        pytest.skip("Chromium er ikke installert")
    with pdfskriver(finn_nettleser()) as skriver:
        for navn, ark in arkene.items():
            pdf = skriver.skriv(ark, "2026-11-24")
            sider = len(re.findall(rb"/Type\s*/Page\b", pdf))
            assert 1 <= sider <= FLEST_SIDER, f"{navn}: {sider} sider"
            assert b"/StructTreeRoot" in pdf and b"/Marked true" in pdf
            assert b"nb" in re.search(rb"/Lang \(([^)]*)\)", pdf)[1]
            assert b"D:20261124000000" in pdf
        assert skriver.skriv(ark, "2026-11-24") == pdf


@pytest.mark.nettleser
@pytest.mark.parametrize("bredde", [695, 360])
def test_ingenting_stikker_utenfor(arkene, chromium, bredde):
    """695 px is the width between the margins of A4; 360 a telephone."""
    side = chromium.aapne(arkene["a-b"], bredde=bredde, skript=True)
    try:
        if bredde > 600:
            side.kall("Emulation.setEmulatedMedia", media="print")
        utenfor = side.evaluate(
            "[...document.querySelectorAll('main *, header *, footer *')]"
            ".filter(e => !e.closest('svg') && !e.closest('.ramme'))"
            f".filter(e => e.getBoundingClientRect().right > {bredde} + 1)"
            ".map(e => e.tagName + ' ' + e.textContent.slice(0, 60))"
        )
        assert utenfor == []
        if bredde > 600:
            trange = side.evaluate(
                "[...document.querySelectorAll('td, th')].filter(e => e.scrollWidth > "
                "e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"
            )
            assert trange == []
        assert side.evaluate("window.__x") is None
    finally:
        side.lukk()


def test_uten_nettleser_sies_det(skrevet):
    mappe, _ = skrevet
    assert not list(mappe.rglob("*.pdf"))
    sagt = tekst((mappe / "innspill.html").read_text(encoding="utf-8"))
    assert "PDF er ikke laget" in sagt and "HTML-arkene har det samme innholdet" in sagt


def test_arket_og_saken_kan_skrives_paa_engelsk(pakke):
    """Every word of the sheet's own, and of the case; names and hostile texts stay as they are."""
    kommune, kjoring = pakke.grunnlag.kommune, replace(pakke.kjoring, spraak=ENGELSK)
    r = pakke.resultat
    grunn = Arkgrunn(
        kommune=kommune, kjoring=kjoring, regler={g.id: g for g in r.regler},
        kilder={k.lag: k for k in r.kilder},
    )  # fmt: skip
    kart = Faktakart(svg="", tegnforklaring=(), dekker_alt=(), utelatt=())
    with paa_spraak(ENGELSK):
        ark = faktaark(r.steder[0], kart, grunn)
        dok = Document(BytesIO(saksframlegg(r, kommune, kjoring)))
    for ord_ in ("Fact sheet for a land-use proposal", "What the proposal hits", "☐ YES",
                 "31,110.0 daa", "not the same as cleared", "What we do not know"):  # fmt: skip
        assert ord_ in tekst(ark).replace("\xa0", " ")
    assert not re.findall(r'<span lang="nb">(.*?)</span>', ark)  # what has no words yet
    saken = " ".join(ledd.text for ledd in dok.paragraphs)
    assert "Proposed resolution" in saken and "The municipality's assessment" in saken
    assert dok.core_properties.language == "en-GB"
