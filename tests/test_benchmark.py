"""The benchmarks measure right answers: tiny instances, no timing."""

import json

import numpy as np
import pytest
import shapely

from benchmarks import egnet_areal, faktaark, fiberplan, kart, synlighet
from benchmarks.arbeidsmengde import LAGTYPER, Arbeidsmengde, lag_arbeidsmengde
from benchmarks.felles import VAAR, Maaling, Motor, Rapport, kjor_motorer, meld, som_tekst
from benchmarks.motparter import geopandas_overlay
from benchmarks.siling import kjor, motorer, sammenlign, vaar

BITTELITEN = (40, 90, 2_200.0, 1_800.0)


@pytest.fixture(scope="module")
def ruter() -> Arbeidsmengde:
    """Two parcels of 100 × 100 m side by side; one layer twice over the same ground."""
    parseller = np.array([shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)])
    dobbelt = np.array([shapely.box(50, 0, 120, 100), shapely.box(60, 0, 90, 100)])
    fjern = np.array([shapely.box(230, 0, 240, 100)])
    return Arbeidsmengde(parseller, {"dobbelt": dobbelt, "fjern": fjern})


@pytest.mark.parametrize("motor", [vaar, geopandas_overlay])
def test_motorene_gir_fasit(motor, ruter):
    svar = motor(ruter)
    assert svar["areal_m2"] == pytest.approx(np.array([[5000.0, 0.0], [2000.0, 0.0]]))
    assert svar["avstand_m"] == pytest.approx(np.array([[0.0, 130.0], [0.0, 30.0]]))


def test_arbeidsmengden_er_lik_hver_gang_gyldig_og_dekkende():
    en, to = lag_arbeidsmengde(*BITTELITEN), lag_arbeidsmengde(*BITTELITEN)
    assert list(en.lagene) == list(LAGTYPER)
    for a, b in zip([en.parseller, *en.lagene.values()], [to.parseller, *to.lagene.values()],
                    strict=True):  # fmt: skip
        assert shapely.equals_exact(a, b).all()
        assert shapely.is_valid(a).all()
    assert len(en.parseller) == BITTELITEN[0]
    areal = BITTELITEN[2] * BITTELITEN[3]
    assert shapely.area(en.parseller).sum() == pytest.approx(areal, rel=0.02)
    assert shapely.union_all(en.parseller).area == pytest.approx(
        shapely.area(en.parseller).sum(), rel=1e-6
    )


def test_hele_maalingen_i_egne_prosesser(capsys):
    rapport = kjor(BITTELITEN, motorer()[:2])
    assert list(rapport.maalinger) == [VAAR, "geopandas"]
    assert all(m.tid_s > 0 and m.minne_mb > 10 for m in rapport.maalinger.values())
    assert rapport.feil["geopandas"]["feil m²"] < 1e-5
    assert rapport.feil["geopandas"]["feil m"] < 1e-5
    assert meld(rapport, som_objekt=True) == 0
    skrevet = json.loads(capsys.readouterr().out)
    assert set(skrevet["forhold"]) == {"geopandas"}
    tekst = som_tekst(rapport)
    assert "geopandas" in tekst and "cpu s" in tekst


def _maaling(areal: float, avstand: float = 0.0, tid_s: float = 1.0) -> Maaling:
    svar = {"areal_m2": np.array([[areal]]), "avstand_m": np.array([[avstand]])}
    return Maaling(tid_s=tid_s, minne_mb=1.0, svar=svar)


@pytest.mark.parametrize(
    ("peer", "avvik"),
    [
        (_maaling(100.0), 0),
        (_maaling(101.0), 1),
        (_maaling(100.0, 1.0), 1),
        (_maaling(float("nan")), 1),
    ],
)
def test_ulike_svar_meldes(peer, avvik):
    feil, setninger = sammenlign({VAAR: _maaling(100.0), "peer": peer}, np.array([1000.0]))
    assert len(setninger) == avvik
    assert set(feil["peer"]) == {"feil m²", "feil andel", "av toleransen", "feil m"}


def test_forhold_og_utgangskode(capsys):
    maalinger = {VAAR: _maaling(1.0, tid_s=2.0), "peer": _maaling(2.0, tid_s=5.0)}
    feil, avvik = sammenlign(maalinger, np.array([10.0]))
    rapport = Rapport(navn="prøve", arbeidsmengde={}, maalinger=maalinger, feil=feil, avvik=avvik)
    assert rapport.forhold == {"peer": 2.5}
    assert meld(rapport, som_objekt=False) == 1
    assert "AVVIK peer: av toleransen er 1e+05, mer enn 1.0" in capsys.readouterr().out


