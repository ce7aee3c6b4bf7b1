"""From loaded layers to what the analyses may know."""

from collections.abc import Mapping
from datetime import date

from analyser.felles.modell import Grunnlag
from gis.feil import DataFeil, KildeFeil
from gis.geometri import union
from gis.kommune import Kommune
from lag.katalog.grunnlag import KOMMUNEGRENSE
from lag.modell import Lagdata


def grunnlag_av(kommune: Kommune, lagene: Mapping[str, Lagdata], dato: date) -> Grunnlag:
    """Gather what the analyses may know.

    Raises
    ------
    KildeFeil    when the municipality's boundary is not known
    DataFeil     when the boundary layer does not hold the municipality
    """
    grensedata = lagene[KOMMUNEGRENSE.navn]
    if not grensedata.kjent:
        raise KildeFeil(
            f"Laget «{KOMMUNEGRENSE.navn}» er ikke kjent ({grensedata.feil}). Uten kommunegrense "
            "kan ingenting regnes. Kjør «arealsil hent kommunegrense», eller pek på en fil under "
            "[lag.kommunegrense] i kommune.toml."
        )
    egne = grensedata.data[grensedata.data["kommunenummer"] == kommune.nummer]
    if egne.empty:
        raise DataFeil(
            f"Laget «{KOMMUNEGRENSE.navn}» har ingen flate med kommunenummer "
            f"{kommune.nummer}. Kontroller nummeret i kommune.toml."
        )
    return Grunnlag(kommune=kommune, grense=union(egne.geometry), lag=lagene, dato=dato)
