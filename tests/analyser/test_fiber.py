"""Fiber on a board that can be computed by hand, from layers to tables and map."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from analyser.felles.fiber.kostnad import gjeldende, priser
from analyser.felles.fiber.personvern import ANDRE, grov_flate, grupper
from analyser.fiber import ANALYSE, JA, NEI, UKJENT
from gis.feil import ParameterFeil
from lag.katalog.fiber import FIBERDEKNING, FIBERNODER, FIBERRUTER, FIBERTRASEER
from lag.katalog.grunnlag import GRUNNKRETSER, STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.samferdsel import VEGER
from tests.hjelp.fiberkontroll import kontroller_etapper, kontroller_nett, kontroller_pris

INTERN = {"utgave": "intern"}


@pytest.fixture
def lagene(lag_data, prikk, strek, rute):
    """Vika: 3 addresses, 1 with, 1 without (100 m off), 1 unknown. Lia: 2 without, 1 a cabin."""
    xer = [0, 100, 200, 5000, 5300]
    punkter = [prikk(x, 10) for x in xer]
    numre = [str(x) for x in xer]
    return [
        lag_data(ADRESSER, punkter, adressetekst=[f"Vegen {x}" for x in xer],
                 gardsnummer=["7"] * 5, bruksnummer=["1", "2", "3", "4", None]),
        lag_data(BYGNINGER, punkter, bygningsnummer=numre,
                 bygningstype=["111", "111", "111", "161", "111"]),
        lag_data(FIBERDEKNING, punkter, bygningsnummer=numre,
                 har_fiber=["ja", "nei", None, "nei", "nei"], maalt=["2026-06-30"] * 5),
        lag_data(FIBERNODER, [prikk(0, 5)], navn=["Node A"]),
        lag_data(STEDSNAVN, [prikk(0, 10), prikk(5000, 10)], navn=["Vika", "Lia"],
                 type=["grend", "tettsted"]),
        lag_data(VEGER, [strek((0, 0), (6000, 0))], vegkategori=["P"], vegnummer=["1"]),
    ]  # fmt: skip


def _tabell(resultat, navn):
    return next(t for t in resultat.tabeller if t.navn == navn).data


def _kartlag(resultat, navn):
    return next(k for k in resultat.kartlag if k.navn == navn).data


@pytest.fixture
def intern(grunnlag, lagene):
    return ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene), INTERN)


def test_grend_for_grend(intern):
    grender = _tabell(intern, "grender").set_index("grend")
    assert grender.index.tolist() == ["Lia", "Vika"]
    assert grender.loc["Vika", ["adresser", "uten", "med", "ukjent"]].tolist() == [3, 1, 1, 1]
    assert grender.loc["Lia", ["uten", "uten_stotte", "uten_fritid", "med"]].tolist() == [
        2,
        1,
        1,
        0,
    ]
    assert grender.loc["Vika", "andel_prosent"] == 50.0
    assert grender.loc["Lia", "dekket_m"] == 5150.0
    assert intern.svar.startswith(
        "3 av 5\u00a0adresser er uten tilbud om fiber, 1 har tilbud, og for 1 er svaret ikke "
        "kjent; flest uten er det i Lia (2) og Vika (1)."
    )


def test_to_planer_som_ikke_blandes(intern):
    """Eligible: the houses at 100 and 5300 m. All: the cabin at 5000 m too; same trench."""
    stotte, alle = _tabell(intern, "utbygging").to_dict("records")
    assert (stotte["adresser"], alle["adresser"]) == (2, 3)
    assert stotte["groft_m"] == alle["groft_m"] == 5300.0
    p = priser(gjeldende(()))
    meter = 0.95 * p["ploying"] + 0.05 * p["fjell"]
    assert 1e6 * stotte["groft_mill"] == pytest.approx(5300 * meter)
    assert 1e6 * stotte["tilknytning_mill"] == pytest.approx(
        0.725 * 2 * (p["tilknytning"] + 10 * meter)
    )
    assert 1e6 * stotte["kabel_mill"] == pytest.approx(5300 * p["kabel_12"])
    assert stotte["bevist"] == "ja"
    assert set(_tabell(intern, "slag").set_index("slag")["adr"]) == {4, 1, 0}


def test_mengdene_summerer_til_planen(intern):
    utbygging = _tabell(intern, "utbygging").set_index("hvem")
    mengder = _tabell(intern, "mengder")
    assert mengder["kr"].sum() == pytest.approx(
        1e6 * utbygging.loc["støtteberettigede", "sum_mill"]
    )
    omraader = _tabell(intern, "omraader")
    assert omraader["kr"].sum() == pytest.approx(mengder["kr"].sum())
    assert _tabell(intern, "etapper")["kr_sum"].iloc[-1] == pytest.approx(mengder["kr"].sum())
    kurve = _tabell(intern, "kurve")
    assert kurve["kr"].iloc[-1] == pytest.approx(mengder["kr"].sum())
    assert (kurve["adresser"] <= kurve["tak"]).all() and kurve["adresser"].is_monotonic_increasing


def test_adressene_uten_med_avstander(intern):
    uten = _tabell(intern, "adresser_uten")
    assert uten["navn"].tolist() == ["Vegen 5000", "Vegen 5300", "Vegen 100"]
    assert uten["dekket_m"].tolist() == [5000.0, 5300.0, 100.0]
    assert uten["gnr_bnr"].tolist() == ["7/4", "7", "7/2"]
    assert uten["slag"].tolist() == ["fritidsbygg", "bolig", "bolig"]
    assert uten["etappe"].tolist() == ["", "etappe 1", "etappe 1"]


def test_omraadets_nummer_staar_foran_merknaden(grunnlag, lagene, lag_data, prikk):
    navn = lag_data(STEDSNAVN, [prikk(0, 10)], navn=["Vika (omtrent)"], type=["grend"])
    andre = [d for d in lagene if d.post is not STEDSNAVN]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *andre, navn), INTERN)
    assert _tabell(resultat, "omraader")["navn"].tolist() == ["Vika 1 (omtrent)"]


def test_intern_utgave_sier_at_den_er_intern(intern):
    assert any(p.startswith("Intern utgave") for p in intern.punkter)
    assert "husstander" in intern.internt


def test_kartet_har_tre_svar(intern):
    assert _kartlag(intern, "adresser")["fiber"].tolist() == [JA, NEI, UKJENT, NEI, NEI]


def test_offentlig_utgave_peker_ikke_paa_noen(grunnlag, lagene):
    """Five addresses that must not be told apart: no names, squares, areas or trenches."""
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene))
    assert resultat.internt == ""
    assert "adresser_uten" not in {t.navn for t in resultat.tabeller}
    assert "adresser" not in {k.navn for k in resultat.kartlag}
    for navn in ("dekningsruter", "grofter", "omraader"):
        assert _kartlag(resultat, navn).empty, navn
    assert _tabell(resultat, "grender")["grend"].tolist() == [ANDRE]
    alt = " ".join(str(v) for t in resultat.tabeller for v in t.data.to_numpy().ravel())
    assert "Vegen" not in alt and "Lia" not in alt
    assert "7/" not in alt


def test_smaa_grupper_kan_ikke_regnes_ut_ved_aa_trekke_fra():
    steder = ["a"] * 9 + ["b"] * 6 + ["c"] * 2
    assert grupper(steder, 5) == ["a"] * 9 + [ANDRE] * 8
    assert grupper(steder, 2) == steder
    assert set(grupper(["a", "b", "b"], 5)) == {ANDRE}


def test_offentlige_grofter_ender_ikke_ved_hvert_hus(byen, grunnlag):
    """The same metres and kroner as the internal edition's lines with enough behind them."""
    lag, intern, sett = byen
    offentlig = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), {**sett, "utgave": "offentlig"})
    alle, linjer = _kartlag(intern, "grofter"), _kartlag(offentlig, "grofter")
    alle = alle[alle["adresser"] >= 5]
    assert "adresser" not in linjer and linjer["id"].is_unique
    for felt in ("lengde_m", "kr"):
        assert linjer[felt].sum() == pytest.approx(alle[felt].sum())
    assert linjer.length.sum() == pytest.approx(linjer["lengde_m"].sum())
    assert len(linjer) < len(alle) / 2 and (linjer.geom_type == "LineString").all()
    ender = shapely.get_point(linjer.geometry.to_numpy(), [[0], [-1]]).ravel()
    steder, antall = np.unique(shapely.get_coordinates(ender), axis=0, return_counts=True)
    fot = {(x, y - 12.0) for x, y in shapely.get_coordinates(lag[0].data.geometry.to_numpy())}
    ved_hus = [tuple(p) in fot for p in steder.round(6)]
    # two lines that meet at a house change stage, method or cable there; else they would be one
    for (x, y), n, hus in zip(steder.tolist(), antall.tolist(), ved_hus, strict=True):
        her = linjer[linjer.intersects(shapely.Point(x, y).buffer(1e-6))]
        if hus and n == 2:
            assert len(her[["etappe", "metode", "kabel"]].drop_duplicates()) == 2


