"""Stops asked for by the user (Ctrl-C, SIGTERM): remembered, so that none is lost.

A library may swallow the KeyboardInterrupt that reaches it (in a callback from C, or behind a bare
`except`). The request is therefore also kept here, and every step of the work asks.
"""

import signal
from threading import Event
from types import FrameType

_bedt = Event()


def lytt() -> None:
    """Remember every Ctrl-C and polite stop from now on; both still raise KeyboardInterrupt."""
    _bedt.clear()
    for signalet in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signalet, _mottatt)


def sjekk() -> None:
    """Raise KeyboardInterrupt if a stop has been asked for since `lytt`."""
    if _bedt.is_set():
        raise KeyboardInterrupt


def _mottatt(_nummer: int, _ramme: FrameType | None) -> None:
    _bedt.set()
    raise KeyboardInterrupt