def test_motpart_som_feiler_stopper_ikke_de_andre():
    """A workload of nothing makes every engine fail; only our own failure stops the run."""
    maalinger, hoppet = kjor_motorer((Motor(navn="x", regn=geopandas_overlay),), None)
    assert maalinger == {} and hoppet["x"].startswith("feilet: ")
    with pytest.raises(AttributeError):
        kjor_motorer((Motor(navn=VAAR, regn=vaar),), None)


def test_motor_som_mangler_hoppes_over():
    maalinger, hoppet = kjor_motorer((Motor(navn="x", regn=vaar, mangler="ikke her"),), None)
    assert maalinger == {} and hoppet == {"x": "ikke her"}


def test_innspillene_i_faktaarkmaalingen_er_like_hver_gang():
    steder, grense = np.array([[620_000.0, 6_940_000.0]]), shapely.box(6e5, 69e5, 65e4, 70e5)
    en, to = (faktaark.lag_innspill(40, steder, grense) for _ in range(2))
    assert shapely.equals_exact(en.geometry.to_numpy(), to.geometry.to_numpy()).all()
    assert en.is_valid.all() and (en.geom_type == "Polygon").all()
    assert en.within(grense).all()
    assert en.area.between(2_000, 500_000).all()


def test_veksten_i_faktaarkmaalingen():
    def maalt(antall, cpu_s):
        return faktaark.Maalt(
            antall=antall, les_s=0, sil_s=0, skriv_s=50, cpu_s=cpu_s, filer=1, byte=1
        )

    jevn = faktaark.Rapport(maalt=[maalt(50, 5.0), maalt(200, 20.0)])
    assert jevn.vekst == pytest.approx(1.0)
    assert jevn.innfridd
    bratt = faktaark.Rapport(maalt=[maalt(50, 5.0), maalt(200, 80.0)])
    assert bratt.vekst == pytest.approx(2.0)
    assert not bratt.innfridd


def test_kartmaalingen_skriver_hele_former_og_mindre_enn_folium():
    data = kart.dekke(8, 5, 20)
    assert shapely.coverage_is_valid(data.geometry.to_numpy())
    assert kart.hele(data) == pytest.approx((0.0, 0.0), abs=0.01)
    assert kart.datablokker_mb(kart.vaar(data)["side"]) < len(kart.foliums(data)["side"]) / 1e6 / 10


def test_fiberplanen_maales_hel():
    svar = fiberplan.maal(fiberplan.lag_mengde(60, 250))
    assert svar["groftene_bevist_billigst"]
    assert 0 <= svar["gap_hele_kostnaden_prosent"] < 10
    assert svar["korteste_veier_dyrere_prosent"] >= 0
    assert svar["kurve"][-1]["adresser"] == svar["adresser_naadd"] == 60
    assert all(p["tak"] >= p["adresser"] for p in svar["kurve"])


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # rasterio 1.4 and affine 3
def test_egnet_areal_og_ruter_som_shapely(tmp_path):
    mengde = egnet_areal.lag_mengde(3, 0.004)
    egnet_areal.skriv(mengde, tmp_path, 3)
    for avstand_m in ({navn: a for navn, (_, a) in mengde.lagene.items()}, {}):
        oppgave = egnet_areal.Oppgave(str(tmp_path), avstand_m)
        eksakt = egnet_areal.vaar_med_former(oppgave)
        assert 0.01 < eksakt / mengde.region.area < 0.95
        assert egnet_areal.med_shapely(oppgave) == pytest.approx(eksakt, rel=1e-3)
        assert egnet_areal.vaare_ruter(oppgave) == pytest.approx(eksakt, rel=5e-3)


def test_terrenget_i_synlighetsmaalingen_er_likt_hver_gang():
    (en, steder), (to, _) = (synlighet.lag_terreng(3, (90, 80)) for _ in range(2))
    assert (en == to).all() and len(steder) == synlighet.PUNKTER
    assert all((en[r - 1 : r + 2, k - 1 : k + 2] == en[r, k]).all() for r, k in steder[-1:])
