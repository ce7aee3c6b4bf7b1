"""What the store holds, the difference between two fetches, and what a dry run says."""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
from shapely import box
from shapely.affinity import translate

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.http import Klient
from gis.kilder.lager import Forsok, Lager, Opphav, Utveksling
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from lag.henting import Oppsett, hvor_mange
from lag.kildevalg import kilde_for, nokkel_for
from lag.lageroversikt import rader, sammenlign, velg_kopier
from lag.modell import ArcGis, Dekning, IngenTjeneste, Kolonne, Lag, OgcApi, Stil, Wcs, Wfs
from lag.torr import torrtekst

KOMMUNE = Kommune(nummer="5025", navn="Røros", boks=Utsnitt(608e3, 6.91e6, 669e3, 6.97e6, 25832))
POST = Lag(
    navn="myr", tittel="Myr", kilde=OgcApi(url="http://x", samling="myr"), geometri="flate",
    kolonner=(
        Kolonne(navn="lokalid", kilde="id", tittel="ID"),
        Kolonne(navn="navn", kilde="namn", tittel="Navn"),
        Kolonne(navn="tall", kilde="tall", tittel="Tall", type="tall"),
    ),
    eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
    dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"), gyldig_dager=30,
)  # fmt: skip
RUTE = box(620e3, 694e4, 620100, 6940100)
GAMMEL = {"a": ("Sør", 1.0, RUTE), "b": (None, None, RUTE), "c": ("C", 3.0, RUTE)}
NY = {
    "b": (None, None, RUTE), "c": ("D", 4.0, translate(RUTE, 1)), "d": ("Ny", 1.0, RUTE)
}  # fmt: skip


def _ramme(objekter):
    navn, tall, flater = zip(*objekter.values(), strict=True)
    kolonner = {"id": list(objekter), "namn": navn, "tall": tall}
    return gpd.GeoDataFrame(kolonner, geometry=list(flater), crs=25832)


def _lagre(lager, objekter, tid, **egne):
    felt = {
        "nokkel": nokkel_for(POST, KOMMUNE, kilde_for(POST, KOMMUNE)), "kilde": "x", "hentet": tid,
        "sha256": "ab", "mottatt": len(objekter), "raafiler": ("ab",),
    }  # fmt: skip
    opphav = Opphav(**(felt | egne))
    return lager.lagre("myr", opphav, _ramme(objekter), tid)


@pytest.fixture
def lager(tmp_path):
    lager = Lager(tmp_path)
    _lagre(lager, GAMMEL, "2026-10-01T10:00:00+00:00")
    _lagre(lager, NY, "2026-11-01T10:00:00+00:00")
    return lager


def test_forskjellen_mellom_to_hentinger(lager):
    forskjell = sammenlign(POST, KOMMUNE, lager, *velg_kopier(lager, "myr", "", ""))
    assert (forskjell.fra[:10], forskjell.til[:10]) == ("2026-10-01", "2026-11-01")
    assert (forskjell.kom, forskjell.gikk, forskjell.like) == (("d",), ("a",), 1)
    assert forskjell.endret == {"c": ("navn", "tall", "geometri")}
    snudd = sammenlign(POST, KOMMUNE, lager, *velg_kopier(lager, "myr", "2026-11", "2026-10"))
    assert (snudd.kom, snudd.gikk) == (("a",), ("d",))
    samme = velg_kopier(lager, "myr", "2026-11", "2026-11")
    assert sammenlign(POST, KOMMUNE, lager, *samme).like == 3


def test_sammenligning_som_ikke_gaar(lager, tmp_path):
    with pytest.raises(ParameterFeil, match="2026-10-01"):
        velg_kopier(lager, "myr", "2025", "")
    ny = Lager(tmp_path / "ny")
    _lagre(ny, GAMMEL, "2026-10-01T10:00:00+00:00")
    with pytest.raises(ParameterFeil, match="det må to til"):
        velg_kopier(ny, "myr", "", "")
    kopier = velg_kopier(lager, "myr", "", "")
    (tmp_path / "lag" / kopier[0].fil).write_bytes(b"x")
    with pytest.raises(KildeFeil, match="sjekksum"):
        sammenlign(POST, KOMMUNE, lager, *kopier)
    with pytest.raises(KildeFeil, match="raster"):
        sammenlign(replace(POST, geometri="raster"), KOMMUNE, lager, *kopier)


