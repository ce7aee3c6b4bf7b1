"""Tables of the rights themselves: timeline, priority, neighbours, noise and dust.

Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, isna
from shapely.geometry.base import BaseGeometry

from analyser.felles.bergrett import UTLOPT, status_av, utenfor
from analyser.felles.kryss import Interesse, innenfor
from analyser.felles.mineral.interesser import BOLIG, FRITID, byggslag
from analyser.felles.modell import Grunnlag, Linjefigur, Tabell
from analyser.felles.overlapp import en_gang, rene_flater
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, dato, tall
from gis.crs import arealmerknad, arealsetning
from gis.geometri import snitt, union
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.mineral import GRUVEINTERESSER

M_PER_KM = 1000.0
SVERIGE = "Sverige: ikke kartlagt."


def tidslinje(rettene: GeoDataFrame, grunnlag: Grunnlag) -> Tabell:
    """Return rights in force and their ground at the end of each year, if none is renewed.

    No rows where the rights are not known.
    """
    dager = [None if not d else date.fromisoformat(d) for d in rettene["forfall_iso"]]
    siste = max([d.year for d in dager if d] + [grunnlag.dato.year])
    rader = []
    kjent = grunnlag[GRUVEINTERESSER].kjent
    for aar in range(grunnlag.dato.year, siste + 1) if kjent else ():
        slutt = date(aar, 12, 31)
        gjelder = np.array([d is None or d >= slutt for d in dager], dtype=bool)
        i_aar = [d for d in dager if d and d.year == aar and d >= grunnlag.dato]
        grunn = en_gang(innenfor(rettene[gjelder], grunnlag.grense)).area.sum()
        rader.append({
            "om_aar": float(aar - grunnlag.dato.year), "aar": str(aar),
            "utloper": float(len(i_aar)), "i_kraft": float(gjelder.sum()),
            "grunn_daa": float(grunn) / M2_PER_DAA,
        })  # fmt: skip
    kolonner = (
        tekstkolonne("aar", "Ved utgangen av"),
        tallkolonne("om_aar", "År fram", "år", 0),
        tallkolonne("utloper", "Utløper i året", "stk.", 0),
        tallkolonne("i_kraft", "I kraft", "stk.", 0),
        tallkolonne("grunn_daa", "Grunn i kommunen", "daa", 0, "Overlapp regnet én gang."),
    )
    return Tabell(
        alle_kilder=True,
        navn="tidslinje",
        tittel="Når rettighetene utløper, om ingen fornyes",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Rettigheter uten oppgitt forfall regnes som i kraft hele veien. "
        f"{arealsetning(grunnlag.kommune.epsg)}.",
        figur=Linjefigur(x="om_aar", y=("grunn_daa",)),
    )


def naboretter(
    grunnlag: Grunnlag, rettene: GeoDataFrame, innen_m: float, snart_aar: float
) -> Tabell:
    """Return rights that lie wholly outside the municipality, within a distance of its border.

    Parameters
    ----------
    rettene      those with ground in the municipality
    innen_m      the distance, metres
    snart_aar    years before expiry in which a right «utløper snart»
    """
    alle = utenfor(grunnlag, rettene)
    alle = alle.assign(unna_m=shapely.distance(rene_flater(alle), grunnlag.grense))
    rader = [
        {
            "id": rad["id"],
            "navn": rad["id"] if isna(rad["navn"]) else str(rad["navn"]),
            "type": _typen(rad["type"]),
            "status": status_av(rad["forfall"], grunnlag.dato, snart_aar),
            "kommune": _kommunen(grunnlag, rad["geometry"]),
            "avstand_km": float(rad["unna_m"]) / M_PER_KM,
            "areal_daa": rad["geometry"].area / M2_PER_DAA,
        }
        for _, rad in alle[alle["unna_m"] <= innen_m].iterrows()
    ]
    kolonner = (
        tekstkolonne("id", "Nummer"),
        tekstkolonne("navn", "Navn"),
        tekstkolonne("type", "Rettighet"),
        tekstkolonne("status", "Status"),
        tekstkolonne("kommune", "Kommune"),
        tallkolonne("avstand_km", "Fra kommunegrensen", "km"),
        tallkolonne("areal_daa", "Areal", "daa", 0),
    )
    return Tabell(
        alle_kilder=True,
        navn="naboer",
        tittel=f"Rettigheter på den andre siden av grensen, innen {tall(innen_m / M_PER_KM)} km",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring=f"Registeret er norsk. {SVERIGE}",
    )


def _typen(kode: str | None) -> str:
    koder = {k.navn: k.koder for k in GRUVEINTERESSER.kolonner}["type"]
    return "ikke oppgitt" if isna(kode) else koder.get(kode, kode)


def _kommunen(grunnlag: Grunnlag, form: BaseGeometry) -> str:
    """Name of the municipality that holds most of a shape; says so where none was fetched."""
    kommuner = grunnlag[KOMMUNEGRENSE].data
    felles = shapely.area(snitt(rene_flater(kommuner), form))
    if not len(felles) or felles.max() <= 0:
        return "ikke kjent (nabokommunen er ikke hentet)"
    rad = kommuner.iloc[int(np.argmax(felles))]
    return str(rad["navn"] if not isna(rad["navn"]) else rad["kommunenummer"])


def virkningssoner(
    grunnlag: Grunnlag, mot: Sequence[Interesse], baand: Sequence[tuple[str, float]]
) -> Tabell:
    """Return how many homes and cabins lie on and within each distance of mineral interests.

    Parameters
    ----------
    mot      mineral interests
    baand    what is meant («støy», «støv») and distance, metres
    """
    bygg = grunnlag[BYGNINGER]
    slag = byggslag(bygg)
    punkter = np.asarray(shapely.force_2d(bygg.data.geometry.to_numpy()), dtype=object)
    rader = []
    for part in mot:
        grunn = union(rene_flater(innenfor(part.lagdata.data, grunnlag.grense)))
        shapely.prepare(grunn)
        for hva, avstand_m in baand:
            naer = np.zeros(len(punkter), dtype=bool)
            if len(punkter) and not grunn.is_empty:
                naer = shapely.dwithin(punkter, grunn, avstand_m)
            inne = shapely.covers(grunnlag.grense, punkter) if len(punkter) else naer
            kjent = bygg.kjent and part.lagdata.kjent
            rader.append({
                "part": part.tittel, "hva": hva, "avstand_m": avstand_m,
                **{
                    navn: float(antall) if kjent else np.nan
                    for navn, antall in (
                        ("boliger", (naer & (slag == BOLIG)).sum()),
                        ("fritidsboliger", (naer & (slag == FRITID)).sum()),
                        ("over_grensen", (naer & ~inne & np.isin(slag, (BOLIG, FRITID))).sum()),
                    )
                },
            })  # fmt: skip
    kolonner = (
        tekstkolonne("part", "Mineralinteresse"),
        tekstkolonne("hva", "Hva"),
        tallkolonne("avstand_m", "Innen", "m", 0),
        tallkolonne("boliger", "Boliger", "stk.", 0),
        tallkolonne("fritidsboliger", "Fritidsboliger", "stk.", 0),
        tallkolonne("over_grensen", "Herav over kommunegrensen", "stk.", 0),
    )
    return Tabell(
        alle_kilder=True,
        navn="soner",
        tittel="Boliger og fritidsboliger innen avstander for støy og støv",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Avstandene er arealsils forslag (uverifisert) og er ingen grense: støy og støv "
        "må beregnes for tiltaket (T-1442 for støy). De endres med stoy_m og stov_m under "
        f"[analyse.gruve]. En undersøkelsesrett gir ikke rett til drift. {SVERIGE}",
    )


def overlappende(par: DataFrame, rettene: GeoDataFrame, epsg: int) -> Tabell:
    """Table of rights that lie over one another, and which is the older."""
    utstedt = dict(zip(rettene["id"], rettene["utstedt_iso"], strict=True))
    data = par.assign(
        forst=[_eldst(a, b, utstedt) for a, b in zip(par["id"], par["med"], strict=True)]
    )
    kolonner = (
        tekstkolonne("id", "Nummer"),
        tekstkolonne("med", "Ligger over"),
        tallkolonne("felles_daa", "Felles grunn", "daa"),
        tekstkolonne("forst", "Eldst"),
    )
    return Tabell(
        alle_kilder=True,
        navn="overlappende",
        tittel="Rettigheter som ligger over hverandre",
        kolonner=kolonner,
        data=data,
        forklaring=f"Hele rettigheten, {arealmerknad(epsg)}. Eldst etter utstedt dato; registeret "
        "gir prioritet etter innsendt dato, som ikke er i kartlaget.",
    )


def _eldst(a: str, b: str, utstedt: dict[str, str]) -> str:
    """Say which of two rights was issued first."""
    dager = sorted((utstedt.get(i) or "9999", i) for i in (a, b))
    (forste, hvem), (andre, _) = dager
    if forste == andre:
        return "samme dag" if forste != "9999" else "dato mangler"
    return f"{hvem} ({dato(forste)})"


def i_kraft(rettene: GeoDataFrame) -> GeoDataFrame:
    """Rights that have not expired."""
    return rettene[rettene["status"] != UTLOPT]
