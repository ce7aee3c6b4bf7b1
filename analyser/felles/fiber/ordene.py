"""The answer and the findings of the fibre analysis, in sentences."""

from datetime import date

from pandas import DataFrame

from analyser.felles.adresser import JA, NEI, UKJENT
from analyser.felles.fiber.beregning import ALLE, STOTTE, Fiberplan
from analyser.felles.fiber.dekning import FRITID, Dekning, tell
from analyser.felles.fiber.dekningstabeller import gruppert
from analyser.felles.fiber.omraader import Regnskap, regnskap
from analyser.felles.fiber.personvern import ANDRE, statusruter
from analyser.felles.fiber.plan import Plan
from analyser.felles.modell import Grunnlag
from analyser.felles.tekst import antall, dato, meter, oppramsing, prosent, tall
from gis.graf.typer import ARBEID, TID
from lag.katalog.fiber import FIBERDEKNING, FIBERRUTER
from lag.katalog.matrikkel import ADRESSER
from lag.katalog.samferdsel import VEGER

MERKBART = 0.00005
"""Share that is told with two decimals; trenches for stages may even need cheaper cabinets."""
GAMMEL_DAGER = 365
"""Age at which a survey that is made each year is called old."""


def svar(f: Fiberplan, grunnlag: Grunnlag) -> str:
    """Answer in one or two sentences."""
    if not grunnlag[ADRESSER].kjent:
        return "Ikke kjent: adressene er ikke hentet, så dekningen kan ikke telles opp."
    adresser = f.dekning.adresser
    n = antall(len(adresser), "adresse", "adresser")
    if not grunnlag[FIBERDEKNING].kjent and not grunnlag[FIBERRUTER].kjent:
        return f"Ikke kjent: fiberdekningen er ikke hentet, så ingen av {n} har et svar."
    telt = adresser["fiber"].value_counts()
    telling = tell(gruppert(f, "grend"), "grend")
    flest = telling[(telling["uten"] > 0) & (telling["grend"] != ANDRE)].head(3)
    steder = [f"{g} ({tall(u)})" for g, u in zip(flest["grend"], flest["uten"], strict=True)]
    hvor = f"; flest uten er det i {oppramsing(steder)}" if steder else ""
    return (
        f"{tall(telt.get(NEI, 0))} av {n} er uten tilbud om fiber, {tall(telt.get(JA, 0))} har "
        f"tilbud, og for {tall(telt.get(UKJENT, 0))} er svaret ikke kjent{hvor}.{_planen(f)}"
    )


def _alt(f: Fiberplan) -> Regnskap:
    """Add up the chosen plan."""
    alle = list(range(len(f.inndeling.etappe)))
    return regnskap(f.plan, f.oppsett.grofter, f.inndeling, alle, f.regler, f.valg)


def _planen(f: Fiberplan) -> str:
    """Say what is built and what it costs; where the budget builds less than all, that first."""
    if not f.full.adresser:
        return ""
    hvem = "støtteberettigede adresser" if f.p.maal == STOTTE else "adresser"
    uverifisert = sum(k.merke == "uverifisert" for k in f.tallene)
    anslag = " med anslåtte priser" if uverifisert else ""
    if not f.delvis:
        r = _alt(f)
        return (
            f" Å nå {tall(r.adresser)} {hvem} koster om lag {_mill(f.plan)} millioner "
            f"kroner{anslag}, med {meter(r.grofter_m)} ny grøft."
        )
    til = f"{tall(f.full.adresser)} {hvem} for om lag {_mill(f.full)} millioner kroner{anslag}"
    return f" {rammen(f)} Full utbygging ville nådd {til}."


def rammen(f: Fiberplan) -> str:
    """Say what the budget builds; only where it is not enough for all."""
    if f.p.ramme_kr == 0:
        return "Ingenting bygges: budsjettet eller gravekapasiteten er satt til 0."
    sum_ = f"Budsjettet på {tall(f.p.ramme_kr)} kr"
    if not f.plan.adresser:
        return f"{sum_} er ikke nok til å nå noen av adressene i planen."
    r = _alt(f)
    return (
        f"{sum_} når {tall(r.adresser)} av {tall(f.full.adresser)} adresser i planen, med "
        f"{meter(r.grofter_m)} ny grøft; ingen plan kan nå flere enn {tall(f.tak)} for den summen."
    )


def _mill(plan: Plan) -> str:
    """Write the cost of a plan in millions."""
    return tall(plan.kostnader.sum / 1e6, 1)


