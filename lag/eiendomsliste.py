"""A list of properties (gnr/bnr) → their ground, from the layer of parcels. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from gis.feil import KildeFeil
from gis.geometri import reparer, union
from gis.kommune import Kommune, naermeste
from lag.modell import Lagdata

MATRIKKEL = re.compile(
    r"(?:(?P<komm>\d{4})\s*[-–]\s*)?(?P<gnr>\d{1,5})\s*/\s*(?P<bnr>\d{1,5})"
    r"(?:\s*/\s*(?P<fnr>\d{1,5}))?(?:\s*/\s*(?P<snr>\d{1,5}))?"
)
"""132/197, 132/197/0/0 and 5025-132/197."""
KOLONNER: dict[str, tuple[str, ...]] = {
    "gnr": ("gnr", "gardsnummer", "gårdsnummer", "gardsnr", "gårdsnr"),
    "bnr": ("bnr", "bruksnummer", "bruksnr"),
    "fnr": ("fnr", "festenummer", "festenr"),
    "komm": ("kommunenummer", "kommunenr", "knr"),
    "matrikkel": (
        "matrikkelnummer", "matrikkelnr", "matrikkel", "gnr/bnr", "gnr./bnr.", "gnr_bnr", "gnrbnr",
        "eiendom",
    ),
    "navn": ("navn", "name", "tittel", "område", "omraade"),
    "formaal": ("formaal", "formål", "arealformål", "arealformaal"),
    "lokalid": ("lokalid", "id", "innspillsnr", "innspillnr"),
}  # fmt: skip
"""What we look for → headings that mean it, in any case."""
FORSTE_UTEN_HODE = ("matrikkel", "formaal", "navn")
"""Meaning of the columns in a list without headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eiendomsrad:
    """One row of the list."""

    rad: int
    """Row number in the file."""
    navn: str
    """Name as given, or gnr/bnr."""
    lokalid: str
    """Id as given; may be empty."""
    formaal: str
    """Purpose as written; may be empty."""
    geometri: BaseGeometry | None
    """All parcels of the property, working CRS; None where it was not found."""
    merknad: str
    """Why it was not found, or how many parcels it has."""


def finn_eiendommer(
    rader: Sequence[tuple[int, list[str]]], teiger: Lagdata, kommune: Kommune, fil: str
) -> list[Eiendomsrad]:
    """Look up every row of a list among the parcels.

    Parameters
    ----------
    rader    row number and cells; the first row may hold headings

    Raises
    ------
    KildeFeil    if the parcels are not known, or no column looks like gnr/bnr
    """
    if not teiger.kjent:
        raise KildeFeil(
            f"{fil}: en liste med gnr./bnr. slås opp i laget «{teiger.post.tittel}», og det er "
            f"ikke kjent ({teiger.feil}). Kjør: arealsil hent {teiger.post.navn}"
        )
    plass, innhold = _kolonner(rader)
    if not innhold:
        return []
    if "matrikkel" not in plass and not {"gnr", "bnr"} <= set(plass):
        raise KildeFeil(
            f"{fil}: fant ingen kolonne med gnr./bnr. Bruk overskriftene «gnr» og «bnr», eller "
            "«matrikkelnummer» med verdier som 132/197."
        )
    register = _register(teiger, kommune)
    return [_slaa_opp(nr, celler, plass, register, kommune) for nr, celler in innhold]


def _kolonner(
    rader: Sequence[tuple[int, list[str]]],
) -> tuple[dict[str, int], Sequence[tuple[int, list[str]]]]:
    """Return what each column means, and the rows below the headings."""
    if not rader:
        return {}, rader
    forste = [celle.casefold() for celle in rader[0][1]]
    plass = {
        mening: forste.index(ord_)
        for mening, ordene in KOLONNER.items()
        for ord_ in reversed(ordene)
        if ord_ in forste
    }
    if plass:
        return plass, rader[1:]
    if any(MATRIKKEL.fullmatch(celle) for _, celler in rader for celle in celler[:1]):
        return {mening: nr for nr, mening in enumerate(FORSTE_UTEN_HODE)}, rader
    return {}, rader


Register = dict[tuple[str, str, str], list[BaseGeometry]]


def _register(teiger: Lagdata, kommune: Kommune) -> Register:
    """(gnr, bnr, fnr) → parcels of the municipality."""
    data = teiger.data
    egne = data[data["kommunenummer"] == kommune.nummer]
    former = reparer(np.asarray(egne.geometry.to_numpy(), dtype=object))
    register: Register = {}
    for tekst, form in zip(egne["matrikkelnummer"], former, strict=True):
        for treff in MATRIKKEL.finditer(str(tekst)):
            register.setdefault(_som_nokkel(*treff.group("gnr", "bnr", "fnr")), []).append(form)
    return register


def _som_nokkel(gnr: str, bnr: str, fnr: str | None) -> tuple[str, str, str]:
    """Numbers without leading zeros; fnr empty where there is none."""
    return str(int(gnr)), str(int(bnr)), (fnr or "").lstrip("0")


def _slaa_opp(
    nr: int, celler: list[str], plass: dict[str, int], register: Register, kommune: Kommune
) -> Eiendomsrad:
    """Find the ground of one row."""
    verdi = {m: celler[i] if i < len(celler) else "" for m, i in plass.items()}
    nokkel, komm, feil = _nokkel(verdi)
    skrevet = "/".join(filter(None, nokkel)) if nokkel else ""
    former: list[BaseGeometry] = []
    if nokkel and komm not in ("", kommune.nummer):
        feil = f"{komm}-{skrevet} ligger ikke i kommune {kommune.nummer}"
    elif nokkel:
        former = register.get(nokkel, [])
        if not former:
            kjente = ["/".join(filter(None, k)) for k in register]
            feil = f"gnr./bnr. {skrevet} finnes ikke i eiendomskartet. {naermeste(skrevet, kjente)}"
    teiger = f"eiendommen har {len(former)} teiger" if len(former) > 1 else ""
    return Eiendomsrad(
        rad=nr,
        navn=verdi.get("navn") or skrevet,
        lokalid=verdi.get("lokalid", ""),
        formaal=verdi.get("formaal", ""),
        geometri=union(former) if former else None,
        merknad=feil or teiger,
    )


def _nokkel(verdi: dict[str, str]) -> tuple[tuple[str, str, str] | None, str, str]:
    """Return the property that the cells name, its municipality, and what is wrong with them."""
    if verdi.get("gnr") or verdi.get("bnr"):
        gnr, bnr, fnr = (_heltall(verdi.get(k, "")) for k in ("gnr", "bnr", "fnr"))
        if gnr and bnr:
            return _som_nokkel(gnr, bnr, fnr), _kommune(verdi), ""
        return (
            None,
            "",
            f"gnr. «{verdi.get('gnr', '')}» og bnr. «{verdi.get('bnr', '')}» er ikke tall",
        )
    tekst = verdi.get("matrikkel", "")
    treff = MATRIKKEL.fullmatch(tekst)
    if treff is None:
        return None, "", f"«{tekst}» er ikke et gnr./bnr. (skriv for eksempel 132/197)"
    return _som_nokkel(*treff.group("gnr", "bnr", "fnr")), treff["komm"] or _kommune(verdi), ""


def _kommune(verdi: dict[str, str]) -> str:
    """Municipality number, with the zero that a spreadsheet takes off Oslo's; empty for none."""
    nummer = _heltall(verdi.get("komm", ""))
    return nummer.zfill(4) if nummer else ""


def _heltall(tekst: str) -> str:
    return tekst if tekst.isascii() and tekst.isdecimal() else ""
