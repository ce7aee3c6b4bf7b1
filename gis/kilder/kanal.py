"""The way to a service in one run: the client, where answers are kept, and what is remembered."""

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from gis.kilder.delfil import delfil
from gis.kilder.http import Innlogging, Klient
from gis.kilder.httpledd import hel_url
from gis.kilder.httpsvar import Svar
from gis.kilder.mottak import Mottak


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
    mottak: Mottak | None = None
    """Where pages are put as they come; None keeps them in memory."""

    def side(
        self, url: str, parametre: Mapping[str, str] | None = None, godta: str = "*/*"
    ) -> Svar:
        """Ask for a page of features, unless a fetch that was broken off has it already."""
        kjent = self._kjent(hel_url(url, parametre))
        mappe = self.mottak.mappe if self.mottak else None
        return kjent or self.klient.hent(url, parametre, self.innlogging, godta, mappe)

    def fil(self, url: str, innlogging: Innlogging | None) -> Svar:
        """Ask for a whole file, from where it was broken off; otherwise as `side`."""
        kjent = self._kjent(hel_url(url, None))
        if kjent is not None:
            return kjent
        mappe = self.mottak.mappe if self.mottak else None
        with delfil(self.notater, url) as delen:
            return self.klient.hent_fil(url, delen, innlogging, mappe)

    def innlogging_til(self, url: str, egen: str) -> Innlogging | None:
        """Return the login where `url` is on the host of `egen`, the catalogue's own address.

        None for every other host, and where `url` is less secure.
        """
        maal, hjemme = urlsplit(url), urlsplit(egen)
        like_sikker = maal.scheme in ("https", hjemme.scheme)
        return self.innlogging if like_sikker and maal.hostname == hjemme.hostname else None

    def _kjent(self, url: str) -> Svar | None:
        kjent = self.mottak.kjent(url) if self.mottak else None
        if kjent is not None:
            self.klient.tilsyn.svar(kjent)
        return kjent

    def ta_vare(self, svar: Svar) -> Svar:
        """Keep a page that was found good; returns it with its checksum."""
        if self.mottak is not None:
            return self.mottak.ta_vare(svar)
        return replace(svar, sum=self.behold(svar.innhold))
