"""Receipts and comparisons on the terminal."""

from analyser.felles.sammenligning import Sammenligning
from analyser.felles.tekst import antall, oppramsing
from kart.kvittering import Kvittering
from kart.terminal import si

VIS_HOEYST = 12
"""Sources listed one by one; the rest are counted."""


def vis_kvittering(kvittering: Kvittering) -> None:
    """Print a row that was computed again: numbers, formula, layers, dates, checksums."""
    si(kvittering.tittel, "bold")
    si(kvittering.rad)
    si(f"Kjøring {kvittering.kjoring}, regnet som {kvittering.dato}.")
    for tall in kvittering.tall:
        verdi = "intet tall (ikke kjent)" if tall.naa is None else repr(tall.naa)
        si(f"\n{tall.tittel}: {verdi}")
        si(f"  kvittering  {kvittering.kjoring}.{tall.ident}")
        si(f"  formel      {tall.formel}")
        si("  etterregnet til samme tall")
    si("\nLag", "bold")
    for kilde in kvittering.kilder[:VIS_HOEYST]:
        si(
            f"  {kilde.tittel} ({kilde.eier}): {kilde.status}, hentet {kilde.hentet or '–'}, "
            f"sha256 {kilde.sha256 or '–'}"
        )
    if len(kvittering.kilder) > VIS_HOEYST:
        si(f"  og {antall(len(kvittering.kilder) - VIS_HOEYST, 'lag', 'lag')} til")
    for regel in kvittering.regler:
        si(f"  Regel {regel.id}: {regel.tekst} ({regel.hjemmel}; {regel.merke}; {regel.versjon})")
    for ord_ in kvittering.versjoner:
        si(f"  Regnet med en annen versjon nå: {ord_}")


def vis_nytt(svar: Sammenligning) -> None:
    """Print what is new since last time."""
    for tittel, linjer in (("Endrede data", svar.lag), ("Endrede regler", svar.regler)):
        if linjer:
            si(tittel, "bold")
        for linje in linjer:
            si(f"  {linje}")
    forrige = ""
    for e in svar.endringer:
        if e.sted != forrige:
            si(f"{e.sted}  {e.navn}", "bold")
        forrige = e.sted
        si(f"  {e.hva}: {e.foer} → {e.naa}  (årsak: {oppramsing(e.aarsaker)})")
    endret = len({e.sted for e in svar.endringer})
    si(f"{antall(endret, 'område', 'områder')} endret, {svar.uendret} uendret.")
