"""Editions hold the run's own numbers; the gate lets nothing through that must stay in."""

import shutil
import subprocess
from dataclasses import replace

import pytest
from shapely.geometry import box

from analyser import ANALYSER
from analyser.felles.arkmodell import Ark, Arkdel
from analyser.felles.modell import Grunnlag, Sak, Saksdel
from gis.feil import DataFeil, ParameterFeil
from gis.kilder.pdf import finn_nettleser
from kart.kartark import FORMATER, Utskrift
from kart.politikerside import politikerside
from kart.port import er_fodselsnummer, grunner, krev, uten_begrensede
from kart.publisering import publiser, publiser_to_sider
from kart.tegnegeometri import OMRISSLAG, aapningsutsnitt
from kart.utgavemappe import Bestilling, publiser_utgave
from kart.utgaver import UTGAVER, flaten, krev_samme_tall, utvalget
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lagdata
from tests.kart.conftest import X0, Y0, _ramme

EKTE = "01019000164"
"""Made up, with check digits that fit."""


@pytest.fixture
def resultat(leketoyresultater):
    return leketoyresultater[0]


@pytest.fixture
def ekte(leketoykjoring):
    return replace(leketoykjoring, eksempel=False)


def _uten_eksempel(resultat):
    return replace(resultat, kilder=tuple(replace(k, eksempel=False) for k in resultat.kilder))


# -- editions -------------------------------------------------------------------------------


def test_utgaven_for_en_flate_har_bare_det_som_berores(resultat, leketoykommune, leketoygrense):
    flate = box(X0 + 450, Y0 + 900, X0 + 1100, Y0 + 1500)  # squares 1 and 2
    (ut,) = utvalget((resultat,), UTGAVER["grunneier"], flate, "eiendommen 12/3")
    assert {p.navn: len(p.data) for p in ut.kartlag} == {
        "felt": 2, "leier": 1, OMRISSLAG: 1
    }  # fmt: skip
    assert ut.punkter[1] == "Ikke registrert her: «Vern», «Adresser»."
    assert [k.verdi for k in ut.kartlag[0].klasser] == ["treff", "ikke kartlagt"]
    assert list(ut.tabeller[0].data["id"]) == ["f1", "f2"]
    assert list(ut.tabeller[0].data["areal"]) == [161.0, 162.0]
    assert ut.svar == resultat.svar
    utsnitt = aapningsutsnitt(ut, leketoykommune, leketoygrense)
    assert utsnitt.grenser == (X0 + 200, Y0 + 650, X0 + 1350, Y0 + 1750)  # the ground about it
    assert "gjelder hele kommunen" in ut.punkter[0] and "eiendommen 12/3" in ut.punkter[0]


def test_en_utgave_uten_noe_i_blir_ikke_skrevet(resultat):
    fjernt = box(X0 - 9000, Y0 - 9000, X0 - 8000, Y0 - 8000)
    with pytest.raises(DataFeil, match="eiendommen 9/9"):
        utvalget((resultat,), UTGAVER["grunneier"], fjernt, "eiendommen 9/9")


def test_utbyggeren_faar_det_som_kan_veies(resultat):
    uten = replace(resultat, tabeller=resultat.tabeller[1:])
    assert utvalget((resultat, uten), UTGAVER["utbygger"], None) == (resultat,)
    assert utvalget((resultat, uten), UTGAVER["saksbehandler"], None) == (resultat, uten)


def test_en_utgave_om_ett_sted_har_ingen_sak_for_kommunestyret(resultat):
    sak = Sak(tittel="Plan", deler=(Saksdel(tittel="Rekke", tabell="ikke_om_stedet"),))
    med = replace(resultat, sak=sak)
    (ut,) = utvalget((med,), UTGAVER["grunneier"], med.kartlag[1].data.geometry.iloc[0], "x")
    assert ut.sak is None
    assert utvalget((med,), UTGAVER["saksbehandler"], None)[0].sak is sak


