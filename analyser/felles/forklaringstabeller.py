"""The tables that tell what would change a red site, and what each rule keeps."""

from collections.abc import Mapping, Sequence

import numpy as np
from pandas import DataFrame

from analyser.felles.modell import Tabell
from analyser.felles.stedssvar import Stedssvar
from analyser.felles.svar import tallkolonne, tekstkolonne


def forklaringstabeller(
    steder: Sequence[Stedssvar], tekster: Mapping[str, str]
) -> tuple[Tabell, ...]:
    """Return what would make the red sites yellow, and what each rule keeps; none when none is."""
    if not any(sted.forklaringer for sted in steder):
        return ()
    return _endringer(steder), _skyld(steder, tekster)


def _endringer(steder: Sequence[Stedssvar]) -> Tabell:
    """List the changes, the smallest first."""
    rader = [
        {
            "id": sted.id, "navn": sted.navn, "maate": f.maate, "tekst": f.tekst,
            "mistet_daa": f.mistet_daa if f.geometri is not None else np.nan,
            "beholdt_daa": f.beholdt_daa if f.geometri is not None else np.nan,
            "utfall_etter": f.utfall_etter,
        }
        for sted in steder
        for f in sted.forklaringer
    ]  # fmt: skip
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("maate", "Måte"),
        tekstkolonne("tekst", "Hva som må til"),
        tallkolonne("mistet_daa", "Gis opp", "daa", 1, "Området minus den endrede formen."),
        tallkolonne("beholdt_daa", "Er igjen", "daa", 1, "Arealet av den endrede formen."),
        tekstkolonne("utfall_etter", "Utfall silt på nytt"),
    )
    return Tabell(
        navn="forklaringer",
        tittel="Minste endring som gjør at et utelukket område ikke lenger er utelukket",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Hver endret form er silt på nytt. Å klippe er den minste endringen; en "
        "flyttet grense er lettere å tegne.",
        kartlag="omraader",
    )


def _skyld(steder: Sequence[Stedssvar], tekster: Mapping[str, str]) -> Tabell:
    """Ground that one rule, or two together, keep."""
    rader = [
        {
            "id": sted.id, "navn": sted.navn, "daa": ett.daa,
            "regler": " og ".join(tekster[regel] for regel in ett.regler),
            "hvordan": "alene" if len(ett.regler) == 1 else "sammen",
        }
        for sted in steder
        for ett in sted.skyld
    ]  # fmt: skip
    kolonner = (
        tekstkolonne("id", "ID"),
        tekstkolonne("navn", "Område"),
        tekstkolonne("regler", "Regel"),
        tekstkolonne("hvordan", "Alene eller sammen"),
        tallkolonne(
            "daa", "Frigis", "daa", 2, "Grunn som bare denne regelen, eller bare disse to, holder."
        ),
    )
    return Tabell(
        navn="skyld",
        tittel="Grunn som én regel, eller to sammen, holder utelukket",
        kolonner=kolonner,
        data=DataFrame(rader, columns=[k.navn for k in kolonner]),
        forklaring="Regler uten eget areal, som en linje uten avstand, frigir 0 daa.",
        kartlag="omraader",
    )
