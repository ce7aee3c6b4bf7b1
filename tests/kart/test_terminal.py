"""The terminal: what a service says must not steer it."""

import pytest
from click.testing import CliRunner

import arealsil
from kart.terminal import trygg


def test_styretegn_blir_synlige():
    assert trygg("vann\x1b[2Jborte\x07\x00") == "vann\ufffd[2Jborte\ufffd\ufffd"
    assert trygg("Røros – 1\u00a0481 daa\nlinje to") == "Røros – 1\u00a0481 daa\nlinje to"
    assert trygg("navn\u202egnp") == "navn\ufffdgnp"


@pytest.mark.parametrize("ord_", [[], ["lager"]])
def test_uten_kommando_vises_hjelpen(ord_):
    svar = CliRunner().invoke(arealsil.cli, ord_, prog_name="arealsil")
    assert svar.exit_code == 0
    assert svar.stdout.startswith(f"Bruk: {' '.join(['arealsil', *ord_])}")
