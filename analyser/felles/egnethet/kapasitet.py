"""Water works and sewage plants against all the areas that would share them.

Each area is measured by itself in the ranking; here those of one zone are added in order of rank.
"""

import numpy as np
import shapely
from pandas import DataFrame, isna

from analyser.felles.egnethet.lop import Funn
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import antall, tall
from gis.tekst import celletekst
from lag.katalog.koder import VASLAG
from lag.katalog.vann import VA_SONER

UTEN_TALL = "ikke kjent"
KOLONNER = (
    tekstkolonne("sone", "Sone"),
    tekstkolonne("slag", "Slag"),
    tallkolonne("ledig_pe", "Ledig", "pe", 0, "Kommunens egne tall."),
    tallkolonne("flater", "Flater i sonen", "stk.", 0),
    tallkolonne("trenger_lav", "Trenger i alt, lavt", "pe", 0),
    tallkolonne("trenger_hoy", "Trenger i alt, høyt", "pe", 0),
    tekstkolonne("svar", "Plass til", "De øverste flatene i sonen, regnet sammen etter rang."),
)


def kapasitetstabell(
    grunnlag: Grunnlag, funn: Funn, rader: DataFrame, pe_per_enhet: float
) -> Tabell | None:
    """Return each zone with what the areas that are shown would need of it together.

    Parameters
    ----------
    rader           the areas, best first, with `lavt` and `hoyt` units
    pe_per_enhet    personal equivalents that a unit takes

    Returns
    -------
    tabell    None where the municipality has not stated any capacity
    """
    laget = grunnlag[VA_SONER]
    if not laget.kjent or laget.data.empty:
        return None
    sonene, steder = rene_flater(laget.data), rene_flater(funn.vist)
    shapely.prepare(sonene)
    linjer = []
    for form, (_, sone) in zip(sonene, laget.data.iterrows(), strict=True):
        inne = np.array(shapely.relate_pattern(steder, form, "T********"), dtype=bool)
        behov = [pe_per_enhet * rader.loc[inne, k].to_numpy(dtype=float) for k in ("lavt", "hoyt")]
        ledig = np.nan if isna(sone["ledig_pe"]) else float(sone["ledig_pe"])
        linjer.append(
            {
                "sone": celletekst(sone["navn"]) or celletekst(sone["lokalid"]),
                "slag": VASLAG.get(str(sone["slag"]), str(sone["slag"])),
                "ledig_pe": ledig,
                "flater": float(inne.sum()),
                "trenger_lav": float(behov[0].sum()),
                "trenger_hoy": float(behov[1].sum()),
                "svar": _plass(ledig, behov[0], behov[1]),
            }
        )
    enhet = funn.modell.enhet[0]
    return Tabell(
        navn="kapasitet",
        tittel="Ledig kapasitet i vann og avløp, flatene regnet sammen",
        kolonner=KOLONNER,
        data=DataFrame(linjer, columns=[k.navn for k in KOLONNER]),
        forklaring=(
            f"Flatene som vises, lagt sammen etter rang: {tall(pe_per_enhet, 1)} pe per {enhet} "
            "ved lav og høy tetthet. En flate i to soner teller helt i begge. Planlagte tomter er "
            "ikke regnet med; de bruker av den samme kapasiteten. Utenfor sonene er kapasiteten "
            "ikke kjent."
        ),
    )


def _plass(ledig: float, lavt: Flyt, hoyt: Flyt) -> str:
    """Say how many of the areas, from the top, there is room for together."""
    if np.isnan(ledig):
        return UTEN_TALL
    sikkert, mulig = (int((np.cumsum(b) <= ledig).sum()) for b in (hoyt, lavt))
    if not len(lavt):
        return "ingen flate i sonen"
    if sikkert == len(lavt):
        return "alle flatene"
    if mulig == 0:
        return "ingen av flatene"
    spenn = tall(sikkert) if sikkert == mulig else f"{tall(sikkert)}–{tall(mulig)}"
    return f"{spenn} av {antall(len(lavt), 'flate', 'flater')}"
