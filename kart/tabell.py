"""Tables as HTML: escaped, sortable, readable without colour; and numbers as bokmål writes them.

The static script of the page finds what it needs in attributes: `th[data-type]` (tall or tekst),
`td[data-v]` (the raw value where it is not the text itself; empty where missing) and
`tr[data-lag][data-id]` (the map feature). Rows past the first `STATISKE_RADER` lie packed in an
inert block behind the table, from which the script makes them.
"""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from numbers import Real

import numpy as np
import pandas as pd
from pandas import DataFrame

from analyser.felles.modell import Kolonneinfo, Status, Tabell
from kart.blokk import uvirksom_blokk
from kart.oversetting import uten_merker
from kart.tekster import avkortet, dag, merket, merket_navn, setning, t, tallform
from kart.tekster import som_html as merket_som_html

MANGLER = "–"
"""Printed where a value is missing."""
HARDT_MELLOMROM = "\N{NO-BREAK SPACE}"
"""Between thousands; never breaks a number over two lines."""
MINUS = "\N{MINUS SIGN}"
FLEST_RADER = 1000
"""Rows on a page; the workbook holds all."""
STATISKE_RADER = 25
"""Rows that stand in the page itself, for readers without scripts; the rest are packed."""
NAVNEKOLONNER = frozenset(
    {
        "id", "navn", "lokalid", "sted", "plan", "omraade", "distrikt", "navn_samisk", "grunnkrets",
        "grend", "haver",
    }
)  # fmt: skip
"""Columns that hold names, which are the same in every language."""
DESIMALER_UKJENT = 2
"""Decimals for a fractional number in a column that states none."""

ISO_DAG = re.compile(r"\d{4}-\d{2}-\d{2}")
"""How a day is stored; printed as 31.1.2026, sorted as stored."""

STATUSTEGN: Mapping[str, tuple[str, str]] = {
    Status.TREFF: ("st-treff", "●"),
    Status.IKKE_TREFF: ("st-ikke-treff", "○"),
    Status.IKKE_KARTLAGT: ("st-ikke-kartlagt", "◌"),
    Status.IKKE_KJENT: ("st-ikke-kjent", "?"),
}
"""Answer → class and symbol: the colour is never alone."""


def mangler(verdi: object) -> bool:
    """Tell whether `verdi` is None, NaN or pandas' NA."""
    if isinstance(verdi, str):  # most cells
        return False
    if verdi is None or verdi is pd.NA or verdi is pd.NaT:
        return True
    return isinstance(verdi, Real) and math.isnan(verdi)


def tall(verdi: object, desimaler: int | None) -> str:
    """`verdi` as the language writes numbers: 12 345,6 and −3; «–» where it is missing.

    Parameters
    ----------
    verdi        number; None, NaN and infinity count as missing
    desimaler    digits after the comma; None prints whole numbers whole, others with two
    """
    if mangler(verdi) or not isinstance(verdi, Real) or math.isinf(verdi):
        return MANGLER
    sifre = desimaler
    if sifre is None:
        sifre = 0 if float(verdi).is_integer() else DESIMALER_UKJENT
    tekst = f"{abs(float(verdi)):,.{sifre}f}"
    negativ = verdi < 0 and any(tegn in "123456789" for tegn in tekst)
    norsk = tekst.replace(",", HARDT_MELLOMROM).replace(".", ",")
    return (MINUS if negativ else "") + tallform(norsk)


def dag_av(verdi: object) -> date | None:
    """Return the day that an ISO text (2026-01-31) stands for; None for everything else."""
    if isinstance(verdi, str) and ISO_DAG.fullmatch(verdi):
        try:
            return date.fromisoformat(verdi)
        except ValueError:
            return None
    return None


def er_tall(serie: pd.Series, info: Kolonneinfo) -> bool:
    """Tell whether the column holds numbers, by its stated decimals or by every value in it."""
    finnes = [v for v in serie if not mangler(v)]
    bare_tall = all(isinstance(v, Real) and not isinstance(v, bool) for v in finnes)
    return bare_tall and (bool(finnes) or info.desimaler is not None)


def overskrift(info: Kolonneinfo) -> str:
    """Heading with unit: «Areal (daa)»."""
    return f"{t(info.tittel)} ({t(info.enhet)})" if info.enhet else t(info.tittel)