def punkter(f: Fiberplan, grunnlag: Grunnlag) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the findings, how they were made and what they do not tell: coverage, then plan."""
    if f.dekning.adresser.empty:
        return (), ()
    if not grunnlag[FIBERDEKNING].kjent and not grunnlag[FIBERRUTER].kjent:
        return (), ()
    return tuple(_om_dekningen(f, grunnlag)), (*_om_planen(f), *_om_nettet(f, grunnlag))


def _om_dekningen(f: Fiberplan, grunnlag: Grunnlag) -> list[str]:
    """How the answers were joined, and how old they are."""
    d, p = f.dekning, f.p
    uten = d.adresser[d.adresser["fiber"] == NEI]
    i_ruta = d.adresser[d.adresser["mangler"] & (d.adresser["fiber"] == UKJENT)]
    stotte, fritid = int(uten["stotte"].sum()), int((uten["slag"] == FRITID).sum())
    ut = [
        f"Av adressene uten fiber er {tall(stotte)} støtteberettiget (helårsbolig, virksomhet, "
        f"offentlig bygg) og {tall(fritid)} fritidsbygg; kontroller mot årets utlysning.",
        "Svarene gjelder bygg: hver adresse får svaret til nærmeste bygg (garasjer og uthus "
        f"unntatt) innen {meter(p.koblingsavstand_m)}, koblet på bygningsnummer. {_koblingen(d)}",
        "Et bygg uten rad i undersøkelsen er ikke kjent; det er ikke det samme som uten fiber. "
        f"Ruta på 100 m brukes bare som andel, aldri som et ja for en adresse.{_fra_ruta(i_ruta)}",
    ]
    if d.maalt[0]:
        alder = (grunnlag.dato - date.fromisoformat(d.maalt[1][:10])).days
        gammel = " Det er gammelt; be om nye tall." if alder > GAMMEL_DAGER else ""
        dager = " til ".join(dict.fromkeys(dato(m) for m in d.maalt))
        ut.append(
            f"Dekningen ble undersøkt {dager}, for {antall(alder, 'dag', 'dager')} siden.{gammel}"
        )
    if p.utgave == "offentlig":
        skjulte = statusruter(d.adresser, p.statusrute_m, p.minste_gruppe)[1]
        ut.append(
            f"Offentlig utgave: ruter, områder og grøfter med færre enn {p.minste_gruppe} adresser "
            f"er ikke tegnet ({antall(skjulte, 'adresse', 'adresser')} i slike ruter)."
        )
    else:
        ut.append("Intern utgave: den viser enkeltadresser og skal ikke publiseres.")
    return ut


def _koblingen(d: Dekning) -> str:
    """Say what did not join."""
    uten = f"{antall(d.ukoblet, 'adresse', 'adresser')} har ikke noe bygg så nær"
    lose = f"{antall(d.lose, 'undersøkt bygg', 'undersøkte bygg')} hører ikke til noen adresse"
    return (
        f"{uten if d.ukoblet else 'Alle adressene har et bygg så nær'}, og "
        f"{lose if d.lose else 'alle undersøkte bygg hører til en adresse'}."
    )


def _fra_ruta(adresser: DataFrame) -> str:
    """Say how many addresses the plan takes from squares alone."""
    if adresser.empty:
        return ""
    stotte = int(adresser["stotte"].sum())
    return (
        f" Planen tar også med {antall(len(adresser), 'adresse', 'adresser')} uten eget svar "
        f"({tall(stotte)} av dem støtteberettiget) der ruta sier at ingen har tilbud."
    )


def _om_planen(f: Fiberplan) -> list[str]:
    """Say what the plan costs and how sure it is."""
    if not f.full.adresser:
        return ["Ingen adresser å bygge til med dagens svar og valg."]
    ut = [_om_full(f)]
    if f.plan.adresser:
        ut.append(_om_tilskudd(f))
    if f.stabilitet:
        ut.append(_om_stabilitet(f))
    return [*ut, *_om_grensene(f)]


def _om_stabilitet(f: Fiberplan) -> str:
    """Say how firm the order is, and which price moves it most."""
    verst = min(f.stabilitet, key=lambda s: min(s.lav, s.hoy))
    andel = min(verst.lav, verst.hoy)
    tekst = {k.navn: k.tekst for k in f.tallene}[verst.navn]
    mest = f" (størst utslag: {tekst[0].lower() + tekst[1:]})" if andel < 1.0 else ""
    hvor = f"minst {prosent(andel)} av adressene" if andel < 1.0 else "alle adressene"
    return (
        f"Om én pris endres 30 % opp eller ned, blir {hvor} som bygges i første halvdel, fortsatt "
        f"bygd i første halvdel{mest}."
    )


def _om_full(f: Fiberplan) -> str:
    """Say how good the full build is, all at once and in stages."""
    samlet = f.planer[f.p.maal]
    bevist = "er det bevist" if samlet.bevist else "er det ikke bevist"
    lagt_om = " (noen er lagt om for at alle skal være innenfor rekkevidden)"
    hvorfor = lagt_om if samlet.lengdebevis and not samlet.bevist else ""
    mer = f.full.kostnader.sum / samlet.kostnader.sum - 1.0 if samlet.kostnader.sum > 0 else 0.0
    hvor_mye = f"{tall(100 * mer, 2)} % mer" if mer >= MERKBART else "ikke mer"
    etappevis = (
        f" Bygd i etapper koster det {hvor_mye} enn alt på én gang." if f.full is not samlet else ""
    )
    full = "Full utbygging, til sammenligning: bygges" if f.delvis else "Bygges"
    return (
        f"{full} alt på én gang, {bevist} at grøftene er de billigste{hvorfor}; for hele "
        "kostnaden er det bevist at ingen plan kan spare mer enn "
        f"{tall(100 * samlet.gap, 1)} %.{etappevis}"
    )


def _om_tilskudd(f: Fiberplan) -> str:
    """Say how much subsidy what is built needs."""
    p, r = f.p, _alt(f)
    return (
        f"Tilskuddsbehovet er {tall(r.tilskudd_lav_kr / 1e6, 1)}–"
        f"{tall(r.tilskudd_hoy_kr / 1e6, 1)} millioner kroner når {prosent(p.tilknytning_lav)}–"
        f"{prosent(p.tilknytning_hoy)} knytter seg til og utbygger og kunde bidrar med "
        f"{tall(p.bidrag_kr)} kr per tilknytning."
    )


def _om_grensene(f: Fiberplan) -> list[str]:
    """Say which limit stopped a search, and whether the plan may then differ by machine."""
    if f.avbrutt == TID:
        return [
            f"Tidsgrensen (tid_s = {tall(f.p.tid_s)} s) stanset et søk: planen gjelder, og "
            "grensene er bevist, men en annen maskin kan gi en annen plan. Sett tid_s høyere "
            "eller arbeid lavere og kjør på nytt."
        ]
    if f.avbrutt == ARBEID:
        return [
            f"Arbeidsgrensen (arbeid = {f.p.arbeid:g}) stanset et søk: planen er den samme på "
            "alle maskiner, og grensene er bevist, men et lengre søk kan finne en bedre."
        ]
    return []


def _om_nettet(f: Fiberplan, grunnlag: Grunnlag) -> list[str]:
    """Say what the network could not do."""
    o, p = f.oppsett, f.p
    ut: list[str] = []
    if not grunnlag[VEGER].kjent:
        return ["Vegene er ikke hentet, så det finnes ingen plan for utbygging."]
    if o.antatt:
        ut.append(
            "Ingen fibernoder er kjent. Adressene som har fiber, står i stedet: nettet antas å "
            "begynne der, og lengden fra virkelig node er ikke kontrollert."
        )
    if o.langt_fra_veg:
        ut.append(
            f"{antall(o.langt_fra_veg, 'adresse', 'adresser')} uten fiber ligger mer enn "
            f"{meter(p.lengst_stikk_m)} fra nærmeste veg eller ledning og er ikke med i planen."
        )
    uten = int(o.behov.antall[f.planer[ALLE].uten_vei].sum())
    if uten:
        bro = "" if p.bro_m > 0 else " Bro over terreng er ikke tillatt (bro_m = 0)."
        ut.append(
            f"{antall(uten, 'adresse', 'adresser')} ligger ved veger som ikke henger sammen med "
            f"noen node.{bro}"
        )
    langt = int(o.behov.antall[f.planer[ALLE].for_langt].sum())
    if langt:
        ut.append(
            f"{antall(langt, 'adresse', 'adresser')} ligger lenger fra node enn rekkevidden og "
            "lystapet tåler; der trengs en ny aktiv node."
        )
    if o.broer:
        ut.append(
            f"{antall(o.broer, 'bro', 'broer')} over terreng er lagt til for å nå løse veger."
        )
    return ut
