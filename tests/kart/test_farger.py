"""Palettes as the colour-blind see them: simulated after Machado et al. (2009), full severity.

Classes of one legend must differ in colour for everyone, or carry a hatch or symbol of their own.
"""

from itertools import combinations

import numpy as np
import pytest

from analyser.felles.konfliktkart.kartlagene import KLASSER as KONFLIKT
from analyser.felles.konfliktkart.kartlagene import VERDIKLASSER
from analyser.felles.rangering import SVARKLASSER
from analyser.felles.svar import TEMAORD, temaklasser
from analyser.felles.utfall import UTFALL

SYN = {
    "vanlig": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
"""Linear RGB → linear RGB: Machado, Oliveira, Fernandes (2009), table of severity 1.0; the same to
the last digit as `machado_et_al_2009_matrix(…, 100)` of colorspacious 1.1.2 (26.11.2026)."""
TYDELIG = 10.0
"""Smallest difference in CIELAB that counts as told apart side by side."""
M1941 = ("#fbffff", "#d4fffe", "#00b0f0", "#0070c0", "#002060")
PALETTER = {
    "svar": SVARKLASSER, "utfall": UTFALL,
    "tema": temaklasser(set(TEMAORD)), "konflikt": KONFLIKT, "verdier": VERDIKLASSER,
}  # fmt: skip


def _lineaer(farge: str) -> np.ndarray:
    c = np.array([int(farge[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def _lab(lineaer: np.ndarray) -> np.ndarray:
    til_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    f = np.cbrt(np.clip(til_xyz @ np.clip(lineaer, 0, 1) / (0.9505, 1.0, 1.089), 0.008856, None))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def forskjell(a: str, b: str, syn: str) -> float:
    """Distance in CIELAB between two colours as one kind of sight has them."""
    return float(np.linalg.norm(_lab(SYN[syn] @ _lineaer(a)) - _lab(SYN[syn] @ _lineaer(b))))


@pytest.mark.parametrize("syn", SYN)
@pytest.mark.parametrize("navn", PALETTER)
def test_klassene_skilles_av_farge_eller_skravur(navn, syn):
    """Where two colours run together, hatch, edge or dash must tell the classes apart."""
    for a, b in combinations(PALETTER[navn], 2):
        if forskjell(a.stil.farge, b.stil.farge, syn) < TYDELIG:
            tegn = [(k.stil.skravur, k.stil.strek, k.stil.kant) for k in (a, b)]
            alike = a.stil.farge == b.stil.farge and "" not in (a.verdi, b.verdi)
            assert tegn[0] != tegn[1] or (navn == "tema" and alike), (a.tittel, b.tittel)


def test_trafikklys_ville_falt_gjennom():
    """The simulation sees what it must: red and green run together for one man in twelve."""
    assert forskjell("#d7191c", "#1a9641", "deutan") < forskjell("#d7191c", "#1a9641", "vanlig") / 2
    assert forskjell("#4daf4a", "#ff7f00", "protan") < 40


def test_den_offisielle_skalaen_trenger_tegn():
    """M-1941's two lowest run together, so the sign stands in each cell."""
    assert forskjell(M1941[0], M1941[1], "protan") < TYDELIG
    assert all(forskjell(a, b, s) > TYDELIG for a, b in combinations(M1941[1:], 2) for s in SYN)
