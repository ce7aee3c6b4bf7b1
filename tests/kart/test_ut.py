"""Every page of a whole run on the example, opened in headless Chromium."""

import pytest

from analyser import ANALYSER

pytestmark = pytest.mark.nettleser
SIDER = ["index", *ANALYSER]


@pytest.mark.parametrize("bredde", [1280, 360])
@pytest.mark.parametrize("navn", SIDER)
def test_hver_side_av_ut_er_ren(nettleser, eksempelkjoring, navn, bredde):
    """No console error, no request but tiles from Kartverket, no sideways scrolling, marked."""
    side = nettleser.aapne(eksempelkjoring / "ut" / f"{navn}.html", bredde)
    assert side.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "Eksempeldata – ikke offisielle" in side.evaluate("document.body.innerText")
    side.krev_ren()


@pytest.mark.parametrize("navn", list(ANALYSER))
def test_kartet_har_noe_aa_vise(nettleser, eksempelkjoring, navn):
    side = nettleser.aapne(eksempelkjoring / "ut" / f"{navn}.html")
    tegnet = "document.querySelectorAll('#kartflate path, #kartflate canvas').length"
    assert side.evaluate(tegnet) > 0
    assert side.evaluate("document.querySelectorAll('input[data-lag]').length") > 0
    side.krev_ren()


def test_de_aatte_navngitte_lagene_staar_i_tegnforklaringen(nettleser, eksempelkjoring):
    side = nettleser.aapne(eksempelkjoring / "ut" / "kartlag.html")
    for lag in (
        "verdensarv", "circumferensen", "boligtomter", "naeringstomter", "hytteomraader",
        "gruveinteresser", "fiberdekning", "reinbeite",
    ):  # fmt: skip
        assert side.evaluate(f"!!document.querySelector('input[data-lag={lag}]')"), lag
