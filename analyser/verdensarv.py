"""Verdensarv: rule layers told apart, sub-areas, and what is seen; never a verdict."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from analyser.felles.arv.delomraader import TILNAERMET, UKJENT, Plassert, circumferens, plasser
from analyser.felles.arv.lagregler import LAGREGLER, lagtabell
from analyser.felles.arv.synsfelt import Synsfelt, krev_faa, synsfelt
from analyser.felles.arv.synskart import synslag, synstabell
from analyser.felles.arv.tabeller import (
    KJERNE,
    SKJULT,
    SYNLIG,
    UVISST,
    Arvesak,
    arvesaker,
    attributtabell,
    deltabell,
    kartlagene,
    sakstabell,
)
from analyser.felles.lokale import EKSEMPELKOMMUNE, lokal
from analyser.felles.modell import Analyse, Grunnlag, Resultat
from analyser.felles.rein.grunn import NAVNGIR, PLANLAGT, saker
from analyser.felles.spor import kildebruk, ukjent_tekster
from analyser.felles.tekst import (
    IKKE_AVKLART,
    IKKE_KONSEKVENSUTREDNING,
    antall,
    oppramsing,
    prosent,
    tall,
)
from gis.geometri import felles
from lag.katalog.grunnlag import STEDSNAVN, TERRENG
from lag.katalog.kultur import CIRCUMFERENSEN, VERDENSARV
from lag.katalog.landbruk import DYRKA_JORD
from lag.modell import Lag

ANDRE_STEDER = (
    "Delområder, regler og attributter er skrevet for Røros bergstad og Circumferensen; et annet "
    "verdensarvområde har sine egne."
)
NEVNES = 4
"""Areas named in each sub-area; the table holds them all."""


@dataclass(frozen=True, slots=True)
class Parametre:
    """What the planner may change."""

    nokkelpunkter: tuple[str, ...] = lokal(
        ("Bergstaden", "Smelthytta", "Storwartz", "Nordgruvefeltet", "Femundshytta"), ()
    )
    """Places that are looked from, by their names in the register of place names. arealsils
    forslag, to be approved by the verdensarvkoordinator (uverifisert)."""
    hoyde_m: float = 8.0
    """Height of what is to be seen, metres: a house of two storeys. arealsils forslag."""
    rekkevidde_m: float = 15_000.0
    """Nothing beyond it is counted as seen, metres. arealsils forslag (uverifisert)."""
    circumferens_m: float = 45_200.0
    """Radius of the circle about Storwartz where no official buffer is known, metres. Source:
    roros.kommune.no; others say 44 and 45 km. Always labelled «tilnærmet»."""


def beregn(grunnlag: Grunnlag, p: Parametre) -> Resultat:
    """Tell rule layers and sub-areas apart, and what is seen from the key points."""
    punkter = krev_faa(p.nokkelpunkter)
    felt = synsfelt(grunnlag, punkter, p.hoyde_m, p.rekkevidde_m)
    deler = plasser(grunnlag)
    alle = arvesaker(grunnlag, saker(grunnlag), deler, felt)
    epsg = grunnlag.kommune.epsg
    return Resultat(
        analyse="verdensarv",
        tittel=ANALYSE.tittel,
        sporsmaal=ANALYSE.sporsmaal,
        svar=_svar(grunnlag, p, alle),
        punkter=_punkter(alle, felt),
        tabeller=(
            sakstabell(alle, epsg),
            deltabell(deler, grunnlag, alle),
            lagtabell(grunnlag, p.circumferens_m),
            synstabell(grunnlag, felt),
            attributtabell(alle),
        ),
        kartlag=(synslag(grunnlag, felt, p.rekkevidde_m), *kartlagene(deler, alle, epsg)),
        regler=(),
        kilder=kildebruk(grunnlag, KREVER),
        ukjent=(*ukjent_tekster(grunnlag, KREVER), *_ukjent(deler, felt, grunnlag, p)),
        parametre=asdict(p),
    )


def _svar(grunnlag: Grunnlag, p: Parametre, alle: Sequence[Arvesak]) -> str:
    """Answer in one sentence, with numbers."""
    if not grunnlag[VERDENSARV].kjent:
        return f"Verdensarvområdet er ikke kjent: {grunnlag[VERDENSARV].feil.rstrip('.')}."
    telt = {k: sum(a.klasse == k for a in alle) for k in (KJERNE, SYNLIG, SKJULT, UVISST)}
    buffer, hva = circumferens(grunnlag, p.circumferens_m)
    andel = felles(buffer, grunnlag.grense).area / grunnlag.grense.area
    merke = f" ({hva})" if hva == TILNAERMET else ""
    return (
        f"Av {antall(len(alle), 'planlagt område', 'planlagte områder')} ligger {telt[KJERNE]} i "
        f"kjerne eller delområde, {telt[SYNLIG]} er ellers synlige fra et nøkkelpunkt, "
        f"{telt[SKJULT]} er ikke synlige over bart terreng, og for {telt[UVISST]} er det ikke "
        f"kjent. Buffersonen{merke} dekker {prosent(andel, 1)} av kommunen og skiller ingen av dem."
    )


def _punkter(alle: Sequence[Arvesak], felt: Synsfelt) -> tuple[str, ...]:
    """Write the findings: by sub-area, and what is seen from where."""
    ut = []
    for navn in dict.fromkeys(d.om.navn for a in alle for d in a.deler):
        egne = [a.sak.navn for a in alle if any(d.om.navn == navn for d in a.deler)]
        vises = oppramsing(egne[:NEVNES])
        resten = f" og {len(egne) - NEVNES} til" if len(egne) > NEVNES else ""
        ut.append(f"{navn}: {tall(len(egne))} planlagt eller foreslått ({vises}{resten}).")
    for punkt in felt.punkter:
        sett = sum(punkt in a.fra for a in alle)
        ut.append(f"Fra {punkt} ses {tall(sett)} av områdene over bart terreng.")
    return (*ut, IKKE_AVKLART, IKKE_KONSEKVENSUTREDNING)


def _ukjent(
    deler: Sequence[Plassert], felt: Synsfelt, grunnlag: Grunnlag, p: Parametre
) -> tuple[str, ...]:
    """Say what the method cannot tell."""
    uten = [d.om.navn for d in deler if d.grunnlag == UKJENT]
    sirkel = [d.om.navn for d in deler if d.grunnlag == TILNAERMET]
    _, hva = circumferens(grunnlag, p.circumferens_m)
    mangler = oppramsing(felt.mangler)
    return (
        *((f"Synlighet er ikke kjent: {felt.ukjent}.",) if felt.ukjent else ()),
        *((f"Nøkkelpunkter uten sted i registeret, eller utenfor terrenget: {mangler}.",)
          if mangler else ()),
        *((f"Delområder uten flate: {oppramsing(uten)}.",) if uten else ()),
        *((f"Tilnærmet med sirkel: {oppramsing(sirkel)}.",) if sirkel else ()),
        *(("Circumferensen er tegnet som sirkel (tilnærmet).",) if hva == TILNAERMET else ()),
        "Synlighet er regnet over bart terreng, uten skog, hus og lys.",
        "NB!-områdenes kode er ikke sett i kilden (uverifisert).",
        *((ANDRE_STEDER,) if grunnlag.kommune.nummer != EKSEMPELKOMMUNE else ()),
    )  # fmt: skip


KREVER: tuple[Lag, ...] = tuple(
    dict.fromkeys(
        (VERDENSARV, CIRCUMFERENSEN, *(r.post for r in LAGREGLER), DYRKA_JORD, STEDSNAVN, TERRENG,
         *PLANLAGT, *NAVNGIR)
    )
)  # fmt: skip

ANALYSE = Analyse(
    navn="verdensarv",
    tittel="Verdensarv",
    sporsmaal="Hva av det planlagte ligger i verdensarven eller er synlig fra den?",
    krever=KREVER,
    parametre=Parametre(),
    beregn=beregn,
)
