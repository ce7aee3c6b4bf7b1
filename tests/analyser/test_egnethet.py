"""Suitability on a landscape that can be computed by hand."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analyser.bolig import ANALYSE, SCENARIER, Parametre, modell
from analyser.felles.egnethet.kandidater import frie_flater, kompakthet, kutt, navngitt
from analyser.felles.egnethet.kriterier import avstand_til, poengene
from analyser.felles.egnethet.modell import (
    Egnethetsmodell,
    Flatekrav,
    Kriterium,
    Kurve,
    Scenario,
    Tomtekrav,
)
from analyser.felles.egnethet.robusthet import knekk, prov, rekkefolge
from analyser.felles.egnethet.sokerom import Sokerom, ruter, sokegrunn, utelukk
from analyser.felles.egnethet.tomteskisse import skisse
from analyser.felles.egnethet.vekter import LIKE, PARVIS, egenvekter, vekting
from gis.feil import ParameterFeil
from lag.katalog.fare import FLOMSONER
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER
from lag.katalog.reindrift import FLYTTLEI
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import ELVER, INNSJOER, LEDNINGER, VA_SONER

KRAV = Flatekrav(minst_daa=5.0, storst_daa=1000.0, bredde_m=30.0, brattest=3.0)
TOMT = Tomtekrav(bredde_m=25.0, dybde_m=30.0, vegbredde_m=10.0)
KURVE = Kurve(hjorner=((0.0, 1.0), (100.0, 0.0)), kilde="prøve", merke="uverifisert")
IDER = ("a", "b", "c")


def _rekke(*former):
    ut = np.empty(len(former), dtype=object)
    ut[:] = former
    return ut


# --- weights


def test_vekter_satt_direkte_og_like():
    assert vekting("x", IDER, (), (), ()).metode == LIKE
    assert vekting("x", IDER, ("a=30", "c=10"), (), ()).vekter == pytest.approx([0.75, 0, 0.25])
    assert vekting("x", IDER, (), (), ("b=100",)).vekter.tolist() == [0, 1, 0]


def test_parvis_gir_saatys_vekter():
    # consistent: a is 3 times b and 6 times c, b twice c
    svar = vekting("x", IDER, (), ("a/b=3", "a/c=6", "c/b=1/2"), ())
    assert svar.metode == PARVIS and svar.cr == pytest.approx(0, abs=1e-9)
    assert svar.vekter == pytest.approx([6 / 9, 2 / 9, 1 / 9])
    # what is not compared with anything gets no weight
    assert vekting("x", IDER, (), ("a/c=3",), ()).vekter == pytest.approx([0.75, 0, 0.25])
    # Saaty's way: lambda of this circle is 3.5608; (3.5608 - 3) / 2 / 0.58
    sirkel = egenvekter(np.array([[1, 2, 0.5], [0.5, 1, 2], [2, 0.5, 1]]))
    assert sirkel.cr == pytest.approx((3.5 - 3) / 2 / 0.58) and not sirkel.konsistent
    assert sirkel.vekter == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("valg", "ord_"),
    [
        ((("d=1",), (), ()), "ikke et kriterium"),
        ((("a=-1",), (), ()), "fra null"),
        ((("a=x",), (), ()), "tall etter"),
        ((("a=0",), (), ()), "over null"),
        (((), ("a/b=3", "a/c=2"), ()), "b/c"),
        (((), ("a/b=10", "a/c=1", "b/c=1"), ()), "1/9 til 9"),
        (((), ("a/b=1", "b/a=1"), ()), "to ganger"),
        ((("a=1", "b=1", "a=3"), (), ()), "to ganger"),
        (((), ("a=1",), ()), "a/b=tall"),
        ((("a=1",), (), ("b=1",)), "velg én"),
    ],
)
def test_vekter_som_ikke_kan_brukes(valg, ord_):
    with pytest.raises(ParameterFeil, match=ord_):
        vekting("x", IDER, *valg)


# --- curves and criteria


def test_kurven_og_det_som_ikke_er_kjent():
    lav, hoy = KURVE((np.array([0, 50, np.nan, 0]), np.array([0, 50, np.nan, 50])))
    assert lav.tolist() == [1, 0.5, 0, 0.5] and hoy.tolist() == [1, 0.5, 1, 1]
    with pytest.raises(ParameterFeil, match="stige eller synke"):
        replace(KURVE, hjorner=((0.0, 0.0), (1.0, 1.0), (2.0, 0.0)))
    with pytest.raises(ParameterFeil, match="stigende"):
        replace(KURVE, hjorner=((1.0, 0.0), (0.0, 1.0)))


def test_reindriften_er_aldri_et_mykt_kriterium():
    with pytest.raises(ParameterFeil, match="aldri et mykt kriterium"):
        Kriterium(id="x", tittel="X", enhet="m", hva="", kurve=KURVE, maal=avstand_til(FLYTTLEI),
                  lag=(FLYTTLEI,))  # fmt: skip


def test_ukjent_lag_gir_spenn_og_delvis_kartlagt_gir_ovre_avstand(
    grunnlag, lag_data, omraader, rute, strek
):
    sted = omraader(rute(0, 0, 100, 100))
    k = Kriterium(id="x", tittel="X", enhet="m", hva="", kurve=KURVE, maal=avstand_til(LEDNINGER),
                  lag=(LEDNINGER,))  # fmt: skip
    lav, hoy, _ = poengene((k,), grunnlag((LEDNINGER,)), sted)
    assert (lav.item(), hoy.item()) == (0, 1)
    linje = [strek((140, 0), (140, 100))]
    lav, hoy, _ = poengene((k,), grunnlag((), lag_data(LEDNINGER, linje)), sted)
    assert lav.item() == hoy.item() == pytest.approx(0.6)
    delvis = lag_data(LEDNINGER, linje, dekning=shapely.Polygon())
    lav, hoy, _ = poengene((k,), grunnlag((), delvis), sted)
    assert (lav.item(), hoy.item()) == (pytest.approx(0.6), 1)
    tomt = grunnlag((), lag_data(LEDNINGER))
    assert [ende.item() for ende in poengene((k,), tomt, sted)[:2]] == [0, 0]


def test_scenario_med_ukjent_kriterium_avvises(kommune):
    m = modell(kommune(), Parametre(), None)
    with pytest.raises(ParameterFeil, match="ikke er et kriterium"):
        replace(m, scenarier=(Scenario(id="s", tittel="S", tekst="", vekter={"finnes_ikke": 1}),))
    assert isinstance(m, Egnethetsmodell) and m.scenarier == SCENARIER


# --- robustness


def test_hjornene_og_den_som_vinner_uansett():
    poeng = np.array([[1.0, 0.9], [0.9, 0.2], [0.2, 0.8]])
    r = prov(poeng, poeng, topp=1, trekk=200)
    assert r.vinner_alltid.tolist() == [True, False, False]
    assert r.topp_sikkert.tolist() == [1, 0, 0] == r.topp_mulig.tolist()
    assert r.pareto.tolist() == [True, False, False]
    for k, vekter in enumerate(np.eye(2)):
        ider = np.array(["a", "b", "c"], dtype=object)
        assert rekkefolge(poeng, poeng, vekter, ider)[0] == int(poeng[:, k].argmax())


def test_andelen_er_delen_av_vektrommet():
    # a is best where 2·w1 > w2 … its points (1, 0) against (0.25, 0.5): w1 > 0.4, so 60 %
    poeng = np.array([[1.0, 0.0], [0.25, 0.5]])
    r = prov(poeng, poeng, topp=1)
    assert r.topp_sikkert == pytest.approx([0.6, 0.4], abs=0.015)
    svar = knekk(poeng, np.array([0.5, 0.5]), 0, topp=1)
    # both weights meet at the same place: 0.4 on the first is 0.6 on the second
    assert abs(svar.vekt - 0.5) == pytest.approx(0.1)
    assert svar.vekt == pytest.approx([0.4, 0.6][svar.kriterium])


def test_det_som_mangler_utvider_og_teller_aldri_som_godt():
    kjent = np.array([[0.5, 0.5], [0.6, 0.5]])
    lav, hoy = kjent.copy(), kjent.copy()
    lav[1, 0], hoy[1, 0] = 0.0, 1.0
    ider = np.array(["a", "b"], dtype=object)
    assert rekkefolge(kjent, kjent, np.array([0.5, 0.5]), ider).tolist() == [1, 0]
    assert rekkefolge(lav, hoy, np.array([0.5, 0.5]), ider).tolist() == [0, 1]
    forut, etter = prov(kjent, kjent, topp=1, trekk=100), prov(lav, hoy, topp=1, trekk=100)
    assert etter.topp_sikkert[1] < forut.topp_sikkert[1] and etter.topp_mulig[1] == 1
    assert etter.topp_sikkert[0] == 0 and etter.topp_mulig[0] == 1
    assert etter.pareto.tolist() == [True, True] and forut.pareto.tolist() == [False, True]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(1, 4))
def test_lover_for_robustheten(fro, n, k):
    rng = np.random.default_rng(fro)
    lav = rng.integers(0, 5, (n, k)) / 4.0
    hoy = np.minimum(lav + rng.integers(0, 3, (n, k)) / 4.0, 1.0)
    r = prov(lav, hoy, topp=2, trekk=40)
    assert (r.topp_sikkert <= r.topp_mulig).all()
    assert (r.topp_sikkert[r.alltid_topp] == 1).all()
    assert not (r.vinner_alltid & ~r.alltid_topp).any() and r.pareto.any()
    vekter = np.full(k, 1.0 / k)
    forst = int(rekkefolge(lav, lav, vekter, np.arange(n).astype(object))[0])
    svar = knekk(lav, vekter, forst, topp=1)
    if svar.kriterium >= 0:  # past the threshold somebody else is ahead
        for steg in (1e-6, -1e-6):
            nye = vekter * (1 - svar.vekt - steg) / max(1 - vekter[svar.kriterium], 1e-12)
            nye[svar.kriterium] = svar.vekt + steg
            if 0 <= nye[svar.kriterium] <= 1 and (lav @ nye).max() > (lav @ nye)[forst] + 1e-9:
                return
        pytest.fail("knekkpunktet feller ikke stedet")


# --- ground


def test_sokegrunn_ruter_og_hva_reglene_tar_alene(grunnlag, lag_data, rute, strek, prikk):
    g = grunnlag(
        (), lag_data(VEGER, [strek((0, 5000), (10_000, 5000))], vegkategori=["F"]),
        lag_data(STEDSNAVN, [prikk(5000, 5000)], navn=["Midt"], type=["grend"]),
    )  # fmt: skip
    grunn = sokegrunn(g, Sokerom(fra_veg_m=100.0, fra_sted_m=np.inf), ("F",))
    assert grunn.area == pytest.approx(200 * 10_000)
    naer = sokegrunn(g, Sokerom(fra_veg_m=100.0, fra_sted_m=1000.0), ("F",))
    assert naer.area == pytest.approx(200 * 2000, rel=0.01)
    assert sokegrunn(g, Sokerom(fra_veg_m=100.0, fra_sted_m=1.0, steder=("X",)), ("F",)).is_empty
    assert sokegrunn(g, Sokerom(fra_veg_m=100.0, fra_sted_m=np.inf), ("E",)).is_empty
    deler = ruter(grunn)
    assert shapely.area(deler).sum() == pytest.approx(grunn.area)
    tar = [rute(0, 4900, 100, 5100), rute(50, 4900, 150, 5100), rute(500, 4900, 510, 5100)]
    per = [np.asarray(shapely.intersection(deler, t), dtype=object) for t in tar]
    u, snudd = utelukk(deler, per), utelukk(deler, per[::-1])
    assert u.total_m2 == pytest.approx([20_000, 20_000, 2000])
    assert u.alene_m2 == pytest.approx([10_000, 10_000, 2000])
    assert u.felles_m2 == pytest.approx(32_000) and u.sokt_m2 == pytest.approx(grunn.area)
    assert snudd.alene_m2[::-1] == pytest.approx(u.alene_m2)


def test_flatene_er_brede_store_og_hele():
    # two fields of 100 m × 100 m joined by a strip of 10 m: two areas
    hantel = shapely.union_all([box(0, 0, 100, 100), box(300, 0, 400, 100), box(100, 45, 300, 55)])
    former = frie_flater(_rekke(hantel), _rekke(shapely.Polygon()), KRAV)
    assert len(former) == 2 and shapely.area(former) == pytest.approx([10_000] * 2, rel=0.02)
    # seams between squares close, and what is taken is gone
    halve = _rekke(box(0, 0, 50, 100), box(50, 0, 100, 100))
    tatt = _rekke(shapely.Polygon(), box(90, 0, 100, 100))
    assert shapely.area(frie_flater(halve, tatt, KRAV)) == pytest.approx([9000], rel=0.03)
    assert not len(frie_flater(_rekke(box(0, 0, 200, 29)), _rekke(shapely.Polygon()), KRAV))


def test_store_flater_kuttes_uten_tap():
    lang = box(0, 0, 1000, 100)
    deler = kutt(lang, 30_000)
    assert sum(d.area for d in deler) == pytest.approx(lang.area)
    assert max(d.area for d in deler) <= 30_000
    assert kompakthet(_rekke(box(0, 0, 1, 1)))[0] == pytest.approx(np.pi / 4)


def test_navn_fra_naermeste_sted(lag_data, prikk, rute):
    steder = lag_data(STEDSNAVN, [prikk(0, 0)], navn=["Lia (omtrentlig)"], type=["grend"]).data
    former = _rekke(rute(900, 0, 1000, 100), rute(100, 0, 200, 100))
    ramme = navngitt(former, steder, 25832)
    assert ramme["navn"].tolist() == ["Ved Lia 1", "Ved Lia 2"]
    assert ramme.index.is_unique
    assert navngitt(former[:1], steder.iloc[:0], 25832)["navn"].tolist() == ["Flate uten stedsnavn"]


# --- sketch


def test_skissen_teller_for_haand():
    # 110 m × 70 m: one row of road (10 m) with plots of 30 m on both sides, collector of 10 m
    # across: (110 - 10) // 25 = 4 plots on each side
    svar = skisse(box(0, 0, 110, 70), TOMT)
    assert len(svar.tomter) == 8
    assert skisse(box(0, 0, 20, 20), TOMT).tomter.size == 0
    assert skisse(shapely.Polygon(), TOMT).tomter.size == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_lover_for_skissen(fro):
    rng = np.random.default_rng(fro)
    vinkler = np.sort(rng.uniform(0, 2 * np.pi, 9))
    radier = rng.uniform(60, 260, 9)
    flate = shapely.Polygon(np.c_[radier * np.cos(vinkler), radier * np.sin(vinkler)] + 6.2e5)
    if not flate.is_valid:
        return
    flate = flate.difference(box(6.2e5 - 10, 6.2e5 - 10, 6.2e5 + 10, 6.2e5 + 10))
    if flate.geom_type != "Polygon":
        return
    svar = skisse(flate, TOMT)
    if not len(svar.tomter):
        return
    alle = shapely.union_all(svar.tomter)
    assert shapely.area(svar.tomter) == pytest.approx(25.0 * 30.0)
    assert alle.area == pytest.approx(750.0 * len(svar.tomter), abs=1e-3)  # disjoint
    assert alle.difference(flate).area < 1e-3 and svar.veg.difference(flate).area < 1e-3
    assert alle.intersection(svar.veg).area < 1e-3
    assert svar.veg.geom_type == "Polygon" and svar.veg_m > 0
    assert (shapely.distance(svar.tomter, svar.veg) < 1e-5).all()
    langs = shapely.area(shapely.intersection(svar.tomter, svar.veg.buffer(0.1)))
    assert (langs > 0.1 * 25.0 - 0.01).all()  # the whole front lies along the road


# --- the whole search


@pytest.fixture
def landskap(lag_data, rute, strek, prikk):
    """A road along the south; 200 m × 100 m of free ground on each side of a river, a lake."""
    return [
        lag_data(VEGER, [strek((0, 0), (1000, 0))], vegkategori=["K"]),
        lag_data(STEDSNAVN, [prikk(100, 50), prikk(700, 50)], navn=["Vest", "Bergstaden"],
                 type=["grend", "tettsted"]),
        lag_data(ELVER, [strek((400, 0), (400, 500))]),
        lag_data(INNSJOER, [rute(900, 0, 2000, 600)]),
        lag_data(BYGNINGER), lag_data(TEIGER), lag_data(BOLIGTOMTER), lag_data(NAERINGSTOMTER),
        lag_data(HYTTEOMRAADER), lag_data(LEDNINGER, [strek((0, 0), (400, 0))]),
        lag_data(FLOMSONER, [rute(0, 0, 200, 600)], gjentaksintervall=["200"],
                 dekning=rute(0, 0, 10_000, 10_000)),
    ]  # fmt: skip


VALG = {"sok_fra_veg_m": 200, "storste_flate_daa": 1000}


def _tabell(resultat, navn):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def test_hele_soket_for_haand(grunnlag, landskap):
    svar = ANALYSE.kjor(grunnlag(ANALYSE.krever, *landskap), VALG)
    rader = _tabell(svar, "kandidater").set_index("navn")
    # y 15–200 (building line of a municipal road), x 200–395 and 405–900
    # opening rounds the corners by (1 − π/4)·15² each; beyond the road's end the search is round
    hjorne = (1 - np.pi / 4) * 15.0**2
    assert rader.loc["Ved Vest", "areal_daa"] == pytest.approx(
        (195 * 185 - 4 * hjorne) / 1000, rel=1e-3
    )
    assert rader.loc["Ved Bergstaden", "areal_daa"] == pytest.approx(
        (495 * 185 - 4 * hjorne) / 1000, rel=1e-3
    )
    assert "elv eller bekk" in rader.loc["Ved Vest", "kant"]
    assert "flomsone" in rader.loc["Ved Vest", "kant"]
    assert "flomsone" not in rader.loc["Ved Bergstaden", "kant"]
    assert "vann" in rader.loc["Ved Bergstaden", "kant"]
    assert rader.loc["Ved Bergstaden", ["lavt", "hoyt"]].tolist() == [63, 109]
    u = _tabell(svar, "utelukkelser").set_index("regel")
    assert u.loc["flomsone med gjentaksintervall inntil 200 år (F2)", "total_daa"] == 40
    assert u.loc["regulert til bolig; telles i planreserven", "total_daa"] == 0  # known, and empty
    assert u.loc["verneområde"].drop("par").isna().all()  # not known: no zero
    skisse_ = next(k for k in svar.kartlag if k.navn == "tomteskisse").data
    assert "kapasitet" not in [t.navn for t in svar.tabeller]  # the municipality has not said
    assert len(skisse_) == rader["tomter"].sum() and (skisse_["areal_m2"] > 799).all()


def test_kapasiteten_regnes_for_flatene_sammen(grunnlag, landskap, lag_data, rute):
    """63–109 homes at one area and 25–43 at the other: 2.2 pe each, and both drink of one works."""
    soner = lag_data(
        VA_SONER, [rute(0, 0, 1000, 300), rute(0, 0, 1000, 300), rute(0, 0, 400, 300)],
        navn=["Verket", "Anlegget", "Det lille"], slag=["vann", "avlop", "avlop"],
        ledig_pe=[400.0, 150.0, None],
    )  # fmt: skip
    svar = ANALYSE.kjor(grunnlag(ANALYSE.krever, *landskap, soner), VALG)
    boliger = _tabell(svar, "kandidater").set_index("navn")[["lavt", "hoyt"]].sum()
    k = _tabell(svar, "kapasitet").set_index("sone")
    assert k.loc["Verket", ["trenger_lav", "trenger_hoy"]].tolist() == pytest.approx(
        (2.2 * boliger).tolist()
    )
    assert k["svar"].tolist() == ["alle flatene", "1 av 2\u00a0flater", "ikke kjent"]
    assert k["flater"].tolist() == [2, 2, 1]


def test_uten_kandidater_sies_det(grunnlag, landskap, rute, lag_data):
    alt = lag_data(FLOMSONER, [rute(0, 0, 10_000, 10_000)], gjentaksintervall=["200"])
    svar = ANALYSE.kjor(grunnlag(ANALYSE.krever, *landskap[:-1], alt), VALG)
    assert _tabell(svar, "kandidater").empty
    assert any("fant ingen" in punkt for punkt in svar.punkter)
    (mest,) = (p for p in svar.punkter if p.startswith("Mest grunn tar"))
    assert mest.startswith("Mest grunn tar «flomsone med gjentaksintervall inntil 200 år (F2)»")
    assert _tabell(svar, "scenarier")["antall"].tolist() == [0] * (1 + len(SCENARIER))


def test_vekter_i_hjornene_avgjor(grunnlag, landskap):
    g = grunnlag(ANALYSE.krever, *landskap)
    for ident, beste in (("senter", "Ved Bergstaden"), ("vann_avlop", "Ved Vest")):
        svar = ANALYSE.kjor(g, {**VALG, "vekter": f"{ident}=1"})
        assert _tabell(svar, "kandidater")["poeng_lav"].max() == 100, ident
        assert _tabell(svar, "kriterier")["vekt"].max() == 100
        assert beste in set(_tabell(svar, "kandidater").query("poeng_lav == 100")["navn"])


def test_all_vekt_paa_noe_ukjent_skiller_ingen(grunnlag, landskap):
    """Pieces of one field that a criterion without data ranks: all alike, and it is said."""
    uten = [lag for lag in landskap if lag.post not in (ELVER, LEDNINGER)]
    valg = {**VALG, "storste_flate_daa": 15, "vekter": "vann_avlop=1"}
    svar = ANALYSE.kjor(grunnlag(ANALYSE.krever, *uten), valg)
    rader = _tabell(svar, "kandidater")
    assert len(rader) > 5 and (rader["poeng_lav"] == 0).all() and (rader["poeng_hoy"] == 100).all()
    assert any(
        "sier ingenting" in p and p.startswith(f"{len(rader)}\u00a0flater") for p in svar.punkter
    )


def test_ukjente_ledninger_gir_spenn_i_poeng(grunnlag, landskap):
    uten = [d for d in landskap if d.post is not LEDNINGER]
    g = grunnlag(ANALYSE.krever, *uten)
    rader = _tabell(ANALYSE.kjor(g, VALG), "kandidater")
    assert (rader["poeng_hoy"] - rader["poeng_lav"] >= 100 / 6 - 1e-9).all()
    assert rader["ledning_m"].isna().all()
