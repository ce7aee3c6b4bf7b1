"""Interest against interest as people read it: matrix, table of pairs, map of shared ground."""

from collections.abc import Iterable, Sequence

import numpy as np
from pandas import DataFrame, Series

from analyser.felles.kryss import Interesse, overlappflater
from analyser.felles.modell import Grunnlag, Kartlag, Kolonneinfo, Status, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne, temaklasser
from analyser.felles.tekst import IKKE_AVKLART, M2_PER_DAA, antall, daa, meter
from gis.crs import arealmerknad


def celletekst(celle: Series) -> str:
    """Write one pair as it stands in the matrix."""
    if celle["status"] != Status.TREFF:
        return str(celle["status"])
    if celle["merknad"]:
        return str(celle["merknad"])
    if not np.isnan(celle["areal_daa"]):
        return daa(celle["areal_daa"] * M2_PER_DAA)
    if not np.isnan(celle["lengde_m"]):
        return meter(celle["lengde_m"])
    return antall(int(celle["antall_objekter"]), "objekt", "objekter")


def matrise(celler: DataFrame) -> DataFrame:
    """Return the pairs as a table of texts: a row per interest, a column per development."""
    rader: dict[str, dict[str, str]] = {}
    for _, celle in celler.iterrows():
        rad = rader.setdefault(celle["interesse"], {"interesse": celle["interesse_tittel"]})
        rad[celle["utvikling"]] = celletekst(celle)
    return DataFrame(list(rader.values()))


def matrisetabell(
    celler: DataFrame, utvikling: Iterable[Interesse], epsg: int, ord_: tuple[str, str]
) -> Tabell:
    """Return the matrix; `ord_` is its heading and the word for its rows."""
    tittel, interesse = ord_
    return Tabell(
        navn="matrise",
        tittel=tittel,
        kolonner=(
            tekstkolonne("interesse", interesse),
            *(tekstkolonne(u.navn, u.tittel) for u in utvikling),
        ),
        data=matrise(celler),
        forklaring=(
            f"Felles grunn innenfor kommunen, hver kvadratmeter regnet én gang; "
            f"{arealmerknad(epsg)}. Linjer er i meter, punkter i antall. {IKKE_AVKLART}"
        ),
    )


def partabell(celler: DataFrame, epsg: int, ord_: tuple[str, str]) -> Tabell:
    """Return the pairs with their numbers; `ord_` is the words for interest and development."""
    return Tabell(
        navn="par",
        tittel="Hvert par med tall",
        kolonner=_kolonner(*ord_, epsg),
        data=_for_lesing(celler),
        forklaring=IKKE_AVKLART,
    )


def _for_lesing(celler: DataFrame) -> DataFrame:
    """Return the pairs as a table of texts and numbers, shares in per cent."""
    lest = celler.assign(status=celler["status"].map(str), andel_prosent=100 * celler["andel"])
    return lest.drop(columns="andel")


def _kolonner(interesse: str, utvikling: str, epsg: int) -> tuple[Kolonneinfo, ...]:
    """Columns of `_for_lesing`; the two titles head the two sides."""
    return (
        tekstkolonne("utvikling_tittel", utvikling),
        tekstkolonne("interesse_tittel", interesse),
        tekstkolonne("status", "Svar"),
        tekstkolonne("merknad", "Merknad"),
        tallkolonne(
            "areal_daa", "Felles grunn", "daa", 1, f"Regnet én gang; {arealmerknad(epsg)}."
        ),
        tallkolonne(
            "andel_prosent",
            f"Andel av {utvikling.lower()}",
            "%",
            1,
            "Felles grunn av all grunn i kommunen på den siden, overlapp regnet én gang.",
        ),
        tallkolonne("lengde_m", "Lengde", "m", 0, "Linje på felles grunn, regnet én gang."),
        tallkolonne(
            "antall_omraader",
            "Områder som er truffet",
            "stk.",
            0,
            f"Objekter på siden «{utvikling.lower()}» som møter minst ett på den andre.",
        ),
        tallkolonne(
            "antall_objekter",
            "Objekter som treffer",
            "stk.",
            0,
            f"Objekter på siden «{interesse.lower()}», hvert én gang.",
        ),
    )


def overlappkart(
    grunnlag: Grunnlag,
    interesser: Sequence[Interesse],
    utvikling: Iterable[Interesse],
    tittel: str,
    minste_daa: float,
) -> Kartlag:
    """Return the shared ground as a map layer, classed by the theme of the interest.

    Parameters
    ----------
    minste_daa    polygons smaller than this are left out of the drawing, dekar
    """
    flater = overlappflater(grunnlag, interesser, utvikling)
    tegnes = (flater["areal_daa"] >= minste_daa) | (flater["areal_daa"] == 0)
    flater = flater[tegnes].reset_index(drop=True)
    return Kartlag(
        navn="overlapp",
        tittel=tittel,
        data=flater,
        klasser=temaklasser(set(flater["tema"])),
        klassefelt="tema",
        kolonner=(
            tekstkolonne("interesse", "Interesse"),
            tekstkolonne("utvikling", "Møter"),
            tallkolonne("areal_daa", "Felles grunn", "daa"),
        ),
        kildelag=tuple(sorted({interesse.lagdata.post.navn for interesse in interesser})),
    )
