"""Login: from the environment or the keyring, for the right host, and never to be read anywhere."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.credentials import SimpleCredential
from keyring.errors import NoKeyringError

from gis.feil import KildeFeil
from gis.kilder.http import Innlogging
from gis.kilder.innlogging import finn_innlogging

NAP = "https://nap.ft.dibk.no/services/rest/kommuneplaner"


class Ring(KeyringBackend):
    """A keyring with one entry, or one that fails."""

    priority = 1

    def __init__(self, post=None, feil=None):
        self.post, self.feil, self.spurt = post, feil, []

    def get_credential(self, service, username):
        self.spurt.append(service)
        if self.feil:
            raise self.feil
        return self.post

    def get_password(self, service, username):
        return None

    def set_password(self, service, username, password):
        raise AssertionError("ingenting skrives i nøkkelringen")

    def delete_password(self, service, username):
        raise AssertionError("ingenting slettes i nøkkelringen")


@pytest.fixture
def ring():
    gammel = keyring.get_keyring()

    def sett(**valg):
        en = Ring(**valg)
        keyring.set_keyring(en)
        return en

    yield sett
    keyring.set_keyring(gammel)


def test_miljoet_gaar_foran_nokkelringen(ring):
    ring(post=SimpleCredential("ring", "r"))
    miljo = {"AREALSIL_BRUKERNAVN": "kari", "AREALSIL_PASSORD": "p"}
    assert finn_innlogging(NAP, miljo) == Innlogging("kari", "p")
    egen = {
        **miljo, "AREALSIL_BRUKERNAVN_NAP_FT_DIBK_NO": "ola", "AREALSIL_PASSORD_NAP_FT_DIBK_NO": "q"
    }  # fmt: skip
    assert finn_innlogging(NAP, egen) == Innlogging("ola", "q")
    assert finn_innlogging("https://annen.no/x", egen) == Innlogging("kari", "p")


def test_nokkelringen_for_verten(ring):
    en = ring(post=SimpleCredential("ring", "r"))
    assert finn_innlogging(NAP, {"AREALSIL_BRUKERNAVN": "uten passord"}) == Innlogging("ring", "r")
    assert en.spurt == ["arealsil:nap.ft.dibk.no"]


@pytest.mark.parametrize("valg", [{}, {"feil": NoKeyringError()}, {"feil": RuntimeError("låst")}])
def test_uten_innlogging_sier_hva_som_maa_gjores(ring, valg):
    ring(**valg)
    with pytest.raises(KildeFeil, match=r"AREALSIL_BRUKERNAVN .*keyring set arealsil:nap\.ft"):
        finn_innlogging(NAP, {})


def test_passordet_sendes_aldri_ukryptert(ring):
    ring(post=SimpleCredential("ring", "hemmelig"))
    with pytest.raises(KildeFeil, match="ikke https") as feil:
        finn_innlogging("http://nap.ft.dibk.no/x", {})
    assert "hemmelig" not in str(feil.value)
    assert finn_innlogging("http://127.0.0.1:9/x", {}).brukernavn == "ring"
