"""Tables beside the plan: application, costs, firmness, future demand, shared digging."""

from dataclasses import asdict

from geopandas import GeoDataFrame
from pandas import DataFrame

from analyser.felles.adresser import innenfor
from analyser.felles.fiber.beregning import Fiberplan
from analyser.felles.fiber.framtid import framtidige, samgraving, samlet_felt
from analyser.felles.fiber.grofter import samlet
from analyser.felles.fiber.omraader import regnskap
from analyser.felles.modell import Grunnlag, Kolonneinfo, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import antall, dato, prosent, tall
from lag.katalog.fiber import GRAVEPLANER
from lag.katalog.koder import GRAVESLAG
from lag.katalog.matrikkel import BYGNINGER
from lag.katalog.plan import BOLIGTOMTER, HYTTEOMRAADER, NAERINGSTOMTER

SOKNAD: tuple[Kolonneinfo, ...] = (tekstkolonne("hva", "Opplysning"), tekstkolonne("svar", "Svar"))
KOSTNADER: tuple[Kolonneinfo, ...] = (
    tekstkolonne("navn", "Navn", "Brukes i kommune.toml: kostnader = [«navn=verdi | kilde»]."),
    tekstkolonne("tekst", "Hva"),
    tallkolonne("verdi", "Brukt", "", 2),
    tallkolonne("lav", "Fra", "", 2),
    tallkolonne("hoy", "Til", "", 2),
    tekstkolonne("enhet", "Enhet"),
    tekstkolonne("aar", "År"),
    tekstkolonne("merke", "Hvor sikkert"),
    tekstkolonne("kilde", "Kilde"),
)
STABILITET: tuple[Kolonneinfo, ...] = (
    tekstkolonne("tekst", "Pris"),
    tallkolonne("lav", "30 % lavere", "%", 0, "Andel av første halvdel som blir der."),
    tallkolonne("hoy", "30 % høyere", "%", 0, "Andel av første halvdel som blir der."),
)
FRAMTID: tuple[Kolonneinfo, ...] = (
    tekstkolonne("planid", "PlanID"),
    tekstkolonne("bruk", "Bruk"),
    tekstkolonne("felt", "Felt med ledig plass"),
    tekstkolonne("tomter", "Ledige tomter", "Areal ganger tetthet, minus bygg som står der."),
    tallkolonne("groft_m", "Grøft dit", "m", 0, "Fra dagens nett eller grøftene i planen."),
    tallkolonne("tomter_per_100m", "Tomter per 100 m grøft", "stk.", 1, "Minst 10 m grøft."),
)
SAMGRAVING: tuple[Kolonneinfo, ...] = (
    tekstkolonne("navn", "Anlegg"),
    tekstkolonne("slag", "Slag"),
    tekstkolonne("aar", "År"),
    tallkolonne("lengde_m", "Lengde", "m", 0),
    tallkolonne("felles_m", "Felles med planen", "m", 0),
    tallkolonne("spart_kr", "Spart", "kr", 0, "Trukket fra i planen."),
)


def andre_tabeller(f: Fiberplan, grunnlag: Grunnlag) -> tuple[Tabell, ...]:
    """Return the tables beside the plan."""
    return (
        _soknad(f), _framtid(f, grunnlag), _samgraving(f), _stabilitet(f), _kostnader(f)
    )  # fmt: skip


def _soknad(f: Fiberplan) -> Tabell:
    """Figures that an application asks for."""
    par = soknadstall(f)
    return Tabell(
        navn="soknad",
        tittel="Tall til tilskuddssøknaden",
        kolonner=SOKNAD,
        data=DataFrame(par, columns=["hva", "svar"]),
        forklaring=(
            "Hele tusen kroner. Fylkeskommunen kan be om mer, og om leverandørens egen kalkyle. "
            "Reglene må kontrolleres mot årets utlysning."
        ),
    )


