"""Path data read back give the points that were written, in tenths of a pixel."""

import re

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from kart.svgsti import sti


def _lest(data: str) -> list[list[tuple[float, float]]]:
    """Subpaths as a browser reads them: moves, and lines by pairs, sideways, up and down."""
    deler, tegn, (x, y) = [], "", (0.0, 0.0)
    ledd = re.findall(r"[a-zA-Z]|-?\d*\.?\d+", data)
    while ledd:
        if ledd[0].isalpha():
            tegn = ledd.pop(0)
            if tegn == "z":
                deler[-1].append(deler[-1][0])
                x, y = deler[-1][0]
                continue
        if tegn in "ML":
            raise AssertionError("steder, ikke steg")
        if tegn == "m":
            x, y = x + float(ledd.pop(0)), y + float(ledd.pop(0))
            deler.append([(x, y)])
            tegn = "l"
            continue
        x += float(ledd.pop(0)) if tegn in "hl" else 0
        y += float(ledd.pop(0)) if tegn in "vl" else 0
        deler[-1].append((x, y))
    return deler


def _uten_like(xy: np.ndarray) -> np.ndarray:
    hele = np.rint(xy * 10) / 10
    return hele[np.r_[True, (np.diff(hele, axis=0) != 0).any(axis=1)]]


_TALL = st.integers(-40, 40).map(lambda v: v / 4)
LINJER = st.lists(
    st.lists(st.tuples(_TALL, _TALL), min_size=2, max_size=8).map(LineString),
    min_size=1, max_size=5,
)  # fmt: skip


@given(LINJER)
def test_linjer_leses_tilbake(linjer):
    lest = _lest(sti(linjer))
    assert len(lest) == len(linjer)
    for funnet, linje in zip(lest, linjer, strict=True):
        fasit = _uten_like(shapely.get_coordinates(linje))
        funnet_uten = _uten_like(np.array(funnet))
        assert np.allclose(funnet_uten, fasit)


def test_flater_med_hull_leses_tilbake_og_skrives_kort():
    hull = Polygon(box(0, 0, 9, 9).exterior, [box(2, 2, 4, 4).exterior])
    former = [MultiPolygon([hull, box(20, -3, 22.5, 1)]), box(-5, -5, -4, -4)]
    data = sti(former)
    ringer = [shapely.linearrings(r) for r in _lest(data)]
    assert [round(shapely.area(shapely.polygons(r)), 6) for r in ringer] == [81, 4, 10, 1]
    assert data.startswith("m9 0v9h-9v-9z")
    assert "l" not in data


def test_en_flate_mindre_enn_en_tidel_blir_en_prikk():
    assert sti([box(1, 1, 1.01, 1.01)]) == "m1 1h0z"


@pytest.mark.nettleser
def test_en_nettleser_leser_det_samme(nettleser, tmp_path):
    """The browser's own reading of the path: its box and its length."""
    linje = LineString([(100, 50), (110, 50), (110, 70), (95.5, 60.5), (90, 60.5)])
    fil = tmp_path / "sti.html"
    fil.write_text(f'<svg><path d="{sti([linje, box(200, 200, 230, 210)])}"/></svg>')
    side = nettleser.aapne(fil)
    boks, lengde = side.evaluate(
        "(() => { const p = document.querySelector('path'); const b = p.getBBox();"
        " return [[b.x, b.y, b.x + b.width, b.y + b.height], p.getTotalLength()]; })()"
    )
    assert boks == [90, 50, 230, 210]
    assert abs(lengde - linje.length - 80) < 0.1
