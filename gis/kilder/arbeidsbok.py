"""Workbooks: opened for streaming, and our own read back as frames with the types of the cells."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pandas import DataFrame

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.grenser import MAKS_UTPAKKET_BYTES
from gis.kommune import naermeste

ULEST = (
    OSError, ValueError, LookupError, TypeError, EOFError, SyntaxError, zipfile.BadZipFile,
    zlib.error, InvalidFileException,
)  # fmt: skip
"""What openpyxl raises for a broken workbook; much of it only when a row is read."""


@contextmanager
def aapen_bok(sti: Path) -> Iterator[Any]:
    """Hold a workbook open for streaming, values instead of formulas.

    Raises
    ------
    KildeFeil    if it is missing, grows beyond the bounds when unpacked, is no workbook, or turns
                 out to be broken while it is read
    """
    try:
        with zipfile.ZipFile(sti) as arkiv:
            storrelse = sum(post.file_size for post in arkiv.infolist())
        if storrelse > MAKS_UTPAKKET_BYTES:
            raise KildeFeil(f"Filen {sti} er for stor når den pakkes ut, og brukes ikke.")
        with closing(openpyxl.load_workbook(sti, read_only=True, data_only=True)) as bok:
            yield bok
    except ULEST as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses som Excel. Lagre den på nytt.") from err


def arknavn(sti: Path) -> list[str]:
    """Return the names of the sheets, in the workbook's order.

    Raises
    ------
    KildeFeil    if the file is missing or is no workbook
    """
    with aapen_bok(sti) as bok:
        return list(bok.sheetnames)


def arket(bok: Any, ark: str, sti: Path) -> Any:  # noqa: ANN401 – openpyxl ships no types
    """Return one sheet of an open workbook.

    Raises
    ------
    ParameterFeil    if there is no such sheet, naming the nearest
    """
    navnene = list(bok.sheetnames)
    if ark not in navnene:
        raise ParameterFeil(f"{sti}: arket «{ark}» finnes ikke. {naermeste(ark, navnene)}")
    return bok[ark]


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
    with aapen_bok(sti) as bok:
        rader = list(arket(bok, ark, sti).iter_rows(min_row=hoderad + 1, values_only=True))
    hode, *kropp = rader or [()]
    kolonner = [str(ord_ or "") for ord_ in hode]
    return DataFrame([rad[: len(kolonner)] for rad in kropp], columns=kolonner)
