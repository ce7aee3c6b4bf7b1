"""The script's words: every one that it asks for is there, and none says more than it may."""

import json
import re

import pytest

from gis.feil import ParameterFeil
from gis.kilder.fil import les_pakketekst
from kart.planside import KARTDELER
from kart.tekster import SPRAAK, tekster

FORBUDT = ("ingen konflikt", "konfliktfri", "trygt å bygge", "godkjent for", "tapt beite")
SKRIPT = "\n".join(les_pakketekst("kart.maler", f"js/{navn}.js") for navn in KARTDELER)
SATT_SAMMEN = ("setning.", "status.", "betyr.", "tiltak.", "type.", "utfall.")
"""Beginnings of keys that the script puts together."""


@pytest.mark.parametrize("spraak", SPRAAK)
def test_alle_ordene_finnes_og_ingen_er_til_overs(spraak):
    ord_ = tekster(spraak)
    brukt = set(re.findall(r"'([a-zæøå-]+(?:\.[a-z-]+)?)'", SKRIPT)) & set(ord_)
    faste = set(re.findall(r"\bt\('([^']+)'", SKRIPT))
    assert faste <= set(ord_)
    assert {n for n in ord_ if not n.startswith(SATT_SAMMEN)} <= brukt | faste
    for status in ("treff", "mulig", "ikke kjent", "ikke kartlagt", "ikke treff"):
        assert {f"setning.{status}", f"status.{status}", f"betyr.{status}"} <= set(ord_)


@pytest.mark.parametrize("spraak", SPRAAK)
def test_ordene_lover_ikke_noe(spraak):
    alt = json.dumps(dict(tekster(spraak)), ensure_ascii=False).lower()
    assert not [ord_ for ord_ in FORBUDT if ord_ in alt]
    assert "ikke det samme som avklart" in tekster(spraak)["setning.ikke treff"]


def test_ukjent_spraak_stopper():
    with pytest.raises(ParameterFeil, match="sma"):
        tekster("sma")


@pytest.mark.parametrize("navn", KARTDELER)
def test_skriptdelene_er_smaa_og_bruker_ikke_markup(navn):
    tekst = les_pakketekst("kart.maler", f"js/{navn}.js")
    assert tekst.count("\n") <= 300
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\b|localStorage", tekst
    )
