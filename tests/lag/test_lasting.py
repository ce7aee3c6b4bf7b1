"""Fetch and load: the run goes on past a dead source, and stops for a wrong zone."""

import json
import os
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from gis.feil import CrsFeil, ParameterFeil, SkjemaFeil
from gis.kilder.http import Grenser, Klient
from gis.kilder.lager import Lager
from gis.kilder.skriving import skriv_geotiff, skriv_gpkg
from gis.kommune import Kommune, LagValg
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt
from lag import dekning
from lag.katalog import KATALOG
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.kildevalg import bildekilde, bildenavngivelse, omraade_for
from lag.lasting import Oppsett, er_eksempel, hent, kilde_for, last
from lag.modell import (
    ArcGis,
    Dekning,
    Fil,
    IngenTjeneste,
    Kolonne,
    Lag,
    Nedlasting,
    OgcApi,
    Rest,
    Stil,
    Wcs,
    Wfs,
    Wms,
    Wmts,
)

NAA = "2026-11-24T14:00:00+00:00"
SENERE = "2026-12-04T14:00:00+00:00"
POST = Lag(
    navn="myr", tittel="Myr", kilde=IngenTjeneste(grunn="Be eieren om filen."),
    geometri="flate",
    kolonner=(
        Kolonne(navn="lokalid", kilde="lokalid", tittel="ID"),
        Kolonne(navn="arealtype", kilde="type", tittel="Arealtype", paakrevd=True),
    ),
    eier="x", lisens="x", navngivelse="x", metadata="", rolle="grunnlag", tema="grunnlag",
    dekning=Dekning(type="hel", grunn="x"), stil=Stil(farge="#000000"),
)  # fmt: skip
TERRENG = replace(POST, navn="terreng", geometri="raster", kolonner=())


@pytest.fixture
def kommune(tmp_path):
    return Kommune(
        nummer="5025", navn="Røros", mappe=tmp_path, margin_m=50_000,
        boks=Utsnitt(608_169, 6_910_522, 668_686, 6_970_750, 25832),
    )  # fmt: skip


@pytest.fixture
def oppsett(tmp_path):
    klient = Klient("arealsil/prove", Grenser(tilkobling_s=0.2, forsok=1), sov=lambda _: None)
    yield Oppsett(
        lager=Lager(tmp_path / "lager"), klient=klient, naa=NAA, eksempelmappe=tmp_path / "eks"
    )
    klient.okt.close()


def skriv(sti, antall=2, x=620_000, crs=25832, lag="myr", **kolonner):
    egne = {"lokalid": [f"m{i}" for i in range(antall)], "type": ["60"] * antall, **kolonner}
    flater = [box(x + 100 * i, 6_940_000, x + 100 * i + 10, 6_940_010) for i in range(antall)]
    skriv_gpkg(sti, {lag: gpd.GeoDataFrame(egne, geometry=flater, crs=crs)}, "2026-01-01")
    return sti


def med(kommune, post=POST, **valg):
    return replace(kommune, lag={**kommune.lag, post.navn: LagValg(**valg)})


# -- which source ---------------------------------------------------------------------------


def test_kildevalg(kommune):
    assert kilde_for(POST, kommune) == POST.kilde
    valg = {
        Fil(sti="a.gpkg", fillag="b", epsg=25833): {"sti": "a.gpkg", "fillag": "b", "epsg": 25833},
        Wfs(url="u", typenavn="t", geometrifelt="g"): {
            "url": "u", "typenavn": "t", "geometrifelt": "g"},
        OgcApi(url="u", samling="t"): {"url": "u", "typenavn": "t"},
        ArcGis(url="u", lagnummer=4): {"url": "u", "typenavn": "4"},
        Wcs(url="u", dekning="d", rute_m=5.0): {"url": "u", "typenavn": "d", "rute_m": 5.0},
        Nedlasting(url="u", format="GPKG", fillag="f", uuid="i"): {
            "url": "u", "format": "GPKG", "fillag": "f", "uuid": "i"},
        Rest(url="u", hva="adresser"): {"url": "u", "typenavn": "adresser"},
        Wms(url="u", lag="t"): {"url": "u", "typenavn": "t"},
        Wmts(url="u", lag="t", matrisesett="m"): {"url": "u", "typenavn": "t", "matrisesett": "m"},
        IngenTjeneste(grunn="avtalt"): {"grunn": "avtalt"},
    }  # fmt: skip
    protokoller = (
        "fil", "wfs", "ogcapi", "arcgis", "wcs", "nedlasting", "rest", "wms", "wmts",
        "ingen",
    )  # fmt: skip
    for protokoll, (kilde, feltene) in zip(protokoller, valg.items(), strict=True):
        assert kilde_for(POST, med(kommune, protokoll=protokoll, **feltene)) == kilde


