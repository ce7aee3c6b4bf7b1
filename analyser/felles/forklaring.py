"""Why a site is red, and the smallest change that makes it yellow, screened again to be sure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations

import numpy as np
import shapely
from geopandas import GeoDataFrame
from shapely.geometry.base import BaseGeometry

from analyser.felles.endringer import flyttet, klippet
from analyser.felles.journal import treffendringer
from analyser.felles.modell import Grunnlag
from analyser.felles.regler import Regel
from analyser.felles.silt import Silt, Treffendringer, utfallene
from analyser.felles.stedssvar import Forklaring, Skyld, Stedssvar
from analyser.felles.tekst import M2_PER_DAA, daa, meter, oppramsing
from analyser.felles.utelukket import regelgrunn
from analyser.felles.utfall import UTELUKKER
from gis.geometri import felles, union, uten

NOE_M2 = 0.01
"""Shared ground, m², below which two rules hold nothing together (10 cm × 10 cm)."""
KLARING_M = 0.05
"""Margin, metres, that a changed shape keeps from what it was cut free of."""
Sil = Callable[[GeoDataFrame], Silt]
"""The screening, to be asked again."""
Forslag = dict[tuple[str, str], Forklaring]
"""(site, way) → changed shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rodt:
    """One red site."""

    sted: Stedssvar
    regler: tuple[Regel, ...]
    """Excluding rules that fired and count, in the set's order."""
    grunn: tuple[BaseGeometry, ...]
    """Ground that each of them takes."""
    tatt: BaseGeometry
    """Ground that must be given up, with a margin."""


def forklart(
    grunnlag: Grunnlag, steder: Sequence[Stedssvar], regler: Sequence[Regel], sil: Sil
) -> tuple[Stedssvar, ...]:
    """Return the records with explanations for the red sites; the others untouched.

    Parameters
    ----------
    regler    rules and thresholds that held
    sil       screens sites with the columns id and formaal; asked once, of all changed shapes
    """
    rode = _rode(grunnlag, [s for s in steder if s.utfall == UTELUKKER], regler)
    forslag: Forslag = {(r.sted.id, f.maate): f for r in rode for f in _former(r)}
    etter = _silt_igjen(rode, forslag, sil, grunnlag.kommune.epsg)
    ut = {r.sted.id: _med_forklaring(r, forslag, etter) for r in rode}
    return tuple(ut.get(sted.id, sted) for sted in steder)


def _rode(grunnlag: Grunnlag, steder: Sequence[Stedssvar], regler: Sequence[Regel]) -> list[_Rodt]:
    """Gather, rule by rule, the ground that is taken from the red sites."""
    utloste = {sted.id: _utelukkende(sted) for sted in steder}
    tatt: dict[tuple[str, str], tuple[BaseGeometry, BaseGeometry]] = {}
    for regel in regler:
        egne = [sted for sted in steder if regel.id in utloste[sted.id]]
        if not egne or regel.operator != "innen":
            continue
        former = np.array([sted.geometri for sted in egne], dtype=object)
        like = regelgrunn(grunnlag, former, regel)
        store = regelgrunn(grunnlag, former, regel, KLARING_M)
        for sted, lik, stor in zip(egne, like, store, strict=True):
            tatt[sted.id, regel.id] = (lik, stor)
    ut = []
    for sted in steder:
        dem = tuple(regel for regel in regler if regel.id in utloste[sted.id])
        grunn = [tatt.get((sted.id, r.id), (shapely.Polygon(), shapely.Polygon())) for r in dem]
        ut.append(
            _Rodt(
                sted=sted, regler=dem, grunn=tuple(lik for lik, _ in grunn),
                tatt=union(stor for _, stor in grunn),
            )
        )  # fmt: skip
    return ut


def _utelukkende(sted: Stedssvar) -> set[str]:
    """Ids of the excluding rules that fired and that the planner has not set aside."""
    til_side = {lag for _, lag in treffendringer(sted.journal).til_side}
    fra_lag = [r for svar in sted.lag if svar.lag not in til_side for r in svar.regler]
    return {
        r.regel for r in (*fra_lag, *sted.terskler) if r.type == "utelukker" and r.status == "treff"
    }


def _former(rodt: _Rodt) -> list[Forklaring]:
    """Propose changed shapes, not yet screened again."""
    if rodt.tatt.is_empty:
        return []
    sted = rodt.sted
    ut = []
    klipp = klippet(sted.geometri, rodt.tatt)
    if not klipp.is_empty:
        mistet = sted.geometri.area - klipp.area
        deler = len(shapely.get_parts([klipp]))
        delt = f" Området blir da {deler} atskilte deler." if deler > 1 else ""
        ut.append(
            _forklaring("klipp", klipp, mistet,
                        f"Klipp bort {daa(mistet)} der {_regler(rodt)} gjelder; "
                        f"{daa(klipp.area)} er igjen.{delt}")
        )  # fmt: skip
    flytting = flyttet(sted.geometri, rodt.tatt)
    if flytting is not None:
        mistet = sted.geometri.area - flytting.form.area
        ut.append(
            _forklaring("flytt grensen", flytting.form, mistet,
                        f"Flytt grensen i {flytting.retning} {meter(flytting.avstand_m)} innover "
                        f"og gi opp {daa(mistet)}; {daa(flytting.form.area)} er igjen.")
        )  # fmt: skip
    return ut


