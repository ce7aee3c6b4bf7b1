"""The planner's journal: read strictly, counted beside the data, stale when they change."""

import pytest

from analyser.felles.journal import tolk_journal
from analyser.felles.modell import Status
from analyser.felles.utfall import UTELUKKER, UTEN_REGEL
from gis.feil import ParameterFeil
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.reindrift import FLYTTLEI

RAD = """
[[endring]]
sted = "{sted}"
lag = "{lag}"
felt = "{felt}"
ny = "{ny}"
grunn = "befart i august"
navn = "Kari Planlegger"
dato = 2026-11-20
{mer}
"""


def journal(felt, ny, lag="naturvern", sted="arealinnspill-1", mer=""):
    tekst = RAD.format(felt=felt, ny=ny, lag=lag, sted=sted, mer=mer)
    return tolk_journal(tekst.replace('lag = ""\n', ""), "innspill.journal.toml")


@pytest.fixture
def med_journal(sil):
    """Screen with a journal, then give the one site."""

    def kjor(rader, *lagene, former):
        return sil(former, *lagene, journal=rader).steder[0]

    return kjor


def merke(sted, post):
    return next(svar.merke for svar in sted.lag if svar.lag == post.navn)


def test_treff_settes_til_side_og_begge_utfall_staar(med_journal, lag_data, rute):
    former = [(rute(0, 0, 100, 100), "bolig")]
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    uten = med_journal((), vern, former=former)
    mer = f'merke = "{merke(uten, NATURVERN)}"'
    med = med_journal(journal("treff", "nei", mer=mer), vern, former=former)
    assert (uten.utfall, med.utfall) == (UTELUKKER, UTEN_REGEL)
    assert med.utfall_uten_journal == UTELUKKER
    assert (med.konsekvens_uten_journal, med.konsekvens) == ("– – –", "")
    assert med.journal[0].brukt and med.journal[0].merknad == ""
    assert next(s.areal_daa for s in med.lag if s.lag == "naturvern") == pytest.approx(5.0)


def test_et_treff_som_legges_til_skjerper_utfallet(med_journal, lag_data, rute):
    """The planner knows of a protected area that the map does not show."""
    former = [(rute(0, 0, 100, 100), "bolig")]
    vern = lag_data(NATURVERN, [rute(500, 0, 600, 100)])
    uten = med_journal((), vern, former=former)
    mer = f'merke = "{merke(uten, NATURVERN)}"'
    med = med_journal(journal("treff", "ja", mer=mer), vern, former=former)
    assert (uten.utfall, med.utfall) == (UTEN_REGEL, UTELUKKER)
    assert (med.utfall_uten_journal, med.verst_mulig) == (UTEN_REGEL, UTELUKKER)
    assert "verneområde" in med.utfall_grunn
    assert (med.journal[0].for_, med.journal[0].etter) == ("nei", "ja")
    assert next(s.status for s in med.lag if s.lag == "naturvern") == Status.IKKE_TREFF


def test_foreldet_endring_brukes_ikke(med_journal, lag_data, rute):
    """The protected area has grown since the planner set the hit aside."""
    former = [(rute(0, 0, 100, 100), "bolig")]
    forut = med_journal((), lag_data(NATURVERN, [rute(50, 0, 200, 100)]), former=former)
    mer = f'merke = "{merke(forut, NATURVERN)}"'
    naa = lag_data(NATURVERN, [rute(40, 0, 200, 100)])
    sted = med_journal(journal("treff", "nei", mer=mer), naa, former=former)
    assert sted.utfall == UTELUKKER
    assert not sted.journal[0].brukt
    assert sted.journal[0].merknad.startswith("foreldet")
    assert merke(sted, NATURVERN) in sted.journal[0].merknad


