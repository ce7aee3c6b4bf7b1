"""Laws that hold for every screening, whatever the figures."""

import geopandas as gpd
import pytest
import shapely

from analyser.felles.stedssvar import Status
from analyser.felles.utfall import ADVARER, UTELUKKER
from analyser.siling import ANALYSE, KREVER
from lag.katalog.kultur import VERDENSARV
from lag.katalog.natur import NATURTYPER, NATURVERN
from lag.katalog.plan import AREALINNSPILL, HENSYNSSONER
from lag.katalog.vann import ELVER
from lag.kontroll import kontroller


@pytest.fixture
def faa(grunnlag, lag_data):
    """Screen with only a few layers known: quick, and every other one is «ikke kjent»."""

    def kjor(former, *lagene, **valg):
        innspill = lag_data(AREALINNSPILL, former, formaal=["bolig"] * len(former))
        return ANALYSE.kjor(grunnlag(KREVER, *lagene, innspill, **valg)).steder

    return kjor


@pytest.fixture
def noen(lag_data, rute, strek):
    """Three layers that overlap themselves and each other."""
    return (
        lag_data(NATURVERN, [rute(37, 11, 200, 180), rute(20, 50, 60, 90)]),
        lag_data(NATURTYPER, [rute(-20, -20, 45, 61)], verdikategori=["Stor verdi"]),
        lag_data(ELVER, [strek((-50, 30), (140, 77))]),
    )


def tall(sted):
    return {
        s.lag: (s.status, s.areal_daa, s.lengde_m, s.antall, s.avstand_m)
        for s in sted.lag
        if s.status != Status.IKKE_KJENT
    }


def test_delt_i_to_gir_samme_sum(faa, noen, rute):
    hel, *deler = faa([rute(0, 0, 100, 100), rute(0, 0, 43, 100), rute(43, 0, 100, 100)], *noen)
    for post in (NATURVERN, NATURTYPER):
        sum_ = sum(s.areal_daa for del_ in deler for s in del_.lag if s.lag == post.navn)
        assert sum_ == pytest.approx(tall(hel)[post.navn][1], rel=1e-9)
    lengde = sum(s.lengde_m for del_ in deler for s in del_.lag if s.lag == "elver")
    assert lengde == pytest.approx(tall(hel)["elver"][2], rel=1e-9)


def test_doblet_lag_endrer_ingenting(faa, noen, lag_data, rute):
    vern, *andre = noen
    dobbelt = lag_data(
        NATURVERN, [*vern.data.geometry] * 2, lokalid=[*vern.data["lokalid"]] * 2,
    )  # fmt: skip
    former = [rute(0, 0, 100, 100)]
    en, to = faa(former, vern, *andre)[0], faa(former, dobbelt, *andre)[0]
    assert repr(tall(en)) == repr(tall(to))
    assert (en.utfall, en.konsekvens, en.konsekvens_grunn) == (
        to.utfall, to.konsekvens, to.konsekvens_grunn,
    )  # fmt: skip


def test_3d_er_2d(faa, noen, lag_data, rute):
    def hoyt(data):
        former = [shapely.force_3d(form, 700.0) for form in data.data.geometry]
        return data.__class__(**{
            **{f: getattr(data, f) for f in data.__dataclass_fields__},
            "data": data.data.set_geometry(former, crs=data.data.crs),
        })  # fmt: skip

    flat = faa([rute(0, 0, 100, 100)], *noen)[0]
    bratt = faa([shapely.force_3d(rute(0, 0, 100, 100), 3.0)], *map(hoyt, noen))[0]
    assert repr(tall(flat)) == repr(tall(bratt))
    assert flat.utfall == bratt.utfall


def test_rekkefolgen_av_lagene_er_uten_betydning(faa, noen, rute):
    former = [rute(0, 0, 100, 100), rute(300, 0, 400, 100)]
    assert repr(faa(former, *noen)) == repr(faa(former, *reversed(noen)))