def test_eksempelet(kommune):
    eksempel = replace(kommune, datakilde="eksempel")
    assert kilde_for(POST, eksempel) == Fil(sti="eksempel.gpkg", fillag="myr")
    assert kilde_for(TERRENG, eksempel) == Fil(sti="eksempel_terreng.tif")
    egen = replace(med(kommune, protokoll="fil", sti="a.gpkg"), datakilde="eksempel")
    assert er_eksempel(POST, eksempel)
    assert not er_eksempel(POST, egen)
    assert not er_eksempel(POST, kommune)


@pytest.mark.parametrize(
    ("valg", "hva"),
    [
        ({"protokoll": "fil"}, "sti"),
        ({"protokoll": "wfs", "url": "u"}, "typenavn"),
        ({"protokoll": "arcgis", "url": "u", "typenavn": "navn"}, "lagnummeret"),
        ({"protokoll": "nedlasting", "url": "u"}, "format"),
        ({"protokoll": "nedlasting", "url": "u", "format": "GMLL"}, "Mente du «GML»"),
        ({"protokoll": "rest", "url": "u", "typenavn": "adresse"}, "Mente du «adresser»"),
        ({"dekning": "hel"}, "dekning_grunn"),
    ],
)
def test_ufullstendig_valg(kommune, valg, hva):
    with pytest.raises(ParameterFeil, match=hva):
        kilde_for(POST, med(kommune, **valg))


# -- there and back -------------------------------------------------------------------------


