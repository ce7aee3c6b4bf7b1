"""Siling by hand: one board, a few proposals, every answer known beforehand."""

import pytest
from pandas import isna

from analyser.felles.tekst import REINDRIFT_VARSEL
from analyser.felles.utfall import ADVARER, IKKE_AVKLARTE, UTELUKKER, UTEN_REGEL
from analyser.siling import ANALYSE, KREVER, SILES
from gis.feil import ParameterFeil
from lag.katalog import KATALOG
from lag.katalog.kultur import VERDENSARV
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import AREALINNSPILL
from lag.katalog.reindrift import FLYTTLEI, REINBEITE
from lag.katalog.vann import INNSJOER


@pytest.fixture
def heldekket(lag_data, rute):
    """Every screened layer, empty, and mapped over the whole board."""
    alt = rute(0, 0, 10_000, 10_000)
    return {post.navn: lag_data(post, dekning=alt) for post in SILES}


@pytest.fixture
def kjor(grunnlag, heldekket, lag_data):
    """Screen `former` (shape, purpose) on a board where only `lagene` hold anything."""

    def bygg(former, *lagene, parametre=None, **valg):
        innspill = lag_data(
            AREALINNSPILL,
            [form for form, _ in former],
            navn=[f"Felt {i + 1}" for i in range(len(former))],
            formaal=[formaal for _, formaal in former],
        )
        alle = heldekket | {data.post.navn: data for data in lagene}
        gitt = grunnlag(KREVER, *alle.values(), innspill, **valg)
        return ANALYSE.kjor(gitt, parametre)

    return bygg


def rad(resultat, ident):
    sammendrag = resultat.tabeller[0].data
    return sammendrag[sammendrag["id"] == ident].iloc[0]


def detalj(resultat, ident, post):
    data = resultat.tabeller[1].data
    return data[(data["id"] == ident) & (data["lag"] == post.tittel)].iloc[0]


def test_utelukkende_regel_og_tall(kjor, lag_data, rute):
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100), rute(50, 0, 80, 100)])
    resultat = kjor([(rute(0, 0, 100, 100), "bolig"), (rute(5000, 0, 5100, 100), "fritid")], vern)
    assert resultat.svar.replace("\u00a0", " ") == (
        "Av 2 områder på til sammen 20,0 daa (areal i kartplanet, EPSG:25832): 1 treffer minst én "
        "utelukkende regel og 1 treffer ingen regel."
    )
    forste = rad(resultat, "arealinnspill-1")
    assert (forste["utfall"], forste["utelukker"], forste["advarer"]) == (UTELUKKER, 1, 0)
    assert forste["lag_truffet"] == "Naturvernområder"
    assert (forste["treff"], forste["ikke_treff"]) == (1, len(SILES) - 1)
    naturvern = detalj(resultat, "arealinnspill-1", NATURVERN)
    assert naturvern["areal_daa"] == pytest.approx(5.0)
    assert naturvern["andel_prosent"] == pytest.approx(50.0)
    assert naturvern["antall"] == 2
    assert naturvern["treff_ider"] == "naturvern-1, naturvern-2"
    assert naturvern["regel"] == "utelukker: verneområde"
    assert naturvern["hentet"] == "20.11.2026"
    andre = rad(resultat, "arealinnspill-2")
    assert andre["utfall"] == UTEN_REGEL
    assert andre["verste"] == "ikke treff"
    fjern = detalj(resultat, "arealinnspill-2", NATURVERN)
    assert (fjern["status"], fjern["avstand_m"]) == ("ikke treff", 4800.0)


def test_hvert_omraade_mot_hvert_lag(kjor, rute):
    resultat = kjor([(rute(0, 0, 100, 100), "bolig"), (rute(0, 200, 100, 300), "annet")])
    assert len(resultat.tabeller[1].data) == 2 * len(SILES)
    assert {data["lag"] for _, data in resultat.tabeller[1].data.iterrows()} == {
        post.tittel for post in SILES
    }


