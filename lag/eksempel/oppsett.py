"""The example's own configuration: kommune.toml and plan.toml, as they stand in the project."""

from collections.abc import Mapping
from pathlib import Path

from gis.kilder.fil import les_tekst

FILER = ("kommune.toml", "plan.toml")
HER = Path(__file__).parent
STEDER = (HER, HER.parents[1])
"""Where they lie: beside this module in an installed program, at the root of a checkout."""


def eksempeloppsett() -> Mapping[str, str]:
    """Return file name → text.

    Raises
    ------
    KildeFeil    if the program was installed without them
    """
    mappe = next((sted for sted in STEDER if (sted / FILER[0]).is_file()), STEDER[-1])
    return {fil: les_tekst(mappe / fil) for fil in FILER}
