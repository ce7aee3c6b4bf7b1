"""The folium map, and what is read back from it."""

from dataclasses import replace

import folium
import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from gis.feil import CrsFeil, ParameterFeil
from kart.nettkart import Kartgruppe, bygg, les_av
from kart.publisering import tegn_side
from kart.sideskript import FLISVERT
from kart.stil import fra_leaflet, til_leaflet
from kart.tegnegeometri import (
    DESIMALER,
    SOKEDESIMALER,
    deltakodet,
    forenkle,
    sammenhengende,
)
from lag.bakgrunn import FLISER
from lag.katalog import KATALOG
from lag.modell import Stil


@pytest.fixture
def resultat(leketoyresultater):
    return leketoyresultater[0]


@pytest.fixture
def kartet(resultat, leketoykommune, leketoygrense, leketoykjoring):
    return bygg(resultat, leketoykommune, leketoygrense, leketoykjoring)


def _grupper(kartet: folium.Map) -> dict[str, Kartgruppe]:
    return {b.navn: b for b in kartet._children.values() if isinstance(b, Kartgruppe)}


def _fjern(forelder: folium.Map | Kartgruppe, barn) -> None:
    forelder._children.pop(barn.get_name())


def test_kartet_er_et_foliumkart_med_alle_lag(kartet, resultat):
    assert isinstance(kartet, folium.Map)
    assert list(_grupper(kartet)) == [
        "innsjoer", "veger", "stedsnavn", "kommunegrense", *(p.navn for p in resultat.kartlag)
    ]  # fmt: skip
    fliser = les_av(kartet).fliser
    assert [f.url.split("/")[6] for f in fliser] == [navn for navn, _ in FLISER]
    assert all(f.url.startswith(f"{FLISVERT}/") for f in fliser)
    assert {f.navngivelse for f in fliser} == {"© Kartverket"}


def test_det_avleste_er_det_som_ble_bygget(kartet, resultat):
    for post, lest in zip(resultat.kartlag, les_av(kartet).temaer, strict=True):
        assert (lest.navn, lest.tittel, lest.synlig) == (post.navn, post.tittel, post.synlig)
        assert [k.tittel for k in lest.klasser] == [k.tittel for k in post.klasser]
        assert [k.stil.skravur for k in lest.klasser] == [k.stil.skravur for k in post.klasser]
        assert sum(len(k.objekter) for k in lest.klasser) == len(post.data)


def test_klassene_teller_objektene(kartet):
    felt = next(s for s in les_av(kartet).temaer if s.navn == "felt")
    assert [len(k.objekter) for k in felt.klasser] == [8, 7, 0]
    assert felt.kolonner == ("Navn", "Svar", "Areal (daa)")
    assert felt.klasser[0].objekter[0]["properties"]["verdier"] == ["Felt 0 ", "treff", "160,0"]
    assert felt.kilde == "Innspill (Kommunen, hentet 1.1.2026, NLOD 2.0)"


def test_grader_med_faa_desimaler(kartet):
    for sidelag in les_av(kartet).sidelag:
        for objekt in (o for k in sidelag.klasser for o in k.objekter):
            xy = shapely.get_coordinates(shapely.geometry.shape(objekt["geometry"]))
            assert ((xy[:, 0] > 10) & (xy[:, 0] < 13)).all()
            assert ((xy[:, 1] > 62) & (xy[:, 1] < 63)).all()
            assert np.array_equal(np.round(xy, DESIMALER), xy)


def test_det_som_fjernes_fra_kartet_blir_borte(kartet):
    _fjern(kartet, _grupper(kartet)["leier"])
    felt = _grupper(kartet)["felt"]
    _fjern(felt, next(iter(felt._children.values())))
    for fliser in [b for b in kartet._children.values() if isinstance(b, folium.TileLayer)]:
        _fjern(kartet, fliser)
    lest = les_av(kartet)
    assert [s.navn for s in lest.temaer] == ["vern", "felt", "adresser"]
    assert [k.tittel for k in lest.temaer[1].klasser] == ["Ikke kartlagt", "Ikke kjent"]
    assert lest.fliser == ()


def test_det_som_legges_til_kommer_med(kartet):
    folium.GeoJson(
        {"type": "Point", "coordinates": [11.4, 62.6]},
        name="Mitt sted",
        style_function=lambda _: {"color": "#ff0000", "weight": 2},
    ).add_to(kartet)
    eget = les_av(kartet).temaer[-1]
    assert eget.tittel == "Mitt sted"
    assert eget.klasser[0].slag == "punkt"
    assert eget.klasser[0].stil.farge == "#ff0000"


def test_det_siden_ikke_kan_tegne_stopper(kartet):
    folium.Marker((62.6, 11.4)).add_to(kartet)
    with pytest.raises(ParameterFeil, match="Marker"):
        les_av(kartet)


def test_uten_utsnitt_stopper():
    with pytest.raises(ParameterFeil, match="fit_bounds"):
        les_av(folium.Map(location=(62.6, 11.4), tiles=None))


def test_ukjent_klasse_vises(resultat, leketoykommune, leketoygrense, leketoykjoring):
    felt = resultat.kartlag[1]
    data = felt.data.assign(svar=["rart", None, *felt.data["svar"][2:]])
    endret = replace(resultat, kartlag=(replace(felt, data=data),))
    kartet = bygg(endret, leketoykommune, leketoygrense, leketoykjoring)
    uten = les_av(kartet).temaer[0].klasser[-1]
    assert (uten.tittel, len(uten.objekter)) == ("Uten klasse", 2)