def soknadstall(f: Fiberplan) -> list[tuple[str, str]]:
    """Return what an application asks for, in words and numbers, for the plan as a whole."""
    alle = list(range(len(f.inndeling.etappe)))
    r = regnskap(f.plan, f.oppsett.grofter, f.inndeling, alle, f.regler, f.valg)
    d, p = f.dekning, f.p
    lokal = [p.lokal_andel * v for v in (r.tilskudd_lav_kr, r.tilskudd_hoy_kr)]
    maalt = " til ".join(dict.fromkeys(dato(m) for m in d.maalt if m)) or "ikke kjent"
    gjelder = "tallene under gjelder det som bygges for det" if r.adresser else "ingenting bygges"
    ramme = (
        [("Budsjett", f"{tall(p.ramme_kr)} kr; {gjelder}"),
         ("Full utbygging, til sammenligning",
          f"{tall(f.full.adresser)} adresser for {_kr(f.full.kostnader.sum)}")]
        if f.delvis
        else []
    )  # fmt: skip
    if not f.plan.adresser:
        return [*ramme, ("Dekningen er undersøkt", maalt)]
    return [
        *ramme,
        ("Støtteberettigede adresser som bygges ut", tall(r.stotte)),
        ("Adresser i planen i alt", tall(r.adresser)),
        ("Områder", tall(len(alle))),
        ("Ny grøft", f"{tall(r.grofter_m)} m"),
        ("Kostnad ved forventet tilknytning", f"{_kr(r.kr)}"),
        ("Framføring (uavhengig av tilknytning)", f"{_kr(r.framfort_kr)}"),
        ("Tilknytning om alle knytter seg til", f"{_kr(r.tilknytning_kr)}"),
        ("Andel som ventes å knytte seg til",
         f"{prosent(p.tilknytning_lav)} til {prosent(p.tilknytning_hoy)}"),
        ("Bidrag fra utbygger og kunde per tilknytning", f"{tall(p.bidrag_kr)} kr"),
        ("Tilskuddsbehov", f"{_kr(r.tilskudd_lav_kr)} til {_kr(r.tilskudd_hoy_kr)}"),
        (f"Lokal andel ({prosent(p.lokal_andel)} av tilskuddet)",
         f"{_kr(lokal[0])} til {_kr(lokal[1])}"),
        ("Krav til forhåndsbestilling",
         f"{prosent(p.forhaandsbestilling)} av adressene i hvert område"),
        ("Dekningen er undersøkt", maalt),
    ]  # fmt: skip


def _kr(verdi: float) -> str:
    """Write kroner in whole thousands: the prices allow no more."""
    return f"{tall(round(verdi, -3))} kr"


def _kostnader(f: Fiberplan) -> Tabell:
    """Every figure that the plan rests on."""
    return Tabell(
        navn="kostnader",
        tittel="Priser og tekniske tall",
        kolonner=KOSTNADER,
        data=DataFrame([asdict(k) for k in f.tallene], columns=[k.navn for k in KOSTNADER]),
        forklaring=(
            "Tall merket uverifisert er anslag som må byttes ut med tilbud eller erfaringstall før "
            "planen brukes. Kommunen setter sine egne i kommune.toml."
        ),
    )


def _stabilitet(f: Fiberplan) -> Tabell:
    """How firm the order is."""
    tekst = {k.navn: k.tekst for k in f.tallene}
    rader = [
        {"tekst": tekst[s.navn], "lav": 100.0 * s.lav, "hoy": 100.0 * s.hoy} for s in f.stabilitet
    ]
    return Tabell(
        navn="stabilitet",
        tittel="Tåler rekkefølgen andre priser?",
        kolonner=STABILITET,
        data=DataFrame(rader, columns=[k.navn for k in STABILITET]),
        forklaring=(
            "En pris om gangen, samme grøftenett, ny metode der en annen blir billigst. 100 % "
            "betyr at de samme adressene bygges i første halvdel av planen."
        ),
    )


def _framtid(f: Fiberplan, grunnlag: Grunnlag) -> Tabell:
    """Vacant plots in zoned areas, and the trench that they need."""
    p = f.p
    deler = [("bolig", BOLIGTOMTER), ("fritid", HYTTEOMRAADER), ("næring", NAERINGSTOMTER)]
    felt = samlet_felt([(bruk, grunnlag[post].data) for bruk, post in deler])
    bygninger = innenfor(grunnlag[BYGNINGER].data, grunnlag.grense)
    typer = bygninger["bygningstype"].fillna("").astype(str)
    hus = bygninger[~typer.str.startswith(p.uten_adresse)] if p.uten_adresse else bygninger
    tetthet = {"bolig": p.tomter_bolig, "fritid": p.tomter_hytte, "næring": p.tomter_naering}
    ramme = framtidige(
        f.oppsett.grofter,
        f.plan,
        GeoDataFrame(felt, geometry="geometry", crs=grunnlag.kommune.epsg),
        samlet(list(hus.geometry)),
        tetthet,
    )
    poster = [*(post for _, post in deler), BYGNINGER]
    ukjent = [post.tittel for post in poster if not grunnlag[post].kjent]
    note = f" Ikke kjent: {', '.join(ukjent)}." if ukjent else ""
    return Tabell(
        navn="framtid",
        tittel="Nye tomter per meter grøft",
        kolonner=FRAMTID,
        data=ramme,
        forklaring=(
            "Felt i reguleringsplan med plass igjen. Etterspørselen er ikke regnet inn i planen; "
            f"tettheten er et anslag.{note}"
        ),
    )


def _samgraving(f: Fiberplan) -> Tabell:
    """Planned digging along the trenches."""
    ramme = samgraving(f.oppsett.grofter, f.plan, f.oppsett.plangraving)
    ramme["slag"] = [GRAVESLAG.get(s, s) for s in ramme["slag"]]
    andel = prosent(f.valg.priser["samgraving"])
    return Tabell(
        navn="samgraving",
        tittel="Samgraving med planlagt arbeid",
        kolonner=SAMGRAVING,
        data=ramme,
        forklaring=(
            f"{antall(len(ramme), 'anlegg', 'anlegg')} i laget «{GRAVEPLANER.tittel}». Der hele "
            f"grøfta ligger langs et anlegg, er {andel} av gravekostnaden trukket fra."
        ),
    )
