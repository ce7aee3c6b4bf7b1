"""Which rules hold in a municipality: the set of `regeldata`, with the municipality's own words."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from typing import Any, TypeGuard, get_args

import numpy as np
from pandas import isna

from analyser.felles.modell import Regelbruk
from analyser.felles.regeldata import REGELVERSJON, REGLER
from analyser.felles.regelmodell import (
    ALLE,
    OPERATORORD,
    Formaal,
    Merke,
    Omfang,
    Regel,
    Regeltype,
    Utvalg,
)
from analyser.felles.tekst import kort
from analyser.felles.terskeldata import TERSKLER
from gis.feil import ParameterFeil
from gis.kommune import Kommune, naermeste
from lag.katalog import KATALOG
from lag.modell import Lagdata

__all__ = [
    "ALLE", "EGET_VALG", "REGELVERSJON", "REGLER", "TERSKLER", "Formaal", "Merke", "Omfang",
    "Regel", "Regeltype", "bruk", "gjeldende", "gjeldende_terskler", "merke_av", "omfangsdata",
    "utvalgte",
]  # fmt: skip

EGET_VALG = "kommune.toml"
"""Version of a rule that the municipality has overridden."""
HELNING = "1:n"
"""Unit of a slope."""
NOKLER = ("avstand_m", "terskel", "trinn", "minste_andel", "type", "tekst", "hjemmel", "bare_i",
          "unntatt_i")  # fmt: skip
"""What a municipality may change in a rule."""


def gjeldende(kommune: Kommune, formaal: str | None = None) -> tuple[Regel, ...]:
    """Return the rules of layers that hold for `formaal` (None: for any purpose), in order.

    Raises
    ------
    ParameterFeil    for an unknown purpose, rule id or key, or a value that does not fit
    """
    if formaal is not None and formaal not in ALLE:
        raise ParameterFeil(f"Ukjent formål «{formaal}». {naermeste(formaal, list(ALLE))}")
    kjente = [regel.id for regel in (*REGLER, *TERSKLER)]
    for ident in kommune.regel:
        if ident not in kjente:
            raise ParameterFeil(f"regel.{ident} finnes ikke. {naermeste(ident, kjente)}")
    gjeldende_terskler(kommune)  # stops on a value that does not fit there
    regler = (_overstyrt(regel, kommune.regel.get(regel.id, {})) for regel in REGLER)
    return tuple(r for r in regler if formaal is None or formaal in r.formaal)


def gjeldende_terskler(kommune: Kommune) -> tuple[Regel, ...]:
    """Return the thresholds that no layer's features answer, with the municipality's own values."""
    return tuple(_overstyrt(regel, kommune.regel.get(regel.id, {})) for regel in TERSKLER)


def _overstyrt(regel: Regel, valg: Mapping[str, Any]) -> Regel:
    """Put the municipality's own values into a rule and mark it so."""
    for nokkel, verdi in valg.items():
        if nokkel not in NOKLER:
            raise ParameterFeil(
                f"regel.{regel.id}: ukjent nøkkel «{nokkel}». {naermeste(nokkel, list(NOKLER))}"
            )
        _krev_verdi(regel, nokkel, verdi)
    if not valg:
        return regel
    trinn = tuple(float(t) for t in valg.get("trinn", regel.trinn))
    siste = trinn[-1] if trinn else regel.terskel
    terskel = float(valg.get("avstand_m", valg.get("terskel", siste)))
    flyttet = terskel != regel.terskel and "tekst" not in valg
    tekst = str(valg.get("tekst", regel.tekst))
    hva = "avstand" if regel.operator == "innen" else "terskel"
    return replace(
        regel,
        terskel=terskel,
        trinn=trinn,
        minste_andel=float(valg.get("minste_andel", regel.minste_andel)),
        type=valg.get("type", regel.type),
        tekst=f"{tekst} (kommunens {hva}: {_med_enhet(terskel, regel)})" if flyttet else tekst,
        hjemmel=str(valg.get("hjemmel", regel.hjemmel)),
        bare_i=_omfang(valg["bare_i"]) if "bare_i" in valg else regel.bare_i,
        unntatt_i=_omfang(valg["unntatt_i"]) if "unntatt_i" in valg else regel.unntatt_i,
        merke="kommunens valg",
        gyldig_fra="",
    )


def _med_enhet(terskel: float, regel: Regel) -> str:
    """Write a threshold as its rule counts it, «50 m» or «1:4»."""
    skrevet = kort(terskel)
    return f"1:{skrevet}" if regel.enhet == HELNING else f"{skrevet} {regel.enhet}"


def _omfang(verdi: str) -> Omfang:
    """Ground of a condition as written: «lag», or «lag: kolonne=KODE,KODE»."""
    laget, _, resten = (del_.strip() for del_ in verdi.partition(":"))
    kolonne, _, koder = (del_.strip() for del_ in resten.partition("="))
    utvalg = {kolonne: tuple(k.strip() for k in koder.split(",") if k.strip())} if resten else {}
    return Omfang(lag=laget, utvalg=utvalg)


def _krev_verdi(regel: Regel, nokkel: str, verdi: object) -> None:
    """Stop on a value of the wrong kind."""
    sted = f"regel.{regel.id}.{nokkel}"
    match nokkel:
        case "avstand_m" | "terskel" | "minste_andel" | "trinn":
            _krev_tall(regel, nokkel, verdi)
        case "type":
            if verdi not in get_args(Regeltype):
                raise ParameterFeil(
                    f"{sted} er {verdi!r}, men må være en av: {', '.join(get_args(Regeltype))}."
                )
        case "bare_i" | "unntatt_i":
            _krev_omfang(sted, verdi)
        case _:
            if not (isinstance(verdi, str) and verdi.strip()):
                raise ParameterFeil(f"{sted} må være en tekst.")


