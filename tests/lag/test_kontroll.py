"""The check: our columns, our CRS, valid geometry, and a sentence for everything that was done."""

from dataclasses import replace
from datetime import UTC, date, datetime

import geopandas as gpd
import pandas as pd
import pytest
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from gis.feil import CrsFeil, KildeFeil, ParameterFeil, SkjemaFeil
from gis.kommune import Kommune, LagValg
from gis.tekst import noe_tapt
from gis.utsnitt import Utsnitt
from lag.kolonner import som_dato, som_heltall, som_tall, som_tekst
from lag.kontroll import kontroller
from lag.modell import Dekning, IngenTjeneste, Kolonne, Lag, Stil

KOMMUNE = Kommune(
    nummer="5025", navn="Røros", margin_m=50_000,
    boks=Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832),
)  # fmt: skip
POST = Lag(
    navn="prove", tittel="Prøve", kilde=IngenTjeneste(grunn="prøve"), geometri="flate",
    kolonner=(
        Kolonne(navn="lokalid", kilde="identifikasjon.lokalId", tittel="ID"),
        Kolonne(navn="kode", kilde="arealformål", tittel="Formål", paakrevd=True,
                koder={"1110": "Bolig", "5025": "x"}),
        Kolonne(navn="antall", kilde="antall", tittel="Antall", type="heltall"),
        Kolonne(navn="dato", kilde="dato", tittel="Dato", type="dato"),
        Kolonne(navn="eier", kilde="eier", tittel="Eier", publiseres=False),
    ),
    eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
    dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"),
)  # fmt: skip
X, Y = 620_000.0, 6_940_000.0


def rute(i=0, x=X, y=Y):
    return box(x + 100 * i, y, x + 100 * i + 10, y + 10)


def ramme(geometrier, crs=25832, **kolonner):
    n = len(geometrier)
    egne = {
        "identifikasjon.lokalId": [f"id{i}" for i in range(n)],
        "arealformål": ["1110"] * n, "antall": [1] * n, "dato": ["2026-01-02"] * n,
        "eier": ["Kari"] * n, "annet": [0] * n, **kolonner,
    }  # fmt: skip
    return gpd.GeoDataFrame(egne, geometry=list(geometrier), crs=crs)


def med_valg(**valg):
    return replace(KOMMUNE, lag={"prove": LagValg(**valg)})


@pytest.mark.parametrize(("kolonne", "verdi"), [("sensitiv", "Ja"), ("info.Skjerming", True)])
def test_skjermede_objekter_stopper_laget(kolonne, verdi):
    """Left out they would be «ikke treff»; kept they would be published."""
    nei = ramme([rute(0), rute(1)], **{kolonne: ["nei", None]})
    assert len(kontroller(POST, nei, KOMMUNE)[0]) == 2
    with pytest.raises(KildeFeil, match=r"1 objekt er skjermet .*skal ikke ut"):
        kontroller(POST, ramme([rute(0), rute(1)], **{kolonne: ["nei", verdi]}), KOMMUNE)


def test_vanlig_vei():
    data, merknader = kontroller(POST, ramme([rute(1), rute(0)]), KOMMUNE)
    assert merknader == ()
    assert list(data.columns) == ["lokalid", "kode", "antall", "dato", "eier", "geometry"]
    assert data["lokalid"].tolist() == ["id0", "id1"]
    assert data.crs.to_epsg() == 25832
    assert data["dato"].dtype == object
    assert data.geometry[1].equals(rute(0))


def test_til_arbeidsplanet():
    fasit = gpd.GeoSeries([rute()], crs=25832)
    for epsg in (25833, 4326, 32633):
        data, _ = kontroller(POST, ramme(fasit.to_crs(epsg), crs=epsg), KOMMUNE)
        assert data.crs.to_epsg() == 25832
        assert data.geometry[0].symmetric_difference(rute()).area < 0.01


# -- columns --------------------------------------------------------------------------------


def test_manglende_paakrevd_kolonne_stopper():
    raa = ramme([rute()]).drop(columns="arealformål").assign(arealbruk="x")
    with pytest.raises(SkjemaFeil, match=r"«prove».*arealformål.*arealbruk"):
        kontroller(POST, raa, KOMMUNE)


