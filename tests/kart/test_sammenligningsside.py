"""Two runs on one page: a layer for each, what is new, and a border to drag."""

import json

import pytest
from shapely.geometry import box, mapping

from analyser.felles.sammenligning import sammenlign
from gis.feil import DataFeil
from kart.sammenligningsside import sammenligningsresultat, sammenligningsside

X, Y = 620_000.0, 6_940_000.0
KILDE = {
    "lag": "myr", "tittel": "Myr", "eier": "NIBIO", "lisens": "NLOD", "navngivelse": "©",
    "status": "hentet", "antall": 2, "hentet": "2026-01-01T00:00:00Z", "sha256": "ab",
    "dekning": "hel", "noyaktighet": "", "merknader": ["én"], "eksempel": True,
}  # fmt: skip


def _svar(kjoring: str, dato: str, utfall: tuple[str, ...]) -> dict:
    steder = [
        {
            "id": f"s{i}", "navn": f"Sted {i} <b>", "formaal": "bolig", "areal_daa": 100.0,
            "utfall": ett, "konsekvens": "", "konsekvens_ord": "", "lag": [], "terskler": [],
            "vurdering": "", "journal": [], "verst_mulig": ett, "utfall_grunn": "",
            "geometri": mapping(box(X + 2000 * i, Y, X + 2000 * i + 300, Y + 300)),
        }
        for i, ett in enumerate(utfall)
    ]  # fmt: skip
    return {
        "kjoring": kjoring, "dato": dato, "crs": "EPSG:25832", "ukjent": [],
        "kommune": {"nummer": "5025", "navn": "Røros"}, "regler": [], "kilder": [KILDE],
        "steder": steder,
    }  # fmt: skip


FORRIGE = _svar("aaa", "2026-03-01", ("må utredes", "må utredes"))
NY = _svar("bbb", "2026-11-01", ("utelukkende regel truffet", "må utredes", "ikke avklart"))


def test_hver_kjoring_er_et_lag_og_endringene_en_tabell():
    svar = sammenlign(FORRIGE, NY)
    resultat = sammenligningsresultat(FORRIGE, NY, svar)
    forrige, ny = resultat.kartlag
    assert (forrige.tittel, len(forrige.data)) == ("Forrige kjøring (1.3.2026, aaa)", 2)
    assert (ny.tittel, len(ny.data)) == ("Ny kjøring (1.11.2026, bbb)", 3)
    (tabell,) = resultat.tabeller
    assert {"s0", "s2"} <= set(tabell.data["id"])
    assert resultat.svar.endswith("1 uendret.")


def test_det_som_mangler_sies():
    uten = {k: v for k, v in NY.items() if k != "crs"}
    with pytest.raises(DataFeil, match="crs"):
        sammenligningsresultat(FORRIGE, uten, sammenlign(FORRIGE, uten))
    uten = {k: v for k, v in NY.items() if k != "kommune"}
    with pytest.raises(DataFeil, match="hvilken kommune"):
        sammenligningsside(FORRIGE, uten, sammenlign(FORRIGE, uten))
    annet = {**NY, "crs": "EPSG:25833"}
    with pytest.raises(DataFeil, match="ulike kartplan"):
        sammenligningsresultat(FORRIGE, annet, sammenlign(FORRIGE, annet))


def test_siden_er_merket_naar_en_av_kjoringene_er_oppdiktet():
    ekte = {"kilder": [{**KILDE, "eksempel": False}]}
    for forrige, ny, merket in ((FORRIGE, NY | ekte, True), (FORRIGE | ekte, NY | ekte, False)):
        side = sammenligningsside(forrige, ny, sammenlign(forrige, ny))
        assert ('class="med-eksempel"' in side) is merket


@pytest.mark.nettleser
def test_siden_aapnes_med_kjoringene_side_om_side(nettleser, tmp_path):
    fil = tmp_path / "nytt.html"
    nytt = sammenlign(FORRIGE, json.loads(json.dumps(NY)))
    fil.write_text(sammenligningsside(FORRIGE, NY, nytt), encoding="utf-8")
    side = nettleser.aapne(fil)
    side.vent("document.querySelector('#kartstatus').textContent.includes('Venstre side viser')")
    klipp = "document.querySelector('.leaflet-{}-pane').style.clipPath"
    assert side.evaluate(klipp.format("forrige")).startswith("polygon")
    assert side.evaluate(klipp.format("ny")).startswith("polygon")
    assert "s=forrige%2Cny%2C50" in side.evaluate("location.hash").replace(",", "%2C")
    side.krev_ren()
    delt = nettleser.aapne(fil, hash_="#s=ny,forrige,20")
    delt.vent("document.querySelector('.sveip').open")
    valgt = "Array.from(document.querySelectorAll('.sveip select'), (s) => s.value).join()"
    assert delt.evaluate(valgt) == "ny,forrige"
    assert delt.evaluate("document.querySelector('.sveip input').value") == "20"
