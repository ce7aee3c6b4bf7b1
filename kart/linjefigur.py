"""A table as a line figure in SVG: for the page and for paper; every value stands in the table."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from analyser.felles.modell import Kolonneinfo, Tabell
from kart.tabell import overskrift, tall
from kart.tekster import t

BREDDE, HOYDE = 640, 340
VENSTRE, HOYRE, OVER, UNDER = 70, 16, 34, 56
"""Margins for axis numbers and titles."""
STREKER: tuple[tuple[str, str], ...] = (("#0b4f8a", ""), ("#b35806", "7 4"), ("#4d4d4d", "2 3"))
"""Colour and dash of each line: told apart without colour."""
TRINN = (1.0, 2.0, 2.5, 5.0, 10.0)
FLEST_MERKER = 6
"""Most numbers on an axis."""
Tall = NDArray[np.float64]


def _merker(storst: float) -> list[float]:
    """Round numbers from 0 to `storst`, at most `FLEST_MERKER` steps."""
    if storst <= 0:
        return [0.0, 1.0]
    grovt = storst / FLEST_MERKER
    ti = 10.0 ** np.floor(np.log10(grovt))
    trinn = next(t * ti for t in TRINN if t * ti >= grovt * (1 - 1e-9))
    return [float(trinn * n) for n in range(int(np.ceil(storst / trinn - 1e-9)) + 1)]


def linjefigur(tabell: Tabell) -> str:
    """Return the figure that the table asks for; empty where it asks for none or has no rows."""
    if tabell.figur is None or tabell.data.empty:
        return ""
    info = {k.navn: k for k in tabell.kolonner}
    x_info, y_infoer = info[tabell.figur.x], [info[n] for n in tabell.figur.y]
    x = np.asarray(tabell.data[x_info.navn], dtype=np.float64)
    y = [np.asarray(tabell.data[k.navn], dtype=np.float64) for k in y_infoer]
    x_merker = _merker(float(np.nanmax(x, initial=0.0)))
    y_merker = _merker(float(np.nanmax(np.concatenate(y), initial=0.0)))
    skala = (
        (BREDDE - VENSTRE - HOYRE) / x_merker[-1],
        (HOYDE - OVER - UNDER) / y_merker[-1],
    )
    ident = f"figur-{escape(tabell.navn)}"
    return (
        f'<figure><svg viewBox="0 0 {BREDDE} {HOYDE}" width="{BREDDE}" height="{HOYDE}" '
        f'role="img" aria-labelledby="{ident}" class="linjefigur" '
        f'font-size="13" fill="#1b1b1b">\n<title id="{ident}">{escape(t(tabell.tittel))}: '
        f"{escape(overskrift(x_info))} {t('mot')} {escape(_sammen(y_infoer))}. "
        f"{t('Tallene står i tabellen under.')}</title>\n"
        f"{_akser(x_info, x_merker, y_merker, skala)}{_linjer(x, y, skala)}{_forklaring(y_infoer)}"
        "</svg></figure>\n"
    )


def _sammen(infoer: Sequence[Kolonneinfo]) -> str:
    """Headings of the lines."""
    return ", ".join(overskrift(k).lstrip("… ") for k in infoer)


def _akser(
    info: Kolonneinfo, x_merker: list[float], y_merker: list[float], skala: tuple[float, float]
) -> str:
    """Grid, numbers and the title of the x axis; large numbers in millions."""
    bunn, million = HOYDE - UNDER, x_merker[-1] >= 1e6  # noqa: PLR2004 – a million
    ut = []
    for v in y_merker:
        y = bunn - v * skala[1]
        ut.append(
            f'<path d="M{VENSTRE} {y:.1f}H{BREDDE - HOYRE}" stroke="#d0d0d0"/>'
            f'<text x="{VENSTRE - 8}" y="{y + 4:.1f}" text-anchor="end">{tall(v, 0)}</text>'
        )
    for v in x_merker:
        x = VENSTRE + v * skala[0]
        skrevet = tall(v / 1e6 if million else v, 1 if million and v % 1e6 else 0)
        ut.append(
            f'<path d="M{x:.1f} {bunn}v5" stroke="#1b1b1b"/>'
            f'<text x="{x:.1f}" y="{bunn + 20}" text-anchor="middle">{skrevet}</text>'
        )
    enhet = f"{t('millioner')} {t(info.enhet)}" if million else t(info.enhet)
    ut.append(
        f'<path d="M{VENSTRE} {bunn}H{BREDDE - HOYRE}" stroke="#1b1b1b"/>'
        f'<text x="{(VENSTRE + BREDDE - HOYRE) / 2:.0f}" y="{HOYDE - 12}" text-anchor="middle">'
        f"{escape(enhet)}</text>\n"
    )
    return "".join(ut)


def _linjer(x: Tall, y: Sequence[Tall], skala: tuple[float, float]) -> str:
    """One line per column, with a dot at every value of the first."""
    ut = []
    for nr, verdier in enumerate(y):
        farge, strek = STREKER[nr % len(STREKER)]
        med = np.isfinite(x) & np.isfinite(verdier)
        punkter = [
            (VENSTRE + a * skala[0], HOYDE - UNDER - b * skala[1])
            for a, b in zip(x[med], verdier[med], strict=True)
        ]
        vei = "L".join(f"{a:.1f} {b:.1f}" for a, b in punkter)
        dash = f' stroke-dasharray="{strek}"' if strek else ""
        ut.append(f'<path d="M{vei}" fill="none" stroke="{farge}" stroke-width="2"{dash}/>')
        if nr == 0:
            ut += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{farge}"/>' for a, b in punkter]
    return "".join(ut)


def _forklaring(infoer: Sequence[Kolonneinfo]) -> str:
    """Names of the lines along the top; the unit stands at the first of those that share it."""
    ut, x = [], float(VENSTRE)
    for nr, info in enumerate(infoer):
        farge, strek = STREKER[nr % len(STREKER)]
        dash = f' stroke-dasharray="{strek}"' if strek else ""
        lik = nr > 0 and info.enhet == infoer[0].enhet
        navn = (info.tittel if lik else overskrift(info)).lstrip("… ")
        ut.append(
            f'<path d="M{x:.0f} 16h28" stroke="{farge}" stroke-width="2"{dash}/>'
            f'<text x="{x + 34:.0f}" y="20">{escape(navn)}</text>'
        )
        x += 54 + 7.5 * len(navn)
    return "".join(ut)
