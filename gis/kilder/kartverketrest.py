"""Kartverket's REST services: addresses and place names of one municipality, page by page."""

from dataclasses import dataclass
from typing import Any, Literal

from gis.feil import KildeFeil
from gis.kilder.geojson import les_objekter
from gis.kilder.gmlgeometri import Akser
from gis.kilder.http import krev_ok
from gis.kilder.httpsvar import Svar
from gis.kilder.kanal import Kanal
from gis.kilder.svar import Uthenting, krev_json, krev_rimelig, ordbok
from gis.tekst import uten_geometri

SIDE = 500
"""Hits per page; our own choice, within what both services take."""
MAKS_SIDER = 200
"""Pages after which a service that never ends is given up."""
UT_EPSG = 4258
"""CRS that is asked for: ETRS89 longitude, latitude, which both services have as their own."""


@dataclass(frozen=True, slots=True)
class Tjeneste:
    """How one of the services pages and names things."""

    liste: str
    """Member that holds the hits."""
    kommunefelt: str
    """Parameter for the municipality number."""
    forste_side: int
    """Number of the first page."""
    ekstra: dict[str, str]
    """Parameters that are always sent."""


TJENESTER: dict[str, Tjeneste] = {
    "adresser": Tjeneste("adresser", "kommunenummer", 0, {"utkoordsys": str(UT_EPSG)}),
    "stedsnavn": Tjeneste(
        "navn", "knr", 1, {"sok": "*", "fuzzy": "false", "utkoordsys": str(UT_EPSG)}
    ),
}


def hent_rest(
    kanal: Kanal, url: str, slag: Literal["adresser", "stedsnavn"], nummer: str, sok: str = ""
) -> Uthenting:
    """Fetch every hit in the municipality.

    Parameters
    ----------
    url       address of the search, e.g. https://ws.geonorge.no/adresser/v1/sok
    slag      which of the two services it is
    nummer    municipality number
    sok       text to search for; empty for everything

    Returns
    -------
    uthenting    points in ETRS89 longitude, latitude; nested members become dotted columns

    Raises
    ------
    KildeFeil    if the service fails, or gives fewer hits than it counts
    """
    tjeneste = TJENESTER[slag]
    hva = f"REST {url}"
    parametre = {**tjeneste.ekstra, tjeneste.kommunefelt: nummer, "treffPerSide": str(SIDE)}
    if sok:
        parametre["sok"] = sok
    svarene, treff, ventet = _sider(kanal, url, tjeneste, parametre, hva)
    if ventet is not None and len(treff) < ventet:
        raise KildeFeil(
            f"{hva}: tjenesten har {ventet} treff, men ga bare {len(treff)}. Svaret er ikke "
            "fullstendig og brukes ikke. Prøv igjen senere, eller bruk WFS-en i katalogen."
        )
    data, daarlige = les_objekter([_objekt(ett) for ett in treff], Akser(UT_EPSG, False, 2))
    merknader = uten_geometri(daarlige)
    if ventet is None:
        merknader.append("Tjenesten oppgir ikke antall; om alt kom med, er ikke kontrollert.")
    return Uthenting(
        data=data, raafiler=tuple(svar.sum for svar in svarene), url=url,
        bytes=sum(svar.storrelse for svar in svarene), parametre=parametre,
        hoder=svarene[0].hoder, ventet=ventet, mottatt=len(treff), merknader=tuple(merknader),
    )  # fmt: skip


def _sider(
    kanal: Kanal, url: str, tjeneste: Tjeneste, parametre: dict[str, str], hva: str
) -> tuple[list[Svar], list[dict[str, Any]], int | None]:
    """Ask page by page until the count is reached, or a page is short."""
    svarene: list[Svar] = []
    treff: list[dict[str, Any]] = []
    ventet: int | None = None
    for side in range(tjeneste.forste_side, tjeneste.forste_side + MAKS_SIDER):
        svar = kanal.side(url, {**parametre, "side": str(side)}, "application/json")
        objekt = krev_json(krev_ok(svar), hva)
        liste = objekt.get(tjeneste.liste)
        if not isinstance(liste, list):
            raise KildeFeil(f"{hva}: svaret er JSON, men har ingen «{tjeneste.liste}».")
        svarene.append(kanal.ta_vare(svar))
        treff.extend(ett for ett in liste if isinstance(ett, dict))
        krev_rimelig(len(treff), hva)
        oppgitt = ordbok(objekt.get("metadata")).get("totaltAntallTreff")
        ventet = oppgitt if isinstance(oppgitt, int) else ventet
        if not liste or (len(treff) >= ventet if ventet is not None else len(liste) < SIDE):
            return svarene, treff, ventet
    raise KildeFeil(f"{hva}: tjenesten gir stadig nye sider; gav opp ved {MAKS_SIDER}.")


def _objekt(treff: dict[str, Any]) -> dict[str, Any]:
    """Return a hit as a GeoJSON feature: addresses say lat/lon, place names nord/øst."""
    punkt = treff.get("representasjonspunkt")
    egenskaper = {navn: verdi for navn, verdi in treff.items() if navn != "representasjonspunkt"}
    geometri = None
    if isinstance(punkt, dict):
        xy = [punkt.get("lon", punkt.get("øst")), punkt.get("lat", punkt.get("nord"))]
        geometri = {"type": "Point", "coordinates": xy}
    return {"type": "Feature", "properties": egenskaper, "geometry": geometri}
