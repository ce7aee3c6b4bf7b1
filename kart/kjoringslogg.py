"""The run's own record, kjoring.json: versions, parameters, sources, files."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from analyser.felles.modell import Resultat
from gis.kommune import Kommune
from lag.modell import Lagdata

LOGGFIL = "kjoring.json"
"""Name of the record of a run."""
LENGDE = 12
"""Hex digits of the run id: 48 bits, enough to tell the runs of one municipality apart."""


def _som_json(verdi: object) -> str:
    """JSON in bytes that depend on the content alone."""
    return json.dumps(verdi, ensure_ascii=False, indent=2, sort_keys=True, default=str)


def kildeliste(lagene: Mapping[str, Lagdata]) -> list[dict[str, object]]:
    """One record per layer: where it came from, when, with which checksum, or why it did not."""
    return [
        {
            "lag": navn,
            "tittel": data.post.tittel,
            "status": data.status,
            "antall": len(data.data),
            "kilde": data.kilde,
            "hentet": data.hentet,
            "sha256": data.sha256,
            "eksempel": data.eksempel,
            "feil": data.feil,
            "merknader": list(data.merknader),
        }
        for navn, data in sorted(lagene.items())
    ]


def oppskrift(
    kommune: Kommune, dato: str, versjoner: Mapping[str, str], parametre: Mapping[str, Any]
) -> dict[str, object]:
    """Gather what was asked: configuration, day, versions, parameters; no clock, no path."""
    return {
        "kommune": {
            "nummer": kommune.nummer,
            "navn": kommune.navn,
            "epsg": kommune.epsg,
            "boks": list(kommune.boks.grenser),
            "margin_m": kommune.margin_m,
            "datakilde": kommune.datakilde,
            "lag": {k: v.model_dump(exclude_defaults=True) for k, v in kommune.lag.items()},
            "analyse": {k: dict(v) for k, v in kommune.analyse.items()},
            "regel": {k: dict(v) for k, v in kommune.regel.items()},
        },
        "dato": dato,
        "versjoner": dict(versjoner),
        "parametre": dict(parametre),
    }


def kjoring_id(oppskriften: Mapping[str, object], lagene: Mapping[str, Lagdata]) -> str:
    """Id of the run: equal input and equal data give the same id, whenever it is run."""
    data = {navn: (d.status, d.sha256, d.hentet) for navn, d in sorted(lagene.items())}
    return sha256(_som_json([oppskriften, data]).encode()).hexdigest()[:LENGDE]


def filer_i(tekst: bytes) -> dict[str, str]:
    """File name → sha256 that a record lists; empty where the text is no record."""
    try:
        filer = json.loads(tekst)["filer"]
        return {str(navn): str(sum_) for navn, sum_ in filer.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def logg(
    oppskriften: Mapping[str, object],
    lagene: Mapping[str, Lagdata],
    resultater: Sequence[Resultat],
    filer: Mapping[str, str],
    klokke: Mapping[str, str],
) -> str:
    """Text of kjoring.json.

    Parameters
    ----------
    oppskriften    from `oppskrift`
    lagene         every layer that was loaded
    resultater     the answers
    filer          file name → sha256 of what was written
    klokke         startet, ferdig: ISO times; the only part that differs between equal runs
    """
    return _som_json(
        {
            "kjoring": kjoring_id(oppskriften, lagene),
            "oppskrift": dict(oppskriften),
            "klokke": dict(klokke),
            "kilder": kildeliste(lagene),
            "svar": {r.analyse: r.svar for r in resultater},
            "regler": sorted({f"{k.id} {k.versjon}" for r in resultater for k in r.regler}),
            "filer": dict(filer),
        }
    )
