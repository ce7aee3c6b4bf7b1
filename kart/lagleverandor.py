"""Map layers of a run for the OGC API; loaded by pygeoapi, and only where pygeoapi is.

pygeoapi's own reader of GeoJSON parses the whole file at every question, and once for each layer
when they are listed. Here the layers stay in memory, and a question costs what it answers.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from pandas import Series
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype
from pygeoapi.provider.base import BaseProvider, ProviderItemNotFoundError
from pygeoapi.util import crs_transform

from gis.kilder.ogcvakt import BOKSEN

IDFELT = "id"


@dataclass(frozen=True, slots=True, eq=False)
class Samling:
    """One layer, ready to be asked."""

    felter: Mapping[str, str]
    """Column → its type as JSON Schema names it."""
    egenskaper: Sequence[Mapping[str, Any]]
    """What each feature says."""
    former: NDArray[np.object_]
    """(n,) shapes in degrees."""
    tre: shapely.STRtree
    """The same, to be searched."""


def samling(data: GeoDataFrame) -> Samling:
    """Make a layer ready; `data` lies in longitude and latitude and has a column `id`."""
    rader = data.drop(columns=data.geometry.name)
    former = np.asarray(data.geometry.values)
    return Samling(
        felter={str(navn): _type(rader[navn]) for navn in rader},
        egenskaper=json.loads(rader.to_json(orient="records")),
        former=former,
        tre=shapely.STRtree(former),
    )


def _type(kolonne: Series) -> str:
    """Type of a column as JSON Schema names it."""
    if is_bool_dtype(kolonne):
        return "boolean"
    if is_integer_dtype(kolonne):
        return "integer"
    return "number" if is_float_dtype(kolonne) else "string"


class Lagleverandor(BaseProvider):
    """Answers for one of the layers in `samlinger`, which the service has put there."""

    samlinger: ClassVar[Mapping[str, Samling]] = {}

    def __init__(self, oppsett: Mapping[str, Any]) -> None:
        super().__init__(oppsett)
        self._laget = self.samlinger[self.data]
        self.get_fields()

    def get_fields(self) -> Mapping[str, Mapping[str, str]]:
        """Return column → its type."""
        self._fields = {navn: {"type": slag} for navn, slag in self._laget.felter.items()}
        return self._fields

    @crs_transform
    def query(
        self,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        **valg: Sequence[Any],
    ) -> dict[str, Any]:
        """Return a page of the features that meet the box and have the properties asked for."""
        rader = self._truffet(bbox, valg.get("properties") or ())
        for ledd in reversed(valg.get("sortby") or ()):
            rader = self._sortert(rader, ledd["property"], ledd["order"] == "-")
        side = [] if resulttype == "hits" else rader[offset : offset + limit]
        felter = frozenset(valg.get("select_properties") or ())
        uten_form = bool(valg.get("skip_geometry"))
        objekter = [self._objekt(i, felter, uten_form) for i in side]
        return {
            "type": "FeatureCollection",
            "features": objekter,
            "numberMatched": len(rader),
            "numberReturned": len(objekter),
        }

    @crs_transform
    def get(self, identifier: str, **_: object) -> dict[str, Any]:
        """Return one feature.

        Raises
        ------
        ProviderItemNotFoundError    where there is none
        """
        for i, egne in enumerate(self._laget.egenskaper):
            if str(egne[IDFELT]) == identifier:
                return self._objekt(i, frozenset(), uten_form=False)
        raise ProviderItemNotFoundError(f"«{identifier}» finnes ikke.")

    def _truffet(self, bbox: Sequence[float], krav: Sequence[tuple[str, str]]) -> list[int]:
        """Rows of the features that meet the box and have the properties, in their own order."""
        laget = self._laget
        rader = list(range(len(laget.egenskaper)))
        if bbox:
            vest, sor, ost, nord = map(float, bbox)
            boks = BOKSEN.get() or shapely.box(vest, sor, ost, nord)
            rader = sorted(laget.tre.query(boks, predicate="intersects").tolist())
        return [i for i in rader if all(str(laget.egenskaper[i].get(n)) == str(v) for n, v in krav)]

    def _sortert(self, rader: Sequence[int], felt: str, synkende: bool) -> list[int]:
        """Rows by one column; those without a value come last."""
        egne = self._laget.egenskaper
        uten = [i for i in rader if egne[i][felt] is None]
        med = [i for i in rader if egne[i][felt] is not None]
        return [*sorted(med, key=lambda i: egne[i][felt], reverse=synkende), *uten]

    def _objekt(self, i: int, felter: frozenset[str], uten_form: bool) -> dict[str, Any]:
        """One feature as GeoJSON."""
        egne = self._laget.egenskaper[i]
        form = None if uten_form else shapely.geometry.mapping(self._laget.former[i])
        return {
            "type": "Feature",
            "id": egne[IDFELT],
            "properties": {n: v for n, v in egne.items() if not felter or n in felter},
            "geometry": form,
        }
