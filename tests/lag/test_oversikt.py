"""The catalogue as tables."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gis.kommune import LagValg
from lag.katalog import KATALOG
from lag.katalog.fiber import FIBERNODER
from lag.katalog.kultur import VERDENSARV
from lag.modell import Fil
from lag.oversikt import HODE, KORT_HODE, beskriv, rader, som_json, som_markdown, tabell

ROT = Path(__file__).resolve().parents[2]


def _celler(linje: str) -> list[str]:
    return [celle.strip() for celle in re.split(r"(?<!\\)\|", linje)[1:-1]]


def test_markdown_har_en_rad_per_lag_i_katalogens_rekkefolge():
    linjer = som_markdown(KATALOG).splitlines()
    assert _celler(linjer[0]) == list(HODE)
    assert set(linjer[1]) <= set("|- ")
    assert [_celler(linje)[0] for linje in linjer[2:]] == list(KATALOG)
    assert {len(_celler(linje)) for linje in linjer} == {len(HODE)}


def test_utgavene_er_like_i_hver_prosess():
    """Hash order must not decide anything."""
    skript = (
        "from lag.katalog import KATALOG\n"
        "from lag.oversikt import som_json, som_markdown, tabell\n"
        "print(som_markdown(KATALOG), som_json(KATALOG), tabell(KATALOG))"
    )
    svar = {
        subprocess.run(
            [sys.executable, "-c", skript], cwd=ROT, capture_output=True, check=True,
            env={"PYTHONHASHSEED": fro, "PYTHONPATH": str(ROT), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for fro in ("1", "2")
    }  # fmt: skip
    assert len(svar) == 1
    assert "verdensarv" in svar.pop().decode()


def test_det_uverifiserte_vises_med_merke():
    linjer = som_markdown(KATALOG).splitlines()[2:]
    for linje, post in zip(linjer, KATALOG.values(), strict=True):
        assert _celler(linje)[-1].startswith("uverifisert: ") == bool(post.uverifisert)
        for frase in post.uverifisert:
            assert frase in linje


@given(st.text() | st.sampled_from(["a|b", "a\nb | c", "\\|", "<script>x</script>"]))
def test_en_tittel_bryter_aldri_tabellen(vondt):
    linjer = som_markdown({"x": replace(VERDENSARV, tittel=vondt)}).splitlines()
    assert len(linjer) == 3
    uten_flukt = linjer[2].replace("\\\\", "").replace("\\|", "")
    assert uten_flukt.count("|") == len(HODE) + 1
    assert "<" not in linjer[2]


def test_json_har_alt_om_hvert_lag():
    poster = json.loads(som_json(KATALOG))
    assert [post["navn"] for post in poster] == list(KATALOG)
    for post in poster:
        original = KATALOG[post["navn"]]
        assert post["kilde"]["protokoll"] == type(original.kilde).__name__
        assert post["uverifisert"] == list(original.uverifisert)
        assert [kolonne["navn"] for kolonne in post["kolonner"]] == [
            kolonne.navn for kolonne in original.kolonner
        ]
        assert list(post) == sorted(post)


def test_terminaltabellen():
    hode, linjer = tabell(KATALOG)
    assert hode == KORT_HODE
    assert [linje[0] for linje in linjer] == list(KATALOG)
    assert {len(linje) for linje in linjer} == {len(hode)}
    for linje, post in zip(linjer, KATALOG.values(), strict=True):
        assert linje[-1] == (f"{len(post.uverifisert)} uverifisert" if post.uverifisert else "")


def test_dekning_og_noyaktighet_i_ord():
    per_lag = {rad[0]: dict(zip(HODE, rad, strict=True)) for rad in rader(KATALOG)}
    assert per_lag["flomsoner"]["dekning"] == "dekningskart: flomsoner_dekning"
    assert per_lag["gruveinteresser"]["nøyaktighet"] == "±25 m"
    assert per_lag["verdensarv"]["nøyaktighet"] == "ukjent"


def test_kilden_beskrives():
    assert beskriv(KATALOG["teiger"].kilde) == ("WFS 2.0.0", "app:Teig")
    assert beskriv(KATALOG["kommuneplan"].kilde)[0] == "OGC API Features (innlogging)"
    assert beskriv(KATALOG["verdensarv"].kilde)[0] == "OGC API Features"
    assert beskriv(FIBERNODER.kilde) == ("ingen åpen tjeneste", "")
    assert beskriv(Fil(sti="x.gpkg", fillag="y")) == ("fil", "y")


def test_oppsettet_nevner_hver_nokkel_for_et_lag():
    """What a planner may write under [lag.<id>] stands in kommune.toml itself."""
    tekst = (Path(__file__).resolve().parents[2] / "kommune.toml").read_text(encoding="utf-8")
    nokler = tekst[tekst.index("# Nøkler:") : tekst.index("# dekning sier")]
    nevnt = set(re.findall(r"\w+", nokler.removeprefix("# Nøkler:")))
    assert set(LagValg.model_fields) == nevnt
