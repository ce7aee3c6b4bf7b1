"""One fibre plan: the cheapest trenches to a set of addresses, with cables, price and proof."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analyser.felles.fiber.grofter import Grofter, billigste
from analyser.felles.fiber.kabel import FORSOK, Kabelplan, Oppgave, lengst_m, planlegg
from analyser.felles.fiber.kostnad import Priser, minst_per_adresse, minst_skap
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.tre import (
    ROT,
    Kontrahert,
    Tre,
    beskjaer,
    hengt_opp,
    innen_rekkevidde,
    kontraher,
)
from analyser.felles.maaling import Flyt
from gis.graf.bytte import forbedre_innen
from gis.graf.lengdegrense import Lengdebevis, lengdegrense
from gis.graf.loser import premietre, steinertre
from gis.graf.typer import MEST_ARBEID, MEST_TID_S, Graf, Valg, lag_graf


@dataclass(frozen=True, slots=True, eq=False)
class Behov:
    """Places with addresses to reach; one place is one point on the map."""

    node: Heltall
    """(k,) node of the network."""
    antall: Heltall
    """(k,) addresses there."""
    stotte: Heltall
    """(k,) of them, those that the state scheme covers."""
    stikk_m: Flyt
    """(k,) from the network to the place."""
    hovedveg: NDArray[np.bool_]
    """(k,) whether it lies by a main road."""
    tilknytning_kr: Flyt
    """(k,) what connecting every address there costs: the last metres, equipment, fitting."""

    def utvalg(self, hvilke: Heltall) -> "Behov":
        """Return some of the places."""
        return Behov(
            self.node[hvilke], self.antall[hvilke], self.stotte[hvilke], self.stikk_m[hvilke],
            self.hovedveg[hvilke], self.tilknytning_kr[hvilke],
        )  # fmt: skip

    def priset(self, priser: Priser) -> "Behov":
        """Return the same places with connections at other prices."""
        pris_m = billigste("P", False, False, priser, mikrogroft=False)[1]
        kryss = self.hovedveg * priser["hovedvegandel"] * priser["vegboring"]
        kr = self.antall * priser["tilknytning"] + self.stikk_m * pris_m + kryss
        return replace(self, tilknytning_kr=kr)

    def bare_stotte(self) -> tuple["Behov", Heltall]:
        """Return the places with addresses that the scheme covers, only those counted."""
        hvilke = np.flatnonzero(self.stotte > 0)
        egne = self.utvalg(hvilke)
        return replace(egne, antall=egne.stotte), hvilke


@dataclass(frozen=True, slots=True, kw_only=True)
class Planvalg:
    """What a plan is made with."""

    priser: Priser
    andel: float
    """Share of the addresses that connect, 0–1; only connection cost depends on it."""
    arbeid: float = MEST_ARBEID
    """Million counted steps that one optimisation may take."""
    tid_s: float = MEST_TID_S
    """Outer safety of one optimisation, seconds."""
    eksakt: bool = True
    """Whether linear programming may be used where heuristics leave a gap."""
    gap: float = 0.0
    """Proven gap that is good enough."""

    @property
    def grenser(self) -> Valg:
        """How long and how hard the solver works."""
        return Valg(arbeid=self.arbeid, tid_s=self.tid_s, eksakt=self.eksakt, gap=self.gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kostnader:
    """What a plan costs, kroner; connection at the expected share."""

    grofter: float
    kabel: float
    skap: float
    splittere: float
    skjoter: float
    tilknytning: float

    @property
    def framfort(self) -> float:
        """Everything but connection: what passing the addresses costs."""
        return self.grofter + self.kabel + self.skap + self.splittere + self.skjoter

    @property
    def sum(self) -> float:
        """All of it."""
        return self.framfort + self.tilknytning


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A plan for a set of places."""

    k: Kontrahert
    xy: Flyt
    """(n, 2) nodes of the network."""
    behov: Behov
    """The places that are reached."""
    steder: Heltall
    """Positions of those places among the ones asked for."""
    tre: Tre
    kabler: Kabelplan
    kostnader: Kostnader
    nedre_grense: float
    """No plan that reaches the same addresses costs less, kroner."""
    bevist: bool
    """Whether the trenches alone are proven to be the cheapest."""
    lengdebevis: Lengdebevis | None
    """Proof of what the reach costs; None where the cheapest trenches keep within it."""
    for_langt: Heltall
    """Places (of the ones asked for) beyond reach or optical budget, whatever the way."""
    uten_vei: Heltall
    """Places (of the ones asked for) that nothing connects with an existing node."""
    avbrutt: str = ""
    """`ARBEID` or `TID` where that stopped the solver before the trenches were proven."""

    @property
    def adresser(self) -> int:
        """Addresses that are reached."""
        return int(self.behov.antall.sum())

    @property
    def gap(self) -> float:
        """Greatest share of the whole cost that any better plan could save."""
        sum_ = self.kostnader.sum
        return max(0.0, sum_ - self.nedre_grense) / sum_ if sum_ > 0 else 0.0


