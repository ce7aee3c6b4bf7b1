"""Areas and distances without overlay: by hand, by exact fractions, and beside shapely."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box
from shapely.affinity import rotate, translate

from gis.boksetre import boksepar, bygg
from gis.dobbelt import dobbeltareal
from gis.flatesum import parareal
from gis.kanter import flat_ut
from gis.naermeste import innenfor, naermeste

LANGT = (600_000.0, 7_000_000.0)
billig = settings(max_examples=60, deadline=None)


def _rekke(former):
    ut = np.empty(len(former), dtype=object)
    ut[:] = former
    return ut


def _parareal(steder, flater):
    a, b = flat_ut(_rekke(steder)), flat_ut(_rekke(flater))
    return a, b, parareal(a, b, bygg(b.boks), 0, len(steder))


def delt(en, to) -> float:
    """Area that two shapes share."""
    _, _, (_, _, areal) = _parareal([en], [to])
    return float(areal.sum())


def dekket(sted, flater) -> float:
    """Area of a site that polygons cover, each square metre once."""
    a, b, par = _parareal([sted], flater)
    return float(par[2].sum() - dobbeltareal(a, b, *par, np.array([sted.area]))[0])


def avstand(en, to) -> float:
    """Distance between the edges of two shapes."""
    a, b = flat_ut(_rekke([en])), flat_ut(_rekke([to]))
    return float(naermeste(a, b, bygg(b.boks), np.array([0]))[0])


def flyttet(form):
    return translate(form, *LANGT)


def stjerne(fro: int, punkter: int, radius: float, midt=(0.0, 0.0), takk=0.3) -> Polygon:
    tilfeldig = np.random.default_rng(fro)
    v = np.linspace(0, 2 * np.pi, punkter, endpoint=False)
    r = radius * (1 + takk * tilfeldig.uniform(-1, 1, punkter))
    x, y = midt
    return flyttet(Polygon(np.c_[x + r * np.cos(v), y + r * np.sin(v)]))


def test_ruter_for_haand():
    sted = flyttet(box(0, 0, 100, 100))
    assert delt(sted, flyttet(box(50, 50, 150, 150))) == 2500.0
    assert delt(sted, sted) == 10_000.0
    assert delt(sted, flyttet(box(-10, -10, 110, 110))) == 10_000.0
    assert delt(sted, flyttet(box(10, 10, 20, 20))) == 100.0


@pytest.mark.parametrize(
    "nabo",
    [
        box(100, 0, 200, 100),
        box(100, 100, 200, 200),
        box(0, 100, 100, 200),
        Polygon([(100, 20), (150, 0), (150, 40)]),
        Polygon([(0, 0), (100, 0), (50, -70)]),
    ],
)
def test_felles_kant_og_hjorne_gir_null(nabo):
    sted = flyttet(box(0, 0, 100, 100))
    assert delt(sted, flyttet(nabo)) == 0.0
    assert avstand(sted, flyttet(nabo)) == 0.0


def test_hull_flere_deler_og_rings_retning():
    sted = box(0, 0, 100, 100)
    med_hull = Polygon([(-50, -50), (150, -50), (150, 150), (-50, 150)],
                       [[(20, 20), (80, 20), (80, 80), (20, 80)]])  # fmt: skip
    flere = MultiPolygon([med_hull, box(30, 30, 40, 40)])
    for form in (flere, shapely.orient_polygons(flere), shapely.reverse(flere)):
        assert delt(sted, form) == pytest.approx(10_000 - 3600 + 100, abs=1e-9)
        assert delt(form, sted) == pytest.approx(10_000 - 3600 + 100, abs=1e-9)


def test_hull_som_rorer_skallet():
    ytre = [(0, 0), (100, 0), (100, 100), (0, 100)]
    form = Polygon(ytre, [[(0, 50), (40, 30), (40, 70)]])
    assert shapely.is_valid(form)
    assert delt(flyttet(form), flyttet(box(0, 0, 60, 100))) == pytest.approx(6000 - 800, abs=1e-6)


def test_tre_tusen_deler_mot_hele_og_halve():
    biter = [box(3 * i, 3 * k, 3 * i + 2, 3 * k + 2) for i in range(60) for k in range(50)]
    mange = flyttet(MultiPolygon(biter))
    assert delt(flyttet(box(-5, -5, 500, 500)), mange) == pytest.approx(12_000, abs=1e-6)
    assert delt(mange, flyttet(box(-5, -5, 90, 500))) == pytest.approx(6000, abs=1e-6)
    assert avstand(flyttet(box(200, 0, 210, 9)), mange) == pytest.approx(21.0)


def _noyaktig(en: Polygon, x0: int, x1: int) -> Fraction:
    """Area of a polygon between two x, in exact fractions."""
    xy = [(Fraction(x), Fraction(y)) for x, y in en.exterior.coords]
    ut = Fraction(0)
    for (ax, ay), (bx, by) in pairwise(xy):
        if ax == bx:
            continue
        a, b = (min(max(x, Fraction(x0)), Fraction(x1)) for x in (ax, bx))
        ya, yb = (ay + (x - ax) * (by - ay) / (bx - ax) for x in (a, b))
        ut -= (b - a) * (ya + yb) / 2
    return abs(ut)


@pytest.mark.parametrize("fro", range(5))
def test_som_eksakte_broker_langt_fra_origo(fro):
    """Ulp at 7e6 is 9e-10 m; the sum stays within a millionth of a square metre all the same."""
    form = stjerne(fro, 400, 300)
    x0, x1 = int(LANGT[0]) - 120, int(LANGT[0]) + 70
    stripe = box(x0, LANGT[1] - 9000, x1, LANGT[1] + 9000)
    fasit = float(_noyaktig(form, x0, x1))
    assert delt(form, stripe) == pytest.approx(fasit, abs=1e-9 * form.area)
    assert delt(stripe, form) == pytest.approx(fasit, abs=1e-6)


firkant = st.tuples(*[st.integers(0, 40)] * 2, *[st.integers(1, 30)] * 2, st.integers(0, 89)).map(
    lambda v: flyttet(rotate(box(v[0], v[1], v[0] + v[2], v[1] + v[3]), v[4]))
)
sky = st.builds(
    stjerne,
    st.integers(0, 999),
    st.sampled_from([3, 9, 40, 300]),
    st.sampled_from([5.0, 40.0]),
    st.tuples(st.integers(-30, 60), st.integers(-30, 60)),
)
former = st.one_of(firkant, sky)


@billig
@given(en=former, to=former)
def test_lik_shapely_og_symmetrisk(en, to):
    assert delt(en, to) == pytest.approx(en.intersection(to).area, abs=1e-6)
    assert delt(en, to) == pytest.approx(delt(to, en), abs=1e-9)
    assert 0 <= delt(en, to) <= en.area * (1 + 1e-12)


@billig
@given(sted=former, flater=st.lists(former, min_size=1, max_size=6))
def test_hver_kvadratmeter_en_gang(sted, flater):
    fasit = sted.intersection(shapely.union_all(flater)).area
    assert dekket(sted, flater) == pytest.approx(fasit, abs=2e-6)
    assert dekket(sted, [*flater, flater[0], flater[-1]]) == pytest.approx(fasit, abs=2e-6)


@pytest.mark.parametrize("takk", [0.02, 0.3])
def test_store_takkete_flater_oppaa_hverandre(takk):
    """Windows are halved many times here, and slabs are cut where three borders meet."""
    flater = [
        stjerne(7, 4000, 400, (0, 0), takk),
        stjerne(8, 3000, 350, (120, 60), takk),
        stjerne(9, 18, 300, (-90, 200), 0.1),
    ]
    sted = stjerne(3, 60, 330, (40, 90), 0.1)
    fasit = sted.intersection(shapely.union_all(flater)).area
    assert dekket(sted, flater) == pytest.approx(fasit, abs=1e-9 * sted.area)


@billig
@given(en=former, to=former)
def test_avstand_som_shapely(en, to):
    if not en.intersects(to):
        assert avstand(en, to) == pytest.approx(en.distance(to), abs=1e-9)
    else:
        assert avstand(en, to) == pytest.approx(en.exterior.distance(to.exterior), abs=1e-6)


@billig
@given(sted=former, x=st.integers(-200, 200), y=st.integers(-200, 200), r=st.integers(0, 90))
def test_innenfor_er_avstand_til_og_med(sted, x, y, r):
    punkt = flyttet(Point(x, y))
    a, b = flat_ut(_rekke([sted])), flat_ut(_rekke([punkt]))
    funnet = len(innenfor(a, b, bygg(b.boks), float(r))[0]) == 1
    if abs(sted.exterior.distance(punkt) - r) > 1e-9:
        assert funnet == (sted.exterior.distance(punkt) < r)


def test_kryssende_linje_og_linje_langt_unna():
    sted = flyttet(box(0, 0, 100, 100))
    assert avstand(sted, flyttet(shapely.LineString([(-50, 50), (150, 51)]))) == 0.0
    assert avstand(sted, flyttet(shapely.LineString([(103, 104), (200, 300)]))) == 5.0


def test_tomme_former_og_ingenting():
    tom, sted = Polygon(), box(0, 0, 1, 1)
    _, _, par = _parareal([tom, sted], [tom, sted])
    assert [list(p) for p in par] == [[1], [1], [1.0]]
    ingen = flat_ut(_rekke([]))
    a = flat_ut(_rekke([sted]))
    assert np.isinf(naermeste(a, ingen, bygg(ingen.boks), np.array([0]))).all()


def test_treet_finner_alle_bokser_som_moter():
    tilfeldig = np.random.default_rng(1)
    hjorner = tilfeldig.uniform(0, 100, (300, 2))
    bokser = np.c_[hjorner, hjorner + tilfeldig.uniform(0, 9, (300, 2))]
    en, to = boksepar(bokser, bygg(bokser))
    moter = (bokser[:, None, :2] <= bokser[None, :, 2:]).all(2)
    assert set(zip(en.tolist(), to.tolist(), strict=True)) == set(
        zip(*(x.tolist() for x in np.nonzero(moter & moter.T)), strict=True)
    )