def test_offentlige_omraader_tegnes_grovt_og_uten_smaa_deler():
    """Six houses in a row and two far off: squares round the six, and no arc round anybody."""
    hus = shapely.points([(x, 50.0) for x in range(100, 700, 100)])
    to = shapely.points([(5000.0, 50.0), (5100.0, 50.0)])
    flate = shapely.union_all(shapely.buffer(np.concatenate([hus, to]), 150.0))
    grov = grov_flate(flate, np.concatenate([hus, to]), 5)
    assert grov.bounds == (0.0, -100.0, 700.0, 200.0)
    assert not (shapely.get_coordinates(grov) % 100.0).any()
    assert grov_flate(flate, to, 5).is_empty


@pytest.mark.parametrize("mangler", [FIBERDEKNING, ADRESSER])
def test_ukjent_kilde_er_ikke_kjent(grunnlag, lagene, mangler):
    faa = [d for d in lagene if d.post is not mangler]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *faa), INTERN)
    assert resultat.svar.startswith("Ikke kjent")
    assert _tabell(resultat, "adresser_uten").empty
    grender = _tabell(resultat, "grender")
    assert grender[["uten", "med", "andel_prosent"]].isna().all(axis=None)


def test_uten_noder_begynner_nettet_der_det_er_fiber(grunnlag, lagene):
    faa = [d for d in lagene if d.post is not FIBERNODER]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *faa), INTERN)
    assert any("Ingen fibernoder er kjent" in p for p in resultat.punkter)
    assert _tabell(resultat, "utbygging")["groft_m"].tolist() == [5300.0, 5300.0]
    assert _tabell(resultat, "adresser_uten")["node_m"].isna().all()


