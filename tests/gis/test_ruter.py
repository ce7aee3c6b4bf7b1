"""Cells: centres counted exactly, whatever the strips; distances beside shapely."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.avstandsfelt import avstandsfelt, naermeste_kant
from gis.feil import DataFeil
from gis.kanter import flat_ut
from gis.ledig import Hensyn, ledig
from gis.rutenett import Rutenett
from gis.ruter import (
    Ruter,
    flater_av,
    fordeling,
    fra_rutenett,
    inne_i,
    ledig_ruteareal_m2,
    regelbiter,
    tatt,
    uten_flekker,
)
from gis.utsnitt import Utsnitt

RUTER = Ruter(1_000.0, 2_000.0, 10.0, 40, 50, 25832)


def _av(*former, avstand_m=0.0):
    return Hensyn(np.array(former, dtype=object), avstand_m)


def _midter(ruter):
    x = ruter.xmin + ruter.rute_m * (np.arange(ruter.kolonner) + 0.5)
    y = ruter.ymax - ruter.rute_m * (np.arange(ruter.rader) + 0.5)
    return np.meshgrid(x, y)


def _punkter(ruter):
    return shapely.points(*_midter(ruter))


def test_rutene_holder_utsnittet_og_strimlene_er_hele():
    ruter = Ruter.over(Utsnitt(1_003, 1_601, 1_497, 1_999, 25832), 10.0)
    assert ruter == RUTER
    strimler = ruter.strimler(16)
    assert [rad for rad, _ in strimler] == [0, 16, 32]
    assert [s.rader for _, s in strimler] == [16, 16, 8]
    assert strimler[1][1].ymax == 1_840.0


def test_midten_avgjor():
    """A cell is taken where its centre is: 14 m wide from the cell's west edge takes one column."""
    maske = tatt([_av(shapely.box(1_000, 1_980, 1_014.9, 2_000))], RUTER)
    assert maske.sum() == 2 and maske[:2, 0].all()
    assert tatt([_av(shapely.box(1_000, 1_980, 1_015.1, 2_000))], RUTER).sum() == 4
    assert tatt([_av(shapely.Point(900, 1_995), avstand_m=105.2)], RUTER).sum() == 1
    assert not tatt([], RUTER).any()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_som_avstanden_til_midten(fro):
    rng = np.random.default_rng(fro)
    xy = rng.uniform((900, 1_500), (1_600, 2_100), (4, 5, 2))
    avstand_m = float(rng.choice([15.0, 60.0]))
    linjer = shapely.linestrings(xy)
    flater = shapely.convex_hull(shapely.linestrings(xy[:, ::-1] + 40.0))
    avstand = shapely.distance(shapely.union_all(linjer), _punkter(RUTER))
    maske = tatt([Hensyn(linjer, avstand_m)], RUTER)
    klart = np.abs(avstand - avstand_m) > 0.1  # chords lie within 0.03 % of the distance
    assert (maske == (avstand <= avstand_m))[klart].all()
    flatemaske = tatt([Hensyn(flater, 0.0)], RUTER)
    assert (flatemaske == shapely.intersects(shapely.union_all(flater), _punkter(RUTER))).all()
    assert np.abs(avstandsfelt(linjer, RUTER) - avstand).max() < 1e-3
    til_flate = shapely.distance(shapely.union_all(flater), _punkter(RUTER))
    assert np.abs(avstandsfelt(flater, RUTER) - til_flate).max() < 1e-3
    delt = np.concatenate([tatt([Hensyn(linjer, avstand_m)], s) for _, s in RUTER.strimler(7)])
    assert (delt == maske).all()


def test_avstand_til_fjerne_og_ingen_ting():
    langt = shapely.points([[1_005.0, -8_005.0]])
    assert avstandsfelt(langt, RUTER)[0, 0] == pytest.approx(10_000.0)
    assert (avstandsfelt(langt, RUTER, 500.0) == 500.0).all()
    assert np.isinf(avstandsfelt(np.empty(0, dtype=object), RUTER)).all()


def test_naermeste_kant_er_den_som_er_nevnt():
    linjer = shapely.linestrings(
        [[(1_000, 1_900), (1_500, 1_900)], [(1_000, 1_700), (1_500, 1_700)]]
    )
    avstand, kant = naermeste_kant(linjer, RUTER)
    forste = flat_ut(linjer).xy[kant]
    assert (forste[0, :, 1] == 1_900).all() and (forste[-1, :, 1] == 1_700).all()
    assert avstand[0, 0] == 95.0


