"""Laws of the conflict map on random layers: point by point, metre by metre, and in sum."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely import box

from analyser.felles.konfliktkart.flater import legg_sammen
from analyser.felles.konfliktkart.interesser import UTVIKLING, VERN, Soner, utvikling, vern
from analyser.felles.partisjon import krev_dekket
from analyser.konflikt import KREVER
from gis.feil import DataFeil
from lag.katalog import KATALOG
from tests.analyser.conftest import GRENSE, X0, Y0
from tests.hjelp.konfliktlag import tilfeldige

SONER = Soner(punkt_m=10.0, linje_m=10.0, groft_m=3.0)


def _overlegg(gitt):
    return legg_sammen(GRENSE, vern(gitt, SONER), utvikling(gitt, SONER, False))


def test_tilfeldige_punkter_faar_samme_lag_som_punkt_i_flate(grunnlag, lag_data):
    gitt = grunnlag(KREVER, *tilfeldige(lag_data, 1).values())
    flater = _overlegg(gitt)
    rng = np.random.default_rng(2)
    punkter = shapely.points(rng.uniform((X0, Y0), (X0 + 2600, Y0 + 2600), (1_000, 2)))
    i_punkt, i_flate = shapely.STRtree(flater.dekke.former).query(punkter, predicate="within")
    assert np.array_equal(i_punkt, np.arange(len(punkter)))
    for parter, inne in ((flater.vern, flater.i_vern), (flater.utvikling, flater.i_utvikling)):
        fra_flater = {(f, p, n) for f, p, n in zip(*(i.tolist() for i in inne), strict=True)}
        for nr, part in enumerate(parter):
            for objekt, form in enumerate(part.former):
                ventet = shapely.within(punkter, form)
                faatt = [(int(f), nr, objekt) in fra_flater for f in i_flate]
                assert np.array_equal(ventet, faatt)


@pytest.mark.parametrize("nytt", ["naturvern", "dyrka_jord", "flyttlei", "boligtomter"])
def test_et_lag_til_senker_aldri_konflikten(grunnlag, lag_data, nytt):
    """Point by point: with the layer no step and no stage is lower than without its features."""
    lagene = tilfeldige(lag_data, 4)
    tomt = replace(lagene[nytt], data=lagene[nytt].data.iloc[:0])
    med = _overlegg(grunnlag(KREVER, *lagene.values()))
    uten = _overlegg(grunnlag(KREVER, *(lagene | {nytt: tomt}).values()))
    rng = np.random.default_rng(5)
    punkter = shapely.points(rng.uniform((X0, Y0), (X0 + 2600, Y0 + 2600), (500, 2)))
    en, to = (
        shapely.STRtree(f.dekke.former).query(punkter, predicate="within")[1] for f in (uten, med)
    )
    assert (med.vernetrinn[to] >= uten.vernetrinn[en]).all()
    assert (med.trinn[to] >= uten.trinn[en]).all()
    hevet = "trinn" if nytt == "boligtomter" else "vernetrinn"
    assert (getattr(med, hevet)[to] > getattr(uten, hevet)[en]).any()


def test_et_raster_paa_en_meter_teller_det_samme(grunnlag, lag_data):
    """Metre by metre in a window of 200 m: the share of each step within the raster's own error."""
    flater = _overlegg(grunnlag(KREVER, *tilfeldige(lag_data, 6).values()))
    x, y = np.meshgrid(np.arange(200) + 0.5, np.arange(200) + 0.5)
    vindu = box(X0 + 900, Y0 + 900, X0 + 1100, Y0 + 1100)
    celler = shapely.points(X0 + 900 + x.ravel(), Y0 + 900 + y.ravel())
    _, flate = shapely.STRtree(flater.dekke.former).query(celler, predicate="intersects")
    deler = shapely.area(shapely.intersection(flater.dekke.former, vindu))
    for trinn in np.unique(flater.vernetrinn):
        eksakt = deler[flater.vernetrinn == trinn].sum()
        assert (flater.vernetrinn[flate] == trinn).sum() == pytest.approx(eksakt, abs=200 * 4)


def test_flatene_lukker_eller_kjoringen_stopper(grunnlag, lag_data):
    flater = _overlegg(grunnlag(KREVER, *tilfeldige(lag_data, 7).values()))
    assert flater.areal_m2.sum() == pytest.approx(GRENSE.area, abs=1.0)
    with pytest.raises(DataFeil, match="går ikke opp"):
        krev_dekket(99.0, 101.5, "Prøven")


def test_samlede_flater_er_flatene(grunnlag, lag_data):
    flater = _overlegg(grunnlag(KREVER, *tilfeldige(lag_data, 8).values()))
    former = flater.dekke.samlet(flater.trinn, 4)
    per_trinn = np.bincount(flater.trinn, flater.areal_m2, 4)
    assert shapely.area(former) == pytest.approx(per_trinn, rel=1e-9)
    assert shapely.is_valid(former).all()


def test_alle_vernelag_er_med():
    """Of development only what takes no ground is left out: vacant premises, and trails."""
    assert set(VERN) == {post for post in KATALOG.values() if post.rolle == "vern"}
    utbygging = {navn for navn, post in KATALOG.items() if post.rolle == "utvikling"}
    assert utbygging - {post.navn for post in UTVIKLING} <= {"ledige_lokaler", "kulturstier"}
