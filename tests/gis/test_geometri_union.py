"""Union that loses nothing, on the very shapes that GEOS has lost one of."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from gis.geometri import FINT_M, differanse, forening, union

TAPTE = [(0, 0), (0, 1), (0, 3), (1, 0), (2, 0), (177, 0), (230, 24), (0, 2), (18, 64)]
"""Points whose cells within 150 m GEOS 3.14.1 unites without the sixth."""


def celler(punkter, antall):
    """Voronoi cells of the first points, each within 150 m of its own: they meet along sides."""
    multi = shapely.MultiPoint(punkter)
    ramme = multi.envelope.buffer(300)
    deler = shapely.get_parts(shapely.voronoi_polygons(multi, extend_to=ramme, ordered=True))
    sirkler = shapely.buffer(shapely.points(punkter[:antall]), 150.0)
    return shapely.intersection(deler[:antall], sirkler)


def test_ingen_celle_gaar_tapt():
    deler = celler(np.array(TAPTE, dtype=float), 7)
    assert union(deler).area == pytest.approx(
        shapely.area(deler).sum(), abs=FINT_M * shapely.length(deler).sum()
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 400)), min_size=4, max_size=12, unique=True
    ),
    st.sampled_from([(0.0, 0.0), (622_000.0, 6_940_000.0)]),
)
def test_arealet_er_summen_av_celler_som_bare_motes(punkter, sted):
    deler = celler(np.array(punkter, dtype=float) + sted, len(punkter) - 1)
    assert union(deler).area == pytest.approx(
        shapely.area(deler).sum(), abs=FINT_M * shapely.length(deler).sum()
    )


def test_en_pigg_smalere_enn_ruten_blir_ikke_til_en_linje_ved_siden_av_flaten():
    pigg = Polygon(
        [(0, 0), (10, 0), (10, 5), (10 + 3e-6, 5 + 1e-7), (10, 5 + 2e-7), (10, 10), (0, 10)]
    )
    flate, ingen = np.array([pigg], dtype=object), np.array([Polygon()], dtype=object)
    assert shapely.get_type_id(shapely.union(pigg, Polygon(), grid_size=FINT_M)) == 7
    for ut in (forening(flate, ingen), differanse(flate, ingen)):
        assert ut[0].geom_type == "Polygon"
        assert ut[0].area == pytest.approx(100.0, abs=1e-4)


def test_ingenting_en_flate_linjer_og_punkter():
    assert union([]).is_empty
    assert union([None, Polygon()]).is_empty
    assert union([box(0, 0, 1, 1)]).equals(box(0, 0, 1, 1))
    linjer = [shapely.LineString([(0, 0), (2, 0)]), shapely.LineString([(1, 0), (3, 0)])]
    assert union(linjer).length == pytest.approx(3.0)
    assert len(shapely.get_parts([union([Point(0, 0), Point(0, 0), Point(1, 0)])])) == 2
