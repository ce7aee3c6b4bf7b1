"""Status per measure of the plan for the quarterly case: deadline, indicator, evidence.

The status itself is entered by the municipality in plan.toml; what the last run found is told as
evidence beside it, never as a status.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from docx import Document

from analyser.felles.modell import Analyse
from analyser.felles.tekst import dato
from gis.feil import DataFeil
from gis.kilder.fil import les_tekst
from gis.kommune import Kommune
from gis.tekst import antall, uten_formel
from kart.kjoring import Kjoring
from kart.kjoringslogg import LOGGFIL
from kart.ordlyd import EKSEMPEL
from kart.word import PUNKT, avsnitt, oppsett, som_bytes, tabell
from lag.plan import Plan, Tiltak

WORDFIL, CSVFIL = "status.docx", "status.csv"
KVARTAL_DAGER = 92
"""Longest quarter, days: older reports and runs are called old. Our own choice."""
MAANEDER = 3
HODE = ("nr.", "tiltak", "tilstand", "indikator", "ansvarlig", "bevis")
FERDIGE = ("fullført", "utgått")
INGEN_KJORING = "Ingen kjøring å vise til. Kjør «arealsil kjor»."


@dataclass(frozen=True, slots=True, kw_only=True)
class Siste:
    """The last run, as its record tells."""

    kjoring: str
    """Id of the run."""
    dato: date
    """The day that counted as today."""
    svar: Mapping[str, str] = field(default_factory=dict)
    """Analysis → its answer in one sentence."""
    lag: Mapping[str, str] = field(default_factory=dict)
    """Layer id → what the run had of it, bokmål."""
    eksempel: bool = False
    """Whether its data are made up."""


def les_siste(ut: Path) -> Siste | None:
    """Read the record of the last run in the folder; None where there is none.

    Raises
    ------
    DataFeil    if the record is damaged
    """
    fil = ut / LOGGFIL
    if not fil.is_file():
        return None
    try:
        logg = json.loads(les_tekst(fil))
        return Siste(
            kjoring=str(logg["kjoring"]),
            dato=date.fromisoformat(logg["oppskrift"]["dato"]),
            svar={str(navn): str(svar) for navn, svar in logg["svar"].items()},
            lag={str(k["lag"]): _lagbevis(k) for k in logg["kilder"]},
            eksempel=any(k["eksempel"] for k in logg["kilder"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as err:
        raise DataFeil(f"{fil} kan ikke leses som en kjøring ({err}). Kjør på nytt.") from err


def _lagbevis(kilde: Mapping[str, object]) -> str:
    """Say what the run had of one layer."""
    if kilde["status"] != "hentet":
        return f"{kilde['tittel']}: ikke kjent. {kilde['feil']}"
    mengde = antall(int(str(kilde["antall"])), "objekt", "objekter")
    return f"{kilde['tittel']}: {mengde}, hentet {dato(str(kilde['hentet']))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rad:
    """One measure in the case."""

    tiltak: Tiltak
    """The measure."""
    tilstand: str
    """Reported status against the deadline, bokmål."""
    forsinket: bool
    """Whether the deadline is past and it is neither done nor dropped."""
    bevis: tuple[str, ...]
    """What the municipality points to, then what the last run found."""

    def celler(self) -> tuple[str, ...]:
        """Cells as in HODE."""
        t = self.tiltak
        bevis = " ".join(self.bevis) or "ikke noe"
        return (t.nummer, t.tekst, self.tilstand, t.indikator or "planen har ingen",
                t.ansvarlig, bevis)  # fmt: skip


def rader(
    plan: Plan, dag: date, siste: Siste | None, analyser: Mapping[str, Analyse[Any]]
) -> tuple[Rad, ...]:
    """Return the measures in the order of the plan, each with state and evidence.

    Parameters
    ----------
    dag         the day of the case
    siste       the last run; None without any
    analyser    every analysis by name
    """
    return tuple(
        Rad(
            tiltak=tiltak,
            tilstand=_tilstand(tiltak, dag),
            forsinket=_forsinket(tiltak, dag),
            bevis=_bevis(tiltak, siste, analyser),
        )
        for tiltak in plan.tiltak
    )


def _forsinket(tiltak: Tiltak, dag: date) -> bool:
    return bool(tiltak.frist) and int(tiltak.frist) < dag.year and tiltak.status not in FERDIGE


def _tilstand(tiltak: Tiltak, dag: date) -> str:
    """Put status, its age, and the deadline in words."""
    ledd: list[str] = [tiltak.status]
    if tiltak.status_dato is not None:
        ledd.append(f"meldt {dato(tiltak.status_dato)}")
        gammel = (dag - tiltak.status_dato).days > KVARTAL_DAGER
        if gammel and tiltak.status not in FERDIGE:
            ledd.append("eldre enn et kvartal")
    if _forsinket(tiltak, dag):
        ledd.append(f"fristen {tiltak.frist} er passert")
    elif tiltak.frist and tiltak.status not in FERDIGE:
        ledd.append("frist i år" if int(tiltak.frist) == dag.year else f"frist {tiltak.frist}")
    elif tiltak.periode:
        ledd.append(tiltak.periode)
    return ", ".join(ledd)


def _bevis(
    tiltak: Tiltak, siste: Siste | None, analyser: Mapping[str, Analyse[Any]]
) -> tuple[str, ...]:
    egne = [f"Kommunen: {tiltak.bevis}."] if tiltak.bevis else []
    if siste is None:
        return tuple(egne)
    svar = [
        f"{analyser[navn].tittel}: {siste.svar[navn]}"
        for navn in tiltak.analyser
        if navn in siste.svar
    ]
    lag = [f"{siste.lag.get(navn, f'{navn}: ikke i kjøringen')}." for navn in tiltak.lag]
    return (*egne, *svar, *lag)


def linjer(radene: Sequence[Rad]) -> list[str]:
    """Return the measures for the terminal, three lines each."""
    ut: list[str] = []
    for rad in radene:
        nummer, tekst, tilstand, indikator, ansvarlig, bevis = rad.celler()
        ut += [
            "",
            f"{nummer:<5} {tekst}",
            " · ".join(filter(None, (f"      {tilstand}", f"indikator: {indikator}", ansvarlig))),
            f"      bevis: {bevis}",
        ]
    return ut


def kvartal(dag: date) -> tuple[int, int]:
    """Return quarter 1–4 and year."""
    return (dag.month - 1) // MAANEDER + 1, dag.year


def innledning(plan: Plan, dag: date, siste: Siste | None, radene: Sequence[Rad]) -> list[str]:
    """Say where the plan stands: expired or not, the year wheel, how many measures are where."""
    nr, aar = kvartal(dag)
    ut = [f"{plan.navn} {plan.periode}, status per {dato(dag)} ({nr}. kvartal {aar})."]
    if plan.utlopt(dag):
        ut.append(
            "Planen er utløpt: perioden er over, og fristene er eldre. En ny plan er en ny fil; "
            "sett navnet på den i «plan» i kommune.toml."
        )
    if plan.aarshjul:
        neste = nr % len(plan.aarshjul)
        ut.append(f"Årshjulet nå: {plan.aarshjul[nr - 1]}. Neste kvartal: {plan.aarshjul[neste]}.")
    talt = {s: sum(r.tiltak.status == s for r in radene) for s in _statuser(radene)}
    ut.append(
        f"{antall(len(radene), 'tiltak', 'tiltak')}: "
        + ", ".join(f"{n} {status}" for status, n in talt.items())
        + f". {sum(r.forsinket for r in radene)} har passert fristen uten å være meldt fullført."
    )
    ut.append(_om_kjoringen(dag, siste))
    return ut


def _statuser(radene: Sequence[Rad]) -> list[str]:
    return list(dict.fromkeys(rad.tiltak.status for rad in radene))


def _om_kjoringen(dag: date, siste: Siste | None) -> str:
    """Say what the evidence rests on, and what it cannot carry."""
    if siste is None:
        return INGEN_KJORING
    tekst = f"Bevis fra kjøring {siste.kjoring} ({dato(siste.dato)})."
    if siste.eksempel:
        tekst += f" {EKSEMPEL}: kjøringen kan ikke brukes som bevis."
    if (dag - siste.dato).days > KVARTAL_DAGER:
        tekst += " Kjøringen er eldre enn et kvartal; kjør på nytt."
    return tekst


def som_csv(radene: Sequence[Rad]) -> str:
    """Return the table as CSV with semicolons, with a byte-order mark for Excel."""
    ut = StringIO()
    skriver = csv.writer(ut, delimiter=";", lineterminator="\n")
    skriver.writerow(HODE)
    skriver.writerows([uten_formel(celle) for celle in rad.celler()] for rad in radene)
    return "\ufeff" + ut.getvalue()


def som_word(
    kommune: Kommune, dag: date, siste: Siste | None, innledet: Sequence[str], radene: Sequence[Rad]
) -> bytes:
    """Return the draft of the quarterly case as .docx; same input, same bytes."""
    nr, aar = kvartal(dag)
    tittel = f"Status for tiltakene i næringsplanen, {nr}. kvartal {aar}, {kommune.navn}"
    dok = Document()
    kjoring = Kjoring(
        kjoring_id=siste.kjoring if siste else "ingen",
        dato=dag,
        tidspunkt=f"{dag.isoformat()}T00:00:00Z",
        eksempel=bool(siste and siste.eksempel),
    )
    oppsett(dok, tittel, kjoring)
    dok.add_heading(tittel, 0)
    dok.add_heading("Forslag til vedtak", 1)
    avsnitt(dok, "(Fylles ut av kommunen.)")
    dok.add_heading("Hvor planen står", 1)
    for setning in innledet:
        avsnitt(dok, setning, PUNKT)
    dok.add_heading("Tiltakene", 1)
    avsnitt(dok, "Status er det kommunen selv har meldt; bevis er det siste kjøring ga.")
    tabell(dok, HODE, [rad.celler() for rad in radene])
    return som_bytes(dok)
