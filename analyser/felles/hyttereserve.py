"""Unused cabin ground in plans that hold: which plan is on top, and what existing cabins leave.

The logic is that of NINA's national count of 2022 (own code): codes for cabins, plans that are
repealed or replaced are dropped, a zoning plan overrides the municipal plan, the newest zoning plan
lies on top, existing cabins are building types 161–163. Counted through unions, never sums. A plan
without a day of coming into force has no place in that order: its ground is «ikke kjent» where it
meets other plans, and it hides nothing.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from geopandas import GeoDataFrame
from pandas import DataFrame
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from analyser.felles.deling import Former
from analyser.felles.modell import Grunnlag, Tabell
from analyser.felles.overlapp import rene_flater
from analyser.felles.planreserve import aar_siden, dag
from analyser.felles.svar import ordnet, tallkolonne, tekstkolonne
from analyser.felles.tekst import M2_PER_DAA, UKJENT_TALL, antall, tall
from analyser.felles.tomter import Bygdmaal, antall_inni, byggflater
from gis.geometri import felles, flater, union, uten
from gis.tekst import celletekst
from lag.katalog.koder import FRITIDSBYGG
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import HYTTEOMRAADER, KOMMUNEPLAN, REGULERINGSPLANER
from lag.modell import Lagdata

UGYLDIGE = ("0", "1", "2", "4", "5", "8", "9")
"""`planstatus` of plans that do not hold: not adopted yet, repealed, replaced, 8 (as NINA),
rejected."""
MINST_M2 = 1.0
"""Ground below which a plan has none left, or does not meet another, m²."""
KP_KODER = ("1120", "1121", "1122", "1123", "1171", "1173", "5200", "5220", "140")
"""Codes of cabins in a kommuneplan, 140 of the act of 1985. Source: NINA 2022."""
SPREDT = ("5200", "5220")
"""Those of them that are scattered building in LNFR."""
GJELDER, OVERSTYRT, UVISST = "gjelder", "helt overstyrt av nyere plan", "rekkefølgen er ikke kjent"
KOLONNER = (
    tekstkolonne("plan", "Plan"),
    tekstkolonne("opphav", "Plantype"),
    tekstkolonne("status", "Gjelder"),
    tekstkolonne("vedtatt", "Vedtatt"),
    tallkolonne("alder", "Alder", "år", 0),
    tallkolonne("areal_daa", "Gjeldende areal", "daa", 1, "Uten det som en nyere plan dekker."),
    tekstkolonne("hytter", "Hytter i dag", "Bygningspunkt av type 161, 162 og 163."),
    ordnet(tallkolonne("reserve_daa", "Ubrukt", "daa", 1, "Etter de hyttene som står."), "hoy"),
    tallkolonne("lavt", "Plass til, lavt", "stk.", 0, "Uverifisert tetthet."),
    tallkolonne("hoyt", "Plass til, høyt", "stk.", 0, "Uverifisert tetthet."),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """Cabin ground of one plan."""

    navn: str
    opphav: str
    vedtatt: date | None
    grunn: BaseGeometry
    omriss: BaseGeometry
    """The whole plan: what it overrides below it, whatever it is for."""
    spredt: bool = False
    """Scattered building in LNFR: how many, the provisions say, not the ground."""


def reservetabell(
    grunnlag: Grunnlag, maal: Bygdmaal, tetthet: tuple[float, float]
) -> tuple[Tabell, tuple[str, ...]]:
    """Return the unused reserve plan by plan, and what is to be said of it."""
    planer = [*_regulerte(grunnlag), *_kommuneplan(grunnlag[KOMMUNEPLAN])]
    bygg = grunnlag[BYGNINGER]
    hytter = bygg.data[bygg.data["bygningstype"].isin(FRITIDSBYGG)]
    kjent = _med(bygg, hytter)
    tatt = byggflater(kjent, grunnlag[TEIGER], maal) if bygg.kjent else None
    rader = [_rad(grunnlag, p, planer, hytter, tatt) for p in planer if not p.grunn.is_empty]
    data = DataFrame(rader, columns=[*(k.navn for k in KOLONNER[:-2]), "spredt"])
    reserve = data["reserve_daa"].astype(float).mask(data["spredt"].astype(bool))
    data = data.assign(
        lavt=np.floor(reserve * tetthet[0]), hoyt=np.floor(reserve * tetthet[1])
    ).sort_values(["reserve_daa", "plan"], ascending=[False, True], kind="stable")
    tabell = Tabell(
        navn="reserve",
        tittel="Ubrukt reserve i vedtatte planer",
        kolonner=KOLONNER,
        data=data.drop(columns="spredt").reset_index(drop=True),
        forklaring=(
            "Nyeste reguleringsplan ligger øverst, og reguleringsplan går foran kommuneplan (samme "
            "logikk som NINAs landstall fra 2022). Opphevede og erstattede planer er ikke med. En "
            "plan uten dato har ingen sikker plass i rekkefølgen. For spredt bebyggelse i LNFR "
            "står antallet i bestemmelsene («–» her). Om reserven kan bygges ut, er ikke avklart."
        ),
    )
    return tabell, _setninger(tabell.data)


def _med(laget: Lagdata, data: GeoDataFrame) -> Lagdata:
    """Give the layer other features."""
    return Lagdata(post=laget.post, status=laget.status, data=data, dekning=laget.dekning)


def _setninger(data: DataFrame) -> tuple[str, ...]:
    """Say what the plans hold."""
    kjent = data[data["status"] == GJELDER]
    if data.empty:
        return ()
    if data["reserve_daa"].isna().all():
        return ("Hvor mye hyttegrunn som er ubrukt, er ikke kjent: bygningene er ikke hentet.",)
    uvisst = int((data["status"] == UVISST).sum())
    tillegg = (
        f" For {antall(uvisst, 'plan', 'planer')} er rekkefølgen ikke kjent." if uvisst else ""
    )
    return (
        f"Gjeldende planer har {tall(kjent['reserve_daa'].sum())} daa ubrukt hyttegrunn, med "
        f"plass til om lag {tall(kjent['lavt'].sum())}–{tall(kjent['hoyt'].sum())} hytter ved "
        f"uverifisert tetthet.{tillegg}",
    )


def _regulerte(grunnlag: Grunnlag) -> list[_Plan]:
    """Zoning plans that hold; those without cabin fields have no ground, but lie on others."""
    felt, planer = grunnlag[HYTTEOMRAADER].data, grunnlag[REGULERINGSPLANER].data
    felter, rader = _per_plan(felt, "felt"), _per_plan(planer, "plan")
    former, omriss = rene_flater(felt), rene_flater(planer)
    ut: list[_Plan] = []
    for nokkel in dict.fromkeys((*felter, *rader)):
        egne = felter.get(nokkel, [])
        gjelder, vedtatt = _gjeldende(planer, rader.get(nokkel, []))
        if nokkel in rader and not gjelder:
            continue
        navnene = (*planer["navn"].iloc[gjelder], nokkel[0], *felt["navn"].iloc[egne])
        grunn = union(former[egne])
        ut.append(
            _Plan(
                navn=next(filter(None, map(celletekst, navnene)), "uten navn"),
                opphav="reguleringsplan",
                vedtatt=vedtatt,
                grunn=grunn,
                omriss=union([grunn, *omriss[gjelder]]),
            )
        )
    return ut


def _per_plan(data: GeoDataFrame, hva: str) -> dict[tuple[str, str], list[int]]:
    """Plan → positions of its rows; a row without planid is a plan of its own."""
    ut: dict[tuple[str, str], list[int]] = {}
    for i, planid in enumerate(map(celletekst, data["planid"])):
        ut.setdefault((planid, "" if planid else f"{hva} {i}"), []).append(i)
    return ut


def _gjeldende(planer: GeoDataFrame, rader: list[int]) -> tuple[list[int], date | None]:
    """Rows of one plan that hold, older versions left out, and the day they came into force."""
    status, i_kraft = planer["planstatus"], planer["ikrafttredelse"]
    dager = {i: dag(i_kraft.iloc[i]) for i in rader if celletekst(status.iloc[i]) not in UGYLDIGE}
    nyest = max((d for d in dager.values() if d), default=None)
    return [i for i, d in dager.items() if d is None or d == nyest], nyest


def _kommuneplan(data: Lagdata) -> list[_Plan]:
    """Cabin areas of the municipal plan, area by area; no zoning plan is below them."""
    valgt = data.data[data.data["arealformaal"].astype(str).isin(KP_KODER)]
    navn = valgt["navn"].fillna("uten navn")
    return [
        _Plan(
            navn=str(n),
            opphav="kommuneplan",
            vedtatt=None,
            grunn=f,
            omriss=f,
            spredt=str(kode) in SPREDT,
        )
        for n, f, kode in zip(navn, rene_flater(valgt), valgt["arealformaal"], strict=True)
    ]


def _rad(
    grunnlag: Grunnlag, plan: _Plan, alle: list[_Plan], hytter: GeoDataFrame, tatt: Former | None
) -> dict[str, object]:
    """One plan: what newer ones leave of it, and what the cabins leave of that."""
    uvisst = False
    grunn = plan.grunn
    for annen in alle:
        if annen is plan or felles(annen.omriss, grunn).area < MINST_M2:
            continue
        over = _over(annen, plan)
        uvisst |= over is None
        if over:
            grunn = uten(grunn, annen.omriss)
    former = flater(np.array([grunn], dtype=object))
    ramme = GeoDataFrame(geometry=former, crs=grunnlag.kommune.epsg)
    rest = former[0]
    if tatt is not None and len(tatt):
        rest = uten(rest, union(tatt[STRtree(tatt).query(rest, predicate="intersects")]))
    tom = grunn.area < MINST_M2
    return {
        "plan": plan.navn,
        "opphav": plan.opphav,
        "status": OVERSTYRT if tom else UVISST if uvisst else GJELDER,
        "vedtatt": UKJENT_TALL if plan.vedtatt is None else str(plan.vedtatt.year),
        "alder": aar_siden(plan.vedtatt, grunnlag.dato),
        "areal_daa": grunn.area / M2_PER_DAA,
        "hytter": UKJENT_TALL if tatt is None else str(int(antall_inni(ramme, hytter)[0])),
        "reserve_daa": np.nan if tatt is None else rest.area / M2_PER_DAA,
        "spredt": plan.spredt,
    }  # fmt: skip


def _over(annen: _Plan, plan: _Plan) -> bool | None:
    """Whether another plan lies on top; None where the order is not known."""
    if annen.opphav != plan.opphav:
        return annen.opphav == "reguleringsplan"
    if plan.opphav == "kommuneplan":
        return False
    if annen.vedtatt is None or plan.vedtatt is None:
        return None
    return annen.vedtatt > plan.vedtatt
