"""Geonorge's download API: choose area, format and CRS from its lists, order, wait, fetch.

The order's number is kept until its files have come, so that a run that was stopped goes on
waiting for the same order instead of placing another.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from gis.feil import KildeFeil
from gis.kilder.atom import PROJEKSJONER
from gis.kilder.fil import les_tekst
from gis.kilder.http import krev_ok
from gis.kilder.httpledd import lenke_fra
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.pakke import Pakke
from gis.kilder.skriving import skriv_tekst
from gis.kilder.svar import deler, krev_json

VENT_S = 5.0
"""Seconds between questions about an order that is not ready; our own choice."""
MAKS_SPORSMAAL = 120
"""Times that is asked: ten minutes."""
LISTER = ("area", "format", "projection", "order")
"""Links that the capabilities must have, by the last word of their rel."""


def bestill(kanal: Kanal, pakke: Pakke, evner: dict[str, Any], nummer: str) -> list[str]:
    """Order the dataset for the municipality and return the addresses of its files.

    Parameters
    ----------
    evner     the dataset's capabilities as the API gave them
    nummer    municipality number

    Raises
    ------
    KildeFeil    if the API fails, has no such area or format, or the order is not ready in time
    """
    lenker = _lenker(evner, pakke)
    linje = _linje(kanal, pakke, lenker, nummer)
    notat = _notat(kanal, pakke, linje)
    ordre = _aapen_ordre(kanal, pakke, lenker["order"], notat)
    if ordre is None:
        kropp = {"email": "", "orderLines": [linje]}
        innlogging = kanal.innlogging_til(lenker["order"], pakke.url)
        svar = kanal.klient.send(lenker["order"], kropp, innlogging)
        ordre = krev_json(krev_ok(svar), f"{pakke.url}, bestilling")
    nummeret = str(ordre.get("referenceNumber") or "")
    if notat is not None and nummeret:
        skriv_tekst(notat, nummeret)
    filer = _vent(kanal, pakke, lenker["order"], ordre)
    if notat is not None:
        notat.unlink(missing_ok=True)
    return filer


def _lenker(evner: dict[str, Any], pakke: Pakke) -> dict[str, str]:
    """Addresses of the lists and of ordering, from the capabilities' links."""
    funnet = {}
    for lenke in deler(evner, "_links"):
        ord_ = str(lenke.get("rel", "")).rstrip("/").rpartition("/")[2]
        if ord_ in LISTER and lenke.get("href"):
            adresse = str(lenke["href"]).partition("{")[0]
            funnet[ord_] = lenke_fra(pakke.url, adresse)
    mangler = [ord_ for ord_ in LISTER if ord_ not in funnet]
    if mangler:
        raise KildeFeil(f"{pakke.url}: nedlastings-API-et mangler lenke til {', '.join(mangler)}.")
    return funnet


def _liste(kanal: Kanal, pakke: Pakke, url: str) -> list[dict[str, Any]]:
    """Fetch one code list."""
    svar = krev_ok(_spor(kanal, pakke, url))
    try:
        liste = json.loads(svar.innhold)
    except ValueError as err:
        raise KildeFeil(f"{url}: svaret er ikke JSON.") from err
    if not isinstance(liste, list):
        raise KildeFeil(f"{url}: svaret er ikke en liste.")
    return [ledd for ledd in liste if isinstance(ledd, dict)]


