"""Steiner trees and prize-collecting trees: known answers, laws, proofs checked by other code."""

import itertools
import math
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from benchmarks.stp import les_optima, les_stp, los_stp
from gis.feil import DataFeil, ParameterFeil
from gis.graf import omraade, sveip
from gis.graf.bevistekst import fra_json, som_json
from gis.graf.dual import sum_dual
from gis.graf.loser import naadd, premietre, steinertre
from gis.graf.snitt import skill_ut
from gis.graf.typer import ARBEID, STOR, TID, Graf, Oppgave, Valg, lag_graf, lag_nett
from tests.hjelp.steinerbevis import kontroller, kontroller_tre, premier_av


def tilfeldig(fro: int, noder: int, ekstra: int, hele: bool = True) -> Graf:
    """A connected random graph: a random tree and `ekstra` more edges, parallels among them."""
    r = np.random.default_rng(fro)
    fra = np.concatenate([np.arange(1, noder), r.integers(0, noder, ekstra)])
    til = np.concatenate([r.integers(0, np.arange(1, noder)), r.integers(0, noder, ekstra)])
    kost = r.integers(0, 30, fra.size).astype(float)
    return lag_graf(noder, fra, til, kost if hele else kost + r.random(fra.size))


def uttomt(graf: Graf, rot: int, premier: np.ndarray) -> float:
    """Best value by trying every set of nodes: a minimum spanning tree of each (≤ 12 nodes)."""
    best = math.inf
    andre = [v for v in range(graf.noder) if v != rot]
    rekke = np.argsort(graf.kostnad, kind="stable")
    for k in range(graf.noder):
        for valgte in itertools.combinations(andre, k):
            inne = {rot, *valgte}
            far = {v: v for v in inne}

            def topp(v, far=far):
                while far[v] != v:
                    v = far[v]
                return v

            sum_, slaatt = 0.0, 1
            for e in rekke:
                u, v = int(graf.fra[e]), int(graf.til[e])
                if u in inne and v in inne and topp(u) != topp(v):
                    far[topp(u)] = topp(v)
                    sum_ += graf.kostnad[e]
                    slaatt += 1
            if slaatt == len(inne):
                best = min(best, sum_ + sum(premier[v] for v in andre if v not in inne))
    return best


@pytest.mark.parametrize("fro", range(12))
def test_smaa_grafer_mot_uttomming(fro):
    graf = tilfeldig(fro, 9, 9, hele=fro % 3 > 0)
    r = np.random.default_rng(fro)
    premier = np.where(r.random(9) < 0.6, r.integers(1, 40, 9), 0).astype(float)
    premier[r.integers(1, 9)] = math.inf
    premier[0] = 0
    tre = premietre(graf, np.array([0]), premier)
    grense = kontroller(graf, [0], premier, tre)
    fasit = uttomt(graf, 0, premier)
    assert tre.optimal
    assert tre.kostnad == pytest.approx(fasit, rel=1e-9)
    assert grense <= fasit * (1 + 1e-12)


@pytest.mark.parametrize("fro", range(4))
def test_storre_grafer_har_bevis_som_holder(fro):
    graf = tilfeldig(fro, 300, 500, hele=fro % 2 > 0)
    terminaler = np.random.default_rng(fro).choice(300, 60, replace=False)
    rotter = terminaler[:2]
    tre = steinertre(graf, rotter, terminaler, Valg(tid_s=20))
    assert kontroller(graf, rotter, premier_av(300, terminaler[2:]), tre) <= tre.kostnad
    assert tre.optimal


def test_alt_er_naadd_fra_for():
    graf = tilfeldig(1, 20, 20)
    tre = steinertre(graf, np.array([3, 5]), np.array([5, 3]))
    assert tre.kanter.size == 0
    assert tre.kostnad == 0 == tre.nedre_grense
    assert tre.optimal
    kontroller(graf, [3, 5], np.zeros(20), tre)


def test_naadd_spor_ikke_etter_rotters_rekkefolge():
    graf = lag_graf(5, np.array([0, 2]), np.array([1, 3]), np.ones(2))
    for rotter in ([0, 2], [2, 0]):
        assert naadd(graf, np.array(rotter)).tolist() == [True, True, True, True, False]


def test_oy_uten_rot_navngis():
    graf = lag_graf(4, np.array([0, 2]), np.array([1, 3]), np.array([1.0, 1.0]))
    with pytest.raises(DataFeil, match="1 noder som skal nås"):
        steinertre(graf, np.array([0]), np.array([1, 3]))
    for stor in (7.0, 7e12):
        premier = np.array([0.0, 5.0, 0.0, stor])
        tre = premietre(graf, np.array([0]), premier)
        assert tre.utelatt.tolist() == [3]
        assert tre.kostnad == 1.0 + stor
        kontroller(graf, [0], premier, tre)


