"""The municipality's own lists: from a spreadsheet to a layer, and never an owner's name."""

import openpyxl
import pytest

from gis.kilder.http import Klient
from gis.kilder.lager import Lager
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from lag.katalog import KATALOG
from lag.lasting import Oppsett, hent, last

BOKS = Utsnitt(608785, 6912647, 668567, 6969673, 25832)
LOKALER = [
    ["id", "navn", "slag", "areal_m2", "ledig_fra", "øst", "nord", "epsg", "eier", "telefon"],
    ["L1", "Kjerkgata 1", "lokale", "120,5", "01.12.2026", 622590, 6940504, 25832, "Ola", "99"],
    ["L2", "Øverhagaen", "tomt", 2400, "", 622900, 6940800, 25832, "Kari", "98"],
    ["L3", "Uten sted", "tomt", 10, "", "", "", 25832, "Per", "97"],
]
STIER = (
    "id;navn;slag;merket;epsg;wkt;grunneier\n"
    'S1;Til Storwartz;vandring;ja;25832;"LINESTRING (622590 6940504, 624000 6943000)";Ola\n'
)


def _lest(tmp_path, lag, fil, **valg):
    valgene = {lag: LagValg(protokoll="fil", sti=fil.name, **valg)}
    kommune = Kommune(nummer="5025", navn="Røros", boks=BOKS, lag=valgene, mappe=tmp_path)
    lager = Lager(tmp_path / "lager")
    oppsett = Oppsett(lager=lager, klient=Klient("x"), naa="2026-11-26T12:00:00+00:00")
    assert hent(KATALOG[lag], kommune, oppsett).status == "hentet"
    return last(KATALOG[lag], kommune, lager)


def test_ledige_lokaler_fra_excel(tmp_path):
    bok = openpyxl.Workbook()
    for rad in LOKALER:
        bok.active.append(rad)
    bok.save(tmp_path / "lokaler.xlsx")
    lest = _lest(tmp_path, "ledige_lokaler", tmp_path / "lokaler.xlsx")
    assert lest.data["navn"].tolist() == ["Kjerkgata 1", "Øverhagaen"]
    assert lest.data["areal_m2"].tolist() == [120.5, 2400.0]
    assert lest.data["ledig_fra"].tolist() == ["2026-12-01", None]
    assert set(lest.data.columns) == {
        "lokalid", "navn", "slag", "areal_m2", "ledig_fra", "geometry",
    }  # fmt: skip
    assert any("satt til side" in merknad for merknad in lest.merknader)
    assert lest.dekning.is_empty  # what is not listed may be vacant all the same


def test_stier_fra_csv(tmp_path):
    (tmp_path / "stier.csv").write_text(STIER, encoding="utf-8")
    lest = _lest(tmp_path, "kulturstier", tmp_path / "stier.csv")
    assert lest.data.length.tolist() == pytest.approx([(1410**2 + 2496**2) ** 0.5])
    assert "grunneier" not in lest.data


@pytest.mark.parametrize("lag", ["ledige_lokaler", "kulturstier"])
def test_uten_fil_er_laget_ikke_kjent_og_sier_hva_som_skal_til(tmp_path, lag):
    kommune = Kommune(nummer="5025", navn="Røros", boks=BOKS, mappe=tmp_path)
    lest = last(KATALOG[lag], kommune, Lager(tmp_path / "lager"))
    assert lest.status == "ikke_kjent"
    assert f"[lag.{lag}]" in lest.feil
