"""Many layers at once: services side by side, a stop that is quick, and going on after it."""

import threading
import time
from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import box

from gis.feil import CrsFeil, KildeFeil
from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_gpkg
from gis.kommune import Kommune, LagValg
from gis.utsnitt import Utsnitt
from lag.hentekjoring import hent_lagene, sluttord, velg_poster
from lag.lasting import Oppsett, last
from lag.modell import Dekning, IngenTjeneste, Kolonne, Lag, OgcApi, Stil
from tests.hjelp.falsk import FalskTjener, ogcapi_svar

NAA = "2026-11-24T14:00:00+00:00"


def _post(navn, kilde):
    return Lag(
        navn=navn, tittel=navn, kilde=kilde, geometri="flate",
        kolonner=(Kolonne(navn="lokalid", kilde="lokalid", tittel="ID"),),
        eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
        dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"), gyldig_dager=30,
    )  # fmt: skip


class Tilskuer:
    def __init__(self):
        self.hendelser: list[tuple[object, ...]] = []
        self.i_gang = threading.Event()

    def begynt(self, navn):
        self.hendelser.append(("begynt", navn))
        self.i_gang.set()

    def bytes_(self, navn, antall):
        self.hendelser.append(("bytes", navn, antall))

    def objekter(self, navn, antall):
        self.hendelser.append(("objekter", navn, antall))

    def ferdig(self, melding):
        self.hendelser.append(("ferdig", melding.lag))


@pytest.fixture
def kommune(tmp_path):
    skriv_gpkg(
        tmp_path / "fil.gpkg",
        {"fil": gpd.GeoDataFrame({"lokalid": ["f"]}, geometry=[box(620e3, 694e4, 621e3, 6941e3)],
                                 crs=25832)},
        "2026-01-01",
    )  # fmt: skip
    return Kommune(
        nummer="5025", navn="Røros", mappe=tmp_path,
        boks=Utsnitt(608e3, 6.91e6, 669e3, 6.97e6, 25832),
        lag={"fil": LagValg(protokoll="fil", sti="fil.gpkg")},
    )  # fmt: skip


FIL = _post("fil", IngenTjeneste(grunn="x"))
API = [_post(f"lag{nr}", OgcApi(url="http://vert/api", samling=f"s{nr}")) for nr in range(6)]


@pytest.fixture
def tjener():
    en = FalskTjener(ogcapi_svar(antall=3))
    yield en
    en.okt.close()


@pytest.fixture
def oppsett(tmp_path, tjener):
    klient = Klient("x", Grenser(forsok=1, per_vert=4), okt=tjener.okt)
    return Oppsett(lager=Lager(tmp_path / "lager"), klient=klient, naa=NAA)


def test_alt_hentes_og_meldes_i_rekkefolge(kommune, oppsett, tjener):
    tilskuer = Tilskuer()
    poster = [API[0], FIL, *API[1:]]
    meldinger = hent_lagene(poster, kommune, oppsett, tilskuer)
    assert [m.lag for m in meldinger] == [post.navn for post in poster]
    assert {m.status for m in meldinger} == {"hentet"}
    assert sum(h[0] == "ferdig" for h in tilskuer.hendelser) == len(poster)
    assert sum(h[2] for h in tilskuer.hendelser if h[0] == "objekter") == 3 * len(API)
    assert sum(h[2] for h in tilskuer.hendelser if h[0] == "bytes") == tjener.sendt
    assert not oppsett.lager.paabegynt()
    assert sluttord(meldinger) == "Ferdig. Alle lag er hentet."
    assert all(last(post, kommune, oppsett.lager).kjent for post in poster)


def test_en_tjeneste_som_feiler_stopper_ikke_de_andre(kommune, oppsett, tjener):
    god = tjener.svar
    tjener.svar = lambda url, hoder: (404, {}, b"") if "/s3" in url else god(url, hoder)
    meldinger = hent_lagene(API, kommune, oppsett, Tilskuer())
    assert [m.lag for m in meldinger if m.status != "hentet"] == ["lag3"]
    assert sluttord(meldinger) == "Ferdig. 1 lag er ikke kjent."
    tjener.svar = lambda *_: (404, {}, b"")
    meldinger = hent_lagene(API, kommune, oppsett, Tilskuer())
    assert sluttord(meldinger) == (
        "Ferdig. 1 lag er ikke kjent; 5 lag bruker kopien fra før, fordi hentingen feilet."
    )


def test_egen_fil_som_feiler_stopper(kommune, oppsett, tmp_path):
    (tmp_path / "fil.gpkg").write_bytes(b"tull")
    with pytest.raises(KildeFeil, match=r"fil\.gpkg"):
        hent_lagene([FIL], kommune, oppsett, Tilskuer())
    assert oppsett.lager.paabegynt() == NAA


def test_feil_sone_stopper_alle(kommune, oppsett, tjener):
    tjener.svar = ogcapi_svar(antall=3, sted=(0.1, 0.1))
    with pytest.raises(CrsFeil, match="«lag"):
        hent_lagene(API, kommune, oppsett, Tilskuer())
    assert oppsett.klient.vakter.avbrutt.is_set()


