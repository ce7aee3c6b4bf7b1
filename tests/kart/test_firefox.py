"""The pages in real Firefox, from disk, with a network that leads nowhere."""

import shutil

import pytest

from tests.hjelp.firefox import Firefox

pytestmark = pytest.mark.nettleser
SIDER = ("index", "prove", "mange", "fiendtlig")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """One Firefox for the module."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if not program:
        pytest.skip("Firefox er ikke installert")
    aapen = Firefox(program, tmp_path_factory.mktemp("firefox"))
    yield aapen
    aapen.lukk()


@pytest.mark.parametrize("bredde", [1280, 375])
def test_sidene_aapnes_uten_nett(firefox, leketoysider, bredde):
    for navn in SIDER:
        firefox.aapne(leketoysider / f"{navn}.html", bredde)
        assert not firefox.feil, (navn, firefox.feil)
        assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth"), navn
        assert firefox.evaluate("typeof window.__x") == "undefined", navn


def test_kort_rader_og_sok_virker(firefox, leketoysider):
    firefox.aapne(leketoysider / "mange.html", 1280)
    assert firefox.evaluate("document.querySelectorAll('#t-rangering tbody tr').length") == 50
    firefox.evaluate("document.querySelectorAll('.radknapp')[49].click()")
    assert firefox.evaluate("document.querySelector('#kort-tittel').textContent") == "Felt 49 "
    firefox.evaluate(
        "(() => { const f = document.querySelector('#sokefelt'); f.value = '12/3';"
        " f.dispatchEvent(new Event('input')); })()"
    )
    treff = (
        "new Promise((f) => { const ur = setInterval(() => { const b = document.querySelector("
        "'.sokeliste button'); if (b) { clearInterval(ur); f(b.textContent); } }, 50); })"
    )
    assert firefox.evaluate(treff) == "12/3 – eiendom, gnr./bnr."
    assert not firefox.feil