@pytest.mark.parametrize("epsg", [25833, 4326])
def test_samme_sted_i_annet_koordinatsystem(faa, noen, kommune, rute, epsg):
    """Areas within 0.01 %; the outcome and every answer the same."""
    her = faa([rute(0, 0, 100, 100)], *noen)[0]
    raa = gpd.GeoDataFrame(
        {k.kilde: ["1"] for k in AREALINNSPILL.kolonner}, geometry=[rute(0, 0, 100, 100)], crs=25832
    ).to_crs(epsg)
    data, _ = kontroller(AREALINNSPILL, raa, kommune())
    der = faa(list(data.geometry), *noen)[0]
    assert der.areal_daa == pytest.approx(her.areal_daa, rel=1e-4)
    for lag, (status, areal, lengde, antall, _) in tall(her).items():
        annet = tall(der)[lag]
        assert annet[0] == status and annet[3] == antall
        assert annet[1] == pytest.approx(areal, rel=1e-4, nan_ok=True)
        assert annet[2] == pytest.approx(lengde, rel=1e-4, nan_ok=True)
    assert her.utfall == der.utfall


@pytest.mark.parametrize("tapt", [{0}, {1}, {0, 2}, {0, 1, 2}])
def test_kilder_som_svikter_mildner_aldri(faa, noen, rute, tapt):
    """Whichever sources fail: the worst possible outcome is no milder than the true one."""
    rang = ["ingen regel truffet", "ikke avklart", ADVARER, UTELUKKER]
    former = [rute(0, 0, 100, 100), rute(-15, -15, 20, 40)]
    alle = {s.id: s.utfall for s in faa(former, *noen)}
    uten = faa(former, *(d for i, d in enumerate(noen) if i not in tapt))
    assert all(rang.index(s.verst_mulig) >= rang.index(alle[s.id]) for s in uten)


# -- conditions -----------------------------------------------------------------------------


def svar_av(sted, regel):
    return next(r for svar in sted.lag for r in svar.regler if r.regel == regel)


def test_regel_som_bare_gjelder_i_sone(faa, kommune, lag_data, rute):
    """Naturvern counts only in H560: 20 of the 50 m; outside the zone it does not hit."""
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    sone = lag_data(
        HENSYNSSONER, [rute(80, 0, 200, 100)], kode=["H560"], dekning=rute(0, 0, 10_000, 10_000)
    )
    egen = kommune(regel={"naturvern": {"bare_i": "hensynssoner: kode=H560"}})
    former = [rute(0, 0, 100, 100), rute(0, 0, 79, 100)]
    inne, ute = faa(former, vern, sone, kommune=egen)  # the excluded one stands first
    assert svar_av(inne, "naturvern").areal_daa == pytest.approx(2.0)
    assert inne.utfall == UTELUKKER
    assert svar_av(ute, "naturvern").status == Status.IKKE_TREFF
    assert "gjelder bare i" in svar_av(ute, "naturvern").merknad
    assert next(s for s in ute.lag if s.lag == "naturvern").areal_daa == pytest.approx(2.9)
    assert inne.forklaringer[0].mistet_daa == pytest.approx(2.0, abs=0.02)


def test_ukjent_vilkaar_mildner_ikke(faa, kommune, lag_data, rute):
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    for valg in ({"bare_i": "hensynssoner: kode=H560"}, {"unntatt_i": "reguleringsplaner"}):
        sted = faa([rute(0, 0, 100, 100)], vern, kommune=kommune(regel={"naturvern": valg}))[0]
        assert sted.utfall == UTELUKKER
        assert "ikke kjent" in svar_av(sted, "naturvern").merknad


def test_unntak_gjor_utelukking_til_varsel(faa, kommune, lag_data, rute):
    """Force-include: where the plan has its say, the building line warns; elsewhere it excludes."""
    vern = lag_data(NATURVERN, [rute(50, 0, 200, 100)])
    arv = lag_data(VERDENSARV, [rute(0, 0, 300, 60)], sone=["kjerne"], vernetype=["WHS"])
    egen = kommune(regel={"naturvern": {"unntatt_i": "verdensarv: sone=kjerne"}})
    # the excluded one stands first
    delvis, inni = faa([rute(0, 0, 100, 50), rute(0, 0, 100, 100)], vern, arv, kommune=egen)
    assert (svar_av(inni, "naturvern").type, inni.utfall) == ("advarer", ADVARER)
    assert "unntatt i" in svar_av(inni, "naturvern").merknad
    assert delvis.utfall == UTELUKKER
    assert delvis.skyld[0].daa == pytest.approx(2.0)
