"""Features recognised by their shape: always what the parser would have read, and really used."""

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.feil import ArealsilFeil
from gis.kilder import gmlstrom
from gis.kilder.gml import les_gml
from gis.kilder.gmlmal import Maler

HODE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection '
    'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:app="http://x/1" xmlns:xlink="http://www.w3.org/1999/xlink">'
)
HALE = "\n</wfs:FeatureCollection>"
UTM = "urn:ogc:def:crs:EPSG::25833"
RING = "300000 6900000 300010.5 6900000 300010.5 6900010 300000 6900000"
HULL = "300004 6900001 300004 6900002 300005 6900002 300004 6900001"


def _flate(ringer, dim="2"):
    deler = [
        f"<gml:{navn}><gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:{navn}>"
        for navn, ring in zip(("exterior", *["interior"] * len(ringer)), ringer, strict=False)
    ]
    return f'<gml:Polygon srsName="{UTM}" srsDimension="{dim}">{"".join(deler)}</gml:Polygon>'


def _objekt(nr, navn="Ås", geometri="", ekstra=""):
    return (
        f'\n<wfs:member><app:T gml:id="t.{nr}"><app:navn>{navn}</app:navn><app:nr>{nr}</app:nr>'
        f"<app:g>{geometri or _flate([RING])}</app:g>{ekstra}</app:T></wfs:member>"
    )


def _les(innhold, monkeypatch, maler):
    with monkeypatch.context() as m:
        treff = []
        kjenn = Maler.kjenn

        def talt(self, *argumenter):
            ett = kjenn(self, *argumenter)
            treff.append(ett is not None)
            return ett

        m.setattr(Maler, "kjenn", talt)
        if not maler:
            m.setattr(gmlstrom, "finn_ramme", lambda _: None)
        try:
            return les_gml(innhold, "app:T"), sum(treff)
        except ArealsilFeil as err:
            return type(err), sum(treff)


def _wkb(form):
    return None if form is None else shapely.to_wkb(form)


def _like(innhold, monkeypatch) -> int:
    """Both ways read alike; returns how many features were recognised."""
    ny, antall = _les(innhold, monkeypatch, maler=True)
    gammel, ingen = _les(innhold, monkeypatch, maler=False)
    assert ingen == 0
    if isinstance(gammel, type):
        assert ny is gammel
        return antall
    assert isinstance(ny, pd.DataFrame)
    assert list(ny.columns) == list(gammel.columns)
    assert ny.drop(columns="geometry").equals(gammel.drop(columns="geometry"))
    assert [*map(_wkb, ny.geometry)] == [*map(_wkb, gammel.geometry)]
    assert ny.attrs == gammel.attrs
    assert ny.crs == gammel.crs
    return antall


LIKE = st.builds(_objekt, st.integers(0, 999))
IDER = st.sampled_from(
    ["7\n8", "7\t8", " 7 ", "7\xa0", "7\u2028", "å", "7>8", "7'8", "7&#10;8", ""]
)
NAVN = st.sampled_from(
    ["Ås", "a &amp; b", "&#65;", "", "  ", " x ", "a>b", "]]>", "<b/>", "<!-- c -->d", "\r\n",
     "<![CDATA[x]]>", "\x85", "\ufffd", "\uffff", "\x01", "[[1]]", "<app:T/>", "北", "\x7f"]
)  # fmt: skip
ANDRE = st.one_of(
    st.builds(_objekt, st.integers(0, 99), NAVN),
    st.builds(_objekt, IDER),
    st.builds(
        _objekt, st.integers(0, 99), st.just("x"),
        st.sampled_from([
            _flate([RING, HULL]), _flate([RING], "3"), _flate(["0 0 1 1"]), _flate([f"{RING} 1"]),
            _flate([RING.replace("300010.5", "nan", 1)]), _flate(["a b"]), _flate([" "]),
            f'<gml:Point srsName="{UTM}"><gml:pos>1 2</gml:pos></gml:Point>',
            f'<gml:MultiSurface srsName="{UTM}"><gml:surfaceMember>{_flate([RING])}'
            "</gml:surfaceMember></gml:MultiSurface>", "<gml:Null/>",
        ]),
        st.sampled_from(["", "<app:navn>to</app:navn>", '<app:p xlink:href="#a"/>', "<app:i><app:I>"
                         "<app:l>7</app:l></app:I></app:i>", "<app:tom/>"]),
    ),
    st.sampled_from([
        "\n<!-- <wfs:member> -->", "<!-- </wfs:member> -->", "<?pi </wfs:member>?>",
        "<wfs:member><wfs:FeatureCollection>" + _objekt(1) + _objekt(2) + "</wfs:FeatureCollection>"
        "</wfs:member>", "<wfs:member/>", "<wfs:member><app:U/></wfs:member>",
        "<!--" + _objekt(3) + "-->", "</wfs:member>", "<wfs:additionalObjects/>",
        _objekt(4).replace("<wfs:member>", '<wfs:member xmlns:app="http://annet">'),
    ]),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(LIKE, LIKE, ANDRE), max_size=14), st.integers(0, 40), st.integers(9, 900))
def test_som_tolken_leser(objekter, kutt, bit):
    """Whatever stands there, wherever it is cut, however it comes in."""
    innhold = (HODE + "".join(objekter) + HALE).encode()
    innhold = innhold[: len(innhold) - kutt] if kutt < 20 else innhold
    with pytest.MonkeyPatch.context() as m:
        m.setattr(gmlstrom, "BIT", bit)
        _like(innhold, m)


def test_de_fleste_kjennes_igjen(monkeypatch):
    """All but the first of each shape; the odd ones go to the parser and stop nothing."""
    objekter = [_objekt(nr) for nr in range(40)]
    objekter[10] = _objekt(10, geometri=_flate([RING, HULL]))
    objekter[20] = _objekt(20, navn="a &amp; b")
    objekter[30] = _objekt(30, geometri=_flate(["0 0 1 1 1 0"]))
    innhold = (HODE + "".join(objekter) + HALE).encode()
    assert _like(innhold, monkeypatch) >= 36
    data, _ = _les(innhold, monkeypatch, maler=True)
    assert data["nr"].tolist() == [str(nr) for nr in range(40) if nr != 30]
    assert data.attrs["tapte"] == ["t.30"]
    assert len(data.geometry[10].interiors) == 1


@pytest.mark.parametrize(
    ("fra", "til"),
    [
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("<wfs:FeatureCollection", "<!-- merknad --><wfs:FeatureCollection"),
        (f' srsName="{UTM}"', ""),
    ],
)
def test_dokumenter_uten_former(fra, til, monkeypatch):
    """Another encoding, something before the root, a CRS that is inherited: the parser has all."""
    konvolutt = (
        f'<gml:boundedBy><gml:Envelope srsName="{UTM}"><gml:lowerCorner>0 0</gml:lowerCorner>'
        "<gml:upperCorner>1 1</gml:upperCorner></gml:Envelope></gml:boundedBy>"
    )
    objekter = "".join(_objekt(nr, "A").replace(fra, til) for nr in range(5))
    innhold = (HODE.replace(fra, til) + konvolutt + objekter + HALE).encode()
    assert _like(innhold, monkeypatch) == 0
