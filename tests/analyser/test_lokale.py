"""Another municipality than Røros: its places and its need are its own to set."""

import math
import re
from dataclasses import replace

import pytest

from analyser import ANALYSER
from analyser.felles.lokale import EKSEMPELKOMMUNE, ikke_satt, laante, lokale

ROROSORD = re.compile("Bergstaden|Gjøsvik|Brekken|Smelthytta|Storwartz")
LOKALE = {n: lokale(a.parametre) for n, a in ANALYSER.items() if lokale(a.parametre)}


def test_hva_som_er_kommunens_eget():
    assert set(LOKALE["bolig"]) == {
        "nevnte_steder",
        "behov_lav",
        "behov_hoy",
        "sentersted",
        "stasjon",
        "utsiktspunkter",
    }
    assert LOKALE["sentrum"] == {"torg": ("Bergstaden",)}


@pytest.mark.parametrize("navn", LOKALE)
def test_bare_roros_har_roros_verdier(navn):
    parametre = ANALYSER[navn].parametre
    assert laante(parametre, EKSEMPELKOMMUNE, ()) == {}
    laant = laante(parametre, "4601", ())
    assert set(laant) == set(LOKALE[navn])
    assert laante(parametre, "4601", laant) == {}
    ord_ = str(replace(ANALYSER[navn].med(laant)))
    assert not ROROSORD.search(ord_)


def test_det_som_ikke_er_satt_blir_sagt():
    assert ikke_satt("bolig", {}) == ()
    (sagt,) = ikke_satt("bolig", {"behov_lav": math.nan, "sentersted": ""})
    assert "behov_lav, sentersted" in sagt and "[analyse.bolig]" in sagt


@pytest.mark.parametrize("navn", ["bolig", "sentrum"])
def test_svaret_bygger_ikke_paa_roros(navn, grunnlag, hele_brettet, kommune):
    """What the reader is shown names no place of Røros, and says what is not set."""
    analyse = ANALYSER[navn]
    bergen = replace(kommune(), nummer="4601", navn="Bergen")
    lagene = hele_brettet(analyse.krever)
    svar = analyse.kjor(grunnlag(analyse.krever, *lagene, kommune=bergen))
    vist = " ".join((svar.sporsmaal, svar.svar, *svar.punkter))
    vist += " ".join(t.forklaring + t.data.to_csv() for t in svar.tabeller)
    assert not ROROSORD.search(vist)
    assert any(s.startswith("Kommunens egne valg er ikke satt") for s in svar.ukjent)
    if navn == "sentrum":
        assert svar.svar.endswith("kommunen har ikke satt torg i kommune.toml.")
    if navn == "bolig":
        nye = next(t for t in svar.tabeller if "behov" in t.data.columns)
        assert set(nye.data["behov"]) <= {"behovet er ikke oppgitt"}


def test_det_kommunen_har_satt_gjelder(grunnlag, kommune):
    analyse = ANALYSER["sentrum"]
    bergen = replace(kommune(), nummer="4601")
    satt = replace(bergen, analyse={"sentrum": {"torg": ["Torget"]}})
    svar = analyse.kjor(grunnlag(analyse.krever, kommune=satt))
    assert svar.parametre["torg"] == ("Torget",)
    assert not any(s.startswith("Kommunens egne valg") for s in svar.ukjent)
    assert analyse.med({"torg": "Torget, Bryggen"}).torg == ("Torget", "Bryggen")