def test_andre_tall_i_utgaven_stopper(resultat):
    krev_samme_tall(resultat, resultat)
    tabell = resultat.tabeller[0]
    endret = replace(tabell, data=tabell.data.assign(areal=1.0))
    with pytest.raises(DataFeil, match="Rangering"):
        krev_samme_tall(resultat, replace(resultat, tabeller=(endret,)))
    with pytest.raises(DataFeil, match="annet svar"):
        krev_samme_tall(resultat, replace(resultat, svar="Noe annet."))


def test_eiendommen_finnes_ved_nummer():
    teiger = _ramme([{"matrikkelnummer": "12/3"}, {"matrikkelnummer": None}], [box(0, 0, 1, 1)] * 2)
    assert flaten(teiger, ("matrikkelnummer",), "12/3", "eiendommen").area == 1
    with pytest.raises(ParameterFeil, match="12/3"):
        flaten(teiger, ("matrikkelnummer",), "12/4", "eiendommen")


def test_utgavene_har_samme_kjoring(resultat, leketoykommune, leketoykjoring):
    side = politikerside((resultat,), leketoykommune, leketoykjoring)
    assert "leketoy-1" in side and resultat.svar in side
    assert "Grunnforholdene er ikke kjent." in side
    assert "Eksempeldata – ikke offisielle" in side


def test_et_forhold_forkortes_uten_at_setningen_blir_halv(resultat, leketoykommune, leketoykjoring):
    lag = ", ".join(f"«Kartlag nummer {i}»" for i in range(9))
    tvil = (f"Ikke fullstendig kartlagt, så svaret er «ikke kartlagt»: {lag} og «Et til».",)
    side = politikerside((replace(resultat, ukjent=tvil),), leketoykommune, leketoykjoring)
    assert "«Kartlag nummer 0», «Kartlag nummer 1» og 8 til." in side
    langt = (f"Kartet er gammelt; {30 * 'og det er lenge siden '}.",)
    side = politikerside((replace(resultat, ukjent=langt),), leketoykommune, leketoykjoring)
    assert "Kartet er gammelt.</p>" in side


def test_politikerens_utgave_er_to_sider(
    resultat, leketoykommune, leketoykjoring, leketoygrense, tmp_path
):
    nettleser = finn_nettleser()
    if not nettleser:
        pytest.skip("Chromium er ikke installert")
    lang = replace(resultat, svar=resultat.svar + 20 * " Dette er et langt svar.")
    alle = [replace(lang, analyse=f"a{i}") for i in range(len(ANALYSER))]
    _, pdf = publiser_to_sider(alle, leketoykommune, tmp_path, leketoykjoring, nettleser)
    assert _sidetall(pdf) == 2
    det = ((resultat,), leketoykommune, leketoygrense, tmp_path, leketoykjoring)
    ark = [
        fil
        for retning in FORMATER
        for fil in publiser(*det, Utskrift(nettleser, retning))
        if fil.suffix == ".pdf"
    ]
    assert all(f.stat().st_size < 200_000 for f in ark)  # hatches as pictures take megabytes
    navn = ("a3", "a4", "a3-staaende", "a4-staaende")
    assert [f.name for f in ark] == [f"prove-{papir}.pdf" for papir in navn]
    assert [_sidetall(f) for f in ark] == [1, 1, 1, 1]
    if shutil.which("pdftotext"):
        tekst = _tekst(ark[0])
        for ord_ in (
            "Tegnforklaring", "EPSG:25832", "Nord er rutenettets", "Innspill: Kommunen",
            "hentet 1.1.2026", "Arbeidsutkast – ikke vedtatt plan", "leketoy-1", "km",
        ):  # fmt: skip
            assert ord_ in tekst, ord_


def _sidetall(pdf) -> int:
    return pdf.read_bytes().count(b"/Type /Page\n")


