"""Sentences that must read the same wherever they stand: page, portal, workbook, GeoPackage."""

from collections.abc import Mapping

from analyser.felles.modell import Status
from analyser.felles.tekst import REINDRIFT_VARSEL

EKSEMPEL = "Eksempeldata – ikke offisielle"
"""Stands on everything made from the embedded example."""
EKSEMPEL_FORKLART = (
    "Dataene er oppdiktet for å vise hvordan programmet virker. De sier ingenting om virkelige "
    "eiendommer, rettigheter, planer eller naturverdier."
)
UTKAST = "Arbeidsutkast – ikke vedtatt plan"
"""Stands on every map and table."""
FORBEHOLD = (
    "Kartet er et kunnskapsgrunnlag og erstatter ikke saksbehandling. Manglende treff betyr ikke "
    "at området er avklart."
)
REINDRIFT = REINDRIFT_VARSEL
"""Ends everything that shows reindeer herding."""
SVARENE: Mapping[Status, str] = {
    Status.TREFF: (
        "Området berører minst ett objekt i laget. Er laget et aktsomhetskart, må forholdet "
        "utredes."
    ),
    Status.IKKE_TREFF: (
        "Området er kartlagt, og ingen objekter i laget berører det. Det er ikke det samme som "
        "avklart."
    ),
    Status.IKKE_KARTLAGT: (
        "Hele eller deler av området er ikke kartlagt for dette laget. Kartet kan verken bekrefte "
        "eller avkrefte noe der."
    ),
    Status.IKKE_KJENT: ("Kilden er ikke hentet, eller den svarte ikke. Spørsmålet står åpent."),
}
"""The four answers as the reader meets them."""
