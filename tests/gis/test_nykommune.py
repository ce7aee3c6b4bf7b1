"""A new municipality: three UTM zones over a real MapServer, and what its file then says."""

import json
import re
import tomllib

import geopandas as gpd
import pytest
import requests
import shapely
from click.testing import CliRunner
from pyproj import Transformer
from shapely.geometry import box

import arealsil
from analyser.felles.oppsett import kontrollert_kommune
from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.http import Grenser, Klient
from gis.kilder.kanal import Kanal
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_gpkg
from gis.kommune import tolk_kommune
from kart.kommandoer import nykommune as kommando
from lag.katalog import KATALOG
from lag.lasting import Oppsett, hent, last
from lag.nykommune import (
    Grense,
    finn_grense,
    for_haand,
    hent_grense,
    kartplan,
    planens_epsg,
    rammen,
    sammendrag,
    som_toml,
    utm_sone,
)
from lag.sjekk import Prove
from tests.hjelp.falsk import FalskTjener

STEDER = {
    "4601": ("Bergen", 5.3, 60.4, 25832),
    "1804": ("Bodø", 14.6, 67.3, 25833),
    "5601": ("Alta", 23.4, 69.9, 25835),
}
"""Number → name, longitude and latitude of the middle, the plane that is expected."""
DAG = "2026-11-26"


def kommuner(numre=tuple(STEDER)):
    """Squares of 40 km around each place, EPSG:25833."""
    til = Transformer.from_crs(4326, 25833, always_xy=True)
    midt = [til.transform(*STEDER[nr][1:3]) for nr in numre]
    flater = [box(x - 20_000, y - 20_000, x + 20_000, y + 20_000) for x, y in midt]
    navn = [STEDER[nr][0] for nr in numre]
    return gpd.GeoDataFrame({"kommunenummer": numre, "navn": navn}, geometry=flater, crs=25833)


def grense(nummer="1804", **bytt):
    flate = kommuner((nummer,)).geometry[0]
    return Grense(**{"nummer": nummer, "navn": "Bodø", "flate": flate, "epsg": 25833,
                     "kilde": "prøve", **bytt})  # fmt: skip


@pytest.fixture
def talmodig():
    klient = Klient("arealsil/prove", Grenser(lesing_s=60.0))
    yield klient
    klient.okt.close()


@pytest.mark.mapserver
def test_tre_kommuner_i_hver_sin_sone(mapserver, talmodig, tmp_path):
    """From the border to a layer in the store, each in the plane of its own zone."""
    alle = kommuner()
    skriv_gpkg(tmp_path / "k.gpkg", {"Kommune": alle}, "2026-01-01")
    url = mapserver(tmp_path / "k.gpkg", "Kommune=Kommune=område")
    for nummer, (navn, *_, epsg) in STEDER.items():
        funnet = hent_grense(Kanal(talmodig), nummer, url)
        planet = kartplan(funnet, None, None)
        tekst = som_toml(funnet, planet, DAG, {})
        valg = f'[lag.kommunegrense]\nprotokoll = "wfs"\nurl = "{url}"\ntypenavn = "app:Kommune"\n'
        kommune = tolk_kommune(tekst + valg, "kommune.toml", tmp_path)
        assert (kommune.navn, kommune.epsg, kommune.plan) == (navn, epsg, None)
        lager = Lager(tmp_path / nummer)
        oppsett = Oppsett(lager=lager, klient=talmodig, naa=f"{DAG}T12:00:00+00:00")
        assert hent(KATALOG["kommunegrense"], kommune, oppsett).status == "hentet"
        data = last(KATALOG["kommunegrense"], kommune, lager)
        egen = data.data[data.data["kommunenummer"] == nummer]
        fasit = alle[alle["kommunenummer"] == nummer].to_crs(epsg)
        assert egen.geometry.iloc[0].symmetric_difference(fasit.geometry.iloc[0]).area < 1.0
        assert kommune.boks.flate.covers(egen.geometry.iloc[0])
        assert data.dekning.covers(egen.geometry.iloc[0].buffer(-1))


