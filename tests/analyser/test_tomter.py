"""Candidates and their ground, computed by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.felles.regler import Regel, gjeldende
from analyser.felles.tomter import (
    Bygdmaal,
    Utvalg,
    antall_inni,
    bygd_grunn,
    kandidater,
    ledig_grunn,
    storste_del_m2,
)
from analyser.felles.utelukket import utelukket_grunn
from lag.katalog.fare import FLOMSONER
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import AREALINNSPILL, BOLIGTOMTER, KOMMUNEPLAN, REGULERINGSPLANER
from lag.katalog.plankoder import KP_BOLIG
from lag.katalog.samferdsel import VEGER

UTVALG = Utvalg(formaal="bolig", regulert=BOLIGTOMTER, kp_formaal=KP_BOLIG, kp_status=("2",))
KREVER = (*UTVALG.poster, REGULERINGSPLANER, VEGER, FLOMSONER, BYGNINGER, TEIGER)
MAAL = Bygdmaal(byggradius_m=20.0, hel_tomt_daa=1.0)


def test_kandidater_fra_tre_kilder(grunnlag, lag_data, rute):
    g = grunnlag(
        KREVER,
        lag_data(BOLIGTOMTER, [rute(0, 0, 100, 100)], navn=["B1"], planid=["P1"],
                 arealformaal=["1111"]),
        lag_data(REGULERINGSPLANER, [rute(0, 0, 200, 200)], planid=["P1"], navn=["Lia"]),
        lag_data(KOMMUNEPLAN, [rute(500, 0, 600, 100)] * 4, navn=["a", "b", "c", "d"],
                 arealformaal=["1110", "1110", "1300", "1110"],
                 arealbruksstatus=["2", "1", "2", None]),
        lag_data(AREALINNSPILL, [rute(900, 0, 950, 100)] * 2, formaal=["bolig", "fritid"]),
    )  # fmt: skip
    funn = kandidater(g, UTVALG)
    assert list(funn["id"]) == [
        "arealinnspill arealinnspill-1",
        "boligtomter boligtomter-1",
        "kommuneplan kommuneplan-1",
        "kommuneplan kommuneplan-4",
    ]
    assert list(funn["navn"]) == ["uten navn", "B1, Lia", "a", "d"]
    assert list(funn["opphav"])[-1] == "kommuneplan, status ikke oppgitt"
    assert funn.area.tolist() == [5000.0, 10_000.0, 10_000.0, 10_000.0]


def test_kandidat_klippes_til_kommunen(grunnlag, lag_data, rute):
    flater = [rute(-50, 0, 50, 100), rute(-100, 0, -10, 100), rute(-100, 0, 0.5, 100)]
    g = grunnlag(KREVER, lag_data(BOLIGTOMTER, flater, arealformaal=["1111"] * 3))
    assert kandidater(g, UTVALG).area.tolist() == [5000.0]


def test_like_ider_blir_entydige_uansett_rekkefolge(grunnlag, lag_data, rute):
    flater = [rute(0, 0, 100, 100), rute(300, 0, 400, 100)]
    svar = []
    for former in (flater, flater[::-1]):
        data = lag_data(BOLIGTOMTER, former, lokalid=["x", "x"], arealformaal=["1111"] * 2)
        funn = kandidater(grunnlag(KREVER, data), UTVALG)
        svar.append([(i, form.wkt) for i, form in zip(funn["id"], funn.geometry, strict=True)])
    assert svar[0] == svar[1]
    assert [i for i, _ in svar[0]] == ["boligtomter x", "boligtomter x (2)"]


def test_ingen_kilder_gir_tom_ramme(grunnlag):
    funn = kandidater(grunnlag(KREVER), UTVALG)
    assert funn.empty and funn.crs.to_epsg() == 25832


def test_utelukket_er_union_av_regler(grunnlag, lag_data, omraader, rute, strek):
    sted = omraader(rute(0, 0, 100, 100))
    g = grunnlag(
        KREVER,
        lag_data(FLOMSONER, [rute(0, 0, 100, 20), rute(0, 10, 100, 30)],
                 gjentaksintervall=["200", "20"]),
        lag_data(VEGER, [strek((-10, 0), (110, 0))], vegkategori=["K"]),
    )  # fmt: skip
    regler = [r for r in gjeldende(g.kommune, "bolig") if r.lag in ("flomsoner", "veger")]
    assert utelukket_grunn(g, sted, regler)[0].area == pytest.approx(3000.0)


def test_ukjent_lag_utelukker_ikke_og_feiler_ikke(grunnlag, omraader, rute):
    g = grunnlag(KREVER)
    regler = [r for r in gjeldende(g.kommune, "bolig") if r.lag in ("flomsoner", "veger")]
    assert utelukket_grunn(g, omraader(rute(0, 0, 100, 100)), regler)[0].is_empty


def test_liten_teig_er_bebygd_hel_og_stor_bare_rundt_bygget(lag_data, omraader, rute, prikk):
    sted = omraader(rute(0, 0, 200, 100))
    bygg = lag_data(BYGNINGER, [prikk(5, 5), prikk(100, 50)])
    teiger = lag_data(TEIGER, [rute(0, 0, 30, 30), rute(30, 0, 200, 100)])
    bygd = bygd_grunn(sted, bygg, teiger, MAAL)
    assert bygd[0].area == pytest.approx(900.0 + np.pi * 400.0, rel=1e-3)


def test_bygget_langt_unna_tar_den_lille_teigen_som_naar_inn(lag_data, omraader, rute, prikk):
    """A strip of 1 daa, the building at its far end, 60 m from the site: the strip is built."""
    sted = omraader(rute(0, 0, 100, 100))
    bygg = lag_data(BYGNINGER, [prikk(160, 5)])
    bygd = bygd_grunn(sted, bygg, lag_data(TEIGER, [rute(70, 0, 170, 10)]), MAAL)
    assert bygd[0].area == pytest.approx(300.0)
    stor = bygd_grunn(sted, bygg, lag_data(TEIGER, [rute(70, 0, 170, 10.1)]), MAAL)
    assert stor[0].is_empty


def test_bygget_tar_ikke_naboens_teig(lag_data, omraader, rute, prikk):
    sted = omraader(rute(50, 0, 150, 100))
    bygg = lag_data(BYGNINGER, [prikk(45, 50)])
    teiger = lag_data(TEIGER, [rute(0, 0, 50, 100), rute(50, 0, 150, 100)])
    assert bygd_grunn(sted, bygg, teiger, MAAL)[0].is_empty


def test_uten_teiger_gjelder_sirkelen(lag_data, ukjent_data, omraader, rute, prikk):
    sted = omraader(rute(50, 0, 150, 100))
    bygg = lag_data(BYGNINGER, [prikk(50, 50)])
    bygd = bygd_grunn(sted, bygg, ukjent_data(TEIGER), MAAL)
    assert bygd[0].area == pytest.approx(np.pi * 200.0, rel=1e-3)


def test_ukjente_bygninger_gir_ikke_kjent(lag_data, ukjent_data, omraader, rute):
    sted = omraader(rute(0, 0, 100, 100))
    bygd = bygd_grunn(sted, ukjent_data(BYGNINGER), ukjent_data(TEIGER), MAAL)
    assert bygd is None
    assert ledig_grunn(sted, np.array([shapely.Polygon()]), bygd) is None


def test_storste_del(rute):
    to = shapely.union(rute(0, 0, 10, 10), rute(20, 0, 25, 10))
    assert storste_del_m2(np.array([to, shapely.Polygon()])).tolist() == [100.0, 0.0]


def test_punkter_paa_kanten_telles(lag_data, omraader, rute, prikk):
    sted = omraader(rute(0, 0, 10, 10), rute(100, 0, 110, 10))
    punkter = lag_data(BYGNINGER, [prikk(10, 5), prikk(30, 5)]).data
    assert antall_inni(sted, punkter).tolist() == [1.0, 0.0]
    assert antall_inni(sted, punkter, 20.0).tolist() == [2.0, 0.0]


@pytest.fixture(scope="session")
def brett(grunnlag, lag_data, omraader, rute):
    """The four builders, as one."""
    return grunnlag, lag_data, omraader, rute


KANT = st.integers(0, 90)
FIRKANT = st.tuples(KANT, KANT, st.integers(1, 60), st.integers(1, 60))


@settings(max_examples=30, deadline=None)
@given(st.lists(FIRKANT, min_size=1, max_size=5), st.lists(FIRKANT, max_size=5), st.randoms())
def test_flere_utelukkelser_frigjor_aldri_grunn(brett, faa, flere, tilfeldig):
    """More exclusions never free land, and their order is irrelevant."""
    grunnlag, lag_data, omraader, rute = brett
    sted = omraader(rute(0, 0, 100, 100))
    regel = Regel(id="r", lag="flomsoner", tekst="t", type="utelukker", formaal=("bolig",),
                  hjemmel="h", kilde="k", merke="uverifisert")  # fmt: skip
    ingen = np.array([shapely.Polygon()])

    def ledig(firkanter: list[tuple[int, int, int, int]]) -> float:
        former = [rute(x, y, x + b, y + h) for x, y, b, h in firkanter]
        g = grunnlag(KREVER, lag_data(FLOMSONER, former))
        return ledig_grunn(sted, utelukket_grunn(g, sted, [regel]), ingen)[0].area

    alle = [*faa, *flere]
    stokket = tilfeldig.sample(alle, len(alle))
    assert ledig(alle) <= ledig(faa) + 1e-6
    assert ledig(stokket) == pytest.approx(ledig(alle))
