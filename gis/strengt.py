"""Configuration files read strictly: TOML in, a checked model or one bokmål error out."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from gis.feil import ParameterFeil

MAKS_NEVNT, MAKS_LIKNET = 100, 2_000
"""Valid words that are listed, and that are compared with a wrong one: services may have many."""
M = TypeVar("M", bound=BaseModel)
Nokkelsti = tuple[int | str, ...]
"""Where in the file: table, row, key."""


class Streng(BaseModel):
    """Base of every table in a configuration file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def naermeste(nokkel: str, gyldige: Sequence[str]) -> str:
    """Bokmål hint that names the valid keys nearest to `nokkel`."""
    naere = get_close_matches(nokkel, gyldige[:MAKS_LIKNET], n=3, cutoff=0.5)
    if naere:
        return "Mente du " + " eller ".join(f"«{n}»" for n in naere) + "?"
    if not gyldige:
        return ""
    flere = f" og {len(gyldige) - MAKS_NEVNT} til" if len(gyldige) > MAKS_NEVNT else ""
    return "Gyldige er: " + ", ".join(sorted(gyldige)[:MAKS_NEVNT]) + f"{flere}."


def _til_bokmaal(
    feil: ErrorDetails,
    fil: str,
    gyldige: Callable[[Nokkelsti], list[str]],
    former: Mapping[str, str],
) -> str:
    """One pydantic error as a bokmål sentence with file and key."""
    sted = (
        "".join(
            f" nr. {ledd + 1}, " if isinstance(ledd, int) else f"{ledd}." for ledd in feil["loc"]
        )
        .replace(". nr.", " nr.")
        .rstrip("., ")
    )
    nokkel = str(feil["loc"][-1]) if feil["loc"] else ""
    match feil["type"]:
        case "extra_forbidden":
            hint = naermeste(nokkel, gyldige(feil["loc"]))
            return f"{fil}: ukjent nøkkel «{sted}». {hint}".strip()
        case "missing":
            return f"{fil}: nøkkelen «{sted}» mangler."
        case "literal_error":
            lovlige = feil["ctx"]["expected"].replace(" or ", " eller ")
            return f"{fil}: «{sted}» er {feil['input']!r}, men må være {lovlige}."
        case "string_pattern_mismatch" | "string_type" if nokkel in former:
            return f"{fil}: «{sted}» er {feil['input']!r}, men må være {former[nokkel]}."
    return f"{fil}: «{sted}» har en verdi som ikke kan brukes ({feil['input']!r})."


def tolk_toml(
    tekst: str,
    fil: str,
    modell: type[M],
    gyldige: Callable[[Nokkelsti], list[str]],
    former: Mapping[str, str],
) -> M:
    """Make a checked model from the text of a configuration file.

    Parameters
    ----------
    tekst      the file's content, TOML
    fil        its name, for messages
    modell     what the file must hold
    gyldige    place of an unknown key → keys that are valid there
    former     key → its form in words, for keys with a pattern

    Raises
    ------
    ParameterFeil    if the text is no TOML, or a key is unknown, missing or unusable
    """
    try:
        raa = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as err:
        raise ParameterFeil(f"{fil}: ikke gyldig TOML ({err}).") from err
    try:
        return modell.model_validate(raa)
    except ValidationError as err:
        linjer = (_til_bokmaal(feil, fil, gyldige, former) for feil in err.errors())
        raise ParameterFeil("\n".join(linjer)) from err
