"""Tables as text: Excel, CSV and plain lists, every cell a string and every row numbered."""

import csv
import warnings
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gis.feil import KildeFeil
from gis.kilder.fil import les_bytes
from gis.kilder.grenser import MAKS_KOLONNER, MAKS_SVAR_BYTES

EXCEL, TEKST = (".xlsx", ".xlsm"), (".csv", ".txt", ".tsv")
TABELLENDELSER = (*EXCEL, *TEKST)
SKILLETEGN = ";\t,"
MAKS_RADER = 100_000
"""Rows of a list; a municipality has fewer properties."""

Rader = list[tuple[int, list[str]]]
"""Row number as the program that made the file shows it, and the cells."""


def les_tabell(sti: Path) -> tuple[Rader, tuple[str, ...]]:
    """Read the first sheet of a workbook, or a text file with ; tab or comma between the cells.

    Returns
    -------
    rader        rows with anything in them, cells stripped
    merknader    bokmål remarks on the reading

    Raises
    ------
    KildeFeil    if the file is missing, corrupt or too large
    """
    rader, merknader = _excel(sti) if sti.suffix.lower() in EXCEL else _tekst(sti)
    if len(rader) > MAKS_RADER:
        raise KildeFeil(f"Filen {sti} har mer enn {MAKS_RADER} rader. Del den opp.")
    renset = [(nr, [celle.strip() for celle in celler[:MAKS_KOLONNER]]) for nr, celler in rader]
    return [(nr, celler) for nr, celler in renset if any(celler)], merknader


def _excel(sti: Path) -> tuple[Rader, tuple[str, ...]]:
    """Cells of the first sheet as text; formulas as their last value."""
    innhold = les_bytes(sti)
    if len(innhold) > MAKS_SVAR_BYTES:
        raise KildeFeil(f"Filen {sti} er for stor til å være en liste.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bok = load_workbook(BytesIO(innhold), read_only=True, data_only=True)
            ark = bok.worksheets[0]
            rekker = ark.iter_rows(values_only=True, max_row=MAKS_RADER + 1)
            return [(nr, [_celle(v) for v in rekke]) for nr, rekke in enumerate(rekker, 1)], ()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as err:
        raise KildeFeil(
            f"Filen {sti} kan ikke leses som Excel ({type(err).__name__}). Lagre den på nytt som "
            ".xlsx eller som CSV."
        ) from err


def _celle(verdi: object) -> str:
    """Cell as it reads; whole numbers without decimals."""
    if verdi is None:
        return ""
    return str(int(verdi)) if isinstance(verdi, float) and verdi.is_integer() else str(verdi)


def _tekst(sti: Path) -> tuple[Rader, tuple[str, ...]]:
    """Rows of a text file; UTF-8, or Windows' own Norwegian letters."""
    innhold = les_bytes(sti)
    merknader: tuple[str, ...] = ()
    try:
        tekst = innhold.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = innhold.decode("cp1252", errors="replace")
        merknader = (f"{sti.name} er ikke UTF-8 og er lest som Windows-1252.",)
    forste = next((linje for linje in tekst.splitlines() if linje.strip()), "")
    skille = max(SKILLETEGN, key=forste.count)
    leser = csv.reader(StringIO(tekst, newline=""), delimiter=skille)
    try:
        return [(leser.line_num, rekke) for rekke in leser], merknader
    except csv.Error as err:
        raise KildeFeil(f"Filen {sti}, linje {leser.line_num}: kan ikke leses ({err}).") from err