def test_feil_plan_stopper(resultat, leketoykommune, leketoygrense, leketoykjoring):
    felt = resultat.kartlag[1]
    endret = replace(resultat, kartlag=(replace(felt, data=felt.data.to_crs(25833)),))
    with pytest.raises(CrsFeil, match="Felt"):
        bygg(endret, leketoykommune, leketoygrense, leketoykjoring)


def test_tomme_lag_og_objekter_uten_form(resultat, leketoykommune, leketoygrense, leketoykjoring):
    tomt = replace(resultat.kartlag[2], data=resultat.kartlag[2].data.iloc[:0])
    data = resultat.kartlag[3].data.copy()
    data.loc[[0, 1], data.geometry.name] = [None, Point()]
    endret = replace(resultat, kartlag=(tomt, replace(resultat.kartlag[3], data=data)))
    lest = les_av(bygg(endret, leketoykommune, leketoygrense, leketoykjoring)).temaer
    assert [len(s.klasser[0].objekter) for s in lest] == [0, 2]


@given(
    st.builds(
        Stil,
        farge=st.just("#123456"),
        kant=st.just("#654321"),
        skravur=st.sampled_from(["", "45", "315", "rutenett", "prikker", "vannrett"]),
        tykkelse_px=st.floats(0.5, 5),
        dekkevne=st.floats(0, 1),
        strek=st.sampled_from(["", "8 4"]),
    )
)
def test_stilen_kommer_helskinnet_gjennom_folium(stil):
    assert fra_leaflet(til_leaflet(stil, "flate")) == stil
    assert fra_leaflet(til_leaflet(stil, "linje")).farge == stil.farge


def test_lag_som_bare_er_bilde_blir_kartbilde(
    resultat, leketoykommune, leketoygrense, leketoykjoring
):
    kilde = replace(resultat.kilder[0], lag="arealressurs")
    endret = replace(resultat, kilder=(kilde,))
    lest = les_av(bygg(endret, leketoykommune, leketoygrense, leketoykjoring))
    (bilde,) = lest.kartbilder
    assert (bilde.url, bilde.lag) == (KATALOG["arealressurs"].kilde.url, "Arealtype")
    assert bilde.navngivelse == KATALOG["arealressurs"].navngivelse
    felles = (leketoykommune, leketoygrense, leketoykjoring)
    med, uten = (tegn_side(r, bygg(r, *felles), *felles) for r in (endret, resultat))
    assert "hentes fra eieren når du slår dem på" in med  # the foot tells what a page asks for
    assert "hentes fra eieren når du slår dem på" not in uten


@given(st.lists(st.tuples(st.floats(4, 32), st.floats(57, 72)), min_size=1, max_size=40))
def test_stegene_legges_sammen_til_punktene(punkter):
    steg = np.array(deltakodet(punkter)).reshape(-1, 2)
    assert np.cumsum(steg, axis=0) / 10**SOKEDESIMALER == pytest.approx(
        np.array(punkter), abs=0.51 * 10**-SOKEDESIMALER
    )


def test_linjer_som_motes_to_og_to_blir_en_og_ingenting_flyttes():
    def linje(*xy):
        return shapely.LineString(xy)

    former = gpd.GeoSeries(
        [linje((0, 0), (1, 0)), linje((1, 0), (2, 1)), linje((2, 1), (3, 1)), linje((2, 1), (2, 5))]
    )
    ut = sammenhengende(former)
    assert len(ut) == 3
    assert shapely.equals(ut.union_all().normalize(), former.union_all().normalize())
    assert ut.length.sum() == pytest.approx(former.length.sum())
    punkter = gpd.GeoSeries([shapely.Point(0, 0)])
    assert sammenhengende(punkter) is punkter


@given(st.lists(st.floats(-3, 3), min_size=8, max_size=60), st.floats(0.5, 4))
def test_forenkling_flytter_ingenting_lenger_enn_lovet(utslag, toleranse_m):
    xy = [(10.0 * i, y) for i, y in enumerate(utslag)]
    kant = 10.0 * (len(utslag) - 1)
    former = gpd.GeoSeries(
        [
            shapely.Polygon([*xy, (kant, 50), (0, 50)]),
            shapely.Polygon([*xy, (kant, -50), (0, -50)]),
        ],
        crs=25832,
    )
    enklere = forenkle(former, toleranse_m)
    assert (shapely.hausdorff_distance(former.values, enklere.values) <= toleranse_m + 1e-9).all()
    glipe = box(0, -50, kant, 50).difference(enklere.union_all()).area
    assert glipe == pytest.approx(0, abs=1e-6)
    assert enklere[0].intersection(enklere[1]).area == pytest.approx(0, abs=1e-6)


def test_blandede_former_deles_i_flater_linjer_og_punkter(
    resultat, leketoykommune, leketoygrense, leketoykjoring
):
    lei = resultat.kartlag[2]
    form = lei.data.geometry.iloc[0]
    start = Point(form.coords[0])
    blandet = shapely.GeometryCollection([start.buffer(100), form, start])
    endret = replace(resultat, kartlag=(replace(lei, data=lei.data.set_geometry([blandet])),))
    (lest,) = les_av(bygg(endret, leketoykommune, leketoygrense, leketoykjoring)).temaer
    assert [(k.slag, k.tittel) for k in lest.klasser] == [
        ("flate", "Lei (flater)"), ("linje", "Lei (linjer)"), ("punkt", "Lei (punkter)")
    ]  # fmt: skip
    assert {o["properties"]["id"] for k in lest.klasser for o in k.objekter} == {"l1"}


def test_forenkling_lar_ingenting_forsvinne():
    former = gpd.GeoSeries([box(0, 0, 1, 1), LineString([(0, 0), (1, 0)])], crs=25832)
    assert not forenkle(former, 100).is_empty.any()
