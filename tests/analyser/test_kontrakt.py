"""What every analysis promises, whatever it computes; a new analysis is tested by being there."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from pandas.testing import assert_frame_equal
from shapely import to_wkb

from analyser import ANALYSER, REKKEFOLGE, finn
from analyser.felles.modell import Analyse, Resultat
from analyser.felles.reindrift import REINDRIFTSLAG
from analyser.felles.tekst import REINDRIFT_VARSEL
from gis.feil import ParameterFeil

ROT = Path(__file__).resolve().parents[2]
FORBUDT = ("ingen konflikt", "konfliktfri", "trygt", "godkjent", "tapt beite")
ALLE = list(ANALYSER.values())
hver = pytest.mark.parametrize("analyse", ALLE, ids=list(ANALYSER))


@pytest.fixture(scope="module")
def fulle(hele_brettet, grunnlag):
    """Result of every analysis on the full board."""
    svar = {}

    def kjor(analyse: Analyse) -> Resultat:
        if analyse.navn not in svar:
            gitt = grunnlag(analyse.krever, *hele_brettet(analyse.krever))
            svar[analyse.navn] = analyse.kjor(gitt)
        return svar[analyse.navn]

    return kjor


def tekster(resultat: Resultat) -> Iterator[str]:
    """Every word that a reader may see."""
    yield from (resultat.tittel, resultat.sporsmaal, resultat.svar)
    yield from resultat.punkter
    yield from resultat.ukjent
    for tabell in resultat.tabeller:
        yield from (tabell.tittel, tabell.forklaring)
        for kolonne in tabell.kolonner:
            yield from (kolonne.tittel, kolonne.forklaring)
            yield from (v for v in tabell.data[kolonne.navn] if isinstance(v, str))
    for kartlaget in resultat.kartlag:
        yield kartlaget.tittel
        yield from (klasse.tittel for klasse in kartlaget.klasser)
    yield from (regel.tekst for regel in resultat.regler)


def like(a: Resultat, b: Resultat) -> None:
    """Both results say exactly the same."""
    for felt in fields(Resultat):
        if felt.name == "steder":  # numbers that are not known are NaN, which equals nothing
            assert repr(a.steder) == repr(b.steder)
        elif felt.name not in ("tabeller", "kartlag"):
            assert getattr(a, felt.name) == getattr(b, felt.name), felt.name
    for en, to in zip(a.tabeller, b.tabeller, strict=True):
        assert_frame_equal(en.data, to.data)
    for en, to in zip(a.kartlag, b.kartlag, strict=True):
        assert_frame_equal(en.data, to.data)


def riktig_bygd(resultat: Resultat) -> None:
    """Frames, columns, classes and names hang together."""
    assert resultat.svar.strip().endswith(".")
    assert all(punkt.strip() for punkt in (*resultat.punkter, *resultat.ukjent))
    navn = [t.navn for t in resultat.tabeller] + [k.navn for k in resultat.kartlag]
    assert len({t.navn for t in resultat.tabeller}) == len(resultat.tabeller)
    assert len({k.navn for k in resultat.kartlag}) == len(resultat.kartlag)
    assert all(re.fullmatch(r"[a-z0-9_]+", ett) for ett in navn)
    kartlagene = {k.navn: k for k in resultat.kartlag}
    for tabell in resultat.tabeller:
        mangler = [k.navn for k in tabell.kolonner if k.navn not in tabell.data]
        assert not mangler, f"{tabell.navn}: {mangler}"
        assert list(tabell.data.index) == list(range(len(tabell.data)))
        assert not isinstance(tabell.data, GeoDataFrame)
        if tabell.kartlag:
            assert set(tabell.data["id"]) <= set(kartlagene[tabell.kartlag].data["id"])
    for kartlaget in resultat.kartlag:
        data = kartlaget.data
        assert isinstance(data, GeoDataFrame)
        assert data.crs is not None and data.crs.to_epsg() == 25832
        assert data["id"].is_unique
        assert all(isinstance(ident, str) for ident in data["id"])
        assert kartlaget.navnefelt in data
        assert not [k.navn for k in kartlaget.kolonner if k.navn not in data]
        if kartlaget.klassefelt:
            verdier = {klasse.verdi for klasse in kartlaget.klasser}
            assert set(data[kartlaget.klassefelt]) <= verdier
        else:
            assert [klasse.verdi for klasse in kartlaget.klasser] == [""]


@hver
def test_alle_lag_gir_helt_svar(analyse, fulle):
    riktig_bygd(fulle(analyse))


@hver
def test_ingen_lag_er_kjent(analyse, grunnlag):
    resultat = analyse.kjor(grunnlag(analyse.krever))
    riktig_bygd(resultat)
    assert len(resultat.ukjent) >= len(analyse.krever)
    assert {kilde.status for kilde in resultat.kilder} == {"ikke kjent"}


@hver
def test_tomme_lag(analyse, grunnlag, lag_data):
    tomme = [lag_data(post) for post in analyse.krever]
    riktig_bygd(analyse.kjor(grunnlag(analyse.krever, *tomme)))


@hver
def test_hvert_lag_kan_mangle_alene(analyse, grunnlag, hele_brettet):
    alle = hele_brettet(analyse.krever)
    for i in range(0, len(alle), len(alle) // 6 + 1):
        mangler = alle[i]
        resultat = analyse.kjor(grunnlag(analyse.krever, *alle[:i], *alle[i + 1 :]))
        assert any(mangler.post.tittel in setning for setning in resultat.ukjent)


@hver
def test_samme_inn_gir_samme_ut_og_inndata_staar_urort(analyse, fulle, grunnlag, hele_brettet):
    lagene = hele_brettet(analyse.krever)
    forut = [(data.data.copy(), to_wkb(data.data.geometry.to_numpy()).tolist()) for data in lagene]
    like(fulle(analyse), analyse.kjor(grunnlag(analyse.krever, *lagene)))
    for data, (ramme, former) in zip(lagene, forut, strict=True):
        assert_frame_equal(data.data, ramme)
        assert to_wkb(data.data.geometry.to_numpy()).tolist() == former


@hver
def test_ordene_vi_aldri_sier(analyse, fulle):
    for tekst in tekster(fulle(analyse)):
        assert not [ord_ for ord_ in FORBUDT if ord_ in tekst.lower()], tekst


@hver
def test_ikke_treff_er_ikke_avklart(analyse, fulle):
    alle = list(tekster(fulle(analyse)))
    if any("ikke treff" in tekst.lower() for tekst in alle):
        assert any("ikke det samme som avklart" in tekst for tekst in alle)


@hver
def test_reindrift_varsles(analyse, fulle):
    reindrift = {post.navn for post in REINDRIFTSLAG}
    if reindrift & {post.navn for post in analyse.krever}:
        assert fulle(analyse).punkter[-1] == REINDRIFT_VARSEL


@hver
def test_areal_sier_kartplanet(analyse, fulle):
    resultat = fulle(analyse)
    enheter = {k.enhet for tabell in resultat.tabeller for k in tabell.kolonner}
    if "daa" in enheter:
        assert any("areal i kartplanet, epsg:25832" in t.lower() for t in tekster(resultat))


def test_planen_kjenner_analysene():
    plan = tomllib.loads((ROT / "plan.toml").read_text(encoding="utf-8"))
    brukt = {navn for tiltak in plan["tiltak"] for navn in tiltak.get("analyser", ())}
    assert brukt == set(ANALYSER)


@hver
def test_sporet_er_helt(analyse, fulle):
    resultat = fulle(analyse)
    assert {k.lag for k in resultat.kilder} == {post.navn for post in analyse.krever}
    assert all(k.eier and k.lisens and k.dekning and k.noyaktighet for k in resultat.kilder)
    assert set(resultat.parametre) == {f.name for f in fields(analyse.parametre)}


@hver
def test_personopplysninger_slipper_ikke_ut(analyse, fulle):
    hemmelige = {
        f"{kolonne.tittel} {i}"
        for post in analyse.krever
        for kolonne in post.kolonner
        if not kolonne.publiseres
        for i in (1, 2, 3)
    }
    resultat = fulle(analyse)
    for ramme in (*(t.data for t in resultat.tabeller), *(k.data for k in resultat.kartlag)):
        for kolonne in ramme.columns.drop("geometry", errors="ignore"):
            assert not hemmelige & {str(verdi) for verdi in ramme[kolonne]}
    assert not [t for t in tekster(resultat) if t in hemmelige]


@hver
def test_ukjent_parameter_avvises(analyse):
    with pytest.raises(ParameterFeil, match="finnes_ikke"):
        analyse.med({"finnes_ikke": 1})


def test_rekkefolgen_er_fast():
    assert tuple(ANALYSER)[: len(REKKEFOLGE)] == REKKEFOLGE
    with pytest.raises(TypeError):
        ANALYSER["ny"] = None


def test_ny_fil_blir_ny_analyse(tmp_path, monkeypatch):
    pakke = tmp_path / "nypakke"
    pakke.mkdir()
    (pakke / "__init__.py").write_text("")
    (pakke / "aker.py").write_text(
        "from dataclasses import replace\nfrom analyser.siling import ANALYSE as _S\n"
        "ANALYSE = replace(_S, navn='aker')\n"
    )
    (pakke / "siling.py").write_text("from analyser.siling import ANALYSE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert list(finn([str(pakke)], "nypakke")) == ["siling", "aker"]
    (pakke / "uten.py").write_text("NOE_ANNET = 1\n")
    with pytest.raises(TypeError, match="uten"):
        finn([str(pakke)], "nypakke")
