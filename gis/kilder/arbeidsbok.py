"""Reading back a workbook: sheets as frames, with the types that the cells have."""

import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pandas import DataFrame

from gis.feil import KildeFeil, ParameterFeil
from gis.kommune import naermeste

ULEST = (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException)


def arknavn(sti: Path) -> list[str]:
    """Return the names of the sheets, in the workbook's order.

    Raises
    ------
    KildeFeil    if the file is missing or is no workbook
    """
    try:
        bok = openpyxl.load_workbook(sti, read_only=True)
    except ULEST as err:
        raise KildeFeil(f"Arbeidsboka {sti} kan ikke leses ({err}).") from err
    try:
        return list(bok.sheetnames)
    finally:
        bok.close()


def les_ark(sti: Path, ark: str, hoderad: int) -> DataFrame:
    """Read one sheet.

    Parameters
    ----------
    ark        name of the sheet
    hoderad    row of the headings, from 0; what stands above is left out

    Returns
    -------
    data    (n,) rows below the headings, columns by heading

    Raises
    ------
    KildeFeil        if the file is missing or is no workbook
    ParameterFeil    if there is no such sheet
    """
    navnene = arknavn(sti)
    if ark not in navnene:
        raise ParameterFeil(f"{sti} har ikke arket «{ark}». {naermeste(ark, navnene)}")
    bok = openpyxl.load_workbook(sti, read_only=True, data_only=True)
    try:
        rader = list(bok[ark].iter_rows(min_row=hoderad + 1, values_only=True))
    finally:
        bok.close()
    hode, *kropp = rader or [()]
    kolonner = [str(ord_ or "") for ord_ in hode]
    return DataFrame([rad[: len(kolonner)] for rad in kropp], columns=kolonner)
