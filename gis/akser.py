"""Where numbers can be: guesses at zone and axis order from an extent alone.

Nothing here changes data; it only makes the error messages say what would fit.
"""

from gis.crs import crs_navn
from gis.feil import CrsFeil
from gis.utsnitt import Utsnitt

Grenser = tuple[float, float, float, float]

NORGE = Utsnitt(3.0, 57.0, 33.0, 72.0, 4326)
"""Mainland Norway with some sea, longitude/latitude."""
KANDIDATER = (25832, 25833, 25835, 4326)
"""CRS that Norwegian data come in, for hints: zones 32, 33 and 35 of EUREF89, and degrees."""
STORSTE_LENGDE, STORSTE_BREDDE = 180.0, 90.0
"""No longitude or latitude is larger; eastings in Norway's zones are."""


def er_grader(grenser: Grenser) -> bool:
    """Tell whether the numbers can be degrees, in either axis order."""
    storst = max(abs(tall) for tall in grenser)
    minst = min(_storst(grenser, 0), _storst(grenser, 1))
    return storst <= STORSTE_LENGDE and minst <= STORSTE_BREDDE


def _storst(grenser: Grenser, akse: int) -> float:
    return max(abs(grenser[akse]), abs(grenser[akse + 2]))


def bytt(grenser: Grenser) -> Grenser:
    """Swap the axes of (xmin, ymin, xmax, ymax)."""
    return (grenser[1], grenser[0], grenser[3], grenser[2])


def i_norge(grenser: Grenser, epsg: int) -> bool:
    """Tell whether the extent, read as `epsg`, lies within Norway."""
    if er_grader(grenser) != (epsg in (4326, 4258)):
        return False
    try:
        x0, y0, x1, y1 = _romslig(grenser, epsg).i_epsg(4326).grenser
    except CrsFeil:
        return False
    return NORGE.xmin <= x0 and NORGE.ymin <= y0 and x1 <= NORGE.xmax and y1 <= NORGE.ymax


def _romslig(grenser: Grenser, epsg: int) -> Utsnitt:
    """Return a box of the extent, grown a trifle so that a point has one too."""
    litt = 1e-6 if er_grader(grenser) else 1.0
    return Utsnitt(grenser[0] - litt, grenser[1] - litt, grenser[2] + litt, grenser[3] + litt, epsg)


def forslag(grenser: Grenser, naer: Utsnitt | None = None) -> str:
    """Bokmål sentence that says in which CRS the extent would lie in Norway (and meet `naer`)."""
    treff = [epsg for epsg in KANDIDATER if _passer(grenser, epsg, naer)]
    if treff:
        navn = " eller ".join(f"EPSG:{epsg} ({_sted(grenser, epsg)})" for epsg in treff)
        return f"Utstrekningen passer med {navn}."
    byttet = [epsg for epsg in KANDIDATER if _passer(bytt(grenser), epsg, naer)]
    if byttet:
        navn = " eller ".join(f"EPSG:{epsg}" for epsg in byttet)
        return f"Aksene ser ut til å være byttet: med øst før nord passer utstrekningen {navn}."
    return "Utstrekningen passer ikke i Norge i noe vanlig koordinatsystem."


def _passer(grenser: Grenser, epsg: int, naer: Utsnitt | None) -> bool:
    if not i_norge(grenser, epsg):
        return False
    return naer is None or naer.moter(_romslig(grenser, epsg).i_epsg(naer.epsg).grenser)


def _sted(grenser: Grenser, epsg: int) -> str:
    """Name and centre of the extent read as `epsg`, for a reader who knows the place."""
    x0, y0, x1, y1 = _romslig(grenser, epsg).i_epsg(4326).grenser
    midt = f"midt i {(y0 + y1) / 2:.1f}° N {(x0 + x1) / 2:.1f}° Ø".replace(".", ",")
    return f"{crs_navn(epsg)}, {midt}"


def skriv_grenser(grenser: Grenser) -> str:
    """Return the extent as a reader wants it, few decimals."""
    desimaler = 4 if er_grader(grenser) else 0
    return "(" + ", ".join(f"{tall:.{desimaler}f}" for tall in grenser) + ")"


def krev_rimelig(grenser: Grenser, epsg: int, hva: str, naer: Utsnitt | None = None) -> None:
    """Stop where the numbers cannot belong to `epsg`: metres as degrees, swapped axes.

    Raises
    ------
    CrsFeil    naming `hva`, the extent and what would fit
    """
    geografisk = epsg in (4326, 4258)
    if geografisk and not er_grader(grenser):
        raise CrsFeil(
            f"{hva}: tallene {skriv_grenser(grenser)} er meter, ikke grader, men filen oppgir "
            f"(eller mangler, som for GeoJSON betyr) EPSG:{epsg}. {forslag(grenser, naer)}"
        )
    if not i_norge(grenser, epsg) and i_norge(bytt(grenser), epsg):
        raise CrsFeil(
            f"{hva}: aksene er byttet; utstrekningen {skriv_grenser(grenser)} i EPSG:{epsg} "
            "ligger i Norge først når de byttes om. Bytt om koordinatene i filen (øst før nord, "
            "lengde før bredde) og prøv igjen."
        )
