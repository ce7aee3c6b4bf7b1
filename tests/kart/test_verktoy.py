"""What a reader can do with a map page, in headless Chromium, mostly by keyboard."""

import json

import numpy as np
import pytest

from gis.kilder.fil import les_pakketekst
from kart.kartdata import Oppslag
from kart.sideskript import KARTDELER
from kart.sokdata import pakket
from kart.tegnegeometri import deltakodet
from tests.kart.conftest import FIENDTLIG

pytestmark = pytest.mark.nettleser
DELER = "\n".join(les_pakketekst("kart.maler", f"js/{n}.js") for n in KARTDELER if n != "start")
STATUS = "document.querySelector('#kartstatus').textContent"


@pytest.fixture
def side(nettleser, leketoysider):
    return nettleser.aapne(leketoysider / "prove.html")


def _sett(side, velger: str, verdi: object) -> None:
    side.evaluate(
        f"(() => {{ const f = document.querySelector({velger!r}); f.value = {verdi!r};"
        " f.dispatchEvent(new Event('input')); f.dispatchEvent(new Event('change')); })()"
    )


def _trykk(side, tekst: str, i: str = "document") -> None:
    knapper = f"Array.from({i}.querySelectorAll('button'))"
    side.evaluate(f"{knapper}.find((k) => k.textContent === {tekst!r}).click()")


def test_sok_finner_objekter_og_steder_med_tastaturet(side):
    side.evaluate("document.querySelector('#sokefelt').focus()")
    _sett(side, "#sokefelt", "felt 1")
    side.vent("document.querySelectorAll('.sokeliste button').length === 6")
    assert "6 treff" in side.evaluate("document.querySelector('.sokestatus').textContent")
    side.tast("ArrowDown", 40)
    side.tast("Enter", 13, "\r")
    side.vent("!document.querySelector('#kort').hidden")
    assert side.evaluate("document.querySelector('#kort h3').textContent") == "Felt 1 "
    side.tast("Escape", 27)
    assert side.evaluate("document.activeElement.id") == "sokefelt"
    _sett(side, "#sokefelt", "byen")
    side.vent("document.querySelectorAll('.sokeliste button').length === 2")
    _sett(side, "#sokefelt", "finnes ikke")
    side.vent("document.querySelector('.sokestatus').textContent === 'Ingen treff i denne filen.'")


def test_sok_finner_eiendom_og_adresse(side):
    _sett(side, "#sokefelt", "12/3")
    side.vent("document.querySelector('.sokeliste button')")
    assert side.evaluate("document.querySelector('.sokeliste').innerText") == (
        "12/3 – eiendom, gnr./bnr.\nStorgata 4 (gnr./bnr. 12/3) – adresse"
    )
    _trykk(side, "12/3 – eiendom, gnr./bnr.")
    side.vent(f"{STATUS}.startsWith('Viser 12/3')")
    assert "z=15/62.57" in side.evaluate("location.hash")


def test_kortet_har_setninger_regel_hjemmel_og_tiltak(side):
    side.evaluate("document.querySelectorAll('.radknapp')[0].click()")
    side.vent("!document.querySelector('#kort').hidden")
    kort = side.evaluate("document.querySelector('#kort').textContent")
    for tekst in (
        "Området har treff i «Flomsoner».", "Regel: 20 m til flom.", "Hjemmel: TEK17.",
        "Svaret for «Myr (AR5)» er ikke kjent.", "Mulig tiltak: flytt eller innskrenk området",
        "Manglende treff betyr ikke at området er avklart.", "Datakilde: Innspill",
    ):  # fmt: skip
        assert tekst in kort


def test_vekter_og_grenser_rangerer_paa_nytt_og_tabellen_folger(side):
    forste = (
        "document.querySelector('#t-rangering tbody tr:not([data-filtrert])').cells[0].textContent"
    )
    panel = "document.querySelector('.rangering')"
    side.evaluate(f"{panel}.open = true")
    _sett(side, ".rangering fieldset:nth-of-type(2) input", 3)
    side.vent(f"{STATUS}.includes('rangert på nytt')")
    assert side.evaluate(forste) == "Felt 14 "
    assert side.evaluate("document.querySelectorAll('.rangmerke').length") == 10
    assert side.evaluate(
        "document.querySelector('#t-rangering tbody tr').lastChild.textContent"
    ) == ("1 (100)")
    _sett(side, ".rangering fieldset input", 170)
    side.vent(f"{STATUS}.startsWith('5 av 15')")
    assert side.evaluate("document.querySelectorAll('tr[data-filtrert]').length") == 10
    hash_ = side.evaluate("location.hash")
    assert "f=areal:170" in hash_ and "v=areal:3" in hash_
    _trykk(side, "Nullstill", panel)
    side.vent(f"{STATUS}.startsWith('15 av 15')")
    assert side.evaluate(forste) == "Felt 0 "
    assert side.evaluate("document.querySelectorAll('.egenrang').length") == 0