def test_manglende_frivillig_kolonne_meldes():
    data, merknader = kontroller(POST, ramme([rute()]).drop(columns="dato"), KOMMUNE)
    assert data["dato"].tolist() == [None]
    assert merknader == ("Kolonnen «Dato» (dato) mangler i kilden.",)


@pytest.mark.parametrize("navn", ["arealformal", "AREALFORMÅL", "kode"])
def test_andre_skrivemaater_av_kolonnen(navn):
    raa = ramme([rute()]).rename(columns={"arealformål": navn})
    assert kontroller(POST, raa, KOMMUNE)[0]["kode"].tolist() == ["1110"]


def test_objektnivaa_i_stien_er_likegyldig():
    raa = ramme([rute()]).rename(
        columns={"identifikasjon.lokalId": "identifikasjon|Identifikasjon|lokalId"}
    )
    assert kontroller(POST, raa, KOMMUNE)[0]["lokalid"].tolist() == ["id0"]


def test_egne_kolonner_og_faste_verdier():
    raa = ramme([rute()]).rename(columns={"arealformål": "FORM"})
    data, _ = kontroller(POST, raa, med_valg(kolonner={"kode": "FORM"}))
    assert data["kode"].tolist() == ["1110"]
    data, _ = kontroller(POST, raa, med_valg(faste={"kode": "5025"}))
    assert data["kode"].tolist() == ["5025"]
    delvis = ramme([rute(), rute(1)], **{"arealformål": ["1110", None]})
    data, _ = kontroller(POST, delvis, med_valg(faste={"kode": "5025"}))
    assert data["kode"].tolist() == ["1110", "5025"]  # the source goes first


@pytest.mark.parametrize(
    "valg", [{"kolonner": {"kod": "x"}}, {"faste": {"kod": "x"}}, {"kolonner": {"kode": "FORN"}}]
)
def test_ukjente_kolonner_i_oppsettet(valg):
    with pytest.raises(ParameterFeil, match=r"kode|arealformål"):
        kontroller(POST, ramme([rute()]), med_valg(**valg))


def test_verdier_blir_riktig_type():
    data, merknader = kontroller(
        POST,
        ramme(
            [rute(i) for i in range(4)],
            **{
                "identifikasjon.lokalId": ["0012", "b", "c", "d"],
                "arealformål": [5025.0, 5025.0, None, 7777.0],
                "antall": ["3", "3,0", "tre", None],
                "dato": ["20260131", datetime(2026, 2, 1, 12, tzinfo=UTC), "i går", None],
            },
        ),
        KOMMUNE,
    )
    assert data["lokalid"][0] == "0012"
    assert data["kode"].tolist() == ["5025", "5025", None, "7777"]
    assert data["antall"].tolist() == [3, 3, pd.NA, pd.NA]
    assert data["dato"].tolist() == ["2026-01-31", "2026-02-01", None, None]
    tekst = " ".join(merknader)
    assert "1 objekt har ukjent kode i «Formål»: «7777»" in tekst
    assert "1 av 4 objekter mangler «Formål»" in tekst
    assert "1 verdi i «Antall» er ikke heltall og er utelatt: «tre»" in tekst
    assert "1 verdi i «Dato» er ikke en rimelig dato og er utelatt: «i går»" in tekst


def test_tolkene():
    assert [som_tekst(v) for v in (5025.0, 1.5, True, " a ")] == ["5025", "1.5", "ja", "a"]
    assert [som_tall(v) for v in ("1,5", 2, "x", float("inf"))] == [1.5, 2.0, None, None]
    assert [som_heltall(v) for v in ("3.0", 3.5)] == [3, None]
    assert som_dato(date(2026, 1, 2)) == "2026-01-02"
    assert som_dato("02.01.2026") == "2026-01-02"
    assert som_dato("2026-01-02T10:00:00Z") == "2026-01-02"
    assert som_dato("2026-01-02Z") == "2026-01-02"
    assert som_dato("2026-01-02+01:00") == "2026-01-02"