def tekst(verdi: object, desimaler: int | None = None) -> str:
    """Any cell value as a reader sees it, not escaped."""
    if isinstance(verdi, str):
        dagen = dag_av(verdi)
        return dag(dagen) if dagen else str(verdi)
    if isinstance(verdi, tuple | list):
        return ", ".join(tekst(v) for v in verdi) or MANGLER
    if mangler(verdi):
        return MANGLER
    if isinstance(verdi, bool | np.bool_):
        return t("ja") if verdi else t("nei")
    if isinstance(verdi, Real):
        return tall(verdi, desimaler)
    return str(verdi)


def merket_celle(verdi: object, info: Kolonneinfo) -> str:
    """One cell of a column: words are said in the language, names are not; both marked."""
    skrevet = avkortet(tekst(verdi, info.desimaler))
    if not isinstance(verdi, str | tuple | list) or dag_av(verdi):
        return skrevet
    return merket_navn(skrevet) if info.navn in NAVNEKOLONNER else merket(skrevet)


def _raa(verdi: object, synlig: str) -> str | None:
    """Value that the sorting compares; empty where missing, None where it is the text itself."""
    if mangler(verdi):
        return ""
    if isinstance(verdi, Real) and not isinstance(verdi, bool | np.bool_):
        return f"{float(verdi):.9g}" if math.isfinite(verdi) else ""
    raa = avkortet(verdi) if isinstance(verdi, str) else synlig
    return None if raa == synlig else raa


def statusmerke(status: str) -> str:
    """HTML of one of the four answers: symbol and words."""
    klasse, tegn = STATUSTEGN[status]
    return (
        f'<span class="{klasse}"><span aria-hidden="true">{tegn}</span> {escape(t(status))}</span>'
    )


def _lenket(synlig: str, verdi: object, maal: tuple[str, str, str] | None) -> str:
    """Text of a number as a link to the rows that it is the sum of: table, column, key."""
    if maal is None or mangler(verdi) or not verdi:
        return merket_som_html(synlig)
    tabell, felt, nokkel = (escape(del_) for del_ in maal)
    return f'<a href="#{tabell}" data-felt="{felt}" data-nokkel="{nokkel}">{escape(synlig)}</a>'


def _celle(
    verdi: object, info: Kolonneinfo, numerisk: bool, maal: tuple[str, str, str] | None = None
) -> str:
    """One td; `maal` is what its number opens."""
    if isinstance(verdi, str) and verdi in STATUSTEGN:
        return f'<td data-v="{escape(str(verdi))}">{statusmerke(verdi)}</td>'
    klasse = ' class="tall"' if numerisk else ""
    synlig = merket_celle(verdi, info)
    raa = _raa(verdi, uten_merker(synlig))
    egen = "" if raa is None else f' data-v="{escape(raa)}"'
    return f"<td{klasse}{egen}>{_lenket(synlig, verdi, maal)}</td>"


def _maal(
    tabell: Tabell, id_prefiks: str, nummer: int, kolonne: str
) -> tuple[str, str, str] | None:
    """Return what the number in a row and column opens; None for nothing."""
    aapner = tabell.aapner
    if aapner is None or kolonne not in aapner.kolonner:
        return None
    rad = str(tabell.data[aapner.radnokkel].iloc[nummer])
    nokkel = f"{rad}{aapner.kolonner[kolonne]}"
    return (f"{id_prefiks}{aapner.tabell}", aapner.felt, nokkel) if rad else None


def _hode(info: Kolonneinfo, numerisk: bool) -> str:
    """One th with its sort button."""
    slag, klasse = ("tall", ' class="tall"') if numerisk else ("tekst", "")
    retning = f' data-retning="{info.retning}"' if info.retning and numerisk else ""
    return (
        f'<th scope="col"{klasse} data-type="{slag}"{retning}>'
        f'<button type="button" data-sort="{escape(info.navn)}">{escape(overskrift(info))}</button>'
        "</th>"
    )


def _ider(tabell: Tabell, synlige: DataFrame) -> list[str] | None:
    """Features that the rows are, or None where they are none."""
    kobles = bool(tabell.kartlag) and "id" in synlige.columns
    return [str(v) for v in synlige["id"]] if kobles else None