def _forklaring(maate: str, form: BaseGeometry | None, mistet_m2: float, tekst: str) -> Forklaring:
    """One explanation; the outcome is put in when the shape has been screened again."""
    return Forklaring(
        maate=maate,  # type: ignore[arg-type]  # one of the three, as the callers write it
        tekst=tekst,
        mistet_daa=mistet_m2 / M2_PER_DAA,
        beholdt_daa=0.0 if form is None else form.area / M2_PER_DAA,
        geometri=form,
        utfall_etter="",
    )


def _regler(rodt: _Rodt) -> str:
    """Name the rules by what they say."""
    return oppramsing([f"«{regel.tekst}»" for regel in rodt.regler])


def _silt_igjen(
    rode: Sequence[_Rodt], forslag: Forslag, sil: Sil, epsg: int
) -> dict[tuple[str, str], str]:
    """Screen every changed shape again; returns the outcomes."""
    if not forslag:
        return {}
    steder = {r.sted.id: r.sted for r in rode}
    nokler = dict(zip(map(str, range(len(forslag))), forslag, strict=True))
    omraader = GeoDataFrame(
        {"id": list(nokler), "formaal": [steder[ident].formaal for ident, _ in nokler.values()]},
        geometry=np.array([forslag[nokkel].geometri for nokkel in nokler.values()], dtype=object),
        index=list(nokler),
        crs=epsg,
    )
    endret = {ident: treffendringer(sted.journal) for ident, sted in steder.items()}
    flyttet = Treffendringer(
        til_side=frozenset(
            (nr, lag) for nr, (ident, _) in nokler.items() for _, lag in endret[ident].til_side
        ),
        lagt_til=frozenset(
            (nr, lag) for nr, (ident, _) in nokler.items() for _, lag in endret[ident].lagt_til
        ),
    )
    utfall = utfallene(sil(omraader), flyttet)
    return {nokkel: utfall[nr] for nr, nokkel in nokler.items()}


def _med_forklaring(
    rodt: _Rodt,
    forslag: Forslag,
    etter: Mapping[tuple[str, str], str],
) -> Stedssvar:
    """Return the record with the shapes that came out milder, then who to ask."""
    egne = [
        replace(
            ett, utfall_etter=etter[nokkel], tekst=f"{ett.tekst} Silt på nytt: {etter[nokkel]}."
        )
        for nokkel, ett in forslag.items()
        if nokkel[0] == rodt.sted.id and etter[nokkel] != UTELUKKER
    ]
    egne.sort(key=lambda ett: round(ett.mistet_daa, 2))  # equal losses: the cut stays first
    return replace(
        rodt.sted,
        forklaringer=(*egne, *_avklaringer(rodt, bool(egne))),
        skyld=_skyld(rodt),
    )


def _avklaringer(rodt: _Rodt, kan_endres: bool) -> list[Forklaring]:
    """Say who can be asked about each rule, and what it alone decides."""
    alene = len(rodt.regler) == 1
    ut = []
    for regel in rodt.regler:
        slutt = "; den avgjør alene" if alene else "; den avgjør ikke alene"
        hele = "" if kan_endres else " Ingen mindre utgave av området går klar av regelen."
        ut.append(
            _forklaring(
                "avklar", None, 0.0,
                f"Avklar med {regel.myndighet or 'kommunen'}: «{regel.tekst}» ({regel.hjemmel}, "
                f"{regel.merke}){slutt}.{hele}",
            )
        )  # fmt: skip
    return ut


def _skyld(rodt: _Rodt) -> tuple[Skyld, ...]:
    """Return ground that each rule keeps alone, and each pair together, most first."""
    grunn = dict(zip([regel.id for regel in rodt.regler], rodt.grunn, strict=True))
    ut = []
    for antall in (1, 2):
        for dem in combinations(grunn, antall):
            delt = reduce(felles, [grunn[ident] for ident in dem])
            andre = union(form for ident, form in grunn.items() if ident not in dem)
            areal_m2 = float(uten(delt, andre).area)
            if antall == 1 or areal_m2 > NOE_M2:
                ut.append(Skyld(regler=dem, daa=areal_m2 / M2_PER_DAA))
    return tuple(sorted(ut, key=lambda skyld: -skyld.daa))
