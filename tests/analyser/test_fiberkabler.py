"""Cables and cabinets on small trees, and the prices that a municipality sets itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.felles.fiber.kabel import Oppgave, planlegg, regn
from analyser.felles.fiber.kostnad import (
    SKAP,
    TALLENE,
    gjeldende,
    minst_per_adresse,
    priser,
    skapene,
)
from analyser.felles.fiber.tre import Tre
from gis.feil import ParameterFeil


def oppgave(mor, behov, lengde=100.0, prisene=None):
    n = len(mor)
    tre = Tre(np.arange(1, n + 1), np.array(mor), np.arange(n), np.full(n, lengde))
    return Oppgave(
        tre, np.array([0, *behov]), np.full(n, lengde), np.zeros(n, np.int64), {},
        prisene or priser(TALLENE),
    )  # fmt: skip


def test_fibre_og_skap_i_en_rekke():
    """40 addresses 300 m out; with a cabinet there 2 fibres run back, without 44."""
    o = oppgave([0, 1, 2], [0, 0, 40])
    uten = regn(o, np.zeros(4, bool))
    med = regn(o, np.array([False, False, False, True]))
    assert uten.fibre.tolist() == [44, 44, 44] and med.fibre.tolist() == [3, 3, 3]
    assert med.kabel_kr == 300 * 30 and uten.kabel_kr == 300 * 40
    assert planlegg(o).kr == min(uten.kr, med.kr)
    assert med.splittere == uten.splittere == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_kabelplanen_har_plass_til_alle_og_koster_ikke_under_grensen(behov, terning):
    mor = [terning.randint(0, i) for i in range(len(behov))]
    o = oppgave(mor, behov, lengde=float(terning.randint(1, 2000)))
    p = planlegg(o)
    assert sum(p.skap.values()) == sum(behov)
    assert sum(a * n for n, a in p.skapstorrelser.items()) >= sum(behov)
    assert p.kr >= minst_per_adresse(o.priser) * sum(behov) + 30 * o.lengde_m.sum() - 1e-6


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_skapene_staar_nesten_saa_billig_som_det_gaar(behov, terning):
    """Against every placing of cabinets on a small tree."""
    mor = [terning.randint(0, i) for i in range(len(behov))]
    o = oppgave(mor, behov, lengde=float(terning.randint(1, 2000)))
    alle = [
        regn(o, np.array([False, *(bool(nr >> i & 1) for i in range(len(behov)))])).kr
        for nr in range(2 ** len(behov))
    ]
    assert min(alle) - 1e-6 <= planlegg(o).kr <= 1.01 * min(alle) + 1.0


@given(st.integers(1, 900))
def test_skapene_tar_alle(n):
    p = priser(TALLENE)
    kr, antall = skapene(n, p)
    assert sum(a * storrelse for storrelse, a in antall.items()) >= n
    navn = dict(SKAP)
    assert kr == sum(p[navn[s]] * a for s, a in antall.items())
    assert kr + n * p["splitter"] / p["splittgrad"] >= n * minst_per_adresse(p) - 1e-6


@pytest.mark.parametrize(
    ("egne", "ord_"),
    [(["plyoing=3"], "ploying"), (["ploying=-1"], "navn=verdi"), (["ploying"], "navn=verdi"),
     (["ploying=nan"], "navn=verdi"), (["splittgrad=0"], "minst 1"),
     (["samgraving=1.5"], "høyst 1")],
)  # fmt: skip
def test_egne_priser_avvises_med_grunn(egne, ord_):
    with pytest.raises(ParameterFeil, match=ord_):
        gjeldende(egne)


def test_egne_priser_faar_kilde_og_merke():
    ny = {k.navn: k for k in gjeldende(["ploying = 155,5 | tilbud 2026"])}["ploying"]
    assert (ny.verdi, ny.lav, ny.kilde, ny.merke) == (155.5, 155.5, "tilbud 2026", "kommunens valg")
    assert all(k.lav <= k.verdi <= k.hoy and k.kilde and k.aar for k in TALLENE)