def _rader(
    tabell: Tabell, synlige: DataFrame, numeriske: Sequence[bool], id_prefiks: str
) -> list[str]:
    """Every tr of `synlige`, the first rows of the table."""
    ider = _ider(tabell, synlige)
    lag = escape(tabell.kartlag)
    kolonner = [list(synlige[info.navn]) for info in tabell.kolonner]
    rader = []
    for nummer in range(len(synlige)):
        kobling = f' data-lag="{lag}" data-id="{escape(ider[nummer])}"' if ider else ""
        celler = "".join(
            _celle(verdier[nummer], info, numerisk, _maal(tabell, id_prefiks, nummer, info.navn))
            for info, numerisk, verdier in zip(tabell.kolonner, numeriske, kolonner, strict=True)
        )
        rader.append(f"<tr{kobling}>{celler}</tr>")
    return rader


def _pakket(tabell: Tabell, resten: DataFrame, numeriske: Sequence[bool]) -> str:
    """Return rows as an inert block, column by column: texts, and raw values where they differ."""
    kolonner = []
    for info, numerisk in zip(tabell.kolonner, numeriske, strict=True):
        ordene = [merket_celle(v, info) for v in resten[info.navn]]
        par = zip(resten[info.navn], map(uten_merker, ordene), strict=True)
        raa = [_raa(v, s) for v, s in par]
        kolonner.append({"tall": numerisk, "t": ordene} | ({"v": raa} if any(raa) else {}))
    innhold = {"antall": len(resten), "lag": tabell.kartlag, "kolonner": kolonner}
    ider = _ider(tabell, resten)
    merker = {t(ord_): [*tegn, t(ord_), ord_] for ord_, tegn in STATUSTEGN.items()}
    return uvirksom_blokk(innhold | {"status": merker} | ({"ider": ider} if ider else {}))


def _forklaringer(tabell: Tabell) -> str:
    """Explain the table and its columns, and say whether rows were left out."""
    deler = [f'<p class="forklaring">{setning(tabell.forklaring)}</p>'] if tabell.forklaring else []
    if len(tabell.data) > FLEST_RADER:
        deler.append(
            '<p class="forklaring">'
            + t(
                "Viser {vist} av {alle} rader. Alle ligger i regnearket.",
                vist=tall(FLEST_RADER, 0),
                alle=tall(len(tabell.data), 0),
            )
            + "</p>"
        )
    if len(tabell.data) > STATISKE_RADER:
        deler.append(
            '<p class="forklaring" data-uten-skript>'
            + t(
                "Uten skript vises bare de {antall} første radene. Alle ligger i regnearket.",
                antall=STATISKE_RADER,
            )
            + "</p>"
        )
    linjer = [
        f"<dt>{escape(overskrift(info))}</dt><dd>{setning(info.forklaring)}</dd>"
        for info in tabell.kolonner
        if info.forklaring
    ]
    if linjer:
        deler.append(
            f'<details class="kolonner"><summary>{t("Om kolonnene")}</summary>'
            f"<dl>{''.join(linjer)}</dl></details>"
        )
    return "".join(deler)


def som_html(tabell: Tabell, id_prefiks: str = "") -> str:
    """Return the table as HTML, safe to put in a page whatever the values hold.

    Parameters
    ----------
    tabell        what to show; the order of rows is kept
    id_prefiks    put before the table's name in its id, where a page has several results
    """
    ident = escape(f"{id_prefiks}{tabell.navn}")
    numeriske = tuple(er_tall(tabell.data[info.navn], info) for info in tabell.kolonner)
    hode = "".join(map(_hode, tabell.kolonner, numeriske))
    synlige = tabell.data.head(FLEST_RADER)
    if synlige.empty:
        kropp = (
            f'<tr class="tom"><td colspan="{len(tabell.kolonner)}">{t("Ingen rader.")}</td></tr>'
        )
    else:
        kropp = "\n".join(_rader(tabell, synlige.head(STATISKE_RADER), numeriske, id_prefiks))
    resten = synlige.iloc[STATISKE_RADER:]
    blokk = "" if resten.empty else _pakket(tabell, resten, numeriske)
    return (
        f'<div class="tabellramme" role="region" tabindex="0" aria-labelledby="{ident}-tittel">\n'
        f'<table id="{ident}"><caption id="{ident}-tittel">{setning(tabell.tittel)}</caption>\n'
        f"<thead><tr>{hode}</tr></thead>\n<tbody>\n{kropp}\n</tbody></table>{blokk}\n</div>\n"
        f"{_forklaringer(tabell)}"
    )
