"""The store: bytes as received, the layer read from them, and where it all came from.

    raa/<sha256>                   answers as received, named by their own checksum
    lag/<lag>-<sha256>.gpkg        the layer as read (.tif for rasters), named by its own checksum
    kopi/<lag>.json                which of these files is the good copy, and its origin
    historie/<lag>/<tid>-….json    the same of every copy that was good once (see lagerstell)
    forsok/<lag>.json              the last attempt and how it went
    evner/<sha256>.json            what services say of themselves (see husket)
    deler/<lag>/<sha256>.json      pages of a fetch that is not done (see mottak)
    laas/                          locks: each layer's records, and the store against tidying

Files are never changed, only added, and the records are replaced whole, each with a checksum of
its own; so two processes may use the same store, a process may be killed anywhere, and a failed
attempt leaves the last good copy alone. Layers are kept in the CRS that they are handed over in.
"""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from geopandas import GeoDataFrame

from gis.feil import KildeFeil
from gis.kilder.fil import les_bytes, les_raster, les_tekst, les_vektor, sha256_av
from gis.kilder.http import OK
from gis.kilder.httpsvar import Svar
from gis.kilder.laas import laast
from gis.kilder.lagerposter import (
    Forsok,
    Kopi,
    Opphav,
    PostFeil,
    Utveksling,
    les_forsok,
    les_kopi,
    skriv_post,
)
from gis.kilder.rens import med_kolonnenavn
from gis.kilder.skriving import (
    flytt,
    skriv_bytes,
    skriv_geotiff,
    skriv_gpkg,
    skriv_tekst,
    skrivefeil,
)
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

__all__ = ["Forsok", "Kopi", "Lager", "Opphav", "Utveksling"]

_Laas = AbstractContextManager[None]

LAGTID = "2000-01-01T00:00:00Z"
"""Layer files bear one fixed time: equal data, equal bytes. The record has the true one."""
PAABEGYNT = "paabegynt.txt"
"""Holds the time at which a run of fetching began, until it is done."""
DELER = "deler"
"""Folder of the records of pages that came before a fetch was broken off."""
NAVN_LENGDE = 16
"""Hex digits of the checksum in a layer file's name."""


def _postnavn(kopi: Kopi) -> str:
    """File name of a record in the history: time, then checksums, so that names sort by time."""
    tid = "".join(tegn for tegn in kopi.lagret[:19] if tegn.isalnum())
    return f"{tid}-{kopi.opphav.nokkel[:4]}-{kopi.fil_sha256[:NAVN_LENGDE]}.json"


