"""Named sets of weights and rules, side by side: what each leaves, what stands, what moves."""

from dataclasses import dataclass

import numpy as np
import shapely

from analyser.felles.deling import Former, Heltall
from analyser.felles.egnethet.lop import Funn
from analyser.felles.egnethet.modell import Scenario
from analyser.felles.egnethet.robusthet import TOPP, rekkefolge
from analyser.felles.maaling import Flyt
from analyser.felles.modell import Grunnlag
from analyser.felles.tekst import M2_PER_DAA
from analyser.felles.tomter import storste_del_m2
from analyser.felles.utelukket import regelgrunn
from gis.geometri import differanse

DAGENS = Scenario(
    id="dagens", tittel="Kommunens vekter", tekst="vektene og reglene som gjelder i dag"
)
"""Always the first: what the others are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utfall:
    """What one scenario says of the candidates, in the order of `Funn.steder`."""

    scenario: Scenario
    """The weights and rules."""
    vekter: Flyt
    """(k,) weights, sum 1."""
    igjen_daa: Flyt
    """(n,) ground that is left, dekar."""
    rang: Flyt
    """(n,) place among those that are large enough; NaN for the others."""

    @property
    def med(self) -> Heltall:
        """(m,) positions of the candidates that are left, best first."""
        rekke: Heltall = np.argsort(self.rang, kind="stable")[: int(np.isfinite(self.rang).sum())]
        return rekke

    @property
    def topp(self) -> Flyt:
        """(n,) 1 for a candidate among the best."""
        return (self.rang <= TOPP).astype(float)


def utfallene(grunnlag: Grunnlag, funn: Funn) -> tuple[Utfall, ...]:
    """Return today's order and that of every scenario of the model."""
    former = funn.steder.geometry.to_numpy()
    skjerpet = {ident for s in funn.modell.scenarier for ident in s.skjerpet}
    grunn = {
        r.id: regelgrunn(grunnlag, former, r)
        for r in funn.regler
        if r.id in skjerpet and r.type != "utelukker"
    }
    alle = (DAGENS, *funn.modell.scenarier)
    return tuple(_utfall(funn, former, scenario, grunn) for scenario in alle)


def _utfall(
    funn: Funn, former: Former, scenario: Scenario, grunn: dict[str, Former]
) -> Utfall:  # fmt: skip
    """Take the tightened rules' ground away, and order what is large enough."""
    rest = former
    for ident in scenario.skjerpet:
        if ident in grunn:
            rest = differanse(rest, grunn[ident])
    vekter = vekter_for(scenario, funn)
    stor_nok = storste_del_m2(rest) >= funn.modell.krav.minst_daa * M2_PER_DAA
    rang = np.full(len(former), np.nan)
    med = np.flatnonzero(stor_nok)
    ider = funn.steder["id"].to_numpy(dtype=object)[med]
    rang[med[rekkefolge(funn.lav[med], funn.hoy[med], vekter, ider)]] = np.arange(1, len(med) + 1)
    return Utfall(
        scenario=scenario,
        vekter=vekter,
        igjen_daa=shapely.area(rest) / M2_PER_DAA,
        rang=rang,
    )


def vekter_for(scenario: Scenario, funn: Funn) -> Flyt:
    """(k,) the scenario's weights, sum 1; the municipality's own where it names none."""
    if not scenario.vekter:
        return funn.vekting.vekter
    raa = np.array([scenario.vekter.get(k.id, 1.0) for k in funn.modell.kriterier])
    vekter: Flyt = raa / raa.sum()
    return vekter