def test_alle_har_fiber(grunnlag, lagene):
    alle = [
        replace(d, data=d.data.assign(har_fiber="ja")) if d.post is FIBERDEKNING else d
        for d in lagene
    ]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *alle), INTERN)
    assert _tabell(resultat, "utbygging")["sum_mill"].tolist() == [0.0, 0.0]
    assert _kartlag(resultat, "grofter").empty and _tabell(resultat, "kurve").empty
    assert any("Ingen adresser å bygge til" in p for p in resultat.punkter)


def test_rutene_gir_andeler_aldri_et_svar(grunnlag, lagene, lag_data, rute):
    """Squares only: none / some / all; the address keeps «ikke kjent», the share gets a range."""
    ruter = lag_data(
        FIBERRUTER, [rute(-50, -50, 50, 50), rute(50, -50, 150, 50), rute(4950, -50, 5350, 50)],
        rutesvar=["alle", "noen", "ingen"], maalt=["2025-06-30"] * 3,
    )  # fmt: skip
    faa = [d for d in lagene if d.post is not FIBERDEKNING]
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *faa, ruter), INTERN)
    assert set(_kartlag(resultat, "adresser")["fiber"]) == {UKJENT}
    grender = _tabell(resultat, "grender").set_index("grend")
    assert grender.loc["Vika", ["lav_prosent", "hoy_prosent"]].tolist() == [50.0, 100.0]
    assert grender.loc["Lia", ["lav_prosent", "hoy_prosent"]].tolist() == [0.0, 0.0]
    assert _tabell(resultat, "utbygging")["adresser"].tolist() == [1, 2]
    assert any("for 512\u00a0dager siden. Det er gammelt" in p for p in resultat.punkter)


