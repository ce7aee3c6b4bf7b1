"""A real MapServer over real WFS: what `hent` and `last` give is what was served."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from shapely import MultiPolygon, Polygon, box

from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_gpkg
from gis.kilder.wfs import Tjeneste, hent_wfs
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.lasting import Oppsett, hent, last

pytestmark = pytest.mark.mapserver
X, Y = 314_000, 6_943_000


@pytest.fixture
def talmodig():
    klient = Klient("arealsil/prove", Grenser(lesing_s=60.0))
    yield klient
    klient.okt.close()


@pytest.fixture
def teiger(tmp_path):
    """130 squares on a line with a hole each, one of two parts, EPSG:25833."""
    flater = [
        Polygon(
            box(X + 100 * i, Y, X + 100 * i + 50, Y + 50).exterior,
            [box(X + 100 * i + 10, Y + 10, X + 100 * i + 20, Y + 20).exterior.coords],
        )
        for i in range(130)
    ]
    flater[7] = MultiPolygon([flater[7], box(X + 760, Y, X + 770, Y + 10)])
    data = gpd.GeoDataFrame(
        {"kommunenummer": ["0502"] * 130, "målemetode": [f"m{i}" for i in range(130)]},
        geometry=flater,
        crs=25833,
    )
    skriv_gpkg(tmp_path / "teig.gpkg", {"Teig": data}, "2026-01-01")
    return tmp_path / "teig.gpkg", data


@pytest.mark.parametrize("valg", [(), ("--maks", "20")], ids=["alt", "tak på 20"])
@pytest.mark.parametrize("epsg", [25833, 25832, 4258])
def test_hentet_er_likt_det_som_tjenes(mapserver, talmodig, teiger, boks, valg, epsg):
    sti, fasit = teiger
    url = mapserver(sti, *valg)
    svar = hent_wfs(Kanal(talmodig), Tjeneste(url=url, typenavn="app:Teig", epsg=epsg), boks)
    data = svar.data.to_crs(25833).set_index("målemetode").loc[fasit["målemetode"]]
    assert len(svar.data) == 130
    assert data["kommunenummer"].tolist() == ["0502"] * 130  # the zero in front is kept
    avvik = data.geometry.reset_index(drop=True).symmetric_difference(fasit.geometry)
    # MapServer writes degrees with six decimals, up to 6 cm off along 280 m of edge
    assert avvik.area.max() < {25833: 1e-6, 25832: 0.01, 4258: 0.06 * 280}[epsg]


def test_eldre_versjon(mapserver, talmodig, teiger, boks):
    """WFS 1.1.0 with GML 3.1.1."""
    sti, fasit = teiger
    tjeneste = Tjeneste(url=mapserver(sti), typenavn="app:Teig", versjon="1.1.0")
    svar = hent_wfs(Kanal(talmodig), tjeneste, boks)
    assert (len(svar.data), svar.ventet) == (130, 130)
    assert svar.data.area.sum() == pytest.approx(fasit.area.sum())


@pytest.mark.parametrize("versjon", ["2.0.0", "1.1.0"])
@pytest.mark.parametrize("epsg", [25833, 25832, 4258, 4326])
def test_aksene_i_hver_versjon(mapserver, talmodig, teiger, boks, versjon, epsg):
    """Box and answer, east first or north first as each version and CRS has it."""
    sti, fasit = teiger
    tjeneste = Tjeneste(url=mapserver(sti), typenavn="app:Teig", versjon=versjon, epsg=epsg)
    svar = hent_wfs(Kanal(talmodig), tjeneste, boks)
    assert (len(svar.data), svar.ventet) == (130, 130)
    hjemme = svar.data.to_crs(25833)
    np.testing.assert_allclose(hjemme.total_bounds, fasit.total_bounds, atol=0.2)


@pytest.mark.parametrize("versjon", ["2.0.0", "1.1.0"])
def test_filter_paa_kommunenummer_og_boks(mapserver, talmodig, teiger, versjon):
    sti, _ = teiger
    data = pyogrio.read_dataframe(sti)
    data.loc[data.index % 2 == 0, "kommunenummer"] = "5025"
    skriv_gpkg(sti, {"Teig": data}, "2026-01-01")
    boks = Utsnitt(X - 10, Y, X + 555, Y + 10, 25833)
    kanal, url = Kanal(talmodig), mapserver(sti)
    likhet = ("kommunenummer", "5025")
    tjeneste = Tjeneste(url=url, typenavn="Teig", versjon=versjon, likhet=likhet)
    svar = hent_wfs(kanal, tjeneste, boks)
    assert sorted(svar.data["målemetode"]) == ["m0", "m2", "m4"]
    assert not any("alt i rammen" in merknad for merknad in svar.merknader)
    # a field that the server does not have: everything in the box, and it is said
    feil = replace(tjeneste, likhet=("kommunenr", "5025"))
    svar = hent_wfs(kanal, feil, boks)
    assert len(svar.data) == 6
    assert any("alt i rammen er hentet i stedet" in merknad for merknad in svar.merknader)


def test_bare_det_som_moter_boksen(mapserver, talmodig, teiger):
    sti, _ = teiger
    boks = Utsnitt(X - 10, Y, X + 255, Y + 10, 25833)
    svar = hent_wfs(Kanal(talmodig), Tjeneste(url=mapserver(sti), typenavn="Teig"), boks)
    assert sorted(svar.data["målemetode"]) == ["m0", "m1", "m2"]


@pytest.mark.ekte
def test_kommunene_hele_veien(mapserver, talmodig, ekte, tmp_path):
    """The true municipality layer: WFS → store → check, compared with the file."""
    gpkg = ekte / "ekte/n1000_roros.gpkg"
    valg = LagValg(
        protokoll="wfs", url=mapserver(gpkg, "Kommune"), typenavn="app:Kommune", epsg=25833,
        kolonner={"navn": "kommunenavn", "kommunenummer": "kommunenummer"},
    )  # fmt: skip
    kommune = Kommune(
        nummer="5025", navn="Røros", lag={KOMMUNEGRENSE.navn: valg},
        boks=Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832),
    )  # fmt: skip
    oppsett = Oppsett(lager=Lager(tmp_path), klient=talmodig, naa="2026-11-24T14:00:00+00:00")
    melding = hent(KOMMUNEGRENSE, kommune, oppsett)
    assert (melding.status, melding.antall) == ("hentet", 9)
    data = last(KOMMUNEGRENSE, kommune, oppsett.lager)
    fasit = pyogrio.read_dataframe(gpkg, layer="Kommune").to_crs(25832)
    egen = data.data.set_index("kommunenummer").loc["5025"]
    riktig = fasit.set_index("kommunenummer").loc["5025"]
    assert egen.geometry.symmetric_difference(riktig.geometry).area < 1.0
    assert egen["navn"] == riktig["kommunenavn"]
    assert (tmp_path / "raa" / data.sha256).is_file()
    igjen = hent(KOMMUNEGRENSE, kommune, replace(oppsett, naa="2026-12-24T14:00:00+00:00"))
    assert igjen.status == "hentet"
    assert last(KOMMUNEGRENSE, kommune, oppsett.lager).hentet == data.hentet  # same data
