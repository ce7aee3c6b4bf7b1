"""The quarterly case: deadlines, evidence, the expired plan, the year wheel."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

import arealsil
from analyser import ANALYSER
from gis.feil import DataFeil, ParameterFeil
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from kart.planstatus import (
    Siste,
    innledning,
    kvartal,
    les_siste,
    linjer,
    rader,
    som_csv,
    som_word,
)
from lag.plan import tolk_plan

ROT = Path(__file__).resolve().parents[2]
DAG = date(2026, 11, 26)
HODE = """[plan]
navn = "Plan"
periode = "{periode}"
kilde = "oppdiktet"
aarshjul = ["årsmelding", "undersøkelse", "rullering", "budsjett"]
"""
TILTAK = '[[tiltak]]\nnummer = "{nr}"\ntekst = "=Bygge"\nordlyd = "ordrett"\n'
KOMMUNE = Kommune(nummer="5025", navn="Røros", boks=Utsnitt(0, 0, 1, 1, 25832))


def plan(*tillegg, periode="2015–2022"):
    return tolk_plan(
        HODE.format(periode=periode)
        + "".join(TILTAK.format(nr=f"1.{nr}") + ett for nr, ett in enumerate(tillegg, 1)),
        "plan.toml",
    )


def siste(**bytt):
    egne = {"kjoring": "abc", "dato": date(2026, 11, 20), "svar": {"gruve": "To rettigheter."},
            "lag": {"ledige_lokaler": "Ledige lokaler: 5 objekter, hentet 20.11.2026"}}  # fmt: skip
    return Siste(**(egne | bytt))


@pytest.mark.parametrize(
    ("tillegg", "ventet", "forsinket"),
    [
        ('frist = "2025"\n', "ikke meldt, fristen 2025 er passert", True),
        ('frist = "2026"\n', "ikke meldt, frist i år", False),
        ('frist = "2027"\nstatus = "påbegynt"\n', "påbegynt, frist 2027", False),
        ('frist = "2013"\nstatus = "fullført"\n', "fullført", False),
        ('frist = "2013"\nstatus = "utgått"\n', "utgått", False),
        ('periode = "løpende"\n', "ikke meldt, løpende", False),
        ('status = "påbegynt"\nstatus_dato = 2026-08-26\n', "påbegynt, meldt 26.8.2026", False),
        ('status = "påbegynt"\nstatus_dato = 2026-08-25\n',
         "påbegynt, meldt 25.8.2026, eldre enn et kvartal", False),
    ],
)  # fmt: skip
def test_tilstanden_mot_fristen(tillegg, ventet, forsinket):
    (rad,) = rader(plan(tillegg), DAG, None, ANALYSER)
    assert (rad.tilstand, rad.forsinket) == (ventet, forsinket)


def test_bevis_er_kommunens_eget_analysens_og_lagets():
    tiltak = plan('bevis = "Sak 3/26"\nlag = ["ledige_lokaler", "kulturstier"]\n')
    tekst = HODE.format(periode="2015–2022") + TILTAK.format(nr="3.9a") + 'analyser = ["gruve"]\n'
    (med,) = rader(tiltak, DAG, siste(), ANALYSER)
    assert med.bevis == (
        "Kommunen: Sak 3/26.",
        "Ledige lokaler: 5 objekter, hentet 20.11.2026.",
        "kulturstier: ikke i kjøringen.",
    )
    (gruve,) = rader(tolk_plan(tekst, "p"), DAG, siste(), ANALYSER)
    assert gruve.bevis == (f"{ANALYSER['gruve'].tittel}: To rettigheter.",)
    (uten,) = rader(tiltak, DAG, None, ANALYSER)
    assert uten.bevis == ("Kommunen: Sak 3/26.",)


def test_en_utlopt_plan_sier_det():
    gammel, gjeldende = plan(""), plan("", periode="2024–2026")
    assert "utløpt" in innledning(gammel, DAG, None, rader(gammel, DAG, None, ANALYSER))[1]
    ord_ = " ".join(innledning(gjeldende, DAG, None, rader(gjeldende, DAG, None, ANALYSER)))
    assert "utløpt" not in ord_


@pytest.mark.parametrize(
    ("dag", "ventet", "neste"),
    [(date(2026, 1, 1), "årsmelding", "undersøkelse"), (date(2026, 6, 30), "undersøkelse",
     "rullering"), (date(2026, 9, 30), "rullering", "budsjett"),
     (date(2026, 12, 31), "budsjett", "årsmelding")],
)  # fmt: skip
def test_aarshjulet(dag, ventet, neste):
    en = plan("")
    ord_ = " ".join(innledning(en, dag, None, rader(en, dag, None, ANALYSER)))
    assert f"Årshjulet nå: {ventet}. Neste kvartal: {neste}." in ord_
    assert kvartal(dag)[1] == 2026


def test_eksempeldata_og_gammel_kjoring_er_ikke_bevis():
    ord_ = innledning(plan(""), DAG, siste(eksempel=True, dato=date(2026, 8, 1)), ())[-1]
    assert "kan ikke brukes som bevis" in ord_ and "eldre enn et kvartal" in ord_
    assert "Kjør «arealsil kjor»" in innledning(plan(""), DAG, None, ())[-1]


def test_loggen_leses_og_en_skadet_stopper(tmp_path):
    assert les_siste(tmp_path) is None
    logg = {"kjoring": "a1", "oppskrift": {"dato": "2026-11-20"}, "svar": {"gruve": "Svar."},
            "kilder": [
                {"lag": "myr", "tittel": "Myr", "status": "hentet", "antall": 1, "feil": "",
                 "hentet": "2026-11-19T00:00:00Z", "eksempel": True},
                {"lag": "flyttlei", "tittel": "Flyttlei", "status": "ikke_kjent", "antall": 0,
                 "feil": "Borte.", "hentet": "", "eksempel": False}]}  # fmt: skip
    (tmp_path / "kjoring.json").write_text(json.dumps(logg), encoding="utf-8")
    lest = les_siste(tmp_path)
    assert lest.lag == {
        "myr": "Myr: 1 objekt, hentet 19.11.2026", "flyttlei": "Flyttlei: ikke kjent. Borte.",
    }  # fmt: skip
    assert lest.eksempel and lest.dato == date(2026, 11, 20)
    for skadet in ("{", "[]", '{"kjoring": 1}'):
        (tmp_path / "kjoring.json").write_text(skadet, encoding="utf-8")
        with pytest.raises(DataFeil, match="Kjør på nytt"):
            les_siste(tmp_path)


def test_arket_kjorer_ingen_formel_og_word_er_likt_hver_gang():
    radene = rader(plan('frist = "2013"\n'), DAG, siste(eksempel=True), ANALYSER)
    assert ";'=Bygge;" in som_csv(radene)
    ord_ = som_word(KOMMUNE, DAG, siste(eksempel=True), ["En setning."], radene)
    assert ord_ == som_word(KOMMUNE, DAG, siste(eksempel=True), ["En setning."], radene)
    dok = Document(BytesIO(ord_))
    assert "Eksempeldata" in dok.sections[0].header.paragraphs[0].text
    assert dok.tables[0].rows[1].cells[2].text == radene[0].tilstand
    assert "4. kvartal 2026" in dok.paragraphs[0].text
    assert "fristen 2013 er passert" in "\n".join(linjer(radene))


def _kjor(mappe, planen, *ord_):
    oppsett = (ROT / "kommune.toml").read_text(encoding="utf-8")
    oppsett = oppsett.replace('plan = "plan.toml"', f'plan = "{planen}"')
    (mappe / "kommune.toml").write_text(oppsett, encoding="utf-8")
    valg = ["--kommune", mappe / "kommune.toml", "--ut", mappe / "ut", "--dato", "2026-11-26"]
    return CliRunner().invoke(arealsil.cli, ["status", *map(str, valg), *ord_])


def test_kommandoen(tmp_path):
    planen = (ROT / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "ny.toml").write_text(planen, encoding="utf-8")
    svar = _kjor(tmp_path, "ny.toml", "--skriv")
    assert svar.exit_code == 0, svar.output
    assert "3.2b  Informasjon om tilgjengelige lokaler" in svar.output
    assert (tmp_path / "ut" / "status.docx").is_file()
    assert (tmp_path / "ut" / "status.csv").read_text(encoding="utf-8").count("\n") == 33
    uten = _kjor(tmp_path, "")
    assert isinstance(uten.exception, ParameterFeil) and "ingen plan" in str(uten.exception)
    feil = planen.replace('"ledige_lokaler"', '"ledige_lokal"')
    (tmp_path / "ny.toml").write_text(feil, encoding="utf-8")
    assert "Mente du «ledige_lokaler»" in str(_kjor(tmp_path, "ny.toml").exception)
    (tmp_path / "ny.toml").write_text(planen.replace('["fiber"]', '["fibr"]'), encoding="utf-8")
    sagt = str(_kjor(tmp_path, "ny.toml").exception)
    assert "tiltak 3.10: analysen «fibr»" in sagt and "Mente du «fiber»" in sagt
