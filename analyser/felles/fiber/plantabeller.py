"""Tables of the plan: full build, areas, stages, curve, quantities, application."""

import numpy as np
from pandas import DataFrame

from analyser.felles.fiber.beregning import ALLE, STOTTE, Fiberplan, omraadenavn
from analyser.felles.fiber.grofter import METODER
from analyser.felles.fiber.kostnad import KABLER, SKAP
from analyser.felles.fiber.omraader import Regnskap, regnskap
from analyser.felles.fiber.personvern import GROV_M
from analyser.felles.fiber.plan import Plan
from analyser.felles.modell import Kolonneinfo, Linjefigur, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import antall, prosent, tall

KR = "kr"
TITLER = {STOTTE: "støtteberettigede", ALLE: "alle, med fritidsbygg"}
"""The two sets of addresses, as written."""
MILL = "mill. kr"
UTBYGGING: tuple[Kolonneinfo, ...] = (
    tekstkolonne("hvem", "Adresser uten fiber"),
    tekstkolonne("adresser", "Nås"),
    tekstkolonne("for_langt", "For langt", "Lengre fra node enn rekkevidden eller lystapet tåler."),
    tekstkolonne("uten_vei", "Uten vei", "Vegen henger ikke sammen med noen kjent node."),
    tallkolonne("groft_m", "Grøft", "m", 0, "Nye grøfter, luftstrekk og kabler i innsjø."),
    tallkolonne("ror_m", "I rør", "m", 0, "I eksisterende rør."),
    tallkolonne("groft_mill", "Grøfter", MILL, 2),
    tallkolonne("kabel_mill", "Kabler", MILL, 2),
    tallkolonne("skap_mill", "Skap", MILL, 2, "Skap, splittere og skjøter."),
    tallkolonne("tilknytning_mill", "Tilknytning", MILL, 2, "Ved midten av spennet."),
    tallkolonne("sum_mill", "Sum", MILL, 2),
    tallkolonne("per_adresse_kr", "Per adresse", KR, 0),
    tallkolonne("gap_prosent", "Mulig å spare", "%", 2, "Ingen plan for de samme sparer mer."),
    tekstkolonne("bevist", "Bevist", "Om grøfter med minste kabel er bevist billigst."),
)
OMRAADER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("navn", "Område"),
    tekstkolonne("etappe", "Etappe"),
    tekstkolonne("adresser", "Adresser"),
    tekstkolonne("stotte", "… støtteberettiget"),
    tekstkolonne("bestillinger", "Må bestille", "Forhåndsbestillinger som trengs."),
    tallkolonne("groft_m", "Grøft", "m", 0),
    tallkolonne("kr", "Kostnad", KR, 0, "Grøfter, kabler, skap og tilknytning."),
    tallkolonne("kr_per_adresse", "Per adresse", KR, 0),
    tallkolonne("m_per_adresse", "Grøft per adresse", "m", 0),
    tallkolonne("tilskudd_lav_kr", "Tilskudd, lavt", KR, 0, "Etter bidrag fra utbygger og kunder."),
    tallkolonne("tilskudd_hoy_kr", "Tilskudd, høyt", KR, 0),
)  # fmt: skip
ETAPPER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("etappe", "Etappe"),
    tekstkolonne("omraader", "Områder"),
    *OMRAADER[2:4],
    tallkolonne("groft_m", "Grøft", "m", 0),
    tallkolonne("kr", "Kostnad", KR, 0),
    tekstkolonne("adresser_sum", "Adresser til nå"),
    tallkolonne("kr_sum", "Kostnad til nå", KR, 0),
    tallkolonne("tilskudd_lav_kr", "Tilskudd, lavt", KR, 0),
    tallkolonne("tilskudd_hoy_kr", "Tilskudd, høyt", KR, 0),
)
KURVE: tuple[Kolonneinfo, ...] = (
    tallkolonne("kr", "For", KR, 0, "Hele kostnaden: grøfter, kabler, skap og tilknytning."),
    tallkolonne("adresser", "Beste plan når", "adresser", 0, "Den beste vi fant for summen."),
    tekstkolonne("stotte", "… støtteberettiget"),
    tallkolonne("i_rekken", "Etappene når", "adresser", 0, "Bygd i planens rekkefølge."),
    tallkolonne("tak", "Høyst mulig", "adresser", 0, "Ingen plan når flere for den summen."),
    tallkolonne("avstand_prosent", "Opp til taket", "%", 1),
    tallkolonne("per_mill", "Adresser per million", "stk.", 1),
)
MENGDER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("hva", "Hva"),
    tallkolonne("mengde", "Mengde", "", 0),
    tekstkolonne("enhet", "Enhet"),
    tallkolonne("kr", "Kostnad", KR, 0),
)