def _rad(lager, dag="2026-11-10", kommune=KOMMUNE):
    (rad,) = rader(lager, {"myr": POST}, kommune, date.fromisoformat(dag))
    return rad


def test_listen(lager, tmp_path):
    assert _rad(lager) == ("myr", "3", "2026-11-01", "9 av 30", "2", "fersk")
    assert _rad(lager, "2026-12-10")[3:] == ("39 av 30", "2", "gammel")
    taalmodig = replace(KOMMUNE, lag={"myr": LagValg(gyldig_dager=40)})
    assert _rad(lager, "2026-12-10", taalmodig)[3:] == ("39 av 40", "2", "fersk")
    annen = replace(KOMMUNE, boks=KOMMUNE.boks.utvidet(1))
    assert _rad(lager, kommune=annen)[-1] == "annen kilde eller annet område"
    nede = Forsok(tid="2026-11-09T10:00:00+00:00", nokkel="n", status="feilet", feil="nede")
    lager.noter("myr", nede)
    assert _rad(lager)[-1] == "siste forsøk feilet 2026-11-09"
    (tmp_path / "kopi" / "myr.json").write_text("{}")
    assert _rad(lager)[-1].startswith("skadet")


def test_en_bekreftet_kopi_er_ikke_gammel(lager):
    """The source said on 1 December that nothing had changed."""
    _lagre(lager, NY, "2026-12-01T10:00:00+00:00")
    assert _rad(lager, "2026-12-10") == ("myr", "3", "2026-11-01", "9 av 30", "2", "fersk")


def test_en_fil_er_saa_gammel_som_seg_selv_hvor_ofte_den_enn_leses(tmp_path):
    lager, hentet = Lager(tmp_path), "2026-10-01T10:00:00+00:00"
    for tid in (hentet, "2026-12-01T10:00:00+00:00"):
        _lagre(lager, NY, tid, raafiler=(), hentet=hentet)
    assert lager.forsok("myr").status == "uendret"
    assert _rad(lager, "2026-12-10")[3:] == ("70 av 30", "1", "gammel")


@pytest.mark.parametrize(
    ("kilde", "venter"),
    [
        (
            Wfs(url="http://w", typenavn="app:Teig", geometrifelt="", kommunefelt="knr"),
            "http://w/?service=WFS&version=2.0.0&request=GetFeature&typeNames=app%3ATeig",
        ),
        (OgcApi(url="http://o/", samling="s"), "GET http://o/collections/s/items?f=json"),
        (OgcApi(url="http://o/", samling="s", innlogging=True), "med navn og passord"),
        (ArcGis(url="http://a", lagnummer=4), "GET http://a/4/query?where=1%3D1"),
        (Wcs(url="http://c", dekning="d"), "GET http://c"),
        (IngenTjeneste(grunn="Be eieren."), "spørres ikke: Be eieren."),
    ],
)
def test_torr(lager, kilde, venter):
    oppsett = Oppsett(lager=lager, klient=Klient("x"), naa="2026-11-10T10:00:00+00:00")
    linjer = torrtekst(replace(POST, kilde=kilde), KOMMUNE, oppsett)
    oppsett.klient.okt.close()
    assert linjer[0].startswith("myr: ")
    assert any(venter in linje for linje in linjer), linjer
    assert linjer[-1] == "  i lageret fra en annen kilde eller for et annet område"


def test_torr_sier_hva_lageret_har(tmp_path):
    lager = Lager(tmp_path)
    oppsett = Oppsett(lager=lager, klient=Klient("x"), naa="2026-11-10T10:00:00+00:00")
    oppsett.klient.okt.close()
    assert torrtekst(POST, KOMMUNE, oppsett)[-1] == "  ikke i lageret"
    svar = Utveksling(url="http://x", sha256="ab", bytes=1, hoder={"ETag": "1"})
    _lagre(lager, NY, "2026-11-01T10:00:00+00:00", svarene=(svar,))
    siste = torrtekst(POST, KOMMUNE, oppsett)[-1]
    assert siste == "  i lageret: 3 objekter, 9 dager gammel; spørres bare om det er endret"
    assert hvor_mange(replace(POST, geometri="raster"), lager.kopi("myr").opphav) == "3 ruter"
    fil = replace(KOMMUNE, lag={"myr": LagValg(protokoll="fil", sti="borte.gpkg")}, mappe=tmp_path)
    assert "finnes ikke ennå" in torrtekst(POST, fil, oppsett)[1]