def test_galt_inn_gir_klar_beskjed():
    en = np.array([1.0])
    with pytest.raises(DataFeil, match="Kant 0 har kostnaden -1"):
        lag_graf(2, np.array([0]), np.array([1]), -en)
    with pytest.raises(DataFeil, match="peker på en node utenfor"):
        lag_graf(2, np.array([0]), np.array([2]), en)
    graf = lag_graf(2, np.array([0]), np.array([1]), en)
    with pytest.raises(ParameterFeil, match="Terminaler"):
        steinertre(graf, np.array([0]), np.array([7]))
    with pytest.raises(DataFeil, match="Ingen røtter"):
        steinertre(graf, np.array([], np.int64), np.array([1]))
    with pytest.raises(DataFeil, match="Premiene"):
        premietre(graf, np.array([0]), np.array([0.0, -1.0]))


def test_et_forfalsket_bevis_blir_avvist():
    """A check that cannot fail is no check: raise one potential, drop one edge."""
    graf = tilfeldig(2, 300, 500)
    terminaler = np.arange(0, 300, 5)
    tre = steinertre(graf, terminaler[:1], terminaler)
    premier = premier_av(300, terminaler[1:])
    kontroller(graf, terminaler[:1], premier, tre)
    gren = tre.bevis.grener[0]
    if gren.dual.verdi.size:
        gren.dual.verdi[:] += 1
        with pytest.raises(AssertionError):
            kontroller(graf, terminaler[:1], premier, tre)
    kanter = tre.kanter.copy()
    tre.kanter[0] = np.setdiff1d(np.arange(graf.fra.size), kanter)[0]
    with pytest.raises(AssertionError):
        kontroller_tre(graf, terminaler[:1], premier, tre)


def _kost(graf: Graf, rotter, premier) -> float:
    tre = premietre(graf, np.asarray(rotter), premier)
    kontroller(graf, rotter, premier, tre)
    assert tre.optimal
    return tre.kostnad


@pytest.mark.parametrize("fro", range(3))
def test_lover_som_alltid_gjelder(fro):
    """Scaling, renumbering, splitting, useless and free edges, more roots, higher prizes."""
    r = np.random.default_rng(fro)
    n = 60
    graf = tilfeldig(fro, n, 60)
    premier = np.where(r.random(n) < 0.5, r.integers(5, 40, n), 0).astype(float)
    premier[0] = 0.0
    fasit = _kost(graf, [0], premier)

    storre = lag_graf(n, graf.fra, graf.til, 7 * graf.kostnad)
    assert _kost(storre, [0], 7 * premier) == 7 * fasit
    ny = r.permutation(n)
    flyttet = np.empty(n)
    flyttet[ny] = premier
    assert _kost(lag_graf(n, ny[graf.fra], ny[graf.til], graf.kostnad), [ny[0]], flyttet) == fasit
    delt = lag_graf(
        n + 1, np.append(graf.fra, n), np.append(graf.til, graf.til[3]), np.append(graf.kostnad, 2)
    )
    delt.til[3], delt.kostnad[3] = n, graf.kostnad[3] + 5
    lenger = graf.kostnad.copy()
    lenger[3] += 7
    andre = lag_graf(n, graf.fra, graf.til, lenger)
    assert _kost(delt, [0], np.append(premier, 0)) == _kost(andre, [0], premier)
    unyttig = lag_graf(
        n, np.append(graf.fra, 5), np.append(graf.til, 9), np.append(graf.kostnad, 1e6)
    )
    assert _kost(unyttig, [0], premier) == fasit
    fri = graf.kostnad.copy()
    fri[7] = 0
    assert _kost(lag_graf(n, graf.fra, graf.til, fri), [0], premier) <= fasit
    en_til = premier.copy()
    en_til[9] = 0
    assert _kost(graf, [0, 9], en_til) <= fasit
    assert _kost(graf, [0], premier + (premier > 0)) >= fasit
    alt = _kost(graf, [0], np.where(premier > 0, 1e9, 0))
    assert alt == steinertre(graf, np.array([0]), np.flatnonzero(premier)).kostnad


def test_samme_fro_gir_samme_tre_og_framdriften_bedres():
    graf = tilfeldig(11, 400, 800)
    terminaler = np.arange(0, 400, 4)
    meldt = []
    en = steinertre(graf, terminaler[:1], terminaler, Valg(framdrift=meldt.append))
    to = steinertre(graf, terminaler[:1], terminaler)
    assert en.kanter.tolist() == to.kanter.tolist()
    assert all(a.kostnad >= b.kostnad for a, b in itertools.pairwise(meldt))
    assert all(a.nedre_grense <= b.nedre_grense for a, b in itertools.pairwise(meldt))
    assert meldt[-1].gap == 0.0


