"""Cumulative effects (KU-forskriften § 18 third paragraph): taken so far, and what is added.

Every square metre is counted once: as built, else as planned before, else as the kommuneplan's
future, else as proposed, else as a mining interest, else as a trench of the fibre plan, else as
left.
"""

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.konfliktkart.fibergrofter import FIBER
from analyser.felles.konfliktkart.flater import (
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_KJENT,
    IKKE_TREFF,
    Konfliktflater,
    Merker,
    grunn_per_part,
)
from analyser.felles.konfliktkart.interesser import FORESLAATT, REGULERT
from analyser.felles.konfliktkart.steder import DIALOG, RUTEORD
from analyser.felles.m1941 import TEMAER
from analyser.felles.modell import Tabell
from analyser.felles.svar import TEMAORD, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA
from gis.crs import arealmerknad

LEDD = ("bygd", "planlagt", "framtidig", "foreslaatt", "mineral", "fiber", "rest")
"""What ground is used for, first match counts."""
FRAMTIDIG = ("kommuneplan_framtidig",)


def bruk_av(flater: Konfliktflater, bygd: Merker | None, naavaerende: Merker) -> NDArray[np.int64]:
    """(f,) place in `LEDD` of each face.

    Parameters
    ----------
    bygd           (f,) built ground; None where it is not known: nothing then counts as built
    naavaerende    (f,) ground that the kommuneplan says is in use for building or roads
    """
    i_part = grunn_per_part(len(flater.trinn), len(flater.utvikling), flater.i_utvikling)
    navn = [p.navn for p in flater.utvikling]
    regulert = {post.navn for post in REGULERT} | {"kommuneplan_naavaerende"}

    def i_noen(med: list[bool]) -> Merker:
        return np.asarray(i_part[:, np.array(med, dtype=bool)].any(axis=1), dtype=np.bool_)

    foreslaatt = [bool((p.grad == FORESLAATT).any()) for p in flater.utvikling]
    fiber = [n == FIBER for n in navn]
    ingen = np.zeros(len(flater.trinn), dtype=np.bool_)
    valg = [
        ingen if bygd is None else bygd,
        i_noen([n in regulert for n in navn]) | naavaerende,
        i_noen([n in FRAMTIDIG for n in navn]),
        i_noen(foreslaatt),
        i_noen([not f for f in fiber]),
        i_noen(fiber),
    ]
    return np.select(valg, np.arange(len(valg)), default=len(valg)).astype(np.int64)


def sumvirkning(flater: Konfliktflater, bruk: NDArray[np.int64], bygd_kjent: bool) -> DataFrame:
    """Ground of every value by what uses it, dekar.

    Returns
    -------
    rader    tema, verdi, hele, the columns of `LEDD`, forut_prosent (taken so far) and
             etter_prosent (with plan and proposals; mining interests apart)
    """
    rader: list[dict[str, object]] = []
    for t, tema in enumerate(TEMAER):
        if tema == "reindrift":
            rader += _reindrift(flater, bruk)
            continue
        for trinn in range(HOYEST, IKKE_TREFF - 1, -1):
            inne = flater.tema[:, t] == trinn
            if inne.any():
                rader.append(_rad(flater, inne, bruk, (TEMAORD[tema], RUTEORD[trinn][1])))
    ramme = DataFrame(rader)
    if not bygd_kjent:
        ramme[["bygd", "forut_prosent", "etter_prosent"]] = np.nan
    return ramme


def _reindrift(flater: Konfliktflater, bruk: NDArray[np.int64]) -> list[dict[str, object]]:
    """Rows of the reindeer layers, one by one: they lie over one another."""
    tema = TEMAER.index("reindrift")
    rader = []
    for nr, part in enumerate(flater.vern):
        if part.tema != "reindrift" or not part.kjent:
            continue
        inne = np.zeros(len(flater.trinn), dtype=np.bool_)
        inne[flater.i_vern[0][flater.i_vern[1] == nr]] = True
        if inne.any():
            ord_ = (TEMAORD["reindrift"], f"{part.tittel} ({DIALOG})")
            rader.append(_rad(flater, inne, bruk, ord_))
    for trinn in (IKKE_KJENT, IKKE_KARTLAGT, IKKE_TREFF):
        inne = flater.tema[:, tema] == trinn
        if inne.any():
            rader.append(_rad(flater, inne, bruk, (TEMAORD["reindrift"], RUTEORD[trinn][1])))
    return rader


def _rad(
    flater: Konfliktflater, inne: Merker, bruk: NDArray[np.int64], ord_: tuple[str, str]
) -> dict[str, object]:
    """One value."""
    summer = np.bincount(bruk[inne], weights=flater.areal_m2[inne], minlength=len(LEDD))
    hele = float(summer.sum())
    forut, etter = float(summer[:2].sum()), float(summer[:4].sum())
    return {
        "tema": ord_[0], "verdi": ord_[1], "hele": hele / M2_PER_DAA,
        **{ledd: m2 / M2_PER_DAA for ledd, m2 in zip(LEDD, summer.tolist(), strict=True)},
        "forut_prosent": 100 * forut / hele, "etter_prosent": 100 * etter / hele,
    }  # fmt: skip


def sumtabell(rader: DataFrame, epsg: int) -> Tabell:
    """Return the account of what is taken of each value."""
    return Tabell(
        alle_kilder=True,
        navn="sumvirkning",
        tittel="Samlede virkninger: hva som er bygd og planlagt av hver verdi, og hva som kommer",
        kolonner=(
            tekstkolonne("tema", "Tema"),
            tekstkolonne("verdi", "Verdi eller svar"),
            tallkolonne("hele", "I kommunen", "daa", 0, f"Hele arealet; {arealmerknad(epsg)}."),
            tallkolonne("bygd", "Bygd", "daa", 1, "Bebygd grunn og samferdsel i dag."),
            tallkolonne("planlagt", "Planlagt før, ikke bygd", "daa", 1,
                        "Regulert til utbygging, eller nåværende byggeformål i kommuneplanen."),
            tallkolonne("forut_prosent", "Tatt før", "%", 1, "Bygd og planlagt før, av alt."),
            tallkolonne("framtidig", "Kommuneplanen legger til", "daa", 1,
                        "Framtidige byggeformål, samferdsel medregnet."),
            tallkolonne("foreslaatt", "Innspill og varsler legger til", "daa", 1,
                        "Arealinnspill, varslede planer og planlagte grøfter."),
            tallkolonne("etter_prosent", "Tatt etter", "%", 1,
                        "Med kommuneplanen og innspillene, uten mineralinteressene og "
                        "fiberplanen."),
            tallkolonne("mineral", "Bare mineralinteresse", "daa", 1,
                        "Rettigheter i kraft, forekomster, prospekter og H590 utenfor alt over."),
            tallkolonne("fiber", "Bare fiberplanens grøfter", "daa", 1,
                        "Beregnede grøfter utenfor alt annet."),
            tallkolonne("rest", "Resten", "daa", 0),
        ),
        data=rader,
        forklaring=(
            "Etter KU-forskriften § 18 tredje ledd. Hver kvadratmeter er regnet én gang i en "
            "rad, under det første som passer: bygd, planlagt før, kommuneplanens framtidige, "
            "innspill, mineralinteresse, fiberplanens grøfter. Radene i et tema er til sammen "
            "kommunen; radene i reindrift ligger over hverandre. «Tatt» er grunn som er bygd eller "
            "satt av, ikke en vurdering av virkning; verdi og virkning for reindriften settes "
            "etter dialog."
        ),
    )  # fmt: skip
