"""The conflict map by hand: shared ground is counted once, and silence is never peace."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame

from analyser import ANALYSER
from analyser.felles.kjede import kjor_i_rekke
from analyser.felles.konfliktkart.interesser import UTVIKLING
from analyser.felles.konfliktkart.naboer import UTENFOR
from analyser.felles.tekst import REINDRIFT_VARSEL
from analyser.konflikt import ANALYSE
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.kultur import FREDEDE_BYGNINGER
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.plan import AREALINNSPILL, BOLIGTOMTER, HENSYNSSONER, KOMMUNEPLAN
from lag.katalog.reindrift import FLYTTLEI, REINBEITE, REINBEITE_VINTER
from lag.katalog.vann import ELVER
from tests.analyser.conftest import EPSG, GRENSE
from tests.hjelp.konfliktlag import tilfeldige


@pytest.fixture
def kjor(tomt_brett):
    return partial(tomt_brett, ANALYSE)


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def celle(resultat, bokstav, kolonne):
    """Dekar in one cell of the matrix."""
    data = tabell(resultat, "matrise").set_index("bokstav")
    return float(data.loc[bokstav, kolonne])


def par(resultat, interesse, utbygging):
    data = tabell(resultat, "par")
    return data[(data["interesse"] == interesse) & (data["utvikling"] == utbygging)].iloc[0]


@pytest.fixture
def boliger(lag_data, rute):
    """Two housing areas that overlap: 15 daa of ground in all."""
    return lag_data(
        BOLIGTOMTER,
        [rute(0, 0, 100, 100), rute(50, 0, 150, 100)],
        dekning=rute(0, 0, 10_000, 10_000),
    )


# -- a valley by hand -----------------------------------------------------------------------


@pytest.fixture
def dalen(kjor, lag_data, rute):
    """One migration route across the valley, a proposed mine on it, a reserve beside it.

    The mine is 400 × 500 m (200 daa). The route takes 100 m of its width (50 daa), the reserve
    the upper 100 m of it (40 daa); they cross on 10 daa.
    """
    hel = rute(0, 0, 10_000, 10_000)
    return kjor(
        lag_data(AREALINNSPILL, [rute(1000, 1000, 1400, 1500)], navn=["Gruva"],
                 formaal=["raastoff"], dekning=hel),
        lag_data(FLYTTLEI, [rute(1100, 0, 1200, 10_000)], dekning=hel),
        lag_data(NATURVERN, [rute(0, 1400, 3000, 2000)], dekning=hel),
    )  # fmt: skip


def test_dalen_i_matrisen(dalen):
    assert celle(dalen, "A", "t2") == pytest.approx(40.0)
    assert celle(dalen, "R", "t2") == pytest.approx(40.0)  # the route outside the reserve
    assert celle(dalen, "K", "t2") == pytest.approx(120.0)  # no theme of landskap is mapped
    assert celle(dalen, "", "t2") == pytest.approx(200.0)
    assert celle(dalen, "", "sum") == pytest.approx(100_000.0)


def test_dalens_reindrift_skjules_ikke_av_verneomraadet(dalen):
    rein = tabell(dalen, "reindrift").set_index("omraade")
    assert rein.loc["Flyttlei", "t2"] == pytest.approx(50.0)
    assert rein.loc["Særlige områder i alt", "t2"] == pytest.approx(50.0)
    steder = tabell(dalen, "steder")
    assert list(steder["rute"]) == ["A2", "R2", "K2"]
    assert list(steder["saerlig_daa"]) == pytest.approx([10.0, 40.0, 0.0])
    assert steder["rang"].tolist()[0] == 1.0 and np.isnan(steder["rang"].tolist()[1:]).all()


def test_dalens_sumvirkning(dalen):
    sum_ = tabell(dalen, "sumvirkning")
    vern_ = sum_[sum_["verdi"] == "svært stor verdi"].iloc[0]
    assert (vern_["hele"], vern_["foreslaatt"], vern_["rest"]) == pytest.approx((1800, 40, 1760))
    flytt = sum_[sum_["verdi"].str.startswith("Flyttlei")].iloc[0]
    assert (flytt["hele"], flytt["foreslaatt"]) == pytest.approx((1000, 50))


def test_stedene_i_en_rute_er_til_sammen_ruten(dalen):
    aapner = next(t for t in dalen.tabeller if t.navn == "matrise").aapner
    steder = tabell(dalen, "steder").groupby("rute")["areal_daa"].sum()
    for bokstav in ("A", "R", "K"):
        for kolonne, slutt in aapner.kolonner.items():
            ventet = celle(dalen, bokstav, kolonne)
            assert steder.get(f"{bokstav}{slutt}", 0.0) == pytest.approx(ventet)


def test_kortet_navngir_lag_regler_og_kilder(dalen):
    kart = {k.navn: k for k in dalen.kartlag}
    sted = kart["steder"].data.set_index("rute").loc["A2"]
    assert "Naturvernområder" in sted["vern"].replace("\u00a0", " ")
    assert "naturvern" in sted["regler"].split(", ")
    assert sted["kilder"] == "arealinnspill, flyttlei, naturvern"
    flater = kart["flater"]
    assert flater.bare_fil
    assert flater.data["areal_m2"].sum() == pytest.approx(200_000)
    kryss = flater.data[flater.data["vern"].str.contains("flyttlei")
                        & flater.data["vern"].str.contains("naturvern")]  # fmt: skip
    assert kryss["areal_m2"].sum() == pytest.approx(10_000)
    assert {"verdi_naturvern_1", "naturvern"} <= {r.id for r in dalen.regler}


# -- classes --------------------------------------------------------------------------------


def test_overlapp_telles_en_gang(kjor, boliger, lag_data, rute):
    resultat = kjor(boliger, lag_data(NATURVERN, [rute(0, 0, 120, 100), rute(0, 0, 60, 100)]))
    rad = par(resultat, "naturvern", "boligtomter")
    assert (rad["areal_daa"], rad["andel_prosent"]) == pytest.approx((12.0, 80.0))
    assert rad["antall_objekter"] == 2
    assert celle(resultat, "A", "t3") == pytest.approx(12.0)
    assert celle(resultat, "", "t3") == pytest.approx(15.0)


def test_det_som_er_kommet_lengst_bestemmer(kjor, boliger, lag_data, rute):
    innspill = lag_data(AREALINNSPILL, [rute(0, 0, 200, 100)], formaal=["fritid"])
    resultat = kjor(boliger, innspill, lag_data(NATURVERN, [rute(0, 0, 200, 100)]))
    assert (celle(resultat, "A", "t3"), celle(resultat, "A", "t2")) == pytest.approx((15.0, 5.0))
    plan = tabell(resultat, "planomraader").set_index("utbygging")
    assert plan.loc["Arealinnspill", "a_daa"] == pytest.approx(20.0)  # the whole of it


def test_bare_grunn_i_kommunen_teller(kjor, lag_data, rute):
    over = lag_data(BOLIGTOMTER, [rute(-100, 0, 100, 100)])
    resultat = kjor(over, lag_data(NATURVERN, [rute(-500, -500, 500, 500)]))
    assert celle(resultat, "A", "t3") == pytest.approx(10.0)


def test_soner_gjelder_ogsaa_fra_andre_siden_av_grensen(kjor, lag_data, rute, strek):
    """A river 50 m outside the border: its 100 m belt reaches 50 m into the municipality."""
    resultat = kjor(
        lag_data(BOLIGTOMTER, [rute(0, 1000, 200, 1100)]),
        lag_data(ELVER, [strek((-50, 0), (-50, 5000))]),
    )
    assert par(resultat, "elver_sone", "boligtomter")["areal_daa"] == pytest.approx(5.0)
    assert celle(resultat, "V", "t3") == pytest.approx(5.0)


def test_linjer_og_punkter_har_soner(kjor, boliger, lag_data, strek, prikk):
    resultat = kjor(
        boliger,
        lag_data(ELVER, [strek((-50, 50), (500, 50))]),
        lag_data(FREDEDE_BYGNINGER, [prikk(20, 20), prikk(900, 10)]),
    )
    assert par(resultat, "elver", "boligtomter")["areal_daa"] == pytest.approx(3.0)  # 150 × 20 m
    bygg = par(resultat, "fredede_bygninger", "boligtomter")
    assert bygg["areal_daa"] == pytest.approx(0.314, abs=0.001)
    assert bygg["antall_objekter"] == 1


def test_svarene_er_fire_og_aldri_ro(kjor, boliger, lag_data, ukjent_data, rute):
    resultat = kjor(boliger, ukjent_data(NATURTYPER), lag_data(NATURVERN, [rute(900, 0, 950, 50)]))
    assert par(resultat, "naturtyper", "boligtomter")["status"] == "ikke kjent"
    assert np.isnan(par(resultat, "naturtyper", "boligtomter")["areal_daa"])
    assert par(resultat, "naturvern", "boligtomter")["status"] == "ikke treff"
    assert celle(resultat, "X", "t3") == pytest.approx(15.0)
    assert not any("kan være omfattet" in p for p in resultat.punkter if "Kommuneplan" in p)
    uten_plan = kjor(boliger, ukjent_data(KOMMUNEPLAN))
    assert any("kan være omfattet av slike" in p and "Kommuneplan" in p for p in uten_plan.punkter)
    uten = kjor(boliger, lag_data(NATURVERN, dekning=rute(0, 0, 75, 100)))
    assert par(uten, "naturvern", "boligtomter")["status"] == "ikke kartlagt"
    temaer = tabell(uten, "temaer")
    natur = temaer[temaer["tema"] == "naturmangfold"].set_index("verdi")["t3"]
    assert (natur["ikke treff"], natur["ikke kartlagt"]) == pytest.approx((7.5, 7.5))
    assert celle(uten, "I", "sum") == 0  # landskap has no source


def test_reindriften_i_distriktet(kjor, boliger, lag_data, rute):
    distrikt = lag_data(REINBEITE, [rute(0, 0, 120, 100)], navn=["Prøve"], navn_samisk=["Sijte"])
    vinter = lag_data(REINBEITE_VINTER, [rute(0, 0, 50, 100)])
    resultat = kjor(boliger, distrikt, vinter)
    flytt = par(resultat, "flyttlei", "boligtomter")
    assert (flytt["status"], flytt["merknad"]) == (
        "treff", "innenfor Sijte (Prøve); ingen registrert særverdi",
    )  # fmt: skip
    assert celle(resultat, "S", "t3") == pytest.approx(5.0)
    assert resultat.punkter[-1] == REINDRIFT_VARSEL


def test_rettigheter_og_plan_har_hvert_sitt_trinn(kjor, lag_data, rute):
    retter = lag_data(
        GRUVEINTERESSER,
        [rute(x, 0, x + 100, 100) for x in (0, 200, 400, 600)],
        type=["UN", "UN", "UT", "UT"],
        forfall=["2026-11-23", "2026-11-24", None, "2026-11-23"],
    )
    plan = lag_data(
        KOMMUNEPLAN,
        [rute(x, 500, x + 100, 600) for x in (0, 200, 400, 600, 800)],
        arealformaal=["1110", "1120", "5100", "5220", "1600"],
        arealbruksstatus=["1", "2", "2", "2", None],
    )
    verne = lag_data(NATURVERN, [rute(0, 0, 1000, 1000)])
    resultat = kjor(retter, plan, verne)
    assert celle(resultat, "A", "t1") == pytest.approx(10.0)  # the right that runs out today
    # one UT in force; cabins to come, and a green that nobody says is in use; LNFR is not built on
    assert celle(resultat, "A", "t3") == pytest.approx(30.0)
    med = kjor(plan, verne, parametre={"med_naavaerende": "ja"})
    assert celle(med, "A", "t3") == pytest.approx(30.0)


def test_hensynssonene_deles_paa_temaer(kjor, boliger, lag_data, rute):
    soner = lag_data(
        HENSYNSSONER,
        [rute(x, 0, x + 10, 100) for x in (0, 10, 20, 30, 40)],
        kode=["H310", "H570_1", "H720", "H590_1", "H520_1"],
    )
    resultat = kjor(boliger, soner)
    felles = [par(resultat, f"hensynssoner_{t}", "boligtomter")["areal_daa"]
              for t in ("kulturmiljo", "naturmangfold", "reindrift")]  # fmt: skip
    assert felles == pytest.approx([1.0, 1.0, 1.0])
    assert celle(resultat, "V", "t3") == pytest.approx(2.0)
    assert celle(resultat, "R", "t3") == pytest.approx(1.0)


def test_ukjente_soner_gjor_hvert_tema_ukjent(kjor, boliger, ukjent_data):
    resultat = kjor(boliger, ukjent_data(HENSYNSSONER), ukjent_data(REINBEITE_VINTER))
    temaer = tabell(resultat, "temaer")
    assert set(temaer[temaer["verdi"] == "ikke kjent"].set_index("tema")["t3"]) == {15.0}
    assert (temaer[temaer["verdi"] == "ikke treff"]["t3"] == 0).all()
    omraader = list(tabell(resultat, "reindrift")["omraade"])
    assert "Særlige områder i alt (ikke kjent: Hensynssoner: reindrift)" in omraader
    assert "Årstidsbeite i alt (ikke kjent: Reinbeite: vinter)" in omraader


def test_det_som_er_bygd_er_tatt_forut(kjor, boliger, lag_data, rute, prikk):
    resultat = kjor(
        boliger,
        lag_data(NATURVERN, [rute(0, 0, 150, 100)]),
        lag_data(BYGNINGER, [prikk(50, 50)]),
        parametre={"byggradius_m": 20.0},
    )
    natur = tabell(resultat, "sumvirkning").set_index(["tema", "verdi"])
    natur = natur.loc[("naturmangfold", "svært stor verdi")]
    bygd = np.pi * 0.4
    assert natur["bygd"] == pytest.approx(bygd, abs=0.002)
    assert natur["planlagt"] == pytest.approx(15 - bygd, abs=0.002)
    assert natur["forut_prosent"] == pytest.approx(100)
    ubebygd = tabell(resultat, "steder")["ubebygd_daa"].sum()
    assert ubebygd == pytest.approx(15 - bygd, abs=0.002)


def test_naboene_faar_hver_sin_rad_og_sverige_er_ikke_kartlagt(kjor, lag_data, rute):
    """Housing 100 m wide against the western border; the zone is 1 000 m."""
    grense = lag_data(
        KOMMUNEGRENSE,
        [GRENSE, rute(-3000, 0, 0, 5000)],
        kommunenummer=["5025", "9998"], navn=["Brettet", "Naboen"],
    )  # fmt: skip
    kjent = rute(-3000, 0, 10_000, 10_000).difference(rute(-3000, 5000, 0, 10_000))
    resultat = kjor(
        grense,
        lag_data(BOLIGTOMTER, [rute(0, 4900, 100, 5100)]),
        lag_data(NATURVERN, [rute(-100, 4000, 0, 5000)], dekning=kjent),
    )
    rader = tabell(resultat, "naboer").set_index("nabo")
    assert list(rader.index) == ["Naboen (9998)", UTENFOR]
    assert rader["sone_daa"].sum() == pytest.approx(np.pi * 500 + 200, rel=2e-3)
    assert rader.loc["Naboen (9998)", "hoy_daa"] == pytest.approx(100, rel=1e-3)
    assert rader.loc[UTENFOR, "ikke_kartlagt_daa"] == rader.loc[UTENFOR, "sone_daa"]


def test_uten_kjente_utbyggingsinteresser_sies_det_og_ikke_null(kjor, ukjent_data):
    assert kjor().svar == "Kildene som er kjent, viser ingen utbyggingsinteresse i kommunen."
    resultat = kjor(*(ukjent_data(post) for post in (*UTVIKLING, HENSYNSSONER)))
    assert resultat.svar == "Ikke kjent: ingen av kildene til utbyggingsinteresser er hentet."
    assert not any(" 0 daa" in punkt for punkt in resultat.punkter)
    ruter = tabell(resultat, "matrise")
    assert ruter[["t3", "t2", "t1"]].isna().all(axis=None)
    assert ruter["t0"].iloc[-1] == ruter["sum"].iloc[-1] == GRENSE.area / 1000


def test_det_som_bare_rorer_grensen_utenfra_naar_ikke_over(kjor, lag_data, rute):
    """A plan of the neighbour's that shares a line of the border is no development inside it."""
    resultat = kjor(lag_data(BOLIGTOMTER, [rute(-100, 4900, 0, 5100)]))
    assert tabell(resultat, "naboer").empty