def plantabeller(f: Fiberplan) -> tuple[Tabell, ...]:
    """Return the tables of the plan, the most important first."""
    full = (_mengder(f, f.full),) if f.delvis else ()
    return (
        _utbygging(f), _etapper(f), _omraader(f), _kurve(f), _mengder(f, f.plan), *full
    )  # fmt: skip


def _utbygging(f: Fiberplan) -> Tabell:
    """Full build for each set of addresses."""
    andel = prosent(f.valg.andel)
    return Tabell(
        navn="utbygging",
        tittel="Full utbygging",
        kolonner=UTBYGGING,
        data=DataFrame([_full(f, *rad) for rad in _planene(f)]),
        forklaring=(
            "Billigste nett til alle som kan nås; hver adresse får stikk fra nærmeste veg eller "
            f"ledning. Tilknytning er regnet for {andel} av adressene; alt annet koster det samme "
            "uansett hvor mange som knytter seg til. Radene er ulike planer og skal ikke legges "
            "sammen. Raden «i etapper» er den planen som områdene, etappene og mengdene er delt "
            "av: grøftene er lagt slik at hver etappe er billig." + _om_rammen(f)
        ),
    )


def _planene(f: Fiberplan) -> list[tuple[str, str, Plan]]:
    """Set, words and plan of every row of the full build."""
    ut = [(navn, TITLER[navn], plan) for navn, plan in f.planer.items()]
    if f.full is not f.planer[f.p.maal]:
        ut.append((f.p.maal, f"{TITLER[f.p.maal]}, i etapper", f.full))
    if f.delvis:
        ut.append((f.p.maal, f"{TITLER[f.p.maal]}, innenfor budsjettet", f.plan))
    return ut


def _om_rammen(f: Fiberplan) -> str:
    """Say which row is built where the budget is not enough for all."""
    if not f.delvis:
        return ""
    return (
        f" Budsjettet er {tall(f.p.ramme_kr)} kr: bare raden «innenfor budsjettet» bygges, og "
        "områder, etapper, mengder og kart gjelder den. De andre radene er til sammenligning."
    )


def _full(f: Fiberplan, navn: str, tittel: str, plan: Plan) -> dict[str, object]:
    """One row of the full build."""
    g, k = f.oppsett.grofter, plan.kostnader
    ror = g.metode[plan.k.kant[plan.tre.kant]] == "eksisterende_ror"
    lengde = plan.k.lengde_m[plan.tre.kant]
    behov = f.oppsett.behov.bare_stotte()[0] if navn == STOTTE else f.oppsett.behov
    adresser = plan.adresser
    return {
        "hvem": tittel,
        "adresser": adresser,
        "for_langt": int(behov.antall[plan.for_langt].sum()),
        "uten_vei": int(behov.antall[plan.uten_vei].sum()),
        "groft_m": float(lengde[~ror].sum()),
        "ror_m": float(lengde[ror].sum()),
        "groft_mill": k.grofter / 1e6,
        "kabel_mill": k.kabel / 1e6,
        "skap_mill": (k.skap + k.splittere + k.skjoter) / 1e6,
        "tilknytning_mill": k.tilknytning / 1e6,
        "sum_mill": k.sum / 1e6,
        "per_adresse_kr": k.sum / adresser if adresser else np.nan,
        "gap_prosent": 100.0 * plan.gap,
        "bevist": ("ja" if plan.bevist else "nei") if adresser else "",
    }


def rad(f: Fiberplan, omraader: list[int]) -> dict[str, object]:
    """Numbers of some areas together."""
    r: Regnskap = regnskap(f.plan, f.oppsett.grofter, f.inndeling, omraader, f.regler, f.valg)
    delt = r.adresser or np.nan
    return {
        "adresser": r.adresser,
        "stotte": r.stotte,
        "bestillinger": int(np.ceil(f.p.forhaandsbestilling * r.adresser - 1e-9)),
        "groft_m": r.grofter_m,
        "kr": r.kr,
        "kr_per_adresse": r.kr / delt,
        "m_per_adresse": r.grofter_m / delt,
        "tilskudd_lav_kr": r.tilskudd_lav_kr,
        "tilskudd_hoy_kr": r.tilskudd_hoy_kr,
    }


