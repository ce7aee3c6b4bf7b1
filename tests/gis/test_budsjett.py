"""Plans under a budget: exact against trying everything, ceilings that hold, phases that nest."""

import itertools
import math

import numpy as np
import pytest

from gis.feil import DataFeil
from gis.graf.budsjett import budsjettkurve
from gis.graf.faser import fasekjede, noder_i
from gis.graf.loser import steinertre
from gis.graf.trevalg import delvalg
from gis.graf.typer import Graf, Valg, lag_graf


def rutenett(side: int, fro: int) -> Graf:
    """A grid with whole costs 1–20, drawn from the seed."""
    n = np.arange(side * side).reshape(side, side)
    fra = np.concatenate([n[:, :-1].ravel(), n[:-1].ravel()])
    til = np.concatenate([n[:, 1:].ravel(), n[1:].ravel()])
    kost = np.random.default_rng(fro).integers(1, 21, fra.size).astype(float)
    return lag_graf(side * side, fra, til, kost)


@pytest.mark.parametrize("fro", range(6))
def test_beste_deltrer_mot_alle_delmengder(fro):
    r = np.random.default_rng(fro)
    n = 11
    fra, til = np.arange(1, n), r.integers(0, np.arange(1, n))
    graf = lag_graf(n, fra, til, r.integers(0, 9, n - 1).astype(float))
    vekt = r.integers(0, 3, n)
    vekt[0] = 0
    deler = delvalg(graf, np.array([0]), np.arange(n - 1), vekt)
    fasit = np.full(vekt.sum() + 1, math.inf)
    for valgt in itertools.product((False, True), repeat=n - 1):
        inne = (True, *valgt)
        if all(inne[til[v - 1]] for v in range(1, n) if inne[v]):
            w = int(vekt[list(inne)].sum())
            kost = sum(graf.kostnad[v - 1] for v in range(1, n) if inne[v])
            fasit[: w + 1] = np.minimum(fasit[: w + 1], kost)
    assert deler.billigst.tolist() == fasit.tolist()
    for w in range(fasit.size):
        kanter = deler.kanter(w)
        assert graf.kostnad[kanter].sum() == fasit[w]
        assert vekt[noder_i(graf, np.array([0]), kanter)].sum() >= w


def test_kurven_holder_budsjett_og_tak():
    graf = rutenett(12, 1)
    vekt = np.zeros(144, np.int64)
    vekt[np.random.default_rng(2).choice(np.arange(1, 144), 40, replace=False)] = 1
    rot = np.array([0])
    alt = budsjettkurve(graf, rot, vekt, np.array([1e9])).punkter[0]
    assert alt.dekket == alt.tak == 40
    budsjetter = np.linspace(0, 1, 9) * alt.kostnad
    kurve = budsjettkurve(graf, rot, vekt, budsjetter, Valg(tid_s=20))
    assert kurve.punkter[0].dekket == 0
    assert kurve.punkter[-1].dekket == 40
    for punkt in kurve.punkter:
        assert punkt.kostnad <= punkt.budsjett
        assert punkt.kostnad == graf.kostnad[punkt.kanter].sum()
        assert vekt[noder_i(graf, rot, punkt.kanter)].sum() >= punkt.dekket
        assert punkt.dekket <= punkt.tak <= 40
        assert kurve.minst_kostnad(punkt.dekket) <= punkt.kostnad * (1 + 1e-12)
    dekket = [p.dekket for p in kurve.punkter]
    assert dekket == sorted(dekket)
    assert max(p.tak - p.dekket for p in kurve.punkter) <= 3
    faser, avbrutt = fasekjede(graf, rot, vekt, kurve)
    assert avbrutt == kurve.avbrutt == ""
    for forrige, neste in itertools.pairwise(faser):
        assert set(forrige.kanter) <= set(neste.kanter)
    for fase in faser:
        assert fase.kostnad <= fase.budsjett * (1 + 1e-12)
        assert fase.kostnad >= fase.minst_kostnad * (1 - 1e-12)


def test_taket_holder_med_det_som_koster_ved_siden_av():
    """Every choice of seven customers, edges by the exact tree and 7 for every two of them."""
    graf, rot = rutenett(5, 3), np.array([0])
    kunder = np.random.default_rng(4).choice(np.arange(1, 25), 7, replace=False)
    vekt = np.zeros(25, np.int64)
    vekt[kunder] = 1
    tillegg = 7.0 * np.ceil(np.arange(8) / 2)
    minst = np.full(8, np.inf)
    for n in range(8):
        for noen in itertools.combinations(kunder, n):
            kr = steinertre(graf, rot, np.array(noen, np.int64)).kostnad
            minst[n] = min(minst[n], kr + tillegg[n])
    kurve = budsjettkurve(graf, rot, vekt, np.arange(0.0, minst[-1] + 5.0, 3.0), None, tillegg)
    for punkt in kurve.punkter:
        flest = int(np.flatnonzero(minst <= punkt.budsjett)[-1])
        assert punkt.dekket <= flest <= punkt.tak == kurve.tak(punkt.budsjett)
        assert punkt.kostnad + tillegg[punkt.dekket] <= punkt.budsjett
    assert kurve.punkter[-1].dekket == 7
    with pytest.raises(DataFeil, match="Tillegget"):
        budsjettkurve(graf, rot, vekt, np.array([1.0]), None, -tillegg)


def test_oy_og_gale_tall():
    graf = lag_graf(4, np.array([0, 2]), np.array([1, 3]), np.array([5.0, 1.0]))
    kurve = budsjettkurve(graf, np.array([0]), np.array([0, 2, 0, 1]), np.array([4.0, 5.0]))
    assert kurve.vekt == 2
    assert [p.dekket for p in kurve.punkter] == [0, 2]
    lavt, hoyt = (p.tak for p in kurve.punkter)
    assert 0 <= lavt < 2 == hoyt
    with pytest.raises(DataFeil, match="Vektene"):
        budsjettkurve(graf, np.array([0]), np.array([0, 0.5, 0, 0]), np.array([1.0]))
    with pytest.raises(DataFeil, match="Budsjettene"):
        budsjettkurve(graf, np.array([0]), np.zeros(4, np.int64), np.array([-1.0]))