def test_avstandsregel_fyrer_uten_treff(kjor, lag_data, rute):
    vann = lag_data(INNSJOER, [rute(160, 0, 300, 100)])
    resultat = kjor([(rute(0, 0, 100, 100), "fritid")], vann)
    innsjo = detalj(resultat, "arealinnspill-1", INNSJOER)
    assert (innsjo["status"], innsjo["avstand_m"]) == ("treff", 60.0)
    assert innsjo["merknad"] == "innen 100\u00a0m"
    assert innsjo["regel"].startswith("advarer: nærmere innsjø enn 100 m")
    assert rad(resultat, "arealinnspill-1")["utfall"] == ADVARER


def test_kommunens_regel_brukes_og_merkes(kjor, kommune, lag_data, rute):
    vann = lag_data(INNSJOER, [rute(160, 0, 300, 100)])
    egen = kommune(regel={"innsjoer": {"avstand_m": 50}})
    resultat = kjor([(rute(0, 0, 100, 100), "fritid")], vann, kommune=egen)
    assert rad(resultat, "arealinnspill-1")["utfall"] == UTEN_REGEL
    merker = {regel.id: (regel.merke, regel.versjon) for regel in resultat.regler}
    assert merker["innsjoer"] == ("kommunens valg", "kommune.toml")


def test_i_distrikt_er_ingen_reindrift_ikke_treff(kjor, lag_data, rute):
    distrikt = lag_data(
        REINBEITE, [rute(0, 0, 5000, 5000)], navn=["Prøvedistriktet"], navn_samisk=["Prøve sijte"]
    )
    resultat = kjor(
        [(rute(0, 0, 100, 100), "fritid"), (rute(6000, 0, 6100, 100), "fritid")], distrikt
    )
    data = resultat.tabeller[1].data.merge(
        resultat.tabeller[1].data["lag"].map({p.tittel: p.tema for p in SILES}).rename("tema"),
        left_index=True,
        right_index=True,
    )
    reindrift = data[data["tema"] == "reindrift"]
    inne = reindrift[reindrift["id"] == "arealinnspill-1"]
    assert set(inne["status"]) == {"treff"}
    flyttlei = detalj(resultat, "arealinnspill-1", FLYTTLEI)
    assert flyttlei["merknad"] == (
        "innenfor Prøve sijte (Prøvedistriktet); ingen registrert særverdi"
    )
    assert isna(flyttlei["areal_daa"])
    samlet = rad(resultat, "arealinnspill-1")
    assert samlet["innenfor"] == (inne["merknad"] != "").sum() > 0
    assert samlet["treff"] == 1
    assert flyttlei["regel"] == ""
    ute = reindrift[reindrift["id"] == "arealinnspill-2"]
    assert set(ute["status"]) == {"ikke treff"}
    assert resultat.punkter[-1] == REINDRIFT_VARSEL


def test_ukjente_distrikter_gir_ikke_ro(kjor, ukjent_data, rute):
    resultat = kjor([(rute(0, 0, 100, 100), "fritid")], ukjent_data(REINBEITE))
    assert detalj(resultat, "arealinnspill-1", FLYTTLEI)["status"] == "ikke kjent"
    assert rad(resultat, "arealinnspill-1")["utfall"] == IKKE_AVKLARTE


def test_kilde_som_svikter_mildner_aldri(kjor, ukjent_data, lag_data, rute):
    """Without any hit, losing a layer moves the outcome from free to undecided."""
    former = [(rute(0, 0, 100, 100), "bolig")]
    assert rad(kjor(former), "arealinnspill-1")["utfall"] == UTEN_REGEL
    for post in SILES[::9]:
        uten = rad(kjor(former, ukjent_data(post)), "arealinnspill-1")
        assert uten["utfall"] == IKKE_AVKLARTE
        assert uten["verste"] == "ikke kjent"