def _krev_tall(regel: Regel, nokkel: str, verdi: object) -> None:
    """Stop on a number, or steps, that do not fit the rule."""
    sted = f"regel.{regel.id}.{nokkel}"
    if nokkel == "trinn":
        tallene = list(verdi) if isinstance(verdi, list | tuple) else []
        stigende = all(map(_er_tall, tallene)) and tallene == sorted(set(tallene))
        if not stigende or not tallene or not regel.trinn:
            raise ParameterFeil(f"{sted}: skriv avstander i stigende rekkefølge, som [200, 500].")
        return
    if not _er_tall(verdi):
        i = "i meter" if regel.enhet == "m" else f"({regel.enhet})"
        raise ParameterFeil(f"{sted} er {verdi!r}, men må være et tall {i}, 0 eller mer.")
    if nokkel == "minste_andel" and verdi >= 1:
        raise ParameterFeil(f"{sted} er {verdi!r}, men må være mindre enn 1.")
    if nokkel in ("avstand_m", "terskel") and regel.trinn:
        raise ParameterFeil(f"{sted}: regelen går i trinn. Bruk «trinn».")
    if nokkel == "avstand_m" and regel.operator != "innen":
        raise ParameterFeil(f"{sted}: regelen har ingen avstand. Bruk «terskel».")
    if nokkel == "terskel" and regel.enhet == HELNING and not verdi:
        raise ParameterFeil(f"{sted}: en helning 1:n må ha n over 0.")


def _er_tall(verdi: object) -> TypeGuard[float]:
    """Tell whether a value is a number from zero up, and no infinity."""
    if isinstance(verdi, bool) or not isinstance(verdi, int | float):
        return False
    return 0 <= verdi < math.inf


def _krev_omfang(sted: str, verdi: object) -> None:
    """Stop on a condition that names no layer of polygons, or a column that the layer has not."""
    if not isinstance(verdi, str) or not verdi.strip():
        raise ParameterFeil(f"{sted} må være et lag, som «kommuneplan» eller «lag: kolonne=KODE».")
    omfang = _omfang(verdi)
    if omfang.lag not in KATALOG:
        raise ParameterFeil(f"{sted}: laget «{omfang.lag}» finnes ikke. "
                            f"{naermeste(omfang.lag, list(KATALOG))}")  # fmt: skip
    if KATALOG[omfang.lag].geometri != "flate":
        raise ParameterFeil(f"{sted}: laget «{omfang.lag}» har ikke flater.")
    kolonner = [kolonne.navn for kolonne in KATALOG[omfang.lag].kolonner]
    for kolonne, koder in omfang.utvalg.items():
        if kolonne not in kolonner or not koder:
            raise ParameterFeil(f"{sted}: skriv «lag: kolonne=KODE,KODE». "
                                f"{naermeste(kolonne, kolonner)}")  # fmt: skip


def bruk(regel: Regel) -> Regelbruk:
    """Return the rule as it stands in a result."""
    eget = regel.merke == "kommunens valg"
    har_terskel = regel.terskel > 0
    return Regelbruk(
        id=regel.id,
        tekst=regel.tekst,
        lag=regel.lag,
        hjemmel=f"{regel.hjemmel} (kilde: {regel.kilde})",
        merke=regel.merke,
        versjon=EGET_VALG if eget else REGELVERSJON,
        type=regel.type,
        operator=OPERATORORD[regel.operator] if har_terskel else "i",
        terskel=regel.terskel if har_terskel else math.nan,
        enhet=regel.enhet if har_terskel else "",
        formaal=regel.formaal,
        gyldig_fra=regel.gyldig_fra,
        usikkerhet=regel.usikkerhet,
        myndighet=regel.myndighet,
    )


@cache
def merke_av(regel: Regel) -> str:
    """Mark of a rule's content: changes when anything that decides an answer does."""
    innhold = asdict(replace(regel, tekst="", hjemmel="", kilde="", usikkerhet="", myndighet=""))
    return sha256(json.dumps(innhold, sort_keys=True).encode()).hexdigest()


def utvalgte(regel: Regel, lagdata: Lagdata) -> Lagdata:
    """Return the layer with only the features that the rule is about; see `valgte`."""
    return valgte(lagdata, regel.utvalg)


def omfangsdata(omfang: Omfang, lagdata: Lagdata) -> Lagdata:
    """Return the layer of a condition with only the features that it speaks of; see `valgte`."""
    return valgte(lagdata, omfang.utvalg)


def valgte(lagdata: Lagdata, utvalg: Utvalg) -> Lagdata:
    """Return the layer with only the features that carry one of the codes.

    A plan code counts with or without its leading H and running number («H730», «730», «H730_2»).
    A feature without a code is kept: what is not known must not soften an answer.
    """
    if not utvalg or not lagdata.kjent:
        return lagdata
    data = lagdata.data
    for kolonne, koder in utvalg.items():
        if kolonne not in data:
            continue
        stamme = [("" if isna(v) else str(v)).partition("_")[0] for v in data[kolonne]]
        med = [not s or s in koder or f"H{s}" in koder for s in stamme]
        data = data[np.array(med, dtype=bool)]
    return replace(lagdata, data=data)
