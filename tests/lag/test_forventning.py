"""What is expected of a layer, and what it costs when it does not hold."""

from datetime import date, datetime

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point

from gis.feil import KildeFeil
from gis.tekst import SATT_TIL_SIDE
from lag.forventning import FORVENTNINGER, alvor, drift, funn, kolonneslag, krev_antall
from lag.kolonner import som_dato
from lag.modell import Dekning, IngenTjeneste, Lag, Lagdata, Stil

POST = Lag(
    navn="myr", tittel="Myr", kilde=IngenTjeneste(grunn="x"), geometri="flate", kolonner=(),
    eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
    dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"), gyldig_dager=30, minst=1,
)  # fmt: skip
SIST = "2026-10-01T00:00:00+00:00"


def test_alvoret_er_sagt_for_alle():
    rekke = ["stopper", "ikke kjent", "svekker", "merknad"]
    plasser = [rekke.index(f.alvor) for f in FORVENTNINGER]
    assert plasser == sorted(plasser)
    assert set(plasser) == set(range(4))


def test_drift_kolonne_for_kolonne():
    forut = {"a": "tekst", "b": "tall", "tom": "", "lik": "tid"}
    naa = {"a": "tall", "tom": "tekst", "lik": "tid", "ny": "tekst"}
    assert drift(forut, naa, SIST) == [
        "Kolonnen «b» er borte siden kopien fra 2026-10-01.",
        "Kolonnen «ny» er ny siden kopien fra 2026-10-01.",
        "Kolonnen «a» har gått fra tekst til tall siden kopien fra 2026-10-01.",
    ]
    assert drift({}, naa, SIST) == drift(naa, naa, SIST) == []


def test_kolonneslag():
    kolonner = {
        "tekst": ["a", None], "tall": [1, None], "ja": [True, False], "tom": [None, None],
        "dag": [date(2026, 1, 1), None], "tid": [pd.Timestamp("2026-01-01"), None],
    }  # fmt: skip
    data = gpd.GeoDataFrame(kolonner, geometry=[Point(0, 0)] * 2)
    assert kolonneslag(data) == {
        "tekst": "tekst", "tall": "tall", "ja": "ja/nei", "tom": "", "dag": "tid", "tid": "tid",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mottatt", "forut", "feil"),
    [
        (10, None, ""),
        (10, 20, ""),
        (9, 20, "til under halvparten"),
        (0, None, "alltid minst 1"),
        (0, 100, "alltid minst 1"),
        (1, 0, ""),
    ],
)
def test_antallet(mottatt, forut, feil):
    if not feil:
        krev_antall(POST, mottatt, forut)
        return
    with pytest.raises(KildeFeil, match=feil):
        krev_antall(POST, mottatt, forut)


def test_funnene_er_sortert_etter_alvor():
    tom = gpd.GeoDataFrame(geometry=[], crs=25832)
    data = Lagdata(
        post=POST, status="hentet", data=tom, dekning=shapely.Polygon(), hentet=SIST,
        merknader=("Noe er rart.", f"1 objekt er {SATT_TIL_SIDE}."),
    )  # fmt: skip
    i_tide = funn(data, date(2026, 10, 31))
    assert [a for a, _ in i_tide] == ["svekker", "merknad"]
    assert funn(data, date(2026, 11, 1))[-1] == (
        "merknad", "Kopien fra 2026-10-01 er eldre enn 30 dager.",
    )  # fmt: skip
    assert alvor("Noe er rart.") == "merknad"


@pytest.mark.parametrize(
    ("verdi", "dag"),
    [
        ("1644-01-01", "1644-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("0001-01-01", None),
        ("2999-01-01", None),
        (datetime(1500, 1, 1), None),  # noqa: DTZ001 – a day has no zone
    ],
)
def test_datoer_som_ikke_kan_vaere(verdi, dag):
    assert som_dato(verdi) == dag
