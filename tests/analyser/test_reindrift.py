"""Reindrift by hand: a valley with one migration route and one proposed mine."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.felles.konfliktkart.interesser import Soner, utvikling
from analyser.felles.rein.grunn import saker
from analyser.felles.rein.oppsett import MAANEDSNAVN, brukstider, maanedstekst
from analyser.felles.tekst import REINDRIFT_VARSEL
from analyser.konflikt import ANALYSE as KONFLIKT
from analyser.reindrift import ANALYSE, KREVER
from gis.feil import ParameterFeil
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN
from lag.katalog.plankoder import AREALFORMAAL
from lag.katalog.reindrift import FLYTTLEI, KALVINGSLAND, REINBEITE, REINBEITE_SOMMER, TREKKLEI
from lag.katalog.samferdsel import VEGER

NORD = "Gåebrien sijte (Riast/Hylling)"


@pytest.fixture(scope="module")
def dalen(tomt_brett, lag_data, rute, strek):
    """A route 400 m wide through the board, summer pasture south of it, a mine 300 m into it."""
    alt = rute(0, 0, 10_000, 10_000)
    lagene = [
        lag_data(REINBEITE, [alt], navn=["Riast/Hylling"], navn_samisk=["Gåebrien sijte"]),
        lag_data(FLYTTLEI, [rute(0, 5000, 10_000, 5400)], distrikt=["Riast/Hylling"]),
        lag_data(REINBEITE_SOMMER, [rute(0, 3000, 10_000, 5000)], distrikt=["Riast/Hylling"]),
        lag_data(TREKKLEI, [strek((100, 9000), (900, 9000))], distrikt=[None]),
        lag_data(
            AREALINNSPILL,
            [rute(4000, 4900, 4500, 5300), rute(4000, 9500, 4100, 9600)],
            navn=["Gruva", "Hytta"],
        ),
        lag_data(GRUVEINTERESSER, [rute(8000, 4000, 9000, 6000)], navn=["Retten"], type=["UN"],
                 forfall=["2026-11-25"]),
    ]  # fmt: skip

    return partial(tomt_brett, ANALYSE, *lagene)


@pytest.fixture(scope="module")
def svaret(dalen):
    return dalen()


def tabell(resultat, navn):
    return next(t.data for t in resultat.tabeller if t.navn == navn)


def test_bredden_i_flyttleia(svaret):
    """400 m as drawn; the mine takes 300 m and leaves 100; the right would close it."""
    (lei,) = tabell(svaret, "leier").to_dict("records")
    assert lei["tegnet_m"] == pytest.approx(400, rel=0.02)
    assert lei["i_dag_m"] == pytest.approx(400, rel=0.02)
    assert lei["med_planer_m"] == pytest.approx(100, rel=0.02)
    assert lei["med_retter_m"] == 0
    saker = tabell(svaret, "leisaker").set_index("navn")
    assert saker.loc["Gruva", "tar_daa"] == pytest.approx(150)
    assert saker.loc["Retten", "svar"] == "stengt av området"


def test_direkte_og_baand_for_haand(svaret):
    """The mine stands on 50 daa of summer pasture and 150 daa of the route."""
    beiter = tabell(svaret, "beiter")
    sommer = beiter[(beiter["hva"] == "Reinbeite: sommer")].set_index("tilstand")
    plan = sommer.loc["med planer og innspill"]
    assert plan["direkte_daa"] == pytest.approx(50)
    assert sommer.loc["bygd så langt", "direkte_daa"] == 0
    # within 500 m: 1500 m × 500 m below the mine's pasture edge, less 200 daa per lost corner
    bue = 500 * 500 * np.pi / 4
    ventet = (500 * 600 + 2 * (100 * 500 + bue)) / 1000 - 50
    assert plan["baand_1_daa"] == pytest.approx(ventet, rel=2e-3)
    rett = sommer.loc["med bergrettigheter i kraft i tillegg"]
    assert rett["direkte_daa"] == pytest.approx(50 + 1000)
    assert rett["nytt_direkte_daa"] == pytest.approx(1050)


def test_hver_rad_gaar_opp(svaret):
    for navn in ("beiter", "kalender"):
        data = tabell(svaret, navn)
        ringer = data.filter(regex=r"^(direkte|baand_\d|utenfor)_daa$").sum(axis=1)
        assert ringer.to_numpy() == pytest.approx(data["areal_daa"].to_numpy(), rel=1e-9, abs=1e-9)
        assert (data.filter(like="_daa").fillna(0) >= 0).all(axis=None)


def test_innenfor_distriktet_er_aldri_ikke_treff(svaret):
    saker = tabell(svaret, "utbygging").set_index("navn")
    assert saker.loc["Hytta", "svar"] == f"innenfor {NORD}; ingen registrert særverdi"
    assert saker.loc["Gruva", "svar"] == f"innenfor {NORD}; treff: Flyttlei; på beite sommer"
    assert not saker["svar"].str.contains("ikke treff").any()
    assert saker.loc["Gruva", "maaneder"] == "juni–august; brukstid ikke oppgitt"
    assert set(saker["distrikt"]) == {NORD}


def test_kalenderen_folger_maanedene(svaret, dalen):
    def juli(resultat):
        data = tabell(resultat, "kalender")
        return data[(data["tilstand"] == "med planer og innspill")].set_index("maaned")

    forut = juli(svaret)
    assert forut.loc["juli", "direkte_daa"] == pytest.approx(200)
    assert forut.loc["januar", "direkte_daa"] == pytest.approx(150)  # the route has no stated time
    flyttet = juli(dalen(parametre={"maaneder": "reinbeite_sommer=1-2"}))
    assert flyttet.loc["januar", "direkte_daa"] == pytest.approx(200)
    assert flyttet.loc["juli", "direkte_daa"] == pytest.approx(150)


def test_det_over_grensen_teller_og_sverige_sies(svaret, dalen, lag_data, rute):
    over = lag_data(
        KALVINGSLAND, [rute(-3000, 9000, 0, 10_000)], distrikt=["Riast/Hylling"], sesongkode=["1"]
    )
    innspill = lag_data(AREALINNSPILL, [rute(0, 9000, 100, 10_000)], navn=["Ved grensen"])
    rad = tabell(dalen(over, innspill), "utbygging").set_index("navn").loc["Ved grensen"]
    assert rad["direkte_daa"] == 0
    assert rad["baand_1_daa"] >= 500
    assert rad["utenfor_daa"] == pytest.approx(3000)
    assert rad["ukjent_daa"] > 0
    assert any("Sverige: ikke kartlagt" in setning for setning in svaret.ukjent)


def test_bygg_teller_saa_langt(dalen, lag_data, prikk):
    resultat = dalen(lag_data(BYGNINGER, [prikk(2000, 4000)]), parametre={"bygg_m": 10})
    beiter = tabell(resultat, "beiter")
    rad = beiter[beiter["tilstand"] == "bygd så langt"].set_index("hva").loc["Reinbeite: sommer"]
    assert rad["direkte_daa"] == pytest.approx(np.pi * 0.1, rel=0.05)
    assert rad["baand_1_daa"] > 700


def test_ukjente_bygninger_er_ikke_null(dalen, ukjent_data):
    """Built so far and open today are not known; what the plans take and close still is."""
    resultat = dalen(ukjent_data(BYGNINGER))
    assert "På kartlagt bruk er et ukjent areal bygd så langt" in resultat.svar
    beiter = tabell(resultat, "beiter").set_index(["hva", "tilstand"])
    for navn in ("beiter", "kalender"):
        data = tabell(resultat, navn)
        assert (
            data[data["tilstand"] == "bygd så langt"].filter(like="direkte").isna().all(axis=None)
        )
    sommer = beiter.loc[("Reinbeite: sommer", "med planer og innspill")]
    assert (sommer["direkte_daa"], sommer["nytt_direkte_daa"]) == pytest.approx((50, 50))
    (lei,) = tabell(resultat, "leier").to_dict("records")
    assert np.isnan(lei["i_dag_m"]) and lei["med_planer_m"] == pytest.approx(100, rel=0.02)
    assert any("hvor mye som er åpent i dag, er ikke kjent" in p for p in resultat.punkter)
    assert any("flyttleiene trangere" in u for u in resultat.ukjent)
    veger = dalen(ukjent_data(VEGER))
    assert "er minst 0,0\u00a0daa bygd så langt" in veger.svar
    assert any("«Veger» mangler" in u for u in veger.ukjent)


def test_ukjent_distrikt_blir_ikke_utenfor(dalen, ukjent_data):
    resultat = dalen(ukjent_data(REINBEITE))
    assert "er ikke kjent" in resultat.svar
    svar = " ".join(tabell(resultat, "utbygging")["svar"])
    assert "om området ligger i et reinbeitedistrikt, er ikke kjent" in svar
    assert "utenfor" not in svar


def test_det_som_ikke_er_kjent_blir_ikke_null(dalen, ukjent_data):
    """Calving land failed: no count of it, and no «ingen særverdi»."""
    resultat = dalen(ukjent_data(KALVINGSLAND))
    (rad,) = tabell(resultat, "distrikter").to_dict("records")
    assert np.isnan(rad["kalvingsland"])
    assert (rad["flyttleier"], rad["oppsamling"]) == (1, 0)
    saker = tabell(resultat, "utbygging").set_index("navn")["svar"]
    kalving = "ikke kjent: Kalvingsland (vårbeite, kode 1)"
    assert saker["Hytta"] == f"innenfor {NORD}; {kalving}"
    assert saker["Gruva"] == f"innenfor {NORD}; treff: Flyttlei; på beite sommer; {kalving}"
    assert "Ikke kjent, og ikke med i tallene: Kalvingsland" in resultat.svar
    (laget,) = (k for k in resultat.kartlag if k.navn == "saker")
    assert "innenfor distriktet; særverdi ikke kjent" in [k.tittel for k in laget.klasser]
    kort = " ".join(resultat.ark[0].deler[0].avsnitt)
    assert "mangle noe: Kalvingsland (vårbeite, kode 1)" in kort


def test_arket_til_distriktet(svaret):
    (ark,) = svaret.ark
    assert (ark.tittel, ark.slutt) == (NORD, REINDRIFT_VARSEL)
    assert svaret.punkter[-1] == REINDRIFT_VARSEL
    tabellene = {t.navn: t for t in svaret.tabeller}
    for del_ in ark.deler:
        if del_.tabell:
            post = tabellene[del_.tabell]
            assert set(del_.kolonner) <= {k.navn for k in post.kolonner}
            assert set(post.data["distrikt"].iloc[list(del_.rader)]) == {NORD}
    ord_ = " ".join(setning for del_ in ark.deler for setning in del_.avsnitt)
    assert "Retten i flyttlei" in ord_
    for aldri in ("tapt", "ok ", "ingen konflikt"):
        assert aldri not in ord_.lower()


def test_en_rett_som_er_utlopt_teller_ikke(dalen, lag_data, rute):
    gammel = lag_data(GRUVEINTERESSER, [rute(8000, 4000, 9000, 6000)], navn=["Retten"],
                      type=["UN"], forfall=["2026-11-23"])  # fmt: skip
    (lei,) = tabell(dalen(gammel), "leier").to_dict("records")
    assert lei["med_retter_m"] == lei["med_planer_m"] > 0


def test_kommuneplanen_er_utbygging_ved_de_samme_kodene_som_i_konfliktkartet(
    grunnlag, lag_data, rute
):
    """Every code of both acts, to come and with no stated status; what is in use counts nowhere."""
    koder = [*AREALFORMAAL, "110", "161", "200", "223", "310", "460", "470", "610"]
    statuser = ["2", "1", None]
    former = [rute(i * 10, j * 10, i * 10 + 9, j * 10 + 9)
              for i in range(len(koder)) for j in range(3)]  # fmt: skip
    plan = lag_data(
        KOMMUNEPLAN, former, arealformaal=[k for k in koder for _ in statuser],
        arealbruksstatus=statuser * len(koder),
    )  # fmt: skip
    gitt = grunnlag((*KREVER, *KONFLIKT.krever), plan)
    hos_reinen = {s.id.removeprefix("kommuneplan: ") for s in saker(gitt)}
    soner = Soner(punkt_m=1.0, linje_m=1.0, groft_m=1.0)
    i_konflikten = {i for p in utvikling(gitt, soner, False) for i in p.ider}
    ventet = {
        f"{KOMMUNEPLAN.navn}-{3 * i + j + 1}"
        for i, kode in enumerate(koder) for j in (0, 2)
        if (kode[0] in "124" and len(kode) == 4) or kode in ("110", "161", "310", "460", "610")
    }  # fmt: skip
    assert hos_reinen == i_konflikten == ventet


@pytest.mark.parametrize(
    ("valg", "venter"),
    [
        ({"maaneder": "finnes_ikke=1-2"}, "finnes_ikke"),
        ({"maaneder": "flyttlei=0-2"}, "måneder fra 1 til 12"),
        ({"maaneder": "flyttlei=4-9-6"}, "måneder fra 1 til 12"),
        ({"baand_m": "1000,500"}, "stigende"),
    ],
)
def test_gale_valg_stopper(dalen, valg, venter):
    with pytest.raises(ParameterFeil, match=venter):
        dalen(parametre=valg)


@given(st.integers(1, 12), st.integers(1, 12))
def test_maaneder_over_nyttaar(fra, til):
    (maaneder,) = brukstider([f"lag={fra}-{til}"], ["lag"]).values()
    assert (maaneder[0], maaneder[-1]) == (fra, til)
    assert len(set(maaneder)) == len(maaneder) == (til - fra) % 12 + 1
    tekst = maanedstekst(maaneder)
    if len(maaneder) == 12:
        assert tekst == "hele året"
    elif len(maaneder) > 1:
        assert tekst == f"{MAANEDSNAVN[fra - 1]}–{MAANEDSNAVN[til - 1]}"
