"""Tables with coordinates: CSV and Excel → points (or whatever WKT says)."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pandas import DataFrame

from gis.crs import les_epsg
from gis.feil import CrsFeil, KildeFeil
from gis.kilder.arbeidsbok import aapen_bok, arket
from gis.kilder.grenser import MAKS_KOLONNER
from gis.tekst import SATT_TIL_SIDE, antall, eksempler, heltall

CSV_ENDELSER = (".csv", ".tsv", ".txt")
EXCEL_ENDELSER = (".xlsx", ".xlsm")
SKILLE = ";\t,|"
"""Delimiters, the Norwegian one first."""
PAR = (
    ("øst", "nord"), ("ost", "nord"), ("east", "north"), ("easting", "northing"),
    ("utm_ost", "utm_nord"), ("utm_øst", "utm_nord"), ("x", "y"), ("koordinat_x", "koordinat_y"),
    ("lengdegrad", "breddegrad"), ("lengde", "bredde"), ("longitude", "latitude"), ("lon", "lat"),
    ("lng", "lat"),
)  # fmt: skip
"""Column names that hold east and north, in order of preference."""
GRADER = ("lengdegrad", "lengde", "longitude", "lon", "lng")
"""East columns whose name says degrees: ETRS89/WGS 84."""
WKT = ("wkt", "geom", "geometri", "geometry", "the_geom")
EPSG = ("epsg", "srid", "koordsys")
"""Columns that may state the CRS."""

Rad = list[str | None]


def er_tabell(sti: Path) -> bool:
    """Tell whether the file is one of the tables read here."""
    return sti.suffix.lower() in (*CSV_ENDELSER, *EXCEL_ENDELSER)


def tabellark(sti: Path) -> list[str]:
    """Return the sheets of a workbook that hold something; a CSV has one, named as the file."""
    if sti.suffix.lower() not in EXCEL_ENDELSER:
        return [sti.stem]
    with aapen_bok(sti) as bok:
        return [ark.title for ark in bok.worksheets if next(_excelrader(ark), None) is not None]


def les_tabell(sti: Path, ark: str, merknader: list[str]) -> GeoDataFrame:
    """Read a table whose first row names its columns; all values are text.

    The place stands in a pair of columns (øst/nord, x/y, lon/lat, …) or as WKT; the CRS in a column
    (epsg, srid), or it is degrees because the column's name says so; else the user must state it.
    A row without a place that can be read is set aside by its number; a table without such columns
    is read without geometry, and says so.

    Returns
    -------
    data    (n,) rows; `attrs["rader"]` their numbers in the table, the headings being row 1

    Raises
    ------
    KildeFeil        if the file is unreadable, or its first row names no column
    ParameterFeil    if the sheet is not there, or there is no such CRS
    CrsFeil          if the rows state several CRS
    """
    excel = sti.suffix.lower() in EXCEL_ENDELSER
    rader = _les_excel(sti, ark) if excel else _les_csv(sti, merknader)
    if not rader:
        raise KildeFeil(f"Filen {sti} er tom.")
    hode = _hode(rader[0], sti)
    if not hode:
        raise KildeFeil(
            f"{sti}: første rad er tom, men skal ha kolonnenavnene. Fjern det som står over dem, "
            "og lagre på nytt."
        )
    bredde = len(hode)
    kropp = [(nr, (rad + [None] * bredde)[:bredde]) for nr, rad in enumerate(rader[1:], 2)]
    kropp = [(nr, rad) for nr, rad in kropp if any(rad)]
    return _med_sted(sti, hode, kropp, merknader)


def les_rader(sti: Path, merknader: list[str]) -> list[tuple[int, list[str]]]:
    """Read a list: the first sheet of a workbook, or a text file.

    Returns
    -------
    rader    row number from 1, and cells as text; empty rows are left out

    Raises
    ------
    KildeFeil    if the file is missing or unreadable
    """
    if sti.suffix.lower() in EXCEL_ENDELSER:
        rader = _les_excel(sti, next(iter(tabellark(sti)), ""))
    else:
        rader = _les_csv(sti, merknader)
    return [(nr, [celle or "" for celle in rad]) for nr, rad in enumerate(rader, 1) if any(rad)]


def _hode(rad: Sequence[str | None], sti: Path) -> list[str]:
    """Column names, blanks and doubles told apart."""
    navn = [(ord_ or "").strip() for ord_ in rad]
    while navn and not navn[-1]:
        navn.pop()
    if len(navn) > MAKS_KOLONNER:
        raise KildeFeil(f"{sti}: tabellen har {len(navn)} kolonner, flere enn {MAKS_KOLONNER}.")
    ut: list[str] = []
    for nr, ett in enumerate(navn, 1):
        grunn = ett or f"kolonne_{nr}"
        ut.append(grunn if grunn not in ut else f"{grunn}_{nr}")
    return ut


def _med_sted(
    sti: Path, hode: list[str], kropp: list[tuple[int, Rad]], merknader: list[str]
) -> GeoDataFrame:
    """Make the frame: attributes, places, and the rows that have none set aside."""
    smaa = [navn.casefold() for navn in hode]
    wkt = next((smaa.index(navn) for navn in WKT if navn in smaa), None)
    par = next(((smaa.index(a), smaa.index(b)) for a, b in PAR if a in smaa and b in smaa), None)
    if wkt is None and par is None:
        merknader.append(
            f"{sti.name} har ingen kolonner med koordinater. Kall dem øst og nord, x og y, eller "
            f"lengdegrad og breddegrad. Tabellen har: {', '.join(hode[:20])}."
        )
        egne = _ramme(hode, kropp)
        return GeoDataFrame(egne, geometry=GeoSeries(np.full(len(egne), None), index=egne.index))
    gode: list[tuple[int, Rad]] = []
    geometrier: list[Any] = []
    daarlige: list[str] = []
    for nr, rad in kropp:
        try:
            sted = _punkt(rad, par) if wkt is None and par else shapely.from_wkt(rad[wkt or 0])
        except (ValueError, shapely.errors.ShapelyError):
            daarlige.append(f"rad {nr}")
            continue
        if sted is None:
            daarlige.append(f"rad {nr}")
            continue
        gode.append((nr, rad))
        geometrier.append(sted)
    if daarlige:
        merknader.append(
            f"{antall(len(daarlige), 'rad', 'rader')} i {sti.name} er {SATT_TIL_SIDE}, stedet kan "
            f"ikke leses: {eksempler(daarlige, ', ')}"
        )
    data = _ramme(hode, gode)
    grader = par is not None and wkt is None and smaa[par[0]] in GRADER
    serie = GeoSeries(np.array([*geometrier, None], dtype=object)[:-1], index=data.index)
    ramme = GeoDataFrame(data, geometry=serie)
    kode = _oppgitt_epsg(sti, smaa, [rad for _, rad in gode]) or (4326 if grader else None)
    return ramme.set_crs(les_epsg(kode, str(sti))) if kode else ramme


def _ramme(hode: list[str], rader: Sequence[tuple[int, Rad]]) -> DataFrame:
    """Return the rows as text, with their numbers in `attrs`."""
    ramme = DataFrame([rad for _, rad in rader], columns=hode, dtype=object)
    ramme.attrs["rader"] = [nr for nr, _ in rader]
    return ramme


def _punkt(rad: Rad, par: tuple[int, int]) -> shapely.Point | None:
    """Point of a row; None where a number is missing."""
    x, y = (_tall(rad[kolonne]) for kolonne in par)
    return None if x is None or y is None else shapely.Point(x, y)


def _tall(tekst: str | None) -> float | None:
    """Return the number, decimal comma and blanks between thousands allowed; None for none."""
    renset = "".join((tekst or "").split()).replace(",", ".")
    tall = float(renset) if renset else None
    if tall is not None and not np.isfinite(tall):
        raise ValueError(tekst)
    return tall


def _oppgitt_epsg(sti: Path, smaa: list[str], rader: list[Rad]) -> int | None:
    """Return the CRS that a column states for every row; None where there is no column or row."""
    kolonne = next((smaa.index(navn) for navn in EPSG if navn in smaa), None)
    if kolonne is None or not rader:
        return None
    koder = {heltall((rad[kolonne] or "").upper().removeprefix("EPSG:")) for rad in rader}
    kode = koder.pop()
    if koder or kode is None:
        raise CrsFeil(f"{sti}: kolonnen «{smaa[kolonne]}» må ha samme EPSG-kode i alle rader.")
    return kode


# -- CSV ------------------------------------------------------------------------------------


def _les_csv(sti: Path, merknader: list[str]) -> list[Rad]:
    """Read the rows; UTF-8, else Windows' western set with a remark."""
    try:
        innhold = sti.read_bytes()
    except OSError as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses ({err.strerror}).") from err
    try:
        tekst = innhold.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = innhold.decode("cp1252", "replace")
        merknader.append(f"{sti.name} er ikke UTF-8 og er lest som Windows-1252.")
    if "\0" in tekst:
        raise KildeFeil(f"Filen {sti} er ikke en tekstfil. Lagre den på nytt som CSV.")
    hode = tekst.partition("\n")[0]
    skille = max(SKILLE, key=hode.count)
    try:
        leser = csv.reader(io.StringIO(tekst, newline=""), delimiter=skille, strict=True)
        return [[celle.strip() or None for celle in rad] for rad in leser]
    except csv.Error as err:
        raise KildeFeil(f"Filen {sti} kan ikke leses som CSV ({err}).") from err


# -- Excel ----------------------------------------------------------------------------------


def _excelrader(ark: Any) -> Iterator[Rad]:  # noqa: ANN401 – openpyxl ships no types
    """Rows of a sheet that hold something, as text."""
    for rad in ark.iter_rows(values_only=True):
        celler = [_celle(verdi) for verdi in rad]
        if any(celler):
            yield celler


def _celle(verdi: object) -> str | None:
    """Text of a cell; a whole number without decimals, a day as ISO."""
    if verdi is None:
        return None
    if isinstance(verdi, datetime):
        return (verdi.date() if verdi.time().isoformat() == "00:00:00" else verdi).isoformat()
    if isinstance(verdi, date):
        return verdi.isoformat()
    if isinstance(verdi, float) and verdi.is_integer():
        return str(int(verdi))
    return str(verdi).strip() or None


def _les_excel(sti: Path, ark: str) -> list[Rad]:
    """Read one sheet; empty rows stay, so that row numbers are the reader's own."""
    with aapen_bok(sti) as bok:
        rader = arket(bok, ark, sti).iter_rows(values_only=True)
        return [[_celle(verdi) for verdi in rad] for rad in rader]