def viste_omraader(f: Fiberplan) -> list[int]:
    """Areas that this edition may show one by one."""
    alle = range(len(f.inndeling.etappe))
    if f.p.utgave == "intern":
        return list(alle)
    antall = np.bincount(
        f.inndeling.sted[f.inndeling.sted >= 0],
        weights=f.plan.behov.antall[f.inndeling.sted >= 0],
        minlength=len(alle),
    )
    return [nr for nr in alle if antall[nr] >= f.p.minste_gruppe]


def _omraader(f: Fiberplan) -> Tabell:
    """Areas one by one, in the order of building."""
    navn = omraadenavn(f)
    viste = viste_omraader(f)
    rader = [
        {"id": f"omraade {nr + 1}", "navn": navn[nr], "etappe": int(f.inndeling.etappe[nr]),
         **rad(f, [nr])}
        for nr in viste
    ]  # fmt: skip
    skjult = len(navn) - len(viste)
    note = (
        f" {antall(skjult, 'område', 'områder')} med færre enn {f.p.minste_gruppe} adresser er "
        "ikke vist hver for seg."
        if skjult
        else ""
    )
    if f.p.utgave == "offentlig":
        note += (
            f" Kartet tegner områdene grovt, i ruter på {tall(GROV_M)} m, og uten deler med færre "
            f"enn {f.p.minste_gruppe} av adressene."
        )
    krav = prosent(f.p.forhaandsbestilling)
    return Tabell(
        navn="omraader",
        tittel="Utbyggingsområder",
        kolonner=OMRAADER,
        data=DataFrame(rader, columns=["id", *(k.navn for k in OMRAADER)]),
        forklaring=(
            "Hvert område er lukket: alle adressene som planen gjelder og som ligger innenfor, er "
            f"med. {krav} må bestille før det bygges. Billigst per adresse står først i planen; "
            "nabogrøfter i en tidligere etappe må være bygd." + note
        ),
        kartlag="omraader",
    )


def _etapper(f: Fiberplan) -> Tabell:
    """Stages, and what has been reached so far."""
    rader = []
    for etappe in sorted(set(f.inndeling.etappe.tolist())):
        her = np.flatnonzero(f.inndeling.etappe == etappe).tolist()
        til_naa = np.flatnonzero(f.inndeling.etappe <= etappe).tolist()
        sum_ = rad(f, til_naa)
        rader.append(
            {"etappe": etappe, "omraader": len(her), **rad(f, her),
             "adresser_sum": sum_["adresser"], "kr_sum": sum_["kr"]}
        )  # fmt: skip
    return Tabell(
        navn="etapper",
        tittel="Etapper",
        kolonner=ETAPPER,
        data=DataFrame(rader, columns=[k.navn for k in ETAPPER]),
        forklaring=(
            "En etappe er det som får plass innenfor ett års budsjett og gravekapasitet, flest "
            "adresser for pengene først. Etappene bygger på hverandre." + _om_merkostnaden(f)
        ),
    )


def _om_merkostnaden(f: Fiberplan) -> str:
    """Say what building in stages costs at most."""
    if not f.plan.adresser:
        return ""
    return (
        " Når en etappe er ferdig, har grøfter og tilknytning kostet høyst "
        f"{tall(100 * f.merkostnad, 1)} % mer enn den billigste planen for like mange adresser."
    )


def _kurve(f: Fiberplan) -> Tabell:
    """Coverage for the money, with the ceiling."""
    rader = [
        {"kr": k.kr, "adresser": k.adresser, "stotte": k.stotte, "i_rekken": k.i_rekken,
         "tak": k.tak,
         "avstand_prosent": 100.0 * (k.tak / k.adresser - 1.0) if k.adresser else np.nan,
         "per_mill": 1e6 * k.adresser / k.kr if k.kr > 0 else np.nan}
        for k in f.kurve
    ]  # fmt: skip
    return Tabell(
        navn="kurve",
        tittel="Dekning for pengene",
        kolonner=KURVE,
        data=DataFrame(rader, columns=[k.navn for k in KURVE]),
        forklaring=(
            "Taket er bevist: ingen plan, heller ikke en som begynner et annet sted, når flere "
            "adresser for den summen. Den beste planen er laget for akkurat den summen; etappene "
            "bygger videre på hverandre."
        ),
        figur=Linjefigur(x="kr", y=("adresser", "i_rekken", "tak")),
    )


