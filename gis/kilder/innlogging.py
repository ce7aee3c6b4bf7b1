"""Name and password for a host: from the environment, else from the system's keyring.

Nothing here is written anywhere; `Innlogging` hides itself when printed.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import keyring
from keyring.errors import KeyringError

from gis.feil import KildeFeil
from gis.kilder.http import Innlogging

BRUKERNAVN, PASSORD = "AREALSIL_BRUKERNAVN", "AREALSIL_PASSORD"
"""Variables; with _<HOST> behind (NAP_FT_DIBK_NO) they hold for that host alone."""
TJENESTE = "arealsil:{}"
"""Name of the entry in the keyring; the host follows."""
EGEN_MASKIN = ("127.0.0.1", "::1", "localhost")


def finn_innlogging(url: str, miljo: Mapping[str, str]) -> Innlogging:
    """Return the login for the host of `url`.

    Raises
    ------
    KildeFeil    if there is none, telling where it is looked for; or if the address is not https,
                 over which a password must not be sent
    """
    ledd = urlsplit(url)
    vert = (ledd.hostname or "").lower()
    if ledd.scheme != "https" and vert not in EGEN_MASKIN:
        raise KildeFeil(
            f"{url} krever innlogging, men adressen er ikke https, og passordet sendes ikke "
            "ukryptert. Bruk https-adressen."
        )
    hale = "_" + re.sub(r"[^A-Z0-9]", "_", vert.upper())
    for bak in (hale, ""):
        navn, passord = miljo.get(BRUKERNAVN + bak), miljo.get(PASSORD + bak)
        if navn and passord:
            return Innlogging(navn, passord)
    funnet = _fra_nokkelring(vert)
    if funnet is None:
        raise KildeFeil(
            f"{url} krever innlogging, og brukernavn og passord er ikke oppgitt. Sett {BRUKERNAVN} "
            f"og {PASSORD}, eller legg dem i nøkkelringen: keyring set {TJENESTE.format(vert)} "
            "BRUKERNAVN. Ellers: last ned filen og pek på den under [lag.<id>] i kommune.toml."
        )
    return funnet


def _fra_nokkelring(vert: str) -> Innlogging | None:
    """Ask the system's keyring; None where there is none, or it is locked or empty."""
    try:
        post = keyring.get_credential(TJENESTE.format(vert), None)
    except (KeyringError, RuntimeError, OSError):
        return None
    return Innlogging(post.username, post.password) if post and post.password else None
