"""Gruve by hand: rights in force and expired, against others and one another."""

import math
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from analyser.felles.bergrett import (
    AKTIV,
    HAVER_ANNEN,
    HAVER_UKJENT,
    SNART,
    UTLOPT,
    UVISST,
    haverklasse,
)
from analyser.felles.bergrett import retter as retter_av
from analyser.felles.konfliktkart.flater import grunn_per_part, legg_sammen
from analyser.felles.konfliktkart.interesser import KREVER as KONFLIKTLAG
from analyser.felles.konfliktkart.interesser import Soner, utvikling, vern
from analyser.gruve import ANALYSE
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.kultur import VERDENSARV
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER, MINERALFOREKOMSTER
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import HENSYNSSONER
from lag.katalog.samferdsel import VEGER
from tests.analyser.conftest import GRENSE, X0, Y0


@pytest.fixture
def kjor(tomt_brett):
    return partial(tomt_brett, ANALYSE)


@pytest.fixture
def retter(lag_data, rute):
    """Four rights of 10 daa; the first two share 5 daa, the fourth lies half outside."""
    return lag_data(
        GRUVEINTERESSER,
        [
            rute(0, 0, 100, 100),
            rute(50, 0, 150, 100),
            rute(500, 0, 600, 100),
            rute(-50, 500, 50, 600),
        ],
        lokalid=["R-1", "R-2", "R-3", "R-4"],
        navn=["Nord", "Sør", None, "Vest"],
        type=["UN", "UT", "UN", "UN"],
        rettighetshaver=["Hemmelig AS"] * 4,
        utstedt=["2020-01-01", None, "2015-01-01", "2025-01-01"],
        forfall=["2028-11-24", "2027-01-01", "2022-01-01", None],
        mineral=["kobber", "sink", None, None],
    )


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def celle(resultat, interesse, part):
    par = tabell(resultat, "par")
    return par[(par["interesse"] == interesse) & (par["utvikling"] == part)].iloc[0]


def test_rettighetene_for_haand(kjor, retter):
    resultat = kjor(retter)
    data = tabell(resultat, "rettigheter").set_index("id")
    assert list(data["status"]) == [AKTIV, SNART, UTLOPT, UVISST]
    assert list(data["type"])[:2] == ["undersøkelsesrett", "utvinningsrett"]
    assert data.loc["R-1", "aar_igjen"] == pytest.approx(2.0, abs=0.01)
    assert data.loc["R-3", "aar_igjen"] < 0
    assert data.loc["R-3", "navn"] == "R-3"
    assert data.loc["R-4", "areal_daa"] == pytest.approx(10.0)
    assert data.loc["R-4", "i_kommunen_daa"] == pytest.approx(5.0)
    assert data.loc["R-2", "utstedt"] == ""
    assert "3 bergrettigheter i kraft (1 uten oppgitt forfall) dekker 20,0 daa" in (
        resultat.svar.replace("\u00a0", " ")
    )


def test_overlappende_rettigheter(kjor, retter):
    par = tabell(kjor(retter), "overlappende")
    venter = {"id": "R-1", "med": "R-2", "felles_daa": 5.0, "forst": "R-1 (1.1.2020)"}
    assert par.to_dict("records") == [venter]


def test_mot_verdensarv_uten_dobbelttelling(kjor, retter, lag_data, rute):
    arv = lag_data(
        VERDENSARV,
        [rute(0, 0, 1000, 100), rute(-5000, -5000, 9000, 9000)],
        sone=["kjerne", "buffer"],
        vernetype=["WHS", "WHS"],
    )
    resultat = kjor(retter, arv)
    assert celle(resultat, "verdensarv", "i_kraft")["areal_daa"] == pytest.approx(15.0)
    assert celle(resultat, "verdensarv", "utlopt")["areal_daa"] == pytest.approx(10.0)
    assert celle(resultat, "verdensarv_buffer", "i_kraft")["areal_daa"] == pytest.approx(20.0)
    overlapp = {k.navn: k for k in resultat.kartlag}["overlapp"].data
    assert "i_kraft × verdensarv" in set(overlapp["id"])
    assert "i_kraft × verdensarv_buffer" not in set(overlapp["id"])


