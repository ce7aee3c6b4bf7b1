"""What the tables say of an object, as lines of its card: the advice is that of the answer."""

from dataclasses import replace

import pandas as pd
import pytest

from analyser.felles.modell import Kolonneinfo, Status, Tabell
from kart.funn import funn_i
from kart.tekster import BOKMAAL, tekster


@pytest.mark.parametrize(
    ("status", "type_", "raad"),
    [
        ("treff", "utelukker", "utelukker"),
        ("treff", "advarer", "advarer"),
        ("treff", "poeng", "treff"),  # no advice of its own
        ("treff", "utvinningsrett", "treff"),  # a column of another table
        ("treff", None, "treff"),
        *((status.value, "utelukker", status.value) for status in Status if status != "treff"),
    ],
)
def test_raadet_er_svarets(leketoyresultater, status, type_, raad):
    """A rule that excludes gives no advice to move the site where it is not known to be hit."""
    rad = {"id": "f0", "lag": "Flomsoner", "status": status, "type": type_}
    tabell = Tabell(
        navn="treff", tittel="T", kartlag="felt", data=pd.DataFrame([rad]),
        kolonner=tuple(Kolonneinfo(navn=n, tittel=n) for n in ("lag", "status", "type")),
    )  # fmt: skip
    (linje,) = funn_i(replace(leketoyresultater[0], tabeller=(tabell,))).linjer
    nokkel = linje.get("type") or linje["status"]  # as maler/js/kort.js asks
    assert nokkel == raad
    assert f"tiltak.{nokkel}" in tekster(BOKMAAL)
