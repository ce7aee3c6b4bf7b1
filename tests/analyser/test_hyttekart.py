"""The three classes for cabins, cell by cell on a board that can be counted by hand."""

import numpy as np
import pytest
import shapely

from analyser.felles.hyttekart import SPOERRES, Kartvalg, klassekart
from analyser.felles.hytteklasser import AKTUELT, AVKLARES, FRARAADES
from analyser.felles.regler import gjeldende
from analyser.hytte import ANALYSE
from gis.rutenett import Rutenett
from lag.katalog.grunnlag import TERRENG
from lag.katalog.landbruk import MYR
from lag.katalog.reindrift import FLYTTLEI
from lag.katalog.vann import INNSJOER

VALG = Kartvalg(skoggrense_moh=850.0, brattest=3.0, byggradius_m=25.0)


@pytest.fixture
def kjor(grunnlag, lag_data, rute):
    """Map of the board, 100 km² and flat: all layers known, those not given empty and mapped."""
    alt = rute(0, 0, 10_000, 10_000)
    z = np.full((104, 104), 700, dtype=np.float32)
    flatt = Rutenett(z, 599_800.0, 6_910_200.0, 100.0, 25832)
    tomme = {
        post.navn: lag_data(post, dekning=alt, raster=flatt if post is TERRENG else None)
        for post in ANALYSE.krever
    }

    def bygg(*lagene, uten=()):
        alle = tomme | {d.post.navn: d for d in lagene}
        g = grunnlag(ANALYSE.krever, *(d for n, d in alle.items() if n not in uten))
        kartet, tabell = klassekart(g, gjeldende(g.kommune, "fritid"), VALG)
        areal = kartet.data.set_index("grunn")["areal_daa"].to_dict()
        return kartet, tabell, areal

    return bygg


def test_klassene_for_haand(kjor, lag_data, rute):
    kartet, tabell, areal = kjor(
        lag_data(INNSJOER, [rute(1000, 1000, 2000, 2000)]),
        lag_data(FLYTTLEI, [rute(5000, 0, 6000, 2000)]),
        lag_data(MYR, [rute(5500, 1000, 7000, 2000)]),
    )
    # 40 cells deep along four sides of 20 cells, and 3 of the 4 cells in each corner
    strand = (4 * 20 * 2 + 4 * 3) * 2.5
    assert areal == {
        "flyttlei": 2000,
        "nærmere innsjø enn 100 m (strandbelte)": strand,
        "myr (torv på minst 30 cm); forbud mot nedbygging er foreslått": 1000,
        "ingen kjent regel treffer": 100_000 - 1000 - 2000 - strand - 1000,
    }
    data = kartet.data
    assert data["klasse"].tolist() == [FRARAADES, AVKLARES, AVKLARES, AKTUELT]
    # wall to wall: the shapes share no ground and cover the land
    assert data.area.sum() == pytest.approx(shapely.union_all(data.geometry).area)
    assert data.area.sum() == pytest.approx(99e6, rel=1e-3)
    rader = tabell.data.set_index(["klasse", "regel"])
    assert rader.loc[(FRARAADES, "i alt"), "areal_daa"] == 2000
    assert rader.loc[(FRARAADES, "flyttlei"), "bare_daa"] == 2000
    assert rader.loc[(AKTUELT, "i alt"), "andel_prosent"] == pytest.approx(
        100 * areal["ingen kjent regel treffer"] / 99_000
    )


def test_det_som_ikke_er_kjent_maa_avklares_overalt(kjor):
    kartet, tabell, areal = kjor(uten=(MYR.navn,))
    assert areal == {"ikke kjent: Myr (AR5)": 100_000}
    assert kartet.data["klasse"].tolist() == [AVKLARES]
    assert kjor()[2] == {"ingen kjent regel treffer": 100_000}
    for post in SPOERRES:  # no rule asks of buildings and zoned fields: they are asked all the same
        assert kjor(uten=(post.navn,))[2] == {f"ikke kjent: {post.tittel}": 100_000}
    assert "ikke det samme som avklart" in tabell.forklaring


def test_skoggrense_og_helning_fra_rutene(kjor, lag_data):
    z = np.full((104, 104), 700, dtype=np.float32)
    z[:12] = 900  # the northernmost kilometre of the board, with a step of 200 m below it
    z[50, 50] = np.nan
    raster = Rutenett(z, 599_800.0, 6_910_200.0, 100.0, 25832)
    _, _, areal = kjor(lag_data(TERRENG, raster=raster))
    assert areal["over skoggrensen (850 moh.)"] == 10_000
    # Horn's slope is 45° on the rows beside the step; the lower of them is below the tree line
    assert areal["brattere enn 1:3"] == 1000
    # neither its own height nor its neighbours' slope is known: never «aktuelt»
    assert areal["høyde eller helning er ikke kjent"] == 9 * 10
