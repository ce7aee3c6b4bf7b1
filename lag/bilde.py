"""Pictures of layers that only a WMS has: the municipality as a map, the legend, and one place."""

from dataclasses import replace
from typing import Any

from gis.feil import KildeFeil, ParameterFeil
from gis.kilder.kanal import Kanal
from gis.kilder.wms import Visning, les_wms
from gis.kilder.wmsbilde import Bilde, hent_bilde, hent_tegnforklaring, hent_treff
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.henting import Oppsett
from lag.katalog import KATALOG
from lag.modell import Lag, Wms

STED_M = 500.0
"""Half the side of the box in which a place is asked about, metres: scales of about 1:35 000."""


def hent_kartbilde(
    post: Lag, kommune: Kommune, oppsett: Oppsett, punkt_m: float
) -> tuple[Bilde, bytes | None]:
    """Fetch the layer's picture of the municipality, and its legend where the service gives one.

    Parameters
    ----------
    punkt_m    side of a pixel, metres

    Raises
    ------
    ParameterFeil        if the layer is not shown by a WMS
    KildeFeil, CrsFeil   if the service fails, or does not show the layer in our map plane or scale
    """
    kanal, visning = _visning(post, oppsett)
    bilde = hent_bilde(kanal, visning, kommune.boks.i_epsg(kommune.epsg), punkt_m)
    try:
        return bilde, hent_tegnforklaring(kanal, visning)
    except KildeFeil:
        return bilde, None


def spor_sted(
    post: Lag, kommune: Kommune, oppsett: Oppsett, sted: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return what the layer has at a place (east, north in the working CRS); raises as above."""
    kanal, visning = _visning(post, oppsett)
    x, y = sted
    boks = Utsnitt(x - STED_M, y - STED_M, x + STED_M, y + STED_M, kommune.epsg)
    return [objekt.get("properties") or {} for objekt in hent_treff(kanal, visning, boks, sted)]


def _visning(post: Lag, oppsett: Oppsett) -> tuple[Kanal, Visning]:
    """Ask the service what it says of the layer."""
    if not isinstance(post.kilde, Wms):
        bilder = [navn for navn, ett in KATALOG.items() if isinstance(ett.kilde, Wms)]
        raise ParameterFeil(
            f"Laget «{post.navn}» har ingen bildetjeneste. Lag som har: {', '.join(bilder)}."
        )
    if oppsett.frakoblet:
        raise ParameterFeil("Kartbilder hentes fra tjenesten og kan ikke lages frakoblet.")
    kanal = Kanal(klient=replace(oppsett.klient), husket=oppsett.husket)
    return kanal, les_wms(kanal, post.kilde.url, post.kilde.lag)
