"""The whole reckoning of the fibre analysis, step by step, from layers to plan."""

from dataclasses import dataclass, fields

import numpy as np
from pandas import Series

from analyser.felles.fiber.dekning import Dekning, dekning
from analyser.felles.fiber.faseplan import Faseplan, faseplan
from analyser.felles.fiber.grofter import Grofteregler
from analyser.felles.fiber.kostnad import ENHETSPRISER, Kostnad, gjeldende, priser
from analyser.felles.fiber.kurve import (
    Byggerekke,
    Kurvepunkt,
    byggerekke,
    innenfor,
    kurve,
    merkostnad,
)
from analyser.felles.fiber.linjer import Heltall
from analyser.felles.fiber.omraader import Inndeling, Rammer, Stotteregler, del_inn
from analyser.felles.fiber.oppsett import Nettvalg, Oppsett, sett_opp
from analyser.felles.fiber.parametre import Parametre
from analyser.felles.fiber.plan import Plan, Planvalg, gjor_klar, kontrahert, lag_plan
from analyser.felles.fiber.stabilitet import Stabilitet, stabilitet
from analyser.felles.modell import Grunnlag
from gis.graf.typer import ARBEID, TID

STOTTE, ALLE = "stotte", "alle"
"""The two sets of addresses that a plan is made for; they are never mixed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utbygging:
    """What is built and when: all that the trenches of the map are drawn from."""

    p: Parametre
    dekning: Dekning
    oppsett: Oppsett
    valg: Planvalg
    billigst: Plan
    """The cheapest full build of the chosen set, all at once."""
    faser: Faseplan | None
    """The nested phases; None where nothing is built."""
    full: Plan
    """The full build of the chosen set that is cheap stage by stage as well."""
    plan: Plan
    """What is built: the full build, or the part of it that the budget is enough for."""
    tak: int
    """No plan reaches more addresses for the budget."""
    kurve: tuple[Kurvepunkt, ...]
    """What each step of the cost buys; of an `Utbygging` alone only where a budget asked for it."""
    rekke: Byggerekke
    """Order of building of the chosen plan."""
    inndeling: Inndeling


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fiberplan(Utbygging):
    """Everything that the tables and the map are made from."""

    tallene: tuple[Kostnad, ...]
    planer: dict[str, Plan]
    """`STOTTE` and `ALLE`: the cheapest full build for each set, all at once."""
    merkostnad: float
    """How much dearer trench and connection are at the end of any stage at most, a share."""
    stabilitet: tuple[Stabilitet, ...]
    adresse: Heltall
    """(a,) area of every address of `dekning.adresser`; −1 for none."""
    avbrutt: str
    """`TID` where the clock stopped a search, `ARBEID` where the limit of work did, or empty."""

    @property
    def delvis(self) -> bool:
        """Tell whether the budget builds less than all."""
        return self.plan is not self.full

    @property
    def regler(self) -> Stotteregler:
        """What the finance is reckoned with."""
        return stotteregler(self.p)


def stotteregler(p: Parametre) -> Stotteregler:
    """Return the parameters that the finance is reckoned with."""
    return Stotteregler(
        andel_lav=p.tilknytning_lav, andel_hoy=p.tilknytning_hoy, bidrag_kr=p.bidrag_kr
    )


def lag_utbygging(grunnlag: Grunnlag, p: Parametre) -> Utbygging:
    """Count the coverage, build the network, plan and order what is built."""
    gjor_klar()
    prisene = priser(gjeldende(p.kostnader))
    d = dekning(grunnlag, p.koblingsavstand_m, p.uten_adresse, (p.grendtyper, p.rute_m))
    o = sett_opp(grunnlag, d.adresser, prisene, _nettvalg(p), _grofteregler(p))
    valg = Planvalg(
        priser=prisene, andel=(p.tilknytning_lav + p.tilknytning_hoy) / 2, arbeid=p.arbeid,
        tid_s=p.tid_s,
    )  # fmt: skip
    billigst = _billigst(o, p.maal, valg)
    faser = faseplan(o.grofter, billigst, valg, p.kurvesteg)
    full = plan = faser.plan if faser else billigst
    rekke, tak, punkter = byggerekke(full, valg), full.adresser, tuple[Kurvepunkt, ...]()
    if faser and p.ramme_kr < full.kostnader.sum:
        punkter = kurve(o.grofter, faser, rekke, valg)
        plan, tak = innenfor(o.grofter, faser, rekke, valg, (p.ramme_kr, punkter))
        rekke = byggerekke(plan, valg)
    rammer = Rammer(kr=p.aarsbudsjett_kr, meter=p.aarskapasitet_m, minst=p.minste_omraade)
    return Utbygging(
        p=p, dekning=d, oppsett=o, valg=valg, billigst=billigst, faser=faser, full=full,
        plan=plan, tak=tak, kurve=punkter, rekke=rekke,
        inndeling=del_inn(plan, o.grofter, rekke, valg, rammer),
    )  # fmt: skip


def _billigst(o: Oppsett, maal: str, valg: Planvalg) -> Plan:
    """Return the cheapest full build for one of the two sets of addresses."""
    k = kontrahert(o.grofter, o.rotter)
    behov = o.behov if maal == ALLE else o.behov.bare_stotte()[0].priset(valg.priser)
    return lag_plan(o.grofter, k, behov, valg)


def lag_fiberplan(grunnlag: Grunnlag, p: Parametre) -> Fiberplan:
    """Plan what is built, and find all that the page tells besides: the other set, curve, tries."""
    u = lag_utbygging(grunnlag, p)
    o, valg = u.oppsett, u.valg
    planer = {m: u.billigst if m == p.maal else _billigst(o, m, valg) for m in (STOTTE, ALLE)}
    punkter = u.kurve or kurve(o.grofter, u.faser, byggerekke(u.full, valg), valg)
    i_behov = o.behov.bare_stotte()[1] if p.maal == STOTTE else np.arange(len(o.behov.node))
    avbrutte = [*(q.avbrutt for q in planer.values()), u.faser.avbrutt if u.faser else ""]
    felt = {f.name: getattr(u, f.name) for f in fields(Utbygging)} | {"kurve": punkter}
    return Fiberplan(
        **felt, tallene=gjeldende(p.kostnader), planer=planer,
        merkostnad=merkostnad(u.faser, u.rekke, _etappevis(u.plan, u.inndeling)),
        stabilitet=stabilitet(o.grofter, o.rotter, u.plan, valg, brukte_priser(u.plan, o)),
        adresse=_adresseomraade(u.dekning, o, u.plan, u.inndeling, (p.maal, i_behov)),
        avbrutt=_avbrutt(avbrutte),
    )  # fmt: skip


def _avbrutt(hva: list[str]) -> str:
    """Return the limit that matters most of those that struck."""
    return next((grense for grense in (TID, ARBEID) if grense in hva), "")


def _etappevis(plan: Plan, inndeling: Inndeling) -> Heltall:
    """Addresses reached at the end of each stage."""
    bygd = inndeling.sted >= 0
    etappe = inndeling.etappe[inndeling.sted[bygd]]
    telt = np.bincount(etappe, weights=plan.behov.antall[bygd])
    ut: Heltall = np.cumsum(telt)[1:].astype(np.int64)
    return ut


def _nettvalg(p: Parametre) -> Nettvalg:
    """Choices about the network."""
    return Nettvalg(
        ramme_m=p.ramme_m,
        snapp_m=p.snapp_m,
        lengst_stikk_m=p.lengst_stikk_m,
        kobling_m=p.kobling_m,
        luft_kv=p.luft_kv,
        sjo_m=p.sjokabel_m,
        bro_m=p.bro_m,
    )


def _grofteregler(p: Parametre) -> Grofteregler:
    """Choices about the trenches."""
    return Grofteregler(
        mikrogroft=p.mikrogroft,
        vern_forbudt=p.vern == "forbudt",
        samgraving=p.samgraving,
        samgraving_m=p.samgraving_m,
    )


def brukte_priser(plan: Plan, o: Oppsett) -> list[str]:
    """Prices that the plan depends on, or another method of which could be chosen instead."""
    kanter = plan.k.kant[plan.tre.kant]
    f = o.grofter.forhold
    brukt = {str(m) for m in o.grofter.metode[kanter]} | {"tilknytning", "ploying", "fjell"}
    for navn, verdier in (
        ("elvekryssing", f.elv), ("baneboring", f.bane), ("vegboring", f.hovedveg),
        ("vern_paaslag", f.vern_m),
    ):  # fmt: skip
        if len(kanter) and verdier[kanter].any():
            brukt.add(navn)
    return [navn for navn in ENHETSPRISER if navn in brukt]


def _adresseomraade(
    d: Dekning, o: Oppsett, plan: Plan, inndeling: Inndeling, maal: tuple[str, Heltall]
) -> Heltall:
    """Give every address its area (a,); in the plan for the scheme only those it covers."""
    av_sted = np.full(len(o.behov.node) + 1, -1, dtype=np.int64)
    av_sted[maal[1][plan.steder]] = inndeling.sted
    ut = av_sted[o.adresse]
    if maal[0] == STOTTE:
        ut = np.where(d.adresser["stotte"].to_numpy(dtype=bool), ut, -1)
    return ut.astype(np.int64)


def omraadenavn(f: Fiberplan) -> list[str]:
    """(o,) name of every area: the neighbourhood of most of its addresses, numbered."""
    ut: list[str] = []
    telt: dict[str, int] = {}
    for nr in range(len(f.inndeling.etappe)):
        grend = Series(f.dekning.adresser["grend"].to_numpy()[f.adresse == nr], dtype=object)
        navn = str(grend.mode().iloc[0]) if len(grend) else "uten navn"
        telt[navn] = telt.get(navn, 0) + 1
        sted, skille, merknad = navn.partition(" (")
        ut.append(f"{sted} {telt[navn]}{skille}{merknad}")
    return ut
