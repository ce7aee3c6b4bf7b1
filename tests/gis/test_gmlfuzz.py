"""Laws of the GML reader: what is written is what is read, and only our own errors come out.

`tests/hjelp/fuzz_gml.py` throws bytes at it under atheris, for as long as one likes.
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.feil import ArealsilFeil
from gis.kilder.gml import gml_typer, les_gml
from gis.kilder.gmlgeometri import LESERE, UTEN_STOTTE
from gis.kilder.tallesing import les_tall

FUZZ = Path(__file__).resolve().parents[1] / "hjelp/fuzz_gml.py"
HODE = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
    'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://x/1" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)


def _samling(*objekter):
    medlemmer = "".join(f"<wfs:member>{objekt}</wfs:member>" for objekt in objekter)
    return f"{HODE}{medlemmer}</wfs:FeatureCollection>".encode()


# -- numbers --------------------------------------------------------------------------------

TALLFORM = st.sampled_from(["{!r}", "{:.0f}", "{:.3f}", "{:.6f}", "{:.17g}", "{:e}", "+{:.2f}"])


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1e8, 1e8), TALLFORM), max_size=8), st.sampled_from(" \n\t"))
def test_tall_leses_til_siste_bit(par, mellom):
    ord_ = [form.format(abs(tall) if form[0] == "+" else tall) for tall, form in par]
    assert les_tall(mellom.join(ord_)).tolist() == [float(ett) for ett in ord_]


@settings(deadline=None)
@given(st.text(alphabet="0123456789.-+eE nai_,\n", max_size=30))
def test_tall_som_ikke_er_tall_er_feil_ogsaa_i_python(tekst):
    try:
        ventet = [float(ord_) for ord_ in tekst.split()] if "_" not in tekst else None
    except ValueError:
        ventet = None
    try:
        fikk = les_tall(tekst).tolist()
    except ValueError:
        fikk = None
    assert str(fikk) == str(ventet)  # nan is not equal to itself


# -- geometries: expected from shapely's own coordinates, written as GML by hand -------------

X0, Y0 = 300_000.0, 6_900_000.0
HELE = st.integers(0, 4000)


@st.composite
def flater(trekk):
    """A box with up to two holes, all corners on whole half-metres."""
    x, y = X0 + trekk(HELE) / 2, Y0 + trekk(HELE) / 2
    hull = [
        shapely.box(x + 1 + 4 * nr, y + 1, x + 3 + 4 * nr, y + 2)
        for nr in range(trekk(st.integers(0, 2)))
    ]
    skall = shapely.box(x, y, x + 10, y + 3)
    return shapely.Polygon(skall.exterior, [h.exterior for h in hull])


def _ring(ring, dim, bytt):
    xy = shapely.get_coordinates(ring)
    xy = xy[:, ::-1] if bytt else xy
    if dim == 3:
        xy = np.column_stack([xy, np.full(len(xy), 7.0)])
    return f"<gml:LinearRing><gml:posList>{' '.join(map(repr, xy.ravel().tolist()))}</gml:posList></gml:LinearRing>"  # noqa: E501 – one element


def _flate(flate, srs, dim, bytt, navn="Polygon"):
    ytre = f"<gml:exterior>{_ring(flate.exterior, dim, bytt)}</gml:exterior>"
    indre = "".join(f"<gml:interior>{_ring(r, dim, bytt)}</gml:interior>" for r in flate.interiors)
    return f'<gml:{navn} srsName="{srs}" srsDimension="{dim}">{ytre}{indre}</gml:{navn}>'


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(flater(), min_size=1, max_size=3), min_size=1, max_size=5),
    st.sampled_from([("urn:ogc:def:crs:EPSG::25833", False), ("EPSG:25833", False),
                     ("urn:ogc:def:crs:EPSG::3045", True)]),
    st.sampled_from([2, 3]),
    st.booleans(),
)  # fmt: skip
def test_flater_leses_som_de_ble_skrevet(grupper, srs, dim, som_surface):
    def skriv(flate):
        if not som_surface:
            return _flate(flate, srs[0], dim, srs[1])
        lapp = _flate(flate, srs[0], dim, srs[1], "PolygonPatch").replace(
            f' srsName="{srs[0]}" srsDimension="{dim}"', ""
        )
        hode = f'srsName="{srs[0]}" srsDimension="{dim}"'
        return f"<gml:Surface {hode}><gml:patches>{lapp}</gml:patches></gml:Surface>"

    objekter = []
    for nr, gruppe in enumerate(grupper):
        deler = "".join(f"<gml:surfaceMember>{skriv(f)}</gml:surfaceMember>" for f in gruppe)
        multi = f'<gml:MultiSurface srsName="{srs[0]}">{deler}</gml:MultiSurface>'
        inni = multi if len(gruppe) > 1 else skriv(gruppe[0])
        objekter.append(f'<app:T gml:id="t{nr}"><app:nr>{nr}</app:nr><app:g>{inni}</app:g></app:T>')
    lest = les_gml(_samling(*objekter), "app:T")
    assert lest["nr"].tolist() == [str(nr) for nr in range(len(grupper))]
    assert lest.attrs["merknader"] == []
    for fikk, gruppe in zip(lest.geometry, grupper, strict=True):
        ventet = shapely.MultiPolygon(gruppe) if len(gruppe) > 1 else gruppe[0]
        assert shapely.equals_exact(fikk, ventet)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(HELE, HELE), min_size=1, max_size=6), min_size=1, max_size=6))
def test_punkter_og_linjer_om_hverandre(steder):
    objekter, ventet = [], []
    for nr, sted in enumerate(steder):
        xy = [(X0 + x / 2, Y0 + y / 2) for x, y in sted]
        tekst = " ".join(f"{x} {y}" for x, y in xy)
        srs = 'srsName="EPSG:25833"'
        if len(xy) == 1:
            inni, form = (
                f"<gml:Point {srs}><gml:pos>{tekst}</gml:pos></gml:Point>",
                shapely.Point(xy),
            )
        else:
            inni = f"<gml:LineString {srs}><gml:posList>{tekst}</gml:posList></gml:LineString>"
            form = shapely.LineString(xy)
        objekter.append(f'<app:T gml:id="t{nr}"><app:g>{inni}</app:g></app:T>')
        ventet.append(form)
    lest = les_gml(_samling(*objekter), "T")
    assert all(shapely.equals_exact(a, b) for a, b in zip(lest.geometry, ventet, strict=True))


def test_en_daarlig_blant_mange_mister_ingen_andre():
    god = _flate(shapely.box(X0, Y0, X0 + 1, Y0 + 1), "EPSG:25833", 2, False)
    uten = god.replace("<gml:posList>", "<gml:posList/><x>").replace("</gml:posList>", "</x>")
    daarlige = {
        "1e999": god.replace(f"{Y0 + 1!r}", "1e999"),
        "åpen": god.replace(f"{X0 + 1!r}", f"{X0 + 5!r}", 1),
        "bokstav": god.replace(f"{X0!r}", "x", 1),
        "tom": uten,
    }
    objekter = [f'<app:T gml:id="g{nr}"><app:g>{god}</app:g></app:T>' for nr in range(50)]
    for nr, (navn, gml) in enumerate(daarlige.items()):
        objekter.insert(10 * nr, f'<app:T gml:id="{navn}"><app:g>{gml}</app:g></app:T>')
    lest = les_gml(_samling(*objekter), "T")
    assert lest["gml_id"].tolist() == [f"g{nr}" for nr in range(50)]
    assert lest.attrs["mottatt"] == 54
    (merknad,) = lest.attrs["merknader"]
    assert "4 objekter satt til side" in merknad
    assert all(navn in merknad for navn in daarlige)


# -- anything at all ------------------------------------------------------------------------

NAVN = st.sampled_from(
    [*LESERE, *UTEN_STOTTE, "exterior", "interior", "LinearRing", "Ring", "posList", "pos",
     "coordinates", "patches", "PolygonPatch", "surfaceMember", "curveMember", "segments", "Arc",
     "LineStringSegment", "Circle", "pointMember", "outerBoundaryIs", "baseCurve", "boundedBy",
     "Envelope", "member", "T", "x"]
)  # fmt: skip
TEKST = st.sampled_from(
    [
        "",
        "0 0 1 0 1 1 0 0",
        "0 0 0 1 1 1 2 0 2",
        "1 2",
        "1,2 3,4",
        "nan 1",
        "1e999 2",
        "0 0 0 0",
        "a",
    ]
)
EGNE = st.sampled_from(
    ["", ' srsName="EPSG:25833"', ' srsName="urn:ogc:def:crs:EPSG::4258"', ' srsName="x"',
     ' srsDimension="3"', ' srsDimension="0"', ' srsDimension="-1"', ' srsDimension="a"',
     ' srsDimension="9999999999999999999999"', ' xlink:href="#a"', ' orientation="-"',
     ' gml:id="i"']
)  # fmt: skip


def _element(deler):
    navn, egne, tekst, barn = deler
    return f"<gml:{navn}{egne}>{tekst}{''.join(barn)}</gml:{navn}>"


TRE = st.recursive(
    st.tuples(NAVN, EGNE, TEKST, st.just([])).map(_element),
    lambda inni: st.tuples(NAVN, EGNE, TEKST, st.lists(inni, max_size=3)).map(_element),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TRE, max_size=3), st.sampled_from(["T", ""]), st.sampled_from(["", "g"]))
def test_hva_som_helst(traer, typenavn, felt):
    objekter = [
        f'<app:T gml:id="t{nr}"><app:g>{tre}</app:g></app:T>' for nr, tre in enumerate(traer)
    ]
    innhold = _samling(*objekter)
    try:
        lest = les_gml(innhold, typenavn, felt)
    except ArealsilFeil:
        return
    assert lest.attrs["mottatt"] >= len(lest)
    assert np.isfinite(shapely.get_coordinates(lest.geometry.dropna())).all()
    assert len(gml_typer(innhold, "x")) <= lest.attrs["mottatt"] + 5


def test_atheris_finner_ingenting_paa_kort_tid(tmp_path):
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris finnes ikke for denne maskinen eller denne Python-versjonen")
    svar = subprocess.run(
        [sys.executable, str(FUZZ), "-runs=300", f"-artifact_prefix={tmp_path}/"],
        capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr[-2000:]
