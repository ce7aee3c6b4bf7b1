"""The measures of the municipality's strategic business plan, as data."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import Field

from gis.feil import ParameterFeil
from gis.strengt import Nokkelsti, Streng, tolk_toml

Ordlyd = Literal["ordrett", "forkortet", "uklar"]
Tiltakstatus = Literal["ikke meldt", "ikke påbegynt", "påbegynt", "fullført", "utgått"]
STATUSER: tuple[str, ...] = get_args(Tiltakstatus)
"""What the municipality may report of a measure."""
KVARTALER = 4
ORDLYDSMERKNAD = {
    "ordrett": "",
    "forkortet": "Teksten er forkortet, ikke planens egne ord.",
    "uklar": "Planens tekst er uklar i kilden.",
}
"""How sure the wording is, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiltak:
    """One measure of the plan."""

    nummer: str
    """Number in the plan, e.g. «1.1a»."""
    tekst: str
    """What is to be done."""
    ordlyd: Ordlyd
    """Whether `tekst` is the plan's own words."""
    periode: str = ""
    """When it runs, where there is no single deadline: «løpende», «2012–2014»."""
    frist: str = ""
    """Year by which it was to be done; empty for measures without a deadline."""
    indikator: str = ""
    """What shows that it is done; empty where the plan names none."""
    ansvarlig: str = ""
    """Who answers for it."""
    samarbeid: str = ""
    """Who takes part."""
    status: Tiltakstatus = "ikke meldt"
    """How far it has come, entered by the municipality."""
    status_dato: date | None = None
    """Day on which the status was entered."""
    bevis: str = ""
    """What the municipality points to: a case, a decision, a report."""
    lag: tuple[str, ...] = ()
    """Ids of layers whose content in the last run is evidence."""
    analyser: tuple[str, ...] = ()
    """Ids of the analyses that answer it."""
    uverifisert: tuple[str, ...] = ()
    """What in the record nobody has confirmed."""

    def rad(self) -> dict[str, str]:
        """Return the measure as text, the doubts gathered in «merknad»."""
        tvil = f"Uverifisert: {'; '.join(self.uverifisert)}." if self.uverifisert else ""
        return {
            "nummer": self.nummer,
            "tekst": self.tekst,
            "periode": self.periode,
            "frist": self.frist,
            "indikator": self.indikator,
            "ansvarlig": self.ansvarlig,
            "samarbeid": self.samarbeid,
            "status": self.status,
            "merknad": " ".join(filter(None, (ORDLYDSMERKNAD[self.ordlyd], tvil))),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A business plan."""

    navn: str
    """Its name."""
    periode: str
    """Years that it covers."""
    kilde: str
    """Where the records come from."""
    tiltak: tuple[Tiltak, ...]
    """Its measures, in the order of the file."""
    uverifisert: tuple[str, ...] = ()
    """What of the whole nobody has confirmed."""
    aarshjul: tuple[str, ...] = ()
    """What the council does in each quarter, the first one first; empty or four."""

    def utlopt(self, dag: date) -> bool:
        """Tell whether the last year of the plan is over on `dag`."""
        aar = re.findall(r"\d{4}", self.periode)
        return bool(aar) and int(aar[-1]) < dag.year

    def merknad(self, dag: date) -> str:
        """Source and doubts in one sentence each; says so where the plan has run out on `dag`."""
        utlopt = " (utløpt)" if self.utlopt(dag) else ""
        tvil = f" Uverifisert: {'; '.join(self.uverifisert)}." if self.uverifisert else ""
        return f"{self.navn} {self.periode}{utlopt}. Kilde: {self.kilde}.{tvil}"

    def per_analyse(self) -> dict[str, tuple[str, ...]]:
        """Return analysis → numbers of the measures that it answers, in the order of the plan."""
        ut: dict[str, tuple[str, ...]] = {}
        for tiltak in self.tiltak:
            for navn in tiltak.analyser:
                ut[navn] = (*ut.get(navn, ()), tiltak.nummer)
        return ut

    def rader(self) -> tuple[dict[str, str], ...]:
        """Return one record of text per measure, in the order of the file."""
        return tuple(tiltak.rad() for tiltak in self.tiltak)


class _TiltakTabell(Streng):
    nummer: str = Field(pattern=r"^\d+\.\d+[a-z]?$")
    tekst: str = Field(min_length=1)
    ordlyd: Ordlyd
    periode: str = ""
    frist: str = Field(default="", pattern=r"^(\d{4})?$")
    indikator: str = ""
    ansvarlig: str = ""
    samarbeid: str = ""
    status: Tiltakstatus = "ikke meldt"
    status_dato: date | None = None
    bevis: str = ""
    lag: tuple[str, ...] = ()
    analyser: tuple[str, ...] = ()
    uverifisert: tuple[str, ...] = ()


class _PlanTabell(Streng):
    navn: str = Field(min_length=1)
    periode: str = Field(min_length=1)
    kilde: str = Field(min_length=1)
    uverifisert: tuple[str, ...] = ()
    aarshjul: tuple[str, ...] = Field(default=(), max_length=KVARTALER)


class _PlanFil(Streng):
    plan: _PlanTabell
    tiltak: tuple[_TiltakTabell, ...] = ()


FORMER = {
    "nummer": "et nummer som «1.4» eller «1.1a»",
    "frist": "et årstall i hermetegn, eller tom",
}
"""Key → its form in words, for the error message."""


def _gyldige_nokler(sti: Nokkelsti) -> list[str]:
    """Keys that are valid in the table that `sti` points into."""
    match sti:
        case (_,):
            return list(_PlanFil.model_fields)
        case ("plan", _):
            return list(_PlanTabell.model_fields)
        case ("tiltak", int(), _):
            return list(_TiltakTabell.model_fields)
    return []


def tolk_plan(tekst: str, fil: str) -> Plan:
    """Make a Plan from the text of plan.toml.

    Parameters
    ----------
    tekst    the file's content, TOML
    fil      its name, for messages

    Raises
    ------
    ParameterFeil    if the text is no TOML, a key is unknown, missing or unusable, or a number
                     occurs twice
    """
    modell = tolk_toml(tekst, fil, _PlanFil, _gyldige_nokler, FORMER)
    numre = [tiltak.nummer for tiltak in modell.tiltak]
    doble = sorted({nummer for nummer in numre if numre.count(nummer) > 1})
    if doble:
        raise ParameterFeil(f"{fil}: tiltak med samme nummer: {', '.join(doble)}.")
    if len(modell.plan.aarshjul) not in (0, KVARTALER):
        raise ParameterFeil(f"{fil}: «plan.aarshjul» må ha fire ledd, ett for hvert kvartal.")
    return Plan(
        navn=modell.plan.navn,
        periode=modell.plan.periode,
        kilde=modell.plan.kilde,
        uverifisert=modell.plan.uverifisert,
        aarshjul=modell.plan.aarshjul,
        tiltak=tuple(Tiltak(**tiltak.model_dump()) for tiltak in modell.tiltak),
    )
