"""The words that the map's script says, one file per language, named in `SPRAAK`.

The rest of the pages, and the answers, are written in bokmål where they are made.
"""

import json
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from gis.feil import ParameterFeil
from gis.kilder.fil import les_pakketekst

MALER = "kart.maler"
BOKMAAL = "nb"
SPRAAK = (BOKMAAL,)
"""Languages that there are words in; the name is also the pages' `lang`."""


@cache
def tekster(spraak: str) -> Mapping[str, str]:
    """Return key → words, with {names} of what is put in.

    Raises
    ------
    ParameterFeil    for a language without words
    """
    if spraak not in SPRAAK:
        raise ParameterFeil(f"Språket «{spraak}» finnes ikke. Velg ett av: {', '.join(SPRAAK)}.")
    return MappingProxyType(json.loads(les_pakketekst(MALER, f"tekster/{spraak}.json")))
