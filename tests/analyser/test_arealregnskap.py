"""The account by hand, the law that it closes, and the refusal when it does not."""

import dataclasses

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.arealregnskap import ANALYSE, KREVER
from analyser.felles import regnskap as regnskapet
from analyser.felles.partisjon import Inndeling, del_grunnen, krev_lukket
from analyser.felles.regnskapstabeller import PLANRESERVE
from gis.feil import DataFeil
from lag.katalog.fare import FLOM_AKTSOMHET
from lag.katalog.landbruk import AREALRESSURS, DYRKA_JORD
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN

BRETTET_M2 = 100e6


@pytest.fixture
def brettet(grunnlag, lag_data, rute, prikk):
    """One housing area on half farmland with one built plot; farmland proposals that overlap."""
    alt = rute(0, 0, 10_000, 10_000)
    plan = lag_data(
        KOMMUNEPLAN,
        [rute(0, 0, 1000, 1000), rute(1000, 0, 10_000, 10_000)],
        navn=["Felt B", "LNFR"], arealformaal=["1110", "5100"], arealbruksstatus=["2", "1"],
    )  # fmt: skip
    ar5 = lag_data(
        AREALRESSURS,
        [rute(0, 0, 500, 1000), rute(500, 0, 1000, 1000)],
        arealtype=["21", "30"], dekning=alt,
    )  # fmt: skip
    jord = lag_data(DYRKA_JORD, [rute(0, 0, 500, 1000)], arealtype=["21"], dekning=alt)
    bygg = lag_data(BYGNINGER, [prikk(550, 25)])
    teig = lag_data(TEIGER, [rute(500, 0, 600, 50)])
    innspill = lag_data(
        AREALINNSPILL,
        [rute(400, 0, 600, 100), rute(450, 0, 650, 100)],
        navn=["Nord", "Sør"], formaal=["fritid", "fritid"],
    )  # fmt: skip
    flom = lag_data(FLOM_AKTSOMHET, [rute(0, 0, 100, 100)])

    def bygget(*bytt):
        alle = {d.post.navn: d for d in (plan, ar5, jord, bygg, teig, innspill, flom)}
        alle |= {d.post.navn: d for d in bytt}
        return grunnlag(KREVER, *alle.values())

    return bygget


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def test_regnet_for_haand(brettet):
    resultat = ANALYSE.kjor(brettet())
    formaal = tabell(resultat, "formaal").set_index("formaal")
    bolig = formaal.loc["boligbebyggelse (1110)"]
    assert bolig["areal"] == pytest.approx(1000)
    assert (bolig["jordbruk"], bolig["skog"]) == pytest.approx((500, 500))
    assert (bolig["utbygd_ja"], bolig["utbygd_nei"]) == pytest.approx((5, 995))
    assert bolig["fare"] == pytest.approx(10)
    assert bolig["fare_uvisst"] == pytest.approx(990)  # the other hazard layers are not known
    assert bolig["jord"] == pytest.approx(500)
    uten = formaal.loc["uten arealformål"]
    assert uten["areal"] == pytest.approx(9000)
    assert formaal.loc["Hele kommunen", "areal"] == pytest.approx(BRETTET_M2 / 1000)
    reserve = tabell(resultat, "reserve").iloc[0]
    assert (reserve["navn"], reserve["merknad"]) == ("Felt B", PLANRESERVE)
    assert (reserve["areal"], reserve["utbygd"], reserve["reserve"]) == pytest.approx(
        (1000, 5, 995)
    )
    assert reserve["jord"] == pytest.approx(500)
    assert "Planreserve – byggbarhet ikke avklart: bolig 995 daa" in resultat.svar.replace(
        "\xa0", " "
    )


def test_det_uvisse_av_reserven_sies(brettet):
    punkter = " ".join(ANALYSE.kjor(brettet()).punkter).replace("\xa0", " ")
    assert "10 daa i fare- eller aktsomhetsområder" in punkter
    assert "ikke kjent for henholdsvis 995 daa, 985 daa og 495 daa av reserven" in punkter


def test_jordvern_per_innspill_og_i_sum(brettet):
    jord = tabell(ANALYSE.kjor(brettet()), "jordvern")
    assert list(jord["navn"]) == ["Nord", "Sør", "Sum, overlapp regnet én gang"]
    assert list(jord["21"]) == pytest.approx([10, 5, 10])
    assert list(jord["areal"]) == pytest.approx([20, 20, 25])
    assert list(jord["uten_kart"])[:2] == [0, 0]
    assert jord["dyrkbar"].isna().all()  # the layer is not known


def test_samlet_regnskap_flytter_bare_det_innspillene_dekker(brettet):
    samlet = tabell(ANALYSE.kjor(brettet()), "samlet").set_index("formaal")
    assert samlet.loc["boligbebyggelse (1110)", "endring"] == pytest.approx(-25)
    assert samlet.loc["fritidsbebyggelse (1120)", "endring"] == pytest.approx(25)
    assert samlet.loc["Hele kommunen", "endring"] == pytest.approx(0)


