"""What planned areas near the border may reach on the other side, municipality by municipality.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence

import numpy as np
import shapely
from pandas import DataFrame, isna
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.konfliktkart.flater import (
    AARSTID,
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_KJENT,
    IKKE_TREFF,
    LAVEST_VERDI,
    SAERLIG,
    Konfliktflater,
    legg_sammen,
)
from analyser.felles.konfliktkart.interesser import KVARTBUER, Part, er_saerlig, utvalg
from analyser.felles.konfliktkart.steder import grunn_i
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, meter
from gis.crs import arealsetning
from gis.geometri import flater, snitt, union, uten
from lag.katalog.grunnlag import KOMMUNEGRENSE

UTENFOR = "Sverige, eller kommune som ikke er hentet"
"""Ground in no municipality that has been fetched: no source speaks of it."""


def nabosone(grunnlag: Grunnlag, utvikling: Sequence[Part], avstand_m: float) -> BaseGeometry:
    """Ground outside the municipality within `avstand_m` of development inside it."""
    kant = grunnlag.grense.boundary
    inne: list[BaseGeometry] = []
    for part in utvikling:
        if len(part.former):
            naer = shapely.dwithin(part.former, kant, avstand_m)
            inne += list(flater(snitt(part.former[naer], grunnlag.grense)))
    sone = shapely.buffer(union(inne), avstand_m, quad_segs=KVARTBUER)
    return uten(sone, grunnlag.grense)


def naboer(
    grunnlag: Grunnlag, vern: Sequence[Part], utvikling: Sequence[Part], avstand_m: float
) -> DataFrame:
    """Return what lies in the zone, one row per neighbour that it reaches.

    Returns
    -------
    rader    nabo, sone_daa, hoy_daa (stor and svært stor), annen_daa (other values), saerlig_daa
             (registered special reindeer use), registrert_daa, ikke_kartlagt_daa, ikke_kjent_daa,
             ikke_treff_daa; all but saerlig_daa add up to sone_daa
    """
    sone = nabosone(grunnlag, utvikling, avstand_m)
    if sone.is_empty:
        return DataFrame(columns=KOLONNER)
    naere = [_i_naerheten(part, sone) for part in vern]
    navn, former = _kommuner(grunnlag)
    flater = legg_sammen(sone, naere, (), [former[i : i + 1] for i in range(len(former))])
    resten = np.ones(len(flater.trinn), dtype=np.bool_)
    rader = []
    for navnet, inne in zip(navn, flater.i_andre, strict=True):
        egne = inne & resten
        resten &= ~inne
        if flater.areal_m2[egne].sum() > 0:
            rader.append(_rad(flater, egne, navnet))
    if flater.areal_m2[resten].sum() > 0:
        rader.append(_rad(flater, resten, UTENFOR))
    return DataFrame(rader, columns=KOLONNER)


def _i_naerheten(part: Part, sone: BaseGeometry) -> Part:
    """Part with only the features whose boxes meet the zone; the others cannot matter."""
    med = np.zeros(len(part.former), dtype=np.bool_)
    med[shapely.STRtree(part.former).query(sone)] = True
    return utvalg(part, med, part.navn, part.tittel)


def _kommuner(grunnlag: Grunnlag) -> tuple[list[str], Former]:
    """Names and shapes of the other municipalities that have been fetched, by number."""
    data = grunnlag[KOMMUNEGRENSE].data
    data = data[data["kommunenummer"] != grunnlag.kommune.nummer].sort_values("kommunenummer")
    navn = [
        str(nummer) if isna(n) else f"{n} ({nummer})"
        for n, nummer in zip(data["navn"], data["kommunenummer"], strict=True)
    ]
    return navn, rene_flater(data)


KOLONNER = (
    "nabo", "sone_daa", "hoy_daa", "annen_daa", "registrert_daa", "ikke_kartlagt_daa",
    "ikke_kjent_daa", "ikke_treff_daa", "saerlig_daa",
)  # fmt: skip


def _rad(flater: Konfliktflater, inne: np.ndarray, navn: str) -> dict[str, object]:
    """One neighbour."""
    trinn = flater.vernetrinn

    def sum_daa(lavest: int, hoyest: int) -> float:
        med = inne & (trinn >= lavest) & (trinn <= hoyest)
        return float(flater.areal_m2[med].sum()) / M2_PER_DAA

    saerlige = [nr for nr, p in enumerate(flater.vern) if p.tema == "reindrift" and er_saerlig(p)]
    rein = inne & grunn_i(flater, saerlige)
    return {
        "nabo": navn,
        "sone_daa": float(flater.areal_m2[inne].sum()) / M2_PER_DAA,
        "hoy_daa": sum_daa(HOYEST - 1, HOYEST),
        "annen_daa": sum_daa(LAVEST_VERDI, HOYEST - 2),
        "registrert_daa": sum_daa(AARSTID, SAERLIG),
        "ikke_kartlagt_daa": sum_daa(IKKE_KARTLAGT, IKKE_KARTLAGT),
        "ikke_kjent_daa": sum_daa(IKKE_KJENT, IKKE_KJENT),
        "ikke_treff_daa": sum_daa(IKKE_TREFF, IKKE_TREFF),
        "saerlig_daa": float(flater.areal_m2[rein].sum()) / M2_PER_DAA,
    }


def nabotabell(rader: DataFrame, avstand_m: float, epsg: int) -> Tabell:
    """Return the neighbours as a table."""
    return Tabell(
        alle_kilder=True,
        navn="naboer",
        tittel=f"Over grensen: verneverdier innen {meter(avstand_m)} fra utbygging i kommunen",
        kolonner=(
            tekstkolonne("nabo", "Nabo"),
            tallkolonne("sone_daa", "I sonen", "daa", 0, arealsetning(epsg) + "."),
            tallkolonne("hoy_daa", "Stor eller svært stor verdi", "daa"),
            tallkolonne("annen_daa", "Annen verdi", "daa"),
            tallkolonne("registrert_daa", "Registrert, verdi ikke satt", "daa", 1,
                        "Reindrift og annet uten verdi, der intet med verdi er registrert."),
            tallkolonne("ikke_kartlagt_daa", "Ikke kartlagt", "daa"),
            tallkolonne("ikke_kjent_daa", "Ikke kjent", "daa"),
            tallkolonne("ikke_treff_daa", "Ikke treff", "daa"),
            tallkolonne("saerlig_daa", "Herav særlig reindriftsområde", "daa", 1,
                        "Uansett annen verdi; verdien settes etter dialog."),
        ),
        data=rader,
        forklaring=(
            f"Grunn utenfor kommunen som ligger innen {meter(avstand_m)} fra noe som er planlagt, "
            "foreslått eller mulig innenfor. Avstanden er kommunens valg og sier ikke hvor langt "
            "en virkning når. Sverige er ikke kartlagt så lenge ingen kilde er oppgitt."
        ),
    )  # fmt: skip
