"""The siling as an OGC API process; loaded by pygeoapi, and only where pygeoapi is."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pygeoapi.process.base import BaseProcessor, ProcessorExecuteError

from gis.feil import ArealsilFeil
from kart.ordlyd import FORBEHOLD
from kart.tjeneste import PROSESS, Silfunksjon
from lag.katalog.plankoder import INNSPILLSFORMAAL

OMTALE = {
    "version": "1.0.0",
    "id": PROSESS,
    "title": "Sil et område",
    "description": (
        "Prøver områder mot alle kartlag og regler i kjøringen: treff, ikke treff, ikke kartlagt, "
        f"ikke kjent. {FORBEHOLD}"
    ),
    "jobControlOptions": ["sync-execute"],
    "keywords": ["siling"],
    "links": [],
    "inputs": {
        "omraade": {
            "title": "Områder",
            "description": "GeoJSON Feature, FeatureCollection eller flate, EPSG:4326",
            "schema": {"type": "object", "contentMediaType": "application/geo+json"},
            "minOccurs": 1,
            "maxOccurs": 1,
        },
        "formaal": {
            "title": "Formål",
            "description": f"{', '.join(INNSPILLSFORMAAL)}; utelatt: alle regler",
            "schema": {"type": "string", "enum": list(INNSPILLSFORMAAL)},
            "minOccurs": 0,
            "maxOccurs": 1,
        },
    },
    "outputs": {
        "svar": {
            "title": "Svar per område, lag og regel",
            "schema": {"type": "object", "contentMediaType": "application/json"},
        }
    },
    "example": {
        "inputs": {
            "formaal": "bolig",
            "omraade": {
                "type": "Polygon",
                "coordinates": [[[11.4, 62.6], [11.41, 62.6], [11.41, 62.61], [11.4, 62.6]]],
            },
        }
    },
}


class Silprosess(BaseProcessor):
    """Asks the function that the door has put in `sil`."""

    sil: ClassVar[Silfunksjon]

    def __init__(self, oppsett: Mapping[str, Any]) -> None:
        super().__init__(oppsett, OMTALE)

    def execute(self, data: Mapping[str, Any], outputs: object = None) -> tuple[str, Any]:
        """Return the answers as JSON.

        Raises
        ------
        ProcessorExecuteError    when the input cannot be used, with the reason
        """
        del outputs
        if "omraade" not in data:
            raise ProcessorExecuteError("«omraade» mangler.")
        try:
            svar = type(self).sil(data["omraade"], str(data.get("formaal") or ""))
        except ArealsilFeil as err:
            raise ProcessorExecuteError(str(err)) from err
        return "application/json", svar
