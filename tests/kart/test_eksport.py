"""GeoPackage and workbook: only what is shown, marked, without formulas, equal bytes."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, Point, box

from analyser.felles.modell import (
    Kartlag,
    Kildebruk,
    Klasse,
    Kolonneinfo,
    Regelbruk,
    Resultat,
    Tabell,
)  # fmt: skip
from gis.feil import DataFeil
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.eksport import skriv_excel, skriv_geopackage, tilbakeholdte
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, REINDRIFT, UTKAST
from kart.regneark import HODERAD, LENGST_NAVN, arknavn
from lag.modell import Stil

KOMMUNE = Kommune(nummer="5025", navn="Røros", boks=Utsnitt(0, 0, 1000, 1000, 25832))
FORMLER = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "https://example.org"]


def _kilde(eksempel: bool) -> Kildebruk:
    return Kildebruk(
        lag="myr", tittel="Myr", eier="NIBIO", lisens="NLOD", navngivelse="© NIBIO",
        status="hentet", antall=2, hentet="2026-01-01T00:00:00Z", sha256="ab12", dekning="hel",
        noyaktighet="ukjent", merknader=("én", "to"), eksempel=eksempel,
    )  # fmt: skip


def _resultat(eksempel: bool = True, analyse: str = "bolig") -> Resultat:
    areal = Kolonneinfo(
        navn="areal_daa", tittel="Areal", enhet="daa", desimaler=1, forklaring="Hele området."
    )
    navn = Kolonneinfo(navn="navn", tittel="Navn")
    flater = gpd.GeoDataFrame(
        {"id": ["a", "b"], "navn": ["Øra", "Gjøsvika"], "klasse": ["x", "y"],
         "areal_daa": [10.0, 2.5], "hemmelig": ["s", "s"], "treff_ider": [("1", "2"), ()]},
        geometry=[box(0, 0, 100, 100), box(200, 0, 250, 50)], crs=25832,
    )  # fmt: skip
    rader = pd.DataFrame(
        {"id": ["a", "b"], "navn": ["Øra", FORMLER[0]], "areal_daa": [1234.5, np.nan],
         "svar": ["treff", "ikke kjent"], "hemmelig": ["s", "s"]},
    )  # fmt: skip
    return Resultat(
        analyse=analyse, tittel="Bolig", sporsmaal="Hvor?", svar="Der.",
        punkter=(),
        tabeller=(
            Tabell(navn="omraader", tittel="Områder", data=rader, kartlag="felt",
                   kolonner=(navn, areal, Kolonneinfo(navn="svar", tittel="Svar"))),
        ),
        kartlag=(
            Kartlag(navn="felt", tittel="Felt", data=flater, klassefelt="klasse",
                    klasser=(Klasse(verdi="x", tittel="X", stil=Stil(farge="#ffffff")),),
                    kolonner=(areal, Kolonneinfo(navn="treff_ider", tittel="Treff"))),
        ),
        regler=(
            Regelbruk(id="r1", tekst="Myr utelukker", lag="myr", hjemmel="pbl", merke="uverifisert",
                      versjon="1"),
        ),
        kilder=(_kilde(eksempel),), ukjent=("Fiber er ikke kjent.",),
    )  # fmt: skip


def _kjoring(eksempel: bool = True) -> Kjoring:
    return Kjoring(
        kjoring_id="abc123", dato=date(2026, 1, 2), tidspunkt="2026-01-02T00:00:00Z",
        eksempel=eksempel,
    )  # fmt: skip


@pytest.fixture
def bok(tmp_path):
    def lag_bok(*resultater: Resultat, eksempel: bool = True) -> openpyxl.Workbook:
        skriv_excel(tmp_path / "r.xlsx", resultater, KOMMUNE, _kjoring(eksempel))
        return openpyxl.load_workbook(BytesIO((tmp_path / "r.xlsx").read_bytes()))

    return lag_bok


def _tekster(ark) -> list[str]:
    return [str(c.value) for rad in ark.iter_rows() for c in rad if c.value is not None]


# -- GeoPackage


def test_geopackage_har_bare_det_som_vises(tmp_path):
    sti = tmp_path / "r.gpkg"
    resultater = [_resultat(), _resultat(analyse="hytte")]
    skriv_geopackage(sti, resultater, "2026-01-02T00:00:00Z", "abc123")
    lagene = {str(navn) for navn, _ in pyogrio.list_layers(sti)}
    assert lagene == {"bolig_felt", "hytte_felt", "les_meg", "layer_styles"}
    felt = gpd.read_file(sti, layer="bolig_felt")
    assert list(felt.columns) == [
        "id", "navn", "klasse", "areal_daa", "treff_ider", "merknad", "geometry",
    ]  # fmt: skip
    assert all(kolonne.isascii() for kolonne in felt.columns)
    assert set(felt["merknad"]) == {EKSEMPEL}
    assert felt.crs.to_epsg() == 25832
    assert list(felt.area) == [10_000.0, 2_500.0]
    les_meg = " ".join(pyogrio.read_dataframe(sti, layer="les_meg")["innhold"])
    areal = "areal i kartplanet, EPSG:25832"
    for setning in ("abc123", areal, EKSEMPEL, UTKAST, REINDRIFT, "Fiber er ikke kjent."):
        assert setning in les_meg


def test_uten_eksempeldata_ingen_eksempelmerking(tmp_path):
    sti = tmp_path / "r.gpkg"
    skriv_geopackage(sti, [_resultat(eksempel=False)], "2026-01-02T00:00:00Z")
    assert set(gpd.read_file(sti, layer="bolig_felt")["merknad"]) == {UTKAST}
    assert EKSEMPEL not in " ".join(pyogrio.read_dataframe(sti, layer="les_meg")["innhold"])


def test_egen_merknad_staar_etter_vaar(tmp_path):
    resultat = _resultat()
    (felt,) = resultat.kartlag
    data = felt.data.assign(merknad=["må utredes", None])
    felt = replace(felt, data=data, kolonner=(Kolonneinfo(navn="merknad", tittel="Merknad"),))
    skriv_geopackage(tmp_path / "r.gpkg", [replace(resultat, kartlag=(felt,))], "2026-01-02T00:00Z")
    skrevet = gpd.read_file(tmp_path / "r.gpkg", layer="bolig_felt")
    assert list(skrevet["merknad"]) == [f"{EKSEMPEL}. må utredes", f"{EKSEMPEL}. "]


def test_tilbakeholdt_kolonne_stopper_eksporten(tmp_path):
    assert "rettighetshaver" in tilbakeholdte()
    resultat = _resultat()
    info = Kolonneinfo(navn="rettighetshaver", tittel="Rettighetshaver")
    (felt,), (tabell,) = resultat.kartlag, resultat.tabeller
    felt = replace(felt, data=felt.data.assign(rettighetshaver="X"), kolonner=(info,))
    tabell = replace(tabell, data=tabell.data.assign(rettighetshaver="X"), kolonner=(info,))
    with pytest.raises(DataFeil, match=r"kartlaget «felt».*«rettighetshaver»"):
        skriv_geopackage(tmp_path / "r.gpkg", [replace(resultat, kartlag=(felt,))], "2026-01-02")
    with pytest.raises(DataFeil, match=r"tabellen «omraader» i «bolig».*«rettighetshaver»"):
        skriv_excel(
            tmp_path / "r.xlsx", [replace(resultat, tabeller=(tabell,))], KOMMUNE, _kjoring()
        )
    assert not list(tmp_path.iterdir())


def test_samme_inndata_samme_byte(tmp_path):
    for nummer in (1, 2):
        skriv_geopackage(tmp_path / f"{nummer}.gpkg", [_resultat()], "2026-01-02T00:00:00Z")
        skriv_excel(tmp_path / f"{nummer}.xlsx", [_resultat()], KOMMUNE, _kjoring())
    for endelse in ("gpkg", "xlsx"):
        en, to = ((tmp_path / f"{n}.{endelse}").read_bytes() for n in (1, 2))
        assert en == to


# -- workbook


def test_arkene_og_hodet(bok):
    boka = bok(_resultat())
    assert boka.sheetnames == [
        "Les meg", "bolig omraader", "Kolonner", "Kilder", "Regler", "Ukjent",
    ]  # fmt: skip
    ark = boka["bolig omraader"]
    hode = [c.value for c in ark[HODERAD + 1]]
    assert hode == ["Navn", "Areal (daa)", "Svar"]
    assert ark.freeze_panes == "B4"
    assert ark.auto_filter.ref == "A3:C5"
    assert ark.print_title_rows == "$1:$3"
    assert "areal i kartplanet, EPSG:25832" in ark["A2"].value


def test_tall_er_tall_og_mangler_er_tomt(bok):
    ark = bok(_resultat())["bolig omraader"]
    assert ark["B4"].value == 1234.5
    assert ark["B4"].number_format == "#,##0.0"
    assert ark["B5"].value is None
    assert [ark["C4"].value, ark["C5"].value] == ["treff", "ikke kjent"]


def test_dager_er_datoer(bok):
    resultat = _resultat()
    (tabell,) = resultat.tabeller
    kolonner = (Kolonneinfo(navn="frist", tittel="Frist"),)
    data = pd.DataFrame({"frist": ["2026-01-31", "2026-02-31", None]})
    tabell = replace(tabell, kolonner=kolonner, data=data)
    ark = bok(replace(resultat, tabeller=(tabell,)))["bolig omraader"]
    assert ark["A4"].value == datetime(2026, 1, 31)  # noqa: DTZ001 – Excel knows no zone
    assert [ark["A5"].value, ark["A6"].value] == ["2026-02-31", None]


def test_ingenting_blir_formel_eller_lenke(bok):
    resultat = _resultat()
    (tabell,) = resultat.tabeller
    kolonner = (Kolonneinfo(navn="navn", tittel="=Navn"),)
    tabell = replace(
        tabell, tittel="=Tittel", kolonner=kolonner, data=pd.DataFrame({"navn": FORMLER}),
        forklaring="=1",
    )  # fmt: skip
    boka = bok(replace(resultat, tabeller=(tabell,), svar="=2", ukjent=("@x",)))
    for ark in boka:
        for rad in ark.iter_rows():
            assert all(c.data_type != "f" and c.hyperlink is None for c in rad)
    verdier = [c.value for (c,) in boka["bolig omraader"]["A4:A9"]]
    assert verdier == FORMLER


def test_hvert_ark_er_merket(bok):
    boka = bok(_resultat())
    for ark in boka:
        assert EKSEMPEL in ark.oddHeader.right.text
        assert any(EKSEMPEL in t for t in _tekster(ark)[:20])
    for ark in boka.worksheets[1:]:
        assert EKSEMPEL in ark["A1"].value
    uten = bok(_resultat(eksempel=False), eksempel=False)
    assert not any(EKSEMPEL in t for ark in uten for t in _tekster(ark))


def test_les_meg_forteller_det_som_maa_til(bok):
    tekst = "\n".join(_tekster(bok(_resultat())["Les meg"]))
    for ventet in (
        "Røros kommune (5025)", "2026-01-02", "abc123", "areal i kartplanet, EPSG:25832", EKSEMPEL,
        "Svaret «treff»", "Svaret «ikke treff»", "Svaret «ikke kartlagt»", "Svaret «ikke kjent»",
        "ikke det samme som avklart", REINDRIFT, "Ark «bolig omraader»", "Ark «Ukjent»",
    ):  # fmt: skip
        assert ventet in tekst


def test_sporet_er_med(bok):
    boka = bok(_resultat(), _resultat(analyse="hytte"))
    assert [c.value for c in boka["Kilder"][4]][:6] == [
        "myr", "Myr", "NIBIO", "hentet", 2, "2026-01-01T00:00:00Z",
    ]  # fmt: skip
    assert boka["Kilder"].max_row == 4
    regel = [c.value for c in boka["Regler"][4]]
    assert regel[0] == "r1" and "uverifisert" in regel and regel[-1] == "bolig, hytte"
    assert boka["Ukjent"]["B4"].value == "Fiber er ikke kjent."
    assert boka["Kolonner"]["C4"].value == "Hele området."


def test_tom_tabell_gir_ark_med_hode(bok):
    resultat = _resultat()
    (tabell,) = resultat.tabeller
    tom = replace(tabell, data=tabell.data.iloc[:0])
    ark = bok(replace(resultat, tabeller=(tom,)))["bolig omraader"]
    assert [c.value for c in ark[3]] == ["Navn", "Areal (daa)", "Svar"]
    assert ark.max_row == 3


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=15))
def test_arknavn_er_gyldige_og_ulike(onsker):
    brukte: set[str] = set()
    navn = [arknavn(onske, brukte) for onske in onsker]
    assert len({n.casefold() for n in navn}) == len(navn)
    assert all(0 < len(n) <= LENGST_NAVN and not set(n) & set("[]:*?/\\'") for n in navn)


def test_lag_med_flere_slag_former_blir_en_tabell_for_hvert(tmp_path):
    blandet = GeometryCollection([box(0, 0, 9, 9), Point(20, 20)])
    former = [blandet, LineString([(0, 0), (9, 9)]), Point(1, 1)]
    data = gpd.GeoDataFrame({"id": list("abc"), "navn": list("ABC")}, geometry=former, crs=25832)
    laget = Kartlag(
        navn="moter", tittel="Møter", data=data,
        klasser=(Klasse(verdi="", tittel="x", stil=Stil(farge="#112233")),),
    )  # fmt: skip
    sti = tmp_path / "x.gpkg"
    skriv_geopackage(
        sti, [replace(_resultat(analyse="a"), kartlag=(laget,))], "2026-11-24T00:00:00Z"
    )
    ider = {
        navn: list(gpd.read_file(sti, layer=navn)["id"])
        for navn in ("a_moter_flater", "a_moter_linjer", "a_moter_punkter")
    }
    assert ider == {
        "a_moter_flater": ["a"], "a_moter_linjer": ["b"], "a_moter_punkter": ["a", "c"],
    }  # fmt: skip
