"""Mining rights: what they are, whether they are in force, which lie over one another.

Geometries lie in the working CRS (a map plane, metres).
"""

import re
from datetime import date

import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame, isna
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from analyser.felles.kryss import innenfor
from analyser.felles.maaling import TOLERANSE_M2
from analyser.felles.modell import Grunnlag, Klasse
from analyser.felles.overlapp import rene_flater
from analyser.felles.sjekk import stabile_ider
from analyser.felles.tekst import M2_PER_DAA, dato
from gis.geometri import felles, union, uten
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
VARSLER = {0: "utløper i dag", 1: "utløper i morgen"}
"""Days left → what is said of it."""
HAVERKLASSER: tuple[tuple[str, str], ...] = (
    (r"\bASA$", "allmennaksjeselskap"),
    (r"\b(AS|A/S)$", "aksjeselskap"),
    (r"\b(NUF|AB|PLC|Oy|OY|ApS|GmbH)$|(?i:\b(ltd|limited|inc|corp|corporation)$)",
     "utenlandsk foretak"),
    (r"\b(SA|BA)$", "samvirkeforetak"),
    (r"\b(ANS|DA|KS)$", "ansvarlig selskap"),
    (r"(?i:kommune$|\bstaten\b|\bstatens\b|direktoratet\b)", "offentlig"),
)  # fmt: skip
"""Form of enterprise in a holder's name → class. The name itself is never shown."""
HAVER_ANNEN, HAVER_UKJENT = "annen eller privatperson", "ikke oppgitt"


def retter(grunnlag: Grunnlag, snart_aar: float) -> GeoDataFrame:
    """Rights that touch the municipality, whole shapes, without who holds them."""
    data = _med_id(grunnlag)
    i_kommunen = innenfor(data, grunnlag.grense)
    data = data.loc[i_kommunen.index]
    koder = {kolonne.navn: kolonne.koder for kolonne in GRUVEINTERESSER.kolonner}["type"]
    forfall = [_dag(verdi) for verdi in data["forfall"]]
    utstedt = [_dag(verdi) for verdi in data["utstedt"]]
    dager = [None if dag is None else (dag - grunnlag.dato).days for dag in forfall]
    status = [_status(d, snart_aar) for d in dager]
    rettene = GeoDataFrame(
        {
            "id": data["id"],
            "navn": [
                i if isna(n) else str(n) for n, i in zip(data["navn"], data["id"], strict=True)
            ],
            "type": ["ikke oppgitt" if isna(t) else koder.get(t, str(t)) for t in data["type"]],
            "mineral": ["" if isna(m) else str(m) for m in data["mineral"]],
            "haver": [haverklasse(navn) for navn in data["rettighetshaver"]],
            "areal_daa": data.area / M2_PER_DAA,
            "i_kommunen_daa": i_kommunen.area / M2_PER_DAA,
            "eldst_daa": _som_eldst(i_kommunen, utstedt, status),
            "utstedt": ["" if d is None else dato(d) for d in utstedt],
            "utstedt_iso": ["" if d is None else d.isoformat() for d in utstedt],
            "forfall": ["" if d is None else dato(d) for d in forfall],
            "forfall_iso": ["" if d is None else d.isoformat() for d in forfall],
            "status": status,
            "varsel": ["" if d is None else VARSLER.get(d, "") for d in dager],
            "aar_igjen": [float("nan") if d is None else d / DAGER_PER_AAR for d in dager],
        },
        geometry=data.geometry,
        crs=data.crs,
    )
    return rettene.sort_values("id", kind="stable")


def utenfor(grunnlag: Grunnlag, rettene: GeoDataFrame) -> GeoDataFrame:
    """Rights that are not among `rettene`: those with no ground in the municipality, by id."""
    data = _med_id(grunnlag)
    return data[~data["id"].isin(rettene["id"])].sort_values("id", kind="stable")


def _med_id(grunnlag: Grunnlag) -> GeoDataFrame:
    """Return the layer with ids of its own."""
    data = grunnlag[GRUVEINTERESSER].data
    return data.assign(id=stabile_ider(data))


def haverklasse(navn: str | None) -> str:
    """Class of whoever holds a right, by the form of enterprise in the name."""
    if isna(navn) or not navn.strip():
        return HAVER_UKJENT
    siste = navn.strip().rstrip(".")
    return next((ord_ for spor, ord_ in HAVERKLASSER if re.search(spor, siste)), HAVER_ANNEN)


def _som_eldst(
    i_kommunen: GeoDataFrame, utstedt: list[date | None], status: list[str]
) -> list[float]:
    """(n,) dekar that no older right in force covers; NaN for expired ones.

    Undated rights come last, and rights of the same day in the order of their ids.
    """
    ider = list(i_kommunen["id"])
    former = rene_flater(i_kommunen)
    rekke = sorted(range(len(ider)), key=lambda i: (utstedt[i] or date.max, ider[i]))
    ut = [float("nan")] * len(ider)
    tatt: BaseGeometry = shapely.Polygon()
    for i in rekke:
        if status[i] != UTLOPT:
            ut[i] = uten(former[i], tatt).area / M2_PER_DAA
            tatt = union([tatt, former[i]])
    return ut


def _dag(verdi: str | None) -> date | None:
    """Day of an ISO text; None where it is missing."""
    return None if isna(verdi) else date.fromisoformat(verdi[:10])


def _status(dager_igjen: int | None, snart_aar: float) -> str:
    """Whether a right is in force on the day of the run."""
    if dager_igjen is None:
        return UVISST
    if dager_igjen < 0:
        return UTLOPT
    return SNART if dager_igjen <= snart_aar * DAGER_PER_AAR else AKTIV


def status_av(forfall: str | None, i_dag: date, snart_aar: float) -> str:
    """Status of a right by its day of expiry."""
    dag = _dag(forfall)
    return _status(None if dag is None else (dag - i_dag).days, snart_aar)


def doble(rettene: GeoDataFrame) -> DataFrame:
    """Pairs of `retter` that lie over one another, whole shapes, largest shared ground first."""
    rader = []
    former, ider = rene_flater(rettene), list(rettene["id"])
    a, b = STRtree(former).query(former, predicate="intersects")
    for i, j in sorted(zip(a[a < b], b[a < b], strict=True)):
        felles_m2 = felles(former[i], former[j]).area
        if felles_m2 > TOLERANSE_M2:
            rader.append({"id": ider[i], "med": ider[j], "felles_daa": felles_m2 / M2_PER_DAA})
    ramme = DataFrame(rader, columns=["id", "med", "felles_daa"])
    return ramme.sort_values("felles_daa", ascending=False, kind="stable").reset_index(drop=True)
