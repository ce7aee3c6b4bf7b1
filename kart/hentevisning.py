"""Progress of fetching on the terminal: one line per layer under way, with features and bytes."""

import threading
from typing import Self

from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from gis import avbrudd
from gis.tekst import antall, mengde
from kart.terminal import FEIL, meld
from lag.henting import Hentemelding


class Hentevisning:
    """Shows a run of fetching while the block runs; its methods may be called from any thread."""

    def __init__(self, lag: int) -> None:
        self._linjer = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[av]}"),
            TimeElapsedColumn(), console=FEIL, transient=True,
        )  # fmt: skip
        self._lag, self._ferdige = lag, 0
        self._hele = self._linjer.add_task("Henter", total=lag, av=f"0/{lag}")
        self._laas = threading.Lock()
        self._tall: dict[str, tuple[int, int]] = {}
        self._oppgaver: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._linjer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._linjer.stop()

    def begynt(self, navn: str) -> None:
        """Show a line for the layer."""
        with self._laas:
            self._tall[navn] = (0, 0)
            self._oppgaver[navn] = self._linjer.add_task(f"  {escape(navn)}", total=None, av="")

    def bytes_(self, navn: str, antall: int) -> None:
        """Count more bytes."""
        self._tell(navn, antall, 0)

    def objekter(self, navn: str, antall: int) -> None:
        """Count more features."""
        self._tell(navn, 0, antall)

    def ferdig(self, melding: Hentemelding) -> None:
        """Take the line away and say how it went; a stop asked for is taken here."""
        avbrudd.sjekk()
        with self._laas:
            self._linjer.remove_task(self._oppgaver.pop(melding.lag))
            self._ferdige += 1
            av = f"{self._ferdige}/{self._lag}"
            self._linjer.update(self._hele, completed=self._ferdige, av=av)
        meld(f"  {melding.tekst}")

    def linje(self, navn: str) -> str:
        """Return what stands on the layer's line."""
        byte, objekter = self._tall[navn]
        return f"  {navn}: {antall(objekter)}, {mengde(byte)}"

    def _tell(self, navn: str, byte: int, objekter: int) -> None:
        with self._laas:
            forut = self._tall[navn]
            self._tall[navn] = (forut[0] + byte, forut[1] + objekter)
            if navn in self._oppgaver:
                self._linjer.update(self._oppgaver[navn], description=escape(self.linje(navn)))
