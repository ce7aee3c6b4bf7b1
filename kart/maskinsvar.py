"""A screening for programs: JSON of every record, and CSV of the summary."""

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from io import StringIO
from numbers import Integral
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from analyser.felles.modell import Resultat, Tabell
from gis.kommune import Kommune
from gis.tekst import uten_formel
from kart.kjoring import Kjoring
from kart.ordlyd import EKSEMPEL, FORBEHOLD, REINDRIFT, UTKAST
from kart.tabell import mangler, overskrift, tekst

MM = 0.001
"""Coordinates are written to the millimetre."""


def enkelt(verdi: object) -> Any:  # noqa: ANN401 – JSON is whatever the record holds
    """Return a record as JSON holds it: dataclasses as objects, NaN as null, shapes as GeoJSON."""
    if isinstance(verdi, BaseGeometry):
        return geojson(verdi)
    if is_dataclass(verdi) and not isinstance(verdi, type):
        return {f.name.rstrip("_"): enkelt(getattr(verdi, f.name)) for f in fields(verdi)}
    if isinstance(verdi, Mapping):
        return {str(k): enkelt(v) for k, v in verdi.items()}
    if isinstance(verdi, tuple | list):
        return [enkelt(v) for v in verdi]
    if isinstance(verdi, float) and not math.isfinite(verdi):
        return None
    return verdi.value if isinstance(verdi, Enum) else verdi


def geojson(form: BaseGeometry) -> dict[str, Any]:
    """Shape as GeoJSON geometry, coordinates in the CRS that it is in, to the millimetre."""
    avrundet = shapely.transform(form, lambda xy: (xy / MM).round() * MM)
    return json.loads(shapely.to_geojson(avrundet))  # type: ignore[no-any-return]


def som_json(resultat: Resultat, kommune: Kommune, kjoring: Kjoring) -> str:
    """Return the whole screening as JSON text; same input, same bytes."""
    dokument = {
        "merking": [*([EKSEMPEL] if kjoring.eksempel else []), UTKAST, FORBEHOLD, REINDRIFT],
        "kommune": {"nummer": kommune.nummer, "navn": kommune.navn},
        "kjoring": kjoring.kjoring_id,
        "dato": kjoring.dato.isoformat(),
        "crs": f"EPSG:{kommune.epsg}",
        "enheter": "daa = 1000 m²; null = ikke kjent",
        "svar": resultat.svar,
        "ukjent": list(resultat.ukjent),
        "regler": enkelt(resultat.regler),
        "kilder": enkelt(resultat.kilder),
        "steder": enkelt(resultat.steder),
    }
    return json.dumps(dokument, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def som_csv(tabell: Tabell) -> str:
    """Return a table as CSV for a Norwegian spreadsheet: semicolons, decimal commas."""
    ut = StringIO()
    skriver = csv.writer(ut, delimiter=";", lineterminator="\r\n")
    skriver.writerow([overskrift(info) for info in tabell.kolonner])
    kolonner = [(info, list(tabell.data[info.navn])) for info in tabell.kolonner]
    for nr in range(len(tabell.data)):
        skriver.writerow([_celle(verdier[nr], info.desimaler) for info, verdier in kolonner])
    return "\ufeff" + ut.getvalue()


def _celle(verdi: object, desimaler: int | None) -> str:
    """One cell: number with comma and no blanks, text that is no formula."""
    if mangler(verdi):
        return ""
    if isinstance(verdi, float):
        sifre = 2 if desimaler is None and not verdi.is_integer() else desimaler or 0
        return f"{verdi:.{sifre}f}".replace(".", ",") if math.isfinite(verdi) else ""
    heltall = isinstance(verdi, Integral) and not isinstance(verdi, bool)
    skrevet = str(verdi) if heltall else tekst(verdi)
    return uten_formel(skrevet) if isinstance(verdi, str) else skrevet
