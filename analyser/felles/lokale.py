"""Parameters: which are one municipality's own (its places, its need), and their types.

Their defaults are Røros's. In another municipality they are empty (or said to be borrowed) until
it has set its own, so that no answer there rests on Røros without saying so.
"""

from collections.abc import Collection, Mapping
from dataclasses import Field, field, fields
from typing import Any, ClassVar, Protocol, TypeVar

from gis.feil import ParameterFeil

T = TypeVar("T")
EKSEMPELKOMMUNE = "5025"
"""The embedded example and the defaults here are made about this municipality and no other."""
ELLERS = "ellers"
"""Key of a field's metadata: the value in other municipalities."""


def lokal(verdi: T, ellers: T) -> T:
    """Declare a parameter of a dataclass: Røros's value, and what stands for it elsewhere."""
    felt: T = field(default=verdi, metadata={ELLERS: ellers})
    return felt


class Parametre(Protocol):
    """Any dataclass of parameters, or an instance of one."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def lokale(parametre: Parametre | type[Parametre]) -> dict[str, Any]:
    """Return the parameters that every municipality must set itself, with Røros's values."""
    return {f.name: f.default for f in fields(parametre) if ELLERS in f.metadata}


def laante(
    parametre: Parametre | type[Parametre], nummer: str, satt: Collection[str]
) -> dict[str, Any]:
    """Return what stands for the parameters that a municipality has not set itself.

    Parameters
    ----------
    parametre    the analysis' default parameters, a dataclass
    nummer       the municipality's number, four digits
    satt         names of the parameters that it has set
    """
    if nummer == EKSEMPELKOMMUNE:
        return {}
    mangler = [f for f in fields(parametre) if ELLERS in f.metadata and f.name not in satt]
    return {f.name: f.metadata[ELLERS] for f in mangler}


def ikke_satt(analyse: str, laant: Mapping[str, Any]) -> tuple[str, ...]:
    """Say in bokmål which parameters the municipality must set itself; nothing where none."""
    if not laant:
        return ()
    navn = ", ".join(laant)
    return (
        f"Kommunens egne valg er ikke satt: {navn}. De står tomme eller på Røros' verdi; sett dem "
        f"under [analyse.{analyse}] i kommune.toml.",
    )


def som_type(mal: object, verdi: object, sted: str) -> object:
    """Return `verdi` as the type of `mal`; numbers may come as text from the command line.

    Raises
    ------
    ParameterFeil    naming `sted`, if it does not fit
    """
    try:
        if isinstance(mal, bool):
            return {"true": True, "ja": True, "false": False, "nei": False}[str(verdi).lower()]
        if isinstance(mal, int):
            return int(str(verdi))
        if isinstance(mal, float):
            return float(str(verdi).replace(",", "."))
        if isinstance(mal, tuple):
            return tuple(som_type(mal[0], d, sted) if mal else d for d in _deler(verdi))
    except (KeyError, TypeError, ValueError) as err:
        raise ParameterFeil(
            f"{sted}: verdien {verdi!r} er ikke av rett type (som {mal!r})."
        ) from err
    return str(verdi)


def _deler(verdi: object) -> list[object]:
    """Return the values of a list, or those of a text with «,» between them."""
    if isinstance(verdi, str):
        return [del_.strip() for del_ in verdi.split(",")]
    if isinstance(verdi, list | tuple):
        return [*verdi]
    raise TypeError(verdi)
