"""One at a time through GDAL: its settings and Python's warning filters belong to the process."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_laas = threading.RLock()


def en_om_gangen(funksjon: Callable[P, R]) -> Callable[P, R]:
    """Let one thread at a time into `funksjon` and the others so marked."""

    @wraps(funksjon)
    def alene(*args: P.args, **kwargs: P.kwargs) -> R:
        with _laas:
            return funksjon(*args, **kwargs)

    return alene
