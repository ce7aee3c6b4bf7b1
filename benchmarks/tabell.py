"""The README's comparison with peers, made from records of runs.

    python -m benchmarks.siling --liten --json | python -m benchmarks.tabell noter
    python -m benchmarks.tabell                    # prints the table; README holds it as it is

A record in `benchmarks/maalt/` is a report as the benchmark printed it, with day and machine.
"""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.felles import VAAR

MAALT = Path(__file__).parent / "maalt"
HODE = (
    "måling", "arbeidsmengde", "motor", "tid s", "cpu s", "topp MB", "tid / vår", "avvik fra vårt",
    "dato",
)  # fmt: skip
MERKER = ("<!-- maalt -->", "<!-- /maalt -->")
KORT = 6
"""Parts of a workload that the table names; the record has them all."""


def noter(rapport: Mapping[str, Any], naa: datetime, maskin: str) -> Path:
    """Keep a report as the record of its benchmark, with day and machine."""
    if rapport["avvik"]:
        raise SystemExit("Svarene er ikke like; målingen noteres ikke.")
    MAALT.mkdir(exist_ok=True)
    sti = MAALT / f"{rapport['maaling']}.json"
    post = {"dato": naa.date().isoformat(), "maskin": maskin, **rapport}
    sti.write_text(json.dumps(post, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return sti


def maskinen() -> str:
    """Say what the run was on: processors and system."""
    return f"{os.cpu_count()} kjerner, {platform.system()} {platform.machine()}"


def les() -> list[dict[str, Any]]:
    """Return the records by name."""
    return [json.loads(f.read_text(encoding="utf-8")) for f in sorted(MAALT.glob("*.json"))]


def rader(postene: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return one row per engine of each record, ours first, cells as in HODE.

    The first row alone names the measurement and its workload.
    """
    ut = []
    for post in postene:
        mengde = ", ".join(f"{n} {v}" for n, v in list(post["arbeidsmengde"].items())[:KORT])
        foran = (post["maaling"], mengde)
        for motor, tid in sorted(post["tid_s"].items(), key=lambda ledd: ledd[0] != VAAR):
            forhold = post["forhold"].get(motor, 1.0)
            ut.append(
                (*foran, motor, f"{tid:.2f}", _tall(post["cpu_s"][motor], 2),
                 _tall(post["minne_mb"][motor], 0), f"{forhold:.2f}", _avvik(post, motor),
                 post["dato"])
            )  # fmt: skip
            foran = ("", "")
    return ut


def _tall(verdi: float | None, desimaler: int) -> str:
    return "–" if verdi is None else f"{verdi:.{desimaler}f}"


def _avvik(post: Mapping[str, Any], motor: str) -> str:
    """Say how far an engine's answers lie from ours: a faster one may be less right."""
    feil = {} if motor == VAAR else post["feil"].get(motor, {})
    return ", ".join(f"{navn} {verdi:.1e}" for navn, verdi in feil.items()) or "–"


def som_markdown(postene: Sequence[Mapping[str, Any]]) -> str:
    """Return the table, the machine and what did not run, in Markdown."""
    linjer = ["| " + " | ".join(rad) + " |" for rad in (HODE, *rader(postene))]
    linjer.insert(1, "|" + " --- |" * len(HODE))
    maskiner = sorted({post["maskin"] for post in postene})
    linjer += ["", f"Maskin: {'; '.join(maskiner)}, delt med annet arbeid: se på forholdet."]
    linjer += [
        f"Ikke med i {post['maaling']}: {', '.join(post['hoppet_over'])}."
        for post in postene
        if post["hoppet_over"]
    ]
    return "\n".join(linjer)


def main() -> int:
    """Note a report from standard input, or print the table."""
    if sys.argv[1:] == ["noter"]:
        print(noter(json.load(sys.stdin), datetime.now(UTC), maskinen()))
    else:
        print(som_markdown(les()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
