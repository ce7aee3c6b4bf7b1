"""Addresses joined to buildings, fibre answers and neighbourhoods."""

import pytest

from analyser.felles.adresser import (
    JA,
    NEI,
    UKJENT,
    fibersvar,
    grend_for,
    innenfor,
    koble,
    maal_for_adresser,
)
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER


def _svar(lag_data, prikk, numre, svar, maalt):
    punkter = [prikk(10 * i, 0) for i in range(len(numre))]
    data = lag_data(FIBERDEKNING, punkter, bygningsnummer=numre, har_fiber=svar, maalt=maalt).data
    ut = fibersvar(data)
    return list(zip(ut["bygningsnummer"], ut["fiber"], strict=True))


def test_nyeste_svar_gjelder(lag_data, prikk):
    svar = _svar(lag_data, prikk, ["1", "1"], ["nei", "ja"], ["2020-01-01", "2024-01-01"])
    assert svar == [("1", JA)]


def test_motsagn_samme_dag_er_ikke_kjent(lag_data, prikk):
    assert _svar(lag_data, prikk, ["1", "1"], ["nei", "ja"], [None, None]) == [("1", UKJENT)]


def test_manglende_svar_er_aldri_uten(lag_data, prikk):
    svar = _svar(lag_data, prikk, ["1", None, "3"], [None, "nei", "nei"], [None] * 3)
    assert svar == [("1", UKJENT), ("3", NEI), ("", NEI)]


@pytest.fixture
def maal(lag_data, prikk):
    """A house with fibre, its garage, a house without answer, and an answer without house."""
    bygninger = lag_data(
        BYGNINGER,
        [prikk(0, 0), prikk(20, 0), prikk(500, 0)],
        bygningsnummer=["1", "2", "3"],
        bygningstype=["111", "181", "161"],
    ).data
    fiber = lag_data(FIBERDEKNING, [prikk(0, 0), prikk(900, 0)], bygningsnummer=["1", "99"],
                     har_fiber=["ja", "nei"]).data  # fmt: skip
    return maal_for_adresser(bygninger, fibersvar(fiber), ("18",))


def test_kobling_hopper_over_uthus_og_holder_avstanden(lag_data, prikk, maal):
    punkter = [prikk(x, 0) for x in (22, 505, 901, 700)]
    adresser = lag_data(ADRESSER, punkter).data
    kobling = koble(adresser, maal, 50.0)
    assert kobling["fiber"].tolist() == [JA, UKJENT, NEI, UKJENT]
    assert kobling["bygningstype"].tolist() == ["111", "161", "", ""]
    assert kobling["koblet_m"].tolist()[:3] == [22.0, 5.0, 1.0]
    assert kobling["maal"].tolist()[3] == -1


def test_grend_er_naermeste_sted_av_rett_type(lag_data, prikk):
    steder = lag_data(
        STEDSNAVN,
        [prikk(0, 0), prikk(100, 0), prikk(900, 0)],
        navn=["Vika", "Nuten", "Lia"],
        type=["grend", "fjell", "tettsted"],
    )
    adresser = lag_data(ADRESSER, [prikk(110, 0), prikk(800, 0)]).data
    assert grend_for(adresser, steder, ("tettsted", "grend"), 1000.0) == (["Vika", "Lia"], True)


def test_uten_stedsnavn_staar_ruter_i_stedet(lag_data, ukjent_data, prikk):
    adresser = lag_data(ADRESSER, [prikk(110, 2500)]).data
    navn, stedfestet = grend_for(adresser, ukjent_data(STEDSNAVN), ("grend",), 1000.0)
    assert (navn, stedfestet) == (["rute 600 øst, 6902 nord (km)"], False)


def test_bare_kommunens_og_i_fast_rekkefolge(lag_data, prikk, rute):
    data = lag_data(ADRESSER, [prikk(5, 5), prikk(99, 0), prikk(1, 1)], lokalid=["b", "c", "a"])
    assert innenfor(data.data, rute(0, 0, 10, 10))["lokalid"].tolist() == ["a", "b"]
