"""Letters on areas: inside them, where there is room, and the same on screen and on paper."""

from dataclasses import replace

import pytest
from shapely import MultiPolygon, Point, Polygon, box

from kart.merkelapper import MINST_M, merker_svg, merkesteder
from kart.nettkart import bygg
from kart.publisering import tegn_side
from tests.kart.conftest import X0, Y0


def test_merket_staar_midt_i_delen():
    hestesko = box(0, 0, 100, 100) - box(20, 20, 80, 100)
    storst, minst = merkesteder(MultiPolygon([box(200, 0, 240, 40), hestesko]))
    assert hestesko.contains(Point(storst[:2])) and round(storst[2]) in (10, 11, 12)
    assert minst == pytest.approx((220, 20, 20), abs=2)
    assert merkesteder(box(0, 0, MINST_M, 1000)) == []  # too narrow at any scale
    assert merkesteder(Point(0, 0)) == []


@pytest.fixture
def merket(leketoyresultater):
    """The toy result with a text on every area of its squares."""
    forste = leketoyresultater[0]
    kartlag = tuple(replace(p, merkefelt="svar") if p.navn == "felt" else p for p in forste.kartlag)
    return replace(forste, kartlag=kartlag)


def test_paa_papir_ligger_ingen_over_en_annen(merket):
    tett = merker_svg(merket.kartlag, (X0, Y0 + 8_000), 0.02)  # 400 m is 8 pixels: no room
    rommelig = merker_svg(merket.kartlag, (X0, Y0 + 8_000), 0.1)
    assert "<text" not in tett
    assert 1 <= rommelig.count("<text") < 15  # the words are longer than the squares are apart
    assert ">treff<" in rommelig


def test_i_nettleseren_vises_merkene_naar_det_er_rom(
    nettleser, merket, leketoykommune, leketoygrense, leketoykjoring, tmp_path
):
    kartet = bygg(merket, leketoykommune, leketoygrense, leketoykjoring)
    fil = tmp_path / "prove.html"
    fil.write_text(
        tegn_side(merket, kartet, leketoykommune, leketoygrense, leketoykjoring), encoding="utf-8"
    )
    side = nettleser.aapne(fil)
    side.vent("document.querySelectorAll('.klassemerke').length > 0")
    assert side.evaluate("document.querySelector('.klassemerke span').ariaHidden") == "true"
    side.evaluate("document.querySelector('input[data-lag=felt]').click()")
    assert side.evaluate("document.querySelectorAll('.klassemerke').length") == 0


def test_en_tom_form_har_ingen_bokstav():
    assert merkesteder(Polygon()) == []
    assert merkesteder(MultiPolygon()) == []