def test_adressen_gjenskaper_valgene(nettleser, leketoysider):
    hash_ = "#lag=vern,felt&z=12/62.58/11.4&d=vern:40&f=areal:170&v=areal:3&valg=felt|f12&b=1"
    side = nettleser.aapne(leketoysider / "prove.html", hash_=hash_)
    assert side.evaluate("document.querySelector('.leaflet-vern-pane').style.opacity") == "0.4"
    assert side.evaluate("document.querySelectorAll('tr[data-filtrert]').length") == 10
    assert side.evaluate("document.querySelector('#kort h3').textContent") == "Felt 12 "
    assert side.evaluate("document.querySelector('[data-fliser=\"1\"]').checked")
    side.vent("document.querySelector('#kartflate.har-fliser')")
    assert any("/topo/" in a for a in side.requests)


def test_lag_flyttes_og_dempes_med_tastaturet(side):
    z = "document.querySelector('.leaflet-{}-pane').style.zIndex"
    assert side.evaluate(z.format("leier")) == "402"
    side.evaluate("document.querySelectorAll('.lagvalg').forEach((d) => { d.open = true; })")
    side.evaluate("document.querySelector('[aria-label=\"Flytt opp: Leier\"]').focus()")
    side.tast("Enter", 13, "\r")
    assert side.evaluate(z.format("leier")) == "403"
    assert side.evaluate("document.activeElement.getAttribute('aria-label')") == "Flytt opp: Leier"
    side.vent(f"{STATUS}.includes('nummer 1 av 4')")
    assert "o=vern,felt,adresser,leier" in side.evaluate("location.hash")


def test_sveip_klipper_to_lag_mot_hverandre(side):
    side.evaluate("document.querySelector('.sveip').open = true")
    side.vent("!document.querySelector('.sveipestrek').hidden")
    ruter = ["adresser", "leier"]
    klipp = [
        side.evaluate(f"document.querySelector('.leaflet-{n}-pane').style.clipPath") for n in ruter
    ]
    assert all(k.startswith("polygon(") for k in klipp) and klipp[0] != klipp[1]
    forut = side.evaluate("document.querySelector('.sveipestrek').style.left")
    _sett(side, ".sveip input[type=range]", 80)
    assert side.evaluate("document.querySelector('.sveipestrek').style.left") != forut
    side.evaluate("document.querySelector('.sveip').open = false")
    side.vent("document.querySelector('.sveipestrek').hidden")
    assert side.evaluate("document.querySelector('.leaflet-leier-pane').style.clipPath") == ""


def test_maaling_med_tastaturet_er_i_kartplanet(side):
    side.evaluate("document.querySelector('.tegning').open = true")
    side.evaluate("document.querySelector('#kartflate').focus()")
    for _ in range(2):
        _trykk(side, "Legg til punkt midt i kartet")
        side.tast("ArrowRight", 39)
        side.nettleser.les(0.5)
    side.vent("document.querySelector('.maal').textContent.includes('Lengde')")
    _trykk(side, "Bruk kartutsnittet")
    assert "daa (i kartplanet, EPSG:25832)" in side.evaluate(
        "document.querySelector('.maal').textContent"
    )
    _trykk(side, "Slett tegningen")
    assert side.evaluate("document.querySelector('.maal').textContent") == ""


def test_fil_leses_i_nettleseren(side):
    side.evaluate("document.querySelector('.tegning').open = true")
    ring = [[11.4, 62.6], [11.41, 62.6], [11.41, 62.61], [11.4, 62.6]]
    form = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    last = (
        "(() => {{ const d = new DataTransfer(); d.items.add(new File([{}], 'a.geojson'));"
        " const f = document.querySelector('.tegning input[type=file]'); f.files = d.files;"
        " f.dispatchEvent(new Event('change')); }})()"
    )
    side.evaluate(last.format(json.dumps(json.dumps(form))))
    side.vent(f"{STATUS}.startsWith('1 flate(r) er lest')")
    assert "Areal: 286" in side.evaluate("document.querySelector('.maal').textContent").replace(
        "\xa0", ""
    )
    side.evaluate(last.format(json.dumps('{"type": "Polygon"')))
    side.vent(f"{STATUS}.startsWith('Filen kunne ikke leses')")


LAGRET = """(() => { window.lagret = [];
URL.createObjectURL = (b) => { window.lagret.push(b); return 'blob:x'; };
HTMLAnchorElement.prototype.click = function () { window.lagret.push(this.download); }; })()"""


def test_nedlasting_gir_det_som_vises(nettleser, leketoysider):
    side = nettleser.aapne(leketoysider / "fiendtlig.html")
    side.evaluate(LAGRET)
    _trykk(side, "Last ned det viste (GeoJSON)")
    trekk = json.loads(side.evaluate("window.lagret[0].text()"))
    assert side.evaluate("window.lagret[1]") == "fiendtlig.geojson"
    assert len(trekk["features"]) == 15 + 1 + 4
    assert trekk["merknad"].startswith("Eksempeldata – ikke offisielle. Arbeidsutkast")
    assert "Kari Nordmann" not in json.dumps(trekk, ensure_ascii=False)
    felt = next(t for t in trekk["features"] if t["properties"]["id"] == "f3")
    assert felt["properties"]["Areal (daa)"] == 163.0
    assert felt["geometry"]["type"] == "MultiPolygon"
    _trykk(side, "Last ned tabellen (CSV)")
    csv = side.evaluate("window.lagret[2].text()")
    assert len(csv.splitlines()) == 16
    assert '"160,0"' in csv


