"""Digests of features: the same words the same digest, and nothing that is nested without end."""

import pytest

from gis.feil import KildeFeil
from gis.kilder.geojson import avtrykk


def test_like_objekter_har_likt_avtrykk():
    assert avtrykk({"id": 1, "a": [1.5, "ø"]}) == avtrykk({"id": 1, "a": [1.5, "ø"]})
    assert avtrykk({"id": 1, "a": [1.5, "ø"]}) != avtrykk({"id": 1, "a": [1.5, "o"]})


def test_det_som_er_nostet_uten_ende_nektes():
    objekt: dict = {}
    for _ in range(5_000):
        objekt = {"a": objekt}
    with pytest.raises(KildeFeil, match="nøstet for dypt"):
        avtrykk(objekt)
