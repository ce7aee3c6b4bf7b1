"""Unused plots in zoned areas: plan × parcels × buildings, and what there is at the gate.

A plot is the part of a parcel that lies in a zoned area. It is unused when no building point lies
in it and enough of it is not excluded by a known rule. Whether it can be built on is not settled,
and whether the owner will sell or build is not known.
Geometries lie in the working CRS (a map plane, metres).
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import STRtree

from analyser.felles.deling import Former
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.rangering import naermeste
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, UKJENT_TALL, antall, tall
from analyser.felles.tomter import MINSTE_M2, REGULERT, antall_inni
from analyser.felles.utredning import Utredning
from gis.geometri import differanse, flater, snitt
from gis.tekst import mangler
from lag.katalog.fiber import FIBERDEKNING
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import REGULERINGSPLANER
from lag.katalog.samferdsel import VEGER
from lag.katalog.vann import LEDNINGER

PORT_M = 50.0
"""Within this distance of a plot a road, pipe or fibre is «at the gate», metres.
arealsils forslag (uverifisert)."""
DAGER_PER_AAR = 365.25
KOLONNER = ("id", "navn", "plan", "matrikkelnummer", "areal_daa", "ledig_daa", "rang")

RESERVEKOLONNER = (
    tekstkolonne("plan", "Plan"),
    ordnet(tekstkolonne("tomter", "Ubebygde tomter", "Byggbarhet ikke avklart."), "hoy"),
    tallkolonne("ledig_daa", "Areal", "daa", 1, "Av tomtene, uten det som er utelukket."),
    tekstkolonne("vedtatt", "Vedtatt", "Planens ikrafttredelse."),
    tallkolonne("alder", "Planens alder", "år", 0, "«–»: ikrafttredelsen er ikke oppgitt."),
    tekstkolonne("veg", "Veg ved porten", f"Tomter med offentlig veg innen {PORT_M:g} m."),
    tekstkolonne("vann", "Ledning ved porten", f"Tomter med vann eller avløp innen {PORT_M:g} m."),
    tekstkolonne("fiber", "Fiber ved porten",
                 f"Tomter med et bygg som har tilbud om fiber innen {PORT_M:g} m."),
    tekstkolonne("beste_rang", "Beste rang", "Av områdene i planen."),
)  # fmt: skip


def ubebygde_tomter(
    grunnlag: Grunnlag, rader: GeoDataFrame, funnet: Utredning, minst_daa: float
) -> GeoDataFrame | None:
    """Return the unused plots of the zoned areas, best area first; None where not known.

    Returns
    -------
    tomter    (n,) polygons with `KOLONNER`; ledig_daa is what no known rule excludes
    """
    bygninger, teiger = grunnlag[BYGNINGER], grunnlag[TEIGER]
    if not bygninger.kjent or not teiger.kjent or funnet.ledig is None:
        return None
    regulerte = rader[rader["opphav"] == REGULERT]
    utelukket = dict(zip(funnet.utelukket["id"], funnet.utelukket.geometry, strict=True))
    former, felt = rene_flater(teiger.data), rene_flater(regulerte)
    i_omraade, i_teig = STRtree(former).query(felt, predicate="intersects")
    deler = flater(snitt(former[i_teig], felt[i_omraade]))
    tatt = [utelukket.get(ident, shapely.Polygon()) for ident in regulerte["id"].iloc[i_omraade]]
    fri = differanse(deler, np.array(tatt, dtype=object))
    data = {k: regulerte[k].to_numpy()[i_omraade] for k in ("id", "navn", "plan", "rang")}
    tomter = GeoDataFrame(
        data
        | {
            "matrikkelnummer": teiger.data["matrikkelnummer"].to_numpy()[i_teig],
            "areal_daa": shapely.area(deler) / M2_PER_DAA,
            "ledig_daa": shapely.area(fri) / M2_PER_DAA,
        },
        geometry=deler,
        crs=rader.crs,
    )
    bygg = antall_inni(tomter, bygninger.data)
    stor_nok = tomter["areal_daa"] * M2_PER_DAA >= MINSTE_M2
    tomter = tomter[(bygg == 0) & (tomter["ledig_daa"] >= minst_daa) & stor_nok]
    orden = ["rang", "matrikkelnummer", "areal_daa"]
    ordnede: GeoDataFrame = tomter.sort_values(orden, ignore_index=True)[[*KOLONNER, "geometry"]]
    return ordnede


def reservetabell(
    grunnlag: Grunnlag, tomter: GeoDataFrame | None, veger: GeoDataFrame, minst_daa: float
) -> Tabell:
    """Return the unused plots plan by plan, with what is known at the gate."""
    rader = _reserverader(grunnlag, tomter, veger) if tomter is not None else []
    data = DataFrame(rader, columns=[k.navn for k in RESERVEKOLONNER])
    return Tabell(
        navn="planreserve",
        tittel="Planreserve: regulerte, ubebygde tomter (byggbarhet ikke avklart)",
        kolonner=RESERVEKOLONNER,
        data=data.sort_values(
            ["tomter", "plan"], ascending=[False, True], kind="stable", ignore_index=True
        ),
        forklaring=(
            "En tomt er den delen av en teig som ligger i et regulert område. Den er ubebygd når "
            f"ingen bygningspunkt ligger i den, og minst {tall(minst_daa, 1)} daa av den ikke er "
            "utelukket av en kjent regel. Om den kan bygges på, og om eieren vil selge eller "
            "bygge, er ikke kjent. «–»: kilden er ikke hentet."
        ),
    )


def _reserverader(
    grunnlag: Grunnlag, tomter: GeoDataFrame, veger: GeoDataFrame
) -> list[dict[str, object]]:
    """Return one row per plan."""
    rader: list[dict[str, object]] = []
    vedtatt = vedtaksdager(grunnlag)
    ledninger, fiber = grunnlag[LEDNINGER], grunnlag[FIBERDEKNING]
    portene = {
        "veg": _ved_porten(tomter, veger) if grunnlag[VEGER].kjent else None,
        "vann": _ved_porten(tomter, ledninger.data) if ledninger.kjent else None,
        "fiber": _ved_porten(tomter, _med_fiber(grunnlag)) if fiber.kjent else None,
    }
    for plan, gruppe in tomter.groupby("plan", sort=True):
        vedtak = vedtatt.get(str(plan))
        porttall = {
            k: UKJENT_TALL if v is None else f"{int(v[gruppe.index].sum())} av {len(gruppe)}"
            for k, v in portene.items()
        }
        rader.append(
            {
                "plan": plan,
                "tomter": len(gruppe),
                "ledig_daa": float(gruppe["ledig_daa"].sum()),
                "vedtatt": UKJENT_TALL if vedtak is None else str(vedtak.year),
                "alder": aar_siden(vedtak, grunnlag.dato),
                **porttall,
                "beste_rang": int(gruppe["rang"].min()),
            }
        )
    return rader


def reservepunkter(tomter: GeoDataFrame | None) -> tuple[str, ...]:
    """Say how many plots stand unused in the plans."""
    if tomter is None:
        return ("Planreserven er ikke kjent: det krever både teiger og bygninger.",)
    hvor_mange = antall(len(tomter), "regulert, ubebygd tomt", "regulerte, ubebygde tomter")
    return (
        f"Planreserven er {hvor_mange} i {antall(tomter['plan'].nunique(), 'plan', 'planer')}; om "
        "de kan bygges på, er ikke avklart.",
    )


def vedtaksdager(grunnlag: Grunnlag) -> Mapping[str, date]:
    """Plan's name or id → day it came into force; of plans by one name the newest."""
    ut: dict[str, date] = {}
    for _, rad in grunnlag[REGULERINGSPLANER].data.iterrows():
        dagen = dag(rad["ikrafttredelse"])
        for nokkel in (rad["navn"], rad["planid"]):
            if dagen is not None and isinstance(nokkel, str) and nokkel.strip():
                ut[nokkel.strip()] = max(dagen, ut.get(nokkel.strip(), dagen))
    return ut


def aar_siden(vedtatt: date | None, i_dag: date) -> float:
    """Whole years since a day; NaN where it is not known."""
    return np.nan if vedtatt is None else (i_dag - vedtatt).days // DAGER_PER_AAR


def dag(verdi: object) -> date | None:
    """Return the day of a value; None where there is none that can be read."""
    if mangler(verdi):
        return None
    try:
        return date.fromisoformat(str(verdi)[:10])
    except ValueError:
        return None


def _med_fiber(grunnlag: Grunnlag) -> GeoDataFrame:
    """Return the buildings that are offered fibre."""
    data = grunnlag[FIBERDEKNING].data
    return data[data["har_fiber"] == "ja"]


def _ved_porten(tomter: GeoDataFrame, data: GeoDataFrame) -> Flyt:
    """(n,) 1 where a feature lies within `PORT_M` of the plot."""
    former: Former = tomter.geometry.to_numpy()
    _, avstand_m = naermeste(list(former), data)
    return (avstand_m <= PORT_M).astype(float)
