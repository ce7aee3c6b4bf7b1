"""The store: bytes as received, the layer read from them, and where it all came from.

    raa/<sha256>             answers as received, named by their own checksum
    lag/<lag>-<sha256>.gpkg  the layer as read (.tif for rasters), named by its own checksum
    kopi/<lag>.json          which of these files is the good copy, and its origin
    forsok/<lag>.json        the last attempt and how it went

Files are never changed, only added, and the two records are replaced whole; so two processes may
use the same store, and a failed attempt leaves the last good copy alone.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from geopandas import GeoDataFrame

from gis.feil import KildeFeil
from gis.kilder.fil import les_raster, les_tekst, les_vektor, sha256_av
from gis.kilder.skriving import (
    skriv_bytes,
    skriv_geotiff,
    skriv_gpkg,
    skriv_tekst,
    skrivefeil,
)
from gis.rutenett import Rutenett
from gis.utsnitt import Utsnitt

LAGTID = "2000-01-01T00:00:00Z"
"""Layer files bear one fixed time: equal data, equal bytes. The record has the true one."""
NAVN_LENGDE = 16
"""Hex digits of the checksum in a layer file's name."""


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
    hoder: Mapping[str, str] = field(default_factory=dict)
    """Headers of interest of the first answer."""
    ventet: int | None = None
    """Features that the source said it has; None when it did not say."""
    mottatt: int = 0
    """Features received, those set aside included."""
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


def _entydig(data: GeoDataFrame) -> GeoDataFrame:
    """Return the frame with column names that differ also when case is ignored, as SQLite asks."""
    sett: set[str] = set()
    navn = []
    for kolonne in map(str, data.columns):
        nytt, nummer = kolonne, 2
        while nytt.casefold() in sett:
            nytt, nummer = f"{kolonne}_{nummer}", nummer + 1
        sett.add(nytt.casefold())
        navn.append(nytt)
    return data.set_axis(navn, axis="columns")


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
        raa = self._les_json(self.mappe / "kopi" / f"{navn}.json")
        if raa is None:
            return None
        try:
            felt = {**raa["opphav"]}
            felt["raafiler"], felt["merknader"] = tuple(felt["raafiler"]), tuple(felt["merknader"])
            return Kopi(opphav=Opphav(**felt), fil=raa["fil"], fil_sha256=raa["fil_sha256"])
        except (KeyError, TypeError) as err:
            raise self._skadet(navn, f"opplysningene mangler {err}") from err

    def forsok(self, navn: str) -> Forsok | None:
        """Return the record of the last attempt; None when there is none."""
        raa = self._les_json(self.mappe / "forsok" / f"{navn}.json")
        try:
            return None if raa is None else Forsok(**raa)
        except TypeError as err:
            raise self._skadet(navn, str(err)) from err

    def legg_i_raa(self, innhold: bytes) -> str:
        """Keep an answer as received; returns its checksum."""
        summen = hashlib.sha256(innhold).hexdigest()
        sti = self.mappe / "raa" / summen
        if not (sti.is_file() and sti.stat().st_size == len(innhold)):
            skriv_bytes(sti, innhold)
        return summen

    def lagre(self, navn: str, opphav: Opphav, data: GeoDataFrame | Rutenett, naa: str) -> Kopi:
        """Make `data` the good copy.

        Unchanged data from a service keep the first copy's record and time; a file has a time of
        its own, which is kept.
        """
        fil, summen = self._skriv_lag(navn, data)
        gammel = self.kopi(navn) if self.har(navn) else None
        if (
            gammel is not None
            and gammel.fil_sha256 == summen
            and gammel.opphav.nokkel == opphav.nokkel
            and gammel.opphav.merknader == opphav.merknader
            and opphav.hentet in {naa, gammel.opphav.hentet}
        ):
            self.noter(navn, Forsok(tid=naa, nokkel=opphav.nokkel, status="uendret"))
            return gammel
        kopi = Kopi(opphav=opphav, fil=fil, fil_sha256=summen)
        self._skriv_json(self.mappe / "kopi" / f"{navn}.json", asdict(kopi))
        self.noter(navn, Forsok(tid=naa, nokkel=opphav.nokkel, status="hentet"))
        return kopi

    def noter(self, navn: str, forsok: Forsok) -> None:
        """Record how an attempt went; the good copy is not touched."""
        self._skriv_json(self.mappe / "forsok" / f"{navn}.json", asdict(forsok))

    def les(self, navn: str, kopi: Kopi) -> GeoDataFrame:
        """Read the vector layer of a copy, checksum verified."""
        sti = self._kontrollert(navn, kopi)
        try:
            return les_vektor(sti, navn)
        except KildeFeil as err:
            raise self._skadet(navn, str(err)) from err

    def les_rutenett(self, navn: str, kopi: Kopi, utsnitt: Utsnitt) -> Rutenett:
        """Read the raster layer of a copy, checksum verified."""
        return les_raster(self._kontrollert(navn, kopi), utsnitt, utsnitt.epsg)

    # -- inside ---------------------------------------------------------------------------

    def _skriv_lag(self, navn: str, data: GeoDataFrame | Rutenett) -> tuple[str, str]:
        """Write the layer file under its own checksum; returns name and checksum."""
        endelse = ".gpkg" if isinstance(data, GeoDataFrame) else ".tif"
        ny = self.mappe / "lag" / f"ny-{secrets.token_hex(8)}{endelse}"
        try:
            if isinstance(data, GeoDataFrame):
                skriv_gpkg(ny, {navn: _entydig(data)}, LAGTID)
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
            raise self._skadet(navn, f"{sti} mangler")
        if sha256_av(sti) != kopi.fil_sha256:
            raise self._skadet(navn, f"{sti} har en annen sjekksum enn da den ble lagret")
        return sti

    def _skadet(self, navn: str, hva: str) -> KildeFeil:
        return KildeFeil(
            f"Lageret for «{navn}» er skadet ({hva}). Hent laget på nytt: arealsil hent {navn}"
        )

    def _les_json(self, sti: Path) -> dict[str, Any] | None:
        if not sti.is_file():
            return None
        try:
            innhold = json.loads(les_tekst(sti))
        except json.JSONDecodeError as err:
            raise self._skadet(sti.stem, f"{sti} er ikke JSON") from err
        if not isinstance(innhold, dict):
            raise self._skadet(sti.stem, f"{sti} har galt innhold")
        return innhold

    def _skriv_json(self, sti: Path, innhold: dict[str, Any]) -> None:
        skriv_tekst(sti, json.dumps(innhold, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