def test_fil_hentes_og_lastes(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg", crs=25832)
    kommune = med(kommune, protokoll="fil", sti="a.gpkg", noyaktighet_m=2.5)
    melding = hent(POST, kommune, oppsett)
    assert (melding.status, melding.antall) == ("hentet", 2)
    assert melding.bytes == (tmp_path / "a.gpkg").stat().st_size
    assert melding.tekst.startswith("myr: 2 objekter")
    data = last(POST, kommune, oppsett.lager)
    assert data.kjent
    assert data.data["arealtype"].tolist() == ["60", "60"]
    assert data.dekning.equals(box(558_169, 6_860_522, 718_686, 7_020_750))
    assert (data.kilde, data.eksempel, len(data.sha256)) == ("a.gpkg", False, 64)
    assert data.hentet.endswith("Z")
    assert data.post.noyaktighet_m == 2.5


def test_et_ark_uten_koordinater_sier_hva_kolonnene_skal_hete(kommune, oppsett, tmp_path):
    (tmp_path / "ark.csv").write_text("lokalid;type;e;n\nm1;60;620000;6940000\n", encoding="utf-8")
    melding = hent(POST, med(kommune, protokoll="fil", sti="ark.csv", epsg=25832), oppsett)
    assert melding.status == "ikke_kjent"
    assert "Kall dem øst og nord" in melding.tekst and "geometrifelt" not in melding.tekst


def test_en_fil_har_sin_egen_tid(kommune, oppsett, tmp_path):
    kommune = med(kommune, protokoll="fil", sti="a.gpkg")
    skriv(tmp_path / "a.gpkg")
    hent(POST, kommune, oppsett)
    os.utime(tmp_path / "a.gpkg", (1, 1))
    hent(POST, kommune, replace(oppsett, naa=SENERE))
    assert last(POST, kommune, oppsett.lager).hentet == "1970-01-01T00:00:01Z"


def test_eksempelet_hentes_og_merkes(kommune, oppsett, tmp_path):
    eksempel = replace(kommune, datakilde="eksempel")
    skriv(tmp_path / "eks" / "eksempel.gpkg")
    verdier = np.ones((20, 20), dtype=np.float32)
    nett = Rutenett(verdier, 620_000, 6_940_000, 100, 25832)
    skriv_geotiff(tmp_path / "eks" / "eksempel_terreng.tif", nett)
    assert hent(POST, eksempel, oppsett).status == "hentet"
    assert "400 ruter" in hent(TERRENG, eksempel, oppsett).tekst
    data = last(POST, eksempel, oppsett.lager)
    assert (data.eksempel, data.hentet) == (True, oppsett.eksempeltid)
    terreng = last(TERRENG, eksempel, oppsett.lager)
    assert terreng.raster is not None
    assert terreng.raster.verdier.shape == (20, 20)
    # the same store does not pass the made-up data off as real ones
    assert not last(POST, kommune, oppsett.lager).kjent
    med_fil = med(kommune, protokoll="fil", sti="eks/eksempel.gpkg", fillag="myr")
    ukjent = last(POST, med_fil, oppsett.lager)
    assert (ukjent.kjent, "annen kilde" in ukjent.feil) == (False, True)


def test_aldri_hentet(kommune, oppsett):
    data = last(POST, med(kommune, protokoll="fil", sti="a.gpkg"), oppsett.lager)
    assert data.status == "ikke_kjent"
    assert "arealsil hent myr" in data.feil
    assert data.dekning.is_empty
    assert list(data.data.columns) == ["lokalid", "arealtype", "geometry"]
    assert data.data.crs.to_epsg() == 25832


def test_ingen_tjeneste(kommune, oppsett):
    melding = hent(POST, kommune, oppsett)
    assert (melding.status, melding.tekst) == (
        "ikke_kjent",
        "myr: ikke kjent (Be eieren om filen.)",
    )
    assert last(POST, kommune, oppsett.lager).feil == "Be eieren om filen."


def test_bilde_er_ikke_data(kommune, oppsett):
    post = replace(POST, kilde=Wms(url="https://wms.invalid", lag="x"))
    melding = hent(post, kommune, oppsett)
    assert melding.status == "ikke_kjent"
    assert "gir bare et kartbilde" in melding.tekst
    assert "[lag.<id>]" in last(post, kommune, oppsett.lager).feil


def test_bildet_er_kommunens_eget_eller_katalogens(kommune):
    """A file is reckoned with and shows no picture; switched off, no picture is shown."""
    post = replace(POST, kilde=Wms(url="https://wms.invalid", lag="x"), navngivelse="© NIBIO")
    egen = med(kommune, protokoll="wmts", url="u", typenavn="t", navngivelse="© Røros")
    assert bildekilde(post, egen) == Wmts(url="u", lag="t")
    assert bildenavngivelse(post, egen) == "© Røros"
    fil = med(kommune, protokoll="fil", sti="a.gpkg", navngivelse="© Røros")
    assert bildekilde(post, fil) == post.kilde
    assert bildenavngivelse(post, fil) == "© NIBIO"
    assert bildekilde(post, med(kommune, protokoll="ingen")) is None
    assert bildekilde(POST, kommune) is None


def test_innlogging_som_mangler(kommune, oppsett):
    post = replace(POST, kilde=OgcApi(url="http://127.0.0.1:9", samling="x", innlogging=True))
    assert "krever innlogging" in hent(post, kommune, oppsett).tekst


# -- when the source fails ------------------------------------------------------------------


def test_dod_kilde_beholder_siste_gode_kopi(kommune, oppsett, tmp_path):
    kommune = med(kommune, protokoll="fil", sti="a.gpkg")
    fil = skriv(tmp_path / "a.gpkg")
    hent(POST, kommune, oppsett)
    fil.write_bytes(b"tull")
    melding = hent(POST, kommune, replace(oppsett, naa=SENERE))
    assert melding.status == "hentet"
    assert "henting feilet" in melding.tekst
    assert "bruker kopien fra" in melding.tekst
    data = last(POST, kommune, oppsett.lager)
    assert len(data.data) == 2
    assert any(f"Siste henting ({SENERE}) feilet" in m for m in data.merknader)
    assert any("dager gammel" in m for m in data.merknader)


def test_dod_kilde_uten_kopi(kommune, oppsett):
    kommune = med(kommune, protokoll="fil", sti="borte.gpkg")
    melding = hent(POST, kommune, oppsett)
    assert melding.status == "ikke_kjent"
    assert "borte.gpkg finnes ikke" in melding.tekst
    assert "borte.gpkg finnes ikke" in last(POST, kommune, oppsett.lager).feil


def test_tjeneste_som_ikke_svarer(kommune, oppsett):
    valg = {"protokoll": "wfs", "url": "http://127.0.0.1:9/wfs", "typenavn": "app:Myr"}
    melding = hent(POST, med(kommune, **valg), oppsett)
    assert melding.status == "ikke_kjent"
    assert "fikk ikke kontakt" in melding.tekst


def test_frakoblet_henter_ingenting(kommune, oppsett, tmp_path):
    kommune = med(kommune, protokoll="fil", sti="a.gpkg")
    skriv(tmp_path / "a.gpkg")
    frakoblet = replace(oppsett, frakoblet=True)
    assert hent(POST, kommune, frakoblet).status == "ikke_kjent"
    hent(POST, kommune, oppsett)
    melding = hent(POST, kommune, frakoblet)
    assert melding.status == "hentet"
    assert "frakoblet" in melding.tekst


def test_skadet_lager_blir_ikke_kjent(kommune, oppsett, tmp_path):
    kommune = med(kommune, protokoll="fil", sti="a.gpkg")
    skriv(tmp_path / "a.gpkg")
    hent(POST, kommune, oppsett)
    (fil,) = (tmp_path / "lager" / "lag").iterdir()
    fil.write_bytes(b"x")
    data = last(POST, kommune, oppsett.lager)
    assert (data.kjent, "skadet" in data.feil) == (False, True)
    hent(POST, kommune, oppsett)
    assert last(POST, kommune, oppsett.lager).kjent


# -- what must stop the run -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("valg", "feil", "hva"),
    [
        ({"x": 300_000}, CrsFeil, r"«myr».*EPSG:25833.*a\.gpkg.*protokoll"),
        ({"x": 300_000, "crs": 4326}, CrsFeil, "«myr».*meter"),
    ],
)
def test_feil_sone_stopper(kommune, oppsett, tmp_path, valg, feil, hva):
    skriv(tmp_path / "a.gpkg", **valg)
    with pytest.raises(feil, match=hva):
        hent(POST, med(kommune, protokoll="fil", sti="a.gpkg"), oppsett)


