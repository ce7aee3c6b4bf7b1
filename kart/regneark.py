"""A workbook as bytes: sheets that can be sorted, filtered and printed, and hold no formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from numbers import Real

from pandas import DataFrame
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analyser.felles.modell import Kolonneinfo
from kart.tabell import dag_av, er_tall, mangler, overskrift, tekst

LENGST_NAVN = 31
"""Letters in a sheet name; Excel's limit."""
LENGST_TEKST = 32_767
"""Letters in a cell; Excel's limit."""
FORBUDTE_TEGN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
"""Letters that Excel refuses in a sheet name."""
HODERAD = 2
"""Row of the headings, below title and remark; zero-based."""
BREDEST, SMALEST = 60, 8
"""Column width, letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ark:
    """One sheet of the workbook."""

    navn: str
    """Name on the tab; cut and numbered where it is too long or taken."""
    tittel: str
    """Title in the first row."""
    kolonner: tuple[Kolonneinfo, ...]
    """Columns in order."""
    data: DataFrame
    """The rows."""
    merknad: str = ""
    """What a reader must know, in the second row."""


@dataclass(frozen=True, slots=True)
class _Stiler:
    """Formats of one column, by what a cell holds."""

    tekst: Format
    tall: Format
    dag: Format


def _stiler(bok: Workbook, tallformat: str) -> _Stiler:
    """Make the formats of a column whose numbers are shown as `tallformat`."""
    return _Stiler(
        tekst=bok.add_format({"text_wrap": True, "valign": "top"}),
        tall=bok.add_format({"num_format": tallformat, "valign": "top"}),
        dag=bok.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
    )


def arknavn(onsket: str, brukte: set[str]) -> str:
    """Return `onsket` as a name that Excel takes and no sheet in `brukte` has (case-blind).

    The new name is added to `brukte`.
    """
    rent = onsket.translate(FORBUDTE_TEGN).strip() or "ark"
    navn, nummer = rent[:LENGST_NAVN], 1
    while navn.casefold() in brukte:
        nummer += 1
        hale = f" {nummer}"
        navn = rent[: LENGST_NAVN - len(hale)] + hale
    brukte.add(navn.casefold())
    return navn


def _tallformat(info: Kolonneinfo) -> str:
    """Excel number format with the stated decimals; Excel itself writes the comma."""
    if info.desimaler is None:
        return "General"
    return "#,##0" + ("." + "0" * info.desimaler if info.desimaler else "")


def _bredde(info: Kolonneinfo, verdier: Sequence[object]) -> int:
    """Width that shows most values whole."""
    lengder = [len(tekst(v, info.desimaler)) for v in verdier[:500]]
    lengste_ord = max((len(ordet) for ordet in overskrift(info).split()), default=0)
    return min(max([SMALEST, lengste_ord + 3, *(lengde + 1 for lengde in lengder)]), BREDEST)


def _skriv_celle(ark: Worksheet, rad: int, kolonne: int, verdi: object, stiler: _Stiler) -> None:
    """One cell: number as number, day as date, nothing as nothing, everything else as text."""
    if mangler(verdi) or verdi in (float("inf"), float("-inf")):
        ark.write_blank(rad, kolonne, None, stiler.tekst)
    elif isinstance(verdi, Real) and not isinstance(verdi, bool):
        ark.write_number(rad, kolonne, verdi, stiler.tall)
    elif dagen := dag_av(verdi):
        ark.write_datetime(rad, kolonne, dagen, stiler.dag)
    else:
        ark.write_string(rad, kolonne, tekst(verdi)[:LENGST_TEKST], stiler.tekst)


def _skriv_kolonner(bok: Workbook, ark: Worksheet, innhold: Ark) -> None:
    """Headings, values, widths and filter."""
    hode = bok.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    for nummer, info in enumerate(innhold.kolonner):
        serie = innhold.data[info.navn]
        verdier = list(serie)
        stiler = _stiler(bok, _tallformat(info) if er_tall(serie, info) else "General")
        ark.write_string(HODERAD, nummer, overskrift(info), hode)
        ark.set_column(nummer, nummer, _bredde(info, verdier))
        for rad, verdi in enumerate(verdier, start=HODERAD + 1):
            _skriv_celle(ark, rad, nummer, verdi, stiler)
    if innhold.kolonner:
        siste = HODERAD + max(len(innhold.data), 1)
        ark.autofilter(HODERAD, 0, siste, len(innhold.kolonner) - 1)
    ark.freeze_panes(HODERAD + 1, 1)


def _oppsett_for_utskrift(ark: Worksheet, tittel: str, merking: str) -> None:
    """A4 landscape, one page wide, title and marking at the head of every page."""
    topp = tittel.replace("&", "&&")[:100]
    ark.set_landscape()
    ark.set_paper(9)
    ark.fit_to_pages(1, 0)
    ark.set_header(f"&L{topp}&R&B{merking.replace('&', '&&')}")
    ark.set_footer("&L&A&RSide &P av &N")


def _skriv_ark(bok: Workbook, navn: str, innhold: Ark, merking: str) -> None:
    """One sheet of rows."""
    ark = bok.add_worksheet(navn)
    tittel = f"{innhold.tittel} · {merking}" if merking else innhold.tittel
    ark.write_string(0, 0, tittel, bok.add_format({"bold": True, "font_size": 13}))
    ark.write_string(1, 0, innhold.merknad[:LENGST_TEKST])
    _skriv_kolonner(bok, ark, innhold)
    ark.repeat_rows(0, HODERAD)
    _oppsett_for_utskrift(ark, innhold.tittel, merking)


def _skriv_les_meg(bok: Workbook, linjer: Sequence[tuple[str, str]], merking: str) -> None:
    """First sheet: label and sentence, row by row."""
    ark = bok.add_worksheet("Les meg")
    fet = bok.add_format({"bold": True, "valign": "top"})
    brutt = bok.add_format({"text_wrap": True, "valign": "top"})
    ark.set_column(0, 0, 24, fet)
    ark.set_column(1, 1, 100, brutt)
    for rad, (merke, setning) in enumerate(linjer):
        ark.write_string(rad, 0, merke, fet)
        ark.write_string(rad, 1, setning, brutt)
    _oppsett_for_utskrift(ark, "Les meg", merking)


def arbeidsbok(
    innledning: Sequence[tuple[str, str]], arkene: Sequence[Ark], merking: str, dag: date
) -> bytes:
    """Return the workbook; the same input gives the same bytes.

    Parameters
    ----------
    innledning    label and sentence, the rows of «Les meg»; the list of sheets is added
    arkene        the other sheets in order
    merking       stands in the first row and the print header of every sheet; may be empty
    dag           date of making that the file carries
    """
    brukte = {"les meg"}
    navn = [arknavn(innhold.navn, brukte) for innhold in arkene]
    innhold_rader = [
        (f"Ark «{ett}»", innhold.tittel) for ett, innhold in zip(navn, arkene, strict=True)
    ]
    minne = BytesIO()
    valg = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    bok = Workbook(minne, valg)
    bok.set_properties({"author": "arealsil", "created": datetime(dag.year, dag.month, dag.day)})  # noqa: DTZ001 – the format stores no zone
    _skriv_les_meg(bok, [*innledning, *innhold_rader], merking)
    for ett, innhold in zip(navn, arkene, strict=True):
        _skriv_ark(bok, ett, innhold, merking)
    bok.close()
    return minne.getvalue()
