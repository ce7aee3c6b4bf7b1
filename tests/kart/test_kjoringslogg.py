"""What a run's own record says of its files; a damaged record says nothing and stops nothing."""

import json

import pytest

from kart.kjoringslogg import filer_i, logg


def test_filene_staar_i_loggen():
    tekst = logg({}, {}, (), {"index.html": "ab"}, {"startet": "", "ferdig": ""})
    assert filer_i(tekst.encode()) == {"index.html": "ab"}


@pytest.mark.parametrize(
    "tekst",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"filer": 3}', b'{"filer": []}', b"[" * 100_000],
    ids=["tom", "kuttet", "ikke-utf8", "liste", "null", "tall", "uten-navn", "dyp"],
)
def test_en_skadet_logg_sier_ingenting(tekst):
    assert filer_i(tekst) == {}


def test_navn_og_summer_er_tekst():
    assert filer_i(json.dumps({"filer": {"a": None}}).encode()) == {"a": "None"}