@pytest.mark.parametrize(
    ("tid", "dag"),
    [
        ("2023-12-31T23:00:00Z", "2024-01-01"),  # midnight in Norway, winter and summer
        ("2024-06-30T22:00:00.000Z", "2024-07-01"),
        (pd.Timestamp("2023-12-31T23:00:00Z"), "2024-01-01"),
        ("2024-01-01T00:00:00Z", "2024-01-01"),
        ("2024-01-01 00:00:00+00", "2024-01-01"),
        ("2024-01-01T23:30:00", "2024-01-01"),
        ("9999-12-31T23:59:59Z", "9999-12-31"),
        ("2024-13-01T23:00:00Z", None),
    ],
)
def test_dagen_er_den_norske(tid, dag):
    assert som_dato(tid) == dag


def test_utvalg():
    post = replace(POST, utvalg={"kode": ("1110",)})
    raa = ramme([rute(), rute(1)], **{"arealformål": ["1110", "2001"]})
    data, merknader = kontroller(post, raa, KOMMUNE)
    assert data["lokalid"].tolist() == ["id0"]
    assert any("1 av 2 objekter er valgt ut" in m for m in merknader)


# -- geometry -------------------------------------------------------------------------------


def test_uten_sted_settes_til_side():
    geometrier = [rute(), None, Polygon(), rute(3)]
    data, merknader = kontroller(POST, ramme(geometrier), KOMMUNE)
    assert data["lokalid"].tolist() == ["id0", "id3"]
    assert merknader == (
        "1 objekt har ingen geometri og er satt til side.",
        "1 objekt har tom geometri og er satt til side.",
    )


def test_hoyde_fjernes_og_ugyldig_repareres():
    sloyfe = Polygon([(X, Y), (X + 20, Y + 20), (X + 20, Y), (X, Y + 20)])
    hoy = Polygon([(X, Y, 5), (X + 1, Y, 5), (X, Y + 1, 5)])
    raa = ramme([sloyfe, hoy])
    data, merknader = kontroller(POST, raa, KOMMUNE)
    assert raa.geometry.tolist() == [sloyfe, hoy] and raa.geometry.has_z.tolist() == [False, True]
    assert data.geometry.is_valid.all()
    assert not data.geometry.has_z.any()
    assert data.geometry[0].area == pytest.approx(200)
    assert merknader == ("1 ugyldig geometri er reparert (1 fikk endret areal).",)


def test_feil_geometritype():
    blandet = GeometryCollection([Point(X, Y), rute(), rute(1)])
    data, merknader = kontroller(POST, ramme([blandet, Point(X, Y)]), KOMMUNE)
    assert isinstance(data.geometry[0], MultiPolygon)
    assert data.geometry[0].area == 200
    assert merknader == ("1 objekt er ikke flate og er satt til side.",)
    with pytest.raises(SkjemaFeil, match="geometri av typen flate"):
        kontroller(POST, ramme([Point(X, Y)]), KOMMUNE)
    linje = replace(POST, geometri="linje")
    assert len(kontroller(linje, ramme([LineString([(X, Y), (X + 1, Y)])]), KOMMUNE)[0]) == 1


def test_tomt_lag_er_lov():
    for raa in (ramme([]), gpd.GeoDataFrame(geometry=[], crs=25833), gpd.GeoDataFrame(geometry=[])):
        data, _ = kontroller(POST, raa, KOMMUNE)
        assert len(data) == 0
        assert data.crs.to_epsg() == 25832
        assert "kode" in data.columns


# -- place ----------------------------------------------------------------------------------


def test_feil_sone_stopper_og_sier_hvilken_som_passer():
    i33 = gpd.GeoSeries([rute()], crs=25832).to_crs(25833)
    with pytest.raises(CrsFeil, match=r"«prove».*Røros.*EPSG:25833"):
        kontroller(POST, ramme(i33, crs=25832), KOMMUNE)