def test_kartet_er_aldri_blankt(dalen):
    """Values and places together cover the municipality, and what is not mapped has a hatch."""
    kart = {k.navn: k for k in dalen.kartlag}
    flate = shapely.union_all([*kart["verdier"].data.geometry, *kart["steder"].data.geometry])
    assert flate.area == pytest.approx(GRENSE.area, rel=1e-6)
    for navn in ("verdier", "steder"):
        ukjente = [k for k in kart[navn].klasser if "ikke kartlagt" in k.tittel]
        assert ukjente
        assert all(k.stil.skravur == "prikker" for k in ukjente)


# -- the fibre plan -------------------------------------------------------------------------


@pytest.fixture
def fibersvar(strek):
    """A plan of two stages: 1 000 m by plough, 500 m on poles, 300 m that two addresses use."""
    data = GeoDataFrame(
        {
            "id": ["a", "b", "c"], "etappe": [1, 1, 2], "adresser": [9, 9, 2],
            "metode": ["pløying", "luftstrekk på stolper", "graving i grus"],
        },
        geometry=[strek((500, 500), (1500, 500)), strek((500, 600), (1000, 600)),
                  strek((500, 700), (800, 700))],
        crs=EPSG,
    )  # fmt: skip

    def bygg(grunnlag, status="hentet"):
        fiber = ANALYSER["fiber"].kjor(grunnlag(ANALYSER["fiber"].krever))
        kilder = tuple(replace(k, status=status) for k in fiber.kilder)
        grofter = replace(next(k for k in fiber.kartlag if k.navn == "grofter"), data=data)
        return replace(fiber, kilder=kilder, kartlag=(grofter,), parametre={"minste_gruppe": 5})

    return bygg


