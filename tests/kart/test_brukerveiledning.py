"""The guide and the README name only commands and options that there are."""

import re
import shlex
from pathlib import Path

import click

import arealsil
from analyser.felles.journal import tolk_journal
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


def filer():
    """Everything that tells somebody to write a command: documents, settings, messages in code."""
    yield from sorted(ROT.glob("*.md"))
    yield from (
        ROT / "kommune.toml",
        ROT / "plan.toml",
        *sorted((ROT / "notebooks").glob("*.ipynb")),
    )
    for etasje in ("gis", "lag", "analyser", "kart"):
        yield from sorted((ROT / etasje).rglob("*.py"))


def test_kommandoene_finnes():
    for tekst, minst in ((brukerveiledning(svarene()), 10), (ROT / "README.md", 25)):
        alle = ordre_i(tekst if isinstance(tekst, str) else tekst.read_text(encoding="utf-8"))
        assert len(alle) >= minst
        for ord_ in alle:
            krev_kommando(ord_)


def test_ingen_nevner_en_kommando_som_ikke_finnes():
    for fil in filer():
        for ord_ in ordre_i(fil.read_text(encoding="utf-8")):
            krev_kommando(ord_)


def test_journalen_i_veiledningen_kan_leses():
    eksempel = re.search(r"<pre>(.*?)</pre>", brukerveiledning(svarene()), re.DOTALL)
    assert eksempel
    (rad,) = tolk_journal(eksempel.group(1), "veiledning")
    assert (rad.felt, rad.ny) == ("vurdering", "NEI")


def test_veiledningen_sier_hva_programmet_ikke_skal_brukes_til():
    html = brukerveiledning(svarene())
    assert "Hva arealsil ikke skal brukes til" in html
    assert all(ord_ in html for ord_ in ("ikke treff", "ikke kartlagt", "ikke kjent"))
    assert not [ord_ for ord_ in FORBUDT if ord_ in html.lower()]
    assert html.count("<h1>") == 1 and "$" not in html
