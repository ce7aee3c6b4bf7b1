"""What probing the services gave, as tables: for the planner, and for the services' owners.

They say what was asked, when, how long it took, and what the service said.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO

from gis.tekst import uten_formel
from lag.sjekk import Prove

HODE = ("lag", "type", "svarer", "finnes", "treff", "sekunder")
"""Headings of the table; what went wrong stands below the service's rows."""


def linjer(provene: Sequence[Prove]) -> list[str]:
    """Lines of a table that can be sent on: owner by owner, service by service, a row per layer."""
    if not provene:
        return ["Ingen av lagene har en tjeneste å spørre."]
    bredder = [max(len(rad[kol]) for rad in map(_rad, provene)) for kol in range(len(HODE))]
    bredder = [max(bredde, len(ord_)) for bredde, ord_ in zip(bredder, HODE, strict=True)]
    ut = [f"Spurt {provene[0].tid} om det som ligger i {provene[0].kommune}"]
    for eier in dict.fromkeys(prove.eier for prove in provene):
        ut += ["", eier, "=" * len(eier)]
        tjenester: dict[tuple[str, str], list[Prove]] = {}
        for prove in provene:
            if prove.eier == eier:
                tjenester.setdefault((prove.protokoll, prove.adresse), []).append(prove)
        for (protokoll, adresse), egne in tjenester.items():
            ut += ["", f"{protokoll} {adresse}", _rett(HODE, bredder)]
            ut += [_rett(_rad(prove), bredder) for prove in egne]
            ut += _feilene(egne)
    return ut


def _feilene(provene: Iterable[Prove]) -> list[str]:
    """Say what went wrong, once for all the layers that it happened to."""
    rammet: dict[str, list[str]] = {}
    for prove in provene:
        if prove.feil:
            rammet.setdefault(prove.feil, []).append(prove.lag)
    return [f"    ! {', '.join(lagene)}: {feil}" for feil, lagene in rammet.items()]


def sluttord(provene: Sequence[Prove]) -> list[str]:
    """Sum up in bokmål."""
    daarlige = sum(not prove.god for prove in provene)
    ut = [f"{len(provene)} lag er spurt om; {daarlige} har noe galt."]
    if provene and not any(prove.svarer for prove in provene):
        ut.append("Ingen tjeneste svarte. Er maskinen på nett?")
    return ut


def _rett(celler: Sequence[str], bredder: Sequence[int]) -> str:
    par = zip(celler, bredder, strict=True)
    return "  " + "  ".join(celle.ljust(bredde) for celle, bredde in par).rstrip()


def _rad(prove: Prove) -> tuple[str, ...]:
    """Cells as in HODE."""
    ord_ = {True: "ja", False: "nei", None: "–"}
    treff = "–" if prove.treff is None else str(prove.treff)
    tid = f"{prove.sekunder:.1f}".replace(".", ",")
    svar = (ord_[prove.svarer], ord_[prove.typen_finnes])
    return (prove.lag, prove.type or "–", *svar, treff, tid)


def som_json(provene: Sequence[Prove]) -> str:
    """Give the probes as JSON."""
    return json.dumps([asdict(prove) for prove in provene], ensure_ascii=False, indent=2)


def som_csv(provene: Sequence[Prove]) -> str:
    """Give the probes as CSV with semicolons, which Norwegian spreadsheets open as columns."""
    ut = StringIO()
    skriver = csv.DictWriter(
        ut, list(Prove.__dataclass_fields__), delimiter=";", lineterminator="\n"
    )
    skriver.writeheader()
    skriver.writerows({felt: _celle(verdi) for felt, verdi in asdict(p).items()} for p in provene)
    return ut.getvalue().rstrip("\n")


def _celle(verdi: object) -> object:
    """Return the value as a spreadsheet shows it, and never runs it as a formula."""
    if isinstance(verdi, bool):
        return "ja" if verdi else "nei"
    return uten_formel(verdi) if isinstance(verdi, str) else verdi