def kontrahert(g: Grofter, rotter: Heltall) -> Kontrahert:
    """Return the network with the existing nodes made one, only allowed edges."""
    nett = g.nett
    return kontraher(
        (nett.fra, nett.til, nett.lengde_m), g.fast_kr, np.flatnonzero(g.lov), rotter,
        len(nett.xy),
    )  # fmt: skip


def naabare(k: Kontrahert, behov: Behov, valg: Planvalg) -> tuple[Heltall, Heltall, Heltall]:
    """Split the places: reachable, beyond reach, without any way; as positions."""
    avstand = k.avstander(k.lengde_m)[k.nr[behov.node]]
    uten = ~np.isfinite(avstand)
    langt = ~uten & (avstand > lengst_m(valg.priser))
    return np.flatnonzero(~uten & ~langt), np.flatnonzero(langt), np.flatnonzero(uten)


def lag_plan(g: Grofter, k: Kontrahert, behov: Behov, valg: Planvalg) -> Plan:
    """Find the cheapest plan that reaches every place that can be reached."""
    med, for_langt, uten_vei = naabare(k, behov, valg)
    naas = behov.utvalg(med)
    maal = np.unique(k.nr[naas.node])
    maal = maal[maal != ROT]
    kanter, grense, bevist, lengde = np.empty(0, dtype=np.int64), 0.0, True, None
    avbrutt = ""
    if len(maal):
        svar = steinertre(_graf(k), np.array([ROT]), maal, valg.grenser)
        avbrutt = svar.avbrutt
        kanter, grense, bevist = svar.kanter, svar.nedre_grense, svar.optimal
        lengde = _lengdebevis(k, kanter, maal, valg)
        grense = max(grense, lengde.kostnad) if lengde else grense
    tre = innen_lengde(k, kanter, naas, valg)
    kabler, kostnader = pris_paa(g, k, tre, naas, valg)
    grense += float(per_sted(naas, valg).sum() + skaptillegg(naas, valg)[-1])
    return Plan(
        k, g.nett.xy, naas, med, tre, kabler, kostnader, min(grense, kostnader.sum),
        bevist and lengde is None, lengde, for_langt, uten_vei, avbrutt,
    )  # fmt: skip


def innen_lengde(k: Kontrahert, kanter: Heltall, behov: Behov, valg: Planvalg) -> Tre:
    """Hang up the tree to some places so that all are within reach and optical budget."""
    maal, lengst = np.unique(k.nr[behov.node]), lengst_m(valg.priser)
    tre = hengt_opp(k, kanter)
    if not len(_for_langt(tre, maal, k.noder, lengst)):
        return hengt_opp(k, beskjaer(k, kanter, maal[maal != ROT].tolist()))
    tre = hengt_opp(k, innen_rekkevidde(k, kanter, maal[maal != ROT], lengst)[0])
    er_maal = np.zeros(k.noder, dtype=bool)
    er_maal[maal] = True
    far, kant = (np.full(k.noder, -1, dtype=np.int64) for _ in range(2))
    far[tre.node], kant[tre.node] = tre.mor, tre.kant
    return hengt_opp(k, forbedre_innen(_graf(k), k.lengde_m, ROT, er_maal, (far, kant), lengst))