def test_manglende_kolonne_stopper_ved_henting_og_ved_lasting(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    god = med(kommune, protokoll="fil", sti="a.gpkg")
    hent(POST, god, oppsett)
    krevende = replace(
        POST,
        kolonner=(*POST.kolonner, Kolonne(navn="ny", kilde="ny", tittel="Ny", paakrevd=True)),
    )
    with pytest.raises(SkjemaFeil, match=r"«myr».*«ny».*a\.gpkg"):
        last(krevende, god, oppsett.lager)
    with pytest.raises(SkjemaFeil, match=r"«myr».*«ny»"):
        hent(krevende, god, oppsett)
    assert last(POST, god, oppsett.lager).kjent  # the good copy is still there


def test_ukjent_fillag_stopper_ikke_men_sier_hva_som_finnes(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    melding = hent(POST, med(kommune, protokoll="fil", sti="a.gpkg", fillag="myrer"), oppsett)
    assert (melding.status, "Mente du «myr»" in melding.tekst) == ("ikke_kjent", True)


# -- coverage -------------------------------------------------------------------------------


def test_dekning(kommune, oppsett, tmp_path, monkeypatch):
    skriv(tmp_path / "a.gpkg")
    skriv(tmp_path / "d.gpkg", antall=1, lag="kartlagt")
    kartet = replace(POST, navn="kartlagt")
    monkeypatch.setattr(dekning, "KATALOG", {"kartlagt": kartet})
    valg = {"myr": LagValg(protokoll="fil", sti="a.gpkg")}
    egen = replace(kommune, lag=valg)
    delvis = replace(POST, dekning=Dekning(type="delvis", grunn="x"))
    hent(delvis, egen, oppsett)
    assert last(delvis, egen, oppsett.lager).dekning.is_empty
    etter_kart = replace(POST, dekning=Dekning(type="dekningskart", grunn="x", lag="kartlagt"))
    assert last(etter_kart, egen, oppsett.lager).dekning.is_empty  # the map itself is unknown
    begge = replace(kommune, lag={**valg, "kartlagt": LagValg(protokoll="fil", sti="d.gpkg")})
    hent(kartet, begge, oppsett)
    assert last(etter_kart, begge, oppsett.lager).dekning.area == pytest.approx(100)
    paastand = LagValg(
        protokoll="fil", sti="a.gpkg", dekning="delvis", dekning_grunn="bare sentrum er kartlagt"
    )
    overstyrt = last(POST, replace(kommune, lag={"myr": paastand}), oppsett.lager)
    assert overstyrt.dekning.is_empty
    assert overstyrt.post.dekning.grunn == "bare sentrum er kartlagt"


def test_lageret_er_lesbar_json(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    hent(POST, med(kommune, protokoll="fil", sti="a.gpkg"), oppsett)
    post = json.loads((tmp_path / "lager" / "kopi" / "myr.json").read_text("utf-8"))
    assert post["opphav"]["kilde"] == "a.gpkg"
    assert post["opphav"]["mottatt"] == 2


def test_omraadet_som_sporres_om(kommune):
    stort = box(558_169, 6_860_522, 718_686, 7_020_750)
    assert omraade_for(kommune, Wfs(url="u", typenavn="t", geometrifelt="")).flate.equals(stort)
    per_kommune = Wfs(url="u", typenavn="t", geometrifelt="", kommunefelt="kommunenummer")
    assert omraade_for(kommune, per_kommune) == kommune.boks


def test_full_sti_vises_bare_som_filnavn(kommune, oppsett, tmp_path):
    skriv(tmp_path / "egen.gpkg")
    kommune = med(kommune, protokoll="fil", sti=str(tmp_path / "egen.gpkg"))
    assert str(tmp_path) not in hent(POST, kommune, oppsett).tekst
    assert last(POST, kommune, oppsett.lager).kilde == "egen.gpkg"


def test_et_lag_som_mangler_noe_er_aldri_heldekkende(kommune, oppsett, tmp_path):
    """What was set aside could lie anywhere: no hit must not read as «ikke treff»."""
    skriv(tmp_path / "a.gpkg")
    hel = med(kommune, protokoll="fil", sti="a.gpkg", dekning="hel", dekning_grunn="prøve")
    hent(POST, hel, oppsett)
    assert not last(POST, hel, oppsett.lager).dekning.is_empty
    data = gpd.read_file(tmp_path / "a.gpkg")
    data.loc[0, "geometry"] = None
    skriv_gpkg(tmp_path / "a.gpkg", {"myr": data}, "2026-01-01")
    hent(POST, hel, replace(oppsett, naa=SENERE))
    ufullstendig = last(POST, hel, oppsett.lager)
    assert len(ufullstendig.data) == 1
    assert ufullstendig.dekning.is_empty
    assert any("ikke helt" in merknad for merknad in ufullstendig.merknader)


@pytest.mark.parametrize(("naer", "kartlagt"), [(True, False), (False, True)])
def test_gal_kode_er_ikke_kartlagt_men_ingen_i_naerheten_er_det(
    kommune, oppsett, tmp_path, naer, kartlagt
):
    """None of those that lie here has the code: it may be wrong. None lies here: then none is."""
    rundt = [(620_000, 6_700_000), (620_000, 7_200_000), (300_000, 6_940_000), (900_000, 6_940_000)]
    flater = [box(x, y, x + 10, y + 10) for x, y in rundt + [(620_000, 6_940_000)] * naer]
    data = gpd.GeoDataFrame({"type": ["60"] * len(flater)}, geometry=flater, crs=25832)
    skriv_gpkg(tmp_path / "a.gpkg", {"myr": data}, "2026-01-01")
    post = replace(POST, utvalg={"arealtype": ("21",)})
    hel = med(kommune, post, protokoll="fil", sti="a.gpkg", dekning="hel", dekning_grunn="prøve")
    hent(post, hel, oppsett)
    lest = last(post, hel, oppsett.lager)
    assert lest.data.empty
    assert lest.dekning.is_empty != kartlagt
    assert any("Er kodene rette?" in merknad for merknad in lest.merknader) != kartlagt


def test_hel_dekning_slutter_ved_kommunene_som_er_kjent(kommune, oppsett, tmp_path):
    """A national layer says nothing of Sweden."""
    skriv(tmp_path / "a.gpkg")
    skriv_gpkg(
        tmp_path / "k.gpkg",
        {"k": gpd.GeoDataFrame({"nr": ["5025"]}, geometry=[box(*kommune.boks.grenser)], crs=25832)},
        "2026-01-01",
    )
    begge = med(kommune, protokoll="fil", sti="a.gpkg", dekning="hel", dekning_grunn="prøve")
    begge = med(
        begge, KOMMUNEGRENSE, protokoll="fil", sti="k.gpkg", kolonner={"kommunenummer": "nr"}
    )
    for post in (POST, KOMMUNEGRENSE):
        assert hent(post, begge, oppsett).status == "hentet"
    assert last(POST, begge, oppsett.lager).dekning.equals(box(*kommune.boks.grenser))


# -- where it is mapped -----------------------------------------------------------------------


def _med_grense(kommune, tmp_path, **naboer):
    """Boundaries of 5025 (the box) and of the neighbours given as boxes."""
    flater = {"5025": box(*kommune.boks.grenser), **naboer}
    ramme = gpd.GeoDataFrame({"nr": list(flater)}, geometry=list(flater.values()), crs=25832)
    skriv_gpkg(tmp_path / "k.gpkg", {"k": ramme}, "2026-01-01")
    return med(
        kommune, KOMMUNEGRENSE, protokoll="fil", sti="k.gpkg", kolonner={"kommunenummer": "nr"}
    )


def _lastet(kommune, oppsett, **valg):
    egen = med(kommune, protokoll="fil", sti="a.gpkg", dekning_grunn="prøve", **valg)
    for post in (POST, KOMMUNEGRENSE):
        hent(post, egen, oppsett)
    return last(POST, egen, oppsett.lager)


def test_kartlagt_i_noen_kommuner(kommune, oppsett, tmp_path):
    """A list of municipalities: beyond them, and in those that are not known, nothing is."""
    skriv(tmp_path / "a.gpkg")
    nabo = box(570_000, 6_915_000, 600_000, 6_940_000)
    kommune = _med_grense(kommune, tmp_path, **{"3430": nabo})
    begge = _lastet(kommune, oppsett, dekning="kommuner", dekning_kommuner=("3430", "9999"))
    assert begge.dekning.equals(nabo)
    ingen = _lastet(kommune, oppsett, dekning="kommuner", dekning_kommuner=("9999",))
    assert ingen.dekning.is_empty


def test_kartlagt_der_planleggerens_egen_fil_sier_det(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    kommune = _med_grense(kommune, tmp_path)
    inne, ute = box(610_000, 6_920_000, 611_000, 6_921_000), box(0, 0, 10, 10)
    flater = gpd.GeoDataFrame(geometry=[inne, ute], crs=25832).to_crs(25833)
    skriv_gpkg(tmp_path / "kart.gpkg", {"kart": flater}, "2026-01-01")
    data = _lastet(kommune, oppsett, dekning="fil", dekning_fil="kart.gpkg")
    assert data.dekning.area == pytest.approx(1e6, rel=1e-3)
    assert data.post.dekning.grunn == "prøve"
    punkter = gpd.GeoDataFrame(geometry=[inne.centroid], crs=25832)
    skriv_gpkg(tmp_path / "kart.gpkg", {"kart": punkter}, "2026-01-01")
    with pytest.raises(ParameterFeil, match="ingen flater"):
        _lastet(kommune, oppsett, dekning="fil", dekning_fil="kart.gpkg")
    with pytest.raises(ParameterFeil, match=r"borte\.gpkg"):
        _lastet(kommune, oppsett, dekning="fil", dekning_fil="borte.gpkg")


def test_dekningskart_fra_oppsettet(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    kart = gpd.GeoDataFrame(
        {"lokalid": ["d"]}, geometry=[box(610e3, 692e4, 611e3, 6921e3)], crs=25832
    )
    skriv_gpkg(tmp_path / "d.gpkg", {"d": kart}, "2026-01-01")
    kommune = replace(kommune, lag={"flomsoner_dekning": LagValg(protokoll="fil", sti="d.gpkg")})
    hent(KATALOG["flomsoner_dekning"], kommune, oppsett)
    valg = {"dekning": "dekningskart", "dekning_lag": "flomsoner_dekning"}
    assert _lastet(kommune, oppsett, **valg).dekning.area == pytest.approx(1e6)
    with pytest.raises(ParameterFeil, match="Mente du «flomsoner_dekning»"):
        _lastet(kommune, oppsett, dekning="dekningskart", dekning_lag="flomsone_dekning")


@pytest.mark.parametrize(
    ("valg", "hva"),
    [
        ({"dekning": "kommuner"}, "dekning_kommuner"),
        ({"dekning": "fil"}, "dekning_fil"),
        ({"dekning": "dekningskart"}, "dekning_lag"),
        ({"dekning": "dekningskart", "dekning_lag": "myr"}, "sitt eget"),
    ],
)
def test_ufullstendig_dekning(kommune, valg, hva):
    with pytest.raises(ParameterFeil, match=hva):
        kilde_for(POST, med(kommune, dekning_grunn="x", **valg))


def test_ferskheten_kan_settes_i_oppsettet(kommune, oppsett, tmp_path):
    skriv(tmp_path / "a.gpkg")
    egen = med(kommune, protokoll="fil", sti="a.gpkg", gyldig_dager=7)
    hent(POST, egen, oppsett)
    assert last(POST, egen, oppsett.lager).post.gyldig_dager == 7
