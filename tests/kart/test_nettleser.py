"""The pages in headless Chromium, opened as from a double click."""

import base64
import re
from dataclasses import replace

import pytest

from kart.nettkart import bygg
from kart.ordlyd import EKSEMPEL
from kart.publisering import publiser, tegn_side
from kart.tabell import STATISKE_RADER
from tests.kart.conftest import FIENDTLIG, leketoyresultat

pytestmark = pytest.mark.nettleser
SIDER = ("index", "prove", "mange", "fiendtlig")
PAA = "document.querySelector('input[data-lag={}]').checked"
TEGNET = "document.querySelectorAll('#kartflate path.leaflet-interactive').length"


@pytest.mark.parametrize("navn", SIDER)
def test_siden_passer_i_hver_bredde_og_eksempelmerket_folger_leseren(nettleser, leketoysider, navn):
    side = nettleser.aapne(leketoysider / f"{navn}.html", 320)
    for bredde in (320, 360, 1280):
        side.bredde(bredde)
        assert side.evaluate("innerWidth") == bredde
        assert side.evaluate("document.documentElement.scrollWidth <= innerWidth"), bredde
    for sted in ("0", "document.body.scrollHeight"):
        side.evaluate(f"scrollTo({{top: {sted}, behavior: 'instant'}})")
        assert side.evaluate(
            "(() => { const b = document.querySelector('.eksempelbanner').getBoundingClientRect();"
            " const e = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
            " return b.top >= 0 && b.bottom <= innerHeight && e.textContent; })()"
        ) == EKSEMPEL  # fmt: skip


