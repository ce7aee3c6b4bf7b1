"""Answers counted and areas ordered, computed by hand."""

import numpy as np
import pytest
from geopandas import GeoDataFrame
from hypothesis import given
from hypothesis import strategies as st

from analyser.felles.modell import Status
from analyser.felles.rangering import (
    NOKLER,
    TREFF_ADVARER,
    TREFF_UTELUKKER,
    naermeste,
    naermeste_av,
    ranger,
    regelsvar,
    reindriftstekst,
    tell,
)
from analyser.felles.regler import gjeldende
from lag.katalog import KATALOG
from lag.katalog.reindrift import FLYTTLEI, REINBEITE, REINBEITE_VINTER
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import INNSJOER

KREVER = tuple(KATALOG.values())


@pytest.fixture
def tre(omraader, rute):
    """Three sites with purpose and id."""
    steder = omraader(rute(0, 0, 100, 100), rute(1000, 0, 1100, 100), rute(5000, 5000, 5100, 5100))
    return steder.assign(formaal="bolig", id=steder.index)


def _regler(g, *lagene):
    return [r for r in gjeldende(g.kommune, "bolig") if r.lag in lagene]


def test_tell_skiller_de_fire_svarene(tre, grunnlag, lag_data, rute, strek):
    vidt = rute(-1000, -1000, 20_000, 20_000)
    g = grunnlag(
        KREVER,
        lag_data(VEGER, [strek((0, 50), (100, 50))], vegkategori=["K"], dekning=vidt),
        lag_data(INNSJOER, [rute(1050, 0, 1060, 10)], dekning=vidt),
        lag_data(FLYTTLEI, [rute(5000, 5000, 5010, 5010)]),
        lag_data(REINBEITE),
    )
    regler = _regler(g, "veger", "innsjoer", "flyttlei", "myr")
    telling = tell(regelsvar(g, tre, regler), tre)
    # rules: veger_riksveg, veger_kommunal, innsjoer, myr (unknown), flyttlei (partly mapped)
    assert telling["antall_utelukker"].tolist() == [1, 0, 1]
    assert telling["antall_tellende"].tolist() == [0, 0, 1]
    assert telling["antall_advarer"].tolist() == [0, 1, 0]
    assert telling["antall_ikke_kjent"].tolist() == [1, 1, 1]
    assert telling["antall_ikke_kartlagt"].tolist() == [1, 1, 0]
    assert telling["antall_uvisst"].tolist() == [2, 2, 1]
    assert telling["antall_ikke_treff"].tolist() == [2, 2, 3]
    assert telling["svar"].tolist() == [TREFF_ADVARER, TREFF_ADVARER, TREFF_UTELUKKER]


@pytest.mark.parametrize("dekning", ["hele", "ingen"])
def test_i_distrikt_er_reindrift_aldri_ikke_treff(tre, grunnlag, lag_data, rute, dekning):
    alt = rute(0, 0, 10_000, 10_000) if dekning == "hele" else None
    g = grunnlag(
        KREVER,
        lag_data(REINBEITE, [rute(0, 0, 2000, 2000)], navn=["Nord"], navn_samisk=["Noerhte"]),
        lag_data(FLYTTLEI, dekning=alt),
        lag_data(REINBEITE_VINTER, [rute(0, 0, 10, 10)], dekning=alt),
    )
    regler = _regler(g, "flyttlei", "reinbeite_vinter")
    svar = regelsvar(g, tre, regler)
    inne = svar[svar["id"].isin(["a", "b"])]
    assert Status.IKKE_TREFF not in set(inne["status"])
    tekst = reindriftstekst(g, tre, svar)
    assert tekst["a"] == "innenfor Noerhte (Nord); treff: vinter"
    assert tekst["b"] == "innenfor Noerhte (Nord); ingen registrert særverdi"
    assert tekst["c"] == "utenfor registrert reinbeitedistrikt"


def test_ukjente_distrikter_gir_ikke_kjent(tre, grunnlag, lag_data, rute):
    g = grunnlag(KREVER, lag_data(FLYTTLEI, dekning=rute(0, 0, 10_000, 10_000)))
    svar = regelsvar(g, tre, _regler(g, "flyttlei"))
    assert set(svar["status"]) == {Status.IKKE_KJENT}
    assert "reinbeitedistrikt: ikke kjent" in reindriftstekst(g, tre, svar)["a"]


def _rader(verdier: dict[str, list[float]]) -> GeoDataFrame:
    n = len(next(iter(verdier.values())))
    fylt = {k: verdier.get(k, [0.0] * n) for k, _ in NOKLER}
    return GeoDataFrame({"id": [f"o{i}" for i in range(n)], **fylt}, geometry=[None] * n)


def test_hvert_ledd_avgjor_bare_likhet():
    rader = _rader({
        "plass": [1, 1, 1, 0, np.nan],
        "antall_tellende": [1, 0, 0, 0, 0],
        "veg_m": [0, 200, 100, 0, 0],
    })  # fmt: skip
    sortert = ranger(rader)
    assert sortert["id"].tolist() == ["o2", "o1", "o0", "o3", "o4"]
    assert sortert["rang"].tolist() == [1, 2, 3, 4, 5]


@given(st.permutations(range(6)))
def test_rekkefolgen_inn_er_uten_betydning(rekke):
    rader = _rader({"plass": [1, 1, 0, 0, 1, 1], "ledig_daa": [5, 5, 9, np.nan, 7, 5]})
    assert ranger(rader.iloc[rekke])["id"].tolist() == ranger(rader)["id"].tolist()


def test_naermeste_velger_minste_id_ved_likhet(lag_data, prikk):
    data = lag_data(VEGER, [prikk(10, 0), prikk(-10, 0), prikk(500, 0)], lokalid=["b", "a", "c"])
    plass, avstand = naermeste([prikk(0, 0), prikk(500, 0)], data.data)
    assert plass == [1, 2] and avstand.tolist() == [10.0, 0.0]


def test_naermeste_uten_objekter(lag_data, prikk):
    plass, avstand = naermeste([prikk(0, 0)], lag_data(VEGER).data)
    assert plass == [-1] and np.isnan(avstand).all()


def test_naermeste_av_gir_ordet_til_det_naermeste(lag_data, prikk, rute):
    """What has no text is «», and so is what has nothing near it; never another feature's text."""
    data = lag_data(VEGER, [prikk(0, 0), prikk(500, 0)], vegkategori=["E", None]).data
    omraader = data.iloc[[0, 0]].set_geometry([rute(10, 0, 20, 10), rute(480, 0, 490, 10)])
    avstand_m, ord_ = naermeste_av(omraader, data, "vegkategori")
    assert (list(avstand_m), ord_) == ([10.0, 10.0], ["E", ""])
    avstand_m, ord_ = naermeste_av(omraader, data.iloc[:0], "vegkategori")
    assert np.isnan(avstand_m).all() and ord_ == ["", ""]
