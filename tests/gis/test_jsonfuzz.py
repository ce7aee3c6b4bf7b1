"""JSON answers with anything anywhere: the readers refuse in bokmål or set aside, never crash."""

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from gis.feil import ArealsilFeil
from gis.kilder.arcgis import Kartlag, hent_arcgis
from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.ogcapi import Samling, hent_ogcapi
from gis.kilder.rens import rens
from tests.hjelp.falsk import FalskTjener, sporring

OBJEKT = {
    "type": "Feature", "id": "a",
    "properties": {"lokalid": "a", "inni": {"dypt": 1}, "liste": [1, 2]},
    "geometry": {"type": "Polygon", "coordinates": [[[11.4, 62.6], [11.5, 62.6], [11.5, 62.7],
                                                     [11.4, 62.6]]]},
}  # fmt: skip
SIDE = {
    "type": "FeatureCollection", "numberMatched": 2,
    "features": [OBJEKT, {**OBJEKT, "id": "b"}],
    "links": [{"rel": "self", "href": "http://x/api"}],
    "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
    "properties": {"exceededTransferLimit": False},
}  # fmt: skip
SAMLING = {
    "id": "s", "storageCrs": "http://www.opengis.net/def/crs/EPSG/0/25833",
    "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
}  # fmt: skip
KARTLAG = {
    "name": "Myr", "maxRecordCount": 1000, "supportedQueryFormats": "JSON, geoJSON",
    "fields": [{"name": "OBJECTID", "type": "esriFieldTypeOID"}],
}  # fmt: skip
TALT = {"count": 2}
SKROT: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    "x",
    "",
    [],
    {},
    [[]],
    {"a": [{}]},
    "\ud800",
)


def _steder(verdi: Any, sti: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON document."""
    yield sti
    if isinstance(verdi, dict):
        for navn, under in verdi.items():
            yield from _steder(under, (*sti, navn))
    elif isinstance(verdi, list):
        for nummer, under in enumerate(verdi):
            yield from _steder(under, (*sti, nummer))


def _med(dokument: Any, sti: tuple[Any, ...], skrot: Any) -> Any:
    """The document with something else at one place."""
    if not sti:
        return skrot
    ut = copy.deepcopy(dokument)
    ledd = ut
    for del_ in sti[:-1]:
        ledd = ledd[del_]
    ledd[sti[-1]] = skrot
    return ut


def _tilfeller(*dokumenter: Any) -> Iterator[tuple[Any, ...]]:
    """The documents, one of them spoilt at one place."""
    for nummer, dokument in enumerate(dokumenter):
        for sti in _steder(dokument):
            for skrot in SKROT:
                egne = list(dokumenter)
                egne[nummer] = _med(dokument, sti, skrot)
                yield tuple(egne)


def _les(hent, svar, boks) -> None:
    tjener = FalskTjener(svar)
    kanal = Kanal(klient=Klient("x", Grenser(forsok=1), sov=lambda _: None, okt=tjener.okt))
    try:
        uthenting = hent(kanal, boks)
        rens(uthenting.data)
        assert uthenting.mottatt >= len(uthenting.data)
    except ArealsilFeil as err:
        assert str(err)
    finally:
        tjener.okt.close()


@pytest.mark.parametrize("bit", range(4))
def test_ogcapi(boks, bit):
    for samling, side in list(_tilfeller(SAMLING, SIDE))[bit::4]:

        def svar(url, _, samling=samling, side=side):
            er_side = urlsplit(url).path.endswith("/items")
            return 200, {}, json.dumps(side if er_side else samling).encode()

        _les(lambda kanal, b: hent_ogcapi(kanal, Samling(url="http://x/api", navn="s"), b), svar,
             boks)  # fmt: skip


@pytest.mark.parametrize("bit", range(4))
def test_arcgis(boks, bit):
    for om, talt, side in list(_tilfeller(KARTLAG, TALT, SIDE))[bit::4]:

        def svar(url, _, om=om, talt=talt, side=side):
            if "/query" not in url:
                return 200, {}, json.dumps(om).encode()
            telling = "returnCountOnly" in sporring(url)
            return 200, {}, json.dumps(talt if telling else side).encode()

        _les(lambda kanal, b: hent_arcgis(kanal, Kartlag(url="http://x/arc", nummer=0), b), svar,
             boks)  # fmt: skip