@pytest.mark.mapserver
def test_kommandoen_spor_tjenestene_og_skriver_det_som_mangler(mapserver, tmp_path, monkeypatch):
    skriv_gpkg(tmp_path / "k.gpkg", {"Kommune": kommuner()}, "2026-01-01")
    url = mapserver(tmp_path / "k.gpkg", "Kommune=Kommune=område")

    def svar(adresse, _):
        if "administrative_enheter" in adresse:
            ekte = requests.get(f"{url}?{adresse.partition('?')[2]}", timeout=60)
            return ekte.status_code, {"Content-Type": ekte.headers["Content-Type"]}, ekte.content
        if "planleggingigangsatt" in adresse:
            kropp = {"collections": [{"id": "planomrade"}], "numberMatched": 0, "features": []}
            return 200, {"Content-Type": "application/json"}, json.dumps(kropp).encode()
        if "planleggin" in adresse or "nve" in adresse or "banenettverk" in adresse:
            return 503, {}, b"stengt"
        return 404, {}, b"borte"

    tjener = FalskTjener(svar)
    klient = Klient("x", Grenser(forsok=1), okt=tjener.okt)
    monkeypatch.setattr(kommando, "klient_for", lambda _: klient)
    mappe = tmp_path / "bodo"
    svaret = CliRunner().invoke(
        arealsil.cli, ["ny-kommune", "1804", "--mappe", str(mappe), "--dato", DAG]
    )
    tjener.okt.close()
    assert svaret.exit_code == 0, svaret.output
    tekst = (mappe / "kommune.toml").read_text(encoding="utf-8")
    assert tolk_kommune(tekst, "x", mappe).epsg == 25833
    assert "1 lag har objekter i kommunen." in svaret.stdout
    assert "ingen objekter her: planlegging_igangsatt" in svaret.stdout
    ord_ = {linje[2:] for linje in tekst.splitlines() if linje.startswith("# [lag.")}
    assert {"[lag.fiberdekning]", "[lag.myr]", "[lag.kommuneplan]"} <= ord_
    assert not {"[lag.kommunegrense]", "[lag.planlegging_igangsatt]", "[lag.jernbane]"} & ord_
    assert "svarte ikke: " in svaret.stdout and "jernbane" in svaret.stdout
    fast, blokker = tekst.split("# [lag.", 1)
    aapnet = fast + re.sub(r"(?m)^# (?=\[|\w+ = )", "", f"# [lag.{blokker}")
    aapnet = kontrollert_kommune(aapnet, "x", mappe)
    assert aapnet.lag["myr"].sti == "myr.gpkg"
    assert aapnet.analyse["sentrum"] == {"torg": ["Bergstaden"]}
    igjen = CliRunner().invoke(arealsil.cli, ["ny-kommune", "1804", "--mappe", str(mappe)])
    assert isinstance(igjen.exception, ParameterFeil)
    assert (mappe / "kommune.toml").read_text(encoding="utf-8") == tekst


def test_de_virkelige_grensene(ekte):
    """357 municipalities of the national file, 33 of them invalid as drawn."""
    alle = gpd.read_file(ekte / "ekte" / "kommuner.geojson")
    for nummer, epsg in (("5025", 25832), ("1804", 25833), ("5601", 25835), ("5503", 25833)):
        funnet = finn_grense(alle, nummer, "kommuner.geojson")
        assert funnet.flate.is_valid
        planet = kartplan(funnet, None, None)
        assert planet.epsg == epsg and "uverifisert" in planet.grunn
        hjem = gpd.GeoSeries([funnet.flate], crs=4326).to_crs(epsg).total_bounds
        boks = rammen(funnet, epsg)
        assert boks[0] <= hjem[0] and boks[2] >= hjem[2]
        assert max(abs(a - b) for a, b in zip(boks, hjem, strict=True)) < 50


@pytest.mark.parametrize(
    ("lengde", "bredde", "sone"),
    [(11.9, 62.6, 32), (12.0, 62.6, 33), (5.0, 60.0, 32), (4.9, 65.0, 32), (11.9, 64.5, 32),
     (14.4, 67.3, 33), (20.9, 69.0, 33), (21.1, 69.0, 35), (25.0, 70.0, 35), (30.9, 70.4, 35)],
)  # fmt: skip
def test_sonen(lengde, bredde, sone):
    assert utm_sone(lengde, bredde) == sone


def test_planen_og_brukeren_gaar_foran():
    assert kartplan(grense(), 25832, 25835).epsg == 25832
    assert kartplan(grense(), None, 25832).grunn == "lest av planfilen"
    assert kartplan(grense(), None, 32632).epsg == 25832
    with pytest.raises(ParameterFeil, match="EPSG:4326"):
        kartplan(grense(), None, 4326)
    with pytest.raises(ParameterFeil, match="--epsg: EPSG:99999 finnes ikke"):
        kartplan(grense(), 99999, None)


def test_kartplanet_leses_av_en_plan_med_flere_lag(tmp_path):
    """Layers without features of use are passed over; two planes in one file stop it."""
    her, der = kommuner(("4601",)).to_crs(25832), kommuner(("4601",))
    skriv_gpkg(tmp_path / "a.gpkg", {"RpOmråde": her, "RpFormål": her}, "2026-01-01")
    assert planens_epsg(tmp_path / "a.gpkg") == 25832
    skriv_gpkg(tmp_path / "b.gpkg", {"RpOmråde": her, "RpFormål": der}, "2026-01-01")
    with pytest.raises(ParameterFeil, match=r"EPSG:25832 \(RpOmråde\), EPSG:25833"):
        planens_epsg(tmp_path / "b.gpkg")
    (tmp_path / "c.csv").write_text("navn;areal\na;1\n", encoding="utf-8")
    with pytest.raises(KildeFeil, match="--epsg"):
        planens_epsg(tmp_path / "c.csv")


def test_virkelige_planfiler(ekte):
    assert planens_epsg(ekte / "plan" / "gml.xlink.1-2D-pass.gml") == 25832
    assert planens_epsg(ekte / "sosi" / "1001_Hoyde.sos") == 25832


