"""Which rules hold in a municipality: the set of `regeldata`, with the municipality's own words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import numpy as np
from pandas import isna

from analyser.felles.modell import Regelbruk
from analyser.felles.regeldata import (
    ALLE,
    REGELVERSJON,
    REGLER,
    Formaal,
    Merke,
    Regel,
    Regeltype,
)
from gis.feil import ParameterFeil
from gis.kommune import Kommune, naermeste
from lag.modell import Lagdata

__all__ = [
    "ALLE", "EGET_VALG", "REGELVERSJON", "REGLER", "Formaal", "Merke", "Regel", "Regeltype",
    "bruk", "gjeldende", "utvalgte",
]  # fmt: skip

EGET_VALG = "kommune.toml"
"""Version of a rule that the municipality has overridden."""
NOKLER = ("avstand_m", "type", "tekst")
"""What a municipality may change in a rule."""


def gjeldende(kommune: Kommune, formaal: str | None = None) -> tuple[Regel, ...]:
    """Return the rules that hold for `formaal` (None: for any purpose), in the set's order.

    Raises
    ------
    ParameterFeil    for an unknown purpose, rule id or key, or a value that does not fit
    """
    if formaal is not None and formaal not in ALLE:
        raise ParameterFeil(f"Ukjent formål «{formaal}». {naermeste(formaal, list(ALLE))}")
    kjente = [regel.id for regel in REGLER]
    for ident in kommune.regel:
        if ident not in kjente:
            raise ParameterFeil(f"regel.{ident} finnes ikke. {naermeste(ident, kjente)}")
    regler = (_overstyrt(regel, kommune.regel.get(regel.id, {})) for regel in REGLER)
    return tuple(r for r in regler if formaal is None or formaal in r.formaal)


def _overstyrt(regel: Regel, valg: Mapping[str, Any]) -> Regel:
    """Put the municipality's own values into a rule and mark it so."""
    for nokkel, verdi in valg.items():
        if nokkel not in NOKLER:
            raise ParameterFeil(
                f"regel.{regel.id}: ukjent nøkkel «{nokkel}». {naermeste(nokkel, list(NOKLER))}"
            )
        _krev_verdi(regel.id, nokkel, verdi)
    if not valg:
        return regel
    avstand_m = float(valg.get("avstand_m", regel.avstand_m))
    flyttet = avstand_m != regel.avstand_m and "tekst" not in valg
    tekst = str(valg.get("tekst", regel.tekst))
    return replace(
        regel,
        avstand_m=avstand_m,
        type=valg.get("type", regel.type),
        tekst=f"{tekst} (kommunens avstand: {avstand_m:g} m)" if flyttet else tekst,
        merke="kommunens valg",
        gyldig_fra="",
    )


def _krev_verdi(ident: str, nokkel: str, verdi: object) -> None:
    """Stop on a value of the wrong kind."""
    sted = f"regel.{ident}.{nokkel}"
    if nokkel == "avstand_m":
        if isinstance(verdi, bool) or not isinstance(verdi, int | float) or verdi < 0:
            raise ParameterFeil(f"{sted} er {verdi!r}, men må være et tall i meter, 0 eller mer.")
    elif nokkel == "type" and verdi not in get_args(Regeltype):
        raise ParameterFeil(
            f"{sted} er {verdi!r}, men må være en av: {', '.join(get_args(Regeltype))}."
        )
    elif nokkel == "tekst" and not (isinstance(verdi, str) and verdi.strip()):
        raise ParameterFeil(f"{sted} må være en tekst.")


def bruk(regel: Regel) -> Regelbruk:
    """Return the rule as it stands in a result."""
    eget = regel.merke == "kommunens valg"
    return Regelbruk(
        id=regel.id,
        tekst=regel.tekst,
        lag=regel.lag,
        hjemmel=f"{regel.hjemmel} (kilde: {regel.kilde})",
        merke=regel.merke,
        versjon=EGET_VALG if eget else REGELVERSJON,
    )


def utvalgte(regel: Regel, lagdata: Lagdata) -> Lagdata:
    """Return the layer with only the features that the rule is about.

    A plan code counts with or without its leading H and running number («H730», «730», «H730_2»).
    A feature without a code is kept: what is not known must not soften an answer.
    """
    if not regel.utvalg or not lagdata.kjent:
        return lagdata
    data = lagdata.data
    for kolonne, koder in regel.utvalg.items():
        if kolonne not in data:
            continue
        stamme = [("" if isna(v) else str(v)).partition("_")[0] for v in data[kolonne]]
        med = [not s or s in koder or f"H{s}" in koder for s in stamme]
        data = data[np.array(med, dtype=bool)]
    return replace(lagdata, data=data)
