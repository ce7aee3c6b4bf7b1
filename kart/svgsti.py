"""Lines and areas as SVG path data, as short as SVG reads them."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


def _tall(tideler: int) -> str:
    """Tenths as short as SVG reads them: 5 → .5, −12 → -1.2, 30 → 3."""
    hele, rest = divmod(abs(tideler), 10)
    return ("-" if tideler < 0 else "") + (f"{hele or ''}.{rest}" if rest else str(hele))


def _par(dx: int, dy: int) -> str:
    """Two numbers with nothing more between them than SVG needs."""
    return f"{_tall(dx)}{'' if dy < 0 else ' '}{_tall(dy)}"


def sti(former: Iterable[BaseGeometry]) -> str:
    """Return path data of lines and areas in pixels: tenths, each point a step from the last."""
    deler: list[str] = []
    x = y = 0
    for del_ in shapely.get_parts(list(former)):
        lukket = del_.geom_type == "Polygon"
        for ring in [del_.exterior, *del_.interiors] if lukket else [del_]:
            xy = np.rint(shapely.get_coordinates(ring) * 10).astype(int)
            steg = np.diff(xy, axis=0)[: -1 if lukket else None]
            x1, y1 = xy[0].tolist()
            # pairs after «M» would be places, not steps; a first «m» is a place all the same
            deler.append(f"m{_par(x1 - x, y1 - y)}")
            deler.append(_stegene(steg[(steg != 0).any(axis=1)].tolist()))
            x, y = (x1, y1) if lukket else xy[-1].tolist()
            if lukket:
                deler.append("z")
    return "".join(deler)


def _stegene(steg: Sequence[tuple[int, int]]) -> str:
    """Write steps as SVG has them shortest: sideways, up and down, or both."""
    ut = []
    forut = "l"  # after a move, pairs are lines
    for dx, dy in steg or [(0, 0)]:
        tegn = "l" if dx and dy else "v" if dy else "h"
        tall = _par(dx, dy) if tegn == "l" else _tall(dx or dy)
        if tegn != forut:
            ut.append(tegn)
        elif tall[0] != "-":
            ut.append(" ")
        ut.append(tall)
        forut = tegn
    return "".join(ut)
