"""What is expected of a layer, what it costs when it does not hold, and drift since last time.

Pure. The expectations that the data themselves must meet (columns, codes, CRS, place, validity,
dates) are checked in `lag.kontroll` and `lag.kolonner`; here stand those that need the copy from
before, and the list of all of them with the severity stated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import shapely
from geopandas import GeoDataFrame
from pandas import Series

from gis.feil import KildeFeil
from gis.tekst import antall, noe_tapt
from lag.modell import Lag, Lagdata

Alvor = Literal["stopper", "ikke kjent", "svekker", "merknad"]
"""stopper: the run stops. ikke kjent: the new answer is refused; the copy from before is used if
there is one. svekker: no hit becomes «ikke kartlagt». merknad: told, changes no answer."""

HALVERT = 0.5
"""Share of the features of last time below which a new answer is not believed; our own choice."""


@dataclass(frozen=True, slots=True)
class Forventning:
    """One thing that is expected of every layer."""

    navn: str
    """Short name, bokmål."""
    hva: str
    """What must hold, bokmål."""
    alvor: Alvor
    """What happens when it does not."""


FORVENTNINGER = (
    Forventning("koordinatsystem", "er oppgitt, ett, og det det ble bedt om", "stopper"),
    Forventning("sted", "objektene ligger i eller rundt kommunen", "stopper"),
    Forventning("påkrevde kolonner", "finnes i kilden", "stopper"),
    Forventning("geometritype", "minst ett objekt har lagets geometritype", "stopper"),
    Forventning("fullstendig", "alt tjenesten sier den har, er mottatt", "ikke kjent"),
    Forventning("antall", "er ikke falt til under halvparten siden sist", "ikke kjent"),
    Forventning("minste antall", "et lag som aldri er tomt, er ikke tomt", "ikke kjent"),
    Forventning("sjekksum", "lagrede filer er som da de ble skrevet", "ikke kjent"),
    Forventning("hele objekter", "hvert objekt har geometri, sted og kode", "svekker"),
    Forventning("koder", "hver kode står i kodelisten", "merknad"),
    Forventning("gyldige flater", "ingen flate krysser seg selv (repareres)", "merknad"),
    Forventning("datoer", "er datoer, og ligger mellom 1600 og 2200", "merknad"),
    Forventning("rett kilde", "noen av kolonnene som beskriver laget, finnes", "merknad"),
    Forventning("skjema", "kolonnene er de samme som sist, med samme slags verdier", "merknad"),
    Forventning("ferskhet", "kopien er ikke eldre enn laget tåler", "merknad"),
)
"""Every expectation, gravest first."""


def alvor(merknad: str) -> Alvor:
    """Return what a remark on a loaded layer costs."""
    return "svekker" if noe_tapt((merknad,)) else "merknad"


def funn(data: Lagdata, i_dag: date) -> list[tuple[Alvor, str]]:
    """List what did not hold for a loaded layer, gravest first; its age is of `i_dag`."""
    ukjent: list[tuple[Alvor, str]] = [("ikke kjent", data.feil)] if data.feil else []
    andre = [(alvor(merknad), merknad) for merknad in data.merknader]
    if data.gammel(i_dag):
        sist = (data.bekreftet or data.hentet)[:10]
        andre.append(("merknad", f"Kopien fra {sist} er eldre enn {data.post.gyldig_dager} dager."))
    return ukjent + sorted(andre, key=lambda par: par[0] != "svekker")


def kolonneslag(data: GeoDataFrame) -> dict[str, str]:
    """Return the source's columns, name → kind of value; empty text where there are no values."""
    return {str(navn): _slag(data[navn]) for navn in data.columns if navn != data.geometry.name}


def _slag(kolonne: Series) -> str:
    """Kind of the first value, which stands for the column."""
    kjente = kolonne.dropna()
    verdi = kjente.iloc[0] if len(kjente) else None
    match verdi:
        case None:
            return ""
        case bool() | np.bool_():
            return "ja/nei"
        case int() | float() | np.number():
            return "tall"
        case date():
            return "tid"
    return "tekst"


def drift(forut: Mapping[str, str], naa: Mapping[str, str], sist: str) -> list[str]:
    """Name every column that went, came or changed its kind since the copy of `sist` (ISO)."""
    if not forut or not naa:
        return []
    siden = f"siden kopien fra {sist[:10]}"
    linjer = [f"Kolonnen «{navn}» er borte {siden}." for navn in forut if navn not in naa]
    linjer += [f"Kolonnen «{navn}» er ny {siden}." for navn in naa if navn not in forut]
    linjer += [
        f"Kolonnen «{navn}» har gått fra {forut[navn]} til {naa[navn]} {siden}."
        for navn in forut
        if forut[navn] and naa.get(navn) and forut[navn] != naa[navn]
    ]
    return linjer


def krev_geometri(post: Lag, data: GeoDataFrame, merknader: Sequence[str]) -> None:
    """Stop an answer in which no feature has a place: its geometry property has another name.

    Parameters
    ----------
    merknader    what was remarked while reading a file; of a table without coordinates it says all

    Raises
    ------
    KildeFeil    naming where to say it
    """
    former = np.asarray(data.geometry.array, dtype=object)
    if len(data) and (shapely.is_missing(former) | shapely.is_empty(former)).all():
        raad = " ".join(merknader) or (
            "Har geometrifeltet skiftet navn? Skriv det nye som geometrifelt under "
            f"[lag.{post.navn}] i kommune.toml."
        )
        raise KildeFeil(f"ingen av {antall(len(data))} har geometri. {raad}")


def krev_antall(post: Lag, brukt: int, forut: int | None) -> None:
    """Stop an answer that is too small to be believed.

    Parameters
    ----------
    brukt    features that the layer would keep now
    forut     features that the good copy keeps; None when there is none, or the user has said yes

    Raises
    ------
    KildeFeil    if there are fewer than the layer always has, or less than half of last time
    """
    if brukt < post.minst:
        raise KildeFeil(
            f"tjenesten ga {antall(brukt)} som kan brukes, men laget har alltid minst "
            f"{post.minst}. Svaret brukes ikke. Kontroller adressen, området og eventuelle filtre."
        )
    if forut and brukt < forut * HALVERT:
        raise KildeFeil(
            f"tjenesten ga {antall(brukt)} som kan brukes, mot {forut} sist. Et fall til under "
            "halvparten brukes ikke uten videre. Er det rett, kjør «arealsil hent "
            f"{post.navn} --godta-fall»."
        )