def test_utskriften_er_merket_og_har_oversiktskart(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    side.kall("Emulation.setEmulatedMedia", media="print")
    synlig = "getComputedStyle(document.querySelector('{}')).display !== 'none'"
    assert side.evaluate(synlig.format(".oversiktskart"))
    assert side.evaluate(synlig.format(".eksempelbanner"))
    assert not side.evaluate(synlig.format(".kartramme"))


def _papir(side) -> tuple[int, bool]:
    """Pages of the page's PDF, and whether it lies on its side."""
    svar = side.kall("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    pdf = base64.b64decode(svar["data"])
    bredde, hoyde = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    return pdf.count(b"/Type /Page\n"), bredde > hoyde


def test_det_kartet_viser_skrives_ut_paa_ett_liggende_ark(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "mange.html", hash_="#z=13/62.5900/11.3500&lag=felt")
    side.evaluate(
        "addEventListener('beforeprint', () => { const ark = document.documentElement;"
        " window.ark = [ark.className, ark.style.getPropertyValue('--kart-b'),"
        " document.querySelector('.arklinje').textContent]; })"
    )
    bredde = side.evaluate("document.querySelector('.kartramme').offsetWidth")
    assert _papir(side) == (1, True)
    klasser, kart_b, linje = side.evaluate("window.ark")
    assert "kartark" in klasser.split() and kart_b == f"{bredde}px"
    assert "Nord er opp" in linje and "Kilder: Innspill" in linje
    assert side.evaluate("document.documentElement.className") == "js"
    side.evaluate("document.querySelectorAll('.radknapp')[0].click()")
    assert _papir(side) == (2, True)  # the card follows the map
    assert side.evaluate("document.querySelector('.arktillegg').childElementCount") == 0


def test_hele_siden_skrives_ut_staaende_med_tabellene(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "mange.html")
    side.evaluate(
        "window.print = () => {}; addEventListener('beforeprint', () => {"
        " window.ark = document.documentElement.className; });"
        "Array.from(document.querySelectorAll('#paneler button'))"
        ".find((k) => k.textContent === 'Skriv ut hele siden').click()"
    )
    sider, liggende = _papir(side)
    assert 2 <= sider <= 6 and not liggende
    assert side.evaluate("window.ark") == "js"


def test_lag_slaas_av_og_paa_med_tastaturet(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    forut = side.evaluate(TEGNET)
    assert forut == 15 + 1 + 4
    assert not side.evaluate(PAA.format("vern"))
    side.evaluate("document.querySelector('input[data-lag=felt]').focus()")
    side.tast(" ", 32, " ")
    assert not side.evaluate(PAA.format("felt"))
    assert side.evaluate(TEGNET) == 1 + 4
    side.vent("document.querySelector('#kartstatus').textContent.includes('Felt: skjult')")
    side.tast(" ", 32, " ")
    assert side.evaluate(TEGNET) == forut


def test_rad_viser_objektet_og_gir_fokus_tilbake(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    forut = side.evaluate("location.hash")
    side.evaluate("document.querySelectorAll('.radknapp')[0].focus()")
    side.tast("ArrowDown", 40)
    assert side.evaluate("document.activeElement.textContent") == "Felt 1 "
    side.tast("Enter", 13, "\r")
    side.vent("!document.querySelector('#kort').hidden")
    assert side.evaluate("document.activeElement.id") == "kort-tittel"
    kortet = side.evaluate("document.querySelector('#kort').innerText")
    assert "161,0" in kortet and "Datakilde: Innspill" in kortet
    assert side.evaluate("document.querySelectorAll('path[stroke=\"#d1006c\"]').length") == 1
    assert side.evaluate("location.hash") != forut
    assert "z=15/" in side.evaluate("location.hash")
    side.tast("Escape", 27)
    assert side.evaluate("document.querySelector('#kort').hidden")
    assert side.evaluate("document.activeElement.textContent") == "Felt 1 "
    assert side.evaluate("document.querySelectorAll('path[stroke=\"#d1006c\"]').length") == 0


def test_klikk_i_kartet_aapner_kort_med_lenke_til_raden(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    side.evaluate("document.querySelector('.kartramme').scrollIntoView({behavior: 'instant'})")
    x, y = side.evaluate(
        "(() => { const f = Array.from(document.querySelectorAll('#kartflate path[fill^=url]'));"
        " const b = f[f.length - 1].getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    side.klikk(x, y)
    side.vent("!document.querySelector('#kort').hidden")
    assert side.evaluate("document.querySelector('#kort h3').textContent").startswith("Felt ")
    side.evaluate("document.querySelector('#kort .knapp').click()")
    assert side.evaluate("document.activeElement.closest('tr').classList.contains('valgt')")


def test_antall_tabulatorstopp_vokser_ikke_med_dataene(nettleser, leketoysider):
    stopp = (
        "Array.from(document.querySelectorAll('a,button,input,[tabindex]'))"
        ".filter((e) => e.tabIndex >= 0).length"
    )
    faa = nettleser.aapne(leketoysider / "prove.html").evaluate(stopp)
    assert nettleser.aapne(leketoysider / "mange.html").evaluate(stopp) == faa


def test_de_pakkede_radene_kommer_paa_plass(nettleser, leketoysider):
    rader = "document.querySelectorAll('#t-rangering tbody tr').length"
    uten = "document.body.innerText.includes('Uten skript vises bare')"
    side = nettleser.aapne(leketoysider / "mange.html")
    assert side.evaluate(rader) == 50
    assert not side.evaluate(uten)
    siste = side.evaluate(
        "(() => { const r = document.querySelectorAll('#t-rangering tbody tr')[49];"
        " return [r.dataset.id, r.cells[1].innerText, r.cells[2].dataset.v,"
        " r.querySelector('.radknapp') !== null]; })()"
    )
    assert siste == ["f49", "◌ ikke kartlagt", "209", True]
    side = nettleser.aapne(leketoysider / "mange.html", skript=False)
    assert side.evaluate(rader) == STATISKE_RADER
    assert side.evaluate(uten)


def test_tabellen_sorteres_og_filtreres(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    forste = "document.querySelector('#t-rangering tbody tr').cells[0].textContent"
    side.evaluate("document.querySelector('#t-rangering button[data-sort=areal]').click()")
    assert side.evaluate(forste) == "Felt 0 "
    side.evaluate("document.querySelector('#t-rangering button[data-sort=areal]').click()")
    assert side.evaluate(forste) == "Felt 14 "
    assert side.evaluate("document.querySelectorAll('#t-rangering th[aria-sort]').length") == 1
    side.evaluate(
        "(() => { const f = document.querySelector('#t-rangering-filter'); f.value = 'FELT 14';"
        " f.dispatchEvent(new Event('input')); })()"
    )
    synlige = "document.querySelectorAll('#t-rangering tbody tr:not([hidden])').length"
    assert side.evaluate(synlige) == 1
    assert "1 av 15 rader" in side.evaluate("document.querySelector('.filter').textContent")


def test_fiendtlig_tekst_blir_tekst_overalt(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "fiendtlig.html")
    side.evaluate("document.querySelectorAll('.radknapp')[0].click()")
    side.vent("!document.querySelector('#kort').hidden")
    assert "<img src=x" in side.evaluate("document.querySelector('#kort').textContent")
    assert "<img src=x" in side.evaluate("document.querySelector('.lagvelger').textContent")
    assert side.evaluate("document.querySelectorAll('img:not(.leaflet-tile)').length") == 0
    assert side.evaluate("window.__x === undefined")


@pytest.mark.parametrize("ondt", ["gnr/bnr", FIENDTLIG, "a|b,c:d=e&f#g", "__proto__"])
def test_fiendtlige_navn_paa_felt_og_lag_virker_som_andre(
    nettleser, tmp_path, leketoykommune, leketoygrense, leketoykjoring, ondt
):
    """Names of columns and layers, not only their words: the permalink and the weights hold."""
    resultat = leketoyresultat("navn")
    felt, tabell = resultat.kartlag[1], resultat.tabeller[0]
    kolonner = tuple(
        replace(k, navn=ondt, tittel=ondt) if k.navn == "areal" else k for k in tabell.kolonner
    )
    felt = replace(
        felt, navn=ondt, data=felt.data.rename(columns={"areal": ondt}), kolonner=kolonner
    )
    tabell = replace(
        tabell, kartlag=ondt, kolonner=kolonner, data=tabell.data.rename(columns={"areal": ondt})
    )
    resultat = replace(resultat, kartlag=(felt, *resultat.kartlag[2:]), tabeller=(tabell,))
    kartet = bygg(resultat, leketoykommune, leketoygrense, leketoykjoring)
    fil = tmp_path / "a#b & c'.html"
    fil.write_text(
        tegn_side(resultat, kartet, leketoykommune, leketoygrense, leketoykjoring), encoding="utf-8"
    )
    side = nettleser.aapne(fil)
    side.evaluate("document.querySelectorAll('.radknapp')[3].click()")
    assert "163,0" in side.evaluate("document.querySelector('#kort').innerText")
    side.evaluate(
        "(() => { const f = document.querySelectorAll('.rangering input')[1]; f.value = 5;"
        " f.dispatchEvent(new Event('input')); })()"
    )
    forste = "document.querySelector('#t-rangering tbody tr').cells[0].textContent"
    assert side.evaluate(forste) == "Felt 14 "
    side.evaluate("document.querySelector('.sveip').open = true")
    side.vent("document.querySelector('#kartstatus').textContent.includes('Venstre side')")
    assert side.evaluate("window.__x === undefined && ({}).vekt === undefined")
    delt = nettleser.aapne(fil, hash_=side.evaluate("location.hash"))
    assert delt.evaluate(forste) == "Felt 14 "
    assert "163,0" in delt.evaluate("document.querySelector('#kort').innerText")


NYE_ONDE = (
    "\u202eTXET\u202c",
    "\u2066skjult\u2069\u200b\u200e\ufeff",
    "]]>",
    "Ø" * 300,
    "\x00\x07\x1b[31m",
    "<![CDATA[<script>window.__x=1</script>]]>",
    "&#x3c;script&#x3e;window.__x=1&#x3c;/script&#x3e;",
    "a\u2028window.__x=1\u2029b",
    "👩‍👩‍👧‍👦🏳️‍🌈🧌",
    "مزرعة 12/3 שלום",
    "}</style><style>*{display:none}</style>",
    "red;background:url(https://ond.example/x)",
    "javascript:window.__x=1",
    "$tittel $$ ${kropp} {%x%}",
    "--><!--<svg/onload=window.__x=1>",
    "</textarea></title><svg onload=window.__x=1>",
    "\ue000lat\ue001som\ue002navn",
    '=HYPERLINK("http://ond.example";"x")',
    "+cmd|' /C calc'!A0",
    "../../etc/passwd%0d%0aSet-Cookie:x",
    "<math><mtext><style><img src=x onerror=window.__x=1>",
    "Z̸̢͈a̵͎͝l̷̥͑g̴̱͝o̵̮̾",
    "«#» @ ~ {antall} {0} %s",
    "\\u003cscript\\u003e\\x3c",
    "<a href=//ond.example ping=//ond.example>x</a>",
    "<iframe srcdoc='<script>parent.__x=1</script>'>",
)


@pytest.mark.parametrize("spraak", ["nb", "en"])
def test_andre_onde_tekster_er_tekst_i_hvert_felt(
    nettleser, tmp_path, leketoykommune, leketoygrense, leketoykjoring, spraak
):
    resultat = leketoyresultat("ond", " ".join(NYE_ONDE))
    kjoring = replace(leketoykjoring, spraak=spraak)
    publiser((resultat,), leketoykommune, leketoygrense, tmp_path, kjoring)
    for navn in ("ond", "index"):
        side = nettleser.aapne(tmp_path / f"{navn}.html", 320)
        assert side.evaluate("document.documentElement.scrollWidth") == 320
        assert "}</style><style>*{display:none}</style>" in side.evaluate("document.body.innerText")
        if navn == "ond":
            side.evaluate("document.querySelectorAll('.radknapp')[0].click()")
            assert "{antall} {0} %s" in side.evaluate("document.querySelector('#kort').innerText")
        assert side.evaluate("window.__x === undefined")


def test_et_navn_paa_hundre_kilobyte_vises_avkortet(
    nettleser, tmp_path, leketoykommune, leketoygrense, leketoykjoring
):
    """Whole, it takes the browser half a minute to lay out."""
    resultat = replace(leketoyresultat("lang"), punkter=("A" * 100_000,))
    felt, tabell = resultat.kartlag[1], resultat.tabeller[0]
    data = felt.data.assign(navn="B" * 100_000)
    resultat = replace(
        resultat,
        kartlag=(replace(felt, data=data),),
        tabeller=(replace(tabell, data=tabell.data.assign(navn="B" * 100_000)),),
    )
    publiser((resultat,), leketoykommune, leketoygrense, tmp_path, leketoykjoring)
    side = nettleser.aapne(tmp_path / "lang.html", 375)
    side.evaluate("document.querySelectorAll('.radknapp')[0].click()")
    for sted in (".punkter", "#kort-tittel", "tbody td"):
        tekst = side.evaluate(f"document.querySelector('{sted}').textContent")
        assert len(tekst) < 2100 and "avkortet fra 100000 tegn" in tekst
    assert side.evaluate("document.documentElement.scrollWidth") == 375


def test_bare_kartverket_blir_spurt(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html")
    side.vent("document.querySelector('#kartflate.har-fliser')")
    fliser = [a for a in side.requests if a.startswith("https://")]
    assert fliser
    assert all(
        a.startswith("https://cache.kartverket.no/v1/wmts/1.0.0/topograatone/") for a in fliser
    )
    side.evaluate("document.querySelector('[data-fliser=\"-1\"]').click()")
    assert side.evaluate("document.querySelectorAll('.leaflet-tile').length") == 0


def test_adressen_velger_lag_og_utsnitt(nettleser, leketoysider):
    hash_ = "#lag=vern&z=12/62.6000/11.4000"
    side = nettleser.aapne(leketoysider / "prove.html", hash_=hash_)
    assert side.evaluate(PAA.format("vern"))
    assert not side.evaluate(PAA.format("felt"))


def test_uten_skript_staar_tabeller_og_oversiktskart(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "prove.html", skript=False)
    assert (
        side.evaluate("document.querySelector('.oversiktskart svg').getBoundingClientRect().width")
        > 300
    )
    assert side.evaluate("document.querySelector('#t-rangering').innerText.includes('Felt 14')")
    assert side.evaluate("getComputedStyle(document.querySelector('.kartramme')).display") == "none"


def test_fremmed_vert_stoppes_og_oppdages(chromium, leketoysider, tmp_path):
    """The net that the other tests rely on has no hole."""
    fil = tmp_path / "fremmed.html"
    fil.write_text('<!DOCTYPE html><img src="https://cdn.example/x.png">', encoding="utf-8")
    side = chromium.aapne(fil)
    with pytest.raises(AssertionError):
        side.krev_ren()
    assert set(side.fremmede) == {"https://cdn.example/x.png"}
    side.lukk()
