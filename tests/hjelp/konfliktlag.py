"""Random layers of protection and development on the board of the analyses' tests."""

import numpy as np
import shapely
from shapely import box
from shapely.geometry.base import BaseGeometry

from lag.katalog.landbruk import DYRKA_JORD
from lag.katalog.natur import NATURVERN
from lag.katalog.plan import AREALINNSPILL, BOLIGTOMTER
from lag.katalog.reindrift import FLYTTLEI
from tests.analyser.conftest import X0, Y0


def tilfeldige(lag_data, fro: int):
    """Layers of random rectangles on a 2 km square of the board."""
    rng = np.random.default_rng(fro)

    def former(antall: int) -> list[BaseGeometry]:
        x, y, b, h = rng.uniform((0, 0, 50, 50), (2000, 2000, 600, 600), (antall, 4)).T
        return list(shapely.box(X0 + x, Y0 + y, X0 + x + b, Y0 + y + h))

    hel = box(X0, Y0, X0 + 10_000, Y0 + 10_000)
    halv = box(X0, Y0, X0 + 1_111, Y0 + 10_000)
    return {
        "naturvern": lag_data(NATURVERN, former(4)),
        "dyrka_jord": lag_data(DYRKA_JORD, former(6), dekning=halv, arealtype=["21", "23"] * 3),
        "flyttlei": lag_data(FLYTTLEI, former(2), dekning=halv),
        "boligtomter": lag_data(BOLIGTOMTER, former(5), dekning=hel),
        "arealinnspill": lag_data(AREALINNSPILL, former(4), formaal=["bolig"] * 4),
    }