def _mengder(f: Fiberplan, plan: Plan) -> Tabell:
    """Bill of quantities of what is built, or of the full build beside it."""
    bygges = plan is f.plan
    hva = "innenfor budsjettet" if f.delvis else "full utbygging i etapper"
    return Tabell(
        navn="mengder" if bygges else "mengder_full",
        tittel=f"Mengder: {hva if bygges else 'full utbygging'} ({TITLER[f.p.maal]})",
        kolonner=MENGDER,
        data=DataFrame(mengder(f, plan), columns=[k.navn for k in MENGDER]),
        forklaring=(
            f"Det som bygges: {hva}. I alt {tall(plan.kostnader.sum)} kr, det samme som i tabellen "
            "«Etapper»."
            if bygges
            else "Til sammenligning: full utbygging, som budsjettet ikke er nok til. I alt "
            f"{tall(plan.kostnader.sum)} kr."
        ),
    )


def mengder(f: Fiberplan, plan: Plan) -> list[dict[str, object]]:
    """Rows of the bill of quantities; the costs add up to the cost of the plan."""
    if not plan.adresser:
        return []
    g, priser = f.oppsett.grofter, f.valg.priser
    kanter = plan.k.kant[plan.tre.kant]
    lengde, forhold = g.nett.lengde_m[kanter], g.forhold
    rader: list[tuple[str, float, str, float]] = []
    tillegg = {
        "Kryssing av elv eller bekk": (forhold.elv[kanter], "elvekryssing"),
        "Boring under jernbane": (forhold.bane[kanter], "baneboring"),
        "Boring under hovedveg": (
            forhold.hovedveg[kanter] * priser["hovedvegandel"], "vegboring"),
        "Ilandføring av sjøkabel": (2.0 * (forhold.slag[kanter] == "sjo"), "ilandforing"),
    }  # fmt: skip
    vern_kr = forhold.vern_m[kanter] * priser["vern_paaslag"]
    andre = sum((np.asarray(n * priser[p], float) for n, p in tillegg.values()), vern_kr)
    for metode, ord_ in METODER.items():
        her = g.metode[kanter] == metode
        if her.any():
            kr = float((g.kr[kanter] - andre)[her].sum())
            rader.append((ord_.capitalize(), float(lengde[her].sum()), "m", kr))
    rader += [(hva, float(n.sum()), "stk.", float(n.sum()) * priser[p])
              for hva, (n, p) in tillegg.items() if n.sum() > 0]  # fmt: skip
    if vern_kr.any():
        rader.append(("Påslag i vernet grunn", float(forhold.vern_m[kanter].sum()), "m",
                      float(vern_kr.sum())))  # fmt: skip
    rader += _utstyr(f, plan)
    navn = ("hva", "mengde", "enhet", "kr")
    return [dict(zip(navn, r, strict=True)) for r in rader if r[1] > 0]


def _utstyr(f: Fiberplan, plan: Plan) -> list[tuple[str, float, str, float]]:
    """Cables, cabinets, splitters, splices and connections."""
    priser, kabler = f.valg.priser, plan.kabler
    lengde = plan.k.lengde_m[plan.tre.kant] * kabler.antall_kabler
    ut: list[tuple[str, float, str, float]] = []
    for nr, (fibre, navn) in enumerate(KABLER):
        m = float(lengde[kabler.kabel == nr].sum())
        if m > 0:
            ut.append((f"Rør og kabel, {fibre} fibre", m, "m", m * priser[navn]))
    pris = dict(SKAP)
    ut += [
        (f"Skap eller boks, {n} adresser", float(a), "stk.", a * priser[pris[n]])
        for n, a in kabler.skapstorrelser.items()
    ]
    ut += [
        ("Splitter", float(kabler.splittere), "stk.", kabler.splitter_kr),
        ("Skjøtepunkt", float(kabler.skjoter), "stk.", kabler.skjote_kr),
        ("Tilknytning", f.valg.andel * plan.adresser, "stk.",
         plan.kostnader.tilknytning),
    ]  # fmt: skip
    return ut
