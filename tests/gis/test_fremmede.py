"""Services that the catalogue does not name: what they give is what stands there."""

import pytest
import shapely

from gis.kilder.http import Klient
from gis.kilder.kanal import Kanal
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.utsnitt import Utsnitt
from tests.hjelp.falsk import FalskTjener
from tests.hjelp.fremmedewfs import FREMMEDE, RUTER


@pytest.mark.parametrize("fremmed", FREMMEDE, ids=lambda en: en.navn)
def test_wfs_som_ikke_er_navngitt(fremmed):
    """All three squares, where they lie, with their names; half a box gives half of them."""
    tjener = FalskTjener(fremmed)
    klient = Klient("arealsil/prove", sov=lambda _: None, okt=tjener.okt)
    tjeneste = Tjeneste(
        url="http://tjeneste/wfs?map=/x.map", typenavn=fremmed.type, epsg=fremmed.epsg,
        versjon=fremmed.versjon,
    )  # fmt: skip
    for bredde, antall in ((100_000, 3), (5_000, 2)):
        boks = Utsnitt(309_000, 6_930_000, 309_000 + bredde, 6_960_000, fremmed.epsg)
        svar = hent_wfs(Kanal(klient), tjeneste, boks)
        assert svar.mottatt == len(svar.data) == antall
        assert svar.data.crs.to_epsg() == fremmed.epsg
        assert svar.data["navn"].tolist() == [f"nr {nr}" for nr in range(antall)]
        for form, (x, y) in zip(svar.data.geometry, RUTER, strict=False):
            assert shapely.equals(form, shapely.box(x, y, x + 100, y + 100))
    assert all("map=%2Fx.map" in url or "map=/x.map" in url for url in tjener.sporringer)
    tjener.okt.close()
