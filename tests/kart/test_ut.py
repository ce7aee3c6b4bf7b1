"""Every page of a whole run on the example, opened in headless Chromium."""

import json
import re
from pathlib import Path

import pytest

from analyser import ANALYSER
from kart.oversetting import UKJENT, stykker
from kart.tekster import ENGELSK, merket, ordbok, paa_spraak
from lag.katalog import KATALOG
from tests.hjelp.sidetekst import tekster_i

pytestmark = pytest.mark.nettleser
SIDER = ["index", *ANALYSER, "tegn"]
AXE = Path(__file__).resolve().parents[2] / ".verktoy/node_modules/axe-core/axe.min.js"
REGLER = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIKE_RADER = 8
"""Rows of a table that axe looks at: the rest are made alike, and it takes half a minute."""
AAPNE_ALT = (
    f"(() => {{ document.querySelectorAll('tbody tr:nth-child(n + {LIKE_RADER})')"
    ".forEach((rad) => rad.remove()); document.querySelectorAll('details:not(.sveip)')"
    ".forEach((d) => { d.open = true; }); document.querySelector('.radknapp')?.click(); })()"
)
MINSTE_MAAL = """Array.from(document.querySelectorAll('#paneler button, .kort .lukk'))
.filter((k) => k.offsetParent && k.getBoundingClientRect().height < 24).length"""
UTEN_NAVN = """Array.from(document.querySelectorAll('input, select, button, [role=application]'))
.filter((e) => e.offsetParent && !(e.labels?.length || e.getAttribute('aria-label')
|| e.textContent.trim())).map((e) => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("navn", SIDER)
def test_hver_side_av_ut_er_ren(nettleser, eksempelkjoring, navn):
    """No error, no request but tiles, no sideways scrolling at 320 px or 200 %, all named."""
    side = nettleser.aapne(eksempelkjoring / "ut" / f"{navn}.html")
    for bredde in (1280, 640, 320):  # 640: a desk at 200 %
        side.bredde(bredde)
        assert side.evaluate("document.documentElement.scrollWidth <= innerWidth"), bredde
    assert "Eksempeldata – ikke offisielle" in side.evaluate("document.body.innerText")
    assert side.evaluate(UTEN_NAVN) == []
    assert side.evaluate(MINSTE_MAAL) == 0
    if navn != "index":
        tegnet = "document.querySelectorAll('#kartflate path, #kartflate canvas').length"
        assert side.evaluate(tegnet) > 0
        assert side.evaluate("document.querySelectorAll('input[data-lag]').length") > 0
    side.krev_ren()


@pytest.mark.parametrize("navn", SIDER)
def test_axe_finner_ingen_brudd(nettleser, eksempelkjoring, navn):
    if not AXE.exists():
        pytest.skip("axe-core er ikke installert (.ci/run gjør det der npm finnes)")
    side = nettleser.aapne(eksempelkjoring / "ut" / f"{navn}.html")
    side.evaluate(AXE.read_text(encoding="utf-8"))
    side.evaluate(AAPNE_ALT)
    kjor = (
        f"axe.run(document, {{ resultTypes: ['violations'], runOnly: {json.dumps(REGLER)} }})"
        ".then((r) => r.violations.map((v) => [v.id, v.nodes[0].html.slice(0, 120)]))"
    )
    for bredde in (1280, 375):
        side.bredde(bredde)
        assert side.evaluate(kjor) == [], bredde


def test_de_aatte_navngitte_lagene_staar_i_tegnforklaringen(nettleser, eksempelkjoring):
    side = nettleser.aapne(eksempelkjoring / "ut" / "kartlag.html")
    for lag in (
        "verdensarv", "circumferensen", "boligtomter", "naeringstomter", "hytteomraader",
        "gruveinteresser", "fiberdekning", "reinbeite",
    ):  # fmt: skip
        assert side.evaluate(f"!!document.querySelector('input[data-lag={lag}]')"), lag


HOYST_UTEN = {"fiber": 16, "siling": 14}
"""Pieces of a page that have no English yet: names of parameters and files, mostly."""
ELLERS = 10


def test_det_som_ikke_er_oversatt_vokser_ikke(eksempelkjoring):
    """Every sentence, heading and cell of every page, asked for in English."""
    sider = {fil.stem: tekster_i(fil) for fil in (eksempelkjoring / "ut").glob("*.html")}
    del sider["veiledning"]  # has a text of its own in each language
    navn = set(KATALOG).union(*(navnene for _, navnene in sider.values()))
    former = [
        re.compile(".*".join(map(re.escape, re.split(r"\{\w+\}", mal))))
        for mal in ordbok(ENGELSK)
        if "{" in mal
    ]
    mangler = {}
    with paa_spraak(ENGELSK, navn):
        for side, (tekster, _) in sider.items():
            egne = (t for t in tekster if not any(form.fullmatch(t) for form in former))
            mangler[side] = sorted(
                {ord_ for t in egne for merke, ord_ in stykker(merket(t)) if merke == UKJENT}
            )
    for_mange = {s: o for s, o in mangler.items() if len(o) > HOYST_UTEN.get(s, ELLERS)}
    assert not for_mange, json.dumps(for_mange, ensure_ascii=False, indent=1)


def test_saken_er_oversatt(eksempelkjoring):
    """The council's case is no page, and is asked for in English as the pages are."""
    docx = pytest.importorskip("docx")
    dokument = docx.Document(str(eksempelkjoring / "ut" / "sak-fiber.docx"))
    celler = {c.text for tabell in dokument.tables[:-1] for c in tabell._cells}
    steder = {tekst for tekst in celler if re.fullmatch(r"[A-ZÆØÅ]\w+ \d+( \([\w ]+\))?", tekst)}
    tekster = {a.text for a in dokument.paragraphs} | celler
    with paa_spraak(ENGELSK, {*steder, "Røros"}):
        mangler = {ord_ for t in tekster for merke, ord_ in stykker(merket(t)) if merke == UKJENT}
    assert not mangler
