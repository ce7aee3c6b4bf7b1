"""Konflikt: protection value against development interest, on faces that leave no gap."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from analyser.felles.formaal import OM_UTBYGGING, utbygging_i
from analyser.felles.konfliktkart.fibergrofter import FIBER, fiberkilder, om_fibergroftene
from analyser.felles.konfliktkart.flater import (
    HOYEST,
    IKKE_KARTLAGT,
    IKKE_KJENT,
    Konfliktflater,
    Merker,
    legg_sammen,
)
from analyser.felles.konfliktkart.interesser import (
    KREVER as INTERESSELAG,
)
from analyser.felles.konfliktkart.interesser import (
    Part,
    Soner,
    utvikling,
    vern,
)
from analyser.felles.konfliktkart.kartlagene import flatelag, reinlag, stedslag, verdilag
from analyser.felles.konfliktkart.naboer import naboer, nabotabell
from analyser.felles.konfliktkart.par import alle_par
from analyser.felles.konfliktkart.regelbruk import regler_per_flate, verdiregler
from analyser.felles.konfliktkart.steder import Steder, finn_steder, planomraader
from analyser.felles.konfliktkart.sumvirkning import bruk_av, sumtabell, sumvirkning
from analyser.felles.konfliktkart.tabeller import (
    matrise,
    partabell,
    planomraadetabell,
    reintabell,
    stedstabell,
    tematabell,
)
from analyser.felles.modell import Analyse, Grunnlag, Resultat
from analyser.felles.overlapp import rene_flater
from analyser.felles.partisjon import krev_dekket
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    M2_PER_DAA,
    REINDRIFT_VARSEL,
    antall,
    daa,
    meter,
    oppramsing,
    tall,
)
from analyser.felles.tomter import Bygdmaal, byggflater
from gis.crs import arealmerknad
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.katalog.koder import AR5_BYGD
from lag.katalog.landbruk import AREALRESSURS
from lag.katalog.matrikkel import BYGNINGER, TEIGER
from lag.katalog.plan import KOMMUNEPLAN
from lag.katalog.reindrift import REINBEITE
from lag.modell import Lag

OM_KARTET = (
    "Verdensarvens buffersone (Circumferensen) og reinbeitedistriktene er for store til å skille "
    "steder fra hverandre; de er derfor ikke med i verneverdien.",
    OM_UTBYGGING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametre(Bygdmaal):
    """What the planner may change."""

    med_naavaerende: bool = False
    """Whether ground already in use by the kommuneplan counts as development. Source: kommunens
    valg; the default looks at what is still to come."""
    punktsone_m: float = 10.0
    """Radius about a point (building, facility) that stands for it, metres. arealsils forslag
    (uverifisert)."""
    linjesone_m: float = 10.0
    """To each side of a line (river, trekklei) that stands for it, metres. arealsils forslag
    (uverifisert)."""
    groftsone_m: float = 3.0
    """To each side of a trench, planned or of the fibre plan, metres. arealsils forslag
    (uverifisert)."""
    nabosone_m: float = 1000.0
    """How far across the border it is looked, metres. Kommunens valg (uverifisert)."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Set protection value against development; the answer is the ground they share, no verdict.

    Raises
    ------
    DataFeil    if the faces do not add up to the municipality, to the square metre
    """
    soner = Soner(punkt_m=p.punktsone_m, linje_m=p.linjesone_m, groft_m=p.groftsone_m)
    vernet = vern(grunnlag, soner)
    utvikles = utvikling(grunnlag, soner, p.med_naavaerende)
    flater, bygd, naavaerende = _flater(grunnlag, p, vernet, utvikles)
    krev_dekket(float(flater.areal_m2.sum()), grunnlag.grense.area, "Konfliktkartet")
    omraader = planomraader(flater)
    steder = finn_steder(grunnlag, flater, omraader, bygd)
    regler, per_flate = regler_per_flate(grunnlag, flater)
    sum_ = sumvirkning(flater, bruk_av(flater, bygd, naavaerende), bygd is not None)
    over = naboer(grunnlag, vernet, utvikles, p.nabosone_m)
    epsg, kilder = grunnlag.kommune.epsg, kildebruk(grunnlag, KREVER)
    fiberlag = fiberkilder(grunnlag, kilder)
    return Resultat(
        analyse="konflikt",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(grunnlag, flater, steder),
        punkter=_punkter(grunnlag, flater, steder, over, p.nabosone_m),
        tabeller=(
            matrise(flater, epsg),
            stedstabell(steder, epsg),
            planomraadetabell(flater, omraader, epsg),
            reintabell(flater, epsg),
            sumtabell(sum_, epsg),
            tematabell(flater, epsg),
            nabotabell(over, p.nabosone_m, epsg),
            partabell(alle_par(grunnlag, flater, FORSTE_DISTRIKT), epsg),
        ),
        kartlag=(
            verdilag(grunnlag, flater),
            stedslag(grunnlag, flater, steder),
            reinlag(grunnlag, flater, steder),
            flatelag(grunnlag, flater, steder, per_flate),
        ),
        regler=(*verdiregler(flater), *regler),
        kilder=(*kilder, *fiberlag),
        ukjent=(
            *ukjent_tekster(grunnlag, KREVER),
            *OM_KARTET,
            *om_fibergroftene(grunnlag, p.groftsone_m, fiberlag),
        ),
        parametre=asdict(p),
    )


FORSTE_DISTRIKT = 2
"""Place of the reindeer districts among the extra groups, after built ground and present use."""


def _flater(
    grunnlag: Grunnlag, p: Parametre, vernet: list[Part], utvikles: list[Part]
) -> tuple[Konfliktflater, Merker | None, Merker]:
    """Overlay of everything; with it built ground (None: not known) and ground in use by plan."""
    bygg, ar5, plan = grunnlag[BYGNINGER], grunnlag[AREALRESSURS], grunnlag[KOMMUNEPLAN]
    bygd = [byggflater(bygg, grunnlag[TEIGER], p)] if bygg.kjent else []
    if ar5.kjent and "arealtype" in ar5.data:
        bygd.append(rene_flater(ar5.data[ar5.data["arealtype"].astype(str).isin(AR5_BYGD)]))
    formaal, naa = utbygging_i(plan)
    distrikter = rene_flater(grunnlag[REINBEITE].data)
    andre = [
        np.concatenate([np.empty(0, dtype=object), *bygd]),
        rene_flater(plan.data)[formaal & naa],
        *(distrikter[i : i + 1] for i in range(len(distrikter))),
    ]
    flater = legg_sammen(grunnlag.grense, vernet, utvikles, andre)
    return flater, flater.i_andre[0] if bygg.kjent else None, flater.i_andre[1]


def _daa_der(flater: Konfliktflater, inne: NDArray[np.bool_]) -> str:
    return daa(float(flater.areal_m2[inne].sum()), 0)


def _svar(grunnlag: Grunnlag, flater: Konfliktflater, steder: Steder) -> str:
    """Answer in one sentence, with numbers."""
    noe = flater.trinn > 0
    if not noe.any():
        kjente = [p for p in flater.utvikling if p.kjent]
        return (
            "Kildene som er kjent, viser ingen utbyggingsinteresse i kommunen." if kjente
            else "Ikke kjent: ingen av kildene til utbyggingsinteresser er hentet."
        )  # fmt: skip
    hoyt = noe & (flater.vernetrinn >= HOYEST - 1)
    start = (
        f"Av {_daa_der(flater, noe)} med utbyggingsinteresse har {_daa_der(flater, hoyt)} stor "
        f"eller svært stor verneverdi ({arealmerknad(grunnlag.kommune.epsg)})"
    )
    rangert = steder.data[steder.data["rang"].notna()]
    if rangert.empty:
        return f"{start}."
    navn = list(dict.fromkeys(rangert["navn"]))[:3]
    return f"{start}. Øverst på listen: {oppramsing(navn)}."


def _punkter(
    grunnlag: Grunnlag, flater: Konfliktflater, steder: Steder, over: DataFrame, nabo_m: float
) -> tuple[str, ...]:
    """Write the findings, one sentence each."""
    noe = flater.trinn > 0
    saerlig = float(steder.data["saerlig_daa"].sum()) * M2_PER_DAA
    ukjent = noe & ((flater.tema == IKKE_KARTLAGT) | (flater.tema == IKKE_KJENT)).any(axis=1)
    sum_m2 = float(flater.areal_m2.sum())
    om_reindrift = (
        f"{daa(saerlig, 0)} av grunnen med utbyggingsinteresse er særlig reindriftsområde; "
        "den rangeres ikke, for verdien settes etter dialog med reinbeitedistriktet."
    )
    om_ukjent = (
        f"Minst ett tema er ikke kartlagt eller ikke kjent på {_daa_der(flater, ukjent)} av "
        f"{_daa_der(flater, noe)} med utbyggingsinteresse (friluftsliv og landskap har bare "
        "hensynssonene som kilde)."
    )
    setninger = [om_reindrift, om_ukjent] if noe.any() else []
    mangler = [f"«{p.lagdata.post.tittel}»" for p in flater.utvikling if not p.kjent]
    if mangler:
        setninger.append(
            "Grunn uten kjent plan eller forslag kan være omfattet av slike: "
            f"{oppramsing(list(dict.fromkeys(mangler)))} er ikke kjent."
        )
    if not over.empty:
        setninger.append(
            f"{daa(float(over['sone_daa'].sum()) * M2_PER_DAA, 0)} på den andre siden av "
            f"kommunegrensen ligger innen {meter(nabo_m)} fra utbyggingsinteressene: "
            f"{oppramsing(list(over['nabo']))}."
        )
    setninger.append(
        f"{antall(len(flater.trinn), 'flate', 'flater')} er til sammen {tall(sum_m2)} m²; "
        f"kommunen er {tall(grunnlag.grense.area)} m²."
    )
    return (*setninger, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING, REINDRIFT_VARSEL)


KREVER: tuple[Lag, ...] = tuple(
    dict.fromkeys((*INTERESSELAG, REINBEITE, BYGNINGER, TEIGER, AREALRESSURS, KOMMUNEGRENSE))
)

ANALYSE = Analyse(
    navn="konflikt",
    tittel="Vern mot utbygging",
    sporsmaal="Hvor møter utbyggingsinteresser verneverdier, og hvor mye grunn deler de?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
    bygger_paa=(FIBER,),
)
