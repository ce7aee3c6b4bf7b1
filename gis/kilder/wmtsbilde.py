"""WMTS: the tiles of a box put together to a picture with its place."""

import math
from urllib.parse import quote, urlsplit

import numpy as np
from numpy.typing import NDArray

from gis.feil import KildeFeil
from gis.kilder.kanal import Kanal
from gis.kilder.wmsbilde import MAKS_BILDE, Bilde, krev_png, les_bilde
from gis.kilder.wmts import WEBMERCATOR, Bakgrunn, Matrise
from gis.utsnitt import Utsnitt

MAKS_FLISER = 2500
"""Tiles of one picture: 50 × 50 of the usual size. Our own choice, mild to public services."""
TOMME = frozenset({204, 404})
"""Answers of caches that have no such tile: nothing is drawn there."""
SLINGRING = 1.001
"""How much coarser than asked for a level may be."""


def hent_flisbilde(kanal: Kanal, bakgrunn: Bakgrunn, utsnitt: Utsnitt, punkt_m: float) -> Bilde:
    """Fetch what the layer shows of the box, at the coarsest level that is fine enough.

    The picture has the tiles' own pixels and CRS, nothing is drawn anew; what the service has no
    tile of is transparent.

    Parameters
    ----------
    utsnitt    box in any CRS
    punkt_m    side of a pixel on the ground, metres, at most; the finest level if none is so fine

    Raises
    ------
    KildeFeil    if the service fails, has no tile here at all, or the picture is too large
    """
    hva = f"WMTS {bakgrunn.url}, {bakgrunn.lag}"
    boks = utsnitt.i_epsg(bakgrunn.epsg)
    matrise = velg_matrise(bakgrunn, punkt_m, utsnitt)
    (k0, k1), (r0, r1) = _ruter(matrise, boks)
    bredde, hoyde = (k1 - k0) * matrise.flis[0], (r1 - r0) * matrise.flis[1]
    if k0 >= k1 or r0 >= r1:
        raise KildeFeil(f"{hva}: tjenesten har ingen fliser i området.")
    if max(bredde, hoyde) > MAKS_BILDE or (k1 - k0) * (r1 - r0) > MAKS_FLISER:
        raise KildeFeil(
            f"{hva}: bildet blir {bredde} × {hoyde} punkter, for stort. Be om færre med --meter."
        )
    mal = _mal(bakgrunn, hva)
    piksler = np.zeros((4, hoyde, bredde), dtype=np.uint8)
    funnet = 0
    for rad, kol in ((rad, kol) for rad in range(r0, r1) for kol in range(k0, k1)):
        svar = kanal.klient.hent(_adresse(mal, matrise.navn, rad, kol), godta=bakgrunn.format)
        if svar.status in TOMME:
            continue
        oppe, inn = (rad - r0) * matrise.flis[1], (kol - k0) * matrise.flis[0]
        rute = les_bilde(svar, hva, matrise.flis[1], matrise.flis[0])
        piksler[:, oppe : oppe + matrise.flis[1], inn : inn + matrise.flis[0]] = rute
        funnet += 1
    if not funnet:
        raise KildeFeil(f"{hva}: tjenesten har ingen fliser i området.")
    return _beskaaret(piksler, matrise, (k0, r0), boks)


def velg_matrise(bakgrunn: Bakgrunn, punkt_m: float, utsnitt: Utsnitt) -> Matrise:
    """Return the coarsest level whose pixels are small enough on the ground, else the finest."""
    bredde = sum(utsnitt.i_epsg(4326).grenser[1::2]) / 2
    krymp = math.cos(math.radians(bredde)) if bakgrunn.epsg == WEBMERCATOR else 1.0
    fine = [m for m in bakgrunn.matriser if m.punkt_m * krymp <= punkt_m * SLINGRING]
    return fine[0] if fine else bakgrunn.matriser[-1]


def _ruter(m: Matrise, boks: Utsnitt) -> tuple[tuple[int, int], tuple[int, int]]:
    """First tile column of the box and the one after the last, and the same of rows."""
    bred, hoy = m.punkt * m.flis[0], m.punkt * m.flis[1]
    k0, k1 = math.floor((boks.xmin - m.vest) / bred), math.ceil((boks.xmax - m.vest) / bred)
    r0, r1 = math.floor((m.nord - boks.ymax) / hoy), math.ceil((m.nord - boks.ymin) / hoy)
    return (
        (max(k0, m.kolonner[0]), min(k1, m.kolonner[1])),
        (max(r0, m.rader[0]), min(r1, m.rader[1])),
    )


def _mal(bakgrunn: Bakgrunn, hva: str) -> str:
    """First address of tiles that is on the service's own host: no other is asked for us."""
    vert = urlsplit(bakgrunn.url).hostname
    for mal in bakgrunn.maler:
        if urlsplit(mal).hostname == vert:
            return mal
    raise KildeFeil(
        f"{hva}: flisene ligger på {urlsplit(bakgrunn.mal).hostname}, en annen vert. Kontroller "
        "adressen, og sett den nye som url under [lag.<id>] i kommune.toml."
    )


def _adresse(mal: str, nivaa: str, rad: int, kol: int) -> str:
    for navn, verdi in (("{z}", quote(nivaa, safe=":")), ("{y}", str(rad)), ("{x}", str(kol))):
        mal = mal.replace(navn, verdi)
    return mal


def _beskaaret(
    piksler: NDArray[np.uint8], m: Matrise, forste: tuple[int, int], boks: Utsnitt
) -> Bilde:
    """Cut the tiles to whole pixels around the box; `forste` is the first column and row."""
    vest, nord = (
        m.vest + forste[0] * m.flis[0] * m.punkt,
        m.nord - forste[1] * m.flis[1] * m.punkt,
    )
    k0 = max(0, math.floor((boks.xmin - vest) / m.punkt))
    k1 = min(piksler.shape[2], math.ceil((boks.xmax - vest) / m.punkt))
    r0 = max(0, math.floor((nord - boks.ymax) / m.punkt))
    r1 = min(piksler.shape[1], math.ceil((nord - boks.ymin) / m.punkt))
    x0, x1 = (vest + k * m.punkt for k in (k0, k1))
    y0, y1 = (nord - r * m.punkt for r in (r1, r0))
    return Bilde(piksler[:, r0:r1, k0:k1], Utsnitt(x0, y0, x1, y1, boks.epsg))


def hent_wmts_tegnforklaring(kanal: Kanal, bakgrunn: Bakgrunn) -> bytes:
    """Return the layer's legend as PNG bytes.

    Raises
    ------
    KildeFeil    if the service names none on its own host, fails, or gives no PNG
    """
    hva = f"WMTS {bakgrunn.url}, {bakgrunn.lag}, tegnforklaring"
    if urlsplit(bakgrunn.tegnforklaring).hostname != urlsplit(bakgrunn.url).hostname:
        raise KildeFeil(f"{hva}: tjenesten oppgir ingen.")
    return krev_png(kanal.klient.hent(bakgrunn.tegnforklaring, godta="image/png"), hva)
