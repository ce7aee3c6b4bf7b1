"""The band means what it says: whatever a layer is shifted by, up to the stated deviation."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.felles.baand import SIGMA, baand, soker
from analyser.felles.stedssvar import Baandord, Status

STED = shapely.box(600_000, 6_900_000, 600_100, 6_900_080)
tall = st.floats(-60, 160)


@pytest.fixture(scope="module")
def lag(lagpost, lag_data):
    """A layer of one feature with σ metres."""

    def bygg(form, geometri, sigma_m):
        form = shapely.affinity.translate(form, 600_000, 6_900_000)
        return lag_data(replace(lagpost(geometri=geometri), noyaktighet_m=sigma_m), [form])

    return bygg


def former(geometri):
    punkt = st.builds(shapely.Point, tall, tall)
    if geometri == "punkt":
        return punkt
    if geometri == "linje":
        return st.builds(lambda a, b: shapely.LineString([a, b]), punkt, punkt).filter(
            lambda linje: linje.length > 1
        )
    return st.builds(lambda p, r: p.buffer(r, quad_segs=2), punkt, st.floats(3, 70))


@pytest.mark.parametrize("geometri", ["punkt", "linje", "flate"])
@settings(max_examples=40, deadline=None)
@given(data=st.data(), sigma_m=st.floats(0.5, 12), vinkel=st.floats(0, 2 * math.pi))
def test_sikkert_og_klart_taaler_enhver_forskyvning(lag, geometri, data, sigma_m, vinkel):
    laget = lag(data.draw(former(geometri)), geometri, sigma_m)
    form = laget.data.geometry.iloc[0]
    avstand_m = float(form.distance(STED))
    status = Status.TREFF if avstand_m == 0 else Status.IKKE_TREFF
    svar = baand(STED, soker(laget), status, avstand_m)
    r = 0.999 * SIGMA * sigma_m
    flyttet = shapely.affinity.translate(form, r * np.cos(vinkel), r * np.sin(vinkel))
    if svar.ord == Baandord.SIKKERT:
        assert flyttet.intersects(STED)
    elif svar.ord == Baandord.KLAR:
        assert not flyttet.intersects(STED)
    maal = {"punkt": lambda f: float(f.intersects(STED)),
            "linje": lambda f: f.intersection(STED).length,
            "flate": lambda f: f.intersection(STED).area / 1000}[geometri]  # fmt: skip
    assert svar.sikkert <= maal(form) + 1e-6
    assert maal(form) <= svar.mulig + 1e-6
    if geometri != "linje":  # the part inside a line's window may turn longer
        assert svar.sikkert - 1e-3 <= maal(flyttet) <= svar.mulig + 1e-3


def test_regelens_avstand_flytter_baandet(lag):
    """A point 30 m off, a rule within 40 m, deviation 9.8 m: certain; within 25 m: possible."""
    laget = soker(lag(shapely.Point(130, 40), "punkt", 5.0))
    innen = [baand(STED, laget, Status.TREFF, 30.0, m).ord for m in (40.0, 25.0)]
    klart = baand(STED, laget, Status.IKKE_TREFF, 30.0, 20.0)
    assert innen == [Baandord.SIKKERT, Baandord.MULIG]
    assert klart.ord == Baandord.KLAR


def test_baandet_ser_like_langt_som_regelen_og_avviket(lag):
    """Ground 60 m off, a rule within 50 m, deviation 19.6 m: what could be hit has an area."""
    laget = soker(lag(shapely.box(160, 0, 200, 80), "flate", 10.0))
    svar = baand(STED, laget, Status.IKKE_TREFF, 60.0, 50.0)
    assert (svar.ord, svar.sikkert, svar.enhet) == (Baandord.MULIG, 0.0, "daa")
    assert svar.mulig == pytest.approx(80 * 9.6 / 1000, rel=1e-3)
    assert (svar.noyaktighet_m, svar.utslag_m) == (10.0, pytest.approx(19.6))


def test_uten_kartlegging_er_ingenting_klart(lag):
    laget = soker(lag(shapely.Point(400, 40), "punkt", 5.0))
    assert baand(STED, laget, Status.IKKE_KARTLAGT, 300.0).ord == Baandord.UKJENT
    assert baand(STED, None, Status.IKKE_KJENT, math.nan).ord == Baandord.UKJENT


def test_det_som_bare_rorer_vinduet_er_ikke_flate(lag):
    """One feature in the site and along the edge of what is looked at: 20 × 80 m, and no more."""
    form = shapely.MultiPolygon([shapely.box(80, -1, 100, 80), shapely.box(101, -20, 110, 100)])
    for sigma_m in (0.0, 1e-9):
        svar = baand(STED, soker(lag(form, "flate", sigma_m)), Status.TREFF, 0.0)
        assert svar.ord == Baandord.SIKKERT
        assert (svar.sikkert, svar.mulig) == pytest.approx((1.6, 1.6), abs=1e-6)