def test_by_med_to_oyer(grunnlag, lagene, lag_data, strek):
    """The road is cut at 4000 m: Lia hangs on nothing, until a bridge off road is allowed."""
    veger = lag_data(
        VEGER, [strek((0, 0), (4000, 0)), strek((4200, 0), (6000, 0))],
        vegkategori=["P", "P"], vegnummer=["1", "1"],
    )  # fmt: skip
    andre = [d for d in lagene if d.post is not VEGER]
    gitt = grunnlag(ANALYSE.krever, *andre, veger)
    resultat = ANALYSE.kjor(gitt, INTERN)
    assert _tabell(resultat, "utbygging")["uten_vei"].tolist() == [1, 2]
    assert any("ikke henger sammen" in p for p in resultat.punkter)
    med_bro = ANALYSE.kjor(gitt, {**INTERN, "bro_m": 300.0})
    assert _tabell(med_bro, "utbygging")["groft_m"].tolist() == [5300.0, 5300.0]


def test_eksisterende_ror_er_billigst(grunnlag, lagene, lag_data, strek):
    ror = lag_data(FIBERTRASEER, [strek((0, 8), (5000, 8))])
    rad = _tabell(ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene, ror), INTERN), "utbygging").iloc[0]
    assert rad["ror_m"] == pytest.approx(5000.0, abs=20.0)
    assert rad["groft_m"] == pytest.approx(300.0 + 8.0, abs=110.0)


def test_langt_fra_veg_meldes(grunnlag, lagene):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene), {**INTERN, "lengst_stikk_m": 5})
    assert any(
        "3\u00a0adresser uten fiber ligger mer enn 5\u00a0m fra" in p for p in resultat.punkter
    )


def test_grunnkretser(grunnlag, lagene, lag_data, rute):
    krets = lag_data(GRUNNKRETSER, [rute(-1, -1, 3000, 100)], navn=["Vest"])
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lagene, krets), INTERN)
    kretser = _tabell(resultat, "kretser").set_index("krets")
    assert kretser["adresser"].to_dict() == {"Vest": 3, "utenfor grunnkrets": 2}


def test_saksutkastet_viser_til_egne_tabeller(intern, grunnlag):
    navn = {t.navn: {k.navn for k in t.kolonner} for t in intern.tabeller}
    assert intern.sak is not None
    for del_ in intern.sak.deler:
        assert not del_.tabell or set(del_.kolonner) <= navn[del_.tabell]
    assert ANALYSE.kjor(grunnlag(ANALYSE.krever)).sak is None


