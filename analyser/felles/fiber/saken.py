"""Draft for the council on the fibre plan, in words and in the tables of the result."""

from analyser.felles.fiber.andretabeller import soknadstall
from analyser.felles.fiber.beregning import STOTTE, Fiberplan
from analyser.felles.fiber.omraader import regnskap
from analyser.felles.fiber.ordene import rammen
from analyser.felles.modell import Sak, Saksdel
from analyser.felles.tekst import antall, meter, prosent, tall


def saken(
    f: Fiberplan, svaret: str, om_dekningen: tuple[str, ...], om_planen: tuple[str, ...]
) -> Sak | None:
    """Return the draft; None where there is no plan to decide upon."""
    if not f.full.adresser:
        return None
    p = f.p
    r = regnskap(
        f.plan, f.oppsett.grofter, f.inndeling, list(range(len(f.inndeling.etappe))), f.regler,
        f.valg,
    )  # fmt: skip
    hvem = "støtteberettigede adresser" if p.maal == STOTTE else "adresser, fritidsbygg medregnet"
    return Sak(
        tittel="Plan for videre utbygging av fiber",
        deler=(
            Saksdel(
                tittel="Bakgrunn",
                avsnitt=(*filter(None, (p.forankring,)), svaret),
            ),
            Saksdel(tittel="Dekning i dag", avsnitt=om_dekningen, tabell="slag",
                    kolonner=("slag", "stottes", "adr", "adr_uten", "adr_med", "adr_ukjent")),
            Saksdel(
                tittel="Det som bygges, og full utbygging" if f.delvis else "Full utbygging",
                avsnitt=(
                    rammen(f)
                    if f.delvis
                    else f"Planen når {tall(r.adresser)} {hvem} med {meter(r.grofter_m)} ny grøft.",
                    *om_planen,
                ),
                tabell="utbygging",
                kolonner=("hvem", "adresser", "groft_m", "sum_mill", "per_adresse_kr",
                          "gap_prosent"),
            ),
            *_videre(f),
        ),
    )  # fmt: skip


def _videre(f: Fiberplan) -> tuple[Saksdel, ...]:
    """Order, areas, curve and money."""
    p = f.p
    etapper = antall(int(f.inndeling.etappe.max(initial=0)), "etappe", "etapper")
    delt = "Utbyggingen" if not f.delvis else "Det budsjettet rekker til,"
    bygges = (
        f"{delt} er delt i {etapper} med høyst {tall(p.aarsbudsjett_kr)} kr og "
        f"{meter(p.aarskapasitet_m)} grøft i året. Et område bygges når "
        f"{prosent(p.forhaandsbestilling)} av adressene i det har bestilt."
    )
    return (
        Saksdel(
            tittel="Rekkefølge",
            avsnitt=(bygges if f.plan.adresser else "Ingenting bygges, så det er ingen etapper.",),
            tabell="etapper",
            kolonner=("etappe", "adresser", "groft_m", "kr", "adresser_sum", "kr_sum"),
        ),
        Saksdel(
            tittel="Områder",
            tabell="omraader",
            kolonner=("navn", "etappe", "adresser", "bestillinger", "kr", "kr_per_adresse"),
        ),
        Saksdel(
            tittel="Dekning for pengene",
            avsnitt=("Taket viser hva den beste tenkelige planen kunne nådd for samme sum.",),
            tabell="kurve",
            kolonner=("kr", "adresser", "i_rekken", "tak", "avstand_prosent"),
        ),
        Saksdel(
            tittel="Økonomi",
            avsnitt=(
                *(f"{hva}: {svar}." for hva, svar in soknadstall(f)),
                "Prisene er anslag der de er merket uverifisert, og må byttes ut med tilbud før "
                "vedtak.",
            ),
        ),
    )