def test_tabellen_og_flatene_i_konfliktkartet_gir_de_samme_tallene(kjor, lag_data, grunnlag):
    """Two ways to shared ground: sums over edges, and faces; slanted shapes over one another."""
    rng = np.random.default_rng(5025)

    def former(antall):
        midt, r, v = rng.uniform(0, 2000, (antall, 2)), rng.uniform(50, 500, antall), rng.random(5)
        xy = [np.stack([np.cos(6.28 * np.sort(v)), np.sin(6.28 * np.sort(v))], 1) * a for a in r]
        return [Polygon(hjorner + m + (X0, Y0)) for hjorner, m in zip(xy, midt, strict=True)]

    rett = lag_data(GRUVEINTERESSER, former(5), type=["UT"] * 5, forfall=[None] * 5)
    vern_ = lag_data(NATURVERN, former(6))
    par = celle(kjor(rett, vern_), "naturvern", "utvinning")
    soner = Soner(punkt_m=1, linje_m=1, groft_m=1)
    gitt = grunnlag(KONFLIKTLAG, rett, vern_)
    flater = legg_sammen(GRENSE, vern(gitt, soner), utvikling(gitt, soner, False))
    nr = [p.navn for p in flater.vern].index("naturvern")
    i_vern = grunn_per_part(len(flater.trinn), len(flater.vern), flater.i_vern)[:, nr]
    felles_daa = flater.areal_m2[i_vern & (flater.trinn > 0)].sum() / 1000
    assert felles_daa > 10
    assert par["areal_daa"] == pytest.approx(felles_daa, abs=2e-5)


def test_bygninger_og_drikkevann(kjor, retter, lag_data, prikk, rute):
    resultat = kjor(
        retter,
        lag_data(BYGNINGER, [prikk(75, 50), prikk(120, 50), prikk(5000, 50)]),
        lag_data(HENSYNSSONER, [rute(0, 0, 50, 50), rute(0, 50, 50, 100)], kode=["H110", "H310"]),
    )
    assert celle(resultat, "bygninger", "i_kraft")["antall_objekter"] == 2
    assert celle(resultat, "drikkevann", "i_kraft")["areal_daa"] == pytest.approx(2.5)


def test_dagen_avgjor(kjor, retter):
    senere = kjor(retter, dato=date(2030, 1, 1))
    assert list(tabell(senere, "rettigheter")["status"]) == [UTLOPT, UTLOPT, UTLOPT, UVISST]
    vid = kjor(retter, parametre={"snart_aar": "3"})
    assert next(iter(tabell(vid, "rettigheter")["status"])) == SNART


def test_rettighetshaver_slipper_ikke_ut(kjor, retter):
    resultat = kjor(retter)
    for ramme in (*(t.data for t in resultat.tabeller), *(k.data for k in resultat.kartlag)):
        assert "rettighetshaver" not in ramme
        assert not ramme.astype(str).eq("Hemmelig AS").any(axis=None)


def test_rettigheter_utenfor_er_ikke_med(kjor, lag_data, rute):
    ute = lag_data(GRUVEINTERESSER, [rute(-500, 0, -400, 100)], type=["UN"], forfall=[None])
    resultat = kjor(ute)
    assert tabell(resultat, "rettigheter").empty
    assert resultat.svar.startswith("0\u00a0bergrettigheter i kraft")


def test_ukjent_register_sies(kjor, ukjent_data, retter):
    resultat = kjor(ukjent_data(GRUVEINTERESSER))
    assert resultat.svar == "Gruveinteressene er ikke kjent: tjenesten svarte ikke."
    par = tabell(resultat, "par")
    egne = par[par["utvikling"].isin(["i_kraft", "utvinning", "utlopt"])]
    assert set(egne["status"]) == {"ikke kjent"}


def test_rekkefolgen_i_kilden_er_likegyldig(kjor, retter):
    snudd = replace(retter, data=retter.data.iloc[::-1])
    for en, to in zip(kjor(retter).tabeller, kjor(snudd).tabeller, strict=True):
        assert en.data.equals(to.data)