def test_alt_ukjent(grunnlag):
    resultat = ANALYSE.kjor(grunnlag(ANALYSE.krever))
    assert resultat.svar.startswith("Ikke kjent")
    assert len(resultat.ukjent) == len(ANALYSE.krever)
    slag = _tabell(resultat, "slag")
    assert slag[["adr", "adr_uten", "bygg", "bygg_med"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "sett",
    [{"maal": "noen"}, {"vern": "x"}, {"utgave": "x"}, {"tilknytning_lav": 0.9}, {"kurvesteg": 0},
     {"statusrute_m": 0}, {"kostnader": "plyoing=3"}, {"budsjett_kr": -2}, {"arbeid": "nan"},
     {"aarsbudsjett_kr": -1}],
    ids=str,
)  # fmt: skip
def test_ubrukelige_valg_avvises(sett):
    with pytest.raises(ParameterFeil, match="fiber"):
        ANALYSE.med(sett)


def test_rekkefolgen_i_lagene_er_uten_betydning(grunnlag, lagene):
    snudd = [replace(d, data=d.data.iloc[::-1].reset_index(drop=True)) for d in lagene]
    forste, andre = (
        ANALYSE.kjor(grunnlag(ANALYSE.krever, *dem), INTERN) for dem in (lagene, snudd)
    )
    assert (forste.svar, forste.punkter) == (andre.svar, andre.punkter)
    for a, b in zip(forste.tabeller, andre.tabeller, strict=True):
        assert a.data.equals(b.data), a.navn


# -- a town of some size, seen by other code -------------------------------------------------


@pytest.fixture(scope="module")
def byen(grunnlag, lag_data, prikk, strek):
    """Streets 200 m apart, 90 houses, a river and a railway across, two nodes, four stages."""
    rng = np.random.default_rng(7)
    xy = [
        (float(x), float(y))
        for x, y in zip(
            rng.integers(0, 160, 90) * 10 + 4, rng.integers(0, 8, 90) * 200 + 12, strict=True
        )
    ]
    xy = sorted(set(xy))
    punkter = [prikk(x, y) for x, y in xy]
    numre = [str(n) for n in range(len(xy))]
    langs = [strek((0, 200 * y), (1600, 200 * y)) for y in range(8)]
    tvers = [strek((400 * x, 0), (400 * x, 1400)) for x in range(5)]
    lag = [
        lag_data(ADRESSER, punkter, adressetekst=numre),
        lag_data(BYGNINGER, punkter, bygningsnummer=numre, bygningstype=["111"] * len(xy)),
        lag_data(FIBERDEKNING, punkter, bygningsnummer=numre, har_fiber=["nei"] * len(xy)),
        lag_data(FIBERNODER, [prikk(0, 0), prikk(1600, 1400)], navn=["A", "B"]),
        lag_data(VEGER, langs + tvers, vegkategori=["P"] * 13),
    ]  # fmt: skip
    egne = ("fjellandel=0", "fjellandel_aapen=0")
    sett = {**INTERN, "kostnader": egne, "aarsbudsjett_kr": 800_000.0, "minste_omraade": 4}
    return lag, ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), sett), sett


def test_byen_sett_med_annen_kode(byen):
    lag, resultat, sett = byen
    grofter = _kartlag(resultat, "grofter")
    noder = list(lag[3].data.geometry)
    kontroller_nett(grofter, noder, list(lag[0].data.geometry), stikk_m=15.0)
    kontroller_pris(grofter, priser(gjeldende(sett["kostnader"])))
    kontroller_etapper(grofter, grofter["etappe"].tolist())
    assert len(set(grofter["etappe"])) >= 3


@pytest.mark.parametrize("maal", ["stotte", "alle"])
def test_groftene_alene_er_de_samme_som_i_planen(grunnlag, lagene, maal):
    """What the conflict map takes in, to the last bit, and the sources that it rests on."""
    gitt = grunnlag(ANALYSE.krever, *lagene)
    hele, ledd = (ANALYSE.kjor(gitt, INTERN | {"maal": maal}, bare_ledd=b) for b in (False, True))
    assert_geodataframe_equal(_kartlag(ledd, "grofter"), _kartlag(hele, "grofter"))
    assert (ledd.kilder, ledd.parametre, ledd.ukjent) == (hele.kilder, hele.parametre, hele.ukjent)
    assert len(_kartlag(ledd, "grofter")) > 0


