"""Travel time and walking rings on the toy municipality, by hand; speeds that are written wrong."""

import numpy as np
import pytest
import shapely

from analyser.felles.adkomst import tolk_fart
from analyser.reisetid import ANALYSE as REISETID
from analyser.sentrum import ANALYSE as SENTRUM
from gis.feil import ParameterFeil
from lag.katalog.grunnlag import STEDSNAVN
from lag.katalog.matrikkel import ADRESSER, BYGNINGER
from lag.katalog.plan import AREALINNSPILL, KOMMUNEPLAN
from lag.katalog.samferdsel import VEGER

FART = {"fart_kmt": ["F=60", "annet=30"], "gangfart_kmt": 6.0}


@pytest.fixture
def byen(lag_data, strek, prikk, rute):
    """A main road of 6 km with the centre at its west end, and a side road of 1 km at 2 km."""
    alt = rute(0, 0, 10_000, 10_000)
    return {
        VEGER: lag_data(
            VEGER, [strek((1_000, 5_000), (3_000, 5_000), (7_000, 5_000)),
                    strek((3_000, 5_000), (3_000, 6_000))],
            vegkategori=["F", "K"], vegnummer=["1", "2"], dekning=alt,
        ),
        STEDSNAVN: lag_data(
            STEDSNAVN, [prikk(1_000, 5_000), prikk(7_000, 5_100), prikk(9_000, 9_000)],
            navn=["Bergstaden", "Brekken", "Storvigelen"], type=["tettsted", "grend", "fjell"],
            dekning=alt,
        ),
        ADRESSER: lag_data(
            ADRESSER, [prikk(1_050, 5_000), prikk(1_300, 5_050), prikk(3_000, 6_000)], dekning=alt
        ),
        BYGNINGER: lag_data(
            BYGNINGER, [prikk(3_000, 5_000), prikk(1_090, 5_000)], bygningstype=["613", "111"],
            dekning=alt,
        ),
        AREALINNSPILL: lag_data(AREALINNSPILL, dekning=alt),
        KOMMUNEPLAN: lag_data(
            KOMMUNEPLAN, [rute(1_010, 4_990, 1_060, 5_010)], arealformaal=["2080"], dekning=alt
        ),
    }  # fmt: skip


def _kjor(analyse, grunnlag, byen, **parametre):
    lagene = [byen[post] for post in analyse.krever if post in byen]
    return analyse.kjor(grunnlag(analyse.krever, *lagene), parametre)


def test_reisetid_for_haand(grunnlag, byen):
    svar = _kjor(REISETID, grunnlag, byen, **FART)
    reise, steder = (t.data for t in svar.tabeller)
    assert reise["maal"].tolist() == ["sentrum", "skole"]
    til_sentrum = reise.iloc[0]
    assert til_sentrum["innen_10"] == 3
    assert til_sentrum["median_min"] == pytest.approx(0.3 + 0.5)  # 300 m of road, 50 m on foot
    brekken = steder.set_index("sted").loc["Brekken"]
    assert brekken["sentrum_min"] == pytest.approx(6.0)
    assert brekken["sentrum_km"] == pytest.approx(6.0)
    assert brekken["skole_min"] == pytest.approx(4.0)
    assert brekken["utenfor_m"] == pytest.approx(100.0)
    assert "stasjon" in " ".join(svar.punkter)
    sone = svar.kartlag[0].data
    assert sone["sone"].tolist() == ["10", "20"]
    assert shapely.intersection(sone.geometry[0], sone.geometry[1]).area == 0.0


def test_ringene_for_haand(grunnlag, byen):
    svar = _kjor(SENTRUM, grunnlag, byen)
    ringer = svar.tabeller[0].data
    assert ringer["adresser"].tolist() == ["1", "1", "2"]
    assert ringer["bygninger"].tolist() == ["1", "1", "1"]
    assert ringer["parkering_daa"].tolist() == pytest.approx([1.0] * 3, abs=0.01)
    assert (np.diff(ringer["areal_daa"]) > 0).all()
    # along a straight road from its end: a triangle beside it and a half disc behind
    fasit_daa = (100.0**2 + 0.5 * np.pi * 100.0**2) / 1000.0
    assert ringer["areal_daa"][0] == pytest.approx(fasit_daa, rel=0.03)


def test_uten_veger_er_alt_ukjent(grunnlag, byen, ukjent_data):
    byen[VEGER] = ukjent_data(VEGER)
    for analyse in (REISETID, SENTRUM):
        svar = _kjor(analyse, grunnlag, byen)
        assert "ikke kjent" in svar.svar
        assert svar.kartlag == () and svar.tabeller[0].data.empty


@pytest.mark.parametrize(
    ("ledd", "ord_"),
    [(["F60", "annet=30"], "km/t"), (["F=0", "annet=30"], "over null"), (["F=60"], "annet=30")],
)
def test_fart_som_er_skrevet_feil(ledd, ord_):
    with pytest.raises(ParameterFeil, match=ord_):
        tolk_fart("reisetid.fart_kmt", ledd)
