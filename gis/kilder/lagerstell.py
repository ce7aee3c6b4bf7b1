"""Keeping the store: what was good once, whether every byte still is, and tidying away."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gis.feil import KildeFeil
from gis.kilder.fil import sha256_av, storrelse
from gis.kilder.husket import EVNER, evnefiler
from gis.kilder.lager import DELER, Lager
from gis.kilder.lagerposter import Kopi
from gis.kilder.skriving import skrivefeil

MAPPER = ("raa", "lag", "kopi", "forsok", "historie", EVNER, DELER)
"""Folders that hold the store's files."""


@dataclass(frozen=True, slots=True)
class Funn:
    """Something in the store that is not as it was written."""

    lag: str
    """Id of the layer."""
    fil: str
    """File, relative to the store."""
    hva: str
    """What is wrong, bokmål."""


@dataclass(frozen=True, slots=True)
class Ryddet:
    """What was tidied away."""

    filer: tuple[str, ...]
    """Files, relative to the store, sorted."""
    bytes: int
    """Their size together."""


def lagene(lager: Lager) -> list[str]:
    """Ids of the layers that the store has or has had, sorted."""
    gode = {fil.stem for fil in (lager.mappe / "kopi").glob("[!.]*.json")}
    forsokt = {fil.stem for fil in (lager.mappe / "forsok").glob("[!.]*.json")}
    return sorted(gode | forsokt)


def historien(lager: Lager, navn: str) -> list[Kopi]:
    """Every copy that the layer has had, newest first; damaged records are left out."""
    return [kopi for _, kopi in _poster(lager, navn) if kopi is not None]


def _poster(lager: Lager, navn: str) -> list[tuple[Path, Kopi | None]]:
    """List the records of the history with their files, newest first; None where one is damaged."""
    funnet: list[tuple[Path, Kopi | None]] = []
    for sti in lager.historie(navn).glob("[!.]*.json"):
        try:
            funnet.append((sti, lager.les_post(sti, navn)))
        except KildeFeil:
            funnet.append((sti, None))
    return sorted(
        funnet, key=lambda par: (par[1].lagret if par[1] else "", par[0].name), reverse=True
    )


def verifiser(lager: Lager, navn: str) -> Iterator[Funn]:
    """Compare every byte that the layer rests on with its checksum; yields what is wrong."""
    try:
        gjeldende = lager.kopi(navn)
    except KildeFeil as err:
        gjeldende = None
        yield Funn(navn, f"kopi/{navn}.json", str(err))
    try:
        lager.forsok(navn)
    except KildeFeil as err:
        yield Funn(navn, f"forsok/{navn}.json", str(err))
    for sti, kopi in _poster(lager, navn):
        if kopi is None:
            yield Funn(navn, str(sti.relative_to(lager.mappe)), "opplysningene er skadet")
        else:
            yield from skader(lager, navn, kopi)
    if gjeldende is not None and gjeldende not in historien(lager, navn):
        yield from skader(lager, navn, gjeldende)


def skader(lager: Lager, navn: str, kopi: Kopi) -> Iterator[Funn]:
    """Yield the files of one copy that are missing or changed."""
    ventet = {f"lag/{kopi.fil}": kopi.fil_sha256}
    ventet |= {f"raa/{summen}": summen for summen in kopi.opphav.raafiler}
    for fil, summen in ventet.items():
        sti = lager.mappe / fil
        if not sti.is_file():
            yield Funn(navn, fil, "mangler")
        elif sha256_av(sti) != summen:
            yield Funn(navn, fil, "har en annen sjekksum enn da den ble lagret")


def rydd(lager: Lager, behold: int, *, torr: bool = False, frist_s: float = 0.0) -> Ryddet:
    """Remove all but the newest `behold` copies of each layer, and what killed runs left.

    The good copy is always kept. `torr`: only say what would go. Those who use the store are
    waited for, `frist_s` seconds at most; what they begin meanwhile waits for us.

    Raises
    ------
    KildeFeil    if somebody still uses the store then, or a good copy's record is damaged, so that
                 nobody knows what it needs
    """
    with lager.alene(frist_s):
        beholdt = _i_bruk(lager, behold)
        bort = sorted(fil for fil in _alle(lager) if fil not in beholdt)
        ryddet = Ryddet(
            tuple(str(fil.relative_to(lager.mappe)) for fil in bort), sum(map(storrelse, bort))
        )
        for fil in () if torr else bort:
            try:
                fil.unlink()
            except OSError as err:
                raise skrivefeil(fil, err) from err
        for mappe in () if torr else (lager.mappe / "raa").glob(".*"):
            shutil.rmtree(mappe, ignore_errors=True)  # emptied above
    return ryddet


def _alle(lager: Lager) -> Iterator[Path]:
    """Every file of the store, half-written ones included; not the example, not the locks."""
    for mappe in MAPPER:
        yield from (fil for fil in (lager.mappe / mappe).rglob("*") if fil.is_file())
    yield from (lager.mappe / "bestilt").glob("*.del*")


def _i_bruk(lager: Lager, behold: int) -> set[Path]:
    """Files that the copies to be kept, and the services' kept answers, rest on."""
    filer = set(evnefiler(lager))
    for navn in lagene(lager):
        gjeldende = lager.kopi(navn)
        filer |= {lager.mappe / mappe / f"{navn}.json" for mappe in ("kopi", "forsok")}
        nyeste = [(sti, kopi) for sti, kopi in _poster(lager, navn) if kopi is not None]
        valgte = nyeste[: max(1, behold)] + [par for par in nyeste if par[1] == gjeldende]
        kopier = [kopi for _, kopi in valgte] + ([gjeldende] if gjeldende else [])
        filer |= {sti for sti, _ in valgte}
        for kopi in kopier:
            filer.add(lager.mappe / "lag" / kopi.fil)
            filer |= {lager.mappe / "raa" / summen for summen in kopi.opphav.raafiler}
    return filer