def test_byen_i_etapper_og_lukkede_omraader(byen):
    lag, resultat, sett = byen
    etapper = _tabell(resultat, "etapper")
    assert (etapper["kr"] <= sett["aarsbudsjett_kr"] + 1e-6).all()
    assert etapper["adresser"].sum() == len(lag[0].data)
    omraader = _kartlag(resultat, "omraader")
    inne = shapely.STRtree(lag[0].data.geometry.to_numpy()).query(
        omraader.geometry.buffer(-1e-6).to_numpy(), predicate="intersects"
    )[0]
    assert np.bincount(inne, minlength=len(omraader)).tolist() == omraader["adresser"].tolist()


def test_byen_med_mer_penger_naar_flere(byen, grunnlag):
    lag, resultat, sett = byen
    kurve = _tabell(resultat, "kurve")
    assert (kurve["avstand_prosent"] >= 0).all()
    rik = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), {**sett, "aarsbudsjett_kr": 1e9})
    assert _tabell(rik, "etapper")["adresser"].tolist() == [len(lag[0].data)]
    ingen = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), {**sett, "aarsbudsjett_kr": 0.0})
    for tomt in ("etapper", "omraader", "mengder"):
        assert _tabell(ingen, tomt).empty, tomt
    assert _kartlag(ingen, "grofter").empty and _kartlag(ingen, "omraader").empty
    assert "Ingenting bygges" in ingen.svar
    assert "Ingenting bygges" in str(ingen.sak)
    assert _tabell(ingen, "utbygging")["sum_mill"].iloc[-1] == 0.0
    soknad = dict(_tabell(ingen, "soknad").to_numpy().tolist())
    assert soknad["Budsjett"] == "0 kr; ingenting bygges" and "Ny grøft" not in soknad
    assert len(_kartlag(ingen, "bygges_ikke")) == len(_kartlag(resultat, "grofter"))
    assert _tabell(ingen, "mengder_full")["kr"].sum() == pytest.approx(kurve["kr"].iloc[-1])


def test_et_budsjett_bygger_det_det_rekker_til(byen, grunnlag):
    """Bill, stages, map and words are of what half the money builds, seen by other code."""
    lag, full, sett = byen
    kr = _tabell(full, "mengder")["kr"].sum() / 2
    halvt = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), {**sett, "budsjett_kr": kr})
    sum_ = _tabell(halvt, "mengder")["kr"].sum()
    assert 0.9 * kr < sum_ <= kr
    etapper, utbygging = _tabell(halvt, "etapper"), _tabell(halvt, "utbygging")
    assert etapper["kr_sum"].iloc[-1] == pytest.approx(sum_)
    assert utbygging["hvem"].iloc[-1].endswith("innenfor budsjettet")
    assert 1e6 * utbygging["sum_mill"].iloc[-1] == pytest.approx(sum_)
    assert _tabell(halvt, "mengder_full")["kr"].sum() == pytest.approx(2 * kr)
    grofter = _kartlag(halvt, "grofter")
    bygd = _kartlag(halvt, "adresser")
    bygd = bygd[bygd["etappe"] != ""]
    assert len(bygd) == utbygging["adresser"].iloc[-1] == etapper["adresser"].sum()
    kontroller_nett(grofter, list(lag[3].data.geometry), list(bygd.geometry), stikk_m=15.0)
    kontroller_pris(grofter, priser(gjeldende(sett["kostnader"])))
    assert set(grofter["id"]).isdisjoint(_kartlag(halvt, "bygges_ikke")["id"])
    ledd = ANALYSE.kjor(grunnlag(ANALYSE.krever, *lag), {**sett, "budsjett_kr": kr}, bare_ledd=True)
    assert_geodataframe_equal(_kartlag(ledd, "grofter"), grofter)
    kurve = _tabell(full, "kurve")
    assert kurve[kurve["kr"] <= kr]["adresser"].max() <= len(bygd)
    assert "Budsjettet på" in halvt.svar and halvt.sak is not None