def test_verdensarvens_buffer_er_treff_men_ingen_regel(kjor, lag_data, rute):
    arv = lag_data(
        VERDENSARV,
        [rute(0, 0, 1000, 1000), rute(2000, 0, 3000, 1000)],
        sone=["buffer", None],
        vernetype=["WHS", "WHS"],
    )
    resultat = kjor([(rute(0, 0, 100, 100), "bolig"), (rute(2000, 0, 2100, 100), "bolig")], arv)
    assert detalj(resultat, "arealinnspill-1", VERDENSARV)["status"] == "treff"
    assert rad(resultat, "arealinnspill-1")["utfall"] == UTEN_REGEL
    assert rad(resultat, "arealinnspill-2")["utfall"] == ADVARER


def test_delvis_utenfor_kommunen(kjor, rute):
    resultat = kjor([(rute(-50, 0, 50, 100), "bolig")])
    assert rad(resultat, "arealinnspill-1")["utenfor_daa"] == pytest.approx(5.0)
    assert any("delvis utenfor kommunen" in punkt for punkt in resultat.punkter)


def test_skrevet_formaal_forstaas(kjor, rute):
    ord_ = ["Bolig", " Næring ", "hytte", "RÅSTOFF"]
    resultat = kjor([(rute(0, 200 * i, 100, 200 * i + 100), o) for i, o in enumerate(ord_)])
    funnet = resultat.tabeller[0].data.sort_values("id")["formaal"]
    assert list(funnet) == ["bolig", "naering", "fritid", "raastoff"]


def test_ukjent_formaal_faar_reglene_for_alle(kjor, lag_data, rute):
    """What is not known must not soften an answer: rules of every purpose are asked."""
    vann = lag_data(INNSJOER, [rute(160, 0, 300, 100)])
    former = [(rute(0, 0, 100, 100), "golfbane"), (rute(0, 200, 100, 300), None)]
    resultat = kjor(former, vann)
    assert list(resultat.tabeller[0].data["formaal"]) == ["", ""]
    assert set(resultat.tabeller[0].data["formaal_ord"]) == {"ukjent («golfbane»)", "ikke oppgitt"}
    assert rad(resultat, "arealinnspill-1")["utfall"] == ADVARER
    valgt = kjor([(rute(0, 0, 100, 100), None)], parametre={"formaal_uten": "bolig"})
    assert list(valgt.tabeller[0].data["formaal"]) == ["bolig"]
    with pytest.raises(ParameterFeil, match="formål"):
        kjor([(rute(0, 0, 100, 100), None)], parametre={"formaal_uten": "hus"})


def test_doble_ider_skilles(grunnlag, heldekket, lag_data, rute):
    innspill = lag_data(
        AREALINNSPILL, [rute(0, 0, 10, 10), rute(20, 0, 30, 10)], lokalid=["x", "x"]
    )
    resultat = ANALYSE.kjor(grunnlag(KREVER, *heldekket.values(), innspill))
    assert sorted(resultat.tabeller[0].data["id"]) == ["x", "x (2)"]


def test_uten_innspill_sies_det(grunnlag, heldekket, lag_data, ukjent_data):
    tomt = ANALYSE.kjor(grunnlag(KREVER, *heldekket.values(), lag_data(AREALINNSPILL)))
    assert tomt.svar == "Ingen arealinnspill er lest: filen har ingen områder."
    ukjent = ANALYSE.kjor(grunnlag(KREVER, *heldekket.values(), ukjent_data(AREALINNSPILL)))
    assert ukjent.svar == "Ingen arealinnspill er lest: tjenesten svarte ikke."
    assert tomt.tabeller == ukjent.tabeller == ()


def test_alle_vern_og_farelag_siles():
    for post in KATALOG.values():
        if post.rolle in ("vern", "fare") and post.geometri != "raster":
            assert post in SILES
