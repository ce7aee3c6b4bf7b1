"""What the user chose, and what the door lends a command: clock, environment, version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from analyser.felles.oppsett import kontrollert_kommune
from gis.feil import ParameterFeil
from gis.kilder.fil import les_tekst
from gis.kilder.http import Klient
from gis.kilder.lager import Lager
from gis.kommune import Kommune, med_fil
from kart.forberedelse import journal_ved
from kart.tekster import BOKMAAL
from kart.terminal import FELLES
from lag.katalog.plan import AREALINNSPILL
from lag.lasting import Oppsett

INGEN_KOMMUNE = (
    "Filen {fil} finnes ikke. Kontroller stien, eller lag den: «arealsil ny-kommune NNNN» for en "
    "kommune, «arealsil ny-kommune --eksempel» for å prøve."
)
"""Said to who has just installed the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Omverden:
    """The world outside, which only the door reads."""

    klokke: Callable[[], datetime]
    """The time now, with zone."""
    miljo: Mapping[str, str]
    """The environment: name and password for services may stand there."""
    versjon: str
    """Version of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valg:
    """What the user chose, read once: municipality, folders, the day that counts as today."""

    kommune: Kommune
    lager: Path
    ut: Path
    dato: date
    frakoblet: bool
    """True: only what lies in the store."""
    formaal: str
    """Purpose of proposals that state none; empty: none."""
    journal: Path | None
    """The planner's journal; None without one."""
    omverden: Omverden
    """Clock and environment."""
    spraak: str = BOKMAAL
    """Language that is written in."""

    @property
    def eksempelmappe(self) -> Path:
        """Where the embedded example is written."""
        return self.lager / "eksempel"

    def i_spraakets_mappe(self) -> "Valg":
        """Return the choices with a folder of its own for another language than bokmål."""
        egen = self.ut.with_name(f"{self.ut.name}-{self.spraak}")
        return self if self.spraak == BOKMAAL else replace(self, ut=egen)

    @property
    def tidspunkt(self) -> str:
        """Time that written files bear: the day's beginning, so that equal runs are equal."""
        return f"{self.dato.isoformat()}T00:00:00Z"


def felles(funksjon: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared options and hand it one Valg instead.

    Raises
    ------
    ParameterFeil    by the command: if the municipality's file is missing
    """

    @wraps(funksjon)
    def med_valg(
        kommunefil: Path, dato: datetime | None, innspill: Path | None, formaal: str,
        journal: Path | None, **resten: object,
    ) -> None:  # fmt: skip
        verden = omverden()
        if not kommunefil.exists():
            raise ParameterFeil(INGEN_KOMMUNE.format(fil=kommunefil))
        kommune = kontrollert_kommune(les_tekst(kommunefil), str(kommunefil), kommunefil.parent)
        if innspill:
            kommune = med_fil(kommune, AREALINNSPILL.navn, innspill.resolve(), {"formaal": formaal})
        egne: dict[str, Any] = {
            f.name: resten.pop(f.name) for f in fields(Valg) if f.name in resten
        }
        egne |= {"journal": journal or journal_ved(innspill), "dato": dagen(dato, verden)}
        funksjon(Valg(kommune=kommune, formaal=formaal, omverden=verden, **egne), **resten)

    return reduce(lambda kommando, valget: valget(kommando), reversed(FELLES), med_valg)


def omverden() -> Omverden:
    """Return what the door lent the running command.

    Raises
    ------
    LookupError    when no door is open: the program is called in a way that it is not made for
    """
    verden = click.get_current_context().find_object(Omverden)
    if verden is None:
        raise LookupError("kommandoen er kalt utenom ytterdøra")
    return verden


def dagen(dato: datetime | None, verden: Omverden) -> date:
    """Return the day that counts as today: the chosen one, or the clock's where the user is."""
    return dato.date() if dato else verden.klokke().astimezone().date()


def oppsett_for(valg: Valg, godta_fall: bool = False) -> Oppsett:
    """Gather what fetching needs beside layer and municipality."""
    return Oppsett(
        lager=Lager(valg.lager),
        klient=klient_for(valg.omverden),
        naa=valg.omverden.klokke().isoformat(timespec="seconds"),
        frakoblet=valg.frakoblet,
        eksempelmappe=valg.eksempelmappe,
        eksempeltid=valg.tidspunkt,
        godta_fall=godta_fall,
        miljo=valg.omverden.miljo,
    )


def klient_for(verden: Omverden) -> Klient:
    """Return the HTTP client, which says who asks."""
    return Klient(f"arealsil/{verden.versjon}")