def test_endret_regel_gjor_endringen_foreldet(sil, kommune, lag_data, rute):
    former = [(rute(0, 0, 100, 100), "bolig")]
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    mer = f'merke = "{merke(sil(former, vern).steder[0], NATURVERN)}"'
    egen = kommune(regel={"naturvern": {"avstand_m": 20}})
    rader = journal("verdi", "stor", mer=mer)
    sted = sil(former, vern, journal=rader, kommune=egen).steder[0]
    assert sted.journal[0].merknad.startswith("foreldet")


def test_uten_merke_brukes_men_det_sies(med_journal, lag_data, rute):
    natur = lag_data(NATURTYPER, [rute(0, 0, 50, 100)], verdikategori=["Noe verdi"])
    rader = journal("verdi", "svaert_stor", lag="naturtyper")
    sted = med_journal(rader, natur, former=[(rute(0, 0, 100, 100), "bolig")])
    assert sted.journal[0].brukt
    assert f"merke = «{merke(sted, NATURTYPER)}»" in sted.journal[0].merknad
    assert (sted.journal[0].for_, sted.journal[0].etter) == ("noe verdi", "svært stor verdi")
    k = next(s.konsekvens for s in sted.lag if s.lag == "naturtyper")
    assert (k.verdi, k.tegn, k.forslag) == ("svaert_stor", "– – – –", True)
    assert "Kari Planlegger" in k.verdi_grunn


def test_reindrift_krever_dialog(med_journal, lag_data, rute):
    lei = lag_data(FLYTTLEI, [rute(0, 0, 50, 100)])
    former = [(rute(0, 0, 100, 100), "bolig")]
    uten = med_journal(journal("treff", "nei", lag="flyttlei"), lei, former=former)
    assert uten.utfall == UTELUKKER
    assert "dialog" in uten.journal[0].merknad
    mer = 'dialog = "2026-11-01"'.replace('"', "")
    med = med_journal(journal("verdi", "stor", lag="flyttlei", mer=mer), lei, former=former)
    k = next(s.konsekvens for s in med.lag if s.lag == "flyttlei")
    assert (k.verdi, k.paavirkning, k.tegn) == ("stor", "", "")


def test_vurderingen_er_planleggerens(med_journal, rute):
    former = [(rute(0, 0, 100, 100), "bolig")]
    assert med_journal((), former=former).vurdering == ""
    assert med_journal(journal("vurdering", "ANNET", lag=""), former=former).vurdering == "ANNET"


def test_ukjent_sted_sies(sil, rute):
    rader = journal("vurdering", "JA", lag="", sted="arealinnspil-1")
    punkter = sil([(rute(0, 0, 100, 100), "bolig")], journal=rader).punkter
    assert any("arealinnspil-1" in p and "Mente du «arealinnspill-1»" in p for p in punkter)


@pytest.mark.parametrize(
    ("felt", "ny", "lag", "mer", "hint"),
    [
        ("verdi", "enorm", "naturvern", "", "endring 1: ny er «enorm»"),
        ("treff", "kanskje", "naturvern", "", "ja, nei"),
        ("vurdering", "JA", "naturvern", "", "fjern «lag»"),
        ("verdi", "stor", "naturverm", "", "Mente du «naturvern»"),
        ("verdi", "stor", "", "", "«lag» mangler"),
        ("verdier", "stor", "naturvern", "", "endring nr. 1, felt"),
        ("verdi", "stor", "naturvern", "gruun = 1", "ukjent nøkkel"),
        ("verdi", "stor", "naturvern", "dialog = 3", "dialog"),
    ],
)
def test_daarlige_rader_faar_tydelig_beskjed(felt, ny, lag, mer, hint):
    with pytest.raises(ParameterFeil, match=r"innspill\.journal\.toml") as feil:
        journal(felt, ny, lag=lag, mer=mer)
    assert hint in str(feil.value)


def test_to_endringer_av_samme_felt_stopper():
    to = RAD.format(sted="a", lag="naturvern", felt="verdi", ny="stor", mer="") * 2
    with pytest.raises(ParameterFeil, match="endring 1 og 2"):
        tolk_journal(to, "j.toml")