class Lager:
    """A folder of fetched layers."""

    def __init__(self, mappe: Path) -> None:
        self.mappe = mappe

    def har(self, navn: str) -> bool:
        """Whether there is a good copy of the layer, whatever its source."""
        try:
            kopi = self.kopi(navn)
        except KildeFeil:
            return False
        return kopi is not None and (self.mappe / "lag" / kopi.fil).is_file()

    def kopi(self, navn: str) -> Kopi | None:
        """Return the record of the good copy; None when there is none.

        Raises
        ------
        KildeFeil    if the record is damaged
        """
        return self.les_post(self.mappe / "kopi" / f"{navn}.json", navn)

    def les_post(self, sti: Path, navn: str) -> Kopi | None:
        """Read the record of a copy at `sti`; None when there is none.

        Raises
        ------
        KildeFeil    if the record is damaged
        """
        if not sti.is_file():
            return None
        try:
            return les_kopi(les_tekst(sti))
        except (PostFeil, KildeFeil) as err:
            raise self.skadet(navn, f"{sti}: {err}") from err

    def forsok(self, navn: str) -> Forsok | None:
        """Return the record of the last attempt; None when there is none.

        Raises
        ------
        KildeFeil    if the record is damaged: whether the copy is old cannot be told then
        """
        sti = self.mappe / "forsok" / f"{navn}.json"
        try:
            return les_forsok(les_tekst(sti)) if sti.is_file() else None
        except (PostFeil, KildeFeil) as err:
            raise self.skadet(navn, f"{sti}: {err}") from err

    @contextmanager
    def i_bruk(self) -> Iterator[None]:
        """Keep others from tidying the store while the block runs; one who waits to, goes first."""
        with ExitStack() as stabel:
            with self._koen(delt=True):
                stabel.enter_context(self._bruken(delt=True))
            yield

    @contextmanager
    def alene(self, frist_s: float) -> Iterator[None]:
        """Have the store alone while the block runs.

        Nobody new begins to use it meanwhile, and those who do are waited for.

        Raises
        ------
        KildeFeil    when somebody still uses it after `frist_s` seconds
        """
        with self._koen(frist_s=frist_s), self._bruken(frist_s=frist_s):
            yield

    def begynn(self, naa: str) -> None:
        """Note that a run of fetching began; the mark stands until the run is done."""
        skriv_tekst(self.mappe / PAABEGYNT, naa)

    def avslutt(self) -> None:
        """Take the mark of a run away: it fetched all that it was to fetch."""
        (self.mappe / PAABEGYNT).unlink(missing_ok=True)

    def paabegynt(self) -> str:
        """When the run began that was stopped before it was done; empty when there is none."""
        sti = self.mappe / PAABEGYNT
        return les_tekst(sti).strip() if sti.is_file() else ""

    def kjent(self, kopi: Kopi | None) -> Callable[[str], Svar | None]:
        """Return a look-up of answers that the copy was made of, by full address.

        Only those that bear an ETag or Last-Modified, and whose bytes are whole.
        """
        gamle = {svar.url: svar for svar in kopi.opphav.svarene} if kopi else {}

        def slaa_opp(url: str) -> Svar | None:
            gammelt = gamle.get(url)
            if gammelt is None or not {"ETag", "Last-Modified"} & set(gammelt.hoder):
                return None
            sti = self.hel_raa(gammelt.sha256)
            hoder, summen = gammelt.hoder, gammelt.sha256
            return None if sti is None else Svar(url, OK, hoder, sti, uendret=True, sum=summen)

        return slaa_opp

    def raasti(self, summen: str) -> Path:
        """Where the answer with this checksum lies, or would lie."""
        return self.mappe / "raa" / summen

    def hel_raa(self, summen: str) -> Path | None:
        """Return where an answer lies; None when it is missing or damaged."""
        sti = self.raasti(summen)
        try:
            return sti if sti.is_file() and sha256_av(sti) == summen else None
        except KildeFeil:
            return None

    def raa(self, summen: str) -> bytes | None:
        """Return an answer as received; None when it is missing or damaged."""
        sti = self.hel_raa(summen)
        return None if sti is None else les_bytes(sti)

    def legg_i_raa(self, innhold: bytes) -> str:
        """Keep an answer as received; returns its checksum."""
        summen = hashlib.sha256(innhold).hexdigest()
        if self.hel_raa(summen) is None:
            skriv_bytes(self.raasti(summen), innhold)
        return summen

    def flytt_til_raa(self, fil: Path, summen: str) -> None:
        """Keep an answer that was written to `fil`, on the store's own disk, with this checksum."""
        if self.hel_raa(summen) is None:
            flytt(fil, self.raasti(summen))
        else:
            fil.unlink()

    def glem_deler(self, navn: str) -> None:
        """Forget the pages of a fetch of the layer: it is done, or begins anew."""
        shutil.rmtree(self.mappe / DELER / navn, ignore_errors=True)

    def lagre(self, navn: str, opphav: Opphav, data: GeoDataFrame | Rutenett, naa: str) -> Kopi:
        """Make `data` the good copy.

        Unchanged data from a service keep the first copy's record and time; a file has a time of
        its own, which is kept, and a file with other bytes is a new copy though the layer is not.
        """
        fil, summen = self._skriv_lag(navn, data)
        with self._alene_om(navn):
            gammel = self.kopi(navn) if self.har(navn) else None
            if (
                gammel is not None
                and gammel.fil_sha256 == summen
                and gammel.opphav.nokkel == opphav.nokkel
                and gammel.opphav.merknader == opphav.merknader
                and opphav.hentet in {naa, gammel.opphav.hentet}
                and (opphav.raafiler or opphav.sha256 == gammel.opphav.sha256)
            ):
                self._noter(navn, Forsok(tid=naa, nokkel=opphav.nokkel, status="uendret"))
                return gammel
            kopi = Kopi(opphav=opphav, fil=fil, fil_sha256=summen, lagret=naa)
            skriv_tekst(self.historie(navn) / _postnavn(kopi), skriv_post(kopi))
            skriv_tekst(self.mappe / "kopi" / f"{navn}.json", skriv_post(kopi))
            self._noter(navn, Forsok(tid=naa, nokkel=opphav.nokkel, status="hentet"))
        return kopi

    def noter(self, navn: str, forsok: Forsok) -> None:
        """Record how an attempt went; the good copy is not touched."""
        with self._alene_om(navn):
            self._noter(navn, forsok)

    def historie(self, navn: str) -> Path:
        """Folder of the records of every copy that the layer has had."""
        return self.mappe / "historie" / navn

    def les(self, navn: str, kopi: Kopi) -> GeoDataFrame:
        """Read the vector layer of a copy, checksum verified.

        Raises
        ------
        KildeFeil    if the file is missing, changed or unreadable
        """
        sti = self._kontrollert(navn, kopi)
        try:
            return les_vektor(sti, navn)
        except KildeFeil as err:
            raise self.skadet(navn, str(err)) from err

    def les_rutenett(self, navn: str, kopi: Kopi, utsnitt: Utsnitt) -> Rutenett:
        """Read the raster layer of a copy, checksum verified."""
        return les_raster(self._kontrollert(navn, kopi), utsnitt, utsnitt.epsg)

    # -- inside ---------------------------------------------------------------------------

    def _koen(self, *, delt: bool = False, frist_s: float | None = None) -> _Laas:
        """Make the lock that is passed by on the way in, and held by who waits to be alone."""
        return laast(self.mappe / "laas" / ".inngang", delt=delt, frist_s=frist_s)

    def _bruken(self, *, delt: bool = False, frist_s: float | None = None) -> _Laas:
        return laast(self.mappe / "laas" / "lager", delt=delt, frist_s=frist_s)

    def _alene_om(self, navn: str) -> _Laas:
        return laast(self.mappe / "laas" / navn)

    def _noter(self, navn: str, forsok: Forsok) -> None:
        skriv_tekst(self.mappe / "forsok" / f"{navn}.json", skriv_post(forsok))

    def _skriv_lag(self, navn: str, data: GeoDataFrame | Rutenett) -> tuple[str, str]:
        """Write the layer file under its own checksum; returns name and checksum."""
        endelse = ".gpkg" if isinstance(data, GeoDataFrame) else ".tif"
        ny = self.mappe / "lag" / f"ny-{secrets.token_hex(8)}{endelse}"
        try:
            if isinstance(data, GeoDataFrame):
                skriv_gpkg(ny, {navn: med_kolonnenavn(data, [*map(str, data.columns)])}, LAGTID)
            else:
                skriv_geotiff(ny, data)
            summen = sha256_av(ny)
            ferdig = ny.with_name(f"{navn}-{summen[:NAVN_LENGDE]}{endelse}")
            ny.replace(ferdig)
        except OSError as err:
            raise skrivefeil(ny, err) from err
        finally:
            ny.unlink(missing_ok=True)
        return ferdig.name, summen

    def _kontrollert(self, navn: str, kopi: Kopi) -> Path:
        """Path of the layer file, after its bytes have been compared with the record."""
        sti = self.mappe / "lag" / kopi.fil
        if not sti.is_file():
            raise self.skadet(navn, f"{sti} mangler")
        if sha256_av(sti) != kopi.fil_sha256:
            raise self.skadet(navn, f"{sti} har en annen sjekksum enn da den ble lagret")
        return sti

    def skadet(self, navn: str, hva: str) -> KildeFeil:
        """Make the error that says what is damaged, and how it is mended."""
        return KildeFeil(
            f"Lageret for «{navn}» er skadet ({hva}). Hent laget på nytt: arealsil hent {navn}"
        )
