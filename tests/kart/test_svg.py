"""The still map."""

from dataclasses import replace

import pytest
from lxml import etree
from shapely.geometry import Point

from kart.ordlyd import EKSEMPEL
from kart.stil import monster_id, monstre, prove_svg, punkt_svg
from kart.svg import FLEST_TEGN, kart_svg
from lag.modell import Stil

NS = {"s": "http://www.w3.org/2000/svg"}
SKRAVURER = ("", "45", "315", "rutenett", "prikker", "vannrett")


def _tegn(resultat, kommune, grense, kjoring, bredde_px=600) -> etree._Element:
    return etree.fromstring(kart_svg(resultat, kommune, grense, kjoring.bakgrunn, bredde_px))


@pytest.fixture
def tegning(leketoyresultater, leketoykommune, leketoygrense, leketoykjoring):
    return _tegn(leketoyresultater[0], leketoykommune, leketoygrense, leketoykjoring)


def test_bildet_har_navn_og_maal(tegning):
    assert tegning.get("role") == "img"
    assert tegning.get("aria-label") == "Oversiktskart: Prøve prove, Røros"
    assert tegning.get("width") == "600"
    assert 0.5 * 600 < int(tegning.get("height")) < 1.2 * 600


def test_synlige_lag_er_tegnet_med_sine_monstre(tegning):
    monster = {p.get("id") for p in tegning.iterfind(".//s:pattern", NS)}
    brukt = {g.get("fill")[5:-1] for g in tegning.iterfind(".//s:g[@fill-rule]", NS)
             if g.get("fill").startswith("url")}  # fmt: skip
    assert brukt
    assert brukt <= monster
    assert len(tegning.findall(".//s:g[@stroke='#1b7a3d']", NS)) == 1
    assert all("style" not in e.attrib for e in tegning.iter())


def test_eksempel_er_merket_i_bildet(tegning):
    assert EKSEMPEL in "".join(tegning.itertext())


def test_navn_dekker_ikke_hverandre(tegning):
    tekster = [t.text for t in tegning.iterfind(".//s:g/s:text", NS)]
    assert tekster == ["Byen"]


def test_fiendtlig_tekst_er_bare_tekst(
    leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    rot = _tegn(leketoyresultater[2], leketoykommune, leketoygrense, leketoykjoring)
    assert {etree.QName(e).localname for e in rot.iter()} <= {
        "svg", "defs", "pattern", "rect", "circle", "path", "g", "text"
    }  # fmt: skip


def test_samme_inndata_gir_samme_bilde(
    leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    felles = (leketoykommune, leketoygrense, leketoykjoring.bakgrunn, 600)
    assert kart_svg(leketoyresultater[0], *felles) == kart_svg(leketoyresultater[0], *felles)


def test_mange_punkter_blir_prikker(
    leketoyresultater, leketoykommune, leketoygrense, leketoykjoring
):
    adresser = leketoyresultater[0].kartlag[3]
    mange = adresser.data.iloc[[0] * (FLEST_TEGN + 1)].reset_index(drop=True)
    mange.geometry = [Point(620_000 + 10 * i, 6_943_000) for i in range(len(mange))]
    endret = replace(leketoyresultater[0], kartlag=(replace(adresser, data=mange),), tabeller=())
    rot = _tegn(endret, leketoykommune, leketoygrense, leketoykjoring)
    (prikker,) = rot.iterfind(".//s:path[@stroke-linecap]", NS)
    assert prikker.get("d").count("M") == len(mange)


def test_uten_lag_og_bakgrunn(leketoyresultater, leketoykommune, leketoygrense):
    tomt = replace(leketoyresultater[0], kartlag=(), tabeller=())
    rot = etree.fromstring(kart_svg(tomt, leketoykommune, leketoygrense, {}, 300))
    assert rot.find(".//s:g", NS) is not None  # the boundary


@pytest.mark.parametrize("skravur", SKRAVURER)
@pytest.mark.parametrize("slag", ["flate", "linje", "punkt"])
def test_hver_skravur_har_prove(skravur, slag):
    prove = etree.fromstring(prove_svg(Stil(farge="#ff0000", skravur=skravur), slag))
    assert prove.get("aria-hidden") == "true"
    assert len(prove) == 1


def test_hver_skravur_har_sin_egen_punktform():
    former = {punkt_svg(Stil(farge="#ff0000", skravur=s), (10, 10), 5) for s in SKRAVURER}
    assert len(former) == len(SKRAVURER)


def test_like_stiler_deler_monster():
    rod = Stil(farge="#ff0000", skravur="45")
    assert monstre([rod, rod, Stil(farge="#ff0000")]).count("<pattern") == 1
    assert monster_id(rod) != monster_id(replace(rod, dekkevne=0.3))
