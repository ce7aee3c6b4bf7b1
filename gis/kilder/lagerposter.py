"""The store's records: what they say, and how they stand on disk with a checksum of their own."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SUM = "sum"
"""Field of a record that holds the checksum of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utveksling:
    """One question and the answer that was kept."""

    url: str
    """Full address as asked, query included."""
    sha256: str
    """Checksum of the answer; its name under raa/."""
    bytes: int
    """Size of the answer."""
    hoder: Mapping[str, str] = field(default_factory=dict)
    """Headers of interest of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opphav:
    """Where a copy comes from."""

    nokkel: str
    """Checksum of the source and box asked for; a copy of another source is no copy."""
    kilde: str
    """Address or file."""
    parametre: Mapping[str, str] = field(default_factory=dict)
    """Query parameters of the first request."""
    hentet: str
    """When it was read, ISO 8601; for a file: when the file was changed."""
    sha256: str
    """Checksum of the bytes as received (of the parts' checksums where there are several)."""
    bytes: int = 0
    """Size as received."""
    raafiler: tuple[str, ...] = ()
    """Checksums of the answers in raa/, in order; empty for local files, which stay in place."""
    svarene: tuple[Utveksling, ...] = ()
    """Where each of those answers came from."""
    hoder: Mapping[str, str] = field(default_factory=dict)
    """Headers of interest of the first answer."""
    ventet: int | None = None
    """Features that the source said it has; None when it did not say."""
    mottatt: int = 0
    """Features received, those set aside included; of a file, those that can be read; or cells."""
    brukt: int = 0
    """Features of those that the layer keeps here: readable, near, with the codes asked for."""
    kolonner: Mapping[str, str] = field(default_factory=dict)
    """The source's columns, name → kind of value (tekst, tall, …): what drift is measured by."""
    merknader: tuple[str, ...] = ()
    """What was set aside or doubted while reading, bokmål."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kopi:
    """The good copy of a layer."""

    opphav: Opphav
    """Where it comes from."""
    fil: str
    """Name of the layer file under lag/."""
    fil_sha256: str
    """Its checksum."""
    lagret: str
    """When it became the good copy, ISO 8601; `opphav.hentet` of a file is the file's own time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forsok:
    """The last attempt to fetch a layer."""

    tid: str
    """When, ISO 8601."""
    nokkel: str
    """Checksum of what was asked for."""
    status: Literal["hentet", "uendret", "feilet"]
    """How it went; uendret: the answer held the same data as the copy."""
    feil: str = ""
    """Why it failed, bokmål."""


class PostFeil(ValueError):
    """A record does not say what a record says."""


def skriv_post(post: Kopi | Forsok) -> str:
    """Return the record as text, with its checksum."""
    innhold = asdict(post)
    return _tekst({**innhold, SUM: _sum(innhold)})


def les_kopi(tekst: str) -> Kopi:
    """Read the record of a copy.

    Raises
    ------
    PostFeil    if it is no such record, or was changed after it was written
    """
    raa = _innhold(tekst)
    try:
        felt = dict(raa["opphav"])
        felt["raafiler"], felt["merknader"] = tuple(felt["raafiler"]), tuple(felt["merknader"])
        felt["svarene"] = tuple(Utveksling(**svar) for svar in felt["svarene"])
        return Kopi(
            opphav=Opphav(**felt),
            fil=raa["fil"],
            fil_sha256=raa["fil_sha256"],
            lagret=raa["lagret"],
        )
    except (KeyError, TypeError) as err:
        raise PostFeil(f"opplysningene mangler {err}") from err


def les_forsok(tekst: str) -> Forsok:
    """Read the record of an attempt.

    Raises
    ------
    PostFeil    as `les_kopi`
    """
    try:
        return Forsok(**_innhold(tekst))
    except TypeError as err:
        raise PostFeil(str(err)) from err


def _innhold(tekst: str) -> dict[str, Any]:
    """Return the fields of a record after its checksum has been compared."""
    try:
        innhold = json.loads(tekst)
    except ValueError as err:
        raise PostFeil("er ikke JSON") from err
    if not isinstance(innhold, dict):
        raise PostFeil("har galt innhold")
    if innhold.pop(SUM, None) != _sum(innhold):
        raise PostFeil("er endret etter at den ble skrevet")
    return innhold


def _sum(innhold: Mapping[str, Any]) -> str:
    return hashlib.sha256(_tekst(innhold).encode("utf-8", "surrogatepass")).hexdigest()


def _tekst(innhold: Mapping[str, Any]) -> str:
    return json.dumps(innhold, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
