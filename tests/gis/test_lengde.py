"""Trees within a length limit: bound and exchanges against every tree of small graphs."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.graf.bevistekst import lengde_fra_json, lengde_som_json
from gis.graf.bytte import forbedre_innen
from gis.graf.lengdegrense import lengdegrense
from gis.graf.typer import lag_graf
from tests.hjelp.lengdekontroll import grensen

kanter_ = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 40), st.integers(1, 9)),
    min_size=6, max_size=9,
)  # fmt: skip


def _traer(kanter, maal):
    """Every tree from node 0 with all of `maal`: cost, longest way, parents."""
    for n in range(len(kanter) + 1):
        for valg in combinations(range(len(kanter)), n):
            far, vei = {0: (-1, -1)}, {0: 0}
            rest, endret = set(valg), True
            while endret:
                endret = False
                for e in sorted(rest):
                    u, v, _, lengde = kanter[e]
                    if (u in far) != (v in far):
                        u, v = (u, v) if u in far else (v, u)
                        far[v], vei[v] = (u, e), vei[u] + lengde
                        rest.remove(e)
                        endret = True
            if not rest and maal <= set(far):
                yield sum(kanter[e][2] for e in valg), max(vei[t] for t in maal), far


@settings(max_examples=60, deadline=None)
@given(kanter_, st.sets(st.integers(1, 5), min_size=1, max_size=3), st.integers(0, 8))
def test_grensen_er_sann_og_bytter_holder_lengden(kanter, maal, slingring):
    traer = list(_traer(kanter, maal))
    if not traer:
        return
    lengst = min(t[1] for t in traer) + slingring
    lovlige = [t for t in traer if t[1] <= lengst]
    fra, til, kost, lengde = np.array(kanter).T
    graf = lag_graf(6, fra, til, kost.astype(float))
    rekke = np.array(sorted(maal))
    fasit = min(t[0] for t in lovlige)
    bevis = lengdegrense(graf, lengde.astype(float), 0, rekke, float(lengst), rekke)
    grense = grensen(graf, lengde.astype(float), 0, rekke, lengst, bevis)
    assert grense == bevis.kostnad <= fasit + 1e-9
    lest = lengde_fra_json(lengde_som_json(bevis))
    assert grensen(graf, lengde.astype(float), 0, rekke, lengst, lest) == grense
    dyrest = max(lovlige, key=lambda t: t[0])
    far, kant = np.full(6, -1), np.full(6, -1)
    for v, (u, e) in dyrest[2].items():
        far[v], kant[v] = u, e
    er_maal = np.isin(np.arange(6), rekke)
    nye = forbedre_innen(graf, lengde.astype(float), 0, er_maal, (far, kant), float(lengst))
    assert fasit <= kost[nye].sum() <= dyrest[0]
    etter = [t for t in _traer([kanter[e] for e in nye], maal) if t[0] == kost[nye].sum()]
    assert min(t[1] for t in etter) <= lengst


def test_en_kort_og_dyr_vei_kreves():
    """By the cheap way 10 + 10 (12 long), by the dear one 50 (3 long): within 5 it must be 50."""
    graf = lag_graf(3, np.array([0, 1, 0]), np.array([1, 2, 2]), np.array([10.0, 10.0, 50.0]))
    lengde = np.array([6.0, 6.0, 3.0])
    maal = np.array([2])
    trang = lengdegrense(graf, lengde, 0, maal, 5.0, maal)
    assert grensen(graf, lengde, 0, maal, 5.0, trang) == pytest.approx(50 - 30 * 2 / 9, abs=0.02)
    vid = lengdegrense(graf, lengde, 0, maal, 12.0, maal)
    assert grensen(graf, lengde, 0, maal, 12.0, vid) == 20.0
    juks = replace(trang, grense=trang.grense + 1)
    with pytest.raises(AssertionError):
        grensen(graf, lengde, 0, maal, 5.0, juks)
    for mer in trang.lengder:
        falskt = replace(trang, lengder=(replace(mer, verdi=mer.verdi * 2),))
        with pytest.raises(AssertionError, match="overbelastet"):
            grensen(graf, lengde, 0, maal, 5.0, falskt)
