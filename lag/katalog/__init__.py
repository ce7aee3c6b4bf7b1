"""The catalogue: every layer that arealsil knows, as data.

The eight layers that the user named come first, each followed by its parts; then the rest, theme
module by theme module, as they stand there. A new layer is one entry in one theme module.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType, ModuleType

from lag.katalog import (
    egne,
    energi,
    fare,
    fiber,
    grunnlag,
    kultur,
    landbruk,
    matrikkel,
    mineral,
    natur,
    plan,
    reindrift,
    samferdsel,
    vann,
)
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.mineral import GRUVEINTERESSER
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag

NAVNGITTE = (
    VERDENSARV, CIRCUMFERENSEN, BOLIGTOMTER, NAERINGSTOMTER, HYTTEOMRAADER, GRUVEINTERESSER,
    FIBERDEKNING, REINBEITE,
)  # fmt: skip
"""The layers that the user named, in the user's order."""

TEMAER = (
    grunnlag, kultur, plan, mineral, fiber, reindrift, matrikkel, samferdsel, landbruk, vann, fare,
    natur, energi, egne,
)  # fmt: skip
"""Theme modules in the order in which their layers are listed."""


def poster(tema: ModuleType) -> tuple[Lag, ...]:
    """Collect the entries of a theme module, in the order in which they are written."""
    return tuple(verdi for verdi in vars(tema).values() if isinstance(verdi, Lag))


def ordnet(navngitte: Iterable[Lag], alle: Iterable[Lag]) -> Mapping[str, Lag]:
    """Order the entries: each named one with its parts, then the rest as they come.

    Raises
    ------
    ValueError    if two entries share an id; a broken catalogue must never load
    """
    samlet = tuple(alle)
    navn = [post.navn for post in samlet]
    doble = sorted({ett for ett in navn if navn.count(ett) > 1})
    if doble:
        raise ValueError(f"to lag heter det samme: {', '.join(doble)}")
    forst = chain.from_iterable(
        (navngitt, *(post for post in samlet if post.del_av == navngitt.navn))
        for navngitt in navngitte
    )
    return MappingProxyType({post.navn: post for post in chain(forst, samlet)})


KATALOG: Mapping[str, Lag] = ordnet(NAVNGITTE, chain.from_iterable(map(poster, TEMAER)))
"""Layer id → entry; read-only."""
