"""Mining rights: what they are, whether they are in force, which lie over one another."""

from datetime import date

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, isna
from shapely import STRtree

from analyser.felles.kryss import Interesse, del_av, innenfor
from analyser.felles.maaling import TOLERANSE_M2
from analyser.felles.modell import Grunnlag, Klasse
from analyser.felles.overlapp import rene_flater
from analyser.felles.sjekk import stabile_ider
from analyser.felles.tekst import M2_PER_DAA, dato
from lag.katalog.mineral import GRUVEINTERESSER
from lag.modell import Stil

DAGER_PER_AAR = 365.25
AKTIV, SNART, UTLOPT, UVISST = "aktiv", "utløper snart", "utløpt", "forfall ikke oppgitt"
STATUSER: tuple[Klasse, ...] = (
    Klasse(verdi=AKTIV, tittel="aktiv", stil=Stil(farge="#8c510a", skravur="45", dekkevne=0.4)),
    Klasse(
        verdi=SNART, tittel="utløper snart", stil=Stil(farge="#d8b365", skravur="315", dekkevne=0.4)
    ),
    Klasse(
        verdi=UTLOPT,
        tittel="utløpt",
        stil=Stil(farge="#bdbdbd", skravur="prikker", dekkevne=0.3, strek="6 4"),
    ),
    Klasse(
        verdi=UVISST, tittel="forfall ikke oppgitt", stil=Stil(farge="#7f7f7f", skravur="rutenett")
    ),
)
"""Legend of the rights; hatch and words carry the meaning without colour."""


def retter(grunnlag: Grunnlag, snart_aar: float) -> GeoDataFrame:
    """Rights that touch the municipality, whole shapes, without who holds them."""
    data = grunnlag[GRUVEINTERESSER].data
    i_kommunen = innenfor(data.assign(id=stabile_ider(data)), grunnlag.grense)
    data = data.assign(id=stabile_ider(data)).loc[i_kommunen.index]
    koder = {kolonne.navn: kolonne.koder for kolonne in GRUVEINTERESSER.kolonner}["type"]
    forfall = [_dag(verdi) for verdi in data["forfall"]]
    dager = [None if dag is None else (dag - grunnlag.dato).days for dag in forfall]
    rettene = GeoDataFrame(
        {
            "id": data["id"],
            "navn": [
                i if isna(n) else str(n) for n, i in zip(data["navn"], data["id"], strict=True)
            ],
            "type": ["ikke oppgitt" if isna(t) else koder.get(t, str(t)) for t in data["type"]],
            "mineral": ["" if isna(m) else str(m) for m in data["mineral"]],
            "areal_daa": data.area / M2_PER_DAA,
            "i_kommunen_daa": i_kommunen.area / M2_PER_DAA,
            "utstedt": ["" if (d := _dag(v)) is None else dato(d) for v in data["utstedt"]],
            "forfall": ["" if d is None else dato(d) for d in forfall],
            "status": [_status(d, snart_aar) for d in dager],
            "aar_igjen": [float("nan") if d is None else d / DAGER_PER_AAR for d in dager],
        },
        geometry=data.geometry,
        crs=data.crs,
    )
    return rettene.sort_values("id", kind="stable")


def _dag(verdi: str | None) -> date | None:
    """Day of an ISO text; None where it is missing."""
    return None if isna(verdi) else date.fromisoformat(str(verdi)[:10])


def _status(dager_igjen: int | None, snart_aar: float) -> str:
    """Whether a right is in force on the day of the run."""
    if dager_igjen is None:
        return UVISST
    if dager_igjen < 0:
        return UTLOPT
    return SNART if dager_igjen <= snart_aar * DAGER_PER_AAR else AKTIV


def parter(grunnlag: Grunnlag, rettene: GeoDataFrame) -> tuple[Interesse, Interesse]:
    """Rights in force (unknown expiry counts as in force) and expired ones."""
    lagdata = grunnlag[GRUVEINTERESSER]
    utlopt = rettene["status"].reindex(lagdata.data.index) == UTLOPT
    return (
        del_av(lagdata, "i_kraft", "Rettigheter i kraft", list(~utlopt)),
        del_av(lagdata, "utlopt", "Utløpte rettigheter", list(utlopt)),
    )


def doble(grunnlag: Grunnlag) -> DataFrame:
    """Pairs of rights that lie over one another, largest shared ground first."""
    lagdata = grunnlag[GRUVEINTERESSER]
    data = lagdata.data.assign(id=stabile_ider(lagdata.data)).sort_values("id", kind="stable")
    data = data[data.intersects(grunnlag.grense)]
    rader = []
    former, ider = rene_flater(data), list(data["id"])
    a, b = STRtree(former).query(former, predicate="intersects")
    for i, j in sorted(zip(a[a < b], b[a < b], strict=True)):
        felles_m2 = shapely.intersection(former[i], former[j]).area
        if felles_m2 > TOLERANSE_M2:
            rader.append({"id": ider[i], "med": ider[j], "felles_daa": felles_m2 / M2_PER_DAA})
    ramme = DataFrame(rader, columns=["id", "med", "felles_daa"])
    return ramme.sort_values("felles_daa", ascending=False, kind="stable").reset_index(drop=True)
