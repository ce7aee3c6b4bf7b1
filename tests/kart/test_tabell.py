"""Tables on a page: numbers in bokmål, nothing unescaped, colour never alone."""

import base64
import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.felles.modell import Celleaapning, Kolonneinfo, Status, Tabell
from kart.tabell import (
    FLEST_RADER,
    STATISKE_RADER,
    STATUSTEGN,
    er_tall,
    mangler,
    som_html,
    tall,
    tekst,
)

FIENDTLIG = "<img src=x onerror=alert(1)>${window.__x=1}`'\"</script><script>"


class Leser(HTMLParser):
    """Collects start tags with attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elementer: list[tuple[str, dict[str, str | None]]] = []
        self.tekst = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elementer.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.tekst += data

    def alle(self, navn: str) -> list[dict[str, str | None]]:
        return [egenskaper for tag, egenskaper in self.elementer if tag == navn]


def _tabell(data: pd.DataFrame, kartlag: str = "", **kolonner: Kolonneinfo) -> Tabell:
    infoer = tuple(
        kolonner.get(navn, Kolonneinfo(navn=navn, tittel=navn.title()))
        for navn in data.columns
        if navn != "id"
    )
    return Tabell(navn="prove", tittel="Prøve", kolonner=infoer, data=data, kartlag=kartlag)


@pytest.mark.parametrize(
    ("verdi", "desimaler", "ventet"),
    [
        (1234567.891, 1, "1\u00a0234\u00a0567,9"),
        (-1234.5, 1, "−1\u00a0234,5"),
        (-0.04, 1, "0,0"),
        (0.0, None, "0"),
        (12, None, "12"),
        (12.0, None, "12"),
        (12.345, None, "12,35"),
        (np.int64(1000), 0, "1\u00a0000"),
        (np.float32(0.5), 1, "0,5"),
        (float("nan"), 2, "–"),
        (float("inf"), 2, "–"),
        (None, 2, "–"),
        (pd.NA, 2, "–"),
        (pd.NaT, 2, "–"),
    ],
)
def test_tall_paa_bokmaal(verdi, desimaler, ventet):
    assert tall(verdi, desimaler) == ventet


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_tallet_kan_leses_tilbake(verdi):
    tilbake = float(tall(verdi, 3).replace("\u00a0", "").replace("−", "-").replace(",", "."))
    assert tilbake == pytest.approx(verdi, abs=0.000501)


def test_tekst_av_andre_verdier():
    assert tekst(True) == tekst(np.bool_(True)) == "ja"
    assert tekst(False) == "nei"
    assert tekst(("a", "b")) == "a, b"
    assert tekst(()) == tekst(None) == "–"
    assert tekst("2026-01-31") == "31.1.2026"
    assert tekst("2026-02-31") == "2026-02-31"
    assert tekst("2026-01-31T00:00:00Z") == "2026-01-31T00:00:00Z"
    assert not mangler("") and mangler(np.float32("nan"))


def test_kolonneslag():
    info = Kolonneinfo(navn="a", tittel="A")
    assert er_tall(pd.Series([1, 2]), info)
    assert er_tall(pd.Series([1.5, None]), info)
    assert not er_tall(pd.Series(["1", "2"]), info)
    assert not er_tall(pd.Series([True, False]), info)
    assert not er_tall(pd.Series([], dtype=object), info)
    uten_verdier = pd.Series([np.nan, np.nan])
    assert er_tall(uten_verdier, Kolonneinfo(navn="a", tittel="A", desimaler=1))


def test_hver_status_har_klasse_tegn_og_ord():
    html = som_html(_tabell(pd.DataFrame({"svar": list(Status)})))
    klasser = [e["class"] for e in Leser(html).alle("span") if "class" in e]
    assert klasser == ["st-treff", "st-ikke-treff", "st-ikke-kartlagt", "st-ikke-kjent"]
    assert len({tegn for _, tegn in STATUSTEGN.values()}) == len(Status)
    for status in Status:
        assert f"</span> {status.value}</span>" in html


def test_rad_kobles_til_kartet_og_hodet_kan_sorteres():
    data = pd.DataFrame({"id": ["f1"], "navn": ["Øra"], "areal": [1234.5]})
    areal = Kolonneinfo(
        navn="areal", tittel="Areal", enhet="daa", desimaler=1, forklaring="Målt i kartplanet."
    )
    les = Leser(som_html(_tabell(data, kartlag="felt", areal=areal), "bolig-"))
    (tabell,) = les.alle("table")
    assert tabell["id"] == "bolig-prove"
    assert les.alle("tr")[1] == {"data-lag": "felt", "data-id": "f1"}
    assert [h["data-type"] for h in les.alle("th")] == ["tekst", "tall"]
    assert all(h["scope"] == "col" for h in les.alle("th"))
    assert [k["data-sort"] for k in les.alle("button")] == ["navn", "areal"]
    assert [c.get("data-v") for c in les.alle("td")] == [None, "1234.5"]  # the text itself
    assert "Areal (daa)" in les.tekst
    assert "Målt i kartplanet." in les.tekst


def test_dager_vises_paa_bokmaal_og_sorteres_som_lagret():
    html = som_html(_tabell(pd.DataFrame({"frist": ["2026-01-31"]})))
    assert '<td data-v="2026-01-31">31.1.2026</td>' in html


def test_uten_kartlag_ingen_kobling():
    les = Leser(som_html(_tabell(pd.DataFrame({"id": ["f1"], "navn": ["Øra"]}))))
    assert les.alle("tr")[1] == {}


def test_fiendtlig_tekst_blir_staaende_som_tekst():
    data = pd.DataFrame({"id": [FIENDTLIG], "navn": [FIENDTLIG]})
    info = Kolonneinfo(navn="navn", tittel=FIENDTLIG, enhet=FIENDTLIG, forklaring=FIENDTLIG)
    tabell = Tabell(
        navn="t", tittel=FIENDTLIG, kolonner=(info,), data=data, forklaring=FIENDTLIG,
        kartlag=FIENDTLIG,
    )  # fmt: skip
    les = Leser(som_html(tabell))
    assert not les.alle("img") and not les.alle("script")
    assert les.tekst.count(FIENDTLIG) == 8
    assert les.alle("tr")[1] == {"data-lag": FIENDTLIG, "data-id": FIENDTLIG}


def test_tom_og_lang_tabell():
    tom = som_html(_tabell(pd.DataFrame({"navn": pd.Series([], dtype=object)})))
    assert "Ingen rader." in tom
    lang = som_html(_tabell(pd.DataFrame({"nr": range(FLEST_RADER + 1)})))
    assert lang.count("<tr>") == STATISKE_RADER + 1  # the head is one
    assert "Viser 1\u00a0000 av 1\u00a0001 rader. Alle ligger i regnearket." in lang
    assert f"Uten skript vises bare de {STATISKE_RADER} første radene." in lang


def test_radene_bak_de_forste_ligger_pakket():
    antall = STATISKE_RADER + 3
    data = pd.DataFrame(
        {
            "id": [f"f{i}" for i in range(antall)],
            "navn": [FIENDTLIG] * antall,
            "areal": [i / 3 for i in range(antall)],
            "frist": [None] * (antall - 1) + ["2026-01-31"],
        }
    )
    areal = Kolonneinfo(navn="areal", tittel="Areal", desimaler=1)
    html = som_html(_tabell(data, kartlag="felt", areal=areal))
    (koden,) = re.findall(r'<script type="application/octet-stream">([^<]*)</script>', html)
    pakket = json.loads(gzip.decompress(base64.b64decode(koden)))
    assert pakket["antall"] == 3 and pakket["lag"] == "felt"
    assert pakket["ider"] == ["f25", "f26", "f27"]
    navn, tall_, frist = pakket["kolonner"]
    assert navn == {"tall": False, "t": [FIENDTLIG] * 3}
    assert tall_ == {
        "tall": True, "t": ["8,3", "8,7", "9,0"], "v": ["8.33333333", "8.66666667", "9"],
    }  # fmt: skip
    assert frist == {"tall": False, "t": ["–", "–", "31.1.2026"], "v": ["", "", "2026-01-31"]}


def test_et_tall_aapner_radene_det_er_summen_av():
    data = pd.DataFrame({"rad": ["<a>", "I alt"], "nokkel": ["A<", ""], "t": [2.5, 2.5]})
    aapner = Celleaapning(tabell="andre", radnokkel="nokkel", felt="rute", kolonner={"t": "3"})
    html = som_html(replace(_tabell(data), aapner=aapner), "t-")
    lenker = Leser(html).alle("a")
    assert lenker == [{"href": "#t-andre", "data-felt": "rute", "data-nokkel": "A<3"}]
    tomt = som_html(replace(_tabell(data.assign(t=0.0)), aapner=aapner), "t-")
    assert not Leser(tomt).alle("a")
