"""The way to a service in one run: the client, where answers are kept, and what is remembered."""

import hashlib
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from gis.kilder.http import Innlogging, Klient


def bare_sum(innhold: bytes) -> str:
    """Return the SHA-256 of an answer and keep nothing."""
    return hashlib.sha256(innhold).hexdigest()


@dataclass(frozen=True, slots=True)
class Kanal:
    """What every reader is handed beside the service's address."""

    klient: Klient
    """The HTTP client."""
    behold: Callable[[bytes], str] = bare_sum
    """Puts one answer aside as received and returns its SHA-256; the reader lets go of it."""
    innlogging: Innlogging | None = field(default=None, repr=False)
    """Name and password, only where the source asks for them."""
    husket: MutableMapping[str, bytes] = field(default_factory=dict, repr=False)
    """What services say of themselves, by address: asked for once."""
    notater: Path | None = None
    """Folder for what must outlive the run: orders that are not ready, files that came in part."""