def test_avbrudd_er_raskt_og_fortsettes(kommune, oppsett, tjener):
    """Ctrl-C while the servers are silent: no waiting for them, and only the rest is asked."""
    hent_lagene(API[:2], kommune, oppsett, Tilskuer())
    oppsett = replace(oppsett, naa="2026-11-24T15:00:00+00:00")
    god, slipp = tjener.svar, threading.Event()

    def treg(url, hoder):
        if "/s0" not in url:
            oppsett.klient.vakter.avbrutt.wait(5)
            slipp.wait(0.05)
        return god(url, hoder)

    tjener.svar = treg
    tilskuer = Tilskuer()

    class Avbryter(Tilskuer):
        def ferdig(self, melding):
            tilskuer.ferdig(melding)
            raise KeyboardInterrupt

    startet = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        hent_lagene(API, kommune, oppsett, Avbryter())
    assert time.monotonic() - startet < 3
    assert tilskuer.hendelser == [("ferdig", "lag0")]
    assert oppsett.lager.paabegynt() == oppsett.naa
    tjener.svar = god
    ny = replace(oppsett, klient=Klient("x", okt=tjener.okt), naa="2026-11-24T16:00:00+00:00")
    resten = velg_poster(API, kommune, ny, "resten")
    assert [post.navn for post in resten] == [f"lag{nr}" for nr in range(1, 6)]
    assert len(hent_lagene(API, kommune, ny, Tilskuer(), "resten")) == 5
    assert not ny.lager.paabegynt()


def test_bare_det_som_er_foreldet(kommune, oppsett, tjener):
    hent_lagene(API[:2], kommune, oppsett, Tilskuer())
    maaneden_etter = replace(oppsett, naa="2026-12-30T14:00:00+00:00")
    assert velg_poster(API[:3], kommune, oppsett, "foreldet") == [API[2]]
    assert velg_poster(API[:3], kommune, maaneden_etter, "foreldet") == API[:3]
    hent_lagene(API[:1], kommune, maaneden_etter, Tilskuer())  # unchanged, but asked again
    assert velg_poster(API[:3], kommune, maaneden_etter, "foreldet") == API[1:3]
    egne = {"lag0": LagValg(protokoll="ogcapi", url="http://annen/api", typenavn="s0")}
    assert velg_poster(API[:1], replace(kommune, lag=egne), maaneden_etter, "foreldet") == API[:1]


def test_frakoblet_spor_ingen(kommune, oppsett, tjener):
    hent_lagene(API[:1], kommune, oppsett, Tilskuer())
    forut = len(tjener.sporringer)
    meldinger = hent_lagene(API[:2], kommune, replace(oppsett, frakoblet=True), Tilskuer())
    assert [m.status for m in meldinger] == ["hentet", "ikke_kjent"]
    assert len(tjener.sporringer) == forut
    assert last(API[0], kommune, oppsett.lager).kjent


def test_passordet_staar_ingen_steder(kommune, oppsett, tjener, tmp_path):
    """Name and password go in the question and nowhere else: not in the store, not in a message."""
    sett: list[str] = []
    god = tjener.svar

    def svar(url, hoder):
        sett.append(hoder.get("Authorization", ""))
        return god(url, hoder)

    tjener.svar = svar
    miljo = {"AREALSIL_BRUKERNAVN": "kari", "AREALSIL_PASSORD": "Hemmelig9"}
    post = _post("plan", OgcApi(url="https://vert/api", samling="s0", innlogging=True))
    with_login = replace(oppsett, miljo=miljo)
    (melding,) = hent_lagene([post], kommune, with_login, Tilskuer())
    assert melding.status == "hentet"
    assert all(hode.startswith("Basic ") for hode in sett)
    for hemmelig in ("Hemmelig9", sett[0].removeprefix("Basic ")):
        assert hemmelig not in melding.tekst + repr(with_login)
        for fil in (tmp_path / "lager").rglob("*"):
            assert not fil.is_file() or hemmelig.encode() not in fil.read_bytes(), fil


def test_en_fil_uten_noen_av_lagets_kolonner_sies_fra_om(kommune, oppsett):
    beskrevet = replace(
        FIL,
        kolonner=(
            *FIL.kolonner,
            Kolonne(navn="navn", kilde="distriktnavn", tittel="Navn"),
            Kolonne(navn="kode", kilde="distriktkode", tittel="Kode"),
        ),
    )
    (melding,) = hent_lagene([beskrevet], kommune, oppsett, Tilskuer())
    assert "OBS: Kilden har ingen av kolonnene" in melding.tekst
    assert "(distriktnavn, distriktkode)" in melding.tekst and "[lag.fil.kolonner]" in melding.tekst
    assert any("rett fil og lag" in m for m in last(beskrevet, kommune, oppsett.lager).merknader)
    (melding,) = hent_lagene([FIL], kommune, oppsett, Tilskuer())
    assert "OBS" not in melding.tekst