def _linje(kanal: Kanal, pakke: Pakke, lenker: dict[str, str], nummer: str) -> dict[str, Any]:
    """Build the order's line: what the lists have that fits, spelt as they spell it."""
    omraade = _omraade(_liste(kanal, pakke, lenker["area"]), nummer, pakke)
    formater = deler(omraade, "formats") or _liste(kanal, pakke, lenker["format"])
    projeksjoner = deler(omraade, "projections") or _liste(kanal, pakke, lenker["projection"])
    navnene = [str(ledd.get("name", "")) for ledd in formater]
    like = [n for n in navnene if n.strip().upper() == pakke.format]
    like += [n for n in navnene if n.strip().upper().startswith(pakke.format)]
    if not like:
        raise KildeFeil(
            f"{pakke.url}: formatet {pakke.format} kan ikke bestilles, bare {', '.join(navnene)}."
        )
    koder = {str(ledd.get("code", "")): ledd for ledd in projeksjoner}
    kode = next((kode for kode in PROJEKSJONER if kode in koder), None)
    if kode is None:
        raise KildeFeil(f"{pakke.url}: ingen brukbar projeksjon, bare {', '.join(koder)}.")
    uuid = pakke.uuid or pakke.url.rstrip("/").rpartition("/")[2]
    valgt = {n: omraade[n] for n in ("code", "type", "name") if n in omraade}
    projeksjon = {n: koder[kode][n] for n in ("code", "name", "codespace") if n in koder[kode]}
    return {
        "metadataUuid": uuid, "areas": [valgt], "formats": [{"name": like[0]}],
        "projections": [projeksjon],
    }  # fmt: skip


def _omraade(liste: list[dict[str, Any]], nummer: str, pakke: Pakke) -> dict[str, Any]:
    """Return the municipality, else its county, else the country."""
    for kode in (nummer, nummer[:2], "0000"):
        for ledd in liste:
            if str(ledd.get("code")) == kode:
                return ledd
    raise KildeFeil(
        f"{pakke.url}: verken kommune {nummer}, fylket eller hele landet kan bestilles."
    )


def _notat(kanal: Kanal, pakke: Pakke, linje: dict[str, Any]) -> Path | None:
    """Where the order's number is kept while it is open."""
    if kanal.notater is None:
        return None
    nokkel = json.dumps([pakke.url, linje], sort_keys=True).encode()
    return kanal.notater / f"{hashlib.sha256(nokkel).hexdigest()[:24]}.ordre"


def _aapen_ordre(
    kanal: Kanal, pakke: Pakke, ordreadresse: str, notat: Path | None
) -> dict[str, Any] | None:
    """Return an order from before that the service still knows, and has not failed; else None."""
    if notat is None or not notat.is_file():
        return None
    svar = _spor(kanal, pakke, _ordre(ordreadresse, les_tekst(notat).strip()))
    try:
        ordre = krev_json(krev_ok(svar), f"{pakke.url}, bestilling")
    except KildeFeil:
        ordre = None
    if ordre is None or _feilet(ordre):
        notat.unlink(missing_ok=True)
        return None
    return ordre


def _feilet(ordre: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files of an order that the service could not make."""
    return [fil for fil in deler(ordre, "files") if str(fil.get("status", "")).lower() == "error"]


def _ordre(ordreadresse: str, nummeret: str) -> str:
    """Address of an order that has been placed."""
    return f"{ordreadresse.rstrip('/')}/{nummeret}"


def _spor(kanal: Kanal, pakke: Pakke, url: str) -> Svar:
    """Ask the API, with the login on the catalogue's own host alone."""
    innlogging = kanal.innlogging_til(url, pakke.url)
    return kanal.klient.hent(url, None, innlogging, "application/json")


def _vent(kanal: Kanal, pakke: Pakke, ordreadresse: str, ordre: dict[str, Any]) -> list[str]:
    """Ask until every file of the order has an address."""
    nummeret = str(ordre.get("referenceNumber") or "")
    for _ in range(MAKS_SPORSMAAL):
        filer, feilet = deler(ordre, "files"), _feilet(ordre)
        if feilet:
            raise KildeFeil(f"{pakke.url}: bestillingen feilet: {feilet[0].get('name', '')}.")
        if filer and all(fil.get("downloadUrl") for fil in filer):
            return [lenke_fra(pakke.url, str(fil["downloadUrl"])) for fil in filer]
        if not nummeret:
            break
        kanal.klient.vent(VENT_S)
        svar = _spor(kanal, pakke, _ordre(ordreadresse, nummeret))
        ordre = krev_json(krev_ok(svar), f"{pakke.url}, bestilling")
    raise KildeFeil(
        f"{pakke.url}: bestillingen {nummeret or '(uten nummer)'} ble ikke klar. Kjør hent på nytt "
        "om en stund; den samme bestillingen brukes da videre."
    )