def test_ukjent_nummer_nevner_fylket():
    with pytest.raises(ParameterFeil, match="I samme fylke finnes: 1804"):
        finn_grense(kommuner(), "1899", "fil")
    with pytest.raises(ParameterFeil, match="gyldig i dag"):
        finn_grense(kommuner(), "9999", "fil")
    with pytest.raises(ParameterFeil, match="kolonne med kommunenummer"):
        finn_grense(kommuner().drop(columns="kommunenummer"), "1804", "fil")


def test_nummer_som_tall_og_flere_deler():
    data = kommuner(("1804",)).assign(kommunenummer=[301.0], navn=[float("nan")])
    assert finn_grense(data, "0301", "fil").nummer == "0301"
    assert finn_grense(data, "0301", "fil").navn == ""
    to = gpd.GeoDataFrame(
        {"kommunenummer": ["0301", "0301"]}, geometry=[box(0, 0, 1, 1), box(2, 0, 3, 1)], crs=25832
    )
    assert finn_grense(to, "0301", "fil").flate.area == pytest.approx(2.0)


def test_fiendtlig_navn_blir_staaende_i_navnet():
    onde = 'Os"\nboks = [0]\n#\x7f\t'
    tekst = som_toml(grense(navn=onde, kilde="fil\nx = 1"), kartplan(grense(), 25833, None), DAG,
                     {"myr": "linje\n[kommune]\r\nx"})  # fmt: skip
    lest = tomllib.loads(tekst)
    assert set(lest) == {"kommune"}
    assert lest["kommune"]["navn"] == onde


def test_for_haand_og_sammendrag():
    felles = {"eier": "E", "protokoll": "WFS", "adresse": "u", "type": "t", "kommune": "k",
              "tid": DAG, "tittel": "T"}  # fmt: skip
    provene = [
        Prove(lag="kommunegrense", svarer=True, typen_finnes=True, treff=3, **felles),
        Prove(lag="jernbane", svarer=True, typen_finnes=True, treff=0, **felles),
        Prove(lag="veger", svarer=True, **felles),
        Prove(lag="teiger", svarer=True, typen_finnes=False, feil="typen er borte", **felles),
        Prove(lag="adresser", svarer=False, feil="svarte ikke", **felles),
        Prove(lag="kommuneplan", svarer=False, feil="krever innlogging", **felles),
    ]
    alle = ("kommunegrense", "jernbane", "veger", "teiger", "adresser", "kommuneplan", "myr")
    mangler = for_haand([KATALOG[navn] for navn in (*alle, "fibernoder")], provene)
    assert list(mangler) == ["teiger", "kommuneplan", "myr", "fibernoder"]
    ord_ = "\n".join(sammendrag(provene, mangler))
    assert "1 lag har objekter" in ord_ and "her: jernbane" in ord_ and "hentet: veger" in ord_
    assert "4 lag må skaffes" in ord_ and "svarte ikke: adresser" in ord_
    assert "ikke spurt" in sammendrag([], {})[0]


@pytest.mark.parametrize("flere", [False, True])
def test_grensefilen_blir_kilden_til_kommunegrensen(tmp_path, flere):
    """A file that was handed in is what the run reads: no service is needed for the border.

    National files have the lines of the borders in a layer of their own.
    """
    linjer = kommuner().drop(columns="kommunenummer")
    lagene = {"Kommunegrense": linjer.set_geometry(linjer.boundary)} if flere else {}
    skriv_gpkg(tmp_path / "k.gpkg", {**lagene, "Kommune": kommuner()}, "2026-01-01")
    ordre = ["ny-kommune", "5601", "--grense", str(tmp_path / "k.gpkg"), "--uten-sjekk"]
    svar = CliRunner().invoke(arealsil.cli, [*ordre, "--mappe", str(tmp_path / "ny")])
    assert svar.exit_code == 0, svar.output
    tekst = (tmp_path / "ny" / "kommune.toml").read_text(encoding="utf-8")
    kommune = tolk_kommune(tekst, "x", tmp_path / "ny")
    assert kommune.lag["kommunegrense"].fillag == ("Kommune" if flere else "")
    lager = Lager(tmp_path / "lager")
    oppsett = Oppsett(lager=lager, klient=Klient("x"), naa=f"{DAG}T12:00:00+00:00")
    assert hent(KATALOG["kommunegrense"], kommune, oppsett).status == "hentet"
    assert "5601" in set(last(KATALOG["kommunegrense"], kommune, lager).data["kommunenummer"])


def test_rammen_tar_med_kanten_som_buer_seg():
    """A straight edge in zone 33 bulges beyond its corners in zone 32."""
    lang = box(200_000, 6_900_000, 400_000, 6_900_001)
    tett = shapely.segmentize(lang, 100.0)
    til = Transformer.from_crs(25833, 25832, always_xy=True)
    fasit = shapely.transform(tett, til.transform, interleaved=False).bounds
    boks = rammen(grense(flate=lang), 25832)
    assert boks[0] <= fasit[0] and boks[1] <= fasit[1]
    assert boks[2] >= fasit[2] and boks[3] >= fasit[3]
