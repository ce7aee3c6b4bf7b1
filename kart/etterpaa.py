"""What is said on the terminal when a run is done: where it lies, receipts, comparisons."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

from analyser.felles.lokale import lokale
from analyser.felles.modell import Analyse
from analyser.felles.sammenligning import Sammenligning
from analyser.felles.tekst import antall, oppramsing
from kart.kjoring import Kjoring
from kart.kvittering import Kvittering
from kart.ordlyd import EKSEMPEL
from kart.terminal import si, skriv_linjer

EGNE_VALG = (
    "# Kommunens egne valg, her med Røros' verdier som mønster. Sett egne, og fjern # foran",
    "# linjene. Til da står de tomme (skoggrensen på Røros' verdi), og svarene sier det.",
)
"""Said above the parameters that only the municipality can set, in its kommune.toml."""
VIS_HOEYST = 12
"""Sources listed one by one; the rest are counted."""


def si_ferdig(kjoring: Kjoring, side: Path) -> None:
    """Say where the result lies, and what kind it is."""
    if kjoring.eksempel:
        si(f"\n{EKSEMPEL}.", "bold")
    si(f"Skrevet til {side} (kjøring {kjoring.kjoring_id}).")


def vis_parametre(
    analysene: Iterable[Analyse[Any]], endret: Mapping[str, Mapping[str, Any]]
) -> None:
    """Print what may be changed in each analysis, as blocks that kommune.toml takes.

    Parameters
    ----------
    endret    analysis → what the municipality has set already
    """
    for analyse in analysene:
        skriv_linjer(["", f"[analyse.{analyse.navn}]"])
        verdier = asdict(analyse.med(endret.get(analyse.navn, {}))).items()
        skriv_linjer(f"{navn} = {som_toml(verdi)}" for navn, verdi in verdier)


def egne_valg(analyser: Mapping[str, Analyse[Any]]) -> list[str]:
    """Return blocks to fill in, with Røros's values: what every municipality must set itself."""
    ut = ["", *EGNE_VALG]
    for navn, analyse in analyser.items():
        egne = lokale(analyse.parametre)
        if egne:
            ut += ["", f"# [analyse.{navn}]", *(f"# {p} = {som_toml(v)}" for p, v in egne.items())]
    return ut


def som_toml(verdi: object) -> str:
    """Write a number, a text, a yes or no, or a row of them as TOML does."""
    if isinstance(verdi, tuple | list):
        return f"[{', '.join(map(som_toml, verdi))}]"
    if isinstance(verdi, float) and not isfinite(verdi):
        return str(verdi)
    return json.dumps(verdi, ensure_ascii=False)


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
        si(f"  {e.hva}: {e.forut} → {e.naa}  (årsak: {oppramsing(e.aarsaker)})")
    endret = len({e.sted for e in svar.endringer})
    si(f"{antall(endret, 'område', 'områder')} endret, {svar.uendret} uendret.")
