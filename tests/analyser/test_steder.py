"""The records of a screening: facts, bands, consequences and receipts, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from analyser.felles.stedssvar import Baandord, Status
from analyser.siling import ANALYSE, KREVER, SILES
from gis.rutenett import Rutenett
from lag.katalog.egne import BUTIKKER
from lag.katalog.grunnlag import TERRENG
from lag.katalog.kultur import FREDEDE_BYGNINGER, VERDENSARV
from lag.katalog.natur import NATURTYPER
from lag.katalog.plan import AREALINNSPILL
from lag.katalog.reindrift import REINBEITE_VINTER
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import ELVER, INNSJOER
from tests.analyser.conftest import EPSG, SIDE_M, X0, Y0


def lag_i(resultat, post, nr=1):
    """Answer of one layer at site number `nr`."""
    sted = next(s for s in resultat.steder if s.id == f"arealinnspill-{nr}")
    return next(svar for svar in sted.lag if svar.lag == post.navn)


def test_hvert_sted_har_alle_lag_og_kvitteringene_peker_paa_radene(sil, rute):
    resultat = sil([(rute(0, 0, 100, 100), "bolig"), (rute(0, 200, 100, 300), "annet")])
    tabeller = {t.navn: t.data for t in resultat.tabeller}
    for sted in resultat.steder:
        assert [svar.lag for svar in sted.lag] == [post.navn for post in SILES]
        analyse, tabell, nr = sted.kvittering.split(".")
        assert (analyse, tabeller[tabell].iloc[int(nr) - 1]["id"]) == ("siling", sted.id)
        for svar in sted.lag:
            _, tabell, nr = svar.kvittering.split(".")
            rad = tabeller[tabell].iloc[int(nr) - 1]
            assert (rad["id"], rad["lag"]) == (sted.id, svar.tittel)


def test_hvert_objekt_med_egenskaper_og_andel(sil, lag_data, rute):
    """Two nature types: 5 daa of 10 and 1 daa of 1; the second one lies on the first."""
    typer = lag_data(
        NATURTYPER, [rute(50, 0, 150, 100), rute(60, 0, 70, 100)],
        navn=["Slåttemark", "Kilde"], verdikategori=["Stor verdi", "Noe verdi"],
    )  # fmt: skip
    svar = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], typer), NATURTYPER)
    assert (svar.status, svar.areal_daa, svar.antall) == (Status.TREFF, pytest.approx(5.0), 2)
    assert [o.lokalid for o in svar.objekter] == ["naturtyper-1", "naturtyper-2"]
    assert [o.areal_daa for o in svar.objekter] == pytest.approx([5.0, 1.0])
    assert [o.andel_av_objekt for o in svar.objekter] == pytest.approx([0.5, 1.0])
    assert ("Verdi (M-1941)", "stor verdi") in svar.objekter[0].egenskaper


def test_konsekvens_er_forslag_og_verste_objekt_avgjor(sil, lag_data, rute):
    """Stor × forringet (half lost) = – –; noe × sterkt forringet = – or – –, the worse counts."""
    typer = lag_data(
        NATURTYPER, [rute(50, 0, 150, 100), rute(60, 0, 70, 100)],
        verdikategori=["Stor verdi", "Noe verdi"],
    )  # fmt: skip
    resultat = sil([(rute(0, 0, 100, 100), "bolig")], typer)
    k = lag_i(resultat, NATURTYPER).konsekvens
    assert (k.verdi, k.paavirkning, k.tegn) == ("stor", "forringet", "– –")
    assert k.forslag and "forslag" in k.ord and not k.grensetilfelle
    sted = resultat.steder[0]
    assert sted.konsekvens == "– –"
    assert "Naturtyper" in sted.konsekvens_grunn
    assert "forenklet konsekvensvifte" in sted.konsekvens_grunn


def test_grensetilfelle_tar_den_verste(sil, lag_data, rute):
    """World heritage just touched: noe forringet × svært stor holds – and – –."""
    arv = lag_data(VERDENSARV, [rute(90, 0, 5000, 5000)], sone=["kjerne"], vernetype=["WHS"])
    k = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], arv), VERDENSARV).konsekvens
    assert (k.verdi, k.paavirkning, k.tegn) == ("svaert_stor", "noe_forringet", "– –")
    assert k.grensetilfelle and "grensetilfelle" in k.ord


def test_kommunen_kan_endre_vifta(sil, lag_data, rute):
    arv = lag_data(VERDENSARV, [rute(90, 0, 5000, 5000)], sone=["kjerne"], vernetype=["WHS"])
    egen = {"konsekvensvifte": ("noe_forringet.svaert_stor=---",)}
    k = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], arv, parametre=egen), VERDENSARV).konsekvens
    assert k.tegn == "– – –"


def test_reindrift_har_verken_verdi_eller_paavirkning(sil, lag_data, rute):
    beite = lag_data(REINBEITE_VINTER, [rute(0, 0, 1000, 1000)], sesongkode=["9"])
    svar = lag_i(sil([(rute(0, 0, 100, 100), "fritid")], beite), REINBEITE_VINTER)
    assert svar.areal_daa == pytest.approx(10.0)
    assert (svar.konsekvens.verdi, svar.konsekvens.paavirkning, svar.konsekvens.tegn) == (
        "", "", "",
    )  # fmt: skip
    assert "dialog" in svar.konsekvens.verdi_grunn


def test_baand_for_flate(sil, lag_data, rute):
    """Lake over the east half, σ 10 m: the shore lies within 19.6 m; least 30.4, most 69.6 m."""
    post = replace(INNSJOER, noyaktighet_m=10.0)
    vann = lag_data(post, [rute(50, -500, 600, 600)])
    baand = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], vann), INNSJOER).baand
    assert (baand.ord, baand.enhet, baand.konfidens) == (Baandord.SIKKERT, "daa", 0.95)
    assert baand.utslag_m == pytest.approx(19.6)
    assert (baand.sikkert, baand.mulig) == pytest.approx((3.04, 6.96))


@pytest.mark.parametrize(
    ("x0", "ventet"),
    [(100 + 10, Baandord.MULIG), (100 + 25, Baandord.KLAR), (100 - 10, Baandord.MULIG)],
)
def test_baandord_naer_kanten(sil, lag_data, rute, x0, ventet):
    post = replace(NATURTYPER, noyaktighet_m=10.0)
    natur = lag_data(post, [rute(x0, -500, x0 + 500, 600)], dekning=rute(0, 0, 10_000, 10_000))
    svar = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], natur), NATURTYPER)
    assert svar.baand.ord == ventet


def test_baand_for_linje_og_punkt(sil, lag_data, rute, strek, prikk):
    """σ 10 m: of a line straight through 60.8 m is certain and 139.2 m possible; one point of two
    lies deep enough inside."""
    elv = lag_data(replace(ELVER, noyaktighet_m=10.0), [strek((-500, 50), (600, 50))])
    hus = lag_data(
        replace(FREDEDE_BYGNINGER, noyaktighet_m=10.0),
        [prikk(50, 50), prikk(95, 50), prikk(110, 50)],
        dekning=rute(0, 0, 10_000, 10_000),
    )
    resultat = sil([(rute(0, 0, 100, 100), "bolig")], elv, hus)
    linje, punkt = lag_i(resultat, ELVER).baand, lag_i(resultat, FREDEDE_BYGNINGER).baand
    assert linje.enhet == "m"
    assert (linje.sikkert, linje.mulig) == pytest.approx((60.8, 139.2))
    assert (punkt.enhet, punkt.sikkert, punkt.mulig, punkt.ord) == ("stk.", 1, 3, Baandord.SIKKERT)


def test_ukjent_noyaktighet_gir_intet_baand(sil, lag_data, rute):
    natur = lag_data(NATURTYPER, [rute(0, 0, 50, 50)])
    baand = lag_i(sil([(rute(0, 0, 100, 100), "bolig")], natur), NATURTYPER).baand
    assert baand.ord == Baandord.UKJENT
    assert np.isnan(baand.sikkert)


def test_kilde_som_svikter_mildner_aldri_det_verste(sil, lag_data, ukjent_data, rute):
    """For every screened layer: known or failed, the worst possible outcome is no milder."""
    former = [(rute(0, 0, 100, 100), "bolig")]
    natur = lag_data(NATURTYPER, [rute(0, 0, 50, 50)])
    med = sil(former, natur).steder[0]
    rang = ["ingen regel truffet", "ikke avklart", "må utredes", "utelukkende regel truffet"]
    for post in (NATURTYPER, *SILES[::11]):
        uten = sil(former, natur, ukjent_data(post)).steder[0]
        assert rang.index(uten.verst_mulig) >= rang.index(med.verst_mulig)


def test_verdensarv_faar_attributter_mot_elementer_uten_svar(sil, lag_data, prikk, rute):
    arv = lag_data(VERDENSARV, [rute(0, 0, 5000, 5000)], sone=["kjerne"], vernetype=["WHS"])
    hus = lag_data(FREDEDE_BYGNINGER, [prikk(50, 50)], dekning=rute(0, 0, 10_000, 10_000))
    inne, ute = sil(
        [(rute(0, 0, 100, 100), "bolig"), (rute(8000, 0, 8100, 100), "bolig")], arv, hus,
        parametre={"vis_2011": True},
    ).steder  # fmt: skip
    inne, ute = (inne, ute) if inne.id.endswith("1") else (ute, inne)
    assert len(inne.verdensarv) == 9 * 4
    assert {rad.faglig_vurdering for rad in inne.verdensarv} == {""}
    assert "Fredede bygninger: 1" in inne.verdensarv[0].opplysninger.replace("\u00a0", " ")
    assert ute.verdensarv == ()


def test_matrisen_fra_2011_er_erstattet_og_vises_bare_naar_noen_ber(sil, rute):
    former = [(rute(0, 0, 100, 100), "bolig")]
    navn = [t.navn for t in sil(former).tabeller]
    assert "verdensarv_2011" not in navn
    vist = next(
        t for t in sil(former, parametre={"vis_2011": "ja"}).tabeller if t.navn == "verdensarv_2011"
    )
    assert "erstattet 2022" in vist.tittel


def test_tersklene_maales_i_terreng_og_lag(grunnlag, lag_data, rute, strek, prikk):
    """A plane that falls 1:8 southwards: over 1:10 everywhere, over 1:6 nowhere."""
    z = np.add.outer(np.arange(101) * -12.5, np.zeros(101)).astype(np.float32) + 2000.0
    terreng = Rutenett(z, X0 - 50.0, Y0 + SIDE_M + 50.0, 100.0, EPSG)
    innspill = lag_data(AREALINNSPILL, [rute(4000, 4000, 6000, 6000)], formaal=["bolig"])
    gitt = grunnlag(
        KREVER, lag_data(TERRENG, raster=terreng), innspill,
        lag_data(VEGER, [strek((0, 0), (9000, 0))], vegkategori=["K"]),
        lag_data(BUTIKKER, [prikk(0, 0)], slag=["dagligvare"], dekning=rute(3000, 0, 9000, 9000)),
    )  # fmt: skip
    resultat = ANALYSE.kjor(gitt)
    (sted,) = resultat.steder
    svar = {r.regel: r for r in sted.terskler}
    assert svar["helning_bolig_best"].status == Status.TREFF
    assert svar["helning_bolig_best"].verdi == pytest.approx(100.0)
    assert svar["helning_bolig"].status == Status.IKKE_TREFF
    assert svar["minste_flate_bolig"].status == Status.IKKE_TREFF
    assert svar["naerhet_vann_avlop"].status == Status.IKKE_KJENT
    # 4 km to the road, of which all are known; a shop may be missing from ground within 4 km
    assert svar["naerhet_veg"].status == Status.IKKE_TREFF
    assert svar["naerhet_butikk"].status == Status.IKKE_KARTLAGT
    assert "naerhet_vann_avlop" in {r.id for r in resultat.regler}