@pytest.mark.parametrize("eksakt", [True, False])
def test_stopper_naar_den_blir_bedt_om_det_med_tre_og_grense(eksakt):
    graf = tilfeldig(12, 400, 800)
    terminaler = np.arange(0, 400, 4)
    tre = steinertre(graf, terminaler[:1], terminaler, Valg(stopp=lambda: True, eksakt=eksakt))
    grense = kontroller(graf, terminaler[:1], premier_av(400, terminaler[1:]), tre)
    assert 0 < grense <= tre.kostnad
    ute_av_tid = steinertre(graf, terminaler[:1], terminaler, Valg(tid_s=0.0))
    kontroller(graf, terminaler[:1], premier_av(400, terminaler[1:]), ute_av_tid)
    assert all(t.avbrutt == ("" if t.optimal else TID) for t in (tre, ute_av_tid))


def hyperkube(d: int) -> tuple[Graf, np.ndarray]:
    """Corners of a cube in d dimensions, unit edges, every second corner a terminal."""
    fra, til = np.array(
        [(v, v ^ (1 << i)) for v in range(2**d) for i in range(d) if v < v ^ 1 << i]
    ).T
    like = np.array([v for v in range(2**d) if v.bit_count() % 2 == 0])
    return lag_graf(2**d, fra, til, np.ones(fra.size)), like


def test_arbeidsgrensen_slaar_til_paa_samme_sted_uansett_klokke():
    """A cube that branching does not finish: a tree and a bound that hold, whatever the clock."""
    graf, terminaler = hyperkube(6)
    slag = itertools.count()
    klokker = (time.perf_counter, lambda: next(slag) * 0.5)
    premier = premier_av(64, terminaler[1:])
    for arbeid in (0.0, 0.5, 4.0):
        en, to = (
            steinertre(
                graf, terminaler[:1], terminaler,
                Valg(arbeid=arbeid, tid_s=math.inf, klokke=klokke),
            )
            for klokke in klokker
        )  # fmt: skip
        assert en.kanter.tolist() == to.kanter.tolist()
        assert (en.nedre_grense, en.arbeid, en.avbrutt) == (to.nedre_grense, to.arbeid, ARBEID)
        assert kontroller(graf, terminaler[:1], premier, en) <= 39 <= en.kostnad
    uten_tid = steinertre(graf, terminaler[:1], terminaler, Valg(tid_s=0.0))
    assert kontroller(graf, terminaler[:1], premier, uten_tid) <= 39
    assert uten_tid.avbrutt == TID and len(uten_tid.forlop) < len(en.forlop)


def rutenett(side: int, fro: int) -> Graf:
    """A square grid of streets with whole costs 10–14."""
    nr = np.arange(side * side).reshape(side, side)
    fra = np.concatenate([nr[:, :-1].ravel(), nr[:-1].ravel()])
    til = np.concatenate([nr[:, 1:].ravel(), nr[1:].ravel()])
    kost = np.random.default_rng(fro).integers(10, 15, fra.size).astype(float)
    return lag_graf(side * side, fra, til, kost)


@pytest.mark.parametrize(("med_premier", "del_"), [(False, 0.0), (True, 0.0), (False, 0.7)])
def test_sveip_over_omraader_gir_samme_svar_med_bevis(monkeypatch, med_premier, del_):
    """Small regions on a grid: the same optimum as without them, and a proof that holds."""
    graf = rutenett(16, 1)
    graf.kostnad[:] += del_ * np.random.default_rng(2).random(graf.kostnad.size)
    premier = np.zeros(256)
    premier[np.random.default_rng(1).choice(np.arange(1, 256), 40, replace=False)] = np.inf
    if med_premier:
        premier[premier > 0] = np.random.default_rng(4).integers(20, 80, 40)
    fasit = premietre(graf, np.array([0]), premier)
    monkeypatch.setattr(sveip, "MINST", 8)
    monkeypatch.setattr(omraade, "I_OMRAADET", 8)
    monkeypatch.setattr(sveip, "STOR_GRAF", 0)
    monkeypatch.setattr(sveip, "STORSTE", 12)
    hevet = []
    vanlig = sveip.loft_grensen

    def loft(o, dual, red, deler, hva):
        svar = vanlig(o, dual, red, deler, hva)
        assert sum_dual(svar[0]) >= sum_dual(dual)
        hevet.append(sum_dual(svar[0]) - sum_dual(dual))
        return svar

    monkeypatch.setattr(sveip, "loft_grensen", loft)
    tre = premietre(graf, np.array([0]), premier)
    assert max(hevet) > 0
    assert tre.optimal and tre.kostnad == fasit.kostnad
    assert kontroller(graf, [0], premier, tre) == pytest.approx(fasit.kostnad, rel=1e-10)


