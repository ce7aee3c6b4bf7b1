"""Whole files: straight from an address, through an ATOM feed, or by an order."""

import json
from typing import Any
from urllib.parse import urlsplit

from gis.feil import KildeFeil
from gis.kilder.atom import er_feed, les_feed, velg
from gis.kilder.bestilling import bestill
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import HODE_BYTES, Svar
from gis.kilder.kanal import Kanal
from gis.kilder.pakke import Pakke, les_pakker
from gis.kilder.svar import Uthenting
from gis.utsnitt import Utsnitt

__all__ = ["Pakke", "hent_nedlasting"]

BLANKT = b"\xef\xbb\xbf \t\r\n"
"""What may stand before an answer begins: a byte-order mark, and space."""
MAKS_LEDD = 4
"""Feeds that are followed before a service that leads in a ring is given up."""


def hent_nedlasting(kanal: Kanal, pakke: Pakke, utsnitt: Utsnitt, nummer: str) -> Uthenting:
    """Fetch the layer; what the address answers decides the way.

    An ATOM feed is followed to the file that is nearest to the municipality; the capabilities of
    a download API lead to an order; anything else is the file itself, zipped or not.

    Parameters
    ----------
    utsnitt    box that the data should meet; it makes the advice in errors better
    nummer     municipality number

    Raises
    ------
    KildeFeil        if the service fails or has nothing that fits, or an archive is unsafe
    ParameterFeil    if the layer is not in the file
    CrsFeil          if the file's CRS is missing or cannot be right
    """
    svarene = _filsvar(kanal, pakke, nummer)
    data = les_pakker([svar.kropp for svar in svarene], pakke, utsnitt)
    svarene = [kanal.ta_vare(svar) for svar in svarene]
    return Uthenting(
        data=data, raafiler=tuple(svar.sum for svar in svarene),
        bytes=sum(svar.storrelse for svar in svarene), url=svarene[0].url.partition("?")[0],
        hoder=svarene[0].hoder, mottatt=len(data), merknader=tuple(data.attrs["merknader"]),
    )  # fmt: skip


def _filsvar(kanal: Kanal, pakke: Pakke, nummer: str) -> list[Svar]:
    """Follow the way to the files."""
    url = pakke.url
    for _ in range(MAKS_LEDD):
        svar = _hent(kanal, pakke, url)
        evner = _evner(svar)
        if evner is not None:
            adresser = bestill(kanal, pakke, evner, nummer)
            return [_hent(kanal, pakke, adresse) for adresse in adresser]
        if not er_feed(svar.begynnelse()):
            return [_krev_fil(svar)]
        valgt = velg(les_feed(svar.innhold, url), pakke.format, pakke.uuid, nummer, url)
        if valgt.sperre and kanal.innlogging is None:
            raise KildeFeil(
                f"ATOM {url}: «{valgt.tittel}» er ikke åpen ({valgt.sperre}). Be eieren om filen, "
                "og pek på den under [lag.<id>] i kommune.toml."
            )
        url = valgt.lenke
    raise KildeFeil(f"ATOM {pakke.url}: feedene viser til hverandre uten å nå en fil.")


def _hent(kanal: Kanal, pakke: Pakke, url: str) -> Svar:
    """Fetch one link; the login goes to the catalogue's own host alone, never without https."""
    egen, maal = urlsplit(pakke.url), urlsplit(url)
    if maal.scheme not in ("http", "https"):
        raise KildeFeil(f"{pakke.url}: lenken {url!r} kan ikke følges.")
    if egen.scheme == "https":  # the owners' feeds still write http in links that answer on https
        url = maal._replace(scheme="https").geturl()
    return krev_ok(kanal.fil(url, kanal.innlogging_til(url, pakke.url)))


def _evner(svar: Svar) -> dict[str, Any] | None:
    """Return the answer as a download API's capabilities, if that is what it is."""
    innhold = svar.begynnelse()
    if len(innhold) >= HODE_BYTES or not innhold.lstrip(BLANKT).startswith(b"{"):
        return None
    try:
        objekt = json.loads(innhold)
    except ValueError:
        return None
    return objekt if isinstance(objekt, dict) and "_links" in objekt else None


def _krev_fil(svar: Svar) -> Svar:
    """Refuse a web page in the place of a file."""
    if svar.begynnelse().lstrip(BLANKT)[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise KildeFeil(f"{svar.url.partition('?')[0]}: svaret er en nettside, ikke en fil.")
    return svar
