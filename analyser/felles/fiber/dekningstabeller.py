"""Tables of the coverage: by kind of building, neighbourhood, statistical area and plan."""

from collections.abc import Sequence

from pandas import DataFrame

from analyser.felles.fiber.beregning import Fiberplan
from analyser.felles.fiber.dekning import per_slag, tell
from analyser.felles.fiber.personvern import ANDRE, grupper
from analyser.felles.modell import Kolonneinfo, Tabell
from analyser.felles.svar import tallkolonne, tekstkolonne
from analyser.felles.tekst import meter

TALLENE: tuple[Kolonneinfo, ...] = (
    tekstkolonne("adresser", "Adresser"),
    tekstkolonne("uten", "Uten fiber"),
    tekstkolonne(
        "uten_stotte", "… støtteberettiget", "Helårsbolig, virksomhet eller offentlig bygg."
    ),
    tekstkolonne("uten_fritid", "… ved fritidsbygg", "Bygningstype 161, 162 eller 163."),
    tekstkolonne("med", "Med fiber"),
    tekstkolonne("ukjent", "Ikke kjent", "Uten svar i undersøkelsen; ikke det samme som uten."),
    tallkolonne("andel_prosent", "Med fiber", "%", 0, "Av adressene der svaret er kjent."),
    tallkolonne(
        "lav_prosent", "Minst", "%", 0,
        "Der svaret mangler, er ruta på 100 m brukt som andel: «noen» regnes som ingen.",
    ),
    tallkolonne("hoy_prosent", "Høyst", "%", 0, "Som forrige; «noen» regnes som alle."),
    tallkolonne("node_m", "Til fibernode", "m", 0, "Median luftlinje for adressene uten fiber."),
    tallkolonne("dekket_m", "Til adresse med fiber", "m", 0, "Median luftlinje, som over."),
)  # fmt: skip
SLAG: tuple[Kolonneinfo, ...] = (
    tekstkolonne("slag", "Bygg"),
    tekstkolonne("stottes", "Støtteberettiget", "Etter fylkenes utlysninger for 2024."),
    tekstkolonne("adr", "Adresser"),
    tekstkolonne("adr_uten", "… uten fiber"),
    tekstkolonne("adr_med", "… med fiber"),
    tekstkolonne("adr_ukjent", "… ikke kjent"),
    tekstkolonne("bygg", "Bygg", "Bygningspunkt, garasjer og uthus unntatt; ikke boenheter."),
    tekstkolonne("bygg_uten", "… uten fiber"),
    tekstkolonne("bygg_med", "… med fiber"),
    tekstkolonne("bygg_ukjent", "… ikke kjent"),
)
UTEN: tuple[Kolonneinfo, ...] = (
    tekstkolonne("grend", "Grend"),
    tekstkolonne("navn", "Adresse"),
    tekstkolonne("gnr_bnr", "Gnr./bnr."),
    tekstkolonne("slag", "Bygg"),
    tekstkolonne("etappe", "Etappe", "Når adressen nås i planen."),
    tallkolonne("dekket_m", "Til adresse med fiber", "m", 0, "Luftlinje til den nærmeste."),
    tallkolonne("node_m", "Til fibernode", "m", 0, "Luftlinje til den nærmeste."),
    tekstkolonne("node", "Nærmeste node"),
)


def dekningstabeller(f: Fiberplan) -> tuple[Tabell, ...]:
    """Return the coverage by building, neighbourhood, statistical area and plan."""
    p, d = f.p, f.dekning
    hva = (
        "En adresse hører til det nærmeste stedsnavnet av typen " + " eller ".join(p.grendtyper)
        if d.stedfestet
        else f"Stedsnavn er ikke kjent; ruter på {meter(p.rute_m)} står i stedet for grender"
    )
    return (
        Tabell(
            navn="slag",
            tittel="Dekning etter slag bygg",
            kolonner=SLAG,
            data=per_slag(d),
            forklaring=(
                "Støtteberettigede og alle er to tall som ikke skal blandes: fritidsbygg kan få "
                "fiber, men ikke tilskudd. Et bygg uten rad i undersøkelsen er ikke kjent."
            ),
        ),
        _tabell(f, "grend", "grender", "Grend", f"{hva}. Flest uten fiber står først.", "grender"),
        _tabell(f, "krets", "kretser", "Grunnkrets", "Flest uten fiber står først."),
        _tabell(f, "plan", "planomraader", "Reguleringsplan", "Adresser etter planområde."),
    )


def gruppert(f: Fiberplan, felt: str) -> DataFrame:
    """Return the addresses with `felt` as it may be shown in this edition."""
    adresser = f.dekning.adresser
    if f.p.utgave == "intern":
        return DataFrame(adresser)
    return DataFrame(adresser.assign(**{felt: grupper(adresser[felt].tolist(), f.p.minste_gruppe)}))


def _tabell(
    f: Fiberplan, felt: str, navn: str, tittel: str, forklaring: str, kartlag: str = ""
) -> Tabell:
    """One table of counts."""
    telling = tell(gruppert(f, felt), felt)
    skjult = (telling[felt] == ANDRE).any()
    note = (
        f" Steder med færre enn {f.p.minste_gruppe} adresser står samlet som «{ANDRE}»."
        if skjult
        else ""
    )
    return Tabell(
        navn=navn,
        tittel=f"Dekning etter {tittel.lower()}",
        kolonner=(tekstkolonne(felt, tittel), *TALLENE),
        data=telling.assign(id=telling[felt]),
        forklaring=forklaring + note,
        kartlag=kartlag,
    )


def adressetabell(f: Fiberplan, etapper: Sequence[str]) -> Tabell:
    """Return the addresses without fibre, one by one: only for the internal edition."""
    adresser = DataFrame(f.dekning.adresser).assign(etappe=list(etapper))
    uten = adresser[adresser["mangler"]].sort_values(
        ["grend", "dekket_m", "node_m", "id"], kind="stable"
    )
    return Tabell(
        navn="adresser_uten",
        tittel="Adresser uten tilbud om fiber",
        kolonner=UTEN,
        data=uten[["id", *(k.navn for k in UTEN)]].reset_index(drop=True),
        forklaring=(
            "Intern utgave: skal ikke publiseres. Avstandene er luftlinje, ikke grøft. Adresser "
            "som bare ruta på 100 m sier er uten, er med."
        ),
        kartlag="adresser",
    )
