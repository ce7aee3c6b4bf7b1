"""Commands as they are typed: completion in the shell, help, names that do not exist."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import arealsil
from gis.feil import ParameterFeil
from kart.kommandoer.program import SKALL, fullfor_blant
from lag.katalog import KATALOG


@pytest.mark.parametrize("skall", ["zsh", "fish"])
def test_skriptet_spor_programmet(skall):
    svar = CliRunner().invoke(arealsil.cli, ["fullforing", skall])
    assert svar.exit_code == 0
    assert "_AREALSIL_COMPLETE" in svar.stdout
    assert SKALL[skall] in " ".join(svar.stderr.split())


@pytest.mark.parametrize(
    ("ord_", "ventet"),
    [
        ("arealsil hent reinbeite_v", ["reinbeite_vaar", "reinbeite_vinter"]),
        ("arealsil lager sammenlign kommunegr", ["kommunegrense"]),
        ("arealsil analyser gru", ["gruve"]),
        ("arealsil sjekk-t", ["sjekk-tjenester"]),
    ],
)
def test_ordene_fullfores(ord_, ventet):
    deler = ord_.split()
    miljo = {
        "COMP_WORDS": ord_, "COMP_CWORD": str(len(deler) - 1),
        "_AREALSIL_COMPLETE": "bash_complete",
    }  # fmt: skip
    svar = CliRunner().invoke(arealsil.cli, [], env=miljo, prog_name="arealsil")
    assert [linje.partition(",")[2] for linje in svar.stdout.splitlines()] == ventet


def test_bare_det_som_begynner_slik():
    fullfor = fullfor_blant(KATALOG)
    assert fullfor(click.Context(arealsil.cli), click.Argument(["x"]), "finnes-ikke") == []


def test_et_lag_som_ikke_finnes_er_ikke_verifisert(tmp_path):
    kommune = Path(arealsil.__file__).with_name("kommune.toml")
    valg = ["--kommune", str(kommune), "--lager", str(tmp_path)]
    svar = CliRunner().invoke(arealsil.cli, ["lager", "verifiser", "teigerr", *valg])
    assert isinstance(svar.exception, ParameterFeil)
    assert "Mente du «teiger»" in str(svar.exception)
    assert CliRunner().invoke(arealsil.cli, ["lager", "verifiser", "teiger", *valg]).exit_code == 0


def _alle(gruppe, foran=()):
    for navn, kommando in gruppe.commands.items():
        yield (*foran, navn)
        if isinstance(kommando, click.Group):
            yield from _alle(kommando, (*foran, navn))


def test_hver_kommando_har_hjelp_paa_bokmaal_med_eksempler():
    alle = list(_alle(arealsil.cli))
    assert ("ny-kommune",) in alle and ("lager", "rydd") in alle
    for ord_ in alle:
        svar = CliRunner().invoke(arealsil.cli, [*ord_, "--help"], prog_name="arealsil")
        assert svar.exit_code == 0, ord_
        assert "Bruk: arealsil" in svar.output and "Eksempler" in svar.output, ord_
        for engelsk in ("Usage", "Options", "Commands", "Show this", "Examples"):
            assert engelsk not in svar.output, ord_
