"""Receipts: the same number from the stored bytes alone, and refusal when a byte has changed."""

import json
import shutil

import pytest

from gis.feil import DataFeil, KildeFeil, ParameterFeil
from gis.kilder.lager import Lager
from kart.kvittering import etterregn
from kart.kvitteringsfil import KVITTERINGSFIL, les_dokument, les_maskinsvar


@pytest.fixture(scope="module")
def kjort(eksempelkjoring, tmp_path_factory):
    """The example run with nothing left but its store and its receipts; (ut, lager, mappe)."""
    mappe = tmp_path_factory.mktemp("kvittering")
    shutil.copytree(eksempelkjoring / "lager", mappe / "lager")
    (mappe / "ut").mkdir()
    shutil.copy(eksempelkjoring / "ut" / KVITTERINGSFIL, mappe / "ut")
    return mappe / "ut", Lager(mappe / "lager"), eksempelkjoring


@pytest.fixture(scope="module")
def tallene(kjort):
    return json.loads((kjort[0] / KVITTERINGSFIL).read_text(encoding="utf-8"))


def test_samme_tall_fra_lageret_alene(kjort, tallene):
    ut, lager, mappe = kjort
    kolonner = tallene["tall"]["siling"]["detaljer"]
    rad = next(i for i, a in enumerate(kolonner["areal_daa"], 1) if a)
    svar = etterregn(f"{tallene['kjoring']}.siling.detaljer.{rad}", ut, lager, mappe, {"x": "1"})
    assert {t.ident.split(".")[3] for t in svar.tall} == set(kolonner)
    assert all(t.likt and t.formel for t in svar.tall)
    areal = next(t for t in svar.tall if t.ident.endswith(".areal_daa"))
    assert areal.naa == kolonner["areal_daa"][rad - 1]
    (kilde,) = svar.kilder
    assert len(kilde.sha256) == 64
    assert svar.dato == "2026-11-24"


def test_hver_analyse_kan_etterregnes(kjort, tallene):
    ut, lager, mappe = kjort
    assert set(tallene["tall"]) >= {"siling", "konflikt", "bolig"}
    tabell, kolonner = next((t, k) for t, k in tallene["tall"]["gruve"].items() if any(k.values()))
    svar = etterregn(f"gruve.{tabell}.1.{next(iter(kolonner))}", ut, lager, mappe, {})
    assert len(svar.tall) == 1


@pytest.mark.parametrize("hva", ["lag", "kopi", "eksempel"])
def test_en_endret_byte_nekter(kjort, hva):
    ut, lager, mappe = kjort
    fil = next((lager.mappe / hva).glob("naturvern*" if hva != "eksempel" else "*.gpkg"))
    innhold = fil.read_bytes()
    midt = len(innhold) // 2
    fil.write_bytes(innhold[:midt] + bytes([innhold[midt] ^ 1]) + innhold[midt + 1 :])
    try:
        with pytest.raises(KildeFeil, match="kan ikke etterregnes"):
            etterregn("siling.detaljer.1", ut, lager, mappe, {})
    finally:
        fil.write_bytes(innhold)


def test_et_endret_tall_bekreftes_ikke(kjort, tallene, tmp_path):
    _, lager, mappe = kjort
    tallene["tall"]["gruve"] = {
        t: {k: [None if v is None else v + 1e-9 for v in verdier] for k, verdier in kol.items()}
        for t, kol in tallene["tall"]["gruve"].items()
    }
    (tmp_path / KVITTERINGSFIL).write_text(json.dumps(tallene), encoding="utf-8")
    tabell = next(t for t, k in tallene["tall"]["gruve"].items()
                  if any(v and v[0] is not None for v in k.values()))  # fmt: skip
    with pytest.raises(DataFeil, match="kan ikke bekreftes"):
        etterregn(f"gruve.{tabell}.1", tmp_path, lager, mappe, {})


def test_en_endret_oppskrift_avslores(kjort, tmp_path):
    ut, lager, mappe = kjort
    tekst = (ut / KVITTERINGSFIL).read_text(encoding="utf-8")
    (tmp_path / KVITTERINGSFIL).write_text(
        tekst.replace('"dato":"2026-11-24"', '"dato":"2026-11-23"', 1), encoding="utf-8"
    )
    with pytest.raises(DataFeil, match="filen er endret"):
        etterregn("siling.detaljer.1", tmp_path, lager, mappe, {})


@pytest.mark.parametrize(
    ("ident", "hint"),
    [
        ("silng.detaljer.1", "Mente du «siling»"),
        ("siling.detaljer", "analyse.tabell.rad"),
        ("siling.detaljer.x", "analyse.tabell.rad"),
        ("siling.detalj.1", "Mente du «detaljer»"),
        ("siling.detaljer.0", "radene 1–"),
        ("siling.detaljer.1.areal", "Mente du «areal_daa»"),
        ("gruve.matrise.1", "ingen tallkolonner"),
        ("0000.siling.detaljer.1", "fra kjøring 0000"),
    ],
)
def test_gale_kvitteringer_faar_tydelig_beskjed(kjort, ident, hint):
    with pytest.raises(ParameterFeil) as feil:
        etterregn(ident, *kjort, {})
    assert hint in str(feil.value)


def test_to_kjoringer_i_samme_mappe_maa_skilles(tmp_path):
    """A screening and a run leave receipts of the same name side by side: none is chosen."""
    felles = {"oppskrift": {}, "kilder": [], "tall": {"siling": {"detaljer": {"areal_daa": [1.0]}}}}
    for navn, kjoring in ((f"innspill-{KVITTERINGSFIL}", "aa1"), (KVITTERINGSFIL, "bb2")):
        tekst = json.dumps({"kjoring": kjoring, **felles})
        (tmp_path / navn).write_text(tekst, encoding="utf-8")
    with pytest.raises(ParameterFeil, match=r"aa1\.siling\.detaljer\.1 eller bb2\.siling"):
        les_dokument(tmp_path, "", ["siling", "detaljer", "1"])
    assert les_dokument(tmp_path, "bb2", ["siling", "detaljer", "1"])["kjoring"] == "bb2"


def test_maskinsvar_maa_ha_steder(tmp_path):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataFeil, match="maskinsvar"):
        les_maskinsvar(tmp_path)
    (tmp_path / "b.json").write_text('{"steder": []}', encoding="utf-8")
    assert les_maskinsvar(tmp_path) == {"steder": []}