def test_csv_gir_ingen_formler(side):
    side.evaluate(LAGRET)
    side.evaluate("document.querySelector('#t-rangering tbody td').textContent = '=1+1'")
    _trykk(side, "Last ned tabellen (CSV)")
    assert '"\'=1+1"' in side.evaluate("window.lagret[0].text()")


def test_store_lag_tegnes_i_fliser_og_kan_klikkes(nettleser, storside):
    side = nettleser.aapne(storside)
    side.vent("document.querySelector('.leaflet-felt-pane canvas')")
    assert (
        side.evaluate("document.querySelectorAll('#kartflate path.leaflet-interactive').length")
        < 10
    )
    side.evaluate("document.querySelector('.kartramme').scrollIntoView({behavior: 'instant'})")
    x, y = side.evaluate(
        "(() => { const b = document.querySelector('#kartflate').getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    side.klikk(x, y)
    side.vent("!document.querySelector('#kort').hidden")
    assert side.evaluate("document.querySelector('#kort h3').textContent").startswith("Felt ")


HER = """(() => { const e = document.activeElement; if (e === document.body) return null;
const b = e.getBoundingClientRect(); const s = getComputedStyle(e);
const x = Math.max(b.x, 0) + 4; const y = Math.max(b.y, 0) + Math.min(b.height / 2, 12);
const over = document.elementFromPoint(Math.min(x, innerWidth - 1), Math.min(y, innerHeight - 1));
const navn = e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.labels?.length
|| e.textContent.trim();
return [navn ? '' : 'uten navn', b.bottom > 0 && b.top < innerHeight ? '' : 'usynlig',
s.outlineStyle !== 'none' || s.boxShadow !== 'none' ? '' : 'uten ring',
e === over || e.contains(over) || over.contains(e) || over.closest('label') ? '' : 'dekket']
.filter(Boolean).map((feil) => `${feil}: ${e.outerHTML.slice(0, 80)}`); })()"""


def test_hvert_tabstopp_er_synlig_og_har_navn_uansett_antall_flater(nettleser, leketoysider):
    """By Tab alone through a whole page on a phone; shapes on the map are no stops."""
    antall = set()
    for navn in ("prove", "mange"):
        side = nettleser.aapne(leketoysider / f"{navn}.html", 375)
        rolig = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        side.kall("Emulation.setEmulatedMedia", features=rolig)
        side.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        stopp = 0
        while True:
            side.tast("Tab", 9)
            feil = side.evaluate(HER)
            if feil is None:
                break
            assert feil == [], (navn, stopp)
            stopp += 1
            assert stopp < 150
        antall.add(stopp)
    assert len(antall) == 1 and min(antall) > 40


def test_pekeren_viser_navnet_paa_flaten(side):
    side.evaluate("document.querySelector('.kartramme').scrollIntoView({behavior: 'instant'})")
    x, y = side.evaluate(
        "(() => { const b = document.querySelectorAll('.leaflet-felt-pane path')[3]"
        ".getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
    )
    side.kall("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    merkelapp = "document.querySelector('.leaflet-tooltip')"
    side.vent(f"{merkelapp}?.textContent.startsWith('Felt ')")
    side.kall("Input.dispatchMouseEvent", type="mouseMoved", x=5, y=5)
    side.vent(f"!{merkelapp}")


def test_det_en_kan_soke_i_leses_tilbake_som_det_ble_skrevet(nettleser, leketoysider):
    ord_ = (
        "Storgata 3 (gnr./bnr. 12/3)",
        "Storgata 14B",
        "007/01",
        "Øra",
        "",
        "9999999999",
        FIENDTLIG,
    )
    steder = np.array([[11.38561 + i / 7, 62.57466 - i / 9] for i in range(len(ord_))])
    oppslag = Oppslag(lag="adresser", hva="adresse", tekst=ord_, xy=tuple(deltakodet(steder)))
    side = nettleser.aapne(leketoysider / "prove.html")
    bytes_ = list(pakket([oppslag, oppslag]))
    lest = side.evaluate(
        f"(() => {{ {DELER}; return Array.from(pakkUtOppslag(Uint8Array.from({bytes_})))"
        ".map((p) => [p.hva, p.tekst, p.sted.lng, p.sted.lat]); })()"
    )
    assert [(h, t) for h, t, *_ in lest] == [("adresse", o) for o in (*ord_, *ord_)]
    assert np.array([sted for _, _, *sted in lest]) == pytest.approx(
        np.vstack([steder, steder]), abs=1e-5
    )
