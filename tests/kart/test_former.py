"""Packed shapes: what comes out is what went in, and a border that is shared is kept once."""

from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box

from kart.former import Formlager, sikksakk, varint
from kart.tegnegeometri import DESIMALER, som_geojson


def _tall(innhold: bytes) -> list[int]:
    """Numbers of a stream, read the slow way."""
    ut, verdi, plass = [], 0, 0
    for byte in innhold:
        verdi |= (byte & 127) << plass
        plass += 7
        if byte < 128:
            ut.append(verdi)
            verdi = plass = 0
    return ut


def les(innhold: bytes) -> tuple[list[list[tuple[float, float]]], list]:
    """Arcs in degrees, and objects as parts of lines of arc names."""
    tall = iter(_tall(innhold))

    def steg() -> int:
        v = next(tall)
        return -(v + 1) // 2 if v % 2 else v // 2

    lengder = [next(tall) for _ in range(next(tall))]
    buer, start = [], (0, 0)
    for antall in lengder:
        bue, her = [], start
        for _ in range(antall):
            her = (her[0] + steg(), her[1] + steg())
            bue.append(her)
        start = bue[0]
        buer.append([(x / 10**DESIMALER, y / 10**DESIMALER) for x, y in bue])
    objekter = [
        [
            [[next(tall) for _ in range(next(tall))] for _ in range(next(tall))]
            for _ in range(next(tall))
        ]
        for _ in range(next(tall))
    ]
    assert next(tall, None) is None
    return buer, objekter


def linje(navnene, buer):
    ut = []
    for navn in navnene:
        bue = buer[navn // 2][::-1] if navn % 2 else buer[navn // 2]
        ut += bue[1:] if ut else bue
    return ut


def pakk(*former):
    lager = Formlager()
    for form in former:
        lager.legg_til(som_geojson(form))
    return les(lager.pakket())


@given(st.lists(st.integers(0, 2**40), max_size=50))
def test_tallene_kommer_ut_igjen(verdier):
    assert _tall(varint(np.array(verdier, dtype=np.int64))) == verdier


def test_fortegn_blir_liggende_tett():
    assert sikksakk(np.array([0, -1, 1, -2, 2])).tolist() == [0, 1, 2, 3, 4]


def test_naboer_deler_grense():
    buer, objekter = pakk(box(11, 62, 12, 63), box(12, 62, 13, 63))
    assert len(buer) == 3  # the shared side, and what each has alone
    assert sorted(len(bue) for bue in buer) == [2, 4, 4]
    for objekt, form in zip(objekter, (box(11, 62, 12, 63), box(12, 62, 13, 63)), strict=True):
        assert Polygon(linje(objekt[0][0], buer)).equals(form)


def test_samme_form_i_to_lag_ligger_en_gang():
    form = Point(11, 62).buffer(0.1)
    buer, objekter = pakk(form, form, form)
    assert len(buer) == 1
    assert objekter[0] == objekter[1] == objekter[2]


def test_linje_langs_en_grense_bruker_grensen():
    buer, (flate, strek) = pakk(box(11, 62, 12, 63), LineString([(12, 62), (12, 63)]))
    assert linje(strek[0][0], buer) == [(12.0, 62.0), (12.0, 63.0)]
    assert Polygon(linje(flate[0][0], buer)).equals(box(11, 62, 12, 63))
    assert sum(len(bue) for bue in buer) == 6


def test_punkter_hull_og_flere_deler():
    hull = box(11, 62, 12, 63).difference(box(11.4, 62.4, 11.6, 62.6))
    to = shapely.union_all([box(13, 62, 14, 63), box(15, 62, 16, 63)])
    buer, (a, b, c) = pakk(hull, to, MultiPoint([(11, 62), (11.5, 62.5)]))
    assert [len(a), len(a[0]), len(b), len(c)] == [1, 2, 2, 2]
    assert Polygon(linje(a[0][0], buer), [linje(a[0][1], buer)]).equals(hull)
    assert [linje(del_[0], buer) for del_ in c] == [[(11.0, 62.0)], [(11.5, 62.5)]]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12))
def test_rutemonstre_kommer_helskinnet_ut(ruter):
    former = [box(11 + x / 10, 62 + y / 10, 11.1 + x / 10, 62.1 + y / 10) for x, y in ruter]
    buer, objekter = pakk(*former)
    for objekt, form in zip(objekter, former, strict=True):
        ut = Polygon(linje(objekt[0][0], buer))
        assert ut.symmetric_difference(form).area < 1e-9
    kanter = {frozenset(par) for bue in buer for par in pairwise(bue)}
    assert len(kanter) == sum(len(bue) - 1 for bue in buer)  # no piece of border stands twice


def test_ingenting_gir_ingen_former():
    assert les(Formlager().pakket()) == ([], [])