def test_snitt_som_skilles_ut_er_brutt_og_ingen_er_oversett():
    """Maximum flow by other code (scipy) finds the same terminals short of what they need."""
    graf = tilfeldig(21, 60, 90)
    terminaler = np.arange(5, 60, 5)
    nett = lag_nett(60, graf.fra, graf.til)
    premie = np.zeros(60, np.int64)
    premie[terminaler] = STOR
    oppgave = Oppgave(nett, np.repeat(graf.kostnad.astype(np.int64) + 1, 2), premie, 0)
    x = np.random.default_rng(21).choice([0.0, 0.0, 0.25, 0.5, 1.0], 2 * graf.fra.size)
    snitt, _ = skill_ut(oppgave, x, np.zeros(60), terminaler, 1000)
    hale = nett.hode.reshape(-1, 2)[:, ::-1].ravel()
    kap = coo_array((np.round(x * 4).astype(np.int32), (hale, nett.hode)), shape=(60, 60)).tocsr()
    korte = {int(t) for t in terminaler if maximum_flow(kap, 0, int(t)).flow_value < 4}
    assert 0 < len(korte) < terminaler.size
    assert set(snitt.terminal.tolist()) <= korte
    merket = x.copy()
    for i in range(snitt.terminal.size):
        buer = snitt.bue[snitt.bue_start[i] : snitt.bue_start[i + 1]]
        assert x[buer].sum() < 1.0
        merket[buer] = 1.0
    assert skill_ut(oppgave, merket, np.zeros(60), terminaler, 1000)[0].terminal.size == 0


def test_dreyfus_wagner_er_enig():
    """Exact dynamic programming over terminal sets, eight terminals."""
    for fro in range(3):
        graf = tilfeldig(100 + fro, 40, 60)
        avstand = np.full((40, 40), np.inf)
        np.fill_diagonal(avstand, 0)
        for u, v, c in zip(graf.fra, graf.til, graf.kostnad, strict=True):
            avstand[u, v] = avstand[v, u] = min(avstand[u, v], c)
        for k in range(40):
            avstand = np.minimum(avstand, avstand[:, k : k + 1] + avstand[k : k + 1])
        t = np.arange(1, 36, 5)
        best = {1 << i: avstand[v] for i, v in enumerate(t)}
        for maske in range(1, 1 << t.size):
            if maske in best:
                continue
            delt, s = np.full(40, np.inf), (maske - 1) & maske
            while s:
                delt = np.minimum(delt, best[s] + best[maske ^ s])
                s = (s - 1) & maske
            best[maske] = (delt[None, :] + avstand).min(axis=1)
        tre = steinertre(graf, np.array([0]), t)
        assert tre.optimal
        assert tre.kostnad == best[(1 << t.size) - 1][0]


def test_kjente_optima(ekte):
    """Real files: a proof that holds, equal to what others have proven."""
    mappe = ekte / "steiner"
    filer = ("steinlib_B", "steinlib_C/c0", "steinlib_C/c13", "vienna/I052", "pcstp_JMP/K100")
    for bare in filer:
        for fil, optimum in les_optima(mappe, bare):
            instans = les_stp((mappe / fil).read_text())
            tre = los_stp(instans, Valg())
            assert tre.optimal, fil
            assert tre.kostnad == optimum, fil
            if instans.terminaler:
                premier = premier_av(instans.graf.noder, instans.terminaler[1:])
                kontroller(instans.graf, instans.terminaler[:1], premier, tre)


def test_beviset_holder_etter_en_tur_gjennom_tekst():
    graf = tilfeldig(13, 200, 350, hele=False)
    terminaler = np.arange(0, 200, 4)
    tre = steinertre(graf, terminaler[:1], terminaler)
    lest = replace(tre, bevis=fra_json(som_json(tre.bevis)))
    premier = premier_av(200, terminaler[1:])
    assert kontroller(graf, terminaler[:1], premier, lest) == kontroller(
        graf, terminaler[:1], premier, tre
    )


@pytest.mark.parametrize("maal", [1e-9, 1.0, 1e15])
def test_enheten_er_likegyldig(maal):
    graf = tilfeldig(14, 80, 90, hele=False)
    premier = np.where(np.arange(80) % 2, 9.0, 0.0) * maal
    tre = premietre(lag_graf(80, graf.fra, graf.til, graf.kostnad * maal), np.array([0]), premier)
    skalert = lag_graf(80, graf.fra, graf.til, graf.kostnad * maal)
    assert kontroller(skalert, [0], premier, tre) == pytest.approx(tre.kostnad, rel=1e-9)
    assert tre.optimal
