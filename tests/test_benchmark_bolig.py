"""What the benchmark of the search for homes makes of its workload."""

import numpy as np
import pytest

from benchmarks.bolig import finere, land
from benchmarks.felles import Maaling, Rapport
from gis.rutenett import Rutenett


def test_finere_ruter_av_et_skraaplan_ligger_paa_planet():
    x, y = np.meshgrid(np.arange(6) * 50.0 + 25.0, 300.0 - np.arange(6) * 50.0 - 25.0)
    grovt = Rutenett((0.1 * x + 0.3 * y).astype(np.float32), 0.0, 300.0, 50.0, 25832)
    fint = finere(grovt, 10.0)
    assert fint.verdier.shape == (30, 30) and fint.utsnitt == grovt.utsnitt
    fx, fy = np.meshgrid(np.arange(30) * 10.0 + 5.0, 300.0 - np.arange(30) * 10.0 - 5.0)
    inni = np.s_[3:-3, 3:-3]
    assert fint.verdier[inni] == pytest.approx((0.1 * fx + 0.3 * fy)[inni], abs=1e-3)


def test_landet_regnes_fra_flere_storrelser():
    def rapport(km2, cpu_s):
        maaling = Maaling(tid_s=1.0, cpu_s=cpu_s, minne_mb=1.0, svar={"km2": km2})
        return Rapport(navn="bolig", arbeidsmengde={}, maalinger={"arealsil": maaling})

    svar = land([rapport(100.0, 3.0), rapport(300.0, 5.0)])
    assert svar["processor s per km2"] == "0.0100"
    assert svar["processor s per municipality besides"] == "2.00"
    assert svar["the country, processor minutes"] == f"{(357 * 2 + 323_802 * 0.01) / 60:.0f}"
