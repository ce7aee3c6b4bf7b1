"""World heritage: attributes × elements of the action, with an empty field for the expert.

In the manner of the guidance of 2022 (ICOMOS, ICCROM, IUCN, UNESCO), in our own words: a screening
table, never a verdict. The matrix of 2011 is an optional view and is called replaced.
"""

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from analyser.felles.modell import Status, Tabell
from analyser.felles.stedssvar import Attributtrad, Lagsvar, Stedssvar
from analyser.felles.svar import tekstkolonne
from analyser.felles.tekst import antall, meter
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV

ERSTATTET = "erstattet 2022"
"""Must stand wherever the matrix of 2011 is shown."""
ATTRIBUTTER: Mapping[str, tuple[str, ...]] = {
    "Bergstaden: gatenett, gårdsrom og trehus": ("fredede_bygninger", "sefrak", "kulturmiljoer"),
    "Smelthytta og slagghaugene": ("kulturminner",),
    "Gruvene (Storwartz og Nordgruvefeltet)": ("gruver_gamle", "kulturminner"),
    "Transportvegene, også vintervegen": ("kulturminner",),
    "Vannkraften: dammer, kanaler og renner": ("elver", "innsjoer"),
    "Kullbrenning og skogbruk": ("kulturminner",),
    "Jordbrukslandskapet": ("dyrka_jord", "kulturmiljoer"),
    "Femundshytta": ("verdensarv",),
    "Utsyn fra og til Bergstaden": ("verdensarv",),
}
"""Attribute → layers that tell something of it. A proposal from the nomination's themes, to be
approved by the verdensarvkoordinator (uverifisert)."""
ELEMENTER: Mapping[str, tuple[str, ...]] = {
    "": ("bygg og anlegg", "veg og adkomst", "inngrep i terrenget", "lys, støy og ferdsel"),
    "raastoff": ("uttak og tipper", "anleggsveg", "støv, støy og rystelser", "etterbruk"),
}
"""Purpose → elements of the action; «» for all others. arealsils forslag (uverifisert)."""
SKALA = ("ingen", "ubetydelig", "liten", "moderat", "stor")
"""Scale of change of 2011, least first."""
MATRISE_2011: Mapping[str, tuple[str, ...]] = {
    "svært høy (verdensarv)": (
        "nøytral", "liten", "moderat/stor", "stor/svært stor", "svært stor",
    ),
    "høy": ("nøytral", "liten", "moderat/liten", "moderat/stor", "stor/svært stor"),
    "middels": ("nøytral", "nøytral/liten", "liten", "moderat", "moderat/stor"),
    "lav": ("nøytral", "nøytral/liten", "nøytral/liten", "liten", "liten/moderat"),
    "ubetydelig": ("nøytral", "nøytral", "nøytral/liten", "nøytral/liten", "liten"),
}  # fmt: skip
"""Value → significance per scale of change, ICOMOS 2011, from memory (uverifisert)."""


def attributtrader(svar: Sequence[Lagsvar], formaal: str) -> tuple[Attributtrad, ...]:
    """Return the screening table of one site; empty where neither layer hits nor is not known."""
    per_lag = {ett.lag: ett for ett in svar}
    arv = [per_lag[post.navn] for post in (VERDENSARV, CIRCUMFERENSEN) if post.navn in per_lag]
    if not any(ett.status in (Status.TREFF, Status.IKKE_KJENT) for ett in arv):
        return ()
    return tuple(
        Attributtrad(
            attributt=attributt,
            element=element,
            opplysninger="; ".join(_sagt(per_lag[navn]) for navn in lagene if navn in per_lag),
            faglig_vurdering="",
        )
        for attributt, lagene in ATTRIBUTTER.items()
        for element in ELEMENTER.get(formaal, ELEMENTER[""])
    )


def _sagt(svar: Lagsvar) -> str:
    """Say what the map tells of one layer at the site."""
    if svar.status == Status.TREFF and svar.antall > 0:
        soner = sorted({v for o in svar.objekter for k, v in o.egenskaper if k == "Sone"})
        i = f" ({', '.join(soner)})" if soner else ""
        return f"{svar.tittel}: {antall(int(svar.antall), 'objekt', 'objekter')} truffet{i}"
    if svar.status == Status.IKKE_KJENT:
        return f"{svar.tittel}: ikke kjent"
    if svar.avstand_m == svar.avstand_m:
        return f"{svar.tittel}: nærmeste objekt {meter(svar.avstand_m)} unna"
    return f"{svar.tittel}: {svar.status}"


def verdensarvtabeller(steder: Sequence[Stedssvar], vis_2011: bool) -> tuple[Tabell, ...]:
    """Return the screening table of all sites, and the matrix of 2011 when it is asked for."""
    rader = [
        {"id": sted.id, "navn": sted.navn, "attributt": rad.attributt, "element": rad.element,
         "opplysninger": rad.opplysninger, "vurdering": rad.faglig_vurdering}
        for sted in steder for rad in sted.verdensarv
    ]  # fmt: skip
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("attributt", "Attributt"),
        tekstkolonne("element", "Del av tiltaket"),
        tekstkolonne("opplysninger", "Hva kartene sier"),
        tekstkolonne("vurdering", "Faglig vurdering", "Fylles ut av fagkyndig."),
    )
    tabell = Tabell(
        navn="verdensarv",
        tittel="Verdensarv: attributter mot deler av tiltaket (screening)",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Etter mønster av veilederen fra 2022, med egne ord. Attributtlisten er et "
        "forslag som verdensarvkoordinatoren må godkjenne (uverifisert). Tabellen er en screening "
        "og aldri en konklusjon.",
        kartlag="omraader",
    )
    return (*((tabell,) if rader else ()), *((_matrisen(),) if vis_2011 else ()))


def _matrisen() -> Tabell:
    """Build the matrix of 2011, to be looked up by those who know it."""
    rader = [
        {"verdi": verdi, **dict(zip(_navn(), celler, strict=True))}
        for verdi, celler in MATRISE_2011.items()
    ]
    return Tabell(
        navn="verdensarv_2011",
        tittel=f"ICOMOS 2011: verdi og endring ({ERSTATTET})",
        kolonner=(
            tekstkolonne("verdi", "Verdi"),
            *(tekstkolonne(n, s) for n, s in zip(_navn(), SKALA, strict=True)),
        ),
        data=DataFrame(rader),
        forklaring=f"Matrisen fra 2011 er {ERSTATTET} og gjengitt etter hukommelsen (uverifisert).",
    )


def _navn() -> list[str]:
    return [f"endring_{nr}" for nr in range(len(SKALA))]