def _for_langt(tre: Tre, maal: Heltall, noder: int, lengst: float) -> Heltall:
    """Targets that the tree reaches by a way longer than `lengst`, the furthest first."""
    avstand = np.zeros(noder)
    avstand[tre.node] = tre.avstand_m
    over = maal[avstand[maal] > lengst]
    return over[np.argsort(-avstand[over], kind="stable")]


def _lengdebevis(
    k: Kontrahert, kanter: Heltall, maal: Heltall, valg: Planvalg
) -> Lengdebevis | None:
    """Bound what the reach costs; None where the cheapest tree keeps within it."""
    lengst = lengst_m(valg.priser)
    brudd = _for_langt(hengt_opp(k, kanter), maal, k.noder, lengst)
    return lengdegrense(_graf(k), k.lengde_m, ROT, maal, lengst, brudd) if len(brudd) else None


def _graf(k: Kontrahert) -> Graf:
    """Graph of the contracted network in whole kroner, rounded down so that bounds hold."""
    return lag_graf(k.noder, k.fra, k.til, np.floor(k.kr))


def gjor_klar() -> None:
    """Compile the solver on a triangle, so that no clock runs meanwhile."""
    graf = lag_graf(3, np.array([0, 1, 2]), np.array([1, 2, 0]), np.array([1.0, 1.0, 3.0]))
    premietre(graf, np.array([0]), np.array([0.0, 0.0, 5.0]))


def per_sted(behov: Behov, valg: Planvalg) -> Flyt:
    """(k,) what each place costs in any plan: its connection, its part of cabinet and splitter."""
    ut: Flyt = valg.andel * behov.tilknytning_kr + minst_per_adresse(valg.priser) * behov.antall
    return ut


def skaptillegg(behov: Behov, valg: Planvalg) -> Flyt:
    """(all addresses + 1,) what so many cost besides `per_sted`: whole cabinets and splitters."""
    alle = np.arange(int(behov.antall.sum()) + 1)
    ut = minst_skap(len(alle) - 1, valg.priser) - minst_per_adresse(valg.priser) * alle
    return np.maximum(ut, 0.0)


def pris_paa(
    g: Grofter, k: Kontrahert, tre: Tre, behov: Behov, valg: Planvalg, forbedre: int = FORSOK
) -> tuple[Kabelplan, Kostnader]:
    """Lay cables in a tree and price the whole."""
    antall = np.zeros(k.noder, dtype=np.int64)
    np.add.at(antall, k.nr[behov.node], behov.antall)
    ved_rot: dict[int, int] = {}
    for node, n in zip(behov.node, behov.antall, strict=True):
        if k.nr[node] == ROT:
            ved_rot[int(node)] = ved_rot.get(int(node), 0) + int(n)
    oppgave = Oppgave(
        tre, antall, k.lengde_m[tre.kant], rotnode(g, k, tre), ved_rot, valg.priser
    )  # fmt: skip
    kabler = planlegg(oppgave, forbedre)
    return kabler, Kostnader(
        grofter=float(g.kr[k.kant[tre.kant]].sum()),
        kabel=kabler.kabel_kr,
        skap=kabler.skap_kr,
        splittere=kabler.splitter_kr,
        skjoter=kabler.skjote_kr,
        tilknytning=float(valg.andel * behov.tilknytning_kr.sum()),
    )


def rotnode(g: Grofter, k: Kontrahert, tre: Tre) -> Heltall:
    """(k,) existing node (number in the network) that each node of the tree hangs on."""
    ut = np.zeros(k.noder, dtype=np.int64)
    for n, m, e in zip(tre.node, tre.mor, k.kant[tre.kant], strict=True):
        if m == ROT:
            fra, til = int(g.nett.fra[e]), int(g.nett.til[e])
            ut[n] = fra if k.nr[fra] == ROT else til
        else:
            ut[n] = ut[m]
    return ut[tre.node]
