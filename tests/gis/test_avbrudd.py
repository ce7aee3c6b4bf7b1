"""A stop that a library swallows is taken at the next step."""

import signal

import pytest

from gis import avbrudd
from gis.kilder.skriving import samlet_mappe
from kart.terminal import framdrift

SIGNALER = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture
def lytter():
    forut = [signal.getsignal(ett) for ett in SIGNALER]
    avbrudd.lytt()
    yield
    avbrudd.lytt()  # forget what this test asked for
    for ett, gammel in zip(SIGNALER, forut, strict=True):
        signal.signal(ett, gammel)


def svelg(signalet):
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signalet)


@pytest.mark.parametrize("signalet", SIGNALER)
def test_svelget_stopp_tas_i_neste_steg(lytter, signalet):
    avbrudd.sjekk()
    with framdrift("Regner", 2) as neste:
        neste("en")
        svelg(signalet)
        with pytest.raises(KeyboardInterrupt):
            neste("to")


def test_svelget_stopp_flytter_ingen_filer(lytter, tmp_path):
    (tmp_path / "a.txt").write_text("før")
    with pytest.raises(KeyboardInterrupt), samlet_mappe(tmp_path) as ny:
        (ny / "a.txt").write_text("etter")
        svelg(signal.SIGINT)
    assert [f.name for f in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "før"


def test_lytt_glemmer_det_som_var(lytter):
    svelg(signal.SIGINT)
    avbrudd.lytt()
    avbrudd.sjekk()