def test_fiberplanens_grofter_er_en_interesse_med_oppgitt_bredde(
    kjor, grunnlag, fibersvar, lag_data, rute
):
    vern_ = lag_data(NATURVERN, [rute(0, 0, 1000, 1000)])
    resultat = kjor(vern_, svar={"fiber": fibersvar(grunnlag)}, parametre={"groftsone_m": "2"})
    rad = par(resultat, "naturvern", "fiber")
    assert rad["areal_daa"] == pytest.approx(500 * 4 / 1000 + np.pi * 2 / 1000, abs=1e-4)
    assert celle(resultat, "A", "t1") == pytest.approx(rad["areal_daa"])
    steder = tabell(resultat, "steder")
    assert set(steder["navn"]) == {"Fiberplanen, etappe 1"}  # the other serves two addresses
    sum_ = tabell(resultat, "sumvirkning").set_index(["tema", "verdi"])
    assert sum_.loc[("naturmangfold", "svært stor verdi"), "fiber"] == pytest.approx(
        rad["areal_daa"]
    )
    assert any("færre enn 5 adresser" in s for s in resultat.ukjent)
    assert {k.lag for k in resultat.kilder} >= {"adresser", "fibernoder"}


def test_uten_fiberplan_er_groftene_ikke_kjent(kjor, grunnlag, fibersvar):
    for resultat in (kjor(), kjor(svar={"fiber": fibersvar(grunnlag, "ikke kjent")})):
        assert par(resultat, "naturvern", "fiber")["status"] == "ikke kjent"
        assert any(s.startswith("Fiberplanens grøfter er ikke kjent") for s in resultat.ukjent)
        ukjente = {k.tittel for k in resultat.kilder if k.status == "ikke kjent"}
        assert all(any(f"«{navn}»" in s for s in resultat.ukjent) for navn in ukjente)