def _tekst(pdf) -> str:
    return subprocess.run(
        ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


# -- the gate -------------------------------------------------------------------------------


def test_det_som_er_i_orden_slipper_gjennom(resultat, leketoykjoring):
    assert grunner((resultat,), leketoykjoring, eksternt=True) == []


@pytest.mark.parametrize("tekst", [f"Kari {EKTE}", "kari@eksempel.no"])
def test_personopplysninger_stopper(resultat, leketoykjoring, tekst):
    tabell = resultat.tabeller[0]
    endret = replace(tabell, data=tabell.data.assign(navn=[tekst] * len(tabell.data)))
    with pytest.raises(DataFeil, match="fødselsnummer eller e-post"):
        krev((replace(resultat, tabeller=(endret,)),), leketoykjoring, eksternt=False)


def test_bare_ekte_kontrollsiffer_er_fodselsnummer():
    assert er_fodselsnummer(EKTE)
    assert not er_fodselsnummer("01019000165")


def test_sensitive_objekter_stopper(resultat, leketoykjoring):
    felt = resultat.kartlag[1]
    data = felt.data.assign(sensitiv=["ja", *["nei"] * (len(felt.data) - 1)])
    endret = replace(resultat, kartlag=(replace(felt, data=data),))
    with pytest.raises(DataFeil, match="1 skjermede"):
        krev((endret,), leketoykjoring, eksternt=False)


def test_begrenset_lisens_stopper_bare_det_som_gaar_ut(resultat, ekte):
    kilde = replace(resultat.kilder[0], lisens="Norge digitalt begrenset", eksempel=False)
    endret = replace(resultat, kilder=(kilde,))
    krev((endret,), ekte, eksternt=False)
    with pytest.raises(DataFeil, match=r"Norge digitalt.*--uten-begrensede"):
        krev((endret,), ekte, eksternt=True)
    renset = uten_begrensede(endret)
    krev((renset,), ekte, eksternt=True)
    assert "felt" not in {p.navn for p in renset.kartlag}
    assert "utelatt fra kartet" in renset.ukjent[-1]
    assert renset.tabeller[0].data.equals(resultat.tabeller[0].data)
    borte = replace(kilde, status="ikke kjent")  # never fetched: nothing of it is shown
    ukjent = (f"{kilde.tittel} er ikke kjent.",)
    krev((replace(endret, kilder=(borte,), ukjent=ukjent),), ekte, eksternt=True)


def test_internt_stopper_bare_det_som_gaar_ut(resultat, leketoykjoring):
    endret = replace(resultat, internt="den viser husstander")
    krev((endret,), leketoykjoring, eksternt=False)
    with pytest.raises(DataFeil, match="til internt bruk: den viser husstander"):
        krev((endret,), leketoykjoring, eksternt=True)
    to_sider = replace(leketoykjoring, utgave="For politikeren")
    with pytest.raises(DataFeil, match="til internt bruk"):
        krev((endret,), to_sider, eksternt=False)


def test_ukjent_som_ikke_vises_stopper(resultat, leketoykjoring):
    kilde = replace(resultat.kilder[0], status="ikke kjent", tittel="Radon")
    endret = replace(resultat, kilder=(kilde,))
    with pytest.raises(DataFeil, match="Radon"):
        krev((endret,), leketoykjoring, eksternt=False)
    krev((replace(endret, ukjent=("Radon er ikke kjent.",)),), leketoykjoring, eksternt=False)


@pytest.mark.parametrize("navn", ["Eksempeldistrikt Nord", "i EKS-KPA-2019"])
def test_navn_fra_eksempelet_i_det_som_skal_vaere_ekte_stopper(
    resultat, ekte, leketoykjoring, navn
):
    felt = resultat.kartlag[1]
    data = felt.data.assign(navn=[navn, *felt.data["navn"][1:]])
    kilder = tuple(replace(k, eksempel=False) for k in resultat.kilder)
    endret = replace(resultat, kartlag=(replace(felt, data=data),), kilder=kilder)
    with pytest.raises(DataFeil, match=navn):
        krev((endret,), ekte, eksternt=False)
    krev((endret,), leketoykjoring, eksternt=False)


@pytest.mark.parametrize("tekst", ["A" * 100_000, "a@" * 50_000, "a@" + "b" * 100_000])
def test_en_lang_tekst_stanser_ikke_porten(resultat, leketoykjoring, tekst):
    """Quadratic matching would take minutes here."""
    felt = resultat.kartlag[1]
    data = felt.data.assign(navn=tekst)
    krev((replace(resultat, kartlag=(replace(felt, data=data),)),), leketoykjoring, eksternt=False)


def test_eksempel_som_gir_seg_ut_for_ekte_stopper(resultat, ekte):
    with pytest.raises(DataFeil, match="eksempeldata uten å være merket"):
        krev((resultat,), ekte, eksternt=False)
    krev((_uten_eksempel(resultat),), ekte, eksternt=False)


def test_porten_staar_foran_publiseringen(resultat, ekte, leketoykommune, leketoygrense, tmp_path):
    with pytest.raises(DataFeil):
        publiser((resultat,), leketoykommune, leketoygrense, tmp_path, ekte)
    assert list(tmp_path.iterdir()) == []


# -- the district's sheet -------------------------------------------------------------------


def test_distriktet_faar_sitt_eget_ark_og_bare_det(
    resultat, leketoykommune, leketoykjoring, leketoygrense, tmp_path
):
    """Its rows are those of the whole run, though the edition's tables are cut to the district."""
    tabell = resultat.tabeller[0]
    siste = len(tabell.data) - 1

    def ark(navn, tittel):
        del_ = Arkdel(tittel="Planlagt", tabell=tabell.navn, rader=(siste,), kolonner=("navn",))
        return Ark(
            navn=navn, tittel=tittel, under="Ark", deler=(del_,), flate=leketoygrense,
            kartlag=("felt",), slutt="Kartene er veiledende.",
        )  # fmt: skip

    hel = replace(resultat, ark=(ark("distrikt-1", "Sijte (Prøve)"), ark("distrikt-2", "Andre")))
    distrikter = _ramme(
        [{"lokalid": "1", "navn": "Prøve", "navn_samisk": "Sijte"}, {"lokalid": "2", "navn": "A"}],
        [box(X0 + 450, Y0 + 900, X0 + 1100, Y0 + 1500), box(X0, Y0, X0 + 10, Y0 + 10)],
    )
    lag = Lagdata(post=REINBEITE, status="hentet", data=distrikter, dekning=leketoygrense)
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={REINBEITE.navn: lag},
        dato=leketoykjoring.dato,
    )  # fmt: skip
    bestilling = Bestilling(UTGAVER["reinbeitedistrikt"], "prøve")
    publiser_utgave(bestilling, (hel,), grunnlag, tmp_path, leketoykjoring)
    (fil,) = (tmp_path / "faktaark").iterdir()
    assert fil.name == f"{resultat.analyse}-distrikt-1.html"
    html = fil.read_text(encoding="utf-8")
    assert f"Felt {siste}" in html
    assert f"{resultat.analyse}.{tabell.navn}.{siste + 1}" in html
    side = (tmp_path / f"{resultat.analyse}.html").read_text(encoding="utf-8")
    assert f'href="faktaark/{fil.name}"' in side


def test_saksbehandleren_faar_siden_der_en_tegner(
    monkeypatch, resultat, leketoykjoring, leketoykommune, leketoygrense, tmp_path
):
    skrevet = []
    monkeypatch.setattr("kart.utgavemappe.publiser", lambda *a: skrevet.append(a[-1]) or ())
    monkeypatch.setattr("kart.utgavemappe.publiser_ark", lambda *_: ())
    grunnlag = Grunnlag(
        kommune=leketoykommune, grense=leketoygrense, lag={}, dato=leketoykjoring.dato
    )
    kjoring = replace(leketoykjoring, sileemne="alle lagene")
    for navn, uten in (("saksbehandler", False), ("saksbehandler", True), ("utbygger", False)):
        bestilt = Bestilling(UTGAVER[navn], "", uten)
        publiser_utgave(bestilt, (resultat,), grunnlag, tmp_path, kjoring)
    assert [k.sileemne for k in skrevet] == ["alle lagene", None, None]
