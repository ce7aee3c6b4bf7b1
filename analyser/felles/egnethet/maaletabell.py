"""What was measured at each area that is shown, criterion by criterion."""

import numpy as np
from pandas import DataFrame

from analyser.felles.egnethet.lop import Funn
from analyser.felles.modell import Tabell
from analyser.felles.svar import tekstkolonne
from analyser.felles.tekst import HARDT, tall

UKJENT, OVER = "ikke kjent", "eller mer"


def maaletabell(funn: Funn) -> Tabell:
    """Return the measured values, with the points that they give."""
    kriterier, n = funn.modell.kriterier, len(funn.vist)
    data = DataFrame({"id": funn.vist["id"].to_numpy(), "navn": funn.vist["navn"].to_numpy()})
    for k, kriterium in enumerate(kriterier):
        fra, til = (ende[:n] for ende in funn.maalt[k])
        data[kriterium.id] = [
            maalt_i_ord(float(a), float(b), kriterium.enhet) + f" → {_poeng(float(p), float(q))}"
            for a, b, p, q in zip(fra, til, funn.lav[:n, k], funn.hoy[:n, k], strict=True)
        ]
    kolonner = (
        tekstkolonne("navn", "Flate"),
        *(tekstkolonne(k.id, k.tittel, k.hva.capitalize() + ".") for k in kriterier),
    )
    return Tabell(
        navn="maalt",
        tittel="Hva som er målt på hver flate",
        kolonner=kolonner,
        data=data[["id", *(k.navn for k in kolonner)]].reset_index(drop=True),
        forklaring=(
            "Målt verdi og poengene den gir (0–100). To tall er laveste og høyeste mulige verdi "
            "der noe ikke er kjent eller ikke er kartlagt; rangen bruker de laveste poengene. "
            "Verdikurvene står i tabellen over kriterier."
        ),
        kartlag="kandidater",
    )


def maalt_i_ord(fra: float, til: float, enhet: str) -> str:
    """Write a measured interval: «320 m», «0–320 m», «40 boliger eller mer», «ikke kjent»."""
    if np.isnan(fra) or np.isnan(til):
        return UKJENT
    if np.isinf(fra):
        return f"ingen ({enhet})"
    hard = HARDT if enhet else ""
    desimaler = 0 if enhet in ("m", "%", "boliger") else 1
    if np.isinf(til):
        return f"{tall(fra, desimaler)}{hard}{enhet} {OVER}"
    a, b = tall(fra, desimaler), tall(til, desimaler)
    return f"{a if a == b else f'{a}–{b}'}{hard}{enhet}"


def _poeng(lav: float, hoy: float) -> str:
    """Write points: «80» or «0–80»."""
    a, b = tall(100.0 * lav), tall(100.0 * hoy)
    return a if a == b else f"{a}–{b}"