def test_reserven_i_kartet_er_reserven_i_tabellen(brettet):
    resultat = ANALYSE.kjor(brettet())
    kartet = next(k for k in resultat.kartlag if k.navn == "planreserve").data
    assert kartet["areal_daa"].sum() == pytest.approx(tabell(resultat, "reserve")["reserve"].sum())


def test_lukker_til_kvadratmeteren(brettet):
    lukking = tabell(ANALYSE.kjor(brettet()), "lukking").set_index("post")["areal_m2"]
    assert lukking["Kommunens flate"] == pytest.approx(BRETTET_M2)
    assert abs(lukking["Avvik"]) < 0.01


def test_nekter_naar_delene_ikke_gaar_opp(brettet, monkeypatch):
    ekte = regnskapet.del_grunnen

    def mister_en_del(*valg):
        delt = ekte(*valg)
        return dataclasses.replace(delt, deler=delt.deler.iloc[1:].reset_index(drop=True))

    monkeypatch.setattr(regnskapet, "del_grunnen", mister_en_del)
    with pytest.raises(DataFeil, match=r"går ikke opp: .*avvik -.*Ingenting publiseres"):
        ANALYSE.kjor(brettet())


def test_under_en_kvadratmeter_er_lukket():
    delt = del_grunnen(shapely.box(0, 0, 100, 100), ())
    krev_lukket(delt, "Prøven")
    skjev = delt.deler.assign(areal_m2=delt.deler["areal_m2"] + 1.01)
    with pytest.raises(DataFeil):
        krev_lukket(dataclasses.replace(delt, deler=skjev), "Prøven")


def test_overlappende_flater_regnes_en_gang(brettet, lag_data, rute):
    dobbel = lag_data(
        KOMMUNEPLAN,
        [rute(0, 0, 1000, 1000), rute(500, 0, 1500, 1000)],
        navn=["A", "B"], arealformaal=["1110", "1120"], arealbruksstatus=["2", "2"],
    )  # fmt: skip
    resultat = ANALYSE.kjor(brettet(dobbel))
    formaal = tabell(resultat, "formaal").set_index("formaal")["areal"]
    assert formaal["boligbebyggelse (1110)"] == pytest.approx(1000)
    assert formaal["fritidsbebyggelse (1120)"] == pytest.approx(500)
    lukking = tabell(resultat, "lukking").set_index("post")["areal_m2"]
    dobbelt = lukking["Grunn som flere arealformål gjør krav på (regnet én gang)"]
    assert dobbelt == pytest.approx(500_000)


@pytest.mark.parametrize("post", [BYGNINGER, AREALRESSURS])
def test_ukjent_bygd_grunn_gir_ukjent_reserve(brettet, ukjent_data, post):
    resultat = ANALYSE.kjor(brettet(ukjent_data(post)))
    reserve = tabell(resultat, "reserve").iloc[0]
    assert (reserve["reserve"], reserve["utbygd"] + reserve["ukjent"]) == pytest.approx((0, 1000))
    assert "reserven er ikke kjent" in resultat.svar
    assert not any("planreserven på" in setning for setning in resultat.punkter)
    assert "planreserve" not in [laget.navn for laget in resultat.kartlag]


def test_ukjent_jord_er_ikke_null(brettet, ukjent_data):
    jord = tabell(ANALYSE.kjor(brettet(ukjent_data(DYRKA_JORD))), "jordvern")
    assert jord[["21", "dyrka"]].isna().all(axis=None)
    assert list(jord["uten_kart"])[:2] == pytest.approx([20, 20])


GITTER_M2 = 283 * 2.0**-16
"""The ground's rim, 283 m, times the lattice that corners are rounded to."""
BOKS = st.tuples(*[st.integers(0, 90)] * 2, *[st.integers(1, 60)] * 2)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(BOKS, st.sampled_from("abc")), max_size=8))
def test_delene_gaar_opp_og_stemmer_med_shapely(bokser):
    grunn = shapely.Point(50, 50).buffer(45)
    former = np.array([shapely.box(x, y, x + b, y + h) for (x, y, b, h), _ in bokser] + [None])[:-1]
    verdier = [k for _, k in bokser]
    delt = del_grunnen(grunn, [Inndeling(navn="k", former=former, verdier=verdier, rest="ingen")])
    assert delt.avvik_m2 == pytest.approx(0, abs=GITTER_M2)
    summer = delt.deler.set_index("k")["areal_m2"].to_dict()
    igjen = grunn
    for klasse in dict.fromkeys(verdier):
        egne = shapely.union_all([f for f, k in zip(former, verdier, strict=True) if k == klasse])
        ventet = igjen.intersection(egne).area
        assert summer.get(klasse, 0.0) == pytest.approx(ventet, abs=GITTER_M2)
        igjen = igjen.difference(egne)
    assert summer.get("ingen", 0.0) == pytest.approx(igjen.area, abs=GITTER_M2)
