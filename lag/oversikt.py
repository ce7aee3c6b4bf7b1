"""The catalogue as tables: for README, for programs, for the terminal."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from lag.modell import (
    ArcGis,
    Fil,
    IngenTjeneste,
    Kilde,
    Lag,
    Nedlasting,
    OgcApi,
    Rest,
    Wcs,
    Wfs,
    Wms,
    Wmts,
)

HODE = (
    "id", "tittel", "rolle", "tema", "protokoll", "type", "eier", "lisens", "dekning",
    "nøyaktighet", "uverifisert",
)  # fmt: skip
"""Headings of the table in README."""
KORT_HODE = ("id", "tittel", "rolle", "kilde", "dekning", "merk")
"""Headings of the table on the terminal: short, since a terminal is narrow."""


def beskriv(kilde: Kilde) -> tuple[str, str]:
    """Name what is spoken with the source, and the type, layer or file layer that is asked for."""
    match kilde:
        case Wfs():
            ord_ = f"WFS {kilde.versjon}", kilde.typenavn
        case OgcApi():
            ord_ = "OGC API Features" + " (innlogging)" * kilde.innlogging, kilde.samling
        case ArcGis():
            ord_ = "ArcGIS REST", f"{kilde.lagnummer} {kilde.lagtittel}".strip()
        case Wms() | Wmts():
            ord_ = f"{type(kilde).__name__.upper()} (bare bilde)", kilde.lag
        case Wcs():
            ord_ = f"WCS {kilde.versjon}", kilde.dekning
        case Nedlasting():
            ord_ = f"nedlasting ({kilde.format})", kilde.fillag
        case Rest():
            ord_ = "REST", kilde.hva
        case Fil():
            ord_ = "fil", kilde.fillag
        case IngenTjeneste():
            ord_ = "ingen åpen tjeneste", ""
    return ord_


def dekning(post: Lag) -> str:
    """Name the kind of coverage, with the layer that decides it."""
    if post.dekning.type == "dekningskart":
        return f"dekningskart: {post.dekning.lag}"
    if post.dekning.type == "kommuner":
        return f"kommuner: {', '.join(post.dekning.kommuner)}"
    return post.dekning.type


def noyaktighet(post: Lag) -> str:
    """Positional accuracy in words."""
    return "ukjent" if post.noyaktighet_m is None else f"±{post.noyaktighet_m:g} m"


def tvil(post: Lag) -> str:
    """Say what nobody has confirmed, marked; empty where nothing is in doubt."""
    return f"uverifisert: {'; '.join(post.uverifisert)}" if post.uverifisert else ""


def rader(katalog: Mapping[str, Lag]) -> list[tuple[str, ...]]:
    """Give one row per layer, cells as in HODE, in the catalogue's order."""
    return [
        (
            post.navn,
            post.tittel,
            post.rolle,
            post.tema,
            *beskriv(post.kilde),
            post.eier,
            post.lisens,
            dekning(post),
            noyaktighet(post),
            tvil(post),
        )
        for post in katalog.values()
    ]


def _celle(tekst: str) -> str:
    """`tekst` as one Markdown cell: no pipe ends it, no line break or tag breaks it."""
    en_linje = " ".join(tekst.split())
    return en_linje.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _linje(celler: tuple[str, ...]) -> str:
    return "| " + " | ".join(_celle(celle) for celle in celler) + " |"


def som_markdown(katalog: Mapping[str, Lag]) -> str:
    """Give the table of layers in Markdown, without a final line break."""
    linjer = [_linje(HODE), "|" + " --- |" * len(HODE)]
    return "\n".join(linjer + [_linje(rad) for rad in rader(katalog)])


def som_json(katalog: Mapping[str, Lag]) -> str:
    """Everything about every layer as JSON, layers in the catalogue's order, keys sorted."""
    poster = [
        {**asdict(post), "kilde": {"protokoll": type(post.kilde).__name__, **asdict(post.kilde)}}
        for post in katalog.values()
    ]
    return json.dumps(poster, ensure_ascii=False, indent=2, sort_keys=True)


def tabell(katalog: Mapping[str, Lag]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Give headings and rows for the terminal; what is unverified is only counted here."""
    return KORT_HODE, [
        (
            post.navn,
            post.tittel,
            post.rolle,
            beskriv(post.kilde)[0],
            post.dekning.type,
            f"{len(post.uverifisert)} uverifisert" if post.uverifisert else "",
        )
        for post in katalog.values()
    ]