def test_grunnen_hos_den_eldste_gaar_opp(kjor, retter):
    """R-1 is the oldest; R-2 is undated and gets what is left; the expired one gets none."""
    resultat = kjor(retter)
    data = tabell(resultat, "rettigheter").set_index("id")
    assert data.loc["R-1", "eldst_daa"] == pytest.approx(10)
    assert data.loc["R-2", "eldst_daa"] == pytest.approx(5)
    assert math.isnan(data.loc["R-3", "eldst_daa"])
    assert data["eldst_daa"].sum() == pytest.approx(20)  # what the answer says they cover


@pytest.mark.parametrize(
    ("dag", "varsel"),
    [("2026-11-24", "utløper i dag"), ("2026-11-25", "utløper i morgen"), ("2026-11-26", "")],
)
def test_retten_som_utloper_i_morgen_sies_fra_om(kjor, lag_data, rute, dag, varsel):
    resultat = kjor(
        lag_data(GRUVEINTERESSER, [rute(0, 0, 100, 100)], navn=["Retten"], type=["UN"],
                 forfall=[dag])
    )  # fmt: skip
    assert list(tabell(resultat, "rettigheter")["varsel"]) == [varsel]
    assert any(f"Retten {varsel}" in p for p in resultat.punkter) is bool(varsel)
    assert resultat.svar.startswith("1\u00a0bergrettighet i kraft")


def test_tidslinjen(kjor, retter, ukjent_data):
    """R-2 goes in 2027, R-1 in 2028, R-4 has no date and stays: 20, 15 and 5 daa."""
    linje = tabell(kjor(retter), "tidslinje").set_index("aar")
    assert list(linje.index) == ["2026", "2027", "2028"]
    assert list(linje["i_kraft"]) == [3, 2, 1]
    assert list(linje["utloper"]) == [0, 1, 1]
    assert linje["grunn_daa"].to_numpy() == pytest.approx([20, 15, 5])
    assert tabell(kjor(ukjent_data(GRUVEINTERESSER)), "tidslinje").empty  # not known is not none


def test_soner_om_hus_og_anlegg(kjor, lag_data, prikk, strek, rute):
    """A home 60 m off the right: its zone of 100 m reaches 40 m in; a cabin 150 m off does not."""
    resultat = kjor(
        lag_data(GRUVEINTERESSER, [rute(0, 0, 1000, 1000)], type=["UT"], forfall=[None]),
        lag_data(BYGNINGER, [prikk(1060, 500), prikk(1150, 500)], bygningstype=["111", "161"]),
        lag_data(VEGER, [strek((500, 0), (500, 1000)), strek((900, 0), (900, 1000))],
                 vegkategori=["F", "P"]),
    )  # fmt: skip
    hjul = math.acos(0.6) * 100**2 - 60 * 80  # part of the circle beyond a chord 60 m off
    assert celle(resultat, "boliger_naer", "i_kraft")["areal_daa"] == pytest.approx(
        hjul / 1000, rel=2e-3
    )
    assert celle(resultat, "fritid_naer", "i_kraft")["areal_daa"] == 0
    assert celle(resultat, "veger_naer", "utvinning")["areal_daa"] == pytest.approx(40)
    soner = tabell(resultat, "soner")
    innen = soner[(soner["part"] == "Rettigheter i kraft") & (soner["avstand_m"] == 500)].iloc[0]
    assert (innen["boliger"], innen["fritidsboliger"], innen["over_grensen"]) == (1, 1, 0)
    lov = tabell(resultat, "lov").set_index("krav")
    rad = lov.loc["Nærmere enn 20 m fra offentlige anlegg (veg, bane, lufthavn)"]
    assert rad["felles_daa"] == pytest.approx(40)
    assert "Lovdata" in rad["sikkerhet"]


def test_loven_folger_dagen(kjor, retter):
    for dag, navn, samisk in (
        (date(2026, 6, 30), "Mineralloven av 2009", False),
        (date(2026, 7, 1), "Ny minerallov", True),
    ):
        resultat = kjor(retter, dato=dag)
        lov = next(t for t in resultat.tabeller if t.navn == "lov")
        assert lov.tittel.startswith(navn)
        assert lov.data["krav"].str.contains("egne regler om samiske").any() == samisk
        assert lov.data["sikkerhet"].str.contains("kontrolleres").all()