def test_det_en_analyse_bygger_paa_kjores_forst_og_en_gang(grunnlag):
    kjort, sett = [], {}

    def analyse(navn, *bygger_paa):
        def beregn(gitt, _):
            kjort.append((navn, sorted(gitt.svar)))
            return navn

        return replace(ANALYSE, navn=navn, bygger_paa=bygger_paa, beregn=beregn)

    a, b, c = analyse("a"), analyse("b", "a"), analyse("c", "a", "b")
    kjente = {"a": a, "b": b, "c": c}
    svar = kjor_i_rekke(grunnlag(), (c, a), kjente, lambda _: sett)
    assert svar == ["c", "a"]
    assert kjort == [("a", []), ("b", ["a"]), ("c", ["a", "b"])]
    lett = replace(b, som_ledd=lambda *_: "bare det andre trenger")
    assert kjor_i_rekke(grunnlag(), (b,), {"a": a, "b": lett}, lambda _: sett) == ["b"]
    kjort.clear()
    kjor_i_rekke(grunnlag(), (c,), {"a": a, "b": lett, "c": c}, lambda _: sett)
    assert kjort == [("a", []), ("c", ["a", "b"])]


def test_rekkefolgen_av_objekter_og_lag_er_likegyldig(kjor, lag_data):
    lagene = tilfeldige(lag_data, 3)
    forut = kjor(*lagene.values())
    snudd = [replace(d, data=d.data.iloc[::-1].reset_index(drop=True)) for d in lagene.values()]
    etter = kjor(*reversed(snudd))
    for navn in ("matrise", "temaer", "sumvirkning", "planomraader", "steder", "reindrift"):
        en, to = tabell(forut, navn), tabell(etter, navn)
        tall = list(en.select_dtypes("number"))
        assert en[tall].to_numpy() == pytest.approx(to[tall].to_numpy(), abs=1e-6, nan_ok=True)
        ord_ = [k for k in en if k not in tall and k != "vern"]
        assert en[ord_].equals(to[ord_])
