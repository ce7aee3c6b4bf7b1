"""What is seen from the key points as a map and a table: bare terrain, and what nobody knows."""

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import DataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.arv.synsfelt import Synsfelt
from analyser.felles.modell import Grunnlag, Kartlag, Klasse, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, kort
from gis.crs import arealsetning
from gis.geometri import felles, union, uten
from gis.rutenett import Rutenett
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.modell import Stil

TEGNERUTE_M = 200.0
"""Side of the squares that are drawn, metres; the table counts every cell of the terrain."""
FLERE = 3
"""Key points from which a square stands in the last class."""
HALVPARTEN = 0.5
SKJULT, UKJENT = 0, -1
KLASSER: tuple[Klasse, ...] = (
    Klasse(verdi="3", tittel="synlig fra tre eller flere nøkkelpunkter",
           stil=Stil(farge="#b35806", skravur="rutenett", dekkevne=0.45, tykkelse_px=0.5)),
    Klasse(verdi="2", tittel="synlig fra to nøkkelpunkter",
           stil=Stil(farge="#f1a340", skravur="45", dekkevne=0.4, tykkelse_px=0.5)),
    Klasse(verdi="1", tittel="synlig fra ett nøkkelpunkt",
           stil=Stil(farge="#fee0b6", skravur="315", dekkevne=0.4, tykkelse_px=0.5)),
    Klasse(verdi="-1", tittel="synlighet ikke kjent",
           stil=Stil(farge="#8c8c8c", skravur="prikker", dekkevne=0.15, tykkelse_px=0.5)),
)  # fmt: skip
"""Seen from most points first; hatch and number tell them apart without colour."""


def synslag(grunnlag: Grunnlag, felt: Synsfelt, rekkevidde_m: float) -> Kartlag:
    """Return the ground that is seen, in squares, by the number of key points that see it."""
    rader: list[dict[str, object]] = []
    for klasse in KLASSER:
        form = _i_klassen(grunnlag.grense, felt, int(klasse.verdi))
        if not form.is_empty:
            merke = "?" if klasse.verdi == str(UKJENT) else klasse.verdi
            rader.append({"id": f"synlig {klasse.verdi}", "navn": klasse.tittel, "merke": merke,
                          "klasse": klasse.verdi, "geometry": form})  # fmt: skip
    kolonner = ["id", "navn", "merke", "klasse", "geometry"]
    return Kartlag(
        navn="synlig",
        tittel=f"Synlig fra nøkkelpunktene over bart terreng, innen {kort(rekkevidde_m / 1000)} km",
        data=GeoDataFrame(DataFrame(rader, columns=kolonner), crs=grunnlag.kommune.epsg),
        klasser=KLASSER,
        klassefelt="klasse",
        merkefelt="merke",
        kildelag=(TERRENG.navn, STEDSNAVN.navn),
    )


def _i_klassen(grense: BaseGeometry, felt: Synsfelt, klasse: int) -> BaseGeometry:
    """Ground of one class; what lies beyond the terrain is not known."""
    if felt.fra is None:
        return grense if klasse == UKJENT else shapely.Polygon()
    ruter = _tegnet(felt.fra)
    inne = felles(ruter.flater_per_verdi().get(klasse, shapely.Polygon()), grense)
    return inne if klasse != UKJENT else union([inne, uten(grense, ruter.utsnitt.flate)])


def _tegnet(fra: Rutenett) -> Rutenett:
    """Squares with the largest number of points that see at least half of what is known in them."""
    faktor = max(int(TEGNERUTE_M // fra.rute_m), 1)
    fyll = [(0, -n % faktor) for n in fra.verdier.shape]
    utdrag = np.pad(fra.verdier, fyll, constant_values=np.nan)
    kjent = ~np.isnan(utdrag)
    antall = np.bitwise_count(np.where(kjent, utdrag, 0).astype(np.uint32))
    kjente = _per_rute(kjent, faktor)
    ut = np.full(kjente.shape, float(SKJULT), dtype=np.float32)
    for n in range(1, FLERE + 1):
        ut[_per_rute(antall >= n, faktor) >= np.maximum(HALVPARTEN * kjente, 1)] = n
    ut[kjente < HALVPARTEN * faktor * faktor] = UKJENT
    return Rutenett(ut, fra.xmin, fra.ymax, faktor * fra.rute_m, fra.epsg)


def _per_rute(celler: NDArray[np.bool_], faktor: int) -> NDArray[np.int64]:
    """Cells that are true in each square of `faktor` × `faktor` cells."""
    rader, kolonner = celler.shape
    blokker = celler.reshape(rader // faktor, faktor, kolonner // faktor, faktor)
    return np.asarray(blokker.sum(axis=(1, 3)), dtype=np.int64)


def synstabell(grunnlag: Grunnlag, felt: Synsfelt) -> Tabell:
    """Return how much of the municipality each key point sees, cell by cell."""
    ruter = np.empty(0, dtype=np.float32)
    rute_daa = np.nan
    if felt.fra is not None:
        ruter = felt.fra.innenfor(grunnlag.grense)
        rute_daa = felt.fra.rute_m**2 / M2_PER_DAA
    biter = ruter.astype(np.uint32)
    ledd = [(n, biter & np.uint32(1 << nr) > 0) for nr, n in enumerate(felt.punkter)]
    rader = [
        {"punkt": n, "synlig_daa": float(sett.sum()) * rute_daa, "kjent_daa": len(ruter) * rute_daa}
        for n, sett in (*ledd, ("minst ett av punktene", biter > 0))
    ]
    rader[-1:-1] = [{"punkt": n, "synlig_daa": np.nan, "kjent_daa": np.nan} for n in felt.mangler]
    kolonner = (
        tekstkolonne("punkt", "Nøkkelpunkt"),
        tallkolonne(
            "synlig_daa",
            "Synlig i kommunen",
            "daa",
            0,
            "Terrengruter der noe av den oppgitte høyden ses fra punktet.",
        ),
        tallkolonne("kjent_daa", "Av grunn der det er kjent", "daa", 0),
    )
    return Tabell(
        alle_kilder=True,
        navn="synsfelt",
        tittel="Hvor mye av kommunen som ses fra hvert nøkkelpunkt",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Over bart terreng, uten skog, hus og lys; det som ligger lenger unna enn "
        "rekkevidden, er ikke regnet som synlig. Kartet viser ruter der minst halvparten ses; "
        f"tabellen teller hver terrengrute. {arealsetning(grunnlag.kommune.epsg)}.",
    )  # fmt: skip
