"""The guide and the README name only commands and options that there are."""

import re
import shlex
from pathlib import Path

import click
import pytest

import arealsil
from kart.brukerveiledning import brukerveiledning
from kart.portal import svarene

ROT = Path(__file__).resolve().parents[2]
FORBUDT = ("ingen konflikt", "konfliktfri", "trygt å bygge", "godkjent for", "tapt beite")


def ordre_i(tekst):
    """Every «arealsil …» in code, as words."""
    rader = re.findall(r"<code>(arealsil [^<]+)</code>", tekst)
    rader += re.findall(r"`(arealsil [^`\n]+)`", tekst)
    rader += [linje.partition("#")[0] for linje in re.findall(r"^(arealsil .+)$", tekst, re.M)]
    rader += re.findall(r"«(arealsil [^»\n]+)»", tekst)
    return [shlex.split(rad, posix=False) for rad in rader]


def krev_kommando(ord_):
    """Fail unless the words are a command, and its options are there."""
    if ord_[1].startswith("--"):
        assert ord_[1] in [o for p in arealsil.cli.params for o in p.opts], ord_
        return
    kommando = arealsil.cli.commands[ord_[1]]
    if isinstance(kommando, click.Group):
        kommando = kommando.commands[ord_[2].rstrip(";,")]
    gyldige = {o for p in kommando.params for o in p.opts} | {"--help"}
    for ett in ord_[2:]:
        for valg in re.findall(r"--[a-z-]+", ett):
            assert valg in gyldige, ord_


@pytest.mark.parametrize(
    "tekst",
    [brukerveiledning(svarene()), (ROT / "README.md").read_text(encoding="utf-8")],
    ids=["veiledningen", "README"],
)
def test_kommandoene_finnes(tekst):
    alle = ordre_i(tekst)
    assert len(alle) >= 5
    for ord_ in alle:
        krev_kommando(ord_)


def test_veiledningen_sier_hva_programmet_ikke_skal_brukes_til():
    html = brukerveiledning(svarene())
    assert "Hva arealsil ikke skal brukes til" in html
    assert all(ord_ in html for ord_ in ("ikke treff", "ikke kartlagt", "ikke kjent"))
    assert not [ord_ for ord_ in FORBUDT if ord_ in html.lower()]
    assert html.count("<h1>") == 1 and "$" not in html
