"""How firm the order is: the same trenches with one price at a time 30 % lower and higher."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from analyser.felles.fiber.grofter import Grofter, grofter
from analyser.felles.fiber.kostnad import skalert
from analyser.felles.fiber.kurve import Byggerekke, byggerekke
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.plan import Plan, Planvalg, kontrahert

UTSLAG = 0.3
"""Share by which a price is moved."""
FORSTE = 0.5
"""The part of the addresses whose place in the order is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stabilitet:
    """What happens to the order when one price moves."""

    navn: str
    """The price."""
    lav: float
    """Share of the first half that stays in the first half when the price falls."""
    hoy: float
    """The same when it rises."""


def stabilitet(
    g: Grofter, rotter: Heltall, plan: Plan, valg: Planvalg, navn: Iterable[str]
) -> tuple[Stabilitet, ...]:
    """Order the same trenches again for each price; methods are chosen anew."""
    if not len(plan.behov.node):
        return ()
    grunn = _forste(plan, byggerekke(plan, valg))
    ut = []
    for pris in navn:
        andeler = [
            _igjen(plan, grunn, _ny_rekke(g, rotter, plan, valg, pris, 1.0 + fortegn * UTSLAG))
            for fortegn in (-1.0, 1.0)
        ]
        ut.append(Stabilitet(navn=pris, lav=andeler[0], hoy=andeler[1]))
    return tuple(ut)


def _ny_rekke(
    g: Grofter, rotter: Heltall, plan: Plan, valg: Planvalg, pris: str, faktor: float
) -> Byggerekke:
    """Order of building with one price changed."""
    nye = skalert(valg.priser, pris, faktor)
    k = kontrahert(grofter(g.forhold, nye), rotter)
    ny = replace(plan, k=k, behov=plan.behov.priset(nye))
    return byggerekke(ny, replace(valg, priser=nye))


def _forste(plan: Plan, rekke: Byggerekke) -> set[int]:
    """Places that hold the first half of the addresses."""
    steder = rekke.rekke[rekke.rekke >= rekke.noder] - rekke.noder
    antall = np.cumsum(plan.behov.antall[steder])
    return set(steder[: int(np.searchsorted(antall, FORSTE * antall[-1])) + 1].tolist())


def _igjen(plan: Plan, grunn: set[int], rekke: Byggerekke) -> float:
    """Share of the addresses in `grunn` that are still in the first half."""
    felles = sorted(grunn & _forste(plan, rekke))
    return float(plan.behov.antall[felles].sum() / plan.behov.antall[sorted(grunn)].sum())