def test_loven_sier_naar_det_er_maalt_med_en_annen_avstand(kjor, retter):
    hus = "Nærmere enn 100 m fra bolig eller fritidsbolig"
    assert hus in set(tabell(kjor(retter), "lov")["krav"])
    annet = kjor(retter, parametre={"hus_m": 150.0})
    assert f"{hus} (målt her med 150 m)" in set(tabell(annet, "lov")["krav"])


def test_naboens_rettigheter(kjor, lag_data, rute):
    """One in Tydal 2 km off, one too far away, and one that only shares the border with us."""
    resultat = kjor(
        lag_data(
            GRUVEINTERESSER,
            [rute(2000, 12_000, 3000, 13_000), rute(0, 40_000, 100, 41_000),
             rute(5000, 10_000, 6000, 11_000)],
            navn=["Tydalsretten", "Fjern", "Inntil"], type=["UN"] * 3, forfall=["2030-01-01"] * 3,
        ),
        lag_data(KOMMUNEGRENSE, [rute(0, 0, 10_000, 10_000), rute(0, 10_000, 10_000, 20_000)],
                 kommunenummer=["5025", "5033"], navn=["Brettet", "Tydal"]),
        parametre={"snart_aar": 4.0},
    )  # fmt: skip
    nabo, inntil = tabell(resultat, "naboer").to_dict("records")
    assert (nabo["navn"], nabo["kommune"], nabo["avstand_km"]) == ("Tydalsretten", "Tydal", 2.0)
    assert (inntil["navn"], inntil["avstand_km"]) == ("Inntil", 0.0)
    assert nabo["status"] == SNART
    assert tabell(resultat, "rettigheter").empty
    assert any("Sverige: ikke kartlagt" in setning for setning in resultat.ukjent)


def test_forekomster_og_h590_er_interesser(kjor, lag_data, rute):
    resultat = kjor(
        lag_data(MINERALFOREKOMSTER, [rute(0, 0, 100, 100)], navn=["Malmen"]),
        lag_data(HENSYNSSONER, [rute(0, 0, 50, 100)], kode=["H590_1"]),
        lag_data(VERDENSARV, [rute(0, 0, 50, 50)], sone=["kjerne"], vernetype=["WHS"]),
    )
    assert celle(resultat, "verdensarv", "mineralforekomster")["areal_daa"] == pytest.approx(2.5)
    assert celle(resultat, "verdensarv", "h590")["areal_daa"] == pytest.approx(2.5)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.integers(1, 20),
            st.sampled_from(["2020-01-01", "2021-01-01", None]),
            st.sampled_from(["2030-01-01", "2026-11-24", "2026-11-23", None]),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_hver_kvadratmeter_hos_en(grunnlag, lag_data, rute, rettene):
    """Whatever overlaps, the ground held as the oldest adds up to the ground that is covered."""
    former = [rute(10 * x, 10 * y, 10 * (x + b), 10 * (y + h)) for x, y, b, h, *_ in rettene]
    data = lag_data(GRUVEINTERESSER, former, type=["UN"] * len(former),
                    utstedt=[r[4] for r in rettene], forfall=[r[5] for r in rettene])  # fmt: skip
    svar = retter_av(grunnlag([GRUVEINTERESSER], data), 1.0)
    gjelder = svar["status"] != UTLOPT
    assert list(gjelder) == [r[5] != "2026-11-23" for r in rettene]
    dekket = svar[gjelder].geometry.union_all().area / 1000
    assert svar["eldst_daa"].sum() == pytest.approx(dekket, abs=1e-9)
    assert (svar["eldst_daa"].fillna(0) <= svar["i_kommunen_daa"] + 1e-9).all()


@pytest.mark.parametrize(
    ("navn", "klasse"),
    [
        ("Eksempel Malm AS", "aksjeselskap"), ("Mønstergruver ASA", "allmennaksjeselskap"),
        ("Nordisk Gruv AB", "utenlandsk foretak"), ("Noe Mining Ltd.", "utenlandsk foretak"),
        ("Røros kommune", "offentlig"), ("Kari Nordmann", HAVER_ANNEN), (None, HAVER_UKJENT),
        ("  ", HAVER_UKJENT), ("Asa Hansen", HAVER_ANNEN), ("GRUVE AS", "aksjeselskap"),
    ],
)  # fmt: skip
def test_haverklassen(navn, klasse):
    assert haverklasse(navn) == klasse