def test_klasse_med_avstand_som_flater_gir_samme_ruter_og_rett_areal():
    """A class of two cells of 100 m, grown by 250 m: raster and exact answer by both ways."""
    grov = np.zeros((20, 20), dtype=bool)
    grov[9, 9:11] = True
    flater = flater_av(grov, Ruter(0.0, 2_000.0, 100.0, 20, 20, 25832))
    fin = Ruter(0.0, 2_000.0, 10.0, 200, 200, 25832)
    omraade, hensyn = shapely.box(0, 0, 2_000, 2_000), [Hensyn(flater, 250.0)]
    fasit_m2 = 4e6 - (200 * 100 + 2 * 250 * 300 + np.pi * 250**2)
    assert ledig(omraade, hensyn).areal_m2 == pytest.approx(fasit_m2, abs=0.1)
    assert ledig_ruteareal_m2(omraade, hensyn, fin) == pytest.approx(fasit_m2, rel=1e-3)
    felt = avstandsfelt(flater, fin)
    assert ((felt <= 250.0) != tatt(hensyn, fin)).sum() <= 8  # centres on the circle itself


def test_biter_per_regel():
    regler = [
        [_av(shapely.box(1_000, 1_990, 1_010, 2_000))],
        [],
        [_av(shapely.box(0, 0, 3e3, 3e3))],
    ]
    biter = regelbiter(regler, RUTER)
    assert biter[0, 0] == 0b101 and (biter.ravel()[1:] == 0b100).all()
    with pytest.raises(DataFeil, match="64 regler"):
        regelbiter([[]] * 65, RUTER)


def test_fordelt_paa_en_og_to_regler_for_haand():
    """Squares that meet two by two and all three: each cell is of the rules that take it."""
    a, b, c = (
        shapely.box(1_000, 1_900, 1_100, 2_000), shapely.box(1_050, 1_900, 1_150, 2_000),
        shapely.box(1_000, 1_900, 1_150, 1_930),
    )  # fmt: skip
    felt = shapely.box(1_000, 1_800, 1_200, 2_000)
    svar = fordeling(felt, [_av(a), Hensyn(np.empty(0, dtype=object), 0.0), _av(b), _av(c)], RUTER)
    assert svar.fritt_m2 == 200 * 200 - 150 * 100
    assert svar.alene_m2.tolist() == [50 * 70, 0, 50 * 70, 0]
    ventet = np.zeros((4, 4))
    ventet[0, 2], ventet[0, 3], ventet[2, 3] = 50 * 70, 50 * 30, 50 * 30
    assert (svar.par_m2 == ventet + ventet.T).all()
    rng = np.random.default_rng(3)
    mange = [_av(shapely.box(x, y, x + 200, y + 200))
             for x, y in rng.uniform((950, 1_500), (1_400, 1_950), (9, 2))]  # fmt: skip
    biter = np.bitwise_count(regelbiter([[h] for h in mange], RUTER))
    alt = fordeling(shapely.box(*RUTER.grenser), mange, RUTER)
    maalt = (alt.fritt_m2, alt.alene_m2.sum(), alt.par_m2.sum() / 2)
    assert maalt == tuple((biter == k).sum() * RUTER.rute_m**2 for k in range(3))


def test_inne_i_omraadet():
    assert inne_i(shapely.box(1_000, 1_900, 1_100, 2_000), RUTER).sum() == 100


def test_rutenettets_verdi_i_hver_midte():
    grovt = Rutenett(np.arange(4, dtype=np.float32).reshape(2, 2), 0.0, 100.0, 50.0, 25832)
    ruter = Ruter(-25.0, 100.0, 25.0, 4, 6, 25832)
    felt = fra_rutenett(grovt, ruter)
    assert np.isnan(felt[:, [0, 5]]).all()
    assert felt[:, 1:5].tolist() == [[0, 0, 1, 1]] * 2 + [[2, 2, 3, 3]] * 2


def test_flekker_faar_naboens_klasse_men_aldri_utenforstaaendes():
    klasser = np.ones((6, 6), dtype=np.uint8)
    klasser[2, 2], klasser[:, 5], klasser[0, 5] = 2, 0, 3
    renset = uten_flekker(klasser, 3)
    assert (renset[:, :5] == 1).all() and (renset[1:, 5] == 0).all()
    assert uten_flekker(np.zeros((1, 1), dtype=np.uint8), 3).tolist() == [[0]]
