"""Trenches on the map: what is built by stage, and what a budget leaves out.

In the public edition lines end only where trenches part or change, and none tells how many are
behind it: a line that ends at every house, or a number that falls by one, would point at it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from geopandas import GeoDataFrame

from analyser.felles.fiber.beregning import Fiberplan, Utbygging
from analyser.felles.fiber.grofter import METODER
from analyser.felles.fiber.kostnad import KABLER
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.nett import former_av
from analyser.felles.fiber.plan import Plan
from analyser.felles.modell import Kartlag, Klasse, Kolonneinfo
from analyser.felles.svar import tallkolonne, tekstkolonne
from lag.katalog.fiber import FIBERTRASEER
from lag.katalog.samferdsel import VEGER
from lag.modell import Stil

ETAPPESTIL: tuple[Stil, ...] = (
    Stil(farge="#440154"),
    Stil(farge="#31688e", strek="9 3", skravur="45"),
    Stil(farge="#35b779", strek="4 3", skravur="315"),
    Stil(farge="#d8a400", strek="2 3", skravur="prikker"),
)
"""Stages 1–4 (viridis, the last darkened to be seen on white); dash and hatch carry them too."""
SENERE = Stil(farge="#8c8c8c", strek="1 4", skravur="vannrett", tykkelse_px=2.0, dekkevne=0.5)
GROFT: tuple[Kolonneinfo, ...] = (
    tekstkolonne("etappe", "Etappe"),
    tekstkolonne("metode", "Metode"),
    tekstkolonne("kabel", "Kabel"),
    tallkolonne("lengde_m", "Lengde", "m", 0),
    tallkolonne("kr", "Kostnad", "kr", 0, "Grøft, kryssinger og kabel."),
)
BAK = tekstkolonne("adresser", "Adresser bak")
"""Internal edition only."""


def klasse(etappe: int) -> str:
    """Class of a stage."""
    return f"etappe {etappe}" if etappe <= len(ETAPPESTIL) else "senere etapper"


def etappeklasser(tykkelse_px: float, dekkevne: float) -> tuple[Klasse, ...]:
    """Return the legend of the stages."""
    stiler = (*ETAPPESTIL, SENERE)
    return tuple(
        Klasse(
            verdi=klasse(nr),
            tittel=klasse(nr),
            stil=replace(stil, tykkelse_px=tykkelse_px, dekkevne=dekkevne),
        )
        for nr, stil in enumerate(stiler, 1)
    )


def _bak(plan: Plan) -> Heltall:
    """(t,) addresses that the trench to each node of the tree is for."""
    antall = np.bincount(
        plan.k.nr[plan.behov.node], weights=plan.behov.antall, minlength=plan.k.noder
    )
    return plan.tre.summer(antall.astype(np.float64), plan.k.noder).astype(np.int64)


def strekk(mor: Heltall, node: Heltall, vises: Heltall, like: Sequence[object]) -> Heltall:
    """(v,) stretch of every shown trench: through nodes where nothing shown parts or changes.

    Parameters
    ----------
    mor, node   (t,) tree, parents before children
    vises       (v,) positions in the tree, rising
    like        (v,) what must be equal along a stretch
    """
    over = np.full(int(max(node.max(initial=0), mor.max(initial=0))) + 1, -1, dtype=np.int64)
    over[node[vises]] = np.arange(len(vises))
    barn = np.bincount(mor[vises], minlength=len(over))
    ut = np.arange(len(vises))
    for i in range(len(vises)):
        m = mor[vises[i]]
        j = over[m]
        if j >= 0 and barn[m] == 1 and like[i] == like[j]:
            ut[i] = ut[j]
    return ut


def _linjer(f: Utbygging, plan: Plan, bygd: bool, ute: Heltall) -> GeoDataFrame:
    """Trenches that this edition may show, but for those in `ute` (edges of the network).

    Parameters
    ----------
    bygd   whether `plan` is what is built, with stages and costs
    """
    g, intern = f.oppsett.grofter, f.p.utgave == "intern"
    bak, kanter = _bak(plan), plan.k.kant[plan.tre.kant]
    vises = np.flatnonzero((bak >= (1 if intern else f.p.minste_gruppe)) & ~np.isin(kanter, ute))
    kant = kanter[vises]
    rader = GeoDataFrame(
        {
            "id": [f"groft {e}" for e in kant],
            "metode": [METODER[str(m)] for m in g.metode[kant]],
            "kabel": [
                f"{n} × {KABLER[nr][0]} fibre" if n > 1 else f"{KABLER[nr][0]} fibre"
                for nr, n in zip(
                    plan.kabler.kabel[vises], plan.kabler.antall_kabler[vises], strict=True
                )
            ],
            "etappe": f.inndeling.etappe[f.inndeling.kant[vises]] if bygd else 0,
            "lengde_m": g.nett.lengde_m[kant],
            "kr": f.inndeling.kant_kr[vises] if bygd else 0.0,
            "adresser": bak[vises],
        },
        geometry=list(former_av(g.nett, f.oppsett.linjer, kant)),
        crs=f.dekning.adresser.crs,
    )
    rader.insert(1, "navn", [m.capitalize() for m in rader["metode"]])
    if intern or rader.empty:
        return rader
    like = list(zip(rader["etappe"], rader["metode"], rader["kabel"], strict=True))
    return _samlet(rader, strekk(plan.tre.mor, plan.tre.node, vises, like))


def _samlet(rader: GeoDataFrame, strekket: Heltall) -> GeoDataFrame:
    """Join the trenches of each stretch; the number of addresses goes."""
    ut = rader.drop_duplicates("id").iloc[np.unique(strekket)].drop(columns="adresser")
    for kolonne in ("lengde_m", "kr"):
        sum_ = np.bincount(strekket, weights=rader[kolonne], minlength=len(rader))
        ut[kolonne] = sum_[np.unique(strekket)]
    former = np.asarray(rader.geometry.to_numpy(), dtype=object)
    deler = [shapely.multilinestrings(former[strekket == s]) for s in np.unique(strekket)]
    ut = ut.set_geometry(list(shapely.line_merge(deler)), crs=rader.crs)
    return ut.reset_index(drop=True)


def grofter_lag(f: Utbygging) -> Kartlag:
    """Trenches that are built, by stage."""
    ingen = np.empty(0, dtype=np.int64)
    ikke = f.plan.k.kant[f.plan.tre.kant[f.inndeling.kant < 0]] if f.plan.adresser else ingen
    data = _linjer(f, f.plan, True, ikke)
    return Kartlag(
        navn="grofter",
        tittel="Grøfter etter etappe",
        data=data.assign(klasse=[klasse(int(e)) for e in data["etappe"]]),
        klasser=etappeklasser(3.0, 0.9),
        klassefelt="klasse",
        kolonner=(*GROFT, *((BAK,) if f.p.utgave == "intern" else ())),
        kildelag=(VEGER.navn, FIBERTRASEER.navn),
    )


def resten(f: Fiberplan) -> Kartlag:
    """Trenches of the full build that the budget does not build."""
    return Kartlag(
        navn="bygges_ikke",
        tittel="Full utbygging: bygges ikke innenfor budsjettet",
        data=_linjer(f, f.full, False, f.plan.k.kant[f.plan.tre.kant]).drop(
            columns=["etappe", "kr"]
        ),
        klasser=(Klasse(verdi="", tittel="bygges ikke", stil=SENERE),),
        kolonner=GROFT[1:4],
        kildelag=(VEGER.navn, FIBERTRASEER.navn),
        synlig=False,
    )
