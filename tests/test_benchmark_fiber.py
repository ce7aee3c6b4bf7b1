"""The fibre benchmark measures right answers: tiny instances, no timing."""

import json

import numpy as np
import pytest

from benchmarks.felles import VAAR, Maaling
from benchmarks.fiber import main, nx_mehlhorn, rx_steiner, sammenlign, vaar
from benchmarks.kommunegraf import lag_bygraf, lag_gategraf, lag_kommunegraf
from benchmarks.stp import les_stp, los_stp
from gis.graf.loser import premietre, steinertre
from gis.graf.typer import Valg

STP = """SECTION Graph
Nodes 4
Edges 5
E 1 2 4
E 2 3 4
E 1 4 3
E 4 3 3
E 2 4 2
END
"""


def test_kommunegrafen_er_lik_hver_gang_og_motorene_gir_traer_over_grensen():
    en, to = lag_kommunegraf(80, 300), lag_kommunegraf(80, 300)
    assert en.graf.kostnad.tolist() == to.graf.kostnad.tolist()
    svar = {VAAR: vaar(en), "networkx": nx_mehlhorn(en), "rustworkx": rx_steiner(en)}
    maalinger = {n: Maaling(tid_s=1.0, minne_mb=1.0, svar=s) for n, s in svar.items()}
    feil, avvik = sammenlign(maalinger)
    assert avvik == []
    assert svar[VAAR]["optimal"]
    assert feil[VAAR]["over"] == 0.0
    assert all(f["over"] >= 0 for f in feil.values())
    maalinger["networkx"].svar["kostnad"] = 1.0
    assert sammenlign(maalinger)[1] == ["networkx er billigere enn grensen vår"]


def test_uten_rot_der_ingen_hel_pris_gir_ett_tre():
    """Two customers too far apart: at 10 both or none pay their way; one of them is best."""
    tekst = "SECTION Graph\nNodes 2\nE 1 2 100\nEND\nTP 1 10\nTP 2 10\n"
    tre = los_stp(les_stp(tekst), Valg())
    assert (tre.kostnad, tre.nedre_grense, tre.optimal) == (10.0, 10.0, True)
    assert (tre.kanter.size, tre.utelatt.size) == (0, 1)


@pytest.mark.parametrize(
    ("resten", "fasit"),
    [("T 1\nT 2\nT 3\n", 8.0), ("TP 1 9\nTP 2 1\nTP 3 9\n", 7.0), ("TP 1 2\nTP 3 5\n", 2.0)],
)
def test_stp_leses_og_loses(resten, fasit):
    tre = los_stp(les_stp(STP + resten), Valg())
    assert tre.kostnad == fasit
    assert tre.optimal


def test_mappe_med_kjente_optima(tmp_path, capsys):
    (tmp_path / "a.stp").write_text(STP + "T 1\nT 2\nT 3\n")
    (tmp_path / "optima.csv").write_text("file,optimum\na.stp,8\nborte.stp,1\n")
    assert main(["--mappe", str(tmp_path), "--json"]) == 0
    svar = json.loads(capsys.readouterr().out)
    assert svar["sum"]["bevist"] == svar["sum"]["antall"] == 1
    (tmp_path / "optima.csv").write_text("file,optimum\na.stp,9\n")
    assert main(["--mappe", str(tmp_path)]) == 1


def test_bydelen_er_lik_hver_gang_og_loses():
    (graf, premier), (_, like) = lag_bygraf(60, 4, 12, 1), lag_bygraf(60, 4, 12, 1)
    assert premier.tolist() == like.tolist() and (premier > 0).sum() == 12 and premier[0] == 0
    assert premietre(graf, np.array([0]), premier).optimal


def test_gatene_er_like_hver_gang_planare_og_loses():
    (graf, hus), (like, _) = lag_gategraf(300, 20, 1), lag_gategraf(300, 20, 1)
    assert graf.kostnad.tolist() == like.kostnad.tolist()
    gater = (graf.fra < hus[0]) & (graf.til < hus[0])
    grader = np.bincount(np.concatenate([graf.fra[gater], graf.til[gater]]))
    assert grader.max() == 3 and (graf.fra == hus[0]).sum() == 4
    assert steinertre(graf, hus[:1], hus).optimal
