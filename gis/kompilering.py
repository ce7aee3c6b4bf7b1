"""One way to compile a numeric loop: numba, cached beside the module, typed for mypy."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def kompiler(funksjon: Callable[P, R]) -> Callable[P, R]:
    """Compile `funksjon` without Python objects; it releases the GIL, so that threads help.

    The first call of a fresh installation compiles (seconds); later processes read the cache.
    Fused and reordered floating point is off: equal input gives equal bytes.
    """
    return cast("Callable[P, R]", numba.njit(cache=True, nogil=True, fastmath=False)(funksjon))