def test_byttede_akser_stopper():
    snudd = gpd.GeoSeries([Polygon([(y, x) for x, y in rute().exterior.coords])])
    with pytest.raises(CrsFeil, match="byttet"):
        kontroller(POST, ramme(snudd), KOMMUNE)


def test_manglende_crs_stopper():
    with pytest.raises(CrsFeil, match="25832"):
        kontroller(POST, ramme([rute()], crs=None), KOMMUNE)


def test_landsdekkende_lag_klippes_til_naboskapet():
    langt = [rute(x=300_000, y=6_500_000), rute(x=700_000, y=7_500_000)]
    data, merknader = kontroller(POST, ramme([*langt, rute()]), KOMMUNE)
    assert data["lokalid"].tolist() == ["id2"]
    assert "2 av 3 objekter ligger mer enn 50 km" in merknader[0]
    tomt, merknader = kontroller(POST, ramme(langt), KOMMUNE)  # all around, but none near
    assert len(tomt) == 0


def test_store_flater_om_kommunen_beholdes_hele():
    stor = Point(638_000, 6_940_000).buffer(45_200)
    data, merknader = kontroller(POST, ramme([stor]), KOMMUNE)
    assert data.geometry[0].equals(stor)
    assert merknader == ()


# -- ids ------------------------------------------------------------------------------------


def test_manglende_id_faar_nummer_etter_rekkefolgen():
    raa = ramme([rute(), rute(1)], **{"identifikasjon.lokalId": [None, "a"]})
    data, merknader = kontroller(POST, raa, KOMMUNE)
    assert data["lokalid"].tolist() == ["a", "prove-1"]
    assert merknader == ("1 objekt mangler id og har fått nummer.",)
    uten = ramme([rute()]).drop(columns="identifikasjon.lokalId")
    assert kontroller(POST, uten, KOMMUNE)[0]["lokalid"].tolist() == ["prove-1"]


def test_gml_id_trer_inn_for_manglende_id():
    raa = ramme([rute()], gml_id=["teig.1"]).drop(columns="identifikasjon.lokalId")
    data, merknader = kontroller(POST, raa, KOMMUNE)
    assert data["lokalid"].tolist() == ["teig.1"]
    assert merknader == ()


def test_dobbelte_id():
    raa = ramme([rute(), rute(), rute(1)], **{"identifikasjon.lokalId": ["a", "a", "a"]})
    data, merknader = kontroller(POST, raa, KOMMUNE)
    assert data["lokalid"].tolist() == ["a", "a-2"]
    assert merknader == (
        "1 objekt er helt likt et annet og er slått sammen med det.",
        "1 objekt delte id med et annet og har fått nummer bak.",
    )


def test_samme_sted_og_id_med_ulik_kode_er_to_objekter():
    """A zone drawn twice with two codes means two things; neither may be lost."""
    raa = ramme(
        [rute(), rute()],
        **{"identifikasjon.lokalId": ["a", "a"], "arealformål": ["1110", "5025"]},
    )
    data, _ = kontroller(POST, raa, KOMMUNE)
    assert data["kode"].tolist() == ["1110", "5025"]
    assert data["lokalid"].is_unique


def test_et_objekt_uten_kode_kan_vaere_hva_som_helst():
    post = replace(POST, utvalg={"kode": ("1110",)})
    data, merknader = kontroller(
        post, ramme([rute(), rute(1)], arealformål=["1110", None]), KOMMUNE
    )
    assert len(data) == 1
    assert noe_tapt(merknader)


def test_nummer_bak_id_tar_ingen_annens():
    raa = ramme([rute(), rute(1), rute(2)], **{"identifikasjon.lokalId": ["a", "a", "a-2"]})
    data, _ = kontroller(POST, raa, KOMMUNE)
    assert data["lokalid"].tolist() == ["a", "a-2", "a-3"]
    assert data.geometry[1].equals(rute(2))


def test_merknader_fra_lesingen_folger_med():
    raa = ramme([rute()])
    raa.attrs["merknader"] = ["noe ble satt til side"]
    data, merknader = kontroller(POST, raa, KOMMUNE)
    assert merknader == ("noe ble satt til side",)
    assert data.attrs == {}
