"""The README's comparison is the records, and a run whose answers differ is never noted."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import tabell

ROT = Path(__file__).resolve().parents[1]
RAPPORT = {
    "maaling": "siling", "arbeidsmengde": {"steder": 10, "lag": 3}, "avvik": [],
    "tid_s": {"geopandas": 2.0, "arealsil": 0.5}, "cpu_s": {"geopandas": 1.9, "arealsil": 0.4},
    "minne_mb": {"geopandas": 300.4, "arealsil": None}, "forhold": {"geopandas": 4.0},
    "feil": {"geopandas": {"over": 0.0123}},
    "hoppet_over": {"PostGIS": "ikke installert"}, "funn": {},
}  # fmt: skip
NAA = datetime(2026, 11, 26, tzinfo=UTC)


def test_tabellen_i_readme_er_maalingene():
    readme = (ROT / "README.md").read_text(encoding="utf-8")
    mellom = re.search("\n(.*?)\n".join(tabell.MERKER), readme, re.DOTALL)
    assert mellom, "README mangler merkene for målingene"
    assert mellom.group(1) == tabell.som_markdown(tabell.les()), (
        "kjør «python -m benchmarks.tabell» og lim inn mellom merkene i README.md"
    )


def test_hver_maaling_er_datert_og_har_en_motpart():
    for post in tabell.les():
        assert datetime.fromisoformat(post["dato"])
        assert post["maskin"] and not post["avvik"]
        assert len(post["tid_s"]) >= 2


def test_en_maaling_noteres_med_dag_og_maskin(tmp_path, monkeypatch):
    monkeypatch.setattr(tabell, "MAALT", tmp_path / "maalt")
    sti = tabell.noter(RAPPORT, NAA, "2 kjerner")
    assert json.loads(sti.read_text(encoding="utf-8"))["dato"] == "2026-11-26"
    linjer = tabell.som_markdown(tabell.les()).splitlines()
    assert linjer[2].startswith(
        "| siling | steder 10, lag 3 | arealsil | 0.50 | 0.40 | – | 1.00 | – |"
    )
    assert "| geopandas | 2.00 | 1.90 | 300 | 4.00 | over 1.2e-02 | 2026-11-26 |" in linjer[3]
    assert linjer[-1] == "Ikke med i siling: PostGIS."


def test_ulike_svar_noteres_ikke(tmp_path, monkeypatch):
    monkeypatch.setattr(tabell, "MAALT", tmp_path)
    with pytest.raises(SystemExit, match="ikke like"):
        tabell.noter({**RAPPORT, "avvik": ["A er ikke B"]}, NAA, "x")
    assert not list(tmp_path.iterdir())
