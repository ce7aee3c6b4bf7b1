"""The safe writer: nothing runs but our own scripts."""

import base64
import gzip
import hashlib
import json
import re

import pytest

from gis.feil import SkriveFeil
from gis.kilder.fil import les_pakkebytes
from kart.nettkart import bygg, les_av
from kart.ordlyd import EKSEMPEL, REINDRIFT, UTKAST
from kart.planside import side
from kart.publisering import tegn_side

LEAFLET = {
    "leaflet.js": "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo=",
    "leaflet.css": "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY=",
}
"""Published checksums of Leaflet 1.9.4."""


@pytest.fixture(scope="module")
def html(leketoysider) -> str:
    return (leketoysider / "prove.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("navn", LEAFLET)
def test_leaflet_er_den_utgitte(navn):
    innhold = les_pakkebytes("kart.maler", f"leaflet/{navn}")
    assert base64.b64encode(hashlib.sha256(innhold).digest()).decode() == LEAFLET[navn]


def test_lisensen_staar_lesbar_i_siden(html):
    merknad = re.search(r"<!--(.*?)-->", html, re.DOTALL).group(1)
    assert "BSD 2-Clause" in merknad
    linjer = les_pakkebytes("kart.maler", "leaflet/LICENSE").decode().splitlines()
    assert "\n".join(linjer).strip() in merknad


def test_politikken_navngir_hvert_skript_og_stilark(html):
    politikk = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    deler = dict(ledd.strip().split(" ", 1) for ledd in politikk.split(";"))
    pakket = json.loads(gzip.decompress(base64.b64decode(_blokk(html, "kartskript"))))
    for element, ledd in (("script", "script-src"), ("style", "style-src")):
        tekster = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        tekster += [tekst for navn, tekst in pakket if navn == element]
        summer = [
            f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'"
            for t in tekster
        ]
        assert deler[ledd].split() == summer
    assert deler["default-src"] == deler["connect-src"] == deler["base-uri"] == "'none'"
    assert deler["img-src"] == "data: https://cache.kartverket.no"


def test_ingen_andre_verter(html):
    uten_skript = re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.DOTALL)
    verter = set(re.findall(r"https?://([\w.-]+)", uten_skript))
    assert verter == {"cache.kartverket.no", "www.kartverket.no", "www.w3.org"}


@pytest.mark.parametrize(
    "utrygt",
    [
        "<script>alert(1)</script>",
        '<script src="x.js"></script>',
        '<script type="text/javascript" type="application/octet-stream">alert(1)</script>',
        '<meta http-equiv="refresh" content="0;url=https://example.org/">',
        '<p onclick="alert(1)">x</p>',
        '<p style="color:red">x</p>',
        '<img src="https://example.org/x.png">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://example.org/">x</a>',
        '<iframe srcdoc="x"></iframe>',
        '<form action="https://example.org/"></form>',
        '<svg><use href="https://example.org/x.svg#a"></use></svg>',
    ],
)
def test_utrygt_innhold_blir_ikke_skrevet(leketoykjoring, utrygt):
    with pytest.raises(SkriveFeil, match="Siden ville fått"):
        side("x", utrygt, leketoykjoring)


def test_siden_har_sprak_tittel_og_en_overskrift(html):
    assert '<html lang="nb">' in html
    assert f"<title>Prøve prove, Røros – arealsil – {EKSEMPEL}</title>" in html
    assert html.count("<h1>") == 1
    assert "user-scalable" not in html
    assert UTKAST in html


def test_eksempel_merkes_bare_naar_det_er_eksempel(leketoykjoring):
    assert EKSEMPEL in side("x", "<p>x</p>", leketoykjoring)
    uten = type(leketoykjoring)(
        kjoring_id="k", dato=leketoykjoring.dato, tidspunkt=leketoykjoring.tidspunkt
    )
    kropp = re.sub(r"<style>.*?</style>", "", side("x", "<p>x</p>", uten), flags=re.DOTALL)
    assert EKSEMPEL not in kropp


def test_svar_funn_ukjent_regler_og_kilder_staar_der(html):
    for tekst in (
        "Hvor kan det bygges?", "8 av 15 felt har treff", "Hva vi ikke vet",
        "Grunnforholdene er ikke kjent.", "20 m til flom", "TEK17", "© kommunen", "NLOD 2.0",
        "1.1.2026", "ab" * 32, "hele kommunen", "ett objekt satt til side", REINDRIFT,
        "areal i kartplanet, EPSG:25832", "Det er ikke det samme som avklart",
    ):  # fmt: skip
        assert tekst in html
    assert html.index("Hva vi ikke vet</h2>") < html.index('<table id="t-rangering"')
    assert '<span class="merke uverifisert">uverifisert</span>' in html


def _blokk(html: str, ident: str) -> str:
    return re.search(rf'id="{ident}">([^<]*)<', html).group(1)


def _data(html: str) -> dict:
    return json.loads(gzip.decompress(base64.b64decode(_blokk(html, "kartdata"))))


def test_bare_viste_kolonner_kommer_med(html):
    assert "Kari Nordmann" not in html
    assert "Kari Nordmann" not in json.dumps(_data(html), ensure_ascii=False)


def test_fiendtlig_tekst_er_bare_tekst(leketoysider):
    html = (leketoysider / "fiendtlig.html").read_text(encoding="utf-8")
    assert "<img" not in html
    merker = re.findall(r"<script[^>]*>", html)
    inerte = [m for m in merker if m.startswith('<script type="application/octet-stream" id="')]
    assert len(merker) == len(inerte) + 1  # what unpacks the rest, and sorts the tables


def test_det_som_fjernes_fra_kartet_blir_borte_fra_siden(
    leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    resultat = leketoyresultater[0]
    felles = (leketoykommune, leketoygrense, leketoykjoring)
    kartet = bygg(resultat, *felles)
    forut = tegn_side(resultat, kartet, *felles)
    leier = next(b for b in kartet._children.values() if getattr(b, "navn", "") == "leier")
    kartet._children.pop(leier.get_name())
    etter = tegn_side(resultat, kartet, *felles)
    assert "leier" not in [s.navn for s in les_av(kartet).sidelag]
    assert 'data-lag="leier"' in forut
    assert 'data-lag="leier"' not in etter
    assert "leier" in [p["navn"] for p in _data(forut)["lag"]]
    assert "leier" not in [p["navn"] for p in _data(etter)["lag"]]
    gronn = 'stroke="#1b7a3d"'
    assert forut.count(gronn) > etter.count(gronn) == 0
