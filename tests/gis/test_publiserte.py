"""Eligible-area cases that others have published with their answer, through both engines.

Only cases that can be stated in numbers are here; GLAES' own (Aachen) need its data files.
"""

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import box

from gis.ledig import Hensyn, ledig
from gis.ruter import Ruter, flater_av, ledig_ruteareal_m2
from gis.utsnitt import Utsnitt

X0, Y0, X1, Y1 = -4.0, 56.0, 1.5, 61.0
"""atlite, test/test_gis.py at 0110e18 (MIT): the region of its cases."""
GRAD_M = 1000.0
"""The cases are planar in degrees; here a degree is a kilometre, and 0.01° is 10 m."""


def _rekke(*former):
    ut = np.empty(len(former), dtype=object)
    ut[:] = former
    return ut


def _begge(omraade, *hensyn, rute_m=10.0):
    """Free ground, exactly and in cells, m²."""
    ruter = Ruter.over(Utsnitt(*omraade.bounds, 25833), rute_m)
    return ledig(omraade, hensyn).areal_m2, ledig_ruteareal_m2(omraade, hensyn, ruter)


def test_atlite_en_fjerdedel_tas_bort_og_bare_den_beholdes():
    """`test_shape_availability_exclude_geometry`: three quarters are left; inverted, one."""
    hele = box(X0 * GRAD_M, Y0 * GRAD_M, X1 * GRAD_M, Y1 * GRAD_M)
    fjerdedel = box((X0 + X1) / 2 * GRAD_M, (Y0 + Y1) / 2 * GRAD_M, X1 * GRAD_M, Y1 * GRAD_M)
    for tas, andel in ((fjerdedel, 3 / 4), (hele.difference(fjerdedel), 1 / 4)):
        svar = _begge(hele, Hensyn(_rekke(tas), 0.0))
        assert svar == pytest.approx([andel * 27.5e6] * 2, rel=1e-9)


def test_atlite_uten_noe_aa_trekke_fra_er_arealet_formens():
    """`test_shape_availability_area`: the box less a degree, in EPSG:3035, cells of 100 m."""
    til = Transformer.from_crs(4326, 3035, always_xy=True).transform
    form = shapely.transform(
        box(X0 + 1, Y0 + 1, X1 - 1, Y1 - 1), lambda xy: np.stack(til(*xy.T), axis=1)
    )
    svar = _begge(form, rute_m=100.0)
    assert svar == pytest.approx([form.area] * 2, rel=1e-5)  # the tolerance of numpy.isclose


def test_atlite_et_raster_med_en_fjerdedel_tilfeldig_utelukket():
    """`test_shape_availability_exclude_raster`: 0.75 to two decimals; ours to the very cell."""
    maske = np.random.default_rng(0).random((100, 110)) < 0.25
    ruter = Ruter(X0 * GRAD_M, Y1 * GRAD_M, 50.0, *maske.shape, 25833)
    hele, tatt = box(*ruter.grenser), flater_av(maske, ruter)
    for flater, igjen in ((tatt, ~maske), (flater_av(~maske, ruter), maske)):
        svar = _begge(hele, Hensyn(flater, 0.0), rute_m=50.0)
        assert svar == pytest.approx([igjen.sum() * 2500.0] * 2, rel=1e-9)
        assert round(svar[0] / hele.area, 2) in (0.75, 0.25)


GLOBCOVER = np.array([[11, 110], [110, 210], [14, 14]])
VERNET = np.array([[0, 0], [1, 0], [0, 0]])
HELNING = np.array([[2, 2], [2, 1], [3, 18]])
VIND_OG_SOL, BARE_VIND = {(0, 0), (2, 0)}, {(0, 1), (2, 1)}
"""timtroendle/possibility-for-electricity-autarky, tests/test_eligible_land.py as it first stood:
land cover, protection and slope of six cells, and what its authors expect. Water, protection and
slope above 20 take all; forest (110), and a slope between theirs of 3 and 18, solar farms only."""


def test_autarky_seks_ruter_etter_arealdekke_vern_og_helning():
    ruter = Ruter(0.0, 300.0, 100.0, 3, 2, 25833)
    for_begge = [GLOBCOVER == 210, VERNET == 1, HELNING > 20]
    for tas, ventet in (
        (for_begge, VIND_OG_SOL | BARE_VIND),
        ([*for_begge, GLOBCOVER == 110, HELNING > 10], VIND_OG_SOL),
    ):
        hensyn = [Hensyn(flater_av(maske, ruter), 0.0) for maske in tas]
        svar = ledig(box(*ruter.grenser), hensyn, med_former=True)
        midter = shapely.points([[100 * k + 50, 250 - 100 * r] for r in range(3) for k in range(2)])
        fritt = shapely.intersects(shapely.union_all(svar.former), midter).reshape(3, 2)
        assert set(zip(*(i.tolist() for i in np.nonzero(fritt)), strict=True)) == ventet
        assert svar.areal_m2 == pytest.approx(1e4 * len(ventet))
