"""Pictures of layers that a WMS or WMTS shows: the municipality as a map, the legend, one place."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from gis.feil import CrsFeil, KildeFeil, ParameterFeil
from gis.kilder.kanal import Kanal
from gis.kilder.wms import Visning, les_wms
from gis.kilder.wmsbilde import Bilde, hent_bilde, hent_tegnforklaring, hent_treff
from gis.kilder.wmts import WEBMERCATOR, Bakgrunn, les_settene, les_wmts
from gis.kilder.wmtsbilde import hent_flisbilde, hent_wmts_tegnforklaring
from gis.kommune import Kommune
from gis.utsnitt import Utsnitt
from lag.henting import Oppsett
from lag.katalog import KATALOG
from lag.kildevalg import bildekilde
from lag.modell import Lag, Wms, Wmts

STED_M = 500.0
"""Half the side of the box in which a place is asked about, metres: scales of about 1:35 000."""
KARTPLAN = (25833, 25832, 25835)
"""Map planes of Norway, of which another than the municipality's own will do."""


def hent_kartbilde(
    post: Lag, kommune: Kommune, oppsett: Oppsett, punkt_m: float
) -> tuple[Bilde, bytes | None]:
    """Fetch the layer's picture of the municipality, and its legend where the service gives one.

    The picture is in the municipality's map plane, else in one that the service has.

    Parameters
    ----------
    punkt_m    side of a pixel, metres; tiles come as fine as this or finer

    Raises
    ------
    ParameterFeil        if no service shows the layer
    KildeFeil, CrsFeil   if the service fails, or does not show the layer in our map plane or scale
    """
    kanal, kilde = _kanal(post, kommune, oppsett)
    tegnforklaring: Callable[[], bytes]
    if isinstance(kilde, Wmts):
        bakgrunn = _bakgrunn(kanal, kilde, kommune)
        bilde = hent_flisbilde(kanal, bakgrunn, kommune.boks, punkt_m)
        tegnforklaring = partial(hent_wmts_tegnforklaring, kanal, bakgrunn)
    else:
        visning = les_wms(kanal, kilde.url, kilde.lag)
        bilde = hent_bilde(kanal, visning, kommune.boks.i_epsg(_plan(visning, kommune)), punkt_m)
        tegnforklaring = partial(hent_tegnforklaring, kanal, visning)
    try:
        return bilde, tegnforklaring()
    except KildeFeil:
        return bilde, None


def spor_sted(
    post: Lag, kommune: Kommune, oppsett: Oppsett, sted: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return what the layer has at a place (east, north in the working CRS); raises as above."""
    kanal, kilde = _kanal(post, kommune, oppsett)
    if isinstance(kilde, Wmts):
        raise ParameterFeil(f"WMTS {kilde.url}: fliser kan ikke spørres om et sted. Oppgi en WMS.")
    visning = les_wms(kanal, kilde.url, kilde.lag)
    x, y = sted
    plan = _plan(visning, kommune)
    rundt = Utsnitt(x - 1, y - 1, x + 1, y + 1, kommune.epsg).i_epsg(plan)
    x, y = (rundt.xmin + rundt.xmax) / 2, (rundt.ymin + rundt.ymax) / 2
    boks = Utsnitt(x - STED_M, y - STED_M, x + STED_M, y + STED_M, plan)
    return [objekt.get("properties") or {} for objekt in hent_treff(kanal, visning, boks, (x, y))]


def _kanal(post: Lag, kommune: Kommune, oppsett: Oppsett) -> tuple[Kanal, Wms | Wmts]:
    """Return the way to the service that shows the layer."""
    kilde = bildekilde(post, kommune)
    if kilde is None:
        bilder = [navn for navn, ett in KATALOG.items() if bildekilde(ett, kommune)]
        raise ParameterFeil(
            f"Laget «{post.navn}» har ingen bildetjeneste. Lag som har: {', '.join(bilder)}. En "
            f'egen settes under [lag.{post.navn}] i kommune.toml (protokoll = "wms" eller "wmts").'
        )
    if oppsett.frakoblet:
        raise ParameterFeil("Kartbilder hentes fra tjenesten og kan ikke lages frakoblet.")
    return Kanal(klient=oppsett.klient, husket=oppsett.husket), kilde


def _plan(visning: Visning, kommune: Kommune) -> int:
    """Return the map plane to ask for: the municipality's own where the service has it."""
    vist = {int(kode.rpartition(":")[2]) for kode in visning.crs if kode[-4:].isdigit()}
    return _beste(vist, (kommune.epsg, *KARTPLAN)) or kommune.epsg


def _bakgrunn(kanal: Kanal, kilde: Wmts, kommune: Kommune) -> Bakgrunn:
    """Return the layer in the tile matrix set that was chosen, else in the one that fits best."""
    settet = kilde.matrisesett
    if not settet:
        sett = les_settene(kanal, kilde.url, kilde.lag)
        plan = _beste(set(sett.values()), (kommune.epsg, *KARTPLAN, WEBMERCATOR))
        if plan is None:
            raise CrsFeil(
                f"WMTS {kilde.url}, {kilde.lag}: ingen av matrisesettene ({', '.join(sett)}) har "
                "et kartplan som brukes her."
            )
        settet = next(navn for navn, epsg in sett.items() if epsg == plan)
    return les_wmts(kanal, kilde.url, kilde.lag, settet)


def _beste(funnet: set[int], onsket: Iterable[int]) -> int | None:
    """First of the wished-for that is found."""
    return next((kode for kode in onsket if kode in funnet), None)
